"""Takes out what a scraper wrote where it found nothing: the word "None" between, before and behind sentences."""

from __future__ import annotations

import re

from pipeline.spans import Edit

RULE = "lost-value"
# "come. NoneNoneNoneAn investigation": what stood between two paragraphs; "NoneOn July 19"; "fraud. None According to"
_RUN = re.compile(r"[ \t]*(?<![A-Za-z])None(?:None)+(?![a-z])[ \t]*")
_GLUED = re.compile(r"[ \t]*(?<![A-Za-z])None(?=[A-Z][a-z]|[A-Z] [a-z])")
_ALONE = re.compile(r"(?:^|(?<=\n))[ \t]*None[ \t]*(?=\n|$)")
# "None In connection with": no English sentence begins so; "None Of The Above" is a title
_BEFORE = re.compile(r"(?:^|(?<=\n)|(?<=[.!?”\"])[ \t])[ \t]*None[ \t]+(?=(?!Of\b|The\b)[A-Z][a-z]{0,20}\b)")
_BEHIND = re.compile(r"(?<=[.!?”\")])[ \t]*None[ \t]*(?=\n|$)")


def find_lost_values(text: str) -> list[Edit]:
    """Return the edits that take out such words; where one stood between two sentences a paragraph ends."""
    if "None" not in text:
        return []
    edits: list[Edit] = []
    end = 0
    found = [m for pattern in (_RUN, _GLUED, _ALONE, _BEFORE, _BEHIND) for m in pattern.finditer(text)]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if match.start() < end:
            continue
        end = match.end()
        inside = match.start() > 0 and text[match.start() - 1] != "\n" and end < len(text) and text[end] != "\n"
        edits.append(Edit(match.start(), end, "\n\n" if inside else "", RULE))
    return edits
