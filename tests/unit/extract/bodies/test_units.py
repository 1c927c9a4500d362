"""Units of bodies: their names, their kinds by owner and surroundings, and lists that share their last words."""

from __future__ import annotations

import time

import pytest
import spacy
from spacy.language import Language

from pipeline.extract.bodies.organisations import find_named
from pipeline.extract.bodies.units import find_listed
from pipeline.extract.places import countries


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def found(blank: Language, text: str) -> list[tuple[str, str]]:
    doc = blank(text)
    countries.annotate(doc)
    return [(m.name, m.kind) for m in find_named(doc)[0]]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Officers of the Homicide Unit searched a barn.", "Homicide Unit", "police"),
        ("Deputy District Attorney Mara Lund of the Homicide Unit spoke.", "Homicide Unit", "judicial"),
        ("The Frauds Section is prosecuting this case.", "Frauds Section", "judicial"),
        ("It was led by the Asset Tracing and Recovery Team.", "Asset Tracing and Recovery Team", "police"),
        ("Deputy District Attorney Mara Lund of the Elder Care Unit spoke.", "Elder Care Unit", "judicial"),
        ("a talk of INTERPOL’s Cyber Lighthouse Centre", "Cyber Lighthouse Centre", "international"),
        ("the FBIs Elmford Field Office came", "Elmford Field Office", "police"),
        ("the Elmford Division of the FBI came", "Elmford Division", "police"),
        ("the Department of Justices Harbour Section came", "Harbour Section", "judicial"),
        ("the Cyber Crimes Against Children Unit came", "Cyber Crimes Against Children Unit", "police"),
        ("It fell to the Wrecks and Harbour Fraud (WHF) Section.", "Wrecks and Harbour Fraud (WHF) Section", "police"),
        ("U.S. Attorney Mara Lund and Special Agent Jon Roe of the Elm Field Office", "Elm Field Office", "police"),
        ("the Departments Frauds Section came", "Frauds Section", "police"),
        ("the office’s Tool Review Unit can help", "Tool Review Unit", "judicial"),
        ("the police department’s Night Work Squad came", "Night Work Squad", "government"),
        ("The Internal Affairs Division learned of it.", "Internal Affairs Division", "police"),
        ("the Commercial Litigation Branch helped", "Commercial Litigation Branch", "judicial"),
        ("the Elmford Regional Office of the agency", "Elmford Regional Office", "government"),
        ("the Justice Departments Civil Division came", "Civil Division", "judicial"),
        ("the U.S. Secret Service Elmford Field Office came", "U.S. Secret Service Elmford Field Office", "police"),
    ],
)
def test_a_unit_and_its_kind(blank: Language, text: str, name: str, kind: str) -> None:
    assert (name, kind) in found(blank, text)


@pytest.mark.parametrize(
    "text",
    [
        "She runs the Garden Furniture Division.",
        "The Unit left. Section 12 of the law applies.",
        "Cyber Unit Arrests Two In Oakdale",
        "the Working Group met",
        "the Slander, Arson and Racketeering Section",
        "Roe sold it near a Drug Treatment Center",
        "a Field Office opened",
        "It plays in the Second Division.",
    ],
)
def test_no_unit(blank: Language, text: str) -> None:
    assert found(blank, text) == []


def test_two_units_joined_are_two(blank: Language) -> None:
    names = [name for name, _ in found(blank, "the Homicide Unit and Frauds Section met")]
    assert names == ["Homicide Unit", "Frauds Section"]


def test_a_list_shares_its_last_words(blank: Language) -> None:
    text = "help came from the Elmford, Oakdale and Redwell Police Departments and others"
    assert found(blank, text) == [(f"{town} Police Department", "police") for town in ("Elmford", "Oakdale", "Redwell")]
    assert [text[u.start : u.end] for u in find_listed(text)] == ["Elmford", "Oakdale", "Redwell Police Departments"]


def test_a_list_shares_its_county() -> None:
    text = "the Elm, Oak and Fern County Sheriff's Offices"
    assert [u.name for u in find_listed(text)] == [f"{name} County Sheriff's Office" for name in ("Elm", "Oak", "Fern")]


def test_a_body_with_a_head_of_its_own_is_not_of_the_list() -> None:
    text = "Harbour Service, Elmford and Oakdale Police Departments"
    assert [u.name for u in find_listed(text)] == ["Elmford Police Department", "Oakdale Police Department"]
    assert not list(find_listed("Harbour Service and Oakdale Police Departments"))


def test_linear(blank: Language) -> None:
    def seconds(n: int) -> float:
        doc = blank("Elm Cyber and Harbour Crime Unit, Oak and Fern Police Departments, Big Fraud Fraud Fraud " * n)
        started = time.process_time()
        find_named(doc)
        return time.process_time() - started

    seconds(10)
    assert seconds(2000) < 25 * seconds(200) + 1


