"""Records of JSON, JSON Lines, CSV and Parquet."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input

SETTINGS = Settings()


def read(name: str, data: bytes) -> list[tuple[str, str | None, str | None]]:
    return [(i.source, i.raw, i.reason) for i in read_input(name, data, SETTINGS)]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.json", b'{"text": "One."}', [("a.json", "One.", None)]),
        ("a.json", b'[{"text": "One."}, {"body": "Two."}]', [("a.json#1", "One.", None), ("a.json#2", "Two.", None)]),
        ("a.json", b"{", [("a.json", None, "malformed")]),
        ("a.json", b"[]", [("a.json", None, "empty")]),
        ("a.json", b'{"title": "T"}', [("a.json", None, "no-text-field")]),
        ("a.json", b"[3]", [("a.json#1", None, "malformed")]),
        ("a.json", b"[" * 100_000, [("a.json", None, "malformed")]),
        ("a.json", b'{"text": "a\\ud800b"}', [("a.json", "a\ufffdb", None)]),
        ("a.jsonl", b'{"text": "One."}\n\n{"x"\n{"text": " "}\n', [("a.jsonl#1", "One.", None), ("a.jsonl#2", None, "malformed"), ("a.jsonl#3", None, "no-text-field")]),
        ("a.csv", b'id,text\n1,"One,\ntwo."\n2,\n', [("a.csv#1", "One,\ntwo.", None), ("a.csv#2", None, "no-text-field")]),
        ("a.TSV", b"text\ttitle\nOne.\tT\n", [("a.TSV#1", "One.", None)]),
        ("a.parquet", b"PAR1 and nothing", [("a.parquet", None, "malformed")]),
        ("a.bin", b"x", [("a.bin", None, "unsupported")]),
        ("a.txt", b"", [("a.txt", None, "empty")]),
        ("a.txt", b" \n", [("a.txt", None, "empty")]),
        ("a.txt", bytes(range(32)) * 10, [("a.txt", None, "undecodable")]),
    ],
)  # fmt: skip
def test_each_record_is_read_or_refused_alone(name: str, data: bytes, expected: list[tuple[str, str, str]]) -> None:
    assert read(name, data) == expected


def test_parquet_rows_are_records() -> None:
    buffer = io.BytesIO()
    pd.DataFrame({"Text": ["One."], "Date": ["2024-01-02"]}).to_parquet(buffer)
    (item,) = read_input("a.parquet", buffer.getvalue(), SETTINGS)
    assert (item.raw, dict(item.stated)) == ("One.", {"published": "2024-01-02"})


def test_html_fields_are_markup_and_text_wins() -> None:
    (page,) = read_input("a.json", b'{"body_html": "<p>x</p>", "Headline": "T"}', SETTINGS)
    assert (page.markup, page.raw, dict(page.stated)) == (True, "<p>x</p>", {"title": "T"})
    (both,) = read_input("a.json", b'{"html": "<p>x</p>", "text": "x"}', SETTINGS)
    assert (both.markup, both.raw) == (False, "x")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b"caf\xe9 \x96 \x93x\x94", "café – “x”"),
        (b"caf\xc3\xa9 and caf\xe9", "café and café"),
    ],
)
def test_encodings_are_told_apart(data: bytes, text: str) -> None:
    assert read("a.txt", data) == [("a.txt", text, None)]


def test_a_declared_charset_is_honoured_for_pages() -> None:
    data = '<html><meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2")
    assert read("a.html", data)[0][1] == data.decode("iso-8859-2")


def test_a_page_under_a_text_name_is_a_page() -> None:
    (item,) = read_input("a.txt", b"<!DOCTYPE html><html><p>x</p></html>", SETTINGS)
    assert (item.markup, item.format) == (True, "html")
