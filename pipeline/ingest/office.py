"""Readers of e-mail, Word documents and PDF files."""

from __future__ import annotations

import email
import email.policy
import functools
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from xml.etree import ElementTree

from pipeline import lookups
from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import decode, valid_text
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


def read_mail(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield an e-mail as one release: its plain text, else its HTML.

    The day a mail was sent need not be the release's day, so no date is stated.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise InputError("malformed", "The file has no mail headers.")
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise InputError("empty", "The mail has no text part.")
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    try:
        raw = body.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):  # No such encoding, a name that none can have, or other bytes than it allows.
        raw = decode(body, declared=True)
    stated = {"title": valid_text(str(message.get("subject", ""))).strip()}
    sender = " ".join(valid_text(parseaddr(str(message.get("from", "")))[0]).split())
    if _is_organisation(sender):
        stated["publisher"] = sender
    markup = part.get_content_type() == "text/html"
    stated = {k: v for k, v in stated.items() if v}
    yield document(source, "eml", data, valid_text(raw), markup=markup, stated=stated, settings=settings)


def _is_organisation(sender: str) -> bool:
    """Return whether the name of a mail's sender is a body's and not a person's ("Lind, Ada")."""
    names, words = _bodies()
    folded = sender.casefold()
    return folded in names or not words.isdisjoint(re.findall(r"[^\W\d_]+", folded))


@functools.cache
def _bodies() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of known bodies, and the words that only names of bodies hold."""
    names = {
        name.casefold()
        for row in lookups.table("organisations", key=("name", "country"))
        for name in (row["name"], row["acronym"], *row["aliases"].split(";"))
        if name
    }
    phrases = (row["phrase"].casefold() for row in lookups.table("organisation_words", key=("phrase",)))
    return frozenset(names), frozenset(phrase for phrase in phrases if " " not in phrase)


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


def read_pdf(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a PDF file as one release: the texts of its pages, form feeds between."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError("encrypted", "The PDF file is locked with a password.") from error
        reason = "truncated" if data.startswith(b"%PDF") and b"%%EOF" not in data[-2048:] else "malformed"
        raise InputError(reason, f"The file is not a valid PDF: {error}.") from error
    try:
        pages, size = [], 0
        for n in range(len(file)):
            page = file[n]
            text = page.get_textpage()
            pages.append(text.get_text_range().replace("\r\n", "\n"))
            text.close()
            page.close()
            size += len(pages[-1])
            if size > settings.limits.document_bytes:
                raise InputError("too-large", "The PDF file holds more text than the limit document_bytes.")
    except pypdfium2.PdfiumError as error:
        raise InputError("malformed", f"A page of the PDF file does not load: {error}.") from error
    finally:
        file.close()
    if not any(page.strip() for page in pages):
        raise InputError("empty", "The PDF file holds images only; recognise its text first.")
    yield document(source, "pdf", data, valid_text("\f".join(pages)), settings=settings)
