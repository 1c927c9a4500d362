"""What the pages of single releases read: packed rows, in files of many releases each.

A page opened from disk may load a script but not fetch a file, so the rows of a release stand
in `data/PREFIX.js`, where PREFIX is the head of its id; each file hands its releases to the
page that asked for it. Text is data in them: JSON strings, never markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.store import read_rows
from pipeline.tables import TABLES

# Tables shown beside the text, in this order.
SHOWN_TABLES = (
    "person_mentions",
    "people",
    "dates",
    "counts",
    "countries",
    "regions",
    "crime_areas",
    "organisations",
    "systems",
    "quotes",
    "outcomes",
    "release_crime_areas",
)
MARKED_TABLES = tuple(t for t in SHOWN_TABLES if t not in ("people", "outcomes", "release_crime_areas"))
_UNSHOWN = (
    "release_id", "text", "start", "end", "raw_start", "raw_end", "sentence", "rule", "iso2", "label",
    "person_id", "organisation_id", "outcome_id",
)  # fmt: skip
VALUE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(c for c in TABLES[name].column_names if c not in _UNSHOWN) for name in SHOWN_TABLES
}
RELEASE_COLUMNS = (
    "release_id", "title", "published", "publisher", "url", "source", "language", "dateline_place", "near_duplicate_of",
    "text",
)  # fmt: skip
_DEBRIS_COLUMNS = ("raw_start", "raw_end", "rule", "text", "replacement")
# A page's source around a release can be a hundred times its text; its middle stays in the table `debris`.
_DEBRIS_CHARS = 2_000
RELEASES_PER_FILE = 100
# Some half a megabyte: on the screen at once, and a hundred thousand releases are fifty files.
LISTED_PER_FILE = 2_000
# A stretch costs a read of every table: fewer than one file in so many are read by stretches.
MANY_PREFIXES = 8

Row = Mapping[str, Any]


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value


def _short(text: str) -> str:
    if len(text) <= _DEBRIS_CHARS:
        return text
    half = _DEBRIS_CHARS // 2
    return f"{text[:half]} [… {len(text) - 2 * half:,} characters, see the table debris …] {text[-half:]}"


def pack_release(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Return one release as the page reads it.

    Args:
        rows: its rows by table, `releases` and `debris` among them; cells as in the contract.
    """
    release = rows["releases"][0]
    tables = {
        name: [
            [
                row.get("start"),
                row.get("end"),
                row.get("rule"),
                *(_plain_value(row.get(c)) for c in VALUE_COLUMNS[name]),
            ]
            for row in rows.get(name, ())
        ]
        for name in SHOWN_TABLES
    }
    return {
        "release": {c: _plain_value(release.get(c)) for c in RELEASE_COLUMNS},
        "tables": {name: packed for name, packed in tables.items() if packed},
        "debris": [
            [row["raw_start"], row["raw_end"], row["rule"], _short(row["text"]), row["replacement"]]
            for row in rows.get("debris", ())
        ],
    }


def prefix_length(n_releases: int) -> int:
    """Return how many digits of an id name its file, so that a file holds a hundred releases at most, or so.

    >>> [prefix_length(n) for n in (0, 100, 800, 12_000)]
    [0, 0, 1, 2]
    """
    length = 0
    while n_releases > RELEASES_PER_FILE * 16**length:
        length += 1
    return length


def data_file(prefix: str) -> str:
    return f"releases-{prefix}.js" if prefix else "releases.js"


