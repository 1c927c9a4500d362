"""Lists what is odd in an output folder, to be read by eye: python -m tools.oddities OUT [--most 50] [--kind KIND].

What is odd is not wrong: a name without a known given name may be a name all the same. But where a reader errs on texts
that nobody has read, its errors are among these rows far more often than among the others, and fifty of a kind are
read in minutes. First come the numbers of each kind, then rows of it, spread over the releases, each with the words
around it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.extract.people.names import lexicon
from pipeline.extract.reading.words import fold
from pipeline.lookups import table

MARGIN = 60  # characters shown on either side
LONG_ROLE = 16
FAR_BEFORE, FAR_BEHIND = 60, 10  # years from a release's own day
_LOOSE = frozenset(
    ["a", "an", "and", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "under", "with"]
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Oddity:
    """A row that is odd.

    Attributes:
        kind: what is odd about it.
        release_id: its release.
        what: the cell that is odd.
        start, end: its words in the release's text.
    """

    kind: str
    release_id: str
    what: str
    start: int
    end: int


def _rows(tables: Tables, name: str) -> Iterator[dict[str, object]]:
    frame = tables[name]
    for row in frame.to_dict("records"):
        yield {str(key): None if _is_null(value) else value for key, value in row.items()}


def _is_null(value: object) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and value != value)


def _odd(kind: str, row: Mapping[str, object], what: object) -> Oddity:
    return Oddity(kind, str(row["release_id"]), str(what), int(str(row["start"])), int(str(row["end"])))


def odd_people(tables: Tables) -> Iterator[Oddity]:
    """Yield people with no known given name, with a word of the dictionary, and those named once without an office."""
    lex = lexicon()
    for row in _rows(tables, "people"):
        parts = [fold(word) for word in _WORD.findall(str(row["name"]))]
        full = [part for part in parts if len(part) > 1]
        if len(full) > 1 and not any(part in lex.given for part in full):
            yield _odd("person-without-given-name", row, row["name"])
        known = (lex.given, lex.surnames)
        if any(part in lex.common and not any(part in words for words in known) for part in full):
            yield _odd("person-with-dictionary-word", row, row["name"])
        if row["role"] is None and row["part"] == "other" and row["n_mentions"] == 1:
            yield _odd("person-once-without-role", row, row["name"])


def odd_roles(tables: Tables) -> Iterator[Oddity]:
    """Yield roles that are long, or begin or end in a word that leads on."""
    for row in _rows(tables, "people"):
        words = str(row["role"] or "").split()
        if words and (len(words) > LONG_ROLE or words[-1].lower() in _LOOSE or words[0].lower() in _LOOSE):
            yield _odd("role-loose-or-long", row, row["role"])


def odd_items(tables: Tables) -> Iterator[Oddity]:
    """Yield counts whose item is a verb, a number or a unit."""
    verbs = {row["form"] for row in table("action_verbs", key=("form", "particle"))}
    units = {row["form"] for row in table("unit_forms", key=("form",))}
    for row in _rows(tables, "counts"):
        words = str(row["item"] or "").lower().split()
        if words and ((len(words) == 1 and (words[0] in verbs or words[0] in units)) or words[0][0].isdigit()):
            yield _odd("item-verb-number-unit", row, row["item"])


def odd_dates(tables: Tables) -> Iterator[Oddity]:
    """Yield dates far from their release's own."""
    years = {str(row["release_id"]): str(row["published"])[:4] for row in _rows(tables, "releases") if row["published"]}
    for row in _rows(tables, "dates"):
        own, told = years.get(str(row["release_id"])), str(row["date_start"] or "")[:4]
        if own and told and not -FAR_BEFORE <= int(told) - int(own) <= FAR_BEHIND:
            yield _odd("date-far", row, row["date_start"])


def odd_bodies(tables: Tables) -> Iterator[Oddity]:
    """Yield bodies that end in a word that leads on, or open with one."""
    for row in _rows(tables, "organisations"):
        words = str(row["name"]).split()
        if words[-1].lower() in _LOOSE or words[0].lower() in _LOOSE:
            yield _odd("body-loose", row, row["name"])


def odd_outcomes(tables: Tables) -> Iterator[Oddity]:
    """Yield outcomes with values above all that their release counts."""
    most: dict[tuple[str, str], float] = {}
    for row in _rows(tables, "counts"):
        key = (str(row["release_id"]), str(row["unit"]))
        value = max(
            float(str(row[name])) for name in ("value", "value_max") if row[name] is not None or name == "value"
        )
        most[key] = max(most.get(key, 0.0), value)
    for row in _rows(tables, "outcomes"):
        limit = most.get((str(row["release_id"]), str(row["unit"])), 0.0)
        if row["value"] is not None and not row["implied"] and float(str(row["value"])) > max(limit, 1.0):
            yield _odd("outcome-above-counts", row, f"{row['action']} {row['value']} {row['item']}")


def odd_quotes(tables: Tables) -> Iterator[Oddity]:
    """Yield words in quotation marks that nobody is found to have said."""
    for row in _rows(tables, "quotes"):
        if row["speaker"] is None and row["kind"] == "direct":
            yield _odd("quote-without-speaker", row, "")


READERS: tuple[Callable[[Tables], Iterator[Oddity]], ...] = (
    *(odd_people, odd_roles, odd_items, odd_dates, odd_bodies, odd_outcomes, odd_quotes),
)
TABLES = ("releases", "people", "counts", "dates", "organisations", "outcomes", "quotes")


def find_oddities(tables: Tables) -> list[Oddity]:
    """Return what is odd, by kind; of one kind in an order that has nothing to do with the releases'."""
    found = [oddity for reader in READERS for oddity in reader(tables)]
    return sorted(found, key=lambda o: (o.kind, hashlib.sha256(f"{o.release_id} {o.start}".encode()).digest(), o.what))


def describe(found: list[Oddity], releases: pd.DataFrame, most: int) -> Iterator[str]:
    """Yield the lines of the list: the numbers, then up to `most` rows of each kind with the words around them."""
    numbers = Counter(oddity.kind for oddity in found)
    yield from (f"{numbers[kind]:6} {kind}" for kind in sorted(numbers))
    texts = dict(zip(releases["release_id"], zip(releases["text"], releases["source"], strict=True), strict=True))
    shown: Counter[str] = Counter()
    for oddity in found:
        shown[oddity.kind] += 1
        if shown[oddity.kind] > most:
            continue
        text, source = texts[oddity.release_id]
        before, behind = text[max(0, oddity.start - MARGIN) : oddity.start], text[oddity.end : oddity.end + MARGIN]
        around = " ".join(f"{before}[[{text[oddity.start : oddity.end]}]]{behind}".split())
        yield f"{oddity.kind}\t{source}\t{oddity.what}\t{around}"


def main() -> None:
    """List what is odd in a folder that the pipeline wrote."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="folder that the pipeline wrote")
    parser.add_argument("--most", type=int, default=50, help="rows shown of each kind")
    parser.add_argument("--kind", help="show this kind only")
    given = parser.parse_args()
    tables = {name: pd.read_parquet(given.out / "tables" / f"{name}.parquet") for name in TABLES}
    found = [o for o in find_oddities(tables) if given.kind in (None, o.kind)]
    for line in describe(found, tables["releases"], given.most):
        print(line)


if __name__ == "__main__":
    main()
