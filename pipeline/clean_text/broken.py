"""Joins what converters of printed pages break: figures and words with a blank inside, letters that bold print doubles.

>>> [edit.replacement for edit in find_broken("He lost $13, 541 in restitution in June 202 4.")]
['', '']
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

import numpy as np

from pipeline import lookups
from pipeline.clean_text.days import MONTH, MONTHS
from pipeline.spans import Edit

DOUBLED, NUMBER, WORD = "doubled-letters", "split-number", "split-word"
RULES = (DOUBLED, NUMBER, WORD)
MIN_YEARS = 2  # of broken years behind a word that may stand before any number
MIN_DOUBLED = 2  # words in a row of which each letter stands twice; one has four letters or more
MAX_PAIRS = 32  # letters of such a word
MAX_DROPPED = 60  # words in a text whose first letter stands apart; each costs a look through it
_ONE = ("aa", "AA", "II")

# "$13, 541"; what stands behind tells it from "fined $100, 200 hours".
_SUM = re.compile(r"[$\u20ac\u00a3] ?\d{1,3}(?:,\d{3})*(?:, \d{3}(?!\d)(?:,\d{3}(?!\d))*)+")
_SUM_GAP = re.compile(r"(?<=,) ")
_BEHIND_SUM = re.compile(r"\.\d\d(?!\d)|[.;)\u201d\"]|\n|$| (?P<word>[a-z]+)")
_COMMA = re.compile(r"(?<![\d.,] )(?<![\d.,])\d{1,3}( ),\d{3}(?!\d)")  # "22 ,853"
_POINT = re.compile(r"(?<![\d.,])\d{1,3}( )\.\d{1,2} ?(?:%|per ?cent\b|[mb]illion\b)")  # "86 .2 %"
_ZEROS = re.compile(r"(?<![\d.,])\d{1,3},0(?:( )00|0( )0)(?!\d)")  # "2,0 00"
_YEAR = re.compile(r"(?<![\d.,$\u20ac\u00a3-])(?:19[5-9]|20[0-4])( )\d(?![\d\w%]|[.,:/-]\d)")  # "202 4"
_LAST_WORD = re.compile(r"([A-Za-z]{2,9})\.?,? $")
_MONTH = re.compile(rf"{MONTH}$", re.IGNORECASE)
_DAY_YEAR = re.compile(rf"\b{MONTH} \d{{1,2}}, ?[12]( )\d{{3}}(?!\d)", re.IGNORECASE)  # "March 20,2 009"
# Looking for signs of which a text has one costs next to nothing; most texts have none.
_SURE = (
    ((" ,",), _COMMA),
    ((" .",), _POINT),
    ((",0 00", ",00 0"), _ZEROS),
    (("1 9", "2 0"), _DAY_YEAR),
)
_MAY_YEAR = re.compile(r"[12][09]\d \d")
_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH_GAP = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"{name[:n]}(?P<{name}{n}> ){name[n:]}" for name in _NAMES for n in range(1, len(name)))
    + r")(?= \d)"
)
_ENDS_OF_MONTHS = frozenset(name[n:] for name in _NAMES for n in range(1, len(name)))
_DROPPED = re.compile(r"\n(?P<first>[A-Z])(?P<gap>[ \n])(?P<rest>[a-z]{2,20})(?![\w'\u2019-])")
# "publicaci / ó / n": a letter with an accent that markup set on a line of its own.
_ACCENTED = re.compile(r"(?<=[a-z]{2})(\n)[\u00df-\u00ff](\n)(?=[a-z])")
_SPACED = re.compile(r"\n[A-Z](?: [A-Z]){3,20}(?=\n|$)")
_TWICE = re.compile(r"(?:([^\W_])\1){1,30}(?:([,.'\u2019;:])\2(?:([^\W_])\3){0,30})?")
_FOUR_TWICE = re.compile(r"(?:([^\W\d_])\1){4}")


def find_broken(text: str) -> list[Edit]:
    """Return the edits that join broken figures and words and take doubled letters once, where that is certain."""
    found = [*_doubled(text), *_numbers(text), *_words(text)]
    edits: list[Edit] = []
    for edit in sorted(found):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def find_dropped(text: str) -> list[Edit]:
    """Return the edits that join a line's large first letter with the word behind it, on its line or below it.

    >>> [edit.start for edit in find_dropped("C onducting raids")]
    [1]
    """
    found = list(_DROPPED.finditer(f"\n{text}"))
    pairs = list(dict.fromkeys((match["first"], match["rest"]) for match in found))[:MAX_DROPPED]
    dropped = {pair for pair in pairs if _is_dropped(*pair, text)}
    gaps = [
        (match.start("gap") - 1, match.end("gap") - 1) for match in found if (match["first"], match["rest"]) in dropped
    ]
    if not text.isascii():
        gaps += [match.span(group) for match in _ACCENTED.finditer(text) for group in (1, 2)]
    return [Edit(start, end, "", WORD) for start, end in sorted(gaps)]


def _gap(match: re.Match[str], group: str | int, rule: str) -> Edit:
    return Edit(match.start(group), match.end(group), "", rule)


def _numbers(text: str) -> Iterator[Edit]:
    """Yield the edits that join figures."""
    for match in _SUM.finditer(text):
        if _ends_sum(match, text):
            for gap in _SUM_GAP.finditer(text, *match.span()):
                yield Edit(gap.start(), gap.end(), "", NUMBER)
    sure = [
        match
        for signs, pattern in _SURE
        if any(sign in text for sign in signs)
        for match in pattern.finditer(text)
        if pattern is not _COMMA or not _is_month(_word_before(text, match.start()))
    ]
    for match in sure:
        yield _gap(match, next(n for n in range(1, len(match.groups()) + 1) if match[n]), NUMBER)
    yield from _years(text, n_sure=len(sure))


def _ends_sum(match: re.Match[str], text: str) -> bool:
    """Return whether the groups of figures behind a currency sign are one sum, by the last of them or the next word."""
    behind = _BEHIND_SUM.match(text, match.end())
    if match.group()[-3] == "0":
        return True
    return behind is not None and (behind["word"] is None or behind["word"] in _behind_sums())


def _years(text: str, *, n_sure: int) -> Iterator[Edit]:
    """Yield the edits that join years: behind a month, and behind words as "in" of a text with more such breaks."""
    if not _MAY_YEAR.search(text):
        return
    likely: list[re.Match[str]] = []
    for match in _YEAR.finditer(text):
        word = _word_before(text, match.start())
        if _is_month(word):
            n_sure += 1
            yield _gap(match, 1, NUMBER)
        elif word in _before_years():
            likely.append(match)
    if len(likely) + n_sure >= MIN_YEARS:
        for match in likely:
            yield _gap(match, 1, NUMBER)


def _word_before(text: str, at: int) -> str:
    match = _LAST_WORD.search(text, max(0, at - 12), at)
    return match[1] if match else ""


def _is_month(word: str) -> bool:
    return word[:3].lower() in MONTHS and _MONTH.fullmatch(word) is not None


def _words(text: str) -> Iterator[Edit]:
    """Yield the edits that join words: letters set apart, names of months."""
    known = lookups.words("words")
    for match in () if _ENDS_OF_MONTHS.isdisjoint(text.split()) else _MONTH_GAP.finditer(text):
        if match.lastgroup:
            yield _gap(match, match.lastgroup, WORD)
    for match in _SPACED.finditer(f"\n{text}"):
        if match.group()[1:].replace(" ", "").lower() in known:
            for at in range(match.start() + 1, match.end() - 1, 2):
                yield Edit(at, at + 1, "", WORD)


def _is_dropped(first: str, rest: str, text: str) -> bool:
    """Return whether a lone capital at a line's start is the first letter of the word behind it."""
    known, whole = lookups.words("words"), (first + rest).lower()
    if first not in "AI" and whole in _starters():
        return True
    return whole in known and rest not in known and text.count(f" {rest}") == text.count(f"{first} {rest}")


