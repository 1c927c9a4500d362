"""Records of JSON, JSON Lines, CSV and Parquet."""

from __future__ import annotations

import io
import json
import random
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest.inputs import Blob
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
        ("a.json", b'{"n": 1, "page": {"releases": [{"text": "One."}]}}', [("a.json#1", "One.", None)]),
        ("a.json", b'{"data": {"body": "One."}}', [("a.json", "One.", None)]),
        ("a.json", b'{"title": "T", "tags": [{"name": "x"}]}', [("a.json", None, "no-text-field")]),
        ("a.json", b'{"a": {"text": "One."}, "b": {"text": "Two."}}', [("a.json", None, "no-text-field")]),
        ("a.csv", b'id;text;date\n1;"One;\ntwo, three.";2024\n', [("a.csv#1", "One;\ntwo, three.", None)]),
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


def test_a_body_named_as_linked_data_name_one_is_a_publisher() -> None:
    data = {"articleBody": "One.", "publisher": {"@type": "Organization", "name": "Harbour Police"}}
    (item,) = read_input("a.json", json.dumps(data).encode(), SETTINGS)
    assert dict(item.stated) == {"publisher": "Harbour Police"}


def test_parquet_rows_are_records() -> None:
    buffer = io.BytesIO()
    pd.DataFrame({"Text": ["One."], "Date": ["2024-01-02"]}).to_parquet(buffer)
    (item,) = read_input("a.parquet", buffer.getvalue(), SETTINGS)
    assert (item.raw, dict(item.stated)) == ("One.", {"published": "2024-01-02"})


def test_columns_in_other_languages_are_known() -> None:
    data = "Hauptartikel;Ueberschrift;Datum\nEin Mann wurde gestern festgenommen.;Festnahme;2024-01-02\n"
    (item,) = read_input("a.csv", data.encode(), SETTINGS)
    assert item.raw == "Ein Mann wurde gestern festgenommen."
    assert dict(item.stated) == {"title": "Festnahme", "published": "2024-01-02"}


def test_a_field_that_looks_like_the_text_is_named_with_the_setting_that_takes_it() -> None:
    story = "Two men were arrested on Monday in the harbour. " * 5
    (item,) = read_input("a.json", json.dumps({"nr": 3, "story": story}).encode(), SETTINGS)
    assert item.reason == "no-text-field"
    assert item.detail is not None and 'text = ["story"]' in item.detail
    (item,) = read_input("a.json", json.dumps({"nr": 3, "key": "x" * 500}).encode(), SETTINGS)
    assert item.detail is not None and "settings" not in item.detail


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


