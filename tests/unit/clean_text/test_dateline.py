"""Datelines and date lines in the ways press offices write them."""

from __future__ import annotations

import datetime

import pytest

from pipeline.clean_text.dateline import find_date_line, find_dateline
from pipeline.clean_text.days import day_of_url, parse_date_line, parse_day

BODY = "Harbour police arrested eleven people on suspicion of stealing outboard motors from marinas along the coast."


@pytest.mark.parametrize(
    ("head", "place", "country", "day"),
    [
        ("TIRANA, Albania – ", "TIRANA", "ALB", None),
        ("WASHINGTON – ", "WASHINGTON", "USA", None),
        ("WASHINGTON ", "WASHINGTON", "USA", None),
        ("NEW YORK, 12 May 2023 (Agency) — ", "NEW YORK", "USA", "2023-05-12"),
        ("(Vienna) 3 June 2022 – ", "Vienna", "AUT", "2022-06-03"),
        ("The Hague, 3 June 2022 – ", "The Hague", "NLD", "2022-06-03"),
        ("PHILADELPHIA (May 3, 2019) – ", "PHILADELPHIA", "USA", "2019-05-03"),
        ("CAMDEN, N.J. -- ", "CAMDEN, N.J.", "USA", None),
        ("ATLANTA, Georgia – ", "ATLANTA", "USA", None),
        ("TBILISI, Georgia – ", "TBILISI", "GEO", None),
        ("PORTO ALTO – ", "PORTO ALTO", None, None),
        ("THE HAGUE, the Netherlands – ", "THE HAGUE", "NLD", None),
        ("ABIDJAN, Côte d’Ivoire – ", "ABIDJAN", "CIV", None),
        ("14 March 2022\n\nLYON, France - ", "LYON", "FRA", None),
        ("Motors found\n\nOslo – ", "Oslo", "NOR", None),
    ],
)
def test_dateline(head: str, place: str, country: str | None, day: str | None) -> None:
    found = find_dateline(head + BODY)
    assert (found.place, found.country) == (place, country)
    assert (found.day.isoformat() if found.day else None) == day
    assert (head + BODY)[found.end :] == BODY


@pytest.mark.parametrize(
    "head",
    [
        "",
        "EUROPOL – ",
        "Operation Nightfall – ",
        "Marta Quill – ",
        "UPDATE – ",
        "Statewide – ",
        "A word, and another – ",
    ],
)
def test_no_dateline(head: str) -> None:
    found = find_dateline(head + BODY)
    assert (found.place, found.country, found.end) == (None, None, 0)


@pytest.mark.parametrize(
    "line",
    [
        "14 March 2022",
        "Monday, March 14, 2022",
        "March 14th, 2022",
        "14 MARCH 2022",
        "Published: 14 March 2022",
        "14.03.2022",
        "2022-03-14 09:30",
        "Date: 3/14/2022",
        "14 March 2022 | Press office",
        "March 14, 2022 Contact: Ada Lind",
    ],
)
def test_date_line(line: str) -> None:
    assert parse_date_line(line) == datetime.date(2022, 3, 14)


@pytest.mark.parametrize(
    "line",
    ["Updated 14 March 2022", "Last modified: 14 March 2022", "On 14 March 2022 he fled", "03/04/2022", "March 2022"],
)
def test_no_date_line(line: str) -> None:
    assert parse_date_line(line) is None


def test_a_date_below_the_body_is_no_date_line() -> None:
    assert find_date_line(f"{BODY}\n\n14 March 2022") is None


@pytest.mark.parametrize("text", ["31 February 2022", "2022-13-01", "12345678", "0001-01-01", "nothing"])
def test_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_days_of_addresses() -> None:
    assert day_of_url("https://h.example/news/2022/3/14/held") == datetime.date(2022, 3, 14)
    assert day_of_url("https://h.example/news/2022/held-14") is None
