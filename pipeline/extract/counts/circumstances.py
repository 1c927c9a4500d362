"""The circumstances of outcomes: news or not, of whom, when, of which drug."""

from __future__ import annotations

import datetime
import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.counts.repeats import FURTHER, Telling
from pipeline.extract.counts.scopes import BACKGROUND, CUMULATIVE, EVENT, ScopeReader, previously
from pipeline.extract.counts.substances import kilograms, substance_of
from pipeline.extract.mentions import DateMention, Outcome, OutcomePerson, PersonMention
from pipeline.extract.reading.actions import action_table, happens_to_people
from pipeline.extract.reading.blocks import lead_end
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import joined_to, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.genders import may_stand_for
from pipeline.extract.reading.identified import BEFORE_NEWS, is_codefendant, is_identified_as, list_start
from pipeline.extract.reading.tokens import NOUN_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import is_on

# How many sentences back the person is looked for whom "he" stands for.
_REACH = 3
# A list of names begins with a colon within so many characters behind a number of people.
_TO_FOLLOWING, _TO_FAR_COLON = 16, 500
_TO_COLON = 80
# Steps against others that are older than this are of a case that was over before.
HISTORIC = 10_000  # people to whom no single event of a release happened
_LONG_BEFORE = datetime.timedelta(days=365)
_A_MONTH = datetime.timedelta(days=31)
_HALF_A_YEAR = datetime.timedelta(days=182)
# Of more people without a name to whom the same happened a text tells one by one: a list of cases.
_MOST_UNNAMED = 3
# A case against so many is one against a few; several times as many are of an operation that goes beyond it.
_A_FEW, _FAR_MORE = 4, 4
# So many steps and sums of a release make a survey.
_SURVEY = 5
_HAS_LED = re.compile(
    r"\b(?:operation|investigation|initiative|project|programme|program|effort)s?\b[^.;\n]{0,60}?"
    r"\b(?:has|have) (?:\w+ )?(?:led|resulted) [^.;\n]*$",
    re.IGNORECASE,
)
# What was paid so long before the release is of another case.
_YEARS_BEFORE = datetime.timedelta(days=2 * 365)
# How many heads up from a date its verb is looked for.
_CLIMB = 4

Span = tuple[datetime.date | None, datetime.date | None]


def with_circumstances(
    doc: Doc, tokens: Tokens, rows: Sequence[Outcome], told: Mapping[int, Sequence[Telling]]
) -> tuple[list[Outcome], list[OutcomePerson]]:
    """Return the rows with scope, dates, substance and mass, and who they are about where persons are named.

    Args:
        told: the places that tell each row, by outcome id.
    """
    authorities = [body.start for body in mentions(doc, "organisations") if body.kind in ("police", "judicial")]
    scopes, involved, days = ScopeReader(tokens, authorities), _Involved(doc, tokens), _Days(doc, tokens)
    out: list[Outcome] = []
    who: dict[int, set[int]] = {}
    by_trigger: dict[int, tuple[str, str | None]] = {}
    for row in rows:
        tellings = told.get(row.outcome_id) or [Telling(row, None)]
        scope, scope_rule = _scope_of(scopes, tellings)
        if scope == EVENT and _is_history(row):
            scope, scope_rule = BACKGROUND, "scope-too-many"
        if scope == EVENT and row.part_of is not None:
            whole = out[row.part_of - 1] if row.part_of <= len(out) else None
            if whole is not None and whole.scope != EVENT:
                scope, scope_rule = whole.scope, whole.scope_rule
        if scope == EVENT and row.rule in ("definite-plural", "count"):
            taken_up = next((other for other in reversed(out[-2:]) if _takes_up(tokens, other, row)), None)
            if taken_up is not None:
                scope, scope_rule = taken_up.scope, taken_up.scope_rule
        start, end = next(filter(any, (days.of(telling) for telling in tellings)), (None, None))
        day = end or days.of_paragraph(row.start)
        if scope == EVENT and _was_paid_long_ago(row, day, doc._.release.published):
            scope, scope_rule = BACKGROUND, "scope-long-before"
        if scope == EVENT and row.action in cues("case_step"):
            scope, scope_rule = _as_joined(tokens, tellings[0], by_trigger)
        if tellings[0].event is not None:
            by_trigger[tellings[0].event.trigger] = (scope, scope_rule)
        substance = substance_of(row.item)
        out.append(
            replace(
                row,
                scope=scope,
                scope_rule=scope_rule,
                date_start=start,
                date_end=end,
                substance=substance,
                value_kg=kilograms(row.value, row.unit) if row.category != "money" else None,
            )
        )
        who[row.outcome_id] = _those_of(row, [involved.of(telling) for telling in tellings])
    _name_totals(out, who)
    _leave_out_the_harmed(out, who)
    involved.name_the_rest(out, who)
    _leave_out_the_accused(out, who)
    out = _dealt_with_before(out, who, doc._.release.published, involved)
    out = _surveyed(out, doc._.release.published, tokens)
    out, who = _told_once(_far_more(out, tokens), who)
    return out, people_rows(who)


