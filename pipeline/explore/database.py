"""The tables as a SQLite file for the explorer, with full-text search over releases and quotes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipeline.store import OutputRecord, digest, file_digest, partial_path, publish, read_rows
from pipeline.tables import TABLES

_TYPES = {"int64": "INTEGER", "float64": "REAL", "bool": "INTEGER", "string": "TEXT", "date": "TEXT"}
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
    marks = ", ".join(f":{c.name}" for c in table.columns)
    rows = (
        {**row, **{day: row[day].isoformat() for day in days if row[day] is not None}} for row in read_rows(out, name)
    )
    db.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    if "release_id" in table.column_names:
        db.execute(f'CREATE INDEX "{name}_release" ON "{name}" (release_id)')
