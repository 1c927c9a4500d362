"""Readers of single documents: plain text and HTML pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.config import Settings
from pipeline.ingest.decoding import decode
from pipeline.ingest.inputs import RawInput, document

_PAGE = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--.{0,2000}?-->\s{0,200})?<(?:!doctype html|html|head|body)\b",
    re.I | re.S,
)


def read_text(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a text file as one release; a page saved under a text name is read as a page."""
    raw = decode(data)
    if _PAGE.match(raw.text):
        yield from read_html(source, data, settings)
        return
    yield document(source, "txt", data, raw, settings=settings)


def read_html(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield an HTML page as one release."""
    yield document(source, "html", data, decode(data, declared=True), markup=True, settings=settings)
