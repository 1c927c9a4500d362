"""Finds the crime areas a release names, and what it is about.

The taxonomy (`resources/crime_areas.yaml`) holds the areas, their ICCS codes, and the
terms that name them, graded by how much they prove. One pass over the words of the text
finds all terms at once; its cost grows with the length of the text, not with the number
of terms.

Source: UNODC, International Classification of Crime for Statistical Purposes (ICCS),
Version 1.0, March 2015 (codes and section names, in the taxonomy file).
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.errors import ResourceError
from pipeline.extract.annotations import doc_text, mentions, set_mentions, set_rows
from pipeline.extract.areas.classifier import Classifier, read_classifier
from pipeline.extract.mentions import CrimeAreaMention, ReleaseCrimeArea
from pipeline.extract.reading import gazetteer as reading
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import doc_words
from pipeline.extract.reading.sentences import stop_between
from pipeline.extract.rules import is_on
from pipeline.overlay import LONGEST_STEM, SHORTEST_STEM

RESOURCE = "crime_areas"

# Whether an area is named. Terms weaker than PROOF prove nothing; the others must add up to
# NAMED, where saying a term again adds REPEAT of its strength, up to three times, and a term
# of the title counts twice. An area with less than PASSING of the release's weight stands in
# passing and is left out.
PROOF = 0.5
NAMED = 1.0
REPEAT = 0.25
MOST_REPEATS = 3
PASSING = 0.03

# What a mention weighs: more in the title, in the opening words, and in a sentence that has
# already told an arrest, a charge, a sentence or a seizure; less where an area stands beside
# one that it yields to. Doubling or halving any of these moves primary F1 on gold/dev by at
# most 0.04 (tried on 24 November 2026).
TITLE_FACTOR = 3.0
OPENING_FACTOR = 2.0
OPENING_WORDS = 70
OUTCOME_FACTOR = 1.3
YIELD_FACTOR = 0.5
YIELD_WEIGHT = 3.0

# The score is the probability that the release is about the area, by a logistic curve over the
# log odds of the area's share of the release's weight (of PRIOR more than there is, so that one
# word is no certainty), and over whether a proof of it leads: stands in the title or the opening.
# Fitted with ridge penalty 0.5 on the 98 areas named in the 49 releases of gold/dev, terms as of
# 24 November 2026; on 766 justice.gov releases not used for it, areas scored 0.8 to 0.9 were the
# department's own topic in 86 % of cases, those scored 0.35 to 0.5 in 30 %.
PRIOR = 3.0
SLOPE = 1.69
LEADING = 0.96
BASE = 0.77
# From this score on an area is primary, and never more than three are.
PRIMARY_SCORE = 0.5
MOST_PRIMARY = 3

# What may stand between two words of a term, at most one of these ("drug-trafficking"), and, in any
# number, inside its gaps. Anything else ends a clause, and an end mark before a blank a sentence.
_JOINERS = "-‐‑–—/'’‘\"“”&"
_COMMAS = frozenset(_JOINERS + ",()%$€£. \t\u00a0\n")
_SHORT_GAP = 8

# Web and mail addresses: their parts are no words of the release ("/criminal/fraud/").
_ADDRESS = re.compile(r"@|://|www\.|\.(?:gov|com|org|int|net|eu|uk)\b")

_SET = re.compile(r"<(\w+)>")
_SAME, _NEAR, _FAR, _END = 0, 1, 2, 3
_MEMO_SIZE = 100_000

# How far from the mention the word for "unit" of a unit's name may stand.
_UNIT_REACH = 6

_CUES = ("exclude", "boilerplate", "outcomes", "ceremony", "denials", "denials_after")
# How many words may stand between a denial and what it denies: "no evidence of any link to terrorism".
_DENIAL_REACH = 3


class Word(NamedTuple):
    """A word of a text: its place, and how it hangs together with the word before.

    Attributes:
        gap: 0 side by side, 1 across a comma or bracket, 2 across the end of a clause, 3 of a sentence.
    """

    start: int
    end: int
    gap: int


@dataclass(frozen=True)
class Term:
    """One line of the taxonomy.

    Attributes:
        area: slug, or empty for lines that are no evidence of an area.
        kind: "area", or the list a cue stands in ("exclude", "boilerplate" …).
        grade: name of the strength ("strong" …), empty for a cue.
        exact: whether case must agree.
    """

    pattern: str
    area: str
    kind: str
    grade: str = ""
    strength: float = 0.0
    exact: bool = False

    @property
    def spans_others(self) -> bool:
        """Whether the term may run over words that are not its own."""
        return ".." in self.pattern


class Match(NamedTuple):
    """A term with the words it covers, from `first` to `last` inclusive."""

    first: int
    last: int
    term: Term


@dataclass(frozen=True)
class Area:
    """A crime area; `iccs` are codes of the ICCS at the deepest level that holds, `iccs_names` their names.

    `beside` pairs a term with another area: where a release is about that one, the term is no evidence of this.
    """

    slug: str
    label: str
    definition: str
    iccs: tuple[str, ...]
    iccs_names: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A mention that counts.

    Attributes:
        weight: what it adds to its area, before its place and repetition are reckoned with.
        leads: whether it stands in the opening words.
    """

    start: int
    end: int
    term: Term
    weight: float
    leads: bool


