"""Finds page furniture by what a line looks like and what stands around it."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.days import DAY, is_date_line
from pipeline.clean_text.debris import RELEASED, Line, squeeze
from pipeline.clean_text.furniture_features import OF_RELEASES, Look, core_of, is_running, look_at, surroundings
from pipeline.clean_text.page_titles import split_title
from pipeline.spans import Edit


@functools.cache
def _weights(stage: str) -> dict[str, float]:
    rows = lookups.table("furniture_weights", key=("stage", "feature"))
    return {row["feature"]: float(row["weight"]) for row in rows if row["stage"] == stage}


def add_up(weights: Mapping[str, float], names: Iterable[str]) -> float:
    """Return the sum of the weights of a line's features: the log of the odds that it is furniture."""
    total = 0.0
    for name in names:
        total += weights.get(name, 0.0)
    return total


# Lines of menus come again on release after release.
@functools.lru_cache(maxsize=16384)
def _alone(text: str) -> tuple[float, float]:
    """Return what a line by itself has in the odds of both stages."""
    names = look_at(text).names
    return add_up(_weights("own"), names), add_up(_weights("around"), names)


PAGE_TITLE = "page-title"
DOUBTFUL = "doubtful-line"
RULES = ("caption-repeated", "furniture-above", "furniture-below", "furniture-within", PAGE_TITLE, "site-notice")

# The log of the odds from which a line goes, by where it stands and what it is. Tuned on the development half of the
# second gold so that of a thousand words of bodies less than one goes; run `tools.make_furniture_weights` again and
# look at both figures after a change.
OUTSIDE, WITHIN = 0.0, 1.5
FEW_SMALL = 2  # words in small letters beside an address
DOUBT = 0.0  # of a line below the body that stays: from here on it is rather furniture than not
BUTTON, BUTTON_WITHIN = 4, 0.3  # words of a line with a word of furniture
LONG_OUTSIDE, LONG_WITHIN = 1.0, 4.0
LISTED = -1.5  # below the heading of a list of other pages
MAX_SIGNED = 12  # words of a line below the mark that ends a release: tags, an office, who leads it
TOLD = 8  # words in small letters of a sentence below that mark
DEEP, DEEP_BELOW = 6, -3.0  # so many lines that are furniture for sure below the body
NEAR_BODY = 2  # lines below the body where its list may begin
HEAD = 2.0  # between headline and body stand offices and persons, too
FOOT = 2.5  # below the body stand lists of it, until something that is furniture for sure
MIN_SMALL, BROKEN, SMALL_SHARE = (
    3,
    5,
    0.25,
)  # lines, words of a line, and the share of lines beginning in lower case, of broken sentences
SMALL = 3.0  # more for a line that begins in lower case without a word of furniture, as broken sentences do
UNNAMED = 5.0  # the same, without a word of furniture
HALF_SURE = 0.5
ENTRY = 7  # words of an entry of a menu
LONG_RUN = 10  # such lines that are a menu whatever their words
N_RUN = 4  # such lines one below the other
NO_ENTRY = ("digits", "item", "starts small", "starts with sign", "no letters")
SURE = 1.0  # by itself, with a word of furniture
LONG = 9  # words
SENTENCE = 5  # words of a line that ends as a sentence
MIN_PROSE = 2  # lines of running text without which nothing tells where a body stands
MIN_PROSE_WORDS = 40
N_HEAD = 25  # lines above the body in which its headline is sought
NEAR = 8  # lines from the headline where a day or "Press release" is the release's
MIN_MENU = 2  # lines with words of furniture that make a menu of what stands above the headline
MIN_DUMP = 4  # such lines in the text of a page
MIN_TITLE, MAX_TITLE = 4, 40  # words of a headline
LONG_TITLE = 7  # words of a headline that may have a word of furniture
MIN_NAMED = 3  # words of a headline that the page's title has, too
MAX_LETTERHEAD = 3  # lines above "For immediate release"
MAX_SITE = 5  # words of a site's name
PLACE = 3  # words of a place on a line of its own
PART = 3  # so many lines as long as one make a headline
STANDFIRST = 2  # lines of a standfirst right above the body
MAX_OVER = 3  # lines of a headline that stands over several
MAX_ABOVE = 300  # lines above the body that are looked through for it
MIN_ABOVE, MOST = 20, 0.5  # lines above a certain headline, and the share of them that is furniture, for all to be
MAX_ENTRY = 45  # words of a line above it that goes with them
MIN_CUT = 20  # characters of a headline cut off with dots
RUN, MIN_SAME = 4, 0.8  # a caption that repeats the text has such a share of its runs of so many words from one line
MIN_CAPTION, MAX_CAPTION = 7, 45  # words of it
MIN_GALLERY = 3  # of them in a gallery; a text may repeat itself
MAX_SOURCES = 8  # lines that have a run of words
MIN_LABELS, MAX_ADVICE = 3, 20  # labels of an advisory ("WHO:"), and lines from the first to the last
ITEM = 5  # words of an item in a list of countries
# Rules that tell nothing of a page: such lines stand below typed releases, too.
MARKED = (
    "collector-note",
    "form-field",
    "tag-list",
    "release-mark",
    "end-mark",
    "media-contact",
    "notes-to-editors",
    "page-number",
    "counter",
    "caption",
)
CONTACT = frozenset(["contact"])

