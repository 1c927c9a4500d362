"""Every file under RAW is accounted for."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.config import Limits, Settings
from pipeline.errors import UsageError
from pipeline.ingest.stage import ingest
from pipeline.stages import StageCount
from pipeline.store import WorkStore


def rows(out: Path) -> list[tuple[str, str | None, str]]:
    with WorkStore(out, "ingest", readonly=True) as store:
        return store.db.execute("SELECT source, reason, stated FROM rows ORDER BY source").fetchall()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("One.", encoding="utf-8")
    return folder


def test_links_pipes_and_odd_names_are_rows(raw: Path, tmp_path: Path) -> None:
    (raw / "link.txt").symlink_to("/etc/passwd")
    (raw / "loop").symlink_to(raw)
    os.mkfifo(raw / "pipe.txt")
    (raw / "line\nbreak.txt").write_text("Two.", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(raw) + b"/\xff.txt")).write_text("Three.", encoding="utf-8")
    ingest(raw, tmp_path / "out")
    assert [(s, r) for s, r, _ in rows(tmp_path / "out")] == [
        ("a.txt", None),
        ("line\nbreak.txt", None),
        ("link.txt", "not-a-file"),
        ("loop", "not-a-file"),
        ("pipe.txt", "not-a-file"),
        ("\ufffd.txt", None),
    ]


@pytest.mark.parametrize("name", ["a.meta.json", "a.txt.meta.json"])
def test_a_sidecar_states_fields_and_is_no_input(raw: Path, tmp_path: Path, name: str) -> None:
    (raw / name).write_text('{"published": "2024-06-13", "other": 1}', encoding="utf-8")
    ingest(raw, tmp_path / "out")
    assert rows(tmp_path / "out") == [("a.txt", None, json.dumps({"published": "2024-06-13"}))]


def test_a_broken_sidecar_sets_its_file_aside(raw: Path, tmp_path: Path) -> None:
    (raw / "a.meta.json").write_text("{", encoding="utf-8")
    ingest(raw, tmp_path / "out")
    assert rows(tmp_path / "out")[0][:2] == ("a.txt", "malformed")


def test_a_sidecar_without_its_file_is_an_input(raw: Path, tmp_path: Path) -> None:
    (raw / "b.meta.json").write_text('{"title": "T"}', encoding="utf-8")
    ingest(raw, tmp_path / "out")
    assert rows(tmp_path / "out")[1][:2] == ("b.meta.json", "no-text-field")


def test_only_what_changed_is_read_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (raw / "b.txt").write_text("Two.", encoding="utf-8")
    assert ingest(raw, out) == StageCount(0, 2)
    assert ingest(raw, out) == StageCount(2, 0)
    (raw / "b.txt").write_text("Two again.", encoding="utf-8")
    (raw / "a.txt").unlink()
    assert ingest(raw, out) == StageCount(0, 1, 1)
    assert [r[0] for r in rows(out)] == ["b.txt"]
    assert ingest(raw, out, force=True) == StageCount(0, 1)


@pytest.mark.parametrize(
    ("folder", "out", "message"),
    [("none", "out", "does not exist"), ("raw", "raw/out", "inside one another"), ("raw", ".", "inside one another")],
)
def test_a_raw_folder_that_cannot_be_used_is_refused(
    raw: Path, tmp_path: Path, folder: str, out: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        ingest(tmp_path / folder, tmp_path / out)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(UsageError, match="holds no files"):
        ingest(tmp_path / "raw", tmp_path / "out")


def test_a_file_over_the_limit_is_refused_unread(raw: Path, tmp_path: Path) -> None:
    from pipeline.config import Limits, Settings

    ingest(raw, tmp_path / "out", settings=Settings(limits=Limits(input_bytes=3)))
    assert rows(tmp_path / "out")[0][:2] == ("a.txt", "too-large")


@pytest.mark.parametrize(
    ("name", "reason"), [("b.txt", "too-large"), ("b.pdf", "too-large"), ("b.json", "undecodable")]
)
def test_a_document_beyond_its_limit_is_refused_unread(raw: Path, tmp_path: Path, name: str, reason: str) -> None:
    with (raw / name).open("wb") as file:
        file.truncate(3 * 2**20)
    ingest(raw, tmp_path / "out", settings=Settings(limits=Limits(document_bytes=2**20)))
    assert (name, reason) in [(source, why) for source, why, _ in rows(tmp_path / "out")]
    with WorkStore(tmp_path / "out", "ingest", readonly=True) as store:
        (digest,) = store.db.execute("SELECT sha256 FROM rows WHERE source = ?", (name,)).fetchone()
    assert (digest is None) == (reason == "too-large")


def test_one_file_is_read_with_its_sidecar(raw: Path, tmp_path: Path) -> None:
    (raw / "a.txt.meta.json").write_text('{"title": "T"}', encoding="utf-8")
    ingest(raw / "a.txt", tmp_path / "out")
    assert [row[0] for row in rows(tmp_path / "out")] == ["a.txt"]
    with WorkStore(tmp_path / "out", "ingest", readonly=True) as store:
        assert '"title"' in store.db.execute("SELECT stated FROM rows").fetchone()[0]
