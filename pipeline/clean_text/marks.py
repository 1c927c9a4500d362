"""Takes out the marks of writing that is shown otherwise than it is written: quoted mail and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.clean_text.days import parse_day
from pipeline.spans import Edit

MIN_LINKS = 6  # items of a list of links that is a menu
MIN_QUOTED = 3  # lines of a mail that was answered or passed on

_QUOTE = re.compile(r"(?m)^[ \t]{0,8}>(?:[ \t]?>){0,20}[ \t]?")
_FILLED = re.compile(r"(?m)^[^\n]*\S")
# Lists, nested fields and blank lines stand in it as well.
_FRONT = re.compile(
    r"\A---[ \t]*\n[A-Za-z][\w -]{0,40}:[^\n]*\n(?:[A-Za-z][\w -]{0,40}:[^\n]*\n|[ \t-][^\n]*\n|\n){0,400}?"
    r"---[ \t]*(?:\n|\Z)"
)
_FIELD = re.compile(r"(?m)^([A-Za-z][\w -]{0,40}):(.*)$")
_NAMES = {
    "title": ("title", "headline"),
    "published": (
        "published",
        "date",
        "pubdate",
        "publish_date",
        "published_date",
        "date_published",
        "publication_date",
    ),
    "url": ("url", "link", "source_url", "canonical_url", "final_url"),
    "publisher": ("publisher", "agency", "organization", "organisation", "site_name", "collection_source"),
    "language": ("language", "lang"),
}
# Fields of one who collects pages of others, and when he did ("collection_date: 2026-04-17", "fetcher: urllib").
_COLLECTOR = re.compile(
    r"(?:(?:date|last|page|source|text|time)[ _-])?(?:accessed|captur|collect|crawl|downloaded|extract|fetch|harvest"
    r"|ingest|retriev|scrap|snapshot)\w*(?:[ _-]\w+)*"
    r"|access[ _-]date|https?[ _-]status|content[ _-]hash"
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_HEADING = re.compile(r"(?m)^#{1,6} (?=[^\s#])")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?=[^\s*_])[^*_\n]{1,300}(?<=\S)(?P=mark)")
# What a converter of pages to Markdown puts above a page.
_CONVERTED = re.compile(
    r"(?m)^Title: (?P<title>[^\n]{1,300})\n{1,3}URL Source: (?P<url>\S{1,2000})[ \t]*\n{1,3}"
    r"(?:Published Time: (?P<published>\d{4}-\d\d-\d\d)[^\n]{0,40}\n{1,3})?"
    r"(?:[A-Z][\w ]{1,30}: [^\n]{1,200}\n{1,3}){0,4}"
    r"Markdown Content:[ \t]*(?:\n|\Z)"
)
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{0,300})\]\((?:https?://|mailto:|tel:|javascript:|/|#)[^\s()]{0,2000}(?: \"[^\"\n]{0,200}\")?\)"
)
_BUTTON = re.compile(r"\]\(javascript:")
# "* [Drug Prevention](https://…)": an item that is a link and nothing else, of a few words.
_LINK_ITEM = re.compile(
    r"(?m)^[ \t]{0,12}[-*+] {1,4}\[[^\[\]\s]{1,40}(?: [^\[\]\s]{1,40}){0,11}\]"
    r"\((?:https?://|/|#)[^\s()]{0,500}\)[ \t]*$"
)
_LONG_LINE = re.compile(r"(?m)^(?![-*+] )[^\n]{160}")
# "[[2024-05-01_harbour-example_two-held|Two held]]": of a link to a file its words stay; a file's name alone is none.
_WIKI = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,200})(?:\\?\|(?P<shown>[^\[\]|\n]{1,200}))?\]\]")
_FILE = re.compile(r"\d{4}-\d\d-\d\d[_-]\S*|\S*_\S*")
# What an archive of pages puts above a page: how often it has it, who collected it, and its address there.
_ARCHIVE = re.compile(
    r"(?m)^\d{1,6} captures?[ \t]*\n(?:[^\n]{0,1500}\n){1,120}?The Wayback Machine - https?://web\.archive\.org/[^\n]{0,500}$"
)
_READ_MORE = re.compile(r"(?m)(?<=[.!?…”\")\]]) {1,3}(?:[Rr]ead|[Ll]earn) more(?: ?(?:\.\.\.|[»›>→…]{1,3}))? *$")


def front_matter(text: str) -> dict[str, str]:
    """Return what stands in fields above a Markdown text ("title: Two held"), by the names of a record's fields."""
    if text.startswith("Title: ") and (converted := _CONVERTED.match(text.replace("\r\n", "\n"))):
        return {name: converted[name] for name in ("url", "published") if converted[name]}
    if not text.startswith("---"):
        return {}
    front = _FRONT.match(text.replace("\r\n", "\n"))
    if not front:
        return {}
    values = {m[1].strip().lower(): _plain(m[2].strip()) for m in _FIELD.finditer(front.group())}
    found = {field: next((values[n] for n in names if n in values), "") for field, names in _NAMES.items()}
    notes = [value for name, value in values.items() if _COLLECTOR.fullmatch(name)]
    if notes:
        # A collector's day gives way to the page's own, and is no day of issue where it is the day of his visit.
        found |= _collected_day(found.pop("published"), notes)
    return {field: value for field, value in found.items() if value}


