"""What the stages declare is what they read and leave; SQL is spoken behind the store."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.analyse.stage import analyse
from pipeline.clean_text.stage import clean_text
from pipeline.extract.stage import extract
from pipeline.ingest.stage import ingest
from pipeline.report.stage import report
from pipeline.stages import STAGES
from pipeline.store import WorkStore, file_digest
from pipeline.store_queries import CHANGES, QUERIES
from pipeline.tabulate.stage import tabulate

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw" / "interpol"
FUNCTIONS: dict[str, Callable[[Path], object]] = {
    "ingest": lambda out: ingest(RAW, out),
    "clean-text": clean_text,
    "extract": extract,
    "tabulate": tabulate,
    "analyse": analyse,
    "report": report,
}


def files(out: Path) -> dict[str, str | None]:
    return {p.relative_to(out).as_posix(): file_digest(p) for p in sorted(out.rglob("*")) if p.is_file()}


def is_of(name: str, paths: tuple[str, ...]) -> bool:
    return any(name == path or name.startswith(f"{path}/") for path in paths)


def is_record(name: str) -> bool:
    return name == ".lock" or name.endswith(".record.json")


def test_stages_read_and_leave_what_they_declare(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    for stage, run in FUNCTIONS.items():
        before = files(whole)
        alone = tmp_path / stage
        for name in before:
            if is_of(name, STAGES[stage].reads):
                (alone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(whole / name, alone / name)
        given = files(alone)
        run(whole)
        after = files(whole)
        left = {name for name in after if after[name] != before.get(name) and not is_record(name)}
        assert {path for path in STAGES[stage].writes if any(is_of(n, (path,)) for n in left)} == set(
            STAGES[stage].writes
        ), stage
        assert [name for name in sorted(left) if not is_of(name, STAGES[stage].writes)] == [], stage
        # With nothing but what it declares to read the stage does the same.
        run(alone)
        made = {name for name, digest in files(alone).items() if digest != given.get(name) and not is_record(name)}
        assert made == left, stage
        tables = {n: d for n, d in files(alone).items() if n.startswith("tables/")}
        assert tables == {n: d for n, d in after.items() if n in tables}, stage


# What a user's resources add to closed lists is read there, where there is any.
NOT_MISSED = (("ingest", "RAW"), ("analyse", "work/extract.sqlite"))
READ = [(stage.name, path) for stage in STAGES.values() for path in stage.reads]


@pytest.mark.parametrize(("stage", "path"), [pair for pair in READ if pair not in NOT_MISSED])
def test_no_stage_declares_what_it_does_not_read(stage: str, path: str, sample_out: Path, tmp_path: Path) -> None:
    for read in STAGES[stage].reads:
        if read != path and (sample_out / read).is_file():
            (tmp_path / read).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(sample_out / read, tmp_path / read)
        elif read != path:
            shutil.copytree(sample_out / read, tmp_path / read)
    with pytest.raises(Exception, match=r"does not exist|No such file"):
        FUNCTIONS[stage](tmp_path)


# What is filled for readers to ask speaks SQL itself: DuckDB's catalogue and the explorer's database.
SPEAKS_SQL = (
    "store.py",
    "store_queries.py",
    "store_entities.py",
    "database.py",
    "explore/database.py",
    "explore/links.py",
)
_SQL = re.compile(
    r"\.execute(?:many|script)?\(|\"(?:SELECT|INSERT|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA) ", re.MULTILINE
)


def test_sql_stands_behind_the_store() -> None:
    speak = {
        path.relative_to(ROOT / "pipeline").as_posix()
        for path in (ROOT / "pipeline").rglob("*.py")
        if _SQL.search(path.read_text(encoding="utf-8"))
    }
    assert speak <= set(SPEAKS_SQL)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_can_be_asked(name: str, tmp_path: Path) -> None:
    with WorkStore(tmp_path, name) as store:
        if name in CHANGES:
            store.change("make near")
        for sql in (*QUERIES[name].values(), *CHANGES.get(name, {}).values()):
            store.db.execute(f"EXPLAIN {sql}", [None] * sql.count("?"))


def test_every_query_is_asked() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))
    asked = set(re.findall(r'\.(?:ask|ask_one|change)\(\s*"([a-z ]+)"', code))
    assert asked == {query for known in (QUERIES, CHANGES) for queries in known.values() for query in queries}
