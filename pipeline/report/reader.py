"""What the pages of single releases read: packed rows, in files of many releases each.

A page opened from disk may load a script but not fetch a file, so the rows of a release stand
in `data/PREFIX.js`, where PREFIX is the head of its id; each file hands its releases to the
page that asked for it. Text is data in them: JSON strings, never markup.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.store import read_rows
from pipeline.tables import TABLES

# Tables shown beside the text, in this order.
SHOWN_TABLES = (
    *("outcomes", "charges", "penalties", "people", "quotes", "dates", "counts", "countries", "regions", "places"),
    *("crime_areas", "release_crime_areas", "organisations", "systems", "person_mentions"),
)
MARKED_TABLES = tuple(t for t in SHOWN_TABLES if t not in ("people", "outcomes", "release_crime_areas"))
_UNSHOWN = (
    "release_id", "text", "start", "end", "raw_start", "raw_end", "sentence", "rule", "iso2", "label",
    "person_id", "organisation_id", "outcome_id", "charge_id", "penalty_id", "entity_id", "geoname_id", "latitude",
    "longitude",
)  # fmt: skip
# Tables whose rows are of persons show their names, under this heading.
_PERSON = {"charges": ("person",), "penalties": ("person",)}
VALUE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: (*_PERSON.get(name, ()), *(c for c in TABLES[name].column_names if c not in _UNSHOWN))
    for name in SHOWN_TABLES
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
# Fewer stretches than one for so many files are read one by one, and those of fewer files than two in so many.
MANY_STRETCHES = 8

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
    names = {row["person_id"]: row["name"] for row in rows.get("people", ())}

    def cell(row: Row, column: str) -> Any:
        return names.get(row.get("person_id")) if column == "person" else _plain_value(row.get(column))

    tables = {
        name: [
            [
                row.get("start"),
                row.get("end"),
                row.get("rule"),
                *(cell(row, c) for c in VALUE_COLUMNS[name]),
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


def _rows_by_release(
    out: Path, table: str, columns: Sequence[str], within: tuple[str, str] | None
) -> Iterator[tuple[str, list[Row]]]:
    """Yield a table's rows release by release; the table is sorted by it."""
    rows = read_rows(out, table, ["release_id", *columns], within=within)
    for release_id, group in groupby(rows, key=lambda row: str(row["release_id"])):
        yield release_id, list(group)


