"""The day that a file's name, or the folder it lies in, states."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_MONTHS = {
    name: n
    for n, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        1,
    )
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}(?P<mark>[-_. ]?)(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?<!\d){_YEAR}[-_. ]?(?<![a-z]){_MONTH}[-_. ]?(?P<day>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th)?[-_. ]?{_MONTH}[-_., ]{{0,2}}{_YEAR}(?!\d)",
        rf"(?<![a-z]){_MONTH}[-_. ]?(?P<day>\d\d?)(?:st|nd|rd|th)?[-_., ]{{1,2}}{_YEAR}(?!\d)",
        # Day before month, but only where it cannot be the other way round.
        rf"(?<!\d)(?P<day>1[3-9]|2\d|3[01])(?P<mark>[-_.])(?P<month>0?[1-9]|1[0-2])(?P=mark){_YEAR}(?!\d)",
        rf"(?<!\d)(?P<month>0?[1-9]|1[0-2])(?P<mark>[-_.])(?P<day>1[3-9]|2\d|3[01])(?P=mark){_YEAR}(?!\d)",
    )
)
_FOLDERS = re.compile(
    rf"(?:^|/){_YEAR}/(?:(?P=year)[-_])?(?P<month>0?[1-9]|1[0-2])/(?:(?P=year)[-_]\d\d[-_])?"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?=/)"
)
# The day on which somebody fetched or saved a file is not that of the release.
_SAVED = re.compile(
    r"(?i)scrap|crawl|export|download|fetch|snapshot|backup|dump|saved|archiv|capture|screenshot|retriev|updated|modified"
)
MAX_PATH = 1_000


def day_of_name(path: str) -> str | None:
    """Return the one day that a file's name states, else the folders it lies in; None where there are two or none.

    >>> day_of_name("isaf/10Apr2007akaka175.txt"), day_of_name("2019/06/13/title.html"), day_of_name("03-04-2020.txt")
    ('2007-04-10', '2019-06-13', None)
    """
    path = path[-MAX_PATH:]
    if _SAVED.search(path):
        return None
    folders, _, base = path.rpartition("/")
    days = set(_days(base))
    if not days:
        days = set(_days(folders.rpartition("/")[2])) or {
            day for match in _FOLDERS.finditer(f"{folders}/") if (day := _day(match))
        }
    return min(days).isoformat() if len(days) == 1 else None


def _days(name: str) -> Iterator[datetime.date]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(name):
            if day := _day(match):
                yield day


def _day(match: re.Match[str]) -> datetime.date | None:
    month = match["month"].lower()
    try:
        return datetime.date(int(match["year"]), _MONTHS.get(month[:3]) or int(month), int(match["day"]))
    except ValueError:
        return None
