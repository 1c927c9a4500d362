"""Finds the bodies a release names, and its named systems (databases, notices, operations, events …).

Known bodies and systems come from gazetteers; others from the word that heads or closes
a capitalised name ("Ministry of …", "… Police", "… Conference"). An acronym that the
release itself introduces, before or after the full name, is that name from then on.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.errors import ResourceError
from pipeline.extract.annotations import doc_text, mentions, set_mentions
from pipeline.extract.bodies import projects
from pipeline.extract.bodies.companies import (
    DESCRIBED_RULE,
    LISTED_COMPANY_RULE,
    find_companies,
    find_described,
    find_listed_companies,
    past_dateline,
)
from pipeline.extract.bodies.companies import RULE as COMPANY_RULE
from pipeline.extract.bodies.services import RULE as SERVICE_RULE
from pipeline.extract.bodies.services import SITE_RULE, find_services, find_sites
from pipeline.extract.bodies.units import LISTED_RULE, Unit, find_listed, find_listed_units, find_units
from pipeline.extract.bodies.units import RULE as UNIT_RULE
from pipeline.extract.bodies.units import Body as UnitOwner
from pipeline.extract.mentions import CountryMention, OrganisationMention, SystemMention
from pipeline.extract.reading import states
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import Gazetteer, Match, Word, doc_words, key, split_words
from pipeline.extract.reading.lists import list_of
from pipeline.extract.rules import is_on
from pipeline.tables import ORGANISATION_KINDS, SYSTEM_KINDS


@dataclass(frozen=True, slots=True)
class Body:
    """A known organisation or system; `country` is null for systems."""

    name: str
    acronym: str | None
    kind: str
    country: str | None = None
    is_acronym: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A word that marks a capitalised name as a body's or system's, by where it stands in the name."""

    word: str
    kind: str
    position: str = "end"


@dataclass(frozen=True, slots=True)
class _Found:
    """A name found: `known` where a gazetteer has it."""

    start: int
    end: int
    name: str
    acronym: str | None
    kind: str
    country: str | None
    rule: str


def organisation_id(name: str) -> str:
    """Return the id of a body: its canonical name in plain letters, the same in every release.

    >>> organisation_id("Polícia Judiciária")
    'policia-judiciaria'
    """
    return "-".join(word.fold for word in split_words(name)) or "unnamed"


_LOST_APOSTROPHE = re.compile(
    r"\b(Attorney|General|Prosecutor|Sheriff|State|Magistrate)s(?= (?:Office|Attorney|Department|Court)\b)"
)


def canonical_name(text: str) -> str:
    """Return a name in one spelling: straight apostrophes, put back where they were lost, and "U.S." for the country.

    >>> canonical_name("United States Attorneys Office of the District of Oregon")
    "U.S. Attorney's Office for the District of Oregon"
    """
    name = " ".join(text.replace("\u2019", "'").split())
    name = re.sub(r"^(?:United States|U\. S\.|U\.S|US)(?= )", "U.S.", name)
    name = _LOST_APOSTROPHE.sub(r"\1's", name)
    name = name.replace("Attorney's Office, ", "Attorney's Office for the ")
    name = name.replace("Attorney's Office in the ", "Attorney's Office for the ")
    return name.replace("Attorney's Office of the ", "Attorney's Office for the ")


def _known(table: str, kinds: Sequence[str]) -> Gazetteer[Body]:
    found: Gazetteer[Body] = Gazetteer()
    for row in lookups.table(table, key=("name",)):
        if row["kind"] not in kinds:
            raise ResourceError(f"{table}.csv: {row['name']} has the unknown kind {row['kind']!r}.")
        body = Body(row["name"], row["acronym"] or None, row["kind"], row.get("country") or None)
        # "eBay", "bitFlyer": a name that a small letter opens is written so
        found.add(row["name"], body, case="exact" if row["name"][0].islower() else "capital")
        if row["name"][-1].isalpha() and row["name"][-1] != "s":
            # "the Department of Justices efforts": the apostrophe was lost on the way.
            found.add(row["name"] + "s", body)
        aliases = [*filter(None, row["aliases"].split(";"))]
        whole = ["United States" + name[4:] for name in (row["name"], *aliases) if name.startswith("U.S. ")]
        for alias in (*aliases, *(name for name in whole if name not in aliases)):
            # An alias in capitals is an acronym: "CIA" is no word of a shouted line.
            short = alias.isupper() or alias == row["aliases"].lower()
            found.add(alias, body, case="exact" if short else "any" if alias.islower() else "capital")
            if " " in alias and alias[-1].isalpha() and alias[-1] != "s" and not short:
                found.add(alias + "s", body, case="any" if alias.islower() else "capital")
        if row["acronym"]:
            short_body = Body(body.name, body.acronym, body.kind, body.country, is_acronym=True)
            found.add(row["acronym"], short_body, case="exact")
            # "FBIs": the apostrophe was lost on the way.
            found.add(row["acronym"] + "s", short_body, case="exact")
    return found


@functools.cache
def _organisations() -> Gazetteer[Body]:
    return _known("organisations", ORGANISATION_KINDS)


@functools.cache
def _systems() -> Gazetteer[Body]:
    return _known("systems", SYSTEM_KINDS)


@functools.cache
def _organisation_heads() -> Gazetteer[Head]:
    found: Gazetteer[Head] = Gazetteer()
    for row in lookups.table("organisation_words", key=("phrase",)):
        found.add(row["phrase"], Head(row["phrase"], row["kind"], row["position"]))
    return found


@functools.cache
def _system_heads() -> Gazetteer[Head]:
    found: Gazetteer[Head] = Gazetteer()
    for row in lookups.table("system_words", key=("word",)):
        found.add(row["word"], Head(row["word"], row["kind"]), case=row["case"])
    return found


