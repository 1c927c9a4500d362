"""Turns lines into paragraphs: joins hard-wrapped lines, takes out debris lines, squeezes blanks.

The result has one line a paragraph and one blank line between two, whatever the width at which
the text was wrapped: a line that its writer broke is one to which the next word would not have
fitted, in a block or text that shows by its lower-case line beginnings that it is wrapped.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.days import DAY
from pipeline.clean_text.debris import Line, find_debris, is_furniture, squeeze
from pipeline.clean_text.furniture import find_furniture, wrapped_prose
from pipeline.clean_text.furniture_features import look_at
from pipeline.clean_text.no_release import COPIED, why_no_release
from pipeline.clean_text.notices import is_notice
from pipeline.spans import Edit

BREAK = "\n\n"
MAX_WRAP = 250  # a line longer than this was not wrapped by an editor
LONG_LINE = 40  # a line this long that goes on in lower case is wrapped even if ragged

_LINE = re.compile(r"[^\n]+")
_DAY = re.compile(DAY, re.IGNORECASE)
WIDE = 18  # blanks that no sentence has between two of its words
MAX_ROW = 300  # characters of a row of a table
_WIDE = re.compile(rf"(?<=\S) {{{WIDE},}}(?=[^\W_a-z]|[\u201c\"(])")
_OPENED = re.compile(r"(?:  |[.!?] )The [^\W_]+$")  # "The QUAY" is no sentence
MAX_OPENED = 30  # characters of that
_BLANKS = re.compile(r" {2,}")
_BULLET = re.compile(r"[\u2022\u25cf\u25aa\u25e6\u00b7\uf0b7\u2023] ?|\* ")
# These begin lines of wrapped prose by chance ("Judge Ann / C. Weir"): items only in a block that starts so.
_LETTERED = re.compile(r"\(?([a-zA-Z])[.)] ")
# What no line in the middle of a sentence begins with: a label ("WHEN:"), or one of several fields ("Action day:").
_LABELLED = re.compile(r"[A-Z]{3,20} ?: ")
_FIELD = re.compile(r"[A-Z][a-z]{2,20}(?: [a-z]{2,20}){0,2} ?: \S")
_QUOTATION_ENDS = (',"', ",\u201d", ",'", ",\u2019")
_OPENS_QUOTATION = ('"', "\u201c", "'", "\u2018")
_HOLLOW = re.compile(r"o [A-Z\d]")  # a hollow bullet that was copied as a letter
_LISTED_END = re.compile(r"[,;](?: (?:and|or))?$")  # of an item ("three boats; and")
_ARTICLES = ("The", "A", "An")  # they begin an item behind "and", and no name
_LAST_BUT_ONE = re.compile(r"; (?:and|or)$")
NEARLY = 0.75  # of a block's width, which wrapped lines fill
MIN_LISTED = 3  # lines that end as items do and begin with a capital
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_MARKERS = (re.compile(r"[-–—] "), re.compile(r"\(?\d{1,3}[.)] "), _LETTERED)
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S+")
_STOPPED = re.compile(r"[.!?:;…]['\"”’)\]]*$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_WORD = re.compile(r"[^\W\d_]*")
_DASHED = re.compile(r"\w--$|\d-$")
_DASH = re.compile(r"(?:\d|[A-Z]{2}|, [A-Z][a-z]+) [-–—]$")  # a dateline has a body
_DASHES = ("-", "\u2010", "–", "—")  # what the three before end with
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
MAX_COLLECTED = 40  # lines of a collector's summary
MIN_BODY = 20  # words of the running text of a page that is told below a collector's summary
COLLECTED = "collector-summary"
TWICE = (
    0.8  # of the running text below a collector's mark, the share that stands above it where the page is there twice
)
HEAD = 8  # lines from a page's headline to its day, and to its body
_SUSPENDED = frozenset(["and", "or", "to", "nor"])  # "drug- and gun-related"
# A name that markup set on a line of its own, in the middle of a sentence.
_NAME_LINE = re.compile(r"[^\W\d_a-z][\w.’'-]{0,30}(?: [^\W\d_a-z][\w.’'-]{0,30}){1,3}")
# A line that begins so goes on with a sentence in which a link stood on a line of its own.
_LOOSE_STOP = re.compile(r"[.,;:](?:[”\"]?\s|[”\"]?$)")
MAX_SCRAP = 3  # letters of a word that markup set on a line of their own
_LABEL = 20  # characters of a label that stands on many lines
_LINK = 90  # characters of the longest link in a sentence
_FEW_WORDS = 4  # a line of no more words is a heading or item
_COUNTER_PARTS = re.compile(r"(?m)^ *(\d{1,3})(?: *\n\s{0,400}/|\s{0,4}/ *\n)\s{0,400}(\d{1,3}) *$")


_COUNTER_MARK = re.compile(r"/(?:(?<=\d/)|(?<=\s/))(?=[\d\s])")  # every counter has one; most texts have none
# Behind a sentence one blank will do.
_COUNTER_BESIDE = re.compile(r"(?m) (?:(?<=\S ) +|(?<=[.!?\"”’)] ))(\d{1,3} ?/ ?(\d{1,3}))(?=( {2,}\S)| *$)")
_COUNTER_END = re.compile(r"(?m)/ ?(\d{1,3}) *$")


def find_split_counters(text: str) -> list[Edit]:
    """Return picture counters that are no line of their own, as one row each.

    The parts of one may stand on several lines ("1 /" above "6"). One may stand behind blanks at the end of a
    paragraph ("... the plan.    1 / 6"): it counts pictures where another of the same number of pictures stands.
    """
    if not _COUNTER_MARK.search(text):
        return []
    found = [Edit(m.start(1), m.end(2), "", "counter") for m in _COUNTER_PARTS.finditer(text)]
    beside = list(_COUNTER_BESIDE.finditer(text))
    if beside:
        ends = Counter(m[1] for m in _COUNTER_END.finditer(text))
        ends.update(m[2] for m in beside if m[3])
        taken = {edit.start for edit in found}
        found += [
            Edit(m.start(1), m.end(1), "", "counter") for m in beside if ends[m[2]] > 1 and m.start(1) not in taken
        ]
    return sorted(found, key=lambda edit: edit.start)


@functools.cache
def _listed(name: str) -> frozenset[str]:
    return frozenset("on" if word is True else str(word) for word in lookups.document("glue")[name])


@functools.cache
def _function_words() -> frozenset[str]:
    return _listed("function_words") - {"said", "her"} | {"a", "be", "been", "not", "no"}


def read_lines(text: str) -> list[Line]:
    """Return the lines with something on them; lines without a blank line between share a block."""
    lines: list[Line] = []
    block = 0
    last_end = 0
    for match in _LINE.finditer(text):
        if match.start() > last_end + 1:
            block += 1
        last_end = match.end()
        stripped = match.group().strip()
        if not stripped:
            block += 1
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        lines.append(Line(start, start + len(stripped), stripped, block))
    return lines


def _fits(lines: list[Line], n: int, width: int) -> bool:
    """Return whether line n is as full as it could be at this width."""
    word = lines[n + 1].text.split(" ", 1)[0]
    return len(lines[n].text) + 1 + len(word) > width


def _goes_on(lines: list[Line], n: int, width: int) -> bool:
    """Return whether the words themselves show that line n goes on in the next."""
    left, right = lines[n].text, lines[n + 1].text
    dashed = left.endswith(_DASHES) and (_HYPHEN.search(left) or _DASHED.search(left) or _DASH.search(left))
    if dashed and right[0].isalnum():
        return not _DASH.search(right)  # "ALIAS - / DOB -" are fields
    if _STOPPED.search(left) or not (_fits(lines, n, width) or len(left) >= LONG_LINE):
        return False
    if (_starts_small(right) and not _is_address(left, right)) or left.endswith(","):
        return True
    return left.rsplit(" ", 1)[-1].lower() in _function_words()


def _starts_small(text: str) -> bool:
    """Return whether a line begins with a small letter, and not with what is left of a mark ("âThe boats")."""
    return text[0].islower() and (text[0].isascii() or not text[1:2].isupper()) and not text.startswith("c/o ")


def _is_address(left: str, right: str) -> bool:
    """Return whether a line is an address that stands below a name or number, which go on in no sentence."""
    return bool(_ADDRESS.fullmatch(right)) and not left.rsplit(" ", 1)[-1][0].islower()


def _reads_on(text: str) -> bool:
    """Return whether a line is running text that stops before its sentence does ("... Harbour of Porto / Alto.")."""
    words = text.split()
    return (
        not _STOPPED.search(text)
        and not text.endswith(")")
        and len(words) >= 5
        and not _ADDRESS.fullmatch(words[-1])
        and 2 * sum(word[0].islower() for word in words) >= len(words)
    )


def _pairs(lines: list[Line]) -> Iterator[int]:
    """Yield the numbers of lines that have a line below in their block which is no marked list item."""
    marker: re.Pattern[str] | None = None
    last = ""  # the letter of the item before
    for n in range(len(lines) - 1):
        if n == 0 or lines[n - 1].block != lines[n].block:
            marker = next((m for m in _MARKERS if m.match(lines[n].text)), None)
            last = _letter(lines[n].text)
        if lines[n].text.endswith(":"):
            # One marker below a colon may be chance, two are a list.
            below = [line.text for line in lines[n + 1 : n + 12] if line.block == lines[n].block]
            listed = [m for m in _MARKERS if below and m.match(below[0]) and sum(bool(m.match(t)) for t in below) > 1]
            marker = listed[0] if listed else marker
            last = "" if listed else last
        below_letter = _letter(lines[n + 1].text)
        item = marker is not None and marker.match(lines[n + 1].text) is not None
        if marker is _LETTERED and last and below_letter and ord(below_letter) != ord(last) + 1:
            item = False  # "L. mono is ..." and "A. Readler of ..." are no two items of a list
        last = below_letter if item else last
        if lines[n].block == lines[n + 1].block and not item:
            yield n


def _letter(text: str) -> str:
    """Return the letter that numbers a line as an item of a list, or nothing."""
    match = _LETTERED.match(text)
    return match.group(1) if match else ""


def find_soft_breaks(lines: list[Line]) -> frozenset[int]:
    """Return the numbers of the lines whose line end is a wrapping."""
    widths: dict[int, int] = {}
    for line in lines:
        # A long address stands on a line of its own, wider than the rest.
        length = len(line.text) if " " in line.text else 0
        widths[line.block] = max(widths.get(line.block, 0), length)
    pairs = [n for n in _pairs(lines) if not _begins_anew(lines, n, widths[lines[n].block])]
    if not pairs:
        return frozenset()
    sure = {n for n in pairs if _goes_on(lines, n, widths[lines[n].block])}
    last = {line.block: line.text for line in lines}
    sure |= {
        n
        for n in pairs
        if _reads_on(lines[n].text)
        and _STOPPED.search(last[lines[n].block])
        and _fits(lines, n, widths[lines[n].block])
    }
    wrapped = {lines[n].block for n in sure}
    page_width = max((widths[b] for b in wrapped), default=0)
    full = _filled(lines, sure, widths)
    soft = set(sure) | _around_names(lines, pairs) | _around_links(lines, pairs) | _around_ordinals(lines, pairs)
    for n in pairs:
        # In a wrapped block a line that goes on in lower case goes on, however short it is.
        left, right = lines[n].text, lines[n + 1].text
        ends = _STOPPED.search(left) is not None
        goes_on = _starts_small(right) and not ends and not _is_address(left, right)
        if lines[n].block in wrapped and goes_on:
            soft.add(n)
        if ends and not _starts_small(right) and lines[n].block in wrapped - full:
            continue  # the longest of some paragraphs is not full
        width = widths[lines[n].block] if lines[n].block in wrapped else page_width
        if width and width <= MAX_WRAP and _fits(lines, n, width):
            soft.add(n)
    return frozenset(soft)


def _begins_anew(lines: list[Line], n: int, width: int) -> bool:
    """Return whether the line below line n begins a paragraph or item of its own, whatever line n ends with."""
    left, right = lines[n].text, lines[n + 1].text
    if _BULLET.match(right) or _LABELLED.match(right):
        return True
    if left.endswith(_QUOTATION_ENDS) and (right.startswith(_OPENS_QUOTATION) or _opens_sentence(right)):
        return True
    if _HOLLOW.match(right) and any(_HOLLOW.match(line.text) for line in (lines[n], *lines[n + 2 : n + 3])):
        return True
    if _FIELD.match(right) and any(_FIELD.match(line.text) for line in (lines[n], *lines[n + 2 : n + 3])):
        return True
    if left.endswith(",") and (
        squeeze(left.rsplit(None, 1)[-1]) in _listed("closings") or (right[0].isupper() and is_furniture(right))
    ):
        return True
    if left.endswith((" and", " or")) and right.split(" ", 1)[0] in _ARTICLES:
        return True
    is_full = width <= MAX_WRAP and _fits(lines, n, width)
    return not is_full and right[0].isupper() and (_LAST_BUT_ONE.search(left) is not None or _is_listed(lines, n))


def _opens_sentence(text: str) -> bool:
    """Return whether a line begins as sentences do, and not with who is quoted ("The prosecutor of Lima said.")."""
    first = text.split(" ", 1)[0]
    if first.istitle() and first.lower() in _listed("sure_starters") - {"the"}:
        return True
    return text[0].isupper() and len(text) > _LINK and first.lower() in _function_words()


def _is_listed(lines: list[Line], n: int) -> bool:
    """Return whether line n is one of several, one below the other, that begin with capitals and end as items do."""
    if not _is_item(lines[n]):
        return False
    first = last = n
    while n - first < MIN_LISTED and first and lines[first - 1].block == lines[n].block and _is_item(lines[first - 1]):
        first -= 1
    while last - n < MIN_LISTED and last + 1 < len(lines) and _is_item(lines[last + 1]):
        last += 1
    return last - first + 1 >= MIN_LISTED


def _is_item(line: Line) -> bool:
    """Return whether a line can be an item that tells something; names in a row may be parts of one sentence."""
    words = line.text.split()
    small = sum(word[0].islower() for word in words)
    return line.text[0].isupper() and 2 * small >= len(words) and _LISTED_END.search(line.text) is not None


def _filled(lines: list[Line], sure: Collection[int], widths: dict[int, int]) -> set[int]:
    """Return the blocks in which most lines that go on for sure are nearly as long as the block is wide."""
    filled = Counter(lines[n].block for n in sure if _fits(lines, n, int(NEARLY * widths[lines[n].block])))
    return {block for block, n in Counter(lines[n].block for n in sure).items() if 2 * filled[block] >= n}


def _around_ordinals(lines: list[Line], pairs: list[int]) -> set[int]:
    """Return the line ends around raised letters that markup set on a line of their own ("the 7 / th / Precinct")."""
    found: set[int] = set()
    for n in pairs:
        if not _is_raised(lines[n].text, lines[n + 1].text):
            continue
        found.add(n)
        if n + 1 in pairs and lines[n + 1].text.isalpha():
            below = lines[n + 2].text
            if _starts_small(below) or squeeze(below.split(" ", 1)[0]) in _listed("behind_ordinals"):
                found.add(n + 1)
    return found


def _is_raised(left: str, right: str) -> bool:
    """Return whether a line is, or begins with, the letters of the number above ("7 / th")."""
    return left[-1].isdigit() and _ORDINAL.match(right) is not None


def _around_names(lines: list[Line], pairs: list[int]) -> set[int]:
    """Return the line ends around names set on lines of their own ("Attorneys / Ann Roe / and / Jan Poe / led")."""
    may = set(pairs)
    found: set[int] = set()
    times = Counter(squeeze(line.text) for line in lines if line.text[0].islower() and len(line.text) <= _LABEL)
    for n in pairs:
        if n + 1 not in may or not _starts_small(lines[n + 2].text) or _is_address("a", lines[n + 2].text):
            continue
        left = lines[n].text
        key = squeeze(lines[n + 2].text)
        if times[key] > 1 and key not in _function_words():
            continue  # "alias" below each name is a label
        if _NAME_LINE.fullmatch(lines[n + 1].text) and not _STOPPED.search(left) and not _NAME_LINE.fullmatch(left):
            found.update((n, n + 1))
    return found


def _around_links(lines: list[Line], pairs: list[int]) -> set[int]:
    """Return the line ends around links set on lines of their own: "..., said / Jan Poe / . She ...".

    A line that begins with a comma or stop goes on with the one above; what stands above a link so ended does if it
    is running text that stops before its sentence does; so does what stands behind the comma and mark of a quotation.
    """
    found: set[int] = set()
    behind_quotation = -2
    for n in pairs:
        left, right = lines[n].text, lines[n + 1].text
        if _LOOSE_STOP.match(right):
            found.add(n)
            if n - 1 in pairs and len(left) <= _LINK and _ends_within(lines[n - 1].text):
                found.add(n - 1)
        elif left.endswith((",”", ',"')) or (
            behind_quotation == n - 1 and len(left) <= _LINK and not _STOPPED.search(left)
        ):
            found.add(n)
            behind_quotation = n
    return found


def _ends_within(text: str) -> bool:
    """Tell whether a line of running text ends in small letters, before its sentence does."""
    words = text.split()
    return len(words) > _FEW_WORDS and words[-1].islower() and not _STOPPED.search(text)


def _hyphen_at_end(left: str) -> re.Match[str] | None:
    """Return the letters and the hyphen that a line ends with."""
    # Most lines end otherwise, and looking for what may stand before a hyphen takes long.
    return _HYPHEN.search(left) if left.endswith(_DASHES) else None


class _Hyphens:
    """Tells hyphens of compounds, which stay where a line ends with one, from hyphens that divide a word."""

    def __init__(self, text: str, lines: list[Line], soft: frozenset[int]) -> None:
        self._text = text
        self._known = lookups.words("words")
        self._prefixes = _listed("prefixes")
        # Who divides words at line ends does so more than once; who does not has compounds there only.
        self._divides = any(self._divides_word(lines[n].text, lines[n + 1].text) for n in soft)

    @functools.cached_property
    def _compounds(self) -> frozenset[str]:
        return frozenset(word.lower() for word in _COMPOUND.findall(self._text))

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.lower() for word in _WORD.findall(self._text))

    def _divides_word(self, left: str, right: str) -> bool:
        """Return whether two lines divide a word for certain: the whole is a word, and a part is none."""
        match = _hyphen_at_end(left)
        if not match or not right[0].islower():
            return False
        head, tail = match.group(1).lower(), _FIRST_WORD.match(right)[0].lower()  # type: ignore[index]
        if head + tail not in self._known:
            return False
        return tail not in self._known or (head not in self._known and head not in self._prefixes)

    def _is_scrap(self, left: str, right: str) -> bool:
        """Return whether a line is the end of a word ("assaul / t"), or of a name's genitive ("Quay’ / s")."""
        if len(right) > MAX_SCRAP or not (right.isalpha() and right.islower()):
            return False
        head = left.rsplit(" ", 1)[-1].lower()
        if right == "s":
            return head.endswith(("'", "\u2019", "\u2018")) or f"{head}s" in self._known
        return len(head) > 1 and head not in self._known and head + right in self._known

    def join(self, left: str, right: str) -> tuple[str, int]:
        """Return what joins two wrapped lines, and how many characters of the left one go."""
        if _LOOSE_STOP.match(right) or _is_raised(left, right) or self._is_scrap(left, right):
            return "", 0
        match = _hyphen_at_end(left)
        tail = _FIRST_WORD.match(right)[0].lower()  # type: ignore[index]
        suspended = tail in _SUSPENDED and right[len(tail) : len(tail) + 1] in ("", " ")
        if not match:
            return ("" if _DASHED.search(left) and right[0].isalnum() and not suspended else " "), 0
        head = match.group(1).lower()
        if suspended or not right[0].isalnum():
            return " ", 0
        if not right[0].islower() or not self._divides or f"{head}-{tail}" in self._compounds:
            return "", 0
        whole = head + tail
        if whole in self._words or whole in self._known:
            return "", 1
        return "", int(not (head in self._known and tail in self._known))