def with_the_rest(doc: Doc, tokens: Tokens, charged: set[int]) -> list[OutcomePerson]:
    """Return who the outcomes of a release are about.

    Steps against unnamed people are about those whom it lays offences to, the one death that it tells is that of its
    victims.
    """
    rows, who = outcomes_with_people(doc)
    if charged:
        _Involved(doc, tokens).name_as(rows, who, charged)
    victims = {person.person_id for person in mentions(doc, "people") if person.part == "victim"}
    deaths = [row for row in rows if row.scope == EVENT and action_table().families[row.action] == "death"]
    if (
        len(deaths) == 1
        and not who[deaths[0].outcome_id]
        and deaths[0].value == len(victims)
        and is_on("outcomes.the-dead")
    ):
        who[deaths[0].outcome_id] = victims
    return people_rows(who)


def outcomes_with_people(doc: Doc) -> tuple[list[Outcome], dict[int, set[int]]]:
    """Return the outcomes of a doc, and by the id of each the persons whom it is about."""
    rows: list[Outcome] = mentions(doc, "outcomes")
    who: dict[int, set[int]] = {row.outcome_id: set() for row in rows}
    for told in mentions(doc, "outcome_people"):
        who[told.outcome_id].add(told.person_id)
    return rows, who


def people_rows(who: Mapping[int, Collection[int]]) -> list[OutcomePerson]:
    return [OutcomePerson(number, person_id) for number, ids in sorted(who.items()) for person_id in sorted(ids)]


def _as_joined(
    tokens: Tokens, telling: Telling, by_trigger: Mapping[int, tuple[str, str | None]]
) -> tuple[str, str | None]:
    """Return the scope of a step that is joined to another: "was convicted in 1999 and sentenced"."""
    if telling.event is None or tokens.deps[telling.event.trigger] != "conj":
        return EVENT, None
    scope, rule = by_trigger.get(tokens.heads[telling.event.trigger], (EVENT, None))
    return (scope, rule) if rule in ("scope-elsewhere", "scope-running") else (EVENT, None)


def _was_paid_long_ago(row: Outcome, day: datetime.date | None, published: datetime.date | None) -> bool:
    """Tell a fine of years ago: "pleaded guilty in 2002 and paid a fine of $9,000"."""
    if row.action not in cues("court_money") or row.category != "money" or day is None or published is None:
        return False
    if not cues("bribe_noun").isdisjoint((row.item or "").lower().split()):
        return False
    return published - day > _YEARS_BEFORE and is_on("outcomes.scope-long-before")


def _takes_up(tokens: Tokens, before: Outcome, row: Outcome) -> bool:
    """Tell whether "those individuals", or "four" alone, are people of a running total told right before."""
    if before.scope == EVENT or before.category != row.category or before.start >= row.start:
        return False
    if tokens.sentences_apart(before.start, row.start) > 1 or "\n" in tokens.text[before.start : row.start]:
        return False
    alone = row.category == "people" and row.rule == "count" and " " not in tokens.text[row.start : row.end]
    same = row.value is not None and row.value == before.value and tokens.low(tokens.token_at(row.start) - 1) == "all"
    return alone or same or tokens.low(tokens.token_at(row.start) - 1) in ("those", "these")


def _those_of(row: Outcome, told: Sequence[Sequence[int]]) -> set[int]:
    """Return whom the places of one outcome tell of; where they are more than it is about, whom the first tells."""
    every = {person_id for ids in told for person_id in ids}
    if row.value is None or len(every) <= row.value:
        return every
    return next((set(ids) for ids in told if 0 < len(set(ids)) <= row.value), set())


def _told_once(rows: Sequence[Outcome], who: Mapping[int, set[int]]) -> tuple[list[Outcome], dict[int, set[int]]]:
    """Leave out what is told again of the same persons: "a coach was charged", then "the defendant is charged".

    Two days are two facts, and so are arrest and custody.
    """
    if not is_on("outcomes.told-once"):
        return [*rows], dict(who)
    first: dict[tuple[str, frozenset[int], str], Outcome] = {}
    again: dict[int, int] = {}
    for row in rows:
        ids = who[row.outcome_id]
        if not ids or row.value != len(ids) or row.category != "people" or row.action not in cues("once_a_person"):
            continue
        family = row.action if row.action in cues("custody") else action_table().families[row.action]
        known = first.setdefault((family, frozenset(ids), row.scope), row)
        apart = (
            row.date_start and known.date_start and (row.date_start, row.date_end) != (known.date_start, known.date_end)
        )
        if known is not row and not apart:
            again[row.outcome_id] = known.outcome_id
    kept = [row for row in rows if row.outcome_id not in again]
    number = {row.outcome_id: n for n, row in enumerate(kept, 1)}

    def new(outcome_id: int) -> int:
        return number[again.get(outcome_id, outcome_id)]

    out = [
        replace(row, outcome_id=new(row.outcome_id), part_of=None if row.part_of is None else new(row.part_of))
        for row in kept
    ]
    out = [replace(row, part_of=None) if row.part_of == row.outcome_id else row for row in out]
    return out, {new(row.outcome_id): who[row.outcome_id] for row in kept}


