"""Readers of e-mail, Word documents and PDF files."""

from __future__ import annotations

import email
import email.policy
import functools
import io
import itertools
import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any, NamedTuple
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
MIN_LINES = 3  # lines of a page that show how far apart lines stand
WIDE = 1.25  # so many times the usual step from line to line begins a paragraph
COLUMN = 72  # points within which lines of one column begin
MIN_FULL = 20  # signs of a line that can be full
SLACK = 0.9  # share of the next word's width that must be wanting: letters differ in width
_ANSWERED = re.compile(r"\A(?:(?:re|fwd?|aw|wg) ?: ?)+", re.IGNORECASE)  # "Fwd: Two held"
_HYPHENATED = re.compile(r"\w[-\u00ad\u2010]$")
_JUNK_TITLES = {"", "untitled", "document", "press release", "news release", "word document", "title"}


def read_mail(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield an e-mail as one release: its plain text, else its HTML; of a mail attached to it, where that is longer.

    The day a mail was sent need not be the release's day, so no date is stated.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise InputError("malformed", "The file has no mail headers.")
    message, part, body = max(_bodies_in(message), key=lambda found: len(found[2]), default=(message, None, b""))
    if part is None:
        raise InputError("empty", "The mail has no text part.")
    try:
        raw = body.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):  # No such encoding, a name that none can have, or other bytes than it allows.
        raw = decode(body, declared=True)
    stated = {"title": _ANSWERED.sub("", valid_text(str(message.get("subject", ""))).strip())}
    sender = " ".join(valid_text(parseaddr(str(message.get("from", "")))[0]).split())
    if _is_organisation(sender):
        stated["publisher"] = sender
    markup = part.get_content_type() == "text/html"
    stated = {k: v for k, v in stated.items() if v}
    yield document(source, "eml", data, valid_text(raw), markup=markup, stated=stated, settings=settings)


def _bodies_in(message: EmailMessage) -> Iterator[tuple[EmailMessage, MIMEPart | None, bytes]]:
    """Yield a mail and each mail attached to it with its text part and that part's bytes, as far as they have one."""
    attached = (part.get_payload(0) for part in message.walk() if part.get_content_type() == "message/rfc822")
    for mail in (message, *attached):
        part = mail.get_body(preferencelist=("plain", "html")) if isinstance(mail, EmailMessage) else None
        if isinstance(mail, EmailMessage) and part is not None:
            payload = part.get_payload(decode=True)
            yield mail, part, payload if isinstance(payload, bytes) else b""


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


class _Placed(NamedTuple):
    """A line of a page: its number, and where its first and last signs stand."""

    n: int
    text: str
    left: float
    bottom: float
    top: float
    right: float


def _laid_out(page: Any) -> str:
    """Return the text of a page by paragraphs, as far as the place of its lines tells them.

    A blank line stands where two lines are further apart than most are, and a blank where a line is full, so that
    its sentence goes on. A line that ends with a hyphen keeps its end: whether the word does is asked later.
    """
    text: str = page.get_text_range()
    lines = text.split("\r\n")
    if len(lines) < MIN_LINES or page.count_chars() != len(text):
        return "\n".join(lines)
    placed: list[_Placed] = []
    at = 0
    for n, line in enumerate(lines):
        if line and not line.isspace():
            left, bottom, _, top = page.get_charbox(at + len(line) - len(line.lstrip()), loose=True)
            right = page.get_charbox(at + len(line.rstrip()) - 1, loose=True)[2]
            placed.append(_Placed(n, line.strip(), left, bottom, top, right))
        at += len(line) + 2
    steps = [_step(*pair) for pair in itertools.pairwise(placed)]
    usual = Counter(round(step, 1) for step in steps if step > 0).most_common(1)
    if not usual:
        return "\n".join(lines)
    edges: dict[int, float] = {}
    for place in placed:
        column = round(place.left / COLUMN)
        edges[column] = max(edges.get(column, 0.0), place.right)
    ends = {placed[-1].n: ""}
    for (above, below), step in zip(itertools.pairwise(placed), steps, strict=True):
        # Upwards and to the right goes on in the next column.
        goes_on = 0 < step <= WIDE * usual[0][0] or (step <= 0 and below.left > above.right)
        ends[above.n] = "\n\n" if not goes_on else " " if _is_full(above, below, edges) else "\n"
    return "".join(place.text + ends[place.n] for place in placed)


def _step(above: _Placed, below: _Placed) -> float:
    """Return how far apart two lines are, in heights of the lower one."""
    return (above.bottom - below.bottom) / max(1.0, below.top - below.bottom)


def _is_full(above: _Placed, below: _Placed, edges: dict[int, float]) -> bool:
    """Return whether the first word of the line below would not have fitted into the line above."""
    if _HYPHENATED.search(above.text) or below.text[0] in "-–•●▪·*" or len(above.text) < MIN_FULL:
        return False
    width = (above.right - above.left) / len(above.text)
    needed = width * (len(below.text.split(" ", 1)[0]) + 1)
    return above.right + SLACK * needed > edges[round(above.left / COLUMN)]


def read_pdf(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a PDF file as one release: the texts of its pages, form feeds between, a blank line at wider spaces."""
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
            pages.append(_laid_out(text))
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
