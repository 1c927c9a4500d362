"""Reads what may be a place: capitalised names of the gazetteer, short forms of states, and names with a word of place.

Here only the words are read; whether the text means a place by them is for `evidence` to tell, which place for
`namesakes`.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.extract.annotations import ReleaseContext, doc_text, mentions
from pipeline.extract.places.gazetteer import (
    Entry,
    find_places,
    find_states,
    is_first_word,
    key_of,
    named_alone,
    short_states,
)
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import Gazetteer, Word, doc_words, key
from pipeline.extract.reading.lists import gap_joint
from pipeline.extract.reading.sentences import ends_sentence

MAX_WORDS = 6
MAX_SHORT = 3  # letters or groups of a short form: "P.E.I."
MAX_SHORT_WORD = 5  # letters of one: "Calif."
MAX_UNKNOWN = 4
FAR_LARGER = 10
LISTED_TOWN = 50_000  # people of a town that is told of without its state
MAX_VAGUE = 4  # letters of a short form with a stop that may be another word's
# Tables whose rows no place stands in.
NAMED = ("organisations", "systems", "person_mentions", "countries", "regions")
_JOINTS = frozenset((" ", "-", "'", "’", "‘", ". ", ".", "\n", "\u00a0", "  "))
_BREAK = re.compile("\n")
SHARE_OF_CAPITALS = 0.6
LONG_WORD = 4


@functools.cache
def kind_words(stands: str) -> dict[str, str]:
    """Return kinds of places by the words that tell them, of those that stand behind, below, before or with "of"."""
    rows = lookups.table("place_words", key=("word", "stands"))
    return {row["word"]: row["kind"] for row in rows if row["stands"] == stands}


@functools.cache
def personal_names() -> frozenset[str]:
    """Return given names and surnames, folded."""
    return frozenset(
        key(row["name"])
        for table in ("given_names", "surnames")
        for row in lookups.table(table, key=("name",))
        if row["strength"] == "strong"
    )


@dataclass(slots=True)
class Candidate:
    """Words that may name a place.

    Attributes:
        first, last: numbers of its words.
        entries: what the gazetteer has under the name; of an airport or island, under that of what it lies in.
        kind: as its own words tell it ("Lincoln County"), else None.
        container: the state that stands behind its comma ("Dunbar, W.Va."), with no name where only a country does.
        short: whether it is a short form that names a state only behind a town.
        is_outer: whether it is the state or county that stands behind the name before.
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    entries: tuple[Entry, ...] = ()
    kind: str | None = None
    container: Entry | None = None
    short: bool = False
    is_outer: bool = False
    rule: str | None = None
    via: str = "text"

    @property
    def is_state(self) -> bool:
        """Whether the gazetteer has a state of the name."""
        return any(entry.kind == "state" for entry in self.entries)


