"""Penalties: kind, amount, status, and on whom."""

from __future__ import annotations

import time

import pytest
from spacy.language import Language

from tests.unit.extract.cases.reading import rows, who

Row = tuple[str | int | None, str, float | None, str | None, str]
DUVAL, LIND, ROE = "Marta Duval", "Peter Lind", "Jon Roe"


def penalties(nlp: Language, text: str) -> list[Row]:
    found = rows(nlp, text)
    return [(who(found, r), r["kind"], r["amount"], r["amount_unit"], r["status"]) for r in found["penalties"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval, 34, of Port Ann, Ohio, was sentenced today by U.S. District Judge Ida Moss to 12 years and six "
            "months in prison, followed by three years of supervised release, and ordered to pay $1.2 million in "
            "restitution and a $250,000 fine.",
            [
                (DUVAL, "prison", 150, "month", "imposed"),
                (DUVAL, "supervised_release", 3, "year", "imposed"),
                (DUVAL, "restitution", 1_200_000, "USD", "imposed"),
                (DUVAL, "fine", 250_000, "USD", "imposed"),
            ],
        ),
        ("Marta Duval was sentenced to 86 years to life in prison.", [(DUVAL, "prison", 86, "year", "imposed")]),
        ("Marta Duval was sentenced to 1,000 years in prison.", [(DUVAL, "prison", 1000, "year", "imposed")]),
        ("Marta Duval was sentenced to a year and a day in prison.", [(DUVAL, "prison", 366, "day", "imposed")]),
        ("Marta Duval was sentenced to time served.", [(DUVAL, "prison", None, None, "imposed")]),
        ("Marta Duval was sentenced to death.", [(DUVAL, "death", None, None, "imposed")]),
        ("Marta Duval received a four-year prison sentence.", [(DUVAL, "prison", 4, "year", "imposed")]),
        (
            "The court imposed a term of 40 months in prison on Marta Duval.",
            [(DUVAL, "prison", 40, "month", "imposed")],
        ),
        (
            "Marta Duval was sentenced to six months of home confinement as a condition of two years of probation.",
            [(DUVAL, "other", 6, "month", "imposed"), (DUVAL, "probation", 2, "year", "imposed")],
        ),
        (
            "Marta Duval was disqualified from driving for two years and fined £900.",
            [(DUVAL, "disqualification", 2, "year", "imposed"), (DUVAL, "fine", 900, "GBP", "imposed")],
        ),
        (
            "Marta Duval was sentenced to ten years in prison, to be deported upon completion of her sentence.",
            [(DUVAL, "prison", 10, "year", "imposed"), (DUVAL, "deportation", None, None, "imposed")],
        ),
        (
            "Marta Duval was sentenced to six months in prison, suspended for two years.",
            [(DUVAL, "suspended_prison", 6, "month", "imposed")],
        ),
        ("Acme Freight Ltd was ordered to forfeit $3 million.", [(None, "forfeiture", 3e6, "USD", "imposed")]),
        ("Two men were jailed for six years each.", [(2, "prison", 6, "year", "imposed")]),
    ],
)
def test_what_was_imposed(nlp: Language, text: str, expected: list[Row]) -> None:
    assert penalties(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "If convicted, Marta Duval faces a mandatory minimum sentence of ten years in prison and a maximum of life in "
            "prison.",
            [(DUVAL, "prison", 10, "year", "minimum"), (DUVAL, "prison", None, "life", "maximum")],
        ),
        (
            "Marta Duval faces at least five years and up to 40 years in prison and a fine of up to $5 million.",
            [
                (DUVAL, "prison", 5, "year", "minimum"),
                (DUVAL, "prison", 40, "year", "maximum"),
                (DUVAL, "fine", 5e6, "USD", "maximum"),
            ],
        ),
        (
            "Marta Duval pleaded guilty to arson. The charge carries a maximum penalty of 20 years in prison.",
            [(DUVAL, "prison", 20, "year", "maximum")],
        ),
        (
            "As part of her plea, Marta Duval agreed to pay $9,000 in restitution.",
            [(DUVAL, "restitution", 9000, "USD", "sought")],
        ),
        (
            "Marta Duval is subject to fines and faces a mandatory two-year sentence.",
            [(DUVAL, "fine", None, None, "maximum"), (DUVAL, "prison", 2, "year", "minimum")],
        ),
        (
            "Prosecutors asked that Marta Duval be sentenced to nine years in prison.",
            [(DUVAL, "prison", 9, "year", "sought")],
        ),
    ],
)
def test_what_may_be_is_told_from_what_was(nlp: Language, text: str, expected: list[Row]) -> None:
    assert penalties(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Marta Duval will be sentenced on July 3.",
        "Marta Duval was not sentenced to prison.",
        "“She was sentenced to nine years in prison,” Sheriff Ida Moss said.",
        "Marta Duval ran the four-year scheme and was sentenced on Friday.",
        "Marta Duval was ordered held on $250,000 bail.",
        "Marta Duval, who stole $9,000, was sentenced on Friday.",
        "In an unrelated case, Marta Duval was sentenced to three years in prison.",
        "Marta Duval was sentenced to 10 years of...",
        "Marta Duval was charged with arson. A Hull man was sentenced to nine years in prison.",
        "Acme Freight Ltd agreed to pay a civil penalty of $9,000.",
        "Marta Duval was jailed. Her maximum sentence under the old law would have been ten years in prison.",
        "Marta Duval was charged with bribery. Duval admitted that she paid an officer $9,000 to avoid $20,000 in fines.",
    ],
)
def test_what_is_no_penalty(nlp: Language, text: str) -> None:
    assert penalties(nlp, text) == []


