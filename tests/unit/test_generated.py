"""Generated resources are what their generator writes."""

from __future__ import annotations

import pytest

from pipeline import lookups
from tools import make_words


@pytest.mark.parametrize("name", make_words.LISTS)
def test_word_lists_are_current(name: str) -> None:
    if not all((make_words.DICT / listed).is_file() for listed in make_words.LISTS[name]):
        pytest.skip(f"install Debian's {', '.join(make_words.LISTS[name])} word lists to compare {name}.csv")
    assert (lookups.RESOURCES / f"{name}.csv").read_text(encoding="utf-8") == make_words.render(name)
