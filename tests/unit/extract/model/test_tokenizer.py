"""Tokenising in time linear in the text."""

from __future__ import annotations

import time

import pytest
import spacy

from pipeline.extract.model.tokenizer import RUN_CHARS, SIGN, BoundedTokenizer

TOKENIZER = spacy.blank("en").tokenizer


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Police (in Spain) arrested 12 men, it was said.",
        "(" * RUN_CHARS,
        f"See https://press.example/{'a' * (RUN_CHARS - 40)}. Done.",
    ],
)
def test_honest_text_is_read_as_without_it(text: str) -> None:
    expected = TOKENIZER(text)
    found = BoundedTokenizer(TOKENIZER)(text)
    assert [(t.text, t.whitespace_) for t in found] == [(t.text, t.whitespace_) for t in expected]


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["(", ",", "“", "a,", "a.B", "'s", "$1"])
@pytest.mark.parametrize("around", ["{}", "Held: {} in May.", " {}\n\n{} "])
def test_the_tokens_of_a_long_run_are_the_text(sign: str, around: str) -> None:
    text = around.format(sign * 1_501, sign * 1_001)
    doc = BoundedTokenizer(TOKENIZER)(text)
    assert doc.text == text
    assert [doc.text[t.idx : t.idx + len(t)] for t in doc] == [t.text for t in doc]


@pytest.mark.parametrize("sign", ["(", ",", "“"])
def test_signs_without_a_blank_take_no_minutes(sign: str) -> None:
    start = time.process_time()
    assert len(BoundedTokenizer(TOKENIZER)(sign * 50_000)) == 50_000
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("Police seized EUR 8 million and USD 300.", ["EUR", "USD"]),
        ("ALL 5 men of the EUR group left; EURO 5.", []),
        ("EUR", []),
    ],
)
def test_codes_of_currencies_before_a_figure_are_shown_as_signs(text: str, norms: list[str]) -> None:
    doc = BoundedTokenizer(TOKENIZER)(text)
    assert [t.text for t in doc if t.norm_ == SIGN] == norms
