"""What a number counts or measures: the noun phrase beside it, or at a distance.

The usual place is the noun phrase that follows ("some 160 senior police leaders", "18 kg of heroin"). Besides there are
partitives, relatives, comparisons, lists with figures in brackets, results behind a colon, and for money and measures
the phrase before or the subject. Each way of saying it is a rule of a list (`rules.csv` has an example of each); the
first that knows tells the item, or that the number counts nothing.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from pipeline.extract.reading.actions import action_table, happens_to_people
from pipeline.extract.reading.amounts import Quantity
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.homes import past_home
from pipeline.extract.reading.phrases import DETERMINER_TAGS, HYPHENS, MODIFIER_TAGS, Phrase, Phrases
from pipeline.extract.reading.tokens import FINITE_TAGS, NAME_TAGS, NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.extract.reading.words import Piece, doc_pieces
from pipeline.extract.rules import RuleList, is_on

# How far back a referent is looked for: in counts, and in tokens. Bounds the work on hostile text.
MAX_EARLIER = 12
MAX_BACK = 120
# How many tokens behind a singular the plural is looked for that it belongs to.
MAX_TO_PLURAL = 10
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LAST_DAY = 31
# Words of a headline that need no capital are no longer.
_SHORT = 4
_DASHES = ("–", "—", "-", ":")


@functools.cache
def _bounds() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how a qualifier begins, or ends, beside which it may stand what the sum is: "losses over $7,000"."""
    return tuple(f"{words} " for words in cues("sum_bound")), tuple(f" {words}" for words in cues("sum_bound_behind"))


@functools.cache
def _sum_joints() -> frozenset[str]:
    """Return what parts the sums of a list, with its blanks."""
    return frozenset(f"{joint} " if joint[0] in ",:" else f" {joint} " for joint in cues("sum_joint"))


@dataclass(frozen=True)
class Item:
    """What a quantity counts.

    Attributes:
        text: as worded, without articles; None where the text does not say.
        head: the token of its head.
        anchors: tokens that stand for the counted things in the parse.
        end: the token behind the phrase, or behind the number where there is none.
        rule: the rule that found it.
        elliptic: whether the number stands alone in its place ("53 arrested").
        definite: whether the text presents the things as known ("the six people").
        whole: index among the earlier quantities of that of which this one is a part; -1 is the one that follows.
    """

    text: str | None
    head: int | None
    anchors: tuple[int, ...]
    end: int
    rule: str
    elliptic: bool = False
    definite: bool = False
    whole: int | None = None


NOTHING: Final = Item(None, None, (), 0, "nothing")
Earlier = Sequence[tuple[Quantity, Item]]


class Place:
    """One quantity in its place, as the rules see it.

    Attributes:
        quantity: the number.
        earlier: the quantities before it in the release, with their items.
        first: the token the quantity begins in; `before` is the one before it.
        at: the token behind it; the text's end where a paragraph ends there.
    """

    def __init__(self, quantity: Quantity, phrases: Phrases, earlier: Earlier) -> None:
        self.quantity = quantity
        self.phrases = phrases
        self.tokens: Tokens = phrases.tokens
        self.earlier = earlier
        self.low, self.tag = phrases.low, phrases.tag
        self.first = self.tokens.token_at(quantity.start)
        self.before = self.first - 1
        behind = token_behind(self.tokens, quantity)
        # "two Port Ann, Ohio, men"
        self.behind = past_home(self.tokens, behind) or behind if behind < len(self.tokens) else behind
        self.at = len(self.tokens) if self.tokens.ends_paragraph(self.behind) else self.behind

    @property
    def is_worded_one(self) -> bool:
        return self.quantity.value == 1 and self.quantity.worded

    @property
    def is_like_a_year(self) -> bool:
        return self.quantity.bare_digits and _FIRST_YEAR <= self.quantity.value <= _LAST_YEAR

    @property
    def is_first_item(self) -> bool:
        """Whether the number may be the mark of a list's first item: "Sentence: 1. 200 months"."""
        goes_on = self.at + 1 < len(self.tokens) and not self.tokens.ends_line(self.at)
        return self.quantity.bare_digits and self.quantity.value == 1 and goes_on

    @property
    def is_glued(self) -> bool:
        """Whether a token holds the number's end and more ("40 tonsof")."""
        return self.at < len(self.tokens) and self.tokens.starts[self.at] < self.quantity.after

    @cached_property
    def last(self) -> tuple[Quantity, Item] | None:
        """The quantity before, where it stands in the same sentence."""
        if not self.earlier or not self.tokens.same_sentence(self.earlier[-1][0].start, self.quantity.start):
            return None
        return self.earlier[-1]

    @cached_property
    def phrase(self) -> Phrase | None:
        """The noun phrase behind; "up from seven last year" has none."""
        if self.at >= len(self.tokens) or self.low(self.at) in ("has", "have"):
            return None
        value = self.quantity.value_max or self.quantity.value
        phrase = self.phrases.phrase_from(self.at, value=value)
        if phrase is not None and value > 1:
            phrase = self.to_its_plural(phrase)
        if phrase is not None and self.low(phrase.head) in cues("time") and self.low(self.at) in ("last", "this"):
            return None
        if phrase is not None and len(phrase.heads) > 1 and self.ends_list(phrase):
            return Phrase(phrase.first, phrase.head + 1, phrase.head, (phrase.head,))
        return phrase

    def ends_list(self, phrase: Phrase) -> bool:
        """Tell whether what "and" joins ends a list of counts: "20 agencies, 94 offices and partners"."""
        if self.low(self.before) != "," or self.last is None or self.last[1].end != self.before:
            return False
        goes_on = self.low(phrase.end) in (",", "and") and phrase.end + 1 in self.phrases.stops
        return self.last[1].rule == "noun-phrase" and not goes_on

    def to_its_plural(self, phrase: Phrase) -> Phrase:
        """Go on from a singular to the plural it belongs to: "40 state and local agencies", "90 sewer overflows"."""
        tokens, head = self.tokens, phrase.head
        if phrase.end >= len(tokens) or tokens.ends_paragraph(phrase.end - 1):
            return phrase
        if self.tag(head) in PLURAL_TAGS:
            return self.with_noun_taken_for_verb(phrase)
        other = head
        for _ in range(3):
            if tokens.deps[other] in ("nmod", "compound", "amod") and self.tag(other) not in PLURAL_TAGS:
                other = tokens.heads[other]
        known = self.tag(head) == "NN" or category_of(self.low(phrase.end)) != "other"
        if known and self.tag(phrase.end) == "VBZ" and self.low(phrase.end).endswith("s"):
            other = phrase.end  # no verb in the singular stands behind two things
        if self.low(phrase.end) == "(" and self.low(phrase.end + 2) == ")":  # "two sales tax (ST) offices"
            other = self.phrases.past(phrase.end + 3, "NN", "JJ", *NAME_TAGS)
        elif self.tag(head) == "NNP" and self.low(phrase.end) == "of":
            beyond = self.phrases.past(phrase.end + 1, *NAME_TAGS)
            other = beyond if beyond > phrase.end + 1 and self.tag(beyond) == "NNS" else other
        elif self.tag(head) == "NN" and self.low(phrase.end) == "to" and self.tag(phrase.end + 1) == "NN":
            other = phrase.end + 2  # "60 glass to metal seals"
        elif self.tag(head) == "NN" and self.low(phrase.end) == ",":
            other = self.behind_list(phrase.end) or other
        near = head < other < head + MAX_TO_PLURAL and (other == phrase.end or self.tag(other) in PLURAL_TAGS)
        if not near or any(self.tag(n) in (*FINITE_TAGS, "CD") for n in range(head, other)):
            return phrase
        return Phrase(phrase.first, other + 1, other, (other,))

    def with_noun_taken_for_verb(self, phrase: Phrase) -> Phrase:
        """Go on to "violations" in "two prison rules violations for": no verb in the singular stands behind two."""
        n = phrase.end
        taken = self.tag(n) == "VBZ" and n == phrase.head + 1 and category_of(self.low(n)) != "other"
        ended = self.low(n + 1) in (*cues("behind_noun"), ",", ".", ";", ")")
        return Phrase(phrase.first, n + 1, n, (n,)) if taken and ended else phrase

    def behind_list(self, comma: int) -> int | None:
        """Return the plural that a list of its kinds leads to: "13,000 state, local, and tribal agencies"."""
        n = self.phrases.past(comma, ",", "NN", "JJ", "CC")
        joined = any(self.low(m) == "and" for m in range(comma, n))
        return n if joined and self.tag(n) == "NNS" and n - comma < MAX_TO_PLURAL else None

    @cached_property
    def next(self) -> int:
        """The token behind, adverbs stepped over."""
        return self.phrases.past(self.at, "RB", "RBR")

    @cached_property
    def of(self) -> int | None:
        """The token behind "of" where it follows: "two of the men", "three out of 12", "five more of them"."""
        if self.low(self.at) == "out" and self.low(self.at + 1) == "of":
            return self.at + 2
        if self.low(self.at) == "of":
            return self.at + 1
        return self.at + 2 if self.low(self.at) in ("more", "others") and self.low(self.at + 1) == "of" else None

    @cached_property
    def of_what(self) -> int:
        """The token behind "of" and the articles that follow it."""
        n = self.of or 0
        while self.tag(n) in DETERMINER_TAGS or self.low(n) in cues("before_whole"):
            n += 1
        return n

    @cached_property
    def is_participle_next(self) -> bool:
        return self.low(self.next) in self.phrases.participles and self.tag(self.next) not in ("NN", "NNS")

    @cached_property
    def fronted(self) -> int | None:
        """The index of the quantity in a fronted "Of the 214 arrests made, 93 were …"."""
        at = self.next
        opening = self.tokens.sentence_of[max(self.before, 0) if at >= len(self.tokens) else at]
        if not self.earlier or self.low(opening) not in ("of", "among"):
            return None
        first = bisect_left(self.earlier, self.tokens.starts[opening], key=lambda entry: entry[0].start)
        for n in range(first, min(first + MAX_EARLIER, len(self.earlier))):
            if self.earlier[n][0].kind == "thing":
                return n
        return len(self.earlier) - 1 if self.low(opening + 1) in cues("of_these") else None

    # items -----------------------------------------------------------------------

    @property
    def is_definite(self) -> bool:
        return self.low(self.before) in cues("definite")

    def item(
        self,
        phrase: Phrase,
        rule: str,
        *,
        end: int = 0,
        start: int | None = None,
        elliptic: bool = False,
        whole: int | None = None,
        of: bool = False,
    ) -> Item:
        """Return the item that a phrase is.

        Args:
            end, start: where its words end (a token) and begin (an offset), if not at the phrase's own.
            elliptic: whether the number stands apart from the phrase.
            of: whether an "of …" that says what kind it is belongs to it.
        """
        end = self.phrases.end_with_of(phrase) if of else end
        anchors = number_anchors(self.tokens, self.quantity)
        return Item(
            self.phrases.text_of(phrase, start=start, end=end or None).partition("—")[0] or None,
            phrase.head,
            tuple(sorted({*anchors, *(() if elliptic else phrase.heads)})),
            self.tokens.first_from(self.quantity.after) if elliptic else max(phrase.end, end),
            rule,
            elliptic,
            self.is_definite,
            whole,
        )

    def bare(self, rule: str, text: str | None = None, whole: int | None = None) -> Item:
        """Return the item of a number without a phrase of its own."""
        anchors = number_anchors(self.tokens, self.quantity)
        end = self.tokens.first_from(self.quantity.after)
        return Item(text, None, anchors, end, rule, elliptic=True, definite=self.is_definite, whole=whole)

    def antecedent(self, at: int, least: float) -> tuple[str | None, int | None]:
        """Return the item that "them" or an elliptic number refers to, and its index: no part exceeds its whole."""
        there = self.tokens.starts[at] if at < len(self.tokens) else len(self.tokens.text)
        for n in range(len(self.earlier) - 1, max(-1, len(self.earlier) - 1 - MAX_EARLIER), -1):
            quantity, item = self.earlier[n]
            if item.text and quantity.kind == "thing" and quantity.value != 1 and _most(quantity) >= least:
                near = self.tokens.sentences_apart(quantity.start, there) <= 1
                return (item.text, n) if near else (None, None)
        return None, None

    def antecedent_of_part(self, at: int) -> tuple[str | None, int | None]:
        return self.antecedent(at, self.quantity.value if self.quantity.kind == "thing" else 0)

    def predicate(self, at: int) -> Phrase | None:
        """Read the plural noun behind "were" in the clause from `at` on: "15 were minors"."""
        n, forms = at, cues("be_predicate")
        while n - at < 12 and self.low(n) not in (".", ";", ",", "") and self.low(n) not in forms:
            n += 1
        if n - at >= 12 or self.low(n) not in forms:
            return None
        m = self.phrases.past(n + 1, "RB")
        phrase = None if self.tag(m) in ("DT", "CD") else self.phrases.phrase_from(m, value=2.0)
        if phrase is None or self.tag(phrase.head) not in PLURAL_TAGS:
            return None
        return None if any(map(self.phrases.is_action_participle, range(m, phrase.head))) else phrase


