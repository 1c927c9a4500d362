"""One matcher for all gazetteers: phrases in, longest leftmost matches out, in linear time.

A phrase is a sequence of words. Words are compared folded (case and diacritics set
aside, so that "Cote d'Ivoire" and "CÔTE D’IVOIRE" are one phrase), and only Latin
letters fold to Latin letters: a word with a Cyrillic look-alike in it matches nothing.
Between words a blank, hyphen or apostrophe may stand for one another, "&" is the word
"and", and a full stop is passed over after short words ("St. Lucia", "U.S."); commas and
brackets must be those of the phrase ("Korea (Rep. of)"). No match crosses a paragraph.

Its words are made of the pieces of `words.py`, by which a text is split once for all: other words than those of names,
since a phrase's hyphens, apostrophes and initials' points may be blanks in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from spacy.tokens import Doc

from pipeline.extract.annotations import doc_text
from pipeline.extract.reading.words import Piece, doc_pieces, fold, split_pieces

V = TypeVar("V")

_ABBREVIATED = 3  # the longest word after which a full stop may be that of an abbreviation
_SOFT = frozenset(" \t\n\r\u00a0\u2009\u202f-\u2010\u2011\u2013'\u2019\u02bc`")
_PUNCTUATION = frozenset(",()/")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d"})
MAX_GAP = 6
MAX_BLANKS = 79  # characters of indentation that a phrase may run across


class Word(NamedTuple):
    """A word of a text: its offsets, folded form, and the gap before it ("" soft, None: no phrase crosses)."""

    start: int
    end: int
    fold: str
    gap: str | None


@dataclass(frozen=True, slots=True)
class Match(Generic[V]):
    """A phrase found: `first` and `last` are the numbers of its words in the list searched."""

    start: int
    end: int
    value: V
    first: int
    last: int


@lru_cache(maxsize=1 << 14)
def key(word: str) -> str:
    """Return a word as phrases are compared: folded, letters of other alphabets than ours as those they stand for.

    >>> key("CÔTE"), key("Łódź"), key("&")
    ('cote', 'lodz', 'and')
    """
    return "and" if word == "&" else fold(word).translate(_LETTERS)


@lru_cache(maxsize=4096)
def _gap(between: str) -> str | None:
    """Return the punctuation between two words that a phrase must have, None where no phrase may pass."""
    if len(between) > MAX_GAP:
        # A line break may come with the blanks of an indented page, but no blank line.
        return "" if between.isspace() and between.count("\n") < 2 else None
    marks = ""
    n_breaks = 0
    for mark in between:
        if mark == "\n":
            n_breaks += 1
        if mark in _PUNCTUATION or mark == ".":
            marks += mark
        elif mark not in _SOFT:
            return None
    return marks if n_breaks < 2 else None


def split_words(text: str, pieces: Sequence[Piece] | None = None) -> list[Word]:
    """Return the words of a text in order; each knows what stands between it and the one before.

    Args:
        pieces: those of the text, if it has been split before.
    """
    words: list[Word] = []
    new = tuple.__new__
    before = 0
    length = _ABBREVIATED + 1
    for start, end in _word_spans(split_pieces(text) if pieces is None else pieces):
        if start - before == 1 and text[before] == " " and words:
            gap: str | None = ""
        elif not words or start - before > MAX_BLANKS:
            gap = None
        else:
            gap = _gap(text[before:start])
            if gap and gap[0] == ".":
                gap = gap[1:] if length <= _ABBREVIATED else None
        words.append(new(Word, (start, end, key(text[start:end]), gap)))
        before, length = end, end - start
    return words


def _word_spans(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Yield where words stand: letters and digits that touch, with what is written among them, and "&"."""
    begin = end = -1
    for word, _, start, stop, kind, _ in pieces:
        if kind == "w" or kind == "n" or word[0].isalnum():
            if start != end:
                if end >= 0:
                    yield begin, end
                begin = start
            end = stop
        elif start == end and (word == "_" or "\u0300" <= word <= "\u036f"):
            end = stop
        elif word == "&":
            if end >= 0:
                yield begin, end
            yield start, stop
            end = -1
    if end >= 0:
        yield begin, end