def _page_start(lines: list[Line]) -> int:
    """Return the number of the line where a page's text begins below what its collector says of it."""
    marks = (n for n, line in enumerate(lines[:MAX_COLLECTED]) if COPIED.fullmatch(line.text))
    return next(marks, -1) + 1


def _second_copy(text: str, lines: list[Line]) -> int:
    """Return the number of the line where a page begins that stands above its collector's mark, too; 0 for none.

    What is copied first has all menus and the collector's summary with it, what stands below the mark hardly any.
    """
    if "xtracted " not in text:
        return 0
    mark = next((n for n, line in enumerate(lines) if n >= MAX_COLLECTED and COPIED.fullmatch(line.text)), None)
    if mark is None:
        return 0
    above, below = (
        {squeeze(line.text): look.n_words for line in part if (look := look_at(line.text)).prose}
        for part in (lines[:mark], lines[mark + 1 :])
    )
    told, again = sum(below.values()), sum(n for key, n in below.items() if key in above)
    more = sum(n for key, n in above.items() if key not in below)
    return mark + 1 if told >= max(MIN_BODY, more) and again >= TWICE * told else 0


def _is_headed(lines: list[Line], debris: Collection[int], title: str | None) -> bool:
    """Return whether a page has its headline with a day and a sentence below it: a body, however short."""
    key = squeeze(title or "")
    for n in range(len(lines) if key else 0):
        if squeeze(lines[n].text) != key:
            continue
        below = range(n + 1, min(n + 1 + HEAD, len(lines)))
        body = next((m for m in below if m not in debris and _tells(lines[m].text)), None)
        if body and any(_DAY.search(lines[m].text) for m in range(n + 1, body)):
            return True
    return False


