"""People told of beside each other: "a clerk and her daughter were charged", "a sixth man, Omar Khel, was jailed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.counts.events import Event
from pipeline.extract.counts.repeats import are_distinct
from pipeline.extract.mentions import Outcome
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import has_child
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import NOUN_TAGS, PLURAL_TAGS, Tokens
from pipeline.extract.rules import is_on

# A description and a name of one person stand within so many characters.
_NEAR = 120
_PLURAL, _SINGULAR = ("were", "are", "have"), ("was", "is", "has")
_SINGLE = frozenset(("implied", "implied-definite"))


@dataclass(frozen=True, slots=True)
class Patient:
    """A row of one event with the token that it is about.

    Attributes:
        n: the noun or name.
        is_part: whether the row is a part of another.
    """

    row: Outcome
    n: int
    is_part: bool
    event: Event

    @property
    def is_described(self) -> bool:
        return self.row.rule in _SINGLE and self.row.category == "people"


def settled(tokens: Tokens, patients: Sequence[Patient]) -> Iterator[Patient]:
    """Yield the rows of one event: no second name of a person, and people described together as one row."""
    if len(patients) < 2 or not any(p.is_described for p in patients):
        yield from patients
        return
    kept = [
        p
        for p in patients
        if not any(_is_named_by(tokens, p, other) or _is_second_office(tokens, other, p) for other in patients)
    ]
    together = _together(tokens, [p for p in kept if p.is_described])
    for patient in kept:
        if patient not in together:
            yield patient
        elif patient is together[0]:
            row = patient.row
            value = float(len(_chain(tokens, patient.n)))
            start, end = row.start, together[-1].row.end
            merged = replace(row, start=start, end=end, rule="together", item=None, value=value, implied=False)
            yield replace(patient, row=merged)


def _is_named_by(tokens: Tokens, described: Patient, named: Patient) -> bool:
    """Tell a second name: "a sixth man associated with it, Omar Khel, was jailed"; "Ada Lind, 54, a resident"."""
    if not described.is_described or named.row.rule != "implied-named" or not is_on("outcomes.also-named"):
        return False
    first, second = sorted((described, named), key=lambda p: p.row.start)
    between = tokens.text[first.row.end : second.row.start]
    if "," not in between or ";" in between or len(between) > _NEAR:
        return False
    article = cues("article") | cues("possessor") | {"co", "-"}
    behind = tokens.token_at(second.row.start) - 1
    at = behind
    while at > first.n and (tokens.lower[at] in article or tokens.is_space(at)):
        at -= 1
    return tokens.lower[at] == "," and (second is named or at < behind)


def _is_second_office(tokens: Tokens, one: Patient, other: Patient) -> bool:
    """Tell a second office of one person: "a co-owner and operator of the firm pleaded guilty"."""
    if not (one.is_described and other.is_described) or not is_on("outcomes.second-office"):
        return False
    if one.n >= other.n or tokens.heads[other.n] != one.n or are_distinct(tokens.lower[one.n], tokens.lower[other.n]):
        return False
    opens, first = tokens.token_at(other.row.start), tokens.token_at(one.row.start)
    bare = tokens.tags[other.n] == "NN" and not any(tokens.children_as(other.n, "det", "poss", "nummod"))
    bare = bare and tokens.low(opens - 1) == "and"
    known = any(tokens.low(n) in cues("article") for n in range(first - 3, first))
    if has_child(tokens, other.event.trigger, *_SINGULAR):
        return bare  # "an officer and resident of Hull was jailed"
    further = [c for n in (one.n, other.n) for c in tokens.children_as(n, "conj") if c != other.n]
    further += [one.n] if tokens.deps[one.n] == "conj" else []
    # "a doctor and patient were charged"; but "the owner and operator and two clerks were"
    return bare and known and (bool(further) or not has_child(tokens, other.event.trigger, *_PLURAL))


def _together(tokens: Tokens, described: Sequence[Patient]) -> list[Patient]:
    """Return the rows of singulars that are joined to each other and of whom the same step of a case is told."""
    steps = [p for p in described if not p.is_part and p.row.action in cues("court_step")]
    described = sorted(steps, key=lambda p: p.row.start)
    if len(described) < 2 or not is_on("outcomes.together"):
        return []
    chain = _chain(tokens, described[0].n)
    alike = all(tokens.tags[n] not in PLURAL_TAGS and category_of(tokens.lower[n]) == "people" for n in chain)
    same = [p for p in described if p.n in chain]
    return same if alike and len(same) > 1 else []


def is_sum(tokens: Tokens, rows: Sequence[Outcome]) -> bool:
    """Tell whether rows of one step add up: some by name or description, "and" a number of others behind them."""
    if len(rows) < 2 or any(row.category != "people" or row.value is None for row in rows):
        return False
    *some, others = rows
    if others.rule not in ("count", "also") or any(row.rule not in (*_SINGLE, "implied-named") for row in some):
        return False
    last = some[-1]
    between = tokens.text[last.end : others.start]
    before = tokens.token_at(others.start) - 1
    return tokens.lower[before] == "and" and len(between) < _NEAR and not cues("list_break").intersection(between)


def _chain(tokens: Tokens, n: int) -> list[int]:
    """Return a noun and those that are joined to it by commas and "and": "a clerk, his wife and his niece"."""
    chain = [n]
    for member in chain:
        joined = [c for c in tokens.children_as(member, "conj") if tokens.tags[c] in NOUN_TAGS]
        kin = (c for c in tokens.children_as(member, "appos") if any(tokens.children_as(c, "poss")))
        chain += [*joined, *kin]  # each has one head: none comes twice
    return chain
