"""Sums of money without a figure that something happened to: "laundered tens of millions of euros"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.counts.events import Event
from pipeline.extract.mentions import Outcome
from pipeline.extract.reading.amounts import currency_of
from pipeline.extract.reading.blocks import headline_end
from pipeline.extract.reading.clauses import ALLEGED, DONE, heads_above, nominal_status
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import Tokens
from pipeline.extract.rules import is_on

_SEVERAL = r"(?:several|a few|many|multiple|some|(?:tens|dozens|hundreds|thousands) of)"
_SUM = re.compile(
    rf"(?<![\w.,-])(?P<vague>{_SEVERAL}\s+(?:hundred|thousand|million|billion)s?(?:\s+(?:thousand|million)s?)?"
    r"|(?:thousands|millions|billions)|(?:tens|hundreds) of (?:thousands|millions|billions))"
    r"(?:(?:\s+of)?\s+(?P<currency>[A-Z]{3}|(?:[A-Z][\w.]+ )?[a-z]{3,8})|\s+in\s+(?P<what>cash|losses|damages?))(?!\w)"
)
# How many heads up from a sum the verb is looked for that tells what happened to it.
_CLIMB = 4


def find_vague_sums(
    tokens: Tokens, events: Sequence[Event], covered: frozenset[int], *, country: str | None
) -> Iterator[tuple[Outcome, Event]]:
    """Yield an outcome for each sum of money that has no figure, in text order.

    Args:
        covered: tokens that belong to counts.
        country: ISO 3166-1 alpha-3 code of whoever wrote the text, for whose own "dollars" are.
    """
    if not is_on("outcomes.vague-sum"):
        return
    body = headline_end(tokens.text)
    by_trigger = {event.trigger: event for event in events if event.action in cues("money_action")}
    for match in _SUM.finditer(tokens.text):
        what = match.group("what")
        unit = currency_of(match.group("currency"), country) if what is None else None
        first, end = tokens.token_at(match.start()), tokens.first_from(match.end())
        if (unit is None and what is None) or not covered.isdisjoint(range(first, end)):
            continue
        above = [*_above(tokens, first, end)]
        event = next((by_trigger[n] for n in above if n in by_trigger), None)
        if event is None and what is not None and what != "cash":
            n = end - 1  # "caused millions in losses"
            event = Event("lost", n, (), nominal_status(tokens, n), True, "nominal")
        if not cues("hiding").isdisjoint(tokens.lower[n] for n in above):
            continue  # "defrauded banks by concealing billions of dollars in losses"
        if event is None or not (event.status == DONE or (event.status == ALLEGED and _is_harm(event))):
            continue
        if tokens.tags[event.trigger] in ("VBP", "VBZ") and match.start() >= body:
            continue  # "victims of this fraud lose thousands of dollars"
        vague = " ".join(match.group("vague").lower().split())
        row = Outcome(
            event.action, match.start(), match.end(), "vague-sum", item=what, category="money", unit=unit, vague=vague
        )  # fmt: skip
        yield row, event


def _is_harm(event: Event) -> bool:
    return event.action in cues("harm_action")


def _above(tokens: Tokens, first: int, end: int) -> Iterator[int]:
    """Yield the tokens that govern a stretch, the nearest first."""
    n = next((k for k in range(first, end) if not first <= tokens.heads[k] < end), first)
    yield from heads_above(tokens, n, _CLIMB)
