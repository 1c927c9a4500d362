"""The closed lists hold what the code can put into a column, and nothing that no code can."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline import lookups
from pipeline.check import check
from pipeline.config import Resources, Settings
from pipeline.errors import ContractError
from pipeline.evaluate.run import run_stages
from pipeline.extract.reading.actions import action_table
from pipeline.extract.reading.amounts import grammar
from pipeline.extract.rules import names_of
from pipeline.ingest.charsets import CODE_PAGES, DEFAULT
from pipeline.ingest.readers import ARCHIVES, MAILBOXES, READERS, STREAMED
from pipeline.store import read_table
from pipeline.tables import (
    CATEGORIES,
    PUBLISHED_VIA,
    TABLES,
    TEXT_VIAS,
    Column,
    allowed_values,
    check_table,
    own_codes,
)
from pipeline.tabulate import stage
from pipeline.vocabulary import ENCODINGS, FORMATS, SHARED

ROOT = Path(__file__).parents[2]
ID = "0123456789abcdef"
COUNT: dict[str, Any] = {
    **{"release_id": ID, "text": "12", "start": 3, "end": 5, "raw_start": 3, "raw_end": 5, "sentence": 0},
    **{"value": 12.0, "qualifier": "exact", "category": CATEGORIES[0], "negated": False, "rule": "figure"},
}


def column(table: str, name: str) -> Column:
    return next(c for c in TABLES[table].columns if c.name == name)


def words_of(folder: str) -> set[str]:
    """Return the strings that stand in the modules of a folder, those of f-strings with `*` for what is filled in."""
    found: set[str] = set()
    for path in sorted((ROOT / "pipeline" / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
                found.add("".join(map(str, parts)))
    return found


# Rules of cleaning, in `debris`, have a list of their own.
WITH_RULES = [name for name, table in TABLES.items() if "rule" in table.column_names and name != "debris"]
CLOSED = [
    *(("counts", name) for name in ("unit", "action", "item_rule")),
    *(("outcomes", name) for name in ("unit", "action", "scope_rule", "substance")),
    *((name, "rule") for name in WITH_RULES),
    ("dates", "basis_rule"),
    *(("releases", name) for name in ("published_via", "text_via", "encoding")),
    ("sources", "format"),
]


@pytest.mark.parametrize(("table", "name"), CLOSED)
def test_the_vocabularies_are_closed(table: str, name: str) -> None:
    allowed = allowed_values(column(table, name))
    assert len(allowed) > 0
    assert "made-up" not in allowed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rule": "made-up"}, "rule is no code of rules.csv"),
        ({"action": "made-up"}, "action is no code of actions.csv"),
        ({"unit": "made-up"}, "unit is no code of units.csv or currencies.csv"),
        ({"item_rule": "figure"}, "item_rule is no code of rules.csv"),
    ],
)
def test_an_unlisted_value_is_refused(change: dict[str, Any], said: str) -> None:
    schema = TABLES["counts"].schema
    check_table("counts", pa.Table.from_pylist([COUNT], schema=schema))
    with pytest.raises(ContractError, match=re.escape(said)):
        check_table("counts", pa.Table.from_pylist([{**COUNT, **change}], schema=schema))


def test_units_are_those_of_the_number_grammar() -> None:
    made = {unit.code for unit in grammar().units.values()} | grammar().codes | {"fraction"}
    assert made == set(allowed_values(column("counts", "unit")))


def test_actions_are_those_of_the_table_of_actions() -> None:
    assert set(action_table().families) == set(allowed_values(column("outcomes", "action")))


@pytest.mark.parametrize("table", WITH_RULES)
def test_the_column_of_rules_holds_names_of_the_register_and_no_others(table: str) -> None:
    tables = (table, *SHARED.get(table, ()))
    listed = {name for one in tables for name in names_of(one, "finds")}
    assert set(allowed_values(column(table, "rule"))) == listed > set()


def test_rules_of_single_cells_stand_in_their_columns() -> None:
    assert set(allowed_values(column("counts", "item_rule"))) == set(names_of("counts", "item"))
    assert set(allowed_values(column("outcomes", "scope_rule"))) == set(names_of("outcomes", "values"))
    assert set(allowed_values(column("dates", "basis_rule"))) == set(names_of("dates", "values"))


def test_formats_are_those_of_the_readers() -> None:
    held = {name for names in (READERS, STREAMED, ARCHIVES) for name, _ in names.values()} | set(MAILBOXES.values())
    assert held | {"unknown"} == set(FORMATS)
    assert len(set(FORMATS)) == len(FORMATS)


def test_encodings_are_those_that_are_guessed() -> None:
    assert {*CODE_PAGES, "utf-16-le", "utf-16-be", f"utf-8, {DEFAULT}"} == set(ENCODINGS)


@pytest.mark.parametrize("names", [PUBLISHED_VIA, TEXT_VIAS])
def test_where_days_and_texts_are_read_stands_in_the_code(names: tuple[str, ...]) -> None:
    known = words_of("ingest") | words_of("clean_text")
    assert [name for name in names if name not in known] == []


def test_a_name_that_the_lists_lack_sets_its_release_aside_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.txt").write_text("Police arrested 12 smugglers in Vigo on 3 May 2023 and went home.", encoding="utf-8")
    (raw / "b.txt").write_text("The weather in Lima was fair on 4 June 2023, as had been foretold.", encoding="utf-8")
    rows = stage.release_rows

    def odd(*given: Any, **more: Any) -> Any:
        found = rows(*given, **more)
        for row in found.get("counts", []):
            row["action"] = "beamed-up"
        return found

    monkeypatch.setattr(stage, "release_rows", odd)
    run_stages(raw, out, settings=Settings(workers=1))
    sources = read_table(out, "sources").set_index("source")
    assert sources["reason"].fillna("").to_dict() == {"a.txt": "inconsistent", "b.txt": ""}
    assert "action is no code of actions.csv" in str(sources.loc["a.txt", "detail"])


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A folder with an action and a unit of a user's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    files = {
        "actions": "action,family\nringed,\n",
        "action_verbs": "action,form,particle,patient,reported\nringed,rings,,object,1\nringed,ringed,,object,1\n",
        "units": "unit,kind,decimal_point\nfirkin,measure,0\n",
        "unit_forms": "unit,form\nfirkin,firkin\nfirkin,firkins\n",
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    yield folder
    lookups.use_folder(None)


def test_what_a_users_resources_add_is_allowed_in_every_later_stage(own: Path, tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    text = "Wardens ringed 40 gulls on the pier on 3 May 2023, and police seized 3 firkins of oil from a shed."
    (raw / "a.txt").write_text(text, encoding="utf-8")
    run_stages(raw, out, settings=Settings(workers=1, resources=Resources(folder=own)))
    counts = read_table(out, "counts")
    assert "ringed" in set(counts["action"])
    assert "firkin" in set(counts["unit"])
    # As `make tabulate` and `make check` do, which are told of no resources.
    lookups.use_folder(None)
    assert own_codes() == {}
    stage.tabulate(out, force=True)
    assert read_table(out, "counts").equals(counts)
    assert check(out) == []
    # The next output knows nothing of them.
    frame = pa.Table.from_pylist([{**COUNT, "action": "ringed"}], schema=TABLES["counts"].schema)
    run_stages(raw, tmp_path / "plain", settings=Settings(workers=1))
    with pytest.raises(ContractError, match="action is no code"):
        check_table("counts", frame)
