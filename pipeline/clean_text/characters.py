"""Puts single characters right: line ends, blanks, invisible marks, leftover markup, mojibake."""

from __future__ import annotations

import html
import re
from html.entities import html5

import ftfy

from pipeline.spans import Edit

# Bytes of UTF-8 read as cp1252 or Latin-1 begin with one of these; nothing else is worth a look.
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_MISREAD = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
# The last byte of a closing mark has no sign in cp1252, and many programs drop it.
_CUT_QUOTE = "\u00e2\u20ac"
_AFTER_QUOTE = " \t\r\n.,;:!?)"
MAX_RUN = 1000  # a longer run without an ASCII character is another script, not a misread word

_BLOCK_TAGS = "p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article|header|footer"
_INLINE_TAGS = "a|abbr|b|big|cite|code|em|font|i|img|small|span|strong|sub|sup|u|td|th|tbody|thead"
_ODD = re.compile(
    r"(?P<ends>\r\n?|[\x0c\x85\u2028\u2029])"
    r"|(?P<blank>[\t\x0b\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])"
    r"|(?P<invisible>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff])"
    r"|(?P<joiner>(?<=[\x20-\u024f])[\u200c\u200d])"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    rf"|(?P<line_tag><br ?/?>)|(?P<block_tag></?(?:{_BLOCK_TAGS})(?: [^<>]{{0,1000}})?/?>)"
    rf"|(?P<inline_tag></?(?:{_INLINE_TAGS})(?: [^<>]{{0,1000}})?/?>)",
    re.IGNORECASE,
)
# What an odd character can begin with: one look at most text is enough.
_BEGINNINGS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff&<]"
)
_PUT = {
    "ends": "\n",
    "blank": " ",
    "invisible": "",
    "joiner": "",
    "line_tag": "\n",
    "block_tag": "\n\n",
    "inline_tag": "",
}
_RULE = {
    "ends": "line-ends",
    "blank": "blanks",
    "invisible": "invisible",
    "joiner": "invisible",
    "entity": "entity",
    "line_tag": "leftover-tag",
    "block_tag": "leftover-tag",
    "inline_tag": "leftover-tag",
}


_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def without_invisible(text: str) -> str:
    """Return a title or the like without characters that nobody sees, soft hyphens among them."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def find_mojibake(text: str) -> list[Edit]:
    """Return the runs of characters that are UTF-8 misread in another encoding, each with its repair.

    Only the run itself is shown to ftfy, so that the rest of the text cannot change.
    """
    if text.isascii():
        return []
    edits = []
    for match in _RUN.finditer(text):
        run = match.group()
        if run == _CUT_QUOTE and (match.end() == len(text) or text[match.end()] in _AFTER_QUOTE):
            edits.append(Edit(match.start(), match.end(), "\u201d", "mojibake"))
            continue
        if len(run) > MAX_RUN or not _MISREAD.search(run):
            continue
        fixed = ftfy.fix_encoding(run)
        if fixed != run and len(fixed) < len(run):
            edits.append(Edit(match.start(), match.end(), fixed, "mojibake"))
    return edits


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
        else:
            put = _PUT[kind]
        edits.append(Edit(match.start(), match.end(), put, _RULE[kind]))
    return edits
