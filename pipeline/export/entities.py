"""The people and bodies of the releases as FollowTheMoney entities, one JSON object a line.

The stream loads into Aleph, OpenAleph and the `ftm` tools. It needs no library: an entity is an id, a
schema and lists of strings. Only what the tables say stands in it; people are merged by no more than
their name within one release, so two of one name in two releases are two entities.

Source: https://followthemoney.tech/explorer/ (schemata Person, Organization, Article, Mention)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.store import read_rows

Entity = dict[str, Any]


def _id(*parts: str) -> str:
    return "press-" + hashlib.sha1("\x1f".join(parts).encode("utf-8"), usedforsecurity=False).hexdigest()


def _entity(id: str, schema: str, **properties: str | None) -> Entity:
    filled = {name: [value] for name, value in properties.items() if value}
    return {"id": id, "schema": schema, "properties": filled}


def build_entities(out: Path) -> Iterator[Entity]:
    """Yield articles, people, organisations and what joins them, in order of the tables."""
    country2 = {row["iso3"]: row["iso2"].lower() for row in read_rows(out, "countries", ["iso3", "iso2"])}
    for row in read_rows(out, "releases"):
        yield _entity(
            _id("release", row["release_id"]),
            "Article",
            title=row["title"] or row["source"],
            publishedAt=row["published"].isoformat() if row["published"] else None,
            publisher=row["publisher"],
            sourceUrl=row["url"],
            language=None,
            bodyText=row["text"],
        )
    for row in read_rows(out, "people"):
        person = _id("person", row["person_id"])
        yield _entity(
            person,
            "Person",
            name=row["name"],
            position=row["role"],
            country=country2.get(row["country"]),
            proof=_id("release", row["release_id"]),
        )
        yield _joined(row["release_id"], person, row["name"], "Person")
    bodies: dict[str, Entity] = {}
    mentioned: dict[tuple[str, str], str] = {}
    for row in read_rows(out, "organisations", ["release_id", "organisation_id", "name", "acronym", "kind", "country"]):
        body = _id("organisation", row["organisation_id"])
        schema = {"company": "Company", "police": "PublicBody", "judicial": "PublicBody", "government": "PublicBody"}
        entity = _entity(
            body,
            schema.get(row["kind"], "Organization"),
            name=row["name"],
            abbreviation=row["acronym"],
            country=country2.get(row["country"]),
        )
        bodies.setdefault(body, entity)
        mentioned.setdefault((row["release_id"], body), row["name"])
    yield from (bodies[body] for body in sorted(bodies))
    for (release_id, body), name in sorted(mentioned.items()):
        yield _joined(release_id, body, name, "Organization")


def _joined(release_id: str, entity: str, name: str, schema: str) -> Entity:
    document = _id("release", release_id)
    return _entity(
        _id("mention", release_id, entity),
        "Mention",
        document=document,
        resolved=entity,
        name=name,
        detectedSchema=schema,
    )
