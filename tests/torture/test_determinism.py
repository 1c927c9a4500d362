"""Same input, same bytes: what differs between machines and days changes no table."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.faults import ROOT, TEXTS, tables

CLOCKS = {"today", "now", "utcnow", "time", "localtime", "gmtime", "ctime", "getlocale", "setlocale", "tzset"}


def write(raw: Path, *, reverse: bool) -> Path:
    """Write the same files in one order or the other: folders list them as they were made."""
    raw.mkdir()
    for n, text in sorted(enumerate(TEXTS), reverse=reverse):
        (raw / f"{n}-İstanbul-ışık.txt").write_text(f"{text} It was on ISTANBUL DISTRICT soil.", encoding="utf-8")
    return raw


def run(raw: Path, out: Path, *, umask: int, workers: int, **environment: str) -> dict[str, str]:
    words = [sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--out", str(out), "--workers", str(workers)]
    env = {**os.environ, **environment}
    done = subprocess.run(words, cwd=ROOT, env=env, umask=umask, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tables(out)


def test_machine_and_order_of_files_change_nothing(tmp_path: Path) -> None:
    first = run(write(tmp_path / "a", reverse=False), tmp_path / "x", umask=0o022, workers=1, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")  # fmt: skip
    second = run(
        write(tmp_path / "b", reverse=True),
        tmp_path / "y",
        umask=0o077,
        workers=2,
        PYTHONHASHSEED="99",
        TZ="Pacific/Kiritimati",
        LC_ALL="tr_TR.UTF-8",
        LANG="tr_TR.UTF-8",
    )
    assert first == second


@pytest.mark.parametrize("path", sorted((ROOT / "pipeline").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_asks_the_clock_or_the_locale(path: Path) -> None:
    """Today's date can change nothing that nobody reads; how long a run took is told by `time.monotonic`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = [
        f"{path.name}:{node.lineno} {node.func.value.id}.{node.func.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in CLOCKS
        and node.func.value.id in ("datetime", "date", "time", "locale")
    ]
    assert asked == []
