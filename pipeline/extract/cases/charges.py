"""Charges: which offences the release lays to whom, and how far that has come.

Each cue of `charge_cues.csv` ties a person to the offences behind its link: "was charged on Monday with", "pleaded
guilty in Leeds to". One offence told of a person several times is one row, at the furthest stage.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.cases.defendants import DESCRIBED, NAMED, NOBODY_NAMED, Cast, Naming, Party
from pipeline.extract.cases.enhancements import EnhancementReader
from pipeline.extract.cases.offences import Offence, OffenceReader
from pipeline.extract.cases.setting import OTHER_CASE_DAYS, Days, Speech, breaks_off, is_apart
from pipeline.extract.mentions import ChargeMention
from pipeline.extract.reading.blocks import headline_end, lead_end
from pipeline.extract.reading.clauses import DONE, NEGATED, PLANNED, is_duty, is_passive, status_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.identified import BEFORE_NEWS
from pipeline.extract.reading.lists import past_run
from pipeline.extract.reading.tokens import NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import is_on
from pipeline.lookups import table
from pipeline.tables import STAGES
from pipeline.vocabulary import ENHANCEMENT

# How far behind its cue a link stands, in tokens: "pleaded guilty today before U.S. District Judge Jo Roe in Ann to".
_REACH = 45
# How a list of the accused begins.
_CHARGED_ARE = re.compile(
    r"\s*(?:also )?(?:those |the |other |all )?(?:defendants? |individuals? |persons? )?(?:also )?"
    r"(?:charged|indicted|named)(?: today)?"
    r"(?: (?:in|by) (?:the|this|that|an?|today[’']s) (?:[\w-]+ ){0,2}(?:indictments?|complaints?|case|information))?"
    r"(?: today)?,? (?:are|is|were|was|include|includes)[:\s]",
    re.IGNORECASE,
)
# Behind a noun it stands closer: "on charges of", "her conviction last May for".
_NOUN_REACH = 5
# How many tokens a day with its preposition has.
_DAY = 6
# A name that is longer by more characters says more than what the offence is: the shorter one is kept.
_MAX_FULLER = 40
# With how many offences of a person a new one is compared: a list of thousands stays linear.
_MAX_COMPARED = 60
_ENDED = frozenset(("pleaded_guilty", "convicted"))
# So many words, all with capitals, are a headline's rather than an offence's.
_TITLED = 3
# How far before "guilty" the word stands that makes it a condition.
_CONDITION = 5
# How far behind a charge the verb stands that tells its penalty.
_MAX_CARRIED = 30
# The link of what is admitted: the offence stands right behind.
_ADMITTED = "-"
# "Charged by the Securities and Exchange Commission": how far behind the verb the body stands.
_TO_WATCHDOG = 9
# "An indictment against the former mayor Jo Roe": how far behind "against" a name stands.
_TO_NAME = 5
# How many heads up from a conviction the verb stands by which somebody has it.
_TO_HAD = 6
# How far behind a plea it is told that its sentence is still to come, in tokens.
_TO_AWAITED = 12
# How many tokens stand between "filed" and "against", and the tags of a noun phrase.
_TO_FILED = 5
# Within how many tokens before "against" the verb stands that files charges.
_MAX_FILED = 16
_PHRASE = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "CD", "DT", "HYPH", "VBN", "VBG"))
# "The charges against her include": how many tokens stand before the verb.
_TO_INCLUDE = 8


@dataclass(frozen=True, slots=True)
class CueWord:
    """What a cue tells: the stage, the words behind which the offence stands, and how surely (1 to 3)."""

    stage: str
    links: frozenset[str]
    grade: int


@dataclass(frozen=True, slots=True)
class Charge:
    """An offence laid to somebody, before rows are made of it.

    Attributes:
        cue: the word that lays it, -1 in a list.
    """

    offence: Offence
    words: str
    stage: str
    party: Party
    grade: int
    rule: str
    is_earlier: bool = False
    cue: int = -1


@dataclass(frozen=True, slots=True)
class _Heading:
    """Whose offences a list tells, at which stage, and whether any line of it is one ("the following:")."""

    party: Party
    stage: str
    opens: bool


# The grade of what is only claimed, or told as a story.
_STORY = 3
# A line of a table of defendants is no longer, in tokens.
_TABLE_LINE = 50
# A line of a list without a bullet is no longer, in tokens.
_SHORT_LINE = 10
_BULLETS = frozenset(("-", "•", "*", "–", "·", "◦", "▪", "►"))


@functools.cache
def _cue_words() -> Mapping[str, CueWord]:
    links: dict[str, set[str]] = {}
    for row in table("charge_links", key=("cue", "link")):
        links.setdefault(row["cue"], set()).add(row["link"])
    return {
        row["cue"]: CueWord(row["stage"], frozenset(links.get(row["cue"], ())), int(row["grade"]))
        for row in table("charge_cues", key=("cue",))
    }


class ChargeReader:
    """Reads the charges of one release."""

    def __init__(self, doc: Doc, tokens: Tokens, cast: Cast, speech: Speech) -> None:
        self.tokens = tokens
        self.cast = cast
        self.speech = speech
        self.days = Days(doc, tokens)
        self.offences = OffenceReader(doc, tokens, self.days)
        self.enhancements = EnhancementReader(tokens, self.offences, speech)
        known = _cue_words()
        self._cues = [(n, self._as_entered(n, known[low])) for n, low in enumerate(tokens.lower) if low in known]
        self._main: frozenset[int] | None = None
        self.indicted: set[int] = set()
        # persons sentenced before the news; those of them of whom a word ("previously") says so, not only a day
        self.earlier: set[int] = set()
        self.called_earlier: set[int] = set()

    def _as_entered(self, n: int, word: CueWord) -> CueWord:
        """Return what a plea tells: "pleaded not guilty to" tells what somebody is charged with."""
        return replace(word, stage="charged") if self._is_not_guilty(n) and is_on("charges.not-guilty") else word

    def _is_not_guilty(self, n: int) -> bool:
        """Tell "pleaded not guilty", "entered a plea of not guilty" from other pleas."""
        low = self.tokens.low
        at = n + 2 if low(n + 1) == "of" else n + 1
        return low(n).startswith(tuple(cues("plea_start"))) and (low(at), low(at + 1)) == ("not", "guilty")

    def accused(self) -> frozenset[int]:
        """Return the persons whom the release accuses by name."""
        found: set[int] = set()
        # whose plea or verdict lies before the news, and of whom something newer is told
        before, fresh = set[int](), set[int]()
        somebody = False
        for sentence in self.tokens.sentences():
            indicted = self._named_by_indictment(sentence)
            found.update(indicted)
            found.update(self._listed_as_charged(sentence))
            self.indicted.update(indicted)
            for n, word in self._cues_of(sentence):
                if self.speech.covers(n) or not self._holds(n, planned=True):
                    continue
                if not self._tells(n, word, sentence):
                    continue
                self.cast.leaning = frozenset(found)
                party = self._party(n, self._link_at(n, word, sentence) or sentence.stop)
                somebody = somebody or (party is not None and not party.people)
                if party is not None and party.told == NAMED:
                    party = self._without_namesakes(party, sentence)
                    found.update(party.people)
                    self._note(word, n, sentence, party.people, before, fresh)
        self.cast.leaning = frozenset()
        self.earlier |= before - fresh
        people = frozenset(found) or (self.cast.likely() if somebody else frozenset())
        if is_on("charges.indicted") and self._tells_of_indictment():
            self.indicted |= people
        return people

    def _named_by_indictment(self, sentence: range) -> tuple[int, ...]:
        """Return whom an indictment is told to be against, or to name: "returned an indictment against Roe"."""
        tokens = self.tokens
        paper = next((n for n in sentence if tokens.lower[n] in ("indictment", "indictments")), None)
        if paper is None or self.speech.covers(paper) or not is_on("charges.against"):
            return ()
        if self._is_dismissed(sentence) or is_apart(tokens, sentence):
            return ()
        against = next((n for n in range(paper, sentence.stop) if tokens.lower[n] == "against"), None)
        if against is not None:
            named = self.cast.within(against + 1, sentence.stop)
            if not named or named[0].first - against > _TO_NAME or named[0].person in self.cast.officials:
                return ()
            listed = (m for m in named if self.cast.listed_before(m)[0].first == named[0].first)
            return tuple(dict.fromkeys(m.person for m in listed))
        verb = next((n for n in range(sentence.start, paper) if tokens.lower[n] == "named"), None)
        if verb is None or not is_passive(tokens, verb) or tokens.low(verb + 1) not in ("in", "as"):
            return ()
        party = self.cast.party_of_subject(verb)
        return party.people if party is not None and party.told == NAMED else ()

    def _listed_as_charged(self, sentence: range) -> list[int]:
        """Return whom a paragraph lists as charged: "Charged in the indictment are Ada Lind, 38; Omar Khel, 44"."""
        tokens = self.tokens
        start = tokens.starts[sentence.start]
        if not _CHARGED_ARE.match(tokens.text, start) or self.speech.covers(sentence.start):
            return []
        if not is_on("charges.listed-as-charged"):
            return []
        end = tokens.text.find("\n\n", start)
        listed = self.cast.within(sentence.start, tokens.first_from(end if end >= 0 else len(tokens.text)))
        return [naming.person for naming in listed if naming.person not in self.cast.officials]

    def _note(
        self, word: CueWord, n: int, sentence: range, people: tuple[int, ...], before: set[int], fresh: set[int]
    ) -> None:
        """Note what else a cue tells of its persons: whether they are indicted, or were dealt with before the news.

        Args:
            before, fresh: persons whose plea or verdict lies before the news, and of whom something newer is told.
        """
        if self._stage(word, n, sentence) == "indicted":
            self.indicted.update(people)
        if self._is_told_as_earlier(n):
            self.called_earlier.update(people)
        if word.stage == "sentenced" and self._is_dealt_with(n, sentence):
            self.earlier.update(people)
        elif word.stage in _ENDED and is_on("penalties.earlier") and self._is_told_as_earlier(n):
            before.update(people)
        elif word.stage in _ENDED and self.days.is_long_before(sentence) and not self._is_awaited(sentence):
            before.update({*people} - self._named_in_lead())
        elif word.stage in _ENDED and self._is_of_done_partner(sentence):
            before.update((self.cast.partners & {*people}) - self._named_in_lead())
        elif word.stage == "sentenced" and self.days.is_long_before(sentence, days=BEFORE_NEWS):
            self.earlier.update(self.cast.partners & {*people})
        elif word.grade < 3 and self._holds(n) and not self.days.is_long_before(sentence):
            fresh.update(people)

    def _is_of_done_partner(self, sentence: range) -> bool:
        """Tell a plea before the news that nothing is still to follow: not "pleaded on May 3 and awaits sentence"."""
        if not is_on("charges.partner") or not self.days.is_long_before(sentence, days=BEFORE_NEWS):
            return False
        return not self._is_awaited(sentence)

    def _is_awaited(self, sentence: range) -> bool:
        """Tell whether a sentence, or the one behind it, tells of a sentencing to come."""
        tokens = self.tokens
        told = {*tokens.lower[sentence.start : sentence.stop]}
        behind = tokens.lower[sentence.stop : sentence.stop + _TO_AWAITED]
        if "sentencing" in behind:  # "His sentencing is scheduled for June 3"
            told |= {*behind}
        return not cues("awaiting").isdisjoint(told)

    def _without_namesakes(self, party: Party, sentence: range) -> Party:
        """Leave out officials whom a sentence names by surname alone: an accused may bear it, too."""
        officials = self.cast.of_court & {*party.people}
        if not officials:
            return party
        named = self.cast.within(sentence.start, sentence.stop)
        fully = {m.person for m in named if m.end - m.first > 1}
        return replace(party, people=tuple(p for p in party.people if p not in officials - fully))

    def _tells_of_indictment(self) -> bool:
        """Tell whether the release speaks of its indictment ("according to the indictment"), and of no complaint."""
        tokens = self.tokens
        if not {"complaint", "complaints"}.isdisjoint(tokens.lower) or self._tells_of_information():
            return False
        lead = range(tokens.first_from(lead_end(tokens.text)))
        words = cues("indicting")
        news = (n for n in lead if tokens.lower[n] in words and tokens.low(n + 1) not in ("is", "are"))
        if any(not self.speech.covers(n) for n in news):
            return True
        told = (n for n, low in enumerate(tokens.lower) if low == "indictment" and tokens.low(n - 1) == "the")
        return any(not self.speech.covers(n) for n in told)

    def _tells_of_information(self) -> bool:
        """Tell whether the release speaks of an information, by which prosecutors charge without a grand jury."""
        tokens = self.tokens
        told = (n for n, low in enumerate(tokens.lower) if low == "information")
        return any(
            tokens.low(n - 1) in cues("before_information") or (tokens.low(n - 2), tokens.low(n - 1)) == ("bill", "of")
            for n in told
        )

    def _is_dealt_with(self, n: int, sentence: range) -> bool:
        """Tell whether a sentence was passed before the news: "were previously sentenced", on a day long before."""
        if not is_on("penalties.earlier"):
            return False
        return self._is_told_as_earlier(n) or self.days.is_long_before(range(n, sentence.stop))

    def _is_told_as_earlier(self, n: int) -> bool:
        """Tell whether a word beside a verb places it before the news: "previously pleaded guilty"."""
        return any(self.tokens.low(k) in cues("dealt_with") for k in range(n - 3, n + 2))

    def read(self) -> list[Charge]:
        """Return the charges in text order, repeats and all."""
        found: list[Charge] = []
        heading: _Heading | None = None
        in_table = False
        for sentence in self.tokens.sentences():
            in_table = in_table or self._heads_column(sentence)
            if in_table and (line := [*self._in_column(sentence)]):
                found += line
                continue
            told = [*self._of_sentence(sentence)] or [*self._filed(sentence)]
            if not told and heading is not None and is_on("charges.listed"):
                told = [*self._listed(sentence, heading)]
            if not told and heading is not None and is_on("charges.included"):
                told = [*self._included(sentence, heading)]
            told += self._of_all(sentence, [*found[-_MAX_COMPARED:], *told])
            enhanced = [*self._enhanced(sentence, told, found)]
            if enhanced:
                spans = {c.offence.end for c in enhanced}
                told = [c for c in told if c.offence.end not in spans]
            heading = None if self._opens_enhancements(sentence) else self._heading(sentence, told, heading)
            found += [*told, *enhanced]
        return found

    def _enhanced(self, sentence: range, told: Sequence[Charge], before: Sequence[Charge]) -> Iterator[Charge]:
        """Yield what makes the sentences longer of those whom a sentence charges, or the ones before it.

        Args:
            told, before: what the sentence charges, and what those before it did.
        """
        for found in self.enhancements.read(sentence):
            own = next((c for c in reversed(told) if c.offence.first < found.noun), None)
            party = own.party if own is not None else self._who_is_enhanced(found.noun, sentence)
            last = own or self._last_of(party, before)
            if last is None or last.is_earlier:
                continue
            stage = "convicted" if found.is_found and last.stage in ("charged", "indicted") else last.stage
            words = self.offences.words_of(found.offence)
            yield Charge(found.offence, words, stage, party or last.party, last.grade, ENHANCEMENT, cue=found.noun)

    def _last_of(self, party: Party | None, before: Sequence[Charge]) -> Charge | None:
        """Return the last charge of the case that was laid to a party, to anybody where none is told."""
        near = (c for c in reversed(before[-_MAX_COMPARED:]) if not c.is_earlier)
        return next((c for c in near if party is None or c.party == party), None)

    def _who_is_enhanced(self, n: int, sentence: range) -> Party | None:
        """Return who faces an enhancement or admits it: the subject of the verb over it."""
        verb = self._verb_over(n)
        return self.cast.party_of_subject(verb) if verb is not None and verb >= sentence.start else None

    # a table of defendants ----------------------------------------------------------------

    def _line(self, sentence: range) -> list[str]:
        """Return the words of a line, none where it is longer than one of a table."""
        words = [low for low in self.tokens.lower[sentence.start : sentence.stop] if not low.isspace()]
        return words if len(words) <= _TABLE_LINE else []

    def _heads_column(self, sentence: range) -> bool:
        """Tell whether a line is the heading of a column of charges."""
        words = [*filter(str.isalpha, self._line(sentence))]
        return len(words) == 1 and words[0] in cues("heads_column") and is_on("charges.table")

    def _in_column(self, sentence: range) -> Iterator[Charge]:
        """Yield the offences of a line of counts, of whom the line before names: "Jo Roe, 39 ⏎ One count of arson"."""
        first = next((n for n in sentence if not self.tokens.is_space(n)), sentence.stop)
        if not self._line(sentence) or not sentence.start or not self.offences.past_counts(first)[2]:
            return
        before = self.tokens.sentences()[self.tokens.sentence_number[sentence.start - 1]]
        party = self._named_alone(before) if self._line(before) else None
        if party is None:
            return
        for offence in self.offences.read(first, sentence.stop, told=True):
            yield Charge(offence, self.offences.words_of(offence), "charged", party, 1, "table", cue=first)

    def _named_alone(self, line: range) -> Party | None:
        """Return who alone is named on a line, officials aside."""
        named = {m.person for m in self.cast.within(line.start, line.stop)} - self.cast.officials
        return Party((*named,)) if len(named) == 1 else None

    # one sentence ----------------------------------------------------------------------

    def _cues_of(self, sentence: range) -> list[tuple[int, CueWord]]:
        """Return the cues of a sentence with their tokens, in text order."""
        first, stop = (bisect_left(self._cues, n, key=itemgetter(0)) for n in (sentence.start, sentence.stop))
        return self._cues[first:stop]

    def _of_sentence(self, sentence: range) -> Iterator[Charge]:
        tokens = self.tokens
        if is_apart(tokens, sentence) or breaks_off(tokens, sentence):
            return
        end = sentence.start
        for n, word in self._cues_of(sentence):
            if n < end or self.speech.covers(n) or not self._holds(n):
                continue
            if not is_on(_RULES[word.grade]) or (tokens.lower[n] == "involved" and not self._is_group(n)):
                continue
            link = self._link_at(n, word, sentence)
            if link is None or self._is_civil(n, sentence) or (is_duty(tokens, n) and is_on("charges.duty")):
                continue
            others = self._others_behind(link, word, sentence.stop)
            stop = others[0][0].first if others else sentence.stop
            offences = self._without_inquiry(self.offences.read(link + 1, stop, told=True))
            if not offences:
                continue  # "charged Lind with 21 felony counts and Roe with 38"
            party = self._party(n, link) or self._by_indictment(n, sentence)
            party = self._of_line_above(n) or party
            party = self._first_of_several(party, link) if others else party
            if party is None:
                continue
            party = self._as_told(self._without_namesakes(party, sentence), n)
            if not party.people and self._is_record(n):
                continue
            end = offences[-1].end
            stage = self._stage_of(word, range(n, link), sentence, party)
            if word.grade == 3 and stage == "alleged" and party.people:
                # what a named person is said to have done, step by step, are no offences
                offences = [offence for offence in offences if not offence.deed]
            earlier = self._is_earlier(n, sentence, stage, party, offences[:1])
            for told in offences:
                offence = self._without_party(told, party)
                words = self.offences.words_of(offence)
                grade = self._grade(word, offence, link, party)
                yield Charge(offence, words, stage, party, grade, _rule_of(word), earlier, n)
            for offence, own in self._each_own(others, sentence.stop):
                end = offence.end
                yield Charge(offence, self.offences.words_of(offence), stage, own, word.grade, "each-own", earlier, n)

    def _of_line_above(self, n: int) -> Party | None:
        """Return who alone is named on the line above a verb that opens its own: "Jo Roe, 44 ⏎ Pleaded guilty to"."""
        tokens = self.tokens
        first = n
        while first > 0 and not tokens.ends_line(first - 1) and n - first < 2:
            first -= 1
        if not first or not tokens.ends_line(first - 1) or tokens.is_noun(first) or not is_on("charges.line-above"):
            return None
        if any(k in self.cast.of_token for k in range(first, n)) or tokens.tags[n] not in ("VBD", "VBN"):
            return None
        last = first - 1
        while last > 0 and tokens.is_space(last):
            last -= 1
        start = last
        while start > 0 and not tokens.ends_line(start - 1) and last - start < _TABLE_LINE:
            start -= 1
        line = range(start, last + 1)
        prose = any(tokens.tags[k] in VERB_TAGS and tokens.tags[k] != "VBG" for k in line)
        return None if prose else self._named_alone(line)

    def _each_own(self, others: Sequence[tuple[Naming, int]], stop: int) -> Iterator[tuple[Offence, Party]]:
        """Yield the offences of persons who each have a link of their own, with the person."""
        ends = [*(naming.first for naming, _ in others[1:]), stop]
        for (naming, at), end in zip(others, ends, strict=False):
            for offence in self.offences.read(at + 1, end, told=True):
                yield offence, Party((naming.person,))

    def _others_behind(self, link: int, word: CueWord, stop: int) -> list[tuple[Naming, int]]:
        """Return who else is named with a link behind: "Roe pleaded guilty to arson, Lind to theft and Khel to fraud".

        Each comes with the link behind which the offence stands.
        """
        if not is_on("charges.each-own"):
            return []
        low = self.tokens.low
        found = []
        for naming in self.cast.within(link + 1, stop):
            at = naming.end
            if low(at) == low(at + 2) == "," and low(at + 1).isdigit():
                at += 3  # "Lind, 28, of assisting an offender"
            own = low(at) in word.links and low(at) == low(link) and low(naming.first - 1) in cues("parts_clauses")
            if own and self.offences.begins_behind(at + 1) and naming.person not in self.cast.of_court:
                found.append((naming, at))
        return found

    def _first_of_several(self, party: Party | None, link: int) -> Party | None:
        """Return who stands right before a link where others have links of their own: "three pleaded: Roe to arson"."""
        naming = self.cast.of_token.get(link - 1)
        return Party((naming.person,)) if naming is not None else party

    def _filed(self, sentence: range) -> Iterator[Charge]:
        """Yield the offences of charges that are filed: "murder and arson charges were filed against Jo Roe"."""
        tokens = self.tokens
        if "against" not in tokens.lower[sentence.start : sentence.stop] or not is_on("charges.filed"):
            return
        if is_apart(tokens, sentence) or breaks_off(tokens, sentence):
            return
        for against in (n for n in sentence if tokens.lower[n] == "against"):
            verb = against - 1
            while tokens.tag(verb) in ("NN", "RB", "NNP", "CD", "IN", "DT") and against - verb < _TO_FILED:
                verb -= 1
            active = self._filing(sentence, against)
            noun = active if tokens.low(verb) not in cues("filing") else self._filed_noun(verb)
            if noun is None or self.speech.covers(noun) or (active is None and status_of(tokens, verb) != DONE):
                continue
            first = self._phrase_start(noun, sentence.start)
            while tokens.low(first) in cues("filing") or tokens.low(first) in cues("article"):
                first += 1
            offences = self.offences.read(first, against, told=True)
            if active is None:
                offences = [o for o in offences if o.first <= noun or o.n_counts]
            party = self._whom_against(against, sentence.stop) if offences else None
            if party is None or self._is_civil_filing(sentence):
                continue
            stage = "dismissed" if self._is_dismissed(sentence) else "charged"
            for offence in offences:
                yield Charge(offence, self.offences.words_of(offence), stage, party, 1, "filed", cue=noun)

    def _filing(self, sentence: range, against: int) -> int | None:
        """Return the charges that somebody files against others: "has filed assault and battery charges against"."""
        tokens = self.tokens
        before = range(max(sentence.start, against - _MAX_FILED), against)
        verb = next((n for n in reversed(before) if tokens.lower[n] in cues("filing")), None)
        if verb is None or is_passive(tokens, verb) or tokens.tags[verb] not in VERB_TAGS:
            return None
        noun = next((n for n in range(verb + 1, against) if tokens.lower[n] in cues("filed_noun")), None)
        told = noun is not None and tokens.low(noun + 1) in ("of", "against")
        return noun if told and status_of(tokens, verb) == DONE and is_on("charges.filing") else None

    def _filed_noun(self, verb: int) -> int | None:
        """Return the charges that a verb files: its subject, or the noun before "filed against"."""
        tokens = self.tokens
        found = [*tokens.children_as(verb, "nsubjpass"), *tokens.children_as(verb, "dobj")]
        if tokens.deps[verb] == "acl":
            found.append(tokens.heads[verb])
        return next((n for n in found if tokens.lower[n] in cues("count_noun") and n < verb), None)

    def _phrase_start(self, n: int, first: int) -> int:
        """Return where the noun phrase of a token begins, with what is joined to it."""
        tokens = self.tokens
        while n > first and (tokens.tag(n - 1) in _PHRASE or tokens.low(n - 1) in cues("within_phrase")):
            n -= 1
        return past_run(tokens.low, n, cues("opens_no_phrase"))

    def _is_civil_filing(self, sentence: range) -> bool:
        """Tell a sentence about a civil suit or a market's watchdog."""
        return any(self._is_watchdog(k) or self._is_civil_suit(k) for k in sentence)

    def _is_civil_suit(self, n: int) -> bool:
        """Tell "civil complaint" by its first word."""
        return self.tokens.lower[n] in cues("civil") and self.tokens.low(n + 1) in cues("civil_suit")

    def _by_indictment(self, n: int, sentence: range) -> Party | None:
        """Return whom an indictment names with charges: "named in an indictment that included charges for arson"."""
        people = self._named_by_indictment(sentence) if self._is_noun(n) else ()
        return Party(people) if people else None

    def _without_party(self, offence: Offence, party: Party) -> Offence:
        """End an offence before the name of whom it is laid to: "charges of theft against Jo Roe"."""
        tokens = self.tokens
        for n in range(offence.first + 1, offence.end):
            named = self.cast.of_token.get(n + 1) or self.cast.of_token.get(n + 2)
            if tokens.lower[n] == "against" and named is not None and named.person in party.people:
                return replace(offence, end=n)
        return offence

    def _stage_of(self, word: CueWord, to_link: range, sentence: range, party: Party) -> str:
        """Return the stage of a cue by what stands around it and between it and its link, and of whom it is told."""
        stage = self._stage(word, to_link.start, sentence)
        if stage == "alleged" and not party.people and self._are_arrested(sentence):
            return "arrested"
        # "was arrested after a grand jury returned an indictment that included charges for"
        between = self.tokens.lower[to_link.start : to_link.stop]
        laid = between[-1:] in (["charges"], ["counts"]) and not cues("indicting").isdisjoint(between)
        return "indicted" if stage == "arrested" and laid else stage

    def _is_civil(self, n: int, sentence: range) -> bool:
        """Tell what a civil suit or a market's watchdog lays to somebody: "the SEC filed a complaint charging Roe"."""
        tokens = self.tokens
        if _cue_words()[tokens.lower[n]].stage != "charged" or not is_on("charges.civil"):
            return False
        before, behind = range(sentence.start, n), range(n + 1, n + _TO_WATCHDOG)
        if any(self._is_civil_suit(k) for k in before):
            return True
        if is_passive(tokens, n):
            near = [tokens.low(k) for k in behind]
            return "by" in near and any(self._is_watchdog(k) for k in behind if "by" in near[: k - n - 1])
        return tokens.tags[n] in VERB_TAGS and any(self._is_watchdog(k) for k in before)

    def _is_record(self, n: int) -> bool:
        """Tell what an office has done so far of what is told: "thus far, we have prosecuted 25 doctors for"."""
        tokens = self.tokens
        helped = any(tokens.lower[c] in ("has", "have") for c in tokens.children_as(n, "aux"))
        return helped and not is_passive(tokens, n) and is_on("charges.record")

    def _is_watchdog(self, n: int) -> bool:
        """Tell a body whose charges are civil: "SEC", "Securities and Exchange Commission"."""
        low, before = self.tokens.low(n), self.tokens.low(n - 1)
        return low in cues("civil_body") or (low == "commission" and before in cues("watchdog_of"))

    def _grade(self, word: CueWord, offence: Offence, link: int, party: Party) -> int:
        """Return how surely a cue tells an offence that stands behind its link."""
        tokens = self.tokens
        if tokens.low(link - 1) in cues("role_in") or tokens.low(link - 1) in cues("connection"):
            return 3
        if "charges" in word.links and tokens.lower[link] not in word.links:
            return 1  # "faces an additional theft charge"
        if offence.deed and self._is_done_to_somebody(offence):
            return max(2, word.grade)
        return 2 if offence.deed and tokens.lower[link] == "for" and not party.people else word.grade

    def _is_done_to_somebody(self, offence: Offence) -> bool:
        """Tell a deed that is told with whom or what it befell: "of shooting 71-year-old Jo Roe", "stealing $9,000"."""
        words = range(offence.first, offence.end)
        return any(n in self.cast.of_token or self.tokens.lower[n] in cues("tells_whom") for n in words)

    def _as_told(self, party: Party, n: int) -> Party:
        """Return persons as so many unnamed ones where it is not told who did what: "are variously charged with"."""
        various = is_on("charges.variously") and any(self.tokens.low(k) == "variously" for k in range(n - 2, n + 2))
        return Party((), len(party.people), party.told) if various and len(party.people) > 1 else party

    def _without_inquiry(self, offences: list[Offence]) -> list[Offence]:
        """Leave out what only names an inquiry: "charged in connection with the harbour corruption investigation"."""
        if offences and self.tokens.low(offences[-1].end) in cues("inquiry"):
            return offences[:-1]
        return offences

    def _is_group(self, n: int) -> bool:
        """Tell whether a verb tells of a gang some of whom the release says were arrested, and names nobody."""
        tokens = self.tokens
        gang = tokens.deps[n] == "acl" and tokens.lower[tokens.heads[n]] in cues("criminal_group")
        return gang and not self.cast.accused and not cues("arresting").isdisjoint(tokens.lower)

    def _holds(self, n: int, *, planned: bool = False) -> bool:
        """Tell whether what a cue says has happened: not "if convicted", "presumed innocent until proven guilty".

        Args:
            planned: whether what is still to come will do, too: "will be sentenced on May 3".
        """
        tokens = self.tokens
        if any(tokens.low(k) in cues("condition") for k in range(n - 2, n)):
            return False
        if tokens.lower[n] in ("plea", "pleas"):
            own = tokens.low(n - 1) in cues("possessor") and tokens.low(n + 1) == "to"  # "following his plea to arson"
            of_guilty = (tokens.low(n + 1), tokens.low(n + 2)) == ("of", "guilty") and is_on("charges.plea-of-guilty")
            of_guilty = of_guilty or (self._is_not_guilty(n) and is_on("charges.not-guilty"))
            return tokens.low(n - 1) == "guilty" or of_guilty or (own and is_on("charges.own-plea"))
        if tokens.lower[n] == "wanted" and tokens.low(n + 1) == "to":
            return False
        if tokens.lower[n] in ("conviction", "convictions"):
            if self._is_had(n):
                return False
            # "upon conviction of fraud", "obtained 171 convictions for fraud"
            return tokens.low(n - 1) not in cues("upon_conviction") and tokens.tag(n - 1) != "CD"
        if tokens.lower[n] == "guilty":
            before = tokens.lower[max(tokens.sentence_of[n], n - _CONDITION) : n]
            if (
                "plea" in (tokens.low(n + 1), tokens.low(n - 2))
                or tokens.low(n + 1) == "pleas"
                or {"if", "unless"} & {*before}
            ):
                return False  # "if he is found guilty of the murder charge"
            return tokens.low(n - 1) != "not" and tokens.low(n - 1) not in cues("plea_verb")
        if tokens.lower[n] in cues("plea_verb"):
            behind = [tokens.low(k) for k in range(n + 1, n + 3)]
            if behind == ["no", "contest"]:
                return is_on("charges.no-contest")
            entered = planned or "not" not in behind or is_on("charges.not-guilty")
            return "guilty" in behind and entered
        if tokens.deps[n] == "amod" and tokens.lower[n] == "suspected":
            return False  # "suspected members of a gang"
        if tokens.tags[n] in VERB_TAGS:
            told = status_of(tokens, n)
            return told != NEGATED and (planned or told != PLANNED or not self._is_open(n))
        return True

    def _is_had(self, n: int) -> bool:
        """Tell a conviction that somebody has from one of the case: "he has a felony conviction for robbery"."""
        tokens, verb = self.tokens, n
        for _ in range(_TO_HAD):
            verb = tokens.heads[verb]
            if tokens.tags[verb] in VERB_TAGS:
                break
        return tokens.lower[verb] in cues("have_form") and is_on("charges.prior-conviction")

    def _is_open(self, n: int) -> bool:
        """Tell what is still to come from what a modal only hedges: "will be sentenced for", "to be arraigned on"."""
        return self.tokens.lower[n] not in cues("hearing_verb")

    def _tells(self, n: int, word: CueWord, sentence: range) -> bool:
        """Tell whether a cue by itself accuses whom it is told of."""
        if self._is_noun(n) or (self.tokens.lower[n] == "prosecuted" and self.tokens.low(n + 1) == "by"):
            return False
        if _ADMITTED in word.links:
            return self._admitted(n) is not None
        if self.tokens.lower[n] in cues("face_verb"):
            return any(self.tokens.low(k) in cues("penal") for k in range(n + 1, n + 12))
        return word.grade < 3 or self._link_at(n, word, sentence) is not None

    def _link_at(self, n: int, word: CueWord, sentence: range) -> int | None:
        """Return the word behind which the offences of a cue stand, None where there are none."""
        tokens = self.tokens
        if "charges" in word.links:
            faced = self._faced(n)
            if faced is not None:
                return faced
        if _ADMITTED in word.links:
            return self._admitted(n)
        of_verdict = self._for_behind_verdict(n, sentence)
        if of_verdict is not None:
            return of_verdict
        reach = _NOUN_REACH if self._is_noun(n) else _REACH
        if self._is_noun(n) and tokens.low(n + 1) in ("on", "in") and self.days.begin_at(n + 2):
            reach += _DAY  # "his conviction on May 3, 2024 on charges of"
        for k in range(n + 1, min(sentence.stop, n + reach)):
            low = tokens.lower[k]
            through = self._past_role(k)
            if through is not None:
                return through
            if low == "in" and low in word.links and word.grade < 3 and not self._is_told_in(k):
                continue
            if self._leads_to_offence(k, word) or self._includes(k):
                return self._past_colon(k)
            if self._breaks_link(k, n, word):
                return None
        if word.grade > 1:
            return None
        # "pleaded guilty to 31 counts of an indictment, including health care fraud"
        further = range(n + 1, min(sentence.stop, n + reach))
        return next(
            (k for k in further if tokens.lower[k] == "including" and self.offences.begins(k + 1, told=False)), None
        )

    def _for_behind_verdict(self, n: int, sentence: range) -> int | None:
        """Return the link behind those a verdict is against: "guilty verdicts against Roe and Lind for fraud"."""
        tokens = self.tokens
        if tokens.lower[n] != "guilty" or tokens.low(n + 1) not in ("verdict", "verdicts"):
            return None
        further = range(n + 2, min(sentence.stop, n + _REACH))
        return next((k for k in further if tokens.lower[k] == "for" and self.offences.begins_behind(k + 1)), None)

    def _breaks_link(self, k: int, n: int, word: CueWord) -> bool:
        """Tell whether what a cue at `n` tells can stand no further than token `k`."""
        tokens, low = self.tokens, self.tokens.lower[k]
        if low == "while" or (low == "guilty" and word.stage == "acquitted"):
            return True  # "was acquitted, while a second jury found Khel guilty of"
        if self._is_cue(low) and low not in cues("links_through") and k > n + 1:
            return True
        if low == ";" or (tokens.lower[n] in ("plea", "pleas") and tokens.tags[k] in ("VBD", "VBZ")):
            return True
        # "the crimes to which they have pleaded guilty were acts of violence"
        return tokens.deps[k] == "ROOT" and tokens.tags[k] in VERB_TAGS

    def _is_cue(self, low: str) -> bool:
        """Tell a cue with links of its own from one that may stand between another and its link ("and admitted to")."""
        word = _cue_words().get(low)
        return word is not None and _ADMITTED not in word.links

    def _admitted(self, n: int) -> int | None:
        """Return the word before what somebody admits, if that is an offence by name or counts: "admitted to arson".

        What is admitted as a deed ("admitted that he stole", "admitted selling them") tells a story.
        """
        tokens = self.tokens
        noun = tokens.tag(n - 1) in ("PRP$", "DT", "JJ")  # "his admitted acts"
        if tokens.tags[n] not in VERB_TAGS or noun or not is_on("charges.admitted"):
            return None
        link = n
        while tokens.low(link + 1) in cues("admitted_lead") and link < n + 3:
            link += 1
        named = self.offences.begins(link + 1, told=False) and not self.offences.is_deed(link + 1)
        return link if named or self.offences.past_counts(link + 1)[2] else None

    def _includes(self, k: int) -> bool:
        """Tell whether offences are listed behind counts: "guilty on all charged counts, including fraud"."""
        tokens = self.tokens
        at = k - 1 if tokens.low(k - 1) == "which" and tokens.low(k) in cues("including_verb") else k
        if tokens.lower[k] != "including" and at == k:
            return False
        named = tokens.low(at - 2) in cues("count_noun") or tokens.low(at - 2) in cues("grade_noun")
        if tokens.low(at - 1) != "," or not named:
            return False
        return self.offences.begins_behind(k + 1) and is_on("charges.counts-including")

    def _leads_to_offence(self, k: int, word: CueWord) -> bool:
        """Tell whether a token is a link behind which an offence stands; not the "of" of "in the course of"."""
        low = self.tokens.lower[k]
        if low == "to" and word.stage == "sentenced":
            return self.offences.past_counts(k + 1)[2]  # "sentenced to one count of"
        if low == "for" and word.grade == 1 and self.tokens.low(k - 1) == "charges":
            # "pleaded guilty to an indictment that included charges for"
            return self.tokens.low(k + 1) not in cues("known_people") and self.offences.begins_behind(k + 1)
        if low not in word.links or (low == "of" and self.tokens.low(k - 1) in cues("of_besides")):
            return False
        if low == "of" and (self.tokens.low(k - 2), self.tokens.low(k - 1)) == ("in", "charge"):
            return False  # "he was in charge of contracting with"
        return self.offences.begins_behind(self._past_colon(k) + 1)

    def _past_colon(self, k: int) -> int:
        """Return the colon behind a link, or the link: "is charged with: two counts of theft; and arson"."""
        return k + 1 if self.tokens.low(k + 1) == ":" and is_on("charges.colon") else k

    def _faced(self, n: int) -> int | None:
        """Return the word before an offence that names a charge somebody faces: "faces an additional theft charge"."""
        tokens = self.tokens
        if self.offences.past_counts(n + 1)[2] and is_on("charges.faced"):
            return n  # "faces one count of arson"
        charge = next((c for c in tokens.children_as(n, "dobj") if tokens.lower[c] in ("charge", "charges")), None)
        if charge is None or not n < charge <= n + 8 or not is_on("charges.faced"):
            paper = next((c for c in tokens.children_as(n, "dobj") if tokens.lower[c] == "indictment"), None)
            behind = paper is not None and tokens.low(paper + 1) == "for" and self.offences.begins_behind(paper + 2)
            return paper + 1 if paper is not None and behind and is_on("charges.faced") else None
        first = n + 1
        while tokens.low(first) in cues("count_lead") or tokens.low(first) in cues("offence_lead"):
            first += 1
        return first - 1 if first < charge and self.offences.begins(first, told=False) else None

    def _past_role(self, k: int) -> int | None:
        """Return the last word of "in connection with" or "for his role in" at a token if an offence stands behind."""
        tokens = self.tokens
        if tokens.lower[k] not in cues("role_link") or not is_on("charges.role"):
            return None
        m = k + 1
        while tokens.tag(m) in ("DT", "PRP$", "JJ") and m < k + 4:
            m += 1
        last = "with" if tokens.low(m) in cues("connection") else "in" if tokens.low(m) in cues("role_in") else None
        if last is None or tokens.low(m + 1) != last:
            return None
        if tokens.low(m + 2) == "the" and tokens.low(m + 4) not in ("of", "to"):
            return None  # "the conspiracy" is one that was told of before
        return m + 1 if self.offences.begins(m + 2, told=False) else None

    def _is_told_in(self, k: int) -> bool:
        """Tell "charged in the killing of Jo Roe", "charged together in one count of fraud" from "charged in Leeds"."""
        behind, _, counted = self.offences.past_counts(k + 1)
        counted = counted and self.tokens.low(behind - 1) == "of" and is_on("charges.in-counts")
        return counted or any(self.tokens.low(m) in cues("victim_noun") for m in range(k + 1, k + 5))

    def _stage(self, word: CueWord, n: int, sentence: range) -> str:
        """Return the stage of a cue, as its sentence words it: "an indictment charging", "arrested on charges of"."""
        lows = {self.tokens.lower[k] for k in sentence}
        if self.tokens.lower[n] == "charging" and any(
            self.tokens.lower[k] in cues("pleading") for k in range(sentence.start, n)
        ):
            return "pleaded_guilty"  # "pleaded guilty to an information charging her with"
        if word.stage in ("charged", "indicted") and self._is_dismissed(sentence):
            return "dismissed"
        if word.stage == "charged" and lows & cues("indicting") and is_on("charges.indicted"):
            return "indicted"
        if word.stage in ("alleged", "wanted") and lows & cues("arresting") and is_on("charges.arrested-for"):
            return "arrested"
        return word.stage

    def _are_arrested(self, sentence: range) -> bool:
        """Tell whether the sentence before tells of arrests: "arrested 12 men. The men are suspected of"."""
        if not sentence.start or not is_on("charges.arrested-for"):
            return False
        first = self.tokens.sentence_of[sentence.start - 1]
        return not cues("arresting").isdisjoint(self.tokens.lower[first : sentence.start])

    def _is_dismissed(self, sentence: range) -> bool:
        """Tell whether a sentence says that a court dismissed the charges: "dismissed an indictment against"."""
        tokens = self.tokens
        if not is_on("charges.dismissed"):
            return False
        verbs = cues("dropping")
        for n in sentence:
            if tokens.lower[n] in verbs:
                passive = (tokens.low(k) for k in range(n - 4, n)) if is_passive(tokens, n) else ()
                objects = (tokens.lower[c] for c in tokens.children_as(n, "dobj", "nsubjpass"))
                if (cues("dismissed_thing") & {*objects, *passive}) and status_of(tokens, n) == DONE:
                    return True
        return False

    def _named_in_lead(self, paragraphs: int = 2) -> frozenset[int]:
        """Return whom headlines and the first paragraphs name."""
        lead = self.tokens.first_from(lead_end(self.tokens.text, paragraphs))
        return frozenset(m.person for m in self.cast.within(0, lead))

    def main_people(self) -> frozenset[int]:
        """Return whom the release is about: the accused of its lead, and the first of all accused."""
        if self._main is None:
            accused = [m.person for m in self.cast.namings if m.person in self.cast.accused]
            of_lead = self._named_in_lead() & self.cast.accused
            self._main = frozenset(of_lead | set(accused[:1]))
        return self._main

    def lead_people(self) -> frozenset[int]:
        """Return the accused whom headlines and the first paragraph name."""
        return self._named_in_lead(1) & self.cast.accused

    def _is_earlier(self, n: int, sentence: range, stage: str, party: Party, told: Sequence[Offence]) -> bool:
        """Tell a conviction of another case: "was convicted in 2002 of", long before the release.

        Args:
            told: the first offence, if any: the year right before it is the crime's ("for the 1991 murder of").
        """
        if stage not in cues("guilt_stage") or not is_on("charges.earlier"):
            return False
        before = self._is_told_as_earlier(n)
        if stage == "pleaded_guilty" and party.people and set(party.people) <= self.main_people():
            # the plea of whom the release is about is of its case, however long ago it was entered
            before = before or self.tokens.low(sentence.start) in cues("dealt_with")
            before = before and any(self.tokens.low(k) == "had" for k in range(n - 8, n))
            return before and self.days.is_long_before(sentence, days=OTHER_CASE_DAYS)
        of_crime = told[0].first - 1 if told else -1
        span = range(sentence.start, self._end_of_step(told, sentence))
        long_before = self.days.is_long_before(span, days=OTHER_CASE_DAYS, but=of_crime)
        return (before and stage != "pleaded_guilty") or long_before

    def _end_of_step(self, told: Sequence[Offence], sentence: range) -> int:
        """Return where a sentence goes on with what was done: "convicted of robbery for his role in thefts in 2007"."""
        if not told:
            return sentence.stop
        if told[0].deed and self.tokens.low(told[0].first - 1) == "for":
            return told[-1].end  # "convicted for filing a false return in 2014": that is when it was filed
        behind = range(told[-1].end, sentence.stop)
        return next((n for n in behind if self.tokens.lower[n] in cues("behind_told")), sentence.stop)

    def _party(self, n: int, link: int) -> Party | None:
        tokens = self.tokens
        if tokens.lower[n] == "involved":
            return NOBODY_NAMED
        below = self.cast.people_below(n) if is_on("charges.below") else ()
        if below:
            return Party(below)
        if tokens.lower[n] in cues("plea_subject_verb"):
            return self.cast.party_of_subject(n)
        if tokens.lower[n] == "guilty" and tokens.low(n + 1) in ("verdict", "verdicts"):
            return self._whom_against(n, tokens.sentences()[tokens.sentence_number[n]].stop)
        if tokens.lower[n] == "guilty":
            found = next((k for k in range(n - 1, max(-1, n - 12), -1) if tokens.lower[k] in cues("finding")), None)
            if found is not None and found + 1 < n:
                return self.cast.party_between(found, n) or self.cast.party_of_subject(n)
        if tokens.lower[n] in ("plea", "pleas") and self._is_announced(n):
            return None
        if tokens.lower[n] == "plea" and (tokens.low(n + 1), tokens.low(n + 2)) == ("of", "guilty"):
            verb = self._verb_over(n)  # "entered a plea of guilty"
            return self.cast.party_of_subject(verb) if verb is not None else None
        if self._is_noun(n):
            verb = self._verb_over(n)
            if verb is not None and tokens.lower[verb] in cues("facing") and is_on("charges.faced"):
                return self._who_faces(verb)
            if verb is not None and not self.cast.is_undergone(verb):
                return self.cast.party_between(verb, n)
        party = self.cast.inverted(n, link) or self.cast.party_between(n, link) or self.cast.party_of_subject(n)
        return NOBODY_NAMED if party is None and self._is_of_unnamed(n) else party

    def _whom_against(self, first: int, end: int) -> Party | None:
        """Return who is named or described behind "against" in tokens [first, end)."""
        tokens = self.tokens
        against = next((k for k in range(first, min(end, len(tokens))) if tokens.lower[k] == "against"), None)
        if against is None:
            return None
        named = self.cast.within(against + 1, end)
        if named and named[0].first - against <= _TO_NAME and named[0].person not in self.cast.officials:
            listed = (m for m in named if self.cast.listed_before(m)[0].first == named[0].first)
            return Party(tuple(dict.fromkeys(m.person for m in listed)))
        return self.cast.party_of([*tokens.children_as(against, "pobj")])

    def _who_faces(self, n: int) -> Party | None:
        """Return who faces a charge: the subject, or whom somebody "brought to Leeds to face"."""
        tokens, over = self.tokens, self.tokens.heads[n]
        brought = tokens.deps[n] in ("xcomp", "advcl") and tokens.low(n - 1) == "to" and tokens.tags[over] in VERB_TAGS
        party = self.cast.party_between(over, n) if brought and not is_passive(tokens, over) else None
        return party or self.cast.party_of_subject(n)

    def _is_announced(self, n: int) -> bool:
        """Tell whether somebody else tells of a plea: "the agents announced the guilty plea"."""
        tokens = self.tokens
        head = tokens.heads[n]
        told = tokens.deps[n] == "dobj" and tokens.tags[head] in VERB_TAGS and tokens.lower[head] in cues("announcing")
        return told and not any(tokens.children_as(n, "poss"))

    def _is_of_unnamed(self, n: int) -> bool:
        """Tell whether several people nobody names have undergone a verb: "members of a ring were charged"."""
        tokens = self.tokens
        if self.cast.accused or not is_on("charges.unnamed") or tokens.deps[n] in ("acl", "relcl", "amod"):
            return False
        helped = any(tokens.lower[c] in ("were", "been") for c in tokens.children_as(n, "auxpass"))
        found = tokens.children_as(n, "nsubjpass")
        return helped and any(tokens.tags[c] in PLURAL_TAGS and self.cast.is_person(c) for c in found)

    def _is_noun(self, n: int) -> bool:
        return self.tokens.lower[n] in cues("charge_noun_cue") and self.tokens.tags[n] in NOUN_TAGS

    def _verb_over(self, n: int) -> int | None:
        """Return the verb that governs a noun, within three steps: "arrested two men on suspicion of"."""
        tokens = self.tokens
        for _ in range(3):
            n = tokens.heads[n]
            if tokens.tags[n] in VERB_TAGS:
                return n
        return None

    def _included(self, sentence: range, heading: _Heading) -> Iterator[Charge]:
        """Yield what "the charges include" tells, of those whom the sentence before is about."""
        tokens, verbs = self.tokens, cues("including_verb")
        for n in sentence:
            if tokens.lower[n] not in verbs or self.speech.covers(n):
                continue
            said = {tokens.lower[k] for k in range(sentence.start, n)}
            of_paper = "indictment" in said and tokens.low(n + 2) == "for"  # "the indictment included charges for"
            if (said.isdisjoint(cues("count_noun")) and not of_paper) or n - sentence.start > _TO_INCLUDE:
                return
            for offence in self.offences.read(n + (3 if of_paper else 1), sentence.stop, told=True):
                words = self.offences.words_of(offence)
                yield Charge(offence, words, heading.stage, heading.party, 1, "included", cue=n)
            return

    def _of_all(self, sentence: range, before: Sequence[Charge]) -> list[Charge]:
        """Return what "pleaded guilty to all counts", "to the same charges" says of the charges told before."""
        tokens, found = self.tokens, []
        for n, word in self._cues_of(sentence):
            if word.grade > 1 or word.stage == "charged" or not before or not self._holds(n):
                continue
            link = next((k for k in range(n + 1, min(sentence.stop, n + _REACH)) if self._is_all_behind(k, word)), None)
            party = self._party(n, link) if link is not None and is_on("charges.all-counts") else None
            if link is None or party is None:
                continue
            same = "same" in (tokens.low(k) for k in range(link, link + 4))
            last = before[-1].party
            for charge in before:
                theirs = charge.party == last if same else bool(set(charge.party.people) & set(party.people))
                if theirs and charge.grade == 1 and not charge.is_earlier and charge.rule != ENHANCEMENT:
                    found.append(replace(charge, stage=word.stage, party=party))
        return found

    def _is_all_behind(self, k: int, word: CueWord) -> bool:
        """Tell whether "to all counts", "of both charges" stands at a token, and no offence behind it."""
        tokens = self.tokens
        if tokens.lower[k] not in word.links:
            return False
        if tokens.low(k + 1) == "the" and tokens.low(k + 2) in cues("no_offence"):
            return tokens.low(k + 3) not in ("of", "charging")  # "pleaded guilty to the information before"
        if tokens.low(k + 1) not in cues("whole_charge"):
            return False
        at = next((m for m in range(k + 2, k + 5) if tokens.low(m) in cues("count_noun")), None)
        if at is None or (tokens.low(at + 1) == "in" and self.days.begin_at(at + 2)):
            return at is not None  # "to both charges in August"
        return tokens.low(at + 1) not in cues("past_counts_link")

    # lists -----------------------------------------------------------------------------

    def _listed(self, sentence: range, heading: _Heading) -> Iterator[Charge]:
        """Yield the offences of a line: "One felony count of robbery", or any line below "the following:"."""
        tokens, n = self.tokens, sentence.start
        opens_line = n == 0 or tokens.ends_line(n - 1)
        stop = tokens.line_end(n) if opens_line else sentence.stop
        while n < stop and not (tokens.word(n)[:1].isalnum() and tokens.low(n) != "and"):
            n += 1
        if n >= stop or self.speech.covers(n):
            return
        n_counts = self._counts_in_brackets(n) if heading.opens and opens_line else None
        if n_counts is not None:
            for offence in self.offences.read_line(n + 2, stop):
                told = replace(offence, n_counts=n_counts)
                yield Charge(told, self.offences.words_of(told), heading.stage, heading.party, 1, "listed")
            return
        if self.offences.past_counts(n)[2] and not self._tells_penalty(n, stop):
            offences = self.offences.read(n, stop, told=True)
        elif heading.opens and opens_line and _BULLETS & {tokens.low(sentence.start), tokens.low(n - 1)}:
            offences = self.offences.read_line(n, stop)
        elif heading.opens and opens_line and stop - n <= _SHORT_LINE and self.offences.begins(n, told=False):
            offences = self.offences.read(n, stop, told=False)
        else:
            return
        for offence in offences:
            words = self.offences.words_of(offence)
            yield Charge(offence, words, heading.stage, heading.party, 1, "listed")

    def _counts_in_brackets(self, n: int) -> int | None:
        """Return of how many counts a line tells: "(2) Lewd acts on a child under 14"."""
        tokens = self.tokens
        if not tokens.low(n).isdigit() or (tokens.low(n - 1), tokens.low(n + 1)) != ("(", ")"):
            return None
        return int(tokens.low(n)) or None if is_on("charges.bracketed-counts") else None

    def _tells_penalty(self, n: int, stop: int) -> bool:
        """Tell a sentence about what a charge carries: "the charge of bribery carries a maximum of ten years"."""
        return any(self.tokens.lower[k] in cues("carries") for k in range(n, min(stop, n + _MAX_CARRIED)))

    def _heading(self, sentence: range, told: Sequence[Charge], last: _Heading | None) -> _Heading | None:
        """Return whose offences the next lines list, and at which stage: the last that a sentence told."""
        tokens = self.tokens
        if told and told[-1].rule not in ("listed", "included"):
            return _Heading(told[-1].party, told[-1].stage, False)
        indicted = self._named_by_indictment(sentence) if not told else ()
        if indicted:
            return _Heading(Party(indicted), "indicted", False)
        for n, word in sorted(self._cues_of(sentence), key=lambda cue: (tokens.tags[cue[0]] not in VERB_TAGS, -cue[0])):
            if word.grade > 2 or not self._holds(n):
                continue
            party = self._party(n, sentence.stop - 1) or self._only_one(n)
            if party is None:
                return last
            closing = next((k for k in reversed(sentence) if not tokens.is_space(k)), n)
            opens = tokens.lower[closing] == ":" or any(tokens.lower[k] in cues("following_list") for k in sentence)
            return _Heading(party, self._stage(word, n, sentence), opens)
        if last is not None and last.opens and not told and self._is_prose(sentence):
            return replace(last, opens=False)
        return last

    def _opens_enhancements(self, sentence: range) -> bool:
        """Tell a line below which a list goes on with what makes a sentence longer: "Sentencing Enhancements:"."""
        lower = self.tokens.lower[sentence.start : sentence.stop]
        if cues("enhancement").isdisjoint(lower):
            return False
        words = [low for low in lower if low.isalpha()]
        return len(words) <= _SHORT_LINE and not cues("enhancement").isdisjoint(words[:2])

    def _is_prose(self, sentence: range) -> bool:
        return any(self.tokens.tags[n] in ("VBD", "VBZ", "VBP") and self.tokens.lower[n].isalpha() for n in sentence)

    def _only_one(self, n: int) -> Party | None:
        person = self.cast.antecedent(n)
        return Party((person,)) if person is not None else (NOBODY_NAMED if not self.cast.accused else None)


