"""Who did what was found, searched, closed or let go: officers, or whoever else a text tells of.

Taking, finding, searching and stopping things are results of police work only where police, courts or customs do it.
The same verbs tell what the accused, their customers, a bank or a paper did, which is no result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.counts.events import Event
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import has_child, objects_of, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import VERB_TAGS, Tokens
from pipeline.extract.rules import is_on

# How many heads up from a verb without a subject the doer is looked for.
_CLIMB = 5
# Kinds of bodies whose work is none of the police's.
_OTHER_BODIES = frozenset(("company", "criminal"))


def done_by_others(doc: Doc, tokens: Tokens, events: Sequence[Event]) -> frozenset[int]:
    """Return the triggers of actions that tell of work of the police by their words, and that others did."""
    if not is_on("outcomes.done-by-others"):
        return frozenset()
    at_work = [event for event in events if event.action in cues("police_work_action")]
    if not at_work:
        return frozenset()
    spans = [(m.start, m.end) for m in mentions(doc, "person_mentions")]
    spans += [(m.start, m.end) for m in mentions(doc, "organisations") if m.kind in _OTHER_BODIES]
    others = tokens.of_spans(spans)
    return frozenset(
        e.trigger
        for e in at_work
        if _is_own(tokens, e) or any(_is_other(tokens, e, n, others) for n in doers(tokens, e))
    )


def _is_own(tokens: Tokens, event: Event) -> bool:
    """Tell whether somebody stopped or closed what is his: "the holder closed his account"."""
    if event.rule != "active" or event.action not in cues("undoing_action"):
        return False
    return any(has_child(tokens, patient, "his", "her", "my", "their") for patient in event.patients)


def doers(tokens: Tokens, event: Event) -> Iterator[int]:
    """Yield who does what an action tells, as far as the text tells it."""
    n = event.trigger
    if event.rule == "nominal":
        yield from (c for c in tokens.children_as(n, "poss") if c not in event.patients)
        yield from _agents(tokens, n)
        verb = tokens.heads[n]
        if tokens.deps[n] == "dobj" and tokens.lower[verb] in cues("conducting"):
            yield from _subjects(tokens, verb)
    elif event.rule in ("active", "shared-object", "warrant-at") and tokens.low(n + 1) != ":":
        yield from _subjects(tokens, n)
    else:
        yield from _agents(tokens, n)
        if event.action == "identified":
            yield from objects_of(tokens, n, "in")


def _agents(tokens: Tokens, n: int) -> Iterator[int]:
    for by in tokens.children_as(n, "agent", "prep"):
        if tokens.lower[by] == "by":
            yield from tokens.children_as(by, "pobj")


def _subjects(tokens: Tokens, n: int) -> Iterator[int]:
    """Yield the subjects of an active verb; of a gerund or infinitive, whoever the verb above tells to do it."""
    for _ in range(_CLIMB):
        found = subjects(tokens, n, "nsubj")
        if found:
            # "closed a shop that printed notes, and have arrested five": the shop, one, did not
            several = has_child(tokens, n, "have", "were", "are")
            one = len(found) == 1 and tokens.tags[found[0]] == "NN" and not any(tokens.children_as(found[0], "conj"))
            yield from () if several and one else found
            return
        above, dep = tokens.heads[n], tokens.deps[n]
        if above == n or tokens.tags[n] in ("VBD", "VBP", "VBZ"):
            return
        if dep == "acl" and tokens.tags[n] == "VBG":
            yield above
            return
        if tokens.deps[above] == "relcl":
            # "names that Lind found by searching files": she searched, but "a shop that" did what its clause tells
            yield from (c for c in tokens.children_as(above, "nsubj") if tokens.tags[c] not in ("WDT", "WP"))
            return
        if tokens.tags[above] in VERB_TAGS:
            objects = tokens.children_as(above, "dobj", "dative") if dep in ("xcomp", "ccomp") else ()
            told = [c for c in objects if c < n]  # "asked a clerk to close the account"
            if told:
                yield from told
                return
        elif owners := [*_owners(tokens, above)]:
            yield from owners
            return
        n = above


def _owners(tokens: Tokens, noun: int) -> Iterator[int]:
    """Yield whose a noun is: "their efforts to find them", "the work of the office in finding them"."""
    yield from tokens.children_as(noun, "poss")
    yield from objects_of(tokens, noun, "of")


def _is_other(tokens: Tokens, event: Event, n: int, others: frozenset[int]) -> bool:
    """Tell whether a doer is none whose work is reported: an accused, a customer, a company, a paper.

    Args:
        others: tokens of names of persons and companies.
    """
    low = tokens.lower[n]
    # "Detective Lind", "members of the police"
    told = {low, *(tokens.lower[c] for c in (*tokens.children_as(n, "compound", "nmod"), *_owners(tokens, n)))}
    if not told.isdisjoint(cues("authority")):
        return False
    if low in cues("he_or_i") or n in others:
        return True
    if low == "they":
        return event.action in cues("undoing_action")  # "they destroyed the computers"
    if tokens.tags[n] == "NNP":
        return False  # bodies by name are told apart by their kind
    return (
        low == "accused"
        or low in cues("paper")
        or low in cues("criminal_service")
        or category_of(low) in ("people", "organisations")
    )