def _dealt_with_before(
    rows: list[Outcome], who: Mapping[int, set[int]], published: datetime.date | None, involved: _Involved
) -> list[Outcome]:
    """Make background of the steps against those whose case was over before: accomplices dealt with earlier."""
    if published is None or not is_on("outcomes.scope-long-before"):
        return rows
    steps = [row for row in rows if row.scope == EVENT and row.action in cues("case_step") and who[row.outcome_id]]
    old = _steps_over(steps, who, published, involved)
    lead, month_ago = involved.lead, published - _A_MONTH
    # "Ada Lind pleaded guilty today, Omar Khel on 11 January"
    old -= {row.outcome_id for row in steps if row.start < lead and row.date_end and row.date_end >= month_ago}
    current = _in_the_news([row for row in steps if row.outcome_id not in old], steps, who)
    if not current:  # nobody by name is in the news: verdicts of half a year ago are over all the same
        ago = published - _HALF_A_YEAR
        closing = [row for row in steps if row.action in cues("closing_step")]
        dated = [(row.date_end, who[row.outcome_id]) for row in steps if row.date_end is not None]
        aged = {person for end, people in dated if end < ago for person in people}
        aged -= {person for end, people in dated if end >= ago for person in people}
        old = {row.outcome_id for row in closing if who[row.outcome_id] <= aged}
        old |= {row.outcome_id for row in closing if previously(involved.tokens.text, row.end, row.action)}
    over = {number for number in old if current.isdisjoint(who[number])}
    lately = published - datetime.timedelta(days=BEFORE_NEWS)
    over |= _others_over(rows, who, lately, involved.tokens.text)
    rules = dict.fromkeys(_beside_the_news(rows, who, lately, involved), "scope-beside-news")
    rules |= dict.fromkeys(over, "scope-long-before")
    rules |= dict.fromkeys(_own_history(rows, who, published, lead), "scope-own-history")
    return _rescoped(rows, rules, BACKGROUND)


def _own_history(rows: Sequence[Outcome], who: Mapping[int, set[int]], published: datetime.date, lead: int) -> set[int]:
    """Return the ids of sentences of a year and more before, and of what led to them, of persons of whom news is told.

    A sentence ends a case: who is accused of something now was in another then.
    """
    if not is_on("outcomes.scope-own-history"):
        return set()
    ago = published - _LONG_BEFORE
    steps = [row for row in rows if row.scope == EVENT and row.action in cues("case_step") and who[row.outcome_id]]
    fresh = {
        person
        for row in steps
        if row.start < lead and row.action in cues("accusing_step") and (row.date_end is None or row.date_end >= ago)
        for person in who[row.outcome_id]
    }
    old = [
        (row, row.date_end)
        for row in steps
        if row.date_end is not None and row.date_end < ago and who[row.outcome_id] <= fresh
    ]
    ended = [(last, day) for last, day in old if last.action in ("sentenced", "jailed")]
    return {
        row.outcome_id
        for row, day in old
        for last, end in ended
        if row is last or (who[row.outcome_id] <= who[last.outcome_id] and day <= end)
    }


def _beside_the_news(
    rows: Sequence[Outcome], who: Mapping[int, set[int]], lately: datetime.date, involved: _Involved
) -> set[int]:
    """Return the ids of pleas and verdicts told behind the lead of others than those of whom the lead tells.

    They are accomplices whose part of the case was over before, whether or not the text says when.
    """
    tokens, lead = involved.tokens, involved.lead
    steps = [row for row in rows if row.scope == EVENT and row.category == "people" and row.action in cues("case_step")]
    first = [row for row in steps if row.start < lead]
    later = [row for row in steps if row.start >= lead]
    news = _persons_of_lead(first, later, who)
    if not news or not is_on("outcomes.scope-beside-news"):
        return set()
    news |= {mention.person_id for mention in involved.named if mention.start < lead}
    fresh = {row.outcome_id for row in later if _is_fresh(row, lately, tokens)}
    news |= {person for number in fresh for person in who[number]}
    of_news = [row for row in later if not news.isdisjoint(who[row.outcome_id])]
    told_first = {row.outcome_id for row in first}
    over = set()
    for row in later:
        if row.action not in cues("dealt_with_step") or row.outcome_id in fresh or row.part_of in told_first:
            continue
        ids = who[row.outcome_id]
        if any(_is_told_with(row, other, tokens) for other in of_news):
            continue
        if ids.isdisjoint(news) if ids else _is_of_others(row, tokens, lead):
            over.add(row.outcome_id)
    return over


def _persons_of_lead(first: Sequence[Outcome], later: Sequence[Outcome], who: Mapping[int, set[int]]) -> set[int]:
    """Return the persons of whom the lead tells steps of the case; none where it tells of more than are known.

    Whom the lead does not name are those of whom the text tells steps next.
    """
    if not first or any(row.value is None for row in first):
        return set()
    families = action_table().families
    told: Counter[str] = Counter()
    for row in first:
        told[families[row.action]] += 0 if row.part_of is not None else int(row.value or 0)
    most = max(told.values())
    news = {person for row in first for person in who[row.outcome_id]}
    following: set[int] = set()
    if any(row.rule != "implied-named" for row in first):
        for row in later:
            if len(following) < most:
                following |= who[row.outcome_id]
    return news | following if len(news | following) >= most else set()


