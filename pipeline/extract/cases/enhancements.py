"""What a charge is laid with that makes its sentence longer: "with enhancements for personally using a firearm".

The gold's guide counts each as a charge of the same persons at the same stage. They are worded freely, so that any noun
phrase or deed behind "enhancements for" is one; what only tells of earlier convictions is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.cases.offences import Offence, OffenceReader
from pipeline.extract.cases.setting import Speech
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_run
from pipeline.extract.reading.tokens import VERB_TAGS, Tokens
from pipeline.extract.rules import is_on

# The longest name of one and the longest list of them, in tokens and names.
_MAX_TOKENS, _MAX_LISTED = 24, 12
# How far before its noun the number of them stands: "two additional felony sentencing enhancements".
_TO_NUMBER = 5
# How far behind a list its verdict stands: "... causing death were found true by the jury".
_TO_VERDICT = 8
_OPENS = frozenset(("DT", "PRP$", "JJ", "NN", "NNS", "VBG", "RB", "VBN"))
_ENDS = frozenset(("WDT", "WP", "WRB", "WP$", "PRP", "EX"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(frozen=True, slots=True)
class Enhancement:
    """One name behind its noun.

    Attributes:
        noun: the token of "enhancement".
        is_found: whether a court has found it true, or the accused has admitted it.
    """

    noun: int
    offence: Offence
    is_found: bool


class EnhancementReader:
    """Reads the enhancements of one release."""

    def __init__(self, tokens: Tokens, offences: OffenceReader, speech: Speech) -> None:
        self.tokens = tokens
        self.offences = offences
        self.speech = speech

    def read(self, sentence: range) -> Iterator[Enhancement]:
        """Yield the enhancements that a sentence names, in text order."""
        tokens, nouns = self.tokens, cues("enhancement_noun")
        for n in sentence:
            if tokens.lower[n] not in nouns or self.speech.covers(n) or not is_on("charges.enhancement"):
                continue
            first = n + 1
            first = past_run(tokens.low, first, cues("enhancement_besides"))
            if tokens.low(first) not in ("for", "of"):
                continue
            if (tokens.low(first + 2), tokens.low(first + 3)) in (("charges", "for"), ("counts", "for")):
                first += 3  # "an enhancement for both charges for the use of a firearm"
            listed = [*self._listed(first + 1, sentence.stop)]
            is_found = bool(listed) and self._is_found(n, listed[-1][1], sentence)
            number = self.offences.number_before(n, _TO_NUMBER)
            for start, end in listed:
                offence = self._named(start, end, number if len(listed) == 1 else None)
                if offence is not None:
                    yield Enhancement(n, offence, is_found)

    def _named(self, start: int, end: int, number: int | None) -> Offence | None:
        """Return what stands at [start, end) as an offence, None where it tells of earlier cases or of nothing."""
        tokens = self.tokens
        while start < end and (tokens.tag(start) in ("DT", "PRP$") or tokens.low(start) in ("”", "“", "’")):
            start += 1
        end = self.offences.trimmed(start, end) if start < end else end
        lows = tokens.lower[start:end]
        if not lows or not self._begins(start) or not cues("enhancement_earlier").isdisjoint(lows):
            return None
        if len(lows) == 1 and tokens.tag(start) not in ("NN", "NNS"):
            return None
        return Offence(start, end, number, deed=tokens.tag(start) == "VBG")

    def _listed(self, first: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the names of a list as tokens [start, end)."""
        start = n = first
        for _ in range(_MAX_LISTED):
            while n < stop and n - start < _MAX_TOKENS and not self._stops(n) and not self._is_joint(n, start):
                n += 1
            if n > start:
                yield start, n
            if not self._is_joint(n, start) or n >= stop:
                return
            start = n + 1
            start = past_run(self.tokens.low, start, ("and", ","))
            if start >= stop or not self._begins(start) or self._tells_more(start, stop):
                return
            n = start + 1

    def _begins(self, n: int) -> bool:
        """Tell whether a name may begin at a token: not what has counts, or enhancements, of its own."""
        tokens = self.tokens
        if self.offences.past_counts(n)[2] or any(tokens.low(k) in cues("enhancement_noun") for k in range(n, n + 3)):
            return False
        return tokens.tag(n) in _OPENS or tokens.low(n) in cues("enhancement_opening")

    def _stops(self, n: int) -> bool:
        tokens = self.tokens
        if tokens.is_space(n) or tokens.low(n) in (".", ";", ":", "(", ")", "–", "—", "”", '"'):
            return True
        if tokens.tag(n) in _FINITE:
            return tokens.deps[n] != "amod"
        return tokens.tag(n) in _ENDS or tokens.low(n) in cues("enhancement_stop")

    def _is_joint(self, n: int, start: int) -> bool:
        """Tell a comma, or an "and" behind which a name of its own begins: not "personal and vicarious use"."""
        tokens = self.tokens
        if tokens.low(n) == ",":
            return n > start
        if tokens.low(n) != "and" or n == start:
            return False
        if tokens.tag(n + 1) == "VBG":
            return "VBG" in tokens.tags[start:n] or tokens.tag(n - 1) in ("NN", "NNS", "NNP")
        if tokens.tag(n + 1) in ("DT", "PRP$"):
            return True
        return tokens.low(n + 1) in cues("enhancement_opening") and tokens.tag(n - 1) in ("NN", "NNS", "NNP", "CD")

    def _tells_more(self, start: int, stop: int) -> bool:
        """Tell whether what stands behind a comma has a verb of its own: ", and the court ordered"."""
        tokens = self.tokens
        for n in range(start + 1, min(stop, start + _MAX_TOKENS)):
            if tokens.low(n) in cues("title_stop") or tokens.is_space(n):
                return False
            if self._stops(n):
                return not self._is_found_true(n)
        return False

    def _is_found(self, n: int, end: int, sentence: range) -> bool:
        """Tell whether enhancements were found true or admitted: "admitted the enhancement for", "was found true"."""
        tokens = self.tokens
        if any(self._is_found_true(k) for k in range(end, min(sentence.stop, end + _TO_VERDICT))):
            return True
        before = range(max(sentence.start, n - _TO_VERDICT), n)
        return any(tokens.lower[k] in ("admitted", "admitting") and tokens.tags[k] in VERB_TAGS for k in before)

    def _is_found_true(self, n: int) -> bool:
        low = self.tokens.low
        return "found" in (low(n), low(n + 1), low(n + 2)) and "true" in (low(n + 1), low(n + 2), low(n + 3))
