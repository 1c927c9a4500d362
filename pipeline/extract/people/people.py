"""Finds the people of a release: who they are, what office they hold, and what they say.

Names are read by `names`, offices by `roles`, quotations by `quotes`; here namings are
resolved to people. Later surnames, titles with surnames and nicknames go to the person
named in full; two people of one surname stay apart, and a bare surname that could be
either is left out rather than guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from pipeline.extract.annotations import doc_text, mentions, set_mentions, set_rows
from pipeline.extract.bodies.units import RULE as UNIT_RULE
from pipeline.extract.mentions import Person, PersonMention, QuoteMention
from pipeline.extract.people.name_finder import find_names
from pipeline.extract.people.names import Lexicon, NameSpan, Reading, is_adjacent, lexicon
from pipeline.extract.people.roles import Role, RoleReader
from pipeline.extract.people.speakers import Naming, QuoteReader
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.genders import gender_of
from pipeline.extract.reading.lists import are_joined
from pipeline.extract.reading.sentences import sentence_starts
from pipeline.extract.reading.words import Word, fold
from pipeline.extract.rules import is_on

# "MA" is no naming of a Mr Ma, nor "DO" of a Ms Do, in a line that is not in capitals.
MAX_ACRONYM = 4
# People compared with a new name; a list of thousands of one surname stays linear.
MAX_COMPARED = 40
# From a surname to another name behind "also known as".
_TO_ALIAS = 7
# Words between a name and a second name of the same person.
_TO_SECOND = 12
# Letters of a surname that a slip of the pen may change.
_MIN_SLIP = 5


@dataclass(slots=True)
class _Individual:
    """A person while being put together."""

    number: int
    spans: list[NameSpan] = field(default_factory=list)
    forms: list[tuple[str, ...]] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    gender: str = ""


def annotate(doc: Doc) -> None:
    """Set people, person_mentions and quotes on a doc."""
    text = doc_text(doc)
    reading, names = find_names(doc)
    lex = lexicon()
    people = _resolve(reading, names, lex)
    spans, owners = _all_spans(people, reading, lex)
    tags = _tags(doc, reading.words)
    name_at = [-1] * len(reading.words)
    for k, span in enumerate(spans):
        for n in range(span.first, span.last):
            name_at[n] = k
    reader = RoleReader(reading, lex, spans, name_at, tags, text)
    roles = reader.roles()
    quote_reader = _quote_reader(doc, text, reading, lex, spans, owners, roles, people, tags)
    quotes = quote_reader.find()
    _keep(doc, reading, lex, people, spans, owners, roles, quotes, quote_reader)


def _core(parts: Sequence[str], lex: Lexicon) -> tuple[str, ...]:
    """Return a name's parts without initials and suffixes."""
    return tuple(p for p in parts if len(p) > 1 and p.rstrip(".") not in lex.suffixes and "." not in p)


def _compatible(one: str, other: str, lex: Lexicon) -> bool:
    """Tell whether two given names can be one person's: equal, initial, nickname or short form."""
    if one == other or (one, other) in lex.nicknames or (other, one) in lex.nicknames:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def _contains(long: Sequence[str], short: Sequence[str]) -> bool:
    size = len(short)
    return any(tuple(long[n : n + size]) == tuple(short) for n in range(len(long) - size + 1))


def _same(parts: tuple[str, ...], form: tuple[str, ...], lex: Lexicon) -> bool:
    """Tell whether two full names are one person's."""
    a, b = _core(parts, lex), _core(form, lex)
    if not a or not b:
        return False
    if a == b or (len(a) > 1 and len(b) > 1 and (_contains(a, b) or _contains(b, a) or sorted(a) == sorted(b))):
        return not (a == b and _initials_differ(parts, form))
    if a[-1] != b[-1]:
        return False
    first_a, first_b = parts[0], form[0]
    if len(a) == 1 or len(b) == 1:
        # "J. Rossi" and "Jan Rossi"
        return (len(first_a) == 1 or len(first_b) == 1) and _compatible(first_a, first_b, lex)
    if not _compatible(first_a, first_b, lex):
        return False
    return set(a[1:]) <= set(b[1:]) or set(b[1:]) <= set(a[1:])


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two long surnames differ by one letter inside, which one of them has too many: a slip of the pen."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or len(short) < _MIN_SLIP:
        return False
    return any(long[:n] + long[n + 1 :] == short for n in range(1, len(short)))


