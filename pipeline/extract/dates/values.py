"""From what a date's words tell to days: completing partial dates from an anchor.

Nothing is guessed: a date that no rule completes has no value. Missing years come from
the dates of the same sentence and paragraph first, then from the release's own date;
whether that is before or after the release is the tense's to say.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.dates import calendar
from pipeline.extract.dates.calendar import Interval
from pipeline.extract.dates.grammar import Expression, Part, Partial
from pipeline.extract.rules import is_on

# A date without a year takes the year that brings it nearest to a date named before it in the
# paragraph, up to this many days away ("On 28 November 2015 … On 3 December …").
NARRATIVE_DAYS = 62
# Years tried around the anchor; 29 February needs up to eight.
REACH = 8

PAST, FUTURE, UNKNOWN = "past", "future", "unknown"


@dataclass(frozen=True)
class Value:
    """A resolved date.

    Attributes:
        source: what completed it: "" (its own words), sentence, paragraph, release (a date with
            the same day and month), mention (the date named before) or published.
    """

    start: datetime.date | None
    end: datetime.date | None
    source: str


@dataclass(frozen=True)
class Place:
    """Where an expression stands: the numbers of its sentence and paragraph."""

    sentence: int
    paragraph: int


@dataclass
class Story:
    """What is known so far while the expressions of one release are read in order.

    Attributes:
        published: the release's own date.
        names_today: whether the release says "today", so that its own weekday means a week before.
        day_first: order of numeric dates ("12/05/2023"), None where nothing tells.
        direction: past, future or unknown, by the tense around an expression.
        complete: intervals whose year stands in the text, with their place and offset.
        by_day: years given in the release for a day and month.
        by_month: the same for a month.
        known: where months stand of which the text speaks as known ("the October trip").
        year_before: the year that stands right before an expression ("In 2018, from February"), by its offset.
        previous: the last resolved interval of the text so far.
    """

    published: datetime.date | None
    names_today: bool
    day_first: bool | None
    direction: Callable[[Expression], str]
    complete: list[tuple[int, Place, Interval]] = field(default_factory=list)
    by_day: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    by_month: dict[int, set[int]] = field(default_factory=dict)
    known: frozenset[int] = frozenset()
    year_before: dict[int, int] = field(default_factory=dict)
    previous: tuple[str, Interval] | None = None


def resolve(expression: Expression, place: Place, story: Story) -> Value | None:
    """Return the value of an expression, or None where it cannot be known."""
    expression = _with_year_before(expression, story)
    if expression.form == "range" and expression.last is not None:
        return _range(expression, place, story)
    completed = _complete(expression.first, expression, place, story)
    if completed is None:
        return None
    (start, end), source = completed
    if expression.form == "since":
        return Value(start, None, source)
    if expression.form == "until":
        return Value(None, end, source)
    return Value(start, end, source)


def _with_year_before(expression: Expression, story: Story) -> Expression:
    """Return an expression with the year that stands right before it, where its months have none of their own."""
    year = story.year_before.get(expression.start)
    if year is None or not _lacks_year(expression.first) or (expression.last and not _lacks_year(expression.last)):
        return expression
    last = replace(expression.last, year=year) if expression.last else None
    return replace(expression, first=replace(expression.first, year=year), last=last)


def explicit(partial: Partial, day_first: bool | None) -> Interval | None:
    """Return the days of a date whose year stands in its own words."""
    if not partial.valid or partial.year is None:
        return None
    if partial.other is not None and partial.month is not None and partial.day is not None:
        if day_first is None:
            return None
        month, day = partial.other if day_first else (partial.month, partial.day)
        return calendar.days(partial.year, month, day, day)
    return _in_year(partial, partial.year)


def _in_year(partial: Partial, year: int) -> Interval | None:
    """Return the days of a date in a given year."""
    interval: Interval | None = None
    if partial.month is not None:
        if partial.day is not None:
            interval = calendar.days(year, partial.month, partial.day, partial.last_day or partial.day)
        else:
            interval = calendar.months(year, partial.month)
    elif partial.unit == "quarter" and partial.number:
        interval = calendar.quarter(year, partial.number)
    elif partial.unit == "season" and partial.number:
        interval = calendar.season(year, partial.number)
    elif partial.unit == "decade":
        interval = calendar.decade(year)
    elif partial.unit == "year":
        interval = calendar.year(year)
    if interval is not None and partial.part is not None and partial.unit != "week":
        return _part(interval, partial.part)
    return _around(partial, interval) if interval else None


def _around(partial: Partial, told: Interval) -> Interval | None:
    """Return what a date means by the days it tells: the week that holds them, the weekday in them, a day away."""
    if partial.nth is not None and partial.weekday is not None:
        return calendar.weekday_of(told, partial.weekday, partial.nth)
    if partial.unit == "week" and partial.day is not None:
        if partial.part is None:
            return calendar.week(told[0])
        other = calendar.move(told[0], -6 if partial.part.at_end else 6)
        return ((other, told[0]) if partial.part.at_end else (told[0], other)) if other else None
    if partial.unit == "weekend" and partial.day is not None:
        return calendar.weekend(told[0])
    if partial.moved:
        return calendar.shifted("day", told[0], partial.moved)
    return told


def _part(whole: Interval, part: Part) -> Interval | None:
    """Return the first or last days, weeks or months of a month or year."""
    first, last = whole
    if part.unit == "month":
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if part.skip + part.n > months:
            return None
        return calendar.months(first.year, last.month - part.n + 1 if part.at_end else first.month + part.skip, part.n)
    size = 7 if part.unit == "week" else 1
    if part.at_end:
        start, end = calendar.move(last, 1 - size * part.n), last
    else:
        start = calendar.move(first, size * part.skip)
        end = calendar.move(first, size * (part.skip + part.n) - 1) or last
    if start is None or start < first or start > last:
        return None
    return start, min(end, last)


def _complete(partial: Partial, expression: Expression, place: Place, story: Story) -> tuple[Interval, str] | None:
    """Return the days of a date and what completed it."""
    if not partial.valid:
        return None
    if partial.year is not None:
        stated = explicit(partial, story.day_first)
        return (stated, "") if stated else None
    if partial.origin == "mention":
        return _from_mention(partial, story) if is_on("dates.from-mention") else None
    if partial.month is not None and partial.shift is None and partial.year_shift is None:
        found = _from_text(partial, expression, place, story)
        if found:
            return found
    if story.published is None or not is_on("dates.from-published"):
        return None
    interval = _from_published(partial, story.published, expression, story)
    return (interval, "published") if interval else None


def _from_mention(partial: Partial, story: Story) -> tuple[Interval, str] | None:
    """ "the next day", "that same year", "in May of that year"."""
    if story.previous is None:
        return None
    unit, (start, end) = story.previous
    if partial.year_shift is not None:
        found = _in_year(partial, start.year + partial.year_shift) if start.year == end.year else None
        return (found, "mention") if found else None
    if partial.month_shift is not None and partial.day is not None:
        same_month = (start.year, start.month) == (end.year, end.month)
        found = calendar.days(start.year, start.month, partial.day, partial.day) if same_month else None
        return (found, "mention") if found else None
    if partial.weekday is not None and partial.shift is None:
        found = _weekday_near(partial.weekday, start, end)
        return (found, "mention") if found else None
    sizes = {"day": 0, "week": 1, "weekend": 1, "month": 2}
    known, wanted = sizes.get(unit, 3), sizes.get(partial.unit, 3)
    if known > wanted or partial.shift is None:
        return None
    anchor = end if partial.shift > 0 else start
    if wanted == 0 and start != end and partial.shift == 0:
        return None
    if wanted == 3 and start.year != end.year:
        return None
    found = calendar.shifted(partial.unit, anchor, partial.shift)
    return (found, "mention") if found else None


def _weekday_near(weekday: int, start: datetime.date, end: datetime.date) -> Interval | None:
    """Return the day that "that Tuesday" means behind a day or week: none further off than three days."""
    if (end - start).days > 6:
        return None
    days = [calendar.move(start, n) for n in range(-3, (end - start).days + 4)]
    fits = [day for day in days if day and day.weekday() == weekday]
    inside = [day for day in fits if start <= day <= end]
    best = (inside or fits)[:1]
    return (best[0], best[0]) if best else None


def _from_text(partial: Partial, expression: Expression, place: Place, story: Story) -> tuple[Interval, str] | None:
    """Complete a day or month from the years that stand in the release."""
    # Dates whose year is known stand in text order: only the neighbours can be the nearest.
    n = bisect_left(story.complete, expression.start, key=lambda item: item[0])
    beside = [item for item in story.complete[max(0, n - 1) : n + 1] if item[1].sentence == place.sentence]
    if beside and is_on("dates.from-sentence"):
        _, _, near = min(beside, key=lambda item: abs(item[0] - expression.start))
        found = _nearest(partial, near, story, expression)
        if found:
            return found, "sentence"
    if partial.day is not None and partial.last_day is None and partial.month and is_on("dates.from-release"):
        years = story.by_day.get((partial.month, partial.day), set())
        if len(years) == 1:
            found = _in_year(partial, min(years))
            if found and _weekday_fits(partial, found):
                return found, "release"
    if partial.unit == "month" and expression.start in story.known and is_on("dates.from-release"):
        years = story.by_month.get(partial.month or 0, set())
        if len(years) == 1:
            found = _in_year(partial, min(years))
            return (found, "release") if found else None
    if n and story.complete[n - 1][1].paragraph == place.paragraph and is_on("dates.from-paragraph"):
        near = story.complete[n - 1][2]
        found = _nearest(partial, near, story, expression)
        by_day = partial.day is not None and (near[1] - near[0]).days < NARRATIVE_DAYS / 2
        if found and by_day and abs((found[0] - near[0]).days) <= NARRATIVE_DAYS:
            return found, "paragraph"
    return None


def _nearest(partial: Partial, near: Interval, story: Story, expression: Expression) -> Interval | None:
    """Return the date in the year that brings it nearest to a known one, if the tense allows it."""
    choices = [c for c in (_in_year(partial, near[0].year + k) for k in (-1, 0, 1)) if c and _weekday_fits(partial, c)]
    if not choices:
        return None
    best = min(choices, key=lambda c: (abs((c[0] - near[0]).days), c[0]))
    if story.published is None:
        return best
    direction = story.direction(expression)
    if direction == FUTURE:
        return best if best[1] >= story.published else None
    return best if best[0] <= story.published or direction == UNKNOWN else None


def _weekday_fits(partial: Partial, interval: Interval) -> bool:
    return partial.weekday is None or interval[0].weekday() == partial.weekday


def _from_published(
    partial: Partial, published: datetime.date, expression: Expression, story: Story
) -> Interval | None:
    """Complete a date from the release's own."""
    if partial.unit == "past-week":
        start = calendar.move(published, -7)
        return (start, published) if start else None
    if partial.unit == "past-fortnight":
        start = calendar.move(published, -14)
        return (start, published) if start else None
    if partial.unit == "past-month":
        before = calendar.shifted("month", published, -1)
        return (before[0].replace(day=min(published.day, before[1].day)), published) if before else None
    if partial.year_shift is not None:
        return _in_year(partial, published.year + partial.year_shift)
    if partial.month_shift is not None:
        month = calendar.shifted("month", published, partial.month_shift)
        if month is None or partial.day is None:
            return _around(partial, month) if month else None
        return calendar.days(month[0].year, month[0].month, partial.day, partial.day)
    if partial.unit == "day" and partial.month is None and partial.weekday is not None and partial.day is not None:
        return _numbered_weekday(partial, published, story.direction(expression))
    if partial.unit == "day" and partial.month is None and partial.weekday is not None:
        return _weekday(partial, published, expression, story)
    if partial.month is not None or partial.number is not None:
        if partial.shift is not None:
            return _named_shift(partial, published)
        return _choose(partial, published, story.direction(expression), expression.form)
    if partial.shift is None:
        return None
    interval = calendar.shifted(partial.unit, published, partial.shift)
    return _part(interval, partial.part) if interval and partial.part else interval


