"""Paragraphs that a publisher puts on many of its releases: found from the corpus itself, and taken out.

No list knows the "About the agency" paragraph of every press office, but it stands on release after
release of the one publisher. One that tells something (a figure, a name, a day) stays in the earliest release that
has it, so that nothing it tells is lost; furniture goes from all. What is taken out depends on the other releases,
so it is decided when all are cleaned (`corpus`).
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.spans import Edit, MappedText, clean_spans, read_spans, write_spans
from pipeline.urls import host_of

RULE = "repeated-paragraph"
BREAK = "\n\n"
# Looked at on 766 DOJ releases of the topics bench and 100 of the cleaning bench: at a tenth nothing of theirs goes,
# at three hundredths only directions to web sites. A higher share keeps what a few releases on one operation share.
MIN_RELEASES = 5
MIN_SHARE = 0.15
FEW_RELEASES, FEW_SHARE = 3, 0.5
MIN_WORDS, MIN_CHARS = 4, 20  # a list of countries has the same short items on many releases
KEPT_SHARE = 0.4  # a release that would keep less of its text is itself what is repeated: left alone

MIN_TOLD_WORDS = 8
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s*$")
_ADDRESS = re.compile(r"@|https?:|\bwww\.|\d{3}[ .)-]{1,2}\d{3,4}\b", re.IGNORECASE)
# A figure or number word, or a capital behind a word that is none (so that it begins no sentence).
_TOLD = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?)\b"
    r"|[a-z,] [A-ZÀ-Þ][a-zß-ÿ]"
)

Hashes = npt.NDArray[np.uint64]


def publisher_key(publisher: str | None, url: str | None, source: str) -> str:
    """Return what tells one publisher's releases from another's: its name, its host, or where the input lies."""
    if publisher:
        return "name " + " ".join(publisher.casefold().split())
    if host := host_of(url):
        return "host " + host
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


def tells_something(paragraph: str) -> bool:
    """Return whether a paragraph is running text with a figure or a name in it, and no address to call or visit.

    >>> tells_something("In total, 140 people were arrested in nine countries, most of them on Monday.")
    True
    >>> tells_something("Readers may call the station at any hour of the day or of the night.")
    False
    """
    if len(paragraph.split()) < MIN_TOLD_WORDS or not _SENTENCE_END.search(paragraph) or _ADDRESS.search(paragraph):
        return False
    return bool(_TOLD.search(paragraph))


def paragraphs_by_hash(text: str) -> dict[int, str]:
    """Return the paragraphs long enough to tell furniture, by their hashes."""
    return {_hash(paragraph): paragraph for paragraph in text.split(BREAK) if _hash(paragraph)}


def foot_lines(text: str) -> frozenset[int]:
    """Return the hashes of the lines below a text's last sentence that are none: of a foot, three releases tell."""
    found: set[int] = set()
    for paragraph in reversed(text.split(BREAK)):
        if _SENTENCE_END.search(paragraph) and len(paragraph.split()) >= MIN_TOLD_WORDS:
            break
        found.add(_hash(paragraph))
    return frozenset(found - {0})


def find_repeated(releases: list[Hashes], *, few: bool = False) -> Hashes:
    """Return the hashes of the paragraphs that stand on many of one publisher's releases, sorted.

    Args:
        few: whether three releases will do, where they are half of those there are (`foot_lines` says of what).
    """
    low, share = (FEW_RELEASES, FEW_SHARE) if few else (MIN_RELEASES, MIN_SHARE)
    least = max(low, int(np.ceil(share * len(releases))))
    if len(releases) < low:
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
    """Return what is known of a release (`stage.clean_one`) without its repeated paragraphs, and with their number."""
    edits = repeat_edits(release["text"], repeated, title=release["title"])
    if not edits:
        return release
    whole = MappedText.from_pieces(raw, release["pieces"])
    mapped = whole.apply(edits)
    doubtful = [whole.to_raw(*span) for span in read_spans(release["doubtful"])]
    end = release["dateline_end"]
    gone = sum(min(e.end, end) - e.start for e in edits if e.start < end)
    return {
        **release,
        "text": mapped.text,
        "pieces": mapped.to_pieces(),
        "dateline_end": end - gone,
        "doubtful": write_spans(clean_spans(mapped, doubtful)),
        "n_repeated": len(edits),
    }
