"""Takes out what stands at the head and foot of each page of a paged document, so that sentences run on."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.spans import Edit

RULE = "running-head"
N_EDGE = 3  # lines at either end of a page that can be its head or foot
MIN_PAGES = 2
MIN_SHARE = 0.5  # of the pages that show a line

_LINE = re.compile(r"[^\n\r]+")
_DIGITS = re.compile(r"\d+")

Span = tuple[int, int]


def find_running_heads(text: str) -> list[Edit]:
    """Return the edits that join the pages of a text, parted by form feeds, without their heads and feet.

    A head or foot stands on half of the pages or more, the page's number aside. Its first appearance stays, as it
    may be the letterhead or the title; numbers all go.
    """
    if "\f" not in text:
        return []
    pages = _pages(text)
    if len(pages) < MIN_PAGES:
        return []
    counts = Counter(key for lines in pages for key in {_key(text, line) for line in _edges(lines)})
    least = max(MIN_PAGES, MIN_SHARE * len(pages))
    running = {key for key, n in counts.items() if n >= least}
    seen: set[str] = set()
    bodies = [_body(text, lines, running, seen) for lines in pages]
    bodies = [body for body in bodies if body[0] < body[1]]
    if not bodies:
        return []
    edits: list[Edit] = []
    at = 0
    for start, end in bodies:
        between = text[at:start]
        if between.strip():
            edits.append(Edit(at, start, "\n" if at else "", RULE))
        elif "\f" in between:
            edits.append(Edit(at, start, "\n", "line-ends"))
        at = end
    if text[at:].strip():
        edits.append(Edit(at, len(text), "", RULE))
    return edits


def _pages(text: str) -> list[list[Span]]:
    """Return the lines with something on them of each page that has any."""
    pages: list[list[Span]] = []
    start = 0
    for part in text.split("\f"):
        lines = [(start + m.start(), start + m.end()) for m in _LINE.finditer(part) if not m.group().isspace()]
        if lines:
            pages.append(lines)
        start += len(part) + 1
    return pages


def _edges(lines: list[Span]) -> list[Span]:
    return lines if len(lines) <= 2 * N_EDGE else lines[:N_EDGE] + lines[-N_EDGE:]


def _key(text: str, line: Span) -> str:
    """Return a line's words, all numbers alike."""
    return " ".join(_DIGITS.sub("0", text[line[0] : line[1]]).casefold().split())


def _body(text: str, lines: list[Span], running: set[str], seen: set[str]) -> Span:
    """Return where a page's own text stands, from its first line to its last; nothing where start and end are one."""
    edge = set(_edges(lines))
    goes = [line in edge and _goes(_key(text, line), running, seen) for line in lines]
    kept = [n for n, gone in enumerate(goes) if not gone]
    return (lines[kept[0]][0], lines[kept[-1]][1]) if kept else (0, 0)


def _goes(key: str, running: set[str], seen: set[str]) -> bool:
    if key not in running:
        return False
    is_new = key not in seen and any(c.isalpha() for c in key) and not key.startswith("page 0")
    seen.add(key)
    return not is_new
