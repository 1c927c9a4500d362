"""Pictures of text: scanned PDF files, photographs and pictures of screens, through the optional extra `ocr`.

The engine's weights come inside its package, and nothing is fetched. It works with one thread, so that the same machine
reads the same picture the same way.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import io
import itertools
import statistics
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import RawInput, document
from pipeline.ingest.pdf import read_pdf
from pipeline.watchdog import more_time

_ADVICE = "`make setup-ocr` adds what recognises it; then run again."
RECOGNISED = {"text_via": "recognised"}
SECONDS = 20  # of processor time for a page; most take two
SIDE = 2_600  # pixels of the longer side of a page that the engine looks at: 220 dots an inch of A4
COARSE = 1_000  # and at least
SPREAD = 1.4  # how far around its letters a line reaches; with the engine's own 1.6 it takes in parts of its neighbours
# Long lines come out garbled at times, and the engine is in doubt then: these are read again in pieces.
DOUBT, MAX_CUTS, MIN_PIECE = 0.9, 2, 4
# Where it stays in doubt over so much of the text, what it says is not to be relied on.
MAX_DOUBTFUL = 0.3
# A taller picture is cut so many pixels below the last cut, where its rows are emptiest.
STRIP = (1_200, 1_700)
MAX_PICTURES = 100  # of a page that are measured: a scan may be cut into strips
MAX_PIXELS = 100_000_000
SHARE_OF_PAGE = 0.5  # a picture that covers so much of a PDF page without text is a scan of it
# Distances in heights of a line: what begins a paragraph, parts columns, and parts two pieces of a line.
PARAGRAPH, GUTTER = 1.35, 1.0
MAX_STEP = 1.9  # lines that are all further apart than typewriters set them are paragraphs
# A column holds so many lines and signs at least; the cells of a table are read along its rows.
MIN_LINES, MIN_SIGNS = 2, 60
SPANNING = 0.55  # a line of this share of the page's width stands in no column
MIN_FULL = 20
LONG = 0.75  # share of the column's width
# The engine has learnt two scripts at once, and at times writes the signs of one for those of the other.
_SIGNS = str.maketrans("，。：；！？（）【】％－～", ",.:;!?()[]%-~")


class _Line(NamedTuple):
    """A recognised line and where it stands, in pixels from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def engine_version() -> str | None:
    """Return what recognises text, by name and version, or None where the extra is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("rapidocr", "onnxruntime", "PIL")):
        return None
    return " ".join(f"{name} {importlib.metadata.version(name)}" for name in ("rapidocr", "onnxruntime"))


@functools.cache
def _engine() -> Any:
    import cv2
    import rapidocr

    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    paths = {
        "Det": "PP-OCRv6_det_small.onnx",
        "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
        "Rec": "PP-OCRv6_rec_small.onnx",
    }
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": SIDE,
            "Det.unclip_ratio": SPREAD,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{f"{part}.model_path": str(models / name) for part, name in paths.items()},
        }
    )


def _recognised(picture: Any, *, lossy: bool = False) -> str:
    """Return the text of a picture, an array of rows of pixels of three colours.

    Args:
        lossy: whether it was packed with loss: the noise around letters hides the blanks between words from the engine,
            so that it is first shown black on white.

    Raises:
        InputError: `not-recognised`, where too much is in doubt.
        MemoryError: the engine was refused memory.
    """
    import cv2

    tries = [picture]
    if lossy:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        tries.insert(0, cv2.cvtColor(cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[1], cv2.COLOR_GRAY2BGR))
    for one in tries:
        lines, doubtful = _lines(one)
        if lines and doubtful <= MAX_DOUBTFUL:
            return valid_text(laid_out(lines))
    if not lines:
        return ""
    raise InputError("not-recognised", "The text in the picture is not clear enough to be read with certainty.")


def _lines(picture: Any) -> tuple[list[_Line], float]:
    """Return the lines of a picture, and the share of their signs that are in doubt."""
    more_time(SECONDS)
    try:
        # The engine keeps the last call's wishes unless it is told others.
        found = _engine()(picture, use_det=True, use_cls=True, use_rec=True)
        if found.boxes is None or found.txts is None:
            return [], 0.0
        lines = []
        n_signs = n_doubtful = 0
        for box, text, score in zip(found.boxes.tolist(), found.txts, found.scores, strict=True):
            across, down = [x for x, _ in box], [y for _, y in box]
            place = (min(across), min(down), max(across), max(down))
            text, score = _read_again(picture, place, text, float(score), n_cuts=0)
            n_signs += len(text)
            n_doubtful += len(text) if score < DOUBT else 0
            # Where it begins tells which line it is, even where the page lies askew.
            lines.append(_Line(_of_one_script(text), place[0], box[0][1], place[2], box[3][1]))
    except Exception as error:
        if any(word in str(error).lower() for word in ("alloc", "memory")):
            raise MemoryError from error
        raise
    return lines, n_doubtful / max(1, n_signs)


def _read_again(
    picture: Any, place: tuple[float, float, float, float], text: str, score: float, *, n_cuts: int
) -> tuple[str, float]:
    """Return the text of a line and how certain it is, read in two pieces where it was in doubt."""
    left, top, right, bottom = (max(0, round(value)) for value in place)
    height = bottom - top
    if score >= DOUBT or n_cuts >= MAX_CUTS or right - left < 2 * MIN_PIECE * height or height < 1:
        return text, score
    # The widest gap between words near the middle: where a stretch as wide as a blank holds least.
    middle, span = (left + right) // 2, (right - left) // 4
    ink = picture[top:bottom, middle - span : middle + span].std(axis=(0, 2))
    blank = max(1, height // 4)
    sums = ink.cumsum()
    cut = middle - span + blank // 2 + int((sums[blank:] - sums[:-blank]).argmin())
    pieces = []
    for begin, end in ((left, cut), (cut, right)):
        found = _engine()(picture[top:bottom, begin:end], use_det=False, use_cls=False, use_rec=True)
        if not found.txts:
            return text, score
        piece = (float(begin), float(top), float(end), float(bottom))
        pieces.append(_read_again(picture, piece, found.txts[0], float(found.scores[0]), n_cuts=n_cuts + 1))
    again = min(certainty for _, certainty in pieces)
    return (" ".join(part for part, _ in pieces), again) if again > score else (text, score)


def _of_one_script(text: str) -> str:
    return text if any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text) else text.translate(_SIGNS)


def laid_out(lines: list[_Line]) -> str:
    """Return recognised lines as text: in reading order, a blank line at wider spaces, a blank where a line is full."""
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return ""
    ordered = [line for column in _columns(lines) for line in _joined(column)]
    pairs = list(itertools.pairwise(ordered))
    steps = [below.top - above.top for above, below in pairs]
    height = statistics.median(line.bottom - line.top for line in ordered)
    usual = min((step for step in steps if step > 0.5 * height), default=height)
    usual = statistics.median_low([step for step in (*steps, usual) if usual <= step <= PARAGRAPH * usual])
    near = min(PARAGRAPH * usual, MAX_STEP * height)
    parts = []
    for (above, below), step in zip(pairs, steps, strict=True):
        goes_on = 0 < step <= near or (step <= 0 and below.left > above.right)
        column = [line for line in ordered if line.left < above.right and line.right > above.left]
        edges = min(line.left for line in column), max(line.right for line in column)
        full = goes_on and _is_full(above, below, *edges)
        parts += [above.text, "\n\n" if not goes_on else " " if full else "\n"]
    return "".join((*parts, ordered[-1].text))


def _is_full(above: _Line, below: _Line, left: float, right: float) -> bool:
    """Return whether a line's sentence goes on in the line below.

    It does where the next word would not have fitted, and where a line of most of the width ends in no full stop.
    """
    if above.text[-1] in "-\u2010" or below.text[0] in "-–•●▪·*" or len(above.text) < MIN_FULL:
        return False
    width = (above.right - above.left) / len(above.text)
    wanted = 0.9 * width * (len(below.text.split(" ", 1)[0]) + 1)
    is_open = above.text[-1] not in '.!?:;"”’)' and above.right - left > LONG * (right - left)
    return is_open or above.right + wanted > right


def _columns(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines by columns, from left to right between lines that span the page."""
    lines = sorted(lines, key=lambda line: (line.top, line.left))
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    narrow = [line for line in lines if line.right - line.left < SPANNING * (right - left)]
    gutter = _gutter(narrow)
    if gutter is None:
        yield lines
        return
    for spans, group in itertools.groupby(lines, key=lambda line: line.left < gutter < line.right):
        held = list(group)
        if spans:
            yield held
        else:
            yield from (side for n in (0, 1) if (side := [one for one in held if (one.left > gutter) == bool(n)]))


