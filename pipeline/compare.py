"""Compares two outputs, cell by cell: what rows came, went or changed, and in which column.

Rows are told by the input they come from and the words they stand on, not by ids or offsets, so that a character that
cleaning takes out more does not make every row behind it another. What differs in ids and offsets alone is counted,
not listed.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.store import csv_text, file_digest
from pipeline.tables import TABLES, Table

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
MAX_SHOWN = 300  # characters of a cell in the terminal
# Places and ids: another clean text gives others, and nothing has changed for a reader of the table.
_PLACES = frozenset(("start", "end", "raw_start", "raw_end", "sentence", "n_chars", "n_chars_raw", "release_id"))
_HASHED = ("_id", "_of")

Cells = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A row that came or went, or a cell that changed.

    Attributes:
        release: the first input that holds the release; empty where the table is not about releases.
        row: the words the row stands on, or its key.
        kind: `ADDED`, `REMOVED`, `CHANGED` or `MOVED` (ids and offsets alone).
        column: of a changed cell; empty for a row.
    """

    table: str
    release: str
    row: str
    kind: str
    column: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        where = " | ".join(filter(None, (self.table, self.release, self.row)))
        if self.kind == CHANGED:
            return f"{where} | {self.column}: {_short(self.before)} -> {_short(self.after)}"
        return f"{where} | {self.kind}: {_short(self.before or self.after)}"


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]} …"


def compare(before: Path, after: Path, names: Iterable[str] = ()) -> Iterator[Change]:
    """Yield what differs between the tables of two outputs, table by table, in order of release.

    Args:
        before: an output folder.
        after: another, of the same inputs.
        names: the tables to compare; all where none is named.

    Raises:
        UsageError: a folder holds no tables, or a name is none of a table.
    """
    unknown = sorted(set(names) - set(TABLES))
    if unknown:
        raise UsageError(f"No table is named {', '.join(unknown)}; the tables are {', '.join(TABLES)}.")
    sources = [_sources(out) for out in (before, after)]
    for name in names or TABLES:
        paths = [out / "tables" / f"{name}.parquet" for out in (before, after)]
        if file_digest(paths[0]) == file_digest(paths[1]):
            continue
        there = [_rows(path, TABLES[name], of) for path, of in zip(paths, sources, strict=True)]
        yield from _compare_table(TABLES[name], *there)


def _sources(out: Path) -> dict[str, str]:
    """Return the first input that holds each release."""
    path = out / "tables" / "sources.parquet"
    if not path.is_file():
        raise UsageError(f"There are no tables in {out}; name folders that `run` has written.")
    found: dict[str, str] = {}
    table = pq.read_table(path, columns=["source", "release_id", "status"])
    for row in table.filter(pc.equal(table["status"], "released")).to_pylist():
        found.setdefault(row["release_id"], row["source"])
    return found


def _rows(path: Path, table: Table, of: dict[str, str]) -> dict[str, list[Cells]]:
    """Return the rows of a table by the input their release comes from."""
    rows: dict[str, list[Cells]] = defaultdict(list)
    if not path.is_file():  # a table that the other version of the code does not know
        return rows
    for batch in pq.ParquetFile(path).iter_batches(10_000):
        for row in batch.to_pylist():
            rows[of.get(row.get("release_id"), row.get("source") or "")].append(row)
    return rows


def _told(column: str) -> bool:
    return column not in _PLACES


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _of_ids(row: Cells) -> Cells:
    """Return a row that says of an id only whether there is one."""
    ids = {c: "some" for c, value in row.items() if value is not None and c not in _PLACES and c.endswith(_HASHED)}
    return {**row, **ids}


def _name(table: Table, row: Cells) -> str:
    """Return what tells a person which row it is."""
    for column in ("name", "text", "source"):
        if column in row and table.name not in ("releases", "sources"):
            return _short(_text(row[column]).replace("\n", " "))
    return " ".join(_text(row.get(c)) for c in table.key if _told(c) and c != "source")


def _compare_table(table: Table, before: dict[str, list[Cells]], after: dict[str, list[Cells]]) -> Iterator[Change]:
    for release in sorted(before.keys() | after.keys()):
        yield from _compare_release(table, release, before.get(release, []), after.get(release, []))


