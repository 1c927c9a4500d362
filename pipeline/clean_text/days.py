"""Reads the day a release was issued from the ways press offices write one."""

from __future__ import annotations

import datetime
import re

MONTHS = {
    name[:3]: n
    for n, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
}
MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
# Offices in the United States release in Spanish, too.
_SPANISH_MONTHS = {
    "enero": 1,
    "febrero": 2,
    "marzo": 3,
    "abril": 4,
    "mayo": 5,
    "junio": 6,
    "julio": 7,
    "agosto": 8,
    "septiembre": 9,
    "octubre": 10,
    "noviembre": 11,
    "diciembre": 12,
}
_SPANISH = rf"\d{{1,2}} de (?:{'|'.join(_SPANISH_MONTHS)})(?: del?|,) \d{{4}}"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
# A day in words or figures; a day of two figures parted by slashes is read only where the order is certain.
DAY = (
    rf"{_WEEKDAY}(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{4}}|\d{{1,2}}-{MONTH}-\d{{4}}"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|{_SPANISH}"
    r"|\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:(?:st|nd|rd|th)?(?: of)? |-)({MONTH})(?:,? |-)(\d{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"({MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.IGNORECASE)
_SPANISH_DAY = re.compile(_SPANISH, re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T|$)")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_URL = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")

EARLIEST, LATEST = 1950, 2100  # years outside are misprints or identifiers


def _day(year: str, month: str | int, day: str) -> datetime.date | None:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def parse_day(text: str) -> datetime.date | None:
    """Return the first day written out in full, or None; "03/04/2020" has no certain order and is None.

    >>> parse_day("Friday, May 12th, 2023"), parse_day("2023-05-12T23:30:00-05:00"), parse_day("03/04/2020")
    (datetime.date(2023, 5, 12), datetime.date(2023, 5, 12), None)
    """
    if match := _ISO.search(text):
        return _day(match[1], match[2], match[3])
    if match := _YEAR_FIRST.search(text):
        return _day(match[1], match[2], match[3])
    if match := _COMPACT.match(text):
        return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.search(text):
        return _day(match[3], MONTHS[match[2][:3].lower()], match[1])
    if match := _MONTH_FIRST.search(text):
        return _day(match[3], MONTHS[match[1][:3].lower()], match[2])
    if match := _SPANISH_DAY.search(text):
        day, _, month, *_, year = match.group().split()
        return _day(year, _SPANISH_MONTHS[month.rstrip(",").lower()], day)
    if match := _DOTS.search(text):
        return _day(match[3], match[2], match[1])
    if match := _SLASHES.search(text):
        first, second = int(match[1]), int(match[2])
        if first == second or second > 12:
            return _day(match[3], match[1], match[2])
        if first > 12:
            return _day(match[3], match[2], match[1])
    return None


def day_of_url(url: str) -> datetime.date | None:
    """Return the day in the path of an address (".../2023/05/12/title"), or None."""
    match = _URL.search(url)
    return _day(match[1], match[2], match[3]) if match else None


_DATE_LINE = re.compile(
    rf"(?:(?:date (?:published|issued|posted)|(?:first|originally) published|date"
    r"|published|posted|released?|issued|release date|date of release|publication date|news release"
    rf"|press release|for (?:immediate )?release|on)(?: on)? ?[:|,–—-]? ?)?(?P<day>{DAY})"
    r"(?:,? (?:at )?\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?)?"
    r"(?:[,;]? ?\(?(?:and )?(?:last )?(?:updated|modified|amended|edited)\b.{0,60}"
    rf"| ?[|–—-](?! ?{DAY}).{{0,60}}| by .{{1,60}}| (?:media |press )?contact[eo]?:? .{{0,80}})?\.?",
    re.IGNORECASE,
)


_YEAR = re.compile(r"\d{4}")
_PARTED = re.compile(r" ?[|·•] ?")
MAX_PART = 50  # characters of what stands beside a date in its line


def may_hold_day(text: str) -> bool:
    """Return whether a text has the figures of a year, without which it has no `DAY`; most lines have none."""
    return _YEAR.search(text) is not None


def parse_date_line(line: str) -> datetime.date | None:
    """Return the day of a line that is nothing but a date with its label, or None.

    A line that says when a page was updated is no date line.
    """
    if len(line) > 140 or not may_hold_day(line):
        return None
    squeezed = " ".join(line.split())
    match = _DATE_LINE.fullmatch(squeezed)
    if match is None and (parts := _PARTED.split(squeezed)) and len(parts) > 1:
        # "Updated: 20 February 2023 | Published: 14 February 2023", "Press release | 14 February 2023"
        match = next((m for part in parts if (m := _DATE_LINE.fullmatch(part))), None)
        if match and any(len(part) > MAX_PART for part in parts):
            return None
    return parse_day(match["day"]) if match else None


_WEEKDAY_ALONE = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)


def is_date_line(line: str) -> bool:
    """Return whether a line is nothing but a date, also one that cannot be known ("03/04/2020", "Monday")."""
    squeezed = " ".join(line.split())
    if len(squeezed) > 140:
        return False
    return bool(parse_date_line(squeezed) or _DATE_LINE.fullmatch(squeezed) or _WEEKDAY_ALONE.fullmatch(squeezed))
