"""Readers of records: JSON, JSON Lines and Parquet; what one record is, whatever it comes from."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import Decoded, decode, open_text, settled
from pipeline.ingest.inputs import Blob, RawInput, document, refused

MAX_WRAPPERS = 4  # {"response": {"data": {"releases": [...]}}}
MAX_LEVELS = 100  # of lists and objects in one another: a limit of ours is the same on every machine
MAX_STATED = 10_000  # characters of a field that is no text; a longer one states nothing
MAX_DIGITS = 300  # of a number; what is larger has no place in a table and is kept as text
MIN_TEXT = 120  # characters of a field that may be the text
MAX_NAMES = 20  # fields named in a detail
# Characters of a line over bytes of a document: in JSON a character may stand as six.
_LINE_SHARE = 6
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)


class Broken(NamedTuple):
    """A record that could not be read."""

    error: InputError
    data: bytes


def _folded(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def fields_of(record: Mapping[str, Any], settings: Settings) -> dict[str, Decoded]:
    """Return the record's known fields as text; the first spelling that holds a value wins."""
    by_name: dict[str, Any] = {}
    for name, value in record.items():
        by_name.setdefault(_folded(str(name)), value)
    found = {}
    for field, spellings in settings.fields.items():
        for spelling in spellings:
            value = by_name.get(_folded(spelling))
            if isinstance(value, dict):
                value = value.get("name")  # linked data: {"@type": "Organization", "name": ...}
            text = _as_text(value)
            if text is None or not text.text.strip():
                continue
            if field not in ("text", "html") and len(text.text) > MAX_STATED:
                continue
            found[field] = text
            break
    return found


def _as_text(value: Any) -> Decoded | None:
    """Return a value of a field as text, or None where it is none: nothing, no number, a list, bytes of a picture."""
    if value is None or isinstance(value, dict | list | tuple | set):
        return None
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, bytes | bytearray | memoryview):
        try:
            return decode(bytes(value))
        except InputError:
            return None
    return settled(str(value))


def _levels(record: Any) -> int:
    """Return how deep lists and objects lie in one another, as far as is allowed and one more."""
    level, here = 0, [record]
    while here and level <= MAX_LEVELS:
        below: list[Any] = []
        for value in here:
            if isinstance(value, dict):
                below += [v for v in value.values() if isinstance(v, dict | list)]
            elif isinstance(value, list):
                below += [v for v in value if isinstance(v, dict | list)]
        level, here = level + 1, below
    return level


def read_record(source: str, format: str, record: Any, settings: Settings, *, guess: str | None = None) -> RawInput:
    """Return one record as an input, read or refused.

    Args:
        guess: the encoding that was assumed of the whole file it stands in.
    """
    if isinstance(record, Broken):
        return refused(source, format, record.error, record.data)
    data = b""
    try:
        if not isinstance(record, Mapping):
            data = _canonical(record) if _levels(record) <= MAX_LEVELS else b""
            raise InputError("malformed", "The record is not an object with named fields.")
        if _levels(record) > MAX_LEVELS:
            raise InputError("malformed", f"The record's values lie more than {MAX_LEVELS} levels deep in one another.")
        data = _canonical(record)
        fields = fields_of(record, settings)
        text, html = fields.pop("text", None), fields.pop("html", None)
        raw = text if text is not None else html
        if raw is None:
            names = ", ".join(str(name)[:40] for name in list(record)[:MAX_NAMES]) or "none"
            raise InputError("no-text-field", f"No text or html field among: {names}.{_advice(record)}")
        if guess and raw.encoding is None:
            raw = Decoded(raw.text, guess)
        stated = {name: value.text for name, value in fields.items()}
        return document(source, format, data, raw, markup=text is None, stated=stated, settings=settings)
    except InputError as error:
        return refused(source, format, error, data)


def _advice(record: Mapping[str, Any]) -> str:
    """Return what to put into the settings where one field of a record looks like its text."""
    texts = [(len(value), str(name)) for name, value in record.items() if isinstance(value, str)]
    n_chars, name = max(texts, default=(0, ""))
    if n_chars < MIN_TEXT or " " not in record[name].strip() or len(name) > 40:
        return ""
    return (
        f" If {name} holds the text, say so in the settings: [fields] text = [{json.dumps(name, ensure_ascii=False)}]."
    )


def _canonical(record: Any) -> bytes:
    """Return a record as bytes of its own, of which its digest is made."""
    return json.dumps(record, ensure_ascii=True, sort_keys=True, default=str).encode("ascii")


