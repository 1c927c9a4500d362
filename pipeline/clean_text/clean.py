"""Cleans one release: raw text or page source in, clean text with its map and metadata out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.clean_text.article_body import RULE as NOT_IN_ARTICLE
from pipeline.clean_text.article_body import Judged, judge_by_body
from pipeline.clean_text.characters import without_invisible
from pipeline.clean_text.contacts import Contact, find_contacts
from pipeline.clean_text.dateline import MAX_HEAD, RUNNING, find_date_line, find_dateline, find_day_of_place
from pipeline.clean_text.days import day_of_url, is_date_line, parse_day
from pipeline.clean_text.debris import rule_names as debris_rule_names
from pipeline.clean_text.debris import squeeze
from pipeline.clean_text.embedded import MIN_CHARS, find_text, text_edits
from pipeline.clean_text.furniture import DOUBTFUL
from pipeline.clean_text.furniture import RULES as FURNITURE_RULES
from pipeline.clean_text.headline import find_headline, find_named, names_only_site, wrap_width
from pipeline.clean_text.html import (
    GOOD_CHARS,
    Block,
    Page,
    find_main,
    is_menu,
    main_blocks,
    page_edits,
    read_page,
    running_text,
    standfirst,
)
from pipeline.clean_text.issue_days import (
    day_of_path,
    find_end_line,
    find_inner_day,
    find_publish_line,
    find_today,
    year_of_page,
)
from pipeline.clean_text.language import language_code
from pipeline.clean_text.lines import COLLECTED
from pipeline.clean_text.long_texts import why_long_text
from pipeline.clean_text.marks import front_matter, is_collected, without_banner
from pipeline.clean_text.metadata import Metadata, read_metadata
from pipeline.clean_text.no_release import copied_page, why_no_copy, why_no_release, why_not_fetched
from pipeline.clean_text.notices import SENTENCE_END, is_notice, is_only_notices
from pipeline.clean_text.page_boxes import RULES as BOX_RULES
from pipeline.clean_text.page_boxes import find_boxes, head_edits
from pipeline.clean_text.page_notes import RULES as NOTE_RULES
from pipeline.clean_text.page_notes import find_notes
from pipeline.clean_text.page_titles import is_body, publisher_of, split_title, title_parts
from pipeline.clean_text.repeats import RULE as REPEATED
from pipeline.clean_text.text import TEXT_RULES, clean_text
from pipeline.guesses import RULE as GUESSED
from pipeline.spans import MappedText

_TAG = re.compile(r"</?(?:a|b|br|em|font|h[1-6]|i|p|small|span|strong|sub|sup|u)\b[^<>]{0,200}>", re.IGNORECASE)
_STEP = re.compile(r"^(?:\d{1,2}\. |Back (?=[A-Z]))")  # of a trail of links to the page ("4. Two men held")
_ARCHIVED = re.compile(r"^archived ?: ?", re.IGNORECASE)
_MARK = re.compile(r"^#{1,6} ")
HTML_RULES = ("html-foot", "html-head", "html-menu", "html-tag")
HIDDEN_SHARE = 3  # so many times as much running text hidden as shown: the release is what is hidden
DOUBTFUL_SHARE = 0.5  # the same where what hides may have lost its end
MIN_LEFT = 0.25  # a text of whose running text the debris rules would leave a smaller share is not furniture
MAX_MENDS = 8  # one element without an end may stand in another
SWALLOWED = 1.5  # so many times the running text outside asides without an aside that has lost its end
FEW_CHARS = 1500  # of a main text longer than this it is not asked whether it is the release
MIN_WORD, MIN_SHARED, MIN_AKIN = 4, 3, 0.3  # letters of words that two titles of one page share, how many, what part
MIN_HEADLINE, MIN_BOTH = 5, 2  # words of a headline; those that a shorter one has from its collector's title
MAX_HEADS = 3  # headings of a page that may say that it is a list or a wall
LINKED_SHARE = 0.6  # of a list of links: of a main text, the characters in links; a release has few
MIN_FOUND = 0.25  # of a page's running text, a smaller share found is a loss
MAX_PAGE_TITLE = 300  # characters of the title that a page's dump begins with
MIN_SHARE = 0.4  # main text with a smaller share of the page's running text is too little: take all of it


@dataclass(frozen=True)
class CleanRelease:
    """A cleaned release with what is known of it.

    Attributes:
        mapped: the clean text with its map to the raw text; its edits are the debris table.
        published: the day of issue; None where nothing states it.
        published_via: where the day was read, one of `tables.PUBLISHED_VIA`.
        language: as stated by the input, ISO 639-1; None if it states none. `language.choose_language` decides.
        template_language: as stated by the page.
        dateline_country: ISO 3166-1 alpha-3.
        dateline_end: where the body begins after the dateline, in the clean text; 0 without one.
        doubtful: where lines stand in the clean text that may be page furniture.
        contacts: the media contact blocks, in order of the raw text.
        given: names of the fields that the input itself states, sorted.
        lost: whether most running text of the page is missing, so that the rest is not the release.
        no_release: what the input is where it is no release ("a bot wall").
    """

    mapped: MappedText
    title: str | None
    published: datetime.date | None
    published_via: str | None
    publisher: str | None
    url: str | None
    language: str | None
    template_language: str | None
    dateline_place: str | None
    dateline_country: str | None
    dateline_end: int
    doubtful: tuple[tuple[int, int], ...]
    contacts: tuple[Contact, ...]
    given: tuple[str, ...] = ()
    lost: bool = False
    no_release: str | None = None


def rule_names() -> tuple[str, ...]:
    """Return the names of all rules that can stand in the debris table, and of the one that marks lines, sorted."""
    names = {
        *HTML_RULES,
        *TEXT_RULES,
        *debris_rule_names(),
        *FURNITURE_RULES,
        *BOX_RULES,
        *NOTE_RULES,
        NOT_IN_ARTICLE,
        REPEATED,
        GUESSED,
        DOUBTFUL,
    }
    return tuple(sorted(names))


def clean_release(
    raw: str,
    *,
    markup: bool,
    stated: Mapping[str, str],
    disabled_rules: Collection[str] = (),
    source: str = "",
) -> CleanRelease:
    """Clean one release.

    Args:
        raw: decoded text, or page source where `markup` is true.
        stated: what record, sidecar or container state (title, published, url, publisher,
            language); it wins over what is inferred. What its mail and feed say (mail-date,
            mail-subject, mail-sender, feed-name) is asked last.
        disabled_rules: names of debris and repair rules to leave out; rules that make paragraphs
            of lines or markup cannot be switched off.
        source: the path of the input, whose names may hold the day of issue.
    """
    disabled = frozenset(disabled_rules)
    above = {} if markup else front_matter(raw)
    given = {n: " ".join(without_invisible(value).split()) for n, value in {**above, **stated}.items() if value}
    given = {name: _TAG.sub("", value).strip() if name == "title" else value for name, value in given.items()}
    given = {name: value for name, value in given.items() if value}
    mapped = MappedText.from_raw(raw)
    page = Metadata(None, None, None, None, None, None)
    lost = is_list = False
    heads: tuple[str, ...] = ()
    if markup:
        mapped, page, lost, is_list, heads = _read_main(mapped, given.get("title"), disabled)
    whole = mapped
    lines = [" ".join(line.split()) for line in without_banner(whole.text).split("\n")]
    collected = bool(above) and is_collected(raw)
    own = _headed(lines, given.get("title", "")) if collected else None
    title = own or given.get("title") or page.title
    body = whole.apply(head_edits(whole.text, disabled)) if markup else whole
    mapped, doubtful = clean_text(body, title=title, dump=not markup, disabled=disabled)
    if _is_too_little(whole.text, mapped):
        mapped, doubtful = clean_text(body, title=title, disabled=disabled | frozenset(debris_rule_names()))
    text = mapped.text
    dateline = find_dateline(text)
    if not title and not markup:
        title = _own_title(text, lines, dateline.end)
    title = title or given.get("mail-subject")
    if title and collected and not own:
        title = _as_shown(title, text, dateline.end)
    url = given.get("url") or page.url
    published, via = _published(given, page, text, lines, dateline.day, url, source)
    return CleanRelease(
        mapped=mapped,
        title=title,
        published=published,
        published_via=via,
        publisher=given.get("publisher")
        or page.publisher
        or (None if markup else _named_beside(title, lines))
        or given.get("mail-sender")
        or given.get("feed-name"),
        url=url,
        language=language_code(given.get("language")),
        template_language=page.language,
        dateline_place=dateline.place,
        dateline_country=dateline.country,
        dateline_end=dateline.end,
        doubtful=doubtful,
        contacts=find_contacts(mapped),
        given=tuple(sorted(given)),
        lost=lost or is_only_notices(text),
        no_release=why_no_release(
            text, titles=(title or "", *heads), tags=markup, is_list=is_list, dateline=dateline.place is not None
        )
        or (why_no_copy(lines, titles=(title or "", given.get("title", ""))) if collected else None)
        or why_not_fetched(lines)
        or why_long_text(lines, dateline=dateline.place is not None),
    )


def _own_title(text: str, lines: list[str], body: int) -> str | None:
    """Return the headline of a text without markup.

    Args:
        text: the clean text.
        lines: of the text before debris is taken out of it.
        body: where the body begins after a dateline.
    """
    title = find_named(lines) or find_headline(text, body=body, width=wrap_width(lines))
    return None if title and names_only_site(title, lines) else title


def _headed(lines: list[str], title: str) -> str | None:
    """Return the headline of a page that a collector copied: what its title names and another line of it repeats.

    Args:
        title: what the collector calls it.
    """
    page = [_MARK.sub("", line) for line in copied_page(lines) if line]
    named = {squeeze(_ARCHIVED.sub("", part)) for part in title_parts(page[0]) if not is_body(part)} if page else set()
    again = [line for line in page[1:] if squeeze(line) in named]
    # A court or a site that stands beside the headline, and above it, has few words and none of the headline's.
    noted = _long_words(squeeze(title))
    again = [
        line
        for line in again
        if len(line.split()) >= MIN_HEADLINE or len(noted & set(squeeze(line).split())) >= MIN_BOTH
    ]
    if squeeze(title) in map(squeeze, again):
        again = [line for line in again if squeeze(line) == squeeze(title)]
    return max(again, key=lambda line: len(line.split()), default=None)


def _long_words(key: str) -> set[str]:
    return {word for word in key.split() if len(word) >= MIN_WORD}


def _as_shown(title: str, text: str, body: int) -> str:
    """Return a title as the page itself gives it above its body; its collector writes it his way, or in other words.

    Args:
        text: the clean text.
        body: where the body begins after a dateline.
    """
    key = squeeze(title)
    if shown := next((line for line in text.split("\n\n", MAX_HEAD)[:MAX_HEAD] if squeeze(line) == key), None):
        return shown
    own = _STEP.sub("", find_headline(text, body=body) or "")
    noted = _long_words(key)
    shared = noted.intersection(squeeze(own).split())
    return own if own and len(shared) >= max(MIN_SHARED, MIN_AKIN * len(noted)) else title


def _named_beside(title: str | None, lines: list[str]) -> str | None:
    """Return the body that a text's first line names beside its title ("Two held - Harbour Police"), as pages do."""
    first = next(filter(None, lines), "")
    key, whole = squeeze(title or ""), squeeze(first)
    if not key or key == whole or len(first) > MAX_PAGE_TITLE or key not in whole:
        return None
    return publisher_of(split_title(first).site, ())


