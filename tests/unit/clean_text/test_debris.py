"""What is an address of mail or a telephone number, and what is none."""

from __future__ import annotations

import pytest

from pipeline.clean_text.debris import has_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to press.office@police.example or call.", True),
        ("Call 202-514-2007 by day", True),
        ("Tel.: +49 (30) 4664 904090", True),
        ("555-0134", True),
        ("a message @ the desk", False),
        ("@police", False),
        ("12 suspects were arrested in 2023", False),
        ("no sign at all", False),
        ("", False),
    ],
)
def test_addresses(text: str, *, expected: bool) -> None:
    assert has_address(text) is expected
