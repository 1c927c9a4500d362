"""Web archives."""

from __future__ import annotations

import gzip
import random
import re
import tracemalloc
import zlib
from pathlib import Path

import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest.inputs import Blob
from pipeline.ingest.readers import read_input


def record(body: bytes, url: str, *, kind: str = "text/html", status: str = "200 OK", headers: str = "") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-06-13T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def lengthened(record: bytes, by: int) -> bytes:
    """Return a record whose head states a length that is wrong by so many bytes."""
    return re.sub(rb"Content-Length: (\d+)", lambda m: b"Content-Length: %d" % (int(m[1]) + by), record, count=1)


RECORDS = [
    record(b"<p>One.</p>", "https://example.org/1"),
    record(b"x", "https://example.org/x.png", kind="image/png"),
    record(b"<p>Gone.</p>", "https://example.org/gone", status="404 Not Found"),
    record(gzip.compress(b"<p>Two.</p>"), "https://example.org/2", headers="Content-Encoding: gzip\r\n"),
]


@pytest.mark.parametrize(
    ("name", "data"), [("w.warc", b"".join(RECORDS)), ("w.warc.gz", b"".join(map(gzip.compress, RECORDS)))]
)
def test_html_pages_are_read(name: str, data: bytes) -> None:
    items = list(read_input(name, data, Settings()))
    assert [(i.source, i.format, i.raw, i.markup, dict(i.stated)) for i in items] == [
        (f"{name}#1", "warc", "<p>One.</p>", True, {"url": "https://example.org/1"}),
        (f"{name}#2", "warc", None, False, {}),
        (f"{name}#3", "warc", None, False, {}),
        (f"{name}#4", "warc", "<p>Two.</p>", True, {"url": "https://example.org/2"}),
    ]
    assert [i.reason for i in items] == [None, "not-a-page", "not-a-page", None]


def test_an_archive_without_answers_is_empty() -> None:
    data = RECORDS[0].replace(b"WARC-Type: response", b"WARC-Type: request")
    assert [i.reason for i in read_input("w.warc", data, Settings())] == ["empty"]


@pytest.mark.parametrize(
    ("broken", "reasons"),
    [
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n", ["malformed"]),
        (RECORDS[0].replace(b"Content-Length: ", b"Content-Length: -", 1), ["malformed"]),
        (
            RECORDS[0].replace(b"\r\nContent-Type: application/http", b"", 1).replace(b"Length: ", b"Length: x", 1),
            ["malformed"],
        ),
        (RECORDS[0].replace(b"WARC/1.0", b"VARC/1.0"), ["malformed"]),
        (b"stray bytes\r\n\r\n", ["malformed"]),
        # A length too small leaves bytes over, one too large hides what follows.
        (lengthened(RECORDS[0], -5), ["malformed"]),
        (lengthened(RECORDS[0], 50), ["malformed"]),
        (lengthened(RECORDS[0], 99_999), ["truncated"]),
        (RECORDS[0].replace(b"HTTP/1.1 200 OK", b"\x00\x01\x02 " + b"x" * 11), ["malformed"]),
        (b"WARC/1.0\r\n" + b"x" * 70_000 + b"\r\n\r\n", ["malformed"]),
        (record(b"\x1f\x8b\x08 no gzip", "u", headers="Content-Encoding: gzip\r\n"), ["malformed"]),
    ],
)
def test_a_broken_record_is_refused_alone(broken: bytes, reasons: list[str]) -> None:
    data = RECORDS[0] + broken + RECORDS[3]
    items = list(read_input("w.warc", data, Settings()))
    assert [(i.raw, i.reason) for i in items] == [
        ("<p>One.</p>", None),
        *((None, r) for r in reasons),
        ("<p>Two.</p>", None),
    ]


def test_a_damaged_packed_record_is_refused_alone() -> None:
    noise = bytes(range(256)) * 40
    packed = [gzip.compress(r) for r in (RECORDS[0], record(b"<p>" + noise, "u"), RECORDS[3])]
    half = len(packed[1]) // 2
    packed[1] = packed[1][:half] + bytes(64) + packed[1][half + 64 :]
    items = list(read_input("w.warc.gz", b"".join(packed), Settings()))
    assert [i.reason for i in items] == [None, "malformed", None]


def test_other_records_that_hold_pages_are_read() -> None:
    def plain(kind: str, content: str, body: str) -> bytes:
        head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
        return (head + body + "\r\n\r\n").encode()

    data = plain("resource", "text/html", "<p>One.</p>") + plain("conversion", "text/plain", "Two.")
    items = list(read_input("w.warc", data, Settings()))
    assert [(i.raw, i.markup) for i in items] == [("<p>One.</p>", True), ("Two.", False)]


