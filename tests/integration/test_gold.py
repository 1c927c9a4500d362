"""Floors under the scores on the shared development gold. Raising one is welcome; lowering needs a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.run import evaluate

FLOORS = {
    "people": 0.85,
    "dates": 0.85,
    "counts": 0.85,
    "countries": 0.95,
}


@pytest.fixture(scope="module")
def scores(press_shared: Path) -> dict[str, Any]:
    return evaluate(press_shared / "gold" / "dev").as_json()


@pytest.mark.parametrize("field", FLOORS)
def test_scores_stand_on_their_floor(scores: dict[str, Any], field: str) -> None:
    result = {
        **{k: v["f1"] for k, v in scores["fields"].items()},
        **{k: v["accuracy"] for k, v in scores["values"].items()},
    }
    assert result[field] >= FLOORS[field]


def test_every_gold_release_was_scored(scores: dict[str, Any]) -> None:
    assert scores["n_releases"] > 40
