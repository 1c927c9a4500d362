"""The extractors as spaCy components, in the order they must run.

Each is registered as `press_NAME` (see the entry points in `pyproject.toml`), reads
what the components before it kept on the doc, and sets its own tables.
"""

from __future__ import annotations

import importlib
import sys
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.counts.events import named_patients
from pipeline.extract.dates.durations import named_ages
from pipeline.extract.model.entities import ArrayEntityRecogniser, EntityForesight
from pipeline.extract.model.parser import ArrayParser
from pipeline.extract.people.name_finder import draft_names
from pipeline.extract.places.evidence import unknown_names
from pipeline.extract.reading.sentences import mark_sentences

Step = Callable[[Doc], Doc]


@dataclass(frozen=True)
class Component:
    """One extractor: its module's `annotate(doc)` reads and sets mentions on the doc.

    Attributes:
        sets: tables whose mentions or rows it sets.
        reads: tables of the components before it that it asks for; a test records what it really does.
    """

    name: str
    module: str
    sets: tuple[str, ...]
    reads: tuple[str, ...] = ()


COMPONENTS: tuple[Component, ...] = (
    Component("press_countries", "pipeline.extract.places.countries", ("countries", "regions")),
    Component(
        "press_organisations", "pipeline.extract.bodies.organisations", ("organisations", "systems"), ("countries",)
    ),
    Component("press_dates", "pipeline.extract.dates.dates", ("dates",)),
    Component(
        "press_people",
        "pipeline.extract.people.people",
        ("people", "person_mentions", "quotes"),
        ("countries", "organisations", "systems"),
    ),
    Component(
        "press_counts",
        "pipeline.extract.counts.counts",
        ("counts", "outcomes", "outcome_people"),
        ("dates", "organisations", "systems", "people", "person_mentions", "quotes"),
    ),
    Component(
        "press_crime_areas",
        "pipeline.extract.areas.areas",
        ("crime_areas", "release_crime_areas"),
        ("organisations", "outcomes", "person_mentions"),
    ),
    Component(
        "press_cases",
        "pipeline.extract.cases.cases",
        ("charges", "penalties", "people", "outcomes", "outcome_people"),
        (
            "dates",
            "counts",
            "outcomes",
            "outcome_people",
            "organisations",
            "people",
            "person_mentions",
            "quotes",
            "crime_areas",
        ),
    ),
    Component(
        "press_places",
        "pipeline.extract.places.places",
        ("places",),
        ("countries", "regions", "organisations", "systems", "people", "person_mentions"),
    ),
)


@Language.factory("press_paragraphs", assigns=["token.is_sent_start"])
def create_press_paragraphs(nlp: Language, name: str) -> Step:
    """Create the component that tells where sentences begin, as far as the text tells it."""
    return mark_sentences


@Language.factory("press_parser", assigns=["token.dep", "token.head", "token.is_sent_start"])
def create_press_parser(nlp: Language, name: str) -> ArrayParser:
    """Create the component that stands in for the model's `parser`, behind it."""
    return ArrayParser(dict(nlp.components)["parser"])


@Language.factory("press_entities")
def create_press_entities(nlp: Language, name: str) -> ArrayEntityRecogniser:
    """Create the component that stands in for the model's `ner`, behind it, and reads entities where asked for."""
    return ArrayEntityRecogniser(dict(nlp.components)["ner"])


@Language.factory("press_foresight", default_config={"people": True})
def create_press_foresight(nlp: Language, name: str, people: bool) -> EntityForesight:
    """Create the component that reads the entities which dates and, with `people`, people and counts will ask for."""
    return EntityForesight(_asked_with_people if people else named_ages)


def _asked_with_people(doc: Doc) -> list[tuple[int, int]]:
    draft = draft_names(doc)
    settled = draft.settled()
    unnamed = []
    for start, end in named_patients(doc):
        before = bisect_right(settled, (start, sys.maxsize)) - 1
        if before < 0 or settled[before][1] <= start:
            unnamed.append((start, end))
    return [*named_ages(doc), *draft.stretches(), *unnamed, *unknown_names(doc)]


def _factory(component: Component) -> Callable[[Language, str], Step]:
    def create(nlp: Language, name: str) -> Step:
        annotate = importlib.import_module(component.module).annotate

        def step(doc: Doc) -> Doc:
            annotate(doc)
            return doc

        return step

    Language.factory(component.name, func=create)
    return create


# spaCy finds these through the entry points of `pyproject.toml`.
create_press_countries = _factory(COMPONENTS[0])
create_press_organisations = _factory(COMPONENTS[1])
create_press_dates = _factory(COMPONENTS[2])
create_press_people = _factory(COMPONENTS[3])
create_press_counts = _factory(COMPONENTS[4])
create_press_crime_areas = _factory(COMPONENTS[5])
create_press_cases = _factory(COMPONENTS[6])
create_press_places = _factory(COMPONENTS[7])
