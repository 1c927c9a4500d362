"""Counts and outcomes of a release: numbers, what they count, and what happened to it.

`annotate` sets the tables `counts` and `outcomes`. The numbers come from `numbers`, what
they count from `items`, what happened from `outcomes`; here they are brought together:
numbers inside dates and names are masked, actions pass along lists and bullet headings,
and "no arrests" becomes a count of 0.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.annotations import doc_text, mentions, set_mentions, set_rows
from pipeline.extract.counts.items import PLURAL_TAGS, Item, ItemFinder, category_of
from pipeline.extract.counts.outcomes import (
    DONE,
    NEGATED,
    PEOPLE_ACTIONS,
    PLANNED,
    CountedEvent,
    Event,
    EventIndex,
    action_table,
    find_events,
    find_outcomes,
)
from pipeline.extract.mentions import CountMention, Outcome
from pipeline.extract.model.entities import entity_label
from pipeline.extract.reading.amounts import Quantity, find_quantities
from pipeline.extract.reading.cues import cues
from pipeline.extract.rules import is_on

MASKING_TABLES = ("dates", "organisations", "systems", "person_mentions")
# Ways of stating a part after its whole, by which it shares what happened to the whole.
INHERITING = ("predicate", "relative", "including", "fronted-whole", "partitive", "share", "anaphor", "breakdown")
_LIST_GAP = re.compile(
    r"(?:[,;]|\band\b|\bplus\b|\bas well as\b|\balong with\b|\btogether with\b"
    r"|\b(?:a|an) (?:further|additional)\b|\balso\b|\s|—|-)+",
    re.I,
)
_PART_OPENER = re.compile(
    r"\b(?:including|includes?|included|among (?:them|those|which)|of (?:which|whom|these|those|them)"
    r"|comprising|consisting of|made up of|namely)\b",
    re.I,
)
_RATIO_BASES = frozenset({*range(2, 11), 12, 20, 50, 100, 1_000, 10_000, 100_000, 1_000_000})
_BULLET = re.compile(r"[ \t]*(?:[-*•–·◦▪►]|\d{1,2}[.)])[ \t]+")


def annotate(doc: Doc) -> None:
    """Set the mentions of `counts` and the rows of `outcomes` on the doc."""
    counts, outcomes = find_counts(doc)
    set_mentions(doc, "counts", counts)
    set_rows(doc, "outcomes", outcomes)


def _masked(doc: Doc) -> list[tuple[int, int]]:
    return [(m.start, m.end) for name in MASKING_TABLES for m in mentions(doc, name)]


def find_counts(doc: Doc) -> tuple[list[CountMention], list[Outcome]]:
    """Return the counts and outcomes of a parsed release, in text order."""
    actions = action_table()
    quantities = find_quantities(doc_text(doc), masked=_masked(doc), country=doc._.release.publisher_country)
    finder = ItemFinder(
        doc,
        actions.participles,
        actions.nouns,
        actions.gerunds,
        quantity_starts=[quantity.start for quantity in quantities],
    )
    found: list[tuple[Quantity, Item]] = []
    for n, quantity in enumerate(quantities):
        if not len(doc):
            break
        if _in_ratio(finder, quantities, n):
            continue
        item = None if _is_age(doc, finder, quantity) else finder.item_of(quantity, found)
        if (item is None or item.text is None) and n + 1 < len(quantities):
            shared = _shared(finder, quantity, quantities[n + 1], found)
            if shared is not None:
                found.append(shared)
                continue
        money = _elliptic_money(finder, quantity, found)
        if money is not None:
            found.append(money)
            continue
        if item is not None:
            found.append((_priced(doc, finder, quantity, item, found), item))
    _share_measured_items(finder, found)
    events = find_events(doc, finder)
    counted = _with_events(doc, found, events, finder)
    counted += _nothing(doc, events, finder)
    counted.sort(key=lambda c: (c.mention.start, c.mention.end))
    return [c.mention for c in counted], find_outcomes(doc, counted, events, finder)


def _in_ratio(finder: ItemFinder, quantities: Sequence[Quantity], n: int) -> bool:
    """Tell whether a number is half of a ratio, which counts nothing: "one in five travellers", "nine in 10 calls"."""
    for first, second in zip(quantities[max(0, n - 1) : n + 1], quantities[n : n + 2], strict=False):
        if first is second or first.kind != "thing" or second.kind != "thing":
            continue
        before = finder.token_at(first.start) - 1
        if (
            finder.text[first.after : second.start] in (" in ", " in every ")
            and first.value < second.value
            and second.value in _RATIO_BASES
            # "arrested five in 20 raids"
            and not (before >= 0 and finder.lower[before] in finder.participles)
        ):
            return True
    return False


def _shared(
    finder: ItemFinder, quantity: Quantity, following: Quantity, earlier: Sequence[tuple[Quantity, Item]]
) -> tuple[Quantity, Item] | None:
    """Read the first figure of "12 and 30 kg of resin", "45 and 50 cases": unit and item stand behind the second."""
    if quantity.kind != "thing" or quantity.hyphen or following.kind not in ("thing", "measure"):
        return None
    if quantity.worded != following.worded or finder.text[quantity.after : following.start].strip() not in (
        "and",
        "or",
    ):
        return None
    item = finder.item_of(following, earlier)
    if item is None or item.text is None or item.head is None or item.rule not in ("noun-phrase", "measured-of"):
        return None
    if finder.tags[item.head] not in PLURAL_TAGS and following.kind == "thing":
        return None
    verb = finder.lower[max(0, finder.token_at(quantity.start) - 1)]
    entry = next(iter(action_table().verbs.get(verb, ())), None)
    opens = finder.doc[item.head].dep_ in ("nsubj", "nsubjpass") or finder.lower[item.end : item.end + 1] == ["were"]
    if entry is not None and (
        opens or (entry.action in PEOPLE_ACTIONS and category_of(item.text, kind=following.kind) != "people")
    ):
        # "arrested 12 and 30 cars were seized"
        return None
    both = replace(item, anchors=tuple(sorted({*finder.number_anchors(quantity), *item.anchors})), rule="shared")
    return replace(quantity, unit=following.unit, kind=following.kind), replace(
        both, end=finder.first_from(quantity.after)
    )


def _share_measured_items(finder: ItemFinder, found: list[tuple[Quantity, Item]]) -> None:
    """Give "10,000 tonnes and one million litres of drink" one item: the first measure takes the second's."""
    for n in range(len(found) - 2, -1, -1):
        quantity, item = found[n]
        following, other = found[n + 1]
        if quantity.kind == "measure" and following.kind == "measure" and item.text is None and other.text:
            gap = finder.text[quantity.after : following.start]
            if "\n\n" not in gap and gap.strip() in ("and", "or", ",", "(", "/", "and another", "plus"):
                found[n] = (
                    quantity,
                    replace(item, text=other.text, anchors=tuple(sorted({*item.anchors, *other.anchors}))),
                )


