"""Repairs text that was glued together where a break or a blank was lost.

Each rule looks at one boundary without a blank and asks for evidence that two words meet there:
the punctuation, whether the halves are words (of the release or of the word list), whether the
release writes the whole elsewhere. Names with inner capitals, initials, abbreviations, addresses
and file names fail the test and stay whole.

Paragraphs here are separated by a blank line already; a repaired sentence, heading or list item
becomes a paragraph of its own, as the break that was lost was one.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline import lookups
from pipeline.clean_text.dateline import is_country, is_place, opens_with_dateline
from pipeline.clean_text.days import DAY, MONTHS
from pipeline.errors import ResourceError
from pipeline.spans import Edit

BREAK = "\n\n"
_LISTS = (
    "starters",
    "sure_starters",
    "function_words",
    "titles",
    "abbreviations",
    "suffixes",
    "names",
    "after_us",
    "before_us",
    "own_lines",
    "head_lines",
    "prefixes",
    "name_heads",
    "offices",
    "list_heads",
    "behind_notes",
    "behind_sums",
    "before_years",
    "closings",
    "behind_ordinals",
)

_UPPER = (
    "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0102\u0104\u0106\u010c\u010e\u0110\u0112\u0118\u011a"
    "\u011e\u0130\u0141\u0143\u0147\u0150\u0158\u015a\u015e\u0160\u0162\u0164\u016e\u0170\u0179\u017b\u017d\u0400-\u042f"
)
_CLOSE = "\u201d\u2019\"'\\)\\]\u00bb"
_OPEN = "\u201c\u2018\"'\\(\\[\u00ab"


def _by_head(heads: Sequence[str], rest: str) -> tuple[re.Pattern[str], ...]:
    """Return a pattern for each first letter: a search for one letter is several times as fast as for any of some."""
    return tuple(re.compile(re.escape(head) + rest) for head in heads)


def _finditer(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    return itertools.chain.from_iterable(pattern.finditer(text) for pattern in patterns)


# A boundary without a blank: the mark(s) on its left, and what opens on its right.
_STOP = re.compile(rf"(?P<stop>[.!?\u2026][{_CLOSE}]{{0,3}})(?P<open>[{_OPEN}]{{0,2}})(?=[{_UPPER}])")
_QUOTE_AFTER = re.compile(r"\u201c(?=[^\W_])")
# "we\u201dve": a mark misread for an apostrophe parts nothing
_QUOTE_BEFORE = re.compile(r"\u201d(?=[^\W_])(?!(?:ve|re|ll|[sdmt])\b)")
_CAPITALS_BEHIND = re.compile(r"\u201d([A-Z]{2,})")
_COLON_QUOTE = _by_head('"\u2018', rf"(?=[{_UPPER}])(?<=[:,].)")
_CAMEL = re.compile(rf"[{_UPPER}](?<=[a-z\u00df-\u00ff].)")
_A_WORD = re.compile(r"A [a-z]")
_CAPITALS_JOIN = re.compile(r"[A-Z](?<=[A-Z]{4})[a-z]")
_CAPITALS = re.compile(r"[A-Z]{4}(?<![^\s\u201c\"(]....)[A-Z]*+(?=[a-z]{2})")
_CAPITALS_US = re.compile(r"U\.S\. (?<=[A-Z]{3}.....)")
_CAPITALS_TWO = re.compile(r"[ABHINOSTW](?<=[A-Z]{3}.)(?=[a-z] )")
_ARTICLE = re.compile(r"\n([A-Z]{4,20})A (?=[a-z])")
_SEMICOLON = re.compile(r";(?=[A-Za-z(\u201c]|\d{1,3}(?: |[.)] ))")
_BRACKET = _by_head(")]", rf"(?=[{_UPPER}][a-z]|A [a-z])")
_DIGIT_LETTER = re.compile(r"[0-9](?:[0-9](?<=[a-z]..)|[a-z]{3})")
_NUMBER = re.compile(r"(?<![^\s(\u201c])([a-z]{2,12})?(\d{1,3}(?:,\d{3})+|\d{2,})([a-z]{3,})?(?=[\s.,;:)]|$)")
_YEAR = re.compile(rf"[0-9](?=[{_UPPER}](?:[a-z]|[A-Z]{{3}}))")
_YEAR_BEFORE = re.compile(r"(?<![\w-])(?:19|20)\d\d$")
_BULLET = _by_head("\u2022\u25cf\u25aa\u25e6\uf0b7", r"(?= ?(?:[^\W_]{2}|[aAI\d] [a-z]{2}))")
_TIGHT_BULLET = re.compile("[\u2022\u25cf\u25aa\u25e6\uf0b7](?=[^\\W_])")
MIN_TWICE = 5  # letters of a word that ends one line and begins the next; shorter ones make a name
_OPENERS = "\u201c\u2018\"'([\u00ab"
_SPEAKER = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,}){0,3}: ")  # "QUESTION: ..." is speech, no headline
_DAY = re.compile(DAY, re.IGNORECASE)
_DAY_WORDS = frozenset([*MONTHS, "mon", "tue", "wed", "thu", "fri", "sat", "sun"])
_NEXT_NAME = re.compile(rf" [{_UPPER}][a-z]+ ")
# "Ada Lind, 35, of Porto Alto": the body begins with a person, however foreign the name.
_PERSON_LEAD = re.compile(rf"(?: [{_UPPER}][\w\u2019'.-]*){{1,3}}, (?:\d\d,|an? )")
_INITIALS = re.compile(r"[A-Z]\.(?:[A-Z]\.)+[ A-Z]")
_INITIAL_NAME = re.compile(rf"[A-Z]\. [{_UPPER}][a-z]+")
_LETTER_NAME = re.compile(r"[A-Z]-[A-Z]{2}")  # "J-CODE"
_SAYS = re.compile(rf"(?:(?:[{_UPPER}][\w\u2019'.-]{{0,30}} ){{1,4}}|s?he )(?:said|says|added|told)\b")
_COURTESY = re.compile(rf"(?:Mr|Mrs|Ms|Dr)\. [{_UPPER}]")
_COUNTRY_INITIALS = ("u.s.", "d.c.", "u.k.", "u.n.", "e.u.", "a.m.", "p.m.")
_COLON = re.compile(rf":(?=[{_UPPER}][A-Za-z])")
_STOP_DIGIT = (
    *_by_head(".", r"(?<=[a-z]{2}.)(?=[$\u20ac\u00a3]\d|(?<=[a-z]{4}.)(?:(?!0\d)\d{1,4}[ -]|\d{1,2}[.)] [A-Z]))"),
    *_by_head(":", r"(?<=[a-z]{3}.)(?=[$\u20ac\u00a3]\d|\d{1,2}[.)] [A-Z])"),
    *_by_head(":", r"(?<=[a-z]{2}:)(?=\d{1,3} [a-z]{3})"),
)
# "They found:a pistol"; an address after a sentence.
_MISREAD_MARK = re.compile(r"1 +[a-z]")  # "the boats.1 he said": a mark of quotation
_COLON_ARTICLE = re.compile(r":(?=(?:an?|the) [a-zA-Z.])")
_COLON_WORD = re.compile(r":(?<=[a-z]{4}:)(?=[a-z]{4})")
_STOP_ADDRESS = re.compile(r"\.(?=https?://)")
_COMMA_DIGIT = re.compile(r",(?<=[a-z]{4},)(?=\d{1,3} [a-z]{2})")
# "; and3. The", "; anda rifle": the last item of a list lost its break.
_LAST_ITEM = re.compile(r"; (and|or)(?=\d|[$\u20ac\u00a3]\d|(?:an?|the) |([a-z]{4,})[ ,])")
_STAR = re.compile(r"\*(?:(?<=[;:]\*)(?= [^\W_])|(?<=\.\*)(?=[A-Z]))")
_HASH = re.compile(r"#(?<=[.!?\u201d\"]#)(?=A [a-z]|\n|$)")
_PHONE = re.compile(r"-(?<=[a-z]\d{3}-)\d{3}-\d{4}(?!\d)")
_PHONE_BRACKET = re.compile(r"\((?<=[a-z]\()\d{3}\) \d{3}-\d{4}")
_FILE_NAME = re.compile(r"[@/_#\\]|\.[a-z]")
_DATE_NUMBER = (
    *_by_head("1", r"9\d\d-\d\d-(?<=[a-z]{4}........)"),
    *_by_head("2", r"0\d\d-\d\d-(?<=[a-z]{4}........)"),
)
_COMMA = re.compile(r",(?<=[a-z]{3}.)(?=[A-Za-z]{2})")
_MAILS = re.compile(
    r"@[\w-]{1,63}(?:\.[\w-]{1,63}){0,2}?\.(?:com|net|org|edu|gov)(?=[\w.+-]{2,64}@[\w-]{1,63}\.)", re.IGNORECASE
)
# Where a line may have begun without a blank before it, of whatever kind the line is.
_LINE_START = re.compile(
    rf"[{_UPPER}](?:(?<=[a-z\u00df-\u00ff\d),].)(?=[a-zA-Z\u00df-\u00ff])|(?<=[A-Z]{{3}})(?=[a-z]))"
)
_SIGNS = "$\u20ac\u00a3"
_PLACE_AFTER = re.compile(r"[A-Z](?<= .)[A-Z]{6,39}(?=,? [\u2013\u2014-]| ?\u2014|, [A-Z])")
_MONEY = _by_head(_SIGNS, rf"\d[\d,.]{{0,15}}\d(?=[{_UPPER}][a-z]{{2}})")
_BEFORE_MONEY = _by_head(_SIGNS, r"(?<=[a-z]{4}.)(?=\d)")
_REST_OF_SUM = re.compile(r",\d{3}")
_CELL_MONEY = re.compile(r"[$\u20ac\u00a3]\d[\d,.]*")
_SCALES = frozenset(["million", "billion", "trillion", "thousand", "mln", "bln"])
_STATE = re.compile(r", [A-Z]{2}(?=[A-Z][a-z]{2}|[A-Z]{4,} )")
_ROW_NUMBER = re.compile(
    rf"(?<![^\n])\d{{1,3}}(?=[{_UPPER}][a-z]{{2}})"
    rf"|(?<=[a-z])(?=\d{{1,3}}(?:\n|$|[{_UPPER}][a-z]| (?:years|months|days)))"
)
_DAY_OF_MONTH = re.compile(rf"[0-3]?\d(?i:{'|'.join(MONTHS)})[a-z]*\.? ?(?:19|20)\d\d")
_ONE = re.compile(r"1(?!\d)")
_NAME_BEFORE = re.compile(r"\b(?:www|Operation|Project) $")
_DOTS = re.compile(rf"[{_CLOSE}]{{0,2}}\.\.")
_DAY_GOES_ON = re.compile(r"\W{0,3}(?:\d{4}\W{0,2})?[a-z]")
_ODD = "~^_|<>{}=\u00ac\u00b7\\\u25a0`"
_MARRED = re.compile(
    r"[^\W\d_][^\w\s.,'\u2019&/@-]+[^\W\d_]|[^\W\d_]\d[^\W\d_]|[a-z][A-Z]{2,}|[a-z][A-Z][a-z]|\w*[\\|~^<>{}\u00b0\u00bb]"
)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z\u00df-\u00ff]+|[^\W\d_a-zA-Z]+")
_SPACED = re.compile(r"(?<!\S)(?:[a-z] ){4}")  # "c o u n t r y"
_DOMAIN_AFTER = re.compile(r"[\w.-]{1,60}\.(?:gov|com|org|net|edu)\b(?!\.[A-Z])")
_LOST_DOTS = re.compile(r"\w{1,40} (?:\w{1,20} ){0,2}(?:gov|com|org|net|edu)\b")  # "QuayGrants harbour gov"
# Letters that are words in some language, and what is left of "don't" and "Quill's", are none.
_SCRAPS = re.compile(
    r"(?<!\S)(?:[bcfghjnpqrvwxz](?!\S)|[^\W\d_]+(?:[~^_|<>{}\\\u25a0!=%$\u00a7\u00a9\u00ae\u00ab\u00bb\u00a3\u00a5]|\?(?!s\b))[^\W\d_]"
    r"|[a-z]+\d[a-z]+(?!\S)|[~^{}\\\u25a0;\u00b7'\u2019]{1,3}(?!\S)|[.,;\u00b7](?!(?:gov|com|org|net)\b)[a-zA-Z])"
)
_SPOILT = re.compile(r"[A-Z]{2,}[a-z]+")
_LONE = re.compile(r"(?<!\S)[b-z](?!\S)")  # "C o urt  all a s"
_MARKS_OF_QUOTATION = ("\u201c", "\u2018", '"', "'")
_SCRAP = re.compile(r"(?<!\S)[b-z] $")
_I_AM = re.compile(r" +[a-z]{2,}|['\u2019]")
# "of the harbour.4 In most years": the mark of a note, or of two, behind a sentence.
_NOTE = re.compile(rf"\d{{1,3}}(?: \d{{1,3}})*(?: (?=[{_OPEN}]?[{_UPPER}]|\d{{1,3}} [a-z])|(?=\n|$))")
_ROMAN = re.compile(r"[ivx]+")
_ALONE = re.compile(r"\d{1,3} [^\w\s\u201c\u2018\"'($\u20ac\u00a3-]")  # "the harbour.1 . , ;"
_PERCENT = re.compile(r"\d{1,3} per ?cent")
_NUMBERED = re.compile(r"Nos? \d")  # "PM.No 3/1972"
_CAMEL_NAME = re.compile(r"\W*(?:[A-Z][a-z]+){2,}\W*")
_NAME_GOES_BEFORE = re.compile(rf"[{_UPPER}][\w'\u2019.-]* [{_UPPER}][a-z]+$")
_NAME_AFTER = re.compile(r"[A-Z][a-z]+\.[A-Z]")  # "QuayWatch.Press"
_FIELD = re.compile(r":[^\s]")  # "displayBoats:44"
_NO_GLUE = re.compile(  # addresses and file names
    r"[@/\\_#~]|^\W*www\.|\.(?:com|org|net|gov|edu|int|eu|info|aspx?|html?|php|pdf|docx?)\b|[a-z]\.[a-z]{2,3}\b",
    re.IGNORECASE,
)
_MISREAD = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")  # "refe1Ted": letters and figures in one word
# "Look.Listen.Report." is the name of a campaign, "Qu.Ay.Org." initials; "17.III.1978" a day.
_SHORT = re.compile(r"[A-Z][a-z]{0,2}\.\w")
_SLOGAN = re.compile(
    r"\W*(?:[A-Z][a-z]+\.){2,}(?:[A-Z][a-z]+\W*)?|\W*[A-Z][A-Za-z]{1,2}(?:\.[A-Z][A-Za-z]{1,2}){2,}\W*"
    r"|\W*(?!www\.)(?:[a-z]{1,20}\.){3,6}[^\W\d_]{1,20}\W*"
    r"|\W*[A-Z]\.(?:[A-Z][a-z]{1,3}\.){2,}\d*\W*|\W*\d{1,2}\.[IVX]{1,4}\.\d{2,4}\W*"
)
# No sentence ends with these; a stop behind them strayed there.
_ADJECTIVE = re.compile(r"(?:mental|[gt]ional|dicial|ancial|nomic)$")  # no heading ends so: "GovernmentalAffairs"
_NEVER_LAST = frozenset(["the", "of", "and", "or", "an", "at", "into", "their", "its", "than", "between", "by", "from"])
_SELDOM_FIRST = frozenset(["to", "of", "for", "with", "by", "from"])  # in capitals a stop is often a speck
_AUXILIARIES = frozenset(["is", "are", "was", "were", "will", "shall", "must", "would", "should", "could", "do"])
_BEFORE_NAMES = frozenset(["anti", "non", "multi", "inter", "euro", "pro", "info"])
_MID_SENTENCE = frozenset(["of", "and", "or", "that", "which"])
_BEFORE_PARTICIPLES = frozenset(["have", "has", "had"])  # "would have:hoped" holds a speck
_DETERMINERS = frozenset(["the", "its", "our", "this", "that", "these", "those", "their"])
_ARTICLES = frozenset(["a", "an", "the"])
_INITIALS_BEFORE = re.compile(r"\b[A-Z]\.[A-Z]\.$")
_MARKS = re.compile(r"[*#~](?:[*#~]{2,}|(?: \*){2,}|(?: #){2,})")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS_SENTENCE = re.compile(rf"[.!?][{_CLOSE}]*\s")

_NAME_LINE = re.compile(rf"[{_UPPER}][\w\u2019'-]+(?: [{_UPPER}][\w\u2019'.-]*){{1,3}}")

MAX_HEADING_WORDS = 12
MAX_HEADING = 120  # characters of a heading inside a release
MAX_HEADLINE = 240  # characters of a headline; those of the benches reach 220
MIN_ROWS = 3  # paragraphs that are a number and nothing else in a table taken apart
MAX_WORD = 40  # letters looked at on either side of a boundary; bounds the work per boundary
NEAR_NOISE = 40  # characters on either side of a boundary in which a scan's scraps are sought
MAX_ODD = 3  # signs no text has, from which on a scan could not be read
NEAR_MARRED = 60  # characters on either side in which words spoilt by a scanner are sought
MIN_MARRED = 2  # such words from which on it is asked whether the others are words
MAX_UNREAD = 0.3  # a larger share of what stands around is no word: nothing tells where a word ends
MIN_APART = 2  # times that a release has as two words what may be a name ("QuayWatch") or glue ("HarbourPolice")
MIN_SCRAPS, MAX_SCRAPS = 6, 0.008  # scraps of a scan, and their share of the words, from which on repairs must be sure
MAX_MARKS = 6  # marks and blanks between a boundary and the words beside it
MAX_CELL = 40  # characters before a number in a cell of a table; footnotes stand behind longer stretches
MAX_LOOK = 2000  # characters of a paragraph looked at


@dataclass(frozen=True)
class _Lists:
    starters: frozenset[str]
    sure_starters: frozenset[str]
    function_words: frozenset[str]
    titles: frozenset[str]
    abbreviations: frozenset[str]
    suffixes: frozenset[str]
    names: frozenset[str]
    after_us: frozenset[str]
    before_us: frozenset[str]
    own_lines: frozenset[str]
    head_lines: frozenset[str]
    prefixes: frozenset[str]
    name_heads: frozenset[str]
    offices: frozenset[str]
    list_heads: frozenset[str]
    behind_notes: frozenset[str]
    behind_sums: frozenset[str]
    before_years: frozenset[str]
    closings: frozenset[str]
    behind_ordinals: frozenset[str]


@functools.cache
def _lists() -> _Lists:
    rows = lookups.document("glue")
    if not isinstance(rows, dict) or set(rows) != set(_LISTS):
        raise ResourceError(f"{lookups.RESOURCES / 'glue.yaml'} must hold exactly the lists {', '.join(_LISTS)}.")
    # YAML reads a bare `no` or `on` as a truth value.
    spelled = {True: ("on", "yes"), False: ("no", "off")}
    values = {}
    for name in _LISTS:
        words: set[str] = set()
        for word in rows[name]:
            words.update(spelled[word] if isinstance(word, bool) else (str(word),))
        values[name] = frozenset(words)
    return _Lists(**values)


class _Words:
    """Whether a text has a word never, once or more often (2 or more).

    The first few words asked for are looked up, then all words are counted once.
    """

    MAX_LOOKUPS = 24  # a look through the text costs a thirtieth of counting its words

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, int] = {}
        self._lookups = 0

    @functools.cached_property
    def _all(self) -> Counter[str]:
        return Counter(_WORD.findall(self._text))

    def __getitem__(self, word: str) -> int:
        found = self._known.get(word)
        if found is None:
            self._lookups += 1
            found = self._all[word] if self._lookups > self.MAX_LOOKUPS else self._count(word)
            self._known[word] = found
        return found

    def _count(self, word: str) -> int:
        if not _WORD.fullmatch(word):
            return 0
        text, n, at = self._text, 0, self._text.find(word)
        while at >= 0 and n < 2:
            end = at + len(word)
            if not (at and _LETTER.match(text, at - 1)) and not _LETTER.match(text, end):
                n += 1
            at = text.find(word, end)
        return n


_KINDS = (("A", f"[{_UPPER}]"), ("a", "[a-z\u00df-\u00ff]"), ("0", r"\d"), (",", "[),]"), (" ", " "))


def _shape(sign: str) -> str:
    return next((shape for shape, kind in _KINDS if re.match(kind, sign)), "x")


# In Windows-1252 what each sign is, as far as patterns ask that would look at every sign of a text without glue.
_SHAPES = "".join(_shape(bytes([n]).decode("cp1252", "replace")) for n in range(256)).encode("ascii")


class _Release:
    """What the rest of the release tells about a pair of halves."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lists = _lists()
        self.known = lookups.words("words")

    @functools.cached_property
    def shapes(self) -> bytes | None:
        """The text with "A" for each capital, "a" for other letters, "0" for figures; None for one of other scripts."""
        try:
            return self.text.encode("cp1252").translate(_SHAPES)
        except UnicodeEncodeError:
            return None

    def may_have(self, *shapes: bytes) -> bool:
        """Return whether one of these runs of signs may stand in the text."""
        return self.shapes is None or any(shape in self.shapes for shape in shapes)

    @functools.cached_property
    def counts(self) -> _Words:
        return _Words(self.text)

    @functools.cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """The words that stand side by side with one blank between them."""
        return Counter(pair for part in self.text.split(BREAK) for pair in itertools.pairwise(part.split()))

    @functools.cached_property
    def behind_quotes(self) -> Counter[str]:
        """The capitals that stand right behind the end of a quotation; those of “PAWS”ITIVE are the rest of a word."""
        return Counter(_CAPITALS_BEHIND.findall(self.text))

    @functools.cached_property
    def paragraphs(self) -> Counter[str]:
        """The paragraphs of a length that a heading, a name or a cell of a table can have."""
        return Counter(part for part in self.text.split(BREAK) if len(part) <= MAX_HEADLINE)

    @functools.cached_property
    def openings(self) -> Counter[str]:
        """The first two words of each paragraph."""
        return Counter(" ".join(part.split(None, 2)[:2]).rstrip(",;:") for part in self.text.split(BREAK))

    @functools.cached_property
    def first_words(self) -> Counter[str]:
        """The first word of each paragraph."""
        return Counter(part.split(None, 1)[0] for part in self.text.split(BREAK) if not part.isspace() and part)

    @functools.cached_property
    def has_tight_bullets(self) -> bool:
        """Whether words stand right behind bullets again and again, so that these are no specks."""
        return len(_TIGHT_BULLET.findall(self.text)) >= MIN_ROWS

    @functools.cached_property
    def is_table(self) -> bool:
        """Whether the release holds a table taken apart: several paragraphs are a number and no more."""
        return sum(n for part, n in self.paragraphs.items() if part.isdigit()) >= MIN_ROWS

    @functools.cached_property
    def is_scan(self) -> bool:
        """Whether a scanner's scraps stand in the text again and again: lone letters, marks inside words and alone."""
        n = len(_SCRAPS.findall(self.text))
        return n >= MIN_SCRAPS and n > MAX_SCRAPS * len(self.text.split())

    @functools.cached_property
    def has_names(self) -> bool:
        """Whether the release holds a list of names: several paragraphs are a full name and no more."""
        return sum(n for part, n in self.paragraphs.items() if _NAME_LINE.fullmatch(part)) >= MIN_ROWS

    def paragraph_end(self, at: int) -> int:
        cut = self.text.find("\n", at, at + MAX_LOOK)
        return cut if cut >= 0 else min(len(self.text), at + MAX_LOOK)

    def is_name(self, word: str) -> bool:
        return word.lower() in lookups.words("given_names")

    def is_word(self, word: str) -> bool:
        return word.lower() in self.known or self.counts[word] > 0 or word in _demonyms()

    def is_starter(self, word: str) -> bool:
        return word.lower() in self.lists.starters

    def is_sure_starter(self, at: int) -> bool:
        """Return whether the word at `at` begins a sentence whatever stands before it ("Unfortunately, ...")."""
        right = self.right_word(at)
        after = self.text[at + len(right) : at + len(right) + 2]
        adverb = len(right) >= 6 and right.endswith("ly") and right.lower() in self.known
        return (after[:1] == " " and right.lower() in self.lists.sure_starters) or (adverb and after == ", ")

    def left_word(self, at: int) -> str:
        """Return the run of letters or digits that ends at `at`."""
        start = at
        low = max(0, at - MAX_WORD)
        while start > low and self.text[start - 1].isalnum():
            start -= 1
        return self.text[start:at]

    def right_word(self, at: int) -> str:
        """Return the run of letters that begins at `at`."""
        match = _WORD.match(self.text, at, at + MAX_WORD)
        return match.group() if match else ""

    def token(self, at: int) -> str:
        """Return what stands around `at` between blanks, as far as 200 characters each way."""
        left = self.text[max(0, at - 200) : at].split()
        right = self.text[at : at + 200].split(None, 1)
        before = left[-1] if left and not self.text[at - 1].isspace() else ""
        return before + (right[0] if right and not self.text[at].isspace() else "")

    def paragraph_start(self, at: int) -> int:
        low = max(0, at - MAX_LOOK)
        cut = self.text.rfind("\n", low, at)
        return cut + 1 if cut >= 0 else low

    def is_prose(self, at: int, *, starts: bool) -> bool:
        """Return whether the rest of the paragraph reads as a sentence, as it does below a heading."""
        rest = self.text[at : at + MAX_LOOK].split("\n", 1)[0]
        if len(rest) < 60 or rest.rstrip("\"\u201d\u2019')")[-1:] not in (".", "!", "?", ":"):
            return False
        heading = self.text[self.paragraph_start(at) : at]
        return starts or len(heading.split()) >= 3

    def is_list(self, at: int) -> bool:
        """Return whether the paragraph around `at` has what lists have: two semicolons, or a colon."""
        paragraph = self.text[self.paragraph_start(at) : self.paragraph_end(at)]
        return paragraph.count(";") > 1 or ":" in paragraph

    def stand_apart(self, left: str, right: str) -> bool:
        """Return whether the release writes the two halves as two words again and again; brands vary once."""
        if right.isupper() and left not in _demonyms():  # "FrenchQRT" may be a name
            return self.counts[left] > 0 and self.counts[right] > 0
        return self.pairs[left, right] >= MIN_APART

    def opens_quotation(self, at: int) -> bool:
        """Return whether the straight mark at `at`, with no blank on either side, opens a quotation."""
        end = self.text.find("\n", at, at + MAX_LOOK)
        end = min(len(self.text), at + MAX_LOOK) if end < 0 else end
        following = self.text.find('"', at + 1, end)
        if following >= 0:
            # The next mark closes what this one opens: it stands after a mark or word, not after a blank.
            return not self.text[following - 1].isspace()
        # A quotation of several paragraphs is opened again in the next one; else nothing would close it.
        return self.text.startswith('\n\n"', end) and not self.is_quoted(at)

    def is_quoted(self, at: int) -> bool:
        """Return whether a straight mark before `at` in its paragraph is still open."""
        return self.text.count('"', self.paragraph_start(at), at) % 2 == 1

    def heads_paragraph(self, at: int, *, sure: bool = False, long: bool = False) -> str | None:
        """Return what stands before `at` in its paragraph where that could be a heading, else None.

        Args:
            sure: whether what follows begins a sentence for certain, so that "U.S." may stand in the heading.
            long: whether the heading may be a headline of several lines.
        """
        start = self.paragraph_start(at)
        if at - start > (MAX_HEADLINE if long else MAX_HEADING):
            return None
        before = self.text[start:at]
        if not before[:1].isupper() and not before[:1].isdigit():
            return None
        if (
            before.count("\u201c") > before.count("\u201d")
            or before.count('"') % 2
            or before.count("(") > before.count(")")
        ):
            return None  # a name of several words in quotation marks or brackets that are still open
        if before[-1] in ",;:" or (not long and len(before.split()) > MAX_HEADING_WORDS):
            return None
        return None if (self.holds_sentence(before) if sure else _ENDS_SENTENCE.search(before)) else before

    def holds_sentence(self, text: str) -> bool:
        """Return whether a sentence ends inside a text; the stops of "U.S." and "Inc." end none."""
        shorts = self.lists.titles | self.lists.abbreviations
        for match in _ENDS_SENTENCE.finditer(text):
            word = text[: match.start()].rpartition(" ")[2]
            if match.group()[0] != "." or not (word.lower() in shorts or "." in word or len(word) == 1):
                return True
        return False