def test_each_of_a_list_gets_their_own(nlp: Language) -> None:
    text = (
        "Marta Duval, 34, of Leeds, was sentenced to five years in prison; Peter Lind, 28, to three years; and Jon Roe, 41, "
        "to 200 hours of community service."
    )
    assert penalties(nlp, text) == [
        (DUVAL, "prison", 5, "year", "imposed"),
        (LIND, "prison", 3, "year", "imposed"),
        (ROE, "community_service", 200, "hour", "imposed"),
    ]


def test_a_judge_sentences_one_after_the_other(nlp: Language) -> None:
    text = (
        "Judge Ida Moss sentenced Marta Duval to 80 months in prison, Peter Lind to 65 months and Jon Roe to a year and a "
        "day in prison."
    )
    assert [row[:3] for row in penalties(nlp, text)] == [
        (DUVAL, "prison", 80),
        (LIND, "prison", 65),
        (ROE, "prison", 366),
    ]


def test_several_persons_share_a_penalty_and_a_pronoun_stands_for_them(nlp: Language) -> None:
    text = (
        "Marta Duval and Peter Lind were each sentenced to 18 months of probation. They were also ordered to pay "
        "restitution."
    )
    assert penalties(nlp, text) == [
        (DUVAL, "probation", 18, "month", "imposed"),
        (LIND, "probation", 18, "month", "imposed"),
        (DUVAL, "restitution", None, None, "imposed"),
        (LIND, "restitution", None, None, "imposed"),
    ]


def test_the_exact_term_wins_over_the_rounded_one_of_the_lead(nlp: Language) -> None:
    text = (
        "A Leeds woman was sentenced on Friday to nearly five years in prison.\n\nMarta Duval pleaded guilty to arson in "
        "May. She was sentenced to 58 months in prison."
    )
    assert penalties(nlp, text) == [(DUVAL, "prison", 58, "month", "imposed")]


def test_the_total_wins_over_its_parts(nlp: Language) -> None:
    text = (
        "Marta Duval was sentenced to five years in prison for fraud and ten years for arson, to run consecutively, for a "
        "total of 15 years in prison."
    )
    assert penalties(nlp, text) == [(DUVAL, "prison", 15, "year", "imposed")]