_AGE_AFTER = re.compile(r"\s*(?:,|\)|of\b|and\b|from\b)")


def _is_age(doc: Doc, finder: ItemFinder, quantity: Quantity) -> bool:
    """Tell whether a bare number is an age: set off by commas or brackets behind a name, or "a dealer of 54"."""
    if quantity.kind != "thing" or quantity.worded or not 5 <= quantity.value <= 110 or quantity.qualifier != "exact":
        return False
    at = finder.token_at(quantity.start)
    if at >= 3 and finder.lower[at - 1] == "of" and finder.tags[at - 2] == "NN" and at + 1 < len(doc):
        # "a smuggler of 51 was held", but a gang, a crew of 51
        noun = finder.lower[at - 2]
        one = finder.tags[at - 3] == "DT" or finder.tags[at - 4 : at - 3] == ["DT"]
        person = category_of(noun, kind="thing") == "people" and noun.endswith(("er", "or", "man", "ist", "ant", "ect"))
        if one and person and finder.tags[at + 1] not in (*PLURAL_TAGS, "NN", "JJ", "NNP"):
            return True
    if at < 2 or doc[at - 1].lower_ not in (",", "(") or not _AGE_AFTER.match(finder.text, quantity.after):
        return False
    name = doc[at - 2]
    if doc[at - 1].lower_ == "(":
        return entity_label(doc, name.idx) == "PERSON"
    return name.tag_ in ("NNP", "NNPS") and finder.text[quantity.after : quantity.after + 1] == ","


_IN_WHAT = re.compile(r" in (?:the )?[a-z][a-z -]{2,40}?(?:, and |, | and | plus )")


