"""Dates, durations and ages: text in, values out, near misses included."""

from __future__ import annotations

import datetime
import time

import pytest
import spacy
from spacy.language import Language

from pipeline.extract.annotations import ReleaseContext
from pipeline.extract.dates.dates import find_dates
from pipeline.extract.mentions import DateMention

PUBLISHED = datetime.date(2024, 6, 13)  # a Thursday
BLANK = spacy.blank("en")


def found(
    text: str, published: datetime.date | None = PUBLISHED, nlp: Language | None = None, country: str | None = None
) -> list[DateMention]:
    doc = nlp(text) if nlp else BLANK(text)
    doc._.release = ReleaseContext(published=published, publisher_country=country)
    return sorted(find_dates(doc), key=lambda m: m.start)


def values(
    text: str, published: datetime.date | None = PUBLISHED, nlp: Language | None = None, country: str | None = None
) -> list[tuple[str, str | None, str | None]]:
    rows = [m for m in found(text, published, nlp, country) if m.kind == "date"]
    return [
        (
            text[m.start : m.end],
            m.date_start.isoformat() if m.date_start else None,
            m.date_end.isoformat() if m.date_end else None,
        )
        for m in rows
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the meeting (11 – 13 June) ended", ("11 – 13 June", "2024-06-11", "2024-06-13")),
        ("from 22 July to 7 August 2023", ("from 22 July to 7 August 2023", "2023-07-22", "2023-08-07")),
        ("30 June-2 July 2023 in Lyon", ("30 June-2 July 2023", "2023-06-30", "2023-07-02")),
        ("28 December – 3 January 2024", ("28 December – 3 January 2024", "2023-12-28", "2024-01-03")),
        ("on June 13, 14 and 20, 2023", ("June 13, 14 and 20, 2023", "2023-06-13", "2023-06-20")),
        ("in 2009-2010", ("2009-2010", "2009-01-01", "2010-12-31")),
        (
            "from May 3, 2020 and continuing through May 9, 2020, he",
            ("from May 3, 2020 and continuing through May 9, 2020", "2020-05-03", "2020-05-09"),
        ),
        (
            "from in around May 3, 2020, to in and around May 9, 2020",
            ("from in around May 3, 2020, to in and around May 9, 2020", "2020-05-03", "2020-05-09"),
        ),
        ("from the fall of 2021 into May 2022", ("from the fall of 2021 into May 2022", "2021-09-01", "2022-05-31")),
        (
            "beginning on May 3, 2020, through May 9, 2020",
            ("beginning on May 3, 2020, through May 9, 2020", "2020-05-03", "2020-05-09"),
        ),
        ("open on October 27 aims to help", ("October 27", "2024-10-27", "2024-10-27")),
        ("the week of April 21-27", ("the week of April 21-27", "2024-04-21", "2024-04-27")),
        ("beginning in 2020 and he ran", ("2020", "2020-01-01", "2020-12-31")),
        (
            "since at least May 2021 and continuing until May 9, 2023",
            ("since at least May 2021 and continuing until May 9, 2023", "2021-05-01", "2023-05-09"),
        ),
        ("10 to 20 years ago", ("10 to 20 years ago", "2004-01-01", "2014-12-31")),
        ("He was held in 2005 of theft.", ("2005", "2005-01-01", "2005-12-31")),
        ("in Q3 2021", ("Q3 2021", "2021-07-01", "2021-09-30")),
        ("in summer 2019", ("summer 2019", "2019-06-01", "2019-08-31")),
        ("since 2013", ("since 2013", "2013-01-01", None)),
        ("until 2017", ("until 2017", None, "2017-12-31")),
        ("by the end of 2025", ("the end of 2025", "2025-01-01", "2025-12-31")),
        ("earlier this month", ("earlier this month", "2024-06-01", "2024-06-30")),
        ("raided last week", ("last week", "2024-06-03", "2024-06-09")),
        ("raided yesterday", ("yesterday", "2024-06-12", "2024-06-12")),
        ("ten years ago", ("ten years ago", "2014-01-01", "2014-12-31")),
        ("in May next year", ("May next year", "2025-05-01", "2025-05-31")),
        ("since last October", ("since last October", "2023-10-01", None)),
        ("the first nine months of 2023", ("the first nine months of 2023", "2023-01-01", "2023-09-30")),
        ("on11 June the raid", ("11 June", "2024-06-11", "2024-06-11")),
        ("on Friday, June 27, 2025", ("Friday, June 27, 2025", "2025-06-27", "2025-06-27")),
        ("MONDAY, 3 JUNE 2024", ("MONDAY, 3 JUNE 2024", "2024-06-03", "2024-06-03")),
        ("the raid of 13\u00a0May 2023", ("13\u00a0May 2023", "2023-05-13", "2023-05-13")),
        ("DOB: 9-5-85. On May 3, 2024", ("9-5-85", "1985-09-05", "1985-09-05")),
    ],
)
def test_a_date_has_its_days(text: str, expected: tuple[str, str | None, str | None]) -> None:
    assert values(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Horizon 2020 and case 2018-153",
        "call 202-514-2007 or +33 4 7244 7000",
        "at 2010 Main Street",
        "under the Act of 2001",
        "Regulation (EU) 2016/794",
        "sold 2010 pills for $2015",
        "He may march in silence.",
        "open Monday through Friday",
        "the second suspect, May Smith",
        "1/2/3/4/5",
        "every Tuesday",
        "the Law of 28 November 2000 on harbours",
        "in breach of the statute of 3 May 2011",
        "In today’s busy digital world all is fast.",
    ],
)
def test_these_are_no_dates(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    ["on 31 February 2020", "on 31 February", "on 5 May 99999", "on 5 May 0000", "on 45 May 2020"],
)
def test_an_impossible_date_has_no_value(text: str) -> None:
    assert [row[1:] for row in values(text)] == [(None, None)]


