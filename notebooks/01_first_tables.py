# %% [markdown]
# # First tables
#
# What did the run read, and what does one release say? Run `make run` first, then open this script in Jupyter
# (with jupytext) or VS Code, or run it from top to bottom with `.venv/bin/python notebooks/01_first_tables.py`.

# %%
import os
from pathlib import Path

import pipeline
from pipeline.store import read_table

ROOT = Path(__file__).parents[1] if "__file__" in globals() else Path.cwd().parent
OUT = Path(os.environ.get("OUT", ROOT / "data" / "processed"))

# %% [markdown]
# Every input is accounted for: released, duplicate or quarantined, with the reason.

# %%
sources = read_table(OUT, "sources")
print(sources.groupby(["status", "format"]).size())

# %% [markdown]
# People, with the office the release gives them and whether they speak.

# %%
people = read_table(OUT, "people")
print(people.loc[people["speaks"], ["name", "role", "organisation"]].head(10).to_string(index=False))

# %% [markdown]
# Counts keep what they count, how they are hedged, and what happened to it. Each row leads back to its words.

# %%
counts = read_table(OUT, "counts")
releases = read_table(OUT, "releases").set_index("release_id")
print(counts[["text", "value", "qualifier", "unit", "item", "action"]].head(10).to_string(index=False))

row = counts.iloc[0]
text = releases.loc[row["release_id"], "text"]
print("…", text[max(0, row["start"] - 60) : row["end"] + 60].replace("\n\n", " ¶ "), "…")

# %% [markdown]
# The extractors live: any text, without a run.

# %%
nlp = pipeline.load()
doc = nlp("VIENNA, Austria – Police arrested 12 suspects on 3 May 2023 and seized some 40 kg of cocaine.")
for table in ("countries", "counts", "dates"):
    for span in doc.spans[table]:
        print(table, "|", span.text, "|", span._.rule)
