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
    """A row of a file, a sentence that needs it, and the cell that it makes.

    Attributes:
        also: the file, columns and row that a thing not known before needs beside.
    """

    file: str
    columns: str
    row: str
    text: str
    table: str
    column: str
    value: Any
    also: tuple[str, str, str] | None = None

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        return ((self.file, self.columns, self.row), *filter(None, (self.also,)))


RECIPES = [
    recipe(
        *("action_verbs", "action,form,particle,patient,reported", "arrested,scrobbled,,object,1"),
        *("Police scrobbled two men in a shed on Monday.", "outcomes", "action", "arrested"),
    ),
    recipe(
        *("action_nouns", "action,noun,category,reported", "arrested,scrobblement,people,1"),
        *("The scrobblement of two men followed on Monday.", "outcomes", "action", "arrested"),
    ),
    recipe(
        *("unit_forms", "unit,form", "firkin,firkins"),
        *("Police seized 3 firkins of oil in a shed.", "counts", "unit", "firkin"),
        ("units", "unit,kind,decimal_point", "firkin,measure,0"),
    ),
    recipe(
        *("unit_forms", "unit,form", "gallon,gawns"),
        *("Police seized 3 gawns of oil in a shed.", "counts", "unit", "gallon"),
    ),
    recipe(
        *("currency_forms", "code,kind,form", "GBP,name,quidlings"),
        *("Police seized 300 quidlings in a shed.", "counts", "unit", "GBP"),
    ),
    recipe(
        *("item_categories", "category,noun", "vehicles,velocars"),
        *("Police seized 3 velocars in a shed.", "counts", "category", "vehicles"),
    ),
    recipe(
        *("substances", "substance,form", "zonka,zonka"),
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
        *("charge_cues", "cue,stage,grade", "lumbered,charged,1"),
        *("Jon Roe was lumbered with arson.", "charges", "offence", "arson"),
        ("charge_links", "cue,link", "lumbered,with"),
    ),
    recipe(
        *("charge_links", "cue,link", "charged,anent"),
        *("Jon Roe was charged anent kidnapping.", "charges", "offence", "kidnapping"),
    ),
    recipe(
        *("cue_words", "word,kind", "every,each_time"),
        *("He took $900 every month in rent.", "counts", "item", "rent"),
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
    for file, columns, row in (told for one in RECIPES for told in one.rows):
        path = folder / f"{file}.csv"
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else f"{columns}\n") + f"{row}\n", "utf-8")
    own = load(resources=folder)
    yield [cells(own, one) for one in RECIPES]
    lookups.use_folder(None)


@pytest.mark.parametrize("n", range(len(RECIPES)), ids=[one.file for one in RECIPES])
def test_a_row_is_all_that_a_change_needs(before: list[list[Any]], taught: list[list[Any]], n: int) -> None:
    assert RECIPES[n].value not in before[n]
    assert RECIPES[n].value in taught[n]
