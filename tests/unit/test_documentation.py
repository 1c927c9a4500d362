"""Generated and hand-kept pages say what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from pipeline.dictionary import render_dictionary, render_rules
from pipeline.extract.components import COMPONENTS
from pipeline.extract.rules import register
from pipeline.fingerprints import shaping_files
from pipeline.stages import STAGES

ROOT = Path(__file__).parents[2]


def test_the_data_dictionary_is_current() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == render_dictionary(), "run make docs"


def test_the_list_of_rules_is_current_and_names_every_rule() -> None:
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert rules == render_rules(), "run make docs"
    assert all(f"| `{rule.name}` |" in rules for rule in register().values())


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_a_command_and_a_make_target(stage: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^\.PHONY: {stage}\n## .+\n{stage}: setup\n\t\$\(RUN\) {stage} ", makefile, re.M)
    assert stage in get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("stage", STAGES)
def test_what_shapes_a_stage_exists(stage: str) -> None:
    assert shaping_files(stage)


def test_every_command_has_help() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name, command in commands.items() if not command.help] == []


def test_components_are_entry_points() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    points = project["project"]["entry-points"]["spacy_factories"]
    assert set(points) == {
        "press_entities",
        "press_foresight",
        "press_paragraphs",
        "press_parser",
        *(c.name for c in COMPONENTS),
    }


def test_no_stage_package_imports_another() -> None:
    packages = ("ingest", "clean_text", "extract", "tabulate", "analyse", "report")
    for package in packages:
        others = "|".join(p for p in packages if p != package)
        for path in sorted((ROOT / "pipeline" / package).glob("*.py")):
            found = re.search(rf"^\s*from pipeline\.({others})\b", path.read_text(encoding="utf-8"), re.M)
            assert found is None, f"{path.name}: {found and found.group()}"


def test_the_rooms_of_the_commonest_changes_are_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = guide.partition("| what is said | room | data |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines() if line.startswith("| ")]
    assert len(rows) == 10
    for said, room, data in rows:
        folder = ROOT / "pipeline"
        for path in re.findall(r"`([\w/.]+)`", room):
            folder = (ROOT / "pipeline" / path).parent if "/" in path else folder
            assert (folder / path.rpartition("/")[2]).is_file(), said
        for name in re.findall(r"`([\w.]+)`", data):
            assert (ROOT / "pipeline" / "resources" / name).is_file(), said
