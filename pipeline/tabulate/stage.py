"""The tabulate stage: working files to the tidy tables and the database, in one streaming pass."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import REASONS
from pipeline.fingerprints import code_fingerprint
from pipeline.spans import MappedText
from pipeline.stages import StageCount
from pipeline.store import OutputRecord, TableWriter, WorkStore, clear_partial, digest, publish, unpack, write_database
from pipeline.tables import MENTION_TABLES, TABLES, TIDY_TABLES

Row = dict[str, Any]


def tabulate(out: Path, *, force: bool = False) -> StageCount:
    """Write the tidy tables as Parquet and CSV, and `press.duckdb`, where anything has changed."""
    with (
        WorkStore(out, "ingest", readonly=True) as inputs,
        WorkStore(out, "clean", readonly=True) as clean,
        WorkStore(out, "extract", readonly=True) as extracted,
    ):
        key = digest(code_fingerprint("tabulate"), inputs.finished(), clean.finished(), extracted.finished())
        record = OutputRecord(out, "tabulate")
        if not force and record.current(key):
            return StageCount(len(TIDY_TABLES), 0)
        clear_partial([out / "tables", out])
        writers = {name: TableWriter(out, name) for name in TIDY_TABLES}
        failed = {
            rid: (reason, detail)
            for rid, reason, detail in extracted.execute(
                "SELECT release_id, reason, detail FROM rows WHERE reason IS NOT NULL"
            )
        }
        writers["sources"].add(_source_rows(inputs, clean, failed))
        for rows in _release_rows(inputs, clean, extracted):
            for name, table_rows in rows.items():
                writers[name].add(table_rows)
        paths = [path for writer in writers.values() for path in writer.close()]
        publish(paths)
        write_database(out)
        record.write(key, [*paths])
    return StageCount(0, len(TIDY_TABLES))


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


def _release_rows(inputs: WorkStore, clean: WorkStore, extracted: WorkStore) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of one release for each table, in order of release_id."""
    near = dict(clean.execute("SELECT release_id, of FROM near"))
    firsts = dict(
        clean.execute("SELECT release_id, min(source) FROM rows WHERE release_id IS NOT NULL GROUP BY release_id")
    )
    found = extracted.execute("SELECT release_id, payload FROM rows WHERE reason IS NULL ORDER BY release_id")
    for release_id, payload in found:
        source = firsts[release_id]
        (packed,) = clean.execute("SELECT payload FROM rows WHERE source = ?", (source,)).fetchone()
        (raw,) = inputs.execute("SELECT raw FROM rows WHERE source = ?", (source,)).fetchone()
        yield release_rows(release_id, source, unpack(raw), unpack(packed), unpack(payload), near.get(release_id))


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


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
