"""Fingerprints of what shapes a stage's result besides its input: its code and its resources."""

from __future__ import annotations

import functools
import hashlib
import re
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
    """Return the files of `STAGES[stage].shaped_by`, in order of path.

    Of the resources a glob names, those count whose name stands as a string in the stage's own modules, so that
    touching one redoes only the stages that read it.
    """
    found: set[Path] = set()
    for pattern in STAGES[stage].shaped_by:
        matches = [p for p in PACKAGE.glob(pattern) if p.is_file()]
        if not matches:
            raise LookupError(f"{stage} says it is shaped by {pattern}, but there is no such file")
        found.update(matches)
    named = {
        name
        for path in found
        if path.suffix == ".py" and path.parent != PACKAGE
        for name in re.findall(r'"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    return sorted(path for path in found if path.parent != lookups.RESOURCES or path.stem in named)
