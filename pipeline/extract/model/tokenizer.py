"""A tokenizer whose time grows with the text alone, and that shows the model codes of currencies as signs.

spaCy peels signs off an unbroken run of characters one at a time and searches what is left anew, so that
its time grows with the square of the run: 50,000 opening brackets or commas without a blank take three to
five minutes. No word, name or address is as long as that, so a longer run is read in pieces.

The models have read "$8 million" and hardly ever "EUR 8 million", in which they take the code for a name and hang the
verb on it. Before a figure a code gets the norm of a sign, as "US$" and "€" have it from spaCy.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc

from pipeline.lookups import table

# The longest run read whole. Addresses of web pages, the longest runs of honest text, stay far below it.
RUN_CHARS = 1_000
# A longer run is read in pieces of this length: 250 of them take as long as four runs of `RUN_CHARS`.
PIECE_CHARS = 200
_LONG_RUN = re.compile(rf"\S{{{RUN_CHARS + 1},}}")
# The norm that spaCy gives to signs of money.
SIGN = "$"


@functools.cache
def _codes() -> re.Pattern[str]:
    """Return what finds codes of currencies before a figure; those that are words in capitals ("ALL 5") are none."""
    codes = "|".join(row["code"] for row in table("currencies", key=("code",)) if row["word_code"] == "0")
    return re.compile(rf"(?<![\w.])(?=[A-Z]{{3}}[ \u00a0]\d)(?:{codes})")


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
        doc = self._cut(text)
        for code in _codes().finditer(text):
            span = doc.char_span(code.start(), code.end())
            if span is not None and len(span) == 1:
                span[0].norm_ = SIGN
        return doc

    def _cut(self, text: str) -> Doc:
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
