"""Workbooks: rows under a header are records, a pasted text is a document, figures are no release."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest.readers import read_input
from tests.torture.compound import compound
from tests.torture.packed import ods, packed, xlsx

# Made by LibreOffice from a table of this project's own.
FORMATS = Path(__file__).parents[2] / "data" / "formats"
FIRST = "Harbour police held two men on Friday."
PROSE = "Harbour police held two men on Friday and one on Sunday."


def rows(name: str, data: bytes, settings: Settings = Settings()) -> list[tuple[str, str | None]]:
    return [
        (item.source, item.raw if item.reason is None else item.reason) for item in read_input(name, data, settings)
    ]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_rows_of_real_workbooks_are_records(ending: str) -> None:
    name = f"records.{ending}"
    first, second = read_input(name, (FORMATS / name).read_bytes(), Settings())
    assert (first.source, first.format, first.raw) == (f"{name}#1", ending, f"{FIRST}\n\nThey had 14 kg of khat.")
    agency = "Porto Alto Harbour Police"
    assert dict(first.stated) == {"title": "Two held", "published": "2024-05-03", "publisher": agency}
    # The blank row between them is none.
    assert (second.source, second.raw) == (f"{name}#2", "The ship was found near Vila Nova.")


def test_a_header_may_stand_below_a_title_and_columns_without_names_are_kept_apart() -> None:
    sheet = [["Export of May"], [], ["No", "Body", ""], ["1", PROSE, "checked"], ["2", "", "missing"]]
    assert rows("a.xlsx", xlsx(sheet)) == [("a.xlsx#1", PROSE), ("a.xlsx#2", "no-text-field")]


def test_fields_are_mapped_as_those_of_other_records_are() -> None:
    settings = Settings(fields={**Settings().fields, "text": ("corps",)})
    assert rows("a.ods", ods([["Corps"], [PROSE]]), settings) == [("a.ods#1", PROSE)]
    (item,) = read_input("a.xlsx", xlsx([["html", "URL"], ["<p>x</p>", "https://x.example/1"]]), Settings())
    assert (item.markup, dict(item.stated)) == (True, {"url": "https://x.example/1"})


def test_several_sheets_are_told_apart_and_empty_ones_are_nothing() -> None:
    data = xlsx([["text"], [PROSE]], [], [["Month", "Cases"], ["May", "12"]], names=["Releases", "Sheet2", "Figures"])
    assert rows("a.xlsx", data) == [("a.xlsx!Releases#1", PROSE), ("a.xlsx!Figures", "no-text-field")]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ([["Two held"], [], [PROSE], ["They had khat."]], f"Two held\n\n{PROSE}\n\nThey had khat."),
        ([["May"], ["12"], ["13"]], "no-text-field"),  # figures in one column
        ([[PROSE, "12"], ["x", "13"]], "no-text-field"),  # a table
        ([[f"One.\n{PROSE}"], [f"Two.\n{PROSE}"]], "no-text-field"),  # releases without a header
    ],
)
def test_a_text_in_one_column_is_a_document_and_nothing_else_is(sheet: list[list[str]], expected: str) -> None:
    assert rows("a.xlsx", xlsx(sheet)) == [("a.xlsx", expected)]


def test_cells_are_what_was_saved_and_formulas_are_not_run() -> None:
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c><c r="B1" t="inlineStr"><is><t>id</t></is></c></row>'
        f'<row r="2"><c r="A2" t="str"><f>UPPER("x")</f><v>{PROSE}</v></c><c r="B2"><v>7</v></c></row>'
        '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3"><v>7.25</v></c></row>'
    )
    items = list(read_input("a.xlsx", xlsx(body), Settings()))
    assert [(i.raw, i.stated["id"]) for i in items] == [(PROSE, "7"), ("true", "7.25")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"no workbook", "malformed"),
        ("a.xlsx", xlsx([["text"], [PROSE]])[:300], "truncated"),
        ("a.xlsx", packed([("a.txt", "x")]), "malformed"),
        ("a.xlsx", compound({"EncryptedPackage": b"x" * 99, "EncryptionInfo": b"x"}), "encrypted"),
        ("a.xlsx", compound({"Workbook": b"x" * 99}), "malformed"),
        ("a.xls", compound({"Workbook": b"x" * 99}), "malformed"),
        ("a.xls", b"<html><table><tr><td>text</td></tr></table></html>", "unsupported"),
        ("a.xls", b"text\tTitle\nPolice held a man.\tHeld\n", "malformed"),
        ("a.ods", packed([("META-INF/manifest.xml", "<m><encryption-data/></m>"), ("content.xml", b"x")]), "encrypted"),
        ("a.ods", packed([("mimetype", "x"), ("encrypted-package", b"x")]), "encrypted"),
        ("a.xlsx", xlsx([]), "empty"),
        ("a.xlsx", xlsx([["text"]]), "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(name: str, data: bytes, reason: str) -> None:
    assert rows(name, data) == [(name, reason)]


def test_a_workbook_that_unpacks_without_end_is_refused_unread() -> None:
    data = xlsx([["text"], ["a" * 9_000_000]])
    assert rows("a.xlsx", data) == [("a.xlsx", "too-large")]
    assert rows("a.xlsx", data, Settings(limits=Limits(archive_ratio=5_000))) == [("a.xlsx#1", "a" * 9_000_000)]
