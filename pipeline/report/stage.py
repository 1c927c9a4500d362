"""The report stage: tables to pages that open from disk, without network.

`index.html` is whole in itself and runs no script. Beside it, `releases.html` lists the releases
behind a figure and `release.html` shows one; both read the files of `data/`.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from pipeline.errors import REASONS
from pipeline.extras import require
from pipeline.fingerprints import code_fingerprint
from pipeline.report import reader
from pipeline.report.drawer import Drawer
from pipeline.report.figures import MIN_SHARED, TOP_ROWS, Facts, Section, build_sections
from pipeline.report.templates import render_page
from pipeline.stages import StageCount
from pipeline.store import (
    ON_REQUEST,
    OutputRecord,
    clear_partial,
    count_inputs,
    count_own_faults,
    digest,
    file_digest,
    part_keys,
    part_of,
    partial_path,
    publish,
    read_column,
    read_compact,
    read_json,
    read_quarantined,
    read_table,
    write_text,
)
from pipeline.tables import TABLES
from pipeline.workers import Beside

_WORDS = {"countries": ("release_id", "iso3", "name"), "crime_areas": ("area", "label")}
# What the list of releases reads of tables.
LISTED_COLUMNS = {
    **_WORDS,
    "releases": ("release_id", "title", "published", "publisher", "source", "near_duplicate_of"),
    "people": ("release_id", "name", "role", "speaks"),
    "release_crime_areas": ("release_id", "area", "primary"),
    "outcomes": ("release_id", "part_of", "action", "category", "unit", "scope"),
}
# What the front page reads of tables that are as long as the corpus, and of short ones.
LONG_COLUMNS = {
    **_WORDS,
    "releases": ("release_id", "published", "publisher", "near_duplicate_of"),
    "people": ("release_id", "person_id", "name", "role", "speaks"),
    "quotes": ("release_id", "person_id"),
    "release_crime_areas": ("release_id", "area", "primary"),
    "outcomes": ("release_id", "part_of", "action", "category", "unit", "value", "scope"),
    "entities": ("kind", "name", "n_releases", "n_mentions", "country"),
    "people_activity": ("name", "role", "organisation", "n_releases", "n_quotes"),
    "person_pairs": ("person_a", "person_b", "n_releases", "n_a", "n_b", "expected", "lift"),
}
SHORT_TABLES = (
    *("crime_area_trend", "country_by_crime_area", "country_pairs", "outcome_totals", "running_totals", "seizures"),
    *("charges_by_area", "penalties_by_area", "money", "corpus_profile"),
)


def report(out: Path, *, force: bool = False) -> StageCount:
    """Write `OUT/report` from the tables, where anything has changed.

    Raises:
        UsageError: the extra is not installed.
    """
    require("report")
    key = digest(code_fingerprint("report"), [file_digest(out / "tables" / f"{name}.parquet") for name in TABLES])
    record = OutputRecord(out, "report")
    if not force and record.current(key):
        return StageCount(1, 0)
    folder = out / "report"
    clear_partial([folder, folder / "data"])
    drawn = out / "work" / "drawings.json"
    code = code_fingerprint("report")
    length, prefixes = _prefixes(out)
    data = {prefix: folder / "data" / reader.data_file(prefix) for prefix in prefixes}
    keys = part_keys(out)
    shapes = {path: _shape(keys, prefix, length, code) for prefix, path in data.items()}
    standing = {} if force else record.standing()
    todo = [prefix for prefix, path in data.items() if shapes[path] is None or standing.get(path) != shapes[path]]
    packed = reader.build_data_files(out, length, todo)
    with (
        # They begin before this process reads its tables, and so do not hold them.
        Beside("packs the releases", lambda tell: _write(folder / "data", packed)) as packing,
        Beside("lists the releases", lambda tell: _write(folder / "data", _list_files(out))) as listing,
        Drawer({} if force else _drawings_before(drawn)) as drawer,
    ):
        made = _write(folder, _pages(out, drawer, length)) + listing.result() + packing.result()
        write_text(drawn, json.dumps(drawer.drawings(), indent=1))
    publish(made)
    paths = {*made, *data.values()}
    for path in sorted((folder / "data").glob("*.js")):
        if path not in paths:
            path.unlink()
    record.write(key, sorted(paths), shapes=shapes)
    return StageCount(0, 1)


def _prefixes(out: Path) -> tuple[int, list[str]]:
    """Return the length of the prefixes of release ids that name files, and the prefixes there are, in order."""
    ids = read_column(out, "releases", "release_id")
    length = reader.prefix_length(len(ids))
    return length, sorted(pc.unique(pc.utf8_slice_codeunits(ids, 0, length)).to_pylist())


def _drawings_before(path: Path) -> dict[str, str]:
    found = read_json(path)
    return found if isinstance(found, dict) else {}


def _shape(keys: Mapping[int, str], prefix: str, length: int, code: str) -> str | None:
    """Return a digest of all that shapes the file of the releases with a prefix, None where it is not known."""
    parts = range(part_of(prefix), part_of(prefix.ljust(4, "f")) + 1)
    return digest(code, length, [(part, keys.get(part)) for part in parts]) if keys else None


def read_tables(out: Path) -> dict[str, pd.DataFrame]:
    """Return what the front page reads of the tables, long ones as `store.read_compact` gives them."""
    often = {"person_pairs": ("n_releases", ">=", MIN_SHARED), "entities": ("n_releases", ">", 1)}
    return {**read_compact(out, LONG_COLUMNS, filters=often), **{name: read_table(out, name) for name in SHORT_TABLES}}


def _write(folder: Path, files: Iterable[tuple[str, str]]) -> list[Path]:
    """Write files at their partial places; return their places.

    Args:
        files: the path under `folder` and the text of each.
    """
    paths = []
    for name, text in files:
        path = folder / name
        partial_path(path).write_text(text, encoding="utf-8", newline="\n", errors="backslashreplace")
        paths.append(path)
    return paths


def _list_files(out: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of the list of releases."""
    facts = Facts(read_compact(out, LISTED_COLUMNS))
    yield from reader.build_list_files(facts.tables, facts.area_label, facts.country_name)


