"""What the extractor of cases reads from a text, as plain tuples."""

from __future__ import annotations

import datetime
from typing import Any

from spacy.language import Language

from pipeline.extract.annotations import ReleaseContext, rows_from_doc

PUBLISHED = datetime.date(2024, 6, 13)


def rows(nlp: Language, text: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a text by table."""
    doc = nlp.make_doc(text)
    doc._.release = ReleaseContext(published=PUBLISHED)
    return rows_from_doc(nlp(doc))


def who(found: dict[str, list[dict[str, Any]]], row: dict[str, Any]) -> str | int | None:
    """Return the name of a row's person, or the number of unnamed ones."""
    names = {person["person_id"]: person["name"] for person in found["people"]}
    n_people: int | None = row["n_people"]
    return names[row["person_id"]] if row["person_id"] is not None else n_people
