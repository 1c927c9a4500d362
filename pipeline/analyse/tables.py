"""The analysis tables, each a function of the tidy tables: pandas in, pandas out.

Near-duplicates are left out throughout (they would count one event twice). What is
made of outcomes stands in `outcomes`. Frames are as `store.read_table` returns them;
columns and types of the results are those of the contract in `pipeline.tables`.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

UNKNOWN = "unknown"
# The pairs of a list of hundreds of names say nothing about any two of them, and grow with its square.
MAX_PAIRED = 150
_PAIRS_COUNTED_AT_ONCE = 1_000_000
# A share of fewer releases than these says nothing: its 95 % interval is wider than half the scale.
MIN_WINDOW_RELEASES = 10
TREND_WEIGHTS = (1, 2, 3, 2, 1)
Z95 = 1.959964

# Of which it is said in how many releases they have rows.
PROFILED_TABLES = ("people", "dates", "counts", "countries", "release_crime_areas", "quotes")


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


def build_crime_area_trend(releases: pd.DataFrame, release_crime_areas: pd.DataFrame) -> pd.DataFrame:
    """Smooth each area's share of the releases over the months, with a 95 % interval.

    The smoothed share of a month is that of the releases two months to either side, nearer ones weighing more
    (1 2 3 2 1); the interval is Wilson's for the number of releases those weights are worth. Months whose window
    holds fewer than `MIN_WINDOW_RELEASES` releases have none. Undated releases have no month.

    Source: Wilson, E. B. (1927), Probable inference, JASA 22; Kish, L. (1965), Survey Sampling (effective size).
    """
    columns = ["month", "area", "n_primary", "n_releases_month", "n_window", "share", "smoothed", "low", "high"]
    kept = distinct_releases(releases).dropna(subset=["published"])[["release_id", "published"]]
    if kept.empty:
        return pd.DataFrame(columns=columns)
    kept = kept.assign(n=kept["published"].dt.year * 12 + kept["published"].dt.month - 1)
    first, last = int(kept["n"].min()), int(kept["n"].max())
    about = release_crime_areas[release_crime_areas["primary"]].merge(kept, on="release_id")
    reach = len(TREND_WEIGHTS) // 2
    n_by_month = Counter(kept["n"].tolist())
    near = {month + step for month in n_by_month for step in range(-reach, reach + 1)}
    months = sorted(month for month in near if first <= month <= last)
    rows = []
    for area, group in about.groupby("area", sort=True):
        k_by_month = Counter(group["n"].tolist())
        for month in months:
            window = [(w, month + step) for step, w in enumerate(TREND_WEIGHTS, -reach)]
            sizes = [(w, n_by_month[m], k_by_month[m]) for w, m in window]
            _, n, k = sizes[reach]
            row: dict[str, object] = {"month": f"{month // 12:04d}-{month % 12 + 1:02d}", "area": area}
            row |= {"n_primary": k, "n_releases_month": n, "n_window": sum(n for _, n, _ in sizes)}
            row["share"] = k / n if n else None
            row["smoothed"], row["low"], row["high"] = _smoothed(sizes)
            rows.append(row)
    return pd.DataFrame(rows, columns=columns)


def _smoothed(sizes: list[tuple[int, int, int]]) -> tuple[float | None, float | None, float | None]:
    """Return the weighted share of (weight, releases, releases about the area) with its Wilson interval."""
    if sum(n for _, n, _ in sizes) < MIN_WINDOW_RELEASES:
        return None, None, None
    weighted = sum(w * n for w, n, _ in sizes)
    share = sum(w * k for w, _, k in sizes) / weighted
    worth = weighted**2 / sum(w * w * n for w, n, _ in sizes)
    centre = (share + Z95**2 / (2 * worth)) / (1 + Z95**2 / worth)
    half = Z95 / (1 + Z95**2 / worth) * math.sqrt(share * (1 - share) / worth + Z95**2 / (4 * worth**2))
    return share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


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


def _pairs(
    named: pd.DataFrame, column: str, suffixes: tuple[str, str], n_releases: int, n_rows: int
) -> Iterator[pd.DataFrame]:
    """Yield pairs of values of `column` that share releases, with lift and PMI, in order, `n_rows` at a time.

    Args:
        named: `release_id` and `column`, each pair of them once.
    """
    codes, values = pd.factorize(named[column].astype(object), sort=True)
    of_release, _ = pd.factorize(named["release_id"])
    order = np.lexsort((codes, of_release))
    codes, of_release = codes[order], of_release[order]
    alone = np.bincount(codes, minlength=len(values))
    # A pair is one number, so that pairs are counted by sorting numbers; a batch of them at a time.
    found, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    waiting: list[np.ndarray] = []
    n_waiting = 0
    for group in np.split(codes, np.flatnonzero(np.diff(of_release)) + 1):
        if 1 < len(group) <= MAX_PAIRED:
            first, second = _places_of_pairs(len(group))
            waiting.append(group[first] * len(values) + group[second])
            n_waiting += len(first)
        if n_waiting >= _PAIRS_COUNTED_AT_ONCE:
            found, counts = _count(found, counts, waiting)
            waiting, n_waiting = [], 0
    found, counts = _count(found, counts, waiting)
    a, b = suffixes
    for start in range(0, max(len(found), 1), n_rows):
        keys, n = found[start : start + n_rows], counts[start : start + n_rows]
        x, y = keys // max(len(values), 1), keys % max(len(values), 1)
        n_x, n_y = alone[x], alone[y]
        expected = n_x * n_y / max(n_releases, 1)
        rows = {a: values[x], b: values[y], "n_releases": n, "n_a": n_x, "n_b": n_y, "expected": expected}
        lift = n / expected
        # Not numpy's logarithm, whose last bit depends on the processor.
        yield pd.DataFrame({**rows, "lift": lift, "pmi": [math.log2(ratio) for ratio in lift.tolist()]})


@functools.cache
def _places_of_pairs(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of both members of every pair of `n` things."""
    return np.triu_indices(n, 1)


