"""Whether an outcome is news of its release: its event, a running total, or background.

What is told under a heading such as "Background" is background; what a sentence places elsewhere is told by its words
(`resources/scope_phrases.csv`): "since its inception the strike force has charged more than 2,300", "in a separate
case". Everything else is news.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.extract.annotations import sentence_number
from pipeline.extract.counts.repeats import FURTHER
from pipeline.extract.reading.blocks import headline_end
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.sentences import ends_line, ends_sentence
from pipeline.extract.reading.tokens import Tokens
from pipeline.extract.reading.words import low_words
from pipeline.extract.rules import RuleList
from pipeline.lookups import table

EVENT, CUMULATIVE, BACKGROUND = "event", "cumulative", "background"
# Who speaks in a release is told within so many characters.
_HEAD = 1_200
# A list goes on for so many sentences at most.
_ITEMS = 30
# A longer line, in characters, is no heading.
_HEADING = 60
_PERFECT = re.compile(r"\b(?:has|have|had)\b", re.IGNORECASE)
# What befell some before: the verb right behind whom it tells of, up to two verbs of one form.
_PREVIOUSLY = re.compile(
    r"(?:[^.;\n]|(?<=\b[A-Z])\.){0,160}?"
    r"\b(?:were |have |had )?previously (?:been )?((?:\w+ed|pled)\b(?: and \w+ed\b)?)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who)\b[^;]*\d")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class _Phrase:
    scope: str
    reach: str
    needs: str
    pattern: re.Pattern[str]


@functools.cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(
            row["scope"], row["reach"], row["needs"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)", re.IGNORECASE)
        )
        for row in table("scope_phrases", key=("pattern",))
    )


@functools.cache
def _any_phrase() -> re.Pattern[str]:
    """Return a pattern that finds something wherever one of the phrases does; most sentences hold none."""
    patterns = "|".join(f"(?:{row['pattern']})" for row in table("scope_phrases", key=("pattern",)))
    return re.compile(rf"(?<!\w)(?:{patterns})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class _Place:
    """Where an outcome is told.

    Attributes:
        sentence: number of its sentence.
        is_harm: whether it is harm done by the crime, which may go on for years.
        is_verdict: whether it is a step that a case ends with, of which persons may have had one before.
    """

    start: int
    end: int
    sentence: int
    is_harm: bool
    is_verdict: bool
    action: str = ""


SCOPE_RULES: RuleList[Callable[[ScopeReader, _Place], str | None]] = RuleList("outcomes")


class ScopeReader:
    """Tells the scope of the outcomes of one release."""

    def __init__(self, tokens: Tokens, authorities: Sequence[int] = ()) -> None:
        """Take the tokens of a release, and the offsets at which it names bodies of police and justice."""
        self.tokens = tokens
        head = set(low_words(tokens.text[:_HEAD]))
        acts = not cues("executive").isdisjoint(head) or any(at < _HEAD for at in authorities)
        self.is_statement = not acts and not cues("legislator").isdisjoint(head)
        self.headline_end = headline_end(tokens.text)
        self.starts = [tokens.starts[sentence.start] for sentence in tokens.sentences()] or [0]
        self._told: dict[int, tuple[_Phrase, ...]] = {}
        self._sections: list[tuple[int, int]] | None = None

    def scope_of(self, start: int, end: int, action: str) -> tuple[str, str | None]:
        """Return the scope of what is told at offsets, and the rule that tells it; None for what is news."""
        sentence = sentence_number(self.starts, start)
        place = _Place(start, end, sentence, action in cues("harm_action"), action in cues("had_before"), action)
        for rule in SCOPE_RULES.active():
            scope = rule.read(self, place)
            if scope is not None:
                return scope, rule.name
        return EVENT, None

    def phrases_of(self, sentence: int) -> tuple[_Phrase, ...]:
        """Return the phrases that hold of a sentence: its own, and those of sentences before it in its paragraph."""
        first = sentence
        while first not in self._told and not self._opens_paragraph(first):
            first -= 1
        for n in range(first, sentence + 1):
            if n not in self._told:
                before = () if self._opens_paragraph(n) else self._told[n - 1]
                held = (*self._own(n), *(phrase for phrase in before if phrase.reach == "paragraph"))
                self._told[n] = tuple(dict.fromkeys(held))
        return self._told[sentence]

    def _opens_paragraph(self, sentence: int) -> bool:
        """Tell whether a sentence opens a paragraph; the items of a list go on with the one that announces them."""
        if sentence == 0:
            return True
        before = self.tokens.text[self.starts[sentence - 1] : self.starts[sentence]]
        return "\n\n" in before and not self._is_in_list(sentence)

    def _is_in_list(self, sentence: int) -> bool:
        """Tell whether a sentence is an item of a list that a colon opens, none before it ending as sentences do."""
        for n in range(sentence - 1, max(-1, sentence - 1 - _ITEMS), -1):
            before = self.tokens.text[self.starts[n] : self.starts[n + 1]].rstrip()
            if before.endswith(":"):
                return True
            if ends_sentence(before):
                return False
        return False

    def _own(self, sentence: int) -> tuple[_Phrase, ...]:
        start = self.starts[sentence]
        end = self.starts[sentence + 1] if sentence + 1 < len(self.starts) else len(self.tokens.text)
        text = " ".join(self.tokens.text[start:end].split())
        if not _any_phrase().search(text):
            return ()
        lacking = set() if _PERFECT.search(text) else {"perfect"}
        if cues("programme").isdisjoint(low_words(text)):
            lacking.add("venture")
        return tuple(p for p in _phrases() if p.needs not in lacking and p.pattern.search(text))

    def in_background(self, start: int) -> bool:
        """Tell whether an offset lies under a heading such as "Background"."""
        if self._sections is None:
            self._sections = _background_sections(self.tokens.text)
        n = bisect_right(self._sections, (start, len(self.tokens.text))) - 1
        return n >= 0 and start < self._sections[n][1]


def _background_sections(text: str) -> list[tuple[int, int]]:
    """Return the stretches under headings that announce background, each up to the next heading."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for line in _LINE.finditer(text):
        words = line.group().strip().rstrip(":").lower()
        if len(words) > _HEADING or ends_sentence(words) or ends_line(words):
            continue
        if opened is not None:
            found.append((opened, line.start()))
            opened = None
        if words in cues("background_heading") or words.endswith(("criminal background", "criminal history")):
            opened = line.end()
    return [*found, (opened, len(text))] if opened is not None else found