def _tells(text: str) -> bool:
    """Return whether a line is running text long enough to be a body by itself."""
    look = look_at(text)
    return look.prose and look.n_words >= MIN_BODY


def find_collected(
    lines: list[Line],
    first: int,
    soft: Collection[int],
    debris: Collection[int],
    *,
    headed: bool = False,
    disabled: frozenset[str] = frozenset(),
) -> dict[int, str]:
    """Return the lines that a collector wrote above a page, and the heading where it begins, with their rule.

    The page tells it all again, and in its own words; where it has no body (a menu, an error page), or a shorter one
    than the collector's notes, they are what there is to read.

    Args:
        first: number of the page's first line; 0 where no collector put it down.
        soft: numbers of the lines whose line end is a wrapping.
        debris: numbers of the page's lines that go.
        headed: whether the page has its headline, a day and a sentence, so that it has a body of its own.
    """
    if COLLECTED in disabled or not first:
        return {}
    wrapped = wrapped_prose(lines, frozenset(soft))
    looks = [look_at(line.text) for line in lines]
    told = [
        look.n_words if (look.prose or n in wrapped) and n not in debris and not is_notice(lines[n].text) else 0
        for n, look in enumerate(looks)
    ]
    n_page = sum(told[first:])
    if n_page < MIN_BODY or (n_page < sum(told[:first]) and not headed):
        return {}
    page = "\n".join(line.text for n, line in enumerate(lines) if n >= first and n not in debris)
    if why_no_release(page, titles=()):
        return {}
    return dict.fromkeys(range(first), COLLECTED)


