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
# # Look inside one release
#
# The extractors are spaCy components: give them any text and see each value with its rule.

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
TEXT = (
    "VIENNA, Austria – Police arrested 12 suspects on 3 May 2023 and seized some 40 kg of cocaine. "
    "“This network moved drugs through five countries,” said Marta Eder-Kovac, Director of the Vienna Customs Office."
)

# %%
import pandas as pd

nlp = pipeline.load()
print(nlp.pipe_names)

# %%
doc = nlp(TEXT)
for table in ("person_mentions", "dates", "counts", "countries", "crime_areas"):
    for span in doc.spans[table]:
        print(f"{table:16} {span.text:28} {span._.rule}")

# %% [markdown]
# The values hang on the spans; their names are the columns of the tables.

# %%
pd.DataFrame(
    {
        "words": [s.text for s in doc.spans["counts"]],
        "value": [s._.value for s in doc.spans["counts"]],
        "qualifier": [s._.qualifier for s in doc.spans["counts"]],
        "unit": [s._.unit for s in doc.spans["counts"]],
        "item": [s._.item for s in doc.spans["counts"]],
        "action": [s._.action for s in doc.spans["counts"]],
    }
)

# %% [markdown]
# The same for a whole release, cleaned first and with what cleaning took out:
# `python -m pipeline explain FILE`, or `--html page.html` for the page with marks.

# %%
from pipeline.explain import explain_release
from pipeline.store import read_table

release_id = read_table(OUT, "releases", ["release_id"])["release_id"].iloc[0]
explanation = explain_release(OUT, release_id)
{table: len(rows) for table, rows in explanation.rows.items() if rows}
