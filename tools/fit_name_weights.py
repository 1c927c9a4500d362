"""Fits the weights of what speaks for and against a name: python -m tools.fit_name_weights GOLD [GOLD …] [--write]

GOLD is a folder of annotated releases. Each run of name words that the extractor judges is an example: the features it
shows (`people/name_evidence.py`), and whether the gold holds a person of that name. A logistic regression is fitted to
them, of which the sum of the weights less what is enough (`ACCEPT`) is the log odds, with a ridge that draws each
weight to the present one; a feature of few runs keeps its weight. The fit is judged by the people that the whole reader
finds with it, by folds of releases that took no part in it. `--write` puts the weights of all releases down, where the
people of the folds are found no worse than with the present weights; the same gold gives the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from pipeline.evaluate.gold import Gold, read_gold
from pipeline.evaluate.score import Tally, normalise
from pipeline.extract.load import load
from pipeline.extract.people import name_evidence, name_finder
from pipeline.extract.people.name_evidence import Weight, weights
from pipeline.extract.people.name_finder import ACCEPT
from pipeline.extract.people.names import NameSpan
from pipeline.lookups import RESOURCES
from tests.benchmarks.people_ablation import measure, read_docs

FILE = RESOURCES / "name_weights.csv"
N_FOLDS = 5
# Of the draw to the present weights. Tried on 1 December 2026 on 80 development releases (present weights .9601): 0.5
# .9559, 2 .9587, 4 .9615 (one person of 352), 16 and 64 .9601. The weakest draw that loses nothing with room to spare.
RIDGE = 16.0
ROUNDS = 25
MIN_RUNS = 5  # that show a feature, for its weight to be fitted
STEP = 0.05  # weights are written in steps of this
# What is no part of a sum: a thing that bears a name has this weight and no other.
KEPT = frozenset(("named-after",))

Floats = npt.NDArray[np.float64]
Values = Mapping[str, float]


class Traced(float):
    """A number that knows which features it is the sum of."""

    parts: Counter[str]

    def __new__(cls, value: float, parts: Mapping[str, int]) -> Traced:
        """Make a number of its value and the features in it."""
        made = super().__new__(cls, value)
        made.parts = Counter(parts)
        return made

    def __add__(self, other: float) -> Traced:
        """Add a number, and the features in it."""
        return Traced(
            float(self) + float(other), self.parts + (other.parts if isinstance(other, Traced) else Counter())
        )

    __radd__ = __add__


class Example(NamedTuple):
    """A run of name words: the number of its release, its features, and whether it names a person."""

    release: int
    features: Mapping[str, int]
    person: bool


@dataclass(frozen=True)
class Fold:
    """What one fold finds: people with the present weights, and with those fitted to the other folds."""

    present: Tally
    fitted: Tally


@contextmanager
def weighing(values: Values, *, traced: bool = False) -> Iterator[None]:
    """Let the reader of names weigh features so, within."""
    rules = {feature: weight.rule for feature, weight in weights().items()}
    table = {
        feature: Weight(Traced(value, {feature: 1}) if traced else value, rules[feature])
        for feature, value in values.items()
    }
    with mock.patch.object(name_evidence, "weights", lambda: table):
        yield


def present() -> dict[str, float]:
    """Return the weights of the file by feature."""
    return {feature: weight.value for feature, weight in weights().items()}


def _names_person(parts: Sequence[str], people: Sequence[frozenset[str]]) -> bool:
    """Tell whether words name one of some people: they are all of a name, or hold one."""
    words = frozenset(normalise(" ".join(parts)).split())
    return any(words <= person or person <= words for person in people)


def read_examples(gold: Sequence[Gold], docs: Sequence[Doc]) -> list[Example]:
    """Return the runs of name words of annotated releases, but for those that one word decides by itself."""
    found: list[Example] = []
    seen: list[tuple[str, Sequence[NameSpan]]] = []
    with_lists: Any = name_finder._with_lists

    def note(reading: Any, maybe: Sequence[NameSpan], accepted: Sequence[NameSpan]) -> list[NameSpan]:
        seen.append((reading.doc.text, maybe))
        taken: list[NameSpan] = with_lists(reading, maybe, accepted)
        return taken

    with weighing(present(), traced=True), mock.patch.object(name_finder, "_with_lists", note):
        measure(gold, docs, lambda doc: doc)
    numbers = {doc.text: n for n, doc in enumerate(docs)}
    for text, runs in seen:
        release = numbers[text]
        people = [frozenset(normalise(person["name"]).split()) for person in gold[release]["people"]]
        for run in runs:
            features = getattr(run.score, "parts", None)
            if features:
                found.append(Example(release, features, _names_person(run.parts, people)))
    return found


def fit(examples: Sequence[Example], start: Values, *, ridge: float = RIDGE) -> dict[str, float]:
    """Return the weights that tell persons best among examples, each drawn to the one it has at the start."""
    shown = Counter(feature for example in examples for feature in example.features)
    columns = sorted(feature for feature in start if shown[feature] >= MIN_RUNS and feature not in KEPT)
    if not columns:
        return dict(start)
    rows = np.array([[example.features.get(name, 0) for name in columns] for example in examples], dtype=float)
    rest = np.array([sum(start[f] * n for f, n in e.features.items() if f not in columns) - ACCEPT for e in examples])
    labels = np.array([example.person for example in examples], dtype=float)
    drawn = np.array([start[name] for name in columns])
    fitted = _newton(rows, rest, labels, drawn, ridge)
    return {**start, **{name: round(round(w / STEP) * STEP, 2) for name, w in zip(columns, fitted, strict=True)}}


def _newton(rows: Floats, rest: Floats, labels: Floats, drawn: Floats, ridge: float) -> Floats:
    """Return the weights that minimise the log loss and the ridge around `drawn`, by Newton's method."""
    found = drawn.copy()
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found + rest, -30, 30)))
        slope = rows.T @ (chance - labels) + ridge * (found - drawn)
        bend = (rows.T * (chance * (1 - chance))) @ rows + ridge * np.eye(len(found))
        step = np.linalg.solve(bend, slope)
        found = found - step
        if np.abs(step).max() < 1e-9:
            break
    return np.asarray(found)


