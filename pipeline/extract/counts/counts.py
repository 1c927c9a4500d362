"""Counts and outcomes of a release: numbers, what they count, and what happened to it.

The numbers come from `reading.amounts`, what they count from `items`, what happened from `events` and `happened`; here
they are brought together: numbers inside dates and names are masked, neighbours lend one another what they lack, and
"no arrests" becomes a count of 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.annotations import doc_text, mentions, set_mentions, set_rows
from pipeline.extract.counts.events import Event, EventIndex, find_events
from pipeline.extract.counts.happened import (
    INHERITING,
    choose_events,
    end_of,
    is_denied,
    same_action,
    whole_of,
    with_denial,
)
from pipeline.extract.counts.items import Item, item_of, number_anchors
from pipeline.extract.counts.outcomes import CountedEvent, find_outcomes
from pipeline.extract.counts.possession import find_possessions
from pipeline.extract.mentions import CountMention, Outcome, OutcomePerson
from pipeline.extract.reading.actions import Noun, action_table, happens_to_people
from pipeline.extract.reading.amounts import Quantity, find_quantities
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import NEGATED, PLANNED
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import adds_on
from pipeline.extract.reading.phrases import Phrases
from pipeline.extract.reading.tokens import NAME_TAGS, PLURAL_TAGS, Tokens, tokens_of
from pipeline.extract.reading.words import doc_pieces
from pipeline.extract.rules import RuleList, by_name, is_on

MASKING_TABLES = ("dates", "organisations", "systems", "person_mentions")
_QUOTED_NAME = re.compile(r"[“\"]\d{1,3}(?: to \d{1,3}| ?[-–] ?\d{1,3})[”\"]")
_RATIO_BASES = frozenset({*range(2, 11), 12, 20, 50, 100, 1_000, 10_000, 100_000, 1_000_000})
_IN_WHAT = re.compile(r" in (?:the )?[a-z][a-z -]{2,40}?(?:, and |, | and | plus )")

_VALUE_RULES = by_name("counts.figure", "counts.words", "counts.range")

# A whole stands so many counts before its part at most.
_FEW_BEFORE = 4
Counted = tuple[Quantity, Item]


def annotate(doc: Doc) -> None:
    """Set the mentions of `counts` and the rows of `outcomes` on the doc."""
    counts, outcomes, people = find_counts(doc)
    set_mentions(doc, "counts", counts)
    set_rows(doc, "outcomes", outcomes)
    set_rows(doc, "outcome_people", people)


def find_counts(doc: Doc) -> tuple[list[CountMention], list[Outcome], list[OutcomePerson]]:
    """Return the counts and outcomes of a parsed release, in text order, and the persons whom outcomes are about."""
    if not len(doc):
        return [], [], []
    masked = [(m.start, m.end) for name in MASKING_TABLES for m in mentions(doc, name)]
    read = find_quantities(
        doc_text(doc), pieces=doc_pieces(doc), masked=masked, country=doc._.release.publisher_country
    )
    doubts = doc._.release.doubts
    quantities = [q for q in read if is_on(_VALUE_RULES[q.rule]) and not doubts(q.start)]
    tokens = tokens_of(doc)
    phrases = Phrases(tokens, stops=[tokens.token_at(quantity.start) for quantity in quantities])
    found = _with_items(_Scene(doc, tokens, phrases, quantities))
    events = sorted([*find_events(tokens), *find_possessions(tokens)], key=lambda event: event.trigger)
    counted = [*_with_events(tokens, found, choose_events(tokens, found, events)), *_nothing(phrases, events)]
    counted.sort(key=lambda c: (c.mention.start, c.mention.end))
    return [c.mention for c in counted], *find_outcomes(doc, counted, events, phrases)


@dataclass(frozen=True)
class _Scene:
    doc: Doc
    tokens: Tokens
    phrases: Phrases
    quantities: Sequence[Quantity]


# numbers and what they count -------------------------------------------------------------


def _with_items(scene: _Scene) -> list[Counted]:
    found: list[Counted] = []
    for n, quantity in enumerate(scene.quantities):
        if any(rule.read(scene, n) for rule in GUARDS.active()):
            continue
        item = item_of(quantity, scene.phrases, found)
        counted = None
        for rule in LENT.active():
            counted = counted or rule.read(scene, n, item, found)
        if counted is None and item is not None:
            counted = _priced(scene, quantity, item, found), item
        if counted is not None:
            found.append(counted)
    _share_measured_items(scene.tokens, found)
    return found


GUARDS: RuleList[Callable[[_Scene, int], bool]] = RuleList("counts")


@GUARDS.rule("ratio")
def _in_ratio(scene: _Scene, n: int) -> bool:
    """One in five travellers, nine in 10 calls; but "arrested five in 20 raids"."""
    numbers = scene.quantities
    return any(_is_ratio(scene, *numbers[k : k + 2]) for k in (n - 1, n) if 0 <= k < len(numbers) - 1)


def _is_ratio(scene: _Scene, first: Quantity, second: Quantity) -> bool:
    if first.kind != "thing" or second.kind != "thing" or first.value >= second.value:
        return False
    if second.value not in _RATIO_BASES or not _leads_to_whole(scene.tokens.text[first.after : second.start]):
        return False
    return scene.tokens.low(scene.tokens.token_at(first.start) - 1) not in action_table().participles


def _leads_to_whole(between: str) -> bool:
    """Tell " in ", " out of every " and the like from what else may stand between two numbers."""
    return between.startswith(" ") and between.endswith(" ") and between[1:-1] in cues("of_every")


def _may_be_age(quantity: Quantity, youngest: int, oldest: int) -> bool:
    """Tell whether a number in figures, without a unit, may be so many years of age."""
    plain = quantity.kind == "thing" and not quantity.worded and quantity.qualifier == "exact"
    return plain and youngest <= quantity.value <= oldest


@GUARDS.rule("age-of")
def _is_age_of(scene: _Scene, n: int) -> bool:
    """A smuggler of 51 was held; but a gang, a crew of 51."""
    quantity, tokens = scene.quantities[n], scene.tokens
    if not _may_be_age(quantity, 5, 110):
        return False
    at = tokens.token_at(quantity.start)
    if at < 3 or at + 1 >= len(tokens) or tokens.lower[at - 1] != "of" or tokens.tags[at - 2] != "NN":
        return False
    noun = tokens.lower[at - 2]
    one = "DT" in (tokens.tag(at - 3), tokens.tag(at - 4))
    person = category_of(noun) == "people" and noun.endswith(tuple(cues("doer_ending")))
    return one and person and tokens.tags[at + 1] not in (*PLURAL_TAGS, "NN", "JJ", "NNP")


@GUARDS.rule("age-behind-name")
def _is_age_behind_name(scene: _Scene, n: int) -> bool:
    """Ada Lind, 41 was charged, Ada Lind, 41 of Oslo: so old she is; not "in Ann Arbor, 41 were charged"."""
    quantity, tokens = scene.quantities[n], scene.tokens
    if not _may_be_age(quantity, 10, 99):
        return False
    at = tokens.token_at(quantity.start)
    first = at - 1
    while first > 0 and tokens.tags[first - 1] in NAME_TAGS:
        first -= 1
    placed = tokens.tag(first - 1) in ("IN", "DT") and tokens.low(first - 1) != "with"
    n = tokens.first_from(quantity.after)
    lives = tokens.low(n) == "of" and tokens.tag(n + 1) in NAME_TAGS
    told = lives or tokens.low(n) in cues("auxiliary")
    return tokens.low(at - 1) == "," and at - 1 - first >= 2 and not placed and told


@GUARDS.rule("number-beside")
def _is_beside_number(scene: _Scene, n: int) -> bool:
    """A 7 6 million jail: figures that have lost the sign between them are no two numbers."""
    numbers = scene.quantities
    return any(_is_broken(scene, *numbers[k : k + 2]) for k in (n - 1, n) if 0 <= k < len(numbers) - 1)


def _is_broken(scene: _Scene, first: Quantity, second: Quantity) -> bool:
    text = scene.tokens.text
    beside = first.after < second.start and not text[first.after : second.start].strip(" ")
    scaled = beside and not text[second.number_start : second.number_end].replace(",", "").isdigit()
    return scaled and first.bare_digits and not second.worded and second.qualifier == "exact"


@GUARDS.rule("quoted-name")
def _is_quoted_name(scene: _Scene, n: int) -> bool:
    """The “4 to 5” gang: figures alone between quotation marks are a name."""
    quantity, text = scene.quantities[n], scene.tokens.text
    return _QUOTED_NAME.match(text, quantity.start - 1) is not None


# What a number lacks and a neighbour lends it.
LENT: RuleList[Callable[[_Scene, int, Item | None, Sequence[Counted]], Counted | None]] = RuleList("counts")


@LENT.rule("shared")
def _shared(scene: _Scene, n: int, item: Item | None, earlier: Sequence[Counted]) -> Counted | None:
    """12 and 30 kg of resin; 45 and 50 cases: unit and item stand behind the second."""
    if (item is not None and item.text is not None) or n + 1 >= len(scene.quantities):
        return None
    quantity, following = scene.quantities[n : n + 2]
    if not _may_share(scene.tokens, quantity, following):
        return None
    other = item_of(following, scene.phrases, earlier)
    if quantity.kind == "money" and (other is None or other.rule != "measured-of"):
        return None
    if other is None or other.text is None or other.head is None or other.rule not in ("noun-phrase", "measured-of"):
        return None
    if scene.tokens.tags[other.head] not in PLURAL_TAGS and following.kind == "thing":
        return None
    if _is_object_apart(scene.tokens, quantity, following, other):
        return None
    anchors = tuple(sorted({*number_anchors(scene.tokens, quantity), *other.anchors}))
    end = scene.tokens.first_from(quantity.after)
    return replace(quantity, unit=following.unit, kind=following.kind), replace(
        other, anchors=anchors, rule="shared", end=end
    )


def _may_share(tokens: Tokens, quantity: Quantity, following: Quantity) -> bool:
    if quantity.kind == following.kind == "money" and quantity.unit == following.unit:
        return tokens.text[quantity.after : following.start].strip() == "and"
    if quantity.kind != "thing" or quantity.hyphen or following.kind not in ("thing", "measure"):
        return False
    joint = tokens.text[quantity.after : following.start].strip()
    return quantity.worded == following.worded and joint in ("and", "or")


def _is_object_apart(tokens: Tokens, quantity: Quantity, following: Quantity, item: Item) -> bool:
    """Tell whether the first number is a verb's object by itself: "arrested 12 and 30 cars were seized"."""
    verb = next(iter(action_table().verbs.get(tokens.lower[max(0, tokens.token_at(quantity.start) - 1)], ())), None)
    if verb is None or item.head is None:
        return False
    opens = tokens.deps[item.head] in ("nsubj", "nsubjpass") or tokens.low(item.end) == "were"
    return opens or (happens_to_people(verb.action) and category_of(item.text, kind=following.kind) != "people")


