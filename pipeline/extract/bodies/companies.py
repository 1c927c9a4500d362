"""Finds companies by the legal form that closes their names: "Marks & Stone plc", "Ober & Lind GmbH & Co. KG"."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import list_of
from pipeline.lookups import table, words

MAX_WORDS = 9
MAX_NAMES = 200
_MIN_TOWN = 3  # a town in capitals before a name has more letters: "LIMA Westar Energy"
RULE = "company-legal-form"
DESCRIBED_RULE = "company-described"
LISTED_COMPANY_RULE = "listed-companies"

# A word of a name before the form: capitalised, a number, an initial, or a particle.
_WORD_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?P<word>[^\W\d_]?[^\W_]*(?:[.'’-][^\W_]+)*[.'’]?|&|\+|\d{1,4}))(?P<gap>[ \u00a0]|, |,? ?& ?|-)$"
)
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")  # "eBay"
_BRANCH = re.compile(r"(?<=\w) \([A-Z][A-Za-z. ]{1,20}\)[ ,]{0,2}$")  # "Elm Trading (Jersey) Ltd"
_YEAR = re.compile(r"(?:19|20)\d\d")


# A name of up to five words: "Stratus", "Blue Harbor Freight", "Lind & Roe", "A.J. Freight".
_NAME_WORD = r"(?:[A-Z][\w.’'-]*[\w]|[A-Z])"
_NAME = rf"{_NAME_WORD}(?:(?: | & | and ){_NAME_WORD}){{0,4}}"
# "Stratus Group, an Iranian conglomerate controlled by"; "a firm called Lind & Roe"; "the company, Harbor Freight,"
_DESCRIBED = re.compile(
    rf"(?<![\w-])(?<!\bon )(?<!\bin )(?<!\bsince )(?P<name>{_NAME})(?: \((?:[“\"]?[A-Z][\w. -]*[”\"]?)\))?, "
    r"(?:an?|the) (?:[\w’'.-]+,? ){0,6}?(?P<noun>[a-z-]+)(?=[,.;)]| (?:that|which|who|in|based|of|with|owned|controlled"
    r"|located|operating|and|headquartered|for|from|run|led|founded|registered|serving|selling|specializing)\b)"
)
_CALLED = re.compile(
    rf"\b(?P<noun>[a-z-]+) (?:called|named|known as|doing business as|by the name of) (?P<name>{_NAME})(?![\w-])"
)
_HEADED = re.compile(rf"(?<![\w-])(?P<name>{_NAME_WORD}(?:(?: | & ){_NAME_WORD}){{1,4}})(?![\w-]| [A-Z&(])")
_RELATION = re.compile(r"\b(?:of|at|for|in|with|who|from|by|to) ")
_RUNS_ON = re.compile(r" [A-Z][a-z]")


class Company(NamedTuple):
    """A company's name: its characters, and the country that its form tells."""

    start: int
    end: int
    country: str | None


@functools.cache
def _forms() -> tuple[re.Pattern[str], Mapping[str, tuple[str | None, bool]]]:
    rows = table("legal_forms", key=("form",))
    forms = {row["form"]: (row["country"] or None, row["firm"] == "1") for row in rows}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    # A form may close another: "GmbH & Co. KG". The point of an abbreviation may end the sentence as well.
    joined = "|".join(re.escape(form).replace(r"\ ", "[ \u00a0]") for form in ordered)
    behind = "Sons|Daughters|Brothers|Bros.?|Partners|Associates|Friends"
    # "Members and Associates" are people; with "and" only kin and a form make a firm.
    form = rf",? (?:{joined})"
    firm = rf"(?<=& )(?:{behind})(?:{form})?|(?<=and )(?:Sons|Daughters)(?:{form})?|(?<=and )(?:{behind}){form}"
    firm += r"|(?<=and )Company(?= \()"  # "Elm and Company (Elm)"
    pattern = rf"(?<![^\W_])(?:(?:GmbH|AG|UG) & (?=Co\. KG))?(?P<form>{joined}|{firm})(?![^\W_]|-\w)"
    return re.compile(pattern), forms


def find_companies(text: str) -> Iterator[Company]:
    """Yield the companies of a text in order; none overlaps another."""
    pattern, forms = _forms()
    done = 0
    for match in pattern.finditer(text):
        start = _name_start(text, match.start(), done)
        # "Las Vegas, NV" is a town; "Democrats Welcome Limited Release": a headline
        if match["form"] == "NV" and text[: match.start()].endswith(", "):
            continue
        if start is None or (match["form"] == "Limited" and _RUNS_ON.match(text, match.end())):
            continue
        country, _ = forms.get(match["form"], (None, False))
        done = match.end()
        yield Company(start, match.end(), country)