@dataclass
class _Node:
    """A state of the matcher: what may come next, and the terms complete here."""

    next: dict[str, _Node] = field(default_factory=dict)
    gaps: dict[int, _Node] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)


class Taxonomy:
    """Areas, with one matcher for all their terms and for the cue phrases.

    A slot is what one word of a term may be ("fake*/counterfeit"); the matcher is a trie
    over slots, and a word is looked up once for the slots it fills. The only state that
    changes later is the memo of that look-up.
    """

    def __init__(
        self, areas: Mapping[str, Area], terms: Sequence[Term], *, sets: Mapping[str, str], units: frozenset[str]
    ) -> None:
        self.areas = dict(areas)
        self.units = units
        self._root = _Node()
        self._words: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._slots: set[str] = set()
        self._memo: dict[str, tuple[str, ...]] = {}
        for term in terms:
            for slots in _expand(term, sets):
                self._add(slots, term)

    def _add(self, slots: Sequence[str], term: Term) -> None:
        node = self._root
        for slot in slots:
            if slot.startswith(".."):
                node = node.gaps.setdefault(int(slot[2:]), _Node())
                continue
            if slot not in self._slots:
                self._slots.add(slot)
                mark = "=" if slot.startswith("=") else ""
                for word in slot.removeprefix("=").split("/"):
                    if word.endswith("*"):
                        self._stems[mark + word[:-1]].append(slot)
                    else:
                        self._words[mark + word].append(slot)
            node = node.next.setdefault(slot, _Node())
        node.terms.append(term)

    def _slots_of(self, word: str) -> tuple[str, ...]:
        """Return the slots that a word, as it stands in the text, can fill."""
        found = self._memo.get(word)
        if found is None:
            lower = word.lower()
            keys = [*self._words.get(lower, ()), *self._words.get("=" + word, ())]
            for n in range(SHORTEST_STEM, min(len(lower), LONGEST_STEM) + 1):
                keys.extend(self._stems.get(lower[:n], ()))
            found = tuple(dict.fromkeys(keys))
            if len(self._memo) >= _MEMO_SIZE:
                self._memo.clear()
            self._memo[word] = found
        return found

    def find_terms(self, text: str, words: Sequence[Word]) -> list[Match]:
        """Return each term wherever its words stand, at its longest, in order of the first word."""
        slots_of, memo = self._slots_of, self._memo
        filled = []
        for start, end, _ in words:
            word = text[start:end]
            slots = memo.get(word)
            filled.append(slots_of(word) if slots is None else slots)
        root = self._root.next
        out: list[Match] = []
        for first, (slots, behind) in enumerate(itertools.zip_longest(filled, filled[1:], fillvalue=())):
            begun = [
                (node, first + 1, True)
                for slot in slots
                if (node := root.get(slot)) is not None
                # most of what begins a term goes on with none of the words that stand behind it
                and (node.terms or node.gaps or not node.next.keys().isdisjoint(behind))
            ]
            if begun:
                out += [Match(first, last, term) for term, last in _longest(begun, words, filled).items()]
        return out


