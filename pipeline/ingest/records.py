"""Readers of records: JSON, JSON Lines, CSV, TSV and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import decode, open_text, valid_text
from pipeline.ingest.inputs import Blob, RawInput, document, refused


def _folded(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _fields(record: Mapping[str, Any], settings: Settings) -> dict[str, str]:
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
            if value is not None and not isinstance(value, dict | list) and str(value).strip():
                found[field] = valid_text(str(value))
                break
    return found


def _record(source: str, format: str, record: Any, settings: Settings) -> RawInput:
    data = json.dumps(record, ensure_ascii=True, sort_keys=True, default=str).encode("ascii")
    try:
        if not isinstance(record, Mapping):
            raise InputError("malformed", "The record is not an object with named fields.")
        fields = _fields(record, settings)
        text, html = fields.pop("text", None), fields.pop("html", None)
        raw = text if text is not None else html
        if raw is None:
            raise InputError("no-text-field", f"No text or html field among: {', '.join(map(str, record)) or 'none'}.")
        return document(source, format, data, raw, markup=text is None, stated=fields, settings=settings)
    except InputError as error:
        return refused(source, format, error, data)


def _records(source: str, format: str, records: Iterable[Any], settings: Settings) -> Iterator[RawInput]:
    n = 0
    for n, record in enumerate(records, 1):
        yield _record(f"{source}#{n}", format, record, settings)
    if not n:
        raise InputError("empty", "The file holds no records.")


def read_json(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield the one record, or each record of the list, of a JSON file.

    A file of one object keeps the file's own name as its source. An object around a list of records, or around one
    record, is that list or record.
    """
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise InputError("malformed", f"The file is not valid JSON: {error}.") from error
    value = _without_wrapper(value, settings)
    if isinstance(value, list):
        yield from _records(source, "json", value, settings)
    else:
        yield _record(source, "json", value, settings)


def _without_wrapper(value: Any, settings: Settings) -> Any:
    """Return what an object without a text holds that has one: its only list of objects, or its only object."""
    inner = value
    for _ in range(MAX_WRAPPERS):
        first = inner[0] if isinstance(inner, list) and inner else inner
        if not isinstance(first, dict):
            return value
        if not {"text", "html"}.isdisjoint(_fields(first, settings)):
            return inner
        lists: list[Any] = [v for v in first.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        found = lists or [v for v in first.values() if isinstance(v, dict)]
        if len(found) != 1 or isinstance(inner, list):
            return value
        inner = found[0]
    return value


MAX_WRAPPERS = 4  # {"response": {"data": {"releases": [...]}}}

# Characters of a line over bytes of a document: in JSON a character may stand as six.
_LINE_SHARE = 6


def _lines(blob: Blob, settings: Settings, *, newline: str) -> Iterator[str]:
    """Yield a file's lines, one held at a time; of a line too long for any record only the beginning.

    Raises:
        InputError: `undecodable`.
    """
    limit = _LINE_SHARE * settings.limits.document_bytes
    with blob.open() as file, open_text(file, newline=newline) as stream:
        try:
            while line := stream.readline(limit):
                yield line
                while line and len(line) >= limit and line[-1] != "\n":
                    line = stream.readline(limit)
        except UnicodeDecodeError as error:
            detail = f"The file says it is {error.encoding} but is not ({error.reason})."
            raise InputError("undecodable", detail) from error


def read_jsonl(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each line's record; a broken line is refused alone. Records are numbered from 1, blank lines aside."""
    n = 0
    for line in _lines(blob, settings, newline="\n"):
        if not line.strip():
            continue
        n += 1
        name = f"{source}#{n}"
        try:
            if len(line) >= _LINE_SHARE * settings.limits.document_bytes:
                raise InputError("too-large", f"The line exceeds {len(line):,} characters.")
            record = json.loads(line)
        except InputError as error:
            yield refused(name, "jsonl", error)
        except (ValueError, RecursionError) as error:
            malformed = InputError("malformed", f"The line is not valid JSON: {error}.")
            yield refused(name, "jsonl", malformed, line.removesuffix("\n").encode("utf-8", "replace"))
        else:
            yield _record(name, "jsonl", record, settings)
    if not n:
        raise InputError("empty", "The file holds no records.")


def _read_delimited(source: str, blob: Blob, settings: Settings, format: str, delimiter: str) -> Iterator[RawInput]:
    csv.field_size_limit(settings.limits.document_bytes)
    try:
        delimiter = _delimiter(next(_lines(blob, settings, newline=""), ""), delimiter, settings)
    except csv.Error as error:
        raise InputError("malformed", f"The table breaks at its header: {error}.") from error
    reader = csv.DictReader(_lines(blob, settings, newline=""), delimiter=delimiter)
    try:
        rows = ({k: v for k, v in row.items() if k is not None} for row in reader)
        yield from _records(source, format, rows, settings)
    except csv.Error as error:
        raise InputError("malformed", f"The table breaks at line {reader.line_num}: {error}.") from error


def _delimiter(header: str, usual: str, settings: Settings) -> str:
    """Return the mark that parts a table's header into names, one of them that of the text; else the usual one."""
    for mark in (usual, ";", "\t", ",", "|"):
        names = next(csv.reader([header], delimiter=mark), [])
        if not {"text", "html"}.isdisjoint(_fields(dict.fromkeys(names, "x"), settings)):
            return mark
    return usual


def read_csv(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of a comma-separated table with a header row."""
    yield from _read_delimited(source, blob, settings, "csv", ",")


def read_tsv(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of a tab-separated table with a header row."""
    yield from _read_delimited(source, blob, settings, "tsv", "\t")


def read_parquet(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of a Parquet table, a batch held at a time."""
    try:
        with blob.open() as handle, pq.ParquetFile(handle) as file:
            rows = (row for batch in file.iter_batches(batch_size=64) for row in batch.to_pylist())
            yield from _records(source, "parquet", rows, settings)
    except (pa.ArrowException, OSError) as error:
        raise InputError("malformed", f"The file is not valid Parquet: {str(error).splitlines()[0]}.") from error
