"""An optional classifier of what a release is about, trained by its user on labelled releases.

Nothing trained is shipped: `train-areas` makes a model file from a JSON Lines file of releases
with their areas, and the setting `resources.classifier` puts it to use. It is one logistic
regression per area over the words and word pairs of title and text (tf-idf) and over the
scores that the taxonomy gives, fitted by
stochastic gradient descent; its cost grows with the number of words.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError
from pipeline.extract.reading.words import low_words
from pipeline.store import partial_path, publish

Floats = npt.NDArray[np.float32]

# Kept among six settings tried by five-fold cross-validation on the shared benchmark's development releases
# (found .931, first choice .969, micro F1 .943); the folds that chose them are the folds that score them.
EPOCHS = 30
RATE = 2.0
SEED = 20261125
LEAST_RELEASES = 2  # a word must stand in so many releases
MOST_FEATURES = 60_000
LEAST_EXAMPLES = 2  # an area must have so many releases
N_FOLDS = 5
CERTAIN = 0.5  # the probability from which an area is predicted

_CUE = "area:"


@dataclass(frozen=True)
class Example:
    """A labelled release; `cues` are the scores that the taxonomy gives its areas."""

    title: str
    text: str
    areas: tuple[str, ...]
    cues: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scores:
    """How a classifier did on releases it was not trained on.

    Attributes:
        found: share of the areas that were among those predicted.
        top1: share of the releases whose likeliest area was right.
        f1: micro F1 of the areas predicted.
    """

    n: int
    found: float
    top1: float
    f1: float


def _features(title: str, text: str) -> Counter[str]:
    """Return the words and word pairs of a release with their numbers; a title's words count apart as well."""
    found: Counter[str] = Counter()
    for source, mark in ((title, "title:"), (text, "")):
        words = [word for word in low_words(source) if len(word) > 1 and word.isalpha()]
        found.update(words)
        found.update(f"{a} {b}" for a, b in itertools.pairwise(words))
        if mark:
            found.update(mark + word for word in words)
    return found