def _longest(
    stack: list[tuple[_Node, int, bool]], words: Sequence[Word], filled: Sequence[Collection[str]]
) -> dict[Term, int]:
    """Return the terms that are complete behind what has begun, each with the last word it reaches.

    Args:
        stack: nodes of the tree with the word each waits for, and whether that must follow directly.
        filled: the slots that each word fills.
    """
    longest: dict[Term, int] = {}
    while stack:
        node, at, adjacent = stack.pop()
        for term in node.terms:
            if at - 1 > longest.get(term, -1):
                longest[term] = at - 1
        for width, after in node.gaps.items():
            within = itertools.takewhile(lambda n: words[n].gap < _FAR, range(at, min(at + width + 1, len(words))))
            stack += [(after, place, False) for place in within]
        if at < len(words) and words[at].gap <= (_SAME if adjacent else _NEAR):
            following = map(node.next.get, filled[at])
            stack += [(child, at + 1, True) for child in following if child is not None]
    return longest


def _expand(term: Term, sets: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the slot sequences a term stands for: sets filled in, optional words with and without."""
    pattern = term.pattern.replace("-", " ")
    for name in _SET.findall(pattern):
        if name not in sets:
            raise ResourceError(f"The crime area taxonomy has no set <{name}>, which {term.pattern!r} uses.")
        pattern = pattern.replace(f"<{name}>", sets[name])
    choices: list[tuple[str, ...]] = []
    for part in pattern.split():
        slot = part.strip("[]")
        if not slot.startswith(".."):
            stems = [word[:-1] for word in slot.split("/") if word.endswith("*")]
            if any(not SHORTEST_STEM <= len(stem) <= LONGEST_STEM for stem in stems):
                raise ResourceError(f"The term {term.pattern!r} has a stem before * that is too short or too long.")
            slot = "=" + slot if term.exact else slot.lower()
        choices.append((slot, "") if part.startswith("[") else (slot,))
    for choice in itertools.product(*choices):
        slots = [slot for slot in choice if slot]
        if not slots or slots[0].startswith("..") or slots[-1].startswith(".."):
            raise ResourceError(f"The term {term.pattern!r} does not begin and end with a word.")
        yield slots


def build_taxonomy(*documents: Mapping[str, Any]) -> Taxonomy:
    """Build a taxonomy from parsed files of the shape of `resources/crime_areas.yaml`.

    Args:
        documents: the first is the project's own; each later one adds areas, terms, sets,
            units and cue phrases to those before it.

    Raises:
        ResourceError: a part is missing, a term cannot be read, or an area is described in
            two ways.
    """
    areas: dict[str, Area] = {}
    terms: dict[Term, None] = {}
    sets: dict[str, str] = {}
    units: set[str] = set()
    strengths: dict[str, float] = {}
    for document in documents:
        if not isinstance(document, Mapping):
            raise ResourceError("The crime area taxonomy is no mapping; resources/crime_areas.yaml shows its shape.")
        strengths.update({str(grade): float(value) for grade, value in document.get("strengths", {}).items()})
        for name, listed in document.get("sets", {}).items():
            sets[name] = "/".join([*sets.get(name, "").split("/"), *listed.split()]).strip("/")
        units.update(document.get("units", "").lower().split())
        for entry in document.get("areas", ()):
            area = _read_area(entry, areas)
            areas[area.slug] = area
            for grade, listed in entry.get("terms", {}).items():
                if grade not in strengths:
                    raise ResourceError(f"The crime area {area.slug} has terms of the unknown strength {grade!r}.")
                terms.update(dict.fromkeys(_read_terms(listed, area.slug, "area", grade, strengths[grade])))
            terms.update(dict.fromkeys(_read_terms(entry.get("exclude", ""), area.slug, "exclude")))
        for kind in _CUES:
            terms.update(dict.fromkeys(_read_terms(document.get(kind, ""), "", kind)))
    for area in areas.values():
        unknown = [other for other in area.yields_to if other not in areas]
        if unknown:
            raise ResourceError(f"The crime area {area.slug} yields to {unknown[0]!r}, which is no area.")
    return Taxonomy(areas, list(terms), sets=sets, units=frozenset(units))


def _read_area(entry: Mapping[str, Any], areas: Mapping[str, Area]) -> Area:
    slug = entry.get("slug")
    if not slug:
        raise ResourceError("An area of the crime area taxonomy has no slug.")
    known = areas.get(slug)
    beside = [
        (term.pattern, other)
        for other, listed in entry.get("beside", {}).items()
        for term in _read_terms(listed, "", "")
    ]
    given: dict[str, Any] = {
        name: tuple(map(str, entry[name])) if name in ("iccs", "iccs_names", "yields_to") else str(entry[name])
        for name in ("label", "definition", "iccs", "iccs_names", "yields_to")
        if name in entry
    }
    given.update({"beside": tuple(beside)} if beside else {})
    if known is None:
        missing = [name for name in ("label", "definition", "iccs") if name not in given]
        if missing:
            raise ResourceError(f"The crime area {slug} lacks {', '.join(missing)}.")
        return Area(slug, **given)
    changed = [name for name, value in given.items() if value != getattr(known, name) and name != "beside"]
    if changed:
        raise ResourceError(f"The crime area {slug} has two values of {changed[0]}; an extension may only add terms.")
    return known


def _read_terms(listed: str, area: str, kind: str, grade: str = "", strength: float = 0.0) -> Iterator[Term]:
    for line in listed.splitlines():
        pattern = " ".join(line.split())
        if pattern:
            yield Term(pattern.removeprefix("="), area, kind, grade, strength, pattern.startswith("="))


@functools.cache
def default_taxonomy() -> Taxonomy:
    """Return the taxonomy of `resources/crime_areas.yaml`, built once per process."""
    return build_taxonomy(lookups.document(RESOURCE))


def find_crime_areas(
    text: str,
    *,
    taxonomy: Taxonomy,
    title: str | None = None,
    taken: Sequence[tuple[int, int]] = (),
    outcomes: Sequence[int] = (),
    words: Sequence[Word] | None = None,
) -> tuple[list[CrimeAreaMention], list[ReleaseCrimeArea]]:
    """Return the mentions of crime areas in a release, and its areas with their scores, sorted by slug.

    Args:
        text: the clean text.
        title: the headline; it is evidence, but mentions point into the text only.
        taken: spans of names whose words are no mention (bodies that fight crime).
        outcomes: offsets at which an arrest, a seizure or the like is told.
        words: those of the text, if it has been split before.
    """
    body = find_evidence(text, taxonomy, taken=taken, outcomes=outcomes, words=words)
    head = find_evidence(title, taxonomy) if title else []
    ceremony = bool(title) and not head and _tells_ceremony(title or "", taxonomy)
    head, body = _without_beside(head, body, taxonomy)
    times: dict[Term, int] = defaultdict(int)
    weights: dict[str, float] = defaultdict(float)
    leading: set[str] = set()
    for factor, found in ((TITLE_FACTOR, head), (1.0, body)):
        for evidence in found:
            term = evidence.term
            times[term] += 1
            # The square root keeps a word said thirty times from drowning all else.
            opening = OPENING_FACTOR if evidence.leads and not ceremony else 1.0
            weights[term.area] += factor * opening * evidence.weight / math.sqrt(times[term])
            if term.strength >= PROOF and (found is head or evidence.leads) and not ceremony:
                leading.add(term.area)
    proof: dict[str, float] = defaultdict(float)
    titular = {evidence.term for evidence in head}
    for term, n in times.items():
        if term.strength >= PROOF:
            proof[term.area] += term.strength * (1 + REPEAT * min(n - 1, MOST_REPEATS) + (term in titular))
    named = sorted(area for area, strength in proof.items() if strength >= NAMED)
    total = sum(weights[area] for area in named)
    named = [area for area in named if weights[area] >= PASSING * total]
    found_mentions = [
        CrimeAreaMention(e.start, e.end, f"{e.term.grade}-term", e.term.area, taxonomy.areas[e.term.area].label)
        for e in body
        if e.term.area in named
    ]
    return found_mentions, _score(named, weights, leading, found_mentions, taxonomy)


def _without_beside(
    head: list[Evidence], body: list[Evidence], taxonomy: Taxonomy
) -> tuple[list[Evidence], list[Evidence]]:
    """Leave out the words of headline and text that belong to another area, where a word that names that one leads."""
    if not is_on("crime_areas.beside-another"):
        return head, body
    leading = [*head, *(evidence for evidence in body if evidence.leads)]
    about = {evidence.term.area for evidence in leading if evidence.term.strength >= NAMED}
    idle = {(area.slug, term) for area in taxonomy.areas.values() for term, other in area.beside if other in about}
    if not idle:
        return head, body
    return (
        [evidence for evidence in head if (evidence.term.area, evidence.term.pattern) not in idle],
        [evidence for evidence in body if (evidence.term.area, evidence.term.pattern) not in idle],
    )


def _score(
    named: Sequence[str],
    weights: Mapping[str, float],
    leading: set[str],
    found: Sequence[CrimeAreaMention],
    taxonomy: Taxonomy,
) -> list[ReleaseCrimeArea]:
    subjects = {area for area in named if area in leading and weights[area] >= YIELD_WEIGHT}
    yielded = {
        area: weights[area] * (1.0 if subjects.isdisjoint(taxonomy.areas[area].yields_to) else YIELD_FACTOR)
        for area in named
    }
    rest = sum(yielded.values()) + PRIOR
    scores = {}
    for area, weight in yielded.items():
        odds = SLOPE * math.log(weight / (rest - weight)) + LEADING * (area in leading) + BASE
        scores[area] = round(1 / (1 + math.exp(-odds)), 4)
    likeliest = sorted(named, key=lambda area: (-scores[area], area))[:MOST_PRIMARY]
    return [
        ReleaseCrimeArea(
            area=area,
            n_mentions=sum(m.area == area for m in found),
            score=scores[area],
            primary=area in likeliest and scores[area] >= PRIMARY_SCORE,
        )
        for area in named
    ]


def _tells_ceremony(title: str, taxonomy: Taxonomy) -> bool:
    """Tell whether a headline announces an appointment, a visit, a meeting and the like."""
    return any(match.term.kind == "ceremony" for match in taxonomy.find_terms(title, read_words(title)))


def find_evidence(
    text: str,
    taxonomy: Taxonomy,
    *,
    taken: Sequence[tuple[int, int]] = (),
    outcomes: Sequence[int] = (),
    words: Sequence[Word] | None = None,
) -> list[Evidence]:
    """Return the mentions of crime areas that count, in text order, whether or not the area will be named."""
    words = read_words(text) if words is None else words
    if not words:
        return []
    matches = taxonomy.find_terms(text, words)
    sentences = list(itertools.accumulate(word.gap == _END for word in words))
    told = {sentences[m.first]: m.first for m in reversed(matches) if m.term.kind == "outcomes"}
    # The first sentence is news, even where it speaks of an initiative, if it tells that something was done.
    mandate = {sentences[m.first] for m in matches if m.term.kind == "boilerplate"} - ({0} & told.keys())
    denied = _denied(matches, sentences)
    starts = [word.start for word in words]
    for offset in outcomes:
        told[sentences[max(0, bisect_right(starts, offset) - 1)]] = -1
    names: set[int] = set()
    for start, end in itertools.chain(taken, _addresses(text)):
        names.update(range(bisect_left(starts, start), bisect_left(starts, end)))
    out: list[Evidence] = []
    for match in _unmasked(matches):
        if not is_on(f"crime_areas.{match.term.grade}-term"):
            continue
        sentence = sentences[match.first]
        if sentence in mandate or match.first in denied or (match.first in names and match.last in names):
            continue
        if _in_unit_name(text, words, match, taxonomy.units):
            continue
        weight = match.term.strength
        if told.get(sentence, len(words)) < match.first:
            weight *= OUTCOME_FACTOR
        leads = match.first < OPENING_WORDS
        out.append(Evidence(words[match.first].start, words[match.last].end, match.term, weight, leads))
    return out


def _denied(matches: Sequence[Match], sentences: Sequence[int]) -> set[int]:
    """Return the numbers of the words that a denial in their sentence reaches ("no sign of arson")."""
    reached: set[int] = set()
    for match in matches:
        if match.term.kind == "denials":
            near = range(match.last + 1, min(match.last + 2 + _DENIAL_REACH, len(sentences)))
        elif match.term.kind == "denials_after":
            near = range(max(0, match.first - 1 - _DENIAL_REACH), match.first)
        else:
            continue
        reached.update(n for n in near if sentences[n] == sentences[match.first])
    return reached


def read_words(text: str, split: Iterable[reading.Word] | None = None) -> list[Word]:
    """Return the words of a text with the gap before each; a possessive's "s" belongs to the gap.

    Args:
        split: the words of the text, if it has been split before.
    """
    words: list[Word] = []
    new = tuple.__new__
    begin = end = 0
    for start, stop, _, _ in reading.split_words(text) if split is None else split:
        if text[start] == "&":
            continue
        if start - end == 1 and text[end] == " ":
            gap = _SAME
        else:
            between = text[end:start]
            if stop - start == 1 and text[start] == "s" and between in ("'", "’"):
                end = stop
                continue
            if end - begin == 1 and between.startswith("."):
                # An initial: "U.S. border".
                between = between[1:]
            gap = _gap(between) if len(between) <= _SHORT_GAP else _gap.__wrapped__(between)
        begin, end = start, stop
        words.append(new(Word, (start, stop, gap)))
    return words


@functools.lru_cache(maxsize=4096)
def _gap(between: str) -> int:
    """Return how far the characters between two words part them."""
    core = between.strip()
    if len(core) <= 1 and core in _JOINERS and between.count("\n") <= 1:
        return _SAME
    if stop_between(between):
        return _END
    return _NEAR if between.count("\n") <= 1 and _COMMAS.issuperset(between) else _FAR


def _addresses(text: str) -> list[tuple[int, int]]:
    """Return the spans of web and mail addresses."""
    if not _ADDRESS.search(text):
        return []
    return [found.span() for found in re.finditer(r"\S+", text) if _ADDRESS.search(found.group())]


def _unmasked(matches: Sequence[Match]) -> Iterator[Match]:
    """Yield the area mentions that stand, in text order, no area twice over the same words.

    A mention inside a longer one of another area, or inside an excluded phrase, is part
    of that other name ("counterfeit medicines" names no trade in drugs).
    """
    barred: set[tuple[str, int]] = set()
    spans: list[Match] = []
    for match in matches:
        if match.term.kind == "exclude" and match.term.area:
            barred.update((match.term.area, at) for at in range(match.first, match.last + 1))
        elif match.term.kind in ("area", "exclude"):
            spans.append(match)
    spans.sort(
        key=lambda m: (m.first, -m.last, m.term.kind != "exclude", m.term.area, -m.term.strength, m.term.pattern)
    )
    covered: dict[str, int] = {}
    cover, excludes = (-1, -1), False
    for match in spans:
        first, last, term = match
        if last <= cover[1] and (excludes or (first, last) != cover):
            continue
        if term.kind == "exclude":
            cover, excludes = (first, last), True
            continue
        if (term.area, first) in barred or (term.area, last) in barred:
            continue
        if last > cover[1] and not term.spans_others:
            cover, excludes = (first, last), False
        if first > covered.get(term.area, -1):
            covered[term.area] = last
            yield match


def _in_unit_name(text: str, words: Sequence[Word], match: Match, units: frozenset[str]) -> bool:
    """Tell whether a mention is part of a unit's name ("Frauds Bureau", "Center for Cyber Crime", "gang unit")."""

    def word(at: int) -> str:
        return text[words[at].start : words[at].end]

    after = match.last + 1
    if after < len(words) and words[after].gap == _SAME and word(after).lower() in cues("small_unit"):
        return True
    if not word(match.first)[0].isupper() or text[words[match.first].start : words[match.last].end].isupper():
        return False
    for at in range(after, min(after + _UNIT_REACH, len(words))):
        if words[at].gap >= _FAR or not (word(at)[0].isupper() or word(at) in cues("within_unit")):
            break
        if word(at)[0].isupper() and word(at).lower() in units:
            return True
    for at in range(match.first - 1, max(match.first - 1 - _UNIT_REACH, -1), -1):
        if words[at + 1].gap >= _FAR or not (word(at)[0].isupper() or word(at) in cues("within_unit")):
            break
        if word(at).lower() in units and word(at + 1) in cues("of_unit"):
            return True
    return False


def area_scores(title: str, text: str) -> dict[str, float]:
    """Return the score of each area that a release names, by the taxonomy."""
    return {row.area: row.score for row in find_crime_areas(text, taxonomy=default_taxonomy(), title=title or None)[1]}


def reconsider(rows: Sequence[ReleaseCrimeArea], chances: Mapping[str, float]) -> list[ReleaseCrimeArea]:
    """Return the areas of a release with the scores of a classifier, for the areas it knows.

    An area that the classifier holds likely and the text does not name is added, without mentions.
    """
    known = {row.area: row for row in rows}
    scores = {row.area: chances.get(row.area, row.score) for row in rows}
    scores.update({area: chance for area, chance in chances.items() if chance >= PRIMARY_SCORE})
    likeliest = sorted(scores, key=lambda area: (-scores[area], area))[:MOST_PRIMARY]
    return [
        ReleaseCrimeArea(
            area=area,
            n_mentions=known[area].n_mentions if area in known else 0,
            score=scores[area],
            primary=area in likeliest and scores[area] >= PRIMARY_SCORE,
        )
        for area in sorted(scores)
    ]


# The classifier that decides in this process, if the user has one, and which file it was read from, in which state.
_classifier: Classifier | None = None
_classifier_file: tuple[Path, int, int] | None = None


def use_classifier(path: Path | None) -> None:
    """Let a classifier of the user's tell what releases are about, in this process; None is without.

    Calling it again is cheap where the file has not changed.

    Raises:
        UsageError: the file is missing or no classifier.
    """
    global _classifier, _classifier_file
    state = None
    if path is not None and path.is_file():
        state = (path, path.stat().st_mtime_ns, path.stat().st_size)
    if path is None:
        _classifier = None
    elif state is None or state != _classifier_file:
        _classifier = read_classifier(path)
    _classifier_file = state


def _names(doc: Doc) -> list[tuple[int, int]]:
    """Return the spans of names whose words are no mention: bodies that fight crime, and persons ("Jan Arson")."""
    spans = [(m.start, m.end) for m in mentions(doc, "organisations") if m.kind != "criminal"]
    if is_on("crime_areas.of-name"):
        spans += [(m.start, m.end) for m in mentions(doc, "person_mentions")]
    return spans + _menu(doc_text(doc))


_MENU_LINE = re.compile(r"[A-Z][^.:;!?\d\n]{2,39}")
MIN_MENU = 5


def _menu(text: str) -> list[tuple[int, int]]:
    """Return the span of a page's menu that is left below the text: short lines that say nothing, none a list's."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    n = len(lines)
    while n and _MENU_LINE.fullmatch(text[slice(*lines[n - 1])].strip()):
        n -= 1
    told = text[slice(*lines[n - 1])].rstrip() if n else ""
    if len(lines) - n < MIN_MENU or not told.endswith((".", "”", '"')) or not is_on("crime_areas.menu-below"):
        return []
    return [(lines[n][0], len(text))]


def annotate(doc: Doc) -> None:
    """Set `crime_areas` and `release_crime_areas` on a doc.

    Names of bodies are no mentions, those of criminal ones apart ("Islamic State"), nor those of persons.
    """
    found, rows = find_crime_areas(
        doc_text(doc),
        taxonomy=default_taxonomy(),
        title=doc._.release.title,
        taken=_names(doc),
        outcomes=[outcome.start for outcome in mentions(doc, "outcomes")],
        words=read_words(doc_text(doc), doc_words(doc)),
    )
    set_mentions(doc, "crime_areas", found)
    if _classifier is not None:
        cues = {row.area: row.score for row in rows}
        chances = _classifier.predict(doc._.release.title or "", doc_text(doc), cues)
        rows = reconsider(rows, chances)
    set_rows(doc, "release_crime_areas", rows)
