"""Lists: what may stand between two of their members ("Ana Ruiz, Jan Berg and Ib Wu", "in Peru and in Chile").

Whoever walks a list asks here what joins its members: over tokens or pieces, given as "what stands at n" (`past_joint`,
`before_joint`, `past_run`); over words (`are_joined`) or those of the gazetteer, whose commas stand in the gaps between
them (`gap_joint`); over the characters between two members (`list_gap`, `adds_on`); over members that are found already
(`chain`, `are_persons_joined`); or by a pattern of the whole list (`list_of`, `members`). What a member is, only the
reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word

_GAP = re.compile(r"(?:[\s,;•*/&-]|\b(?:and|or|the|as well as)\b|\([^()]{0,12}\))+", re.IGNORECASE)
_ADDS = re.compile(
    r"(?:[,;]|\band\b|\bplus\b|\bas well as\b|\balong with\b|\btogether with\b"
    r"|\b(?:a|an) (?:further|additional)\b|\balso\b|\s|—|-)+",
    re.IGNORECASE,
)
Member = TypeVar("Member")
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


def are_persons_joined(between: Sequence[tuple[str, str]]) -> bool:
    """Tell whether what stands between two persons joins them: ages, homes, marks, "and".

    Args:
        between: each token, in small letters, with its tag.
    """
    joined = any(low in cues("list_mark_no_or") for low, _ in between)
    return joined and all(may_stand_between(low, tag) for low, tag in between)


def chain(first: Member, further: Iterable[Member], are_joined: Callable[[Member, Member], bool]) -> list[Member]:
    """Return a member and those behind it as long as each is joined to the one before.

    >>> chain(1, [2, 3, 5, 6], lambda a, b: b - a == 1)
    [1, 2, 3]
    """
    found = [first]
    for member in further:
        if not are_joined(found[-1], member):
            break
        found.append(member)
    return found


def adds_on(gap: str) -> bool:
    """Tell whether what stands between two figures adds the second to the first: ", as well as a further "."""
    return not gap.strip() or _ADDS.fullmatch(gap) is not None


def past_joint(low: Callable[[int], str], n: int, *, by: Collection[str] | None = None) -> int:
    """Return the place behind what joins a member of a list to the next, `n` itself where nothing does.

    >>> words = ["2", ",", "and", "3"]
    >>> past_joint(words.__getitem__, 1), past_joint(words.__getitem__, 2), past_joint(words.__getitem__, 3)
    (3, 3, 3)

    Args:
        low: the word at a place, in small letters.
        n: the place behind the member.
        by: the words that join beside a comma, all that do where none are given.
    """
    words = cues("list_word") if by is None else by
    if low(n) == ",":
        return n + 2 if low(n + 1) in words else n + 1
    return n + 1 if low(n) in words else n


def past_run(low: Callable[[int], str], n: int, words: Collection[str]) -> int:
    """Return the first place from `n` on where none of some words and marks stands: past "; and also".

    >>> words = [";", "and", "also", "theft"]
    >>> past_run(words.__getitem__, 0, (";", "and", "also"))
    3
    """
    while low(n) in words:
        n += 1
    return n


def before_joint(
    low: Callable[[int], str],
    n: int,
    *,
    by: Collection[str] | None = None,
    most: int | None = None,
    blanks: bool = False,
) -> int:
    """Return the last place before what joins a member to the one before it.

    Args:
        low: the word at a place, in small letters.
        n: the place right before the member.
        by: the words and marks that join, all that do where none are given.
        most: how many of them may stand there.
        blanks: whether ends of lines may stand there, too.
    """
    words = cues("list_mark") if by is None else by
    least = 0 if most is None else max(0, n - most)
    while n > least and (low(n) in words or (blanks and low(n).isspace())):
        n -= 1
    return n


def gap_joint(gap: str | None, low: str) -> int | None:
    """Return how many words join a member to the next, None where nothing does.

    >>> gap_joint(",", "oakdale"), gap_joint(",", "and"), gap_joint("", "and"), gap_joint("", "oakdale")
    (0, 1, 1, None)

    Args:
        gap: what stands before the word behind the member, None where a sentence may end there.
        low: that word, folded.
    """
    if low in cues("list_word"):
        return 1 if gap in ("", ",") else None
    return 0 if gap == "," else None


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
