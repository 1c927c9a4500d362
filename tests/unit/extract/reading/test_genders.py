"""The gender of given names, with and without their accents."""

from __future__ import annotations

import pytest

from pipeline.extract.reading.genders import gender_of, may_stand_for


@pytest.mark.parametrize(
    ("given", "gender"),
    # a name without accents is that of an accented one only where it is none itself
    [("Benny", "m"), ("benny", "m"), ("Benný", "f"), ("Randy", "m"), ("Kelly", ""), ("zoé", "f"), ("Qwxz", "")],
)
def test_a_given_name_has_the_gender_of_those_who_bear_it(given: str, gender: str) -> None:
    assert gender_of(given) == gender


def test_a_pronoun_stands_for_nobody_of_the_other_gender() -> None:
    assert may_stand_for("he", "Benny Roe")
    assert not may_stand_for("she", "Benny Roe")
    assert may_stand_for("she", "Kelly Roe")
