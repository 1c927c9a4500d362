"""Finds companies by the legal form that closes their names: "Marks & Stone plc", "Ober & Lind GmbH & Co. KG"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.lookups import table, words

MAX_WORDS = 9
RULE = "company-legal-form"

# A word of a name before the form: capitalised, a number, an initial, or a particle.
_WORD_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?P<word>[^\W\d_]?[^\W_]*(?:[.'’-][^\W_]+)*[.'’]?|&|\+|\d{1,4}))(?P<gap>[ \u00a0]|, |,? ?& ?|-)$"
)
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")  # "eBay"
_BRANCH = re.compile(r"(?<=\w) \([A-Z][A-Za-z. ]{1,20}\)[ ,]{0,2}$")  # "Elm Trading (Jersey) Ltd"
_YEAR = re.compile(r"(?:19|20)\d\d")
_FRIENDS = frozenset(
    ("sons", "son", "daughters", "brothers", "bros", "friends", "partners", "associates", "cie", "co", "company")
)
_PARTICLES = frozenset(
    (
        "of",
        "de",
        "du",
        "des",
        "da",
        "di",
        "del",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "the",
        "y",
        "e",
        "et",
        "und",
        "en",
    )
)


_RUNS_ON = re.compile(r" [A-Z][a-z]")


class Company(NamedTuple):
    """A company's name: its characters, and the country that its form tells."""

    start: int
    end: int
    country: str | None


@functools.cache
def _forms() -> tuple[re.Pattern[str], Mapping[str, tuple[str | None, bool]]]:
    rows = table("legal_forms", key=("form",))
    forms = {row["form"]: (row["country"] or None, row["firm"] == "1") for row in rows}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    # A form may close another: "GmbH & Co. KG". The point of an abbreviation may end the sentence as well.
    joined = "|".join(re.escape(form).replace(r"\ ", "[ \u00a0]") for form in ordered)
    behind = "Sons|Daughters|Brothers|Bros.?|Partners|Associates|Friends"
    # "Members and Associates" are people; with "and" only kin and a form make a firm.
    form = rf",? (?:{joined})"
    firm = rf"(?<=& )(?:{behind})(?:{form})?|(?<=and )(?:Sons|Daughters)(?:{form})?|(?<=and )(?:{behind}){form}"
    pattern = rf"(?<![^\W_])(?:(?:GmbH|AG|UG) & (?=Co\. KG))?(?P<form>{joined}|{firm})(?![^\W_]|-\w)"
    return re.compile(pattern), forms


def find_companies(text: str) -> Iterator[Company]:
    """Yield the companies of a text in order; none overlaps another."""
    pattern, forms = _forms()
    done = 0
    for match in pattern.finditer(text):
        start = _name_start(text, match.start(), done)
        # "Democrats Welcome Limited Release": a headline
        if start is None or (match["form"] == "Limited" and _RUNS_ON.match(text, match.end())):
            continue
        country, _ = forms.get(match["form"], (None, False))
        done = match.end()
        yield Company(start, match.end(), country)


def _name_start(text: str, end: int, floor: int) -> int | None:
    """Return where the name before a form begins, None where there is no name."""
    start: int | None = None
    branch = _BRANCH.search(text, max(floor, end - 30), end)
    at = branch.start() + 1 if branch else end
    crossed = False
    openers = words("company_openers")
    for _ in range(MAX_WORDS):
        found = _WORD_BEFORE.search(text, max(floor, at - 45), at)
        if found is None or found.start("word") < floor:
            break
        word, gap = found["word"], found["gap"]
        low = word.lower()
        if "," in gap and start is not None:
            break
        if low in ("and", "&") or word in ("&", "+"):
            # "Smith and Friends Ltd", "Marks & Stone plc", but "fined Roe and Acme Trading Ltd"
            first_behind = text[at:end].split(" ")[0].lower().rstrip(".")
            if low == "and" and not (first_behind in _FRIENDS or (crossed is False and text[at:end].count(" ") <= 1)):
                break
            crossed = True
            at = found.start("word")
            continue
        capital = word[:1].isupper() or word[:1].isdigit() or bool(_INNER_CAPITAL.match(word))
        if (not capital and low not in _PARTICLES) or _YEAR.fullmatch(word):
            break
        if capital:
            if low in openers and not (start is not None and crossed):
                break
            start = found.start("word")
        at = found.start("word")
        if "&" in gap:
            crossed = True
    if start is None or text[start:end].strip(" ,&").lower() in openers:
        return None
    return start
