"""The model's dependency parser, decoded with whole arrays: all sentences of a batch advance by one move at a time.

spaCy's parser walks each document move by move and multiplies a small matrix at each. Where its stack is empty,
however, what comes next does not depend on what was before. So documents are cut where a sentence seems to begin (in
front of what must begin one, behind a full stop, and anywhere in what is long), and each stretch is parsed from an
empty stack. A stretch that comes to its end with an empty stack was rightly cut; one that would take a token behind its
end takes over what the stretch behind it holds up to that one's first whole sentence, whose moves are undone. The
weights, the moves and their order are the model's own, and so are heads and labels, whatever the cuts.

Source of the transition rules: spaCy 3.8, `spacy/pipeline/_parser_internals/arc_eager.pyx` (which moves are valid and
what they do) and `_state.pxd` (which tokens a move is chosen by).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, IS_SPACE, IS_TITLE, IS_UPPER, ORTH, SENT_START
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc
from thinc.api import NumpyOps

from pipeline.extract.model.batches import BatchComponent
from pipeline.extract.model.matrices import largest_pieces

# The tokens a move is chosen by: the next two, the upper three of the stack, the last left child of the next one, the
# last children of the stack's uppermost on either side.
N_FEATURES = 8
# Tokens parsed together: their share of the hidden layer takes 4 kB each.
MOST_TOKENS = 12_000
# A stretch in which nothing seems to begin a sentence is cut at every so many tokens.
LONG = 64
# The parser's names of its kinds of moves.
KINDS = "SDLRB"
SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(len(KINDS))
NO_TOKEN = -1
_ENDERS = (".", "?", "!")
_CLOSERS = ("”", '"', "’", "'", "''", ")")
_OPENER = "“"


class ArrayParser(BatchComponent):
    """A pipeline component that sets the heads, labels and sentences that a model's parser sets.

    Args:
        parser: a trained parser for which `parses_in_arrays` is true; it stays the component's own.
    """

    def __init__(self, parser: DependencyParser) -> None:
        self._parser = parser
        self._encoder: Any = parser.model.get_ref("tok2vec")
        self._lower: Any = parser.model.get_ref("lower")
        self._bias: np.ndarray = self._lower.get_param("b").ravel()
        # In products of BLIS no row depends on where it stands.
        self._ops = NumpyOps(use_blis=True)
        upper: Any = parser.model.get_ref("upper")
        self._upper: np.ndarray = np.ascontiguousarray(upper.get_param("W").T)
        self._upper_bias: np.ndarray = upper.get_param("b")
        moves = _moves(parser)
        self._kind = np.array([KINDS.index(move) for move, _ in moves])
        self._label = np.array([parser.vocab.strings.add(label) if label else 0 for _, label in moves], np.uint64)
        self._root = parser.vocab.strings.add("ROOT")
        self._barred = _barred(self._kind)
        signs = [[parser.vocab.strings.add(sign) for sign in some] for some in (_ENDERS, _CLOSERS, (_OPENER,))]
        self._enders, self._closers, self._openers = (np.array(some, np.uint64) for some in signs)

    def _read(self, docs: Sequence[Doc]) -> None:
        for chunk in _in_chunks(docs):
            self._parse(chunk)

    def _parse(self, docs: Sequence[Doc]) -> None:
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        # The first row stands for "no such token".
        parts: np.ndarray = self._lower.predict(self._encoder.predict(docs))
        stretches = _Stretches([self._signs(doc) for doc in docs])
        while len(stretches.top):
            stretches.advance(*self._choice(parts, stretches))
        offset = 0
        for doc in docs:
            self._annotate(doc, *stretches.arcs(offset, offset + len(doc), self._root))
            offset += len(doc)

    def _signs(self, doc: Doc) -> np.ndarray:
        """Return for each token whether it must and may not begin a sentence and whether it seems to: (3, n tokens)."""
        rows = doc.to_array([ORTH, SENT_START, IS_SPACE, IS_TITLE, IS_UPPER])
        given = rows[:, 1].astype(np.int64)
        ends = np.isin(rows[:, 0], self._enders)
        passes = np.isin(rows[:, 0], self._closers) | (rows[:, 2] == 1)
        opens = rows[:, 3:].any(axis=1) | np.isin(rows[:, 0], self._openers)
        seems = np.zeros(len(rows), dtype=bool)
        seems[1:] = opens[1:] & ends[:-1]
        seems[2:] |= opens[2:] & passes[1:-1] & ends[:-2]
        must, may_not = given == 1, given == -1
        must[0] = True
        return np.stack([must, may_not, seems & ~may_not])

    def _choice(self, parts: np.ndarray, stretches: _Stretches) -> tuple[np.ndarray, np.ndarray]:
        """Return kind and label of the next move of each stretch."""
        looked_at, valid = stretches.look()
        rows = parts.reshape(-1, self._bias.size)
        places = (looked_at + 1) * N_FEATURES + np.arange(N_FEATURES)[:, np.newaxis]
        # In the model's order, for the last bit's sake.
        summed = rows[places[0]]
        for place in places[1:]:
            summed += rows[place]
        summed += self._bias
        hidden = largest_pieces(summed, self._lower.get_dim("nP"))
        scores = self._ops.gemm(hidden, self._upper)
        scores += self._upper_bias
        scores += self._barred[valid]
        chosen = scores.argmax(axis=1)
        return self._kind[chosen], self._label[chosen]

    def _annotate(self, doc: Doc, heads: np.ndarray, labels: np.ndarray) -> None:
        """Set heads (offsets to the token) and labels, and by them where sentences begin."""
        rows: Any = np.stack([heads.astype(np.uint64), labels], axis=1)
        doc.from_array([HEAD, DEP], rows)
        for hook in self._parser.postprocesses:
            hook(doc)


class _Stretches:
    """Where the parser stands in every stretch of some documents, in arrays.

    Arrays of tokens have one entry more, at -1, for "no such token"; those of stretches hold the unfinished ones only,
    in text order.

    Args:
        signs: of each document, whether each token must, may not and seems to begin a sentence: (3, n tokens).

    Attributes:
        top: the uppermost token of each stretch's stack, -1 where it is empty.
    """

    def __init__(self, signs: Sequence[np.ndarray]) -> None:
        must, may_not, seems = np.pad(np.concatenate(signs, axis=1), ((0, 0), (0, 1)))
        n_tokens = len(must) - 1
        # Of tokens: what is below on the stack, what is behind among those given back, head and last children.
        self._below, self._behind, self._head, self._left, self._right, self._right_before = np.full(
            (6, n_tokens + 1), NO_TOKEN
        )
        self._label = np.zeros(n_tokens + 1, np.uint64)
        self._must, self._may_not = must, may_not
        self._broken, self._given_back = np.zeros((2, n_tokens + 1), dtype=bool)
        # Of stretches: first token and end, end of the document, next token, last token given back.
        self._first = _cut(np.flatnonzero((must | seems)[:-1]), may_not)
        self._end = np.append(self._first[1:], n_tokens)
        closes = np.cumsum([document.shape[1] for document in signs])
        self._close = closes[np.searchsorted(closes, self._first, side="right")]
        self._at = self._first.copy()
        self.top, self._back = np.full((2, len(self._first)), NO_TOKEN)
        self._now = self._then = self.top
        # By first token, of finished ones too.
        self._end_of = np.zeros(n_tokens + 1, dtype=int)
        self._end_of[self._first] = self._end

    def look(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what each stretch's next move is chosen by.

        Returns:
            the tokens looked at, (features, n stretches), and which moves are valid: a bit of each of `KINDS`.
        """
        coming = np.where(self._at < self._close, self._at, NO_TOKEN)
        following = np.where(self._at + 1 < self._close, self._at + 1, NO_TOKEN)
        given_back = self._back >= 0
        if given_back.any():
            behind = self._behind[self._back]
            following = np.where(given_back, np.where(behind >= 0, behind, coming), following)
            coming = np.where(given_back, self._back, coming)
        self._now, self._then = coming, following
        now, then, top = coming, following, self.top
        second = self._below[top]
        looked_at = np.stack(
            [now, then, top, second, self._below[second], self._left[now], self._left[top], self._right[top]]
        )
        return looked_at, self._valid(second)

    def _valid(self, second: np.ndarray) -> np.ndarray:
        now, then, empty = self._now, self._then, self.top < 0
        begins = self._begins(now)
        shift = empty | ~((then < 0) | begins | self._given_back[now])
        reduce = ~(empty | ((second < 0) & self._may_not[now]))
        arc = ~(empty | (now < 0) | begins)
        break_ = (then == now + 1) & ~(self._begins(then) | self._may_not[then])
        code: np.ndarray = shift + 2 * reduce + 12 * arc + 16 * break_
        return code

    def _begins(self, tokens: np.ndarray) -> np.ndarray:
        """Tell which tokens begin a sentence; what a stretch behind has decided is unknown."""
        begins: np.ndarray = self._must[tokens] | (self._broken[tokens] & (tokens <= self._end))
        return begins

    def advance(self, kinds: np.ndarray, labels: np.ndarray) -> None:
        """Make a move in each stretch: a number of `KINDS` and, of an arc, its label."""
        over = (self._now == self._end) & (kinds != REDUCE)
        if over.any():
            kept = self._take_over(np.flatnonzero(over))
            kinds, labels = kinds[kept], labels[kept]
        self._shift(np.flatnonzero(kinds == SHIFT))
        self._reduce(np.flatnonzero(kinds == REDUCE))
        self._attach_left(which := np.flatnonzero(kinds == LEFT), labels[which])
        self._attach_right(which := np.flatnonzero(kinds == RIGHT), labels[which])
        self._broken[self._then[kinds == BREAK]] = True
        self._close_sentences()

    def _close_sentences(self) -> None:
        """Let what is behind a whole sentence be a stretch of its own; those at their end are finished."""
        empty = np.flatnonzero((self.top < 0) & (self._back < 0) & (self._at > self._first))
        at, end = self._at[empty], self._end[empty]
        # A sentence reaches beyond if the next token is a head in it, or if it told that one begins behind that token.
        reaches = (at < end) & ((self._left[at] >= 0) | self._broken[np.minimum(at + 1, end)])
        empty = empty[~reaches]
        if not len(empty):
            return
        begins, ends = self._at[empty], self._end[empty]
        self._end_of[self._first[empty]] = begins
        within = begins < ends
        self._end_of[begins[within]] = ends[within]
        self._first[empty] = begins
        if not within.all():
            self._keep(self._first < self._end)

    def _take_over(self, which: np.ndarray) -> np.ndarray:
        """Let some stretches reach over the one behind them, as if that had not begun; tell which are left."""
        taken = []
        for n in which[::-1].tolist():
            start = int(self._end[n])
            end = int(self._end_of[start])
            for tokens in (self._head, self._left, self._right):
                tokens[start:end] = NO_TOKEN
            self._given_back[start:end] = False
            self._broken[start + 1 : end + 1] = False
            self._end[n] = self._end_of[self._first[n]] = end
            taken.append(start)
        kept = ~np.isin(self._first, taken)
        self._keep(kept)
        return kept

    def _keep(self, kept: np.ndarray) -> None:
        self._first, self._end, self._close = self._first[kept], self._end[kept], self._close[kept]
        self._at, self._back, self.top = self._at[kept], self._back[kept], self.top[kept]
        self._now, self._then = self._now[kept], self._then[kept]

    def _shift(self, which: np.ndarray) -> None:
        tokens, back = self._now[which], self._back[which]
        self._at[which] += back < 0
        self._back[which] = self._behind[back]
        self._below[tokens] = self.top[which]
        self.top[which] = tokens

    def _reduce(self, which: np.ndarray) -> None:
        """Take the uppermost off the stack; one without head, others below it, is given back."""
        tokens = self.top[which]
        below = self._below[tokens]
        headless = (self._head[tokens] < 0) & (below >= 0)
        returned, stretches = tokens[headless], which[headless]
        self._given_back[returned] = True
        self._behind[returned] = self._back[stretches]
        self._back[stretches] = returned
        self.top[which] = below

    def _attach_left(self, which: np.ndarray, labels: np.ndarray) -> None:
        """Make the next token the head of the stack's uppermost, which loses the head that it had."""
        tokens, heads = self.top[which], self._now[which]
        before = self._head[tokens]
        had = before >= 0
        # It is the last child of that head, which stands right below it.
        self._right[before[had]] = self._right_before[tokens[had]]
        self._head[tokens], self._label[tokens] = heads, labels
        self._left[heads] = tokens
        self._given_back[heads] = False
        self.top[which] = self._below[tokens]

    def _attach_right(self, which: np.ndarray, labels: np.ndarray) -> None:
        """Make the stack's uppermost the head of the next token, which goes onto the stack."""
        tokens, heads = self._now[which], self.top[which]
        self._head[tokens], self._label[tokens] = heads, labels
        self._right_before[tokens] = self._right[heads]
        self._right[heads] = tokens
        self._shift(which)

    def arcs(self, start: int, end: int, root: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the heads of a document's tokens, as offsets to the token, and their labels; `root` without a head."""
        heads = self._head[start:end]
        rooted = heads < 0
        return np.where(rooted, 0, heads - np.arange(start, end)), np.where(
            rooted, np.uint64(root), self._label[start:end]
        )


def _cut(begins: np.ndarray, may_not: np.ndarray) -> np.ndarray:
    """Return where stretches begin, in such as are longer than `LONG` tokens at every `LONG`, too."""
    n_tokens = len(may_not) - 1
    places = np.arange(n_tokens)
    since = places - begins[np.searchsorted(begins, places, side="right") - 1]
    return np.flatnonzero((since % LONG == 0) & ~((since > 0) & may_not[:-1]))


def _in_chunks(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    chunk: list[Doc] = []
    size = 0
    for doc in docs:
        if chunk and size + len(doc) > MOST_TOKENS:
            yield chunk
            chunk, size = [], 0
        chunk.append(doc)
        size += len(doc)
    if chunk:
        yield chunk


def _barred(kinds: np.ndarray) -> np.ndarray:
    """Return what to add to the scores of all moves: 0 or minus infinity, (validities, n moves)."""
    valid = np.arange(2 ** len(KINDS))[:, np.newaxis] >> kinds & 1
    return np.where(valid == 1, np.float32(0), np.float32(-np.inf))


def parses_in_arrays(parser: Any) -> bool:
    """Return whether a parser is built as `ArrayParser` expects (all of spaCy's CNN models are)."""
    if type(parser) is not DependencyParser:
        return False
    model = parser.model
    moves = _moves(parser)
    return (
        parser.cfg.get("beam_width", 1) == 1
        and bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
        and model.get_ref("lower").get_dim("nF") == N_FEATURES
        and model.get_ref("lower").get_dim("nP") > 1
        and all(move in KINDS and label != "subtok" for move, label in moves)
    )


def _moves(parser: DependencyParser) -> list[tuple[str, str]]:
    """Return move and label of each output, in order."""
    names = (parser.moves.get_class_name(n).partition("-") for n in range(parser.moves.n_moves))
    return [(move, label) for move, _, label in names]
