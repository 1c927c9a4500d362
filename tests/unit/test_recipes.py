"""The commonest changes that CONTRIBUTING lists need no more than a row: here each row is one of a user's folder."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from spacy.language import Language

from pipeline import lookups
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.load import load


def recipe(*told: Any) -> Recipe:
    """Return a recipe of its parts, in their order."""
    return Recipe(*told)


class Recipe(NamedTuple):
    """A row of a file, a sentence that needs it, and the cell that it makes."""

    file: str
    columns: str
    row: str
    text: str
    table: str
    column: str
    value: Any


RECIPES = [
    recipe(
        "actions",
        "action,patient,verbs,particle,nouns,category,reported,family",
        "arrested,object,scrobble|scrobbles|scrobbled,,,,1,custody",
        *("Police scrobbled two men in a shed on Monday.", "outcomes", "action", "arrested"),
    ),
    recipe(
        *("units", "unit,kind,forms,case,decimal_point", "firkin,measure,firkin|firkins,0,0"),
        *("Police seized 3 firkins of oil in a shed.", "counts", "unit", "firkin"),
    ),
    recipe(
        *("substances", "substance,forms", "zonka,zonka|zonka dust"),
        *("Police seized 3 kg of zonka in a shed.", "outcomes", "substance", "zonka"),
    ),
    recipe(
        *("scope_phrases", "scope,reach,needs,pattern", "cumulative,sentence,none,in all our gladsome years"),
        *("In all our gladsome years, police arrested 300 men.", "outcomes", "scope", "cumulative"),
    ),
    recipe(
        *("offices", "word,kind", "portreeve,head"),
        *("Portreeve Ana Ruiz came to the door.", "people", "role", "Portreeve"),
    ),
    recipe(
        *("ranks", "rank", "Grand Tidewarden"),
        *("Grand Tidewarden Ana Ruiz came to the door.", "people", "role", "Grand Tidewarden"),
    ),
    recipe(
        *("honorifics", "word", "Mzee"),
        *("A letter came from Mzee Brodwick today.", "people", "name", "Brodwick"),
    ),
    recipe(
        *("speech_verbs", "form,verb,kind", "burbled,burble,strong"),
        *("“It is over, and we go home,” burbled Ana Ruiz.", "quotes", "speaker", "Ana Ruiz"),
    ),
    recipe(
        *("date_phrases", "phrase,unit,offset,origin", "yestereve,day,-1,published"),
        *("Police searched a shed yestereve.", "dates", "date_start", datetime.date(2024, 6, 12)),
    ),
    recipe(
        *("charge_cues", "cue,stage,links,grade", "lumbered,charged,with,1"),
        *("Jon Roe was lumbered with arson.", "charges", "offence", "arson"),
    ),
    recipe(
        *("penalty_cues", "cue,status,kind", "walloped,imposed,verb"),
        *("Jon Roe was walloped with five years in prison.", "penalties", "amount", 5.0),
    ),
    recipe(
        *("organisations", "name,acronym,kind,country,aliases", "Gullwatch,,ngo,,"),
        *("A letter came from Gullwatch today.", "organisations", "name", "Gullwatch"),
    ),
    recipe(
        *("body_words", "word,kind", "moot,judicial"),
        *("A letter came from the Harbour and Shoal Moot (HSM) today.", "organisations", "kind", "judicial"),
    ),
]


def cells(nlp: Language, one: Recipe) -> list[Any]:
    doc = nlp.make_doc(one.text)
    doc._.release = ReleaseContext(published=datetime.date(2024, 6, 13))
    return [row[one.column] for row in rows_from_doc(nlp(doc))[one.table]]


@pytest.fixture(scope="module")
def before(nlp: Language) -> list[list[Any]]:
    return [cells(nlp, one) for one in RECIPES]


@pytest.fixture(scope="module")
def taught(before: list[list[Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[list[Any]]]:
    """The cells of all sentences, read with all rows."""
    folder: Path = tmp_path_factory.mktemp("own")
    for one in RECIPES:
        (folder / f"{one.file}.csv").write_text(f"{one.columns}\n{one.row}\n", encoding="utf-8")
    own = load(resources=folder)
    yield [cells(own, one) for one in RECIPES]
    lookups.use_folder(None)


@pytest.mark.parametrize("n", range(len(RECIPES)), ids=[one.file for one in RECIPES])
def test_a_row_is_all_that_a_change_needs(before: list[list[Any]], taught: list[list[Any]], n: int) -> None:
    assert RECIPES[n].value not in before[n]
    assert RECIPES[n].value in taught[n]
