"""The grammar of dates in releases: from tokens to expressions that still need an anchor.

A hand-written recursive-descent parser: at each token that can open a date it tries the
longest form first, looks ahead a bounded number of tokens and never goes back, so its
time is linear in the text. It knows nothing of the release's own date; what an
expression leaves open (the year of "11 – 13 June", all of "yesterday") is completed in
`pipeline.extract.dates.values`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.extract.dates.lexicon import lexicon
from pipeline.extract.dates.look_up import LookUp
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_joint
from pipeline.extract.reading.small_numbers import spelled_at
from pipeline.extract.reading.words import Piece
from pipeline.extract.rules import RuleList, by_name, is_on

# A bare number is read as a year within these bounds only; beside a month from 1000 on.
FIRST_BARE_YEAR, LAST_BARE_YEAR = 1900, 2100
FIRST_YEAR, LAST_YEAR = 1000, 2199
# Marks between the numbers of a day, and what may stand right before them.
NUMERIC_MARKS = frozenset("-/.‐‑–")
BEFORE_NUMERIC = frozenset('(:“"[,')
MAX_FILLERS = 7
MAX_LIST = 12
MAX_NAME = 7
MAX_EVENT = 6  # words between "three days before" and the day of what it was before
# A number that touches one of these on its left is a piece of something longer.
_JOINING = frozenset("/_=@#$£€’'")


@dataclass(frozen=True)
class Part:
    """A stretch at the start or end of a longer period: "the first nine months of 2010".

    Of a week that is told by a day it is the days from that day on, or up to it ("the week ending 31 May").
    """

    unit: str
    n: int
    at_end: bool
    skip: int = 0


@dataclass(frozen=True)
class Partial:
    """A date as far as its words tell it.

    Attributes:
        unit: day, week, weekend (with a day: the one that holds it), month, quarter, season, year, decade, or
            past-week, past-fortnight and past-month (the days before the release's own date).
        weekday: 0 for Monday.
        number: of the quarter (1 to 4) or season (1 spring to 4 winter).
        last_day: last day of a stretch within the month ("11 – 13 June").
        shift: how many units away from the origin ("yesterday" -1); for a named weekday,
            month or season whether it is the last (-1), this (0) or the next (1).
        year_shift: the same for the year of a day or month ("May next year").
        week_shift: the same for the week of a weekday ("Tuesday of last week").
        month_shift: the same for the month of a day ("2nd of last month").
        nth: which of a month's weekdays, from 1; -1 for the last ("the first Monday of May").
        moved: how many days away from the date that is told ("three days before 9 May").
        origin: what shifts count from: "published", or "mention" (the date named before).
        other: day and month the other way round, where a numeric date can be read both ways.
        style: "day-first" or "month-first" as the words stand, empty where they do not tell.
        valid: False for what the calendar cannot hold ("31 February", "May 99999").
    """

    unit: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    number: int | None = None
    shift: int | None = None
    year_shift: int | None = None
    week_shift: int | None = None
    month_shift: int | None = None
    nth: int | None = None
    moved: int = 0
    origin: str = "published"
    part: Part | None = None
    other: tuple[int, int] | None = None
    style: str = ""
    valid: bool = True


@dataclass(frozen=True)
class Expression:
    """A date expression with its offsets into the text.

    Attributes:
        form: point, range, since, until, or habit ("Monday to Friday": no date).
        first: the date, or the start of a range.
        last: the end of a range.
        rule: the rule that read it.
    """

    start: int
    end: int
    form: str
    first: Partial
    last: Partial | None
    rule: str


Parsed = tuple[Partial, int]


class Point(NamedTuple):
    """A date, the token after it, and the rule that read it."""

    partial: Partial
    after: int
    rule: str


# The rules of what is more than a point, by their names in the tables.
FORMS = by_name("dates.since", "dates.until", "dates.range", "dates.day-range", "dates.year-list", "dates.habit")


def parse(text: str, pieces: list[Piece]) -> tuple[list[Piece], list[Expression], set[int]]:
    """Find every date expression of a text.

    Args:
        pieces: those of the text.

    Returns:
        The pieces, as tokens; the expressions in text order, which never overlap; the numbers of the
        tokens inside an expression or inside a name that only looks like a date.
    """
    parser = _Parser(text, pieces, lexicon())
    found = []
    taken: set[int] = set()
    for expression, first, after in parser.expressions():
        taken.update(range(first, after))
        if expression is not None and expression.form != "habit":
            found.append(expression)
    return pieces, found, taken


class _Parser(LookUp):
    """Reads expressions from tokens; the methods take a token number and return what stands there."""

    def plural(self, i: int) -> bool:
        """Whether a lower-case word stands there that looks like a plural noun."""
        word = self.tokens[i].text if self.kind(i) == "w" else ""
        return word.endswith("s") and word.islower() and len(word) > 2 and not self.cue(i, "plural_not")

    def starts_sentence(self, i: int) -> bool:
        return self.kind(i - 1) == "b" or self.low(i - 1) in {".", "!", "?", ":", "“", '"', "”", "•", "*"}

    # -- the loop ------------------------------------------------------------------------------

    def expressions(self) -> Iterator[tuple[Expression | None, int, int]]:
        """Yield each expression with its first token and the token after it; None for a name."""
        i = 0
        years_end = -1
        while i < self.n:
            token = self.tokens[i]
            if token.kind != "n" and token.low not in self.words.starts:
                i += 1
                continue
            after = self.name(i)
            if after:
                yield None, i, after
                i = after
                continue
            found = self.expression(i) if self.opens(i) else None
            if found is None and self.kind(i) == "n" and self.joins(years_end, i):
                year = self.year(i, FIRST_BARE_YEAR, LAST_BARE_YEAR)
                if (
                    year
                    and not (self.identifier(i) or self.short_year_end(i))
                    and (self.low(year[1]) == "of" or not self.cue(year[1], "quantity"))
                ):
                    found = self.make(i, year[1], "point", Partial("year", year=year[0]), None, "year-list")
            if found is None:
                i += 1
                continue
            expression, first, after = found
            yield expression, first, after
            if expression.first.year and self.year(after - 1):
                years_end = after
            i = after

    def opens(self, i: int) -> bool:
        if self.kind(i) == "n":
            return True
        # Articles are every tenth word, and hardly one of them begins a date.
        return (
            self.low(i) not in cues("article")
            or self.kind(i + 1) == "n"
            or self.low(i + 1) in self.words.behind_article
        )

    def joins(self, years_end: int, i: int) -> bool:
        """Whether only "," and "and" stand between the year before and the number at `i`."""
        between = [self.low(k) for k in range(years_end, i)] if 0 <= years_end < i <= years_end + 2 else []
        return bool(between) and all(low in cues("year_joint") for low in between)

    def name(self, i: int) -> int | None:
        for name in self.words.names.get(self.low(i), ()):
            if all(self.low(i + k) == low for k, low in enumerate(name)):
                return i + len(name)
        return None

    def make(
        self, i: int, after: int, form: str, first: Partial, last: Partial | None, rule: str
    ) -> tuple[Expression, int, int] | None:
        """Return an expression with its first token and the token after it, None where its rule is off."""
        if rule in FORMS and not is_on(FORMS[rule]):
            return None
        expression = Expression(self.tokens[i].start, self.tokens[after - 1].end, form, first, last, rule)
        return expression, i, after

    # -- expressions ---------------------------------------------------------------------------

    def expression(self, i: int) -> tuple[Expression, int, int] | None:
        if self.role(i, "open"):
            found = self.open_range(i)
            if found:
                return found
        low = self.low(i)
        if low in ("from", "between"):
            return self.closed_range(i, low == "between")
        if self.cue(i, "begins_range"):
            return self.closed_range(i, False)
        ago = self.ago_range(i) or self.habitual_weekday(i)
        if ago is not None:
            return ago
        point = self.point(i)
        if point is None:
            return None
        first, after, rule = point
        ranged = self.dash_range(i, first, after)
        return ranged or self.make(i, after, "point", first, None, rule)

    def open_range(self, i: int) -> tuple[Expression, int, int] | None:
        """ "since 2013", "until the end of 2022", "since as early as spring 2009"."""
        form = self.words.roles[self.low(i)]["open"]
        j, point = self.loose_point(i + 1)
        if form == "since" and point is not None and not point[0].last_day:
            closed = self.closed_range(i, False)
            if closed is not None and closed[0].form == "range" and self.continues(point[1]):
                return closed
        if point is None or point[0].last_day or (self.low(i) in ("through", "thru") and point[0].shift is not None):
            return None
        if self.low(j) == "the" and point[0].unit == "year" and point[0].year and point[1] == j + 2:
            return None  # "since the 2010 attack"
        return self.make(i, point[1], form, point[0], None, form)

    def continues(self, i: int) -> bool:
        """Whether "and continuing" stands at `i`."""
        k = i + (self.low(i) == ",")
        return self.cue(k + (self.low(k) == "and"), "goes_on")

    def closed_range(self, i: int, between: bool) -> tuple[Expression, int, int] | None:
        """ "from 22 July to 7 August 2024", "between February and May", "from 2005 onwards"."""
        _, left = self.loose_point(i + 1)
        if left is None:
            return None
        first, k, _ = left
        if first.last_day:
            return self.make(i, k, "point", first, None, "day-range")
        if self.low(k) == ",":
            k += 1
        if not between and self.role(k, "onward") and self.low(k) != "on":
            return self.make(i, k + 1, "since", first, None, "since")
        if self.low(k) == "up" and self.low(k + 1) == "to":
            k += 1
        if self.cue(k + (self.low(k) == "and"), "goes_on") and not between:
            k += 1 + (self.low(k) == "and")
        closes = self.role(k, "to") or (self.low(i) == "from" and (self.dash(k) or self.low(k) == "into"))
        if self.role(k, "and") if between else closes:
            m = k + 1
            if self.low(m) == "and" and self.low(m + 1) == "including":
                m += 2
            if not between and self.role(m + (self.low(m) == "the"), "present"):
                return self.make(i, m + 1 + (self.low(m) == "the"), "since", first, None, "since")
            _, right = self.loose_point(m)
            if right and right[0].last_day is None and not self.counted_years(first, right):
                return self.make(i, right[1], "range", first, right[0], "range")
        # Without an end the opening word means nothing: the point is found again, guarded, on its own.
        return None

    def loose_point(self, i: int) -> tuple[int, Point | None]:
        """Return the date at `i` or behind hedges ("at least", "in or about"), and where it starts."""
        for j in range(i, i + MAX_FILLERS):
            point = self.point(j, strong=True)
            joins = self.low(j) == "and" and self.role(j - 1, "open_filler") and self.role(j + 1, "open_filler")
            if point or not (self.role(j, "open_filler") or joins):
                return j, point
        return i, None

    def ago_range(self, i: int) -> tuple[Expression, int, int] | None:
        """ "10 to 20 years ago", "two or three weeks ago"."""
        least, k = self.amount(i) if self.kind(i) == "n" or self.low(i) in self.words.amounts else (None, i)
        if least is None or not (self.role(k, "to") or self.dash(k) or self.low(k) == "or"):
            return None
        later = self.units_ago(k + 1)
        if later is None or later[0].shift is None or -later[0].shift <= least:
            return None
        return self.make(i, later[1], "range", later[0], replace(later[0], shift=-least), "range")

    def habitual_weekday(self, i: int) -> tuple[Expression, int, int] | None:
        """ "the first Saturday of the month", "the second Friday of every month"."""
        j = i + 1 if self.low(i) == "the" else i
        order = self.value(j, "ordinal") or self.role(j, "last_part")
        weekday = self.value(j + 1, "weekday")
        if not order or weekday is None or self.low(j + 2) not in ("of", "in") or self.low(j + 4) != "month":
            return None
        if self.low(j + 3) != "the" and not self.cue(j + 3, "every"):
            return None
        return self.make(i, j + 5, "habit", Partial("day", weekday=weekday), None, "habit")

    def counted_years(self, first: Partial, right: Point) -> bool:
        """ "between 1900 and 2000 people": the ends are no years."""
        last, after, _ = right
        return bool(first.unit == last.unit == "year" and first.year and last.year) and (
            self.cue(after, "quantity") or (self.plural(after) and not self.glued(after))
        )

    def dash_range(self, i: int, first: Partial, k: int) -> tuple[Expression, int, int] | None:
        """ "28 June – 23 November", "2009-2010", "June 2011 to May 2012"."""
        if first.unit == "year" and first.year and self.glued(k) and self.glued(k + 1) and len(self.low(k + 1)) == 2:
            if not self.short_year_end(k - 1):
                return None
            return self.make(i, k + 2, "range", first, Partial("year", year=first.year + 1), "range")
        dash = self.dash(k)
        if dash and self.role(k + 1, "present") and first.shift is None and first.weekday is None:
            return self.make(i, k + 2, "since", first, None, "since")
        if not (dash or self.role(k, "to")) or first.last_day or first.shift is not None or first.part:
            return None
        right = self.point(k + 1, strong=True)
        if right is None or right[0].last_day or right[0].shift is not None:
            return None
        last, after, _ = right
        if first.unit != last.unit or (first.month is None) != (last.month is None):
            return None
        if first.unit == "year" and (self.counted_years(first, right) or (self.dash(after) and self.glued(after))):
            return None
        if first.weekday is not None and first.month is None:
            return self.make(i, after, "habit", first, last, "habit")
        return self.make(i, after, "range", first, last, "range")

    # -- points ----------------------------------------------------------------------------------

    def point(self, i: int, *, strong: bool = False) -> Point | None:
        """Return the date at token `i`.

        Args:
            strong: the word before settles that a bare month, weekday or year is meant.
        """
        kind = self.kind(i)
        if kind not in ("n", "w"):
            return None
        for rule in (AT_NUMBERS if kind == "n" else AT_WORDS).active():
            found = rule.read(self, i, strong)
            if found is not None:
                return Point(*found, rule.name)
        return None

    # -- days and weeks told in other ways -------------------------------------------------------

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """Return the number of "fourth", "twenty-third", "twenty third", and the token after it."""
        tens = self.value(i, "ordinal")
        if tens:
            return tens, i + 1
        amount = self.words.amounts.get(self.low(i))
        if amount not in (20, 30):
            return None
        k = i + 2 if self.dash(i + 1) else i + 1
        ones = self.value(k, "ordinal")
        return (amount + ones, k + 1) if ones and ones <= 9 else None

    def ordinal_day(self, i: int) -> Parsed | None:
        """ "the twenty-third of August 2022"; the first of "the sixth and seventh of March"."""
        j = i + 1 if self.low(i) == "the" else i
        first = self.ordinal(j)
        if first is None or first[0] > 31:
            return None
        number, after = first
        k = after
        for _ in range(MAX_LIST):
            step = past_joint(self.low, k)
            if step == k:
                break
            k = step + 1 if self.low(step) == "the" else step
            more = self.ordinal(k)
            if more is None:
                return None
            k = more[1]
        month = self.of_month(k)
        if month is None:
            return None
        dated, end = self.with_year(Partial("day", month=month[0], day=number), month[1])
        return dated, (end if k == after else after)

    def of_month(self, i: int) -> tuple[int, int] | None:
        """Return the month of "of March", "day of March", and the token after it."""
        if self.low(i) == "day":
            i += 1
        return self.month(i + 1) if self.low(i) == "of" else None

    def day_of_period(self, i: int) -> Parsed | None:
        """ "2nd of this month", "the 5th of the same month", "1st day of March, 2023"."""
        found = self.day(i)
        if found is None or self.kind(found[1] - 1) != "w":
            return None
        number, after = found
        if self.low(after) == "day":
            month = self.of_month(after)
            return self.with_year(Partial("day", month=month[0], day=number), month[1]) if month else None
        if self.low(after) != "of":
            return None
        j = after + 2 if self.low(after + 1) == "the" else after + 1
        shift = self.value(j, "shift")
        if self.low(j + 1) != "month":
            return None
        if self.low(j) in ("same", "that"):
            return Partial("day", day=number, month_shift=0, origin="mention"), j + 2
        return (Partial("day", day=number, month_shift=shift), j + 2) if shift is not None else None

    def named_numeric(self, i: int) -> Parsed | None:
        """ "2019-Aug-01", "10-Apr-15", "03/Feb/2021": a month's name between signs."""
        if i + 4 >= self.n or any(not self.glued(i + k) for k in (1, 2, 3, 4)) or self.low(i + 1) != self.low(i + 3):
            return None
        if self.low(i + 1) not in {"-", "/", ".", "‐", "‑", "–"} or self.kind(i + 4) != "n" or self.glued(i):
            return None
        month = self.value(i + 2, "month") or self.value(i + 2, "month_short")
        ends = self.low(i), self.low(i + 4)
        sizes = len(ends[0]), len(ends[1])
        if month is None or (self.glued(i + 5) and (self.dash(i + 5) or self.kind(i + 5) == "n")):
            return None
        if sizes[0] == 4 and sizes[1] <= 2:
            return self.numeric_day(int(ends[0]), month, int(ends[1]), i + 5)
        if sizes[0] > 2 or sizes[1] not in (2, 4):
            return None
        year = int(ends[1]) if sizes[1] == 4 else int(ends[1]) + (1900 if int(ends[1]) >= 50 else 2000)
        return self.numeric_day(year, month, int(ends[0]), i + 5, style="day-first")

    def nth_weekday(self, i: int) -> Parsed | None:
        """ "the first Monday of May 2024", "the last Friday of this month", "the 3rd Thursday in June"."""
        j = i + 1 if self.low(i) == "the" else i
        nth: int | None = self.value(j, "ordinal")
        k = j + 1
        if self.kind(j) == "n" and self.role(j + 1, "suffix") and self.glued(j + 1) and len(self.low(j)) == 1:
            nth, k = int(self.low(j)), j + 2
        elif self.role(j, "last_part"):
            nth = -1
        weekday = self.value(k, "weekday")
        if nth is None or not -1 <= nth <= 5 or nth == 0 or weekday is None or self.low(k + 1) not in ("of", "in"):
            return None
        whole = self.container(k + 2)
        if whole is None or whole[0].unit != "month" or whole[0].part or whole[0].day:
            return None
        day = replace(whole[0], unit="day", weekday=weekday, nth=nth)
        return (replace(day, shift=None, month_shift=day.shift) if day.month is None else day), whole[1]

    def week_of(self, i: int) -> Parsed | None:
        """ "the week of May 6", "the week beginning Monday 3 June", "the weekend of 1-2 June"."""
        j = i + 1 if self.low(i) == "the" else i
        unit = self.words.roles.get(self.low(j), {}).get("unit")
        if unit not in ("week", "weekend") or self.low(j).endswith("s") or self.low(i - 1) in cues("per_week"):
            return None
        k = j + 1
        if not (self.low(k) == "of" or (unit == "week" and self.role(k, "week_edge"))):
            return None
        edge = self.low(k)
        k += 2 if self.low(k + 1) in ("on", "the") else 1
        found = self.weekday_date(k) or (self.numeric(k) or self.day_month(k) if self.kind(k) == "n" else None)
        found = found or (self.month_date(k, False) if self.month(k) else None)
        if found is None or found[0].unit != "day" or found[0].day is None or not found[0].valid:
            return None
        if found[0].last_day and edge == "of":
            return found  # "the week of April 21-27"
        part = Part("day", 7, edge == "ending") if unit == "week" and edge != "of" else None
        return replace(found[0], unit=unit, last_day=None, weekday=None, part=part), found[1]

    def numbered_weekday(self, i: int) -> Parsed | None:
        """ "Thursday 6th", "Fri 7th", "Sat. 8 and": a weekday with a day of a month that is not told."""
        weekday = self.value(i, "weekday")
        if weekday is None:
            weekday = self.value(i, "weekday_short")
        if weekday is None or not self.is_capital(i):
            return None
        j = i + 1
        if self.low(j) == "." and self.glued(j):
            j += 1
        if self.low(j) == "the":
            j += 1
        found = self.day(j)
        if found is None:
            return None
        has_ending = self.kind(found[1] - 1) == "w"
        goes_on = self.role(found[1], "and") or self.low(found[1]) in cues("date_list_end") or self.dash(found[1])
        if not has_ending and not (goes_on and self.value(i, "weekday") is None):
            return None
        return Partial("day", weekday=weekday, day=found[0]), found[1]

    def distance(self, i: int) -> Parsed | None:
        """ "three days before the raid of 2 May 2024", "the day after 9 May": days or weeks from a day told behind."""
        amount, j = self.amount(i)
        if amount is None:
            return None
        unit = self.words.roles.get(self.low(j), {})
        size = {"day": 1, "week": 7, "fortnight": 14}.get(unit.get("unit") or unit.get("clock") or "")
        sign = {"before": -1, "after": 1}.get(self.low(j + 1))
        if size is None or sign is None:
            return None
        k = j + 2
        for _ in range(MAX_EVENT):
            if self.kind(k) != "w" or self.month(k) or self.value(k, "weekday") is not None:
                break
            # "the day before the trial in Leeds on 3 May": the day is not told as the trial's.
            if self.low(k) in ("on", "of"):
                k += 1
                break
            k += 1
        if k == j + 2 and self.low(k) == "the":
            k += 1
        if self.low(k) == "the":
            k += 1
        found = self.weekday_date(k) or self.numeric(k) or (self.day_month(k) if self.kind(k) == "n" else None)
        found = found or (self.month_date(k, False) if self.month(k) else None)
        if (
            found is None
            or found[0].unit != "day"
            or found[0].day is None
            or found[0].last_day
            or found[0].year is None
        ):
            return None
        return replace(found[0], moved=sign * size * amount, weekday=None), found[1]

    def amount(self, i: int) -> tuple[int | None, int]:
        """Return the whole number at `i`, in figures or words ("a", "the" count one), and the token after it."""
        if self.kind(i) == "n" and len(self.low(i)) <= 3 and not self.part_of_number(i):
            return int(self.low(i)), i + 1
        if self.low(i) in cues("article"):
            return 1, i + 1
        found = spelled_at(self.text, self.tokens, i)
        return (int(found[0]), found[1]) if found and found[0].is_integer() else (None, i + 1)

    def decade(self, i: int) -> Parsed | None:
        """ "the 1970s", "the late nineties", "1990s"; not "a 1990s case" or "in her nineties"."""
        j = i + 1 if self.low(i) == "the" else i
        if self.role(j, "part"):
            j += 2 if self.dash(j + 1) else 1
        start: int | None = self.value(j, "decade")
        after = j + 1
        if self.kind(j) == "n" and len(self.low(j)) == 4 and self.low(j).endswith("0") and self.low(j + 1) == "s":
            start = int(self.low(j)) if self.glued(j + 1) and not self.glued(j) else None
            after = j + 2
        elif start is not None and self.low(i) != "the":
            return None
        if start is None or not FIRST_BARE_YEAR <= start <= LAST_BARE_YEAR:
            return None
        if self.low(i - 1) in cues("before_decade") or self.is_capital(after):
            return None
        # "the 1980s cartel"
        if self.kind(after) == "w" and not self.glued(after) and not self.is_link(after):
            return None
        return Partial("decade", year=start), after

    def phrase(self, i: int) -> Parsed | None:
        for phrase in self.words.phrases.get(self.low(i), ()):
            n = len(phrase.words)
            if all(self.low(i + k) == word for k, word in enumerate(phrase.words)):
                if phrase.words[-1] == "before" and self.kind(i + n) in ("w", "n"):
                    return None  # "the day before the trial"
                if phrase.unit == "weekend" and self.low(i + n) == "of":
                    return None  # "over the weekend of 1 June"
                if phrase.origin == "mention" and self.low(i + n) in cues("told_by_what_follows"):
                    return None  # "the same day that he left" is told by what follows
                if phrase.origin == "mention" and phrase.unit != "day" and self.cue(i - 1, "span_before"):
                    return None  # "over the next year and a half"
                return Partial(phrase.unit, shift=phrase.offset, origin=phrase.origin), i + n
        return None

    def month(self, i: int) -> tuple[int, int] | None:
        """Return the month named at `i` and the token after it; names and verbs are not told apart here."""
        if self.kind(i) != "w":
            return None
        full = self.value(i, "month")
        if full:
            if self.is_capital(i):
                return full, i + 1
            beside = self.kind(i + 1) == "n" or self.kind(i - 1) == "n"
            return (full, i + 1) if beside and not self.role(i, "name_month") else None
        short = self.value(i, "month_short")
        if short and self.is_capital(i):
            return short, i + 2 if self.low(i + 1) == "." and self.glued(i + 1) else i + 1
        return None

    def day(self, i: int) -> tuple[int, int] | None:
        """Return the day of a month at `i`, and the token after it and its ending ("30th")."""
        if self.kind(i) != "n" or len(self.low(i)) > 2:
            return None
        number = int(self.low(i))
        if not 1 <= number <= 31 or self.part_of_number(i):
            return None
        if self.glued(i) and self.dash(i - 1) and self.glued(i - 1) and self.kind(i - 2) == "n":
            return None  # "2018-13"
        after = i + 1
        if self.role(after, "suffix") and self.glued(after):
            return number, after + 1
        return None if self.low(after) == "%" else (number, after)

    def part_of_number(self, i: int) -> bool:
        """Whether the digits belong to "2,500", "1.5", "10:30" or "$20"."""
        if self.glued(i) and self.low(i - 1) in {"$", "£", "€", "#", "§", "¥"}:
            return True
        before = self.glued(i) and self.low(i - 1) in {".", ",", ":", "/"} and self.glued(i - 1)
        if before and self.kind(i - 2) == "n":
            return True
        after = self.glued(i + 1) and self.low(i + 1) in {".", ",", ":", "/"} and self.glued(i + 2)
        return after and self.kind(i + 2) == "n" and (self.low(i + 1) != "," or len(self.low(i + 2)) == 3)

    def year(self, i: int, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> tuple[int, int] | None:
        """Return the four-digit year at `i`."""
        if self.kind(i) != "n" or len(self.low(i)) != 4:
            return None
        number = int(self.low(i))
        if not first <= number <= last:
            return None
        if self.glued(i + 1) and self.kind(i + 1) == "w" and not self.is_capital(i + 1):
            return None  # "2010s"
        return number, i + 1

    def with_year(self, partial: Partial, i: int) -> Parsed:
        """Add the year that follows a day or month: "2017", ", 2017", "of 2008", "next year"."""
        j = i
        if self.low(i) in (",", "of") or (self.low(i) == "." and self.kind(i + 1) == "n"):
            j += 1
        year = self.year(j)
        if year and self.low(i) == "." and self.low(year[1]) not in (")", ","):
            year = None
        if year and year[0] < FIRST_BARE_YEAR and self.plural(year[1]):
            year = None
        if year:
            return replace(partial, year=year[0]), year[1]
        apart = self.year(i + 1, FIRST_BARE_YEAR) if self.low(i) == "in" else None
        if apart and not (self.plural(apart[1]) or self.cue(apart[1], "quantity") or self.low(apart[1]) == "%"):
            return replace(partial, year=apart[0]), apart[1]
        if self.kind(j) == "n" and j == i and (len(self.low(j)) > 4 or self.low(j).startswith("0000")):
            return replace(partial, valid=False), j + 1
        k = j + 1 if self.low(j) == "the" else j
        from_mention = {"same": 0, "that": 0, "following": 1 if self.low(j - 1) == "of" else None}.get(self.low(k))
        if from_mention is not None and self.low(k + 1) == "year":
            return replace(partial, year_shift=from_mention, origin="mention"), k + 2
        if self.low(k) == "year" and self.low(k + 1) == "before":
            if self.low(k + 2) == "last":
                return replace(partial, year_shift=-2), k + 3
            if self.kind(k + 2) not in ("w", "n"):
                return replace(partial, year_shift=-1, origin="mention"), k + 2
        shift = self.value(j, "shift")
        if shift is not None and self.low(j + 1) == "year":
            return replace(partial, year_shift=shift), j + 2
        return partial, i

    def day_list(self, i: int, *, month_first: bool) -> tuple[int, int | None, int] | None:
        """Return first and last day of "11", "11 – 13", "4 and 5", "10, 11, and 12", and the token after."""
        first = self.day(i)
        if first is None:
            return None
        number, after = first
        if self.dash(after) or self.role(after, "to"):
            last = self.day_after_dash(after + 2 if self.low(after + 1) == "the" else after + 1)
            if last and last[0] > number and not (month_first and self.counted(last[1])):
                return number, last[0], last[1]
        k, last_number = after, number
        for _ in range(MAX_LIST):
            m = past_joint(self.low, k)
            final = m > k and self.low(m - 1) != ","
            following = self.day(m) if m > k and self.low(m - 1) != "or" else None
            if following is None or following[0] <= last_number:
                break
            last_number, k = following
            if final:
                return (number, last_number, k) if not (month_first and self.counted(k)) else (number, None, after)
        return number, None, after

    def day_after_dash(self, i: int) -> tuple[int, int] | None:
        """A day whose dash before it belongs to a range, so that the guard against "2018-13" is lifted."""
        if self.kind(i) != "n" or len(self.low(i)) > 2 or not 1 <= int(self.low(i)) <= 31:
            return None
        if self.glued(i + 1) and (self.dash(i + 1) or self.low(i + 1) in {"/", ":"}) and self.kind(i + 2) == "n":
            return None
        after = i + 1
        return int(self.low(i)), after + 1 if self.role(after, "suffix") and self.glued(after) else after

    def counted(self, i: int) -> bool:
        """Whether the number before token `i` counts what stands there ("May 3 and 12 officers")."""
        return (self.cue(i, "quantity") and not self.cue(i, "year_weak")) or self.plural(i) or self.low(i) == "%"

    def day_month(self, i: int) -> Parsed | None:
        """ "11 – 13 June", "the 4th of May 2020"; the weekday before is read by `weekday_date`."""
        if self.kind(i) == "n" and len(self.low(i)) <= 2 and not 1 <= int(self.low(i)) <= 31:
            month = self.month(i + 1)
            # "45 May 2020" names no day; without a year the number may count something.
            found = self.with_year(Partial("day", month=month[0], day=1), month[1]) if month else None
            return (replace(found[0], valid=False), found[1]) if found and found[0].year else None
        days: tuple[int, int | None, int] | None
        if self.low(i + 1) == "/" and self.kind(i + 2) == "n" and self.glued(i + 1) and self.glued(i + 2):
            night = self.day_after_dash(i + 2)  # "the night of 11/12 June"
            start = int(self.low(i)) if len(self.low(i)) <= 2 else 0
            days = (start, night[0], night[1]) if night and 1 <= start < night[0] and not self.glued(i) else None
        elif self.cue(i - 1, "reference") or (self.low(i - 1) == "." and self.low(i - 2) == "no"):
            listed = self.day(i)
            days = (listed[0], None, listed[1]) if listed else None
        else:
            days = self.day_list(i, month_first=False)
        if days is None:
            return None
        first, last, after = days
        if self.low(after) == "," and last is None and self.month(after + 1):
            # "24, October 2024"; a list that ends in a number has no year behind its month
            named = self.month(after + 1)
            if named and self.year(named[1]) and not self.glued(after + 1):
                return self.with_year(Partial("day", month=named[0], day=first, style="day-first"), named[1])
            return None
        if self.low(after) == "of" or (self.dash(after) and self.glued(after) and self.glued(after + 1)):
            after += 1
        month = self.month(after)
        if month is None:
            return None
        if self.low(month[1]) == "-" and self.glued(month[1]) and self.year(month[1] + 1):
            return Partial(
                "day",
                month=month[0],
                day=first,
                last_day=last,
                year=int(self.low(month[1] + 1)),
                style="day-first",
            ), month[1] + 2
        return self.with_year(Partial("day", month=month[0], day=first, last_day=last, style="day-first"), month[1])

    def month_date(self, i: int, strong: bool) -> Parsed | None:
        """ "June 13, 14 and 20, 2019", "Oct. 8", "May next year", "September"."""
        month = self.month(i)
        if month is None:
            return None
        number, after = month
        j = after + 1 if self.low(after) == "the" else after
        days = self.day_list(j, month_first=True)
        if days and not (self.low(j + 1) in (":", "%") and self.glued(j + 1)):
            first, last, k = days
            dated, end = self.with_year(Partial("day", month=number, day=first, last_day=last, style="month-first"), k)
            counts = self.counted(k) or (self.low(i - 1) == "in" and self.kind(k) == "w" and not self.is_capital(k))
            if dated.year or not dated.valid or not counts or self.tokens[k - 1].kind == "w" or self.low(i - 1) == "on":
                return dated, end
        if self.kind(after) == "n" and len(self.low(after)) == 2 and int(self.low(after)) > 31:
            year = self.year(after + 1 + (self.low(after + 1) == ","))
            if year:
                return Partial("day", month=number, day=1, year=year[0], valid=False), year[1]
        ordinal = self.ordinal(after + 1 if self.low(after) == "the" else after)
        if ordinal and ordinal[0] <= 31 and self.low(ordinal[1]) not in cues("no_day_behind"):
            return self.ordinal_days(number, ordinal, named=self.low(after) == "the")
        dated, end = self.with_year(Partial("month", month=number), after)
        told = self.year(after + 2) if self.role(after, "daypart") and self.low(after + 1) == "in" else None
        if told:
            return replace(dated, year=told[0]), after  # "on an August morning in 2019"
        if end > after or (strong and not self.month_is_name(i, after)):
            return dated, end
        return (dated, end) if self.bare_month(i, after) else None

    def ordinal_days(self, month: int, first: tuple[int, int], *, named: bool) -> Parsed | None:
        """ "(April) ninth", "(April) ninth through 15th, 2023"."""
        number, after = first
        last: tuple[int, int] | None = None
        if self.dash(after) or self.role(after, "to"):
            k = after + 2 if self.low(after + 1) == "the" else after + 1
            last = self.ordinal(k) or self.day_after_dash(k)
        if last and last[0] > number:
            return self.with_year(Partial("day", month=month, day=number, last_day=last[0]), last[1])
        if not named and self.kind(after) == "w" and not (self.is_link(after) or self.role(after, "daypart")):
            return None  # "in May third parties were paid"
        return self.with_year(Partial("day", month=month, day=number), after)

    def month_is_name(self, i: int, after: int) -> bool:
        return (
            self.role(i, "name_month")
            and self.is_capital(after)
            and not self.glued(after)
            and self.value(after, "month") is None
            and self.low(i - 1) != "in"
        )

    def bare_month(self, i: int, after: int) -> bool:
        """Whether a month alone, without year or day, names a month here and not a person or verb."""
        short = self.value(i, "month") is None
        if self.dash(after) and self.month(after + 1):
            return True
        if self.cue(i - 1, "every") or (self.glued(i) and self.kind(i - 1) in ("w", "n")):
            return False
        before = i - 2 if self.dash(i - 1) and self.role(i - 2, "part") else i - 1
        if self.cue(before, "month_strong") and not (self.low(before) == "by" and self.month_is_name(i, after)):
            return True
        if self.low(i - 1) == "of" and not self.month_is_name(i, after):
            return True
        if short:
            # "charged in St. Louis Dec...": a text breaks off behind it
            return self.low(i + 1) == "…" or all(self.low(i + k) == "." for k in (1, 2, 3))
        if not self.role(i, "name_month"):
            return not (self.is_capital(i - 1) and not self.starts_sentence(i - 1)) or self.tokens[i].text.isupper()
        if not self.cue(i - 1, "month_weak") or self.month_is_name(i, after):
            return False
        if self.low(i) == "march" and self.cue(after, "march_verb"):
            return False
        return self.kind(after) != "w" or self.low(i) != "may" or self.low(i - 1) in ("the", "a")

    def weekday_date(self, i: int) -> Parsed | None:
        """ "Monday, March 16, 2026", "Tuesday October 25th", "Fri., 3 May"."""
        weekday = self.value(i, "weekday")
        short = self.value(i, "weekday_short") if weekday is None else None
        if weekday is None and short is None:
            return None
        j = i + 1
        if self.low(j) == "." and self.glued(j):
            j += 1
        if self.low(j) == ",":
            j += 1
        if self.low(j) == "the":
            j += 1
        found = self.numeric(j) or self.day_month(j) or (self.month_date(j, False) if self.month(j) else None)
        if found is None and short is None:
            found = self.weekday_range(j)
        if found is None or found[0].unit != "day" or found[0].day is None:
            return None
        return replace(found[0], weekday=weekday if weekday is not None else short), found[1]

    def weekday_range(self, i: int) -> Parsed | None:
        """ "(Monday) 11 to Wednesday 13 May": days of one month, each behind its weekday."""
        first = self.day(i)
        if first is None or not (self.dash(first[1]) or self.role(first[1], "to") or self.role(first[1], "and")):
            return None
        k = first[1] + 1
        if self.value(k, "weekday") is None:
            return None
        last = self.day_month(k + 1)
        if last is None or last[0].day is None or last[0].last_day is not None or last[0].day <= first[0]:
            return None
        return replace(last[0], day=first[0], last_day=last[0].day), last[1]

    def bare_weekday(self, i: int, strong: bool) -> Parsed | None:
        """ "on Tuesday", "Friday night", "Tuesday of last week"."""
        weekday = self.value(i, "weekday")
        if weekday is None or not self.is_capital(i) or self.cue(i - 1, "every"):
            return None
        if self.low(i - 1) in ("a", "an") or (self.glued(i) and self.kind(i - 1) == "w"):
            return None
        after = i + 1
        if self.role(after, "daypart"):
            after += 1
        k = after + 1 if self.low(after) == "of" else after
        shift = self.value(k, "shift")
        if shift is not None and self.low(k + 1) == "week":
            return Partial("day", weekday=weekday, week_shift=shift), k + 2
        clock = self.low(i - 2) == "." and self.low(i - 3) == "m"
        if self.low(i - 1) == "that" and (clock or self.cue(i - 2, "before_that_day")):
            return Partial("day", weekday=weekday, origin="mention"), after
        if self.low(after) in ("last", "next") and self.kind(after + 1) != "w":
            return Partial("day", weekday=weekday, shift=shift), after + 1  # "Tuesday next"
        return Partial("day", weekday=weekday), after

    def numeric(self, i: int) -> Parsed | None:
        """ "2023-05-12", "12/05/2023", "12.05.2023", and two-digit years where a word says so ("DOB: 9-5-85")."""
        if not self._are_three_numbers(i) or self._goes_on(i):
            return None
        a, sep, b, _, c = (self.tokens[i + k] for k in range(5))
        if len(b.text) > 2:
            return None
        if len(a.text) == 4 and len(c.text) <= 2:
            if self.glued(i + 5) and self.kind(i + 5) == "w" and self.low(i + 5) != "t":
                return None
            return self.numeric_day(int(a.text), int(b.text), int(c.text), i + 5)
        if len(a.text) > 2:
            return None
        first, second, year = int(a.text), int(b.text), self._numeric_year(i)
        if year is None:
            return None
        if sep.text == "." or first > 12:
            return self.numeric_day(year, second, first, i + 5, style="day-first")
        if second > 12:
            return self.numeric_day(year, first, second, i + 5, style="month-first")
        if first == second:
            return self.numeric_day(year, first, second, i + 5)
        return Partial("day", year=year, month=first, day=second, other=(second, first)), i + 5

    def _are_three_numbers(self, i: int) -> bool:
        """Tell whether three numbers parted by the same mark stand at `i`."""
        if self.kind(i) != "n" or i + 4 >= self.n or any(not self.glued(i + k) for k in (1, 2, 3, 4)):
            return False
        _, sep, b, sep2, c = (self.tokens[i + k] for k in range(5))
        return sep.text == sep2.text and sep.text in NUMERIC_MARKS and b.kind == c.kind == "n"

    def _goes_on(self, i: int) -> bool:
        """Tell whether the three numbers at `i` are part of something longer, such as the number of a case."""
        if self.glued(i) and (self.kind(i - 1) == "p" and self.low(i - 1) not in BEFORE_NUMERIC):
            return True
        if self.glued(i) and self.kind(i - 1) == "w" and not self.cue(i - 1, "dated"):
            return True
        if not self.glued(i + 5):
            return False
        ends = self.low(i + 5) == "." and not (self.glued(i + 6) and self.kind(i + 6) == "n")
        return bool(self.dash(i + 5)) or (self.low(i + 5) in ("/", ".") and not ends)

    def _numeric_year(self, i: int) -> int | None:
        """Return the year of three numbers at `i` that ends them, None where it can be none."""
        sep, text = self.tokens[i + 1].text, self.tokens[i + 4].text
        year = int(text)
        if len(text) == 4:
            return year if FIRST_YEAR <= year <= LAST_YEAR else None
        if len(text) != 2:
            return None
        before = i - 1 if self.kind(i - 1) == "w" else i - 2
        born = self.cue(before, "born")
        if not (self.cue(before, "dated") or born) and (sep != "/" or self.cue(i - 1, "reference")):
            return None
        # A two-digit year is 2000 on for 00 to 49; the release's own date corrects births.
        return year + (1900 if year >= 50 or (born and year > 25) else 2000)

    def numeric_day(self, year: int, month: int, day: int, after: int, style: str = "") -> Parsed | None:
        if not 1 <= month <= 12 or not 1 <= day <= 31 or not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return Partial("day", year=year, month=month, day=day, style=style), after

    def bounded(self, i: int) -> Parsed | None:
        """ "early 2014", "mid-July", "end of January", "the second half of 2016", "earlier this month"."""
        j = i + 1 if self.low(i) == "the" else i
        if self.role(j, "part"):
            k = j + 1
            if self.dash(k) or self.low(k) in ("in", "on"):
                k += 1
            return self.container(k)
        if self.role(j, "edge") and self.low(j + 1) == "of":
            return self.container(j + 2)
        if self.role(j, "half_order") and self.role(j + 1, "half") and self.low(j + 2) == "of":
            return self.container(j + 3)
        if self.kind(j) == "n" and self.role(j + 1, "suffix") and self.role(j + 2, "half") and self.low(j + 3) == "of":
            return self.container(j + 4)
        return None

    def container(self, i: int) -> Parsed | None:
        """Return the month, year, season or relative period at `i`: what parts and halves belong to."""
        j = i + 1 if self.low(i) == "the" else i
        if self.low(j) in cues("kind_of_year") and self.low(j + 1) == "year":
            j += 2
        year = self.year(j, FIRST_YEAR, LAST_YEAR)
        if year:
            return Partial("year", year=year[0]), year[1]
        if self.low(i) == "the" and self.low(j) in cues("this_unit") and not self.dash(j + 1):
            return Partial(self.low(j), shift=0), j + 1
        month = self.month_date(j, True) if self.month(j) else None
        if month and month[0].unit == "month":
            return month
        found = self.phrase(j) or self.shifted(j) or self.quarter(j)
        if found is None and self.role(j, "season"):
            found = self.season(j, article=True)
        if found is None and self.low(i - 1) != "of":
            found = self.bare_weekday(j, True)
        return found

    def part_of(self, i: int) -> Parsed | None:
        """ "the first nine months of this year", "the last week of May", "2nd week of June"."""
        j = i + 1 if self.low(i) == "the" else i
        at_end = self.role(j, "last_part")
        order = self.value(j, "ordinal")
        k = j + 1
        if self.kind(j) == "n" and len(self.low(j)) == 1 and self.role(j + 1, "suffix") and self.glued(j + 1):
            order, k = int(self.low(j)), j + 2
        if not at_end and not order:
            return None
        n = 1
        if order in (None, 1):
            amount, after = self.amount(k)
            if amount and self.low(k) not in cues("article"):
                n, k = amount, after
        unit = self.words.roles.get(self.low(k), {}).get("unit")
        if unit not in cues("unit_of_month") or self.low(k + 1) != "of" or unit == "weekend":
            return None
        whole = self.container(k + 2)
        if whole is None or whole[0].unit not in ("month", "year") or whole[0].part:
            return None
        return replace(whole[0], part=Part(unit, n, at_end, 0 if at_end or order is None else order - 1)), whole[1]

    def quarter(self, i: int) -> Parsed | None:
        """ "the first quarter of 2017", "Q3 2021", "last quarter of this year"."""
        if self.low(i) == "q" and self.glued(i + 1) and self.low(i + 1) in ("1", "2", "3", "4"):
            if self.glued(i) and self.kind(i - 1) != "p":
                return None
            return self.quarter_year(int(self.low(i + 1)), i + 2)
        j = i + 1 if self.low(i) == "the" else i
        number = self.value(j, "ordinal")
        if number is None and self.low(j) in ("last", "final"):
            number = 4 if self.low(j + 2) == "of" else None
        if number is None or number > 4 or self.low(j + 1) != "quarter":
            return None
        found = self.quarter_year(number, j + 2)
        if found[0].year or found[0].year_shift is not None:
            return found
        loose = self.low(i - 1) in cues("before_loose_period") and self.low(j + 2) != "of"
        return found if loose and self.low(i) == "the" else None

    def quarter_year(self, number: int, i: int) -> Parsed:
        partial = Partial("quarter", number=number)
        j = i + 1 if self.low(i) == "of" else i
        if self.low(j) == "the" and self.low(j + 1) == "year":
            return replace(partial, year_shift=0), j + 2
        found = self.with_year(partial, j)
        return found if found[1] > j else (partial, i)

    def season(self, i: int, *, article: bool = False) -> Parsed | None:
        """ "summer 2019", "the winter of 2010", "in the autumn"."""
        number = self.value(i, "season")
        if number is None:
            return None
        dated, after = self.with_year(Partial("season", number=number), i + 1)
        if dated.year and number == 4 and self.low(after) in ("/", "-", "–") and self.glued(after):
            end = self.low(after + 1)
            if end in (str(dated.year + 1), f"{(dated.year + 1) % 100:02d}"):
                after += 2
        if after > i + 1:
            return dated, after
        follows_noun = self.kind(i + 1) == "w" and not self.role(i + 1, "and")
        if self.low(i) == "fall" and not (article and self.low(i - 1) == "the"):
            return None
        before = self.low(i - 2) if self.low(i - 1) == "the" else self.low(i - 1)
        if article or before in cues("before_season"):
            noun = follows_noun and self.plural(i + 1)
            return None if noun or self.low(i + 1) == "of" else (dated, after)
        return None

    def shifted(self, i: int) -> Parsed | None:
        """ "last week", "next month", "this year", "last Tuesday", "last June", "next spring"."""
        shift = self.value(i, "shift")
        if shift is None:
            return None
        word = self.low(i)
        j = i + 1
        weekday = self.value(j, "weekday")
        if weekday is not None and self.is_capital(j):
            after = j + 2 if self.role(j + 1, "daypart") else j + 1
            return Partial("day", weekday=weekday, shift=shift), after
        month = self.month(j)
        if month:
            dated = self.month_date(j, True)
            if dated and (dated[0].year or dated[0].day):
                return dated
            return Partial("month", month=month[0], shift=shift), month[1]
        if self.role(j, "season"):
            return Partial("season", number=self.value(j, "season"), shift=shift), j + 1
        if word in ("past", "last") and self.low(j) == "fortnight":
            return Partial("past-fortnight"), j + 1
        unit = self.words.roles.get(self.low(j), {}).get("unit")
        if unit in (None, "day", "decade") or self.low(j).endswith("s"):
            return None
        ahead = self.low(i - 1) == "the" and (self.cue(i - 2, "span_before") or self.low(i - 2) == "in")
        if word in ("next", "coming") and ahead:
            return None  # "over the next year and a half"
        trailing = word == "last" and ahead
        if (word == "past" and unit != "weekend") or trailing:
            # "in the past week": the seven days before. "Over the last year" is no calendar year: left out.
            return (Partial(f"past-{unit}"), j + 1) if unit in ("week", "month") else None
        return Partial(str(unit), shift=shift), j + 1

    def units_ago(self, i: int) -> Parsed | None:
        """ "three years ago", "a decade ago", "10 days ago"."""
        amount, j = self.amount(i)
        if amount is None or self.low(i) == "the" or self.low(j + 1) != "ago":
            return None
        roles = self.words.roles.get(self.low(j), {})
        if roles.get("clock") == "fortnight":
            return Partial("day", shift=-14 * amount), j + 2
        unit = roles.get("unit")
        if unit in (None, "quarter", "weekend"):
            return None
        if self.low(i - 1) in ("and", ",") and "unit" in self.words.roles.get(self.low(i - 2), {}):
            return None  # "3 months, 1 week and 1 day ago": the day alone would be wrong
        return Partial(str(unit), shift=-amount), j + 2

    def era_year(self, i: int) -> Parsed | None:
        """ "AD 850" (the era before the number)."""
        if not self.role(i, "era") or not self.tokens[i].text.isupper():
            return None
        if self.kind(i + 1) != "n" or len(self.low(i + 1)) > 4 or self.glued(i + 1) or int(self.low(i + 1)) < 1:
            return None
        return Partial("year", year=int(self.low(i + 1))), i + 2

    def bare_year(self, i: int, strong: bool) -> Parsed | None:
        """A number alone that means a year; the words around it decide."""
        if self.kind(i) != "n" or len(self.low(i)) > 4:
            return None
        number = int(self.low(i))
        after = i + 1
        if number >= 1 and self.role(after, "era") and self.tokens[after].text.isupper():
            return Partial("year", year=number), after + 1
        year = self.year(i, FIRST_YEAR)
        part = self.part_of_number(i) and not self.short_year_end(i)
        if year is None or part or self.identifier(i) or self.role(after, "before_christ"):
            return None
        counted = self.cue(after, "quantity") and not (self.told_again(i) or self.in_year_of(i))
        if counted or self.cue(after, "currency") or self.low(after) == "%" or self.address(after):
            return None
        if number < FIRST_BARE_YEAR or number > LAST_BARE_YEAR:
            # "about 1470": only after words that date it, and where nothing is counted.
            word = self.low(i - 1)
            dated = word in cues("before_odd_year") or (word == "about" and self.low(i - 2) in ("of", "from"))
            noun = self.kind(after) == "w" and self.tokens[after].text.islower() and not self.is_link(after)
            return (Partial("year", year=number), after) if dated and not noun and number <= LAST_YEAR else None
        if strong or self.year_context(i, after):
            return Partial("year", year=number), after
        return None

    def told_again(self, i: int) -> bool:
        """Whether a year stands for one told elsewhere with "in": "in the 2018 cases"."""
        if self.low(i - 1) not in cues("known_plural") or self.low(i + 1) in cues("figure_behind"):
            return False
        return self.low(i) in self.told_years

    @functools.cached_property
    def told_years(self) -> frozenset[str]:
        """The years that stand behind "in" somewhere in the text."""
        return frozenset(self.low(k) for k in range(1, self.n) if self.kind(k) == "n" and self.low(k - 1) == "in")

    def in_year_of(self, i: int) -> bool:
        """ "was convicted in 2005 of theft", but "in 2005 of the 4,000 cases"."""
        if self.low(i - 1) not in ("in", "since") or self.low(i + 1) != "of":
            return False
        return self.kind(i + 2) in ("w", "n") and self.low(i + 2) not in cues("of_whole")

    def is_link(self, i: int) -> bool:
        return self.cue(i, "year_weak") or self.cue(i, "year_strong") or self.cue(i, "be")

    def identifier(self, i: int) -> bool:
        """Whether the number is a piece of "2018-153", "CR-2019", "202-514-2007" or a web address."""
        if self.glued(i) and (
            self.kind(i - 1) == "w" or self.low(i - 1) in {"/", "_", "=", "@", "#", "$", "£", "€", "’", "'"}
        ):
            return not (self.kind(i - 1) == "w" and self.cue(i - 1, "year_strong"))
        if self.glued(i) and self.dash(i - 1) and self.glued(i - 1):
            return not (self.low(i - 2) == "mid" or self.year(i - 2))
        if not self.glued(i + 1):
            return False
        if self.dash(i + 1) and self.glued(i + 2) and self.kind(i + 2) in ("n", "w"):
            following = self.low(i + 2)
            if self.kind(i + 2) == "w":
                return not self.month(i + 2) and len(following) <= 3
            return not (self.year(i + 2) or self.short_year_end(i))
        if self.low(i + 1) == "/" and self.short_year_end(i):
            return False
        return self.low(i + 1) in {"/", "_", "@"} and self.glued(i + 2)

    def short_year_end(self, i: int) -> bool:
        """Whether "/10" or "-10" follows the year 2009, and no more digits."""
        digits = self.low(i + 2)
        if self.kind(i + 2) != "n" or len(digits) != 2 or int(digits) != (int(self.low(i)) + 1) % 100:
            return False
        return not (self.glued(i + 3) and (self.dash(i + 3) or self.low(i + 3) == "/" or self.kind(i + 3) == "n"))

    def address(self, i: int) -> bool:
        """Whether a street's name follows ("2010 Main Street")."""
        return any(self.is_capital(k) and self.cue(k, "street") for k in range(i + 1, i + 4)) and self.is_capital(i)

    def event_name(self, i: int) -> bool:
        """Whether a name follows that ends in an event or paper ("the 2025 Regional Police Summit")."""
        for k in range(i, i + MAX_NAME):
            if not self.is_capital(k):
                return False
            if self.cue(k, "event"):
                return True
        return False

    def year_context(self, i: int, after: int) -> bool:
        before = self.low(i - 1)
        if self.cue(i - 1, "reference") or self.cue(after, "law") or self.cue(after, "vehicle"):
            return False
        if self.cue(i - 1, "year_strong") or (before == "as" and self.role(i - 2, "open_filler")):
            return True
        if self.cue(i - 1, "year_determiner"):
            if self.event_name(after):
                return False
            return not (before in ("a", "an") and self.plural(after))
        if before == "of" and self.cue(i - 2, "law"):
            return False
        if self.cue(i - 1, "year_weak"):
            return not self.plural(after)
        if (
            before == "("
            and not (self.glued(i - 1) and self.kind(i - 2) == "w")
            and (self.low(after) in (")", ",", ";") or self.dash(after))
        ):
            return True
        if before == "-" and self.low(i - 2) == "mid":
            return True
        if self.low(after) == "and" and self.role(after + 1, "part"):
            joined = self.bounded(after + 1)
            return joined is not None and joined[0].unit == "year" and joined[0].year is not None
        if self.starts_sentence(i) and self.cue(after, "year_verb"):
            return True
        # "said 2021 had seen a rise": a year that sees things
        saw = self.low(after) == "saw" or (
            self.low(after) in ("had", "has") and self.low(after + 1) in ("seen", "brought")
        )
        return saw and self.kind(i - 1) == "w" and not self.cue(i - 1, "quantity")


# What a date is told by where it begins with a number, and where it begins with a word.
AT_NUMBERS: RuleList[Callable[[_Parser, int, bool], Parsed | None]] = RuleList("dates")
AT_WORDS: RuleList[Callable[[_Parser, int, bool], Parsed | None]] = RuleList("dates")


@AT_NUMBERS.rule("numeric-date")
def _numeric_date(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.numeric(i)


@AT_NUMBERS.rule("numeric-month-name")
def _numeric_month_name(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.named_numeric(i)


@AT_NUMBERS.rule("day-of-period")
def _day_of_period(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.day_of_period(i)


@AT_NUMBERS.rule("day-month")
def _day_month(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.day_month(i)


@AT_WORDS.rule("days-from-date")
@AT_NUMBERS.rule("days-from-date")
def _days_from_date(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.distance(i)


@AT_NUMBERS.rule("relative-ago")
def _ago(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.units_ago(i)


@AT_WORDS.rule("relative-phrase")
def _relative_phrase(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.phrase(i)


@AT_WORDS.rule("weekday-date")
def _weekday_date(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.weekday_date(i)


@AT_WORDS.rule("weekday-number")
def _weekday_number(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.numbered_weekday(i)


@AT_WORDS.rule("month-date")
def _month_date(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.month_date(i, strong)


@AT_WORDS.rule("week-of-day")
def _week_of_day(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.week_of(i)


@AT_WORDS.rule("edge-of-period")
def _edge_of_period(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.bounded(i)


@AT_WORDS.rule("part-of-period")
@AT_NUMBERS.rule("part-of-period")
def _part_of_period(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.part_of(i)


@AT_WORDS.rule("weekday-of-month")
@AT_NUMBERS.rule("weekday-of-month")
def _weekday_of_month(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.nth_weekday(i)


@AT_WORDS.rule("decade")
@AT_NUMBERS.rule("decade")
def _decade(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.decade(i)


@AT_NUMBERS.rule("year")
def _year(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.bare_year(i, strong)


@AT_WORDS.rule("ordinal-day")
def _ordinal_day(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.ordinal_day(i)


@AT_WORDS.rule("quarter")
def _quarter(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.quarter(i)


@AT_WORDS.rule("relative-unit")
def _relative_unit(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.shifted(i)


@AT_WORDS.rule("season")
def _season(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.season(i)


@AT_WORDS.rule("weekday")
def _weekday(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.bare_weekday(i, strong)


@AT_WORDS.rule("relative-ago")
def _words_ago(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.units_ago(i)


@AT_WORDS.rule("day-of-period")
def _the_day_of_period(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.day_of_period(i + 1) if parser.low(i) == "the" else None


@AT_WORDS.rule("day-month")
def _the_day_month(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.day_month(i + 1) if parser.low(i) == "the" and parser.kind(i + 1) == "n" else None


@AT_WORDS.rule("year")
def _the_year(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.bare_year(i + 1, strong) if strong and parser.low(i) == "the" else None


@AT_WORDS.rule("season")
def _the_season(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.season(i + 1, article=True) if strong and parser.low(i) == "the" else None


@AT_WORDS.rule("year-of-era")
def _year_of_era(parser: _Parser, i: int, strong: bool) -> Parsed | None:
    return parser.era_year(i)
