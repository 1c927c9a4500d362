"""The number grammar of releases: what is a number, in which unit, and how it is hedged.

`find_quantities` reads a plain text, without any annotation, and returns every number
that can count or measure something. It knows digits grouped by comma, point, space or
apostrophe, decimals of both fashions, number words, dozens, scales, fractions, ranges,
money before and after the figure, units of measure, and qualifiers on either side.
Numbers that name something (sections, telephones, addresses, calibres, ages, times,
"AR-15") are passed over. What a quantity counts is the business of `items`.

The words stand in `resources/`: number_words, number_scales, number_labels, qualifiers,
units and currencies.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import ResourceError
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Piece, split_pieces
from pipeline.lookups import table

_NUMBER_WITH_CAPITAL = (
    r"(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|(?:Thir|Four|Fif|Six|Seven|Eigh|Nine)teen"
    r"|(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty(?:-[A-Za-z]+)?)"
)
# A blank inside a line, or a line's end that is no paragraph's end.
WS = r"(?:[ \t\xa0\u2007\u2009\u202f]|\n(?!\n))"
MASK = "\x1f"
# A run of digits longer than this is an identifier; no release counts in quadrillions.
MAX_DIGITS = 15


@dataclass(frozen=True)
class Quantity:
    """A number of a text, with its unit and qualifier.

    Attributes:
        start, end: the number with its qualifier, scale and sign or abbreviated unit;
            a spelled-out unit lies outside.
        number_start, number_end: the figure or the number words alone, of a range the whole.
        unit_start, unit_end: the unit or currency behind the number; both None without one.
        after: where the words that follow number, unit and trailing qualifier begin.
        value, value_max: the number, or the ends of a range.
        unit: the unit's code, an ISO 4217 code for money.
        kind: thing, money, measure, percent or fraction.
        hyphen: whether a hyphen joins the number to the next word ("28-count").
        worded: whether the number is written in words.
        bare_digits: a plain run of digits without grouping (a year looks like that).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    after: int
    value: float
    value_max: float | None = None
    qualifier: str = "exact"
    unit: str | None = None
    kind: str = "thing"
    unit_start: int | None = None
    unit_end: int | None = None
    hyphen: bool = False
    worded: bool = False
    bare_digits: bool = False
    rule: str = "number"


@dataclass(frozen=True)
class _Core:
    """A number without unit: its offsets, value, and the other reading of "1.250" where there is one."""

    start: int
    end: int
    value: float
    high: float | None = None
    other: float | None = None
    worded: bool = False
    scaled: bool = False
    part: bool = False
    bare_digits: bool = False


@dataclass(frozen=True)
class _Unit:
    code: str | None
    kind: str
    decimal_point: bool = False


def _alternatives(forms: Sequence[str]) -> str:
    """Return a regular expression for any of `forms`, the longest first, blanks flexible."""
    ordered = sorted(set(forms), key=lambda f: (-len(f), f))
    return "|".join(re.escape(f).replace(r"\ ", WS + "+") for f in ordered)


def _openings(forms: Sequence[str]) -> frozenset[str]:
    """Return what the forms begin with, as `_opening` reads it: the first run of letters in lower case, or a mark."""
    return frozenset(match.group(1).lower() for form in forms if (match := _OPENING.match(form)))


def _opening(text: str, at: int) -> str:
    """Return the first run of letters, or the mark, behind blanks and hyphens from `at` on, in lower case.

    Looking it up among what the forms of a long list begin with spares the search for most of them.
    """
    match = _OPENING.match(text, at)
    word = match.group(1).lower() if match else ""
    # "40 tonsof coral"
    return word[:-2] if len(word) > 3 and word.endswith("of") else word


_OPENING = re.compile(r"[\s\u2010\u2011-]*([^\W\d_]+|[^\s\w-]|)")


def _norm(form: str) -> str:
    return " ".join(form.lower().split())


