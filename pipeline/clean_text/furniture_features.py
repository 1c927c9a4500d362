"""What is seen of a line of text, and of the lines around it, that tells page furniture from the release.

Features are names with a value of one: a line has them or not. `furniture.py` adds up their weights, which
`tools/make_furniture_weights.py` learns; both read the lines through this module.
"""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline import lookups
from pipeline.clean_text.days import DAY
from pipeline.clean_text.debris import Line, has_address, heads_list
from pipeline.clean_text.notices import is_notice

# Kinds of phrases that tell nothing of furniture.
OF_RELEASES = frozenset(["said", "function", "participants", "mark", "reader"])
_QUOTE = re.compile(r"[“”\"«»„]")
MAX_PHRASE = 3  # words of a phrase of furniture_words.csv
MAX_SEEN = 60  # words of a line that are looked at; a longer line is judged by its first
PROSE_WORDS = 9  # of a line that ends as a sentence, and is one
LONG_WORDS = 12  # of a line that is long
NAMES_SHARE = 0.25  # the same of lines that wrapping shows to be running text
LOWER_SHARE = 0.4  # of the words of running text, those written small
READER_VALUE = 0.3  # share of it that counts of a line that speaks to the reader
MAX_VALUE = 100  # words that a line of running text counts at most where the body is sought
LIST_HEADING = -60.0  # what the heading of a list of other pages weighs against the running text below it
PAGER = -30.0  # the same of a link to the next page, which may be that of pictures
MIN_HEADLINE = 20  # characters of a line that the first line begins with
FURTHEST = 30  # lines below the heading of a list that may be its links

