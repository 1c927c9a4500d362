"""Input and output on storage that fsspec reaches; its memory file system stands for object storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fsspec
import pytest

from pipeline.errors import UsageError
from pipeline.remote import fetch, is_remote, send


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    return filesystem


@pytest.mark.parametrize(("place", "remote"), [("s3://bucket/raw", True), ("data/raw", False), ("/a:b/c", False)])
def test_a_url_is_told_from_a_path(place: str, remote: bool) -> None:
    assert is_remote(place) is remote


def test_a_mirror_follows_what_is_added_changed_and_removed(memory: Any) -> None:
    memory.pipe({"/raw/a.txt": b"one", "/raw/deep/b.txt": b"two"})
    files = fetch("memory://raw")
    assert {p.relative_to(files).as_posix(): p.read_bytes() for p in files.rglob("*") if p.is_file()} == {
        "a.txt": b"one",
        "deep/b.txt": b"two",
    }
    before = (files / "deep" / "b.txt").stat().st_mtime_ns
    memory.rm("/raw/a.txt")
    memory.pipe({"/raw/c.txt": b"three"})
    assert fetch("memory://raw") == files
    assert sorted(p.name for p in files.rglob("*.txt")) == ["b.txt", "c.txt"]
    assert (files / "deep" / "b.txt").stat().st_mtime_ns == before


def test_only_what_changed_is_sent(memory: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "tables").mkdir(parents=True)
    (out / "work").mkdir()
    (out / "tables" / "dates.csv").write_text("a\n", encoding="utf-8")
    (out / "tables" / "people.csv").write_text("b\n", encoding="utf-8")
    assert send(out, "memory://results") == 2
    (out / "tables" / "people.csv").write_text("c\n", encoding="utf-8")
    (out / "tables" / "dates.csv").unlink()
    assert send(out, "memory://results") == 1
    assert memory.find("/results") == ["/results/tables/people.csv"]
    assert memory.cat("/results/tables/people.csv") == b"c\n"
    assert not memory.exists("/results/work")


@pytest.mark.parametrize("url", ["memory://nothing-here", "no-such-protocol://x/y"])
def test_a_place_that_cannot_be_read_is_refused(memory: Any, url: str) -> None:
    with pytest.raises(UsageError, match=url.split(":")[0]):
        fetch(url)
