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
# # Countries and the parts they play
#
# A country can host a seizure, lend a detective, or be a suspect's nationality. Which is it?

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
TOP = 15

# %%
import altair as alt
import pandas as pd

from pipeline.report import charts
from pipeline.report.figures import load_world, shade_breaks
from pipeline.store import read_table

countries = read_table(OUT, "countries")
pairs = read_table(OUT, "country_pairs")
matrix = read_table(OUT, "country_by_crime_area")

# %% [markdown]
# `part` says how a country is named: in the dateline, by its police force, as a nationality, as a place.

# %%
named = countries.drop_duplicates(["release_id", "iso3", "part"])
parts = named.pivot_table(index="name", columns="part", values="release_id", aggfunc="count", fill_value=0)
parts.loc[parts.sum(axis=1).sort_values(ascending=False, kind="stable").index].head(TOP)

# %% [markdown]
# On the map, by the number of releases that name a country at all.

# %%
features, points = load_world()
places = countries.drop_duplicates(["release_id", "iso3"]).groupby(["iso3", "name"]).size().rename("n").reset_index()
places = places[places["iso3"].isin(points)]
breaks = shade_breaks(int(places["n"].max()))
places["shade"] = [f"r{sum(n >= b for b in breaks)}" for n in places["n"]]
places["lon"] = [points[c][0] for c in places["iso3"]]
places["lat"] = [points[c][1] for c in places["iso3"]]
places["drawn"] = places["iso3"].isin({f["properties"]["iso3"] for f in features})
alt.Chart.from_dict(charts.plot_map(features, places, width=680))

# %% [markdown]
# Which areas come with which countries more often than chance would have it? `expected` is what independence gives;
# a lift from two releases proves nothing, so ask for a few.

# %%
often = matrix[(matrix["n_releases"] >= 3) & (matrix["lift"] > 1)]
often.sort_values("lift", ascending=False).head(TOP)[["iso3", "area", "n_releases", "expected", "lift"]].round(2)

# %%
pairs.sort_values(["n_releases", "lift"], ascending=False).head(TOP).round(2)
