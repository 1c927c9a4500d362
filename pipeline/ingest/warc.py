"""Web archives: a reader that streams, and loses no more than the record that is broken.

The archive is cut into records here, so that a broken header, a wrong length or a damaged packed
record costs that record alone; what a server's answer holds is read by fastwarc. At any time one
record is held, and of a record larger than a document may be only its beginning.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Literal

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.archives import Budget, new_budget
from pipeline.ingest.decoding import decode, is_binary, valid_text
from pipeline.ingest.inputs import Blob, RawInput, document, refused

_CHUNK = 2**16
_MAX_HEADER = 2**16
# A length that is too large hides the records behind it; so much of the block is looked through for them.
_LOOK_BACK = 2**20
# Stands where a packed record broke off: no record, and the one behind it begins a line.
_DAMAGE = b"\r\n\r\ndamaged\r\n"
_MAGIC = b"\x1f\x8b\x08"
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\r?\nWARC/[01]\.\d\d?\r?\n")
_LENGTH = re.compile(r"\d{1,18}")
# The size of a chunk, and what may stand behind it; a line end closes the chunk before.
_CHUNK_HEAD = re.compile(rb"(?:\r?\n)?([0-9a-fA-F]{1,8})[ \t]{0,20}(?:;[^\r\n]{0,1000})?\r?\n")
_CHUNK_CUT = re.compile(rb"\r?\n?[0-9a-fA-F]{1,8}\r?")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})")
_ANSWERS = ("response", "resource", "conversion")  # record types that hold what a server sent
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass
class _Record:
    """One record: its head with the closing blank line, its fields, and its block as far as it is held.

    Attributes:
        fault: what is wrong with it; its block is not to be trusted then.
    """

    head: bytes
    fields: dict[str, str]
    block: bytes
    size: int
    fault: str | None = None


class _Gunzip:
    """The bytes of a packed archive, member after member; a damaged member is left at the fault.

    Attributes:
        is_cut: whether the last member ends early.
    """

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget
        self._member = zlib.decompressobj(31)
        self._waiting = b""
        self._inside = self._seeking = False
        self.is_cut = False

    def read(self, size: int) -> bytes:
        """Return at least one byte, or none at the end."""
        while True:
            if not self._waiting:
                self._waiting = self._stream.read(_CHUNK)
                if not self._waiting:
                    self.is_cut = self._inside
                    return b""
            if self._seeking and not self._seek():
                continue
            try:
                part = self._member.decompress(self._waiting, size)
            except zlib.error:
                self._member, self._inside, self._seeking = zlib.decompressobj(31), False, True
                self._waiting = self._waiting[1:]
                return _DAMAGE
            self._inside = True
            self._waiting = self._member.unconsumed_tail
            if self._member.eof:
                self._waiting = self._member.unused_data.lstrip(b"\x00")
                self._member, self._inside = zlib.decompressobj(31), False
            if part:
                self._budget.spend(len(part))
                return part

    def _seek(self) -> bool:
        """Go to the next beginning of a member in what waits, and return whether there is one."""
        at = self._waiting.find(_MAGIC)
        if at < 0:
            # The beginning may lie across two chunks.
            more = self._stream.read(_CHUNK)
            self._waiting = self._waiting[-2:] + more if more else b""
            return False
        self._waiting, self._seeking = self._waiting[at:], False
        return True


class _Scanner:
    """Cuts a stream into records."""

    def __init__(self, stream: IO[bytes] | _Gunzip, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._held = b""
        self._n_read = self._n_back = 0

    def _more(self) -> bool:
        part = self._stream.read(_CHUNK)
        self._n_read += len(part)
        self._held += part
        return bool(part)

    def records(self) -> Iterator[_Record]:
        """Yield the records in order, each broken one with its fault."""
        while True:
            self._held = self._held.lstrip(b"\r\n")
            if not self._held and not self._more():
                return
            if not self._held.strip(b"\r\n"):
                continue
            while len(self._held) < 5 and self._more():
                pass
            if not self._held.startswith(b"WARC/"):
                yield _Record(b"", {}, b"", 0, "The record does not begin as a WARC record does.")
                self._skip()
                continue
            yield self._record()

    def _skip(self) -> None:
        """Go to the next line on which a record begins, or to the end."""
        while True:
            match = _NEXT.search(self._held)
            if match:
                self._held = self._held[match.start() :]
                return
            self._held = self._held[-20:]
            if not self._more():
                self._held = b""
                return

    def _record(self) -> _Record:
        end = _HEADER_END.search(self._held)
        while end is None and len(self._held) <= _MAX_HEADER and self._more():
            end = _HEADER_END.search(self._held)
        if end is None or end.start() > _MAX_HEADER:
            whole = end is not None or len(self._held) > _MAX_HEADER
            self._skip()
            return _Record(b"", {}, b"", 0, "The record's header has no end." if whole else _CUT)
        head, self._held = self._held[: end.end()], self._held[end.end() :]
        fields = _fields(head)
        length = fields.get("content-length", "")
        if not _LENGTH.fullmatch(length):
            self._held = b"\n" + self._held
            self._skip()
            return _Record(head, fields, b"", 0, "The record's header states no length.")
        return self._block(head, fields, int(length))

    def _block(self, head: bytes, fields: dict[str, str], length: int) -> _Record:
        parts: list[bytes] = []
        kept = left = 0
        left = length
        while left:
            if not self._held and not self._more():
                break
            part, self._held = self._held[:left], self._held[left:]
            left -= len(part)
            if kept <= self._limit:
                parts.append(part)
                kept += len(part)
        block = b"".join(parts)
        fault = None
        if left:
            fault = _CUT
        elif not self._at_end():
            fault = "The record's stated length is wrong, or its packed data are damaged."
        if fault:
            back = block[:_LOOK_BACK]
            # All that is looked through twice together is no more than what was read once.
            if self._n_back + len(back) <= self._n_read and _NEXT.search(b"\n" + back):
                self._n_back += len(back)
                self._held = b"\n" + back + (self._held if len(block) <= _LOOK_BACK else b"\n" + self._held)
            self._skip()
        return _Record(head, fields, block[: self._limit + 1], length, fault)

    def _at_end(self) -> bool:
        """Return whether the two line ends that close a record stand here, or the archive or next record begins."""
        while len(self._held) < 5 and self._more():
            pass
        return not self._held.strip(b"\r\n") or self._held.startswith((b"\r\n\r\n", b"\n\n", b"WARC/"))


_CUT = "The archive ends inside the record."


def _fields(head: bytes) -> dict[str, str]:
    """Return the named fields of a record's head, names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def read_warc(source: str, blob: Blob, settings: Settings) -> Iterator[RawInput]:
    """Yield what each server's answer in a web archive holds, numbered from 1 in the archive's order.

    Pages are inputs; an answer that is no page (an error, a picture) is set aside by that name. Requests and
    the archive's notes on itself are no answers.
    """
    limit = settings.limits.document_bytes
    n = 0
    with blob.open() as file:
        packed = _Gunzip(file, new_budget(blob.size, settings)) if blob.head(2) == _MAGIC[:2] else None
        for record in _Scanner(packed or file, limit).records():
            if record.fault is None and record.fields.get("warc-type", "").lower() not in _ANSWERS:
                continue
            n += 1
            name = f"{source}#{n}"
            try:
                yield _page(name, record, settings)
            except InputError as error:
                yield refused(name, "warc", error, record.block)
        if packed is not None and packed.is_cut:
            raise InputError("truncated", f"The packed data break off after record {n}.")
    if not n:
        raise InputError("empty", "The archive holds no answer of a server.")