def read_records(
    source: str, format: str, records: Iterable[Any], settings: Settings, *, guess: str | None = None
) -> Iterator[RawInput]:
    """Yield records as inputs, numbered from 1.

    Raises:
        InputError: `empty`, where there are none.
    """
    n = 0
    for n, record in enumerate(records, 1):
        yield read_record(f"{source}#{n}", format, record, settings, guess=guess)
    if not n:
        raise InputError("empty", "The file holds no records.")


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_DIGITS else digits


def _constant(name: str) -> None:
    """Read NaN and Infinity, which are no JSON, as nothing."""


_DECODER = json.JSONDecoder(parse_int=_integer, parse_constant=_constant)


def read_json(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield the one record, or each record of the list, of a JSON file.

    A file of one object keeps the file's own name as its source. An object around a list of records, or around one
    record, is that list or record. Of a list that is no valid JSON as a whole, each record is read by itself.
    """
    decoded = decode(data)
    text, guess = decoded.text, decoded.encoding
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        fault = InputError("malformed", f"The file is not valid JSON: {_said(error)}.")
        yield from _elements_apart(source, text, settings, guess, fault)
        return
    value = _without_wrapper(value, settings)
    if isinstance(value, list):
        yield from read_records(source, "json", value, settings, guess=guess)
    else:
        yield read_record(source, "json", value, settings, guess=guess)


def _said(error: Exception) -> str:
    return "it lies too deep in itself" if isinstance(error, RecursionError) else str(error)


def _elements_apart(
    source: str, text: str, settings: Settings, guess: str | None, fault: InputError
) -> Iterator[RawInput]:
    """Yield the records of a list, each parsed by itself, or of objects one behind the other.

    Raises:
        InputError: the fault of the whole, where no record or not the end of the list is found.
    """
    elements = _elements(text)
    first = list(itertools.islice(elements, 1 if text.lstrip().startswith("[") else 2))
    # A whole record behind the first, or a list: else the file is one record that is broken.
    if not first or not all(isinstance(one and _parsed(one), dict) for one in first[-1:]):
        raise fault
    for n, element in enumerate(itertools.chain(first, elements), 1):
        if element is None:
            raise fault
        yield read_record(f"{source}#{n}", "json", _parsed(element), settings, guess=guess)


def _elements(text: str) -> Iterator[str | None]:
    """Yield the elements of the list that a text is, or its objects; None where the text ends inside one."""
    at = len(text) - len(text.lstrip())
    base = 1 if text[at : at + 1] == "[" else 0
    if not base and text[at : at + 1] != "{":
        return
    depth, start = 0, at + base
    for match in _STRUCTURE.finditer(text, at):
        mark = match.group()
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        ends = depth == base and mark == "," if base else depth == 0 and mark in "]}"
        if not ends and not (base and depth == 0):
            continue
        element = text[start : match.start() if base else match.end()].strip().strip(",").strip()
        start = match.end()
        if element:
            yield element
        if base and depth == 0:
            return
    if text[start:].strip():
        yield None


def _parsed(text: str) -> Any:
    """Return the value of a JSON text, or what is wrong with it."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        malformed = InputError("malformed", f"The record is not valid JSON: {_said(error)}.")
        return Broken(malformed, text.encode("utf-8", "replace"))


def _without_wrapper(value: Any, settings: Settings) -> Any:
    """Return what an object without a text holds that has one: its only list of objects, or its only object."""
    inner = value
    for _ in range(MAX_WRAPPERS):
        first = inner[0] if isinstance(inner, list) and inner else inner
        if not isinstance(first, dict):
            return value
        if not {"text", "html"}.isdisjoint(fields_of(first, settings)):
            return inner
        lists: list[Any] = [v for v in first.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        found = lists or [v for v in first.values() if isinstance(v, dict)]
        if len(found) != 1 or isinstance(inner, list):
            return value
        inner = found[0]
    return value


class Lines:
    """The lines of a file, one held at a time; of a line too long for any record only the beginning.

    Attributes:
        guess: the encoding that was assumed of the file; known once the first line is read.
    """

    def __init__(self, blob: Blob, settings: Settings, *, newline: str) -> None:
        self._blob, self._newline = blob, newline
        self.limit = _LINE_SHARE * settings.limits.document_bytes
        self.guess: str | None = None

    def __iter__(self) -> Iterator[str]:
        """Yield them.

        Raises:
            InputError: `undecodable`.
        """
        with self._blob.open() as file:
            stream, assumed = open_text(file, newline=self._newline)
            self.guess = assumed.guess
            with stream:
                try:
                    while line := stream.readline(self.limit):
                        yield line
                        while line and len(line) >= self.limit and line[-1] != "\n":
                            line = stream.readline(self.limit)
                except UnicodeDecodeError as error:
                    detail = f"The file says it is {error.encoding} but is not ({error.reason})."
                    raise InputError("undecodable", detail) from error


def read_jsonl(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each record of a file of JSON objects, one on each line, or spread over lines, or several on one.

    A broken line is refused alone. Records are numbered from 1, blank lines aside.
    """
    lines = Lines(blob, settings, newline="\n")
    n = 0
    for n, record in enumerate(_json_records(lines), 1):
        yield read_record(f"{source}#{n}", "jsonl", record, settings, guess=lines.guess)
    if not n:
        raise InputError("empty", "The file holds no records.")


def _json_records(lines: Lines) -> Iterator[Any]:
    """Yield the values of a file of JSON Lines, those spread over several lines put together again."""
    waiting: list[str] = []
    depth = size = n = 0
    in_list = False  # the file is one list, a record or a part of one a line
    for line in lines:
        if not waiting:
            text = line.strip()
            if not n and text == "[" and not in_list:
                in_list = True
                continue
            if in_list:
                text = text.strip(",").strip()
                if text == "]":
                    continue
            if not text:
                continue
            n += 1
            if len(line) >= lines.limit:
                yield Broken(InputError("too-large", f"The line exceeds {len(line):,} characters."), b"")
                continue
            values = _values(text)
            if values is None and text[0] in "{[" and (depth := _depth(text)) > 0:
                waiting, size = [line], len(line)
                continue
            yield from [_parsed(text)] if values is None else values
            continue
        own = _values(line.strip()) if line.startswith("{") else None
        if own is not None and any(isinstance(value, dict) for value in own):
            # A record on a line of its own: what stands before it was cut off.
            yield from _cut_off(waiting)
            waiting = []
            yield from own
            continue
        waiting.append(line)
        size += len(line)
        depth += _depth(line)
        if size >= lines.limit:
            yield Broken(InputError("too-large", f"The record exceeds {size:,} characters."), b"")
            waiting = []
        elif depth <= 0:
            text = "".join(waiting).strip()
            text = text.strip(",") if in_list else text
            waiting = []
            values = _values(text)
            yield from [_parsed(text)] if values is None else values
    if waiting:
        yield _parsed("".join(waiting))


def _cut_off(lines: list[str]) -> Iterator[Any]:
    """Yield what stands on the lines of a record that was cut off: it, and each value that has a line of its own."""
    lost: list[str] = []
    for line in lines:
        values = _values(line.strip())
        if values is None or not isinstance(values[0], dict | list):
            lost.append(line)
            continue
        yield from [_parsed("".join(lost))] if lost else []
        yield from values
        lost = []
    if lost:
        yield _parsed("".join(lost))


def _values(text: str) -> list[Any] | None:
    """Return the one value of a text, or its several objects; None where it is not all of them."""
    try:
        return [_DECODER.decode(text)]
    except RecursionError:
        return None
    except ValueError:
        pass
    values: list[Any] = []
    at = 0
    try:
        while at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            if not isinstance(value, dict):
                return None
            values.append(value)
            while at < len(text) and text[at] in " \t\r\n,":
                at += 1
    except (ValueError, RecursionError):
        return None
    return values


def _depth(text: str) -> int:
    """Return how many lists and objects a line opens more than it closes; a string never goes on in the next."""
    depth = 0
    for match in _STRUCTURE.finditer(text):
        mark = match.group()
        depth += (mark in "[{") - (mark in "]}")
    return depth


def read_parquet(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of a Parquet table, a batch held at a time; a value that Python cannot hold is read as none."""
    try:
        with blob.open() as handle, pq.ParquetFile(handle) as file:
            yield from read_records(source, "parquet", _rows(file), settings)
    except (pa.ArrowException, OSError) as error:
        raise InputError("malformed", f"The file is not valid Parquet: {str(error).splitlines()[0]}.") from error


def _rows(file: pq.ParquetFile) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=64):
        try:
            rows = batch.to_pylist()
        except (ValueError, OverflowError, ArithmeticError):  # a day in the year 200,000, a time to the nanosecond
            names = batch.schema.names
            rows = [{name: _value(batch.column(k)[n]) for k, name in enumerate(names)} for n in range(batch.num_rows)]
        yield from rows


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except (ValueError, OverflowError, ArithmeticError):
        return None