def _elliptic_money(
    finder: ItemFinder, quantity: Quantity, earlier: Sequence[tuple[Quantity, Item]]
) -> tuple[Quantity, Item] | None:
    """Read the second figure of "EUR 5 million in cash, 3 million in accounts", "$2m in sales and 300k in fees"."""
    if not earlier or quantity.kind != "thing" or earlier[-1][0].kind != "money" or quantity.value < 100:
        return None
    last = earlier[-1][0]
    at = finder.first_from(quantity.after)
    if not _IN_WHAT.fullmatch(finder.text, last.after, quantity.start) or finder.lower[at : at + 1] != ["in"]:
        return None
    money = replace(quantity, unit=last.unit, kind="money")
    item = finder.item_of(money, earlier)
    return (money, item) if item is not None and item.text else None


def _priced(
    doc: Doc, finder: ItemFinder, quantity: Quantity, item: Item, earlier: Sequence[tuple[Quantity, Item]]
) -> Quantity:
    """Give a bare number behind a price verb the currency named before it: "costs 50 francs … fetches 70"."""
    if quantity.kind != "thing" or (item.text is not None and item.rule == "noun-phrase") or not earlier:
        return quantity
    verb = finder.token_at(quantity.start) - 1
    last = earlier[-1][0]
    if (
        last.kind == "money"
        and verb >= 0
        and doc[verb].lower_ in cues("price")
        and finder._same_sentence(last.start, quantity.start)
    ):
        return replace(quantity, unit=last.unit, kind="money")
    return quantity


def _with_events(
    doc: Doc, found: Sequence[tuple[Quantity, Item]], events: Sequence[Event], finder: ItemFinder
) -> list[CountedEvent]:
    """Join each quantity with the action that happened to it."""
    index = EventIndex(events)
    chosen: list[Event | None] = [index.of(item.anchors, item.head) for _, item in found]
    for n, (_, item) in enumerate(found):
        adjacent = _following_participle(doc, finder, item)
        if adjacent is not None and adjacent.trigger == item.end:
            chosen[n] = adjacent
        if chosen[n] is None:
            chosen[n] = adjacent or _among(doc, finder, found[n][0]) or _alongside(finder, found[n][0], events)
    _leave_wholes_out(doc, found, chosen)
    _pass_along_lists(finder, found, chosen)
    _pass_from_headings(doc, found, chosen, finder)
    out: list[CountedEvent] = []
    for n, (quantity, item) in enumerate(found):
        whole = _whole_of(finder, n, found)
        if chosen[n] is None and whole is not None and whole < n and item.rule in INHERITING:
            chosen[n] = chosen[whole]
        if chosen[n] is None and item.rule == "elsewhere":
            chosen[n] = chosen[n - 1]
        event = chosen[n]
        if whole is None and event is not None and event.rule == "among":
            whole = _same_action(n, found, chosen)
        if event is not None and quantity.kind in ("percent", "fraction") and event.trigger == item.head:
            event = None
        action = event.action if event is not None and event.status != PLANNED else None
        category = category_of(item.text, kind=quantity.kind)
        nominal = _nominal(finder, item.head)
        if nominal is not None and nominal[1] and quantity.kind == "thing":
            category = nominal[1]
        elif category == "other" and event is not None and quantity.kind == "thing" and _of_people(finder, event, item):
            category = "people"
        if whole is not None and whole < n and item.rule in ("anaphor", "breakdown", "relative"):
            # "33 arrests, 12 of them": what they are, the whole tells
            category = out[whole].mention.category
        if event is not None and event.trigger != item.head and not _suits(event.action, category):
            event, action = None, None
        denied = _is_denied(finder, quantity)
        if event is not None and event.status == NEGATED and event.own_status not in ("", NEGATED) and not denied:
            if not _joined_by_or(finder, quantity):
                event = replace(event, status=event.own_status)
        elif event is not None and denied:
            event = replace(event, status=NEGATED)
        negated = (
            denied
            or (quantity.value == 0 and quantity.kind == "thing")
            or (event is not None and event.status == NEGATED)
        )
        mention = CountMention(
            start=quantity.start,
            end=quantity.end,
            rule=f"{quantity.rule}-{item.rule}",
            value=quantity.value,
            value_max=quantity.value_max,
            qualifier=quantity.qualifier,
            unit=quantity.unit,
            item=item.text,
            category=category,
            action=action,
            negated=negated,
        )
        out.append(
            CountedEvent(
                mention, event, item.definite, quantity.kind, _end_of(finder, quantity, item), whole, item.anchors
            )
        )
    return out


