"""Finds words quoted or reported, and who said them.

Quotations are read from the marks, in every style, over paragraphs where the marks are
reopened or left open; a missing closing mark ends at the reporting clause or the
paragraph. The speaker is the subject of a verb of speech beside the quotation: behind it,
before it, or (for the second part of a split quotation, and for one that follows a
report) in the sentence before. Where none can be told it stays empty. Reported speech is
a clause whose verb of speech has a person as its subject.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.extract.mentions import QuoteMention
from pipeline.extract.people.names import Lexicon, Reading
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import are_joined
from pipeline.extract.reading.sentences import first_stop, paragraph_breaks
from pipeline.extract.reading.tokens import FINITE_TAGS
from pipeline.extract.reading.words import Word
from pipeline.extract.rules import RuleList, is_on
from pipeline.lookups import table

MAX_CLAUSE_WORDS = 40
MAX_LINE_WORDS = 25
# Words of whom somebody tells to do something, and of whom somebody tells that something is so.
MAX_BIDDEN = 8
MAX_TOLD = 16
# Words between a verb of speech and "that".
MAX_BEFORE_THAT = 8
# Words between the two parts of a quotation that its report splits within a sentence.
MAX_SPLIT_WORDS = 6
# A text without stops is cut here, so that looking through a sentence stays cheap.
MAX_SENTENCE_WORDS = 300
MAX_MARGIN = 40
# Most words of a name that stands marked in a list of such.
MAX_LISTED = 3
MIN_FREE_WORDS = 4
MAX_SPAN_PARAGRAPHS = 12
MAX_INNER = 80
MAX_INNER_MARKS = 12
OPENING = {"“": "”", "«": "»", "„": "“”", "‘": "’", "‹": "›", "‟": "”"}
_MARK = re.compile("[“”«»„‟‘’‹›\"]|(?:''|``)")
_VERBS = (
    "said|says|added|told|explained|stated|declared|announced|commented|concluded|noted|remarked|warned|stressed|"
    "continued"
)
_PRONOUNS = {"he": "m", "she": "f"}
_POSSESSIVES = {"his": "m", "her": "f"}


@functools.cache
def _heads_of_bodies() -> tuple[str, ...]:
    """Return the titles of those who head a body, the first asked for first."""
    rows = table("body_heads", key=("title",))
    return tuple(row["title"] for row in sorted(rows, key=lambda row: int(row["rank"])))


@dataclass(frozen=True, slots=True)
class Naming:
    """A person named in the text, as the search for speakers sees it.

    Attributes:
        first, last: words of the name; `lead` and `tail` those of the name with its title before and office behind.
        gender: "m", "f" or "".
    """

    first: int
    last: int
    lead: int
    tail: int
    start: int
    end: int
    person: int
    gender: str = ""


# A speaker as named, and the person.
Told = tuple[str | None, int | None]


class _Quoted(NamedTuple):
    """A quotation whose speaker is sought.

    Attributes:
        start, end: its characters, without the marks.
        first, last: its first word and one past its last.
        floor, ceiling: the first word behind the quotation before, the first of the one behind.
        previous: the quotation before.
    """

    start: int
    end: int
    first: int
    last: int
    floor: int
    ceiling: int
    previous: QuoteMention | None


@functools.cache
def _speech_bases() -> Mapping[str, str]:
    """Return the plain form of each form of a verb of speech."""
    return {row["form"]: row["verb"] for row in table("speech_verbs", key=("form",))}


@dataclass(slots=True)
class QuoteReader:
    """Reads the quotations of one release.

    Attributes:
        namings: every naming of a person, in text order.
        roles: for each person, the words of all titles the text gives them, lower case.
        genders: the gender of each person where it is known.
        subject_at: for a word that is a verb, the word of its subject by the parser, or -1.
        clause_at: words whose verb has a clause as its object, by the parser.
        sentences: where each sentence of the release begins.
    """

    text: str
    reading: Reading
    lex: Lexicon
    namings: Sequence[Naming]
    roles: dict[int, list[str]]
    names: dict[int, str]
    genders: dict[int, str]
    tags: Sequence[str]
    subject_at: dict[int, int]
    clause_at: frozenset[int]
    sentences: Sequence[int]
    starts: list[int] = field(default_factory=list)
    naming_at: dict[int, int] = field(default_factory=dict)
    sentence_of: list[int] = field(default_factory=list)
    sentence_first: list[int] = field(default_factory=list)
    speaking: set[int] = field(default_factory=set)
    pronouns: list[tuple[int, int, int]] = field(default_factory=list)
    within: range = range(0)
    used: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)
    fresh: set[int] = field(default_factory=set)
    lines_above: bool = False

    def __post_init__(self) -> None:
        self.starts = [w.start for w in self.reading.words]
        for k, naming in enumerate(self.namings):
            for n in range(naming.first, naming.last):
                self.naming_at[n] = k
        self._number_sentences()

    def _said(self, start: int, end: int) -> str:
        """Return words of the text on one line."""
        return " ".join(self.text[start:end].split())

    def _number_sentences(self) -> None:
        """Note of which sentence each word is; a stretch without stops is cut, so that looking through it is cheap."""
        begins = {bisect_left(self.starts, at) for at in self.sentences}
        for n in range(len(self.reading.words)):
            if n == 0 or n in begins or n - self.sentence_first[-1] >= MAX_SENTENCE_WORDS:
                self.sentence_first.append(n)
            self.sentence_of.append(len(self.sentence_first) - 1)

    def find(self) -> list[QuoteMention]:
        """Return direct quotations and reported speech, in text order; fills `speaking` and `pronouns`."""
        spans = find_quotations(self.text)
        direct = self._direct(spans)
        indirect = self._indirect([(q.start, q.end) for q in direct])
        direct = self._of_only_speaker(direct)
        self._hear_statements()
        # Two verbs may report the same words ("insisted and told her that ..."); the first one's speaker counts.
        first: dict[tuple[int, int, str], QuoteMention] = {}
        for quote in [*direct, *indirect]:
            first.setdefault((quote.start, quote.end, quote.kind), quote)
        return [first[key] for key in sorted(first)]

    def _of_only_speaker(self, direct: list[QuoteMention]) -> list[QuoteMention]:
        """Give paragraphs that are nothing but a quotation to the one person whom all other quotations are of."""
        people = {quote.person_id for quote in direct if quote.rule != "marks"}
        if len(people) != 1 or None in people or not is_on("quotes.only-speaker"):
            return direct
        only = people.pop()
        alone = [q.rule == "marks" and q.speaker is None and self._stands_alone(q.start, q.end) for q in direct]
        return [
            replace(q, speaker=self.names.get(only or 0), person_id=only) if lone else q
            for q, lone in zip(direct, alone, strict=True)
        ]

    def _hear_statements(self) -> None:
        """Note who speaks where only a statement is announced ("made the following statement")."""
        items = self.reading.words
        for n in range(len(items) - 1):
            if items[n].low != "following" or items[n + 1].low not in cues("speech_noun"):
                continue
            first, _ = self._sentence_span(n)
            verb = next(
                (m for m in range(n - 1, max(first, n - 6), -1) if items[m].low in cues("made_statement")), None
            )
            found = self._subject_before(verb, first) if verb is not None else None
            if found is not None and found[1] is not None:
                self.speaking.add(found[1])

    def _direct(self, spans: Sequence[tuple[int, int]]) -> list[QuoteMention]:
        out: list[QuoteMention] = []
        for k, (start, end) in enumerate(spans):
            first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
            n_words = sum(w.kind in ("word", "abbr", "num") for w in self.reading.words[first:last])
            if not n_words:
                continue
            before_end = out[-1].end if out else 0
            behind_start = spans[k + 1][0] if k + 1 < len(spans) else len(self.text)
            self.fresh, self.beside, n_pronouns = set(), set(), len(self.pronouns)
            # Whom a speaker names is not the speaker.
            self.within = range(first, last)
            floor, ceiling = bisect_left(self.starts, before_end), bisect_left(self.starts, behind_start)
            quoted = _Quoted(start, end, first, last, floor, ceiling, out[-1] if out else None)
            speaker, person, rule, framed = self._speaker(quoted)
            self.within = range(0)
            untold = rule == "marks" and not is_on("quotes.marks")
            if untold or not self._is_quotation(start, end, first, last, n_words, framed):
                # its verb may still report the whole sentence
                self.used -= self.fresh
                del self.pronouns[n_pronouns:]
                continue
            if person is not None:
                self.speaking.update((person, *self.beside))
            out.append(QuoteMention(start, end, rule, "direct", speaker, person))
        return out

    def _is_quotation(self, start: int, end: int, first: int, last: int, n_words: int, framed: bool) -> bool:
        """Tell words of a speaker from a title, a name or scare quotes."""
        items = self.reading.words
        tail = items[last - 1].text if last > first else ""
        closed = tail in (",", ".", "!", "?", "…", "—", "–") or (
            last < len(items) - 1 and items[last].text in '”"’»' and items[last + 1].text in (",",) and framed
        )
        if n_words <= MAX_LISTED and self._is_listed(first, last):
            return False
        before = items[first - 2] if first > 1 else None
        if before is not None and before.text == "," and first > 2 and items[first - 3].low in cues("titling"):
            before = items[first - 3]  # "titled, “…”"
        if before is not None and first > 2 and before.low.endswith("ly") and items[first - 3].low in cues("titling"):
            before = items[first - 3]  # "called variously “…”"
        if before is not None and before.low == "a" and first > 3 and items[first - 3].text == "/":
            return False
        if before is not None and (
            before.low in cues("titling")
            or (before.low in cues("reflexive") and first > 2 and self._names_itself(first - 3))
            or (before.low == "as" and first > 2 and items[first - 3].low in ("known", "as"))
        ):
            return framed and n_words >= 8
        if framed:
            return n_words >= MIN_FREE_WORDS or closed
        if last + 1 < len(items) and items[last + 1].low in cues("defining"):
            return False  # "“Deprivation of liberty” includes …"
        if self._is_title(first, last):
            return False
        opens = items[first].cap or items[first].kind == "num" if first < len(items) else False
        return n_words >= 2 * MIN_FREE_WORDS or (n_words >= MIN_FREE_WORDS and opens and tail in (".", "!", "?"))

    def _is_title(self, first: int, last: int) -> bool:
        """Tell whether marked words say nothing, in a line: without a verb, or in capitals."""
        if not is_on("quotes.title-in-marks") or any(w.kind == "break" for w in self.reading.words[first:last]):
            return False
        words = [n for n in range(first, last) if self.reading.words[n].kind in ("word", "abbr")]
        spoken = any(self.tags[n][:2] in ("VB", "MD") for n in words)
        shouted = self.text[self.reading.words[first].start : self.reading.words[last - 1].end].isupper()
        return shouted or not spoken

    def _is_listed(self, first: int, last: int) -> bool:
        """Tell whether marked words stand between others ("“Elm,” “Oak,” and “Ash,”"): names, not speech."""
        items = self.reading.words
        before = items[first - 2].text if first > 1 else ""
        if before == "and" and first > 2 and items[first - 3].text in ("”", '"'):
            return True
        behind = [w.text for w in items[last + 1 : last + 3]]
        return before in cues("listed_quote") and (behind[:1] == ["“"] or behind == ["and", "“"])

    def _names_itself(self, n: int) -> bool:
        """Tell whether the verb at word `n` gives a name ("called itself", "calling themselves")."""
        low = self.reading.words[n].low
        return low in cues("titling") or _speech_bases().get(low) == "call"

    def _speaker(self, quoted: _Quoted) -> tuple[str | None, int | None, str, bool]:
        """Return speaker, person, rule, and whether a verb of speech frames the quotation."""
        for rule in SPEAKERS.active():
            told = rule.read(self, quoted)
            if told is not None:
                return (*told, rule.name, True)
        return None, None, "marks", False

    def _stands_alone(self, start: int, end: int) -> bool:
        """Tell whether a quotation is a paragraph of its own."""
        lead, _, opening = self.text[max(0, start - MAX_MARGIN) : start].rpartition("\n\n")
        closing, gap, _ = self.text[end : end + MAX_MARGIN].partition("\n\n")
        alone = (lead or start <= MAX_MARGIN) and (gap or end + MAX_MARGIN >= len(self.text))
        return bool(alone) and not any(c.isalnum() for c in opening + closing)

    def _line_below(self, last: int) -> tuple[str | None, int | None] | None:
        """Return the person whose name and office alone make the paragraph below a block."""
        items = self.reading.words
        n = last
        while n < len(items) and items[n].kind in ("mark", "break"):
            n += 1
        return self._line_of(n)

    def _is_paragraph_head(self, start: int) -> bool:
        """Tell whether a quotation opens its paragraph."""
        return not any(c.isalnum() for c in self.text[max(0, start - MAX_MARGIN) : start].rpartition("\n")[2])

    def _line_of(self, n: int) -> Told | None:
        """Return the person whose name and office alone make the rest of the paragraph from word `n` on."""
        items = self.reading.words
        k = self._last_naming(n + MAX_LINE_WORDS)
        while k > 0 and self.namings[k - 1].first >= n:
            k -= 1
        if k < 0 or self.namings[k].first < n or not self._only_title(n, self.namings[k].first):
            return None
        end = n
        while end < len(items) and items[end].kind != "break":
            end += 1
            if end - n > MAX_LINE_WORDS:
                return None
        naming = self.namings[k]
        if naming.last > end or items[end - 1].text == "." or any(self.tags[m] in FINITE_TAGS for m in range(n, end)):
            return None
        return self._said(naming.start, naming.end), naming.person

    def _line_above(self, first: int) -> tuple[str | None, int | None] | None:
        """Return the person whose name and office alone make the paragraph above a block, as a heading of it.

        Below another quotation such a line tells who spoke that one, unless lines stand above quotations here.
        """
        items = self.reading.words
        end = first
        while end > 0 and items[end - 1].kind in ("mark", "break"):
            end -= 1
        n = end
        while n > 0 and items[n - 1].kind != "break" and end - n <= MAX_LINE_WORDS:
            n -= 1
        k = self._last_naming(end)
        if k < 0 or end - n > MAX_LINE_WORDS or end == n or self.namings[k].first < n or self.namings[k].last > end:
            return None
        sole = k == 0 or self.namings[k - 1].first < n
        if (
            not sole
            or not self._only_title(n, self.namings[k].first)
            or any(self.tags[m] in FINITE_TAGS for m in range(n, end))
        ):
            return None
        if items[end].text in (".", ":") or (not self.lines_above and self._ends_quotation(n)):
            return None
        self.lines_above = True
        return self._said(self.namings[k].start, self.namings[k].end), self.namings[k].person

    def _ends_quotation(self, n: int) -> bool:
        """Tell whether the paragraph above word `n` ends with a quotation."""
        return self.text[: self.starts[n]].rstrip()[-1:] in ("”", '"', "»")

    def _paragraph_above(self, first: int, floor: int) -> tuple[str | None, int | None] | None:
        """Return the person who opens the last sentence above a block, if the sentence is about their speaking."""
        items = self.reading.words
        n = first - 1
        while n >= floor and items[n].kind in ("mark", "break"):
            n -= 1
        if n < floor:
            return None
        low = max(floor, self.sentence_first[self.sentence_of[n]])
        inside = self.namings[max(0, self._last_naming(low - 1) + 1) : self._last_naming(n) + 1]
        if not inside or len({m.person for m in inside}) > 1 or not self._only_title(low, inside[0].first):
            return None
        if not any(w.low in self.lex.speech or w.low in cues("speech_noun") for w in items[inside[0].last : n + 1]):
            return None
        return self._said(inside[0].start, inside[0].end), inside[0].person

    def _words_between(self, start: int, first: int) -> list[Word]:
        """Return the words from a place of the text to word `first`, without marks and numbers."""
        between = self.reading.words[bisect_left(self.starts, start) : first]
        return [word for word in between if word.kind in ("word", "abbr")]

    def _is_one_report(self, previous: QuoteMention, start: int) -> bool:
        """Tell whether nothing but the clause that reports a quotation stands between it and a place."""
        return previous.rule == "speaker-behind" and self._is_one_clause(previous.end, start)

    def _is_one_clause(self, start: int, end: int) -> bool:
        """Tell whether the text between two quotations is a single reporting clause."""
        a, b = bisect_left(self.starts, start), bisect_left(self.starts, end)
        items = self.reading.words
        stops = [n for n in range(a, b) if items[n].text in (".", "!", "?") and items[n].kind == "mark"]
        if len(stops) == 2 and items[stops[0] + 1].low in _PRONOUNS:
            # "…,” said X. He held up a cage. “…"
            return self._last_naming(stops[1]) <= self._last_naming(stops[0])
        return len(stops) <= 1

    def _clause_behind(self, last: int, ceiling: int) -> tuple[str | None, int | None] | None:
        """Read the reporting clause behind a quotation that ends before word `last`."""
        items = self.reading.words
        n = self._behind_marks(last, ceiling)
        if n < 0:
            return None
        closing = items[last - 1].text if last else ""
        limit = min(ceiling, n + MAX_CLAUSE_WORDS)
        if items[n].low == "according" and n + 2 < limit and items[n + 1].low == "to":
            self.used.add(n)
            self.fresh.add(n)
            return self._subject_behind(n + 2, limit, strict=True) or (None, None)
        verb = -1
        for m in range(n, limit):
            word = items[m]
            if word.kind == "break" or (word.text in (".", "!", "?", ";", ":") and word.kind == "mark"):
                break
            if self._puts_it(m) or (
                word.low in self.lex.speech and not word.cap and not self._is_passive(m) and self._is_verb(m)
            ):
                verb = m
                break
        if verb < 0:
            return None
        # a full stop inside the marks ends the sentence: "…again.” The minister said …" opens a new one
        if closing in (".",) and items[n].cap and items[n].kind != "mark" and self._has_own_object(verb, limit):
            return None
        inverted = all(w.kind == "mark" or w.low in cues("speech_auxiliary") for w in items[n:verb])
        if inverted:
            found = self._subject_behind(verb + 1, limit)
        else:
            found = self._subject_before(verb, n)
            if found is None and verb - n <= 12:
                found = self._subject_behind(verb + 1, limit) if verb - n <= 2 else None
        if found is not None:
            self.used.add(verb)
            self.fresh.add(verb)
        return found if found is not None else ((None, None) if verb - n <= 6 else None)

    def _leads_to_next(self, quoted: _Quoted) -> bool:
        """Tell whether a clause of its own stands between the end of a quotation and the mark that opens the next."""
        items = self.reading.words
        n = self._behind_marks(quoted.last, quoted.ceiling)
        if n < 0 or items[quoted.last - 1].text not in (".", "!", "?") or not items[n].cap:
            return False
        gap = items[n : quoted.ceiling]
        while gap and gap[-1].text in '“"«':
            gap = gap[:-1]
        if not gap or len(gap) > MAX_CLAUSE_WORDS or gap[-1].text not in (",", ":"):
            return False
        whole = all(w.kind != "break" and w.text not in (".", "!", "?", ";") for w in gap)
        return whole and any(w.low in self.lex.speech for w in gap)

    def _has_speaker_before(self, quoted: _Quoted) -> bool:
        """Tell whether the clause behind goes on with the one before: "Judge Lind said, “…,” and added, “…”"."""
        items = self.reading.words
        n = self._behind_marks(quoted.last, quoted.ceiling)
        joined = 0 <= n < len(items) - 1 and items[n].low == "and" and items[n + 1].low in self.lex.speech
        return joined and self._clause_before(quoted.first, quoted.floor) is not None

    def _behind_marks(self, last: int, ceiling: int) -> int:
        """Return the word where a reporting clause can begin behind a quotation's marks, -1 where none can."""
        items = self.reading.words
        n = last
        while n < ceiling and items[n].kind == "mark" and items[n].text in '”"’»›,.–—-':
            if items[n].text == "." and items[n - 1].text not in '”"’»':
                return -1
            n += 1
        closing = items[last - 1].text if last else ""
        if n < ceiling and items[n].kind == "break" and closing == "," and n + 1 < len(items) and items[n + 1].cap:
            n += 1  # "“We won,”" on one line, "Rep. Berg said." below it
        return -1 if n >= ceiling or items[n].kind == "break" else n

    def _puts_it(self, n: int) -> bool:
        """Tell whether "put it" ("as X put it") stands at word `n`."""
        items = self.reading.words
        return items[n].low in ("put", "puts") and n + 1 < len(items) and items[n + 1].low == "it"

    def _has_own_object(self, verb: int, limit: int) -> bool:
        """Tell whether a verb of speech opens a report of its own ("said that") or another quotation."""
        items = self.reading.words
        if verb + 1 >= len(items):
            return False
        nxt = items[verb + 1]
        return not (nxt.kind == "break" or nxt.text in (".", ",", ";") or nxt.low in cues("speech_setting"))

    def _clause_before(self, first: int, floor: int) -> tuple[str | None, int | None] | None:
        """Read the reporting clause before word `first`, in its sentence or the line above."""
        items = self.reading.words
        n = first - 1
        # step over the opening mark
        while n >= floor and items[n].kind == "mark" and items[n].text in '“"‘«„‹>':
            n -= 1
        colon = False
        if n >= floor and items[n].kind == "break":
            if n - 1 < floor or items[n - 1].text not in (":", ","):
                return None
            colon = items[n - 1].text == ":"
            n -= 1
        if n < floor or items[n].kind == "break" or items[n].text in (".", "!", "?"):
            return None
        colon = colon or items[n].text == ":"
        if n >= 2 and items[n].text == "," and items[n - 1].low == "words" and items[n - 2].low in _POSSESSIVES:
            return self._pronoun(n - 2)
        sentence = self.sentence_first[self.sentence_of[n]]
        low = max(floor, sentence, n - MAX_CLAUSE_WORDS)
        for m in range(n, low - 1, -1):
            word = items[m]
            if word.kind == "break":
                break
            if self._puts_it(m) or (word.low in self.lex.speech and not word.cap and not self._is_passive(m)):
                if items[m - 1].low == "to" and m and not colon:
                    continue
                found = self._subject_before(m, low) or (self._subject_behind(m + 1, n + 1) if n - m > 1 else None)
                if found is not None:
                    self._use(m, n)
                    return found
                if m and items[m - 1].low == "to":
                    # "X had this to say:"
                    continue
                if n - m <= 4:
                    return None, None
                return None
        if colon:
            inside = [self.naming_at[m] for m in range(low, n + 1) if m in self.naming_at]
            whole_line = all(items[m].kind != "mark" or items[m].text in ",:.’'()-–" for m in range(low, n + 1))
            made = [m for m in range(low, n + 1) if items[m].low in cues("made_statement")]
            if made and any(items[m].low in cues("statement_word") for m in range(made[-1], n + 1)):
                return self._subject_before(made[-1], low) or (None, None)
            if inside and whole_line and n - low <= 25:
                naming = self.namings[inside[0]]
                if len({self.namings[i].person for i in inside}) == 1:
                    return self._said(naming.start, naming.end), naming.person
        according = [m for m in range(low, n) if items[m].low == "according"]
        if according:
            return self._subject_behind(according[-1] + 2, n + 1)
        return None

    def _use(self, verb: int, last: int) -> None:
        """Note that a verb tells of a quotation, unless it reports a clause, too ("added that it cost a lot and “…”").

        Args:
            last: the word before the quotation.
        """
        opens = verb + 1 < last and self.reading.words[verb + 1].low == "that"
        if opens and self._is_clause(verb + 2, last) and is_on("quotes.clause-and-quotation"):
            return
        self.used.add(verb)
        self.fresh.add(verb)

    def _sentence_before(self, first: int, floor: int) -> tuple[str | None, int | None] | None:
        """Read the speaker from a report in the sentence just before, in the same paragraph."""
        items = self.reading.words
        n = first - 1
        while n >= 0 and items[n].kind == "mark" and items[n].text in '“"‘«„‹':
            n -= 1
        if n < floor or items[n].kind == "break":
            return None
        low = max(floor, self.sentence_first[self.sentence_of[n]])
        for m in range(low, n + 1):
            if items[m].low in self.lex.speech and not items[m].cap and not self._is_passive(m) and self._is_verb(m):
                return self._subject_before(m, low) or self._subject_behind(m + 1, n)
        return None

    def _is_passive(self, n: int) -> bool:
        items = self.reading.words
        for m in (n - 1, n - 2):
            if m >= 0 and items[m].kind == "word":
                if items[m].low in cues("be_form"):
                    return True
                if not items[m].low.endswith("ly") and items[m].low not in cues("between_be"):
                    return False
        return False

    def _is_verb(self, n: int) -> bool:
        return self.tags[n][:2] not in ("NN", "JJ") or self.reading.words[n].low in cues("speech_form")

    def _subject_behind(self, n: int, limit: int, *, strict: bool = False) -> tuple[str | None, int | None] | None:
        """Return the person that begins at word `n`, a title allowed before the name; no comma in it when `strict`."""
        items = self.reading.words
        m = n
        while m < limit and m - n < 24:
            if m in self.naming_at:
                naming = self.namings[self.naming_at[m]]
                plain = not any(w.kind == "mark" for w in items[n : naming.lead])
                if (plain and naming.lead <= n + 3) or (self._only_title(n, naming.first) and (plain or not strict)):
                    return self._said(naming.start, naming.end), naming.person
                return None
            word = items[m]
            if word.low in _PRONOUNS and m <= n + 1 and not word.cap:
                return self._pronoun(m)
            if word.kind == "break" or word.text in (".", ";", "“", '"', ":") or word.low in cues("clause_word"):
                break
            m += 1
        return self._by_title(n, limit)

    def _only_title(self, n: int, first: int) -> bool:
        """Tell whether the words before a name can all be its title."""
        for word in self.reading.words[n:first]:
            if word.kind == "mark" and word.text not in (",", "(", ")", "-", "’", "'", "&"):
                return False
            if (
                word.kind == "word"
                and not word.cap
                and word.low not in self.lex.heads
                and word.low not in self.lex.modifiers
                and word.low not in cues("of_subject")
            ):
                return False
        return True

    def _subject_before(self, verb: int, low: int) -> tuple[str | None, int | None] | None:
        """Return the person that is the subject of the verb at word `verb`, looked for down to word `low`."""
        items = self.reading.words
        n = verb - 1
        while (
            n >= low
            and items[n].kind == "word"
            and (items[n].low in cues("speech_auxiliary") or (items[n].low.endswith("ly") and not items[n].cap))
        ):
            n -= 1
        if n < low:
            return None
        if items[n].low in _PRONOUNS and items[n].kind == "word":
            return self._pronoun(n)
        naming = self._subject_naming(verb, n, low)
        if naming is not None:
            naming = self._first_of_joint(self._before_company(naming, low), low)
            return self._said(naming.start, naming.end), naming.person
        return self._by_title_before(n, low)

    def _before_company(self, naming: Naming, low: int) -> Naming:
        """Return whom a person is named beside, if at all ("A, together with B, announced")."""
        items = self.reading.words
        k, n = self.naming_at[naming.first], naming.lead - 1
        while n > low and items[n].low in ("the", "by"):
            n -= 1
        beside = items[n].low in ("alongside", "joined") or (
            items[n].low == "with" and items[n - 1].low in cues("jointly")
        )
        if not beside or k == 0 or self.namings[k - 1].first < low or items[naming.tail].text != ",":
            return naming
        self.beside.add(naming.person)
        return self.namings[k - 1]

    def _first_of_joint(self, naming: Naming, low: int) -> Naming:
        """Return the first of people named as one subject ("A, B and C said"); all of them speak."""
        items = self.reading.words
        k = self.naming_at[naming.first]
        first = k
        while first > 0 and self.namings[first - 1].first >= low:
            gap = items[self.namings[first - 1].tail : self.namings[first].lead]
            if not are_joined(gap) or (first == k and gap[-1].text == ","):
                break
            first -= 1
        if first < k:
            self.beside.update(m.person for m in self.namings[first : k + 1])
        return self.namings[first]

    def _subject_naming(self, verb: int, n: int, low: int) -> Naming | None:
        """Return the naming that ends, with its office, at word `n`, or that the parser gives."""
        items = self.reading.words
        if n in self.naming_at:
            k = self.naming_at[n]
            # "the office of X said", "the family of X said"
            lead = self.namings[k].lead
            if (
                lead > low
                and items[lead - 1].low in cues("through_whom")
                and self.namings[k].lead == self.namings[k].first
                and not self._parser_agrees(verb, k)
            ):
                return None
            return self.namings[k]
        before = self._last_naming(n)
        if before < 0 or (self.namings[before].last <= low and self.namings[before].first < low):
            return None
        naming = self.namings[before]
        if naming.first >= low and naming.last <= n < naming.tail:
            return naming
        if items[n].text in (",", ")", "–", "—", "-"):
            if naming.tail >= n - 1 and naming.first >= low:
                return naming
            by_parser = self._by_parser(verb)
            if by_parser is not None:
                return by_parser
            # the first person of the sentence, set off by commas: "X, who led the inquiry with Y, said"
            inside = [m for m in self.namings[max(0, before - 5) : before + 1] if m.first >= low]
            if inside:
                one = inside[0]
                if (
                    (one.last < len(items) and items[one.last].text in (",", "(", "–", "—"))
                    or (one.tail < len(items) and items[one.tail].text == ",")
                ) and one.lead <= self.sentence_first[self.sentence_of[one.first]] + 4:
                    return one
            return None
        if (
            naming.first >= low
            and n - naming.tail <= 4
            and n >= naming.tail
            and all(
                w.kind in ("word", "num") and (w.low in cues("when_said") or w.cap or w.kind == "num")
                for w in items[naming.tail : n + 1]
            )
        ):
            return naming
        return self._by_parser(verb)

    def _last_naming(self, n: int) -> int:
        low, high = 0, len(self.namings)
        while low < high:
            middle = (low + high) // 2
            if self.namings[middle].first <= n:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def _by_parser(self, verb: int) -> Naming | None:
        subject = self.subject_at.get(verb, -1)
        k = self.naming_at.get(subject)
        return self.namings[k] if k is not None else None

    def _parser_agrees(self, verb: int, k: int) -> bool:
        return self.naming_at.get(self.subject_at.get(verb, -1)) == k

    def _pronoun(self, n: int) -> tuple[str | None, int | None] | None:
        """Resolve "he" or "she" at word `n` to the person last spoken of, where one fits."""
        word = self.reading.words[n]
        gender = _PRONOUNS.get(word.low) or _POSSESSIVES[word.low]
        here = self.sentence_of[n]
        k = self._last_naming(n)
        by_sentence: dict[int, list[Naming]] = {}
        while k >= 0 and here - self.sentence_of[self.namings[k].first] <= 3:
            naming = self.namings[k]
            known = self.genders.get(naming.person, "")
            if (not known or known == gender) and naming.first not in self.within:
                by_sentence.setdefault(self.sentence_of[naming.first], []).append(naming)
            k -= 1
        for sentence in sorted(by_sentence, reverse=True):
            fits = by_sentence[sentence][::-1]
            sure = [m for m in fits if self.genders.get(m.person) == gender]
            people = {m.person for m in (sure or fits)}
            chosen = (sure or fits)[0]
            if len(people) > 1 and not sure and chosen.lead > self.sentence_first[sentence] + 3:
                return word.text, None
            self.pronouns.append((word.start, word.end, chosen.person))
            return self.names.get(chosen.person), chosen.person
        return word.text, None

    def _by_title(self, n: int, limit: int) -> tuple[str | None, int | None] | None:
        """Resolve a title without a name that begins at word `n` ("said the INTERPOL Chief")."""
        items = self.reading.words
        m = n
        while m < limit and items[m].low in cues("article"):
            m += 1
        end = m
        head = -1
        while (
            end < limit
            and end - m < 10
            and items[end].kind in ("word", "abbr")
            and (
                items[end].cap
                or items[end].low in self.lex.heads
                or items[end].low in self.lex.modifiers
                or items[end].low in cues("title_inner")
            )
        ):
            if items[end].low in self.lex.heads:
                head = end
            end += 1
        if head < 0 or items[n].low in ("a", "an"):
            return None
        return self._match_title(m, head + 1, n)

    def _by_title_before(self, n: int, low: int) -> tuple[str | None, int | None] | None:
        """Resolve a title without a name that ends at word `n` ("the District Attorney added")."""
        items = self.reading.words
        first = n
        if items[n].kind not in ("word", "abbr"):
            return None
        while (
            first - 1 >= low
            and items[first - 1].kind in ("word", "abbr")
            and n - first < 9
            and (
                items[first - 1].cap
                or items[first - 1].low in self.lex.heads
                or items[first - 1].low in cues("title_inner")
            )
        ):
            first -= 1
            if items[first].low == "the":
                break
        if items[n].low not in self.lex.heads or items[n].possessive:
            return None
        start = first + 1 if items[first].low == "the" else first
        return self._match_title(start, n + 1, first)

    def _match_title(self, first: int, last: int, lead: int) -> tuple[str | None, int | None] | None:
        """Return the one person whose title has the words of a bare title."""
        items = self.reading.words
        if first >= last:
            return None
        wording = self._said(items[lead].start, items[last - 1].end)
        title = [w.low for w in items[first:last] if w.low not in cues("title_small")]
        fits = [
            person
            for person, roles in self.roles.items()
            if any(all(t in role.split() for t in title) for role in roles)
        ]
        if len(fits) == 1:
            return wording, fits[0]
        if len(fits) > 1:
            k = self._last_naming(first)
            while k >= 0 and len(fits) > 1:
                if self.namings[k].person in fits:
                    exact = [
                        p
                        for p in fits
                        if any(
                            role.split()[-len(title) :] == title or role == " ".join(title) for role in self.roles[p]
                        )
                    ]
                    return (wording, exact[0]) if len(exact) == 1 else (wording, None)
                k -= 1
            return wording, None
        if title[-1] in cues("top_of_body") and len(title) >= 2:
            body = set(title[:-1])
            for top in _heads_of_bodies():
                heads = [
                    p
                    for p, roles in self.roles.items()
                    if any(
                        top in role
                        and (body & set(role.split()) or role == top)
                        and "vice" not in role
                        and "deputy" not in role
                        for role in roles
                    )
                ]
                if len(heads) == 1:
                    return wording, heads[0]
                if heads:
                    return wording, None
        return wording, None

    def _indirect(self, direct: Sequence[tuple[int, int]]) -> list[QuoteMention]:
        """Return reported speech: clauses under a verb of speech whose subject is a person."""
        items = self.reading.words
        out: list[QuoteMention] = []
        inside = _Ranges(direct)
        done_sentences: set[int] = set()
        speech = self.lex.speech
        verbs = [n for n, word in enumerate(items) if word.low in speech or word.low == "according"]
        for n in verbs:
            word = items[n]
            if word.kind != "word" or word.cap or n in self.used:
                continue
            kind = speech.get(word.low)
            if (
                word.low == "according"
                and n + 2 < len(items)
                and items[n + 1].low == "to"
                and not inside.holds(word.start)
            ):
                self._report_according(n, out, inside)
                continue
            if word.low == "according":
                continue
            if (
                kind == "frame"
                and _speech_bases()[word.low] == "allege"
                and n + 1 < len(items)
                and (items[n + 1].low == "that" or items[n + 1].text == ".")
            ):
                kind = "weak"  # "alleges that …", "…, the complaint alleges."
            # "thanked the pupils" frames a quotation, but reports no words
            if kind in (None, "frame") or inside.holds(word.start) or self._is_passive(n) or not self._is_verb(n):
                continue
            self._report(n, kind, out, inside, done_sentences)
        for n in verbs:
            word = items[n]
            if (
                word.low == "according"
                and word.cap
                and n + 2 < len(items)
                and items[n + 1].low == "to"
                and not inside.holds(word.start)
            ):
                self._report_according(n, out, inside)
        return out

    def _sentence_span(self, n: int) -> tuple[int, int]:
        """Return the first word of the sentence at `n` and one past its last."""
        sentence = self.sentence_of[n]
        last = self.sentence_first[sentence + 1] if sentence + 1 < len(self.sentence_first) else len(self.reading.words)
        return self.sentence_first[sentence], last

    def _report(self, verb: int, kind: str, out: list[QuoteMention], inside: _Ranges, done: set[int]) -> None:
        items = self.reading.words
        first, last = self._sentence_span(verb)
        nxt = items[verb + 1] if verb + 1 < last else None
        base = _speech_bases()[items[verb].low]
        if verb and items[verb - 1].low == "to":
            if base != "announce":
                return
        elif self.tags[verb] in ("VB", "VBG") and items[verb].low not in ("saying", "adding"):
            return
        if (
            self.tags[verb] == "VBN"
            and verb
            and items[verb - 1].low not in cues("speech_auxiliary")
            and verb - 1 not in self.naming_at
            and (nxt is None or nxt.low not in cues("said_what"))
            and items[verb].low not in cues("plain_said")
        ):
            return
        self.beside = set()
        found: tuple[str | None, int | None] | None = None
        inverted = False
        if verb and items[verb - 1].text == "," and nxt is not None:
            found = self._naming_behind(verb + 1, last)
            inverted = found is not None
        if found is None:
            found = self._subject_before(verb, first)
        if found is None and verb and items[verb - 1].low == "to" and base == "announce":
            k = next((self.naming_at[m] for m in range(first, verb) if m in self.naming_at), None)
            if k is not None and self.namings[k].lead <= first + 2:
                found = (self._said(self.namings[k].start, self.namings[k].end), self.namings[k].person)
        if found is None or found[1] is None:
            self._report_of_body(verb, base, out, inside, titled=found is not None)
            return
        span = self._reported_span(verb, first, last, inverted)
        if span is None and not inverted:
            span = self._span_before_subject(verb, first)
            inverted_clause = span is not None
        else:
            inverted_clause = inverted
        if span is None or inside.touches(*span):
            # the words beside it are the quotation itself
            if kind == "strong" or span is not None:
                self.speaking.add(found[1])
            span = self._outside(span, inside)
            if span is None:
                return
        needs = base in cues("needs_clause") or kind == "weak"
        if needs and not inverted_clause and not self._has_clause(verb, last, base, kind):
            return
        self.speaking.update((found[1], *self.beside))
        for other in self._joint_speakers(verb, first, last, inverted):
            self.speaking.add(other)
        out += self._quote_of(found, span, self._unmarked(verb, span, inverted=inverted_clause))

    def _leads_to_block(self, verb: int) -> bool:
        """Tell whether a colon and a break stand behind a verb: what is before it is no report."""
        behind = self.reading.words[verb + 1 : verb + 3]
        return [word.text for word in behind[:1]] == [":"] and behind[-1].kind == "break"

    def _quote_of(self, who: Told, span: tuple[int, int], unmarked: tuple[int, int] | None) -> list[QuoteMention]:
        if unmarked is not None:
            return [QuoteMention(*unmarked, "marks-lost", "direct", *who)]
        return [QuoteMention(*span, "reported", "indirect", *who)] if is_on("quotes.reported") else []

    def _unmarked(self, verb: int, span: tuple[int, int], *, inverted: bool) -> tuple[int, int] | None:
        """Return where the words stand that a person says and whose marks are lost, None where they are reported.

        Args:
            span: the words that a verb of speech reports.
            inverted: whether the verb and its subject stand behind them.
        """
        items = self.reading.words
        if not is_on("quotes.marks-lost"):
            return None
        if verb + 2 < len(items) and items[verb + 1].text == ":" and items[verb + 2].text not in (*OPENING, '"'):
            return (items[verb + 2].start, self._paragraph_end(verb)) if items[verb + 2].kind != "break" else span
        words = {w.low for w in items[bisect_left(self.starts, span[0]) : bisect_left(self.starts, span[1])]}
        return span if inverted and words & cues("first_person") else None

    def _report_of_body(self, verb: int, base: str, out: list[QuoteMention], inside: _Ranges, *, titled: bool) -> None:
        """Read what a body, a document or an officer without a name says: "Police said that …", "…, the FBI said."."""
        if not is_on("quotes.reported"):
            return
        items = self.reading.words
        first, last = self._sentence_span(verb)
        told = None if titled else self._teller_before(verb, first)
        if told is None:
            return
        lead, speaker = told
        end = last
        while end > verb and items[end - 1].kind in ("break", "mark") and items[end - 1].text not in ")%":
            end -= 1
        n = verb + 1
        while n < end and n - verb <= 4 and items[n].kind in ("word", "num") and items[n].low != "that":
            n += 1
        if n < end and items[n].low == "that":
            n += 1
        elif lead > first + MIN_FREE_WORDS and items[lead - 1].text == "," and n >= end:
            n, end = first, lead - 1
        elif base == "say" and verb + 1 < end and self.tags[verb + 1] not in ("IN", "TO", "RB"):
            n = verb + 1
        else:
            return
        n, end = self._within_marks(n, end)
        if self._is_clause(n, end):
            self._add_reported(n, end, "reported", (speaker, None), out, inside)

    def _is_clause(self, first: int, last: int) -> bool:
        """Tell whether words say something by themselves: enough of them, with a verb of their own."""
        return last - first >= MIN_FREE_WORDS and any(tag in FINITE_TAGS for tag in self.tags[first:last])

    def _within_marks(self, first: int, last: int) -> tuple[int, int]:
        """Return a stretch of words without the marks and breaks at its ends."""
        items = self.reading.words
        while first < last and items[first].kind in ("mark", "break"):
            first += 1
        while last > first and items[last - 1].kind in ("mark", "break"):
            last -= 1
        return first, last

    def _add_reported(
        self,
        first: int,
        last: int,
        rule: str,
        who: tuple[str | None, int | None],
        out: list[QuoteMention],
        inside: _Ranges,
    ) -> None:
        """Add words as an indirect quotation, as far as no direct one stands in them.

        Args:
            who: the speaker as named, and the person.
        """
        whole = self.reading.words[first].start, self.reading.words[last - 1].end
        span = self._outside(whole, inside) if inside.touches(*whole) else whole
        if span is not None:
            out.append(QuoteMention(*span, rule, "indirect", *who))

    def _teller_before(self, verb: int, first: int) -> tuple[int, str | None] | None:
        """Return the first word of the body or document that is the subject of a verb of speech, and a body's name."""
        items, taken = self.reading.words, self.reading.taken
        n = verb - 1
        while n > first and (
            items[n].low in cues("speech_auxiliary") or (items[n].low.endswith("ly") and not items[n].cap)
        ):
            n -= 1
        if n < first or items[n].kind not in ("word", "abbr") or items[n].possessive:
            return None
        lead = n
        if taken[n] == "organisations":
            while lead > first and taken[lead - 1] == "organisations":
                lead -= 1
            speaker: str | None = self._said(items[lead].start, items[n].end)
        elif items[n].low in cues("teller"):
            speaker = None
            while lead > first and items[lead - 1].kind == "word" and self.tags[lead - 1][:2] in ("NN", "JJ", "VB"):
                lead -= 1
        else:
            return None
        if lead > first and items[lead - 1].low in cues("speaker_article"):
            lead -= 1
        before = items[lead - 1] if lead > first else None
        # "a spokesman for the police said", "with police said"
        free = before is None or before.kind in ("mark", "break") or before.low in cues("joins_clause")
        return (lead, speaker) if free else None

    def _span_before_subject(self, verb: int, first: int) -> tuple[int, int] | None:
        """Return the characters of a clause that stands before "…, X and Y announced." in one sentence."""
        items = self.reading.words
        k = self._last_naming(verb)
        while k > 0 and self.namings[k].first > first:
            gap = items[self.namings[k - 1].tail : self.namings[k].lead]
            if not are_joined(gap):
                break
            k -= 1
        stop = self.namings[k].lead if k >= 0 else first
        while stop > first and (items[stop - 1].kind == "mark" or items[stop - 1].low in ("the", "today")):
            stop -= 1
        while first < stop and items[first].kind in ("mark", "break"):
            first += 1
        if stop - first < 3 or items[stop].text != "," or self._leads_to_block(verb):
            return None
        return items[first].start, items[stop - 1].end

    def _outside(self, span: tuple[int, int] | None, inside: _Ranges) -> tuple[int, int] | None:
        """Return the part of a reported clause before the first quotation in it, if it says something."""
        if span is None:
            return None
        cut = inside.first_in(*span)
        if cut is None or cut - span[0] < 25:
            return None
        text = self.text[span[0] : cut].rstrip(' “"‘«„:,;\n')
        return (span[0], span[0] + len(text)) if len(text.split()) >= MIN_FREE_WORDS else None

    def _has_clause(self, verb: int, last: int, base: str, kind: str) -> bool:
        """Tell whether a verb that also means other things is followed by what was said."""
        items = self.reading.words
        following = [w.low for w in items[verb + 1 : min(last, verb + 9)]]
        # "asked Minister Jan Berg if …"
        asked = base == "ask" and any(m in self.naming_at for m in range(verb + 1, min(last, verb + 5)))
        if asked or (base, *following[:1]) in (("continue", "to"), ("call", "for"), ("call", "upon")):
            return False
        if "that" in following[:6] or (following and following[0] in cues("opens_speech")):
            return True
        if kind == "weak":
            # "called each skiff a filing cabinet", "asked governments to", "described the case of"
            role = self.lex.speech.get(items[verb].low)
            return (
                role == "weak"
                and len(following) > 2
                and not any(f in (".", ";") for f in following[:2])
                and following[0] not in cues("no_speech_behind")
                and not (base == "call" and following[0] == "the")
            )
        if base == "announce":  # "announced today the passage of a law"
            return any(tag in FINITE_TAGS for tag in self.tags[verb + 1 : last])
        return base not in ("promise", "assure") and verb in self.clause_at

    def _tells_nothing(self, verb: int, first: int, last: int) -> bool:
        """Tell whether somebody is told, but nothing is, or is told or asked to do something: "told her to go"."""
        base = _speech_bases()[self.reading.words[verb].low]
        if base == "tell" and not any(tag in FINITE_TAGS for tag in self.tags[first:last]):
            return True
        if base not in ("ask", "tell") or not is_on("quotes.bidding"):
            return False
        for n in range(verb + 1, min(last, verb + 1 + MAX_BIDDEN)):
            if self.tags[n] in FINITE_TAGS or self.reading.words[n].kind not in ("word", "abbr"):
                return False
            if self.tags[n] == "TO" and n > verb + 1:
                return n + 1 < last and self.tags[n + 1] == "VB"
        return False

    def _naming_behind(self, n: int, last: int) -> tuple[str | None, int | None] | None:
        found = self._subject_behind(n, last)
        return found if found is not None and found[1] is not None else None

    def _joint_speakers(self, verb: int, first: int, last: int, inverted: bool) -> list[int]:
        """Return the other people of a shared subject ("A, B and C announced", "announced A of X and B of Y")."""
        items = self.reading.words
        anchor = verb
        inside = list(self.namings[max(0, self._last_naming(first - 1) + 1) : self._last_naming(last) + 1])
        line = [m for m in inside if (m.first > anchor if inverted else m.last <= anchor)]
        if not inverted:
            line = line[::-1]
        out: list[int] = []
        for k in range(1, len(line)):
            left, right = (line[k - 1], line[k]) if inverted else (line[k], line[k - 1])
            if not are_joined(items[left.tail : right.lead], most=4, also=cues("together")):
                break
            out.append(line[k].person)
        return out

    def _paragraph_end(self, n: int) -> int:
        at = self.text.find("\n\n", self.reading.words[n].end)
        return len(self.text.rstrip()) if at < 0 else at

    def _reported_span(self, verb: int, first: int, last: int, inverted: bool) -> tuple[int, int] | None:
        """Return the characters of what was said."""
        items = self.reading.words
        if inverted:
            stop = verb - 1
            while first < stop and items[first].kind in ("mark", "break"):
                first += 1
            return (items[first].start, items[stop - 1].end) if stop > first else None
        if verb + 1 < last and items[verb + 1].text == "," and verb and items[verb - 2].text == ",":
            n = first
        else:
            n = verb + 1
            reach = MAX_TOLD if _speech_bases()[items[verb].low] == "tell" else MAX_BEFORE_THAT
            for m in range(verb + 1, min(last, verb + 1 + reach)):
                if items[m].low == "that" and items[m].kind == "word":
                    n = m + 1
                    break
                if items[m].kind == "mark":
                    break
        while n < last and items[n].kind == "mark":
            n += 1
        end = last
        while end > n and items[end - 1].kind in ("break", "mark") and items[end - 1].text not in ")%":
            end -= 1
        # "…, the minister said today.", "…, the minister told the council in Elmford."
        if self._tells_nothing(verb, n, end) or all(w.low in cues("speech_auxiliary") for w in items[n:end]):
            return None
        return (items[n].start, items[end - 1].end) if end > n else None

    def _report_according(self, n: int, out: list[QuoteMention], inside: _Ranges) -> None:
        """Read "According to X, …" and "…, according to X"."""
        if not is_on("quotes.according-to"):
            return
        items = self.reading.words
        found = self._subject_behind(n + 2, min(len(items), n + 20), strict=True)
        if found is None or found[1] is None:
            self._according_to_body(n, out, inside)
            return
        first, last = self._sentence_span(n)
        k = self.naming_at.get(next((m for m in range(n + 2, last) if m in self.naming_at), -1))
        if k is None:
            return
        if n > first + 2:
            a, b = first, n
        else:
            a, b = self.namings[k].tail, last
        a, b = self._within_marks(a, b)
        self.speaking.add(found[1])
        if b - a >= 2:
            self._add_reported(a, b, "according-to", found, out, inside)

    def _according_to_body(self, n: int, out: list[QuoteMention], inside: _Ranges) -> None:
        """Read "According to police, …" and "…, according to the FBI": the phrase holds a body or a teller."""
        items, taken = self.reading.words, self.reading.taken
        first, last = self._sentence_span(n)
        stop = n + 2
        while stop < last and items[stop].kind in ("word", "abbr", "num") and stop - n < 16:
            stop += 1
        bodies = [m for m in range(n + 2, stop) if taken[m] == "organisations"]
        if not bodies and not any(items[m].low in cues("teller") for m in range(n + 2, stop)):
            return
        if n > first + 2 and any(w.low == "that" for w in items[n - 2 : n]):
            return  # "The Mayor said that, according to police, …" is the mayor's
        if n <= first + 2 and (stop >= last or items[stop].text != ","):
            return  # where the phrase ends is not told
        speaker = None
        if bodies and bodies[0] <= n + 3:
            end = bodies[0]
            while end + 1 < stop and taken[end + 1] == "organisations":
                end += 1
            speaker = self._said(items[bodies[0]].start, items[end].end)
        a, b = self._within_marks(*((first, n) if n > first + 2 else (stop, last)))
        if self._is_clause(a, b):
            self._add_reported(a, b, "according-to", (speaker, None), out, inside)


