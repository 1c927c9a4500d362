"""The faults of `make torture` at a small setting."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.torture.faults import KILLED, WORKERS, Torture

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Torture:
    return Torture(tmp_path_factory.mktemp("torture"))


def test_a_run_killed_in_any_stage_is_finished_by_the_next() -> None:
    # It forks, which a process that has drawn a chart or served a page (both start threads) must not.
    command = [sys.executable, "-m", "tests.torture.faults", "--only-kills", "--kills", str(len(KILLED))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert f"{len(KILLED)} faults, 0 failures" in done.stdout, done.stdout
    assert done.returncode == 0


def test_ctrl_c_is_obeyed_at_once(torture: Torture) -> None:
    before = len(torture.figures.failures)
    torture.interrupt()
    assert torture.figures.failures[before:] == []


@pytest.mark.parametrize("kind", WORKERS)
def test_a_killed_worker_stops_nothing(torture: Torture, kind: str) -> None:
    before = len(torture.figures.failures)
    torture.killed_worker(kind)
    assert torture.figures.failures[before:] == []


def test_a_component_that_raises_on_one_release_costs_no_other() -> None:
    command = [sys.executable, "-c", "import sys; from tests.torture.test_faults import faulty; sys.exit(faulty())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr


def faulty() -> str | None:
    """Run the fault, which forks, in a process without threads; return what went wrong."""
    with tempfile.TemporaryDirectory(prefix="press-faulty-") as folder:
        torture = Torture(Path(folder))
        torture.faulty_component()
        return "; ".join(torture.figures.failures) or None


def test_large_archives_and_bombs_stay_within_their_memory(torture: Torture) -> None:
    before = len(torture.figures.failures)
    torture.costly(5_000)
    assert torture.figures.failures[before:] == []


def test_a_lost_input_folder_costs_nothing(torture: Torture) -> None:
    before = len(torture.figures.failures)
    torture.lost_input()
    assert torture.figures.failures[before:] == []


def test_a_full_disk_costs_nothing(torture: Torture, tmp_path: Path) -> None:
    before = len(torture.figures.failures)
    torture.full_disk()
    if any("skipped" in kind for kind in torture.figures.tried):
        pytest.skip("mount is not permitted here")
    assert torture.figures.failures[before:] == []
