"""Figures and words that converters of printed pages break are joined, and what looks like them stays."""

from __future__ import annotations

import pytest

from pipeline.clean_text.broken import RULES, find_broken, find_dropped
from pipeline.clean_text.clean import clean_release


def joined(text: str) -> str:
    for find in (find_dropped, find_broken):
        edits = find(text)
        assert {edit.rule for edit in edits} <= set(RULES)
        for edit in reversed(edits):
            text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("He paid $13, 541 in restitution.", "He paid $13,541 in restitution."),
        ("He paid $13, 541.", "He paid $13,541."),
        ("He paid $1, 250, 000 for boats.", "He paid $1,250,000 for boats."),
        ("He paid $1,250, 775.50 for boats.", "He paid $1,250,775.50 for boats."),
        ("There were 22 ,853 cases.", "There were 22,853 cases."),
        ("It fell by 86 .2 % to $40 .4 million.", "It fell by 86.2 % to $40.4 million."),
        ("More than 2,0 00 boats and 3,00 0 nets", "More than 2,000 boats and 3,000 nets"),
        ("In June 202 4 two were held.", "In June 2024 two were held."),
        ("22 AUGUST 202 4 @ 3PM", "22 AUGUST 2024 @ 3PM"),
        (
            "The first half of 202 4, and all of 202 3, were calm.",
            "The first half of 2024, and all of 2023, were calm.",
        ),
        ("22 ,853 cases in 202 4, more than before", "22,853 cases in 2024, more than before"),
        ("on March 20,2 009, at nine", "on March 20,2009, at nine"),
    ],
)
def test_figures_are_joined(raw: str, clean: str) -> None:
    assert joined(raw) == clean
    assert joined(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Call 714 347 8408 or 555 , 201 6 today.",
        "He was fined $100, 200 hours of work and 300 more.",
        "Fines of $500, 750 and 900 were paid.",
        "Fines of $100, 200, and 300 were paid.",
        "Rooms 101, 202, 303 and 404",
        "On May 5 ,200 officers came.",
        "Of 200 5 were ill.",
        "In 201 6 kg parcels they found it.",
        "at paras. 199 7.6 and 200 7",
        "8 May 2024 12 boats; 12 March 2024, 300 boats",
        "at 52.5200 13.4050 and 40 .223 rifles",
        "1, 2, 345, 678",
        "In 2019 , 300 people came.",
    ],
)
def test_figures_that_stand_apart_stay(text: str) -> None:
    assert joined(text) == text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("JJoohhnn CCrraannee", "John Crane"),
        ("JJoohhnn CCrraannee,, Haventor", "John Crane, Haventor"),
        ("II aamm tthhee HHaarrbboouurr chief", "I am the Harbour chief"),
        ("oonn tthhee 1122 MMaarrcchh 22002255,, wwhheenn he came", "on the 12 March 2025, when he came"),
    ],
)
def test_letters_that_bold_print_doubles_stand_once(raw: str, clean: str) -> None:
    assert joined(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "The bookkeeper Aaron took balloons",
        "AA BB CC 11 22 33",
        "sizes XX LL and MM of bbcc",
        "Call 1122 3344 5566 or 77 88",
        "Hhmm, aabbccdd is a password",
    ],
)
def test_words_with_double_letters_stay(text: str) -> None:
    assert joined(text) == text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("C onducting raids in spring", "Conducting raids in spring"),
        ("T he harbour police came", "The harbour police came"),
        ("Its plan:\nP\nrosecution, to bring justice", "Its plan:\nProsecution, to bring justice"),
        ("Raids\n\nA rrested were two", "Raids\n\nArrested were two"),
        ("A N N U A L\nR E P O R T", "ANNUAL\nREPORT"),
        ("As of Ju ne 2024 and Feb ruary 3", "As of June 2024 and February 3"),
    ],
)
def test_words_are_joined(raw: str, clean: str) -> None:
    assert joined(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "A man was held",
        "B misdemeanors are heard here",
        "X and Y are two persons",
        "U kan deze video ook bekijken",
        "O esquema desviou dinheiro",
        "A B C D E",
        "X\nand Y are two persons",
        "in Ma y or later",
    ],
)
def test_letters_that_stand_alone_stay(text: str) -> None:
    assert joined(text) == text


def test_each_joint_is_a_row_of_debris_and_can_be_switched_off() -> None:
    body = (
        "The harbour police said that the two men paid $13, 541 in restitution in June 202 4 after the boat was lost."
    )
    release = clean_release(f"Two held over lost boat\n\n{body}", markup=False, stated={})
    assert "$13,541 in restitution in June 2024" in release.mapped.text
    assert [edit.rule for edit in release.mapped.edits() if edit.rule in RULES] == ["split-number"] * 2
    letters = clean_release(f"{body}\n\nIts plan:\nP\nrosecution, to bring justice", markup=False, stated={})
    assert [edit.text for edit in letters.mapped.edits() if edit.rule == "split-word"] == ["\n"]
    off = clean_release(f"Two held over lost boat\n\n{body}", markup=False, stated={}, disabled_rules=RULES)
    assert body in off.mapped.text
