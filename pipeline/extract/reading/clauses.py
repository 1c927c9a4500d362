"""Clauses: a verb's subjects, its voice, what is joined to it, and whether what it tells was done.

All is read off the parse, as far as `Tokens` hold it; words are told by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import NOUN_TAGS, VERB_TAGS, Tokens

DONE, PLANNED, NEGATED, ALLEGED = "done", "planned", "negated", "alleged"
# How many verbs up a chain of joined ones a subject or a modal is looked for.
_CHAIN = 4
_RELATIVES = ("who", "which", "that", "whom")


def is_joined_verb(tokens: Tokens, n: int) -> bool:
    """Tell whether a verb is joined to another: "were found and arrested"."""
    return tokens.deps[n] == "conj" and tokens.tags[tokens.heads[n]] in VERB_TAGS


def subjects(tokens: Tokens, n: int, *labels: str) -> list[int]:
    """Return the subjects of a verb, its own or those of the verb it is joined to; relatives are resolved.

    Args:
        labels: what the subjects are to the verb: nsubj, nsubjpass.
    """
    for _ in range(_CHAIN):
        found = [*tokens.children_as(n, *labels)]
        if found:
            relative = tokens.deps[n] == "relcl"
            return [tokens.heads[n] if relative and tokens.lower[c] in _RELATIVES else c for c in found]
        if not is_joined_verb(tokens, n):
            return []
        n = tokens.heads[n]
    return []


def is_passive(tokens: Tokens, n: int) -> bool:
    """Tell whether a verb stands in the passive voice."""
    return any(
        tokens.deps[c] in ("auxpass", "nsubjpass") or tokens.lower[c] in ("been", "being") for c in tokens.children(n)
    )


def before_auxiliary(tokens: Tokens, n: int) -> list[int]:
    """Return the noun right before "were" in a passive clause to which the parse gives no subject."""
    auxiliary = next(tokens.children_as(n, "auxpass"), 0)
    subject = auxiliary - 1
    if subject < 0 or tokens.tags[subject] not in NOUN_TAGS or tokens.sentence_of[subject] == subject:
        return []
    if tokens.deps[subject] not in ("conj", "appos"):
        return []
    for _ in range(6):
        if tokens.deps[subject] != "conj" or tokens.tags[tokens.heads[subject]] not in NOUN_TAGS:
            return [subject]
        subject = tokens.heads[subject]
    return []


def joined_to(tokens: Tokens, n: int) -> Iterator[int]:
    """Yield a noun and all that is joined to it, the nearest first."""
    todo, seen = [n], set()
    while todo:
        current = todo.pop(0)
        if current in seen:
            continue
        seen.add(current)
        yield current
        todo.extend(c for c in tokens.children_as(current, "conj", "appos") if tokens.tags[c] not in VERB_TAGS)


def has_child(tokens: Tokens, n: int, *words: str) -> bool:
    """Tell whether a token has one of these words for a child."""
    return any(tokens.lower[c] in words for c in tokens.children(n))


def _child_status(tokens: Tokens, child: int, verb: int) -> str:
    """Return what a child of a verb tells of its status, or an empty string."""
    dep, low = tokens.deps[child], tokens.lower[child]
    if dep == "neg" or (low in ("never", "without") and child < verb):
        return NEGATED
    if low in cues("hearsay"):
        return ALLEGED
    if dep == "aux" and tokens.tags[child] == "MD":
        return PLANNED
    if dep == "aux" and tokens.tags[child] == "TO":
        return _infinitive_status(tokens, verb)
    if dep == "mark" and low in ("if", "unless", "until", "whether"):
        return PLANNED
    return ""


def _infinitive_status(tokens: Tokens, verb: int) -> str:
    """Tell "managed to arrest" from "plans to arrest" and "have yet to be arrested"."""
    head = tokens.heads[verb]
    if any(tokens.lower[c] == "yet" and c < verb for c in tokens.children(head)):
        return NEGATED
    return DONE if head != verb and tokens.lower[head] in cues("attained") else PLANNED


def status_of(tokens: Tokens, n: int) -> str:
    """Tell whether what a verb says was done, planned, negated or alleged, from its clause."""
    for _ in range(_CHAIN):
        told = next(filter(None, (_child_status(tokens, child, n) for child in tokens.children(n))), "")
        if told:
            return told
        if not is_joined_verb(tokens, n):
            break
        if tokens.tags[n] != tokens.tags[tokens.heads[n]] and tokens.tags[n] in ("VBD", "VBZ"):
            return DONE
        n = tokens.heads[n]
    head = tokens.heads[n]
    if tokens.deps[n] == "ccomp" and tokens.lower[head] in cues("supposed"):
        return ALLEGED
    if tokens.tags[n] == "VBG" and tokens.deps[n] in ("pcomp", "pobj", "acl", "advcl"):
        return _gerund_status(tokens, head)
    return DONE


def _gerund_status(tokens: Tokens, governor: int) -> str:
    """Tell the status of an action behind a preposition: "accused of killing", "without harming"."""
    if tokens.lower[governor] not in cues("governs_gerund") or tokens.heads[governor] == governor:
        return DONE
    if tokens.lower[governor] == "without":
        return NEGATED
    return ALLEGED if tokens.lower[tokens.heads[governor]] in cues("alleged") else DONE


def nominal_status(tokens: Tokens, n: int) -> str:
    """Tell the status of a nominalisation ("the arrest of") from its article and what governs it."""
    for child in tokens.children(n):
        low = tokens.lower[child]
        if tokens.deps[child] in ("det", "neg") and low in ("no", "any"):
            return NEGATED
        if low in cues("not_yet"):
            return ALLEGED if low == "alleged" else PLANNED
    if tokens.lower[n] == "search" and tokens.lower[tokens.heads[n]] == "in":
        return PLANNED
    for _ in range(5):
        head = tokens.heads[n]
        if head == n:
            return DONE
        if tokens.lower[head] in cues("wanted") and tokens.deps[n] in ("prep", "dobj", "pobj"):
            return PLANNED
        if tokens.lower[head] in cues("alleged") and tokens.deps[n] in ("prep", "pobj", "dobj", "compound"):
            return ALLEGED
        if tokens.tags[head] in VERB_TAGS:
            return status_of(tokens, head)
        n = head
    return DONE
