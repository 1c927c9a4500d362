"""Scores of made-up tables against made-up gold."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.errors import UsageError
from pipeline.evaluate.gold import locate, read_gold
from pipeline.evaluate.score import pair_spans, score
from pipeline.tables import TABLES

ID = "0123456789abcdef"
GOLD: dict[str, Any] = {
    "id": "one",
    "text": "Ana Ruiz, chief, said 5 arrests were made on 3 May. Share this page",
    "debris": ["Share this page"],
    "people": [{"name": "Ana Ruíz", "role": "chief", "speaks": True}],
    "dates": [{"text": "3 May", "start": "2024-05-03", "end": "2024-05-03"}],
    "counts": [{"text": "5", "value": 5, "value_max": None, "qualifier": "exact", "unit": None, "item": "arrests"}],
    "countries": ["ESP"],
    "crime_areas": {"primary": ["corruption"], "mentioned": ["corruption", "terrorism"]},
}


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    given: dict[str, list[dict[str, Any]]] = {
        "sources": [{"source": "sub/one.json", "release_id": ID}],
        "releases": [{"text": "Ana Ruiz, chief, said 5 arrests were made on 3 May."}],
        "people": [{"name": "Ana Ruiz", "role": "chief", "speaks": True}],
        "dates": [{"text": "3 May", "raw_start": 45, "raw_end": 50, "kind": "date", "date_start": datetime.date(2024, 5, 3), "date_end": datetime.date(2024, 5, 3)}],
        "counts": [{"text": "5", "raw_start": 22, "raw_end": 23, "value": 5.0, "qualifier": "exact", "item": "arrests"}],
        "countries": [{"iso3": "ESP"}],
        "release_crime_areas": [{"area": "corruption", "primary": True}, {"area": "terrorism", "primary": False}],
        **rows,
    }  # fmt: skip
    return {
        name: pd.DataFrame([{"release_id": ID, **row} for row in found], columns=TABLES[name].column_names).astype(
            object
        )
        for name, found in given.items()
    }


def f1s(**rows: list[dict[str, Any]]) -> dict[str, float]:
    result = score([GOLD], tables(**rows)).as_json()
    return {
        **{k: v["f1"] for k, v in result["fields"].items()},
        **{k: v["accuracy"] for k, v in result["values"].items()},
    }


def test_a_perfect_output_scores_one_throughout() -> None:
    assert set(f1s().values()) == {1.0}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people": [{"name": "Ruiz", "role": None, "speaks": True}]}, "people"),
        ({"people": [{"name": "Ana Ruiz", "role": None, "speaks": True}]}, "role"),
        ({"people": [{"name": "Ana Ruiz", "role": "chief", "speaks": False}]}, "speaks"),
        ({"dates": []}, "dates"),
        ({"counts": [{"text": "5", "raw_start": 22, "raw_end": 23, "value": 6.0, "qualifier": "exact", "item": "arrests"}]}, "counts"),
        ({"counts": [{"text": "5", "raw_start": 22, "raw_end": 23, "value": 5.0, "qualifier": "about", "item": "arrests"}]}, "count_qualifier"),
        ({"counts": [{"text": "5", "raw_start": 22, "raw_end": 23, "value": 5.0, "qualifier": "exact", "item": "May"}]}, "count_item"),
        ({"countries": []}, "countries"),
        ({"release_crime_areas": [{"area": "corruption", "primary": False}]}, "primary_area"),
        ({"releases": [{"text": GOLD["text"]}]}, "debris_removed"),
    ],
)  # fmt: skip
def test_one_fault_lowers_its_own_field(changed: dict[str, Any], field: str) -> None:
    assert f1s(**changed)[field] < 1.0


def test_an_unresolved_date_is_right_only_where_gold_is_null() -> None:
    row = {"text": "3 May", "raw_start": 45, "raw_end": 50, "kind": "date", "date_start": pd.NaT, "date_end": pd.NaT}
    assert f1s(dates=[row])["dates"] == 0.0


def test_errors_name_what_was_expected_and_found() -> None:
    scores = score([GOLD], tables(countries=[{"iso3": "FRA"}]))
    assert sorted(scores.errors) == [
        ("countries", "one", "extra", "", "FRA", ""),
        ("countries", "one", "missed", "ESP", "", ""),
    ]


def test_a_release_that_is_missing_counts_as_missed() -> None:
    empty = tables()
    empty["sources"] = empty["sources"].iloc[0:0]
    assert score([GOLD], empty).as_json()["fields"]["people"]["missed"] == 1


def test_wordings_are_located_in_order() -> None:
    assert locate("May 5, 5 and 15", ["5", "5", "15", "x"]) == [(4, 5), (7, 8), (13, 15), None]


def test_spans_pair_by_overlap_once() -> None:
    assert pair_spans([(0, 10), (10, 12), None], [(9, 12), (0, 9)]) == {0: 1, 1: 0}


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no JSON files"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps({"id": "a"}), encoding="utf-8")
    with pytest.raises(UsageError, match="lacks text, people"):
        read_gold(tmp_path)


def test_what_each_rule_made_is_right_or_wrong() -> None:
    count = {"text": "5", "raw_start": 22, "raw_end": 23, "value": 5.0, "qualifier": "exact", "rule": "figure"}
    extra = {**count, "text": "3", "raw_start": 45, "raw_end": 46}
    found = score(
        [GOLD],
        tables(
            counts=[{**count, "item": "arrests", "item_rule": "noun-phrase"}, extra],
            people=[{"name": "Ana Ruiz", "rule": "role-behind"}, {"name": "Bo Ek", "rule": "role-behind"}],
            countries=[{"iso3": "ESP", "rule": "name"}, {"iso3": "FRA", "rule": "name"}],
        ),
    )
    assert [(*key, t.hit, t.extra) for *key, t in found.by_rule()] == [
        ("countries", "rule", "name", 1, 1),
        ("counts", "rule", "figure", 1, 1),
        ("people", "rule", "role-behind", 1, 1),
        ("counts", "item_rule", "noun-phrase", 1, 0),
    ]