def _write_records(path: Path, n: int) -> None:
    """Write a file of `n` records of 50,000 characters each."""
    text = "The harbour police counted the boats. " * 1_316
    if path.suffix == ".parquet":
        schema = pa.schema([("text", pa.string())])
        with pq.ParquetWriter(path, schema, use_dictionary=False) as writer:
            for m in range(n):
                writer.write_table(pa.table({"text": [f"{m} {text}"]}, schema=schema))
        return
    with path.open("w", encoding="utf-8") as file:
        if path.suffix == ".jsonl":
            file.writelines(json.dumps({"text": f"{m} {text}"}) + "\n" for m in range(n))
        else:
            file.write("text\n")
            file.writelines(f'"{m} {text}"\n' for m in range(n))


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv", "a.parquet"])
def test_records_are_read_in_constant_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    _write_records(path, 200)
    tracemalloc.start()
    try:
        n = sum(1 for item in read_input(name, Blob(path), SETTINGS) if item.reason is None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n == 200
    # Of Parquet a batch of 64 records is held.
    assert peak < (9_000_000 if name.endswith("parquet") else 2_000_000)


def test_an_archive_in_an_archive_is_held_on_the_disk(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("big.txt", random.Random(1).randbytes(4_000_000).hex())
        archive.writestr("a.jsonl", '{"text": "One."}\n{"text": "Two."}\n')
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    del inner
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    settings = Settings(limits=Limits(document_bytes=1_000_000))
    tracemalloc.start()
    try:
        items = list(read_input("outer.zip", Blob(outer), settings, scratch=scratch))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [(i.source, i.raw, i.reason) for i in items] == [
        ("outer.zip!inner.zip!big.txt", None, "too-large"),
        ("outer.zip!inner.zip!a.jsonl#1", "One.", None),
        ("outer.zip!inner.zip!a.jsonl#2", "Two.", None),
    ]
    assert peak < 2_000_000
    assert not list(scratch.iterdir())


def test_lines_too_long_for_a_record_are_refused_and_the_next_is_read() -> None:
    settings = Settings(limits=Limits(document_bytes=100))
    data = b'{"text": "' + b"x" * 5_000 + b'"}\n{"text": "Two."}\n'
    assert [(i.raw, i.reason) for i in read_input("a.jsonl", data, settings)] == [(None, "too-large"), ("Two.", None)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_records_are_told_apart(encoding: str) -> None:
    data = '{"text": "café – “x”"}\n'.encode(encoding)
    assert read("a.jsonl", data) == [("a.jsonl#1", "café – “x”", None)]


def test_records_that_break_their_encoding_keep_those_before() -> None:
    data = ('{"text": "One."}\n' * 2_000).encode("utf-16") + b"\x00\xd8a"
    items = list(read_input("a.jsonl", data, SETTINGS))
    assert [items[0].raw, items[-1].reason] == ["One.", "undecodable"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Spread over lines, several on one, a list, and mixtures of them.
        ('{\n  "title": "A",\n  "text": "One."\n}\n{\n  "text": "Two {[."\n}\n', ["One.", "Two {[."]),
        ('{"text": "One."}{"text": "Two."}\n{"text": "Three."}\n', ["One.", "Two.", "Three."]),
        ('{"text": "One."} {"text": "Two."}, {"text": "Three."}\n', ["One.", "Two.", "Three."]),
        ('[\n{"text": "One."},\n{"text": "Two."}\n]\n', ["One.", "Two."]),
        ('[\n  {\n    "text": "One."\n  },\n  {\n    "text": "Two."\n  }\n]\n', ["One.", "Two."]),
        ('{"text": "One."}\n{\n"tags": [\n"a",\n"b"\n],\n"text": "Two."\n}\n\n{"text": "Three."}', ["One.", "Two.", "Three."]),
        # A line cut off costs that line.
        ('{"text": "On\n{"text": "Two."}\n', ["malformed", "Two."]),
        ('{"text": "One.", "tags": [\n{"text": "Two."}\n', ["malformed", "Two."]),
        ('{"text": "One."}\n{"text": "Two', ["One.", "malformed"]),
        ('{"text": "One."} x\n{"text": "Two."}\n', ["malformed", "Two."]),
        # Numbers and constants beyond what a table holds.
        ('{"text": "One.", "n": 1e999, "m": -1e999}\n', ["One."]),
        ('{"text": "One.", "n": ' + "9" * 5_000 + '}\n{"text": "Two."}\n', ["One.", "Two."]),
        ('{"text": "One.", "title": NaN, "published": Infinity}\n', ["One."]),
        ('{"text": NaN}\n{"text": "Two."}\n', ["no-text-field", "Two."]),
        # Depth.
        ('{"text": "One.", "a": ' + "[" * 991 + "]" * 991 + '}\n{"text": "Two."}\n', ["malformed", "Two."]),
        ('{"text": "One.", "a": ' + "[" * 99_000 + "]" * 99_000 + '}\n{"text": "Two."}\n', ["malformed", "Two."]),
        ('{"text": "One.", "a": ' + '{"a":' * 300 + "1" + "}" * 300 + '}\n{"text": "Two."}\n', ["malformed", "Two."]),
        ('{"text": "One.", "a": ' + "[" * 50 + "]" * 50 + '}\n', ["One."]),
        # Half a sign, wherever it stands.
        ('{"text": "O\\ud83d.", "\\udc00a": "\\ud83d", "title": "T\\ud83d", "url": "\\ud83d"}\n', ["O\ufffd."]),
        ('{"\\ud83d": 1}\n{"text": "Two."}\n', ["no-text-field", "Two."]),
        ('{"' + "n" * 90_000 + '": 1}\n{"text": "Two."}\n', ["no-text-field", "Two."]),
        # Of another type than they should be.
        ('{"text": ["One."]}\n{"text": {"a": 1}}\n{"text": 5}\n{"text": true, "title": [1]}\n', ["no-text-field", "no-text-field", "5", "True"]),
    ],
)  # fmt: skip
def test_a_record_of_json_lines_costs_no_other(text: str, expected: list[str]) -> None:
    items = list(read_input("a.jsonl", text.encode(), SETTINGS))
    assert [i.raw if i.reason is None else i.reason for i in items] == expected
    for item in items:
        json.dumps([item.source, item.detail, dict(item.stated)], ensure_ascii=False).encode()
        assert len(item.detail or "") <= 1_000
    same = [i.raw if i.reason is None else i.reason for i in read_input("a.jsonl", text.encode("utf-16"), SETTINGS)]
    assert same == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"text": "One."}, {"text": "Two.", "a": ' + "[" * 991 + "]" * 991 + '}, {"text": "Three."}]', ["One.", "malformed", "Three."]),
        ('[{"text": "One."}, {"text": bad}, {"text": "Three, [4]."}]', ["One.", "malformed", "Three, [4]."]),
        ('[{"text": "One."}, {"text": "Two."}, {"te', ["One.", "Two.", "malformed"]),
        ('[{"text": "One."},\n{"text": "Two."},\n]', ["One.", "Two."]),
        ('{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        ('{\n"text": "One."\n}\n{\n"text": "Two."\n}', ["One.", "Two."]),
        ('{"text": "One."} x', ["malformed"]),
        ('{"text": "One."', ["malformed"]),
        ('[{"text": "One.", "n": NaN, "m": ' + "1" * 9_000 + "}]", ["One."]),
    ],
)  # fmt: skip
def test_a_record_of_a_list_costs_no_other(text: str, expected: list[str]) -> None:
    items = list(read_input("a.json", text.encode(), SETTINGS))
    assert [i.raw if i.reason is None else i.reason for i in items] == expected
    assert len({i.source for i in items}) == len(items)


