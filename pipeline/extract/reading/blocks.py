"""Blocks of a text: where its headlines end, where its lead ends, which lines are items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.reading.sentences import ends_line, paragraph_breaks

# Shorter paragraphs, in characters, are headlines and reference lines; one that ends as no sentence does may be longer.
PROSE = 120
_LONG_HEADLINE = 260
BULLET = re.compile(r"[ \t]*(?:[-*•–·◦▪►]|\d{1,2}[.)])[ \t]+")


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start of each paragraph, end with the blank line behind it, and whether it is prose."""
    start = 0
    for stop, end in (*paragraph_breaks(text), (len(text), len(text))):
        yield start, end, _is_prose(text[start:stop].strip())
        start = end


def _is_prose(paragraph: str) -> bool:
    """Tell a paragraph of sentences from a headline: it is longer, and ends as a sentence does if it is not much so."""
    if len(paragraph) <= PROSE:
        return False
    return len(paragraph) > _LONG_HEADLINE or ends_line(paragraph)


def headline_end(text: str) -> int:
    """Return where the first paragraph of prose begins: before it stand headlines; 0 where there is no prose."""
    return next((start for start, _, prose in _paragraphs(text) if prose), 0)


def lead_end(text: str, paragraphs: int = 2) -> int:
    """Return the end of headlines and the first paragraphs of prose, which the body repeats."""
    told = 0
    for _, end, prose in _paragraphs(text):
        told += prose
        if told >= paragraphs:
            return end
    return len(text)
