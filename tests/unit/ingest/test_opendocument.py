"""OpenDocument texts: what the printed page shows, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input
from tests.torture.packed import ODF, odt, packed

FORMATS = Path(__file__).parents[2] / "data" / "formats"


def text(body: str) -> str | None:
    (item,) = read_input("a.odt", odt(body), Settings())
    return item.raw if item.reason is None else item.reason


def test_a_real_document_is_read_without_what_is_deleted_hidden_or_remarked() -> None:
    (item,) = read_input("rich.odt", (FORMATS / "rich.odt").read_bytes(), Settings())
    assert dict(item.stated) == {"title": "Rich release about a raid"}
    assert item.raw == (
        "Rich release about a raid\n\nPolice raided a warehouse in Vila Nova. They held nine people.\nSecond line.\n\n"
        "Before the box. After the box.\n\nWords in the box.\n\nMore in the box.\n\nCommented word, and a link.\n\n"
        "first point\n\nsecond point\n\nA B\tC\n\nThe end – “so”.\n\nThe note says more."
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>One\n   two</text:p>\n<text:p> three</text:p>", "One two\n\nthree"),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/> d</text:p>', "a   b\tc\nd"),
        ('<text:p>a<text:s text:c="2000000000"/>b</text:p>', f"a{' ' * 100}b"),
        ("<text:p>a <text:span>b </text:span> c</text:p>", "a b c"),
        ('<text:section text:display="none"><text:p>x</text:p></text:section><text:p>y</text:p>', "y"),
        ("<text:p>r<text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby></text:p>", "rb"),
        ("<text:p>a<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame> c</text:p>", "a c\n\nb"),
        ("<text:p>a</text:p><text:table-of-content><text:p>x</text:p></text:table-of-content>", "a"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p><table:table><table:table-row><table:table-cell>"
         "<text:p>b</text:p></table:table-cell></table:table-row></table:table></table:table-cell><table:table-cell/>"
         "<table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>", "a b\t\tc"),
        ("<text:p> </text:p>", "empty"),
    ],
)  # fmt: skip
def test_blanks_breaks_boxes_and_tables(body: str, expected: str) -> None:
    assert text(body) == expected


def test_only_a_title_of_several_words_is_one() -> None:
    for title, stated in (("Two held at sea", {"title": "Two held at sea"}), ("Untitled", {}), ("draft 3.odt", {})):
        (item,) = read_input("a.odt", odt("<text:p>x</text:p>", title=title), Settings())
        assert dict(item.stated) == stated


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no document", "malformed"),
        (odt("<text:p>x</text:p>")[:200], "truncated"),
        (odt("<text:p>"), "malformed"),
        (packed([("content.xml", f"<office:document-content {ODF}/>")]), "malformed"),
        (packed([("a.txt", "x")]), "malformed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "malformed"),
        (odt("", more=[("META-INF/manifest.xml", "<m:manifest><m:encryption-data/></m:manifest>")]), "encrypted"),
        (odt("<text:p>&b;</text:p>", head='<!DOCTYPE a [<!ENTITY b "bb">]>'), "malformed"),
        (odt("<text:p>" + "a" * 60_000_000 + "</text:p>"), "too-large"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert [item.reason for item in read_input("a.odt", data, Settings())] == [reason]
