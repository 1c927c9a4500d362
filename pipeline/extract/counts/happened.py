"""What happened to what is counted: each count's action, from its own clause, its list or its heading."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.counts.events import Event, EventIndex, is_finding, is_in_other_sense
from pipeline.extract.counts.items import Item
from pipeline.extract.reading.actions import action_table, happens_to_people
from pipeline.extract.reading.amounts import Quantity
from pipeline.extract.reading.blocks import BULLET
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import DONE, NEGATED, PLANNED, nominal_status, status_of, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import adds_on
from pipeline.extract.reading.sentences import ends_sentence, first_stop, stop_between
from pipeline.extract.reading.tokens import NOUN_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import RuleList, is_on

# Ways of stating a part after its whole, by which it shares what happened to the whole.
INHERITING = ("predicate", "relative", "including", "fronted-whole", "partitive", "share", "anaphor", "breakdown")
PART_OPENER = re.compile(
    r"\b(?:including|includes?|included|among (?:them|those|which)|of (?:which|whom|these|those|them)"
    r"|comprising|consisting of|made up of|namely)\b",
    re.I,
)
_ALONGSIDE = re.compile(r"\b(?:along|together)\s+with\s+(?:the\s+)?$", re.IGNORECASE)
_RESULT_LINE = re.compile(r"[ \t]*(?:[-*•·▪►][ \t]*)?(?P<head>[A-Za-z][^:.\n\d]{2,50}):[ \t]*(?=[^ \t\n])")
# A longer line, in characters, is no item of a list without bullets.
_ITEM_LINE = 100
_OUT_OF = re.compile(
    r"(?<!\d )(?<!million )(?<!billion )\bof\s+(?:(?:(?:his|her|their|its) (?:\w+ )?\w+ )?(?:of|worth|totall?ing) )?"
    r"(?:some|about|around|over|nearly|almost|approximately|at least|more than|an estimated|up to|a total of)?\s*$"
)
# How a running total is told, so many characters before it.
_BROUGHT_TO = re.compile(
    r"\bbr(?:ings?|inging|ought) (?:the )?(?:overall |combined )?total (?:amount |number |value |sum )?"
    r"(?:of [\w ]{1,40}? )?"
    r"(\w+ed)\b[^.;]{0,80}? to\s*$",
    re.I,
)
_TO_BROUGHT = 160
# A loss with whom it befell before its sum, so many characters before it.
_LOSS_TO = re.compile(r"\b(?P<loss>loss(?:es)?) to (?:[\w’'.-]+ ){1,8}?(?:of|totall?ing|exceeding)\s*$", re.I)
_TO_LOSS = 100
# What was seized with what it is worth behind it.
_SEIZURE_WORTH = re.compile(
    r"\b(?P<seizure>seizure|haul)\b[^.;\n]{0,60}?\bworth,?(?: at (?:this|that|the) time,)?\s*$", re.I
)
# How far before a sum the verb stands by which somebody was tricked out of it, in tokens.
_TO_PAYING = 14
# What is counted is told within so many tokens behind its number.
_TO_NOUN = 4
# How far a count looks for the total of which it is a part, in counts.
_REACH = 60

Found = Sequence[tuple[Quantity, Item]]


def end_of(tokens: Tokens, quantity: Quantity, item: Item) -> int:
    """Return where a counted phrase ends, as an offset."""
    last = min(item.end, len(tokens)) - 1
    return max(quantity.end, tokens.ends[last] if last >= 0 else quantity.end)


def choose_events(tokens: Tokens, found: Found, events: Sequence[Event]) -> list[Event | None]:
    """Return for each count the event that happened to it, None where the text tells none."""
    index = EventIndex(events)
    chosen = [_own_event(tokens, quantity, item, index, events) for quantity, item in found]
    for n, (_, item) in enumerate(found):
        chosen[n] = _of_victims(tokens, item, chosen[n])
    _leave_wholes_out(tokens, found, chosen)
    _pass_along_lists(tokens, found, chosen)
    _pass_from_headings(tokens, found, chosen)
    return chosen


# in its own clause -----------------------------------------------------------------------


def _own_event(
    tokens: Tokens, quantity: Quantity, item: Item, index: EventIndex, events: Sequence[Event]
) -> Event | None:
    event = index.of(item.anchors, item.head)
    if event is not None and tokens.deps[event.trigger] == "acl":
        event = next((e for e in index.all_of(item.anchors) if _is_main_clause(e, event, tokens)), event)
    adjacent = _following_participle(tokens, item)
    if adjacent is not None and (event is None or adjacent.trigger == item.end):
        return event if event is not None and _is_main_clause(event, adjacent, tokens) else adjacent
    if event is not None and not (event.action == "paid" and quantity.kind == "money"):
        return event
    for rule in BESIDE.active():
        beside = rule.read(tokens, quantity, events)
        if beside is not None:
            return beside
    return event


def _is_main_clause(event: Event, adjacent: Event, tokens: Tokens) -> bool:
    """Tell whether a verb is the news of what a participle describes.

    "Two men charged in May pleaded guilty"; "they intercepted $39 million stolen from a firm".
    """
    if action_table().families[event.action] == "seizure" and adjacent.action in cues("harm_action"):
        return event.trigger < adjacent.trigger and event.status == DONE
    later = event.trigger > adjacent.trigger and event.rule in ("subject", "passive") and event.status == DONE
    return later and tokens.deps[adjacent.trigger] == "acl" and event.action in cues("tried_step")


def _following_participle(tokens: Tokens, item: Item) -> Event | None:
    """Read the action right behind a counted phrase where the parse has none: "12 people (were) arrested"."""
    if not is_on("outcomes.following"):
        return None
    n, planned = item.end, False
    while n < len(tokens) and n - item.end < 5 and _leads_to_participle(tokens, n):
        planned = planned or tokens.lower[n] in cues("planning")
        n += 1
    if n >= len(tokens):
        return None
    if n == item.end and tokens.lower[n] == "held" and _ends_headline(tokens, n):
        return Event("detained", n, item.anchors, DONE, True, "following")
    verb = action_table().plain_verb(tokens.lower[n]) if _is_done(tokens, n, item) else None
    if tokens.lower[n] == "involved" or (n == item.end and _tells_where(tokens, n)):
        return None  # "150 suspects involved in buying drugs", "29 accounts located abroad"
    if is_in_other_sense(tokens, n, item.anchors):
        return None
    if verb is None or any(tokens.children_as(n, "dobj")) or is_finding(tokens, n, verb):
        return None
    may_do = tokens.tags[n] == "VBD" and category_of(item.text) in ("people", "organisations")
    if may_do and not happens_to_people(verb.action):
        return None  # "the three men returned": they did it
    return Event(verb.action, n, item.anchors, PLANNED if planned else DONE, verb.reported, "following")


def _tells_where(tokens: Tokens, n: int) -> bool:
    """Tell a participle that says where things are or came to: "accounts located abroad", "sums traced to a bank"."""
    low = tokens.lower[n]
    return is_on("outcomes.state") and (low == "located" or (low == "traced" and tokens.low(n + 1) == "to"))


def _leads_to_participle(tokens: Tokens, n: int) -> bool:
    low = tokens.lower[n]
    return low in cues("planning") or low in cues("auxiliary") or tokens.tags[n] == "RB"


def _is_done(tokens: Tokens, n: int, item: Item) -> bool:
    """Tell whether the word at `n` is what was done: in "the two wounded were detained" it is not."""
    if tokens.lower[n] not in action_table().participles or tokens.tags[n] in ("NN", "NNS"):
        return False
    return item.text is not None or tokens.low(n + 1) not in cues("behind_done")


def _ends_headline(tokens: Tokens, n: int) -> bool:
    """Tell whether the participle at `n` ends a headline's clause: nothing is held, and no sentence precedes."""
    behind = tokens.low(n + 1)
    return n - tokens.sentence_of[n] <= 4 and (not behind.strip() or behind in cues("behind_held"))


