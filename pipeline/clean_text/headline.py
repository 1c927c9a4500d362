"""Finds the headline of a release that came as plain text."""

from __future__ import annotations

import re

from pipeline.clean_text.dateline import MAX_HEAD, find_line
from pipeline.clean_text.days import DAY, parse_date_line

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
# What stands in front of a headline on its line: the day and a label ("March 15 2006 Press Release Two held").
_LABEL = re.compile(
    rf"(?:(?:for )?immediate release ?[:–—-] ?)?(?:(?:{DAY}|\d\d \d\d \d{{4}}) +)?"
    r"(?:(?:press|news) release[: ]+(?!of\b))?",
    re.IGNORECASE,
)
# Names of a site, its sections and its owner are no headlines ("News Releases Browse by", "Senator Ada Lind Utopia").
_SITE = re.compile(
    r".{0,60}\b(?:press|news) (?:releases?|room)(?: browse by)?|contact|(?:press|news) releases? of .{3,60}"
    r"|(?:(?:the )?(?:u\.? ?s\.?|united states) )?(?:senator|representative|congress(?:wo)?man)(?: \w+\.?){1,4}",
    re.IGNORECASE,
)
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
        paragraph = _once(paragraph[_front(paragraph) :])
        if not MIN_CHARS <= len(paragraph) <= MAX_CHARS or len(paragraph.split()) < MIN_WORDS:
            continue
        if (
            _SENTENCE_END.search(paragraph)
            or _is_site(paragraph)
            or _NO_HEADLINE.match(paragraph)
            or _CONTACT.search(paragraph)
        ):
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


def _front(paragraph: str) -> int:
    """Return where the headline begins behind a day and a label on its line."""
    label = _LABEL.match(paragraph)
    return label.end() if label else 0


def _once(paragraph: str) -> str:
    """Return a line without its second half where that repeats the first."""
    half = len(paragraph) // 2
    return paragraph[:half] if len(paragraph) % 2 and paragraph[half + 1 :] == paragraph[:half] else paragraph


def _is_site(paragraph: str) -> bool:
    """Return whether a line is the name of a site or of its owner; a verb in it makes it a headline."""
    match = _SITE.fullmatch(paragraph)
    return match is not None and not any(word[0].islower() and len(word) > 3 for word in paragraph.split())


def _repeats(page_title: str, headline: str) -> bool:
    rest = page_title[len(headline) :]
    return page_title.startswith(headline) and rest.lstrip()[:1] in ("|", "-", "–", "—", "»", "•") and rest[:1] == " "
