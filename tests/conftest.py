"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from pipeline.evaluate.run import run_stages
from pipeline.extract.load import load

# The same examples on every machine and day: a check must not fail by chance.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole extraction pipeline on the default model."""
    return load()


@pytest.fixture(scope="session")
def sample_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a whole run over the sample releases. Tests read it and change nothing in it."""
    out = tmp_path_factory.mktemp("samples")
    run_stages(SAMPLES, out)
    return out


@pytest.fixture(scope="session")
def press_shared() -> Path:
    """The folder of shared development data, where there is one."""
    folder = os.environ.get("PRESS_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.skip("set PRESS_SHARED to the folder of shared development data")
    return Path(folder)