def _is_too_little(before: str, after: MappedText) -> bool:
    """Return whether taking out debris took most of the running text of a text that has any.

    Of a text whose collector's words were taken out the page below them counts.
    """
    if len(after.text) >= MIN_LEFT * len(before):
        return False
    notes = [row.raw_end for row in after.edits() if row.rule == COLLECTED]
    own = after.raw[max(notes) :] if notes else before
    return _running_letters(after.text) < MIN_LEFT * _running_letters(own)


def _running_letters(text: str) -> int:
    """Return how many letters of a text stand in lines that are running text."""
    lines = (line.rstrip() for line in text.split("\n") if len(line) >= RUNNING)
    return sum(sum(map(str.isalpha, line)) for line in lines if any(map(_ends_sentence, SENTENCE_END.finditer(line))))


def _ends_sentence(match: re.Match[str]) -> bool:
    """Return whether the next sentence, or nothing, stands behind a full stop; "Quay Inc. in the harbour" goes on."""
    return not match.string[match.end() : match.end() + 1].islower()


def _published(
    given: Mapping[str, str],
    page: Metadata,
    text: str,
    lines: list[str],
    dateline: datetime.date | None,
    url: str | None,
    source: str,
) -> tuple[datetime.date | None, str | None]:
    """Return the day of issue from the first source that states one, in order of trust.

    Args:
        lines: of the text before debris is taken out of it.
    """
    looks: tuple[tuple[Callable[[], datetime.date | None], str], ...] = (
        (lambda: parse_day(given.get("published", "")), "stated"),
        (lambda: page.published, page.published_via or ""),
        (lambda: year_of_page(find_date_line(text), lines), "date-line"),
        (lambda: dateline, "dateline"),
        (lambda: find_publish_line(lines), "publish-line"),
        (lambda: find_end_line(lines), "end-line"),
        (lambda: find_today(text), "today"),
        (lambda: find_inner_day(lines), "publish-line"),
        (lambda: find_day_of_place(text), "date-line"),
        (lambda: day_of_url(url or ""), "url"),
        (lambda: parse_day(given.get("collected-day", "")), "stated"),
        (lambda: parse_day(given.get("mail-date", "")), "mail-date"),
    )
    for look, via in looks:
        if day := look():
            return day, via
    # A collector names files by the days that he notes, his visits among them.
    named = day_of_path(source)
    noted = {given.get("no-day"), *given.get("visits", "").split()}
    return (None, None) if f"{named[0]}" in noted else named


