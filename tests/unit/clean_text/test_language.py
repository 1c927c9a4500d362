"""Languages are told without network; too little text gives none."""

from __future__ import annotations

import pytest

from pipeline.clean_text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Officers searched nine warehouses near the port and seized two tonnes of tobacco.", "en"),
        ("La police a fouillé neuf entrepôts près du port et saisi deux tonnes de tabac.", "fr"),
        ("Die Polizei durchsuchte neun Lagerhallen am Hafen und stellte zwei Tonnen Tabak sicher.", "de"),
        ("OFFICERS SEARCHED NINE WAREHOUSES NEAR THE PORT AND SEIZED TWO TONNES OF TOBACCO.", "en"),
        ("12 May 2023", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language
