"""Finds the headline of a release that came as plain text."""

from __future__ import annotations

import re

from pipeline.clean_text.dateline import MAX_HEAD, find_line
from pipeline.clean_text.days import parse_date_line

MIN_WORDS, MIN_CHARS, MAX_CHARS = 4, 20, 220  # headlines of the samples have 5 to 25 words
SENTENCE = 60  # a paragraph of so many characters that ends as a sentence does is body
_SENTENCE_END = re.compile(r"[.!?:;,][\"'”’)\]]*$")
_NO_HEADLINE = re.compile(
    r"(?:for )?immediate release|embargo|(?:media |press )?contacts?\b|(?:tel|phone|e-?mail|date|updated?)\b"
    r"|(?:press|news|media) (?:release|statement|notice)(?: ?(?:no\b|nr\b|number\b|[#|:\d]).*)?$"
    r"|[^.]{2,60} ?[–—|:-] ?(?:press|news|media) (?:release|statement|notice)s?(?: ?(?:no\b|nr\b|number\b|[#|:\d]).*)?$"
    r"|(?:posted|published)\b|(?:photos?|pictured) ?:|editor.?s.? notes?\b|notes? (?:to|for) (?:the )?editors?\b"
    r"|(?:office|department|ministry|bureau|division) (?:of|for)\b|\(|•|\*",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:office|department|ministry|agency|police|bureau|service|division|unit)$", re.IGNORECASE)
_LABEL = re.compile(r"(?:for )?immediate release ?[:–—-] ?", re.IGNORECASE)
_CONTACT = re.compile(r"@|https?:|\d{3}[ .-]\d{3,4}")


def find_headline(text: str, *, body: int) -> str | None:
    """Return the first line above the body that reads as a headline, or None.

    Args:
        text: the clean text.
        body: where the dateline begins, if there is one; a headline stands above it.
    """
    at = 0
    head = text.split("\n\n", MAX_HEAD)[:MAX_HEAD]
    for paragraph in head:
        if (len(paragraph) >= SENTENCE and _SENTENCE_END.search(paragraph)) or (body and at + len(paragraph) >= body):
            return None
        at += len(paragraph) + 2
        label = _LABEL.match(paragraph)
        if label:
            paragraph = paragraph[label.end() :]
        if not MIN_CHARS <= len(paragraph) <= MAX_CHARS or len(paragraph.split()) < MIN_WORDS:
            continue
        if _SENTENCE_END.search(paragraph) or _NO_HEADLINE.match(paragraph) or _CONTACT.search(paragraph):
            continue
        if (
            parse_date_line(paragraph) is None
            and find_line(paragraph) is None
            and at < len(text)
            and not _OFFICE.search(paragraph)
        ):
            # A page's own title ("Two held | Harbour Police") gives way to the headline it repeats.
            return next((line for line in head if len(line) >= MIN_CHARS and _repeats(paragraph, line)), paragraph)
    return None


def _repeats(page_title: str, headline: str) -> bool:
    rest = page_title[len(headline) :]
    return page_title.startswith(headline) and rest.lstrip()[:1] in ("|", "-", "–", "—", "»", "•") and rest[:1] == " "
