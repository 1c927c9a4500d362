"""Part, age and home of people."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.cases.offices import is_official
from tests.unit.extract.cases.reading import rows


def profiles(nlp: Language, text: str) -> dict[str, tuple[str, float | None, str | None]]:
    return {row["name"]: (row["part"], row["age"], row["home"]) for row in rows(nlp, text)["people"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marta Duval, 34, of Port Ann, Ohio, was charged with arson.",
            {"Marta Duval": ("suspect", 34, "Port Ann, Ohio")},
        ),
        ("Marta Duval (34) was charged with arson.", {"Marta Duval": ("suspect", 34, None)}),
        ("Marta Duval, aged 34, was jailed.", {"Marta Duval": ("suspect", 34, None)}),
        ("Police arrested 34-year-old Marta Duval.", {"Marta Duval": ("suspect", 34, None)}),
        ("Marta Duval pleaded not guilty to arson.", {"Marta Duval": ("suspect", None, None)}),
        ("Marta Duval will be sentenced on July 3.", {"Marta Duval": ("suspect", None, None)}),
        (
            "Peter Lind was charged with the murder of Marta Duval, 24.",
            {"Peter Lind": ("suspect", None, None), "Marta Duval": ("victim", 24, None)},
        ),
        (
            "“He ran,” said Prosecutor Marta Duval. Her sister Ida Moss wept.",
            {"Marta Duval": ("official", None, None), "Ida Moss": ("other", None, None)},
        ),
        (
            "The case is prosecuted by Trial Attorney Marta Duval, of the Fraud Section.",
            {"Marta Duval": ("official", None, None)},
        ),
        (
            "Jon Roe was jailed for the murder of his partner, Ida Moss, 38.",
            {"Jon Roe": ("suspect", None, None), "Ida Moss": ("victim", 38, None)},
        ),
        ("The case was solved by Leeds police Det. Marta Duval.", {"Marta Duval": ("official", None, None)}),
        (
            "Jon Roe was jailed for killing a 6-year-old girl. Three pupils, among them 6-year-old Ida Moss, met Peter Lind.",
            {"Jon Roe": ("suspect", None, None), "Ida Moss": ("victim", 6, None), "Peter Lind": ("other", None, None)},
        ),
        (
            "A 36-year-old man was sentenced to nine years in prison. Jon Roe was convicted of arson.",
            {"Jon Roe": ("suspect", 36, None)},
        ),
        (
            "Marta Duval, 34, Peter Lind, 28, and Jon Roe, 41, all of Leeds, were charged with arson.",
            {
                "Marta Duval": ("suspect", 34, None),
                "Peter Lind": ("suspect", 28, None),
                "Jon Roe": ("suspect", 41, "Leeds"),
            },
        ),
    ],
)
def test_profiles(nlp: Language, text: str, expected: dict[str, tuple[str, float | None, str | None]]) -> None:
    assert profiles(nlp, text) == expected


def test_who_prosecutes_is_no_suspect(nlp: Language) -> None:
    text = (
        "Marta Duval was convicted of arson. Assistant U.S. Attorney Peter Lind and Trial Attorney Jon Roe, who prosecuted "
        "the case, thanked the jury."
    )
    assert {name: part for name, (part, _, _) in profiles(nlp, text).items()} == {
        "Marta Duval": "suspect",
        "Peter Lind": "official",
        "Jon Roe": "official",
    }


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The United States sued Marta Duval for back taxes.", "suspect"),
        ("A court permanently barred Marta Duval from filing tax returns for others.", "suspect"),
        ("The suit against Marta Duval was filed on Friday.", "suspect"),
        ("Cases are pending against other defendants, including Marta Duval.", "suspect"),
        ("Marta Duval conspired to defraud a bank.", "suspect"),
        ("The case is being prosecuted by Marta Duval.", "official"),
        ("Sentencing is set before the Honorable Marta Duval.", "official"),
        ("Her daughter, Marta Duval, was kidnapped in May.", "victim"),
        ("The fatal shooting of Marta Duval shocked the town.", "victim"),
        ("The victim was identified as Marta Duval.", "victim"),
        ("The prosecutor identified the defendants as Jon Roe, 31, of Hull, and Marta Duval, 40.", "suspect"),
        ("The plea by Marta Duval ends the case.", "suspect"),
        ("Marta Duval visited the museum.", "other"),
        ("A witness was identified as Marta Duval.", "other"),
        ("Marta Duval killed the lights.", "other"),
    ],
)
def test_parts_without_a_charge(nlp: Language, text: str, part: str) -> None:
    assert profiles(nlp, text)["Marta Duval"][0] == part


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Assistant U.S. Attorney for the District of Oregon", True),
        ("Trial Attorney of the Bank Integrity Unit", True),
        ("Executive Director of Frontex", True),
        ("Secretary-General", True),
        ("Detective Sergeant", True),
        ("owner of a clinic in Leeds", False),
        ("president of Acme Corp.", False),
        ("defense attorney", False),
        ("former Mayor of Port Ann", False),
        (None, False),
    ],
)
def test_offices_of_authorities(role: str | None, expected: bool) -> None:
    assert is_official(role) is expected


def test_who_announces_an_arrest_is_not_arrested(nlp: Language) -> None:
    text = "Port Attorney Marta Duval will announce an arrest in the ongoing inquiry."
    assert profiles(nlp, text)["Marta Duval"][0] == "official"


def test_an_age_stands_behind_several_second_names(nlp: Language) -> None:
    text = "The indictment names Marta Duval, a/k/a “Mado,” a/k/a “Madame,” age 37, of Lima, as the only defendant."
    assert [person["age"] for person in rows(nlp, text)["people"]] == [37]


def test_ages_behind_more_names_and_without_a_comma(nlp: Language) -> None:
    told = profiles(
        nlp, "Marta Duval, aka Joe, Jim, Jack and Jon, 39, of Leeds, and Peter Lind 41, of Hull, were jailed."
    )
    assert [age for _, age, _ in told.values()] == [39, 41]


def test_victims_by_a_title_of_several(nlp: Language) -> None:
    told = profiles(nlp, "Victims Marta Duval and Peter Lind were pronounced dead at the scene.")
    assert [part for part, _, _ in told.values()] == ["victim", "victim"]
