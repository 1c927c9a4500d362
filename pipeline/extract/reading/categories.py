"""What kind of thing a noun names, by `resources/item_categories.csv`."""

from __future__ import annotations

import functools
import re

from pipeline.errors import ResourceError
from pipeline.extract.reading.cues import cues
from pipeline.lookups import table
from pipeline.tables import CATEGORIES

_SEGMENTS = re.compile(r"\s*(?:,|\band\b|\bor\b|&|\()\s*")


@functools.cache
def _categories() -> dict[str, str]:
    nouns: dict[str, str] = {}
    for row in table("item_categories", key=("noun",)):
        if row["category"] not in CATEGORIES:
            raise ResourceError(f"item_categories.csv: {row['category']!r} is no category of the contract.")
        nouns[row["noun"]] = row["category"]
    return nouns


def category_of(item: str | None, *, kind: str = "thing") -> str:
    """Return the category of what is counted.

    Args:
        item: the item as worded; its head is the last noun before "of", else any word decides.
        kind: the quantity's kind; money is money whatever it bought.
    """
    if kind == "money":
        return "money"
    if not item:
        return "other"
    parts = item.lower().split(" of ")
    # "rounds of ammunition", "sticks of dynamite": what is held decides before its container
    holder = (parts[0].split() or [""])[-1]
    if len(parts) > 1 and holder in cues("container") and _categories().get(holder) != "people":
        parts[:2] = [parts[1], parts[0]]
    segments = (segment.split() for part in parts for segment in _SEGMENTS.split(part))
    return next(filter(None, (_of_words(words, kind) for words in segments)), "other")


def _of_words(words: list[str], kind: str) -> str | None:
    """Return the category of a noun phrase; its last two words decide, of a substance any ("heroin base")."""
    known = _categories()
    for n in range(len(words) - 1, -1 if kind == "measure" else max(-1, len(words) - 2), -1):
        pair = " ".join(words[max(0, n - 1) : n + 1])
        category = known.get(pair) or known.get(words[n]) or known.get(words[n].rsplit("-", 1)[-1])
        if category:
            return category
    return None