class _Grammar:
    """The compiled word tables; built once per process."""

    def __init__(self) -> None:
        self.words: dict[str, tuple[str, float]] = {}
        for row in table("number_words", key=("word",)):
            if row["kind"] not in ("unit", "tens", "scale", "dozen", "pair", "part"):
                raise ResourceError(f"number_words.csv: unknown kind {row['kind']!r} of {row['word']!r}.")
            self.words[row["word"]] = (row["kind"], float(row["value"]))
        self.scales = {
            r["form"]: (float(r["value"]), r["money_only"] == "1") for r in table("number_scales", key=("form",))
        }
        self._load_units()
        self._load_currencies()
        self._load_qualifiers()
        word = _alternatives(list(self.words))
        self.candidate = re.compile(rf"[\d½¼¾]|(?<![^\W\d_])(?:{word})(?![^\W\d_])", re.IGNORECASE)
        self.word = re.compile(rf"(?:{word})(?![^\W\d_])", re.IGNORECASE)
        scale_words = _alternatives([w for w, (kind, _) in self.words.items() if kind in ("scale", "dozen")])
        self.scale_word = re.compile(rf"(?:{WS}|-)*(?P<w>{scale_words})(?![^\W\d_])", re.IGNORECASE)
        self.scale_abbreviation = re.compile(
            rf"{WS}?(?P<w>{_alternatives(list(self.scales))})(?![^\W\d_]|\.[^\W\d_])", re.IGNORECASE
        )
        self._load_masks()

    def _load_units(self) -> None:
        self.units: dict[str, _Unit] = {}
        any_case: list[str] = []
        exact: list[str] = []
        known = {
            row["unit"]: _Unit(row["unit"], row["kind"], row["decimal_point"] == "1")
            for row in table("units", key=("unit",))
        }
        # A unit that a user takes out takes its spellings with it.
        for row in table("unit_forms", key=("form",)):
            if row["unit"] in known:
                form, is_exact = row["form"], row["case"] == "1"
                key = form if is_exact else _norm(form)
                if key in self.units:
                    raise ResourceError(f"unit_forms.csv: the spelling {form!r} stands for two units.")
                self.units[key] = known[row["unit"]]
                (exact if is_exact else any_case).append(form)
        # "40 tonsof coral": a blank lost before "of" must not hide the unit.
        boundary = r"(?![^\W_]|-?\d)|(?=of\b)"
        self.unit = re.compile(
            rf"(?:{WS}|[-\u2010\u2011])*(?P<u>{_alternatives(any_case)})(?:{boundary})", re.IGNORECASE
        )
        self.unit_exact = re.compile(rf"{WS}?(?P<u>{_alternatives(exact)})(?![^\W_]|[-'’.]\w)")
        self.unit_openings = _openings([*any_case, *exact])
        spelled = [form for form in any_case if len(form) > 2 and self.units[_norm(form)].kind == "measure"]
        self.one_measure = re.compile(rf"(?<![^\W_])an?(?={WS}(?:{_alternatives(spelled)}){WS}of{WS})", re.IGNORECASE)

    def _load_currencies(self) -> None:
        self.by_symbol: dict[str, list[str]] = {}
        self.by_name: dict[str, list[str]] = {}
        self.by_word: dict[str, list[str]] = {}
        self.default: dict[str, str] = {}
        self.countries: dict[str, set[str]] = {}
        self.word_codes: set[str] = set()
        self.sure_code: dict[str, str] = {}
        codes: list[str] = []
        for row in table("currencies", key=("code",)):
            code = row["code"]
            codes.append(code)
            self.countries[code] = set()
            self.default[code] = row["default"]
            if row["word_code"] == "1":
                self.word_codes.add(code)
        self.codes = set(codes)
        # A currency that a user takes out takes its names and countries with it.
        for row in table("currency_countries", key=("code", "iso3")):
            if row["code"] in self.codes:
                self.countries[row["code"]].add(row["iso3"])
        written = {"name": self.by_name, "word": self.by_word, "symbol": self.by_symbol}
        for row in table("currency_forms", key=("code", "kind", "form")):
            if row["code"] in self.codes:
                form = row["form"] if row["kind"] == "symbol" else _norm(row["form"])
                written[row["kind"]].setdefault(form, []).append(row["code"])
        # Signs that are something else as well, to whether a grouped or scaled figure makes them sure.
        self.weak: dict[str, bool] = {}
        for row in table("currency_prefixes", key=("sign", "code")):
            self.by_symbol.setdefault(row["sign"], []).append(row["code"])
            self.weak[row["sign"]] = self.weak.get(row["sign"], False) or row["sure"] == "1"
            if row["sure"] == "1":
                self.sure_code[row["sign"]] = row["code"]
        signs = _alternatives([*self.by_symbol, *codes])
        # "SENTENCED FOR$7 MILLION"
        self.sign_before = re.compile(rf"(?:(?<![^\W_])|(?<=[a-z])|(?<=[A-Z]{{3}})(?=[$£€]))(?P<s>{signs}){WS}?$")
        behind = _alternatives([sign for sign in (*self.by_symbol, *codes) if sign not in self.weak])
        self.sign_after = re.compile(rf"{WS}?(?P<s>{behind})(?![^\W_])")
        names = _alternatives([*self.by_name, *self.by_word])
        self.name_after = re.compile(rf"(?:{WS}|-)*(?:\b(?:in|of){WS})?(?P<s>{names})(?![^\W\d_])", re.IGNORECASE)
        self.sign_at = re.compile(rf"(?P<s>{signs}){WS}?")
        self.sign_ends = frozenset(form[-1] for form in (*self.by_symbol, *codes))
        self.sign_openings = _openings([*self.by_symbol, *codes])
        self.name_openings = _openings([*self.by_name, *self.by_word])

    def _load_qualifiers(self) -> None:
        self.before: dict[str, str] = {}
        self.behind: dict[str, str] = {}
        for row in table("qualifiers", key=("phrase", "place")):
            target = self.before if row["place"] == "before" else self.behind
            target[_norm(row["phrase"])] = row["qualifier"]
        before = _alternatives(list(self.before))
        # a cheaper test before the search: the last words of the qualifiers
        self.qualifier_ends = tuple(sorted({phrase.split()[-1] for phrase in self.before}))
        self.qualifier_before = re.compile(rf"(?<![^\W_])(?P<q>{before}){WS}*$", re.IGNORECASE)
        self.qualifier_behind = re.compile(
            rf"(?:{WS}|-)*(?P<q>{_alternatives(list(self.behind))})(?![^\W_])", re.IGNORECASE
        )
        self.behind_openings = _openings(list(self.behind))

    def _load_masks(self) -> None:
        """Compile the patterns of names that hold digits, by where such a name can begin.

        A pattern is tried only at the figures, words or lines that can begin it, or where a mark of it stands
        somewhere in the text: searching every text with each of them cost more than all else about counts.
        """
        counted = _NUMBER_WITH_CAPITAL
        one = (
            r"(?:\d[\w().]*(?:[-/–]\w[\w().]*)*|[IVX]+\b"
            r"|(?i:one|two|three|four|five|six|seven|eight|nine|ten|twenty)\b|"
            rf"{counted}\b)"
        )
        named = rf"(?:and|or|shall|apply|applies)\b|of{WS}(?:the|that|this|its){WS}[A-Z]"
        joint = rf"{WS}*,{WS}*|{WS}+(?:and|or|to|through|&){WS}+|{WS}*[-–]{WS}*"
        figures = rf"\d[\w().]*(?![\w,])(?!{WS}+(?!{named})[a-z])"
        more = rf"(?:(?:{joint})(?:{figures}|{counted}\b))"
        share = (
            rf"(?:{WS}in|{WS}out{WS}of|{WS}of{WS}every){WS}(?:every{WS})?"
            rf"(?:two|three|four|five|six|seven|eight|nine|ten|\d+))\b(?!{WS}[a-z]+s\b)(?!\w)"
        )
        every = rf"{WS}(?:in|out{WS}of|of){WS}every{WS}(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d+)\b"
        number = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d[\d,]*)"
        for_every = rf"(?i:for{WS}every{WS}{number}{WS}[a-z-]+,?{WS}(?:[a-z]+{WS}){{0,3}}{number}\b)"
        small = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|1,000|10,000)"
        one_in = rf"(?i:one{WS}in{WS}(?:every{WS})?{small}\b(?![,.]?\d)(?!{WS}(?:was|were)\b))"
        every_numbers = sorted(cues("every_number"))
        worded_every = rf"(?i:(?:{'|'.join(every_numbers)}){every})"
        self.figure_masks = _compiled(
            # statutes: 18 U.S.C. § 1343, 21 CFR 1308
            rf"\d{{1,4}}{WS}+(?:U\.{WS}?S\.{WS}?C\.?|USC\b|U\.S\.{WS}Code|C\.?F\.?R\.?(?!\w))"
            rf"(?:{WS}*(?:§+|[Ss]ections?|[Ss]ecs?\.))?"
            rf"(?:{WS}*\d[\w().-]*)?{more}*",
            rf"\d{{1,4}}{WS}(?:Stat\.|F\.(?:2d|3d|4th)|S\.{WS}?Ct\.|F\.{WS}?Supp\.){WS}(?:at{WS})?\d+",
            # telephones
            r"(?:1[-\u2010\u2011\u2013\u2212])?\d{3}[-\u2010\u2011\u2013\u2212]\d{3}[-\u2010\u2011\u2013\u2212]\d{4}\b",
            r"\d{3}[-.]\d{3}[-.]\d{4}\b",
            r"\d{3}-\d{4}\b|1-8\d\d-[\w-]+",
            r"0\d{1,4}(?:[ -]\d{2,4}){1,4}\b",
            # times of day
            rf"\d{{1,2}}(?:[:.]\d{{2}})?{WS}?(?:[ap]\.?{WS}?m\b\.?|hrs?\b|o['’]clock)",
            r"\d{1,2}:\d{2}(?::\d{2})?\b",
            r"[012]?\d\.[0-5]\d(?=[ \xa0](?:GMT|CET|UTC|hours))",
            rf"12{WS}(?:noon|midnight)\b",
            # numbers that are dialled, forms of a tax office
            rf"(?<![.,])(?:911|999|000|112){WS}(?:emergency{WS})?(?:calls?|callers?|operators?|dispatch\w*)\b",
            # "the 911 S5 network"
            rf"(?<![.,$£€])911{WS}[A-Z]{{1,3}}\d\b",
            rf"(?:1040|1065|1098|1099|1120)(?:-[A-Z]+)?s?{WS}(?:[Tt]ax{WS})?[Ff]orms?\b",
            # addresses
            r"\d{1,6}[A-Z]?(?:[-–]\d+)? (?:(?:[NSEW]|North|South|East|West)\.? )?(?:[A-Z0-9][\w.'’-]+ ){1,4}"
            r"(?:Street|St\b|Avenue|Ave\b|Boulevard|Blvd|Road|Rd\b|Drive|Dr\b|Lane|Way|Court|Plaza|Square"
            r"|Highway|Hwy|Parkway|Place|Terrace|Circle|Row)\b",
            # page counters
            rf"(?<!\d )\d+{WS}*/{WS}*\d+\b",
            # ordinals and calibres
            rf"\d+(?:,\d{{3}}){{0,6}}{WS}?(?:st|nd|rd|th)\b|\d+(?:\.\d+)?(?:[xX×]\d+)?{WS}?-?mm\b",
            rf"\.?\d{{2,3}}{WS}[Mm]agnum\b",
            rf"\d+(?:\.\d+)?{WS}[x×]{WS}\d+(?:\.\d+)?\b",
            # years of an era, blocks of a street
            rf"\d+{WS}?(?:AD|BC|BCE|CE|A\.D\.|B\.C\.)(?!\w)|\d+{WS}block{WS}of\b|\d*00{WS}[Bb]lock\b",
            # sections and what is named after them: "11880(a)", "401(k)", "9-50.700"
            r"(?<![.,])\d{1,5}\((?:[A-Za-z]|[ivx]{2,4}|\d)\)(?:\(\w{1,5}\))*",
            r"(?<=\w\[)\d{1,2}\]",  # of a note: "Germany[2]"
            r"\d{1,2}(?:,\d){0,6}-\([\w,-]*",  # of a substance: "2-(4-iodo"
            r"\d{1,2}-\d{2,3}\.\d{3}(?=[ \t]+[A-Z])",
            # proportions: "1 in 5", "2 out of every 3", "for every 10 arrests, 4 …"
            rf"(?i:[123]{share}",
            rf"(?i:\d+{every})",
        )
        # list numbers and page counters at a line's head, and the sizes of a picture above its maker
        self.line_masks = _compiled(
            r"[ \t]*\(?\d{1,3}[.)](?=\s)",
            r"\d{3,4}[ \t]*\n+\d{3,4}(?=[ \t]+[A-Za-z]+(?:[ \t]+[A-Z][a-z]+)?(?:[ \t]+https?:\S+)?[ \t]*(?:\n|\Z))",
            r"[ \t]*\d{1,3} of \d{1,3}\b(?m:(?=\s*[:.|]?\s*(?:$|[A-Za-z]+)))(?<!\w\w)",
        )
        self.word_masks: dict[str, tuple[re.Pattern[str], ...]] = {}
        ages = rf"(?i:aged?{WS}(?:of{WS})?(?:between{WS})?)\d{{1,3}}(?:{WS}?(?:-|–|to|and){WS}?\d{{1,3}})?\b"
        dialled = sorted(cues("dialling"))
        call = rf"(?:{'|'.join(dialled)}){WS}(?:on{WS})?\d{{3,6}}\b(?!{WS}[a-z]+s\b)"
        share_numbers = sorted(cues("share_number"))
        worded = rf"(?i:(?:{'|'.join(share_numbers)}){share}"
        vote = rf"votes?{WS}(?:of{WS})?\d{{1,3}}{WS}?(?:to|-|–){WS}?\d{{1,3}}\b"
        for pattern, starts in (
            (vote, ("vote", "votes")),
            (ages, ("age", "aged")),
            (call, dialled),
            (worded, share_numbers),
            (worded_every, every_numbers),
            (one_in, ("one",)),
            (rf"(?i:zero{WS}(?:tolerance|excuses?)\b)", ("zero",)),
            (rf"(?i:page){WS}*\d+{WS}of{WS}\d+\b", ("page",)),
            (for_every, ("for",)),
        ):
            for word in starts:
                self.word_masks[word] = (*self.word_masks.get(word, ()), re.compile(rf"(?<!\w){pattern}"))
        # "Judge no 4", but "no 14 officers"
        self.word_masks["no"] = (
            re.compile(rf"(?<![^\W_])(?i:nos?)\.?{WS}?\d{{1,6}}\b(?!{WS}+[a-z]+(?:s|people|men|women|children)\b)"),
        )
        # "Section 5", "Case No. 12", "Part II"
        labels: dict[str, list[str]] = {}
        for row in table("number_labels", key=("label",)):
            form = row["label"]
            cased = rf"(?i:{_alternatives([form])})" if row["capital"] == "0" else None
            first = re.match(r"[^\W\d_]+", form)
            if first is None:
                raise ResourceError(f"number_labels.csv: {form!r} begins with no letter.")
            labels.setdefault(first.group(), []).append(cased or _alternatives([form.capitalize(), form.upper()]))
        for word, forms in labels.items():
            form = "|".join(sorted(forms, key=lambda f: (-len(f), f)))
            # "No. 12", but "of the Criminal Division. Twelve of them"
            stop = r"\.?" if len(word) <= _ABBREVIATED else ""
            label = rf"(?<![^\W_])(?:{form}){stop}:?{WS}*(?:(?i:nos?\.?|number|#){WS}*)?{one}{more}*"
            self.word_masks[word] = (*self.word_masks.get(word, ()), re.compile(label))
        self.openers = frozenset((*self.words, *self.word_masks))
        self.marked_masks = tuple(
            (tuple(marks.split()), re.compile(pattern))
            for marks, pattern in (
                ("://", r"https?://\S+"),
                ("www.", r"www\.\S+"),
                ("@", r"(?<![\w.+-])[\w.+-]{1,64}@\S+"),
                ("@ #", r"[@#]\w+"),
                ("§", rf"§+{WS}*\d[\w().-]*{more}*"),
                ("+", r"\+\d[\d ()./-]{5,20}\d"),
                ("(", r"\(\d{2,5}\)[ -]?\d{3,4}[-. ]?\d{2,4}"),
                (")(", r"\([A-Za-z]\)(?:\(\w{1,5}\))+"),
                ("Department Dept", rf"\b(?:Department|Dept\.?){WS}\d{{1,4}}\b(?!{WS}[a-z]+s\b)"),
                ("Box", r"\bP\.?O\.? ?Box \d+"),
                ("AD A.D.", rf"\b(?:AD|A\.D\.){WS}\d+"),
                (".", r"\.(?<!\d\.)\d{2,3}(?=[ -]?(?:cal|calib|ACP|mm|[Ww]in|Rem|S&W))"),
            )
        )
        self.post_code = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b")
        # compass and legal fractions of names
        self.lettered = re.compile(
            rf"[IAMEFBHGN](?<!\w.)-?\d+(?:/\d+)?\b(?![,.]\d)(?!{WS}?(?:thousand|million|billion|mn|bn)\b)"
        )


