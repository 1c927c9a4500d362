"""Counts with their actions; spans lie inside the text and never overlap."""

from __future__ import annotations

import itertools

import pytest
from spacy.language import Language

from pipeline.extract.annotations import ReleaseContext, mentions, rows_from_doc
from pipeline.extract.counts.counts import annotate
from pipeline.tables import CATEGORIES, QUALIFIERS


def _actions(nlp: Language, text: str) -> list[tuple[float, str | None]]:
    return [(row["value"], row["action"]) for row in rows_from_doc(nlp(text))["counts"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested 12 suspects.", [(12, "arrested")]),
        ("Twelve suspects were arrested.", [(12, "arrested")]),
        ("The arrest of 12 suspects followed.", [(12, "arrested")]),
        ("The operation led to 12 arrests.", [(12, "arrested")]),
        (
            "Officers seized 4 rifles, 30 cartridges and USD 900 in cash.",
            [(4, "seized"), (30, "seized"), (900, "seized")],
        ),
        ("Officers seized:\n\n• 40 handguns\n• 2,000 cartridges", [(40, "seized"), (2000, "seized")]),
        ("Seizures: 45 kg of cocaine", [(45, "seized")]),
        ("Also found were 3 rifles.", [(3, "found")]),
        ("Some 160 police chiefs attended.", [(160, "participated")]),
        ("Officers will arrest 20 suspects.", [(20, None)]),
        ("The plan aims to seize 300 kg of resin.", [(300, None)]),
        ("The court heard five counts of fraud.", [(5, None)]),
        ("The soldiers executed 12 prisoners.", [(12, "killed")]),
        ("The centre has served over 5,500 individuals.", [(5500, None)]),
    ],
)
def test_action(nlp: Language, text: str, expected: list[tuple[float, str | None]]) -> None:
    assert _actions(nlp, text) == expected


@pytest.mark.parametrize("text", ["No arrests were made.", "No civilians were harmed."])
def test_none_is_a_count_of_zero(nlp: Language, text: str) -> None:
    (row,) = rows_from_doc(nlp(text))["counts"]
    assert (row["value"], row["negated"]) == (0, True)


def test_dates_ages_and_durations_are_no_counts(nlp: Language) -> None:
    text = "On 12 May 2023 a 34-year-old man was jailed for 18 months after a three-day trial."
    assert rows_from_doc(nlp(text))["counts"] == []


def test_dates_and_counts_of_doubtful_lines_are_left_out(nlp: Language) -> None:
    text = "Police arrested 12 suspects on 3 May 2023.\n\nPage 1 of 2: 40 rifles seized, 12/06/2023"
    doc = nlp.make_doc(text)
    doc._.release = ReleaseContext(doubtful=((text.index("Page"), len(text)),))
    rows = rows_from_doc(nlp(doc))
    assert [row["text"] for name in ("counts", "dates") for row in rows[name]] == ["12", "3 May 2023"]


def test_the_publishers_dollar(nlp: Language) -> None:
    doc = nlp.make_doc("The firm paid $900 in fines.")
    doc._.release = ReleaseContext(publisher_country="CAN")
    (row,) = rows_from_doc(nlp(doc))["counts"]
    assert row["unit"] == "CAD"


def test_rows_keep_the_contract(nlp: Language) -> None:
    text = "Police arrested between 20 and 30 men and 5 women in 3 countries, and seized over EUR 2m in cash.\n\n12 kg of ivory were found."
    counts = mentions(nlp(text), "counts")
    assert len(counts) == 5
    for row in counts:
        assert text[row.start : row.end].strip() == text[row.start : row.end] != ""
        assert row.qualifier in QUALIFIERS and row.category in CATEGORIES
        assert row.value_max is None or row.value_max > row.value
    assert all(a.end <= b.start for a, b in itertools.pairwise(counts))


def test_an_empty_text_has_none(nlp: Language) -> None:
    doc = nlp.make_doc("")
    annotate(doc)
    assert mentions(doc, "counts") == [] and mentions(doc, "outcomes") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Detectives found no drugs, three phones and two knives.", {0: True, 3: False, 2: False}),
        ("The team recovered no cash but 14 stolen phones.", {0: True, 14: False}),
        ("Customs seized no weapons, only 30 litres of acid.", {0: True, 30: False}),
        ("Neither of the two brothers was charged.", {2: True}),
        ("None of the 60 boxes was opened.", {60: True}),
        ("None of his three partners was arrested.", {3: True}),
        ("Not one of the 12 guards was hurt.", {12: True}),
        ("The seven dealers have yet to be arrested.", {7: True}),
        ("The five crew members were never found.", {5: True}),
        ("One of the 12 guards was hurt, and 40 crates were opened.", {12: False, 40: False}),
    ],
)
def test_a_denial_reaches_what_it_is_said_of(nlp: Language, text: str, expected: dict[int, bool]) -> None:
    counts = {int(m.value): m.negated for m in mentions(nlp(text), "counts")}
    assert {value: counts[value] for value in expected} == expected


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Police froze 87 bank accounts worth €1.3 million.", {87: "bank accounts"}),
        ("Officers seized 1634.6 kg Hashish and 89.1 kg Heroin from a truck.", {1634.6: "Hashish", 89.1: "Heroin"}),
        (
            "Thirty smugglers were arrested in Poland, one in Latvia and six in Estonia.",
            {30: "smugglers", 1: "smugglers", 6: "smugglers"},
        ),
        ("The number of victims stood at 41 on Monday.", {41: "victims"}),
        ("The death toll stands at 17.", {17: None}),
    ],
)
def test_items_at_a_distance(nlp: Language, text: str, items: dict[float, str | None]) -> None:
    counts = {m.value: m.item for m in mentions(nlp(text), "counts")}
    assert {value: counts.get(value, "missed") for value in items} == items


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("The firm made $2m in sales and 300k in fees.", [(2e6, "USD", "sales"), (3e5, "USD", "fees")]),
        (
            "Police seized EUR 5 million in cash, and 3 million in accounts.",
            [(5e6, "EUR", "cash"), (3e6, "EUR", "accounts")],
        ),
        ("Police seized EUR 500 in cash and 12 cars in Ghent.", [(500, "EUR", "cash")]),
    ],
)
def test_a_figure_shares_the_currency_before_it(nlp: Language, text: str, money: list[tuple[float, str, str]]) -> None:
    assert [(m.value, m.unit, m.item) for m in mentions(nlp(text), "counts") if m.unit] == money
