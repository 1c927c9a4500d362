"""Finds the names of people among a release's words.

The entity recogniser is one signal among several. A candidate is a run of capitalised
words that are no common words; it is accepted when the evidence for a person (a title or
honorific before it, a known given name, an initial, a particle, an age or office behind
it, a verb of speech beside it, the model's label, a place in a list of people) outweighs
the evidence against one (words of bodies and places, "Operation" before it, "Street"
behind it). The weights were set by hand on the development gold; after a change, score
`people` again.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from spacy.tokens import Doc

from pipeline.extract.annotations import doc_text, mentions
from pipeline.extract.bodies.companies import RULE as COMPANY_RULE
from pipeline.extract.model.entities import read_entities
from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word, fold, split_words
from pipeline.lookups import table, words

MAX_NAME_WORDS = 8
MAX_WORD_LENGTH = 40
ACCEPT = 2.0
# A list is taken as one of people when one of its items is; an item needs this much of its own.
ACCEPT_IN_LIST = 0.5
SHOUTING = 0.7
# Where a doc keeps its draft between the component that foresees and the one that reads people.
DRAFT = "press_names"
# What the model's labels may change is not bounded.
ANY = math.inf
MONTH_NAMES = frozenset(("april", "may", "june", "august"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists that names and roles are read with; all folded, lower case."""

    honorifics: frozenset[str]
    ranks: frozenset[str]
    rank_phrases: frozenset[tuple[str, ...]]
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
        after=frozenset(not_people["after"]),
        openers=frozenset(not_people["first"]),
        never=frozenset(not_people["never"]),
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
        taken: words inside an organisation, system or country found before; "companies" where a legal form tells it.
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


def read_words(doc: Doc, text: str) -> Reading:
    """Split a doc's text into words and lay the other extractors' marks over them.

    Args:
        text: `doc.text`, which spaCy puts together anew at each call.
    """
    items = split_words(text)
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
            out[n:m] = ["companies" if mention.rule == COMPANY_RULE else name] * (m - n)
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


def _base(low: str) -> str:
    return low[:-1] if low.endswith(".") and len(low) > 2 else low


def _initial(word: Word) -> bool:
    return (
        word.kind == "abbr"
        and word.text[-1] == "."
        and len(word.text) in (2, 4)
        and word.text[0].isupper()
        and word.text.replace(".", "").isupper()
        and word.low not in ("u.s.", "u.k.", "u.n.", "d.c.")
    ) or (word.kind == "word" and len(word.text) == 1 and word.cap and word.text not in "AI")


def _is_name_word(word: Word, lex: Lexicon, *, inside: bool, shouted: bool, taken: str) -> bool:
    """Tell whether a word can be part of a name.

    Args:
        inside: whether the words before it already look like a name's beginning; a word
            that is also a common one ("Woods") is then let in.
    """
    if word.kind != "word" or len(word.text) < 2 or len(word.text) > MAX_WORD_LENGTH:
        return False
    if taken == "companies":
        return False
    low = word.low
    if not word.cap:
        # "al-Mannai", "dell'Acqua", "d'Souza"
        head, mark, tail = low.partition("-")
        if not mark:
            head, mark, tail = low.partition("'")
        return bool(
            mark
            and len(tail) > 1
            and word.text[len(head) + 1 :][:1].isupper()
            and (head in lex.particles or head in ("d", "l", "o"))
        )
    if low in lex.never or _is_co_word(low, lex) or low in cues("title_only"):
        return False
    given, surname = lex.given.get(low), lex.surnames.get(low)
    if word.upper and not shouted:
        # "KANG Kitaek": a surname in capitals, which no acronym's look tells from a body's
        known = given is not None or surname is not None
        spelled = not inside and any(c in "aeiouy" for c in low) and taken != "organisations"
        return (
            len(word.text) > 2
            and low not in lex.places
            and (known or (spelled and low not in lex.common and low not in lex.heads))
        )
    if low in lex.speech or (low.endswith("s") and low[:-1] in lex.heads and surname is None):
        return False
    if low in lex.particles:
        return inside or given is not None or surname is not None
    if not inside and low in lex.ranks and given is None and surname is None:
        return False
    titled = low in lex.heads or (low in lex.honorifics and low != "don")
    if titled and not (inside and (surname or low in cues("inner_title"))):
        return False
    if low in lex.places and not (given or (inside and surname)):
        return False
    if low in lex.common:
        return bool(given or surname) if inside else bool(given)
    if taken == "countries":
        return given is not None
    if "-" in low:
        parts = low.split("-")
        # "Mardi Gras-type", "Madrid-based": the last part makes an adjective of the whole
        if f"-{parts[-1]}" in lex.never:
            return False
        if all(p in lex.common for p in parts):
            # "Aminata Sow-Fall"
            return inside and all(p[:1].isupper() for p in word.text.split("-"))
    return True