def _is_told_with(row: Outcome, other: Outcome, tokens: Tokens) -> bool:
    """Tell whether a step is told with the same one of another: in its sentence, or without a day in its paragraph."""
    if row.action != other.action:
        return False
    if tokens.same_sentence(row.start, other.start):
        return True
    between = tokens.text[min(row.start, other.start) : max(row.start, other.start)]
    return row.date_end is None and "\n\n" not in between and not previously(tokens.text, row.end, row.action)


def _is_of_others(row: Outcome, tokens: Tokens, lead: int) -> bool:
    """Tell whether a row without a name is about others, by its words: "four others", a firm that the lead lacks."""
    if row.rule == "implied-named" and row.date_end is not None:
        return tokens.text.find(tokens.text[row.start : row.end], 0, lead) < 0
    if FURTHER.search(tokens.text, row.start, row.end):
        return True
    if row.rule not in ("implied", "count"):
        return False
    return not cues("newcomer").isdisjoint(tokens.sentence_words(row.start))


def _is_fresh(row: Outcome, lately: datetime.date, tokens: Tokens) -> bool:
    """Tell whether a step is told of a day near the release's own, or "today"."""
    if row.date_end is not None:
        return row.date_end >= lately
    return not cues("just_now").isdisjoint(tokens.sentence_words(row.start))


def _surveyed(rows: list[Outcome], published: datetime.date | None, tokens: Tokens) -> list[Outcome]:
    """Make background of the steps of a survey: cases that an office looks back on, none of them of these days.

    Its lead tells of no step of a case, and none of many is told of today or of a day near the release's own.
    """
    if published is None or not is_on("outcomes.scope-survey"):
        return rows
    told_of = [row for row in rows if row.action in cues("case_step") or row.category == "money"]
    steps = [row for row in told_of if row.scope == EVENT]
    lead = lead_end(tokens.text)
    lately = published - datetime.timedelta(days=BEFORE_NEWS)
    if len(told_of) < _SURVEY or any(row.start < lead or _is_fresh(row, lately, tokens) for row in steps):
        return rows
    told = set(tokens.lower[: tokens.first_from(lead)])
    telling = cues("case_step") | {row.action for row in steps}
    if any((verb := action_table().plain_verb(low)) and verb.action in telling for low in told):
        return rows
    return _rescoped(rows, dict.fromkeys((row.outcome_id for row in steps), "scope-survey"), BACKGROUND)


def _rescoped(rows: Sequence[Outcome], rules: Mapping[int, str], scope: str) -> list[Outcome]:
    """Return the rows, those that a rule moves in this scope.

    Args:
        rules: the rule that moves a row, by its id.
    """
    return [
        replace(row, scope=scope, scope_rule=rules[row.outcome_id]) if row.outcome_id in rules else row for row in rows
    ]


def _far_more(rows: list[Outcome], tokens: Tokens) -> list[Outcome]:
    """Make running totals of what an operation has led to, where the news is a case against a few persons."""
    if not is_on("outcomes.scope-far-more"):
        return rows
    steps = [row for row in rows if row.scope == EVENT and row.action in cues("case_step") and row.value is not None]
    lead = lead_end(tokens.text)
    most = max((row.value or 0 for row in steps if row.start < lead), default=0)
    if not 0 < most <= _A_FEW:
        return rows
    total = {
        row.outcome_id
        for row in steps
        if row.start >= lead
        and (row.value or 0) >= _FAR_MORE * max(most, 2)
        and _HAS_LED.search(_sentence_before(tokens, row.start))
    }
    return _rescoped(rows, dict.fromkeys(total, "scope-far-more"), CUMULATIVE)


def _sentence_before(tokens: Tokens, at: int) -> str:
    """Return the sentence of an offset as far as it."""
    return tokens.text[tokens.starts[tokens.sentence_of[tokens.token_at(at)]] : at]


def _others_over(rows: Sequence[Outcome], who: Mapping[int, set[int]], lately: datetime.date, text: str) -> set[int]:
    """Return the ids of verdicts on others whom nobody names: "five additional defendants were sentenced on 3 May"."""
    verdicts = (row for row in rows if row.scope == EVENT and row.action in cues("closing_step"))
    unnamed = [row for row in verdicts if not who[row.outcome_id]]
    old: set[int] = set()
    if is_on("outcomes.scope-old-verdict"):
        # "two years ago she secured a conviction against a man who"
        ago, lead = lately - _LONG_BEFORE, lead_end(text, 1)
        aged = (row for row in unnamed if row.rule == "implied" and row.start >= lead)
        old |= {row.outcome_id for row in aged if row.date_end is not None and row.date_end < ago}
    before = {row.outcome_id for row in unnamed if row.rule == "implied" and previously(text, row.end, row.action)}
    others = (row for row in unnamed if FURTHER.search(text, row.start, row.end))
    return old | before | {row.outcome_id for row in others if row.date_end is not None and row.date_end < lately}


