# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Outcomes and totals
#
# How many arrests, how much cocaine: what adds up, and what must not?

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
ACTION, CATEGORY = "arrested", "people"

# %%
from pipeline.store import read_table

totals = read_table(OUT, "outcome_totals")
outcomes = read_table(OUT, "outcomes")
releases = read_table(OUT, "releases", ["release_id", "title", "published", "text", "near_duplicate_of"])

# %% [markdown]
# Five things spoil a sum: a part counted again beside its whole, the same release twice, a fact that a later release of
# the case tells again, a running total that every release repeats, and bounds added as if they were exact.
# `outcome_totals` adds up only what is news of its release (`scope` is `event`), leaves the first four out and keeps the last apart; `statement` says it in words.

# %%
mine = totals[(totals["action"] == ACTION) & (totals["category"] == CATEGORY)]
mine[["year", "statement", "n_releases", "n_releases_year"]]

# %% [markdown]
# Wrong by hand: every figure added up, parts, near-duplicates and running totals too.

# %%
chosen = outcomes[(outcomes["action"] == ACTION) & (outcomes["category"] == CATEGORY)]
naive = chosen["value"].sum()
careful = mine[["total_exact", "total_about", "total_at_least"]].to_numpy().sum()
print(f"all rows: {naive:,.0f}; parts, repeats and running totals left out: {careful:,.0f}")

# %% [markdown]
# Where does the largest figure come from? Always look before you cite.

# %%
top = chosen[chosen["part_of"].isna()].sort_values("value", ascending=False).head(3).merge(releases, on="release_id")
for row in top.itertuples():
    words = row.text[max(0, row.start - 60) : row.end + 60].replace("\n\n", " ¶ ")
    print(f"{row.value:,.0f} ({row.qualifier}), {row.title}\n    … {words} …")

# %% [markdown]
# The unit matters: money stays in its currency, weights in the unit stated.

# %%
totals.groupby(["category", "unit"], dropna=False)["n_rows"].sum().sort_values(ascending=False).head(12)

# %% [markdown]
# What people were charged with, and what they got: `charges` and `penalties` have a row for each person, and the analysis
# tables sum them up by crime area. Running totals are series of their own.

# %%
read_table(OUT, "charges_by_area").sort_values("n_people", ascending=False).head(10)

# %%
read_table(OUT, "penalties_by_area").sort_values("n_terms", ascending=False).head(10)

# %%
read_table(OUT, "seizures")[["substance", "year", "kg_exact", "kg_at_least", "n_other"]].head(10)

# %%
read_table(OUT, "running_totals")[["publisher", "action", "item", "value", "since", "as_of"]].head(10)
