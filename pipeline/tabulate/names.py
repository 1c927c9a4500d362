"""What names say of themselves: their key, and whether they hold a name of their own."""

from __future__ import annotations

import functools
import re
import unicodedata

from pipeline import lookups

_WORD = re.compile(r"[^\W_]+")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
MIN_LETTERS = 2
MAX_SHORT = 4  # letters of a short name
MAX_PLACE_WORDS, MUCH_LARGER = 4, 5
POPULATION = 7  # the column of gazetteer.csv


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


@functools.cache
def office_words(kind: str) -> frozenset[str]:
    """Return words of offices and bodies by what they tell; see `office_words.csv`."""
    rows = lookups.table("office_words", key=("word", "kind"))
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


def is_named(name: str) -> bool:
    """Tell whether the name of a body or system tells which one it is.

    >>> is_named("Homicide Unit"), is_named("Ferrymoor Homicide Unit")
    (False, True)
    """
    plain = name.replace("'s", "").replace("’s", "")
    words = set(folded(plain).split())
    if words & office_words("owner") or ({"u", "s"} <= words and not words & office_words("shared")):
        return True
    # "DUI Homicide Unit": what a short word in capitals stands for may be anybody's.
    short = {folded(word) for word in _WORD.findall(plain) if word.isupper() and len(word) <= MAX_SHORT}
    told = [word for word in words - short if len(word) >= MIN_LETTERS and not any(c.isdigit() for c in word)]
    return any(word not in lookups.words("words") for word in told)


def has_owner(name: str) -> bool:
    """Tell whether the name of a unit says whose it is by a short name."""
    return not office_words("owner").isdisjoint(folded(name).split())


@functools.lru_cache(maxsize=1 << 14)
def is_shared_place(name: str) -> bool:
    """Tell whether a body's name begins with that of a place which has namesakes nearly as large.

    >>> is_shared_place("Springfield Police Department"), is_shared_place("Chicago Police Department")
    (True, False)
    """
    words = folded(name).split()
    for n in range(min(len(words) - 1, MAX_PLACE_WORDS), 0, -1):
        namesakes = lookups.lines_of("gazetteer", " ".join(words[:n]))
        sizes = sorted((int(cells[POPULATION]) for cells in namesakes), reverse=True)
        if sizes:
            return len(sizes) > 1 and sizes[0] < MUCH_LARGER * max(sizes[1], 1)
    return False
