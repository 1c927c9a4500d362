"""Noun phrases: the one that begins at a token, the one that ends before it, what its "of" adds, the subject of a verb.

Tags and heads come from the model and are wrong often enough; each step asks for agreement between word order and tags.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.extract.reading.actions import action_table
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_joint
from pipeline.extract.reading.tokens import FINITE_TAGS, NAME_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.lookups import words

MODIFIER_TAGS = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "AFX", "FW", "ADD"))
DETERMINER_TAGS = frozenset(("DT", "PRP$", "PDT"))
# Longest noun phrase read, in tokens: the longest in the development releases has nine.
MAX_PHRASE = 14
HYPHENS = ("-", "‐", "‑")
# What a step over one token of a phrase may come to.
_HEAD, _PASS, _JOIN, _STOP = "head", "pass", "join", "stop"


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: tokens [first, end), its head (the last noun of the first conjunct) and other heads."""

    first: int
    end: int
    head: int
    heads: tuple[int, ...]

    @classmethod
    def of_word(cls, n: int) -> Phrase:
        """Return a phrase of one token."""
        return cls(n, n + 1, n, (n,))


class Phrases:
    """Reads the noun phrases of one release.

    Args:
        stops: tokens at which a phrase ends whatever it is: a number or its currency begins there.
    """

    def __init__(self, tokens: Tokens, stops: Collection[int] = ()) -> None:
        self.tokens = tokens
        self.stops = frozenset(stops)
        self.participles = action_table().participles
        self.vague = words("vague_quantities")
        self.low, self.tag = tokens.low, tokens.tag

    # the phrase that begins here -----------------------------------------------

    def phrase_from(self, at: int, *, value: float = 2.0, joined: bool = True) -> Phrase | None:
        """Read the noun phrase that begins at token `at`; None where there is none.

        Args:
            value: the number before it; with more than one, a singular is not yet the head.
            joined: whether "and …" may go on ("people, vehicles and goods").
        """
        head = self._head_from(at, value)
        if head is None:
            return None
        heads, end = [head], head + 1
        if joined:
            end = self._conjuncts(heads, end, value)
        return Phrase(at, end, head, tuple(heads))

    def _head_from(self, at: int, value: float) -> int | None:
        """Return the head of the noun phrase at `at`, without conjuncts."""
        tokens, head = self.tokens, -1
        at = n = self._past_ages(at)
        limit = min(len(tokens), at + MAX_PHRASE)
        while n < limit:
            if tokens.ends_paragraph(n) or (head >= 0 and (tokens.lower[n] == "worth" or n in self.stops)):
                break
            step = _PASS if tokens.is_space(n) else self._step(n, at, head, value)
            if step == _STOP:
                break
            if step == _JOIN and n + 1 in self.stops:
                break
            if step == _JOIN:
                rest = self._head_from(n + 1, 1.0)
                if rest is None or self.tag(rest) not in PLURAL_TAGS or self.tag(n + 1) in ("DT", "PRP$"):
                    break
                return rest
            if step == _HEAD:
                head = n
            n += 1
        return self._without_owned(at, head, value) if head >= 0 else None

    def _without_owned(self, at: int, head: int, value: float) -> int:
        """Return the people of "14 helpers involvement", which has lost its apostrophe, else the head."""
        if value <= 1 or self.tag(head) != "NN" or category_of(self.low(head)) != "other":
            return head
        owners = (m for m in range(at, head) if self.low(m).endswith("s") and category_of(self.low(m)) == "people")
        return next(owners, head)

    def _step(self, n: int, at: int, head: int, value: float) -> str:
        """Tell whether a token is the head so far, goes on, joins a second noun ("bank and card accounts") or stops."""
        tag, low = self.tokens.tags[n], self.tokens.lower[n]
        if low in HYPHENS and n > at and self.tokens.is_joined(n):
            return _PASS if self.tokens.is_joined(n + 1) else _STOP
        if self.tokens.is_noun(n):
            hyphenated = self.low(n - 1) in HYPHENS and self.tokens.is_joined(n) and n - 1 > at
            return _STOP if head >= 0 and not hyphenated and self._ends_phrase(n, head) else _HEAD
        if self._is_plural_taken_for_verb(n, at, head, value):
            return _HEAD
        if tag == "POS" or low in cues("possessive_mark"):
            return _PASS if head >= 0 and self._leads_to_noun(n + 1) else _STOP
        if tag == "HYPH" or (low in ("–", "/") and n > at and self.tokens.is_joined(n)):
            return _PASS if self.tokens.is_joined(n + 1) else _STOP
        if tag in MODIFIER_TAGS:
            if tag == "JJ" and head < 0 and value == 1 and self._is_person_taken_for_adjective(n):
                return _HEAD
            return _PASS if self._modifies(n, head, value) else _STOP
        if head < 0:
            return _PASS if self._leads_in(n, at) else _STOP
        return _JOIN if low in ("and", "&") and value > 1 and self.tag(head) == "NN" else _STOP

    def _is_plural_taken_for_verb(self, n: int, at: int, head: int, value: float) -> bool:
        """Tell a plural that the tagger took for a verb: "38 arrests", "87 bank accounts worth", "40 boat crews in"."""
        tag, low = self.tokens.tags[n], self.tokens.lower[n]
        if not low.endswith("s"):
            return False
        if head < 0:
            return n == at and tag in ("VBZ", "VBP", "VB") and not low.endswith("ss")
        if value <= 1 or tag not in ("VBZ", "VBP") or self.tag(head) != "NN" or category_of(low) == "other":
            return False
        return self.low(n + 1) in (*cues("behind_noun"), ",", ".", ";", ")")

    def _is_person_taken_for_adjective(self, n: int) -> bool:
        """Tell "one suspect and ignore …", where the tagger takes the noun for an adjective."""
        return self.low(n + 1) in ("and", "or") and category_of(self.low(n)) == "people" and self.tag(n - 1) == "CD"

    def _modifies(self, n: int, head: int, value: float) -> bool:
        """Tell whether an adjective, participle or figure goes on with a phrase."""
        if head < 0:
            return not self.is_action_participle(n) or self._leads_to_noun(n + 1)
        if self.tokens.low(n - 1) in HYPHENS and self.tokens.is_joined(n):
            return True
        if self.low(n) in cues("participle_of_kind") and self.tag(n + 1) in PLURAL_TAGS and value > 1:
            return category_of(self.low(head)) != "people"
        if self.is_action_participle(n) or self.tag(n) == "VBG" or not self._leads_to_noun(n):
            return False
        return self.tag(head) not in PLURAL_TAGS or value == 1

    def _leads_in(self, n: int, at: int) -> bool:
        """Tell whether a token may stand before a phrase's first noun."""
        tag, low = self.tokens.tags[n], self.tokens.lower[n]
        if tag == "VBD" and n == at and low.endswith("ed") and self.tag(n + 1) in PLURAL_TAGS:
            return low not in self.participles  # "900 worked pieces"
        if tag in ("RB", "RBS", "RBR"):
            return self.tag(n + 1) in ("JJ", "VBN", "VBG", "RB", "HYPH")
        if low in cues("year_joint") and n > at:
            return self.tag(n + 1) in ("JJ", "VBN", "VBG", "NN", "NNS", "RB")
        return low in ('"', "“", "”", "‘") or tag == "$"

    def is_action_participle(self, n: int) -> bool:
        """Tell whether a token says what was done: "12 arrested", not "12 arrest warrants"."""
        return self.low(n) in self.participles and self.tag(n) not in ("NN", "NNS", "JJ")

    def _past_ages(self, at: int) -> int:
        """Step over the ages in "two 20 and 26 years old brothers"."""
        if self.tag(at) == "CD" or self.low(at)[:2].isdigit():
            for n in range(at + 1, min(at + 8, len(self.tokens))):
                if self.low(n) in ("old", "year-old"):
                    return n + 1
                if self.tag(n) not in ("CD", "CC", "HYPH", "NNS", "NN", ","):
                    break
        return at

    def _ends_phrase(self, n: int, head: int) -> bool:
        """Tell whether the noun at `n` opens something new behind a phrase's head."""
        tags, heads, low = self.tokens.tags, self.tokens.heads, self.low(n)
        if low in cues("adverbial"):
            return True
        if self.low(n - 1) in cues("participle_of_kind"):
            return False
        if low in self.participles and tags[head] in PLURAL_TAGS and low.endswith(tuple(cues("participle_plain"))):
            return True  # a participle taken for a noun in a headline: "22 Members Charged Federally"
        if tags[head] != "NNS":
            return False
        if tags[n] == "NNS" and n == head + 1 and category_of(self.low(head)) not in ("people", "organisations"):
            return False  # "two prison rules violations", but "gave two victims cheques"
        apart = heads[n] != n and heads[head] != n
        return tags[n] in NAME_TAGS or (apart and self.tokens.deps[n] in ("npadvmod", "nsubj", "nsubjpass", "dobj"))

    def _leads_to_noun(self, n: int) -> bool:
        """Tell whether modifiers from `n` on end in a noun within three words."""
        for m in range(n, min(n + 4, len(self.tokens))):
            if self.tokens.is_noun(m):
                return not (self.tag(m) == "NNP" and m > n and self.tag(n) == "VBN")
            if self.tag(m) not in MODIFIER_TAGS:
                return self.low(m) == "and" and self._is_second_modifier(m + 1)
        return False

    def _is_second_modifier(self, n: int) -> bool:
        """Tell the second of two participles before a plural: "signed and notarized mortgage documents"."""
        last = self.past(n + 1, "JJ", "NN")
        return self.tag(n) in ("VBN", "JJ") and self.tag(last) == "NNS" and last <= n + 3

    # what is joined to it --------------------------------------------------------

    def _conjuncts(self, heads: list[int], end: int, value: float) -> int:
        """Append the heads of bare plurals joined to a plural head; return the new end."""
        head = heads[0]
        if value == 1 or (self.tag(head) not in PLURAL_TAGS and value > 0):
            return end
        found: list[int] = []
        n, closed = end, False
        while not closed and (at := past_joint(self.low, n)) > n:
            closed = self.low(at - 1) != ","
            if value <= 0 and not found and closed and self.low(n) == ",":
                break  # "1,000 kilograms of marijuana, and conspiracy to launder money"
            core = self._conjunct_at(at, head, value)
            if core is None:
                break
            found.append(core)
            n = core + 1
        if not closed or not found or not self._belong_together(head, found, value):
            return end
        if self.tag(n) in ("VBD", "MD", "VBZ") and self.tokens.deps[head] in ("dobj", "pobj"):
            return end  # a verb before has the phrase as object: what follows starts anew
        heads.extend(found)
        return n

    def _conjunct_at(self, at: int, head: int, value: float) -> int | None:
        """Return the head of a member of a list at `at`, None where the list does not go on."""
        if self.tag(at) in ("DT", "CD", "PRP$", "PRP", "IN", "WDT", "RB") or self.low(at) in self.participles:
            return None
        if at in self.stops or self.low(at) in self.vague or self.low(at) in cues("vague_number"):
            return None  # "two leaders and several of their men": the second has an amount of its own
        if self.low(at) in cues("anew") or (
            self.tag(at) == "VBG" and self.tokens.deps[at] not in ("amod", "compound", "nmod")
        ):
            return None  # "24 kilos of pills, and additional seizures"; "two magazines and wounding three agents"
        core = self._head_from(at, 2.0)
        if core is None or (self.tag(core) not in PLURAL_TAGS and value > 0):
            return None
        return None if self.tag(at) == "NNP" and self.tag(head) == "NNS" else core

    def _belong_together(self, head: int, found: list[int], value: float) -> bool:
        """Tell whether the parse, too, joins the members of a list."""
        deps, known = self.tokens.deps, {head, *found}
        return value <= 0 or all(
            (deps[n] in ("conj", "appos") and self.tokens.heads[n] in known) or deps[n] in ("compound", "nmod")
            for n in found
        )

    # the phrase that ends here ---------------------------------------------------

    def phrase_before(self, at: int) -> Phrase | None:
        """Read the noun phrase that ends right before token `at`."""
        n = at - 1
        while n >= 0 and self.tokens.is_space(n) and not self.tokens.ends_paragraph(n):
            n -= 1
        if n < 0 or not self.tokens.is_noun(n):
            return None
        head = n
        while n > 0 and at - n < MAX_PHRASE and self._goes_on_left(n - 1, n, head):
            n -= 1
        old = next((k for k in range(head - 1, n - 1, -1) if self.low(k) in ("old", "year-old")), None)
        n = n if old is None else old + 1
        timed = (k + 2 for k in range(head - 2, n, -1) if self.tag(k + 1) == "VBN" and self.low(k) in cues("time"))
        n = next(timed, n)  # "in the last week secured settlements"
        while n < head and self.tag(n) in ("CD", "POS", "HYPH"):
            n += 1
        return Phrase(n, head + 1, head, (head,))

    def _goes_on_left(self, previous: int, n: int, head: int) -> bool:
        tag = self.tag(previous)
        if self.tokens.is_noun(previous) or tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS", "CD", "AFX"):
            done = self.low(previous) in self.participles and tag in ("VBN", "VBG")
            if done and self.tokens.heads[previous] > head:
                return False
            return tag != "VBG" or self.tokens.deps[previous] in ("amod", "compound")
        if tag != "RB" or n >= head:
            return False
        return self.tag(n) in ("JJ", "VBN") and self.tag(previous - 1) in ("JJ", "DT", "CD", "PRP$")

    # what "of" adds --------------------------------------------------------------

    def end_with_of(self, phrase: Phrase, *, deep: bool = False) -> int:
        """Return the end of a phrase including an "of …" that says what kind it is.

        Args:
            deep: whether articles may follow "of": "of the samples".
        """
        end, head = phrase.end, self.low(phrase.head)
        if self.low(end) != "of":
            return end
        at = end + 1
        if at in self.stops:
            return end  # "1,200 victims of EUR 3 million"
        if head in cues("offence"):
            return self._offence_end(at)
        if head in ("defendant", "defendants") or (
            category_of(head) == "people" and self.tag(self.tokens.heads[end]) in VERB_TAGS
        ):
            return end  # "convicted all four defendants of conspiracy"
        if not deep and self.tag(at) in ("DT", "PRP$", "PRP", "CD", "WDT", "WP", "PDT"):
            return end
        if self.tag(at) in NAME_TAGS and head not in cues("container") and self.low(at) not in cues("kind_of_sum"):
            return end
        if deep and self.tag(at) in ("DT", "PRP$"):
            at += 1
        inner = self.phrase_from(at, value=0.0)
        if inner is None:
            return end
        if self.low(inner.end) == "of" and head in cues("container"):
            return self.end_with_of(inner)
        return inner.end

    def _offence_end(self, at: int) -> int:
        """Return the end of a crime's name behind "counts of": to a comma, a full stop or the next number."""
        if self.tag(at) in ("DT", "PRP$"):
            return at - 1
        n = at
        while n < len(self.tokens) and n - at < MAX_PHRASE:
            ends = self.low(n) in cues("offence_end") or self.tokens.is_space(n)
            if (ends and not self._offence_goes_on(n)) or self.tag(n) in FINITE_TAGS or self._leaves_offence(n):
                break
            n += 1
        while n > at and self.tag(n - 1) in ("IN", "CC", "TO", "DT", "PRP$", "PRP", "HYPH", "POS"):
            n -= 1
        return n if n > at else at - 1

    def _offence_goes_on(self, n: int) -> bool:
        """Tell "possession and sale" and "assault in aid of" from the end of a crime's name."""
        low, following = self.low(n), self.low(n + 2)
        if low == "and":
            goes_on = (
                self.tag(n + 1) in ("VB", "VBG", "NN", "NNS", "JJ", "VBN") and self.low(n + 1) not in self.participles
            )
            return goes_on and following not in cues("counts_behind")
        if low == "in" and self.low(n - 1) in cues("in_of_offence"):
            return True
        return low == "in" and self.tag(n + 1) == "NN" and following in ("with", "of")

    def _leaves_offence(self, n: int) -> bool:
        """Tell what a person did or when, behind a crime's name: "theft for his part", "theft on June 4"."""
        low = self.low(n)
        if low in ("for", "from"):
            dated = self.tag(n + 1) == "DT" and (self.low(n + 2)[:1].isdigit() or self.tag(n + 2) in NAME_TAGS)
            return self.tag(n + 1) == "PRP$" or dated
        if low in ("last", "this"):
            return self.low(n + 1) in cues("time")
        return low == "on" and self.tag(n + 1) in NAME_TAGS and self.low(n + 2)[:1].isdigit()

    def widened(self, phrase: Phrase) -> Phrase:
        """Widen "glasses" to "set of glasses"."""
        outer = self.phrase_before(phrase.first - 1) if self.low(phrase.first - 1) == "of" else None
        return Phrase(outer.first, phrase.end, outer.head, outer.heads) if outer is not None else phrase

    def past(self, n: int, *tags: str) -> int:
        """Return the first token from `n` on that has none of these tags."""
        while self.tag(n) in tags:
            n += 1
        return n

    # subjects --------------------------------------------------------------------

    def subject(self, at: int) -> Phrase | None:
        """Return the subject of the verb that governs token `at`, as a noun phrase."""
        tokens, n = self.tokens, at
        for _ in range(6):
            if self.tag(n) in VERB_TAGS:
                for child in tokens.children_as(n, "nsubj", "nsubjpass"):
                    if child < at and tokens.is_noun(child):
                        return self._of_subject(child)
            if tokens.heads[n] == n:
                return None
            n = tokens.heads[n]
        return None

    def _of_subject(self, n: int) -> Phrase:
        first, last = n, self._head_from(n, 2.0)
        fits = ("JJ", "NN", "NNP", "VBN", "VBG", "HYPH")
        while first > 0 and self.tag(first - 1) in fits and self.tokens.heads[first - 1] <= n:
            first -= 1
        return Phrase(first, (n if last is None else last) + 1, n, (n,))

    # texts -----------------------------------------------------------------------

    def text_of(self, phrase: Phrase, *, start: int | None = None, end: int | None = None) -> str:
        """Return a phrase's words, one blank between them, articles off the front.

        Args:
            start: an offset from which on words are taken.
            end: the token before which they end, if not the phrase's own end.
        """
        tokens, first = self.tokens, phrase.first
        if start is None:
            first = self._past_lead(first, phrase.head, DETERMINER_TAGS, None)
        if start is None or start <= tokens.starts[phrase.first]:
            first = self._past_lead(first, phrase.head, frozenset(("JJR", "JJ", "RBR")), cues("lead"))
        stop = phrase.end if end is None else end
        a = tokens.starts[first] if start is None or first > phrase.first else max(start, 0)
        return " ".join(tokens.text[a : tokens.ends[stop - 1]].split()).strip(' -"“”‘')

    def _past_lead(self, n: int, head: int, tags: frozenset[str], among: frozenset[str] | None) -> int:
        while n < head and self.tag(n) in tags and (among is None or self.low(n) in among):
            n += 1
        return n
