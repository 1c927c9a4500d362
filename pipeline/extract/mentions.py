"""The mention and row types, one per table: the fields are the table's value columns.

`start` and `end` are character offsets into the clean text (half-open). Ids that must
be unique over the corpus (`person_id`, `outcome_id`) are here numbers within the
release; the tabulate stage puts the release's id before them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class DateMention:
    """A calendar date, duration or age; see the table `dates`."""

    start: int
    end: int
    rule: str
    kind: str = "date"
    date_start: datetime.date | None = None
    date_end: datetime.date | None = None
    granularity: str | None = None
    basis: str | None = None
    basis_rule: str | None = None
    amount: float | None = None
    amount_unit: str | None = None


@dataclass(frozen=True)
class CountMention:
    """A quantity with what it counts; see the table `counts`."""

    start: int
    end: int
    rule: str
    value: float
    value_max: float | None = None
    qualifier: str = "exact"
    unit: str | None = None
    item: str | None = None
    item_rule: str | None = None
    category: str = "other"
    action: str | None = None
    negated: bool = False


@dataclass(frozen=True)
class CountryMention:
    """A country named; see the table `countries`."""

    start: int
    end: int
    rule: str
    iso3: str
    iso2: str
    name: str
    region: str
    via: str
    part: str = "mention"


@dataclass(frozen=True)
class RegionMention:
    """A region of several countries named; see the table `regions`."""

    start: int
    end: int
    rule: str
    m49: str | None
    name: str


@dataclass(frozen=True)
class PlaceMention:
    """A town, county, state or the like named; see the table `places`."""

    start: int
    end: int
    rule: str
    name: str
    kind: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geoname_id: int | None
    via: str = "text"


@dataclass(frozen=True)
class CrimeAreaMention:
    """Words that name a crime area; see the table `crime_areas`."""

    start: int
    end: int
    rule: str
    area: str
    label: str


@dataclass(frozen=True)
class ReleaseCrimeArea:
    """A crime area of the release; see the table `release_crime_areas`."""

    area: str
    n_mentions: int
    score: float
    primary: bool


@dataclass(frozen=True)
class OrganisationMention:
    """A body named; see the table `organisations`."""

    start: int
    end: int
    rule: str
    organisation_id: str
    name: str
    acronym: str | None
    kind: str
    country: str | None


@dataclass(frozen=True)
class SystemMention:
    """A named database, tool, notice, operation, project, event or facility; see `systems`."""

    start: int
    end: int
    rule: str
    name: str
    acronym: str | None
    kind: str


@dataclass(frozen=True)
class PersonMention:
    """A naming of a person; `person_id` is the person's number within the release, from 1."""

    start: int
    end: int
    rule: str
    person_id: int


@dataclass(frozen=True)
class Person:
    """A person of the release; see the table `people`. `person_id` counts from 1."""

    person_id: int
    name: str
    role: str | None
    organisation: str | None
    country: str | None
    n_mentions: int
    speaks: bool
    start: int
    end: int
    rule: str
    part: str = "other"
    age: float | None = None
    home: str | None = None


@dataclass(frozen=True)
class QuoteMention:
    """Words quoted or reported, without quotation marks; see the table `quotes`."""

    start: int
    end: int
    rule: str
    kind: str
    speaker: str | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """Something that happened; see the table `outcomes`. `outcome_id` counts from 1."""

    action: str
    start: int
    end: int
    rule: str
    outcome_id: int = 0
    item: str | None = None
    category: str = "people"
    value: float | None = None
    unit: str | None = None
    qualifier: str = "exact"
    implied: bool = False
    vague: str | None = None
    part_of: int | None = None
    scope: str = "event"
    scope_rule: str | None = None
    date_start: datetime.date | None = None
    date_end: datetime.date | None = None
    substance: str | None = None
    value_kg: float | None = None


@dataclass(frozen=True)
class OutcomePerson:
    """A person whom an outcome is about, both by their numbers within the release; see `outcome_people`."""

    outcome_id: int
    person_id: int


@dataclass(frozen=True)
class ChargeMention:
    """An offence with a person it is laid to; see the table `charges`. `charge_id` counts from 1."""

    start: int
    end: int
    rule: str
    charge_id: int
    offence: str
    stage: str
    person_id: int | None = None
    n_people: int | None = None
    area: str | None = None
    statute: str | None = None
    n_counts: int | None = None


@dataclass(frozen=True)
class PenaltyMention:
    """A penalty of a person; see the table `penalties`. `penalty_id` counts from 1."""

    start: int
    end: int
    rule: str
    penalty_id: int
    kind: str
    status: str
    person_id: int | None = None
    n_people: int | None = None
    amount: float | None = None
    amount_unit: str | None = None
