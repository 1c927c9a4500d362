"""One row per person: later forms resolve to the first, and namesakes stay apart."""

from __future__ import annotations

import time

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions


def people(nlp: Language, text: str) -> list[tuple[str, int]]:
    return [(person.name, person.n_mentions) for person in mentions(nlp(text), "people")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carla Oduya spoke. Ms Oduya left. Oduya’s car was gone.", [("Carla Oduya", 3)]),
        ("Minister Oduya spoke. Carla Oduya, Minister of Health, left.", [("Carla Oduya", 2)]),
        ("Ronald T. Pickersgill spoke. Then Ron Pickersgill left.", [("Ronald T. Pickersgill", 2)]),
        ("Víctor Herrera Saldaña spoke. Mr Herrera left.", [("Víctor Herrera Saldaña", 2)]),
        ("KANG Minseok, head of the bureau, spoke. Mr Kang left.", [("KANG Minseok", 2)]),
        ("Peter Orlov, 37, also known as Pyotr Sever and Max Orlov, was held.", [("Peter Orlov", 3)]),
        ("Peter A. Orlov was held. Orlov, aka Max Sever, 37, of Elmford, was charged.", [("Peter A. Orlov", 3)]),
        ("“Red” is a colour. President Quillfeather has agreed.", [("Quillfeather", 1)]),
    ],
)
def test_forms_of_one_person(nlp: Language, text: str, expected: list[tuple[str, int]]) -> None:
    assert people(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    ["Officers seized Carnival Prix-type beads.", "A Madrid-based firm paid.", "The Oduya-led gang was held in Leeds."],
)
def test_compound_adjectives_are_nobody(nlp: Language, text: str) -> None:
    assert people(nlp, text) == []


def test_another_name_is_the_one_right_behind_its_cue(nlp: Language) -> None:
    text = (
        "Shaunda Jonas, aka Lady Stone, 20, and Clifford Jennings, aka Big Cliff, 47, of Elmford; Anthony Day, "
        "aka Rokko, 35, and Chun Gan, a/k/a “Michael,” and Ke Tang were charged. Maria Rossi, also known as Anna Verdi, fled."
    )
    named = [p.name for p in mentions(nlp(text), "people")]
    assert named == ["Shaunda Jonas", "Clifford Jennings", "Anthony Day", "Chun Gan", "Ke Tang", "Maria Rossi"]


def test_namesakes_are_told_apart_by_title(nlp: Language) -> None:
    doc = nlp("The prize went to Corporal Ian Dunmore and Inspector Ruth Dunmore. “We won,” said Inspector Dunmore.")
    assert [(p.name, p.speaks) for p in mentions(doc, "people")] == [("Ian Dunmore", False), ("Ruth Dunmore", True)]


def test_bare_surname_of_two_people_is_left_out(nlp: Language) -> None:
    assert people(nlp, "Ian Dunmore and Ruth Dunmore were charged. Dunmore was held in Leeds.") == [
        ("Ian Dunmore", 1),
        ("Ruth Dunmore", 1),
    ]


def test_surname_that_is_a_word_is_not_every_such_word(nlp: Language) -> None:
    text = "Walter Stock chaired the meeting. A stock of arms was found. The Stock Exchange closed. Mr Stock left."
    assert people(nlp, text) == [("Walter Stock", 2)]


def test_mention_holds_the_honorific_and_the_name_does_not(nlp: Language) -> None:
    doc = nlp("Dr Ottoline Quarrie spoke. Dr Quarrie’s team agreed.")
    assert [doc.text[m.start : m.end] for m in mentions(doc, "person_mentions")] == [
        "Dr Ottoline Quarrie",
        "Dr Quarrie",
    ]
    assert [p.name for p in mentions(doc, "people")] == ["Ottoline Quarrie"]


def test_first_mention_gives_the_place_of_the_row(nlp: Language) -> None:
    text = "On Monday Ms. Carla Oduya spoke."
    person = mentions(nlp(text), "people")[0]
    assert text[person.start : person.end] == "Ms. Carla Oduya"


def test_people_are_numbered_by_first_mention(nlp: Language) -> None:
    doc = nlp("Inspector Ana Ruiz met Judge Carla Oduya. Judge Oduya thanked Inspector Ruiz.")
    assert [(p.person_id, p.name) for p in mentions(doc, "people")] == [(1, "Ana Ruiz"), (2, "Carla Oduya")]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“”", "”“\n\n“", "'' ``", "Mr", "Dr.", "said"])
def test_nothing_to_find(nlp: Language, text: str) -> None:
    assert people(nlp, text) == []


def test_thousands_of_names_take_linear_time(blank_people: object) -> None:
    def seconds(n: int) -> float:
        text = ". ".join(
            f"Mr Alan Smith{'abcdefghij'[k % 10]}{'klmnopqrst'[k // 10 % 10]} met Ms Eva Smith" for k in range(n)
        )
        started = time.process_time()
        blank_people(text)  # type: ignore[operator]
        return time.process_time() - started

    seconds(200)
    assert seconds(4000) < 40 * seconds(400)


@pytest.fixture(scope="module")
def blank_people() -> object:
    """The people extractor on a doc without a trained model."""
    import spacy

    from pipeline.extract.people.people import annotate

    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    blank.max_length = 10_000_000

    def run(text: str) -> None:
        annotate(blank(text))

    return run


def test_bodies_in_other_languages_are_no_persons(nlp: Language) -> None:
    text = (
        "The raid was led by Zentrale Kriminalinspektion Elmburg, Polizeipräsidium Neustadt, Compartimento Polizia Postale e "
        "delle Comunicazioni Lombardia and Jabatan Siasatan Jenayah Komersil; Jan Berg thanked them."
    )
    assert [person.name for person in mentions(nlp(text), "people")] == ["Jan Berg"]


def test_a_second_name_behind_capitals_is_the_same_person(nlp: Language) -> None:
    text = "Robel Sisay Gebreme A/K/A Robel Sisay Gebremu, 40, of Elmford, is charged with theft."
    assert [person.name for person in mentions(nlp(text), "people")] == ["Robel Sisay Gebreme"]