_NAME_GAPS = frozenset((" ", "\u00a0", "-", "'", "\u2019", "", ". ", ".", " (", ") "))
_ACRONYM_AFTER = re.compile(r"(?:[Ss]|[’']s)? ?\(([A-Z][A-Za-z-]{1,9})\)")
_ACRONYM_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z-]{1,9})(?: \((?:the )?|, the )$")
_OPERATION = re.compile(
    r"(?<![\w-])(Operation|OPERATION|Project|PROJECT|Opération|Operación)[ \u00a0]"
    r"([“\"‘']?)((?:[A-ZÀ-Þ0-9][\w’'/-]*)"
    r"(?:[ \u00a0]+(?:[A-ZÀ-Þ][\w’'/-]*|\d{1,4}(?:\.\d)?\b|of(?= [A-Z])|the(?= [A-Z]))){0,5})"
)
# "U.S. Attorney's Office, Northern District of Elmland": the letterhead's way to say "for the".
_OF_DISTRICT = re.compile(
    r"(?<=Office)(?:, | (?:in|of) the )(?:(?:Northern|Southern|Eastern|Western|Central|Middle) )?"
    r"District of [A-Z]\w+(?: [A-Z]\w+)?"
)
_NUMERAL = re.compile(r"(?:[ -](?:[IVX]+|\d{1,2}))$")
GANG_RULE = "gang-named"
GROUP_RULE = "group-named"
CALLED_RULE = "group-called"
SMALL_RULE = "small-system-word"
HEAD_RULE = "organisation-word"
INTRODUCED_RULE = "acronym-introduced"
MAX_NAME = 12
MAX_BASES = 200
MAX_QUOTED = 60
# Characters beside the name of a group in which its deeds are told.
MAX_BESIDE = 120
_CLOSING = {"“": "”", "‘": "’"}


def _country_in(start: int, end: int, found: Sequence[CountryMention], starts: Sequence[int]) -> str | None:
    """Return the one country named inside a name, None where there is none or more than one."""
    inside = found[bisect_left(starts, start) : bisect_left(starts, end)]
    codes = {c.iso3 for c in inside if c.end <= end}
    return codes.pop() if len(codes) == 1 else None


@dataclass
class _Text:
    text: str
    words: list[Word]

    def capital(self, n: int) -> bool:
        first = self.text[self.words[n].start]
        return first.isupper() or (self.words[n].fold == "and" and first == "&")

    def joined(self, n: int) -> bool:
        """Tell whether word n follows the one before with no more than a blank, hyphen or apostrophe between."""
        return n > 0 and self.words[n].gap in ("", "(", ")") and self.between(n) in _NAME_GAPS

    def between(self, n: int) -> str:
        return self.text[self.words[n - 1].end : self.words[n].start]

    def possessive(self, n: int) -> bool:
        word = self.words[n]
        return word.fold == "s" and n > 0 and self.between(n) in ("'", "\u2019")


def _first_word(text: _Text, head: int, *, connectors: frozenset[str]) -> int:
    """Return the number of the first word of the name that ends before word `head` (or `head` where none does)."""
    n = head
    while n > 0 and head - n < MAX_NAME and text.joined(n) and text.words[n].gap == "":
        before = n - 1
        if text.between(n).startswith(".") and (text.words[n].fold in cues("before_body") or _ended(text, before)):
            # "… on Elm Eve. The Oakdale Police", "by the EPA. Elm Trading Inc.": another sentence.
            break
        if text.possessive(before):
            if before == 0 or text.words[before - 1].fold not in cues("office_word") or _is_owner(text, before - 1, n):
                break
            n = before
            continue
        if text.capital(before):
            if text.words[before].fold == "the":
                break
            if text.words[before].fold in cues("body_title") and text.words[before].fold not in cues("office_word"):
                break
            if _parts_headline(text, before):
                break
        elif text.words[before].fold not in connectors and not re.fullmatch(
            r"\d+(?:st|nd|rd|th)", text.words[before].fold
        ):
            break
        n = before
    while n < head and (_opens(text, n) or text.possessive(n)):
        n += 1
    return n + 1 if n + 1 < head and _is_lost_owner(text, n) else n


def _ended(text: _Text, n: int) -> bool:
    """Tell whether the point behind word n ends a sentence: behind an acronym or a figure."""
    word = text.text[text.words[n].start : text.words[n].end]
    return word.isdigit() or (word.isupper() and len(word) > 2)


def _is_lost_owner(text: _Text, n: int) -> bool:
    """Tell whether word n has lost its apostrophe: "President Oaks Harbour Task Force"."""
    if n == 0 or not text.joined(n) or text.words[n - 1].fold not in cues("office_before_hyphen"):
        return False
    return text.words[n].fold.endswith("s") and text.capital(n - 1)


def _is_owner(text: _Text, owner: int, n: int) -> bool:
    """Tell whether "District's" before word n is an owner: not of an office ("District Attorney's Elm Task Force")."""
    return text.words[owner].fold in cues("prosecutor_word") and text.words[n].fold not in cues("of_owner")


def _parts_headline(text: _Text, n: int) -> bool:
    """Tell whether word n joins phrases of a headline: "Roe Convicted In Elmford Police Case", "MURDER OF A CHIEF"."""
    word = text.words[n]
    if word.fold in ("of", "against"):
        return text.text[word.start : word.end].isupper()
    return word.fold in cues("headline_joint")


def _opens(text: _Text, n: int) -> bool:
    """Tell whether word n stands before a name and is no part of it ("the", "de"; not "Des Moines")."""
    word = text.words[n].fold
    return word in cues("before_body") or (word in cues("body_connector") and not text.capital(n))


def _last_word(text: _Text, n: int, head: Head, bounds: _Bounds) -> int:
    """Return the number of the last word of a name that goes on after word `n` ("… of the Interior")."""
    first = last = n
    while (
        n + 1 < len(text.words)
        and n - last < 3
        and n - first < 2 * MAX_NAME
        and text.joined(n + 1)
        and text.words[n + 1].gap == ""
    ):
        word = text.words[n + 1]
        if _has_lost_apostrophe(text, n):
            break
        if text.between(n + 1).startswith(".") and text.words[n].end - text.words[n].start > 1:
            break
        if text.capital(n + 1):
            if word.fold in cues("name_stop") | cues("headline_verb") or _opens_holder(text, n + 1):
                break
            last = n = n + 1
        elif word.fold == "and":
            if not _may_join(text, head, (first, n + 1), bounds.barred):
                break
            n += 1
        elif _joins_on(text, n + 1, head, bounds):
            n += 1
        elif text.between(n + 1) == "-" and last > first and _is_force(head):
            last = n = n + 1  # "Task Force for Regional Auto-theft Prevention"
        else:
            break
    return last


def _is_force(head: Head) -> bool:
    return head.word.lower().split()[-1] in cues("names_topic")


def _has_lost_apostrophe(text: _Text, n: int) -> bool:
    """Tell whether word n is a state's name and an "s": "the Eastern District of Virginias Harbour Crimes Unit"."""
    word = text.words[n].fold
    if not word.endswith("s") or n == 0 or text.words[n - 1].gap:
        return False
    return states.is_name([word[:-1]]) or states.is_name([text.words[n - 1].fold, word[:-1]])


def _joins_on(text: _Text, n: int, head: Head, bounds: _Bounds) -> bool:
    """Tell whether a small word n goes on with a name: "Ministry of", "Alliance against"."""
    low = text.words[n].fold
    if low in cues("before_topic") and _is_force(head):
        return n + 1 < len(text.words) and text.capital(n + 1) and text.words[n + 1].fold not in _day_words()
    if low == "against":
        return head.kind == "ngo" or text.words[n - 1].fold in cues("against_crime")
    return low in cues("within_body_name") and not _ends_before(text, n, bounds)


def _ends_before(text: _Text, n: int, bounds: _Bounds) -> bool:
    """Tell whether what "of" governs is no part of a name: a body ("Office … of the Elm Police") or a day."""
    behind = n + 1
    if behind < len(text.words) and text.words[behind].fold == "the":
        behind += 1
    if behind >= len(text.words) or text.words[n].fold != "of":
        return False
    if text.words[behind].fold in _day_words() | cues("needs_work"):
        return True
    last = behind
    while last + 1 < len(text.words) and last - behind < 4 and text.joined(last + 1) and text.capital(last + 1):
        if text.words[last].start in bounds.bodies or text.words[last + 1].gap:
            break
        last += 1
    return text.words[last].start in bounds.bodies


def _opens_holder(text: _Text, n: int) -> bool:
    """Tell whether word n is the title of a person named behind: "Council Member Jan Roe", not "Data Commissioner"."""
    if text.words[n].fold not in cues("title_of_holder") or n + 1 >= len(text.words):
        return False
    return text.between(n + 1) == " " and text.capital(n + 1)


def _may_join(text: _Text, head: Head, span: tuple[int, int], barred: frozenset[int]) -> bool:
    """Tell whether an "and" stands inside a name that `head` opens; `span` is the head's last word and the "and"."""
    opened, joint = span
    if head.word in ("Ministry of", "Department of"):
        return _joins(text, joint + 1, barred)
    if head.word not in cues("office_of") and head.word.lower() not in cues("names_purpose"):
        return False
    whole = text.words[joint - 1].fold in cues("whole_office")
    whole = whole or any(text.words[n].start in barred for n in range(opened + 1, joint))
    return not whole and _joins_work(text, joint + 1, barred)


def _joins_work(text: _Text, n: int, barred: frozenset[int]) -> bool:
    """Tell whether words from n on tell more work of the same office: "Harbour Theft and Vessel Affairs"."""
    last = n
    while last < len(text.words) and last - n < 4 and text.capital(last) and text.words[last].start not in barred:
        if last > n and (not text.joined(last) or text.words[last].gap != "" or _opens_holder(text, last)):
            break
        last += 1
    return last > n and text.words[last - 1].fold in cues("closing_work") and text.words[n].gap == ""


def _joins(text: _Text, n: int, barred: frozenset[int]) -> bool:
    """Tell whether an "and" before word n joins two halves of a name: "Justice and Public Security", not two bodies."""
    if n >= len(text.words) or not text.capital(n):
        return False
    alone = n + 1 >= len(text.words) or text.between(n + 1) != " " or not text.capital(n + 1)
    if alone and text.words[n].fold in cues("ministry_work"):
        return True  # "Ministry of Security and Justice", not "... and Justice Jan Roe"
    if text.words[n].start in barred:
        return False
    return text.words[n].fold not in cues("body_title")


def _headed_organisations(
    text: _Text, countries: Sequence[CountryMention], known: Sequence[_Found] = ()
) -> list[_Found]:
    found: list[_Found] = []
    if not is_on("organisations.organisation-word"):
        return found
    heads = list(_organisation_heads().find(text.text, text.words))
    starts = [c.start for c in countries]
    start_by_end = {c.end: c.start for c in countries}
    # Where another body or a country begins, a name that reads "X and …" has ended.
    bounds = _Bounds(
        start_by_end,
        frozenset([*starts, *(h.start for h in heads), *(k.start for k in known)]),
        frozenset([*(h.end for h in heads), *(k.end for k in known)]),
        frozenset([*(h.start for h in heads if h.first < h.last), *(k.start for k in known if " " in k.name)]),
        frozenset(starts),
    )
    for match in map(functools.partial(_closing_part, text), heads):
        head = match.value
        span = _with_country(text, match, _span_of(text, match, bounds), {c.start: c.end for c in countries})
        if span is None or _is_no_name(text, match, span):
            continue
        first, last = span
        start, end = text.words[first].start, _name_end(text.text, text.words[last].end, head)
        if last > match.last and end == text.words[last].end and _has_lost_apostrophe(text, last):
            end -= 1
        start = past_dateline(text.text, start, text.words[match.first].start)
        if text.text.startswith("The ", start):
            start += 4
        if start_by_end.get(end) == start or _is_bare(text, span, match, start_by_end):
            # "Russian Federation" is a country.
            continue
        name = canonical_name(text.text[start:end])
        kind = _kind_by_work(text, first, match.first, last, head)
        country = _country_in(start, end, countries, starts)
        if country is None and first > 1 and text.possessive(first - 1) and text.joined(first):
            # "Kenya's Ministry of …": the owner is not part of the name, yet its country.
            owner = start_by_end.get(text.words[first - 2].end)
            country = None if owner is None else countries[bisect_left(starts, owner)].iso3
        found.append(_Found(start, end, name, None, kind, country, HEAD_RULE))
    return found


class _Bounds(NamedTuple):
    """What stands beside a name.

    `start_by_end` has where each country begins, by its end, `countries` where each does; `barred` where countries
    and bodies begin, `bodies` where bodies of more than a word do, `closed` where bodies end.
    """

    start_by_end: Mapping[int, int]
    barred: frozenset[int]
    closed: frozenset[int]
    bodies: frozenset[int]
    countries: frozenset[int]


def _span_of(text: _Text, match: Match[Head], bounds: _Bounds) -> tuple[int, int] | None:
    """Return the first and the last word of the name that a head stands in, None where it heads none."""
    head = match.value
    first, last = _name_start(text, match), match.last
    general = _is_general(text, first, match.first) or _names_purpose(text, first, match, bounds)
    if head.position in ("start", "both") or head.kind == "judicial" or general:
        following = _last_word(text, last, head, bounds)
        bare = head.position == "start" or (head.position == "both" and first == match.first)
        goes_on = following > last and (bare or not text.capital(last + 1))
        if head.position == "start":
            if not goes_on and following == last:
                return None
            first = _with_adjective(text, match.first, bounds.start_by_end)
            if head.kind == "ngo":  # "National Association of …"
                first = _first_word(text, match.first, connectors=frozenset())
        last = following if goes_on else last
    if head.position == "end" and _is_half(text, first, match.first, bounds.closed):
        whole = _whole_pair(text, first)
        return (whole, last) if whole is not None else None
    return first, last


def _with_country(
    text: _Text, match: Match[Head], span: tuple[int, int] | None, end_by_start: Mapping[int, int]
) -> tuple[int, int] | None:
    """Return a span with the country that closes the name: "Harbour Intelligence Service Austria"."""
    if span is None or span[1] != match.last or span[0] == match.first or match.value.position == "start":
        return span
    if match.value.kind not in ("police", "government", "judicial") or not is_on("organisations.country-behind"):
        return span
    n = match.last + 1
    if n >= len(text.words) or text.between(n) != " " or text.words[n].start not in end_by_start:
        return span
    last = n
    while last + 1 < len(text.words) and text.words[last].end < end_by_start[text.words[n].start]:
        last += 1
    more = last + 1 < len(text.words) and text.joined(last + 1) and text.capital(last + 1)
    return span if more or text.words[last].end != end_by_start[text.words[n].start] else (span[0], last)


def _name_start(text: _Text, match: Match[Head]) -> int:
    """Return the first word of a name that a head closes, or the head's own."""
    if match.value.position not in ("end", "both"):
        return match.first
    if match.value.kind == "company" and text.words[match.first].gap == "," and match.first:
        return _first_word(text, match.first - 1, connectors=frozenset())
    first = _with_town(text, _first_word(text, match.first, connectors=frozenset()), match.first)
    if match.value.kind == "company":
        # a headline: "Files Suit Against Elm Trading Corp"
        joints = (n for n in range(first, match.first) if text.words[n].fold in ("against", "based"))
        first = max((n + 1 for n in joints), default=first)
    return _before_bracket(text, _with_other_work(text, first, match))


def _with_other_work(text: _Text, first: int, match: Match[Head]) -> int:
    """Return the first word of a name with two kinds of work: "Criminal Investigations and Intelligence Department"."""
    works = match.value.word.lower() in cues("police_by_work") and match.first - first == 1
    if not works or first < 2 or text.words[first - 1].fold != "and" or text.words[first - 1].gap:
        return first
    if text.words[first].gap or text.words[first - 2].fold not in cues("police_work"):
        return first
    return _first_word(text, first - 1, connectors=frozenset()) if is_on("organisations.two-works") else first


def _before_bracket(text: _Text, head: int) -> int:
    """Return the first word of a name with its state in brackets: "Elm County (Ohio) Sheriff's Office"."""
    if text.words[head].gap != ")" or not text.joined(head):
        return head
    n = next((n for n in range(head - 1, max(0, head - 3), -1) if text.words[n].gap == "("), 0)
    if n == 0 or not text.joined(n) or not states.is_name([word.fold for word in text.words[n:head]]):
        return head
    return _first_word(text, n - 1, connectors=frozenset()) if text.capital(n - 1) else head


def _with_adjective(text: _Text, head: int, start_by_end: Mapping[int, int]) -> int:
    """Return the first word of "U.S. Department of …", "Kenyan Ministry of …": the adjective belongs to the name."""
    before = head - 1
    if before < 0 or not text.joined(head) or text.words[head].gap != "":
        return head
    end = text.words[before].end
    start = start_by_end.get(end, start_by_end.get(end + 1, -1))
    whole = next((w for w in range(max(0, before - 3), head) if text.words[w].start == start), head)
    if whole < head:
        return whole
    of_town = head + 2 < len(text.words) and text.words[head + 2].fold in ("police", "fire")
    if text.words[before].fold in ("county", "city") or of_town:
        # "Elm County Department of …", "Elmford Bureau of Police"
        return _first_word(text, head, connectors=frozenset()) if text.capital(before) else head
    if text.words[before].fold in cues("general_name") and text.capital(before) and text.words[before].fold != "state":
        return before  # "Federal Office of Justice"
    if text.words[head].fold in ("committee", "subcommittee"):
        while head and text.joined(head) and text.words[head - 1].fold in cues("kind_of_committee"):
            head -= 1  # "Senate Select Committee on Oak"
        return head
    if text.words[before].fold == "state" and text.capital(before) and _state_before(text, before) < before:
        return _state_before(text, before)
    return _state_before(text, head)


def _state_before(text: _Text, head: int) -> int:
    """Return the first word of the state right before a head ("Ohio Department of …"), the head where there is none."""
    for n in (2, 1):
        first = head - n
        if first < 0 or any(not text.joined(w) or text.words[w].gap for w in range(first + 1, head + 1)):
            continue
        words = text.words[first:head]
        shouted = text.text[words[0].start : words[-1].end].isupper()
        # a dateline: "COLUMBUS, OHIO Department of …"
        if text.capital(first) and states.is_name([word.fold for word in words]):
            return head if shouted and not text.text[text.words[head].start : text.words[head].end].isupper() else first
    return head


def _is_no_name(text: _Text, match: Match[Head], span: tuple[int, int]) -> bool:
    """Tell whether a span is common words ("a commission"), runs on into another name, or is a head alone."""
    head, (first, last) = match.value, span
    formed = first > 0 and text.words[first - 1].fold in ("a", "an") and head.word.lower() in cues("formed_body")
    if formed or _goes_on(text, last, head) or _is_held(text, head, match.last):
        return True
    if head.word in ("Department of", "Directorate of") and first == match.first and _is_work_before(text, first):
        return True
    if head.kind == "company" and any(text.text[w.start : w.end] == "Of" for w in text.words[first + 1 : match.first]):
        return text.words[first].fold != "bank"  # a headline: "Computers Of Oakdale Company"
    if head.kind == "company" and last - first == 1 and text.words[first].fold in cues("no_company"):
        return True  # "Report of Foreign Bank and Financial Accounts"
    alone = first == match.first and last == match.last
    return alone and (match.first == match.last or head.kind != "judicial")


def _closing_part(text: _Text, match: Match[Head]) -> Match[Head]:
    """Return "Department" for "Department of" where its work stands before it: "Cyber Department of the Oak Police"."""
    if match.value.word not in ("Department of", "Directorate of") or not _is_work_before(text, match.first):
        return match
    if not is_on("organisations.part-before-owner"):
        return match
    word = match.value.word.removesuffix(" of")
    kind = "police" if _owner_kind(text, match.last + 1) == "police" else "government"
    return Match(match.start, text.words[match.first].end, Head(word, kind, "end"), match.first, match.first)


def _owner_kind(text: _Text, n: int) -> str | None:
    """Return the kind of the body that begins at word n, an article before it perhaps, None where none does."""
    if n < len(text.words) and text.words[n].fold == "the":
        n += 1
    if n >= len(text.words):
        return None
    start = text.words[n].start
    behind = text.text[start : start + MAX_BESIDE]
    known = next(iter(_organisations().find(behind)), None)
    if known is not None and known.start == 0:
        return known.value.kind
    head = next(iter(_organisation_heads().find(behind)), None)
    return head.value.kind if head is not None and head.first < 4 else None


def _is_work_before(text: _Text, first: int) -> bool:
    """Tell whether a part's own work stands before its word: "the Cyber Department of the Oakland Police"."""
    return text.joined(first) and text.capital(first - 1) and text.words[first - 1].fold in cues("unit_work")


def _is_bare(text: _Text, span: tuple[int, int], match: Match[Head], start_by_end: Mapping[int, int]) -> bool:
    """Tell whether a head has a country before it and no work: "U.S. Department", which a line's end cuts."""
    if match.first != match.last or span[1] != match.last or text.words[match.first].fold not in cues("needs_work"):
        return False
    end = text.words[match.first - 1].end if match.first else 0
    start = text.words[span[0]].start
    return any(start_by_end.get(end + more) == start for more in (0, 1))


def _is_held(text: _Text, head: Head, last: int) -> bool:
    """Tell whether "Office of" goes on with its holder ("Office of Senator Jan Berg"): an office is no body."""
    behind = {word.fold for word in text.words[last + 1 : last + 3]}
    return head.word == "Office of" and bool(behind & cues("office_holder"))


def _with_town(text: _Text, first: int, head: int) -> int:
    """Return the first word of a name whose town stands before its state: "Elmford, Ohio, Police Department"."""
    opening = states.opening_words()
    n = first
    if n == head and n and text.words[n].gap == ",":
        n -= 1  # the comma behind the state
        while n and text.words[n].fold not in opening and text.joined(n) and head - n < 4:
            n -= 1
        if n and text.words[n].fold in states.second_words() and text.words[n - 1].fold in opening:
            n -= 1
    if n == 0 or text.words[n].fold not in opening or text.words[n].gap != "," or not text.capital(n - 1):
        return first
    if any(text.words[m].fold in cues("of_a_state") for m in range(n + 1, head + 1)):
        return first  # "the Elmford Police Department, Ohio Highway Patrol"
    if text.words[n - 1].fold in cues("body_title"):
        return first  # "Ada Lind, Commissioner, New York City Police Department"
    town = n - 1
    while town and text.joined(town) and text.words[town].gap == "" and text.capital(town - 1) and n - town < 4:
        town -= 1
    while town < n - 1 and _opens(text, town):
        town += 1
    return town


def _is_general(text: _Text, first: int, head: int) -> bool:
    """Tell whether a name says nothing yet: "National Institute", which "for Harbour Studies" must follow."""
    return head - first == 1 and text.words[first].fold in cues("general_name")


def _names_purpose(text: _Text, first: int, match: Match[Head], bounds: _Bounds) -> bool:
    """Tell whether a name goes on with its purpose or country: "Oak Commission for …", "Oak Agency of Kenya"."""
    n = match.last + 1
    if match.value.position != "end" or first == match.first or n + 1 >= len(text.words) or text.between(n) != " ":
        return False
    of_ngo = text.words[n].fold == "against" and match.value.kind == "ngo"
    if of_ngo or (text.words[n].fold == "for" and text.words[match.last].fold not in cues("names_topic")):
        return text.words[match.last].fold in cues("names_purpose")
    if text.words[match.last].fold in cues("names_topic") and text.words[n].fold in cues("before_topic"):
        dated = text.words[n + 1].fold in _day_words()  # "the Oak Task Force on Monday"
        return text.capital(n + 1) and not dated and is_on("organisations.force-for")
    if text.words[n].fold != "of" or match.value.kind != "government" or text.words[first].start in bounds.bodies:
        return False
    countries = bounds.countries
    behind = n + 2 if text.words[n + 1].fold == "the" and n + 2 < len(text.words) else n + 1
    owned = any(text.words[m].start in countries for m in range(first, n))
    return text.words[behind].start in countries and not owned


def _name_end(text: str, end: int, head: Head) -> int:
    """Return where a name ends whose last word ends at `end`: with the point of "Inc.", an office's district."""
    if text[end : end + 1] == "." and head.word in cues("firm_point"):
        return end + 1
    district = _OF_DISTRICT.match(text, end)
    return district.end() if district else end


def _kind_by_work(text: _Text, first: int, at: int, last: int, head: Head) -> str:
    """Return the kind of a name: police where an office of state does their work ("Crime Investigation Agency").

    Parts of an international body are international.
    """
    inside = [word.fold for word in text.words[first:at]]
    if inside[:2] in (["district", "attorney"], ["attorney", "general"]) and "s" in inside[2:3]:
        return "judicial"
    if inside[:1] == ["european"]:
        return "international"
    if head.word == "Nation" and cues("gang_nation") & set(inside):
        return "criminal"
    if inside and _international(text.text[text.words[first].start : text.words[at].start]):
        return "international"
    behind = {word.fold for word in text.words[at : last + 1]}
    if head.position == "start" and head.kind == "other" and "police" in behind:
        return "police"  # "University of Elmford Police Department"
    if head.kind in ("government", "police") and behind & {"prosecution", "prosecutions"}:
        return "judicial"  # "Directorate of Public Prosecutions"
    if head.position == "start" and head.kind == "government" and behind & {"investigation", "investigations"}:
        return "police"
    if head.word == "Office of" and behind & cues("prosecutors_of"):
        return "judicial"
    if head.position == "end" and head.word.lower() in cues("police_by_work") and cues("police_work") & set(inside):
        return "police"
    return head.kind


def _international(name: str) -> bool:
    """Tell whether a name begins with an international body: "INTERPOL Digital Crime Centre"."""
    known = next(iter(_organisations().find(name)), None)
    return known is not None and known.start == 0 and known.value.kind == "international"


def _goes_on(text: _Text, last: int, head: Head) -> bool:
    """Tell whether a name runs on past word `last` into another: "Central African Police Chiefs Committee".

    A headline tells firms and gangs by what they are: "Oakdale Freight Company Indicted".
    """
    n = last + 1
    if n >= len(text.words) or text.between(n) != " " or not text.capital(n) or _has_lost_apostrophe(text, last):
        return False
    works = text.words[last].fold in cues("needs_work") | {"division"}
    if works and text.words[n].fold == "office" and n + 1 < len(text.words) and text.words[n + 1].fold == "of":
        return False  # "Criminal Division Office of Oak Affairs"
    if text.words[n].fold in cues("headline_verb"):
        return head.kind in ("company", "criminal")
    if text.words[n].fold in cues("body_title") or text.words[n].fold in cues("name_stop"):
        return False
    word = text.text[text.words[n].start : text.words[n].end]
    if word == "SWAT":
        return False  # "the Elmland State Police SWAT team"
    return word[0] != "&"


def _is_half(text: _Text, first: int, head: int, closed: frozenset[int]) -> bool:
    """Tell whether the word before the head is the second half of a pair: "Oceanic and Atmospheric Administration".

    Behind a comma or a body that is whole another begins: "the Oakdale Police and Elmford Sheriff's Office".
    """
    return (
        head - first <= 1
        and first > 1
        and text.words[first - 1].fold == "and"
        and text.words[first - 1].gap == ""
        and text.words[first - 2].end not in closed
        and text.joined(first)
        and text.capital(first - 2)
    )


def _whole_pair(text: _Text, first: int) -> int | None:
    """Return the first word of "National Fish and Wildlife Foundation", None where "and" may join two bodies."""
    n = first - 2
    while n > 0 and first - n < MAX_NAME and text.joined(n) and text.words[n].gap == "" and text.capital(n - 1):
        n -= 1
    named = text.words[n].fold in cues("general_name") or any(
        w.fold in ("county", "city") for w in text.words[n : first - 2]
    )
    return n if n < first - 2 and named else None


def _from_gazetteer(text: _Text, matches: Iterable[Match[Body]], rule: str) -> list[_Found]:
    found: list[_Found] = []
    for match in matches:
        body = match.value
        if body.is_acronym and (_is_word(text, match) or _in_address(text.text, match) or _owns_part(text.text, match)):
            continue
        if not _acts(text, match):
            continue
        found.append(_Found(match.start, match.end, body.name, body.acronym, body.kind, body.country, rule))
    return found


def _acts(text: _Text, match: Match[Body]) -> bool:
    """Tell whether a body is told of as one, not as a firm's site ("advertised on …") or a place ("across the EU")."""
    before = text.words[match.first - 1].fold if match.first else ""
    if match.value.name in cues("plain_body") and _is_part(text, match):
        return False
    if match.value.name.endswith("Department of State") and text.text[match.end : match.end + 4] == " of ":
        return False  # "the Elm State Department of Health"
    of_state = text.words[match.first].fold == "department" and before != "washington"
    if of_state and _state_before(text, match.first) < match.first:
        return False  # "California Department of Justice"
    if match.value.kind == "company":
        return before not in cues("no_body_behind") and not _is_product(text, match, before)
    if match.value.name not in cues("acting_union"):
        return True
    return match.last + 1 < len(text.words) and text.words[match.last + 1].fold in cues("body_acts")


def _is_product(text: _Text, match: Match[Body], before: str) -> bool:
    """Tell whether a firm's name stands for what it makes: "a Toyota", "the Samsung Galaxy"."""
    n = match.last + 1
    made = before in ("a", "an")
    made = made or (n < len(text.words) and text.between(n) == " " and category_of(text.words[n].fold) == "vehicles")
    goes_on = n < len(text.words) and text.between(n) == " " and text.capital(n) and text.words[n].gap == ""
    return made or (goes_on and not text.text[match.start : match.end].isupper())


def _is_part(text: _Text, match: Match[Body]) -> bool:
    """Tell whether a plain word for a body ("Congress") stands in a longer name or in a line of capitals."""
    n, m = match.first, match.last + 1
    if text.text[match.start : match.end].isupper():
        return True
    if m < len(text.words) and text.joined(m) and text.capital(m) and text.words[m].gap == "":
        return True
    if n == 0 or not text.joined(n):
        return False
    if text.words[n - 1].fold == "and" and n > 1:
        return text.capital(n - 2)  # "Border and Coast Guard"
    if not text.capital(n - 1):
        return False
    of_country = text.text[text.words[n - 1].start : match.start] in ("U.S. ", "US ")
    return text.words[n - 1].fold not in cues("before_body") and not of_country


def _is_word(text: _Text, match: Match[Body]) -> bool:
    """Tell whether an acronym is a shouted word, or the label of a line ("WHO: Jane Doe")."""
    if key(text.text[match.start : match.end]) not in cues("shouted_acronym"):
        return False
    return text.text[match.end : match.end + 1] == ":" or _in_capitals(text, match)


_PART_BEHIND = re.compile(r"-[A-Z]{2,}\b")


def _owns_part(text: str, match: Match[Body]) -> bool:
    """Tell whether an acronym stands before that of a part, which is meant: "FDA-OCI" is the FDA's office."""
    return _PART_BEHIND.match(text, match.end) is not None and is_on("organisations.part-acronym")


def _in_address(text: str, match: Match[Body]) -> bool:
    """Tell whether an acronym is part of an address: "www.OIG.FBI.GOV"."""
    return text[match.start - 1 : match.start] in (".", "@", "/") and text[match.end : match.end + 1] in (".", "/")


def _in_capitals(text: _Text, match: Match[Body]) -> bool:
    """Tell whether a word stands in a line of capitals, where an acronym cannot be told from a word."""
    beside = [n for n in (match.first - 1, match.last + 1) if 0 <= n < len(text.words)]
    beside = [n for n in beside if "\n" not in text.between(max(n, match.first))]
    words = [text.text[text.words[n].start : text.words[n].end] for n in beside]
    return bool(words) and all(w.isupper() and len(w) > 1 for w in words)


def _by_acronym(text: str, found: Sequence[_Found], *, full_name: str) -> list[_Found]:
    """Return later mentions by the acronyms that stand in brackets after full names, if this rule is on."""
    if not is_on(full_name):
        return []
    introduced: dict[str, _Found] = {}
    for item in found:
        match = _ACRONYM_AFTER.match(text, item.end)
        if match is None:
            # "KWCU (Kosrae Wildlife Crime Unit)", "KWCU, the Kosrae Wildlife Crime Unit,"
            match = _ACRONYM_BEFORE.search(text, max(0, item.start - 20), item.start)
        if match is not None and _abbreviates(match[1], item.name):
            introduced.setdefault(match[1], item)
    if not introduced:
        return []
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(introduced, key=lambda a: (-len(a), a)))) + r")(?![\w-])"
    )
    more = []
    for match in pattern.finditer(text):
        item = introduced[match[0]]
        more.append(_Found(match.start(), match.end(), item.name, match[0], item.kind, item.country, INTRODUCED_RULE))
    return more