# What printers put on a page: its number, the time to the second; or an address, with few words beside it.
_PRINTED = re.compile(r"\bpage \d+ of \d+|\(\d+ of \d+\)|\b\d{1,2}:\d\d:\d\d\b", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://|\bwww\.)\S+", re.IGNORECASE)
_SMALL = re.compile(r"(?<!\S)[^\W\d_A-Z]")
_CUT = re.compile(r"(?:\.\.\.|…)$")
_ITEM = re.compile(r"[-–*•·>] |\d{1,3}[.)] ")
_DATED = re.compile(rf"\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|{DAY}", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?]['\"”’)\]]*\s+[^\W\d_]")
_HEADING = re.compile(r"#{1,3} ")
_BARS = re.compile(r" [|»›•·/–—-] |[|»›]")
_FIELD = re.compile(r"[A-Z][A-Za-z ]{2,30}: \w")
_LABEL = re.compile(r"(WHO|WHAT|WHEN|WHERE)\b ?:", re.IGNORECASE)
_MARKS = frozenset(["mark"])


class Furniture(NamedTuple):
    """What is furniture of a text.

    Attributes:
        rules: of each line that goes, by the line's number.
        site: takes the site's name off the first line, a page's title whose headline stands nowhere else.
        doubtful: the lines that stay although they are rather furniture than not.
    """

    rules: dict[int, str]
    site: Edit | None
    doubtful: frozenset[int] = frozenset()


class _Text(NamedTuple):
    """What is known of a text when its lines are judged.

    Attributes:
        own: the odds of each line by itself.
        odds: the same with its neighbours.
        places: their features by neighbours and place.
        low, high: where the body stands.
        headline: the number of its line; that of the body's first line where there is none.
        menu: whether a menu stands above the headline.
        is_dump: whether several lines are furniture for sure, as in the text of a whole page.
        depths: how many lines that are furniture for sure stand between the body and each line below it.
        foot: the first line below the body that is furniture for sure.
        end: the line below the mark that ends the release; the number of lines where none stands right below the body.
    """

    lines: Sequence[Line]
    looks: Sequence[Look]
    own: Sequence[float]
    odds: Sequence[float]
    places: Sequence[tuple[str, ...]]
    low: int
    high: int
    headline: int
    menu: bool
    foot: int
    is_dump: bool
    depths: Sequence[int]
    end: int


def find_furniture(
    lines: Sequence[Line],
    soft: Collection[int],
    debris: Mapping[int, str],
    *,
    title: str | None = None,
    headed: bool = False,
    disabled: frozenset[str] = frozenset(),
) -> Furniture:
    """Find the lines that look like page furniture.

    Args:
        lines: the lines of the text that are not blank, in order.
        soft: numbers of the lines whose line end is a wrapping (`lines.find_soft_breaks`).
        debris: lines that other rules take; they are not judged again, but are furniture to their neighbours.
        title: the headline, where known.
        headed: whether the headline stands above a day and a sentence, which are a body however short.
        disabled: names of rules to leave out.
    """
    wrapped = wrapped_prose(lines, soft)
    looks = [look_at(line.text) for line in lines]
    prose = [look.n_words for n, look in enumerate(looks) if look.prose or n in wrapped]
    advice = _advice(lines)
    if len(prose) < MIN_PROSE and sum(prose) < MIN_PROSE_WORDS and not (headed or advice):
        return Furniture({}, None)
    text = _read(lines, looks, wrapped, debris, title, advice)
    kept = (
        wrapped
        | advice
        | _broken_prose(text)
        | _broken(lines, looks)
        | _countries(lines, looks)
        | _items(text, debris)
        | _fields(text)
    )
    found = _page_titles(text)
    for n in range(len(lines)):
        if n in found or n in kept or _is_of_head(text, n) or _is_lone_day(text, n):
            continue
        rule = _rule(text, n)
        if rule is not None:
            found[n] = rule
    for n in _rest_above(text, found, debris):
        found.setdefault(n, "furniture-above")
    for n in _repeated(text, wrapped):
        found.setdefault(n, "caption-repeated")
    rules = {n: rule for n, rule in found.items() if n not in debris and rule not in disabled}
    doubtful = frozenset() if DOUBTFUL in disabled else _doubtful(text, kept.union(found, debris))
    if rules.get(0) != PAGE_TITLE or _is_in_page_title(lines, text.headline) or _stands_again(text):
        return Furniture(rules, None, doubtful)
    site = _site_of(lines[0])
    rest = {n: rule for n, rule in rules.items() if n} if site else rules
    return Furniture(rest, site, doubtful)


def _doubtful(text: _Text, settled: Collection[int]) -> frozenset[int]:
    """Return the lines below the body that are rather furniture than not, and look like what a printer adds.

    Above the body headlines and below it lists of the accused have the same odds, and what they tell is the release's.
    """
    below = range(text.high, len(text.lines))
    return frozenset(n for n in below if n not in settled and text.odds[n] >= DOUBT and _is_printed(text.lines[n].text))


def _is_printed(text: str) -> bool:
    """Return whether a line has a page's number or time, or an address and hardly a word in small letters."""
    if _PRINTED.search(text):
        return True
    return _SITE.search(text) is not None and len(_SMALL.findall(_SITE.sub("", text))) <= FEW_SMALL


def _rest_above(text: _Text, found: Mapping[int, str], debris: Mapping[int, str]) -> list[int]:
    """Return what is left of a menu above a headline that the page's title names: entries that are sentences."""
    above = range(1, text.headline)
    if len(above) < MIN_ABOVE or not _is_in_page_title(text.lines, text.headline):
        return []
    if sum(n in found or n in debris for n in above) < MOST * len(above):
        return []
    return [n for n in above if text.looks[n].n_words <= MAX_ENTRY and not _is_of_head(text, n)]


def _site_of(line: Line) -> Edit | None:
    """Return the edit that takes the site's name out of a page's title, where its headline stands nowhere else."""
    whole = " ".join(line.text.split())
    # Among menus the short name behind the last bar or dash is the site's, also where it names no known body.
    last = _BARS.split(whole)[-1].strip()
    headline = split_title(whole, (last,) if len(last.split()) <= MAX_SITE else ()).headline
    at = line.text.find(headline)
    if at < 0 or headline == line.text:
        return None
    if at == 0:
        return Edit(line.start + len(headline), line.end, "", PAGE_TITLE)
    return Edit(line.start, line.start + at, "", PAGE_TITLE) if at + len(headline) == len(line.text) else None


def _rule(text: _Text, n: int) -> str | None:
    """Return the rule by which a line goes because of its looks, or None."""
    inside = text.low <= n < text.high
    if text.is_dump and "notice" in text.looks[n].names and not inside:
        return "site-notice"
    if text.odds[n] < _least(text, n):
        return None
    return "furniture-within" if inside else "furniture-above" if n < text.low else "furniture-below"


def wrapped_prose(lines: Sequence[Line], soft: Collection[int]) -> frozenset[int]:
    """Return the numbers of the lines that are hard-wrapped running text."""
    found: set[int] = set()
    run: list[int] = []
    for n in range(len(lines)):
        run.append(n)
        if n not in soft:
            if len(run) > 1 and is_running(" ".join(lines[m].text for m in run)):
                found.update(run)
            run = []
    return frozenset(found)


def _read(
    lines: Sequence[Line],
    looks: Sequence[Look],
    wrapped: Collection[int],
    debris: Mapping[int, str],
    title: str | None,
    advice: Collection[int],
) -> _Text:
    logits = [_alone(line.text)[0] for line in lines]
    low, high = _core(core_of(looks, logits, wrapped), advice)
    places = surroundings(lines, looks, logits, wrapped, (low, high))
    around = _weights("around")
    odds = [_alone(line.text)[1] + add_up(around, names) for line, names in zip(lines, places, strict=True)]
    sure = [
        (n in debris and debris[n] not in MARKED) or (logits[n] >= SURE and bool(look.kinds - OF_RELEASES - CONTACT))
        for n, look in enumerate(looks)
    ]
    headline = _find_headline(lines, looks, low, title)
    plain = [
        _is_entry(look) and own >= HALF_SURE and odd >= HEAD for look, own, odd in zip(looks, logits, odds, strict=True)
    ]
    foot = next((n for n in range(high, len(lines)) if sure[n] or _is_run(plain, n)), len(lines))
    menu = (
        sum(sure[:headline]) >= MIN_MENU
        or (headline > 0 and _is_in_page_title(lines, headline))
        or any(all(plain[n : n + LONG_RUN]) for n in range(headline - LONG_RUN))
    )
    is_dump = (
        menu
        or sum(sure) >= MIN_DUMP
        or (sum(sure) >= MIN_MENU and any(_is_run(plain, n) for n in range(high, len(lines))))
    )
    depths = [0] * high + list(itertools.accumulate(sure[high:]))
    ends = range(max(0, high - 1), min(high + NEAR_BODY, len(lines)))
    end = next((n + 1 for n in ends if debris.get(n) == "end-mark"), len(lines))
    return _Text(lines, looks, logits, odds, places, low, high, headline, menu, foot, is_dump, depths, end)


def _core(found: tuple[int, int], advice: Collection[int]) -> tuple[int, int]:
    """Return where the body stands: with what an advisory tells under labels, or there where more runs on below it."""
    first, last = min(advice, default=0), max(advice, default=-1) + 1
    if not advice or 0 < found[1] <= first:
        return found
    return (first, last) if found[0] >= last else (min(found[0], first), max(found[1], last))


def _is_entry(look: Look) -> bool:
    """Return whether a line can be an entry of a menu: a few words, no sentence, no item, no figure."""
    return look.n_words <= ENTRY and not look.ends and not any(name.startswith(NO_ENTRY) for name in look.names)


def _is_run(plain: Sequence[bool], n: int) -> bool:
    """Return whether a run of lines that look like a menu begins at a line."""
    return n + N_RUN <= len(plain) and all(plain[n : n + N_RUN])


def _find_headline(lines: Sequence[Line], looks: Sequence[Look], low: int, title: str | None) -> int:
    """Return the line above the body that is its headline; the body's first line where none can be told."""
    keys = [squeeze(line.text) for line in lines[: low + 1]]
    wanted = squeeze(title or "")
    above = range(max(0, low - N_HEAD), low)
    for n in above:
        if keys[n] and keys[n] == wanted:
            return n
    # Of what the page's title names ("District of Quay | Two men held over boats") the longest is the headline.
    titled = [n for n in above if n and keys[n] and _is_in_page_title(lines, n)]
    if titled:
        return max(titled, key=lambda n: (len(keys[n].split()), -n))
    # A first line with a bar is a page's title, or its headline with a dash.
    named = [n for n in above if _can_be_headline(looks[n]) and (n or not _BARS.search(lines[0].text))]
    marked = [n for n in named if _HEADING.match(lines[n].text)]
    near = [n for n in named if low - n <= NEAR]
    if 0 in named and (low <= N_HEAD or not near):
        return 0
    return marked[0] if marked else near[0] if near else low


def _can_be_headline(look: Look) -> bool:
    return MIN_TITLE <= look.n_words <= MAX_TITLE and (look.n_words >= LONG_TITLE or not look.kinds - OF_RELEASES)


@functools.lru_cache(maxsize=16)
def _has_bars(first: str) -> bool:
    """Return whether a text's first line is parted as pages' titles are; it is asked for every other line."""
    return _BARS.search(first) is not None


def _is_in_page_title(lines: Sequence[Line], n: int) -> bool:
    """Return whether a line is the headline of a page's title ("Two held | Harbour Police") that is the first line."""
    if not _has_bars(lines[0].text) or _CUT.search(lines[n].text):
        return False
    key, whole = squeeze(lines[n].text), squeeze(lines[0].text)
    return len(key.split()) >= MIN_NAMED and key != whole and f" {key} " in f" {whole} "


def _page_titles(text: _Text) -> dict[int, str]:
    """Return the page's title where its headline stands again or menus follow, and what is cut off of it."""
    if not text.lines or not _BARS.search(text.lines[0].text) or text.low == 0:
        return {}
    whole = squeeze(text.lines[0].text)
    cut = [
        n
        for n, line in enumerate(text.lines)
        if n and _CUT.search(line.text) and len(line.text) >= MIN_CUT and whole.startswith(_uncut(line.text))
    ]
    if (
        cut
        or _stands_again(text)
        or (text.headline > 0 and (text.menu or _is_in_page_title(text.lines, text.headline)))
    ):
        return dict.fromkeys([0, *cut], PAGE_TITLE)
    return {}


def _advice(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of an advisory, which tells under labels who does what, when and where; none of another text."""
    labels = {n: match for n, line in enumerate(lines) if (match := _LABEL.match(line.text))}
    first, last = min(labels, default=0), max(labels, default=0)
    if len({match[1].upper() for match in labels.values()}) < MIN_LABELS or last - first > MAX_ADVICE:
        return frozenset()
    below = labels[last].end() == len(lines[last].text.rstrip())  # what the last label tells stands on the next line
    return frozenset(range(first, min(last + 1 + below, len(lines))))


def _stands_again(text: _Text) -> bool:
    """Return whether the headline of the page's title stands again, over several lines or behind a day."""
    headline = squeeze(split_title(text.lines[0].text).headline)
    if len(headline.split()) < MIN_TITLE or headline == squeeze(text.lines[0].text):
        return False
    below = (text.lines[n : n + MAX_OVER] for n in range(1, min(text.low + 1, MAX_ABOVE)))
    return any(f" {headline} " in f" {squeeze(' '.join(line.text for line in part))} " for part in below)


def _uncut(text: str) -> str:
    """Return the whole words of a text that is cut off with dots."""
    return squeeze(text.rstrip(".… ").rpartition(" ")[0])


def _repeated(text: _Text, wrapped: Collection[int]) -> list[int]:
    """Return the lines of picture galleries: captions one below the other, most of which repeat the text."""
    blocks = {text.lines[n].block for n in wrapped}
    times = Counter(line.text for line in text.lines)
    runs = _runs_of([n for n in range(len(text.lines)) if _is_alone(text, n, blocks, times)])
    if not runs:
        return []
    words = [squeeze(line.text).split() for line in text.lines]
    sources: dict[tuple[str, ...], list[int]] = {}
    for n, look in enumerate(text.looks):
        if look.prose:
            for piece in _pieces(words[n]):
                sources.setdefault(piece, []).append(n)
    repeats = [n for run in runs for n in run if _repeats(words, sources, n)]
    gallery = (n for run in _runs_of(repeats) for n in range(run[0], run[-1] + 1))
    return [n for n in gallery if text.looks[n].n_words <= MAX_CAPTION]


def _runs_of(numbers: Sequence[int]) -> list[list[int]]:
    """Return the runs of lines long enough for a gallery, in which single lines may be missing."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n - runs[-1][-1] <= 2:
            runs[-1].append(n)
        else:
            runs.append([n])
    return [run for run in runs if len(run) >= MIN_GALLERY]


def _is_alone(text: _Text, n: int, blocks: Collection[int], times: Mapping[str, int]) -> bool:
    """Return whether a line can be a caption: a paragraph of one sentence, told once."""
    line = text.lines[n]
    return (
        MIN_CAPTION <= text.looks[n].n_words <= MAX_CAPTION
        and line.block not in blocks
        and times[line.text] == 1
        and not _ITEM.match(line.text)
        and not _TWO_SENTENCES.search(line.text)
    )


def _pieces(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]


def _repeats(words: Sequence[Sequence[str]], runs: Mapping[tuple[str, ...], list[int]], n: int) -> bool:
    """Return whether another line, which is longer, has what a line says."""
    pieces = _pieces(words[n])
    sources = Counter(m for piece in pieces for m in runs.get(piece, ())[:MAX_SOURCES] if len(words[m]) > len(words[n]))
    return max(sources.values(), default=0) >= MIN_SAME * len(pieces)


def _fields(text: _Text) -> frozenset[int]:
    """Return the lines right below the body that say something under a label ("Prosecutor: Marta Quill, Quay Unit")."""
    below = range(text.high, min(text.high + NEAR_BODY, len(text.lines)))
    return frozenset(n for n in below if _FIELD.match(text.lines[n].text) and not text.looks[n].kinds - OF_RELEASES)


def _items(text: _Text, debris: Mapping[int, str]) -> frozenset[int]:
    """Return the items of the body's lists: those below a line that ends with a colon, and marked ones below it."""
    found: set[int] = set()
    listing = False
    for n in range(text.low, len(text.lines)):
        look = text.looks[n]
        marked = _ITEM.match(text.lines[n].text) is not None
        is_furniture = text.own[n] >= SURE and bool(look.kinds - OF_RELEASES)
        if n in debris or is_furniture or "list heading" in look.names or "heading" in look.names:
            listing = False
        elif text.lines[n].text.rstrip("*_ ").endswith(":") and not look.kinds - OF_RELEASES:
            listing = listing or (look.n_words >= MIN_TITLE and n <= text.foot)
        elif marked and not look.kinds & {"related", "contact"}:
            listing = listing or n <= text.high + NEAR_BODY
        if listing:
            found.add(n)
    return frozenset(found)


def _is_of_head(text: _Text, n: int) -> bool:
    """Return whether a line is headline, day, or the name of the kind of release, where these stand."""
    if n == 0 and n < text.low and _can_be_headline(text.looks[0]) and not _BARS.search(text.lines[0].text):
        return True
    if 0 < n < text.low and RELEASED.match(text.lines[n - 1].text) and is_date_line(text.lines[n].text):
        return True
    if not text.headline - NEAR <= n < max(text.low, text.headline + 1):
        return False
    if n > text.headline and text.looks[n].kinds - OF_RELEASES == {"contact"}:
        return "notice" not in text.looks[n].names  # whom to write to about the site
    if n < text.low and (n == text.headline or (n and _is_part_of_headline(text, n))):
        return True
    look = text.looks[n]
    if _is_letterhead(text, n) or _is_office_below(text, n):
        return True
    if look.kinds - OF_RELEASES <= {"tags"} and look.n_words <= LONG and _DATED.search(text.lines[n].text):
        return True
    return (
        "day line" in look.names
        or is_date_line(text.lines[n].text)
        or (bool(look.kinds & _MARKS) and look.kinds <= OF_RELEASES and look.n_words <= LONG)
    )


def _is_office_below(text: _Text, n: int) -> bool:
    """Return whether a line right below "For immediate release" may name the office that releases."""
    look = text.looks[n]
    return (
        0 < n < text.low
        and RELEASED.match(text.lines[n - 1].text) is not None
        and look.n_words <= LONG
        and not look.kinds - OF_RELEASES - CONTACT
    )


def _is_part_of_headline(text: _Text, n: int) -> bool:
    """Return whether the page's title has a line that is no mere part of its site's name beside the headline."""
    key = squeeze(text.lines[n].text)
    parts = {squeeze(part) for part in _BARS.split(text.lines[0].text)} - {squeeze(text.lines[text.headline].text)}
    named = _is_in_page_title(text.lines, n) and key not in parts
    return named and PART * text.looks[n].n_words >= text.looks[text.headline].n_words


def _is_letterhead(text: _Text, n: int) -> bool:
    """Return whether a line is one of the few above "For immediate release", which name the office."""
    for m in range(n, min(n + 1 + MAX_LETTERHEAD, text.low)):
        if RELEASED.match(text.lines[m].text):
            return m > n
        if text.looks[m].kinds - OF_RELEASES - CONTACT or text.looks[m].n_words > LONG:
            return False
    return False


def _is_lone_day(text: _Text, n: int) -> bool:
    """Return whether a line right below the body is the only day of the release, or the place above it."""
    if not text.high <= n < text.high + NEAR:
        return False
    if n + 1 < len(text.lines) and text.looks[n].n_words <= PLACE and not text.looks[n].kinds - OF_RELEASES:
        n = n if is_date_line(text.lines[n].text) else n + 1
    return is_date_line(text.lines[n].text) and not any(is_date_line(line.text) for line in text.lines[:n])


def _least(text: _Text, n: int) -> float:
    """Return the odds that a line needs to go."""
    look = text.looks[n]
    is_long = look.n_words >= LONG
    if text.low <= n < text.high:
        if look.n_words <= BUTTON and look.kinds - OF_RELEASES - CONTACT:
            return BUTTON_WITHIN
        return LONG_WITHIN if is_long else WITHIN
    if n < text.headline:
        # A long line that is no sentence is a menu that has lost its breaks.
        return (LISTED if is_long and not look.ends else OUTSIDE) if text.menu else math.inf
    if n < text.low and not text.is_dump:
        return math.inf
    if n < text.low:
        if _is_standfirst(text, n):
            return math.inf
        run = _nearest(text, n)
        in_menu = all(_is_entry(text.looks[m]) and text.odds[m] >= HEAD for m in run) and _is_menu(text, run)
        return max(HEAD, LONG_OUTSIDE * is_long) if look.kinds - OF_RELEASES or in_menu else math.inf
    named = bool(look.kinds - OF_RELEASES)
    if n >= text.foot and text.is_dump and text.depths[n] >= DEEP:
        return DEEP_BELOW
    if text.is_dump and n >= text.end and look.n_words <= MAX_SIGNED and not look.ends and not _is_told(text, n):
        return DEEP_BELOW
    if n >= text.foot and text.is_dump:
        listed = any(name.startswith("listed") for name in text.places[n])
        return (
            LISTED
            if listed
            else LONG_OUTSIDE * is_long + SMALL * ("starts small" in look.names and not named) + OUTSIDE
        )
    if (look.ends and look.n_words >= SENTENCE) or not (named or text.is_dump):
        return math.inf
    return FOOT if named else UNNAMED


def _is_told(text: _Text, n: int) -> bool:
    """Return whether a line has many words in small letters, as sentences do and names do not."""
    return len(_SMALL.findall(text.lines[n].text)) >= TOLD


def _is_standfirst(text: _Text, n: int) -> bool:
    """Return whether a line is one of the two right above the body, below the day, that say what it tells."""
    below = range(n, text.low)
    return (
        len(below) <= STANDFIRST
        and not any(text.looks[m].kinds - OF_RELEASES for m in below)
        and text.looks[text.low - 1].n_words >= MIN_TITLE
        and any(is_date_line(text.lines[m].text) for m in range(text.headline, n))
    )


def _is_menu(text: _Text, run: range) -> bool:
    """Return whether one of a run of entries has a word of furniture, and none is of a contact."""
    kinds = frozenset().union(*(text.looks[m].kinds for m in run)) - OF_RELEASES
    return bool(kinds) and "contact" not in kinds


def _nearest(text: _Text, n: int) -> range:
    """Return the lines of a run as long as that of a menu, around a line between headline and body."""
    start = max(text.headline + 1, min(n - N_RUN // 2, text.low - N_RUN))
    return range(start, min(start + N_RUN, len(text.lines)))


def _broken(lines: Sequence[Line], looks: Sequence[Look]) -> frozenset[int]:
    """Return the lines that are parts of a sentence which markup has broken: the next goes on in lower case."""
    found: set[int] = set()
    for n in range(len(lines) - 2, -1, -1):
        below = n + 1
        starts = lines[below].text[0]
        if looks[n].ends or looks[n].kinds - OF_RELEASES or "notice" in looks[below].names:
            continue
        goes_on = (starts.islower() or starts in ",;)") and (looks[below].ends or below in found)
        last = look_at(lines[n].text.rsplit(None, 1)[-1])
        goes_on = goes_on or (below in found and "function" in last.kinds)
        if goes_on or (below in found and lines[below].text[0].isupper() and n + 2 < len(lines) and n + 2 not in found):
            found.update((n, below))
    return frozenset(found)


def _broken_prose(text: _Text) -> frozenset[int]:
    """Return the lines above and below the body where they are parts of sentences, as in scanned pages.

    Such lines often begin in lower case, which entries of menus and headlines do not.
    """
    found: set[int] = set()
    for part in (range(text.low), range(text.high, len(text.lines))):
        small = [n for n in part if "starts small" in text.looks[n].names and not text.looks[n].kinds - OF_RELEASES]
        long = [n for n in part if text.looks[n].n_words >= BROKEN]
        if len(small) >= MIN_SMALL and (
            len(small) >= SMALL_SHARE * len(part) or sum(n in long for n in small) >= SMALL_SHARE * len(long) > 0
        ):
            found.update(n for n in part if not text.looks[n].kinds - OF_RELEASES or text.own[n] < SURE)
    return frozenset(found)


@functools.cache
def _country_names() -> frozenset[str]:
    rows = [
        *lookups.table("country_names", key=("name",)),
        *lookups.table("country_official_names", key=("name", "iso3")),
    ]
    return frozenset(squeeze(row["name"]) for row in rows)


def _countries(lines: Sequence[Line], looks: Sequence[Look]) -> frozenset[int]:
    """Return the lines of lists of those who took part, with their headings."""
    found: set[int] = set()
    listing = False
    for n, (look, line) in enumerate(zip(looks, lines, strict=True)):
        if "participants" in look.kinds and look.n_words <= LONG + 20:
            listing = True
        elif squeeze(line.text) in _country_names():
            found.add(n)
        elif not listing or look.n_words > ITEM or look.kinds - OF_RELEASES or "list heading" in look.names:
            listing = False
        if listing:
            found.add(n)
    return frozenset(found)
