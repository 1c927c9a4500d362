"""Sets the pipeline beside dateparser and quantulum3: python tests/benchmarks/library_examples.py

Takes expressions of the kinds that both libraries' own documentation shows, as far as they can stand
in a release, and prints what each reads. Then sets the pipeline against the sentences that quantulum3
brings with it to test itself, read from the installed package, and prints those of units known here
where it does not give the values published with them. The libraries are no dependencies of the project: a column
stays empty, and the second part short, where one is not installed.
"""

from __future__ import annotations

import datetime
import importlib
import importlib.util
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pipeline
from pipeline.extract.annotations import ReleaseContext, rows_from_doc

# Units that releases count in; the others that quantulum3 knows are of physics and the kitchen.
GENRE = frozenset(
    (
        *(
            "dimensionless",
            "dozen",
            "percentage",
            "dollar",
            "euro",
            "pound sterling",
            "litre",
            "gallon",
            "metre",
            "mile",
        ),
        *(
            "kilometre",
            "square kilometre",
            "square mile",
            "kilogram",
            "gram",
            "milligram",
            "tonne",
            "pound-mass",
            "byte",
        ),
        *("megabyte", "exabyte"),
    )
)
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
    "1991-05-17",
    "in two months",
    "21 July 2013 10:15 pm",
    "on 4 October 1957",
    "March 3rd, 2004",
    "May 6th 2004",
    "10 December",
    "last week",
    "past month",
    "may",
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
    return "; ".join(_quantity(r) for r in rows)


def _quantity(row: Mapping[str, Any]) -> str:
    end = f"-{row['value_max']:g}" if row["value_max"] is not None else ""
    return f"{row['value']:g}{end} {row['unit'] or ''}".strip()


def _library(name: str, read: Callable[[Any, str], str]) -> Callable[[str], str]:
    try:
        module = importlib.import_module(name)
    except ImportError:
        return lambda text: ""
    return lambda text: read(module, text)


def _published() -> Iterator[tuple[str, list[tuple[float, str]]]]:
    """Yield the sentences quantulum3 tests itself with and the values and units that stand with them."""
    found = importlib.util.find_spec("quantulum3")
    if found is None or not found.submodule_search_locations:
        return
    folder = Path(found.submodule_search_locations[0]) / "_lang" / "en_US" / "tests"
    for path in sorted(folder.glob("quantities*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            yield case["req"], [(float(q["value"] or 0), str(q["unit"])) for q in case["res"]]


def _disagreements(nlp: Any) -> Iterator[str]:
    """Yield the published sentences within the genre that are read otherwise here, then how many agree."""
    agree = tried = 0
    for text, published in _published():
        if any(unit not in GENRE for _, unit in published):
            continue
        tried += 1
        doc = nlp.make_doc(text)
        doc._.release = ReleaseContext(published=TODAY)
        rows = rows_from_doc(nlp(doc))["counts"]
        # A range is one value there: its middle.
        read = [r["value"] if r["value_max"] is None else (r["value"] + r["value_max"]) / 2 for r in rows]
        values = sorted(value for value, _ in published)
        if len(values) == len(read) and all(
            math.isclose(a, b, rel_tol=1e-4) for a, b in zip(values, sorted(read), strict=True)
        ):
            agree += 1
            continue
        theirs = "; ".join(f"{value:g} {unit}" for value, unit in published)
        yield f"{text}\n    {'; '.join(_quantity(r) for r in rows) or '-'} | {theirs or '-'}"
    if tried:
        yield f"{agree} of {tried} published sentences give the published values"


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
    for line in _disagreements(nlp):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
