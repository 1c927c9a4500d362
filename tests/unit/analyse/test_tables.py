"""The analysis tables on small frames."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.analyse import outcomes
from pipeline.analyse import tables as build
from pipeline.analyse.stage import GROUPS
from pipeline.store import read_compact, read_table
from pipeline.tables import TABLES


def releases(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["release_id", "published", "near_duplicate_of"])
    frame["published"] = pd.to_datetime(frame["published"]).astype("datetime64[s]")
    return frame


R = releases(("a", "2024-05-03", None), ("b", "2024-05-20", None), ("c", None, None), ("d", "2024-05-03", "a"))
AREAS = pd.DataFrame(
    [("a", "corruption", True), ("b", "corruption", False), ("c", "terrorism", True), ("d", "corruption", True)],
    columns=["release_id", "area", "primary"],
)
COUNTRIES = pd.DataFrame(
    [("a", "ESP"), ("a", "ESP"), ("a", "FRA"), ("b", "ESP"), ("c", "FRA"), ("d", "ITA")],
    columns=["release_id", "iso3"],
)


def test_months_carry_their_denominator_and_near_duplicates_are_left_out() -> None:
    found: Any = build.build_crime_area_by_month(R, AREAS).set_index(["month", "area"])
    assert found.loc[("2024-05", "corruption")].to_dict() == {
        "n_releases": 2,
        "n_primary": 1,
        "n_releases_month": 2,
        "share": 0.5,
    }
    assert found.loc[("unknown", "terrorism"), "n_releases"] == 1


def test_countries_and_areas_are_compared_with_chance() -> None:
    found: Any = build.build_country_by_crime_area(R, COUNTRIES, AREAS).set_index(["iso3", "area"])
    row = found.loc[("ESP", "corruption")]
    assert (row["n_releases"], row["expected"], row["lift"]) == (2, pytest.approx(4 / 3), pytest.approx(1.5))
    assert "ITA" not in found.index.get_level_values("iso3")


def test_pairs_are_counted_once_a_release() -> None:
    found = build.build_country_pairs(R, COUNTRIES)
    assert found[["iso3_a", "iso3_b", "n_releases", "n_a", "n_b"]].to_numpy().tolist() == [["ESP", "FRA", 1, 2, 2]]
    assert found["expected"].tolist() == [pytest.approx(4 / 3)]


def test_surnames_alone_make_no_pairs_of_people() -> None:
    people = pd.DataFrame([("a", "Ana Ruiz"), ("a", "Wen Li"), ("a", "Stock")], columns=["release_id", "name"])
    found = build.build_person_pairs(R, people)
    assert found[["person_a", "person_b"]].to_numpy().tolist() == [["Ana Ruiz", "Wen Li"]]


def test_pairs_come_in_order_whatever_their_number_at_a_time() -> None:
    names = ["Zoe Z", "Ana A", "Ömer B", "Li C"]
    people = pd.DataFrame([(r, n) for r in "abc" for n in names], columns=["release_id", "name"])
    whole = build.build_person_pairs(R, people)
    assert len(whole) == 6
    assert whole["n_releases"].tolist() == [3] * 6
    assert whole[["person_a", "person_b"]].to_numpy().tolist() == [list(p) for p in combinations(sorted(names), 2)]
    for n_rows in (1, 4):
        parts = list(build.person_pairs(R, people, n_rows=n_rows))
        assert max(len(part) for part in parts) <= n_rows
        assert pd.concat(parts, ignore_index=True).equals(whole)


def test_categorical_columns_give_the_same_tables(sample_out: Path) -> None:
    columns = {name: TABLES[name].column_names for group in GROUPS.values() for name in group.reads}
    plain = {name: read_table(sample_out, name) for name in columns}
    for table, frame in build_tables(read_compact(sample_out, columns)).items():
        wanted = build_tables(plain)[table]
        assert frame.astype(wanted.dtypes.to_dict()).equals(wanted), table


def build_tables(t: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    releases, areas, found = t["releases"], t["release_crime_areas"], t["outcomes"]
    groups = outcomes.groups_of(t["organisations"], t["systems"])
    again = outcomes.told_again(releases, found, t["people"], t["outcome_people"], groups)
    tables = {
        "crime_area_by_month": build.build_crime_area_by_month(releases, areas),
        "crime_area_trend": build.build_crime_area_trend(releases, areas),
        "country_by_crime_area": build.build_country_by_crime_area(releases, t["countries"], areas),
        "country_pairs": build.build_country_pairs(releases, t["countries"]),
        "person_pairs": build.build_person_pairs(releases, t["people"]),
        "people_activity": build.build_people_activity(releases, t["people"], t["quotes"]),
        "outcome_totals": outcomes.build_outcome_totals(releases, found[~again], found[again]),
        "running_totals": outcomes.build_running_totals(releases, t["outcomes"]),
        "seizures": outcomes.build_seizures(releases, found[~again]),
        "corpus_profile": build.build_corpus_profile(t),
    }
    keyed = {name: list(TABLES[name].key) for name in tables}
    return {name: frame.sort_values(keyed[name]).reset_index(drop=True) for name, frame in tables.items()}


def test_people_are_summed_up_by_name() -> None:
    people = pd.DataFrame(
        [("a", "a-p1", "Ana Ruiz", "judge", None, True), ("b", "b-p1", "Ana Ruiz", "chief", "Police", False), ("c", "c-p1", "Ana Ruiz", "judge", None, True)],
        columns=["release_id", "person_id", "name", "role", "organisation", "speaks"],
    )  # fmt: skip
    quotes = pd.DataFrame({"person_id": ["a-p1", "a-p1", None]})
    (row,) = build.build_people_activity(R, people, quotes).to_dict("records")
    assert (row["role"], row["organisation"], row["n_releases"], row["n_releases_speaking"], row["n_quotes"]) == (
        "judge",
        "Police",
        3,
        2,
        2,
    )
    assert (row["first_published"], row["last_published"]) == (pd.Timestamp("2024-05-03"), pd.Timestamp("2024-05-20"))


def test_trends_pool_five_months_and_carry_their_uncertainty() -> None:
    days = [f"2024-{month:02d}-15" for month in (1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 12)]
    dated = releases(*((f"r{n}", day, None) for n, day in enumerate(days)))
    areas = pd.DataFrame([(f"r{n}", "corruption", True) for n in (2, 3, 4)], columns=["release_id", "area", "primary"])
    found: Any = build.build_crime_area_trend(dated, areas).set_index("month")
    march = found.loc["2024-03"]
    assert (march["n_primary"], march["n_releases_month"], march["n_window"], march["share"]) == (3, 6, 10, 0.5)
    assert march["smoothed"] == pytest.approx(9 / 24)
    assert 0.1 < march["low"] < march["smoothed"] < march["high"] < 0.75
    assert pd.isna(found.loc["2024-12", "smoothed"]), "one release is no trend"
    assert "2024-08" not in found.index, "no release within two months"


def test_nothing_in_gives_empty_tables_with_columns() -> None:
    none = releases()
    assert build.build_crime_area_by_month(none, AREAS.iloc[0:0]).empty
    assert build.build_crime_area_trend(none, AREAS.iloc[0:0]).empty
    assert build.build_country_pairs(none, COUNTRIES.iloc[0:0]).empty
