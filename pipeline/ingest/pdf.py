"""Reader of PDF files."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import RawInput, document

MIN_LINES = 3  # lines of a page that show how far apart lines stand
WIDE = 1.25  # so many times the usual step from line to line begins a paragraph
COLUMN = 72  # points within which lines of one column begin
MIN_FULL = 20  # signs of a line that can be full
SLACK = 0.9  # share of the next word's width that must be wanting: letters differ in width
MIN_GAP = 0.6  # of a line's height; between words there is a third, in justified lines at times twice as much
MAX_LIFT = 0.4  # of a line's height; what stands higher or lower is another line
MIN_WORDS = 4  # of a line of running text in a column; fewer stand in a table's
FULL_SHARE = 0.6  # of a column's width that half of its lines fill
MAX_ACROSS = 4  # one line in so many may go across both columns
MAX_EDGES = 40  # places where most lines begin, at one of which a column can
_DIVIDED = "\ufffe"
_BLANKS = re.compile(r"(?<=\S) +(?=\S)")
_HYPHENATED = re.compile(r"\w[-\u00ad\u2010]$")


class _Placed(NamedTuple):
    """A line of a page or a part of one: where its first and last signs stand in the text and on the page."""

    start: int
    end: int
    text: str
    left: float
    bottom: float
    top: float
    right: float


def _laid_out(page: Any) -> str:
    """Return the text of a page by paragraphs, as far as the place of its lines tells them.

    A blank line stands where two lines are further apart than most are, and a blank where a line is full, so that
    its sentence goes on. A line that ends with a hyphen keeps its end: whether the word does is asked later. Columns
    that were drawn row by row are read one after the other.
    """
    text: str = page.get_text_range()
    lines = text.split("\r\n")
    # PDFium leaves this sign where it has joined a word that a hyphen divides.
    plain = "\n".join(lines).replace(_DIVIDED, "-\n")
    if page.count_chars() != len(text):
        return plain
    placed = _placed(page, text)
    if len(placed) < MIN_LINES:
        return plain
    placed = _in_columns(page, text, placed)
    steps = [_step(*pair) for pair in itertools.pairwise(placed)]
    usual = Counter(round(step, 1) for step in steps if step > 0).most_common(1)
    if not usual:
        return plain
    edges: dict[int, float] = {}
    for place in placed:
        column = round(place.left / COLUMN)
        edges[column] = max(edges.get(column, 0.0), place.right)
    parts: list[str] = []
    for (above, below), step in zip(itertools.pairwise(placed), steps, strict=True):
        # Upwards and to the right goes on in the next column.
        goes_on = 0 < step <= WIDE * usual[0][0] or (step <= 0 and below.left > above.right)
        parts += [above.text, "\n\n" if not goes_on else " " if _is_full(above, below, edges) else "\n"]
    return "".join([*parts, placed[-1].text])


def _placed(page: Any, text: str) -> list[_Placed]:
    """Return the lines of a page in the order in which they were drawn; a divided word ends one."""
    placed: list[_Placed] = []
    at = 0
    for line in re.split(f"\r\n|(?<={_DIVIDED})", text):
        if line.strip():
            begins = at + len(line) - len(line.lstrip())
            for start, end in _level_parts(page, text, begins, at + len(line.rstrip())):
                placed.append(_place(page, text, start, end))
        at += len(line)
        at += 2 if text.startswith("\r\n", at) else 0
    return placed


def _level_parts(page: Any, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of what PDFium takes for a line, cut where a word stands lower, higher or further left."""
    left, bottom, _, top = page.get_charbox(start, loose=True)
    for match in _BLANKS.finditer(text, start, end):
        box = page.get_charbox(match.end(), loose=True)
        # A footnote's number stands higher by a third of a line.
        if abs(box[1] - bottom) > MAX_LIFT * (top - bottom) or box[0] < left:
            yield start, match.start()
            start, bottom, top = match.end(), box[1], box[3]
        left = box[0]
    yield start, end


def _place(page: Any, text: str, start: int, end: int) -> _Placed:
    left, bottom, _, top = page.get_charbox(start, loose=True)
    last = end - 1 if text[end - 1] != _DIVIDED or end - 1 == start else end - 2
    right = page.get_charbox(last, loose=True)[2]
    return _Placed(start, end, text[start:end].replace(_DIVIDED, "-"), left, bottom, top, right)


def _in_columns(page: Any, text: str, placed: list[_Placed]) -> list[_Placed]:
    """Return the lines in reading order: those of each column together, where running text stands in columns."""
    cut = [part for place in placed for part in _cut_at_gaps(page, text, place)]
    if not (gutter := _gutter(cut)):
        return placed
    cut = [part for place in placed for part in _cut_at(page, text, place, gutter)]
    ordered: list[_Placed] = []
    left: list[_Placed] = []
    right: list[_Placed] = []
    for part in cut:
        if part.left < gutter < part.right:
            # A line over both columns ends those above it.
            ordered += [*left, *_in_columns(page, text, right), part]
            left, right = [], []
        else:
            (left if part.right <= gutter else right).append(part)
    return [*ordered, *left, *(_in_columns(page, text, right) if right else [])]


