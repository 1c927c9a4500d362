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
# # Add your own entity type
#
# Ports, say, or a taxonomy of your own: without touching the package.

# %%
import os
from pathlib import Path

import pipeline

# The output folder of `make run`; set OUT to look at another.
OUT = Path(os.environ.get("OUT", Path(pipeline.__file__).parents[1] / "data" / "processed"))
MINE = {"port of Rotterdam": "NLRTM", "port of Antwerp": "BEANR", "Guayaquil": "ECGYE"}

# %%
import pandas as pd
import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

# %% [markdown]
# A component of your own reads a gazetteer (here a dict; a CSV of yours would do) and leaves spans under a key of its
# own. It runs behind the project's components and may read what they found.

# %%
Span.set_extension("locode", default=None, force=True)


@Language.factory("my_ports")
def create_my_ports(nlp: Language, name: str):
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    codes = {phrase.lower(): code for phrase, code in MINE.items()}
    matcher.add("port", [nlp.make_doc(phrase) for phrase in MINE])

    def find_ports(doc: Doc) -> Doc:
        spans = matcher(doc, as_spans=True)
        for span in spans:
            span._.locode = codes[span.text.lower()]
        doc.spans["my_ports"] = spans
        return doc

    return find_ports


nlp = pipeline.load()
nlp.add_pipe("my_ports", last=True)
doc = nlp("Officers at the Port of Rotterdam seized 200 kg of cocaine shipped from Guayaquil on 4 March 2024.")
[(span.text, span._.locode) for span in doc.spans["my_ports"]]

# %% [markdown]
# Over a corpus: the clean texts of `releases`, one row per mention, with the offsets that every mention table has. Such
# a frame joins the project's tables by `release_id`.

# %%
from pipeline.store import read_table

releases = read_table(OUT, "releases", ["release_id", "text"])

light = spacy.blank("en")
light.add_pipe("my_ports")
rows = [
    {"release_id": rid, "text": span.text, "start": span.start_char, "end": span.end_char, "locode": span._.locode}
    for rid, doc in zip(releases["release_id"], light.pipe(releases["text"]))
    for span in doc.spans["my_ports"]
]
ports = pd.DataFrame(rows, columns=["release_id", "text", "start", "end", "locode"])
ports

# %% [markdown]
# And a taxonomy of your own over the areas that are there: a mapping is a join.

# %%
mine = pd.DataFrame(
    [("drug-trafficking", "markets"), ("illicit-goods", "markets"), ("human-trafficking", "people")],
    columns=["area", "my_class"],
)
areas = read_table(OUT, "release_crime_areas")
areas.merge(mine, on="area").groupby("my_class")["release_id"].nunique()
