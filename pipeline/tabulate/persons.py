"""Tells which namings of one full name are one person.

Two namings are one where something ties them and nothing contradicts. Contradictions: ages that cannot be one person's,
offices of two countries, other initials, an official and a suspect, both in one release. Ties:

* a near-duplicate of the release;
* two offices that share a telling word ("Ferrymoor"), the same body, or are the same high one ("Senator");
  also two of one publisher, or of a name that hardly anybody bears;
* without an office: the same publisher within five years, where the ages agree or the name is rare or of three words;
* across publishers: a home and an age that agree, or either of them with a rare name.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.tabulate.names import folded, initials, is_unusual, n_full_names, office_words

# Persons of one name that a naming is compared with; a list of thousands stays linear.
MAX_COMPARED = 40
YEAR, SLACK_DAYS, CASE_DAYS = 365.25, 45, 5 * 366
MIN_ROLE_WORD, LONG_NAME = 3, 3


@dataclass(frozen=True)
class Naming:
    """A person as one release tells of them; see the table `people`.

    Attributes:
        near: the release that this one nearly repeats.
        day: day of publication, ISO 8601.
    """

    release_id: str
    near: str | None
    day: str | None
    name: str
    publisher: str | None
    role: str | None
    organisation: str | None
    country: str | None
    part: str
    age: float | None
    home: str | None

    @property
    def is_official(self) -> bool:
        """Whether the person acts for an authority, or holds an office and stands in no case."""
        return self.part == "official" or (self.part == "other" and self.role is not None)

    def born(self) -> tuple[float, float] | None:
        """Return between which days the person was born, as ordinals."""
        if self.age is None or self.day is None:
            return None
        day = datetime.date.fromisoformat(self.day).toordinal()
        return day - (self.age + 1) * YEAR - SLACK_DAYS, day - self.age * YEAR + SLACK_DAYS


@dataclass
class _Person:
    """What is known of a person so far."""

    members: list[int] = field(default_factory=list)
    releases: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    born: tuple[float, float] | None = None
    last: str | None = None
    official: bool = False

    def add(self, number: int, naming: Naming) -> None:
        self.members.append(number)
        self.releases.add(naming.release_id)
        self.words |= _telling_words(naming)
        self.offices |= _high_offices(naming.role)
        for known, cell in (
            (self.publishers, naming.publisher),
            (self.bodies, naming.organisation and folded(naming.organisation)),
            (self.homes, naming.home and _town(naming.home)),
            (self.countries, naming.country),
            (self.parts, naming.part),
        ):
            if cell:
                known.add(cell)
        self.initials.update(initials(naming.name))
        born = naming.born()
        if born:
            self.born = born if self.born is None else (max(self.born[0], born[0]), min(self.born[1], born[1]))
        self.last = naming.day or self.last
        self.official = self.official or naming.is_official


def join_persons(namings: Sequence[Naming]) -> list[list[int]]:
    """Return the namings of one full name as persons, each a list of places in the sequence.

    Args:
        namings: in order of day and release; undated ones last.
    """
    persons: list[_Person] = []
    for number, naming in enumerate(namings):
        near = persons[-MAX_COMPARED:]
        person = next((p for p in near if not _contradicts(p, naming) and _is_tied(p, naming)), None)
        if person is None:
            person = _Person()
            persons.append(person)
        person.add(number, naming)
    return [person.members for person in persons]


def _town(home: str) -> str:
    return folded(home.split(",")[0].removeprefix("the "))


def _telling_words(naming: Naming) -> set[str]:
    words = folded(naming.role or "").split()
    untold = office_words("plain") | office_words("high")
    return {word for word in words if len(word) >= MIN_ROLE_WORD and word not in untold}


def _high_offices(role: str | None) -> set[str]:
    words = set(folded(role or "").split())
    return set() if words & office_words("low") else words & set(office_words("high"))


def _ages_agree(person: _Person, naming: Naming) -> bool:
    born = naming.born()
    return bool(born and person.born and born[0] <= person.born[1] and person.born[0] <= born[1])


def _contradicts(person: _Person, naming: Naming) -> bool:
    if naming.release_id in person.releases:
        return True
    if naming.born() and person.born and not _ages_agree(person, naming):
        return True
    if naming.country and person.countries - {naming.country}:
        return True
    own = set(initials(naming.name))
    if own and person.initials and not own & person.initials:
        return True
    return naming.is_official != person.official


def _is_tied(person: _Person, naming: Naming) -> bool:
    if naming.near in person.releases:
        return True
    if naming.is_official:
        return _shares_office(person, naming)
    return _shares_case(person, naming)


def _shares_office(person: _Person, naming: Naming) -> bool:
    if is_unusual(naming.name):
        return True
    if _telling_words(naming) & person.words or _high_offices(naming.role) & person.offices:
        return True
    if naming.organisation and folded(naming.organisation) in person.bodies:
        return True
    return naming.publisher is not None and naming.publisher in person.publishers


def _shares_case(person: _Person, naming: Naming) -> bool:
    rare = is_unusual(naming.name)
    at_home = naming.home is not None and _town(naming.home) in person.homes
    agree = _ages_agree(person, naming)
    if (at_home and agree) or (rare and (at_home or agree)):
        return True
    if naming.publisher is None or naming.publisher not in person.publishers:
        return False
    if naming.day and person.last and _days(person.last, naming.day) > CASE_DAYS:
        return False
    return agree or rare or n_full_names(naming.name) >= LONG_NAME


def _days(first: str, second: str) -> int:
    return abs((datetime.date.fromisoformat(second) - datetime.date.fromisoformat(first)).days)
