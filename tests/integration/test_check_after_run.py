"""`make check` finds nothing wrong with what the commands have just written."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli import app

TEXT = (
    "VIENNA, Austria – Police in Austria and Spain arrested 12 suspects on 3 May 2023, 4 of them for corruption. "
    "“We will not stop,” said Director Maria Kowalewska of the Federal Police."
)


def invoke(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_a_whole_run_keeps_its_contract(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "one.txt").write_text(TEXT, encoding="utf-8")
    (raw / "bad.json").write_text("{", encoding="utf-8")
    invoke("run", "--raw", str(raw), "--out", str(out), "--workers", "1")
    assert "no fault" in invoke("check", "--out", str(out))
    invoke("export", "--out", str(out))
    assert "no fault" in invoke("check", "--out", str(out))
    from pipeline.explore.database import build_database

    build_database(out)
    assert "no fault" in invoke("check", "--out", str(out))