def people_found(gold: Sequence[Gold], docs: Sequence[Doc], values: Values) -> Tally:
    """Return how many people the reader finds, misses and invents with some weights."""
    with weighing(values):
        return measure(gold, docs, lambda doc: doc).found["people"]


def cross_validate(
    gold: Sequence[Gold], docs: Sequence[Doc], examples: Sequence[Example], *, ridge: float = RIDGE
) -> list[Fold]:
    """Return what each fold of releases finds, with the present weights and with those fitted to the others."""
    start, folds = present(), []
    for fold in range(N_FOLDS):
        kept = [n for n in range(len(gold)) if n % N_FOLDS == fold]
        fitted = fit([example for example in examples if example.release % N_FOLDS != fold], start, ridge=ridge)
        part = [gold[n] for n in kept], [docs[n] for n in kept]
        folds.append(Fold(people_found(*part, start), people_found(*part, fitted)))
    return folds


def total(tallies: Sequence[Tally]) -> Tally:
    """Return several tallies added up."""
    return Tally(
        hit=sum(tally.hit for tally in tallies),
        extra=sum(tally.extra for tally in tallies),
        missed=sum(tally.missed for tally in tallies),
    )


def rewrite(text: str, values: Values) -> str:
    """Return a file of weights with other weights, its head and all else kept."""
    lines = []
    for line in text.splitlines(keepends=True):
        feature, comma, behind = line.partition(",")
        if comma and feature in values and not line.startswith("#"):
            line = f"{feature},{values[feature]:g},{behind.partition(',')[2]}"
        lines.append(line)
    return "".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, tell the scores of the folds, and write the weights if asked and no worse."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="folders of gold annotations")
    parser.add_argument("--ridge", type=float, default=RIDGE, help=f"draw to the present weights ({RIDGE:g})")
    parser.add_argument("--write", action="store_true", help=f"put the fitted weights into {FILE.name}")
    given = parser.parse_args(arguments)
    gold = [release for folder in given.gold for release in read_gold(folder)]
    docs = read_docs(load(components=()), gold)
    examples = read_examples(gold, docs)
    persons = sum(example.person for example in examples)
    sys.stdout.write(f"{len(examples)} runs of {len(gold)} releases, {persons} of them persons of the gold\n")
    folds = cross_validate(gold, docs, examples, ridge=given.ridge)
    before, after = (total([getattr(fold, name) for fold in folds]) for name in ("present", "fitted"))
    for name, tally in (("present", before), ("fitted", after)):
        counts = f"{tally.hit} found, {tally.missed} missed, {tally.extra} invented"
        sys.stdout.write(f"{name:8} people F1 {tally.f1:.4f} over {N_FOLDS} folds ({counts})\n")
    start, fitted = present(), fit(examples, present(), ridge=given.ridge)
    for feature in sorted(start, key=lambda name: -abs(fitted[name] - start[name])):
        if fitted[feature] != start[feature]:
            sys.stdout.write(f"  {feature:30} {start[feature]:6g} -> {fitted[feature]:6g}\n")
    if not given.write:
        return 0
    if after.f1 < before.f1:
        sys.stdout.write("Nothing is written: fitted weights find people worse than the present ones.\n")
        return 1
    FILE.write_text(rewrite(FILE.read_text(encoding="utf-8"), fitted), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
