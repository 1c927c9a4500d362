"""Finds the units of bodies by the word that closes their names: "Homicide Unit", "Eastbay Field Office".

A unit's name tells its work ("Homicide", "Cyber") or stands beside the body that owns it; what kind of body it is
follows from the owner, else from whether prosecutors or police are told of around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import Word
from pipeline.extract.reading.lists import list_of, members

MAX_WORDS = 8
MAX_LEFT_OF_AND = 3
MIN_RIGHT_OF_AND = 2
MIN_ACRONYM = 2
BESIDE = 90  # characters before a unit in which its prosecutor is looked for; the sentence ends sooner
RULE = "unit-word"
LISTED_RULE = "listed-bodies"

_PROSECUTOR = re.compile(
    r"\b([Aa]ttorneys?|[Cc]ounsel|[Pp]rosecut(?:ors?|ed|ing)|prosecution|District Attorney|DAs?)\b(?:[^.;]|\b[A-Z]\.)*$"
)
_OFFICER = re.compile(
    r"\b(?:Agents?|Inspectors?|Detectives?|Sergeant|Lieutenant|Captain|Officers?)\b(?:[^.;]|\b[A-Z]\.)*$"
)
_THANKS = re.compile(r"\b(?:commend|thank|prais|applaud|credit|acknowledg)(?:s|e|es|ed)?\b")
_PROSECUTES = re.compile(r"[^.;\n]{0,80}\bprosecut(?:ed|es|ing|ion|or)\b")
# "the office's Felony Review Unit": an owner without a name.
_GENERIC_OWNER = re.compile(
    r"\b(office|department|agency|bureau|force|police|sheriff|prosecutor|attorney|DA|ministry|court|constabulary)"
    r"(?:[’']s|s[’']|s)? $",
    re.IGNORECASE,
)
# "the Elm County Sheriff's Office Drug Unit"
_POLICE_OWNER = re.compile(
    r"\b(?:Sheriff|Police|Marshal)(?:[’']s|s[’']?)? (?:Office|Department|Service)(?:[’']s|s[’'])? $"
)
_NAMED_WORK = re.compile(r" of (?:the )?[A-Z]")
# "the Criminal Divisions Elm Section": its apostrophe was lost
_OF_JUSTICE = re.compile(r"\b(?:Criminal|Civil|Tax|Antitrust|Security|Rights|Resources) Division(?:s|[’']s) $")
# "the Oak Fraud Unit of the Criminal Division's Elm Section"
_IN_JUSTICE = re.compile(r" (?:of|in|within) the (?:Criminal|Civil|Tax|Antitrust|Civil Rights) Division")
_NUMBERED = re.compile(r" \d")
_NUMERAL = re.compile(r" (?:I{1,3}|IV|V|VI{1,3}|IX|X)(?![\w-])")
# "Assistant District Attorney Ada Lind, Frauds Bureau": the unit stands behind who works there
_BEHIND_NAME = re.compile(r"[a-z][’'\w]*, $")
_OWNED_BY = re.compile(r" (?:of|at|within|in) (?:the )?$")
_OWNS = re.compile(r"(?:[’']s?|s)? $|, $")


class Body(NamedTuple):
    """A body found already: its characters, its kind, and whether it is the justice department of a country."""

    start: int
    end: int
    kind: str
    of_justice: bool = False


class Unit(NamedTuple):
    """A unit's name: its characters, its kind, the name of a body that a list shares out, whether an owner is named."""

    start: int
    end: int
    kind: str
    name: str | None = None
    owned: bool = False


