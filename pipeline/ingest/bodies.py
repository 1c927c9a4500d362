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


def is_organisation(name: str) -> bool:
    """Return whether a name is a body's and not a person's ("Lind, Ada")."""
    names, words, phrases = _bodies()
    found = re.findall(r"[^\W\d_]+", name.casefold())
    if name.casefold() in names or not words.isdisjoint(found):
        return True
    spaced = f" {' '.join(found)} "
    return any(f" {phrase} " in spaced for phrase in phrases)


@functools.cache
def _bodies() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return the names of known bodies, and the words and phrases that only names of bodies hold."""
    names = {
        name.casefold()
        for row in lookups.table("organisations", key=("name", "country"))
        for name in (row["name"], row["acronym"], *row["aliases"].split(";"))
        if name
    }
    cues = {row["phrase"].casefold() for row in lookups.table("organisation_words", key=("phrase",))}
    words = frozenset(cue for cue in cues if " " not in cue)
    return frozenset(names), words, tuple(sorted(cues - words))