# The longest label that may be shortened, with a stop behind it, in letters.
_ABBREVIATED = 4


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


@functools.cache
def grammar() -> _Grammar:
    """Return the compiled word tables."""
    return _Grammar()


def currency_of(word: str, country: str | None) -> str | None:
    """Return the ISO 4217 code that a sign, name or bare word means, None where it is not known.

    Args:
        word: "$", "US$", "EUR", "Kenyan shillings", "pounds" …
        country: ISO 3166-1 alpha-3 code of whoever wrote the text.
    """
    g = grammar()
    if word in g.codes:
        return word
    key = _norm(word)
    named = g.by_name.get(key)
    candidates = g.by_symbol.get(word) or named or g.by_word.get(key) or []
    if len(candidates) == 1:
        return candidates[0]
    for code in candidates:
        if country in g.countries[code]:
            return code
    if word in g.sure_code:
        return g.sure_code[word]
    for code in candidates:
        if g.default[code] == "any" or (named and g.default[code] == "name"):
            return code
    return None


_FIGURE = re.compile(r"\d+")
_DIGIT = re.compile(r"[\d½¼¾]")


def _inside_word(text: str, start: int, end: int) -> bool:
    """Tell whether letters run on before or behind: "weightTwo"."""
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def _names_with_numbers(text: str, words: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """Return the spans of names that hold a number: statutes, telephones, addresses, "Section 5".

    Args:
        words: every run of letters that may begin such a name, in lower case, and where it stands.
    """
    g = grammar()
    spans, longest = _names_at_figures(text)
    named = 0
    for word, at in words:
        for pattern in g.word_masks.get(word, ()) if at >= named else ():
            match = pattern.match(text, at)
            if match:
                named = match.end()
                spans.append(match.span())
    if longest:
        spans += _names_at_lines(text)
        spans += _enumerated(text)
        spans += [match.span() for match in g.lettered.finditer(text)]
    if longest >= 5:
        spans += [match.span() for match in g.post_code.finditer(text)]
    for marks, pattern in g.marked_masks:
        if any(mark in text for mark in marks):
            spans += [match.span() for match in pattern.finditer(text)]
    return spans


def _names_at_figures(text: str) -> tuple[list[tuple[int, int]], int]:
    """Return the names that begin with a figure, and the length of the longest figure."""
    masks = grammar().figure_masks
    spans: list[tuple[int, int]] = []
    done = [0] * len(masks)
    longest = 0
    for figure in _FIGURE.finditer(text):
        at = figure.start()
        longest = max(longest, figure.end() - at)
        if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
            continue
        for n, pattern in enumerate(masks):
            match = pattern.match(text, at) if at >= done[n] else None
            if match:
                done[n] = match.end()
                spans.append(match.span())
    return spans, longest


_ENUMERATED = re.compile(r"(?P<mark>[,;:.\u2013\u2014] ?|\b(?P<word>[a-z]+) |\n)\((?P<n>\d{1,2})\)(?= ?[A-Za-z])")


def _enumerated(text: str) -> Iterator[tuple[int, int]]:
    """Yield the numbers of what a sentence lists: "(1) theft, (2) fraud and (3) arson"."""
    if "(2)" not in text:
        return
    words = grammar().words
    run: list[tuple[int, int]] = []
    for match in _ENUMERATED.finditer(text):
        before = match["word"] or ""
        counted = before in words or (before.endswith("s") and before not in cues("no_plural"))
        if counted:
            continue  # "two (2) counts", "the officers (2) and"
        if int(match["n"]) != len(run) + 1:
            yield from run if len(run) > 1 else ()
            run = []
        if int(match["n"]) == len(run) + 1:
            run.append((match.start("n") - 1, match.end("n") + 1))
    yield from run if len(run) > 1 else ()


def _names_at_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names that begin a line."""
    at = 0
    while at >= 0:
        yield from (match.span() for pattern in grammar().line_masks if (match := pattern.match(text, at)))
        at = text.find("\n", at) + 1 or -1


def _mask(text: str, masked: Sequence[tuple[int, int]], words: Sequence[tuple[str, int]]) -> str:
    """Return `text` with masked spans and names holding digits replaced, lengths kept."""
    spans = [*masked, *_names_with_numbers(text, words)]
    if not spans:
        return text
    pieces, done = [], 0
    for start, end in sorted(spans):
        start = max(start, done)
        if end <= start:
            continue
        pieces += [text[done:start], MASK * (end - start)]
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


_RUN = re.compile(r"\d(?:[.,'’/:\-–_]?\d)*")
_SPACE_GROUP = re.compile(r"(?:[ \xa0\u2007\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?")
_MORE_DIGITS = re.compile(r"(?:[ \xa0-]\d[\d.,/-]*)+")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(\.\d+)?")
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(,\d+)?")
_QUOTE_GROUPS = re.compile(r"[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?")
_INDIAN_GROUPS = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(\.\d+)?")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def _parse_figure(run: str) -> tuple[float, float | None] | None:
    """Return a figure's value and, for "1.250", its other reading; None for what is no number."""
    if len(run) > MAX_DIGITS + 8 or sum(c.isdigit() for c in run) > MAX_DIGITS:
        return None
    if _FIGURE.fullmatch(run):
        if len(run) > 1 and run[0] == "0":
            return None
        return float(run), None
    if _COMMA_GROUPS.fullmatch(run) or _INDIAN_GROUPS.fullmatch(run):
        return float(run.replace(",", "")), None
    if _POINT_GROUPS.fullmatch(run):
        grouped = float(run.replace(".", "").replace(",", "."))
        return grouped, float(run) if run.count(".") == 1 and "," not in run else None
    if _QUOTE_GROUPS.fullmatch(run):
        return float(re.sub("['’]", "", run).replace(",", ".")), None
    if _DECIMAL.fullmatch(run) and (run[0] != "0" or run[1] in ".,"):
        return float(run.replace(",", ".")), None
    return None


def _shared_thousands(low: str, high: str) -> float:
    """Return what a low end such as the 5 of "5-8,000" is to be multiplied by: it shares the thousands of the high."""
    groups = high.split(",")
    shares = low.isdigit() and len(groups) == 2 and len(groups[1]) == 3 and int(low) < int(groups[0] or 0)
    return 1000.0 if shares else 1.0


def _read_digits(text: str, at: int) -> tuple[_Core | None, int]:
    """Read the figure at `at`; return it, or None and where to go on."""
    match = _RUN.match(text, at)
    if match is None:
        return None, at + 1
    run, end = match.group(), match.end()
    if run.isdigit() and len(run) <= 3 and run[0] != "0":
        # "1 473 kilos": groups of three parted by blanks
        groups = _SPACE_GROUP.match(text, end)
        if groups and not (groups.group().count(groups.group()[0]) == 1 and text[end] == "\n"):
            figure = re.sub(r"[ \xa0\u2007\u2009\u202f]", "", run + groups.group()).replace(",", ".")
            if len(figure) <= MAX_DIGITS:
                return _Core(at, groups.end(), float(figure)), groups.end()
    if run[0] == "0" and run.isdigit() and len(run) > 1:
        rest = _MORE_DIGITS.match(text, end)
        return None, rest.end() if rest else end
    if end < len(text) and text[end] in "½¼¾" and run.isdigit():
        return _Core(at, end + 1, float(run) + _VULGAR[text[end]]), end + 1
    if "-" in run or "–" in run:
        parts = re.split("[-–]", run)
        ends = [_parse_figure(part) for part in parts]
        if len(parts) == 2 and ends[0] and ends[1] and ends[0][0] < ends[1][0]:
            return _Core(at, end, ends[0][0] * _shared_thousands(parts[0], parts[1]), high=ends[1][0]), end
        return None, end
    parsed = _parse_figure(run)
    if parsed is None:
        return None, end
    return _Core(at, end, parsed[0], other=parsed[1], bare_digits=run.isdigit()), end


_JOIN = re.compile(rf"(?:{WS}|[-\u2010\u2011])+")
_AND = re.compile(rf"{WS}+and{WS}+", re.IGNORECASE)
_A_BEFORE = re.compile(rf"(?<![^\W_])an?{WS}+$", re.IGNORECASE)
_HALF_A = re.compile(rf"(?:{WS}|-)+(?:an?{WS}+)?", re.IGNORECASE)
_OF_A = re.compile(rf"{WS}+of{WS}+an?{WS}+", re.IGNORECASE)
_VAGUE_BEFORE = re.compile(
    rf"(?<![^\W_])(?:several|few|many|various|numerous|countless|couple{WS}of|multiple|tens{WS}of|dozens{WS}of){WS}+$",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(
    rf"{WS}+and{WS}+(?:(?:a|one){WS}+half|(?:a|one){WS}+quarter|three{WS}+quarters)(?![^\W_])", re.IGNORECASE
)


def _read_words(text: str, at: int) -> tuple[_Core | None, int]:
    """Read the number words at `at`: "twenty-one", "two hundred and six", "half a million"."""
    g = grammar()
    match = g.word.match(text, at)
    if match is None:
        return None, at + 1
    kind, value = g.words[match.group().lower()]
    article = _A_BEFORE.search(text, max(0, at - 6), at)
    start = article.start() if article else at
    if kind == "pair":
        return _read_couple(text, match.end(), start, value)
    if kind == "part":
        return _read_part(text, at, match.end(), start, value, article is not None)
    if kind in ("scale", "dozen"):
        if article is None or _VAGUE_BEFORE.search(text, max(0, start - 16), start):
            return None, match.end()
        # "a hundred", "a dozen", "a thousand five hundred"
        total, current, last = (0.0, value, "hundred") if value <= 100 else (value, 0.0, "scale")
        sum_ = _WordSum(total, current, last, largest=value, scaled=True, end=match.end())
    else:
        start = at
        sum_ = _WordSum(0.0, value, kind, largest=float("inf"), scaled=False, end=match.end())
    while sum_.take_next(text):
        pass
    end, number, scaled = sum_.end, sum_.total + sum_.current, sum_.scaled
    half = _AND_A_HALF.match(text, end)
    if half:
        end = half.end()
        number += 0.75 if "three" in half.group() else 0.25 if "quarter" in half.group().lower() else 0.5
    # "two thirds", "three quarters of"
    join = _JOIN.match(text, end)
    part = g.word.match(text, join.end()) if join and not scaled and number < 20 else None
    if part and g.words[part.group().lower()][0] == "part" and (number > 1) == part.group().lower().endswith("s"):
        return _read_parts(text, start, part.end(), number * g.words[part.group().lower()][1])
    scale_word = g.scale_word.match(text, end) if half else None
    if scale_word:
        amount = number * g.words[scale_word["w"].lower()][1]
        return _Core(start, scale_word.end(), amount, worded=True, scaled=True), scale_word.end()
    return _Core(start, end, number, worded=True, scaled=scaled), end


def spelled_number(text: str, at: int) -> tuple[float, int] | None:
    """Return the number that the words at `at` tell, and where it ends; a figure in brackets may say it again.

    >>> spelled_number("for twenty-five (25) years", 4)
    (25.0, 20)
    """
    core, _ = _read_words(text, at)
    core = core and _with_restatement(text, core)
    return (core.value, core.end) if core and core.start == at and not core.part else None


@dataclass(slots=True)
class _WordSum:
    """Number words added up from left to right: "two hundred and six thousand".

    Attributes:
        total: what scales have closed ("two thousand").
        current: what the next scale will multiply.
        last: the kind of the last word; "hundred" for that scale.
        largest: the last scale, which the next must be smaller than.
        scaled: whether a scale stands in it.
        end: where it ends.
    """

    total: float
    current: float
    last: str
    largest: float
    scaled: bool
    end: int

    def take_next(self, text: str) -> bool:
        """Add the next word, and tell whether there was one that goes on with the number."""
        g = grammar()
        conjunction = _AND.match(text, self.end) if self.last in ("hundred", "scale") else None
        join = conjunction or _JOIN.match(text, self.end)
        word = g.word.match(text, join.end()) if join else None
        if word is None:
            return False
        kind, value = g.words[word.group().lower()]
        if self._adds(kind, value, conjunction is not None):
            self.current += value
        elif kind not in ("scale", "dozen") or conjunction is not None or not self._multiplies(kind, value):
            return False
        self.scaled = self.scaled or kind in ("scale", "dozen")
        self.last = ("hundred" if value == 100 else "scale") if kind in ("scale", "dozen") else kind
        self.end = word.end()
        return True

    def _adds(self, kind: str, value: float, joined: bool) -> bool:
        if kind == "unit" and self.last == "tens" and 1 <= value <= 9 and not joined:
            return True
        return kind in ("unit", "tens") and self.last in ("hundred", "scale") and value > 0

    def _multiplies(self, kind: str, value: float) -> bool:
        """Multiply by a scale, and tell whether it may stand there."""
        if value == 100:
            may = kind == "scale" and self.last in ("unit", "tens") and self.current < 100
            self.current *= 100 if may else 1
            return may
        if not (self.current or self.total) or value >= self.largest:
            return False
        self.total, self.current = self.total + (self.current or 1) * value, 0.0
        self.largest = value
        return True


def _read_parts(text: str, start: int, end: int, amount: float) -> tuple[_Core | None, int]:
    """Read what stands behind "two thirds": "of a million", "of the", a measure; else it is no number."""
    g = grammar()
    scale = _OF_A.match(text, end)
    unit = g.word.match(text, scale.end()) if scale else None
    if unit and g.words[unit.group().lower()][0] == "scale":
        amount *= g.words[unit.group().lower()][1]
        return _Core(start, unit.end(), amount, worded=True, scaled=True), unit.end()
    if re.match(rf"{WS}+(?:of{WS}|the{WS})", text[end : end + 6], re.IGNORECASE):
        return _Core(start, end, amount, worded=True, part=True), end
    measure = g.unit.match(text, end) if _opening(text, end) in g.unit_openings else None
    if measure and g.units[_norm(measure["u"])].kind == "measure":
        # "one-half miles"
        return _Core(start, end, amount, worded=True), end
    return None, end


_OF = re.compile(rf"(?:{WS}+of)?{WS}+", re.IGNORECASE)


def _read_couple(text: str, end: int, start: int, value: float) -> tuple[_Core | None, int]:
    """Read "a couple of thousand", "a couple hundred", "a couple of kilos"; a couple of men is no number."""
    g = grammar()
    join = _OF.match(text, end)
    if join is None:
        return None, end
    scale = g.word.match(text, join.end())
    if scale and g.words[scale.group().lower()][0] in ("scale", "dozen"):
        amount = value * g.words[scale.group().lower()][1]
        return _Core(start, scale.end(), amount, worded=True, scaled=True), scale.end()
    unit = g.unit.match(text, join.end())
    if unit and g.units[_norm(unit["u"])].kind == "measure":
        of = join.start() + len(join.group().rstrip())
        return _Core(start, of, value, worded=True), of
    return None, end


# "a year and a half"
_TIME_AND = re.compile(rf"(?:year|month|week|day|hour|decade|centur(?:y|ie))s?{WS}and{WS}$", re.IGNORECASE)


def _read_part(text: str, at: int, end: int, start: int, value: float, article: bool) -> tuple[_Core | None, int]:
    """Read "half a million", "half-pound", "a quarter of a million", "a third of the", "half of"."""
    g = grammar()
    word = text[at:end].lower()
    if word == "half":
        join = _HALF_A.match(text, end)
        nxt = g.word.match(text, join.end()) if join else None
        if nxt and g.words[nxt.group().lower()][0] in ("scale", "dozen"):
            return _Core(start, nxt.end(), 0.5 * g.words[nxt.group().lower()][1], worded=True, scaled=True), nxt.end()
        unit = g.unit.match(text, join.end()) if join else None
        if unit and join and g.units[_norm(unit["u"])].kind == "measure":
            end = join.start() + len(join.group().rstrip()) if "a" in join.group().lower() else end
            return _Core(at, end, 0.5, worded=True), end
        if article and _TIME_AND.search(text, max(0, start - 24), start):
            return None, end
        if re.match(rf"{WS}+(?:of|the|its|their|all){WS}", text[end : end + 8], re.IGNORECASE):
            return _Core(start, end, 0.5, worded=True, part=True), end
        return None, end
    if not article or word.endswith("s"):
        return None, end
    scale = _OF_A.match(text, end)
    nxt = g.word.match(text, scale.end()) if scale else None
    if nxt and g.words[nxt.group().lower()][0] == "scale":
        return _Core(start, nxt.end(), value * g.words[nxt.group().lower()][1], worded=True, scaled=True), nxt.end()
    if re.match(rf"{WS}+of{WS}", text[end : end + 4], re.IGNORECASE):
        return _Core(start, end, value, worded=True, part=True), end
    return None, end


def _measured_articles(text: str) -> Iterator[int]:
    """Yield where an article behind a qualifier stands for one: "over a kilogram of resin"."""
    for match in grammar().one_measure.finditer(text):
        if _qualifiers(text, match.start())[0] != "exact":
            yield match.start()


_RESTATED = re.compile(rf"{WS}?\((?P<n>\d[\d,. ]{{0,18}})\)")


def _with_restatement(text: str, core: _Core) -> _Core:
    """Take the figure that repeats a number in words into it: "forty-four (44)"."""
    match = _RESTATED.match(text, core.end)
    parsed = _parse_figure(match["n"].strip()) if match else None
    if match is None or parsed is None or core.part or core.value not in parsed:
        return core
    return replace(core, end=match.end())


def _read_core(text: str, at: int) -> tuple[_Core | None, int]:
    """Read a number in figures or words, with the scale words behind it."""
    if text[at] in _VULGAR:
        return _Core(at, at + 1, _VULGAR[text[at]]), at + 1
    if (article := grammar().one_measure.match(text, at)) is not None:
        return _Core(at, article.end(), 1.0, worded=True), article.end()
    if not text[at].isdigit():
        core, end = _read_words(text, at)
        core = core and _with_restatement(text, core)
        return core, max(end, core.end) if core else end
    core, end = _read_digits(text, at)
    if core is None:
        return None, end
    return _with_scale_words(text, core), end


MILLION = 1e6
# "3 1/2 feet", "1 1/3 to 4 years"
_MIXED = re.compile(rf"{WS}(?P<part>[1-9])/(?P<whole>[2-9])(?![\w/])")
_NEXT_FIGURE = re.compile(rf"(?P<and>{WS}+and{WS}+|{WS}+)(?P<n>[1-9]\d{{0,2}})(?![\d,.]*\d)", re.IGNORECASE)


def _with_scale_words(text: str, core: _Core) -> _Core:
    """Add the scale words behind a figure, and the smaller figures behind those ("4 thousand 3 hundred and 21")."""
    g = grammar()
    half = _AND_A_HALF.match(text, core.end)
    if half and core.high is None:
        extra = 0.75 if "three" in half.group() else 0.25 if "quarter" in half.group() else 0.5
        core = replace(core, end=half.end(), value=core.value + extra)
    mixed = _MIXED.match(text, core.end) if core.bare_digits and core.high is None else None
    if mixed and int(mixed["part"]) < int(mixed["whole"]):
        value = core.value + int(mixed["part"]) / int(mixed["whole"])
        core = replace(core, end=mixed.end(), value=value, bare_digits=False)
    smallest = 0.0
    for _ in range(2):
        match = g.scale_word.match(text, core.end)
        if match is None:
            break
        smallest = factor = g.words[match["w"].lower()][1]
        if factor >= MILLION and core.value >= MILLION:
            return replace(core, end=match.end())  # "$6,257,142 million" says the same twice
        low = core.other if core.other is not None else core.value
        high = core.high * factor if core.high is not None else None
        core = replace(
            core, end=match.end(), value=_times(low, factor), high=high, other=None, scaled=True, bare_digits=False
        )
    return _with_smaller_figures(text, core, smallest) if smallest and core.high is None else core


def _with_smaller_figures(text: str, core: _Core, smallest: float) -> _Core:
    g = grammar()
    while more := _NEXT_FIGURE.match(text, core.end):
        scale = g.scale_word.match(text, more.end())
        factor = g.words[scale["w"].lower()][1] if scale else 1.0
        # "2 million and 21 cars" are two numbers, "3 hundred and 21" is one
        if factor >= smallest or (scale is None and (smallest != 100 or more["and"].strip() == "")):
            return core
        if scale is None and float(more["n"]) >= smallest:
            return core
        end = scale.end() if scale else more.end()
        core = replace(core, end=end, value=core.value + _times(float(more["n"]), factor))
        smallest = factor
    return core


def _times(value: float, factor: float) -> float:
    """Multiply without the tail of binary fractions: 1.1 million is 1100000."""
    return round(value * factor, 6)


@dataclass(frozen=True)
class _Tail:
    """What stands behind a number: its unit, an abbreviated scale, a trailing qualifier."""

    end: int
    factor: float = 1.0
    unit: _Unit | None = None
    unit_start: int | None = None
    unit_end: int | None = None
    shown_end: int | None = None
    currency: str | None = None
    qualifier: str | None = None


def _pounds(text: str, end: int, country: str | None) -> _Unit:
    """Tell money from weight: "5,000 pounds" of a British publisher, "6,500 pounds of marijuana"."""
    if re.match(rf"{WS}*sterling|{WS}+worth", text[end : end + 10]):
        return _Unit("GBP", "money")
    if re.match(rf"{WS}*of\b", text[end : end + 6]):
        return _Unit("lb", "measure", True)
    if country == "GBR" or (country != "USA" and "£" in text):
        return _Unit("GBP", "money")
    return _Unit("lb", "measure", True)


# "17 Bitcoin wallets"
_COIN_OF_THINGS = re.compile(rf"{WS}(?!(?:was|is|as|has|plus|this|towards)\b)[A-Za-z]{{2,}}s\b")
# "0.5k miles", "12k tablets", but a "5k run"
_K_COUNTS = re.compile(rf"{WS}(?:[a-z]+{WS})?(?:[a-z]+(?:s|people)|kg|km)\b|{WS}in{WS}[a-z]")
_TOLERANCE = re.compile(r"\s?(?:±|\+/[-–])\s?\d+(?:[.,]\d+)*")


def _read_tail(text: str, core: _Core, *, money: bool, country: str | None) -> _Tail:
    """Read the abbreviated scale, unit or currency, and trailing qualifier behind a number."""
    g = grammar()
    tolerance = _TOLERANCE.match(text, core.end)
    tail = _Tail(tolerance.end() if tolerance else core.end, shown_end=core.end)
    spelled = text[core.end : core.end + 1] not in ("", "-") and core.worded
    if not spelled:
        match = g.scale_abbreviation.match(text, core.end)
        if match:
            factor, money_only = g.scales[match["w"].lower()]
            glued = match.start("w") == core.end
            at = match.end() + (text[match.end() : match.end() + 1] == "+")  # "300k+ USD"
            after_money = money or g.name_after.match(text, at) or g.sign_after.match(text, at)
            counted = glued and match["w"] == "k" and _K_COUNTS.match(text, match.end())
            if not money_only or counted or (after_money and (glued or match["w"].lower() in ("m", "b"))):
                tail = replace(tail, end=match.end(), factor=factor, shown_end=match.end())
    opening = _opening(text, tail.end)
    behind = g.qualifier_behind.match(text, tail.end) if opening in g.behind_openings else None
    if behind and _is_trailing(text, behind, money=money):
        tail = replace(tail, end=behind.end(), shown_end=behind.end(), qualifier=g.behind[_norm(behind["q"])])
        opening = _opening(text, tail.end)
    sign = g.sign_after.match(text, tail.end) if opening in g.sign_openings else None
    named = opening in g.name_openings or opening in ("in", "of")
    name = g.name_after.match(text, tail.end) if named else None
    if sign and not (money and sign["s"] in ("$", "¥")):
        return _trailing_qualifier(
            text,
            replace(
                tail,
                end=sign.end(),
                currency=sign["s"],
                unit_start=sign.start("s"),
                unit_end=sign.end(),
                shown_end=sign.end(),
            ),
        )
    if name and not (
        _norm(name["s"]) in ("pound", "pounds") and not money and _pounds(text, name.end(), country).kind == "measure"
    ):
        return _trailing_qualifier(
            text, replace(tail, end=name.end(), currency=name["s"], unit_start=name.start("s"), unit_end=name.end())
        )
    if money or opening not in g.unit_openings:
        return tail
    match = g.unit.match(text, tail.end) or (None if core.worded else g.unit_exact.match(text, tail.end))
    if match:
        spelling = match["u"]
        unit = g.units[spelling] if spelling in g.units else g.units[_norm(spelling)]
        if unit.kind == "currency" and not spelling.endswith("s") and _COIN_OF_THINGS.match(text, match.end()):
            return tail
        short = len(spelling.rstrip(".")) <= 3 and unit.kind in ("measure", "percent")
        tail = replace(
            tail,
            end=match.end(),
            unit=unit,
            unit_start=match.start("u"),
            unit_end=match.end(),
            shown_end=match.end() if short else tail.shown_end,
        )
        tail = _trailing_qualifier(text, tail)
    return tail


_PLUS_MORE = re.compile(rf"{WS}(?!(?:in|of|on|at|by|to|for|from|with|per|and|or|is|are|was|were|has|have|had)\b)[a-z]")


def _is_trailing(text: str, match: re.Match[str], *, money: bool = False) -> bool:
    """Tell "50 or more", "100+" and "50 plus" from "two plus two", "five or so-called" and "$5 plus interest"."""
    following = text[match.end() : match.end() + 2]
    if money and match["q"].lower() == "plus" and _PLUS_MORE.match(text, match.end()):
        return False
    return not re.match(r"-\w|\s?\d", following)


def _trailing_qualifier(text: str, tail: _Tail) -> _Tail:
    g = grammar()
    match = g.qualifier_behind.match(text, tail.end) if _opening(text, tail.end) in g.behind_openings else None
    if match and tail.qualifier is None and _is_trailing(text, match, money=tail.currency is not None):
        return replace(tail, end=match.end(), shown_end=match.end(), qualifier=g.behind[_norm(match["q"])])
    return tail


_RANGE_JOIN = re.compile(rf"(?P<j>{WS}*[-–—]{WS}*|{WS}+(?:to|and|or|up{WS}+to|through){WS}+)", re.IGNORECASE)
_RANGE_OPEN = re.compile(
    rf"(?<![^\W_])(?P<o>between|from|of){WS}+(?:about{WS}+|around{WS}+|approximately{WS}+|an{WS}+estimated{WS}+)?$",
    re.IGNORECASE,
)
# A first number of a range from so much on shares no scale word: "between 500,000 and 1 million".
_SAID_IN_FULL = 1000
_CHANGE = re.compile(
    r"\b(?:r[io]se|risen|rising|f[ae]ll|fallen|falling|gr[eo]w|grown|growing|increas\w*|decreas\w*|dropp\w*|jump\w*|declin\w*"
    r"|climb\w*|soar\w*|surg\w*|reduc\w*|rais\w*|expand\w*|gone|went|up|down|extended|extend)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_CONCERNING = re.compile(
    r"\b(?:information|details|data|intelligence|questions?|facts|evidence|concern(?:s|ed)?|worr(?:y|ies|ied)|complain\w*|know\w*"
    r"|learn\w*|t[eo]ll|told|talk\w*|th(?:ink|ought)|asked|hear\w*|all|claims?|liens?|disputes?|jurisdiction|control)\s*$",
    re.IGNORECASE,
)


def _sign_before(text: str, at: int) -> tuple[str, int] | None:
    """Return the currency sign or code that ends at `at`, and where it starts."""
    last = text[at - 2 : at - 1] if text[at - 1 : at].isspace() else text[at - 1 : at]
    if not at or last not in grammar().sign_ends:
        return None
    match = grammar().sign_before.search(text, max(0, at - 7), at)
    if match is None:
        return None
    # "AUS$5": a sign glued to letters that are none of a currency's is taken alone
    return match["s"], match.start("s")


def _qualifiers(text: str, start: int) -> tuple[str, int]:
    """Return the qualifier that ends at `start` and where it begins; ("exact", start) without one."""
    g = grammar()
    found, begin = "exact", start
    for _ in range(2):
        if not text[max(0, begin - 26) : begin].rstrip().lower().endswith(g.qualifier_ends):
            return found, begin
        match = g.qualifier_before.search(text, max(0, begin - 26), begin)
        if match is None or (match.end() == match.end("q") and match["q"][-1].isalpha() and text[begin].isalpha()):
            return found, begin
        phrase = _norm(match["q"])
        if phrase in cues("about_adverb") and _CONCERNING.search(text, max(0, match.start() - 16), match.start()):
            return found, begin
        value = g.before[phrase]
        if found != "exact" and value == "about":
            return found, begin
        found, begin = value, match.start("q")
    return found, begin


def _glued_to_name(text: str, core: _Core, sign: tuple[str, int] | None) -> bool:
    """Tell whether letters or a hyphen run into the figure ("AR-15", "MH17"), so that it is a name."""
    at = sign[1] if sign else core.start
    if at == 0 or core.worded:
        return at > 0 and text[at - 1] in "-_/" and text[at - 2 : at - 1].isalnum()
    before = text[at - 1]
    if before in "#_/\\@.'’±":
        return True
    if before in "-–\u2010\u2011" and at > 1 and (text[at - 2].isalnum() or text[at - 2] in ".)"):
        return True
    if before.isalpha():
        return grammar().qualifier_before.search(text, max(0, at - 26), at) is None and sign is None
    return False


def _letters_behind(text: str, core: _Core, end: int) -> bool:
    """Tell whether letters run on behind the figure ("5G", "90s") and make it a name."""
    if core.worded or end != core.end or end >= len(text) or not (text[end].isalpha() or text[end] == "_"):
        return False
    word = re.compile(r"[^\W\d_]+").match(text, end)
    if core.end - core.start == 1:
        return True  # "5socks"
    # "1,200gang members": a blank lost before a whole word
    return word is None or len(word.group()) < 4 or not word.group().islower()


def find_quantities(
    text: str,
    *,
    pieces: Sequence[Piece] | None = None,
    masked: Sequence[tuple[int, int]] = (),
    country: str | None = None,
) -> list[Quantity]:
    """Return every number of `text` that can count or measure something, in text order.

    Quantities never overlap. Durations, ages, calibres, speeds and multiples are read
    and left out, as are numbers that touch `masked`.

    Args:
        pieces: those of the text, if it has been split before.
        masked: spans in which no number counts: dates, names of bodies and databases.
        country: ISO 3166-1 alpha-3 code of the publisher; it decides what a bare "$" or
            "pesos" means.

    Source: ISO 4217; SI Brochure, 9th edition, for units and digit grouping.
    """
    g = grammar()
    words = [
        (piece.low, piece.start)
        for piece in (split_pieces(text) if pieces is None else pieces)
        if piece.low in g.openers and not _inside_word(text, piece.start, piece.end)
    ]
    text = _mask(text, masked, words)
    worded = [start for word, start in words if word in g.words and text[start] != MASK]
    worded = sorted({*worded, *_measured_articles(text)})
    found: list[Quantity] = []
    at, n = 0, 0
    digit = _DIGIT.search(text)
    while True:
        if digit is not None and digit.start() < at:
            digit = _DIGIT.search(text, at)
        while n < len(worded) and worded[n] < at:
            n += 1
        starts = [*([digit.start()] if digit else ()), *worded[n : n + 1]]
        if not starts:
            return found
        core, at = _read_core(text, min(starts))
        if core is None:
            continue
        floor = found[-1].after if found else 0
        quantity, at = _complete(text, core, floor=floor, country=country)
        if quantity is not None and not (found and _is_said_again(text, found[-1], quantity)):
            found.append(quantity)


def _is_said_again(text: str, last: Quantity, quantity: Quantity) -> bool:
    """Tell the figure in "six dollars ($6)"."""
    same = (last.value, last.unit) == (quantity.value, quantity.unit) and quantity.kind == "money"
    return (
        same and text[last.after : quantity.start] in (" (", "(") and text[quantity.after : quantity.after + 1] == ")"
    )


_CONTINENTAL = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d.])|(?<![\d.,])\d{1,3},\d{1,2}(?=\s?(?:kg|tonnes|million|%))"
)


