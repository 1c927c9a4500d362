"""Where sentences begin, and where they do not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.extract.reading.sentences import sentence_starts


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