# The rules that read cues, by their grade.
_RULES = {1: "charges.laid", 2: "charges.tied", 3: "charges.claimed"}


def _rule_of(word: CueWord) -> str:
    return _RULES[word.grade].partition(".")[2]


# rows ----------------------------------------------------------------------------------


def dealt_with_before(charges: Sequence[Charge], earlier: frozenset[int], penalised: frozenset[int]) -> frozenset[int]:
    """Return the persons dealt with before the news, where others are the news.

    Args:
        earlier: persons of whom a sentence is told that was passed before.
        penalised: persons with a penalty passed since.
    """
    fresh = {person for charge in charges if not charge.is_earlier for person in charge.party.people}
    return earlier if (fresh | penalised) - earlier else frozenset()


def charged_with(charges: Sequence[Charge], words: str) -> tuple[int, ...]:
    """Return the persons charged with what some words tell: "the maximum sentence for theft of government funds"."""
    told, prefix = _stems(words), _prefix(words)
    same = (c for c in charges if not c.is_earlier and _prefix(c.words) == prefix)
    return tuple(sorted({person for c in same if _stems(c.words) <= told for person in c.party.people}))


def charge_rows(
    doc: Doc,
    reader: OffenceReader,
    found: Sequence[Charge],
    *,
    sentenced: frozenset[int],
    indicted: frozenset[int],
    aside: frozenset[int],
) -> list[ChargeMention]:
    """Return the rows of the table, each offence of a person once.

    Args:
        indicted: persons whom the release calls indicted.
        sentenced: persons on whom the release says a sentence was passed.
        aside: persons dealt with before the news of the release.
    """
    tokens = reader.tokens
    by_person: dict[int | None, list[Charge]] = {}
    for charge in found:
        if charge.is_earlier:
            continue
        for person in charge.party.people or (None,):
            if person is None or person not in aside:
                by_person.setdefault(person, []).append(charge)
    body = headline_end(tokens.text)
    _leave_repeats(by_person, tokens)
    told = []
    for person, charges in by_person.items():
        for charge in _below_headline(_of_best_grade(_each_once(charges, tokens.first_from(body))), tokens, body):
            stage = charge.stage
            if person in sentenced and stage in ("pleaded_guilty", "convicted"):
                stage = "sentenced"
            elif person in indicted and stage == "charged":
                stage = "indicted"
            told.append((person, replace(charge, stage=stage)))
    told.sort(key=lambda t: (t[1].offence.first, t[1].offence.end, t[0] or 0))
    areas = _Areas(doc)
    return [
        ChargeMention(
            start := tokens.starts[charge.offence.first],
            end := tokens.ends[charge.offence.end - 1],
            charge.rule,
            charge_id=n,
            offence=charge.words,
            stage=charge.stage,
            person_id=person,
            n_people=None if person is not None else charge.party.n_people,
            area=areas.of(start, end),
            statute=charge.offence.statute,
            n_counts=charge.offence.n_counts,
        )
        for n, (person, charge) in enumerate(told, 1)
    ]


