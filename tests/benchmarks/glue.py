"""Measures the repair of lost breaks: python -m tests.benchmarks.glue FOLDER_OR_FILE... [--breaks N] [--seed N] [--errors N]

Takes clean text, removes paragraph breaks at random, and asks the repair to find them again:

- recall: removed breaks where the repair parted the text again, over all removed;
- precision: of all places that the repair parted, those where a break had been removed;
- false repairs: places parted in the same text before anything was removed, a 100,000 words.

Read are .txt files (paragraphs parted by blank lines), and .json and .jsonl records that hold
`paragraphs` or `text`. Text that came with glue of its own is repaired before breaks are removed, so
that old glue counts as a false repair once (look at it with --errors) and never as precision.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.clean_text.repair import find_glue
from pipeline.clean_text.text import MAX_ROUNDS
from pipeline.spans import Debris, MappedText

BREAK = "\n\n"


@dataclass
class Glued:
    """A text with some of its breaks removed.

    Attributes:
        lost: where the removed breaks stood, as offsets into `text`.
    """

    text: str
    lost: frozenset[int]


@dataclass
class Score:
    """What the repair did to texts with and without their breaks."""

    n_words: int = 0
    n_false: int = 0
    n_lost: int = 0
    n_found: int = 0
    n_breaks: int = 0
    n_wrong: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.n_found / self.n_lost if self.n_lost else 1.0

    @property
    def precision(self) -> float:
        parted = self.n_found + self.n_wrong
        return self.n_found / parted if parted else 1.0

    @property
    def false_rate(self) -> float:
        """False repairs a 100,000 untouched words."""
        return 1e5 * self.n_false / self.n_words if self.n_words else 0.0


def remove_breaks(texts: Sequence[Sequence[str]], n_breaks: int, seed: int) -> list[Glued]:
    """Return the texts, given as paragraphs, with `n_breaks` of their breaks removed at random.

    At most a third of the breaks go, so that most paragraphs still begin where they did.
    """
    slots = [(i, j) for i, parts in enumerate(texts) for j in range(1, len(parts))]
    picked = frozenset(random.Random(seed).sample(slots, min(n_breaks, len(slots) // 3)))
    glued = []
    for i, parts in enumerate(texts):
        text, lost = (parts[0] if parts else ""), set()
        for j, part in enumerate(parts[1:], 1):
            if (i, j) in picked:
                lost.add(len(text))
                text += part
            else:
                text += BREAK + part
        glued.append(Glued(text, frozenset(lost)))
    return glued


def repair(text: str) -> MappedText:
    """Return a text with its glue parted, over and over as cleaning does it."""
    mapped = MappedText.from_raw(text)
    for _ in range(MAX_ROUNDS):
        edits = find_glue(mapped.text)
        if not edits:
            break
        mapped = mapped.apply(edits)
    return mapped


def _parted(mapped: MappedText) -> dict[int, Debris]:
    """Return the repairs by their place; one that swallows a blank stands where the blank did."""
    return {row.raw_start: row for row in mapped.edits()}


def _around(text: str, at: int) -> str:
    return f"{text[max(0, at - 40) : at]!r} | {text[at : at + 40]!r}"


def measure(texts: Iterable[Sequence[str]], *, n_breaks: int = 1000, seed: int = 7) -> Score:
    """Return how well the repair does on texts given as paragraphs."""
    score = Score()
    whole: list[list[str]] = []
    for parts in texts:
        text = BREAK.join(parts)
        mapped = repair(text)
        rows = _parted(mapped)
        score.n_words += len(text.split())
        score.n_false += len(rows)
        score.errors.extend(f"untouched  {row.rule:16} {_around(text, at)}" for at, row in rows.items())
        whole.append(mapped.text.split(BREAK))
    for glued in remove_breaks(whole, n_breaks, seed):
        found = _parted(repair(glued.text))
        score.n_lost += len(glued.lost)
        for at in sorted(glued.lost | set(found)):
            if at not in found:
                score.errors.append(f"missed     {'':16} {_around(glued.text, at)}")
            elif at not in glued.lost:
                score.n_wrong += 1
                score.errors.append(f"wrong      {found[at].rule:16} {_around(glued.text, at)}")
            else:
                score.n_found += 1
                score.n_breaks += found[at].replacement == BREAK
    return score


def _paragraphs(record: Any) -> list[str]:
    """Return the paragraphs of a record, blanks squeezed."""
    parts = record.get("paragraphs") if isinstance(record, dict) else None
    if parts is None:
        parts = str(record.get("text", "") if isinstance(record, dict) else record).split(BREAK)
    squeezed = (" ".join(str(part).split()) for part in parts)
    return [part for part in squeezed if part]


def read_texts(paths: Iterable[Path]) -> Iterator[list[str]]:
    """Yield the paragraphs of each text in files and folders, in order of path."""
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".txt":
                yield _paragraphs(file.read_text(encoding="utf-8"))
            elif file.suffix == ".json":
                value = json.loads(file.read_text(encoding="utf-8"))
                yield from map(_paragraphs, value if isinstance(value, list) else [value])
            elif file.suffix == ".jsonl":
                yield from (
                    _paragraphs(json.loads(line)) for line in file.read_text(encoding="utf-8").split("\n") if line
                )


def main() -> None:
    """Write the score, and the first errors of each kind where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--breaks", type=int, default=1000, help="breaks to remove (at most a third of all)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", type=int, default=0, help="errors to show")
    options = parser.parse_args()
    score = measure(read_texts(options.paths), n_breaks=options.breaks, seed=options.seed)
    for error in score.errors[: options.errors]:
        sys.stdout.write(error + "\n")
    sys.stdout.write(
        f"{score.n_lost} breaks removed: recall {score.recall:.4f} (as paragraphs {score.n_breaks / max(1, score.n_lost):.4f}), "
        f"precision {score.precision:.4f}; untouched: {score.n_false} repairs in {score.n_words} words, "
        f"{score.false_rate:.2f} a 100,000\n"
    )


if __name__ == "__main__":
    main()
