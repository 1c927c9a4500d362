"""Lists: what may stand between two of their members ("Ana Ruiz, Jan Berg and Ib Wu", "in Peru and in Chile").

Whoever walks a list asks here what joins its members: over tokens or pieces, given as "what stands at n" (`past_joint`,
`before_joint`); over words (`are_joined`); over the characters between two members (`list_gap`, `adds_on`); or by a
pattern of the whole list (`list_of`, `members`). What a member is, only the reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word

_GAP = re.compile(r"(?:[\s,;•*/&-]|\b(?:and|or|the|as well as)\b|\([^()]{0,12}\))+", re.IGNORECASE)
_ADDS = re.compile(
    r"(?:[,;]|\band\b|\bplus\b|\bas well as\b|\balong with\b|\btogether with\b"
    r"|\b(?:a|an) (?:further|additional)\b|\balso\b|\s|—|-)+",
    re.IGNORECASE,
)
_PARTING = re.compile(r",? (?:and|or) |, ")
_GOES_ON = re.compile(r",?\s+(?:and|or|as well as)\s+(?:in|from|of)\s+(?:the\s+)?", re.IGNORECASE)


def are_joined(gap: Sequence[Word], *, most: int = 2, also: Collection[str] = ()) -> bool:
    """Tell whether a few words or marks that join members of a list, and nothing else, stand between two.

    Args:
        gap: what stands between them.
        most: how many words and marks that may be.
        also: further words that may stand there, folded.
    """
    return 0 < len(gap) <= most and all(word.low in cues("list_mark") or word.low in also for word in gap)


def outside_brackets(words: Sequence[Word]) -> list[Word]:
    """Return the words that stand in no brackets, without these: "Ana Ruiz (D-Elmwood), Jan Berg"."""
    found, inside = [], False
    for word in words:
        if word.text in "()" and word.kind == "mark":
            inside = word.text == "("
        elif not inside:
            found.append(word)
    return found


def list_gap(text: str, start: int, end: int, *, most: int) -> str | None:
    """Return what stands between two members of a list, at most so many characters, None where it joins none."""
    return text[start:end] if end - start <= most and _GAP.fullmatch(text, start, end) else None


def goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether a list goes on with the preposition said again: "in Dominica and in Haiti"."""
    return _GOES_ON.fullmatch(text, start, end) is not None


# Tags of what stands beside a name in a list: names of places, ages, quoted names, the end of a line.
_BESIDE_NAMES = frozenset(("NNP", "NNPS", "CD", "HYPH", "``", "''", "_SP"))


def may_stand_between(low: str, tag: str) -> bool:
    """Tell whether a token may stand between two persons of a list: "Jo Roe, 31, of Hull; Al Poe, aka "Bo", and"."""
    return low in cues("between_names") or tag in _BESIDE_NAMES


def adds_on(gap: str) -> bool:
    """Tell whether what stands between two figures adds the second to the first: ", as well as a further "."""
    return not gap.strip() or _ADDS.fullmatch(gap) is not None


def past_joint(low: Callable[[int], str], n: int) -> int:
    """Return the place behind what joins a member of a list to the next, `n` itself where nothing does.

    >>> words = ["2", ",", "and", "3"]
    >>> past_joint(words.__getitem__, 1), past_joint(words.__getitem__, 2), past_joint(words.__getitem__, 3)
    (3, 3, 3)

    Args:
        low: the word at a place, in small letters.
        n: the place behind the member.
    """
    if low(n) == ",":
        return n + 2 if low(n + 1) in cues("list_word") else n + 1
    return n + 1 if low(n) in cues("list_word") else n


def before_joint(low: Callable[[int], str], n: int) -> int:
    """Return the last place before what joins a member to the one before it; `n` is right before the member."""
    while n > 0 and low(n) in cues("list_mark"):
        n -= 1
    return n


def list_of(member: str, *, most: int, least: int = 0, joint: str = "and") -> str:
    """Return the pattern of a list of two members or more: "A and B", "A, B, and C".

    Args:
        member: the pattern of each.
        most, least: how many may and must stand behind commas.
        joint: the words before the last one, as a pattern.
    """
    return rf"{member}(?:, (?!(?:{joint}) ){member}){{{least},{most}}},? (?:{joint}) {member}"


def members(listed: str) -> list[str]:
    """Return the members of a list that a pattern found: "Elmford, Oakdale and Redwell"."""
    return _PARTING.split(listed)
