"""What stands between two members of a list, and what does not."""

from __future__ import annotations

import pytest

from pipeline.extract.reading.lists import are_joined, goes_on, list_gap, outside_brackets
from pipeline.extract.reading.words import split_words


@pytest.mark.parametrize(
    ("gap", "joined"),
    [(", and", True), (";", True), ("&", True), ("or", True), ("", False), ("with", False), (", and the", False)],
)
def test_words_that_join_members(gap: str, joined: bool) -> None:
    assert are_joined(split_words(gap)) is joined


def test_more_words_join_where_they_may() -> None:
    gap = split_words(", together with")
    assert are_joined(gap, most=4, also=("together", "with"))
    assert not are_joined(gap, most=2, also=("together", "with"))


def test_words_in_brackets_are_left_out() -> None:
    assert [word.text for word in outside_brackets(split_words("(D-Elmwood), and (R)"))] == [",", "and"]


@pytest.mark.parametrize(
    ("gap", "found"),
    [(", ", True), (" and the ", True), (" (OH), ", True), (" as well as ", True), (" in ", False), (". ", False)],
)
def test_characters_that_join_members(gap: str, found: bool) -> None:
    text = f"Peru{gap}Chile"
    assert (list_gap(text, 4, 4 + len(gap), most=20) == gap) is found
    assert list_gap(text, 4, 4 + len(gap), most=len(gap) - 1) is None


def test_a_list_goes_on_with_its_preposition() -> None:
    assert goes_on("in Peru and in Chile", 7, 15)
    assert not goes_on("in Peru, in Chile", 7, 12)
