"""Every notebook runs from top to bottom in a fresh kernel, from any folder, and its pair is in step."""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
SCRIPTS = sorted(FOLDER.glob("*.py"))


def test_they_are_numbered_and_paired() -> None:
    assert [p.stem[:3] for p in SCRIPTS] == [f"{n:02d}_" for n in range(1, len(SCRIPTS) + 1)]
    assert [p.stem for p in sorted(FOLDER.glob("*.ipynb"))] == [p.stem for p in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_the_pair_says_the_same_and_keeps_no_output(script: Path) -> None:
    notebook = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    source = jupytext.read(script)
    same = "run `jupytext --to ipynb notebooks/*.py` after editing a script"
    assert [(c.cell_type, c.source) for c in notebook.cells] == [(c.cell_type, c.source) for c in source.cells], same
    assert all(not c.get("outputs") and c.get("execution_count") is None for c in notebook.cells), same


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_it_runs(script: Path, sample_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUT", str(sample_out))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    notebook = nbformat.read(script.with_suffix(".ipynb"), as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    assert [output for cell in notebook.cells for output in cell.get("outputs", ())]