def _steps_over(
    steps: Sequence[Outcome], who: Mapping[int, set[int]], published: datetime.date, involved: _Involved
) -> set[int]:
    """Return the ids of steps that are over: verdicts a week before the release, other steps a year before it.

    What is told without a day in the sentence of such a step is over with it: "jailed on 3 May after pleading guilty",
    and so is what else is told of those whose case ended so, neither in the lead nor with a later day.
    """
    long_ago, lately = published - _LONG_BEFORE, published - datetime.timedelta(days=BEFORE_NEWS)
    dated = []
    for row in steps:
        closing = row.action in cues("closing_step") or who[row.outcome_id] <= involved.partners
        before = previously(involved.tokens.text, row.end, row.action)
        if before or (row.date_end is not None and row.date_end < (lately if closing else long_ago)):
            dated.append(row)
    over = {row.outcome_id for row in dated}
    tokens, lead = involved.tokens, involved.lead
    fresh = {person for row in steps if row.start < lead for person in who[row.outcome_id]}
    fresh |= {person for row in steps if row.date_end and row.outcome_id not in over for person in who[row.outcome_id]}
    closed = {person for row in dated if row.action in cues("closing_step") for person in who[row.outcome_id]} - fresh
    for row in (row for row in steps if row.date_end is None):
        theirs = (other for other in dated if not who[row.outcome_id].isdisjoint(who[other.outcome_id]))
        with_it = any(tokens.same_sentence(row.start, other.start) for other in theirs)
        if with_it or who[row.outcome_id] <= closed or any(_is_next_verdict(tokens, other, row) for other in dated):
            over.add(row.outcome_id)
    return over


def _is_next_verdict(tokens: Tokens, other: Outcome, row: Outcome) -> bool:
    """Tell whether a verdict stands in the sentence behind another: "Khel was jailed in May 2021. Roe was freed"."""
    both = other.action in cues("closing_step") and row.action in cues("closing_step")
    behind = other.start < row.start and tokens.sentences_apart(other.start, row.start) == 1
    return both and behind and "\n" not in tokens.text[other.end : row.start]


def _in_the_news(fresh: Sequence[Outcome], steps: Sequence[Outcome], who: Mapping[int, set[int]]) -> set[int]:
    """Return the persons of fresh steps; who has steps of their own is not in the news by a number charged."""
    own = {person for row in steps if len(who[row.outcome_id]) == 1 for person in who[row.outcome_id]}
    return {
        person for row in fresh for person in who[row.outcome_id] if len(who[row.outcome_id]) == 1 or person not in own
    }


def _name_totals(rows: Sequence[Outcome], who: dict[int, set[int]]) -> None:
    """Give a number of people the persons of its parts where these are as many: "three were jailed", then each."""
    parts: dict[int, set[int]] = {}
    for row in rows:
        if row.part_of is not None:
            parts.setdefault(row.part_of, set()).update(who[row.outcome_id])
    for row in rows:
        ids = parts.get(row.outcome_id, set())
        if not who[row.outcome_id] and row.value == len(ids):
            who[row.outcome_id] = ids


def _leave_out_the_harmed(rows: Sequence[Outcome], who: dict[int, set[int]]) -> None:
    """Take whom the crime harmed from steps of the case against "him"."""
    harmed = {person for row in rows if row.action in cues("bodily_harm") for person in who[row.outcome_id]}
    for row in rows:
        if row.rule == "implied-pronoun" and row.action in cues("case_step"):
            who[row.outcome_id] = who[row.outcome_id] - harmed


def _leave_out_the_accused(rows: Sequence[Outcome], who: dict[int, set[int]]) -> None:
    """Take those against whom the case is from whom its crime harmed: "him" is not he who shot."""
    if not is_on("outcomes.harmed-by-them"):
        return
    accused = {person for row in rows if row.action in cues("tried_step") for person in who[row.outcome_id]}
    for row in rows:
        if row.action in cues("bodily_harm") and row.rule != "implied-named":
            who[row.outcome_id] = who[row.outcome_id] - accused


def _is_history(row: Outcome) -> bool:
    """Tell what befell tens of thousands of people: no release has such news of arrests or deaths."""
    if row.category != "people" or row.value is None or row.value < HISTORIC:
        return False
    return row.action in cues("historic_toll") and is_on("outcomes.scope-too-many")


def _scope_of(scopes: ScopeReader, tellings: Sequence[Telling]) -> tuple[str, str | None]:
    """Return the scope by the place that makes most of it: what is once told as news is news."""
    # "these convictions" says nothing of its own
    telling_something = [telling for telling in tellings if telling.row.rule != "definite-plural"] or tellings
    found = [scopes.scope_of(t.row.start, t.row.end, t.row.action) for t in telling_something]
    return next((pair for pair in found if pair[0] == EVENT), found[0])


# who -------------------------------------------------------------------------------------


