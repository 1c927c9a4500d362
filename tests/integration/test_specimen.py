"""The original specimen, where the shared folder holds it, and its retelling, always."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.evaluate.run import run_stages
from pipeline.store import read_table

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def specimen(press_shared: Path) -> str:
    (path,) = (press_shared / "seeds").glob("*.txt")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def outs(specimen: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Outputs of the specimen without and with a publication date."""
    found = {}
    for name, stated in (("undated", {}), ("dated", {"published": "2024-06-13"})):
        folder = tmp_path_factory.mktemp(name)
        (folder / "raw").mkdir()
        (folder / "raw" / "a.txt").write_text(specimen, encoding="utf-8")
        if stated:
            (folder / "raw" / "a.meta.json").write_text(json.dumps(stated), encoding="utf-8")
        run_stages(folder / "raw", folder / "out")
        found[name] = folder / "out"
    return found


def rows(out: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    frame = read_table(out, table)[list(columns)]
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]


def test_cleaning(outs: dict[str, Path], specimen: str) -> None:
    (text,) = read_table(outs["undated"], "releases")["text"]
    paragraphs = text.split("\n\n")
    assert len(paragraphs) == 14
    assert paragraphs[0].endswith("beyond.")
    assert paragraphs[1].startswith("The meeting")
    assert paragraphs[3].endswith("said:")
    assert paragraphs[4].startswith("“Organized")
    assert paragraphs[5].startswith("“The discussions")
    assert paragraphs[8] == "Biometrics"
    assert paragraphs[9].startswith("Enhanced use")
    assert "1 /" not in text
    # Nothing else is changed: apart from blanks and the counter, the characters are the specimen's.
    assert "".join(text.split()) == "".join(specimen.split()).replace("1/6", "")


def test_people(outs: dict[str, Path]) -> None:
    assert sorted(rows(outs["undated"], "people", "name", "role", "speaks")) == [
        ("Jürgen Stock", "INTERPOL Secretary General", True),
        ("Peter De Buysscher", "INTERPOL Vice President for Europe", True),
    ]


@pytest.mark.parametrize(
    ("name", "days", "basis"),
    [
        ("undated", (None, None), "unresolved"),
        ("dated", (pd.Timestamp("2024-06-11"), pd.Timestamp("2024-06-13")), "resolved"),
    ],
)
def test_dates(outs: dict[str, Path], name: str, days: tuple[Any, Any], basis: str) -> None:
    found = rows(
        outs[name], "dates", "text", "kind", "date_start", "date_end", "basis", "granularity", "amount", "amount_unit"
    )
    assert ("three-day", "duration", None, None, None, None, 3.0, "day") in found
    assert ("11 – 13 June", "date", *days, basis, "range", None, None) in found
    assert len(found) == 2


def test_counts(outs: dict[str, Path]) -> None:
    fields = ("value", "qualifier", "item", "category", "action")
    assert rows(outs["undated"], "counts", *fields) == [
        (160.0, "about", "senior police leaders", "people", "participated"),
        (54.0, "exact", "countries", "countries", None),
    ]


def test_countries(outs: dict[str, Path]) -> None:
    assert rows(outs["undated"], "countries", "iso3", "via", "part") == [("ALB", "dateline", "dateline")]


def test_crime_areas(outs: dict[str, Path]) -> None:
    assert rows(outs["undated"], "release_crime_areas", "area", "primary") == [
        ("child-exploitation", False),
        ("environmental-crime", False),
        ("organized-crime", True),
    ]


def test_quotes(outs: dict[str, Path]) -> None:
    people = dict(rows(outs["undated"], "people", "person_id", "name"))
    found = [(people.get(p), t) for p, t in rows(outs["undated"], "quotes", "person_id", "text")]
    assert [who for who, _ in found] == ["Peter De Buysscher", "Peter De Buysscher", "Jürgen Stock"]
    assert found[0][1].startswith("While Europe may be")
    assert found[1][1].startswith("We must work") and found[1][1].endswith("to exploit.")
    assert found[2][1].startswith("Organized crime is") and found[2][1].endswith("combat this threat.")
    assert "\n\n“The discussions" in found[2][1]


def test_systems(outs: dict[str, Path]) -> None:
    found = rows(outs["undated"], "systems", "name", "kind")
    ices = [name for name, kind in found if "Sexual Exploitation" in name and kind == "database"]
    assert len(ices) >= 2
    assert len(set(ices)) == 1
    assert any(name.endswith("Biometric Hub") for name, _ in found)
    assert any(name.endswith("European Regional Conference") and kind == "event" for name, kind in found)