def build_data_files(out: Path, length: int, prefixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the files of releases with these prefixes of a length, given in order.

    Many are made in one pass over the tables, a release at a time; for few, only their stretches are read.
    """
    stretches = list(_stretches(prefixes))
    # A stretch is held whole, and costs a read of every table.
    if max(len(stretches), len(prefixes) // 2) * MANY_STRETCHES < 16**length:
        for stretch in stretches:
            yield from _build_data_files(out, length, stretch)
        return
    wanted = {data_file(prefix) for prefix in prefixes}
    yield from ((name, text) for name, text in _build_data_files(out, length, None) if name in wanted)


def _stretches(prefixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the first and the last of the prefixes that follow each other without a gap.

    >>> list(_stretches(["09", "0a", "0c"]))
    [('09', '0a'), ('0c', '0c')]
    """
    for _, group in groupby(enumerate(prefixes), key=lambda item: int(item[1] or "0", 16) - item[0]):
        run = [prefix for _, prefix in group]
        yield run[0], run[-1]


def _build_data_files(out: Path, length: int, within: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
    columns: dict[str, Sequence[str]] = {"debris": _DEBRIS_COLUMNS}
    for name in SHOWN_TABLES:
        present = TABLES[name].column_names
        needed = ("start", "end", "rule", *VALUE_COLUMNS[name])
        keeps_person = name == "people" or name in _PERSON
        columns[name] = [c for c in present if c in needed or (keeps_person and c == "person_id")]
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


def build_list_files(
    tables: Mapping[str, pd.DataFrame], area_label: Mapping[str, str], country_name: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of the files that the list of releases reads: its parts, newest releases first, and its head.

    The head tells how many releases each part holds, and of which days; a page asks for the parts it needs. In a part
    the names of areas, countries, people, roles and outcomes stand once each, and releases point to them.

    Args:
        tables: as `store.read_compact` returns them.
    """
    releases = tables["releases"].sort_values(["published", "source"], na_position="last", ascending=[False, True])
    place = np.empty(len(releases), np.int64)
    place[releases["release_id"].cat.codes] = np.arange(len(releases))
    areas, people, outcomes = tables["release_crime_areas"], tables["people"], tables["outcomes"]
    speakers = people[people["speaks"]].dropna(subset=["role"])
    news = outcomes[outcomes["part_of"].isna() & (outcomes["scope"] == "event")]
    kinds = {
        "area": _Named(place, areas, ["area"]),
        "about": _Named(place, areas[areas["primary"]], ["area"]),
        "country": _Named(place, tables["countries"], ["iso3"]),
        "person": _Named(place, people, ["name"]),
        "role": _Named(place, speakers, ["role"], spell=str.lower),
        "outcome": _Named(place, news, ["action", "category", "unit"]),
    }
    parts = []
    for n, start in enumerate(range(0, len(releases), LISTED_PER_FILE)):
        held = releases.iloc[start : start + LISTED_PER_FILE]
        found = {kind: named.within(start, start + len(held)) for kind, named in kinds.items()}
        rows = _listed(held, [of_release for _, of_release in found.values()])
        days = [row[1] for row in rows if row[1]]
        parts.append([len(rows), min(days, default=""), max(days, default=""), len(days) < len(rows)])
        words = {kind: words for kind, (words, _) in found.items()}
        yield f"list-{n}.js", _handed_over("addPart", {"part": n, "words": words, "releases": rows})
    labels = {"area": dict(area_label), "country": {k: country_name[k] for k in sorted(country_name)}}
    yield "list.js", _handed_over("addList", {"kinds": list(kinds), "labels": labels, "parts": parts})


class _Named:
    """Which words releases name: places of releases in the list, and numbers of words, in order of both.

    Args:
        place: the place in the list of the release of each code of `release_id`.
        columns: whose cells, joined by a bar, are the words.
        spell: how a word is written in the list.
    """

    def __init__(
        self, place: np.ndarray, frame: pd.DataFrame, columns: Sequence[str], spell: Callable[[str], str] = str
    ) -> None:
        keys = list(columns)
        # Groups and kinds are both numbered as they first appear.
        numbers = frame.groupby(keys, observed=True, dropna=False, sort=False).ngroup().to_numpy()
        kinds = frame[keys].drop_duplicates().astype(object).fillna("")
        written = [spell("|".join(cells)) for cells in kinds.itertuples(index=False)]
        self._words = sorted(set(written))
        number_of = {word: n for n, word in enumerate(self._words)}
        of_kind = np.array([number_of[word] for word in written], np.int64)
        pairs = pd.DataFrame({"place": place[frame["release_id"].cat.codes], "word": of_kind[numbers]})
        pairs = pairs.drop_duplicates().sort_values(["place", "word"])
        self._places, self._numbers = pairs["place"].to_numpy(), pairs["word"].to_numpy()

    def within(self, start: int, end: int) -> tuple[list[str], list[list[int]]]:
        """Return the words of the releases at places from `start` to `end`, and the numbers of each one's words."""
        low, high = np.searchsorted(self._places, [start, end])
        used, numbers = np.unique(self._numbers[low:high], return_inverse=True)
        of_all, ends = numbers.tolist(), np.searchsorted(self._places[low:high], np.arange(start, end + 1)).tolist()
        return [self._words[n] for n in used], [of_all[a:b] for a, b in pairwise(ends)]


def _listed(releases: pd.DataFrame, named: Sequence[list[list[int]]]) -> list[list[Any]]:
    """Return the rows of one part of the list; `named` holds each release's numbers of words, by kind."""
    listed: Any = releases.itertuples(index=False)
    return [
        [
            r.release_id,
            "" if pd.isna(r.published) else str(r.published)[:10],
            r.title if isinstance(r.title, str) else "",
            r.publisher if isinstance(r.publisher, str) else "",
            r.source,
            0 if pd.isna(r.near_duplicate_of) else 1,
            list(numbers),
        ]
        for r, *numbers in zip(listed, *named, strict=True)
    ]
