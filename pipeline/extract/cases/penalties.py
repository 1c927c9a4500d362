"""Penalties: what was imposed on whom, and what may be at most or at least, or is asked for.

Each amount that `terms` finds is a penalty where words beside it say of what kind ("12 years in prison", "a fine of
$5,000") and a cue in its sentence says what became of it ("was sentenced to", "faces up to", "prosecutors seek").
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.cases.defendants import DESCRIBED, NOBODY_NAMED, Cast, Party
from pipeline.extract.cases.setting import OTHER_CASE_DAYS, Days, Speech, breaks_off, is_apart
from pipeline.extract.cases.terms import MONEY, TIME, Amount, find_amounts
from pipeline.extract.mentions import PenaltyMention
from pipeline.extract.reading.clauses import ALLEGED, NEGATED, PLANNED, has_child, is_passive, status_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_run
from pipeline.extract.reading.tokens import NAME_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import is_on
from pipeline.lookups import table

# How far behind a time the noun stands by which it is no term in prison.
_TO_NO_TERM = 2
# How far before "death" the word "eligible" stands.
_TO_ELIGIBLE = 4
# How far before a term "minimum" stands that makes it part of a life sentence.
_TO_LEAST = 4
IMPOSED, MAXIMUM, MINIMUM, SOUGHT = "imposed", "maximum", "minimum", "sought"
# How far the word for a penalty's kind stands from its amount, behind and before it, in tokens.
_BEHIND, _BEFORE = 8, 14
# How far "maximum" or "at least" stands before its amount.
_LIMIT = 8
# How many heads up from a cue the verb stands by which somebody confesses.
_CLIMB = 6
# How far behind "agreed" the plea is told of which that is a part.
_BARGAIN = 14
# How far before "register" the word stands that binds somebody to it.
_TO_REGISTER = 4
# How far behind it "for life" stands.
_TO_LIFE = 8
# How far behind a sentence it is told for what it was passed, in tokens.
_PRIOR = 20
# How far behind "pay" the word "penalty" stands: "pay a total criminal monetary penalty".
_TO_PENALTY = 6
# How far behind a term that shares its kind the next begins, and "respectively" stands.
_NEXT_TERM, _EACH = 2, 24
# How far "ranging" stands before the ends of a range, in tokens.
_SPREAD = 8


@dataclass(frozen=True, slots=True)
class Kind:
    """A phrase that says what kind of penalty an amount is."""

    name: str
    words: tuple[str, ...]
    takes: str
    bare: bool


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty with whom it concerns, before rows are made of it.

    Attributes:
        first, end: tokens of its words.
        cue: the word that says what became of it.
        is_earlier: whether it was passed before the news of the release.
        is_news: whether its sentence names a day near the release's own.
        is_count_wise: whether its sentence tells the terms of single counts.
        is_of_other_case: whether it is told as one of another case, long before.
        is_spread: whether its amount is a range over several persons ("terms ranging from").
        is_between: whether both ends of its range are told as such ("between ten years and life").
    """

    first: int
    end: int
    kind: str
    amount: Amount | None
    status: str
    party: Party
    rule: str
    cue: int
    is_earlier: bool = False
    is_count_wise: bool = False
    is_news: bool = False
    is_of_other_case: bool = False
    is_spread: bool = False
    is_between: bool = False


@dataclass(frozen=True, slots=True)
class _Cue:
    n: int
    status: str
    kind: str


@functools.cache
def _kinds() -> Mapping[str, tuple[Kind, ...]]:
    """Return the phrases by their first word, the longest first."""
    found: dict[str, list[Kind]] = {}
    for row in table("penalty_kinds", key=("phrase",)):
        words = tuple(row["phrase"].replace("-", " - ").split())
        found.setdefault(words[0], []).append(Kind(row["kind"], words, row["takes"], row["bare"] == "1"))
    return {word: tuple(sorted(kinds, key=lambda kind: -len(kind.words))) for word, kinds in found.items()}


@functools.cache
def _cues() -> Mapping[str, tuple[str, str]]:
    """Return status and kind of each cue."""
    return {row["cue"]: (row["status"], row["kind"]) for row in table("penalty_cues", key=("cue",))}


@functools.cache
def _openers() -> frozenset[str]:
    """Return the words without one of which a sentence tells of no penalty."""
    return frozenset((*_cues(), "deported", "register"))


def _is_as_much(one: Penalty, other: Penalty) -> bool:
    a, b = one.amount, other.amount
    return a is not None and b is not None and (a.value, a.unit) == (b.value, b.unit)


