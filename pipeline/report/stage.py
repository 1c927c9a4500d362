"""The report stage: tables to one HTML page that opens from disk, without network or scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import REASONS
from pipeline.fingerprints import code_fingerprint
from pipeline.report.templates import render_page
from pipeline.stages import StageCount
from pipeline.store import OutputRecord, digest, file_digest, read_table, write_text
from pipeline.tables import TABLES

TOP = 25
_READ = (
    "sources",
    "releases",
    "people",
    "countries",
    "release_crime_areas",
    "crime_area_by_month",
    "country_by_crime_area",
    "people_activity",
    "outcome_totals",
    "corpus_profile",
)


def report(out: Path, *, force: bool = False) -> StageCount:
    """Write `OUT/report/index.html` from the tables, where anything has changed."""
    key = digest(code_fingerprint("report"), [file_digest(out / "tables" / f"{name}.parquet") for name in _READ])
    record = OutputRecord(out, "report")
    if not force and record.current(key):
        return StageCount(1, 0)
    path = out / "report" / "index.html"
    tables = {name: read_table(out, name, [c for c in TABLES[name].column_names if c != "text"]) for name in _READ}
    write_text(path, render(tables))
    record.write(key, [path])
    return StageCount(0, 1)


def render(tables: dict[str, pd.DataFrame]) -> str:
    """Return the report's HTML. Every text of the input is escaped by the template engine."""
    return render_page("report.html.j2", **_content(tables))


def _content(t: dict[str, pd.DataFrame]) -> dict[str, Any]:
    releases = t["releases"]
    status = t["sources"]["status"].value_counts()
    quarantined = t["sources"][t["sources"]["status"] == "quarantined"]
    profile = t["corpus_profile"]
    months = releases["published"].dropna().dt.strftime("%Y").value_counts().sort_index()
    areas = (
        t["release_crime_areas"]
        .groupby("area", as_index=False)
        .agg(n_releases=("release_id", "size"), n_primary=("primary", "sum"))
        .sort_values(["n_primary", "n_releases", "area"], ascending=[False, False, True])
    )
    countries = (
        t["countries"]
        .drop_duplicates(["release_id", "iso3"])
        .groupby(["iso3", "name"], as_index=False)
        .agg(n_releases=("release_id", "size"))
        .sort_values(["n_releases", "iso3"], ascending=[False, True])
    )
    matrix_countries = list(countries["iso3"].head(12))
    cells = t["country_by_crime_area"].set_index(["iso3", "area"])["n_releases"].to_dict()
    speakers = t["people_activity"].sort_values(["n_quotes", "n_releases", "name"], ascending=[False, False, True])
    outcomes = t["outcome_totals"].sort_values(
        ["n_rows", "action", "category", "unit", "year"], ascending=[False, True, True, True, True]
    )
    return {
        "status": {s: int(status.get(s, 0)) for s in ("released", "duplicate", "quarantined")},
        "n_releases": len(releases),
        "n_undated": int(releases["published"].isna().sum()),
        "n_near": int(releases["near_duplicate_of"].notna().sum()),
        "quarantined": [
            {**row, "advice": REASONS[str(row["reason"])]}
            for row in quarantined[["source", "reason", "detail"]].head(TOP).to_dict("records")
        ],
        "n_quarantined_more": max(0, len(quarantined) - TOP),
        "years": [(year, int(n)) for year, n in months.items()],
        "areas": areas.to_dict("records"),
        "countries": countries.head(TOP).to_dict("records"),
        "n_countries": len(countries),
        "matrix_countries": matrix_countries,
        "matrix": [(area, [int(cells.get((iso3, area), 0)) for iso3 in matrix_countries]) for area in areas["area"]],
        "speakers": [
            {**row, "role": _or_empty(row["role"])}
            for row in speakers[speakers["n_quotes"] > 0].head(TOP).to_dict("records")
        ],
        "outcomes": [{**row, "unit": _or_empty(row["unit"])} for row in outcomes.head(TOP).to_dict("records")],
        "rows": profile[profile["section"] == "rows"].to_dict("records"),
        "filled": profile[profile["section"] == "filled cells"].to_dict("records"),
        "cleaning": profile[profile["section"] == "cleaning rules"].to_dict("records"),
        "releases": [
            {
                **row,
                "title": _or_empty(row["title"]) or "(no title)",
                "publisher": _or_empty(row["publisher"]),
                "published": "" if pd.isna(row["published"]) else str(row["published"])[:10],
            }
            for row in releases.sort_values(["published", "source"], na_position="last")
            .head(500)[["release_id", "source", "title", "publisher", "published"]]
            .to_dict("records")
        ],
    }


def _or_empty(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
