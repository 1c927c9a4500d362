"""The gazetteer of towns, counties and states: GeoNames' rows by name, read only where a name is looked up."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from pipeline import lookups
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import split_words

# Written short inside names: "St. Albans", "Ft. Worth".
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


class Entry(NamedTuple):
    """One place of the gazetteer.

    Attributes:
        kind: town, county, district or state.
        admin1: GeoNames' code of its state or province, "" where not known; a state's own.
        population: 0 where not known.
        geoname_id: None for the few that GeoNames has under no number.
    """

    name: str
    kind: str
    country: str
    admin1: str
    latitude: float | None
    longitude: float | None
    population: int
    geoname_id: int | None


def key_of(words: Sequence[str]) -> str:
    """Return the key of a name given as folded words."""
    last = len(words) - 1
    return " ".join(_SHORT.get(word, word) if n < last else word for n, word in enumerate(words))


def place_key(name: str) -> str:
    """Return the key under which a name stands.

    >>> place_key("St. Albans")
    'saint albans'
    """
    return key_of([word.fold for word in split_words(name)])


@functools.cache
def _iso3() -> dict[str, str]:
    return {row["iso2"]: row["iso3"] for row in lookups.table("countries", key=("iso3",))}


@functools.cache
def _first_words() -> frozenset[str]:
    towns = {line[: line.index(",")].partition(" ")[0] for line in lookups.lines("gazetteer")}
    short = {form for form, whole in _SHORT.items() if whole in towns}
    return frozenset(towns | short | {key.partition(" ")[0] for key in _states()})


def is_first_word(folded: str) -> bool:
    """Tell whether a name begins with a word, given folded."""
    return folded in _first_words()


@functools.lru_cache(maxsize=1 << 14)
def find_places(key: str) -> tuple[Entry, ...]:
    """Return the towns, counties and districts of a name, the largest first."""
    found = [
        Entry(
            name or key.title(),
            kind or "town",
            _iso3()[country],
            admin1,
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            int(population),
            int(number) if number else None,
        )
        for _, name, kind, country, admin1, latitude, longitude, population, number in lookups.lines_of(
            "gazetteer", key
        )
    ]
    return tuple(sorted(found, key=lambda e: (-e.population, e.geoname_id or 0)))


class State(NamedTuple):
    """A state or province; `is_place`: whether it is none of the countries of the contract."""

    entry: Entry
    is_place: bool


@functools.cache
def _states() -> dict[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for row in lookups.table("gazetteer_states", key=("key", "country", "code")):
        country, number = _iso3()[row["country"]], int(row["geoname_id"])
        entry = Entry(row["name"], "state", country, row["code"], None, None, 0, number)
        found[row["key"]] = (*found.get(row["key"], ()), State(entry, row["is_place"] == "1"))
    return found


@functools.cache
def _names() -> dict[tuple[str, str], str]:
    return {(s.entry.country, s.entry.admin1): s.entry.name for states in _states().values() for s in states}


def find_states(key: str) -> tuple[Entry, ...]:
    """Return the states and provinces of a name that are places."""
    return tuple(state.entry for state in _states().get(key, ()) if state.is_place)


def state_name(country: str, admin1: str) -> str | None:
    """Return the name of a state by its code."""
    return _names().get((country, admin1))


class Short(NamedTuple):
    """A short form of a state; `alone`: whether it names the state where no town stands before it."""

    form: str
    entry: Entry
    alone: bool


@functools.cache
def short_states() -> dict[str, tuple[Short, ...]]:
    """Return the states by their short forms, without stops and blanks: "WVa", "CA"."""
    found: dict[str, tuple[Short, ...]] = {}

    def add(form: str, country: str, name: str, *, alone: bool) -> None:
        for state in _states().get(place_key(name), ()):
            if state.entry.country == country:
                bare = form.replace(".", "").replace(" ", "")
                found[bare] = (*found.get(bare, ()), Short(form, state.entry, alone))

    for row in lookups.table("us_states", key=("name",)):
        for form in row["abbreviation"].split():
            add(form, "USA", row["name"], alone="." in form)
    for row in lookups.table("state_abbreviations", key=("abbreviation", "iso3")):
        add(row["abbreviation"], row["iso3"], row["state"], alone=row["alone"] == "1")
    return found


def named_alone() -> list[tuple[str, Entry]]:
    """Return the states of countries with well-known states by name and by short forms that stand alone."""
    found = [
        (state.entry.name, state.entry)
        for states in _states().values()
        for state in states
        if state.entry.country in cues("states_alone")
    ]
    for forms in short_states().values():
        found += [(short.form, short.entry) for short in forms if short.alone]
    return found
