"""The number grammar: every case is text alone, no model is needed."""

from __future__ import annotations

import time

import pytest

from pipeline.extract.reading.amounts import currency_of, find_quantities


def _one(text: str, **options: str | None) -> tuple[float, float | None, str, str | None]:
    quantities = find_quantities(text, **options)  # type: ignore[arg-type]
    assert len(quantities) == 1, quantities
    q = quantities[0]
    return q.value, q.value_max, q.qualifier, q.unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They checked 12,345 vehicles", 12345),
        ("They checked 12.345 vehicles", 12345),
        ("They checked 12 345 vehicles", 12345),
        ("They checked 12\u00a0345 vehicles", 12345),
        ("They checked 12’345 vehicles", 12345),
        ("They checked 1.234.567 records", 1234567),
        ("They hold 12,34,567 records", 1234567),
        ("They hold 4.7 million records", 4700000),
        ("They hold 4,7 million records", 4700000),
        ("They hold 6,257,142 million records", 6257142),
        ("They hold 3 hundred thousand records", 300000),
        ("Twenty-one officers came", 21),
        ("Two hundred and six officers came", 206),
        ("One thousand five hundred officers came", 1500),
        ("A dozen officers came", 12),
        ("Half a dozen officers came", 6),
        ("Three dozen officers came", 36),
        ("Half a million records", 500000),
        ("A quarter of a million records", 250000),
        ("Two and a half million records", 2500000),
        ("A hundred officers came", 100),
        ("They met 1,400travellers", 1400),
        ("FORTY-TWO SUSPECTS HELD", 42),
    ],
)
def test_value_of_figures_and_words(text: str, value: float) -> None:
    assert _one(text)[0] == value


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("between 40 and 60 officers", 40, 60, None),
        ("from 40 to 60 officers", 40, 60, None),
        ("40-60 officers", 40, 60, None),
        ("40 – 60 officers", 40, 60, None),
        ("three to five officers", 3, 5, None),
        ("five or six officers", 5, 6, None),
        ("between EUR 6 and 9 million", 6e6, 9e6, "EUR"),
        ("$5-10 million", 5e6, 10e6, "USD"),
        ("between £2 million and £3 million", 2e6, 3e6, "GBP"),
        ("4% to 9%", 4, 9, "percent"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str | None) -> None:
    value, value_max, _, found = _one(text)
    assert (value, value_max, found) == (low, high, unit)


def test_a_change_from_one_figure_to_another_is_no_range() -> None:
    assert [q.value for q in find_quantities("Cases rose from 40 to 60 last spring")] == [40, 60]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("USD 81 000 in notes", 81000, "USD"),
        ("US$ 20 in notes", 20, "USD"),
        ("EUR 3.8 million", 3.8e6, "EUR"),
        ("€3m in gold", 3e6, "EUR"),
        ("$2.174T in bonds", 2.174e12, "USD"),
        ("$1.250m in bonds", 1.25e6, "USD"),
        ("500 pa’anga in notes", 500, "TOP"),
        ("278,000 t of ore", 278000, "tonne"),
        ("2 exabytes of film", 2, "EB"),
        ("2,000.45±0.01 pounds of ore", 2000.45, "lb"),
        ("0.5k miles of road", 500, "mile"),
        ("one-half miles of road", 0.5, "mile"),
        ("£1.1bn in gold", 1.1e9, "GBP"),
        ("$5K in gold", 5000, "USD"),
        ("a $40-million fraud", 40e6, "USD"),
        ("$3 million dollars", 3e6, "USD"),
        ("1.3 million euros", 1.3e6, "EUR"),
        ("40,000 Kenyan shillings", 40000, "KES"),
        ("2,500 CFA francs", 2500, "XOF"),
        ("35 million roubles", 35e6, "RUB"),
        ("R$ 5 million", 5e6, "BRL"),
        ("KRW 4.8 billion", 4.8e9, "KRW"),
        ("12 bitcoins", 12, "BTC"),
        ("18.5 kilograms of resin", 18.5, "kg"),
        ("83,4 kg of resin", 83.4, "kg"),
        ("1.250 kg of resin", 1.25, "kg"),
        ("a half-pound of resin", 0.5, "lb"),
        ("6,500 pounds of resin", 6500, "lb"),
        ("40 tonsof coral", 40, "ton"),
        ("60 000 litres of fuel", 60000, "litre"),
        ("12 hectares of forest", 12, "ha"),
        ("20 miles off the coast", 20, "mile"),
        ("30 per cent of cases", 30, "percent"),
        ("30% of cases", 30, "percent"),
        ("5 terabytes of data", 5, "TB"),
    ],
)
def test_units(text: str, value: float, unit: str) -> None:
    found = _one(text)
    assert found[0] == pytest.approx(value)
    assert found[3] == unit


@pytest.mark.parametrize(
    ("word", "country", "code"),
    [
        ("$", None, "USD"),
        ("$", "CAN", "CAD"),
        ("$", "AUS", "AUD"),
        ("$", "FRA", "USD"),
        ("pesos", "MEX", "MXN"),
        ("pesos", None, None),
        ("francs", "CHE", "CHF"),
        ("francs", None, None),
        ("pounds", None, "GBP"),
        ("CFA francs", "CMR", "XAF"),
        ("¥", "CHN", "CNY"),
        ("EUR", "CAN", "EUR"),
    ],
)
def test_currency_is_decided_by_the_publisher_or_left_open(word: str, country: str | None, code: str | None) -> None:
    assert currency_of(word, country) == code


