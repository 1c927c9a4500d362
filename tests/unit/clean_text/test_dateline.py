"""Datelines and date lines in the ways press offices write them."""

from __future__ import annotations

import datetime

import pytest

from pipeline.clean_text.dateline import find_date_line, find_dateline
from pipeline.clean_text.days import day_of_url, parse_date_line, parse_day
from pipeline.clean_text.headline import find_headline

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
        ("ATLANTA, Georgia – ", "ATLANTA, Georgia", "USA", None),
        ("BOSTON, Massachusetts – ", "BOSTON, Massachusetts", "USA", None),
        ("MANILA, Philippines — March 14, 2022 — ", "MANILA", "PHL", "2022-03-14"),
        ("PORT-OF-SPAIN, Trinidad and Tobago - ", "PORT-OF-SPAIN", "TTO", None),
        ("SYDNEY, Feb. 3, 2020 - ", "SYDNEY", "AUS", "2020-02-03"),
        ("London, 4th October 2018: ", "London", "GBR", "2018-10-04"),
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
    "text",
    [
        f"Motors found in a shed\n\nBrussels, 3 May 2022\n\n{BODY}",
        f"Brussels, Belgium, 3 May 2022\n\nMotors found in a shed\n\n{BODY}",
    ],
)
def test_a_dateline_may_be_a_line_of_its_own(text: str) -> None:
    found = find_dateline(text)
    assert (found.place, found.country, found.day, found.end) == ("Brussels", "BEL", datetime.date(2022, 5, 3), 0)
    assert find_headline(text, body=0) == "Motors found in a shed"


@pytest.mark.parametrize(
    "line", ["Marta Quill, 3 May 2022", "Motors found, 3 May 2022", f"Brussels, 3 May 2022 {BODY}"]
)
def test_a_line_without_a_known_place_is_no_dateline(line: str) -> None:
    assert find_dateline(f"{line}\n\n{BODY}").place is None


SHORT = "Wardens searched a barge yesterday."


@pytest.mark.parametrize(
    ("head", "place", "country", "day", "opens"),
    [
        # Set apart from its sentence, with its dash.
        ("VARNA, Bulgaria, 9 April 2024 –\n\n", "VARNA", "BGR", "2024-04-09", True),
        ("Barge searched\n\nVARNA, Bulgaria, 9 April 2024 -\n\n", "VARNA", "BGR", "2024-04-09", True),
        ("Barge searched\n\nVarna, Bulgaria —\n\n", "Varna", "BGR", None, True),
        ("VIENNA, 9 April 2024 – \n\n", "VIENNA", "AUT", "2024-04-09", True),
        # The place, and the day below it.
        ("VARNA, Bulgaria\n\n9 April 2024\n\n", "VARNA", "BGR", "2024-04-09", False),
        ("Barge searched\n\nVARNA, Bulgaria\n\n9 April 2024 – ", "VARNA", "BGR", "2024-04-09", True),
        ("VIENNA\n\n9 April 2024\n\n", "VIENNA", "AUT", "2024-04-09", False),
        ("VARNA, Bulgaria\n\n", "VARNA", "BGR", None, False),
    ],
)
def test_a_dateline_set_apart_from_its_sentence(
    head: str, place: str, country: str, day: str | None, opens: bool
) -> None:
    found = find_dateline(head + SHORT)
    assert (found.place, found.country) == (place, country)
    assert str(found.day) == str(day)
    assert found.end == (len(head) if opens else 0)


@pytest.mark.parametrize(
    "head",
    [
        "Vienna\n\n",  # a heading
        "Bulgaria\n\n",
        "SEIZURES\n\n9 April 2024\n\n",
        "River Police\n\n9 April 2024\n\n",
        "Two held in Varna, Bulgaria\n\n",
        "VARNA, Bulgaria\n\nPLOVDIV, Bulgaria\n\n",  # a list of places
    ],
)
def test_a_heading_is_no_dateline(head: str) -> None:
    found = find_dateline(head + "Wardens found:\n\n" + SHORT)
    assert found.place is None