def _is_denied(finder: ItemFinder, quantity: Quantity) -> bool:
    """Tell whether "none of" or "neither of" stands before a number: "none of the 40 crates"."""
    n = finder.token_at(quantity.start) - 1
    while n > 0 and finder.tags[n] in ("DT", "PRP$", "POS"):
        n -= 1
    if n <= 0 or finder.lower[n] != "of":
        return False
    return finder.lower[n - 1] in cues("deniers") or finder.lower[max(0, n - 2) : n] == ["not", "one"]


def _joined_by_or(finder: ItemFinder, quantity: Quantity) -> bool:
    """Tell whether "or" or "nor" joins a number to what is denied before it: "no drugs or 3 phones"."""
    n = finder.token_at(quantity.start) - 1
    return n > 0 and finder.lower[n] in ("or", "nor")


def _leave_wholes_out(doc: Doc, found: Sequence[tuple[Quantity, Item]], chosen: list[Event | None]) -> None:
    """Give what happened to "three of the 12 suspects" to the three alone; in "of the 12 arrested" all were."""
    for n, (_, part) in enumerate(found):
        m = n + 1 if part.whole == -1 else part.whole if part.rule in ("fronted-whole", "predicate") else None
        if m is None or not 0 <= m < len(found):
            continue
        event, own = chosen[m], chosen[n]
        if event is None or event.trigger <= found[m][1].end or doc[event.trigger].dep_ == "relcl":
            continue
        if part.whole == -1:
            chosen[n], chosen[m] = own or event, None
        elif own is not None and own.trigger == event.trigger:
            chosen[m] = None


def _nominal(finder: ItemFinder, head: int | None) -> tuple[str, str, bool] | None:
    """Return the action, category and report flag of a noun that names an action ("arrests", "guilty pleas")."""
    if head is None:
        return None
    nouns = action_table().nouns
    return nouns.get(finder.lower[head]) or (
        nouns.get(f"{finder.lower[head - 1]} {finder.lower[head]}") if head else None
    )


def _of_people(finder: ItemFinder, event: Event, item: Item) -> bool:
    """Tell whether what has no known noun is people by what happened to it: "53 arrested", "six Afghans killed"."""
    if item.text is None or item.head is None:
        return event.action in PEOPLE_ACTIONS
    return finder.tags[item.head] in ("NNPS", "NNP") and event.action in cues("bodily")


def _suits(action: str, category: str) -> bool:
    """Tell whether an action can happen to things of a category: counts of an indictment are not convicted."""
    if action not in PEOPLE_ACTIONS:
        return True
    return category in ("people", "other", "organisations") or (
        category == "animals_plants" and action in ("killed", "injured", "rescued")
    )


def _end_of(finder: ItemFinder, quantity: Quantity, item: Item) -> int:
    last = min(item.end, len(finder.doc)) - 1
    end = finder.ends[last] if last >= 0 else quantity.end
    return max(quantity.end, end)


def _following_participle(doc: Doc, finder: ItemFinder, item: Item) -> Event | None:
    """Read the action right behind a counted phrase where the parse has none: "12 people (were) arrested"."""
    n, planned = item.end, False
    while n < len(doc) and n - item.end < 5:
        low, tag = finder.lower[n], finder.tags[n]
        if low in ("will", "to", "would", "could", "should", "may", "might", "must", "can"):
            planned = True
        elif low not in ("were", "was", "have", "has", "had", "been", "being", "are", "be") and tag not in ("RB",):
            break
        n += 1
    if n < len(doc) and n == item.end and finder.lower[n] == "held" and _headline_place(finder, n):
        # "Two held after raid"
        return Event("detained", n, item.anchors, DONE, True, "following")
    if n >= len(doc) or doc[n].lower_ not in action_table().participles or finder.tags[n] in ("NN", "NNS"):
        return None
    if item.text is None and finder.lower[n + 1 : n + 2] in (["were"], ["was"], ["have"], ["are"]):
        # "the two wounded were detained" tells of the detention
        return None
    entry = next((e for e in action_table().verbs[doc[n].lower_] if not e.particle), None)
    if entry is None or any(child.dep_ == "dobj" for child in doc[n].children):
        return None
    if (
        entry.action not in PEOPLE_ACTIONS
        and finder.tags[n] == "VBD"
        and category_of(item.text, kind="thing") in ("people", "organisations")
    ):
        # "the three men returned": they did it
        return None
    return Event(entry.action, n, item.anchors, PLANNED if planned else DONE, entry.reported, "following")


_HELD_BEHIND = frozenset(("after", "in", "over", "following", "for", "as", "on", "by", "under", ".", ""))


