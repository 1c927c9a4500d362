"""Mailboxes, web pages saved as mail (MHTML) and Outlook messages; what is a mail goes on to the reader of mail."""

from __future__ import annotations

import datetime
import email
import email.message
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from typing import Any

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.compound import opened
from pipeline.ingest.decoding import decode, valid_text
from pipeline.ingest.inputs import Blob, Part, RawInput, document, refused
from pipeline.ingest.mail import read_mail
from pipeline.ingest.packed import is_ole
from pipeline.ingest.rtf import rtf_text

# The line that begins a mail in a mailbox names a sender and a time; one of the text ("From Monday on") does not.
_BEGINS = re.compile(
    rb"From \S{1,300}(?: at \S{1,300})? {1,4}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,40}[0-9]{1,2}:[0-9]{2}"
)
_ESCAPED = re.compile(rb"\A>(>{0,100}From )")
_HEADER = re.compile(rb"(?:[!-9;-~]{1,100}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,20}){1,60}")
_LINE = 2**20


def mails_of(blob: Blob, settings: Settings) -> Iterator[bytes | InputError]:
    """Yield each mail of a mailbox, one held at a time, or why it is not read.

    Raises:
        InputError: `malformed`, when the file begins with no mail.
    """
    limit = settings.limits.document_bytes
    mail: list[bytes] | None = None
    size = 0
    after_blank = True
    with blob.open() as file:
        while line := file.readline(_LINE):
            if after_blank and _BEGINS.match(line):
                if mail is not None:
                    yield _whole(mail, size, limit)
                mail, size = [], 0
            elif mail is not None:
                size += len(line)
                if size <= limit:
                    mail.append(_ESCAPED.sub(rb"\1", line))
            elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                raise InputError("malformed", "The file does not begin with a mail's line 'From …', as a mailbox does.")
            after_blank = not line.strip()
    if mail is None:
        raise InputError("empty", "The mailbox holds no mail.")
    yield _whole(mail, size, limit)


def _whole(parts: list[bytes], size: int, limit: int) -> bytes | InputError:
    if size > limit:
        return InputError("too-large", f"The mail exceeds the limit of {limit:,} bytes.")
    # The blank line before the next mail is the mailbox's.
    return b"".join(parts[:-1] if len(parts) > 1 and not parts[-1].strip() else parts)


def is_mime(data: bytes) -> bool:
    """Return whether bytes begin with the headers of a MIME message."""
    found = _HEADER.match(data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20_000])
    return found is not None and b"mime-version:" in found[0].lower()


