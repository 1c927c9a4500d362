"""Books: each document of the reading order is an input."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest.readers import read_input
from tests.torture.packed import epub, packed

FORMATS = Path(__file__).parents[2] / "data" / "formats"
ONE, TWO = "<html><body><p>One.</p></body></html>", "<html><body><p>Two.</p></body></html>"


def rows(data: bytes, settings: Settings = Settings()) -> list[tuple[str, str | None]]:
    found = read_input("a.epub", data, settings)
    return [(i.source.removeprefix("a.epub"), i.raw if i.reason is None else i.reason) for i in found]


def test_a_real_book_is_read() -> None:
    (item,) = read_input("book.epub", (FORMATS / "book.epub").read_bytes(), Settings())
    assert (item.source, item.markup) == ("book.epub!OEBPS/sections/section0001.xhtml", True)
    assert dict(item.stated) == {"title": "Customs officers find 340 kg of ivory in a timber shipment"}
    assert "were named on the papers as former stops." in str(item.raw)


def test_chapters_are_inputs_in_reading_order_and_the_title_is_none_of_theirs() -> None:
    data = epub({"b.xhtml": ONE, "a%20b.xhtml": TWO}, title="Two releases", more=[("OEBPS/a b.xhtml", TWO)])
    items = list(read_input("a.epub", data, Settings()))
    assert [(i.source, i.raw, dict(i.stated)) for i in items] == [
        ("a.epub!OEBPS/b.xhtml", ONE, {}),
        ("a.epub!OEBPS/a b.xhtml", TWO, {}),
    ]


def test_covers_titles_and_contents_are_told_and_a_single_text_takes_the_title() -> None:
    cover = '<html><body epub:type="cover"><p>A book</p></body></html>'
    nav = '<html><body><nav epub:type="toc"><a href="c.xhtml">One</a></nav></body></html>'
    guide = '<guide><reference type="title-page" href="t.xhtml"/></guide>'
    data = epub(
        {"v.xhtml": cover, "t.xhtml": TWO, "n.xhtml": nav, "c.xhtml": ONE}, title="Eleven held at sea", guide=guide
    )
    items = list(read_input("a.epub", data, Settings()))
    assert [i.reason for i in items] == ["not-a-page", "not-a-page", "not-a-page", None]
    assert dict(items[3].stated) == {"title": "Eleven held at sea"}


@pytest.mark.parametrize(
    ("items", "refs", "more", "expected"),
    [
        ("", '<itemref idref="none"/>', [], ("!document 2", "malformed")),
        ('<item id="x" href="../../x.xhtml"/>', '<itemref idref="x"/>', [], ("!document 2", "malformed")),
        ('<item id="x" href="file:///etc/passwd"/>', '<itemref idref="x"/>', [], ("!document 2", "malformed")),
        ('<item id="x" href="x.svg" media-type="image/svg+xml"/>', '<itemref idref="x"/>', [("OEBPS/x.svg", "<svg/>")], ("!OEBPS/x.svg", "unsupported")),
        ('<item id="x" href="x.xhtml"/>', '<itemref idref="x"/>', [("OEBPS/x.xhtml", "a" * 9_000_000)], ("!OEBPS/x.xhtml", "too-large")),
        ('<item id="x" href="x.xhtml"/>', '<itemref idref="x"/>', [("OEBPS/x.xhtml", b"x"), ("META-INF/encryption.xml", '<e><CipherReference URI="OEBPS/x.xhtml"/></e>')], ("!OEBPS/x.xhtml", "encrypted")),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_read_costs_itself(
    items: str, refs: str, more: list[tuple[str, str | bytes]], expected: tuple[str, str]
) -> None:
    data = epub({"c.xhtml": ONE}, items=items, refs=refs, more=more)
    assert rows(data) == [("!OEBPS/c.xhtml", ONE), expected]


def test_a_document_named_twice_is_read_once() -> None:
    assert rows(epub({"c.xhtml": ONE}, refs='<itemref idref="c0"/>')) == [("!OEBPS/c.xhtml", ONE)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no book", "malformed"),
        (epub({"c.xhtml": ONE})[:300], "truncated"),
        (packed([("mimetype", "application/epub+zip")]), "malformed"),
        (packed([("META-INF/container.xml", "<c><rootfile full-path='x.opf'/></c>")]), "malformed"),
        (epub({}), "empty"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    assert rows(data) == [("", reason)]


def test_the_parts_of_a_book_share_one_budget() -> None:
    data = epub({f"{n}.xhtml": f"<p>{n}" + "a" * 900_000 for n in range(9)})
    found = rows(data, Settings(limits=Limits(archive_ratio=20)))
    assert found[0][1] != "too-large"
    assert found[-1][1] == "too-large"
    assert len(found) == 9
