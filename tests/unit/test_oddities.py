"""The list of oddities tells rows that are odd, by kind, and no others."""

from __future__ import annotations

import pandas as pd

from tools.oddities import TABLES, describe, find_oddities

TEXT = "Ada Lind met Xyzzo Quxby. “We go,” he said. It was founded in 1750. Officers seized 12 kg."
COLUMNS = {
    "releases": ["release_id", "source", "text", "published"],
    "people": ["release_id", "name", "role", "part", "n_mentions", "start", "end"],
    "counts": ["release_id", "value", "value_max", "unit", "item", "start", "end"],
    "dates": ["release_id", "date_start", "start", "end"],
    "organisations": ["release_id", "name", "start", "end"],
    "outcomes": ["release_id", "action", "value", "unit", "item", "implied", "start", "end"],
    "quotes": ["release_id", "speaker", "kind", "start", "end"],
}
ROWS: dict[str, list[list[object]]] = {
    "releases": [["r", "a.txt", TEXT, "2024-06-13"]],
    "people": [["r", "Ada Lind", "broker", "other", 2, 0, 8], ["r", "Xyzzo Quxby", None, "other", 1, 13, 24]],
    "counts": [["r", 12.0, None, "kg", "seized", 85, 90]],
    "dates": [["r", "1750-01-01", 62, 66], ["r", "2024-06-12", 0, 3]],
    "organisations": [["r", "Office of", 0, 3], ["r", "Harbour Office", 0, 3]],
    "outcomes": [
        ["r", "seized", 15.0, "kg", "resin", False, 85, 90],
        ["r", "seized", 12.0, "kg", "resin", False, 85, 90],
    ],
    "quotes": [["r", None, "direct", 27, 32], ["r", "Ada Lind", "direct", 27, 32]],
}


def tables() -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(ROWS[name], columns=COLUMNS[name]) for name in TABLES}


def test_each_kind_is_told() -> None:
    found = {(o.kind, o.what) for o in find_oddities(tables())}
    assert found == {
        ("person-without-given-name", "Xyzzo Quxby"),
        ("person-once-without-role", "Xyzzo Quxby"),
        ("item-verb-number-unit", "seized"),
        ("date-far", "1750-01-01"),
        ("body-loose", "Office of"),
        ("outcome-above-counts", "seized 15.0 resin"),
        ("quote-without-speaker", ""),
    }


def test_rows_stand_with_the_words_around_them_and_no_more_than_asked_for() -> None:
    frames = tables()
    lines = list(describe(find_oddities(frames), frames["releases"], 1))
    assert "     1 date-far" in lines
    assert any(line.startswith("date-far\ta.txt\t1750-01-01\t") and "founded in [[1750]]" in line for line in lines)
    assert not [line for line in describe(find_oddities(frames), frames["releases"], 0) if "\t" in line]


def test_empty_tables_have_no_oddities() -> None:
    assert find_oddities({name: pd.DataFrame([], columns=COLUMNS[name]) for name in TABLES}) == []
