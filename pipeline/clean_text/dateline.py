"""Finds the dateline: the place (and day) at the head of a release."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from pipeline import lookups
from pipeline.clean_text.days import DAY, parse_date_line, parse_day

MAX_HEAD = 12  # paragraphs looked at for a date line or dateline
MAX_CONTACTS = 24  # the same where contacts stand above the body and nothing that is running text
RUNNING = 100  # a paragraph of so many characters that ends as a sentence does opens the body

_UP = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f"
_NAME = (
    rf"[{_UP}][\w.'\u2019-]*(?: (?:[{_UP}][\w.'\u2019-]*"
    rf"|d['\u2019][{_UP}][\w-]*"
    r"|de|del|da|do|di|la|las|le|les|el|al|of|the|am|an|der|es|sur|and|upon)){0,4}"
)
_DASH = r"(?:\s?[\u2013\u2014]|\s-{1,2}|--)"
_LEAD = re.compile(
    rf"(?:\((?P<inside>{_NAME}(?:, ?(?:the )?{_NAME}){{0,2}})\)"
    rf"|(?P<place>{_NAME})(?P<parts>(?:, ?(?:the )?{_NAME}){{0,2}}?))"
    rf"(?:,? ?\(?(?P<day>(?i:{DAY}))\)?)?(?: ?\([^()]{{2,40}}\))?(?:{_DASH}|(?<=\d{{4}}) ?[:.])\s?",
)
_BARE = re.compile(rf"(?P<place>[{_UP}]{{3,}}(?: [{_UP}]{{3,}}){{0,2}}) (?=[{_UP}][a-z\u00df-\u00ff'\u2019]|A )")
_DAY_AFTER = re.compile(rf"(?i:{DAY}){_DASH}\s?")
# "Brussels, 3 May 2022" on a line of its own, with or without its dash.
_ALONE = re.compile(
    rf"(?P<place>{_NAME})(?P<parts>(?:, ?(?:the )?{_NAME}){{0,2}}?)(?:,? | ?, ?)(?P<day>(?i:{DAY}))(?:[.:]|{_DASH}\s?)?"
)
# "LYON, France" on a line of its own, with or without its dash.
_PLACE_ALONE = re.compile(rf"(?P<place>{_NAME})(?P<parts>(?:, ?(?:the )?{_NAME}){{0,2}})(?:[.:]|(?P<dash>{_DASH})\s?)?")
# A place and a day whose dash was lost: "PORTO ALTO, Spain (14 March 2022) Police ..."
_LEAD_DAY = re.compile(
    rf"(?P<place>[{_UP}]{{3,}}(?: [{_UP}]{{3,}}){{0,2}})(?:,(?P<part> {_NAME}))? \((?=[^()]{{0,12}}\d)"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>(?i:{DAY}))[ ,]+(?P<names>[{_UP}][\w.'’-]*(?:[ ,&/]+(?:[{_UP}][\w.'’-]*|and|of|the))*)[ ,]*$"
)
MAX_HEADLINE = 300  # characters of a headline that a day opens
MAX_DAY_LINE, MAX_NAMES = 160, 3  # characters of a line with day, place and subjects; words of the place
MAX_PLACE = 60  # characters of a place on a line of its own
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")


@dataclass(frozen=True)
class Dateline:
    """Attributes:
    place: as worded, with its state, the country left out; None if only a day was found.
    country: ISO 3166-1 alpha-3, where named or certain from the place.
    day: the day the dateline states.
    end: where the body begins, as an offset into the clean text; 0 without a dateline.
    """

    place: str | None
    country: str | None
    day: datetime.date | None
    end: int


def _places() -> dict[str, tuple[str, str]]:
    return {row["place"]: (row["iso3"], row["kind"]) for row in lookups.table("places", key=("place",))}


_PLACES: dict[str, tuple[str, str]] = {}


def is_place(name: str) -> bool:
    """Return whether a name is that of a known town or state."""
    found = _lookup(name)
    return found is not None and found[1] != "country"


def is_country(name: str) -> bool:
    """Return whether a name is that of a known country."""
    found = _lookup(name)
    return found is not None and found[1] == "country"


def _lookup(name: str) -> tuple[str, str] | None:
    if not _PLACES:
        _PLACES.update(_places())
    key = name.replace("\u2019", "'").strip().lower()
    return _PLACES.get(key) or _PLACES.get(key.rstrip(".")) or _PLACES.get(key.removeprefix("the "))


def paragraphs(text: str, most: int = MAX_HEAD) -> list[tuple[int, str]]:
    """Return (offset, text) of the first paragraphs of a clean text."""
    found, at = [], 0
    for part in text.split("\n\n", most)[:most]:
        found.append((at, part))
        at += len(part) + 2
    return found


def _is_running(paragraph: str) -> bool:
    return len(paragraph) >= RUNNING and bool(_SENTENCE_END.search(paragraph))


def find_dateline(text: str) -> Dateline:
    """Return the dateline of a clean text.

    A place in mixed case counts only if it is known or stands with a known country or state;
    one in capitals counts unless it is a body's name.
    """
    line: Dateline | None = None
    parts = paragraphs(text)
    for n, (offset, paragraph) in enumerate(parts):
        found = _parse(paragraph, offset)
        if found:
            return found
        if _is_running(paragraph):
            break
        below = parts[n + 1] if n + 1 < len(parts) else None
        own = find_line(paragraph) or (_place_above(paragraph, *below) if below else None)
        if own and below and own.end > len(paragraph):
            return own
        if own and below and _ends_with_dash(paragraph):
            # A dateline set apart from the sentence that it opens.
            return Dateline(own.place, own.country, own.day, below[0])
        line = line or own
    else:
        if found := _below_contacts(text):
            return found
    # A line of its own may stand above the headline; the body begins where it begins without one.
    return Dateline(line.place, line.country, line.day, 0) if line else Dateline(None, None, None, 0)


def _below_contacts(text: str) -> Dateline | None:
    """Return the dateline of the body where it begins below a long head: headlines, numbers of the case, contacts."""
    parts = paragraphs(text, MAX_CONTACTS)[MAX_HEAD:]
    body = next(((offset, paragraph) for offset, paragraph in parts if _is_running(paragraph)), None)
    found = _parse(body[1], body[0]) if body else None
    return found if found and found.place else None


def _ends_with_dash(paragraph: str) -> bool:
    return paragraph.rstrip()[-1:] in ("-", "\u2013", "\u2014")


def _place_above(paragraph: str, offset: int, below: str) -> Dateline | None:
    """Return the dateline that is a place on a line of its own, the day or the body below it ("LYON, France").

    Args:
        offset: where the paragraph below begins.
        below: the paragraph below, which is a date, begins with one, or is a sentence.
    """
    match = _PLACE_ALONE.fullmatch(paragraph) if len(paragraph) <= MAX_PLACE else None
    if match is None:
        return None
    place, parts = match["place"].strip(), [name.strip() for name in match["parts"].split(",") if name.strip()]
    country = _country(place, parts)
    # Without its dash a name alone may be a heading: it is a place with its country, or in capitals and known.
    sure = bool(match["dash"]) or bool(parts) or (place.isupper() and is_place(place))
    if country is None or not sure or place.lower() in _not_places() or is_country(place):
        return None
    opening = _DAY_AFTER.match(below)
    if opening and opening.end() < len(below):
        return Dateline(_with_state(place, parts, country), country, parse_day(opening.group()), offset + opening.end())
    day = parse_date_line(below)
    if not day and not _SENTENCE_END.search(below):
        return None
    return Dateline(_with_state(place, parts, country), country, day, len(paragraph))


def opens_with_dateline(paragraph: str) -> bool:
    """Return whether a paragraph begins with a place and a dash, or with a place and a day in brackets."""
    if _parse(paragraph, 0) is not None:
        return True
    match = _LEAD_DAY.match(paragraph[:160])
    return match is not None and _country(match["place"], [match["part"].strip()] if match["part"] else []) is not None


def _parse(paragraph: str, offset: int) -> Dateline | None:
    head = paragraph[:160]
    match = _LEAD.match(head)
    if match and len(paragraph) > match.end() + 20:
        names = (match["inside"] or match["place"] + match["parts"]).split(",")
        place, parts = names[0].strip(), [name.strip() for name in names[1:]]
        country = _country(place, parts)
        # A running head ("HARBOUR POLICE - PRESS RELEASE 12") is no dateline: no body is all capitals.
        shouted = match["inside"] is None and place.isupper() and len(place) >= 4
        certain = country or match["day"] or (shouted and not paragraph[match.end() :].isupper())
        if certain and place.lower() not in _not_places():
            day = parse_day(match["day"]) if match["day"] else None
            end = match.end()
            if day is None and (after := _DAY_AFTER.match(head, end)):
                day, end = parse_day(after.group()), after.end()
            return Dateline(_with_state(place, parts, country), country, day, offset + end)
        return None
    match = _BARE.match(head)
    # The dash was lost ("WASHINGTON Two men ..."): only a known place in capitals will do.
    if match and len(paragraph) > RUNNING and not head[: match.end() + 12].isupper():
        place = match["place"]
        known = _lookup(place)
        if known and known[1] != "country":
            return Dateline(place, known[0], None, offset + match.end())
    return None


def find_line(paragraph: str) -> Dateline | None:
    """Return the dateline that is all of a line ("Brussels, 3 May 2022"), which ends with it; its place is known."""
    match = _ALONE.fullmatch(paragraph.rstrip()) if len(paragraph) <= 120 else None
    if match is None:
        return None
    place, parts = match["place"].strip(), [name.strip() for name in match["parts"].split(",") if name.strip()]
    country = _country(place, parts)
    if country is None or place.lower() in _not_places():
        return None
    return Dateline(_with_state(place, parts, country), country, parse_day(match["day"]), len(paragraph))


def _with_state(place: str, parts: list[str], country: str | None) -> str:
    """Return a place with the state it stands in, where one is named; Georgia is one beside a town of the USA."""
    for part in parts:
        kind = (_lookup(part) or ("", ""))[1]
        if kind == "state" or (part.lower() == "georgia" and country == "USA"):
            return f"{place}, {part}"
    return place


def _not_places() -> frozenset[str]:
    return lookups.words("not_places")


def _country(place: str, parts: list[str]) -> str | None:
    """Return the country that the last part names, or that a known place stands in."""
    own = _lookup(place)
    for part in reversed(parts):
        named = _lookup(part)
        if named:
            # "TBILISI, Georgia" and "ATLANTA, Georgia": the city decides between country and state.
            if part.lower() == "georgia" and own and own[0] in ("USA", "GEO"):
                return own[0]
            return named[0]
    return own[0] if own and not parts else None


def find_date_line(text: str) -> datetime.date | None:
    """Return the day of the first line that is a date, above the body of a clean text, or None.

    It may open the headline where that stands twice ("14 March 2022: Two Men Jailed"); headlines in capitals may end
    as sentences do.
    """
    above, heads = "", set[str]()
    for _, paragraph in paragraphs(text):
        # A page may show the year on a line of its own.
        day = parse_date_line(paragraph) or (parse_date_line(f"{above} {paragraph}") if paragraph.isdigit() else None)
        if not day and len(paragraph) <= MAX_HEADLINE:
            before, _, headline = paragraph.partition(": ")
            day = parse_date_line(before) if headline in heads else None
        if day:
            return day
        if _is_running(paragraph) and not paragraph.isupper():
            break
        above = paragraph
        heads.add(paragraph)
    return None


def find_day_of_place(text: str) -> datetime.date | None:
    """Return the day that a line above the body begins with, a place behind it ("May 3, 2024 Porto Alto, Spain Fraud").

    Pages set place and subjects beside their day; a headline goes on in other words.
    """
    for _, paragraph in paragraphs(text):
        if _is_running(paragraph):
            return None
        match = _DAY_FIRST.match(paragraph) if len(paragraph) <= MAX_DAY_LINE else None
        names = match["names"].replace(",", " ").split() if match else []
        if match and any(_lookup(" ".join(names[:n])) for n in range(1, MAX_NAMES + 1)):
            return parse_day(match["day"])
    return None
