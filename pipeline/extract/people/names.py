"""The words of a release as those who look for names read them: word lists, capitals, titles, the model's labels.

A candidate is a run of capitalised words that are no common words (`name_runs`); it is accepted when the evidence for
a person outweighs the evidence against one (`name_evidence`); `name_finder` asks both. The entity recogniser is one
signal among several.
"""

from __future__ import annotations

import functools
import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.bodies.companies import RULE as COMPANY_RULE
from pipeline.extract.bodies.organisations import CALLED_RULE
from pipeline.extract.model.entities import read_entities
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word, doc_words, fold
from pipeline.lookups import table, words

SHOUTING = 0.7
# What the model's labels may change is not bounded.
ANY = math.inf


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists that names and roles are read with; all folded, lower case."""

    honorifics: frozenset[str]
    ranks: frozenset[str]
    rank_phrases: frozenset[tuple[str, ...]]
    rank_pairs: frozenset[tuple[str, str]]
    heads: frozenset[str]
    modifiers: frozenset[str]
    bodies: frozenset[str]
    criminal: frozenset[str]
    given: Mapping[str, str]
    surnames: Mapping[str, str]
    common: frozenset[str]
    vocabulary: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    speech: Mapping[str, str]
    phrases: frozenset[tuple[str, ...]]
    before: frozenset[str]
    foreign: frozenset[str]
    after: frozenset[str]
    openers: frozenset[str]
    never: frozenset[str]
    places: frozenset[str]
    nicknames: frozenset[tuple[str, str]]


@functools.cache
def lexicon() -> Lexicon:
    """Load the word lists of `resources/`, once per process."""
    not_people: dict[str, list[str]] = {}
    for row in table("not_people", key=("phrase", "kind")):
        not_people.setdefault(row["kind"], []).append(fold(row["phrase"]))
    offices: dict[str, set[str]] = {"head": set(), "modifier": set(), "body": set(), "criminal": set()}
    for row in table("offices", key=("word", "kind")):
        offices[row["kind"]].add(fold(row["word"]))
    ranks = [tuple(fold(rank).split()) for rank in sorted(words("ranks"))]
    given: dict[str, str] = {}
    for row in table("given_names", key=("name",)):
        given[fold(row["name"])] = row["strength"]
    surnames: dict[str, str] = {}
    for row in table("surnames", key=("name",)):
        surnames[fold(row["name"])] = row["strength"]
    return Lexicon(
        honorifics=frozenset(fold(w) for w in words("honorifics")),
        ranks=frozenset(part for rank in ranks for part in rank),
        rank_phrases=frozenset(ranks),
        rank_pairs=frozenset(pair for rank in ranks for pair in itertools.pairwise(rank)),
        heads=frozenset(offices["head"]),
        modifiers=frozenset(offices["modifier"]),
        bodies=frozenset(offices["body"]),
        criminal=frozenset(offices["criminal"]),
        given=given,
        surnames=surnames,
        common=words("common_words"),
        vocabulary=words("words"),
        particles=frozenset(fold(w) for w in words("name_particles")),
        suffixes=frozenset(fold(w) for w in words("name_suffixes")),
        speech={row["form"]: row["kind"] for row in table("speech_verbs", key=("form",))},
        phrases=frozenset(tuple(p.replace("-", " ").split()) for p in not_people["phrase"]),
        before=frozenset(not_people["before"]),
        foreign=frozenset(not_people["foreign"]),
        after=frozenset(not_people["after"]),
        openers=frozenset(not_people["first"]),
        never=frozenset(not_people["never"]) | frozenset(not_people["foreign"]),
        places=frozenset(not_people["place"]),
        nicknames=frozenset((fold(r["short"]), fold(r["full"])) for r in table("nicknames", key=("short", "full"))),
    )


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in the text.

    Attributes:
        first, last: its first word and one past its last, as numbers in the word list.
        start, end: its characters, without honorific, rank and possessive.
        parts: its words, folded, without initials' points; what names are compared by.
        titled: "honorific", "rank", "office" or "" by what stands directly before it.
        rule: the strongest evidence.
        score: the sum of the evidence.
        shouted: whether it stands in a line of capitals.
        named: one past the last word of the name itself; degrees may follow up to `last`.
    """

    first: int
    last: int
    start: int
    end: int
    parts: tuple[str, ...]
    titled: str
    rule: str
    score: float
    shouted: bool = False
    named: int = -1


