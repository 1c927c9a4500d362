"""Fingerprints of what shapes a stage's result besides its input: its code and its resources."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from pipeline import lookups
from pipeline.stages import STAGES

PACKAGE = Path(__file__).parent


@functools.cache
def code_fingerprint(stage: str) -> str:
    """Return a SHA-256 over the files that shape a stage: its package, shared modules and resources."""
    h = hashlib.sha256()
    for path in shaping_files(stage):
        h.update(str(path.relative_to(PACKAGE)).encode("utf-8") + b"\x00")
        h.update(hashlib.sha256(path.read_bytes()).digest())
        own = lookups.user_file(path)
        if own is not None:
            h.update(b"own\x00" + hashlib.sha256(own.read_bytes()).digest())
    return h.hexdigest()


def shaping_files(stage: str) -> list[Path]:
    """Return the files of `STAGES[stage].shaped_by`, in order of path."""
    found: set[Path] = set()
    for pattern in STAGES[stage].shaped_by:
        matches = [p for p in PACKAGE.glob(pattern) if p.is_file()]
        if not matches:
            raise LookupError(f"{stage} says it is shaped by {pattern}, but there is no such file")
        found.update(matches)
    return sorted(found)
