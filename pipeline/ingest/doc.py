"""Reader of Word documents in the format of Word 97 to 2003 (`.doc`): paragraphs, and each table row as one line.

The text lies in pieces all over the file, and what is deleted, hidden or a row's end stands in runs of properties
beside them. Written here because no kept library reads the format: the programs that do glue lines and lose notes.

Source: [MS-DOC], Word (.doc) Binary File Format: 2.4.1 (retrieving text), 2.5 (FIB), 2.9.73 (FcCompressed), 2.6 (Sprm).
"""

from __future__ import annotations

import bisect
import itertools
import struct
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.compound import opened
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.documents import read_html
from pipeline.ingest.inputs import RawInput, document
from pipeline.ingest.packed import is_ole
from pipeline.ingest.rtf import is_rtf, read_rtf
from pipeline.ingest.titles import stated_title

_MAGIC = (b"\xec\xa5", b"\xdc\xa5")  # since Word 97, and before
_WORD_97 = 0xC1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
# Places in the file information block: lengths of the parts of the text in order, and where tables lie.
_LENGTHS, _CHARACTERS, _PARAGRAPHS, _PIECES = 0x4C, 0xFA, 0x102, 0x1A2
_PAGE = 512
_DELETED, _VANISHED, _IN_TABLE, _ROW_END = 0x0800, 0x083C, 0x2416, 0x2417
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_SIGNS = {"\x0b": "\n", "\x09": "\t", "\x1e": "-", "\x1f": "\u00ad"}
_ENDS = frozenset("\r\x0c\x0e")
_CELL, _FIELD, _RESULT, _FIELD_END = "\x07", "\x13", "\x14", "\x15"

Reader = Callable[[str, bytes, Settings], Iterator[RawInput]]


class _Mark(NamedTuple):
    """A character with what its properties say of it."""

    sign: str
    hidden: bool
    in_table: bool
    row_end: bool


class _Runs:
    """Stretches of the file and which of some properties hold there."""

    def __init__(self, runs: list[tuple[int, int, frozenset[int]]]) -> None:
        self._runs = sorted(runs, key=lambda run: run[:2])
        self._starts = [run[0] for run in self._runs]

    def at(self, place: int) -> tuple[int, frozenset[int]]:
        """Return until where the same holds as at a place, and what."""
        n = bisect.bisect_right(self._starts, place) - 1
        if n >= 0 and place < self._runs[n][1]:
            return self._runs[n][1], self._runs[n][2]
        return (self._starts[n + 1] if n + 1 < len(self._starts) else 2**32), frozenset()


def _properties(grpprl: bytes) -> frozenset[int]:
    """Return which of the properties asked for are switched on in a list of modifiers."""
    found: set[int] = set()
    at = 0
    while at + 3 <= len(grpprl):
        code = int.from_bytes(grpprl[at : at + 2], "little")
        size = _OPERAND.get(code >> 13)
        if size is None:
            wide = code == 0xD608
            size = int.from_bytes(grpprl[at + 2 : at + 4], "little") + 1 if wide else grpprl[at + 2] + 1
        elif code in (_DELETED, _VANISHED, _IN_TABLE, _ROW_END) and grpprl[at + 2] in (1, 0x81):
            found.add(code)
        at += 2 + size
    return frozenset(found)


def _character_run(page: bytes, offset: int) -> frozenset[int]:
    return _properties(page[offset + 1 : offset + 1 + page[offset]])


def _paragraph_run(page: bytes, offset: int) -> frozenset[int]:
    size, begin = page[offset] * 2 - 1, offset + 1
    if page[offset] == 0:
        size, begin = page[offset + 1] * 2, offset + 2
    # A style's number stands before the modifiers.
    return _properties(page[begin + 2 : begin + size])


