"""Prints how often crime areas of a given score are right, as a Markdown table.

    python tools/area_reliability.py LABELLED.jsonl [LABELLED.jsonl …]

A line of a file is a release with `text`, `title` and `areas` (those it is about) or `topics`. The table is kept in
docs/crime-areas.md; make it again after a change to the terms or the weights of pipeline/extract/areas/areas.py.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from pipeline.extract.areas.areas import area_scores
from pipeline.extract.areas.classifier import read_examples

EDGES = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)


def reliability(path: Path) -> list[tuple[float, float, int, float, float]]:
    """Return for each band of scores its edges, the number of areas in it, their mean score and the share right.

    Areas that no label of the file names, and releases without a label, are not judged.
    """
    examples = read_examples(path, area_scores)
    known = frozenset(area for example in examples for area in example.areas)
    scored = [
        (score, area in example.areas)
        for example in examples
        for area, score in example.cues.items()
        if area in known and example.areas
    ]
    rows = []
    for low, high in itertools.pairwise(EDGES):
        band = [(score, right) for score, right in scored if low <= score < high or score == high == 1.0]
        if band:
            mean, share = sum(s for s, _ in band) / len(band), sum(r for _, r in band) / len(band)
            rows.append((low, high, len(band), mean, share))
    return rows


def main() -> None:
    """Print one table per file named on the command line."""
    for name in sys.argv[1:]:
        lines = [f"{name}", "", "| score | areas | mean score | share right |", "|---|---|---|---|"]
        for low, high, n, mean, share in reliability(Path(name)):
            lines.append(f"| {low:.2f} to {high:.2f} | {n} | {mean:.2f} | {share:.2f} |")
        sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    main()
