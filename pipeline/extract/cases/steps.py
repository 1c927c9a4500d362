"""Steps of a case that its charges and penalties tell where no outcome does: "Roe admitted arson, Lind to theft".

Outcomes are read off the verbs they know, charges and penalties off the words that tie persons to offences and terms.
Who was charged, convicted or sentenced by the latter, and of whom or of whose group no outcome of the kind is told,
gets one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions, set_rows
from pipeline.extract.cases.charges import Charge
from pipeline.extract.cases.defendants import Cast, Party
from pipeline.extract.cases.penalties import IMPOSED, Penalty
from pipeline.extract.cases.setting import OTHER_CASE_DAYS, Days
from pipeline.extract.counts.circumstances import outcomes_with_people, people_rows
from pipeline.extract.mentions import Outcome
from pipeline.extract.reading.actions import action_table
from pipeline.extract.reading.blocks import headline_end, lead_end
from pipeline.extract.reading.clauses import DONE, has_child, status_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import Tokens
from pipeline.extract.rules import is_on

# Stages of charges that are steps, as actions.
_STEPS = {
    **dict.fromkeys(("charged", "pleaded_guilty", "convicted", "acquitted", "sentenced"), ""),
    "indicted": "charged",
}

# An outcome with the persons whom it is about.
Told = tuple[Outcome, set[int]]


@dataclass(frozen=True, slots=True)
class _Step:
    """A step against a person: its action, the word that tells it, and where the person is named beside it."""

    action: str
    person: int
    start: int
    end: int


def add_steps(
    doc: Doc,
    tokens: Tokens,
    cast: Cast,
    charges: Sequence[Charge],
    penalties: Sequence[Penalty],
    *,
    aside: Set[int],
    days: Days,
) -> None:
    """Add the steps of whose kind no outcome tells to the outcomes of a doc and to who they are about.

    Args:
        aside: persons dealt with before the news of the release.
        days: the days of the release: what a sentence with one of long before tells is no news.
    """
    if not is_on("outcomes.of-case"):
        return
    rows, who = outcomes_with_people(doc)
    _name_groups(tokens, rows, who, _told_of(charges, penalties))
    most = _most_told(doc, tokens)
    rows = [_with_number(row, tokens, cast, most, who) for row in rows]
    told: list[Told] = [(row, who[row.outcome_id]) for row in rows]
    told += [*_told_of_they(tokens, cast, told, days)]
    found: dict[tuple[str, int], _Step] = {}
    for step in _steps(tokens, cast, charges, penalties):
        sentence = tokens.sentences()[tokens.sentence_number[tokens.token_at(step.start)]]
        if days.is_long_before(sentence, days=OTHER_CASE_DAYS):
            continue
        if step.person not in aside and _is_untold(step, told):
            found.setdefault((step.action, step.person), step)
    told += [
        (Outcome(s.action, s.start, s.end, "of-case", value=1.0, implied=True), {s.person}) for s in found.values()
    ]
    if len(told) > len(rows):
        _set_told(doc, told)
        return
    set_rows(doc, "outcomes", rows)
    set_rows(doc, "outcome_people", people_rows(who))


def _told_of(charges: Sequence[Charge], penalties: Sequence[Penalty]) -> Iterator[tuple[str, int, frozenset[int]]]:
    """Yield the steps that charges and penalties tell: action, the token that tells it, and of whom."""
    for charge in charges:
        if not charge.is_earlier and charge.cue >= 0 and charge.stage in _STEPS:
            yield _STEPS[charge.stage] or charge.stage, charge.cue, frozenset(charge.party.people)
    for penalty in penalties:
        if penalty.status == IMPOSED and not (penalty.is_earlier or penalty.is_of_other_case):
            yield "sentenced", penalty.cue, frozenset(penalty.party.people)


def _name_groups(
    tokens: Tokens,
    rows: Sequence[Outcome],
    who: dict[int, set[int]],
    told: Iterable[tuple[str, int, frozenset[int]]],
) -> None:
    """Give steps against unnamed people the names of those of whom charges or penalties of the same sentence tell.

    "A resident was jailed for fraud", "the three clerks were sentenced to two years each".
    """
    by_sentence: dict[int, list[tuple[str, frozenset[int]]]] = {}
    for action, cue, people in told:
        if people:
            by_sentence.setdefault(tokens.sentence_number[cue], []).append((action, people))
    for row in rows:
        if row.category != "people" or row.action not in cues("case_step") or who[row.outcome_id]:
            continue
        if row.rule in ("implied-named", "implied-pronoun") or not is_on("outcomes.of-whom"):
            continue
        same = by_sentence.get(tokens.sentence_number[tokens.token_at(row.start)], ())
        groups = {people for action, people in same if _is_of_kind(action, row.action)}
        if len(groups) == 1 and len(people := groups.pop()) == (row.value or max(2, len(people))):
            who[row.outcome_id] = set(people)


def _most_told(doc: Doc, tokens: Tokens) -> float:
    """Return the largest number of people that headline and lead count, or that steps of a case are told of."""
    lead = lead_end(tokens.text)
    counted = (m.value for m in mentions(doc, "counts") if m.start < lead and m.category == "people")
    steps = (
        row.value or 0
        for row in mentions(doc, "outcomes")
        if row.category == "people" and row.action in cues("case_step")
    )
    return max((*counted, *steps), default=0)


def _with_number(row: Outcome, tokens: Tokens, cast: Cast, most: float, who: dict[int, set[int]]) -> Outcome:
    """Return a step against "the defendants" with their number, where the release names all that it counts."""
    if row.rule != "definite-plural" or row.value is not None or row.vague or row.action not in cues("case_step"):
        return row
    noun = tokens.token_at(row.end - 1)
    if (
        has_child(tokens, noun, "other")
        or tokens.lower[noun] not in cues("accused_plural")
        or not is_on("outcomes.the-defendants")
    ):
        return row
    party = cast.group_before(noun)
    people = set(party.people) if party is not None else set()
    if most == len(cast.accused):
        people = set(cast.accused)
    if len(people) < 2 or most > len(people):
        return row
    who[row.outcome_id] = people
    return replace(row, value=float(len(people)))


def _told_of_they(tokens: Tokens, cast: Cast, told: Sequence[Told], days: Days) -> Iterator[Told]:
    """Yield steps against those for whom "they" stands: "Roe and Lind were charged. They were arraigned today"."""
    if not is_on("outcomes.they"):
        return
    for n, low in enumerate(tokens.lower):
        verb = tokens.heads[n]
        if low != "they" or tokens.deps[n] != "nsubjpass" or status_of(tokens, verb) != DONE:
            continue
        step = action_table().plain_verb(tokens.lower[verb])
        if tokens.tag(verb + 1) == "NNS":
            continue  # "that they were convicted felons"
        if step is None or step.subject or step.action not in cues("court_step"):
            continue
        party = cast.party_of_subject(verb)
        people = set(party.people) if party is not None else set()
        sentence = tokens.sentences()[tokens.sentence_number[n]]
        known = any(people & ids and _is_of_kind(step.action, row.action) for row, ids in told)
        if len(people) > 1 and people <= cast.accused and not known and not days.is_long_before(sentence):
            yield Outcome(step.action, tokens.starts[n], tokens.ends[n], "they", value=float(len(people))), people


def _is_of_kind(step: str, action: str) -> bool:
    return action_table().same_family(step, action) or (step == "sentenced" and action == "jailed")


def _steps(tokens: Tokens, cast: Cast, charges: Sequence[Charge], penalties: Sequence[Penalty]) -> Iterator[_Step]:
    for charge in charges:
        if charge.is_earlier or charge.grade > 1 or charge.cue < 0 or charge.stage not in _STEPS:
            continue
        yield from _of_party(tokens, cast, charge.party, charge.cue, _STEPS[charge.stage] or charge.stage)
    for penalty in penalties:
        passed = (
            penalty.status == IMPOSED
            and penalty.kind in cues("prison_like")
            and tokens.lower[penalty.cue] in cues("passing")
        )
        if passed and not (penalty.is_earlier or penalty.is_of_other_case):
            yield from _of_party(tokens, cast, penalty.party, penalty.cue, "sentenced")


def _of_party(tokens: Tokens, cast: Cast, party: Party, cue: int, action: str) -> Iterator[_Step]:
    """Yield a step for each person of a party, at the name in the sentence of a cue, else at the cue."""
    sentence = tokens.sentences()[tokens.sentence_number[cue]]
    if tokens.starts[sentence.start] < headline_end(tokens.text):
        return
    named = cast.within(sentence.start, sentence.stop)
    for person in party.people:
        own = [naming for naming in named if naming.person == person]
        nearest = min(own, key=lambda naming: abs(naming.first - cue), default=None)
        first, last = (cue, cue) if nearest is None else (nearest.first, nearest.end - 1)
        yield _Step(action, person, tokens.starts[first], tokens.ends[last])


def _is_untold(step: _Step, told: Sequence[Told]) -> bool:
    """Tell whether no outcome tells a step, of the person or of people who may be the person."""
    for row, ids in told:
        if step.person in ids and row.action in cues("closing_step") and step.action == "charged":
            return False  # what followed the charge is told
        if row.category != "people" or not _is_of_kind(step.action, row.action):
            continue
        if step.person in ids or row.value is None or len(ids) < row.value:
            return False
    return True


def _set_told(doc: Doc, told: list[Told]) -> None:
    """Set the outcomes of a doc anew, in text order, and who they are about."""
    told.sort(key=lambda pair: (pair[0].start, pair[0].end))
    number = {row.outcome_id: n for n, (row, _) in enumerate(told, 1) if row.outcome_id}
    out = [
        replace(row, outcome_id=n, part_of=None if row.part_of is None else number[row.part_of])
        for n, (row, _) in enumerate(told, 1)
    ]
    set_rows(doc, "outcomes", out)
    set_rows(doc, "outcome_people", people_rows({n: people for n, (_, people) in enumerate(told, 1)}))
