"""Writes `press.duckdb`: every table of the contract under its name, with the contract's words as comments."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import PipelineError
from pipeline.extras import needs
from pipeline.store import OutputRecord, clear_partial, digest, file_digest, partial_path, publish
from pipeline.tables import ANALYSIS_TABLES, TABLES, TIDY_TABLES
from pipeline.workers import worker_pool

with needs("database"):
    import duckdb

MEMORY = "256MB"
# Bytes of a block: each column of a table takes one at least, and with DuckDB's own 256 kB most stand empty.
BLOCK_BYTES = 16_384


class DatabaseUpdate:
    """`press.duckdb` being written from the Parquet tables, where it was not made from them already.

    Another process fills in what has changed: the tidy tables from the beginning, the analysis tables as soon as
    `add_analyses` says that they stand.

    Args:
        pool: of one process, which is not started when there is nothing to do.
    """

    def __init__(self, out: Path, pool: Executor) -> None:
        self._out, self._path, self._pool = out, out / "press.duckdb", pool
        self._record = OutputRecord(out, "database")
        words = [(table.name, table.meaning, [(c.name, c.meaning) for c in table.columns]) for table in TABLES.values()]
        self._tidy = digest(file_digest(Path(__file__)), words, _table_digests(out, TIDY_TABLES))
        self._key = ""
        self._filled: list[Future[None]] = []
        clear_partial([out])
        if self._record.standing().get(self._path) != self._tidy:
            self._fill(TIDY_TABLES)

    def _fill(self, names: tuple[str, ...]) -> None:
        self._filled.append(self._pool.submit(_fill_database, partial_path(self._path), self._out, names))

    def add_analyses(self) -> None:
        """Fill in the analysis tables as they now stand."""
        self._key = digest(self._tidy, _table_digests(self._out, ANALYSIS_TABLES))
        if not self._record.current(self._key):
            if not self._filled:
                self._fill(TIDY_TABLES)
            self._fill(ANALYSIS_TABLES)

    def finish(self) -> None:
        """Wait until all is filled in, and put the database in its place."""
        if not self._key:
            self.add_analyses()
        if self._filled:
            for filled in self._filled:
                filled.result()
            publish([self._path])
            self._record.write(self._key, [self._path], shapes={self._path: self._tidy})


@contextlib.contextmanager
def updated_database(out: Path) -> Iterator[DatabaseUpdate]:
    """Give the database's update; when what runs inside has ended well, the database stands.

    Raises:
        PipelineError: the process that fills it died.
    """
    try:
        with worker_pool(1) as pool:
            update = DatabaseUpdate(out, pool)
            yield update
            update.finish()
    except BrokenProcessPool as error:
        raise PipelineError("The process that fills press.duckdb died; run again, with more memory.") from error


def _table_digests(out: Path, names: Iterable[str]) -> list[str | None]:
    return [file_digest(out / "tables" / f"{name}.parquet") for name in names]


def update_database(out: Path) -> None:
    """Write `press.duckdb` from the Parquet tables that stand, where it was not made from them already."""
    with updated_database(out):
        pass


def _fill_database(path: Path, out: Path, names: Iterable[str]) -> None:
    """Add tables to a database, with the contract's words as comments."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": MEMORY,
        "default_block_size": BLOCK_BYTES,
    }
    with duckdb.connect(str(path), config=config) as db:
        # Long texts would stand uncompressed otherwise.
        db.execute("PRAGMA force_compression='zstd'")
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


def table_names(db: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the names of the tables of an open database."""
    return {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def table_rows(db: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    """Return all rows of a table of an open database, in their order."""
    return db.sql(f'SELECT * FROM "{name}"').to_arrow_table()


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
