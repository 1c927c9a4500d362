"""The reading of incident rows: `tests/benchmarks/isaf.py`, on bulletins composed for these tests."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.benchmarks import isaf

FIRST = (
    "2012-09-S-901\n\nKABUL, Afghanistan (Sept. 12, 2012)\nA patrol arrested two men in Example district, yesterday."
)
UPDATE = "2012-09-S-950\u2028KABUL, Afghanistan (Sept. 15)\nOfficials confirmed today that one of the two leads a cell."


def told(text: str, published: str, *dates: tuple[str, str, str]) -> isaf.Bulletin:
    """A bulletin with dates given by their words, day and rule."""
    rows: list[dict[str, Any]] = [
        {
            "kind": "date",
            "granularity": "day",
            "start": text.index(words),
            "date_start": datetime.date.fromisoformat(day),
            "rule": rule,
        }
        for words, day, rule in dates
    ]
    return isaf.Bulletin(published, {"text": text}, [], rows)


def test_an_update_is_a_bulletin_with_a_day_of_its_own() -> None:
    parts = isaf.bulletins(f"{FIRST}\n\n{UPDATE}")
    assert [day for day, _ in parts] == ["2012-09-12", "2012-09-15"]
    assert "leads a cell" in parts[1][1] and "leads a cell" not in parts[0][1]


def test_the_lines_of_one_head_are_no_bulletins() -> None:
    text = "ISAF Joint Command Morning Update\nISAF Joint Command - Afghanistan\u2028" + FIRST
    assert len(isaf.bulletins(text)) == 1


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("(Dec. 3)", "2011-12-03"),
        ("(Jan. 30)", "2012-01-30"),
        ("(Jan. 30, 2013)", "2013-01-30"),
        ("(May 3)", None),
        ("(Feb. 30)", None),
    ],
)
def test_years_of_the_winter_without_numbers(dateline: str, day: str | None) -> None:
    text = f"KABUL, Afghanistan {dateline}\nA patrol found a cache today."
    assert isaf.release_date(text) == day
    stated = day if day == "2013-01-30" else None
    assert isaf.release_date(text, inferred=False) == stated


def test_a_number_gives_the_year_before_the_winter_does() -> None:
    assert isaf.release_date("2010-12-CA-900\nKABUL, Afghanistan (Dec. 3)\nA patrol found a cache.") == "2010-12-03"


def test_a_confirmation_names_the_day() -> None:
    text = "Officials yesterday confirmed the arrest of a smuggler on Oct. 2. He was wanted since June 1."
    dates = (("yesterday", "2012-10-06", "relative-phrase"), ("Oct. 2", "2012-10-02", "month-date"))
    assert isaf.stated_day(told(text, "2012-10-07", *dates)) == "2012-10-02"


def test_a_day_outside_the_confirming_sentence_is_not_the_incident() -> None:
    text = "A patrol shot a gunman last night. Police confirmed his death. He had fired on a bus June 4."
    dates = (("last night", "2010-06-08", "relative-phrase"), ("June 4", "2010-06-04", "month-date"))
    assert isaf.stated_day(told(text, "2010-06-09", *dates)) == "2010-06-08"


def test_days_told_without_a_date() -> None:
    assert isaf.stated_day(told("Troops searched farms over the past two nights.", "2011-03-09")) == "2011-03-08"
    assert isaf.stated_day(told("A patrol seized a van overnight.", "2011-03-09")) == "2011-03-08"
    assert isaf.stated_day(told("A patrol seized a van.", "2011-03-09")) is None


def test_the_first_bulletin_that_states_a_day_gives_it() -> None:
    silent = told("A patrol seized a van.", "2011-03-09")
    dated = told("A patrol seized a van on Monday.", "2011-03-11", ("Monday", "2011-03-07", "weekday"))
    assert isaf.start_date([silent, dated]) == "2011-03-07"
    assert isaf.start_date([silent]) == "2011-03-09"
    assert isaf.start_date([]) is None
