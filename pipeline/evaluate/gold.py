"""Gold annotations: one JSON file per release, hand-written.

Keys: `id`, `publisher`, `url`, `published`, `title`, `text` (verbatim, debris included), `debris`,
`people` (name, role, speaks), `dates` (text, start, end), `counts` (text, value, qualifier, unit,
item), `countries` (ISO 3166-1 alpha-3), `crime_areas` (primary, mentioned).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

Gold = dict[str, Any]
_NEEDED = ("id", "text", "people", "dates", "counts", "countries", "crime_areas")
_RECORD = ("id", "title", "url", "publisher", "published", "text")


def read_gold(folder: Path) -> list[Gold]:
    """Return the gold releases under a folder, subfolders included, in order of path.

    Raises:
        UsageError: the folder is missing, holds no gold, or a file is no gold annotation.
    """
    paths = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    if not paths:
        raise UsageError(
            f"The gold folder {folder} holds no JSON files; name a folder of gold annotations with --gold."
        )
    found: list[Gold] = []
    for path in paths:
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise UsageError(f"The gold file {path} is not valid JSON: {error}.") from error
        missing = [key for key in _NEEDED if not isinstance(gold, dict) or key not in gold]
        if missing:
            raise UsageError(f"The gold file {path} lacks {', '.join(missing)}.")
        gold.setdefault("debris", [])
        found.append(gold)
    repeated = sorted({g["id"] for g in found if sum(h["id"] == g["id"] for h in found) > 1})
    if repeated:
        raise UsageError(f"The gold folder {folder} repeats the id(s) {', '.join(repeated)}.")
    return found


def write_raw(gold: list[Gold], folder: Path) -> None:
    """Write each gold release as a raw JSON record, as the pipeline takes it in."""
    folder.mkdir(parents=True, exist_ok=True)
    for release in gold:
        record = {key: release[key] for key in _RECORD if release.get(key)}
        (folder / f"{release['id']}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def locate(text: str, surfaces: list[str]) -> list[tuple[int, int] | None]:
    """Return where each annotated wording stands, each searched for after the one before it.

    A wording that does not follow is looked for from the beginning; whole words are preferred.
    """
    found: list[tuple[int, int] | None] = []
    at = 0
    for surface in surfaces:
        before = r"(?<!\w)" if surface[:1].isalnum() else ""
        after = r"(?!\w)" if surface[-1:].isalnum() else ""
        whole = re.compile(before + re.escape(surface) + after)
        match = whole.search(text, at) or re.compile(re.escape(surface)).search(text, at)
        match = match or whole.search(text) or re.compile(re.escape(surface)).search(text)
        found.append(match.span() if match else None)
        at = match.end() if match else at
    return found
