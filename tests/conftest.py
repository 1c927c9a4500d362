"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.extract.load import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole extraction pipeline on the default model."""
    return load()


@pytest.fixture(scope="session")
def press_shared() -> Path:
    """The folder of shared development data, where there is one."""
    folder = os.environ.get("PRESS_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.skip("set PRESS_SHARED to the folder of shared development data")
    return Path(folder)