def find_units(text: str, words: Sequence[Word], bodies: Sequence[Body]) -> Iterator[Unit]:
    """Yield the units of a text in order.

    Args:
        text: one release.
        words: its words.
        bodies: the bodies found otherwise, in text order and without overlaps.
    """
    heads = cues("unit_head")
    by_end = {body.end: body for body in bodies}
    starts = [body.start for body in bodies]
    ends = set(by_end)
    of_justice = any(body.of_justice for body in bodies)
    for n, word in enumerate(words):
        if word.fold not in heads or not text[word.start].isupper():
            continue
        numeral = _NUMERAL.match(text, word.end)  # "Trial Bureau IV"
        if numeral is None and _goes_on(text, words, n):
            continue
        if word.fold == "group" and (n == 0 or words[n - 1].fold != "working"):
            continue
        if _is_other(text, words, n, ends):
            continue
        first = _first_word(text, words, n, ends)
        if first == n or _is_half_unit(text, words, first, n):
            continue
        owner = _owner(text, (words[first].start, word.end), by_end, bodies, starts)
        kind = _kind(text, words, (first, n), owner)
        half = text[: words[first].start].endswith(" and ")
        if kind in (None, "police") and owner is None and of_justice and word.fold == "section" and not half:
            kind = "judicial"  # where a department of justice tells, a section is of its lawyers
        if kind is not None:
            # "U.S. Secret Service Elmford Field Office": the owner is part of the name, whole.
            at = bisect_left(starts, words[first].start) - 1
            inside = at >= 0 and bodies[at].end > words[first].start
            end = numeral.end() if numeral else word.end
            yield Unit(bodies[at].start if inside else words[first].start, end, kind, owned=owner is not None)


def _is_half_unit(text: str, words: Sequence[Word], first: int, n: int) -> bool:
    """Tell whether a name says too little to be one: "Criminal Section", but of a Civil Division."""
    if n - first != 1 or words[first].fold not in cues("half_unit"):
        return False
    return _OF_JUSTICE.search(text, max(0, words[first].start - BESIDE), words[first].start) is None


def _is_other(text: str, words: Sequence[Word], n: int, ends: set[int]) -> bool:
    """Tell whether word n is part of another name: "the FDA's Office of Oak Affairs", a law's "Section 14"."""
    if words[n].fold == "section":
        return _NUMBERED.match(text, words[n].end) is not None
    if n == 0 or words[n].fold != "office" or _NAMED_WORK.match(text, words[n].end) is None:
        return False
    return words[n - 1].end in ends or words[n - 1].fold in cues("needs_work") | cues("unit_head")


def _goes_on(text: str, words: Sequence[Word], n: int) -> bool:
    """Tell whether a capitalised word follows: the name is longer, or the line is a headline."""
    if n + 1 >= len(words):
        return False
    between = text[words[n].end : words[n + 1].start]
    if between == " " and words[n + 1].fold.removesuffix("s") in cues("title_of_member"):
        return False  # "Oak Crimes Section Trial Attorneys"
    return between in (" ", "-", " & ") and text[words[n + 1].start].isupper()


def _first_word(text: str, words: Sequence[Word], head: int, ends: set[int]) -> int:
    """Return the number of the first word of the name that `head` closes, `head` where there is none."""
    barred, heads = cues("unit_opener"), cues("unit_head")
    n = _before_acronym(text, words, head)
    while n > 0 and head - n < MAX_WORDS and _joined(text, words, n):
        before = words[n - 1]
        if before.fold == "and":
            left = None if n == head else _left_of_and(text, words, n - 1, ends)
            # "… and Racketeering Section": half a name is none.
            half = head - n < MIN_RIGHT_OF_AND and not _ended(text, words, n - 2, heads, ends)
            n = left if left is not None else head if half else n
            break
        if (
            not text[before.start].isupper()
            or before.fold in barred
            or (n < head and _closes(before, heads, ends, text))
        ):
            break
        n -= 1
    opens_paragraph = n == 0 or words[n].gap is None
    return head if opens_paragraph and head - n > MAX_LEFT_OF_AND else n


def _joined(text: str, words: Sequence[Word], n: int) -> bool:
    """Tell whether word n goes on with the word before: with a blank, a hyphen, or as "Hare" in "O'Hare"."""
    between = text[words[n - 1].end : words[n].start]
    if between == ". " and words[n - 1].fold == "st":
        return True  # "St. Oak Division"
    return between in (" ", "-", "/") or (between in ("'", "’") and words[n - 1].fold in ("o", "d"))


def _ended(text: str, words: Sequence[Word], n: int, heads: frozenset[str], ends: set[int]) -> bool:
    """Tell whether word n is no part of a name that an "and" behind it carries on."""
    return n < 0 or not text[words[n].start].isupper() or _closes(words[n], heads, ends, text)


