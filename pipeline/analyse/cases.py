"""The analysis tables of cases: what people were charged with, what they got, what it cost.

Near-duplicates are left out. Who is named in several releases counts once in each of them: releases do not tell whether
two people of one name are one.
"""

from __future__ import annotations

import functools

import pandas as pd

from pipeline.analyse.outcomes import BOUNDS, bounded_sums, news, with_year
from pipeline.lookups import table

_MONTHS = {"day": 12 / 365.25, "month": 1.0, "year": 12.0}
_PENALTY_MONEY = ("fine", "restitution", "forfeiture")
_MONEY_OF_ACTION = {
    **dict.fromkeys(("lost", "stolen", "defrauded"), "loss"),
    **dict.fromkeys(("seized", "recovered", "intercepted", "found"), "seized"),
    **dict.fromkeys(("frozen", "restrained", "blocked"), "frozen"),
    "laundered": "laundered",
    "forfeited": "forfeiture",
    "fined": "fine",
}


def build_charges_by_area(releases: pd.DataFrame, charges: pd.DataFrame) -> pd.DataFrame:
    """Count charges and the people charged by crime area, year of publication and stage.

    Unnamed people count where the release tells how many. `area` is empty where the offence names none.
    """
    columns = ["area", "year", "stage"]
    names = [*columns, "n_charges", "n_people", "n_releases"]
    joined = charges.merge(with_year(releases), on="release_id")
    if joined.empty:
        return pd.DataFrame(columns=names)
    joined = joined.assign(who=joined["person_id"].astype(object).where(joined["person_id"].notna(), None))
    grouped = joined.groupby(columns, dropna=False, observed=True, sort=True)
    found = grouped.agg(
        n_charges=("release_id", "size"),
        n_named=("who", "nunique"),
        n_unnamed=("n_people", "sum"),
        n_releases=("release_id", "nunique"),
    )
    found["n_people"] = (found["n_named"] + found["n_unnamed"].fillna(0)).astype("int64")
    return found.reset_index()[names]


