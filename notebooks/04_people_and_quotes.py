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
# # People and quotes
#
# Who speaks, in what office, and what do they say?

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
TOP = 10
SPEAKER = None  # a name as in the table; None takes the most quoted

# %%
import altair as alt

from pipeline.report import charts
from pipeline.store import read_table

activity = read_table(OUT, "people_activity")
people = read_table(OUT, "people")
quotes = read_table(OUT, "quotes")
releases = read_table(OUT, "releases", ["release_id", "title", "published"])

# %% [markdown]
# `people` has a row per person and release; `people_activity` adds them up by name. Two people of one name are one row
# there: check the roles before you conclude that someone changed office.

# %%
speakers = activity[activity["n_quotes"] > 0].sort_values(["n_quotes", "name"], ascending=[False, True])
speakers.head(TOP)[["name", "role", "organisation", "n_quotes", "n_releases"]]

# %%
bars = speakers.head(TOP).rename(columns={"n_quotes": "n"})[["name", "n"]]
alt.Chart.from_dict(charts.plot_bars(bars.assign(text=bars["n"].astype(str)), width=680))

# %% [markdown]
# What one of them says, with the release it stands in. `kind` tells words in quotation marks from reported ones.

# %%
name = SPEAKER or speakers["name"].iloc[0]
theirs = people[people["name"] == name].merge(quotes, on=["release_id", "person_id"], suffixes=("_person", ""))
theirs.merge(releases, on="release_id")[["published", "title", "kind", "text"]]

# %% [markdown]
# How often does anyone speak at all?

# %%
speaking = people.groupby("release_id")["speaks"].any()
print(
    f"somebody is quoted in {speaking.sum()} of {len(releases)} releases; {len(quotes)} quotes, "
    f"{quotes['person_id'].isna().sum()} of them of nobody named"
)
