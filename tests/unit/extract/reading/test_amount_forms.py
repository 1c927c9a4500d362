"""More ways of writing an amount: scales that follow each other, shared scales, restated figures, weak signs, ratios."""

from __future__ import annotations

import pytest

from pipeline.extract.reading.amounts import find_quantities

Row = tuple[str, float, float | None, str | None]


def read(text: str, country: str | None = None) -> list[Row]:
    found = find_quantities(text, country=country)
    return [(text[q.start : q.end], q.value, q.value_max, q.unit) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # scales one after another
        ("counted 4 thousand 3 hundred and 21 notes", [("4 thousand 3 hundred and 21", 4321, None, None)]),
        ("some 2 thousand 5 hundred pills", [("some 2 thousand 5 hundred", 2500, None, None)]),
        ("2 million 450 thousand euros", [("2 million 450 thousand", 2_450_000, None, "EUR")]),
        ("3 million 400 thousand US dollars", [("3 million 400 thousand", 3_400_000, None, "USD")]),
        ("3 hundred coins", [("3 hundred", 300, None, None)]),
        ("2 million and 21 cars", [("2 million", 2e6, None, None), ("21", 21, None, None)]),
        ("3 thousand, 4 hundred of them fake", [("3 thousand", 3000, None, None), ("4 hundred", 400, None, None)]),
        # a scale shared by the ends of a range
        ("paid $5-8,000 each", [("$5-8,000", 5000, 8000, "USD")]),
        ("earned €2-3,000 a trip", [("€2-3,000", 2000, 3000, "EUR")]),
        ("a fee of £1-2,500", [("£1-2,500", 1000, 2500, "GBP")]),
        ("10-15,000 people fled", [("10-15,000", 10_000, 15_000, None)]),
        ("sold 5 to 8,000 pills", [("5 to 8,000", 5000, 8000, None)]),
        ("between 5 and 8,000 people", [("between 5 and 8,000", 5, 8000, None)]),
        ("20-2,500 people", [("20-2,500", 20, 2500, None)]),
        # a couple of a scale or measure
        ("a couple hundred protesters", [("a couple hundred", 200, None, None)]),
        ("a couple of thousand euros", [("a couple of thousand", 2000, None, "EUR")]),
        ("A couple of dozen officers", [("A couple of dozen", 24, None, None)]),
        ("a couple of kilos of resin", [("a couple of", 2, None, "kg")]),
        ("a couple of men", []),
        ("several hundred men", []),
        # k behind figures that count
        ("45k fake accounts", [("45k", 45_000, None, None)]),
        ("300k in fees and 45k in tips", [("300k", 300_000, None, None), ("45k", 45_000, None, None)]),
        ("a charity 5k run", []),
        # a number told twice
        ("Two hundred and forty four (244) accused persons", [("Two hundred and forty four (244)", 244, None, None)]),
        (
            "five (5) companies and three (4) men",
            [("five (5)", 5, None, None), ("three", 3, None, None), ("4", 4, None, None)],
        ),
        ("Forty-four (44) and twelve (12) men", [("Forty-four (44)", 44, None, None), ("twelve (12)", 12, None, None)]),
        # ratios count nothing
        ("One in five victims was a child.", []),
        ("Two out of every three parcels held pills.", []),
        ("Nine out of every ten parcels held pills.", []),
        ("For every 10 arrests, 4 end in a sentence.", []),
        ("one in 20 passengers", []),
        ("three out of 12 suspects", [("three", 3, None, None), ("12", 12, None, None)]),
        # numbers that name
        ("ordered by Judge no 4 of Vilanova", []),
        ("the court no. 12 in Graz", []),
        ("no 14 officers", [("14", 14, None, None)]),
        # money of many countries
        ("worth Rs. 4.25 crores", [("Rs. 4.25 crores", 42_500_000, None, "INR")]),
        ("of Rs 3 lakhs", [("Rs 3 lakhs", 300_000, None, "INR")]),
        ("Kes. 450,138,000 in cash", [("Kes. 450,138,000", 450_138_000, None, "KES")]),
        ("Ksh 2,000 each", [("Ksh 2,000", 2000, None, "KES")]),
        ("seized R1 500 in cash", [("R1 500", 1500, None, "ZAR")]),
        ("drugs worth R2.5 million", [("R2.5 million", 2_500_000, None, "ZAR")]),
        ("shabu worth P850 million", [("P850 million", 850_000_000, None, "PHP")]),
        ("shabu worth PHP 6.8 million", [("PHP 6.8 million", 6_800_000, None, "PHP")]),
        ("the sum of N15 million", [("N15 million", 15_000_000, None, "NGN")]),
        ("₦2,500,000 was found", [("₦2,500,000", 2_500_000, None, "NGN")]),
        ("RM 1.2 million in cash", [("RM 1.2 million", 1_200_000, None, "MYR")]),
        ("room R2 on floor P3", []),
        ("the N7 road and the R300 ring", []),
        ("form P45 was found", []),
    ],
)
def test_a_form_is_read(text: str, expected: list[Row]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("fined R300", "ZAF", [("R300", 300, None, "ZAR")]),
        ("fined P500", "PHL", [("P500", 500, None, "PHP")]),
        ("fined P500", "BWA", [("P500", 500, None, "BWP")]),
        ("fined N5,000", "NGA", [("N5,000", 5000, None, "NGN")]),
        ("worth Rs. 25,000", "LKA", [("Rs. 25,000", 25_000, None, "LKR")]),
        ("worth Rs 25,000", "PAK", [("Rs 25,000", 25_000, None, "PKR")]),
        ("fined K10,000", "ZMB", [("K10,000", 10_000, None, "ZMW")]),
        ("fined K10,000", None, []),
    ],
)
def test_the_publishers_country_tells_weak_signs_apart(text: str, country: str, expected: list[Row]) -> None:
    assert read(text, country) == expected