@LENT.rule("elliptic-money")
def _elliptic_money(scene: _Scene, n: int, item: Item | None, earlier: Sequence[Counted]) -> Counted | None:
    """EUR 5 million in cash, 3 million in accounts; $2m in sales and 300k in fees."""
    quantity, tokens = scene.quantities[n], scene.tokens
    if not earlier or quantity.kind != "thing" or earlier[-1][0].kind != "money" or quantity.value < 100:
        return None
    last = earlier[-1][0]
    inside = tokens.low(tokens.first_from(quantity.after)) == "in"
    if not inside or not _IN_WHAT.fullmatch(tokens.text, last.after, quantity.start):
        return None
    money = replace(quantity, unit=last.unit, kind="money")
    own = item_of(money, scene.phrases, earlier)
    return (money, own) if own is not None and own.text else None


def _priced(scene: _Scene, quantity: Quantity, item: Item, earlier: Sequence[Counted]) -> Quantity:
    """Give a bare number behind a price verb the currency named before it: "costs 50 francs … fetches 70"."""
    if quantity.kind != "thing" or (item.text is not None and item.rule == "noun-phrase") or not earlier:
        return quantity
    last, tokens = earlier[-1][0], scene.tokens
    priced = tokens.low(tokens.token_at(quantity.start) - 1) in cues("price")
    if last.kind == "money" and priced and tokens.same_sentence(last.start, quantity.start):
        return replace(quantity, unit=last.unit, kind="money")
    return quantity


