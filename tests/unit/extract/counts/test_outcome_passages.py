"""Outcomes of composed passages: lists, parts of totals, nominalisations, what was planned, denied or left vague."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from spacy.language import Language

from pipeline.extract.annotations import rows_from_doc

PASSAGES = Path(__file__).parents[3] / "data" / "outcome_passages.txt"


def read_passages() -> list[tuple[str, list[str]]]:
    """Return each passage with the outcomes it states, as written in the table."""
    found: list[tuple[str, list[str]]] = []
    for line in PASSAGES.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line.replace("\\n", "\n"), []))
    return found


def outcomes_of(nlp: Language, text: str) -> list[str]:
    """Return the outcomes of a text in the table's notation."""
    rows = rows_from_doc(nlp(text))["outcomes"]
    numbers = {row["outcome_id"]: n for n, row in enumerate(rows, start=1)}
    lines = []
    for row in rows:
        value = f"~{row['vague'] or ''}" if row["value"] is None else f"{row['value']:g}{'*' if row['implied'] else ''}"
        value = f"{row['value']:.0f}" if row["value"] is not None and row["value"] >= 1e6 else value
        part = f"<{numbers[row['part_of']]}" if row["part_of"] is not None else None
        lines.append(" ".join(filter(None, (row["action"], value, row["unit"], part))))
    return lines


def _cases() -> list[ParameterSet]:
    wrong = pytest.mark.xfail(strict=True, reason="known to be read wrongly")
    return [
        pytest.param(text.lstrip("!"), expected, marks=[wrong] if text.startswith("!") else [])
        for text, expected in read_passages()
    ]


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_passage(nlp: Language, text: str, expected: list[str]) -> None:
    assert outcomes_of(nlp, text) == expected
