"""What ingesting yields: one value per input, read or not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.errors import InputError


@dataclass(frozen=True)
class RawInput:
    """One input: its decoded raw text and what it states of itself, or why it could not be read.

    Attributes:
        source: path under RAW; archive members as `a.zip!b.txt`, records as `c.jsonl#12`.
        raw: the decoded text, None when `reason` says why there is none.
        markup: whether `raw` is a page's source.
        stated: title, published, url, publisher, language, id, as the input gives them.
    """

    source: str
    format: str
    sha256: str | None = None
    n_bytes: int | None = None
    raw: str | None = None
    markup: bool = False
    stated: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    detail: str | None = None


def refused(source: str, format: str, error: InputError, data: bytes | None = None) -> RawInput:
    """Return an input that could not be read, with the reason."""
    made = RawInput(source, format, reason=error.reason, detail=error.detail)
    return made if data is None else replace(made, sha256=hashlib.sha256(data).hexdigest(), n_bytes=len(data))


def document(
    source: str,
    format: str,
    data: bytes,
    raw: str,
    *,
    markup: bool = False,
    stated: Mapping[str, str] | None = None,
    settings: Settings,
) -> RawInput:
    """Return one readable input, refusing empty and oversized ones.

    Raises:
        InputError: nothing but blanks, or more than the settings allow.
    """
    if not raw.strip():
        raise InputError("empty", "The input holds no text.")
    if len(data) > settings.limits.document_bytes:
        raise InputError("too-large", f"{len(data):,} bytes exceed the limit of {settings.limits.document_bytes:,}.")
    return RawInput(source, format, hashlib.sha256(data).hexdigest(), len(data), raw, markup, dict(stated or {}))
