"""Whether a pronoun may stand for a name: "she" not for "Peter Lind"."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from pipeline.lookups import table

_HIS, _HER = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))


@functools.cache
def _genders() -> Mapping[str, str]:
    """Return the gender of given names that only men or only women bear: m or f, by the name in small letters."""
    found: dict[str, str] = {}
    for row in table("given_names", key=("name",)):
        name, gender = row["name"].lower(), row["gender"]
        found[name] = gender if found.get(name, gender) == gender else ""
    return {name: gender for name, gender in found.items() if gender in ("m", "f")}


def may_stand_for(pronoun: str, name: str) -> bool:
    """Tell whether nothing speaks against it that a pronoun, in small letters, stands for a person's name."""
    gender = _genders().get(name.split(" ", 1)[0].lower(), "")
    return not (gender == "f" and pronoun in _HIS) and not (gender == "m" and pronoun in _HER)
