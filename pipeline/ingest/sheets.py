"""Readers of spreadsheets: rows under a header are records, and a sheet that only holds a text is one document.

Formulas and macros are never run: what a cell shows is the value that was saved with it.
"""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.inputs import RawInput, document, refused
from pipeline.ingest.packed import is_ole, opened
from pipeline.ingest.records import fields_of, read_records

Row = list[str]

# A table's header stands below a title and a few remarks at most.
MAX_ABOVE = 20
# A cell of so many words is prose; a heading, a name or an address has fewer.
MIN_WORDS = 8


def read_sheets(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield each row of each sheet that has a header with a text or html column, numbered below the header from 1.

    Rows are named `a.xlsx#N`; where several sheets hold something, `a.xlsx!SHEET#N`. A sheet in one column without
    a header is one document. Any other is refused: figures without a text are no release.
    """
    format = source.rpartition(".")[2].lower()
    sheets = [(name, rows) for name, rows in _sheets(data, format, settings) if rows]
    if not sheets:
        raise InputError("empty", "The workbook holds no filled cell.")
    taken: set[str] = set()
    for n, (name, rows) in enumerate(sheets, 1):
        inner = source if len(sheets) == 1 else f"{source}!{name}"
        inner = f"{inner}#sheet{n}" if inner in taken else inner
        taken.add(inner)
        try:
            yield from _sheet(inner, format, rows, data, settings)
        except InputError as error:
            yield refused(inner, format, error, data)


def _sheet(source: str, format: str, rows: list[Row], data: bytes, settings: Settings) -> Iterator[RawInput]:
    head = _header(rows, settings)
    if head is not None:
        records = (dict(_named(rows[head], row)) for row in rows[head + 1 :])
        yield from read_records(source, format, records, settings)
    elif _is_text(rows):
        text = "\n\n".join(cell for row in rows for cell in row if cell)
        yield document(source, format, data, text, settings=settings)
    else:
        first = ", ".join(cell for cell in rows[0] if cell)[:200]
        raise InputError("no-text-field", f"No row of the sheet names a text or html column; the first holds: {first}.")


def _header(rows: Sequence[Row], settings: Settings) -> int | None:
    """Return which row names the columns, one of them that of the text."""
    for n, row in enumerate(rows[:MAX_ABOVE]):
        names = [cell for cell in row if cell]
        if not {"text", "html"}.isdisjoint(fields_of(dict.fromkeys(names, "x"), settings)) and (
            len(names) > 1 or n == 0
        ):
            return n
    return None


def _named(names: Row, row: Row) -> Iterator[tuple[str, str]]:
    """Yield the filled cells of a row with the names of their columns; those beyond the header get a number."""
    for n, (name, cell) in enumerate(itertools.zip_longest(names, row, fillvalue="")):
        if cell:
            yield name or f"column {n + 1}", cell


def _is_text(rows: Sequence[Row]) -> bool:
    """Return whether a sheet is a text that was pasted into one column, and no list of texts without a header."""
    cells = [[cell for cell in row if cell] for row in rows]
    if any(len(row) != 1 for row in cells):
        return False
    whole = [row[0] for row in cells]
    return any(len(cell.split()) >= MIN_WORDS for cell in whole) and sum("\n" in cell for cell in whole) <= 1


def _sheets(data: bytes, format: str, settings: Settings) -> Iterator[tuple[str, list[Row]]]:
    """Yield each sheet's name and its rows that are not blank.

    Raises:
        InputError: the file is no workbook, is locked, or holds more text than a document may.
    """
    import python_calamine

    _refuse_others(data, format, settings)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        size = 0
        for name in book.sheet_names:
            rows: list[Row] = []
            for row in book.get_sheet_by_name(name).iter_rows():
                cells = [_cell(value) for value in row]
                if any(cells):
                    rows.append(cells)
                    size += sum(map(len, cells))
                if size > settings.limits.input_bytes:
                    raise InputError("too-large", "The workbook holds more text than the limit input_bytes.")
            yield name, rows
    except python_calamine.PasswordError as error:
        raise InputError("encrypted", "The workbook is locked with a password.") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError("malformed", f"The file is not a valid workbook: {_one_line(error)}.") from error
    except BaseException as error:
        # A panic of the library is no Exception and would pass the per-input boundary.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError("malformed", f"The workbook does not parse: {_one_line(error)}.") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")


def _refuse_others(data: bytes, format: str, settings: Settings) -> None:
    """Refuse what only has a workbook's name, a workbook that is locked, and one that unpacks without end."""
    if data.startswith(b"PK"):
        with opened(data, "workbook", settings) as parts:
            for name in parts.names:
                if name.endswith((".xml", ".bin")):
                    parts.spend(name, settings.limits.input_bytes)
            manifest = parts.read("META-INF/manifest.xml") or b""
            if b"encryption-data" in manifest or "encrypted-package" in parts.names:
                raise InputError("encrypted", "The workbook is locked with a password.")
    elif is_ole(data):
        # A locked new workbook is a compound file that holds this stream.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("encrypted", "The workbook is locked with a password.")
    elif data[:512].lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version")):
        raise InputError("unsupported", "The file holds a page, not a workbook; save it as .xlsx or name it .html.")
    elif format != "xls" or b"\0" not in data[:4096]:
        raise InputError("malformed", "The file is not a workbook; if it is text, name it .csv or .tsv.")


def _cell(value: Any) -> str:
    """Return a cell as text: days and times as ISO 8601 has them, whole numbers without a decimal point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time.min
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()
