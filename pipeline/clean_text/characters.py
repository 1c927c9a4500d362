"""Puts single characters right: line ends, blanks, invisible marks, leftover markup."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

from pipeline import lookups
from pipeline.spans import Edit

_BLOCK_TAGS = "p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article|header|footer"
_INLINE_TAGS = "a|abbr|b|big|cite|code|em|font|i|img|small|span|strong|sub|sup|u|td|th|tbody|thead"
_ODD = re.compile(
    r"(?P<ends>\r\n?|[\x0c\x85\u2028\u2029])"
    r"|(?P<blank>[\t\x0b\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])"
    r"|(?P<nul>\x00+)|(?P<divided>\u00ad[ \t]{0,8}(?:\r\n?|\n)[ \t]{0,40}(?=[^\W\d_]))|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<invisible>[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff])"
    r"|(?P<joiner>(?<=[\x20-\u024f])[\u200c\u200d])"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    rf"|(?P<line_tag><br ?/?>)|(?P<block_tag></?(?:{_BLOCK_TAGS})(?: [^<>]{{0,1000}})?/?>)"
    r"|(?P<cdata><!\[CDATA\[|\]\]>)"
    rf"|(?P<inline_tag></?(?:{_INLINE_TAGS})(?: [^<>]{{0,1000}})?/?>)",
    re.IGNORECASE,
)
# What an odd character can begin with: one look at most text is enough.
_BEGINNINGS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufb00-\ufb06\ufeff&<\]]"
    r"(?:(?<!\])|(?=\]>))"
)
_PUT = {
    "ends": "\n",
    "blank": " ",
    "invisible": "",
    "divided": "",
    "joiner": "",
    "line_tag": "\n",
    "block_tag": "\n\n",
    "inline_tag": "",
    "cdata": "",
}
_RULE = {
    "ends": "line-ends",
    "blank": "blanks",
    "invisible": "invisible",
    "divided": "hyphenation",
    "ligature": "ligature",
    "nul": "invisible",
    "joiner": "invisible",
    "entity": "entity",
    "line_tag": "leftover-tag",
    "block_tag": "leftover-tag",
    "inline_tag": "leftover-tag",
    "cdata": "leftover-tag",
}


_WORD_BEFORE, _WORD_BEHIND = re.compile(r"[^\W\d_]{1,40}\Z"), re.compile(r"[^\W\d_]{1,40}")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def without_invisible(text: str) -> str:
    """Return a title or the like without characters that nobody sees, soft hyphens among them."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _in_place_of_nul(text: str, start: int, end: int) -> str:
    """Return what stands for NUL: a blank between two words, nothing inside a word ("fi\\x00ned") or beside a blank."""
    before = _WORD_BEFORE.search(text[max(0, start - 40) : start])
    behind = _WORD_BEHIND.match(text, end)
    if not before or not behind:
        apart = text[end : end + 1].isalnum() and not text[max(0, start - 1) : start].isspace()
        return " " if apart and start else ""
    words = lookups.words("words")
    left, right = before.group().lower(), behind.group().lower()
    return "" if left + right in words and not (left in words and right in words) else " "


def find_odd_characters(text: str) -> list[Edit]:
    """Return the edits that leave only ordinary characters, blanks and line feeds."""
    edits: list[Edit] = []
    at = 0
    while beginning := _BEGINNINGS.search(text, at):
        match = _ODD.match(text, beginning.start())
        at = match.end() if match else beginning.end()
        if match is None:
            continue
        kind = match.lastgroup or ""
        if kind == "entity":
            found = match.group()
            if found[1] != "#" and found[1:] not in html5:
                continue
            put = html.unescape(found)
        elif kind == "ligature":
            put = unicodedata.normalize("NFKC", match.group())
        elif kind == "nul":
            put = _in_place_of_nul(text, match.start(), match.end())
        else:
            put = _PUT[kind]
        edits.append(Edit(match.start(), match.end(), put, _RULE[kind]))
    return edits