# "the Air and Sea Operations Centre (ASOC)": capitalised words, small ones between, and their acronym.
_SMALL = r"(?:(?:of|for|and|the|on|de|des|du|del|&)[ \u00a0]){0,2}"
_INTRODUCED = re.compile(
    rf"(?<![\w-])([A-ZÀ-Þ][\w’'-]*(?:[ \u00a0]{_SMALL}[A-ZÀ-Þ][\w’'-]*){{1,9}}) \(([A-Z][A-Za-z-]{{1,9}})\)"
)


def _introduced_bodies(text: str) -> list[_Found]:
    """Return bodies of an unknown kind whose acronym stands in brackets behind them, letter for letter.

    The word that closes or opens the name must be one that bodies have ("Centre", "Unit", "Agency").
    """
    found: list[_Found] = []
    if not is_on("organisations.acronym-behind"):
        return found
    for match in _INTRODUCED.finditer(text):
        for part in _told_by_acronym(match[1], match[2].upper().replace("-", "")):
            words = part.split()
            kind = _kind_of_introduced(words)
            if kind == "government" and words[0] == "European":
                kind = "international"
            if kind is not None:
                start = match.end(1) - len(part)
                found.append(_Found(start, match.end(1), canonical_name(part), match[2], kind, None, "acronym-behind"))
            break
    return found


