"""Whom a sentence of a case is about: persons named, pronouns, and descriptions ("the defendant", "a Leeds man").

A description is a person only where the release leaves no doubt: it accuses one person by name, or as many as the
description counts. Nobody is invented: what cannot be told stays unnamed, or is no party at all.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.cases.offices import is_office_word, is_official, office_heads
from pipeline.extract.mentions import Person
from pipeline.extract.reading.blocks import headline_end
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import before_auxiliary, is_passive, joined_to, past_home, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.genders import may_stand_for
from pipeline.extract.reading.identified import is_codefendant, is_identified_as, list_start
from pipeline.extract.reading.lists import are_persons_joined, before_joint, chain, may_stand_between
from pipeline.extract.reading.tokens import NAME_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import is_on

NAMED, DESCRIBED, UNNAMED = "named", "described", "unnamed"
# How far back a pronoun looks, in namings and in sentences.
_MAX_NAMINGS, _MAX_SENTENCES = 40, 8
# The longest gap between two persons of a list, in tokens: "Jo Roe, 34, formerly of Port Ann, South Dakota, and".
_MAX_GAP = 16
# How many steps up the parse a subject is looked for.
_CHAIN = 6
_CLIMBED = ("advcl", "pcomp", "prep", "xcomp", "conj", "pobj", "dobj", "acomp", "oprd", "amod", "compound")
# How far before a noun for persons their number stands, in tokens, if their home comes between.
_NUMBER = 8
# How far behind "the defendants" the colon stands that opens a list of them.
_TO_LIST = 5
# How far before a name the office stands that opens its list, in tokens.
_OFFICE_LIST = 40
# Among how many tokens of a sentence a name opens it, behind a dateline.
_OPENING = 4
# How far before a noun for persons "the following" stands, and how far behind it the colon of their list.
_TO_FOLLOWING, _TO_COLON = 5, 90
# A list of so many is told apart from others by its number.
_FEW_LISTED = 3
# How many persons are read off the lines of a list.
_MAX_BELOW = 1000


@dataclass(frozen=True, slots=True)
class Naming:
    """A naming of a person, in tokens [first, end)."""

    first: int
    end: int
    person: int


@dataclass(frozen=True, slots=True)
class Party:
    """Whom something happened to.

    Attributes:
        people: the persons, by their numbers.
        n_people: of how many unnamed persons, None where there are names or it is not told.
        told: named (or a pronoun for one named), described ("a Leeds man", who can only be the one accused), unnamed.
    """

    people: tuple[int, ...]
    n_people: int | None = None
    told: str = NAMED


NOBODY_NAMED = Party((), None, UNNAMED)


class Cast:
    """The persons of a release as its sentences name them.

    Attributes:
        accused: numbers of the persons that the release accuses by name; set once they are known.
        partners: numbers of those whom the text calls another's co-defendant.
        officials: numbers of those that hold an office of an authority.
        of_court: numbers of the judges and prosecutors among them.
        descriptions: nouns, as tokens, that were taken for the only accused, with that person.
    """

    def __init__(self, doc: Doc, tokens: Tokens) -> None:
        self.tokens = tokens
        self.namings = _with_surnames(_without_homes(_namings(doc, tokens), tokens), _surnames(doc), tokens)
        self._starts = [naming.first for naming in self.namings]
        # subjects that are a surname of several persons, with those
        self._shared = _shared_surnames(_surnames(doc), tokens)
        self.of_token = {n: naming for naming in self.namings for n in range(naming.first, naming.end)}
        self.officials = frozenset(p.person_id for p in mentions(doc, "people") if is_official(p.role))
        self.officials |= {naming.person for naming in self.namings if self._stands_by_office(naming)}
        self.of_court = frozenset(
            p.person_id
            for p in mentions(doc, "people")
            if p.person_id in self.officials and not cues("court_office").isdisjoint((p.role or "").lower().split())
        )
        self._firms = frozenset(
            tokens.token_at(m.end - 1) for m in mentions(doc, "organisations") if m.kind in ("company", "other")
        )
        self.accused: frozenset[int] = frozenset()
        # while the accused are looked for: those found so far, for one of whom a pronoun stands rather than for others
        self.leaning: frozenset[int] = frozenset()
        # the accused whom the text calls nobody's partner
        self._principals: frozenset[int] = frozenset()
        self._names = {p.person_id: p.name for p in mentions(doc, "people")}
        self.partners = {m.person for m in self.namings if is_codefendant(tokens, m.first) or self._is_another(m)}
        self._body = tokens.first_from(headline_end(tokens.text))
        self._families = _families(doc)
        self.descriptions: list[tuple[int, int]] = []
        self._first_accused: int | None = None
        self._counted = {
            tokens.token_at(m.start): m.value for m in mentions(doc, "counts") if m.unit is None and m.value >= 1
        }

    def set_accused(self, people: frozenset[int]) -> None:
        """Set who is accused: those of them who hold an office ("former officer Jo Roe") act for none here."""
        self.accused = people
        self.officials -= people
        self._add_shared_surnames()
        self._principals = (people - self.partners) or people
        self._first_accused = None

    def _add_shared_surnames(self) -> None:
        """Add the subjects that are a surname of several persons of whom one is accused: "Doyle, 36, was convicted"."""
        if not is_on("charges.surname"):
            return
        told = [(n, [p for p in people if p in self.accused]) for n, people in self._shared.items()]
        found = [Naming(n, n + 1, people[0]) for n, people in told if len(people) == 1 and n not in self.of_token]
        if found:
            self.namings = sorted([*self.namings, *found], key=lambda naming: (naming.first, naming.end))
            self._starts = [naming.first for naming in self.namings]
            self.of_token.update({naming.first: naming for naming in found})

    # namings -----------------------------------------------------------------------

    def _stands_by_office(self, naming: Naming) -> bool:
        """Tell whether an office stands right by a name: "Prosecutors Jo Roe and Al Poe", "Jo Roe Deputy Sheriff"."""
        tokens = self.tokens
        before = self.first_of_list(naming) - 1
        while before > 0 and tokens.is_space(before):
            before -= 1
        if before >= 0 and is_office_word(tokens.low(before)) and tokens.is_capital(before):
            return True
        if (
            self._acts_for_authority(naming)
            or self._stands_in_office_list(naming)
            or tokens.low(naming.first) in cues("public_office")
        ):
            return True
        behind = naming.end
        if tokens.low(behind) in ("assistant", "deputy") or is_office_word(tokens.low(behind)):
            return tokens.is_capital(behind)
        return False

    def _stands_in_office_list(self, naming: Naming) -> bool:
        """Tell whether a plural office opens the list of a name: "Attorneys Jo Roe, Chief of Fraud, and Di Moe"."""
        tokens = self.tokens
        for n in range(naming.first - 1, max(tokens.sentence_of[naming.first] - 1, naming.first - _OFFICE_LIST), -1):
            if tokens.lower[n] in cues("offices_listed") and tokens.is_capital(n):
                return n + 1 in self.of_token
            if not may_stand_between(tokens.lower[n], tokens.tags[n]) and tokens.lower[n] != "the":
                return False
        return False

    def _acts_for_authority(self, naming: Naming) -> bool:
        """Tell whether a case "is being prosecuted by" somebody, alone or in a list."""
        tokens, n = self.tokens, naming.end - 1
        for _ in range(_CHAIN):
            if tokens.deps[n] != "conj":
                break
            n = tokens.heads[n]
        by = tokens.heads[n]
        return tokens.lower[by] == "by" and tokens.lower[tokens.heads[by]] in cues("official_act")

    def _is_another(self, naming: Naming) -> bool:
        """Tell whether a sentence opens with "another participant in the scheme" whom a naming tells."""
        tokens, first = self.tokens, self.tokens.sentence_of[naming.first]
        told = tokens.low(first) == "another" and tokens.low(naming.first - 1) == ","
        return (
            told and naming.first - first < _MAX_GAP and not any(n in self.of_token for n in range(first, naming.first))
        )

    def first_of_list(self, naming: Naming) -> int:
        """Return where a list of bare names begins that ends in a naming: "Jo Roe, Al Poe and Di Moe"."""
        tokens, first = self.tokens, naming.first
        while first > 2 and naming.first - first < _MAX_GAP:
            n = before_joint(tokens.low, first - 1, by=cues("past_member"), most=3, blanks=True)
            before = self.of_token.get(n)
            if before is None or n == first - 1 or before.first >= first:
                break
            first = before.first
        return first

    def is_firm(self, words: Iterable[int]) -> bool:
        """Tell whether words stand for a company that is accused or sentenced."""
        told = (m for n in words for m in joined_to(self.tokens, n))
        return any(n in self._firms or self.tokens.lower[n] in cues("firm_noun") for n in told)

    def is_of_lead(self, words: Iterable[int], lead: int) -> bool:
        """Tell whether a firm that words stand for is named in the text before an offset, or is only "the company"."""
        tokens = self.tokens
        names = [n for n in words if tokens.tags[n] in NAME_TAGS]
        parts = [k for n in names for k in (n, *tokens.children_as(n, "compound")) if tokens.tags[k] in NAME_TAGS]
        text = tokens.text[:lead].lower()
        return not names or any(tokens.lower[k] in text for k in parts if tokens.lower[k] not in cues("firm_noun"))

    def within(self, first: int, end: int) -> Sequence[Naming]:
        """Return the namings that begin in tokens [first, end)."""
        return self.namings[bisect_left(self._starts, first) : bisect_left(self._starts, end)]

    def likely(self) -> frozenset[int]:
        """Return whom a release that accuses nobody by name can only mean, or nobody.

        Those are whom the defendants are identified as, else the only one named without an office, more than once.
        """
        told = self.identified()
        if told:
            return told
        named = [naming.person for naming in self.namings if naming.person not in self.officials]
        people = set(named)
        return frozenset(people) if len(people) == 1 and len(named) > 1 else frozenset()

    def identified(self) -> frozenset[int]:
        """Return whom the release identifies the defendants or suspects as."""
        nouns = cues("suspect_noun")
        told = {m.person for m in self.namings if self.is_identified(m, nouns) or self._is_tried(m)}
        return frozenset(told | {person for n in self._list_openers() for person in self.people_below(n)})

    def _list_openers(self) -> Iterator[int]:
        """Yield the words behind which lines name the accused: "The defendants include:"."""
        tokens = self.tokens
        if not is_on("people.accused-below"):
            return
        nouns = cues("accused_plural")
        for n, low in enumerate(tokens.lower):
            if low in nouns and ":" in tokens.lower[n + 1 : n + _TO_LIST]:
                yield n

    def _is_tried(self, naming: Naming) -> bool:
        """Tell whom a trial is against: "statements in the jury trial against Jon Roe and Ann Lee"."""
        tokens = self.tokens
        first = list_start(tokens, naming.first, self.of_token)
        against = tokens.low(first - 1) == "against" and tokens.low(first - 2) in cues("trial_noun")
        return against and is_on("people.trial-against")

    def is_identified(self, naming: Naming, nouns: frozenset[str]) -> bool:
        """Tell whether a naming says who one of `nouns` is: "identified the defendants as Jon Roe, 31, and Ann Lee"."""
        return is_identified_as(self.tokens, list_start(self.tokens, naming.first, self.of_token), nouns)

    def listed_before(self, naming: Naming) -> list[Naming]:
        """Return a naming and those listed before it: "A, 34, of Leeds; B and C"; in text order."""
        earlier = (self.namings[k] for k in range(bisect_left(self._starts, naming.first) - 1, -1, -1))
        return chain(naming, earlier, lambda later, before: self._is_list(before.end, later.first))[::-1]

    def _is_list(self, first: int, end: int) -> bool:
        return self.tokens.sentence_of[first] == self.tokens.sentence_of[end] and self._may_join(first, end)

    def _may_join(self, first: int, end: int) -> bool:
        """Tell whether what stands between two namings joins them: ages, homes, second names, marks, "and"."""
        tokens = self.tokens
        if not 0 < end - first <= _MAX_GAP:
            return False
        at = first + 1 if tokens.lower[first] == "," else first
        if tokens.lower[at] in cues("alias") and is_on("charges.alias-in-list"):
            first = next((n for n in range(at, end) if tokens.lower[n] == ","), end)
            if first == end:
                return True  # the second name itself
        return are_persons_joined([(tokens.lower[n], tokens.tags[n]) for n in range(first, end)])

    # subjects ----------------------------------------------------------------------

    def subject_of(self, n: int) -> list[int]:
        """Return the words that stand for who undergoes or does what the word `n` tells, by the parse."""
        tokens = self.tokens
        for _ in range(_CHAIN):
            found = [self._past_home(m) for m in self._own_subject(n)]
            if found:
                return found
            head = tokens.heads[n]
            if tokens.deps[n] in ("acl", "relcl") and head != n:
                return [self._past_home(head)]
            if head == n or tokens.deps[n] not in _CLIMBED:
                break
            n = head
        return before_auxiliary(tokens, n) if tokens.tags[n] in VERB_TAGS else []

    def _past_home(self, n: int) -> int:
        """Return whose home a word is that the parse takes for a subject: "Jo Roe of Port Ann, who is suspected"."""
        tokens = self.tokens
        of = tokens.heads[n]
        if (
            self.is_person(n)
            or n in self.of_token
            or tokens.lower[of] not in ("of", "from")
            or tokens.deps[n] != "pobj"
        ):
            return n
        owner = tokens.heads[of]
        return owner if owner in self.of_token else n

    def _own_subject(self, n: int) -> list[int]:
        tokens = self.tokens
        if tokens.tags[n] in VERB_TAGS:
            return subjects(tokens, n, "nsubj", "nsubjpass")
        owners = [c for c in tokens.children_as(n, "poss") if tokens.tags[c] not in ("NN", "NNS") or self.is_person(c)]
        if owners:  # not those of "five years’ supervision"
            return owners
        # "the guilty plea of Jo Roe"
        of = [c for c in tokens.children_as(n, "prep") if tokens.lower[c] == "of"]
        held = [p for c in of for p in tokens.children_as(c, "pobj")]
        return [
            p for p in held if p in self.of_token or (tokens.lower[n] in ("arrest", "arrests") and self.is_person(p))
        ]

    def party_of_subject(self, n: int) -> Party | None:
        """Return whom the word `n` is told of: its subject, else the persons named right before it."""
        if not self.is_undergone(n):
            return None
        found = self.subject_of(n)
        below = next((party for m in found if self.is_person(m) and (party := self._following(m))), None)
        party = below or self._right_before(n) or self._in_apposition(found, n) or self.party_of(found, before=n)
        if party is not None or any(self.is_person(m) or self._is_pronoun(m) for m in found):
            return party
        if self._is_of_stranger(n, found):
            return NOBODY_NAMED
        if self._are_some(found):
            return NOBODY_NAMED  # "one of the fishermen is also charged with"
        if self.is_firm(found):
            return self._opening_name(n) or NOBODY_NAMED
        party = self._named_before(n) or self._described_before(n)
        if party is None and any(self.tokens.tags[m] in NAME_TAGS for m in found):
            return NOBODY_NAMED  # a name that is none of a person that is known
        return party

    def _right_before(self, n: int) -> Party | None:
        """Return who stands right before "was charged" where the parse joins the name to the words before it.

        "Roe was charged with fraud in labor and Lee was charged with theft".
        """
        tokens, k = self.tokens, n - 1
        while k > 0 and (tokens.tags[k] == "RB" or tokens.lower[k] in cues("auxiliary")):
            k -= 1
        naming = self.of_token.get(k)
        if naming is None or k == n - 1 or tokens.low(naming.first - 1) != "and" or tokens.deps[k] != "conj":
            return None
        head = tokens.heads[k]
        if head in self.of_token or self.is_person(head) or naming.person in self.officials:
            return None
        return Party((naming.person,))

    def _are_some(self, words: Sequence[int]) -> bool:
        """Tell whether a subject is a part of those told of, whom nobody names: "one of the men", "11 of them"."""
        tokens = self.tokens
        return any(
            tokens.tags[m] == "CD"
            and self._counted.get(m, 1) != len(self.accused)
            and any(tokens.lower[c] == "of" for c in tokens.children_as(m, "prep"))
            for m in words
        )

    def _is_of_stranger(self, n: int, found: Sequence[int]) -> bool:
        """Tell whether "who" stands for a name that is no known person's: "Roe hired Al Poe, who was sentenced"."""
        tokens = self.tokens
        verb = tokens.heads[n] if tokens.deps[n] == "conj" else n
        relative = tokens.deps[verb] == "relcl" and any(tokens.lower[c] == "who" for c in tokens.children(verb))
        return relative and any(tokens.tags[m] in NAME_TAGS and m not in self.of_token for m in found)

    def _opening_name(self, n: int) -> Party | None:
        """Return who opens a sentence, before a comma: "Jo Roe, the former head of Acme Inc., pleaded guilty"."""
        tokens, first = self.tokens, self.tokens.sentence_of[n]
        naming = next(iter(self.within(first, min(first + _OPENING, n))), None)
        if naming is None or naming.person in self.officials or tokens.low(naming.end) != ",":
            return None
        return Party((naming.person,))

    def _in_apposition(self, words: Sequence[int], n: int) -> Party | None:
        """Return who stands between commas before a verb whose subject describes them.

        "The former captain of the ship, Jo Roe, pleaded guilty": the parse may tie the name to the ship. "A
        co-defendant, Jo Roe, 34, of Elmford, was jailed": it takes each part of a word with a hyphen for a subject.
        """
        tokens = self.tokens
        if not words:
            return None
        noun = words[-1]
        parts = len(words) == 1 or (len(words) == noun - words[0] + 1 and tokens.low(noun - 1) == "-")
        if not parts or not self.is_person(noun) or noun in self.of_token:
            return None
        end = n
        while end > noun and tokens.tags[end - 1] in VERB_TAGS:
            end -= 1
        beside = (m for m in self.within(noun, end) if m.end == end - 1 or (m.first == noun + 2 and m.end < end))
        naming = next(beside, None)
        if naming is None or {tokens.low(k) for k in (end - 1, naming.first - 1, naming.end)} != {","}:
            return None
        return Party((naming.person,)) if tokens.tags[noun] not in PLURAL_TAGS else None

    def is_undergone(self, n: int) -> bool:
        """Tell whether the subject of a word is whom it concerns: not "the court sentenced", "who prosecuted"."""
        tokens = self.tokens
        low = tokens.lower[n]
        if low in cues("undergone") and self._has_done(n):
            return False
        if low not in cues("undergone") or tokens.tags[n] == "VBN" or is_passive(tokens, n):
            return low not in cues("active_form") or tokens.tags[n] == "NNS"
        return tokens.tags[n] == "VBD" and tokens.low(n + 1) in cues("goes_undergone")

    def _has_done(self, n: int) -> bool:
        """Tell an active perfect from a passive: "the office has charged eight dealers"."""
        tokens = self.tokens
        if is_passive(tokens, n) or not any(True for _ in tokens.children_as(n, "dobj")):
            return False
        return any(tokens.lower[c] in cues("have_form") for c in tokens.children_as(n, "aux"))

    def _described_before(self, n: int) -> Party | None:
        """Return whom the first noun for persons of a sentence stands for, where the parse has no subject."""
        tokens = self.tokens
        for k in range(tokens.sentence_of[n], n):
            if self.is_person(k) and tokens.tags[k] in ("NN", "NNS"):
                return self.described(k)
            if tokens.tags[k] in ("VBD", "VBZ", "VBP", "MD") and k + 2 < n:
                return None
        return None

    def inverted(self, n: int, end: int) -> Party | None:
        """Return whom a sentence names behind its verb: "Charged are Jo Roe, 34, a teller; and Al Poe, 41"."""
        if self.tokens.low(n + 1) not in cues("be_listed"):
            return None
        listed = n + 2 in self.of_token  # "the others charged were Jo Roe, a former president; and Al Poe"
        if n - self.tokens.sentence_of[n] > 1 and not listed:
            return None
        people = _unique(m.person for m in self.within(n + 2, end) if listed or m.person not in self.officials)
        return Party(people) if people else None

    def party_between(self, cue: int, at: int) -> Party | None:
        """Return whom the words between a cue and a penalty or offence name.

        "Sentenced Roe to", "and Poe to 28 months", "charged him with", "charging the defendant with"; those behind a
        preposition ("by Judge Roe") and the victims of what a passive tells ("for killing Jo Roe") are not meant.
        """
        tokens = self.tokens
        for naming in reversed(self.within(cue + 1, at)):
            if naming.person in self.officials or not self._is_object(naming, cue):
                continue
            return Party(_unique(m.person for m in self.listed_before(naming) if m.first > cue))
        n = cue + 1
        if tokens.low(n) in cues("one_person") or tokens.low(n) in ("them", "both"):
            return self.party_of([n]) if tokens.low(n) not in ("his", "her") or tokens.tag(n) == "PRP" else None
        objects = [self._all_of_whom(past_home(tokens, c)) for c in tokens.children_as(cue, "dobj") if c < at]
        if self.is_firm(objects) and is_on("charges.firm"):
            return self.party_of(objects) or NOBODY_NAMED
        objects = [c for c in objects if self.is_person(c) or tokens.lower[c] in self._families]
        return self.party_of(objects) if objects else None

    def _all_of_whom(self, n: int) -> int:
        """Return the noun behind "each of" and its like: "the indictment charges each of the defendants with"."""
        tokens = self.tokens
        if tokens.lower[n] not in cues("each_of"):
            return n
        of = (c for c in tokens.children_as(n, "prep") if tokens.lower[c] == "of")
        return next((p for c in of for p in tokens.children_as(c, "pobj")), n)

    def _is_object(self, naming: Naming, cue: int) -> bool:
        tokens = self.tokens
        if naming.first == cue + 1:
            return True
        last = naming.end - 1
        for _ in range(_CHAIN):
            if tokens.deps[last] not in ("conj", "appos"):
                break
            last = tokens.heads[last]
        before, dep = tokens.low(naming.first - 1), tokens.deps[naming.end - 1]
        if "pobj" in (dep, tokens.deps[last]) or tokens.tag(naming.first - 1) == "IN":
            return False
        if dep == "dobj":
            return tokens.heads[naming.end - 1] == cue
        return before in cues("list_of_objects") and not self._is_list(cue, naming.first)

    def _named_before(self, n: int) -> Party | None:
        """Return the last persons named before a word in its sentence, but no officials and none behind "of"."""
        for naming in reversed(self.within(self.tokens.sentence_of[n], n)):
            before = self.tokens.tag(naming.first - 1)
            if naming.person in self.officials or before == "IN" or self.tokens.deps[naming.end - 1] == "pobj":
                continue
            return Party(_unique(m.person for m in self.listed_before(naming)))
        return None

    # words to persons --------------------------------------------------------------

    def party_of(self, words: Iterable[int], *, before: int | None = None) -> Party | None:
        """Return whom words stand for, with all that is joined to them; None where nobody can be told.

        Args:
            before: the token of which they are the subject: names behind it begin something new, if any stand before.
        """
        words = list(words)
        namings = self._named_by(words)
        if before is not None:
            described = any(n < before and self.is_person(n) and n not in self.of_token for n in words)
            namings = [naming for naming in namings if naming.first < before] or ([] if described else namings)
        if namings:
            if before is not None:
                namings += self._further_of(words, namings, before) or self._listed_after(namings[-1], before)
            first = namings[0]
            listed = [m for m in self.listed_before(first) if m.person not in self.officials or m is first]
            return Party(_unique(m.person for m in (*listed, *namings)))
        for n in words:
            party = self._party_of_word(n)
            if party is not None:
                return party
        return None

    def _further_of(self, words: Sequence[int], told: Sequence[Naming], before: int) -> list[Naming]:
        """Return who else stands in apposition: "The men, Jo Roe, a cook in Ann, and Al Poe, a clerk, were charged"."""
        tokens = self.tokens
        if not any(tokens.tags[n] in PLURAL_TAGS and self.is_person(n) and tokens.low(n + 1) == "," for n in words):
            return []
        further = self.within(told[-1].end, before)
        return [m for m in further if tokens.low(m.first - 1) in cues("list_comma") and m.person not in self.officials]

    def _listed_after(self, naming: Naming, before: int) -> list[Naming]:
        """Return who is listed behind a naming, before a verb: "Roe; Al Poe, M.D., 52, of Ann; and Di Moe were"."""
        further = self.within(naming.end, before)
        found = chain(naming, further, lambda one, other: self._is_list(one.end, other.first))[1:]
        # "Roe, 31, Lind, 42, all of Hull, were"
        told = found and (
            self.tokens.low(found[-1].first - 1) == "and"
            or not cues("all_of_them").isdisjoint(self.tokens.lower[found[-1].end : before])
        )
        return [m for m in found if m.person not in self.officials] if told else []

    def _named_by(self, words: Sequence[int]) -> list[Naming]:
        tokens, found = self.tokens, []
        for n in words:
            for m in joined_to(tokens, n):
                naming = self.of_token.get(m)
                if naming is not None and naming not in found:
                    found.append(naming)
        return sorted(found, key=lambda naming: naming.first)

    def _party_of_word(self, n: int) -> Party | None:
        low = self.tokens.lower[n]
        if low in cues("one_person"):
            person = self.antecedent(n)
            if person is None and not self.accused:
                return Party((), 1, UNNAMED)
            return Party((person,)) if person is not None else None
        if low in self._families and self.tokens.is_capital(n):
            return Party(self._families[low])
        if low in cues("several_people"):
            of = [p for c in self.tokens.children_as(n, "prep") for p in self.tokens.children_as(c, "pobj")]
            return self.party_of(of) if of else self.group_before(n)
        if n in self._counted and self.tokens.low(n - 1) in ("all", "the") and is_on("charges.all-of-them"):
            # "all three were convicted", "the two had been charged": these persons and no others
            every = self._several(n, self._counted[n], known=True)
            return replace(every, told=NAMED) if every is not None and every.people else every
        if not self.is_person(n):
            return None
        return self._as_named(n, self.described(n))

    def _as_named(self, n: int, party: Party | None) -> Party | None:
        """Return persons as named where nobody else can be meant: "the defendants", "each defendant"."""
        low = self.tokens.low
        if party is None or not party.people or low(n) not in cues("suspect_noun"):
            return party
        sure = low(n - 1) in cues("known_people") and is_on("charges.the-defendants")
        return replace(party, told=NAMED) if sure else party

    def _is_pronoun(self, n: int) -> bool:
        return self.tokens.lower[n] in cues("one_person") or self.tokens.lower[n] in cues("several_people")

    def is_person(self, n: int) -> bool:
        """Tell whether a word is a noun for a person."""
        low = self.tokens.lower[n]
        return low in cues("accused_noun") or category_of(low) == "people" or low in office_heads()

    def antecedent(self, n: int) -> int | None:
        """Return the person for whom a pronoun, or "the defendant", stands: the one last told of."""
        tokens = self.tokens
        if self._is_of_another(n):
            return None
        end = bisect_left(self._starts, n)
        fits = self.accused or self.leaning or None
        nearest: int | None = None
        for naming in reversed(self.namings[max(0, end - _MAX_NAMINGS) : end]):
            if tokens.sentence_number[n] - tokens.sentence_number[naming.first] > _MAX_SENTENCES:
                break
            if naming.person in self.officials or (fits is not None and naming.person not in fits):
                continue
            if not may_stand_for(tokens.low(n), self._names.get(naming.person, "")):
                continue
            if tokens.deps[naming.end - 1] in ("nsubj", "nsubjpass") or self._opens(naming):
                return naming.person
            if self._is_alone_in_last(naming, n, fits):
                return naming.person  # "The charges against Roe are pending. He"
            nearest = naming.person if nearest is None else nearest
        if nearest is None and len(self.accused) == 1:
            return next(iter(self.accused))
        return nearest

    def _is_of_another(self, n: int) -> bool:
        """Tell a pronoun for somebody not named: "a second co-defendant appealed, and he then pleaded guilty"."""
        tokens = self.tokens
        if tokens.low(n) not in ("he", "she") or not self.accused:
            return False
        for k in range(n - 1, tokens.sentence_of[n], -1):
            if k in self.of_token:
                return False
            if tokens.lower[k] in cues("suspect_noun") and tokens.tags[k] == "NN":
                partner = tokens.low(k - 2) == "co" or tokens.low(k) in cues("others")
                return partner or tokens.low(k - 1) in cues("others")
        return False

    def _is_alone_in_last(self, naming: Naming, n: int, fits: frozenset[int] | None) -> bool:
        """Tell whether the sentence before a word names only one of those who may be meant."""
        tokens = self.tokens
        number = tokens.sentence_number[naming.first]
        if fits is None or tokens.sentence_number[n] - number != 1:
            return False
        k = bisect_left(self._starts, n)
        near = self.namings[max(0, k - _MAX_NAMINGS) : k]
        named = {m.person for m in near if tokens.sentence_number[m.first] == number and m.person in fits}
        return named == {naming.person}

    def _opens(self, naming: Naming) -> bool:
        return naming.first - self.tokens.sentence_of[naming.first] <= 2

    def group_before(self, n: int) -> Party | None:
        """Return the persons for whom "they", "both" or "the defendants" stands: the last told of together."""
        tokens = self.tokens
        end = bisect_left(self._starts, n)
        together: list[int] = []
        sentence = -1
        for naming in reversed(self.namings[max(0, end - _MAX_NAMINGS) : end]):
            number = tokens.sentence_number[naming.first]
            if number != sentence:
                if len(set(together)) > 1 or tokens.sentence_number[n] - number > _MAX_SENTENCES:
                    break
                together, sentence = [], number
            if naming.person not in self.officials and (not self.accused or naming.person in self.accused):
                together.insert(0, naming.person)
        people = _unique(together)
        if len(people) == 2 or (len(people) > 2 and tokens.lower[n] != "both"):
            return Party(people)
        if len(self.accused) == 2:
            return Party(tuple(sorted(self.accused)), None, DESCRIBED)
        return None if self.accused else NOBODY_NAMED

    def described(self, n: int) -> Party | None:
        """Return whom a noun for persons stands for: "the defendant", "a former teller", "all three men"."""
        tokens = self.tokens
        kin = {tokens.lower[c] for c in tokens.children_as(n, "det", "poss", "amod", "predet")}
        of_office = tokens.lower[n] in cues("court_office") and bool(
            kin & cues("of_office")
        )  # "an attorney was jailed"
        if (tokens.lower[n] in cues("others") and not of_office) or kin & cues("others") or "corporate" in kin:
            return None
        number = self._number_of(n)
        if tokens.low(n - 1) == "each" and len(self.accused) > 1:
            return self._several(n, None, known=True)
        if tokens.tags[n] in PLURAL_TAGS or (number or 1) > 1:
            return self._several(n, number, known=bool(kin & cues("known_people")))
        if len(self._principals) == 1:
            only = next(iter(self._principals))
            if tokens.lower[n] in cues("anybody"):
                return None
            if not kin & cues("known_people") and n > self._first_naming(only):
                return None  # whom the text has named it describes anew no more: that is somebody else
            self.descriptions.append((n, only))
            return Party((only,), None, DESCRIBED)
        if not self.accused:
            return Party((), 1, UNNAMED)
        if tokens.lower[n] in cues("anybody"):
            return None
        person = self._named_next(n)
        if person is None and kin & cues("known_people"):
            person = self.antecedent(n)
        return Party((person,), None, DESCRIBED) if person is not None else None

    def _number_of(self, n: int) -> float | None:
        """Return how many a noun for persons tells of: "two Port Ann, Ohio, residents"."""
        tokens = self.tokens
        told = next((self._counted[c] for c in tokens.children(n) if c in self._counted), None)
        k = n - 1
        joint = (",", "-", "co", "non")
        while told is None and n - k < _NUMBER and k >= 0 and (tokens.tags[k] in NAME_TAGS or tokens.low(k) in joint):
            k -= 1
            told = self._counted.get(k) if tokens.tag(k) == "CD" else None
        return told

    def _named_next(self, n: int) -> int | None:
        """Return whom a lead describes that names nobody: the first accused whom a sentence below it is about."""
        tokens = self.tokens
        if n >= self._start_of_accused():
            return None
        naming = self.of_token[self._start_of_accused()]
        near = tokens.sentence_number[naming.first] - tokens.sentence_number[n] <= _MAX_SENTENCES
        about = tokens.deps[naming.end - 1] in ("nsubj", "nsubjpass") or self._opens(naming)
        return naming.person if near and about else None

    def _first_named_after(self, n: int) -> tuple[int, ...]:
        """Return the accused of the first sentence below a lead that names any: "two men", of more that are told."""
        if n >= self._start_of_accused() or not is_on("charges.of-lead"):
            return ()
        tokens, first = self.tokens, self._start_of_accused()
        if tokens.sentence_number[first] - tokens.sentence_number[n] > _MAX_SENTENCES:
            return ()
        same = (m for m in self.within(first, len(tokens)) if m.person in self.accused)
        return _unique(m.person for m in same if tokens.sentence_of[m.first] == tokens.sentence_of[first])

    def _start_of_accused(self) -> int:
        """Return where the first of the accused is named."""
        if self._first_accused is None:
            named = [m.first for m in self.namings if m.person in self.accused and m.first >= self._body]
            self._first_accused = min(named, default=0)
        return self._first_accused

    def people_below(self, n: int) -> tuple[int, ...]:
        """Return whom the lines below a sentence name that ends in a colon: "are identified below:", "charged:"."""
        tokens = self.tokens
        last = end = tokens.sentences()[tokens.sentence_number[n]].stop - 1
        while last > n and tokens.is_space(last):
            last -= 1
        if tokens.lower[last] != ":":
            return ()
        found: list[int] = []
        at = end + 1
        while at < len(tokens) and len(found) < _MAX_BELOW:
            k = at
            while k < len(tokens) and k < at + 3 and not tokens.word(k)[:1].isalpha():
                k += 1
            naming = self.of_token.get(k)
            if naming is None or naming.first != k:
                break
            found += (m.person for m in self._joined_behind(naming, tokens.line_end(at)))
            at = tokens.line_end(at) + 1
        return _unique(found)

    def _joined_behind(self, naming: Naming, end: int) -> list[Naming]:
        """Return a naming and those that are joined to it up to a token: "Roe, 21, Irvine; and Lind, 23, Leeds"."""
        further = self.within(naming.end, end)
        return chain(naming, further, lambda one, other: self._may_join(one.end, other.first))

    def _following(self, n: int) -> Party | None:
        """Return whom a list behind a colon names: "the following two men are charged with theft: Jo Roe, 21, ...".

        Nobody where the text counts others than the list names.
        """
        tokens = self.tokens
        before = range(max(tokens.sentence_of[n], n - _TO_FOLLOWING), n)
        if not any(tokens.lower[k] in cues("following_list") for k in before) or not is_on("charges.following"):
            return None
        end = tokens.line_end(n)
        colon = next((k for k in range(n + 1, min(end, n + _TO_COLON)) if tokens.lower[k] == ":"), None)
        first = self.of_token.get(colon + 1) if colon is not None else None
        if first is None or self.tokens.low(first.first - 1) != ":":
            return None
        people = _unique(naming.person for naming in self._joined_behind(first, end))
        told = next((self._counted[k] for k in before if k in self._counted), None)
        return Party(people) if told in (None, len(people)) and len(people) > 1 else None

    def alone_before(self, n: int) -> int | None:
        """Return the one accused whom the nearest sentence before a word names that names any."""
        tokens = self.tokens
        end = bisect_left(self._starts, n)
        sentence, found = -1, set[int]()
        for naming in reversed(self.namings[max(0, end - _MAX_NAMINGS) : end]):
            number = tokens.sentence_number[naming.first]
            if found and number != sentence:
                break
            if naming.person in self.accused:
                sentence = number
                found.add(naming.person)
        near = tokens.sentence_number[n] - sentence <= 3
        return next(iter(found)) if len(found) == 1 and near else None

    def _first_naming(self, person: int) -> int:
        named = (naming.first for naming in self.namings if naming.person == person and naming.first >= self._body)
        return next(named, len(self.tokens))

    def _several(self, n: int, number: float | None, *, known: bool) -> Party | None:
        if number is not None and self.accused:
            if number == len(self.accused):
                return Party(tuple(sorted(self.accused)), None, DESCRIBED)
            people = self._first_named_after(n)
            if number != len(people):
                people = self._listed_so_many(int(number), n) if known or self.tokens.low(n - 2) == "all" else ()
            return Party(people, None, DESCRIBED) if number == len(people) else None
        if known and self.accused and any(self.tokens.low(k) == "all" for k in (n - 1, n - 2, n - 3)):
            return Party(tuple(sorted(self.accused)), None, DESCRIBED)  # "all the defendants", however many told last
        if known and self.accused:
            return self.group_before(n) or Party(tuple(sorted(self.accused)), None, DESCRIBED)
        if len(self.accused) > 1 and not number and n < self._start_of_accused():
            return Party(tuple(sorted(self.accused)), None, DESCRIBED)  # a headline: "Brokers Arrested"
        if self.accused or not (number or known):
            return None
        return Party((), int(number) if number else None, UNNAMED)

    def _listed_so_many(self, number: int, before: int) -> tuple[int, ...]:
        """Return the accused of the first list of so many names before a token: "all five defendants"."""
        if number < _FEW_LISTED or not is_on("charges.as-many-listed"):
            return ()
        for people in self._lists:
            if len(people) == number and self._first_naming(people[0]) < before and self.accused.issuperset(people):
                return people
        return ()

    @functools.cached_property
    def _lists(self) -> list[tuple[int, ...]]:
        """The persons of each list of names, in text order."""
        found: list[list[int]] = []
        last: Naming | None = None
        for naming in self.namings:
            if last is not None and self._is_list(last.end, naming.first):
                found[-1].append(naming.person)
            else:
                found.append([naming.person])
            last = naming
        return [_unique(people) for people in found if len(people) > 1]