@dataclass
class Release:
    """A release as the rules of places see it."""

    doc: Doc
    text: str = field(init=False)
    words: list[Word] = field(init=False)
    context: ReleaseContext = field(init=False)
    taken: list[str] = field(init=False)
    expected: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.text, self.words, self.context = doc_text(self.doc), doc_words(self.doc), self.doc._.release
        self._starts = [word.start for word in self.words]
        self.taken = [""] * len(self.words)
        for table in NAMED:
            for mention in mentions(self.doc, table):
                for n in range(self.word_from(mention.start), self.word_from(mention.end)):
                    self.taken[n] = self.taken[n] or table
        self._capital = [self.text[word.start].isupper() for word in self.words]
        self._breaks = [match.start() for match in _BREAK.finditer(self.text)]
        self._lines: dict[int, bool] = {}

    def word_from(self, offset: int) -> int:
        """Return the number of the first word that begins at an offset or behind it."""
        return bisect_left(self._starts, offset)

    def is_capital(self, n: int) -> bool:
        """Tell whether a word begins with a capital."""
        return 0 <= n < len(self._capital) and self._capital[n]

    def capitals(self) -> list[int]:
        """Return the words that begin with a capital."""
        return [n for n, capital in enumerate(self._capital) if capital]

    def is_free(self, n: int) -> bool:
        """Tell whether a word stands in no name of another table."""
        return 0 <= n < len(self.words) and not self.taken[n]

    def is_joined(self, n: int) -> bool:
        """Tell whether a word follows the one before with nothing but a blank, hyphen or apostrophe between."""
        return 0 < n < len(self.words) and self.words[n].gap == ""

    def between(self, n: int) -> str:
        """Return what stands between a word and the one before."""
        return self.text[self.words[n - 1].end : self.words[n].start] if 0 < n < len(self.words) else ""

    def fold(self, n: int) -> str:
        """Return a word folded, "" beyond the ends."""
        return self.words[n].fold if 0 <= n < len(self.words) else ""

    def key(self, first: int, last: int) -> str:
        """Return the key of a stretch of words."""
        return key_of([word.fold for word in self.words[first : last + 1]])

    def is_heading(self, n: int) -> bool:
        """Tell whether a word stands in a line most of whose words are capitalised."""
        line = bisect_right(self._breaks, self.words[n].start)
        known = self._lines.get(line)
        if known is None:
            begin = self._breaks[line - 1] + 1 if line else 0
            end = self._breaks[line] if line < len(self._breaks) else len(self.text)
            long = [
                word
                for word in self.words[self.word_from(begin) : self.word_from(end)]
                if word.end - word.start >= LONG_WORD
            ]
            capitals = sum(self.text[word.start].isupper() for word in long)
            ends = ends_sentence(self.text[begin:end].rstrip()) and not self.text[begin:end].isupper()
            known = self._lines[line] = not ends and len(long) > 1 and capitals > SHARE_OF_CAPITALS * len(long)
        return known

    def is_shouted(self, n: int) -> bool:
        """Tell whether a word is in capitals, and so is a neighbour: what is written so may be any word."""
        word = self.words[n]
        return self.text[word.start : word.end].isupper() and self.is_heading(n)


def read_candidates(release: Release, expected: Sequence[tuple[int, int]] = ()) -> list[Candidate]:
    """Return what may be a place, in text order and without overlaps.

    Args:
        expected: where homes of people and the town of the dateline stand, as characters.
    """
    release.expected = {release.word_from(start) for start, _ in expected}
    found: list[Candidate] = []
    reached = 0
    for n in release.capitals():
        candidate = _at(release, n) if n >= reached and release.is_free(n) else None
        if candidate is not None:
            found.append(candidate)
            reached = candidate.last + 1
    for before, behind in itertools.pairwise(found):
        _contain(release, before, behind)
    for candidate in found:
        if candidate.container is None:
            candidate.container = _country_behind(release, candidate)
    return found


def _make(release: Release, first: int, last: int, entries: Sequence[Entry], kind: str | None = None) -> Candidate:
    start, end = release.words[first].start, release.words[last].end
    if release.text[end : end + 1] == "." and end - start > 2 and release.text[end - 2] == ".":
        end += 1  # "Washington, D.C."
    return Candidate(first, last, start, end, release.key(first, last), tuple(entries), kind)


def _at(release: Release, n: int) -> Candidate | None:
    run = _run_end(release, n)
    return (
        _short(release, n)
        or _before(release, n)
        or _behind(release, n, run)
        or _known(release, n)
        or _unknown(release, n, run)
    )


def _run_end(release: Release, n: int) -> int:
    """Return the last of the capitalised words that a name at a word may hold."""
    last = n
    while last - n < MAX_WORDS and release.is_joined(last + 1) and release.is_free(last + 1):
        if not release.is_capital(last + 1) or release.between(last + 1) not in _JOINTS:
            break
        last += 1
    return last


def _short(release: Release, n: int) -> Candidate | None:
    """Read a short form of a state: "W.Va.", "NSW", "CA" behind a comma."""
    if release.words[n].end - release.words[n].start > MAX_SHORT_WORD:
        return None
    for last in range(min(n + MAX_SHORT, len(release.words)) - 1, n - 1, -1):
        start, end = release.words[n].start, release.words[last].end
        states = short_states().get(release.text[start:end].replace(".", "").replace(" ", ""))
        if states is None or any(not release.is_joined(k) or not release.is_free(k) for k in range(n + 1, last + 1)):
            continue
        dotted = release.text[end : end + 1] == "."
        plain = release.text[start:end]
        states = tuple(s for s in states if (dotted if s.form.endswith(".") else s.alone or s.form == plain))
        if not states:
            continue
        found = _make(release, n, last, [state.entry for state in states])
        whole = [state for state in states if state.form.endswith(".")]
        found.end = end + 1 if whole else end
        # "La." and "Del." are words of names, too.
        found.short = not any(state.alone for state in states) or bool(whole and last == n and end - start <= MAX_VAGUE)
        return found
    return None