def test_a_page_too_large_is_refused_alone() -> None:
    settings = Settings(limits=Limits(document_bytes=500))
    data = RECORDS[0] + record(b"x" * 5000, "u") + RECORDS[3]
    assert [i.reason for i in read_input("w.warc", data, settings)] == [None, "too-large", None]


@pytest.mark.parametrize("name", ["w.warc", "w.warc.gz"])
def test_an_archive_is_read_in_constant_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    page = record(b"<p>" + random.Random(1).randbytes(50_000).hex().encode(), "https://example.org/1")
    pack = gzip.compress if name.endswith("gz") else bytes
    with path.open("wb") as file:
        for _ in range(200):
            file.write(pack(page))
    tracemalloc.start()
    try:
        n = sum(1 for item in read_input(name, Blob(path), Settings()) if item.reason is None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n == 200
    assert peak < 4_000_000 < 200 * len(page)


@pytest.mark.parametrize(("name", "pack"), [("w.warc", bytes), ("w.warc.gz", gzip.compress)])
def test_a_truncated_archive_keeps_what_stands_before(name: str, pack: object) -> None:
    last = pack(record(b"<p>" + bytes(range(32, 127)) * 40, "https://example.org/3"))  # type: ignore[operator]
    data = pack(RECORDS[0]) + last[: len(last) // 2]  # type: ignore[operator]
    assert [i.reason for i in read_input(name, data, Settings())][:2] == [None, "truncated"]


PAGE = b"<html><body><p>Nine crates were seized at the quay.</p></body></html>" * 3


def chunked(body: bytes, size: int = 40, extension: bytes = b"") -> bytes:
    parts = (body[n : n + size] for n in range(0, len(body), size))
    return b"".join(b"%x%s\r\n%s\r\n" % (len(p), extension, p) for p in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


CHUNKS, GZIP = "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (CHUNKS, chunked(PAGE)),
        (CHUNKS, chunked(PAGE, extension=b";name=value")),
        (CHUNKS, chunked(PAGE)[:-5]),
        (CHUNKS + GZIP, chunked(gzip.compress(PAGE))),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        ("Content-Encoding: deflate\r\n", raw_deflate(PAGE)),
        # Headers that claim what the body has not.
        (CHUNKS, PAGE),
        (GZIP, PAGE),
        (CHUNKS + GZIP, PAGE),
        (CHUNKS + GZIP, gzip.compress(PAGE)),
        (CHUNKS + GZIP, chunked(PAGE)),
        ("Content-Encoding: br\r\n", PAGE),
        ("Content-Encoding: x-gzip\r\n", PAGE),
        ("Content-Encoding: deflate\r\n", PAGE),
        ("Content-Encoding: zstd\r\n", PAGE),
        ("Content-Encoding: gzip, gzip\r\n", gzip.compress(PAGE)),
        ("Content-Encoding: identity\r\n", PAGE),
        # And the other way round.
        ("", gzip.compress(PAGE)),
    ],
)
def test_a_body_is_read_as_it_is_packed_and_not_as_it_says(headers: str, body: bytes) -> None:
    (item,) = read_input("w.warc", record(body, "u", headers=headers), Settings())
    assert (item.raw, item.reason) == (PAGE.decode(), None)


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        (CHUNKS, chunked(PAGE)[:-60], "truncated"),
        (GZIP, gzip.compress(PAGE)[:-20], "truncated"),
        ("Content-Encoding: br\r\n", bytes(range(128, 256)) + bytes(32), "malformed"),
        (GZIP, gzip.compress(PAGE)[:12] + bytes(range(60)), "malformed"),
        (GZIP, gzip.compress(b"x" * 2_000_000), "too-large"),
    ],
)
def test_a_body_that_does_not_unpack_is_refused(headers: str, body: bytes, reason: str) -> None:
    settings = Settings(limits=Limits(document_bytes=1_000_000))
    assert [i.reason for i in read_input("w.warc", record(body, "u", headers=headers), settings)] == [reason]


def test_the_charset_of_the_header_is_used() -> None:
    body = "<p>Zażółć</p>".encode("iso-8859-2")
    (item,) = read_input("w.warc", record(body, "u", kind="text/html; charset=ISO-8859-2"), Settings())
    assert (item.raw, item.encoding) == ("<p>Zażółć</p>", None)