@functools.lru_cache(maxsize=1)
def _continental(text: str) -> bool:
    """Tell whether the text's own figures use the point for thousands ("7.400" beside "83,4 kg")."""
    return _CONTINENTAL.search(text) is not None


def _is_money(text: str, sign: str, core: _Core, country: str | None) -> bool:
    """Tell whether a letter such as R or P before a figure is a currency's sign."""
    g = grammar()
    if any(country in g.countries[code] for code in g.by_symbol[sign]):
        return True
    abbreviated = g.scale_abbreviation.match(text, core.end)
    large = core.scaled or abbreviated or (core.value >= 1000 and not core.bare_digits)
    return g.weak[sign] and bool(large)


_VERSION = re.compile(r"\d+\.\d{1,2}")
# Kinds of units that count nothing.
UNCOUNTED_KINDS = frozenset(("time", "age", "property", "speed", "multiple", "rank", "temperature", "power"))


def _complete(text: str, core: _Core, *, floor: int, country: str | None) -> tuple[Quantity | None, int]:
    """Add sign, unit, range and qualifier to a number; return it, or None, and where to go on."""
    sign = _own_sign(text, core, floor, country)
    if _glued_to_name(text, core, sign):
        return None, core.end
    tail = _read_tail(text, core, money=sign is not None, country=country)
    if _letters_behind(text, core, tail.end):
        return None, core.end
    low, high = core.value, core.high
    other = core.other
    number_end, worded = core.end, core.worded
    start = sign[1] if sign else core.start
    opener = _RANGE_OPEN.search(text, max(0, start - 30), start)
    second = _read_range(text, core, tail, sign, opener, country) if high is None else None
    if high is not None:
        low, high = _times(low, tail.factor), _times(high, tail.factor)
        if sign is None and tail.unit is None and tail.currency is None and low >= 1900 and high <= 2100:
            return None, core.end
    elif second is not None:
        core2, tail2, low, high = second
        tail = _joined_tails(tail, tail2)
        number_end, other = core2.end, None
    elif tail.factor != 1:
        # "$2.174T": before a scale a point is a decimal's
        low, other = _times(low if other is None else other, tail.factor), None
    unit, kind = _unit_of(text, tail, sign, country, core)
    if _are_occasions(text, start, core, tail):
        tail, unit, kind = (
            replace(tail, end=core.end, shown_end=core.end, unit_start=None, unit_end=None),
            None,
            "thing",
        )
    if kind in UNCOUNTED_KINDS:
        return None, tail.end
    if other is not None:
        figures = tail.unit is not None and tail.unit.decimal_point
        decimal = (figures and not _continental(text)) or kind == "percent"
        low = other if decimal else low
    version = not core.scaled and tail.factor == 1 and _VERSION.fullmatch(text, core.start, core.end)
    if kind == "thing" and not core.part and (version or not float(low).is_integer()):
        # a decimal that neither measures nor is money counts nothing: a version, a score, a section
        return None, tail.end
    qualifier, begin = _hedge(text, start, floor, opener if high is not None else None)
    if kind == "thing" and worded and low <= 12 and text[begin:start].lower().strip() == "under":
        qualifier, begin = "exact", start  # "operated under two names"
    qualifier = tail.qualifier or qualifier
    return (
        Quantity(
            start=begin,
            end=tail.shown_end or tail.end,
            number_start=core.start,
            number_end=number_end,
            after=tail.end,
            value=low,
            value_max=high,
            qualifier=qualifier,
            unit=unit,
            kind="fraction" if core.part and kind == "thing" else kind,
            unit_start=tail.unit_start,
            unit_end=tail.unit_end,
            hyphen=_is_hyphened(text, tail.end),
            worded=worded,
            bare_digits=core.bare_digits and sign is None and tail.unit is None and tail.currency is None,
            rule="range" if high is not None else "words" if worded else "figure",
        ),
        tail.end,
    )