class PenaltyReader:
    """Reads the penalties of one release."""

    def __init__(self, doc: Doc, tokens: Tokens, cast: Cast, speech: Speech) -> None:
        self.tokens = tokens
        self.cast = cast
        self.speech = speech
        self.amounts = find_amounts(doc, tokens)
        self.days = Days(doc, tokens)

    def read(self) -> list[Penalty]:
        """Return the penalties in text order, repeats and all."""
        found: list[Penalty] = []
        starts = [amount.first for amount in self.amounts]
        listing = False
        heading = ""
        for sentence in self.tokens.sentences():
            amounts = self.amounts[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.stop)]
            heading = self._column(sentence) or heading
            if heading and amounts and self._is_cell(sentence, amounts, heading):
                found += self._in_column(sentence, amounts, heading)
            elif not _openers().isdisjoint(self.tokens.lower[sentence.start : sentence.stop]):
                found += self._of_sentence(sentence, amounts)
                listing = self._opens_list(sentence)
            elif listing and amounts:
                found += self._listed(sentence, amounts)
            else:
                listing = listing and not self._is_prose(sentence)
        return [penalty for n, penalty in enumerate(found) if not self._takes_up(penalty, found, n)]

    def _takes_up(self, penalty: Penalty, found: Sequence[Penalty], n: int) -> bool:
        """Tell "the two-year sentence" that takes up a term told of as one that may be imposed."""
        low = self.tokens.low
        if penalty.status != IMPOSED or low(penalty.cue) != "sentence" or low(penalty.first - 1) != "the":
            return False
        same = [p for p in found[:n] if p.kind == penalty.kind and _is_as_much(p, penalty)]
        return bool(same) and all(p.status != IMPOSED for p in same) and is_on("penalties.taken-up")

    # one sentence --------------------------------------------------------------------

    def _of_sentence(self, sentence: range, amounts: Sequence[Amount]) -> list[Penalty]:
        if is_apart(self.tokens, sentence) or breaks_off(self.tokens, sentence):
            return []
        found = [self._of_amount(amount, room, sentence) for amount, room in _with_room(amounts, sentence)]
        told = self._with_shared_kinds([penalty for penalty in found if penalty is not None])
        if any(self.tokens.lower[n] in cues("count_wise") for n in sentence):
            told = [replace(penalty, is_count_wise=True) for penalty in told]
        told = [*told, *self._unmeasured(sentence, told)]
        if self.days.is_near(sentence):
            told = [replace(penalty, is_news=True) for penalty in told]
        if any(amount.unit == "life" for amount in amounts) and is_on("penalties.of-life"):
            told = [replace(p, status=MINIMUM) if self._is_least_of_life(p) else p for p in told]
        return self._respectively(sentence, sorted(told, key=lambda p: (p.first, p.end)))

    def _is_least_of_life(self, penalty: Penalty) -> bool:
        """Tell how much of a life sentence is served at least: "a life sentence with a minimum term of 24 years"."""
        amount = penalty.amount
        if penalty.status != IMPOSED or penalty.kind != "prison" or amount is None or amount.unit == "life":
            return False
        return any(self.tokens.low(n) in ("minimum", "least") for n in range(amount.first - _TO_LEAST, amount.first))

    def _of_amount(self, amount: Amount, room: range, sentence: range) -> Penalty | None:
        """Return the penalty that an amount is; of a sum whose kind is told further on, the kind is empty."""
        if self.speech.covers(amount.first) or self._is_guarded(amount):
            return None
        kind, first, end = self._kind_of(amount, room)
        member = self._member(amount, sentence)
        if kind is None and member is not None:
            kind = self._bare_term(amount)
        if kind is None:
            return None
        if not kind.name and (self.tokens.low(amount.end), self.tokens.low(amount.end + 1)) == (",", "including"):
            return None  # "will pay $13 million, including $7 million in fines": a total of several kinds
        cue = self._eligible(amount) or self._cue_of(amount, sentence)
        if (
            cue is None
            or self._is_unreal(cue, sentence)
            or (cue.kind != "verb" and kind.rule == "default" and amount.takes == MONEY)
        ):
            return None
        party = member or self._party(cue, amount)
        if party is None or self._is_confessed(cue) or self._is_settled(cue, sentence):
            return None
        earlier = cue.status == IMPOSED and self._is_earlier(cue.n, sentence)
        earlier = earlier or (not party.people and self._goes_on_from_before(sentence))
        told = Penalty(first, end, kind.name, amount, cue.status, party, kind.rule or amount.rule, cue.n, earlier)
        spread = any(self.tokens.low(n) in cues("spread") for n in range(amount.first - _SPREAD, amount.first))
        return replace(
            told,
            is_spread=spread,
            is_between=self.tokens.low(amount.first - 1) in ("between", "from"),
            is_of_other_case=cue.status == IMPOSED and self._is_of_other_case(cue.n, sentence),
        )

    def _eligible(self, amount: Amount) -> _Cue | None:
        """Return the word that tells that death may follow: "is eligible for the death penalty if convicted"."""
        before = range(max(0, amount.first - _TO_ELIGIBLE), amount.first)
        told = (n for n in before if self.tokens.lower[n] == "eligible") if amount.rule == "death" else ()
        n = next(iter(told), None)
        return _Cue(n, MAXIMUM, "verb") if n is not None and is_on("penalties.eligible") else None

    def _is_unreal(self, cue: _Cue, sentence: range) -> bool:
        """Tell what would have been: "the maximum sentence under the old law would have been ten years"."""
        lows = self.tokens.lower[sentence.start : sentence.stop]
        told = any(pair == ("would", "have") for pair in itertools.pairwise(lows))
        return told and cue.status != IMPOSED and is_on("penalties.unreal")

    def _member(self, amount: Amount, sentence: range) -> Party | None:
        """Return whose amount it is in a list of persons: "received: Jo Roe 10 years; Al Poe, 60 months"."""
        tokens = self.tokens
        if ";" not in tokens.lower[sentence.start : sentence.stop] or not is_on("penalties.member"):
            return None
        opening = (n for n in range(amount.first - 1, sentence.start, -1) if tokens.lower[n] in (";", ":"))
        first = next(opening, sentence.start - 1)
        named = [m for m in self.cast.within(first + 1, amount.first) if m.person not in self.cast.officials]
        if len({m.person for m in named}) != 1:
            return None
        between = range(named[-1].end, amount.first)
        if any(tokens.tags[n] in ("VBD", "VBZ", "VBP", "MD", "VBN") for n in between):
            return None
        return Party((named[-1].person,))

    def _bare_term(self, amount: Amount) -> _Told | None:
        """Return the kind of a term that ends an item of a list of persons: "Diana Moe, 31, to 84 months;"."""
        return _Told("prison") if amount.takes == TIME and self._ends_item(amount.end) else None

    def _ends_item(self, n: int) -> bool:
        """Tell whether an item of a list ends at a token: "Peter Lind, 60 months;"."""
        return n >= len(self.tokens) or self.tokens.is_space(n) or self.tokens.low(n) in cues("item_end")

    def _is_guarded(self, amount: Amount) -> bool:
        """Tell a term that is no penalty: "eligible for parole after 25 years"."""
        if amount.unit == "life" or amount.rule == "death" or not is_on("penalties.parole"):
            return False
        tokens = self.tokens
        before = {tokens.low(n) for n in range(amount.first - 3, amount.first)}
        if [tokens.low(amount.first - 2), tokens.low(amount.first - 1)] == ["all", "but"]:
            return True  # "with all but one year suspended"
        if self._is_for_firms(amount):
            return True
        if amount.takes == MONEY and tokens.low(amount.first - 1) == "including":
            return True  # a part: "restitution of $1.7 million, including $100,000 to the church"
        if amount.takes == MONEY and "total" in {tokens.low(n) for n in range(amount.first - 5, amount.first)}:
            return self._is_of_several(amount)
        if tokens.low(amount.first - 1) == "for" and before & {"suspended", "stayed"}:
            return True  # "suspended for two years": that is how long it may still be served
        return bool(before & cues("penalty_guard")) or tokens.low(amount.end) in cues("no_penalty_behind")

    def _is_for_firms(self, amount: Amount) -> bool:
        """Tell a maximum that is not for persons, who are accused: "a $100 million fine for corporations"."""
        behind = [self.tokens.low(n) for n in range(amount.end, amount.end + 4)]
        pairs = itertools.pairwise(behind)
        told = any(a == "for" and b in cues("firms") for a, b in pairs)
        return told and bool(self.cast.accused) and is_on("penalties.for-firms")

    def _is_confessed(self, cue: _Cue) -> bool:
        """Tell what somebody admits to have done: "acknowledged that he paid an officer $9,000 to avoid fines"."""
        tokens, n = self.tokens, cue.n
        if not is_on("penalties.confessed"):
            return False
        for _ in range(_CLIMB):
            head = tokens.heads[n]
            if head == n:
                return False
            if tokens.deps[n] == "ccomp" and tokens.lower[head] in cues("confessing"):
                return True
            n = head
        return False

    def _is_settled(self, cue: _Cue, sentence: range) -> bool:
        """Tell what ends a civil case: "will pay $9 million in restitution to settle allegations that"."""
        lows = {self.tokens.lower[n] for n in sentence}
        if cue.status not in (IMPOSED, SOUGHT) or not is_on("penalties.settled"):
            return False
        ends = not cues("settling").isdisjoint(lows) and not cues("settled").isdisjoint(lows)
        return ends and cues("of_crime").isdisjoint(lows)

    def _is_of_several(self, amount: Amount) -> bool:
        """Tell whether a total is that of several bodies: "were sentenced to pay a total of $9 million"."""
        first = self.tokens.sentence_of[amount.first]
        return any(self.tokens.lower[n] in cues("of_several") for n in range(first, amount.first))

    # kinds ---------------------------------------------------------------------------

    def _kind_of(self, amount: Amount, room: range) -> tuple[_Told | None, int, int]:
        """Return the kind of an amount with the tokens that tell both."""
        if amount.rule == "death":
            return _Told("death"), amount.first, amount.end
        if amount.rule == "time-served":
            return _Told("prison"), amount.first, amount.end
        suspended = self._suspended(amount, room)
        if suspended is not None:
            return suspended
        behind = self._behind(amount, room)
        if behind is not None:
            return _Told(behind[0].name), amount.first, behind[1]
        before = self._before(amount, room)
        if before is not None:
            return _Told(before[0].name), before[1], amount.end
        if amount.takes == TIME and amount.unit != "hour" and self._is_plain_term(amount):
            return _Told("prison", "" if amount.rule == "life" else "sentence"), amount.first, amount.end
        if amount.takes == MONEY or self._is_one_of_each(amount, room):
            return _Told("", "default"), amount.first, amount.end
        return None, amount.first, amount.end

    def _is_one_of_each(self, amount: Amount, room: range) -> bool:
        """Tell one of several terms whose kind the last tells: "192 months, 37 months and 21 months, respectively"."""
        tokens, n = self.tokens, amount.end
        if amount.unit == "hour" or tokens.low(n) not in (",", "and") or room.stop - n > _NEXT_TERM:
            return False
        further = range(n, min(n + _EACH, len(tokens)))
        told = (k for k in further if tokens.lower[k] == "respectively")
        return any(tokens.sentence_of[k] == tokens.sentence_of[n] for k in told) and is_on("penalties.one-of-each")

    def _suspended(self, amount: Amount, room: range) -> tuple[_Told, int, int] | None:
        """Six months in prison, suspended for two years; a suspended sentence of six months."""
        tokens = self.tokens
        if amount.takes != TIME or not is_on("penalties.suspended"):
            return None
        for n in range(amount.end, min(amount.end + 7, room.stop)):
            if tokens.lower[n] in ("suspended", "stayed"):
                if tokens.low(n + 1) == "after":
                    return None  # "ten years, suspended after five": five of them are served
                return _Told("suspended_prison"), amount.first, n + 1
            if tokens.lower[n] in cues("suspended_end"):
                break
        before = range(max(room.start, amount.first - 5), amount.first)
        at = next((n for n in before if tokens.lower[n] == "suspended"), None)
        if at is None:
            return None
        return _Told("suspended_prison"), at, amount.end

    def _behind(self, amount: Amount, room: range) -> tuple[Kind, int] | None:
        for n in range(amount.end, min(amount.end + _BEHIND, room.stop)):
            kind = self._phrase_at(n, amount)
            if kind is not None:
                return kind, n + len(kind.words)
            jointly = self.tokens.lower[n] == "and" and self.tokens.low(n + 1) == "severally"
            if (self.tokens.lower[n] in cues("kind_stop") and not jointly) or self.tokens.is_space(n):
                return None
        return None

    def _before(self, amount: Amount, room: range) -> tuple[Kind, int] | None:
        tokens = self.tokens
        for n in range(amount.first - 1, max(room.start, amount.first - _BEFORE) - 1, -1):
            kind = self._phrase_at(n, amount)
            if kind is not None and n + len(kind.words) <= amount.first:
                return kind, n
            if tokens.lower[n] in (";", ".") or n in self.cast.of_token:
                return None
            if tokens.lower[n] == "and":
                return None
        return None

    def _phrase_at(self, n: int, amount: Amount | None) -> Kind | None:
        """Return the kind that a phrase at `n` tells of an amount."""
        tokens = self.tokens
        for kind in _kinds().get(tokens.low(n), ()):
            if any(tokens.low(n + k) != word for k, word in enumerate(kind.words)):
                continue
            if amount is not None and (kind.takes != amount.takes or not _suits(kind, amount)):
                continue
            before = n - 2 if tokens.low(n - 1) in ("monetary", "money") else n - 1
            if tokens.low(before) in cues("civil") and is_on("penalties.civil"):
                return None
            return kind
        return None

    def _is_plain_term(self, amount: Amount) -> bool:
        """Tell whether a term can only be one in prison: "sentenced to five years", "a five-year sentence"."""
        if not is_on("penalties.sentence"):
            return False
        tokens = self.tokens
        behind = past_run(tokens.low, amount.end, cues("term_adjective"))
        if tokens.low(behind) in cues("term_behind"):
            return True
        if any(tokens.low(n) in cues("no_term") for n in range(behind, behind + _TO_NO_TERM)):
            return False  # "a 20-day rehabilitation requirement"
        if tokens.low(amount.first - 1) == "to":
            before = range(tokens.sentence_of[amount.first], amount.first)
            if any(tokens.lower[n] in ("sentenced", "sentences") for n in before):
                return True
        if any(tokens.low(n) in ("maximum", "minimum") for n in range(amount.first - 6, amount.first)):
            return True
        for n in range(amount.first - 1, max(-1, amount.first - 7), -1):
            low = tokens.lower[n]
            if low == "for" and tokens.low(n - 1) in ("jailed", "imprisoned"):
                return True
            if low in cues("term_before"):
                return low not in cues("term_word") or tokens.low(amount.first - 1) in cues("near_term")
            if low in cues("before_term_end"):
                return False
        return False

    def _with_shared_kinds(self, found: Sequence[Penalty]) -> list[Penalty]:
        """Give a sum the kind of the next: "ordered to pay $3 million and $2 million in restitution"."""
        kept: list[Penalty] = []
        kind, takes = "", ""
        for penalty in reversed(found):
            of = penalty.amount.takes if penalty.amount is not None else ""
            if penalty.kind:
                kind, takes = (penalty.kind, of) if of else ("", "")
            elif kind and of == takes and not self._is_of_other_kind(penalty) and is_on("penalties.shared-kind"):
                penalty = replace(penalty, kind=kind, rule="sum" if of == MONEY else "term")
            if penalty.kind:
                kept.insert(0, penalty)
        return kept

    def _is_of_other_kind(self, penalty: Penalty) -> bool:
        """Tell a sum that is named, if not as a penalty: "$2 million in penalties", "$9,000 in costs"."""
        low = self.tokens.low
        return low(penalty.end) in ("in", "of") and low(penalty.end + 1) in cues("owed_sum") - {"restitution"}

    # without an amount -----------------------------------------------------------------

    def _unmeasured(self, sentence: range, told: Sequence[Penalty]) -> Iterator[Penalty]:
        """Yield the penalties without an amount: "ordered to pay restitution", "a term of supervised release"."""
        if not is_on("penalties.unmeasured"):
            return
        covered = {n for penalty in told for n in range(penalty.first, penalty.end)}
        n = sentence.start
        while n < sentence.stop:
            kind = self._phrase_at(n, None)
            step = len(kind.words) if kind is not None else 1
            if kind is not None and kind.bare and n not in covered and not self.speech.covers(n):
                penalty = self._of_words(kind, n, sentence)
                if penalty is not None:
                    yield penalty
            n += step

    def _of_words(self, kind: Kind, n: int, sentence: range) -> Penalty | None:
        cue = self._own_cue(kind, n, sentence) or self._cue_before(n, sentence)
        if cue is None and "sentence" in kind.words:
            cue = self._verb_behind(n, sentence)
        if cue is None or cue.kind != "verb" or abs(n - cue.n) > _REACH or self.tokens.lower[cue.n] == "punishable":
            return None
        if any(self.tokens.lower[k] in cues("penalty_aside") for k in range(cue.n + 1, n)):
            return None
        if "lieu" in self.tokens.lower[max(cue.n, n - 6) : n] or self.tokens.low(n + 1) == "hearing":
            return None  # "community service in lieu of a fine", "ordered a forfeiture hearing"
        party = self._party(cue, None, n)
        if party is None or not party.people or self._is_confessed(cue) or self._is_settled(cue, sentence):
            return None
        earlier = cue.status == IMPOSED and self._is_earlier(cue.n, sentence)
        end = min(n + len(kind.words), sentence.stop)
        for_life = kind.words[0] == "register" and not cues("for_life").isdisjoint(
            self.tokens.lower[n : min(end + _TO_LIFE, sentence.stop)]
        )
        amount = Amount(n, end, TIME, None, "life", rule="life") if for_life else None
        return Penalty(n, end, kind.name, amount, cue.status, party, "unmeasured", cue.n, earlier)

    def _own_cue(self, kind: Kind, n: int, sentence: range) -> _Cue | None:
        """Return the word that imposes a penalty told by a verb of its own: "he must register as a sex offender"."""
        tokens = self.tokens
        if (tokens.low(n - 2), tokens.low(n - 1), tokens.lower[n]) == ("will", "be", "deported"):
            over = not self._is_before_sentence and is_on("penalties.deported")
            return _Cue(n, IMPOSED, "verb") if over else None  # "will be deported upon his release"
        if kind.words[0] != "register" or self._is_before_sentence or not is_on("penalties.registration"):
            return None
        if not {"if", "faces", "face", "being"}.isdisjoint(tokens.lower[sentence.start : n]):
            return None
        before = range(max(sentence.start, n - _TO_REGISTER), n)
        bound = (k for k in before if tokens.lower[k] in cues("bound_to"))
        return next((_Cue(n if tokens.lower[k] == "must" else k, IMPOSED, "verb") for k in bound), None)

    # cues ----------------------------------------------------------------------------

    def _cue_of(self, amount: Amount, sentence: range) -> _Cue | None:
        cue = self._cue_before(amount.first, sentence) or self._cue_behind(amount.end, sentence)
        if cue is None or cue.status == SOUGHT:
            return cue
        if self._is_of_law(cue, sentence) or (cue.kind == "noun" and self._is_to_come(amount.end)):
            cue = replace(cue, status=MAXIMUM)
        limit = self._limit(amount.first, max(sentence.start, amount.first - _LIMIT))
        if limit and (cue.status != IMPOSED or cue.kind == "noun"):
            return replace(cue, status=limit)
        return cue

    def _is_to_come(self, n: int) -> bool:
        """Tell what is still to be passed: "a sentence of life in prison will be imposed on Monday"."""
        behind = [self.tokens.low(k) for k in range(n, n + _TO_IMPOSED)]
        triples = zip(behind, behind[1:], behind[2:], strict=False)
        return is_on("penalties.to-come") and ("will", "be", "imposed") in triples

    def _is_of_law(self, cue: _Cue, sentence: range) -> bool:
        """Tell a sentence that the law provides for: "a maximum sentence of ten years, a fine of $9,000, or both"."""
        if cue.kind != "noun" or self.tokens.lower[cue.n] not in ("sentence", "sentences"):
            return False
        told = self.tokens.lower[sentence.start : cue.n + 1]
        return is_on("penalties.of-law") and not cues("legal_limit").isdisjoint(told)

    def _cue_before(self, n: int, sentence: range) -> _Cue | None:
        """Return what governs a penalty at `n`: the nearest verb before it, else the nearest noun."""
        noun: _Cue | None = None
        for k in range(n - 1, sentence.start - 1, -1):
            status, kind = _cues().get(self.tokens.lower[k], ("", ""))
            if kind == "verb" and self.tokens.lower[k] in ("sentences", "orders") and self.tokens.tags[k] == "NNS":
                kind = "noun"  # "faces maximum sentences of"
            if kind == "verb" and self._is_aside(k):
                continue
            if kind == "verb":
                return self._governing(k, status)
            if kind == "noun" and (noun is None or self._is_paid(k, noun.n)):
                noun = _Cue(k, status, kind)
            if self.tokens.lower[k] == ";" and noun is None and n - k <= 1:
                break
        if noun is not None and self.tokens.tags[noun.n] in VERB_TAGS:
            return self._governing(noun.n, noun.status)
        return None if noun is not None and self._is_promised(noun.n, sentence) else noun

    def _is_aside(self, n: int) -> bool:
        """Tell what somebody received beside the case: "agreed to forfeit the proceeds she received"."""
        tokens = self.tokens
        gained = tokens.deps[n] == "relcl" and tokens.lower[tokens.heads[n]] in cues("gained")
        return gained and is_on("penalties.gained")

    def _is_paid(self, verb: int, noun: int) -> bool:
        """Tell whether a penalty is what somebody pays, not what may be imposed: "will pay a criminal penalty of"."""
        lows = self.tokens.lower
        return lows[verb] in cues("pay_verb") and lows[noun] == "penalty" and noun - verb < _TO_PENALTY

    def _is_promised(self, n: int, sentence: range) -> bool:
        """Tell a sentence that is still to be passed: "the judge promised a sentence of 15 years"."""
        tokens = self.tokens
        before = tokens.lower[max(sentence.start, n - 5) : n]
        if tokens.lower[n] != "sentence" or not is_on("penalties.promised"):
            return False
        return not cues("promising").isdisjoint(before) or not cues("whatever").isdisjoint(before[-1:])

    def _cue_behind(self, n: int, sentence: range) -> _Cue | None:
        """Return the verb behind an amount, or its noun: "a term of 12 years was imposed", "a 90-month sentence"."""
        for k in range(n, min(sentence.stop, n + 4)):
            if self.tokens.lower[k] in ("sentence", "sentences"):
                return _Cue(k, IMPOSED, "noun")
        return self._verb_behind(n, sentence)

    def _verb_behind(self, n: int, sentence: range) -> _Cue | None:
        for k in range(n, min(sentence.stop, n + _REACH)):
            status, kind = _cues().get(self.tokens.lower[k], ("", ""))
            if kind == "verb" and status == IMPOSED:
                if any(self.tokens.low(m) in cues("when_imposed") for m in range(k - 3, k)):
                    return None  # "when she is sentenced"
                return self._governing(k, status)
        return None

    def _governing(self, n: int, status: str) -> _Cue | None:
        """Return a verb as a cue with what its clause makes of it; None where it was denied, or is still to come."""
        if status != IMPOSED:
            return _Cue(n, status, "verb")
        tokens = self.tokens
        if tokens.low(n - 1) == "be" and self._is_asked(n):
            return _Cue(n, SOUGHT, "verb")
        if tokens.lower[n] in ("agreed", "agrees") and self._is_bargain(n):
            return _Cue(n, SOUGHT, "verb")
        told = status_of(tokens, n)
        if told == PLANNED:
            before = {tokens.low(k) for k in range(n - 4, n)}
            if tokens.lower[n] == "sentence":
                return None  # "the judge indicated he will sentence the defendant to"
            if tokens.deps[n] == "ccomp" and tokens.lower[tokens.heads[n]] in cues("requiring"):
                return _Cue(n, IMPOSED, "verb")  # "the agreement requires that the firm pay"
            if _cues()[tokens.lower[n]][1] == "noun" and before & cues("modal_must"):
                return _Cue(n, IMPOSED, "verb")  # "will forfeit", "must pay"
            if self._tells_bargain(n) and is_on("penalties.under-agreement"):
                return _Cue(n, SOUGHT, "verb")  # "under the plea agreement he will be sentenced to"
            return _Cue(n, MAXIMUM, "verb") if before & cues("may_be") else None
        return None if told in (NEGATED, ALLEGED) else _Cue(n, status, "verb")

    def _is_bargain(self, n: int) -> bool:
        """Tell whether what somebody agreed to is part of a plea, which a court has still to accept."""
        return self._tells_bargain(n) or self._is_plea_open or self._is_before_sentence

    def _tells_bargain(self, n: int) -> bool:
        """Tell whether a plea is told of before a word or right behind it."""
        tokens = self.tokens
        near = range(tokens.sentence_of[n], min(n + _BARGAIN, len(tokens)))
        return any(tokens.lower[k] in cues("of_bargain") for k in near)

    @functools.cached_property
    def _is_before_sentence(self) -> bool:
        """Whether the release tells of a plea, and of no sentence that was passed."""
        tokens = self.tokens
        passed = (n for n, low in enumerate(tokens.lower) if low in ("sentenced", "sentences"))
        if any(tokens.tags[n] in VERB_TAGS and status_of(tokens, n) not in (PLANNED, NEGATED) for n in passed):
            return False
        return not cues("pleading").isdisjoint(tokens.lower)

    @functools.cached_property
    def _is_plea_open(self) -> bool:
        """Whether the release tells of a plea that is only agreed on: "has agreed to plead guilty"."""
        tokens = self.tokens
        plead = (n for n, low in enumerate(tokens.lower) if low == "plead" and tokens.low(n - 1) == "to")
        return any(tokens.low(n - 2) in cues("agreeing") for n in plead)

    def _is_asked(self, n: int) -> bool:
        """Tell whether a sentence is asked for: "asked that the defendant be sentenced to"."""
        first = max(self.tokens.sentence_of[n], n - 10)
        return any(_cues().get(self.tokens.lower[k], ("", ""))[0] == SOUGHT for k in range(first, n))

    def _limit(self, n: int, first: int) -> str:
        """Return the status that "maximum", "up to" or "at least" before an amount tells, or an empty string."""
        tokens = self.tokens
        for k in range(n - 1, first - 1, -1):
            low = tokens.lower[k]
            status, kind = _cues().get(low, ("", ""))
            if kind == "limit" and _stands(tokens, k):
                return status
            bound = MAXIMUM if low in cues("no_more") else MINIMUM if low in cues("no_less") else ""
            if bound and tokens.low(k - 1) in ("no", "not") and tokens.low(k + 1) == "than":
                return bound
            if low in (",", ";") or (low in cues("term_before") and n - k > 4):
                return ""
        at_most = tokens.low(n)
        return MAXIMUM if at_most == "up" else MINIMUM if at_most == "at" else ""

    def _is_earlier(self, cue: int, sentence: range) -> bool:
        """Tell whether a sentence was passed before the news: "was previously sentenced", a day long before."""
        tokens = self.tokens
        if not is_on("penalties.earlier"):
            return False
        if self._is_told_as_earlier(cue):
            return True
        if any(tokens.low(n) == "had" and tokens.dep(n) == "aux" for n in range(cue - 8, cue)):
            return True
        return self.days.is_long_before(sentence)

    def _goes_on_from_before(self, sentence: range) -> bool:
        """Tell whether a paragraph opens long before the news: "In 2008, Acme pleaded guilty. It paid $9,000"."""
        tokens, first = self.tokens, sentence.start
        while first > 0 and not tokens.ends_paragraph(first - 1):
            first = tokens.sentence_of[first - 1]
        return self.days.is_long_before(range(first, sentence.stop), days=OTHER_CASE_DAYS)

    def _is_told_as_earlier(self, cue: int) -> bool:
        """Tell whether "previously" stands by a verb, or by one it is joined to: "previously convicted and jailed"."""
        tokens = self.tokens
        verbs = [cue] if tokens.deps[cue] != "conj" else [cue, tokens.heads[cue]]
        return any(tokens.low(n) in cues("dealt_with") for verb in verbs for n in range(verb - 3, verb + 2))

    def _was_served_then(self, cue: int) -> bool:
        """Tell what somebody was serving when the crime was done: "Roe was serving a sentence of 35 years"."""
        tokens = self.tokens
        verb = tokens.heads[cue] if tokens.lower[cue] == "sentence" else cue
        if tokens.lower[verb] != "serving":
            return False
        return has_child(tokens, verb, "was", "were") or tokens.low(verb - 1) == "while"

    def _is_for_prior(self, cue: int) -> bool:
        """Tell what somebody serves "for his prior convictions"."""
        tokens = self.tokens
        further = range(cue, min(cue + _PRIOR, len(tokens)))
        told = (k for k in further if tokens.lower[k] in ("prior", "previous") and tokens.sentence_of[k] <= cue)
        return tokens.low(cue) in ("sentence", "serving") and any(tokens.low(k + 1) == "convictions" for k in told)

    def _is_for_that(self, cue: int, sentence: range) -> bool:
        """Tell what somebody served for a case told of before: "was sentenced to four years for that case"."""
        lows = self.tokens.lower
        told = (k for k in range(cue, sentence.stop - 2) if lows[k] == "for" and lows[k + 1] == "that")
        return any(lows[k + 2] in cues("that_case") for k in told)

    def _is_of_other_case(self, cue: int, sentence: range) -> bool:
        """Tell a sentence of another case: called a previous one, or passed on a day told beside it, years before."""
        tokens = self.tokens
        if not is_on("penalties.other-case"):
            return False
        if self._is_told_as_earlier(cue) or self._is_for_prior(cue) or self._is_for_that(cue, sentence):
            return True
        if self._was_served_then(cue):
            return True
        first = next((n for n in sentence if not tokens.is_space(n)), cue)
        near = range(first, first + 4) if tokens.low(first) == "in" else range(cue, cue + 4)
        return self.days.is_long_before(near, days=OTHER_CASE_DAYS)

    # persons -------------------------------------------------------------------------

    def _party(self, cue: _Cue, amount: Amount | None, n: int = 0) -> Party | None:
        at = amount.first if amount is not None else n
        if any(self.tokens.lower[k] in cues("some_people") for k in self.cast.subject_of(cue.n)):
            return NOBODY_NAMED  # "some of the defendants face"
        if self.tokens.lower[cue.n] in ("sentence", "sentences") and not any(self.tokens.children_as(cue.n, "poss")):
            server = self._server(cue.n)
            if server is not None:
                return server
            told = self._sentence_for(cue.n)
            return NOBODY_NAMED if told is None and cue.status == MAXIMUM else told
        party = self._payer(cue.n, at) or self.cast.party_between(cue.n, at) or self._imposed_on(cue.n, at)
        if party is None and not self._is_judges(cue.n):
            party = self.cast.party_of_subject(cue.n)
        if party is not None:
            return party
        found = self.cast.subject_of(cue.n)
        lows = {self.tokens.lower[k] for k in found}
        if cue.status in (MAXIMUM, MINIMUM):
            return self._of_charge(lows, found, cue.n)
        if (self._is_judges(cue.n) or not self.cast.is_undergone(cue.n)) and len(self.cast.accused) == 1:
            return Party(tuple(self.cast.accused), None, DESCRIBED)
        return None

    def _payer(self, cue: int, n: int) -> Party | None:
        """Return who of several is to pay a sum: "ordered Lind to pay $9,000 and Khel to pay $4,000"."""
        named = self.cast.within(cue + 1, n)
        if len(named) < 2 or not is_on("penalties.payer"):
            return None
        if (
            self.tokens.low(cue) in cues("of_sentence_verb")
            and named[-1].end == n - 1
            and self.tokens.low(n - 1) == "to"
        ):
            return Party((named[-1].person,))  # "sentenced Lind to 46 months and Khel to 18 months"
        behind = named[-1].end
        if (
            self.tokens.low(behind) != "to"
            or self.tokens.tag(behind + 1) != "VB"
            or "to" not in self.tokens.lower[cue + 1 : named[-1].first]
        ):
            return None
        return Party(tuple(dict.fromkeys(m.person for m in self.cast.listed_before(named[-1]))))

    def _server(self, n: int) -> Party | None:
        """Return who "is serving a sentence of" so long: the name that is the subject, whoever is accused."""
        verb = self.tokens.heads[n]
        if self.tokens.lower[verb] not in cues("serving_time") or not is_on("penalties.server"):
            return None
        named = any(self.tokens.tags[k] in NAME_TAGS for k in self.cast.subject_of(verb))
        return (self.cast.party_of_subject(verb) or NOBODY_NAMED) if named else None

    def _imposed_on(self, cue: int, n: int) -> Party | None:
        """Return on whom a court "imposed a term of 40 months in prison", to whom it "handed down a life sentence"."""
        tokens = self.tokens
        if tokens.lower[cue] not in ("imposed", "imposing") and not self._is_judges(cue):
            return None
        for k in range(n, min(n + 12, len(tokens) - 1)):
            if tokens.lower[k] in cues("imposed_on") and tokens.sentence_of[k] == tokens.sentence_of[cue]:
                noun = tokens.heads[k + 1] if tokens.deps[k + 1] in ("amod", "nummod") else k + 1
                return self.cast.party_of([noun, next(tokens.children_as(k, "pobj"), tokens.heads[noun])])
        return None

    def _is_judges(self, cue: int) -> bool:
        """Tell whether a judge is the subject of a verb: "Judge Lind handed down a life sentence"."""
        tokens = self.tokens
        return tokens.low(cue) == "handed" and tokens.low(cue + 1) == "down" and not is_passive(tokens, cue)

    def _sentence_for(self, n: int) -> Party | None:
        """Return whom "a 90-month sentence for a Leeds man" names, else the one accused."""
        tokens = self.tokens
        behind = next((k for k in range(n, min(n + 8, len(tokens))) if tokens.lower[k] == "for"), None)
        if behind is not None and tokens.sentence_of[behind] == tokens.sentence_of[n]:
            for k in range(behind + 1, min(behind + 6, len(tokens))):
                if tokens.tags[k] == "IN":
                    break
                party = self.cast.party_of([k])
                if party is not None:
                    return party
        if len(self.cast.accused) != 1 or tokens.lower[n] != "sentence":
            return None
        return Party(tuple(self.cast.accused), None, DESCRIBED)

    def _of_charge(self, lows: set[str], found: Sequence[int], cue: int) -> Party | None:
        """Return whom what a charge carries concerns: the one accused, or all where all charges carry it."""
        tokens, accused = self.tokens, tuple(sorted(self.cast.accused))
        which = tokens.lower[cue] in cues("carry_verb")
        if found and not which and not lows & cues("charge_noun") and not self.cast.is_firm(found):
            return None
        if len(accused) == 1:
            return Party(accused, None, DESCRIBED)
        alone = self.cast.alone_before(cue)
        if alone is not None:
            return Party((alone,), None, DESCRIBED)
        if accused and any(tokens.lower[c] in cues("each_of") for k in found for c in tokens.children(k)):
            return Party(accused, None, DESCRIBED)
        if accused and self._is_of_paper(found):
            return Party(accused, None, DESCRIBED)
        return NOBODY_NAMED

    def _is_of_paper(self, found: Sequence[int]) -> bool:
        """Tell whether all charges are meant: "the charges in the indictment are punishable by"."""
        tokens = self.tokens
        for n in found:
            papers = (p for c in tokens.children_as(n, "prep") for p in tokens.children_as(c, "pobj"))
            if tokens.lower[n] in ("charges", "counts") and any(tokens.lower[p] == "indictment" for p in papers):
                return is_on("penalties.of-paper")
        return False

    def _respectively(self, sentence: range, found: list[Penalty]) -> list[Penalty]:
        """Give each of several persons their own: "A and B were sentenced to 48 and 30 months, respectively"."""
        if len(found) < 2 or not is_on("penalties.respectively"):
            return found
        if not any(self.tokens.lower[n] == "respectively" for n in sentence):
            return found
        groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        for k, penalty in enumerate(found):
            groups.setdefault((penalty.kind, penalty.party.people), []).append(k)
        for (_, people), members in groups.items():
            if len(people) == len(members) > 1:
                for k, person in zip(members, people, strict=True):
                    found[k] = replace(found[k], party=Party((person,), None, found[k].party.told))
        return found

    # lists ---------------------------------------------------------------------------

    def _column(self, sentence: range) -> str:
        """Return the heading of a column that a line is, or an empty string."""
        line = self.tokens.text[self.tokens.starts[sentence.start] : self.tokens.ends[sentence.stop - 1]].rstrip()
        if line.strip().lower() == "sentence" and is_on("penalties.column"):
            return IMPOSED
        opens, lower = line.endswith(":"), self.tokens.lower[sentence.start : sentence.stop]
        if not (opens or "maximum" in lower) or not is_on("penalties.column"):
            return ""
        words = [low for low in lower if low.isalpha()]
        of_law = opens and not cues("legal_limit").isdisjoint(words)
        return MAXIMUM if words == ["maximum", "sentence"] or of_law else ""

    def _is_cell(self, sentence: range, amounts: Sequence[Amount], heading: str) -> bool:
        """Tell whether a line stands in a column of terms: a short one, or one that opens with a term imposed."""
        if heading == MAXIMUM:
            return len(sentence) <= _SHORT_LINE
        return len(sentence) <= _CELL and amounts[0].first - sentence.start <= _OPENING

    def _in_column(self, sentence: range, amounts: Sequence[Amount], heading: str) -> Iterator[Penalty]:
        """Yield the penalties of a line below "Maximum Sentence": "15 years to life in state prison"."""
        person = self.cast.antecedent(sentence.start)
        for amount, room in _with_room(amounts, sentence):
            kind, first, end = self._kind_of(amount, room)
            if kind is None and amount.takes == TIME and self._ends_line(amount):
                kind = _Told("prison", "column")
            if kind is not None and kind.name and person is not None:
                yield Penalty(first, end, kind.name, amount, heading, Party((person,)), "column", sentence.start)

    def _ends_line(self, amount: Amount) -> bool:
        """Tell whether nothing but a stop stands behind an amount on its line: "Identity theft – five years."."""
        tokens, n = self.tokens, past_run(self.tokens.low, amount.end, (".", ";", ","))
        return n >= len(tokens) or tokens.is_space(n) or tokens.ends_line(n - 1)

    def _opens_list(self, sentence: range) -> bool:
        """Tell whether lines of persons with their sentences may follow."""
        return any(_cues().get(self.tokens.lower[n], ("", ""))[0] == IMPOSED for n in sentence)

    def _is_prose(self, sentence: range) -> bool:
        tokens = self.tokens
        return any(tokens.tags[n] in ("VBD", "VBZ", "VBP") and tokens.low(n - 1) != "time" for n in sentence)

    def _listed(self, sentence: range, amounts: Sequence[Amount]) -> Iterator[Penalty]:
        """Yield the penalties of a line of a table: "Jo Roe, 34, of Leeds: 60 months in prison"."""
        if self._is_prose(sentence) or not is_on("penalties.listed"):
            return
        for amount, room in _with_room(amounts, sentence):
            kind, first, end = self._kind_of(amount, room)
            namings = [m for m in self.cast.within(sentence.start, amount.first) if m.person not in self.cast.officials]
            kind = kind or self._bare_term(amount)
            if kind is not None and kind.name and namings and not self._is_guarded(amount):
                party = Party((namings[-1].person,))
                yield Penalty(first, end, kind.name, amount, IMPOSED, party, "listed", sentence.start)