def _leave_repeats(by_person: dict[int | None, list[Charge]], tokens: Tokens) -> None:
    """Take out what is told of nobody by name ("Man Guilty of Arson") where a person is charged with it.

    What a headline tells of one whom it does not name goes in any case where the text below charges persons.
    """
    body = tokens.first_from(headline_end(tokens.text))
    told_of = [charge for who, told in by_person.items() if who is not None for charge in told]
    named = {(_prefix(charge.words), _stems(charge.words)) for charge in told_of}
    laid = any(charge.grade == 1 for charge in told_of)
    kept = [
        charge
        for charge in by_person.pop(None, [])
        # "the defendant is accused of entering the home": the story of what somebody is charged with by name
        if not (laid and charge.grade == _STORY)
    ]
    kept = [
        charge
        for charge in kept
        if (charge.party.n_people or 1) > 1
        or not named
        or (
            charge.offence.first >= body
            and not _is_headline(charge, tokens)
            and (_prefix(charge.words), _stems(charge.words)) not in named
        )
    ]
    if kept:
        by_person[None] = kept


def _of_best_grade(charges: Sequence[Charge]) -> list[Charge]:
    """Leave out deeds and claims where the offences of a person are named, and descriptions beside names."""
    best = min(_rank(charge) for charge in charges)
    # what one list tells is kept or left together: "convicted of conspiring to defraud the bank and theft"
    lists = {charge.cue for charge in charges if _rank(charge) == best and charge.cue >= 0}
    return [c for c in charges if _rank(c) == best or (c.cue in lists and c.grade == 1)]


