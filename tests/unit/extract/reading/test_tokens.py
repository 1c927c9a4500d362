"""The model's tokens as lists, on a doc made by hand."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from pipeline.extract.reading.tokens import Tokens, tokens_of

WORDS = ["Police", "seized", "12", "kg", "\n\n", "Two", "men", "fled"]


def a_doc() -> Doc:
    return Doc(
        spacy.blank("en").vocab,
        words=WORDS,
        spaces=[True, True, True, False, False, True, True, False],
        tags=["NNS", "VBD", "CD", "NNS", "_SP", "CD", "NNS", "VBD"],
        deps=["nsubj", "ROOT", "nummod", "dobj", "dep", "nummod", "nsubj", "ROOT"],
        heads=[1, 1, 3, 1, 3, 6, 7, 7],
        sent_starts=[True, False, False, False, False, True, False, False],
    )


def test_what_is_read_off_a_doc() -> None:
    tokens = Tokens(a_doc())
    assert tokens.lower == [word.lower() for word in WORDS]
    assert (tokens.tag(2), tokens.dep(3), tokens.low(0), tokens.word(0)) == ("CD", "dobj", "police", "Police")
    assert tokens.heads == [1, 1, 3, 1, 3, 6, 7, 7]
    assert [tokens.children(n) for n in (1, 3, 7)] == [[0, 3], [2, 4], [6]]
    assert [*tokens.children_as(1, "dobj")] == [3]
    assert tokens.sentence_of == [0, 0, 0, 0, 0, 5, 5, 5]
    assert tokens.sentence_number == [0, 0, 0, 0, 0, 1, 1, 1]


def test_beside_the_text_there_is_nothing() -> None:
    tokens = Tokens(a_doc())
    assert [tokens.tag(-1), tokens.low(8), tokens.dep(-1)] == ["", "", ""]
    assert not tokens.is_space(8) and not tokens.is_noun(-1) and not tokens.is_capital(8)


def test_places() -> None:
    tokens = Tokens(a_doc())
    assert (tokens.token_at(0), tokens.token_at(7), tokens.first_from(7)) == (0, 1, 1)
    assert tokens.ends_paragraph(4) and tokens.is_joined(4) and not tokens.is_joined(3)
    assert tokens.same_sentence(0, 10) and tokens.sentences_apart(0, len(tokens.text) - 1) == 1


def test_an_empty_doc_has_no_tokens() -> None:
    assert len(Tokens(Doc(spacy.blank("en").vocab))) == 0


def test_tokens_are_read_once() -> None:
    doc = a_doc()
    assert tokens_of(doc) is tokens_of(doc)
