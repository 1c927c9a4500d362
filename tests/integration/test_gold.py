"""Every figure on the shared development data stands on its floor (`python -m tools.measures --write` raises them)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.measures import FLOORS, measure, sunk

FLOOR: dict[str, dict[str, float | str]] = {"gold": {"digest": "d", "people": 0.9}}


@pytest.mark.slow
def test_no_figure_is_below_its_floor(press_shared: Path, tmp_path: Path) -> None:
    assert sunk(measure(press_shared, tmp_path), json.loads(FLOORS.read_text(encoding="utf-8"))) == []


def test_what_sinks_is_told() -> None:
    assert sunk({"gold": {"digest": "d", "people": 0.9}}, FLOOR) == []
    assert sunk({"gold": {"digest": "d", "people": 0.95}}, FLOOR) == []
    assert sunk({"gold": {"digest": "d", "people": 0.89}}, FLOOR) == ["gold, people: 0.89 is below its floor of 0.9."]
    assert sunk({"gold": {"digest": "d"}}, FLOOR) == ["gold, people: None is below its floor of 0.9."]


def test_floors_of_other_gold_are_none() -> None:
    (fault,) = sunk({"gold": {"digest": "e", "people": 0.99}}, FLOOR)
    assert "not the one its floors were measured on" in fault
    assert sunk({**FLOOR, "new": {"digest": "x"}}, FLOOR) == ["new has no floors."]
