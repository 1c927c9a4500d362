"""The rows of the table `outcomes`: what was done, counted or not, each result once.

They come from the counts that have an action, from uncounted singulars ("a suspect was arrested") and from plurals
without a number ("several insurgents were detained"). Planned, denied and alleged actions are no outcomes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.counts.circumstances import with_circumstances
from pipeline.extract.counts.companions import is_sum
from pipeline.extract.counts.doers import done_by_others
from pipeline.extract.counts.events import Event
from pipeline.extract.counts.repeats import Telling, Told, link_groups, repeated
from pipeline.extract.counts.uncounted import find_uncounted, is_told
from pipeline.extract.counts.vague_sums import find_vague_sums
from pipeline.extract.mentions import CountMention, Outcome, OutcomePerson
from pipeline.extract.reading.actions import action_table, happens_to_people
from pipeline.extract.reading.blocks import headline_end, lead_end
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import DONE, has_child, heads_above, joined_to, objects_of, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.phrases import Phrases
from pipeline.extract.reading.tokens import NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import RuleList, is_on

# "Ada Lind, 38 of Lima": ages, and how they stand between name and place.
_AGES = (10, 99)
_NAME = 40
_BEFORE_AGE = re.compile(r"[A-Z][\w.’'-]+,\s$")
_BEHIND_AGE = re.compile(r",? (?:of|from) [A-Z]")
# A sum is told in another currency in brackets right behind it.
_TO_CONVERTED = 30
_SUM_BEFORE = re.compile(
    r"(?:[A-Z]{3}|[$€£])\s?\d[\d.,]*(?: (?:million|billion|thousand))?\s$|\d (?:[A-Z]{3}|million [A-Z]{3})\s$"
)
# A scheme is named within so many tokens behind what it brought in.
_TO_SCHEME = 4
# How many heads up from a loss the verb stands that hides it.
_CLIMB = 3
# How many heads up from a participle the verb stands that hands out what was taken.
_TO_HANDING = 6
# How the parse joins verbs of a list.
_CHAINED = ("conj", "advcl")
_FILE_SIZES = frozenset(("KB", "MB", "GB"))
# How an event by a verb was told; a nominalisation or an attribute tells nothing besides what the verb does.
_VERBAL = frozenset(("active", "passive", "headline", "subject"))


@dataclass(frozen=True)
class CountedEvent:
    """A count with its item and the event that happened to it.

    Attributes:
        definite: whether the text presents the things as known.
        end: where the counted phrase ends.
        whole: index of the count of which this is a part, else None.
        anchors: tokens that stand for the counted things.
    """

    mention: CountMention
    event: Event | None
    definite: bool
    kind: str
    end: int
    whole: int | None = None
    anchors: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    """A row that may be new.

    Attributes:
        origin: index of the count it comes from.
        is_part: whether it stands behind "including".
        event: what happened, where the text has a verb or noun for it.
    """

    row: Outcome
    origin: int | None = None
    is_part: bool = False
    event: Event | None = None


def find_outcomes(
    doc: Doc, counted: Sequence[CountedEvent], events: Sequence[Event], phrases: Phrases
) -> tuple[list[Outcome], list[OutcomePerson]]:
    """Return the rows of `outcomes` in text order, and the persons whom they are about.

    Args:
        counted: the counts in text order.
        events: all actions of the text.
    """
    tokens = phrases.tokens
    others = done_by_others(doc, tokens, events)
    events = [event for event in events if event.trigger not in others]
    candidates = [
        _Candidate(_of_count(e), n, _is_part(e), e.event)
        for n, e in enumerate(counted)
        if _is_outcome(e, tokens) and (e.event is None or e.event.trigger not in others)
    ]
    candidates += [*_also(counted, events, tokens)]
    covered = _covered(counted, tokens)
    uncounted = find_uncounted(doc, events, phrases, covered)
    candidates += [_Candidate(row, None, part, event) for row, part, event in uncounted]
    candidates += [_Candidate(row, event=event) for row, event in _of_them(counted, events, tokens)]
    sums = find_vague_sums(tokens, events, covered, country=doc._.release.publisher_country)
    candidates += [_Candidate(row, event=event) for row, event in sums]
    candidates = [*_summed(tokens, sorted(candidates, key=lambda c: (c.row.start, c.row.end)))]
    ledger = _Ledger(tokens, counted)
    for candidate in candidates:
        ledger.enter(candidate)
    linked = ledger.apart(link_groups(ledger.linked_to_wholes(), tokens))
    # a name is no kind of thing to count by
    linked = [replace(row, item=None) if row.rule == "implied-named" else row for row in linked]
    return with_circumstances(doc, tokens, linked, ledger.tellings)


def _summed(tokens: Tokens, candidates: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Yield the candidates, those of one step against some and a number of others as one row.

    "Ada Lind, Omar Khel and six other clerks were charged": eight were.
    """
    groups: dict[tuple[int, str], list[int]] = {}
    for n, candidate in enumerate(candidates):
        if candidate.event is not None and candidate.row.action in cues("court_step"):
            groups.setdefault((candidate.event.trigger, candidate.row.action), []).append(n)
    merged: dict[int, _Candidate | None] = {}
    for group in groups.values():
        rows = [candidates[n].row for n in group]
        if any(candidates[n].is_part for n in group) or not is_sum(tokens, rows) or not is_on("outcomes.and-others"):
            continue
        value = sum(row.value or 0 for row in rows)
        start, end = rows[0].start, max(row.end for row in rows)
        row = replace(rows[-1], start=start, end=end, rule="and-others", item=None, value=value, implied=False)
        merged |= dict.fromkeys(group) | {group[0]: _Candidate(row, event=candidates[group[0]].event)}
    for n, candidate in enumerate(candidates):
        kept = merged.get(n, candidate)
        if kept is not None:
            yield kept


