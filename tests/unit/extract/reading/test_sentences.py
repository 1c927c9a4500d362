"""Where sentences begin, and where they do not."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from pipeline.extract.reading.sentences import (
    doc_text,
    ends_line,
    ends_sentence,
    keep_text,
    paragraph_breaks,
    sentence_starts,
    stop_between,
)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The jury saw Exhibit C. Then it rose.", ["The", "Then"]),
        ("They were tried under Count I. They appealed.", ["They", "They"]),
        ("In State v. Harmon they agreed. It was over.", ["In", "It"]),
        ("In Brandt vs. the State it did not.", ["In"]),
        ("See p. 22 of vol. 3. It is long.", ["See", "It"]),
        ("Roe Sr. ran the shop with Lt. Cmdr. Ray Soto. He fled on Jan. 3.", ["Roe", "He"]),
        ("It closed at 5 p.m. on Friday.", ["It"]),
        ('Police closed it. "Do not worry!" Chief Anna Bly said. "Stay at home."', ["Police", '"Do', '"Stay']),
        ('"We won." Police left the town.', ['"We', "Police"]),
        ("One line\n\nAnother line", ["One", "Another"]),
    ],
)
def test_starts(nlp: Language, text: str, starts: list[str]) -> None:
    assert [text[at:].split()[0] for at in sentence_starts(nlp(text))] == starts


def test_a_doc_is_told_its_text_and_where_its_sentences_start() -> None:
    doc = spacy.blank("en")("One went. Two came.")
    with pytest.raises(ValueError, match="E030"):
        sentence_starts(doc)
    doc[3].is_sent_start = True
    assert sentence_starts(doc) == [sent.start_char for sent in doc.sents] == [0, 10]
    assert sentence_starts(spacy.blank("en")("")) == []
    keep_text(doc, "what it was made of")
    assert doc_text(doc) == "what it was made of"


def test_no_sentence_starts_behind_brackets_that_end_none() -> None:
    text = "The Fisheries Agency (FA) Director Bly spoke. (It rained.) He left. The list (short)\nA line"
    doc = spacy.blank("en")(text)
    for token in doc:
        token.is_sent_start = token.text in ("The", "Director", "He", "A")
    assert [text[at:].split()[0] for at in sentence_starts(doc)] == ["The", "He", "The", "A"]


@pytest.mark.parametrize(
    ("between", "ends"),
    [
        (". ", True),
        ('." ', True),
        ("?”) ", True),
        (".“", True),
        ("\n \n", True),
        (".", False),
        ("\n", False),
        (", ", False),
    ],
)
def test_marks_between_two_words_end_a_sentence(between: str, ends: bool) -> None:
    assert stop_between(between) is ends


@pytest.mark.parametrize(
    ("line", "sentence", "prose"), [("It won.", True, True), ("He said:", False, True), ("A raid", False, False)]
)
def test_ends_of_lines(line: str, sentence: bool, prose: bool) -> None:
    assert (ends_sentence(line), ends_line(line)) == (sentence, prose)


def test_paragraphs_end_at_blank_lines() -> None:
    assert paragraph_breaks("One\n \n\n Two\nThree") == ((3, 8),)
