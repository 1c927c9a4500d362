"""The analysis tables of charges, penalties and money, on small frames."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pipeline.analyse.cases import build_charges_by_area, build_money, build_penalties_by_area
from tests.unit.analyse.test_tables import R

AREAS = pd.DataFrame(
    [("a", "financial-crime", True), ("b", "violent-crime", True), ("b", "terrorism", False), ("c", "terrorism", True)],
    columns=["release_id", "area", "primary"],
)


def charges(*rows: tuple[str, str | None, float | None, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["release_id", "person_id", "n_people", "area", "stage"])


def penalties(*rows: tuple[str, str | None, str, float | None, str | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["release_id", "person_id", "kind", "amount", "amount_unit", "status"])
    ids = [f"{rid}-s{n}" for n, rid in enumerate(frame["release_id"], 1)]
    return frame.assign(penalty_id=ids, start=range(len(frame)))


def sums(*rows: tuple[str, str, float, str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["release_id", "action", "value", "unit", "qualifier", "item"])
    return frame.assign(category="money", scope="event", part_of=None)


def cells(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    return frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None).to_numpy().tolist()


def test_people_charged_count_once_a_release_and_unnamed_ones_where_told() -> None:
    found = build_charges_by_area(
        R,
        charges(
            ("a", "a-p1", None, "financial-crime", "charged"),
            ("a", "a-p1", None, "financial-crime", "charged"),
            ("a", None, 3.0, "financial-crime", "charged"),
            ("b", None, None, None, "sentenced"),
            ("d", "d-p1", None, "financial-crime", "charged"),
        ),
    )
    told = cells(found, "area", "year", "stage", "n_charges", "n_people", "n_releases")
    assert told == [["financial-crime", "2024", "charged", 3, 4, 1], [None, "2024", "sentenced", 1, 0, 1]]


def test_terms_are_those_imposed_by_the_area_of_the_persons_charges() -> None:
    terms = penalties(
        ("a", "a-p1", "prison", 2.0, "year", "imposed"),
        ("a", "a-p1", "prison", 6.0, "month", "imposed"),
        ("a", "a-p2", "prison", 10.0, "year", "imposed"),
        ("a", "a-p2", "prison", 20.0, "year", "maximum"),
        ("b", None, "prison", None, "life", "imposed"),
        ("b", None, "prison", 90.0, "day", "imposed"),
        ("b", None, "fine", 90.0, "USD", "imposed"),
    )
    own = charges(("a", "a-p1", None, "corruption", "sentenced"), ("a", "a-p2", None, None, "sentenced"))
    found = build_penalties_by_area(R, terms, own, AREAS)
    told = cells(found, "area", "n_terms", "median_months", "n_life")
    assert told == [["corruption", 1, 24.0, 0], ["financial-crime", 1, 120.0, 0], ["violent-crime", 1, 2.96, 1]]


def test_quartiles() -> None:
    terms = penalties(*[("a", f"a-p{n}", "prison", float(n), "year", "imposed") for n in range(1, 6)])
    (row,) = build_penalties_by_area(R, terms, charges(), AREAS).to_dict("records")
    assert (row["q1_months"], row["median_months"], row["q3_months"], row["longest_months"]) == (24, 36, 48, 60)


def test_money_by_kind_counts_a_fine_once() -> None:
    told = sums(
        ("a", "fined", 500.0, "EUR", "exact", "fine"),
        ("a", "lost", 2_000.0, "EUR", "more_than", None),
        ("a", "paid", 70.0, "EUR", "exact", "bribes"),
        ("a", "paid", 9.0, "EUR", "exact", "deck"),
        ("b", "seized", 10.0, "USD", "about", "cash"),
        ("d", "seized", 10.0, "USD", "about", "cash"),
    )
    imposed = penalties(
        ("a", "a-p1", "fine", 500.0, "EUR", "imposed"), ("b", None, "restitution", 40.0, "USD", "maximum")
    )
    found = build_money(R, told, imposed)
    assert cells(found, "kind", "currency", "n_figures", "total_exact", "total_about", "total_at_least") == [
        ["bribe", "EUR", 1, 70.0, 0.0, 0.0],
        ["fine", "EUR", 1, 500.0, 0.0, 0.0],
        ["loss", "EUR", 1, 0.0, 0.0, 2_000.0],
        ["seized", "USD", 1, 0.0, 10.0, 0.0],
    ]


@pytest.mark.parametrize("empty", [True, False])
def test_nothing_gives_empty_tables_with_columns(empty: bool) -> None:
    releases = R.iloc[0:0] if empty else R
    assert "n_people" in build_charges_by_area(releases, charges()).columns
    assert "median_months" in build_penalties_by_area(releases, penalties(), charges(), AREAS).columns
    assert "total_exact" in build_money(releases, sums(), penalties()).columns
