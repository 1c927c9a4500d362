"""The tabulate stage: working files to the tidy tables and the database, part by part."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.errors import REASONS, ContractError, PipelineError
from pipeline.fingerprints import code_fingerprint
from pipeline.spans import MappedText
from pipeline.stages import StageCount
from pipeline.store import (
    ColumnWriter,
    OutputRecord,
    TableWriter,
    WorkStore,
    clear_partial,
    digest,
    pack_arrow,
    part_of,
    publish,
    unpack,
    unpack_arrow,
)
from pipeline.tables import MAX_NAMED_ROWS, MENTION_TABLES, TABLES, TIDY_TABLES
from pipeline.workers import map_batches

Row = dict[str, Any]


RELEASE_TABLES = tuple(name for name in TIDY_TABLES if name != "sources")
# Name, table, part, key and packed rows of a part of a table.
PartRow = tuple[str, str, int, str, bytes]
# A release id, its source, its packed raw text, clean release and extraction, and what it is a near-duplicate of.
Release = tuple[str, str, bytes, bytes, bytes, str | None]


def tabulate(out: Path, *, settings: Settings = Settings(), force: bool = False) -> StageCount:
    """Write the tidy tables as Parquet and CSV, where anything has changed.

    Only the parts of the tables in which a release has changed are made anew; the rest is copied.
    """
    with (
        WorkStore(out, "ingest", readonly=True) as inputs,
        WorkStore(out, "clean", readonly=True) as clean,
        WorkStore(out, "extract", readonly=True) as extracted,
        # Opened even where nothing is to do: what a killed run left half done is undone now.
        WorkStore(out, "tables") as store,
    ):
        code = code_fingerprint("tabulate")
        key = digest(code, inputs.finished(), clean.finished(), extracted.finished())
        record = OutputRecord(out, "tabulate")
        if not force and record.current(key):
            return StageCount(len(TIDY_TABLES), 0)
        clear_partial([out / "tables"])
        _make_parts(inputs, clean, extracted, store, code=code, settings=settings, force=force)
        here = settings.model_copy(update={"batch_size": 1, "scheduler": None})
        written = map_batches(
            functools.partial(_write_tables, out),
            TIDY_TABLES,
            n_items=len(TIDY_TABLES),
            settings=here,
            crashed=_crashed_writing,
        )
        paths = [path for made in written for path in made]
        publish(paths)
        record.write(key, paths)
    return StageCount(0, len(TIDY_TABLES))


def _failed(extracted: WorkStore) -> dict[str, tuple[str, str]]:
    found = extracted.execute("SELECT release_id, reason, detail FROM rows WHERE reason IS NOT NULL")
    return {rid: (reason, detail) for rid, reason, detail in found}


def _make_parts(
    inputs: WorkStore,
    clean: WorkStore,
    extracted: WorkStore,
    store: WorkStore,
    *,
    code: str,
    settings: Settings,
    force: bool,
) -> None:
    """Bring the parts of all tables up to date in `store`."""
    # A release that extraction set aside stands in no table, so nothing can be called its near-duplicate.
    failed = _failed(extracted)
    near = {rid: of for rid, of in clean.execute("SELECT release_id, of FROM near") if of not in failed}
    sources = dict(
        clean.execute("SELECT release_id, min(source) FROM rows WHERE release_id IS NOT NULL GROUP BY release_id")
    )
    clean_keys = dict(clean.execute("SELECT source, key FROM rows"))
    members: dict[int, list[str]] = {}
    shaped: dict[int, list[object]] = {}
    for rid, key in extracted.execute("SELECT release_id, key FROM rows WHERE reason IS NULL ORDER BY release_id"):
        part = part_of(rid)
        members.setdefault(part, []).append(rid)
        shaped.setdefault(part, []).append((rid, key, sources[rid], clean_keys[sources[rid]], near.get(rid)))
    keys = {part: digest(code, rows) for part, rows in shaped.items()}
    standing = dict(store.execute("SELECT DISTINCT part, key FROM rows"))
    todo = [part for part in sorted(keys) if force or standing.get(part) != keys[part]]

    def tasks() -> Iterator[tuple[int, str, list[Release]]]:
        for part in todo:
            releases: list[Release] = []
            for rid in members[part]:
                source = sources[rid]
                (raw,) = inputs.execute("SELECT raw FROM rows WHERE source = ?", (source,)).fetchone()
                (cleaned,) = clean.execute("SELECT payload FROM rows WHERE source = ?", (source,)).fetchone()
                (found,) = extracted.execute("SELECT payload FROM rows WHERE release_id = ?", (rid,)).fetchone()
                releases.append((rid, source, raw, cleaned, found, near.get(rid)))
            yield part, keys[part], releases

    one_by_one = settings.model_copy(update={"batch_size": 1})
    for made in map_batches(_tabulate_parts, tasks(), n_items=len(todo), settings=one_by_one, crashed=_crashed):
        store.put(made)
        store.commit()
    store.delete("part", [str(part) for part in sorted(set(standing) - set(keys))])
    store.commit()


def _crashed(task: tuple[int, str, list[Release]]) -> list[PartRow]:
    raise PipelineError(f"The process that tabulated part {task[0]} died twice; run again, with more memory.")


def _write_tables(out: Path, names: Sequence[str]) -> list[Path]:
    """Write tidy tables from their parts to their partial places, and return the paths of the files."""
    paths: list[Path] = []
    with WorkStore(out, "tables", readonly=True) as store:
        for name in names:
            writer = TableWriter(out, name)
            if name == "sources":
                with (
                    WorkStore(out, "ingest", readonly=True) as inputs,
                    WorkStore(out, "clean", readonly=True) as clean,
                    WorkStore(out, "extract", readonly=True) as extracted,
                ):
                    writer.add(_source_rows(inputs, clean, _failed(extracted)))
            # Parts are named by table and number of two digits.
            parts = "SELECT packed FROM rows WHERE name BETWEEN ? AND ? ORDER BY name"
            for (packed,) in store.execute(parts, (f"{name}/", f"{name}/~")):
                writer.add_arrow(unpack_arrow(packed))
            paths += writer.close()
    return paths


def _crashed_writing(name: str) -> list[Path]:
    raise PipelineError(f"The process that wrote the table {name} died twice; run again, with more memory.")


def _tabulate_parts(tasks: list[tuple[int, str, list[Release]]]) -> list[PartRow]:
    """Return part, table, key and packed rows of each table for one part or more."""
    made: list[PartRow] = []
    for part, key, releases in tasks:
        columns = {name: ColumnWriter(name) for name in RELEASE_TABLES}
        for rid, source, raw, cleaned, found, near in releases:
            rows = release_rows(rid, source, unpack(raw), unpack(cleaned), unpack(found), near)
            for name, table_rows in rows.items():
                columns[name].add(table_rows)
        made.extend(
            (f"{name}/{part:02d}", name, part, key, pack_arrow(written.table())) for name, written in columns.items()
        )
    return made


def _source_rows(inputs: WorkStore, clean: WorkStore, failed: dict[str, tuple[str, str]]) -> Iterator[Row]:
    """Yield what became of each input, in order of source."""
    seen: set[str] = set()
    cleaned = {
        s: (r, why, detail)
        for s, r, why, detail in clean.execute("SELECT source, release_id, reason, detail FROM rows")
    }
    found = inputs.execute("SELECT source, sha256, n_bytes, format, reason, detail FROM rows ORDER BY source")
    for source, sha256, n_bytes, format, reason, detail in found:
        release_id = None
        if reason is None:
            release_id, reason, detail = cleaned[source]
            if release_id in failed:
                reason, detail = failed[release_id]
                release_id = None
        status = "quarantined" if reason else "released"
        if release_id in seen:
            status, reason, detail = "duplicate", "duplicate", REASONS["duplicate"]
        if release_id:
            seen.add(release_id)
        yield {
            "source": source,
            "sha256": sha256,
            "n_bytes": n_bytes,
            "format": format,
            "status": status,
            "release_id": release_id,
            "reason": reason,
            "detail": detail,
        }


def release_rows(
    release_id: str, source: str, raw: str, release: Row, extraction: Row, near_duplicate_of: str | None
) -> dict[str, list[Row]]:
    """Return all rows of one release by table, sorted by key.

    Args:
        raw: the decoded raw text.
        release: what the clean-text stage knows of it.
        extraction: what the extract stage found in it.
    """
    mapped = MappedText.from_pieces(raw, release["pieces"])
    rows: dict[str, list[Row]] = {
        "releases": [
            {
                **{name: release.get(name) for name in TABLES["releases"].column_names},
                "release_id": release_id,
                "source": source,
                "published": _date(release["published"]),
                "n_chars": len(release["text"]),
                "n_sentences": extraction["n_sentences"],
                "near_duplicate_of": near_duplicate_of,
            }
        ],
        "debris": [{"release_id": release_id, **edit._asdict()} for edit in mapped.edits()],
        "contacts": [{"release_id": release_id, **contact} for contact in release["contacts"]],
    }
    for name, found in extraction["rows"].items():
        _check_spans(name, found, release_id, release["text"])
        for row in found:
            row["release_id"] = release_id
            for column, mark in (("person_id", "p"), ("outcome_id", "o"), ("part_of", "o")):
                if row.get(column) is not None:
                    row[column] = f"{release_id}-{mark}{row[column]:03d}"
            if name in MENTION_TABLES:
                row["raw_start"], row["raw_end"] = mapped.to_raw(row["start"], row["end"])
            for column in ("date_start", "date_end"):
                if column in row:
                    row[column] = _date(row[column])
        key = TABLES[name].key
        rows[name] = sorted(found, key=lambda row: tuple(row[column] for column in key))
    return rows


def _check_spans(name: str, rows: list[Row], release_id: str, text: str) -> None:
    """Stop at rows that point outside their text, or at other words than they repeat.

    Raises:
        ContractError: with the first such rows.
    """
    wrong = [
        (release_id, row["start"], row["end"])
        for row in rows
        if "start" in row
        and not (
            0 <= row["start"] < row["end"] <= len(text) and row.get("text") in (None, text[row["start"] : row["end"]])
        )
    ]
    if wrong:
        rule = "the span is empty, outside its text, or other words"
        raise ContractError(f"{name}: {rule} in the row(s) {', '.join(map(str, wrong[:MAX_NAMED_ROWS]))}")


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
