"""Reader of Word documents."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.inputs import RawInput, document
from pipeline.ingest.xml import xml_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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


def _paragraph(element: ElementTree.Element) -> str:
    parts = []
    for node in element.iter():
        if node.tag == _W + "t":
            parts.append(node.text or "")
        elif node.tag == _W + "tab":
            parts.append("\t")
        elif node.tag in (_W + "br", _W + "cr"):
            parts.append("\n")
        elif node.tag == _W + "noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _outermost(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Yield the elements of a tag below one, in order, but none that lies inside another of them."""
    # By a list, not by recursion: boxes may lie in boxes without end.
    pending = list(reversed(element))
    while pending:
        child = pending.pop()
        if child.tag == tag:
            yield child
        else:
            pending += reversed(child)


def _row(row: ElementTree.Element) -> str:
    return "\t".join(" ".join(map(_paragraph, _outermost(cell, _W + "p"))) for cell in _outermost(row, _W + "tc"))


def _blocks(body: ElementTree.Element) -> Iterator[str]:
    """Yield paragraphs and rows of tables; a table inside a cell is a part of that cell."""
    pending = list(reversed(body))
    while pending:
        child = pending.pop()
        if child.tag == _W + "p":
            yield _paragraph(child)
        elif child.tag == _W + "tbl":
            yield from map(_row, _outermost(child, _W + "tr"))
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            pending += reversed(child)


def read_docx(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a Word document as one release: paragraphs, and each table row as one line."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("encrypted", "The document is locked with a password or in the old .doc format.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = _part(archive, "word/document.xml", settings)
            core = _part(archive, "docProps/core.xml", settings)
    except NotImplementedError as error:
        raise InputError("unsupported", f"The document is packed by a method that is not read: {error}.") from error
    except _BROKEN as error:
        truncated = data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[-66_000:]
        reason = "truncated" if truncated else "malformed"
        raise InputError(reason, f"The file is not a valid Word document: {error}.") from error
    body = None if root is None else root.find(_W + "body")
    if body is None:
        raise InputError("malformed", "The file holds no Word document.")
    title = " ".join((core.findtext(_TITLE) or "").split()) if core is not None else ""
    is_junk = title.lower() in _JUNK_TITLES or title.lower().endswith((".doc", ".docx")) or " " not in title
    raw = "\n\n".join(_blocks(body))
    yield document(source, "docx", data, raw, stated={} if is_junk else {"title": title}, settings=settings)
