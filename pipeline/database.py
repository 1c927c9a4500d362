"""Writes `press.duckdb`: every table of the contract under its name, with the contract's words as comments."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.errors import PipelineError
from pipeline.store import OutputRecord, clear_partial, digest, file_digest, partial_path, publish
from pipeline.tables import ANALYSIS_TABLES, TABLES, TIDY_TABLES
from pipeline.workers import worker_pool

MEMORY = "256MB"


@contextlib.contextmanager
def updated_database(out: Path) -> Iterator[None]:
    """Write `press.duckdb` from the Parquet tables that stand at the end, where it was not made from them already.

    Tidy tables that have changed are filled in by another process meanwhile; what runs inside may write the others.

    Raises:
        PipelineError: the other process died.
    """
    path, record = out / "press.duckdb", OutputRecord(out, "database")
    words = [(table.name, table.meaning, [(c.name, c.meaning) for c in table.columns]) for table in TABLES.values()]
    tidy = digest(file_digest(Path(__file__)), words, _table_digests(out, TIDY_TABLES))
    clear_partial([out])
    begun = record.standing().get(path) != tidy
    with contextlib.ExitStack() as stack:
        if begun:
            pool = stack.enter_context(worker_pool(1))
            filled = pool.submit(_fill_database, partial_path(path), out, TIDY_TABLES)
        yield
        if begun:
            try:
                filled.result()
            except BrokenProcessPool as error:
                raise PipelineError("The process that fills press.duckdb died; run again, with more memory.") from error
    key = digest(tidy, _table_digests(out, ANALYSIS_TABLES))
    if record.current(key):
        return
    if not begun:
        _fill_database(partial_path(path), out, TIDY_TABLES)
    _fill_database(partial_path(path), out, ANALYSIS_TABLES)
    publish([path])
    record.write(key, [path], shapes={path: tidy})


def _table_digests(out: Path, names: Iterable[str]) -> list[str | None]:
    return [file_digest(out / "tables" / f"{name}.parquet") for name in names]


def update_database(out: Path) -> None:
    """Write `press.duckdb` from the Parquet tables that stand, where it was not made from them already."""
    with updated_database(out):
        pass


def _fill_database(path: Path, out: Path, names: Iterable[str]) -> None:
    """Add tables to a database, with the contract's words as comments."""
    with duckdb.connect(str(path), config={"threads": 1, "memory_limit": MEMORY}) as db:
        for name in names:
            table = TABLES[name]
            parquet = out / "tables" / f"{name}.parquet"
            # A table that an older version wrote, with other columns, waits for its stage to write it anew.
            if not parquet.exists() or pq.read_schema(parquet) != table.schema:
                continue
            db.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet({_quote(str(parquet))})')
            db.execute(f'COMMENT ON TABLE "{name}" IS {_quote(table.meaning)}')
            for column in table.columns:
                db.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS {_quote(column.meaning)}')


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
