"""Where sentences begin and where they do not, by what stands in the text; the model's parser decides the rest.

A paragraph begins a sentence, and so does what follows a label that ends in a letter or numeral ("Exhibit A."). No
sentence begins behind the point of an abbreviation ("v. Harmon", "Lt. Cmdr. Soto", "vol. 3"), nor with the clause that
reports a quotation ("“Do not worry!” Chief Bly said"), nor behind brackets that hold no stop ("Customs (ICE) Chief").

What is read before the parser has run, or in a text that is none of a doc's (a line, a title, what stands between two
words), is told by the marks alone: `stop_between`, `first_stop`, `ends_sentence` and `ends_line`.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left

from spacy.attrs import IDX, IS_SPACE, LENGTH, SENT_START
from spacy.tokens import Doc

from pipeline.lookups import table


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    for row in table("sentence_cues", key=("word", "kind")):
        words.setdefault(row["kind"], []).append(re.escape(row["word"]))

    def any_of(kind: str) -> str:
        return "|".join(sorted(words[kind], key=lambda word: (-len(word), word)))

    starts = rf"\b(?:{any_of('label')})[ \u00a0](?:[A-Z]|[IVX]{{1,4}})\.[ \u00a0]+(?=[A-Z][a-z]+\b(?!\.))"
    name = r"(?:[A-Z][\w.’'-]*[ \u00a0]+){1,6}"
    # Most words have no stop behind them: none is tried against the lists.
    longest = max(map(len, itertools.chain.from_iterable(words.values())))
    shortened = "|".join(
        (
            rf"\b(?:{any_of('always')})\.[ \u00a0]+(?=[\w“\"(])",
            rf"\b(?:{any_of('title')})\.[ \u00a0]+(?=[A-Z])",
            rf"(?i:\b(?:{any_of('number')})\.)[ \u00a0]+(?=\d)",
            rf"\b(?:{any_of('lower')})\.,?[ \u00a0]+(?=[a-z])",
        )
    )
    reported = rf"[.!?,][”\"][ \u00a0]+(?={name}(?:{any_of('speech')})\b[^.!?\n]{{0,60}}[.:,])"
    goes_on = rf"\b(?=[^.]{{1,{longest}}}\.)(?:{shortened})|{reported}"
    return re.compile(starts), re.compile(goes_on)


# "Customs Enforcement (ICE) John Torres announced": the parser begins a sentence behind brackets that end none.
_ASIDE = re.compile(r"\([^().!?\n]{1,40}\)")
_LONGEST_ASIDE = 60
# Under this name a doc keeps where no sentence begins: a parse in pieces would begin one all the same.
_GOES_ON = "press_goes_on"
_TEXT = "press_text"
# A blank line.
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
# A stop, with what closes behind it, before a blank or a mark of quotation.
_STOP = re.compile(r"[.!?][\"”’')\]]*\s|[.!?][\"“”]")
# A stop that is no initial's or abbreviation's.
_SURE_STOP = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[.!?](?=\s+[A-Z“\"])")
_ENDS_LINE = re.compile(r"[.!?:;,…][\"'”’)\]*]*$")


@functools.lru_cache(maxsize=4)
def paragraph_breaks(text: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of the blank lines between the paragraphs of a text.

    >>> paragraph_breaks("HEADLINE\\n\\nThe court said")
    ((8, 10),)
    """
    return tuple(match.span() for match in _PARAGRAPH.finditer(text))


def stop_between(between: str) -> bool:
    """Tell by the marks between two words whether a sentence ends there."""
    return _STOP.search(between) is not None or _PARAGRAPH.search(between) is not None


def first_stop(text: str, start: int = 0, end: int | None = None) -> int | None:
    """Return the end of the first stop behind which a sentence begins, None where there is none.

    >>> first_stop("J. Berg and Mr. Wu lost. They said so."), first_stop("J. Berg lost.")
    (24, None)
    """
    found = _SURE_STOP.search(text, start, len(text) if end is None else end)
    return found.end() if found else None


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does: with a stop or a closing mark of quotation."""
    return line.endswith((".", "!", "?", "”", '"'))


def ends_line(line: str) -> bool:
    """Tell whether a line ends as no headline does: with a stop, a colon or a comma, whatever closes behind it."""
    return _ENDS_LINE.search(line) is not None


def keep_text(doc: Doc, text: str) -> None:
    """Let a doc know the text that it was made of."""
    doc.user_data[_TEXT] = text


def doc_text(doc: Doc) -> str:
    """Return `doc.text`, put together once: spaCy does so anew, from all tokens, at each access."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def sentence_starts(doc: Doc) -> list[int]:
    """Return the character offset at which each sentence starts.

    Raises:
        ValueError: the doc's sentences are not known.
    """
    if not doc.has_annotation("SENT_START"):
        return [sent.start_char for sent in doc.sents]
    goes_on = doc.user_data.get(_GOES_ON, frozenset())
    rows = doc.to_array([IDX, SENT_START])
    starts = rows[:, 1] == 1
    starts[:1] = True
    text = doc_text(doc)
    return [at for at in rows[starts, 0].tolist() if at not in goes_on and not _is_behind_aside(text, at)]


def _is_behind_aside(text: str, at: int) -> bool:
    """Tell whether brackets that hold no stop end right before an offset, in the same line."""
    head = text[max(0, at - _LONGEST_ASIDE) : at].rstrip(" \u00a0")
    opened = head.rfind("(")
    return opened >= 0 and _ASIDE.fullmatch(head, opened) is not None


def mark_sentences(doc: Doc) -> Doc:
    """Set `is_sent_start` of the tokens where the text tells it, before the parser runs."""
    rows = doc.to_array([IDX, LENGTH, IS_SPACE])
    offsets = rows[:, 0].tolist()
    text = doc_text(doc)
    starts, goes_on = _patterns()
    told: dict[int, bool] = {}
    for pattern, value in ((goes_on, False), (starts, True)):
        for match in pattern.finditer(text):
            n = bisect_left(offsets, match.end())
            if 0 < n < len(doc) and offsets[n] == match.end():
                doc[n].is_sent_start = value
                told[match.end()] = value
    for n in rows[:-1, 2].nonzero()[0].tolist():
        start, length = rows[n, :2].tolist()
        if "\n" in text[start : start + length]:
            doc[n + 1].is_sent_start = True
            told.pop(start + length, None)
    doc.user_data[_GOES_ON] = frozenset(at for at, starts_one in told.items() if not starts_one)
    return doc
