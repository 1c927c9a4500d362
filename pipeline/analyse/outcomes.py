"""The analysis tables made of outcomes: totals of what is news, running totals apart, seizures by substance.

Near-duplicates are left out, and so are outcomes that are parts of a total. Only outcomes of the scope `event` are
added up: a running total repeated in every release would be counted as often.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from pipeline.analyse.tables import UNKNOWN, distinct_releases

BOUNDS = {"exact": "exact", "about": "about", "more_than": "at_least", "less_than": "at_most"}
# A total that one release makes so much of says so.
DOMINATED = 0.9
# Actions by which drugs come into the hands of authorities.
_TAKEN = ("seized", "recovered", "found", "intercepted", "confiscated")


def build_outcome_totals(releases: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Add up outcomes by action, category, unit and year, bounds kept apart from exact figures.

    Only news of its release is added; parts of a total and near-duplicates are left out; a total without a number
    ("several arrests, four of them in Spain") counts as at least its largest part. `statement` says the total in words.
    """
    kept = with_year(releases)
    per_year = kept["year"].value_counts()
    joined = _bounded_by_parts(news(outcomes)).merge(kept, on="release_id")
    columns = ["action", "category", "unit", "year"]
    bounds = list(BOUNDS.values())
    joined = joined.assign(
        bound=joined["qualifier"].map(BOUNDS).where(joined["value"].notna()),
        is_vague=joined["value"].isna(),
        is_implied=joined["implied"].astype(bool),
    )
    totals = joined.groupby(columns, sort=True).agg(
        n_rows=("release_id", "size"),
        n_releases=("release_id", "nunique"),
        n_vague=("is_vague", "sum"),
        n_implied=("is_implied", "sum"),
    )
    counted = joined.dropna(subset=["bound"]).groupby([*columns, "bound"])["value"]
    for name, found, kind in (("total", counted.sum(), float), ("n", counted.size(), int)):
        by_bound = found.unstack("bound").reindex(index=totals.index, columns=bounds).fillna(0).astype(kind)
        totals = totals.join(by_bound.add_prefix(f"{name}_"))
    totals = totals.join(_largest_share(joined, columns).rename("largest_share"))
    totals = totals.reset_index()
    totals["n_releases_year"] = totals["year"].map(per_year).fillna(0).astype(int)
    statements = [_statement(row) for row in totals.to_dict("records")]
    totals["statement"] = pd.Series(statements, index=totals.index, dtype="str")
    totals["unit"] = totals["unit"].astype("str").where(totals["unit"] != "")
    measures = [f"total_{b}" for b in bounds] + [f"n_{b}" for b in bounds]
    more = ["n_vague", "n_implied", "largest_share", "statement"]
    return totals[[*columns, "n_rows", "n_releases", "n_releases_year", *measures, *more]]


def with_year(releases: pd.DataFrame) -> pd.DataFrame:
    """Return id and year of publication of the releases that repeat no earlier one."""
    kept = distinct_releases(releases)[["release_id", "published"]].copy()
    kept["year"] = kept.pop("published").dt.strftime("%Y").fillna(UNKNOWN)
    return kept