def _initials_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    a, b = [p for p in one if len(p) == 1], [p for p in other if len(p) == 1]
    return bool(a and b and a[0] != b[0])


def _gender_before(items: Sequence[Word], first: int) -> str:
    low = items[first - 1].low if first else ""
    return "m" if low in cues("male_title") else "f" if low in cues("female_title") else ""


def _resolve(reading: Reading, names: Sequence[NameSpan], lex: Lexicon) -> list[_Individual]:
    """Group names into people: full names first, then titles with a surname."""
    names = _without_lost_apostrophes(names)
    full = [span for span in names if _is_full(span, lex)]
    whole = {span.first for span in full}
    resolver = _Resolver(reading, lex)
    second = _second_names(reading.words, full)
    # names in a line of capitals are settled last: the ordinary spelling is the better evidence
    for span in sorted(full, key=lambda s: (s.shouted, _is_courteous(s) and len(_core(s.parts, lex)) == 2, s.first)):
        if span.first not in second:
            resolver.take_full(span)
    for span in full:
        if span.first in second:
            resolver.take_second(span, second[span.first])
    for span in names:
        if span.first not in whole:
            resolver.take_single(span)
    for person in resolver.people:
        if not person.gender:
            given = next((f[0] for f in person.forms if len(f) > 1 and len(f[0]) > 1), "")
            person.gender = gender_of(given)
    return resolver.people


def _is_full(span: NameSpan, lex: Lexicon) -> bool:
    """Tell whether a name has a surname and a given name, or its initial."""
    core = _core(span.parts, lex)
    return len(core) > 1 or (len(span.parts) > 1 and len(core) == 1 and len(span.parts[0]) == 1)


def _second_names(items: Sequence[Word], full: Sequence[NameSpan]) -> dict[int, str]:
    """Return the full names behind a lone word and "aka" ("Lind, aka Jo Roe"), by their first word, with that word."""
    if not is_on("people.second-name"):
        return {}
    ends = {span.last for span in full}
    found: dict[int, str] = {}
    for span in full:
        if not _alias_cue(items, span.first):
            continue
        n = span.first - 1
        while n > max(0, span.first - _TO_ALIAS) and not items[n].cap and items[n].kind != "break":
            n -= 1
        if items[n].cap and items[n].kind == "word" and n + 1 not in ends:
            found[span.first] = items[n].low
    return found


def _is_courteous(span: NameSpan) -> bool:
    return span.titled == "honorific"