@pytest.mark.parametrize(
    ("text", "qualifier", "shown"),
    [
        ("some 160 officers", "about", "some 160"),
        ("nearly 3,000 officers", "about", "nearly 3,000"),
        ("an estimated 50 officers", "about", "an estimated 50"),
        ("over 50 officers", "more_than", "over 50"),
        ("at least ten officers", "more_than", "at least ten"),
        ("no fewer than 50 officers", "more_than", "no fewer than 50"),
        ("50 or more officers", "more_than", "50 or more"),
        ("100+ officers", "more_than", "100+"),
        ("five kilograms or more of resin", "more_than", "five kilograms or more"),
        ("up to 50 officers", "less_than", "up to 50"),
        ("no more than £40,000", "less_than", "no more than £40,000"),
        ("fewer than 50 officers", "less_than", "fewer than 50"),
        ("a total of 50 officers", "exact", "50"),
        ("information about 50 officers", "exact", "50"),
        ("more than1,200 officers", "more_than", "more than1,200"),
        ("under a EUR 2 million grant", "exact", "EUR 2 million"),
        ("pay $55 million plus interest", "exact", "$55 million"),
        ("lost $55 million plus in May", "more_than", "$55 million plus"),
        ("more than 14,000 calls", "more_than", "more than 14,000"),
        ("over a kilogram of resin", "more_than", "over a"),
        ("over half a kilogram of resin", "more_than", "over half a"),
        ("operated under two names", "exact", "two"),
        ("any claim over approximately $23 million", "about", "approximately $23 million"),
        ("two (2) counts", "exact", "two (2)"),
        ("the price is 300k+ USD now", "more_than", "300k+ USD"),
        ("a SIX DOLLAR ($6) card", "exact", "SIX"),
        ("was stabbed at least 15 times.", "more_than", "at least 15"),
    ],
)
def test_qualifiers(text: str, qualifier: str, shown: str) -> None:
    (q,) = find_quantities(text)
    assert (q.qualifier, text[q.start : q.end]) == (qualifier, shown)


@pytest.mark.parametrize(
    "text",
    [
        "under 18 U.S.C. 1343 and § 5",
        "Section 5(a)(1) and Article 12",
        "docket No. 12 and Case 14-cr-345",
        "the I-24/7 network, G20, COVID-19 and an AR-15",
        "call 212-555-0123 or +33 4 72 44 70 00",
        "a patrol at 9200 Linden Avenue",
        "Santa Rosa, CA 92701",
        "at 5:30 p.m. and 10 a.m.",
        "photo 1 / 6",
        "the 77th session on the 2nd floor",
        "a 9mm pistol and a .40 caliber rifle",
        "aged 14 to 16",
        "a seven-year-old, for 18 months, a 24-hour watch, ten times",
        "tens of thousands of people, several hundred, dozens",
        "one in five",
        "version 1.2.3 and 3.14",
        "at 10.0.0.1",
        "a 5G network in the 90s",
        "Articles 20, 21 and 22 of the Convention, CETS No. 185, ETS 108 and Series 12",
        "18 U.S.C. §§ 1037(a)(1) and (b)(2)(A) and (c)(4)(B)(i)",
        "his 401(k) account, a 501(c)(3) body and code 11880(a)",
        "9-50.700 Charging Policy",
        "Department 2104 downtown and Department 6 of the court",
        "a Fortune 500 firm, the 911 S5 network, a 44 magnum revolver",
        "the 500 Block gang in the 3900 block of Elm Street",
        "50 times stronger, three times a week, rose three times in May, the fine is four times the price",
        "a kilogram of resin and a pound of flesh",
        "matters such as (1) theft, (2) fraud and (3) arson",
        "guilty of Counts Forty through Forty-Seven of the Indictment",
        "Prop 36 and Proposition 47, TTY: 711",
        "Page 15 of 18 PageID",
        "the end of a year and a half of work",
        "2-(4-iodo-2,5-dimethoxyphenyl)",
        "9 Stat. 452 and 551 F.3d 12",
        "Hotline: 1−800−555−0133",
        "zero tolerance, a level 1 trauma center",
        "the 5socks.net site and Harbour 2.0 ransomware",
        "text\n\n320\n\n480 harbournews\n",
        "Item 13 is heard before item 14",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert find_quantities(text) == []


def test_masked_spans_hold_no_quantity() -> None:
    text = "On 12 May 40 men came"
    assert [q.value for q in find_quantities(text, masked=[(3, 9)])] == [40]


@pytest.mark.parametrize(
    "text",
    [
        "1/2/3/4/" * 2000,
        "1," * 8000,
        "9" * 20000,
        "two " * 4000,
        "half a " * 3000,
        "between " * 3000,
        "$" * 9000,
        "12 " * 5000,
    ],
)
def test_hostile_runs_give_no_value_and_take_no_time(text: str) -> None:
    started = time.process_time()
    quantities = find_quantities(text)
    assert time.process_time() - started < 3
    assert all(q.value < 1e15 for q in quantities)


def test_a_number_of_400_digits_is_passed_over() -> None:
    assert find_quantities("They hold " + "7" * 400 + " records and 5 files")[0].value == 5