def test_absurdly_long_fields_state_nothing() -> None:
    record = {"text": "One.", "title": "t" * 20_000, "published": "9" * 20_000, "url": "u"}
    (item,) = read_input("a.json", json.dumps(record).encode(), SETTINGS)
    assert dict(item.stated) == {"url": "u"}


def parquet(**columns: pa.Array) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "days",
    [
        pa.array([2**62, 1_700_000_000_000], pa.timestamp("ms")),
        pa.array([2**31 - 1, 19_000], pa.date32()),
        pa.array([2**50, 1_700_000_000], pa.timestamp("s", tz="UTC")),
        pa.array([2**62, 5], pa.duration("s")),
        pa.array([0, 1_700_000_000], pa.timestamp("s", tz="No/Where")),
    ],
)
def test_a_value_out_of_range_costs_no_other(days: pa.Array) -> None:
    data = parquet(text=pa.array(["One.", "Two."]), date=days)
    assert [(i.raw, i.reason) for i in read_input("a.parquet", data, SETTINGS)] == [("One.", None), ("Two.", None)]


def test_binary_columns_of_parquet_are_decoded() -> None:
    texts = [b"Nine held.", "Łódź".encode(), "Lech Wałęsa".encode("cp1250"), bytes(range(256)) * 9]
    data = parquet(text=pa.array(texts, pa.binary()), title=pa.array([b"A"] * 4, pa.large_binary()))
    items = list(read_input("a.parquet", data, SETTINGS))
    assert [i.raw for i in items] == ["Nine held.", "Łódź", "Lech Wałęsa", None]
    assert [i.reason for i in items] == [None, None, None, "no-text-field"]
    assert (items[0].stated["title"], items[2].encoding) == ("A", "windows-1250")


def test_huge_decimals_and_lists_of_parquet_are_read() -> None:
    data = parquet(
        text=pa.array(["One."]),
        n=pa.array([Decimal("9" * 70)], pa.decimal256(76)),
        tags=pa.array([["a", "b"]]),
    )
    assert [i.raw for i in read_input("a.parquet", data, SETTINGS)] == ["One."]