def doc_words(doc: Doc) -> list[Word]:
    """Return the words of a doc's text, split once for all who search it."""
    words: list[Word] | None = doc.user_data.get("press_words")
    if words is None:
        words = doc.user_data["press_words"] = split_words(doc_text(doc), doc_pieces(doc))
    return words


@dataclass
class _Node(Generic[V]):
    edges: dict[str, _Node[V]] = field(default_factory=dict)
    values: list[tuple[str, V]] = field(default_factory=list)


class Gazetteer(Generic[V]):
    """A trie of phrases over words; build it once per process with `add`, then `find`.

    Case rules of a phrase: "exact" (letters as in the phrase), "capital" (its first
    word and every other word written with a capital in the phrase begins with one, or
    a digit), "any". Where a phrase was added with several rules, the first that holds wins.
    """

    def __init__(self) -> None:
        self._root: _Node[V] = _Node()

    def add(self, phrase: str, value: V, *, case: str = "capital") -> None:
        """Add a phrase; one added before under the same words and rule keeps its value."""
        words = split_words(phrase)
        if not words:
            raise ValueError(f"a phrase without words: {phrase!r}")
        node = self._root
        for n, word in enumerate(words):
            if n and word.gap is None:
                raise ValueError(f"a phrase with marks that no match may cross: {phrase!r}")
            node = node.edges.setdefault((word.gap or "") + word.fold if n else word.fold, _Node())
        rule = phrase if case == "exact" else case
        if case == "capital":
            rule = "capital:" + "".join(
                "1" if phrase[w.start].isupper() or n == 0 else "0" for n, w in enumerate(words)
            )
        if all(known != rule for known, _ in node.values):
            node.values.append((rule, value))

    def begins(self, folded: str) -> bool:
        """Tell whether a phrase begins with a word, given folded."""
        return folded in self._root.edges

    def __contains__(self, phrase: str) -> bool:
        words = split_words(phrase)
        return any(m.first == 0 and m.last == len(words) - 1 for m in self.find(phrase, words))

    def find(self, text: str, words: list[Word] | None = None) -> Iterator[Match[V]]:
        """Yield the longest match at the leftmost place, then go on after it."""
        words = split_words(text) if words is None else words
        root = self._root.edges
        size, reached = len(words), 0
        for n in [n for n, word in enumerate(words) if word.fold in root]:
            if n < reached:
                continue
            node = root[words[n].fold]
            best: Match[V] | None = None
            last = n
            while True:
                if node.values:
                    best = self._accept(text, words, n, last, node) or best
                if not node.edges or last + 1 >= size:
                    break
                word = words[last + 1]
                if word.gap is None:
                    break
                following = node.edges.get(word.gap + word.fold)
                if following is None:
                    break
                node = following
                last += 1
            if best is not None:
                yield best
                reached = best.last + 1

    def _accept(self, text: str, words: list[Word], first: int, last: int, node: _Node[V]) -> Match[V] | None:
        start, end = words[first].start, words[last].end
        for rule, value in node.values:
            if rule == "any":
                return Match(start, end, value, first, last)
            if rule.startswith("capital:"):
                flags = rule[len("capital:") :]
                initials = (text[words[first + i].start] for i in range(last - first + 1))
                if all(flag == "0" or not c.islower() for flag, c in zip(flags, initials, strict=True)):
                    if "(" in text[start:end] and text[end : end + 1] == ")":
                        end += 1
                    return Match(start, end, value, first, last)
                continue
            stop = end + 1 if rule.endswith(".") and text[end : end + 1] == "." else end
            if "".join(text[start:stop].split()).rstrip(".") == "".join(rule.split()).rstrip("."):
                return Match(start, stop, value, first, last)
        return None