_DONE_BEFORE = re.compile(rf"[a-z]+(?:ed|ot|ung|en|it|ut){WS}(?:[a-z]+{WS}){{0,4}}$")
_BEHIND_OCCASIONS = re.compile(
    rf"[.,;:)!?\"”]|{WS}(?:in|with|by|before|after|during|and|between|since|on|at|while|when|until|over){WS}|\s*$"
)
_NO_OCCASIONS = re.compile(rf"(?:than|to|the|is|are|was|were|over){WS}$", re.IGNORECASE)


def _are_occasions(text: str, start: int, core: _Core, tail: _Tail) -> bool:
    """Tell "was stabbed 15 times" from "15 times stronger", "three times a week" and "rose to three times"."""
    if tail.unit is None or tail.unit.code != "multiple" or core.value < 2 or core.part or core.high is not None:
        return False
    if tail.unit_start is None or text[tail.unit_start : tail.end].lower() != "times":
        return False
    begin = _qualifiers(text, start)[1]
    before = text[max(0, begin - 60) : begin]
    if not _DONE_BEFORE.search(before) or _NO_OCCASIONS.search(before) or _CHANGE.search(before):
        return False
    return _BEHIND_OCCASIONS.match(text, tail.end) is not None


def _hedge(text: str, start: int, floor: int, opener: re.Match[str] | None) -> tuple[str, int]:
    """Return the qualifier before a quantity, and where the quantity begins with it.

    Args:
        opener: the word before a range, "between" or "from".
    """
    begin = start
    if opener and opener["o"].lower() != "of":
        begin = max(floor, opener.start("o"))
    qualifier, begin = _qualifiers(text, begin)
    return ("exact", start) if begin < floor else (qualifier, begin)


