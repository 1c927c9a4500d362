"""Scores of output tables against gold: precision, recall and F1 per table, accuracy per value.

Mentions are paired one to one by the overlap of their raw offsets, most overlap first; people
by name without case and accents; countries and crime areas as sets per release. A date or count
is right when its value is; unit, qualifier and item are then asked of the right ones only.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.evaluate.gold import Gold, locate

Row = dict[str, Any]
Span = tuple[int, int]

ROLE_SHARE = 0.75
ITEM_SHARE = 0.5
CONTEXT_CHARS = 40
SCORED_TABLES = ("sources", "releases", "people", "dates", "counts", "countries", "release_crime_areas")


@dataclass
class Tally:
    """Hits, extras and misses of one field; or right and wrong values, where `n_found` is asked."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 0.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = 2 * self.hit + self.extra + self.missed
        return 2 * self.hit / both if both else 0.0


@dataclass
class Scores:
    """All tallies of an evaluation, and the errors behind them.

    Attributes:
        found: per field of mentions or sets.
        values: per value, right (`hit`) and wrong (`missed`) among what was found.
        rules: per table, column and rule, what it made that is right (`hit`) and what is not (`extra`); a rule misses
            nothing by itself.
        errors: (field, release, kind, gold, predicted, context).
    """

    found: dict[str, Tally] = field(default_factory=dict)
    values: dict[str, Tally] = field(default_factory=dict)
    rules: dict[tuple[str, str, str], Tally] = field(default_factory=dict)
    errors: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)
    n_releases: int = 0

    def as_json(self) -> Row:
        fields = {
            name: {
                "precision": round(t.precision, 4),
                "recall": round(t.recall, 4),
                "f1": round(t.f1, 4),
                "hit": t.hit,
                "extra": t.extra,
                "missed": t.missed,
            }
            for name, t in self.found.items()
        }
        values = {n: {"accuracy": round(t.recall, 4), "n": t.hit + t.missed} for n, t in self.values.items()}
        return {"n_releases": self.n_releases, "fields": fields, "values": values}

    def by_rule(self) -> list[tuple[str, str, str, Tally]]:
        """Return (table, column, rule, tally) of every rule that made anything, those with most errors first."""
        found = [(*key, tally) for key, tally in self.rules.items()]
        return sorted(found, key=lambda row: (-row[3].extra, row[3].precision, row[:3]))