def test_without_a_publication_date_a_partial_date_stays_open() -> None:
    (mention,) = [m for m in found("The (11 – 13 June) meeting ended.", None) if m.kind == "date"]
    assert (mention.granularity, mention.basis, mention.date_start, mention.date_end) == (
        "range",
        "unresolved",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in the months after September 11th the boats left", "2001-09-11"),
        ("a fund for the victims of the 11 September tragedy", "2001-09-11"),
        ("he broke a window during the January 6 riot", "2021-01-06"),
        ("the hearing on September 11 ended", "2024-09-11"),
        ("the attacks of September 12 ended", "2024-09-12"),
        ("the riot of January 6 1998 ended", "1998-01-06"),
    ],
)
def test_days_that_everybody_knows_have_their_own_year(text: str, day: str) -> None:
    assert values(text)[0][1:] == (day, day)


def test_basis_tells_where_the_value_comes_from() -> None:
    assert [m.basis for m in found("On 3 May 2023 and yesterday.")] == ["explicit", "resolved"]


@pytest.mark.parametrize(("country", "start"), [("USA", "2023-12-05"), ("FRA", "2023-05-12"), (None, None)])
def test_the_order_of_a_numeric_date_is_the_publishers(country: str | None, start: str | None) -> None:
    assert values("It was 12/05/2023.", country=country)[0][1] == start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was arrested on Tuesday.", "2024-06-11"),
        ("The court will hear the case on Tuesday.", "2024-06-18"),
        ("She was arrested in November.", "2023-11-01"),
        ("The hearing is scheduled for 5 July.", "2024-07-05"),
        ("Judge Lind scheduled a 5 July hearing.", "2024-07-05"),
        ("She had been scheduled to stand trial in July.", "2023-07-01"),
        ("He pleaded guilty to conspiracy to commit fraud in July.", "2023-07-01"),
        ("The pleas follow a raid on the gang in April.", "2024-04-01"),
        ("Under his February memorandum barring such papers, he is withdrawing them.", "2024-02-01"),
        ("On 5 July, Noor appears to have answered her.", "2023-07-05"),
        ("He faces a fine when he is sentenced by Judge Lind on 5 February.", "2025-02-05"),
    ],
)
def test_tense_decides_the_side(nlp: Language, text: str, expected: str) -> None:
    assert values(text, nlp=nlp)[0][1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a three-day meeting", [("duration", 3.0, "day")]),
        ("20 years and six months in prison", [("duration", 20.0, "year"), ("duration", 6.0, "month")]),
        ("five to ten years", [("duration", 5.0, "year"), ("duration", 10.0, "year")]),
        (
            "jailed for 12, nine and seven years",
            [("duration", 12.0, "year"), ("duration", 9.0, "year"), ("duration", 7.0, "year")],
        ),
        ("sentenced to 12 and nine years", [("duration", 12.0, "year"), ("duration", 9.0, "year")]),
        ("held 12 and three weeks later freed them", [("duration", 3.0, "week")]),
        ("the number rose to 12 and two weeks passed", [("duration", 2.0, "week")]),
        ("a 43-year-old man", [("age", 43.0, "year")]),
        ("victims aged 12 and 14", [("age", 12.0, "year"), ("age", 14.0, "year")]),
        ("Jo Roe, 43, of Springfield", [("age", 43.0, "year")]),
        ("USD 3 million a year", []),
        ("the second suspects", []),
    ],
)
def test_durations_and_ages(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(m.kind, m.amount, m.amount_unit) for m in found(text)] == expected


@pytest.mark.parametrize("piece", ["1/2/3/4/", "9" * 40, "in 2010, 2011 and ", "five to ", "June 13, 14 and "])
def test_long_runs_are_read_in_linear_time(piece: str) -> None:
    begin = time.process_time()
    found((piece * 1500)[:40000])
    assert time.process_time() - begin < 5


def test_a_distance_in_several_units_gives_no_wrong_day() -> None:
    text = "He left two months, one week and one day ago."
    doc = spacy.blank("en")(text)
    doc._.release = ReleaseContext(published=datetime.date(2024, 6, 13))
    assert not any(m.date_start for m in find_dates(doc))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It ran from Monday 11 to Wednesday 13 May 2020.", "2020-05-11", "2020-05-13"),
        ("She said 2021 had seen a rise in theft.", "2021-01-01", "2021-12-31"),
    ],
)
def test_days_behind_weekdays_and_years_that_see(text: str, first: str, last: str) -> None:
    found = next(m for m in find_dates(spacy.blank("en")(text)) if m.kind == "date")
    assert (str(found.date_start), str(found.date_end)) == (first, last)


def test_the_year_before_counts_from_the_year_named_last() -> None:
    found = list(find_dates(spacy.blank("en")("The theft was in 2011. The year before, two men had left.")))
    assert str(found[-1].date_start) == "2010-01-01"


@pytest.mark.parametrize(
    ("text", "words", "amount"),
    [
        ("He was jailed for one hundred and twenty months.", "one hundred and twenty months", 120.0),
        ("He was jailed for twelve (12) months.", "twelve (12) months", 12.0),
        ("He was jailed for twenty two months.", "twenty two months", 22.0),
        ("He was jailed for two-and-a-half years.", "two-and-a-half years", 2.5),
    ],
)
def test_numbers_in_words_are_read_whole(text: str, words: str, amount: float) -> None:
    (row,) = found(text)
    assert (text[row.start : row.end], row.amount) == (words, amount)


def test_years_ago_are_counted_whole() -> None:
    assert values("The gang formed twenty-five years ago.") == [("twenty-five years ago", "1999-01-01", "1999-12-31")]
