"""Companies by their legal form: whole names in, nothing of the sentence around them."""

from __future__ import annotations

import time

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions
from pipeline.extract.bodies.companies import find_companies, find_described


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Prosecutors charged Roe & Tell LLC and Fen & Stone plc.", ["Roe & Tell LLC", "Fen & Stone plc"]),
        ("The court fined Ober & Lind GmbH & Co. KG in May.", ["Ober & Lind GmbH & Co. KG"]),
        ("Fines went to Dunmore plc and Tesak s.r.o.", ["Dunmore plc", "Tesak s.r.o."]),
        ("Anna Fell & Sons Ltd was fined.", ["Anna Fell & Sons Ltd"]),
        ("John Marsh and Friends Ltd was wound up.", ["John Marsh and Friends Ltd"]),
        ("the books of Marcus Fell & Co.", ["Marcus Fell & Co."]),
        ("In 2020 Acme Trading Sdn Bhd, a firm", ["Acme Trading Sdn Bhd"]),
        ("Hansen A/S and Novak d.o.o. were searched.", ["Hansen A/S", "Novak d.o.o."]),
        ("Bank of Lower Fen Pty Ltd", ["Bank of Lower Fen Pty Ltd"]),
        ("Grant Marlow, Inc., paid", ["Grant Marlow, Inc."]),
        ("Jane Roe and Acme Holdings Ltd were charged", ["Acme Holdings Ltd"]),
        ("He owned Elm Trading (Jersey) Ltd.", ["Elm Trading (Jersey) Ltd."]),
        ("goods of Acme LLC's stores", ["Acme LLC"]),
        ("It fined Ohio-based Elm & Fen, Inc., twice.", ["Elm & Fen, Inc."]),
        ("It fined Ana Roe of SAS.", []),
        ("SAN FRANCISCO Elm Trading Inc. was fined.", ["Elm Trading Inc."]),
        ("WASHINGTON TRADING LLC was fined.", ["WASHINGTON TRADING LLC"]),
        ("22 MS-13 Members and Associates Charged", []),
        ("He and Limited others", []),
        ("the ring and Co. did", []),
        ("LIMITED TIME ONLY", []),
        ("SA police and the AG met", []),
        ("He sued in 2009. Elm Steps Inc. was fined.", ["Elm Steps Inc."]),
        ("It is made by E. I. du Pont de Nemours and Company (DuPont).", ["E. I. du Pont de Nemours and Company"]),
        ("It told the EPA. J.M. Elm Inc. was fined.", ["J.M. Elm Inc."]),
        ("Karl Noor of Las Vegas, NV was there.", []),
    ],
)
def test_a_company_is_read_whole(text: str, names: list[str]) -> None:
    assert [text[c.start : c.end] for c in find_companies(text)] == names


def test_time_is_linear_in_the_text() -> None:
    def seconds(n: int) -> float:
        began = time.process_time()
        list(find_companies("Roe and Acme & Fen Ltd " * n))
        return time.process_time() - began

    def least(n: int) -> float:
        return min(seconds(n) for _ in range(3))  # what else the machine does only adds

    seconds(100)
    assert least(8_000) < 60 * max(least(800), 0.002)  # ten times where it is linear, a hundred where quadratic


@pytest.mark.parametrize(
    "text",
    [
        "A fifth firm, Morgan Stanhope, denied wrongdoing.",
        "The law firm of Ellis Marlowe was fined.",
        "Accountants Reed Fuller audited the books.",
        "The money went to John Marsh & Friends Ltd.",
        "The books of jewellers Marcus Fell & Co. were read.",
        "One Taurus Millennium .40 pistol was in the house.",
        "The search was led by the Hessian criminal police office (Hessisches Landeskriminalamt).",
    ],
)
def test_a_firm_or_make_is_no_person(nlp: Language, text: str) -> None:
    assert mentions(nlp(text), "people") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Solicitors Ann Lee and Tom Poe spoke for the firm.", ["Ann Lee", "Tom Poe"]),
        ("The firm’s owner, Morgan Stanhope, denied wrongdoing.", ["Morgan Stanhope"]),
        ("Officer John Marsh found it. The pistol was loaded.", ["John Marsh"]),
        ("The officer (John Marsh) was hurt.", ["John Marsh"]),
    ],
)
def test_people_beside_firms_stay(nlp: Language, text: str, names: list[str]) -> None:
    assert [p.name for p in mentions(nlp(text), "people")] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was led by Stratus Freight, a Hull conglomerate controlled by Lind.", ["Stratus Freight"]),
        ("He ran a firm called Blue Harbor. Blue Harbor was shut.", ["Blue Harbor", "Blue Harbor"]),
        ("Jon Roe of Lind & Moss, a law firm based in Hull, spoke.", ["Lind & Moss"]),
        ("The Dunmore Energy, based in Hull, paid.", ["Dunmore Energy"]),
        ("LIMA Dunmore Energy has agreed to pay.", ["Dunmore Energy"]),
        # near misses
        ("On Monday, a company in Leeds was fined.", []),
        ("Maria Lopez, a company director, was jailed.", []),
        ("Dunmore, the owner of a trucking company, was fined.", []),
        ("Operation Storm, a company-wide effort, ended.", []),
        ("They studied Renewable Energy and Solar Energy Prices.", []),
    ],
)
def test_a_noun_beside_a_name_tells_a_company(text: str, names: list[str]) -> None:
    assert [text[c.start : c.end] for c in find_described(text)] == names


def test_time_of_described_companies_is_linear() -> None:
    def seconds(n: int) -> float:
        began = time.process_time()
        list(find_described("It was led by Dunmore Freight, a firm of Hull. " * n + "A " * n))
        return time.process_time() - began

    assert min(seconds(4000) for _ in range(3)) < 16 * max(seconds(500), 0.01)
