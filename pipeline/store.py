"""Reads and writes tables and working files; the only module that knows their formats.

Under OUT:

* `work/STAGE.sqlite` holds what a stage hands to the next, one row per input or release,
  keyed by the content that shaped it. SQLite's transactions make a killed run resume. What is asked of it stands in
  `pipeline.store_queries`, and what is known of entities in `pipeline.store_entities`.
* `tables/NAME.parquet` and `tables/NAME.csv` hold the tables of the contract (of `debris` the CSV on request only).
* `press.duckdb` holds all of them under the same names (`pipeline.database`).

Every file a reader may open is written beside its place and moved there whole.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from pipeline.errors import OWN_FAULTS, RETRIED, PipelineError, UsageError
from pipeline.store_queries import CHANGES, QUERIES
from pipeline.tables import STATUSES, TABLES, TIDY_TABLES, allow_codes, check_table

PARTIAL = ".partial"
# A row group is full at so many rows, or so many bytes in memory: whole texts are long.
ROW_GROUP_ROWS = 50_000
ROW_GROUP_BYTES = 16 << 20
BATCH_ROWS = 4_000
LOCK_SECONDS = 2
# What a spreadsheet may take for a formula, and the apostrophe by which it is told that it is text.
_FORMULA = re.compile(r"'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_ESCAPE = "'"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# The same in the dialect of Arrow, to find the columns that hold any.
_UNSAFE = (
    r"^'*[\s\pZ\x{1c}-\x{1f}]*[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
    r"|[\x{00}-\x{08}\x{0b}\x{0c}\x{0e}-\x{1f}\x{7f}-\x{9f}]"
)


Filter = tuple[str, str, Any]


# Level 6 of Zstandard takes the time of zlib's level 1, both ways, and nine tenths of its room.
_VALUES = pa.Codec("zstd", compression_level=6)
# Rows of tables are read far more often than written: level 3 is as small as 6, within a twentieth, in half its time.
# Of raw pages it takes a third of the time for a twelfth more of room.
_ROWS = pa.Codec("zstd", compression_level=3)
# Bytes in front of what is compressed that say how long it is.
_LENGTH = 8


def _compressed(codec: pa.Codec, data: Any, n_bytes: int) -> bytes:
    packed: bytes = codec.compress(data, asbytes=True)
    return n_bytes.to_bytes(_LENGTH, "little") + packed


def _decompressed(codec: pa.Codec, packed: bytes) -> bytes:
    held = memoryview(packed)
    # As bytes of Python's: Arrow's own memory comes a gigabyte at a time, more than one input may take.
    data: bytes = codec.decompress(held[_LENGTH:], int.from_bytes(held[:_LENGTH], "little"), asbytes=True)
    return data


def pack(value: Any) -> bytes:
    """Return a JSON value as compressed bytes, the same bytes for the same value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
    return _compressed(_VALUES, text, len(text))


def bytes_digest(data: bytes) -> str:
    """Return a SHA-256 over bytes."""
    return hashlib.sha256(data).hexdigest()


def unpack(data: bytes) -> Any:
    """Return the value that `pack` made the bytes from."""
    return json.loads(_decompressed(_VALUES, data))


def pack_text(text: str) -> bytes:
    """Return a raw text as compressed bytes: the bulk of what is handed on, and read once or twice."""
    data = text.encode("utf-8")
    return _compressed(_ROWS, data, len(data))


def unpack_text(data: bytes) -> str:
    """Return the text that `pack_text` made the bytes from."""
    return _decompressed(_ROWS, data).decode("utf-8")


_DIGESTED = json.JSONEncoder(ensure_ascii=True, sort_keys=True, default=str)


def digest(*parts: Any) -> str:
    """Return a SHA-256 over JSON values, in order."""
    h = hashlib.sha256()
    for part in parts:
        h.update(_DIGESTED.encode(part).encode("ascii"))
        h.update(b"\x00")
    return h.hexdigest()


