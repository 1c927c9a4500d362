"""What a scraper wrote where it found nothing goes, and the word "none" stays."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import clean_release


def cleaned(raw: str) -> str:
    return clean_release(raw, markup=False, stated={}).mapped.text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (
            "More is to come. NoneNoneNoneAn inquiry in the port goes on, the force said.",
            "More is to come.\n\nAn inquiry in the port goes on, the force said.",
        ),
        ("None\n\nNoneOn July 19, the office filed a suit.\n\nNone", "On July 19, the office filed a suit."),
        (
            "The loans were false. None According to the court, she fled.",
            "The loans were false.\n\nAccording to the court, she fled.",
        ),
        ("None In connection with the pleas they spoke.", "In connection with the pleas they spoke."),
        ("She was jailed for a year. None", "She was jailed for a year."),
        # near misses
        ("Nonetheless she left. None of the boats was found.", "Nonetheless she left. None of the boats was found."),
        ("Of the boats she saw None was found.", "Of the boats she saw None was found."),
    ],
)
def test_lost_values(raw: str, clean: str) -> None:
    text = cleaned(raw)
    assert text == clean
    assert cleaned(text) == text