def _gutter(lines: list[_Line]) -> float | None:
    """Return the middle of the widest empty strip from top to bottom with enough lines on either side."""
    if len(lines) < 2 * MIN_LINES:
        return None
    height = statistics.median(line.bottom - line.top for line in lines)
    best, found = GUTTER * height, None
    edge = float("-inf")
    n_signs, whole = 0, sum(len(line.text) for line in lines)
    for n, line in enumerate(sorted(lines, key=lambda line: line.left)):
        enough = MIN_LINES <= n <= len(lines) - MIN_LINES and MIN_SIGNS <= n_signs <= whole - MIN_SIGNS
        if enough and line.left - edge > best:
            best, found = line.left - edge, (line.left + edge) / 2
        edge = max(edge, line.right)
        n_signs += len(line.text)
    return found


def _joined(lines: list[_Line]) -> list[_Line]:
    """Return the lines of a column from top to bottom, pieces of one line joined by a blank."""
    rows: list[list[_Line]] = []
    for line in lines:
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    joined = []
    for row in rows:
        row.sort(key=lambda line: line.left)
        text = " ".join(line.text.strip() for line in row)
        top, bottom = min(line.top for line in row), max(line.bottom for line in row)
        joined.append(_Line(text, row[0].left, top, max(line.right for line in row), bottom))
    return joined


