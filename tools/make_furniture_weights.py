"""Learns `pipeline/resources/furniture_weights.csv`, which tells lines of page furniture from lines of releases.

Run `python -m tools.make_furniture_weights FOLDER --date YEAR-MONTH-DAY`. FOLDER has a folder for each publisher with
its releases as they were scraped: text dumps (.txt) and pages (.html). Nobody labels anything: a line of a dump is
furniture where three releases of its publisher or more have it, and body where it is running text that no other
has; a line of a page is body where our reader of pages keeps it. Lines of which neither can be said are left out.
Every fifth publisher is kept out to measure by (`--all` learns from all). The weights of a logistic regression are
found by Newton's method with a ridge; the same folder gives the same file.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline import lookups
from pipeline.clean_text.characters import find_odd_characters
from pipeline.clean_text.debris import Line, find_debris
from pipeline.clean_text.furniture import add_up, wrapped_prose
from pipeline.clean_text.furniture_features import look_at, surroundings
from pipeline.clean_text.html import find_main, main_blocks, read_page
from pipeline.clean_text.lines import find_soft_breaks, read_lines
from pipeline.clean_text.marks import find_marks
from pipeline.spans import MappedText

HEAD = """# source: learnt by tools/make_furniture_weights.py from {lines:,} lines of releases of
#   {publishers} publishers, of which it holds none
# licence: MIT (this project)
# date: {date}
# Weights of the features of a line (pipeline/clean_text/furniture_features.py) in the odds that it is page furniture.
# stage: own (the line by itself), around (with its neighbours and its place).
stage,feature,weight
"""
MIN_RELEASES = 3  # of a publisher, with the same line
MAX_RELEASES = 60  # of a publisher, so that none outweighs the others
PROSE = 14  # words of running text
REPEATED, LISTED, UNIQUE = -12.0, -80.0, 24.0  # what lines weigh where the body of a dump is sought
RIDGE = 3.0
ROUNDS = 12
MIN_LINES = 25  # with a feature, for it to have a weight
BODY, FURNITURE, UNKNOWN = 0, 1, -1

Labelled = tuple[list[Line], frozenset[int], list[int]]
Floats = npt.NDArray[np.float64]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _wrapped(lines: list[Line]) -> frozenset[int]:
    return wrapped_prose(lines, find_soft_breaks(lines))


def shown(text: str) -> str:
    """Return a text as the rules for lines see it: without odd characters and marks of writing."""
    mapped = MappedText.from_raw(text)
    mapped = mapped.apply(find_odd_characters(mapped.text))
    return mapped.apply(find_marks(mapped.text)).text


def label_dumps(texts: Sequence[str]) -> Iterator[Labelled]:
    """Yield the lines of each text dump of a publisher, which of them are wrapped prose, and their labels."""
    read = [read_lines(shown(text)) for text in texts]
    counts = Counter(key for lines in read for key in {_key(line.text) for line in lines})
    clean = max(counts.values(), default=0) < MIN_RELEASES
    for lines in read:
        wrapped = _wrapped(lines)
        debris = find_debris(lines, wrapped, title=None)
        often = [counts[_key(line.text)] >= MIN_RELEASES for line in lines]
        yield lines, wrapped, _labels(lines, wrapped, debris, often, clean=clean)


def _labels(
    lines: list[Line], wrapped: frozenset[int], debris: dict[int, str], often: list[bool], *, clean: bool
) -> list[int]:
    looks = [look_at(line.text) for line in lines]
    low, high = _body(lines, wrapped, debris, often)
    found = []
    for n, look in enumerate(looks):
        kept = debris.get(n) in ("release-mark", "end-mark", "notes-to-editors", "media-contact", "letterhead")
        if low <= n < high:
            label = UNKNOWN if often[n] or kept else FURNITURE if n in debris else BODY
        elif n < low and low - n <= 8:
            # Headline, day and office stand above the body; menus do too.
            label = FURNITURE if n in debris and not kept else UNKNOWN
        elif (often[n] and not kept) or n in debris or (not clean and n > high + 2 and not look.prose):
            label = FURNITURE
        else:
            label = UNKNOWN
        found.append(label)
    return found


def _body(lines: list[Line], wrapped: frozenset[int], debris: dict[int, str], often: list[bool]) -> tuple[int, int]:
    """Return where the running text stands that no other release has."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for n, line in enumerate(lines):
        if total <= 0:
            total, start = 0.0, n
        look = look_at(line.text)
        if debris.get(n) == "related" or "list heading" in look.names:
            total += LISTED
        elif often[n] or n in debris:
            total += REPEATED
        elif n in wrapped or (look.prose and look.n_words >= PROSE):
            total += UNIQUE
        if total > best:
            best, found = total, (start, n + 1)
    return found


