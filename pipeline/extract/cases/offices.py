"""Which offices are those of an authority: police, prosecutors, courts, ministries, international bodies."""

from __future__ import annotations

import functools
import re

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import split_words
from pipeline.lookups import table

# Where the office ends and its body begins: "President | of Eurojust".
_BODY = re.compile(r"\b(?:of|in|for|at|from|with)\b|,")


@functools.cache
def office_heads() -> frozenset[str]:
    """Return the nouns of offices and occupations: "teller", "administrator", "CEO", in lower case."""
    return frozenset(row["word"] for row in table("offices", key=("word", "kind")) if row["kind"] == "head")


@functools.lru_cache(maxsize=1 << 12)
def is_official(role: str | None) -> bool:
    """Tell whether a role is an office of an authority, held now, by its words.

    An office that only authorities have ("Trial Attorney of the Bank Integrity Unit") is one whatever its body is
    called; another ("president", "director") is one unless its body is a company, school or the like.

    >>> is_official("Assistant U.S. Attorney for the District of Oregon"), is_official("owner of a clinic in Leeds")
    (True, False)
    >>> is_official("President of Eurojust"), is_official("president of Acme Corp."), is_official("defense attorney")
    (True, False, False)
    """
    if not role:
        return False
    low = role.lower().replace("’", "'")
    words = _words(low)
    if not words or words[0] in cues("former_office"):
        return False
    office = _words(_BODY.split(low, maxsplit=1)[0])
    if any(word in cues("private_office") for word in office):
        return False
    if any(
        _is(word, "public_office") or (word.upper() in role.split() and _is(word, "office_acronym")) for word in office
    ):
        return True
    if any(word in cues("private_office") for word in words):
        return False
    return any(_is(word, "weak_office") or _is(word, "public_office") for word in words)


def _words(text: str) -> list[str]:
    return [word.low for word in split_words(text) if word.kind == "word"]


def _is(word: str, kind: str) -> bool:
    return word in cues(kind) or any(part in cues(kind) for part in word.split("-"))


def is_office_word(word: str) -> bool:
    """Tell whether a word in lower case, singular or plural, belongs to an office that only authorities have."""
    return word in cues("public_office") or word.removesuffix("s") in cues("public_office")