def find_described(text: str) -> Iterator[Company]:
    """Yield the companies that a noun beside the name tells: "Stratus Group, an Iranian conglomerate"; in order."""
    nouns, given = cues("company_noun"), words("given_names")
    told = [m for m in _DESCRIBED.finditer(text) if m["noun"] in nouns and not _RELATION.search(m[0], len(m["name"]))]
    told += [m for m in _CALLED.finditer(text) if m["noun"] in nouns]
    names = {_without_opener(m["name"]) for m in told}
    names = {name for name in names if "&" in name or name.split(" ")[0].lower() not in given}
    names = {name for name in names if name.split(" ")[-1].lower() not in cues("law_word")}
    names |= {*_headed_names(text)}
    names = {name for name in names if name and not name.isupper()}
    if not names:
        return
    every = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))[:MAX_NAMES])
    for match in re.finditer(rf"(?<![\w-])(?:{every})(?![\w-]| [A-Z])", text):
        yield Company(match.start(), match.end(), None)


_MEMBER = rf"(?:{_NAME_WORD}|[a-z]{{1,2}}[A-Z]\w+)(?: (?:& )?{_NAME_WORD}){{0,2}}"
_LIST = re.compile(rf"(?<![\w-]){list_of(_MEMBER, least=1, most=12, joint='and|or')}(?![\w-]| [A-Z])")
_EACH = re.compile(_MEMBER)
_MIN_KNOWN = 2


def find_listed_companies(text: str, known: Collection[tuple[int, int]]) -> Iterator[Company]:
    """Yield the members of a list that are no known companies, where two others are; `known` has where those stand."""
    given, common = words("given_names"), words("common_words")
    for match in _LIST.finditer(text):
        members = [(each.start(), each.end()) for each in _EACH.finditer(text, match.start(), match.end())]
        if sum(member in known for member in members) < _MIN_KNOWN:
            continue
        for start, end in members:
            first, *more = text[start:end].split(" ")
            plain = not more and first.lower() in common and first.istitle()
            if (start, end) not in known and not plain and not (more and first.lower() in given):
                yield Company(start, end, None)


def _without_opener(name: str) -> str:
    """Return a name without a word before it that has a capital only because it opens a sentence."""
    first, _, rest = name.partition(" ")
    if first in cues("opens_when"):
        return ""  # "On Monday, a company was fined"
    dateline = first.isupper() and len(first) > _MIN_TOWN and not rest.isupper()
    return rest if dateline or first.lower() in words("company_openers") else name


def _headed_names(text: str) -> Iterator[str]:
    """Yield names that a firm's last word closes and a word of no dictionary opens: "Westar Energy"."""
    common = words("common_words")
    for match in _HEADED.finditer(text):
        name = _without_opener(match["name"])
        *before, head = name.split(" ")
        known = head.lower() in cues("company_head") and before
        if known and any(word.lower().strip(".&’'") not in common for word in before if len(word) > 1):
            yield name


def _ends_sentence(word: str) -> bool:
    """Tell whether a point behind a word ends a sentence: "in 2009. Creative", "by the EPA. Creative"."""
    bare = word.removesuffix(".")
    if bare == word or "." in bare or len(bare) < _MIN_TOWN:
        return False
    return bare.isdigit() or bare.isupper()


def _name_start(text: str, end: int, floor: int) -> int | None:
    """Return where the name before a form begins, None where there is no name."""
    start: int | None = None
    branch = _BRANCH.search(text, max(floor, end - 30), end)
    at = branch.start() + 1 if branch else end
    crossed = False
    openers = words("company_openers")
    for _ in range(MAX_WORDS):
        found = _WORD_BEFORE.search(text, max(floor, at - 45), at)
        if found is None or found.start("word") < floor:
            break
        word, gap = found["word"], found["gap"]
        low = word.lower()
        if ("," in gap and start is not None) or low.endswith("-based") or _ends_sentence(word):
            break
        if low in ("and", "&") or word in ("&", "+"):
            # "Smith and Friends Ltd", "Marks & Stone plc", but "fined Roe and Acme Trading Ltd"
            first_behind = text[at:end].split(" ")[0].lower().rstrip(".")
            if low == "and" and not (
                first_behind in cues("firm_kin") or (crossed is False and text[at:end].count(" ") <= 1)
            ):
                break
            crossed = True
            at = found.start("word")
            continue
        if start is None and low == "of":
            return None  # "Ana Roe of SAS"
        capital = word[:1].isupper() or word[:1].isdigit() or bool(_INNER_CAPITAL.match(word))
        if (not capital and low not in cues("name_particle")) or _YEAR.fullmatch(word):
            break
        if capital:
            if low in openers and not (start is not None and crossed):
                break
            start = found.start("word")
        at = found.start("word")
        if "&" in gap:
            crossed = True
    if start is None or text[start:end].strip(" ,&").lower() in openers:
        return None
    return past_dateline(text, start, end)


def past_dateline(text: str, start: int, end: int) -> int:
    """Return where a name begins behind a dateline whose dash is lost: "SAN FRANCISCO Elm Trading Inc."."""
    if start and text[start - 1] != "\n":
        return start
    at = start
    for word in text[start:end].split(" ")[:3]:
        if not word.isupper() or word.lower() not in cues("dateline_word"):
            break
        at += len(word) + 1
    named = text[at:end].strip()
    return at if named and not named.isupper() else start
