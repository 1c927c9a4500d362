"""Shows what each kind of evidence brings to the people table: python -m tests.benchmarks.people_ablation GOLD_FOLDER

Every text is read by the language model once; then the extractors run over it with one kind of
evidence taken away at a time. The texts are those of the gold folder and of the sample releases'
expectations, with their debris blanked out. One line per step: F1 of the names, and of those found
the share with the right role and the right `speaks`.
"""

from __future__ import annotations

import datetime
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.evaluate.gold import Gold, read_gold
from pipeline.evaluate.score import Scores, score
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.components import COMPONENTS
from pipeline.extract.load import load
from pipeline.extract.model.entities import HOOK
from pipeline.extract.people import name_evidence, name_finder, name_runs, names, people
from pipeline.tables import TABLES

SAMPLES = Path(__file__).parents[1] / "data" / "expected"
STEPS = ("press_dates", "press_countries", "press_organisations", "press_people")
Patch = Callable[[], Any]


def blanked(release: Gold) -> str:
    """Return a release's text with its debris blanked out, as ideal cleaning would leave it."""
    text: str = release["text"]
    for piece in release["debris"]:
        if len(piece) > 2:
            gap = len(piece) - 4
            text = text.replace(piece, "\n\n" + " " * gap + "\n\n" if gap > 0 else " " * len(piece))
    return text


def read_docs(nlp: Language, gold: Sequence[Gold]) -> list[Doc]:
    """Return the model's reading of each release, before any extractor."""
    docs = []
    for release in gold:
        doc = nlp.make_doc(blanked(release))
        day = release.get("published")
        doc._.release = ReleaseContext(
            title=release.get("title"),
            published=datetime.date.fromisoformat(day) if day else None,
            publisher=release.get("publisher"),
            url=release.get("url"),
        )
        docs.append(doc)
    return list(nlp.pipe(docs, batch_size=16))


def without_entities(doc: Doc) -> Doc:
    """Return a doc without the model's entities."""
    doc.user_hooks.pop(HOOK)
    return doc


def rows(docs: Sequence[Doc], step: Callable[[Doc], Doc]) -> dict[str, pd.DataFrame]:
    """Return the tables that the extractors make of copies of the docs."""
    run = [importlib.import_module(c.module).annotate for c in COMPONENTS if c.name in STEPS]
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for n, original in enumerate(docs):
        doc = original.copy()
        doc.user_data = {k: v for k, v in original.user_data.items() if k not in ("press", "press_text")}
        doc = step(doc)
        for annotate in run:
            annotate(doc)
        for name, found in rows_from_doc(doc).items():
            raw = {"release_id": f"{n:016x}"}
            out[name].extend(
                row | raw | {"raw_start": row["start"], "raw_end": row["end"]} for row in found if "start" in row
            )
    return {
        name: pd.DataFrame(found, columns=None if found else [c.name for c in TABLES[name].columns])
        for name, found in out.items()
    }


def measure(gold: Sequence[Gold], docs: Sequence[Doc], step: Callable[[Doc], Doc]) -> Scores:
    """Return the scores of one way of reading."""
    tables = rows(docs, step)
    ids = [f"{n:016x}" for n in range(len(gold))]
    tables["sources"] = pd.DataFrame({"source": [f"{g['id']}.json" for g in gold], "release_id": ids})
    tables["releases"] = pd.DataFrame({"release_id": ids, "text": [doc.text for doc in docs]})
    return score(list(gold), tables)


def lexicon_without(**changes: Any) -> mock._patch[Any]:
    """Return a patch under which the readers of names know less."""
    poorer = replace(names.lexicon(), **changes)
    return mock.patch.multiple(name_finder, lexicon=lambda: poorer)


def ablations() -> Mapping[str, tuple[Callable[[Doc], Doc], Sequence[Any]]]:
    """Return each way of reading: what is done to the doc, and what is patched."""

    def plain(doc: Doc) -> Doc:
        return doc

    nothing: Mapping[str, str] = {}
    no_lists = [lexicon_without(given=nothing, surnames=nothing), _in_people(given=nothing, surnames=nothing)]
    patch = mock.patch.object
    return {
        "everything": (plain, ()),
        "no model entities": (without_entities, ()),
        "no lists of given names and surnames": (plain, no_lists),
        "neither model entities nor name lists": (without_entities, no_lists),
        "no titles, ranks and offices before": (
            plain,
            [patch(module, "title_before", lambda *_: "") for module in (name_evidence, name_finder, name_runs)],
        ),
        "no cues around the name": (plain, [patch(name_evidence, "_context", lambda *_: (0.0, ""))]),
        "no words that are never names": (
            plain,
            [lexicon_without(common=frozenset(), vocabulary=frozenset(), phrases=frozenset(), never=frozenset())],
        ),
        "no organisations found before": (
            plain,
            [patch(names, "_taken", lambda doc, starts, ends: [""] * len(starts))],
        ),
        "no lists of people": (plain, [patch(name_finder, "_with_lists", lambda reading, maybe, found: list(found))]),
        "no later surnames alone": (plain, [patch(people, "_stands_alone", lambda *_: False)]),
        "no parser": (plain, [patch(people, "_subject_of", lambda _: -1)]),
    }


def _in_people(**changes: Any) -> mock._patch[Any]:
    poorer = replace(names.lexicon(), **changes)
    return mock.patch.multiple(people, lexicon=lambda: poorer)


@contextmanager
def applied(patches: Sequence[Any]) -> Iterator[None]:
    """Hold several patches."""
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield


def main(folder: Path) -> None:
    """Write one line per way of reading."""
    nlp = load(components=())
    development, samples = read_gold(folder), read_gold(SAMPLES)
    read = {"gold": (development, read_docs(nlp, development)), "samples": (samples, read_docs(nlp, samples))}
    sys.stdout.write(f"{'':40}{'people F1':>12}{'role':>7}{'speaks':>8}{'dates':>7}{'countries':>10}\n")
    for label, (step, patches) in ablations().items():
        for name, (gold, docs) in read.items():
            with applied(patches):
                scores = measure(gold, docs, step)
            f1, shares = scores.found, scores.values
            sys.stdout.write(
                f"{label:40}{name:8}{f1['people'].f1:.3f}{shares['role'].recall:8.3f}{shares['speaks'].recall:8.3f}"
                f"{f1['dates'].f1:7.3f}{f1['countries'].f1:8.3f}\n"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
