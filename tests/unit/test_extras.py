"""The core stands without the extras, what is missing is named, and the lock files hold what pyproject.toml asks for."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from pipeline.errors import UsageError
from pipeline.extras import MODULES, needs, require

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LOCKS = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))


def asked(name: str) -> list[Requirement]:
    """Return what the core and an extra ask for, other extras resolved."""
    found = list(map(Requirement, PROJECT["dependencies"]))
    waiting = [name]
    while waiting:
        for requirement in map(Requirement, EXTRAS[waiting.pop()]):
            if requirement.name == PROJECT["name"]:
                waiting += sorted(requirement.extras)
            else:
                found.append(requirement)
    return found


def pinned(lock: str) -> dict[str, list[Version]]:
    """Return the versions that a lock file pins, by name."""
    found: dict[str, list[Version]] = {}
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, re.M):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_what_its_extra_asks_for_and_lower_bounds_are_what_is_tried(lock: str) -> None:
    versions = pinned(lock)
    for requirement in asked(lock):
        held = versions[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in held), requirement
        for bound in (Version(s.version) for s in requirement.specifier if s.operator == ">="):
            assert bound.release[:2] == min(held).release[:2], f"{requirement}: {min(held)} is what is tried"


def test_all_lock_files_pin_the_same_versions() -> None:
    # Two of one name are for different Pythons, in every file that has it.
    whole: dict[str, list[Version]] = {}
    for lock in LOCKS:
        for name, versions in pinned(lock).items():
            assert whole.setdefault(name, versions) == versions, name


@pytest.mark.parametrize("extra", MODULES)
def test_the_modules_of_an_extra_are_those_its_packages_bring(extra: str) -> None:
    # What Datasette and spaCy bring along themselves need not be asked for.
    names = {canonicalize_name(Requirement(r).name) for r in EXTRAS[extra]}
    brought = packages_distributions()
    known = {module: {canonicalize_name(d) for d in brought[module]} for module in MODULES[extra] if module in brought}
    told = {name for names in known.values() for name in names}
    assert len(known) == len(MODULES[extra]) or extra == "cluster"
    assert names <= told or extra == "cluster"
    assert told - names <= {"uvicorn"}


@pytest.mark.parametrize("extra", MODULES)
def test_what_is_missing_is_named_with_its_extra(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = MODULES[extra][-1]
    monkeypatch.setitem(sys.modules, module, None)
    said = rf"needs (\w+, )*{module}; install it with: pip install 'press-pipeline\[{extra}\]'"
    with pytest.raises(UsageError, match=said):
        require(extra)
    with pytest.raises(UsageError, match=said), needs(extra):
        __import__(module)


def test_another_module_that_is_missing_is_no_want_of_an_extra() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"), needs("report"):
        __import__("no_such_module")


# The core without any module of an extra, as `pip install press-pipeline` leaves it. Jinja stands under spaCy, too.
CORE = """
import sys
for name in {blocked}:
    sys.modules[name] = None
import pipeline
doc = pipeline.load()("VIENNA, Austria – Police arrested 12 suspects on 3 May 2023.")
print([span.text for span in doc.spans["counts"]])
from pipeline.store import read_table
from pipeline.report import charts
import pipeline.cli
from pipeline.errors import UsageError
try:
    pipeline.cli.app(["run", "--raw", {raw!r}, "--out", {out!r}])
except UsageError as error:
    print(error)
"""


def test_the_core_works_without_the_extras_and_says_what_a_run_needs(tmp_path: Path) -> None:
    blocked = [name for names in MODULES.values() for name in names if name != "jinja2"]
    code = CORE.format(blocked=blocked, raw=str(ROOT / "data" / "raw"), out=str(tmp_path / "out"))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counted, said = done.stdout.splitlines()
    assert counted == "['12']"
    assert said.startswith("Reading raw releases needs ftfy,")
    assert "press-pipeline[readers,database,report]" in said