def _doubled(text: str) -> Iterator[Edit]:
    """Yield the edits that take each letter once in rows of words that have every letter twice."""
    row: list[re.Match[str]] = []
    for word in itertools.chain(re.finditer(r"\S+", text) if _may_double(text) else (), [None]):
        twice = _TWICE.fullmatch(word.group()) if word and len(word.group()) <= 2 * MAX_PAIRS else None
        if word and twice and (not row or text[row[-1].end() : word.start()] in (" ", "\n")):
            row.append(word)
            continue
        yield from _once(row)
        row = [word] if word and twice else []


def _may_double(text: str) -> bool:
    """Return whether four letters in a row stand twice each; where no four signs do, the pattern is not asked."""
    signs = np.frombuffer(text.encode("latin-1", "replace"), np.uint8)
    twice = signs[1:] == signs[:-1]
    return bool((twice[:-6] & twice[2:-4] & twice[4:-2] & twice[6:]).any()) and _FOUR_TWICE.search(text) is not None


def _once(row: list[re.Match[str]]) -> Iterator[Edit]:
    """Yield the edits of one row; a lone pair at its ends may be anything but "a" and "I"."""
    while row and len(row[0].group()) == 2 and row[0].group() not in _ONE:
        row = row[1:]
    while row and len(row[-1].group()) == 2 and row[-1].group() not in _ONE:
        row = row[:-1]
    if len(row) < MIN_DOUBLED or not any(map(_FOUR_TWICE.match, (word.group() for word in row))):
        return
    for word in row:
        yield Edit(word.start(), word.end(), word.group()[::2], DOUBLED)


@functools.cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(str, lookups.document("glue")[name]))


def _behind_sums() -> frozenset[str]:
    return _listed("behind_sums")


def _before_years() -> frozenset[str]:
    return _listed("before_years")


def _starters() -> frozenset[str]:
    return _listed("starters")