@dataclass(slots=True)
class Reading:
    """A release's words with what other readers have marked on them, by word number.

    The model's labels cost most and seldom decide. A run of words is first judged blind, which also says by how much
    labels could change its score; only where that could turn the verdict are they read.

    Attributes:
        shouted: whether the word's line is in capitals throughout.
        taken: words inside an organisation, system or country found before; "companies" where a legal form
            tells it, or a group is told to be called so.
        blind: whether labels are left unread for now.
        loss, gain: by how much the labels could lower and raise the score of the run judged blind last.
    """

    words: list[Word]
    shouted: list[bool]
    taken: list[str]
    doc: Doc
    blind: bool = False
    loss: float = 0.0
    gain: float = 0.0
    _labels: dict[int, str] = field(default_factory=dict)
    _person_ends: dict[int, int] = field(default_factory=dict)

    def label(self, n: int) -> str:
        """Return the model's label over word `n`, or ""."""
        if self.blind:
            return ""
        if n not in self._labels:
            self.consult([(n, n + 1)])
        return self._labels[n]

    def person_end(self, n: int) -> int | None:
        """Return the word behind the end of a person that the model begins at word `n`."""
        self.label(n)
        return self._person_ends.get(n)

    def consult(self, runs: Sequence[tuple[int, int]]) -> None:
        """Read the labels over runs of words, given as their first word and one past their last."""
        read_entities(self.doc, [(self.words[first].start, self.words[last - 1].end) for first, last in runs])
        words, asked = self.words, self._labels
        for first, last in runs:
            asked.update(dict.fromkeys(range(first, last), ""))
        for ent in self.doc.ents:
            n = bisect_right(words, ent.start_char, key=_end)
            m = bisect_left(words, ent.end_char, key=_start)
            label = ent.label_
            for k in range(n, m):
                if k in asked:
                    asked[k] = label
            if label == "PERSON" and m > n:
                self._person_ends[n] = m

    def doubt(self, loss: float, gain: float) -> None:
        """Note by how much the labels could change a score."""
        self.loss += loss
        self.gain += gain


_start, _end = attrgetter("start"), attrgetter("end")


def read_words(doc: Doc) -> Reading:
    """Split a doc's text into words and lay the other extractors' marks over them."""
    items = doc_words(doc)
    starts, ends = [w.start for w in items], [w.end for w in items]
    return Reading(
        items,
        _shouted(items),
        _taken(doc, starts, ends),
        doc,
    )


@functools.lru_cache(maxsize=1 << 14)
def _capitals(text: str) -> int:
    return sum(map(str.isupper, text))


def _shouted(items: Sequence[Word]) -> list[bool]:
    """Tell for each word whether most letters of its line are capitals."""
    out: list[bool] = []
    line: list[Word] = []

    def close() -> None:
        letters = capitals = 0
        for word in line:
            if word.kind == "word":
                letters += len(word.text)
                capitals += _capitals(word.text)
        loud = letters >= 12 and capitals > SHOUTING * letters
        out.extend([loud] * len(line))

    for word in items:
        if line and (word.newline or word.kind == "break"):
            close()
            line = []
        line.append(word)
    close()
    return out


