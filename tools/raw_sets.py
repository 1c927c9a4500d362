"""The shared development data as folders of raw releases, as the pipeline takes them in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.evaluate.gold import read_gold, write_raw

# Where the data behind each prepared folder lie: the part of its name before the hyphen, or the whole.
DIRECTORY_OF = {"gold": "gold", "isaf": "bench", "doj_topics": "bench", "cleaning": "bench", "reports": "bench"}


def _records(path: Path, to: Path) -> None:
    """Write the releases of a benchmark of JSON Lines as the pipeline takes them in."""
    to.mkdir(parents=True)
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            record = {name: row[name] for name in ("id", "title", "published", "text") if row.get(name)}
            (to / f"{row['id']}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def prepare_shared(shared: Path, to: Path) -> None:
    """Prepare the shared development data as folders of raw releases."""
    for folder in sorted(p for p in (shared / "gold").iterdir() if p.is_dir()):
        write_raw(read_gold(folder), to / f"gold-{folder.name}")
    for name in ("isaf", "doj_topics"):
        _records(shared / "bench" / name / "dev.jsonl", to / name)
    (to / "cleaning").mkdir()
    for page in sorted((shared / "bench" / "cleaning" / "dev").glob("*.html")):
        shutil.copy(page, to / "cleaning")
    reports = shared / "bench" / "reports"
    subprocess.run(
        [sys.executable, str(reports / "check.py"), "prepare", str(reports), str(to / "reports")],
        check=True,
        capture_output=True,
    )
