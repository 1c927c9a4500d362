"""More ways of writing a day: lists, month names between signs, days of weeks, distances from days, decades."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.unit.extract.dates.test_dates import values

Row = tuple[str, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a year that stands apart
        ("raided from April to June in 2017", [("from April to June in 2017", "2017-04-01", "2017-06-30")]),
        ("held between 3 May and 9 June in 2021", [("between 3 May and 9 June in 2021", "2021-05-03", "2021-06-09")]),
        ("from 3 to 9 May in 2018", [("from 3 to 9 May in 2018", "2018-05-03", "2018-05-09")]),
        ("on 4 March in 2019", [("4 March in 2019", "2019-03-04", "2019-03-04")]),
        (
            "In 2018, from February to December, they logged 90.",
            [("2018", "2018-01-01", "2018-12-31"), ("from February to December", "2018-02-01", "2018-12-31")],
        ),
        (
            "In 2019, on 4 March, it burnt; on 9 May that year it fell.",
            [
                ("2019", "2019-01-01", "2019-12-31"),
                ("4 March", "2019-03-04", "2019-03-04"),
                ("9 May that year", "2019-05-09", "2019-05-09"),
            ],
        ),
        (
            "on 3 May last year and on 9 April the year before",
            [
                ("3 May last year", "2023-05-03", "2023-05-03"),
                ("9 April the year before", "2022-04-09", "2022-04-09"),
            ],
        ),
        ("on May 20 the year before last", [("May 20 the year before last", "2022-05-20", "2022-05-20")]),
        ("missing the month before last", [("the month before last", "2024-04-01", "2024-04-30")]),
        ("sold the week before last", [("the week before last", "2024-05-27", "2024-06-02")]),
        ("in the year before last", [("the year before last", "2022-01-01", "2022-12-31")]),
        (
            "years ended December 31, 2016, 2015 and 2014",
            [
                ("December 31, 2016", "2016-12-31", "2016-12-31"),
                ("2015", "2015-01-01", "2015-12-31"),
                ("2014", "2014-01-01", "2014-12-31"),
            ],
        ),
        # month names between signs
        ("issued 2019-Aug-01", [("2019-Aug-01", "2019-08-01", "2019-08-01")]),
        ("renewed on 10-Apr-15", [("10-Apr-15", "2015-04-10", "2015-04-10")]),
        ("lapsed 03/Feb/2021", [("03/Feb/2021", "2021-02-03", "2021-02-03")]),
        ("lapsed 04/JAN/2021", [("04/JAN/2021", "2021-01-04", "2021-01-04")]),
        ("seen on 7.Mar.2020", [("7.Mar.2020", "2020-03-07", "2020-03-07")]),
        ("on 24, October 2023", [("24, October 2023", "2023-10-24", "2023-10-24")]),
        # ordinals in words
        ("on the twenty-third of August 2022", [("the twenty-third of August 2022", "2022-08-23", "2022-08-23")]),
        ("on the twenty first of June 2023", [("the twenty first of June 2023", "2023-06-21", "2023-06-21")]),
        ("on the thirty-first day of May, 2023", [("the thirty-first day of May, 2023", "2023-05-31", "2023-05-31")]),
        ("on the 1st day of March, 2023", [("the 1st day of March, 2023", "2023-03-01", "2023-03-01")]),
        (
            "on the sixth and seventh of March 2024",
            [("the sixth", "2024-03-06", "2024-03-06"), ("seventh of March 2024", "2024-03-07", "2024-03-07")],
        ),
        ("the sixth and seventh of the men were held", []),
        ("from April ninth through 15th, 2023", [("from April ninth through 15th, 2023", "2023-04-09", "2023-04-15")]),
        (
            "from the 22nd to the 30th of July 2023",
            [("from the 22nd to the 30th of July 2023", "2023-07-22", "2023-07-30")],
        ),
        (
            "the 9th through the 11th of May 2022",
            [("the 9th through the 11th of May 2022", "2022-05-09", "2022-05-11")],
        ),
        # days of a month that is told by its distance
        ("on the 2nd of this month", [("the 2nd of this month", "2024-06-02", "2024-06-02")]),
        ("on the 23rd of last month", [("the 23rd of last month", "2024-05-23", "2024-05-23")]),
        ("on the 7th of next month", [("the 7th of next month", "2024-07-07", "2024-07-07")]),
        ("on 31st of last month", [("31st of last month", "2024-05-31", "2024-05-31")]),
        ("the last five days of May 2023", [("the last five days of May 2023", "2023-05-27", "2023-05-31")]),
        # weekdays of a month
        ("on the last Friday of this month", [("the last Friday of this month", "2024-06-28", "2024-06-28")]),
        ("the first Monday of May 2024", [("the first Monday of May 2024", "2024-05-06", "2024-05-06")]),
        ("on the second Tuesday of April 2024", [("the second Tuesday of April 2024", "2024-04-09", "2024-04-09")]),
        ("the 3rd Thursday in June 2023", [("the 3rd Thursday in June 2023", "2023-06-15", "2023-06-15")]),
        ("the fifth Monday of May 2024", [("the fifth Monday of May 2024", None, None)]),
        ("opened on the first Saturday in June", [("the first Saturday in June", "2024-06-01", "2024-06-01")]),
        # weeks by a day of theirs
        ("in the week of May 6, 2024", [("the week of May 6, 2024", "2024-05-06", "2024-05-12")]),
        ("in the week of September 30th, 2024", [("the week of September 30th, 2024", "2024-09-30", "2024-10-06")]),
        ("in the week commencing 10 June 2024", [("the week commencing 10 June 2024", "2024-06-10", "2024-06-16")]),
        ("the week beginning Monday 3 June", [("the week beginning Monday 3 June", "2024-06-03", "2024-06-09")]),
        ("the week ending 9 June 2024", [("the week ending 9 June 2024", "2024-06-03", "2024-06-09")]),
        ("the week ending 31 May 2024", [("the week ending 31 May 2024", "2024-05-25", "2024-05-31")]),
        ("over the weekend of 1 June 2024", [("the weekend of 1 June 2024", "2024-06-01", "2024-06-02")]),
        ("the weekend of 1-2 June 2024", [("the weekend of 1-2 June 2024", "2024-06-01", "2024-06-02")]),
        ("a week of 3 raids", []),
        # weekdays with a number
        ("seen on Fri 7th near the mill", [("Fri 7th", "2024-06-07", "2024-06-07")]),
        ("seen on Thursday 6th, near the mill", [("Thursday 6th", "2024-06-06", "2024-06-06")]),
        (
            "on Sat. 8 and Sun. 9 June",
            [("Sat. 8", "2024-06-08", "2024-06-08"), ("Sun. 9 June", "2024-06-09", "2024-06-09")],
        ),
        (
            "on Mon 10th or Tue 11th June",
            [("Mon 10th", "2024-06-10", "2024-06-10"), ("Tue 11th June", "2024-06-11", "2024-06-11")],
        ),
        ("on Friday 12 people were held", [("Friday", "2024-06-07", "2024-06-07")]),
        # distances from a day
        ("raided a fortnight ago", [("a fortnight ago", "2024-05-30", "2024-05-30")]),
        ("came forward in the past fortnight", [("past fortnight", "2024-05-30", "2024-06-13")]),
        ("raided two fortnights ago", [("two fortnights ago", "2024-05-16", "2024-05-16")]),
        (
            "three days before the raid of 2 May 2024",
            [("three days before the raid of 2 May 2024", "2024-04-29", "2024-04-29")],
        ),
        ("two days before 9 May 2024", [("two days before 9 May 2024", "2024-05-07", "2024-05-07")]),
        (
            "the day after the robbery of 2 May 2024",
            [("the day after the robbery of 2 May 2024", "2024-05-03", "2024-05-03")],
        ),
        ("three weeks after 4 March 2024", [("three weeks after 4 March 2024", "2024-03-25", "2024-03-25")]),
        ("the day before the trial", []),
        ("two days before the verdict", []),
        ("three years after May 2019", [("May 2019", "2019-05-01", "2019-05-31")]),
        # decades
        ("stolen in the 1970s.", [("the 1970s", "1970-01-01", "1979-12-31")]),
        ("resurfaced in the late 1990s and sold", [("the late 1990s", "1990-01-01", "1999-12-31")]),
        ("active in the nineties.", [("the nineties", "1990-01-01", "1999-12-31")]),
        ("the early eighties, when", [("the early eighties", "1980-01-01", "1989-12-31")]),
        ("a 1990s case of fraud", []),
        ("a man in his nineties", []),
        ("a woman in her late eighties", []),
        ("the 1980s cartel", []),
        # years that do something
        ("2024 marks the tenth anniversary of the centre.", [("2024", "2024-01-01", "2024-12-31")]),
        ("2023 saw a rise in thefts.", [("2023", "2023-01-01", "2023-12-31")]),
        ("2000 officers marked the day.", []),
        # ranges of years
        ("the plan for 2023-2026", [("2023-2026", "2023-01-01", "2026-12-31")]),
        ("in fiscal year 2023", [("2023", "2023-01-01", "2023-12-31")]),
        ("in fiscal 2023", [("2023", "2023-01-01", "2023-12-31")]),
        ("in FY 2023", [("2023", "2023-01-01", "2023-12-31")]),
        ("in a 2019 Ford Transit", []),
        ("his blue 2021 Toyota was found", []),
        ("a 2019 report", [("2019", "2019-01-01", "2019-12-31")]),
    ],
)
def test_a_form_is_read(text: str, expected: list[Row]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two were held yesterday (Thursday 6 June 2019).",
            [("yesterday", "2019-06-06"), ("Thursday 6 June 2019", "2019-06-06")],
        ),
        ("It opens tomorrow (5 May 2021).", [("tomorrow", "2021-05-05"), ("5 May 2021", "2021-05-05")]),
        ("They were held today, 4 March 2022.", [("today", "2022-03-04"), ("4 March 2022", "2022-03-04")]),
        (
            "The following day, on 22 October 2013, they met.",
            [("The following day", "2013-10-22"), ("22 October 2013", "2013-10-22")],
        ),
        (
            "Two were held yesterday. The trial of 6 June 2019 is over.",
            [("yesterday", None), ("6 June 2019", "2019-06-06")],
        ),
    ],
)
def test_a_relative_day_takes_the_day_that_explains_it(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(words, start) for words, start, _ in values(text, published=None)] == expected


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The sentencing of the two has been postponed until Monday.", "until Monday", "2024-06-17"),
        ("The hearing was adjourned to Friday.", "Friday", "2024-06-14"),
        ("The ban expires on Monday.", "Monday", "2024-06-17"),
        ("The road stays closed through Sunday.", "Sunday", "2024-06-16"),
        ("He was remanded in custody to appear in Harbour Magistrates’ Court on 20 June.", "20 June", "2024-06-20"),
        ("She was released on bail to appear in court on 3 September.", "3 September", "2024-09-03"),
        ("The man was charged and will appear in court on 2 July.", "2 July", "2024-07-02"),
        ("The trial opens on Monday 24th.", "Monday 24th", "2024-06-24"),
        ("The trial opened on Monday 3rd.", "Monday 3rd", "2024-06-03"),
        ("The court convicted him on 20 May of a theft.", "20 May", "2024-05-20"),
        ("The raid on Friday led to two arrests.", "Friday", "2024-06-07"),
    ],
)
def test_tense_tells_past_and_future(nlp: Language, text: str, words: str, day: str) -> None:
    assert [end for found, _, end in values(text, nlp=nlp) if words in found] == [day]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He left on Tuesday, March 12, 2024. At 9 p.m. that Tuesday, he called. He said that Tuesday was cold.",
            ["2024-03-12", "2024-03-12", "2024-06-11"],
        ),
        ("She flew in October 2020. They spoke after the October trip.", ["2020-10-01", "2020-10-01"]),
        (
            "She flew in October 2020 and in October 2021. They spoke after the October trip.",
            ["2020-10-01", "2021-10-01", "2023-10-01"],
        ),
        ("He hid in 1998. He was charged in the 1998 cases and with 2015 cases.", ["1998-01-01", "1998-01-01"]),
        ("The office is open on the first Saturday of the month.", []),
        ("In 2005 of the 4,000 cases a man was held.", []),
        ("He was held on May 3, 2010 and convicted in June of the following year.", ["2010-05-03", "2011-06-01"]),
        ("He shot a man on an August morning in 2019.", ["2019-08-01", "2019-01-01"]),
        ("He sold coins in 2017 and 2018 of the old kind.", ["2017-01-01", "2018-01-01"]),
        ("They meet on the second Friday of every month.", []),
        ("He was convicted in 1995 of 37 felonies.", ["1995-01-01"]),
        ("Noor spent 2020 and early 2021 at home.", ["2020-01-01", "2021-01-01"]),
    ],
)
def test_what_the_text_speaks_of_as_known(nlp: Language, text: str, expected: list[str]) -> None:
    days = [start for _, start, _ in values(text, nlp=nlp)]
    assert days == expected
