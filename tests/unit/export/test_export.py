"""What leaves the project: a workbook without formulas, lines that read back, a package that describes the files."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import UsageError
from pipeline.export.stage import export
from pipeline.export.workbook import MAX_CHARS, write_workbook
from pipeline.store import publish, read_table, write_table
from pipeline.tables import TABLES

HOSTILE = '=HYPERLINK("http://x.example","a")'


@pytest.fixture
def out(sample_out: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample_out / "tables", tmp_path / "out" / "tables")
    return tmp_path / "out"


def test_lines_read_back_as_the_table(out: Path) -> None:
    export(out)
    for name in ("people", "dates", "counts", "corpus_profile"):
        frame = read_table(out, name)
        lines = [
            json.loads(line)
            for line in (out / "export" / "jsonl" / f"{name}.jsonl").read_text("utf-8").split("\n")[:-1]
        ]
        assert len(lines) == len(frame)
        assert tuple(lines[0]) == TABLES[name].column_names
    dates = pd.read_json(out / "export" / "jsonl" / "dates.jsonl", lines=True)
    assert dates["date_start"].dropna().map(date.fromisoformat).min().year > 1900


def test_the_same_tables_give_the_same_bytes(out: Path) -> None:
    paths, notes = export(out)
    before = {path: path.read_bytes() for path in paths}
    assert notes == []
    export(out)
    assert {path: path.read_bytes() for path in paths} == before


def test_the_package_describes_each_csv_as_it_stands(out: Path) -> None:
    export(out)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["name"] for r in package["resources"]] == [name for name in TABLES if name != "debris"]
    for resource in package["resources"]:
        path = out / resource["path"]
        assert path.stat().st_size == resource["bytes"]
        head = path.read_text(encoding="utf-8").split("\n", 1)[0].replace('"', "").split(",")
        assert head == [f["name"] for f in resource["schema"]["fields"]]
        assert set(resource["schema"].get("primaryKey", ())) <= set(head)


def test_entities_name_known_releases_and_people(out: Path) -> None:
    export(out)
    entities = [json.loads(x) for x in (out / "export" / "entities.ftm.json").read_text("utf-8").split("\n")[:-1]]
    ids = {e["id"] for e in entities}
    assert len(ids) == len(entities)
    by_schema = pd.Series([e["schema"] for e in entities]).value_counts()
    assert by_schema["Article"] == len(read_table(out, "releases"))
    assert by_schema["Person"] == len(read_table(out, "people"))
    for entity in entities:
        assert all(
            isinstance(v, list) and all(isinstance(x, str) and x for x in v) for v in entity["properties"].values()
        )
        if entity["schema"] == "Mention":
            assert {*entity["properties"]["document"], *entity["properties"]["resolved"]} <= ids


def sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return "".join(
            book.read(n).decode("utf-8") for n in sorted(book.namelist()) if "worksheets/" in n or "sharedStrings" in n
        )


@pytest.mark.parametrize(
    "title", [HOSTILE, "+1+1", "@SUM(A1)", "-2", "\ta\x00b\x1f", "http://x.example", "\U0001f600" * 20_000, "\ud800"]
)
def test_no_title_is_a_formula_or_a_link(out: Path, title: str) -> None:
    releases = read_table(out, "releases").head(1).assign(title=title.replace("\ud800", "\ufffe"))
    publish(write_table(out, "releases", releases))
    path = out / "export" / "press.xlsx"
    notes = write_workbook(out, path)
    publish([path])
    xml = sheet_xml(path)
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    cut = len(title.encode("utf-16-le", "surrogatepass")) // 2 > MAX_CHARS
    assert bool(notes) == cut


def test_without_tables_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="make run"):
        export(tmp_path)


def test_empty_tables_leave_empty_sheets_with_their_columns(out: Path) -> None:
    for name in TABLES:
        publish(write_table(out, name, read_table(out, name).head(0)))
    export(out)
    assert (out / "export" / "jsonl" / "people.jsonl").read_bytes() == b""
    assert "person_id" in sheet_xml(out / "export" / "press.xlsx")