def _compare_release(table: Table, release: str, before: list[Cells], after: list[Cells]) -> Iterator[Change]:
    columns = sorted({c for rows in (before, after) for row in rows[:1] for c in row})
    told = [c for c in columns if _told(c)]

    def cells(of: Iterable[str]) -> Callable[[Cells], tuple[str, ...]]:
        names = tuple(of)
        return lambda row: tuple(repr(row.get(c)) for c in names)

    before, after = _without(before, after, cells(columns))
    left, right = _without([*map(_of_ids, before)], [*map(_of_ids, after)], cells(told))
    for _ in range(len(before) - len(left)):
        yield Change(table.name, release, "", MOVED)
    for old, new in _paired(table, left, right):
        if old is None or new is None:
            row = old or new or {}
            words = ", ".join(f"{c}={_text(row[c])}" for c in told if row.get(c) is not None and c != "rule")
            kind, at = (REMOVED, "before") if new is None else (ADDED, "after")
            yield Change(table.name, release, _name(table, row), kind, **{at: words})
            continue
        for column in told:
            if old.get(column) != new.get(column):
                cell = _text(old.get(column)), _text(new.get(column))
                yield Change(table.name, release, _name(table, new), CHANGED, column, *_around(*cell))


def _without(
    before: list[Cells], after: list[Cells], cells: Callable[[Cells], tuple[str, ...]]
) -> tuple[list[Cells], list[Cells]]:
    """Return the rows of both sides that have no equal on the other."""

    def rest(rows: list[Cells], others: list[Cells]) -> list[Cells]:
        spare = Counter(map(cells, others))
        left = []
        for row in rows:
            key = cells(row)
            if spare[key]:
                spare[key] -= 1
            else:
                left.append(row)
        return left

    return rest(before, after), rest(after, before)


def _paired(table: Table, before: list[Cells], after: list[Cells]) -> Iterator[tuple[Cells | None, Cells | None]]:
    """Yield rows that are one row changed, the surest signs first; then those that have no other half."""
    key = tuple(c for c in table.key if _told(c)) if table.unique else ()
    for sign in (key, ("text", "rule", "kind"), ("text",), ("start",), ("raw_start",), ("name",)):
        if not before or not after or not sign or any(sign[0] not in row for row in (before[0], after[0])):
            continue
        waiting: dict[tuple[Any, ...], list[Cells]] = defaultdict(list)
        for row in after:
            waiting[tuple(row.get(c) for c in sign)].append(row)
        left = []
        for row in before:
            same = waiting.get(tuple(row.get(c) for c in sign))
            if same:
                yield row, same.pop(0)
            else:
                left.append(row)
        before, after = left, [row for rows in waiting.values() for row in rows]
    yield from ((row, None) for row in before)
    yield from ((None, row) for row in after)


def _around(before: str, after: str, room: int = 60) -> tuple[str, str]:
    """Return two long texts cut to where they differ."""
    if max(len(before), len(after)) <= MAX_SHOWN:
        return before, after
    begin = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    end, most = 0, min(len(before), len(after)) - begin
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    lead = max(0, begin - room)

    def cut(text: str) -> str:
        to = max(begin, len(text) - end)
        return ("… " if lead else "") + text[lead : to + room] + (" …" if to + room < len(text) else "")

    return cut(before), cut(after)


def write_changes(changes: Iterable[Change], handle: IO[str]) -> int:
    """Write changes as CSV, what a spreadsheet would take for a formula behind an apostrophe; return how many."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(("table", "release", "row", "kind", "column", "before", "after"))
    n = 0
    for c in changes:
        n += 1
        writer.writerow([csv_text(cell) for cell in (c.table, c.release, c.row, c.kind, c.column, c.before, c.after)])
    return n


def say_changes(changes: Iterable[Change], say: Callable[[str], None], limit: int = 0) -> int:
    """Tell changes line by line and then how many there are in each table; return how many there are.

    Args:
        limit: lines told of each table; 0 tells all.
    """
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    shown: Counter[str] = Counter()
    for change in changes:
        kinds[change.table][change.kind] += 1
        if change.kind != MOVED and (not limit or shown[change.table] < limit):
            shown[change.table] += 1
            say(str(change))
    for table, counts in kinds.items():
        words = {
            CHANGED: "cells changed",
            ADDED: "rows added",
            REMOVED: "rows removed",
            MOVED: "rows with other ids or offsets",
        }
        say(f"{table}: " + ", ".join(f"{counts[kind]} {words[kind]}" for kind in words if counts[kind]))
    if not kinds:
        say("no cell differs")
    return sum(sum(counts.values()) for counts in kinds.values())