def _below_headline(charges: Sequence[Charge], tokens: Tokens, body: int) -> list[Charge]:
    """Leave out what only a headline words so, where the text below tells offences of the person."""
    below = [c for c in charges if tokens.starts[c.offence.first] >= body and not _is_headline(c, tokens)]
    return below or list(charges)


def _is_headline(charge: Charge, tokens: Tokens) -> bool:
    """Tell whether an offence is written as in a headline: "For Accessing Child Pornography Online"."""
    plain = cues("unstressed")
    capitals = [word[:1].isupper() for word in charge.words.split() if word[:1].isalpha() and word not in plain]
    titled = len(capitals) >= _TITLED and all(capitals) and tokens.is_capital(charge.offence.first - 1)
    return charge.words.isupper() or titled


def _rank(charge: Charge) -> int:
    # what a lead tells of a description is the news, if it names the offence of a plea or verdict
    is_news = charge.grade == 1 and charge.stage in ("pleaded_guilty", "convicted") and not charge.offence.deed
    return charge.grade - 1 + (charge.party.told == DESCRIBED and not is_news)


def _each_once(charges: Sequence[Charge], body: int) -> list[Charge]:
    """Return each offence once, by its fullest name, at the furthest stage, where it is told first.

    Args:
        body: the token at which headlines end: their names are not kept for fuller ones.
    """
    kept: list[Charge] = []
    for charge in charges:
        near = range(max(0, len(kept) - _MAX_COMPARED), len(kept))
        same = [n for n in near if _is_told_again(charge, kept[n])]
        if not same:
            kept.append(charge)
        elif not _sums_up(charge, [kept[n] for n in same]):
            # of several that are alike the one of just these words is meant, else one that is told as surely
            words, rank = _stems(charge.words), _rank(charge)
            at = min(same, key=lambda n: (_stems(kept[n].words) != words, _rank(kept[n]) != rank))
            kept[at] = _joined(kept[at], charge, body)
    return kept