def test_contradicting_terms_are_kept_as_worded(nlp: Language) -> None:
    text = "Marta Duval was sentenced to five years in prison.\n\nDuval was sentenced to six years in prison."
    assert penalties(nlp, text) == [
        (DUVAL, "prison", 5, "year", "imposed"),
        (DUVAL, "prison", 6, "year", "imposed"),
    ]


def test_a_table_of_sentences(nlp: Language) -> None:
    text = (
        "The following were sentenced on Friday:\n\nMarta Duval, 34, of Leeds: 60 months in prison\n\n"
        "Peter Lind, 28, of Hull: two years of probation"
    )
    assert penalties(nlp, text) == [
        (DUVAL, "prison", 60, "month", "imposed"),
        (LIND, "probation", 2, "year", "imposed"),
    ]


def test_who_was_dealt_with_before_is_background(nlp: Language) -> None:
    text = (
        "Marta Duval, 34, was sentenced to six years in prison. Her accomplice Peter Lind, 41, was previously sentenced to "
        "nine years in prison."
    )
    assert penalties(nlp, text) == [(DUVAL, "prison", 6, "year", "imposed")]


def test_a_list_of_four_hundred_costs_in_proportion(nlp: Language) -> None:
    def seconds(n: int) -> float:
        lines = "\n\n".join(f"Marta Duval, {20 + k % 60}, of Leeds: {k + 1} months in prison" for k in range(n))
        doc = nlp("The following were sentenced on Friday:\n\n" + lines)
        annotate = dict(nlp.pipeline)["press_cases"]
        start = time.process_time()
        annotate(doc)
        return time.process_time() - start

    seconds(50)
    assert seconds(400) < 40 * max(seconds(100), 0.01)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jon Roe was sentenced to 7 to 21 years in prison.", [(ROE, "prison", 7, "year", "imposed")]),
        (
            "Five men received prison terms ranging from 2 to 9 years.",
            [(5, "prison", 2, "year", "imposed"), (5, "prison", 9, "year", "imposed")],
        ),
        ("Jon Roe was sentenced to 5 ½ years in prison.", [(ROE, "prison", 5.5, "year", "imposed")]),
        ("Jon Roe was sentenced to 5½ years in prison.", [(ROE, "prison", 5.5, "year", "imposed")]),
        ("Jon Roe was sentenced to 5 1/2 years in prison.", [(ROE, "prison", 5.5, "year", "imposed")]),
    ],
)
def test_ranges_and_halves_of_years(nlp: Language, text: str, expected: list[Row]) -> None:
    assert penalties(nlp, text) == expected


def test_what_a_headline_imposes_on_nobody_is_no_second_penalty(nlp: Language) -> None:
    text = (
        "Hitman Sentenced to Life in Prison\n\nMarta Duval, 34, of Leeds was sentenced on Monday to life in prison. "
        "Jon Roe, 40, was sentenced to six years in prison."
    )
    assert [name for name, *_ in penalties(nlp, text)] == [DUVAL, ROE]


@pytest.mark.parametrize(
    "text",
    [
        "Marta Duval will receive up to 20 years in prison when she is sentenced on July 24, 2024.",
        "Marta Duval, 40, pleaded guilty to arson. The office handles all offenses punishable by a fine.",
    ],
)
def test_what_is_still_to_come_or_told_of_offences_in_general_is_no_penalty(nlp: Language, text: str) -> None:
    assert penalties(nlp, text) == []


def test_what_is_only_agreed_on_in_a_plea_is_sought(nlp: Language) -> None:
    text = (
        "Marta Duval has agreed to plead guilty and to serve one year in prison. "
        "Duval has agreed to pay a $20,000 criminal fine."
    )
    assert [(kind, status) for _, kind, _, _, status in penalties(nlp, text)] == [
        ("prison", "sought"),
        ("fine", "sought"),
    ]


