"""The width at which a plain-text release was wrapped changes no cell of any table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from pipeline.evaluate.run import run_stages
from pipeline.store import read_table
from pipeline.tables import TABLES

pytestmark = pytest.mark.slow

N_SAMPLES = 4
ELSEWHERE = {"sources", "debris", "corpus_profile"}  # these tell of the raw text, whose lines they are
RAW_COLUMNS = ["raw_start", "raw_end", "n_chars_raw"]


def _write(folder: Path, texts: dict[str, str], **wrapping: int | bool) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        parts = text.split("\n\n")
        lines = [textwrap.fill(part, **wrapping) if wrapping else part for part in parts]  # type: ignore[arg-type]
        (folder / name).write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def runs(sample_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Path]]]:
    """The output on unwrapped releases, and those on the same releases wrapped at several widths."""
    releases = read_table(sample_out, "releases")
    plain = releases[releases["source"].str.endswith(".txt") & (releases["language"] == "en")]
    longest = plain.sort_values(["n_chars", "release_id"]).tail(N_SAMPLES)
    texts = {f"{n}.txt": text for n, text in enumerate(longest["text"])}
    base = tmp_path_factory.mktemp("rewrapping")
    run_stages(_write(base / "whole", texts), base / "whole-out")
    wrapped = []
    for width in (44, 72):
        run_stages(_write(base / f"at-{width}", texts, width=width, break_long_words=False), base / f"out-{width}")
        wrapped.append(base / f"out-{width}")
    yield base / "whole-out", wrapped


@pytest.mark.parametrize("table", [name for name in TABLES if name not in ELSEWHERE])
def test_rewrapping_changes_no_table(runs: tuple[Path, list[Path]], table: str) -> None:
    whole, wrapped = runs
    expected = read_table(whole, table)
    for out in wrapped:
        found = read_table(out, table)
        columns = [column for column in expected.columns if column not in RAW_COLUMNS]
        pd.testing.assert_frame_equal(found[columns], expected[columns])
