"""What a penalty amounts to: terms ("12 years and six months", "86 years to life"), life, death, time served, sums.

Terms are the durations that `dates` has read, sums the money that `counts` has read; here neighbours are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.mentions import DateMention
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_joint, past_run
from pipeline.extract.reading.tokens import Tokens
from pipeline.extract.rules import RuleList, is_on

TIME, MONEY = "time", "money"
# How many days a unit has where a term is told in days, too ("a year and a day"); in which unit each is kept.
_DAYS = {"year": 365.0, "month": 365.0 / 12, "day": 1.0}
_KEPT_UNITS = {"year": ("year", 1.0), "month": ("month", 1.0), "day": ("day", 1.0), "hour": ("hour", 1.0),
               "week": ("day", 7.0), "decade": ("year", 10.0)}  # fmt: skip
_SIZES = ("hour", "day", "month", "year")


@dataclass(frozen=True, slots=True)
class Amount:
    """A term or a sum, in tokens [first, end).

    Attributes:
        takes: whether it is time or money.
        value, unit: as in the table `penalties`; the value is None for life, death and time served.
        upper: the upper end of a range in the same unit; infinite for "to life".
        is_near: whether the figure is rounded ("nearly five years").
    """

    first: int
    end: int
    takes: str
    value: float | None
    unit: str | None
    rule: str
    upper: float | None = None
    is_near: bool = False


AMOUNTS: RuleList[Callable[[Doc, Tokens], Iterator[Amount]]] = RuleList("penalties")


def find_amounts(doc: Doc, tokens: Tokens) -> list[Amount]:
    """Return the terms and sums of a text that can be penalties, in text order, without overlaps."""
    found = [amount for rule in AMOUNTS.active() for amount in rule.read(doc, tokens)]
    found.sort(key=lambda amount: (amount.first, -amount.end))
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.first >= kept[-1].end:
            kept.append(amount)
    return [replace(amount, is_near=_is_near(tokens, amount)) for amount in kept]


def _is_near(tokens: Tokens, amount: Amount) -> bool:
    return any(tokens.low(n) in cues("near_amount") for n in range(amount.first - 2, amount.first + 2))


@AMOUNTS.rule("term")
def _terms(doc: Doc, tokens: Tokens) -> Iterator[Amount]:
    """Twelve years; 12 years and six months; three to six years; 86 years to life; a year and a day."""
    last: Amount | None = None
    for single in _single_terms(doc, tokens):
        joined = _joined(tokens, last, single) if last is not None else None
        if joined is None and last is not None:
            yield replace(_up_to_life(tokens, last), rule="term")
        last = joined or single
    if last is not None:
        yield replace(_up_to_life(tokens, last), rule="term")


def _single_terms(doc: Doc, tokens: Tokens) -> Iterator[Amount]:
    found = [_of_duration(tokens, m) for m in mentions(doc, "dates") if m.kind == "duration"]
    found += [*_with_article(tokens)]
    kept = sorted((amount for amount in found if amount is not None), key=lambda a: (a.first, -a.end))
    for n, amount in enumerate(kept):
        if not n or amount.first >= kept[n - 1].end:
            yield amount


def _of_duration(tokens: Tokens, mention: DateMention) -> Amount | None:
    kept = _KEPT_UNITS.get(mention.amount_unit or "")
    if kept is None or mention.amount is None:
        return None
    unit, times = kept
    first, last = tokens.token_at(mention.start), tokens.token_at(mention.end - 1)
    rule = "range" if mention.rule.endswith("-range") else "list" if mention.rule.endswith("-list") else "term"
    return Amount(first, last + 1, TIME, mention.amount * times, unit, rule)


def _with_article(tokens: Tokens) -> Iterator[Amount]:
    """A year and a day: the articles count."""
    units = cues("unit_with_article")
    for n, low in enumerate(tokens.lower):
        each = tokens.tag(n - 2) == "CD"  # "a civil penalty of $16,000 a day"
        if low in units and tokens.low(n - 1) in ("a", "an") and not each:
            yield Amount(n - 1, n + 1, TIME, 1.0, low, "article")


def _up_to_life(tokens: Tokens, amount: Amount) -> Amount:
    n = past_run(tokens.low, amount.end, cues("between_term_and_old"))
    between = tokens.low(amount.first - 1) == "between" and tokens.low(n) == "and"
    if not (tokens.low(n) == "to" or between) or not is_on("penalties.to-life"):
        return amount
    n = past_run(tokens.low, n + 1, cues("before_life_end"))
    if tokens.low(n) not in ("life", "lifetime"):
        return amount
    return replace(amount, end=n + 1, upper=float("inf"))


def _joined(tokens: Tokens, one: Amount, other: Amount) -> Amount | None:
    """Return two terms as one: "12 years and six months", "three to six years"; None where they stand apart."""
    if one.unit == other.unit and one.rule == other.rule == "range" and other.first - one.end <= 1:
        return replace(one, end=other.end, upper=other.upper or other.value, rule="term")
    if past_joint(tokens.low, one.end, by=("and",)) != other.first or one.unit is None or other.unit is None:
        return None
    if one.value is None or other.value is None or one.upper is not None:
        return None
    if _SIZES.index(one.unit) <= _SIZES.index(other.unit) or other.unit == "hour":
        return None
    if not is_on("penalties.years-and-months"):
        return None
    if other.unit == "month":
        value, unit = one.value * 12 + other.value, "month"
    else:
        value, unit = float(round(one.value * _DAYS[one.unit])) + other.value, "day"
    return Amount(one.first, other.end, TIME, value, unit, "term", other.upper)


@AMOUNTS.rule("life")
def _life(doc: Doc, tokens: Tokens) -> Iterator[Amount]:
    """Life imprisonment, life in prison, sentenced to life, a lifetime of supervised release."""
    for n, low in enumerate(tokens.lower):
        if low == "lifetime" or (low == "life" and _is_term(tokens, n)):
            yield Amount(n, n + 1, TIME, None, "life", "life")


def _is_term(tokens: Tokens, n: int) -> bool:
    behind = tokens.low(n + 1)
    if behind in cues("life_behind"):
        return True
    if behind == "in":
        return any(tokens.low(k) in cues("in_prison") for k in (n + 2, n + 3))
    if tokens.low(n - 1) == "for" and tokens.low(n - 2) in cues("jailing"):
        return True  # "was jailed for life"
    before = {tokens.low(k) for k in range(n - 3, n)}
    return bool(before & cues("life_before")) and tokens.low(n - 1) in cues("before_life_term")


@AMOUNTS.rule("death")
def _death(doc: Doc, tokens: Tokens) -> Iterator[Amount]:
    """The death penalty; sentenced to death."""
    for n, low in enumerate(tokens.lower):
        if low == "death" and (
            tokens.low(n + 1) in ("penalty", "sentence")
            or [tokens.low(n - 2), tokens.low(n - 1)] == ["sentenced", "to"]
        ):
            yield Amount(n, n + 1, TIME, None, None, "death")


@AMOUNTS.rule("time-served")
def _time_served(doc: Doc, tokens: Tokens) -> Iterator[Amount]:
    """Sentenced to time served."""
    for n, low in enumerate(tokens.lower):
        if low == "served" and tokens.low(n - 1) == "time":
            yield Amount(n - 1, n + 1, TIME, None, None, "time-served")


@AMOUNTS.rule("sum")
def _sums(doc: Doc, tokens: Tokens) -> Iterator[Amount]:
    """$1.2 million."""
    for m in mentions(doc, "counts"):
        if m.unit is not None and len(m.unit) == 3 and m.unit.isupper():
            first, last = tokens.token_at(m.start), tokens.token_at(m.end - 1)
            yield Amount(first, last + 1, MONEY, m.value, m.unit, "sum", m.value_max)
