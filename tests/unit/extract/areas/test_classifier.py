"""The optional classifier of crime areas: trained, scored, saved, read and put to use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from pipeline.config import load_settings
from pipeline.errors import UsageError
from pipeline.extract.annotations import ReleaseContext
from pipeline.extract.areas import areas as crime_areas
from pipeline.extract.areas.areas import area_scores, reconsider, use_classifier
from pipeline.extract.areas.classifier import Example, read_classifier, read_examples, score, train
from pipeline.extract.mentions import ReleaseCrimeArea

PLACES = ("Ashby", "Portham", "Wexley", "Corran", "Dunmoor", "Elsing", "Farrow", "Gately", "Hexby", "Ilmouth")


def example(place: str, area: str) -> Example:
    told = {
        "hay-theft": f"Bales of hay vanished from a barn near {place}; farmers lost their fodder.",
        "drug-trafficking": f"Officers found packets of white powder in a garage in {place}.",
    }
    return Example(f"News from {place}", told[area], (area,))


EXAMPLES = [example(place, area) for place in PLACES for area in ("hay-theft", "drug-trafficking")]


@pytest.fixture
def model(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "models" / "areas.npz"
    train(EXAMPLES).save(path)
    yield path
    use_classifier(None)


def test_it_learns_what_its_examples_say() -> None:
    chances = train(EXAMPLES).predict("News from Upton", "The barn lost forty bales of hay.", {})
    assert next(iter(chances)) == "hay-theft"
    assert chances["hay-theft"] > 0.5 > chances["drug-trafficking"]


def test_it_is_scored_on_releases_it_was_not_trained_on() -> None:
    scores = score(EXAMPLES)
    assert (scores.n, scores.found, scores.top1, scores.f1) == (20, 1.0, 1.0, 1.0)


def test_the_same_examples_give_the_same_file_which_reads_back(model: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.npz"
    train(EXAMPLES).save(again)
    assert again.read_bytes() == model.read_bytes()
    asked: tuple[str, str, dict[str, float]] = ("News", "Powder in a garage", {})
    assert read_classifier(model).predict(*asked) == pytest.approx(train(EXAMPLES).predict(*asked), abs=0.01)


def test_scores_of_the_taxonomy_are_evidence() -> None:
    said = [Example("", "It was told.", ("corruption",), {"corruption": 0.9}) for _ in range(8)]
    said += [Example("", "It was told.", ("terrorism",), {"terrorism": 0.9}) for _ in range(8)]
    made = train(said)
    assert next(iter(made.predict("", "It was told.", {"terrorism": 0.8}))) == "terrorism"
    assert next(iter(made.predict("", "It was told.", {"corruption": 0.8}))) == "corruption"


def test_it_takes_the_place_of_the_scores_of_areas_it_knows() -> None:
    rows = [ReleaseCrimeArea("corruption", 3, 0.9, True), ReleaseCrimeArea("war-crimes", 1, 0.2, False)]
    assert reconsider(rows, {"corruption": 0.1, "terrorism": 0.8, "cybercrime": 0.2}) == [
        ReleaseCrimeArea("corruption", 3, 0.1, False),
        ReleaseCrimeArea("terrorism", 0, 0.8, True),
        ReleaseCrimeArea("war-crimes", 1, 0.2, False),
    ]


def test_a_docs_areas_are_the_classifiers_while_it_is_in_use(model: Path) -> None:
    def areas() -> list[str]:
        doc = spacy.blank("en")("The barn lost forty bales of hay to thieves; farmers lost their fodder.")
        doc._.release = ReleaseContext(title="News from Upton")
        crime_areas.annotate(doc)
        return [row.area for row in doc._.press["release_crime_areas"] if row.primary]

    assert areas() == []
    use_classifier(model)
    assert areas() == ["hay-theft"]
    use_classifier(None)
    assert areas() == []


def test_labelled_releases_are_read_with_areas_or_topics(tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    lines = [
        {"title": None, "text": "He sold heroin.", "areas": ["drug-trafficking"]},
        {"text": "T", "topics": ["terrorism"]},
    ]
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    first, second = read_examples(path, area_scores)
    assert (first.areas, set(first.cues), second.areas) == (("drug-trafficking",), {"drug-trafficking"}, ("terrorism",))


@pytest.mark.parametrize(("line", "says"), [("{", "line 1"), ('{"text": "x"}', "needs text and areas")])
def test_a_broken_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        read_examples(path, area_scores)


def test_too_few_examples_and_broken_models_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs two areas"):
        train(EXAMPLES[:1])
    broken = tmp_path / "areas.npz"
    broken.write_bytes(b"no archive")
    with pytest.raises(UsageError, match="cannot be read"):
        use_classifier(broken)


def test_the_classifier_of_the_settings_is_relative_to_them(tmp_path: Path) -> None:
    path = tmp_path / "press.toml"
    path.write_text('[resources]\nclassifier = "areas.npz"\n', encoding="utf-8")
    assert load_settings(path).resources.classifier == tmp_path / "areas.npz"