def _told_by_acronym(run: str, letters: str) -> Iterator[str]:
    """Yield the ends of a run of capitalised words whose heads an acronym tells; it may leave the small words out."""
    for head in re.finditer(r"(?<!\S)[^\W\d_]", run):
        words = run[head.start() :].split()
        capitals = "".join(word[0] for word in words if word[0].isupper())
        if head.group().isupper() and letters in (capitals, "".join(word[0].upper() for word in words)):
            yield run[head.start() :]


def _kind_of_introduced(words: Sequence[str]) -> str | None:
    """Return the kind that the word tells which closes or opens a name, or which "of" or "for" follows; else None."""
    low = [word.lower() for word in words]
    if low[-1] in cues("law_word"):
        return None  # "Bank Secrecy Act (BSA)"
    if low[-1].startswith("organi") and set(low) & cues("no_organisation"):
        # "Foreign Terrorist Organization (FTO)" is a class.
        return None
    if low[-1] == "corporation" and low[0] not in cues("general_name"):
        return "company"
    places = [n for n in reversed(range(len(low))) if n in (0, len(low) - 1) or low[n + 1] in cues("before_owner")]
    return next((_body_words()[low[n]] for n in places if low[n] in _body_words()), None)


@functools.cache
def _body_words() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in lookups.table("body_words", key=("word",))}