def _rows_by_release(out: Path, table: str, columns: Sequence[str], prefix: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield a table's rows release by release; the table is sorted by it."""
    rows = read_rows(out, table, ["release_id", *columns], prefix=prefix)
    for release_id, group in groupby(rows, key=lambda row: str(row["release_id"])):
        yield release_id, list(group)


def build_data_files(out: Path, length: int, prefixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the files of releases with these prefixes of a length.

    Many are made in one pass over the tables, a release at a time; for few, only their stretches are read.
    """
    if len(prefixes) * MANY_PREFIXES < 16**length:
        for prefix in prefixes:
            yield from _build_data_files(out, length, prefix)
        return
    wanted = {data_file(prefix) for prefix in prefixes}
    yield from ((name, text) for name, text in _build_data_files(out, length, "") if name in wanted)


def _build_data_files(out: Path, length: int, within: str) -> Iterator[tuple[str, str]]:
    columns: dict[str, Sequence[str]] = {"debris": _DEBRIS_COLUMNS}
    for name in SHOWN_TABLES:
        present = TABLES[name].column_names
        columns[name] = [c for c in present if c in ("start", "end", "rule") or c in VALUE_COLUMNS[name]]
    streams = {n: _rows_by_release(out, n, c, within) for n, c in columns.items()}
    heads: dict[str, tuple[str, list[Row]] | None] = {name: next(stream, None) for name, stream in streams.items()}

    def packed() -> Iterator[tuple[str, dict[str, Any]]]:
        for release_id, release in _rows_by_release(out, "releases", RELEASE_COLUMNS[1:], within):
            rows: dict[str, Sequence[Row]] = {"releases": release}
            for name, head in heads.items():
                if head is not None and head[0] == release_id:
                    rows[name] = head[1]
                    heads[name] = next(streams[name], None)
            yield release_id, pack_release(rows)

    for prefix, group in groupby(packed(), key=lambda item: item[0][:length]):
        yield data_file(prefix), _handed_over("addReleases", dict(group))


def _handed_over(function: str, value: Any) -> str:
    return f"{function}({json.dumps(value, ensure_ascii=False, separators=(',', ':'))});\n"


def build_list_files(tables: Mapping[str, pd.DataFrame], area_label: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the files that the list of releases reads: its head, then its parts, newest releases first.

    The head tells how many releases each part holds, and of which days; a page asks for the parts it needs. In a part
    the names of areas, countries, people, roles and outcomes stand once each, and releases point to them.
    """
    releases = tables["releases"].sort_values(["published", "source"], na_position="last", ascending=[False, True])
    outcomes, areas = tables["outcomes"], tables["release_crime_areas"]
    speakers = tables["people"][tables["people"]["speaks"]].dropna(subset=["role"])
    key = outcomes["action"] + "|" + outcomes["category"] + "|" + outcomes["unit"].astype(object).fillna("").astype(str)
    kinds = {
        "area": areas[["release_id", "area"]],
        "about": areas.loc[areas["primary"], ["release_id", "area"]],
        "country": tables["countries"][["release_id", "iso3"]],
        "person": tables["people"][["release_id", "name"]],
        "role": speakers.assign(role=speakers["role"].str.lower())[["release_id", "role"]],
        "outcome": outcomes.assign(key=key).loc[outcomes["part_of"].isna(), ["release_id", "key"]],
    }
    part_of = dict(zip(releases["release_id"], (n // LISTED_PER_FILE for n in range(len(releases))), strict=True))
    n_parts = -(-len(releases) // LISTED_PER_FILE)
    named: dict[str, list[pd.DataFrame]] = {}
    for kind, frame in kinds.items():
        pairs = frame.drop_duplicates().set_axis(["release_id", "word"], axis=1)
        by_part = dict(iter(pairs.groupby(pairs["release_id"].map(part_of))))
        named[kind] = [by_part.get(n, pairs.head(0)) for n in range(n_parts)]
    parts, files = [], []
    for n in range(n_parts):
        held = releases.iloc[n * LISTED_PER_FILE : (n + 1) * LISTED_PER_FILE]
        words, rows = _listed(held, {kind: frames[n] for kind, frames in named.items()})
        days = [row[1] for row in rows if row[1]]
        parts.append([len(rows), min(days, default=""), max(days, default=""), len(days) < len(rows)])
        files.append((f"list-{n}.js", _handed_over("addPart", {"part": n, "words": words, "releases": rows})))
    names = dict(zip(tables["countries"]["iso3"], tables["countries"]["name"], strict=True))
    labels = {"area": dict(area_label), "country": {k: names[k] for k in sorted(names)}}
    yield "list.js", _handed_over("addList", {"kinds": list(kinds), "labels": labels, "parts": parts})
    yield from files


def _listed(releases: pd.DataFrame, kinds: Mapping[str, pd.DataFrame]) -> tuple[dict[str, list[str]], list[list[Any]]]:
    """Return the words of one part of the list by kind, and its rows."""
    words, of_release = {}, {}
    for kind, pairs in kinds.items():
        codes, values = pd.factorize(pairs["word"], sort=True)
        words[kind] = [str(v) for v in values]
        found: dict[str, list[int]] = {}
        for release_id, code in zip(pairs["release_id"], codes.tolist(), strict=True):
            found.setdefault(release_id, []).append(code)
        of_release[kind] = {release_id: sorted(c) for release_id, c in found.items()}
    listed: Any = releases.itertuples(index=False)
    rows = [
        [
            r.release_id,
            "" if pd.isna(r.published) else str(r.published)[:10],
            r.title if isinstance(r.title, str) else "",
            r.publisher if isinstance(r.publisher, str) else "",
            r.source,
            0 if pd.isna(r.near_duplicate_of) else 1,
            [of_release[kind].get(r.release_id, []) for kind in kinds],
        ]
        for r in listed
    ]
    return words, rows