@dataclass(frozen=True, slots=True)
class _Told:
    """A kind of penalty and, where no words tell it, the rule that does."""

    name: str
    rule: str = ""


_REACH = 40
# How far behind a term "will be imposed" ends.
_TO_IMPOSED = 6
# A line of a table is no longer, in tokens.
_SHORT_LINE = 14
# A cell below "Sentence" is no longer, and its first term stands so near its begin: "Accepted an offer of 10 days".
_CELL, _OPENING = 60, 6


def _with_room(amounts: Sequence[Amount], sentence: range) -> Iterator[tuple[Amount, range]]:
    """Yield each amount with the tokens between its neighbours."""
    for n, amount in enumerate(amounts):
        first = amounts[n - 1].end if n else sentence.start
        yield amount, range(first, amounts[n + 1].first if n + 1 < len(amounts) else sentence.stop)


def _suits(kind: Kind, amount: Amount) -> bool:
    return (amount.unit == "hour") == (kind.name == "community_service" and amount.unit == "hour")


def _stands(tokens: Tokens, n: int) -> bool:
    """Tell "up to" and "at least" from "up" and "least"."""
    low = tokens.lower[n]
    if low == "up":
        return tokens.low(n + 1) == "to"
    return low not in ("most", "least") or tokens.low(n - 1) in ("at", "the")


