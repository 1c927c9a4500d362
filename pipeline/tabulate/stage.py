"""The tabulate stage: working files to the tidy tables and the database, part by part."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import lookups
from pipeline.config import Settings
from pipeline.errors import REASONS, RETRIED, ContractError, UsageError
from pipeline.fingerprints import code_fingerprint
from pipeline.guesses import find_guesses
from pipeline.spans import Debris, MappedText
from pipeline.stages import StageCount
from pipeline.store import (
    N_PARTS,
    ON_REQUEST,
    ColumnWriter,
    OutputRecord,
    TableWriter,
    WorkStore,
    clear_partial,
    csv_path,
    digest,
    pack,
    pack_arrow,
    part_ends,
    part_of,
    publish,
    unpack,
    unpack_arrow,
    unpack_text,
    use_extracted_codes,
)
from pipeline.tables import MAX_NAMED_ROWS, MENTION_TABLES, TABLES, TIDY_TABLES, allow_codes, check_table, closed_lists
from pipeline.tabulate.entities import (
    CORPUS_TABLES,
    NAMING_TABLES,
    corpus_rows,
    resolve_entities,
    with_entities,
)
from pipeline.workers import map_batches, stop_at

Row = dict[str, Any]


RELEASE_TABLES = tuple(name for name in TIDY_TABLES if name != "sources" and name not in CORPUS_TABLES)
# What stands in a cell until all releases are known.
NO_ENTITY = "0" * 16
# Under this name stands what each release of a part was made from.
SHAPES = "shapes"
# Under this name stand the releases of a part that a fault of the pipeline sets aside.
ASIDE = "aside"
# What is nearly a release set aside is no near-duplicate any more, which is known when all parts are made.
MAX_ROUNDS = 5
# Release ids to reason and detail.
Aside = dict[str, tuple[str, str]]
# Name, table, part, key and packed rows of a part of a table.
PartRow = tuple[str, str, int, str, bytes]
# A release id, its source, its packed raw text, clean release and extraction, and what it is a near-duplicate of.
Release = tuple[str, str, bytes, bytes, bytes, str | None]


class Part(NamedTuple):
    """A part of the tables to be made.

    Attributes:
        shapes: of each release of the part, a digest of all that shapes its rows.
        releases: those whose rows are made anew.
        standing: the packed rows that stand, by table; the rows of all other releases of the part are taken from them.
    """

    number: int
    key: str
    shapes: dict[str, str]
    releases: list[Release]
    standing: dict[str, bytes]


def tabulate(
    out: Path, *, settings: Settings = Settings(), force: bool = False, aside: Aside | None = None
) -> StageCount:
    """Write the tidy tables as Parquet and CSV, where anything has changed.

    Only the rows of releases that have changed are made anew; the rest is copied. A release whose rows cannot be made,
    or break the contract by themselves, is set aside.

    Args:
        aside: releases to be set aside as well, because a later stage failed on them.

    Raises:
        UsageError: a stage before was not run, or has been left out.
    """
    with (
        WorkStore(out, "ingest", readonly=True) as inputs,
        WorkStore(out, "clean", readonly=True) as clean,
        WorkStore(out, "extract", readonly=True) as extracted,
        # Opened even where nothing is to do: what a killed run left half done is undone now.
        WorkStore(out, "tables") as store,
    ):
        # Names of persons and towns, which tell entities apart.
        lookups.use_folder(settings.resources.folder)
        own = use_extracted_codes(out)
        # A value that no list held is let in by the list that has come to hold it.
        code = digest(code_fingerprint("tabulate"), closed_lists())
        key = digest(code, inputs.finished(), clean.finished(), extracted.finished())
        clean.check_made_from(inputs)
        extracted.check_made_from(clean)
        record = OutputRecord(out, "tabulate")
        # Those that a later stage failed on in this run are not tried once more in it.
        again = set() if aside else {rid for rid, (reason, _) in _aside(store).items() if reason in RETRIED}
        as_wanted = csv_path(out, ON_REQUEST).is_file() == settings.csv_of_debris
        if as_wanted and not (force or again or aside) and record.current(key):
            return StageCount(len(TIDY_TABLES), 0)
        clear_partial([out / "tables"])
        stages = (inputs, clean, extracted, store)
        _make_parts(*stages, code=code, settings=settings, force=force, again=again, own=own)
        if aside:
            _take_out(store, aside)
            _make_parts(*stages, code=code, settings=settings, force=False, again=(), own=own)
        resolve_entities(out, store)
        here = settings.model_copy(update={"batch_size": 1, "scheduler": None})
        written = map_batches(
            functools.partial(_write_tables, out, settings.csv_of_debris),
            _longest_first(store),
            n_items=len(TIDY_TABLES),
            settings=here,
            crashed=stop_at("wrote the table {}"),
        )
        paths = [path for made in written for path in made]
        publish(paths)
        if not settings.csv_of_debris:
            # One of an earlier run would be another one's rows.
            csv_path(out, ON_REQUEST).unlink(missing_ok=True)
        record.write(key, paths)
    return StageCount(0, len(TIDY_TABLES))


def set_aside(out: Path) -> Aside:
    """Return the releases that tabulation, or a later stage, has set aside under OUT."""
    try:
        with WorkStore(out, "tables", readonly=True) as store:
            return _aside(store)
    except UsageError:
        return {}


def _failed(extracted: WorkStore, store: WorkStore) -> Aside:
    """Return the releases that stand in no table, because extraction or this stage set them aside."""
    found = extracted.ask("set aside")
    return {**_aside(store), **{rid: (reason, detail) for rid, reason, detail in found}}


def _aside(store: WorkStore) -> Aside:
    """Return the releases that this stage has set aside."""
    found: Aside = {}
    for _, packed in store.ask("packed between", *_names(ASIDE)):
        found.update({rid: (reason, detail) for rid, (reason, detail) in unpack(packed).items()})
    return found


def _take_out(store: WorkStore, aside: Aside) -> None:
    """Take the rows of releases out of the parts that stand, and note why."""
    for rid, fault in aside.items():
        found = store.ask("of part", part_of(rid))
        for name, table, part, key, packed in found.fetchall():
            if table == ASIDE:
                packed = pack({**unpack(packed), rid: fault})
            elif table != SHAPES:
                rows = unpack_arrow(packed)
                packed = pack_arrow(_merged(rows, pa.array([rid]), rows.slice(0, 0), invert=True))
            store.put([(name, table, part, key, packed)])
    store.commit()


def _make_parts(
    inputs: WorkStore,
    clean: WorkStore,
    extracted: WorkStore,
    store: WorkStore,
    *,
    code: str,
    settings: Settings,
    force: bool,
    again: Container[str],
    own: Mapping[str, list[str]],
) -> None:
    """Bring the parts of all tables up to date in `store`.

    Args:
        again: releases that are made anew although nothing has changed.
        own: what a user's resources add to the closed lists of the contract.
    """
    for _ in range(MAX_ROUNDS):
        # A release that was set aside stands in no table, so nothing can be called its near-duplicate.
        failed = _failed(extracted, store)
        _make_parts_once(
            inputs,
            clean,
            extracted,
            store,
            code=code,
            settings=settings,
            force=force,
            again=again,
            failed=failed,
            own=own,
        )
        if _failed(extracted, store) == failed:
            return
        force, again = False, ()


def _make_parts_once(
    inputs: WorkStore,
    clean: WorkStore,
    extracted: WorkStore,
    store: WorkStore,
    *,
    code: str,
    settings: Settings,
    force: bool,
    again: Container[str],
    failed: Aside,
    own: Mapping[str, list[str]],
) -> None:
    standing = dict(store.ask("keys between", *_names(SHAPES)))
    keys: dict[int, str] = {}
    todo: list[int] = []
    for part in range(N_PARTS):
        if shaped := _shapes(clean, extracted, part, failed):
            keys[part] = digest(code, shaped)
            if force or standing.get(part) != keys[part] or any(rid in again for rid in shaped):
                todo.append(part)

    def tasks() -> Iterator[Part]:
        for part in todo:
            # Looked up again: those of all parts would grow with the corpus.
            shaped = _shapes(clean, extracted, part, failed)
            shapes = {rid: digest(code, rid, *shape) for rid, shape in shaped.items()}
            found = {} if force else {table: packed for _, table, _, _, packed in store.ask("of part", part).fetchall()}
            before = unpack(found.pop(SHAPES)) if SHAPES in found else {}
            releases: list[Release] = []
            for rid, (_, source, _, near) in shaped.items():
                if before.get(rid) != shapes[rid] or rid in again:
                    (raw,) = inputs.ask_one("raw", source)
                    (cleaned,) = clean.ask_one("payload", source)
                    (rows,) = extracted.ask_one("payload", rid)
                    releases.append((rid, source, raw, cleaned, rows, near))
            yield Part(part, keys[part], shapes, releases, found if len(releases) < len(shapes) else {})

    one_by_one = settings.model_copy(update={"batch_size": 1})
    make = functools.partial(_tabulate_parts, own)
    for made in map_batches(
        make, tasks(), n_items=len(todo), settings=one_by_one, crashed=stop_at("tabulated part {0.number}")
    ):
        store.put(made)
        store.commit()
    store.delete("part", [str(part) for part in sorted(set(standing) - set(keys))])
    store.commit()


def _names(table: str) -> tuple[str, str]:
    """Return the first and the last name that a part of a table can have."""
    return f"{table}/", f"{table}/~"


def _shapes(
    clean: WorkStore, extracted: WorkStore, part: int, failed: Container[str]
) -> dict[str, tuple[str, str, str, str | None]]:
    """Return what shapes the rows of each release of a part, in order of id.

    That is a digest of what was found in it, its source, its key as a clean text, and what it nearly repeats.
    """
    ends = part_ends(part)
    near = {rid: of for rid, of in clean.ask("near within", *ends) if of not in failed}
    first = {rid: (source, key) for rid, source, key in clean.ask("keys within", *ends)}
    return {rid: (content, *first[rid], near.get(rid)) for rid, content in extracted.ask("contents within", *ends)}


def _longest_first(store: WorkStore) -> list[str]:
    """Return the names of the tables so that workers end at about the same time."""
    sizes = dict(store.ask("sizes"))
    return sorted(TIDY_TABLES, key=lambda name: (-sizes.get(name, 0), name))


def _write_tables(out: Path, csv_of_debris: bool, names: Sequence[str]) -> list[Path]:
    """Write tidy tables from their parts to their partial places, and return the paths of the files."""
    paths: list[Path] = []
    with WorkStore(out, "tables", readonly=True) as store:
        for name in names:
            writer = TableWriter(out, name, with_csv=csv_of_debris or name != ON_REQUEST)
            if name == "sources":
                with (
                    WorkStore(out, "ingest", readonly=True) as inputs,
                    WorkStore(out, "clean", readonly=True) as clean,
                    WorkStore(out, "extract", readonly=True) as extracted,
                ):
                    writer.add(_source_rows(inputs, clean, _failed(extracted, store)))
            if name in CORPUS_TABLES:
                writer.add(corpus_rows(out, name))
            # Parts are named by table and number of two digits.
            for part, packed in store.ask("packed between", *_names(name)):
                rows = unpack_arrow(packed)
                writer.add_arrow(with_entities(out, name, part, rows) if name in NAMING_TABLES else rows)
            paths += writer.close()
    return paths


def _tabulate_parts(own: Mapping[str, list[str]], parts: list[Part]) -> list[PartRow]:
    """Return part, table, key and packed rows of each table for one part or more."""
    allow_codes(own)
    made: list[PartRow] = []
    for number, key, shapes, releases, standing in parts:
        tables, aside = _release_tables(releases)
        fresh = {release[0] for release in releases}
        kept = pa.array(sorted(set(shapes) - fresh), pa.string())
        for name, table in tables.items():
            if name in standing:
                table = _merged(unpack_arrow(standing[name]), kept, table)
            made.append((f"{name}/{number:02d}", name, number, key, pack_arrow(table)))
        if ASIDE in standing:
            before = unpack(standing[ASIDE])
            aside |= {rid: before[rid] for rid in before if rid in shapes and rid not in fresh}
        made.append((f"{ASIDE}/{number:02d}", ASIDE, number, key, pack(aside)))
        made.append((f"{SHAPES}/{number:02d}", SHAPES, number, key, pack(shapes)))
    return made


def _release_tables(releases: Sequence[Release]) -> tuple[dict[str, pa.Table], Aside]:
    """Return the checked tables of releases, and those that could not be tabulated or break the contract, with why.

    The releases are checked all at once; only where something is wrong it is sought whose fault it is.
    """
    try:
        return _checked_tables(releases), {}
    except Exception as error:  # the per-input boundary: what one release meets costs no other
        if len(releases) == 1:
            return _checked_tables([]), {releases[0][0]: _fault(error)}
    middle = len(releases) // 2
    aside = _release_tables(releases[:middle])[1] | _release_tables(releases[middle:])[1]
    return _checked_tables([release for release in releases if release[0] not in aside]), aside


def _fault(error: Exception) -> tuple[str, str]:
    if isinstance(error, ContractError):
        return "inconsistent", " ".join(str(error).split("\n"))
    return "failed", f"{type(error).__name__}: {error}"


def _checked_tables(releases: Sequence[Release]) -> dict[str, pa.Table]:
    columns = {name: ColumnWriter(name) for name in RELEASE_TABLES}
    for rid, source, raw, cleaned, found, near in releases:
        rows = release_rows(rid, source, unpack_text(raw), unpack(cleaned), unpack(found), near)
        for name, table_rows in rows.items():
            columns[name].add(table_rows)
    tables = {name: written.table() for name, written in columns.items()}
    for name, table in tables.items():
        check_table(name, table)
    return tables


def _merged(standing: pa.Table, kept: pa.Array, fresh: pa.Table, *, invert: bool = False) -> pa.Table:
    """Return the standing rows of the kept releases (with `invert` of all others) and fresh ones, in order of release.

    Made of plain values, so that the same cells take the same room however they came together: row groups end where
    so many bytes are full.
    """
    stays = pc.is_in(standing["release_id"], value_set=kept)
    rows = pa.concat_tables([standing.filter(pc.invert(stays) if invert else stays), fresh])
    rows = rows.take(pc.sort_indices(rows["release_id"]))
    return pa.table({name: rows[name].to_pylist() for name in rows.column_names}, schema=rows.schema)


def _source_rows(inputs: WorkStore, clean: WorkStore, failed: Aside) -> Iterator[Row]:
    """Yield what became of each input, in order of source."""
    cleaned = clean.ask("fates")
    for source, sha256, n_bytes, format, reason, detail in inputs.ask("sources"):
        release_id, repeats = None, False
        if reason is None:
            # What could be read stands in both, in the same order.
            same, release_id, reason, detail, repeats = next(cleaned)
            if same != source:
                raise ContractError(f"sources: {source} was read but not cleaned; run again with --force.")
            if release_id in failed:
                reason, detail = failed[release_id]
                release_id = None
        status = "quarantined" if reason else "released"
        if release_id and repeats:
            status, reason, detail = "duplicate", "duplicate", " ".join(filter(None, (REASONS["duplicate"], detail)))
        elif release_id:
            detail = None
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


def _debris(mapped: MappedText, release: Row) -> list[Debris]:
    """Return the edits, and between them the stretches that were read in an encoding that was a guess."""
    guessed = release.get("guessed")
    guesses = find_guesses(mapped, encoding=release.get("encoding"), guessed=guessed) if guessed is not None else []
    return sorted([*mapped.edits(), *guesses]) if guesses else mapped.edits()


# Columns whose numbers within a release get the release's id before them, with the letter between.
_NUMBERED = (("person_id", "p"), ("outcome_id", "o"), ("part_of", "o"), ("charge_id", "c"), ("penalty_id", "s"))


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
        "debris": [{"release_id": release_id, **row._asdict()} for row in _debris(mapped, release)],
        "contacts": [{"release_id": release_id, **contact} for contact in release["contacts"]],
    }
    for name, found in extraction["rows"].items():
        _check_spans(name, found, release_id, release["text"])
        for row in found:
            row["release_id"] = release_id
            if name in NAMING_TABLES:
                row["entity_id"] = NO_ENTITY
            for column, mark in _NUMBERED:
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
