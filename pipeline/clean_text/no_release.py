"""Tells what stands in place of a release: bot walls, error pages, log-in pages, lists of releases, empty shells.

The words are rules of `resources/not_releases.yaml`; they count only where they make up most of what is said, so that
a release about a wall, or one that quotes it, stays one. Precision first: what is in doubt is a release.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.days import DAY, MONTH, may_hold_day
from pipeline.clean_text.notices import is_notice
from pipeline.clean_text.page_titles import is_section, split_title

MAX_CHARS = 2000  # of a wall or an error page, what is left of menus included; the longest seen has 900
HEAD_LINES = 8  # lines at the head that can be its heading
MAX_HEADING = 120  # characters of a heading
MIN_SHARE = 0.6  # of what the sentences say, that is such a page's own
ALONE = 300  # characters of sentences that one phrase, and no heading, can give away
MIN_WORDS = 4  # of a sentence
MAX_SENTENCE = 300  # characters of a sentence of a wall; a longer one is a menu and a form in one line
MIN_SHELL_LINES, MAX_SHELL_WORDS = 4, 4  # lines of a page without a sentence; words of most of them
SHELL_SHARE = 0.75
MIN_DAYS = 4  # lines with a day of their own that make a list
MAX_ENTRY = 400  # characters for each of these days; a list's entries are headlines or teasers
MIN_ENTRIES, MIN_ENTRY_WORDS = 6, 4  # headlines of a list without days, and words of each
MAX_SAID = 0.1  # of a list's characters that sentences have: some headlines end as sentences do
MAX_LINE = 250  # characters of an entry's line with its day
LIST = "a list of releases"
ERROR = "an error page"
MENU = "a page's menu without its text"
MIN_MENU = 12  # lines of a menu below the mark where a collector's copy of a page begins
MAX_ENTRY_WORDS, MIN_BODY = 8, 20  # words of a menu's entry, and of sentences without which a copied page has no body
MAX_LONG = 80  # words of such a page in longer lines: its title and headline, and teasers that are cut off
MIN_TOLD = 6  # words of a sentence that tells something; those of notices tell nothing
TITLED = (ERROR, "a log-in page")  # titles like theirs are no headlines
RECORD = "a collector's record of a page"
MAX_RECORD = 100  # words of a collector in sentences, where he has a page's title and address alone
MAX_BETWEEN = 2  # lines from the heading of an error page to the sentence that says what is wrong
MIN_COUNTS = 8  # lines of a filter, each a year or topic with the number of its releases
MIN_UNHEADED = 8  # days of a list that no heading shows to be one
MAX_APART = 0.04  # of its characters, those of sentences that are no notices

_BETWEEN = re.compile(r"(?<=[.!?…:。！？])\s+")
_SENTENCE_END = re.compile(r"[.!?:…。！？।։][\"'”’»)\]]*$")
COPIED = re.compile(r"(?:#{1,3} )?Extracted (?:Text|Content)", re.IGNORECASE)  # the heading that a collector puts
_FAILED = re.compile(r"(?:^|URL Source: \S{1,2000} )Warning: Target URL returned error [45]\d\d\b")
_CUT = re.compile(r"(?:#{1,3} )?Extracted Summary", re.IGNORECASE)  # above the first words of a page
_FIELD = re.compile(r"[-*] (?P<name>[A-Z][\w ]{1,30}): (?P<value>.+)")
_PARTED = re.compile(r" [|\u2013\u2014-] | URL Source: ")
_COUNT = re.compile(r"(?:[^.!?]{2,60} )?\(\d{1,3}(?:,?\d{3})*\)")  # "(84)", "Consumer Protection (103)"
_NOTES = re.compile(r"Extraction notes", re.IGNORECASE)  # the heading below the page
_MARK = re.compile(r"#{1,6} |[-*•] |[*_]{2,3}")
_DAY = re.compile(DAY, re.IGNORECASE)
_BARE_DAY = re.compile(rf"{MONTH} \d{{1,2}}(?:st|nd|rd|th)?", re.IGNORECASE)  # above the headlines of a year's list
_ENTRY = re.compile(rf"\[?(?:{DAY})\]?[^.!?]{{0,160}}|[^.!?]{{0,160}}?\(?(?:{DAY})\)?", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”\n]{0,600}”|\"[^\"\n]{0,600}\"|„[^“”\n]{0,600}[“”]|«[^»\n]{0,600}»")
_TOLD = re.compile(r"\b(?:said|says|told|announced|according to|sagte|déclaré|dijo|reported)\b", re.IGNORECASE)


class _Kind(NamedTuple):
    """The rules of one kind of page."""

    name: str
    triggers: tuple[str, ...]
    heading: re.Pattern[str]
    phrases: tuple[re.Pattern[str], ...]


@functools.cache
def _kinds() -> tuple[_Kind, ...]:
    rows = lookups.document("not_releases")
    names = dict.fromkeys(row["name"] for row in rows)

    def patterns(name: str, kind: str) -> list[str]:
        return [p for row in rows if row["name"] == name and row["kind"] == kind for p in row["patterns"]]

    return tuple(
        _Kind(
            name,
            tuple(patterns(name, "trigger")),
            re.compile("|".join(f"(?:{p})" for p in patterns(name, "heading")), re.IGNORECASE),
            tuple(re.compile(p, re.IGNORECASE) for p in patterns(name, "phrase")),
        )
        for name in names
    )


def why_no_release(
    text: str, *, titles: Iterable[str], tags: bool = False, is_list: bool = False, dateline: bool = False
) -> str | None:
    """Return what a text is where it is no release ("a bot wall"), or None.

    Args:
        text: the clean text.
        titles: the headline, and the page's own title and headings.
        tags: whether the text comes from a page, whose main text is known from its menus.
        is_list: whether most of the page is links to others with their teasers.
        dateline: whether the text has a dateline, as no wall or error page has.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(text) > MAX_CHARS and max(map(len, lines)) > MAX_ENTRY:
        return None
    parts = dict.fromkeys(part for title in titles if title for part in (title, split_title(title).headline))
    titles = tuple(part for part in parts if len(part) <= MAX_HEADING)
    # A menu above a release has such words, too ("Press", "News"): of the lines only the first is a list's heading.
    first = [part for line in lines[:1] if len(line) <= MAX_HEADING for part in (line, split_title(line).headline)]
    heads = [*titles, *first]
    sentences = [line for line in lines if _is_sentence(line)]
    if not dateline and (wall := _wall(lines, titles) or _wall(copied_page(lines), titles)):
        return wall
    if not dateline and _is_not_found(lines, ()):
        return ERROR
    if _is_list(heads, lines, sentences, linked=is_list, dateline=dateline):
        return LIST
    if _is_shell(lines, sentences, tags=tags):
        return "an empty shell"
    return MENU if _is_menu(lines) else None


