"""Tells names of bodies from those of people, in the headers of mails and feeds."""

from __future__ import annotations

import functools
import re

from pipeline import lookups

_PARTS = re.compile(r"\s+[|–—:·»-]\s+|\s*[|»]\s*|:\s+")
MAX_NAME = 80


def organisation_of(title: str) -> str | None:
    """Return the body that the title of a feed names ("Harbour Police - Press releases"), or None."""
    parts = (" ".join(part.split()) for part in _PARTS.split(title[:300]))
    return next((part for part in parts if len(part) <= MAX_NAME and is_organisation(part)), None)


def is_organisation(sender: str) -> bool:
    """Return whether a name is a body's and not a person's ("Lind, Ada")."""
    names, words = _bodies()
    folded = sender.casefold()
    return folded in names or not words.isdisjoint(re.findall(r"[^\W\d_]+", folded))


@functools.cache
def _bodies() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of known bodies, and the words that only names of bodies hold."""
    names = {
        name.casefold()
        for row in lookups.table("organisations", key=("name", "country"))
        for name in (row["name"], row["acronym"], *row["aliases"].split(";"))
        if name
    }
    phrases = (row["phrase"].casefold() for row in lookups.table("organisation_words", key=("phrase",)))
    return frozenset(names), frozenset(phrase for phrase in phrases if " " not in phrase)