def _weekday(partial: Partial, published: datetime.date, expression: Expression, story: Story) -> Interval | None:
    """Return the day a weekday means: the last one, or the next where the tense is future."""
    weekday = partial.weekday or 0
    ahead = (weekday - published.weekday()) % 7
    if partial.week_shift is not None:
        return calendar.shifted("day", published, weekday - published.weekday() + 7 * partial.week_shift)
    if partial.shift == 0:
        return calendar.shifted("day", published, weekday - published.weekday())
    future = partial.shift == 1 or (
        partial.shift is None
        and (
            story.direction(expression) == FUTURE
            or (expression.form == "until" and story.direction(expression) != PAST)
        )
    )
    if future:
        return calendar.shifted("day", published, ahead or 7)
    if ahead == 0:
        return calendar.shifted("day", published, -7 if partial.shift == -1 or story.names_today else 0)
    return calendar.shifted("day", published, ahead - 7)


def _numbered_weekday(partial: Partial, published: datetime.date, direction: str) -> Interval | None:
    """Return the nearest day of a number that is the weekday told ("Thursday 6th"), on the side the tense tells."""
    months = (calendar.shifted("month", published, k) for k in range(-REACH, REACH + 1))
    days = (calendar.day(m[0].year, m[0].month, partial.day or 0) for m in months if m)
    fits = [d for d in days if d and d.weekday() == partial.weekday]
    if direction == FUTURE:
        fits = [d for d in fits if d >= published]
    elif direction == PAST:
        fits = [d for d in fits if d <= published]
    best = min(fits, key=lambda d: (abs((d - published).days), d), default=None)
    return (best, best) if best and abs((best - published).days) <= NARRATIVE_DAYS else None