# rows ----------------------------------------------------------------------------------


def penalty_rows(
    tokens: Tokens,
    found: Sequence[Penalty],
    *,
    sentenced: frozenset[int],
    charged: frozenset[int],
    aside: frozenset[int],
) -> list[PenaltyMention]:
    """Return the rows of the table, each penalty of a person once.

    Args:
        sentenced: persons on whom a sentence was passed: what they had agreed to is imposed.
        charged: persons of whom charges are the news: what they served for another case is none of this one.
        aside: persons dealt with before the news of the release.
    """
    of_news = charged | {
        person for penalty in found if not penalty.is_of_other_case for person in (penalty.party.people or (None,))
    }
    told = [
        (person, _as_passed(tokens, penalty, person in sentenced))
        for penalty in found
        for person in (penalty.party.people or (None,))
        if (person is None or person not in aside) and not (penalty.is_of_other_case and person in of_news)
    ]
    told = _without_parts(_without_vaguer(_without_repeats(_first_of_each(told))))
    rows: list[PenaltyMention] = []
    # "up to three years" may be the upper end of a range that is told, too
    seen: set[object] = {
        (person, penalty.kind, penalty.status, penalty.amount.upper, penalty.amount.unit)
        for person, penalty in told
        if person is not None and penalty.amount is not None and penalty.status == IMPOSED and _is_range(penalty.amount)
    }
    for person, penalty in sorted(told, key=lambda t: (t[1].first, t[1].end, t[0] or 0)):
        for status, value, unit in _values(penalty):
            if value is not None and (person, penalty.kind, status, value, unit) in seen:
                continue
            seen.add((person, penalty.kind, status, value, unit))
            rows.append(
                PenaltyMention(
                    tokens.starts[penalty.first],
                    tokens.ends[penalty.end - 1],
                    penalty.rule,
                    penalty_id=len(rows) + 1,
                    person_id=person,
                    n_people=None if person is not None else penalty.party.n_people,
                    kind=penalty.kind,
                    amount=value,
                    amount_unit=unit,
                    status=status,
                )
            )
    return rows