def _before(release: Release, n: int) -> Candidate | None:
    """Read a name that begins with a word of place: "Lake Como", "Gulf of Aden", "Port of Antwerp"."""
    word = release.fold(n)
    if word in kind_words("of") and release.fold(n + 1) == "of" and release.is_joined(n + 1):
        first = n + 3 if release.fold(n + 2) == "the" else n + 2
        if not release.is_capital(first) or not release.is_joined(first):
            return None
        known = _known(release, first) if release.is_free(first) else None
        last = known.last if known else first
        return _make(release, n, last, known.entries if known else (), kind_words("of")[word])
    if word in kind_words("before") and release.is_capital(n + 1) and release.is_joined(n + 1):
        known = _known(release, n)
        return known or _make(release, n, n + 1, (), kind_words("before")[word])
    return None


def _behind(release: Release, n: int, run: int) -> Candidate | None:
    """Read a name that ends with a word of place: "Lincoln County", "Rivers State", "Porto Airport"."""
    for last in range(n + 1, run + 1):
        kind = kind_words("behind").get(release.fold(last))
        if kind is None:
            continue
        if find_states(release.key(n, last)):
            return None
        known = find_places(release.key(n, last))
        if not known and last - n > 1 and release.fold(n) in lookups.words("words"):
            return None
        if not known and release.fold(n) in cues("where_part") and release.fold(last + 1) == "of":
            return None
        whole = _make(release, n, last, known, kind)
        if kind in cues("region_kind"):
            whole.entries = known or find_states(release.key(n, last - 1))
        elif kind == "airport":
            # "Sydney International Airport" lies where its town does.
            towns = (find_places(release.key(n, k)) for k in range(last - 1, n - 1, -1))
            whole.entries = known or next(filter(None, towns), ())
        return whole
    return None


def _known(release: Release, n: int) -> Candidate | None:
    """Read the longest name of the gazetteer."""
    word = release.fold(n)
    behind_the = release.fold(n - 1) == "the" and release.is_joined(n)
    if not (is_first_word(word) or behind_the or word in cues("where_part")):
        return None
    for last in range(_reach(release, n), n - 1, -1):
        if not release.is_capital(last):
            continue
        key = release.key(n, last)
        entries = (*find_states(key), *find_places(key))
        first = n
        if behind_the and not entries:
            entries = find_places(f"the {key}")
            first = n - 1 if entries else n
        entries += _parts_of(release, n, last)
        if entries:
            return _make(release, first, last, entries)
    return None


def _reach(release: Release, n: int) -> int:
    """Return the last word that a name at a word may hold."""
    last = n
    while last - n < MAX_WORDS and release.is_joined(last + 1) and release.is_free(last + 1):
        if release.between(last + 1) not in _JOINTS:
            break
        last += 1
    return last