def _count(found: np.ndarray, counts: np.ndarray, more: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return distinct numbers, sorted, and how often each stands in `found` (by `counts`) and in `more`."""
    fresh, n_fresh = np.unique(np.concatenate([np.empty(0, np.int64), *more]), return_counts=True)
    both, where = np.unique(np.concatenate([found, fresh]), return_inverse=True)
    summed = np.bincount(where, weights=np.concatenate([counts, n_fresh]), minlength=len(both))
    return both, summed.astype(np.int64)


def country_pairs(releases: pd.DataFrame, countries: pd.DataFrame, *, n_rows: int) -> Iterator[pd.DataFrame]:
    """Yield what `build_country_pairs` returns, at most `n_rows` rows at a time."""
    ids = distinct_releases(releases)["release_id"]
    named = countries.loc[countries["release_id"].isin(ids), ["release_id", "iso3"]].drop_duplicates()
    return _pairs(named, "iso3", ("iso3_a", "iso3_b"), len(ids), n_rows)


def build_country_pairs(releases: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Count pairs of countries named in the same releases, against what chance would give."""
    return pd.concat(country_pairs(releases, countries, n_rows=_PAIRS_COUNTED_AT_ONCE), ignore_index=True)


def person_pairs(releases: pd.DataFrame, people: pd.DataFrame, *, n_rows: int) -> Iterator[pd.DataFrame]:
    """Yield what `build_person_pairs` returns, at most `n_rows` rows at a time: they can be millions."""
    ids = distinct_releases(releases)["release_id"]
    kept = people["release_id"].isin(ids) & people["name"].str.contains(" ", regex=False)
    named = people.loc[kept, ["release_id", "name"]].drop_duplicates()
    return _pairs(named, "name", ("person_a", "person_b"), len(ids), n_rows)


def build_person_pairs(releases: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count pairs of people, by full name, named in the same releases, against what chance would give."""
    return pd.concat(person_pairs(releases, people, n_rows=_PAIRS_COUNTED_AT_ONCE), ignore_index=True)


def _most_stated(people: pd.DataFrame, column: str) -> pd.Series:
    """Return the value stated in most rows of each name, the first in the alphabet among equals."""
    counts = people.dropna(subset=[column]).groupby(["name", column], as_index=False).size()
    best = counts.sort_values(["name", "size", column], ascending=[True, False, True]).drop_duplicates("name")
    return best.set_index("name")[column]


def build_people_activity(releases: pd.DataFrame, people: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Sum up people by name over the corpus: releases, quotes, first and last date, usual role.

    Two people of one name are one row; the tidy table keeps them apart by release.
    """
    kept = distinct_releases(releases)[["release_id", "published"]]
    if people.empty:
        columns = ["name", "role", "organisation", "n_releases", "n_releases_speaking", "n_quotes"]
        return pd.DataFrame(columns=[*columns, "first_published", "last_published"])
    joined = people.merge(kept, on="release_id")
    joined["n_quotes"] = joined["person_id"].map(quotes["person_id"].value_counts()).fillna(0)
    joined["speaking_release"] = joined["release_id"].where(joined["speaks"])
    summed = joined.groupby("name", as_index=False).agg(
        n_releases=("release_id", "nunique"),
        n_releases_speaking=("speaking_release", "nunique"),
        n_quotes=("n_quotes", "sum"),
        first_published=("published", "min"),
        last_published=("published", "max"),
    )
    for column in ("role", "organisation"):
        summed[column] = summed["name"].map(_most_stated(joined, column))
    return summed.astype({"n_quotes": "int64"})


def count_filled(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return n_filled cells of n_rows for each table and column."""
    rows = [
        (name, column, int(frame[column].notna().sum()), len(frame))
        for name, frame in tables.items()
        for column in frame.columns
    ]
    return pd.DataFrame(rows, columns=["table", "column", "n_filled", "n_rows"])


def build_corpus_profile(tables: Mapping[str, pd.DataFrame], filled: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say what was read, what was set aside or not analysed, what cleaning did, and how full each field is.

    Args:
        tables: the tidy tables by name.
        filled: as `count_filled` returns it, for frames that hold less than whole tables.
    """
    filled = count_filled(tables) if filled is None else filled
    rows: list[tuple[str, str, float, float | None]] = []
    sources, releases, debris = tables["sources"], tables["releases"], tables["debris"]
    rows.append(("inputs", "found", len(sources), None))
    for status in ("released", "duplicate", "quarantined"):
        rows.append(("inputs", status, int((sources["status"] == status).sum()), len(sources)))
    rows.append(("releases", "near-duplicates", int(releases["near_duplicate_of"].notna().sum()), len(releases)))
    for section, column, of in (
        ("reasons", sources["reason"], len(sources)),
        ("formats", sources["format"], len(sources)),
        ("languages", releases["language"].astype(object).fillna(UNKNOWN), len(releases)),
        ("cleaning rules", debris["rule"], len(debris)),
    ):
        rows += [(section, str(value), int(n), of) for value, n in column.astype(object).value_counts().items()]
    unread = releases.loc[releases["n_sentences"].isna(), "language"].astype(object).fillna(UNKNOWN)
    rows += [("kept but not analysed", str(code), int(n), len(releases)) for code, n in unread.value_counts().items()]
    for name, n in filled.groupby("table", sort=False)["n_rows"].first().items():
        rows.append(("rows", str(name), int(n), None))
    for name, column, n, of in filled.itertuples(index=False):
        if name not in ("sources", "debris") and n < of:
            rows.append(("filled cells", f"{name}.{column}", n, of))
    for name in PROFILED_TABLES:
        n = tables[name]["release_id"].nunique()
        rows.append(("releases with rows", name, n, len(releases)))
    return pd.DataFrame(rows, columns=["section", "measure", "value", "of"]).astype({"value": float, "of": float})
