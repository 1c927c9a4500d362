"""The words of actions, by `resources/actions.csv`: verbs with their particles, nominalisations, families."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.extract.reading.cues import cues
from pipeline.lookups import table


class Verb(NamedTuple):
    """What a verb form says.

    Attributes:
        subject: whether what it happened to is the verb's subject.
        particle: words that must follow it, directly or behind its object.
        reported: whether releases report it as a result, so that an uncounted singular is an outcome, too.
    """

    action: str
    subject: bool
    particle: tuple[str, ...]
    reported: bool


class Noun(NamedTuple):
    """What a nominalisation says.

    Attributes:
        category: kind of what it counts by itself ("12 arrests"), empty where it only links ("the sale of").
    """

    action: str
    category: str
    reported: bool


@dataclass(frozen=True)
class ActionTable:
    """The actions by the forms that tell them.

    Attributes:
        verbs: entries by form, those with the longest particle first.
        participles: forms that can be passive participles.
        families: of each action, the one event that several actions tell in other words.
        triggers: all the words at which an event may stand: verbs, nouns, the last words of "guilty pleas".
    """

    verbs: dict[str, tuple[Verb, ...]]
    nouns: dict[str, Noun]
    participles: frozenset[str]
    families: dict[str, str]
    triggers: frozenset[str]
    gerunds: frozenset[str]

    def plain_verb(self, form: str) -> Verb | None:
        """Return what a form says without a particle."""
        return next((entry for entry in self.verbs.get(form, ()) if not entry.particle), None)

    def same_family(self, action: str, other: str) -> bool:
        """Tell whether two actions may tell of one event."""
        return self.families[action] == self.families[other]


def _participles(forms: list[str]) -> list[str]:
    """Return the forms of a verb that can be passive participles: "shut", but not "detain" beside "detained"."""
    past = [form for form in forms if not form.endswith(("ing", "s")) and form.endswith(tuple(cues("participle_end")))]
    return [form for form in past if len(past) == 1 or form.endswith("ed") or f"{form}s" not in forms]


@functools.cache
def action_table() -> ActionTable:
    """Return the table of actions, built once."""
    verbs: dict[str, list[Verb]] = {}
    nouns: dict[str, Noun] = {}
    participles: set[str] = set()
    families: dict[str, str] = {}
    for row in table("actions", key=("action", "verbs", "particle", "nouns")):
        reported = row["reported"] == "1"
        families[row["action"]] = row["family"] or row["action"]
        entry = Verb(row["action"], row["patient"] == "subject", tuple(row["particle"].split()), reported)
        forms = [*filter(None, row["verbs"].split("|"))]
        for form in forms:
            verbs.setdefault(form, []).append(entry)
        if not entry.subject:
            participles.update(_participles(forms))
        for noun in filter(None, row["nouns"].split("|")):
            nouns.setdefault(noun, Noun(row["action"], row["category"], reported))
    ordered = {form: tuple(sorted(rows, key=lambda r: -len(r.particle))) for form, rows in verbs.items()}
    return ActionTable(
        ordered,
        nouns,
        frozenset(participles - cues("no_participle")),
        families,
        frozenset((*ordered, *(noun.split()[-1] for noun in nouns))),
        frozenset(form for form in ordered if form.endswith("ing")),
    )


def happens_to_people(action: str) -> bool:
    """Tell whether an action happens to people only."""
    return action in cues("people_action")