def _namings(doc: Doc, tokens: Tokens) -> list[Naming]:
    found = []
    for mention in mentions(doc, "person_mentions"):
        first, last = tokens.token_at(mention.start), tokens.token_at(mention.end - 1)
        if first < len(tokens):
            found.append(Naming(first, min(last, len(tokens) - 1) + 1, mention.person_id))
    return found


def _without_homes(namings: Sequence[Naming], tokens: Tokens) -> list[Naming]:
    """Leave out what stands where a home does: "Jo Roe, 23, Loma Vista, is charged"."""

    def is_home(naming: Naming) -> bool:
        n = naming.first
        aged = tokens.low(n - 1) == "," and tokens.tag(n - 2) == "CD" and tokens.low(n - 3) == ","
        behind = naming.end + 1
        comma = tokens.low(naming.end) == "," and tokens.tag(behind) != "CD" and tokens.low(behind) not in cues("alias")
        return aged and tokens.tag(n - 4) in NAME_TAGS and comma

    return [naming for naming in namings if not is_home(naming)]


def _surnames(doc: Doc) -> dict[str, list[Person]]:
    """Return the last parts of names, in lower case, with the persons who bear them."""
    found: dict[str, list[Person]] = {}
    for person in mentions(doc, "people"):
        last = person.name.rsplit(None, 1)[-1].lower()
        # "Baez" is Gilberto Baez-Garcia
        for form in dict.fromkeys((last, last.split("-")[0])):
            found.setdefault(form, []).append(person)
    return found


