"""What several inputs state of one release is joined: none wipes out what another tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean_text.joined import are_of_one_release, join_facts
from pipeline.evaluate.run import run_stages
from pipeline.store import read_table

TEXT = "Officers in Almar found 101 outboard motors in a shed on 3 May 2024, behind the old cannery on the north quay."


def told(**facts: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("title", "published", "published_via", "publisher", "url", "language"))
    return {**empty, "given": [], **facts}


def test_what_the_first_does_not_tell_is_taken_from_the_next() -> None:
    first, second = told(title="Motors found"), told(url="https://harbour.example/1", published="2024-05-04")
    changed, notes = join_facts([first, second])
    assert changed == {"url": "https://harbour.example/1", "published": "2024-05-04", "published_via": None}
    assert notes == ["Its day stands for the release. Its address stands for the release."]


def test_nothing_told_changes_nothing() -> None:
    assert join_facts([told(title="Motors found"), told()]) == ({}, [""])


def test_what_an_input_states_goes_before_what_was_read_off_a_page() -> None:
    read, stated = told(published="2024-05-05", published_via="url"), told(published="2024-05-04", given=["published"])
    assert join_facts([read, stated])[0]["published"] == "2024-05-04"
    assert join_facts([stated, read]) == ({}, ["It tells another day: 2024-05-05."])


def test_the_day_in_a_name_gives_way_to_any_other() -> None:
    named = told(published="2024-05-05", published_via="file-name")
    read = told(published="2024-05-04", published_via="end-line")
    assert join_facts([named, read])[0] == {"published": "2024-05-04", "published_via": "end-line"}
    assert join_facts([read, named])[0] == {}


def test_the_fuller_of_two_titles_wins() -> None:
    short, full = told(title="Motors found"), told(title="Motors found in Almar shed")
    assert join_facts([short, full])[0] == {"title": "Motors found in Almar shed"}
    assert join_facts([full, short]) == ({}, [""])


@pytest.mark.parametrize(
    ("field", "one", "other", "note"),
    [
        ("publisher", "Harbour Police", "Customs", "It tells another publisher: Customs."),
        ("title", "Motors found", "Boats lost", "It tells another title: Boats lost."),
        ("url", "https://a.example/1", "https://b.example/1", "It tells another address: https://b.example/1."),
        ("url", "https://a.example/1", "http://www.a.example/1/#top", ""),
        ("publisher", "Harbour Police", "HARBOUR POLICE", ""),
    ],
)
def test_a_conflict_is_told_and_the_first_stands(field: str, one: str, other: str, note: str) -> None:
    assert join_facts([told(**{field: one}), told(**{field: other})]) == ({}, [note])


def write(raw: Path, name: str, **fields: str) -> None:
    raw.mkdir(exist_ok=True)
    (raw / f"{name}.json").write_text(json.dumps({"text": TEXT, **fields}), encoding="utf-8")


def test_duplicates_are_joined_whatever_comes_and_goes(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw, "b", publisher="Harbour Police")
    run_stages(raw, out)
    write(raw, "c", published="2024-05-04", url="https://harbour.example/1", publisher="Customs")
    run_stages(raw, out)
    release = read_table(out, "releases").iloc[0]
    assert (release["publisher"], f"{release['published']:%F}", release["url"]) == (
        "Harbour Police",
        "2024-05-04",
        "https://harbour.example/1",
    )
    detail = str(read_table(out, "sources").set_index("source").loc["c.json", "detail"])
    assert "another publisher: Customs" in detail
    assert "Its day stands" in detail
    # Dates are read with the day that was joined.
    assert read_table(out, "releases")["published_via"].tolist() == ["stated"]
    run_stages(raw, tmp_path / "fresh")
    for name in ("releases", "sources"):
        assert read_table(out, name).equals(read_table(tmp_path / "fresh", name))
    (raw / "c.json").unlink()
    run_stages(raw, out)
    alone = read_table(out, "releases")
    assert alone["publisher"].tolist() == ["Harbour Police"]
    assert alone["url"].isna().all()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Motors found in Almar", "Ferry line closed for a week", False),
        ("Motors found in Almar", "Motors found in Almar | Harbour Police", True),
        ("Motors found in Almar", "101 outboard motors found", True),
        ("MOTORS FOUND IN ALMAR", "Motors found in Almar", True),
        ("Motors found", None, True),
        (None, None, True),
    ],
)
def test_titles_that_have_nothing_in_common_are_of_two_releases(one: str | None, other: str | None, same: bool) -> None:
    first, second = told(title=one, n_chars=80), told(title=other, n_chars=80)
    assert are_of_one_release(first, second) is same
    assert are_of_one_release(told(title=one, n_chars=5000), told(title=other, n_chars=5000))


def test_a_text_found_under_two_titles_is_no_duplicate(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw, "b", title="Motors found in Almar")
    write(raw, "c", title="Ferry line closed for a week")
    write(raw, "d", title="101 motors found", published="2024-05-04")
    run_stages(raw, out)
    sources = read_table(out, "sources").set_index("source")
    assert sources["status"].tolist() == ["released", "quarantined", "duplicate"]
    assert sources.loc["c.json", "reason"] == "text-lost"
    assert "b.json" in str(sources.loc["c.json", "detail"])
    run_stages(raw, tmp_path / "fresh")
    assert read_table(tmp_path / "fresh", "sources").equals(read_table(out, "sources"))
    # Where the earlier one has gone, it is a release as any other.
    (raw / "b.json").unlink()
    (raw / "d.json").unlink()
    run_stages(raw, out)
    assert read_table(out, "releases")["title"].tolist() == ["Ferry line closed for a week"]
    assert read_table(out, "sources")["status"].tolist() == ["released"]