def _closes(word: Word, heads: frozenset[str], ends: set[int], text: str) -> bool:
    """Tell whether a word closes a name of its own, its apostrophe lost perhaps: "the FBIs Elmford Field Office"."""
    shape = text[word.start : word.end]
    if word.fold.removesuffix("s") in heads or (shape[-1] == "s" and shape[:-1].isupper() and len(shape) > MIN_ACRONYM):
        return True
    return word.end in ends and shape[-1] == "s"


def _before_acronym(text: str, words: Sequence[Word], head: int) -> int:
    """Return the number of the last word before an acronym in brackets: "Harbour Fires and Floods (HFF) Section"."""
    if head < 3 or text[words[head - 1].end : words[head].start] != ") " or not text[words[head - 1].start].isupper():
        return head
    opens = text[words[head - 2].end : words[head - 1].start] == " (" and text[words[head - 2].start].isupper()
    if words[head - 2].fold.removesuffix("s") in cues("body_head") | {"association"}:
        return head  # "Oak Bar Association (OBA) Section"
    return head - 2 if opens else head


def _left_of_and(text: str, words: Sequence[Word], joint: int, ends: set[int]) -> int | None:
    """Return where a name like "Asset Tracing and Recovery Section" begins, None where "and" joins two bodies."""
    n = joint
    while n > 0 and joint - n < MAX_LEFT_OF_AND and text[words[n - 1].end : words[n].start] in (" ", "-"):
        before = words[n - 1]
        if n < joint and before.fold.endswith("s") and states.is_name([before.fold[:-1]]):
            return n  # "the District of Ohios Oak Crimes and Harbour Fraud Unit", its apostrophe lost
        if not text[before.start].isupper() or before.fold in cues("unit_opener") or before.fold in cues("unit_head"):
            break
        if n < joint and _closes(before, cues("unit_head"), ends, text):
            break
        if before.end in ends:
            return None
        n -= 1
    if n == joint or n == 0 or (words[n - 1].fold == "of" and states.is_name([w.fold for w in words[n:joint]])):
        return None  # "the Eastern District of Ohio and Fraud Section"
    for k in range(n + 1, joint):
        owner = [word.fold for word in words[n:k]]
        if owner[-1].endswith("s") and states.is_name([*owner[:-1], owner[-1][:-1]]):
            return k  # "the Eastern District of New Yorks Oak and Elm Fraud Section", its apostrophe lost
    owned = _closes(words[n - 1], cues("unit_head"), ends, text)
    # "the Oak Unit and Money Laundering and Asset Forfeiture Unit"
    whole = n > 1 and (words[n - 2].fold in cues("unit_head") or words[n - 2].end in ends)
    owned = owned or (whole and words[n - 1].fold == "and")
    return n if owned or words[n - 1].fold in cues("before_unit") else None


def _kind(text: str, words: Sequence[Word], span: tuple[int, int], owner: Body | None) -> str | None:
    """Return the kind of a unit, None where neither its name nor an owner shows that it is one."""
    start, end = words[span[0]].start, words[span[1]].end
    if any(word.fold == "police" for word in words[span[0] : span[1]]):
        return "police"
    if _OF_JUSTICE.search(text, max(0, start - BESIDE), start) or _IN_JUSTICE.match(text, end):
        return "judicial"
    work = cues("unit_work")
    works = any(word.fold in work for word in words[span[0] : span[1]])
    if owner is not None:
        if owner.of_justice or _is_section_of_law(words[span[1]], owner):
            return "judicial"
        if owner.kind == "government" and works:
            return "police"
        return owner.kind if owner.kind in cues("state_kind") else None
    before = text[max(0, start - BESIDE) : start].rpartition("\n")[2]
    if _POLICE_OWNER.search(before):
        return "police"
    of_law = any(word.fold in cues("law_work") for word in words[span[0] : span[1]])
    owned = _GENERIC_OWNER.search(before)
    behind = before.endswith((" of the ", " of its ")) or _BEHIND_NAME.search(before)
    if _of_prosecutor(before) and (works or of_law or owned or behind):
        return "judicial"
    if owned and words[span[1]].fold != "group":
        return _kind_of_owner(owned[1], works)
    if of_law:
        return "judicial"
    if words[span[1] - 1].fold == "regional" and words[span[1]].fold == "office":
        return "government"
    if not works:
        return None
    return "judicial" if _PROSECUTES.match(text, end) else "police"