def _parts_of(release: Release, first: int, last: int) -> tuple[Entry, ...]:
    """Return the parts of places that a name may mean: "East London", "Northern California"."""
    if last == first or release.fold(first) not in cues("where_part"):
        return ()
    key = release.key(first + 1, last)
    states = [entry._replace(kind="region") for entry in find_states(key)]
    towns = [entry._replace(kind="district") for entry in find_places(key) if entry.kind == "town"]
    name = " ".join(release.text[release.words[first].start : release.words[last].end].split())
    return tuple(
        entry._replace(name=name, geoname_id=None, latitude=None, longitude=None, population=entry.population // 2)
        for entry in (*states, *towns)
    )


def _unknown(release: Release, n: int, run: int) -> Candidate | None:
    """Read a name that the gazetteer lacks."""
    before = release.fold(n - 1) if release.is_joined(n) else ""
    asked = before == "the" or any(before in cues(kind) for kind in ("where_in", "where_to", "where_of"))
    if not asked and n not in release.expected:
        return None
    if run - n >= MAX_UNKNOWN or release.words[n].end - release.words[n].start < 2:
        return None
    # "the island of Lampedusa"
    kind = kind_words("unnamed").get(release.fold(n - 2)) if before == "of" and release.is_joined(n - 1) else None
    return _make(release, n, run, (), kind)


def _contain(release: Release, inner: Candidate, outer: Candidate) -> None:
    """Tell that a state, or a county, stands behind a place: "Dunbar, W.Va."."""
    gap = release.words[outer.first].gap
    near = gap in (",", "(") or (gap == "" and not inner.short and bool(inner.entries))
    if outer.first != inner.last + 1 or not near or release.between(outer.first).count("\n") > 1:
        return
    wider = [entry for entry in outer.entries if entry.kind in ("state", "county")]
    if not wider or (inner.is_state and not _lies_in(inner, wider)):
        return
    if gap == "" and not (outer.is_state and _lies_in(inner, wider)):
        return
    fitting = [entry for entry in wider if _lies_in(inner, [entry])]
    alone = [entry for entry in wider if entry.country in cues("states_alone") and entry.kind == "state"]
    largest = max((e.population for e in inner.entries), default=0)
    # "Boston, Ohio and Utah", "Bonn, Geneva and Prague": a list, not a town and its state.
    small = all(e.population < largest / FAR_LARGER for e in inner.entries if _lies_in_one(e, wider))
    if largest >= LISTED_TOWN and small and _goes_on_as_list(release, outer):
        return
    if not fitting and (gap == "(" or not (alone or outer.short)):
        return
    if not fitting and largest >= LISTED_TOWN:
        inner.entries = ()  # a smaller namesake that the gazetteer lacks
    inner.container = ([e for e in fitting if e in alone] or fitting or alone or wider)[0]
    outer.is_outer = True


def _goes_on_as_list(release: Release, outer: Candidate) -> bool:
    """Tell whether another place is listed behind one: "Lyon, Mali and"."""
    n = outer.last + 1
    step = gap_joint(release.words[n].gap, release.fold(n)) if n < len(release.words) else None
    return step is not None and release.is_capital(n + step)


def _lies_in_one(entry: Entry, states: Sequence[Entry]) -> bool:
    return any(entry.country == state.country and entry.admin1 == state.admin1 for state in states)


def _lies_in(inner: Candidate, wider: Sequence[Entry]) -> bool:
    """Tell whether the gazetteer has a town of the name in one of the states."""
    return any(
        entry.kind != "state" and entry.country == state.country and (state.admin1 in ("", entry.admin1))
        for entry in inner.entries
        for state in wider
    )


def _country_behind(release: Release, candidate: Candidate) -> Entry | None:
    """Return the country that stands behind a place: "Lyon, France", "Lagos (Nigeria)"."""
    n = candidate.last + 1
    if n < len(release.words) and release.fold(n) == "the" and release.words[n].gap == ",":
        n += 1
    if n >= len(release.words) or release.taken[n] != "countries":
        return None
    if release.words[candidate.last + 1].gap not in (",", "("):
        return None
    named = [m for m in mentions(release.doc, "countries") if m.start <= release.words[n].start < m.end]
    if not named or named[0].via == "demonym":
        return None
    return Entry("", "country", named[0].iso3, "", None, None, 0, None)


@functools.cache
def _state_names() -> Gazetteer[tuple[Entry, ...]]:
    found: Gazetteer[tuple[Entry, ...]] = Gazetteer()
    for name, entry in named_alone():
        found.add(name, (entry,), case="capital" if len(name) > MAX_VAGUE else "exact")
    return found


def context_states(release: Release) -> Iterator[Entry]:
    """Yield the states that the words of a release name, inside names of bodies as well."""
    for match in _state_names().find(release.text, release.words):
        yield from match.value
    for n, word in enumerate(release.words):
        if word.fold in ("county", "parish") and release.is_capital(n):
            first = n
            while n - first < MAX_WORDS and release.is_joined(first) and release.is_capital(first - 1):
                first -= 1
                yield from _only_county(release.key(first, n))


def _only_county(key: str) -> list[Entry]:
    """Return a county of which there is but one, or one without its state where all lie in one country."""
    counties = [entry for entry in find_places(key) if entry.kind == "county" and entry.admin1]
    alike = len(counties) > 1 and len({entry.country for entry in counties}) == 1
    return [counties[0]._replace(admin1="")] if alike else counties[:1]
