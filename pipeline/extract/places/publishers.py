"""The country of a publisher, where its name or address settles it."""

from __future__ import annotations

import functools
import re

from pipeline import lookups
from pipeline.urls import host_of

# Domains of the United States' own government; all other endings of two letters are ISO country codes.
_US_ENDINGS = ("gov", "mil")


@functools.cache
def _by_ending() -> dict[str, str]:
    endings = {row["iso2"].lower(): row["iso3"] for row in lookups.table("countries", key=("iso3",))}
    return {**endings, "uk": "GBR", **dict.fromkeys(_US_ENDINGS, "USA")}


@functools.cache
def _by_name() -> list[tuple[re.Pattern[str], str]]:
    rows = lookups.table("publisher_countries", key=("words",))
    return [(re.compile(rf"\b{re.escape(row['words'])}\b", re.I), row["iso3"]) for row in rows]


@functools.lru_cache(maxsize=4096)
def publisher_country(publisher: str | None, url: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a publisher, None where neither name nor address tells it."""
    for pattern, iso3 in _by_name():
        if publisher and pattern.search(publisher):
            return iso3
    return _by_ending().get(host_of(url).rpartition(".")[2])