def _candidates(partial: Partial, year: int, reach: int = REACH) -> list[Interval]:
    found = (_in_year(partial, year + k) for k in range(-reach, reach + 1))
    return [interval for interval in found if interval]


def _named_shift(partial: Partial, published: datetime.date) -> Interval | None:
    """ "last June", "this summer", "next May": the last that was over, the next that has not begun."""
    choices = _candidates(partial, published.year)
    if partial.shift == 0:
        return _in_year(
            partial, published.year - (partial.unit == "season" and partial.number == 4 and published.month < 3)
        )
    if partial.shift is not None and partial.shift > 0:
        return next((c for c in choices if c[0] > published), None)
    return next((c for c in reversed(choices) if c[1] < published), None)


def _choose(partial: Partial, published: datetime.date, direction: str, form: str) -> Interval | None:
    """Return the date in the year that tense and distance from the release's date suggest."""
    choices = _candidates(partial, published.year)
    near = [c for c in choices if abs(c[0].year - published.year) <= 1 and _weekday_fits(partial, c)]
    if partial.weekday is not None and near:
        choices = near
    if form == "since":
        direction = PAST
    elif form == "until":
        # "was remanded until 22 June": what began in the past may end ahead, so the nearer year is meant.
        direction = UNKNOWN if direction == PAST else FUTURE
    past = next((c for c in reversed(choices) if c[0] <= published), None)
    future = next((c for c in choices if c[1] >= published), None)
    if direction == FUTURE or past is None:
        return future or past
    if direction == PAST or future is None:
        return past
    return future if (future[0] - published).days < (published - past[1]).days else past


