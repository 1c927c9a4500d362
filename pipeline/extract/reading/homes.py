"""Homes that stand before a noun: "a Port Ann, Ohio, broker", "two Elmford, N.J. men"."""

from __future__ import annotations

from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import NAME_TAGS, NOUN_TAGS, Tokens

# The longest name of a town, and of what stands behind a home up to its noun, in tokens.
_TOWN, _NOUN_PHRASE = 4, 6
_BEFORE_NOUN = frozenset(("JJ", "NN", "NNS", "VBN", "VBD", "VBG", "HYPH", "CD"))


def past_home(tokens: Tokens, n: int) -> int | None:
    """Return the token behind a town and its state that stand before a noun, None where there is no such home.

    Args:
        n: the first token of the town.
    """
    m = n
    while m < n + _TOWN and (
        (tokens.is_capital(m) and tokens.tag(m) in NAME_TAGS)
        or (m > n and tokens.low(m) == "-" and tokens.is_joined(m))
    ):
        m += 1
    if m == n or tokens.low(m) != ",":
        return None
    m += 1
    if not tokens.is_capital(m):
        return None
    if tokens.low(m) in states.opening_words() and tokens.low(m + 1) in states.second_words():
        m += 2
    elif tokens.low(m).rstrip(".") in states.single_words():
        m += 1
    else:
        return None
    while tokens.low(m) in (".", ","):
        m += 1
    word = tokens.word(m)
    return m if word[:1].islower() and tokens.tag(m) in _BEFORE_NOUN else None


def noun_behind_home(tokens: Tokens, n: int) -> int | None:
    """Return the noun before which a home stands of which the token `n` is a part: "a Port Ann, Ohio, tax broker"."""
    first = n
    while first > 0 and tokens.tag(first - 1) in NAME_TAGS and tokens.is_capital(first - 1):
        first -= 1
    at = past_home(tokens, first)
    if at is None:
        return None
    last = at
    while last < at + _NOUN_PHRASE and _is_before_noun(tokens, last + 1):
        last += 1
    while last > at and tokens.tag(last) not in NOUN_TAGS:
        last -= 1
    while tokens.tag(last + 1) in NAME_TAGS and tokens.is_capital(last + 1) and last < at + 2 * _NOUN_PHRASE:
        last += 1  # "Elmford, Ohio, broker Jon Roe"
    return last if tokens.tag(last) in NOUN_TAGS else None


def _is_before_noun(tokens: Tokens, n: int) -> bool:
    return tokens.tag(n) in _BEFORE_NOUN and tokens.tag(n) != "CD" and tokens.low(n) not in cues("auxiliary")
