"""Calendar arithmetic: the first and last day of weeks, months, quarters, seasons and years.

Every function returns an inclusive pair of days, or None where the calendar has no such
day (31 February, month 13) or Python's `datetime` cannot hold it (years below 1 or above
9999). Weeks run from Monday to Sunday; seasons are northern, by whole months, and winter
belongs to the year of its December.

Source: `gold/GUIDE.md` (conventions); Python's `datetime` (proleptic Gregorian calendar).
"""

from __future__ import annotations

import datetime

Interval = tuple[datetime.date, datetime.date]

SEASON_MONTHS = {1: 3, 2: 6, 3: 9, 4: 12}


def day(year: int, month: int, number: int) -> datetime.date | None:
    """Return a day, or None where there is none."""
    try:
        return datetime.date(year, month, number)
    except (ValueError, OverflowError):
        return None


def move(start: datetime.date, days: int) -> datetime.date | None:
    """Return the day `days` after (or before) another."""
    try:
        return start + datetime.timedelta(days=days)
    except OverflowError:
        return None


def days(year: int, month: int, first: int, last: int) -> Interval | None:
    """Return a stretch of days within one month."""
    start, end = day(year, month, first), day(year, month, last)
    return (start, end) if start and end and start <= end else None


def months(year: int, month: int, n: int = 1) -> Interval | None:
    """Return `n` whole months from one on; `month` may lie outside 1 to 12 and counts on."""
    start_year, start_month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end_year, end_month = year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1
    start, after = day(start_year, start_month, 1), day(end_year, end_month, 1)
    if start is None or after is None or n < 1:
        return None
    return start, after - datetime.timedelta(days=1)


def quarter(year: int, number: int) -> Interval | None:
    """Return a quarter of the calendar year, 1 to 4."""
    return months(year, 3 * number - 2, 3) if 1 <= number <= 4 else None


def season(year: int, number: int) -> Interval | None:
    """Return a season: 1 spring, 2 summer, 3 autumn, 4 winter (December of `year` to February)."""
    return months(year, SEASON_MONTHS[number], 3)


def year(number: int) -> Interval | None:
    """Return a whole year."""
    start, end = day(number, 1, 1), day(number, 12, 31)
    return (start, end) if start and end else None


def week(anchor: datetime.date, shift: int = 0) -> Interval | None:
    """Return the week from Monday to Sunday that lies `shift` weeks from the one of `anchor`."""
    start = move(anchor, 7 * shift - anchor.weekday())
    end = move(start, 6) if start else None
    return (start, end) if start and end else None


def weekend(anchor: datetime.date, shift: int = 0) -> Interval | None:
    """Return Saturday and Sunday of the week that lies `shift` weeks from the one of `anchor`."""
    whole = week(anchor, shift)
    return (whole[1] - datetime.timedelta(days=1), whole[1]) if whole else None


def weekday_of(month: Interval, weekday: int, nth: int) -> Interval | None:
    """Return the nth Monday (weekday 0) of a month, -1 for the last, or None where it has not so many."""
    first, last = month
    if nth < 0:
        there = move(last, -((last.weekday() - weekday) % 7))
    else:
        there = move(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return (there, there) if there and first <= there <= last else None


def decade(start: int) -> Interval | None:
    """Return ten years from one on."""
    first, last = day(start, 1, 1), day(start + 9, 12, 31)
    return (first, last) if first and last else None


def shifted(unit: str, anchor: datetime.date, shift: int) -> Interval | None:
    """Return the day, week, weekend, month, quarter, year or decade `shift` units from the one of `anchor`.

    A decade's shift is counted in years: "a decade ago" is the year ten years back.
    """
    if unit == "day":
        there = move(anchor, shift)
        return (there, there) if there else None
    if unit == "week":
        return week(anchor, shift)
    if unit == "weekend":
        return weekend(anchor, shift)
    if unit == "month":
        return months(anchor.year, anchor.month + shift)
    if unit == "quarter":
        return months(anchor.year, 3 * ((anchor.month - 1) // 3 + shift) + 1, 3)
    return year(anchor.year + shift * (10 if unit == "decade" else 1))
