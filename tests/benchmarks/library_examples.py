"""Sets the pipeline beside dateparser and quantulum3: python tests/benchmarks/library_examples.py

Takes expressions of the kinds that both libraries' own documentation shows, as far as they can stand
in a release, and prints what each reads. The libraries are no dependencies of the project: a
column stays empty where one is not installed.
"""

from __future__ import annotations

import datetime
import importlib
import sys
from collections.abc import Callable
from typing import Any

import pipeline
from pipeline.extract.annotations import ReleaseContext, rows_from_doc

TODAY = datetime.date(2024, 6, 13)
DATES = (
    "12/12/12",
    "Fri, 12 Dec 2014 10:55:50",
    "2 weeks ago",
    "3 months, 1 week and 1 day ago",
    "yesterday",
    "today",
    "tomorrow",
    "in two days",
    "January 12, 2012 10:00 PM",
    "August 14, 2015",
    "on Monday",
    "March 2015",
    "2014",
    "the next year",
    "10 days ago",
    "an hour ago",
)
QUANTITIES = (
    "I want 2 liters of wine",
    "It weighs about 20 kg",
    "The box held 10-15 kilograms of sugar",
    "The fund holds a billion dollars",
    "The route is a hundred miles long",
    "He carried 0.5 grams of gold",
    "They paid $30 and 20 euros",
    "The sea rose by 12 percent",
    "The field has an area of three hectares",
    "The tank held 1,200 gallons of fuel",
)


def _found(table: str, text: str, nlp: Any) -> str:
    doc = nlp.make_doc(f"Police said: {text}.")
    doc._.release = ReleaseContext(published=TODAY)
    rows = rows_from_doc(nlp(doc))[table]
    if table == "dates":
        return "; ".join(f"{r['date_start']}..{r['date_end']}" if r["kind"] == "date" else r["kind"] for r in rows)
    return "; ".join(f"{r['value']:g} {r['unit'] or ''}".strip() for r in rows)


def _library(name: str, read: Callable[[Any, str], str]) -> Callable[[str], str]:
    try:
        module = importlib.import_module(name)
    except ImportError:
        return lambda text: ""
    return lambda text: read(module, text)


def main() -> None:
    """Write one line per expression: what it is, what the pipeline reads, what the library reads."""
    nlp = pipeline.load(components=["press_dates", "press_counts"])
    moment = datetime.datetime.combine(TODAY, datetime.time())
    parse_date = _library(
        "dateparser", lambda module, text: str(module.parse(text, settings={"RELATIVE_BASE": moment}) or "")[:10]
    )
    parse_quantity = _library(
        "quantulum3.parser",
        lambda module, text: "; ".join(f"{q.value:g} {q.unit.name}" for q in module.parse(text)),
    )
    for text in DATES:
        sys.stdout.write(f"{text:40} {_found('dates', text, nlp):40} {parse_date(text)}\n")
    for text in QUANTITIES:
        sys.stdout.write(f"{text:40} {_found('counts', text, nlp):40} {parse_quantity(text)}\n")


if __name__ == "__main__":
    main()