def _abbreviates(acronym: str, name: str) -> bool:
    """Tell whether an acronym's letters stand in a name in this order, the first of them at a word's head."""
    n_capitals = sum(1 for c in acronym if c.isupper())
    if n_capitals < 2 or 2 * n_capitals < len(acronym):
        return False
    letters = iter(name.lower())
    plain = acronym.lower().rstrip("s") or acronym.lower()
    heads = {word.fold[0] for word in split_words(name)}
    return plain[0] in heads and all(letter in letters for letter in plain if letter.isalpha())


def _disjoint(found: Iterable[_Found]) -> list[_Found]:
    """Keep the longest of the names that begin first; none overlaps another."""
    kept: list[_Found] = []
    for item in sorted(
        found,
        key=lambda f: (f.start, -f.end, f.rule not in ("organisation-gazetteer", "system-gazetteer", COMPANY_RULE)),
    ):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _operations(text: str) -> list[_Found]:
    """Return operations and projects by their full names, and by the name alone after that."""
    if not is_on("systems.operation-name"):
        return []
    stop = lookups.words("system_stop_words")
    found: list[_Found] = []
    bases: dict[str, str] = {}
    for match in _OPERATION.finditer(text):
        label = match[1].capitalize()
        close = (
            text.find(_CLOSING.get(match[2], match[2]), match.start(3), match.start(3) + MAX_QUOTED) if match[2] else -1
        )
        name = text[match.start(3) : close] if close > 0 else _trim_operation(match[3], stop)
        if not name or "\n" in name or text[match.start(3) + len(name) :][:1] == "@":
            continue
        kind = "project" if label == "Project" else "operation"
        end = match.start(3) + len(name)
        full = f"{label} {' '.join(name.split())}"
        found.append(_Found(match.start(), end, full, None, kind, None, "operation-name"))
        base = _NUMERAL.sub("", name)
        if len(base) > 3 and len(bases) < MAX_BASES:
            bases.setdefault(base, label)
    found = _cut_to_known(found)
    if not bases or not is_on("systems.operation-name-alone"):
        return found
    taken = [(f.start, f.end) for f in found]
    pattern = re.compile(
        r"(?<![\w-])("
        + "|".join(map(re.escape, sorted(bases, key=lambda b: (-len(b), b))))
        + r")([ -](?:[IVX]+|\d{1,2})\b)?(?![\w-])"
    )
    n = 0
    for match in pattern.finditer(text):
        while n < len(taken) and taken[n][1] <= match.start():
            n += 1
        if n < len(taken) and taken[n][0] <= match.start():
            continue
        # A single word may be anything: only with its numeral is it the operation again.
        if match[2] is None and " " not in match[1]:
            continue
        label = bases[match[1]]
        kind = "project" if label == "Project" else "operation"
        full = " ".join(f"{label} {match[0]}".split())
        found.append(_Found(match.start(), match.end(), full, None, kind, None, "operation-name-alone"))
    return found


def _cut_to_known(found: Sequence[_Found]) -> list[_Found]:
    """Cut a name that a headline runs on to the name the rest of the release uses."""
    counts: dict[str, int] = {}
    for item in found:
        counts[item.name] = counts.get(item.name, 0) + 1
    out = []
    for item in found:
        words = item.name.split()
        shorter = [" ".join(words[:n]) for n in range(2, len(words))]
        known = next((name for name in reversed(shorter) if name in counts), None)
        if known is not None and not _NUMERAL.search(item.name):
            extra = len(item.name) - len(known)
            item = _Found(item.start, item.end - extra, known, None, item.kind, None, item.rule)
        out.append(item)
    return out


_PHRASE_BEHIND = re.compile(r"(?i:Of|A|An|For|From|In|On|Against|Targeting|Involving|Aimed|That)\b")


def _trim_operation(name: str, stop: frozenset[str]) -> str:
    """Cut a possessive and what follows it, and the words of a headline run on after the name."""
    if _PHRASE_BEHIND.match(name):
        return ""  # a headline's "Operation Of A Shop", "Operation Targeting Harbour Theft"
    kept = re.split(r"(\W+)", name)
    cut = next((n for n, word in enumerate(kept) if word.lower() in stop), len(kept))
    name = "".join(kept[:cut])
    name = re.split(r"[’']s\b", name, maxsplit=1)[0]
    day = re.search(r" ([A-Z][a-z]+) \d{1,2}$", name)
    if day and day[1].lower() in _day_words():
        name = name[: day.start()]
    if re.fullmatch(r"[IVX]+|\d[\d.]*", name):
        return ""  # "Harbour Surge Operation II"
    name = re.sub(r" (?:of|the|The|This|It|These|That|In)$", "", name)
    return name.rstrip("’'-/ ")


def _headed_systems(text: _Text) -> list[_Found]:
    found: list[_Found] = []
    if not is_on("systems.system-word"):
        return found
    for match in _system_heads().find(text.text, text.words):
        head = match.value
        first, acronym = _system_start(text, match)
        lower = text.text[match.start].islower()
        if head.kind in ("facility", "project") and _goes_on(text, match.last, head):
            continue
        n_words = match.first - first
        if n_words == 0:
            continue
        words = [text.text[w.start : w.end] for w in text.words[first : match.first]]
        if lower and acronym is None and n_words == 1:
            if not (words[0].isupper() and len(words[0]) > 2):
                continue
            acronym = words[0]
        if head.kind == "event" and n_words == 1 and len(words[0]) < 3:
            continue
        if _is_rest(text, first, n_words) and _ACRONYM_BEHIND.match(text.text, match.end):
            first, n_words = first - 2, n_words + 2  # "Oil for Food Program (OFFP)"
        elif _is_rest(text, first, n_words) or (head.kind == "event" and _is_of_event(text, match.last + 1)):
            continue
        if _is_menu_entry(text.text, text.words[first].start, match.end) or _is_none(
            text, head, first, words, match.end
        ):
            continue
        end = _topic_end(text.text, match.end, head)
        if (n_words > 3 and all(word.isupper() for word in words)) or _is_bare_work(words, end - match.end):
            # A headline in capitals: no telling where the name begins.
            continue
        start = text.words[first].start
        name = " ".join(text.text[start:end].split())
        found.append(_Found(start, end, name, acronym, head.kind, None, "system-word"))
    return found


def _system_start(text: _Text, match: Match[Head]) -> tuple[int, str | None]:
    """Return the first word of a system's name, and the acronym that stands in brackets before its head."""
    first, acronym = match.first, None
    if text.words[first].gap == ")" and first >= 2 and text.words[first - 1].gap == "(":
        short = text.text[text.words[first - 1].start : text.words[first - 1].end]
        if short.isupper():
            acronym = short
            # The name goes on before the bracket.
            first = _first_word_before_bracket(text, first - 1)
    else:
        first = _first_word(text, first, connectors=cues("system_connector"))
        # "Elm Week and Oak Harbour Day" are two
        joints = (n for n in range(first + 1, match.first) if text.words[n].fold == "and")
        first = max((n + 1 for n in joints if text.words[n - 1].fold in cues("whole_system")), default=first)
        first = _past_bracket(text, first, match.first)
        first = max((n + 1 for n in range(first, match.first) if text.possessive(n)), default=first)
        first = _past_people(text, first, match)
    if match.value.kind != "event":
        rest = _skip_owner(text, first, match.first)
        # "INTERPOL Support Programme": a word alone names nothing
        first = first if match.value.kind == "project" and match.first - rest == 1 else rest
    return _skip_generic(text, first, match.first), acronym


def _past_people(text: _Text, first: int, match: Match[Head]) -> int:
    """Return where a name begins behind its officers: "Jan Roe and Ada Lind of Oak Justice Center"."""
    if match.value.kind not in ("facility", "project") or not is_on("systems.officers-before"):
        return first
    folds = [word.fold for word in text.words[first : match.first]]
    held = first > 0 and text.words[first - 1].fold == "in" and folds[:1] == ["charge"]
    if "of" not in folds or not (held or "and" in folds[: folds.index("of")] or folds[0] == "bureau"):
        return first
    return first + folds.index("of") + 1


_ACRONYM_BEHIND = re.compile(r" \([A-Z]{3,}\)")


def _is_rest(text: _Text, first: int, n_words: int) -> bool:
    """Tell whether one word is left of a name that a bracket or a preposition cuts: "Oil for Food Program"."""
    if n_words != 1 or first < 2:
        return False
    before = text.words[first - 1]
    if before.fold in ("for", "to") and text.between(first) == " ":
        return text.capital(first - 2) and text.between(first - 1) == " "
    return text.text[before.end : text.words[first].start] == ") "


def _is_governed(text: _Text, first: int) -> bool:
    """Tell whether "in the" before a word makes it the end of a name: "Harassment in the Workplace Initiative"."""
    governed = [text.words[n].fold for n in (first - 2, first - 1)] == ["in", "the"]
    return governed and text.joined(first) and text.joined(first - 1) and text.capital(first - 3)


def _is_of_event(text: _Text, n: int) -> bool:
    """Tell whether a word behind makes something else of an event: "Harbour Conference Report", "Summit County"."""
    return n < len(text.words) and text.between(n) == " " and text.capital(n) and text.words[n].fold in cues("of_event")


def _is_bare_work(words: Sequence[str], topic: int) -> bool:
    """Tell whether one plain word without a topic of so many letters names nothing: "Support Programme"."""
    return len(words) == 1 and topic == 0 and words[0].lower() in cues("bare_work")


_FIRM_BEHIND = re.compile(r",? (?:Inc|LLC|Ltd|Corp|GmbH|Limited|Corporation)\b")


def _is_none(text: _Text, head: Head, first: int, words: Sequence[str], end: int) -> bool:
    """Tell whether words before a head name nothing: half a name, or what criminals do ("Harbour Hacking Campaign")."""
    of_crime = head.word in cues("campaign_head") and words[-1].lower() in cues("no_campaign")
    if head.word == "Games" and _FIRM_BEHIND.match(text.text, end):
        return True  # "Epic Games Inc."
    return of_crime or _is_cut(text, first) or (len(words) == 1 and first > 2 and _is_governed(text, first))


