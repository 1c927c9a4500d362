"""Same input, same bytes: what differs between machines and days changes no table."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
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


def pages(out: Path) -> dict[str, str]:
    """Return the digest of each file of the report."""
    report = out / "report"
    found = sorted(path for path in report.rglob("*") if path.is_file())
    return {str(path.relative_to(report)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a process that takes itself to be in Turkey, on a leap day, on another file system."""
    environment = {
        "PYTHONPATH": str(Path(__file__).parent / "other_machine"),
        "PYTHONHASHSEED": "99",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
    }
    made = tmp_path / "locales"
    made.mkdir()
    build = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(made / "tr_TR.UTF-8")]
    if shutil.which("localedef") and subprocess.run(build, capture_output=True, check=False).returncode == 0:
        environment |= {"LOCPATH": str(made), "LC_ALL": "tr_TR.UTF-8"}
    return environment


def test_the_other_machine_is_another(elsewhere: dict[str, str], tmp_path: Path) -> None:
    for name in ("ab", "ba", "c"):
        (tmp_path / name).touch()
    code = "import os, sys, datetime, locale; print(datetime.date.today().year, datetime.datetime.now().day, [e.name for e in os.scandir(sys.argv[1])], locale.localeconv()['decimal_point'])"  # fmt: skip
    env = {**os.environ, **elsewhere}
    told = subprocess.check_output([sys.executable, "-c", code, str(tmp_path)], env=env, text=True)
    sign = "," if "LOCPATH" in elsewhere else "."
    assert told.split("[")[0].strip() == "1996 1"
    assert told.strip().endswith(sign)
    assert told.index("'c'") < told.index("'ab'") < told.index("'ba'")


@pytest.mark.slow
def test_machine_day_and_order_of_files_change_nothing(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    here = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
    first = run(write(tmp_path / "a", reverse=False), tmp_path / "x", umask=0o022, workers=1, **here)
    second = run(write(tmp_path / "b", reverse=True), tmp_path / "y", umask=0o077, workers=2, **elsewhere)
    assert first == second
    assert pages(tmp_path / "x") == pages(tmp_path / "y")


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
