"""Reads the contact blocks of a release: whom journalists are told to call."""

from __future__ import annotations

import re

from pipeline.clean_text.debris import ADDRESS

_HEADING = re.compile(
    r"(?:for )?(?:media|press|news)? ?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|relations|queries)"
    r"(?: (?:person|information|details|only))?\b ?[:–—-]? ?",
    re.IGNORECASE,
)
MAX_LINES = 8
MAX_LENGTH = 200


def find_contacts(text: str) -> tuple[str, ...]:
    """Return the lines of the contact blocks of a clean text: heading, names, addresses, numbers.

    A block is a short paragraph that begins "Media contact" or the like, with the short
    paragraphs after it up to the last that holds an address or number.
    """
    parts = text.split("\n\n")
    found: list[str] = []
    n = 0
    while n < len(parts):
        if len(parts[n]) > MAX_LENGTH or not _HEADING.match(parts[n]):
            n += 1
            continue
        last = n if ADDRESS.search(parts[n]) else -1
        m = n + 1
        while m < len(parts) and m - n < MAX_LINES and len(parts[m]) <= MAX_LENGTH // 2:
            if ADDRESS.search(parts[m]):
                last = m
            m += 1
        if last >= n:
            found.extend(parts[n : last + 1])
            n = last
        n += 1
    return tuple(found)