def _is_section_of_law(head: Word, owner: Body) -> bool:
    return head.fold == "section" and owner.kind == "judicial"


def _kind_of_owner(noun: str, works: bool) -> str:
    """Return the kind of a unit by the common noun for its owner: "the office's Felony Review Unit"."""
    low = noun.lower()
    if low in cues("office_unit"):
        return "judicial"
    if low in cues("police_unit") or works:
        return "police"
    return "government"


def _of_prosecutor(before: str) -> bool:
    """Tell whether the last office told of in the words before a unit is a prosecutor's, not an agent's."""
    prosecutor = _PROSECUTOR.search(before)
    thanked = prosecutor is not None and _THANKS.search(before, prosecutor.end(1)) is not None
    if thanked:
        return False  # "Attorney Jan Roe commended the Oak Fraud Unit": it is not hers
    return prosecutor is not None and _OFFICER.search(before, prosecutor.end(1)) is None


def _owner(
    text: str, span: tuple[int, int], by_end: dict[int, Body], bodies: Sequence[Body], starts: Sequence[int]
) -> Body | None:
    """Return the body that owns a unit: before it ("the FBI's …"), in its name, or behind ("… of the FBI")."""
    start, end = span
    for back in (1, 2, 3):
        owner = by_end.get(start - back)
        if owner is not None and _OWNS.fullmatch(text[owner.end : start]):
            return owner
    at = bisect_left(starts, start)
    if at < len(bodies) and bodies[at].start == start and bodies[at].end < end:
        return bodies[at]
    at = bisect_left(starts, end)
    if at < len(bodies) and bodies[at].start - end < 16:
        between = text[end : bodies[at].start]
        beside = between == ", " and bodies[at].kind == "judicial"  # "Oak and Elm Section, Antitrust Division"
        return bodies[at] if beside or _OWNED_BY.fullmatch(between) else None
    return None


_NAME = r"[A-Z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){0,3}"
_MEMBERS = rf"(?<![\w-])({list_of(_NAME, most=30)}) "
# The last words that a list shares; few releases have them, and a list is looked for in no other.
_SHARED = re.compile(
    r"((?:Police|Fire|Sheriff[’']?s?[’']?) (?:Department|Service|Force|Office)|(?:police|fire) department|"
    r"(?:State|District|County)[’']?s? Attorney[’']?s?[’']? Office|(?:State|County) Prosecutor[’']?s?[’']? Office|"
    r"Committee|Cartel)s\b"
)
_LISTED = re.compile(_MEMBERS + _SHARED.pattern)
# "the FBI's Elmford and Oakdale Divisions", "the Elmford and Oakdale Field Offices of the FBI": one owner.
_OWNER_INSIDE = re.compile(r"(?:[’']s?)? ")
_SHARED_UNIT = re.compile(r"((?:Field |Resident |District )?(?:Division|Office))s\b")
_LISTED_UNITS = re.compile(_MEMBERS + _SHARED_UNIT.pattern)