# What each stage hands to the next: columns of its working file, the primary key first.
WORK_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "ingest": {
        "source": "TEXT PRIMARY KEY",
        "file": "TEXT NOT NULL",
        "key": "TEXT NOT NULL",
        "content": "TEXT",
        "format": "TEXT NOT NULL",
        "sha256": "TEXT",
        "n_bytes": "INTEGER",
        "markup": "INTEGER NOT NULL",
        "stated": "TEXT NOT NULL",
        "reason": "TEXT",
        "detail": "TEXT",
        "raw": "BLOB",
    },
    "clean": {
        "source": "TEXT PRIMARY KEY",
        "key": "TEXT NOT NULL",
        "release_id": "TEXT",
        "published": "TEXT",
        "signature": "BLOB",
        "reason": "TEXT",
        "detail": "TEXT",
        "payload": "BLOB",
        "publisher": "TEXT",
        "paragraphs": "BLOB",
        "base": "BLOB",
        "content": "TEXT",
        "facts": "TEXT",
    },
    "tables": {
        "name": "TEXT PRIMARY KEY",
        "table_name": "TEXT NOT NULL",
        "part": "INTEGER NOT NULL",
        "key": "TEXT NOT NULL",
        "packed": "BLOB NOT NULL",
    },
    "extract": {
        "release_id": "TEXT PRIMARY KEY",
        "key": "TEXT NOT NULL",
        "reason": "TEXT",
        "detail": "TEXT",
        "payload": "BLOB",
        "content": "TEXT",
    },
}


# Columns by which rows are found other than by the primary key: without an index each look would read the whole file.
_INDEXES: Mapping[str, tuple[str, ...]] = {
    "ingest": ("(file, key)", "(reason) WHERE reason IS NOT NULL"),
    "clean": ("(release_id, source, key, content)", "(reason) WHERE reason IS NOT NULL"),
    "tables": ("(part, key)",),
    "extract": ("(release_id, content) WHERE reason IS NULL", "(reason) WHERE reason IS NOT NULL"),
}


# Of what working files hold; those of another one are made anew.
FORMAT = 3
# Bytes of a page of a working file: each row ends on a page of its own, of which half is lost.
PAGE_BYTES = 2048


