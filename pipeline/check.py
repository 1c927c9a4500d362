"""Audits an output folder against the contract: what stands there may have been edited, cut or mixed since."""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.analyse.stage import analyse
from pipeline.database import table_names, table_rows
from pipeline.errors import ContractError, PipelineError, UsageError
from pipeline.extras import needs
from pipeline.store import (
    ON_REQUEST,
    WorkStore,
    csv_path,
    csv_text,
    file_digest,
    read_json,
    record_path,
    record_paths,
    unpack_text,
    use_extracted_codes,
)
from pipeline.tables import MENTION_TABLES, TABLES, Table, check_table
from pipeline.tabulate.stage import set_aside, tabulate

with needs("database"):
    import duckdb

# Column to the table whose key it repeats; a release named in any table is one of `releases`.
_PERSON_TABLES = ("person_mentions", "quotes", "charges", "penalties", "outcome_people")
_MAX_NAMED = 5
# Tables whose rows carry offsets into the clean text without repeating the words.
_SPAN_TABLES = (*MENTION_TABLES, "people", "outcomes")


@dataclass(frozen=True)
class Fault:
    """One broken promise: the table or file, the rule, and the first rows that break it."""

    place: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"


def check(out: Path) -> list[Fault]:
    """Return every fault found in an output folder; none means that its tables keep the contract.

    Raises:
        UsageError: the folder holds no tables.
    """
    if not (out / "tables").is_dir():
        raise UsageError(f"{out / 'tables'} does not exist; name an output folder with --out (make: OUT=…).")
    use_extracted_codes(out)
    faults: list[Fault] = []
    tables: dict[str, pa.Table] = {}
    for name, table in TABLES.items():
        found = list(_read(out, table, tables))
        faults += found
        if name in tables:
            faults += _contract(table, tables[name])
            faults += _csv(out, table, tables[name])
    faults += _database(out, tables)
    if "releases" in tables and "sources" in tables:
        faults += _between(tables)
        faults += _texts(tables)
        faults += _raw_texts(out, tables)
    faults += _made_again(out, tables)
    faults += _records(out)
    return faults


def _named(rows: list[Any]) -> str:
    more = f" and {len(rows) - _MAX_NAMED} more" if len(rows) > _MAX_NAMED else ""
    return ", ".join(map(str, rows[:_MAX_NAMED])) + more


def _read(out: Path, table: Table, tables: dict[str, pa.Table]) -> Iterator[Fault]:
    path = out / "tables" / f"{table.name}.parquet"
    if not path.is_file():
        yield Fault(path.name, "the file is missing")
        return
    try:
        frame = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        yield Fault(path.name, f"the file is damaged ({str(error).splitlines()[0]})")
        return
    if frame.schema.remove_metadata() != table.schema:
        yield Fault(table.name, f"columns or types differ from the contract: {frame.schema.names}")
        return
    try:
        frame.validate(full=True)
    except pa.ArrowException as error:
        yield Fault(path.name, f"a cell is damaged ({error})")
        return
    tables[table.name] = frame.replace_schema_metadata(None)


def _contract(table: Table, frame: pa.Table) -> Iterator[Fault]:
    try:
        check_table(table.name, frame)
    except ContractError as error:
        for line in str(error).split("\n"):
            yield Fault(table.name, line.removeprefix(f"{table.name}: "))


def _cell(column_type: str, cell: Any) -> str:
    if cell is None:
        return ""
    if column_type == "bool":
        return "true" if cell else "false"
    return csv_text(cell) if column_type == "string" else str(cell)


def _same_cell(column_type: str, stands: str, cell: Any) -> bool:
    if column_type != "float64" or cell is None or not stands:
        return stands == _cell(column_type, cell)
    try:
        return float(stands) == float(cell)
    except ValueError:
        return False