def test_no_less_than_is_a_minimum(nlp: Language) -> None:
    text = "Marta Duval was charged with arson punishable by a sentence of no less than 15 years."
    assert penalties(nlp, text) == [(DUVAL, "prison", 15, "year", "minimum")]


def test_a_judge_hands_a_sentence_down_to_somebody(nlp: Language) -> None:
    text = "Judge Ada Lind Moss handed down a life sentence to 33-year-old Jon Roe, who was found guilty of murder."
    assert [who for who, *_ in penalties(nlp, text)] == [ROE]
    text = "Jon Roe, 40, was found guilty of murder. Judge Ada Lind Moss handed down a 40-year sentence."
    assert penalties(nlp, text) == [(ROE, "prison", 40, "year", "imposed")]


def test_a_range_of_penalties_is_none(nlp: Language) -> None:
    text = "Jon Roe, 40, was charged with fraud. The defendant faces a wide sentencing range from probation to prison."
    assert penalties(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval was charged with arson. She faces up to 25 years to life in prison.",
            [(DUVAL, "prison", 25, "year", "maximum")],
        ),
        (
            "Marta Duval was charged with murder. She is eligible for the death penalty if convicted.",
            [(DUVAL, "death", None, None, "maximum")],
        ),
        (
            "An attorney was sentenced on Monday to 75 months in prison. In May, Marta Duval pleaded guilty to fraud.",
            [(DUVAL, "prison", 75, "month", "imposed")],
        ),
        (
            "Marta Duval was charged with arson. She faces between seven years and four months and life in prison.",
            [(DUVAL, "prison", 88, "month", "minimum"), (DUVAL, "prison", None, "life", "maximum")],
        ),
        (
            "Marta Duval was charged with arson. Duval faces statutory maximum sentences of three years in prison.",
            [(DUVAL, "prison", 3, "year", "maximum")],
        ),
        (
            "Marta Duval was sentenced to a conditional discharge and 210 hours of community service in lieu of a fine.",
            [(DUVAL, "other", None, None, "imposed"), (DUVAL, "community_service", 210, "hour", "imposed")],
        ),
        (
            "Marta Duval was sentenced to two years of incarceration, with all but one year and a day suspended.",
            [(DUVAL, "prison", 2, "year", "imposed")],
        ),
        (
            "Marta Duval pleaded guilty to bribery. Duval has agreed to pay restitution to the bank of $771,252.",
            [(DUVAL, "restitution", 771_252, "USD", "sought")],
        ),
        (
            "Marta Duval was charged with theft. She serves a sentence of 12 years for her prior convictions and faces a "
            "mandatory minimum sentence of 35 years in prison.",
            [(DUVAL, "prison", 35, "year", "minimum")],
        ),
        (
            "Marta Duval has agreed to forfeit $8,440,439 to the United States pursuant to the plea agreement.",
            [(DUVAL, "forfeiture", 8_440_439, "USD", "sought")],
        ),
        (
            "Marta Duval pleaded guilty to arson. The judge said he will sentence the defendant to 15 years in prison.",
            [],
        ),
        (
            "Marta Duval was charged with theft and perjury.\n\nThe statutory maximums are as follows:\n\n"
            "Theft – five years.\n\nPerjury – Six months.\n\nThe inquiry goes on.",
            [(DUVAL, "prison", 5, "year", "maximum"), (DUVAL, "prison", 6, "month", "maximum")],
        ),
        (
            "Marta Duval, Peter Lind and Jon Roe were sentenced to prison terms ranging from 28 months to 120 months.",
            [],
        ),
    ],
)
def test_what_may_be_imposed_at_least_and_at_most(nlp: Language, text: str, expected: list[Row]) -> None:
    assert penalties(nlp, text) == expected


def test_a_pronoun_behind_a_partner_is_not_the_accused(nlp: Language) -> None:
    text = (
        "Marta Duval was charged with arson. The conviction of a second co-defendant was vacated, and she was sentenced to "
        "time served."
    )
    assert penalties(nlp, text) == []


