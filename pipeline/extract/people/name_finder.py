"""Finds the names of people in a release: runs of name words that the evidence speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extract.people.name_evidence import PLACES, office_precedes, score
from pipeline.extract.people.name_runs import goes_with_before, run_end
from pipeline.extract.people.names import ANY, Lexicon, NameSpan, Reading, base, lexicon, read_words, title_before
from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import are_joined
from pipeline.extract.reading.words import Word
from pipeline.extract.rules import is_on

ACCEPT = 2.0
# A list is taken as one of people when one of its items is; an item needs this much of its own.
ACCEPT_IN_LIST = 0.5
# Where a doc keeps its draft between the component that foresees and the one that reads people.
DRAFT = "press_names"


@dataclass(slots=True)
class Draft:
    """The runs of name words of a release, judged without the model's labels.

    Attributes:
        runs: the first word and one past the last of each.
        verdicts: the candidates in each.
        doubtful: numbers of the runs on which labels could turn the verdict.
    """

    reading: Reading
    runs: list[tuple[int, int]]
    verdicts: list[list[NameSpan]]
    doubtful: list[int]

    def stretches(self) -> list[tuple[int, int]]:
        """Return start and end characters of what the labels are needed for."""
        words = self.reading.words
        return [
            (words[max(0, first - 1)].start, words[last - 1].end)
            for first, last in map(self.runs.__getitem__, self.doubtful)
        ]

    def settled(self) -> list[tuple[int, int]]:
        """Return start and end characters of the names that no label is needed for."""
        certain = set(range(len(self.runs))) - set(self.doubtful)
        return [(c.start, c.end) for k in sorted(certain) for c in self.verdicts[k] if c.score >= ACCEPT]


def draft_names(doc: Doc) -> Draft:
    """Return the names of people in a release as they are known without the model's labels."""
    draft: Draft | None = doc.user_data.get(DRAFT)
    if draft is None:
        draft = doc.user_data[DRAFT] = _draft(read_words(doc))
    return draft


def find_names(doc: Doc) -> tuple[Reading, list[NameSpan]]:
    """Return a release's words, and the names of people among them, in text order; none overlap."""
    draft = draft_names(doc)
    del doc.user_data[DRAFT]
    reading, verdicts = draft.reading, draft.verdicts
    reading.blind = False
    if draft.doubtful:
        lex = lexicon()
        reading.consult([(max(0, draft.runs[k][0] - 1), draft.runs[k][1]) for k in draft.doubtful])
        for k in draft.doubtful:
            verdicts[k] = _candidates(reading, *draft.runs[k], lex)
    maybe = [candidate for candidates in verdicts for candidate in candidates]
    return reading, _with_lists(reading, maybe, [candidate for candidate in maybe if candidate.score >= ACCEPT])


def _draft(reading: Reading) -> Draft:
    lex = lexicon()
    runs: list[tuple[int, int]] = []
    verdicts: list[list[NameSpan]] = []
    doubtful: list[int] = []
    reading.blind = True
    n = 0
    items = reading.words
    while n < len(items):
        word = items[n]
        # most words are plain and begin no name
        plain = not word.cap and (word.kind not in ("word", "abbr") or ("-" not in word.text and "'" not in word.low))
        last = n if plain or goes_with_before(reading, n, lex) else run_end(reading, n, lex)
        if last <= n:
            n += 1
            continue
        reading.loss = reading.gain = 0.0
        verdicts.append(_candidates(reading, n, last, lex))
        if _is_doubtful(reading, verdicts[-1]):
            doubtful.append(len(runs))
        runs.append((n, last))
        n = last
    return Draft(reading, runs, verdicts, doubtful)


def _is_doubtful(reading: Reading, candidates: Sequence[NameSpan]) -> bool:
    """Tell whether the model's labels could turn the verdict on the run judged blind last."""
    if not candidates:
        return reading.gain == ANY
    items, candidate = reading.words, candidates[0]
    low, high = candidate.score - reading.loss, candidate.score + reading.gain
    if low < ACCEPT <= high:
        return True
    return (
        low < ACCEPT_IN_LIST <= high
        and len(candidate.parts) > 1
        and (
            (candidate.first > 0 and items[candidate.first - 1].low in cues("list_mark"))
            or (candidate.last < len(items) and items[candidate.last].low in cues("list_mark"))
        )
    )


def _candidates(reading: Reading, first: int, last: int, lex: Lexicon) -> list[NameSpan]:
    """Score one run of name words; a run that starts with a stray word is tried without it."""
    items = reading.words
    if (
        items[first].low in cues("month_or_name")
        and last - first > 1
        and first
        and items[first - 1].low in cues("before_month")
    ):
        # "In May Ana Ruiz was sentenced"
        first += 1
    if last - first > 2 and _closes_district(items, first):
        first += 1
    while last - first > 1 and _is_honorific(items, first, lex):
        # "Public Prosecutor Ms Birgit Aagaard", "H.E. Ilze Kalnina"
        first += 1
    best = score(reading, first, last, lex)
    # a leading place before a known given name is no part of it
    core = [n for n in range(first, last) if items[n].kind == "word" and items[n].cap]
    if len(core) >= 3 and not title_before(items, first, lex):
        second = core[1]
        low = items[first].low
        given = lex.given.get(items[second].low) == "strong"
        unlisted = given and low not in lex.places and low not in lex.given and low not in lex.surnames
        if unlisted and reading.blind:
            reading.doubt(ANY, ANY)
        joined = first > 0 and items[first - 1].low in cues("joins_office")
        if (
            (given and low in lex.places)
            # "Minister for Women and Equalities Nora Pell"
            or (unlisted and joined and office_precedes(items, first, lex))
            or (unlisted and reading.label(first) in PLACES)
        ):
            best = score(reading, second, last, lex)
    return [best] if best else []


def _closes_district(items: Sequence[Word], n: int) -> bool:
    """Tell whether word n is the state of a district, the comma behind it lost: "District of Florida Ana B. Ruiz"."""
    in_district = n > 1 and items[n - 1].low == "of" and items[n - 2].low == "district"
    return in_district and items[n].low in states.single_words()


def _with_lists(reading: Reading, maybe: Sequence[NameSpan], found: Sequence[NameSpan]) -> list[NameSpan]:
    """Add candidates that stand in a list with accepted names ("A. Berg, Montri Sala and Ib Wu")."""
    if not is_on("people.listed"):
        return list(found)
    items = reading.words
    accepted = {c.first for c in found}
    order = list(maybe)

    for sequence in (range(1, len(order)), range(len(order) - 2, -1, -1)):
        for k in sequence:
            other = order[k - 1] if sequence.step == 1 else order[k + 1]
            pair = (other, order[k]) if sequence.step == 1 else (order[k], other)
            candidate = order[k]
            if (
                candidate.first in accepted
                or other.first not in accepted
                or len(candidate.parts) < 2
                or len(other.parts) < 2
            ):
                continue
            if candidate.score >= ACCEPT_IN_LIST and are_joined(items[pair[0].last : pair[1].first], most=3):
                accepted.add(candidate.first)
    return [c for c in order if c.first in accepted]


def _is_honorific(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether an honorific begins a run of name words; "Don" is one before a given name ("Don Carlos")."""
    low = items[n].low
    if low == "don":
        return items[n + 1].low in lex.given
    if low == "m." and title_before(items, n, lex) in ("rank", "office"):
        return False  # "Judge M. Ana Ruiz"
    return (low in lex.honorifics or base(low) in lex.honorifics) and low not in lex.given
