"""The whole run: what it promises of its tables, whatever the machine's mood."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline.check import check
from pipeline.clean_text.stage import clean_text
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.evaluate.run import run_stages
from pipeline.explain import explain_release, rule_cell
from pipeline.extract.rules import says
from pipeline.extract.stage import extract
from pipeline.ingest.stage import ingest
from pipeline.store import ON_REQUEST, read_table
from pipeline.tables import ANALYSIS_TABLES, MENTION_TABLES, TABLES
from pipeline.tabulate import stage as tabulate_stage
from tests.samples import SAMPLES

ROOT = Path(__file__).parents[2]
FEW = ("interpol/regional-conference.txt", "interpol/wildlife-operation.txt", "interpol/wildlife-operation.meta.json")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Two sample releases in a folder of their own."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in FEW:
        shutil.copy(SAMPLES / name, raw)
    return raw


def table_bytes(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((out / "tables").iterdir())}


def press(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def with_debris(sample_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same output with the CSV that is written on request."""
    out = shutil.copytree(sample_out, tmp_path_factory.mktemp("debris") / "out")
    tabulate_stage.tabulate(out, settings=Settings(csv_of_debris=True))
    return out


@pytest.mark.parametrize("table", TABLES)
def test_every_table_stands_in_all_three_forms(sample_out: Path, with_debris: Path, table: str) -> None:
    frame = pd.read_parquet(sample_out / "tables" / f"{table}.parquet")
    stands = sample_out if table != ON_REQUEST else with_debris
    csv = pd.read_csv(stands / "tables" / f"{table}.csv", keep_default_na=False)
    with duckdb.connect(str(sample_out / "press.duckdb"), read_only=True) as db:
        (n_rows,) = db.execute(f'SELECT count(*) FROM "{table}"').fetchone() or (None,)
    assert tuple(frame.columns) == TABLES[table].column_names == tuple(csv.columns)
    assert len(frame) == len(csv) == n_rows


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"regions"}))
def test_the_samples_fill_every_table(sample_out: Path, table: str) -> None:
    assert len(read_table(sample_out, table)) > 0


@pytest.mark.parametrize("table", MENTION_TABLES)
def test_every_mention_is_the_text_at_its_offsets(sample_out: Path, table: str) -> None:
    releases, mentions = (read_table(sample_out, name).to_dict("records") for name in ("releases", table))
    texts = {row["release_id"]: row["text"] for row in releases}
    for row in mentions:
        assert texts[row["release_id"]][row["start"] : row["end"]] == row["text"]


def test_replaying_the_debris_on_the_raw_text_gives_the_clean_text(sample_out: Path) -> None:
    from pipeline.store import WorkStore, unpack_text

    debris = read_table(sample_out, "debris")
    row: Any
    with WorkStore(sample_out, "ingest", readonly=True) as inputs:
        for release in read_table(sample_out, "releases").itertuples():
            (packed,) = inputs.db.execute("SELECT raw FROM rows WHERE source = ?", (release.source,)).fetchone()
            raw, at, parts = unpack_text(packed), 0, []
            for row in debris[debris["release_id"] == release.release_id].itertuples():
                assert raw[row.raw_start : row.raw_end] == row.text
                parts += [raw[at : row.raw_start], row.replacement]
                at = row.raw_end
            assert "".join([*parts, raw[at:]]) == release.text