def _page(name: str, record: _Record, settings: Settings) -> RawInput:
    if record.fault is not None:
        raise InputError("truncated" if record.fault == _CUT else "malformed", record.fault)
    limit = settings.limits.document_bytes
    kind, charset, status, body = _answer(record, limit)
    if status is not None and not 200 <= status < 300:
        raise InputError("not-a-page", f"The server answered {status}, not with a page.")
    plain = kind == "text/plain" and record.fields.get("warc-type", "").lower() == "conversion"
    if kind not in _PAGES and not plain:
        raise InputError("not-a-page", f"The record holds {kind or 'content of no stated type'}, not a page.")
    if record.size > limit or len(body) > limit:
        raise InputError("too-large", f"The page exceeds the limit of {limit:,} bytes.")
    url = record.fields.get("warc-target-uri", "").strip("<>")
    stated = {"url": valid_text(url)} if url else {}
    raw = decode(body, declared=not plain, stated=charset)
    return document(name, "warc", body, raw, markup=not plain, stated=stated, settings=settings)


def _answer(record: _Record, limit: int) -> tuple[str, str | None, int | None, bytes]:
    """Return content type, charset, status and body of a record, unpacked as far as it is packed.

    Raises:
        InputError: `malformed` or `truncated`, when the server's answer does not parse or unpack.
    """
    kind = record.fields.get("content-type", "").partition(";")[0].strip().lower()
    if record.fields.get("warc-type", "").lower() != "response":
        return kind, None, None, record.block
    kind, status, packings, body = _parsed(record.block)
    kind, _, parameters = kind.partition(";")
    kind, charset = kind.strip(), _CHARSET.search(parameters)
    # Tools that save what they have unpacked often keep the headers of what was packed: the body itself is asked.
    for packing in packings:
        body = _dechunked(body) if packing == "chunked" else _unpacked(body, packing, limit)
    if body.startswith(_MAGIC) and kind in _PAGES:
        body = _inflated(body, 31, limit)
    return kind, charset and charset[1], status, body