class _Main(NamedTuple):
    """What is read of a page.

    Attributes:
        text: its main text.
        lost: whether most of its text was lost on the way.
        is_list: whether most of it is links to other pages.
        heads: its own title and first headings.
    """

    text: MappedText
    metadata: Metadata
    lost: bool
    is_list: bool
    heads: tuple[str, ...]


def _read_main(mapped: MappedText, title: str | None, disabled: Collection[str]) -> _Main:
    page = read_page(mapped.raw)
    if page.unclosed:
        page = _mended(page)
    kept, good = _main(page)
    held = None
    if good < MIN_CHARS and not (good and page.is_headed):
        held = find_text(page.source)
        held = held if held and held[1] - held[0] > page.n_hidden else None
    share = DOUBTFUL_SHARE if page.is_doubtful else HIDDEN_SHARE
    if not held and (page.n_hidden > share * good or not good):
        # Scripts may be meant to show it, or a broken tag hides it: better hidden text than none.
        page = read_page(mapped.raw, lenient=True)
        kept, good = _main(page)
    whole = sum(block.n_chars for block in page.blocks if block.good)
    if good < MIN_SHARE * whole:
        rest = [n for n, block in enumerate(page.blocks) if not _is_furniture(page, block)]
        if good < MIN_SHARE * sum(page.blocks[n].n_chars for n in rest if page.blocks[n].good):
            kept = rest
    first = next((n for n in kept if page.blocks[n].good), kept[0] if kept else 0)
    metadata, heading = read_metadata(page, first, kept[-1] if kept else 0)
    if heading is not None and kept and heading < kept[0]:
        kept = [*standfirst(page, heading, kept[0]), *kept]
    kept = _without_head(page, kept, first, heading, title or metadata.title)
    if held:
        return _Main(mapped.apply(text_edits(page.source, *held)), metadata, False, False, ())
    judged = judge_by_body(page, kept) if NOT_IN_ARTICLE not in disabled else Judged()
    kept = sorted({*kept, *judged.missing} - judged.outside)
    dropped = {
        **find_notes(page, kept, disabled),
        **find_boxes(page, kept, disabled),
        **dict.fromkeys(judged.outside, NOT_IN_ARTICLE),
    }
    kept = [n for n in kept if n not in dropped]
    main = mapped.apply(page_edits(page, kept, dropped))
    lost = (page.is_notice and not _tells_much(main.text)) or (
        len(main.text) < FEW_CHARS and len(main.text) < MIN_FOUND * _not_set_aside(page)
    )
    heads = (page.title or "", *(page.text(page.blocks[n]) for n in page.headings[:MAX_HEADS]))
    return _Main(main, metadata, lost, page.is_list or _is_linked(page, kept), heads)


