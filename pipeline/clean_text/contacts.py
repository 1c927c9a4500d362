"""Reads the contact blocks of a release: whom journalists are told to call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.debris import has_address
from pipeline.spans import MappedText

_HEADING = re.compile(
    r"(?:for )?(?:media|press|news)? ?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|relations|queries)"
    r"(?: (?:person|information|details|only))?\b ?[:–—-]? ?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:[\w'’-]+ ){0,4}[\w'’-]+ ?: ?")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w.])(?:\+|\(\+?)?\d(?:[ ()./\u2011-]{0,2}\d){5,14}(?!\w)")
_FAX = re.compile(r"(?:fax|facsimile|telefax)\b", re.IGNORECASE)
_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?(?P<given>[^\W\d_]+)(?: (?:[^\W\d_]\.|[^\W\d_][\w'’-]+)){1,3}")
MAX_LINES = 8
MAX_LENGTH = 200
RULE = "media-contact"


class Contact(NamedTuple):
    """One contact block.

    Attributes:
        text: its lines, blanks squeezed.
        name, email, phone: where the block holds exactly one that is plainly one, else None.
    """

    raw_start: int
    raw_end: int
    text: str
    name: str | None
    email: str | None
    phone: str | None


def find_contacts(mapped: MappedText) -> tuple[Contact, ...]:
    """Return the contact blocks that cleaning took out, and those that stand in the clean text."""
    spans = sorted([*_taken(mapped), *_standing(mapped)])
    return tuple(_contact(start, end, lines) for start, end, lines in spans)


def _taken(mapped: MappedText) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the blocks taken out as debris: rows of the rule with nothing left standing between them."""
    lines: list[str] = []
    start = end = at = 0
    for row in mapped.edits():
        if lines and not mapped.raw[at : row.raw_start].isspace() and at < row.raw_start:
            yield start, end, tuple(lines)
            lines = []
        at = row.raw_end
        if row.rule != RULE:
            continue
        if not lines:
            start = row.raw_start
        end = row.raw_end
        lines.extend(squeezed for line in row.text.split("\n") if (squeezed := " ".join(line.split())))
    if lines:
        yield start, end, tuple(lines)


def _standing(mapped: MappedText) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the blocks in the clean text.

    A block is a short paragraph that begins "Media contact" or the like, with the short
    paragraphs after it up to the last that holds an address or number.
    """
    parts = mapped.text.split("\n\n")
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part) + 2)
    n = 0
    while n < len(parts):
        if len(parts[n]) > MAX_LENGTH or not _HEADING.match(parts[n]):
            n += 1
            continue
        last = n if has_address(parts[n]) else -1
        m = n + 1
        while m < len(parts) and m - n < MAX_LINES and len(parts[m]) <= MAX_LENGTH // 2:
            if has_address(parts[m]):
                last = m
            m += 1
        if last >= n:
            start, end = mapped.to_raw(starts[n], starts[last] + len(parts[last]))
            yield start, end, tuple(parts[n : last + 1])
            n = last
        n += 1


def _contact(start: int, end: int, lines: tuple[str, ...]) -> Contact:
    names: dict[str, None] = {}
    mails: dict[str, None] = {}
    phones: dict[str, None] = {}
    for line in lines:
        mails.update(dict.fromkeys(_MAIL.findall(line)))
        if not _FAX.match(line):
            phones.update(dict.fromkeys(found.strip(" .-") for found in _PHONE.findall(_MAIL.sub(" ", line))))
        label = _LABEL.match(line) or _HEADING.match(line)
        match = _NAME.match(line, label.end() if label else 0)
        if match and _is_name(match, line):
            names[match.group().strip()] = None
    return Contact(start, end, "\n".join(lines), _only(names), _only(mails), _only(phones))


def _is_name(match: re.Match[str], line: str) -> bool:
    """Return whether the words are a person's full name and the line says no more of them than a number or office."""
    after = line[match.end() :].lstrip()
    words = match.group().split()
    return (
        match["given"].lower() in lookups.words("given_names")
        and all(word[0].isupper() for word in words)
        and not any(word.lower() in lookups.words("organisation_words") for word in words)
        and (not after or after[0] in ",;:(|–—-+" or after[0].isdigit())
    )


def _only(found: dict[str, None]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None
