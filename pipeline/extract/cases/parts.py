"""The part each person plays in a release, and the age and home that it tells of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.cases.defendants import Cast, Naming
from pipeline.extract.mentions import Person
from pipeline.extract.reading.clauses import is_passive
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import before_joint
from pipeline.extract.reading.small_numbers import MAX_AGE, age_of
from pipeline.extract.reading.tokens import NAME_TAGS, Tokens
from pipeline.extract.rules import is_on

SUSPECT, VICTIM, OFFICIAL, OTHER = "suspect", "victim", "official", "other"
# Ends of a line, a paragraph and the text.
_BLANKS = ("\n", "\n\n", "")
_MAX_HOME = 9
# How many tokens behind a name on its line tell other names, above a line with the age.
_MAX_ALIAS = 16
# How far a list or an apposition is followed.
_CHAIN = 6
# How far behind an age its noun stands.
_TO_NOUN = 3
# What stands with a number before an item of a list.
_LIST_MARKS = frozenset((".", ")", "(", "•", "-", "–", "*", "#"))


def with_parts(doc: Doc, cast: Cast, suspects: frozenset[int], ages: Mapping[int, float]) -> list[Person]:
    """Return the people of a release with part, age and home.

    Args:
        suspects: persons with a charge or a penalty, or accused by name.
        ages: ages that a description tells of the only accused ("a 36-year-old man was sentenced").
    """
    reader = _Profiles(doc, cast)
    suspects |= {naming.person for naming in cast.namings if reader.is_called_suspect(naming)}
    victims = frozenset(naming.person for naming in cast.namings if reader.is_victim(naming))
    victims |= reader.victims_by_age()
    called = frozenset(naming.person for naming in cast.namings if reader.is_called_victim(naming))
    told_ages, homes = reader.ages(), reader.homes()
    found: list[Person] = []
    for person in mentions(doc, "people"):
        part = _part(person, cast, suspects, victims, called)
        age = told_ages.get(person.person_id, ages.get(person.person_id))
        # "Trial Attorney Jo Roe of the Fraud Section": what stands behind an official's name is the office's body
        home = homes.get(person.person_id) if part != OFFICIAL or age is not None else None
        found.append(replace(person, part=part, age=age, home=home))
    return found


def _part(person: Person, cast: Cast, suspects: frozenset[int], victims: frozenset[int], called: frozenset[int]) -> str:
    if person.person_id in called and is_on("people.called-victim"):
        return VICTIM
    if person.person_id in suspects and is_on("people.suspect"):
        return SUSPECT
    if person.person_id in victims and is_on("people.victim"):
        return VICTIM
    return OFFICIAL if person.person_id in cast.officials and is_on("people.official") else OTHER


class _Profiles:
    """Reads what stands beside the names of persons."""

    def __init__(self, doc: Doc, cast: Cast) -> None:
        self.cast = cast
        self.tokens: Tokens = cast.tokens
        self._tells_age = "age" in self.tokens.lower
        self._list_of_suspects = _start_below(self.tokens, cues("suspects_heading"))
        self._ages = {
            self.tokens.token_at(m.start): (self.tokens.token_at(m.end - 1) + 1, float(m.amount))
            for m in mentions(doc, "dates")
            if m.kind == "age" and m.amount_unit == "year" and m.amount <= MAX_AGE
        }
        self._age_at_end = {end: (first, amount) for first, (end, amount) in self._ages.items()}

    def is_called_suspect(self, naming: Naming) -> bool:
        """Tell whether a name stands where a suspect is told, without a charge.

        Behind "defendants", alone or in a list; "sued Jo Roe"; "the suit against Jo Roe"; "Jo Roe conspired".
        """
        tokens = self.tokens
        first = self.cast.first_of_list(naming)
        n = before_joint(tokens.low, first - 1, by=cues("before_suspects"))
        if tokens.low(n) in cues("suspect_noun") and tokens.sentence_of[n] == tokens.sentence_of[first]:
            return True
        if self.cast.is_identified(naming, cues("suspect_noun")) or self._is_in_list_of_suspects(naming):
            return True
        if self._is_pending_against(first):
            return True
        _, head, dep = self._place(naming)
        if dep == "dobj" or (dep == "nsubjpass" and is_passive(tokens, head)):
            return tokens.lower[head] in cues("suspect_act")
        if dep == "nsubj":
            return tokens.lower[head] in cues("suspect_doing")
        if dep == "pobj" and tokens.lower[head] == "by" and tokens.lower[tokens.heads[head]] in cues("own_doing"):
            return True
        against = dep == "pobj" and tokens.lower[head] == "against"
        return against and tokens.lower[tokens.heads[head]] in cues("suit")

    def _is_in_list_of_suspects(self, naming: Naming) -> bool:
        """Tell whether a name opens a line below a heading of the accused: "DEFENDANT ADDENDUM ⏎ 1. Jo Roe, 18"."""
        tokens, n = self.tokens, naming.first - 1
        if self._list_of_suspects is None or n < self._list_of_suspects or not is_on("people.listed-suspect"):
            return False
        while n > self._list_of_suspects and (tokens.low(n).rstrip(".)").isdigit() or tokens.low(n) in _LIST_MARKS):
            n -= 1
        return "\n" in tokens.word(n) and self._age_behind(naming) is not None

    def _is_pending_against(self, first: int) -> bool:
        """Tell whether charges are pending against somebody, or against the list he stands in."""
        tokens = self.tokens
        n = first - 1
        while n > 0 and tokens.lower[n] != "against" and tokens.sentence_of[n] == tokens.sentence_of[first]:
            n -= 1
        told = n > 0 and tokens.sentence_of[n] == tokens.sentence_of[first] and tokens.lower[n - 1] == "pending"
        if not told or not is_on("people.pending-against"):
            return False
        return n == first - 1 or ";" in (tokens.low(first - 1), tokens.low(first - 2))

    def _place(self, naming: Naming) -> tuple[int, int, str]:
        """Return the word by which a name hangs in its sentence, that word's head, and what it is to it.

        A name in a list, or behind the noun it explains ("her daughter, Jo Roe"), stands where the first of them does.
        """
        tokens, n = self.tokens, naming.end - 1
        for _ in range(_CHAIN):
            if (
                tokens.deps[n] not in ("conj", "appos")
                or tokens.heads[n] == n
                or tokens.tags[tokens.heads[n]][:1] == "V"
            ):
                break
            n = tokens.heads[n]
        return n, tokens.heads[n], tokens.deps[n]

    # victims -----------------------------------------------------------------------

    def is_called_victim(self, naming: Naming) -> bool:
        """Tell whether a name stands right behind "victim": "the victim, Jo Roe"."""
        tokens = self.tokens
        before = tokens.low(naming.first - 1)
        if self.cast.is_identified(naming, cues("victim_title")):
            return True
        first = self.cast.first_of_list(naming)
        return (
            "victims" in (before, tokens.low(first - 1))
            or before in cues("victim_title")
            or (
                before == ","
                and tokens.low(naming.first - 2) in ("victim", "victims")
                and tokens.deps[naming.end - 1] != "nsubj"  # "besides the minor victims, Roe promoted"
            )
        )

    def is_victim(self, naming: Naming) -> bool:
        """Tell whether a naming stands where a victim is told: "killed Jo Roe", "the death of Roe"."""
        tokens, end = self.tokens, naming.end
        if [tokens.low(end), tokens.low(end + 1)] == [",", "who"] and tokens.low(end + 2) in ("was", "were"):
            return tokens.low(end + 3) in cues("victim_verb") or tokens.low(end + 4) in cues("victim_verb")
        if self._explains_victim(naming):
            return True
        n, head, dep = self._place(naming)
        verb = tokens.lower[head]
        if self._is_harmed(n):
            return True
        return (dep == "nsubj" and verb == "died") or (dep == "poss" and verb in cues("victim_owned"))

    def victims_by_age(self) -> frozenset[int]:
        """Return who alone has the age told of a victim: "for killing a 6-year-old girl", then "Ana Ruiz, 6"."""
        if not is_on("people.victim-by-age"):
            return frozenset()
        told = {amount for end, (_, amount) in self._age_at_end.items() if self._is_of_victim(end)}
        of_age: dict[float, set[int]] = {}
        for person, age in self.ages().items():
            of_age.setdefault(age, set()).add(person)
        alone = (people for age, people in of_age.items() if age in told and len(people) == 1)
        return frozenset(person for people in alone for person in people)

    def _is_of_victim(self, n: int) -> bool:
        """Tell whether the noun behind an age that ends at a token is a victim's: "shot a 19-year-old clerk"."""
        tokens = self.tokens
        noun = next((k for k in range(n, n + _TO_NOUN) if tokens.tag(k) in ("NN", "NNP")), None)
        if noun is None or any(k in self.cast.of_token for k in range(n, noun + 1)):
            return False
        return self._is_harmed(noun)

    def _is_harmed(self, n: int) -> bool:
        """Tell whether a noun is whom something was done to: "killing a clerk", "the murder of his partner"."""
        tokens, head, dep = self.tokens, self.tokens.heads[n], self.tokens.deps[n]
        if dep == "dobj":
            return tokens.lower[head] in cues("victim_act")
        if dep == "nsubjpass":
            return tokens.lower[head] in cues("victim_verb") and is_passive(tokens, head)
        return dep == "pobj" and tokens.lower[head] == "of" and tokens.lower[tokens.heads[head]] in cues("victim_noun")

    def _explains_victim(self, naming: Naming) -> bool:
        """Tell a name behind the noun for a victim: "for the murder of his partner, Ana Ruiz, 38"."""
        before = naming.first - 2
        if self.tokens.low(naming.first - 1) != "," or not self.cast.is_person(before):
            return False
        return before not in self.cast.of_token and self._is_harmed(before) and is_on("people.victim")

    # ages --------------------------------------------------------------------------

    def ages(self) -> dict[int, float]:
        """Return the ages told beside names, by person: "Jo Roe, 34", "34-year-old Jo Roe"."""
        found: dict[int, float] = {}
        if not is_on("people.age"):
            return found
        for naming in self.cast.namings:
            age = self._age_behind(naming)
            if age is None:
                age = self._age_before(naming)
            if age is not None:
                found.setdefault(naming.person, age)
        return found

    def _age_behind(self, naming: Naming) -> float | None:
        """Return the age behind a name: "Jo Roe, 34,", "Roe (34)", "Jo Roe, aged 34"."""
        tokens, n = self.tokens, naming.end
        labelled = self._age_below(naming)
        if labelled is not None:
            return labelled
        n = self._past_alias(n)
        stop = n + _MAX_ALIAS
        while n < stop and n not in self._ages and tokens.low(n) in cues("to_age"):
            n += 1
        if n == naming.end and (tokens.low(n + 1), tokens.low(n + 2)) == (",", "of") and tokens.low(n - 1) != ",":
            return age_of(tokens.low(n))  # "Jo Roe 19, of Leeds": the comma is lost
        if n == naming.end or n >= len(tokens):
            return None
        if n in self._ages:
            return self._ages[n][1]
        follows = tokens.low(n + 1) in cues("behind_bare_age") or tokens.low(n + 1) in _BLANKS
        apart = follows and len(tokens.word(n)) <= 2 and tokens.low(n - 1) in (",", "(")
        return age_of(tokens.word(n)) if apart else None

    def _past_alias(self, n: int) -> int:
        """Step over another name between a name and its age: "Jo Roe, aka Joe, 39"."""
        tokens = self.tokens
        for _ in range(_CHAIN):
            m = self._past_alias_cue(n + 1)
            if tokens.low(n) not in (",", "”", '"') or m == n + 1:
                break
            while m < min(n + _MAX_ALIAS, len(tokens)) and tokens.lower[m] != ",":
                m += 1
            if tokens.low(m) != ",":
                break
            n = m + 1 if tokens.low(m + 1) in ("”", '"') else m  # “Joe,” with the comma inside
            n = self._past_more_aliases(n)
        return n

    def _past_more_aliases(self, n: int) -> int:
        """Step over further names before an age: "aka Joe, Jim, Jack and Jon, 39"."""
        tokens, m = self.tokens, n
        while m < n + _MAX_ALIAS and (tokens.low(m) in (",", "and") or tokens.tag(m) in NAME_TAGS):
            m += 1
        aged = m in self._ages or (tokens.low(m).isdigit() and tokens.low(m - 1) == ",")
        return m - 1 if aged and m > n + 1 else n

    def _past_alias_cue(self, n: int) -> int:
        """Step over "aka" or "a/k/a"."""
        low = self.tokens.low
        if low(n) == "a" and " ".join(low(k) for k in range(n, n + 5)) in cues("alias_phrase"):
            return n + 5
        return n + 1 if low(n) in cues("alias") else n

    def _age_below(self, naming: Naming) -> float | None:
        """Return the age on the line below a name: "JO ROE (also known as “Joe”)", then "Age: 45"."""
        tokens, n = self.tokens, naming.end
        if not self._tells_age:
            return None
        while n < len(tokens) and n < naming.end + _MAX_ALIAS and not tokens.is_space(n):
            n += 1
        if not is_on("people.age-below") or [tokens.low(n + 1), tokens.low(n + 2)] != ["age", ":"]:
            return None
        return age_of(tokens.word(n + 3))

    def _age_before(self, naming: Naming) -> float | None:
        tokens, n = self.tokens, naming.first
        while naming.first - n < 5 and n > 0 and n not in self._age_at_end:
            if tokens.tags[n - 1] not in ("NN", "NNP", "JJ", "HYPH") and tokens.low(n - 1) not in (",", "of"):
                return None
            if (n - 1) in self.cast.of_token:
                return None
            n -= 1
        told = self._age_at_end.get(n)
        if told is None or tokens.sentence_of[told[0]] != tokens.sentence_of[naming.first]:
            return None
        return told[1] if tokens.low(n - 1) in ("old", "olds") or tokens.word(n - 1).endswith("old") else None

    # homes -------------------------------------------------------------------------

    def homes(self) -> dict[int, str]:
        """Return the homes told beside names, by person: "Jo Roe, 34, of Port Ann, Ohio", "a resident of Port Ann"."""
        found: dict[int, str] = {}
        if not is_on("people.home"):
            return found
        for naming in self.cast.namings:
            home = self._home(naming)
            if home is not None:
                found.setdefault(naming.person, home)
        return found

    def _home(self, naming: Naming) -> str | None:
        tokens, n = self.tokens, naming.end
        aged = False
        while n < naming.end + 8:
            if n in self._ages:
                n, aged = self._ages[n][0], True
            elif tokens.low(n) in cues("to_home"):
                n += 1
            else:
                break
        comma = any(tokens.low(k) == "," for k in range(naming.end, n))
        if tokens.low(n) in ("of", "from") and (aged or comma):
            return self._town(n + 1)
        if aged and tokens.low(n - 1) == "," and tokens.tag(n) in NAME_TAGS:
            return self._town(n, closed=True)
        return None

    def _town(self, n: int, *, closed: bool = False) -> str | None:
        """Return the name of a place at a token; `closed`: only where a comma or verb follows it."""
        tokens, first = self.tokens, n
        if tokens.low(n) == "the":
            n += 1
        end = n
        while end < n + _MAX_HOME and self._goes_on(end):
            end += 1
        while end > n and tokens.low(end - 1) in cues("town_end"):
            end -= 1
        if end == n or any(k in self.cast.of_token for k in range(n, end)):
            return None
        if closed and tokens.low(end) != "," and tokens.tag(end) not in ("VBD", "VBZ", "VBP", "MD"):
            return None
        place = " ".join(tokens.text[tokens.starts[first] : tokens.ends[end - 1]].split())
        return place if re.match(r"(?:the )?[^\W\d_]", place) else None

    def _goes_on(self, n: int) -> bool:
        tokens = self.tokens
        if not 0 <= n < len(tokens) or tokens.is_space(n):
            return False
        if tokens.word(n)[:1].isupper() and tokens.word(n)[:1].isalpha():
            return tokens.tags[n] in NAME_TAGS or tokens.low(n - 1) in cues("in_town")
        if tokens.low(n) in cues("joined_in_town"):
            return tokens.is_joined(n)
        return tokens.low(n) == "," and self._is_wider(n + 1)

    def _is_wider(self, n: int) -> bool:
        """Tell whether a name behind a comma is the state or country of the town before it."""
        tokens = self.tokens
        if not tokens.word(n)[:1].isupper() or n in self.cast.of_token:
            return False
        k = n
        while k < n + 4 and tokens.tag(k) in NAME_TAGS and not tokens.is_space(k):
            k += 1
        return k > n and (
            k >= len(tokens)
            or tokens.is_space(k)
            or tokens.low(k) in (",", ".", ";", ")")
            or tokens.tag(k) in ("VBD", "VBZ", "VBP", "MD", "CC")
        )


def _start_below(tokens: Tokens, headings: Set[str]) -> int | None:
    """Return the first token below a line that is one of some headings, None where there is none."""
    for line in re.finditer(r"^.*$", tokens.text, re.MULTILINE):
        if line.group().strip().rstrip(":").lower() in headings:
            return tokens.first_from(line.end())
    return None


def described_ages(doc: Doc, tokens: Tokens, cast: Cast, subjects: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return the ages of persons that a description tells: "a 36-year-old man was sentenced".

    Args:
        subjects: the noun of a description, as a token, with the person that it can only be.
    """
    if not is_on("people.age-described"):
        return {}
    ages = {
        tokens.token_at(m.end - 1): m.amount
        for m in mentions(doc, "dates")
        if m.kind == "age" and m.amount_unit == "year"
    }
    found: dict[int, float] = {}
    for noun, person in subjects:
        for n in range(noun - 1, max(-1, noun - 5), -1):
            if n in ages:
                found.setdefault(person, ages[n])
                break
            if tokens.tags[n] not in ("NN", "NNP", "JJ", "HYPH", "CD"):
                break
    return found