def _strips(picture: Any) -> Iterator[Any]:
    """Yield a picture, or pieces of a tall one, cut where its rows hold least."""
    height, width = picture.shape[:2]
    if height <= max(2 * STRIP[1], 1.6 * width):
        yield picture
        return
    ink = picture.std(axis=(1, 2))
    at = 0
    while height - at > STRIP[1]:
        cut = at + STRIP[0] + int(ink[at + STRIP[0] : at + STRIP[1]].argmin())
        yield picture[at:cut]
        at = cut
    yield picture[at:]


def _need_engine(what: str) -> None:
    if engine_version() is None:
        raise InputError("not-recognised", f"{what} {_ADVICE}")


def read_image(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield the text recognised in a picture, of a TIFF file in each of its pages."""
    _need_engine("The file is a picture.")
    pages: list[str] = []
    lossy = not data.startswith((b"\x89PNG", b"II", b"MM"))
    for picture in _pictures(data):
        for strip in _strips(picture):
            _count(len(pages), settings)
            pages.append(_recognised(strip, lossy=lossy))
    text = "\f".join(pages)
    if not text.strip("\f \n"):
        raise InputError("empty", "No text was recognised in the picture.")
    format = source.rpartition(".")[2].lower()
    yield document(source, format, data, text, stated=RECOGNISED, settings=settings)


def _count(n: int, settings: Settings) -> None:
    if n >= settings.limits.recognised_pages:
        raise InputError(
            "too-large", f"More than {settings.limits.recognised_pages} pages would have to be recognised."
        )


def _pictures(data: bytes) -> Iterator[Any]:
    """Yield the pages of an image file as arrays, upright.

    Raises:
        InputError: `too-large`, `truncated` or `malformed`.
    """
    import numpy
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "WEBP")) as image:
                pages = ImageSequence.Iterator(image) if image.format == "TIFF" else iter([image])
                for page in pages:
                    if page.width * page.height > MAX_PIXELS:
                        raise InputError("too-large", f"The picture has more than {MAX_PIXELS:,} pixels.")
                    upright = _on_white(ImageOps.exif_transpose(page))
                    yield numpy.ascontiguousarray(numpy.asarray(upright)[:, :, ::-1])
    except Image.DecompressionBombError as error:
        raise InputError("too-large", f"The picture has more than {MAX_PIXELS:,} pixels.") from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError) as error:
        cut = "truncated" in str(error)
        detail = " ".join(str(error).split())[:200].rstrip(".")
        raise InputError("truncated" if cut else "malformed", f"The picture does not load: {detail}.") from error


def _on_white(image: Any) -> Any:
    """Return a picture without transparency: what shines through is paper."""
    from PIL import Image

    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def read_pdf_or_scan(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield a PDF file's text; where pages are pictures, with the text that is recognised in them."""
    items: list[RawInput] = []
    fault: InputError | None = None
    try:
        items = list(read_pdf(source, data, settings))
    except InputError as error:
        if error.reason != "empty":
            raise
        fault = error
    if len(items) > 1 or (items and (items[0].raw is None or engine_version() is None)):
        yield from items
        return
    pages = _with_scans(data, items[0].raw if items else None, settings)
    if pages is not None:
        made = document(source, "pdf", data, "\f".join(pages), settings=settings)
        yield replace(made, stated={**(items[0].stated if items else {}), **RECOGNISED})
    elif fault is not None:
        raise fault
    else:
        yield from items


def _with_scans(data: bytes, text: str | None, settings: Settings) -> list[str] | None:
    """Return the texts of a PDF file's pages, those of pictures recognised; None where there are none of these.

    Args:
        text: what its pages hold as text, form feeds between them; None where they hold none.

    Raises:
        InputError: `not-recognised`, where it is all pictures and the extra is not installed.
    """
    import numpy
    import pypdfium2  # type: ignore[import-untyped]

    try:
        file = pypdfium2.PdfDocument(data)
        try:
            pages = [""] * len(file) if text is None else text.split("\f")
            # Where a page's own text holds a form feed it cannot be told which page is whose.
            if len(pages) != len(file):
                return None
            n_done = 0
            for n, known in enumerate(pages):
                if known.strip():
                    continue
                page = file[n]
                try:
                    scale = _scan_scale(page)
                except InputError:
                    # The pages that have a text are not lost for one that has none.
                    if text is None:
                        raise
                    scale = None
                if scale is not None:
                    _need_engine("The PDF file holds pictures only.")
                    _count(n_done, settings)
                    n_done += 1
                    drawn = page.render(scale=scale, may_draw_forms=False)
                    pages[n] = _recognised(numpy.ascontiguousarray(drawn.to_numpy()[:, :, :3]), lossy=True)
                page.close()
        finally:
            file.close()
    except pypdfium2.PdfiumError as error:
        raise InputError("malformed", f"A page of the PDF file does not load: {error}.") from error
    return pages if n_done and any(page.strip() for page in pages) else None


def _scan_scale(page: Any) -> float | None:
    """Return how many pixels a point of a scanned page has, at most so many as are looked at; None of other pages."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE  # type: ignore[import-untyped]

    width, height = page.get_size()
    covered = finest = 0.0
    for found in itertools.islice(page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,), max_depth=3), MAX_PICTURES):
        left, bottom, right, top = found.get_bounds()
        covered += max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
        n_across, n_down = found.get_px_size()
        if n_across * n_down > MAX_PIXELS:
            raise InputError("too-large", f"A page's picture has more than {MAX_PIXELS:,} pixels.")
        finest = max(finest, n_across / max(1.0, right - left))
    if not covered >= SHARE_OF_PAGE * width * height > 0:
        return None
    return float(min(SIDE / max(width, height), max(finest, COARSE / max(width, height))))