def _pages(out: Path, drawer: Drawer, length: int) -> Iterator[tuple[str, str]]:
    """Yield the path under `OUT/report` and the text of each page."""
    facts = Facts(read_tables(out))
    yield "releases.html", render_page("releases.html.j2")
    yield "release.html", render_reader(prefix_length=length)
    sections = []
    for section in build_sections(facts):
        drawer.begin(drawing for figure in section.figures for drawing in figure.drawings)
        sections.append(section)
    yield (
        "index.html",
        render_index(
            facts,
            sections,
            n_inputs=count_inputs(out),
            n_own_faults=count_own_faults(out),
            quarantined=read_quarantined(out, TOP_ROWS),
        ),
    )


def render_reader(*, prefix_length: int = 0, packed: dict[str, Any] | None = None) -> str:
    """Return the page that shows a release.

    Args:
        prefix_length: how many digits of an id name the file of `data/` that holds it.
        packed: a release to show at once, in a page that stands alone.
    """
    return render_page(
        "release.html.j2",
        setup={
            "prefixLength": prefix_length,
            "marked": reader.MARKED_TABLES,
            "columns": {name: list(columns) for name, columns in reader.VALUE_COLUMNS.items()},
            "packed": packed,
        },
        alone=packed is not None,
    )


def render_index(
    facts: Facts,
    sections: Sequence[Section],
    *,
    n_inputs: Mapping[str, int],
    quarantined: Sequence[Mapping[str, Any]],
    n_own_faults: int = 0,
) -> str:
    """Return the report's front page.

    Args:
        sections: as `figures.build_sections` yields them.
        n_inputs: how many inputs have each status.
        quarantined: what was quarantined, as `read_quarantined` groups it.
        n_own_faults: how many inputs a fault of the pipeline has set aside.
    """
    tables = facts.tables
    releases, profile = tables["releases"], tables["corpus_profile"]
    publishers = releases["publisher"].astype(object).dropna()
    dated = releases["published"].dropna()
    return render_page(
        "report.html.j2",
        status=n_inputs,
        n_inputs=sum(n_inputs.values()),
        n_releases=len(releases),
        n_near=int(releases["near_duplicate_of"].notna().sum()),
        n_undated=int(releases["published"].isna().sum()),
        n_publishers=publishers.nunique(),
        publishers=publishers.value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
        .head(12)
        .to_dict(),
        years=sorted({f"{dated.min():%Y}", f"{dated.max():%Y}"}) if len(dated) else [],
        sections=sections,
        quarantined=[{**row, "advice": REASONS[row["reason"]]} for row in quarantined],
        n_own_faults=n_own_faults,
        unanalysed=_shares(profile, "kept but not analysed"),
        n_quarantined_more=n_inputs["quarantined"] - sum(row["n"] for row in quarantined),
        coverage=_shares(profile, "releases with rows"),
        rows=profile[profile["section"] == "rows"].to_dict("records"),
        filled=_shares(profile, "filled cells"),
        cleaning=profile[profile["section"] == "cleaning rules"].to_dict("records"),
        meanings={name: table.meaning for name, table in TABLES.items()},
        on_request=ON_REQUEST,
    )


def _shares(profile: pd.DataFrame, section: str) -> list[dict[Hashable, Any]]:
    rows = profile[profile["section"] == section]
    return rows.assign(share=(rows["value"] / rows["of"]).fillna(0.0)).to_dict("records")
