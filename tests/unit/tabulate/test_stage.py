"""What tabulating refuses."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import ContractError
from pipeline.spans import MappedText
from pipeline.tabulate.stage import release_rows

ID = "0123456789abcdef"
TEXT = "Police in Spain."
SPAIN = {"text": "Spain", "start": 10, "end": 15, "sentence": 0}


def rows(**changes: Any) -> dict[str, Any]:
    release = {"text": TEXT, "pieces": MappedText.from_raw(TEXT).to_pieces(), "published": None, "contacts": []}
    extraction = {"n_sentences": 1, "rows": {"countries": [{**SPAIN, "iso3": "ESP", **changes}]}}
    return release_rows(ID, "a.txt", TEXT, release, extraction, None)


def test_a_mention_leads_back_to_the_raw_text() -> None:
    (row,) = rows()["countries"]
    assert TEXT[row["raw_start"] : row["raw_end"]] == "Spain"


@pytest.mark.parametrize(
    "changes", [{"end": 99}, {"start": -6}, {"start": 15}, {"text": "Italy"}, {"start": 9, "end": 14}]
)
def test_a_span_outside_its_text_stops_the_stage(changes: dict[str, Any]) -> None:
    with pytest.raises(ContractError, match=f"countries: the span is .*{ID}"):
        rows(**changes)
