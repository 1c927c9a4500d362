"""Who somebody is said to be: "the defendant was identified as Jon Roe", "police named the victim as Ann Lee"."""

from __future__ import annotations

from collections.abc import Container

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import before_joint, may_stand_between
from pipeline.extract.reading.tokens import Tokens

# How far before "as" the verb and whom it tells of stand, in tokens.
_REACH = 12
# What befell a co-defendant so many days before the release is no news of it.
BEFORE_NEWS = 7


def is_identified_as(tokens: Tokens, first: int, nouns: frozenset[str]) -> bool:
    """Tell whether the name that begins at a token is who one of `nouns` is identified as.

    Args:
        first: the first token of the name, or of the list of names that it stands in.
        nouns: such as "suspect", "defendants".
    """
    n = first - 1
    while n > 0 and (tokens.is_space(n) or tokens.low(n) == ":"):
        n -= 1
    if tokens.low(n) != "as":
        return False
    before = range(max(tokens.sentence_of[n], n - _REACH), n)
    if not any(tokens.lower[k] in cues("identifying") for k in before):
        return False
    return any(tokens.lower[k] in nouns for k in before)


def list_start(tokens: Tokens, first: int, names: Container[int]) -> int:
    """Return where the list of names begins in which a name stands: "as A, 31, of Hull; B, 22; and C".

    Args:
        names: tokens of persons' names.
    """
    n = first
    for k in range(first - 1, tokens.sentence_of[first] - 1, -1):
        if k in names:
            n = k
        elif not may_stand_between(tokens.lower[k], tokens.tags[k]):
            break
    return n


def is_codefendant(tokens: Tokens, first: int) -> bool:
    """Tell whether the name that begins at a token is another's partner: "his co-defendant, Ann Lee"."""
    n = before_joint(tokens.low, first - 1)
    if tokens.low(n) in cues("partner"):
        return True
    return tokens.low(n) in cues("co_accused") and tokens.low(n - 1) == "-" and tokens.low(n - 2) == "co"
