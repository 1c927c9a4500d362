"""Text that knows where it came from: a raw text and the edits made to it.

`MappedText` is the only place where offsets shift. Its edits are the rows of the `debris`
table: put in place of the raw text they name, in order, they give the clean text.

>>> page = MappedText.from_raw("One.  Two")
>>> mapped = page.apply([Edit(4, 6, " ", "blanks")])
>>> mapped.text, mapped.to_raw(5, 8), mapped.to_clean(6, 9)
('One. Two', (6, 9), (5, 8))
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Edit(NamedTuple):
    """One change to a text: what stands at [start, end) becomes `replacement`."""

    start: int
    end: int
    replacement: str
    rule: str


class Piece(NamedTuple):
    """One stretch of raw text that is not as it was; an insertion has raw_start == raw_end."""

    raw_start: int
    raw_end: int
    replacement: str
    rule: str


class Debris(NamedTuple):
    """One row of the `debris` table, less the release."""

    raw_start: int
    raw_end: int
    rule: str
    text: str
    replacement: str


def write_spans(spans: Iterable[tuple[int, int]]) -> str | None:
    """Return spans as the text of one cell, None where there are none.

    >>> write_spans([(3, 9), (20, 31)])
    '3-9 20-31'
    """
    return " ".join(f"{start}-{end}" for start, end in spans) or None


def read_spans(cell: str | None) -> tuple[tuple[int, int], ...]:
    """Return the spans that `write_spans` wrote."""
    pairs = (span.split("-") for span in (cell or "").split())
    return tuple((int(start), int(end)) for start, end in pairs)


class _Pieces:
    """Collects pieces in raw order and joins those that belong together."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, list[str], str]] = []

    def add(self, raw_start: int, raw_end: int, replacement: str, rule: str) -> None:
        if raw_start == raw_end and not replacement:
            return
        if self.rows:
            start, end, parts, last_rule = self.rows[-1]
            # Two insertions at one place would have the same key in the debris table.
            both_insert = start == end and raw_start == raw_end
            if end == raw_start and (last_rule == rule or both_insert):
                parts.append(replacement)
                self.rows[-1] = (start, raw_end, parts, last_rule)
                return
        self.rows.append((raw_start, raw_end, [replacement], rule))

    def freeze(self, raw: str) -> tuple[Piece, ...]:
        """Return the pieces, less those that put back what stood there."""
        pieces = (Piece(start, end, "".join(parts), rule) for start, end, parts, rule in self.rows)
        return tuple(
            p
            for p in pieces
            if p.raw_end - p.raw_start != len(p.replacement) or raw[p.raw_start : p.raw_end] != p.replacement
        )


class _Segment(NamedTuple):
    """A stretch of the current text: copied from raw, or put in by the piece `rule` names."""

    copied: bool
    raw_start: int
    raw_end: int
    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True)