def _most(quantity: Quantity) -> float:
    return quantity.value_max or quantity.value


def token_behind(tokens: Tokens, quantity: Quantity) -> int:
    """Return the token behind a quantity; of "3.5m." the point that the tokenizer leaves on is stepped over."""
    n = tokens.token_at(quantity.after)
    if n < len(tokens) and tokens.starts[n] < quantity.after:
        rest = tokens.text[quantity.after : tokens.ends[n]]
        return n if any(c.isalnum() or c in "-‐‑–" for c in rest) else n + 1
    return n


def number_anchors(tokens: Tokens, quantity: Quantity) -> tuple[int, ...]:
    """Return the tokens of a quantity: its figure, unit and currency."""
    first = tokens.token_at(quantity.number_start)
    last = tokens.token_at(max(quantity.number_end - 1, quantity.number_start))
    anchors = set(range(first, min(last + 1, len(tokens))))
    if quantity.unit_start is not None and quantity.unit_end is not None:
        anchors.update(range(tokens.token_at(quantity.unit_start), tokens.token_at(quantity.unit_end - 1) + 1))
    before = tokens.token_at(quantity.start)
    if all(unicodedata.category(c) == "Sc" for c in tokens.word(before)):
        anchors.add(before)
    return tuple(sorted(anchors))


Rule = Callable[[Place], Item | None]
MONEY_GUARDS: RuleList[Rule] = RuleList("counts")
MEASURED: RuleList[Rule] = RuleList("counts")
SHARES: RuleList[Rule] = RuleList("counts")
COUNTED: RuleList[Rule] = RuleList("counts")


def item_of(quantity: Quantity, phrases: Phrases, earlier: Earlier) -> Item | None:
    """Return what a quantity counts, or None where the number counts nothing.

    Args:
        earlier: the quantities before it in the release, with their items.
    """
    place = Place(quantity, phrases, earlier)
    for rules in _lists(quantity.kind):
        for rule in rules.active():
            found = rule.read(place)
            if found is not None:
                return None if found is NOTHING else found
    if quantity.kind in ("money", "measure") and is_on("counts.bare-measure"):
        return place.bare("bare-measure")
    return place.bare("share") if quantity.kind == "percent" else None


def _lists(kind: str) -> Iterator[RuleList[Rule]]:
    if kind == "money":
        yield MONEY_GUARDS
    yield MEASURED if kind in ("money", "measure") else SHARES if kind in ("percent", "fraction") else COUNTED


# things counted ----------------------------------------------------------------


@COUNTED.rule("one-as-pronoun")
def _one_as_pronoun(place: Place) -> Item | None:
    return NOTHING if place.is_worded_one and place.low(place.before) in cues("before_pronoun_one") else None


@COUNTED.rule("hyphen")
def _hyphenated(place: Place) -> Item | None:
    if not place.quantity.hyphen:
        return None
    word = place.at + 1 if place.low(place.at) in HYPHENS else place.at
    low = place.low(word).lstrip("-")
    if not low.isalpha():
        text = place.tokens.text[place.quantity.after : place.quantity.after + 40].lstrip("-\u2010\u2011")
        low = "".join(c if c.isalpha() else " " for c in text).split(" ")[0].lower()
    if low not in cues("hyphen"):
        return NOTHING
    if low == "strong":
        phrase = place.phrases.phrase_from(word + 1, value=1.0)
        return place.item(phrase, "hyphen") if phrase else NOTHING
    return Item(low, word, (*number_anchors(place.tokens, place.quantity), word), word + 1, "hyphen")


def _line_start(tokens: Tokens, at: int) -> int:
    """Return the first token of the line that holds token `at`."""
    n = at
    while n > 0 and not tokens.ends_line(n - 1):
        n -= 1
    return n


@COUNTED.rule("age-over")
def _age_over(place: Place) -> Item | None:
    """People over 60 lost their savings: so old they are."""
    quantity = place.quantity
    words = place.tokens.text[quantity.start : quantity.end].lower()
    people = place.tag(place.before) in PLURAL_TAGS and category_of(place.low(place.before)) == "people"
    behind = place.low(place.at)
    ends = not behind or behind in cues("behind_aged") or place.tag(place.at) in FINITE_TAGS
    aged = quantity.bare_digits and 10 < quantity.value < 100 and words.startswith(("over ", "under "))
    return NOTHING if people and ends and aged else None


@COUNTED.rule("heading-colon")
def _after_colon(place: Place) -> Item | None:
    tokens, before = place.tokens, place.before
    while before > 0 and tokens.is_space(before) and not tokens.ends_line(before):
        before -= 1
    if before < 1 or place.low(before) not in cues("heading_mark"):
        return None
    if place.is_like_a_year and place.low(before) != ":":
        return NOTHING  # "Press Releases - 2017"
    behind = place.low(place.at)
    if behind == "." and place.is_first_item:
        return NOTHING
    if behind and not behind.isspace() and behind not in ("(", ";", ",", ".", "•", "|"):
        return None
    first = _heading_start(tokens, before)
    if not 0 < before - first <= 8 or any(_is_clause_verb(place, n) for n in range(first, before)):
        return None
    nouns = [n for n in range(first, before) if tokens.is_noun(n) or tokens.lower[n].endswith("s")]
    if nouns:
        return place.item(Phrase(first, before, nouns[-1], tuple(nouns)), "heading-colon")
    done = before - first <= 2 and place.low(before - 1) in place.phrases.participles
    return place.bare("heading-colon") if done else None


def _heading_start(tokens: Tokens, before: int) -> int:
    """Return where the heading before a colon begins: of several results on one line the last."""
    first = _line_start(tokens, before)
    parted = (n + 1 for n in range(before - 1, first - 1, -1) if tokens.lower[n] in (";", ",", "•", "|", "."))
    first = next(parted, first)
    while first < before and not tokens.lower[first][:1].isalpha():
        first += 1
    return first


def _is_clause_verb(place: Place, n: int) -> bool:
    low = place.low(n)
    return place.tag(n) in FINITE_TAGS and not low.endswith("s") and low not in place.phrases.participles


def _is_bracketed(place: Place) -> bool:
    return place.low(place.before) == "(" and place.low(place.at) == ")"


@COUNTED.rule("brackets")
def _in_brackets(place: Place) -> Item | None:
    named = place.phrases.phrase_before(place.before) if _is_bracketed(place) else None
    return place.item(named, "brackets") if named and place.tag(named.head) == "NNS" else None


@COUNTED.rule("bracket-list")
def _in_bracket_list(place: Place) -> Item | None:
    if not _is_bracketed(place):
        return None
    tokens, before = place.tokens, place.before
    opening = max(tokens.sentence_of[before], before - MAX_BACK)
    near = range(opening + 1, min(before + MAX_BACK, len(tokens) - 1))
    if sum(_is_bracketed_figure(tokens, n) for n in near if tokens.sentence_of[n] == tokens.sentence_of[before]) < 2:
        return None
    n = next((n for n in range(opening, before) if tokens.tags[n] == "NNS"), None)
    if n is None:
        return None
    first = n
    while first > opening and tokens.tags[first - 1] in ("JJ", "NN", "VBN", "NNP"):
        first -= 1
    return place.item(Phrase(first, n + 1, n, (n,)), "bracket-list", elliptic=True)


def _is_bracketed_figure(tokens: Tokens, n: int) -> bool:
    return tokens.low(n - 1) == "(" and tokens.low(n + 1) == ")" and tokens.lower[n][:1].isdigit()


# parts: "two of the trainers", "nine of them", "sixteen of the 214 arrested were citizens" ----------------------------


@COUNTED.rule("one-of")
def _one_of(place: Place) -> Item | None:
    return NOTHING if place.of is not None and place.is_worded_one else None


