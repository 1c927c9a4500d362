"""What a number counts or measures: the noun phrase beside it, or at a distance.

`ItemFinder` holds one release and answers `item_of(quantity, earlier)`. The usual place is
the noun phrase that follows ("some 160 senior police leaders", "18 kg of heroin"). Besides
there are partitives ("two of the trainers", "of the 230 arrested, 15 were minors"),
relatives ("of whom four"), comparisons ("against fewer than 300 in 2013"), lists with
figures in brackets, results after a colon ("Arrests: 1,203"), and for money and measures
the phrase before ("a fine of", "cars worth") or the subject ("losses are put at").

Tags and heads come from the model and are wrong often enough; each rule asks for
agreement between word order and tags, and leaves the item empty otherwise.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy
from spacy.attrs import IDX, LENGTH, LOWER, SENT_START, TAG
from spacy.tokens import Doc, Token

from pipeline.errors import ResourceError
from pipeline.extract.annotations import doc_text, mentions
from pipeline.extract.reading.amounts import Quantity
from pipeline.extract.reading.cues import cues
from pipeline.lookups import table, words
from pipeline.tables import CATEGORIES

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
MODIFIER_TAGS = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "AFX", "FW", "ADD"))
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "MD"))
VERB_TAGS = FINITE_TAGS | {"VB", "VBN", "VBG"}
# Longest noun phrase read, in tokens: the longest in the development releases has nine.
MAX_PHRASE = 14
# How far back a referent is looked for: in counts, and in tokens. Bounds the work on hostile text.
MAX_EARLIER = 12
MAX_BACK = 120


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: tokens [first, end), its head (the last noun of the first conjunct) and other heads."""

    first: int
    end: int
    head: int
    heads: tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """What a quantity counts.

    Attributes:
        text: as worded, without articles; None where the text does not say.
        anchors: tokens that stand for the counted things in the parse.
        end: the token behind the phrase, or behind the number where there is none.
        elliptic: whether the number stands alone in its place ("53 arrested").
        definite: whether the text presents the things as known ("the six people").
        whole: index among the earlier quantities of that of which this one is a part.
    """

    text: str | None
    head: int | None
    anchors: tuple[int, ...]
    end: int
    rule: str
    elliptic: bool = False
    definite: bool = False
    whole: int | None = None


_SEGMENTS = re.compile(r"\s*(?:,|\band\b|\bor\b|&|\()\s*")


@functools.cache
def _categories() -> dict[str, str]:
    words: dict[str, str] = {}
    for row in table("item_categories", key=("category", "nouns")):
        if row["category"] not in CATEGORIES:
            raise ResourceError(f"item_categories.csv: {row['category']!r} is no category of the contract.")
        for noun in row["nouns"].split("|"):
            words.setdefault(noun, row["category"])
    return words


def category_of(item: str | None, *, kind: str) -> str:
    """Return the category of what is counted.

    Args:
        item: the item as worded; its head is the last noun before "of", else any word decides.
        kind: the quantity's kind; money is money whatever it bought.
    """
    if kind == "money":
        return "money"
    if not item:
        return "other"
    words = _categories()
    parts = item.lower().split(" of ")
    # "rounds of ammunition", "sticks of dynamite": what is held decides before its container
    if len(parts) > 1 and parts[0].split()[-1:] and parts[0].split()[-1] in cues("container"):
        parts[:2] = [parts[1], parts[0]]
    for part in parts:
        for segment in _SEGMENTS.split(part):
            tokens = segment.split()
            # the head decides; of a substance any word may ("heroin base")
            last = -1 if kind == "measure" else max(-1, len(tokens) - 2)
            for n in range(len(tokens) - 1, last, -1):
                pair = " ".join(tokens[max(0, n - 1) : n + 1])
                category = words.get(pair) or words.get(tokens[n]) or words.get(tokens[n].rsplit("-", 1)[-1])
                if category:
                    return category
    return "other"


# Rules by which a number is a part of one before; what is joined to it is another.
_PARTS = frozenset({"breakdown", "including", "anaphor", "relative"})
_ELSEWHERE = re.compile(
    r"(?: (?:were|was|have been|had been))?(?: [a-z]+ed)?"
    r" (?:in|from) (?:the )?[A-Z0-9][\w.’'-]*(?: [A-Z0-9][\w.’'-]*){0,3},?(?: and)? "
)


