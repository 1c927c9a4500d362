"""Entities: which namings are one person, body or operation."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.tabulate.entities import entity_id
from pipeline.tabulate.names import folded, has_owner, is_named, is_shared_place, is_unusual, name_key
from pipeline.tabulate.persons import Naming, join_persons

NOBODY: dict[str, Any] = dict.fromkeys(("near", "day", "publisher", "role", "organisation", "country", "age", "home"))


def naming(release: str, name: str = "Anna Weber", *, part: str = "suspect", **told: Any) -> Naming:
    return Naming(release_id=release, name=name, part=part, **{**NOBODY, **told})


def joined(*namings: Naming) -> list[list[int]]:
    return join_persons(list(namings))


OFFICIAL = {"part": "official"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # An office that both tell.
        ({**OFFICIAL, "role": "Ferrymoor Coroner"}, {**OFFICIAL, "role": "acting Coroner of Ferrymoor"}),
        ({**OFFICIAL, "role": "Senator"}, {**OFFICIAL, "role": "U.S. Senator"}),
        ({**OFFICIAL, "organisation": "Harbour Guard"}, {**OFFICIAL, "organisation": "HARBOUR GUARD"}),
        ({**OFFICIAL, "publisher": "P"}, {**OFFICIAL, "publisher": "P"}),
        # A home and an age.
        ({"home": "Lima, Ohio", "age": 33, "day": "2020-01-05"}, {"home": "Lima", "age": 34, "day": "2021-03-01"}),
        ({"publisher": "P", "age": 33, "day": "2020-01-05"}, {"publisher": "P", "age": 35, "day": "2021-12-01"}),
        ({"name": "Anna Maria Weber", "publisher": "P"}, {"name": "Anna Maria Weber", "publisher": "P"}),
        ({}, {"near": "r1"}),
    ],
)
def test_what_ties_two_namings(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert joined(naming("r1", **first), naming("r2", **second)) == [[0, 1]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"publisher": "P"}, {"publisher": "P"}),
        ({"publisher": "P", "age": 33, "day": "2020-01-05"}, {"publisher": "P", "age": 60, "day": "2020-02-01"}),
        ({"home": "Lima", "age": 33, "day": "2020-01-05"}, {"home": "Lima", "age": 50, "day": "2020-02-01"}),
        ({**OFFICIAL, "publisher": "P"}, {"publisher": "P"}),
        ({**OFFICIAL, "role": "Senator", "country": "USA"}, {**OFFICIAL, "role": "Senator", "country": "AUS"}),
        ({**OFFICIAL, "role": "Detective"}, {**OFFICIAL, "role": "Assistant Prosecutor"}),
        (
            {**OFFICIAL, "name": "Anna B. Weber", "role": "Senator"},
            {**OFFICIAL, "name": "Anna C. Weber", "role": "Senator"},
        ),
        ({"publisher": "P", "home": "Lima", "age": 3}, {"publisher": "Q", "home": "Bonn", "age": 3}),
    ],
)
def test_what_does_not(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert joined(naming("r1", **first), naming("r2", **second)) == [[0], [1]]


def test_two_of_one_name_in_one_release_are_two() -> None:
    told: dict[str, Any] = {**OFFICIAL, "role": "Senator"}
    assert joined(naming("r1", **told), naming("r1", **told)) == [[0], [1]]


def test_a_rare_name_needs_less() -> None:
    assert is_unusual("Olgrut Vexelby")
    assert not is_unusual("Anna Weber")
    told: dict[str, Any] = {"home": "Lima"}
    assert joined(naming("r1", "Olgrut Vexelby", **told), naming("r2", "Olgrut Vexelby", **told)) == [[0, 1]]


def test_names_and_their_keys() -> None:
    assert name_key("Anna B. Wéber") == "anna weber"
    assert folded("Opération « Étoile »") == "operation etoile"
    assert is_named("Ferrymoor Homicide Unit")
    assert not is_named("DUI Homicide Unit")
    assert not is_named("U.S. Attorney's Office")
    assert is_named("U.S. Navy")
    assert has_owner("FBI Field Office")
    assert is_shared_place("Springfield Police Department")
    assert not is_shared_place("Chicago Police Department")


def test_ids_are_digests_of_kind_key_and_first_naming() -> None:
    assert entity_id("organisation", "europol") == entity_id("organisation", "europol")
    assert len({entity_id("person", "a b"), entity_id("person", "a b", "r1"), entity_id("system", "a b")}) == 3