def _is_co_word(low: str, lex: Lexicon) -> bool:
    """Tell whether a word tells what somebody is beside another ("Co-defendant", "Co-Head")."""
    base = low.removeprefix("co-")
    return base != low and (base in lex.heads or base in lex.criminal or low in cues("relation"))


def _is_lead(items: Sequence[Word], n: int, lex: Lexicon) -> str:
    """Return what kind of title ends directly before word `n`: honorific, rank, office or ""."""
    if not is_adjacent(items, n):
        return ""
    before = items[n - 1]
    if before.possessive:
        # "Deputy Chief's Maria Lund" is a slip for a plural; "the Chief's Maria" is not to be expected.
        return "office" if before.low in lex.heads and before.cap else ""
    low = before.low
    if before.text == "MS" and not items[n].upper:
        # a ship
        return ""
    if low in lex.honorifics or _base(low) in lex.honorifics:
        if low in (
            "don",
            "st",
            "tun",
            "lord",
            "king",
            "queen",
            "saint",
            "st.",
            "m.",
            "count",
            "advocate",
            "father",
            "sister",
        ):
            return "honorific" if before.cap and low not in ("don", "tun", "st", "m.") else ""
        return "honorific" if before.cap else ""
    if low == "charge" and n > 3 and items[n - 2].low == "in" and items[n - 3].low in lex.heads and before.cap:
        return "office"  # "Special Agent in Charge Pemberton"
    if low == "justice" and n > 1 and is_adjacent(items, n - 1) and _base(items[n - 2].low) in lex.honorifics:
        return "honorific"  # "Mr Justice Farrow"
    singular = low[:-1] if low.endswith("s") and low not in lex.heads else low
    if before.cap and (low in lex.ranks or _base(low) in lex.ranks) and low not in lex.modifiers:
        return "rank"
    if low in lex.heads or singular in lex.heads:
        return "office" if before.cap else "description"
    return ""


_WEIGHT_OF_TITLE = {"honorific": 3.0, "rank": 2.5, "office": 2.0, "description": 1.5, "": 0.0}


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
        draft = doc.user_data[DRAFT] = _draft(read_words(doc, doc_text(doc)))
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
        last = n if plain or _goes_with_before(reading, n) else _segment_end(reading, n, lex)
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


_LIST_MARKS = (",", ";", "and", "&", "or")


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
            (candidate.first > 0 and items[candidate.first - 1].low in _LIST_MARKS)
            or (candidate.last < len(items) and items[candidate.last].low in _LIST_MARKS)
        )
    )


def _segment_end(reading: Reading, n: int, lex: Lexicon) -> int:
    """Return one past the last word of the run of name words that begins at `n`, or `n` if none does."""
    items = reading.words
    word = items[n]
    titled = bool(_is_lead(items, n, lex))
    if _initial(word):
        if word.kind == "word" or not (n + 1 < len(items) and is_adjacent(items, n + 1)):
            return n
        inside = True
    elif (
        _is_name_word(word, lex, inside=titled, shouted=reading.shouted[n], taken=reading.taken[n])
        or (titled and _is_common_given(reading, n, lex))
        or _opens_arabic(reading, n, lex)
    ):
        inside = True
    else:
        return n
    last = n + 1
    while last < len(items) and last - n < MAX_NAME_WORDS and not items[last - 1].possessive:
        step = last
        # up to three particles ("van der", "bin") before the next part
        elided = False
        while (
            step < len(items)
            and step - last < 3
            and is_adjacent(items, step)
            and items[step].low in lex.particles
            and not items[step].cap
        ):
            step += 1
            if step < len(items) and items[step].text in ("'", "’") and items[step].joined:
                # "de’ Medici"
                elided, step = True, step + 1
                break
        step = _skip_nickname(items, step, lex)
        if step >= len(items) or _begins_anew(items, step) or _is_party(items, step):
            break
        nxt = items[step]
        quoted = elided or (step > last and items[step - 1].kind == "mark")
        if not (quoted or is_adjacent(items, step)):
            if step == last and _is_suffix(items, last, lex):
                last += 2
            break
        if step == last and nxt.low in lex.suffixes and nxt.cap:
            last = step + 1
            break
        if (
            _initial(nxt)
            or _is_name_word(
                nxt,
                lex,
                inside=inside,
                # "GRIGOR SANTELMO" in an ordinary line
                shouted=reading.shouted[step] or (nxt.upper and items[last - 1].upper),
                taken=reading.taken[step],
            )
            or _is_common_surname(reading, step, last - n, lex)
            or _is_barred_surname(reading, step, lex)
        ):
            last = step + 1
            continue
        break
    return last