# Where the parse tells nothing of a count.
BESIDE: RuleList[Callable[[Tokens, Quantity, Sequence[Event]], Event | None]] = RuleList("outcomes")


@BESIDE.rule("among")
def _among(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """Among those arrested were 12 officers; also found were 3 rifles."""
    at = tokens.token_at(quantity.start)
    if at < 2 or tokens.lower[at - 1] not in cues("was_form"):
        return None
    first = tokens.sentence_of[min(at, len(tokens) - 1)]
    fronted = tokens.lower[first] in ("among", "of")
    for n in range(max(first, at - 12), at - 1):
        low = tokens.lower[n]
        if low in action_table().participles and (fronted or n - first <= 1):
            verb = action_table().plain_verb(low)
            if verb is not None:
                return Event(verb.action, n, (), DONE, verb.reported, "among" if fronted else "inverted")
    return None


@BESIDE.rule("alongside")
def _alongside(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """A broker who worked in Oslo, along with one courier, was held: whatever the parse joins it to."""
    if not _ALONGSIDE.search(tokens.text, max(0, quantity.start - 24), quantity.start):
        return None
    at = tokens.token_at(quantity.start)
    first = tokens.sentence_of[min(at, len(tokens) - 1)]
    n = bisect_left(events, at, key=lambda e: e.trigger)
    for event in reversed(events[max(0, n - 8) : n]):
        if event.trigger < first:
            return None
        if event.reported and happens_to_people(event.action) and event.rule in ("active", "passive", "headline"):
            return event
    return None


@BESIDE.rule("out-of")
def _out_of(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """She cheated the fund out of $176,000; they robbed clients of their savings of $9,000."""
    if quantity.kind != "money" or not _OUT_OF.search(tokens.text, max(0, quantity.start - 60), quantity.start):
        return None
    at = tokens.token_at(quantity.start)
    first = tokens.sentence_of[min(at, len(tokens) - 1)]
    n = bisect_left(events, at, key=lambda e: e.trigger)
    event = next((e for e in reversed(events[max(0, n - 3) : n]) if e.trigger >= first), None)
    cheated = event is not None and event.action in cues("sum_taken") and event.rule != "nominal"
    return event if cheated else None


@BESIDE.rule("tricked-into")
def _tricked_into(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """She was tricked into sending $9,000; the scam cost the town $2 million; they took $4 million from clients."""
    if quantity.kind != "money":
        return None
    at = tokens.token_at(quantity.start)
    first = max(tokens.sentence_of[min(at, len(tokens) - 1)], at - _TO_PAYING)
    paying = next((n for n in range(at - 1, first, -1) if tokens.lower[n] in cues("paying")), None)
    if paying is not None and tokens.lower[paying - 1] == "to":
        verb = next((n for n in range(paying - 2, first - 1, -1) if tokens.lower[n] in cues("persuading")), None)
    elif paying is not None and tokens.lower[paying - 1] == "into":
        verb = next((n for n in range(paying - 2, first - 1, -1) if tokens.lower[n] in cues("tricking")), None)
    else:
        verb = _taken_from(tokens, quantity, at, first)
    return Event("lost", verb, (), status_of(tokens, verb), True, "tricked-into") if verb is not None else None


def _taken_from(tokens: Tokens, quantity: Quantity, at: int, first: int) -> int | None:
    """Return the verb by which a scheme cost somebody a sum, or a sum was extracted from somebody."""
    verb = next((n for n in range(at - 1, first, -1) if tokens.tags[n] in VERB_TAGS), None)
    if verb is None or tokens.tags[verb] == "VB":
        return None
    doers = {tokens.lower[n] for n in subjects(tokens, verb, "nsubj")}
    if tokens.lower[verb] in cues("sending") and not doers.isdisjoint(cues("victim_title")):
        return verb  # "eighteen victims sent $9,000 to his accounts"
    if tokens.lower[verb] in ("cost", "costing"):
        doers.add(tokens.lower[tokens.heads[verb]])
        return None if doers.isdisjoint(cues("fraud_scheme")) else verb
    behind = tokens.first_from(quantity.after)
    robbed = any(tokens.low(n) == "from" for n in range(behind, behind + 5))
    return verb if tokens.lower[verb] in cues("extracting") and robbed else None


@BESIDE.rule("loss-to-whom")
def _loss_to_whom(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """A tax loss to the treasury of $2 million; losses to three banks of more than $9,000."""
    loss = _LOSS_TO.search(tokens.text, max(0, quantity.start - _TO_LOSS), quantity.start)
    if quantity.kind != "money" or loss is None:
        return None
    n = tokens.token_at(loss.start("loss"))
    return Event("lost", n, (), nominal_status(tokens, n), True, "loss-to-whom")


@BESIDE.rule("seizure-worth")
def _seizure_worth(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """The largest seizure of coins so far, worth, at this time, more than £5 million."""
    told = _SEIZURE_WORTH.search(tokens.text, max(0, quantity.start - _TO_LOSS), quantity.start)
    if quantity.kind != "money" or told is None:
        return None
    return Event("seized", tokens.token_at(told.start("seizure")), (), DONE, True, "seizure-worth")


@BESIDE.rule("from-victims")
def _from_victims(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """They stole EUR 28 million from 2,000 clients: so many were defrauded."""
    at = tokens.token_at(quantity.start)
    if quantity.kind != "thing" or tokens.low(at - 1) != "from":
        return None
    behind = tokens.first_from(quantity.after)
    nouns = [tokens.lower[n] for n in range(behind, min(behind + _TO_NOUN, len(tokens))) if tokens.is_noun(n)]
    if not any(category_of(low) == "people" for low in nouns):
        return None
    first = max(tokens.sentence_of[min(at, len(tokens) - 1)], at - _TO_PAYING)
    n = bisect_left(events, at, key=lambda e: e.trigger)
    event = next((e for e in reversed(events[max(0, n - 3) : n]) if e.trigger >= first), None)
    taken = event is not None and event.action in cues("sum_taken") and event.status == DONE
    return Event("defrauded", event.trigger, (), DONE, False, "from-victims") if event is not None and taken else None


@BESIDE.rule("total-to")
def _total_to(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """It brings the total amount seized during the operation to more than EUR 21 million."""
    brought = _BROUGHT_TO.search(tokens.text, max(0, quantity.start - _TO_BROUGHT), quantity.start)
    verb = action_table().plain_verb(brought.group(1).lower()) if brought else None
    if brought is None or verb is None:
        return None
    return Event(verb.action, tokens.token_at(brought.start(1)), (), DONE, verb.reported, "total-to")


@BESIDE.rule("from-countries")
def _from_countries(tokens: Tokens, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """160 delegates from 49 countries took part: so did the countries."""
    at = tokens.first_from(quantity.after)
    prep = next((n for n in range(at - 1, max(-1, at - 5), -1) if tokens.lower[n] in cues("across")), None)
    if prep is None or not _counts_countries(tokens, at):
        return None
    above = tokens.heads[prep]
    if tokens.lower[prep] == "from":
        meant = tokens.lower[above] in cues("participant") and any(tokens.children_as(above, "nummod"))
    else:
        meant = any(
            tokens.lower[n] in cues("venture") for n in (above, *tokens.children_as(above, "nsubj", "nsubjpass"))
        )
        meant = meant and (tokens.tags[above] in NOUN_TAGS or tokens.lower[above] in cues("taking_place"))
        # "a company with operations in 90 countries"
        meant = meant and not (
            tokens.lower[above] == "operations" and tokens.lower[tokens.heads[above]] in ("with", "has")
        )
    return Event("participated", above, (), DONE, False, "from-countries") if meant else None


def _counts_countries(tokens: Tokens, at: int) -> bool:
    return any(category_of(tokens.low(n)) == "countries" and tokens.tag(n) == "NNS" for n in range(at, at + 3))


def _of_victims(tokens: Tokens, item: Item, event: Event | None) -> Event | None:
    """Return what befell those from whom something was extorted: "extorted 250 companies"."""
    if event is None or tokens.lower[event.trigger] not in cues("extorting") or not is_on("outcomes.extorted-whom"):
        return event
    whom = item.text is not None and category_of(item.text) in ("people", "organisations")
    return replace(event, action="victimised") if whom else event


# from others -----------------------------------------------------------------------------


def _leave_wholes_out(tokens: Tokens, found: Found, chosen: list[Event | None]) -> None:
    """Give what happened to "three of the 12 suspects" to the three alone; in "of the 12 arrested" all were."""
    for n, (_, part) in enumerate(found):
        m = n + 1 if part.whole == -1 else part.whole if part.rule in ("fronted-whole", "predicate") else None
        if m is None or not 0 <= m < len(found):
            continue
        event, own = chosen[m], chosen[n]
        if event is None or event.trigger <= found[m][1].end or tokens.deps[event.trigger] == "relcl":
            continue
        if part.whole == -1:
            chosen[n], chosen[m] = own or event, None
        elif own is not None and own.trigger == event.trigger:
            chosen[m] = None


def _is_linked(tokens: Tokens, before: tuple[Quantity, Item], start: int) -> bool:
    """Tell whether a count is the next member of the list that one before it is in, or a part of it."""
    end = end_of(tokens, *before)
    gap = tokens.text[end:start]
    if end <= start and "\n\n" not in gap and adds_on(gap):
        return True
    opener = PART_OPENER.search(gap) if len(gap) < 60 else None
    return opener is not None and "." not in gap and not gap[opener.end() :].strip(" a")


def _pass_along_lists(tokens: Tokens, found: Found, chosen: list[Event | None]) -> None:
    """Let members of one list share an action: forward from an object, backward from a passive subject."""
    if not is_on("outcomes.list"):
        return
    linked = [False, *(_is_linked(tokens, found[n - 1], found[n][0].start) for n in range(1, len(found)))]
    for n in range(1, len(found)):
        earlier = chosen[n - 1]
        if linked[n] and chosen[n] is None and earlier is not None and _goes_on(tokens, earlier, found[n]):
            chosen[n] = earlier
    for n in range(len(found) - 2, -1, -1):
        following = chosen[n + 1]
        if not linked[n + 1] or chosen[n] is not None or following is None or found[n + 1][1].whole == n:
            continue  # "of the 13 porters, four were charged"
        if following.rule in ("passive", "following", "headline") and following.trigger > found[n + 1][1].end - 1:
            chosen[n] = following


def _goes_on(tokens: Tokens, earlier: Event, member: tuple[Quantity, Item]) -> bool:
    """Tell whether an action is that of the next of a list, too; behind a noun, where it is a measure or a sum."""
    if earlier.rule != "nominal":
        return True
    taken = action_table().families[earlier.action] == "seizure" and tokens.lower[earlier.trigger] in cues(
        "taking_noun"
    )
    return taken and (member[0].kind == "money" or member[0].unit is not None)


def _pass_from_headings(tokens: Tokens, found: Found, chosen: list[Event | None]) -> None:
    """Give the counts of a bulleted list the action of the line that opens it: "Officers seized:"."""
    if all(event is not None for event in chosen) or not is_on("outcomes.heading"):
        return
    spans = [*_headed_lines(tokens)]
    for n, (quantity, _) in enumerate(found):
        if chosen[n] is None:
            chosen[n] = next((event for a, b, event in spans if a <= quantity.start < b), None)


def _headed_lines(tokens: Tokens) -> Iterator[tuple[int, int, Event]]:
    """Yield the lines to which a heading gives an action, as offsets, each with the action.

    A line of several sentences has verbs of its own.
    """
    heading: Event | None = None
    end = 0
    for line in tokens.text.splitlines(keepends=True):
        start, end, body = end, end + len(line), line.strip()
        if not body:
            continue
        bullet = BULLET.match(line)
        result = _RESULT_LINE.match(line) if not body.endswith(":") or bullet else None
        own = _action_in(tokens, start + result.start("head"), start + result.end("head")) if result else None
        if body.endswith(":") and not bullet:
            heading = _action_in(tokens, start, end, last=True)
        elif own is not None:
            yield start, end, own
        elif not bullet and not (heading is not None and _is_item(body)):
            heading = None
        elif heading is not None and first_stop(body) is None:
            yield start, end, heading


def _is_item(line: str) -> bool:
    """Tell whether a line without a bullet may be an item of a list: it is short and ends no sentence."""
    return len(line) <= _ITEM_LINE and not ends_sentence(line)


def _action_in(tokens: Tokens, start: int, end: int, *, last: bool = False) -> Event | None:
    """Return the first action, or the last, that a heading names: "Seizures: 45 kg of resin"."""
    actions, found = action_table(), None
    for n in range(tokens.first_from(start), min(tokens.first_from(end), len(tokens))):
        low = tokens.lower[n]
        if tokens.low(n - 1) in cues("heading_time"):
            continue  # "Scale at takedown: 40,000 domains"
        noun, verb = actions.nouns.get(low), actions.plain_verb(low) if low in actions.participles else None
        if verb is not None and (last or noun is None or not noun.category):
            found = Event(verb.action, n, (), DONE, True, "heading")
        elif noun is not None and noun.category and (not last or low not in actions.participles):
            found = Event(noun.action, n, (), DONE, True, "heading")
        if found is not None and not last:
            return found
    return found


def whole_of(tokens: Tokens, n: int, found: Found) -> int | None:
    """Return the index of the count of which count `n` is a part, None where it stands for itself."""
    quantity, item = found[n]
    if item.whole == -1:
        # "sixteen of the 214": the whole is the number that follows
        return n + 1 if n + 1 < len(found) and found[n + 1][0].start - quantity.end < 40 else None
    if item.whole is not None:
        return item.whole
    for m in range(n - 1, max(-1, n - 8), -1):
        other, other_item = found[m]
        gap = tokens.text[end_of(tokens, other, other_item) : quantity.start]
        if ";" in gap or stop_between(gap) or other.kind != quantity.kind:
            return None
        if PART_OPENER.search(gap) and other.value > quantity.value:
            return m
    return None


def same_action(n: int, found: Found, chosen: Sequence[Event | None]) -> int | None:
    """Return the nearest count, before or else behind, of the same action and no smaller: the total of a part."""
    event, value = chosen[n], found[n][0].value
    reach: list[int] = [*range(n - 1, max(-1, n - _REACH), -1), *range(n + 1, min(n + _REACH, len(found)))]
    for m in reach:
        other = chosen[m]
        if other is None or event is None or other.trigger == event.trigger:
            continue  # "among the seized items were 60 phones and 14 laptops": one is no part of the other
        if other.action == event.action and found[m][0].value >= value:
            return m
    return None


# denials ---------------------------------------------------------------------------------


def is_denied(tokens: Tokens, quantity: Quantity) -> bool:
    """Tell whether "none of" or "neither of" stands before a number: "none of the 40 crates"."""
    n = tokens.token_at(quantity.start) - 1
    while n > 0 and tokens.tags[n] in ("DT", "PRP$", "POS"):
        n -= 1
    if n <= 0 or tokens.lower[n] != "of" or not is_on("counts.none-of"):
        return False
    return tokens.lower[n - 1] in cues("deniers") or tokens.lower[max(0, n - 2) : n] == ["not", "one"]


def with_denial(tokens: Tokens, quantity: Quantity, event: Event | None) -> Event | None:
    """Return the event with the status that holds for one count: "no drugs, three phones", "no drugs or 3 phones"."""
    if event is None:
        return None
    if is_denied(tokens, quantity):
        return replace(event, status=NEGATED)
    joined_by_or = tokens.low(tokens.token_at(quantity.start) - 1) in ("or", "nor")
    if event.status == NEGATED and event.own_status not in ("", NEGATED) and not joined_by_or:
        return replace(event, status=event.own_status)
    return event