def _is_hyphened(text: str, at: int) -> bool:
    """Tell whether a hyphen at `at` joins a word to a quantity."""
    return at < len(text) and text[at] in "-\u2010\u2011" and text[at + 1 : at + 2].isalpha()


def _own_sign(text: str, core: _Core, floor: int, country: str | None) -> tuple[str, int] | None:
    """Return the sign of money before a number and where it stands, None where it is none of the number's."""
    sign = _sign_before(text, core.start)
    if sign is None or sign[1] < floor:
        return None
    if sign[0] in grammar().word_codes and core.value < 1000:
        return None
    return None if sign[0] in grammar().weak and not _is_money(text, sign[0], core, country) else sign


def _joined_tails(first: _Tail, second: _Tail) -> _Tail:
    """Return what stands behind the second number of a range, with what only the first has."""
    return replace(
        second,
        unit=second.unit or first.unit,
        currency=second.currency or first.currency,
        qualifier=second.qualifier or first.qualifier,
    )


def _unit_of(
    text: str, tail: _Tail, sign: tuple[str, int] | None, country: str | None, core: _Core
) -> tuple[str | None, str]:
    """Return the unit's code and the quantity's kind."""
    if tail.currency is not None and (sign is None or sign[0] in ("$", "¥")) and tail.currency not in ("$", "¥"):
        code = currency_of(tail.currency, country)
        if sign is None or (code is not None and "dollar" in tail.currency.lower()):
            return (
                code if sign is None or _norm(tail.currency) not in ("dollar", "dollars") else currency_of("$", country)
            ), "money"
        return code or currency_of(sign[0], country), "money"
    if sign is not None:
        return currency_of(sign[0], country), "money"
    if tail.currency is not None:
        return currency_of(tail.currency, country), "money"
    if tail.unit is not None:
        if (
            tail.unit.code == "lb"
            and tail.unit_end is not None
            and text[tail.unit_end - 5 : tail.unit_end].lower().endswith(("pound", "ounds"))
        ):
            pounds = _pounds(text, tail.unit_end, country)
            return pounds.code, pounds.kind
        kind = "money" if tail.unit.kind == "currency" else tail.unit.kind
        return tail.unit.code, kind
    return ("fraction" if core.part else None), "thing"


