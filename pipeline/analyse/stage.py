"""The analyse stage: tidy tables to analysis tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.analyse import tables as build
from pipeline.fingerprints import code_fingerprint
from pipeline.stages import StageCount
from pipeline.store import (
    OutputRecord,
    clear_partial,
    digest,
    file_digest,
    publish,
    read_table,
    write_database,
    write_table,
)
from pipeline.tables import ANALYSIS_TABLES, TABLES, TIDY_TABLES

# Columns no analysis reads, and long.
_UNREAD = {"releases": ("text",), "debris": ("text", "replacement")}


def analyse(out: Path, *, force: bool = False) -> StageCount:
    """Write the analysis tables as Parquet and CSV, and `press.duckdb` anew, where anything has changed."""
    tidy = [out / "tables" / f"{name}.parquet" for name in TIDY_TABLES]
    key = digest(code_fingerprint("analyse"), [file_digest(path) for path in tidy])
    record = OutputRecord(out, "analyse")
    if not force and record.current(key):
        return StageCount(len(ANALYSIS_TABLES), 0)
    clear_partial([out / "tables", out])
    t = {name: _read(out, name) for name in TIDY_TABLES}
    frames: dict[str, pd.DataFrame] = {
        "crime_area_by_month": build.build_crime_area_by_month(t["releases"], t["release_crime_areas"]),
        "crime_area_trend": build.build_crime_area_trend(t["releases"], t["release_crime_areas"]),
        "country_by_crime_area": build.build_country_by_crime_area(
            t["releases"], t["countries"], t["release_crime_areas"]
        ),
        "country_pairs": build.build_country_pairs(t["releases"], t["countries"]),
        "person_pairs": build.build_person_pairs(t["releases"], t["people"]),
        "people_activity": build.build_people_activity(t["releases"], t["people"], t["quotes"]),
        "outcome_totals": build.build_outcome_totals(t["releases"], t["outcomes"]),
        "corpus_profile": build.build_corpus_profile(t),
    }
    paths = [path for name in ANALYSIS_TABLES for path in write_table(out, name, frames[name])]
    publish(paths)
    write_database(out, ANALYSIS_TABLES)
    record.write(key, [*paths])
    return StageCount(0, len(ANALYSIS_TABLES))


def _read(out: Path, name: str) -> pd.DataFrame:
    skipped = _UNREAD.get(name, ())
    return read_table(out, name, [c for c in TABLES[name].column_names if c not in skipped])