@COUNTED.rule("predicate")
def _of_whom_were(place: Place) -> Item | None:
    """60 migrants, 31 of whom were children."""
    if place.of is None or place.low(place.of) not in ("whom", "them"):
        return None
    predicate = place.predicate(place.of + 1)
    if predicate is None or predicate.first > place.of + 3:
        return None
    _, whole = place.antecedent_of_part(_joint_of(place))
    return place.item(predicate, "predicate", elliptic=True, whole=whole)


def _joint_of(place: Place) -> int:
    """Return the token from which an antecedent is looked for back: "out" aside, where the part's "of" begins."""
    return place.at + 1 if place.low(place.at) == "out" else place.at


@COUNTED.rule("anaphor")
def _of_them(place: Place) -> Item | None:
    if place.of is None or place.low(place.of) not in cues("part_pronoun"):
        return None
    if place.low(place.of) in ("these", "those"):
        following = place.phrases.phrase_from(place.of + 1, value=2.0)
        if following is not None:
            return place.item(following, "partitive", elliptic=True, whole=_whole(place, following))
    text, whole = place.antecedent_of_part(_joint_of(place))
    return place.bare("anaphor", text or _plural_before(place, _joint_of(place)), whole)


def _whole(place: Place, phrase: Phrase) -> int | None:
    """Return the index of the nearest earlier quantity of the same noun."""
    noun = place.low(phrase.head)
    for n in range(len(place.earlier) - 1, max(-1, len(place.earlier) - 6), -1):
        head = place.earlier[n][1].head
        if head is not None and place.low(head) == noun:
            return n
    return None


def _plural_before(place: Place, at: int) -> str | None:
    """Return the plural subject before token `at` in its sentence, else the nearest plural noun phrase.

    "Of which" stands behind the nearest, whatever the subject.
    """
    tokens = place.tokens
    start = max(tokens.sentence_of[min(at, len(tokens) - 1)], at - MAX_BACK)
    plurals = [n for n in range(start, at) if tokens.tags[n] == "NNS"]
    which = place.of is not None and place.low(place.of) == "which"
    subjects = [n for n in plurals if tokens.deps[n] in ("nsubj", "nsubjpass", "ROOT") and not which]
    if not plurals:
        return None
    phrase = place.phrases.phrase_before((subjects[0] if subjects else plurals[-1]) + 1)
    return place.phrases.text_of(phrase) if phrase else None


@COUNTED.rule("partitive")
def _part_of(place: Place) -> Item | None:
    if place.of is None:
        return None
    if place.tag(place.of) not in (*DETERMINER_TAGS, "CD") and place.low(place.of) != "all":
        return _part_of_kind(place, place.of)
    if place.tag(place.of_what) == "CD":
        return _part_of_number(place)
    inner = place.phrases.phrase_from(place.of_what, value=2.0)
    if inner is not None:
        return place.item(inner, "partitive", elliptic=True, whole=_whole(place, inner))
    return _part_of_participle(place)


def _part_of_kind(place: Place, of: int) -> Item:
    """Twelve of Italian nationality."""
    owned = next((n + 1 for n in range(of + 1, of + 5) if place.tag(n) == "POS"), None)
    if owned is not None and all(place.tokens.is_noun(n) for n in range(of, owned - 1)):
        of = owned
    inner = place.phrases.phrase_from(of, value=0.0 if owned is None else 2.0)
    inner = place.to_its_plural(inner) if inner is not None and owned is not None else inner
    named = inner is not None and place.tag(of) in (*NOUN_TAGS, "JJ")
    return place.item(inner, "partitive", elliptic=True) if inner is not None and named else NOTHING


def _part_of_number(place: Place) -> Item:
    """Sixteen of the 214: the whole is itself a number; its own item is found when its turn comes."""
    predicate = place.predicate(_joint_of(place))
    inner = place.phrases.phrase_from(place.phrases.past(place.of_what, "CD"), value=2.0)
    if predicate is not None:
        return place.item(predicate, "predicate", elliptic=True, whole=-1)
    if inner is not None:
        return place.item(inner, "partitive", elliptic=True, whole=-1)
    return place.bare("partitive", None, -1)


def _part_of_participle(place: Place) -> Item:
    """Three of the arrested were officers."""
    n = place.of_what
    if place.low(n) not in place.phrases.participles or n <= _joint_of(place) + 1:
        return NOTHING
    predicate = place.predicate(n)
    return place.item(predicate, "predicate", elliptic=True) if predicate else place.bare("partitive")


@COUNTED.rule("price")
def _price(place: Place) -> Item | None:
    if place.low(place.before) not in cues("price") or place.last is None or place.last[0].kind != "money":
        return None
    return None if place.tag(place.at) in ("NN", "NNS", "JJ") else place.bare("price", place.last[1].text)


@COUNTED.rule("other-part")
def _the_other(place: Place) -> Item | None:
    """Four of the seven men left, while the other three stayed."""
    if place.low(place.before) not in ("other", "remaining") or place.low(place.before - 1) != "the":
        return None
    told = place.tag(place.next) in (*FINITE_TAGS, "VBN") or place.low(place.next) in cues("auxiliary_behind")
    if not told or place.is_worded_one or _counted_before(place) is None:
        return None
    text, _ = place.antecedent(place.before, place.quantity.value)
    return place.bare("other-part", text) if text else None


# the noun phrase behind --------------------------------------------------------------


@COUNTED.rule("duration")
def _counts_time(place: Place) -> Item | None:
    return NOTHING if place.phrase is not None and place.low(place.phrase.head) in cues("time") else None


@COUNTED.rule("one-thing")
def _one_thing(place: Place) -> Item | None:
    """One way, one checkpoint can stop a gang: nothing is counted."""
    if place.phrase is None or not place.is_worded_one:
        return None
    head = place.phrase.head
    uncounted = place.low(head) in cues("one") or place.tag(head) in PLURAL_TAGS
    return NOTHING if uncounted or _is_general(place.tokens, head) else None


def _is_general(tokens: Tokens, head: int) -> bool:
    """Tell "one checkpoint can stop a gang" by the modal verb of its clause."""
    verb = tokens.heads[head]
    return tokens.deps[head] == "nsubj" and any(
        tokens.lower[c] in cues("modal") for c in tokens.children_as(verb, "aux")
    )


@COUNTED.rule("year")
def _year(place: Place) -> Item | None:
    if place.phrase is None or not place.is_like_a_year or place.quantity.qualifier != "exact":
        return None
    if place.low(place.at) in cues("of_a_year"):
        return NOTHING
    plural = place.tag(place.phrase.head) in PLURAL_TAGS
    counted = plural and place.low(place.before) not in cues("before_year") and not _is_year_by_looks(place)
    counted = counted and f"{place.quantity.value:.0f}" not in _told_years(place.tokens.text)
    return None if counted else NOTHING


_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3},\d{3}(?![\d,])")


_TOLD_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|until|[Dd]uring|by|from|through|[A-Z][a-z]{2,8}\.?|\d{1,2},) (\d{4})\b")


@lru_cache(maxsize=1)
def _told_years(text: str) -> frozenset[str]:
    """Return the figures that a text uses as years: "in 2018", "May 2018"."""
    return frozenset(_TOLD_YEAR.findall(text))


def _is_year_by_looks(place: Place) -> bool:
    """Tell "the 2006 Harbour Awards" by capitals, "2005 tax returns" by thousands that the release parts by commas."""
    head = place.phrase.head if place.phrase is not None else place.at
    first = place.tokens.word(place.at)
    named = first[:1].isupper() and place.tokens.word(head)[:1].isupper()
    return named or _parts_thousands(place.tokens.text)


@lru_cache(maxsize=1)
def _parts_thousands(text: str) -> bool:
    """Tell whether a text parts thousands by commas; all years of a release ask that of the same text."""
    return _THOUSANDS.search(text) is not None


@COUNTED.rule("number-in-name")
def _in_name(place: Place) -> Item | None:
    """A fund called One Door; Airbus 320 Neo."""
    if place.phrase is None:
        return None
    if place.quantity.bare_digits and place.low(place.before) in cues("time") and place.low(place.before - 1) == "the":
        return NOTHING  # "after the September 11 attacks"
    if _is_address(place, place.phrase) or _is_mark(place, place.phrase) or _is_amid_name(place):
        return NOTHING
    tag, quantity = place.tag(place.phrase.head), place.quantity
    head = place.phrase.head
    named = tag == "NNP" or place.tokens.word(head).istitle() or place.tokens.word(place.at).istitle()
    several = quantity.value > 1 and place.low(head).endswith("s")
    plain = head > place.phrase.first or category_of(place.low(head)) in ("people", "vehicles", "firearms")
    if several and (head - place.phrase.first > 1 or (plain and _is_in_headline(place))):
        named = False  # a headline: "Charged in Two Old Hacking Campaigns"
    if named and quantity.worded and quantity.qualifier == "exact" and _is_capital_inside(place):
        return NOTHING
    if place.is_worded_one and _is_name_ended(place):
        return NOTHING
    if place.tag(place.before) not in NAME_TAGS:
        return None
    directly = tag in NAME_TAGS and place.phrase.head == place.phrase.first and quantity.bare_digits
    return NOTHING if directly or _is_between_names(place, place.phrase) else None


def _is_amid_name(place: Place) -> bool:
    """Tell a figure inside a name in running text, "at a Food 4 Less store", and a day's, "a July 20 press meeting"."""
    quantity, opener = place.quantity, place.tag(place.before - 1) in DETERMINER_TAGS
    if not quantity.bare_digits or not opener or place.before < 1 or not place.tokens.word(place.before).istitle():
        return False
    if quantity.value <= _LAST_DAY and place.low(place.before) in cues("time"):
        return True
    named = place.tag(place.before) == "NNP" and place.tokens.word(place.at).istitle()
    return named and place.tag(place.at) not in PLURAL_TAGS


def _is_address(place: Place, phrase: Phrase) -> bool:
    """Tell a house's number: "near 223 Oak Park Boulevard"."""
    named = place.tag(phrase.head) == "NNP" and place.tokens.word(place.at).istitle()
    if (
        place.quantity.bare_digits
        and place.low(place.at) in cues("compass_word")
        and place.low(place.at + 1)[:1].isdigit()
    ):
        return True  # "1279 East 222nd Street"
    if place.quantity.bare_digits and place.low(place.at) in cues("compass_letter"):
        return True  # "7814 W. Oakdale"
    return named and place.quantity.bare_digits and place.low(phrase.head) in cues("way")