def _read_range(
    text: str,
    core: _Core,
    tail: _Tail,
    sign: tuple[str, int] | None,
    opener: re.Match[str] | None,
    country: str | None,
) -> tuple[_Core, _Tail, float, float] | None:
    """Read "… and 30", "–30", " to 30 kg" behind a first number; None where no range goes on."""
    join = _RANGE_JOIN.match(text, tail.end)
    if join is None or core.part:
        return None
    word = _norm(join["j"]) or "-"
    opened = opener["o"].lower() if opener else ""
    if (word == "and" and opened != "between") or _tells_change(text, word, opener):
        return None
    second = _read_second(text, join.end(), signed=sign is not None)
    if second is None:
        return None
    tail2 = _read_tail(text, second, money=sign is not None, country=country)
    if _letters_behind(text, second, tail2.end):
        return None
    low, high = _times(core.value, tail.factor), _times(second.value, tail2.factor)
    plain = not core.scaled and tail.factor == 1
    if plain and not opened and word in cues("range_dash") and core.bare_digits:
        low *= _shared_thousands(text[core.start : core.end], text[second.start : second.end])
    if plain and (second.scaled or tail2.factor != 1):
        mantissa, factor = _scale_of(text, second, tail2)
        # "between 20 and 30 million", but "between 500,000 and 1 million"
        if core.value < mantissa or (opened and core.value < _SAID_IN_FULL):
            low = _times(core.value, factor)
    if not low < high or (word == "or" and not (high <= low * 2 and high - low <= max(1, low))):
        return None
    return None if _of_two_things(text, tail, tail2, by=word == "to" and not opened) else (second, tail2, low, high)


