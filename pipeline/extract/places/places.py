"""Finds the places a release names: towns, counties, states, districts, islands, waters, ports and airports.

Candidates are read (`candidates`), rules tell which of them mean places (`evidence`), and each name is told apart from
its namesakes once for the release (`namesakes`). Countries are none, nor is what stands in the name of a body, a
system, a role or a person. What is named as a place once is one wherever the same words stand by themselves.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions, set_mentions
from pipeline.extract.mentions import PlaceMention
from pipeline.extract.places.candidates import Candidate, Release, context_states, read_candidates
from pipeline.extract.places.countries import find_datelines
from pipeline.extract.places.evidence import CITY, PLACES, Place
from pipeline.extract.places.gazetteer import Entry, find_states, place_key, short_states, state_name
from pipeline.extract.places.namesakes import Context, Where, is_town_or_state, of_dateline, resolve
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import goes_on, list_gap
from pipeline.extract.reading.sentences import sentence_starts
from pipeline.extract.rules import is_on

MAX_GAP = 24  # characters between two members of a list
# Characters in which a dateline on a line of its own is looked for.
MAX_HEAD = 1200
# Parts that countries play which tell where something happened.
_PART_OF_COUNTRY = ("place", "force", "participant", "dateline")


def annotate(doc: Doc) -> None:
    """Set the mentions of `places`."""
    set_mentions(doc, "places", find_places(doc))


def find_places(doc: Doc) -> list[PlaceMention]:
    """Return the places a release names, in text order, without overlaps."""
    release = Release(doc)
    homes = _homes(release)
    start, town_end, end = _dateline(release)
    candidates = read_candidates(release, [*homes, (start, town_end)] if end else homes)
    if not candidates:
        return []
    context = _context(release)
    places = [Place(candidate, release, context, homes) for candidate in candidates]
    _mark_dateline(release, places)
    _tell(places)
    if _widen(release, context, candidates):
        # What has been found tells where the release plays, which makes more names certain.
        places = [Place(candidate, release, context, homes) for candidate in candidates]
        _tell(places)
    _states_behind(candidates)
    _listed(release, places)
    _again(places)
    return list(_mentions(release, context, [c for c in candidates if c.rule]))


def _widen(release: Release, context: Context, candidates: Sequence[Candidate]) -> bool:
    """Add to the context the country in which all places found so far lie, if it is one and was not known."""
    if context.homes:
        return False
    near = _countries_by_sentence(release)
    starts = sentence_starts(release.doc)
    lie_in = {
        _where(release, c, context, near.get(bisect_right(starts, c.start) - 1, ())).country
        for c in candidates
        if c.rule and c.entries
    }
    if len(lie_in) != 1 or None in lie_in:
        return False
    context.homes = [country for country in lie_in if country]
    return True


def _tell(places: Sequence[Place]) -> None:
    """Ask the rules about the places that none has told yet."""
    for place in places:
        place.candidate.rule = place.candidate.rule or _rule_of(place)


def _rule_of(place: Place) -> str | None:
    """Return the name of the rule that tells a place, None where none does."""
    if place.is_part:
        return None
    return next((rule.name for rule in PLACES.active() if rule.read(place)), None)


def _context(release: Release) -> Context:
    known = release.context
    told = [(state.country, state.admin1) for state in context_states(release)]
    states = set(told)
    for part in (known.dateline_place or "").split(",")[1:]:
        short = short_states().get(part.replace(".", "").replace(" ", ""), ())
        behind = (*find_states(place_key(part)), *(s.entry for s in short))
        states |= {(e.country, e.admin1) for e in behind if e.country == known.dateline_country}
    homes = [country for country in (known.dateline_country, known.publisher_country) if country]
    countries = mentions(release.doc, "countries")
    named = {m.iso3 for m in countries}
    # "A Tunisian man" says nothing of where he was.
    placed = {m.iso3 for m in countries if m.via != "demonym" or m.part in _PART_OF_COUNTRY}
    if not homes and told:
        ((country, n),) = Counter(country for country, _ in told).most_common(1)
        homes = [country] if 2 * n > len(told) else []
    return Context(states, list(dict.fromkeys(homes)), named, placed)


def _homes(release: Release) -> list[tuple[int, int]]:
    """Return where the homes of people stand, as character offsets, in text order."""
    found: set[tuple[int, int]] = set()
    namings: dict[int, list[int]] = {}
    for mention in mentions(release.doc, "person_mentions"):
        namings.setdefault(mention.person_id, []).append(mention.end)
    for person in mentions(release.doc, "people"):
        if person.home is None:
            continue
        pattern = re.compile(re.escape(person.home).replace(r"\ ", r"\s+"))
        for end in namings.get(person.person_id, []):
            match = pattern.search(release.text, end, end + len(person.home) + 60)
            if match:
                found.add(match.span())
                break
    return sorted(found)


def _mark_dateline(release: Release, places: Sequence[Place]) -> None:
    """Tell the places of the dateline."""
    if not is_on("places.dateline"):
        return
    start, town_end, end = _dateline(release)
    for place in places:
        candidate = place.candidate
        if not start <= candidate.start < end:
            continue
        in_town = candidate.start < town_end and (release.context.dateline_place is not None or place.is_plain)
        if in_town or candidate.is_outer:
            candidate.rule, candidate.via = "dateline", "dateline"


def _dateline(release: Release) -> tuple[int, int, int]:
    """Return where the dateline begins, where its town ends, and where it ends, as characters; zeros without one."""
    known = release.context
    if known.dateline_place is None:
        found = [] if known.dateline_end else find_datelines(release.text, known)
        return (found[0][0], found[0][1], found[0][1]) if found else (0, 0, 0)
    town = known.dateline_place.split(",")[0].strip()
    if known.dateline_end:
        start, end = release.text.rfind(town, 0, known.dateline_end), known.dateline_end
    else:
        start = release.text.find(town, 0, MAX_HEAD)
        end = start + len(known.dateline_place) + 2
    return (start, start + len(town), end) if start >= 0 else (0, 0, 0)


def _states_behind(candidates: Sequence[Candidate]) -> None:
    """Tell the states and counties that stand behind a place: "Dunbar, W.Va."."""
    if not is_on("places.state-behind"):
        return
    for before, behind in itertools.pairwise(candidates):
        if before.rule and behind.is_outer:
            behind.rule = behind.rule or "state-behind"


def _listed(release: Release, places: Sequence[Place]) -> None:
    """Tell the places of a list of which another member is one."""
    if not is_on("places.listed"):
        return
    for ordered in (places, places[::-1]):
        for known, place in itertools.pairwise(ordered):
            if known.candidate.rule is None or place.candidate.rule:
                continue
            first, second = sorted((known.candidate, place.candidate), key=lambda c: c.first)
            gap = _gap_between(release.text, first.end, second.start)
            if gap and _may_be_listed(place, closing=any(word in gap for word in ("and", "or"))):
                place.candidate.rule = "listed"


def _gap_between(text: str, start: int, end: int) -> str:
    """Return what joins two names in a list, "" where nothing does: a blank alone is no joint."""
    gap = list_gap(text, start, end, most=MAX_GAP)
    if gap is None and end - start <= MAX_GAP and goes_on(text, start, end):
        gap = text[start:end]
    return gap.strip() if gap else ""


def _may_be_listed(place: Place, *, closing: bool) -> bool:
    """Tell whether a name beside a place may be one; `closing`: whether an "and" stands between."""
    if place.is_part or place.candidate.short or place.is_heading or place.is_common:
        return False
    return place.fitting >= 0 or (place.population >= CITY and (closing or not place.is_personal))


def _again(places: Sequence[Place]) -> None:
    """Tell the places that are named as such elsewhere in the release."""
    if not is_on("places.again"):
        return
    known = {p.candidate.key for p in places if p.candidate.rule and not p.candidate.short and not p.is_common}
    for place in places:
        if place.candidate.rule is None and place.candidate.key in known and not place.is_part:
            place.candidate.rule = "again"


def _mentions(release: Release, context: Context, told: Sequence[Candidate]) -> Iterator[PlaceMention]:
    near = _countries_by_sentence(release)
    starts = sentence_starts(release.doc)
    where: dict[tuple[str, bool], Where] = {}
    # What stands beside a state or country, or opens the release, tells which place the name means throughout.
    order = sorted(told, key=lambda c: (not c.entries, c.container is None, c.via != "dateline", c.first))
    for candidate in order:
        name = (candidate.key, candidate.is_outer)
        if name not in where:
            sentence = bisect_right(starts, candidate.start) - 1
            where[name] = _where(release, candidate, context, near.get(sentence, ()))
            entry = where[name].entry
            if entry and entry.admin1 and (candidate.container or candidate.via == "dateline"):
                context.states.add((entry.country, entry.admin1))
            if where[name].country:
                context.found.add(where[name].country or "")
    for candidate in told:
        yield _mention(release, candidate, where[candidate.key, candidate.is_outer])


def _countries_by_sentence(release: Release) -> dict[int, tuple[str, ...]]:
    starts = sentence_starts(release.doc)
    near: dict[int, tuple[str, ...]] = {}
    for mention in mentions(release.doc, "countries"):
        if mention.part in _PART_OF_COUNTRY:
            sentence = bisect_right(starts, mention.start) - 1
            near[sentence] = (*near.get(sentence, ()), mention.iso3)
    return near


def _where(release: Release, candidate: Candidate, context: Context, near: Sequence[str]) -> Where:
    entries = [entry for entry in candidate.entries if _is_meant(candidate, entry)]
    if candidate.kind in cues("large_place"):
        where = resolve(candidate.entries, context, container=candidate.container, near=near)
        return Where(None, where.country, where.admin1)
    if candidate.container is None and not candidate.is_outer:
        if candidate.via == "dateline" and (town := of_dateline(entries, release.context.dateline_country)):
            return town
        if is_town_or_state(entries):
            return _town_or_state(entries)
    if candidate.rule == "state" and any(e.kind == "state" and e.country in cues("states_alone") for e in entries):
        entries = [entry for entry in entries if entry.kind == "state"]
    elif candidate.kind is None and not candidate.is_outer:
        # "Jakarta", "Vienna": the town, not the province that bears its name.
        towns = {entry.country for entry in entries if entry.kind == "town"}
        entries = [entry for entry in entries if entry.kind != "state" or entry.country not in towns]
    return resolve(entries, context, container=candidate.container, near=near)


def _town_or_state(entries: Sequence[Entry]) -> Where:
    """Return what the state of New York and its town share."""
    state = next(entry for entry in entries if entry.kind == "state")
    town = max((entry for entry in entries if entry.kind == "town"), key=lambda e: e.population)
    same = state.admin1 == town.admin1
    return Where(None, state.country, state_name(state.country, state.admin1) if same else None)


def _is_meant(candidate: Candidate, entry: Entry) -> bool:
    """Tell whether a place of the name is of the kind that the words around it tell."""
    if candidate.is_outer:
        return entry.kind in ("state", "county")
    return candidate.kind != "state" or entry.kind == "state"


def _mention(release: Release, candidate: Candidate, where: Where) -> PlaceMention:
    entry = where.entry
    start, end = candidate.start, candidate.end
    return PlaceMention(
        start,
        end,
        candidate.rule or "",
        entry.name if entry else _name(release.text[start:end], candidate),
        (entry.kind if entry else None) or candidate.kind or _kind(candidate.entries),
        where.country,
        where.admin1,
        entry.latitude if entry else None,
        entry.longitude if entry else None,
        entry.geoname_id if entry else None,
        candidate.via,
    )


def _name(text: str, candidate: Candidate) -> str:
    """Return a name as the gazetteer spells it, else as worded."""
    names = {entry.name for entry in candidate.entries}
    if len(names) == 1 and candidate.kind not in cues("large_place"):
        return names.pop()
    name = " ".join(text.split())
    return name.title() if name.isupper() and len(name) > 3 else name


def _kind(entries: Iterable[Entry]) -> str | None:
    kinds = {entry.kind for entry in entries}
    return kinds.pop() if len(kinds) == 1 else None