def _is_mark(place: Place, phrase: Phrase) -> bool:
    """Tell the number of a list's item, its point lost: "31 Trade secret theft" at a paragraph's head."""
    opens = place.first == 0 or place.tokens.ends_paragraph(place.first - 1)
    if not opens or not place.quantity.bare_digits or not place.tokens.word(place.at).istitle():
        return False
    if place.quantity.value == 1:
        return "\n\n2 " in place.tokens.text[place.quantity.after : place.quantity.after + 200]
    return place.tag(phrase.head) == "NN"


def _is_between_names(place: Place, phrase: Phrase) -> bool:
    """Tell a table's figure between two names: "Elmford Housing Board 34,992 Torsay Housing Board"."""
    tokens, quantity = place.tokens, place.quantity
    if quantity.worded or quantity.qualifier != "exact" or tokens.tags[phrase.head] != "NNP":
        return False
    named = all(tokens.word(n)[:1].isupper() for n in (phrase.first, phrase.head))
    return named and tokens.word(place.before).istitle()


def _is_in_headline(place: Place) -> bool:
    """Tell whether the longer words of the number's line nearly all have capitals."""
    first, words = _line_start(place.tokens, place.first), []
    for n in range(first, min(first + MAX_BACK, len(place.tokens))):
        words.append(place.tokens.word(n))
        if place.tokens.ends_line(n):
            break
    long = [word for word in words if word.isalpha() and len(word) > _SHORT]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.9 * len(long)


def _is_name_ended(place: Place) -> bool:
    """Tell "One" as the end of a name in running text: "the Kite One gaming console"."""
    tokens, n = place.tokens, place.first
    if n < 2 or not tokens.word(n).istitle() or tokens.sentence_of[n] == n:
        return False
    behind = tokens.word(place.at)
    return place.tag(n - 1) in NAME_TAGS and tokens.word(n - 1)[:1].isupper() and behind[:1].islower()


def _is_capital_inside(place: Place) -> bool:
    """Tell whether a number word has a capital though no sentence begins with it."""
    tokens, n = place.tokens, place.tokens.token_at(place.quantity.number_start)
    if n == 0 or not tokens.word(n).istitle() or tokens.sentence_of[n] == n:
        return False
    if tokens.lower[n - 1] in cues("before_number_name"):
        return True
    return tokens.lower[n - 1].isalpha() and tokens.word(n - 1).islower()


@COUNTED.rule("possessor")
def _possessor(place: Place) -> Item | None:
    """Two firms’ records: the firms are counted; in five cashier’s checks the checks are."""
    phrase = place.phrase
    if phrase is None:
        return None
    mark = next((n for n in range(phrase.first + 1, phrase.head) if place.tag(n) == "POS"), None)
    if mark is None or not place.tokens.is_noun(mark - 1) or place.low(mark - 1) in cues("possessor_of_kind"):
        return None
    if (place.tag(mark - 1) in PLURAL_TAGS) != (place.quantity.value > 1):
        return None
    if place.quantity.value > 1 and category_of(place.low(phrase.head)) == "organisations":
        return None  # "four prosecutors’ offices"
    return place.item(Phrase(phrase.first, mark, mark - 1, (mark - 1,)), "possessor")


@COUNTED.rule("count-before")
def _count_before(place: Place) -> Item | None:
    """A two count indictment."""
    if place.phrase is None or place.low(place.at) != "count" or place.phrase.head == place.at:
        return None
    return Item(
        "count", place.at, (*number_anchors(place.tokens, place.quantity), place.at), place.at + 1, "count-before"
    )


def _is_done_in_headline(place: Place, phrase: Phrase) -> bool:
    """Tell "40 Arrested Worldwide", where no noun follows."""
    done = place.low(place.at) in place.phrases.participles and place.tokens.word(place.at).istitle()
    if not done or place.low(place.at + 1) in cues("behind_participle_in_title"):
        return done
    return place.tag(place.at) in ("VBN", "VBD") and place.tag(phrase.head) == "NNP"


@COUNTED.rule("noun-phrase")
def _noun_phrase(place: Place) -> Item | None:
    if place.phrase is None:
        return None
    if _is_done_in_headline(place, place.phrase):
        alone = place.bare("elliptic")
        return replace(alone, anchors=(*alone.anchors, *place.phrase.heads))
    return place.item(place.phrase, "noun-phrase", of=True, start=place.quantity.after if place.is_glued else None)


@COUNTED.rule("noun-phrase")
def _noun_in_list(place: Place) -> Item | None:
    """Forty photos, 12 identified videos: a participle in a list of things that are counted."""
    at, listed = place.at, place.low(place.before) in cues("list_of_things")
    if not listed or place.last is None or place.last[1].rule != "noun-phrase" or not place.is_participle_next:
        return None
    if at != place.next or place.tag(at + 1) not in PLURAL_TAGS:
        return None
    inner = place.phrases.phrase_from(at + 1, value=2.0, joined=False)
    return place.item(Phrase(at, inner.end, inner.head, inner.heads), "noun-phrase", of=True) if inner else None


# a number without a noun behind it ---------------------------------------------------

# Rules by which a number is a part of one before; what is joined to it is another.
_PARTS = frozenset({"breakdown", "including", "anaphor", "relative"})
_ELSEWHERE = re.compile(
    r"(?: (?:were|was|have been|had been))?(?: [a-z]+ed)?"
    r" (?:in|from) (?:the )?[A-Z0-9][\w.’'-]*(?: [A-Z0-9][\w.’'-]*){0,3},?(?: and)? "
)


def _counted_before(place: Place) -> tuple[Quantity, Item] | None:
    """Return the count before in the same sentence whose item places may share."""
    last = place.last
    return last if last is not None and last[0].kind == "thing" and last[1].text is not None else None


def _is_placed(place: Place) -> bool:
    """Tell whether "in" or "from" and a name follow."""
    at = place.at
    if place.low(at) not in ("in", "from"):
        return False
    return place.tag(at + 1) in NAME_TAGS or (place.tag(at + 1) == "DT" and place.tag(at + 2) in NAME_TAGS)


@COUNTED.rule("breakdown")
def _breakdown_goes_on(place: Place) -> Item | None:
    """33 people: 20 in Spain and 13 in Italy: the second part."""
    last = _counted_before(place)
    if last is None or last[1].rule not in _PARTS or not _is_placed(place):
        return None
    opened = place.low(place.before) in cues("next_part")
    return place.bare("breakdown", last[1].text, last[1].whole) if opened else None


@COUNTED.rule("elsewhere")
def _elsewhere(place: Place) -> Item | None:
    """12 people in Spain and five in France; 15 boats in May and 20 in 2021."""
    last = _counted_before(place)
    at = place.at
    if last is None or place.low(place.before) not in ("and", ",") or place.low(at) not in ("in", "from"):
        return None
    if place.tag(at + 1) not in NAME_TAGS and (place.tag(at + 1) != "CD" or place.quantity.value == 1):
        return None
    item = last[1]
    gap = place.tokens.text[place.tokens.ends[item.end - 1] : place.quantity.start] if item.end else ""
    return place.bare("elsewhere", item.text) if item.rule == "elsewhere" or _ELSEWHERE.fullmatch(gap) else None


@COUNTED.rule("breakdown")
def _breakdown_opens(place: Place) -> Item | None:
    """33 people: 20 in Spain and 13 in Italy: the first part."""
    last = _counted_before(place)
    if last is None or place.is_worded_one or not _is_placed(place) or last[0].value <= place.quantity.value:
        return None
    opened = place.low(place.before) in (":", "(", "–", "—", ",")
    return place.bare("breakdown", last[1].text, len(place.earlier) - 1) if opened else None


@COUNTED.rule("elsewhere")
def _elsewhere_told_first(place: Place) -> Item | None:
    """In Oman, 7 men were held; in Chad, 5."""
    last, at = _counted_before(place), place.at
    if last is None or place.is_worded_one or (at < len(place.tokens) and place.low(at) not in (".", ";")):
        return None
    n = place.before - 1
    if place.low(place.before) != "," or place.tag(n) not in NAME_TAGS:
        return None
    while n > 0 and place.tag(n) in NAME_TAGS:
        n -= 1
    apart = place.low(n) == "in" and place.low(n - 1) in cues("next_part")
    return place.bare("elsewhere", last[1].text) if apart else None


@COUNTED.rule("year-alone")
def _year_alone(place: Place) -> Item | None:
    return NOTHING if place.is_like_a_year else None


@COUNTED.rule("relative")
def _relative(place: Place) -> Item | None:
    """Of which 92; of whom only five; among them four."""
    back = place.before
    while place.low(back) in cues("before_part"):
        back -= 1
    if place.low(back) not in cues("relative_pronoun") or place.low(back - 1) not in cues("before_of_which"):
        return None
    text, whole = place.antecedent(back, place.quantity.value)
    return place.bare("relative", text or _plural_before(place, back), whole)


def _is_auxiliary_next(place: Place) -> bool:
    return place.low(place.next) in cues("auxiliary_behind")


@COUNTED.rule("one-alone")
def _one_alone(place: Place) -> Item | None:
    if not place.is_worded_one:
        return None
    told = place.is_participle_next or place.low(place.next) in ("was", "is")
    if place.low(place.next) in ("was", "is") and place.tag(place.next + 1) == "DT":
        return NOTHING  # "One was a cab with a driver"
    return NOTHING if not told or place.low(place.before) in cues("ordinal") else None


@COUNTED.rule("predicate")
def _predicate_behind(place: Place) -> Item | None:
    """Of the 230 arrested, 15 were minors; 40 passed and 12 were women."""
    told = place.is_participle_next and place.fronted is not None
    predicate = place.predicate(place.next) if told or _is_auxiliary_next(place) else None
    return place.item(predicate, "predicate", elliptic=True, whole=place.fronted) if predicate else None


@COUNTED.rule("fronted-whole")
def _fronted_whole(place: Place) -> Item | None:
    """Of the 214 arrests made, 93 were at sea."""
    if place.fronted is None or not (place.is_participle_next or _is_auxiliary_next(place)):
        return None
    item = place.earlier[place.fronted][1]
    nominal = item.head is not None and place.low(item.head) in action_table().nouns
    return place.bare("fronted-whole", None if nominal else item.text, place.fronted)