def _sums_up(charge: Charge, others: Sequence[Charge]) -> bool:
    """Tell a charge that tells several of one list in one: "fraud resulting in loss or death" behind both."""
    words, rank = _stems(charge.words), _rank(charge)
    within = [other for other in others if _stems(other.words) < words and _rank(other) <= rank]
    of_list = [other.cue for other in within if other.cue >= 0]
    return len(of_list) > len({*of_list})


def _joined(other: Charge, charge: Charge, body: int) -> Charge:
    """Return one charge of two that tell one offence, the second behind the first."""
    fuller = charge if _rank(charge) < _rank(other) else other
    alike = charge.offence.deed == other.offence.deed  # "murder" is a better name than "murdering his wife"
    if min(charge.offence.first, other.offence.first) >= body and _rank(charge) != _rank(other) and alike:
        fuller = max(charge, other, key=lambda told: len(told.words))
    if _rank(charge) == _rank(other) and 0 < len(charge.words) - len(other.words) <= _MAX_FULLER:
        fuller = charge
    if len(fuller.words) - min(len(charge.words), len(other.words)) > _MAX_FULLER:
        fuller = min(charge, other, key=lambda told: len(told.words))
    if other.offence.first < body <= charge.offence.first:
        # what a headline cuts short the text tells in full
        fuller = charge if _rank(charge) <= _rank(other) or _stems(charge.words) == _stems(other.words) else fuller
    if fuller is charge and " to " in other.words and len(_stems(charge.words)) == 1 and _prefix(charge.words):
        fuller = other  # "the conspiracy count" names no offence anew
    is_counted = charge.offence.n_counts and not other.offence.n_counts and other.rule == "tied"
    if is_counted and " to " not in other.words and is_on("charges.counted-name"):
        fuller = charge  # "one count of murder" is a better name than "the shooting murder of a rival"
    stage = max(charge.stage, other.stage, key=STAGES.index)
    counted = fuller.offence.n_counts or other.offence.n_counts or charge.offence.n_counts
    statute = fuller.offence.statute or other.offence.statute or charge.offence.statute
    offence = replace(fuller.offence, n_counts=counted, statute=statute)
    surer = min(other, charge, key=_rank)
    return replace(fuller, stage=stage, offence=offence, party=surer.party, grade=surer.grade)