class WorkStore:
    """One stage's working file: a SQLite database with one table of rows and a state.

    Args:
        out: the output folder.
        name: a key of `WORK_COLUMNS`.
    """

    def __init__(self, out: Path, name: str, *, readonly: bool = False) -> None:
        columns = WORK_COLUMNS[name]
        self.name = name
        self.path = path = out / "work" / f"{name}.sqlite"
        self.columns = tuple(columns)
        if readonly:
            if not path.is_file():
                raise UsageError(f"{path} does not exist yet; run the stage before this one first.")
            self.db = sqlite3.connect(f"file:{_uri_path(path)}?mode=ro", uri=True)
            if self._format() != FORMAT:
                self.db.close()
                raise UsageError(f"{path} was written by another version; run `make {self._stage}` again first.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        definition = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        try:
            self.db = sqlite3.connect(path)
            self._prepare(definition)
        except sqlite3.OperationalError:
            # A full disk or a folder that cannot be written: what stands may be sound.
            raise
        except sqlite3.DatabaseError:
            # Only what a stage can make again stands here: a damaged or older file is made anew.
            self.db.close()
            path.unlink()
            self.db = sqlite3.connect(path)
            self._prepare(definition)

    def _prepare(self, definition: str) -> None:
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("PRAGMA cache_size=-32000")
        self.db.execute(f"PRAGMA page_size={PAGE_BYTES}")
        present = [row[1] for row in self.db.execute("PRAGMA table_info(rows)")]
        if present and (tuple(present) != self.columns or self._format() != FORMAT):
            raise sqlite3.DatabaseError("other columns")
        self.db.execute(f"CREATE TABLE IF NOT EXISTS rows ({definition}) WITHOUT ROWID")
        for n, columns in enumerate(_INDEXES[self.name]):
            self.db.execute(f"CREATE INDEX IF NOT EXISTS rows_{n} ON rows {columns}")
        self.db.execute("CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        if not present:
            self.db.execute(f"PRAGMA user_version = {FORMAT}")
        self.db.commit()
        if self.path.with_name(f"{self.path.name}-journal").exists():
            # SQLite undoes a killed run's journal on opening, but lets an empty one lie; any change takes it away.
            self.db.execute(f"PRAGMA user_version = {FORMAT}")

    def _format(self) -> int:
        number: int = self.db.execute("PRAGMA user_version").fetchone()[0]
        return number

    def __enter__(self) -> WorkStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def put(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert or replace rows; `commit` makes them stand."""
        marks = ", ".join("?" * len(self.columns))
        self.db.executemany(f"INSERT OR REPLACE INTO rows VALUES ({marks})", rows)

    def delete(self, column: str, values: Iterable[str]) -> None:
        """Delete the rows whose `column` is one of `values`; `commit` makes it stand."""
        self.db.executemany(f"DELETE FROM rows WHERE {column} = ?", ((value,) for value in values))

    def lost(self, column: str) -> list[str]:
        """Return the values of a column in rows that a fault of the pipeline or of the machine set aside, sorted."""
        marks = ", ".join("?" * len(RETRIED))
        found = self.db.execute(f"SELECT DISTINCT {column} FROM rows WHERE reason IN ({marks}) ORDER BY 1", RETRIED)
        return [value for (value,) in found]

    def ask(self, query: str, *values: Any) -> sqlite3.Cursor:
        """Return the rows that answer a query of `store_queries.QUERIES`, told by its name."""
        return self.db.execute(QUERIES[self.name][query], values)

    def ask_one(self, query: str, *values: Any) -> Any:
        """Return the first row that answers a query, or None."""
        return self.ask(query, *values).fetchone()

    def change(self, change: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        """Make a change of `store_queries.CHANGES` for each row of values; `commit` makes it stand."""
        self.db.executemany(CHANGES[self.name][change], rows)

    def commit(self) -> None:
        self.db.commit()

    def state(self, name: str) -> str | None:
        row = self.db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def set_state(self, name: str, value: str | None) -> None:
        with self.db:
            if value is None:
                self.db.execute("DELETE FROM state WHERE name = ?", (name,))
            else:
                self.db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def finish(self, value: str, *, made_from: str = "") -> None:
        """Leave a digest of all the stage made, and that of what it was made from; it has ended."""
        self.set_state("made_from", made_from)
        self.set_state("finished", value)

    def finished(self) -> str:
        """Return the digest the stage left when it ended.

        Raises:
            UsageError: the stage was interrupted.
        """
        value = self.state("finished")
        if value is None:
            raise UsageError(f"The stage {self._stage} was interrupted; run `make {self._stage}` again first.")
        return value

    def check_made_from(self, before: WorkStore) -> None:
        """Refuse to go on where the stage before has been run since.

        Raises:
            UsageError: with what to run.
        """
        if self.state("made_from") != before.finished():
            raise UsageError(
                f"The stage {self._stage} has not been run since {before._stage} was; run `make {self._stage}` first."
            )

    @property
    def _stage(self) -> str:
        return {"clean": "clean-text"}.get(self.name, self.name)


def _uri_path(path: Path) -> str:
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextlib.contextmanager
def output_lock(out: Path) -> Iterator[None]:
    """Hold OUT for one writer; the lock dies with its process.

    Raises:
        UsageError: another run is writing there, or the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = (out / ".lock").open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The output folder {out} cannot be written ({error.strerror}); choose another with --out."
        ) from error
    with handle:
        # The workers of a run that was killed hold the lock until the kernel has ended them.
        patience = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > patience:
                    message = f"Another run is writing to {out}; wait for it to end or choose another --out."
                    raise UsageError(message) from error
                time.sleep(0.05)
        yield


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def partial_path(path: Path) -> Path:
    """Return where a file is written before it is moved to `path`."""
    folder = path.parent / PARTIAL
    folder.mkdir(parents=True, exist_ok=True)
    return folder / path.name


def publish(paths: Iterable[Path]) -> None:
    """Move files written at their `partial_path` to their places, and drop the partial folders."""
    paths = list(paths)
    for path in paths:
        _sync(partial_path(path))
    for path in paths:
        partial_path(path).replace(path)
    clear_partial({path.parent for path in paths})


def clear_partial(folders: Iterable[Path]) -> None:
    """Remove what an interrupted run may have left in the partial folders of `folders`."""
    for folder in sorted(folders):
        partial = folder / PARTIAL
        if partial.is_dir():
            shutil.rmtree(partial)


def clear_remains(out: Path) -> None:
    """Remove what an interrupted run may have left half written anywhere under OUT."""
    clear_partial([partial.parent for partial in out.rglob(PARTIAL)])


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file whole."""
    partial_path(path).write_text(text, encoding="utf-8", newline="\n")
    publish([path])


def read_json(path: Path) -> Any:
    """Return the value of a JSON file, or None where there is none or it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


class ColumnWriter:
    """Gathers rows of one table as columns; missing cells are null."""

    def __init__(self, name: str) -> None:
        self._schema = TABLES[name].schema
        self._columns: dict[str, list[Any]] = {column: [] for column in self._schema.names}

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        rows = list(rows)
        for name, cells in self._columns.items():
            cells += [row.get(name) for row in rows]

    def table(self) -> pa.Table:
        """Return the rows so far."""
        return pa.table(self._columns, schema=self._schema)


def pack_arrow(table: pa.Table) -> bytes:
    """Return a table as compressed bytes."""
    sink = pa.BufferOutputStream()
    # Compressed as a whole: column by column, what a few releases hold takes half as much again.
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    rows = sink.getvalue()
    return _compressed(_ROWS, rows, rows.size)


def unpack_arrow(data: bytes) -> pa.Table:
    """Return the table that `pack_arrow` made the bytes from."""
    held = _decompressed(_ROWS, data)
    with pa.ipc.open_stream(held, options=pa.ipc.IpcReadOptions(use_threads=False)) as stream:
        return stream.read_all()


def csv_path(out: Path, name: str) -> Path:
    """Return where a table stands as CSV."""
    return out / "tables" / f"{name}.csv"


# The table whose CSV is written on request only: it is as long as all others together.
ON_REQUEST = "debris"


class TableWriter:
    """Writes one table in batches, as Parquet and CSV, checking each batch and the order of keys.

    Args:
        with_csv: whether to write the CSV.
    """

    def __init__(self, out: Path, name: str, *, with_csv: bool = True) -> None:
        self.table = TABLES[name]
        self.paths: tuple[Path, ...] = (out / "tables" / f"{name}.parquet",)
        self._parquet = pq.ParquetWriter(
            partial_path(self.paths[0]), self.table.schema, compression="zstd", write_statistics=True
        )
        self._csv: pyarrow.csv.CSVWriter | None = None
        if with_csv:
            self.paths += (csv_path(out, name),)
            self._csv = pyarrow.csv.CSVWriter(partial_path(self.paths[1]), self.table.schema)
        # A closed list of values or a pattern has been checked by then; other texts may hold anything.
        self._foreign = [c.name for c in self.table.columns if c.type == "string" and not (c.values or c.pattern)]
        self._last: tuple[Any, ...] | None = None
        self._waiting: list[pa.Table] = []
        self._n_waiting = self._n_waiting_bytes = 0

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows in order of the key; missing cells are null."""
        rest = iter(rows)
        while some := list(islice(rest, BATCH_ROWS)):
            columns = ColumnWriter(self.table.name)
            columns.add(some)
            self.add_arrow(columns.table())

    def add_arrow(self, rows: pa.Table) -> None:
        """Add rows in order of the key that have the table's schema."""
        self._waiting.append(rows)
        self._n_waiting += len(rows)
        self._n_waiting_bytes += rows.nbytes
        while self._n_waiting >= ROW_GROUP_ROWS:
            self._flush(ROW_GROUP_ROWS)
        if self._n_waiting_bytes >= ROW_GROUP_BYTES:
            self.write_waiting()

    def _flush(self, n_rows: int) -> None:
        waiting = pa.concat_tables(self._waiting).combine_chunks() if self._waiting else self.table.schema.empty_table()
        rows, rest = waiting.slice(0, n_rows), waiting.slice(n_rows)
        self._last = check_table(self.table.name, rows, after=self._last)
        self._parquet.write_table(rows, row_group_size=ROW_GROUP_ROWS)
        if self._csv is not None:
            self._csv.write_table(spreadsheet_safe(rows, self._foreign))
        self._waiting, self._n_waiting = [rest] if len(rest) else [], len(rest)
        self._n_waiting_bytes = rest.nbytes

    def write_waiting(self) -> None:
        """Write what waits, so that it takes no memory."""
        if self._n_waiting:
            self._flush(self._n_waiting)

    def close(self) -> tuple[Path, ...]:
        """Finish the files and return their places; `publish` moves them there."""
        self.write_waiting()
        self._parquet.close()
        if self._csv is not None:
            self._csv.close()
        return self.paths


def spreadsheet_safe(frame: pa.Table, columns: Iterable[str] | None = None) -> pa.Table:
    """Return the rows as they stand in CSV, where no text is a formula.

    A text that begins with what opens a formula, after blanks or apostrophes if any, gets one apostrophe
    more before it, and control characters, which drive terminals, stand as U+FFFD. Parquet and the
    database keep the text.

    Args:
        columns: the columns of text that may need it, all when None.
    """
    for name in [f.name for f in frame.schema if pa.types.is_string(f.type)] if columns is None else columns:
        cells = frame.column(name)
        if pc.any(pc.match_substring_regex(cells, _UNSAFE)).as_py():
            safe = [None if cell is None else csv_text(cell) for cell in cells.to_pylist()]
            n = frame.schema.get_field_index(name)
            frame = frame.set_column(n, frame.schema.field(n), pa.array(safe, pa.string()))
    return frame


def csv_text(text: str) -> str:
    """Return a text as it stands in a CSV cell (see `spreadsheet_safe`)."""
    text = _CONTROL.sub("\ufffd", text)
    return _ESCAPE + text if _FORMULA.match(text) else text


def write_table(out: Path, name: str, frames: pd.DataFrame | Iterable[pd.DataFrame]) -> tuple[Path, ...]:
    """Write a table of the contract to its partial places.

    Args:
        frames: the whole table in any order, or its parts, in order of the key each and all together.
    """
    table = TABLES[name]
    if isinstance(frames, pd.DataFrame):
        frames = [frames.sort_values(list(table.key), na_position="last")]
    writer = TableWriter(out, name)
    for frame in frames:
        held = frame[list(table.column_names)]
        texts = {str(c): held[c].astype(object) for c in held if isinstance(held[c].dtype, pd.CategoricalDtype)}
        writer.add_arrow(pa.Table.from_pandas(held.assign(**texts), schema=table.schema, preserve_index=False))
    return writer.close()


def _table_path(out: Path, name: str) -> Path:
    path = out / "tables" / f"{name}.parquet"
    if not path.exists():
        raise UsageError(f"{path} does not exist yet; run `make tabulate` and `make analyse` first.")
    return path


def _with_dates(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    for column in TABLES[name].columns:
        if column.type == "date" and column.name in frame:
            frame[column.name] = pd.to_datetime(frame[column.name]).astype("datetime64[s]")
    return frame


def read_table(out: Path, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a table as a frame; date columns come as `datetime64[s]`.

    Raises:
        UsageError: the table has not been written yet.
    """
    return _with_dates(pd.read_parquet(_table_path(out, name), columns=list(columns) if columns else None), name)


def read_column(out: Path, name: str, column: str) -> pa.ChunkedArray:
    """Return one column of a table.

    Raises:
        UsageError: the table has not been written yet.
    """
    return pq.read_table(_table_path(out, name), columns=[column])[column]


def read_compact(
    out: Path, columns: Mapping[str, Sequence[str]], *, filters: Mapping[str, Filter] | None = None
) -> dict[str, pd.DataFrame]:
    """Return tables as `read_table` does, but with each text held once: its columns are categorical.

    The categories of a column are in order of the text; those of `release_id` are the same in every table, so that
    joins compare numbers. Other ids, of which each stands but a few times, are left as text.

    Args:
        columns: the columns to read of each table; `releases` with its `release_id` among them.
        filters: of some tables, which rows to read: column, comparison, value.

    Raises:
        UsageError: a table has not been written yet.
    """
    frames = {name: _read_compact(out, name, names, (filters or {}).get(name)) for name, names in columns.items()}
    ids = pd.CategoricalDtype(frames["releases"]["release_id"].cat.categories)
    for name, frame in frames.items():
        if name != "releases" and "release_id" in frame:
            frames[name] = frame.assign(release_id=frame["release_id"].cat.set_categories(ids.categories))
    return frames


def _read_compact(out: Path, name: str, columns: Sequence[str], kept: Filter | None) -> pd.DataFrame:
    schema = TABLES[name].schema
    texts = [c for c in columns if pa.types.is_string(schema.field(c).type) and (c == "release_id" or not _is_id(c))]
    held = pq.read_table(
        _table_path(out, name), columns=list(columns), read_dictionary=texts, filters=[kept] if kept else None
    )
    frame = held.unify_dictionaries().to_pandas()
    for column in texts:
        cells = frame[column].cat.remove_unused_categories().cat
        frame[column] = cells.reorder_categories(cells.categories.sort_values())
    del held
    _give_back_memory()
    return _with_dates(frame, name)


def _give_back_memory() -> None:
    """Give what has been freed back to the system, where the C library can: reading takes many times what it leaves."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _is_id(column: str) -> bool:
    return column.endswith("_id") or column.endswith("_of")


def count_filled_cells(out: Path, names: Sequence[str]) -> pd.DataFrame:
    """Return n_filled cells of n_rows for each column of tables, as their files say without being read.

    Columns: table, column, n_filled, n_rows.

    Raises:
        UsageError: a table has not been written yet.
    """
    rows = []
    for name in names:
        file = pq.ParquetFile(_table_path(out, name)).metadata
        groups = [file.row_group(n) for n in range(file.num_row_groups)]
        for n, column in enumerate(TABLES[name].column_names):
            n_null = sum(group.column(n).statistics.null_count for group in groups)
            rows.append((name, column, file.num_rows - n_null, file.num_rows))
    return pd.DataFrame(rows, columns=["table", "column", "n_filled", "n_rows"])


def read_rows(
    out: Path, name: str, columns: Sequence[str] | None = None, *, within: tuple[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield a table's rows one by one, a batch in memory at a time; dates come as `datetime.date`.

    Args:
        within: how the first and the last release ids of the rows begin; only that stretch of the table is read.

    Raises:
        UsageError: the table has not been written yet.
    """
    path = _table_path(out, name)
    names = list(columns or TABLES[name].column_names)
    if within is not None:
        ends = [("release_id", ">=", within[0]), ("release_id", "<", within[1] + "g")]
        batches: Iterable[pa.RecordBatch] = pq.read_table(path, columns=names, filters=ends).to_batches(BATCH_ROWS)
    else:
        batches = pq.ParquetFile(path).iter_batches(BATCH_ROWS, columns=names)
    for batch in batches:
        for cells in zip(*(batch.column(column).to_pylist() for column in names), strict=True):
            yield dict(zip(names, cells, strict=True))


def copy_releases(out: Path, to: Path, ids: Sequence[str]) -> None:
    """Write the tidy tables of some releases into another folder, as Parquet; `sources` is copied whole."""
    wanted = pa.array(ids, pa.string())
    (to / "tables").mkdir(parents=True, exist_ok=True)
    for name in TIDY_TABLES:
        frame = pq.read_table(_table_path(out, name))
        if TABLES[name].kind != "corpus" and name != "sources":
            frame = frame.filter(pc.is_in(frame["release_id"], value_set=wanted))
        with pq.ParquetWriter(to / "tables" / f"{name}.parquet", frame.schema) as writer:
            # A group of no rows would have no statistics.
            if len(frame):
                writer.write_table(frame)


def count_inputs(out: Path) -> dict[str, int]:
    """Return how many inputs have each status of `sources`.

    Raises:
        UsageError: the table has not been written yet.
    """
    counts = dict.fromkeys(STATUSES, 0)
    for batch in pq.ParquetFile(_table_path(out, "sources")).iter_batches(ROW_GROUP_ROWS, columns=["status"]):
        for found in pc.value_counts(batch["status"]).to_pylist():
            counts[found["values"]] += found["counts"]
    return counts


def count_unanalysed(out: Path) -> dict[str, int]:
    """Return how many releases of each language were kept but not analysed, the most first; none where there are none.

    Raises:
        UsageError: the table has not been written yet.
    """
    releases = pq.read_table(_table_path(out, "releases"), columns=["language", "n_sentences"])
    unread = releases.filter(pc.is_null(releases["n_sentences"]))["language"]
    counts = [(row["values"] or "unknown", row["counts"]) for row in pc.value_counts(unread).to_pylist()]
    return dict(sorted(counts, key=lambda row: (-row[1], row[0])))


def count_own_faults(out: Path) -> int:
    """Return how many inputs a fault of the pipeline itself has set aside.

    Raises:
        UsageError: the table has not been written yet.
    """
    own = pa.array(OWN_FAULTS, pa.string())
    return int(pc.sum(pc.is_in(read_column(out, "sources", "reason"), value_set=own)).as_py() or 0)


def read_quarantined(out: Path, limit: int) -> list[dict[str, Any]]:
    """Return what was quarantined, the parts of one file that met the same reason together.

    Those come first that a fault of the pipeline set aside, then the others, in order of path each.

    Returns:
        For each group the `source` and `detail` of its first part, their `reason`, and `n`, how many parts they are.

    Raises:
        UsageError: the table has not been written yet.
    """
    groups: dict[tuple[bool, str, str], dict[str, Any]] = {}
    for batch in pq.ParquetFile(_table_path(out, "sources")).iter_batches(
        BATCH_ROWS, columns=["source", "status", "reason", "detail"]
    ):
        aside = batch.filter(pc.equal(batch["status"], "quarantined"))
        for row in aside.select(["source", "reason", "detail"]).to_pylist():
            key = (row["reason"] not in OWN_FAULTS, row["source"].partition("#")[0], row["reason"])
            groups.setdefault(key, {**row, "n": 0})["n"] += 1
    own_first = sorted(groups.items(), key=lambda group: group[0][0])
    return [row for _, row in own_first[:limit]]


# A change within the same tick of the file system's clock (in nanoseconds, with much to spare) leaves no other time.
JUST_NOW = 100_000_000


def file_digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, or None where there is none; each version of a file is read once per process."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        if time.time_ns() - status.st_mtime_ns < JUST_NOW:
            return _digest_of(path)
        return _digest_of_version(path, status.st_ino, status.st_size, status.st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError):
        return None


@functools.lru_cache(maxsize=4096)
def _digest_of_version(path: Path, *version: int) -> str:
    return _digest_of(path)


def _digest_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


# Releases are tabulated by the first digits of their id, so that a change costs the part it falls in.
N_PARTS = 64


def part_of(release_id: str) -> int:
    """Return the part of the tables in which a release, or the first id with a prefix, stands."""
    return int(release_id[:4].ljust(4, "0"), 16) * N_PARTS >> 16


def part_ends(part: int) -> tuple[str, str]:
    """Return the first id of a part, and the first id beyond it.

    >>> part_ends(1), part_ends(63)
    (('0400', '0800'), ('fc00', 'g'))
    """
    low, high = part * (1 << 16) // N_PARTS, (part + 1) * (1 << 16) // N_PARTS
    return f"{low:04x}", f"{high:04x}" if part + 1 < N_PARTS else "g"


def part_keys(out: Path) -> dict[int, str]:
    """Return what each part of the tables was made from; nothing where it is not known."""
    try:
        with WorkStore(out, "tables", readonly=True) as store:
            return dict(store.ask("keys"))
    except (UsageError, sqlite3.DatabaseError):
        return {}


_RECORD = ".record.json"


def record_path(out: Path, stage: str) -> Path:
    """Return where a stage says what it wrote."""
    return out / "work" / f"{stage}{_RECORD}"


def record_paths(out: Path) -> dict[str, Path]:
    """Return the records that stand under OUT, by name of the stage, in order."""
    return {path.name.removesuffix(_RECORD): path for path in sorted((out / "work").glob(f"*{_RECORD}"))}


class OutputRecord:
    """What a stage wrote, and from what, so that it can tell whether it must write again."""

    def __init__(self, out: Path, stage: str) -> None:
        self.out = out
        self.path = record_path(out, stage)

    def current(self, key: str) -> bool:
        """Whether the outputs stand as written, made from the inputs that `key` names."""
        record = read_json(self.path)
        if not isinstance(record, dict) or record.get("key") != key:
            return False
        files: dict[str, str] = record.get("files", {})
        return all(file_digest(self.out / name) == value for name, value in files.items())

    def standing(self) -> dict[Path, str]:
        """Return what each file that stands as written was made from, where the stage has said so."""
        record = read_json(self.path)
        if not isinstance(record, dict):
            return {}
        files, shapes = record.get("files", {}), record.get("shapes", {})
        return {
            self.out / name: shape
            for name, shape in shapes.items()
            if name in files and file_digest(self.out / name) == files[name]
        }

    def write(self, key: str, paths: Iterable[Path], *, shapes: Mapping[Path, str | None] | None = None) -> None:
        """Record the outputs.

        Args:
            shapes: what single files were made from, for `standing`; a None is not known.
        """
        record = {
            "key": key,
            "files": {str(p.relative_to(self.out)): file_digest(p) for p in sorted(paths)},
            "shapes": {str(p.relative_to(self.out)): s for p, s in (shapes or {}).items() if s is not None},
        }
        write_text(self.path, json.dumps(record, indent=1, sort_keys=True))


def use_extracted_codes(out: Path) -> dict[str, list[str]]:
    """Let the closed lists of the contract hold what a user's resources added to them when OUT was extracted.

    Returns:
        What they added, for `tables.allow_codes` in other processes.
    """
    try:
        with WorkStore(out, "extract", readonly=True) as extracted:
            added: dict[str, list[str]] = json.loads(extracted.state("own_codes") or "{}")
    except UsageError:
        return {}
    allow_codes(added)
    return added


def storage_errors() -> tuple[type[BaseException], ...]:
    """Return what a failure of the disk raises; DuckDB's only where it is in use."""
    duckdb = sys.modules.get("duckdb")
    return (OSError, sqlite3.Error, *((duckdb.IOException,) if duckdb is not None else ()))


def storage_error(error: BaseException) -> PipelineError:
    """Return a failure of the disk as one clear sentence."""
    return PipelineError(f"The output could not be written: {error}; free space or check permissions, then run again.")