@SCOPE_RULES.rule("scope-heading")
def _under_heading(reader: ScopeReader, place: _Place) -> str | None:
    """Background ⏎ In 2012 he was jailed."""
    return BACKGROUND if reader.in_background(place.start) else None


@SCOPE_RULES.rule("scope-running")
def _running(reader: ScopeReader, place: _Place) -> str | None:
    """Since its launch the task force has arrested 300 people."""
    return _by_phrase(reader, place, CUMULATIVE)


@SCOPE_RULES.rule("scope-elsewhere")
def _elsewhere(reader: ScopeReader, place: _Place) -> str | None:
    """In a separate case, two men were jailed."""
    return _by_phrase(reader, place, BACKGROUND)


@SCOPE_RULES.rule("scope-previously")
def _previously(reader: ScopeReader, place: _Place) -> str | None:
    """Five others previously sentenced; four members were previously convicted and sentenced."""
    others = FURTHER.search(reader.tokens.text, place.start, place.end)
    if place.action not in cues("case_step") or not others:
        return None
    return BACKGROUND if previously(reader.tokens.text, place.end, place.action) else None


def previously(text: str, end: int, action: str) -> bool:
    """Tell whether what befell somebody named before an offset did so "previously": "were previously convicted"."""
    told = _PREVIOUSLY.match(text, end)
    return told is not None and action.partition("_")[0] in told.group(1).lower()


@SCOPE_RULES.rule("scope-statement")
def _in_statement(reader: ScopeReader, place: _Place) -> str | None:
    """A senator's statement: what he tells of is no news of his."""
    return BACKGROUND if reader.is_statement else None


def _by_phrase(reader: ScopeReader, place: _Place, scope: str) -> str | None:
    if place.start < reader.headline_end:
        return None
    for phrase in reader.phrases_of(place.sentence):
        if phrase.scope != scope or (place.is_harm and phrase.needs in ("enforcement", "venture", "own-clause")):
            continue
        if phrase.needs == "verdict" and not place.is_verdict:
            continue
        if phrase.needs == "behind" and not _stands_before(reader, phrase, place):
            continue
        if phrase.needs == "own-clause" and _is_of_relative(reader, phrase, place):
            continue
        if phrase.needs != "item" or phrase.pattern.search(reader.tokens.text, place.start, place.end):
            return scope
    return None


def _is_of_relative(reader: ScopeReader, phrase: _Phrase, place: _Place) -> bool:
    """Tell whether a phrase is of a number in a clause behind: "45 men of a ring that took $9,000 in 2024 alone"."""
    end = reader.starts[place.sentence + 1] if place.sentence + 1 < len(reader.starts) else len(reader.tokens.text)
    told = phrase.pattern.search(reader.tokens.text, place.end, end)
    return told is not None and _RELATIVE.search(reader.tokens.text, place.end, told.start()) is not None


def _stands_before(reader: ScopeReader, phrase: _Phrase, place: _Place) -> bool:
    """Tell whether a phrase stands before what is told in its sentence: "bringing the total to 90"."""
    return phrase.pattern.search(reader.tokens.text, reader.starts[place.sentence], place.start) is not None
