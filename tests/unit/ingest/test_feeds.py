"""RSS and Atom feeds: one input per item."""

from __future__ import annotations

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input

RSS = """<?xml version="1.0" encoding="iso-8859-1"?>
<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<item><title>Caf\xe9 owner &amp;amp; cook held</title><link>https://example.org/1</link><guid>g1</guid>
<pubDate>Thu, 13 Jun 2024 10:00:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Long text.</p>]]></content:encoded></item>
<item><title>Second</title><description>Two&nbsp;words</description></item>
<item><title>Bare</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><id>i</id>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/a"/>
<published>2024-06-13T08:00:00Z</published><content type="html">&lt;p&gt;Body.&lt;/p&gt;</content></entry></feed>"""


def test_an_rss_feed_yields_its_items() -> None:
    first, second, bare = read_input("f.xml", RSS.encode("latin-1"), Settings())
    assert (first.source, first.format, first.raw, first.markup) == ("f.xml#1", "xml", "<p>Long text.</p>", True)
    assert dict(first.stated) == {
        "title": "Caf\xe9 owner & cook held",
        "url": "https://example.org/1",
        "id": "g1",
        "published": "2024-06-13T10:00:00+02:00",
    }
    assert second.raw == "Two\xa0words"
    assert (bare.source, bare.reason) == ("f.xml#3", "empty")


def test_an_atom_entry_may_hold_a_page() -> None:
    feed = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">'
        b'<div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two<br/>lines.</p></div></content></entry></feed>'
    )
    (entry,) = read_input("f.xml", feed, Settings())
    assert (entry.raw, entry.markup) == ("<div><p>One.</p><p>Two<br>lines.</p></div>", True)


def test_an_atom_feed_yields_its_entries() -> None:
    (entry,) = read_input("f.xml", ATOM, Settings())
    assert entry.raw == "<p>Body.</p>"
    assert dict(entry.stated) == {
        "title": "T",
        "id": "i",
        "url": "https://example.org/a",
        "published": "2024-06-13T08:00:00Z",
    }


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>', ["malformed"]),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>', ["malformed"]),
        (b"<sitemap><loc>x</loc></sitemap>", ["unsupported"]),
        (b"<rss><item><description>One.</description></item><item><desc", [None, "truncated"]),
        (b"<rss><item><description>One.</description></item></feed>", [None, "malformed"]),
        (
            b"<rss><item><description>One</p></description></item><item><description>Two.</description></item></rss>",
            ["malformed", None],
        ),
        (
            b"<rss><item><description>One.</description></item><item><a></b></item><item><description>T",
            [None, "malformed", "truncated"],
        ),
        (b"no xml", ["malformed"]),
    ],
)
def test_hostile_and_broken_xml(data: bytes, reasons: list[str | None]) -> None:
    assert [item.reason for item in read_input("f.xml", data, Settings())] == reasons


@pytest.mark.parametrize(
    ("item", "raw"),
    [
        (b"<description>Vik & Sons, AT&T and R&D;</description>", "Vik & Sons, AT&T and R&D;"),
        (
            b"<description><![CDATA[<p>Vik & Sons &amp; &nosuch;</p>]]></description>",
            "<p>Vik & Sons &amp; &nosuch;</p>",
        ),
        (b"<description>One\x0b two.</description>", "One  two."),
        (b"<content:encoded>One.</content:encoded><media:title>x</media:title>", "One."),
    ],
)
def test_common_faults_of_feeds_are_put_right(item: bytes, raw: str) -> None:
    (found,) = read_input("f.xml", b"<rss><channel><item>" + item + b"</item></channel></rss>", Settings())
    assert (found.raw, found.reason) == (raw, None)
