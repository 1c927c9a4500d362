"""The offset map: whatever is done to a text, every character still knows where it came from."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.spans import Edit, MappedText

RULES = ("blanks", "counter", "glue")


def naive(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


def replay(mapped: MappedText) -> str:
    text = mapped.raw
    for row in reversed(mapped.edits()):
        assert text[row.raw_start : row.raw_end] == row.text
        text = text[: row.raw_start] + row.replacement + text[row.raw_end :]
    return text


@st.composite
def edit_lists(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    if len(cuts) % 2:
        cuts.pop()
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    return [Edit(s, e, draw(st.text("xyz \n", max_size=3)), draw(st.sampled_from(RULES))) for s, e in pairs]


@st.composite
def chains(draw: st.DrawFn) -> tuple[MappedText, str]:
    """A text after up to five rounds of edits, and the same by plain string surgery."""
    raw = draw(st.text("abcdefgh.\n ", max_size=24))
    mapped, expected = MappedText.from_raw(raw), raw
    for _ in range(draw(st.integers(0, 5))):
        edits = draw(edit_lists(len(expected)))
        mapped, expected = mapped.apply(edits), naive(expected, edits)
    return mapped, expected


@settings(max_examples=400, deadline=None)
@given(chains())
def test_no_chain_of_edits_breaks_the_text_or_its_replay(chain: tuple[MappedText, str]) -> None:
    mapped, expected = chain
    assert mapped.text == expected
    assert replay(mapped) == expected


@settings(max_examples=400, deadline=None)
@given(chains())
def test_debris_rows_are_sorted_apart_and_have_their_own_key(chain: tuple[MappedText, str]) -> None:
    rows = chain[0].edits()
    keys = [(row.raw_start, row.raw_end) for row in rows]
    assert keys == sorted(set(keys))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(keys))
    assert all(row.text != row.replacement for row in rows)


@settings(max_examples=400, deadline=None)
@given(chains())
def test_copied_characters_map_to_themselves_and_back(chain: tuple[MappedText, str]) -> None:
    mapped, text = chain
    taken = {i for row in mapped.edits() for i in range(row.raw_start, row.raw_end)}
    for i, char in enumerate(mapped.raw):
        start, end = mapped.to_clean(i, i + 1)
        if i not in taken:
            assert text[start:end] == char
            assert mapped.to_raw(start, end) == (i, i + 1)


@settings(max_examples=300, deadline=None)
@given(chains(), st.data())
def test_a_clean_span_lies_in_the_clean_span_of_its_raw_span(
    chain: tuple[MappedText, str], data: st.DataObject
) -> None:
    mapped, text = chain
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    raw_start, raw_end = mapped.to_raw(start, end)
    assert 0 <= raw_start <= raw_end <= len(mapped.raw)
    if raw_start < raw_end:
        back = mapped.to_clean(raw_start, raw_end)
        # An insertion at the edge of a span has no raw character to lead back to.
        inner = [i for i in range(start, end) if mapped.to_raw(i, i + 1)[0] < mapped.to_raw(i, i + 1)[1]]
        assert not inner or (back[0] <= inner[0] and inner[-1] < back[1])


@settings(max_examples=200, deadline=None)
@given(chains())
def test_pieces_survive_json(chain: tuple[MappedText, str]) -> None:
    mapped = chain[0]
    assert MappedText.from_pieces(mapped.raw, json.loads(json.dumps(mapped.to_pieces()))) == mapped


def rows(mapped: MappedText) -> list[tuple[int, int, str, str]]:
    return [(row.raw_start, row.raw_end, row.rule, row.replacement) for row in mapped.edits()]


def test_a_raw_character_stays_with_the_rule_that_took_it_out() -> None:
    mapped = MappedText.from_raw("ab 1/6 cd").apply([(3, 6, "", "counter")]).apply([(2, 4, " ", "blanks")])
    assert mapped.text == "ab cd"
    # The first blank stays as it was; the counter keeps its rule.
    assert rows(mapped) == [(3, 6, "counter", ""), (6, 7, "blanks", "")]


def test_an_edit_of_inserted_text_alone_stays_with_the_insertion() -> None:
    mapped = MappedText.from_raw("one.Two").apply([(4, 4, "\n\n", "glue")]).apply([(4, 6, " ", "blanks")])
    assert rows(mapped) == [(4, 4, "glue", " ")]


def test_two_insertions_at_one_place_are_one_row() -> None:
    mapped = MappedText.from_raw("ab").apply([(1, 1, "-", "glue")]).apply([(2, 2, "+", "blanks")])
    assert mapped.text == "a-+b"
    assert rows(mapped) == [(1, 1, "glue", "-+")]


def test_an_insertion_taken_back_leaves_no_row() -> None:
    assert MappedText.from_raw("ab").apply([(1, 1, "-", "glue")]).apply([(1, 2, "", "glue")]).edits() == []


def test_neighbours_of_one_rule_are_one_row() -> None:
    mapped = MappedText.from_raw("abcd").apply([(1, 2, "", "tag")]).apply([(1, 2, "", "tag")])
    assert rows(mapped) == [(1, 3, "tag", "")]


@pytest.mark.parametrize("edits", [[(2, 1, "", "r")], [(0, 2, "", "r"), (1, 3, "", "r")], [(0, 9, "", "r")]])
def test_edits_out_of_order_or_outside_are_refused(edits: list[tuple[int, int, str, str]]) -> None:
    with pytest.raises(ValueError, match="edit"):
        MappedText.from_raw("abc").apply(edits)


@pytest.mark.parametrize("pieces", [[[2, 1, "", "r"]], [[0, 2, "", "r"], [1, 3, "", "r"]], [[1, 1, "", "r"]] * 2])
def test_pieces_out_of_order_are_refused(pieces: list[list[object]]) -> None:
    with pytest.raises(ValueError, match="piece"):
        MappedText.from_pieces("abc", pieces)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="span"):
        MappedText.from_raw("abc").to_raw(2, 4)
