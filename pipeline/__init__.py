"""From a folder of raw press releases to tidy tables of people, dates, counts, countries and crime areas.

In a notebook: `nlp = pipeline.load()`, then read `nlp(text).spans["dates"]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract.load import load

__all__ = ["load"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import; commands that need no language model should not wait for it.
    if name == "load":
        from pipeline.extract.load import load

        return load
    raise AttributeError(name)
