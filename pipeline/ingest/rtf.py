"""Reader of Rich Text Format: paragraphs, and each table row as one line.

Written here because the libraries there are keep deleted and hidden text, lose what stands in boxes, and take a time
that grows with the square of the text. RTF is a stream of control words in groups; one pass reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import RawInput, document
from pipeline.ingest.titles import stated_title

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_START = re.compile(r"\s{0,100}\{\\rtf")
MAX_DEPTH = 10_000  # groups inside one another; Word writes some 20
# Destinations whose text is not the document's, or stands there elsewhere: tables of the file, pictures, what each page
# repeats, marks of lists and indexes, the second copies of boxes, pictures and nested tables for old programs.
_SKIPPED = frozenset((
    "colortbl", "stylesheet", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "listtext", "pntext", "pn", "fldinst", "sp", "sn", "sv", "shprslt", "do", "nonshppict", "nonesttables",
    "xe", "tc", "rxe", "txe", "private", "annotation", "atnid", "atnauthor", "objdata", "objclass", "objname",
    "datafield", "formfield", "ffname", "bkmkstart", "bkmkend", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
    "aftncn", "template", "themedata", "datastore", "xmlnstbl", "revtbl", "listtable", "listoverridetable", "filetbl",
    "mmathPict",
))  # fmt: skip
# Read although a reader may skip them: boxes and what they hold, notes.
_READ = frozenset(("shpinst", "shptxt", "footnote"))
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d",
    "zwnj": "\u200c", "zwbo": "\u200b", "softline": "",
    "~": "\u00a0", "_": "-", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_ENDS = frozenset(("par", "sect", "page", "column", "\n", "\r"))
_HIDES = frozenset(("v", "deleted", "mvf"))
# The code page of a font's characters, by its \fcharset (RTF Specification 1.9.1, "Font Table").
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_FAMILIES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(eq=False)
class _Sink:
    """Where text goes: the document, its notes, a box, the title.

    Attributes:
        blocks: finished paragraphs and rows.
        boxed: those of boxes anchored in the paragraph in the making, which follow it.
        cell, row: finished paragraphs of the cell, and cells of the row, in the making.
    """

    blocks: list[str] = field(default_factory=list)
    boxed: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)

    def take(self) -> str:
        text = "".join(self.parts).strip(" ")
        self.parts.clear()
        return text

    def emit(self, text: str) -> None:
        self.blocks.extend(block for block in (text, *self.boxed) if block.strip())
        self.boxed.clear()

    def end_paragraph(self, *, in_table: bool) -> None:
        if in_table:
            self.cell.append(self.take())
        else:
            self.close()

    def end_cell(self) -> None:
        self.row.append(" ".join(part for part in (*self.cell, self.take()) if part))
        self.cell.clear()

    def end_row(self) -> None:
        self.emit("\t".join(self.row).rstrip("\t"))
        self.row.clear()

    def close(self) -> None:
        """End the paragraph, and the row where one has no end."""
        if self.cell or self.row:
            self.end_cell()
            self.end_row()
        else:
            self.emit(self.take())


@dataclass(frozen=True)
class _State:
    """What a group inherits from the one around it."""

    sink: _Sink
    skipped: bool = False
    hidden: frozenset[str] = frozenset()
    encoding: str = "cp1252"
    n_fallback: int = 1
    in_table: bool = False
    fonts: bool = False


class _Reader:
    def __init__(self) -> None:
        self.text, self.notes, self.title = _Sink(), _Sink(), _Sink()
        self.state = _State(self.text)
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._starred = False
        self._to_skip = 0
        self._default, self._default_font = "cp1252", 0
        self._fonts, self._font = dict[int, str](), 0

    def read(self, source: str) -> bool:
        """Read all; return whether the outermost group has an end."""
        at, end = 0, len(source)
        while at < end:
            token = _TOKEN.match(source, at)
            if token is None:
                break
            at = token.end()
            word, number = token["word"], token["number"]
            if word == "bin":
                at += max(0, int(number or 0))
            elif token["brace"]:
                self._decode()
                self._to_skip = 0
                if not self._group(token["brace"]):
                    return True
            elif word:
                self._decode()
                self._word(word, int(number) if number else None)
            elif token["hex"]:
                self._add_bytes(bytes((int(token["hex"], 16),)))
            elif token["sign"]:
                self._decode()
                self._sign(token["sign"])
            elif token["text"]:
                self._add_bytes(token["text"].encode("latin-1", "replace"))
        self._decode()
        return False

    def _group(self, brace: str) -> bool:
        """Begin or end a group; return whether any is open."""
        if brace == "{":
            if len(self._stack) >= MAX_DEPTH:
                raise InputError("malformed", f"More than {MAX_DEPTH:,} groups lie inside one another.")
            self._stack.append(self.state)
            self._starred = False
            return True
        if self._stack:
            ended, self.state = self.state, self._stack.pop()
            if ended.sink is not self.state.sink:
                ended.sink.close()
                # A box follows the paragraph in which it is anchored.
                if all(ended.sink is not sink for sink in (self.text, self.notes, self.title)):
                    self.state.sink.boxed.extend(ended.sink.blocks)
        return bool(self._stack)

    def _word(self, word: str, number: int | None) -> None:
        if self._skips_one():
            return
        starred, self._starred = self._starred, False
        if (starred and word not in _READ) or word in _SKIPPED:
            self.state = replace(self.state, skipped=True)
        elif word == "fonttbl":
            self.state = replace(self.state, fonts=True)
        elif self.state.fonts:
            self._font_word(word, number)
        elif word == "info":
            self.state = replace(self.state, skipped=True)
        elif word == "title" and self.state.skipped:
            self.state = replace(self.state, skipped=False, sink=self.title)
        elif word == "footnote":
            self.state = replace(self.state, sink=self.notes, in_table=False)
        elif word == "shptxt":
            self.state = replace(self.state, sink=_Sink(), in_table=False)
        elif word in _HIDES:
            hidden = self.state.hidden - {word} if number == 0 else self.state.hidden | {word}
            self.state = replace(self.state, hidden=hidden)
        elif word == "plain":
            self.state = replace(self.state, hidden=frozenset(), encoding=self._font_encoding(self._default_font))
        elif word == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._to_skip = self.state.n_fallback
        elif word == "uc":
            self.state = replace(self.state, n_fallback=max(0, number or 0))
        elif word == "f":
            self.state = replace(self.state, encoding=self._font_encoding(number or 0))
        elif word == "deff":
            self._default_font = number or 0
        elif word == "ansicpg" or word in _FAMILIES:
            self._default = _known(f"cp{number}" if word == "ansicpg" else _FAMILIES[word], self._default)
            self.state = replace(self.state, encoding=self._default)
        elif not self.state.skipped:
            self._layout(word)

    def _layout(self, word: str) -> None:
        sink = self.state.sink
        if word in _ENDS or word == "nestcell":
            sink.end_paragraph(in_table=self.state.in_table or word == "nestcell")
        elif word == "cell":
            sink.end_cell()
        elif word == "row":
            sink.end_row()
        elif word in ("intbl", "pard"):
            self.state = replace(self.state, in_table=word == "intbl")
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _font_encoding(self, font: int) -> str:
        return self._fonts.get(font, self._default)

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and number in _CHARSETS:
            self._fonts[self._font] = _known(_CHARSETS[number], self._default)
        elif word == "cpg":
            self._fonts[self._font] = _known(f"cp{number}", self._default)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif self._skips_one() or self.state.skipped or self.state.fonts:
            return
        elif sign in _ENDS:
            self._layout(sign)
        elif sign in _SIGNS:
            self._add(_SIGNS[sign])

    def _skips_one(self) -> bool:
        """Return whether this is one of the signs that stand for a Unicode character in programs that know none."""
        if not self._to_skip:
            return False
        self._to_skip -= 1
        return True

    def _add_bytes(self, found: bytes) -> None:
        n = min(self._to_skip, len(found))
        self._to_skip -= n
        if not (self.state.skipped or self.state.fonts or self.state.hidden):
            self._bytes += found[n:]

    def _decode(self) -> None:
        """Decode the bytes that stand in a row; a character may take several."""
        if self._bytes:
            self.state.sink.parts.append(self._bytes.decode(self.state.encoding, "replace"))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        if not (self.state.skipped or self.state.fonts or self.state.hidden):
            self.state.sink.parts.append(text)


def _known(encoding: str, otherwise: str) -> str:
    """Return the name of an encoding of text, or another where there is none of the name."""
    if encoding == "cp65001":
        return "utf-8"
    try:
        "".encode(encoding)
    except LookupError:
        return otherwise
    return encoding


def is_rtf(data: bytes) -> bool:
    """Return whether bytes begin as RTF does."""
    return _START.match(data[:200].decode("latin-1")) is not None


def rtf_text(data: bytes) -> tuple[str, str]:
    """Return the text of RTF and the title it states; what its notes say stands behind the text.

    Raises:
        InputError: `malformed` or `truncated`.
    """
    if not is_rtf(data):
        raise InputError("malformed", "The file does not begin as RTF does; if it is text, name it .txt.")
    reader = _Reader()
    if not reader.read(data.decode("latin-1")):
        raise InputError("truncated", "The RTF file ends inside a group.")
    for sink in (reader.text, reader.notes, reader.title):
        sink.close()
    notes = (note.strip() for note in reader.notes.blocks)
    return _valid("\n\n".join((*reader.text.blocks, *notes))), _valid(" ".join(reader.title.blocks))


def _valid(text: str) -> str:
    """Return text whose characters beyond the first 65,536, written as two halves, are whole."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return valid_text(text)


def read_rtf(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield an RTF file as one release; pictures, objects, and deleted and hidden text are left out."""
    text, title = rtf_text(data)
    yield document(source, "rtf", data, text, stated=stated_title(title), settings=settings)
