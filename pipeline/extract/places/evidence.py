"""Tells whether words name a place: the rules of the table `places`, asked in order until one knows."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.extract.annotations import doc_text
from pipeline.extract.model.entities import entity_around
from pipeline.extract.places.candidates import Candidate, Release, kind_words, personal_names
from pipeline.extract.places.gazetteer import is_first_word
from pipeline.extract.places.namesakes import Context
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import doc_words, key
from pipeline.extract.rules import RuleList

# Towns that are named without more; smaller ones, and those that bear a common word's name, need the country to fit.
METROPOLIS, CITY, TOWN = 300_000, 100_000, 15_000
_PLACE_LABELS = ("GPE", "LOC", "FAC")


@dataclass
class Place:
    """A candidate with what is around it."""

    candidate: Candidate
    release: Release
    context: Context
    homes: Sequence[tuple[int, int]]

    @functools.cached_property
    def first(self) -> int:
        """The word before which prepositions are looked for: behind an article."""
        release, n = self.release, self.candidate.first
        return n - 1 if release.fold(n - 1) == "the" and release.is_joined(n) else n

    @functools.cached_property
    def before(self) -> str:
        """The word before, folded, "" where more than a blank stands between."""
        return self.release.fold(self.first - 1) if self.release.is_joined(self.first) else ""

    @functools.cached_property
    def behind(self) -> str:
        """The word behind, folded, "" where more than a blank, hyphen or apostrophe stands between."""
        n = self.candidate.last + 1
        return self.release.fold(n) if self.release.is_joined(n) else ""

    @functools.cached_property
    def is_common(self) -> bool:
        """Whether all words of the name are words of the language."""
        words = self.candidate.key.split(" ")
        return all(word in lookups.words("words") or word in cues("where_part") for word in words)

    @functools.cached_property
    def is_personal(self) -> bool:
        """Whether the name is one that people bear."""
        return self.candidate.key in personal_names()

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether the name means a place and nothing else."""
        return bool(self.candidate.entries) and not self.is_common and not self.is_personal

    @functools.cached_property
    def population(self) -> int:
        """People of the largest place of the name."""
        return max((entry.population for entry in self.candidate.entries), default=0)

    @functools.cached_property
    def fitting(self) -> int:
        """People of the largest place of the name in a country that the release has to do with, -1 without one."""
        countries = self.context.countries
        return max((e.population for e in self.candidate.entries if e.country in countries), default=-1)

    @functools.cached_property
    def is_heading(self) -> bool:
        """Whether it stands where words have capitals that are no names."""
        return self.release.is_heading(self.candidate.first)

    @functools.cached_property
    def is_labelled(self) -> bool:
        """Whether the entity recogniser takes the words for a place."""
        start, end, label = entity_around(self.release.doc, self.candidate.start)
        return label in _PLACE_LABELS and start <= self.candidate.start + len("the ") and self.candidate.end <= end + 1

    @functools.cached_property
    def is_part(self) -> bool:
        """Whether the words are part of a longer name: "Chicago Police", "University of Chicago", "mayor of Leeds"."""
        return self._goes_on() or self._is_begun() or self._belongs()

    def _goes_on(self) -> bool:
        release, n = self.release, self.candidate.last + 1
        if release.is_joined(n) and release.fold(n) in cues("where_office"):
            return True
        if release.fold(n) == "s" and release.is_joined(n):
            # "St. Joseph's Hospital", but "Chicago's South Side".
            n += 1
            part = release.fold(n) in cues("where_part")
            return release.is_joined(n) and release.is_capital(n) and release.is_free(n) and not part
        if not release.is_joined(n):
            return False
        if release.fold(n) in cues("where_within") and release.is_joined(n + 1) and release.is_capital(n + 1):
            return True
        if not release.is_capital(n):
            return False
        if self.candidate.container is not None or release.fold(n) in cues("where_apart"):
            return False
        return release.text[release.words[n].start - 1] != "\n"

    def _is_begun(self) -> bool:
        release, n = self.release, self.first - 1
        if not release.is_joined(self.first) or not release.is_capital(n):
            return False
        word = release.fold(n)
        if release.between(self.first).endswith("\n") or word in cues("where_in") or word in cues("where_to"):
            return False
        # A country's name is no part of the town's: "Spain's Madrid".
        return word not in cues("where_apart") and release.between(self.first)[:1] not in ("’", "'")

    def _belongs(self) -> bool:
        release, n = self.release, self.first - 1
        if not release.is_joined(self.first) or release.fold(n) not in cues("where_of"):
            return False
        owner = release.fold(n - 1)
        if not release.is_joined(n) or not owner:
            return False
        if release.taken[n - 1] in ("organisations", "systems"):
            return True
        if owner in kind_words("unnamed") or owner in kind_words("of"):
            return owner == "district" and release.is_capital(n - 1)
        if owner in _offices():
            return True
        return release.is_capital(n - 1) and not release.taken[n - 1] and not self.is_heading


