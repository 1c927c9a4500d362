"""Words of a kind, and what the kinds are."""

from __future__ import annotations

import pytest

from pipeline.errors import ResourceError
from pipeline.extract.reading.cues import cues
from pipeline.lookups import table


def test_words_of_a_kind() -> None:
    assert {"he", "she"} <= cues("pronoun")
    assert "total" in cues("total")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ResourceError, match="no words of the kind 'nonsense'"):
        cues("nonsense")


def test_every_kind_says_what_it_tells() -> None:
    told = {row["kind"]: row["says"] for row in table("cue_kinds", key=("kind",))}
    assert told.keys() == {row["kind"] for row in table("cue_words", key=("word", "kind"))}
    assert all(told.values())
