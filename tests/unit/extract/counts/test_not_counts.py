"""What is no count and no date: near misses of each kind, and bad input that must neither crash nor take long."""

from __future__ import annotations

import time

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions, rows_from_doc


@pytest.mark.parametrize(
    "text",
    [
        # dates
        "The trial opened on 14 March 2022 in Riga.",
        "The office closed in 1998.",
        # ages
        "A 34-year-old driver left the town.",
        "Marta Lind, 52, runs the unit.",
        # durations
        "The inquiry lasted 18 months.",
        "The three-day meeting ended.",
        "He was sentenced to 12 years in prison.",
        "They trafficked women and were sentenced to 12 and nine years in prison.",
        # ordinals
        "The 21st century brought change.",
        "She came third in the 5th Division.",
        # identifiers, sections, telephone numbers
        "The file bears the number 2021-884.",
        "He was charged under section 14 of the Fraud Act.",
        "Article 7 forbids it, as does 18 U.S.C. § 1343.",
        "Call +44 20 7946 0018 with information.",
        "Telephone: (555) 010-4477.",
        # page counters and numbers within names
        "Photos 1 / 6",
        "The network I-24/7 links the police.",
        "A Boeing 737 landed in Oslo.",
        "Officers of Route 66 and the G20 met.",
        "The AR-15 and the AK-47 are rifles.",
        "Officers answered a 911 call from the school.",
        "School is from 9am to 12 noon.",
        "The budget bars Priority 8 veterans.",
        "She filed 1099 forms with the office.",
        "Elmford Housing Board 34,992 Torsay Housing Board",
        "The senator announced the 2006 Harbour Academy Nominations.",
        "The bill passed by a vote of 97 to 2.",
        "The judge cited AB 46 in court.",
        "Port Press Releases - 2017",
        "Police arrested Karim Noor, 51 of Novi, on Oak Lane.",
        "The DEA’s One Pill Can Kill campaign began.",
        # the pronoun
        "It was one of the reasons.",
        "No one came.",
    ],
)
def test_near_misses_are_no_counts(nlp: Language, text: str) -> None:
    assert [
        (r["text"] if "text" in r else text[r["start"] : r["end"]]) for r in rows_from_doc(nlp(text))["counts"]
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Horizon 2020 grant was paid.",
        "Case 2018-153 was closed.",
        "The Act of Parliament (c. 2013) is cited as 2013 c. 22.",
        "Call 202-514-2007.",
        "The fare was USD 2019.",
        "The office stands at 2010 Oak Street.",
        "Some 1,998 boats were checked.",
        "They sold 2020 pills.",
        "He may resign, and officers march on.",
        "The gang served a second helping.",
    ],
)
def test_near_misses_are_no_dates(nlp: Language, text: str) -> None:
    rows = [r for r in rows_from_doc(nlp(text))["dates"] if r["kind"] == "date"]
    assert [text[r["start"] : r["end"]] for r in rows if r["date_start"] or r["date_end"]] == []


@pytest.mark.parametrize(
    "text",
    [
        "They met on 31 February 2023.",
        "They met on 12/13/14/15.",
        "They met on 2023-13-05.",
        "They met on 45 May 2020.",
        "They met on 3 May 0000.",
        "They met on 3 May 99999.",
        "They met in the year 99999.",
    ],
)
def test_impossible_dates_have_no_value(nlp: Language, text: str) -> None:
    rows = [r for r in rows_from_doc(nlp(text))["dates"] if r["kind"] == "date"]
    assert [r for r in rows if r["date_start"] or r["date_end"]] == []


HOSTILE = {
    "digits": "7" * 400,
    "digits with commas": ",".join(["777"] * 133),
    "commas": ",",
    "commas behind a number": "5,",
    "slashes": "1/2/3/4/5/",
    "dates without end": "3 May, ",
    "between": "between 5 and ",
    "bullets": "\n- 5",
    "of": "5 of ",
    "money": "$",
    "words": "one hundred and ",
    "including": "including 3 men, ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(nlp: Language, unit: str) -> None:
    steps = [nlp.get_pipe(name) for name in ("press_dates", "press_counts")]

    def seconds(length: int) -> float:
        doc = nlp.make_doc((unit * (length // len(unit) + 1))[:length])
        doc[0].is_sent_start = True
        for token in doc:
            token.tag_, token.dep_, token.head = "NN", "dep", token
        start = time.process_time()
        for step in steps:
            step(doc)
        spent = time.process_time() - start
        assert all(abs(mention.value) < 1e300 for mention in mentions(doc, "counts"))
        return spent

    seconds(200)
    short, long = seconds(2_000), seconds(16_000)
    assert long < 30 * max(short, 0.02)


def test_a_number_of_four_hundred_digits_is_no_count(nlp: Language) -> None:
    assert rows_from_doc(nlp(f"Police seized {'8' * 400} coins in Lagos."))["counts"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officers found 30 fake €50 notes.", [(30, "fake €50 notes")]),
        ("No charges have been filed.", [(0, "charges")]),
        ("No shots were fired.", [(0, "shots")]),
        ("The network made 19 arrests, up from seven last year.", [(19, "arrests"), (7, "arrests")]),
        ("Thefts rose to 28 in 2017.", [(28, "Thefts")]),
        ("Thefts fell by 9% to 1,310.", [(9, "Thefts"), (1310, "Thefts")]),
        (
            "The office logged 3,100 thefts, down 9% from 3,400 a year before.",
            [(3100, "thefts"), (9, "thefts"), (3400, "thefts")],
        ),
        ("One in six parcels was empty, and nine in ten drivers were sober.", []),
        ("Three out of 14 porters were armed.", [(3, "porters"), (14, "porters")]),
        ("Crews towed 15 boats in May and 20 in June.", [(15, "boats"), (20, "boats")]),
        ("Customs seized 900 cubic metres of timber worth some EUR 2 million.", [(900, "timber"), (2e6, "timber")]),
        ("One checkpoint can stop a gang.", []),
        ("The boat carried 60 migrants, 31 of whom were children.", [(60, "migrants"), (31, "children")]),
        ("Three of the arrested were officers.", [(3, "officers")]),
        ("Police arrested 33 people: 20 in Spain and 13 in Italy.", [(33, "people"), (20, "people"), (13, "people")]),
        ("Officers found cigarettes, more than 400,000 in number.", [(400_000, "cigarettes")]),
    ],
)
def test_counts_at_a_distance(nlp: Language, text: str, expected: list[tuple[float, str]]) -> None:
    assert [(r["value"], r["item"]) for r in rows_from_doc(nlp(text))["counts"]] == expected