class _Involved:
    """Finds the persons that outcomes are about.

    Attributes:
        lead: where the headlines and the first paragraph end, as an offset.
    """

    def __init__(self, doc: Doc, tokens: Tokens) -> None:
        self.tokens = tokens
        self.lead = lead_end(tokens.text, 1)
        self.named: list[PersonMention] = mentions(doc, "person_mentions")
        self.starts = [mention.start for mention in self.named]
        quotes = mentions(doc, "quotes")
        self.speakers = {q.person_id for q in quotes if q.person_id is not None and q.kind == "direct"}
        people = mentions(doc, "people")
        self.names = {p.person_id: p.name for p in people}
        self.in_office = {p.person_id for p in people if p.role and not p.role.lower().startswith("former")}

    def of(self, telling: Telling) -> list[int]:
        """Return the ids of the persons whom a place is about, none where none is named."""
        row = telling.row
        if not is_on("outcomes.people") or not (row.category == "people" or happens_to_people(row.action)):
            return []
        found = self._inside(row.start, row.end)
        if not found and row.value is not None and row.value >= 2 and row.rule in ("count", "also"):
            found = self._listed(row)
        if row.rule != "implied-named" and not found:
            found += [person for person in self._joined(telling) if person not in found]
        if not found and row.rule == "implied-pronoun":
            found = self._meant(row.start, self._doers(telling))
        if not found and row.value is not None and row.value >= 2:
            found = self._listed(row)
        most = row.value if row.value is not None else float("inf")
        return found if len(set(found)) <= most else []

    def name_the_rest(self, rows: Sequence[Outcome], who: dict[int, set[int]]) -> None:
        """Give steps of a case against as many unnamed people as the case has accused the names of these."""
        if not is_on("outcomes.the-accused"):
            return
        steps = [row for row in rows if self._is_step(row)]
        # an official is accused only where a step names him
        told = {
            p for row in steps for p in who[row.outcome_id] if row.rule == "implied-named" or p not in self.in_office
        }
        self._name(rows, who, ((told or self._identified()) - self.partners, self._identified()))

    def name_as(self, rows: Sequence[Outcome], who: dict[int, set[int]], accused: set[int]) -> None:
        """Give steps of a case against as many unnamed people as these accused their names."""
        if is_on("outcomes.the-accused"):
            self._name(rows, who, (accused - self.partners,))

    def _name(self, rows: Sequence[Outcome], who: dict[int, set[int]], cases: Sequence[set[int]]) -> None:
        """Give steps against unnamed people the names of those accused who are as many; the first of `cases` counts."""
        accused = next((people for people in cases if people), set())
        if not accused:
            return
        unnamed = Counter(row.action for row in rows if row.rule == "implied" and not who[row.outcome_id])
        for row in rows:
            if not self._is_step(row) or who[row.outcome_id]:
                continue
            if row.rule == "implied-named" and not self._is_named(row, accused):
                continue  # "Takata pleaded guilty": a name that is none of a known person
            if row.item and category_of(row.item) not in ("people", "other"):
                continue  # "his corporation pleaded guilty"
            if row.rule == "implied" and (unnamed[row.action] > _MOST_UNNAMED or self._is_newcomer(row, accused)):
                continue  # "a former clerk of another firm also pleaded guilty"; a list of cases
            as_many = next((people for people in cases if people and row.value == len(people)), None)
            as_many = as_many or self._named_next(row, rows, who)
            if as_many is not None:
                who[row.outcome_id] = set(as_many)
            elif row.rule in ("implied-pronoun", "both"):
                who[row.outcome_id] = self._last_named(row, accused)

    def _named_next(self, row: Outcome, rows: Sequence[Outcome], who: Mapping[int, set[int]]) -> set[int] | None:
        """Return whom the first sentence behind a lead ("Three men were jailed") names that tells a step of as many."""
        if row.start >= self.lead or row.rule != "count" or row.value is None or row.value < 2:
            return None
        named = [other for other in rows if other.start > row.start and self._is_step(other) and who[other.outcome_id]]
        if not named or named[0].value != 1:
            return None
        together = [other for other in named if self.tokens.same_sentence(named[0].start, other.start)]
        people = {person for other in together for person in who[other.outcome_id]}
        return people if len(people) == row.value and is_on("outcomes.named-next") else None

    def _is_newcomer(self, row: Outcome, people: set[int]) -> bool:
        """Tell whether a row is about another than these persons, whom the text has named: "a clerk also pleaded"."""
        first = next((m for m in self.named if m.person_id in people), None)
        if first is None or self.tokens.text.find("\n\n", first.end, row.start) < 0:
            return False
        return not cues("newcomer").isdisjoint(self.tokens.sentence_words(row.start))

    def _is_named(self, row: Outcome, people: set[int]) -> bool:
        """Tell whether the words of a row may be one of these persons: part of their name, or "Hull Man"."""
        words = self.tokens.text[row.start : row.end].lower().split()
        names = [self.names.get(person, "").lower().split() for person in people]
        return category_of(words[-1]) == "people" or any(words[-1] in name for name in names)

    @functools.cached_property
    def partners(self) -> set[int]:
        """Whom the text calls another's co-defendant."""
        return {m.person_id for m in self.named if is_codefendant(self.tokens, self.tokens.token_at(m.start))}

    def _identified(self) -> set[int]:
        """Return who the defendants or suspects are identified as."""
        names = self.tokens.of_spans((m.start, m.end) for m in self.named)
        firsts = {
            m.person_id: list_start(self.tokens, self.tokens.token_at(m.start), names) for m in reversed(self.named)
        }
        return {i for i, first in firsts.items() if is_identified_as(self.tokens, first, cues("suspect_noun"))}

    def _last_named(self, row: Outcome, accused: set[int]) -> set[int]:
        """Return the accused named last before "he" or "both", as many as these stand for."""
        found: set[int] = set()
        for k in range(bisect_right(self.starts, row.start) - 1, -1, -1):
            mention = self.named[k]
            if len(found) == row.value or self.tokens.sentences_apart(mention.start, row.start) > _REACH:
                break
            if mention.person_id in accused:
                found.add(mention.person_id)
        return found if len(found) == row.value else set()

    @staticmethod
    def _is_step(row: Outcome) -> bool:
        return row.scope == EVENT and row.category == "people" and row.action in cues("case_step")

    def _inside(self, start: int, end: int) -> list[int]:
        first = max(0, bisect_left(self.starts, start) - 1)
        last = bisect_left(self.starts, end)
        return [m.person_id for m in self.named[first:last] if m.end > start and not self._owns(m, end)]

    def _owns(self, mention: PersonMention, end: int) -> bool:
        """Tell whether a name only says whose somebody is: "Ada Lind's father"."""
        if mention.end >= end - 2:
            return False
        # texts that have lost their apostrophes: "Lind boyfriend"
        noun = self.tokens.tag(self.tokens.first_from(mention.end)) in ("NN", "NNS")
        return noun or self.tokens.text[mention.end : mention.end + 2] in ("'s", "’s")

    def _joined(self, telling: Telling) -> Iterator[int]:
        """Yield who stands beside what something happened to: "two men, A and B, were held"; "a man named A"."""
        event, row = telling.event, telling.row
        if event is None:
            return
        last = self.tokens.first_from(row.end) - 1
        heads = [n for n in event.patients if row.start <= self.tokens.starts[n] < row.end] or [last]
        reached = {other for n in heads for other in joined_to(self.tokens, n)} - event.parts
        for n in sorted(reached):
            if n != event.trigger:
                yield from self._inside(self.tokens.starts[n], self.tokens.ends[n])

    def _listed(self, row: Outcome) -> list[int]:
        """Return who is listed behind a colon: "three men were charged: A, 31, B, 22, and C, 45"."""
        text = self.tokens.text
        # "the following seven men pleaded guilty to theft and were sentenced to probation: A, 31; B, 22; ..."
        following = "following" in text[max(0, row.start - _TO_FOLLOWING) : row.end].lower()
        colon = text.find(":", row.end, row.end + (_TO_FAR_COLON if following else _TO_COLON))
        if colon < 0 or not (following or self.tokens.same_sentence(row.start, colon)):
            return []
        if "\n\n" in text[row.end : colon]:
            return []
        end = text.find("\n\n", colon)
        found = list(dict.fromkeys(self._inside(colon, end if end > 0 else len(text))))
        return found if len(found) == row.value else []

    def _doers(self, telling: Telling) -> list[int]:
        """Return who did what a place tells: whom "him" cannot stand for."""
        event = telling.event
        if event is None or event.rule != "active":
            return []
        doers = subjects(self.tokens, event.trigger, "nsubj")
        return [person for n in doers for person in self._inside(self.tokens.starts[n], self.tokens.ends[n])]

    def _meant(self, at: int, doers: Sequence[int] = ()) -> list[int]:
        """Return the person whom "he" at an offset stands for: the one named last who is no speaker."""
        pronoun = self.tokens.low(self.tokens.token_at(at))
        if self._has_unknown_subject(at):
            return []
        for k in range(bisect_right(self.starts, at) - 1, -1, -1):
            mention = self.named[k]
            if self.tokens.sentences_apart(mention.start, at) > _REACH:
                return []
            own = self.tokens.same_sentence(mention.start, at) and self._is_subject(mention)
            own = own and not self._announces(mention)
            if mention.person_id in doers or (mention.person_id in self.in_office and not own):
                continue
            if not may_stand_for(pronoun, self.names.get(mention.person_id, "")):
                continue
            told = mention.person_id in self.speakers and not self.tokens.same_sentence(mention.start, at)
            if not told and (self._is_subject(mention) or self._is_alone(k, at)):
                return [mention.person_id]
        return []

    def _has_unknown_subject(self, at: int) -> bool:
        """Tell whether a name that is nobody's known is the subject before "his": "Lind has been held since his"."""
        tokens, n = self.tokens, self.tokens.token_at(at)
        before = range(tokens.sentence_of[n], n)
        names = (k for k in before if tokens.deps[k] in ("nsubj", "nsubjpass") and tokens.tags[k] == "NNP")
        return any(not self._inside(tokens.starts[k], tokens.ends[k]) for k in names)

    def _is_alone(self, k: int, at: int) -> bool:
        """Tell whether a mention is the only one of the sentence before: "His accomplice, Jon Roe, is at large"."""
        mention, tokens = self.named[k], self.tokens
        if tokens.sentences_apart(mention.start, at) != 1 or "\n\n" in tokens.text[mention.end : at]:
            return False
        same = (m for m in self.named[max(0, k - 2) : k + 3] if tokens.same_sentence(m.start, mention.start))
        return {m.person_id for m in same} == {mention.person_id} and is_codefendant(
            tokens, tokens.token_at(mention.start)
        )

    def _announces(self, mention: PersonMention) -> bool:
        """Tell whether somebody announces what befell others: "Lind announced that a man, after his arrest"."""
        first, last = self.tokens.token_at(mention.start), self.tokens.first_from(mention.end)
        return any(self.tokens.lower[self.tokens.heads[n]] in cues("announcing") for n in range(first, last))

    def _is_subject(self, mention: PersonMention) -> bool:
        first, last = self.tokens.token_at(mention.start), self.tokens.first_from(mention.end)
        return any(self.tokens.deps[n] in ("nsubj", "nsubjpass") for n in range(first, last))


