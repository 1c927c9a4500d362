"""Fifty planted corruptions, each of which `make check` must find."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from pipeline.check import check
from pipeline.database import update_database
from pipeline.errors import UsageError
from pipeline.evaluate.run import run_stages
from pipeline.store import spreadsheet_safe
from pipeline.tables import TABLES

TEXT = (
    "VIENNA, Austria – Police in Austria and Spain arrested 12 suspects on 3 May 2023, 4 of them for corruption, "
    "and seized between 30 and 40 kg of cocaine.\n\n“We will not stop,” said Director Maria Kowalewska of the "
    "Federal Police. Mrs Kowalewska thanked INTERPOL for its I-24/7 system. The three-day operation ended on 4 June 2021."
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("check")
    (work / "raw").mkdir()
    for n, name in enumerate(("one", "two")):
        (work / "raw" / f"{name}.txt").write_text(f"{TEXT}\n\nThe case  is\u00ad number {n}.", encoding="utf-8")
    shutil.copy(work / "raw" / "one.txt", work / "raw" / "three.txt")
    (work / "raw" / "bad.json").write_text("{", encoding="utf-8")
    run_stages(work / "raw", work / "out")
    return work / "out"


@pytest.fixture
def out(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "out")
    return tmp_path / "out"


def rewrite(out: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Write rows in all three forms, and mend the records, so that only the rows themselves can give them away."""
    frame = pa.Table.from_pylist(rows, schema=pa.schema([f.with_nullable(True) for f in TABLES[name].schema]))
    if not any(frame[f.name].null_count for f in TABLES[name].schema if not f.nullable):
        frame = pa.Table.from_arrays(frame.columns, schema=TABLES[name].schema)
    pq.write_table(frame, out / "tables" / f"{name}.parquet")
    pyarrow.csv.write_csv(spreadsheet_safe(frame), out / "tables" / f"{name}.csv")
    update_database(out)
    for record in (out / "work").glob("*.record.json"):
        record.unlink()


