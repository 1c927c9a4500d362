"""Places: what is one, and which of its namesakes is meant."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import ReleaseContext, mentions
from pipeline.extract.places.gazetteer import find_places, find_states, place_key, short_states, state_name
from pipeline.extract.places.namesakes import Context, resolve

Told = list[tuple[str, str | None, str | None]]


def places(nlp: Language, text: str, **context: str | None) -> Told:
    doc = nlp.make_doc(text)
    doc._.release = ReleaseContext(**context)  # type: ignore[arg-type]
    return [(m.name, m.country, m.admin1) for m in mentions(nlp(doc), "places")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police in Rotterdam held two men.", [("Rotterdam", "NLD", "South Holland")]),
        # The state behind the town tells which of the namesakes is meant, also further on.
        (
            "Jo Roe came to Springfield, Ohio, in May and left Springfield in June.",
            [("Springfield", "USA", "Ohio"), ("Ohio", "USA", "Ohio"), ("Springfield", "USA", "Ohio")],
        ),
        ("He was held in Lincoln County, W.Va.", [("Lincoln County", "USA", "West Virginia"), ("West Virginia",) * 1]),
        # A list, not a town and its state.
        (
            "They flew to Bonn, Geneva and Prague.",
            [("Bonn", "DEU", "North Rhine-Westphalia"), ("Geneva",), ("Prague",)],
        ),
        ("A gang sold cars in northern Nebraska.", [("Nebraska", "USA", "Nebraska")]),
        ("Boats were seen off Torsay Island on Monday.", [("Torsay Island", None, None)]),
        ("Two men, of East London, were held in the UK.", [("East London", "GBR", "England")]),
        ("The goods were sold in New York and in the state.", [("New York", "USA", "New York")]),
        ("He was taken to a court in Washington, D.C., on Monday.", [("Washington",), ("District of Columbia",)]),
    ],
)
def test_places_are_found_and_told_apart(nlp: Language, text: str, expected: list[tuple[str, ...]]) -> None:
    found = places(nlp, text)
    assert [row[: len(want)] for row, want in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Chicago Police Department held two men.",
        "He studied at the University of Chicago for years.",
        "The mayor of Leeds spoke, and so did the U.S. Attorney for the Western District of Virginia.",
        "Mr. Houston said on Monday that Lincoln Jackson had left.",
        "Police in France and Germany held two men across Europe.",
        "A Bray County sheriff's deputy was at the scene.",
        "She was taken to St. Joseph's Hospital.",
        "They were reading in bed, in a mobile home, at most an hour.",
        "Working in Justice and Commerce, Nice and Split",
    ],
)
def test_what_is_no_place(nlp: Language, text: str) -> None:
    assert places(nlp, text) == []


def test_the_town_of_a_dateline_may_be_unknown(nlp: Language) -> None:
    text = "FERRYMOOR, Ohio – Police held two men on Monday."
    context = {"dateline_place": "FERRYMOOR, Ohio", "dateline_country": "USA"}
    assert places(nlp, text, **context) == [("Ferrymoor", "USA", "Ohio"), ("Ohio", "USA", "Ohio")]


def test_where_somebody_comes_from_is_not_where_he_was(nlp: Language) -> None:
    text = "A boat was found off the island of Torsay on Monday. A Tunisian man was arrested."
    assert places(nlp, text) == [("Torsay", None, None)]
    doc = nlp(text)
    assert [m.kind for m in mentions(doc, "places")] == ["island"]


def test_whose_release_it_is_tells_namesakes_apart(nlp: Language) -> None:
    text = "Two men were arrested in Birmingham on Monday."
    assert places(nlp, text, publisher_country="GBR") == [("Birmingham", "GBR", "England")]
    assert places(nlp, text, publisher_country="USA") == [("Birmingham", "USA", "Alabama")]


def test_a_metropolis_is_not_its_small_namesake_at_home(nlp: Language) -> None:
    text = "The money was sent to London on Monday."
    assert places(nlp, text, publisher_country="USA") == [("London", "GBR", "England")]
    assert places(nlp, text + " A jury in Kentucky heard of it, and so did the UK.")[0] == ("London", None, None)


def test_a_village_of_a_state_that_is_not_named_is_not_told_apart(nlp: Language) -> None:
    assert places(nlp, "He was held in Liberty City on Monday.", publisher_country="USA") == [
        ("Liberty City", "USA", None)
    ]


def test_the_dateline_tells_where(nlp: Language) -> None:
    text = "WASHINGTON – Two men were charged today with fraud."
    doc = nlp.make_doc(text)
    doc._.release = ReleaseContext(dateline_place="WASHINGTON", dateline_country="USA", dateline_end=13)
    (place,) = mentions(nlp(doc), "places")
    assert (place.via, place.country, place.admin1) == ("dateline", "USA", "District of Columbia")


def test_the_gazetteer_knows_short_forms_and_spellings() -> None:
    assert place_key("St. Albans") == place_key("Saint Albans")
    assert {entry.country for entry in find_places("saint albans")} == {"USA", "AUS", "GBR"}
    assert [s.entry.name for s in short_states()["WVa"]] == ["West Virginia"]
    assert find_states("england") == ()
    assert state_name("USA", "DC") == "District of Columbia"


def test_without_evidence_the_largest_must_be_much_larger() -> None:
    assert resolve(find_places("athens"), Context(), container=None).country == "GRC"
    assert resolve(find_places("springfield"), Context(), container=None).entry is None