class _Cuts:
    """The boundaries found, one at most at a position."""

    def __init__(self) -> None:
        self.found: dict[int, Edit] = {}

    def part(self, at: int, replacement: str, rule: str, *, width: int = 0) -> None:
        self.found.setdefault(at, Edit(at, at + width, replacement, rule))


def find_glue(text: str) -> list[Edit]:
    """Return the insertions that part what was glued, sorted, one at most at a position.

    Args:
        text: clean but for glue; paragraphs separated by blank lines.
    """
    release, cuts = _Release(text), _Cuts()
    _part_stops(release, cuts)
    _part_colons(release, cuts)
    _part_figures_after_stops(release, cuts)
    _part_articles_after_colons(release, cuts)
    _part_words_after_colons(release, cuts)
    _part_commas(release, cuts)
    _part_years(release, cuts)
    _part_brackets(release, cuts)
    _part_quotes(release, cuts)
    _part_words(release, cuts)
    _part_capitals(release, cuts)
    _part_numbers(release, cuts)
    _part_semicolons_and_marks(release, cuts)
    _part_last_items(release, cuts)
    _part_stars_and_hashes(release, cuts)
    _part_bullets(release, cuts)
    _part_addresses(release, cuts)
    _part_sums(release, cuts)
    _part_states(release, cuts)
    _part_phones(release, cuts)
    _part_numbered_days(release, cuts)
    _part_head_lines(release, cuts)
    _part_rows(release, cuts)
    _part_line_starts(release, cuts)
    found = [cuts.found[at] for at in sorted(cuts.found) if not (_is_noise(text, at) or _is_unread(release, at))]
    return [edit for edit in found if _is_sure(release, edit)] if found and release.is_scan else found


