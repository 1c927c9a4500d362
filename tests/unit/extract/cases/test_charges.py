"""Charges: offences as worded, whose they are, and how far they have come."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.cases.offences import offence_words
from tests.unit.extract.cases.reading import rows, who

Row = tuple[str | int | None, str, str]
DUVAL, LIND, ROE = "Marta Duval", "Peter Lind", "Jon Roe"


def charges(nlp: Language, text: str) -> list[Row]:
    found = rows(nlp, text)
    return [(who(found, r), r["offence"], r["stage"]) for r in found["charges"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marta Duval was charged with wire fraud and faces up to 20 years in prison.", [("wire fraud", "charged")]),
        ("An indictment charges Marta Duval with arson.", [("arson", "indicted")]),
        (
            "Marta Duval is charged with assault, falsely reporting an incident and improper use of coloured lights.",
            [
                ("assault", "charged"),
                ("falsely reporting an incident", "charged"),
                ("improper use of coloured lights", "charged"),
            ],
        ),
        (
            "The jury found Marta Duval guilty of aggravated assault, burglary of a habitation and evading arrest.",
            [
                ("aggravated assault", "convicted"),
                ("burglary of a habitation", "convicted"),
                ("evading arrest", "convicted"),
            ],
        ),
        (
            "Marta Duval was acquitted of murder but found guilty of manslaughter.",
            [("murder", "acquitted"), ("manslaughter", "convicted")],
        ),
        ("Marta Duval was arrested. She is wanted in Spain for fraud.", [("fraud", "wanted")]),
        (
            "Marta Duval was convicted of conspiracy to distribute cocaine, heroin and fentanyl, and possession of a "
            "firearm in furtherance of a drug trafficking crime.",
            [
                ("conspiracy to distribute cocaine, heroin and fentanyl", "convicted"),
                ("possession of a firearm in furtherance of a drug trafficking crime", "convicted"),
            ],
        ),
        (
            "The defendant, Marta Duval, was arraigned on charges of second- and third-degree assault, criminal possession "
            "of a weapon and related charges.",
            [
                ("second-degree assault", "charged"),
                ("third-degree assault", "charged"),
                ("criminal possession of a weapon", "charged"),
            ],
        ),
        (
            "Marta Duval was charged with arson. The defendant later pleaded guilty to all counts.",
            [("arson", "pleaded_guilty")],
        ),
        (
            "Marta Duval pleaded guilty in May to arson. She was sentenced to nine years in prison.",
            [("arson", "sentenced")],
        ),
        ("Marta Duval was charged in the killing of Jon Roe, 24.", [("killing of Jon Roe", "charged")]),
        (
            "Marta Duval was charged with third-degree assault as a hate crime, third-degree menacing as a hate crime, "
            "aggravated harassment, and related charges.",
            [
                ("third-degree assault as a hate crime", "charged"),
                ("third-degree menacing as a hate crime", "charged"),
                ("aggravated harassment", "charged"),
            ],
        ),
        (
            "Marta Duval was convicted of beating an inmate, resulting in bodily injury, and of deliberately ignoring his "
            "pleas.",
            [("beating an inmate, resulting in bodily injury", "convicted"), ("ignoring his pleas", "convicted")],
        ),
        (
            "Marta Duval pleaded guilty to five offences: two counts of making public restricted personal information; "
            "one count of theft by deception; and use of a telephone to facilitate a drug offence.",
            [
                ("making public restricted personal information", "pleaded_guilty"),
                ("theft by deception", "pleaded_guilty"),
                ("use of a telephone to facilitate a drug offence", "pleaded_guilty"),
            ],
        ),
        ("Marta Duval faces an additional obstruction charge.", [("obstruction", "charged")]),
        (
            "Since 2017 the office has charged eight dealers with homicide. Marta Duval was charged with arson.",
            [("arson", "charged")],
        ),
        (
            "Marta Duval was charged with arson. In a related case, Marta Duval pleaded guilty to perjury.",
            [("arson", "charged")],
        ),
        (
            "Marta Duval pleaded guilty to one count of coercion and enticement of a minor.",
            [("coercion and enticement of a minor", "pleaded_guilty")],
        ),
        (
            "Marta Duval was convicted of attempted sexual penetration or oral copulation of a child.",
            [("attempted sexual penetration or oral copulation of a child", "convicted")],
        ),
        (
            "Marta Duval was charged with conspiring to infiltrate and damage a bank's network.",
            [("conspiring to infiltrate and damage a bank's network", "charged")],
        ),
        (
            "Marta Duval pleaded guilty to two counts of conspiracy to commit mail and wire fraud.",
            [("conspiracy to commit mail and wire fraud", "pleaded_guilty")],
        ),
        (
            "Marta Duval pleaded guilty to three counts of an indictment on Friday, including health care fraud and theft.",
            [("health care fraud", "pleaded_guilty"), ("theft", "pleaded_guilty")],
        ),
        (
            "Marta Duval pleaded guilty before Judge Ida Moss to an information charging her with arson.",
            [("arson", "pleaded_guilty")],
        ),
        (
            "Marta Duval was indicted in May. Duval was charged with arson.",
            [("arson", "indicted")],
        ),
        (
            "Marta Duval is being charged with:\n\n• 1 count Grand Theft $20,000 1st Degree\n\n• 1 count Perjury",
            [("Grand Theft", "charged"), ("Perjury", "charged")],
        ),
        (
            "Marta Duval was convicted of conspiring with others to sell stolen paintings.",
            [("conspiring with others to sell stolen paintings", "convicted")],
        ),
        (
            "Marta Duval was charged with the following:\n\n- Hiding stolen paintings\n\n- Lying to the coast guard",
            [("Hiding stolen paintings", "charged"), ("Lying to the coast guard", "charged")],
        ),
        (  # counts without an offence, of one and of the next
            "The indictment charged Duval with 21 felony counts and Duran with 38 felony counts. Ana Duval and Jose Duran "
            "pleaded guilty.",
            [],
        ),
    ],
)
def test_offences_and_their_stages(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert charges(nlp, text) == [(DUVAL, *row) for row in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested three men on suspicion of people smuggling.", [(3, "people smuggling", "arrested")]),
        (
            "Acme Freight Ltd pleaded guilty to obstruction of justice.",
            [(None, "obstruction of justice", "pleaded_guilty")],
        ),
        (
            "Marta Duval, 34, Peter Lind, 28, and Jon Roe, 41, all of Leeds, were charged with arson.",
            [(DUVAL, "arson", "charged"), (LIND, "arson", "charged"), (ROE, "arson", "charged")],
        ),
        (
            "The defendants charged with arson are identified below:\n\nMarta Duval, 34\n\nPeter Lind, 28",
            [(DUVAL, "arson", "charged"), (LIND, "arson", "charged")],
        ),
        (
            "A former bank manager pleaded guilty today to theft.\n\nMarta Duval, 34, of Leeds, faces three years in prison. "
            "Her husband, Peter Lind, was charged with perjury.",
            [(DUVAL, "theft", "pleaded_guilty"), (LIND, "perjury", "charged")],
        ),
        (
            "Jon Duval and Marta Duval hid the coins. The Duvals pleaded guilty to theft.",
            [("Jon Duval", "theft", "pleaded_guilty"), (DUVAL, "theft", "pleaded_guilty")],
        ),
        (
            "A Leeds woman was convicted today of theft.\n\nMarta Duval was a teller. Duval hid the coins.",
            [(DUVAL, "theft", "convicted")],
        ),
        (
            "Marta Duval was charged with arson. Peter Lind, 34, pleaded guilty to the same charges.",
            [(DUVAL, "arson", "charged"), (LIND, "arson", "pleaded_guilty")],
        ),
    ],
)
def test_whose_they_are(nlp: Language, text: str, expected: list[Row]) -> None:
    assert charges(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "If convicted of arson, Marta Duval faces ten years in prison.",
        "Anyone charged with arson is presumed innocent until proven guilty.",
        "“She was charged with arson,” Sheriff Ida Moss said.",
        "The charges against Marta Duval were read on Friday.",
        "Marta Duval pleaded guilty to the superseding indictment.",
        "The unit was charged with an important task.",
        "Marta Duval is accused of driving to Hull and of hiding in a shed.",
    ],
)
def test_what_is_no_charge(nlp: Language, text: str) -> None:
    assert charges(nlp, text) == []


def test_counts_and_statutes(nlp: Language) -> None:
    text = "Marta Duval was charged with two counts each of bank fraud and mail fraud, in violation of Title 18, Section 1341."
    found = rows(nlp, text)["charges"]
    assert [(r["offence"], r["n_counts"], r["statute"], r["area"]) for r in found] == [
        ("bank fraud", 2, None, "financial-crime"),
        ("mail fraud", 2, "Title 18, Section 1341", "financial-crime"),
    ]


def test_whom_a_sentence_alone_accuses_is_one_of_the_accused(nlp: Language) -> None:
    text = (
        "Two men were jailed on Monday after a jury found them guilty of arson. Marta Duval was sentenced to 12 years in "
        "prison. Peter Lind received nine years in prison. Officers arrested a third suspect, Jon Roe, in June."
    )
    assert ROE not in [person for person, _, _ in charges(nlp, text)]


def test_an_age_is_no_statute(nlp: Language) -> None:
    text = "Marta Duval was charged with two counts of lewd acts on a child under 14 for money."
    assert [r["statute"] for r in rows(nlp, text)["charges"]] == [None]


def test_the_named_offence_wins_over_the_deed_of_the_headline(nlp: Language) -> None:
    text = (
        "Teller Sentenced for Robbing Her Bank\n\nMarta Duval was sentenced to nine years in prison. A jury convicted Duval "
        "of aggravated robbery."
    )
    assert charges(nlp, text) == [(DUVAL, "aggravated robbery", "sentenced")]


def test_the_last_words_of_offences_are_of_known_kinds() -> None:
    assert set(offence_words().values()) == {"crime", "deed", "agent"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Officers arrested seven people in connection with fraud and money laundering.",
            [(7, "fraud", "arrested"), (7, "money laundering", "arrested")],
        ),
        ("Three men were arrested for their role in a bribery scheme.", [(3, "bribery", "arrested")]),
        (
            "Jon Roe was sentenced to five years in prison for his role in a scheme to defraud investors.",
            [(ROE, "scheme to defraud investors", "sentenced")],
        ),
        (
            "Jon Roe was sentenced for his role in a scheme to defraud investors. Roe pleaded guilty in May to wire fraud.",
            [(ROE, "wire fraud", "sentenced")],
        ),
        ("Jon Roe was sentenced to two years in prison for his role in the conspiracy.", []),
    ],
)
def test_a_role_in_an_offence_counts_where_nothing_surer_is_told(nlp: Language, text: str, expected: list[Row]) -> None:
    assert charges(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Members of the gang were charged with burglary.", [(None, "burglary", "charged")]),
        ("Drivers charged with burglary lose their licence.", []),
        (
            "Officers arrested 12 suspects on Monday. The criminals are suspected of involvement in drug trafficking.",
            [(None, "drug trafficking", "arrested")],
        ),
        (
            "The police dismantled a gang involved in fraud and phishing. Officers arrested three people.",
            [(None, "fraud", "arrested"), (None, "phishing", "arrested")],
        ),
        ("The police watch a gang involved in fraud.", []),
    ],
)
def test_groups_that_nobody_names_have_offences_where_the_text_ties_them(
    nlp: Language, text: str, expected: list[Row]
) -> None:
    assert charges(nlp, text) == expected


def test_attempting_and_conspiring_are_two_offences(nlp: Language) -> None:
    text = "Marta Duval pleaded guilty today to attempting and conspiring to smuggle drugs."
    assert charges(nlp, text) == [
        (DUVAL, "attempting to smuggle drugs", "pleaded_guilty"),
        (DUVAL, "conspiring to smuggle drugs", "pleaded_guilty"),
    ]


def test_a_conspiracy_with_a_name_shares_nothing_with_the_next(nlp: Language) -> None:
    text = "Marta Duval was convicted of racketeering conspiracy and conspiracy to commit wire fraud."
    assert [offence for _, offence, _ in charges(nlp, text)] == [
        "racketeering conspiracy",
        "conspiracy to commit wire fraud",
    ]


def test_counts_of_one_list_stay_apart_however_alike(nlp: Language) -> None:
    text = (
        "Marta Duval was charged with three counts of assault with a weapon and one count of assault with a weapon "
        "resulting in bodily injury."
    )
    assert [offence for _, offence, _ in charges(nlp, text)] == [
        "assault with a weapon",
        "assault with a weapon resulting in bodily injury",
    ]


@pytest.mark.parametrize(
    ("further", "stage"),
    [
        ("According to the indictment, Duval sold shares.", "indicted"),
        ("An indictment is merely an allegation.", "charged"),
        ("According to the complaint, Duval fled before the indictment.", "charged"),
    ],
)
def test_the_indictment_may_be_told_further_on(nlp: Language, further: str, stage: str) -> None:
    assert charges(nlp, f"Marta Duval was charged with arson. {further}") == [(DUVAL, "arson", stage)]


def test_what_a_headline_tells_of_nobody_is_no_second_charge(nlp: Language) -> None:
    text = "Man Pleads Guilty to Arson\n\nMarta Duval, 34, and Jon Roe, 40, pleaded guilty on Monday to arson."
    assert {name for name, _, _ in charges(nlp, text)} == {DUVAL, ROE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval pleaded guilty to distributing pills and other drugs purchased by students.",
            [(DUVAL, "distributing pills and other drugs", "pleaded_guilty")],
        ),
        (
            "Marta Duval was convicted of being an accessory after the fact.",
            [(DUVAL, "being an accessory after the fact", "convicted")],
        ),
        (
            "Marta Duval was sentenced for wire fraud. In her plea, Duval admitted that she agreed to assault a guard.",
            [(DUVAL, "wire fraud", "sentenced")],
        ),
        (
            "Marta Duval pleaded guilty on Monday to perjury. Previously, Duval and her firm had pleaded guilty on March 4, "
            "2009, to arson.",
            [(DUVAL, "perjury", "pleaded_guilty")],
        ),
        ("Marta Duval, 40, was indicted on May 3 for the same offenses.", []),
    ],
)
def test_where_the_name_of_an_offence_ends(nlp: Language, text: str, expected: list[Row]) -> None:
    assert charges(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Notably, the police arrested 71 suspected members of organised crime groups.",
        "Juveniles who were convicted once are tried as adults for all subsequent offenses.",
    ],
)
def test_what_names_no_offence_is_none(nlp: Language, text: str) -> None:
    assert charges(nlp, text) == []


def test_a_headline_that_names_nobody_tells_of_those_below(nlp: Language) -> None:
    text = "Dealer Sentenced For Selling Pills\n\nMarta Duval, 34, of Leeds pleaded guilty on Monday to perjury."
    assert [(name, offence) for name, offence, _ in charges(nlp, text)] == [(DUVAL, "perjury")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval pleaded guilty to one count of coordinated contributions and one count of perjury.",
            [("coordinated contributions", "pleaded_guilty"), ("perjury", "pleaded_guilty")],
        ),
        (
            "Marta Duval was charged with second-degree murder and hit-and-run involving death.",
            [("second-degree murder", "charged"), ("hit-and-run involving death", "charged")],
        ),
        (
            "Marta Duval was found guilty of conspiracy to commit wire and bank fraud and substantive counts of arson.",
            [("conspiracy to commit wire and bank fraud", "convicted"), ("arson", "convicted")],
        ),
        ("Marta Duval pleaded guilty to kidnapping, a Class Two Dangerous Felony.", [("kidnapping", "pleaded_guilty")]),
        (
            "A jury charged Marta Duval with distribution of a drug, distribution of a drug analogue, and arson.",
            [
                ("distribution of a drug", "charged"),
                ("distribution of a drug analogue", "charged"),
                ("arson", "charged"),
            ],
        ),
        ("A jury jailed Marta Duval on Monday after convicting her of murder.", [("murder", "convicted")]),
        (
            "Marta Duval pleaded guilty to arson, admitting to an allegation that the fire was set for money.",
            [("arson", "pleaded_guilty")],
        ),
    ],
)
def test_offences_as_worded_further_ways(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(offence, stage) for _, offence, stage in charges(nlp, text)] == expected


def test_a_surname_means_the_only_one_named_so_far(nlp: Language) -> None:
    text = (
        "Marta Duval, 45, is charged with murder. Duval was arrested for arson. Her brother Paul Duval was not there."
    )
    assert {who for who, _, _ in charges(nlp, text)} == {"Marta Duval"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval pleaded guilty to one count of a lewd or lascivious act against a minor under the age of 14 and "
            "two counts of annoying a child.",
            ["lewd or lascivious act against a minor under the age of 14", "annoying a child"],
        ),
        (
            "Marta Duval is charged with assault with a deadly weapon, domestic violence, and mayhem.",
            ["assault with a deadly weapon", "domestic violence", "mayhem"],
        ),
    ],
)
def test_long_names_and_lists(nlp: Language, text: str, expected: list[str]) -> None:
    assert [row["offence"] for row in rows(nlp, text)["charges"]] == expected


def test_all_charges_may_have_their_day(nlp: Language) -> None:
    text = "Marta Duval was indicted for fraud. Duval pleaded guilty to both charges in August 2014."
    assert charges(nlp, text) == [("Marta Duval", "fraud", "pleaded_guilty")]


def test_a_partner_is_not_whom_a_description_means(nlp: Language) -> None:
    text = (
        "A judge sentenced a Hull man on Monday for arson. Jon Roe, 24, pleaded guilty in March. "
        "Roe's co-defendant, Peter Lind, 30, was sentenced as well."
    )
    assert charges(nlp, text) == [("Jon Roe", "arson", "sentenced")]


def test_he_is_whom_the_defendant_is_identified_as(nlp: Language) -> None:
    text = (
        "The prosecutor identified the defendant as Jon Roe, 32. Roe saw Peter Lind, 27, ride past. "
        "Police arrested him for murder."
    )
    assert charges(nlp, text) == [("Jon Roe", "murder", "arrested")]


def test_who_prosecuted_a_case_is_not_accused(nlp: Language) -> None:
    text = (
        "The cases were prosecuted by Counsel Ida Moss of the Computer Crime Section, Assistant U.S. Attorney Ann Lee of "
        "the Middle District and Assistant U.S. Attorney Di Poe. Jon Roe was indicted for fraud."
    )
    parts = {person["name"]: person["part"] for person in rows(nlp, text)["people"]}
    assert parts == {"Ida Moss": "official", "Ann Lee": "official", "Di Poe": "official", "Jon Roe": "suspect"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval was found guilty of all counts of an indictment charging falsification of records and arson.",
            ["falsification of records", "arson"],
        ),
        (
            "Marta Duval pleaded guilty to scheme to defraud, money laundering and grand larceny.",
            ["scheme to defraud", "money laundering", "grand larceny"],
        ),
        ("Marta Baez-Garcia, 35, was sentenced. Baez pleaded guilty to arson.", ["arson"]),
    ],
)
def test_charging_papers_schemes_and_half_surnames(nlp: Language, text: str, expected: list[str]) -> None:
    found = charges(nlp, text)
    assert [offence for _, offence, _ in found] == expected
    assert all(str(who).startswith("Marta ") for who, _, _ in found)


def test_the_charges_include_goes_on_with_the_sentence_before(nlp: Language) -> None:
    text = (
        "Marta Duval pleaded guilty to seven felony charges on May 8. The charges included kidnapping and arson. "
        "The plans include a bridge and a road."
    )
    assert charges(nlp, text) == [(DUVAL, "kidnapping", "pleaded_guilty"), (DUVAL, "arson", "pleaded_guilty")]


def test_a_name_may_tell_how_old_the_victim_was(nlp: Language) -> None:
    text = "Jon Roe was indicted on arson with a victim under 13, a Class X felony, and perjury, a Class 2 felony."
    assert [offence for _, offence, _ in charges(nlp, text)] == ["arson with a victim under 13", "perjury"]


def test_he_is_the_only_one_the_sentence_before_names(nlp: Language) -> None:
    text = (
        "Jon Roe was charged with arson. Peter Lind pleaded guilty to perjury. The charges against Roe remain pending. "
        "He is also charged with burglary."
    )
    assert (ROE, "burglary", "charged") in charges(nlp, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ana Mora was charged with conspiracy to defraud a bank, commit wire fraud and commit perjury.",
            ["conspiracy to defraud a bank, commit wire fraud and commit perjury"],
        ),
        ("Jon Roe pleaded guilty to violating the Harbour Practices Act.", ["violating the Harbour Practices Act"]),
        ("Jon Roe was charged in connection with the harbour corruption investigation.", []),
        ("Jon Roe agreed to plead guilty to fraud and be sentenced on May 8.", ["fraud"]),
        ("Jon Roe was convicted of felony cruelty and sentenced to two years in jail for a kick.", ["felony cruelty"]),
        (
            "Jon Roe was charged with one count of the following felony crimes:\n\n- Arson\n- Perjury",
            ["Arson", "Perjury"],
        ),
        ("Four men charged in 2021 Harbour Shootings", []),
    ],
)
def test_where_an_offence_ends(nlp: Language, text: str, expected: list[str]) -> None:
    assert [offence for _, offence, _ in charges(nlp, text)] == expected


def test_who_pleaded_before_the_news_is_not_charged_in_it(nlp: Language) -> None:
    text = (
        "Marta Duval, 44, was sentenced today to 30 months in prison for wire fraud. She ran a scheme with Jon Roe. "
        "Roe previously pleaded guilty to wire fraud."
    )
    assert {who for who, _, _ in charges(nlp, text)} == {DUVAL}


def test_those_in_apposition_are_charged_together(nlp: Language) -> None:
    text = (
        "The individuals, Marta Duval and Peter Lind, both former engineers of the Green Gull and Jon Roe, a former cook, "
        "were charged with conspiracy. The former captain of the Green Gull, Ann Moss, pleaded guilty to obstruction."
    )
    told = charges(nlp, text)
    assert [row for row in told if row[1] == "conspiracy"] == [
        (who, "conspiracy", "charged") for who in (DUVAL, LIND, ROE)
    ]
    assert ("Ann Moss", "obstruction", "pleaded_guilty") in told


def test_a_prosecutor_is_not_the_accused_who_bears_the_same_surname(nlp: Language) -> None:
    text = (
        "District Attorney Peter Lind announced the charges. Marta Duval, 31, was charged with arson. Duval and Lind were "
        "arraigned on Monday on charges of arson."
    )
    assert {row[0] for row in charges(nlp, text)} == {DUVAL}


def test_what_the_parse_joins_to_an_offence_may_be_the_next_accused(nlp: Language) -> None:
    text = (
        "Marta Duval, 43, and her husband, Jon Roe, 38, were indicted for forced labor. Duval was also charged with fraud in "
        "contacting foreign labor and Roe was also charged with benefiting from forced labor."
    )
    assert charges(nlp, text)[-2:] == [
        (DUVAL, "fraud in contacting foreign labor", "indicted"),
        (ROE, "benefiting from forced labor", "indicted"),
    ]


def test_who_announces_a_plea_has_not_pleaded(nlp: Language) -> None:
    text = (
        "Marta Duval pleaded guilty to wire fraud. Peter Lind, United States Attorney, and Jon Roe, Commissioner, City Police "
        "Department, announced the guilty plea."
    )
    found = rows(nlp, text)
    assert [p["name"] for p in found["people"] if p["part"] == "suspect"] == [DUVAL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval was charged with first-, second- and third-degree criminal sale of a firearm and arson.",
            [
                ("first-degree criminal sale of a firearm", "charged"),
                ("second-degree criminal sale of a firearm", "charged"),
                ("third-degree criminal sale of a firearm", "charged"),
                ("arson", "charged"),
            ],
        ),
        (
            "Marta Duval pleaded guilty to two counts of conspiracy to commit computer fraud and abuse.",
            [("conspiracy to commit computer fraud and abuse", "pleaded_guilty")],
        ),
        ("Marta Duval was charged with violation of labor law.", [("violation of labor law", "charged")]),
        (
            "The bill of information charges Marta Duval with arson. Others fled, according to the indictment.",
            [("arson", "charged")],
        ),
        (
            "Marta Duval pleaded guilty to arson. The charge of arson carries a maximum penalty of 15 years in prison.",
            [("arson", "pleaded_guilty")],
        ),
        ("The crimes to which Marta Duval has pleaded guilty were shocking acts of violence.", []),
        (
            "Marta Duval was indicted for two federal felonies: Unlawful Possession of Firearms; and Arson.",
            [("Unlawful Possession of Firearms", "indicted"), ("Arson", "indicted")],
        ),
        (
            "Marta Duval was convicted of one count of conspiracy to distribute more than five kilograms of cocaine and one "
            "count of attempted extortion under color of official right.",
            [
                ("conspiracy to distribute more than five kilograms of cocaine", "convicted"),
                ("attempted extortion under color of official right", "convicted"),
            ],
        ),
        (
            "Marta Duval was charged with second-, third-, and fourth-degree grand larceny and related counts. For conviction "
            "of the crime of forgery she would face prison.",
            [
                ("second-degree grand larceny", "charged"),
                ("third-degree grand larceny", "charged"),
                ("fourth-degree grand larceny", "charged"),
            ],
        ),
        (
            "Marta Duval was sentenced on Monday for sex trafficking by force, fraud and coercion, and conspiracy.",
            [("sex trafficking by force, fraud and coercion", "sentenced"), ("conspiracy", "sentenced")],
        ),
        (
            "Marta Duval was sentenced to one count of access to a computer to obtain information.",
            [("access to a computer to obtain information", "sentenced")],
        ),
        (
            "Marta Duval pleaded guilty to two felonies. She said she wanted to buy time for marketing fraud purposes.",
            [],
        ),
        (
            "A jury convicted Marta Duval of fatally shooting 71-year-old Jon Roe. Duval was found guilty of murder.",
            [("murder", "convicted")],
        ),
        (
            "Marta Duval, the former head of sales at valve company Harbour Freight Inc., pleaded guilty to criminally "
            "negligent homicide.",
            [("criminally negligent homicide", "pleaded_guilty")],
        ),
    ],
)
def test_where_names_of_offences_end(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(offence, stage) for _, offence, stage in charges(nlp, text)] == expected


def test_those_listed_with_titles_and_homes_are_convicted_together(nlp: Language) -> None:
    text = (
        "Marta Duval, 53, was sentenced to ten years in prison. Duval; Ann B. Moss, M.D., 52, of Port Ann, Florida; and Jon "
        "Roe, 57, of Orlando, were convicted of conspiracy."
    )
    assert {row[0] for row in charges(nlp, text)} == {DUVAL, "Ann B. Moss", ROE}
    ages = {person["name"]: person["age"] for person in rows(nlp, text)["people"]}
    assert ages["Ann B. Moss"] == 52


def test_one_of_several_is_nobody_by_name(nlp: Language) -> None:
    text = (
        "Marta Duval, 40, and Peter Lind, 42, were charged with arson. One of the cooks is also charged with perjury."
    )
    assert charges(nlp, text) == [(DUVAL, "arson", "charged"), (LIND, "arson", "charged"), (None, "perjury", "charged")]


def test_a_verdict_that_is_a_condition_is_none(nlp: Language) -> None:
    text = "Marta Duval was charged with arson. If she is found guilty of the arson charge, Duval faces ten years in prison."
    assert charges(nlp, text) == [(DUVAL, "arson", "charged")]


def test_all_of_a_number_are_the_accused_where_there_are_as_many(nlp: Language) -> None:
    text = "Marta Duval, 40, Peter Lind, 42, and Jon Roe, 57, were jailed on Monday.\n\nAll {} were convicted of arson."
    told = {(who, "arson", "convicted") for who in (DUVAL, LIND, ROE)}
    assert set(charges(nlp, text.format("three"))) == told
    assert told.isdisjoint(charges(nlp, text.format("nine")))


def test_enhancements_are_no_offences(nlp: Language) -> None:
    text = (
        "Victor Norman Ealey, 57, pleaded guilty yesterday to the following felony counts:\n\n(2) Forcible rape\n\n"
        "Sentencing Enhancements:\n\n(4) Inflicting great bodily injury\n\nCircumstances of the Case"
    )
    assert [row["offence"] for row in rows(nlp, text)["charges"]] == ["Forcible rape"]


def test_a_co_defendant_is_named_beside_the_noun(nlp: Language) -> None:
    text = (
        "Marta Duval, 44, was convicted of fraud on Monday. A co-defendant, Peter Lind, 39, of Elmford, was convicted of "
        "the same charges by a different jury."
    )
    assert charges(nlp, text) == [(DUVAL, "fraud", "convicted"), (LIND, "fraud", "convicted")]


def test_complaints_are_no_indictment_that_the_release_speaks_of_elsewhere(nlp: Language) -> None:
    text = (
        "Marta Duval was arraigned on complaints in which she is charged with fraud. The inquiry had led to the indictment "
        "of the treasurer in May."
    )
    assert (DUVAL, "fraud", "charged") in charges(nlp, text)


def test_the_text_tells_in_full_what_a_headline_cuts_short(nlp: Language) -> None:
    text = (
        "Elmford Resident Pleads Guilty to Counts of Cyberstalking and Theft\n\n"
        "A resident of Elmford pleaded guilty in federal court on March 19 to charges of cyberstalking and theft of mail, "
        "the court said.\n\nMarta Duval, 31, pleaded guilty before the judge of the district."
    )
    assert charges(nlp, text) == [
        (DUVAL, "cyberstalking", "pleaded_guilty"),
        (DUVAL, "theft of mail", "pleaded_guilty"),
    ]


def test_a_long_headline_is_no_paragraph_that_names_somebody_first(nlp: Language) -> None:
    headline = "Elmford Broker Marta Duval Indicted For Role In Conspiracy To Defraud Hundreds Of Investors Of Three Small Towns"
    text = (
        f"{headline} And Their Families\n\nA broker was indicted on Monday by a grand jury in Elmford for wire fraud and "
        "aggravated identity theft, the prosecutor announced.\n\nThe indictment names Marta Duval, 37, as the only defendant."
    )
    assert (DUVAL, "aggravated identity theft", "indicted") in charges(nlp, text)


def test_what_sums_up_a_list_is_no_further_offence(nlp: Language) -> None:
    text = (
        "Marta Duval was found guilty of two counts of sale of a drug resulting in death and one count of sale of a drug "
        "resulting in serious bodily injury. She had been charged with sale of a drug resulting in serious bodily injury or "
        "death."
    )
    assert [offence for _, offence, _ in charges(nlp, text)] == [
        "sale of a drug resulting in death",
        "sale of a drug resulting in serious bodily injury",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval, 38, was sentenced for producing pictures while on parole, violating the Harbour Act, and possessing "
            "a firearm.",
            ["producing pictures", "violating the Harbour Act", "possessing a firearm"],
        ),
        (
            "Marta Duval, 38, is charged with conspiracy, conspiracy to launder money, and theft.",
            ["conspiracy", "conspiracy to launder money", "theft"],
        ),
        ("A plane brought Marta Duval to Lima to face a charge of bribery that a complaint tells.", ["bribery"]),
        ("The jury returned a guilty verdict against Marta Duval on charges of arson and theft.", ["arson", "theft"]),
        ("Two counts of robbery have been brought against Marta Duval, 34.", ["robbery"]),
        ("Marta Duval, 34, faces one count of arson.", ["arson"]),
        ("Marta Duval, 34, is accused of arson, a first-degree felony.", ["arson"]),
        ("Marta Duval, 34, admitted that she sold cars.", []),
        ("Marta Duval, 34, admitted selling stolen cars.", []),
        ("A civil suit for fraud was filed against Marta Duval.", []),
        ("Marta Duval said that fraud charges may be filed against Peter Lind.", []),
    ],
)
def test_offences_in_other_words(nlp: Language, text: str, expected: list[str]) -> None:
    assert [offence for _, offence, _ in charges(nlp, text)] == expected


def test_a_co_defendant_whose_sentence_is_still_to_come_is_of_the_case(nlp: Language) -> None:
    text = (
        "Marta Duval, 44, of Elmford was sentenced today by the court of the district to ten years in prison for wire fraud, "
        "the prosecutor of the port announced.\n\nDuval sold tickets for a ferry that never sailed to the islands, and kept "
        "what some two hundred families of the town had paid for them.\n\nPeter Lind, 39, a co-defendant, pleaded guilty on "
        "July 5, 2023 to money laundering. {}"
    )
    told = (LIND, "money laundering", "pleaded_guilty")
    assert told in charges(nlp, text.format("His sentencing hearing is scheduled for August 13."))
    assert told not in charges(nlp, text.format("He has a shop in Lima."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval was found guilty of one count of driving under the influence causing bodily injury and two counts "
            "of manslaughter while intoxicated without gross negligence.",
            [
                ("driving under the influence causing bodily injury", "convicted"),
                ("manslaughter while intoxicated without gross negligence", "convicted"),
            ],
        ),
        (
            "Marta Duval was sentenced today for hurting a clerk, following her conviction on January 20, 2024 on charges of "
            "second-degree assault.",
            [("second-degree assault", "sentenced")],
        ),
        (
            "Marta Duval is charged with third-degree coercion, fourth-degree possession of a weapon, driving while ability "
            "impaired by drugs and second-degree criminal nuisance.",
            [
                ("third-degree coercion", "charged"),
                ("fourth-degree possession of a weapon", "charged"),
                ("driving while ability impaired by drugs", "charged"),
                ("second-degree criminal nuisance", "charged"),
            ],
        ),
        ("Marta Duval pleaded guilty to a first-degree criminal sexual act.", [("first-degree criminal sexual act", "pleaded_guilty")]),
    ],
)  # fmt: skip
def test_states_of_the_doer_and_days_before_charges(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [row[1:] for row in charges(nlp, text)] == expected


def test_a_table_of_defendants_and_their_charges(nlp: Language) -> None:
    text = (
        "Marta Duval and Peter Lind were charged today with the following:\n\nDefendant\n\nCharges\n\n"
        "Marta Duval, 39, Leeds\n\nOne misdemeanor count of battery\n\nOne year in jail\n\n"
        "Peter Lind, 40, Hull\n\nOne felony count of arson and two counts of theft\n\nThree years in prison"
    )
    assert charges(nlp, text) == [(DUVAL, "battery", "charged"), (LIND, "arson", "charged"), (LIND, "theft", "charged")]


def test_all_so_many_defendants_are_the_first_list_of_so_many(nlp: Language) -> None:
    text = (
        "Marta Duval, Peter Lind and Jon Roe were sentenced on Monday. Omar Khel, who was charged with theft, awaits trial. "
        "All three defendants were convicted of racketeering (RICO) conspiracy, and arson."
    )
    told = [(name, offence) for name, offence, _ in charges(nlp, text) if name != "Omar Khel"]
    both = ("racketeering (RICO) conspiracy", "arson")
    assert told == [(name, offence) for offence in both for name in (DUVAL, LIND, ROE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marta Duval pleaded guilty in Leeds to 32 felony counts for violations of the Clean Air Act.", ["violations of the Clean Air Act"]),
        ("Marta Duval pleaded guilty today for conspiring to fix prices.", ["conspiring to fix prices"]),
        ("Marta Duval was convicted of robbery and related firearms charges.", ["robbery"]),
        ("Marta Duval was convicted of assault for her role in beatings in 2007.", ["assault"]),
        (
            "Marta Duval was jailed for conspiracy to take part in an enterprise known as MS-13, and witness tampering.",
            ["conspiracy to take part in an enterprise", "witness tampering"],
        ),
        ("Marta Duval was charged with arson. The defendant is accused of entering the home.", ["arson"]),
    ],
)  # fmt: skip
def test_how_lists_of_offences_go_on_and_end(nlp: Language, text: str, expected: list[str]) -> None:
    assert [offence for _, offence, _ in charges(nlp, text)] == expected


@pytest.mark.parametrize("end", [", and second", ", first-", ", two counts of", " and"])
def test_a_text_may_end_within_a_list_of_offences(nlp: Language, end: str) -> None:
    assert charges(nlp, f"Marta Duval was charged with arson{end}")[0] == (DUVAL, "arson", "charged")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval was charged with one felony count of attempted murder and two felony enhancements of personally "
            "using a deadly weapon.",
            [("attempted murder", "charged"), ("personally using a deadly weapon", "charged")],
        ),
        (
            "Marta Duval was charged with one felony count of assault likely to produce great bodily injury, with "
            "sentencing enhancements for great bodily injury, personal and vicarious use of a firearm, and a prior strike "
            "conviction for arson.",
            [
                ("assault likely to produce great bodily injury", "charged"),
                ("great bodily injury", "charged"),
                ("personal and vicarious use of a firearm", "charged"),
            ],
        ),
        (
            "Marta Duval is charged with one felony count of murder. The sentencing enhancement for committing a crime for "
            "the benefit of a gang was found true.",
            [("murder", "charged"), ("committing a crime for the benefit of a gang", "convicted")],
        ),
        (
            "Marta Duval pleaded guilty to three felony counts of fraud, and admitted sentencing enhancement allegations "
            "for both counts for loss over $100,000 and property damage over $65,000, and the court ordered restitution.",
            [
                ("fraud", "sentenced"),
                ("loss over $100,000", "sentenced"),
                ("property damage over $65,000", "sentenced"),
            ],
        ),
        (
            "Marta Duval was charged with arson. She also faces a sentencing enhancement for causing injury, and one "
            "felony count of theft.",
            [("arson", "charged"), ("causing injury", "charged")],
        ),
        ("The law provides an enhancement for the use of a gun.", []),
    ],
)
def test_what_makes_a_sentence_longer_is_charged_with_the_offence(
    nlp: Language, text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(offence, stage) for name, offence, stage in charges(nlp, text) if name == DUVAL]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marta Duval pleaded not guilty to arson.", [(DUVAL, "arson", "charged")]),
        ("Marta Duval entered a plea of not guilty to arson.", [(DUVAL, "arson", "charged")]),
        (
            "Marta Duval pleaded not guilty on Monday to 12 felonies, which include theft and receiving stolen cars.",
            [(DUVAL, "theft", "charged"), (DUVAL, "receiving stolen cars", "charged")],
        ),
        (
            "The following two defendants are charged with one count each of trespassing and refusal to disperse: "
            "Marta Duval, 21, Irvine; and Peter Lind, 23, Leeds.",
            [
                (DUVAL, "trespassing", "charged"),
                (LIND, "trespassing", "charged"),
                (DUVAL, "refusal to disperse", "charged"),
                (LIND, "refusal to disperse", "charged"),
            ],
        ),
        # three are told of, and two named
        (
            "The following three defendants are charged with trespassing: Marta Duval, 21, Irvine; and Peter Lind, 23.",
            [(3, "trespassing", "charged")],
        ),
        (
            "Marta Duval was found guilty of one count each of murder, hit and run with injury, and two counts of arson.",
            [(DUVAL, "murder", "convicted"), (DUVAL, "hit and run with injury", "convicted"), (DUVAL, "arson", "convicted")],
        ),
        (
            "A jury convicted Marta Duval for filing a false return in 2014.",
            [(DUVAL, "filing a false return", "convicted")],
        ),
    ],
)  # fmt: skip
def test_pleas_of_not_guilty_lists_of_names_and_days_of_the_crime(
    nlp: Language, text: str, expected: list[Row]
) -> None:
    assert charges(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Three defendants entered guilty pleas: Marta Duval to wire fraud, Peter Lind to bank fraud and Jon Roe to theft.",
            [(DUVAL, "wire fraud"), (LIND, "bank fraud"), (ROE, "theft")],
        ),
        (
            "Marta Duval, 34, was convicted of murder and Peter Lind, 28, of assisting an offender.",
            [(DUVAL, "murder"), (LIND, "assisting an offender")],
        ),
        (
            "The jury returned guilty verdicts on all counts against Marta Duval and Peter Lind for health care fraud.",
            [(DUVAL, "health care fraud"), (LIND, "health care fraud")],
        ),
        (
            "Marta Duval was charged with 14 counts, including two counts of rape in the first degree and theft.",
            [(DUVAL, "rape in the first degree"), (DUVAL, "theft")],
        ),
        (
            "Marta Duval was charged with brandishing a firearm during a crime of violence.",
            [(DUVAL, "brandishing a firearm during a crime of violence")],
        ),
        (
            "A jury convicted Marta Duval, 26, of Leeds of murder along with a hate crime enhancement and a fine for stabbing "
            "Peter Lind to death while Lind was home. He faces life in prison.",
            [(DUVAL, "murder")],
        ),
        (
            "Defendant\n\nMarta Duval, 44, Leeds\n\nPleaded guilty to one misdemeanor count of loitering\n\nPeter Lind, 48, "
            "York\n\nPleaded guilty to one count of trespassing",
            [(DUVAL, "loitering"), (LIND, "trespassing")],
        ),
        # whom it was done to has no offence
        ("Marta Duval was convicted of conspiracy to rob Peter Lind of $9,000.", [(DUVAL, "conspiracy to rob Peter Lind of $9,000")]),
        (
            "Marta Duval admitted four counts of burglary and two of attempted burglary.",
            [(DUVAL, "burglary"), (DUVAL, "attempted burglary")],
        ),
    ],
)  # fmt: skip
def test_each_person_of_a_list_has_an_offence_of_their_own(
    nlp: Language, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(name, offence) for name, offence, _ in charges(nlp, text)] == expected
