"""Readers of CSV and TSV: tables as programs and people really write them.

The mark between fields and the line of the headings are found, not assumed; a quotation mark that is never closed and
a comma that nobody quoted cost their own row at most, and a row that cannot be read for certain is refused.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.inputs import Blob, RawInput
from pipeline.ingest.records import Broken, Lines, fields_of, read_records

MARKS = (",", ";", "\t", "|")
MAX_HEAD = 30  # records above the headings: titles of the export, comments
MAX_ABOVE = 2**18  # characters among which the headings must stand
LOOK_AHEAD = 2**16  # characters looked through for a closing quotation mark once many were not there
_SEPARATOR = re.compile(r"\A\s{0,5}\"?sep=(.|\\t)\"?\s*\Z", re.IGNORECASE)
_DAY = re.compile(
    r"\A\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/., ]{1,2}\d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})(?:[T ,].{0,20})?\s*\Z"
)
_ADDRESS = re.compile(r"\A\s*(?:https?://|www\.)\S+\s*\Z", re.IGNORECASE)
_CODE = re.compile(r"\A\s*[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?\s*\Z")
_NUMBER = re.compile(r"\A\s*-?\d{1,18}(?:\.\d{1,9})?\s*\Z")


@dataclass
class _Reader:
    """Cuts lines into records; lines that were looked at in vain are read again.

    Attributes:
        n_back: characters given back so far: all together no more than a few times what was read.
    """

    lines: Iterator[str]
    limit: int
    waiting: deque[str] = field(default_factory=deque)
    n_read: int = 0
    n_back: int = 0

    def line(self) -> str | None:
        if self.waiting:
            return self.waiting.popleft()
        line = next(self.lines, None)
        self.n_read += len(line or "")
        return line

    def record(self, mark: str, n_fields: int | None) -> tuple[list[str], list[str]] | None:
        """Return the next record's fields and lines, or None at the end.

        Args:
            n_fields: how many it should have, where that is known; one over several lines that has not is read again
                as one whose quotation mark has no end.
        """
        first = self.line()
        if first is None:
            return None
        if '"' not in first:
            return _bare(first).split(mark), [first]
        used = [first]
        fields = self._quoted(used, mark)
        if fields is None or (len(used) > 1 and n_fields is not None and len(fields) != n_fields):
            literal = _literal(first, mark)
            if fields is None or _fits(literal, n_fields):
                back = used[1:]
                self.n_back += sum(map(len, back))
                self.waiting.extendleft(reversed(back))
                return literal, [first]
        return fields, used

    def _quoted(self, used: list[str], mark: str) -> list[str] | None:
        """Return the fields of a record that begins with the line in `used`, and put what it takes more there.

        None where a quotation mark is not closed.
        """
        fields: list[str] = []
        line, at = used[0], 0
        size = len(line)
        allowed = self.limit if self.n_back <= self.n_read else LOOK_AHEAD
        while True:
            if line[at : at + 1] != '"':
                stop = line.find(mark, at)
                if stop < 0:
                    fields.append(_bare(line[at:]))
                    return fields
                fields.append(line[at:stop])
                at = stop + 1
                continue
            begun, parts, at = len(used), [], at + 1
            while True:
                quote = line.find('"', at)
                if quote < 0:
                    parts.append(line[at:])
                    more = self.line() if size < allowed else None
                    if more is None:
                        return None
                    used.append(more)
                    size += len(more)
                    line, at = more, 0
                    continue
                after = line[quote + 1 : quote + 2]
                if after == '"':
                    parts.append(line[at : quote + 1])
                    at = quote + 2
                elif after in ("", mark, "\r", "\n"):
                    parts.append(line[at:quote])
                    break
                elif len(used) > begun and (quote == 0 or line[quote - 1] == mark):
                    return None  # the field of a line further down begins: this one was never closed
                else:
                    parts.append(line[at : quote + 1])  # nobody doubled it
                    at = quote + 1
            fields.append("".join(parts))
            at = quote + 1
            if line[at : at + 1] != mark:
                return fields
            at += 1


def _bare(text: str) -> str:
    return text.rstrip("\r\n")


def _literal(line: str, mark: str) -> list[str]:
    """Return the fields of a line in which a quotation mark is open: those that are closed on it, the rest as it is."""
    fields: list[str] = []
    text, at = _bare(line), 0
    while True:
        if text[at : at + 1] == '"':
            end = at + 1
            while (end := text.find('"', end)) >= 0 and text[end + 1 : end + 2] == '"':
                end += 2
            if end >= 0 and text[end + 1 : end + 2] in ("", mark):
                fields.append(text[at + 1 : end].replace('""', '"'))
                if end + 1 >= len(text):
                    return fields
                at = end + 2
                continue
            at += 1
        stop = text.find(mark, at)
        if stop < 0:
            return [*fields, text[at:]]
        fields.append(text[at:stop])
        at = stop + 1


def _fits(fields: Sequence[str], n_fields: int | None) -> bool:
    return n_fields is None or len(fields) >= n_fields


@dataclass(frozen=True)
class _Table:
    """How a table is written.

    Attributes:
        mark: what stands between fields.
        names: the headings.
        n_above: records above and of the headings.
        kinds: what each column must look like, where that is known: day, address, code, number.
    """

    mark: str
    names: tuple[str, ...]
    n_above: int
    kinds: tuple[re.Pattern[str] | None, ...]


def _read_table(source: str, blob: Blob, settings: Settings, format: str, usual: str) -> Iterator[RawInput]:
    table = _find_table(blob, settings, usual)
    lines = Lines(blob, settings, newline="")
    reader = _Reader(iter(lines), lines.limit)
    for _ in range(table.n_above):
        reader.record(table.mark, None)
    # The encoding is known as soon as a line is read, and the headings have been.
    yield from read_records(source, format, _records(reader, table), settings, guess=lines.guess)


def _find_table(blob: Blob, settings: Settings, usual: str) -> _Table:
    """Return the first line of headings that names a text, whatever stands above it, and the mark that parts it."""
    lines = Lines(blob, settings, newline="")
    head: list[str] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line)
        if len(head) >= 2 * MAX_HEAD or size >= MAX_ABOVE:
            break
    stated = _SEPARATOR.match(head[0]) if head else None
    marks = [stated[1].replace("\\t", "\t")] if stated else list(dict.fromkeys((usual, *MARKS)))
    found: list[tuple[int, int, int, str, tuple[str, ...]]] = []
    for order, mark in enumerate(marks):
        reader = _Reader(iter(head), lines.limit)
        for n in range(MAX_HEAD):
            record = reader.record(mark, None)
            if record is None:
                break
            names = tuple(name.strip().strip('"') for name in record[0])
            if any(len(name) > 200 for name in names):
                continue
            if not {"text", "html"}.isdisjoint(fields_of(dict.fromkeys(names, "x"), settings)):
                found.append((n, -len(names), order, mark, names))
                break
    if found:
        n, _, _, mark, names = min(found)
        return _Table(mark, names, n + 1, _kinds(names, settings))
    # No line names a text: the first that holds anything is taken for the headings.
    reader = _Reader(iter(head), lines.limit)
    for n in range(len(head)):
        record = reader.record(marks[0], None)
        if record is None:
            break
        if any(name.strip() for name in record[0]) and not (stated and n == 0):
            names = tuple(name.strip() for name in record[0])
            return _Table(marks[0], names, n + 1, _kinds(names, settings))
    return _Table(marks[0], (), len(head), ())


def _kinds(names: Sequence[str], settings: Settings) -> tuple[re.Pattern[str] | None, ...]:
    by_field = {"published": _DAY, "url": _ADDRESS, "language": _CODE, "id": _NUMBER}
    kinds = []
    for name in names:
        fields = fields_of({name: "x"}, settings)
        kinds.append(next((kind for field_name, kind in by_field.items() if field_name in fields), None))
    return tuple(kinds)


def _records(reader: _Reader, table: _Table) -> Iterator[Any]:
    width = len(table.names)
    while (record := reader.record(table.mark, width)) is not None:
        fields, lines = record
        if not any(field.strip() for field in fields):
            continue
        if len(fields) > width and any(field.strip() for field in fields[width:]):
            whole = _whole(fields, lines, table)
            if whole is None:
                detail = f"The row has {len(fields)} fields under {width} headings: a mark in a text was not quoted."
                yield Broken(InputError("malformed", detail), "".join(lines).encode("utf-8", "replace"))
                continue
            fields = whole
        named: dict[str, str] = {}
        for name, value in zip(table.names, fields, strict=False):
            if name not in named or not named[name].strip():
                named[name] = value
        yield named


def _whole(fields: list[str], lines: list[str], table: _Table) -> list[str] | None:
    """Return a row with too many fields with those joined that are one, where it is certain which; else None."""
    width, mark = len(table.names), table.mark
    if width == 1:
        # What is quoted as a whole ends where its quotation does: what stands behind it belongs to no heading.
        is_closed = lines[0].startswith('"') and "".join(lines).count('"') % 2 == 0
        return None if is_closed else [mark.join(fields)]
    extra = len(fields) - width
    ways = []
    for n in range(width):
        joined = [*fields[:n], mark.join(fields[n : n + extra + 1]), *fields[n + extra + 1 :]]
        if _is_likely(joined, n, fields[n + 1 : n + extra + 1], table):
            ways.append(joined)
    return ways[0] if len(ways) == 1 else None


def _is_likely(joined: Sequence[str], n: int, behind: Iterable[str], table: _Table) -> bool:
    """Return whether a row joined at column n looks like a row: days under days, and blanks behind commas of prose."""
    if table.kinds[n] is not None:
        return False
    checked = 0
    for kind, value in zip(table.kinds, joined, strict=True):
        if kind is not None and value.strip():
            # An id need be no number, but then it has no blanks.
            if not kind.match(value) and (kind is not _NUMBER or " " in value.strip()):
                return False
            checked += 1
    spaced = any(value.startswith(" ") for m, value in enumerate(joined) if m)
    return not spaced and (checked > 0 or all(part.startswith(" ") for part in behind))


def read_csv(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of a table in which commas, semicolons, tabs or bars part the fields, below its headings."""
    yield from _read_table(source, blob, settings, "csv", ",")


def read_tsv(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of a table in which tabs part the fields, below its headings."""
    yield from _read_table(source, blob, settings, "tsv", "\t")
