"""The phrase matcher: longest leftmost matches, word boundaries, case rules, marks between words."""

from __future__ import annotations

import re
import time

import hypothesis.strategies as st
import pytest
from hypothesis import given

from pipeline.extract.reading.gazetteer import Gazetteer, key, split_words


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer[str]:
    found: Gazetteer[str] = Gazetteer()
    for name in ("Guinea", "Papua New Guinea", "St. Lucia", "Korea (Rep. of)", "Trinidad and Tobago", "Côte d'Ivoire"):
        found.add(name, name)
    found.add("US", "US", case="exact")
    found.add("U.S.", "US", case="exact")
    found.add("red notice", "notice", case="any")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from Guinea to Papua New Guinea.", ["Guinea", "Papua New Guinea"]),
        ("Papua New", []),
        ("Guineas and Guinean", []),
        ("guinea", []),
        ("ST LUCIA and Saint Lucia, St. Lucia", ["ST LUCIA", "St. Lucia"]),
        ("Korea (Rep. of) and Korea Rep. of", ["Korea (Rep. of)"]),
        ("Trinidad & Tobago", ["Trinidad & Tobago"]),
        ("Cote d’Ivoire / COTE D'IVOIRE", ["Cote d’Ivoire", "COTE D'IVOIRE"]),
        ("the US, us, Us and the U.S. too", ["US", "U.S."]),
        ("a Red Notice, a red\nnotice", ["Red Notice", "red\nnotice"]),
        ("a red\n\nnotice", []),
        ("Papua. New Guinea", ["Guinea"]),
        ("Guine\u0430", []),  # a Cyrillic letter
        ("", []),
    ],
)
def test_find(gazetteer: Gazetteer[str], text: str, expected: list[str]) -> None:
    assert [text[m.start : m.end] for m in gazetteer.find(text)] == expected


@pytest.mark.parametrize(("word", "expected"), [("ÉTAT", "etat"), ("&", "and"), ("Łódź", "lodz"), ("ABC", "abc")])
def test_words_are_compared_by_their_key(word: str, expected: str) -> None:
    assert key(word) == expected


def test_offsets_are_those_of_the_text() -> None:
    text = "Über\u0301 São—Tomé"
    assert [text[w.start : w.end] for w in split_words(text)] == ["Über\u0301", "São", "Tomé"]


def test_a_phrase_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="without words"):
        Gazetteer[str]().add("--", "x")


def test_linear(gazetteer: Gazetteer[str]) -> None:
    def seconds(n: int) -> float:
        started = time.process_time()
        assert not list(gazetteer.find("Papua New " * n))
        return time.process_time() - started

    seconds(100)
    assert seconds(50_000) < 30 * seconds(5_000) + 1


@given(st.text(st.sampled_from("aBcé_&-. \n’'1٣²½ª\u0301ßʼ日ω\u00ad()/,€Ⅳ"), max_size=20))
def test_words_are_letters_digits_and_what_is_written_among_them(text: str) -> None:
    spans = [match.span() for match in re.finditer(r"[^\W_][\w\u0300-\u036f]*|&", text)]
    assert [(word.start, word.end) for word in split_words(text)] == spans
