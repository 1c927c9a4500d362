"""The 300 quotation passages: how many are read right, by speaker and by exact characters."""

from __future__ import annotations

from collections import Counter

import pytest
from spacy.language import Language

from tests.unit.extract.people.quotations import PASSAGES, Passage, measure, read_passages

# No share may fall below these; a rule that raises one raises its floor.
SPAN_FLOOR = 0.99
SPEAKER_FLOOR = 0.98
MAX_EXTRA = 2


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return read_passages()


def test_the_passages_cover_the_forms(passages: list[Passage]) -> None:
    forms = Counter(p.form for p in passages)
    assert len(passages) == 300, PASSAGES
    assert len({p.text for p in passages}) == 300
    assert set(forms) >= {
        "behind", "behind-straight", "behind-single", "guillemets", "before-colon", "before-comma", "split",
        "reopened", "unclosed", "lost", "block", "previous", "title-only", "pronoun", "surname", "indirect",
        "inverted", "none", "unknown", "two", "nested", "fragment",
    }  # fmt: skip
    assert sum(q.speaker is None for p in passages for q in p.quotes) >= 12


def test_quotations_are_read_right(nlp: Language, passages: list[Passage]) -> None:
    result = measure(nlp, passages)
    wrong = "\n".join(result.errors)
    assert result.span_share >= SPAN_FLOOR, wrong
    assert result.speaker_share >= SPEAKER_FLOOR, wrong
    assert result.extra <= MAX_EXTRA, wrong
