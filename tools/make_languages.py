"""Writes pipeline/resources/languages.csv and language_codes.csv from Babel.

Run `python tools/make_languages.py` after raising the library; a test compares the files with what this
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
OWN = {"tl": ("tgl", "fil"), "tw": (), "sh": ("hbs",), "jv": ("jav", "jw")}

_LICENCE = """\
# licence: Unicode License v3
# date: 2026-11-29
# written by tools/make_languages.py; do not edit.\
"""
HEAD = f"""\
# source: ISO 639-1 codes and names from Unicode CLDR (Babel 2.18)
{_LICENCE} akin: the group of languages that are taken for one another, empty for most.
"""
CODES_HEAD = f"""\
# source: ISO 639-2 and retired spellings of ISO 639-1 codes from Unicode CLDR (Babel 2.18)
{_LICENCE} other: a further code of a language (languages.csv).
"""


def render() -> dict[str, str]:
    """Return the files by name: code, English and own name, group of those that are alike; and other codes."""
    names: dict[str, str] = dict(Locale("en").languages)
    codes = sorted(code for code in names if len(code) == 2)
    others: dict[str, list[str]] = {code: [] for code in codes}
    for alias, code in sorted(get_global("language_aliases").items()):
        if code in others and alias not in codes and code not in OWN:
            others[code].append(alias)
    akin = {code: group.split()[0] for group in AKIN for code in group.split()}
    rows = []
    for code in codes:
        try:
            own = Locale.parse(code).get_language_name(code) or ""
        except (ValueError, UnknownLocaleError):  # no names are known in this language
            own = ""
        rows.append([code, names[code], own, akin.get(code, "")])
    further = [[code, other] for code in codes for other in OWN.get(code, others[code])]
    return {
        "languages": HEAD + _table(["code", "name", "own_name", "akin"], rows),
        "language_codes": CODES_HEAD + _table(["code", "other"], further),
    }


def _table(columns: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


if __name__ == "__main__":
    for name, text in render().items():
        (RESOURCES / f"{name}.csv").write_text(text, encoding="utf-8")