class Classifier:
    """Weights by area and word; `predict` gives each area's probability."""

    def __init__(self, areas: Sequence[str], words: Sequence[str], idf: Floats, weights: Floats, bias: Floats) -> None:
        self.areas = tuple(areas)
        self._index = {word: n for n, word in enumerate(words)}
        self._idf = idf
        self._weights = weights
        self._bias = bias

    def vector(self, title: str, text: str, cues: Mapping[str, float]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the numbers of a release's known words, of length 1 together, and of its cues, with their weights."""
        counts = {self._index[w]: n for w, n in _features(title, text).items() if w in self._index}
        numbers = np.array(sorted(counts), dtype=np.int64)
        values = np.array([1 + math.log(counts[n]) for n in numbers.tolist()], dtype=np.float32) * self._idf[numbers]
        length = float(np.linalg.norm(values)) or 1.0
        known = sorted((self._index[_CUE + area], value) for area, value in cues.items() if _CUE + area in self._index)
        both = np.concatenate([numbers, np.array([n for n, _ in known], dtype=np.int64)])
        return both, np.concatenate([values / length, np.array([v for _, v in known])]).astype(np.float32)

    def predict(self, title: str, text: str, cues: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each area, likeliest first; `cues` are the taxonomy's scores."""
        numbers, values = self.vector(title, text, cues)
        raw = self._weights[:, numbers] @ values + self._bias
        chances = 1 / (1 + np.exp(-raw.astype(np.float64)))
        ordered = sorted(zip(self.areas, chances.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
        return {area: round(chance, 4) for area, chance in ordered}

    def save(self, path: Path) -> None:
        """Write the model as a NumPy archive; the same model gives the same bytes."""
        words = sorted(self._index, key=self._index.__getitem__)
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial_path(path).open("wb") as file:
            np.savez(
                file,
                areas=np.array(self.areas),
                words=np.array(words),
                idf=self._idf,
                weights=self._weights.astype(np.float16),
                bias=self._bias,
            )
        publish([path])

    def fit(self, examples: Sequence[Example], *, epochs: int = EPOCHS) -> None:
        """Fit the weights to examples, in an order that depends on their number alone."""
        vectors = [self.vector(example.title, example.text, example.cues) for example in examples]
        truth = np.array([[area in example.areas for area in self.areas] for example in examples], dtype=np.float32)
        order = np.random.default_rng(SEED)
        step, n_steps = 0, epochs * len(examples)
        for _ in range(epochs):
            for n in order.permutation(len(examples)).tolist():
                numbers, values = vectors[n]
                raw = self._weights[:, numbers] @ values + self._bias
                error = (truth[n] - 1 / (1 + np.exp(-raw))) * np.float32(RATE * (1 - step / n_steps))
                self._weights[:, numbers] += np.outer(error, values)
                self._bias += error * np.float32(0.1)
                step += 1


def train(examples: Sequence[Example]) -> Classifier:
    """Return a classifier fitted to labelled releases.

    Raises:
        UsageError: there are too few to learn anything.
    """
    n_of = Counter(area for example in examples for area in example.areas)
    areas = sorted(area for area, n in n_of.items() if n >= LEAST_EXAMPLES)
    if len(areas) < 2:
        raise UsageError(f"A classifier needs two areas with {LEAST_EXAMPLES} releases each; found {len(areas)}.")
    spread = Counter(word for example in examples for word in _features(example.title, example.text))
    kept = [(word, n) for word, n in spread.items() if n >= LEAST_RELEASES]
    kept = sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:MOST_FEATURES]
    kept = sorted([*kept, *((_CUE + area, len(examples)) for area in {a for e in examples for a in e.cues})])
    idf = np.array([math.log((1 + len(examples)) / (1 + n)) + 1 for _, n in kept], dtype=np.float32)
    shape = (len(areas), len(kept))
    made = Classifier(
        areas, [word for word, _ in kept], idf, np.zeros(shape, np.float32), np.zeros(len(areas), np.float32)
    )
    made.fit(examples)
    return made


def score(examples: Sequence[Example]) -> Scores:
    """Return how classifiers trained on the other folds do on each fold of the examples."""
    hit = extra = missed = first = 0
    for fold in range(N_FOLDS):
        made = train([example for n, example in enumerate(examples) if n % N_FOLDS != fold])
        for example in examples[fold::N_FOLDS]:
            chances = made.predict(example.title, example.text, example.cues)
            predicted = {area for area, chance in chances.items() if chance >= CERTAIN} or {next(iter(chances))}
            hit += len(predicted & set(example.areas))
            extra += len(predicted - set(example.areas))
            missed += len(set(example.areas) - predicted)
            first += next(iter(chances)) in example.areas
    return Scores(len(examples), hit / (hit + missed), first / len(examples), 2 * hit / (2 * hit + extra + missed))


def read_examples(path: Path, cues_of: Callable[[str, str], Mapping[str, float]]) -> list[Example]:
    """Return the releases of a JSON Lines file: `text`, `title` (may be null), and `areas` or `topics`, a list.

    Args:
        cues_of: the taxonomy's scores of a release's areas, from its title and text.

    Raises:
        UsageError: the file cannot be read, or a line is no such record; the message names the line.
    """
    examples = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The labelled releases {path} cannot be read: {error}.") from error
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            areas = record["areas"] if "areas" in record else record["topics"]
            title, text = str(record.get("title") or ""), str(record["text"])
            examples.append(Example(title, text, tuple(map(str, areas)), cues_of(title, text)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}, line {n}: a record needs text and areas (or topics): {error!r}.") from error
    return examples


def read_classifier(path: Path) -> Classifier:
    """Return a saved classifier.

    Raises:
        UsageError: the file is missing or is no such model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            return Classifier(
                [str(area) for area in held["areas"]],
                [str(word) for word in held["words"]],
                held["idf"],
                held["weights"].astype(np.float32),
                held["bias"],
            )
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"The classifier {path} cannot be read; make it again with train-areas: {error}.") from error
