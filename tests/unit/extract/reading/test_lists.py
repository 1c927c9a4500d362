"""What stands between two members of a list, and what does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.extract.reading.lists import (
    adds_on,
    are_joined,
    are_persons_joined,
    before_joint,
    chain,
    gap_joint,
    goes_on,
    list_gap,
    list_of,
    may_stand_between,
    members,
    outside_brackets,
    past_joint,
    past_run,
)
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


@pytest.mark.parametrize(
    ("words", "n", "past", "before"),
    [
        ("12 , and nine", 1, 3, 0),
        ("12 and nine", 1, 2, 0),
        ("12 , nine", 1, 2, 0),
        ("12 & nine", 1, 2, 0),
        ("12 to nine", 1, 1, 1),
        ("12", 1, 1, 1),
    ],
)
def test_places_past_and_before_what_joins(words: str, n: int, past: int, before: int) -> None:
    told = words.split()

    def low(k: int) -> str:
        return told[k] if 0 <= k < len(told) else ""

    assert past_joint(low, n) == past
    assert before_joint(low, past - 1 if past > n else n) == before


def test_a_figure_is_added_to_another() -> None:
    assert adds_on(", as well as a further ")
    assert adds_on("")
    assert not adds_on(" of ")


def test_a_pattern_of_a_list_and_its_members() -> None:
    pattern = re.compile(list_of("[A-Z][a-z]+", most=2))
    found = pattern.search("the Elm, Oak, and Ash Divisions")
    assert found is not None
    assert members(found.group()) == ["Elm", "Oak", "Ash"]
    assert pattern.fullmatch("Elm and Oak")
    assert not re.fullmatch(list_of("[A-Z][a-z]+", least=1, most=2), "Elm and Oak")
    assert members("Elm or Oak") == ["Elm", "Oak"]


def test_ages_homes_and_nicknames_may_stand_between_persons() -> None:
    assert all(may_stand_between(low, tag) for low, tag in (("aka", "NN"), ("31", "CD"), ("hull", "NNP"), (";", ":")))
    assert not may_stand_between("was", "VBD")


def _low(words: str) -> Callable[[int], str]:
    told = words.split(" ")
    return lambda k: told[k] if 0 <= k < len(told) else ""


def test_only_some_words_join_where_a_reader_says_so() -> None:
    assert past_joint(_low("2 , or 3"), 1, by=("and",)) == 2
    assert past_joint(_low("2 or 3"), 1, by=("and",)) == 1
    assert past_joint(_low("2 , and 3"), 1, by=("and",)) == 3


def test_a_run_of_words_and_marks_is_stepped_over() -> None:
    assert past_run(_low("theft ; and also arson"), 1, (";", "and", "also")) == 4
    assert past_run(_low("theft of"), 1, (";",)) == 1
    assert past_run(_low("theft ;"), 1, (";",)) == 2


def test_what_joins_backwards_may_be_of_some_words_only_and_of_so_many() -> None:
    assert before_joint(_low("Roe , and Poe"), 2, by=(",",)) == 2
    assert before_joint(_low("Roe , , , Poe"), 3, most=2) == 1
    assert before_joint(_low("Roe , \n Poe"), 2) == 2
    assert before_joint(_low("Roe , \n Poe"), 2, blanks=True) == 0


@pytest.mark.parametrize(
    ("gap", "low", "step"),
    [
        (",", "oakdale", 0),
        (",", "and", 1),
        ("", "or", 1),
        ("", "oakdale", None),
        ("(", "and", None),
        (None, "and", None),
    ],
)
def test_a_comma_in_the_gap_or_a_word_joins(gap: str | None, low: str, step: int | None) -> None:
    assert gap_joint(gap, low) == step


def test_persons_are_joined_by_a_mark_among_ages_and_homes() -> None:
    assert are_persons_joined([(",", ","), ("31", "CD"), (",", ","), ("of", "IN"), ("hull", "NNP"), ("and", "CC")])
    assert not are_persons_joined([("31", "CD"), ("of", "IN"), ("hull", "NNP")])
    assert not are_persons_joined([(",", ","), ("shot", "VBD")])


def test_a_chain_ends_where_a_member_is_not_joined() -> None:
    assert chain(1, (), lambda one, other: True) == [1]
    assert chain(1, (2, 3, 5, 6), lambda one, other: other - one == 1) == [1, 2, 3]
