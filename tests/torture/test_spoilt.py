"""Spoilt pages through the whole pipeline; `make spoil PAGES=folder` does the same with real ones, and many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import SAMPLES
from tests.torture.spoilt import one_round

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", ["a", "b"])
def test_no_spoilt_page_stops_a_run_or_meets_a_fault(tmp_path: Path, seed: str) -> None:
    pages = sorted(p for p in SAMPLES.rglob("*") if p.suffix in (".html", ".txt"))
    fates, findings = one_round(pages, tmp_path / "round", seed)
    assert findings == []
    assert fates["released"] > len(pages) / 2
