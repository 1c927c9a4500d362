"""Reader of Word documents."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.inputs import RawInput, document
from pipeline.ingest.xml import xml_text

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# What a damaged container can raise, besides running out of data.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ElementTree.ParseError,
    EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
_JUNK_TITLES = {"", "untitled", "document", "press release", "news release", "word document", "title"}


def _part(archive: zipfile.ZipFile, name: str, settings: Settings) -> ElementTree.Element | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    limits = settings.limits
    if info.flag_bits & 1:
        raise InputError("encrypted", "The document is locked with a password.")
    if info.file_size > min(limits.document_bytes, max(2**20, info.compress_size * limits.archive_ratio)):
        raise InputError("too-large", "The document unpacks to more than the limits allow.")
    return ElementTree.fromstring(xml_text(archive.read(info)).encode("utf-8"))


@dataclass
class _Sink:
    """Where the paragraphs of an element go: a body, a cell of a table, a box.

    Attributes:
        kept: the start of a paragraph whose end was deleted, which goes on in the next.
    """

    tag: str
    texts: list[str] = field(default_factory=list)
    kept: str = ""

    def add(self, text: str) -> None:
        self.texts.append(self.kept + text)
        self.kept = ""


@dataclass
class _Paragraph:
    """A paragraph that is being read, with what stands in its boxes, which follows it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    goes_on: bool = False


class _Body:
    """Reads a document's body in one pass, by a list and not by recursion: boxes may lie in boxes without end.

    What was deleted or moved away is left out, what was inserted or moved here is kept. Of alternative forms of one
    drawing the first that holds text is read. A field gives its result, never its code.
    """

    def __init__(self) -> None:
        self.sinks = [_Sink("body")]
        self.rows: list[list[str]] = []
        self.paragraphs: list[_Paragraph] = []
        # For each open field whether its code, and not yet its result, is being read.
        self.fields: list[bool] = []
        self.with_text: frozenset[ElementTree.Element] = frozenset()

    def read(self, body: ElementTree.Element) -> list[str]:
        """Return the paragraphs, each row of a table as one."""
        if any(_tag(node) == "mc:AlternateContent" for node in body.iter()):
            self.with_text = _with_text(body)
        pending: list[tuple[ElementTree.Element, bool]] = [(child, False) for child in reversed(body)]
        while pending:
            element, is_end = pending.pop()
            tag = _tag(element)
            if is_end:
                self._leave(tag)
                continue
            below = self._enter(element, tag)
            if below is None:
                continue
            if tag in _BRACKETS:
                pending.append((element, True))
            pending += [(child, False) for child in reversed(below)]
        last = self.sinks[0]
        return [*last.texts, *([last.kept] if last.kept else [])]

    def _enter(self, element: ElementTree.Element, tag: str) -> list[ElementTree.Element] | None:
        """Take in an element's own text, and return the elements below it that are to be read, if any are."""
        if tag in _LEFT_OUT:
            return None
        if tag == "mc:AlternateContent":
            forms = [child for child in element if _tag(child) in ("mc:Choice", "mc:Fallback")]
            return next((list(form) for form in forms if form in self.with_text), [])
        if tag == "w:tr" and _has(element, "w:trPr", "w:del"):
            return None
        if tag == "w:p":
            self.paragraphs.append(_Paragraph(goes_on=_ends_deleted(element)))
        elif tag == "w:tbl" and self.sinks[-1].tag != "w:tc":
            self.rows.append([])
        elif tag == "w:tr" and self.rows and self.sinks[-1].tag != "w:tc":
            self.rows[-1] = []
        elif tag in ("w:tc", "w:txbxContent"):
            self.sinks.append(_Sink(tag))
        elif tag == "w:fldChar":
            self._field(next((v for k, v in element.items() if k.endswith("fldCharType")), ""))
        elif tag in _SIGNS or tag == "w:t":
            text = (element.text or "") if tag == "w:t" else _SIGNS[tag]
            if self.paragraphs and not any(self.fields):
                self.paragraphs[-1].parts.append(text)
        return list(element)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()

    def _leave(self, tag: str) -> None:
        if tag == "w:p":
            self._leave_paragraph()
        elif tag == "w:txbxContent":
            box = self.sinks.pop()
            texts = [*box.texts, *([box.kept] if box.kept else [])]
            if self.paragraphs:
                self.paragraphs[-1].boxes += texts
            else:
                self.sinks[-1].texts += texts
        elif tag == "w:tc":
            cell = self.sinks.pop()
            text = " ".join(text for text in (*cell.texts, cell.kept) if text)
            if self.sinks[-1].tag == "w:tc" or not self.rows:
                self.sinks[-1].add(text)
            else:
                self.rows[-1].append(text)
        elif tag == "w:tr" and self.rows and self.sinks[-1].tag != "w:tc":
            self.sinks[-1].add("\t".join(self.rows[-1]))
        elif tag == "w:tbl" and self.rows and self.sinks[-1].tag != "w:tc":
            self.rows.pop()

    def _leave_paragraph(self) -> None:
        paragraph, sink = self.paragraphs.pop(), self.sinks[-1]
        # A code does not go on in the next paragraph; one without an end would hide the rest of the document.
        self.fields = [False for _ in self.fields]
        text = "".join(paragraph.parts)
        if paragraph.goes_on and not paragraph.boxes:
            sink.kept += text
            return
        if text or not paragraph.boxes:
            sink.add(text)
        for box in paragraph.boxes:
            sink.add(box)


