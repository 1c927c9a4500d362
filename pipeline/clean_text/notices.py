"""Tells what a site or sender says of itself (consent banners, site notices, covering letters) from the news.

The words are rules of `resources/site_notices.yaml`. A paragraph with such words may be news all the same (an
authority fines a firm for its cookies), so what is done with it depends on where it stands.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.days import DAY

MIN_WORDS = 5  # of a paragraph that says something
MIN_SENTENCE = 3  # words of a sentence of a letter; "Dear all." and the like say nothing
MAX_CHARS = 2500  # of a text that is nothing but notices; tells a covering letter from a release that mentions one

_BETWEEN = re.compile(r"(?<=[.!?])\s+")
SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*(?:\s|$)")
_DAY = re.compile(DAY, re.IGNORECASE)
_ACT = re.compile(rf"\b(?:Council|Regulation|Directive|Act) of {DAY}", re.IGNORECASE)  # its day is none of the news
_QUOTED = re.compile(r"“[^”\n]{0,400}”|\"[^\"\n]{0,400}\"|„[^“”\n]{0,400}[“”]|«[^»\n]{0,400}»")


class _Rules(NamedTuple):
    triggers: tuple[str, ...]
    sure: re.Pattern[str]
    letter: re.Pattern[str]


@functools.cache
def _rules() -> _Rules:
    rows = lookups.document("site_notices")
    triggers = [p for row in rows if row["kind"] == "trigger" for p in row["patterns"]]
    by_kind = {
        kind: re.compile("|".join(f"(?:{p})" for row in rows if row["kind"] == kind for p in row["patterns"]), re.I)
        for kind in ("sure", "letter")
    }
    return _Rules(tuple(triggers), by_kind["sure"], by_kind["letter"])


def may_hold_notice(text: str) -> bool:
    """Return whether a text has a word that every notice has one of; most texts have none."""
    lower = text.lower()
    for word in _rules().triggers:  # noqa: SIM110 -- a generator costs as much again, and this is asked of every paragraph
        if word in lower:
            return True
    return False


def is_notice(paragraph: str) -> bool:
    """Return whether a paragraph has the words of a notice, outside quotation marks, and tells of no day.

    >>> is_notice("We use cookies on this site."), is_notice("The agency fined a firm that had set cookies.")
    (True, False)
    """
    if not may_hold_notice(paragraph):
        return False
    return _rules().sure.search(_QUOTED.sub(" ", paragraph)) is not None and not _DAY.search(_ACT.sub(" ", paragraph))


def is_only_notices(text: str) -> bool:
    """Return whether a clean text is nothing but notices, or a covering letter of which each sentence is one's."""
    if len(text) > MAX_CHARS or not may_hold_notice(text):
        return False
    found = False
    for paragraph in text.split("\n\n"):
        if not SENTENCE_END.search(paragraph) or len(paragraph.split()) < MIN_WORDS:
            continue
        if not (is_notice(paragraph) or _is_letter(paragraph)):
            return False
        found = True
    return found


def _is_letter(paragraph: str) -> bool:
    sentences = (part for part in _BETWEEN.split(paragraph) if len(part.split()) >= MIN_SENTENCE)
    return all(_rules().letter.search(sentence) and not _DAY.search(sentence) for sentence in sentences)
