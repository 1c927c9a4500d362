"""Texts that no release should be, but one may: people, quotes and organisations stay quick and sensible."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.bodies import organisations
from pipeline.extract.people import people

GIVEN = ("Maria", "James", "Anna", "Pedro", "Yuki", "Ahmed", "Olga", "Kwame", "Linda", "Chen")
SURNAMES = ("Novak", "Tanaka", "Okafor", "Silva", "Kowalski", "Haddad", "Nguyen", "Larsen", "Moreau", "Popov", "Diaz")


def read(nlp: Language, text: str) -> tuple[Doc, float]:
    """Return the doc of a text that the model has not read, and the processor time the extractors took."""
    tokens = nlp.tokenizer(text)
    words = [t.text for t in tokens]
    starts: list[bool | int | None] = [n == 0 or words[n - 1] in ".!?" for n in range(len(words))]
    doc = Doc(nlp.vocab, words=words, spaces=[bool(t.whitespace_) for t in tokens], sent_starts=starts)
    began = time.process_time()
    organisations.annotate(doc)
    people.annotate(doc)
    return doc, time.process_time() - began


def listed(n: int, surname: str = "") -> str:
    """Return a list of people, each a different name."""
    marks = [chr(97 + k) for k in range(26)]
    names = []
    for k in range(n):
        last = surname or SURNAMES[k % 11] + marks[k // 110 % 26] + marks[k // 2860 % 26]
        names.append(f"{GIVEN[k % 10]} {last}")
    return f"Police arrested {', '.join(names)}."


@pytest.mark.slow
def test_a_list_of_twenty_thousand_names(nlp: Language) -> None:
    doc, _ = read(nlp, listed(20_000))
    rows = mentions(doc, "people")
    assert len(rows) >= 19_000
    assert all(len(p.name.split()) == 2 and p.n_mentions == 1 for p in rows)


@pytest.mark.parametrize(
    "make",
    [
        listed,
        lambda n: listed(n, "Silva"),
        lambda n: "“" * n,
        lambda n: "“a” " * n,
        lambda n: "“We go and " * n,
        lambda n: '"a ' * n,
        lambda n: "‘Go, now.’ " * n,
        lambda n: "“Ana said.\n\n" * n,
        lambda n: "“We go,” said Ana Silva. " * n,
        lambda n: "“We go,” he said. " * n,
        lambda n: "Ana Silva said " * n,
        lambda n: "according to Ana Silva, " * n,
        lambda n: "Ana Silva, director of " * n,
        lambda n: "Deputy Director General of the " * n,
        lambda n: "Ministry of the " * n,
        lambda n: "Ministry of Justice and " * n,
        lambda n: "Mr Silva " * n,
    ],
)
def test_time_is_linear(nlp: Language, make: Callable[[int], str]) -> None:
    _, short = read(nlp, make(500))
    # twice: the collector of what Python no longer needs may run in between
    long = min(read(nlp, make(4000))[1] for _ in range(2))
    # eight times the text: a quadratic reader would take sixty-four times as long
    assert long < 24 * short + 0.2


def test_a_name_of_five_hundred_characters_is_no_person(nlp: Language) -> None:
    doc, _ = read(nlp, f"Ana Silva met Mr A{'b' * 500} on Monday.")
    assert [p.name for p in mentions(doc, "people")] == ["Ana Silva"]


def test_a_name_of_fifty_words_is_cut_or_left(nlp: Language) -> None:
    doc, _ = read(nlp, f"Police met Mr Pedro {' '.join(SURNAMES * 5)} on Monday.")
    assert all(len(p.name.split()) <= 8 for p in mentions(doc, "people"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "POLICE IN LONDON ARRESTED JAMES NOVAK AND MARIA SILVA ON MONDAY, CHIEF INSPECTOR ANNA LARSEN SAID.",
            ["JAMES NOVAK", "MARIA SILVA", "ANNA LARSEN"],
        ),
        ("THE DEFENDANT PEDRO HADDAD, 41, PLEADED GUILTY BEFORE THE DISTRICT COURT.", ["PEDRO HADDAD"]),
        ("JUSTICE DEPARTMENT ANNOUNCES NEW GRANTS FOR COUNTY POLICE DEPARTMENTS", []),
    ],
)
def test_capitals_throughout(nlp: Language, text: str, names: list[str]) -> None:
    doc = nlp(text)
    assert [p.name for p in mentions(doc, "people")] == names


@pytest.mark.parametrize("marks", ["“", "”", "«", '"', "‘", "“”“", "”“", '“"', "„", "‘“"])
def test_unbalanced_marks_keep_the_people(nlp: Language, marks: str) -> None:
    doc = nlp(f"{marks}Two men were held{marks}, said Ana Silva. Pedro Haddad fled{marks}.\n\nThe trial begins in May.")
    assert [p.name for p in mentions(doc, "people")] == ["Ana Silva", "Pedro Haddad"]
    text = doc.text
    assert all("The trial" not in text[q.start : q.end] for q in mentions(doc, "quotes"))