@pytest.mark.parametrize(
    "head",
    [
        "",
        "CUSTOMS – ",
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
        "2022/03/14",
        "News Release | 14-Mar-2022",
        "Date published: 14 March 2022",
        "First published: Monday 14 March 2022",
        "Updated: 20 March 2022 | Published: 14 March 2022",
        "Press release • 14 March 2022",
        "Posted On: 14 MAR 2022 4:32PM by PIB Porto",
    ],
)
def test_date_line(line: str) -> None:
    assert parse_date_line(line) == datetime.date(2022, 3, 14)


@pytest.mark.parametrize(
    "line",
    [
        "Updated 14 March 2022",
        "Last modified: 14 March 2022",
        "On 14 March 2022 he fled",
        "03/04/2022",
        "March 2022",
        "Updated 14 March 2022 | Print",
        "Police held eleven men after a raid in the harbour of the town | 14 March 2022",
    ],
)
def test_no_date_line(line: str) -> None:
    assert parse_date_line(line) is None


def test_a_date_below_the_body_is_no_date_line() -> None:
    assert find_date_line(f"{BODY}\n\n14 March 2022") is None


def test_a_running_head_is_neither_dateline_nor_headline() -> None:
    head = "HARBOUR POLICE - PRESS RELEASE 114/2022 OF THE DISTRICT"
    assert find_dateline(f"{head}\n\n{BODY}").place is None
    assert (
        find_headline(f"{head}\n\nEleven held over outboard motors\n\n{BODY}", body=0)
        == "Eleven held over outboard motors"
    )


def test_a_date_line_may_have_its_year_below() -> None:
    assert find_date_line(f"News\n\n14 Mar\n\n2022\n\n{BODY}") == datetime.date(2022, 3, 14)
    assert find_date_line(f"News\n\n14 Mar\n\nPress\n\n2022\n\n{BODY}") is None


@pytest.mark.parametrize("text", ["31 February 2022", "2022-13-01", "12345678", "0001-01-01", "nothing"])
def test_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_days_of_addresses() -> None:
    assert day_of_url("https://h.example/news/2022/3/14/held") == datetime.date(2022, 3, 14)
    assert day_of_url("https://h.example/news/2022/held-14") is None


def test_a_day_may_open_a_headline_that_stands_twice() -> None:
    head = "Two men jailed for theft of motors"
    assert find_date_line(f"{head}\n\nHarbour Police\n\n14 March 2022: {head}\n\n{BODY}") == datetime.date(2022, 3, 14)
    assert find_date_line(f"{head}\n\n14 March 2022: the trial of the thieves begins\n\n{BODY}") is None


def test_a_headline_in_capitals_may_end_as_a_sentence() -> None:
    head = "“THE HARBOUR POLICE ARE A MARVEL SO FAR, SAYS THE GAZETTE OF PORTO ALTO, AND ITS OFFICERS NEED MORE BOATS.”"
    assert find_date_line(f"Press Release\n\n{head}\n\nJune 09, 2025\n\n{BODY}") == datetime.date(2025, 6, 9)


def test_below_a_long_head_of_contacts_the_dateline_of_the_body_is_found() -> None:
    contacts = (
        "Ada Lind",
        "Chief of Staff",
        "Office: 555-0142",
        "Cell: 555-0143",
        "Olaf Vik",
        "Spokesperson",
        "Office: 555-0144",
    )
    head = (
        "TWO MEN HELD OVER STOLEN SAILS",
        "Case # 14 of 2022",
        "14 March 2022",
        *contacts,
        "Cell: 555-0145",
        "TWO MEN HELD OVER STOLEN SAILS",
    )
    body = (
        "SANTA ANA – Two men were held on Monday over forty sails that a patrol of the harbour police had found in a van on the quay.",
        "The sails are worth 90,000 euros, and the owners of eleven boats have asked for theirs, the harbour police said on Tuesday.",
    )
    found = find_dateline("\n\n".join((*head, "Press release", *body)))
    assert (found.place, found.country) == ("SANTA ANA", "USA")
    late = find_dateline("\n\n".join((*head, "Press release", body[1], body[0])))
    assert late.place is None
