"""Fixtures shared by all tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from pipeline.evaluate.run import run_stages
from pipeline.extract.load import load
from pipeline.report.stage import report
from tests.samples import SAMPLES

# The same examples on every machine and day: a check must not fail by chance.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole extraction pipeline on the default model."""
    return load()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed ones hold the time, and all processes must name their tests alike."""
    return argname if isinstance(val, bytes) else None


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that all processes of this test run share; the first to ask makes it while the others wait.

    Raises:
        Exception: whatever `make` raised, for every process that asks.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def sample_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a whole run over the sample releases. Tests read it and change nothing in it."""
    return made_once(tmp_path_factory, "samples", lambda out: run_stages(SAMPLES, out))


@pytest.fixture(scope="session")
def sample_report(sample_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its report, in a folder of its own. Tests read it and change nothing in it."""

    def make(out: Path) -> None:
        shutil.copytree(sample_out, out)
        report(out)

    return made_once(tmp_path_factory, "samples-report", make)


@pytest.fixture(scope="session")
def press_shared() -> Path:
    """The folder of shared development data, where there is one."""
    folder = os.environ.get("PRESS_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.skip("set PRESS_SHARED to the folder of shared development data")
    return Path(folder)
