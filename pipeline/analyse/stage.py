"""The analyse stage: tidy tables to analysis tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.analyse import cases, outcomes
from pipeline.analyse import tables as build
from pipeline.config import Settings
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
    use_extracted_codes,
    write_table,
)
from pipeline.tables import ANALYSIS_TABLES, TIDY_TABLES
from pipeline.vocabulary import ENHANCEMENT
from pipeline.workers import map_batches, stop_at

Tidy = Mapping[str, pd.DataFrame]
Analyses = dict[str, pd.DataFrame | Iterable[pd.DataFrame]]


@dataclass(frozen=True)
class Group:
    """Analysis tables made together by one process, which holds no more of the tidy tables than they need.

    Attributes:
        reads: the columns of the tidy tables.
        make: the tables by name, of frames as `store.read_compact` returns them; OUT, too, is given.
    """

    reads: Mapping[str, Sequence[str]]
    make: Callable[[Path, Tidy], Analyses]


def _make_person_pairs(out: Path, t: Tidy) -> Analyses:
    return {"person_pairs": build.person_pairs(t["releases"], t["people"], n_rows=ROW_GROUP_ROWS)}


def _make_people(out: Path, t: Tidy) -> Analyses:
    return {"people_activity": build.build_people_activity(t["releases"], t["people"], t["quotes"])}


def _make_outcomes(out: Path, t: Tidy) -> Analyses:
    releases, told = t["releases"], t["outcomes"]
    groups = outcomes.groups_of(t["organisations"], t["systems"])
    again = outcomes.told_again(releases, told, t["people"], t["outcome_people"], groups)
    found = told[~again]
    return {
        "outcome_totals": outcomes.build_outcome_totals(releases, found, told[again]),
        "running_totals": outcomes.build_running_totals(releases, found),
        "seizures": outcomes.build_seizures(releases, found),
        "money": cases.build_money(releases, found, t["penalties"]),
    }


def _make_cases(out: Path, t: Tidy) -> Analyses:
    releases, charges = t["releases"], t["charges"]
    charges = charges[charges["rule"] != ENHANCEMENT]
    return {
        "charges_by_area": cases.build_charges_by_area(releases, charges),
        "penalties_by_area": cases.build_penalties_by_area(releases, t["penalties"], charges, t["release_crime_areas"]),
    }


def _make_areas(out: Path, t: Tidy) -> Analyses:
    releases, countries, areas = t["releases"], t["countries"], t["release_crime_areas"]
    return {
        "crime_area_by_month": build.build_crime_area_by_month(releases, areas),
        "crime_area_trend": build.build_crime_area_trend(releases, areas),
        "country_by_crime_area": build.build_country_by_crime_area(releases, countries, areas),
        "country_pairs": build.country_pairs(releases, countries, n_rows=ROW_GROUP_ROWS),
    }


def _make_profile(out: Path, t: Tidy) -> Analyses:
    return {"corpus_profile": build.build_corpus_profile(t, count_filled_cells(out, TIDY_TABLES))}


_RELEASES = ("release_id", "published", "near_duplicate_of")
_ID = ("release_id",)
# The longest work first.
GROUPS: Mapping[str, Group] = {
    "person pairs": Group({"releases": _RELEASES, "people": ("release_id", "name")}, _make_person_pairs),
    "people": Group(
        {
            "releases": _RELEASES,
            "people": ("release_id", "person_id", "name", "role", "organisation", "speaks"),
            "quotes": ("person_id",),
        },
        _make_people,
    ),
    "areas": Group(
        {
            "releases": _RELEASES,
            "countries": ("release_id", "iso3"),
            "release_crime_areas": ("release_id", "area", "primary"),
        },
        _make_areas,
    ),
    "outcomes": Group(
        {
            "releases": (*_RELEASES, "publisher"),
            "outcomes": (
                "release_id", "outcome_id", "part_of", "action", "category", "unit", "item", "value", "qualifier",
                "implied", "scope", "date_start", "substance", "value_kg",
            ),
            "people": ("release_id", "person_id", "part", "entity_id"),
            "outcome_people": ("outcome_id", "person_id"),
            "organisations": ("release_id", "kind", "entity_id"),
            "systems": ("release_id", "kind", "entity_id"),
            "penalties": ("release_id", "start", "kind", "amount", "amount_unit", "status"),
        },
        _make_outcomes,
    ),
    "cases": Group(
        {
            "releases": _RELEASES,
            "charges": ("release_id", "person_id", "n_people", "area", "stage", "rule"),
            "penalties": ("release_id", "penalty_id", "person_id", "kind", "amount", "amount_unit", "status"),
            "release_crime_areas": ("release_id", "area", "primary"),
        },
        _make_cases,
    ),
    "profile": Group(
        {
            "releases": ("release_id", "language", "n_sentences", "near_duplicate_of"),
            "sources": ("status", "reason", "format"),
            "debris": ("rule",),
            **dict.fromkeys(build.PROFILED_TABLES, _ID),
        },
        _make_profile,
    ),
}  # fmt: skip


def analyse(out: Path, *, settings: Settings = Settings(), force: bool = False) -> StageCount:
    """Write the analysis tables as Parquet and CSV, where anything has changed."""
    tidy = [out / "tables" / f"{name}.parquet" for name in TIDY_TABLES]
    key = digest(code_fingerprint("analyse"), [file_digest(path) for path in tidy])
    record = OutputRecord(out, "analyse")
    if not force and record.current(key):
        return StageCount(len(ANALYSIS_TABLES), 0)
    clear_partial([out / "tables"])
    use_extracted_codes(out)
    made = map_batches(
        functools.partial(_write, out),
        GROUPS,
        n_items=len(GROUPS),
        settings=settings.model_copy(update={"batch_size": 1, "scheduler": None}),
        crashed=stop_at("analysed {}"),
    )
    paths = [path for group in made for path in group]
    publish(paths)
    record.write(key, paths)
    return StageCount(0, len(ANALYSIS_TABLES))


def _write(out: Path, names: Sequence[str]) -> list[Path]:
    """Write the tables of some groups to their partial places; return the paths of the files."""
    paths: list[Path] = []
    for name in names:
        group = GROUPS[name]
        for table, frame in group.make(out, read_compact(out, group.reads)).items():
            paths += write_table(out, table, frame)
    return paths
