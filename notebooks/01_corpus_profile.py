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
# # Corpus profile
#
# What was read, what was set aside, and how full is each field? Run `make run` first.

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
TOP = 12

# %%
import altair as alt

from pipeline.report import charts
from pipeline.store import read_table

sources = read_table(OUT, "sources")
releases = read_table(OUT, "releases")
profile = read_table(OUT, "corpus_profile")

# %% [markdown]
# Every input is accounted for: released, a duplicate of one that was, or quarantined with a reason.

# %%
sources.groupby(["status", "format"]).size().rename("inputs").reset_index()

# %%
sources.loc[sources["status"] == "quarantined", ["source", "reason", "detail"]]

# %% [markdown]
# In how many releases was anything found at all? A low bar is a question to the corpus (short notices? another
# language?) before it is one to the extractors.

# %%
coverage = profile[profile["section"] == "releases with rows"].rename(columns={"measure": "name", "value": "n"})
coverage = coverage.sort_values("n", ascending=False)
coverage["text"] = [f"{n:,.0f} of {of:,.0f}" for n, of in zip(coverage["n"], coverage["of"])]
alt.Chart.from_dict(charts.plot_bars(coverage[["name", "n", "text"]], width=680))

# %% [markdown]
# An empty cell says "not stated", never zero. The emptiest fields:

# %%
filled = profile[profile["section"] == "filled cells"].copy()
filled["share"] = (filled["value"] / filled["of"]).round(3)
filled.sort_values("share").head(TOP)[["measure", "value", "of", "share"]]

# %% [markdown]
# What cleaning did most. Each edit is a row of `debris`; replaying them on the raw text gives `releases.text` again.

# %%
profile[profile["section"] == "cleaning rules"].sort_values("value", ascending=False).head(TOP)[["measure", "value"]]
