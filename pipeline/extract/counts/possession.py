"""What was found on whom: "was caught with 300 tablets", "in possession of a pistol", "a search revealed two phones".

The verb is no verb of finding, or its object is the person: what was found stands behind "with", "of" or "have".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.extract.counts.events import Event, direct_objects, is_person, spread
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import DONE, has_child, is_passive, objects_of, status_of, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import VERB_TAGS, Tokens
from pipeline.extract.rules import RuleList

# How many heads up from "possession" the verb stands by which somebody is found.
_CLIMB = 4

Reader = Callable[[Tokens, int], Event | None]
READERS: RuleList[Reader] = RuleList("outcomes")


def find_possessions(tokens: Tokens) -> list[Event]:
    """Return what the text tells was found on somebody, in text order."""
    triggers = cues("possessing") | cues("caught_with") | cues("revealing") | cues("let_go_word") | cues("importing")
    found: list[Event] = []
    for n, low in enumerate(tokens.lower):
        if low in triggers:
            told = (rule.read(tokens, n) for rule in READERS.active())
            event = next(filter(None, told), None)
            found += [event] if event is not None else []
    return found


def _things(tokens: Tokens, targets: Iterable[int]) -> tuple[int, ...]:
    """Return what targets reach, where they are things that can be found on somebody."""
    reached = [part for target in targets for part in spread(tokens, target)]
    known = any(category_of(tokens.lower[n]) in cues("possessed_thing") or tokens.tags[n] == "$" for n in reached)
    return tuple(reached) if known or any(_is_measured(tokens, n) for n in reached) else ()


def _is_measured(tokens: Tokens, n: int) -> bool:
    """Tell whether a number or a sum stands at a noun: "5 kilograms of cocaine", "$4,000"."""
    return tokens.tags[n] == "CD" or any(tokens.tags[c] in ("CD", "$") for c in tokens.children(n))


@READERS.rule("in-possession")
def _in_possession(tokens: Tokens, n: int) -> Event | None:
    """Roe was found in possession of a pistol."""
    if tokens.lower[n] != "possession" or tokens.low(n - 1) != "in" or tokens.low(n + 1) != "of":
        return None
    verb = n
    for _ in range(_CLIMB):
        verb = tokens.heads[verb]
        if tokens.lower[verb] in cues("caught_with") and tokens.tags[verb] in VERB_TAGS:
            things = _things(tokens, objects_of(tokens, n, "of"))
            return Event("found", verb, things, status_of(tokens, verb), True, "active") if things else None
    return None


@READERS.rule("found-to-have")
def _found_to_have(tokens: Tokens, n: int) -> Event | None:
    """The driver was found to have two knives in his bag."""
    found = tokens.heads[n]
    told = tokens.lower[n] in ("have", "possess") and tokens.deps[n] == "xcomp" and tokens.lower[found] == "found"
    if not told or not is_passive(tokens, found):
        return None
    things = _things(tokens, tokens.children_as(n, "dobj"))
    return Event("found", n, things, status_of(tokens, found), True, "active") if things else None


@READERS.rule("caught-with")
def _caught_with(tokens: Tokens, n: int) -> Event | None:
    """Officers caught Roe with 300 tablets."""
    if tokens.lower[n] not in cues("caught_with") or tokens.tags[n] not in VERB_TAGS or tokens.lower[n] == "found":
        return None
    held = direct_objects(tokens, n) or subjects(tokens, n, "nsubjpass")
    if not any(is_person(tokens, k) for k in held):
        return None
    things = _things(tokens, objects_of(tokens, n, "with"))
    return Event("found", n, things, status_of(tokens, n), True, "active") if things else None


@READERS.rule("search-revealed")
def _revealed(tokens: Tokens, n: int) -> Event | None:
    """A search of the car revealed two pistols."""
    if tokens.lower[n] not in cues("revealing") or tokens.tags[n] not in ("VBD", "VBN", "VBZ"):
        return None
    if not any(tokens.lower[s] in cues("finding_work") for s in subjects(tokens, n, "nsubj")):
        return None
    things = _things(tokens, tokens.children_as(n, "dobj"))
    return Event("found", n, things, status_of(tokens, n), True, "active") if things else None


@READERS.rule("later-released")
def _later_released(tokens: Tokens, n: int) -> Event | None:
    """Lind was arrested and later released."""
    if tokens.lower[n] not in cues("let_go_word") or not has_child(tokens, n, *cues("afterwards")):
        return None
    verb = tokens.heads[n]
    held = tokens.deps[n] == "conj" and tokens.lower[verb] in cues("arresting") and is_passive(tokens, verb)
    if not held or status_of(tokens, verb) != DONE:
        return None
    who = tuple(part for s in subjects(tokens, verb, "nsubjpass") for part in spread(tokens, s))
    return Event("released", n, who, DONE, True, "passive") if who else None


@READERS.rule("illegally-imported")
def _imported(tokens: Tokens, n: int) -> Event | None:
    """They illegally imported 40 rifles."""
    if tokens.lower[n] not in cues("importing") or not has_child(tokens, n, "illegally", "unlawfully", "illicitly"):
        return None
    goods = direct_objects(tokens, n) if not is_passive(tokens, n) else subjects(tokens, n, "nsubjpass")
    things = tuple(part for thing in goods for part in spread(tokens, thing))
    return Event("smuggled", n, things, status_of(tokens, n), False, "active") if things else None
