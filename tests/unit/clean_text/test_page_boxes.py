"""Boxes inside a page's main text: about the author, contents, appeals, and parts that stand there twice."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import CleanRelease, clean_release

TEXT = tuple(
    f"On the {day} day of the search the divers found {n} of the barrels that had gone overboard from the freighter, and the "
    f"harbour master said that the {day} stretch of the channel would open to small boats again before the week was out."
    for n, day in enumerate(("first", "second", "third", "fourth", "fifth"), 3)
)
ABOUT = (
    "Ida Rook has covered harbours, ferries and the people who live by them for this paper since she sold her own boat."
)


def page(body: str, disabled: tuple[str, ...] = ()) -> CleanRelease:
    source = (
        f"<html><head><title>Barrels found</title></head><body><main><h1>Barrels found</h1>{body}</main></body></html>"
    )
    return clean_release(source, markup=True, stated={}, disabled_rules=disabled)


def paragraphs(release: CleanRelease) -> list[str]:
    return release.mapped.text.split("\n\n")


def _text(*, above: str = "", within: str = "", below: str = "") -> str:
    return f"{above}<p>{TEXT[0]}</p><p>{TEXT[1]}</p>{within}<p>{TEXT[2]}</p><p>{TEXT[3]}</p><p>{TEXT[4]}</p>{below}"


LINKS = "".join(f'<li><a href="#s{n}">The {n} barrels</a></li>' for n in range(4))
OTHER = '<a href="/cranes">Two cranes for the northern quay, at last</a>'


@pytest.mark.parametrize(
    ("box", "rule"),
    [
        (f"<div><h3>About the author</h3><p>{ABOUT}</p></div>", "author-box"),
        (f"<div><p>Über die Autorin</p><p>{ABOUT}</p></div>", "author-box"),
        (f"<h2>About the author</h2><p>{ABOUT}</p>", "author-box"),
        (f"<div><h4>Newsletter</h4><p>{ABOUT}</p><p>Send</p></div>", "appeal-box"),
        (f"<ul>{LINKS}</ul>", "contents-list"),
        ("<p>In this article</p><p>The barrels</p><p>The channel</p>", "contents-list"),
    ],
)
def test_a_box_goes_with_its_rule_and_stays_without(box: str, rule: str) -> None:
    release = page(_text(below=box))
    assert paragraphs(release) == [*TEXT]
    assert rule in {row.rule for row in release.mapped.edits()}
    assert len(page(_text(below=box), disabled=(rule,)).mapped.text) > len(release.mapped.text)


@pytest.mark.parametrize("heading", ["Lee también", "Czytaj też:", "Read next", "Mehr zum Thema"])
def test_links_below_a_plain_line_that_heads_a_list_go_with_it(heading: str) -> None:
    assert paragraphs(page(_text(within=f"<p>{heading}</p><p>{OTHER}</p>"))) == [*TEXT]


@pytest.mark.parametrize(
    "line", ["LEE MÁS | Two cranes", "Lesen Sie auch: Zwei Kräne am Kai", "Zobacz też: Dwa dźwigi"]
)
def test_a_line_that_points_to_another_article_goes(line: str) -> None:
    assert paragraphs(page(_text(within=f"<p>{line}</p>"))) == [*TEXT]


def test_a_copy_of_the_text_for_another_screen_goes() -> None:
    copy = f"<div><p>{TEXT[0]}</p><h2>The third day</h2><p>{TEXT[1]}</p></div>"
    whole = f"<div>{_text(within='')}</div>"
    body = f"<div><p>{TEXT[0]}</p><h2>The third day</h2><p>{TEXT[1]}</p></div>{copy}<p>{TEXT[2]}</p>"
    assert paragraphs(page(body)) == [TEXT[0], "The third day", TEXT[1], TEXT[2]]
    assert paragraphs(page(whole)) == [*TEXT]


def test_a_sentence_that_a_release_repeats_stays() -> None:
    body = f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p><p>{TEXT[0]}</p><p>{TEXT[2]}</p><p>{TEXT[1]}</p>"
    assert paragraphs(page(body)) == [TEXT[0], TEXT[1], TEXT[0], TEXT[2], TEXT[1]]


def test_a_heading_like_that_of_a_box_over_most_of_the_text_heads_none() -> None:
    body = f"<div><h2>Newsletter</h2><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div><p>{TEXT[2]}</p>"
    assert TEXT[1] in page(body).mapped.text


@pytest.mark.parametrize(
    "line",
    [
        "By Ida Rook and Marta Quill",
        "Von Ida Rook",
        "Ida Rook | 5 min read",
        "Lesezeit: 4 Minuten",
        "Updated on 3 May 2024 at 9.15",
        "Publicado: 3 de mayo de 2024",
        "Posted in Harbours",
    ],
)
def test_who_wrote_it_and_when_goes_from_above_the_first_paragraph_alone(line: str) -> None:
    release = page(_text(above=f"<p>{line}</p>"))
    assert paragraphs(release) == [*TEXT]
    assert "head-line" in {row.rule for row in release.mapped.edits()}
    assert (
        paragraphs(page(_text(above=f"<p>{line}</p>"), disabled=("head-line", "by-line", "share", "footer")))[0] == line
    )


@pytest.mark.parametrize("line", ["By the water", "By night the divers rest", "Five minutes that cost a ferry its bow"])
def test_other_short_lines_above_the_first_paragraph_stay(line: str) -> None:
    assert paragraphs(page(_text(above=f"<p>{line}</p>"))) == [line, *TEXT]


@pytest.mark.parametrize(
    "line",
    ["The barrels on the quay. Foto: Ida Rook", "Bild: Hafenamt Porto Alto", "Divers at work | Photo by Marta Quill"],
)
def test_a_caption_with_its_source_goes(line: str) -> None:
    assert paragraphs(page(_text(within=f"<p>{line}</p>"))) == [*TEXT]


def test_a_sentence_about_a_picture_stays() -> None:
    line = "The picture by the divers shows three barrels: two of oil, and one of salt that nobody has asked for."
    assert line in paragraphs(page(_text(within=f"<p>{line}</p>")))