def _is_cut(text: _Text, first: int) -> bool:
    """Tell whether a word for an office stands before a name, which is half of one then: "Officer Safety Program"."""
    if first == 0 or text.between(first) != " " or not text.capital(first - 1):
        return False
    before = text.words[first - 1].fold
    return before in cues("body_title") and before not in cues("before_body")


_MENU_LINE = re.compile(r"[A-Z][^\n.:;,!?\d]{2,39}")
_MIN_MENU = 3
_BULLET = " \t*•·-"


def _is_menu_entry(text: str, start: int, end: int) -> bool:
    """Tell whether a name is a line by itself among lines as short: a page's menu, of which cleaning left lines."""
    line_end = text.find("\n", end)
    beside = text[text.rfind("\n", 0, start) + 1 : start], text[end : len(text) if line_end < 0 else line_end]
    if any(part.strip(_BULLET) for part in beside):
        return False
    before = [line.strip(_BULLET) for line in text[max(0, start - 200) : start].split("\n") if line.strip(_BULLET)][-2:]
    behind = [line.strip(_BULLET) for line in text[end : end + 200].split("\n") if line.strip(_BULLET)][:2]
    lines = before + behind
    return len(lines) == 4 and sum(_MENU_LINE.fullmatch(line) is not None for line in lines) >= _MIN_MENU


def _skip_generic(text: _Text, first: int, head: int) -> int:
    """Step over words that name nothing: "years in Federal Prison", "Press Conference"."""
    generic, breaks = cues("system_generic"), cues("system_break")
    if text.words[head].fold in cues("named_by_owner"):
        # "the Federal Elm Program"
        generic, breaks = generic - cues("owner_level"), breaks - cues("owner_level")
    # A headline's "Ten Years In Federal Prison": what stands before these words is another phrase.
    first = max((n + 1 for n in range(first, head) if text.words[n].fold in breaks), default=first)
    while first < head and (text.words[first].fold in generic or text.possessive(first)):
        if text.words[first].fold == "first" and text.words[first + 1].fold in cues("behind_first"):
            break  # "First Time Offender Program"
        first += 1
    return first


_TOPIC = re.compile(
    r" (?:on|for|(?i:against)) (?:the )?([A-Z][\w’'-]*)(?: (?:(?:and|of|in|the) ){0,2}[A-Z][\w’'-]*){0,8}"
)


def _topic_end(text: str, end: int, head: Head) -> int:
    """Return where a name ends: an event's with its topic ("Conference on Harbour Crime"), others' before an acronym.

    "the Elm Platform Against Harbour Theft (EPAHT)"; a day is no topic ("Summit on June 5").
    """
    topic = _TOPIC.match(text, end)
    if topic is None or (head.kind != "event" and not _ACRONYM_BEHIND.match(text, topic.end())):
        return end
    return end if topic[1].lower() in _day_words() else topic.end()


@functools.cache
def _day_words() -> frozenset[str]:
    rows = lookups.table("date_words", key=("word", "role"))
    return frozenset(row["word"] for row in rows if row["role"] in ("month", "weekday"))


# "Rewards for Harbour (RFH) program", "the Know2Row campaign"
_SMALL_HEAD = r" (?:program(?:me)?|initiative|campaign)\b(?! (?:team|manager|director|coordinator|staff|office|leader))"
_WITH_ACRONYM = re.compile(
    rf"(?<![\w-])([A-Z][\w’'-]*(?:[ \u00a0]{_SMALL}[A-Z][\w’'-]*){{1,7}}) \(([A-Z]{{2,8}})\){_SMALL_HEAD}"
)
_SMALL_HEADED = re.compile(
    rf"(?:\b[Tt]he|[’']s?) [“\"‘]?((?:[A-Z0-9][\w’'-]* ){{0,5}}[A-Z0-9][\w’'-]*)[”\"’]?{_SMALL_HEAD}"
)


def _small_headed_systems(text: str) -> list[_Found]:
    """Return programmes and campaigns whose word is written small behind a name of two words or an odd one."""
    found: list[_Found] = []
    if not is_on("systems.small-system-word"):
        return found
    for match in _WITH_ACRONYM.finditer(text):
        for part in _told_by_acronym(match[1], match[2]):
            words = part.split()
            if _kind_of_introduced(words) is None:
                start = match.end(1) - len(part)
                found.append(_Found(start, match.end(1), " ".join(words), match[2], "project", None, SMALL_RULE))
                break
    return [*found, *_small_headed_campaigns(text)]


def _small_headed_campaigns(text: str) -> Iterator[_Found]:
    for match in _SMALL_HEADED.finditer(text):
        words = match[1].split(" ")
        last = words[-1].lower()
        odd = re.search(r"\d|[a-z][A-Z]", match[1]) is not None
        body = last in cues("body_head") or next(iter(_organisations().find(match[1])), None) is not None
        body = body or last in cues("unit_head")
        other = last in cues("no_campaign") or {"Project", "Operation"} & set(words)
        if (len(words) > 1 or odd) and not body and not other:
            yield _Found(match.start(1), match.end(1), " ".join(words), None, "project", None, SMALL_RULE)


def _described_services(text: str) -> list[_Found]:
    if not is_on("systems.service-described"):
        return []
    services = find_services(text)
    return [_Found(s.start, s.end, text[s.start : s.end], None, "tool", None, SERVICE_RULE) for s in services]


def _sites(text: str) -> list[_Found]:
    if not is_on("systems.web-site"):
        return []
    return [_Found(s.start, s.end, text[s.start : s.end], None, "tool", None, SITE_RULE) for s in find_sites(text)]


def _projects(text: str) -> list[_Found]:
    """Return projects that words beside their names or the work in them tell; none is a body."""
    told = []
    if is_on("systems.project-of-topic"):
        told += [(p, projects.TOPIC_RULE) for p in projects.find_of_topic(text)]
    if is_on("systems.project-described"):
        told += [(p, projects.DESCRIBED_RULE) for p in projects.find_described(text)]
    found = []
    for project, rule in told:
        name = text[project.start : project.end]
        if rule == projects.TOPIC_RULE or next(iter(_organisations().find(name)), None) is None:
            whole = " ".join(name.split())
            found.append(_Found(project.start, project.end, whole, project.acronym, "project", None, rule))
    return found


def _past_bracket(text: _Text, first: int, head: int) -> int:
    """Return where a name begins that goes on before an acronym: "the Oak Crime (OC) Rewards Program"."""
    if not 1 < first < head or text.words[first].gap != ")" or text.words[first - 1].gap != "(":
        return first
    short = text.text[text.words[first - 1].start : text.words[first - 1].end]
    begin = _first_word_before_bracket(text, first - 1) if short.isupper() else first
    return begin if begin < first - 1 else first


def _first_word_before_bracket(text: _Text, bracket: int) -> int:
    n = bracket - 1
    if n < 0 or not text.capital(n):
        return bracket
    return _first_word(text, n, connectors=cues("system_connector"))


def _skip_owner(text: _Text, first: int, head: int) -> int:
    """Step over the body before the name: "INTERPOL Stolen Works of Art database"."""
    while first < head:
        word = text.words[first]
        shape = text.text[word.start : word.end]
        owner = next(iter(_organisations().find(shape)), None)
        # "the ELMs Oak Program": the apostrophe was lost
        if owner is None and re.fullmatch(r"[A-Z]{2,}s", shape) is None:
            return first
        first += 1
    return first


_THE_DATABASE = re.compile(r"\b[Tt]he (database)\b(?! of\b)")


def _systems_of(text: _Text) -> list[_Found]:
    found = []
    if is_on("systems.system-gazetteer"):
        found = _from_gazetteer(text, _systems().find(text.text, text.words), "system-gazetteer")
    found = [*_headed_systems(text), *found]
    found = [f for f in found if not f.name.endswith("General Assembly") or _is_session(text.text, f)]
    found = _disjoint([*_operations(text.text), *_small_headed_systems(text.text), *found])
    for finds in (_projects, _described_services, _sites):
        found = _disjoint([*found, *_outside(finds(text.text), [(f.start, f.end) for f in found])])
    found = _disjoint([*found, *_by_acronym(text.text, found, full_name="systems.acronym-introduced")])
    return _under_one_name(text.text, found)


_SESSION = re.compile(r"(?:INTERPOL|\d(?:st|nd|rd|th)|[Ss]ession of (?:the|its)) $")


def _is_session(text: str, found: _Found) -> bool:
    """Tell whether a "General Assembly" is a meeting, not a parliament or an organ of the United Nations."""
    return text.startswith("INTERPOL", found.start) or (
        _SESSION.search(text, max(0, found.start - 16), found.start) is not None
    )


