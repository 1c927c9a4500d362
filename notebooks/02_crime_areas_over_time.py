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
# # Crime areas over time
#
# Which areas rise or fall, and how sure can one be?

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
AREAS = 4

# %%
import altair as alt
import pandas as pd

from pipeline.report import charts
from pipeline.store import read_table

by_month = read_table(OUT, "crime_area_by_month")
trend = read_table(OUT, "crime_area_trend")

# %% [markdown]
# `n_primary` counts releases *about* an area, `n_releases` all that name it; `n_releases_month` is the denominator.
# Near-duplicates are left out, and undated releases stand under `unknown`.

# %%
totals = by_month.groupby("area")[["n_primary", "n_releases"]].sum().sort_values("n_primary", ascending=False)
totals

# %% [markdown]
# A month with three releases, one of them about fraud, has a share of a third, which means nothing. The smoothed share
# pools five months and carries a 95 % interval; where they hold fewer than ten releases there is no line.

# %%
smooth = trend.dropna(subset=["smoothed"])
print(f"{smooth['month'].nunique()} of {trend['month'].nunique()} months hold enough releases for a line")

# %%
chosen = [area for area in totals.index if area in set(smooth["area"])][:AREAS]
lines = trend[trend["area"].isin(chosen)].copy()
lines["time"] = lines["month"].str[:4].astype(int) + (lines["month"].str[5:].astype(int) - 0.5) / 12
alt.Chart.from_dict(charts.plot_trends(lines, width=680, columns=2)) if chosen else print(
    "too few releases for any line"
)

# %% [markdown]
# Plain counts need no minimum. Releases per year, areas as columns:

# %%
years = by_month.assign(year=by_month["month"].str[:4]).pivot_table(
    index="year", columns="area", values="n_primary", aggfunc="sum", fill_value=0
)
years[totals.index[:AREAS]]
