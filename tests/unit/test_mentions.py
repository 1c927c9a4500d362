"""The mention types and the contract name the same columns."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipeline.extract import mentions
from pipeline.tables import TABLES

# Columns the tabulate stage adds to what an extractor finds.
ADDED = {"release_id", "entity_id", "text", "raw_start", "raw_end", "sentence"}

TYPES = {
    "dates": mentions.DateMention,
    "counts": mentions.CountMention,
    "countries": mentions.CountryMention,
    "regions": mentions.RegionMention,
    "crime_areas": mentions.CrimeAreaMention,
    "release_crime_areas": mentions.ReleaseCrimeArea,
    "organisations": mentions.OrganisationMention,
    "systems": mentions.SystemMention,
    "places": mentions.PlaceMention,
    "person_mentions": mentions.PersonMention,
    "people": mentions.Person,
    "quotes": mentions.QuoteMention,
    "outcomes": mentions.Outcome,
    "charges": mentions.ChargeMention,
    "penalties": mentions.PenaltyMention,
}


@pytest.mark.parametrize("table", TYPES)
def test_fields_are_the_columns_of_the_table(table: str) -> None:
    names = {f.name for f in fields(TYPES[table])}
    assert names == set(TABLES[table].column_names) - (ADDED - names)
