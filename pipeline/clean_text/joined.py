"""What several inputs state of one release, joined: none wipes out what another tells.

The first input, in order of source, gives a release its text. Of the rest (title, day, publisher, address,
language) what an input states goes before what was read off a page, that before the day in a file's name, and what
is told before what is not; the fuller of two titles or names of which one holds the other wins. Where inputs
contradict each other the first one stands, and the row of the other in `sources` says what it told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

# A day comes with how it was read.
FIELDS = ("title", "published", "publisher", "url", "language")
_WITH = {"published": ("published_via",)}
_WORDS = {"published": "another day", "url": "another address", "language": "another language"}
SHORT = 1500  # characters of a text that can be a notice or a standing text
ALIKE = 0.34  # share of the shorter title's words that the other has, where they may be those of one release
_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)

Release = Mapping[str, Any]


def facts_of(release: Release) -> str:
    """Return what is joined of a release (`stage.clean_one`), as JSON."""
    names = [*FIELDS, *(name for more in _WITH.values() for name in more), "given"]
    told = {name: release.get(name) for name in names}
    return json.dumps({**told, "n_chars": len(release["text"])}, ensure_ascii=False, sort_keys=True)


def are_of_one_release(one: Release, other: Release) -> bool:
    """Return whether two inputs whose texts are equal can be one release.

    Where their titles have next to nothing in common, a short text is none of either's: a notice, a covering letter,
    or the standing text of a page on which the release was not found. A long one is one release under two titles.
    """
    titles = (one.get("title") or "", other.get("title") or "")
    a, b = (frozenset(_WORD.findall(title.casefold())) for title in titles)
    if not a or not b or max(one.get("n_chars") or 0, other.get("n_chars") or 0) > SHORT:
        return True
    return len(a & b) >= ALIKE * min(len(a), len(b))


def join_facts(told: Sequence[Release]) -> tuple[dict[str, Any], list[str]]:
    """Return the fields in which the release differs from what its first input tells, and a sentence for each other.

    Args:
        told: the facts of the inputs (`facts_of`, parsed), in order of source.
    """
    changed: dict[str, Any] = {}
    notes: list[list[str]] = [[] for _ in told]
    for field in FIELDS:
        best = _best(field, told)
        if best is None:
            continue
        value = told[best][field]
        if value != told[0][field]:
            changed |= {name: told[best].get(name) for name in (field, *_WITH.get(field, ()))}
            notes[best].append(f"Its {_name(field)} stands for the release.")
        for n, facts in enumerate(told):
            if n != best and facts[field] is not None and not _agree(field, facts[field], value):
                notes[n].append(f"It tells {_WORDS.get(field, f'another {field}')}: {facts[field]}.")
    return changed, [" ".join(note) for note in notes[1:]]


def _name(field: str) -> str:
    return {"published": "day", "url": "address"}.get(field, field)


def _best(field: str, told: Sequence[Release]) -> int | None:
    """Return the number of the input whose word on a field stands."""
    best: int | None = None
    for n, facts in enumerate(told):
        if facts[field] is not None and (best is None or _goes_before(field, facts, told[best])):
            best = n
    return best


def _goes_before(field: str, facts: Release, earlier: Release) -> bool:
    if _is_stated(field, facts) != _is_stated(field, earlier):
        return _is_stated(field, facts)
    if field == "published" and _is_named(facts) != _is_named(earlier):
        return _is_named(earlier)
    return _is_fuller(field, facts[field], earlier[field])


def _is_stated(field: str, facts: Release) -> bool:
    return field in (facts.get("given") or ())


def _is_named(facts: Release) -> bool:
    """Return whether a day was read in the name of a file or folder, which anything a text states goes before."""
    return facts.get("published_via") in ("file-name", "folder-name")


def _is_fuller(field: str, value: str, than: str) -> bool:
    return field in ("title", "publisher") and len(value) > len(than) and _folded(than) in _folded(value)


def _agree(field: str, one: str, other: str) -> bool:
    if field == "url":
        return _address(one) == _address(other)
    if field in ("title", "publisher"):
        a, b = _folded(one), _folded(other)
        return a in b or b in a
    return one == other


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _address(url: str) -> str:
    return _SCHEME.sub("", url.partition("#")[0].partition("?")[0]).rstrip("/").casefold()
