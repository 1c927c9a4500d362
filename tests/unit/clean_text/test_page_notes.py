"""Lines about or beside an article: they go where the page states that it shows one, and stay on all other pages."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import CleanRelease, clean_release

TEXT = tuple(
    f"In the {week} week of the strike the pilots of the sound brought {n} freighters in by night, and the harbour office said "
    f"that no ship had waited longer than two tides at the {week} buoy, whatever the owners had claimed before."
    for n, week in enumerate(("first", "second", "third", "fourth", "fifth"), 3)
)
ARTICLE = '<meta property="og:type" content="article"><meta property="og:url" content="https://gull.example/pilots">'
AUTHOR = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Marta Quill"}]}'
    "</script>"
)
OTHER = '<a href="/cranes">Two new cranes for the northern quay at last</a>'


def page(body: str, head: str = ARTICLE, disabled: tuple[str, ...] = ()) -> CleanRelease:
    source = f"<html><head><title>Pilots strike</title>{head}</head><body><main><h1>Pilots strike</h1>{body}</main></body></html>"
    return clean_release(source, markup=True, stated={}, disabled_rules=disabled)


def paragraphs(release: CleanRelease) -> list[str]:
    return release.mapped.text.split("\n\n")


def _text(within: str = "", below: str = "") -> str:
    return f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p>{within}<p>{TEXT[2]}</p><p>{TEXT[3]}</p><p>{TEXT[4]}</p>{below}"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (f"<p>{OTHER}</p>", "linked-line"),
        (f"<p>Related reading: {OTHER}</p>", "linked-line"),
        (f"<blockquote>» {OTHER}</blockquote>", "linked-line"),
        ('<div><img src="a.jpg"><span>A freighter waits at the lighthouse buoy</span></div>', "picture-line"),
        ("<p>If you liked this story, tell the harbour about it.</p>", "appeal-line"),
        ("<p>Don't forget to sign up for the tide table, a newsletter for pilots.</p>", "appeal-line"),
        ("<p>Folgen Sie uns auf allen Kanälen, die der Hafen kennt.</p>", "appeal-line"),
        ("<p>This post contains affiliate links to makers of ropes and sails.</p>", "disclosure"),
        ("<p>This article was originally published in the Gull of Porto Alto.</p>", "site-terms"),
        ("<p>The views expressed here are those of the author and of nobody else.</p>", "site-terms"),
        ("<p>Learn more about the pilots of the northern sound</p>", "read-more"),
        ("<p>Lee también: dos grúas nuevas para el muelle</p>", "read-more"),
        ("<p>Check price at Rope and Sail</p>", "shop-line"),
        ("<p>A pilot boat in the fog (Foto: M. Quill)</p>", "caption"),
    ],
)
def test_a_line_beside_the_article_goes_with_its_rule_and_stays_without(line: str, rule: str) -> None:
    release = page(_text(within=line))
    assert paragraphs(release) == [*TEXT]
    assert rule in {row.rule for row in release.mapped.edits()}
    assert len(page(_text(within=line), disabled=(rule,)).mapped.text) > len(release.mapped.text)


@pytest.mark.parametrize(
    "line",
    [
        f"<p>{OTHER}</p>",
        '<div><img src="a.jpg"><span>A freighter waits at the lighthouse buoy</span></div>',
        "<p>If you liked the old pilots, wait for the young ones.</p>",
        "<p>This article was originally published in the Gull of Porto Alto.</p>",
    ],
)
def test_on_a_page_that_states_no_article_the_line_stays(line: str) -> None:
    assert len(paragraphs(page(_text(within=line), head=""))) == len(TEXT) + 1


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="https://port.example/order">The order of the harbour court of last May</a></p>',
        '<p><a href="/order.pdf">The order of the harbour court of last May</a></p>',
        f"<ul><li>{OTHER}</li></ul>",
        f"<h2>{OTHER}</h2>",
        f"<p>The court wrote: {OTHER}.</p>",
        "<p>The pilots follow him at sea, on land and wherever else he goes with them.</p>",
        "<ul><li>Book a free berth before the ice comes.</li></ul>",
    ],
)
def test_what_an_article_says_itself_stays(line: str) -> None:
    assert len(paragraphs(page(_text(within=line)))) == len(TEXT) + 1


def test_what_is_told_of_the_stated_author_below_the_text_goes() -> None:
    about = (
        "Marta Quill has written about harbours since she was a pilot herself, and lives on the far side of the sound."
    )
    other = (
        "Ida Rook has written about harbours, the pilots said, and none of it was ever found to be wrong by the court."
    )
    body = _text(below=f"<p>{other}</p><p>{about}</p>")
    assert paragraphs(page(body, head=AUTHOR)) == [*TEXT, other]
    assert paragraphs(page(body, head=AUTHOR, disabled=("author-note",))) == [*TEXT, other, about]


def test_a_text_that_is_mostly_such_lines_is_about_them() -> None:
    lines = "".join(
        f"<p>If you like this post, buy the rope of {n} fathoms, and tell the pilots of it.</p>" for n in range(20)
    )
    assert len(paragraphs(page(_text(below=lines)))) > len(TEXT) + 10
