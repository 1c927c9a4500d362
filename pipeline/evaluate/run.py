"""Evaluation: gold releases through the whole pipeline, then the scores of what came out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pipeline.config import Settings
from pipeline.evaluate.gold import read_gold, write_raw
from pipeline.evaluate.score import SCORED_TABLES, Scores, score
from pipeline.run import run
from pipeline.store import read_table


def run_stages(raw: Path, out: Path, *, settings: Settings = Settings()) -> None:
    """Run every stage up to the analysis tables and the database, quietly and in this process."""
    run(raw, out, settings=settings, with_report=False, in_processes=False)


def evaluate(gold_folder: Path, *, settings: Settings = Settings()) -> Scores:
    """Run the pipeline on the raw texts of a gold folder and score its tables.

    Raises:
        UsageError: the folder holds no gold.
    """
    gold = read_gold(gold_folder)
    with tempfile.TemporaryDirectory(prefix="press-evaluate-") as scratch:
        raw, out = Path(scratch) / "raw", Path(scratch) / "out"
        write_raw(gold, raw)
        run_stages(raw, out, settings=settings)
        return score(gold, {name: read_table(out, name) for name in SCORED_TABLES})
