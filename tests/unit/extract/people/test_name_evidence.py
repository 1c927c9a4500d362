"""What speaks for and against a name is weighed by the table, and labels that are left unread would change nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language

import pipeline.extract.people.name_evidence as name_evidence
from pipeline.extract.people.name_evidence import weigh, weights
from pipeline.extract.people.name_finder import ACCEPT, draft_names, find_names
from pipeline.extract.people.name_runs import _is_name_word
from pipeline.extract.people.names import lexicon, read_words
from pipeline.extract.rules import names_of
from tests.samples import SAMPLES

SOURCE = Path(name_evidence.__file__).read_text(encoding="utf-8")


def test_features_add_up() -> None:
    assert weigh(["honorific-before", "two-words", "shouted"]) == 3 + 0.5 - 1
    assert weigh([]) == 0


def test_every_weight_is_of_a_feature_that_the_code_shows() -> None:
    ends = re.findall(r'f"\{[a-z.]+\}-([a-z]+)"', SOURCE)
    unused = [
        feature
        for feature in weights()
        if f'"{feature}"' not in SOURCE and not any(feature.endswith(f"-{end}") for end in ends)
    ]
    assert unused == []


def test_what_speaks_for_a_name_may_stand_in_the_tables_and_what_speaks_against_it_guards() -> None:
    ruled = [weight for weight in weights().values() if weight.rule]
    assert {weight.rule for weight in ruled if weight.value > 0} <= set(names_of("people", "finds"))
    assert {weight.rule for weight in ruled if weight.value < 0} <= set(names_of("people", "guards"))


def test_a_name_is_enough_by_itself_and_what_bears_one_is_none(nlp: Language) -> None:
    doc = nlp.make_doc("Maria Lindqvist and the Robert F. Kennedy Bridge")
    names = {c.parts: c.score for verdict in draft_names(doc).verdicts for c in verdict}
    assert names["maria", "lindqvist"] >= ACCEPT
    assert min(names.values()) == weights()["named-after"].value


@pytest.mark.parametrize(
    ("text", "inside", "is_name"),
    [
        ("al-Mannai", False, True),
        ("d'Souza", False, True),
        ("well-known", False, False),
        ("KANG", False, True),
        ("NATO", True, False),
        ("Woods", True, True),
        ("Sheriff", False, False),
        ("Sow-Fall", True, True),
        ("Gras-type", True, False),
        ("Co-defendant", False, False),
    ],
)
def test_words_of_names(nlp: Language, text: str, inside: bool, is_name: bool) -> None:
    (word,) = read_words(nlp.make_doc(text)).words
    assert _is_name_word(word, lexicon(), inside=inside, shouted=False, taken="") is is_name


def test_labels_that_are_not_read_would_change_no_name(nlp: Language) -> None:
    for path in sorted(SAMPLES.rglob("*.txt")):
        found = []
        for all_labels in (False, True):
            doc = nlp.make_doc(path.read_text(encoding="utf-8", errors="replace"))
            for name, component in nlp.pipeline:
                if name == "press_people":
                    break
                doc = component(doc)
            draft = draft_names(doc)
            if all_labels:
                draft.doubtful = list(range(len(draft.runs)))
            _, names = find_names(doc)
            found.append([(name.start, name.end) for name in names])
        assert found[0] == found[1], path.name
