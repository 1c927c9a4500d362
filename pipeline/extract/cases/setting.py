"""Where something of a case is told: sentences, direct speech, days long before the release."""

from __future__ import annotations

import datetime
import itertools
from bisect import bisect_left, bisect_right

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import Tokens

# What was done so many days before the release is no news of it: the longest from verdict to release in 100 releases of
# prosecutors read for it was 24.
EARLIER_DAYS = 30
# A verdict or sentence so long before the release is one of another case.
OTHER_CASE_DAYS = 550
# Among how many words of a sentence "in a related case" opens it.
_OPENING = 5


def breaks_off(tokens: Tokens, sentence: range) -> bool:
    """Tell whether a sentence breaks off: what announces another text ("was sentenced to 10 years of...")."""
    last = sentence.stop - 1
    while last > sentence.start and (tokens.is_space(last) or tokens.lower[last] in cues("breaking_off")):
        last -= 1
    return tokens.lower[last] in ("…", "...") or tokens.lower[last].endswith("...")


def is_apart(tokens: Tokens, sentence: range) -> bool:
    """Tell whether a sentence is about another case: "in an unrelated matter", "in a related case"."""
    lows = tokens.lower[sentence.start : sentence.stop]
    if not cues("apart").isdisjoint(lows):
        return True
    opening = lows[:_OPENING]
    pairs = itertools.pairwise(opening)
    return opening[:1] == ["in"] and any(a in cues("apart_case") and b in cues("case_word") for a, b in pairs)


class Speech:
    """The direct speech of a release, in which nothing of the case is reported."""

    def __init__(self, doc: Doc, tokens: Tokens) -> None:
        spans = sorted((m.start, m.end) for m in mentions(doc, "quotes") if m.kind == "direct")
        self._starts = [tokens.token_at(start) for start, _ in spans]
        self._ends = [tokens.token_at(end - 1) + 1 for _, end in spans]

    def covers(self, n: int) -> bool:
        """Tell whether a token stands in direct speech."""
        k = bisect_right(self._starts, n) - 1
        return k >= 0 and n < self._ends[k]


class Days:
    """The days that a release names, against its own."""

    def __init__(self, doc: Doc, tokens: Tokens) -> None:
        self.published: datetime.date | None = doc._.release.published
        self._found = [
            (tokens.token_at(m.start), tokens.token_at(m.end - 1) + 1, m.date_end)
            for m in mentions(doc, "dates")
            if m.kind == "date"
        ]
        self._firsts = [first for first, _, _ in self._found]

    def begin_at(self, n: int) -> bool:
        """Tell whether a date begins at a token."""
        k = bisect_left(self._firsts, n)
        return k < len(self._firsts) and self._firsts[k] == n

    def is_near(self, span: range) -> bool:
        """Tell whether one of the days named among these tokens is near the release's own, or cannot be told."""
        k = bisect_left(self._firsts, span.start)
        while k < len(self._firsts) and self._firsts[k] < span.stop:
            day = self._found[k][2]
            if day is None or self.published is None or abs((self.published - day).days) <= EARLIER_DAYS:
                return True
            k += 1
        return False

    def is_long_before(self, span: range, *, days: int = EARLIER_DAYS, but: int = -1) -> bool:
        """Tell whether the days named among these tokens all lie long before the release's own.

        Args:
            but: the token of a date that is left out.
        """
        k = bisect_left(self._firsts, span.start)
        named = []
        while k < len(self._firsts) and self._firsts[k] < span.stop:
            if self._firsts[k] != but:
                named.append(self._found[k][2])
            k += 1
        if self.published is None or not named:
            return False
        return all(day is not None and (self.published - day).days > days for day in named)
