"""Numbers of terms, ages and days, over the pieces of a text, in which a lost blank hides none ("13June").

They are small and never money: "1,000" and "2.5", "twenty-one", "two-and-a-half", "5 1/2". What words tell is read by
`amounts.spelled_number`; larger numbers, and all that count or measure something, by `amounts.find_quantities`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.reading.amounts import grammar, spelled_number
from pipeline.extract.reading.words import Piece, is_dash

_MAX_DIGITS = 6
_NOTHING = Piece("", "", 0, 0, "", glued=False)
# Marks between two figures that make one thing of them, which is no amount: "12/05", "10:30", "$5".
_JOINING = frozenset(".,/:$£€#")
# Ages that a bare figure beside a name is taken for ("Jo Roe, 7," is rather a rank or a list), as far as people live.
MIN_AGE, MAX_AGE = 10, 120


def small_number(text: str, pieces: Sequence[Piece], i: int) -> tuple[float, int] | None:
    """Return the number at piece `i`, in figures or words, and the piece behind it.

    >>> from pipeline.extract.reading.words import split_pieces
    >>> text = "for two-and-a-half years"
    >>> small_number(text, split_pieces(text), 1)
    (2.5, 8)
    """
    if not 0 <= i < len(pieces):
        return None
    found = _figure(pieces, i) if pieces[i].kind == "n" else spelled_at(text, pieces, i)
    return _with_half(pieces, *found) if found else None


def spelled_at(text: str, pieces: Sequence[Piece], i: int) -> tuple[float, int] | None:
    """Return the number that words from piece `i` on tell, and the piece behind it, None where none begins there."""
    told = grammar().words.get(pieces[i].low) if i < len(pieces) else None
    found = spelled_number(text, pieces[i].start) if told is not None and told[0] in ("unit", "tens") else None
    if found is None:
        return None
    value, end = found
    after = i + 1
    while after < len(pieces) and pieces[after].end <= end:
        after += 1
    return value, after


def age_of(word: str) -> float | None:
    """Return the age that a figure beside a name tells, None where it is none."""
    return float(word) if word.isascii() and word.isdigit() and MIN_AGE <= int(word) <= MAX_AGE else None


def _at(pieces: Sequence[Piece], i: int) -> Piece:
    return pieces[i] if 0 <= i < len(pieces) else _NOTHING


def _figure(pieces: Sequence[Piece], i: int) -> tuple[float, int] | None:
    figure = pieces[i].low
    if len(figure) > _MAX_DIGITS:
        return None
    before = _at(pieces, i - 1)
    if pieces[i].glued and before.low in _JOINING and before.glued and _at(pieces, i - 2).kind == "n":
        return None
    mark, behind = _at(pieces, i + 1), _at(pieces, i + 2)
    if not (mark.glued and behind.glued and behind.kind == "n"):
        return float(figure), i + 1
    if mark.low == "," and len(behind.low) == 3 and len(figure) <= 3:
        return float(figure + behind.low), i + 3
    if mark.low == "." and len(behind.low) <= 2:
        return float(f"{figure}.{behind.low}"), i + 3
    return (float(figure), i + 1) if is_dash(mark) else None


def _with_half(pieces: Sequence[Piece], value: float, after: int) -> tuple[float, int]:
    """Add a half behind a number: "one and a half", "two-and-a-half", "5 ½", "5 1/2"."""
    low = [_at(pieces, after + k).low for k in range(3)]
    if low[0] == "½":
        return value + 0.5, after + 1
    if low == ["1", "/", "2"] and not pieces[after].glued:
        return value + 0.5, after + 3
    n = after
    for word in ("and", "a", "half"):
        n += is_dash(_at(pieces, n))
        if _at(pieces, n).low != word:
            return value, after
        n += 1
    return value + 0.5, n
