"""What names say of themselves: their key, and whether they hold a name of their own."""

from __future__ import annotations

import functools
import re
import unicodedata

from pipeline import lookups

_WORD = re.compile(r"[^\W_]+")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
MIN_LETTERS = 2


def folded(text: str) -> str:
    """Return the words of a text in plain small letters.

    >>> folded("Opération « Étoile »")
    'operation etoile'
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def name_key(name: str) -> str:
    """Return a person's name without initials.

    >>> name_key("Jon Q. Doe-Roe")
    'jon doe roe'
    """
    words = folded(name).split()
    return " ".join(word for word in words if len(word) >= MIN_LETTERS) or " ".join(words)


def initials(name: str) -> tuple[str, ...]:
    """Return the initials in a person's name."""
    return tuple(word for word in folded(name).split() if len(word) < MIN_LETTERS)


@functools.cache
def _bearable() -> frozenset[str]:
    names = lookups.words("given_names") | lookups.words("surnames")
    return frozenset(word for name in names for word in folded(name).split())


def is_unusual(name: str) -> bool:
    """Tell whether a person's name holds a word that is neither a common name nor a word of the language."""
    words = [word for word in name_key(name).split() if word not in _SUFFIXES]
    return any(word not in _bearable() and word not in lookups.words("words") for word in words)


def n_full_names(name: str) -> int:
    """Return of how many words a person's name is, initials and suffixes left out."""
    return len([word for word in name_key(name).split() if word not in _SUFFIXES])


def is_named(name: str, *, operation: bool = False) -> bool:
    """Tell whether the name of a body or system tells which one it is.

    >>> is_named("Homicide Unit"), is_named("Ferrymoor Homicide Unit")
    (False, True)
    """
    words = folded(name.replace("'s", "").replace("’s", "")).split()
    if operation:
        return len(words) > 1
    told = [word for word in words if len(word) >= MIN_LETTERS and not any(c.isdigit() for c in word)]
    return any(word not in lookups.words("words") for word in told) or {"u", "s"} <= set(words)