def _is_sure(release: _Release, edit: Edit) -> bool:
    """Return whether known words stand on both sides, and one that begins sentences where one is to begin.

    Asked where a scanner's scraps stand in the whole text, as a stain may stand for any mark.
    """
    text, low, high = release.text, edit.start, edit.end
    while low > max(0, edit.start - MAX_MARKS) and not text[low - 1].isalnum():
        low -= 1
    while high < min(len(text), edit.end + MAX_MARKS) and not text[high].isalnum():
        high += 1
    left, right = release.left_word(low), release.right_word(high)
    if not all(not word or _is_plain(release, word) for word in (left, right)):
        return False
    if edit.rule != "glued-sentence":
        return True
    return release.is_starter(right) or right.lower() in release.lists.titles or not right


def _is_plain(release: _Release, word: str) -> bool:
    """Return whether letters are figures, a known word, title, place or name, or have a capital and come again."""
    if word.isdigit() or len(word) == 1:
        return word.isdigit() or word in "aAI"
    if word.islower() and word not in release.known:
        return False
    return _is_sound(release, word) or word.lower() in release.lists.titles or is_place(word)


def _is_unread(release: _Release, at: int) -> bool:
    """Return whether most of what stands around a boundary is what a scanner made of words that it could not read."""
    around = release.text[max(0, at - NEAR_MARRED) : at] + " " + release.text[at : at + NEAR_MARRED]
    tokens = [token for token in around.split()[1:-1] if "@" not in token and "/" not in token]
    unread = [token for token in tokens if not _is_read(release, token)]
    marred = sum(_MARRED.search(token) is not None for token in unread)
    return marred >= MIN_MARRED and len(unread) > MAX_UNREAD * len(tokens)


