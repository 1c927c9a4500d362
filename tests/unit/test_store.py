"""Writing tables and working files."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.database import update_database, updated_database
from pipeline.errors import ContractError, PipelineError, UsageError
from pipeline.store import (
    ROW_GROUP_ROWS,
    OutputRecord,
    TableWriter,
    WorkStore,
    count_filled_cells,
    file_digest,
    output_lock,
    pack,
    pack_arrow,
    pack_text,
    publish,
    read_compact,
    read_table,
    unpack,
    unpack_arrow,
    unpack_text,
    write_table,
)

ID = "0123456789abcdef"
AREA = {"release_id": ID, "area": "corruption", "n_mentions": 2, "score": 0.5, "primary": True}


def write_areas(out: Path, *rows: dict[str, object]) -> None:
    writer = TableWriter(out, "release_crime_areas")
    writer.add(rows)
    publish(writer.close())


def test_pack_gives_the_value_back_and_the_same_bytes_for_any_order_of_keys() -> None:
    value = {"b": [1, None, "é\u2028"], "a": 0.5}
    assert unpack(pack(value)) == value
    assert pack({"a": 1, "b": 2}) == pack({"b": 2, "a": 1})


def test_a_raw_text_is_read_back_as_it_was() -> None:
    text = "a\u2028\x00\r\n\ufffd\U0001d11e"
    assert unpack_text(pack_text(text)) == text


def test_a_table_is_read_back_as_written(tmp_path: Path) -> None:
    write_areas(tmp_path, AREA)
    assert read_table(tmp_path, "release_crime_areas").to_dict("records") == [AREA]
    csv = (tmp_path / "tables" / "release_crime_areas.csv").read_text(encoding="utf-8")
    assert csv.splitlines()[1] == f'"{ID}","corruption",2,0.5,true'


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    write_areas(tmp_path)
    frame = pd.read_parquet(tmp_path / "tables" / "release_crime_areas.parquet")
    assert list(frame.columns) == list(AREA)
    assert frame.empty


def test_a_broken_batch_leaves_the_table_that_stands(tmp_path: Path) -> None:
    write_areas(tmp_path, AREA)
    before = (tmp_path / "tables" / "release_crime_areas.parquet").read_bytes()
    with pytest.raises(ContractError):
        write_areas(tmp_path, {**AREA, "score": -1.0})
    assert (tmp_path / "tables" / "release_crime_areas.parquet").read_bytes() == before


def test_a_frame_is_sorted_by_its_key(tmp_path: Path) -> None:
    rows = [{"section": s, "measure": "m", "value": 1.0, "of": None} for s in "ba"]
    publish(write_table(tmp_path, "corpus_profile", pd.DataFrame(rows)))
    assert read_table(tmp_path, "corpus_profile")["section"].tolist() == ["a", "b"]


def test_dates_are_read_as_timestamps(tmp_path: Path) -> None:
    row = {"name": "A B", "n_releases": 1, "n_releases_speaking": 0, "n_quotes": 0}
    dates = {"first_published": pd.Timestamp("2024-01-02"), "last_published": pd.Timestamp("2024-01-02")}
    publish(
        write_table(tmp_path, "people_activity", pd.DataFrame([{**row, "role": None, "organisation": None, **dates}]))
    )
    assert read_table(tmp_path, "people_activity")["first_published"].dt.year.tolist() == [2024]
    assert (
        str(pq.read_schema(tmp_path / "tables" / "people_activity.parquet").field("first_published").type)
        == "date32[day]"
    )


def test_the_database_holds_the_tables_with_their_meaning(tmp_path: Path) -> None:
    write_areas(tmp_path, AREA)
    update_database(tmp_path)
    with duckdb.connect(str(tmp_path / "press.duckdb"), read_only=True) as db:
        assert db.execute('SELECT area, "primary" FROM release_crime_areas').fetchall() == [("corruption", True)]
        comment = db.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'release_crime_areas'").fetchone()
    assert comment == ("The crime areas of each release.",)


def test_the_database_is_made_anew_where_a_table_has_changed_or_it_is_damaged(tmp_path: Path) -> None:
    def areas() -> list[tuple[str, ...]]:
        with duckdb.connect(str(tmp_path / "press.duckdb"), read_only=True) as db:
            return db.execute("SELECT area FROM release_crime_areas").fetchall()

    write_areas(tmp_path, AREA)
    update_database(tmp_path)
    first = (tmp_path / "press.duckdb").stat().st_mtime_ns
    update_database(tmp_path)
    assert (tmp_path / "press.duckdb").stat().st_mtime_ns == first
    write_areas(tmp_path, {**AREA, "area": "terrorism"})
    update_database(tmp_path)
    assert areas() == [("terrorism",)]
    (tmp_path / "press.duckdb").write_bytes(b"no database")
    update_database(tmp_path)
    assert areas() == [("terrorism",)]


def test_a_table_written_in_parts_is_the_table_written_whole(tmp_path: Path) -> None:
    rows = [{"section": "s", "measure": f"{n:06d}", "value": 1.0, "of": None} for n in range(ROW_GROUP_ROWS + 7)]
    frame = pd.DataFrame(rows).astype({"of": float})
    publish(write_table(tmp_path, "corpus_profile", frame.sample(frac=1, random_state=1)))
    whole = [(tmp_path / "tables" / f"corpus_profile.{form}").read_bytes() for form in ("parquet", "csv")]
    publish(write_table(tmp_path, "corpus_profile", (frame[n : n + 999] for n in range(0, len(frame), 999))))
    assert [(tmp_path / "tables" / f"corpus_profile.{form}").read_bytes() for form in ("parquet", "csv")] == whole


def test_compact_columns_hold_the_same_cells_in_order_of_their_text(sample_out: Path) -> None:
    columns = {"releases": ["release_id", "language", "published"], "people": ["release_id", "person_id", "role"]}
    compact = read_compact(sample_out, columns)
    for name, frame in compact.items():
        plain = read_table(sample_out, name, columns[name])
        assert frame.astype(plain.dtypes.to_dict()).equals(plain)
    assert compact["people"]["release_id"].dtype == compact["releases"]["release_id"].dtype
    roles = compact["people"]["role"].cat.categories
    assert list(roles) == sorted(roles)


def test_filled_cells_are_counted_without_reading_them(sample_out: Path) -> None:
    found = count_filled_cells(sample_out, ["releases", "outcomes"])
    frames = {name: read_table(sample_out, name) for name in ("releases", "outcomes")}
    wanted = [(name, c, frame[c].notna().sum(), len(frame)) for name, frame in frames.items() for c in frame]
    assert list(found.itertuples(index=False, name=None)) == wanted


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("ingest", "DELETE FROM rows WHERE file = 'a'"),
        ("ingest", "SELECT DISTINCT file FROM rows WHERE reason IN ('crashed', 'failed')"),
        ("clean", "SELECT release_id, min(source) FROM rows WHERE release_id IS NOT NULL GROUP BY release_id"),
        ("tables", "SELECT packed FROM rows WHERE name BETWEEN 'a' AND 'b' ORDER BY name"),
        ("tables", "DELETE FROM rows WHERE part = 1"),
        ("extract", "SELECT release_id FROM rows WHERE reason IS NOT NULL"),
    ],
)
def test_rows_are_looked_up_without_reading_all(tmp_path: Path, name: str, query: str) -> None:
    with WorkStore(tmp_path, name) as store:
        plan = [row[3] for row in store.db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any(step.startswith("SEARCH rows") for step in plan)
    assert not any(step.startswith("SCAN rows") for step in plan)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with output_lock(tmp_path), pytest.raises(UsageError, match="Another run is writing"), output_lock(tmp_path):
        pass


def test_an_unfinished_stage_is_not_read(tmp_path: Path) -> None:
    with WorkStore(tmp_path, "extract") as store, pytest.raises(UsageError, match="interrupted"):
        store.finished()


def test_a_missing_stage_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run the stage before"):
        WorkStore(tmp_path, "clean", readonly=True)


@pytest.mark.parametrize("content", [b"not a database at all", b""])
def test_a_damaged_working_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "extract.sqlite").write_bytes(content)
    with WorkStore(tmp_path, "extract") as store:
        store.put([(ID, "key", None, None, b"", "")])
        store.commit()
    assert sqlite3.connect(tmp_path / "work" / "extract.sqlite").execute("SELECT count(*) FROM rows").fetchone() == (1,)


def test_the_empty_journal_of_a_killed_run_is_taken_away(tmp_path: Path) -> None:
    with WorkStore(tmp_path, "extract") as store:
        store.set_state("finished", "x")
    journal = tmp_path / "work" / "extract.sqlite-journal"
    journal.touch()
    with WorkStore(tmp_path, "extract") as store:
        assert not journal.exists()
        assert store.finished() == "x"


def test_outputs_are_current_until_the_key_or_a_file_changes(tmp_path: Path) -> None:
    record = OutputRecord(tmp_path, "report")
    path = tmp_path / "page.html"
    path.write_text("a", encoding="utf-8")
    record.write("key", [path])
    assert record.current("key")
    assert not record.current("other")
    path.write_text("b", encoding="utf-8")
    assert not record.current("key")


def test_a_file_changed_within_a_tick_of_the_clock_is_not_taken_for_known(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("a", encoding="utf-8")
    first, status = file_digest(path), path.stat()
    path.write_text("b", encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file_digest(path) != first


def die(*_: object) -> None:
    os._exit(1)


def test_the_death_of_the_process_that_fills_the_database_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_areas(tmp_path, AREA)
    monkeypatch.setattr("pipeline.database._fill_database", die)
    with pytest.raises(PipelineError, match=r"fills press\.duckdb died"), updated_database(tmp_path) as update:
        # By then it is known to be dead, and takes no more work.
        time.sleep(0.5)
        update.add_analyses()
    assert not (tmp_path / "press.duckdb").exists()


def test_a_table_of_an_older_version_stays_out_of_the_database(tmp_path: Path) -> None:
    write_areas(tmp_path, AREA)
    older = tmp_path / "tables" / "country_pairs.parquet"
    pd.DataFrame({"iso3_a": ["FRA"]}).to_parquet(older)
    update_database(tmp_path)
    with duckdb.connect(str(tmp_path / "press.duckdb"), read_only=True) as db:
        assert db.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("release_crime_areas",)]


@pytest.mark.parametrize("value", ["", "a", None, {"b": [1, 2.5, True], "a": "ä – \u2028"}, ["x" * 100_000]])
def test_a_packed_value_comes_back_and_has_the_same_bytes_again(value: object) -> None:
    packed = pack(value)
    assert unpack(packed) == value and pack(unpack(packed)) == packed


def test_packing_and_unpacking_leave_an_input_its_memory() -> None:
    # In a process of its own, whose first use of Arrow's memory this would be.
    code = (
        "from pipeline.store import pack, unpack\n"
        "from pipeline.watchdog import memory_limit\n"
        "with memory_limit(2**30 + 2**26):\n"
        "    assert unpack(pack('a' * 1_000_000)) == 'a' * 1_000_000\n"
        "    bytearray(2**29)\n"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("n_rows", [0, 1, 5_000])
def test_packed_rows_come_back_and_take_less_room(n_rows: int) -> None:
    rows = pa.table({"release_id": [f"{n:016x}" for n in range(n_rows)], "rule": ["entity"] * n_rows})
    packed = pack_arrow(rows)
    assert unpack_arrow(packed).equals(rows)
    assert n_rows < 5_000 or len(packed) < rows.nbytes / 4


def test_a_working_file_of_another_version_is_made_anew_and_not_read(tmp_path: Path) -> None:
    with WorkStore(tmp_path, "extract") as store:
        store.put([("0" * 16, "key", None, None, b"", "content")])
        store.commit()
        store.db.execute("PRAGMA user_version = 1")
    with pytest.raises(UsageError, match="another version"):
        WorkStore(tmp_path, "extract", readonly=True)
    with WorkStore(tmp_path, "extract") as store:
        assert store.ask("keys").fetchall() == []
    with WorkStore(tmp_path, "extract", readonly=True) as store:
        assert store.ask("keys").fetchall() == []


def test_a_table_is_written_without_csv_where_it_is_not_wanted(tmp_path: Path) -> None:
    writer = TableWriter(tmp_path, "release_crime_areas", with_csv=False)
    publish(writer.close())
    assert [path.name for path in sorted((tmp_path / "tables").iterdir())] == ["release_crime_areas.parquet"]