class ItemFinder:
    """The noun phrases of one release, asked for by position.

    Args:
        quantity_starts: offsets of the release's quantities. An item ends where the next one begins, its currency
            too: "14 kg of khat and EUR 120,000".
    """

    def __init__(
        self,
        doc: Doc,
        participles: frozenset[str],
        actions: Collection[str],
        gerunds: frozenset[str],
        *,
        quantity_starts: Sequence[int] = (),
    ) -> None:
        self.doc = doc
        self.participles = participles
        self.actions = actions
        self.gerunds = gerunds
        # read in one go: making a token object for each costs more than all that is read off it
        columns = (
            doc.to_array([TAG, LOWER, IDX, LENGTH, SENT_START]) if len(doc) else numpy.zeros((0, 5), dtype="uint64")
        )
        keys = columns[:, :2].tolist()
        strings = {key: doc.vocab.strings[key] for key in {key for pair in keys for key in pair}}
        self.tags: list[str] = [strings[tag] for tag, _ in keys]
        self.lower: list[str] = [strings[low] for _, low in keys]
        self.starts: list[int] = columns[:, 2].tolist()
        self.ends: list[int] = (columns[:, 2] + columns[:, 3]).tolist()
        # the first token of each token's sentence, and the sentence's number
        opens = columns[:, 4] == 1
        opens[:1] = True
        numbers = opens.cumsum() - 1
        self.sentence_of: list[int] = opens.nonzero()[0][numbers].tolist()
        self.sentence_number: list[int] = numbers.tolist()
        self.text = doc_text(doc)
        self.vague = words("vague_quantities")
        self.begins_quantity = frozenset(map(self.token_at, quantity_starts))
        self.person_tokens = frozenset(
            n for m in mentions(doc, "person_mentions") for n in range(self.token_at(m.start), self.first_from(m.end))
        )

    # positions -----------------------------------------------------------------

    def token_at(self, offset: int) -> int:
        """Return the index of the token that holds `offset`, or of the next one."""
        n = bisect_right(self.starts, offset) - 1
        if n >= 0 and offset >= self.ends[n]:
            n += 1
        return max(0, n)

    def _behind(self, quantity: Quantity) -> int:
        """Return the token behind a quantity; of "3.5m." the point that the tokenizer leaves on is stepped over."""
        n = self.token_at(quantity.after)
        if n < len(self.doc) and self.starts[n] < quantity.after:
            rest = self.text[quantity.after : self.ends[n]]
            return n if any(c.isalnum() or c in "-‐‑–" for c in rest) else n + 1
        return n

    def first_from(self, offset: int) -> int:
        """Return the index of the first token that starts at or after `offset`."""
        return bisect_left(self.starts, offset)

    def _tag(self, n: int) -> str:
        return self.tags[n] if 0 <= n < len(self.tags) else ""

    def _low(self, n: int) -> str:
        return self.lower[n] if 0 <= n < len(self.lower) else ""

    def _is_noun(self, n: int) -> bool:
        return self._tag(n) in NOUN_TAGS and any(c.isalpha() for c in self._low(n))

    def _is_action_participle(self, n: int) -> bool:
        return self._low(n) in self.participles and self._tag(n) not in ("NN", "NNS", "JJ")

    # noun phrases --------------------------------------------------------------

    def phrase_from(self, at: int, *, value: float = 2.0, joined: bool = True) -> Phrase | None:
        """Read the noun phrase that begins at token `at`; None where there is none.

        Args:
            value: the number before it; with more than one, a singular is not yet the head.
            joined: whether "and …" may go on ("people, vehicles and goods").
        """
        core = self._core(at, value)
        if core is None:
            return None
        head, end = core
        heads = [head]
        if joined:
            end = self._conjuncts(heads, end, value)
        return Phrase(at, end, head, tuple(heads))

    def _core(self, at: int, value: float) -> tuple[int, int] | None:
        """Return head and end of the noun phrase at `at`, without conjuncts."""
        doc, n, head = self.doc, self._past_ages(at), -1
        at = n
        limit = min(len(doc), at + MAX_PHRASE)
        while n < limit:
            tag, low = self.tags[n], self.lower[n]
            if (doc[n].is_space and "\n\n" in doc[n].text) or (low == "worth" and head >= 0):
                break
            if doc[n].is_space:
                n += 1
                continue
            if self._is_noun(n):
                if head >= 0 and self._ends_phrase(n, head):
                    break
                head = n
            elif head < 0 and n == at and tag in ("VBZ", "VBP", "VB") and low.endswith("s") and not low.endswith("ss"):
                # plurals taken for verbs: "38 arrests", "more than 1,000 searches"
                head = n
            elif head >= 0 and value > 1 and self._is_mistaken_plural(n, head):
                head = n
            elif tag == "POS" or low in ("’s", "'s", "’"):
                if not (head >= 0 and self._leads_to_noun(n + 1)):
                    break
            elif tag == "HYPH" or (low in ("-", "–", "/") and n > at and doc[n - 1].whitespace_ == ""):
                if n + 1 >= len(doc) or doc[n].whitespace_:
                    break
            elif tag in MODIFIER_TAGS:
                if head >= 0 and not self._joined_by_hyphen(n):
                    if self._is_action_participle(n) or tag == "VBG" or not self._leads_to_noun(n):
                        break
                    if self.tags[head] in PLURAL_TAGS and value != 1:
                        break
                elif head < 0 and self._is_action_participle(n) and not self._leads_to_noun(n + 1):
                    break
            elif (
                tag == "VBD"
                and n == at
                and low.endswith("ed")
                and low not in self.participles
                and self._tag(n + 1) in PLURAL_TAGS
            ):
                # "900 worked pieces"
                pass
            elif tag in ("RB", "RBS", "RBR") and head < 0:
                if self._tag(n + 1) not in ("JJ", "VBN", "VBG", "RB", "HYPH"):
                    break
            elif low in (",", "and", "or", "&") and head < 0 and n > at:
                if self._tag(n + 1) not in ("JJ", "VBN", "VBG", "NN", "NNS", "RB"):
                    break
            elif low in ("and", "&") and head >= 0 and value > 1 and self.tags[head] == "NN":
                # "bank and virtual-asset accounts"
                rest = self._core(n + 1, 1.0)
                if rest is None or self.tags[rest[0]] not in PLURAL_TAGS or self._tag(n + 1) in ("DT", "PRP$"):
                    break
                return rest
            elif (low in ('"', "“", "”", "‘") or tag == "$") and head < 0:
                pass
            else:
                break
            n += 1
        if head < 0:
            return None
        return head, head + 1

    def _is_mistaken_plural(self, n: int, head: int) -> bool:
        """Tell whether a plural behind a noun was taken for a verb: "87 bank accounts worth", "40 boat crews in"."""
        if self.tags[n] not in ("VBZ", "VBP") or self.tags[head] != "NN" or not self.lower[n].endswith("s"):
            return False
        if category_of(self.lower[n], kind="thing") == "other":
            return False
        return self._low(n + 1) in (*cues("behind_noun"), ",", ".", ";", ")")

    def _past_ages(self, at: int) -> int:
        """Step over the ages in "two 20 and 26 years old brothers"."""
        if self._tag(at) == "CD" or self._low(at)[:2].isdigit():
            for n in range(at + 1, min(at + 8, len(self.doc))):
                if self._low(n) in ("old", "year-old"):
                    return n + 1
                if self._tag(n) not in ("CD", "CC", "HYPH", "NNS", "NN", ","):
                    break
        return at

    def _joined_by_hyphen(self, n: int) -> bool:
        return n > 0 and self._low(n - 1) in ("-", "‐", "‑") and self.doc[n - 1].whitespace_ == ""

    def _ends_phrase(self, n: int, head: int) -> bool:
        """Tell whether the noun at `n` opens something new behind a phrase's head."""
        if self._low(n) in cues("adverbial"):
            return True
        if (
            self._low(n) in self.participles
            and self.tags[head] in PLURAL_TAGS
            and self._low(n).endswith(("ed", "en", "n"))
        ):
            # a participle taken for a noun in a headline: "22 Members Charged Federally"
            return True
        if self.tags[head] == "NNS" and self.tags[n] in ("NNP", "NNPS"):
            return True
        return (
            self.tags[head] == "NNS"
            and self.tags[n] in ("NN", "NNS")
            and self.doc[n].head.i != n
            and (self.doc[head].head.i != n and self.doc[n].dep_ in ("npadvmod", "nsubj", "nsubjpass", "dobj"))
        )

    def _leads_to_noun(self, n: int) -> bool:
        """Tell whether modifiers from `n` on end in a noun within three words."""
        for m in range(n, min(n + 4, len(self.doc))):
            if self._is_noun(m):
                return not (self._tag(m) == "NNP" and m > n and self._tag(n) == "VBN")
            if self.tags[m] not in MODIFIER_TAGS:
                return False
        return False

    def _conjuncts(self, heads: list[int], end: int, value: float) -> int:
        """Append the heads of bare plurals joined to a plural head; return the new end."""
        head = heads[0]
        if value == 1 or (self.tags[head] not in PLURAL_TAGS and value > 0):
            return end
        found: list[int] = []
        n, last_end, closed = end, end, False
        while n < len(self.doc) and not closed:
            low = self._low(n)
            if low not in (",", "and", "or", "&"):
                break
            closed = low != ","
            at = n + 1
            if low == "," and self._low(at) in ("and", "or"):
                closed, at = True, at + 1
            if self._tag(at) in ("DT", "CD", "PRP$", "PRP", "IN", "WDT", "RB") or self._low(at) in self.participles:
                break
            if at in self.begins_quantity:
                break
            if self._low(at) in self.vague:
                # "two leaders and several of their men": the second has an amount of its own
                break
            core = self._core(at, 2.0)
            if core is None or (self.tags[core[0]] not in PLURAL_TAGS and value > 0):
                break
            if self._tag(at) == "NNP" and self.tags[head] == "NNS":
                break
            found.append(core[0])
            n = last_end = core[1]
        if not closed or not found:
            return end
        joined = [self.doc[h] for h in found]
        ancestors = {head, *found}
        if value > 0 and not all(
            (t.dep_ in ("conj", "appos") and t.head.i in ancestors) or t.dep_ in ("compound", "nmod") for t in joined
        ):
            return end
        if self._tag(last_end) in ("VBD", "MD", "VBZ") and self._governed(head):
            return end
        heads.extend(found)
        return last_end

    def _governed(self, head: int) -> bool:
        """Tell whether a verb before the phrase has it as object, so that what follows starts anew."""
        return self.doc[head].dep_ in ("dobj", "pobj")

    # texts ---------------------------------------------------------------------

    def text_of(self, phrase: Phrase, *, start: int | None = None, end: int | None = None) -> str:
        """Return a phrase's words: from `start` (an offset), one blank between words, articles off the front."""
        first = phrase.first
        while first < phrase.head and self._tag(first) in ("DT", "PRP$", "PDT") and start is None:
            first += 1
        if start is None or start <= self.starts[phrase.first]:
            while first < phrase.head and self._low(first) in cues("lead") and self._tag(first) in ("JJR", "JJ", "RBR"):
                first += 1
        stop = phrase.end if end is None else end
        a = self.starts[first] if start is None or first > phrase.first else max(start, 0)
        b = self.ends[stop - 1]
        return " ".join(self.text[a:b].split()).strip(' -"“”‘')

    def _with_of(self, phrase: Phrase, *, deep: bool = False) -> int:
        """Return the end of the phrase including an "of …" that says what kind it is."""
        end = phrase.end
        if self._low(end) != "of":
            return end
        at = end + 1
        head = self._low(phrase.head)
        if head in cues("offence"):
            return self._offence_end(at)
        if self._tag(at) in ("DT", "PRP$", "PRP", "CD", "WDT", "WP", "PDT") and not deep:
            return end
        if self._tag(at) in ("NNP", "NNPS") and head not in cues("container"):
            return end
        if deep and self._tag(at) in ("DT", "PRP$"):
            at += 1
        inner = self.phrase_from(at, value=0.0)
        if inner is None:
            return end
        if self._low(inner.end) == "of" and head in cues("container"):
            return self._with_of(inner)
        return inner.end

    def _offence_end(self, at: int) -> int:
        """Return the end of a crime's name behind "counts of": to a comma, a full stop or the next number."""
        n = at
        if self._tag(at) in ("DT", "PRP$"):
            return at - 1
        while n < len(self.doc) and n - at < MAX_PHRASE:
            if (
                self._low(n) in (",", ";", ".", ":", "(", "—", "–", "who", "which", "after", "in", "and")
                or self.doc[n].is_space
            ):
                if (
                    self._low(n) == "and"
                    and self._tag(n + 1) in ("VB", "VBG", "NN", "NNS", "JJ", "VBN")
                    and self._low(n + 2) not in ("counts", "count")
                ):
                    n += 1
                    continue
                if self._low(n) == "in" and self._tag(n + 1) in ("NN",) and self._low(n + 2) in ("with", "of"):
                    n += 1
                    continue
                break
            if self.tags[n] in FINITE_TAGS:
                break
            n += 1
        while n > at and self.tags[n - 1] in ("IN", "CC", "TO", "DT", "PRP$", "PRP", "HYPH", "POS"):
            n -= 1
        return n if n > at else at - 1

    def phrase_before(self, at: int) -> Phrase | None:
        """Read the noun phrase that ends right before token `at`."""
        n = at - 1
        while n >= 0 and self.doc[n].is_space and "\n\n" not in self.doc[n].text:
            n -= 1
        if n < 0 or not self._is_noun(n):
            return None
        end = head = n
        while n > 0 and at - n < MAX_PHRASE:
            previous = n - 1
            tag = self.tags[previous]
            if self._is_noun(previous) or tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS", "CD", "AFX"):
                if (
                    self._low(previous) in self.participles
                    and tag in ("VBN", "VBG")
                    and self.doc[previous].head.i > head
                ):
                    break
                if tag == "VBG" and self.doc[previous].dep_ not in ("amod", "compound"):
                    break
                n = previous
                continue
            if (
                tag == "RB"
                and n < head
                and self._tag(n) in ("JJ", "VBN")
                and self._tag(previous - 1) in ("JJ", "DT", "CD", "PRP$")
            ):
                n = previous
                continue
            break
        old = next((k for k in range(head - 1, n - 1, -1) if self._low(k) in ("old", "year-old")), None)
        n = n if old is None else old + 1
        while n < head and self._tag(n) in ("CD", "POS", "HYPH"):
            n += 1
        return Phrase(n, end + 1, head, (head,))

    # items ---------------------------------------------------------------------

    def item_of(self, quantity: Quantity, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        """Return what `quantity` counts, or None where the number counts nothing.

        Args:
            earlier: the quantities before it in the release, with their items.
        """
        if quantity.kind == "money" and self._is_face_value(quantity):
            return None
        if quantity.kind in ("money", "measure"):
            return self._measured(quantity, earlier)
        if quantity.kind in ("percent", "fraction"):
            return self._share(quantity, earlier)
        return self._counted(quantity, earlier)

    def _is_face_value(self, quantity: Quantity) -> bool:
        """Tell whether an amount says what a banknote is: "fifty-euro notes", "200 fake €50 notes"."""
        at = self._behind(quantity)
        if at >= len(self.doc) or self.doc[at].is_space:
            return False
        at = at + 1 if self._low(at) in ("-", "‐", "‑", "fake", "counterfeit", "forged") else at
        word = self._low(at)
        if self.starts[at : at + 1] and self.starts[at] < quantity.after:
            word = self.text[quantity.after : quantity.after + 12].strip("- ").split(" ")[0].lower()
        return word.strip(".,;") in cues("banknote")

    def number_anchors(self, quantity: Quantity) -> tuple[int, ...]:
        """Return the tokens of a quantity: its figure, unit and currency."""
        first = self.token_at(quantity.number_start)
        last = self.token_at(max(quantity.number_end - 1, quantity.number_start))
        anchors = list(range(first, min(last + 1, len(self.doc))))
        if quantity.unit_start is not None and quantity.unit_end is not None:
            anchors += range(self.token_at(quantity.unit_start), self.token_at(quantity.unit_end - 1) + 1)
        before = self.token_at(quantity.start)
        if self.doc[before].is_currency:
            anchors.append(before)
        return tuple(sorted(set(anchors)))

    def _definite(self, quantity: Quantity) -> bool:
        before = self.token_at(quantity.start) - 1
        return self._low(before) in (
            "the",
            "these",
            "those",
            "this",
            "that",
            "his",
            "her",
            "their",
            "its",
            "all",
            "both",
            "remaining",
        )

    def _item(
        self,
        quantity: Quantity,
        phrase: Phrase,
        rule: str,
        *,
        end: int | None = None,
        start: int | None = None,
        elliptic: bool = False,
        whole: int | None = None,
    ) -> Item:
        heads = () if elliptic else phrase.heads
        return Item(
            text=self.text_of(phrase, start=start, end=end) or None,
            head=phrase.head,
            anchors=tuple(sorted({*self.number_anchors(quantity), *heads})),
            end=max(phrase.end, end or 0) if not elliptic else self.first_from(quantity.after),
            rule=rule,
            elliptic=elliptic,
            definite=self._definite(quantity),
            whole=whole,
        )

    def _bare(self, quantity: Quantity, rule: str, text: str | None = None, whole: int | None = None) -> Item:
        return Item(
            text,
            None,
            self.number_anchors(quantity),
            self.first_from(quantity.after),
            rule,
            elliptic=True,
            definite=self._definite(quantity),
            whole=whole,
        )

    def _counted(self, quantity: Quantity, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        at = self._behind(quantity)
        previous = self.token_at(quantity.start) - 1
        if at < len(self.doc) and self.doc[at].is_space and "\n\n" in self.doc[at].text:
            at = len(self.doc)
        glued = at < len(self.doc) and self.starts[at] < quantity.after
        if (
            quantity.value == 1
            and quantity.worded
            and self._low(previous)
            in ("this", "that", "which", "each", "every", "any", "no", "the", "another", "number", "day", "not")
            and self._low(previous) != "the"
        ):
            return None
        if quantity.hyphen:
            return self._hyphenated(quantity, at)
        colon = self._after_colon(quantity, at)
        if colon is not None:
            return colon
        bracket = self._in_brackets(quantity, at)
        if bracket is not None:
            return bracket
        if self._low(at) == "out" and self._low(at + 1) == "of":
            # "three out of 12 suspects"
            return self._partitive(quantity, at + 1, earlier)
        if self._low(at) == "of" or (self._low(at) in ("more", "others") and self._low(at + 1) == "of"):
            return self._partitive(quantity, at, earlier)
        if (
            self._low(previous) in cues("price")
            and earlier
            and earlier[-1][0].kind == "money"
            and (self._same_sentence(earlier[-1][0].start, quantity.start) and self._tag(at) not in ("NN", "NNS", "JJ"))
        ):
            return self._bare(quantity, "price", earlier[-1][1].text)
        phrase = None if at >= len(self.doc) else self.phrase_from(at, value=quantity.value_max or quantity.value)
        if phrase is not None and self._low(phrase.head) in cues("time") and self._low(at) in ("last", "this"):
            # "up from seven last year"
            phrase = None
        if phrase is not None:
            return self._following(quantity, phrase, glued)
        return self._alone(quantity, at, earlier)

    def _following(self, quantity: Quantity, phrase: Phrase, glued: bool) -> Item | None:
        head = self._low(phrase.head)
        if head in cues("time"):
            return None
        if quantity.value == 1 and quantity.worded and (head in cues("one") or self.tags[phrase.head] in PLURAL_TAGS):
            return None
        if quantity.value == 1 and quantity.worded and self._is_general(phrase):
            return None
        if quantity.bare_digits and 1900 <= quantity.value <= 2100 and quantity.qualifier == "exact":
            before = self._low(self.token_at(quantity.start) - 1)
            if self.tags[phrase.head] not in PLURAL_TAGS or before in (
                "in",
                "the",
                "since",
                "of",
                "this",
                "that",
                "our",
                "its",
            ):
                return None
        number = self.token_at(quantity.number_start)
        if (
            quantity.worded
            and quantity.qualifier == "exact"
            and self.doc[number].is_title
            and self.tags[phrase.head] == "NNP"
            and (
                number > 0
                and self._low(number - 1).isalpha()
                and self.doc[number - 1].text.islower()
                and not self.doc[number].is_sent_start
            )
        ):
            # "a fund called One Door"
            return None
        if (
            self.tags[phrase.head] in ("NNP", "NNPS")
            and phrase.head == phrase.first
            and quantity.bare_digits
            and (self._tag(self.token_at(quantity.start) - 1) in ("NNP", "NNPS"))
        ):
            return None
        end = self._with_of(phrase)
        start = quantity.after if glued else None
        return self._item(quantity, phrase, "noun-phrase", end=end, start=start)

    def _is_general(self, phrase: Phrase) -> bool:
        """Tell "one checkpoint can stop a gang", which counts nothing, by the modal verb of its clause."""
        token = self.doc[phrase.head]
        return token.dep_ == "nsubj" and any(
            child.dep_ == "aux" and child.lower_ in cues("modal") for child in token.head.children
        )

    def _hyphenated(self, quantity: Quantity, at: int) -> Item | None:
        """Read "28-count indictment", "12-member team", "a 50-strong unit"."""
        word = at + 1 if self._low(at) in ("-", "‐", "‑") else at
        low = self._low(word).lstrip("-")
        text = self.text[quantity.after : quantity.after + 40].lstrip("-\u2010\u2011")
        low = low if low.isalpha() else "".join(c if c.isalpha() else " " for c in text).split(" ")[0].lower()
        if low not in cues("hyphen"):
            return None
        if low == "strong":
            phrase = self.phrase_from(word + 1, value=1.0)
            return self._item(quantity, phrase, "hyphen") if phrase else None
        return Item(low, word, (*self.number_anchors(quantity), word), word + 1, "hyphen", definite=False)

    def _line_start(self, at: int) -> int:
        """Return the first token of the line that holds token `at`."""
        n = at
        while n > 0 and not (self.doc[n - 1].is_space and "\n" in self.doc[n - 1].text):
            n -= 1
        return n

    def _after_colon(self, quantity: Quantity, at: int) -> Item | None:
        """Read "Arrests: 1,203" and "Value of goods seized – EUR 2 million": a short heading and the number."""
        before = self.token_at(quantity.start) - 1
        while before > 0 and self.doc[before].is_space and "\n" not in self.doc[before].text:
            before -= 1
        if self._low(before) not in (":", "–", "—", "-", "|", "=") or before < 1:
            return None
        if at < len(self.doc) and not self.doc[at].is_space and self._low(at) not in ("(", ";", ",", ".", "•", "|"):
            return None
        first = self._line_start(before)
        # several results on one line: begin after the last separator
        for n in range(before - 1, first - 1, -1):
            if self._low(n) in (";", ",", "•", "|", "."):
                first = n + 1
                break
        while first < before and not self._low(first)[:1].isalpha():
            first += 1
        if not 0 < before - first <= 8 or any(
            self.tags[n] in FINITE_TAGS and not self._low(n).endswith("s") and self._low(n) not in self.participles
            for n in range(first, before)
        ):
            return None
        nouns = [n for n in range(first, before) if self._is_noun(n) or self._low(n).endswith("s")]
        if not nouns:
            done = before - first <= 2 and self._low(before - 1) in self.participles
            return self._bare(quantity, "heading-colon") if done else None
        phrase = Phrase(first, before, nouns[-1], tuple(nouns))
        return self._item(quantity, phrase, "heading-colon")

    def _in_brackets(self, quantity: Quantity, at: int) -> Item | None:
        """Read the figures of "from El Salvador (135), Honduras (29)": the sentence's plural subject."""
        before = self.token_at(quantity.start) - 1
        if self._low(before) != "(" or self._low(at) != ")":
            return None
        named = self.phrase_before(before)
        if named and self.tags[named.head] == "NNS":
            return self._item(quantity, named, "brackets")
        opening = max(self.sentence_of[before], before - MAX_BACK)
        n_brackets = sum(
            1
            for n in range(opening + 1, min(before + MAX_BACK, len(self.doc) - 1))
            if self.sentence_of[n] == self.sentence_of[before]
            and self._low(n - 1) == "("
            and self._low(n + 1) == ")"
            and self._low(n)[:1].isdigit()
        )
        if n_brackets < 2:
            return None
        for n in range(opening, before):
            if self.tags[n] == "NNS":
                first = n
                while first > opening and self._tag(first - 1) in ("JJ", "NN", "VBN", "NNP"):
                    first -= 1
                return self._item(quantity, Phrase(first, n + 1, n, (n,)), "bracket-list", elliptic=True)
        return None

    def _antecedent(
        self, at: int, earlier: Sequence[tuple[Quantity, Item]], least: float
    ) -> tuple[str | None, int | None]:
        """Return the item that "them" or an elliptic number refers to, and its index: no part exceeds its whole."""
        for n in range(len(earlier) - 1, max(-1, len(earlier) - 1 - MAX_EARLIER), -1):
            quantity, item = earlier[n]
            if (
                item.text
                and quantity.kind == "thing"
                and quantity.value != 1
                and (quantity.value_max or quantity.value) >= least
            ):
                if (
                    self._sentences_apart(quantity.start, self.starts[at] if at < len(self.starts) else len(self.text))
                    > 1
                ):
                    return None, None
                return item.text, n
        return None, None

    def _sentences_apart(self, a: int, b: int) -> int:
        last = len(self.doc) - 1
        return self.sentence_number[min(self.token_at(b), last)] - self.sentence_number[min(self.token_at(a), last)]

    def _same_sentence(self, a: int, b: int) -> bool:
        return self._sentences_apart(a, b) == 0

    def _partitive(self, quantity: Quantity, at: int, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        """Read "two of the trainers", "nine of them", "sixteen of the 214 arrested were citizens"."""
        n = at + 1 if self._low(at) == "of" else at + 2
        if quantity.value == 1 and quantity.worded:
            return None
        if self._low(n) in ("them", "these", "those", "which", "whom", "us"):
            following = self.phrase_from(n + 1, value=2.0) if self._low(n) in ("these", "those") else None
            if following is not None:
                return self._item(
                    quantity, following, "partitive", elliptic=True, whole=self._whole(following, earlier)
                )
            text, whole = self._antecedent(at, earlier, quantity.value if quantity.kind == "thing" else 0)
            predicate = self._predicate(n + 1) if self._low(n) in ("whom", "them") else None
            if predicate is not None and predicate.first <= n + 3:
                # "60 migrants, 31 of whom were children"
                return self._item(quantity, predicate, "predicate", elliptic=True, whole=whole)
            if text is None:
                text = self._plural_before(at)
            return self._bare(quantity, "anaphor", text, whole)
        if self._tag(n) not in ("DT", "PRP$", "PDT", "CD") and self._low(n) not in ("all",):
            inner = self.phrase_from(n, value=0.0)
            if inner is not None and self._tag(n) in ("NNP", "NNPS", "JJ", "NNS", "NN"):
                return self._item(quantity, inner, "partitive", elliptic=True)
            return None
        while self._tag(n) in ("DT", "PRP$", "PDT") or self._low(n) in (
            "total",
            "all",
            "roughly",
            "about",
            "some",
            "approximately",
        ):
            n += 1
        if self._tag(n) == "CD":
            # the whole is itself a number; its own item is found when its turn comes
            predicate = self._predicate(at)
            m = n
            while self._tag(m) == "CD":
                m += 1
            inner = self.phrase_from(m, value=2.0)
            if predicate is not None:
                return self._item(quantity, predicate, "predicate", elliptic=True, whole=-1)
            if inner is not None:
                return self._item(quantity, inner, "partitive", elliptic=True, whole=-1)
            return self._bare(quantity, "partitive", None, -1)
        inner = self.phrase_from(n, value=2.0)
        if inner is None:
            if self._low(n) in self.participles and n > at + 1:
                # "three of the arrested were officers"
                predicate = self._predicate(n)
                if predicate is not None:
                    return self._item(quantity, predicate, "predicate", elliptic=True)
                return self._bare(quantity, "partitive")
            return None
        return self._item(quantity, inner, "partitive", elliptic=True, whole=self._whole(inner, earlier))

    def _whole(self, phrase: Phrase, earlier: Sequence[tuple[Quantity, Item]]) -> int | None:
        """Return the index of the nearest earlier quantity of the same noun."""
        noun = self._low(phrase.head)
        for n in range(len(earlier) - 1, max(-1, len(earlier) - 6), -1):
            head = earlier[n][1].head
            if head is not None and self._low(head) == noun:
                return n
        return None

    def _plural_before(self, at: int) -> str | None:
        """Return the plural subject before token `at` in its sentence, else the nearest plural noun phrase."""
        start = max(self.sentence_of[min(at, len(self.doc) - 1)], at - MAX_BACK)
        for n in range(start, at):
            if self.tags[n] == "NNS" and self.doc[n].dep_ in ("nsubj", "nsubjpass", "ROOT"):
                phrase = self.phrase_before(n + 1)
                return self.text_of(phrase) if phrase else None
        for n in range(at - 1, start - 1, -1):
            if self.tags[n] == "NNS":
                phrase = self.phrase_before(n + 1)
                return self.text_of(phrase) if phrase else None
        return None

    def _predicate(self, at: int) -> Phrase | None:
        """Read the plural noun behind "were" in the clause from `at` on: "15 were minors"."""
        n = at
        while n < len(self.doc) and n - at < 12 and self._low(n) not in (".", ";", ","):
            if self._low(n) in ("were", "are", "was", "is"):
                m = n + 1
                while self._tag(m) == "RB":
                    m += 1
                if self._tag(m) in ("DT", "CD"):
                    return None
                phrase = self.phrase_from(m, value=2.0)
                if (
                    phrase
                    and self.tags[phrase.head] in PLURAL_TAGS
                    and not any(self._is_action_participle(k) for k in range(m, phrase.head))
                ):
                    return phrase
                return None
            n += 1
        return None

    def _breakdown(self, quantity: Quantity, at: int, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        """Read the places of a total: "33 people: 20 in Spain and 13 in Italy", "in Oman, 7 men …; in Chad, 5"."""
        if not earlier:
            return None
        before = self.token_at(quantity.start) - 1
        last, item = earlier[-1]
        if last.kind != "thing" or item.text is None or not self._same_sentence(last.start, quantity.start):
            return None
        placed = self._low(at) in ("in", "from") and (
            self._tag(at + 1) in ("NNP", "NNPS") or (self._tag(at + 1) == "DT" and self._tag(at + 2) in ("NNP", "NNPS"))
        )
        opened = self._low(before)
        if placed and item.rule in _PARTS and opened in (",", "and", ";"):
            return self._bare(quantity, "breakdown", item.text, item.whole)
        if opened in ("and", ",") and self._low(at) in ("in", "from"):
            # "12 people in Spain and five in France", "15 boats in May and 20 in 2021"
            gap = self.text[self.ends[item.end - 1] : quantity.start] if item.end else ""
            named = self._tag(at + 1) in ("NNP", "NNPS") or (self._tag(at + 1) == "CD" and quantity.value != 1)
            if named and (item.rule == "elsewhere" or _ELSEWHERE.fullmatch(gap)):
                return self._bare(quantity, "elsewhere", item.text)
        if quantity.worded and quantity.value == 1:
            return None
        if placed and opened in (":", "(", "–", "—", ",") and last.value > quantity.value:
            return self._bare(quantity, "breakdown", item.text, len(earlier) - 1)
        clause = self._low(at) in (".", ";") or at >= len(self.doc)
        if clause and opened == "," and self._tag(before - 1) in ("NNP", "NNPS"):
            n = before - 1
            while n > 0 and self._tag(n) in ("NNP", "NNPS"):
                n -= 1
            if self._low(n) == "in" and self._low(n - 1) in (";", ",", "and"):
                return self._bare(quantity, "elsewhere", item.text)
        return None

    def _alone(self, quantity: Quantity, at: int, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        """Judge a number without a noun behind it."""
        broken_down = self._breakdown(quantity, at, earlier)
        if broken_down is not None:
            return broken_down
        if quantity.bare_digits and 1900 <= quantity.value <= 2100:
            return None
        before = self.token_at(quantity.start) - 1
        low, next_low, next_tag = self._low(before), self._low(at), self._tag(at)
        worded_one = quantity.value == 1 and quantity.worded
        while next_tag in ("RB", "RBR") and at < len(self.doc):
            at += 1
            next_low, next_tag = self._low(at), self._tag(at)
        # "of which 92", "of whom only five", "among them four"
        back = before
        while self._low(back) in ("only", "just", "some", "another", "the", "remaining", "at", "least"):
            back -= 1
        if self._low(back) in ("which", "whom", "them", "these", "those") and self._low(back - 1) in (
            "of",
            "among",
            "including",
        ):
            text, whole = self._antecedent(back, earlier, quantity.value)
            return self._bare(quantity, "relative", text or self._plural_before(back), whole)
        opening = self.sentence_of[max(before, 0) if at >= len(self.doc) else at]
        participle = next_low in self.participles and next_tag not in ("NN", "NNS")
        auxiliary = next_low in ("were", "was", "have", "had", "has", "are", "remain", "remained", "did", "could")
        if worded_one and (not (participle or next_low in ("was", "is")) or low in cues("ordinal")):
            return None
        whole_first = self._fronted(opening, quantity, earlier)
        if (participle or auxiliary) and whole_first is not None:
            predicate = self._predicate(at)
            if predicate is not None:
                return self._item(quantity, predicate, "predicate", elliptic=True, whole=whole_first)
            text = earlier[whole_first][1].text
            head = earlier[whole_first][1].head
            nominal = head is not None and self._low(head) in self.actions
            return self._bare(quantity, "fronted-whole", None if nominal else text, whole_first)
        if auxiliary:
            predicate = self._predicate(at)
            if predicate is not None:
                return self._item(quantity, predicate, "predicate", elliptic=True)
            after_auxiliary = next((n for n in range(at + 1, min(at + 4, len(self.doc))) if self._tag(n) != "RB"), at)
            done = self._low(after_auxiliary) in self.participles or (
                self._low(after_auxiliary) == "been" and self._low(after_auxiliary + 1) in self.participles
            )
            if done or self._low(before) == "all":
                return self._bare(quantity, "elliptic")
            text, _ = self._antecedent(at, earlier, quantity.value if quantity.kind == "thing" else 0)
            return self._bare(quantity, "elliptic", text) if text else None
        if participle:
            return self._bare(quantity, "elliptic")
        if low in ("of", "with") and before > 0 and self._low(before - 1) in self.actions:
            return self._bare(quantity, "elliptic")
        if low == "including" and next_tag in ("IN", "VBN", ",", "."):
            text, whole = self._antecedent(before, earlier, quantity.value)
            if text is not None:
                return self._bare(quantity, "including", text, whole)
        if next_low == "in" and self._low(at + 1) in cues("whole_after") and self._tag(at + 2) not in NOUN_TAGS:
            # "more than 400,000 in number", "five in all"
            named = self.phrase_before(before) if low == "," else None
            return self._item(quantity, named, "in-all") if named else None
        changed = self._changed(quantity, before, earlier)
        if changed is not None:
            return changed
        if low == "at" and self._low(before - 1) in cues("stand") and not worded_one:
            return self._standing(quantity, before)
        comparison = low in cues("comparison") or low in ("average",)
        if (
            earlier
            and (comparison or next_low in ("a", "per", "in", "the"))
            and self._same_sentence(earlier[-1][0].start, quantity.start)
        ):
            last = earlier[-1]
            if last[0].kind == "thing" and last[1].text and (comparison or next_low in ("a", "per")):
                return self._bare(quantity, "comparison", last[1].text)
        if low == "from" and next_low in ("in", "to"):
            subject = self._subject(before)
            if subject is not None:
                return self._item(quantity, subject, "comparison", elliptic=True)
        if low in ("the", "these", "those"):
            for other, item in reversed(earlier[-MAX_BACK:]):
                if other.value == quantity.value and item.text:
                    return self._bare(quantity, "same-number", item.text)
            return None
        if low in ("all", "both") and before > 0:
            before -= 1
        if (
            before >= 0
            and (self._low(before) in self.participles or self._low(before) in self.gerunds)
            and self._tag(before) in ("VBD", "VBN", "VBG", "VB")
            and not worded_one
        ):
            text = None
            if self._tag(before - 1) in ("NNP", "NNPS") and self._tag(at) not in NOUN_TAGS:
                # "France reported 30 and Denmark 15"
                text, _ = self._antecedent(before, earlier, quantity.value)
            return self._bare(quantity, "elliptic-object", text)
        return None

    def _standing(self, quantity: Quantity, before: int) -> Item | None:
        """Read "the death toll stood at 41", "the number of victims stands at 12"."""
        subject = self._subject(before)
        if subject is None or self._low(subject.head) not in cues("tally"):
            return None
        of = self._low(subject.head + 1) == "of"
        counted = self.phrase_from(subject.head + 2, value=quantity.value) if of else None
        return (
            self._item(quantity, counted, "stands-at", elliptic=True) if counted else self._bare(quantity, "stands-at")
        )

    def _is_aside(self, n: int) -> bool:
        """Tell whether the token at `n` opens an aside on what was just counted: "4,200 thefts, down 12%"."""
        return self._low(n) in ("up", "down") and self._low(n - 1) in (",", "(")

    def _changed(self, quantity: Quantity, before: int, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        """Read the ends of a change: "19 arrests, up from seven", "thefts rose to 28, from 12 the year before"."""
        low = self._low(before)
        if low not in ("to", "from") or self.sentence_of[before] > before - 1:
            return None
        if low == "from" and earlier and earlier[-1][0].kind == "percent":
            # "4,200 thefts, down 12% from 4,800": both are of the thefts
            share, of = earlier[-1]
            if of.text and not self.text[share.after : self.starts[before]].strip():
                return self._bare(quantity, "comparison", of.text)
        first = max(self.sentence_of[before], before - MAX_PHRASE)
        verb = next((n for n in range(before - 1, first - 1, -1) if self._low(n) in cues("verbs_of_change")), None)
        if verb is None or (low == "from" and verb < before - 1 and self._low(before - 1) not in (",", "(")):
            return None
        at = self._behind(quantity)
        if self._tag(at) in (*NOUN_TAGS, "JJ") and self._low(at) not in ("last", "previous"):
            return None
        if self._low(verb) in ("up", "down"):
            last = earlier[-1] if earlier else None
            if last and last[0].kind == "thing" and last[1].text and self._same_sentence(last[0].start, quantity.start):
                return self._bare(quantity, "comparison", last[1].text)
            named = self.phrase_before(verb - 1 if self._low(verb - 1) == "," else verb)
            return self._item(quantity, named, "comparison", elliptic=True) if named else None
        subject = self._subject(before)
        if subject is None or self.tags[subject.head] not in ("NNS", "NN"):
            return None
        if self._low(subject.end) == "of":
            # "robberies of this kind rose to 28"
            edge = self.doc[subject.head].right_edge.i + 1
            if edge <= subject.end + 8 and not any(self.tags[n] in FINITE_TAGS for n in range(subject.end, edge)):
                return self._item(quantity, subject, "comparison", end=edge, elliptic=True)
        return self._item(quantity, subject, "comparison", elliptic=True)

    def _fronted(self, sent_start: int, quantity: Quantity, earlier: Sequence[tuple[Quantity, Item]]) -> int | None:
        """Return the index of the quantity in a fronted "Of the 214 arrests made, 93 were …"."""
        if not earlier:
            return None
        if self._low(sent_start) in ("of", "among"):
            first = bisect_left(earlier, self.starts[sent_start], key=lambda entry: entry[0].start)
            for n in range(first, min(first + MAX_EARLIER, len(earlier))):
                if earlier[n][0].kind == "thing":
                    return n
            if self._low(sent_start + 1) in ("these", "those", "them"):
                return len(earlier) - 1
        return None

    # money, measures, shares ------------------------------------------------------

    def _measured(self, quantity: Quantity, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        money = quantity.kind == "money"
        at = self._behind(quantity)
        if at < len(self.doc) and self.doc[at].is_space and "\n\n" in self.doc[at].text:
            at = len(self.doc)
        # "6,500 pounds (2,948 kilograms) of resin"
        if self._low(at) == "(":
            close = next((n for n in range(at, min(at + 8, len(self.doc))) if self._low(n) == ")"), None)
            if close is not None and self._low(close + 1) in ("of", "worth"):
                at = close + 1
        elif self._low(at) == ")" and self._low(at + 1) in ("of", "worth"):
            at += 1
        glued_of = at < len(self.doc) and self.starts[at] < quantity.after
        low = self._low(at)
        if low in ("’", "'", "'s", "’s") and self._low(at + 1) == "worth":
            at, low = at + 1, "worth"
        if low in ("-", "–") and self._low(at + 1) == "worth":
            at, low = at + 1, "worth"
        if low == "worth" and self._low(at + 1) == "of":
            at, low = at + 1, "of"
        if low == "each":
            at, low = at + 1, self._low(at + 1)
        if glued_of or low == "of" or (money and low == "in"):
            n = at + 1
            if not (
                low == "in"
                and (
                    self._low(n) in cues("foreign")
                    or (self._tag(n) in ("NNP", "CD", "DT", "PRP$") and not self._acronym_noun(n))
                )
            ):
                while self._tag(n) in ("DT", "PRP$", "PDT"):
                    n += 1
                phrase = self.phrase_from(n, value=0.0)
                if (
                    phrase
                    and low == "in"
                    and self.tags[phrase.head] == "NNP"
                    and not self.doc[phrase.head].text.isupper()
                ):
                    phrase = None
                if phrase and self._low(phrase.head) not in cues("time"):
                    return self._item(quantity, phrase, "measured-of", end=self._with_of(phrase))
                if (
                    phrase is None
                    and low == "of"
                    and self._low(n).isalpha()
                    and self._tag(n) in ("JJ", "VB", "VBP", "VBZ", "RB", "FW", "UH", "VBN")
                    and not self._low(n).endswith("ly")
                ):
                    # a substance whose name the tagger does not know
                    return self._item(quantity, Phrase(n, n + 1, n, (n,)), "measured-of")
        if not money and self._tag(at) in ("NN", "NNS", "NNP", "NNPS") and self._is_substance(at):
            # "1634.6 kg Hashish"
            return self._item(quantity, Phrase(at, at + 1, at, (at,)), "measured-noun")
        attributive = self._attributive(quantity, at)
        if attributive is not None:
            return attributive
        before = self._before_measure(quantity)
        if before is not None:
            return before
        subject = self._subject_of_price(quantity)
        if subject is not None:
            return subject
        if money and low == "for" and self._tag(at + 1) == "DT":
            n = at + 1
            while self._tag(n) in ("DT", "PRP$"):
                n += 1
            phrase = self.phrase_from(n, value=1.0)
            last = earlier[-1] if earlier else None
            if (
                last
                and last[0].kind == "money"
                and last[1].rule in ("money-of", "attributive")
                and (self._same_sentence(last[0].start, quantity.start))
            ):
                # "a fine of $250,000 for a person and $500,000 for a company"
                return self._bare(quantity, "same-money", last[1].text)
            if phrase and self._low(phrase.head) not in cues("time"):
                return self._item(quantity, phrase, "money-for")
        if not money:
            last = earlier[-1] if earlier else None
            if (
                last
                and last[0].unit == quantity.unit
                and last[1].text
                and self._same_sentence(last[0].start, quantity.start)
            ):
                return self._bare(quantity, "same-unit", last[1].text)
        return self._bare(quantity, "bare-measure")

    def _is_substance(self, n: int) -> bool:
        """Tell whether one word names what can be weighed, and no noun goes on behind it ("5 kg cocaine parcels")."""
        return category_of(self.lower[n], kind="thing") == "drugs" and not self._is_noun(n + 1)

    def _acronym_noun(self, n: int) -> bool:
        return self._tag(n) == "NNP" and self._tag(n + 1) in ("NN", "NNS", "NNPS", "NNP")

    def _attributive(self, quantity: Quantity, at: int) -> Item | None:
        """Read "a EUR 1.6 million project", "a $250,000 penalty", "a 500-kg shipment"."""
        n = at + 1 if self._low(at) in ("-", "‐") else at
        if n >= len(self.doc) or self._tag(n) not in ("NN", "NNS", "NNP", "JJ"):
            return None
        before = self.token_at(quantity.start) - 1
        opened = any(self._tag(before - k) in ("DT", "PRP$", "POS") for k in range(3) if before - k >= 0) or self._low(
            at
        ) in ("-", "‐")
        phrase = self.phrase_from(n, value=1.0, joined=False)
        if phrase is None or self._low(phrase.head) in cues("time") or self._low(phrase.head) in ("worth", "each"):
            return None
        plain = self._tag(n) == "NNS" or (quantity.kind == "measure" and self._tag(n) == "NN")
        if not opened and not plain:
            return None
        if self.tags[phrase.head] == "NNP" and phrase.head == n and not opened:
            return None
        return self._item(quantity, phrase, "attributive")

    def _before_measure(self, quantity: Quantity) -> Item | None:
        """Read "a criminal fine of $16,510", "cars, worth around EUR 2.4 million", "ivory weighing two tonnes"."""
        before = self.token_at(quantity.start) - 1
        low = self._low(before)
        if low == "(":
            phrase = self.phrase_before(before)
            return self._item(quantity, phrase, "brackets") if phrase else None
        if low == "of":
            phrase = self.phrase_before(before)
            if phrase is None:
                return None
            head = self._low(phrase.head)
            if head in ("total", "sum", "amount", "maximum", "minimum", "average", "equivalent", "excess", "range"):
                return None
            if head in ("weight", "weights", "area", "length", "volume") and phrase.first > 0:
                outer = phrase.first - 1
                while outer > 0 and self._tag(outer) in ("DT",):
                    outer -= 1
                if self._low(outer) == "with":
                    owner = self.phrase_before(outer)
                    if owner is not None:
                        return self._item(quantity, self._of_chain(owner), "weight-of")
            return self._item(quantity, phrase, "money-of" if quantity.kind == "money" else "measure-of")
        n = before
        verb = self._low(n)
        if verb in ("at", "to") and self._low(n - 1) in (
            "valued",
            "estimated",
            "amounting",
            "totaling",
            "totalling",
            "appraised",
            "equivalent",
        ):
            n -= 1
            verb = self._low(n)
        if verb in (
            "worth",
            "valued",
            "totaling",
            "totalling",
            "weighing",
            "amounting",
            "costing",
            "estimated",
            "exceeding",
            "appraised",
            "measuring",
            "covering",
            "containing",
        ) or (verb in ("totaled", "totalled") and self._low(n - 1) == "which"):
            described = self.doc[n].head.i
            if self.doc[n].dep_ == "relcl" and self._is_noun(described) and described < n:
                phrase = self.phrase_before(described + 1)
                if phrase is not None:
                    return self._item(quantity, phrase, "worth", end=self._with_of(phrase))
            n -= 1
            while n > 0 and (
                self._low(n)
                in (
                    ",",
                    "together",
                    "altogether",
                    "collectively",
                    "which",
                    "is",
                    "are",
                    "was",
                    "were",
                    "that",
                    "each",
                    "jointly",
                    "an",
                    "with",
                    "all",
                )
            ):
                n -= 1
            phrase = self.phrase_before(n + 1)
            if phrase is not None:
                return self._item(quantity, phrase, "worth")
        governor = self.doc[before].head.lower_ if before >= 0 else ""
        if (low == "at" and governor in cues("valuing")) or (low == "for" and governor in cues("sale")):
            sold = next((c for c in self.doc[before].head.children if c.dep_ == "dobj" and self._is_noun(c.i)), None)
            phrase = self.phrase_before(sold.i + 1 if sold is not None and low == "for" else before)
            if phrase is not None:
                return self._item(quantity, phrase, "valued")
        return None

    def _of_chain(self, phrase: Phrase) -> Phrase:
        """Widen "glasses" to "set of glasses"."""
        if self._low(phrase.first - 1) == "of":
            outer = self.phrase_before(phrase.first - 1)
            if outer is not None:
                return Phrase(outer.first, phrase.end, outer.head, outer.heads)
        return phrase

    def _subject(self, at: int) -> Phrase | None:
        """Return the subject of the verb that governs token `at`, as a noun phrase."""
        token: Token = self.doc[at]
        for _ in range(6):
            if token.tag_ in VERB_TAGS:
                for child in token.children:
                    if child.dep_ in ("nsubj", "nsubjpass") and child.i < at and self._is_noun(child.i):
                        core = self._core(child.i, 2.0)
                        first = child.i
                        while (
                            first > 0
                            and self._tag(first - 1) in ("JJ", "NN", "NNP", "VBN", "VBG", "HYPH")
                            and self.doc[first - 1].head.i <= child.i
                        ):
                            first -= 1
                        return Phrase(first, (core[1] if core else child.i + 1), child.i, (child.i,))
            if token.head is token:
                return None
            token = token.head
        return None

    def _subject_of_price(self, quantity: Quantity) -> Item | None:
        """Read "losses are put at USD 90 billion", "the fare ran to …", "the haul exceeds $100 million"."""
        n = self.token_at(quantity.start)
        before = n - 1
        word = self.text[quantity.start : quantity.end].lower()
        verb = self._low(before)
        exceeds = word.startswith(("exceed", "surpass"))
        at_put = (
            verb in ("at", "to", "from")
            and self._tag(before - 1) in VERB_TAGS
            and self._low(before - 1) not in ("going",)
        )
        copula = verb in (
            "is",
            "was",
            "are",
            "were",
            "totaled",
            "totalled",
            "reached",
            "cost",
            "costs",
            "equals",
            "averaged",
            "total",
            "be",
            "exceeded",
            "fetched",
        )
        verbal_be = verb == "be" and self._low(before - 1) in ("can", "may", "to", "could", "will", "would", "must")
        apart = verb == "at" and self._low(before - 1) == ","
        if not (exceeds or at_put or copula or verbal_be or apart):
            return None
        if verb in ("to",) and self._low(before - 1) not in (
            "came",
            "come",
            "comes",
            "amounted",
            "amounts",
            "ran",
            "runs",
            "rose",
            "risen",
            "fell",
            "amount",
            "climbed",
            "grew",
        ):
            return None
        subject = self._subject(before if not exceeds else n)
        if subject is None:
            return None
        return self._of_subject(quantity, subject)

    def _of_subject(self, quantity: Quantity, subject: Phrase) -> Item:
        """Make an item of a verb's subject; of "the number of guns found in cars" what stands behind "of"."""
        if self._low(subject.end) == "of" and self._low(subject.head) in cues("total"):
            first = subject.end + 1
            while self._tag(first) in ("DT", "PRP$"):
                first += 1
            edge = self.doc[subject.head].right_edge.i + 1
            inner = self.phrase_from(first, value=0.0)
            if inner is not None and inner.end <= edge <= first + 10:
                return self._item(quantity, Phrase(first, edge, inner.head, inner.heads), "subject")
        return self._item(quantity, subject, "subject", end=self._with_of(subject))

    def _share(self, quantity: Quantity, earlier: Sequence[tuple[Quantity, Item]]) -> Item | None:
        at = self._behind(quantity)
        if at < len(self.doc) and self.doc[at].is_space and "\n\n" in self.doc[at].text:
            at = len(self.doc)
        if self._low(at) == "of" or (quantity.kind == "fraction" and self._tag(at) in ("DT", "PRP$")):
            n = at + 1 if self._low(at) == "of" else at
            pronoun = self._low(n) in ("them", "which", "whom") or (
                self._low(n) in ("these", "those") and self._tag(n + 1) not in (*NOUN_TAGS, *MODIFIER_TAGS)
            )
            if pronoun:
                text, whole = self._antecedent(at, earlier, quantity.value if quantity.kind == "thing" else 0)
                return self._bare(quantity, "share", text, whole)
            while self._tag(n) in ("DT", "PRP$", "PDT", "CD") or self._low(n) in ("total", "all"):
                n += 1
            phrase = self.phrase_from(n, value=0.0)
            if phrase is not None and self._low(phrase.head) not in cues("time"):
                return self._item(quantity, phrase, "share", end=self._with_of(phrase, deep=True))
        if quantity.kind == "fraction":
            return None
        before = self.token_at(quantity.start) - 1
        if self._low(before) == "of" and (named := self.phrase_before(before)) is not None:
            return self._item(quantity, named, "share")
        if (
            (self._low(before) in ("or", "(", ",") or self._is_aside(before))
            and earlier
            and self._same_sentence(earlier[-1][0].start, quantity.start)
        ):
            return self._bare(quantity, "share", earlier[-1][1].text)
        phrase = (
            self.phrase_from(at, value=1.0, joined=False)
            if at < len(self.doc) and self._tag(at) in ("NN", "NNS", "JJ")
            else None
        )
        if phrase is not None and self._low(phrase.head) not in cues("time"):
            return self._item(quantity, phrase, "attributive")
        if self._low(before) in ("by", "to", "up", "down", "at", "from", "is", "was", "are", "were", "rose", "fell"):
            subject = self._subject(before)
            if subject is not None:
                return self._of_subject(quantity, subject)
        return self._bare(quantity, "share")