def _families(doc: Doc) -> dict[str, tuple[int, ...]]:
    """Return the persons of each surname by its plural, in lower case: "the Robertses"."""
    found: dict[str, list[int]] = {}
    for person in mentions(doc, "people"):
        last = person.name.rsplit(None, 1)[-1].lower()
        found.setdefault(last + ("es" if last.endswith(tuple(cues("plural_es"))) else "s"), []).append(person.person_id)
    return {plural: tuple(people) for plural, people in found.items() if len(people) > 1}


def _with_surnames(namings: list[Naming], surnames: Mapping[str, Sequence[Person]], tokens: Tokens) -> list[Naming]:
    """Add the subjects that are a surname and were read as no name: "Brooks, 22, was sentenced".

    Of several who bear it the only one is meant who was named so far.
    """
    taken = {n for naming in namings for n in range(naming.first, naming.end)}

    def bearers(n: int) -> list[Person]:
        told = surnames[tokens.lower[n]]
        return [*told] if len(told) == 1 else [p for p in told if p.start < tokens.starts[n]]

    found = [
        Naming(n, n + 1, bearers(n)[0].person_id)
        for n, low in enumerate(tokens.lower)
        if low in surnames and n not in taken and _is_bare_subject(tokens, n) and len(bearers(n)) == 1
    ]
    return sorted([*namings, *found], key=lambda naming: (naming.first, naming.end))


def _shared_surnames(surnames: Mapping[str, Sequence[Person]], tokens: Tokens) -> dict[int, tuple[int, ...]]:
    """Return the subjects that are a surname of several persons, by their tokens."""
    several = {surname: people for surname, people in surnames.items() if len(people) > 1}
    return {
        n: tuple(person.person_id for person in several[low])
        for n, low in enumerate(tokens.lower)
        if low in several and _is_bare_subject(tokens, n)
    }


def _is_bare_subject(tokens: Tokens, n: int) -> bool:
    """Tell whether a name of one word is a subject."""
    if tokens.deps[n] not in ("nsubj", "nsubjpass") or tokens.tags[n] not in NAME_TAGS:
        return False
    return tokens.tag(n - 1) not in NAME_TAGS


def _unique(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))


def all_of(parties: Iterable[Party]) -> frozenset[int]:
    """Return everyone who is one of the parties."""
    return frozenset(person for party in parties for person in party.people)
