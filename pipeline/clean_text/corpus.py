"""What the corpus decides of clean releases: duplicates joined, near-duplicates marked, repeated paragraphs taken out.

It is decided when all releases are clean; ids are those of the texts before. A row keeps what it was in `base`, and
what other inputs have changed of it is part of its key behind a plus sign, so that the next stage redoes those
releases, and only those.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import json
from typing import Any

import numpy as np

from pipeline.clean_text.duplicates import Shingles, find_near_duplicates, release_id, shingles
from pipeline.clean_text.joined import are_of_one_release, join_facts
from pipeline.clean_text.repeats import (
    Hashes,
    find_repeated,
    foot_lines,
    paragraphs_by_hash,
    publisher_key,
    tells_something,
    without_repeats,
)
from pipeline.store import WorkStore, bytes_digest, digest, pack, unpack, unpack_text

_UNDATED = datetime.date.max.isoformat()  # undated releases come last: they cannot be known to be earlier

WRONG_TEXT = "text-lost"

# Source of a release's first input to the fields that other inputs change.
Joined = dict[str, dict[str, Any]]


def settle(inputs: WorkStore, store: WorkStore, *, share: float, repeats: bool, changed: bool) -> None:
    """Bring what the corpus decides up to date.

    Args:
        share: least share of common shingles of near-duplicates.
        repeats: whether paragraphs that their publishers repeat are taken out.
        changed: whether rows have changed since it was settled last.
    """
    store.change("make near")
    state = json.dumps([share, repeats])
    if not changed and store.state("settled") == state:
        return
    store.set_state("settled", None)
    _tell_apart(store)
    joined = _join(store)
    _mark_near_duplicates(store, share)
    _take_out_repeats(inputs, store, joined, enabled=repeats)
    store.commit()
    store.set_state("settled", state)


def _tell_apart(store: WorkStore) -> None:
    """Set aside inputs whose text is that of an earlier one, but whose title says that they are another release.

    They keep what was found, so that they come back where the earlier one has gone.
    """
    aside = store.ask("set aside with text", WRONG_TEXT)
    back = [(release_id(unpack(payload)["text"]), source) for source, payload in aside.fetchall()]
    store.change("give release", back)
    told = store.ask("facts of shared").fetchall()
    for _, rows in itertools.groupby(told, key=lambda row: row[0]):
        first, *others = ((source, json.loads(facts)) for _, source, facts in rows)
        for source, facts in others:
            if not are_of_one_release(first[1], facts):
                _set_aside(store, source, f"The text found is that of {first[0]}, but its title is another release's.")
    store.commit()


def _set_aside(store: WorkStore, source: str, detail: str) -> None:
    """Take a clean release out as one whose text was not found, as it was before other inputs changed it."""
    key, payload = store.ask_one("base", source)
    now = (WRONG_TEXT, detail, key.partition("+")[0], payload, bytes_digest(payload), source)
    store.change("set aside", [now])


def _join(store: WorkStore) -> Joined:
    """Join what several inputs tell of one release; say in the rows of the others what was taken or contradicts."""
    store.change("forget details")
    joined: Joined = {}
    # A release may have lost its other inputs since: what they told goes with them.
    told = store.ask("facts of joined").fetchall()
    for _, rows in itertools.groupby(told, key=lambda row: row[0]):
        sources, facts = zip(*((source, json.loads(facts)) for _, source, facts in rows), strict=True)
        changes, notes = join_facts(facts)
        if changes:
            joined[sources[0]] = changes
        stands = {**facts[0], **changes}
        publisher = publisher_key(stands["publisher"], stands["url"], sources[0])
        store.change("set published", [(stands["published"], publisher, sources[0])])
        noted = [(note, source) for note, source in zip(notes, sources[1:], strict=True) if note]
        store.change("note detail", noted)
    store.commit()
    return joined


def _mark_near_duplicates(store: WorkStore, share: float) -> None:
    firsts = dict(store.ask("first sources"))

    @functools.lru_cache(maxsize=512)
    def shingles_of(release: str) -> Shingles:
        return shingles(_base(store, firsts[release])["text"])

    near = find_near_duplicates(store.ask("signatures", _UNDATED), shingles_of, share=share)
    with store.db:
        store.change("empty near")
        store.change("add near", sorted(near.items()))


def _base(store: WorkStore, source: str) -> dict[str, Any]:
    """Return a clean release as it was before other inputs changed it."""
    _, payload = store.ask_one("base", source)
    release: dict[str, Any] = unpack(payload)
    return release


def _take_out_repeats(inputs: WorkStore, store: WorkStore, joined: Joined, *, enabled: bool) -> None:
    """Take the paragraphs that are repeated in the corpus as it now is out of the clean releases, and put facts in.

    A paragraph that tells something stays in the earliest release of the publisher that has it.
    """
    ordered = store.ask("paragraphs", _UNDATED).fetchall()
    for _, rows in itertools.groupby(ordered, key=lambda row: row[0]):
        releases = [(source, key, np.frombuffer(packed, "<u8"), near) for _, source, key, packed, near in rows]
        # Versions of one release share everything; they say nothing of the publisher's habits.
        habits = [hashes for *_, hashes, near in releases if not near] if enabled else []
        repeated, few = find_repeated(habits), find_repeated(habits, few=True)
        seen: set[int] = set()
        for source, key, hashes, _ in releases:
            goes = _repeats_of(store, source, hashes, repeated, seen) if len(repeated) else frozenset()
            goes |= _foot_of(store, source, hashes, few) if len(few) else frozenset()
            _update(inputs, store, source, key, goes, joined.get(source, {}))


def _repeats_of(store: WorkStore, source: str, hashes: Hashes, repeated: Hashes, seen: set[int]) -> frozenset[int]:
    """Return which paragraphs go from a release; those seen for the first time that tell something stay in it."""
    own = {int(h) for h in hashes[np.isin(hashes, repeated)]}
    fresh = own - seen
    seen |= fresh
    if fresh:
        paragraphs = paragraphs_by_hash(_base(store, source)["text"])
        own -= {h for h in fresh if tells_something(paragraphs[h])}
    return frozenset(own)


def _foot_of(store: WorkStore, source: str, hashes: Hashes, few: Hashes) -> frozenset[int]:
    """Return which lines go from the foot of a release because a few others of its publisher have them."""
    own = frozenset(int(h) for h in hashes[np.isin(hashes, few)])
    return own & foot_lines(_base(store, source)["text"]) if own else own


def _update(
    inputs: WorkStore, store: WorkStore, source: str, key: str, repeated: frozenset[int], changes: dict[str, Any]
) -> None:
    own, _, before = key.partition("+")
    after = digest(sorted(repeated), changes)[:16] if repeated or changes else ""
    if before == after:
        return
    _, payload = store.ask_one("base", source)
    now = payload
    if after:
        (raw,) = inputs.ask_one("raw", source)
        release = without_repeats(unpack(payload), unpack_text(raw), repeated)
        now = pack({**release, **changes})
    key = f"{own}+{after}" if after else own
    store.change("set payload", [(key, now, payload if after else None, bytes_digest(now), source)])
