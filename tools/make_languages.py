"""Writes pipeline/resources/languages.csv from Babel.

Run `python tools/make_languages.py` after raising the library; a test compares the file with what this
script writes. Which languages are taken for one another stands below: no library has it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources"

# Languages whose sentences an identifier by letter groups takes for one another; a statement decides between them.
AKIN = (
    "da nb nn no",
    "bs hr sh sr",
    "id jv ms su",
    "cs sk",
    "es gl",
    "hi mr ne sa",
    "fa ps tg",
    "ky kk tt",
    "af nl",
    "xh zu",
    "ti am",
)
# What Babel takes for a language beyond ISO 639-1 or for a script of another.
OWN = {"tl": "tgl|fil", "tw": "twi", "sh": "hbs", "jv": "jav|jw"}

HEAD = """\
# source: ISO 639-1 codes, their ISO 639-2 and retired spellings and names from Unicode CLDR (Babel 2.18)
# licence: Unicode License v3
# date: 2026-11-29
# written by tools/make_languages.py; do not edit. others: further codes, parted by "|".
# akin: the group of languages that are taken for one another, empty for most.
"""


def render() -> str:
    """Return the file: code, English and own name, other codes, group of those that are alike."""
    names: dict[str, str] = dict(Locale("en").languages)
    codes = sorted(code for code in names if len(code) == 2)
    others: dict[str, list[str]] = {code: [] for code in codes}
    for alias, code in sorted(get_global("language_aliases").items()):
        if code in others and alias not in codes and code not in OWN:
            others[code].append(alias)
    akin = {code: group.split()[0] for group in AKIN for code in group.split()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "name", "own_name", "others", "akin"])
    for code in codes:
        try:
            own = Locale.parse(code).get_language_name(code) or ""
        except (ValueError, UnknownLocaleError):  # no names are known in this language
            own = ""
        writer.writerow([code, names[code], own, OWN.get(code) or "|".join(others[code]), akin.get(code, "")])
    return HEAD + out.getvalue()


if __name__ == "__main__":
    (RESOURCES / "languages.csv").write_text(render(), encoding="utf-8")