def build_penalties_by_area(
    releases: pd.DataFrame, penalties: pd.DataFrame, charges: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """Return median and quartiles of the prison terms imposed, in months, by crime area and year.

    The area of a term is that of the person's charges, and where these name none, what the release is about; a term
    for crimes of two areas counts in both. Of several terms of one person in one release the longest counts. Life
    terms have no length and are counted apart.
    """
    shares = {"median_months": 0.5, "q1_months": 0.25, "q3_months": 0.75, "longest_months": 1.0}
    names = ["area", "year", "n_terms", *shares, "n_life", "n_releases"]
    terms = penalties[(penalties["kind"] == "prison") & (penalties["status"] == "imposed")]
    terms = terms.assign(
        months=terms["amount"] * terms["amount_unit"].astype(object).map(_MONTHS),
        life=terms["amount_unit"] == "life",
        who=terms["person_id"].astype(object).fillna(terms["penalty_id"].astype(object)),
    )
    terms = terms[terms["months"].notna() | terms["life"]]
    if terms.empty:
        return pd.DataFrame(columns=names)
    longest = terms.groupby(["release_id", "who"], observed=True, as_index=False).agg(
        person_id=("person_id", "first"), months=("months", "max"), life=("life", "max")
    )
    joined = _with_areas(longest, charges, areas).merge(with_year(releases), on="release_id")
    if joined.empty:
        return pd.DataFrame(columns=names)
    grouped = joined.groupby(["area", "year"], observed=True, sort=True)
    lengths = joined[~joined["life"]].groupby(["area", "year"], observed=True)["months"]
    found = grouped.agg(n_life=("life", "sum"), n_releases=("release_id", "nunique"))
    found["n_terms"] = lengths.size().reindex(found.index).fillna(0).astype("int64")
    found["n_life"] = found["n_life"].astype("int64")
    for name, share in shares.items():
        found[name] = lengths.quantile(share).reindex(found.index).round(2)
    return found.reset_index()[names]


def _with_areas(terms: pd.DataFrame, charges: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each term and crime area."""
    own = charges.dropna(subset=["area", "person_id"])[["person_id", "area"]].drop_duplicates().astype(str)
    terms = terms.assign(person_id=terms["person_id"].astype(object))
    charged = terms.merge(own, on="person_id")
    rest = terms[~terms["who"].isin(charged["who"])]
    about = areas[areas["primary"]][["release_id", "area"]].astype(str)
    return pd.concat([charged, rest.merge(about, on="release_id")], ignore_index=True)


def build_money(releases: pd.DataFrame, outcomes: pd.DataFrame, penalties: pd.DataFrame) -> pd.DataFrame:
    """Add up sums of money by what they are, currency and year, bounds kept apart.

    Losses, sums laundered, seized and frozen come from outcomes that are news; fines, restitution and forfeitures from
    penalties imposed, and from outcomes where no penalty of the release has the sum.
    """
    columns = ["kind", "currency", "year"]
    measures = [f"total_{bound}" for bound in BOUNDS.values()]
    names = [*columns, "n_figures", "n_releases", *measures, "largest", "largest_release"]
    imposed = _fined(penalties)
    told = pd.concat([imposed, _sums(outcomes, imposed)], ignore_index=True)
    joined = told.merge(with_year(releases), on="release_id")
    if joined.empty:
        return pd.DataFrame(columns=names)
    grouped = joined.groupby(columns, sort=True)
    found = grouped.agg(n_figures=("value", "size"), n_releases=("release_id", "nunique"))
    sums = bounded_sums(joined, columns, "value", found.index)
    renamed = dict(zip(BOUNDS.values(), measures, strict=True))
    return found.join(sums.rename(columns=renamed)).reset_index()[names]


def _fined(penalties: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of money that were imposed."""
    rows = penalties[penalties["kind"].isin(_PENALTY_MONEY) & (penalties["status"] == "imposed")]
    rows = rows[rows["amount"].notna() & rows["amount_unit"].astype(object).str.fullmatch("[A-Z]{3}").fillna(False)]
    # one sum that several share stands in a row for each of them
    rows = rows.drop_duplicates(["release_id", "start", "kind"])
    return pd.DataFrame(
        {
            "release_id": rows["release_id"].astype(str),
            "kind": rows["kind"].astype(str),
            "currency": rows["amount_unit"].astype(str),
            "value": rows["amount"],
            "bound": "exact",
        }
    )


def _sums(outcomes: pd.DataFrame, imposed: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of money that happened to be lost, seized and the like, those imposed left out."""
    rows = news(outcomes)
    rows = rows[(rows["category"] == "money") & rows["value"].notna() & rows["unit"].notna() & rows["part_of"].isna()]
    kinds = [_kind_of(action, item) for action, item in zip(rows["action"], rows["item"], strict=True)]
    found = pd.DataFrame(
        {
            "release_id": rows["release_id"].astype(str),
            "kind": kinds,
            "currency": rows["unit"].astype(str),
            "value": rows["value"],
            "bound": rows["qualifier"].astype(object).map(BOUNDS).astype(str),
        }
    )
    told = imposed[["release_id", "value"]].drop_duplicates().assign(told=True)
    found = found.dropna(subset=["kind"]).merge(told, on=["release_id", "value"], how="left")
    return found[found["told"].isna() | ~found["kind"].isin(_PENALTY_MONEY)].drop(columns="told")


@functools.cache
def _money_words() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in table("money_words", key=("word",))}


def _kind_of(action: str, item: str | None) -> str | None:
    if action != "paid":
        return _MONEY_OF_ACTION.get(action)
    words = set(item.lower().split()) if isinstance(item, str) else set()
    return next((kind for word, kind in _money_words().items() if word in words), None)