def _is_outcome(entry: CountedEvent, tokens: Tokens) -> bool:
    if entry.mention.action is None or entry.mention.negated or entry.kind in ("percent", "fraction"):
        return False
    if not is_on("outcomes.count"):
        return False
    if entry.event is not None and any(rule.read(entry, entry.event, tokens) for rule in COUNT_GUARDS.active()):
        return False
    return entry.event is None or is_told(entry.event)


def _item_words(entry: CountedEvent) -> list[str]:
    return (entry.mention.item or "").lower().split()


# What is counted and no outcome.
COUNT_GUARDS: RuleList[Callable[[CountedEvent, Event, Tokens], bool]] = RuleList("outcomes")


@COUNT_GUARDS.rule("described")
def _is_described(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """An account with 500 verified transactions; three shops located in Lima: what kind they are."""
    return event.rule == "attributive" and event.action in cues("describing_action")


@COUNT_GUARDS.rule("ordinary-payment")
def _is_ordinary_payment(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """The firm paid $9,000 for a deck, an office issued $9,000 in refunds; but a fine, a bribe of $9,000 was paid."""
    item = _item_words(entry)
    issued = event.action == "issued" and entry.kind == "money"
    return (event.action in ("paid", "reported") or issued) and cues("reported_payment").isdisjoint(item)


@COUNT_GUARDS.rule("age-of-a-name")
def _is_age(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Ada Lind, 38 of Lima, was jailed: so old she is."""
    if entry.kind != "thing" or not _AGES[0] <= entry.mention.value <= _AGES[1]:
        return False
    text, m = tokens.text, entry.mention
    return _BEFORE_AGE.search(text, max(0, m.start - _NAME), m.start) is not None and bool(
        _BEHIND_AGE.match(text, m.end)
    )


@COUNT_GUARDS.rule("executed-deal")
def _is_deal(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A $3 billion transaction was executed: deals are no work of the police."""
    return event.action == "executed" and entry.kind == "money"


@COUNT_GUARDS.rule("converted")
def _is_converted(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """EUR 26 million (USD 31 million) was seized: one sum in two currencies."""
    if entry.kind != "money" or tokens.text[entry.mention.start - 1 : entry.mention.start] != "(":
        return False
    before = tokens.text[max(0, entry.mention.start - _TO_CONVERTED) : entry.mention.start - 1]
    return _SUM_BEFORE.search(before) is not None


@COUNT_GUARDS.rule("people-taken-down")
def _are_people_taken_down(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Soldiers neutralised 12 gunmen: networks are taken down, and people are not."""
    return action_table().families[event.action] == "takedown" and entry.mention.category == "people"


@COUNT_GUARDS.rule("file-size")
def _is_file_size(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Roe Indictment (313.51 KB): a file to be fetched."""
    return entry.mention.unit in _FILE_SIZES and tokens.text[entry.mention.start - 1 : entry.mention.start] == "("


@COUNT_GUARDS.rule("part-in-crime")
def _is_part_in_crime(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Fourteen defendants participated in the scheme: what the accused take part in is no operation."""
    if event.action != "participated":
        return False
    crime = any(tokens.lower[deed] in cues("misdeed") for deed in objects_of(tokens, event.trigger, "in"))
    return crime or not cues("suspect_noun").isdisjoint(_item_words(entry))


@COUNT_GUARDS.rule("drawn-whom")
def _are_drawn(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """It drew 300 complaints: nobody took part; but delegates that a meeting drew did."""
    if not tokens.lower[event.trigger].startswith(tuple(cues("drawing"))):
        return False
    return cues("participant").isdisjoint(_item_words(entry)[-1:])


@COUNT_GUARDS.rule("usual-participants")
def _are_usual(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Some 900 children participate in the programme: whoever comes; but headline and lead tell news so."""
    usual = event.action == "participated" and tokens.tags[event.trigger] == "VBP"
    return usual and entry.mention.start >= lead_end(tokens.text)


@COUNT_GUARDS.rule("money-sent-home")
def _is_sent_home(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """The repatriation of $9,000: people are deported, and money is not."""
    return event.action == "deported" and entry.kind == "money"


@COUNT_GUARDS.rule("netted-by-search")
def _is_netted(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A search netted $9,000: nobody made a profit."""
    doers = (tokens.lower[s] for s in subjects(tokens, event.trigger, "nsubj"))
    return event.action == "profited" and any(low in cues("netting") for low in doers)


@COUNT_GUARDS.rule("suspended-sum")
def _is_suspended(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A suspended judgment of $9,000: accounts are suspended, and sums are not paid for the time being."""
    return entry.kind == "money" and tokens.lower[event.trigger].startswith("suspen")


@COUNT_GUARDS.rule("taken-for")
def _is_taken_for(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Pupils were improperly identified as speakers of English: nobody found out who they are."""
    adverbs = tokens.children_as(event.trigger, "advmod")
    return event.action == "identified" and any(tokens.lower[c] in cues("wrongly") for c in adverbs)


@COUNT_GUARDS.rule("gift-asked-for")
def _is_gift_asked_for(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """They solicited $800,000 in donations: the sum was asked for, and nobody's gift is told."""
    return event.action == "donated" and event.rule == "nominal"


@COUNT_GUARDS.rule("page-capture")
def _is_page_capture(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """2 captures, 17 Feb 2026: what an archive of web pages says of itself."""
    return event.action == "captured" and _item_words(entry) == ["captures"]


@COUNT_GUARDS.rule("issued-what")
def _is_published(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Ten opinions were issued; but notices, warrants, orders, fines are results."""
    return event.action == "issued" and entry.kind == "thing" and cues("issued_thing").isdisjoint(_item_words(entry))


@COUNT_GUARDS.rule("published")
def _is_paper_published(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """The department released six opinions: people and money are let go, and papers published."""
    return event.action == "released" and entry.mention.category in ("records", "other")


@COUNT_GUARDS.rule("number-of-a-row")
def _is_row_number(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Three Roth and Lind Computer fraud: the third row of a table of counts, and those whom it charges."""
    item = entry.mention.item
    if item is None or not item.istitle():
        return False
    at = tokens.text.find(item, entry.mention.start)
    return any(m.start <= at < m.end for m in mentions(tokens.doc, "person_mentions"))


@COUNT_GUARDS.rule("charged-with-whom")
def _is_paper_or_family(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Twelve indictments charge 85 members of five families: those are charged, and neither papers nor families."""
    nouns = cues("paper_unsealed") | cues("crime_family")
    return event.action in cues("case_step") and not nouns.isdisjoint(_item_words(entry)[-1:])


@COUNT_GUARDS.rule("fewer")
def _is_fewer(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """37 fewer homicides: by so many a number has changed."""
    return _item_words(entry)[:1] in (["fewer"], ["less"])


@COUNT_GUARDS.rule("launched-what")
def _is_launched(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """It launched ten task forces; but inquiries that were opened are results."""
    return event.action == "opened" and cues("case_noun").isdisjoint(_item_words(entry))


@COUNT_GUARDS.rule("paper-loss")
def _is_paper_loss(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A shelter generated $2 billion in fraudulent tax losses: what is deducted from taxes nobody has lost."""
    words = _item_words(entry)
    return event.action == "lost" and words[-2:] == ["tax", "losses"] and not cues("feigned").isdisjoint(words)


@COUNT_GUARDS.rule("hidden-loss")
def _is_hidden_loss(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """He concealed $9 million in losses; the bank disclosed $9 million in loan losses: what its books show."""
    if event.action != "lost" or event.rule != "nominal":
        return False
    if entry.kind == "money" and not cues("of_the_books").isdisjoint(_item_words(entry)[:-1]):
        return True
    return any(tokens.lower[n] in cues("hiding") for n in heads_above(tokens, event.trigger, _CLIMB))


@COUNT_GUARDS.rule("either-step")
def _is_either(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Of 112 people who were arrested, charged or jailed nobody can tell how many were arrested."""
    first = last = event.trigger
    while tokens.deps[first] in _CHAINED and tokens.tags[tokens.heads[first]] in VERB_TAGS:
        first = tokens.heads[first]
    joined = [first]
    while joined:
        last = max(last, joined[0])
        verbs = (c for c in tokens.children_as(joined.pop(0), *_CHAINED) if tokens.tags[c] in VERB_TAGS)
        joined += [c for c in verbs if tokens.lower[c] in action_table().verbs]
    if first == last or not _are_unlike(tokens, (first, last)):
        return False
    return any(tokens.lower[n] in cues("either") for n in range(first, last))


def _are_unlike(tokens: Tokens, triggers: Sequence[int]) -> bool:
    """Tell whether verbs tell of steps of different kinds: "charged or jailed", not "pleaded guilty or convicted"."""
    told = [action_table().plain_verb(tokens.lower[n]) for n in triggers]
    kinds = {action_table().families[verb.action] for verb in told if verb is not None}
    return len(kinds - {"surrendered"}) > 1  # "were arrested or surrendered"


@COUNT_GUARDS.rule("standing-participle")
def _is_standing(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """To share $9 million in forfeited assets; damages to four identified tenants: what they are is no news.

    What is handed out ("the distribution of $9 million in funds forfeited in the case") was taken before.
    """
    n = event.trigger
    if event.action not in cues("standing_action"):
        return False
    if event.rule == "attributive" and tokens.deps[n] == "amod":
        return True
    described = tokens.deps[n] in ("amod", "acl")
    return described and any(tokens.lower[k] in cues("handing_out") for k in heads_above(tokens, n, _TO_HANDING))


@COUNT_GUARDS.rule("damages-to-pay")
def _are_damages(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """The firm will pay $8 million in damages: what is owed for a harm nobody has lost."""
    words = _item_words(entry)
    if event.action == "lost" and not cues("owed_money").isdisjoint(words):
        return True
    if event.action != "lost" or words[-1:] != ["damages"]:
        return False
    return not cues("compensating").isdisjoint(tokens.sentence_words(entry.mention.start))


@COUNT_GUARDS.rule("one-of-several")
def _is_one_of_several(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """In one investigation, two men were held: one of those that the text tells of, and no count of them."""
    n = tokens.token_at(entry.mention.start)
    return (
        entry.mention.value == 1 and tokens.low(n - 1) == "in" and not cues("case_noun").isdisjoint(_item_words(entry))
    )


@COUNT_GUARDS.rule("target")
def _is_target(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """An operation targets 30 suspects, a law affects 12 states: nobody is harmed."""
    low = tokens.lower[event.trigger]
    if not low.startswith(("target", "affect")):
        return False
    item = _item_words(entry)
    if "victim" in item or "victims" in item:
        return False
    return low.startswith("target") or entry.mention.category not in ("people", "organisations")


@COUNT_GUARDS.rule("exploited-things")
def _are_things_exploited(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """They exploited 12 vulnerabilities: people are victims, and things are not."""
    ill = tokens.lower[event.trigger].startswith(tuple(cues("abusing")))
    return event.action == "victimised" and ill and entry.mention.category not in ("people", "organisations")


@COUNT_GUARDS.rule("robbed")
def _is_robbed(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Robberies of 12 women: nobody stole them."""
    return event.action == "stolen" and entry.mention.category == "people"


@COUNT_GUARDS.rule("dimension")
def _is_dimension(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A search of a 45-metre vessel: how long the thing is."""
    return entry.mention.unit in cues("length_unit") and "-" in tokens.text[entry.mention.start : entry.end]


@COUNT_GUARDS.rule("term-of-a-sentence")
def _is_term(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A sentence of four life terms, sentenced to seven life terms: terms are not sentenced."""
    if event.action == "sentenced" and not cues("term_noun").isdisjoint(_item_words(entry)[-1:]):
        return True
    return tokens.lower[event.trigger] in cues("has_for") and entry.mention.category != "people"


@COUNT_GUARDS.rule("served")
def _is_served(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """They served 300 meals; but warrants that are served are executed."""
    item = _item_words(entry)
    return tokens.lower[event.trigger].startswith("serv") and "warrants" not in item and "warrant" not in item


@COUNT_GUARDS.rule("count-of-charge")
def _is_count_of_charge(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """He was charged with two counts of smuggling: charges are no things that something happened to."""
    item = _item_words(entry)
    if item[:1] and item[0] in cues("charge_unit") and item[-1] in action_table().nouns:
        return True  # "a twenty-two count indictment"
    return entry.kind == "thing" and not cues("charge_unit").isdisjoint(item) and entry.mention.category != "people"


@COUNT_GUARDS.rule("bank-check")
def _is_bank_check(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """He cashed two checks; "Checks: $300": checks that the police make are made, carried out, or of something."""
    if event.action != "checked" or tokens.lower[event.trigger] not in ("check", "checks"):
        return False
    if entry.kind == "money":
        return True
    governor = tokens.lower[tokens.heads[event.trigger]]
    paid = governor in cues("banking") or not cues("bank_paper").isdisjoint(_item_words(entry))
    return event.rule == "nominal" and (paid or (len(_item_words(entry)) == 1 and governor not in cues("making")))


@COUNT_GUARDS.rule("undone")
def _is_undone(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Nineteen convictions were vacated: what is told is not that they came about."""
    n = event.trigger
    if event.rule != "nominal":
        return False
    verbs = [tokens.heads[n], *tokens.children_as(n, "acl", "relcl")]
    return any(tokens.lower[verb] in cues("undoing") for verb in verbs)


@COUNT_GUARDS.rule("found-true")
def _is_found_true(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Enhancements for a loss of over $100,000 were found true: a jury's finding, and no find."""
    if event.action == "lost" and not cues("enhancement_noun").isdisjoint(tokens.sentence_words(entry.mention.start)):
        return True  # "with sentencing enhancements for property loss over $150,000"
    return tokens.low(event.trigger + 1) in ("true", "proven")


@COUNT_GUARDS.rule("price-of-a-scheme")
def _is_price_of_scheme(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """A $530 million forum was shut down; police uncovered a EUR 3 million fraud: the sum says how large it was."""
    if entry.kind != "money":
        return False
    if action_table().families[event.action] == "takedown":
        return True
    behind = tokens.first_from(entry.end)
    near = {tokens.low(n) for n in range(behind, behind + _TO_SCHEME) if tokens.tag(n) in NOUN_TAGS}
    near.update(_item_words(entry))
    return event.action in cues("find_action") and not near.isdisjoint(cues("no_find"))


@COUNT_GUARDS.rule("seized-people")
def _are_people_seized(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """Purchases from two dealers were seized: things are, and people are not."""
    return event.action in cues("taking_of_things") and entry.mention.category == "people"


@COUNT_GUARDS.rule("restitution")
def _is_restitution(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """He was sentenced to forfeiture of $9,000 and $4,000 in restitution: the second is paid, not forfeited."""
    return event.action == "forfeited" and not cues("owed_sum").isdisjoint(_item_words(entry))


@COUNT_GUARDS.rule("bribe-asked-for")
def _is_bribe_asked_for(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """She solicited a $60,000 kickback from a subcontractor: who was asked has not lost it."""
    behind = tokens.token_at(entry.mention.end)
    near = {tokens.low(n) for n in range(behind, behind + _TO_SCHEME)} | {*_item_words(entry)}
    return event.action == "lost" and event.rule == "tricked-into" and not cues("bribe_noun").isdisjoint(near)


@COUNT_GUARDS.rule("awaited")
def _is_awaited(entry: CountedEvent, event: Event, tokens: Tokens) -> bool:
    """All three await sentencing: what is still to come."""
    return event.rule == "nominal" and not cues("awaiting").isdisjoint(_item_words(entry))


def _is_part(entry: CountedEvent) -> bool:
    """Tell whether what is counted stands behind "including" in what something happened to."""
    return entry.event is not None and not entry.event.parts.isdisjoint(entry.anchors)


def _of_count(entry: CountedEvent) -> Outcome:
    m = entry.mention
    # "seized cars worth EUR 1.4 million": the amount is no money that was seized, it is what the cars are worth
    priced = entry.kind == "money" and m.item_rule in ("worth", "valued")
    priced = priced and (m.item or "").lower().split()[-1] not in action_table().nouns  # "seizures worth $400 million"
    action, item, category = m.action or "", m.item, category_of(m.item) if priced else m.category
    if action in cues("tried_step") and category == "other" and m.item_rule == "partitive":
        item, category = None, "people"  # "convicted all three of conspiracy"
    if entry.event is not None and entry.event.rule == "loss-to-whom":
        item = "loss"  # "a loss to the treasury of $2 million"
    return Outcome(
        action,
        m.start,
        max(m.end, entry.end),
        "count",
        item=item,
        category=category,
        value=m.value,
        unit=m.unit,
        qualifier=m.qualifier,
    )


def _also(counted: Sequence[CountedEvent], events: Sequence[Event], tokens: Tokens) -> Iterator[_Candidate]:
    """Yield what else happened to what is counted: "three men were arrested and charged"."""
    if not is_on("outcomes.also"):
        return
    reaching: dict[int, list[Event]] = {}
    for event in events:
        if event.status == DONE and event.reported and event.rule in _VERBAL:
            for patient in event.patients:
                reaching.setdefault(patient, []).append(event)
    owned = {entry.event.trigger for entry in counted if entry.event is not None and _is_outcome(entry, tokens)}
    for entry in counted:
        own = entry.event
        if own is None or own.rule not in _VERBAL or not _is_outcome(entry, tokens) or entry.whole is not None:
            continue
        told = {action_table().families[own.action]}
        for event in (event for anchor in entry.anchors for event in reaching.get(anchor, ())):
            family = action_table().families[event.action]
            people = entry.mention.category == "people" or not happens_to_people(event.action)
            # "two were killed and several others detained": others stand right before the second
            before = event.trigger - 1
            apart = before not in entry.anchors and entry.end <= tokens.starts[before] and tokens.is_noun(before)
            between = tokens.lower[min(own.trigger, event.trigger) : max(own.trigger, event.trigger)]
            # "arrested or surrendered"; "two men charged in May pleaded guilty"
            either = not cues("either").isdisjoint(between) or (
                own.rule == "subject" and tokens.deps[event.trigger] == "acl"
            )
            if family not in told and people and event.trigger not in owned and not apart and not either:
                told.add(family)
                yield _Candidate(replace(_of_count(entry), action=event.action, rule="also"), event=event)


def _covered(counted: Sequence[CountedEvent], tokens: Tokens) -> frozenset[int]:
    """Return the tokens that belong to counts, which are no uncounted singulars."""
    found: set[int] = set()
    for entry in counted:
        first = tokens.token_at(entry.mention.start)
        found.update(range(first, max(first + 1, tokens.first_from(entry.end))))
        found.update(entry.anchors)
    return frozenset(found)


def _of_them(
    counted: Sequence[CountedEvent], events: Sequence[Event], tokens: Tokens
) -> Iterator[tuple[Outcome, Event]]:
    """Yield what happened to "them": "found three wounded men … before detaining them", "They were arrested later".

    They are the people counted last, no further back than the sentence before and with no other people between.
    """
    if not is_on("outcomes.pronoun"):
        return
    for event in events:
        if event.status != DONE or not event.reported or not happens_to_people(event.action):
            continue
        them = next((n for n in event.patients if tokens.lower[n] in ("them", "they")), None)
        entry = _people_before(counted, tokens.starts[them]) if them is not None else None
        if them is None or entry is None:
            continue
        if entry.event is not None and action_table().same_family(entry.event.action, event.action):
            continue
        near = _are_near(tokens, tokens.token_at(entry.end), them)
        if near and not _are_others_between(tokens, entry, tokens.starts[them]):
            start, end, m = tokens.starts[them], tokens.ends[them], entry.mention
            row = Outcome(event.action, start, end, "pronoun", item=m.item, value=m.value, qualifier=m.qualifier)
            yield row, event


def _people_before(counted: Sequence[CountedEvent], at: int) -> CountedEvent | None:
    entry = next((e for e in reversed(counted) if e.end <= at and e.mention.category == "people"), None)
    if entry is None or entry.mention.value < 2 or entry.mention.negated or entry.mention.item is None:
        return None
    return entry


def _are_near(tokens: Tokens, last: int, them: int) -> bool:
    if tokens.sentence_number[them] - tokens.sentence_number[min(last, len(tokens) - 1)] > 1:
        return False
    return not any(
        tokens.tags[n] in PLURAL_TAGS and category_of(tokens.lower[n]) == "people" for n in range(last, them)
    )


def _are_others_between(tokens: Tokens, entry: CountedEvent, at: int) -> bool:
    """Tell whether people are named between a count and "them", more or fewer than are counted: "them" are those."""
    first = tokens.starts[tokens.sentence_of[tokens.token_at(at)]]
    named = {m.person_id for m in mentions(tokens.doc, "person_mentions") if max(first, entry.end) <= m.start < at}
    # "a woman and two men ... they": the counted are some of them
    joined = {part for n in entry.anchors for part in joined_to(tokens, n)} | {
        tokens.heads[n] for n in entry.anchors if tokens.deps[n] == "conj"
    }
    more = any(has_child(tokens, n, "a", "an") and tokens.is_noun(n) for n in joined)
    return more or (len(named) > 1 and len(named) != entry.mention.value)


@dataclass
class _Ledger:
    """The rows of a release so far; what has been told before is entered once."""

    tokens: Tokens
    counted: Sequence[CountedEvent]
    rows: list[Outcome] = field(default_factory=list)
    row_of_count: dict[int, int] = field(default_factory=dict)
    whole_of_row: dict[int, int] = field(default_factory=dict)
    tellings: dict[int, list[Telling]] = field(default_factory=dict)
    named_as: dict[int, str] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.text = self.tokens.text
        self.headline_end, self.lead_end = headline_end(self.text), lead_end(self.text)

    def _is_later(self, candidate: _Candidate) -> bool:
        """Tell whether a row is custody that follows an arrest, which is a fact of its own: "remanded", "held"."""
        event = candidate.event
        return event is not None and self.tokens.lower[event.trigger] in cues("later_custody")

    def enter(self, candidate: _Candidate) -> None:
        """Enter a row: as a new one, as one told before, or in the place of a vaguer one."""
        row, origin = candidate.row, candidate.origin
        definite = origin is not None and self.counted[origin].definite
        later = self._is_later(candidate)
        kept = [other for other in self.rows if (other.outcome_id in self.later) == later]
        told = Told(row, definite, kept, self.text, self.lead_end, self.headline_end, self.named_as, self.tellings)
        twin, vaguer = (None, None) if self._is_next_part(candidate) else repeated(told)
        if twin is not None:
            if row.rule == "implied-named" and row.item and self.rows[twin - 1].rule != row.rule:
                self.named_as.setdefault(twin, row.item)
            if candidate.is_part:
                self._make_part(twin, row.action)
        elif vaguer is not None:
            self.rows[vaguer - 1] = replace(row, outcome_id=vaguer)
        else:
            self._add(candidate)
        row_id = twin or vaguer or len(self.rows)
        if later:
            self.later.add(row_id)
        self.tellings.setdefault(row_id, []).append(Telling(row, candidate.event))
        if origin is not None:
            self.row_of_count[origin] = row_id

    def _is_next_part(self, candidate: _Candidate) -> bool:
        """Tell whether a row is a further part of what the one before it is a part of: "(6 in Lima and 6 in Oslo)"."""
        n, last = candidate.origin, self.rows[-1] if self.rows else None
        if n is None or not n or last is None or self.counted[n].whole is None:
            return False
        near = self.counted[n - 1].whole == self.counted[n].whole and self.row_of_count.get(n - 1) == last.outcome_id
        return near and self.tokens.same_sentence(last.start, candidate.row.start)

    def _whole_before(self, action: str) -> int | None:
        """Return the id of the row of which one behind it that is called a part is one."""
        last = self.rows[-1] if self.rows else None
        return (last.part_of or last.outcome_id) if last is not None and last.action == action else None

    def _make_part(self, twin: int, action: str) -> None:
        """The gunmen were killed, including their leader, of whom the headline told."""
        row = self.rows[twin - 1]
        whole = self._whole_before(action) if self.rows[-1].outcome_id != twin else None
        if whole is not None and whole != twin and row.part_of is None:
            self.rows[twin - 1] = replace(row, part_of=whole)

    def _add(self, candidate: _Candidate) -> None:
        row = replace(candidate.row, outcome_id=len(self.rows) + 1)
        whole = self.counted[candidate.origin].whole if candidate.origin is not None else None
        if whole is not None:
            self.whole_of_row[row.outcome_id] = whole
        elif candidate.is_part:
            row = replace(row, part_of=self._whole_before(row.action))
        self.rows.append(row)

    def apart(self, rows: Sequence[Outcome]) -> list[Outcome]:
        """Return the rows, custody that follows an arrest linked to no arrest."""
        return [
            replace(row, part_of=None)
            if row.part_of is not None and (row.outcome_id in self.later) != (row.part_of in self.later)
            else row
            for row in rows
        ]

    def linked_to_wholes(self) -> list[Outcome]:
        """Return the rows, parts linked to the totals that the counts tell."""
        rows = list(self.rows)
        for outcome_id, whole in self.whole_of_row.items():
            total = self.row_of_count.get(whole)
            if total is None or total == outcome_id:
                continue
            if action_table().same_family(rows[total - 1].action, rows[outcome_id - 1].action):
                rows[outcome_id - 1] = replace(rows[outcome_id - 1], part_of=total)
        return rows
