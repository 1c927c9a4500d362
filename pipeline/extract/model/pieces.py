"""Runs an encoder over a batch of documents some thousand tokens at a time, so that its memory has a bound.

An encoder holds all that its layers compute until the last one has ended: 13 kB a token. A token's vector depends on a
few tokens on either side only, so that a long document can be read in pieces with these around them; the numbers are
those of the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span
from thinc.api import Model, chain

# Tokens computed together take 13 MB a thousand; fewer than 2,000 at a time take longer, more than 4,000 as long.
MOST_TOKENS = 4000
# Number of a document, the first token of a piece, and one past its last.
Piece = tuple[int, int, int]


def encode_in_pieces(encoder: Model[Any, Any], *, most_tokens: int = MOST_TOKENS) -> Model[Any, Any]:
    """Return an encoder that computes what `encoder` does, at most about `most_tokens` tokens at a time.

    Args:
        encoder: convolutional; takes documents or spans, and gives for each an array of (n tokens, width), or, where
            it has layers behind such an encoder, what these make of them all.
    """
    names = [layer.name for layer in encoder.layers]
    if "list2array" in names:
        first, *rest = encoder.layers
        return chain(encode_in_pieces(first, most_tokens=most_tokens), *rest)
    # The components that listen to an encoder ask for its width.
    width = encoder.get_dim("nO") if encoder.has_dim("nO") else None
    forward = partial(_forward, reach(encoder), most_tokens)
    return Model("in_pieces", forward, dims={"nO": width}, layers=[encoder])


def reach(encoder: Any) -> int:
    """Return how many tokens on either side a token's vector depends on; 0 where the encoder is not convolutional."""
    return max((int(layer.attrs["pad"]) for layer in encoder.walk() if layer.name.startswith("with_array")), default=0)


def _forward(
    around: int, most_tokens: int, model: Model[Any, Any], docs: Sequence[Doc | Span], is_train: bool
) -> tuple[list[np.ndarray], Any]:
    if is_train:
        raise NotImplementedError("An encoder that reads in pieces cannot be trained; load the model itself.")
    found: list[list[np.ndarray]] = [[] for _ in docs]
    for group in _groups([len(doc) for doc in docs], most_tokens):
        firsts = [max(0, start - around) for _, start, _ in group]
        read = [
            _cut(docs[n], first, min(len(docs[n]), end + around))
            for (n, _, end), first in zip(group, firsts, strict=True)
        ]
        vectors = model.layers[0].predict(read)
        for (n, start, end), first, rows in zip(group, firsts, vectors, strict=True):
            found[n].append(rows[start - first : end - first])
    return [parts[0] if len(parts) == 1 else np.concatenate(parts) for parts in found], None


def _cut(doc: Doc | Span, start: int, end: int) -> Doc | Span:
    return doc if (start, end) == (0, len(doc)) else doc[start:end]


def _groups(lengths: Sequence[int], most_tokens: int) -> Iterator[list[Piece]]:
    """Yield pieces of documents of some lengths, in order, so many at a time that they have `most_tokens` in all.

    >>> list(_groups([3, 0, 9], 5))
    [[(0, 0, 3), (1, 0, 0)], [(2, 0, 4)], [(2, 4, 9)]]
    """
    group: list[Piece] = []
    size = 0
    for n, length in enumerate(lengths):
        n_pieces = max(1, -(-length // most_tokens))
        for start, end in pairwise(length * k // n_pieces for k in range(n_pieces + 1)):
            if group and size + end - start > most_tokens:
                yield group
                group, size = [], 0
            group.append((n, start, end))
            size += end - start
    if group:
        yield group