def _share_measured_items(tokens: Tokens, found: list[Counted]) -> None:
    """Give "10,000 tonnes and one million litres of drink" one item: the first measure takes the second's."""
    for n in range(len(found) - 2, -1, -1):
        (quantity, item), (following, other) = found[n : n + 2]
        if quantity.kind == following.kind == "measure" and item.text is None and other.text:
            gap = tokens.text[quantity.after : following.start]
            if "\n\n" not in gap and (adds_on(gap) or gap.strip() in cues("share_joint")):
                anchors = tuple(sorted({*item.anchors, *other.anchors}))
                found[n] = quantity, replace(item, text=other.text, anchors=anchors)


# counts with what happened ---------------------------------------------------------------


def _with_events(tokens: Tokens, found: Sequence[Counted], chosen: list[Event | None]) -> list[CountedEvent]:
    """Join each quantity with the action that happened to it."""
    out: list[CountedEvent] = []
    for n, (quantity, item) in enumerate(found):
        whole = whole_of(tokens, n, found)
        shares = whole is not None and whole < n and item.rule in INHERITING and not _does_own(tokens, item)
        if chosen[n] is None and whole is not None and shares:
            chosen[n] = chosen[whole]
        if chosen[n] is None and item.rule == "elsewhere":
            chosen[n] = chosen[n - 1]
        event = chosen[n]
        if whole is None and event is not None and event.rule == "among":
            whole = same_action(n, found, chosen)
        if event is not None and quantity.kind in ("percent", "fraction") and event.trigger == item.head:
            event = None
        if whole is not None and whole < n and item.rule in ("anaphor", "breakdown", "relative"):
            # "33 arrests, 12 of them": what they are, the whole tells
            category = out[whole].mention.category
        else:
            category = _category(tokens, quantity, item, event)
        if event is not None and event.trigger != item.head and not _suits(event.action, category):
            event = None
        if event is not None and _is_beyond(n, found, chosen, event):
            event = None
        out.append(_counted(tokens, quantity, item, event, category, whole))
    return out