def _is_told_again(charge: Charge, other: Charge) -> bool:
    """Tell whether two charges are of one offence: not two counts of one list, however alike their names are."""
    if charge.cue == other.cue >= 0 and charge.words.lower() != other.words.lower():
        return False
    if (charge.rule == ENHANCEMENT) != (other.rule == ENHANCEMENT):
        return False  # "great bodily injury" beside "assault likely to produce great bodily injury"
    return _is_same(charge.words, other.words)


def _is_same(one: str, other: str) -> bool:
    a, b = _stems(one), _stems(other)
    if _prefix(one) != _prefix(other):
        return False
    return a <= b or b <= a


def _prefix(words: str) -> str:
    return next((part[:6] for part in words.lower().split() if part[:6] in cues("offence_prefix")), "")


@functools.lru_cache(maxsize=1 << 12)
def _stems(words: str) -> frozenset[str]:
    """Return the first letters of the words that tell an offence, by which another form of it is known again."""
    # "support to ISIS" is "support to the Islamic State"
    spelled = " ".join(part for part in words.split() if not (part.isupper() and len(part) > 2)) or words
    parts = spelled.lower().replace("-", " ").split()
    return frozenset(part.strip(",.’'")[:5] for part in parts if part not in cues("unstressed"))


class _Areas:
    """The crime areas of stretches of a text, by the words that name them."""

    def __init__(self, doc: Doc) -> None:
        self._found = mentions(doc, "crime_areas")
        self._starts = [m.start for m in self._found]

    def of(self, start: int, end: int) -> str | None:
        """Return the area that is named first between two offsets."""
        k = bisect_left(self._starts, start)
        area: str | None = self._found[k].area if k < len(self._found) and self._found[k].start < end else None
        return area