def _headline_place(finder: ItemFinder, n: int) -> bool:
    """Tell whether the participle at `n` ends a headline's clause: nothing is held, and no sentence precedes."""
    behind = finder.lower[n + 1] if n + 1 < len(finder.lower) else ""
    first = finder.sentence_of[n]
    return n - first <= 4 and (behind.strip() == "" or behind in _HELD_BEHIND)


def _pass_along_lists(finder: ItemFinder, found: Sequence[tuple[Quantity, Item]], chosen: list[Event | None]) -> None:
    """Let members of one list share an action: forward from an object, backward from a passive subject."""
    linked = [False] * len(found)
    for n in range(1, len(found)):
        previous = found[n - 1][0]
        a = _end_of(finder, previous, found[n - 1][1])
        gap = finder.text[a : found[n][0].start]
        linked[n] = (
            a <= found[n][0].start and "\n\n" not in gap and (not gap.strip() or _LIST_GAP.fullmatch(gap) is not None)
        )
        if not linked[n] and len(gap) < 60:
            opener = _PART_OPENER.search(gap)
            linked[n] = opener is not None and "." not in gap and not gap[opener.end() :].strip(" a")
    for n in range(1, len(found)):
        earlier = chosen[n - 1]
        if linked[n] and chosen[n] is None and earlier is not None and earlier.rule != "nominal":
            chosen[n] = earlier
    for n in range(len(found) - 2, -1, -1):
        following = chosen[n + 1]
        if (
            linked[n + 1]
            and chosen[n] is None
            # "of the 13 porters, four were charged"
            and found[n + 1][1].whole != n
            and following is not None
            and following.rule in ("passive", "following", "headline")
            and following.trigger > found[n + 1][1].end - 1
        ):
            chosen[n] = following


def _pass_from_headings(
    doc: Doc, found: Sequence[tuple[Quantity, Item]], chosen: list[Event | None], finder: ItemFinder
) -> None:
    """Give the counts of a bulleted list the action of the line that opens it: "Officers seized:"."""
    actions = action_table()
    heading: Event | None = None
    line_start = 0
    spans: list[tuple[int, int, Event]] = []
    for line in finder.text.splitlines(keepends=True):
        body, start = line.strip(), line_start
        line_start += len(line)
        if not body:
            continue
        if body.endswith(":") and not _BULLET.match(line):
            heading = None
            for n in range(finder.first_from(start), min(finder.first_from(line_start), len(doc))):
                low = finder.lower[n]
                if low in actions.verbs and low in actions.participles:
                    entry = next((e for e in actions.verbs[low] if not e.particle), None)
                    heading = Event(entry.action, n, (), DONE, True, "heading") if entry else heading
                elif low in actions.nouns and actions.nouns[low][1]:
                    heading = Event(actions.nouns[low][0], n, (), DONE, True, "heading")
        elif (opening := _result_line(finder, start, start + len(line), line)) is not None:
            spans.append((start, line_start, opening))
        elif _BULLET.match(line):
            if heading is not None:
                spans.append((start, line_start, heading))
        else:
            heading = None
    for n, (quantity, _) in enumerate(found):
        if chosen[n] is None:
            chosen[n] = next((e for a, b, e in spans if a <= quantity.start < b), None)


_RESULT_LINE = re.compile(r"[ \t]*(?:[-*•·▪►][ \t]*)?(?P<head>[A-Za-z][^:.\n\d]{2,50}):[ \t]*(?=[^ \t\n])")


def _result_line(finder: ItemFinder, start: int, end: int, line: str) -> Event | None:
    """Read the action of a result line's short heading: "Seizures: 45 kg of resin, 3 cars"."""
    match = _RESULT_LINE.match(line)
    if match is None:
        return None
    actions = action_table()
    for n in range(
        finder.first_from(start + match.start("head")),
        min(finder.first_from(start + match.end("head")), len(finder.lower)),
    ):
        low = finder.lower[n]
        if low in actions.nouns and actions.nouns[low][1]:
            return Event(actions.nouns[low][0], n, (), DONE, True, "heading")
        if low in actions.participles:
            entry = next((e for e in actions.verbs[low] if not e.particle), None)
            if entry is not None:
                return Event(entry.action, n, (), DONE, True, "heading")
    return None