def _does_own(tokens: Tokens, item: Item) -> bool:
    """Tell whether a part does something of its own: "two men were charged. One of the men left for Peru"."""
    if item.rule not in ("partitive", "anaphor") or not is_on("outcomes.own-doing"):
        return False
    verbs = (tokens.heads[n] for n in item.anchors if tokens.deps[n] == "nsubj")
    return any(tokens.tags[v] == "VBD" and tokens.lower[v] not in cues("be_form") for v in verbs)


def _is_beyond(n: int, found: Sequence[Counted], chosen: Sequence[Event | None], event: Event) -> bool:
    """Tell whether people behind "including" are more than those whom the same befell: they are a part of others.

    "Five were held for theft from victims, including 94,000 in Lima."
    """
    quantity, item = found[n]
    if event.parts.isdisjoint(item.anchors) or category_of(item.text) != "people":
        return False
    for m in range(max(0, n - _FEW_BEFORE), n):
        other, (before, told) = chosen[m], found[m]
        same = other is not None and other.trigger == event.trigger and category_of(told.text) == "people"
        if same and before.value < quantity.value:
            return True
    return False


def _counted(
    tokens: Tokens, quantity: Quantity, item: Item, event: Event | None, category: str, whole: int | None
) -> CountedEvent:
    action = _action_on(tokens, event, item, category) if event is not None and event.status != PLANNED else None
    event = with_denial(tokens, quantity, event)
    none = quantity.value == 0 and quantity.kind == "thing"
    mention = CountMention(
        start=quantity.start,
        end=quantity.end,
        rule=quantity.rule,
        value=quantity.value,
        value_max=quantity.value_max,
        qualifier=quantity.qualifier,
        unit=quantity.unit,
        item=item.text,
        item_rule=item.rule,
        category=category,
        action=action,
        negated=none or is_denied(tokens, quantity) or (event is not None and event.status == NEGATED),
    )
    end = end_of(tokens, quantity, item)
    return CountedEvent(mention, event, item.definite, quantity.kind, end, whole, item.anchors)


