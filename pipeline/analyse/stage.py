"""The analyse stage: tidy tables to analysis tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from pipeline.analyse import tables as build
from pipeline.fingerprints import code_fingerprint
from pipeline.stages import StageCount
from pipeline.store import (
    ROW_GROUP_ROWS,
    OutputRecord,
    clear_partial,
    count_filled_cells,
    digest,
    file_digest,
    publish,
    read_compact,
    write_table,
)
from pipeline.tables import ANALYSIS_TABLES, TIDY_TABLES
from pipeline.workers import Beside

# What the analyses read of the tidy tables.
READ_COLUMNS = {
    "sources": ("status", "reason", "format"),
    "releases": ("release_id", "published", "language", "near_duplicate_of"),
    "debris": ("rule",),
    "people": ("release_id", "person_id", "name", "role", "organisation", "speaks"),
    "dates": ("release_id",),
    "counts": ("release_id",),
    "countries": ("release_id", "iso3"),
    "release_crime_areas": ("release_id", "area", "primary"),
    "quotes": ("release_id", "person_id"),
    "outcomes": (
        "release_id", "outcome_id", "part_of", "action", "category", "unit", "value", "qualifier", "implied",
    ),
}  # fmt: skip


def analyse(out: Path, *, force: bool = False) -> StageCount:
    """Write the analysis tables as Parquet and CSV, where anything has changed."""
    tidy = [out / "tables" / f"{name}.parquet" for name in TIDY_TABLES]
    key = digest(code_fingerprint("analyse"), [file_digest(path) for path in tidy])
    record = OutputRecord(out, "analyse")
    if not force and record.current(key):
        return StageCount(len(ANALYSIS_TABLES), 0)
    clear_partial([out / "tables"])
    t = read_compact(out, READ_COLUMNS)
    releases, areas = t["releases"], t["release_crime_areas"]
    pairs = {
        "country_pairs": build.country_pairs(releases, t["countries"], n_rows=ROW_GROUP_ROWS),
        "person_pairs": build.person_pairs(releases, t["people"], n_rows=ROW_GROUP_ROWS),
    }
    # By far the longest.
    with Beside("counts pairs", lambda tell: _write(out, pairs)) as writing:
        frames = {
            "crime_area_by_month": build.build_crime_area_by_month(releases, areas),
            "crime_area_trend": build.build_crime_area_trend(releases, areas),
            "country_by_crime_area": build.build_country_by_crime_area(releases, t["countries"], areas),
            "people_activity": build.build_people_activity(releases, t["people"], t["quotes"]),
            "outcome_totals": build.build_outcome_totals(releases, t["outcomes"]),
            "corpus_profile": build.build_corpus_profile(t, count_filled_cells(out, TIDY_TABLES)),
        }
        paths = _write(out, frames) + writing.result()
    publish(paths)
    record.write(key, paths)
    return StageCount(0, len(ANALYSIS_TABLES))


def _write(out: Path, frames: Mapping[str, pd.DataFrame | Iterable[pd.DataFrame]]) -> list[Path]:
    """Write tables to their partial places; return the paths of the files."""
    return [path for name, frame in frames.items() for path in write_table(out, name, frame)]
