"""Rules are drawn by the seed, and one that is off stays off whatever a test switches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.extract import rules
from tools.mutants import ROOMS, UNIT, all_rules, sample, say

ROOT = Path(__file__).parents[2]


def test_rules_of_extractors_and_of_cleaning_are_drawn_alike_by_the_same_seed() -> None:
    names = all_rules()
    assert {"counts.noun-phrase", "glued-sentence"} <= set(names)
    assert "wrapped-line" not in names
    drawn = sample(names, 20, 1)
    assert drawn == sample(reversed(names), 20, 1) == sorted(drawn)
    assert drawn != sample(names, 20, 2)


def test_the_tests_of_every_table_have_a_room() -> None:
    assert {name.partition(".")[0] for name in rules.register()} == ROOMS.keys() - {""}
    assert all((ROOT / UNIT / room).is_dir() for rooms in ROOMS.values() for room in rooms)


def test_what_no_test_catches_is_told_by_name() -> None:
    assert say(["a.one", "b.two"], ["b.two"]) == "1 of 2 rules caught (50.0%); uncaught:\na.one"


@pytest.mark.slow
def test_a_lost_rule_is_caught_by_its_example_and_by_the_tests_of_cleaning() -> None:
    chosen = ["appeal-box", "glued-sentence", "places.beside-state", "split-number"]
    done = subprocess.run(
        [sys.executable, "-m", "tools.mutants", "--rules", *chosen],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("4 of 4 rules caught (100.0%); uncaught:"), done.stdout + done.stderr
    assert done.returncode == 0
