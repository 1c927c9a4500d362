"""Marks what was read in an encoding that was a guess."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.spans import Debris, MappedText

RULE = "decoding-guess"
_RUN = re.compile(r"[^\x00-\x7f]+")

Span = tuple[int, int]


def find_guesses(mapped: MappedText, *, encoding: str | None, guessed: str) -> list[Debris]:
    """Return the rows of `debris` that mark what was guessed; what cleaning replaced has a row of its own already.

    Of a text that was read in one encoding throughout, the first stretch that is not ASCII stands for all of it.

    Args:
        encoding: what was assumed, if anything was.
        guessed: the stretches read so, as "12-13 40-41"; none where it is the whole text.
    """
    if not encoding:
        return []
    pieces, raw = mapped.pieces, mapped.raw
    ends = [piece.raw_end for piece in pieces]

    def stands(span: Span) -> bool:
        n = bisect_left(ends, span[0])
        while n < len(pieces) and pieces[n].raw_start <= span[1]:
            start, end = pieces[n].raw_start, pieces[n].raw_end
            if start < span[1] and end > span[0]:
                return False
            n += 1
        return True

    if guessed:
        spans = [span for span in _spans(guessed) if span[0] < span[1] <= len(raw) and stands(span)]
    else:
        runs = ((m.start(), m.end()) for m in _RUN.finditer(raw))
        first = next((span for span in runs if stands(span)), None)
        spans = [first] if first else []
    return [Debris(start, end, RULE, raw[start:end], raw[start:end]) for start, end in spans]


def _spans(text: str) -> Iterator[Span]:
    for part in text.split():
        start, _, end = part.partition("-")
        yield int(start), int(end)