def _runs(main: bytes, table: bytes, at: int, entry: int, read: Callable[[bytes, int], frozenset[int]]) -> _Runs:
    """Return the runs that a table of pages of 512 bytes tells.

    Args:
        at: where the place and size of the table stand.
        entry: bytes of an entry of a page, the first of which tells where the run's properties lie.
    """
    start, size = struct.unpack_from("<II", main, at)
    plc = table[start : start + size]
    n_pages = max(0, (len(plc) - 4) // 8)
    found: list[tuple[int, int, frozenset[int]]] = []
    for n in range(n_pages):
        number = int.from_bytes(plc[4 * (n_pages + 1 + n) :][:4], "little") & 0x3FFFFF
        page = main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            raise ValueError("a page of properties lies outside the file")
        n_runs = page[-1]
        places = struct.unpack_from(f"<{n_runs + 1}I", page)
        for m, (begin, end) in enumerate(itertools.pairwise(places)):
            offset = page[4 * (n_runs + 1) + m * entry] * 2
            if offset and begin < end:
                found.append((begin, end, read(page, offset)))
    return _Runs(found)


def _marks(main: bytes, table: bytes) -> list[_Mark]:
    """Return the characters of all parts of the text in order."""
    start, size = struct.unpack_from("<II", main, _PIECES)
    clx = table[start : start + size]
    at = 0
    while clx[at] == 1:
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if clx[at] != 2:
        raise ValueError("the table of pieces is missing")
    plc = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    n_pieces = max(0, (len(plc) - 4) // 12)
    places = struct.unpack_from(f"<{n_pieces + 1}I", plc)
    characters = _runs(main, table, _CHARACTERS, 1, _character_run)
    paragraphs = _runs(main, table, _PARAGRAPHS, 13, _paragraph_run)
    marks: list[_Mark] = []
    for n, (begin, end) in enumerate(itertools.pairwise(places)):
        if begin > end or end - begin > len(main):
            raise ValueError("a piece of text has no size that it can have")
        where = int.from_bytes(plc[4 * (n_pieces + 1) + 8 * n + 2 :][:4], "little")
        width = 1 if where & 0x40000000 else 2
        first = (where & 0x3FFFFFFF) // (3 - width)
        data = main[first : first + (end - begin) * width]
        # Characters beyond the first 65,536 count as two.
        text = data.decode("cp1252", "replace") if width == 1 else None
        signs = text or [chr(unit[0]) for unit in struct.iter_unpack("<H", data[: len(data) // 2 * 2])]
        if len(signs) < end - begin:
            raise InputError("truncated", "The document ends inside its text.")
        until = -1
        hidden = in_table = row_end = False
        for m, sign in enumerate(signs):
            place = first + m * width
            if place >= until:
                to_run, character = characters.at(place)
                to_paragraph, paragraph = paragraphs.at(place)
                until = min(to_run, to_paragraph)
                hidden = bool(character)
                in_table, row_end = _IN_TABLE in paragraph, _ROW_END in paragraph
            marks.append(_Mark(sign, hidden, in_table, row_end))
    return marks


def _blocks(marks: list[_Mark]) -> Iterator[str]:
    """Yield paragraphs and rows of tables, without what is deleted or hidden and the commands of fields."""
    parts: list[str] = []
    cell: list[str] = []
    row: list[str] = []
    fields: list[bool] = []  # whether the result has begun, of each field that is open
    for sign, hidden, in_table, row_end in marks:
        if sign == _FIELD:
            fields.append(False)
        elif sign == _RESULT and fields:
            fields[-1] = True
        elif sign == _FIELD_END and fields:
            fields.pop()
        elif sign == _CELL or sign in _ENDS:
            text = "".join(parts).strip(" ")
            parts.clear()
            if sign != _CELL and not in_table:
                yield text
            elif row_end:
                yield "\t".join(row).rstrip("\t")
                row.clear()
            else:
                cell.append(text)
            if sign == _CELL and not row_end:
                row.append(" ".join(part for part in cell if part))
                cell.clear()
        elif not hidden and all(fields):
            parts.append(_SIGNS.get(sign, sign if sign >= " " else ""))
    yield "\t".join((*row, *cell)).rstrip("\t")
    yield "".join(parts)


def doc_text(data: bytes) -> tuple[str, str]:
    """Return the text of a Word document and the title it states; boxes and notes stand behind the text.

    Raises:
        InputError: `encrypted`, `unsupported`, `truncated` or `malformed`.
    """
    with opened(data, "Word document") as file:
        if not file.exists("WordDocument"):
            raise InputError("malformed", "The file holds no Word document.")
        main = file.openstream("WordDocument").read()
        if not main.startswith(_MAGIC):
            raise InputError("malformed", "The file holds no Word document.")
        version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 10)[0]
        if flags & _ENCRYPTED:
            raise InputError("encrypted", "The document is locked with a password.")
        if version < _WORD_97:
            raise InputError("unsupported", "The document is older than Word 97; save it as .docx.")
        table = file.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
        marks = _marks(main, table)
        lengths = struct.unpack_from("<8I", main, _LENGTHS)
        title = _stated(file)
    parts = [marks[end - size : end] for size, end in zip(lengths, itertools.accumulate(lengths), strict=True)]
    text, footnotes, _, _, _, endnotes, boxes, _ = parts
    blocks = [block for part in (text, boxes) for block in _blocks(part) if block.strip()]
    blocks += [block.strip() for part in (footnotes, endnotes) for block in _blocks(part) if block.strip()]
    whole = "\n\n".join(blocks).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return valid_text(whole), title


def _stated(file: Any) -> str:
    """Return the title that a document states, or nothing where its properties cannot be read."""
    try:
        properties = file.get_metadata()
        title, page = properties.title or b"", (properties.codepage or 1252) & 0xFFFF
        return valid_text(title.decode("utf-8" if page == 65001 else f"cp{page}"))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error):
        return ""


def _other_reader(data: bytes) -> Reader | None:
    """Return the reader of what a file only calls a Word document: many programs export other formats as `.doc`."""
    from pipeline.ingest.mails import is_mime, read_mhtml
    from pipeline.ingest.word import read_docx

    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if is_rtf(data):
        return read_rtf
    if data.startswith(b"PK\x03\x04"):
        return read_docx
    if head.startswith((b"<html", b"<!doctype html", b"<head", b"<?xml")) and b"<html" in head:
        return read_html
    return read_mhtml if is_mime(data) else None


def read_doc(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a Word document as one release; macros, pictures, headers, comments and deleted text are left out."""
    if not is_ole(data):
        reader = _other_reader(data)
        if reader is None:
            raise InputError("malformed", "The file is not a Word document; if it is text, name it .txt.")
        yield from reader(source, data, settings)
        return
    text, title = doc_text(data)
    yield document(source, "doc", data, text, stated=stated_title(title), settings=settings)