def label_page(source: str) -> Labelled | None:
    """Return the lines of a page with their labels; None where no main text is found."""
    page = read_page(source)
    kept = set(main_blocks(page, find_main(page)))
    if not kept:
        return None
    lines, labels = [], []
    heads = set(page.headings)
    for n, block in enumerate(page.blocks):
        text = " ".join(page.text(block).split())
        if text:
            lines.append(Line(0, 0, text, n))
            around = min(kept) - 8 <= n < min(kept) or n in heads
            labels.append(BODY if n in kept else UNKNOWN if around else FURNITURE)
    return lines, frozenset(), labels


def read_publisher(folder: Path) -> list[Labelled]:
    """Return the labelled releases of a publisher, at most MAX_RELEASES, those with the smallest digests of names."""
    paths = [p for p in folder.iterdir() if p.suffix in (".txt", ".html")]
    paths.sort(key=lambda p: hashlib.sha256(p.name.encode()).hexdigest())
    texts = {p: p.read_text(encoding="utf-8", errors="replace") for p in paths}
    dumps = [texts[p] for p in paths if p.suffix == ".txt"]
    pages = [texts[p] for p in paths if p.suffix == ".html"][:MAX_RELEASES]
    found = list(label_dumps(dumps))[:MAX_RELEASES]
    return found + [page for page in map(label_page, pages) if page]


class Stage:
    """The weights of one stage, learnt."""

    def __init__(self, rows: list[tuple[str, ...]], labels: Floats, importance: Floats) -> None:
        counts = Counter(name for row in rows for name in row)
        names = sorted(name for name, n in counts.items() if n >= MIN_LINES)
        number = {name: n for n, name in enumerate(names)}
        x = np.zeros((len(rows), len(names)), np.float32)
        for n, row in enumerate(rows):
            x[n, [number[name] for name in row if name in number]] = 1
        w = np.zeros(len(names))
        for _ in range(ROUNDS):
            p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
            slope = x.T @ (importance * (labels - p)) - RIDGE * w
            curve = (x * (importance * p * (1 - p))[:, None].astype(np.float32)).T @ x + RIDGE * np.eye(len(names))
            w = w + np.linalg.solve(curve, slope)
        self.weights = {name: round(float(w[n]), 2) for name, n in number.items()}


def learn(releases: Sequence[Labelled]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights of both stages, learnt from labelled releases."""
    known = [[n for n, label in enumerate(labels) if label != UNKNOWN] for _, _, labels in releases]
    labels = np.array([r[2][n] for r, ns in zip(releases, known, strict=True) for n in ns], float)
    looks = [[look_at(line.text) for line in lines] for lines, _, _ in releases]
    # A long line lost from a body costs all its words.
    importance = np.array(
        [
            1 + (look[n].n_words / 6) * (r[2][n] == BODY)
            for r, ns, look in zip(releases, known, looks, strict=True)
            for n in ns
        ]
    )
    own = Stage([look[n].names for ns, look in zip(known, looks, strict=True) for n in ns], labels, importance).weights
    rows = []
    for (lines, wrapped, _), ns, look in zip(releases, known, looks, strict=True):
        logits = [add_up(own, seen.names) for seen in look]
        around = surroundings(lines, look, logits, wrapped)
        rows += [(*look[n].names, *around[n]) for n in ns]
    return own, Stage(rows, labels, importance).weights


def render(releases: Sequence[Labelled], publishers: int, date: str) -> str:
    """Return the text of the file."""
    stages = dict(zip(("own", "around"), learn(releases), strict=True))
    lines = sum(len(labels) - labels.count(UNKNOWN) for _, _, labels in releases)
    rows = [f'{stage},"{name}",{w:.2f}' for stage, ws in stages.items() for name, w in sorted(ws.items()) if w]
    return HEAD.format(publishers=publishers, lines=lines, date=date) + "\n".join(rows).replace('""', '"') + "\n"


def main() -> None:
    """Learn from a folder, write the file, and say how it does on the publishers kept out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--date", required=True)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    folders = sorted(p for p in args.folder.iterdir() if p.is_dir())
    kept_out = [] if args.all else folders[::5]
    releases = [r for f in folders if f not in kept_out for r in read_publisher(f)]
    path = lookups.RESOURCES / "furniture_weights.csv"
    path.write_text(render(releases, len(folders) - len(kept_out), args.date), encoding="utf-8")


if __name__ == "__main__":
    main()
