"""The analysis tables made of outcomes, on small frames."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.analyse.outcomes import build_outcome_totals, build_running_totals, build_seizures, groups_of, told_again
from tests.unit.analyse.test_tables import R, releases

Row = tuple[str, float | None, str, str | None, bool, str | None]


def outcomes(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["release_id", "value", "qualifier", "vague", "implied", "part_of"])
    ids = [f"{rid}-o{n}" for n, rid in enumerate(frame["release_id"], 1)]
    return frame.assign(
        action="arrested", category="people", unit=None, outcome_id=ids, scope="event", item=None,
        date_start=pd.Series(pd.NaT, index=frame.index),
        substance=None, value_kg=None,
    )  # fmt: skip


def test_totals_say_their_bounds_and_leave_parts_out() -> None:
    found = build_outcome_totals(
        R,
        outcomes(
            ("a", 10.0, "exact", None, False, None),
            ("a", 4.0, "exact", None, False, "a-o1"),
            ("b", 5.0, "more_than", None, False, None),
            ("b", None, "exact", "several", False, None),
            ("d", 10.0, "exact", None, False, None),
        ),
    )
    (row,) = found.to_dict("records")
    assert (row["total_exact"], row["total_at_least"], row["n_vague"], row["n_rows"]) == (10.0, 5.0, 1, 3)
    assert row["statement"] == "at least 15; 1 of 2 figures are lower bounds; 1 more without a number"


def test_a_total_without_a_number_is_at_least_its_largest_part() -> None:
    found = build_outcome_totals(
        R,
        outcomes(
            ("a", None, "exact", "several", False, None),
            ("a", 4.0, "exact", None, False, "a-o1"),
            ("a", 3.0, "exact", None, False, "a-o1"),
        ),
    )
    (row,) = found.to_dict("records")
    assert (row["total_at_least"], row["n_at_least"], row["n_vague"], row["n_releases_year"]) == (4.0, 1, 0, 2)
    assert row["statement"] == "at least 4; 1 of 1 figures are lower bounds"


@pytest.mark.parametrize(
    ("rows", "statement"),
    [
        ([("a", 3.0, "exact", None, False, None)], "3"),
        ([("a", 1203.0, "about", None, False, None)], "about 1,203; 1 of 1 figures are approximate"),
        ([("a", None, "exact", "dozens of", False, None)], "no figure; 1 without a number"),
        ([("a", 9.0, "less_than", None, False, None)], "0; 1 of 1 figures are upper bounds, left out"),
    ],
)
def test_statements(rows: list[Row], statement: str) -> None:
    assert build_outcome_totals(R, outcomes(*rows))["statement"].tolist() == [statement]


def test_only_news_is_added_up() -> None:
    rows = outcomes(*[("a", float(n), "exact", None, False, None) for n in (3, 2_300, 40)])
    rows["scope"] = ["event", "cumulative", "background"]
    (row,) = build_outcome_totals(R, rows).to_dict("records")
    assert (row["total_exact"], row["n_rows"], row["statement"]) == (3.0, 1, "3")


def test_a_total_that_one_release_makes_says_so() -> None:
    rows = [("a", 90.0, "exact", None, False, None), ("b", 10.0, "exact", None, False, None)]
    (row,) = build_outcome_totals(R, outcomes(*rows)).to_dict("records")
    assert (row["largest_share"], row["statement"]) == (0.9, "100; 90% of it in one release")
    rows[1] = ("b", 11.0, "exact", None, False, None)
    (row,) = build_outcome_totals(R, outcomes(*rows)).to_dict("records")
    assert row["statement"] == "101"


def test_running_totals_are_series_and_told_once_a_day() -> None:
    told = releases(("a", "2024-05-03", None), ("b", "2024-05-03", None), ("c", "2024-06-03", None))
    told["publisher"] = ["Harbour Police", "Harbour Police", None]
    rows = outcomes(
        *[
            (rid, value, "more_than", None, False, None)
            for rid, value in (("a", 300.0), ("b", 300.0), ("c", 320.0), ("c", 2.0))
        ]
    )
    rows["scope"], rows["item"] = ["cumulative", "cumulative", "cumulative", "event"], "people"
    rows["date_start"] = pd.Timestamp("2014-01-01")
    found = build_running_totals(told, rows)
    assert found[["value", "n_releases", "outcome_id"]].to_numpy().tolist() == [[300.0, 2, "a-o1"], [320.0, 1, "c-o3"]]
    assert found["as_of"].dt.strftime("%Y-%m-%d").tolist() == ["2024-05-03", "2024-06-03"]
    assert build_running_totals(told, rows[rows["scope"] == "event"]).empty


def test_seizures_add_kilograms_by_substance_and_year() -> None:
    rows = outcomes(
        ("a", 2.0, "exact", None, False, None),
        ("a", 500.0, "more_than", None, False, None),
        ("b", 40.0, "exact", None, False, None),
        ("c", 7.0, "exact", None, False, None),
        ("d", 2.0, "exact", None, False, None),
    )
    rows["action"], rows["category"] = "seized", "drugs"
    rows["substance"], rows["value_kg"] = "cocaine", [2.0, 0.5, None, 7.0, 2.0]
    found = build_seizures(R, rows).set_index("year")
    row = found.loc["2024"]
    assert (row["kg_exact"], row["kg_at_least"], row["n_rows"], row["n_weighed"], row["n_other"]) == (2.0, 0.5, 3, 2, 1)
    assert (row["largest_kg"], row["largest_release"], found.loc["unknown", "kg_exact"]) == (2.0, "a", 7.0)
    assert build_seizures(R, rows.assign(substance=None)).empty


CASE = pd.DataFrame(
    [("a-p1", "a", "suspect", "E1"), ("b-p1", "b", "suspect", "E1"), ("c-p1", "c", "official", "E2"), ("a-p2", "a", "official", "E2")],
    columns=["person_id", "release_id", "part", "entity_id"],
)  # fmt: skip
NOBODY = pd.DataFrame({"outcome_id": [], "person_id": []}, dtype=object)


def groups(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["release_id", "kind", "entity_id"])
    return groups_of(frame, frame.assign(kind="tool"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # the same figure of one case; of another case, of another size, in one release
        ((("a", 5.0), ("b", 5.0)), [False, True]),
        ((("a", 5.0), ("c", 5.0)), [False, False]),
        ((("a", 5.0), ("b", 6.0)), [False, False]),
        ((("a", 5.0), ("a", 5.0)), [False, False]),
        ((("a", 1.0), ("b", 1.0)), [False, False]),
        # the earlier release has told it, whatever stands first
        ((("b", 5.0), ("a", 5.0)), [True, False]),
    ],
)
def test_a_figure_of_one_case_is_added_once(rows: tuple[tuple[str, float], ...], expected: list[bool]) -> None:
    told = outcomes(*((release, value, "exact", None, False, None) for release, value in rows))
    assert told_again(R, told, CASE, NOBODY, groups()).tolist() == expected


def test_a_step_of_one_person_is_added_once() -> None:
    told = outcomes(*((release, 1.0, "exact", None, True, None) for release in ("a", "b", "c")))
    who = pd.DataFrame({"outcome_id": told["outcome_id"], "person_id": ["a-p1", "b-p1", "c-p1"]})
    again = told_again(R, told, CASE, who, groups())
    assert again.tolist() == [False, True, False]
    assert told_again(R, told.assign(action=["arrested", "charged", "arrested"]), CASE, who, groups()).sum() == 0
    row, _ = build_outcome_totals(R, told[~again], told[again]).to_dict("records")
    assert (row["year"], row["total_exact"], row["n_told_again"]) == ("2024", 1.0, 1)


@pytest.mark.parametrize("kind", ["criminal", "company"])
def test_a_large_figure_of_one_group_is_added_once(kind: str) -> None:
    told = outcomes(*((release, 20.0, "exact", None, False, None) for release in ("a", "c")))
    named = groups(("a", kind, "G1"), ("c", kind, "G1"))
    assert told_again(R, told, CASE, NOBODY, named).tolist() == [False, True]
    assert not told_again(R, told.assign(value=19.0), CASE, NOBODY, named).any()
    assert not told_again(R, told.assign(category="money", unit="USD"), CASE, NOBODY, named).any()
    assert not told_again(R, told, CASE, NOBODY, groups(("a", "police", "G1"), ("c", "police", "G1"))).any()


def test_figures_of_one_case_that_grow_are_added_once() -> None:
    rows = (("a", 35.0), ("c", 35.0), ("a", 23.0), ("c", 25.0), ("c", 4.0))
    told = outcomes(*((release, value, "exact", None, False, None) for release, value in rows))
    told["action"] = ["charged", "charged", *["convicted"] * 3]
    named = groups(("a", "criminal", "G1"), ("c", "criminal", "G1"))
    assert told_again(R, told, CASE, NOBODY, named).tolist() == [False, True, False, True, False]
    assert not told_again(R, told.assign(value=[35.0, 30.0, 23.0, 25.0, 4.0]), CASE, NOBODY, named).any()