class _Resolver:
    """The people found so far, and by which parts of names they are known.

    Attributes:
        people: in the order in which they were found.
        by_part: the numbers of the people whose names have a part.
        taken: by one past their last words the full names taken, whose they are, and whether they were second names.
    """

    def __init__(self, reading: Reading, lex: Lexicon) -> None:
        self.reading, self.lex, self.items = reading, lex, reading.words
        self.people: list[_Individual] = []
        self.by_part: dict[str, list[int]] = {}
        self.taken: dict[int, tuple[NameSpan, _Individual, bool]] = {}

    def take_full(self, span: NameSpan) -> None:
        """Give a full name to whom it belongs, or to somebody new."""
        if _is_courteous(span):
            owner = self._owner(span)
            if owner is not None:
                self._add(owner, span)
                return
        ends = range(span.first, max(0, span.first - _TO_SECOND), -1)
        previous = next((self.taken[end] for end in ends if end in self.taken), None)
        if previous is not None and _is_alias(self.items, span, previous):
            person, is_second = previous[1], True
        else:
            person, is_second = self._same(span) or self._misspelt(span) or self._new(), False
        self._add(person, span)
        self.taken[span.last] = (span, person, is_second)

    def take_second(self, span: NameSpan, surname: str) -> None:
        """Give another name to the one person of the surname before it: "Lind, aka Jo Roe"."""
        owners = self.by_part.get(surname, ())
        if len(owners) == 1:
            self._add(self.people[owners[0]], span)
        else:
            self.take_full(span)

    def take_single(self, span: NameSpan) -> None:
        """Give a surname to the person whose it is; where nobody has it, to somebody new."""
        owner = self._owner(span)
        if owner is not None:
            self._add(owner, span)
        elif not any(self.by_part.get(p) for p in span.parts) and not _alias_cue(self.items, span.first):
            self._add(self._new(), span)

    def _owner(self, span: NameSpan) -> _Individual | None:
        return _owner_of_part(span.parts, self.people, self.by_part, self.lex, self.reading, span)

    def _same(self, span: NameSpan) -> _Individual | None:
        """Return the first person who bears the same full name."""
        parts = _core(span.parts, self.lex)
        candidates = sorted({n for part in parts for n in self.by_part.get(part, ())})[:MAX_COMPARED]
        return next(
            (self.people[n] for n in candidates if any(_same(span.parts, f, self.lex) for f in self.people[n].forms)),
            None,
        )

    def _misspelt(self, span: NameSpan) -> _Individual | None:
        """Return the one person whose surname has a letter more or less than here, the other names being the same."""
        parts = span.parts
        if len(parts) < 2 or not is_on("people.misspelt"):
            return None
        others = [self.people[n] for n in self.by_part.get(parts[0], ())[:MAX_COMPARED]]
        fits = [p for p in others if any(f[:-1] == parts[:-1] and _is_slip(f[-1], parts[-1]) for f in p.forms)]
        return fits[0] if len(fits) == 1 else None

    def _new(self) -> _Individual:
        person = _Individual(len(self.people))
        self.people.append(person)
        return person

    def _add(self, person: _Individual, span: NameSpan) -> None:
        person.spans.append(span)
        if span.parts not in person.forms:
            person.forms.append(span.parts)
            for part in _core(span.parts, self.lex) or span.parts:
                owners = self.by_part.setdefault(part, [])
                if person.number not in owners[-1:] and len(owners) < MAX_COMPARED and person.number not in owners:
                    owners.append(person.number)
        if span.first and is_adjacent(self.items, span.first):
            person.titles.add(self.items[span.first - 1].low)
        person.gender = person.gender or _gender_before(self.items, span.first)


def _without_lost_apostrophes(names: Sequence[NameSpan]) -> list[NameSpan]:
    """Take the s off "Marco Silvas trial", where the release names a Silva too and lost its apostrophes."""
    last_parts = {s.parts[-1] for s in names}
    return [
        replace(s, end=s.end - 1, parts=(*s.parts[:-1], s.parts[-1][:-1]))
        if s.parts[-1].endswith("s") and s.parts[-1][:-1] in last_parts
        else s
        for s in names
    ]


def _alias_cue(items: Sequence[Word], first: int) -> bool:
    """Tell whether "aka", "also known as" or the like stands before word `first`, a mark or title between."""
    near = [w.low for w in items[max(0, first - 7) : first]]
    if not near:
        return False
    if near[-1] in cues("opens_alias") or near[-1] in lexicon().honorifics:
        near.pop()
    return any(" ".join(near[-n:]) in cues("alias_phrase") for n in range(1, 7)) or (
        "formerly" in near[-4:] and "known" in near[-4:]
    )


def _is_alias(items: Sequence[Word], span: NameSpan, previous: tuple[NameSpan, _Individual, bool] | None) -> bool:
    """Tell whether a name is introduced as another name of the person before ("also known as")."""
    if previous is None or not is_on("people.second-name"):
        return False
    if not previous[0].last < span.first <= previous[0].last + _TO_SECOND:
        return False
    gap = items[previous[0].last : span.first]
    if _alias_cue(items, span.first):
        return not any(w.kind == "break" for w in gap)
    return previous[2] and are_joined(gap)