@COUNTED.rule("elliptic")
def _elliptic(place: Place) -> Item | None:
    """Twelve were arrested; 53 arrested; a total of 12."""
    at, participles = place.next, place.phrases.participles
    if not _is_auxiliary_next(place):
        told = place.low(place.before) in ("of", "with") and place.low(place.before - 1) in action_table().nouns
        return place.bare("elliptic") if place.is_participle_next or told else None
    behind = next((n for n in range(at + 1, min(at + 4, len(place.tokens))) if place.tag(n) != "RB"), at)
    part = _other_part(place)
    if part is not None:
        return part
    done = place.low(behind) in participles or (place.low(behind) == "been" and place.low(behind + 1) in participles)
    if done or place.low(place.before) == "all":
        return place.bare("elliptic")
    text, _ = place.antecedent_of_part(at)
    return place.bare("elliptic", text) if text else NOTHING


def _other_part(place: Place) -> Item | None:
    """Read the second part of one whole: "eight of the 13 men have left and two have been held"."""
    last = _counted_before(place)
    if last is None or place.low(place.before) not in cues("other_part") or place.is_worded_one:
        return None
    parts = [(quantity, item) for quantity, item in place.earlier[-2:] if item.rule == "partitive" and item.elliptic]
    same = parts and place.tokens.same_sentence(parts[-1][0].start, place.quantity.start)
    return place.bare("elliptic", parts[-1][1].text) if same else None


@COUNTED.rule("including")
def _including(place: Place) -> Item | None:
    if place.low(place.before) != "including" or place.tag(place.next) not in ("IN", "VBN", ",", "."):
        return None
    text, whole = place.antecedent(place.before, place.quantity.value)
    return place.bare("including", text, whole) if text is not None else None


@COUNTED.rule("in-all")
def _in_all(place: Place) -> Item | None:
    """More than 400,000 in number; five in all."""
    at = place.next
    if place.low(at) != "in" or place.low(at + 1) not in cues("whole_after") or place.tag(at + 2) in NOUN_TAGS:
        return None
    named = place.phrases.phrase_before(place.before) if place.low(place.before) == "," else None
    return place.item(named, "in-all") if named else NOTHING


def _change_before(place: Place) -> int | None:
    """Return the verb of change of which a number behind "to" or "from" is an end: "rose to 28", "up from seven"."""
    before, low = place.before, place.low(place.before)
    if low not in ("to", "from") or place.tokens.sentence_of[before] > before - 1:
        return None
    first = max(place.tokens.sentence_of[before], before - 14)
    verb = next((n for n in range(before - 1, first - 1, -1) if place.low(n) in cues("verbs_of_change")), None)
    if verb is None or (low == "from" and verb < before - 1 and place.low(before - 1) not in (",", "(")):
        return None
    other = place.tag(place.behind) in (*NOUN_TAGS, "JJ") and place.low(place.behind) not in ("last", "previous")
    return None if other else verb


@COUNTED.rule("comparison")
def _share_of_change(place: Place) -> Item | None:
    """4,200 thefts, down 12% from 4,800: both are of the thefts."""
    before = place.before
    if place.low(before) != "from" or not place.earlier or place.tokens.sentence_of[before] > before - 1:
        return None
    share, of = place.earlier[-1]
    if share.kind != "percent" or not of.text or place.tokens.text[share.after : place.tokens.starts[before]].strip():
        return None
    return place.bare("comparison", of.text)


@COUNTED.rule("comparison")
def _end_of_change(place: Place) -> Item | None:
    """Thefts rose to 28, from 12 the year before; 19 arrests, up from seven."""
    verb = _change_before(place)
    if verb is None:
        return None
    if place.low(verb) in ("up", "down"):
        return _up_from(place, verb)
    subject = place.phrases.subject(place.before)
    if subject is None or place.tag(subject.head) not in ("NNS", "NN"):
        return None
    of_it = place.low(subject.head - 1) in cues("known_tally") and place.low(subject.head + 1) != "of"
    if of_it and place.low(subject.head) in cues("tally"):
        return place.bare("comparison", place.antecedent(place.before, 0.0)[0])
    return place.item(subject, "comparison", end=_edge_of(place, subject) or 0, elliptic=True)


def _up_from(place: Place, verb: int) -> Item | None:
    last = _counted_before(place)
    if last is not None and last[1].text:
        return place.bare("comparison", last[1].text)
    named = place.phrases.phrase_before(verb - 1 if place.low(verb - 1) == "," else verb)
    return place.item(named, "comparison", elliptic=True) if named else None


def _edge_of(place: Place, subject: Phrase) -> int | None:
    """Return the end of "robberies of this kind" where no verb stands in it."""
    if place.low(subject.end) != "of":
        return None
    edge = place.tokens.right_edge(subject.head) + 1
    verb = any(place.tag(n) in FINITE_TAGS for n in range(subject.end, edge))
    return edge if edge <= subject.end + 8 and not verb else None


@COUNTED.rule("stands-at")
def _standing(place: Place) -> Item | None:
    """The death toll stood at 41; the number of victims stands at 12."""
    before = place.before
    if place.low(before) != "at" or place.low(before - 1) not in cues("stand") or place.is_worded_one:
        return None
    subject = place.phrases.subject(before)
    if subject is None or place.low(subject.head) not in cues("tally"):
        return NOTHING
    of = place.low(subject.head + 1) == "of"
    counted = place.phrases.phrase_from(subject.head + 2, value=place.quantity.value) if of else None
    return place.item(counted, "stands-at", elliptic=True) if counted else place.bare("stands-at")


@COUNTED.rule("comparison")
def _compared(place: Place) -> Item | None:
    """Against fewer than 300 in 2013; 40 a day."""
    last = _counted_before(place)
    compared = place.low(place.before) in cues("comparison") or place.low(place.next) in ("a", "per")
    return place.bare("comparison", last[1].text) if last is not None and last[1].text and compared else None


@COUNTED.rule("comparison")
def _from_what(place: Place) -> Item | None:
    if place.low(place.before) != "from" or place.low(place.next) not in ("in", "to"):
        return None
    subject = place.phrases.subject(place.before)
    return place.item(subject, "comparison", elliptic=True) if subject is not None else None


@COUNTED.rule("same-number")
def _same_number(place: Place) -> Item | None:
    """The 12 were released: those of whom the same number was told."""
    if place.low(place.before) not in cues("same_number"):
        return None
    for other, item in reversed(place.earlier[-MAX_BACK:]):
        if other.value == place.quantity.value and item.text:
            return place.bare("same-number", item.text)
    return NOTHING


@COUNTED.rule("elliptic-object")
def _elliptic_object(place: Place) -> Item | None:
    """Police arrested 12; France reported 30 and Denmark 15."""
    n = place.before - 1 if place.low(place.before) in ("all", "both") and place.before > 0 else place.before
    actions = (place.phrases.participles, action_table().gerunds)
    if place.is_worded_one or not any(place.low(n) in forms for forms in actions):
        return None
    if place.tag(n) not in ("VBD", "VBN", "VBG", "VB"):
        return None
    named = place.tag(n - 1) in NAME_TAGS and place.tag(place.next) not in NOUN_TAGS
    text = place.antecedent(n, place.quantity.value)[0] if named else _told_beside(place, n)
    return place.bare("elliptic-object", text)


def _told_beside(place: Place, verb: int) -> str | None:
    """Return what a verb right behind a count has as its object, too: "shot nine people, killing seven"."""
    last = _counted_before(place)
    if last is None or last[1].rule != "noun-phrase" or place.low(last[1].end) != "," or last[1].end != verb - 1:
        return None
    acts = action_table().verbs.get(place.low(verb), ())
    person = category_of(last[1].text) in ("people", "organisations")
    return last[1].text if any(happens_to_people(act.action) == person for act in acts) else None


# money and measures ------------------------------------------------------------------


@MONEY_GUARDS.rule("face-value")
def _face_value(place: Place) -> Item | None:
    """Fifty-euro notes, 200 fake €50 notes: the amount says what a banknote is."""
    at, tokens, after = place.behind, place.tokens, place.quantity.after
    if at >= len(tokens) or tokens.is_space(at):
        return None
    at = at + 1 if place.low(at) in cues("before_banknote") else at
    word = place.low(at)
    if at < len(tokens) and tokens.starts[at] < after:
        word = tokens.text[after : after + 12].strip("- ").split(" ")[0].lower()
    return NOTHING if word.strip(".,;") in cues("banknote") else None


def _joint(place: Place) -> tuple[int, str]:
    """Return the token that joins a measure to what it measures, and its word: "of", "worth", "in" …"""
    at = place.at
    # "6,500 pounds (2,948 kilograms) of resin"
    if place.low(at) == "(":
        close = next((n for n in range(at, min(at + 8, len(place.tokens))) if place.low(n) == ")"), None)
        joints = cues("behind_second_sum" if _is_money(place) else "behind_second_measure")
        if close is not None and place.low(close + 1) in joints:
            at = close + 1
    elif place.low(at) == ")" and place.low(at + 1) in cues("behind_second_measure"):
        at += 1
    elif place.low(at) == ")" and place.low(at + 1) == "in" and _is_money(place) and place.last is not None:
        at += place.last[0].kind == "money"
    low = place.low(at)
    if low in cues("mark_before_worth") and place.low(at + 1) == "worth":
        at, low = at + 1, "worth"
    if low in ("worth", "total") and place.low(at + 1) == "of":
        at, low = at + 1, "of"
    if low == "plus" and place.low(at + 1) == "interest" and place.low(at + 2) == "in":
        at, low = at + 2, "in"
    if low in cues("each_time") and place.low(at + 1) in cues("time") and place.low(at + 2) == "in":
        at, low = at + 2, "in"  # "$900 a month in rent"
    return (at + 1, place.low(at + 1)) if low == "each" else (at, low)


def _is_money(place: Place) -> bool:
    return place.quantity.kind == "money"


def _is_time(place: Place, phrase: Phrase) -> bool:
    return place.low(phrase.head) in cues("time")


