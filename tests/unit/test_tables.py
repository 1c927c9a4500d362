"""The contract refuses one bad frame per rule, and names the rows."""

from __future__ import annotations

import datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ContractError
from pipeline.store import csv_text
from pipeline.tables import TABLES, check_table

ID = "0123456789abcdef"
DATE: dict[str, Any] = {
    "release_id": ID,
    "text": "11 June",
    "start": 3,
    "end": 10,
    "raw_start": 3,
    "raw_end": 10,
    "sentence": 0,
    "date_start": datetime.date(2024, 6, 11),
    "date_end": datetime.date(2024, 6, 11),
    "granularity": "day",
    "basis": "resolved",
    "kind": "date",
    "amount": None,
    "amount_unit": None,
    "rule": "day-month",
}


def frame(*rows: dict[str, Any], table: str = "dates") -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=TABLES[table].schema)


def test_a_good_row_passes_and_gives_the_last_key() -> None:
    last = check_table("dates", frame(DATE))
    assert check_table("dates", frame(), after=last) == last


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"rule": None}, "rule is empty"),
        ({"kind": "epoch"}, "kind is not one of"),
        ({"sentence": -1}, "sentence is below 0"),
        ({"amount": float("nan")}, "amount is no finite number"),
        ({"release_id": "XYZ"}, "release_id does not look like"),
        ({"date_end": datetime.date(2024, 6, 10)}, "date_start is after date_end"),
        ({"raw_start": 11}, "raw_start is after raw_end"),
        ({"text": "11 Jun"}, "text is not as long as its span"),
    ],
)
def test_a_broken_rule_is_named_with_the_row(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(ContractError, match=rule) as caught:
        check_table("dates", frame({**DATE, **changes}))
    assert "dates" in str(caught.value)


def test_all_broken_rules_are_reported_at_once() -> None:
    with pytest.raises(ContractError) as caught:
        check_table("dates", frame({**DATE, "kind": "epoch", "sentence": -1}))
    assert "kind" in str(caught.value)
    assert "sentence" in str(caught.value)


def test_rows_out_of_order_are_refused_across_batches() -> None:
    last = check_table("dates", frame(DATE))
    with pytest.raises(ContractError, match="out of order"):
        check_table("dates", frame({**DATE, "start": 1, "end": 8}), after=last)


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(ContractError, match="repeats a key"):
        check_table("dates", frame(DATE, DATE))


def test_other_columns_are_refused() -> None:
    with pytest.raises(ContractError, match="differ from the contract"):
        check_table("dates", pa.table({"release_id": [ID]}))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_table_says_what_it_holds(table: Any) -> None:
    assert table.meaning.endswith(".")
    assert set(table.key) <= set(table.column_names)
    assert len(set(table.column_names)) == len(table.column_names)
    assert all(c.meaning.endswith(".") for c in table.columns)
    assert all({low, high} <= set(table.column_names) for low, high in table.ordered)


@pytest.mark.parametrize("values", sorted({c.values for t in TABLES.values() for c in t.columns if c.values}))
def test_a_closed_list_is_safe_in_csv(values: tuple[str, ...]) -> None:
    assert [csv_text(value) for value in values] == list(values)


@pytest.mark.parametrize("pattern", sorted({c.pattern for t in TABLES.values() for c in t.columns if c.pattern}))
@given(data=st.data())
def test_what_a_pattern_allows_is_safe_in_csv(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    assert csv_text(text) == text