def read_mhtml(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield the page of a web page saved with all its parts; its pictures, styles and frames belong to it."""
    if not is_mime(data):
        raise InputError("malformed", "The file has no MIME headers; if it is a page, name it .html.")
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    except RecursionError as error:
        raise InputError("malformed", "The file's parts lie inside one another without end.") from error
    if not pages:
        raise InputError("empty", "The file holds no page.")
    start = message.get_param("start")
    root = next((part for part in pages if start and part["Content-ID"] == start), pages[0])
    body = root.get_payload(decode=True)
    body = body if isinstance(body, bytes) else b""
    boundary = message.get_boundary()
    if boundary and f"--{boundary}--".encode("utf-8", "replace") not in data:
        raise InputError("truncated", "The file ends before its last part does.")
    url = str(message["Snapshot-Content-Location"] or root["Content-Location"] or "").strip()
    stated = {"url": valid_text(url)} if url.startswith(("http://", "https://")) else {}
    raw = decode(body, declared=True, stated=root.get_content_charset())
    item = document(source, "mhtml", body, raw, markup=True, stated=stated, settings=settings)
    yield replace(item, sha256=Blob(data).sha256, n_bytes=len(data))


# Properties of Outlook's messages ([MS-OXPROPS]), by number.
_SUBJECT, _BODY, _HTML, _RTF, _CLASS, _HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x001A, 0x007D
_SENDER, _ADDRESS, _SMTP, _SENT, _CODE_PAGES = 0x0C1A, 0x0C1F, 0x5D01, 0x0039, (0x3FDE, 0x3FFD)
_DATA, _LONG_NAME, _NAME, _TYPE = 0x3701, 0x3707, 0x3704, 0x370E
_ATTACHED = "__attach_version1.0_#"
_DAY_0 = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
MAX_DEPTH = 10  # messages attached to messages


class _Outlook:
    """One message of a compound file: the file itself, or a storage of it that holds an attached one.

    Args:
        names: what lies in each storage of the file, by its path.
    """

    def __init__(
        self, file: Any, path: tuple[str, ...] = (), names: dict[tuple[str, ...], list[str]] | None = None
    ) -> None:
        self.file, self.path = file, path
        self.names: dict[tuple[str, ...], list[str]] = {} if names is None else names
        if names is None:
            for entry in file.listdir(streams=True, storages=True):
                self.names.setdefault(tuple(entry[:-1]), []).append(entry[-1])
        self._encoding = "cp1252"
        fixed = self._stream("__properties_version1.0") or b""
        head = 24 if path else 32
        self._fixed = {
            int.from_bytes(fixed[at + 2 : at + 4], "little"): fixed[at + 8 : at + 16]
            for at in range(head, len(fixed) - 15, 16)
        }
        for number in _CODE_PAGES:
            if (page := int.from_bytes(self._fixed.get(number, b"")[:4], "little")) and _is_known(page):
                self._encoding = _is_known(page)
                break

    def _stream(self, name: str, within: tuple[str, ...] = ()) -> bytes | None:
        path = self.path + within
        found: bytes | None = self.file.openstream([*path, name]).read() if name in self.names.get(path, ()) else None
        return found

    def text(self, number: int, within: tuple[str, ...] = ()) -> str:
        """Return a property's text, or nothing."""
        if (found := self._stream(f"__substg1.0_{number:04X}001F", within)) is not None:
            return found.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(f"__substg1.0_{number:04X}001E", within) or b""
        return narrow.decode(self._encoding, "replace").rstrip("\0")

    def binary(self, number: int, within: tuple[str, ...] = ()) -> bytes:
        return self._stream(f"__substg1.0_{number:04X}0102", within) or b""

    def sent(self) -> str:
        ticks = int.from_bytes(self._fixed.get(_SENT, b""), "little")
        try:
            return format_datetime(_DAY_0 + datetime.timedelta(microseconds=ticks // 10)) if ticks else ""
        except OverflowError:
            return ""

    def html(self) -> bytes:
        return self.binary(_HTML) or self.text(_HTML).encode("utf-8")

    def attachments(self) -> list[str]:
        return sorted(name for name in self.names.get(self.path, ()) if name.startswith(_ATTACHED))

    def attached_message(self, attachment: str) -> _Outlook | None:
        inner = (*self.path, attachment, f"__substg1.0_{_DATA:04X}000D")
        is_message = "__properties_version1.0" in self.names.get(inner, ())
        return _Outlook(self.file, inner, self.names) if is_message else None


def _is_known(page: int) -> str:
    """Return the name of a code page's encoding, or nothing where it has none."""
    name = "utf-8" if page == 65001 else "latin-1" if page == 28591 else "ascii" if page == 20127 else f"cp{page}"
    try:
        "".encode(name)
    except LookupError:
        return ""
    return name


def _as_mail(message: _Outlook, *, depth: int = 0) -> email.message.Message:
    """Return an Outlook message as the mail it was or would be."""
    if depth > MAX_DEPTH:
        raise InputError("too-deep", f"More than {MAX_DEPTH} messages lie inside one another.")
    headers = email.message_from_string(message.text(_HEADERS).lstrip())
    mail = MIMEMultipart("mixed")
    mail["Subject"] = _encoded(message.text(_SUBJECT))
    name, address = parseaddr(str(headers.get("From", "")))
    name, address = message.text(_SENDER) or name, message.text(_SMTP) or address or message.text(_ADDRESS)
    address = "".join(c for c in address if "!" <= c <= "~" and c not in '<>",;:()') if "@" in address else ""
    mail["From"] = f"{_encoded(name)} <{address or 'unknown@invalid'}>" if name else address
    if day := " ".join(str(headers.get("Date", "")).split()) or message.sent():
        mail["Date"] = _encoded(day)
    mail.attach(_texts(message))
    for attachment in message.attachments():
        inner = message.attached_message(attachment)
        if inner is not None:
            mail.attach(MIMEMessage(_as_mail(inner, depth=depth + 1)))
        elif data := message.binary(_DATA, (attachment,)):
            mail.attach(_attached(message, attachment, data))
    return mail


def _encoded(text: str) -> str:
    return Header(valid_text(" ".join(text.split())), "utf-8", maxlinelen=10_000).encode()


def _texts(message: _Outlook) -> MIMEMultipart:
    texts = MIMEMultipart("alternative")
    plain, html = message.text(_BODY), message.html()
    if not plain.strip() and not html.strip() and (packed := message.binary(_RTF)):
        plain = rtf_text(unpacked_rtf(packed))[0]
    if plain.strip():
        texts.attach(MIMEText(valid_text(plain), "plain", "utf-8"))
    if html.strip():
        page = MIMEBase("text", "html")
        page.set_payload(html)
        encode_base64(page)
        texts.attach(page)
    return texts


def _attached(message: _Outlook, attachment: str, data: bytes) -> MIMEBase:
    at = (attachment,)
    name = message.text(_LONG_NAME, at) or message.text(_NAME, at) or "attachment"
    kind = message.text(_TYPE, at).strip().lower()
    main, _, sub = kind.partition("/")
    plain = main.isascii() and main.isalpha() and sub.isascii() and re.fullmatch(r"[a-z0-9.+-]{1,100}", sub)
    part = (
        MIMEBase(main, sub)
        if plain and main not in ("multipart", "message")
        else MIMEBase("application", "octet-stream")
    )
    part.set_payload(data)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", valid_text(" ".join(name.split()))))
    return part


# What stands before the text of packed RTF, so that its commands can be named from the first ([MS-OXRTFCP] 2.1.2.1).
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0"
    b"\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked_rtf(data: bytes) -> bytes:
    """Return the RTF that Outlook packs into a message.

    Raises:
        InputError: `malformed`.

    Source: [MS-OXRTFCP], Rich Text Format (RTF) Compression Algorithm.
    """
    if len(data) < 16:
        raise InputError("malformed", "The message's text is cut off.")
    size, kind = struct.unpack_from("<I4s", data, 4)
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu":
        raise InputError("malformed", "The message's text is packed in no known way.")
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    at, place, out = 16, len(_DICTIONARY), bytearray()

    def put(sign: int) -> None:
        nonlocal place
        out.append(sign)
        window[place] = sign
        place = (place + 1) % 4096

    while at < len(data):
        control = data[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(data):
                    raise InputError("malformed", "The message's text is cut off.")
                reference = int.from_bytes(data[at : at + 2], "big")
                at += 2
                begin, length = reference >> 4, (reference & 15) + 2
                if begin == place:
                    return bytes(out)
                for n in range(length):
                    put(window[(begin + n) % 4096])
            elif at < len(data):
                put(data[at])
                at += 1
    return bytes(out)


def read_msg(source: str, data: bytes, settings: Settings) -> Iterator[RawInput | Part]:
    """Yield an Outlook message as the mail that it was."""
    if not is_ole(data):
        raise InputError("malformed", "The file is no Outlook message; if it is a mail, name it .eml.")
    with opened(data, "Outlook message") as file:
        message = _Outlook(file)
        kind = message.text(_CLASS).lower()
        if not kind and not message.text(_SUBJECT) and not message.text(_BODY):
            raise InputError("malformed", "The file holds no Outlook message.")
        if kind.startswith("ipm.note.smime") and not kind.endswith("multipartsigned"):
            raise InputError("encrypted", "The message is encrypted; open it with its owner's key and save its text.")
        mail = _as_mail(message).as_bytes()
    blob = Blob(data)
    try:
        for item in read_mail(source, mail, settings):
            if isinstance(item, RawInput):
                item = replace(item, format="msg", sha256=blob.sha256, n_bytes=blob.size)
            yield item
    except InputError as error:
        yield refused(source, "msg", error, blob)
