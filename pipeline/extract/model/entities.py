"""The model's entity recogniser, decoded with whole arrays instead of token by token.

spaCy's recogniser walks each document step by step and multiplies a small matrix at each; on releases that
costs twice what its encoder does. Between two entities, however, a step depends on nothing but the token at
hand, so all such steps are one multiplication; and inside an entity only "go on" and "end here" of the
entity's own label are allowed, so all entities advance together. The weights are the model's own and so are
the entities.

Few sentences hold a name on which the model's word is decisive, and an entity depends on nothing but its sentence
and a few tokens on either side. So entities are computed where an extractor asks for them (`read_entities`), and
only there `doc.ents` holds them.

Source of the transition rules: spaCy 3.8, `spacy/pipeline/_parser_internals/ner.pyx` (which moves are valid)
and `_state.pxd` (which tokens a step looks at).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDX, IS_SPACE, SENT_START
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from pipeline.extract.model.batches import BatchComponent
from pipeline.extract.model.embeddings import remember_embeddings
from pipeline.extract.model.matrices import largest_pieces
from pipeline.extract.model.pieces import encode_in_pieces, reach

# A document and stretches of it, each with its first token and one past its last.
Asked = tuple[Doc, Sequence[tuple[int, int]]]
# The names under which a doc keeps the way to its entities, its sentences read so far, and where its tokens start.
HOOK = "press_entities"
READ = "press_entities_read"
STARTS = "press_token_starts"
# The tokens a step looks at: the next one, the open entity's first, the open entity's last.
N_FEATURES = 3
# Below five rows OpenBLAS takes another kernel, whose last bit differs, so that few are padded to this many.
FEWEST_ROWS = 64


class ArrayEntityRecogniser:
    """A pipeline component that lets the entities of a doc be read sentence by sentence.

    Args:
        recogniser: a trained transition-based recogniser for which `decodes_in_arrays` is true.
    """

    def __init__(self, recogniser: EntityRecognizer) -> None:
        encoder: Any = recogniser.model.get_ref("tok2vec")
        self._reach = reach(encoder)
        self._encoder = encode_in_pieces(remember_embeddings(encoder))
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
        """Let `read_entities` find the entities of this document; none are set yet."""
        doc.user_hooks[HOOK] = self.read
        return doc

    def read(self, asked: Sequence[Asked]) -> None:
        """Set the entities of some stretches of whole sentences of each of several documents."""
        total = sum(end - start for _, wanted in asked for start, end in wanted)
        # As many rows as let the matrix library compute as for a whole document.
        around = max(self._reach, FEWEST_ROWS - total)
        stretches: list[Any] = []
        inside: list[np.ndarray] = []
        places: list[tuple[Doc, np.ndarray]] = []
        flags: list[np.ndarray] = []
        for doc, wanted in asked:
            every = doc.to_array([SENT_START, IS_SPACE]).astype(np.int64)
            # The second column becomes: whether an entity must end with the token.
            every = np.stack([every[:, 1], np.append(every[1:, 0] == 1, True)], axis=1)
            for start, end in wanted:
                first, last = max(0, start - around), min(len(doc), end + around)
                stretches.append(doc[first:last])
                inside.append(np.arange(first, last))
                inside[-1] = (inside[-1] >= start) & (inside[-1] < end)
            tokens = np.concatenate([np.arange(start, end) for start, end in wanted])
            places.append((doc, tokens))
            flags.append(every[tokens])
        vectors: np.ndarray = self._encoder.predict(stretches)[np.concatenate(inside)]
        padded = np.arange(max(total, FEWEST_ROWS)) % total
        # The first row stands for "no such token".
        parts: np.ndarray = self._lower.predict(vectors[padded]).reshape(len(padded) + 1, N_FEATURES, -1)
        blank, closes = (np.concatenate(flags)[padded] == 1).T
        closes[-1] = True
        found = self._entities(parts, closes=closes, blank=blank)
        pending, offset = next(found, None), 0
        for doc, tokens in places:
            spans = []
            while pending is not None and pending[0] < offset + len(tokens):
                start, end, label = pending
                first, last = int(tokens[start - offset]), int(tokens[end - 1 - offset])
                spans.append(Span(doc, first, last + 1, label=self._label_ids[label]))
                pending = next(found, None)
            if spans:
                doc.set_ents(spans, default="unmodified")
            offset += len(tokens)

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
        return largest_pieces(summed + self._lower.get_param("b").ravel(), self._lower.get_dim("nP"))


def read_entities(doc: Doc, stretches: Iterable[tuple[int, int]]) -> None:
    """Make sure that `doc.ents` holds the entities of the sentences which some stretches of the text touch.

    Args:
        doc: one of a pipeline of `load`; in another, all its entities are held to be known.
        stretches: start and end characters.
    """
    read_batch([(doc, stretches)])


def read_batch(asked: Iterable[tuple[Doc, Iterable[tuple[int, int]]]]) -> None:
    """Do the work of `read_entities` for several documents of one pipeline at once, which costs less."""
    runs = [(doc, wanted) for doc, stretches in asked if HOOK in doc.user_hooks and (wanted := _unread(doc, stretches))]
    if runs:
        runs[0][0].user_hooks[HOOK](runs)


def _unread(doc: Doc, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return, as runs of tokens, the sentences that stretches touch and that are unread; now they count as read."""
    stretches = list(stretches)
    if not stretches or not len(doc):
        return []
    starts = np.flatnonzero(doc.to_array(SENT_START) == 1).tolist()
    if not starts or starts[0]:
        starts.insert(0, 0)
    known = set(doc.user_data.get(READ, ()))
    wanted: set[int] = set()
    for start, end in stretches:
        first, last = _token_at(doc, start), _token_at(doc, max(start, end - 1))
        wanted.update(range(bisect_right(starts, first) - 1, bisect_right(starts, last)))
    wanted -= known
    doc.user_data[READ] = tuple(sorted(known | wanted))
    starts.append(len(doc))
    runs: list[tuple[int, int]] = []
    for n in sorted(wanted):
        if runs and runs[-1][1] == starts[n]:
            runs[-1] = (runs[-1][0], starts[n + 1])
        else:
            runs.append((starts[n], starts[n + 1]))
    return runs