def test_a_second_run_redoes_nothing(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert press("run", "--raw", few, "--out", out).returncode == 0
    before = {p: p.stat().st_mtime_ns for p in (out / "tables").iterdir()}
    again = press("run", "--raw", few, "--out", out)
    assert "extract: 2 reused, 0 redone" in again.stderr
    assert {p: p.stat().st_mtime_ns for p in (out / "tables").iterdir()} == before
    assert again.stdout == ""


def test_one_release_more_redoes_one_and_gives_the_bytes_of_a_fresh_run(few: Path, tmp_path: Path) -> None:
    run_stages(few, tmp_path / "grown")
    (few / "third.txt").write_text("Police in Spain arrested four men on 3 May 2023.", encoding="utf-8")
    (few / "regional-conference.txt").unlink()
    grown = press("run", "--raw", few, "--out", tmp_path / "grown")
    assert "extract: 1 reused, 1 redone, 1 dropped" in grown.stderr
    run_stages(few, tmp_path / "fresh")
    assert table_bytes(tmp_path / "grown") == table_bytes(tmp_path / "fresh")


@pytest.mark.slow
def test_rows_kept_beside_new_ones_give_the_bytes_of_a_fresh_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All releases in one part, so that most of its rows are kept.
    monkeypatch.setattr("pipeline.store.N_PARTS", 1)
    monkeypatch.setattr("pipeline.tabulate.stage.N_PARTS", 1)
    raw = shutil.copytree(SAMPLES / "interpol", tmp_path / "raw")
    releases = sorted(raw.glob("*.txt"))
    assert len(releases) > 3
    for number, text in ((0, "Ghana"), (2, "Togo")):
        (raw / releases[number].name).write_text(
            f"Police in {text} arrested 4 suspects on 2 May 2020.", encoding="utf-8"
        )
    removed = releases[1].rename(tmp_path / "removed.txt")
    run_stages(raw, tmp_path / "one")
    shutil.copy(SAMPLES / "interpol" / releases[0].name, raw)
    releases[2].unlink()
    removed.rename(releases[1])
    made: list[int] = []
    whole = tabulate_stage.release_rows

    def counted(*given: Any) -> Any:
        made.append(1)
        return whole(*given)

    monkeypatch.setattr("pipeline.tabulate.stage.release_rows", counted)
    run_stages(raw, tmp_path / "one", settings=Settings(workers=1))
    assert len(made) == 2
    run_stages(raw, tmp_path / "fresh", settings=Settings(workers=1))
    assert table_bytes(tmp_path / "one") == table_bytes(tmp_path / "fresh")


@pytest.mark.slow
def test_a_line_more_in_a_gazetteer_redoes_extraction_and_only_what_it_changes(few: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (few / "more.txt").write_text("Police in Ghanistan arrested 4 suspects on 2 May 2020.", encoding="utf-8")
    assert press("run", "--raw", few, "--out", tmp_path / "out").returncode == 0
    before = table_bytes(tmp_path / "out")
    (own / "country_part_cues.csv").write_text("word,part\nzzyzx,place\n", encoding="utf-8")
    nothing = press("run", "--raw", few, "--out", tmp_path / "out", "--resources", own)
    assert "clean-text: 3 reused, 0 redone" in nothing.stderr
    assert "extract: 0 reused, 3 redone" in nothing.stderr
    assert f"analyse: {len(ANALYSIS_TABLES)} reused, 0 redone\nreport: 1 reused, 0 redone" in nothing.stderr
    assert table_bytes(tmp_path / "out") == before
    (own / "country_names.csv").write_text("name,iso3,via,case\nGhanistan,GHA,name,capital\n", encoding="utf-8")
    assert press("run", "--raw", few, "--out", tmp_path / "out", "--resources", own).returncode == 0
    assert "GHA" in set(read_table(tmp_path / "out", "countries")["iso3"])


def test_a_stage_left_out_is_told(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_stages(few, out)
    (few / "more.txt").write_text("Police in Ghana arrested 4 suspects on 2 May 2020.", encoding="utf-8")
    ingest(few, out)
    with pytest.raises(UsageError, match="run `make clean-text` first"):
        extract(out)
    clean_text(out)
    with pytest.raises(UsageError, match="run `make extract` first"):
        tabulate_stage.tabulate(out)


@pytest.mark.slow
def test_one_record_more_in_a_file_redoes_one(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    texts = [f"Police in Spain arrested {n} men on {n} May 2023." for n in range(3, 7)]
    lines = [json.dumps({"text": text}) for text in texts]
    (raw / "export.jsonl").write_text("\n".join(lines[:3]), encoding="utf-8")
    run_stages(raw, out)
    (raw / "export.jsonl").write_text("\n".join(lines), encoding="utf-8")
    again = press("run", "--raw", raw, "--out", out)
    assert "redone: ingest 1 of 1, clean-text 1 of 4, extract 1 of 4" in again.stderr
    assert len(read_table(out, "releases")) == 4


@pytest.mark.slow
def test_input_and_output_may_stand_at_urls(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "--raw", few.as_uri(), "--out", out.as_uri()],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    run_stages(few, tmp_path / "here")
    assert table_bytes(out) == table_bytes(tmp_path / "here")
    assert (out / "report" / "index.html").is_file()


@pytest.mark.slow
def test_workers_locale_time_zone_and_hash_seed_change_nothing(few: Path, tmp_path: Path) -> None:
    first = press(
        "run", "--raw", few, "--out", tmp_path / "a", "--workers", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C"
    )
    other = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    settings = tmp_path / "press.toml"
    settings.write_text("batch_size = 1\n", encoding="utf-8")
    second = press("run", "--raw", few, "--out", tmp_path / "b", "--workers", "2", "--settings", settings, **other)
    assert (first.returncode, second.returncode) == (0, 0)
    assert table_bytes(tmp_path / "a") == table_bytes(tmp_path / "b")


@pytest.mark.slow
def test_an_interrupted_stage_is_finished_by_the_next_run(few: Path, tmp_path: Path) -> None:
    run_stages(few, tmp_path / "whole")
    run_stages(few, tmp_path / "cut")
    for stage in ("ingest", "clean", "extract"):
        (tmp_path / "cut" / "work" / f"{stage}.sqlite").write_bytes(b"SQLite format 3\x00 and no more")
    (tmp_path / "cut" / "tables" / ".partial").mkdir()
    (tmp_path / "cut" / "tables" / ".partial" / "dates.parquet").write_bytes(b"PAR1")
    (tmp_path / "cut" / "tables" / "dates.csv").unlink()
    assert press("run", "--raw", few, "--out", tmp_path / "cut").returncode == 0
    assert table_bytes(tmp_path / "cut") == table_bytes(tmp_path / "whole")
    # A stage that was made again for nothing, and killed, is current: what it left goes all the same.
    (tmp_path / "cut" / "report" / "data" / ".partial").mkdir()
    assert press("run", "--raw", few, "--out", tmp_path / "cut").returncode == 0
    assert not list((tmp_path / "cut").rglob(".partial"))


def test_a_duplicate_and_a_broken_input_are_named(few: Path, tmp_path: Path) -> None:
    shutil.copy(few / "regional-conference.txt", few / "z-copy.txt")
    (few / "broken.json").write_text("{", encoding="utf-8")
    result = press("run", "--raw", few, "--out", tmp_path / "out")
    assert result.returncode == 0
    assert "quarantined: broken.json (malformed)" in result.stderr
    assert "4 read: 2 released, 1 duplicate, 1 quarantined" in result.stderr
    sources: Any = read_table(tmp_path / "out", "sources").set_index("source")
    assert sources.loc["z-copy.txt", "release_id"] == sources.loc["regional-conference.txt", "release_id"]


def test_records_of_one_file_that_met_one_reason_are_told_together(few: Path, tmp_path: Path) -> None:
    (few / "a.jsonl").write_text('{"a": 1}\n' * 30, encoding="utf-8")
    (few / "z.json").write_text("{", encoding="utf-8")
    result = press("run", "--raw", few, "--out", tmp_path / "out")
    assert "quarantined: a.jsonl#1 and 29 more of this file (no-text-field)" in result.stderr
    assert "quarantined: z.json (malformed)" in result.stderr
    assert "more, see the table" not in result.stderr
    page = (tmp_path / "out" / "report" / "index.html").read_text(encoding="utf-8")
    assert "a.jsonl#1 and 29 more of this file" in page


@pytest.mark.parametrize("text", ["(" * 60_000, "1 / 6\n\n2 / 6", "\u200b\u00ad"])
def test_signs_without_a_letter_are_no_release(tmp_path: Path, text: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    run_stages(tmp_path / "raw", tmp_path / "out")
    assert read_table(tmp_path / "out", "sources")["reason"].tolist() == ["no-text"]


def test_a_release_in_another_language_is_kept_without_entities(few: Path, tmp_path: Path) -> None:
    text = "La police espagnole a arrêté douze personnes à Madrid le 3 mai 2023 et saisi 40 kg de cocaïne dans un entrepôt."
    (few / "french.txt").write_text(text, encoding="utf-8")
    run_stages(few, tmp_path / "out")
    releases = read_table(tmp_path / "out", "releases").set_index("source")
    assert releases.loc["french.txt", "language"] == "fr"
    rid = releases.loc["french.txt", "release_id"]
    assert rid not in set(read_table(tmp_path / "out", "dates")["release_id"])


def test_a_text_of_one_word_makes_sense(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("Spain", encoding="utf-8")
    result = press("run", "--raw", tmp_path / "raw", "--out", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert read_table(tmp_path / "out", "countries")["iso3"].tolist() == ["ESP"]
    assert (tmp_path / "out" / "report" / "index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["run", "--raw", "{none}"], 2, "does not exist; name an existing folder or file"),
        (["run", "--raw", "{empty}"], 2, "holds no files"),
        (["run", "--raw", "{raw}", "--out", "{raw}/out"], 2, "inside one another"),
        (["run", "--raw", "{raw}", "--model", "no_such_model"], 2, "'no_such_model' is not installed"),
        (["run", "--raw", "{raw}", "--settings", "{none}.toml"], 2, "does not exist"),
        (["tabulate"], 2, "run the stage before"),
        (["report"], 2, "does not exist yet"),
        (["explain", "0123456789abcdef"], 2, "run the stage before"),
        (["run", "--nonsense"], 2, "No such option"),
        (["evaluate", "--gold", "{empty}"], 2, "holds no JSON files"),
    ],
)
def test_bad_arguments_get_one_sentence(
    few: Path, tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    places = {"none": tmp_path / "none", "empty": tmp_path / "empty", "raw": few}
    filled = [a.format(**places) for a in arguments]
    if "--out" not in filled and filled[0] != "evaluate":
        filled += ["--out", str(tmp_path / "out")]
    result = press(*filled)
    assert result.returncode == status
    assert message in " ".join(result.stderr.replace("│", " ").split())
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_refused_run_harms_nothing(few: Path, tmp_path: Path) -> None:
    run_stages(few, tmp_path / "out")
    before = table_bytes(tmp_path / "out")
    assert press("run", "--raw", few, "--out", tmp_path / "out", "--model", "no_such_model").returncode == 2
    assert press("run", "--raw", tmp_path / "gone", "--out", tmp_path / "out").returncode == 2
    assert table_bytes(tmp_path / "out") == before


def test_a_broken_resource_file_is_named(few: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "pipeline" / "resources" / "publisher_countries.csv"
    path.write_text(path.read_text(encoding="utf-8") + "FBI,USA\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        "--raw",
        str(few),
        "--out",
        str(tmp_path / "out"),
        "--workers",
        "1",
    ]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "publisher_countries.csv" in result.stderr
    assert "'FBI' stands in line" in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_settings_given_in_a_file_reach_the_stages(few: Path, tmp_path: Path) -> None:
    from pipeline.config import Limits

    run_stages(few, tmp_path / "out", settings=Settings(limits=Limits(release_chars=100)))
    assert set(read_table(tmp_path / "out", "sources")["reason"]) == {"too-large"}
    assert read_table(tmp_path / "out", "releases").empty


def test_debris_has_a_csv_while_the_settings_ask_for_it(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = out / "tables" / "debris.csv"
    run_stages(few, out)
    assert not path.exists()
    assert not check(out)
    wanted = Settings(csv_of_debris=True)
    tabulate_stage.tabulate(out, settings=wanted)
    assert len(pd.read_csv(path)) == len(read_table(out, "debris")) > 0
    assert tabulate_stage.tabulate(out, settings=wanted).redone == 0
    tabulate_stage.tabulate(out)
    assert not path.exists()


def test_explain_shows_values_with_their_origin(sample_out: Path, tmp_path: Path) -> None:
    releases = read_table(sample_out, "releases").set_index("source")
    rid = str(releases.loc["interpol/regional-conference.txt", "release_id"])
    explanation = explain_release(sample_out, rid)
    assert explanation.rows["countries"][0]["iso3"] == "URY"
    shown = press("explain", rid, "--out", sample_out)
    assert shown.returncode == 0
    assert "iso3=URY" in shown.stdout
    count = explanation.rows["counts"][0]
    sentence = says("counts", count["rule"])
    assert sentence
    assert f"{count['rule']}: {sentence}" in rule_cell("counts", count)
    assert sentence.split()[0] in shown.stdout
    page = tmp_path / "page.html"
    assert press("explain", SAMPLES / "interpol" / "regional-conference.txt", "--html", page).returncode == 0
    assert '"URY"' in page.read_text(encoding="utf-8")
