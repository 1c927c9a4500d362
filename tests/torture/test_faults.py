"""The faults of `make torture` at a small setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.faults import Torture


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Torture:
    return Torture(tmp_path_factory.mktemp("torture"))


def test_a_run_killed_in_any_stage_is_finished_by_the_next(torture: Torture) -> None:
    torture.kills(6)
    assert torture.figures.failures == []
    assert sum(torture.figures.tried.values()) >= 6


def test_ctrl_c_is_obeyed_at_once(torture: Torture) -> None:
    torture.interrupt()
    assert torture.figures.failures == []


def test_a_killed_worker_stops_nothing(torture: Torture) -> None:
    torture.killed_worker()
    assert torture.figures.failures == []


def test_a_lost_input_folder_costs_nothing(torture: Torture) -> None:
    torture.lost_input()
    assert torture.figures.failures == []


def test_a_full_disk_costs_nothing(torture: Torture, tmp_path: Path) -> None:
    torture.full_disk()
    if any("skipped" in kind for kind in torture.figures.tried):
        pytest.skip("mount is not permitted here")
    assert torture.figures.failures == []