def _tells_change(text: str, word: str, opener: re.Match[str] | None) -> bool:
    """Tell whether two figures are those of a change: "rose from 5 to 10"."""
    return (
        word in cues("change_to")
        and opener is not None
        and opener["o"].lower() == "from"
        and _CHANGE.search(text, max(0, opener.start() - 60), opener.start()) is not None
    )


def _read_second(text: str, at: int, *, signed: bool) -> _Core | None:
    """Read the second number of a range at `at`, which has a sign of money only where the first has."""
    g = grammar()
    sign = g.sign_at.match(text, at)
    if sign and not signed:
        return None
    at = sign.end() if sign else at
    candidate = g.candidate.match(text, at)
    if candidate is None and re.match(rf"an?{WS}", text[at : at + 3]):
        candidate = g.candidate.match(text, at + 2)
    if candidate is None:
        return None
    second, _ = _read_core(text, candidate.start())
    return None if second is None or second.high is not None or second.part else second


def _of_two_things(text: str, tail: _Tail, tail2: _Tail, *, by: bool) -> bool:
    """Tell whether two numbers measure different things.

    Args:
        by: whether only "to" joins them.
    """
    if tail.unit and tail2.unit and tail.unit != tail2.unit:
        return True
    if not (tail.unit or tail.currency) or tail2.unit or tail2.currency:
        return False
    if tail.unit is not None and tail.unit.kind == "percent" and by:
        return True  # "fell by 8% to 1,120" states a share and a figure
    # "between 5 kg and 10 people" is no range of kilograms
    return re.match(rf"{WS}+[a-z]", text[tail2.end : tail2.end + 2]) is not None


def _scale_of(text: str, core: _Core, tail: _Tail) -> tuple[float, float]:
    """Return a scaled number as mantissa and factor: 213 billion is (213, 1e9)."""
    if tail.factor != 1:
        return core.value, tail.factor
    for factor in (1e12, 1e9, 1e6, 1e3, 1e2):
        if core.value >= factor:
            return core.value / factor, factor
    return core.value, 1.0
