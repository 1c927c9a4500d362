"""Which reader takes which file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.ingest import readers
from pipeline.ingest.readers import ARCHIVES, MAILBOXES, READERS, STREAMED, read_input

README = Path(__file__).parents[3] / "README.md"
HEAVY = ("PIL", "cv2", "numpy.testing", "olefile", "onnxruntime", "pypdfium2", "python_calamine", "rapidocr")


def test_libraries_of_formats_are_loaded_when_a_file_needs_them() -> None:
    code = f"import sys, pipeline.ingest.readers; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_readme_names_every_ending() -> None:
    text = README.read_text(encoding="utf-8").partition("## Your own folder")[2].partition("A file may have")[0]
    named = set(re.findall(r"`(\.[a-z]+)`", text))
    known = {*READERS, *STREAMED, *MAILBOXES, *ARCHIVES}
    # Other spellings of an ending that is named, and packed ones of archives.
    others = {
        ".htm",
        ".ndjson",
        ".jpeg",
        ".tiff",
        ".tgz",
        ".tbz2",
        ".txz",
        ".warc.gz",
        ".tar.gz",
        ".tar.bz2",
        ".tar.xz",
    }
    assert named == known - others


def test_memory_that_is_refused_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(source: str, data: bytes, settings: Settings) -> object:
        raise MemoryError

    table = {**READERS, ".txt": ("txt", greedy)}
    monkeypatch.setattr(readers, "READERS", table)
    assert [(i.source, i.reason) for i in read_input("a.txt", b"x", Settings())] == [("a.txt", "out-of-memory")]