def _tells_much(text: str) -> bool:
    """Return whether paragraphs that are no notices of a site make a text: the page is then more than its notices."""
    paragraphs = (part for part in text.split("\n\n") if SENTENCE_END.search(part))
    return sum(len(part) for part in paragraphs if not is_notice(part)) >= FEW_CHARS


def _is_linked(page: Page, kept: list[int]) -> bool:
    """Return whether most of the main text is links."""
    n_chars = sum(page.blocks[n].n_chars for n in kept)
    return sum(page.blocks[n].n_link_chars for n in kept) > LINKED_SHARE * n_chars


def _not_set_aside(page: Page) -> int:
    """Return how many characters of running text a page has, without long links and what is furniture for certain."""
    apart = (block for block in page.blocks if _is_furniture(page, block) or _is_long_link(block))
    return running_text(page.source) - sum(block.n_chars for block in apart)


def _is_long_link(block: Block) -> bool:
    return block.n_link_chars >= block.n_chars >= GOOD_CHARS


def _is_furniture(page: Page, block: Block) -> bool:
    """Return whether running text is that of a list or a comment, or looks like furniture that is to be trusted."""
    return block.good and (block.listed or page.nodes[block.node].is_firm or (block.away and page.is_headed))


def _main(page: Page) -> tuple[list[int], int]:
    """Return the blocks of a page's main text, and how many characters of running text they hold."""
    kept = main_blocks(page, find_main(page))
    return kept, sum(page.blocks[n].n_chars for n in kept if page.blocks[n].good)


