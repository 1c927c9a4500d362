"""A role is an office as worded, from before or behind the name, merged; a description is none."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions


def roles(nlp: Language, text: str) -> dict[str, str | None]:
    return {person.name: person.role for person in mentions(nlp(text), "people")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ann Berg, Chief of the Harbour Police of Elmford and Jan Holm, Director of the Oak Agency, came.",
            {"Ann Berg": "Chief of the Harbour Police of Elmford", "Jan Holm": "Director of the Oak Agency"},
        ),
        ("“We watch,” said Inspector-in-Charge Ann Berg.", {"Ann Berg": "Inspector-in-Charge"}),
        ("“We watch,” said FBI Director, Jan Holm.", {"Jan Holm": "FBI Director"}),
        ("Jan Holm, a former bank employee who fled, was held.", {"Jan Holm": "former bank employee"}),
        # told by a verb or above a list
        ("Jan Holm, who was the mayor of Elmford, spoke.", {"Jan Holm": "mayor of Elmford"}),
        (
            "Jan Lam of Elmford, Va., who was the president of Oak Seafood Corp., was held.",
            {"Jan Lam": "president of Oak Seafood Corp."},
        ),
        ("Jan Holm served as the treasurer of the club.", {"Jan Holm": "treasurer of the club"}),
        ("Jan Holm had been a teacher at Elm School for ten years.", {"Jan Holm": "teacher at Elm School"}),
        ("Jan Holm was a nurse at the time of the theft.", {"Jan Holm": "nurse"}),
        ("The former manager of the plant, Jan Holm, was heard.", {"Jan Holm": "former manager of the plant"}),
        ("Jan Holm became a tax return preparer in 1982.", {"Jan Holm": "tax return preparer"}),
        (
            "He thanked the detectives who worked on the case: Jan Holm, Ada Lind and Jane Moe.",
            {"Jan Holm": "detective", "Ada Lind": "detective", "Jane Moe": "detective"},
        ),
        (
            "Ada Lind, chief, Central Unit, Netherlands Police: “We go on.”",
            {"Ada Lind": "chief, Central Unit, Netherlands Police"},
        ),
        (
            "It was tried by Assistant District Attorney Ada Lind, of the Orange Zone.",
            {"Ada Lind": "Assistant District Attorney, of the Orange Zone"},
        ),
        (
            "Trial Attorney Ann Berg and Assistant U.S. Attorney Jan Holm of the Northern District of Elmland came.",
            {"Ann Berg": "Trial Attorney", "Jan Holm": "Assistant U.S. Attorney of the Northern District of Elmland"},
        ),
        (
            "Trial Attorney Ann Berg and Senior Trial Attorney Jan Holm of the Fraud Section came.",
            {
                "Ann Berg": "Trial Attorney of the Fraud Section",
                "Jan Holm": "Senior Trial Attorney of the Fraud Section",
            },
        ),
        ("Man Held For Sending Mails Threatening To Harm President Ana Berg", {"Ana Berg": "President"}),
        # before the name
        ("Meet Paralegal Sandra Keats", {"Sandra Keats": "Paralegal"}),
        ("He shot 61-year-old mayor Ana Berg.", {"Ana Berg": "mayor"}),
        ("The 35-year-old police officer Ana Berg was held.", {"Ana Berg": "police officer"}),
        ("The group joined Mayor Ana Berg in praising the work of the Elm Unit.", {"Ana Berg": "Mayor"}),
        ("WASHINGTON Attorney General Ana Berg spoke today.", {"Ana Berg": "Attorney General"}),
        ("Transcript of the Prime Minister Ana Berg", {"Ana Berg": "Prime Minister"}),
        (
            "They thanked DNA Specialist Susan Fell of the Forensic Science Unit for her work.",
            {"Susan Fell": "DNA Specialist of the Forensic Science Unit"},
        ),
        (
            "They met INTERPOL Secretary General Anselm Brückner in Lyon.",
            {"Anselm Brückner": "INTERPOL Secretary General"},
        ),
        (
            "The talks were led by Norwegian Minister of Trade and Fisheries Solveig Haugland.",
            {"Solveig Haugland": "Norwegian Minister of Trade and Fisheries"},
        ),
        (
            "It was signed by Estonia’s Interior Minister, Triin Kaldvee, on Monday.",
            {"Triin Kaldvee": "Estonia’s Interior Minister"},
        ),
        # behind it
        (
            "“We are ready,” said Bruno Castelmare, head of the art squad of the Turin police.",
            {"Bruno Castelmare": "head of the art squad of the Turin police"},
        ),
        (
            "Ifeoma Adichie-Stone, a ranger in the northern park, said poachers fled.",
            {"Ifeoma Adichie-Stone": "ranger in the northern park"},
        ),
        # both sides
        (
            "Acting Assistant Attorney General Nora P. Lindqvist of the Criminal Division spoke.",
            {"Nora P. Lindqvist": "Acting Assistant Attorney General of the Criminal Division"},
        ),
        (
            "Senior Assistant District Attorney Paul Okafor, Chief of the Fraud Bureau, spoke.",
            {"Paul Okafor": "Senior Assistant District Attorney, Chief of the Fraud Bureau"},
        ),
        # shared by a list
        (
            "Trial Attorneys Ellen Marsh and Peter Nze of the Fraud Section are prosecuting the case.",
            {"Ellen Marsh": "Trial Attorney of the Fraud Section", "Peter Nze": "Trial Attorney of the Fraud Section"},
        ),
        # the country a person is from is no part of the office
        ("Acting President Tomás Urrutia of Chile opened the meeting.", {"Tomás Urrutia": "Acting President"}),
        # a later sentence
        ("Petra Holm spoke first. She was thanked by all. Judge Holm then left.", {"Petra Holm": "Judge"}),
        ("The mayor welcomed the appointment of Ana Ruiz as the new Chief of Police.", {"Ana Ruiz": "Chief of Police"}),
        # a contact block
        ("Notes to editors\n\nContact:\n\nLucy Brandt\n\nPress Officer\n\n", {"Lucy Brandt": "Press Officer"}),
        # a rank where nothing better is said, an office before a rank
        ("Corporal Jan Dorsey received a medal.", {"Jan Dorsey": "Corporal"}),
        (
            "Colonel Omar Haddad, commander of the coast guard, said boats were lost.",
            {"Omar Haddad": "commander of the coast guard"},
        ),
        # "States" is no verb of speech in a title
        ("They met Assistant United States Attorney Ruth Calder.", {"Ruth Calder": "Assistant United States Attorney"}),
        # the office before a rank, an honorific between
        ("The Minister for Ports, Senator Alma Vost, spoke.", {"Alma Vost": "Minister for Ports"}),
        ("The Minister for Roads, the Hon. Karl Brandt, spoke.", {"Karl Brandt": "Minister for Roads"}),
        # the unit behind a comma
        (
            "It was led by Senior Deputy District Attorney Dan Varley, Homicide Unit.",
            {"Dan Varley": "Senior Deputy District Attorney, Homicide Unit"},
        ),
        (
            "“It is over,” said Thomas Edwin, Special Agent in Charge, U.S. Secret Service Elmford Field Office.",
            {"Thomas Edwin": "Special Agent in Charge, U.S. Secret Service Elmford Field Office"},
        ),
        # the neighbour's body
        (
            "It was announced by Assistant Attorney General Lena B. Marsh of the Criminal Division and "
            "U.S. Immigration and Customs Enforcement (ICE) Director Jan Morton.",
            {
                "Lena B. Marsh": "Assistant Attorney General of the Criminal Division",
                "Jan Morton": "U.S. Immigration and Customs Enforcement (ICE) Director",
            },
        ),
        # a state in a body's name
        (
            "Chief Wade Marlow of the Elmford, South Carolina Police Department spoke.",
            {"Wade Marlow": "Chief of the Elmford, South Carolina Police Department"},
        ),
        # set off by commas behind an opening phrase; the noun before a plain office
        ("In the film, Elmford City Manager, Nolan Bonner, spoke.", {"Nolan Bonner": "Elmford City Manager"}),
        ("He met a taxi driver, Omar Kell, there.", {"Omar Kell": "taxi driver"}),
        # letterheads of members of parliaments
        (
            "CHRIS BOLEN MP\n\nMINISTER FOR IMMIGRATION\n\nMEDIA RELEASE\n\nIt is late.",
            {"CHRIS BOLEN": "MINISTER FOR IMMIGRATION"},
        ),
        (
            "THE HON BRENDAN O’CONNELL MP Minister for Immigration\n\nMEDIA RELEASE",
            {"BRENDAN O’CONNELL": "Minister for Immigration"},
        ),
        # parties in brackets, abbreviated offices
        (
            "Sen. Jan Berg (R-Ohio), Chairman of the Committee on Banking, spoke.",
            {"Jan Berg": "Sen., Chairman of the Committee on Banking"},
        ),
        # a field in brackets
        ("Deputy Secretary (Policy) Ngiam Sheh Chun spoke.", {"Ngiam Sheh Chun": "Deputy Secretary (Policy)"}),
        # a home before the office, plural offices, letterheads with several
        (
            "James Lapham, 65, of Omaha, Nebraska, the former President of Tierfour, left.",
            {"James Lapham": "former President of Tierfour"},
        ),
        (
            "Senator the Hon Mira Cask met them. Minister for Ports, Senator the Hon Mira Cask, left.",
            {"Mira Cask": "Minister for Ports"},
        ),
        (
            "THE HON John Barillo MP MINISTER FOR SKILLS MINISTER FOR SHOPS\n\nMEDIA RELEASE",
            {"John Barillo": "MINISTER FOR SKILLS"},
        ),
        # what is told of the holder
        (
            "Man Receives Prison Sentence for the Murder of Elmford Police Officer Dana Roth",
            {"Dana Roth": "Elmford Police Officer"},
        ),
        # what somebody does is no body of theirs
        (
            "The pact was signed with Minister of Interior Agne Bilotas to deploy boats.",
            {"Agne Bilotas": "Minister of Interior"},
        ),
        ("State Attorney Greg Abbot on behalf of the State’s Unit spoke.", {"Greg Abbot": "State Attorney"}),
        ("Klaus Mayer was re-elected as Vice-President in November last year.", {"Klaus Mayer": "Vice-President"}),
        ("Sens. Ana Berg and Jan Roth met them.", {"Ana Berg": "Sen.", "Jan Roth": "Sen."}),
        (
            "Deputy Inspectors General Ana Berg and Jan Roth met them.",
            {"Ana Berg": "Deputy Inspector General", "Jan Roth": "Deputy Inspector General"},
        ),
        ("Ana Berg, 40, was a manager on the Oak Team from September 2007.", {"Ana Berg": "manager on the Oak Team"}),
        (
            "Senators Maria Berg (D-WA), Barbara Boxer (D-CA), and Jan Roth (R-UT) agreed.",
            {"Maria Berg": "Senator", "Barbara Boxer": "Senator", "Jan Roth": "Senator"},
        ),
    ],
)
def test_reads_roles(nlp: Language, text: str, expected: dict[str, str]) -> None:
    assert roles(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Marius Calloway, a 38-year-old man from Dover, was arrested.",
        "Marius Calloway, the suspected ringleader, was arrested.",
        "Marius Calloway, a leader of the smuggling ring, was arrested.",
        "Marius Calloway, 41, of Dover, pleaded guilty.",
        "Marius Calloway, who fled to Spain, was arrested.",
        "Second, Calloway stole a car. Marius Calloway, 31, was sentenced.",
    ],
)
def test_descriptions_are_no_roles(nlp: Language, text: str) -> None:
    assert roles(nlp, text) == {"Marius Calloway": None}


def test_title_of_the_next_person_is_not_taken(nlp: Language) -> None:
    found = roles(nlp, "They thanked Inspector Ana Ruiz, Deputy Director Jan Berg and Senior Analyst Eva Lund.")
    assert found == {"Ana Ruiz": "Inspector", "Jan Berg": "Deputy Director", "Eva Lund": "Senior Analyst"}


def test_an_office_in_an_opening_phrase_is_another_person(nlp: Language) -> None:
    assert roles(nlp, "After talks with the Prime Minister, Mr. Calloway said the work goes on.") == {"Calloway": None}
    assert roles(nlp, "The Prime Minister, Mr. Calloway, said the work goes on.") == {"Calloway": "Prime Minister"}


def test_officers_before_a_comma_are_others(nlp: Language) -> None:
    text = "When stopped by PPD officers, Calloway had a gun on him. Marius Calloway was jailed."
    assert roles(nlp, text) == {"Marius Calloway": None}


def test_an_agent_in_charge_may_have_hyphens(nlp: Language) -> None:
    text = "“The case is vast,” said Jan Berg, Special Agent-in-Charge of the Harbour Service."
    assert roles(nlp, text) == {"Jan Berg": "Special Agent-in-Charge of the Harbour Service"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It was prosecuted by Scott Kern, Mary Singh, and Andrew Hoyt, Assistant U.S. Attorneys for the District of Elm.",
            dict.fromkeys(
                ("Scott Kern", "Mary Singh", "Andrew Hoyt"), "Assistant U.S. Attorney for the District of Elm"
            ),
        ),
        (
            "Guests were Stephanie Knapp; and Jennifer Price, Past President of the Association of Nurses.",
            {"Stephanie Knapp": None, "Jennifer Price": "Past President of the Association of Nurses"},
        ),
        (
            "They thank ADAs Jane Doherty and Mark Hill.",
            {"Jane Doherty": "ADA", "Mark Hill": "ADA"},
        ),
        ("They praised Ada Lind. ADA LIND was there.", {"Ada Lind": None}),
        ("On the anniversary of the ADA, President Ana Berg spoke.", {"Ana Berg": "President"}),
        (
            "Assistant U.S. Attorney Heather Call with the Elm Unit led the case.",
            {"Heather Call": "Assistant U.S. Attorney with the Elm Unit"},
        ),
    ],
)
def test_roles_of_lists_and_letters(nlp: Language, text: str, expected: dict[str, str | None]) -> None:
    assert roles(nlp, text) == expected
