"""Finds the headline of a release that came as plain text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.clean_text.dateline import MAX_HEAD, find_line
from pipeline.clean_text.days import DAY, parse_date_line
from pipeline.clean_text.debris import squeeze
from pipeline.clean_text.page_titles import is_body, is_section, title_parts

MIN_WORDS, MIN_CHARS, MAX_CHARS = 4, 20, 220  # headlines of the samples have 5 to 25 words
SENTENCE = 60  # a paragraph of so many characters that ends as a sentence does is body
_SENTENCE_END = re.compile(r"(?<!\b[JS]r)(?<!\b(?:Inc|Ltd))(?<!\bU\.S)(?:[.!?:;,])[\"'”’)\]]*$")
_NO_HEADLINE = re.compile(
    r"(?:for )?immediate release|embargo|(?:media |press )?contacts?\b|(?:tel|phone|e-?mail|date|updated?)\b"
    r"|(?:press|news|media) (?:release|statement|notice)(?: ?(?:no\b|nr\b|number\b|[#|:\d]).*)?$"
    r"|[^.]{2,60} ?[–—|:-] ?(?:press|news|media) (?:release|statement|notice)s?(?: ?(?:no\b|nr\b|number\b|[#|:\d]).*)?$"
    r"|(?:posted|published)\b|(?:photos?|pictured) ?:|editor.?s.? notes?\b|notes? (?:to|for) (?:the )?editors?\b"
    r"|(?:publisher|source|language|author|outlet|url|issuing \w+|who|what|when|where) ?:|\(|•|\*",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:office|department|ministry|bureau|division) (?:of|for)\b|(?:oficina|departamento) del?\b", re.IGNORECASE
)
_OFFICE = re.compile(r"(?:office|department|ministry|agency|police|bureau|service|division|unit)$", re.IGNORECASE)
MAX_OFFICE = 8  # words of an office; "... crash while fleeing from police" is longer
# What stands in front of a headline on its line: the day and a label ("March 15 2006 Press Release Two held").
_LABEL = re.compile(
    rf"(?:(?:(?:for )?immediate release|para (?:su )?publicación inmediata)(?: ?[:–—-] ?| (?={DAY} )))?"
    rf"(?:(?:{DAY}|\d\d \d\d \d{{4}}) +)?(?:(?:press|news|media) release[: ]+(?!of\b)|(?:title|headline) ?: ?)?",
    re.IGNORECASE,
)
# Names of a site, its sections and its owner are no headlines ("News Releases Browse by", "Senator Ada Lind Utopia").
_SITE = re.compile(
    r".{0,60}\b(?:press|news) (?:releases?|room)(?: browse by)?|contact|(?:press|news) releases? of .{3,60}"
    r"|(?:(?:the )?(?:u\.? ?s\.?|united states) )?(?:senator|representative|congress(?:wo)?man)(?: \w+\.?){1,4}",
    re.IGNORECASE,
)
# A line that a headline does not end with, and how much of a line a printed page fills.
_GOES_ON = re.compile(
    r"(?<![\w-])(?:a|after|against|an|and|as|at|before|between|by|citing|during|following|for|from|his|in|into|its"
    r"|of|on|or|over|the|their|through|to|under|with|without"
    r"|con|de|del|el|en|la|las|los|para|por|y)$",
    re.IGNORECASE,
)
_REST = re.compile(r"(?:For|Of|And|With|By|From|That|To) (?=[A-Z])")  # a second line of one
FULL = 50
MAX_LINES = 4  # of a headline
MIN_WRAPPED, MAX_WIDTH = 6, 130  # lines that go on in small letters on the next, and their characters
MAX_HEAD_LINES, MAX_PAGE_TITLE = 60, 400  # lines of a page in which its title comes again; characters of that
MAX_SCRAP = 3  # letters of a word that markup leaves alone on a line
MIN_NAMED = 3  # words of a headline that stands in a page's title
_CUT = re.compile(r" ?(?:\.\.\.|\u2026)$")
_BESIDE = re.compile(r"\s*[|¦»]\s*|\s+[-–—•·]+\s+")
MIN_CASED = 4  # letters of a word that a headline in title case writes with a capital
MIN_TITLED = 7  # such words of a headline that shows its case
FEW_SMALL, MANY_SMALL = 0.1, 0.5  # shares of words that begin small, of such a headline and of a sentence
# "Two held over boats 14 March 2022"; "the meeting on 14 March 2022" is what the headline tells.
_LAST_DAY = re.compile(
    rf"(?<!\bon)(?<!\bof)(?<!\bto)(?<!\bfor)(?<!\bfrom)(?<!\buntil)(?<!\bthe)(?<!\bby) {DAY}$", re.IGNORECASE
)
# Who releases: "Harbour Greens Senator for Haventor", above or below the mark "Media release".
_LETTERHEAD = re.compile(
    r".{0,120}\b(?i:(?:prime )?minister (?:for|of)|senator for|member for|spokes(?:man|woman|person) (?:for|on)"
    r"|leader of (?:the )?(?:opposition|house|senate|nationals|greens)"
    r"|(?:director|chief|head) of (?:public|media|communi))"
    r"(?: (?:[A-Z]\S*|of|and|the|for|&)){0,12}(?:(?<=for)(?: \w+){1,4}|\w{0,12}(?: [A-Z]\w+)?)"
)
_RELEASED = re.compile(
    r"(?:for )?immediate release ?:|(?:press|news|media) release ?:|para (?:su )?publicación inmediata ?:",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:(?:press|news|media) (?:release|statement)|(?:for )?immediate release)\W*", re.IGNORECASE)
_CONTACT = re.compile(r"@|https?:|\d{3}[ .-](?!000\b)\d{3,4}|\b(?i:contact(?:os?|s)?) ?: ?[A-Z]|, [A-Z]{2} \d{5}$")


def find_headline(text: str, *, body: int, width: int | None = None) -> str | None:
    """Return the first line above the body that reads as a headline, or None.

    Args:
        text: the clean text.
        body: where the dateline begins, if there is one; a headline stands above it.
        width: how many characters a line may have, of a text that came hard-wrapped.
    """
    at = 0
    head = text.split("\n\n", MAX_HEAD)[:MAX_HEAD]
    marked = any(map(_MARK.fullmatch, head))
    owner: str | None = None
    for n, line in enumerate(head):
        paragraph = line
        if (len(paragraph) >= SENTENCE and _SENTENCE_END.search(paragraph)) or (body and at + len(paragraph) >= body):
            return owner
        at += len(paragraph) + 2
        paragraph = _LAST_DAY.sub("", _once(paragraph[_front(paragraph) :])).rstrip(" ,|–—-")
        if not MIN_CHARS <= len(paragraph) <= _most(head, line) or len(paragraph.split()) < MIN_WORDS:
            continue
        if (
            _SENTENCE_END.search(paragraph)
            or _is_site(paragraph)
            or _NO_HEADLINE.match(paragraph)
            or (_UNIT.match(paragraph) and not (_RELEASED.match(line) and len(paragraph.split()) > MAX_OFFICE))
            or _CONTACT.search(paragraph)
        ):
            continue
        if (
            parse_date_line(paragraph) is None
            and find_line(paragraph) is None
            and at < len(text)
            and not (_OFFICE.search(paragraph) and len(paragraph.split()) <= MAX_OFFICE)
        ):
            if marked and _LETTERHEAD.fullmatch(paragraph):
                owner = owner or paragraph
                continue
            # A page's own title ("Two held | Harbour Police") gives way to the headline it repeats.
            return next(
                (line for line in head if len(line) >= MIN_CHARS and _repeats(paragraph, line)),
                _whole(head, n, paragraph, width),
            )
    return owner


def _most(head: list[str], line: str) -> int:
    """Return how many characters a line may have to be the headline: more where it stands twice."""
    return 2 * MAX_CHARS if head.count(line) > 1 else MAX_CHARS


def _whole(head: list[str], n: int, headline: str, width: int | None) -> str:
    """Return a headline with what stands of it on the lines below, where it breaks off or has filled its line."""
    full = _RELEASED.match(head[n]) is not None and len(head[n]) >= FULL
    for above, below in itertools.pairwise(head[n : n + MAX_LINES]):
        full = full or _fills(above, below, width)
        if not (full or _GOES_ON.search(headline) or _REST.match(below)) or not _may_go_on(below):
            break
        if full and _is_titled(headline) and _is_sentence(below):
            break
        headline, full = f"{headline} {below}", False
    return headline


def _may_go_on(line: str) -> bool:
    """Return whether a line below a headline may be its next line."""
    return line[:1].isalpha() and not (
        len(line) > MAX_CHARS
        or _SENTENCE_END.search(line)
        or _NO_HEADLINE.match(line)
        or _UNIT.match(line)
        or parse_date_line(line)
        or find_line(line)
    )


def _fills(above: str, below: str, width: int | None) -> bool:
    """Return whether a line of a text of known width had no room for the first word below it."""
    return width is not None and FULL <= len(above) <= width < len(above) + 1 + len(below.split(" ", 1)[0])


def wrap_width(lines: Sequence[str]) -> int | None:
    """Return how many characters the lines of a hard-wrapped text may have; None of a text that is not."""
    wrapped = [
        len(above)
        for above, below in itertools.pairwise(lines)
        if below[:1].islower() and above and not _SENTENCE_END.search(above)
    ]
    widest = max(wrapped, default=0)
    return widest if len(wrapped) >= MIN_WRAPPED and FULL <= widest <= MAX_WIDTH else None


def find_named(lines: Sequence[str]) -> str | None:
    """Return the headline that the first line of a page's dump names beside its site, as lines below it show it.

    >>> find_named(["Two held over boats - Harbour Police", "News", "TWO HELD", "OVER BOATS", "Two men were held."])
    'TWO HELD OVER BOATS'
    """
    page = [line for line in lines if any(map(str.isalpha, line))][:MAX_HEAD_LINES]
    named = _named_parts(page[0]) if page and len(page[0]) <= MAX_PAGE_TITLE else {}
    tight = {key.replace(" ", ""): key for key in named}
    found: dict[str, str] = {}
    for n in range(1, len(page) if named else 0):
        own = squeeze(page[n])
        if not any(key.startswith(own[:MIN_CHARS]) for key in named):
            continue
        for m in range(n + 1, min(n + 1 + MAX_LINES, len(page) + 1)):
            key = squeeze(shown := " ".join(page[n:m]))
            if (whole := tight.get(key.replace(" ", ""))) is not None:
                # Where markup parts a word ("lost boat", "s") the title of the page has it whole.
                parted = whole != key and any(len(line) <= MAX_SCRAP for line in page[n:m])
                found.setdefault(whole, _CUT.sub("", named[whole] if parted else shown))
        if _CUT.search(page[n]) and len(stem := own.rpartition(" ")[0]) >= MIN_CHARS:
            found |= {key: part for key, part in named.items() if key.startswith(stem) and key not in found}
    best = found[max(found, key=len)].rstrip(" ;") if found else ""
    own = best[_front(best) :]
    return (own if len(own.split()) >= MIN_NAMED else best) or None


def names_only_site(headline: str, lines: Sequence[str]) -> bool:
    """Return whether what reads as a headline is the body whose name ends the title of a page, its first line."""
    _, *beside = _BESIDE.split(next(filter(None, lines), ""))
    return bool(beside) and is_body(headline) and squeeze(beside[-1]) == squeeze(headline)


def _named_parts(title: str) -> dict[str, str]:
    """Return what may be the headline of a page's title, with a site beside it, by its letters."""
    parts = [title[: mark.start()] for mark in _BESIDE.finditer(title)]
    parts += [part for part in title_parts(title) if part != title]
    return {
        squeeze(part): part
        for part in parts
        if len(part.split()) >= MIN_NAMED and not is_body(part) and not is_section(part)
    }


def _is_titled(line: str) -> bool:
    """Return whether a line is in title case: of many words of four letters or more hardly any begins small."""
    words = [word for word in line.split() if len(word) >= MIN_CASED]
    return len(words) >= MIN_TITLED and sum(word[0].islower() for word in words) < FEW_SMALL * len(words)


def _is_sentence(line: str) -> bool:
    """Return whether a line is written as sentences are: most of its words of four letters or more begin small."""
    words = [word for word in line.split() if len(word) >= MIN_CASED]
    return sum(word[0].islower() for word in words) >= MANY_SMALL * len(words) > 0


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
    parts = _BESIDE.split(paragraph)
    if len(parts) > 1 and all(is_section(part) or is_body(part) for part in parts):
        return True
    match = _SITE.fullmatch(paragraph)
    return match is not None and not any(word[0].islower() and len(word) > 3 for word in paragraph.split())


def _repeats(page_title: str, headline: str) -> bool:
    rest = page_title[len(headline) :]
    return page_title.startswith(headline) and rest.lstrip()[:1] in ("|", "-", "–", "—", "»", "•") and rest[:1] == " "