def test_the_end_of_a_range_that_is_told_twice_is_one_row(nlp: Language) -> None:
    text = (
        "Marta Duval was sentenced to up to three years in prison. Duval was sentenced to one to three years in prison."
    )
    assert penalties(nlp, text) == [(DUVAL, "prison", 1, "year", "imposed")]


def test_a_sum_that_is_named_otherwise_shares_no_kind(nlp: Language) -> None:
    text = "Jon Roe will pay $2 million in penalties and $3 million in restitution to his guests. He pleaded guilty to fraud."
    assert [row["amount"] for row in rows(nlp, text)["penalties"]] == [3_000_000]


def test_what_will_be_imposed_is_a_maximum_and_a_year_earlier_is_no_term(nlp: Language) -> None:
    text = "Marta Duval was convicted today. A sentence of life in prison will be imposed on Monday."
    assert [row[-1] for row in penalties(nlp, text)] == ["maximum"]
    earlier = "Marta Duval was sentenced to life in prison in 1995 for the murder of a rival one year earlier."
    assert len(penalties(nlp, earlier)) == 1


def test_each_pays_what_stands_behind_their_name(nlp: Language) -> None:
    text = (
        "Marta Duval pleaded guilty today. Judge Moss ordered Lind to pay more than $57 million in restitution and Duval to "
        "pay more than $87 million in restitution. Peter Lind was sentenced to two years."
    )
    assert [row[0] for row in penalties(nlp, text)][:2] == ["Peter Lind", "Marta Duval"]


BROKER = (
    "Marta Duval, a broker of the port, pleaded guilty to fraud today in a hearing before Judge Ida Moss, the office of the "
    "prosecutor of the district told reporters in the afternoon."
)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("In 2009, Acme Bank was sentenced to pay $9 million in fines.", 0),
        ("In 2009, Acme Bank pleaded guilty. Its owners paid $9 million in criminal fines.", 0),
        ("Acme Freight Corp. was sentenced to pay $9 million in criminal fines.", 0),
        ("In total, she will pay $13 million, including $7 million in fines and $6 million in restitution.", 0),
    ],
)
def test_fines_of_other_firms_and_totals_of_several_kinds(nlp: Language, text: str, n: int) -> None:
    found = penalties(nlp, f"{BROKER}\n\n{text}")
    assert len([row for row in found if row[0] is None]) == n


def test_the_firm_of_the_lead_pays_its_own_fine(nlp: Language) -> None:
    text = "Acme Corp. and its owner, Marta Duval, were sentenced today. The company was ordered to pay a $9,000 fine."
    assert len(penalties(nlp, text)) == 1


def test_the_rule_of_a_term_in_a_list_is_one_that_finds(nlp: Language) -> None:
    text = "The defendants received these sentences: Marta Duval, of Hull, 10 years; and Peter Lind, 60 months."
    assert {row["rule"] for row in rows(nlp, text)["penalties"]} == {"term"}
    halt = "The bank was fined $9,000 and must dismiss 13 employees; halt the work of Marta Duval for one year for some lines."
    assert all(row["amount_unit"] != "year" for row in rows(nlp, halt)["penalties"])


@pytest.mark.parametrize(
    "text",
    [
        "Three members of the gang were sentenced: Marta Duval, 24, to 60 months in prison; Peter Lind, 31, to 84 months; "
        "and Jon Roe, 29, to time served.",
        "Also sentenced were Marta Duval, 24, 60 months; Peter Lind, 31, 84 months; and Jon Roe, 29, time served.",
    ],
)
def test_a_list_of_persons_each_with_a_term(nlp: Language, text: str) -> None:
    terms = [(DUVAL, "prison", 60, "month"), (LIND, "prison", 84, "month"), (ROE, "prison", None, None)]
    assert penalties(nlp, text) == [(*term, "imposed") for term in terms]
