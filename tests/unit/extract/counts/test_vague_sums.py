"""Sums of money without a figure: what happened to them, in which currency, and what is no such sum."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import rows_from_doc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The men laundered tens of millions of euros.", [("laundered", "tens of millions", "EUR")]),
        ("They scammed clients out of several million dollars.", [("defrauded", "several million", "USD")]),
        ("He is accused of stealing hundreds of thousands of pounds.", [("stolen", "hundreds of thousands", "GBP")]),
        ("The gang planned to steal millions of euros.", []),
        ("Millions of euros are at stake.", []),
        ("The men laundered 3 million euros.", []),
        ("The men lost thousands of hours.", []),
    ],
)
def test_vague_sums(nlp: Language, text: str, expected: list[tuple[str, str, str]]) -> None:
    rows = rows_from_doc(nlp(text))["outcomes"]
    assert [(row["action"], row["vague"], row["unit"]) for row in rows if row["rule"] == "vague-sum"] == expected
