"""Tells laws, reports with a table of contents and encyclopedias' pages, which are no releases however long they run.

Only what no release has counts: sections numbered in order from the first, page numbers behind dots that only rise,
the line that an encyclopedia puts on each page. A release that tells of a law's sections has a handful of them.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from pipeline import lookups

LAW = "the text of a law"
REPORT = "a report or brief with a table of contents"
ENCYCLOPEDIA = "a page of an encyclopedia"
MIN_SECTIONS = 6  # sections "Article 1", "Article 2" … that make a law
MIN_BARE, MIN_PARTS = 10, 2  # the same without a word before the number, and the parts of a law that must be among them
MIN_CONTENTS = 6  # lines of a table of contents
MIN_DOTS = 5  # between an entry of it and its page
MIN_RISING = 0.9  # of them, those with a page no lower than the one above
MAX_SECTION = 200  # characters of the heading of a section that has no word before its number

_BARE = re.compile(r"(?P<n>\d{1,3})[.)]? (?=[A-Z“\"(])")
_PAGE = re.compile(r"(?<=[. ])\d{1,4}$")
_HEADED = re.compile(r"\W*table of (?:contents|authorities)", re.IGNORECASE)
_ENCYCLOPEDIA = re.compile(r"from wikipedia, the free encyclopedia", re.IGNORECASE)


@functools.cache
def _words(kind: str) -> str:
    """Return the expression for the words of a kind of `law_words.csv`, the longest first."""
    rows = lookups.table("law_words", key=("phrase", "kind"))
    words = sorted((row["phrase"] for row in rows if row["kind"] == kind), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


@functools.cache
def _section() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('section')}) {{0,2}}(?P<n>\d{{1,3}})\b", re.IGNORECASE)


@functools.cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?:part \w{{1,5}} )?(?:\d{{1,3}}[.)]? )?(?:{_words('part')})\.?", re.IGNORECASE)


def why_long_text(lines: Sequence[str], *, dateline: bool = False) -> str | None:
    """Return what a text is where it is a law, a report or a page of an encyclopedia, or None.

    Args:
        lines: of the text before debris is taken out of it, blanks squeezed; a list of sections looks like a menu.
        dateline: whether the text has a dateline, as no law has.
    """
    if any(_ENCYCLOPEDIA.fullmatch(line) for line in lines):
        return ENCYCLOPEDIA
    if not dateline and _is_law(lines):
        return LAW
    return REPORT if _has_contents(lines) else None


def _is_law(lines: Sequence[str]) -> bool:
    """Return whether a text has the sections of a law, numbered in order from the first."""
    worded = (match for line in lines if (match := _section().match(line)))
    if _in_order([int(match["n"]) for match in worded]) >= MIN_SECTIONS:
        return True
    if sum(_part().fullmatch(line) is not None for line in lines) < MIN_PARTS:
        return False
    bare = (match for line in lines if len(line) <= MAX_SECTION and (match := _BARE.match(line)))
    return _in_order([int(match["n"]) for match in bare]) >= MIN_BARE


def _in_order(numbers: Sequence[int]) -> int:
    """Return how far the numbers count up from one, in order, whatever stands between.

    >>> _in_order([1, 2, 1, 3, 7])
    3
    """
    reached = 0
    for number in numbers:
        reached += number == reached + 1
    return reached


def _has_contents(lines: Sequence[str]) -> bool:
    """Return whether a text has lines that end with dots and a page, below a heading or with the pages rising."""
    pages = [page for line in lines if (page := _page_of(line)) is not None]
    if len(pages) < MIN_CONTENTS or any(map(_HEADED.fullmatch, lines)):
        return len(pages) >= MIN_CONTENTS
    rising = sum(b >= a for a, b in itertools.pairwise(pages))
    return rising >= MIN_RISING * (len(pages) - 1)


def _page_of(line: str) -> int | None:
    """Return the page of an entry in a table of contents ("Nets ........ 12"), or None."""
    match = _PAGE.search(line[-MAX_SECTION:]) if line[-1:].isdigit() else None
    if match is None:
        return None
    rest = line.removesuffix(match.group())
    entry = rest.rstrip(" .")
    return int(match.group()) if entry and rest.count(".", len(entry)) >= MIN_DOTS else None
