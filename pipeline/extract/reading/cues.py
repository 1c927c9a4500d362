"""Words that tell something by their kind, wherever a reader meets them: `resources/cue_words.csv`."""

from __future__ import annotations

import functools

from pipeline.errors import ResourceError
from pipeline.lookups import table


@functools.cache
def _by_kind() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in table("cue_words", key=("word", "kind")):
        kinds.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in kinds.items()}


@functools.cache
def cues(kind: str) -> frozenset[str]:
    """Return the words of a kind.

    Raises:
        ResourceError: no word is of this kind.
    """
    words = _by_kind().get(kind)
    if words is None:
        raise ResourceError(f"cue_words.csv has no words of the kind {kind!r}.")
    return words
