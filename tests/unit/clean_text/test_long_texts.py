"""Laws, reports with a table of contents and encyclopedias' pages are told; releases that speak of them stay releases."""

from __future__ import annotations

import time

import pytest

from pipeline.clean_text.long_texts import ENCYCLOPEDIA, LAW, REPORT, why_long_text
from pipeline.clean_text.stage import clean_one
from pipeline.config import Settings
from pipeline.errors import InputError

NAMES = (
    "Short title",
    "Interpretation",
    "Warden of eels",
    "Powers",
    "Nets",
    "Weirs",
    "Boats",
    "Fees",
    "Appeals",
    "Repeal",
)
BARE = [f"{n} {name}" for n, name in enumerate(NAMES, 1)]
DOTTED = [f"{name} {'.' * 30} {n}" for n, name in enumerate(NAMES, 1)]
NEWS = "Wardens fined two poachers at the weir on Monday, and the inquiry into who bought the eels from them goes on."


@pytest.mark.parametrize("word", ["Article", "Art.", "§", "Section", "Artículo", "SEC."])
def test_sections_in_order_make_a_law(word: str) -> None:
    sections = [line for n in range(1, 7) for line in (f"{word} {n} Of nets", "Nobody shall set a net at a weir.")]
    assert why_long_text(sections) == LAW
    assert why_long_text(sections[:-2]) is None
    assert why_long_text(sections, dateline=True) is None
    assert why_long_text([f"{word} {n} of the act bans nets." for n in (12, 14, 9, 3, 2, 1)]) is None


def test_bare_numbers_make_a_law_with_parts_of_one() -> None:
    assert why_long_text(BARE) == LAW
    assert why_long_text(["Interpretation", "Short title", *(f"{n}. Nets shall be dry" for n in range(1, 11))]) == LAW
    assert why_long_text([f"{n}. Ada Lind, of Haventor, {n + 20}" for n in range(1, 31)]) is None  # the accused
    assert why_long_text([f"{n}. Definitions of trust" for n in range(1, 11)]) is None


def test_a_table_of_contents_makes_a_report() -> None:
    assert why_long_text(DOTTED) == REPORT
    assert why_long_text(DOTTED[:5]) is None
    assert why_long_text([f"Fines of the {name} {'.' * 20} {n * 37 % 11}" for n, name in enumerate(NAMES)]) is None
    assert why_long_text(["> TABLE OF AUTHORITIES", *reversed(DOTTED)]) == REPORT


def test_an_encyclopedias_page_is_told_by_its_own_line() -> None:
    assert why_long_text(["Eels", "From Wikipedia, the free encyclopedia", NEWS]) == ENCYCLOPEDIA
    assert why_long_text([f"Police found the list, from Wikipedia, the free encyclopedia. {NEWS}"]) is None


def test_they_are_set_aside_with_their_reason() -> None:
    text = "\n\n".join(["Nets Act 1993", *BARE, NEWS])
    with pytest.raises(InputError, match="the text of a law") as caught:
        clean_one(text, False, {}, Settings())
    assert caught.value.reason == "not-a-release"


@pytest.mark.parametrize("part", ["Article 1 ", "1. A", "a . . . . . ", "x" * 60 + "....", "1 Short title"])
def test_the_cost_is_linear(part: str) -> None:
    start = time.process_time()
    why_long_text([part * 200, *(part for _ in range(5000))])
    assert time.process_time() - start < 1