def _is_read(release: _Release, token: str) -> bool:
    """Return whether the parts of a token are words, figures or names that are known."""
    parts = _PARTS.findall(token)
    if not parts:
        return any(map(str.isdigit, token)) or len(token) == 1
    return all(
        (len(part) > 1 or part in "aAI") and (part.lower() in release.known or _is_sound(release, part))
        for part in parts
    )


def _is_noise(text: str, at: int) -> bool:
    """Return whether what stands around a boundary is what a scanner made of a stain or of spaced letters."""
    around = text[max(0, at - NEAR_NOISE) : at + NEAR_NOISE]
    if sum(around.count(sign) for sign in _ODD) >= MAX_ODD:
        tokens = [token for token in around.split() if "@" not in token and "/" not in token]
        if sum(sign in _ODD for token in tokens for sign in token) >= MAX_ODD:
            return True
    return len(_SPACED.findall(around)) > 0 or len(_LONE.findall(around)) >= MAX_ODD


def _part_stops(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _STOP.finditer(text):
        stop, opening = match.group("stop"), match.group("open")
        if match.start() == 0 or text[match.start() - 1] in _OPENERS or opening[1:] == "(":
            continue
        if text[match.start() - 1].isspace():
            # "... at www.harbour.example .The boats left"
            alone = (
                stop == "."
                and not opening
                and match.start() > 1
                and (text[match.start() - 2].isalnum() or text[match.start() - 2] == "/")
            )
            word = release.left_word(match.start() - 1).lower()
            if (
                alone
                and word not in _NEVER_LAST
                and release.right_word(match.end()).lower() not in _SELDOM_FIRST
                and (release.is_sure_starter(match.end()) or _A_WORD.match(text, match.end()))
            ):
                cuts.part(match.end(), BREAK, "glued-sentence")
            continue
        left_at = match.start()
        while left_at > 0 and text[left_at - 1] in "\u201d\u2019\"')]\u00bb.":
            left_at -= 1
        left, right = release.left_word(left_at), release.right_word(match.end())
        if text[left_at - 1] == "/" and release.is_starter(right) and _is_address(release.token(left_at)):
            cuts.part(match.end() - len(opening), BREAK, "glued-sentence")
        if not left or not right:
            continue
        at = match.end() - len(opening)
        if not opening and stop[-1] == '"' and release.opens_quotation(at - 1):
            at -= 1
        quoted = len(stop) > 1 or bool(opening)
        if not _may_part(release, left, left_at, right, match.end(), quoted=quoted):
            continue
        if _ends_nothing(release, left, left_at, stop) or _goes_on_in_capitals(left, right):
            cuts.part(at, " ", "glued-words")
        else:
            cuts.part(at, BREAK, "glued-quote" if quoted else "glued-sentence")


def _ends_nothing(release: _Release, left: str, left_at: int, stop: str) -> bool:
    """Return whether a stop ends no sentence: dots of what was left out, or the mark of an item ("a.The boats")."""
    if stop == "\u2026" or (stop == "." and _DOTS.match(release.text, left_at)):
        return True
    before = release.text[max(0, left_at - 2 - len(left)) : left_at - len(left)]
    if left.isdigit() and len(left) < 3 and stop == "." and (before[-1:] in ("", "\n") or before in (": ", "; ")):
        return True  # "The plan: 1.The boats"
    return len(left) == 1 and left.islower() and not release.text[left_at - 2 : left_at - 1].strip(" \n(")


def _goes_on_in_capitals(left: str, right: str) -> bool:
    """Return whether capitals go on behind a stop: initials ("U.S.COMMITMENT TO BOATS"), or a speck of a scan."""
    if not (left.isupper() and right.isupper()):
        return False
    return len(right) > 3 if len(left) == 1 else len(right) > 1


def _part_colons(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _COLON.finditer(text):
        at = match.end()
        left = release.left_word(at - 1)
        if not left and at > 1 and text[at - 2] == ")" and release.is_starter(release.right_word(at)):
            cuts.part(at, BREAK, "glued-sentence")
        if len(left) < 2 or not left.isalpha() or set(release.token(at)) & set("@/_#\\"):
            continue
        right = release.right_word(at)
        if len(right) < 2:
            continue
        if release.text.count(f"{left}:{right}") > 1:
            continue  # "Mole:HOPE" is a name
        # Of two words in capitals or unknown words the colon may be part ("ISO:IEC", "std:Vector").
        sure = left.lower() in release.known or (left.istitle() and text[at + len(right) : at + len(right) + 1] == " ")
        starts = release.is_starter(right)
        if sure and (starts or (len(right) > 2 and (release.is_word(right) or release.is_name(right)))):
            # "Countries:Norway" is a label, "Quay Rights:Views" one title; "have to:Pay a fine" heads a list.
            heads = (starts or left.islower()) and left.lower() not in _NEVER_LAST and not (left + right).isupper()
            cuts.part(at, BREAK if heads else " ", "glued-sentence" if heads else "glued-words")


def _part_figures_after_stops(release: _Release, cuts: _Cuts) -> None:
    text, lists = release.text, release.lists
    for match in _finditer(_STOP_DIGIT, text):
        at = match.end()
        left = release.left_word(at - 1)
        if (
            left in lists.abbreviations
            or left in lists.titles
            or _MISREAD_MARK.match(text, at)
            or _PERCENT.match(text, at)
            or _ALONE.match(text, at)
        ):
            continue
        if left in ("some", "about", "over", "nearly", "than", "which", "whom"):
            continue  # "from some.200 boats": a speck
        if not (left.islower() and left in release.known) or set(release.token(at)) & set("@/_#\\"):
            continue
        behind = text[at : at + MAX_WORD].split(None, 2)[1:2]
        if text[at - 1] == ":" and behind and behind[0] in release.lists.behind_notes:
            continue
        note = _NOTE.match(text, at) if text[at - 1] == "." else None
        if note is None or _is_counted(release, note.end()):
            cuts.part(at, BREAK, "glued-sentence")
        elif note.group()[-1] == " " and _is_behind(release, note.end()):
            cuts.part(note.end() - 1, BREAK, "glued-sentence", width=1)


def _is_counted(release: _Release, at: int) -> bool:
    """Return whether what stands behind a number are people ("11 Germans", "12 U.S. citizens")."""
    people = release.right_word(at)
    if _INITIALS.match(release.text, at):
        return True
    return people in _demonyms() or people.removesuffix("s") in _demonyms()


def _is_behind(release: _Release, at: int) -> bool:
    """Return whether a sentence begins behind a number, which is the mark of a note then."""
    if release.text[at].isdigit():
        return True
    right = release.right_word(at + (not release.text[at].isalpha()))
    return release.is_starter(right) or right.lower() in release.lists.sure_starters or right.endswith("ly")


def _part_articles_after_colons(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in itertools.chain(_COLON_ARTICLE.finditer(text), _STOP_ADDRESS.finditer(text)):
        behind = text[match.end() : match.end() + MAX_WORD].split(None, 2)[1:2]
        if behind and behind[0] in release.lists.function_words:
            continue  # "a won:an to go" was misread
        left = release.left_word(match.start())
        if (len(left) >= 3 and _is_sound(release, left)) or (left.isdigit() and text[match.start()] == "."):
            cuts.part(match.end(), BREAK, "glued-sentence")


def _part_words_after_colons(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _COLON_WORD.finditer(text):
        at = match.end()
        left, right = release.left_word(match.start()), release.right_word(at)
        token = release.token(at)
        if (
            left.lower() in release.known
            and right in release.known
            and token.count(":") == 1
            and _is_list_head(release, at)
            and not set(token) & set("@/_#\\=")
        ):
            heads = (
                left.lower() in release.lists.list_heads - _BEFORE_PARTICIPLES
                or ";" in release.text[at : release.paragraph_end(at)]
            )
            cuts.part(at, BREAK if heads else " ", "glued-item" if heads else "glued-words")


def _is_list_head(release: _Release, at: int) -> bool:
    """Return whether a list, and no rest of a sentence, stands behind a colon: one with marks, or in short."""
    rest = release.text[at : release.paragraph_end(at)]
    return ";" in rest or len(rest) <= MAX_HEADING


def _part_commas(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _COMMA_DIGIT.finditer(text):
        after = release.right_word(text.index(" ", match.end()) + 1)
        if release.left_word(match.start()).lower() in release.known and not _is_behind_note(release, after):
            cuts.part(match.end(), " ", "glued-words")
    for match in _COMMA.finditer(text):
        left, right = release.left_word(match.start()), release.right_word(match.end())
        if len(right) < 2 or set(release.token(match.end())) & set("@/_#\\="):
            continue
        if left.lower() not in release.known and not (left.istitle() and len(left) >= 4):
            continue
        if text[match.end() + len(right) : match.end() + len(right) + 1] == "-" and len(right) < 3:
            continue  # "Phil,li-g"
        if right.lower() in release.known or release.is_name(right):
            cuts.part(match.end(), " ", "glued-words")


def _is_behind_note(release: _Release, word: str) -> bool:
    """Return whether a number before a word counts nothing, as the mark of a note ("the harbour,17 so that")."""
    if word in ("of", "or", "to"):
        return False  # "10 of them", "10 or more"
    return word in release.lists.behind_notes or word in release.lists.function_words


def _part_years(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _YEAR.finditer(text) if release.may_have(b"0A") else ():
        if not _YEAR_BEFORE.search(text, max(0, match.end() - 6), match.end()):
            continue
        right = release.right_word(match.end())
        again = right.isupper() and release.counts[right] > 1
        person = _PERSON_LEAD.match(text, match.end() + len(right)) is not None
        if not (release.is_starter(right) or person or (len(right) >= 3 and (right.lower() in release.known or again))):
            continue
        # "the 2007Harbour Award": the sentence goes on.
        before = text[max(0, match.end() - 16) : match.end() - 4].split()
        last = before[-1].lower() if before else ""
        goes_on = last in _DETERMINERS or (last in release.lists.function_words and not release.is_starter(right))
        cuts.part(match.end(), " " if goes_on else BREAK, "glued-words" if goes_on else "glued-sentence")


def _part_brackets(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _finditer(_BRACKET, text):
        at = match.end()
        if at < 2 or text[at - 2] in " \n([":
            continue
        right = release.right_word(at)
        if right == "A" or (release.is_starter(right) and len(right) > 1):
            cuts.part(at, BREAK, "glued-sentence")
        elif release.is_word(right) and len(right) > 2:
            cuts.part(at, " ", "glued-words")


def _is_address(token: str) -> bool:
    return "://" in token or "www." in token.lower()


def _may_part(release: _Release, left: str, left_at: int, right: str, right_at: int, *, quoted: bool) -> bool:
    """Return whether a sentence may end with `left` and the next one begin with `right`; slogans and days hold none."""
    if _SLOGAN.fullmatch(release.token(right_at)):
        return False
    if _NUMBERED.match(release.text, right_at) or _DOMAIN_AFTER.match(release.text, right_at):
        return False
    if (
        left.istitle()
        and len(left) < 4
        and (left.lower() in release.lists.function_words or _SHORT.match(release.text, right_at))
    ):
        return False  # "Co.As.lt.": shortened words
    if left.lower() in _NEVER_LAST or left.lower() == "www":
        return False
    if left.isdigit() and len(left) < 3 and right[:3].lower() in MONTHS:
        return False
    if release.text[right_at + len(right) : right_at + len(right) + 1] == "_" or _is_misread(release, left, right):
        return False
    if quoted and _INITIALS_BEFORE.search(release.text, max(0, left_at - 5), left_at + 1):
        return False
    if release.text[left_at] == "?" and (is_country(right) or right in _demonyms()):
        return False  # "the US?Mexico border": a dash was misread
    if not quoted and not release.is_starter(right) and _is_name(release, left, left_at, right, right_at):
        return False
    return _ends_and_begins(release, left, left_at, right, right_at, quoted=quoted)


def _is_misread(release: _Release, left: str, right: str) -> bool:
    """Return whether capitals before a letter are no word, as where "HARBOURIA" was read as "HARBOUR!A"."""
    if _SPOILT.fullmatch(left) and right.isupper() and left[:-1].lower() not in release.known and left[-1] != "s":
        return True  # "UNPOPUlAr.DECISIONS"
    if not left.isupper():
        return False
    if len(left) == 1 and right.isupper() and (left + right).lower() in release.known:
        return True  # "IN T.HE FACE OF"
    # "DO.YOU": no sentence in capitals ends so.
    return (right in "AI" and not _is_sound(release, left)) or (right.isupper() and left.lower() in _AUXILIARIES)


def _is_name(release: _Release, left: str, left_at: int, right: str, right_at: int) -> bool:
    """Return whether the stop between two words is part of a name, or strayed into one, so that no sentence ends there.

    "Quay.Shop opened ... Quay.Shop closed" is how the release writes the name; the release that has "Harbour.Council"
    and "Harbour Council" was misread, as was "in.Haventor"; "EE.UU." are initials doubled for the plural.
    """
    if left.lower() in release.lists.function_words:
        return True
    if left.islower() or left.isdigit() or len(left) < 2:
        return False
    if _CAMEL_NAME.fullmatch(left):
        return True  # "QuayWatch.Press"
    if left.isupper() and right.isupper() and len(set(left)) == len(set(right)) == 1:
        return True
    # "Mr Omar.Quill": one name behind "Mr" goes on.
    before = release.text[max(0, left_at - len(left) - MAX_WORD) : left_at - len(left)].split()
    if before and before[-1].rstrip(".").lower() in release.lists.titles and release.is_name(left):
        return True
    # "15U.S.C.": a number ran into the initials; "Quay.Shop opened": one name is no sentence.
    if left[0].isdigit() or _opens_sentence(release, left_at - len(left)):
        return True
    whole = release.text[left_at - len(left) : right_at] + right
    return len(right) > 1 and ((left, right) in release.pairs or release.text.count(whole) > 1)


def _opens_sentence(release: _Release, at: int) -> bool:
    before = release.text[max(0, at - 2) : at]
    return at == release.paragraph_start(at) or (len(before) == 2 and before[0] in ".!?" and before[1] == " ")


@dataclass(frozen=True, slots=True)
class _Joint:
    """A full stop with no blank behind it, and the words on both sides.

    Attributes:
        left_at: where the last character of the left word stands.
        right_at: where the right word begins.
        quoted: whether a quotation mark stands between them.
        after: the character behind the right word.
        starts: whether the right word often begins sentences here.
    """

    release: _Release
    left: str
    left_at: int
    right: str
    right_at: int
    quoted: bool
    after: str
    starts: bool

    @property
    def left_begins_paragraph(self) -> bool:
        """Whether the left word stands at the beginning of its paragraph."""
        return self.left_at - len(self.left) == self.release.paragraph_start(self.left_at)

    @property
    def left_is_word(self) -> bool:
        """Whether the left word is a known one in small letters."""
        return self.left.islower() and self.left in self.release.known

    @property
    def right_is_known(self) -> bool:
        """Whether the right word is a known one."""
        return self.right.lower() in self.release.known


def _ends_and_begins(release: _Release, left: str, left_at: int, right: str, right_at: int, *, quoted: bool) -> bool:
    """Return whether a sentence may end with `left` and the next one begin with `right`."""
    after = release.text[right_at + len(right) : right_at + len(right) + 1]
    starts = release.is_starter(right) and (len(right) > 1 or after == " ")
    # "Quaymal.AT": a word in capitals begins no sentence where none stand beside it.
    beside = (
        left.isupper()
        or not right.isupper()
        or release.text[right_at + len(right) + 1 : right_at + len(right) + 3].isupper()
    )
    starts = starts and (len(right) == 1 or beside)
    joint = _Joint(release, left, left_at, right, right_at, quoted, after, starts)
    token = release.token(right_at)
    if "@" in token or "/" in token or "\\" in token or token.lower().startswith("www."):
        return _parts_address(joint, token)
    if right.lower() in release.lists.suffixes and not (starts or quoted or _begins_name(joint)):
        return False
    if len(left) > 1 and left[-1].isupper() and left[-2].islower() and not starts and not quoted:
        return False  # "DanielJ.Fortune": the letter is an initial
    if len(right) == 1:
        return _parts_before_letter(joint)
    if left.isdigit():
        return _parts_behind_number(joint)
    if len(left) == 1 and left.isalpha():
        return _parts_behind_letter(joint)
    return _parts_words(joint)


def _parts_address(joint: _Joint, token: str) -> bool:
    """Look at a sentence that ends with an address: "... at www.example.org.The ..."."""
    right, after, starts = joint.right, joint.after, joint.starts
    if ((starts and len(right) > 1) or right == "A") and after == " " and _is_address(token):
        return True
    return after == " " and joint.left.islower() and (starts or (len(right) > 2 and joint.release.is_word(right)))


def _begins_name(joint: _Joint) -> bool:
    """Return whether what looks like the suffix of an address begins a name."""
    left, right, known = joint.left, joint.right, joint.release.known
    # "server.De Wit said": a short suffix may be a name where words stand on both sides.
    if len(right) == 2 and right.istitle() and joint.after == " " and joint.left_is_word:
        return True
    # "the Senate.De Castro Font": so may a particle before a name.
    particle = right.istitle() and _NEXT_NAME.match(joint.release.text, joint.right_at + len(right)) is not None
    return particle and left.lower() in known


def _parts_before_letter(joint: _Joint) -> bool:
    """Look at a single letter: "A" and "I" are words, any other is an initial ("J.K.", "A.Ş.").

    It may begin a sentence only after a word ("the announcement.U.S. officials").
    """
    text, lists, left = joint.release.text, joint.release.lists, joint.left
    if joint.after == ".":
        if not _ends_before_initials(joint) or left.lower() in lists.titles:
            return False
        # "the announcement.J. Smith, 62, of ...": a name may begin with its initial.
        initial_name = joint.left_is_word and _INITIAL_NAME.match(text, joint.right_at)
        return bool(_INITIALS.match(text, joint.right_at) or initial_name)
    if joint.after == "-":
        return joint.left_is_word and _LETTER_NAME.match(text, joint.right_at) is not None
    if joint.right == "I" and left.isupper() and not _is_speaker(joint.release, joint.right_at):
        return False  # "HARBOURI.I LAND"
    return joint.right in "AI" and joint.after == " " and len(left) > 1 and left.lower() not in lists.titles


def _ends_before_initials(joint: _Joint) -> bool:
    """Return whether the left word can end a sentence before an initial, and is none itself."""
    left = joint.left
    return (
        len(left) >= 4
        or (len(left) >= 2 and joint.left_is_word)
        or (len(left) >= 3 and left.isupper())
        or joint.release.text[joint.left_at] == ")"
        or left.lower() in joint.release.lists.abbreviations
        or (left.isdigit() and not joint.left_begins_paragraph)
    )


def _parts_behind_number(joint: _Joint) -> bool:
    release, text, left, left_at, right = joint.release, joint.release.text, joint.left, joint.left_at, joint.right
    if joint.starts or _COURTESY.match(text, joint.right_at):
        return True
    if joint.left_begins_paragraph or text[left_at - len(left) - 1] == "." or _is_determined(joint):
        return False
    if (left == "1" and "l" + right.lower() in release.known) or len(right) < 3:
        return False  # "1.Imitations", "$15.Om" were misread
    year = len(left) == 4 and left[:2] in ("19", "20")
    # "924(a)(2).Maximum", "on November 7.Bridges"
    spaced = left_at > 2 and text[left_at - 2] == " " and (text[left_at - 3].islower() or text[left_at - 3] == ".")
    apart = text[left_at] == ")" or spaced or text[left_at - 2 : left_at - 1] == "#"
    titled = len(left) >= 2 and len(right) >= 4 and right.istitle() and joint.after in (" ", ",")
    titled = titled and (text[left_at] != ")" or "(" in release.token(left_at))  # "with 11).Utual respect"
    if len(left) < 2 and not (apart and len(right) >= 4):
        return False
    return joint.right_is_known or year or release.counts[right] > 1 or titled


def _is_determined(joint: _Joint) -> bool:
    """Return whether a number stands behind "the", so that what it tells of follows ("the 1951.Harbour Convention")."""
    start = joint.left_at - len(joint.left)
    before = joint.release.text[max(0, start - MAX_WORD) : start].split()
    known = joint.release.pairs[joint.left, joint.right] > 0  # "the 1951 Convention and 1967.Protocol"
    return known or (bool(before) and before[-1].lower() in _DETERMINERS)


def _parts_behind_letter(joint: _Joint) -> bool:
    release, text, left_at, right = joint.release, joint.release.text, joint.left_at, joint.right
    initials = text[max(0, left_at - 3) : left_at + 1].lower().lstrip(" (")
    if initials in _COUNTRY_INITIALS and len(right) > 2 and right.lower() not in release.lists.after_us:
        # "the U.S.Mexico border" has lost its dash.
        return not is_country(right) and (release.is_word(right) or release.counts[right] > 1)
    # "No. 2:15-CR-7-F.Violating": the last letter of a number is no initial.
    numbered = text[left_at - 2 : left_at - 1] == "-" and len(right) >= 4 and joint.right_is_known
    quoted = joint.quoted and (len(right) == 1 or _is_sound(release, right))  # "e)...'Pects"
    # "N.S.We 2000" was misread: initials end no sentence before so short a word.
    spoilt = len(right) < 3 and len(initials) > 2 and initials[1] == "." and initials not in _COUNTRY_INITIALS
    return (joint.starts and not spoilt) or quoted or numbered


def _parts_words(joint: _Joint) -> bool:
    """Look at two words of several letters."""
    release, left, right, starts, quoted = joint.release, joint.left, joint.right, joint.starts, joint.quoted
    if left.lower() in release.lists.titles:
        return starts and (quoted or left.islower())
    if left.istitle() and left.lower() in release.lists.offices and release.is_name(right):
        return False  # "the Senator.Robert Quill said"
    if left.lower() in release.lists.abbreviations and left[0].isupper():
        if release.text[joint.right_at - 1] == ")":
            return starts  # "(Inc.)WA"
        begins = joint.right_is_known or release.is_name(right) or release.counts[right] > 1
        return starts or quoted or (len(right) >= 4 and begins)
    if quoted:
        return len(right) > 2 or _is_sound(release, left) or _is_sound(release, right)
    if left.isupper() and right.isupper():
        return starts and release.counts[right] > 1 and right.lower() not in _SELDOM_FIRST
    if release.text[joint.left_at] == "!" and not (starts or joint.right_is_known or _is_sound(release, right)):
        return False  # "develop!Uent": a letter was misread
    if left.islower():
        # "inte!Jjretation": one of the two must be a word.
        return starts or _is_sound(release, left) or joint.right_is_known or _is_sound(release, right)
    if len(left) <= 3 and left.istitle() and not (starts or _is_sound(release, left)):
        return False  # a title misspelt: "Reo.Chip Quill"
    # The word itself stands in the text at least once.
    long = len(right) > 2  # "Quay.CC"
    known = long and (joint.right_is_known or release.counts[right] > 1 or right in _demonyms())
    return starts or known or (release.counts[left] > 1 and joint.after == " ")


def _part_quotes(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _QUOTE_AFTER.finditer(text):
        at = match.start()
        left = text[at - 1] if at else " "
        if left in ":.!?\u2026\u201d":
            goes_on = _INITIALS_BEFORE.search(text, max(0, at - 5), at) is not None
            goes_on = goes_on or (left == "\u2026" and text[at + 1].islower())
            cuts.part(at, " " if goes_on else BREAK, "glued-words" if goes_on else "glued-quote")
        elif left in ",;)":
            cuts.part(at, " ", "glued-words")
        elif left.isalnum():
            heading = text[at + 1].isupper() and release.heads_paragraph(at)
            cuts.part(at, BREAK if heading else " ", "glued-heading" if heading else "glued-words")
    for match in _finditer(_COLON_QUOTE, text):
        at = match.start()
        if at < 2 or not text[at - 2].isalpha():
            continue
        if text[at] == '"' and text[at - 1] == "," and (release.is_quoted(at) or _SAYS.match(text, at + 1)):
            cuts.part(at + 1, " ", "glued-words")
            continue
        sentence = text[at - 1] == ":" and text[at] == '"'
        cuts.part(at, BREAK if sentence else " ", "glued-quote" if sentence else "glued-words")
    for match in _QUOTE_BEFORE.finditer(text):
        at = match.end()
        left = text[at - 2] if at > 1 else " "
        right = release.right_word(at)
        if (
            left.isspace()
            or left in "\u201c\u2018="
            or text[at].isdigit()
            or _ROMAN.fullmatch(right)
            or (len(right) > 1 and right != right.title() and not _is_sound(release, right))
            or (len(right) == 1 and text[at + 1 : at + 2] == ".")
            or (right.isupper() and release.behind_quotes[right] > 1 and right.lower() not in release.known)
        ):
            continue  # "PAWS" and the rest of "positive" may be one word; a number is the mark of a note
        sentence = left in ".!?\u2026" and text[at].isupper()
        cuts.part(at, BREAK if sentence else " ", "glued-quote" if sentence else "glued-words")


def _is_headline(text: str) -> bool:
    """Return whether all longer words of a heading have a capital ("Violence Against Women")."""
    words = text.split()
    small = _lists().function_words | _lists().starters
    return len(words) >= 2 and all(
        word[:1].isupper() or len(word) <= 3 or not word.isalpha() or word in small for word in words
    )


def _is_place_or_word(release: _Release, left: str, right: str) -> bool:
    """Return whether capitals that begin a line are a word of their own: not "COMMONWEAUlt", which was misread."""
    known = (len(right) > 2 and right.lower() in release.known) or (len(right) > 3 and release.is_name(right))
    return is_place(left) or release.is_word(left) or known or release.counts[right] > 1


def _is_heading(release: _Release, before: str | None) -> bool:
    """Return whether what stands before a word may be a heading: not "The current" before "National Agenda".

    A place in capitals before one word is a dateline that has lost its dash ("HAVENTOR Ada" before "Lind, 35, of").
    """
    words = before.split() if before is not None else []
    if not words or words[0].lower() in release.lists.function_words:
        return False
    if len(words) > 2 and words[-2] in ("and", "or") and any(word.endswith(",") for word in words):
        return False  # "Lima Clinic, Haventor Hospital and Quay" before "Bank" are names in a row
    return not (len(words) == 2 and words[0].isupper() and is_place(words[0]) and words[1].istitle())


def _part_after_capital(release: _Release, cuts: _Cuts, at: int, *, article: bool, initials: bool) -> None:
    """Part two words at `at` of which the first has a capital, too, as the last words of names and headings have."""
    text, lists = release.text, release.lists
    left, right = release.left_word(at), release.right_word(at)
    if initials and (left.lower() in lists.before_us or release.is_name(left)):
        cuts.part(at, " ", "glued-words")
        return
    starts = release.is_starter(right)
    person = _PERSON_LEAD.match(text, at + len(right)) or text.startswith("-based ", at + len(right))
    sure = article or bool(person) or starts
    heading = release.heads_paragraph(at, sure=sure, long=sure or right.lower() in release.known)
    known = bool(person) or release.is_word(left) or is_country(left)
    # "MooringComputer reported": no sentence begins with one noun alone; "MotorsEnhanced patrols" does.
    opens = (starts and len(right) > 1) or (len(left + right) >= 14 and right.endswith(("s", "ed", "ing")))
    alone = heading == left and len(left) >= 5 and opens
    headed = (
        heading
        and heading != left
        and _is_heading(release, heading)
        and _is_headline(heading)
        and not _SPEAKER.match(heading)
        and not (_ADJECTIVE.search(left) and not sure)
        and (sure or not text.startswith(", ", at + len(right)))
    )
    # The list of names is long; it is asked last.
    if (
        known
        and (alone or (headed and release.is_prose(at, starts=starts or bool(person))))
        and (sure or initials or release.is_word(right) or release.is_name(right))
    ):
        cuts.part(at, BREAK, "glued-heading")
    elif release.is_sure_starter(at) or (initials and left.lower() in release.known):
        cuts.part(at, BREAK, "glued-sentence")
    elif left == right and len(left) >= MIN_TWICE and release.counts[left] > 1:
        cuts.part(at, BREAK, "glued-heading")
    elif len(left) >= 4 and len(right) >= 3 and release.stand_apart(left, right) and not _NAME_AFTER.match(text, at):
        cuts.part(at, " ", "glued-words")


def _is_whole(release: _Release, at: int, left: str, right: str) -> bool:
    """Return whether a word with a capital inside is a name, an address or one word, which stays as it is."""
    text, lists = release.text, release.lists
    whole = left + right
    if left in ("or", "an", "no", "so", "do", "if", "is") and not _is_sound(release, right):
        return True  # "orFxuzationb" was misread
    if not left.isalpha() or len(left) < 2 or whole.lower() in lists.names or _NO_GLUE.search(release.token(at)):
        return True
    if _NAME_BEFORE.search(text, max(0, at - len(left) - 12), at - len(left)) or _LOST_DOTS.match(text, at):
        return True  # an address that has lost its dots, or "Operation QuayBird"
    if left.istitle() and left.lower() in (lists.name_heads | _BEFORE_NAMES):
        return True  # "MacDonald", "AntiTheft League"
    if left == right and len(left) < MIN_TWICE:
        return True  # "LuLu"
    if left.istitle() and _stands_in_names(release, at, both=release.is_starter(right)):
        return True
    if release.is_name(left) and release.is_name(right) and not _NAME_GOES_BEFORE.search(text, max(0, at - 80), at):
        return True  # "AnnLouise Quill"
    # "CyberCrime" is one word, "displayBoats:44" a field
    one = whole.lower() in release.known or _FIELD.match(text, at + len(right)) is not None
    return one and left not in lists.function_words


def _stands_in_names(release: _Release, at: int, *, both: bool) -> bool:
    """Return whether the next word on either side (or both) has a capital inside: "QuayToday BoatWatch" are names."""
    text = release.text
    before, after = text[max(0, at - 80) : at].split()[-2:-1], text[at : at + 80].split()[1:2]
    n_names = sum(_CAMEL_NAME.fullmatch(word) is not None for word in (*before, *after))
    return n_names > int(both)


def _is_speaker(release: _Release, at: int) -> bool:
    """Return whether "I" at `at` begins a clause ("I mean"), and is no stroke that a scanner misread."""
    return release.right_word(at) == "I" and _I_AM.match(release.text, at + 1) is not None


def _part_words(release: _Release, cuts: _Cuts) -> None:
    text, lists = release.text, release.lists
    for match in _CAMEL.finditer(text) if release.may_have(b"aA") else ():
        at = match.start()
        left, right = release.left_word(at), release.right_word(at)
        whole = left + right
        if _is_whole(release, at, left, right):
            continue
        after = text[at + len(right) : at + len(right) + 2]
        starts = release.is_starter(right)
        if right.isupper() and len(right) > 1 and left.islower():
            starts = starts and after[1:].isupper()  # "the brandITS Harbour Inc."
        prefixed = left.lower() in lists.prefixes  # "CyberQUAY: ..."
        label = (
            not prefixed
            and right.isupper()
            and len(right) >= 3
            and text[at + len(right) : at + len(right) + 2] == ": "
            and release.counts[whole] < 2  # "QuayRAT" is a name
            and left.lower() in release.known
        )
        day = _DAY.match(text, at) if right[:3].lower() in _DAY_WORDS else None
        if day and left.lower() in lists.function_words:
            cuts.part(at, " ", "glued-words")
            continue
        if label or day:
            goes_on = day and left.islower() and _DAY_GOES_ON.match(text, day.end())
            cuts.part(at, " " if goes_on else BREAK, "glued-words" if goes_on else "glued-heading")
            continue
        if left in lists.function_words:
            if text[at - len(left) - 1 : at - len(left)] in ("'", "\u2019"):
                continue  # a scan's scraps
            if len(right) >= 2 or text[at + 1 : at + 2] == ".":
                item = left in ("and", "or") and text[at - len(left) - 2 : at - len(left)] == "; "
                cuts.part(at, BREAK if item else " ", "glued-item" if item else "glued-words")
            continue
        # "the United StatesU.S. taxpayers", "with a KnifeA 38-year-old man"
        initials = len(right) == 1 and len(left) >= 4 and _INITIALS.match(text, at) is not None
        article = right == "A" and after[:1] == " "
        if release.counts[whole] > 1 or not (len(right) >= 2 or article or initials or _is_speaker(release, at)):
            continue
        word = release.is_word(right) and right != "Id"  # "newsId"
        # "quayWORD" is a name; capitals that the release has elsewhere, or that go on, are a word of their own.
        word = word and (not right.isupper() or len(right) < 2 or release.counts[right] > 0 or after[1:].isupper())
        short = left in lists.abbreviations  # "incEase" was misread
        if left.islower() and len(left) >= 3 and left in release.known and (starts or word) and not short:
            heading = release.heads_paragraph(at)
            headed = starts or ("," not in (heading or "") and _is_heading(release, heading))
            headed = headed and not is_country(right)
            headed = headed and (starts or right.endswith(("s", "ed", "ing")) or release.is_prose(at, starts=True))
            cuts.part(at, BREAK if headed else " ", "glued-heading" if headed else "glued-words")
        elif left.istitle() and len(left) >= 3:
            _part_after_capital(release, cuts, at, article=article, initials=initials)


def _part_capitals(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    joined = release.may_have(b"AAAAa") and _CAPITALS_JOIN.search(text) is not None
    for match in _CAPITALS.finditer(text) if joined else ():
        at = match.end() - 1
        left, right = text[match.start() : at], release.right_word(at)
        if _NO_GLUE.search(release.token(at)):
            continue
        start = release.paragraph_start(match.start())
        first = match.start() == start
        before = text[start:at]
        if (
            before.isupper()
            and sum(map(str.isupper, before.split())) >= 3
            and release.is_word(right)
            and at - start <= 160
        ):
            cuts.part(at, BREAK, "glued-heading")
        elif (first and len(left) >= 4 and _is_place_or_word(release, left, right)) or (
            release.counts[left] and release.is_word(right) and release.counts[left + right] < 2
        ):
            cuts.part(at, " ", "glued-dateline" if first else "glued-words")
    # "Accounts Hidden from the IRSAn agent of", "Boats for ISILU.S. officials said"
    for match in _CAPITALS_TWO.finditer(text) if joined else ():
        left, right = release.left_word(match.start()), text[match.start() : match.start() + 2]
        if release.counts[left] and left.isupper() and right != "As" and release.is_starter(right):
            cuts.part(match.start(), BREAK, "glued-heading")
    for match in _CAPITALS_US.finditer(text):
        left = release.left_word(match.start())
        if left.isupper() and release.counts[left]:
            cuts.part(match.start(), BREAK, "glued-heading")
    # "HAVENTORA court has": the article ran into the place. The text is searched as if it began a line.
    for match in _ARTICLE.finditer("\n" + text):
        if is_place(match.group(1)):
            cuts.part(match.end(1) - 1, " ", "glued-dateline")


def _part_numbers(release: _Release, cuts: _Cuts) -> None:
    text, lists = release.text, release.lists
    if not (release.may_have(b"0aaa", b"a00") and _DIGIT_LETTER.search(text)):
        return
    for match in _NUMBER.finditer(text):
        before, number, after = match.groups()
        if before and before not in lists.function_words and not (after and "," in number and before in release.known):
            continue
        if after and not (len(after) >= 4 and after in release.known):
            continue
        if before and _SCRAP.search(text, max(0, match.start() - 3), match.start()):
            continue  # "I d on11 want"
        if before and text[match.end() : match.end() + 2].strip() in _MARKS_OF_QUOTATION:
            continue  # "told me that27 \"the harbour": the mark of a note
        if before:
            cuts.part(match.start(2), " ", "glued-number")
        if after and (before or "," in number):
            cuts.part(match.end(2), " ", "glued-number")


def _parts_items(release: _Release, at: int) -> bool:
    """Return whether words stand on both sides of a semicolon; in a word of a scan it is a speck ("har;bour")."""
    text = release.text
    left, right = release.left_word(at), release.right_word(at + 1)
    if (not left and text[at - 1 : at] != ")") or (left.isdigit() and not right):
        return False  # "25;030": one number
    if right.islower() and ((left + right).lower() in release.known or (left.islower() and len(left) < 3)):
        return False  # "har;bour", "is en;aged": a speck
    begins = (
        not right or right in ("a", "A", "I") or (len(right) > 2 and (_is_sound(release, right) or right.istitle()))
    )
    begins = begins or right.lower() in release.lists.function_words
    ends = not left.isalpha() or (
        left.lower() not in release.lists.function_words | _AUXILIARIES | _DETERMINERS
        and (len(left) > 1 or (left.isupper() and text[at - 2 : at - 1] == " "))
        and text[at - len(left) - 1 : at - len(left)] != "."
        and _is_sound(release, left)
    )
    return begins and ends


def _is_sound(release: _Release, word: str) -> bool:
    """Return whether letters may be a word: a known one, one the release has again, or a name."""
    known = word.lower() in release.known or word in _demonyms() or release.counts[word] > 1
    return known or release.is_name(word) or word.lower() in lookups.words("surnames")


def _goes_on(release: _Release, at: int) -> bool:
    """Return whether a sentence, and no list, goes on behind a semicolon."""
    right = release.right_word(at)
    if right.lower() == "that" or (right.lower() in release.lists.function_words and right.lower() not in _ARTICLES):
        return True
    return right.islower() and not release.is_list(at)


def _part_semicolons_and_marks(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _SEMICOLON.finditer(text):
        if _parts_items(release, match.start()) and not set(release.token(match.start())) & set("=/&@{}\\"):
            goes_on = _goes_on(release, match.end())
            cuts.part(match.end(), " " if goes_on else BREAK, "glued-words" if goes_on else "glued-item")
    for match in _MARKS.finditer(text) if "*" in text or "#" in text or "~" in text else ():
        if match.group()[0] == "~" and not _stands_between_words(release, match):
            continue
        if match.start() and text[match.start() - 1] in '.!?\u201d"':
            cuts.part(match.start(), BREAK, "glued-item")
        if match.end() < len(text) and text[match.end()].isupper() and _begins_line(release, match.end()):
            cuts.part(match.end(), BREAK, "glued-item")


def _begins_line(release: _Release, at: int) -> bool:
    right = release.right_word(at)
    return len(right) > 3 or (len(right) > 1 and _is_sound(release, right))


def _stands_between_words(release: _Release, match: re.Match[str]) -> bool:
    """Return whether words stand beside a line of marks, which a scan has where it could not read."""
    left = release.left_word(match.start() - 1) if match.start() else ""
    right = release.right_word(match.end())
    return all(len(word) > 2 and word.lower() in release.known for word in (left, right))


def _part_last_items(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _LAST_ITEM.finditer(text):
        joint, word = match.groups()
        if word is None or (word in release.known and joint + word not in release.known):
            cuts.part(match.end(), BREAK, "glued-item")


def _part_stars_and_hashes(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _STAR.finditer(text):
        start, end = release.paragraph_start(match.start()), release.paragraph_end(match.start())
        if text.count("*", start, end) == 1 and text[match.end() + 1 : match.end() + 2].islower():
            continue  # a speck: "Mr Quill;* told"
        cuts.part(match.start(), BREAK, "glued-item")
    for match in _HASH.finditer(text):
        cuts.part(match.start(), BREAK, "glued-item")
        if text[match.end() : match.end() + 1] == "A":
            cuts.part(match.end(), BREAK, "glued-item")


def _part_bullets(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _finditer(_BULLET, text):
        at = match.start()
        before = text[max(0, at - 2) : at]
        alone = before[-1:] == text[at] or (before[-1:].isalpha() and text.count(text[at]) == 1)
        alone = alone or release.left_word(at).lower() in (*_ARTICLES, *_NEVER_LAST)
        alone = alone or _MISREAD.search(release.left_word(at)) is not None or _is_scrap(release, at + 1)
        if alone or release.right_word(at + 1 + (text[at + 1] == " ")) in _MID_SENTENCE:
            continue  # a speck: "the chance\u2022 of that"
        if before and not before[-1].isspace():
            if before[-1].isalpha() and not _is_sound(release, release.left_word(at)):
                continue
            if before[-1].isalpha() and text[at + 1] != " " and not release.has_tight_bullets:
                continue  # "the quay\u2022side": a speck
            cuts.part(at, BREAK, "glued-item")
        elif len(before) == 2 and before[1] == " " and before[0] in ".;:,":
            cuts.part(at - 1, BREAK, "glued-item", width=1)


def _is_scrap(release: _Release, at: int) -> bool:
    """Return whether two or three small letters right behind a bullet are no word."""
    right = release.right_word(at)
    return 2 <= len(right) <= 3 and right.islower() and not _is_sound(release, right)


def _part_addresses(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _MAILS.finditer(text):
        cuts.part(match.end(), BREAK, "glued-item")


def _part_sums(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _finditer(_MONEY, text):
        right = release.right_word(match.end())
        split = _REST_OF_SUM.match(text, match.end() + len(right)) is not None  # "$77Harbour,693"
        if right.lower() not in _SCALES and release.is_word(right) and not split:
            first = match.start() == release.paragraph_start(match.start())
            cuts.part(match.end(), BREAK if first else " ", "glued-item" if first else "glued-number")
    for match in _finditer(_BEFORE_MONEY, text):
        at = match.start()
        cell = _CELL_MONEY.fullmatch(text, at, release.paragraph_end(at)) is not None
        cuts.part(at, BREAK if cell else " ", "glued-item" if cell else "glued-number")


def _part_states(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _STATE.finditer(text):
        at = match.end()
        right = release.right_word(at)
        # "RAPING, ORALLY": in a line of capitals no state can be told from a word.
        capitals = right.isupper() and release.left_word(match.start()).isupper()
        capitals = capitals or (text[at - 2 : at] + right).lower() in release.known  # "PATENT"
        if text[at - 2 : at] in _states() and not capitals and (release.is_name(right) or release.is_word(right)):
            cuts.part(at, BREAK, "glued-item")


def _part_phones(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _PHONE.finditer(text):
        cuts.part(match.start() - 3, BREAK, "glued-item")
    for match in _PHONE_BRACKET.finditer(text):
        cuts.part(match.start(), BREAK, "glued-item")


def _part_numbered_days(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _finditer(_DATE_NUMBER, text):
        if not _FILE_NAME.search(release.token(match.start())):
            cuts.part(match.start(), BREAK, "glued-item")


def _part_head_lines(release: _Release, cuts: _Cuts) -> None:
    text = release.text
    for match in _head_line().finditer("\n" + text):
        cuts.part(match.end() - 1, BREAK, "glued-heading")
    for match in _PLACE_AFTER.finditer(text) if release.may_have(b" AAAAAAA") else ():
        at = _place_in_capitals(match.group())
        if at and release.text[release.paragraph_start(match.start()) : match.start()].isupper():
            cuts.part(match.start() + at, BREAK, "glued-dateline")


def _part_rows(release: _Release, cuts: _Cuts) -> None:
    for at in _rows(release):
        cuts.part(at, BREAK, "glued-item")


def _part_line_starts(release: _Release, cuts: _Cuts) -> None:
    """Part short lines (cells of a table, names of a list, a release's head) that ran into one another.

    Such lines are no sentences; what tells them is that the release has their like elsewhere.
    """
    text, lists = release.text, release.lists
    for match in _LINE_START.finditer(text) if release.may_have(b"aA", b"0A", b",A", b"AAAa") else ():
        at = match.start()
        if at in cuts.found or set(release.token(at)) & set("@/\\_#%") or _MISREAD.search(release.left_word(at)):
            continue
        left, right = release.left_word(at), release.right_word(at)
        if (len(left) == 1 and left.islower()) or (
            text[at - 1] == "," and not _is_sound(release, release.left_word(at - 1))
        ):
            continue  # what is left of a quotation mark, or of a word ("non-rHarbour", "Rev t ew,Council")
        if left.lower() in lists.name_heads or text[at + len(right) : at + len(right) + 1].isdigit():
            continue  # "MacDonald", "24CRCF027"
        if left.isdigit() and _SPOILT.fullmatch(right):
            continue  # "6TOm"
        rest = text[at : release.paragraph_end(at)]
        own = next((line for line in lists.own_lines if rest[: len(line)].lower() == line), None)
        if own is not None and not rest[len(own) : len(own) + 1].islower():
            cuts.part(at, BREAK, "glued-heading")
        elif (
            len(right) >= 3
            and _may_end(release, left, right, stop=rest[len(right) :][:1] == ".")
            and opens_with_dateline(rest[:MAX_HEADLINE])
        ):
            cuts.part(at, BREAK, "glued-dateline")
        elif len(right) >= 3 and _has_like(release, at, right, rest):
            cuts.part(at, BREAK, "glued-item")


@functools.cache
def _head_line() -> re.Pattern[str]:
    """Return what finds a line of a release's head that ran into the next ("FOR IMMEDIATE RELEASEMonday")."""
    lines = sorted(_lists().own_lines | _lists().head_lines, key=lambda line: (-len(line), line))
    names = "|".join(map(re.escape, lines))
    return re.compile(rf"\n(?i:{names})(?=[A-Z][a-z]|[A-Z]{{3}}|[0-9(\u201c])")


def _place_in_capitals(word: str) -> int:
    """Return where a known place begins that ran into a headline in capitals ("CONTRACTSHONOLULU"), 0 if none does."""
    if is_place(word) or word.lower() in lookups.words("words"):
        return 0
    found = [n for n in range(3, len(word) - 3) if word[:n].lower() in lookups.words("words") and is_place(word[n:])]
    return found[0] if len(found) == 1 else 0


def _rows(release: _Release) -> Iterator[int]:
    """Yield where rows of a table begin or end with their numbers."""
    for match in _ROW_NUMBER.finditer(release.text) if release.is_table else ():
        left = release.left_word(match.start())
        long = match.start() - release.paragraph_start(match.start()) > MAX_CELL  # "speaks to power7": a footnote
        if left and (long or len(left) < 3 or release.text[match.end()] == "0"):
            continue  # "has ever kn0wn"
        misread = _ONE.match(release.text, match.end()) is not None  # "unanimous1": a letter
        if not left and _DAY_OF_MONTH.match(release.text, match.start()):
            continue  # "19August1992"
        if not left or (release.is_word(left) and not misread):
            yield match.end()


def _may_end(release: _Release, left: str, right: str, *, stop: bool) -> bool:
    """Return whether a headline may end with a word before a dateline; "HarbinQuay —" is one name.

    Args:
        stop: whether a full stop stands behind the place.
    """
    if left.istitle() and stop:
        return right.isupper()  # "the Harbour NewsAsia. 8 May 2009"
    return not left or right.isupper() or left.isupper() or left.isdigit() or release.is_word(left)


def _has_like(release: _Release, at: int, right: str, rest: str) -> bool:
    """Return whether the release has lines like what stands before or after `at` in its paragraph."""
    before = release.text[release.paragraph_start(at) : at]
    if release.paragraphs[rest] or release.paragraphs[before]:
        return True
    if release.counts[release.left_word(at) + right] > 1:
        return False
    if release.has_names and before[-1].isalpha() and _are_two_names(release, before, rest):
        return True
    if release.is_table and release.first_words[right] >= MIN_ROWS:
        return True
    pair = rest.split(None, 2)[:2] if len(rest) <= MAX_HEADLINE else []
    return len(pair) == 2 and release.openings[" ".join(pair).rstrip(",;:")] > 0


def _are_two_names(release: _Release, first: str, second: str) -> bool:
    """Return whether a line is two full names ("Ada LindMarta Quill")."""
    if not (_NAME_LINE.fullmatch(first) and _NAME_LINE.match(second)):
        return False
    last = first.rpartition(" ")[2]
    return len(last) >= 4 and last.lower() in lookups.words("surnames") and release.is_name(second.split(" ", 1)[0])


@functools.cache
def _demonyms() -> frozenset[str]:
    return frozenset(
        word
        for row in lookups.table("demonyms", key=("iso3",))
        for word in f"{row['adjectives']};{row['people']}".split(";")
        if word
    )


@functools.cache
def _states() -> frozenset[str]:
    rows = lookups.table("us_states", key=("name",))
    return frozenset(code for row in rows for code in row["abbreviation"].split() if len(code) == 2 and code.isupper())
