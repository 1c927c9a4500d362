"""RSS and Atom feeds: one input per item."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import clean_release
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


def feed(item: str, channel: str = "") -> bytes:
    head = f'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{channel}'
    return f"{head}<item>{item}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    "body",
    [
        "&lt;![CDATA[&lt;p&gt;Nine held.&lt;/p&gt;]]&gt;",
        "<![CDATA[<![CDATA[<p>Nine held.</p>]]]]><![CDATA[>]]>",
        "<![CDATA[<p>Nine held.</p>]]>",
        "&lt;![CDATA[ &lt;![CDATA[&lt;p&gt;Nine held.&lt;/p&gt;]]&gt; ]]&gt;",
        "&lt;![CDATA[&lt;p&gt;Nine held.&lt;/p&gt;",
    ],
)
def test_cdata_that_was_escaped_or_put_twice_is_read(body: str) -> None:
    (item,) = read_input("f.xml", feed(f"<description>{body}</description>"), Settings())
    assert item.raw == "<p>Nine held.</p>"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Lind &amp;amp; Sons: police don&amp;#8217;t say", "Lind & Sons: police don’t say"),
        ("Lind &amp;amp;amp; Sons", "Lind & Sons"),
        ("<![CDATA[Lind &amp; Sons]]>", "Lind & Sons"),
        ("&lt;![CDATA[Lind &amp;amp; Sons]]&gt;", "Lind & Sons"),
        ("Nine &lt;b&gt;held&lt;/b&gt;", "Nine held"),
        ("Rates &lt; 5 %", "Rates < 5 %"),
    ],
)
def test_titles_that_were_encoded_twice(written: str, title: str) -> None:
    (item,) = read_input("f.xml", feed(f"<title>{written}</title><description>x</description>"), Settings())
    assert item.stated["title"] == title


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016/6/29 15:07:41", "2016-06-29"),
        ("Mo, 25 Jun 2018 11:41:36", "2018-06-25"),
        ("Mon, May 25 2020 04:45:26 +0000", "2020-05-25"),
        ("Tue, 08 Oct 2013 18:30:00 EST", "2013-10-08"),
        ("Thu, 19 Jun 2014 17:00:00 Z", "2014-06-19"),
        ("Thursday, 19 June 2014 17:00", "2014-06-19"),
        ("2014-06-19 17:00:00.123", "2014-06-19"),
        ("19 Jun 2014", "2014-06-19"),
        ("20140619T170000Z", "2014-06-19"),
        ("Thu, 19 Jun 2014 23:30:00 +1400", "2014-06-19"),
        # Absurd ones.
        ("Fri, 31 Dec 99999 00:00:00 GMT", None),
        ("Fri, 31 Feb 2014 00:00:00 GMT", None),
        ("Thu, 19 Jun 2014 17:00:00 +999999", "2014-06-19"),
        ("-1-1-1", None),
        ("9" * 5_000, None),
    ],
)
def test_days_of_feeds(written: str, day: str | None) -> None:
    item, other = read_input(
        "f.xml",
        feed(f"<pubDate>{written}</pubDate><description>x</description></item><item><description>y</description>"),
        Settings(),
    )
    release = clean_release(item.raw or "", markup=True, stated=item.stated)
    assert (release.published and release.published.isoformat()) == day
    assert other.raw == "y"


def test_the_full_text_is_read_and_not_its_teaser() -> None:
    full = "<![CDATA[<p>A yacht was seized. Its crew of nine was questioned.</p>]]>"
    for names in (("description", "content:encoded"), ("content:encoded", "description")):
        item = f"<{names[0]}>A yacht.</{names[0]}><{names[1]}>{full}</{names[1]}>"
        (found,) = read_input("f.xml", feed(item), Settings())
        assert found.raw == full[9:-3]


@pytest.mark.parametrize(
    ("channel", "publisher"),
    [
        ("<title>Harbour Police - Press releases</title>", "Harbour Police"),
        ("<title>News | Ministry of the Sea</title>", "Ministry of the Sea"),
        ("<title>Latest news</title>", None),
        ("<title>Ada Lind</title>", None),
        ("", None),
    ],
)
def test_the_feeds_name_is_the_publisher_where_it_is_a_body(channel: str, publisher: str | None) -> None:
    (item,) = read_input("f.xml", feed("<title>Two held</title><description>x</description>", channel), Settings())
    assert item.stated.get("feed-name") == publisher
    assert clean_release("x", markup=True, stated=item.stated).publisher == publisher


def test_the_title_of_a_picture_is_no_title() -> None:
    media = '<media:title xmlns:media="http://search.yahoo.com/mrss/">A boat</media:title>'
    (item,) = read_input("f.xml", feed(f"{media}<title>Two held</title><description>x</description>"), Settings())
    assert item.stated["title"] == "Two held"
