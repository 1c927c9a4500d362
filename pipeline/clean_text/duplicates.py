"""Near-duplicates: releases that repeat most of an earlier one.

MinHash signatures (Broder 1997) of five-word shingles, banded to find candidates in
time linear in the corpus; each candidate pair is then decided by its exact Jaccard
share of shingles.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

N_HASHES = 64
N_ROWS = 3
_SHINGLE_WORDS = 5
# More releases than this in one band bucket share a template, not a text; comparing all pairs would be quadratic.
_BUCKET = 200
_FACTORS = np.random.default_rng(20241124).integers(1, 2**63, size=N_HASHES, dtype=np.uint64) | np.uint64(1)

Shingles = npt.NDArray[np.uint64]


def shingles(text: str) -> Shingles:
    """Return the distinct 64-bit hashes of the text's runs of five words, sorted."""
    words = text.lower().split()
    codes = np.array([zlib.crc32(w.encode("utf-8")) | zlib.adler32(w.encode("utf-8")) << 32 for w in words], np.uint64)
    if len(codes) == 0:
        return codes
    width = min(_SHINGLE_WORDS, len(codes))
    windows = np.lib.stride_tricks.sliding_window_view(codes, width)
    mixed = np.zeros(len(windows), np.uint64)
    for column in range(width):
        mixed = (mixed ^ windows[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def signature(hashes: Shingles) -> bytes:
    """Return the MinHash signature, `N_HASHES` unsigned 64-bit integers; empty for an empty text."""
    if len(hashes) == 0:
        return b""
    mixed = hashes[None, :] * _FACTORS[:, None]
    mixed ^= mixed >> np.uint64(31)
    smallest: npt.NDArray[np.uint64] = (mixed * np.uint64(0xBF58476D1CE4E5B9)).min(axis=1)
    return smallest.astype("<u8").tobytes()


def jaccard(a: Shingles, b: Shingles) -> float:
    """Return the share of shingles two texts have in common."""
    both = len(np.intersect1d(a, b, assume_unique=True))
    either = len(a) + len(b) - both
    return both / either if either else 0.0


def find_near_duplicates(
    signatures: Iterable[tuple[str, bytes]], shingles_of: Callable[[str], Shingles], *, share: float
) -> dict[str, str]:
    """Return for each release that repeats an earlier one, the earliest it repeats.

    Args:
        signatures: (release_id, signature) from the earliest release to the latest.
        shingles_of: the exact shingles of a release, called for candidates only.
        share: least Jaccard share of shingles.
    """
    buckets: dict[bytes, list[str]] = {}
    found: dict[str, str] = {}
    width = 8 * N_ROWS
    for release_id, sign in signatures:
        candidates: dict[str, None] = {}
        for band in range(0, len(sign) - width + 1, width):
            bucket = buckets.setdefault(band.to_bytes(2, "big") + sign[band : band + width], [])
            candidates.update(dict.fromkeys(bucket))
            if len(bucket) < _BUCKET:
                bucket.append(release_id)
        if not candidates:
            continue
        own = shingles_of(release_id)
        match = next((c for c in candidates if jaccard(own, shingles_of(c)) >= share), None)
        if match is not None:
            found[release_id] = found.get(match, match)
    return found