# when ------------------------------------------------------------------------------------


class _Days:
    """Finds the day or span of time on which something happened: a date that the parse hangs on its verb."""

    def __init__(self, doc: Doc, tokens: Tokens) -> None:
        self.tokens = tokens
        self.by_head: dict[int, DateMention] = {}
        self.by_start: dict[int, DateMention] = {}
        for date in mentions(doc, "dates"):
            if date.kind != "date" or (date.date_start is None and date.date_end is None):
                continue
            self.by_start[tokens.token_at(date.start)] = date
            head = self._verb_above(date)
            text = tokens.text
            in_brackets = text[date.start - 1 : date.start] == "(" and text[date.end : date.end + 1] == ")"
            if head is None or in_brackets:  # "Ada Lind, 47 (04.09.1978)": a day of birth
                continue
            # "LIMA, 12 March – Two men were jailed on Monday": of two dates the nearer to the verb
            at, known = tokens.starts[head], self.by_head.get(head)
            if known is None or abs(date.start - at) < abs(known.start - at):
                self.by_head[head] = date

    def _verb_above(self, date: DateMention) -> int | None:
        tokens = self.tokens
        n = tokens.token_at(date.start)
        if n >= len(tokens):
            return None
        last = tokens.token_at(date.end - 1)
        while n < tokens.heads[n] <= last:
            n = tokens.heads[n]
        described = tokens.deps[n] in ("nummod", "compound", "amod") and tokens.tags[tokens.heads[n]] in NOUN_TAGS
        if described and tokens.lower[tokens.heads[n]] not in cues("paper"):
            return None  # "is charged with the 1993 murder"; but "in a 2009 indictment"
        for _ in range(_CLIMB):
            head = tokens.heads[n]
            if head == n:
                return None
            if tokens.tags[head] in VERB_TAGS:
                return head
            n = head
        return None

    def of(self, telling: Telling) -> Span:
        """Return first and last day, both None where the text tells none."""
        event = telling.event
        if event is None or not is_on("outcomes.date"):
            return None, None
        verb, tokens = event.trigger, self.tokens
        date = self.by_head.get(verb)
        if date is None and tokens.deps[verb] == "conj":
            date = self.by_head.get(tokens.heads[verb])
        above = tokens.lower[tokens.heads[verb]]
        led = above in cues("leads_to") or above in cues("announcing") or above in cues("securing")
        if date is None and event.rule == "nominal" and led:
            date = self.by_head.get(tokens.heads[verb])
        if date is None and event.rule == "nominal":  # "the 2007 conviction of"
            date = next((self.by_start[c] for c in tokens.children(verb) if c < verb and c in self.by_start), None)
        if date is None and event.action in cues("case_step"):
            date = self._fronted(verb) or self._behind_conspiracy(verb)
        return (date.date_start, date.date_end) if date is not None else (None, None)

    def of_paragraph(self, at: int) -> datetime.date | None:
        """Return the last day that the paragraph of an offset tells before it, None where it tells none."""
        first = self.tokens.text.rfind("\n\n", 0, at)
        told = (date.date_end for date in self.by_start.values() if first < date.start < at)
        return max((day for day in told if day is not None), default=None)

    def _fronted(self, verb: int) -> DateMention | None:
        """Return the date that opens the sentence of a verb: "On 17 December, Agent Khel of the unit pleaded"."""
        tokens = self.tokens
        first = tokens.sentence_of[verb]
        while tokens.is_space(first) and first < verb:
            first += 1
        date = self.by_start.get(first + 1) if tokens.low(first) in ("on", "in") else None
        return date if date is not None and date not in self.by_head.values() else None

    def _behind_conspiracy(self, verb: int) -> DateMention | None:
        """Return the date that the parse hangs on what was planned: "pleaded to conspiracy to commit fraud on"."""
        tokens = self.tokens
        for n, date in self.by_head.items():
            if n > verb and tokens.lower[n] == "commit" and tokens.sentence_of[n] == tokens.sentence_of[verb]:
                plan = tokens.heads[n]
                if tokens.lower[plan] in ("conspiracy", "conspiring") and date.date_start == date.date_end:
                    return date
        return None
