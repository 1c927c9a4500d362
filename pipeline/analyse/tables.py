"""The analysis tables, each a function of the tidy tables: pandas in, pandas out.

Near-duplicates are left out throughout (they would count one event twice), and so
are outcomes that are parts of a total. Frames are as `store.read_table` returns them;
columns and types of the results are those of the contract in `pipeline.tables`.
"""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd

UNKNOWN = "unknown"
# The pairs of a list of hundreds of names say nothing about any two of them, and grow with its square.
MAX_PAIRED = 150

_BOUNDS = {"exact": "exact", "about": "about", "more_than": "at_least", "less_than": "at_most"}


def distinct_releases(releases: pd.DataFrame) -> pd.DataFrame:
    """Return the releases that repeat no earlier one."""
    return releases[releases["near_duplicate_of"].isna()]


def build_crime_area_by_month(releases: pd.DataFrame, release_crime_areas: pd.DataFrame) -> pd.DataFrame:
    """Count releases per crime area and month of publication, with the month's releases as denominator."""
    kept = distinct_releases(releases)[["release_id", "published"]].copy()
    kept["month"] = kept["published"].dt.strftime("%Y-%m").fillna(UNKNOWN)
    per_month = kept.groupby("month").size().rename("n_releases_month")
    joined = release_crime_areas.merge(kept, on="release_id")
    counted = joined.groupby(["month", "area"], as_index=False).agg(
        n_releases=("release_id", "size"), n_primary=("primary", "sum")
    )
    counted = counted.merge(per_month, on="month")
    counted["share"] = counted["n_primary"] / counted["n_releases_month"]
    return counted


def build_country_by_crime_area(
    releases: pd.DataFrame, countries: pd.DataFrame, release_crime_areas: pd.DataFrame
) -> pd.DataFrame:
    """Count releases that name a country and a crime area, against what chance would give.

    `expected` is n(country) × n(area) / n(releases); `lift` is the ratio to it.
    """
    ids = distinct_releases(releases)["release_id"]
    named = countries.loc[countries["release_id"].isin(ids), ["release_id", "iso3"]].drop_duplicates()
    areas = release_crime_areas.loc[release_crime_areas["release_id"].isin(ids), ["release_id", "area", "primary"]]
    n_country = named.groupby("iso3").size().rename("n_releases_country")
    n_area = areas.groupby("area").size().rename("n_area")
    counted = (
        named.merge(areas, on="release_id")
        .groupby(["iso3", "area"], as_index=False)
        .agg(n_releases=("release_id", "size"), n_primary=("primary", "sum"))
        .merge(n_country, on="iso3")
        .merge(n_area, on="area")
    )
    counted["expected"] = counted["n_releases_country"] * counted["n_area"] / max(len(ids), 1)
    counted["lift"] = counted["n_releases"] / counted["expected"]
    return counted.drop(columns="n_area")


def _build_pairs(named: pd.DataFrame, column: str, suffixes: tuple[str, str], n_releases: int) -> pd.DataFrame:
    """Count pairs of values of `column` that stand in the same release, with lift and PMI."""
    a, b = suffixes
    alone = named.groupby(column).size()
    pairs: dict[tuple[str, str], int] = {}
    for _, group in named.groupby("release_id"):
        values = sorted(group[column])
        if len(values) <= MAX_PAIRED:
            for pair in combinations(values, 2):
                pairs[pair] = pairs.get(pair, 0) + 1
    rows = []
    for (x, y), n in pairs.items():
        expected = float(alone[x]) * float(alone[y]) / n_releases
        row = {a: x, b: y, "n_releases": n, "n_a": int(alone[x]), "n_b": int(alone[y]), "expected": expected}
        rows.append({**row, "lift": n / expected, "pmi": math.log2(n / expected)})
    columns = [a, b, "n_releases", "n_a", "n_b", "expected", "lift", "pmi"]
    return pd.DataFrame(rows, columns=columns)


