"""Reader of PDF files."""

from __future__ import annotations

import itertools
import re
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
_HYPHENATED = re.compile(r"\w[-\u00ad\u2010]$")


class _Placed(NamedTuple):
    """A line of a page: its number, and where its first and last signs stand."""

    n: int
    text: str
    left: float
    bottom: float
    top: float
    right: float


def _laid_out(page: Any) -> str:
    """Return the text of a page by paragraphs, as far as the place of its lines tells them.

    A blank line stands where two lines are further apart than most are, and a blank where a line is full, so that
    its sentence goes on. A line that ends with a hyphen keeps its end: whether the word does is asked later.
    """
    text: str = page.get_text_range()
    lines = text.split("\r\n")
    if len(lines) < MIN_LINES or page.count_chars() != len(text):
        return "\n".join(lines)
    placed: list[_Placed] = []
    at = 0
    for n, line in enumerate(lines):
        if line and not line.isspace():
            left, bottom, _, top = page.get_charbox(at + len(line) - len(line.lstrip()), loose=True)
            right = page.get_charbox(at + len(line.rstrip()) - 1, loose=True)[2]
            placed.append(_Placed(n, line.strip(), left, bottom, top, right))
        at += len(line) + 2
    steps = [_step(*pair) for pair in itertools.pairwise(placed)]
    usual = Counter(round(step, 1) for step in steps if step > 0).most_common(1)
    if not usual:
        return "\n".join(lines)
    edges: dict[int, float] = {}
    for place in placed:
        column = round(place.left / COLUMN)
        edges[column] = max(edges.get(column, 0.0), place.right)
    ends = {placed[-1].n: ""}
    for (above, below), step in zip(itertools.pairwise(placed), steps, strict=True):
        # Upwards and to the right goes on in the next column.
        goes_on = 0 < step <= WIDE * usual[0][0] or (step <= 0 and below.left > above.right)
        ends[above.n] = "\n\n" if not goes_on else " " if _is_full(above, below, edges) else "\n"
    return "".join(place.text + ends[place.n] for place in placed)


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