def _as_passed(tokens: Tokens, penalty: Penalty, is_sentenced: bool) -> Penalty:
    agreed = penalty.status == SOUGHT and tokens.lower[penalty.cue] in ("agreed", "agrees")
    return replace(penalty, status=IMPOSED) if agreed and is_sentenced else penalty


_Told_of = tuple[int | None, Penalty]


def _values(penalty: Penalty) -> Iterator[tuple[str, float | None, str | None]]:
    """Yield status, amount and unit; of a range that may be imposed, both ends; of one imposed, the lower end."""
    amount = penalty.amount
    if amount is None:
        yield penalty.status, None, None
        return
    if penalty.status in (MAXIMUM, MINIMUM) and amount.upper is not None and amount.takes == TIME:
        if amount.upper == float("inf") and penalty.is_between:
            yield MINIMUM, amount.value, amount.unit
            yield MAXIMUM, None, "life"
        elif amount.upper == float("inf"):
            yield penalty.status, amount.value, amount.unit  # "25 years to life" is one sentence, as where it is passed
        else:
            yield MINIMUM, amount.value, amount.unit
            yield MAXIMUM, amount.upper, amount.unit
        return
    if penalty.is_spread and len(penalty.party.people) > 1:
        return  # "prison terms ranging from": whose is which is not told
    if penalty.status == IMPOSED and _is_range(amount) and is_on("penalties.range"):
        # of unnamed people with unlike terms both ends are somebody's
        yield penalty.status, amount.value, amount.unit
        if not penalty.party.people and (penalty.party.n_people or 0) > 1:
            yield penalty.status, amount.upper, amount.unit
        return
    # "three to nine years" is served for three at least, as "25 years to life" is for 25
    yield penalty.status, amount.value, amount.unit


