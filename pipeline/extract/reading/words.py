"""A plain word list of a text, finer than the model's tokens where releases run words together.

The model's tokens break on debris ("WASHINGTONMario Rossi", "beyond.The"); names, roles
and quotations are read from these words instead, whose offsets are those of the text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.extract.reading.sentences import doc_text

APOSTROPHES = "'’ʼ`"
# Letters with the soft hyphens and combining marks that may stand among them.
_LETTERS = r"[^\W\d_][\u00ad\u0300-\u036f]*"
# (Most words are plain, and told apart first.)
_WORD = re.compile(
    rf"(?P<plain>[a-z]+(?=[\s.,;:]))|(?P<abbr>(?:[A-Z]\.){{2,}}[A-Z]?(?![a-z])|[A-ZÀ-ÖØ-Þ]\.(?=\s|[A-Z(,]|$)|(?:[JS]r|D[rs]|Mrs?|M[sx]|Prof|Rev|Hon|Gen|Col|Capt|"
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
_WHOLE_PREFIXES = ("Mac", "Fitz", "Vander", "Della", "Dell", "Von")


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
    r"[A-Z]?[a-z]+(?![^\W\d_])|\n[ \t\r]*\n\s*|[0-9]+|[^\W\d_]+?(?<=[^\W\d_A-Z])(?=[A-Z])|[^\W\d_]+|\d|[^\w\s]|_"
)
_PIECES = "press_pieces"


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
    if match and not text.startswith(_WHOLE_PREFIXES) and match.end() >= 5 and _is_known(text[: match.end()]):
        return match.end()
    return 0


@functools.lru_cache(maxsize=4096)
def _is_known(piece: str) -> bool:
    """Tell whether a piece before a capital is a word or name: "Charge" of "ChargeRobert", no "Octo" of "OctoBank"."""
    low = piece.lower()
    if low in lookups.words("words") or low in lookups.words("common_words"):
        return True
    return any(piece.capitalize() in lookups.words(name) for name in ("given_names", "surnames"))


def split_words(text: str) -> list[Word]:
    """Return the words, numbers, marks and paragraph breaks of `text`, in order."""
    words: list[Word] = []
    new = tuple.__new__

    def add(piece: str, start: int, kind: str) -> None:
        shown, low, cap, upper, possessive = _shape(piece, kind)
        # a single blank parts most words
        newline = start > last_end >= 0 and "\n" in (text[last_end] if start - last_end == 1 else text[last_end:start])
        end = start + len(shown)
        words.append(new(Word, (shown, start, end, kind, low, cap, upper, possessive, start == last_end, newline)))

    last_end = -1
    for match in _WORD.finditer(text):
        kind, (start, end) = match.lastgroup or "mark", match.span()
        piece = match.group()
        if kind == "plain":
            kind = "word"
        elif kind == "word":
            cut = _glue_cut(piece)
            if cut:
                add(piece[:cut], start, kind)
                piece, start, last_end = piece[cut:], start + cut, start + cut
        add(piece, start, kind)
        last_end = end
    return words
