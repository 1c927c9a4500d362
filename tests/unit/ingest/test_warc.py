"""Web archives."""

from __future__ import annotations

import gzip

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input


def record(body: bytes, url: str, *, kind: str = "text/html", status: str = "200 OK", headers: str = "") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-06-13T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


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
        (f"{name}#2", "warc", "<p>Two.</p>", True, {"url": "https://example.org/2"}),
    ]


def test_an_archive_without_pages_is_empty() -> None:
    assert [i.reason for i in read_input("w.warc", RECORDS[1], Settings())] == ["empty"]


@pytest.mark.parametrize(("name", "pack"), [("w.warc", bytes), ("w.warc.gz", gzip.compress)])
def test_a_truncated_archive_keeps_what_stands_before(name: str, pack: object) -> None:
    last = pack(record(b"<p>" + bytes(range(32, 127)) * 40, "https://example.org/3"))  # type: ignore[operator]
    data = pack(RECORDS[0]) + last[: len(last) // 2]  # type: ignore[operator]
    assert [i.reason for i in read_input(name, data, Settings())][:2] == [None, "truncated"]
