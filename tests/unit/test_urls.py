"""Addresses that strangers wrote are split, or have no parts; none of them is an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean_text.clean import clean_release
from pipeline.clean_text.repeats import publisher_key
from pipeline.extract.places.publishers import publisher_country
from pipeline.urls import host_of, path_of, split_url

PACKAGE = Path(__file__).parents[2] / "pipeline"
BROKEN = "http://[police.example/1"


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://www.Police.example:8080/news", "police.example", "/news"),
        ("http://police.example.", "police.example", ""),
        ("https://münchen.example/a", "münchen.example", "/a"),
        ("//police.example/a", "police.example", "/a"),
        ("police.example/a", "", "police.example/a"),
        ("/a/b?c#d", "", "/a/b"),
        (BROKEN, "", ""),
        ("http://police.example]/1", "", ""),
        ("http://:80/1", "", "/1"),
        ("http://a b/1", "", "/1"),
        ("http://police.example:port/1", "police.example", "/1"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_host_and_path(url: str | None, host: str, path: str) -> None:
    assert (host_of(url), path_of(url)) == (host, path)


_PARTS = st.sampled_from(
    ["http:", "//", "[", "]", "@", ":", "/", "?", "#", "%", "police.example", "::1", "℀", "\n", "80", "."]
)


@given(st.one_of(st.text(max_size=60), st.lists(_PARTS, max_size=12).map("".join)))
def test_no_address_is_an_error(url: str) -> None:
    host = host_of(url)
    assert host == host.lower()
    assert not set(host) & set("/?#[]@: \t\n")
    split_url(url), path_of(url)
    publisher_key(None, url, "a/b.txt")
    publisher_country(None, url)


def test_a_broken_address_stops_nothing() -> None:
    page = f'<html><head><link rel="canonical" href="{BROKEN}"></head><body><p>Police held two men.</p></body></html>'
    assert clean_release(page, markup=True, stated={}).url is None
    assert clean_release("Police held two men.", markup=False, stated={"url": BROKEN}).mapped.text
    assert publisher_key(None, BROKEN, "a/b.txt") == "folder a"


def test_addresses_are_split_in_one_place() -> None:
    users = [
        path.name
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\burl(?:split|parse)\b", path.read_text(encoding="utf-8"))
    ]
    assert users == ["urls.py"]