def copied_page(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines of the page that a collector copied below what he says of it, none where he copied none."""
    return next((lines[n + 1 :] for n, line in enumerate(lines) if COPIED.fullmatch(line)), ())


def why_not_fetched(lines: Iterable[str]) -> str | None:
    """Return what a page is where the converter that fetched it says that its server answered with an error."""
    return ERROR if any("returned error" in line and _FAILED.search(line) for line in lines) else None


def why_no_copy(lines: Sequence[str], *, titles: Sequence[str]) -> str | None:
    """Return what a collector copied where it is no release, whatever he says of it: an error page, menus, his fields.

    Args:
        lines: of the text before debris is taken out of it, below fields that show it to be a collector's.
        titles: the headline.
    """
    page = [_MARK.sub("", line) for line in copied_page(lines)]
    notes = next((n for n, line in enumerate(page) if _NOTES.fullmatch(line)), len(page))
    page = [line for line in page[:notes] if line]
    if wall := _wall(page, titles) or _cut_wall(lines):
        return wall
    if not page and _is_record(lines, titles):
        return RECORD
    if _is_not_found([_MARK.sub("", line) for line in lines if line], page):
        return ERROR
    said = [line for line in page if not is_notice(line)]
    told = sum(len(line.split()) for line in said if _SENTENCE_END.search(line))
    long = sum(len(line.split()) for line in said if len(line.split()) > MAX_ENTRY_WORDS)
    return MENU if len(page) >= MIN_MENU and told < MIN_BODY and long < MAX_LONG else None


def _cut_wall(lines: Sequence[str]) -> str | None:
    """Return which kind of page in place of a text a collector cut the first words of, by the title they begin with."""
    at = next((n for n, line in enumerate(lines) if _CUT.fullmatch(line)), None)
    line = "" if at is None else next((line for line in lines[at + 1 :] if line), "")
    parts = [part.strip() for part in _PARTED.split(line.removeprefix("Title: "), 2)[:2]]
    return next((kind.name for kind in _kinds() if kind.name != LIST and any(map(kind.heading.fullmatch, parts))), None)


def _is_record(lines: Sequence[str], titles: Iterable[str]) -> bool:
    """Return whether a collector lists a page's title and address as items, and has next to no words of it."""
    notes = next((n for n, line in enumerate(lines) if _NOTES.fullmatch(_MARK.sub("", line))), len(lines))
    found = [(line, _FIELD.fullmatch(line)) for line in lines[:notes]]
    fields = {match["name"].lower(): match["value"] for _, match in found if match}
    if fields.get("title") not in set(titles) - {""} or not fields.get("url", "").startswith(("http://", "https://")):
        return False
    return sum(len(line.split()) for line, match in found if not match and _SENTENCE_END.search(line)) <= MAX_RECORD


def _is_not_found(lines: Sequence[str], page: Sequence[str]) -> bool:
    """Return whether a heading and the sentence below it say that a page is not there, among menus that tell nothing.

    Args:
        lines: of the whole text.
        page: those of the page that was copied; none where it is the whole text.
    """
    kind = next(kind for kind in _kinds() if kind.name == ERROR)

    def is_own(line: str) -> bool:
        return any(phrase.search(line) for phrase in kind.phrases)

    heads = [n for n, line in enumerate(lines) if len(line) <= MAX_HEADING and kind.heading.fullmatch(line)]
    if not any(is_own(line) for n in heads for line in lines[n + 1 : n + 1 + MAX_BETWEEN]):
        return False
    told = [line for line in page or lines if _SENTENCE_END.search(line) and not is_notice(line) and not is_own(line)]
    return sum(len(line.split()) for line in told) <= MAX_LONG and not _tells(told)


def _wall(lines: Sequence[str], titles: Sequence[str]) -> str | None:
    """Return which kind of page it is that stands in place of a text, a list of releases apart, or None."""
    if not lines or sum(map(len, lines)) + 2 * len(lines) - 2 > MAX_CHARS:
        return None
    said = [part for line in lines for part in _BETWEEN.split(line)]
    return next((kind.name for kind in _kinds() if kind.name != LIST and _is_kind(kind, titles, said)), None)


def _is_sentence(line: str) -> bool:
    return _SENTENCE_END.search(line) is not None and (len(line.split()) >= MIN_WORDS or not line.isascii())


def _is_kind(kind: _Kind, titles: Sequence[str], lines: Sequence[str]) -> bool:
    """Return whether most of what is said is what pages of a kind say, and nothing is told.

    Args:
        lines: the sentences of the text, and its lines that are none.
    """
    titled = any(map(kind.heading.fullmatch, titles))
    headed = titled or any(len(h) <= MAX_HEADING and kind.heading.fullmatch(h) for h in lines[:HEAD_LINES])
    own: list[str] = []
    phrases: set[int] = set()
    for line in lines:
        if not _has_word(line.lower(), kind.triggers):
            continue
        said = _QUOTED.sub(" ", line)
        found = {n for n, phrase in enumerate(kind.phrases) if phrase.search(said)}
        if found and len(line) <= MAX_SENTENCE and not _TOLD.search(said) and not _DAY.search(said):
            own.append(line)
            phrases |= found
    if not headed and not own:
        return False
    n_own = sum(map(len, own))
    n_said = n_own + sum(len(line) for line in lines if line not in own and _is_sentence(line))
    if titled and kind.name in TITLED and sum(map(len, lines)) <= ALONE:
        return not _tells(lines)
    if headed and not n_said:
        first = any(map(kind.heading.fullmatch, (*titles, *lines[:1])))
        return first and sum(map(len, lines)) <= ALONE and not _tells(lines)
    if n_own < MIN_SHARE * n_said:
        # Further sentences of a wall may be of any wording: with its heading and two phrases, half will do.
        return headed and len(phrases) > 1 and 2 * n_own >= n_said and not _tells(lines)
    if headed or len(phrases) > 1:
        return not _tells(lines)
    return n_own == n_said <= ALONE and not _tells(lines)


def _has_word(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110 -- a generator costs as much again, and this is asked of every line
        if word in text:
            return True
    return False


def _tells(lines: Sequence[str]) -> bool:
    """Return whether a text tells of a day in a sentence."""
    return any(_DAY.search(line) and _TOLD.search(line) for line in lines)


def _is_list(
    heads: Sequence[str], lines: Sequence[str], sentences: Sequence[str], *, linked: bool, dateline: bool
) -> bool:
    """Return whether a text is headlines or teasers: links, lines under the heading of a list, lines with a day each.

    Args:
        linked: whether most of it is links to other pages, or teasers below them.
        dateline: whether the text has a dateline, as no list has.
    """
    if max(map(len, lines), default=0) > MAX_ENTRY:
        return False
    listing = next(kind for kind in _kinds() if kind.name == LIST)
    headed = any(listing.heading.fullmatch(head) or is_section(head) for head in heads)
    own = [line for line in sentences if not is_notice(line)]
    says_nothing = sum(map(len, own)) <= MAX_SAID * sum(map(len, lines))
    entries = [line for line in lines if len(line.split()) >= MIN_ENTRY_WORDS and line not in sentences]
    if linked and (headed or (says_nothing and len(entries) >= MIN_ENTRIES)):
        return True
    if headed and says_nothing and len(entries) >= MIN_ENTRIES and 2 * sum(map(len, entries)) > sum(map(len, lines)):
        return True
    if says_nothing and sum(_COUNT.fullmatch(line) is not None for line in lines) >= MIN_COUNTS:
        return True
    dated = (_entry_day(line, teaser=headed) for line in lines if len(line) <= MAX_LINE)
    bare = {line for line in lines if says_nothing and len(line) <= MAX_HEADING and _BARE_DAY.fullmatch(line)}
    days = {match.group() for match in dated if match} | bare
    if len(days) < MIN_DAYS or sum(map(len, lines)) > MAX_ENTRY * len(days):
        return False
    # Below a menu the heading stands between the lines: "Press Releases 2024", "December 13", headlines.
    headed = headed or (len(bare) > MIN_DAYS and any(map(listing.heading.fullmatch, lines)))
    # A chronology has sentences below its days: without the heading of a list there must be none, or next to none.
    if headed or (not sentences and len(days) > MIN_DAYS):
        return True
    return not dateline and len(days) >= MIN_UNHEADED and _is_bare(lines, own)


def _is_bare(lines: Sequence[str], sentences: Sequence[str]) -> bool:
    """Return whether a text has next to no sentences, and tells nothing in them."""
    return sum(map(len, sentences)) <= MAX_APART * sum(map(len, lines)) and not _tells(sentences)


def _entry_day(line: str, *, teaser: bool) -> re.Match[str] | None:
    """Return the day of a headline's line; of a teaser, whose sentences may follow, it is what it begins with."""
    if not may_hold_day(line):
        return None
    found = _DAY.search(line) if _ENTRY.fullmatch(line) else None
    return found or (_DAY.match(line) if teaser else None)


def _is_menu(lines: Sequence[str]) -> bool:
    """Return whether a collector's copy of a page holds its menus, and no sentence of it or above it tells anything."""
    page = copied_page(lines)
    if len(page) < MIN_MENU:
        return False
    if any(_SENTENCE_END.search(line) and len(line.split()) >= MIN_TOLD and not is_notice(line) for line in lines):
        return False
    return sum(len(line.split()) <= MAX_SHELL_WORDS for line in page) >= SHELL_SHARE * len(page)


def _is_shell(lines: Sequence[str], sentences: Sequence[str], *, tags: bool) -> bool:
    """Return whether a text is nothing but names: menus, forms, buttons."""
    if sentences or len(lines) < MIN_SHELL_LINES * (1 if tags else 2):
        return False
    if any(any(c.isdigit() for c in line) for line in lines):
        return False
    short = sum(len(line.split()) <= MAX_SHELL_WORDS for line in lines)
    return short >= SHELL_SHARE * len(lines)
