"""The one splitter of a text into pieces, and the words that names, roles and quotations are read from.

The model's tokens break on debris ("WASHINGTONMario Rossi", "beyond.The"); whatever is not read off the parse is read
from these instead, whose offsets are those of the text. A text is split once, into pieces: dates read them as they are,
`split_words` puts them together where a hyphen, apostrophe or point joins them, the gazetteer (`gazetteer.split_words`)
folds them for its phrases, and the crime areas take the gazetteer's.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.sentences import doc_text

APOSTROPHES = "'’ʼ`"
# Letters with the soft hyphens and combining marks that may stand among them.
_LETTERS = r"[^\W\d_][\u00ad\u0300-\u036f]*"
# What begins at a piece that is more than a word in small letters.
_WORD = re.compile(
    rf"(?P<abbr>(?:[A-Z]\.){{2,}}[A-Z]?(?![a-z])|[A-ZÀ-ÖØ-Þ]\.(?=\s|[A-Z(,]|$)|(?:[JS]r|D[rs]|Mrs?|M[sx]|Prof|Rev|Hon|Gen|Col|Capt|"
    rf"Lt|Sgt|Maj|Cpl|Cmdr|Adm|Supt|Insp|Det|St|Sra?|Mme|Inc|Corp|Ltd|Co|Esq|Brig|Asst|Gov|Sens?|Reps?|Bros|"
    rf"HON|SEN|REP|GOV|DR|MR|MRS|MS|PROF|GEN|COL|LT|SGT)\.)"
    rf"|(?P<word>(?:{_LETTERS})+(?:[-‐‑'’ʼ`](?:{_LETTERS})+)*)"
    r"|(?P<num>\d+(?:[.,]\d+)*)"
    r"|(?P<break>\n[^\S\n]*\n\s*)"
    # Pictures beside words ("🚔 Inspector Zoë Marchetti ✅ said") part nothing.
    r"|(?P<mark>(?![\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f])[^\w\s]|_)"
)
# "WASHINGTONMario": a dateline in capitals run into a name.
_GLUED_CAPITALS = re.compile(r"[A-Z]{4,}(?=[A-Z][a-z]{2,})")
# "ChargeRobert": words run together; "DeWald", "McCord", "DelRio", "FitzGerald" are whole.
_GLUED_WORDS = re.compile(r"[A-Za-z][a-z]{4,}(?=[A-Z][a-z]{2,})")


class Word(NamedTuple):
    """One word, number, mark or paragraph break.

    Attributes:
        text: the word without a possessive ending.
        end: one past its last character, the possessive ending left out.
        kind: "word", "abbr" (an initial or abbreviation with its point), "num", "mark" or "break".
        low: the text in lower case without accents, soft hyphens and typographic apostrophes.
        cap: whether it begins with a capital.
        upper: whether all of several letters are capitals.
        possessive: whether "'s" was cut.
        joined: whether it touches the word before, with no blank between.
        newline: whether a line ends between it and the word before.
    """

    text: str
    start: int
    end: int
    kind: str
    low: str
    cap: bool
    upper: bool
    possessive: bool
    joined: bool
    newline: bool


# A lower-case letter before a capital parts two glued words ("conferenceMonday").
# (Most words are plain, and told apart first.)
_PIECE = re.compile(
    r"[A-Z]?[a-z]+(?![^\W\d_])|\n[^\S\n]*\n\s*|[0-9]+|[^\W\d_]+?(?<=[^\W\d_A-Z])(?=[A-Z])|[^\W\d_]+|\d|[^\w\s]|_"
)
_PIECES = "press_pieces"
_DASHES = frozenset("-‐‑‒–—―−")


class Piece(NamedTuple):
    """The smallest part of a text: `kind` is "w" (letters), "n" (ASCII digits), "p" (other) or "b" (a paragraph's end).

    Attributes:
        low: the piece in lower case.
        glued: whether it touches the piece before it.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str
    glued: bool


def split_pieces(text: str) -> list[Piece]:
    """Return runs of letters, runs of digits and single other characters of a text; blanks only part them."""
    pieces = []
    new = tuple.__new__
    last = -1
    for match in _PIECE.finditer(text):
        word = match.group()
        first = word[0]
        if first.isalpha():
            kind = "w"
        elif "0" <= first <= "9":
            kind = "n"
        elif first == "\n":
            kind = "b"
        else:
            kind = "p"
        start, end = match.span()
        pieces.append(new(Piece, (word, word.lower() if kind == "w" else word, start, end, kind, start == last)))
        last = end
    return pieces


def is_dash(piece: Piece) -> bool:
    """Whether a piece is a hyphen or dash of any width."""
    return piece.text in _DASHES


def doc_pieces(doc: Doc) -> list[Piece]:
    """Return the pieces of a doc's text, split once for all who read it."""
    pieces: list[Piece] | None = doc.user_data.get(_PIECES)
    if pieces is None:
        pieces = doc.user_data[_PIECES] = split_pieces(doc_text(doc))
    return pieces


@functools.lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Return `text` in lower case, without accents and soft hyphens, with straight apostrophes.

    >>> fold("Esaïe O’Neill")
    "esaie o'neill"
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    text = text.replace("\u00ad", "").replace("’", "'").replace("ʼ", "'").replace("`", "'")
    text = text.replace("‐", "-").replace("‑", "-")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


@functools.lru_cache(maxsize=1 << 14)
def _shape(text: str, kind: str) -> tuple[str, str, bool, bool, bool]:
    """Return what a word is wherever it stands: text without "'s", folded text, cap, upper, possessive."""
    possessive = False
    if kind == "word" and len(text) > 2 and text[-1] in "sS" and text[-2] in APOSTROPHES:
        text, possessive = text[:-2], True
    # what stands between letters has no case, so isupper looks at the letters alone
    low = fold(text) if kind in ("word", "abbr") else text
    return text, low, text[0].isupper(), len(text) > 1 and text.isupper(), possessive


@functools.lru_cache(maxsize=1 << 14)
def _glue_cut(text: str) -> int:
    """Return where a word falls apart into two run together, or 0."""
    if len(text) < 7:
        return 0
    match = _GLUED_CAPITALS.match(text)
    if match:
        return match.end()
    match = _GLUED_WORDS.search(text)
    if (
        match
        and not text.startswith(tuple(cues("joined_prefix")))
        and match.end() >= 5
        and _is_known(text[: match.end()])
    ):
        return match.end()
    return 0


@functools.lru_cache(maxsize=4096)
def _is_known(piece: str) -> bool:
    """Tell whether a piece before a capital is a word or name: "Charge" of "ChargeRobert", no "Octo" of "OctoBank"."""
    low = piece.lower()
    if low in lookups.words("words") or low in lookups.words("common_words"):
        return True
    return any(piece.capitalize() in lookups.words(name) for name in ("given_names", "surnames"))


def low_words(text: str) -> list[str]:
    """Return the runs of letters and of digits of a short text, in small letters, to be looked up in lists.

    >>> low_words("the defendants' 1,200 WeChat messages")
    ['the', 'defendants', '1', '200', 'wechat', 'messages']
    """
    return [piece.low for piece in split_pieces(text.lower()) if piece.kind in ("w", "n")]


# Marks behind which a word in small letters ends: no hyphen or apostrophe joins it to the next.
_PARTING = frozenset(" \t\n\r.,;:")


def split_words(text: str, pieces: Sequence[Piece] | None = None) -> list[Word]:
    """Return the words, numbers, marks and paragraph breaks of `text`, in order.

    Args:
        pieces: those of the text, if it has been split before.
    """
    words: list[Word] = []
    new = tuple.__new__
    last_end = -1

    def add(piece: str, start: int, kind: str) -> None:
        shown, low, cap, upper, possessive = _shape(piece, kind)
        newline = start > last_end >= 0 and "\n" in text[last_end:start]
        end = start + len(shown)
        words.append(new(Word, (shown, start, end, kind, low, cap, upper, possessive, start == last_end, newline)))

    done = 0
    for piece, low, start, stop, _, glued in split_pieces(text) if pieces is None else pieces:
        if stop <= done:
            continue
        if start >= done and text[stop : stop + 1] in _PARTING and piece == low and piece.islower() and piece.isascii():
            # most words are plain; a single blank parts most of them
            newline = not glued and last_end >= 0 and "\n" in text[last_end:start]
            words.append(new(Word, (piece, start, stop, "word", low, False, False, False, start == last_end, newline)))
            done = last_end = stop
            continue
        done = max(done, start)
        while done < stop and (match := _WORD.match(text, done)):
            kind, begin, done = match.lastgroup or "mark", done, match.end()
            word = match.group()
            cut = _glue_cut(word) if kind == "word" else 0
            if cut:
                add(word[:cut], begin, kind)
                word, begin, last_end = word[cut:], begin + cut, begin + cut
            add(word, begin, kind)
            last_end = done
    return words


def doc_words(doc: Doc) -> list[Word]:
    """Return the words of a doc's text."""
    return split_words(doc_text(doc), doc_pieces(doc))
