"""Finds a release that a page holds as data for its scripts, and shows nothing of by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.spans import Edit

MIN_CHARS = 200  # a string shorter than this is a label or a summary

_SCRIPT = re.compile(r"<script\b[^<>]{0,400}\bjson\b[^<>]{0,400}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
# The closing mark may be missing, so that no string is looked through twice.
_STRING = re.compile(r"\"((?:[^\"\\]++|\\.)*+)\"?", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:[uU][dD][89abAB][0-9a-fA-F]{2}\\[uU][dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL
)
_TAG = re.compile(r"(?:<|\\u003[cC])[a-zA-Z/](?:[^<>\\]|\\(?!u003).)*+(?:>|\\u003[eE])")
_SENTENCES = re.compile(r"[a-z]{2}[.!?]['\"”’)]*(?:\s|\\n|<|\\u003[cC]|$)")


def find_text(source: str) -> tuple[int, int] | None:
    """Return where the longest string of running text stands in the page's JSON scripts: the content, without marks.

    What linked data call the article's body goes before any other.
    """
    best: tuple[bool, int, int, int] | None = None
    for start, end in _scripts(source):
        key = ""
        for match in _STRING.finditer(source, start, end):
            value = match.group(1)
            if len(value) < MIN_CHARS:
                key = value
                continue
            n_chars = len(_TAG.sub("", value))
            if n_chars >= MIN_CHARS and value.count(" ") > n_chars // 20 and _SENTENCES.search(value):
                found = (key == "articleBody", n_chars, *match.span(1))
                if best is None or found[:2] > best[:2]:
                    best = found
            key = ""
    return best[2:] if best else None


def _scripts(source: str) -> Iterator[tuple[int, int]]:
    at = 0
    while script := _SCRIPT.search(source, at):
        close = _SCRIPT_END.search(source, script.end())
        at = close.end() if close else len(source)
        yield script.end(), close.start() if close else len(source)


def text_edits(source: str, start: int, end: int) -> list[Edit]:
    """Return the edits that leave the string between two places of a page, its escapes resolved."""
    edits = [Edit(0, start, "", "html-head")]
    for match in _ESCAPE.finditer(source, start, end):
        try:
            put = str(json.loads(f'"{match.group()}"'))
        except ValueError:  # an escape that JSON does not know stays as it stands
            continue
        if "\ud800" <= put[0] <= "\udfff":
            put = "\ufffd"
        edits.append(Edit(match.start(), match.end(), put, "entity"))
    edits.append(Edit(end, len(source), "", "html-foot"))
    return edits
