"""The words of actions, by `resources/actions.csv`, `action_verbs.csv` and `action_nouns.csv`."""

from __future__ import annotations

import functools
from collections.abc import Collection
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


def _is_participle(form: str, forms: Collection[str]) -> bool:
    """Tell whether a form can be a passive participle: "shut", but not "hold", which stands beside "holds".

    Args:
        forms: all forms of the verbs of the same action.
    """
    if form.endswith(("ing", "s")) or not form.endswith(tuple(cues("participle_end"))):
        return False
    return form.endswith("ed") or f"{form}s" not in forms or form in cues("base_participle")


@functools.cache
def action_table() -> ActionTable:
    """Return the table of actions, built once."""
    families = {row["action"]: row["family"] or row["action"] for row in table("actions", key=("action",))}
    verbs: dict[str, list[Verb]] = {}
    forms: dict[str, list[str]] = {action: [] for action in families}
    # An action that a user takes out takes its words with it.
    for row in table("action_verbs", key=("form", "particle")):
        if row["action"] in families:
            entry = Verb(
                row["action"], row["patient"] == "subject", tuple(row["particle"].split()), row["reported"] == "1"
            )
            verbs.setdefault(row["form"], []).append(entry)
            forms[entry.action].append(row["form"])
    nouns = {
        row["noun"]: Noun(row["action"], row["category"], row["reported"] == "1")
        for row in table("action_nouns", key=("noun",))
        if row["action"] in families
    }
    participles = {
        form
        for form, rows in verbs.items()
        if any(not entry.subject and _is_participle(form, forms[entry.action]) for entry in rows)
    }
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