def _gaps(page: Any, text: str, place: _Placed) -> list[tuple[int, int, float, float]]:
    """Return the wide gaps of a line: where they stand in the text, and from where to where on the page."""
    gaps = []
    for match in _BLANKS.finditer(text, place.start, place.end):
        low = page.get_charbox(match.start() - 1, loose=True)[2]
        high = page.get_charbox(match.end(), loose=True)[0]
        if high - low >= MIN_GAP * (place.top - place.bottom):
            gaps.append((match.start(), match.end(), low, high))
    return gaps


def _cut_at_gaps(page: Any, text: str, place: _Placed) -> list[_Placed]:
    starts, ends = [place.start], []
    for start, end, _, _ in _gaps(page, text, place):
        ends.append(start)
        starts.append(end)
    ends.append(place.end)
    if len(starts) == 1:
        return [place]
    return [_place(page, text, start, end) for start, end in zip(starts, ends, strict=True)]


def _cut_at(page: Any, text: str, place: _Placed, x: float) -> list[_Placed]:
    """Return a line in two where a gap of it lies over a place of the page."""
    for start, end, low, high in _gaps(page, text, place):
        if low <= x <= high:
            return [_place(page, text, place.start, start), _place(page, text, end, place.end)]
    return [place]


def _gutter(parts: list[_Placed]) -> float | None:
    """Return where two columns of running text are parted, or None: a table's columns hold no running text."""
    best: tuple[int, float] | None = None
    edges: dict[int, float] = {}
    for part in parts:
        edges[round(part.left)] = min(part.left, edges.get(round(part.left), part.left))
    often = Counter(round(part.left) for part in parts).most_common(MAX_EDGES)
    for x in sorted(edges[edge] for edge, _ in often):
        left = [part for part in parts if part.right <= x]
        right = [part for part in parts if part.left >= x]
        across = len(parts) - len(left) - len(right)
        if across * MAX_ACROSS > len(parts) or not (_is_running(left) and _is_running(right)):
            continue
        if _side_by_side(left, right) and (best is None or across < best[0]):
            best = across, (max(part.right for part in left) + x) / 2
    return best[1] if best else None


def _side_by_side(left: list[_Placed], right: list[_Placed]) -> bool:
    """Return whether two columns stand beside one another, and not one below the other."""
    low = max(min(p.bottom for p in left), min(p.bottom for p in right))
    high = min(max(p.top for p in left), max(p.top for p in right))
    return sum(low <= p.bottom and p.top <= high for p in left) >= MIN_LINES


def _is_running(column: list[_Placed]) -> bool:
    """Return whether lines are those of running text: of several words, and most as wide as the column."""
    if len(column) < MIN_LINES:
        return False
    width = max(part.right for part in column) - min(part.left for part in column)
    full = sum(part.right - part.left >= FULL_SHARE * width for part in column)
    return 2 * full >= len(column) and statistics.median(part.text.count(" ") + 1 for part in column) >= MIN_WORDS


def _step(above: _Placed, below: _Placed) -> float:
    """Return how far apart two lines are, in heights of the lower one."""
    return (above.bottom - below.bottom) / max(1.0, below.top - below.bottom)


def _is_full(above: _Placed, below: _Placed, edges: dict[int, float]) -> bool:
    """Return whether the first word of the line below would not have fitted into the line above."""
    if _HYPHENATED.search(above.text) or below.text[0] in "-–•●▪·*" or len(above.text) < MIN_FULL:
        return False
    width = (above.right - above.left) / len(above.text)
    needed = width * (len(below.text.split(" ", 1)[0]) + 1)
    return above.right + SLACK * needed > edges[round(above.left / COLUMN)]


def read_pdf(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a PDF file as one release: the texts of its pages, form feeds between, a blank line at wider spaces."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError("encrypted", "The PDF file is locked with a password.") from error
        reason = "truncated" if data.startswith(b"%PDF") and b"%%EOF" not in data[-2048:] else "malformed"
        raise InputError(reason, f"The file is not a valid PDF: {error}.") from error
    try:
        pages, size = [], 0
        for n in range(len(file)):
            page = file[n]
            text = page.get_textpage()
            pages.append(_laid_out(text))
            text.close()
            page.close()
            size += len(pages[-1])
            if size > settings.limits.document_bytes:
                raise InputError("too-large", "The PDF file holds more text than the limit document_bytes.")
    except pypdfium2.PdfiumError as error:
        raise InputError("malformed", f"A page of the PDF file does not load: {error}.") from error
    finally:
        file.close()
    if not any(page.strip() for page in pages):
        raise InputError("empty", "The PDF file holds images only; recognise its text first.")
    yield document(source, "pdf", data, valid_text("\f".join(pages)), settings=settings)