@MEASURED.rule("measured-of")
def _measured_of(place: Place) -> Item | None:
    """18 kg of heroin; $16,000 in civil penalties."""
    at, low = _joint(place)
    glued = at < len(place.tokens) and place.tokens.starts[at] < place.quantity.after
    invested = place.low(place.before).startswith("invest")  # "invested $2 million in poor towns"
    inside = _is_money(place) and low == "in" and not invested
    if place.low(place.before) == "within" and place.quantity.unit in cues("length_unit"):
        return place.bare("bare-measure")  # "within 1,000 feet of a school"
    if not (glued or low == "of" or inside) or (low == "in" and _is_other_money(place, at + 1)):
        return None
    if low == "of" and place.tag(at + 1) == "DT" and category_of(place.low(at + 1)) == "drugs":
        return place.item(Phrase.of_word(at + 1), "measured-of")  # "14 kg of khat", which the tagger does not know
    n = place.phrases.past(at + 1, *DETERMINER_TAGS)
    n = n + 1 if place.low(n) == "both" else n
    phrase = place.phrases.phrase_from(n, value=0.0)
    if phrase is not None and low == "in" and place.tag(phrase.head) == "NNP":
        word = place.tokens.word(phrase.head)
        common = (phrase.head == n or word.endswith("s")) and _is_in_title(place, phrase.head)
        named = not word.isupper() and not common
        phrase = None if named else phrase
    if phrase is not None and _is_money(place) and place.low(phrase.head) in cues("sum"):
        return None  # "$55 million of the total $158 million"
    if inside and place.low(place.before) in cues("loses") and phrase is not None:
        deed = place.low(phrase.head) in cues("deed_of_loss")
        phrase = None if deed else phrase  # "lost $1 billion in online scams"
    if phrase is not None and not _is_time(place, phrase):
        if not _is_money(place) and category_of(place.low(phrase.end)) == "drugs":
            phrase = Phrase(phrase.first, phrase.end + 1, phrase.end, (phrase.end,))  # "31 grams of powder fentanyl"
        return place.item(phrase, "measured-of", of=True)
    inner = place.phrases.phrase_from(n + 1, value=0.0) if phrase is None and place.low(n) == "suspected" else None
    if inner is not None:
        return place.item(Phrase(n, inner.end, inner.head, inner.heads), "measured-of", of=True)
    if phrase is None and low == "of" and not _is_money(place) and _may_be_substance(place, n):
        return place.item(Phrase.of_word(n), "measured-of")
    return None


def _is_other_money(place: Place, n: int) -> bool:
    """Tell "EUR 5 million in dollars" and "in Bitcoin" from "in cash"."""
    if place.low(n) in cues("foreign"):
        return True
    acronym = place.tag(n) == "NNP" and (place.tag(n + 1) in NOUN_TAGS or _is_in_title(place, n))
    return place.tag(n) in ("NNP", "CD", "DT", "PRP$") and not acronym


@lru_cache(maxsize=1)
def _small_words(tokens: Tokens) -> frozenset[str]:
    """Return the words that a text has in small letters, parts of addresses ("example.com") left out."""
    small = ((before, piece) for before, piece in pairwise(doc_pieces(tokens.doc)) if piece.text == piece.low)
    return frozenset(piece.low for before, piece in small if piece.kind == "w" and not _goes_on(before, piece))


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Tell whether a piece goes on with the one before it as one word."""
    return piece.glued and (before.kind in ("w", "n") or before.text == ".")


def _is_in_title(place: Place, n: int) -> bool:
    """Tell a common noun with a title's capital, "$7,000 in Taxes", by the same word in small letters elsewhere."""
    word = place.tokens.word(n)
    if place.tokens.is_noun(n + 1) and not word.endswith("s"):
        return False
    return word.istitle() and word.lower() in _small_words(place.tokens)


def _may_be_substance(place: Place, n: int) -> bool:
    """Tell whether a word that the tagger does not know can be a substance's name."""
    known = place.tag(n) in ("JJ", "VB", "VBP", "VBZ", "RB", "FW", "UH", "VBN")
    return known and place.low(n).isalpha() and not place.low(n).endswith("ly")


@MEASURED.rule("measured-noun")
def _measured_noun(place: Place) -> Item | None:
    """1634.6 kg Hashish."""
    at, _ = _joint(place)
    if _is_money(place) or place.tag(at) not in NOUN_TAGS or place.tokens.is_noun(at + 1):
        return None
    return place.item(Phrase.of_word(at), "measured-noun") if category_of(place.low(at)) == "drugs" else None


def _is_opened(place: Place) -> bool:
    """Tell whether an article opens the phrase that the measure stands in: "a three-year $450 grant"."""
    n = place.first
    while (
        place.tag(n) != "DT"
        and place.first - n < 6
        and (n == place.first or place.tag(n) in ("CD", "HYPH", "NN", "JJ"))
    ):
        n -= 1
    return place.tag(n) == "DT"


@MEASURED.rule("attributive")
def _attributive(place: Place) -> Item | None:
    """A EUR 1.6 million project, a $250,000 penalty, a 500-kg shipment."""
    at, low = _joint(place)
    n = at + 1 if low in ("-", "‐") else at
    fine = n
    while place.tag(fine) == "JJ" and place.low(fine) != "fine":
        fine += 1
    if place.low(fine) == "fine" and not place.tokens.is_noun(fine + 1):
        return place.item(Phrase(n, fine + 1, fine, (fine,)), "attributive")
    if place.low(n) == "down" and place.low(n + 1) in ("payment", "payments"):
        return place.item(Phrase(n, n + 2, n + 1, (n + 1,)), "attributive")
    told = place.tag(n) in ("NN", "NNS", "NNP", "JJ") or (
        place.tag(n) == "VBN" and (place.quantity.hyphen or _is_opened(place))
    )
    phrase = place.phrases.phrase_from(n, value=1.0, joined=False) if told else None
    if phrase is None or _is_time(place, phrase) or place.low(phrase.head) in ("worth", "each"):
        return None
    opened = (
        low in ("-", "‐")
        or _is_opened(place)
        or any(place.tag(place.before - k) in ("DT", "PRP$", "POS") for k in range(3))
    )
    plain = place.tag(n) == "NNS" or place.low(n) in cues("sum_noun")
    plain = plain or (not _is_money(place) and place.tag(n) == "NN")
    # "$35,000 Restitution" in a title
    titled = place.tokens.word(n).istitle() or (place.tag(phrase.head) == "NNP" and phrase.head == n)
    known = place.low(n) in cues("sum_noun") | cues("kind_of_sum")
    if not opened and not (known if titled else plain):
        return None
    return place.item(phrase, "attributive")


@MEASURED.rule("brackets")
def _measured_in_brackets(place: Place) -> Item | None:
    phrase = place.phrases.phrase_before(place.before) if place.low(place.before) == "(" else None
    named = phrase is not None and _is_money(place) and place.tag(phrase.head) in NAME_TAGS
    return place.item(phrase, "brackets") if phrase is not None and not named else None


def _before_articles(place: Place, n: int) -> int:
    """Return the token before a phrase that begins at `n`, articles and possessive pronouns stepped over."""
    n -= 1
    while n > 0 and place.tag(n) in ("DT", "PRP$"):
        n -= 1
    return n


def _before_of(place: Place) -> Phrase | None:
    """Return the phrase before "of"; of "a loss to the bank of $7,000" the loss."""
    before = place.before
    if place.low(before - 1) in cues("the_greater") and place.low(before - 3) == "of":
        before -= 3  # "a fine of the greater of $250"
    phrase = place.phrases.phrase_before(before) if place.low(before) == "of" else None
    if not _is_money(place) or place.low(before) != "of":
        return phrase
    if phrase is None or _is_time(place, phrase):
        return _governing_sum(place, before)
    n = _before_articles(place, phrase.first)
    given = place.low(n) == "to" and place.tokens.heads[n] == n - 1 and place.low(n - 2) != "in"
    given = given and place.tokens.is_noun(n - 1)
    given = given or (place.low(n) == "to" and place.low(n - 1) in cues("kind_of_sum"))
    return place.phrases.phrase_before(n) if given else phrase


def _governing_sum(place: Place, of: int) -> Phrase | None:
    """Return the sum that an "of" belongs to behind a time: "payments between May 2021 and June 2024 of $700"."""
    tokens, head = place.tokens, place.tokens.heads[of]
    for _ in range(3):
        if tokens.tags[head] in VERB_TAGS:
            head = next((c for c in tokens.children_as(head, "dobj") if c < of), head)
        if place.low(head) in cues("kind_of_sum"):
            break
        head = tokens.heads[head]
    near = of - MAX_BACK < head < of and place.low(head) in cues("kind_of_sum")
    return place.phrases.phrase_before(head + 1) if near else None


@MEASURED.rule("weight-of")
def _weight_of(place: Place) -> Item | None:
    """Three parcels with a weight of 4 kg."""
    phrase = _before_of(place)
    if phrase is None or place.low(phrase.head) not in cues("dimension") or phrase.first <= 0:
        return None
    outer = phrase.first - 1
    while outer > 0 and place.tag(outer) == "DT":
        outer -= 1
    owner = place.phrases.phrase_before(outer) if place.low(outer) == "with" else None
    return place.item(place.phrases.widened(owner), "weight-of") if owner is not None else None


def _measure_of(place: Place, rule: str) -> Item | None:
    phrase = _before_of(place)
    return place.item(phrase, rule) if phrase is not None and place.low(phrase.head) not in cues("sum") else None


def _is_taking_of_coins(place: Place, item: Item) -> bool:
    """Tell whether an item is what was done to coins of no country: "the theft of 4,000 bitcoin"."""
    coins = (place.quantity.unit or "").lower() in cues("coin_unit") and is_on("counts.coins-of")
    return coins and item.head is not None and place.low(item.head) in cues("taking_of_sum")


@MEASURED.rule("money-of")
def _money_of(place: Place) -> Item | None:
    """A criminal fine of $16,510."""
    if not _is_money(place) or _is_deprived(place):
        return None
    item = _measure_of(place, "money-of")
    if item is not None and item.head is not None and place.low(item.head) in cues("a_share") | {"part"}:
        return None  # "part of $4 billion"
    if item is not None and _is_taking_of_coins(place, item):
        return None
    # "defrauded victims of EUR 3 million": the sum is nobody
    of_people = item is not None and category_of((item.text or "").rpartition(" ")[2].lower()) == "people"
    return None if of_people else item


@MEASURED.rule("money-of")
def _paper_of_money(place: Place) -> Item | None:
    """A cheque for $500."""
    if (
        not _is_money(place)
        or place.low(place.before) != "for"
        or place.low(place.before - 1) not in cues("paper_of_sum") | cues("kind_of_sum")
    ):
        return None
    phrase = place.phrases.phrase_before(place.before)
    return place.item(phrase, "money-of") if phrase is not None else None