def _split_by_page(left: str, right: str, gone: list[tuple[int, int, str]]) -> bool:
    """Return whether a page's end, and nothing else, stands in the middle of a sentence."""
    names = {name for _, _, name in gone}
    return names == {"page-number"} and right[0].islower() and not _STOPPED.search(left)


class LineEdits(NamedTuple):
    """What is to be done to the lines of a text.

    Attributes:
        edits: they make paragraphs of the lines and take out those that are debris.
        doubtful: where the lines stand that may be page furniture and stay, as spans of the text.
    """

    edits: list[Edit]
    doubtful: list[tuple[int, int]]


def find_line_edits(
    text: str, *, title: str | None, dump: bool = False, disabled: frozenset[str] = frozenset()
) -> LineEdits:
    """Return the edits that make paragraphs of the lines, and the lines that stay but are doubtful.

    Args:
        text: ordinary characters only; line feeds end lines.
        title: the headline, where known.
        dump: whether the text may be a page's with its furniture, which its looks are to tell.
        disabled: names of debris rules to leave out.
    """
    lines = read_lines(text)
    soft = find_soft_breaks(lines)
    prose = {n for m in soft for n in (m, m + 1)}
    again = _second_copy(text, lines) if dump and COLLECTED not in disabled else 0
    first = again or (_page_start(lines) if dump else 0)
    page, wrapped = lines[first:], {n - first for n in soft if n >= first}
    debris = find_debris(page, {n - first for n in prose if n >= first}, title=title, disabled=disabled)
    site: Edit | None = None
    doubtful: list[tuple[int, int]] = []
    headed = False
    if dump:
        headed = first > 0 and _is_headed(page, debris, title)
        furniture = find_furniture(page, wrapped, debris, title=title, headed=headed, disabled=disabled)
        debris, site = debris | furniture.rules, furniture.site
        doubtful = [(page[n].start, page[n].end) for n in sorted(furniture.doubtful)]
    debris = {n + first: rule for n, rule in debris.items()}
    if first and not (again or headed or site or furniture.rules):
        # A page without a body: what its collector says of it tells what is none.
        rest = find_furniture(lines, soft, debris, title=title, disabled=disabled).rules
        debris |= {n: rule for n, rule in rest.items() if n >= first}
    above = find_collected(lines, first, soft, debris, headed=headed, disabled=disabled)
    debris = (dict.fromkeys(range(again), COLLECTED) or above) | debris
    hyphens = _Hyphens(text, lines, soft)
    edits: list[Edit] = []
    at = 0
    gone: list[tuple[int, int, str]] = []
    last: int | None = None
    for n, line in enumerate(lines):
        if n in debris:
            if gone and gone[-1][2] == debris[n]:
                gone[-1] = (gone[-1][0], line.end, debris[n])
            else:
                gone.append((line.start, line.end, debris[n]))
            continue
        if last is None:
            put, rule, cut = "", "blank-lines", 0
        elif (last in soft and n == last + 1) or _split_by_page(lines[last].text, line.text, gone):
            put, cut = hyphens.join(lines[last].text, line.text)
            rule = "hyphenation" if cut else "wrapped-line"
        else:
            put, rule, cut = BREAK, "blank-lines", 0
        edits.extend(_gap(text, at - cut, line.start, gone, put, rule))
        gone = []
        if n == first and site:
            edits.append(site)
        elif "  " in line.text:
            edits.extend(
                Edit(line.start + m.start(), line.start + m.end(), " ", "blanks") for m in _BLANKS.finditer(line.text)
            )
        at, last = line.end, n
    edits.extend(_gap(text, at, len(text), gone, "", "blank-lines"))
    return LineEdits(edits, doubtful)


def find_lost_lines(text: str) -> list[Edit]:
    """Return the edits that part lines which ran into one another but for the blanks that filled them.

    A row of a table has wide blanks, too; but no row is as long as a release that came as one line.
    """
    if " " * WIDE not in text:
        return []
    edits: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if " " * WIDE in line and len(_BLANKS.sub(" ", line)) > MAX_ROW:
            edits += [
                Edit(at + m.start(), at + m.end(), BREAK, "lost-line")
                for m in _WIDE.finditer(line)
                if not _OPENED.search(line, max(0, m.start() - MAX_OPENED), m.start())
            ]
        at += len(line) + 1
    return edits


def _gap(text: str, start: int, end: int, gone: Collection[tuple[int, int, str]], put: str, rule: str) -> list[Edit]:
    """Return the edits that leave `put` of the text between two paragraphs, and no more."""
    if not gone:
        return [] if text[start:end] == put else [Edit(start, end, put, rule)]
    edits: list[Edit] = []
    at = start
    for low, high, name in gone:
        edits.append(Edit(at, low, put, rule))
        put = ""
        edits.append(Edit(low, high, "", name))
        at = high
    edits.append(Edit(at, end, "", rule))
    return [e for e in edits if text[e.start : e.end] != e.replacement]