def _csv(out: Path, table: Table, frame: pa.Table) -> Iterator[Fault]:
    path = csv_path(out, table.name)
    if not path.is_file():
        if table.name != ON_REQUEST:
            yield Fault(path.name, "the file is missing")
        return
    csv.field_size_limit(sys.maxsize)
    types = [column.type for column in table.columns]
    n = 0
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = csv.reader(handle, strict=True)
            if tuple(next(rows, ())) != table.column_names:
                yield Fault(path.name, "the header differs from the contract")
                return
            wanted = (row for batch in frame.to_batches(1_000) for row in zip(*batch.to_pydict().values(), strict=True))
            for stands in rows:
                n += 1
                row = next(wanted, None)
                if row is None:
                    yield Fault(path.name, f"row {n} and what follows is not in the Parquet table")
                    return
                if len(stands) != len(types) or not all(map(_same_cell, types, stands, row)):
                    yield Fault(path.name, f"row {n} differs from the Parquet table")
                    return
    except (UnicodeDecodeError, OSError, csv.Error) as error:
        yield Fault(path.name, f"the file is damaged after row {n} ({error})")
        return
    if n != len(frame):
        yield Fault(path.name, f"holds {n} of {len(frame)} rows")


def _database(out: Path, tables: dict[str, pa.Table]) -> Iterator[Fault]:
    path = out / "press.duckdb"
    if not path.exists():
        yield Fault(path.name, "the file is missing")
        return
    try:
        with duckdb.connect(str(path), read_only=True, config={"threads": 1}) as db:
            present = table_names(db)
            for name in sorted(present - set(TABLES)):
                yield Fault(path.name, f"holds a table {name!r} that the contract does not know")
            for name, frame in tables.items():
                if name not in present:
                    yield Fault(path.name, f"lacks the table {name}")
                    continue
                # Python's own equality: every cell, in the order of rows.
                stands = table_rows(db, name)
                if stands.column_names != frame.column_names or stands.to_pydict() != frame.to_pydict():
                    yield Fault(path.name, f"the table {name} differs from the Parquet table")
    except duckdb.Error as error:
        yield Fault(path.name, f"the file is damaged ({str(error).splitlines()[0]})")


