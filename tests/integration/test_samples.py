"""The sample releases against their hand-written expectations, cell by cell.

A cell that the pipeline is known to get wrong stands in `tests/data/known_failures.csv` with its
reason, as a strict xfail: mending it without taking the row out fails too.
"""

from __future__ import annotations

import csv
import json
import re
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.evaluate.score import ITEM_SHARE, normalise, word_share
from pipeline.store import read_table

DATA = Path(__file__).parents[1] / "data"
EXPECTED = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((DATA / "expected").glob("*.json"))
}
with (DATA / "known_failures.csv").open(encoding="utf-8", newline="") as handle:
    KNOWN = {(row["release"], row["field"]): row["reason"] for row in csv.DictReader(handle)}

Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def tables(sample_out: Path) -> dict[str, dict[str, Rows]]:
    """The rows of each table by release."""
    names = (
        "releases", "people", "dates", "counts", "countries", "release_crime_areas", "quotes", "systems",
        "outcomes", "organisations", "person_mentions",
    )  # fmt: skip
    frames = {name: read_table(sample_out, name) for name in names}
    return {n: {str(rid): _records(g) for rid, g in f.groupby("release_id")} for n, f in frames.items()}


@pytest.fixture(scope="session")
def ids(sample_out: Path) -> dict[str, str]:
    sources = read_table(sample_out, "sources")
    return dict(zip(sources["source"], sources["release_id"], strict=True))


def _records(frame: pd.DataFrame) -> Rows:
    return [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return None if value is None or value is pd.NaT or value != value else value


def _words(text: str | None) -> str | None:
    """Fold typographic apostrophes and final commas, which are matters of taste."""
    return None if text is None else re.sub(r"[,.]$", "", " ".join(text.replace("’", "'").split()))


def metadata(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    release = rows["releases"][0]
    dateline = want["dateline"] or {"place": None, "country": None}
    keys = [k for k in ("title", "published", "publisher", "url") if want[k] is not None]
    # Nothing in a bare text states its publisher or address: there the cell may be empty, but never wrong.
    got = {k: want[k] if k in ("publisher", "url") and release[k] is None else release[k] for k in keys}
    return (
        {**{k: want[k] for k in keys}, **dateline},
        {**got, "place": release["dateline_place"], "country": release["dateline_country"]},
    )


def paragraphs(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return want["paragraphs"], rows["releases"][0]["text"].split("\n\n")


def people(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return (
        sorted((p["name"], _words(p["role"]) or "", p["speaks"]) for p in want["people"]),
        sorted((p["name"], _words(p["role"]) or "", p["speaks"]) for p in rows["people"]),
    )


def names(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return sorted(p["name"] for p in want["people"]), sorted(p["name"] for p in rows["people"])


def _surface(text: str) -> str:
    """Fold the blanks of a raw wording as cleaning does, and an article before it."""
    return " ".join(text.split()).removeprefix("the ")


def dates(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    got = [(_surface(d["text"]), d["date_start"], d["date_end"]) for d in rows["dates"] if d["kind"] == "date"]
    wanted = [(_surface(d["text"]), d["start"], d["end"]) for d in want["dates"]]
    # "Saturday night" is the mention, "Saturday" the day: either wording holds if the days agree.
    return wanted, [
        w if g[1:] == w[1:] and w[0] in g[0] else g
        for w, g in zip_longest(wanted, got, fillvalue=("", None, None))
        if g[0]
    ]


def durations(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    got = {(d["text"], d["amount"], d["amount_unit"]) for d in rows["dates"] if d["kind"] != "date"}
    wanted = {(d["text"], float(d["amount"]), d["unit"]) for d in want["durations"]}
    return wanted, got & wanted


def count_values(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    fields = ("value", "value_max", "qualifier", "unit")
    return [tuple(c[f] for f in fields) for c in want["counts"]], [tuple(c[f] for f in fields) for c in rows["counts"]]


def count_items(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    """Compare what is counted where the value was found; half of the words in common is the guide's measure."""
    wanted, got = want["counts"], rows["counts"]
    matcher = SequenceMatcher(a=[c["value"] for c in wanted], b=[c["value"] for c in got], autojunk=False)
    pairs = [
        (normalise(wanted[block.a + n]["item"]), normalise(got[block.b + n]["item"]))
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    ]
    return [w for w, _ in pairs], [w if word_share(w, g) >= ITEM_SHARE else g for w, g in pairs]


def countries(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return sorted(want["countries"]), sorted({c["iso3"] for c in rows["countries"]})


def crime_areas(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return sorted(want["crime_areas"]["mentioned"]), sorted(a["area"] for a in rows["release_crime_areas"])


def primary_areas(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return sorted(want["crime_areas"]["primary"]), sorted(
        a["area"] for a in rows["release_crime_areas"] if a["primary"]
    )


def direct_quotes(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    people_by_id = {p["person_id"]: p["name"] for p in rows["people"]}
    got = [(_words(q["text"]), people_by_id.get(q["person_id"])) for q in rows["quotes"] if q["kind"] == "direct"]
    return [(_words(q["text"]), q["speaker"]) for q in want["quotes"] if q["kind"] == "direct"], got


def systems(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    return sorted({(s["name"], s["kind"]) for s in want["systems"]}), sorted(
        {(s["name"], s["kind"]) for s in rows["systems"]}
    )


def organisations(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    wanted = set(want["organisations"])
    return wanted, wanted & ({o["name"] for o in rows["organisations"]} | {o["text"] for o in rows["organisations"]})


def outcomes(want: dict[str, Any], rows: dict[str, Rows]) -> tuple[Any, Any]:
    wanted = {(o["action"], o["value"]) for o in want["outcomes"]}
    return wanted, wanted & {(o["action"], o["value"]) for o in rows["outcomes"]}


CHECKS = (
    metadata, paragraphs, names, people, dates, durations, count_values, count_items, countries, crime_areas,
    primary_areas, direct_quotes, systems, organisations, outcomes,
)  # fmt: skip


def _cases() -> list[Any]:
    cases = []
    for release in EXPECTED:
        for check in CHECKS:
            reason = KNOWN.get((release, check.__name__))
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            cases.append(pytest.param(release, check, id=f"{release}-{check.__name__}", marks=marks))
    return cases


@pytest.mark.parametrize(("release", "check"), _cases())
def test_sample(release: str, check: Any, tables: dict[str, dict[str, Rows]], ids: dict[str, str]) -> None:
    want = EXPECTED[release]
    rid = ids[want["source"]]
    wanted, got = check(want, {name: found.get(rid, []) for name, found in tables.items()})
    assert got == wanted


def test_every_sample_has_expectations(ids: dict[str, str]) -> None:
    sources = {want["source"] for want in EXPECTED.values()}
    released = {source for source, rid in ids.items() if isinstance(rid, str)}
    by_id: dict[str, set[str]] = {}
    for source in released:
        by_id.setdefault(ids[source], set()).add(source)
    assert [s for s in by_id.values() if not s & sources] == []


def test_known_failures_name_cases_that_exist() -> None:
    assert {r for r, _ in KNOWN} <= set(EXPECTED)
    assert {f for _, f in KNOWN} <= {c.__name__ for c in CHECKS}
