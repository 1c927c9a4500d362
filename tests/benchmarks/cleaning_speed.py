"""Measures cleaning against other extractors: python -m tests.benchmarks.cleaning_speed FOLDER [--rounds N]

Every .html page of a folder is cleaned by this project (title, day, offsets and repair included), and by
trafilatura with its metadata and readability-lxml where they are installed; neither is a dependency. The
extractors take turns within one process, each page in CPU time, so that other work on the machine hits all
alike. The last column is this project's speed over the other's, the median of the rounds.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.clean_text.clean import clean_release


def _own(page: str) -> None:
    clean_release(page, markup=True, stated={}).mapped.edits()


def _trafilatura(page: str) -> None:
    import trafilatura

    trafilatura.bare_extraction(page, with_metadata=True)


def _readability(page: str) -> None:
    from readability import Document

    document = Document(page)
    document.summary()
    document.short_title()


def extractors() -> dict[str, Callable[[str], None]]:
    """Return what can be measured here, by name; this project first."""
    found: dict[str, Callable[[str], None]] = {"press-pipeline": _own}
    for name, module, function in (
        ("trafilatura, with metadata", "trafilatura", _trafilatura),
        ("readability-lxml", "readability", _readability),
    ):
        if importlib.util.find_spec(module):
            found[name] = function
    return found


def measure(pages: list[str], rounds: int) -> dict[str, list[float]]:
    """Return each extractor's pages per second of CPU time, round by round."""
    speeds: dict[str, list[float]] = {name: [] for name in extractors()}
    for extract in extractors().values():
        extract(pages[0])
    for _ in range(rounds):
        for name, extract in extractors().items():
            start = time.process_time()
            for page in pages:
                extract(page)
            speeds[name].append(len(pages) / (time.process_time() - start))
    return speeds


def main() -> None:
    """Write one line per extractor: pages a second, and how many times as fast this project is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pages = [path.read_text(encoding="utf-8") for path in sorted(options.folder.rglob("*.html"))]
    speeds = measure(pages, options.rounds)
    own = speeds["press-pipeline"]
    for name, values in speeds.items():
        ratio = statistics.median(a / b for a, b in zip(own, values, strict=True))
        sys.stdout.write(f"{name:28} {statistics.median(values):7.1f} pages/s  x{ratio:.2f}\n")


if __name__ == "__main__":
    main()
