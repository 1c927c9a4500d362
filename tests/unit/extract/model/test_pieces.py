"""An encoder read in pieces gives the vectors of the whole, and never holds more than a piece's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, chain, list2array

from pipeline.extract.model.pieces import encode_in_pieces, reach


def _blurring(sizes: list[int]) -> Model[Any, Any]:
    """Return an encoder whose rows are a token's norm and those of two tokens on either side; it notes what it got."""

    def forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[np.ndarray], None]:
        sizes.append(sum(len(doc) for doc in docs))
        found = []
        for doc in docs:
            norms = np.pad(np.array([token.orth % 1_000 for token in doc], dtype=np.float32), 2)
            found.append(np.stack([norms[n : n + len(doc)] for n in range(5)], axis=1))
        return found, None

    return Model("with_array(blur)", forward, attrs={"pad": 2}, dims={"nO": 5})


def _docs(*lengths: int) -> list[Doc]:
    vocab = Vocab()
    return [Doc(vocab, words=[f"w{n * n % 97}" for n in range(length)]) for length in lengths]


@pytest.mark.parametrize("lengths", [(3,), (0,), (0, 0), (40,), (7, 0, 40, 9, 1, 11), (10, 10), (1, 21)])
def test_vectors_are_those_of_whole_documents(lengths: tuple[int, ...]) -> None:
    docs, sizes = _docs(*lengths), []  # type: ignore[var-annotated]
    encoder = _blurring(sizes)
    expected, found = encoder.predict(docs), encode_in_pieces(encoder, most_tokens=10).predict(docs)
    assert [rows.tolist() for rows in found] == [rows.tolist() for rows in expected]


def test_no_more_than_a_piece_and_what_is_around_it_is_computed_at_a_time() -> None:
    sizes: list[int] = []
    encode_in_pieces(_blurring(sizes), most_tokens=10).predict(_docs(35, 3, 4, 2))
    assert max(sizes) <= 10 + 2 * 2 and len(sizes) == 5


def test_layers_behind_the_encoder_get_all_documents_at_once() -> None:
    docs, sizes = _docs(35, 0, 4), []  # type: ignore[var-annotated]
    encoder: Model[Any, Any] = chain(_blurring([]), list2array())
    found = encode_in_pieces(chain(_blurring(sizes), list2array()), most_tokens=10).predict(docs)
    assert found.tolist() == encoder.predict(docs).tolist() and max(sizes) <= 14


def test_spans_are_cut_as_documents_are() -> None:
    (doc,) = _docs(30)
    encoder = _blurring([])
    expected = encoder.predict([doc[5:28]])
    assert encode_in_pieces(encoder, most_tokens=4).predict([doc[5:28]])[0].tolist() == expected[0].tolist()


def test_the_width_is_the_encoders_and_training_is_refused() -> None:
    pieces = encode_in_pieces(_blurring([]))
    assert pieces.get_dim("nO") == 5 and reach(pieces) == 2
    with pytest.raises(NotImplementedError):
        pieces.begin_update(_docs(3))


def test_the_pipelines_encoders_read_in_pieces(nlp: Language) -> None:
    encoder: Any = nlp.get_pipe("tok2vec")
    assert encoder.model.name == "in_pieces" and reach(encoder.model) > 0