def _collected_day(day: str, notes: Iterable[str]) -> dict[str, str]:
    """Return what a collector notes as the day of a page: his visit or the first of a month tells of no day.

    Who knows no more than the month writes its first day: where the page tells its day, it was another one in 22 of
    45 notes with such a day.
    """
    known, visits = parse_day(day), {visit for note in notes if _ISO_DAY.match(note) and (visit := parse_day(note))}
    no_day = known is not None and ((known.day == 1 and day == f"{known}") or known in visits)
    told = {"no-day": day} if no_day else {"collected-day": day}
    return told | {"visits": " ".join(map(str, sorted(visits)))}


def is_collected(text: str) -> bool:
    """Return whether fields above a text are those of one who collects pages of others."""
    front = _FRONT.match(text.replace("\r\n", "\n")) if text.startswith("---") else None
    return front is not None and any(_COLLECTOR.fullmatch(m[1].strip().lower()) for m in _FIELD.finditer(front.group()))


def without_banner(text: str) -> str:
    """Return a text without what an archive of pages puts above a page."""
    return _ARCHIVE.sub("", text) if "The Wayback Machine - " in text else text


def _plain(value: str) -> str:
    """Return a value without its quotation marks; a line break may be written into one in double marks."""
    if value.startswith('"'):
        value = value.replace("\\n", " ")
    return value.strip("\"'").strip()


def find_marks(text: str) -> list[Edit]:
    """Return the edits that take out marks; text that looks like them by chance is left alone."""
    edits: list[Edit] = []
    # Looks for one sign cost next to nothing; most texts have none of them.
    if ">" in text:
        quotes = list(_QUOTE.finditer(text))
        if len(quotes) >= MIN_QUOTED and 2 * len(quotes) >= len(_FILLED.findall(text)):
            edits += [Edit(m.start(), m.end(), "", "quote-mark") for m in quotes]
    if text.startswith("---") and (front := _FRONT.match(text)):
        edits.append(Edit(0, front.end(), "", "markdown"))
    if "\nURL Source: " in text:
        # Below the collector's own notes, too.
        edits += [Edit(m.start(), m.end(), "", "markdown") for m in _CONVERTED.finditer(text)]
    if "The Wayback Machine - " in text:
        edits += [Edit(m.start(), m.end(), "", "archive-banner") for m in _ARCHIVE.finditer(text)]
    if "#" in text:
        edits += [Edit(m.start(), m.end(), "", "markdown") for m in _HEADING.finditer(text)]
    if "]" in text:
        edits += _link_marks(text)
    if "*" in text or "_" in text:
        for bold in _BOLD.finditer(text):
            edits.append(Edit(bold.start(), bold.start() + 2, "", "markdown"))
            edits.append(Edit(bold.end() - 2, bold.end(), "", "markdown"))
    if "ead more" in text or "earn more" in text:
        edits += [Edit(m.start(), m.end(), "", "read-more") for m in _READ_MORE.finditer(text)]
    return _apart(edits) if edits else edits


def _link_lists(text: str) -> list[Edit]:
    """Return the edits that take out long lists of which every item is a link of a few words: a site's menus.

    What is told in links alone stays: a text with no long line beside them has no body to which a menu belongs.
    """
    runs: list[list[re.Match[str]]] = []
    for item in _LINK_ITEM.finditer(text):
        if runs and not text[runs[-1][-1].end() : item.start()].strip():
            runs[-1].append(item)
        else:
            runs.append([item])
    long = [run for run in runs if len(run) >= MIN_LINKS]
    if not long or not _LONG_LINE.search(text):
        return []
    return [Edit(run[0].start(), run[-1].end(), "", "link-list") for run in long]


def _link_marks(text: str) -> list[Edit]:
    edits: list[Edit] = _link_lists(text) if "](" in text else []
    for link in _LINK.finditer(text):
        if link[1] or not link[2] or _BUTTON.match(text, link.end(2)):
            edits.append(Edit(link.start(), link.end(), "", "markdown"))
        else:
            edits += _only_group(link, 2)
    if "[[" in text:
        for link in _WIKI.finditer(text):
            edits += _without_target(link)
    return edits


def _without_target(link: re.Match[str]) -> list[Edit]:
    """Return the edits that leave the words of a wiki link: what it shows, or its target where that is no file."""
    if link["shown"]:
        return _only_group(link, "shown")
    if _FILE.fullmatch(link["target"]):
        return [Edit(link.start(), link.end(), "", "markdown")]
    return _only_group(link, "target")


def _only_group(match: re.Match[str], group: str | int) -> list[Edit]:
    """Return the edits that leave a group of a match."""
    return [
        Edit(match.start(), match.start(group), "", "markdown"),
        Edit(match.end(group), match.end(), "", "markdown"),
    ]


def _apart(edits: list[Edit]) -> list[Edit]:
    """Return the edits in order, without those that overlap one before."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
