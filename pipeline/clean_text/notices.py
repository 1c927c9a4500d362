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

MIN_WORDS = 5  # of a sentence
MAX_CHARS = 2500  # of a text that is nothing but notices; tells a covering letter from a release that mentions one

_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*(?:\s|$)")
_FIGURE = re.compile(r"\d")
_DAY = re.compile(DAY, re.IGNORECASE)
_QUOTED = re.compile(r"“[^”\n]{0,400}”|\"[^\"\n]{0,400}\"|„[^“”\n]{0,400}[“”]|«[^»\n]{0,400}»")


class _Rules(NamedTuple):
    triggers: tuple[str, ...]
    sure: re.Pattern[str]


@functools.cache
def _rules() -> _Rules:
    rows = lookups.document("site_notices")
    triggers = [p for row in rows if row["kind"] == "trigger" for p in row["patterns"]]
    sure = "|".join(f"(?:{p})" for row in rows if row["kind"] == "sure" for p in row["patterns"])
    return _Rules(tuple(triggers), re.compile(sure, re.IGNORECASE))


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
    return _rules().sure.search(_QUOTED.sub(" ", paragraph)) is not None and not _DAY.search(paragraph)


def is_only_notices(text: str) -> bool:
    """Return whether all sentences of a clean text are those of notices or of a covering letter."""
    if len(text) > MAX_CHARS or not may_hold_notice(text):
        return False
    found = False
    for paragraph in text.split("\n\n"):
        if not _SENTENCE_END.search(paragraph) or len(paragraph.split()) < MIN_WORDS:
            continue
        if not is_notice(paragraph) or _tells_news(paragraph):
            return False
        found = True
    return found


def _tells_news(paragraph: str) -> bool:
    """Return whether a sentence of its own, besides those with the words of a notice, states a figure.

    >>> _tells_news("Note that 19 people were held. The first notice is attached.")
    True
    """
    sentences = [part for part in _SENTENCE_END.split(paragraph) if len(part.split()) >= MIN_WORDS]
    return any(_FIGURE.search(part) and not is_notice(part + ".") for part in sentences)