SPEAKERS: RuleList[Callable[[QuoteReader, _Quoted], Told | None]] = RuleList("quotes")


@SPEAKERS.rule("set-apart")
def _told_before_block(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    apart = reader.text[max(0, quoted.start - 2) : quoted.start].strip() == ">"
    return reader._clause_before(quoted.first, quoted.floor) if apart else None


@SPEAKERS.rule("speaker-before")
def _told_before_another(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    """Take the clause before, where the one behind leads on to another: "A told them, “…” B added, “…”"."""
    return reader._clause_before(quoted.first, quoted.floor) if reader._leads_to_next(quoted) else None


@SPEAKERS.rule("dash-behind")
def _told_behind_dash(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    """Take the name that a dash puts behind a quotation: "“…” – Ada Lind, Director"."""
    items = reader.reading.words
    n = quoted.last
    while n < quoted.ceiling and items[n].kind == "mark" and items[n].text in '”"’»›,.':
        n += 1
    if n + 1 >= quoted.ceiling or items[n].text not in ("–", "—", "-") or not reader._is_paragraph_head(quoted.start):
        return None
    return reader._line_of(n + 1)


@SPEAKERS.rule("speaker-behind")
def _told_behind(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    if reader._has_speaker_before(quoted):
        return reader._clause_before(quoted.first, quoted.floor)
    return reader._clause_behind(quoted.last, quoted.ceiling)


@SPEAKERS.rule("speaker-before")
def _told_before(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    previous = quoted.previous
    if previous is not None and previous.end <= quoted.start:
        gap = [word.low for word in reader._words_between(previous.end, quoted.first)]
        if gap[:1] == ["and"] and len(gap) == 2 and gap[1] in reader.lex.speech:
            return previous.speaker, previous.person_id  # "Lind said, “…,” and added, “…”"
    return reader._clause_before(quoted.first, quoted.floor)


@SPEAKERS.rule("split-quotation")
def _told_with_first_part(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    """Take the speaker of the part before: "“…,” said X, “…”", "“…,” said X. “…”"."""
    previous = quoted.previous
    if previous is None or previous.end > quoted.start:
        return None
    gap = reader._words_between(previous.end, quoted.first)
    behind = bisect_left(reader.starts, previous.end) - 1
    same = bool(quoted.first) and reader.sentence_of[quoted.first - 1] == reader.sentence_of[behind]
    if not (same and len(gap) <= MAX_SPLIT_WORDS and not any(w.low in reader.lex.speech for w in gap)):
        if "\n\n" in reader.text[previous.end : quoted.start] or len(gap) > MAX_CLAUSE_WORDS:
            return None
        if gap and not reader._is_one_report(previous, quoted.start):
            return None
    return previous.speaker, previous.person_id


@SPEAKERS.rule("quotation-goes-on")
def _told_in_paragraph_before(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    """Take the speaker of the paragraph before, where only the report of it stands between."""
    previous = quoted.previous
    if previous is None or previous.end > quoted.start or previous.person_id is None:
        return None
    if "\n\n" not in reader.text[previous.end : quoted.start]:
        return None
    reported = reader._is_one_report(previous, quoted.start) and reader._stands_alone(quoted.start, quoted.end)
    goes_on = not reader._words_between(previous.end, quoted.first) or reported
    return (previous.speaker, previous.person_id) if goes_on else None


@SPEAKERS.rule("sentence-before")
def _told_in_sentence_before(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    return reader._sentence_before(quoted.first, quoted.floor)


@SPEAKERS.rule("block")
def _told_around_block(reader: QuoteReader, quoted: _Quoted) -> Told | None:
    if not reader._stands_alone(quoted.start, quoted.end):
        return None
    above = reader._line_above(quoted.first)
    return above or reader._line_below(quoted.last) or reader._paragraph_above(quoted.first, quoted.floor)


class _Ranges:
    """Character ranges that do not overlap, in order, searched by place."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._starts = [r[0] for r in ranges]
        self._ends = [r[1] for r in ranges]

    def holds(self, at: int) -> bool:
        k = bisect_right(self._starts, at) - 1
        return k >= 0 and at < self._ends[k]

    def first_in(self, start: int, end: int) -> int | None:
        k = bisect_left(self._starts, start)
        return self._starts[k] if k < len(self._starts) and self._starts[k] < end else None

    def touches(self, start: int, end: int) -> bool:
        k = bisect_right(self._ends, start)
        return k < len(self._starts) and self._starts[k] < end


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Return the characters between quotation marks, in text order, marks left out.

    A quotation whose mark is opened again at the next paragraph, or closed only in a later
    one, runs over them. One never closed ends before its reporting clause, else with its
    paragraph.

    >>> text = "“One.\\n\\n“Two,” he said."
    >>> [text[a:b] for a, b in find_quotations(text)]
    ['One.\\n\\n“Two,']
    """
    marks = [(m.start(), m.end(), m.group()) for m in _MARK.finditer(text)]
    breaks = [start for start, _ in paragraph_breaks(text)]
    out: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    last_mark = -1
    skips = -1
    for k, (start, end, mark) in enumerate(marks):
        if k <= skips:
            continue
        if (
            opened is not None
            and opened[1] == "‘"
            and mark in '“"«'
            and bisect_left(breaks, start) > bisect_left(breaks, last_mark)
        ):
            opened = None
        role = _mark_role(text, start, end, mark, opened[1] if opened else "")
        if not role:
            continue
        if opened is None:
            if role == "open":
                opened, last_mark = (end, mark), end
            continue
        crossed = bisect_left(breaks, start) - bisect_left(breaks, last_mark)
        if (
            role == "open"
            and not crossed
            and mark == '"'
            and k + 1 < len(marks)
            and _is_inner_pair(text, end, marks[k + 1])
        ):
            skips = k + 1
            continue
        if role == "open":
            at_head = _at_paragraph_head(text, start)
            if (
                mark == '"'
                and opened[1] == "“"
                and [m for _, _, m in marks[k + 1 : k + 3]] == ['"', "”"]
                and "\n" not in text[start : marks[k + 2][0]]
            ):
                skips = k + 1
                continue
            if mark == "“" and opened[1] == "“" and not crossed and not at_head:
                inner = _inner_end(text, marks, k)
                if inner:
                    skips = inner
                    continue
            # ".“" with no blank: two paragraphs run together
            glued = not crossed and mark == "“" and text[start - 1] in ".!?"
            if glued and opened[1] == "“":
                last_mark = end
                continue
            if crossed <= 1 and at_head and _same_style(opened[1], mark):
                last_mark = end
                continue
            out.extend(_unclosed(text, opened[0], last_mark, start, breaks))
            opened, last_mark = (end, mark), end
            continue
        if (crossed > 1 and crossed > MAX_SPAN_PARAGRAPHS) or (crossed and not _may_span(text, last_mark, start)):
            out.extend(_unclosed(text, opened[0], last_mark, start, breaks))
            opened = None
            continue
        out.append((opened[0], start))
        opened = None
    if opened is not None:
        out.extend(_unclosed(text, opened[0], last_mark, len(text), breaks))
    out = _with_blocks(text, out)
    parts = [part for span in out for part in _without_clauses(text, *span)]
    found = [span for span in (_trim(text, *s) for s in parts) if span[1] > span[0]]
    return _with_straight_singles(text, found) if "'" in text else found


# "the Mayor remarked:" and a paragraph that Markdown sets apart as quoted
_BLOCK = re.compile(
    rf"\b(?:{_VERBS})\b[^.!?\n]{{0,60}}:[ ]*\n\s*> ?(?P<block>[^\n>][^\n]*(?:\n(?:>?[ ]*\n)*> ?[^\n>][^\n]*)*)"
)


def _with_blocks(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add the paragraphs set apart as quoted behind a verb of speech and a colon, where no marks stand in them."""
    if "\n>" not in text or not is_on("quotes.set-apart"):
        return found
    blocks = [match.span("block") for match in _BLOCK.finditer(text)]
    new = [(a, b) for a, b in blocks if not any(start < b and a < end for start, end in found)]
    return sorted([*found, *new])


# Where a straight single mark can open speech: behind a blank, bracket or colon, before a word that is no "'90s".
_SINGLE_OPEN = re.compile(
    r"(?:(?<=[\s(\[—–:])|^)'(?=[A-Z0-9a-z\[“…])(?!\d\ds\b)(?!(?:tis|twas|em|til|cause|n)\b)", re.MULTILINE
)
# Where it can close speech: behind a stop or comma, before a blank, stop or the end.
_SINGLE_END = re.compile(r"(?<=[.,!?…])'(?=[\s.,;:)\]—–]|$)", re.MULTILINE)
_BEFORE_SPEECH = re.compile(rf"\b(?:{_VERBS}|saying|reads?|asked|wrote|tweeted|posted)\b[^.!?\n]{{0,60}}[:,]?\s*$")
_BEHIND_SPEECH = re.compile(rf"[^.!?\n]{{0,60}}?\b(?:{_VERBS}|asked|wrote)\b")
MIN_FREE_SPEECH = 6  # words of a sentence in single marks that is speech though no verb says so


def _with_straight_singles(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add what stands between straight single marks, where a verb of speech or whole sentences tell that it is speech.

    >>> text = "'The boat was empty,' said Inspector Penn. 'We didn't see the men's car.'"
    >>> [text[a:b] for a, b in find_quotations(text)]
    ['The boat was empty,', "We didn't see the men's car."]
    """
    inside = sorted(found)
    starts = [start for start, _ in inside]
    more: list[tuple[int, int]] = []
    breaks = [at for at, _ in paragraph_breaks(text)]
    done = 0
    for opening in _SINGLE_OPEN.finditer(text):
        start = opening.end()
        n = bisect_right(starts, start) - 1
        if start < done or (n >= 0 and inside[n][1] >= start):
            continue
        n = bisect_left(breaks, start)
        end = breaks[n] if n < len(breaks) else len(text)
        closing = _SINGLE_END.search(text, start, end)
        if closing is None:
            continue
        stop = closing.start()
        follows = (
            bool(more) and start - more[-1][1] < 100 and _BEHIND_SPEECH.match(text, more[-1][1] + 1, start) is not None
        )
        told = (
            follows
            or _BEFORE_SPEECH.search(text, max(0, opening.start() - 90), opening.start())
            or _BEHIND_SPEECH.match(text, closing.end(), min(end, closing.end() + 90))
        )
        words = text[start:stop].split()
        whole = len(words) >= MIN_FREE_SPEECH and text[start].isupper() and text[stop - 1] in ".!?…"
        if told or whole:
            more.append((start, stop))
            done = closing.end()
    return sorted([*found, *more])


def _without_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut out reporting clauses that lost the marks around them ("“We won, said Ana Ruiz. It took years.”")."""
    out: list[tuple[int, int]] = []
    while True:
        match = _CLAUSE_INSIDE.search(text, start, end)
        if not match:
            break
        stop = first_stop(text, match.end(), end)
        out.append((start, match.start() + 1))
        if stop is None:
            return out
        start = stop
    out.append((start, end))
    return out


def _is_inner_pair(text: str, start: int, behind: tuple[int, int, str]) -> bool:
    """Tell whether a straight mark and the next one set off a few words inside a quotation."""
    stop, end, mark = behind
    inside = text[start:stop]
    return (
        mark == '"'
        and len(inside) < 60
        and not any(c in ".!?\n" for c in inside)
        and not inside[-1:].isspace()
        and text[end : end + 1].isspace()
        and text[end + 1 : end + 2].islower()
        and not _VERB_NEXT.match(text, end + 1)
    )


def _inner_end(text: str, marks: Sequence[tuple[int, int, str]], k: int) -> int:
    """Return the number of the mark that closes curly marks opened inside others at mark `k`, 0 if none does.

    They are inner marks where the paragraph closes both them and the outer ones: “He said “no”, and left.”
    """
    close, depth = 0, 1
    for m in range(k + 1, min(k + MAX_INNER_MARKS, len(marks))):
        start, end, mark = marks[m]
        if "\n" in text[marks[m - 1][1] : start]:
            return 0
        if mark == "“":
            depth += 1
        elif mark == "”" and depth:
            depth -= 1
            if not depth and not close:
                reports = _REPORTING.match(text, end) or _VERB_NEXT.match(text, end + 1)
                if reports or start - marks[k][1] > MAX_INNER:
                    return 0
                close = m
        elif mark == "”":
            return close
    return 0


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _at_paragraph_head(text: str, at: int) -> bool:
    n = at - 1
    while n >= 0 and text[n] in " \t\xa0":
        n -= 1
    return n < 0 or text[n] == "\n"


def _same_style(one: str, other: str) -> bool:
    return one == other or {one, other} <= {"“", '"', "„"} or {one, other} <= {"«", "»"}


def _may_span(text: str, start: int, end: int) -> bool:
    """Tell whether a closing mark in a later paragraph can belong to one opened before."""
    return not _REPORTING.search(text, start, end)


def _mark_role(text: str, start: int, end: int, mark: str, opened: str) -> str:
    """Return "open", "close" or "" (an apostrophe, an inner mark) for a mark in its place."""
    before = text[start - 1] if start else "\n"
    behind = text[end] if end < len(text) else "\n"
    if mark == "’":
        # closes only what ‘ opened, and never inside a word or after a plural's s
        return (
            "close"
            if opened == "‘"
            and not behind.isalnum()
            and not before.isspace()
            and (before in ".,!?…" or behind in ".,;:)\n” ")
            and not (before == "s" and behind == " " and text.find("’", end, end + 400) > 0)
            else ""
        )
    if mark == "‘":
        if opened and opened != "‘":
            return ""
        if before.isalnum() or not (behind.isalnum() or behind in "“…"):
            return ""
        return "open" if _SINGLE_CLOSE.search(text, end, end + 1500) else ""
    if opened == "‘":
        return ""
    if mark in ('"', "''", "``"):
        left, right = before.isspace() or before in "([—–-:", behind.isspace() or behind in ".,;:!?)]—–-\n"
        if before.isdigit() and not opened:
            return ""
        if not opened:
            return "open" if not right or left else ""
        if left and not right:
            return "open"
        return "close"
    if mark == "“":
        if opened == "„":
            return "close"
        return "open"
    if mark in ("«", "‹", "„", "‟"):
        if mark == "«" and opened == "»":
            return "close"
        return "open"
    if mark == "»" and not opened:
        return "open" if (before.isspace() and behind.isalnum()) else ""
    if mark in ("”", "»", "›"):
        if mark == "”" and opened in ("«", "»"):
            return ""
        return "close" if opened else ""
    return ""


# A single mark that closes words of a speaker, not a name or a plural: it follows a stop or comma.
_SINGLE_CLOSE = re.compile(r"[^‘\n]{3,}?[.,!?…]’(?!\w)|\n\s*\n\s*‘")
_VERB_NEXT = re.compile(rf"(?:{_VERBS})\b")
_REPORTING = re.compile(
    rf"[,.?!]\s+(?=(?:{_VERBS})\s+(?:[A-Z]|the\b|he\b|she\b))|,\s+(?=(?:[A-Z][\w.’'-]*\s+){{1,5}}(?:{_VERBS})\b)"
)
_CLAUSE_INSIDE = re.compile(rf"[,?!]\s+(?:{_VERBS})\s+(?=[A-Z])")


def _unclosed(text: str, start: int, last_mark: int, limit: int, breaks: Sequence[int]) -> list[tuple[int, int]]:
    """Return where a quotation that is never closed ends: before its reporting clause, else with its paragraph."""
    k = bisect_left(breaks, last_mark)
    end = min(breaks[k] if k < len(breaks) else len(text), limit)
    match = _REPORTING.search(text, last_mark, end)
    if match:
        return [(start, match.start() + 1)]
    if end == limit and limit < len(text):
        # another quotation opens in the same paragraph: nothing tells where the first one ended
        return []
    return [(start, end)]