def normalise(text: str | None) -> str:
    """Return the words of a text without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text or "").casefold()
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


def word_share(a: str, b: str) -> float:
    """Return the Dice share of common words; two empty texts agree wholly."""
    x, y = set(a.split()), set(b.split())
    if not x and not y:
        return 1.0
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def pair_spans(gold: Sequence[Span | None], found: Sequence[Span]) -> dict[int, int]:
    """Return a one-to-one pairing of overlapping spans as gold index to found index."""
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            overlap = min(g[1], p[1]) - max(g[0], p[0]) if g else 0
            if g and overlap > 0:
                candidates.append((-overlap, abs(g[0] - p[0]), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def score(gold: list[Gold], tables: dict[str, pd.DataFrame]) -> Scores:
    """Return the scores of tables made from `gold.write_raw`'s records.

    Args:
        tables: the `SCORED_TABLES` by name; a release is known by its source's file stem.
    """
    scores = Scores(n_releases=len(gold))
    sources = tables["sources"]
    ids = {
        str(s).rpartition("/")[2].removesuffix(".json"): r
        for s, r in zip(sources["source"], sources["release_id"], strict=True)
    }
    rows = {name: _rows_by_release(tables[name]) for name in SCORED_TABLES if name != "sources"}
    for release in gold:
        rid = str(ids.get(release["id"]))
        found = {name: rows[name].get(rid, []) for name in rows}
        _score_people(release, found["people"], scores)
        _score_debris(release, found["releases"], scores)
        _score_mentions(release, "dates", [r for r in found["dates"] if r["kind"] == "date"], scores)
        _score_mentions(release, "counts", found["counts"], scores)
        areas = found["release_crime_areas"]
        wanted = release["crime_areas"]
        _score_set(release, "countries", release["countries"], [r["iso3"] for r in found["countries"]], scores)
        for row in found["countries"]:
            _of_rule(scores, "countries", row, row["iso3"] in release["countries"])
        _score_set(release, "crime_areas", wanted["mentioned"], [r["area"] for r in areas], scores)
        _score_set(release, "primary_area", wanted["primary"], [r["area"] for r in areas if r["primary"]], scores)
    return scores


def _rows_by_release(frame: pd.DataFrame) -> dict[str, list[Row]]:
    return {
        str(rid): [{str(k): v for k, v in row.items()} for row in group.to_dict("records")]
        for rid, group in frame.groupby("release_id")
    }


def _tally(tallies: dict[str, Tally], name: str) -> Tally:
    return tallies.setdefault(name, Tally())


def _of_rule(scores: Scores, table: str, row: Row, right: bool, column: str = "rule") -> None:
    rule = _text(row[column])
    if rule:
        tally = scores.rules.setdefault((table, column, rule), Tally())
        tally.hit += right
        tally.extra += not right


def _value(scores: Scores, name: str, release: Gold, right: bool, gold: object, found: object, where: str) -> None:
    tally = _tally(scores.values, name)
    tally.hit += right
    tally.missed += not right
    if not right:
        scores.errors.append((name, release["id"], "wrong", _text(gold), _text(found), where))


def _text(value: object) -> str:
    return "" if value is None or value is pd.NaT or value != value else str(value)


def _score_people(release: Gold, found: list[Row], scores: Scores) -> None:
    tally = _tally(scores.found, "people")
    by_name: dict[str, list[Row]] = {}
    for row in found:
        by_name.setdefault(normalise(row["name"]), []).append(row)
    for person in release["people"]:
        same = by_name.get(normalise(person["name"]))
        if not same:
            tally.missed += 1
            scores.errors.append(("people", release["id"], "missed", person["name"], "", ""))
            continue
        row = same.pop(0)
        tally.hit += 1
        _of_rule(scores, "people", row, right=True)
        share = word_share(normalise(person["role"]), normalise(_text(row["role"])))
        _value(scores, "role", release, share >= ROLE_SHARE, person["role"], row["role"], person["name"])
        speaks = bool(person["speaks"]) == bool(row["speaks"])
        _value(scores, "speaks", release, speaks, person["speaks"], row["speaks"], person["name"])
    for same in by_name.values():
        for row in same:
            tally.extra += 1
            _of_rule(scores, "people", row, right=False)
            scores.errors.append(("people", release["id"], "extra", "", row["name"], ""))


def _score_debris(release: Gold, releases: list[Row], scores: Scores) -> None:
    clean = normalise(releases[0]["text"]) if releases else ""
    for debris in release["debris"]:
        words = normalise(debris)
        if len(words) > 6:  # shorter ones ("None") stand in sentences too
            _value(scores, "debris_removed", release, words not in clean, debris, "still there", "")


def _iso(value: object) -> str | None:
    # NaT counts as a date to isinstance, but has no day.
    return value.isoformat()[:10] if isinstance(value, datetime.date) and value == value else None


def _score_mentions(release: Gold, name: str, found: list[Row], scores: Scores) -> None:
    text = release["text"]
    wanted = release[name]
    spans = locate(text, [entry["text"] for entry in wanted])
    found_spans = [(int(row["raw_start"]), int(row["raw_end"])) for row in found]
    pairs = pair_spans(spans, found_spans)
    tally = _tally(scores.found, name)
    spans_tally = _tally(scores.found, f"{name}_span")
    for i, entry in enumerate(wanted):
        where = _context(text, spans[i])
        if i not in pairs:
            tally.missed += 1
            spans_tally.missed += 1
            scores.errors.append((name, release["id"], "missed", entry["text"], "", where))
            continue
        spans_tally.hit += 1
        row = found[pairs[i]]
        right = _right_date(entry, row) if name == "dates" else _right_count(entry, row)
        tally.hit += right
        _of_rule(scores, name, row, right)
        if not right:
            tally.missed += 1
            tally.extra += 1
            values = ("start", "end"), ("date_start", "date_end")
            keys, columns = values if name == "dates" else (("value",), ("value",))
            gold = "/".join(_text(entry[k]) for k in keys)
            got = "/".join(_text(row[c])[:10] for c in columns)
            scores.errors.append((name, release["id"], "value", f"{entry['text']} = {gold}", got, where))
        elif name == "counts":
            unit = row["unit"] if isinstance(row["unit"], str) else None
            _value(scores, "count_unit", release, unit == entry["unit"], entry["unit"], unit, where)
            same = row["qualifier"] == entry["qualifier"]
            _value(scores, "count_qualifier", release, same, entry["qualifier"], row["qualifier"], where)
            share = word_share(normalise(entry["item"]), normalise(_text(row["item"])))
            _value(scores, "count_item", release, share >= ITEM_SHARE, entry["item"], row["item"], where)
            _of_rule(scores, name, row, share >= ITEM_SHARE, "item_rule")
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        tally.extra += 1
        spans_tally.extra += 1
        _of_rule(scores, name, found[j], right=False)
        scores.errors.append((name, release["id"], "extra", "", found[j]["text"], _context(text, found_spans[j])))


def _right_date(entry: Row, row: Row) -> bool:
    return bool((entry["start"], entry["end"]) == (_iso(row["date_start"]), _iso(row["date_end"])))


def _right_count(entry: Row, row: Row) -> bool:
    return math.isclose(float(entry["value"]), float(row["value"]), rel_tol=1e-6, abs_tol=1e-6)


def _context(text: str, span: Span | None) -> str:
    if span is None:
        return ""
    return " ".join(text[max(0, span[0] - CONTEXT_CHARS) : span[1] + CONTEXT_CHARS].split())


def _score_set(release: Gold, name: str, wanted: list[str], found: list[str], scores: Scores) -> None:
    gold, got = set(wanted), set(found)
    tally = _tally(scores.found, name)
    tally.hit += len(gold & got)
    tally.extra += len(got - gold)
    tally.missed += len(gold - got)
    for value in sorted(gold ^ got):
        missed = value in gold
        scores.errors.append(
            (name, release["id"], "missed" if missed else "extra", value * missed, value * (not missed), "")
        )
