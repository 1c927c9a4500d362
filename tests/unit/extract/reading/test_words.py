"""The splitter of a text into pieces, and the words put together of them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.reading.words import low_words, split_pieces, split_words

PARTS = ["Dr.", "U.S.", "Army", "Mc", "a", "b'", "s", "-", "13", "June", ".", "\n", " ", "é", "\u0301", "½", "٣", "_"]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_pieces_leave_out_nothing_but_blanks(text: str) -> None:
    pieces = split_pieces(text)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_words_stand_in_order_where_they_say(text: str) -> None:
    words = split_words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(one.end <= other.start for one, other in itertools.pairwise(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # A word begins within a piece: the initials end before the last capital of "AT".
        ("U.S.AT", [("U.S.A", "abbr"), ("T", "word")]),
        ("ChargeRobert O'Neill's", [("Charge", "word"), ("Robert", "word"), ("O'Neill", "word")]),
        ("Sgt. Wu, 1,200", [("Sgt.", "abbr"), ("Wu", "word"), (",", "mark"), ("1,200", "num")]),
        ("one\n \ntwo 🚔 three", [("one", "word"), ("\n \n", "break"), ("two", "word"), ("three", "word")]),
    ],
)
def test_words_are_put_together_of_pieces(text: str, words: list[tuple[str, str]]) -> None:
    assert [(word.text, word.kind) for word in split_words(text)] == words


def test_words_for_lists_are_small_and_without_marks() -> None:
    assert low_words("13 WeChat-users' F-16s") == ["13", "wechat", "users", "f", "16", "s"]
