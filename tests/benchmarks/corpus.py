"""Composes corpora of any size from the sample releases, for benchmarks.

Each release takes paragraphs of several samples; its names and figures are changed, so that no two are alike
and word forms keep coming up new as they do in real corpora. The same number gives the same release.

    python -m tests.benchmarks.corpus FOLDER --size 12000
"""

from __future__ import annotations

import datetime
import html
import random
import re
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from pipeline import lookups
from pipeline.clean_text.stage import clean_one
from pipeline.config import Settings
from pipeline.ingest.stage import read_one
from tests.samples import SAMPLES

FILES_PER_FOLDER = 1000

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | {publisher}</title>
<meta property="article:published_time" content="{day}T09:00:00Z"><meta property="og:site_name" content="{publisher}">
</head><body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
<main><article><h1>{title}</h1>
{body}
</article><aside><h2>Related documents</h2><ul><li><a href="/a">Annual report</a></li></ul></aside></main>
<footer><p>Share this page</p><p>Follow us</p></footer></body></html>
"""


@cache
def _material() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...], tuple[str, ...]]:
    """Return the samples' paragraphs, their titles with publishers, and given names and surnames."""
    paragraphs: list[str] = []
    heads: list[tuple[str, str]] = []
    for path in sorted(p for p in SAMPLES.rglob("*") if p.suffix in (".txt", ".html")):
        item = read_one(path)
        if item.raw is None:
            continue
        release = clean_one(item.raw, item.markup, dict(item.stated), Settings())
        paragraphs += [text for text in release["text"].split("\n\n") if len(text) > 80]
        if release["title"]:
            heads.append((release["title"], release["publisher"] or "Police"))
    given = sorted({row["name"] for row in lookups.table("given_names", key=("name",))})
    family = sorted({row["name"] for row in lookups.table("surnames", key=("name",))})
    return tuple(paragraphs), tuple(heads), tuple(given), tuple(family)


def compose_release(number: int) -> tuple[str, str, datetime.date, list[str]]:
    """Return title, publisher, day and paragraphs of one composed release; 250 to 700 words, most near 450."""
    paragraphs, heads, given, family = _material()
    rng = random.Random(number)
    title, publisher = rng.choice(heads)
    words = 0
    body: list[str] = []
    while words < 380:
        text = _vary(rng.choice(paragraphs), rng, given, family)
        body.append(text)
        words += len(text.split())
    day = datetime.date(2015, 1, 1) + datetime.timedelta(days=rng.randrange(3600))
    return f"{title} ({number})", publisher, day, body


def _vary(text: str, rng: random.Random, given: tuple[str, ...], family: tuple[str, ...]) -> str:
    text = re.sub(r"(?<![\d.,])[1-9]\d{0,2}(?![\d.,])", lambda m: str(rng.randrange(2, 1 + 10 ** len(m[0]))), text)
    name = re.compile(r"(?<=[a-z,] )([A-Z][a-z]+) ([A-Z][a-z]+)(?= (?:said|told|added|was|is|who|and)\b|,)")
    return name.sub(lambda m: f"{rng.choice(given).title()} {rng.choice(family).title()}", text)


def write_corpus(folder: Path, size: int, *, first: int = 0) -> None:
    """Write `size` pages, every third as plain text, in folders of a thousand."""
    for number in range(first, first + size):
        title, publisher, day, body = compose_release(number)
        place = folder / f"{number // FILES_PER_FOLDER:04d}"
        place.mkdir(parents=True, exist_ok=True)
        if number % 3 == 0:
            (place / f"{number:06d}.txt").write_text("\n\n".join([title, f"{day:%d %B %Y}", *body]), encoding="utf-8")
            continue
        marked = "\n".join(f"<p>{html.escape(text)}</p>" for text in body)
        page = _PAGE.format(title=html.escape(title), publisher=html.escape(publisher), day=day, body=marked)
        (place / f"{number:06d}.html").write_text(page, encoding="utf-8")


def main(folder: Path, size: Annotated[int, typer.Option(help="How many releases.")] = 1000) -> None:
    """Compose a corpus."""
    write_corpus(folder, size)


if __name__ == "__main__":
    typer.run(main)