def _under_one_name(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Give short and full forms of one system the fullest name, and resolve "the database" where only one is meant."""
    named = []
    for item in found:
        known = _systems().find(item.name)
        body = next((m.value for m in known if m.start == 0 and m.end >= len(item.name)), None)
        if body is not None:
            item = _Found(item.start, item.end, body.name, body.acronym, body.kind, None, item.rule)
        named.append(item)
    fullest: dict[str, _Found] = {}
    for item in named:
        if item.acronym and (item.acronym not in fullest or len(item.name) > len(fullest[item.acronym].name)):
            fullest[item.acronym] = item
    out = []
    for item in named:
        if item.acronym:
            full = fullest[item.acronym]
            item = _Found(item.start, item.end, full.name, item.acronym, full.kind, None, item.rule)
        out.append(item)
    databases = sorted({(f.name, f.acronym or "") for f in out if f.kind == "database"})
    if len(databases) == 1 and is_on("systems.definite-reference"):
        first = min(f.end for f in out if f.kind == "database")
        name, acronym = databases[0]
        more = [
            _Found(m.start(1), m.end(1), name, acronym or None, "database", None, "definite-reference")
            for m in _THE_DATABASE.finditer(text, first)
        ]
        out = _disjoint([*out, *more])
    return out


def find_named(doc: Doc) -> tuple[list[OrganisationMention], list[SystemMention]]:
    """Return the bodies and the systems a release names, each list in text order and without overlaps."""
    source = doc_text(doc)
    text = _Text(source, doc_words(doc))
    countries: list[CountryMention] = mentions(doc, "countries")
    systems = _systems_of(text)
    known = []
    if is_on("organisations.organisation-gazetteer"):
        known = _from_gazetteer(text, _organisations().find(source, text.words), "organisation-gazetteer")
    known = _outside(known, [(s.start, s.end) for s in systems if s.rule == SITE_RULE])  # "IC3.gov" is no IC3
    # "Department of Justices Office of …": a lost apostrophe, and two bodies.
    owners = {
        f.start
        for f in known
        if source[f.end - 1] == "s" and f.name[-1] != "s" and not source[f.start : f.end].isupper()
    }
    headed = [f for f in _headed_organisations(text, countries, known) if f.start not in owners]
    systems = _not_inside(systems, headed)
    spans = [(s.start, s.end) for s in systems]
    headed = _whole_names(_outside(headed, spans), known, countries)
    companies = [
        _Found(c.start, c.end, canonical_name(source[c.start : c.end]), None, "company", c.country, COMPANY_RULE)
        for c in (find_companies(source) if is_on("organisations.company-legal-form") else ())
    ]
    described = [
        _Found(c.start, c.end, canonical_name(source[c.start : c.end]), None, "company", None, DESCRIBED_RULE)
        for c in (find_described(source) if is_on("organisations.company-described") else ())
    ]
    described = _outside(_outside(described, [(c.start, c.end) for c in countries]), spans)
    introduced = _outside([*_prosecutors_of_places(source), *_introduced_bodies(source)], spans)
    listed = [
        _Found(u.start, u.end, canonical_name(u.name or ""), None, u.kind, None, LISTED_RULE)
        for u in (find_listed(source) if is_on("organisations.listed-bodies") else ())
    ]
    companies = _whole_names(_outside(companies, spans), known, countries)
    found = _disjoint([*known, *listed, *headed, *companies, *introduced])
    found = _disjoint([*found, *_outside(described, sorted((f.start, f.end) for f in found))])
    found = _disjoint([*found, *_listed_companies(source, found, countries)])
    found = _disjoint(
        [
            *_listed_units(source, found),
            *_outside(_gangs(source, countries), spans),
            *_outside(_groups(source, countries), spans),
            *found,
        ]
    )
    found = _disjoint([*_units_of(text, found, countries), *found])
    found = _by_owner(source, _with_courts(source, found))
    by_acronym = _by_acronym(source, found, full_name="organisations.acronym-introduced")
    found = _without_namesakes(found, by_acronym)
    found = _disjoint([*found, *_outside(by_acronym, spans)])
    found = _by_fullest_form(source, _with_own_names(source, found))
    acronyms: dict[str, str] = {}
    for item in found:
        if item.acronym:
            acronyms.setdefault(item.name, item.acronym)
    return (
        [
            OrganisationMention(
                f.start, f.end, f.rule, organisation_id(f.name), f.name, acronyms.get(f.name), f.kind, f.country
            )
            for f in found
        ],
        [SystemMention(s.start, s.end, s.rule, s.name, s.acronym, s.kind) for s in systems],
    )


_PPO = re.compile(r"Prosecut\w+(?:[’']s?)? Offices? \(PPOs?\)")
_PPO_OF = re.compile(
    r"(?<![\w-])(?:(?:District|Regional|City|National) )?PPO (?:of |in )?[A-Z][\w-]+(?: City)?(?![\w-])"
)


def _prosecutors_of_places(text: str) -> list[_Found]:
    """Return prosecutors' offices by a shortened name and their town: "PPO Elmford", where "PPO" is told."""
    if "PPO" not in text or not is_on("organisations.prosecutor-of-place") or _PPO.search(text) is None:
        return []
    return [
        _Found(m.start(), m.end(), m.group(), None, "judicial", None, "prosecutor-of-place")
        for m in _PPO_OF.finditer(text)
    ]


_AT_COURT = re.compile(r" (?:of|at|to|attached to) (?:the )?")


def _with_courts(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Join a prosecutors' office to the court that its name tells: "Prosecution Office of the Elm Court of Appeal"."""
    if not is_on("organisations.office-of-court"):
        return list(found)
    out: list[_Found] = []
    for item in found:
        last = out[-1] if out else None
        both = last and "Court" in item.name and last.name.endswith(" Office") and "rosecut" in last.name
        if last and both and _AT_COURT.fullmatch(text, last.end, item.start):
            name = canonical_name(text[last.start : item.end])
            out[-1] = _Found(last.start, item.end, name, None, "judicial", last.country or item.country, last.rule)
        else:
            out.append(item)
    return out


_OFFICER_OF = re.compile(r"(?:[’']s)? (?:\w+ ){0,2}(?:Director|Head|Chief|Coordinator) of (?:the |its )?")


def _by_owner(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Make parts of international bodies international whose owner is told: "… Office of the Council of Europe"."""
    if not is_on("organisations.part-of-international"):
        return list(found)
    out = []
    for n, item in enumerate(found):
        before = found[n - 1] if n else None
        behind = found[n + 1] if n + 1 < len(found) else None
        owned = (
            before is not None
            and before.kind == "international"
            and _OFFICER_OF.fullmatch(text[before.end : item.start]) is not None
        ) or (
            behind is not None
            and behind.kind == "international"
            and text[item.end : behind.start] in (" of ", " of the ", " at ", " within ", " at the ")
        )
        part = owned and item.kind in cues("state_kind") and item.rule in ("organisation-word", UNIT_RULE)
        out.append(replace(item, kind="international", country=None) if part else item)
    return out


def _without_namesakes(found: Sequence[_Found], introduced: Sequence[_Found]) -> list[_Found]:
    """Drop known bodies by acronyms that the release gives to others: "the Oak Services Agency (SSA) … the SSA"."""
    names = {(item.start, item.end): item.name for item in introduced}
    whole = {item.name for item in found if (item.start, item.end) not in names}
    return [f for f in found if f.name in whole or _is_same(f.name, names.get((f.start, f.end), f.name))]


def _is_same(name: str, other: str) -> bool:
    """Tell whether a name read for an acronym is the known one, words before it perhaps; not a state's own."""
    before, _, _ = other.partition(name)
    return name in other and not states.is_name([word.fold for word in split_words(before)])


_LONGER = re.compile(r" (?:Department|Service|Force)$| for the .*$")


_OF_DIVISION = re.compile(r"\bDivision(?:s|[’']s) $")


def _by_fullest_form(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Give a short form the fuller name where the release has one, and only one, of the same kind.

    "Oakdale Police" is the "Oakdale Police Department", "District Attorney's Office" the "Elm County District
    Attorney's Office". Known names keep theirs.
    """
    fuller: dict[tuple[str, str], set[str]] = {}
    for item in found:
        words = item.name.split(" ")
        shorter = [" ".join(words[n:]) for n in range(1, len(words) - 1)]
        if _LONGER.search(item.name):
            shorter.append(_LONGER.sub("", item.name))
        for name in shorter:
            fuller.setdefault((name, item.kind), set()).add(item.name)
            if item.kind == "international":  # "INTERPOL Executive Committee", "the Executive Committee"
                fuller.setdefault((name, "government"), set()).add(item.name)
    out = []
    for item in found:
        names = fuller.get((item.name, item.kind), set())
        # Of two that hold each other the longest is meant: the shorter of them is a short form itself.
        names = {name for name in names if not any(name != other and name in other for other in names)}
        # "the Criminal Division's Fraud Section" is another than an office's "Business and Securities Fraud Section"
        owned = _OF_DIVISION.search(text, max(0, item.start - 12), item.start) is not None
        if len(names) == 1 and item.rule in (HEAD_RULE, UNIT_RULE) and not owned:
            item = replace(item, name=next(iter(names)))
        out.append(item)
    return out


def _whole_names(
    headed: Sequence[_Found], known: Sequence[_Found], countries: Sequence[CountryMention]
) -> list[_Found]:
    """Drop what breaks a known name in two, runs on behind one, or only puts its country before it.

    "Elmford Office of U.S. Immigration", where "... and Customs" goes on; "Department of Justice Files Suit"; "U.S.
    Drug Enforcement Administration".
    """
    starts = [k.start for k in known]
    by_start = {k.start: k for k in known}
    by_end = {k.end: k for k in known}
    start_by_end = {c.end: c.start for c in countries}
    country_by_start = {c.start: c.iso3 for c in countries}
    out = []
    for item in headed:
        at = bisect_left(starts, item.end) - 1
        breaks = at >= 0 and item.start < known[at].start < item.end < known[at].end
        opening, closing = by_start.get(item.start), by_end.get(item.end)
        runs_on = opening is not None and opening.end < item.end and _runs_on(opening, item, start_by_end)
        prefixed = closing is not None and closing.country is not None and closing.start > item.start
        if prefixed and closing is not None:
            before = [start_by_end.get(closing.start - back) for back in (0, 1)]
            prefixed = item.start in before and country_by_start[item.start] == closing.country
        # "the Cybercriminal Group Evil Corp"
        titled = closing is not None and item.kind == "company" and closing.start > item.start
        if not (breaks or runs_on or prefixed or titled):
            out.append(item)
    return out


def _runs_on(known: _Found, item: _Found, start_by_end: Mapping[int, int]) -> bool:
    """Tell whether a name is a known one with other words behind: "Department of Justice Files Suit".

    Behind an international body the last word tells a part of it: "Council of Europe Oak Committee".
    """
    if known.kind == "international":
        closed = any(match.end == len(item.name) for match in _organisation_heads().find(item.name))
        return not closed and item.name.split(" ")[-1].lower() not in cues("unit_head")
    departments = ("Department of", "U.S. Department of")
    return known.kind == "government" and item.name.startswith(departments) and item.end not in start_by_end


def _with_own_names(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Give a body the known name that stands in brackets behind it in its own language: "National Police (Politie)"."""
    out = list(found)
    for n, (item, own) in enumerate(pairwise(found)):
        if item.kind != own.kind or item.rule not in (HEAD_RULE, UNIT_RULE) or own.rule != "organisation-gazetteer":
            continue
        between, behind = text[item.end : own.start], text[own.end : own.end + 1]
        foreign = own.country not in (None, *cues("english_country")) and not text[own.start : own.end].isupper()
        if between in (" (", " (_", " (*") and behind in tuple(")_*,;") and foreign:
            out[n] = replace(item, name=own.name, acronym=own.acronym, country=own.country)
    return out


def _of_one_kind(text: str, units: Iterable[Unit]) -> list[Unit]:
    """Give a unit named more than once one kind: what its owner told, else a prosecutor's where any naming is one."""
    units = list(units)
    told: dict[str, str] = {}
    for unit in units:
        if unit.owned:
            told.setdefault(text[unit.start : unit.end], unit.kind)
    for unit in units:
        if unit.kind == "judicial":
            told.setdefault(text[unit.start : unit.end], unit.kind)
    return [unit._replace(kind=told.get(text[unit.start : unit.end], unit.kind)) for unit in units]


def _units_of(text: _Text, found: Sequence[_Found], countries: Sequence[CountryMention]) -> list[_Found]:
    """Return the units of bodies (`units.py`), each with the country of its owner or of its name."""
    owners = [
        UnitOwner(f.start, f.end, f.kind, of_justice=organisation_id(f.name) == "department-of-justice") for f in found
    ]
    starts = [c.start for c in countries]
    sure = {(f.start, f.end) for f in found if f.kind in ("judicial", "international")}
    return [
        _Found(
            unit.start,
            unit.end,
            canonical_name(text.text[unit.start : unit.end]),
            None,
            unit.kind,
            _country_in(unit.start, unit.end, countries, starts),
            UNIT_RULE,
        )
        for unit in (
            _of_one_kind(text.text, find_units(text.text, text.words, owners))
            if is_on("organisations.unit-word")
            else ()
        )
        if (unit.start, unit.end) not in sure
    ]


# "the Elm Street Kings (ESK) gang", "members of the Elm Street Kings street gang"
_GANG = re.compile(
    r"\b[Tt]he ((?:(?:[A-Z]|\d+(?:st|nd|rd|th)\b)[\w’'-]{0,30} ){1,5}(?:\([A-Z0-9-]{2,8}\) )?)"
    r"(?=(?:(?:criminal|street|prison|motorcycle|violent)"
    r"(?:,? and (?:street|prison) |,? )){0,3}gang\b)"
)
_BRACKETED = re.compile(r"\(([A-Z0-9-]{2,8})\)")
_GANG_ACRONYM = re.compile(r" \(([A-Z0-9-]{2,8})\) ?$")


def _gangs(text: str, countries: Sequence[CountryMention]) -> list[_Found]:
    """Return gangs by the word behind their names; "the Elmland gang" and "the Oakdale gang" have none."""
    found: list[_Found] = []
    if not is_on("organisations.gang-named"):
        return found
    ends = {country.end for country in countries}
    introduced = {match[1] for match in _BRACKETED.finditer(text)}
    for match in _GANG.finditer(text):
        name = match[1].rstrip()
        acronym = _GANG_ACRONYM.search(name)
        whole = name[: acronym.start()] if acronym else name
        # "the ESK gang" is told by its acronym
        if whole.split(" ")[-1].lower() in cues("gang_kind") or whole in introduced:
            continue
        start = match.start(1)
        lone = " " not in whole and not any(c.isdigit() for c in whole) and not whole.isupper()
        if lone or start + len(whole) in ends:
            continue
        short = acronym[1] if acronym else None
        found.append(_Found(start, start + len(whole), canonical_name(whole), short, "criminal", None, GANG_RULE))
    return found


# "the Conti ransomware group", "APT27"
_GROUP = re.compile(
    r"(?<![\w-])((?:[A-Z][\w’'-]{0,30} ){1,3})"
    r"(?=(?:ransomware|hacking|hacker|cybercrime|cybercriminal|cyber[- ]espionage|extortion|terrorist|extremist) "
    r"(?:gang|group|collective|organi[sz]ation|network|crew|syndicate)\b)|(?<![\w-])(APT[ -]?\d{1,3})(?![\w-])"
    r"|[“\"‘]([A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,2})(?=[”\"’] "
    r"(?:crew|gang|drug[- ]trafficking (?:organi[sz]ation|ring|group)|crime (?:family|group))\b)"
)


_GROUP_NAME = re.compile(r"(?:[A-Z]|\d+[A-Z])[\w’'-]{0,30}(?: [A-Z][\w’'-]{0,30})?")
# "the Conti and Black Heron ransomware groups"
_GROUPS = re.compile(
    rf"(?<![\w-])({list_of(_GROUP_NAME.pattern, most=4)}) "
    r"(?:ransomware|hacking|hacker|cybercrime|cybercriminal|cyber[- ]espionage|extortion) (?:gangs|groups|crews)\b"
)


def _groups(text: str, countries: Sequence[CountryMention]) -> list[_Found]:
    """Return criminal groups by the words behind their names, and those that are numbered: "APT27".

    A name holds a word of no dictionary or is of two words: "Russian hacking group", "Several ransomware groups".
    """
    found: list[_Found] = []
    if not is_on("organisations.group-named"):
        return found
    abroad = {text[country.start : country.end] for country in countries}
    spans = [match.span(match.lastindex or 0) for match in _GROUP.finditer(text)]
    called = _named_again(text, _called_groups(text)) if is_on("organisations.group-called") else []
    spans += called
    for listed in _GROUPS.finditer(text):
        spans += [each.span() for each in _GROUP_NAME.finditer(text, listed.start(1), listed.end(1))]
    for start, end in sorted(set(spans)):
        rule = CALLED_RULE if (start, end) in called else GROUP_RULE
        name = text[start:end].rstrip()
        while name and (name.split(" ")[0].lower() in lookups.words("company_openers") or name.split(" ")[0] in abroad):
            cut = len(name.split(" ")[0]) + 1
            start, name = start + cut, name[cut:]
        words = name.split(" ")
        plain = [word.lower() in lookups.words("common_words") and not word.isupper() for word in words]
        if name and not (all(plain) and len(words) < 2) and not name.endswith("-based"):
            found.append(_Found(start, start + len(name), _group_name(name), None, "criminal", None, rule))
    return found


# "an organisation called Oak Baron", "a hacking collective known as “The Oak Baron”"
_GROUP_CALLED = re.compile(
    r"\b(?:[Aa]n?|[Tt]he) (?:[\w-]+ ){0,3}?"
    r"(?:gang|group|collective|organi[sz]ation|crew|syndicate|ring|cartel)(?:,? (?:that (?:is|was) )?)? ?"
    r"(?:called|named|dubbed|known as|calling itself) [“\"‘]?"
    r"((?:[A-Z][\w’'-]{0,30})(?: [A-Z][\w’'-]{0,30}){0,3})"
)
# "Oak Baron, a hacking group": what it is stands behind the name
_GROUP_TOLD = re.compile(
    r"(?<![\w-])((?:[A-Z][\w’'-]{0,30} ){0,3}[A-Z][\w’'-]{0,30}), an? (?:[\w-]+ ){0,3}?"
    r"(?:ransomware|hacking|hacker|cybercrime|cybercriminal|extortion|terrorist|extremist|drug[- ]trafficking) "
    r"(?:gang|group|collective|organi[sz]ation|network|crew|syndicate)\b"
)
_GROUP_DEEDS = re.compile(
    r"\b(?:hack|attack|steal|stole|extort|smuggl|traffick|terror|malware|ransom|claimed|criminal|gang|crime|fraud)",
    re.IGNORECASE,
)


def _called_groups(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names of groups that are told to be called so, and of those that are described behind their names."""
    for match in _GROUP_CALLED.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if _GROUP_DEEDS.search(text, max(start, match.start() - MAX_BESIDE), match.end() + MAX_BESIDE):
            yield match.span(1)
    for match in _GROUP_TOLD.finditer(text):
        yield match.span(1)


def _named_again(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return names with every other place where they stand; a single word may be anything there."""
    first = list(spans)
    names = sorted({text[start:end].removeprefix("The ") for start, end in first if " " in text[start:end]})
    if not names:
        return first
    again = re.finditer(r"(?<![\w-])(?:" + "|".join(map(re.escape, names[:MAX_BASES])) + r")(?![\w-])", text)
    return [*first, *(match.span() for match in again)]


def _group_name(name: str) -> str:
    """Return a group's name in one spelling: "APT27" for "APT 27"."""
    return re.sub(r"^APT[ -]", "APT", canonical_name(name))


def _listed_units(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Return units of a body that a list names together."""
    owners = [UnitOwner(f.start, f.end, f.kind) for f in found]
    return [
        _Found(u.start, u.end, canonical_name(u.name or ""), None, u.kind, None, LISTED_RULE)
        for u in (find_listed_units(text, owners) if is_on("organisations.listed-bodies") else ())
    ]


def _not_inside(systems: Sequence[_Found], bodies: Sequence[_Found]) -> list[_Found]:
    """Drop known systems that a body is named after: "the Elmford Silk Road Task Force"."""
    starts = [body.start for body in bodies]
    out = []
    for item in systems:
        at = bisect_left(starts, item.start + 1) - 1
        inside = at >= 0 and item.end < bodies[at].end
        if not (inside and item.rule in ("system-gazetteer", "operation-name-alone")):
            out.append(item)
    return out


def _listed_companies(text: str, found: Sequence[_Found], countries: Sequence[CountryMention]) -> list[_Found]:
    """Return the members of a list of which two or more are known companies: "Google, Brodwick and Microsoft"."""
    companies = {(f.start, f.end) for f in found if f.kind == "company"}
    if len(companies) < 2 or not is_on("organisations.listed-companies"):
        return []
    taken = sorted([*((f.start, f.end) for f in found), *((c.start, c.end) for c in countries)])
    listed = [
        _Found(c.start, c.end, canonical_name(text[c.start : c.end]), None, "company", None, LISTED_COMPANY_RULE)
        for c in find_listed_companies(text, companies)
        if text[c.start : c.end].lower() not in _day_words()
    ]
    return _outside(listed, taken)


def _outside(found: Sequence[_Found], spans: Sequence[tuple[int, int]]) -> list[_Found]:
    """Return what overlaps none of the spans; both are in text order."""
    out = []
    n = 0
    for item in sorted(found, key=lambda f: f.start):
        while n < len(spans) and spans[n][1] <= item.start:
            n += 1
        if n >= len(spans) or spans[n][0] >= item.end:
            out.append(item)
    return out


def annotate(doc: Doc) -> None:
    """Set the mentions of `organisations` and `systems`."""
    organisations, systems = find_named(doc)
    set_mentions(doc, "organisations", organisations)
    set_mentions(doc, "systems", systems)
