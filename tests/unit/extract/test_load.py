"""The extraction pipeline as a researcher meets it in a notebook."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import spacy
from spacy.language import Language

import pipeline
from pipeline.errors import UsageError
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.components import COMPONENTS
from pipeline.extract.mentions import DateMention
from tests.samples import SAMPLES

TEXT = "VIENNA, Austria – Police arrested 12 suspects on 3 May 2023 and seized some 40 kg of cocaine."


def test_values_are_extension_attributes_of_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    (day,) = doc.spans["dates"]
    assert (day.text, day._.date_start, day._.basis) == ("3 May 2023", datetime.date(2023, 5, 3), "explicit")
    assert [(s._.value, s._.unit, s._.item) for s in doc.spans["counts"]] == [
        (12.0, None, "suspects"),
        (40.0, "kg", "cocaine"),
    ]
    assert [(s._.iso3, s._.via) for s in doc.spans["countries"]] == [("AUT", "dateline")]


def test_every_component_sets_its_tables_on_any_text(nlp: Language) -> None:
    for text in ("", " ", "\n\n", "Nothing here.", "“", "1 / 6"):
        rows = rows_from_doc(nlp(text))
        assert set(rows) == {table for c in COMPONENTS for table in c.sets}


def test_components_read_only_what_was_set_before() -> None:
    known: set[str] = set()
    for component in COMPONENTS:
        assert set(component.reads) <= known, component.name
        known |= set(component.sets)


class Kept(dict[str, list[Any]]):
    """What components keep on a doc, noting which tables are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, table: str, default: Any = None) -> Any:
        self.asked.add(table)
        return super().get(table, default)

    def __getitem__(self, table: str) -> list[Any]:
        self.asked.add(table)
        return super().__getitem__(table)


def test_components_read_what_they_say_they_read(nlp: Language) -> None:
    asked: dict[str, set[str]] = {component.name: set() for component in COMPONENTS}
    for path in sorted(SAMPLES.rglob("*.txt")):
        doc = nlp.make_doc(path.read_text(encoding="utf-8", errors="replace"))
        kept = doc.user_data["press"] = Kept()
        # What is only foreseen here would hide what the components read themselves.
        for name, component in nlp.pipeline:
            if name != "press_foresight":
                kept.asked.clear()
                doc = component(doc)
                asked.setdefault(name, set()).update(kept.asked)
    told = {c.name: set(c.reads) - set(c.sets) for c in COMPONENTS}
    assert {c.name: asked[c.name] - set(c.sets) for c in COMPONENTS} == told


def test_some_components_can_be_left_out() -> None:
    nlp = pipeline.load(components=["press_dates"])
    assert [n for n in nlp.pipe_names if n.startswith("press_")] == [
        "press_paragraphs",
        "press_parser",
        "press_entities",
        "press_foresight",
        "press_dates",
    ]


def test_components_are_found_by_name_in_any_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("press_dates")
    doc = nlp("Police met on 3 May 2023.")
    assert [s.text for s in doc.spans["dates"]] == ["3 May 2023"]


def test_a_release_date_completes_relative_dates() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("press_dates")
    doc = nlp.make_doc("The suspect was arrested yesterday.")
    doc._.release = ReleaseContext(published=datetime.date(2024, 3, 1))
    (span,) = nlp(doc).spans["dates"]
    assert (span._.date_start, span._.basis) == (datetime.date(2024, 2, 29), "resolved")


def test_no_sentence_crosses_a_paragraph(nlp: Language) -> None:
    doc = nlp("Travel documents\n\nWider access was named\n\n“as a priority")
    assert all("\n\n" not in sent.text.strip() for sent in doc.sents)


def test_a_mention_inside_a_token_keeps_its_offsets() -> None:
    from pipeline.extract.annotations import mentions, set_mentions

    doc = spacy.blank("en")("on 11June2024 and")
    set_mentions(doc, "dates", [DateMention(3, 9, "test")])
    assert doc.spans["dates"][0].text == "11June2024"
    assert mentions(doc, "dates")[0].end == 9


@pytest.mark.parametrize("model", ["no_such_model", "/no/such/folder"])
def test_a_model_that_is_not_installed_is_refused(model: str) -> None:
    with pytest.raises(UsageError, match="not installed"):
        pipeline.load(model)


def test_a_model_without_the_parts_needed_is_refused(tmp_path: object) -> None:
    blank = spacy.blank("en")
    blank.to_disk(str(tmp_path))
    with pytest.raises(UsageError, match="has no tagger"):
        pipeline.load(str(tmp_path))