class MappedText:
    """A raw text and the pieces of it that were replaced.

    Attributes:
        raw: the decoded raw text; never changes.
        pieces: sorted by (raw_start, raw_end), never overlapping; at most one insertion at a
            position. Everything between them is copied.
    """

    raw: str
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def from_raw(cls, raw: str) -> MappedText:
        """Return the text as it came, without an edit."""
        return cls(raw)

    @classmethod
    def from_pieces(cls, raw: str, pieces: Iterable[Sequence[Any]]) -> MappedText:
        """Return the value that `to_pieces` was called on.

        Raises:
            ValueError: pieces out of order, overlapping, or outside the raw text.
        """
        rows = tuple(Piece(int(s), int(e), str(text), str(rule)) for s, e, text, rule in pieces)
        before = (0, 0)
        for n, row in enumerate(rows):
            key = (row.raw_start, row.raw_end)
            if not before[1] <= row.raw_start <= row.raw_end <= len(raw) or (n and key == before):
                raise ValueError(f"piece {n} ({row.raw_start}, {row.raw_end}) is out of order or outside the text")
            before = key
        return cls(raw, rows)

    def to_pieces(self) -> list[list[Any]]:
        """Return the pieces as plain lists [raw_start, raw_end, replacement, rule], fit for JSON."""
        return [list(piece) for piece in self.pieces]

    @functools.cached_property
    def text(self) -> str:
        """The text with all edits made."""
        parts: list[str] = []
        at = 0
        for piece in self.pieces:
            parts.append(self.raw[at : piece.raw_start])
            parts.append(piece.replacement)
            at = piece.raw_end
        parts.append(self.raw[at:])
        return "".join(parts)

    @functools.cached_property
    def _raw_starts(self) -> list[int]:
        return [piece.raw_start for piece in self.pieces]

    @functools.cached_property
    def _starts(self) -> list[int]:
        """Where each piece's replacement begins in `text`."""
        starts: list[int] = []
        shift = 0
        for piece in self.pieces:
            starts.append(piece.raw_start + shift)
            shift += len(piece.replacement) - (piece.raw_end - piece.raw_start)
        return starts

    def edits(self) -> list[Debris]:
        """Return the rows of `debris`, sorted by (raw_start, raw_end) and never overlapping."""
        return [
            Debris(
                piece.raw_start, piece.raw_end, piece.rule, self.raw[piece.raw_start : piece.raw_end], piece.replacement
            )
            for piece in self.pieces
        ]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span that the span [start, end) of `text` came from.

        Characters put in by an edit stand for all raw text the edit replaced. An empty span
        gives an empty span before the raw character that follows it.
        """
        self._check(start, end, len(self.text))
        if start == end:
            at = self._raw_of(start)[0] if start < len(self.text) else len(self.raw)
            return at, at
        return self._raw_of(start)[0], self._raw_of(end - 1)[1]

    def _raw_of(self, index: int) -> tuple[int, int]:
        n = bisect_right(self._starts, index) - 1
        if n < 0:
            return index, index + 1
        piece = self.pieces[n]
        past = index - self._starts[n] - len(piece.replacement)
        if past < 0:
            return piece.raw_start, piece.raw_end
        return piece.raw_end + past, piece.raw_end + past + 1

    def to_clean(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Return the span of `text` that holds what became of the raw span.

        Replaced raw characters stand for the whole replacement; a span that was taken out
        gives an empty span.
        """
        self._check(raw_start, raw_end, len(self.raw))
        if raw_start == raw_end:
            at = self._clean_of(raw_start)[0] if raw_start < len(self.raw) else len(self.text)
            return at, at
        return self._clean_of(raw_start)[0], self._clean_of(raw_end - 1)[1]

    def _clean_of(self, index: int) -> tuple[int, int]:
        n = bisect_right(self._raw_starts, index) - 1
        if n < 0:
            return index, index + 1
        piece, start = self.pieces[n], self._starts[n]
        end = start + len(piece.replacement)
        if index < piece.raw_end:
            return start, end
        return end + index - piece.raw_end, end + index - piece.raw_end + 1

    @staticmethod
    def _check(start: int, end: int, length: int) -> None:
        if not 0 <= start <= end <= length:
            raise ValueError(f"span ({start}, {end}) is not inside a text of {length} characters")

    def _segments(self) -> list[_Segment]:
        segments: list[_Segment] = []
        raw_at = at = 0
        for piece in self.pieces:
            n = piece.raw_start - raw_at
            if n:
                segments.append(_Segment(True, raw_at, piece.raw_start, at, at + n, "", ""))
                at += n
            length = len(piece.replacement)
            segments.append(
                _Segment(False, piece.raw_start, piece.raw_end, at, at + length, piece.replacement, piece.rule)
            )
            at += length
            raw_at = piece.raw_end
        if raw_at < len(self.raw):
            segments.append(_Segment(True, raw_at, len(self.raw), at, at + len(self.raw) - raw_at, "", ""))
        return segments

    def apply(self, edits: Iterable[Edit | tuple[int, int, str, str]]) -> MappedText:
        """Return the text with more edits made, in time linear in pieces and edits.

        A raw character stays with the rule that first took it out. An edit over text that an
        earlier one put in trims the earlier replacement; its own replacement stands with the
        raw characters it takes out itself, or with the earlier piece if it takes out none.

        Args:
            edits: in coordinates of `text`, sorted, not overlapping.

        Raises:
            ValueError: edits out of order, overlapping, or outside the text.
        """
        rows = [Edit(*edit) for edit in edits]
        last, length = 0, len(self.text)
        for row in rows:
            if not last <= row.start <= row.end <= length:
                raise ValueError(f"edit ({row.start}, {row.end}) of {row.rule} overlaps, or is outside the text")
            last = row.end
        rows = [row for row in rows if row.start < row.end or row.replacement]
        if not rows:
            return self

        segments = self._segments()
        out = _Pieces()
        k = 0
        placed = False  # whether the replacement of edit k stands in `out` already
        for n, segment in enumerate(segments):
            if segment.copied:
                while k < len(rows) and rows[k].start < segment.end:
                    edit = rows[k]
                    shift = segment.raw_start - segment.start
                    low, high = max(edit.start, segment.start), min(edit.end, segment.end)
                    out.add(low + shift, high + shift, "" if placed else edit.replacement, edit.rule)
                    placed = edit.end > segment.end
                    if placed:
                        break
                    k += 1
                continue
            kept: list[str] = []
            at = segment.start
            while k < len(rows) and rows[k].start < segment.end:
                edit = rows[k]
                if edit.start == edit.end == segment.start:
                    out.add(segment.raw_start, segment.raw_start, edit.replacement, edit.rule)
                    k += 1
                    continue
                low, high = max(edit.start, segment.start), min(edit.end, segment.end)
                kept.append(segment.text[at - segment.start : low - segment.start])
                if not placed and not self._takes_out_raw(segments, n, edit):
                    kept.append(edit.replacement)
                    placed = True
                at = high
                if edit.end > segment.end:
                    break
                placed = False
                k += 1
            kept.append(segment.text[at - segment.start :])
            out.add(segment.raw_start, segment.raw_end, "".join(kept), segment.rule)
        for edit in rows[k:]:
            if edit.start == edit.end:
                out.add(len(self.raw), len(self.raw), edit.replacement, edit.rule)
        return MappedText(self.raw, out.freeze(self.raw))

    @staticmethod
    def _takes_out_raw(segments: list[_Segment], n: int, edit: Edit) -> bool:
        """Return whether the edit, met at segment n, covers raw characters that still stand."""
        for index in range(n, len(segments)):
            segment = segments[index]
            if segment.start >= edit.end:
                return False
            if segment.copied:
                return True
        return False


def clean_spans(mapped: MappedText, raw_spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return what is left in the clean text of spans of the raw text, in order."""
    spans = {mapped.to_clean(*span) for span in raw_spans}
    return tuple(sorted(span for span in spans if span[0] < span[1]))