@functools.cache
def _offices() -> frozenset[str]:
    """Return the last words of offices: who holds one is "of" a place as part of a role."""
    return frozenset(
        key(row["word"]) for row in lookups.table("offices", key=("word", "kind")) if row["kind"] == "head"
    )


PLACES: RuleList[Callable[[Place], bool]] = RuleList("places")


@PLACES.rule("beside-state")
def _beside_state(place: Place) -> bool:
    candidate = place.candidate
    if candidate.container is None or candidate.kind == "state":
        return False
    if any(entry.country == candidate.container.country for entry in candidate.entries):
        return True
    if place.is_heading and place.release.is_shouted(candidate.first):
        return False
    return _is_placed(place) or place.before in cues("where_of") | cues("where_to")


@PLACES.rule("name-tells-kind")
def _named_kind(place: Place) -> bool:
    candidate = place.candidate
    if candidate.kind is None or (candidate.kind == "state" and not candidate.entries):
        return False
    if candidate.kind in ("county", "airport") or candidate.entries:
        return not place.release.is_shouted(candidate.first) or bool(candidate.entries)
    if place.is_heading:
        return False
    if place.is_common:
        return False
    if candidate.kind == "island" and place.before in cues("where_on"):
        return True
    return _is_placed(place) or place.release.fold(place.candidate.first - 1) == "the"


@PLACES.rule("kind-of")
def _kind_of(place: Place) -> bool:
    release, n = place.release, place.first - 1
    if release.fold(n) != "of" or release.fold(n - 1) not in kind_words("unnamed") or not release.is_joined(n):
        return False
    return not place.is_heading and (bool(place.candidate.entries) or not place.is_common)


@PLACES.rule("kind-behind")
def _kind_behind(place: Place) -> bool:
    release, n = place.release, place.candidate.last + 1
    kind = kind_words("below").get(place.behind)
    if kind is None or release.is_capital(n) or place.is_heading:
        return False
    if place.candidate.entries and not place.is_common:
        return True
    if place.is_common or not cues("where_no_name").isdisjoint(place.candidate.key.split(" ")):
        return False
    return _is_placed(place) and release.fold(place.candidate.first - 1) == "the"


@PLACES.rule("state")
def _state(place: Place) -> bool:
    candidate = place.candidate
    if candidate.short or not candidate.is_state:
        return False
    alone = any(entry.kind == "state" and entry.country in cues("states_alone") for entry in candidate.entries)
    if alone and not place.is_personal:
        return True
    if place.fitting < 0 or place.is_common:
        return False
    return (alone and place.context.countries >= {"USA"}) or _is_placed(place)


@PLACES.rule("home")
def _home(place: Place) -> bool:
    candidate = place.candidate
    return any(start <= candidate.start and candidate.end <= end for start, end in place.homes)


@PLACES.rule("preposition")
def _preposition(place: Place) -> bool:
    if not place.candidate.entries or place.candidate.short:
        return False
    within = _is_placed(place)
    if not within and place.before not in cues("where_to"):
        return False
    if place.is_plain:
        return place.fitting >= 0 or place.population >= CITY or place.is_labelled
    if place.is_personal and not place.is_common:
        return place.fitting >= 0 and (within or place.is_labelled)
    return place.fitting >= TOWN and not place.is_heading and place.is_labelled


@PLACES.rule("people-of")
def _people_of(place: Place) -> bool:
    if place.behind not in cues("where_has") or not place.is_plain:
        return False
    if place.release.is_capital(place.candidate.last + 1):
        return place.fitting >= CITY
    return place.fitting >= 0 or place.population >= TOWN


@PLACES.rule("well-known")
def _well_known(place: Place) -> bool:
    if not place.is_plain or place.candidate.short:
        return False
    several = place.candidate.last > place.candidate.first
    if place.population >= METROPOLIS or place.fitting >= (TOWN if several else CITY):
        return True
    # A state of a country that the release names: "Bavaria".
    return any(e.kind == "state" and e.country in place.context.named for e in place.candidate.entries)


@PLACES.rule("unknown-place")
def _unknown_place(place: Place) -> bool:
    candidate = place.candidate
    if candidate.entries or candidate.kind or place.is_heading or not _is_placed(place):
        return False
    if place.is_common or _is_acronym(place):
        return False
    return place.is_labelled


def unknown_names(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield where names stand of which the entity recogniser will be asked whether they are places."""
    text, words = doc_text(doc), doc_words(doc)
    placed, common = cues("where_in"), lookups.words("words")
    for before, word in itertools.pairwise(words):
        if before.fold not in placed or word.gap != "" or not text[word.start].isupper():
            continue
        if word.fold not in common and not is_first_word(word.fold) and not text[word.start : word.end].isupper():
            yield word.start, word.end


def _is_placed(place: Place) -> bool:
    return place.before in cues("where_in")


def _is_acronym(place: Place) -> bool:
    return place.release.text[place.candidate.start : place.candidate.end].isupper()
