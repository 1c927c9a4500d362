"""Word lists of the date grammar.

It reads the pieces of a text (`reading/words.py`), so that lost spaces ("13June", "2017The") do not hide a date. The
words stand in `resources/date_words.csv` (what a word can be inside a date),
`date_phrases.csv`, `date_names.csv` and `date_cues.csv` (words around a date).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from pipeline import lookups
from pipeline.errors import ResourceError
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import split_pieces

_WORD_ROLES = (
    "month",
    "month_short",
    "name_month",
    "weekday",
    "weekday_short",
    "season",
    "ordinal",
    "unit",
    "clock",
    "decade",
)
_FORM_ROLES = (
    "shift",
    "part",
    "edge",
    "half",
    "half_order",
    "last_part",
    "open",
    "open_filler",
    "to",
    "and",
    "present",
    "week_edge",
)
_TAIL_ROLES = ("onward", "daypart", "suffix", "era", "before_christ")
ROLES = frozenset((*_WORD_ROLES, *_FORM_ROLES, *_TAIL_ROLES))
# Those that a date can begin with; the others ("and", "to", "in") are of the commonest words.
_OPENING_ROLES = frozenset((*_WORD_ROLES, "shift", "part", "edge", "half_order", "last_part", "open", "era"))
NUMBERED_ROLES = frozenset(("month", "month_short", "weekday", "weekday_short", "season", "ordinal", "shift", "decade"))


@dataclass(frozen=True)
class Phrase:
    """A fixed phrase for a day, week, month or year, counted in `unit` from an `origin`."""

    words: tuple[str, ...]
    unit: str
    offset: int
    origin: str


@dataclass(frozen=True)
class Lexicon:
    """The word lists, by lower-case word.

    Attributes:
        roles: word to role to value (a string as in the file).
        numbers: word to role to value, for the roles whose value is a number.
        cues: word to the cues it gives.
        phrases: phrases by first word, longest first.
        names: names that hold words of dates, by first token, longest first.
        amounts: number words to their value.
        starts: words that a date, or a name holding words of dates, can begin with.
        behind_article: words that go on a date begun with an article.
        measures: words that a duration or an age can begin with.
    """

    roles: dict[str, dict[str, str]]
    numbers: dict[str, dict[str, int]]
    cues: dict[str, frozenset[str]]
    phrases: dict[str, tuple[Phrase, ...]]
    names: dict[str, tuple[tuple[str, ...], ...]]
    amounts: dict[str, int]
    starts: frozenset[str]
    behind_article: frozenset[str]
    measures: frozenset[str]


@functools.cache
def lexicon() -> Lexicon:
    """Return the word lists, loaded once.

    Raises:
        ResourceError: an unknown role, or a value that is no number where one is needed.
    """
    roles: dict[str, dict[str, str]] = {}
    numbers: dict[str, dict[str, int]] = {}
    for row in lookups.table("date_words", key=("word", "role")):
        word, role, value = row["word"], row["role"], row["value"]
        if role not in ROLES:
            raise ResourceError(f"date_words.csv gives {word!r} the unknown role {role!r}.")
        roles.setdefault(word, {})[role] = value
        if role in NUMBERED_ROLES:
            numbers.setdefault(word, {})[role] = _number("date_words.csv", word, value)
    cued: dict[str, set[str]] = {}
    for row in lookups.table("date_cues", key=("word", "cue")):
        cued.setdefault(row["word"], set()).add(row["cue"])
    phrases: dict[str, list[Phrase]] = {}
    for row in lookups.table("date_phrases", key=("phrase",)):
        words = tuple(row["phrase"].split())
        offset = _number("date_phrases.csv", row["phrase"], row["offset"])
        phrases.setdefault(words[0], []).append(Phrase(words, row["unit"], offset, row["origin"]))
    names: dict[str, list[tuple[str, ...]]] = {}
    for row in lookups.table("date_names", key=("phrase",)):
        name = tuple(token.low for token in split_pieces(row["phrase"]))
        names.setdefault(name[0], []).append(name)
    amounts = {
        row["word"]: int(row["value"])
        for row in lookups.table("number_words", key=("word",))
        if row["kind"] in ("unit", "tens")
    }
    seconds = (phrase.words[1] for group in phrases.values() for phrase in group if len(phrase.words) > 1)
    openings = (word for word, given in roles.items() if not _OPENING_ROLES.isdisjoint(given))
    begin = (word for word, given in cued.items() if "begins_range" in given)
    spans = (word for word, given in roles.items() if "unit" in given or "clock" in given)
    return Lexicon(
        roles,
        numbers,
        {word: frozenset(given) for word, given in cued.items()},
        {word: tuple(sorted(group, key=lambda p: -len(p.words))) for word, group in phrases.items()},
        {word: tuple(sorted(group, key=len, reverse=True)) for word, group in names.items()},
        amounts,
        frozenset((*openings, *phrases, *amounts, *names, *cues("article"), *begin, *cues("date_begins"))),
        frozenset((*roles, *amounts, *seconds, "last", "final")),
        frozenset((*amounts, *spans, *cues("age_begins"))),
    )


def _number(file: str, word: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise ResourceError(f"{file} gives {word!r} the value {value!r}, which is no whole number.") from error