def _is_deprived(place: Place) -> bool:
    """Tell "defrauded a bank of $3 million", where the bank is nobody's sum."""
    if place.low(place.before) != "of":
        return False
    tokens, n = place.tokens, place.before
    for _ in range(4):
        n = tokens.heads[n]
        if tokens.tags[n] in VERB_TAGS and tokens.lower[n] in cues("deprives"):
            return True
    if place.low(place.before - 1) in cues("kind_of_sum"):
        return False
    # "to defraud Medicare and the Elm Home Care (EHC) Programs of more than $7 million"
    first = max(tokens.sentence_of[place.before], place.before - MAX_BACK)
    return any(tokens.lower[m] in cues("deprives") for m in range(first, place.before))


@MEASURED.rule("amount-of")
def _amount_of(place: Place) -> Item | None:
    """Restitution to the bank in the amount of $7,000."""
    phrase = _before_of(place)
    if phrase is None or place.low(phrase.head) not in cues("sum"):
        return None
    joint = phrase.first - 1
    while place.tag(joint) == "DT":
        joint -= 1
    if place.low(joint) != "in":
        return None
    tokens, what = place.tokens, place.tokens.heads[joint]
    if tokens.tags[what] in VERB_TAGS:
        near = range(joint - 1, max(-1, joint - 2 * MAX_TO_PLURAL), -1)
        verb = next((n for n in near if place.tag(n) in VERB_TAGS), what)
        what = next((c for c in tokens.children_as(verb, "dobj") if c < joint and tokens.is_noun(c)), joint)
    what = joint - 1 if what >= joint and place.tag(joint - 1) in ("NN", "NNS") else what
    named = place.phrases.phrase_before(what + 1) if what < joint and tokens.is_noun(what) else None
    return place.item(named, "amount-of", of=True) if named else None


@MEASURED.rule("excess")
def _ranging(place: Place) -> Item | None:
    """Losses ranging from $18,000 to over $117,000; of "amounts ranging from $18,000" the text does not say what."""
    n = place.before
    if place.quantity.value_max is None and place.low(n) == "from":
        n -= 1
    if place.low(n) != "ranging":
        return None
    ranging = place.phrases.phrase_before(n - 1 if place.low(n - 1) == "," else n)
    if ranging is None or place.tag(ranging.head) in NAME_TAGS:
        return None  # "payments from the IRS ranging from"
    return place.bare("excess") if _is_sum_alone(place, ranging) else place.item(ranging, "excess")


@MEASURED.rule("excess")
def _sum_over(place: Place) -> Item | None:
    """A loss over $100,000; fines up to $5,000; damage $400 or more."""
    words = place.tokens.text[place.quantity.start : place.quantity.end].lower()
    if not _is_money(place) or not (words.startswith(_bounds()[0]) or words.endswith(_bounds()[1])):
        return None
    phrase = place.phrases.phrase_before(place.first)
    if phrase is None and place.low(place.before) in ("fine", "damage"):
        # which the tagger takes for an adjective or a verb
        noun = place.tag(place.before - 1) in DETERMINER_TAGS or place.low(place.before - 1) in _DASHES
        phrase = Phrase.of_word(place.before) if noun else None
    if phrase is None or place.low(phrase.head) not in cues("kind_of_sum"):
        return None
    return None if _is_sum_alone(place, phrase) else place.item(phrase, "excess")


def _is_sum_alone(place: Place, phrase: Phrase) -> bool:
    """Tell "amounts under $7,000", which does not say what the money is."""
    return phrase.first == phrase.head and place.low(phrase.head) in cues("sum")


@MEASURED.rule("excess")
def _in_excess(place: Place) -> Item | None:
    """Losses in excess of $7,000, a loss exceeding $7,000."""
    words = place.tokens.text[place.quantity.start : place.quantity.end].lower()
    if not words.startswith(tuple(cues("in_excess"))):
        return None
    phrase = place.phrases.phrase_before(place.first)
    if phrase is None or category_of(place.low(phrase.head)) == "people":
        return None
    if place.tag(phrase.head) in NAME_TAGS and words.startswith("in excess"):
        return None
    outer = place.low(_before_articles(place, phrase.first))
    return None if outer in cues("outside_excess") else place.item(phrase, "excess")


@MEASURED.rule("measure-of")
def _size_of(place: Place) -> Item | None:
    return None if _is_money(place) else _measure_of(place, "measure-of")


@MEASURED.rule("worth")
def _worth(place: Place) -> Item | None:
    """Cars, worth around EUR 2.4 million; ivory weighing two tonnes."""
    n = place.before
    if place.low(n) in ("(", "of"):
        return None
    if place.low(n) in ("at", "to") and place.low(n - 1) in cues("appraised_at"):
        n -= 1
    if place.low(n) not in cues("worth_verb") and not (
        place.low(n) in ("totaled", "totalled") and place.low(n - 1) == "which"
    ):
        return None
    described = place.tokens.heads[n]
    if place.tokens.deps[n] == "relcl" and described < n and place.tokens.is_noun(described):
        phrase = place.phrases.phrase_before(described + 1)
        if phrase is not None:
            return place.item(phrase, "worth", of=True)
    n -= 1
    while n > 0 and place.low(n) in cues("before_worth"):
        n -= 1
    phrase = _given(place, place.phrases.phrase_before(n + 1))
    if phrase is None or (_is_money(place) and category_of(place.low(phrase.head)) == "people"):
        return None
    return place.item(phrase, "worth")


def _given(place: Place, phrase: Phrase | None) -> Phrase | None:
    """Return the sum instead of whom it went to or came from: "claims to the programme totaling $7,000"."""
    if phrase is None or not _is_money(place):
        return phrase
    n = _before_articles(place, phrase.first)
    given = place.low(n) in cues("sum_goes") and place.low(n - 1) in cues("kind_of_sum")
    return place.phrases.phrase_before(n) if given else phrase


def _sold_part(place: Place, part: int) -> Item | None:
    """Return what is sold where it is counted as a part: "two of the horns were sold for $900"."""
    for quantity, item in reversed(place.earlier[-MAX_EARLIER:]):
        if place.tokens.token_at(quantity.number_start) == part:
            return place.bare("valued", item.text) if item.text else None
    return None


@MEASURED.rule("valued")
def _valued(place: Place) -> Item | None:
    """Police put the haul at $2 million; he sold the car for $900."""
    before, tokens = place.before, place.tokens
    low = place.low(before)
    verb = tokens.heads[before] if before >= 0 else 0
    sale = low == "for" and before >= 0 and place.low(verb) in cues("sale")
    if not sale and not (low == "at" and place.low(verb) in cues("valuing")):
        return None
    of_verb = ("dobj",) if place.tag(verb) != "VBN" or not sale else ("dobj", "nsubjpass")
    sold = next((c for dep in of_verb for c in tokens.children_as(verb, dep) if tokens.is_noun(c) or c < verb), None)
    if sold is not None and place.tag(sold) == "CD" and place.low(sold + 1) == "of":
        return _sold_part(place, sold)
    if sale and sold is None and tokens.deps[verb] == "relcl" and place.low(verb - 1) in ("which", "that"):
        phrase = place.phrases.phrase_before(tokens.heads[verb] + 1)  # "the phones, which sell for $900"
        return place.item(phrase, "valued") if phrase is not None and tokens.heads[verb] < verb else None
    phrase = place.phrases.phrase_before(sold + 1 if sold is not None and sale else before)
    if phrase is not None and place.low(phrase.head) in ("exchange", "return"):
        return None  # "in exchange for $300"
    if phrase is not None and place.tag(phrase.head) == "NNP" and place.low(phrase.first - 1) in cues("where_sold"):
        return None  # "sold in Oakdale for $300"
    return place.item(phrase, "valued") if phrase is not None and not _is_time(place, phrase) else None


@MEASURED.rule("valued")
def _brought_to(place: Place) -> Item | None:
    """It brings the total loss to $3 million."""
    verb = place.tokens.heads[place.before] if place.low(place.before) == "to" else -1
    if verb < 0 or place.low(verb) not in cues("brings_to"):
        return None
    what = next((c for c in place.tokens.children_as(verb, "dobj") if c < place.before), None)
    phrase = place.phrases.phrase_before(what + 1) if what is not None else None
    return place.item(phrase, "valued", of=True) if phrase is not None else None


def _priced_verb(place: Place) -> int | None:
    """Return the token whose governing verb has what costs so much as its subject."""
    before, low, previous = place.before, place.low(place.before), place.low(place.before - 1)
    words = place.tokens.text[place.quantity.start : place.quantity.end].lower()
    exceeds = words.startswith(("exceed", "surpass"))
    put = low in cues("sum_put") and place.tag(before - 1) in VERB_TAGS and previous != "going"
    costs = low in cues("costs") and (low != "total" or place.tag(before) in VERB_TAGS)
    ranges = low in cues("range_verb") and place.quantity.value_max is not None
    told = exceeds or put or costs or ranges or (low == "at" and previous == ",")
    if not told or (low == "to" and previous not in cues("came_to")):
        return None
    return place.first if exceeds else before


@MEASURED.rule("subject")
def _subject_of_price(place: Place) -> Item | None:
    """Losses are put at USD 90 billion; the fare ran to EUR 400; the haul exceeds $100 million."""
    verb = _priced_verb(place)
    subject = place.phrases.subject(verb) if verb is not None else None
    ranges = subject is not None and place.low(place.before).startswith("range")
    if ranges and subject is not None and category_of(place.low(subject.head)) in ("people", "organisations"):
        return None  # "they sold it for prices that ranged from $400 to $900"
    if subject is None or (_is_money(place) and place.low(place.before) == "at" and place.tag(subject.head) == "NNP"):
        return None  # "Noor paid a fine, at $250 per count"
    if place.quantity.unit in cues("length_unit") and place.low(place.at) in ("from", "away"):
        return None  # "Elmford is five miles from the border"
    if _is_money(place) and place.low(subject.head) in ("amount", "sum") and place.low(subject.head + 1) != "of":
        return None
    return _item_of_subject(place, subject)


def _item_of_subject(place: Place, subject: Phrase) -> Item:
    """Make an item of a verb's subject; of "the number of guns found in cars" what stands behind "of"."""
    if place.low(subject.end) == "of" and place.low(subject.head) in cues("total"):
        first = place.phrases.past(subject.end + 1, "DT", "PRP$")
        edge = place.tokens.right_edge(subject.head) + 1
        inner = place.phrases.phrase_from(first, value=0.0)
        if inner is not None and inner.end <= edge <= first + 10:
            return place.item(Phrase(first, edge, inner.head, inner.heads), "subject")
    return place.item(subject, "subject", of=True)