def find_listed(text: str) -> Iterator[Unit]:
    """Yield the bodies of a list that shares its last words: "the Elmford, Oakdale and Redwell Police Departments"."""
    yield from _listed_districts(text)
    for match in _LISTED.finditer(text) if _SHARED.search(text) else ():
        names = members(match[1])
        # "the Harbour Service, Elmford and Oakdale Police Departments": what has a head of its own is not of the list.
        of_committees = match[2] == "Committee"  # "the Armed Services and Budget Committees"
        headed = (n + 1 for n, name in enumerate(names) if name.isupper() or (not of_committees and _has_head(name)))
        own = max(headed, default=0)
        if len(names) - own < 2:
            continue
        head = match[2]
        if head.islower() and any(name.isupper() for name in names):
            continue
        kind = (
            "criminal"
            if head == "Cartel"
            else "police"
            if head.startswith(tuple(cues("police_head")))
            else "government"
            if head.startswith(tuple(cues("state_head")))
            else "judicial"
        )
        county = next((word for word in (" County", " City") if names[-1].endswith(word)), "")
        at = match.start()
        for number, name in enumerate(names):
            if number < own:
                at += len(name)
                continue
            start = text.index(name, at)
            at = start + len(name)
            if name.startswith("The "):
                start, name = start + len("The "), name.removeprefix("The ")
            whole = name if name.endswith(county) else name + county
            one = head.title() if head.islower() else head
            one = one.replace("Attorneys' ", "Attorney's ").replace("Attorneys’ ", "Attorney's ")
            yield Unit(start, match.end() if number == len(names) - 1 else at, kind, f"{whole} {one}")


_DISTRICT = r"(?:(?:Northern|Southern|Eastern|Western|Central|Middle) )?District of [A-Z]\w+(?: [A-Z]\w+)?"
_US_OFFICES = re.compile(
    rf"\b(?:U\.? ?S\.?|United States) Attorney[’']?s?[’']? Offices? (?:for|in|of) (?:the )?"
    rf"({_DISTRICT}(?:,? (?:and )?(?:the )?{_DISTRICT})+)"
)
_ONE_DISTRICT = re.compile(_DISTRICT)


def _listed_districts(text: str) -> Iterator[Unit]:
    """Yield the offices of U.S. Attorneys for districts that a list names.

    No walk along joints: what a district is called is known, so each is found in the list by its name.
    """
    for match in _US_OFFICES.finditer(text):
        start = match.start()
        for district in _ONE_DISTRICT.finditer(text, match.start(1), match.end(1)):
            yield Unit(
                start or district.start(), district.end(), "judicial", f"U.S. Attorney's Office for the {district[0]}"
            )
            start = 0


def find_listed_units(text: str, bodies: Sequence[Body]) -> Iterator[Unit]:
    """Yield the units of a list that shares its last word, of a body named before or behind it.

    Args:
        text: one release.
        bodies: the bodies found otherwise, in text order and without overlaps.
    """
    starts = [body.start for body in bodies]
    for match in _LISTED_UNITS.finditer(text) if _SHARED_UNIT.search(text) else ():
        at = bisect_left(starts, match.start(1))
        inside = at < len(bodies) and text[match.start(1) : bodies[at].start] in ("", "The ")
        owner = bodies[at] if inside else None
        begins = match.start(1)
        if owner is not None and (owns := _OWNER_INSIDE.match(text, owner.end)):
            begins = owns.end()
        elif at and bodies[at - 1].end <= match.start(1) and _OWNS.fullmatch(text[bodies[at - 1].end : match.start(1)]):
            owner = bodies[at - 1]
        else:
            behind = bisect_left(starts, match.end())
            near = behind < len(bodies) and _OWNED_BY.fullmatch(text[match.end() : bodies[behind].start])
            owner = bodies[behind] if near else None
        if owner is None or owner.kind not in cues("state_kind"):
            continue
        names = members(text[begins : match.end(1)])
        # "the FBI's Elmford and Oakdale Field Offices": the last name has taken "Field"
        branch = next((f" {word}" for word in cues("branch_word") if names[-1].endswith(f" {word}")), "")
        place = begins
        for number, name in enumerate(names):
            start = text.index(name, place)
            place = start + len(name)
            if name == "D.C." or _has_head(name.removesuffix("s")):  # of "Washington, D.C."; a body of its own
                continue
            end = match.end() if number == len(names) - 1 else place
            if name == branch.strip():
                continue
            yield Unit(start, end, owner.kind, f"{name.removesuffix(branch)}{branch} {match[2]}")


def _has_head(name: str) -> bool:
    """Tell whether a name in a list has a word that closes names of bodies, or one that opens a sentence."""
    if name.split(" ")[0].lower() in cues("unit_opener"):
        return True
    return any(word.lower() in cues("unit_head") or word.lower() in cues("body_head") for word in name.split(" "))
