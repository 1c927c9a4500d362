"""Finds the day of issue where a text or its file states it beside its date line: at its end, in a sentence, in a name.

Nothing is guessed: two different days, an order that is open ("03/04/2020"), a range, and the day of an update, an
export or an event give none.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator

from pipeline.clean_text.days import DAY, EARLIEST, LATEST, MONTHS, parse_day

LAST_MISPRINTED = 3  # month of a year up to which the last one's number is written
MAX_LINE = 120  # characters of a line that states a day
FIRST_YEAR, LAST_YEAR = 1990, 2049  # of days written as eight figures, which are numbers as often

_ISSUED = (
    r"(?:publish(?:ed|ing)?|publication|release|issue|issued|posted|posting)(?: ?/ ?\w+)? (?:date|day|on)"
    r"|date (?:of (?:publication|issue|release|posting)|published|issued|released|posted)"
    r"|(?:first |originally )?published"
)
_PUBLISH = re.compile(
    rf"(?:{_ISSUED}|released(?: ?/ ?\w+)? (?:date|day|on)|"
    r"date de publication|publié le|veröffentlicht am|veröffentlichungsdatum|"
    r"fecha de publicación|publicado el|data di pubblicazione|publicatiedatum|publiceringsdatum|publicerad)"
    rf" ?[:|–—-]? ?(?P<day>{DAY})"
    r"(?:,? (?:at )?\d{1,2}[:.]\d{2}(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?)?\.?",
    re.IGNORECASE,
)
_PUBLISH_LABEL = re.compile(rf"(?:{_ISSUED}) ?:?", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_SET_TIME = re.compile(r"[\d-]+ \d\d:(?:00|15|30|45):[0-5]\d")  # at which a page that was written before comes out
MAX_AHEAD = datetime.timedelta(days=14)  # from the last change of such a page to its issue; the most seen are seven
# "... in the harbour. By Ada Lind May 3, 2021": a byline that ran into the text around it.
_BYLINE = re.compile(
    rf"(?:^|[.!?|\u201d\"] ?)By (?:[A-Z][\w.\u2019'-]{{0,20}} ){{2,3}}(?:[|,\u2013\u2014-] )?(?P<day>(?i:{DAY}))"
)
_ENTERED = re.compile(rf"입력 ?:? ?(?P<day>{DAY})", re.IGNORECASE)  # "entered", as Korean papers write
_ANY_DAY = re.compile(DAY, re.IGNORECASE)
MAX_DAYS = 8  # of a line whose first days are looked at
MIN_AGAIN, MAX_AGAIN = 7, 90  # last words, and characters, of a headline that stands twice before its day
MAX_TITLE = 250  # characters at the beginning of such a line in which it stands for the first time
_TOLD = frozenset(["at", "before", "by", "from", "in", "of", "on", "since", "to", "until"])  # "FEMA by May 3"
_END = re.compile(
    rf"[\W_]{{0,6}}(?:ends?|end of (?:release|statement)|fin|ende)\b[\W_]{{0,6}}(?P<day>{DAY})"
    r"(?:,? (?:at )?\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?)?[\W_]{0,6}",
    re.IGNORECASE,
)
_TODAY = re.compile(rf"\btoday(?:,? \(| ?[,–—] ?| on )(?P<day>{DAY})(?=[),;.–— ]|$)", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”\n]{0,600}”|\"[^\"\n]{0,600}\"|„[^“”\n]{0,600}[“”]|«[^»\n]{0,600}»")

_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_FIGURES = re.compile(rf"(?<![^\W_]){_YEAR}(?P<m>[01]\d)(?P<d>[0-3]\d)(?![^\W_])")
_NAMES = (
    _FIGURES,
    re.compile(rf"(?<!\d){_YEAR}(?P<s>[-_. ])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?<![^\W_])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-_. ]?(?P<m>{_MONTH})[-_. ]?{_YEAR}(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![^\W_])(?P<m>{_MONTH})[-_. ]?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-_., ]{{1,2}}{_YEAR}(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\d)(?P<a>\d{{1,2}})(?P<s>[-_. ])(?P<b>\d{{1,2}})(?P=s){_YEAR}(?!\d)"),
)
# On the day beside such a word something else happened.
_CHANGED = r"updated|modified|revised|amended|to|until|till|through|event|hearing|meeting"
_BEFORE = re.compile(
    rf"(?:^|[\W_\d])(?:{_CHANGED}|updates?|updating|accessed|retrieved|fetched|saved|captured?|archived?|dump"
    r"|as[-_ ]?of|from|before|after|since|deadline|expires?|valid|effective|scheduled|due)[\W_]*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"[\W_]*(?:{_CHANGED})(?:$|[\W_\d])", re.IGNORECASE)
# Wherever such a word stands, the day is that of a copy.
_COPY = re.compile(
    r"(?<![^\W\d_])(?:scrap(?:e[ds]?|ing)|crawl(?:ed|s)?|harvest(?:ed)?|download(?:ed|s)?|exports?|exported|backups?|snapshots?"
    r"|screenshots?)(?![^\W\d_])",
    re.IGNORECASE,
)
MAX_NAME = 300  # characters of a name; no file system has longer ones
_FOLDERS = re.compile(r"(?:^|/)(?P<y>(?:19|20)\d\d)/(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])/")


def _only(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """Return the one day that is told; None where none or several are."""
    found = {day for day in days if day}
    return found.pop() if len(found) == 1 else None


def _agreeing(text: str) -> datetime.date | None:
    """Return a day written out, None where it names another weekday than it was."""
    day = parse_day(text)
    named = _WEEKDAY.match(text)
    if day and named and _WEEKDAYS[day.weekday()] != named[1].lower():
        return None
    return day


def find_publish_line(lines: Iterable[str]) -> datetime.date | None:
    """Return the day of the lines that say when a text was published, anywhere ("Publish date 24 Feb 2015").

    The label may stand on the line above the day, as converters of pages leave it. Of two times to the second one
    below the other, which a page holds for machines, the first is that of the issue, the second of the last change,
    which is the earlier one where the page was to come out at a set time.
    """
    filled = [line for line in lines if line]
    stamps = [(a, b) for a, b in itertools.pairwise(filled) if _STAMP.fullmatch(a) and _STAMP.fullmatch(b)]
    if stamps and (day := _only(parse_day(first) if _are_of_issue(first, last) else None for first, last in stamps)):
        return day
    short = [line for line in filled if len(line) <= MAX_LINE]
    pairs = [f"{label} {day}" for label, day in itertools.pairwise(filled) if _PUBLISH_LABEL.fullmatch(label)]
    matches = (_PUBLISH.fullmatch(line) for line in [*short, *pairs])
    return _only(_agreeing(match["day"]) for match in matches if match)


def year_of_page(day: datetime.date | None, lines: Iterable[str]) -> datetime.date | None:
    """Return a release's own day in the year in which its page came out: new years are misprinted for old ones."""
    shown = find_publish_line(lines) if day and day.month <= LAST_MISPRINTED else None
    return shown if day and shown and (shown.year - 1, shown.month, shown.day) == day.timetuple()[:3] else day


