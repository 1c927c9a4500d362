"""Tells which of the places of one name a release means, and in which country it lies.

What stands beside the name decides first, then what else the release names, then whose release it is; the largest
namesake only where it is much larger than all others and nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from pipeline.extract.places.gazetteer import Entry, state_name
from pipeline.extract.reading.cues import cues

# Of two towns of one name in one country the larger is meant where it is so much larger.
MUCH_LARGER = 5
# A town that everybody knows is meant, not its namesake at home: London, not London, Ohio.
METROPOLIS, FAR_LARGER = 500_000, 10
TOWN = 15_000
# Without any other evidence.
KNOWN_TOWN = 100_000


@dataclass
class Context:
    """What a release tells of where it plays.

    Attributes:
        states: country and code of the states named, in bodies' names, too.
        homes: countries of the dateline and the publisher, the nearest first.
        named: countries named.
        placed: those of them that are named otherwise than by a demonym of somebody.
        found: countries of the places told apart so far.
    """

    states: set[tuple[str, str]] = field(default_factory=set)
    homes: Sequence[str] = ()
    named: Collection[str] = field(default_factory=set)
    placed: Collection[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)

    @property
    def countries(self) -> set[str]:
        """All countries that the release has to do with."""
        return {*self.homes, *self.named, *(country for country, _ in self.states)}


@dataclass(frozen=True)
class Where:
    """Which place a name means.

    Attributes:
        entry: the place, None where it cannot be told apart.
        country: ISO 3166-1 alpha-3, None where it is not told.
        admin1: name of the state or province.
    """

    entry: Entry | None
    country: str | None
    admin1: str | None


NOWHERE = Where(None, None, None)


def of_dateline(entries: Sequence[Entry], country: str | None) -> Where | None:
    """Return the town that a dateline may name without its state, None where there is none: "WASHINGTON"."""
    towns = sorted((e for e in entries if e.kind == "town"), key=lambda e: -e.population)
    if not towns or towns[0].country != country or towns[0].population < METROPOLIS:
        return None
    return Where(towns[0], country, _state_of(towns[0]))


def is_town_or_state(entries: Sequence[Entry]) -> bool:
    """Tell whether a name is a state's and a metropolis's of the same country: New York, Washington."""
    states = {entry.country for entry in entries if entry.kind == "state" and entry.country in cues("states_alone")}
    return any(e.kind == "town" and e.population >= METROPOLIS and e.country in states for e in entries)


def resolve(entries: Sequence[Entry], context: Context, *, container: Entry | None, near: Sequence[str] = ()) -> Where:
    """Return which of the places of a name is meant.

    Args:
        entries: places of the name, none where the gazetteer lacks it.
        container: the state or country that stands beside the name.
        near: countries named in the sentence.
    """
    if container is not None:
        return _in_container(entries, container)
    if not entries:
        return Where(None, _one_country(context, near), None)
    for fits in _filters(context, near):
        found = [entry for entry in entries if fits(entry)]
        if found:
            return _unless_far(_unless_metropolis(found, entries, context), entries, context)
    return _largest(entries)


def _unless_far(where: Where, entries: Sequence[Entry], context: Context) -> Where:
    """Return what was picked, only its country where it is a small town of a state that the release does not name."""
    entry = where.entry
    if entry is None or entry.kind != "town" or entry.country not in cues("states_alone"):
        return where
    known = entry.population >= KNOWN_TOWN or (len(entries) == 1 and entry.population >= TOWN)
    if known or (entry.country, entry.admin1) in context.states:
        return where
    return Where(None, where.country, None)


def _in_container(entries: Sequence[Entry], container: Entry) -> Where:
    inside = [entry for entry in entries if entry.country == container.country]
    if container.admin1:
        inside = [entry for entry in inside if entry.admin1 in (container.admin1, "") and entry.kind != "state"]
    found = _pick(inside)
    state = state_name(container.country, container.admin1) if container.admin1 else found.admin1
    return Where(found.entry, container.country, state)


def _filters(context: Context, near: Sequence[str]) -> list[Callable[[Entry], bool]]:
    filters: list[Callable[[Entry], bool]] = []
    if near:
        filters.append(lambda e: e.country in near and (not context.states or (e.country, e.admin1) in context.states))
        filters.append(lambda e: e.country in near)
    filters.append(lambda e: (e.country, e.admin1) in context.states)
    filters += [lambda e, home=home: e.country == home for home in context.homes]  # type: ignore[misc]
    # Of a country that is only named, no village is meant.
    filters.append(lambda e: e.country in context.countries and (e.population >= TOWN or e.population == 0))
    return filters


def _unless_metropolis(found: Sequence[Entry], entries: Sequence[Entry], context: Context) -> Where:
    """Return the pick of those that fit, unless one that everybody knows is as likely."""
    best = max(entry.population for entry in found)
    known = max(entries, key=lambda e: e.population)
    if known in found or known.population < METROPOLIS or known.population < FAR_LARGER * best:
        return _pick(found)
    if all(entry.country == known.country for entry in found):
        return Where(None, known.country, None)
    if any((entry.country, entry.admin1) in context.states for entry in found):
        return NOWHERE if known.country in context.countries else _pick(found)
    return _pick([known])


def _pick(found: Sequence[Entry]) -> Where:
    """Return the one of those of a country that is much larger than the others, or what they share."""
    if not found:
        return NOWHERE
    ordered = sorted(found, key=lambda e: -e.population)
    first = ordered[0]
    countries = {entry.country for entry in ordered}
    if len(countries) > 1:
        return _largest(ordered)
    # A county of a town's name is another thing than the town, and a state another than its town.
    rivals = [entry for entry in ordered[1:] if entry.kind == first.kind or first.population == 0]
    if not rivals or (first.population and first.population >= MUCH_LARGER * rivals[0].population):
        return Where(first, first.country, _state_of(first))
    states = {entry.admin1 for entry in ordered}
    return Where(None, first.country, _state_of(first) if len(states) == 1 else None)


def _largest(entries: Sequence[Entry]) -> Where:
    ordered = sorted(entries, key=lambda e: -e.population)
    first = ordered[0]
    others = [entry for entry in ordered[1:] if entry.country != first.country or entry.kind == first.kind]
    if not others and (first.population >= KNOWN_TOWN // MUCH_LARGER or first.kind == "county"):
        return Where(first, first.country, _state_of(first))
    larger = MUCH_LARGER if first.population >= METROPOLIS else FAR_LARGER
    if first.population >= KNOWN_TOWN and others and first.population >= larger * others[0].population:
        return Where(first, first.country, _state_of(first))
    countries = {entry.country for entry in entries}
    return Where(None, first.country, None) if len(countries) == 1 else NOWHERE


def _state_of(entry: Entry) -> str | None:
    return state_name(entry.country, entry.admin1) if entry.admin1 else None


def _one_country(context: Context, near: Sequence[str]) -> str | None:
    """Return the country of a place that the gazetteer lacks, where the release leaves no choice."""
    if len(set(near)) == 1:
        return near[0]
    if near:
        return None
    countries = {*context.homes, *context.placed, *(country for country, _ in context.states)} | context.found
    return next(iter(countries)) if len(countries) == 1 else None