@MEASURED.rule("same-money")
def _same_money(place: Place) -> Item | None:
    """A fine of $250,000 for a person and $500,000 for a company."""
    if not _is_money_for(place) or place.last is None:
        return None
    other, item = place.last
    same = other.kind == "money" and item.rule in ("money-of", "attributive")
    return place.bare("same-money", item.text) if same else None


@MEASURED.rule("same-money")
def _money_goes_on(place: Place) -> Item | None:
    """Payments of $500, $3,000 and $5,000; a fine of $7,000 to the state and $9,000 to the county."""
    if not _is_money(place) or place.last is None or place.last[0].kind != "money" or not place.last[1].text:
        return None
    last, item = place.last
    listed = place.tokens.text[last.after : place.quantity.start] in _sum_joints()
    own = place.low(place.at)
    apart = not own or own in cues("behind_sum_alone") or place.tag(place.at) in FINITE_TAGS
    told = item.rule in _TELLS_SUM and ((listed and apart) or _shares_joint(place, last, item))
    return place.bare("same-money", item.text) if told else None


# The rules that tell what a sum is so that the next may share it.
_TELLS_SUM = frozenset({"money-of", "attributive", "amount-of", "excess", "same-money", "measured-of", "worth"})


def _shares_joint(place: Place, last: Quantity, item: Item) -> bool:
    """Tell a sum that goes to another: "restitution of $7,000 to the victims and $400 to the agency"."""
    tokens = place.tokens
    joint = max(item.end, token_behind(tokens, last))
    own, before = place.low(place.at), place.before
    before = before - 1 if place.low(before) == "another" else before
    dated = own in ("in", "for") and place.tag(place.at + 1) == "CD"
    shared = place.low(joint) in ("in", "for") if dated else own in ("to", "for") and own == place.low(joint)
    if not shared or place.low(before) not in cues("next_part"):
        return False
    return not any(tokens.tags[n] in (*FINITE_TAGS, "VB", "VBG") for n in range(joint, before))


def _is_money_for(place: Place) -> bool:
    at, low = _joint(place)
    return _is_money(place) and low == "for" and place.tag(at + 1) == "DT"


@MEASURED.rule("part-of-sum")
def _part_of_sum(place: Place) -> Item | None:
    """As part of the fine, $7,000 will go to the county; of the $900 in goods stolen, they found $300."""
    tokens = place.tokens
    if not _is_money(place) or place.before < 1:
        return None
    opening = tokens.sentence_of[place.before]
    if place.low(place.before) == "," and [place.low(opening + n) for n in range(3)] == ["as", "part", "of"]:
        phrase = place.phrases.phrase_before(place.before)
        if phrase is None or place.low(phrase.head) not in cues("kind_of_sum") or phrase.first > opening + 4:
            return None
        return place.item(phrase, "part-of-sum")
    if place.last is None or place.low(opening) != "of" or not place.last[1].text:
        return None
    last, item = place.last
    fronted = last.kind == "money" and tokens.token_at(last.start) in (opening + 1, opening + 2)
    ended = place.low(place.at) in ("", ".", ",", ";") or place.tag(place.at) in FINITE_TAGS
    return place.bare("part-of-sum", item.text) if fronted and ended else None


@MEASURED.rule("billed-for")
def _billed_for(place: Place) -> Item | None:
    """Billed $7,000 for tests that nobody took."""
    at, low = _joint(place)
    if not _is_money(place) or low != "for" or place.tag(at + 1) not in (*MODIFIER_TAGS, "RB", "NN", "NNS"):
        return None
    near = range(place.before, max(place.before - 8, place.tokens.sentence_of[max(place.before, 0)] - 1), -1)
    verb = next((n for n in near if place.tag(n) in VERB_TAGS), None)
    if verb is None or place.low(verb) not in cues("billing"):
        return None
    first = place.phrases.past(at + 1, "RB")
    phrase = place.phrases.phrase_from(first, value=2.0)
    if phrase is None or place.tag(phrase.head) in NAME_TAGS or place.low(phrase.end) == "that":
        return None
    if place.low(phrase.head) in cues("paid_for_deed"):
        return None  # "pay $700 for safety violations"
    return place.item(Phrase(at + 1, phrase.end, phrase.head, phrase.heads), "billed-for", of=True)


@MEASURED.rule("money-for")
def _money_for(place: Place) -> Item | None:
    """$9 million for the school."""
    if not _is_money_for(place):
        return None
    phrase = place.phrases.phrase_from(place.phrases.past(_joint(place)[0] + 1, "DT", "PRP$"), value=1.0)
    if phrase is None or _is_time(place, phrase) or place.low(phrase.head) in cues("paid_for_deed"):
        return None
    cut = (
        place.tag(phrase.head) == "NNP" and place.tokens.word(phrase.end).istitle()
    )  # "the Oak Oriented Services plan"
    return None if cut else place.item(phrase, "money-for", of=True)


@MEASURED.rule("money-as")
def _money_as(place: Place) -> Item | None:
    """$15,500 to the county as a civil penalty."""
    if not _is_money(place):
        return None
    for n in range(place.at, min(place.at + MAX_TO_PLURAL + 2, len(place.tokens))):
        finite = place.tag(n) in FINITE_TAGS and place.low(n) not in cues("auxiliary_behind")
        if finite or place.low(n) in (".", ";", ":", ",") or place.tokens.is_space(n):
            return None
        if place.low(n) == "as":
            phrase = place.phrases.phrase_from(place.phrases.past(n + 1, *DETERMINER_TAGS), value=1.0)
            known = phrase is not None and place.low(phrase.head) in cues("kind_of_sum")
            return place.item(phrase, "money-as") if phrase is not None and known else None
    return None


@MEASURED.rule("same-unit")
def _same_unit(place: Place) -> Item | None:
    """12 kg of resin in May and 30 kg in June."""
    if _is_money(place) or place.last is None or place.last[0].unit != place.quantity.unit or not place.last[1].text:
        return None
    return place.bare("same-unit", place.last[1].text)


# shares ------------------------------------------------------------------------------


def _share_joint(place: Place) -> int | None:
    """Return the token behind the "of" of a share; "half the men" needs none."""
    at = place.at
    if place.low(at) == "of":
        return at + 1
    return at if place.quantity.kind == "fraction" and place.tag(at) in ("DT", "PRP$") else None


@SHARES.rule("share")
def _share_of_them(place: Place) -> Item | None:
    n = _share_joint(place)
    if n is None:
        return None
    alone = place.low(n) in ("these", "those") and place.tag(n + 1) not in (*NOUN_TAGS, *MODIFIER_TAGS)
    if place.low(n) not in cues("part_of_told") and not alone:
        return None
    return place.bare("share", *place.antecedent_of_part(place.at))


@SHARES.rule("share")
def _share_of(place: Place) -> Item | None:
    """Some 30 per cent of the samples; half the boats."""
    n = _share_joint(place)
    if n is None:
        return None
    while place.tag(n) in (*DETERMINER_TAGS, "CD") or place.low(n) in ("total", "all"):
        n += 1
    phrase = place.phrases.phrase_from(n, value=0.0)
    if phrase is None or _is_time(place, phrase):
        return None
    return place.item(phrase, "share", end=place.phrases.end_with_of(phrase, deep=True))


@SHARES.rule("share")
def _share_told_before(place: Place) -> Item | None:
    """A rise of 12 per cent; 4,200 thefts, down 12%."""
    named = _before_of(place)
    if named is not None:
        return place.item(named, "share")
    before = place.before
    aside = place.low(before) in ("up", "down") and place.low(before - 1) in (",", "(")
    if place.last is None or not (aside or place.low(before) in cues("share_aside")):
        return None
    return place.bare("share", place.last[1].text)


@SHARES.rule("attributive")
def _share_before_noun(place: Place) -> Item | None:
    if place.at >= len(place.tokens) or place.tag(place.at) not in ("NN", "NNS", "JJ"):
        return None
    phrase = place.phrases.phrase_from(place.at, value=1.0, joined=False)
    if phrase is None or _is_time(place, phrase) or any(c.isdigit() for c in place.low(phrase.head)):
        return None  # "96% requested/85% approved"
    return place.item(phrase, "attributive")


@SHARES.rule("share-goes-on")
def _share_goes_on(place: Place) -> Item | None:
    """It sought 90% of the fines, and won them in 76%."""
    if place.low(place.before) not in ("in", "of") or place.last is None or place.last[0].kind != "percent":
        return None
    ended = place.low(place.at) in ("", ".", ",", ";", ")")
    share = place.last[1]
    return place.bare("share-goes-on", share.text) if ended and share.rule == "share" and share.text else None


def _raised(place: Place) -> int | None:
    """Return the object of the infinitive or gerund that "by" and a share follow: "from raising prices by 12%"."""
    if place.low(place.before) != "by":
        return None
    first = max(place.tokens.sentence_of[place.before], place.before - 2 * MAX_TO_PLURAL)
    near = range(place.before - 1, first - 1, -1)
    verb = next((n for n in near if place.tag(n) in VERB_TAGS), None)
    if verb is None or place.tag(verb) not in ("VB", "VBG"):
        return None
    return next((c for c in place.tokens.children_as(verb, "dobj") if place.tokens.is_noun(c) and c > verb), None)


def _is_other_end(place: Place, share: Quantity) -> bool:
    """Tell the second share of "from 50% to 66%"."""
    return share.kind == "percent" and place.tokens.text[share.after : place.quantity.start] == " to "


@SHARES.rule("subject")
def _share_of_subject(place: Place) -> Item | None:
    """Thefts fell by 12 per cent; he raised the prices by 12 per cent."""
    raised = _raised(place)
    if raised is not None:
        named = place.phrases.phrase_before(raised + 1)
        return place.item(named, "subject") if named is not None else None
    if place.tag(place.at) == "JJ" and place.low(place.before) in cues("auxiliary_behind"):
        return None  # "it was 100% pure"
    if place.last is not None and _is_other_end(place, place.last[0]):
        return place.bare("share", place.last[1].text)
    from_verb = place.low(place.before) == "from" and place.tag(place.before - 1) == "VBG"
    if from_verb or (place.low(place.before) == "from" and place.tokens.is_noun(place.tokens.heads[place.before])):
        return None  # "they saw an increase from 50% to 66%", "by increasing from 50% to 66% its share"
    subject = place.phrases.subject(place.before) if place.low(place.before) in cues("before_share") else None
    return _item_of_subject(place, subject) if subject is not None else None
