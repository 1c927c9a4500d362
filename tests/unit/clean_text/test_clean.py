"""From raw text or page to clean text: what goes, what stays, and what is known of the release."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.clean_text.clean import clean_release, rule_names
from tests.unit.clean_text.pages import DATA_PAGES, PAGES, PARAGRAPHS, TITLE

DAY = datetime.date(2022, 3, 14)
FIRST = "Harbour police arrested eleven people on Monday on suspicion of stealing outboard motors."
SECOND = "The inquiry goes on, and the suspects are to appear before the district court in April."


def clean(text: str, **stated: str) -> str:
    return clean_release(text, markup=False, stated=stated).mapped.text


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("name", sorted({**PAGES, **DATA_PAGES}))
def test_main_text_of_pages_of_different_build(name: str) -> None:
    release = clean_release({**PAGES, **DATA_PAGES}[name](), markup=True, stated={})
    got, want = words(release.mapped.text), words(" ".join(PARAGRAPHS))
    common = (got & want).total()
    assert 2 * common / (got.total() + want.total()) >= 0.98
    assert release.mapped.text.split("\n\n") == list(PARAGRAPHS)
    assert release.title == TITLE
    assert release.published == DAY
    assert (release.dateline_place, release.dateline_country) == ("PORTO ALTO", None)


def damaged(page: str, at: int, what: str) -> str:
    """Return a page with something put before the element that shows paragraph `at`."""
    cut = page.rfind("<", 0, page.index(PARAGRAPHS[at][:20]))
    return page[:cut] + what + page[cut:]


@pytest.mark.parametrize(
    "what",
    [
        "<script>var a = 1;", "<style>.a {", "<!-- ad", "<select><option>x", '<svg><path d="">', "<button>Share", "<noscript>",
        "<iframe src='x'>", "<textarea>", '<a href="x>more</a>', '<object data="x">', "<dialog>", "<menu>", "<![CDATA[",
        "<video src=x>", "<template>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("name", ["news_cms", "wordpress", "drupal"])
def test_a_tag_that_is_never_closed_hides_nothing(name: str, at: int, what: str) -> None:
    release = clean_release(damaged(PAGES[name](), at, what), markup=True, stated={})
    got, want = words(release.mapped.text), words(" ".join(PARAGRAPHS))
    assert 2 * (got & want).total() / (got.total() + want.total()) >= 0.98


@pytest.mark.parametrize("name", ["news_cms", "wordpress", "drupal"])
def test_a_page_that_hides_nearly_all_its_text_is_read_all_the_same(name: str) -> None:
    page = damaged(PAGES[name](), 0, '<div style="display:none">')
    assert clean_release(page, markup=True, stated={}).mapped.text.split("\n\n") == list(PARAGRAPHS)


# Here the element that is put in ends with the paragraph's own, so that nothing is without an end.
_ONE_BLOCK_A_PARAGRAPH = {"no_semantics", "inline_markup", "nextjs", "layout_paragraphs", "newsletter"}


@pytest.mark.parametrize(
    "what", ["<div hidden>", '<div style="display:none">', "<aside>", "<nav>", '<a href="x>', "<figcaption>"]
)
@pytest.mark.parametrize("name", sorted(set(PAGES) - _ONE_BLOCK_A_PARAGRAPH))
def test_what_is_hidden_or_set_aside_and_never_closed_swallows_nothing(name: str, what: str) -> None:
    release = clean_release(damaged(PAGES[name](), 3, what), markup=True, stated={})
    assert not words(" ".join(PARAGRAPHS)) - words(release.mapped.text)


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"nextjs"}))  # its data hold the release a second time
def test_a_page_that_has_lost_all_its_end_tags_is_read(name: str) -> None:
    page = re.sub(r"</[A-Za-z]+>", "", PAGES[name]())
    got, want = words(clean_release(page, markup=True, stated={}).mapped.text), words(" ".join(PARAGRAPHS))
    assert not want - got


def test_a_page_whose_text_is_not_found_is_said_to_be_lost() -> None:
    page = f"<body><p>{FIRST}</p>" + f"<select><option>{SECOND}</option></select>" * 9 + "</body>"
    assert clean_release(page, markup=True, stated={}).lost
    assert not clean_release(f"<body><p>{FIRST}</p><p>{SECOND}</p></body>", markup=True, stated={}).lost
    assert not clean_release("<body><p>Closed.</p></body>", markup=True, stated={}).lost


def test_a_title_that_is_never_closed_is_no_text() -> None:
    release = clean_release(PAGES["news_cms"]().replace("</title>", ""), markup=True, stated={})
    assert release.mapped.text.split("\n\n") == list(PARAGRAPHS)


def test_a_long_title_is_read() -> None:
    title = (
        "Two men held on Tuesday over the theft of more than four hundred outboard motors from marinas along the coast"
    )
    page = f"<html><head><title>{title}</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    assert clean_release(page, markup=True, stated={}).title == title


def test_what_a_page_hides_on_purpose_stays_hidden() -> None:
    hidden = (
        f"<div hidden><p>{SECOND}</p></div><dialog><p>{SECOND}</p></dialog><select><option>{SECOND}</option></select>"
    )
    page = f"<body><script>document.write('<script src=x>');</script>{hidden}<p>{FIRST}</p><p>{FIRST}</p><p>{FIRST}</p></body>"
    assert SECOND not in clean_release(page, markup=True, stated={}).mapped.text


def test_debris_rules_never_take_most_of_a_text() -> None:
    text = f"Home | News | Press | Contact\n\nNotes to editors\n\n{FIRST}\n\n{SECOND}\n\n{FIRST} Twice."
    assert FIRST in clean(text)
    assert SECOND in clean(text)


@pytest.mark.parametrize("name", sorted({**PAGES, **DATA_PAGES}))
def test_debris_of_pages_replays_to_the_clean_text(name: str) -> None:
    mapped = clean_release({**PAGES, **DATA_PAGES}[name](), markup=True, stated={}).mapped
    text = mapped.raw
    for row in reversed(mapped.edits()):
        assert text[row.raw_start : row.raw_end] == row.text
        assert row.rule in rule_names()
        text = text[: row.raw_start] + row.replacement + text[row.raw_end :]
    assert text == mapped.text
    start = mapped.text.index("Chief Inspector")
    low, high = mapped.to_raw(start, start + len("Chief Inspector"))
    assert mapped.raw[low:high] == "Chief Inspector"


@pytest.mark.parametrize(
    "debris",
    [
        "1 / 6",
        "1 /\n            6",
        "    \n   \n  3 /\n   4\n   \n",
        "Photo 2 of 9",
        "A boat in the yard\n3 / 7",
        "2 of 6: a crate of motors in the shed",
        "Share this page",
        "Share | Print | E-mail",
        "Facebook\nTwitter\nLinkedIn\nShare",
        "Print",
        "Follow us on Twitter @harbour",
        "Follow The Harbour on Twitter and Instagram @harbour and on Facebook @harbour.",
        "We want to hear what you think about this article. Write to letters@harbour.example",
        "For the latest stories and breaking news updates download the Harbour apps.",
        "To view the full story, please subscribe to The Harbour Times.",
        "Sie müssen sich einloggen, um sich an einer Diskussion beteiligen zu können.",
        "Wie bewerten Sie diesen Artikel?",
        "Diese Geschichte teilen",
        "Schreibe einen Kommentar",
        "Bisher keine Kommentare",
        "Subscribe to our newsletter",
        "We use cookies to improve your visit. By continuing you accept our use of cookies.",
        "You are here: Home > News > Press",
        "You are here\n\nHome » News",
        "Home | About | News | Contact",
        "Related documents\nReport (PDF, 1.2 MB)",
        "Related news\n\nSpeed checks at sea\n\nRead more",
        "Read more",
        "See also\n\nOpen day draws thousands",
        "###",
        "ENDS",
        "- ENDS -",
        "-30-",
        "FOR IMMEDIATE RELEASE",
        "Page 2 of 3",
        "- 2 -",
        "\u00a0\u200b",
        "Skip to main content",
        "Back to top",
        "© 2022 Harbour Police | Contact | Legal notice",
        "Last updated on 12 May 2023",
        "View photo gallery",
        "Click to share on Facebook (Opens in new window)\nClick to print (Opens in new window)\nLike Loading...",
        "We value your privacy",
        "Customise Reject All Accept All",
        "Was this page helpful?\nYes\nNo",
        "Pictured: motors on a pallet",
        "Motors on a pallet. Photo: Harbour Police",
        "Motors on a pallet © Harbour Police",
        "(1/4)",
        "1 of 4 photos",
        "Photo gallery (4 images)",
        "→ Read also: Open day draws thousands",
        "▲ Top",
        "🖨 Print this page",
        "⤓ Download as PDF (1.2 MB)",
        "Share on Facebook Share on Twitter Send by email",
        "Enter your email address",
        "[ Home ] [ News ] [ About us ]",
        "(Release ID: 1822345) Visitor Counter : 1234",
        "Number of views (412)",
        "Hits: 512",
        "Back to list",
        "<< Back to news",
        "Read this release in: Urdu , Hindi",
        "By clicking Subscribe you agree to our Privacy Policy",
        "This page was last updated on 3 May 2022",
        "Harbour House \uf0b7 12 Quay Road \uf0b7 Porto Alto 75207-4399 \uf0b7 214/555-3600",
        "Editor’s note: Pictures are available from the press office.",
        "1/2\nMotors on a pallet were counted.\n\n2/2\nThey came by sea.",
    ],
)
def test_debris_is_taken_out_and_nothing_else(debris: str) -> None:
    wanted = f"{FIRST}\n\n{SECOND}"
    assert clean(f"{FIRST}\n\n{debris}\n\n{SECOND}") == wanted
    assert clean(f"{FIRST}\n\n{SECOND}\n\n{debris}") == wanted
    assert clean(f"{debris}\n\n{FIRST}\n\n{SECOND}") == wanted


@pytest.mark.parametrize(
    "line",
    [
        "Contact between the two groups was rare.",
        "Notes to the file name no one.",
        "How the ring worked",
        "Print shops were searched as well.",
        "Share prices fell by 3 per cent.",
        "One in 6 boats was stolen.",
        "Page 3 of the report names no one.",
        "Home Secretary Ada Lind spoke.",
        "Follow-up checks are planned.",
        "X and Facebook were used by the ring to sell motors.",
        "The harbour master said: “It was dark.”",
        "▪ Print shops",
        "Back to the harbour went the nine men",
        "Visitors: a list was kept",
        "• two boats",
        "14 March 2022",
        "Related information was passed on to the customs service of the neighbouring country.",
    ],
)
def test_lines_of_the_release_stay(line: str) -> None:
    assert clean(f"{FIRST}\n\n{line}\n\n{SECOND}") == f"{FIRST}\n\n{line}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("  one   two  \n \n\n three ", "one two\n\nthree"),
        ("one\u00a0two\u2009three", "one two three"),
        ("soft\u00adly zero\u200bwidth\ufeff", "softly zerowidth"),
        ("A &amp; B, &rsquo;s and &#8211; but AT&T &nosuch;", "A & B, ’s and – but AT&T &nosuch;"),
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("if a < b and c > d", "if a < b and c > d"),
        ("Itâ€™s a cafÃ© in ZÃ¼rich", "It’s a café in Zürich"),
        ("naïve São Ñuñoa Ångström", "naïve São Ñuñoa Ångström"),
        ("The opera-\ntion in the well-\nknown bay", "The operation in the well-known bay"),
        ("one\r\n\r\ntwo", "one\n\ntwo"),
        ("He said â€œno,â€ and left.", "He said “no,” and left."),
        ("> " + FIRST.replace("Monday on", "Monday\n> on") + f"\n>\n> {SECOND}", f"{FIRST}\n\n{SECOND}"),
        (
            "## Held\n\n**Eleven** men, __two__ boats, [a list](https://h.example/l) ![b](/b.png)",
            "Held\n\nEleven men, two boats, a list",
        ),
        ("2 ** 3 ** 4, a_b__c, # 5, [x](y), C# one, > 3 boats", "2 ** 3 ** 4, a_b__c, # 5, [x](y), C# one, > 3 boats"),
        (f"{FIRST} Read more »", FIRST),
        (f"{FIRST} Read more in the report.", f"{FIRST} Read more in the report."),
        (f"---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: Mon\nSubject: Held\n\n{FIRST}", FIRST),
    ],
)
def test_characters_and_lines(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


def test_fields_above_a_markdown_text_are_stated() -> None:
    text = f'---\ntitle: "Eleven held: a case"\ndate: 2022-03-14\nagency: Harbour Police\n---\n\n{FIRST}'
    release = clean_release(text, markup=False, stated={"publisher": "Stated"})
    assert (release.title, release.published, release.publisher) == ("Eleven held: a case", DAY, "Stated")
    assert release.mapped.text == FIRST
    assert clean(f"---\nno field here\n---\n\n{FIRST}").endswith(FIRST)


def test_a_title_among_furniture_goes_and_a_heading_stays() -> None:
    title = "Eleven held over outboard motors"
    assert clean(f"{title}\n\n{FIRST}\n\n{title}\nShare this page", title=title) == f"{title}\n\n{FIRST}"


def test_a_headline_between_menu_and_share_links_stays() -> None:
    text = f"Home\nNews\n\nEleven held over stolen motors\n\nShare\nFacebook\nTwitter\n\n{FIRST}"
    release = clean_release(text, markup=False, stated={})
    assert release.mapped.text == f"Eleven held over stolen motors\n\n{FIRST}"
    assert release.title == "Eleven held over stolen motors"


def test_an_address_below_a_name_is_no_wrapped_line() -> None:
    head = "FOR IMMEDIATE RELEASE\nThursday, March 3, 2022\n\nPress office\n(555) 010-2299\npress@harbour.example"
    assert clean(f"{head}\n\n{FIRST}").split("\n\n") == [*re.split("\n+", head), FIRST]
    wrapped = "For more information on the case please write to\npress@harbour.example or call the office."
    assert clean(wrapped) == wrapped.replace("\n", " ")


def test_names_set_on_lines_of_their_own_stand_in_their_sentence() -> None:
    lines = "The Attorney thanked Assistant Attorneys\nAnn Rowe\nand\nJan Poe\nfor handling the case."
    assert clean(lines) == lines.replace("\n", " ")
    again = f"{lines}\nShe thanked the Deputies of the Attorney\nAda Lind\nand\nUlf Tor\nfor handling the files."
    assert "Ada Lind and Ulf Tor for handling the files." in clean(again)
    block = "Contact\nAnn Rowe\nPress Officer"
    assert clean(block) == block.replace("\n", "\n\n")


def test_links_that_share_a_line_length_are_no_wrapped_text() -> None:
    links = "Send the page to the harbour police (opens a form)\nSend the page to a friend by letter (opens a form)"
    assert clean(f"{FIRST}\n\n{links}\nThe form is ...").split("\n\n")[1:3] == links.split("\n")


def test_a_rule_can_be_switched_off() -> None:
    text = f"{FIRST}\n\nShare this page"
    assert clean_release(text, markup=False, stated={}, disabled_rules=("share",)).mapped.text == text


def test_words_are_not_glued_across_inline_tags() -> None:
    page = (
        "<p>They held two men and<b>three</b> others, <i>un</i>known to the har<b>bour</b> police until that day.</p>"
    )
    assert clean_release(page, markup=True, stated={}).mapped.text == (
        "They held two men and three others, unknown to the harbour police until that day."
    )


def test_one_line_break_joins_and_two_part() -> None:
    page = f"<div>{FIRST}<br>It was dark.<br><br>{SECOND}</div>"
    assert clean_release(page, markup=True, stated={}).mapped.text == f"{FIRST} It was dark.\n\n{SECOND}"


def test_table_rows_are_lines() -> None:
    page = f"<p>{FIRST}</p><table><tr><th>Bay</th><th>Boats</th></tr><tr><td>North</td><td>12</td></tr></table>"
    assert clean_release(page, markup=True, stated={}).mapped.text == f"{FIRST}\n\nBay Boats\n\nNorth 12"


def test_a_cell_may_hold_its_words_in_a_paragraph() -> None:
    row = "<tr><td><p>North</p></td><td><p><b>12</b></p></td></tr>"
    layout = f"<tr><td><p>Menu</p></td><td><p>{FIRST}</p><p>{SECOND}</p></td></tr>"
    page = f"<p>{FIRST}</p><table>{row}</table><table>{layout}</table>"
    parts = clean_release(page, markup=True, stated={}).mapped.text.split("\n\n")
    assert parts[:2] == [FIRST, "North 12"]
    assert parts[-2:] == [FIRST, SECOND]


SHORT = "A man of 61 who was reported missing on Sunday has been found. Police thank the public for their help."


def listed(heading: str, entries: int = 5) -> str:
    entry = "<article class=item><h3><a href=/n>{}</a></h3><p>{}</p></article>"
    return heading + "".join(
        entry.format(f"Officers open station number {n}", f"{FIRST} {SECOND}") for n in range(entries)
    )


@pytest.mark.parametrize("heading", ["<h2>Other news</h2>", "<h2>More from Harbour Police</h2>", "<p>Also</p>", ""])
@pytest.mark.parametrize("first", [False, True])
def test_a_short_release_is_found_beside_longer_lists_of_others(heading: str, first: bool) -> None:
    release = f"<article><h1>Missing man found</h1><p>{SHORT}</p></article>"
    others = f"<section>{listed(heading)}</section>"
    body = others + release if first else release + others
    foot = f"<footer><p>{SECOND} {SECOND}</p></footer>"
    page = f"<html><head><title>Missing man found | Police</title></head><body>{body}{foot}</body></html>"
    found = clean_release(page, markup=True, stated={})
    assert found.mapped.text.removesuffix("Also").strip() == SHORT
    assert not found.lost


def test_a_heading_like_that_of_a_list_over_prose_stays() -> None:
    page = f"<h1>Annual report</h1><p>{FIRST}</p><h2>Related information</h2><p>{SECOND}</p><p>{FIRST}</p>"
    text = clean_release(page, markup=True, stated={}).mapped.text
    assert text == "\n\n".join((FIRST, "Related information", SECOND, FIRST))


def test_section_headings_that_are_links_to_themselves_stay() -> None:
    sections = "".join(f'<h2><a href="#s{n}">What officers found {n}</a></h2><p>{SECOND}</p>' for n in range(4))
    text = clean_release(f"<h1>Raid</h1><p>{FIRST}</p>{sections}", markup=True, stated={}).mapped.text
    assert text.count(SECOND) == 4


def test_a_page_that_is_nothing_but_a_list_is_read() -> None:
    assert clean_release(listed("<h1>Digest of the week</h1>"), markup=True, stated={}).mapped.text.count(FIRST) == 5


@pytest.mark.parametrize("data", ['"body": "Too short."', f'"a": "{"x" * 400}"', '"body": "cut off in the middle '])
def test_what_scripts_hold_besides_is_no_release(data: str) -> None:
    page = f'<p>{SHORT}</p><script type="application/json">{{{data}}}</script>'
    assert clean_release(page, markup=True, stated={}).mapped.text == SHORT


def test_escapes_of_script_data_are_resolved() -> None:
    value = r"\u003cp\u003e" + FIRST + r" \u201cCalm\u201d\n\n\/ \ud83d\ude00\ud83d. " + SECOND + r"\u003c\/p\u003e"
    page = f'<script type="application/json">{{"html": "{value}", "note": "{value[:150]}"}}</script>'
    assert clean_release(page, markup=True, stated={}).mapped.text.split("\n\n") == [
        f"{FIRST} \u201cCalm\u201d",
        f"/ \U0001f600\ufffd. {SECOND}",
    ]


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Held | Harbour Police of the North</title><h2>Harbour Police of the North</h2><p>{FIRST}</p>",
        f"<h2>Eleven held in motor case</h2><p align=right>14 March 2022</p><p>{FIRST}<p>{SECOND}",
        f"<title>Police :: News</title><div>Eleven held in motor case</div><p>{FIRST}<p>{SECOND}",
    ],
)
def test_what_stands_above_the_body_is_no_title_unless_it_says_so(page: str) -> None:
    release = clean_release(page, markup=True, stated={})
    wanted = {"Held |": "Harbour Police of the North", "<h2>El": "Eleven held in motor case"}
    assert release.title == next((t for mark, t in wanted.items() if mark in page), "Police")


@pytest.mark.parametrize(
    "page", ["", "<html><body></body></html>", "<!-- x -->", "<script>var a = '<p>no</p>'", "<nav>Home</nav>"]
)
def test_a_page_without_text_gives_an_empty_text(page: str) -> None:
    assert clean_release(page, markup=True, stated={}).mapped.text == ""


def test_what_the_input_states_wins() -> None:
    release = clean_release(
        PAGES["wordpress"](),
        markup=True,
        stated={
            "title": "Stated",
            "published": "2021-01-02T03:04:05Z",
            "publisher": "Stated Police",
            "language": "de-AT",
        },
    )
    assert (release.title, release.published, release.published_via) == ("Stated", datetime.date(2021, 1, 2), "stated")
    assert (release.publisher, release.language) == ("Stated Police", "de")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2023-05-01">',
        '<meta property="og:updated_time" content="2023-05-01">',
        '<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2023-05-01"}</script>',
        '<script type="application/ld+json">{broken</script>',
    ],
)
def test_no_day_is_invented(head: str) -> None:
    body = f"<h1>Held</h1><p>Updated 1 May 2023</p><p>{FIRST}</p><p>{SECOND}</p>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    assert clean_release(page, markup=True, stated={}).published is None


def test_the_address_gives_the_day_last() -> None:
    release = clean_release(f"{FIRST}\n\n{SECOND}", markup=False, stated={"url": "https://h.example/2022/03/14/held"})
    assert (release.published, release.published_via) == (DAY, "url")


def test_contact_blocks_below_the_body_become_metadata() -> None:
    text = f"{FIRST}\n\nMedia contact:\n\nAda Lind\n\n+47 555 01 42"
    release = clean_release(text, markup=False, stated={})
    (contact,) = release.contacts
    assert contact[2:] == ("Media contact:\nAda Lind\n+47 555 01 42", "Ada Lind", None, "+47 555 01 42")
    assert text[contact.raw_start : contact.raw_end] == "Media contact:\n\nAda Lind\n\n+47 555 01 42"
    assert release.mapped.text == FIRST


def test_a_headline_among_the_furniture_of_one_block_stays() -> None:
    head = "Two men jailed for smuggling boats through the harbour"
    text = (
        f"{head} - Harbour Police\nSkip to content\nSearch for\nPublished\n12 March 2024\n{head}\n\n{FIRST}\n\n{SECOND}"
    )
    release = clean_release(text, markup=False, stated={})
    assert release.mapped.text == f"{head}\n\n{FIRST}\n\n{SECOND}"
    assert (release.title, release.publisher, str(release.published)) == (head, "Harbour Police", "2024-03-12")


def test_a_contact_above_a_footnote_becomes_metadata() -> None:
    block = "For further information, please contact:\n\nAda Lind, Harbour Communications, +47 555 01 42"
    release = clean_release(f"{FIRST}\n\n{block}\n\n*{SECOND}", markup=False, stated={})
    assert [contact.phone for contact in release.contacts] == ["+47 555 01 42"]
    assert release.mapped.text == f"{FIRST}\n\n*{SECOND}"


@pytest.mark.parametrize(
    ("block", "plain"),
    [
        ("Press contact: Ada Lind, 555-0142", ("Ada Lind", None, "555-0142")),
        ("Media contact:\nPress Office\npress@harbour.example", (None, "press@harbour.example", None)),
        ("Media contact:\nAda Lind\nMarta Quill\na@h.example\nb@h.example", (None, None, None)),
        (
            "Contact: Dr Ada Lind (spokeswoman)\nPhone: (202) 555-0142\nFax: (202) 555-0143",
            ("Dr Ada Lind", None, "(202) 555-0142"),
        ),
        ("Media contact:\nHarbour Police Service, 555-0142", (None, None, "555-0142")),
    ],
)
def test_what_is_plain_in_a_contact_block(block: str, plain: tuple[str | None, str | None, str | None]) -> None:
    (contact,) = clean_release(f"{FIRST}\n\n{block}", markup=False, stated={}).contacts
    assert contact[3:] == plain


def test_contacts_of_a_page_have_no_markup() -> None:
    page = (
        f"<p>{FIRST}</p><p>{SECOND}</p><p>Media contact:<br><b>Ada Lind</b></p><p>+47 555 01 42</p><footer>x</footer>"
    )
    (contact,) = clean_release(page, markup=True, stated={}).contacts
    assert contact.text == "Media contact:\nAda Lind\n+47 555 01 42"


def test_contacts_above_the_body_stay_and_are_metadata_too() -> None:
    text = f"Contact:\n\nAda Lind\n\n+47 555 01 42\n\n{FIRST}"
    release = clean_release(text, markup=False, stated={})
    assert [contact.text for contact in release.contacts] == ["Contact:\nAda Lind\n+47 555 01 42"]
    assert release.mapped.text == text


def test_notes_to_editors_go_with_what_follows() -> None:
    assert clean(f"{FIRST}\n\n{SECOND}\n\nNotes to editors\n\nThe force has 90 boats.") == f"{FIRST}\n\n{SECOND}"


def test_a_page_number_does_not_part_a_sentence() -> None:
    assert clean("They found the motors in the shed\n\nPage 1 of 2\n\nand the boats in the bay.") == (
        "They found the motors in the shed and the boats in the bay."
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Eleven held over outboard motors\n\n{FIRST}", "Eleven held over outboard motors"),
        (f"Harbour Police\n\n14 March 2022\n\nEleven held over motors\n\n{FIRST}", "Eleven held over motors"),
        (f"Eleven held over motors | Harbour Police\n\nEleven held over motors\n\n{FIRST}", "Eleven held over motors"),
        (f"TIRANA, Albania – {FIRST}\n\nHow the ring was found", None),
        (f"{FIRST}\n\nHow the ring was found\n\n{SECOND}", None),
        ("Four words stand here", None),
    ],
)
def test_headline_of_plain_text(text: str, title: str | None) -> None:
    assert clean_release(text, markup=False, stated={}).title == title


SENTENCES = st.lists(
    st.sampled_from(
        (
            FIRST,
            SECOND,
            "Chief Inspector Marta Quill said the U.S. launch was found on 12 May in the Old Harbour of Porto Alto.",
            "They took apart 1,200 motors, worth EUR 3.5 million, and sold the parts to Lind, Vik and Sons.",
            "“It was a long winter,” she said, “and nobody on the quay saw anything at all.”",
        )
    ),
    min_size=2,
    max_size=4,
)
TEXTS = st.lists(SENTENCES.map(" ".join), min_size=2, max_size=5).map("\n\n".join)
NOISE = st.lists(
    st.sampled_from(
        (
            "1 / 6",
            "Share",
            "Read more",
            "\n",
            "  ",
            "###",
            "x.Y",
            "“",
            "a\n",
            "Home » News",
            "\u00a0",
            "&amp;",
            "•",
            "Ã©",
            "2 of 3",
            "The end.",
            "aB",
        )
    ),
    max_size=12,
).map(" \n".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, NOISE, TEXTS)
def test_cleaning_twice_changes_nothing(first: str, noise: str, second: str) -> None:
    once = clean(first + noise + second)
    assert clean(once) == once


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(30, 120))
def test_rewrapping_lines_gives_the_same_paragraphs(text: str, width: int) -> None:
    wrapped = "\n\n".join(
        textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in text.split("\n\n")
    )
    # Where every line happens to end with its sentence, nothing tells a wrapped paragraph from several.
    assume(all("\n" not in p or re.search(r"[^.]\n", p) for p in wrapped.split("\n\n")))
    assert clean(wrapped) == clean(text) == text


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("Officers of the cross-\nborder unit searched the long-\nlost boats of the 24-\nhour port.",
         "Officers of the cross-border unit searched the long-lost boats of the 24-hour port."),
        ("The North-\nSouth route and the co-\noperation of five ports are named on a web-\nsite of the harbour police.",
         "The North-South route and the co-operation of five ports are named on a web-site of the harbour police."),
        ("The investi-\ngation into the web-\nsite of the harbour found nine boats in the long-\nlost shed.",
         "The investigation into the website of the harbour found nine boats in the long-lost shed."),
        ("The investi-\ngation into drug- and gun-\nrelated crime and into short-\nand long-term theft goes on.",
         "The investigation into drug- and gun-related crime and into short- and long-term theft goes on."),
        ("They asked for a term at the low end of the agreed 10-\nto 16-year range, and for a 24-\nhour watch.",
         "They asked for a term at the low end of the agreed 10- to 16-year range, and for a 24-hour watch."),
        ("The port of Lind--\nthe largest of the bay--\nwas closed by the harbour police.",
         "The port of Lind--the largest of the bay--was closed by the harbour police."),
    ],
)  # fmt: skip
def test_hyphens_at_line_ends_stay_unless_the_writer_divides_words(wrapped: str, joined: str) -> None:
    assert clean(wrapped) == joined


@pytest.mark.parametrize(
    "line",
    [
        "Unsubscribe | Privacy policy",
        "View this email in your browser",
        "The post Eleven held over boats appeared first on Harbour Police.",
    ],
)
def test_the_foot_of_letters_and_feeds_goes(line: str) -> None:
    assert clean(f"{FIRST}\n\n{SECOND}\n\n{line}") == f"{FIRST}\n\n{SECOND}"


def test_two_names_parted_by_a_bar_stay() -> None:
    text = f"{FIRST}\n\nHarbour Police | Porto Alto\n\n{SECOND}"
    assert clean(text) == text


def test_lines_are_lettered_items_only_in_order() -> None:
    prose = "L. Varga is a threat to every boat of the harbour, said Acting Chief Olaf\nA. Quill of the harbour watch."
    assert clean(prose) == prose.replace("\n", " ")
    listed = "a. the boats of the harbour, all of\nthem new\nb. the motors of the boats\nc. the quay"
    assert clean(listed) == "a. the boats of the harbour, all of them new\n\nb. the motors of the boats\n\nc. the quay"


@settings(max_examples=60, deadline=None)
@given(TEXTS, NOISE)
def test_clean_text_has_single_blanks_and_blank_lines(text: str, noise: str) -> None:
    cleaned = clean(noise + text + noise)
    assert cleaned == cleaned.strip()
    assert not re.search(r"  | \n|\n |\n{3}|[^\n]\n[^\n]|[\r\t\u00a0\u200b]", cleaned)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (
            "LYON, France – The court sat on Monday. It fined the firm in Case 12.  1 / 3\n2 / 3\n3 / 3\nThe firm appealed.",
            "LYON, France – The court sat on Monday. It fined the firm in Case 12.\n\nThe firm appealed.",
        ),
        (
            "The ministers agreed on a plan after two days.   1 / 2   2 / 2\n\nThe plan is public.",
            "The ministers agreed on a plan after two days.\n\nThe plan is public.",
        ),
        (
            "The crates were opened.\n\nNiger: officers burn 3 tonnes of pills. Photo: Police\nRaid – 1 / 9\n\nThey were full.",
            "The crates were opened.\n\nThey were full.",
        ),
        (
            "LYON, France – The court sat. It fined the firm in Case 12. 1 / 6\n2 / 6\n3 / 6\n\nThe firm appealed.",
            "LYON, France – The court sat. It fined the firm in Case 12.\n\nThe firm appealed.",
        ),
        ("The share was lower. 1 / 3\n\nIt is 2 / 4 now.", "The share was lower. 1 / 3\n\nIt is 2 / 4 now."),
        ("The share is now  1 / 3\n\nIt was lower.", "The share is now 1 / 3\n\nIt was lower."),
    ],
)
def test_picture_counters_beside_sentences_go_and_the_sentences_stay(raw: str, clean: str) -> None:
    assert clean_release(raw, markup=False, stated={}).mapped.text == clean


def test_tags_in_a_stated_title_go() -> None:
    stated = {"title": "<span>Two <b>held</b> over boats of less than < 3 metres</span>"}
    assert (
        clean_release("Two men were held.", markup=False, stated=stated).title
        == "Two held over boats of less than < 3 metres"
    )


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (
            "“The victims were women and men,” said\nLima Prosecutor Ada Lind\n. “We will go on.”\nA jury heard it.",
            "“The victims were women and men,” said Lima Prosecutor Ada Lind. “We will go on.”\n\nA jury heard it.",
        ),
        (
            "“Her life was cut short by violence,”\nLima County\nProsecutor Ada Lind said.\nWe will feel the loss.",
            "“Her life was cut short by violence,” Lima County Prosecutor Ada Lind said.\n\nWe will feel the loss.",
        ),
        ("Contact\nAda Lind\nMarek Duval\nLima", "Contact\n\nAda Lind\n\nMarek Duval\n\nLima"),
    ],
)
def test_links_on_lines_of_their_own_go_back_into_their_sentence(raw: str, clean: str) -> None:
    assert clean_release(raw, markup=False, stated={}).mapped.text == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        # Letters that markup raised, what they count, and a heading that they end.
        ("Detectives of the 7\nth\nPrecinct led the case.", "Detectives of the 7th Precinct led the case."),
        ("Larceny in the 3\nrd\nAda Lind\nFraud in the 2\nnd\ndegree", "Larceny in the 3rd\n\nAda Lind\n\nFraud in the 2nd degree"),
        # Lines that begin anew whatever the line above ends with.
        ("To read it see the “Report of the harbour,”\nWHEN: 2 May 2022", "To read it see the “Report of the harbour,”\n\nWHEN: 2 May 2022"),
        ("Issuing body: The harbour prosecutor of\nAction day: 2 May", "Issuing body: The harbour prosecutor of\n\nAction day: 2 May"),
        ('She said: "They spent a long time over the boats,"\n"We will wait for them."', 'She said: "They spent a long time over the boats,"\n\n"We will wait for them."'),
        ("We ask that all of you come to the meeting of harbours. Sincerely,\nAda Lind, Marek Duval", "We ask that all of you come to the meeting of harbours. Sincerely,\n\nAda Lind, Marek Duval"),
        ("He is charged with:\no 2 counts of the burglary of a boat house\no 4 counts of theft in the harbour", "He is charged with:\n\no 2 counts of the burglary of a boat house\n\no 4 counts of theft in the harbour"),
        ("ALIAS -\nDOB -\nMay 3, 1990", "ALIAS -\n\nDOB - May 3, 1990"),
        ("Man Held for Taking the Boats of a Woman and of Her\nAuthor\nAda Lind", "Man Held for Taking the Boats of a Woman and of Her\n\nAuthor\n\nAda Lind"),
        ("2 counts of theft of boats\nJan Ulf Poe\nmoniker\nboats\nAda Ulf Lind\nmoniker", "2 counts of theft of boats\n\nJan Ulf Poe\n\nmoniker\n\nboats\n\nAda Ulf Lind\n\nmoniker"),
        ("It is named “Report of the harbour,”\nThe pictures and films of the night in question can be seen by everybody at the house of the quay guard.", "It is named “Report of the harbour,”\n\nThe pictures and films of the night in question can be seen by everybody at the house of the quay guard."),
        ("It is named “Report of the harbour,”\nThere is no film of it.", "It is named “Report of the harbour,”\n\nThere is no film of it."),
        ("The letter went out on\nMay 3, 2021\nMarek Duval Lind\nc/o Ada Lind, Harbour House", "The letter went out on\n\nMay 3, 2021\n\nMarek Duval Lind\n\nc/o Ada Lind, Harbour House"),
        ("Man Who Drove a Boat into the Harbour Held for Assaul\nt\nThe man was held.", "Man Who Drove a Boat into the Harbour Held for Assault\n\nThe man was held."),
        ("It is a crime to take the boat of another on purpose and\nThe owner must not have agreed.", "It is a crime to take the boat of another on purpose and\n\nThe owner must not have agreed."),
        ("The guard sued the harbour’s old boat corporation\ns\nthat had sold boats.", "The guard sued the harbour’s old boat corporations that had sold boats."),
        ("The lawyers of the harbour unit for stolen boats prosecut\ned\nthis case.", "The lawyers of the harbour unit for stolen boats prosecuted this case."),
        # A letter with an accent that markup set on a line of its own.
        ("Para publicaci\nó\nn inmediata", "Para publicación inmediata"),
        # What is left of a misread mark is no small letter.
        ("Lind Hails End of the Long Strike in All Quay Harbours\nâThey will work again.", "Lind Hails End of the Long Strike in All Quay Harbours\n\nâThey will work again."),
        ("The pictures can be seen by all at https://harbour.example/pictures\nThe boats were sold.", "The pictures can be seen by all at https://harbour.example/pictures\n\nThe boats were sold."),
    ],
)  # fmt: skip
def test_lines_that_begin_anew_are_not_joined_and_raised_letters_are(raw: str, clean: str) -> None:
    assert clean_release(raw, markup=False, stated={}).mapped.text == clean


def test_items_that_end_with_commas_are_lines_and_names_in_a_row_one_sentence() -> None:
    items = f"{FIRST} {SECOND} {FIRST} Its plan has:\nBoats that are kept for the guards of the quay,\nCranes that lift what the guards have found,\nNets that are mended by the crews; and\nRopes of all kinds."
    assert clean(items) == items.replace("\n", "\n\n")
    names = "The office thanked the harbour crews of Lima, the crews of the boats and of the quay,\nMayor Ada Lind of the Town of Lima on the Quay,\nMarek Duval of the Lima Boats Company in Haventor,\nthe crews, and Jan Poe."
    assert clean(names) == names.replace("\n", " ")


def test_the_longest_of_some_paragraphs_is_not_full() -> None:
    long = f"{FIRST} {FIRST}"[:190].rsplit(" ", 1)[0] + "."
    text = f"The boats were brought to the harbour by men of the\nquay guard.\n{long}\nFor the boats nobody asked."
    assert clean(text).split("\n\n") == [
        "The boats were brought to the harbour by men of the quay guard.",
        long,
        "For the boats nobody asked.",
    ]


def test_a_list_of_links_ends_where_a_release_begins() -> None:
    text = f"Latest news\nFOR IMMEDIATE RELEASE  May 3  2005 Lind Secures 300 000 for Boats of the Harbour\n\n{FIRST}\n\n{SECOND}"
    release = clean_release(text, markup=False, stated={})
    assert release.title == "Lind Secures 300 000 for Boats of the Harbour"
    assert release.mapped.text.endswith(f"{FIRST}\n\n{SECOND}")
    assert "Latest news" not in release.mapped.text


def test_furniture_is_no_rest_of_a_sentence_that_ends_with_a_comma() -> None:
    text = f"{FIRST}\n{SECOND}\nI saw how the harbour that we all knew went down,\nShare"
    assert clean(text).split("\n\n")[-1] == "I saw how the harbour that we all knew went down,"


def test_sentences_among_share_links_stay() -> None:
    text = f"{FIRST}\n{SECOND}\nShare\nFollow us\nPrint"
    assert clean(text).split("\n\n") == [FIRST, SECOND]
