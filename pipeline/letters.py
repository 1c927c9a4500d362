"""Tells words that nobody writes, and names that somebody bears, from the letters beyond ASCII in them.

Both the guess of a text's code page and the repair of misread letters ask this.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from pipeline import lookups

_OPENING, _CLOSING = frozenset("“„«‚‹"), frozenset("”»›")
_NEVER_INSIDE = frozenset("€£¥¢¤§¶†‡‰©®™°±²³¹ºª¼½¾¿¡¬¦¨¯¸ˆ˜µ×÷•¨´‹›“„«»‚”")
_NEVER = frozenset("¬¦¨¯¸ˆ˜¤†‡¢ƒ\ufffd")


def is_broken(before: str, text: str, behind: str) -> bool:
    """Return whether a word with its marks is one that nobody writes.

    Args:
        before: the character before it, or nothing.
        behind: the character behind it, or nothing.
    """
    around = f"{before or ' '}{text}{behind or ' '}"
    for n, c in enumerate(around[1:-1], 1):
        if c.isascii():
            continue
        left, right = around[n - 1], around[n + 1]
        if c in _NEVER or (unicodedata.category(c) in ("Cc", "Cn", "Co", "So") and c not in "©®°"):
            return True
        if c in _OPENING and (left.isalpha() or (right.isspace() and c != "«")):
            return True
        if c in _CLOSING and (right.isalpha() or (left.isspace() and c != "»")):
            return True
        if c in _NEVER_INSIDE and left.isalpha() and right.isalpha():
            return True
        if unicodedata.category(c) == "Sm" and c not in "±×÷" and (left.isalpha() or right.isalpha()):
            return True
    return any(_is_odd_word(word) for word in re.split(r"[^\w]|[\d_²³¹ºª¼½¾]", text) if word and not word.isascii())


def _is_odd_word(word: str) -> bool:
    """Return whether letters stand together that do not: capitals behind small ones, two scripts, accents in a row."""
    if _script_of(word) == "mixed":
        return True
    if _script_of(word) == "latin":
        run = 0
        for c in word:
            run = 0 if c.isascii() else run + 1
            if run >= 3:
                return True
    small = [c.islower() for c in word]
    if len(word) == 1 or all(small) or not any(small):
        return False
    if not small[0] and all(small[1:]):
        return False
    # Mac and Mc, and names in two parts; only where the capital itself is no ASCII it shows anything.
    return any(
        not up and (not c.isascii() or not word[n].isascii() or not small[n])
        for n, (c, up) in enumerate(zip(word[1:], small[1:], strict=True))
    )


def _script_of(word: str) -> str:
    scripts = {unicodedata.name(c, "?").split(" ")[0] for c in word if c.isalpha() and c not in "µºª"}
    if len(scripts) > 1:
        return "mixed"
    return "latin" if scripts == {"LATIN"} else "other"


@functools.cache
def known_names() -> frozenset[str]:
    """Return the names of people and places that have other letters than ASCII, in lower case."""
    places = {row["place"] for row in lookups.table("places", key=("place",))}
    words = {word.lower() for place in places for word in place.split()}
    return frozenset(
        word for word in (*lookups.words("given_names"), *lookups.words("surnames"), *words) if not word.isascii()
    )
