"""What a page's linked data call the article's body tells what of its main text stands beside it."""

from __future__ import annotations

import json

import pytest

from pipeline.clean_text.article_body import RULE
from pipeline.clean_text.clean import CleanRelease, clean_release

LEAD = "Nobody on the quay expected the old ferry to come back, and yet it did, with a new engine and a fresh coat of paint."
BODY: tuple[str, ...] = (
    "The ferry Petrel left the yard at Porto Alto on Tuesday morning after eleven months of repairs, and two hundred people "
    "stood on the quay to see it pass the lighthouse.",
    "Its new engine burns a third less fuel than the one it replaces, said the yard's master, Ida Rook, who had found the old "
    "one beyond repair when the hull was opened last spring.",
    "From Friday on it will cross the sound six times a day, at first without cars, because the ramp on the far side has still "
    "to be widened by the county.",
)
BODY += tuple(
    f"At the {stop} landing, which had no ferry for {n} months, the shop keeper counts on the summer guests who went elsewhere "
    f"last year, and the school has moved its first lesson to a later hour so that the {n} children from the far side come in "
    "time and nobody has to take the long road around the head of the sound."
    for n, stop in enumerate(("northern", "lighthouse", "church"), 10)
)
CAPTION = "The ferry in the yard, seen from the water last May"
ABOUT = (
    "Marta Quill writes about harbours and the people who work in them, and keeps two boats of her own in Porto Alto."
)


def page(body: str, stated: str, disabled: tuple[str, ...] = ()) -> CleanRelease:
    data = json.dumps({"@type": "NewsArticle", "articleBody": stated})
    head = f'<title>A ferry is back</title><script type="application/ld+json">{data}</script>'
    source = f"<html><head>{head}</head><body><main><h1>A ferry is back</h1>{body}</main></body></html>"
    return clean_release(source, markup=True, stated={}, disabled_rules=disabled)


def paragraphs(release: CleanRelease) -> list[str]:
    return release.mapped.text.split("\n\n")


def _article(*more: str) -> str:
    return f"<p>{LEAD}</p><p>{BODY[0]}</p><div>{CAPTION}</div>{''.join(f'<p>{text}</p>' for text in BODY[1:])}{''.join(more)}"


@pytest.mark.parametrize(
    "beside",
    [
        f"<div><p>{ABOUT}</p></div>",
        "<h3>More from the harbour</h3><p><a href='/a'>Two new cranes for the northern quay</a></p>",
        "<p>Harbour</p><p>Ferries</p>",
    ],
)
def test_what_the_stated_body_lacks_is_beside_the_article(beside: str) -> None:
    release = page(_article(beside), "\n".join(BODY))
    assert paragraphs(release) == [LEAD, *BODY]
    assert RULE in {row.rule for row in release.mapped.edits()}


def test_the_rule_can_be_switched_off() -> None:
    release = page(_article(), "\n".join(BODY), disabled=(RULE,))
    assert paragraphs(release) == [LEAD, BODY[0], CAPTION, *BODY[1:]]


def test_headings_items_and_lead_stay_where_the_body_lacks_them() -> None:
    inside = "<h2>What comes next</h2><ul><li>a ramp for cars on the far side of the sound</li></ul>"
    body = f"<p>{LEAD}</p><p>{BODY[0]}</p>{inside}{''.join(f'<p>{text}</p>' for text in BODY[1:])}"
    kept = [LEAD, BODY[0], "What comes next", "a ramp for cars on the far side of the sound", *BODY[1:]]
    assert paragraphs(page(body, " ".join(BODY))) == kept


def test_a_body_cut_short_tells_nothing_of_what_follows() -> None:
    more = f"<p>{LEAD}</p><div><p>{ABOUT}</p></div>" * 4
    assert ABOUT in page(_article(more), " ".join(BODY)).mapped.text


def test_a_paragraph_of_the_body_that_looks_like_furniture_is_kept() -> None:
    teaser = f'<div class="teaser-text"><p>{LEAD}</p></div>'
    body = f"{teaser}{''.join(f'<p>{text}</p>' for text in BODY)}"
    assert paragraphs(page(body, " ".join((LEAD, *BODY)))) == [LEAD, *BODY]


@pytest.mark.parametrize("data", ['{"articleBody": 7', '{"@type": "NewsArticle", "articleBody": ["a", 1]}', "[]"])
def test_broken_data_state_no_body(data: str) -> None:
    source = f'<script type="application/ld+json">{data}</script><main>{_article()}</main>'
    assert BODY[2] in clean_release(source, markup=True, stated={}).mapped.text