def test_a_unit_has_one_kind(blank: Language) -> None:
    text = "Prosecutor Mara Lund of the Elder Fraud Unit spoke.\n\nCall the Elder Fraud Unit."
    assert found(blank, text) == [("Elder Fraud Unit", "judicial")] * 2
    text = "the FBI’s Elder Fraud Unit came.\n\nProsecutor Mara Lund of the Elder Fraud Unit spoke."
    assert [kind for name, kind in found(blank, text) if name == "Elder Fraud Unit"] == ["police"] * 2


def test_an_office_with_a_work_of_its_own(blank: Language) -> None:
    assert [name for name, _ in found(blank, "the FBIs Office of Oak Affairs")][-1] == "Office of Oak Affairs"


def test_the_word_police_tells_the_kind(blank: Language) -> None:
    assert ("Harbour Police Office", "police") in found(
        blank, "Prosecutors and the Harbour Police Office prosecuted it."
    )


def test_a_list_of_field_offices(blank: Language) -> None:
    names = [name for name, _ in found(blank, "the FBI’s Elmford, D.C. and Oakdale Field Offices met")]
    assert names == ["Federal Bureau of Investigation", "Elmford Field Office", "Oakdale Field Office"]


def test_a_section_of_a_law_is_no_unit(blank: Language) -> None:
    assert found(blank, "under the Cyber Crimes Section 14 he was held") == []


def test_a_division_of_justice_owns_its_sections(blank: Language) -> None:
    text = "agents of the Criminal Divisions Oak Fraud Section came"
    assert ("Oak Fraud Section", "judicial") in found(blank, text)


def test_a_list_of_police_departments_written_small(blank: Language) -> None:
    text = "officers of the Elmford, Oakdale and Redwell police departments came"
    assert found(blank, text) == [(f"{town} Police Department", "police") for town in ("Elmford", "Oakdale", "Redwell")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the FBI’s Elmford-O’Hare Field Office came", "Elmford-O'Hare Field Office"),
        ("by the Elder Fraud Unit and Money Theft and Asset Recovery Unit", "Money Theft and Asset Recovery Unit"),
        ("the FBIs St. Elm Division came", "St. Elm Division"),
        ("of the District Attorney's Trial Bureau IV, Green Zone", "Trial Bureau IV"),
        (
            "the Criminal Divisions Office of International Affairs and Asset Theft and Oak Laundering Section came",
            "Asset Theft and Oak Laundering Section",
        ),
        ("by Fraud Crimes Section Trial Attorneys Ada Lind and Jan Roe", "Fraud Crimes Section"),
        ("by the Eastern District of New Yorks Oak and Elm Fraud Section", "Oak and Elm Fraud Section"),
        (
            "by the U.S. Attorneys Office for the Eastern District of Virginias Oak Crimes and Harbour Fraud Unit",
            "U.S. Attorney's Office for the Eastern District of Virginia",
        ),
        (
            "by the U.S. Attorneys Office for the Eastern District of Virginias Oak Crimes and Harbour Fraud Unit",
            "Oak Crimes and Harbour Fraud Unit",
        ),
    ],
)
def test_whole_names_of_units(blank: Language, text: str, name: str) -> None:
    assert name in [found_name for found_name, _ in found(blank, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # whose a unit is, its surroundings tell
        (
            "by Trial Attorney Ada Lind of the Civil Rights Divisions Criminal Section.",
            ("Criminal Section", "judicial"),
        ),
        ("by Assistant District Attorney Ada Lind, Homicide Bureau Chief.", ("Homicide Bureau", "judicial")),
        ("by Assistant District Attorney Ada Lind, Harbour Zone Bureau.", ("Harbour Zone Bureau", "judicial")),
        ("the Health Care Fraud Unit of the Criminal Divisions Oak Section", ("Health Care Fraud Unit", "judicial")),
        ("The Department of Justice said so. The Harbour Work Section agreed.", ("Harbour Work Section", "judicial")),
        ("The Armed Services and Budget Committees met.", ("Armed Services Committee", "government")),
    ],
)
def test_whose_units_are(blank: Language, text: str, expected: tuple[str, str]) -> None:
    assert expected in found(blank, text)


@pytest.mark.parametrize(
    "text",
    [
        "The Criminal Section met.",
        "the Oak Bar Association (OBA) Section of Law",
        "of the Eastern District of Ohio and Fraud Section Chief Ada Lind",
    ],
)
def test_what_is_no_unit(blank: Language, text: str) -> None:
    assert not [name for name, _ in found(blank, text) if name.endswith("Section")]