_WORD = re.compile(r"[^\W_][\w.'’-]*")
_SENTENCE_END = re.compile(r"[.!?…。]['\"”’»)\]*_]*$")
_CUT = ("...", "…", "...]", "…]")
_DAY_LINE = re.compile(
    rf"\W*(?:\w+day,? )?(?:{DAY})[\s|,.:;–-]*(?:\d{{1,2}}[:.]\d\d\W*(?:[ap]\.?m\.?)?)?", re.IGNORECASE
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_LINK = re.compile(r"!?\[[^\]\n]{0,200}\]\(")
_MARKUP = re.compile(r"-->|\w=\"|\"\s?>|</|data:image|\[x\]|\[ \]")
_ASCII_DIGIT = re.compile(r"[0-9]")
_END_MARK = re.compile(r"(?:# ?){2,6}|[-–—~*]* ?(?:ends?|30) ?[-–—~*]*|(?:\* ?){2,6}", re.IGNORECASE)
_BARS = re.compile(r" [|»›•·/] |[|»›]")
_PAGER = re.compile(
    r"(?:previous|prev|next|older|newer)(?: (?:post|article|story|page|release|news))?|zurück|weiter|vorheriger"
    r"|nächster|précédent|suivant|anterior|siguiente|precedente|successivo|vorige|volgende|föregående|nästa",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_LENGTHS = (1, 2, 3, 4, 6, 9, 14, 24, 45)
_RUNS = (1, 2, 4, 8, 16, 32)
_FAR = (1, 2, 3, 6, 12, 24)
_LOGITS = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class Look:
    """What is seen of one line by itself.

    Attributes:
        n_words: its words; of scripts without blanks, half its characters.
        prose: whether it is a sentence, or several, of running text.
        ends: whether it ends as a sentence does.
        to_reader: whether it has words like "you" and "our", outside quotation marks.
        kinds: of the phrases of furniture_words.csv in it.
        names: its features.
    """

    n_words: int
    prose: bool
    ends: bool
    to_reader: bool
    kinds: frozenset[str]
    names: tuple[str, ...]


@functools.cache
def _phrases() -> dict[str, tuple[str, ...]]:
    """Return the kinds of each phrase of furniture_words.csv."""
    found: dict[str, list[str]] = {}
    for row in lookups.table("furniture_words", key=("phrase", "kind")):
        found.setdefault(row["phrase"].casefold(), []).append(row["kind"])
    return {phrase: tuple(kinds) for phrase, kinds in found.items()}


@functools.cache
def _heads() -> frozenset[str]:
    """Return the first words of the phrases of several words."""
    return frozenset(phrase.split(" ")[0] for phrase in _phrases() if " " in phrase)


def _bucket(value: float, edges: Sequence[float]) -> int:
    return bisect_right(edges, value)


@functools.lru_cache(maxsize=16384)
def look_at(text: str) -> Look:
    """Return what is seen of a line, whatever stands around it."""
    shown = " ".join(text.split())
    words = _WORD.findall(shown)[:MAX_SEEN]
    n_cjk = len(_CJK.findall(shown)) if not shown.isascii() else 0
    n_words = max(len(shown.split()), n_cjk // 2)
    kinds = _count_kinds(words)
    ends = _SENTENCE_END.search(shown) is not None
    lower = sum(w[0].islower() for w in words)
    cased = sum(w[0].islower() or w[0].isupper() for w in words)
    runs_on = lower >= LOWER_SHARE * cased if cased else True
    notice = n_words >= 5 and is_notice(shown)
    prose = ends and n_words >= PROSE_WORDS and runs_on and not shown.endswith(_CUT) and not notice
    names = ["bias", f"words {_bucket(n_words, _LENGTHS)}"]
    if notice:
        names.append("notice")
    quotes = _QUOTE.search(shown) is not None
    names += _signs(shown, words, kinds, n_words, ends=ends, quotes=quotes)
    if cased:
        names.append(f"small {_bucket(lower / cased, (0.01, 0.25, 0.5, 0.75))} {min(_bucket(n_words, (3, 8, 20)), 3)}")
        if all(w.isupper() for w in words if w[0].isalpha()):
            names.append("capitals")
    to_reader = kinds["reader"] > 0 and not quotes
    return Look(n_words, prose, ends, to_reader, frozenset(kinds), tuple(names))


def is_running(text: str) -> bool:
    """Return whether lines joined are running text, however full of names and wherever it ends."""
    words = [w for w in _WORD.findall(text)[:MAX_SEEN] if w[0].isalpha()]
    lower = sum(w[0].islower() for w in words)
    return len(words) >= PROSE_WORDS and lower >= NAMES_SHARE * sum(w[0].islower() or w[0].isupper() for w in words)


def _count_kinds(words: Sequence[str]) -> Counter[str]:
    """Return how many words and phrases of each kind of furniture_words.csv a line has."""
    phrases, heads = _phrases(), _heads()
    folded = [w.casefold().rstrip(".") for w in words]
    found: list[str] = []
    for n, word in enumerate(folded):
        if word in phrases:
            found += phrases[word]
        if word in heads:
            for size in range(2, MAX_PHRASE + 1):
                found += phrases.get(" ".join(folded[n : n + size]), ()) if n + size <= len(folded) else ()
    return Counter(found)


def _signs(
    shown: str, words: Sequence[str], kinds: Counter[str], n_words: int, *, ends: bool, quotes: bool
) -> list[str]:
    size = "short" if n_words < 5 else "middle" if n_words < LONG_WORDS else "long"
    names = [f"cue {kind} {size}" for kind in sorted(kinds) if kind not in OF_RELEASES]
    told = "told" if quotes else "plain"
    names.append(f"reader {size} {min(kinds['reader'], 2)} {told}")
    names.append(f"said {size} {min(kinds['said'], 2)}")
    names.append(f"function {size} {_bucket(kinds['function'] / max(len(words), 1), (0.01, 0.15, 0.3))}")
    names.append(f"ends {size} {'sentence' if ends else shown[-1] if shown[-1] in ':,;*' else 'open'}")
    if not ends and not any(kinds[k] for k in kinds if k not in OF_RELEASES):
        names.append(f"no cue {size}")
    tests = (
        ("day line", _DAY_LINE.fullmatch(shown)),
        ("stamp", ":" in shown and _STAMP.search(shown)),
        ("link", "](" in shown and _LINK.search(shown)),
        ("picture", "![" in shown),
        ("markup", _has_markup(shown)),
        (f"address {size}", has_address(shown)),
        (f"web {size}", "http" in shown or "www." in shown),
        (f"bars {size}", _BARS.search(shown)),
        ("cut", shown.endswith(_CUT)),
        ("no letters", not any(c.isalpha() for c in shown)),
        (f"digits {size}", _has_digit(shown)),
        ("heading", shown.startswith("#") and len(words) > 0),
        (f"item {size}", shown[:2] in ("- ", "* ", "• ", "· ", "> ")),
        ("starts small", shown[0].islower()),
        ("starts with sign", shown[0] in ",.;:)'’"),
        (f"quoted {size}", quotes),
        ("end mark", _END_MARK.fullmatch(shown)),
        ("question", shown.endswith("?")),
        ("pager", _PAGER.fullmatch(shown.strip("«»‹›<>←→ "))),
        ("list heading", size != "long" and heads_list(shown.lstrip("#* ").rstrip("* "))),
        (f"brackets {size}", "[" in shown and "]" in shown),
    )
    return names + [name for name, holds in tests if holds]


def _has_markup(text: str) -> bool:
    """Return whether a line has remains of tags, pictures or boxes."""
    # Most lines have none of these signs, and looking for what may stand before them takes long.
    may = "=" in text or ">" in text or "<" in text or "[" in text or "data:image" in text
    return may and _MARKUP.search(text) is not None


def _has_digit(text: str) -> bool:
    return _ASCII_DIGIT.search(text) is not None or (not text.isascii() and any(c.isdigit() for c in text))


def core_of(looks: Sequence[Look], logits: Sequence[float], wrapped: Collection[int]) -> tuple[int, int]:
    """Return where the body stands: the run of lines, end-exclusive, with most running text and least furniture.

    Args:
        logits: of each line, above zero where it looks like furniture.
        wrapped: numbers of lines that are parts of hard-wrapped prose.

    Source: Pasternack and Roth, Extracting article text from the web with maximum subsequence segmentation (2009).
    """
    best, found = 0.0, (0, 0)
    total, start = 0.0, 0
    for n, look in enumerate(looks):
        lean = 1.0 if n in wrapped else -1.0 if "notice" in look.names else -math.tanh(logits[n] / 2)
        if lean > 0:
            # What is no sentence neither begins nor ends a body.
            value = lean * min(look.n_words, MAX_VALUE) if look.prose or n in wrapped else 0.0
            # Who speaks to the reader outside quotation marks is the site more often than the release.
            value *= READER_VALUE if look.to_reader else 1.0
        else:
            value = lean * max(min(look.n_words, 20), 8)
        if "list heading" in look.names and n not in wrapped:
            value = LIST_HEADING
        elif "pager" in look.names:
            value = PAGER
        if total <= 0:
            total, start = 0.0, n
        total += value
        if total > best:
            best, found = total, (start, n + 1)
    return found


def surroundings(
    lines: Sequence[Line],
    looks: Sequence[Look],
    logits: Sequence[float],
    wrapped: Collection[int],
    core: tuple[int, int] | None = None,
) -> list[tuple[str, ...]]:
    """Return the features of each line that its neighbours and its place give it.

    Args:
        core: where the body stands, where that is known (`core_of`).
    """
    low, high = core or core_of(looks, logits, wrapped)
    prose = [look.prose or n in wrapped for n, look in enumerate(looks)]
    above, below = _distances(prose), _distances(prose[::-1])[::-1]
    before = [0]
    for holds in prose:
        before.append(before[-1] + holds)
    keys = [" ".join(line.text.casefold().split()) for line in lines]
    times = Counter(keys)
    runs = _runs(prose)
    levels = [_bucket(value, _LOGITS) for value in logits]
    seen = [
        "edge",
        "edge",
        *("prose" if p else str(level) for p, level in zip(prose, levels, strict=True)),
        "edge",
        "edge",
    ]
    sums = [0.0]
    for value in logits:
        sums.append(sums[-1] + max(-6.0, min(6.0, value)))
    found: list[tuple[str, ...]] = []
    ended, listed = False, -FURTHEST - 1
    for n, look in enumerate(looks):
        zone = "above" if n < low else "below" if n >= high else "core"
        size = f"{_bucket(look.n_words, (2, 5, 12, 25))}{'s' if look.ends else ''}"
        far = (low - n) if zone == "above" else (n - high + 1) if zone == "below" else 0
        names = [
            *_place(zone, size, _bucket(far, _FAR), levels[n]),
            *_prose_around(zone, _bucket(above[n], _FAR), _bucket(below[n], _FAR)),
            *_run(zone, min(before[n], 2), min(before[-1] - before[n + 1], 2), _bucket(runs[n], _RUNS)),
            *_neighbours(seen[n], seen[n + 1], seen[n + 3], seen[n + 4]),
            *_means(n, sums),
        ]
        if times[keys[n]] > 1:
            names.append("again long" if look.n_words >= PROSE_WORDS else "again short")
        if n == 0:
            names.append("first bars" if any(name.startswith("bars") for name in look.names) else "first plain")
        elif len(keys[n]) >= MIN_HEADLINE and keys[0].startswith(keys[n].rstrip(".…")):
            names.append(f"headline {zone}")
        if ended:
            names.append(f"ended {zone}")
        if n - listed <= FURTHEST:
            names.append(f"listed {zone} {size}")
        found.append(tuple(names))
        ended = ended or "end mark" in look.names
        listed = n if "list heading" in look.names or "pager" in look.names else listed
    return found


# Lines stand in few kinds of places, whose names are made once.
@functools.lru_cache(maxsize=4096)
def _place(zone: str, size: str, far: int, level: int) -> tuple[str, ...]:
    return f"zone {zone}", f"zone {zone} {size}", f"far {zone} {far}", f"logit {zone} {level}"


@functools.lru_cache(maxsize=4096)
def _prose_around(zone: str, above: int, below: int) -> tuple[str, ...]:
    return f"above {above} {zone}", f"below {below} {zone}"


@functools.lru_cache(maxsize=4096)
def _run(zone: str, above: int, below: int, length: int) -> tuple[str, ...]:
    return f"prose above {above}", f"prose below {below}", f"run {zone} {length}"


@functools.lru_cache(maxsize=16384)
def _neighbours(second: str, first: str, next_: str, last: str) -> tuple[str, ...]:
    """Return what the two lines on either side look like."""
    return f"neighbour -2 {second}", f"neighbour -1 {first}", f"neighbour 1 {next_}", f"neighbour 2 {last}"


def _means(n: int, sums: Sequence[float]) -> list[str]:
    """Return what the six lines on either side look like on the whole.

    Args:
        sums: of the odds of the lines before each line.
    """
    found = []
    for side, low, high in (("up", max(0, n - 6), n), ("down", n + 1, min(len(sums) - 1, n + 7))):
        seen = str(_bucket((sums[high] - sums[low]) / (high - low), _LOGITS)) if high > low else "edge"
        found.append(f"around {side} {seen}")
    return found


def _distances(prose: Sequence[bool]) -> list[int]:
    """Return how many lines above each line the next prose stands; 99 where there is none."""
    found, last = [], -99
    for n, holds in enumerate(prose):
        found.append(min(n - last, 99))
        last = n if holds else last
    return found


def _runs(prose: Sequence[bool]) -> list[int]:
    """Return the length of the run of lines without prose that each line is of; 0 for prose."""
    found = [0] * len(prose)
    start = 0
    for n in range(len(prose) + 1):
        if n == len(prose) or prose[n]:
            for m in range(start, n):
                found[m] = n - start
            start = n + 1
    return found