def _is_range(amount: Amount) -> bool:
    return amount.takes == TIME and amount.upper is not None and amount.upper != float("inf")


def _size(penalty: Penalty) -> tuple[str | None, float | None]:
    """Return what an amount is worth, by which the same in other units is known again."""
    amount = penalty.amount
    if amount is None or amount.value is None:
        return (amount.unit if amount else None), None
    times = {"year": 12.0, "month": 1.0}.get(amount.unit or "")
    return ("month", round(amount.value * times, 2)) if times else (amount.unit, amount.value)


def _first_of_each(told: Sequence[_Told_of]) -> list[_Told_of]:
    kept: dict[object, _Told_of] = {}
    for person, penalty in told:
        kept.setdefault((person, penalty.kind, _size(penalty), penalty.status), (person, penalty))
    return list(kept.values())


def _without_repeats(told: Sequence[_Told_of]) -> list[_Told_of]:
    """Leave out what a headline tells of nobody by name ("Man Sentenced to Life") where a person has the same."""
    named = {(p.kind, _size(p), p.status) for person, p in told if person is not None}
    return [
        (person, p)
        for person, p in told
        if person is not None or (p.party.n_people or 1) > 1 or (p.kind, _size(p), p.status) not in named
    ]


def _without_vaguer(told: Sequence[_Told_of]) -> list[_Told_of]:
    """Leave out "restitution" and "nearly five years" where the exact amount of the same penalty is told."""
    exact = {(person, p.kind, p.status) for person, p in told if p.amount is not None and not p.amount.is_near}
    kinds = {(person, p.kind) for person, p in told if p.amount is not None}
    kept = []
    for person, p in told:
        if p.amount is None and (person, p.kind) in kinds:
            continue
        if p.amount is not None and p.amount.is_near and p.status == IMPOSED and (person, p.kind, p.status) in exact:
            continue
        kept.append((person, p))
    return kept


def _without_parts(told: Sequence[_Told_of]) -> list[_Told_of]:
    """Leave out the terms of which another is the total: "five and ten years, for a total of 15"."""
    if not is_on("penalties.total"):
        return list(told)
    terms: dict[tuple[int | None, str], list[Penalty]] = {}
    for person, p in told:
        if p.kind == "prison" and p.amount is not None and p.amount.value and _size(p)[0] == "month":
            terms.setdefault((person, p.status), []).append(p)
    parts: set[tuple[int | None, int]] = set()
    for (person, status), listed in terms.items():
        sizes = [_size(p)[1] or 0.0 for p in listed]
        largest = max(sizes)
        whole = status == IMPOSED and len(listed) > 2 and abs(sum(sizes) - 2 * largest) < 0.02
        for p, size in zip(listed, sizes, strict=True):
            if size < largest and (whole or (p.is_count_wise and p.status == IMPOSED)):
                parts.add((person, p.first))
    return [(person, p) for person, p in told if (person, p.first) not in parts]