def _same_action(n: int, found: Sequence[tuple[Quantity, Item]], chosen: Sequence[Event | None]) -> int | None:
    """Return the nearest count, before or else behind, of the same action and no smaller: the total of a part."""
    event, value = chosen[n], found[n][0].value
    reach: list[int] = [*range(n - 1, max(-1, n - 60), -1), *range(n + 1, min(n + 60, len(found)))]
    for m in reach:
        other = chosen[m]
        if other is not None and event is not None and other.action == event.action and found[m][0].value >= value:
            return m
    return None


def _among(doc: Doc, finder: ItemFinder, quantity: Quantity) -> Event | None:
    """Read the action before the verb: "Among those arrested were 12 officers", "Also found were 3 rifles"."""
    at = finder.token_at(quantity.start)
    if at < 2 or finder.lower[at - 1] not in ("were", "was", "are"):
        return None
    first = finder.sentence_of[min(at, len(doc) - 1)]
    fronted = finder.lower[first] in ("among", "of")
    for n in range(max(first, at - 12), at - 1):
        low = finder.lower[n]
        if low not in action_table().participles or not (fronted or n - first <= 1):
            continue
        entry = next((e for e in action_table().verbs[low] if not e.particle), None)
        if entry is not None:
            return Event(entry.action, n, (), DONE, entry.reported, "among" if fronted else "inverted")
    return None


_ALONGSIDE = re.compile(r"\b(?:along|together)\s+with\s+(?:the\s+)?$", re.IGNORECASE)


def _alongside(finder: ItemFinder, quantity: Quantity, events: Sequence[Event]) -> Event | None:
    """Read the action of "a broker who worked in Oslo, along with one courier", whatever the parse joins it to."""
    if not _ALONGSIDE.search(finder.text, max(0, quantity.start - 24), quantity.start):
        return None
    at = finder.token_at(quantity.start)
    first = finder.sentence_of[min(at, len(finder.doc) - 1)]
    n = bisect_left(events, at, key=lambda e: e.trigger)
    for event in reversed(events[max(0, n - 8) : n]):
        if event.trigger < first:
            return None
        if event.reported and event.action in PEOPLE_ACTIONS and event.rule in ("active", "passive", "headline"):
            return event
    return None


def _whole_of(finder: ItemFinder, n: int, found: Sequence[tuple[Quantity, Item]]) -> int | None:
    """Return the index of the count of which count `n` is a part, None where it stands for itself."""
    quantity, item = found[n]
    if item.whole == -1:
        # "sixteen of the 214": the whole is the number that follows
        return n + 1 if n + 1 < len(found) and found[n + 1][0].start - quantity.end < 40 else None
    if item.whole is not None:
        return item.whole
    for m in range(n - 1, max(-1, n - 8), -1):
        other, other_item = found[m]
        a = _end_of(finder, other, other_item)
        gap = finder.text[a : quantity.start]
        if "\n\n" in gap or re.search(r"[.;]\s", gap) or other.kind != quantity.kind:
            return None
        if _PART_OPENER.search(gap) and other.value > quantity.value:
            return m
    return None


def _nothing(doc: Doc, events: Sequence[Event], finder: ItemFinder) -> list[CountedEvent]:
    """Return the counts of 0 stated by "no": "no arrests", "no civilians were harmed"."""
    if not is_on("counts.negation"):
        return []
    index = EventIndex(events)
    out = []
    for n in (n for n, low in enumerate(finder.lower) if low == "no" and finder.tags[n] == "DT"):
        phrase = finder.phrase_from(n + 1, value=2.0, joined=False)
        if phrase is None:
            continue
        event = index.of(phrase.heads, phrase.head)
        if event is None and finder.lower[phrase.head] in cues("nothing"):
            # "no charges have been filed", "no shots were fired"
            event = Event("", phrase.head, (phrase.head,), NEGATED, True, "none")
        if event is None or not event.reported or event.rule == "attributive":
            continue
        if finder.tags[phrase.head] not in PLURAL_TAGS and event.trigger == phrase.head:
            continue
        item = finder.text_of(phrase)
        nominal = _nominal(finder, phrase.head)
        category = nominal[1] if nominal and nominal[1] else category_of(item, kind="thing")
        if category == "other" and event.rule != "none":
            continue
        start = doc[n].idx
        end = doc[phrase.end - 1].idx + len(doc[phrase.end - 1])
        mention = CountMention(
            start=start,
            end=start + len(doc[n]),
            rule="negation",
            value=0.0,
            item=item,
            category=category,
            action=event.action or None,
            negated=True,
        )
        out.append(CountedEvent(mention, replace(event, status=NEGATED), False, "thing", end))
    return out