def entity_label(doc: Doc, offset: int) -> str:
    """Return the label of the entity at a character of the text, or ""."""
    read_entities(doc, [(offset, offset + 1)])
    token = doc[_token_at(doc, offset)]
    return token.ent_type_ if offset < token.idx + len(token) else ""


def entity_around(doc: Doc, offset: int) -> tuple[int, int, str]:
    """Return start and end characters and the label of the entity at a character; the label is "" without one."""
    if entity_label(doc, offset):
        for ent in doc.ents:
            if ent.start_char <= offset < ent.end_char:
                return ent.start_char, ent.end_char, ent.label_
    return offset, offset, ""


class EntityForesight(BatchComponent):
    """A pipeline component that reads, for a batch of documents at once, the entities that will be asked for.

    Args:
        foresee: for a document, the stretches of its text, as start and end characters.
    """

    def __init__(self, foresee: Callable[[Doc], Iterable[tuple[int, int]]]) -> None:
        self._foresee = foresee

    def _read(self, docs: Sequence[Doc]) -> None:
        read_batch([(doc, self._foresee(doc)) for doc in docs])


def _token_at(doc: Doc, offset: int) -> int:
    starts: list[int] | None = doc.user_data.get(STARTS)
    if starts is None:
        starts = doc.user_data[STARTS] = doc.to_array(IDX).tolist()
    return max(0, bisect_right(starts, offset) - 1)


def decodes_in_arrays(recogniser: Any) -> bool:
    """Return whether a recogniser is built as `ArrayEntityRecogniser` expects (all of spaCy's CNN models are)."""
    if type(recogniser) is not EntityRecognizer:
        return False
    model = recogniser.model
    encoder = model.get_ref("tok2vec")
    return (
        recogniser.cfg.get("beam_width", 1) == 1
        and bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
        and model.get_ref("lower").get_dim("nF") == N_FEATURES
        and model.get_ref("lower").get_dim("nP") > 1
        and all(move in "BILUO" for move, _ in _moves(recogniser))
        and reach(encoder) > 0
        and remember_embeddings(encoder) is not encoder
    )


def _moves(recogniser: EntityRecognizer) -> list[tuple[str, str]]:
    """Return move and label of each output, in order.

    `move_names` will not do: it leaves out "U-" (a token barred from entities), which has an output all the same.
    """
    names = (recogniser.moves.get_class_name(n).partition("-") for n in range(recogniser.moves.n_moves))
    return [(move, label) for move, _, label in names]