def _between(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    """Yield what tables say of one another and do not keep."""
    yield from _sources_and_releases(tables)
    yield from _people_and_outcomes(tables)


def _sources_and_releases(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    sources = tables["sources"].to_pydict()
    releases = tables["releases"].select(["release_id", "source", "near_duplicate_of"]).to_pydict()
    ids = set(releases["release_id"])
    for name, frame in tables.items():
        if name not in ("releases", "sources") and "release_id" in frame.column_names:
            lost = sorted(set(frame["release_id"].to_pylist()) - ids - {None})
            if lost:
                yield Fault(name, f"release_id is not in `releases`: {_named(lost)}")
    rows = list(
        zip(
            sources["source"],
            sources["status"],
            sources["release_id"],
            sources["reason"],
            sources["detail"],
            strict=True,
        )
    )
    wrong = [
        source
        for source, status, rid, reason, detail in rows
        if (rid is None) != (status == "quarantined")
        or (reason is None) != (status == "released")
        or (detail is None) != (reason is None)
        or (status == "duplicate") != (reason == "duplicate")
    ]
    if wrong:
        yield Fault("sources", f"status, release_id, reason and detail contradict each other: {_named(wrong)}")
    unknown = [source for source, _, rid, _, _ in rows if rid is not None and rid not in ids]
    if unknown:
        yield Fault("sources", f"release_id is not in `releases`: {_named(unknown)}")
    first = {rid: source for source, status, rid, _, _ in rows if status == "released"}
    n_released = sum(status == "released" for _, status, _, _, _ in rows)
    pairs = list(zip(releases["release_id"], releases["source"], strict=True))
    astray = [rid for rid, source in pairs if first.get(rid) != source]
    if astray or n_released != len(pairs):
        yield Fault("releases", f"not one released row of `sources` for each release: {_named(astray)}")
    near = list(zip(releases["release_id"], releases["near_duplicate_of"], strict=True))
    wrong = [rid for rid, of in near if of is not None and (of == rid or of not in ids)]
    if wrong:
        yield Fault("releases", f"near_duplicate_of is no other release: {_named(wrong)}")


def _people_and_outcomes(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    if "people" in tables:
        people = set(tables["people"]["person_id"].to_pylist())
        for name in _PERSON_TABLES:
            lost = sorted(set(tables[name]["person_id"].to_pylist()) - people - {None}) if name in tables else []
            if lost:
                yield Fault(name, f"person_id is not in `people`: {_named(lost)}")
        yield from _owned("people", "person_id", tables["people"])
        yield from _speakers(tables)
    for name, column in (("charges", "charge_id"), ("penalties", "penalty_id")):
        if name in tables:
            yield from _owned(name, column, tables[name])
    if "outcomes" in tables:
        outcomes = tables["outcomes"].select(["outcome_id", "part_of"]).to_pydict()
        lost = sorted(set(outcomes["part_of"]) - set(outcomes["outcome_id"]) - {None})
        if lost:
            yield Fault("outcomes", f"part_of is no outcome: {_named(lost)}")
        told = set(tables["outcome_people"]["outcome_id"].to_pylist()) if "outcome_people" in tables else set()
        if lost := sorted(told - set(outcomes["outcome_id"])):
            yield Fault("outcome_people", f"outcome_id is not in `outcomes`: {_named(lost)}")
        yield from _owned("outcomes", "outcome_id", tables["outcomes"])


def _owned(name: str, column: str, frame: pa.Table) -> Iterator[Fault]:
    """Yield ids that name another release than their row."""
    pairs = zip(frame["release_id"].to_pylist(), frame[column].to_pylist(), strict=True)
    wrong = [id for rid, id in pairs if id is not None and not id.startswith(f"{rid}-")]
    if wrong:
        yield Fault(name, f"{column} names another release than its row: {_named(wrong)}")


def _speakers(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    if "person_mentions" not in tables:
        return
    counted: dict[str, int] = {}
    for person in tables["person_mentions"]["person_id"].to_pylist():
        counted[person] = counted.get(person, 0) + 1
    people = tables["people"].select(["person_id", "n_mentions"]).to_pydict()
    wrong = [p for p, n in zip(people["person_id"], people["n_mentions"], strict=True) if counted.get(p, 0) != n]
    if wrong:
        yield Fault("people", f"n_mentions is not the number of rows in `person_mentions`: {_named(wrong)}")


def _texts(tables: dict[str, pa.Table]) -> Iterator[Fault]:
    """Yield spans that are not the text at their offsets."""
    releases = tables["releases"].select(["release_id", "text", "n_chars", "n_chars_raw", "n_sentences"]).to_pydict()
    texts = dict(zip(releases["release_id"], releases["text"], strict=True))
    n_raw = dict(zip(releases["release_id"], releases["n_chars_raw"], strict=True))
    n_sentences = dict(zip(releases["release_id"], releases["n_sentences"], strict=True))
    wrong = [r for r, n in zip(releases["release_id"], releases["n_chars"], strict=True) if len(texts[r]) != n]
    if wrong:
        yield Fault("releases", f"n_chars is not the length of the text: {_named(wrong)}")
    for name in _SPAN_TABLES:
        if name not in tables:
            continue
        frame = tables[name]
        names = [c for c in ("release_id", "start", "end", "text", "raw_end", "sentence") if c in frame.column_names]
        outside, differs, beyond = [], [], []
        for row in frame.select(names).to_pylist():
            text = texts.get(row["release_id"])
            if text is None or row["start"] is None or row["end"] is None:
                continue
            key = (row["release_id"], row["start"], row["end"])
            if not 0 <= row["start"] < row["end"] <= len(text):
                outside.append(key)
            elif "text" in row and text[row["start"] : row["end"]] != row["text"]:
                differs.append(key)
            if "raw_end" in row and (row["raw_end"] or 0) > n_raw[row["release_id"]]:
                beyond.append(key)
            if "sentence" in row and (row["sentence"] or 0) >= max(1, n_sentences[row["release_id"]] or 0):
                beyond.append(key)
        for rows, rule in (
            (outside, "the span is empty or outside its text"),
            (differs, "text is not what stands at its offsets"),
            (beyond, "the raw offset or sentence lies beyond the end"),
        ):
            if rows:
                yield Fault(name, f"{rule}: {_named(rows)}")


def _raw_texts(out: Path, tables: dict[str, pa.Table]) -> Iterator[Fault]:
    """Yield releases whose debris, replayed on the raw text, does not give the clean text."""
    if "debris" not in tables or not (out / "work" / "ingest.sqlite").is_file():
        return
    edits: dict[str, list[Any]] = {}
    for row in tables["debris"].to_pylist():
        edits.setdefault(row["release_id"], []).append(row)
    wrong = []
    with WorkStore(out, "ingest", readonly=True) as inputs:
        for row in tables["releases"].select(["release_id", "source", "text"]).to_pylist():
            found = inputs.ask_one("raw", row["source"])
            raw = unpack_text(found[0]) if found and found[0] else ""
            at, parts = 0, []
            for edit in edits.get(row["release_id"], []):
                parts += [raw[at : edit["raw_start"]], edit["replacement"] or ""]
                at = edit["raw_end"] or 0
                if raw[edit["raw_start"] : at] != edit["text"]:
                    parts.append("\0")
            if "".join([*parts, raw[at:]]) != row["text"]:
                wrong.append(row["release_id"])
    if wrong:
        yield Fault("debris", f"replayed on the raw text it does not give the clean text: {_named(wrong)}")


def _made_again(out: Path, tables: dict[str, pa.Table]) -> Iterator[Fault]:
    """Yield tables that are not what the stages make of the work files, which they then make once more, elsewhere.

    Where the work files are of another run or of another version than the tables, nothing can be said.
    """
    work = [out / "work" / f"{name}.sqlite" for name in ("ingest", "clean", "extract")]
    if not all(path.is_file() for path in work):
        return
    with tempfile.TemporaryDirectory(prefix="press-check-") as folder:
        again = Path(folder)
        (again / "work").mkdir()
        for path in work:
            (again / "work" / path.name).symlink_to(path.resolve())
        try:
            tabulate(again, aside=set_aside(out))
            analyse(again)
        except (PipelineError, sqlite3.Error):
            return
        record, made = (read_json(record_path(folder, "tabulate")) for folder in (out, again))
        if isinstance(record, dict) and record.get("key") != made["key"]:
            return
        for name, stands in tables.items():
            wanted = pq.read_table(again / "tables" / f"{name}.parquet").replace_schema_metadata(None)
            if not stands.equals(wanted):
                yield Fault(name, f"not what the work files give, from the row {_first_other(name, stands, wanted)} on")


def _first_other(name: str, stands: pa.Table, wanted: pa.Table) -> Any:
    """Return the key of the first row in which two tables differ."""
    n = min(len(stands), len(wanted))
    pairs = zip(stands.slice(0, n).to_pylist(), wanted.slice(0, n).to_pylist(), strict=True)
    first = next((k for k, (a, b) in enumerate(pairs) if a != b), n)
    longer = stands if len(stands) > first else wanted
    return tuple(longer[k][first].as_py() for k in TABLES[name].key)


def _records(out: Path) -> Iterator[Fault]:
    """Yield files that differ from what the stages say they wrote."""
    for stage, path in record_paths(out).items():
        record = read_json(path)
        files = record.get("files") if isinstance(record, dict) else None
        if not isinstance(files, dict):
            yield Fault(f"work/{path.name}", "the record is damaged")
            continue
        for name, wanted in sorted(files.items()):
            if file_digest(out / name) != wanted:
                yield Fault(name, f"the file is not the one that {stage} wrote")
