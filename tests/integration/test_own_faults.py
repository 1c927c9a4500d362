"""A fault of the pipeline costs the release that meets it, whatever the stage, and never the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.analyse import stage as analyse_stage
from pipeline.check import check
from pipeline.errors import ContractError
from pipeline.report import reader
from pipeline.run import Watcher, run
from pipeline.store import read_compact, read_table
from pipeline.tables import closed_lists
from pipeline.tabulate import stage as tabulate_stage

pytestmark = pytest.mark.slow

TEXTS = {
    "one": "LINZ, Austria – Police in Austria arrested 12 suspects on 3 May 2023.\n\nThe inquiry goes on.",
    "two": "VIENNA, Austria – Customs seized 40 kg of cocaine on 4 May 2023, director Maria Kowalewska said.",
    "odd": "GRAZ, Austria – A man was arrested on 5 May 2023 with 17 stolen bicycles, Inspector Peter Oddman said.",
}
AGAIN = " Call us."


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def statuses(out: Path) -> dict[str, tuple[Any, Any]]:
    rows: Any = read_table(out, "sources").astype(object)
    return {r.source: (r.status, None if pd.isna(r.reason) else r.reason) for r in rows.itertuples()}


GOOD = {"one.txt": ("released", None), "two.txt": ("released", None)}


def break_rows(monkeypatch: pytest.MonkeyPatch, fault: Any) -> None:
    whole = tabulate_stage.release_rows

    def broken(release_id: str, source: str, *rest: Any) -> Any:
        rows = whole(release_id, source, *rest)
        return fault(rows) if "odd" in source else rows

    monkeypatch.setattr(tabulate_stage, "release_rows", broken)


def repeat_a_key(rows: Any) -> Any:
    return {**rows, "dates": [*rows["dates"], *rows["dates"]]}


def use_an_unknown_word(rows: Any) -> Any:
    return {**rows, "counts": [{**row, "qualifier": "nearly"} for row in rows["counts"]]}


def put_half_a_character(rows: Any) -> Any:
    return {**rows, "releases": [{**row, "title": "\ud83d"} for row in rows["releases"]]}


def raise_a_fault(rows: Any) -> Any:
    raise ZeroDivisionError("no such rows")


@pytest.mark.parametrize(
    ("fault", "reason", "detail"),
    [
        (repeat_a_key, "inconsistent", "dates: the row .* repeats a key"),
        (use_an_unknown_word, "inconsistent", "counts: qualifier is not one of"),
        (put_half_a_character, "failed", "UnicodeEncodeError"),
        (raise_a_fault, "failed", "ZeroDivisionError: no such rows"),
    ],
)
def test_a_release_whose_rows_are_wrong_is_set_aside(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Any, reason: str, detail: str
) -> None:
    out = tmp_path / "out"
    break_rows(monkeypatch, fault)
    run(raw, out, in_processes=False)
    assert statuses(out) == {**GOOD, "odd.txt": ("quarantined", reason)}
    told = read_table(out, "sources").set_index("source").loc["odd.txt", "detail"]
    assert pd.Series([told]).str.contains(detail).all()
    assert len(read_table(out, "releases")) == 2
    # Nobody looks at an output without being told.
    assert reason in (out / "report" / "index.html").read_text(encoding="utf-8")
    monkeypatch.undo()
    run(raw, out, in_processes=False, force=True)
    assert statuses(out)["odd.txt"] == ("released", None)
    assert check(out) == []


def test_what_failed_is_tried_again_and_what_is_inconsistent_is_not(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fault, comes_back in ((raise_a_fault, "released"), (repeat_a_key, "quarantined")):
        out = tmp_path / fault.__name__
        with monkeypatch.context() as patch:
            break_rows(patch, fault)
            run(raw, out, in_processes=False)
        run(raw, out, in_processes=False)
        assert statuses(out)["odd.txt"][0] == comes_back


def test_a_release_set_aside_stays_so_when_another_comes(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    break_rows(monkeypatch, repeat_a_key)
    run(raw, out, in_processes=False)
    monkeypatch.undo()
    for n in range(40):
        (raw / f"more-{n}.txt").write_text(f"{TEXTS['one']} It was raid number {n} of the year.", encoding="utf-8")
    run(raw, out, in_processes=False)
    assert statuses(out)["odd.txt"] == ("quarantined", "inconsistent")
    assert len(read_table(out, "releases")) == 42


def test_nothing_is_a_near_duplicate_of_a_release_set_aside(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw / "sequel.txt").write_text(TEXTS["odd"] + AGAIN, encoding="utf-8")
    run(raw, tmp_path / "sound", in_processes=False)
    assert read_table(tmp_path / "sound", "releases")["near_duplicate_of"].notna().sum() == 1
    break_rows(monkeypatch, repeat_a_key)
    run(raw, tmp_path / "out", in_processes=False)
    assert statuses(tmp_path / "out")["odd.txt"][1] == "inconsistent"
    assert read_table(tmp_path / "out", "releases")["near_duplicate_of"].notna().sum() == 0


@pytest.mark.parametrize("stage", ["analyse", "report"])
def test_a_release_on_which_a_later_stage_fails_is_set_aside(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    if stage == "analyse":
        read = read_compact

        def broken(out: Path, columns: Any, **options: Any) -> Any:
            frames = read(out, columns, **options)
            if "name" in frames.get("people", ()) and "Peter Oddman" in set(frames["people"]["name"]):
                raise OverflowError("too odd")
            return frames

        monkeypatch.setattr(analyse_stage, "read_compact", broken)
    else:
        pack = reader.pack_release

        def broken_pack(rows: Any) -> Any:
            if "Oddman" in rows["releases"][0]["text"]:
                raise OverflowError("too odd")
            return pack(rows)

        monkeypatch.setattr(reader, "pack_release", broken_pack)
    told: list[str] = []
    out = tmp_path / "out"
    run(raw, out, in_processes=False, watcher=Watcher(set_aside=lambda rid, detail: told.append(detail)))
    assert told == ["OverflowError: too odd"]
    assert statuses(out) == {**GOOD, "odd.txt": ("quarantined", "failed")}
    monkeypatch.undo()
    assert check(out) == []
    run(raw, out, in_processes=False)
    assert statuses(out)["odd.txt"] == ("released", None)
    assert check(out) == []


def test_what_no_single_release_causes_stops_the_run(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_compact

    def broken(out: Path, columns: Any, **options: Any) -> Any:
        frames = read(out, columns, **options)
        if len(frames["releases"]) == 3:
            raise ContractError("people_activity: a key repeats")
        return frames

    monkeypatch.setattr(analyse_stage, "read_compact", broken)
    with pytest.raises(ContractError):
        run(raw, tmp_path / "out", in_processes=False)


def test_a_value_that_a_list_has_come_to_hold_is_let_in(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        break_rows(
            patch, lambda rows: {**rows, "counts": [{**row, "action": "impounded_now"} for row in rows["counts"]]}
        )
        run(raw, out, in_processes=False)
        assert statuses(out)["odd.txt"] == ("quarantined", "inconsistent")
    lists = closed_lists()
    monkeypatch.setattr(tabulate_stage, "closed_lists", lambda: {**lists, "counts.action": ("impounded_now",)})
    run(raw, out, in_processes=False)
    assert statuses(out) == {**GOOD, "odd.txt": ("released", None)}
