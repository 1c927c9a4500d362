"""The export: the tables for spreadsheets, for line-by-line readers, for graphs, and described."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.export.entities import build_entities
from pipeline.export.package import build_package
from pipeline.export.workbook import write_workbook
from pipeline.store import (
    ON_REQUEST,
    clear_partial,
    csv_path,
    file_digest,
    partial_path,
    publish,
    read_rows,
    write_text,
)
from pipeline.tables import TABLES


def export(out: Path) -> tuple[list[Path], list[str]]:
    """Write `OUT/export` and `OUT/datapackage.json`; return what was written and what did not fit.

    Raises:
        UsageError: a table is missing, or the extra is not installed.
    """
    csv = {name: csv_path(out, name) for name in TABLES}
    if not csv[ON_REQUEST].is_file():
        del csv[ON_REQUEST]
    for path in csv.values():
        if not path.is_file():
            raise UsageError(f"{path} does not exist yet; run `make run` first.")
    folder = out / "export"
    clear_partial([folder, folder / "jsonl"])
    book = folder / "press.xlsx"
    notes = write_workbook(out, book)
    paths = [book]
    for name in TABLES:
        path = folder / "jsonl" / f"{name}.jsonl"
        _write_lines(path, read_rows(out, name))
        paths.append(path)
    entities = folder / "entities.ftm.json"
    _write_lines(entities, build_entities(out))
    publish([*paths, entities])
    package = build_package({name: (path.stat().st_size, str(file_digest(path))) for name, path in csv.items()})
    # Beside the tables' folder, because a package may not point outside its own.
    described = out / "datapackage.json"
    write_text(described, json.dumps(package, ensure_ascii=False, indent=1) + "\n")
    return [*paths, entities, described], notes


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with partial_path(path).open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_iso) + "\n")


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
