"""The model's entity recogniser, decoded with whole arrays instead of token by token.

spaCy's recogniser walks each document step by step and multiplies a small matrix at each; on releases that
costs twice what its encoder does. Between two entities, however, a step depends on nothing but the token at
hand, so all such steps are one multiplication; and inside an entity only "go on" and "end here" of the
entity's own label are allowed, so all entities advance together. The weights are the model's own and so are
the entities.

Source of the transition rules: spaCy 3.8, `spacy/pipeline/_parser_internals/ner.pyx` (which moves are valid)
and `_state.pxd` (which tokens a step looks at).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from pipeline.extract.embeddings import remember_embeddings

# The tokens a step looks at: the next one, the open entity's first, the open entity's last.
N_FEATURES = 3


class ArrayEntityRecogniser:
    """A pipeline component that sets `doc.ents` as the wrapped recogniser would.

    Args:
        recogniser: a trained transition-based recogniser for which `decodes_in_arrays` is true.
    """

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self._encoder = remember_embeddings(recogniser.model.get_ref("tok2vec"))
        self._lower: Any = recogniser.model.get_ref("lower")
        upper: Any = recogniser.model.get_ref("upper")
        weights: np.ndarray = upper.get_param("W")
        bias: np.ndarray = upper.get_param("b")
        moves = _moves(recogniser)
        labels = sorted({label for move, label in moves if label and move in "BILU"})
        row = {key: n for n, key in enumerate(moves)}
        # Ties go to the move that comes first in the model, so its order is kept.
        between = [n for n, (move, label) in enumerate(moves) if move == "O" or (label and move in "BU")]
        self._between_weights = np.ascontiguousarray(weights[between].T)
        self._between_bias = bias[between]
        self._begins = np.array([moves[n][0] == "B" for n in between])
        self._enters = np.array([moves[n][0] in "BU" for n in between])
        self._label_of = np.array([labels.index(moves[n][1]) if moves[n][1] else -1 for n in between])
        self._inside_weights = np.stack([weights[[row["I", label], row["L", label]]] for label in labels])
        self._inside_bias = np.stack([bias[[row["I", label], row["L", label]]] for label in labels])
        self._label_ids = [recogniser.vocab.strings.add(label) for label in labels]

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one document."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Set the entities of a stream of documents, batch by batch."""
        documents = iter(stream)
        while batch := list(islice(documents, batch_size)):
            self._annotate(batch)
            yield from batch

    def _annotate(self, docs: list[Doc]) -> None:
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return
        vectors = self._encoder.predict(filled)
        # The first row stands for "no such token".
        parts: np.ndarray = self._lower.predict(vectors).reshape(len(vectors) + 1, N_FEATURES, -1)
        flags = np.concatenate([doc.to_array([SENT_START, IS_SPACE]).astype(np.int64) for doc in filled])
        lengths = [len(doc) for doc in filled]
        closes = np.zeros(len(flags), dtype=bool)
        closes[np.cumsum(lengths) - 1] = True
        closes[:-1] |= flags[1:, 0] == 1
        found = self._entities(parts, closes=closes, blank=flags[:, 1] == 1)
        offset = 0
        pending = next(found, None)
        for doc in filled:
            spans = []
            while pending is not None and pending[0] < offset + len(doc):
                start, end, label = pending
                spans.append(Span(doc, start - offset, end - offset, label=self._label_ids[label]))
                pending = next(found, None)
            doc.set_ents(spans, default="outside")
            offset += len(doc)

    def _entities(self, parts: np.ndarray, *, closes: np.ndarray, blank: np.ndarray) -> Iterator[tuple[int, int, int]]:
        """Yield (first token, end token, label number) in order; the tokens are those of the whole batch.

        Args:
            parts: hidden layer's summands, (n tokens + 1, features, hidden width x pieces), float32.
            closes: for each token, whether an entity must end with it.
            blank: for each token, whether it is white space, where no entity starts.
        """
        padding, parts = parts[0], parts[1:]
        scores = self._hidden(parts[:, 0] + padding[1] + padding[2]) @ self._between_weights + self._between_bias
        scores[np.ix_(closes, self._begins)] = -np.inf
        scores[np.ix_(blank, self._enters)] = -np.inf
        chosen = scores.argmax(axis=1)
        starts = np.flatnonzero(self._begins[chosen])
        ends = np.arange(1, len(parts) + 1)
        ends[starts] = self._ends(parts, starts, self._label_of[chosen[starts]], closes=closes)
        reached = 0
        for start in np.flatnonzero(self._enters[chosen]).tolist():
            if start >= reached:
                reached = int(ends[start])
                yield start, reached, int(self._label_of[chosen[start]])

    def _ends(self, parts: np.ndarray, starts: np.ndarray, labels: np.ndarray, *, closes: np.ndarray) -> np.ndarray:
        """Return for each entity begun where it ends (exclusive); all advance by a token at a time."""
        ends = starts + 2
        active = np.arange(len(starts))
        here = starts + 1
        while len(active):
            hidden = self._hidden(parts[here, 0] + parts[starts[active], 1] + parts[here - 1, 2])
            label = labels[active]
            scores = np.einsum("nh,nmh->nm", hidden, self._inside_weights[label]) + self._inside_bias[label]
            goes_on = (scores[:, 0] > scores[:, 1]) & ~closes[here]
            ends[active[~goes_on]] = here[~goes_on] + 1
            active, here = active[goes_on], here[goes_on] + 1
        return ends

    def _hidden(self, summed: np.ndarray) -> np.ndarray:
        pieces = self._lower.get_dim("nP")
        hidden: np.ndarray = (summed + self._lower.get_param("b").ravel()).reshape(len(summed), -1, pieces).max(axis=2)
        return hidden


def decodes_in_arrays(recogniser: Any) -> bool:
    """Return whether a recogniser is built as `ArrayEntityRecogniser` expects (all of spaCy's CNN models are)."""
    if type(recogniser) is not EntityRecognizer:
        return False
    model = recogniser.model
    return (
        recogniser.cfg.get("beam_width", 1) == 1
        and bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
        and model.get_ref("lower").get_dim("nF") == N_FEATURES
        and model.get_ref("lower").get_dim("nP") > 1
        and all(move in "BILUO" for move, _ in _moves(recogniser))
    )


def _moves(recogniser: EntityRecognizer) -> list[tuple[str, str]]:
    """Return move and label of each output, in order.

    `move_names` will not do: it leaves out "U-" (a token barred from entities), which has an output all the same.
    """
    names = (recogniser.moves.get_class_name(n).partition("-") for n in range(recogniser.moves.n_moves))
    return [(move, label) for move, _, label in names]