def _parsed(block: bytes) -> tuple[str, int, list[str], bytes]:
    """Return content type, status, packings (the outermost first) and body of a server's answer, as they stand.

    Raises:
        InputError: `malformed`, when it does not parse.
    """
    headers, body = _parsed_http(block)
    fields: dict[str, list[str]] = {}
    for name, value in headers:
        fields.setdefault(name.lower(), []).append(value.lower())
    transfer, content = (
        [part.strip() for value in fields.get(name, ()) for part in value.split(",")]
        for name in ("transfer-encoding", "content-encoding")
    )
    kind = (fields.get("content-type") or [""])[0]
    status = int(fields[":status"][0])
    # What was put on last comes off first.
    return kind, status, [*reversed(transfer), *reversed(content)], body


def _parsed_http(block: bytes, *, packing: Literal["none", "content"] = "none") -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers of a server's answer, its status among them, and its body.

    Args:
        packing: `content` where the body is to be unpacked as its headers say.
    """
    from fastwarc.warc import ArchiveIterator

    # The block may be the beginning only of a record too large; its header must say how much is there.
    length = f"Content-Length: {len(block)}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n{length}\r\n\r\n"
    try:
        for parsed in ArchiveIterator(io.BytesIO(head.encode("ascii") + block), parse_http=False):
            parsed.parse_http(auto_decode=packing)
            headers = parsed.http_headers
            if headers is None or headers.status_code is None:
                raise InputError("malformed", "The server's answer has no status line.")
            fields = [(":status", str(headers.status_code)), *((str(k), str(v)) for k, v in headers.items())]
            return fields, parsed.reader.read()
    except InputError:
        raise
    except BaseException as error:
        # A panic of the library is no Exception and would pass the per-input boundary.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise InputError("malformed", f"The server's answer does not parse: {error}.") from error
    raise InputError("malformed", "The server's answer does not parse.")


def _dechunked(body: bytes) -> bytes:
    """Return a body that came in chunks as one; one that did not as it is."""
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK_HEAD.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts)
        at = match.end() + size
        if at > len(body):
            raise InputError("truncated", "The server's answer ends inside a chunk.")
        parts.append(body[match.end() : at])
    if parts and _CHUNK_CUT.fullmatch(body, at):
        raise InputError("truncated", "The server's answer ends inside a chunk.")
    if parts and body[at:].strip():
        raise InputError("malformed", "The server's answer came in chunks, and one has a wrong size.")
    return b"".join(parts) if parts else body


def _unpacked(body: bytes, packing: str, limit: int) -> bytes:
    """Return a body unpacked, or as it is where it is plain text that a header calls packed."""
    if packing in ("", "identity", "chunked") or not body:
        return body
    if packing in ("gzip", "x-gzip") and body.startswith(_MAGIC[:2]):
        return _inflated(body, 31, limit)
    if not is_binary(body[:4096]):
        return body
    if packing == "deflate":
        try:
            return _inflated(body, 15, limit)
        except InputError:
            return _inflated(body, -15, limit)
    if packing == "br":
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: {len(body)}\r\n\r\n"
        return _parsed_http(head.encode("ascii") + body, packing="content")[1]
    raise InputError("malformed", f"The server's answer does not unpack: it is packed as {packing[:20]!r}.")


def _inflated(body: bytes, wbits: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    try:
        text = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise InputError("malformed", f"The server's answer does not unpack: {error}.") from error
    if not unpacker.eof and len(text) <= limit:
        raise InputError("truncated", "The server's answer ends inside its packed data.")
    return text
