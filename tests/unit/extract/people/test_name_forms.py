"""More ways of writing people: degrees, elided particles, capitals in running text, surnames that are plain words."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.annotations import mentions


def people(nlp: Language, text: str) -> list[str]:
    return [p.name for p in mentions(nlp(text), "people")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dr. Lena Marsh, PhD, testified.", ["Lena Marsh"]),
        ("Olga Brandt, MBA, and Prof. Dr. Karl Voss, MSc, agreed.", ["Olga Brandt", "Karl Voss"]),
        ("James W. Trimbell CPA audited the books.", ["James W. Trimbell"]),
        ("Sir Alan Frome, KBE, chaired the panel.", ["Alan Frome"]),
        ("Carlo Vance Jr. was held.", ["Carlo Vance Jr."]),
        ("The dealer, Sandro de' Monti, was detained.", ["Sandro de' Monti"]),
        ("Paolo dell’Acqua and Nino dall’Orto were arrested.", ["Paolo dell’Acqua", "Nino dall’Orto"]),
        ("Sentenced today: GRIGOR SANTELMO, 41, of no fixed address.", ["GRIGOR SANTELMO"]),
        ("The defendants are JOHN PYNE, 44, and ADA MERCER, 39.", ["JOHN PYNE", "ADA MERCER"]),
        ("Mr Justice Marlow ruled on Monday. Marlow said the men had lied.", ["Marlow"]),
        ("Minister for Women and Equalities Nora Fell spoke.", ["Nora Fell"]),
        ("🚨 UPDATE: Inspector Zoë Marchetti ✅ said 14 people were held.", ["Zoë Marchetti"]),
        ("INTERPOL’s General Secretariat passed it on.", []),
        ("The CASE NUMBER is 44, and the FILE SIZE is small.", []),
        ("Andrew Ma, 34, and Lily Do, 29, were charged.", ["Andrew Ma", "Lily Do"]),
        ("Inspector Grace Will spoke. Will she stay? The will was read.", ["Grace Will"]),
    ],
)
def test_a_name_is_read(nlp: Language, text: str, names: list[str]) -> None:
    assert people(nlp, text) == names


@pytest.mark.parametrize(
    ("text", "namings"),
    [
        ("Vice Premier Liu He met them. “We agree,” he said. He added that talks go on.", ["Liu He", "he", "He"]),
        ("Minister Wang She spoke. She said no more.", ["Wang She", "She"]),
        ("Police arrested Kim So, 34. So far nobody else was held.", ["Kim So"]),
        (
            "Detective Theresa May led the inquiry. May said it was hard. In May, the court met.",
            ["Detective Theresa May", "May"],
        ),
        ("Inspector George Will spoke. Will anyone come? Will said he would.", ["Inspector George Will", "Will"]),
        ("Agent Jack Ma, of Customs, spoke. Ma said no. He has an MA from Leeds.", ["Jack Ma", "Ma"]),
        ("Prosecutor Gita In spoke. In added that it was over. In June it ended.", ["Gita In", "In"]),
    ],
)
def test_a_surname_that_is_a_plain_word_stands_for_the_person_where_a_person_acts(
    nlp: Language, text: str, namings: list[str]
) -> None:
    found = [text[m.start : m.end] for m in mentions(nlp(text), "person_mentions")]
    assert [word for word in found if word not in ("he", "she")] == [w for w in namings if w not in ("he", "she")]
    spans = [(m.start, m.end) for m in mentions(nlp(text), "person_mentions")]
    assert len(spans) == len(set(spans))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Superintendent Gwen Ford said no.", ["Gwen Ford"]),
        ("Ann Winter, 44, was held.", ["Ann Winter"]),
        ("A Ford Transit was found.", []),
    ],
)
def test_a_word_that_is_no_name_alone_ends_one(nlp: Language, text: str, names: list[str]) -> None:
    assert people(nlp, text) == names
