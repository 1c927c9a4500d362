"""What a role names is linked: the body to organisations, the country to countries; acronyms stand for full names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions


@pytest.mark.parametrize(
    ("text", "name", "organisation", "country"),
    [
        (
            "Ana Ruiz, head of the Cybercrime Unit of the Colombian National Police, spoke.",
            "Ana Ruiz", "Colombian National Police", "COL",
        ),
        ("“We won,” said Maria Lund, INTERPOL Vice President for Europe.", "Maria Lund", "INTERPOL", None),
        (
            "INTERPOL met Kenya’s Interior Minister, Joseph Otieno, in Lyon.",
            "Joseph Otieno", None, "KEN",
        ),
        (
            "Deputy Commissioner Tevita Fonua of the Tonga Police attended.",
            "Tevita Fonua", "Tonga Police", "TON",
        ),
        (
            "FBI Special Agent in Charge Carl Ames of the Boston Field Office spoke.",
            "Carl Ames", "Federal Bureau of Investigation", "USA",
        ),
        ("Europol’s Executive Director, Catrin Velde, said so.", "Catrin Velde", "Europol", None),
        # from a later sentence
        (
            "Ana Ruiz spoke. Ms Ruiz is the Director of the Serious Fraud Office.",
            "Ana Ruiz", "Serious Fraud Office", "GBR",
        ),
        # by the acronym
        ("The head of the NCA, Peter Holt, left.", "Peter Holt", "National Crime Agency", "GBR"),
        # named by a relative's office, or by none
        ("The Minister, Mr Jan Berg, opened the talks with the FBI.", "Jan Berg", None, None),
        ("Jan Berg was arrested by the FBI in Kenya.", "Jan Berg", None, None),
    ],
)  # fmt: skip
def test_offices_are_linked(nlp: Language, text: str, name: str, organisation: str | None, country: str | None) -> None:
    people = {p.name: (p.organisation, p.country) for p in mentions(nlp(text), "people")}
    assert people[name] == (organisation, country)


@pytest.mark.parametrize(
    ("text", "name", "mentioned"),
    [
        (
            "The Kosrae Wildlife Crime Unit (KWCU) was founded in 2019. The KWCU has nine officers.",
            "Kosrae Wildlife Crime Unit", 3,
        ),
        (
            "KWCU, the Kosrae Wildlife Crime Unit, met on Monday. KWCU officers left.",
            "Kosrae Wildlife Crime Unit", 3,
        ),
        ("LTFU (Lagos Task Force Unit) raided a shop. Later LTFU left.", "Lagos Task Force Unit", 3),
        ("The Ministry of Interior (MoI) agreed. MoI staff left.", "Ministry of Interior", 3),
        # an acronym that does not abbreviate the name is no name of it
        ("The Kosrae Wildlife Crime Unit (ABX) met. ABX left.", "Kosrae Wildlife Crime Unit", 1),
    ],
)  # fmt: skip
def test_acronyms_in_both_directions(nlp: Language, text: str, name: str, mentioned: int) -> None:
    found = [o.name for o in mentions(nlp(text), "organisations")]
    assert found.count(name) == mentioned
    assert len(set(found)) == 1