def _seat(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` is the letters behind the name of a member of a parliament ("MP")."""
    return n < len(items) and items[n].low in cues("seat") and items[n].upper and is_adjacent(items, n)


@functools.cache
def _state_forms() -> frozenset[str]:
    """Words that a US state's name or short form begins with, folded and without points."""
    return states.opening_words() | states.single_words() | {"id", "n", "s"}


def _is_party(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` is a legislator's party before the state, its marks lost ("Jan Berg D CT")."""
    if items[n].text not in ("D", "R", "I") or n == 0 or n + 1 >= len(items):
        return False
    behind = items[n + 1]
    return (
        is_adjacent(items, n)
        and items[n - 1].kind == "word"
        and behind.cap
        and not behind.joined
        and behind.low.rstrip(".") in _state_forms()
    )


def _goes_with_before(reading: Reading, n: int) -> bool:
    """Tell whether word `n` belongs to what stands before it: a party, its state, the rest of a country's name."""
    items, taken = reading.words, reading.taken
    if _is_party(items, n) or (n > 0 and _is_party(items, n - 1) and items[n].low in _state_forms()):
        return True
    # "State President of Viet Nam Lan Cuong"
    return n > 0 and taken[n] == "countries" == taken[n - 1] and is_adjacent(items, n)


def _begins_anew(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` begins a sentence whose stop was lost."""
    low = items[n].low
    behind = items[n + 1] if n + 1 < len(items) and is_adjacent(items, n + 1) else None
    return low in cues("sentence_opener") and behind is not None and not behind.cap


def _opens_arabic(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a particle that can begin a name does so ("Abd al-Rahman", "Abu Bakr")."""
    items = reading.words
    if not items[n].cap or items[n].low not in cues("opening_particle") or not is_adjacent(items, n + 1):
        return False
    behind = items[n + 1]
    return reading.taken[n] != "countries" and _is_name_word(
        behind, lex, inside=True, shouted=False, taken=reading.taken[n + 1]
    )


def _is_common_given(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a common word behind a title begins a name ("Sheriff Summer Lindqvist", "Constable Hone Tane")."""
    items = reading.words
    word, before = items[n], items[n - 1]
    if word.upper and len(word.text) == 2 and is_adjacent(items, n + 1):
        # "Gov. JB Pritzker"
        behind = items[n + 1]
        known = behind.low not in lex.given and (behind.low in lex.surnames or behind.low not in lex.vocabulary)
        return known and items[n + 1].cap and not items[n + 1].upper and not reading.taken[n] and word.kind == "word"
    if word.low not in lex.common or word.kind != "word" or not word.cap or word.upper or reading.taken[n]:
        return False
    if before.low not in lex.honorifics and before.low not in lex.ranks and before.low not in lex.heads:
        return False
    if word.low in lex.never or word.low in lex.heads or word.low in lex.bodies or word.low in lex.places:
        return False
    if not is_adjacent(items, n + 1) or word.possessive:
        return False
    behind = items[n + 1]
    known = behind.low in lex.surnames and behind.low not in lex.common
    return (
        behind.kind == "word"
        and behind.cap
        and not behind.upper
        and (known or not any(behind.low in words for words in (lex.common, lex.vocabulary, lex.places, lex.heads)))
    )


def _is_common_surname(reading: Reading, n: int, length: int, lex: Lexicon) -> bool:
    """Tell whether a common word that no list of surnames knows ends a name ("Ann Sessions")."""
    items = reading.words
    word, before = items[n], items[n - 1]
    if (
        length > 2
        or word.kind != "word"
        or not word.cap
        or word.upper
        or word.low in lex.heads
        or word.low in lex.never
    ):
        return False
    if word.low in lex.places or word.low in lex.honorifics or word.low.endswith("ed"):
        return False
    if word.low in lex.speech and not (
        n + 1 < len(items) and (items[n + 1].kind == "mark" or items[n + 1].low == "and")
    ):
        return False
    led = length == 1 and before.low in lex.given and _is_lead(items, n - 1, lex) in ("office", "rank")
    if before.kind != "abbr" and lex.given.get(before.low) != "strong" and not led:
        return False
    behind = items[n + 1] if n + 1 < len(items) else None
    return behind is None or not (behind.cap and behind.kind == "word" and is_adjacent(items, n + 1))


def _is_barred_surname(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a word that is no name by itself ends one behind a given name ("Gwen Ford", "Ann Winter")."""
    items = reading.words
    word = items[n]
    if word.low not in lex.never or word.low not in lex.surnames or word.upper or not word.cap:
        return False
    behind = items[n + 1] if n + 1 < len(items) else None
    ends = behind is None or behind.kind != "word" or behind.newline
    acts = behind is not None and (behind.low in lex.speech or behind.low in cues("what_people_do"))
    return lex.given.get(items[n - 1].low) == "strong" and (
        ends or acts or (behind is not None and behind.low == "and")
    )


def _skip_nickname(items: Sequence[Word], n: int, lex: Lexicon) -> int:
    """Return the word behind a nickname in quotation marks or brackets that begins at `n`, else `n`."""
    if n + 3 < len(items) and items[n].text in ('"', "“", "‘", "(", "'") and not items[n].joined:
        for m in range(n + 2, min(n + 6, len(items))):
            if items[m].text in ('"', "”", "’", ")", "'") and items[m].joined:
                behind = m + 1
                if (
                    behind < len(items)
                    and items[behind].cap
                    and items[behind].kind == "word"
                    and not items[behind].joined
                    and all(
                        w.kind == "word" and (w.cap or w.low in lex.particles or w.low in ("the", "of", "from"))
                        for w in items[n + 1 : m]
                    )
                    and (items[behind].low in lex.surnames or items[behind].low not in lex.common)
                ):
                    return behind
                return n
            if items[m].kind == "break":
                return n
    return n


def _is_suffix(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether ", Jr." or the like stands at word `n`."""
    return n + 1 < len(items) and items[n].text == "," and items[n].joined and items[n + 1].low in lex.suffixes


def _parts(items: Sequence[Word], first: int, last: int) -> tuple[str, ...]:
    return tuple(
        w.low.rstrip(".") if w.kind == "abbr" else w.low for w in items[first:last] if w.kind in ("word", "abbr")
    )


def _candidates(reading: Reading, first: int, last: int, lex: Lexicon) -> list[NameSpan]:
    """Score one run of name words; a run that starts with a stray word is tried without it."""
    items = reading.words
    if items[first].low in MONTH_NAMES and last - first > 1 and first and items[first - 1].low in cues("before_month"):
        # "In May Ana Ruiz was sentenced"
        first += 1
    while last - first > 1 and _is_honorific(items, first, lex):
        # "Public Prosecutor Ms Birgit Aagaard", "H.E. Ilze Kalnina"
        first += 1
    best = _score(reading, first, last, lex)
    # a leading place before a known given name is no part of it
    core = [n for n in range(first, last) if items[n].kind == "word" and items[n].cap]
    if len(core) >= 3 and not _is_lead(items, first, lex):
        second = core[1]
        low = items[first].low
        given = lex.given.get(items[second].low) == "strong"
        unlisted = given and low not in lex.places and low not in lex.given and low not in lex.surnames
        if unlisted and reading.blind:
            reading.doubt(ANY, ANY)
        joined = first > 0 and items[first - 1].low in ("and", "of", "for", "&")
        if (
            (given and low in lex.places)
            # "Minister for Women and Equalities Nora Pell"
            or (unlisted and joined and _office_precedes(items, first, lex))
            or (unlisted and reading.label(first) in ("GPE", "LOC", "FAC"))
        ):
            best = _score(reading, second, last, lex)
    return [best] if best else []


def _is_honorific(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether an honorific begins a run of name words; "Don" is one before a given name ("Don Carlos")."""
    low = items[n].low
    if low == "don":
        return items[n + 1].low in lex.given
    return (low in lex.honorifics or _base(low) in lex.honorifics) and low not in lex.given


def _score(reading: Reading, first: int, last: int, lex: Lexicon) -> NameSpan | None:
    items = reading.words
    # a trailing initial or particle is no end of a name
    while last > first + 1 and items[last - 1].kind == "abbr" and items[last - 1].low not in lex.suffixes:
        last -= 1
    named = last
    while named > first + 1 and (items[named - 1].kind == "mark" or items[named - 1].low.rstrip(".") in cues("degree")):
        named -= 1
    core = [
        n
        for n in range(first, named)
        if items[n].kind == "word"
        and (items[n].cap or "-" in items[n].text or "'" in items[n].low)
        and items[n].low not in lex.suffixes
    ]
    if not core:
        return None
    parts = _parts(items, first, named)
    if tuple(p for part in parts for p in part.split("-")) in lex.phrases:
        return None
    shouted = reading.shouted[first]
    title = _is_lead(items, first, lex)
    if shouted and title == "office":
        title = ""
    score, rule = _WEIGHT_OF_TITLE[title], f"{title}-before" if title else "name-words"
    start, end = items[first].start, items[named - 1].end

    def span(total: float, why: str) -> NameSpan:
        return NameSpan(first, last, start, end, parts, title, why, total, shouted, named)

    behind = items[last] if last < len(items) else None
    runs_on = (
        behind is not None
        and behind.kind == "word"
        and not items[last - 1].possessive
        and not behind.joined
        and behind.cap
        and not behind.newline
    )
    if behind is not None and runs_on and behind.low in lex.after and not shouted:
        return span(-4.0, "named-after")
    if len(core) == 1:
        return _score_single(reading, first, core[0], title, runs_on, lex, span)
    head, tail = items[core[0]], items[core[-1]]
    given = lex.given.get(head.low)
    if given is None and "-" in head.low:
        given = "strong" if all(p in lex.given for p in head.low.split("-")) else None
    surname = lex.surnames.get(tail.low)
    if given is not None:
        score += 2.0 if given == "strong" else 1.0
        rule = rule if title else "given-name"
    if surname is not None:
        score += 1.0 if surname == "strong" else 0.5
    if any(items[n].kind == "abbr" for n in range(first, last)):
        score += 1.5
    if any(items[n].low in lex.particles and not items[n].cap for n in range(first + 1, last)):
        score += 1.0
    elif len(core) >= 3 and given is None:
        # East Asian and Arabic order: a surname or particle in front
        score += 0.5
    if given is None and lex.surnames.get(head.low) == "strong" and any(items[n].low in lex.given for n in core[1:]):
        score += 1.5
    if given is None and (head.upper != tail.upper) and not shouted:
        score += 0.5 if head.low in lex.surnames or tail.low in lex.surnames else 0.0
    score += 0.5
    unknown = [n for n in core if items[n].low not in lex.given and items[n].low not in lex.surnames]
    for n in unknown:
        if n == first and title and _is_common_given(reading, n, lex):
            continue
        if n == core[-1] and given is not None and items[n].low in cues("function_surname"):
            continue  # "Lily Do"
        if items[n].low in lex.common or items[n].low in lex.places:
            score -= 1.5
        elif items[n].low in lex.vocabulary and reading.label(n) != "PERSON":
            score -= 0.5
            reading.doubt(0.0, 0.5)
    if (tail.low in lex.after or tail.low in lex.bodies) and (surname is None or (given is None and not title)):
        score -= 1.5
    seated = _seat(items, named)
    score += 1.5 * seated  # "JANA BERG MP"
    named_after = tail.low in lex.after and first and items[first - 1].low == "the" and not title
    if named_after and (len(core) > 2 or any(w.kind == "abbr" for w in items[first:last])):
        # "the Robert F. Kennedy Bridge"
        return span(-4.0, "named-after")
    if first and not title and f"{items[first - 1].low} {head.low}" in lex.before:
        return span(-4.0, "named-after")
    if head.low in lex.before and head.low not in lex.particles and given is None and surname is None and not title:
        # "Tropical Storm Isaac"
        score -= 3.0
    if head.low in lex.openers and not title:
        score -= 3.0
    if (tail.low.endswith("bank") and surname is None) or _is_address(items, first, tail):
        score -= 2.0
    if all(items[n].low in lex.common for n in core) and not (given and tail.low in cues("function_surname")):
        # "said U.S. Attorney Bill Nettles"
        score -= 0.5 if given is not None and title in ("rank", "office") else 2.0 if title else 3.0
    score += _model_evidence(reading, first, last, core, lex)
    context, why = _context(reading, first, last, lex)
    if head.upper and not shouted and not title and context < 1.0 and head.low not in lex.surnames:
        return None
    score += context
    if given is not None and context >= 1.0 and all(reading.label(n) in ("GPE", "ORG", "LOC", "NORP") for n in core):
        # the words around a name know better than the model what it is
        score += 0.75
    if why and not title:
        rule = why
    if not any(
        items[n].low in known
        for n in core
        for known in (lex.common, lex.vocabulary, lex.places, lex.given, lex.surnames)
    ):
        score += 0.5
    if (
        runs_on
        and behind is not None
        and not shouted
        and not seated
        and behind.low in lex.common
        and behind.low not in lex.speech
        and not behind.low.endswith("ed")
    ):
        score -= 1.5
    if shouted:
        score -= 1.0
    return span(score, rule)


def _score_single(
    reading: Reading, first: int, n: int, title: str, runs_on: bool, lex: Lexicon, span: object
) -> NameSpan | None:
    """One word counts as a name only behind an honorific, rank or capitalised office."""
    items = reading.words
    word = items[n]
    make = span
    assert callable(make)
    if title not in ("honorific", "rank", "office") or word.upper or reading.taken[n] in ("countries", "systems"):
        return None
    held = items[n - 1].low in cues("office_honorific") and word.low in lex.heads and word.low not in lex.given
    if held or (title != "honorific" and word.low in lex.bodies):
        return None  # "our Lord Mayor", "INTERPOL’s General Secretariat"
    if word.low in lex.places or (runs_on and title != "honorific" and items[n + 1].low not in lex.speech):
        return None
    if items[n - 1].low in ("saint", "st.", "st"):
        reading.doubt(ANY, ANY)
        if (
            (items[n - 1].low, word.low) in lex.phrases
            or items[n - 1].low != "saint"
            or (is_adjacent(items, n - 1) and items[n - 2].cap)
            or reading.label(n) in ("GPE", "LOC", "FAC")
        ):
            return None
    surname, given = lex.surnames.get(word.low), lex.given.get(word.low)
    ship = n > 1 and items[n - 2].low in lex.before and items[n - 2].low != "the" and items[n - 2].text != "Ms"
    if title == "honorific" and ship:
        # "the yacht Lady Diana"
        return None
    if title == "honorific":
        noble = items[n - 1].low in ("king", "queen", "count", "father", "sister", "baron", "lord")
        weak = (noble or word.low in lex.common) and surname is None and given is None
        out = make(1.0 if weak else 3.0, "honorific-before")
    else:
        known = surname is not None or given is not None
        label = reading.label(n)
        reading.doubt(1.0, 1.0)
        score = 1.0 + (1.0 if known else 0.0) + (1.0 if label == "PERSON" else 0.0)
        if not known and word.low not in lex.vocabulary and items[n - 1].low != "justice":
            score += 1.0
        if any(w.kind == "abbr" for w in items[first:n]):
            score += 1.5
        if word.low in lex.common:
            score -= 1.0
        if label in ("ORG", "GPE", "NORP", "LOC", "DATE") and not known:
            score -= 1.0
        out = make(score, f"{title}-before")
    return out if isinstance(out, NameSpan) else None


def _model_evidence(reading: Reading, first: int, last: int, core: Sequence[int], lex: Lexicon) -> float:
    labels = [reading.label(n) for n in core]
    persons = labels.count("PERSON")
    if persons:
        end = reading.person_end(first)
        return 1.5 if persons == len(core) and end is not None and abs(end - last) <= 1 else 1.0
    # "Deputy Secretary Ana Ruiz" taken whole for a body says nothing against the name at its end
    if all(reading.taken[n] == "organisations" for n in core):
        reading.doubt(0.0, 3.0)
        return -1.5
    in_system = all(reading.taken[n] == "systems" for n in core)
    reading.doubt(0.75, 5.5 if in_system else 1.5)
    if first and reading.label(first - 1) == "ORG" and _follows(reading, first):
        return 0.0
    others = sum(
        label in ("ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT") for label in labels
    )
    score = 0.0
    if others == len(core):
        # a known given name before a word of no list is better evidence than the model's label
        lone = lex.given.get(reading.words[core[0]].low) == "strong" and not any(
            reading.words[core[-1]].low in words
            for words in (lex.common, lex.vocabulary, lex.places, lex.bodies, lex.after)
        )
        score = -0.25 if lone or _is_lead(reading.words, first, lex) else -0.75
    if in_system:
        score -= 4.0
    return score


def _follows(reading: Reading, n: int) -> bool:
    """Tell whether word `n` follows the word before it with only a blank between."""
    return is_adjacent(reading.words, n)


def _office_precedes(items: Sequence[Word], first: int, lex: Lexicon) -> bool:
    """Tell whether a capitalised office with what it is of stands before a word."""
    n = first - 1
    if n >= 1 and items[n].text == "," and items[n].joined:
        n -= 1
    for m in range(n, max(-1, n - 10), -1):
        word = items[m]
        if word.kind in ("break", "num") or word.newline:
            return False
        if word.cap and word.low in lex.heads and word.low != "justice":
            return not word.possessive
        if word.kind == "mark" and word.text not in (",", "&", "(", ")"):
            return False
        if word.kind == "word" and not word.cap and word.low not in ("of", "for", "and", "the"):
            return False
    return False


def _context(reading: Reading, first: int, last: int, lex: Lexicon) -> tuple[float, str]:
    """Return the evidence of the words around a run, and the name of its strongest piece."""
    items = reading.words
    score, why = 0.0, ""
    before = items[first - 1] if first else None
    if before is not None and before.kind == "word" and not items[first].newline:
        phrase = before.low
        two = f"{items[first - 2].low} {before.low}" if first > 1 else ""
        if (phrase in lex.before or two in lex.before) and not (phrase == "ms" and not before.upper):
            # "MS Aurora" is a ship, "Ms Aurora" a woman
            score -= 5.0 if phrase != "the" else 2.0
        elif before.low in (
            "said",
            "says",
            "added",
            "told",
            "announced",
            "explained",
            "concluded",
            "by",
            "met",
            "against",
            "colleague",
            "namesake",
            "named",
            "identified",
            "defendant",
            "with",
            "and",
            "suspect",
            "as",
        ):
            score += 0.5
        if before.low in lex.speech and lex.speech[before.low] == "strong":
            score, why = score + 1.0, "speech-verb"
        elif before.low in ("in", "at", "near", "from", "to"):
            score -= 1.0
        if before.kind == "num":
            score -= 1.5
    if score <= 0.5 and not _is_lead(items, first, lex) and _office_precedes(items, first, lex):
        score, why = score + 1.5, "office-before"
    elif _is_firm(items, first):
        return score - 4.0, "firm-before"
    elif (
        before is not None
        and before.text == ","
        and first > 1
        and (items[first - 2].low in cues("relation") or items[first - 2].low in lex.heads)
    ):
        score += 1.0
    n = last
    if items[last - 1].possessive or n >= len(items):
        return score, why
    word = items[n]
    if word.kind == "word" and not word.joined and lex.speech.get(word.low) == "strong":
        return score + 1.0, "speech-verb"
    if word.low == "of":
        # "Ana Ruiz of Peru’s customs service said"
        m = n + 1
        while (
            m < len(items)
            and m - n < 9
            and (items[m].cap or items[m].low in ("the", "of"))
            and items[m].kind != "break"
        ):
            m += 1
        if m < len(items) and m > n + 1 and lex.speech.get(items[m].low) == "strong":
            return score + 1.0, "speech-verb"
    if word.kind == "word" and word.low in ("pleaded", "pled", "was", "is", "who", "faces", "admitted", "has", "had"):
        fate = any(w.low in cues("fate") for w in items[n + 1 : n + 4])
        return (score + 1.5, "fate-of-person") if fate else (score + 0.5, why)
    if word.kind == "word" and word.low in cues("fate"):
        return score + 1.0, "fate-of-person"
    if word.kind == "word" and word.low in ("aka", "alias", "née", "nee"):
        return score + 2.0, "alias-behind"
    if _is_make(items, n) or _is_town(items, first, last, lex):
        return score - 4.0, "make-of-thing"  # "a Taurus Millennium .40 pistol", "Oak Park, Ill.,"
    if word.text == ")" and _explains_body(reading, first, lex):
        # "the Dutch prosecution service (Openbaar Ministerie)"
        return score - 5.0, "body-in-brackets"
    if word.text in (",", "(", "–", "—", "-") and n + 1 < len(items):
        nxt = items[n + 1]
        if nxt.kind == "num" and len(nxt.text) == 2 and nxt.text.isdigit():
            after = items[n + 2] if n + 2 < len(items) else None
            if after is None or after.kind != "word" or after.low in ("of", "a", "and", "from", "was", "years", "who"):
                return score + 2.5, "age-behind"
        following = [w.low for w in items[n + 1 : n + 5]]
        if any(low.startswith("year") for low in following[1:]) and any(low.isdigit() for low in following):
            return score + 2.5, "age-behind"
        if nxt.low in ("the", "an", "a") and any(low in lex.criminal for low in following[1:3]):
            return score + 1.0, "who-behind"
        if (
            nxt.low in ("aka", "a.k.a.", "alias", "age", "aged", "nicknamed")
            or (nxt.low == "also" and n + 2 < len(items) and items[n + 2].low == "known")
            or (nxt.low == "a" and n + 3 < len(items) and items[n + 2].text == "/" and items[n + 3].low == "k")
        ):
            return score + 2.5, "alias-behind"
        if nxt.low == "dob":
            return score + 2.5, "age-behind"
        if _office_follows(items, n + 1, lex):
            return score + 2.0, "office-behind"
        if nxt.low in ("who", "whose", "formerly"):
            return score + 1.0, "who-behind"
    return score, why


def _is_town(items: Sequence[Word], first: int, last: int, lex: Lexicon) -> bool:
    """Tell whether a state behind a run ("Oak Park, Ill.,") or a dash behind it in capitals makes it a town."""
    head, word = items[first], items[last]
    if _is_lead(items, first, lex):
        return False
    named = lex.given.get(head.low) is not None and lex.surnames.get(items[last - 1].low) == "strong"
    opens = first == 0 or items[first - 1].kind == "break" or head.newline
    if word.text in ("–", "—", "-") and not word.joined:
        return opens and not named and all(w.upper for w in items[first:last] if w.kind == "word")
    if word.text != "," or last + 1 >= len(items) or not items[last + 1].cap:
        return False
    if items[last + 1].low.rstrip(".") not in states.single_words():
        return False
    n = last + 2
    closed = n >= len(items) or not (items[n].cap and items[n].kind == "word" and not items[n].newline)
    where = not opens and items[first - 1].low in cues("place_preposition")
    return closed and (where or not named)


def _is_address(items: Sequence[Word], first: int, tail: Word) -> bool:
    """Tell whether a house's number stands before a street ("654A Halsey Street")."""
    numbered = first > 0 and (
        items[first - 1].kind == "num" or (items[first - 1].joined and items[first - 2].kind == "num")
    )
    return numbered and tail.low in cues("way")


def _is_firm(items: Sequence[Word], first: int) -> bool:
    """Tell whether words before a run make it a firm: "a fifth firm, Roe Poe", "the law firm of", "accountants"."""
    before, second = items[first - 1] if first else None, items[first - 2] if first > 1 else None
    if before is None or items[first].newline:
        return False
    if second is not None and (before.text == "," or before.low in ("of", "called", "named")):
        return second.low in cues("firm") and second.kind == "word"
    return before.low in cues("firm") or (before.low in cues("firm_trade") and before.kind == "word")


def _is_make(items: Sequence[Word], n: int) -> bool:
    """Tell whether a weapon, vehicle or the like is named behind a run, with at most its calibre between."""
    while n < len(items) and (items[n].kind == "num" or items[n].text in (".", "-")) and not items[n].newline:
        n += 1
    return n < len(items) and items[n].low in cues("make_of")


def _explains_body(reading: Reading, first: int, lex: Lexicon) -> bool:
    """Tell whether a bracket that opens before a run of words follows a body: its words are the body's other name."""
    items = reading.words
    n = first - 1
    while n > 0 and first - n < 5 and items[n].kind == "word" and items[n].text != "(":
        n -= 1
    if n < 1 or items[n].text != "(":
        return False
    before = items[n - 1]
    return reading.taken[n - 1] == "organisations" or (before.low in lex.bodies and before.low not in lex.heads)


def _office_follows(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether a noun phrase with an office in its head begins at word `n`."""
    for m in range(n, min(n + 9, len(items))):
        word = items[m]
        if word.kind in ("break", "mark") and word.text not in ("-", "(", ")", "’", "'"):
            return False
        if word.kind == "word" and word.low in (
            "of",
            "for",
            "who",
            "in",
            "with",
            "at",
            "and",
            "said",
            "was",
            "is",
            "from",
        ):
            return False
        if word.low in lex.heads and not word.possessive:
            return True
    return False


def _with_lists(reading: Reading, maybe: Sequence[NameSpan], found: Sequence[NameSpan]) -> list[NameSpan]:
    """Add candidates that stand in a list with accepted names ("A. Berg, Montri Sala and Ib Wu")."""
    items = reading.words
    accepted = {c.first for c in found}
    order = list(maybe)

    def linked(a: NameSpan, b: NameSpan) -> bool:
        gap = [w.low for w in items[a.last : b.first]]
        return bool(gap) and len(gap) <= 3 and all(g in _LIST_MARKS for g in gap)

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
            if candidate.score >= ACCEPT_IN_LIST and linked(*pair):
                accepted.add(candidate.first)
    return [c for c in order if c.first in accepted]
