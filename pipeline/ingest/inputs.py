"""What ingesting yields: one value per input, read or not."""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import Decoded, Spans, valid_text

MAX_DETAIL = 1_000  # characters of a detail that quotes its input


class Blob:
    """The bytes of a file or of an archive's member, opened as often as needed; a file's are never held whole."""

    def __init__(self, content: bytes | Path) -> None:
        self._content = content

    @functools.cached_property
    def size(self) -> int:
        return len(self._content) if isinstance(self._content, bytes) else self._content.stat().st_size

    def open(self) -> IO[bytes]:
        return io.BytesIO(self._content) if isinstance(self._content, bytes) else self._content.open("rb")

    def read(self) -> bytes:
        return self._content if isinstance(self._content, bytes) else self._content.read_bytes()

    def head(self, size: int) -> bytes:
        with self.open() as file:
            return file.read(size)

    def tail(self, size: int) -> bytes:
        with self.open() as file:
            file.seek(max(0, self.size - size))
            return file.read(size)

    @functools.cached_property
    def sha256(self) -> str:
        if isinstance(self._content, bytes):
            return hashlib.sha256(self._content).hexdigest()
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


@dataclass(frozen=True)
class RawInput:
    """One input: its decoded raw text and what it states of itself, or why it could not be read.

    Attributes:
        source: path under RAW; archive members as `a.zip!b.txt`, records as `c.jsonl#12`.
        raw: the decoded text, None when `reason` says why there is none.
        markup: whether `raw` is a page's source.
        stated: title, published, url, publisher, language, id, as the input gives them; and, to be asked where the
            release itself says nothing, `mail-date`, `mail-subject`, `mail-sender` and `feed-name`.
        encoding: what the bytes were assumed to be in; None where they are UTF-8 or say it.
        guessed: the stretches of `raw` that were read so; none where it is all of it.
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
    encoding: str | None = None
    guessed: Spans = ()


@dataclass(frozen=True)
class Part:
    """What a reader finds in its input and leaves to the reader of another format: an attachment.

    Attributes:
        name: the part's own file name, by whose ending its reader is found.
        data: its bytes.
        stated: what its container states of it; the part's own statements win.
        refusal: why it is not to be read at all.
    """

    name: str
    data: bytes
    stated: Mapping[str, str] = field(default_factory=dict)
    refusal: InputError | None = None


def refused(source: str, format: str, error: InputError, data: bytes | Blob | None = None) -> RawInput:
    """Return an input that could not be read, with the reason."""
    made = RawInput(source, format, reason=error.reason, detail=valid_text(error.detail)[:MAX_DETAIL])
    if data is None:
        return made
    blob = Blob(data) if isinstance(data, bytes) else data
    return replace(made, sha256=blob.sha256, n_bytes=blob.size)


def document(
    source: str,
    format: str,
    data: bytes,
    raw: str | Decoded,
    *,
    markup: bool = False,
    stated: Mapping[str, str] | None = None,
    settings: Settings,
) -> RawInput:
    """Return one readable input, refusing empty and oversized ones.

    Raises:
        InputError: nothing but blanks, or more than the settings allow.
    """
    decoded = raw if isinstance(raw, Decoded) else Decoded(raw)
    if not decoded.text.strip():
        raise InputError("empty", "The input holds no text.")
    if len(data) > settings.limits.document_bytes:
        raise InputError("too-large", f"{len(data):,} bytes exceed the limit of {settings.limits.document_bytes:,}.")
    encoding = None if decoded.text.isascii() else decoded.encoding
    return RawInput(
        source, format, hashlib.sha256(data).hexdigest(), len(data), decoded.text, markup, dict(stated or {}),
        encoding=encoding, guessed=decoded.guessed,
    )  # fmt: skip
