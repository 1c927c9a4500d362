"""The tables as a SQLite file for the explorer, with full-text search over releases and quotes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.store import OutputRecord, digest, file_digest, partial_path, publish, read_rows
from pipeline.tables import TABLES

_TYPES = {"int64": "INTEGER", "float64": "REAL", "bool": "INTEGER", "string": "TEXT", "date": "TEXT"}
# Characters of a cell: longer ones (whole pages in `debris`) are cut in their middle, here alone.
MAX_CELL = 250_000
# Searched in full: table, then its columns.
_SEARCHED = {"releases": ("title", "text"), "quotes": ("text", "speaker")}


def build_database(out: Path) -> Path:
    """Return `OUT/explore/press.sqlite`, written anew where a table has changed."""
    path = out / "explore" / "press.sqlite"
    key = digest(file_digest(Path(__file__)), [file_digest(out / "tables" / f"{name}.parquet") for name in TABLES])
    record = OutputRecord(out, "explore")
    if record.current(key):
        return path
    partial = partial_path(path)
    partial.unlink(missing_ok=True)
    db = sqlite3.connect(partial)
    try:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        for name in TABLES:
            _fill(db, out, name)
        for name, columns in _SEARCHED.items():
            listed = ", ".join(columns)
            db.execute(f'CREATE VIRTUAL TABLE {name}_fts USING fts5({listed}, content="{name}")')
            db.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")
        db.commit()
    finally:
        db.close()
    publish([path])
    record.write(key, [path])
    return path


def _fill(db: sqlite3.Connection, out: Path, name: str) -> None:
    table = TABLES[name]
    columns = ", ".join(f'"{c.name}" {_TYPES[c.type]}' for c in table.columns)
    db.execute(f'CREATE TABLE "{name}" ({columns})')
    days = [c.name for c in table.columns if c.type == "date"]
    texts = [c.name for c in table.columns if c.type == "string"]
    marks = ", ".join(f":{c.name}" for c in table.columns)
    rows = (
        {**_short(row, texts), **{day: row[day].isoformat() for day in days if row[day] is not None}}
        for row in read_rows(out, name)
    )
    db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    if "release_id" in table.column_names:
        db.execute(f'CREATE INDEX "{name}_release" ON "{name}" (release_id)')


def _short(row: dict[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    long = [name for name in texts if len(row[name] or "") > MAX_CELL]
    return {**row, **{name: cut(row[name]) for name in long}} if long else row


def cut(text: str) -> str:
    """Return a text of at most `MAX_CELL` characters, and a note: its head and its end.

    >>> len(cut("a" * 10**6)) < MAX_CELL + 100
    True
    """
    if len(text) <= MAX_CELL:
        return text
    half = MAX_CELL // 2
    return f"{text[:half]} [… {len(text) - 2 * half:,} characters, see the Parquet table …] {text[-half:]}"