def read(out: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(out / "tables" / f"{name}.parquet").to_pylist()
    return rows


# Table, a change of its first row, and words of the fault that must be found.
CELLS: list[tuple[str, dict[str, Any], str]] = [
    ("sources", {"status": "lost"}, "status is not one of"),
    ("sources", {"reason": "bad-luck"}, "reason is not one of"),
    ("sources", {"n_bytes": -1}, "n_bytes is below 0"),
    ("sources", {"release_id": "f" * 16}, "contradict each other"),
    ("sources", {"status": "released", "reason": None, "detail": None}, "contradict each other"),
    ("sources", {"source": None}, "columns or types differ"),
    ("releases", {"n_chars": 7}, "n_chars is not the length"),
    ("releases", {"language": "English"}, "language is no code of languages.csv"),
    ("releases", {"dateline_country": "at"}, "dateline_country is no code of"),
    ("releases", {"near_duplicate_of": "0" * 16}, "near_duplicate_of is no other release"),
    ("releases", {"source": "elsewhere.txt"}, "not one released row"),
    ("releases", {"text": "Other words."}, "n_chars is not the length"),
    ("releases", {"text": None}, "columns or types differ"),
    ("releases", {"n_sentences": -3}, "n_sentences is below 0"),
    ("releases", {"release_id": "0" * 16}, "release_id is not in `releases`"),
    ("debris", {"raw_start": -1}, "raw_start is below 0"),
    ("debris", {"replacement": "something else"}, "does not give the clean text"),
    ("debris", {"text": "other"}, "does not give the clean text"),
    ("debris", {"raw_end": 0, "raw_start": 5}, "raw_start is after raw_end"),
    ("people", {"person_id": "0" * 16 + "-p000"}, "names another release"),
    ("people", {"n_mentions": 99}, "n_mentions is not the number"),
    ("people", {"n_mentions": 0}, "n_mentions is below 1"),
    ("people", {"end": 100_000}, "outside its text"),
    ("people", {"country": "Austria"}, "country is no code of"),
    ("people", {"name": None}, "columns or types differ"),
    ("person_mentions", {"person_id": "0" * 16 + "-p007"}, "person_id is not in `people`"),
    ("quotes", {"kind": "shouted"}, "kind is not one of"),
    ("quotes", {"person_id": "0" * 16 + "-p007"}, "person_id is not in `people`"),
    ("dates", {"date_start": datetime.date(2030, 1, 1)}, "date_start is after date_end"),
    ("dates", {"granularity": "epoch"}, "granularity is not one of"),
    ("dates", {"sentence": 500}, "lies beyond the end"),
    ("dates", {"raw_end": 1_000_000}, "lies beyond the end"),
    ("counts", {"value": -12.0}, "value is below 0"),
    ("counts", {"value": float("nan")}, "value is no finite number"),
    ("counts", {"value_max": 0.5}, "value is after value_max"),
    ("counts", {"qualifier": "roughly"}, "qualifier is not one of"),
    ("counts", {"category": "things"}, "category is not one of"),
    ("countries", {"text": "Espana"}, "text is not"),
    ("countries", {"iso3": "es"}, "iso3 is no code of"),
    ("countries", {"via": "hearsay"}, "via is not one of"),
    ("release_crime_areas", {"score": -0.5}, "score is below 0"),
    ("outcomes", {"part_of": "0" * 16 + "-o999"}, "part_of is no outcome"),
    ("outcomes", {"outcome_id": "o1"}, "outcome_id does not look like"),
    ("release_crime_areas", {"score": 1.5}, "score is above 1"),
    ("sources", {"sha256": "no digest"}, "sha256 does not look like"),
    ("countries", {"iso3": "ZZZ"}, "iso3 is no code of"),
    ("crime_area_by_month", {"share": 1.2}, "share is above 1"),
    ("crime_area_by_month", {"n_primary": 900}, "n_primary is after n_releases"),
    ("country_by_crime_area", {"n_releases": 900}, "n_releases is after n_releases_country"),
    ("country_by_crime_area", {"lift": float("inf")}, "lift is no finite number"),
    ("country_pairs", {"n_a": 0}, "n_releases is after n_a"),
    ("people_activity", {"n_releases_speaking": 900}, "n_releases_speaking is after n_releases"),
    ("outcome_totals", {"n_implied": 900}, "n_implied is after n_exact"),
    ("corpus_profile", {"of": 0.0}, "value is after of"),
    # Cells that keep the contract, and are not what was read.
    ("sources", {"sha256": "0" * 64}, "not what the work files give"),
    ("releases", {"published": datetime.date(1999, 1, 1)}, "not what the work files give"),
    ("releases", {"n_sentences": 2}, "not what the work files give"),
    ("people", {"role": "king"}, "not what the work files give"),
    ("counts", {"value": 13.0}, "not what the work files give"),
    ("counts", {"raw_start": 1, "raw_end": 3}, "not what the work files give"),
    ("counts", {"unit": "furlong"}, "not what the work files give"),
    ("dates", {"date_start": None}, "not what the work files give"),
    ("countries", {"name": "Atlantis"}, "not what the work files give"),
    ("crime_areas", {"area": "no-such-area"}, "not what the work files give"),
    ("outcome_totals", {"total_exact": 500.0}, "not what the work files give"),
    ("people_activity", {"n_quotes": 7}, "not what the work files give"),
    ("debris", {"rule": None}, "columns or types differ"),
    ("corpus_profile", {"value": -1.0}, "value is below 0"),
]


def repeat(out: Path) -> None:
    rows = read(out, "counts")
    rewrite(out, "counts", [rows[0], *rows])


def drop_row(out: Path) -> None:
    rewrite(out, "counts", read(out, "counts")[1:])


def drop_source(out: Path) -> None:
    rewrite(out, "sources", [row for row in read(out, "sources") if row["source"] != "bad.json"])


def put_a_folder(out: Path) -> None:
    (out / "tables" / "dates.csv").unlink()
    (out / "tables" / "dates.csv").mkdir()


def swap(out: Path) -> None:
    rewrite(out, "dates", read(out, "dates")[::-1])


def truncate(out: Path) -> None:
    path = out / "tables" / "people.parquet"
    path.write_bytes(path.read_bytes()[:-30])


def cut_csv(out: Path) -> None:
    path = out / "tables" / "dates.csv"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def edit_csv(out: Path) -> None:
    path = out / "tables" / "counts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("12", "13", 1), encoding="utf-8")


def lose_csv(out: Path) -> None:
    (out / "tables" / "quotes.csv").unlink()


def lose_parquet(out: Path) -> None:
    (out / "tables" / "quotes.parquet").unlink()


def retype(out: Path) -> None:
    path = out / "tables" / "counts.parquet"
    pd.read_parquet(path).astype({"value": str}).to_parquet(path, index=False)


def edit_database(out: Path) -> None:
    with duckdb.connect(str(out / "press.duckdb")) as db:
        db.execute("UPDATE counts SET value = value + 1")


def drop_from_database(out: Path) -> None:
    with duckdb.connect(str(out / "press.duckdb")) as db:
        db.execute("DROP TABLE people")


def scramble_database(out: Path) -> None:
    (out / "press.duckdb").write_bytes(b"no database")


def edit_unseen(out: Path) -> None:
    rows = read(out, "people_activity")
    rows[0]["n_quotes"] += 1
    records = {p: p.read_bytes() for p in (out / "work").glob("*.record.json")}
    rewrite(out, "people_activity", rows)
    for path, data in records.items():
        path.write_bytes(data)


def spoil_record(out: Path) -> None:
    (out / "work" / "analyse.record.json").write_text(json.dumps(["?"]), encoding="utf-8")


FILES: list[tuple[Callable[[Path], None], str]] = [
    (repeat, "repeats a key"),
    (swap, "out of order"),
    (drop_row, "counts: not what the work files give"),
    (drop_source, "sources: not what the work files give"),
    (put_a_folder, "dates.csv: the file is missing"),
    (truncate, "the file is damaged"),
    (cut_csv, "dates.csv"),
    (edit_csv, "counts.csv: row"),
    (lose_csv, "quotes.csv: the file is missing"),
    (lose_parquet, "quotes.parquet: the file is missing"),
    (retype, "columns or types differ"),
    (edit_database, "the table counts differs"),
    (drop_from_database, "lacks the table people"),
    (scramble_database, "press.duckdb: the file is damaged"),
    (edit_unseen, "is not the one that analyse wrote"),
    (spoil_record, "the record is damaged"),
]


def test_a_sound_output_has_no_fault(sound: Path) -> None:
    assert check(sound) == []


def test_at_least_fifty_corruptions_are_planted() -> None:
    assert len(CELLS) + len(FILES) >= 50


@pytest.mark.slow
@pytest.mark.parametrize(("table", "change", "words"), CELLS, ids=lambda x: x if isinstance(x, str) else None)
def test_a_corrupt_cell_is_found(out: Path, table: str, change: dict[str, Any], words: str) -> None:
    rows = read(out, table)
    rewrite(out, table, [{**rows[0], **change}, *rows[1:]])
    faults = [str(fault) for fault in check(out)]
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize(("plant", "words"), FILES, ids=lambda x: getattr(x, "__name__", None))
def test_a_corrupt_file_is_found(out: Path, plant: Callable[[Path], None], words: str) -> None:
    plant(out)
    faults = [str(fault) for fault in check(out)]
    assert any(words in fault for fault in faults), faults


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name an output folder"):
        check(tmp_path)
