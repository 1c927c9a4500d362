"""Reads a page's own statements about its release: title, day, publisher, address, language."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.clean_text.characters import without_invisible
from pipeline.clean_text.days import parse_date_line, parse_day
from pipeline.clean_text.debris import squeeze
from pipeline.clean_text.html import Page
from pipeline.clean_text.language import language_code
from pipeline.clean_text.page_titles import copyright_name, is_body, is_section, publisher_of, split_title
from pipeline.urls import host_of

_SUFFIX = re.compile(r"\s+[|–—»«›‹·:•-]{1,2}\s+|\s*[|»｜]\s*")
_ARTICLE_TYPES = re.compile(r"article|news|posting|report|release|webpage", re.IGNORECASE)
_OG_DAYS = ("article:published_time", "og:article:published_time", "article:published", "og:published_time")
_DC_DAYS = (
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.published",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "dcterms.created",
    "dc.date.created",
    "dcterms.available",
)
_OTHER_DAYS = (
    "datepublished",
    "date",
    "pubdate",
    "publish-date",
    "publishdate",
    "publication_date",
    "sailthru.date",
    "parsely-pub-date",
)
MIN_TITLE, MAX_TITLE = 15, 300  # characters of a headline
MIN_TITLE_WORDS = 3
MAX_FOOT_BLOCKS, MAX_FOOT_LINE = 12, 200  # blocks at the end in which a copyright line is looked for; its characters
MIN_LABEL = 3  # letters of a part of a host that can be a site's name
MAX_DATE_LINES = 14  # blocks before the body in which a visible date line is looked for


@dataclass(frozen=True)
class Metadata:
    """What a page states; each None where it does not."""

    title: str | None
    published: datetime.date | None
    published_via: str | None
    publisher: str | None
    url: str | None
    language: str | None


def linked_articles(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects of linked data that describe the page's article, article types first."""
    found: list[dict[str, Any]] = []
    for text in texts:
        try:
            waiting = [json.loads(text.strip().strip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue  # a broken script says nothing; the next source in order of trust does
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(reversed(item))
            elif isinstance(item, dict):
                if isinstance(item.get("@graph"), list):
                    waiting.extend(reversed(item["@graph"]))
                if _ARTICLE_TYPES.search(str(item.get("@type", ""))):
                    found.append(item)
    yield from sorted(found, key=lambda item: "webpage" in str(item.get("@type", "")).lower())


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return words or None


def names_of(page: Page, field: str) -> list[str]:
    """Return the names that linked data and metadata state in a field ("author")."""
    values: list[Any] = [*page.meta.get(field, ()), *page.meta.get(f"article:{field}", ())]
    for item in linked_articles(page.json_ld):
        own = item.get(field)
        values += own if isinstance(own, list) else [own]
    return [name for name in map(_text, values) if name]


def find_title(page: Page, first: int, names: tuple[str, ...]) -> tuple[str | None, int | None]:
    """Return the headline and the number of the block that shows it.

    Args:
        first: number of the first block of the main text.
        names: what the site is called.
    """
    og = next((words for t in page.meta.get("og:title", ()) if (words := " ".join(without_invisible(t).split()))), None)
    wholes = [t for t in (og, page.title) if t]
    headings = [(n, page.text(page.blocks[n])) for n in page.headings]
    beside = {squeeze(name) for name in (*names, *(split_title(whole, names).site for whole in wholes)) if name}
    headings = [(n, text) for n, text in headings if text and not is_section(text) and squeeze(text) not in beside]
    for whole in wholes:
        key, cut = squeeze(whole), squeeze(split_title(whole, names).headline)
        for n, text in headings:
            own = squeeze(text)
            # Page titles are cut off or carry the site's name; the heading on the page is whole.
            if own and (
                key.startswith(own) or (len(cut) >= 20 and own.startswith(cut.removesuffix(" "))) or own == cut
            ):
                return text, n
    if (shown := _shown_title(page, first, wholes))[0]:
        return shown
    if og:
        return split_title(og, names).headline, None
    near = [(abs(first - n), n, text) for n, text in headings if not page.blocks[n].away]
    if near:
        _, n, text = min(near)
        return text, n
    headline = split_title(page.title, names).headline if page.title else ""
    if headline and not is_body(headline) and not is_section(headline) and squeeze(headline) not in beside:
        return headline, None
    for n in range(first - 1, max(-1, first - 1 - MAX_DATE_LINES), -1):
        if page.blocks[n].tag in ("h2", "h3") and not page.blocks[n].away:
            return page.text(page.blocks[n]), n
    return headline or None, None


def _shown_title(page: Page, first: int, wholes: list[str]) -> tuple[str | None, int | None]:
    """Return the line above the body that is a part of the page's title, and its number.

    A page's title may have the name of the site before the headline or behind it, and of a section, too.
    """
    parts: dict[str, None] = {}
    for whole in wholes:
        parts[squeeze(whole)] = None
        at = 0
        for mark in _SUFFIX.finditer(whole[:MAX_TITLE]):
            for part in (whole[: mark.start()], whole[at : mark.start()], whole[mark.end() :]):
                parts[squeeze(part)] = None
            at = mark.end()
    for n in range(max(0, first - MAX_DATE_LINES), min(first + 1, len(page.blocks))):
        block = page.blocks[n]
        if MIN_TITLE <= block.n_chars <= MAX_TITLE and not block.away and block.n_link_chars < block.n_chars:
            text = page.text(block)
            if len(text.split()) >= MIN_TITLE_WORDS and squeeze(text) in parts:
                return text, n
    return None, None


def find_published(page: Page, first: int, last: int) -> tuple[datetime.date | None, str | None]:
    """Return the day of publication that the page states, and where; never the day of an update.

    Args:
        first: number of the first block of the main text.
        last: of its last block.
    """
    for value, via in _stated_days(page):
        if day := parse_day(value):
            return day, via
    return _visible(page, first, last)


def _stated_days(page: Page) -> Iterator[tuple[str, str]]:
    """Yield what the page states as its day, and where, the surest first."""
    for article in linked_articles(page.json_ld):
        yield str(article.get("datePublished") or ""), "json-ld"
    for names, via in ((_OG_DAYS, "opengraph"), (_DC_DAYS, "dublin-core")):
        yield from ((value, via) for name in names for value in page.meta.get(name, ()))
    for _, values in page.times:
        kind = values.get("property", "") + " " + values.get("itemprop", "")
        if "dc:date" in kind or "dc:created" in kind or "datePublished" in kind:
            via = "dublin-core" if "dc:" in kind else "microdata"
            yield values.get("content") or values.get("datetime") or "", via
    yield from ((value, "meta") for name in _OTHER_DAYS for value in page.meta.get(name, ()))


def _visible(page: Page, first: int, last: int) -> tuple[datetime.date | None, str | None]:
    blocks = page.blocks
    if not blocks:
        return None, None
    low = blocks[max(0, first - MAX_DATE_LINES)].start
    high = blocks[min(last, len(blocks) - 1)].end if blocks else 0
    for at, values in page.times:
        words = " ".join(values.values()).lower()
        near = page.source[max(0, at - 60) : at].lower()
        day = parse_day(values.get("datetime", "")) if low <= at <= high else None
        if day and not _is_update(words + " " + near):
            return day, "time"
    for n in range(max(0, first - MAX_DATE_LINES), min(first + 4, len(blocks))):
        text = page.text(blocks[n]) if blocks[n].n_chars <= 200 else ""
        if day := parse_date_line(text):
            return day, "date-line"
    return None, None


def _is_update(words: str) -> bool:
    return any(word in words for word in ("updated", "modified", "expires", "event"))


def site_names(page: Page, articles: Iterable[dict[str, Any]], url: str | None) -> tuple[str, ...]:
    """Return what the site is called: in linked data, in metadata, in its copyright line, by its host."""
    found: dict[str, None] = {}
    for value in (*page.meta.get("og:site_name", ()), *page.meta.get("application-name", ())):
        found[_text(value) or ""] = None
    for article in articles:
        found[_text(article.get("publisher")) or ""] = None
    for block in page.blocks[-MAX_FOOT_BLOCKS:]:
        if block.n_chars <= MAX_FOOT_LINE:
            found[copyright_name(page.text(block)) or ""] = None
    host = host_of(url)
    for label in (host, *host.split(".")[:-1]):
        if len(label) >= MIN_LABEL:
            found[label.replace("-", " ")] = None
    found.pop("", None)
    return tuple(found)


def _publisher(page: Page, articles: Iterable[dict[str, Any]], names: tuple[str, ...]) -> str | None:
    """Return whom the page names as its publisher, or the body whose name stands beside the headline in its title."""
    for article in articles:
        if name := _text(article.get("publisher")):
            return name
    for key in ("og:site_name", "dc.publisher", "dcterms.publisher", "dc.creator", "publisher"):
        for value in page.meta.get(key, ()):
            if name := _text(value):
                return name
    for title in (page.title, *page.meta.get("og:title", ())):
        if name := publisher_of(split_title(" ".join((title or "").split()), names).site, names):
            return name
    return None


def read_metadata(page: Page, first: int, last: int) -> tuple[Metadata, int | None]:
    """Return what the page states, and the number of the block that shows the title."""
    articles = list(linked_articles(page.json_ld))
    addresses = [page.canonical or ""]
    for name in ("og:url", "dcterms.identifier", "dc.identifier"):
        addresses.extend(page.meta.get(name, ()))
    url = next((a for a in addresses if a.lower().startswith(("http://", "https://")) and host_of(a)), None)
    names = site_names(page, articles, url)
    title, block = find_title(page, first, names)
    published, via = find_published(page, first, last)
    languages = [page.language, *page.meta.get("og:locale", ()), *(_text(a.get("inLanguage")) for a in articles)]
    language = next((code for code in map(language_code, languages) if code), None)
    return Metadata(title, published, via, _publisher(page, articles, names), url, language), block
