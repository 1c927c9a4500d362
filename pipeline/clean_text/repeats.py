"""Paragraphs that a publisher puts on many of its releases: found from the corpus itself, and taken out.

No list knows the "About the agency" paragraph of every press office, but it stands on release after
release of the one publisher. What is taken out depends on the other releases, so it is decided when
all are cleaned; ids, duplicates and near-duplicates are those of the text before.
"""

from __future__ import annotations

import hashlib
import itertools
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from pipeline.spans import Edit, MappedText
from pipeline.store import WorkStore, bytes_digest, digest, pack, unpack

RULE = "repeated-paragraph"
BREAK = "\n\n"
# Looked at on 766 DOJ releases of the topics bench and 100 of the cleaning bench: at a tenth nothing of theirs goes,
# at three hundredths only directions to web sites. A higher share keeps what a few releases on one operation share.
MIN_RELEASES = 5
MIN_SHARE = 0.15
MIN_WORDS, MIN_CHARS = 4, 20  # a list of countries has the same short items on many releases
KEPT_SHARE = 0.4  # a release that would keep less of its text is itself what is repeated: left alone

Hashes = npt.NDArray[np.uint64]


def publisher_key(publisher: str | None, url: str | None, source: str) -> str:
    """Return what tells one publisher's releases from another's: its name, its host, or where the input lies."""
    if publisher:
        return "name " + " ".join(publisher.casefold().split())
    host = (urlsplit(url).hostname or "") if url and "://" in url else ""
    if host:
        return "host " + host.removeprefix("www.")
    return "folder " + source.rpartition("#")[0] if "#" in source else "folder " + source.rpartition("/")[0]


def _hash(paragraph: str) -> int:
    words = paragraph.split()
    if len(words) < MIN_WORDS or len(paragraph) < MIN_CHARS:
        return 0
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode("utf-8"), digest_size=8).digest(), "little") or 1


def paragraph_hashes(text: str) -> bytes:
    """Return the distinct 64-bit hashes of the paragraphs long enough to tell furniture, sorted."""
    found = {_hash(paragraph) for paragraph in text.split(BREAK)} - {0}
    return np.array(sorted(found), dtype="<u8").tobytes()


def find_repeated(releases: list[Hashes]) -> Hashes:
    """Return the hashes of the paragraphs that stand on many of one publisher's releases, sorted."""
    least = max(MIN_RELEASES, int(np.ceil(MIN_SHARE * len(releases))))
    if len(releases) < MIN_RELEASES:
        return np.array([], np.uint64)
    values, counts = np.unique(np.concatenate(releases), return_counts=True)
    found: Hashes = values[counts >= least]
    return found


def repeat_edits(text: str, repeated: frozenset[int], *, title: str | None) -> list[Edit]:
    """Return the edits that take repeated paragraphs out of a clean text; none where too little would be left."""
    edits: list[Edit] = []
    at = left = 0
    for paragraph in text.split(BREAK):
        end = at + len(paragraph)
        if _hash(paragraph) in repeated and paragraph != title:
            edits.append(Edit(at, end, "", RULE))
        else:
            left += len(paragraph)
        at = end + len(BREAK)
    if left < KEPT_SHARE * len(text):
        return []
    # With a paragraph goes the blank line before it, or after it at the head of the text.
    spans: list[Edit] = []
    head = 0
    for edit in edits:
        if edit.start == head:
            head = edit.end + len(BREAK)
            spans.append(Edit(edit.start, min(head, len(text)), "", RULE))
        else:
            spans.append(Edit(edit.start - len(BREAK), edit.end, "", RULE))
    return spans


def without_repeats(release: dict[str, Any], raw: str, repeated: frozenset[int]) -> dict[str, Any]:
    """Return what is known of a release (`stage.clean_one`) with its repeated paragraphs taken out."""
    edits = repeat_edits(release["text"], repeated, title=release["title"])
    if not edits:
        return release
    mapped = MappedText.from_pieces(raw, release["pieces"]).apply(edits)
    end = release["dateline_end"]
    gone = sum(min(e.end, end) - e.start for e in edits if e.start < end)
    return {**release, "text": mapped.text, "pieces": mapped.to_pieces(), "dateline_end": end - gone}


def remove_repeats(inputs: WorkStore, store: WorkStore, *, enabled: bool) -> None:
    """Take the paragraphs that are repeated in the corpus as it now is out of the clean releases.

    A row keeps what it was in `base`, and what was taken out is part of its key behind a plus sign, so that
    the next stage redoes those releases, and only those, that other inputs have changed.
    """
    ordered = store.execute(
        "SELECT publisher, source, key, paragraphs, release_id IN (SELECT release_id FROM near) FROM rows "
        "WHERE source IN "
        "(SELECT min(source) FROM rows WHERE release_id IS NOT NULL GROUP BY release_id) ORDER BY publisher, source"
    ).fetchall()
    for _, rows in itertools.groupby(ordered, key=lambda row: row[0]):
        releases = [(source, key, np.frombuffer(packed, "<u8"), near) for _, source, key, packed, near in rows]
        # Versions of one release share everything; they say nothing of the publisher's habits.
        repeated = find_repeated([hashes for *_, hashes, near in releases if not near]) if enabled else np.array([])
        for source, key, hashes, _ in releases:
            own = frozenset(int(h) for h in hashes[np.isin(hashes, repeated)]) if len(repeated) else frozenset()
            _update(inputs, store, source, key, own)
    store.commit()


def _update(inputs: WorkStore, store: WorkStore, source: str, key: str, repeated: frozenset[int]) -> None:
    own, _, before = key.partition("+")
    after = digest(sorted(repeated))[:16] if repeated else ""
    if before == after:
        return
    (payload,) = store.execute("SELECT coalesce(base, payload) FROM rows WHERE source = ?", (source,)).fetchone()
    (raw,) = inputs.execute("SELECT raw FROM rows WHERE source = ?", (source,)).fetchone()
    now = pack(without_repeats(unpack(payload), unpack(raw), repeated)) if after else payload
    store.execute(
        "UPDATE rows SET key = ?, payload = ?, base = ?, content = ? WHERE source = ?",
        (f"{own}+{after}" if after else own, now, payload if after else None, bytes_digest(now), source),
    )
