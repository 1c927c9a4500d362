"""Lists: what may stand between two of their members ("Ana Ruiz, Jan Berg and Ib Wu", "in Peru and in Chile")."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word

_GAP = re.compile(r"(?:[\s,;•*/&-]|\b(?:and|or|the|as well as)\b|\([^()]{0,12}\))+", re.IGNORECASE)
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