def news(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes that are news of their release."""
    return outcomes[outcomes["scope"] == "event"]


def bounded_sums(told: pd.DataFrame, columns: list[str], value: str, index: pd.Index) -> pd.DataFrame:
    """Add up a column of values by their bounds, and find the largest single one.

    Args:
        told: rows with `bound`, a value of `BOUNDS`, `release_id` and the value.
        columns: by which rows are added up.
        index: the groups, those without a value too.

    Returns:
        A column for each bound, `largest` and its release; what may be at most is no largest.
    """
    summed = told.groupby([*columns, "bound"])[value].sum().unstack("bound")
    found = summed.reindex(index=index, columns=list(BOUNDS.values())).fillna(0.0)
    most = told[told["bound"] != "at_most"].sort_values([value, "release_id"], ascending=[False, True])
    most = most.drop_duplicates(columns).set_index(columns)
    return found.join(most[[value, "release_id"]].rename(columns={value: "largest", "release_id": "largest_release"}))


def _largest_share(joined: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return the share of each total that stands in one release, missing where there is nothing to share."""
    counted = joined[joined["value"].notna() & (joined["qualifier"] != "less_than")]
    per_release = counted.groupby([*columns, "release_id"])["value"].sum()
    grouped = per_release.groupby(level=columns)
    summed = grouped.sum()
    return (grouped.max() / summed).where(summed > 0)


def _bounded_by_parts(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes that are no parts, those without a number bounded below by their largest part."""
    same = ["action", "category", "unit"]
    outcomes = outcomes.assign(unit=outcomes["unit"].astype(object).fillna("").astype(str))
    parts = outcomes[outcomes["part_of"].notna() & outcomes["value"].notna() & (outcomes["qualifier"] != "less_than")]
    largest = parts.groupby(["part_of", *same], dropna=False)["value"].max().rename("of_parts").reset_index()
    whole = outcomes[outcomes["part_of"].isna()]
    if parts.empty:
        return whole
    whole = whole.merge(largest, left_on=["outcome_id", *same], right_on=["part_of", *same], how="left")
    bounded = whole["value"].isna() & whole["of_parts"].notna()
    return whole.assign(
        value=whole["value"].where(~bounded, whole["of_parts"]),
        qualifier=whole["qualifier"].where(~bounded, "more_than"),
    )


def _statement(row: Mapping[Hashable, object]) -> str:
    """Return a total in words: "at least 1,203; 3 of 14 figures are lower bounds"."""
    n = {b: int(str(row[f"n_{b}"])) for b in BOUNDS.values()}
    known = sum(n.values())
    if not known:
        return f"no figure; {row['n_vague']} without a number"
    total = sum((float(str(row[f"total_{b}"])) for b in ("exact", "about", "at_least")), 0.0)
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
    share = float(str(row["largest_share"]))
    if share >= DOMINATED and int(str(row["n_releases"])) > 1:
        notes.append(f"{share:.0%} of it in one release")
    shown = f"{total:,.0f}" if total.is_integer() else f"{total:,.2f}"
    return "; ".join([f"{lead}{shown}", *notes])


def build_running_totals(releases: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the running totals of programmes, units and areas as series: publisher, what, as of, value.

    They are never added up. The same figure told in several releases of one day is one row.
    """
    kept = distinct_releases(releases)[["release_id", "published", "publisher"]]
    running = outcomes[(outcomes["scope"] == "cumulative") & outcomes["value"].notna() & outcomes["part_of"].isna()]
    joined = running.merge(kept, on="release_id").rename(columns={"published": "as_of", "date_start": "since"})
    key = ["publisher", "action", "category", "unit", "item", "as_of", "since", "value", "qualifier"]
    columns = [*key, "n_releases", "release_id", "outcome_id"]
    if joined.empty:
        return pd.DataFrame(columns=columns)
    grouped = joined.sort_values("outcome_id").groupby(key, dropna=False, sort=True, observed=True)
    found = grouped.agg(
        n_releases=("release_id", "nunique"), release_id=("release_id", "first"), outcome_id=("outcome_id", "first")
    )
    return found.reset_index()[columns]


def build_seizures(releases: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Add up the kilograms of each drug taken by authorities, by year of publication, bounds kept apart.

    `n_other` counts seizures of the drug told in another measure (tablets, plants, litres) or without a number.
    """
    taken = news(outcomes)
    taken = taken[taken["substance"].notna() & taken["action"].isin(_TAKEN) & taken["part_of"].isna()]
    joined = taken.merge(with_year(releases), on="release_id")
    columns = ["substance", "year"]
    measures = [f"kg_{bound}" for bound in BOUNDS.values()]
    names = [*columns, "n_rows", "n_releases", *measures, "n_weighed", "n_other", "largest_kg", "largest_release"]
    if joined.empty:
        return pd.DataFrame(columns=names)
    joined = joined.assign(
        substance=joined["substance"].astype(str),
        bound=joined["qualifier"].map(BOUNDS).astype(str),
        weighed=joined["value_kg"].notna(),
    )
    found = joined.groupby(columns, sort=True).agg(
        n_rows=("release_id", "size"), n_releases=("release_id", "nunique"), n_weighed=("weighed", "sum")
    )
    found["n_other"] = found["n_rows"] - found["n_weighed"]
    sums = bounded_sums(joined[joined["weighed"]], columns, "value_kg", found.index)
    renamed = {**dict(zip(BOUNDS.values(), measures, strict=True)), "largest": "largest_kg"}
    return found.join(sums.rename(columns=renamed)).reset_index()[names]
