"""The analysis tables made of outcomes: totals of what is news, running totals apart, seizures by substance.

Near-duplicates are left out, and so are outcomes that are parts of a total. Only outcomes of the scope `event` are
added up: a running total repeated in every release would be counted as often. What several releases of one case tell
(a plea, and months later the sentence with the plea) is added up once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from pipeline.analyse.tables import UNKNOWN, distinct_releases

BOUNDS = {"exact": "exact", "about": "about", "more_than": "at_least", "less_than": "at_most"}
# A total that one release makes so much of says so.
DOMINATED = 0.9
# Columns by which an outcome told again is known.
_TOLD = ("release_id", "outcome_id", "action", "category", "unit", "value")
# A figure from so many on that two releases of one case tell is one fact.
_SEVERAL = 2
# One from so many on is one fact where two releases name one criminal group or operation.
_LARGE = 20
# Figures from so many on are those of a case as it goes on, where two releases of it tell them.
_GROWING = 10
# Actions by which drugs come into the hands of authorities.
_TAKEN = ("seized", "recovered", "found", "intercepted", "confiscated")


def groups_of(organisations: pd.DataFrame, systems: pd.DataFrame) -> pd.DataFrame:
    """Return release and entity of the criminal groups, the companies and the operations that releases name."""
    bodies, operations = (
        organisations[organisations["kind"].isin(("criminal", "company"))],
        systems[systems["kind"] == "operation"],
    )
    found = pd.concat([frame[["release_id", "entity_id"]].astype(object) for frame in (bodies, operations)])
    return found.dropna().drop_duplicates()


def told_again(
    releases: pd.DataFrame,
    outcomes: pd.DataFrame,
    people: pd.DataFrame,
    outcome_people: pd.DataFrame,
    groups: pd.DataFrame,
) -> pd.Series:
    """Tell which outcomes a release of the same case, published before, has told already.

    A step of persons by name is told again where each of them is known for it; a figure from two on where it is the
    same, action, kind and unit too, and the releases share one of the accused or a victim; a larger figure, too, where
    they share a criminal group, a company or an operation; sums of money do not count there. Two releases that share
    such a figure of people tell of one case, whose further large figures of the same action are told again as they
    grow ("23 have pleaded guilty", and a year later 25). Persons and groups are told apart as in `entities`.

    Args:
        releases: `release_id`, `published`, `near_duplicate_of`.
        outcomes: rows of `outcomes`.
        people: `person_id`, `release_id`, `part`, `entity_id`.
        outcome_people: `outcome_id`, `person_id`.
        groups: `release_id`, `entity_id` of criminal groups and operations.

    Returns:
        A mask along `outcomes`.
    """
    order = distinct_releases(releases).sort_values(["published", "release_id"], na_position="last")["release_id"]
    involved = people[people["part"].isin(("suspect", "victim")) & people["entity_id"].notna()]
    cases, named = _listed(involved, "release_id", "entity_id"), _listed(outcome_people, "outcome_id", "person_id")
    wider = _listed(groups, "release_id", "entity_id")
    entity_of = dict(zip(involved["person_id"], involved["entity_id"], strict=True))
    told = news(outcomes)
    told = told[told["value"].notna() & told["part_of"].isna()].assign(at=lambda rows: rows.index)
    by_release: dict[str, list[dict[Hashable, Any]]] = defaultdict(list)
    for row in told[[*_TOLD, "at"]].to_dict("records"):
        by_release[row["release_id"]].append(row)
    seen: dict[tuple[object, ...], str] = {}
    again: set[Hashable] = set()
    for release_id in order:
        keys: list[tuple[object, ...]] = []
        same_case: set[str] = set()
        rows = by_release.get(release_id, ())
        for row in rows:
            who = [entity_of.get(person, "") for person in named.get(row["outcome_id"], ())]
            large = row["value"] >= _LARGE and row["category"] != "money"
            own, all_known = _facts(row, who, cases.get(release_id, []) + (wider.get(release_id, []) if large else []))
            keys += own
            if own and (all if all_known else any)(key in seen for key in own):
                again.add(row["at"])
                if large and row["category"] == "people":
                    same_case.update(seen[key] for key in own if key in seen)
        grown = {_kind_of(row) for case in same_case for row in by_release[case] if row["value"] >= _GROWING}
        again.update(row["at"] for row in rows if row["value"] >= _GROWING and _kind_of(row) in grown)
        seen.update((key, release_id) for key in keys if key not in seen)
    return outcomes.index.to_series().isin(again)


def _kind_of(row: Mapping[Hashable, Any]) -> tuple[object, object]:
    return row["action"], row["category"]


def _listed(frame: pd.DataFrame, by: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in zip(frame[by], frame[column], strict=True):
        found[key].append(value)
    return found


def _facts(row: Mapping[Hashable, Any], who: list[str], case: list[str]) -> tuple[list[tuple[object, ...]], bool]:
    """Return by what an outcome is known again, and whether all of it must be known before."""
    if who and "" not in who and len(who) == row["value"]:
        return [(row["action"], entity) for entity in who], True
    unit = "" if pd.isna(row["unit"]) else row["unit"]
    several = row["value"] >= _SEVERAL
    return [(row["action"], row["category"], unit, row["value"], e) for e in case if several], False


def build_outcome_totals(
    releases: pd.DataFrame, outcomes: pd.DataFrame, again: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Add up outcomes by action, category, unit and year, bounds kept apart from exact figures.

    Only news of its release is added; parts of a total and near-duplicates are left out; a total without a number
    ("several arrests, four of them in Spain") counts as at least its largest part. `statement` says the total in words.

    Args:
        releases: the releases with their day, and which repeat an earlier one.
        outcomes: what is added up.
        again: outcomes that are left out because another release has told them (`told_again`), to be counted.
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
    left_out = _with_plain_units(news(outcomes.head(0) if again is None else again)).merge(kept, on="release_id")
    totals["n_told_again"] = left_out.groupby(columns).size().reindex(totals.index).fillna(0).astype(int)
    totals = totals.reset_index()
    totals["n_releases_year"] = totals["year"].map(per_year).fillna(0).astype(int)
    statements = [_statement(row) for row in totals.to_dict("records")]
    totals["statement"] = pd.Series(statements, index=totals.index, dtype="str")
    totals["unit"] = totals["unit"].astype("str").where(totals["unit"] != "")
    measures = [f"total_{b}" for b in bounds] + [f"n_{b}" for b in bounds]
    more = ["n_vague", "n_implied", "n_told_again", "largest_share", "statement"]
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


def _with_plain_units(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes with an empty unit where things are counted, so that they group."""
    return outcomes.assign(unit=outcomes["unit"].astype(object).fillna("").astype(str))


def _bounded_by_parts(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes that are no parts, those without a number bounded below by their largest part."""
    same = ["action", "category", "unit"]
    outcomes = _with_plain_units(outcomes)
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