def _mended(page: Page) -> Page:
    """Return a page read past the elements that have lost their ends, if they swallowed running text."""
    ignored: set[int] = set()
    best = page
    for _ in range(MAX_MENDS):
        if ignored.issuperset(page.unclosed):
            break
        ignored.update(page.unclosed)
        page = read_page(page.source, ignored=frozenset(ignored))
        before, after = _running(best), _running(page)
        # An aside without an end may only be the last thing on the page.
        if after[0] > before[0] or after[1] > SWALLOWED * before[1]:
            best = page
    return best


def _running(page: Page) -> tuple[int, int]:
    """Return how many characters of running text a page has, and how many of them outside what stands beside it."""
    good = [block for block in page.blocks if block.good]
    return sum(block.n_chars for block in good), sum(block.n_chars for block in good if not block.away)


def _without_head(page: Page, kept: list[int], first: int, heading: int | None, title: str | None) -> list[int]:
    """Return the blocks without the page's headline, what stands above it, date lines below it, and menus around."""
    if heading is not None and heading in kept and heading <= first:
        kept = [n for n in kept if n > heading]
    key = squeeze(title or "")
    body: list[int] = []
    last = next((n for n in reversed(kept) if page.blocks[n].good), kept[-1] if kept else 0)
    for n in kept:
        if not first <= n <= last and is_menu(page.blocks[n]):
            continue
        if n <= first and page.blocks[n].n_chars <= 400:
            text = page.text(page.blocks[n])
            if (key and squeeze(text) == key) or is_date_line(text):
                continue
        body.append(n)
    return body