def _owner_of_part(
    parts: Sequence[str],
    people: Sequence[_Individual],
    by_part: Mapping[str, list[int]],
    lex: Lexicon,
    reading: Reading,
    span: NameSpan,
) -> _Individual | None:
    """Return the one person whose name holds these parts, two of one surname told apart by their titles."""
    core = _core(parts, lex) or tuple(parts)
    fits = [
        people[n]
        for n in by_part.get(core[-1], ())
        if any(_contains(_core(f, lex) or f, core) for f in people[n].forms)
    ]
    if len(fits) <= 1:
        return fits[0] if fits else None
    as_surname = [p for p in fits if any((_core(f, lex) or f)[-len(core) :] == core for f in p.forms)]
    if len(as_surname) == 1:
        return as_surname[0]
    fits = as_surname or fits
    title = reading.words[span.first - 1].low if span.first and is_adjacent(reading.words, span.first) else ""
    told = title if title not in lex.honorifics and is_on("person_mentions.surname-by-title") else ""
    by_title = [p for p in fits if told and told in p.titles]
    if len(by_title) == 1:
        return by_title[0]
    gender = _gender_before(reading.words, span.first)
    if gender and is_on("person_mentions.surname-by-gender"):
        known = [p for p in fits if (p.gender or gender_of(next((f[0] for f in p.forms if len(f) > 1), ""))) == gender]
        if len(known) == 1:
            return known[0]
    return None


def _all_spans(people: Sequence[_Individual], reading: Reading, lex: Lexicon) -> tuple[list[NameSpan], list[int]]:
    """Return all namings in text order with their people: those found, and bare surnames and given names."""
    spans = [(span, person.number) for person in people for span in person.spans]
    if is_on("person_mentions.surname-alone"):
        spans += _parts_alone(people, reading, lex, spans)
    spans.sort(key=lambda pair: pair[0].first)
    return [s for s, _ in spans], [o for _, o in spans]


def _parts_alone(
    people: Sequence[_Individual], reading: Reading, lex: Lexicon, known: Sequence[tuple[NameSpan, int]]
) -> list[tuple[NameSpan, int]]:
    """Return bare surnames and given names with their people, where nobody else has them."""
    spans: list[tuple[NameSpan, int]] = []
    covered = {n for span, _ in known for n in range(span.first, span.last)}
    by_part: dict[str, set[int]] = {}
    surname: dict[str, set[int]] = {}
    for person in people:
        for form in person.forms:
            core = _core(form, lex) or form
            for k, part in enumerate(core):
                by_part.setdefault(part, set()).add(person.number)
                if k == len(core) - 1:
                    surname.setdefault(part, set()).add(person.number)
    first_names = {(_core(f, lex) or f)[0] for p in people for f in p.forms if len(_core(f, lex)) > 1}
    items = reading.words
    n = 0
    while n < len(items):
        word = items[n]
        low, end = word.low, word.end
        if not word.cap and low.isalpha():  # most words: no capital, and no mark with one behind it
            n += 1
            continue
        owners = surname.get(low) or by_part.get(low)
        if (
            (owners is None and not word.cap and low[-1:] != "s")
            or n in covered
            or word.kind != "word"
            or not (word.cap or _has_low_particle(word))
        ):
            n += 1
            continue
        if owners is None and low.endswith("s") and not word.possessive and (surname.get(low[:-1])):
            # "Rossis trial": the scraper lost the apostrophe
            owners, low, end = surname[low[:-1]], low[:-1], end - 1
        if (
            owners is None
            or len(owners) != 1
            or not _stands_alone(items, n, low, low in first_names and low not in surname, covered, lex)
        ):
            n += 1
            continue
        owner = next(iter(owners))
        last = n + 1
        while (
            last < len(items)
            and last not in covered
            and is_adjacent(items, last)
            and by_part.get(items[last].low) == owners
            and items[last].cap
            and end == items[last - 1].end
        ):
            end = items[last].end
            last += 1
        spans.append((NameSpan(n, last, word.start, end, (low,), "", "surname-alone", 0.0), owner))
        n = last
    return spans


