"""Joins what releases name to entities over the whole corpus: persons, bodies, systems and operations.

A body or system is known by its canonical name. A name that holds none of its own ("Homicide Unit") means the body of
its publisher only. A person's full name alone proves nothing: two namings are one person where something ties them
(an office, the publisher, an age with a home) and nothing contradicts it (`persons`). All ids are digests of what an
entity is known by, so that they are the same on every machine; the order of the inputs changes none.

The namings wait in a file of SQLite, sorted by name, so that memory does not grow with the corpus.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.store import N_PARTS, WorkStore, part_ends, unpack_arrow
from pipeline.store_entities import EntityStore
from pipeline.tabulate.names import folded, has_owner, is_named, is_shared_place, name_key
from pipeline.tabulate.persons import Naming, join_persons

Row = dict[str, Any]
# Tables whose rows carry the entity they name.
NAMING_TABLES = ("people", "organisations", "systems")
CORPUS_TABLES = ("entities", "entity_aliases")
# An operation named again after so many days is another of the same name.
OPERATION_DAYS = 3 * 365
# What releases tell of persons.
TOLD = ("name", "role", "organisation", "country", "part", "age", "home")
UNDATED = "9999-12-31"
# Rules that find a body or system by a list of known names.
UNIT_RULE = "unit-word"
KNOWN_RULES = ("organisation-gazetteer", "system-gazetteer", "company-legal-form")


class Named(NamedTuple):
    """A thing as one release names it.

    Attributes:
        local: what tells its rows within the release.
        facts: name, forms (words and how often they stand), n (mentions), country; of persons all that is told.
    """

    kind: str
    key: str
    day: str
    release_id: str
    local: str
    facts: Row


def entity_id(kind: str, key: str, first: str = "") -> str:
    """Return the id of an entity by what it is known by.

    Args:
        first: where it is named first, where the key alone does not tell it.
    """
    return hashlib.sha256("\x00".join((kind, key, first)).encode("utf-8")).hexdigest()[:16]


def resolve_entities(out: Path, store: WorkStore) -> None:
    """Find the entities of all parts of the tables; `with_entities` and `corpus_rows` read them."""
    with closing(EntityStore(out, anew=True)) as entities:
        near: dict[str, str] = {}
        for part in range(N_PARTS):
            tables = _tables_of(store, part)
            if tables:
                near |= _near(tables["releases"])
                entities.add_named((*named[:-1], json.dumps(named.facts)) for named in _named(tables))
        everything = (Named(a, b, c, d, e, json.loads(facts)) for a, b, c, d, e, facts in entities.named())
        for (kind, key), group in groupby(everything, key=lambda n: (n.kind, n.key)):
            for members in _joined(kind, list(group), near):
                _keep(entities, kind, key, members, near)
        entities.end()


def _tables_of(store: WorkStore, part: int) -> dict[str, list[Row]]:
    """Return the rows of a part that tell of entities, by table; nothing for a part without releases."""
    wanted = {
        "releases": ["release_id", "published", "publisher", "near_duplicate_of"],
        "people": [
            "person_id",
            "release_id",
            "name",
            "role",
            "organisation",
            "country",
            "n_mentions",
            "part",
            "age",
            "home",
        ],
        "person_mentions": ["person_id", "text", "rule"],
        "organisations": ["release_id", "organisation_id", "name", "acronym", "country", "text", "rule"],
        "systems": ["release_id", "name", "acronym", "kind", "text", "rule"],
        "places": ["release_id", "country", "admin1"],
    }
    found = {}
    for name, columns in wanted.items():
        packed = store.ask_one("packed", f"{name}/{part:02d}")
        if packed is None:
            return {}
        found[name] = unpack_arrow(packed[0]).select(columns).to_pylist()
    return found


def _near(releases: Iterable[Row]) -> dict[str, str]:
    return {row["release_id"]: row["near_duplicate_of"] for row in releases if row["near_duplicate_of"]}


def _named(tables: Mapping[str, list[Row]]) -> Iterator[Named]:
    states = _main_states(tables["places"])
    releases = {row["release_id"]: {**row, "state": states.get(row["release_id"])} for row in tables["releases"]}
    yield from _named_people(tables, releases)
    for table, local in (("organisations", organisation_local), ("systems", system_local)):
        rows = sorted(tables[table], key=lambda row: (row["release_id"], local(row)))
        for (release_id, name), group in groupby(rows, key=lambda row: (row["release_id"], local(row))):
            yield _named_thing(table, releases[release_id], name, list(group))


def _main_states(places: Iterable[Row]) -> dict[str, str]:
    """Return by release the state or province that most of its places lie in."""
    found: dict[str, Counter[str]] = {}
    for row in places:
        if row["country"] and row["admin1"]:
            found.setdefault(row["release_id"], Counter())[f"{row['country']} {row['admin1']}"] += 1
    return {rid: min(states, key=lambda state: (-states[state], state)) for rid, states in found.items()}


def organisation_local(row: Row) -> str:
    """Return what tells a body within a release."""
    return str(row["organisation_id"])


def system_local(row: Row) -> str:
    """Return what tells a system within a release."""
    return f"{row['kind']}|{row['name']}"


def person_local(row: Row) -> str:
    """Return what tells a person within a release."""
    return str(row["person_id"])


def _day(release: Row) -> str:
    published: datetime.date | None = release["published"]
    return published.isoformat() if published else UNDATED


def _forms(rows: Iterable[Row]) -> dict[str, int]:
    return dict(sorted(Counter(" ".join(row["text"].split()) for row in rows).items()))


def _named_people(tables: Mapping[str, list[Row]], releases: Mapping[str, Row]) -> Iterator[Named]:
    mentions: dict[str, list[Row]] = {}
    for row in tables["person_mentions"]:
        if row["rule"] != "pronoun-of-speaker":
            mentions.setdefault(row["person_id"], []).append(row)
    for row in tables["people"]:
        release = releases[row["release_id"]]
        key = name_key(row["name"])
        # One word names nobody beyond its release.
        key = key if " " in key else f"{key} {row['person_id']}"
        told = {name: row[name] for name in TOLD}
        forms = _forms(mentions.get(row["person_id"], ())) or {row["name"]: row["n_mentions"]}
        facts = {**told, "n": row["n_mentions"], "forms": forms, "publisher": release["publisher"]}
        yield Named("person", key, _day(release), row["release_id"], person_local(row), facts)


def _named_thing(table: str, release: Row, local: str, rows: Sequence[Row]) -> Named:
    """Return a body or system of a release; its key holds whose it is where its name does not tell."""
    row = rows[0]
    kind = "organisation"
    key = local
    if table == "systems":
        kind = "operation" if row["kind"] == "operation" else "system"
        key = f"{row['kind']} {folded(row['name'])}"
    if row.get("kind") == "event" and not any(c.isdigit() for c in key):
        key += f" {_day(release)[:4] if release['published'] else release['release_id']}"
    if kind != "operation":
        key += _owner(rows, release)
    countries = {r["country"] for r in rows if r.get("country")}
    facts = {
        "name": row["name"],
        "n": len(rows),
        "forms": _forms(rows),
        "publisher": release["publisher"],
        "country": countries.pop() if len(countries) == 1 else None,
    }
    return Named(kind, key, _day(release), release["release_id"], local, facts)


def _owner(rows: Sequence[Row], release: Row) -> str:
    """Return by whom a body or system is known, "" where its name tells all."""
    name, rules = rows[0]["name"], {row["rule"] for row in rows}
    someone = release["publisher"] or release["release_id"]
    if rules & {*KNOWN_RULES} and rows[0].get("kind") != "event":
        return ""
    if not is_named(name) or (UNIT_RULE in rules and not has_owner(name)):
        return f" of {someone}"
    return f" of {release['state'] or someone}" if is_shared_place(name) else ""


def _joined(kind: str, group: Sequence[Named], near: Mapping[str, str]) -> list[list[Named]]:
    """Return the namings of one key as entities."""
    if kind == "person":
        namings = [
            Naming(n.release_id, near.get(n.release_id), None if n.day == UNDATED else n.day, **_told(n)) for n in group
        ]
        return [[group[k] for k in members] for members in join_persons(namings)]
    if kind != "operation":
        return [list(group)]
    joined: list[list[Named]] = []
    for naming in group:
        if joined and _days_between(joined[-1][-1].day, naming.day) <= OPERATION_DAYS:
            joined[-1].append(naming)
        else:
            joined.append([naming])
    return joined


def _told(named: Named) -> Row:
    return {name: named.facts[name] for name in (*TOLD, "publisher")}


def _days_between(first: str, second: str) -> int:
    if UNDATED in (first, second):
        return 0 if first == second else OPERATION_DAYS + 1
    return (datetime.date.fromisoformat(second) - datetime.date.fromisoformat(first)).days


def _keep(entities: EntityStore, kind: str, key: str, members: Sequence[Named], near: Mapping[str, str]) -> None:
    """Write an entity, its aliases, and which rows of the releases name it."""
    first = f"{members[0].release_id} {members[0].local}" if kind in ("person", "operation") else ""
    number = entity_id(kind, key, first)
    table = {"person": "people", "organisation": "organisations"}.get(kind, "systems")
    entities.add_ids((table, m.release_id, m.local, number) for m in members)
    # What a near-duplicate repeats is not counted twice.
    inside = {member.release_id for member in members}
    counted = [m for m in members if near.get(m.release_id) not in inside]
    names: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for member in counted:
        names[member.facts["name"]] += 1
        forms.update(member.facts["forms"])
    days = sorted(member.day for member in members if member.day != UNDATED)
    countries = {member.facts["country"] for member in members if member.facts["country"]}
    row = {
        "entity_id": number,
        "kind": kind,
        "name": min(names, key=lambda name: (-names[name], -len(name), name)),
        "n_releases": len({member.release_id for member in counted}),
        "n_mentions": sum(member.facts["n"] for member in counted),
        "first_published": days[0] if days else None,
        "last_published": days[-1] if days else None,
        "country": countries.pop() if len(countries) == 1 else None,
    }
    entities.add_entity(number, json.dumps(row), sorted(forms.items()))


def with_entities(out: Path, name: str, part: int, rows: pa.Table) -> pa.Table:
    """Return rows of a part of a table with the entities that they name."""
    local = {"people": person_local, "organisations": organisation_local, "systems": system_local}[name]
    with closing(EntityStore(out)) as entities:
        found = {(rid, key): number for rid, key, number in entities.ids(name, part_ends(part))}
    cells = [found[row["release_id"], local(row)] for row in _keys(name, rows)]
    n = rows.schema.get_field_index("entity_id")
    return rows.set_column(n, rows.schema.field(n), pa.array(cells, pa.string()))


def _keys(name: str, rows: pa.Table) -> list[Row]:
    columns = {"people": ["person_id"], "organisations": ["organisation_id"], "systems": ["kind", "name"]}[name]
    found: list[Row] = rows.select(["release_id", *columns]).to_pylist()
    return found


def corpus_rows(out: Path, name: str) -> Iterator[Row]:
    """Yield the rows of `entities` or `entity_aliases`, in order of the key."""
    with closing(EntityStore(out)) as entities:
        if name == "entities":
            for facts in entities.facts():
                row = json.loads(facts)
                for column in ("first_published", "last_published"):
                    row[column] = datetime.date.fromisoformat(row[column]) if row[column] else None
                yield row
        else:
            for number, alias, n in entities.aliases():
                yield {"entity_id": number, "alias": alias, "n_mentions": n}
