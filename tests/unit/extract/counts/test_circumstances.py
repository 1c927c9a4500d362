"""What is news and what is not, of whom, when, and of which drug."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from spacy.language import Language

from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.counts.substances import kilograms, substance_of

LEAD = (
    "LIMA, 4 June 2024 – Two brokers were jailed on Monday after a trial of three weeks in which forty witnesses spoke, "
    "the court of the province told reporters in the afternoon.\n\n"
)


def found(nlp: Language, text: str) -> dict[str, list[dict[str, Any]]]:
    doc = nlp.make_doc(text)
    doc._.release = ReleaseContext(published=datetime.date(2024, 6, 4))
    return rows_from_doc(nlp(doc))


@pytest.mark.parametrize(
    ("body", "scope"),
    [
        ("Officers arrested nine men in the harbour.", "event"),
        ("Since its launch in 2014, the harbour task force has arrested more than 3,500 people.", "cumulative"),
        ("The strike force, now in nine cities, has charged more than 2,300 defendants.", "cumulative"),
        ("To date, the programme has recovered 40 paintings.", "cumulative"),
        ("The operation began in May 2019. Since then it has led to 31 arrests in five countries.", "cumulative"),
        ("So far this year, officers have seized 900 kg of cocaine.", "cumulative"),
        ("Last year’s operation led to 90 arrests.", "cumulative"),
        ("Over the past five years, officers of the unit seized 900 kg of cocaine.", "cumulative"),
        ("In a separate case, a court jailed four men.", "background"),
        ("In 2022, a similar operation in the harbours resulted in 75 arrests.", "background"),
        ("A previous raid had ended with four arrests.", "background"),
        ("The similar cars that the operation found led to four arrests.", "event"),
        ("Every year some 4,000 people are killed on the roads of the region.", "background"),
        ("Two other defendants previously pleaded guilty.", "background"),
        ("The division has now charged five companies for their part in this conspiracy.", "cumulative"),
        ("Including Khel, the department has charged four brokers and one firm in this inquiry.", "cumulative"),
        ("To date, the ongoing investigation has resulted in charges against 18 brokers.", "cumulative"),
        ("Four other executives of the firm have been convicted in connection with the fraud.", "background"),
        ("Other defendants who have been convicted include Omar Khel, sentenced to 17 years.", "background"),
        ("The firm and nine of its clerks have pleaded guilty or have been convicted at trial.", "background"),
        ("As a result of the ongoing investigation, eight firms and ten brokers have been charged.", "cumulative"),
        # near misses
        ("Two other men have been arrested in Oslo.", "event"),
        ("It was the largest seizure to date: officers seized 900 kg of cocaine.", "event"),
        ("Over the past five years, the pair defrauded 40 families.", "event"),
        ("The search had so far found 80 people.", "event"),
        ("Nine men were arrested. Six are being questioned over a separate matter.", "event"),
    ],
)
def test_scope(nlp: Language, body: str, scope: str) -> None:
    rows = found(nlp, LEAD + body)["outcomes"]
    told = [row for row in rows if row["start"] >= len(LEAD)]
    assert told, rows
    assert told[0]["scope"] == scope
    assert (told[0]["scope_rule"] is None) == (scope == "event")
    assert rows[0]["scope"] == "event"


def test_a_paragraph_goes_on_with_its_programme(nlp: Language) -> None:
    text = LEAD + (
        "Since its inception the strike force has charged 2,300 people. In all, 900 of them were convicted.\n\n"
        "Officers arrested nine men today."
    )
    rows = found(nlp, text)["outcomes"]
    assert [row["scope"] for row in rows if row["start"] > len(LEAD)] == ["cumulative", "cumulative", "event"]


def test_headings_of_background(nlp: Language) -> None:
    text = LEAD + "Background\n\nIn 2012 officers arrested a clerk of the bank.\n\nToday\n\nOfficers arrested nine men."
    rows = found(nlp, text)["outcomes"]
    assert [row["scope"] for row in rows if row["start"] > len(LEAD)] == ["background", "event"]


def test_parts_of_a_toll_of_history_are_history(nlp: Language) -> None:
    text = LEAD + "In the war 30,000 people were killed, including 6,000 children."
    rows = [row for row in found(nlp, text)["outcomes"] if row["start"] > len(LEAD)]
    assert [(row["value"], row["scope"]) for row in rows] == [(30000, "background"), (6000, "background")]
    assert rows[1]["part_of"] == rows[0]["outcome_id"]


def test_members_of_a_list_of_finds_are_no_parts_of_each_other(nlp: Language) -> None:
    text = LEAD + "Among the seized items were 60 phones, 14 laptops and a luxury car."
    rows = [row for row in found(nlp, text)["outcomes"] if row["start"] > len(LEAD)]
    assert [(row["item"], row["part_of"]) for row in rows][:2] == [("phones", None), ("laptops", None)]


def who(tables: dict[str, list[dict[str, Any]]]) -> list[tuple[str, float | None, list[str]]]:
    names = {row["person_id"]: row["name"] for row in tables["people"]}
    by_row: dict[int, list[str]] = {}
    for row in tables["outcome_people"]:
        by_row.setdefault(row["outcome_id"], []).append(names[row["person_id"]])
    return [(row["action"], row["value"], by_row.get(row["outcome_id"], [])) for row in tables["outcomes"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Marek Duval was arrested on Monday.", [("arrested", 1, ["Marek Duval"])]),
        (
            "Two men, Marek Duval and Anna Roth, were charged with fraud on Monday.",
            [("charged", 2, ["Marek Duval", "Anna Roth"])],
        ),
        (
            "Police charged three men: Marek Duval, 31, Piotr Roth, 22, and Jan Klee, 45.",
            [("charged", 3, ["Marek Duval", "Piotr Roth", "Jan Klee"])],
        ),
        (
            "Marek Duval, 31, fled to Spain. He was arrested in Malaga on Monday.",
            [("arrested", 1, ["Marek Duval"])],
        ),
        # whom the words do not name
        ("Marek Duval, head of the unit, said: “We are glad.” Nine men were arrested.", [("arrested", 9, [])]),
        ("Officers arrested nine men. Marek Duval thanked them.", [("arrested", 9, [])]),
    ],
)
def test_persons(nlp: Language, text: str, told: list[tuple[str, float, list[str]]]) -> None:
    assert who(found(nlp, text)) == told


def test_a_number_has_the_persons_of_its_parts(nlp: Language) -> None:
    text = (
        "Two men were jailed for fraud on Monday, the court of the province said in a long statement on its site, after "
        "a trial of nine weeks in the town.\n\nMarek Duval was jailed. Piotr Roth was jailed."
    )
    assert who(found(nlp, text)) == [
        ("jailed", 2, ["Marek Duval", "Piotr Roth"]),
        ("jailed", 1, ["Marek Duval"]),
        ("jailed", 1, ["Piotr Roth"]),
    ]


def test_days_are_those_of_the_verb(nlp: Language) -> None:
    rows = found(nlp, "Officers arrested nine men on 2 June 2024, and in May 2024 a court jailed four women.")[
        "outcomes"
    ]
    assert [(row["date_start"], row["date_end"]) for row in rows] == [
        (datetime.date(2024, 6, 2), datetime.date(2024, 6, 2)),
        (datetime.date(2024, 5, 1), datetime.date(2024, 5, 31)),
    ]
    (row,) = found(nlp, "LIMA, 3 June 2024 – Nine men were arrested on 2 June 2024.")["outcomes"]
    assert row["date_start"] == datetime.date(2024, 6, 2)
    (row,) = found(nlp, "Officers arrested nine men.")["outcomes"]
    assert (row["date_start"], row["date_end"]) == (None, None)


@pytest.mark.parametrize(
    ("item", "substance"),
    [
        ("crystal meth", "methamphetamine"),
        ("fentanyl-laced pills", "fentanyl"),
        ("hashish", "cannabis resin"),
        ("cannabis resin", "cannabis resin"),
        ("heroin and cocaine", None),
        ("methane", None),
        ("non-cocaine alkaloids", None),
        (None, None),
    ],
)
def test_substances(item: str | None, substance: str | None) -> None:
    assert substance_of(item) == substance


def test_masses_are_kilograms() -> None:
    units = ("kg", "g", "tonne", "lb", "oz", "ton", "litre", None)
    assert [kilograms(2.0, unit) for unit in units] == [2.0, 0.002, 2000.0, 0.907185, 0.056699, None, None, None]
    assert kilograms(None, "kg") is None


def test_a_long_list_of_accused_costs_its_length(nlp: Language) -> None:
    names = [
        f"{given} {family}"
        for given in ("Marek", "Anna", "Piotr", "Jan", "Ewa")
        for family in ("Duval", "Roth", "Novak", "Klee")
    ]
    rows = found(nlp, f"Police arrested {', '.join(names[:-1])} and {names[-1]} on Monday.")
    assert sorted(name for _, _, people in who(rows) for name in people) == sorted(names)
    assert all(len(people) == 1 for _, _, people in who(rows))


def people_of(nlp: Language, text: str) -> list[tuple[str, list[str]]]:
    rows = found(nlp, text)
    names = {person["person_id"]: person["name"] for person in rows["people"]}
    return [
        (row["action"], [names[w["person_id"]] for w in rows["outcome_people"] if w["outcome_id"] == row["outcome_id"]])
        for row in rows["outcomes"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A jury found Ada Lind, 44, of Leeds, England, and Omar Khel, 46, of Essex, England, guilty of fraud.",
            [("convicted", ["Ada Lind"]), ("convicted", ["Omar Khel"])],
        ),
        (
            "Ada Lind, 31, and Omar Khel, 36, both of Leeds, were arrested on Monday.",
            [("arrested", ["Ada Lind"]), ("arrested", ["Omar Khel"])],
        ),
        (
            "Assistant Attorney General Ida Moss spoke. Ada Lind, 53, of Leeds, pleaded guilty to a one-count information "
            "charging her with bribery.",
            [("pleaded_guilty", ["Ada Lind"])],
        ),
        ("The guilty plea by former Mayor Ada Lind ends the case.", [("pleaded_guilty", ["Ada Lind"])]),
        (
            "Ada Lind, 35, was jailed. Lind boyfriend and co-conspirator, Omar Khel, 37, was sentenced on 15 April.",
            [("jailed", ["Ada Lind"]), ("sentenced", ["Omar Khel"])],
        ),
        (
            "A Leeds man was arraigned on burglary charges. The prosecutor identified the defendant as Omar Khel, 31, of "
            "Leeds. The defendant is being held on bail.",
            [("arraigned", ["Omar Khel"]), ("detained", ["Omar Khel"])],
        ),
    ],
)
def test_whom_a_step_of_a_case_is_about(nlp: Language, text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert people_of(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Roe-Lind and Omar Khel each pleaded guilty.",
            [("pleaded_guilty", ["Ada Roe-Lind"]), ("pleaded_guilty", ["Omar Khel"])],
        ),
        ("Peter Lind spoke. Ada Roe ran. She was arrested.", [("arrested", ["Ada Roe"])]),
        ("Ada Roe ran. Peter Lind spoke. She was arrested.", [("arrested", ["Ada Roe"])]),
        (
            "Omar Khel pleaded guilty. The charges against Ada Lind are allegations.",
            [("pleaded_guilty", ["Omar Khel"])],
        ),
        (
            "Omar Khel was sentenced to 150 months’ imprisonment and Peter Lind was sentenced to 84 months.",
            [("sentenced", ["Omar Khel"]), ("sentenced", ["Peter Lind"])],
        ),
    ],
)
def test_names_firms_and_pronouns(nlp: Language, text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert people_of(nlp, text) == expected


@pytest.mark.parametrize(
    ("body", "scope"),
    [
        ("To date, 36 individuals, including Khel, have been charged in the ongoing inquiry.", "cumulative"),
        ("Including Khel, 50 individuals have been charged in the ongoing inquiry.", "cumulative"),
        ("A judge jailed Ada Lind for running pages with two previously sentenced co-conspirators.", "event"),
    ],
)
def test_more_ways_to_tell_what_is_news(nlp: Language, body: str, scope: str) -> None:
    told = [row for row in found(nlp, LEAD + body)["outcomes"] if row["start"] >= len(LEAD)]
    assert told[0]["scope"] == scope


@pytest.mark.parametrize("other", ["Takata pleaded guilty in 2013.", "Khel’s corporation has pleaded guilty."])
def test_the_plea_of_a_firm_is_not_the_accuseds(nlp: Language, other: str) -> None:
    text = f"Omar Khel, an executive at Takata Corp., was indicted. {other} Khel was charged with price fixing."
    assert ("pleaded_guilty", ["Omar Khel"]) not in people_of(nlp, text)


def test_verdicts_on_others_before_the_news_are_background(nlp: Language) -> None:
    text = (
        "Marek Duval was jailed on Monday for fraud.\n\nDuval was one of 3 brokers charged in the indictment of 2018: Ada "
        "Lind, Omar Khel and Marek Duval.\n\nAda Lind was jailed on 21 October 2022.\n\nOmar Khel was sentenced on 10 "
        "April 2024 to two years after pleading guilty to fraud.\n\nJon Roe was arrested on 10 April 2024."
    )
    rows = found(nlp, text)["outcomes"]
    assert [(text[row["start"] : row["end"]], row["action"], row["scope"]) for row in rows] == [
        ("Marek Duval", "jailed", "event"),
        ("3 brokers", "charged", "event"),
        ("Ada Lind", "jailed", "background"),
        ("Omar Khel", "sentenced", "background"),
        ("Omar Khel", "pleaded_guilty", "background"),
        ("Jon Roe", "arrested", "event"),
    ]


def test_the_harmed_are_none_of_the_accused_and_a_list_of_cases_is_of_nobody(nlp: Language) -> None:
    text = "Omar Khel pleaded guilty to fraud on Monday. A gunman shot at Khel’s guard, killing him."
    rows = found(nlp, text)
    assert [p["outcome_id"] for p in rows["outcome_people"]] == [1]
    text = (
        "Omar Khel was charged on Monday.\n\nA broker of the harbour was jailed for fraud on Sunday.\n\nIn May, a clerk of "
        "the valley was jailed for arson.\n\nIn June, a driver of the quays was jailed for theft.\n\nIn July, a guard of "
        "the bank was jailed for theft."
    )
    rows = found(nlp, text)
    assert [p["outcome_id"] for p in rows["outcome_people"]] == [1], rows["outcomes"]


@pytest.mark.parametrize(
    ("body", "scope"),
    [
        ("Four other members were previously convicted and sentenced by the court.", "background"),
        ("Five additional defendants were sentenced on 10 March 2024.", "background"),
        ("Five additional defendants were sentenced on Monday.", "event"),
        ("Including today’s filing, 19 brokers have been charged in the inquiry.", "cumulative"),
        ("As of November 2023, the operation has resulted in the sentencing of 32 subjects.", "cumulative"),
        ("Last year, we secured the convictions of 1,200 members.", "cumulative"),
        ("Prior to Lind’s sentencing, thirty brokers have been sentenced.", "background"),
    ],
)
def test_what_befell_others_before(nlp: Language, body: str, scope: str) -> None:
    text = f"{LEAD}Marek Duval was sentenced on Monday to nine years.\n\n{body}"
    rows = [row for row in found(nlp, text)["outcomes"] if row["start"] >= len(text) - len(body)]
    assert rows and {row["scope"] for row in rows} == {scope}


NEWS = "District Attorney Ann Poe today announced that {}.\n\nThe District Attorney identified {}."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            NEWS.format(
                "a 25-year-old man was jailed for attacking a clerk after his arrest", "the defendant as Elmo Wheel, 25"
            ),
            {"jailed": ["Elmo Wheel"], "arrested": ["Elmo Wheel"]},
        ),
        (
            NEWS.format("three men have been charged", "the defendants as Elmo Wheel, Jan Roth and Omar Khel")
            + " Roth was arraigned last week.",
            {"charged": ["Elmo Wheel", "Jan Roth", "Omar Khel"], "arraigned": ["Jan Roth"]},
        ),
        (
            "A jury indicted a Hull man for arson.\n\nElmo Wheel, of Hull, faces up to five years in prison if he is "
            "convicted of arson.",
            {"indicted": ["Elmo Wheel"]},
        ),
    ],
)
def test_steps_are_of_whom_the_defendants_are_identified_as_or_charged(
    nlp: Language, text: str, expected: dict[str, list[str]]
) -> None:
    rows = found(nlp, text)
    names = {person["person_id"]: person["name"] for person in rows["people"]}
    who: dict[str, list[str]] = {}
    for row in rows["outcomes"]:
        told = [names[p["person_id"]] for p in rows["outcome_people"] if p["outcome_id"] == row["outcome_id"]]
        who[row["action"]] = sorted(told)
    assert who == expected


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("The firm pleaded guilty in 2009 and paid a fine of $9,000.", "background"),
        ("In 2009, the firm pleaded guilty. As part of its plea, it paid $9,000 in fines.", "background"),
        ("In 2009, the broker paid $9,000 in bribes to a clerk.", "event"),
        ("The firm pleaded guilty on Monday and paid a fine of $9,000.", "event"),
    ],
)
def test_fines_of_years_before_are_of_other_cases(nlp: Language, text: str, scope: str) -> None:
    rows = found(nlp, f"{LEAD}{text}")["outcomes"]
    assert [row["scope"] for row in rows if row["action"] == "paid"] == [scope]
