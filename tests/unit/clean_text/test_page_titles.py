"""The headline is told from the names of site and section in a page's title, wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.page_titles import copyright_name, publisher_of, split_title

BODY = (
    "<p>Nine anglers were fined on 3 April 2024 after a raid at the weir.</p>"
    "<p>Wardens had watched the bank for three weeks and counted the boats that came in after dark.</p>"
)


@pytest.mark.parametrize(
    ("title", "headline", "site"),
    [
        # The site's name behind the headline, by any mark.
        ("Nine fined at the weir | River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir|River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir » River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir « River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir :: River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir • River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir - River Police", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir — River Police", "Nine fined at the weir", "River Police"),
        # Before it, and with a section between.
        ("River Police | Nine fined at the weir", "Nine fined at the weir", "River Police"),
        ("River Police - Nine fined at the weir", "Nine fined at the weir", "River Police"),
        ("River Police | Press releases | Nine fined at the weir", "Nine fined at the weir", "River Police"),
        ("Nine fined at the weir | News | River Police", "Nine fined at the weir", "River Police"),
        ("Press release - Nine fined at the weir | River Police", "Nine fined at the weir", "River Police"),
        ("Pressmitteilungen | Neun Angler zahlen Geldbuße | Polizei Weiden", "Neun Angler zahlen Geldbuße", "Polizei Weiden"),
        # Hyphens and dashes of the headline stay.
        ("Cross-river ring - 9 fined | River Police", "Cross-river ring - 9 fined", "River Police"),
        ("Nine fined – 3 April 2024 | River Police", "Nine fined – 3 April 2024", "River Police"),
        ("Cross-river ring - 9 fined - River Police", "Cross-river ring - 9 fined", "River Police"),
        ("Rise – Fall: a year of raids, seen from the bank", "Rise – Fall: a year of raids, seen from the bank", None),
        ("Operation Heron – nine fined", "Operation Heron – nine fined", None),
        ("Ring broken up - 40 fined", "Ring broken up - 40 fined", None),
        ("Nine Fined At The Weir | River Police", "Nine Fined At The Weir", "River Police"),
        ("River Police | Nine Fined At The Weir", "Nine Fined At The Weir", "River Police"),
        ("Nine Fined By River Police | News", "Nine Fined By River Police", None),
        ("River Police", "River Police", None),
        ("Nine fined", "Nine fined", None),
        ("| River Police", "River Police", None),
    ],
)  # fmt: skip
def test_headline_and_site(title: str, headline: str, site: str | None) -> None:
    assert tuple(split_title(title)) == (headline, site)


def test_a_site_of_any_name_is_known_by_what_it_is_called_elsewhere() -> None:
    assert split_title("Nine fined at the weir - the daily heron", ("The Daily Heron",)) == (
        "Nine fined at the weir",
        "the daily heron",
    )
    assert split_title("The Daily Heron: Nine Fined", ("The Daily Heron",)).headline == "The Daily Heron: Nine Fined"
    # A headline that begins with the site's name is one all the same.
    title = "Daily Heron Editor Fined In Spain | Daily Heron"
    assert split_title(title, ("Daily Heron",)).headline == "Daily Heron Editor Fined In Spain"


@given(st.text(alphabet="abC |–-»:«3 ", max_size=40), st.lists(st.text(alphabet="abC -", max_size=8), max_size=3))
def test_a_headline_is_a_part_of_its_title(title: str, names: list[str]) -> None:
    parts = split_title(" ".join(title.split()), tuple(names))
    assert parts.headline in title or parts.headline in " ".join(title.split())
    assert bool(parts.headline) == bool(title.split())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("© 2026 River Police. All rights reserved.", "River Police"),
        ("Copyright 2019 – 2024 by Weir Times, all rights reserved", "Weir Times"),
        ("(c) Polisen", "Polisen"),
        ("All rights reserved", None),
        ("© 2026", None),
    ],
)
def test_copyright_lines(line: str, name: str | None) -> None:
    assert copyright_name(line) == name


@pytest.mark.parametrize(
    ("site", "names", "publisher"),
    [
        ("River Police", [], "River Police"),
        ("River Police Newsroom", [], "River Police"),
        ("Politics", [], None),
        ("Weir Times", [], None),
        ("Weir Times", ["Weir Times"], "Weir Times"),
        (None, ["Weir Times"], None),
    ],
)
def test_only_a_body_or_the_site_itself_is_the_publisher(
    site: str | None, names: list[str], publisher: str | None
) -> None:
    assert publisher_of(site, names) == publisher


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher"),
    [
        ("<title>Nine fined at the weir | River Police</title>", "", "Nine fined at the weir", "River Police"),
        ("<title>River Police</title>", "<h1>Main menu</h1><h2>Nine fined at the weir</h2>", "Nine fined at the weir", None),
        # The site's name set as the first heading.
        ("<title>Nine fined at the weir | River Police</title>", "<h1>River Police</h1>", "Nine fined at the weir", "River Police"),
        ("<title>River Police | Nine fined at the weir</title>", "<h1>River Police</h1><h2>Nine fined at the weir</h2>",
         "Nine fined at the weir", "River Police"),
        # A heading in a link, without an address and with one.
        ("<title>Nine fined | River Police</title>", "<a><h1>Nine fined at the weir</h1></a>", "Nine fined at the weir", "River Police"),
        ("<title>x</title>", '<h1><a href="/1">Nine fined at the weir</a></h1>', "Nine fined at the weir", None),
        ('<title>x</title><meta property="og:title" content="Nine fined at the weir – Weir Times"><meta property="og:site_name" '
         'content="Weir Times">', "", "Nine fined at the weir", "Weir Times"),
        # The tagline of the site in its linked data is no title.
        ('<title>Nine fined at the weir</title><script type="application/ld+json">{"@type": "WebPage", "headline": "Safe '
         'rivers for all"}</script>', "<h1>Nine fined at the weir</h1>", "Nine fined at the weir", None),
        # The site is known by its host or copyright line alone.
        ('<title>Nine fined at the weir - weir times</title><link rel="canonical" href="https://www.weir-times.example/1">', "",
         "Nine fined at the weir", "weir times"),
    ],
)  # fmt: skip
def test_titles_of_pages(head: str, body: str, title: str, publisher: str | None) -> None:
    page = f"<html><head>{head}</head><body><nav><a href='/'>Home</a></nav><main>{body}{BODY}</main></body></html>"
    release = clean_release(page, markup=True, stated={})
    assert (release.title, release.publisher) == (title, publisher)
    assert release.mapped.text.endswith("after dark.")
