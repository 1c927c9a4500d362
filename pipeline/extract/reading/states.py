"""The states of the USA as texts write them: the words of their names and their short forms."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pipeline.extract.reading.words import fold
from pipeline.lookups import table


@functools.cache
def _names() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(row["name"]).split()) for row in table("us_states", key=("name",)))


@functools.cache
def opening_words() -> frozenset[str]:
    """Return the first words of their names ("ohio", "new"), folded."""
    return frozenset(name[0] for name in _names())


@functools.cache
def second_words() -> frozenset[str]:
    """Return the second words of names of two ("jersey"), folded."""
    return frozenset(name[1] for name in _names() if len(name) == 2)


@functools.cache
def single_words() -> frozenset[str]:
    """Return names of one word and short forms ("ohio", "ill", "w.va"), folded, without the stop at the end."""
    short = (form for row in table("us_states", key=("name",)) for form in row["abbreviation"].split())
    return frozenset(name[0] for name in _names() if len(name) == 1) | {fold(form).rstrip(".") for form in short}


@functools.cache
def _whole_names() -> frozenset[tuple[str, ...]]:
    return frozenset(_names())


def is_name(words: Sequence[str]) -> bool:
    """Tell whether folded words are a state's name or short form: ["new", "jersey"], ["ohio"]."""
    return tuple(words) in _whole_names() or (len(words) == 1 and words[0] in single_words())