def _taken(doc: Doc, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    out = [""] * len(starts)
    for name in ("countries", "systems", "organisations"):
        for mention in mentions(doc, name):
            n, m = bisect_right(ends, mention.start), bisect_left(starts, mention.end)
            out[n:m] = ["companies" if mention.rule in (COMPANY_RULE, CALLED_RULE) else name] * (m - n)
    return out


def is_adjacent(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` follows the word before it with only a blank between, in one line of thought."""
    if n <= 0 or n >= len(items):
        return False
    word, before = items[n], items[n - 1]
    if before.kind in ("mark", "break") or word.kind in ("mark", "break"):
        return False
    if word.joined:
        # "J.R. Smith", or two words run together, of which the second begins a new phrase.
        return before.kind == "abbr"
    return not (word.newline and before.end - before.start > 0 and _line_is_short(items, n))


def _line_is_short(items: Sequence[Word], n: int) -> bool:
    """Tell whether the line before word `n` ended of its own accord rather than being wrapped."""
    m = n - 1
    end = items[m].end
    while m > 0 and not items[m].newline and items[m].kind != "break" and n - m < 30:
        m -= 1
    return end - items[m].start < 50


def base(low: str) -> str:
    """Return a folded word without the stop at its end ("mr."); initials keep theirs."""
    return low[:-1] if low.endswith(".") and len(low) > 2 else low


def is_initial(word: Word) -> bool:
    """Tell whether a word is the initial of a name, with its stop or without; no short form of a country."""
    return (
        word.kind == "abbr"
        and word.text[-1] == "."
        and len(word.text) in (2, 4)
        and word.text[0].isupper()
        and word.text.replace(".", "").isupper()
        and word.low not in cues("country_initials")
    ) or (word.kind == "word" and len(word.text) == 1 and word.cap and word.text not in "AI")


def is_office_acronym(items: Sequence[Word], n: int) -> bool:
    """Tell an office by its letters, where they are no name: "ADA Ann Berg", "ADAs"; not in "ADA BERG"."""
    word, low = items[n], items[n].low
    known = low in cues("office_acronym") or (low.endswith("s") and low[:-1] in cues("office_acronym"))
    behind = items[n + 1] if n + 1 < len(items) else None
    named = behind is not None and behind.kind == "word" and behind.cap and not behind.upper
    return known and named and word.text[:2].isupper()


def is_slashed(items: Sequence[Word], n: int) -> bool:
    """Tell a letter before a stroke, which is no initial: "Jan Berg A/K/A Jan Holm"."""
    return len(items[n].text) == 1 and n + 1 < len(items) and items[n + 1].text == "/" and items[n + 1].joined


def title_before(items: Sequence[Word], n: int, lex: Lexicon) -> str:
    """Return what kind of title ends directly before word `n`: honorific, rank, office or ""."""
    if not is_adjacent(items, n):
        return ""
    before = items[n - 1]
    if before.possessive:
        # "Deputy Chief's Maria Lund" is a slip for a plural; "the Chief's Maria" is not to be expected.
        return "office" if before.low in lex.heads and before.cap else ""
    low = before.low
    if is_office_acronym(items, n - 1):
        return "office"
    if before.text == "MS" and not items[n].upper:
        # a ship
        return ""
    if low in lex.honorifics or base(low) in lex.honorifics:
        return "honorific" if before.cap and low not in cues("doubtful_honorific") else ""
    if low == "charge" and n > 3 and items[n - 2].low == "in" and items[n - 3].low in lex.heads and before.cap:
        return "office"  # "Special Agent in Charge Pemberton"
    if low == "justice" and n > 1 and is_adjacent(items, n - 1) and base(items[n - 2].low) in lex.honorifics:
        return "honorific"  # "Mr Justice Farrow"
    singular = low[:-1] if low.endswith("s") and low not in lex.heads else low
    if before.cap and (low in lex.ranks or base(low) in lex.ranks) and low not in lex.modifiers:
        return "rank"
    if low in lex.heads or singular in lex.heads:
        return "office" if before.cap else "description"
    return ""