def _range(expression: Expression, place: Place, story: Story) -> Value | None:
    """Return the value of a range; each end lends the other what it lacks."""
    first, last = expression.first, expression.last
    if last is None or not (first.valid and last.valid):
        return None
    pair = _shared(first, last, expression, place, story)
    if pair is None:
        return None
    (start, _), (_, end), source = pair
    return Value(start, end, source) if start <= end else None


def _shared(
    first: Partial, last: Partial, expression: Expression, place: Place, story: Story
) -> tuple[Interval, Interval, str] | None:
    lacks_year = [_lacks_year(first), _lacks_year(last)]
    if lacks_year == [True, False]:
        right = _complete(last, expression, place, story)
        left = _before(_candidates(first, right[0][0].year, 1), right[0]) if right else None
        return (left, right[0], right[1]) if left and right else None
    if lacks_year == [False, True]:
        known = _complete(first, expression, place, story)
        end = _after(_candidates(last, known[0][0].year, 1), known[0]) if known else None
        return (known[0], end, known[1]) if known and end else None
    if first.month is None and first.weekday is not None and last.month is None and last.weekday is not None:
        known = _complete(first, expression, place, story)
        if known is None:
            return None
        end = calendar.shifted("day", known[0][0], (last.weekday - first.weekday) % 7)
        return (known[0], end, known[1]) if end else None
    if lacks_year == [True, True] and story.published is not None and story.direction(expression) == FUTURE:
        right = _complete(last, expression, place, story)
        left = _before(_candidates(first, right[0][0].year, 1), right[0]) if right else None
        return (left, right[0], right[1]) if left and right else None
    known = _complete(first, expression, place, story)
    if known is None:
        return None
    if lacks_year == [True, True]:
        end = _after(_candidates(last, known[0][0].year, 1), known[0])
        return (known[0], end, known[1]) if end else None
    other = _complete(last, expression, place, story)
    return (known[0], other[0], known[1] or other[1]) if other else None


def may_be(partial: Partial, day: datetime.date) -> bool:
    """Return whether a relative day can be this one: its weekday, where it names one, is the day's."""
    return partial.weekday is None or partial.weekday == day.weekday()


def _lacks_year(partial: Partial) -> bool:
    relative = partial.shift is not None or partial.year_shift is not None
    return partial.year is None and partial.month is not None and not relative


def _before(choices: Sequence[Interval], limit: Interval) -> Interval | None:
    return next((c for c in reversed(choices) if c[0] <= limit[0]), None)


def _after(choices: Iterable[Interval], limit: Interval) -> Interval | None:
    return next((c for c in choices if c[0] >= limit[0]), None)
