"""Importing the package changes nothing outside itself, and brings only what it must."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

# What a library has no business to touch, before and after an import, and which packages of others it brought.
RECORDER = """
import json, locale, logging, os, signal, socket, sys, threading, warnings

{before}

def state():
    mask = os.umask(0)
    os.umask(mask)
    return {{
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "locale": locale.setlocale(locale.LC_ALL),
        "warnings": [repr(f) for f in warnings.filters],
        "log handlers": [repr(h) for h in logging.getLogger().handlers],
        "log level": logging.getLogger().level,
        "path": list(sys.path),
        "umask": mask,
        "signals": [repr(signal.getsignal(s)) for s in sorted(signal.valid_signals())],
        "timeout": socket.getdefaulttimeout(),
        "recursion": sys.getrecursionlimit(),
        "hooks": [repr(h) for h in (sys.excepthook, sys.displayhook, *sys.meta_path)],
        "threads": threading.active_count(),
        "streams": [repr(s) for s in (sys.stdin, sys.stdout, sys.stderr)],
    }}

modules, was = set(sys.modules), state()
import {module}
now = state()
brought = {{name.partition(".")[0] for name in set(sys.modules) - modules}} - set(sys.stdlib_module_names)
print(json.dumps({{"brought": sorted(brought), "changed": [k for k in was if was[k] != now[k]]}}))
"""
# What the extractors stand on changes a thing or two of its own when it is imported: it is imported before.
OTHERS = "import spacy, spacy.cli, thinc.api, pandas, pyarrow.compute, pyarrow.csv, pyarrow.parquet, yaml, numpy"


def recorded(module: str, before: str = "") -> dict[str, Any]:
    code = RECORDER.format(before=before, module=module)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("module", ["pipeline", "pipeline.extract"])
def test_the_package_alone_brings_nothing_of_others(module: str) -> None:
    assert recorded(module) == {"brought": ["pipeline"], "changed": []}


@pytest.mark.parametrize("module", ["pipeline.extract.load", "pipeline.extract.components", "pipeline.store"])
def test_extractors_and_store_bring_only_what_they_stand_on(module: str) -> None:
    assert recorded(module, OTHERS) == {"brought": ["pipeline"], "changed": []}


def test_the_command_line_brings_no_number_library_before_it_has_set_its_threads() -> None:
    found = recorded("pipeline.cli")
    assert found["changed"] == []
    assert not {"numpy", "pandas", "pyarrow", "spacy"} & set(found["brought"])


def test_what_an_import_changes_is_seen(tmp_path: Path) -> None:
    meddler = "import os, warnings\nos.environ['PRESS_X'] = 'y'\nos.umask(0o77)\nwarnings.simplefilter('ignore')\n"
    (tmp_path / "meddler.py").write_text(meddler, encoding="utf-8")
    found = recorded("meddler", f"sys.path.insert(0, {str(tmp_path)!r})")
    assert found == {"brought": ["meddler"], "changed": ["environment", "warnings", "umask"]}
