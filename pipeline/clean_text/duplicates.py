"""Near-duplicates: releases that repeat most of an earlier one.

MinHash signatures (Broder 1997) of five-word shingles, banded to find candidates in
time linear in the corpus; of those whose signatures agree well enough, each pair is then
decided by its exact Jaccard share of shingles.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice

import numpy as np
import numpy.typing as npt

from pipeline.clean_text.memo import Memo

N_HASHES = 64
N_ROWS = 3
_N_BANDS = N_HASHES // N_ROWS
_SHINGLE_WORDS = 5
MAX_KNOWN_WORDS, MAX_KNOWN_WORD = 1 << 15, 100  # words remembered, and their letters
# More releases than this with one band in common share a template, not a text: each is compared with so many before it.
_BUCKET = 200
# How far the share of equal hashes may lie below the true one: five times its standard error.
_MARGIN = 5 * 0.5 / N_HASHES**0.5
# What is kept of a hash to compare it: two different ones agree once in 65,536 times.
_KEPT_BITS = np.uint64(0xFFFF)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BATCH = 1_000
_FACTORS = np.random.default_rng(20241124).integers(1, 2**63, size=N_HASHES, dtype=np.uint64) | np.uint64(1)

Shingles = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def _word_code(word: str) -> int:
    """Return two checksums of a word as one code."""
    data = word.encode("utf-8")
    return zlib.crc32(data) | zlib.adler32(data) << 32


# Releases share most of their words.
_WORD_CODES = Memo(_word_code, n_keys=MAX_KNOWN_WORDS, n_letters=MAX_KNOWN_WORD)


def release_id(text: str) -> str:
    """Return the id of a release: 16 hex digits of its words, however they are spaced or composed."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:16]


def shingles(text: str) -> Shingles:
    """Return the distinct 64-bit hashes of the text's runs of five words, sorted."""
    words = text.lower().split()
    codes = np.fromiter(map(_WORD_CODES.__getitem__, words), np.uint64, len(words))
    if len(codes) == 0:
        return codes
    width = min(_SHINGLE_WORDS, len(codes))
    n_runs = len(codes) - width + 1
    mixed = np.zeros(n_runs, np.uint64)
    for nth in range(width):
        mixed = _mix(mixed, codes[nth : nth + n_runs])
    mixed.sort()
    # As numpy.unique, which takes three times as long for so few.
    return mixed[np.concatenate(([True], mixed[1:] != mixed[:-1]))]


def _mix(mixed: npt.NDArray[np.uint64], more: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed = (mixed ^ more) * _MIX
    return mixed ^ mixed >> np.uint64(29)


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
        shingles_of: the exact shingles of a release, called for few releases that repeat none.
        share: least Jaccard share of shingles.
    """
    ids, hashes, bands = _read(signatures)
    pairs: set[tuple[int, int]] = set()
    for band in bands:
        for earlier, later in _pairs_in_band(band):
            alike = (hashes[earlier] == hashes[later]).mean(axis=1) >= share - _MARGIN
            pairs.update(zip(later[alike].tolist(), earlier[alike].tolist(), strict=True))
    found: dict[str, str] = {}
    for later, group in groupby(sorted(pairs), key=lambda pair: pair[0]):
        own = shingles_of(ids[later])
        match = next((ids[e] for _, e in group if jaccard(own, shingles_of(ids[e])) >= share), None)
        if match is not None:
            found[ids[later]] = found.get(match, match)
    return found


def _read(signatures: Iterable[tuple[str, bytes]]) -> tuple[list[str], npt.NDArray[np.uint16], npt.NDArray[np.uint64]]:
    """Return of the n texts that have a signature: ids, (n, N_HASHES) ends of hashes, (bands, n) codes of bands."""
    signed = ((release_id, sign) for release_id, sign in signatures if sign)
    ids: list[str] = []
    hashes = [np.empty((0, N_HASHES), np.uint16)]
    bands = [np.empty((_N_BANDS, 0), np.uint64)]
    while batch := list(islice(signed, _BATCH)):
        ids += [release_id for release_id, _ in batch]
        whole = np.frombuffer(b"".join(sign for _, sign in batch), "<u8").reshape(len(batch), N_HASHES)
        hashes.append((whole & _KEPT_BITS).astype(np.uint16))
        codes = np.zeros((len(batch), _N_BANDS), np.uint64)
        for row in range(N_ROWS):
            codes = _mix(codes, whole[:, row : _N_BANDS * N_ROWS : N_ROWS])
        bands.append(codes.T)
    return ids, np.concatenate(hashes), np.concatenate(bands, axis=1)


def _pairs_in_band(band: npt.NDArray[np.uint64]) -> Iterator[tuple[Places, Places]]:
    """Yield the pairs of places with equal codes, as (earlier, later): neighbours first, then those one apart, ..."""
    order = np.argsort(band, kind="stable")
    codes = band[order]
    at = np.arange(len(band))
    for apart in range(1, _BUCKET + 1):
        at = at[at + apart < len(band)]
        at = at[codes[at] == codes[at + apart]]
        if not len(at):
            return
        yield order[at], order[at + apart]
