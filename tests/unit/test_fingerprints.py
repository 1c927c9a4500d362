"""What shapes a stage: the resources it reads, and no others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.fingerprints import shaping_files
from pipeline.lookups import RESOURCES

ROOT = Path(__file__).parents[2]

# Records which resource files a stage opens, in a process where nothing was read before.
RECORDER = """
import json, sys
from pathlib import Path
from pipeline import lookups

opened = []
read_text = lookups._read_text
lookups._read_text = lambda path: (opened.append(path.name), read_text(path))[1]
from pipeline.config import Settings
from pipeline.clean_text.stage import clean_one
from pipeline.extract.stage import extract_one

settings = Settings()
texts = [path.read_text(encoding="utf-8") for path in sorted(Path("data/raw").rglob("*.txt"))[:4]]
cleaned = [clean_one(text, False, {}, settings) for text in texts]
names = {"clean-text": sorted(set(opened))}
opened.clear()
for release in cleaned:
    extract_one(release, settings)
names["extract"] = sorted(set(opened))
print(json.dumps(names))
"""


@pytest.fixture(scope="module")
def opened() -> dict[str, list[str]]:
    run = subprocess.run([sys.executable, "-c", RECORDER], cwd=ROOT, capture_output=True, text=True, check=True)
    names: dict[str, list[str]] = json.loads(run.stdout)
    return names


@pytest.mark.parametrize("stage", ["clean-text", "extract"])
def test_every_resource_a_stage_opens_shapes_it(stage: str, opened: dict[str, list[str]]) -> None:
    assert len(opened[stage]) > 2
    assert set(opened[stage]) <= {path.name for path in shaping_files(stage)}


def test_a_resource_shapes_only_the_stages_that_name_it() -> None:
    def resources(stage: str) -> set[str]:
        return {path.name for path in shaping_files(stage) if path.parent == RESOURCES}

    assert "debris.yaml" in resources("clean-text") - resources("extract")
    assert "country_cues.csv" in resources("extract") - resources("clean-text")
    names = {"given_names.csv", "surnames.csv", "words.csv", "office_words.csv", "gazetteer.csv"}
    assert resources("tabulate") == names  # what tells entities apart
    assert not resources("report")
