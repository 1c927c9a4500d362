"""Numbers of terms and ages, in figures and words."""

from __future__ import annotations

import pytest

from pipeline.extract.reading.small_numbers import age_of, small_number, spelled_at
from pipeline.extract.reading.words import split_pieces


@pytest.mark.parametrize(
    ("text", "value", "behind"),
    [
        ("12 years", 12, "years"),
        ("13June", 13, "June"),
        ("1,000 hours", 1000, "hours"),
        ("2.5 years", 2.5, "years"),
        ("5-year", 5, "-"),
        ("5 ½ years", 5.5, "years"),
        ("5 1/2 years", 5.5, "years"),
        ("twenty-five (25) years", 25, "years"),
        ("one and a half years", 1.5, "years"),
        ("two-and-a-half years", 2.5, "years"),
        ("two and a day", 2, "and"),
    ],
)
def test_number_and_what_is_behind(text: str, value: float, behind: str) -> None:
    pieces = split_pieces(text)
    found = small_number(text, pieces, 0)
    assert found is not None
    assert (found[0], pieces[found[1]].text) == (value, behind)


@pytest.mark.parametrize(
    ("text", "i"), [("12/05 here", 0), ("1,234567", 0), ("1:30", 2), ("1234567 days", 0), ("some", 0), ("a", 1)]
)
def test_no_number(text: str, i: int) -> None:
    assert small_number(text, split_pieces(text), i) is None


def test_only_words_are_spelled() -> None:
    assert spelled_at("hundred", split_pieces("hundred"), 0) is None
    assert spelled_at("12", split_pieces("12"), 0) is None


def test_ages_are_figures_as_far_as_people_live() -> None:
    assert [age_of(word) for word in ("31", "7", "121", "ten", "٣١", "")] == [31, None, None, None, None, None]