def _has_low_particle(word: Word) -> bool:
    """Tell whether a word is a surname with its particle in front ("al-Khoury", "d'Amico")."""
    return not word.cap and any(mark in word.low and word.text.partition(mark)[2][:1].isupper() for mark in "-'’")


def _stands_alone(items: Sequence[Word], n: int, low: str, given: bool, covered: set[int], lex: Lexicon) -> bool:
    """Tell whether a word that is part of a known name is used as that name here."""
    if low in lex.particles or low in lex.never or (low in lex.places and given) or low in cues("pronoun"):
        return False
    word = items[n]
    behind = items[n + 1] if n + 1 < len(items) else None
    before = items[n - 1] if n else None
    if low in cues("function_surname"):
        return _is_function_surname(word, before, behind, lex)
    if word.upper and len(word.text) <= MAX_ACRONYM and not _in_capitals(before, behind):
        return False
    if (
        behind is not None
        and is_adjacent(items, n + 1)
        and behind.cap
        and behind.kind == "word"
        and not word.possessive
    ) and (
        behind.low in lex.after
        or behind.low in lex.heads
        or behind.upper
        or (behind.low not in lex.common and behind.low not in lex.speech and n + 1 not in covered)
    ):
        return False
    if before is not None and is_adjacent(items, n) and before.cap and before.kind == "word" and not before.possessive:
        if (
            before.low not in lex.common
            and before.low not in lex.heads
            and before.low not in lex.honorifics
            and before.low not in lex.ranks
        ):
            return False
        if before.low in lex.before:
            return False
    if before is not None and before.kind == "word" and before.low == "the":
        return False
    if low in lex.common or low in lex.places:
        starts = before is None or before.kind == "break" or before.text in (".", "!", "?", "”", '"', "“")
        verb = (
            behind is not None
            and behind.kind == "word"
            and not behind.cap
            and (behind.low in lex.speech or behind.low in cues("behind_surname"))
        )
        return bool(word.possessive or verb) or (not starts and not given)
    return True


def _is_function_surname(word: Word, before: Word | None, behind: Word | None, lex: Lexicon) -> bool:
    """Tell whether a word such as "so", "in" or "may" is the surname that it is elsewhere: only before what people do.

    "May said", "Will pleaded guilty", "Ms May", but not "So said", "in May" or "will have said".
    """
    if not word.cap or word.possessive or behind is None or behind.cap or behind.kind != "word":
        return word.cap and word.possessive
    if before is not None and before.low in lex.honorifics:
        return True
    if before is not None and before.kind == "word" and not before.cap and before.low not in cues("before_clause"):
        return False
    return behind.low in lex.speech or behind.low in cues("what_people_do")


def _in_capitals(before: Word | None, behind: Word | None) -> bool:
    """Tell whether the words beside one are in capitals, too."""
    beside = [w for w in (before, behind) if w is not None and w.kind == "word"]
    return bool(beside) and all(w.upper for w in beside)


def _quote_reader(
    doc: Doc,
    text: str,
    reading: Reading,
    lex: Lexicon,
    spans: Sequence[NameSpan],
    owners: Sequence[int],
    roles: Sequence[Role | None],
    people: Sequence[_Individual],
    tags: Sequence[str],
) -> QuoteReader:
    items = reading.words
    namings = []
    for span, owner, role in zip(spans, owners, roles, strict=True):
        start = items[_titled_first(items, span, lex)].start
        namings.append(
            Naming(
                span.first,
                span.last,
                role.first if role else _titled_first(items, span, lex),
                role.last if role else span.last,
                start,
                span.end,
                owner,
                people[owner].gender,
            )
        )
    titles: dict[int, list[str]] = {}
    for owner, role in zip(owners, roles, strict=True):
        if role is not None:
            title = " ".join(fold(role.text).replace(",", " ").replace("'s", " ").split())
            if title not in titles.setdefault(owner, []):
                titles[owner].append(title)
    subject_at: dict[int, int] = {}
    clause_at: set[int] = set()
    starts = [w.start for w in items]
    for n in _speech_tokens(doc, lex):
        token = doc[n]
        verb = bisect_right(starts, token.idx) - 1
        if any(child.dep_ == "ccomp" for child in token.children):
            clause_at.add(verb)
        subject = _subject_of(token)
        if subject >= 0:
            subject_at[verb] = bisect_right(starts, subject) - 1
    names = {person.number: _name_of(person, reading) for person in people}
    return QuoteReader(
        text,
        reading,
        lex,
        namings,
        titles,
        names,
        {p.number: p.gender for p in people},
        tags,
        subject_at,
        frozenset(clause_at),
        sorted({*sentence_starts(doc), doc._.release.dateline_end}),
    )


