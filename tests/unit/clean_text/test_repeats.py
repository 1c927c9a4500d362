"""Paragraphs that a publisher repeats on many releases go; what several releases merely share stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean_text.repeats import (
    RULE,
    _hash,
    publisher_key,
    repeat_edits,
    tells_something,
    without_repeats,
)
from pipeline.clean_text.stage import clean_text
from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.ingest.stage import ingest
from pipeline.spans import MappedText, read_spans
from pipeline.store import WorkStore, unpack

HOTLINE = "Anyone who saw something is asked to speak to an officer without delay."
ABOUT = "The Harbour Police watches over ninety marinas and has four hundred officers."
PLACES = ("Almar", "Brevik", "Corda", "Dunmore", "Elva", "Fjordby", "Gata", "Holm", "Isla", "Jarn")
GOODS = (
    "outboard motors",
    "brass bells",
    "anchor chains",
    "fuel drums",
    "diving suits",
    "sail cloth",
    "nets",
    "radios",
)


def release(n: int, *, about: bool = True) -> str:
    place, goods = PLACES[n], GOODS[n % len(GOODS)]
    body = (
        f"Officers in {place} found {100 + n} {goods} in a shed behind the old cannery on the north quay of {place}.\n\n"
        f"The owner of the shed in {place}, a {30 + n}-year-old trader in {goods}, told the court that he knew nothing."
    )
    return f"{body}\n\n{ABOUT}\n" if about else body + "\n"


def write(raw: Path, numbers: range, *, about: int) -> None:
    raw.mkdir(exist_ok=True)
    for n in numbers:
        (raw / f"{n}.txt").write_text(release(n, about=n < about), encoding="utf-8")


def run(raw: Path, out: Path, **settings: object) -> dict[str, tuple[str, str, str]]:
    """Return (release_id, key, text) of each source after cleaning."""
    ingest(raw, out)
    clean_text(out, settings=Settings.model_validate(settings))
    with WorkStore(out, "clean", readonly=True) as store:
        rows = store.db.execute("SELECT source, release_id, key, payload FROM rows ORDER BY source").fetchall()
    return {source: (rid, key, unpack(payload)["text"]) for source, rid, key, payload in rows}


def test_a_paragraph_on_most_releases_of_a_publisher_stays_in_the_earliest_alone(tmp_path: Path) -> None:
    write(tmp_path / "raw", range(8), about=8)
    first, *texts = [text for _, _, text in run(tmp_path / "raw", tmp_path / "out").values()]
    assert ABOUT in first
    assert not any(ABOUT in text for text in texts)
    assert all(text.endswith("that he knew nothing.") for text in texts)


def test_furniture_that_tells_nothing_goes_from_all(tmp_path: Path) -> None:
    write(tmp_path / "raw", range(8), about=0)
    for path in (tmp_path / "raw").iterdir():
        path.write_text(path.read_text(encoding="utf-8") + f"\n{HOTLINE}\n", encoding="utf-8")
    assert not any(HOTLINE in text for _, _, text in run(tmp_path / "raw", tmp_path / "out").values())


def test_the_earliest_is_that_of_the_first_day(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for n in range(8):
        record = {"text": release(n), "published": f"2024-03-{20 - n}", "publisher": "Harbour Police"}
        (raw / f"{n}.json").write_text(json.dumps(record), encoding="utf-8")
    rows = run(raw, tmp_path / "out")
    assert [source for source, (_, _, text) in rows.items() if ABOUT in text] == ["7.json"]


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        ("In total, 140 people were arrested in nine countries, most of them on Monday.", True),
        ("The raids were led by Inspector Maja Lund of the harbour unit at the old quay.", True),
        ("“We shall go on until the last of them is caught,” said the head of Unit West.", True),
        ("Anyone who saw something is asked to speak to an officer without delay.", False),
        ("Anyone who saw the crash of 3 May should call 555 0199 at any hour of the day.", False),
        ("Follow the unit at www.harbour.example or on 12 other pages for more of the news.", False),
        ("About Harbour Police", False),
        ("Arrests: 140", False),
    ],
)
def test_what_tells_something(paragraph: str, told: bool) -> None:
    assert tells_something(paragraph) is told


@pytest.mark.parametrize(("n", "about"), [(4, 4), (10, 2)])
def test_a_paragraph_on_a_few_releases_stays(tmp_path: Path, n: int, about: int) -> None:
    write(tmp_path / "raw", range(n), about=about)
    texts = [text for _, _, text in run(tmp_path / "raw", tmp_path / "out").values()]
    assert sum(ABOUT in text for text in texts) == about


FOOT = "Harbour Police Press Bureau, Old Customs House"


def test_a_line_of_the_foot_goes_from_three_releases_on(tmp_path: Path) -> None:
    def run_with(n: int, feet: int) -> list[str]:
        raw = tmp_path / f"raw{n}-{feet}"
        raw.mkdir()
        for m in range(n):
            foot = f"\n{FOOT}\n" if m < feet else ""
            (raw / f"{m}.txt").write_text(release(m, about=False) + foot, encoding="utf-8")
        return [text for _, _, text in run(raw, tmp_path / f"out{n}-{feet}").values()]

    assert not any(FOOT in text for text in run_with(3, 3))
    assert sum(FOOT in text for text in run_with(2, 2)) == 2
    assert sum(FOOT in text for text in run_with(7, 3)) == 3


def test_one_of_two_publishers_with_the_same_template_tells_nothing_of_the_other(tmp_path: Path) -> None:
    for m, folder in enumerate(("north", "north", "south", "south")):
        (tmp_path / "raw" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / folder / f"{m}.txt").write_text(f"{release(m, about=False)}\n{FOOT}\n", encoding="utf-8")
    assert sum(FOOT in text for _, _, text in run(tmp_path / "raw", tmp_path / "out").values()) == 4


def test_many_equal_releases_are_one(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for m in range(40):
        (tmp_path / "raw" / f"{m}.txt").write_text(f"{release(0)}\n{FOOT}\n", encoding="utf-8")
    texts = {text for _, _, text in run(tmp_path / "raw", tmp_path / "out").values()}
    assert len(texts) == 1
    assert ABOUT in texts.pop()


def test_the_rule_can_be_switched_off(tmp_path: Path) -> None:
    write(tmp_path / "raw", range(8), about=8)
    rows = run(tmp_path / "raw", tmp_path / "out", disabled_rules=[RULE])
    assert all(ABOUT in text for _, _, text in rows.values())


def test_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "raw", range(1), about=0)
    with pytest.raises(SettingsError, match=r"no-such-rule.*repeated-paragraph"):
        run(tmp_path / "raw", tmp_path / "out", disabled_rules=["no-such-rule"])


def test_ids_do_not_depend_on_the_corpus(tmp_path: Path) -> None:
    write(tmp_path / "raw", range(4), about=4)
    few = run(tmp_path / "raw", tmp_path / "few")
    write(tmp_path / "raw", range(8), about=8)
    many = run(tmp_path / "raw", tmp_path / "many")
    assert {source: row[0] for source, row in few.items()}.items() <= {s: row[0] for s, row in many.items()}.items()


def test_adding_and_removing_releases_gives_what_a_fresh_run_gives(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw, range(4), about=4)
    before = run(raw, out)
    write(raw, range(8), about=8)
    after = run(raw, out)
    assert after == run(raw, tmp_path / "fresh")
    # The next stage must learn that the text of the first four has changed.
    assert all(before[source][1] != after[source][1] for source in before if source != "0.txt")
    for n in range(4, 8):
        (raw / f"{n}.txt").unlink()
    assert run(raw, out) == before


def test_versions_of_one_release_are_no_habit(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for n in range(7):
        (raw / f"{n}.txt").write_text(release(1) + f"\nVersion {n} of the text\n", encoding="utf-8")
    assert all(ABOUT in text for _, _, text in run(raw, tmp_path / "out").values())


def test_rows_replay_to_the_text(tmp_path: Path) -> None:
    write(tmp_path / "raw", range(8), about=8)
    run(tmp_path / "raw", tmp_path / "out")
    with WorkStore(tmp_path / "out", "clean", readonly=True) as store:
        for source, payload in store.db.execute("SELECT source, payload FROM rows WHERE source != '0.txt'"):
            kept = unpack(payload)
            raw = (tmp_path / "raw" / source).read_text(encoding="utf-8")
            mapped = MappedText.from_pieces(raw, kept["pieces"])
            assert mapped.text == kept["text"]
            assert [row.text for row in mapped.edits() if row.rule == RULE][-1].strip() == ABOUT


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{ABOUT}\n\nOne and more, {'x' * 90}", f"One and more, {'x' * 90}"),
        (f"{ABOUT}\n\n{ABOUT}\n\nOne {'x' * 190}\n\n{ABOUT}", f"One {'x' * 190}"),
        (f"One {'x' * 190}\n\n{ABOUT}\n\nTwo", f"One {'x' * 190}\n\nTwo"),
        (f"Short.\n\n{ABOUT}", f"Short.\n\n{ABOUT}"),
    ],
)
def test_blank_lines_go_with_the_paragraph(text: str, kept: str) -> None:
    edits = repeat_edits(text, frozenset({_hash(ABOUT)}), title=None)
    assert MappedText.from_raw(text).apply(edits).text == kept


@pytest.mark.parametrize(
    ("publisher", "url", "source", "key"),
    [
        ("Harbour  Police", "https://h.example/x", "a/b.txt", "name harbour police"),
        (None, "https://www.h.example/x", "a/b.txt", "host h.example"),
        (None, None, "a/b.txt", "folder a"),
        (None, None, "a/b.jsonl#12", "folder a/b.jsonl"),
        (None, None, "b.txt", "folder "),
    ],
)
def test_who_the_publisher_is(publisher: str | None, url: str | None, source: str, key: str) -> None:
    assert publisher_key(publisher, url, source) == key


def test_doubtful_lines_are_found_again_behind_a_repeated_paragraph() -> None:
    raw = f"{ABOUT}\n\nTwo boats were taken from the quay of Haventor in the night.\n\n12/03/2022 www.harbour.example"
    at = raw.index("12/03")
    before: dict[str, Any] = {
        "text": raw,
        "pieces": [],
        "title": None,
        "dateline_end": 0,
        "doubtful": f"{at}-{len(raw)}",
    }
    after = without_repeats(before, raw, frozenset([_hash(ABOUT)]))
    ((start, end),) = read_spans(after["doubtful"])
    assert after["text"][start:end] == raw[at:]
    assert start == at - len(ABOUT) - 2