def _are_of_issue(first: str, last: str) -> bool:
    """Return whether two times can be those of a page's issue and of its last change."""
    issued, changed = parse_day(first), parse_day(last)
    if first <= last or not (issued and changed):
        return first <= last
    return _SET_TIME.fullmatch(first) is not None and issued - changed <= MAX_AHEAD


def find_inner_day(lines: Iterable[str]) -> datetime.date | None:
    """Return the day inside a line in which a page ran together: behind who wrote it, or behind its headline.

    The headline stands there for the second time, as the page's title goes before.

    >>> find_inner_day(["Two held in the harbour. By Ada Lind May 3, 2021 Police held two."])
    datetime.date(2021, 5, 3)
    """
    held = [line for line in lines if len(line) > MAX_LINE or "By " in line]
    named = (match for line in held for pattern in (_BYLINE, _ENTERED) for match in pattern.finditer(line))
    days = [match["day"] for match in named] + [day for line in held for day in _behind_headlines(line)]
    return _only(_agreeing(day) for day in days)


def _behind_headlines(line: str) -> Iterator[str]:
    """Yield the days of a line before which words stand that stood at its beginning."""
    for match in itertools.islice(_ANY_DAY.finditer(line), MAX_DAYS):
        words = line[max(0, match.start() - MAX_AGAIN) : match.start()].split()[1:][-MIN_AGAIN:]
        headline = " ".join(words)
        before = line[: min(MAX_TITLE, match.start() - len(headline) - 1)]
        if len(words) >= MIN_AGAIN and words[-1] not in _TOLD and headline in before:
            yield match.group()


def find_end_line(lines: Iterable[str]) -> datetime.date | None:
    """Return the day of the line that ends a release ("Ends/Tuesday, July 26, 2022")."""
    matches = (_END.fullmatch(line) for line in lines if len(line) <= MAX_LINE)
    return _only(_agreeing(match["day"]) for match in matches if match)


def find_today(text: str) -> datetime.date | None:
    """Return the day that sentences call today ("was jailed today (Friday 7 June 2019)"), outside quotations."""
    if "today" not in text and "Today" not in text:
        return None
    return _only(_agreeing(match["day"]) for match in _TODAY.finditer(_QUOTED.sub(" ", text)))


def day_of_path(source: str) -> tuple[datetime.date | None, str | None]:
    """Return the day in the name of an input's file, or else of its folders, and which of them.

    Of a member of an archive its own path counts, not the archive's name; the name of a file of records is none of
    each record's.

    >>> day_of_path("lund/10Apr2007akaka175.txt"), day_of_path("news/2019/06/13/x.html")[1]
    ((datetime.date(2007, 4, 10), 'file-name'), 'folder-name')
    """
    path = source.rpartition("!")[2]
    if "#" in path:
        return None, None
    folder, _, name = path.rpartition("/")
    if day := _day_of_name(name):
        return day, "file-name"
    if match := _FOLDERS.search(f"{folder}/"):
        return _day(match["y"], match["m"], match["d"]), "folder-name"
    day = _day_of_name(folder.rpartition("/")[2])
    return day, "folder-name" if day else None


def _day_of_name(name: str) -> datetime.date | None:
    """Return the one day in a name; none where it is beside a word that makes it another day, or its order is open."""
    if not any(c.isdigit() for c in name) or len(name) > MAX_NAME or _COPY.search(name):
        return None
    days: list[datetime.date] = []
    for pattern in _NAMES:
        for match in pattern.finditer(name):
            if _BEFORE.search(name[: match.start()]) or _BEHIND.match(name, match.end()):
                return None
            parts = match.groupdict()
            if "a" in parts:
                a, b = int(parts["a"]), int(parts["b"])
                if a <= 12 and b <= 12 and a != b:
                    return None
                parts |= {"d": parts["a"], "m": parts["b"]} if b <= 12 else {"d": parts["b"], "m": parts["a"]}
            day = _day(parts["y"], parts["m"], parts["d"])
            if day and not (pattern is _FIGURES and not FIRST_YEAR <= day.year <= LAST_YEAR):
                days.append(day)
    return _only(days)


def _day(year: str, month: str, day: str) -> datetime.date | None:
    number = int(month) if month.isdigit() else MONTHS[month[:3].lower()]
    try:
        found = datetime.date(int(year), number, int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None
