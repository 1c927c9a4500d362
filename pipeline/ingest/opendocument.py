"""Reader of OpenDocument texts (`.odt`): paragraphs, and each table row as one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import RawInput, document
from pipeline.ingest.packed import is_ole, opened
from pipeline.ingest.titles import stated_title
from pipeline.ingest.xml import xml_text

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARAGRAPHS = (_TEXT + "p", _TEXT + "h")
# What no reader of the printed page sees, or sees elsewhere: deleted text, comments, hidden text, readings of ruby,
# descriptions of pictures, lists of the headings.
_SKIPPED = {
    *(_TEXT + name for name in ("tracked-changes", "note-citation", "ruby-text", "hidden-text", "hidden-paragraph")),
    *(_TEXT + name for name in ("table-of-content", "sequence-decls", "variable-decls", "user-field-decls")),
    *(_OFFICE + name for name in ("annotation", "annotation-end", "forms", "scripts", "event-listeners")),
    *(_SVG + name for name in ("title", "desc")),
}
_BLANKS = re.compile(r"[ \t\r\n]+")
MAX_BLANKS = 100  # more in a row mean nothing, however many a document claims


class _Paragraph:
    """A paragraph in the making: its words, and the paragraphs of boxes anchored in it, which follow it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.boxed: list[str] = []

    def add(self, text: str) -> None:
        self._parts.append(text)

    def add_source(self, text: str) -> None:
        """Add text of the file, in which blanks and line ends in a row are one blank."""
        text = _BLANKS.sub(" ", text)
        if text[:1] == " " and (not self._parts or self._parts[-1][-1:] in (" ", "\n", "\t")):
            text = text[1:]
        if text:
            self._parts.append(text)

    def text(self) -> str:
        return "".join(self._parts).rstrip(" ")


class _Collector:
    """Takes the events of a parser and gathers a document's blocks, without a tree and without recursion."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.notes: list[str] = []
        self.is_text = False
        self._skipping = 0
        self._style, self._hidden = "", set[str]()
        self._open: list[_Paragraph] = []
        # Where finished paragraphs go: the document, its notes, or the cell of a table, with the paragraphs open there.
        self._sinks: list[tuple[list[str], list[_Paragraph]]] = [(self.blocks, self._open)]
        self._rows: list[list[str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        is_hidden = attributes.get(_TEXT + "display") == "none"
        if tag == _STYLE + "style":
            self._style = attributes.get(_STYLE + "name", "")
        elif tag == _STYLE + "text-properties" and is_hidden:
            self._hidden.add(self._style)
        hidden = attributes.get(_TEXT + "style-name") in self._hidden or (is_hidden and tag == _TEXT + "section")
        if self._skipping or tag in _SKIPPED or hidden:
            self._skipping += 1
        elif tag in _PARAGRAPHS:
            self._sinks[-1][1].append(_Paragraph())
        elif tag == _TABLE + "table-row":
            self._rows.append([])
        elif tag == _TABLE + "table-cell":
            self._sinks.append(([], []))
        elif tag == _TEXT + "note":
            self._sinks.append((self.notes, []))
        elif tag == _OFFICE + "text":
            self.is_text = True
        elif self._sinks[-1][1]:
            paragraph = self._sinks[-1][1][-1]
            if tag == _TEXT + "s":
                n = attributes.get(_TEXT + "c", "1")
                paragraph.add(" " * min(int(n) if n.isascii() and n.isdigit() and len(n) < 19 else 1, MAX_BLANKS))
            elif tag == _TEXT + "tab":
                paragraph.add("\t")
            elif tag == _TEXT + "line-break":
                paragraph.add("\n")

    def data(self, text: str) -> None:
        if not self._skipping and self._sinks[-1][1]:
            self._sinks[-1][1][-1].add_source(text)

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif tag in _PARAGRAPHS:
            sink, pending = self._sinks[-1]
            paragraph = pending.pop()
            found = [paragraph.text(), *paragraph.boxed]
            (pending[-1].boxed if pending else sink).extend(text for text in found if text.strip())
        elif tag == _TEXT + "note":
            self._sinks.pop()
        elif tag == _TABLE + "table-cell":
            cell = " ".join(self._sinks.pop()[0])
            if self._rows:
                self._rows[-1].append(cell)
        elif tag == _TABLE + "table-row":
            row = "\t".join(self._rows.pop()).rstrip("\t")
            sink, pending = self._sinks[-1]
            (pending[-1].boxed if pending else sink).extend([row] if row.strip() else [])

    def close(self) -> None:
        """Nothing is left to be done; the parser asks for it."""


def read_odt(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield an OpenDocument text as one release; what its notes say stands behind it."""
    if is_ole(data):
        raise InputError("malformed", "The file is an old Office file, not an OpenDocument text.")
    with opened(data, "OpenDocument text", settings) as parts:
        manifest = parts.read("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest or "encrypted-package" in parts.names:
            raise InputError("encrypted", "The document is locked with a password.")
        content = parts.read("content.xml")
        meta = parts.read("meta.xml")
    if content is None:
        raise InputError("malformed", "The file holds no OpenDocument text.")
    found = _Collector()
    title = ""
    try:
        # Fed as text of a known encoding, whatever the document says of itself.
        parser = ElementTree.XMLParser(target=found)
        parser.feed(xml_text(content).encode("utf-8"))
        parser.close()
        if meta:
            title = ElementTree.fromstring(xml_text(meta).encode("utf-8")).findtext(f".//{_TITLE}") or ""
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError("malformed", f"The file is not a valid OpenDocument text: {error}.") from error
    if not found.is_text:
        raise InputError("malformed", "The file holds no OpenDocument text.")
    raw = valid_text("\n\n".join((*found.blocks, *found.notes)))
    yield document(source, "odt", data, raw, stated=stated_title(title), settings=settings)