def _action_on(tokens: Tokens, event: Event, item: Item, category: str) -> str | None:
    """Return what executing is for what was executed: 12 search warrants were searches, two hostages were killed.

    So are cases that are closed solved.
    """
    action = event.action
    if action == "shut_down" and item.head is not None and (item.text or "").lower().split()[-1:] == ["cases"]:
        return "solved"
    if action != "executed":
        return action
    if category == "people":
        # but "700 officers executed warrants", "the centre has served 5,000 people"
        done = event.rule in ("active", "passive") and tokens.lower[event.trigger].startswith("execut")
        return "killed" if done else None
    return "searched" if "search" in (item.text or "").lower() else action


def _nominal(tokens: Tokens, head: int | None) -> Noun | None:
    """Return what a noun says that names an action ("arrests", "guilty pleas")."""
    if head is None:
        return None
    nouns = action_table().nouns
    return nouns.get(tokens.lower[head]) or nouns.get(f"{tokens.low(head - 1)} {tokens.lower[head]}")


def _category(tokens: Tokens, quantity: Quantity, item: Item, event: Event | None) -> str:
    category = category_of(item.text, kind=quantity.kind)
    if quantity.kind != "thing":
        return category
    nominal = _nominal(tokens, item.head)
    if nominal is not None and nominal.category:
        return nominal.category
    return "people" if category == "other" and event is not None and _of_people(tokens, event, item) else category


def _of_people(tokens: Tokens, event: Event, item: Item) -> bool:
    """Tell whether what has no known noun is people by what happened to it: "53 arrested", "six Afghans killed"."""
    if item.text is None or item.head is None:
        return happens_to_people(event.action)
    return tokens.tags[item.head] in NAME_TAGS and event.action in cues("bodily")


def _suits(action: str, category: str) -> bool:
    """Tell whether an action can happen to things of a category: counts of an indictment are not convicted."""
    if not happens_to_people(action) or category in cues("unpersoned"):
        return True
    return category == "animals_plants" and action in cues("animal_action")


def _nothing(phrases: Phrases, events: Sequence[Event]) -> Iterator[CountedEvent]:
    """Yield the counts of 0 stated by "no": "no arrests", "no civilians were harmed"."""
    if not is_on("counts.negation"):
        return
    tokens, index = phrases.tokens, EventIndex(events)
    for n in (n for n, low in enumerate(tokens.lower) if low == "no" and tokens.tags[n] == "DT"):
        phrase = phrases.phrase_from(n + 1, value=2.0, joined=False)
        if phrase is None:
            continue
        event = index.of(phrase.heads, phrase.head)
        if event is None and tokens.lower[phrase.head] in cues("nothing"):
            # "no charges have been filed", "no shots were fired"
            event = Event("", phrase.head, (phrase.head,), NEGATED, True, "none")
        if event is None or not event.reported or event.rule == "attributive":
            continue
        if tokens.tags[phrase.head] not in PLURAL_TAGS and event.trigger == phrase.head:
            continue
        item, nominal = phrases.text_of(phrase), _nominal(tokens, phrase.head)
        category = nominal.category if nominal and nominal.category else category_of(item)
        if category == "other" and event.rule != "none":
            continue
        mention = CountMention(
            tokens.starts[n], tokens.ends[n], "negation", 0.0,
            item=item, category=category, action=event.action or None, negated=True,
        )  # fmt: skip
        yield CountedEvent(mention, replace(event, status=NEGATED), False, "thing", tokens.ends[phrase.end - 1])
