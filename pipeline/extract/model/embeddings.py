"""Computes a model's word embeddings once per word form instead of once per token.

A spaCy encoder first turns each token's features (norm, prefix, suffix, shape) into a vector, which depends on
nothing around it, and then mixes neighbouring vectors. The first step is a third of the encoder's work, and nine
tokens in ten repeat a form already seen. The numbers are the model's own, and the same whatever was seen before:
that step is computed with BLIS, in whose products no row depends on where it stands. (In those of OpenBLAS the
last bit may, on processors with AVX-512.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from spacy.attrs import IDS, NORM, PREFIX, SHAPE, SPACY, SUFFIX
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps, chain

from pipeline.extract.model.tokenizer import SIGN

# The shape of a code: "EUR".
_CODE_SHAPE = "XXX"
# Forms kept before the memory is emptied: 20,000 vectors of 96 float32 are 8 MB, and the frequent ones are soon back.
MOST_FORMS = 20_000
# Mixes columns of 64-bit hashes into one; the odd multiplier is that of the 64-bit FNV hash.
MIXER = np.uint64(1_099_511_628_211)


def remember_embeddings(encoder: Model[list[Doc], Any]) -> Model[list[Doc], Any]:
    """Return an encoder with the weights of `encoder` that embeds each word form once; both now embed with BLIS.

    An encoder built in another way (with static vectors, or not convolutional) is returned as it is.
    """
    if encoder.name != ">>".join(layer.name for layer in encoder.layers):
        return encoder
    first, *rest = encoder.layers
    if _is_hash_embedding(first):
        for layer in first.walk():
            layer.ops = NumpyOps(use_blis=True)
        quick: Model[list[Doc], Any] = Model("remembered_embedding", partial(_forward, _Memory(first)), layers=[first])
    else:
        quick = remember_embeddings(first)
        if quick is first:
            return encoder
    encoder_of_forms: Model[list[Doc], Any] = chain(quick, *rest)
    # The components that listen to an encoder ask for its width.
    if encoder.has_dim("nO"):
        encoder_of_forms.set_dim("nO", encoder.get_dim("nO"))
    return encoder_of_forms


def _is_hash_embedding(embedding: Model[Any, Any]) -> bool:
    """Return whether a model is features, one vector for each, and one layer that mixes these: nothing else."""
    kinds = [layer.name.split("(")[0] for layer in embedding.layers]
    return kinds == ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]


def _array_layers(embedding: Model[Any, Any]) -> list[Model[Any, Any]]:
    return [layer.layers[0] for layer in embedding.layers if layer.name.startswith("with_array(")]


class _Memory:
    """The vectors of the word forms seen so far."""

    def __init__(self, embedding: Model[list[Doc], Any]) -> None:
        # A span, unlike a document, takes no names of attributes.
        self._columns = [IDS.get(column, column) for column in embedding.layers[0].attrs["columns"]]
        self._layers = _array_layers(embedding)
        self._row_of: dict[int, int] = {}
        self._vectors = np.zeros((0, 0), dtype=np.float32)

    def embed(self, docs: Sequence[Doc]) -> list[np.ndarray]:
        """Return an array of (n tokens, width) for each document; a span will do for one."""
        features = np.concatenate([doc.to_array(self._columns).reshape(len(doc), len(self._columns)) for doc in docs])
        if not len(features):
            return [np.zeros((0, self._vectors.shape[1]), dtype=np.float32) for _ in docs]
        self._show_signs(features, docs[0].vocab)
        keys = np.zeros(len(features), dtype=np.uint64)
        for column in features.T.astype(np.uint64):
            keys = (keys ^ column) * MIXER
            keys ^= keys >> np.uint64(29)
        forms, first, form_of = np.unique(keys, return_index=True, return_inverse=True)
        rows = self._rows(forms.tolist(), features[first])
        vectors = self._vectors[rows[form_of]]
        return np.split(vectors, np.cumsum([len(doc) for doc in docs])[:-1])

    def _show_signs(self, features: np.ndarray, vocab: Vocab) -> None:
        """Give codes of currencies with the norm of a sign all other features of one."""
        names = {column: n for n, column in enumerate(self._columns)}
        if NORM not in names or SHAPE not in names:
            return
        sign = vocab[SIGN]
        codes = (features[:, names[NORM]] == sign.norm) & (features[:, names[SHAPE]] == vocab.strings.add(_CODE_SHAPE))
        if codes.any():
            shown = {PREFIX: sign.prefix, SUFFIX: sign.suffix, SHAPE: sign.shape, SPACY: 0}
            for column, value in shown.items():
                if column in names:
                    features[codes, names[column]] = value

    def _rows(self, forms: list[int], features: np.ndarray) -> np.ndarray:
        if len(self._row_of) + len(forms) > MOST_FORMS:
            self._row_of.clear()
            self._vectors = self._vectors[:0]
        missing = [n for n, form in enumerate(forms) if form not in self._row_of]
        if missing:
            known = len(self._row_of)
            vectors = features[missing]
            for layer in self._layers:
                vectors = layer.predict(vectors)
            self._vectors = np.concatenate([self._vectors, vectors]) if known else vectors
            self._row_of.update({forms[n]: known + k for k, n in enumerate(missing)})
        return np.array([self._row_of[form] for form in forms])


def _forward(
    memory: _Memory, model: Model[list[Doc], Any], docs: list[Doc], is_train: bool
) -> tuple[list[np.ndarray], Any]:
    if is_train:
        raise NotImplementedError("An encoder that remembers its embeddings cannot be trained; load the model itself.")
    return memory.embed(docs), None
