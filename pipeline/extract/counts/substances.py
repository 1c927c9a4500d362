"""Which drug an outcome is of, and how many kilograms: one vocabulary, by `resources/substances.csv`."""

from __future__ import annotations

import functools
import re

from pipeline.lookups import table

# Kilograms in one unit of mass; a "ton" of a release outside the United States is a tonne, so it is left out.
KILOGRAMS = {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "mcg": 1e-9, "tonne": 1000.0, "lb": 0.45359237, "oz": 0.028349523125}


@functools.cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    substances = {row["form"]: row["substance"] for row in table("substances", key=("form",))}
    forms = "|".join(map(re.escape, sorted(substances, key=lambda form: (-len(form), form))))
    return re.compile(rf"(?<![\w-])(?:{forms})(?!\w)", re.IGNORECASE), substances


def substance_of(item: str | None) -> str | None:
    """Return the drug that an item names, None where it names none or several."""
    if not item:
        return None
    pattern, substances = _names()
    found = {substances[form.lower()] for form in pattern.findall(item)}
    return found.pop() if len(found) == 1 else None


def kilograms(value: float | None, unit: str | None) -> float | None:
    """Return a mass in kilograms, rounded to a milligram; None where there is none."""
    factor = KILOGRAMS.get(unit or "")
    return None if value is None or factor is None else round(value * factor, 6)
