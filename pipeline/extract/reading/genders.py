"""The gender of a given name, and whether a pronoun may stand for a name: "she" not for "Peter Lind"."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import fold
from pipeline.lookups import table


@functools.cache
def _genders() -> Mapping[str, str]:
    """Return the gender of given names: m, f, or "" where both bear one, by the name in small letters.

    A name without its accents is there too, unless it is a name of its own: "Benny" is no "Benný".
    """
    spelled: dict[str, str] = {}
    plain: dict[str, str] = {}
    for row in table("given_names", key=("name",)):
        name, gender = row["name"].lower(), row["gender"]
        for found, key in ((spelled, name), (plain, fold(name))):
            found[key] = gender if found.get(key, gender) == gender else ""
    return {**plain, **spelled}


def gender_of(given: str) -> str:
    """Return m or f for a given name that only men or only women bear, else "".

    >>> gender_of("Benny"), gender_of("Benný"), gender_of("Kelly")
    ('m', 'f', '')
    """
    return _genders().get(given.lower(), "")


def may_stand_for(pronoun: str, name: str) -> bool:
    """Tell whether nothing speaks against it that a pronoun, in small letters, stands for a person's name."""
    gender = gender_of(name.split(" ", 1)[0])
    return not (gender == "f" and pronoun in cues("he_form")) and not (gender == "m" and pronoun in cues("she_form"))
