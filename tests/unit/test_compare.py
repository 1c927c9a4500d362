"""What two outputs differ in is told by release and row, and offsets alone are no change."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.compare import compare, say_changes, write_changes
from pipeline.errors import UsageError
from pipeline.tables import TABLES

COUNT: dict[str, Any] = {
    **{"release_id": "a" * 16, "text": "12", "start": 10, "end": 12, "raw_start": 10, "raw_end": 12, "sentence": 0},
    **{"value": 12.0, "qualifier": "exact", "item": "men", "category": "people", "negated": False, "rule": "figure"},
}


def write(out: Path, counts: list[dict[str, Any]]) -> Path:
    source = {"source": "a.txt", "n_bytes": 1, "format": "txt", "status": "released", "release_id": "a" * 16}
    (out / "tables").mkdir(parents=True)
    for name, rows in (("sources", [source]), ("counts", counts)):
        table = pa.Table.from_pylist([{c: row.get(c) for c in TABLES[name].column_names} for row in rows])
        pq.write_table(table, out / "tables" / f"{name}.parquet")
    return out


def changes(tmp_path: Path, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    return [*map(str, compare(write(tmp_path / "a", before), write(tmp_path / "b", after), ["counts"]))]


def test_a_changed_cell_is_told_with_its_release_and_words(tmp_path: Path) -> None:
    assert changes(tmp_path, [COUNT], [{**COUNT, "item": "women"}]) == ["counts | a.txt | 12 | item: men -> women"]


def test_rows_that_came_and_went_are_told(tmp_path: Path) -> None:
    other = {**COUNT, "text": "30", "start": 40, "end": 42, "raw_start": 40, "value": 30.0}
    assert [c.split(":")[0] for c in changes(tmp_path, [COUNT], [other])] == [
        "counts | a.txt | 12 | removed",
        "counts | a.txt | 30 | added",
    ]


def test_offsets_alone_are_counted_not_told(tmp_path: Path) -> None:
    moved = {**COUNT, "start": 11, "end": 13}
    found = [*compare(write(tmp_path / "a", [COUNT]), write(tmp_path / "b", [moved]))]
    assert [c.kind for c in found] == ["moved"]
    lines: list[str] = []
    assert say_changes(found, lines.append) == 1
    assert lines == ["counts: 1 rows with other ids or offsets"]


def test_equal_rows_are_told_apart_by_how_many_they_are(tmp_path: Path) -> None:
    assert len(changes(tmp_path, [COUNT, COUNT], [COUNT])) == 1


def test_changes_as_csv_are_no_formulas(tmp_path: Path) -> None:
    write(tmp_path / "a", [COUNT])
    write(tmp_path / "b", [{**COUNT, "item": "=1+1"}])
    handle = io.StringIO()
    assert write_changes(compare(tmp_path / "a", tmp_path / "b"), handle) == 1
    assert handle.getvalue().splitlines()[1] == "counts,a.txt,12,changed,item,men,'=1+1"


def test_wrong_folders_and_names_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no tables in"):
        list(compare(tmp_path, tmp_path))
    with pytest.raises(UsageError, match="No table is named quotas"):
        list(compare(tmp_path, tmp_path, ["quotas"]))
