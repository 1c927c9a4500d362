"""The folder of samples that the tests read."""

import subprocess
from pathlib import Path

from tests.samples import samples_of


def checkout(tmp_path: Path) -> Path:
    raw = tmp_path / "data" / "raw" / "police"
    raw.mkdir(parents=True)
    (raw / "one.txt").write_text("Police arrested two men.", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    return tmp_path


def test_a_clean_checkout_is_read_as_it_stands(tmp_path: Path) -> None:
    assert samples_of(checkout(tmp_path)) == tmp_path / "data" / "raw"


def test_what_a_user_puts_beside_the_samples_is_no_sample(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "data" / "raw" / "mine.txt").write_text("A release of my own.", encoding="utf-8")
    samples = samples_of(root)
    assert [path.relative_to(samples).as_posix() for path in samples.rglob("*.txt")] == ["police/one.txt"]


def test_without_git_the_whole_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert samples_of(tmp_path) == tmp_path / "data" / "raw"
