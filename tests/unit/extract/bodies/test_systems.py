"""Databases, tools, notices, operations, projects, events and facilities by name."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from pipeline.extract.bodies.organisations import find_named


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def systems(blank: Language, text: str) -> list[tuple[str, str, str]]:
    return [(text[m.start : m.end], m.name, m.kind) for m in find_named(blank(text))[1]]


ICSE = "International Child Sexual Exploitation (ICSE) database"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A Red Notice and two red notices",
            [("Red Notice", "Red Notice", "notice"), ("red notices", "Red Notice", "notice")],
        ),
        ("Operation Brass Kettle ended.", [("Operation Brass Kettle", "Operation Brass Kettle", "operation")]),
        (
            "Operation Brass Kettle ended; Brass Kettle II follows.",
            [
                ("Operation Brass Kettle", "Operation Brass Kettle", "operation"),
                ("Brass Kettle II", "Operation Brass Kettle II", "operation"),
            ],
        ),
        (
            "Attorneys Jon Roe and Ada Lind of Elm Justice Center came.",
            [("Elm Justice Center", "Elm Justice Center", "facility")],
        ),
        ("Operation Fern’s results", [("Operation Fern", "Operation Fern", "operation")]),
        ("Project Lantern and a Project Manager", [("Project Lantern", "Project Lantern", "project")]),
        ("the African Regional Conference", [("African Regional Conference", "African Regional Conference", "event")]),
        ("INTERPOL’s Biometric Hub", [("Biometric Hub", "Biometric Hub", "tool")]),
        ("at Oakdale Prison", [("Oakdale Prison", "Oakdale Prison", "facility")]),
        ("at the Elm Justice Center", [("Elm Justice Center", "Elm Justice Center", "facility")]),
        ("sold on RaidForums", [("RaidForums", "RaidForums", "tool")]),
        (
            "the DeepSea and Berlusconi dark web marketplaces",
            [("DeepSea", "DeepSea", "tool"), ("Berlusconi", "Berlusconi", "tool")],
        ),
        ("the Ghost encrypted communication platform", [("Ghost", "Ghost", "tool")]),
        ("at Elm Training Facility", [("Elm Training Facility", "Elm Training Facility", "facility")]),
        ("Kite Games Inc. was told", []),
        ("the Oak Harbour Programme", [("Oak Harbour Programme", "Oak Harbour Programme", "project")]),
        ("the Harbour Vessels Register", [("Harbour Vessels Register", "Harbour Vessels Register", "database")]),
        (
            "the Elm Conference on Harbour Crime and Fraud met",
            [("Elm Conference on Harbour Crime and Fraud", "Elm Conference on Harbour Crime and Fraud", "event")],
        ),
        ("Roe Gets Ten Years In Federal Prison", []),
        ("MARA LUND PRESS CONFERENCE", []),
        ("Ports\n\nHarbour Fees\n\nElm Harbour Programme\n\nSea Lanes\n\nContact", []),
        ("Roe Held In Operation Fern Sentenced To 6 Years", [("Operation Fern", "Operation Fern", "operation")]),
        ("Operation Spanned Elmland and Torsay", []),
        ("Roe Admits Operation Of A Series Of Shops", []),
        ("Torsay Votes for Alternative to Detention Program", []),
        ("the Harbour Conference Report on Roads", []),
        (
            "the First Time Offender Program",
            [("First Time Offender Program", "First Time Offender Program", "project")],
        ),
        ("the Oak Prison Gang was known", []),
        ("Ministry Convenes Summit On Fraud", []),
        ("a Press Conference was held", []),
        ("the FBI database and the Organization’s databases", []),
        ("the operation and the project went on", []),
        (
            "the Lost Anchors and Chains (LAC) database; the LAC database helps",
            [
                ("Lost Anchors and Chains (LAC) database", "Lost Anchors and Chains (LAC) database", "database"),
                ("LAC database", "Lost Anchors and Chains (LAC) database", "database"),
            ],
        ),
    ],
)
def test_systems(blank: Language, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert systems(blank, text) == expected


def test_one_name_for_full_form_acronym_and_reference(blank: Language) -> None:
    text = f"{ICSE} is used. The ICSE database grows. ICSE helps, and the database is open day and night."
    assert [name for _, name, _ in systems(blank, text)] == [ICSE] * 4


def test_acronym_before_the_full_name(blank: Language) -> None:
    text = "The ICSE database helped: the International Child Sexual Exploitation database is large."
    assert [name for _, name, _ in systems(blank, text)] == [ICSE] * 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Elm Platform Against Harbour Theft (EPAHT) met", ["Elm Platform Against Harbour Theft"] * 2),
        ("the Elm Summit on June 5", ["Elm Summit"]),
        ("the Federal Oak Harbour Program", ["Federal Oak Harbour Program"]),
        ("an Officer Harbour Program", []),
        ("the Harbour Hacking Campaign", []),
        ("INTERPOL’s Operation Fern 2.0 ended", ["Operation Fern 2.0"]),
        ("results of Operation Fern May 22", ["Operation Fern"]),
        ("the Harbour Surge Operation II ended", []),
        ("Operation Fern Uncovers Oak Ring", ["Operation Fern"]),
        ("the INTERPOL Support Programme", ["INTERPOL Support Programme"]),
        ("during Elm Week and Oak Harbour Awareness Week", ["Oak Harbour Awareness Week"]),
        ("the State’s Oak Rewards Program", ["Oak Rewards Program"]),
        ("the Oak Harbour Crime (OHC) Rewards Program", ["Oak Harbour Crime (OHC) Rewards Program"]),
        ("sold it on a darknet marketplace called Dream. A Dream began.", ["Dream"]),
        ("the Support Programme, the Chemistry Laboratory and an International Conference Held", []),
        ("the International Conference on Oak Harbours", ["International Conference on Oak Harbours"]),
        ("Ports\n\nHarbour Fees\n\nElm Harbour Programme\n\nSea Lanes\n\nU.S. Contact", []),
        ("funded by Project OAK4@ON", []),
        ("in Oak Harbour Awareness Month", ["Oak Harbour Awareness Month"]),
        ("the Oak Harbour Squad initiative", []),
        ("the Harassment in the Workplace Initiative", []),
        ("the OAKs Harbour Youth Program", ["Harbour Youth Program"]),
        ("the Oak Harbour Program Coordinators", []),
        ("the ASEAN Harbour Conference", ["ASEAN Harbour Conference"]),
        ("* Ports\n\n* Harbour Fees\n\n* Elm Harbour Programme\n\n* Sea Lanes\n\n* Contact", []),
        ("the Elmford Silk Road Task Force sold on Silk Road", ["Silk Road"]),
        ("the state’s Rewards for Harbours (RFH) program", ["Rewards for Harbours"] * 2),
        ("the “Safe Oak” initiative and the Know2Row campaign", ["Safe Oak", "Know2Row"]),
        ("the Harbour program, the Oak Harbour program team and the FBI Oak campaign", []),
        ("He ran Grebix, a notorious darknet marketplace. Grebix closed.", ["Grebix", "Grebix"]),
        ("the hacking forum called Quay Lantern", ["Quay Lantern"]),
        ("the “Grebix” booter service", ["Grebix"]),
        ("ran a dark web vendor site under the moniker “grebix,” selling", ["grebix"]),
        ("the users and infrastructure of Quaylab.net. Quaylab.net’s service closed", ["Quaylab.net"] * 2),
        ("Report it to the Oak9.gov. Visit www.elm.gov or ELM.gov. Mail roe@oaksale.com.", ["Oak9.gov"]),
        ("the oaksale.com website", ["oaksale.com"]),
        ("OAKS+ is a Joint project of two ports. The ELMS project (2013 – 2016) ended.", ["OAKS+", "ELMS"]),
        ("The Oak Centre (OAKCE) met; the OAKCE project and the FBI project went on", []),
        ("Elmland’s Joint Operation against Harbour Theft (JOHT) began", ["Joint Operation against Harbour Theft"] * 2),
        ("the ports (Instrument Contributing to Peace and Trade)", ["Instrument Contributing to Peace and Trade"]),
        ("Notes\n\nProject Summary\n\nOak", []),
        ("On Monday, a darknet market closed; Lundquist, a darknet market user", []),
    ],
)
def test_names_by_what_stands_beside(blank: Language, text: str, names: list[str]) -> None:
    assert [name for _, name, _ in systems(blank, text)] == names
