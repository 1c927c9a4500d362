"""A tokenizer whose time grows with the text alone, whatever the text.

spaCy peels signs off an unbroken run of characters one at a time and searches what is left anew, so that
its time grows with the square of the run: 50,000 opening brackets or commas without a blank take three to
five minutes. No word, name or address is as long as that, so a longer run is read in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc

# The longest run read whole. Addresses of web pages, the longest runs of honest text, stay far below it.
RUN_CHARS = 1_000
# A longer run is read in pieces of this length: 250 of them take as long as four runs of `RUN_CHARS`.
PIECE_CHARS = 200
_LONG_RUN = re.compile(rf"\S{{{RUN_CHARS + 1},}}")


class BoundedTokenizer:
    """Wraps a spaCy tokenizer; texts without a run over `RUN_CHARS` are read exactly as without it.

    Args:
        tokenizer: the model's own; everything but the call is its.
    """

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self._tokenizer = tokenizer

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_tokenizer":
            raise AttributeError(name)
        return getattr(self._tokenizer, name)

    def __call__(self, text: str) -> Doc:
        """Return the tokens of `text`; joined, they are the text."""
        cuts = [0]
        for run in _LONG_RUN.finditer(text):
            cuts += range(max(run.start(), cuts[-1] + 1), run.end(), PIECE_CHARS)
            cuts.append(run.end())
        if len(cuts) == 1:
            return self._tokenizer(text)
        words: list[str] = []
        spaces: list[bool] = []
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            piece = self._tokenizer(text[start:end])
            words += [token.text for token in piece]
            spaces += [bool(token.whitespace_) for token in piece]
        return Doc(self._tokenizer.vocab, words=words, spaces=spaces)  # type: ignore[attr-defined]