def build_country_pairs(releases: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Count pairs of countries named in the same releases, against what chance would give."""
    ids = distinct_releases(releases)["release_id"]
    named = countries.loc[countries["release_id"].isin(ids), ["release_id", "iso3"]].drop_duplicates()
    return _build_pairs(named, "iso3", ("iso3_a", "iso3_b"), len(ids))


def build_person_pairs(releases: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count pairs of people, by full name, named in the same releases, against what chance would give."""
    ids = distinct_releases(releases)["release_id"]
    kept = people["release_id"].isin(ids) & people["name"].str.contains(" ", regex=False)
    return _build_pairs(
        people.loc[kept, ["release_id", "name"]].drop_duplicates(), "name", ("person_a", "person_b"), len(ids)
    )


def _most_stated(values: pd.Series) -> str | None:
    """Return the value stated most often, the first in the alphabet among equals, None where none is."""
    stated = values.dropna()
    if stated.empty:
        return None
    counts = stated.value_counts()
    return str(min(counts[counts == counts.iloc[0]].index))


def build_people_activity(releases: pd.DataFrame, people: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Sum up people by name over the corpus: releases, quotes, first and last date, usual role.

    Two people of one name are one row; the tidy table keeps them apart by release.
    """
    kept = distinct_releases(releases)[["release_id", "published"]]
    if people.empty:
        columns = ["name", "role", "organisation", "n_releases", "n_releases_speaking", "n_quotes"]
        return pd.DataFrame(columns=[*columns, "first_published", "last_published"])
    joined = people.merge(kept, on="release_id")
    joined["n_quotes"] = joined["person_id"].map(quotes["person_id"].value_counts())
    joined["speaking_release"] = joined["release_id"].where(joined["speaks"])
    return joined.groupby("name", as_index=False).agg(
        role=("role", _most_stated),
        organisation=("organisation", _most_stated),
        n_releases=("release_id", "nunique"),
        n_releases_speaking=("speaking_release", "nunique"),
        n_quotes=("n_quotes", lambda n: int(n.sum())),
        first_published=("published", "min"),
        last_published=("published", "max"),
    )


def build_outcome_totals(releases: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Add up outcomes by action, category, unit and year, bounds kept apart from exact figures.

    Parts of a total and near-duplicates are left out. `statement` says the total in words.
    """
    kept = distinct_releases(releases)[["release_id", "published"]].copy()
    kept["year"] = kept["published"].dt.strftime("%Y").fillna(UNKNOWN)
    joined = outcomes[outcomes["part_of"].isna()].merge(kept[["release_id", "year"]], on="release_id")
    columns = ["action", "category", "unit", "year"]
    joined["unit"] = joined["unit"].fillna("")
    rows = []
    for keys, group in joined.groupby(columns, sort=True):
        row = dict(zip(columns, keys, strict=True))
        row["unit"] = row["unit"] or None
        row["n_rows"] = len(group)
        row["n_releases"] = group["release_id"].nunique()
        counted = group[group["value"].notna()]
        for qualifier, bound in _BOUNDS.items():
            part = counted[counted["qualifier"] == qualifier]
            row[f"total_{bound}"] = float(part["value"].sum())
            row[f"n_{bound}"] = len(part)
        row["n_vague"] = int(group["value"].isna().sum())
        row["n_implied"] = int(group["implied"].sum())
        row["statement"] = _statement(row)
        rows.append(row)
    totals = [f"total_{b}" for b in _BOUNDS.values()] + [f"n_{b}" for b in _BOUNDS.values()]
    more = ["n_vague", "n_implied", "statement"]
    return pd.DataFrame(rows, columns=[*columns, "n_rows", "n_releases", *totals, *more])


def _statement(row: dict[str, object]) -> str:
    """Return a total in words: "at least 1,203; 3 of 14 figures are lower bounds"."""
    n = {b: int(str(row[f"n_{b}"])) for b in _BOUNDS.values()}
    known = sum(n.values())
    if not known:
        return f"no figure; {row['n_vague']} without a number"
    total = sum(float(str(row[f"total_{b}"])) for b in ("exact", "about", "at_least"))
    lead = "at least " if n["at_least"] or row["n_vague"] else "about " if n["about"] else ""
    notes = [
        f"{n[bound]} of {known} figures are {words}"
        for bound, words in (
            ("at_least", "lower bounds"),
            ("about", "approximate"),
            ("at_most", "upper bounds, left out"),
        )
        if n[bound]
    ]
    if row["n_vague"]:
        notes.append(f"{row['n_vague']} more without a number")
    return "; ".join([f"{lead}{total:,.10g}", *notes])


def build_corpus_profile(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Say what was read, what was set aside, what cleaning did, and how full each field is.

    Args:
        tables: the tidy tables by name.
    """
    rows: list[tuple[str, str, float, float | None]] = []
    sources, releases = tables["sources"], tables["releases"]
    rows.append(("inputs", "found", len(sources), None))
    for status in ("released", "duplicate", "quarantined"):
        rows.append(("inputs", status, int((sources["status"] == status).sum()), len(sources)))
    for reason, n in sources["reason"].value_counts().items():
        rows.append(("reasons", str(reason), int(n), len(sources)))
    for format, n in sources["format"].value_counts().items():
        rows.append(("formats", str(format), int(n), len(sources)))
    rows.append(("releases", "near-duplicates", int(releases["near_duplicate_of"].notna().sum()), len(releases)))
    for language, n in releases["language"].fillna(UNKNOWN).value_counts().items():
        rows.append(("languages", str(language), int(n), len(releases)))
    for rule, n in tables["debris"]["rule"].value_counts().items():
        rows.append(("cleaning rules", str(rule), int(n), len(tables["debris"])))
    for name, frame in tables.items():
        rows.append(("rows", name, len(frame), None))
        if name in ("sources", "debris"):
            continue
        for column in frame.columns:
            n_filled = int(frame[column].notna().sum())
            if n_filled < len(frame):
                rows.append(("filled cells", f"{name}.{column}", n_filled, len(frame)))
    for name in ("people", "dates", "counts", "countries", "release_crime_areas", "quotes"):
        n = tables[name]["release_id"].nunique()
        rows.append(("releases with rows", name, n, len(releases)))
    return pd.DataFrame(rows, columns=["section", "measure", "value", "of"]).astype({"value": float, "of": float})