def _subject_of(token: Token) -> int:
    """Return where the subject of a verb stands, that of the verb it is joined to where it has none, or -1."""
    for _ in range(3):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return int(child.idx)
        if token.dep_ not in ("conj", "advcl", "xcomp") or token.head.tag_[:1] != "V":
            break
        token = token.head
    return -1


def _tags(doc: Doc, items: Sequence[Word]) -> list[str]:
    """Return the tagger's tag for each word: that of the token it begins in."""
    if not len(doc):
        return [""] * len(items)
    strings = doc.vocab.strings
    array = doc.to_array(["IDX", "TAG"])
    # token offsets are small; as signed numbers they compare with the words'
    token = np.searchsorted(array[:, 0].astype(np.int64), [w.start for w in items], side="right") - 1
    keys = np.where(token >= 0, array[token, 1], 0).tolist()
    names = {key: strings[key] if key else "" for key in set(keys)}
    return [names[key] for key in keys]


def _speech_tokens(doc: Doc, lex: Lexicon) -> list[int]:
    """Return the numbers of the tokens that can be verbs of speech."""
    strings = doc.vocab.strings
    keys = {strings[form] for form in lex.speech}
    return [n for n, key in enumerate(doc.to_array("LOWER").tolist()) if key in keys]


def _titled_first(items: Sequence[Word], span: NameSpan, lex: Lexicon) -> int:
    """Return the first word of a naming with its honorifics and ranks."""
    first = span.first
    while first > 0 and span.first - first < 4 and is_adjacent(items, first):
        low = items[first - 1].low
        if (
            not items[first - 1].cap
            or items[first - 1].possessive
            or not (
                low in lex.honorifics
                or low.rstrip(".") in lex.honorifics
                or low in lex.ranks
                or low.rstrip(".") in lex.ranks
            )
        ):
            break
        first -= 1
    ranks = tuple(w.low.rstrip(".") for w in items[first : span.first])
    # "Minister of Justice Rossi" is no justice, "Attorney General Rossi" no general
    if first and first < span.first and items[first - 1].low in cues("joins_office") and "justice" in ranks:
        return span.first
    if (
        any(r not in lex.honorifics for r in ranks)
        and first
        and is_adjacent(items, first)
        and items[first - 1].cap
        and items[first - 1].low in lex.heads
    ):
        return span.first
    return first


def _name_of(person: _Individual, reading: Reading) -> str:
    """Return the fullest form of a person's name, in ordinary spelling where there is one."""
    lexical = lexicon()
    plain = [s for s in person.spans if not s.shouted] or person.spans
    first_form = plain[0]
    best = max(
        plain,
        key=lambda s: (
            (len(_core(s.parts, lexical)), len(s.parts), -s.first)
            if _same(s.parts, first_form.parts, lexical) or s is first_form or _contains(s.parts, first_form.parts)
            else (-1, 0, 0)
        ),
    )
    named = reading.words[best.first : best.named if best.named > 0 else best.last]
    kept = _without_nickname(named)
    if kept and named[-1].end == best.end + 1 and named[-1].low[-1:] == "s":
        kept[-1] = kept[-1][:-1]  # "Lundstroms trial": the apostrophe was lost
    return " ".join(kept).replace("\u00ad", "").replace(" , ", ", ").strip(" ,")


