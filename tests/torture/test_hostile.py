"""The hostile corpus through the whole pipeline: every input has its expected fate, in bounded time."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.config import Limits, Settings
from pipeline.evaluate.run import run_stages
from pipeline.store import read_table
from tests.conftest import made_once
from tests.torture.hostile import kinds, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    def make(work: Path) -> None:
        work.mkdir()
        (work / "outside.txt").write_text("not to be read", encoding="utf-8")
        work.with_name("fates.json").write_text(json.dumps(write(work / "raw")), encoding="utf-8")
        # Honest machines are slower than this one at times: the clock is not what is tested here.
        run_stages(work / "raw", work / "out", settings=Settings(limits=Limits(seconds=120)))

    work = made_once(tmp_path_factory, "hostile", make)
    fates: dict[str, str] = json.loads(work.with_name("fates.json").read_text(encoding="utf-8"))
    return work, fates


def test_there_are_three_hundred_kinds() -> None:
    assert len({kind.name for kind in kinds()}) >= 300


def test_every_input_has_its_fate(run: tuple[Path, dict[str, str]]) -> None:
    work, fates = run
    sources = read_table(work / "out", "sources")
    rows = sources.to_dict("records")
    found: dict[str, str] = {
        row["source"]: row["reason"] if row["status"] == "quarantined" else row["status"] for row in rows
    }
    assert {s: found.get(s) for s in fates} == fates
    left = set(found) - set(fates)
    assert all(source.startswith("spoiled-") for source in left), left
    assert "failed" not in set(sources["reason"])


def test_the_tables_keep_their_contract(run: tuple[Path, dict[str, str]]) -> None:
    assert check(run[0] / "out") == []


def test_nothing_is_written_outside(run: tuple[Path, dict[str, str]]) -> None:
    assert {path.name for path in run[0].iterdir()} == {"raw", "out", "outside.txt"}
    assert not Path("x").exists()


def test_no_cell_of_the_csv_files_is_live(run: tuple[Path, dict[str, str]]) -> None:
    numeric = re.compile(r"-?[0-9.e+-]+")
    csv.field_size_limit(10_000_000)
    for path in sorted((run[0] / "out" / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                for cell in row:
                    assert not re.match(r"\s*[=+\-@]", cell) or numeric.fullmatch(cell), (path.name, cell[:80])
                    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", cell), (path.name, cell[:80])