_LEFT_OUT = frozenset(
    (
        "w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:pPr", "w:rPr", "w:tblPr", "w:tblGrid",
        "w:tcPr", "w:sectPr", "w:sdtPr", "w:sdtEndPr", "w:rt", "w:fldData",
    )
)  # fmt: skip
_BRACKETS = frozenset(("w:p", "w:tbl", "w:tr", "w:tc", "w:txbxContent"))
_SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}


def _tag(element: ElementTree.Element) -> str:
    """Return an element's name with the usual prefix of its namespace; `?` before those of no interest."""
    tag = element.tag
    space, _, name = tag[1:].rpartition("}") if isinstance(tag, str) else ("", "", "")
    return _SPACES.get(space, "?") + name


def _below(element: ElementTree.Element, tag: str) -> ElementTree.Element | None:
    return next((child for child in element if _tag(child) == tag), None)


def _has(element: ElementTree.Element, *path: str) -> bool:
    found: ElementTree.Element | None = element
    for tag in path:
        found = None if found is None else _below(found, tag)
    return found is not None


def _ends_deleted(paragraph: ElementTree.Element) -> bool:
    """Return whether a paragraph's end was deleted or moved away, so that it goes on in the next."""
    return any(_has(paragraph, "w:pPr", "w:rPr", tag) for tag in ("w:del", "w:moveFrom"))


def _with_text(body: ElementTree.Element) -> frozenset[ElementTree.Element]:
    """Return the forms of drawings in which there is text, found in one pass, however deep they lie."""
    parents = {child: element for element in body.iter() for child in element}
    found: set[ElementTree.Element] = set()
    for node in body.iter():
        above = node if _tag(node) == "w:t" else None
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return frozenset(found)


def _main_part(archive: zipfile.ZipFile, settings: Settings) -> str:
    """Return the name of the part that holds the document; some programs give it another than Word does."""
    usual = "word/document.xml"
    relations = None if usual in archive.namelist() else _part(archive, "_rels/.rels", settings)
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return usual


def read_docx(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a Word document as one release: paragraphs, and each table row as one line."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("encrypted", "The document is locked with a password or in the old .doc format.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = _part(archive, _main_part(archive, settings), settings)
            core = _part(archive, "docProps/core.xml", settings)
    except NotImplementedError as error:
        raise InputError("unsupported", f"The document is packed by a method that is not read: {error}.") from error
    except _BROKEN as error:
        truncated = data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[-66_000:]
        reason = "truncated" if truncated else "malformed"
        raise InputError(reason, f"The file is not a valid Word document: {error}.") from error
    body = None if root is None else _below(root, "w:body")
    if body is None:
        raise InputError("malformed", "The file holds no Word document.")
    title = " ".join((core.findtext(_TITLE) or "").split()) if core is not None else ""
    is_junk = title.lower() in _JUNK_TITLES or title.lower().endswith((".doc", ".docx")) or " " not in title
    raw = "\n\n".join(_Body().read(body))
    yield document(source, "docx", data, raw, stated={} if is_junk else {"title": title}, settings=settings)