def _without_nickname(items: Sequence[Word]) -> list[str]:
    out: list[str] = []
    depth = False
    for word in items:
        if word.kind == "mark" and word.text in "'’" and word.joined and out and fold(out[-1]) in lexicon().particles:
            out[-1] += word.text  # "Sandro de' Ricci"
        elif word.kind == "mark" and word.text in "\"“”‘’()'":
            depth = not depth
        elif not depth:
            if (word.kind == "mark" and out) or (word.joined and out and word.kind == "abbr" and out[-1].endswith(".")):
                out[-1] += word.text
            else:
                out.append(word.text)
    return out


def _best_role(roles: Sequence[Role]) -> Role | None:
    """Return the fullest of a person's roles: office before rank, present before past, "Senator" before "Sen."."""
    if not roles:
        return None
    return min(roles, key=lambda r: (r.rank_only, r.former, -r.weight, r.text.endswith("."), r.pieces[0][0]))


def _keep(
    doc: Doc,
    reading: Reading,
    lex: Lexicon,
    people: Sequence[_Individual],
    spans: Sequence[NameSpan],
    owners: Sequence[int],
    roles: Sequence[Role | None],
    quotes: Sequence[QuoteMention],
    quote_reader: QuoteReader,
) -> None:
    """Number the people by first mention and keep the rows on the doc."""
    items = reading.words
    first_at: dict[int, int] = {}
    for span, owner in zip(spans, owners, strict=True):
        first_at.setdefault(owner, span.start)
    order = sorted(first_at, key=lambda owner: first_at[owner])
    number = {owner: k for k, owner in enumerate(order, 1)}
    held: dict[int, list[Role]] = {}
    namings: list[PersonMention] = []
    for span, owner, role in zip(spans, owners, roles, strict=True):
        if role is not None:
            held.setdefault(owner, []).append(role)
        start = items[_titled_first(items, span, lex)].start
        namings.append(PersonMention(start, span.end, span.rule, number[owner]))
    named = {(m.start, m.end) for m in namings}
    pronouns = quote_reader.pronouns if is_on("person_mentions.pronoun-of-speaker") else ()
    for start, end, owner in dict.fromkeys(pronouns):
        # A Mr He has been named; the word is not his pronoun as well.
        if (start, end) in named:
            continue
        named.add((start, end))
        namings.append(PersonMention(start, end, "pronoun-of-speaker", number[owner]))
    namings.sort(key=lambda m: (m.start, m.end))
    rows: list[Person] = []
    by_person: dict[int, list[PersonMention]] = {}
    for mention in namings:
        by_person.setdefault(mention.person_id, []).append(mention)
    for owner in order:
        own = by_person[number[owner]]
        role = _best_role(held.get(owner, ()))
        organisation, country = _office_of(doc, role)
        rows.append(
            Person(
                number[owner],
                _name_of(people[owner], reading),
                role.text if role else None,
                organisation,
                country,
                len(own),
                owner in quote_reader.speaking,
                own[0].start,
                own[0].end,
                people[owner].spans[0].rule,
            )
        )
    set_rows(doc, "people", rows)
    set_mentions(doc, "person_mentions", namings)
    set_mentions(
        doc,
        "quotes",
        [
            QuoteMention(
                q.start, q.end, q.rule, q.kind, q.speaker, number[q.person_id] if q.person_id is not None else None
            )
            for q in quotes
        ],
    )


def _office_of(doc: Doc, role: Role | None) -> tuple[str | None, str | None]:
    """Return the body and the country that a role's words name."""
    if role is None:
        return None, None

    def inside(name: str) -> list[Any]:
        return [m for m in mentions(doc, name) if any(a <= m.start < b for a, b in role.pieces)]

    bodies = [m for m in inside("organisations") if getattr(m, "kind", "") != "criminal"]
    places = inside("countries")
    # "FBI Special Agent … of the Boston Field Office": the body, not its unit.
    body = max(bodies, key=lambda m: (m.rule != UNIT_RULE, m.end - m.start, -m.start)) if bodies else None
    country = places[0].iso3 if places else getattr(body, "country", None)
    return (body.name if body is not None else None), country
