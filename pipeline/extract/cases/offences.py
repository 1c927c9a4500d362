"""Offences as worded: where the name of one begins and ends, what is joined to it, its counts and its statute.

Grammar goes first: behind "charged with", "counts of" and their like stands an offence if it begins with a verb in
-ing or is a noun phrase with a word of `offence_words.csv`. Offences that are joined are parted where each has a name
of its own; what a list shares ("production and possession of child pornography") each of its members gets.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.cases.setting import Days
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_run
from pipeline.extract.reading.tokens import Tokens
from pipeline.extract.rules import is_on
from pipeline.lookups import table

# The longest name of an offence and the longest list of them read behind one cue.
_MAX_TOKENS, _MAX_LISTED = 24, 40
# How many tokens may be told of an offence before its list goes on: in which case, under which law, what it carries.
_MAX_TOLD, _FEW_TOLD = 40, 3
# How many tokens tell with whom somebody conspires.
_MAX_COMPANY = 16
# How far behind "during" the crime stands in the course of which something was done.
_TO_CRIME = 5
# The longest name of a charging paper, in tokens: "superseding indictment".
_PAPER = 2
# Within how many tokens behind "sale" stands "of" what.
_TO_OF = 6
# How far into a name "degree" stands: "first-, second- and third-degree".
_TO_DEGREE = 9
# "second-degree": how many tokens that is.
_TO_DEGREE_NOUN = 3
# The longest deed that only points back, in words: "making that threat".
_POINTED = 3
# An acronym with its brackets, in tokens.
_ACRONYM = 3
# How many digits a year has.
_YEAR = 4
# How many tokens an acronym in brackets has, brackets and all.
_MAX_ASIDE = 6
# How far into a noun phrase the word stands that makes it an offence: "second-degree criminal possession".
_MAX_LEAD = 9
# The longest plain list of offences, in tokens, and how many members one has at least.
_MAX_FRAME, _FRAME = 120, 3
_PHRASE_TAGS = frozenset(
    (
        *("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "DT", "RB", "HYPH", "POS", "AFX", "FW", "XX"),
        *("VBN", "VBD", "VBG", "VB", "VBP"),
    )
)
_NAME_TAGS = frozenset(("JJ", "NN", "NNS", "HYPH", "VBN"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_LISTING = (":", "–", "—")


@dataclass(frozen=True, slots=True)
class Offence:
    """The name of an offence, in tokens [first, end).

    Attributes:
        shared: tokens of what it shares with an offence behind it, or None.
        n_counts: of how many counts, None where it is not told.
        statute: the law it is against, as worded.
        deed: whether it is told as a deed, by a verb in -ing, and not by the name of an offence.
    """

    first: int
    end: int
    n_counts: int | None = None
    statute: str | None = None
    shared: tuple[int, int] | None = None
    deed: bool = False


@functools.cache
def offence_words() -> Mapping[str, str]:
    """Return the last words of offences with their kinds: crime, deed or agent."""
    return {row["word"]: row["kind"] for row in table("offence_words", key=("word",))}


class OffenceReader:
    """Reads the names of offences in one release."""

    def __init__(self, doc: Doc, tokens: Tokens, days: Days) -> None:
        self.tokens = tokens
        self.days = days
        self._numbers = {
            tokens.token_at(m.start): int(m.value)
            for m in mentions(doc, "counts")
            if m.unit is None and m.value >= 1 and m.value == int(m.value)
        }

    # where one begins ------------------------------------------------------------------

    def number_before(self, n: int, reach: int) -> int | None:
        """Return the number that stands up to so many tokens before one in its noun phrase: "two felony counts"."""
        for k in range(n - 1, max(-1, n - 1 - reach), -1):
            if k in self._numbers:
                return self._numbers[k]
            if self.tokens.tag(k) not in ("NN", "JJ", "VBG", "HYPH", "RB", "NNP"):
                return None
        return None

    def past_counts(self, n: int) -> tuple[int, int | None, bool]:
        """Step over "two felony counts each of"; return the next token, the number, and whether counts were told."""
        tokens, m = self.tokens, n
        number: int | None = None
        while m < n + 9:
            low = tokens.low(m)
            if m in self._numbers and number is None:
                number = self._numbers[m]
            elif low in cues("one_count"):
                number = number or (1 if low != "the" else None)
            elif low not in cues("count_lead") and tokens.tag(m) not in ("CD", "HYPH"):
                break
            m += 1
        if m > n and tokens.low(m) in _LISTING and tokens.low(m - 1) in cues("grade_noun"):
            m -= 1  # "for three felonies: theft"
        elif tokens.low(m) == "of" and tokens.tag(m - 1) == "CD" and self._are_more_counts(n, m):
            return m + 1, number, True
        elif tokens.low(m) not in cues("count_noun"):
            return n, None, False
        m += 1
        while tokens.low(m) in cues("behind_count") or tokens.low(m) in cues("count_lead"):
            m += 1
        if tokens.low(m) == "for" and number is not None and self.begins(m + 1, told=True):
            return m + 1, number, True  # "32 felony counts for violations of the Act"
        if tokens.low(m) not in ("of", "including", *_LISTING):
            bare = number is not None and self._is_bare(m) and is_on("charges.bare-counts")
            return (m, number, True) if bare else (n, None, False)
        return self._of_list(m, number)

    def _of_list(self, m: int, number: int | None) -> tuple[int, int | None, bool]:
        """Return what stands behind counts as `past_counts` does, by the word or mark behind them."""
        tokens = self.tokens
        if tokens.low(m) == "of":
            return m + 1, number, True
        # "five offenses: two counts of", "14 counts, including two counts of rape": the first is of the whole list
        within = self.past_counts(m + 1)
        return within if within[2] else (m + 1, None, True)

    def _are_more_counts(self, n: int, of: int) -> bool:
        """Tell a number behind "and" that is one of counts, too: "four counts of burglary and two of arson"."""
        tokens = self.tokens
        joined = tokens.low(n - 1) in ("and", ",") and tokens.low(of + 1) not in cues("known_people")
        before = any(tokens.low(k) in cues("count_noun") for k in range(max(0, n - _MAX_TOKENS), n))
        return joined and before and self._head(of + 1) is not None and is_on("charges.more-counts")

    def _is_bare(self, n: int) -> bool:
        """Tell whether an offence stands right behind its counts: "three counts deprivation of rights"."""
        if self.tokens.is_capital(n):
            return False  # a line of a list: "1 count Grand Theft $20,000"
        named = self.tokens.tag(n) == "NN" and self.tokens.low(n + 1) == "of" and not self.days.begin_at(n)
        return named or self._head(n) is not None

    def _past_lead(self, n: int) -> int:
        tokens = self.tokens
        while (
            tokens.low(n) in cues("offence_lead")
            or self._is_year_of(n)
            or self._is_adverb(n)
            or tokens.low(n) in ("“", '"', "‘")
            or tokens.tag(n) == "CD"
        ):
            if tokens.tag(n) == "CD" and not self._counts_behind(n) and not self._is_year_of(n):
                break
            n += 1
        return n

    def _is_year_of(self, n: int) -> bool:
        """Tell the year of a crime before its name: "the 1991 murder of Jo Roe"; not "2021 harbour shooting"."""
        tokens, year = self.tokens, self.tokens.low(n)
        if len(year) != _YEAR or not year.isdigit() or not is_on("charges.year-of"):
            return False
        return offence_words().get(tokens.low(n + 1)) == "crime" and tokens.low(n + 2) == "of"

    def _past_paper(self, n: int) -> int:
        """Step over "a federal indictment charging", behind which the offences stand."""
        tokens = self.tokens
        for k in range(n, n + 5):
            if tokens.low(k) == "charging" and tokens.low(k - 1) in cues("no_offence"):
                return k + 1
            if tokens.tag(k) not in ("JJ", "NN", "NNP", "DT", "VBG", "HYPH", "CD"):
                break
        return n

    def _past_degrees(self, n: int) -> int:
        """Step over all but the last of several degrees: "first-, second- and third-degree criminal sale"."""
        tokens, m = self.tokens, n
        while m < n + _MAX_LEAD and (
            tokens.word(m).endswith("-") or tokens.low(m) in (",", "and", *cues("ordinal_of_degree"))
        ):
            m += 1
        return m if tokens.low(m) == "degree" and m > n + 2 else n

    def _is_adverb(self, n: int) -> bool:
        # "criminally negligent homicide" is a name
        low = self.tokens.low(n)
        return self.tokens.tag(n) == "RB" and low.endswith("ly") and low not in cues("adverb_of_name")

    def _counts_behind(self, n: int) -> bool:
        """Tell whether "counts" ends the noun phrase that a number begins: "two wire fraud counts"."""
        tokens = self.tokens
        for k in range(n + 1, min(n + 7, len(tokens))):
            if tokens.lower[k] in cues("count_noun"):
                return True
            if tokens.tags[k] not in ("NN", "NNS", "NNP", "JJ", "HYPH", "VBN"):
                return False
        return False

    def begins(self, n: int, *, told: bool) -> bool:
        """Tell whether an offence begins at a token.

        Args:
            told: whether the words before leave no doubt ("two counts of"), so that any verb in -ing will do.
        """
        tokens = self.tokens
        n = self._past_degrees(self._past_lead(n))
        if tokens.low(n) in cues("role_in") or tokens.low(n) in cues("confessing") or self._is_bare_purpose(n):
            return False
        if tokens.tag(n) == "JJS" and is_on("charges.superlative"):
            return False  # "their roles in one of the largest bank fraud schemes"
        if (told and tokens.low(n).endswith("ing") and tokens.tag(n) in ("VBG", "NN", "NNP")) or self._is_noun_of_deed(
            n
        ):
            return True
        return self._head(n) is not None

    def _is_bare_purpose(self, n: int) -> bool:
        """Tell what things are for from an offence: "notes made for sale and use", not "sale and use of drugs"."""
        if self.tokens.low(n) not in cues("bare_purpose") or not is_on("charges.bare-purpose"):
            return False
        return "of" not in (self.tokens.low(k) for k in range(n + 1, n + _TO_OF))

    def begins_behind(self, n: int) -> bool:
        """Tell whether an offence begins at a token, or behind "two counts of" there, whatever its words."""
        at, _, counted = self._opening(n) if is_on("charges.paper-counts") else self.past_counts(n)
        return self.begins(at, told=True) or (counted and self._is_any_name(at))

    def is_deed(self, n: int) -> bool:
        """Tell whether what begins at a token is told by a verb in -ing."""
        return self.tokens.tag(self._past_lead(n)) == "VBG"

    def _opening(self, n: int) -> tuple[int, int | None, bool]:
        """Step over counts and papers ("an information charging two counts of"); return as `past_counts` does."""
        at, number, counted = self.past_counts(n)
        behind = self._past_paper(self._past_lead(at))
        if behind > at and not counted and is_on("charges.paper-counts"):
            behind, number, counted = self.past_counts(behind)
        return self._past_lead(behind), number, counted

    def _is_any_name(self, n: int) -> bool:
        """Tell whether a noun phrase stands at a token that a charge may be worded by: "coordinated contributions"."""
        tokens, m = self.tokens, self._past_lead(n)
        while tokens.tag(m) in ("JJ", "VBN", "NN", "HYPH") and m < n + _MAX_LEAD:
            if tokens.tag(m) == "JJ" and tokens.low(m + 1) in ("or", "and") and tokens.tag(m + 2) == "JJ":
                m += 1  # "a lewd or lascivious act"
            elif tokens.tag(m + 1) not in _NAME_TAGS:
                break
            m += 1
        known = not cues("no_offence").isdisjoint(tokens.low(k) for k in range(n, m + 1))
        return is_on("charges.any-name") and tokens.tag(m) in ("NN", "NNS") and not known

    def _head(self, n: int) -> int | None:
        """Return the word, the last of several, that makes the noun phrase at `n` an offence; None without one."""
        found = self._past_hit_and_run(n) - 1 if self._past_hit_and_run(n) > n else None
        for m in range(n if found is None else found, min(n + _MAX_LEAD, len(self.tokens))):
            if self._is_offence_word(m) and not (m == n and self.tokens.lower[m] in cues("needs_modifier")):
                found = m
            elif not self._leads_on(m):
                break
        return self._end_of_degree(n) if found is None else found

    def _end_of_degree(self, n: int) -> int | None:
        """Return the last noun behind a degree, which makes any name an offence: "third-degree falsifying records"."""
        tokens = self.tokens
        degree = next((m for m in range(n, n + _TO_DEGREE_NOUN) if tokens.low(m) == "degree"), None)
        if degree is None or tokens.low(n) not in cues("ordinal_of_degree") or not is_on("charges.degree"):
            return None
        m, found = degree + 1, None
        while tokens.tag(m) in ("JJ", "NN", "NNS", "NNP", "VBN", "VBG"):
            found = m if tokens.tag(m) in ("NN", "NNS", "NNP", "VBG") else found
            m += 1
        return found

    def _is_offence_word(self, m: int) -> bool:
        known = self.tokens.lower[m] in offence_words()
        return known or self._is_scheme(m) or self._ends_hit_and_run(m) or self._is_lewd_act(m)

    def _is_scheme(self, m: int) -> bool:
        """Tell whether "scheme to defraud" or the like stands at a token."""
        tokens = self.tokens
        return tokens.low(m) in ("scheme", "plot") and tokens.low(m + 1) == "to" and tokens.tag(m + 2) == "VB"

    def _is_lewd_act(self, m: int) -> bool:
        """Tell "a criminal sexual act", "a lewd act upon a child" from the name of a law."""
        return self.tokens.lower[m] == "act" and self.tokens.low(m - 1) in cues("lewd")

    def _past_hit_and_run(self, n: int) -> int:
        """Step over "hit and run" at a token."""
        low = self.tokens.low
        if low(n) != "hit":
            return n
        m = n + 2 if low(n + 1) == "-" else n + 1
        m = m + 2 if low(m + 1) == "-" else m + 1
        return m + 1 if low(m) == "run" else n

    def _ends_hit_and_run(self, m: int) -> bool:
        tokens = self.tokens
        words = tokens.text[tokens.starts[max(0, m - 4)] : tokens.ends[m]].lower()
        return tokens.lower[m] == "run" and words.endswith(("hit-and-run", "hit and run"))

    def _leads_on(self, m: int) -> bool:
        """Tell whether a noun phrase goes on at a token: "second- and third-degree criminal possession"."""
        tokens = self.tokens
        low, tag = tokens.lower[m], tokens.tags[m]
        if low == "-" or (low in ("and", "to") and tokens.low(m - 1).endswith(("-", "‑"))):
            return True
        if tokens.is_space(m) or low in cues("offence_stop") or (tag == "RB" and not low.endswith("ly")):
            return False
        if tag == "VBG" and tokens.tag(m - 1) == "NNS":
            return False  # "images and videos depicting torture"
        return tag in _PHRASE_TAGS

    # where it ends ---------------------------------------------------------------------

    def read(self, n: int, stop: int, *, told: bool) -> list[Offence]:
        """Return the offences listed from token `n` on, none where none begins there."""
        found: list[Offence] = []
        each: int | None = None
        frame = self._frame(n, stop)
        while n < stop and len(found) < _MAX_LISTED:
            first, number, counted = self._opening(n)
            named = self.begins(first, told=told or counted) or (counted and self._is_any_name(first)) or n in frame
            if first >= stop or not named:
                break
            of_each = counted and any(self.tokens.low(k) == "each" for k in range(n, first))
            each = number if of_each else each if not counted else None
            whole = counted and number == 1 and not of_each
            end, following = self._end(first, stop, whole=whole)
            if end <= first:
                break
            cut = next((k for k in frame if first < k < end), None)
            if cut is not None and not self._is_member(cut):
                end, following = cut - 1, cut  # "wire fraud, false claims"
            name_end = self.trimmed(first, end)
            statute, following = self._statute(end, following, stop)
            if following is None:
                following = self._listed_on(end, stop) or next((k for k in frame if k > end), None)
            if found and self._goes_on_with_verb(first, found[-1]):
                found[-1] = replace(found[-1], end=self.trimmed(found[-1].first, end))
                if following is None:
                    break
                n = following
                continue
            deed = self.tokens.tags[first] == "VBG" or (self._head(first) is None and not counted)
            first -= self.tokens.low(first - 1) == "falsely" and first > n  # "falsely reporting an incident"
            found += self._by_degree(Offence(first, name_end, number or each, statute, None, deed))
            if following is None:
                break
            n, told = following, deed or self.tokens.tag(self._past_lead(following)) == "VBG"
        found = self._without_breach(found)
        return [o for o in self._with_shared(found) if o.shared is not None or not self._is_vague(o)]

    def _by_degree(self, offence: Offence) -> list[Offence]:
        """Return an offence once for each of its degrees: "second- and third-degree assault" are two."""
        low, end = self.tokens.low, self._past_degrees(offence.first)
        if end == offence.first or not is_on("charges.by-degree"):
            return [offence]
        ordinals = [k for k in range(offence.first, end) if low(k).rstrip("-") in cues("ordinal_of_degree")]
        last = ordinals[-1]
        degree = last + 2 if low(last + 1) == "-" else last + 1
        several = [replace(offence, first=k, end=k + 1, shared=(degree, offence.end)) for k in ordinals[:-1]]
        return [*several, replace(offence, first=last)]

    def _frame(self, n: int, stop: int) -> list[int]:
        """Return where the members of a list of offences begin; none where it is no plain list of three and more.

        What a list of offences tells in other words than those known is one, too: "assault, practice of a profession,
        theft and arson". Members hang together by their commas, whatever stands behind the names.
        """
        tokens = self.tokens
        starts, k = [n], n
        last = min(stop, n + _MAX_FRAME)
        while k < last and not self._ends_frame(k):
            joined = tokens.lower[k] == "," or (tokens.lower[k] == "and" and tokens.low(k - 1) != ",")
            if joined:
                starts.append(past_run(tokens.low, k + 1, ("and",)))
            k += 1
        starts = [m for m in starts if m < k]
        if len(starts) < _FRAME or not is_on("charges.frame"):
            return []
        offences = {m for m in starts if self._is_member(m)}
        if len(offences) < _FRAME - 1 or 2 * len(offences) < len(starts):
            return []
        halves = {m for m in starts[1:] if self._is_half(m)}
        frame = [m for i, m in enumerate(starts) if m in offences or self._is_odd_member(starts, offences, i)]
        return sorted({*frame, *halves} - {n} - {m + 2 for m in halves})

    def _is_half(self, n: int) -> bool:
        """Tell the first word of two that share the last: "theft, bank and wire fraud"."""
        tokens = self.tokens
        plain = tokens.tag(n) == "NN" and tokens.low(n) not in offence_words()
        third = tokens.low(n - 3) == "commit" and tokens.low(n - 2) not in offence_words()
        return plain and not third and tokens.low(n + 1) == "and" and self._head(n + 2) == n + 3

    def _ends_frame(self, n: int) -> bool:
        tokens = self.tokens
        if tokens.is_space(n) or tokens.lower[n] in cues("frame_end") or tokens.tags[n] in _FINITE:
            return True
        # "offenses for their roles in the schemes"
        return tokens.lower[n] == "for" and tokens.tag(n + 1) == "PRP$"

    def _is_member(self, n: int) -> bool:
        if self.tokens.tag(n) in ("VB", "VBP") or self.tokens.low(n) in cues("no_deed"):
            return False  # "a conspiracy to buy, keep and sell drugs", "resulting in death"
        at = self._past_degrees(self._past_lead(self.past_counts(n)[0]))
        return self._head(at) is not None or (self.tokens.tag(at) == "VBG" and self.tokens.tag(at + 1) != ",")

    def _is_odd_member(self, starts: Sequence[int], offences: Set[int], i: int) -> bool:
        """Tell whether a member in unknown words is one: it stands behind the name of an offence and is no thing."""
        tokens, n = self.tokens, starts[i]
        if i == 0 or starts[i - 1] not in offences or (i + 1 < len(starts) and starts[i + 1] not in offences):
            return False
        before = n - 2 if tokens.low(n - 1) == "and" and tokens.low(n - 2) == "," else n - 1
        end = starts[i + 1] - 1 if i + 1 < len(starts) else n
        of = next((k for k in range(n, end) if tokens.tags[k] == "IN"), end)
        noun = next((k for k in range(of - 1, n, -1) if tokens.tags[k] in ("NN", "NNS")), n)
        known = tokens.low(before - 1) in offence_words()
        if known and end - n <= 1:
            return tokens.tag(n) == "VBG"  # "murder, maiming and theft"
        return known and tokens.tag(n) in _NAME_TAGS and category_of(tokens.low(noun)) == "other"

    def _listed_on(self, end: int, stop: int) -> int | None:
        """Return where a list goes on behind what it tells of an offence: "fraud in a case, five counts of theft"."""
        tokens = self.tokens
        if not is_on("charges.listed-on"):
            return None
        for n in range(end, min(stop, end + _MAX_TOLD)):
            low = tokens.lower[n]
            carries = tokens.low(n - 1) in ("which", "that")  # "one count of fraud, which carries 20 years, and one"
            if tokens.is_space(n) or low in (".", ":") or (tokens.tags[n] in _FINITE and not carries):
                return None
            if low not in cues("next_offence_joint"):
                continue
            m = past_run(tokens.low, n + 1, cues("as_well"))
            _, number, counted = self.past_counts(m)
            near = low == ";" or (low == "," and n - end <= _FEW_TOLD and tokens.low(m) != "including")
            near = near or self._is_behind_aside(end, n, m)
            told = tokens.low(end) == "while" and tokens.tag(m) == "VBG"
            if (counted and number is not None) or (near and self.begins(m, told=told)):
                return m
        return None

    def _is_behind_aside(self, end: int, n: int, m: int) -> bool:
        """Tell the comma and "and" behind what an offence carries: "fraud, which carries ten years, and conspiracy".

        Args:
            end, n, m: where the offence ends, the comma, and where the next one would begin.
        """
        tokens = self.tokens
        if tokens.low(n) != "," or not is_on("charges.behind-aside"):
            return False
        if tokens.low(end) == "while" and tokens.tag(m) == "VBG":
            return self._is_among_deeds(m)
        opens = tokens.low(end) == "," and tokens.low(end + 1) == "which" and tokens.low(end + 2) in cues("carries")
        return opens and tokens.low(n + 1) == "and"

    def _is_among_deeds(self, m: int) -> bool:
        """Tell whether a list of deeds goes on behind one: "..., violating the Act and possessing a firearm"."""
        tokens = self.tokens
        stop = next((k for k in range(m, m + _MAX_TOLD) if tokens.tag(k) in _FINITE), m + _MAX_TOLD)
        return any(tokens.low(k) == "and" and tokens.tag(k + 1) == "VBG" for k in range(m, stop))

    def _without_breach(self, found: list[Offence]) -> list[Offence]:
        """Make what the last deed violates its law: "charged with exporting rifles, violating the Arms Act"."""
        tokens = self.tokens
        if len(found) < 2 or not is_on("charges.breach"):
            return found
        last = found[-1]
        if tokens.lower[last.first] != "violating" or tokens.low(last.first - 1) != "," or last.n_counts:
            return found
        law = " ".join(tokens.text[tokens.starts[last.first + 1] : tokens.ends[last.end - 1]].split())
        return [*found[:-2], replace(found[-2], statute=found[-2].statute or law or None)]

    def _goes_on_with_verb(self, first: int, before: Offence) -> bool:
        """Tell whether a plain verb goes on with what somebody conspired to do: "to defraud a bank, commit fraud"."""
        tokens = self.tokens
        if tokens.tag(first) != "VB" or tokens.low(first) != "commit":
            return False
        lows = (tokens.low(n) for n in range(before.first, before.end))
        return any(low in cues("begun_deed") or low.startswith("conspir") for low in lows)

    def read_line(self, n: int, stop: int) -> list[Offence]:
        """Return the offence that a line of a list is, whatever its words, at its first comma or clause's end."""
        at, number, counted = self.past_counts(n)
        first = self._past_lead(at if counted else n)
        while first < stop and self.tokens.low(first) in cues("count_noun"):
            first += 1  # "1 count Grand Theft"
        if first >= stop:
            return []
        end, _ = self._end(first, stop, whole=True)
        low = self.tokens.low
        digits = (
            k
            for k in range(first + 1, end)
            if low(k) == "$" or (low(k)[:1].isdigit() and low(k - 1) not in cues("before_age"))
        )
        end = next(digits, end)
        offence = Offence(first, self.trimmed(first, max(end, first + 1)), number if counted else None)
        return [] if self._is_vague(offence) else [offence]

    def _end(self, first: int, stop: int, *, whole: bool) -> tuple[int, int | None]:
        """Return where a name ends, and where the offence that is joined to it begins.

        Args:
            whole: whether it is told of one count, so that "and" goes on with it: "one count of abuse and neglect".
        """
        n = self._past_company(max(first + 1, self._past_hit_and_run(first)), stop)
        limit = n + _MAX_TOKENS
        while n < min(stop, limit):
            if self._is_acronym_inside(n):
                n += _ACRONYM
            elif (self.tokens.lower[n], self.tokens.low(n + 1)) == ("known", "as"):
                return n, self._past_aside(n, first, stop)
            elif self.tokens.lower[n] in cues("list_mark") or self.tokens.lower[n] == "as":
                step = self._joint(n, first, stop)
                if step is None:
                    return n, None
                if step < 0 and whole and self._goes_on_in_count(first, n) and not self.past_counts(-step)[2]:
                    step = -step
                if step < 0:
                    return n, -step
                n = step
            elif self._stops(n, first):
                return n, self._past_noun(n, first, stop) or self._past_aside(n, first, stop)
            elif self.tokens.tags[n] == "CD" and self._is_new_count(n):
                return n, n
            else:
                n += 1
        return min(n, stop), None

    def _is_acronym_inside(self, n: int) -> bool:
        """Tell whether a bracket stands inside a name: "racketeering (RICO) conspiracy"."""
        tokens = self.tokens
        bracket = tokens.lower[n] == "(" and tokens.low(n + 2) == ")"
        return bracket and tokens.low(n + _ACRONYM) in offence_words() and is_on("charges.acronym-inside")

    def _goes_on_in_count(self, first: int, n: int) -> bool:
        """Tell whether a list goes on within a count: "and", or any comma behind "to violate the Act and to"."""
        tokens = self.tokens
        if tokens.lower[n] == "and":
            return True
        twice = any(
            tokens.lower[k] in ("and", "conspiracy") and (tokens.low(k + 1), tokens.low(k + 2)) == ("to", "commit")
            for k in range(first, n)
        )
        deed = next((k for k in range(n + 1, n + 4) if tokens.low(k) != "and"), n)
        return twice and tokens.lower[n] == "," and tokens.tag(deed) != "VBG" and is_on("charges.twice-to")

    def _is_new_count(self, n: int) -> bool:
        """Tell whether "nine counts of" begins where the text has lost its comma: "laundering nine counts of"."""
        return self.tokens.tag(n - 1) in ("NN", "NNS", "VBG") and self.past_counts(n)[2] and is_on("charges.new-count")

    def _past_noun(self, n: int, first: int, stop: int) -> int | None:
        """Return where an offence begins that is joined behind "offences": "slavery offences and controlling Roe"."""
        tokens = self.tokens
        if tokens.low(n) not in cues("count_noun") or tokens.low(n + 1) not in cues("list_mark"):
            return None
        if tokens.low(n + 2) == "including":
            return None  # what is included is no further offence
        step = self._joint(n + 1, first, stop) if is_on("charges.behind-offences") else None
        return -step if step is not None and step < 0 else None

    def _past_aside(self, n: int, first: int, stop: int) -> int | None:
        """Return where an offence begins that is joined behind an acronym: "aid to the League (LL), and arson"."""
        tokens = self.tokens
        if tokens.low(n) == "known" and tokens.low(n + 1) == "as":
            further = range(n + 2, min(stop, n + _MAX_ASIDE + 2))
            m = next((k for k in further if tokens.lower[k] in cues("list_mark")), stop)
            step = self._joint(m, first, stop) if m < stop and is_on("charges.known-as") else None
            return -step if step is not None and step < 0 else None
        if tokens.low(n) != "(" or not is_on("charges.aside"):
            return None
        m = next((k for k in range(n + 1, min(stop, n + _MAX_ASIDE)) if tokens.lower[k] == ")"), stop) + 1
        if tokens.low(m) == "," and tokens.tag(m + 1) == "DT":  # "a terrorist organization, and"
            further = range(m + 1, min(stop, m + _MAX_COMPANY))
            m = next((k for k in further if tokens.lower[k] in (",", ";")), stop)
        if m >= stop or tokens.low(m) not in cues("list_mark"):
            return None
        step = self._joint(m, first, stop)
        return -step if step is not None and step < 0 else None

    def _past_company(self, n: int, stop: int) -> int:
        """Step over with whom somebody conspires: "conspiring with at least eight others to travel"."""
        tokens = self.tokens
        if tokens.low(n) != "with" or not tokens.low(n - 1).startswith("conspir"):
            return n
        further = range(n + 1, min(stop, n + _MAX_COMPANY))
        return next((k for k in further if tokens.lower[k] == "to" and tokens.tag(k + 1) == "VB"), n)

    def _joint(self, n: int, first: int, stop: int) -> int | None:
        """Return the token behind a comma or "and" that goes on with the name; negative where another name begins.

        None where the name ends there.
        """
        tokens = self.tokens
        if (
            tokens.low(n - 1).endswith("-")
            or (tokens.low(n - 1) == "," and tokens.low(n - 2).endswith("-"))
            or (tokens.low(n) == "," and tokens.low(n + 1) in ("jr.", "sr."))
        ):
            return n + 1  # "second- and third-degree assault", "the Jon Roe, Jr. Act"
        if tokens.lower[n] == "as":
            step = self._past_as(n)
            if step is None or tokens.low(n + 1) != "well":
                return step
            m = step
        else:
            m = n + 1
        # "; - theft": an item of a list on a line of its own
        m = past_run(tokens.low, m, cues("offence_joint") | {"-"} if tokens.low(n) == ";" else cues("offence_joint"))
        if m >= stop or tokens.low(m) == "sentencing" or (tokens.low(m + 1) == "law" and tokens.is_capital(m)):
            return None
        if tokens.low(m) == "related" or (
            tokens.low(m) in cues("loose_end") and tokens.low(m + 1) in cues("count_noun")
        ):
            return None  # "and related counts", "and related firearms charges"
        if n == first + 1 and self._is_half(first) and is_on("charges.frame"):
            return m + 1
        again = self._past_link(n, m)
        if again is not None:
            return -again
        if tokens.low(m) in cues("outcome_of") and tokens.lower[n] == ",":
            return m + 1 if self._injures(m) else None
        if "or" in (tokens.lower[n], tokens.low(m - 1)) and not self.past_counts(m)[2]:
            return None if self._opens_clause(m) else m + 1
        if self._is_means(n, m, first):
            return m + 1
        if self.past_counts(m)[2] or self._is_named(m, first, n):
            return -m
        return self._goes_on(n, m, first, stop)

    def _past_as(self, n: int) -> int | None:
        """Return the token behind an "as" that goes on with the name: "act as an agent", "assault as a hate crime"."""
        tokens = self.tokens
        if tokens.tag(n - 1) in ("VB", "VBG") or tokens.low(n - 1) == "transacting":
            return n + 1
        if (tokens.low(n + 1), tokens.low(n + 2)) == ("well", "as"):
            return n + 3
        graver = next((k for k in range(n + 2, n + 6) if tokens.low(k) in cues("graver_kind")), None)
        if tokens.low(n + 1) not in cues("opens_aggravation") or graver is None or not is_on("charges.graver"):
            return None
        return None if "class" in (tokens.low(k) for k in range(n, graver)) else graver + 1

    def _plans_on(self, m: int, first: int, n: int) -> bool:
        """Tell whether "and to" goes on with what somebody plans: "a conspiracy to import cocaine and to sell it"."""
        tokens = self.tokens
        if tokens.low(m - 1) != "and" or tokens.low(m) != "to" or tokens.tag(m + 1) != "VB":
            return False
        return any(tokens.lower[k] == "to" and tokens.tag(k + 1) == "VB" for k in range(first, n))

    def _past_link(self, n: int, m: int) -> int | None:
        """Return where an offence begins behind a repeated link: "guilty of arson and of resisting arrest"."""
        tokens = self.tokens
        if tokens.low(m - 1) != "and" or tokens.low(m) not in cues("link_again") or not is_on("charges.link-again"):
            return None
        if tokens.low(m) == "to" and tokens.tag(m + 1) == "VB":
            return None  # "a conspiracy to import cocaine and to sell it"
        return m + 1 if self.begins_behind(m + 1) else None

    def _injures(self, n: int) -> bool:
        return any(self.tokens.low(k) in cues("injury_noun") for k in range(n + 1, n + 6))

    def _is_named(self, m: int, first: int, n: int) -> bool:
        """Tell whether an offence with a name of its own stands behind a comma or "and"."""
        tokens = self.tokens
        at = self._past_lead(m)
        if tokens.low(n - 1) in cues("begun_deed") and tokens.low(at) in cues("begun_deed"):
            return True  # "attempting and conspiring to"
        alone = tokens.lower[n] == "," and tokens.low(first) in offence_words()  # "stalking, threatening to kidnap"
        if tokens.tag(at) == "VBG" and tokens.tag(first) == "VBG" and n - first <= 1 and not alone:
            return False  # "developing and selling scripts" is one deed
        if tokens.low(at) == "abetting" or self._shares_verb(n) or self._is_twin(n, m):
            return False
        if tokens.tag(at) == "VBG" and tokens.low(at) not in offence_words():
            return True
        if at > m and self._is_noun_of_deed(at):
            return True
        head = self._head(self._past_degrees(at))
        if head is None or tokens.low(head + 1) not in cues("offence_noun_stop"):
            return head is not None
        # "failure to appear and contempt charges" are two, "fraud and a theft ring" one
        return tokens.low(head + 1) in cues("count_noun") and is_on("charges.last-of-counts")

    def _is_noun_of_deed(self, at: int) -> bool:
        """Tell "the passing and receiving of" something, a deed with an article."""
        tokens = self.tokens
        if tokens.low(at - 1) != "the" or not tokens.low(at).endswith("ing"):
            return False
        behind = at + 3 if tokens.low(at + 1) == "and" and tokens.low(at + 2).endswith("ing") else at + 1
        return tokens.low(behind) == "of" and is_on("charges.noun-of-deed")

    def _is_means(self, n: int, m: int, first: int) -> bool:
        """Tell whether a list of means goes on: "sex trafficking by force, fraud and coercion"."""
        tokens = self.tokens
        if tokens.low(n - 1) not in cues("means_of_force") or tokens.low(m) not in cues("means_of_force"):
            return False
        return "by" in tokens.lower[first:n]

    def _is_twin(self, n: int, m: int) -> bool:
        """Tell whether "and" joins what is one: "fraud and abuse", "lewd and lascivious acts"."""
        tokens = self.tokens
        if tokens.low(n) not in ("and", "or"):
            return False
        adjectives = tokens.tag(n - 1) == "JJ" and tokens.tag(m) == "JJ" and tokens.low(n - 1) not in offence_words()
        adjectives = adjectives and tokens.low(m) not in cues(
            "ordinal_of_degree"
        )  # "possession of a firearm and first-degree murder"
        return adjectives or (tokens.low(n - 1), tokens.low(m)) == ("fraud", "abuse")

    def _shares_verb(self, n: int) -> bool:
        """Tell whether "and" joins words of one offence: "to take and sell", "to commit mail and wire fraud"."""
        tokens = self.tokens
        if tokens.low(n) == "and" and tokens.tag(n - 1) == tokens.tag(n + 1) == "VB":
            return True  # "threatening to kidnap and assault a member"
        if tokens.low(n - 1) in offence_words():
            return False
        if tokens.low(n) == "," and tokens.tag(n - 1) == "VB" and tokens.tag(n + 1) not in ("VB", "VBP", "CC"):
            return False  # "scheme to defraud, money laundering"
        return tokens.tag(n - 1) in ("VB", "VBP") or (tokens.low(n - 2) == "commit" and tokens.low(n) != ",")

    def _goes_on(self, n: int, m: int, first: int, stop: int) -> int | None:
        """Tell whether a list inside a name goes on: "cocaine, heroin and MDMA", "distribute and possess"."""
        tokens = self.tokens
        tag = tokens.tag(m)
        if tokens.lower[n] in cues("list_word"):
            if self._plans_on(m, first, n):
                return m + 2
            if tag == "DT" and tokens.tag(n - 1) == tokens.tag(m + 1) == "NNP":
                return m + 1  # "the League of Ann and the Isles"
            if tokens.low(m) in cues("next_step"):
                return None  # "to plead guilty to fraud and be sentenced"
            if self._adds_to_amount(n, m):
                return m + 2
            if tag == "VBG":
                return m + 1
            return m + 1 if tag in ("VB", "NN", "NNS", "NNP", "JJ", "VBN") and not self._opens_clause(m) else None
        if tag == "DT" and self._ends_list(first, n, m):
            return m + 2  # "heroin, fentanyl, and a fentanyl analogue"
        if tokens.lower[n] == ";" or tag not in ("NN", "NNS", "JJ", "VB", "NNP", "VBG"):
            return None
        for k in range(m, min(m + 12, stop)):
            if tokens.lower[k] in ("and", "or"):
                return m + 1 if not self._opens_clause(k + 1) else None
            if tokens.tags[k] in _FINITE or tokens.lower[k] in cues("offence_stop"):
                return None
        return None

    def _adds_to_amount(self, n: int, m: int) -> bool:
        """Tell "100 grams and more of" something, and "fentanyl and a fentanyl analogue": one offence each."""
        low = self.tokens.low
        if not is_on("charges.and-more"):
            return False
        of_kind = self.tokens.tag(m) == "DT" and low(m + 1) == low(n - 1)
        return of_kind or (low(m) in ("more", "less") and low(m + 1) == "of")

    def _ends_list(self, first: int, n: int, m: int) -> bool:
        """Tell whether the last of a list inside a name stands at `m`, with its article."""
        tokens = self.tokens
        listed = tokens.low(m - 1) == "and" and "," in tokens.lower[first:n] and tokens.tag(m + 1) in ("NN", "JJ")
        return listed and not self._opens_clause(m) and is_on("charges.last-of-list")

    def _opens_clause(self, m: int) -> bool:
        """Tell whether a verb with a tense stands right behind: "and was", "and Roe faces"."""
        return any(self.tokens.tag(k) in _FINITE or self.tokens.tag(k) == "PRP" for k in range(m, m + 3))

    def _stops(self, n: int, first: int) -> bool:
        tokens = self.tokens
        low, tag = tokens.lower[n], tokens.tags[n]
        if tokens.is_space(n) or low in (".", ":", "(", "–", "—", "--", "”", '"', "…", ")", "*", "•", "§", "|"):
            return True
        if low == "-" and not tokens.is_joined(n):
            return True
        if low in cues("offence_noun_stop") and tokens.low(n - 1) in offence_words() and not self._is_lewd_act(n):
            return low != "conspiracy" and not self._is_law(n) and not self._is_broken_law(first, n)
        if low in cues("offence_stop"):
            return self._ends_at(low, n)
        if tag == "DT" and tokens.word(n)[:1].isupper() and tokens.word(n - 1).islower() and tokens.tag(n - 1) != "IN":
            return True  # the text has lost its full stops
        inside = n == first + 1 and tokens.lower[first] not in offence_words()
        inside = inside or (low in cues("while_goes_on") and "while" in tokens.lower[first:n])
        if tag == "MD" or (tag in ("VBD", "VBZ", "VBP") and not inside and low not in offence_words()):
            return tokens.deps[n] != "amod"
        if low in cues("may_leave_offence"):
            return self._leaves(n)
        if low == "with" and {tokens.low(n + 1), tokens.low(n + 2)} & cues("with_besides"):
            return True
        if low == "with" and "prior" in (tokens.low(n + 2), tokens.low(n + 3)):
            return True
        if low == "with":
            return tokens.low(n + 1) in cues("with_a_sentence") and tokens.low(n + 2) != "intent"
        return tag in ("WDT", "WP", "WRB") or (self.days.begin_at(n) and tokens.tag(n - 1) != "DT")

    def _ends_at(self, low: str, n: int) -> bool:
        """Tell whether a word that mostly stands behind a name ends it: not "assault resulting in bodily injury"."""
        tokens = self.tokens
        if low == "as" and tokens.tag(n - 1) in ("VB", "VBG"):
            return False
        if low == "at" and tokens.low(n - 1) in ("shooting", "firing"):
            return False
        if low == "after":
            return (tokens.low(n + 1), tokens.low(n + 2)) != ("the", "fact")
        if low in cues("outcome_of"):
            return not self._injures(n)
        if low == "than":  # "to distribute more than five kilograms"
            amount = tokens.low(n - 1) in ("more", "less")
            return not (amount and (tokens.tag(n - 2) in ("VB", "VBG") or tokens.low(n - 2) in ("of", "with")))
        if low == "along":
            return tokens.low(n + 1) == "with"  # "murder along with a hate crime enhancement"
        if low == "during":  # "brandishing a firearm during a crime of violence"
            return cues("during_goes_on").isdisjoint(tokens.low(k) for k in range(n + 1, n + _TO_CRIME))
        if low == "by":
            behind = n + 2 if tokens.low(n + 1) in ("a", "an") else n + 1
            return cues("by_goes_on").isdisjoint((tokens.low(behind), tokens.low(n + 1)))
        if low == "under":
            aged = (tokens.low(n + 1), tokens.low(n + 2)) == ("the", "age") or tokens.tag(n + 1) == "CD"
            drunk = (tokens.low(n + 1), tokens.low(n + 2)) == ("the", "influence")
            return not (aged or drunk) and tokens.low(n + 1) not in ("color", "colour")
        if low in ("while", "without"):
            return tokens.low(n + 1) not in cues(f"{low}_goes_on")
        if low == "age":
            return tokens.low(n - 2) != "under"
        return low != "for" or tokens.low(n + 1) not in cues("for_goes_on")

    def _leaves(self, n: int) -> bool:
        """Tell whether a preposition leads out of a name, to a day, a place, a law or a court."""
        tokens = self.tokens
        if self.days.begin_at(n) or self.days.begin_at(n + 1):
            return True
        low, behind = tokens.lower[n], tokens.low(n + 1)
        if low == "on":
            return behind in ("or", "behalf") or tokens.tag(n + 1) == "CD"
        if low != "in" or tokens.low(n - 1) in cues("role_noun"):
            return False
        if tokens.tag(n - 1) in ("VB", "VBG") and tokens.tag(n + 1) in ("DT", "NN", "JJ"):
            return False
        if behind in cues("place_in"):
            return behind == "the" and tokens.low(n + 2) not in cues("place_of_degree")
        if (tokens.tag(n + 1), tokens.tag(n + 2)) == ("RB", "JJ"):
            return False  # "minors engaging in sexually explicit conduct"
        return tokens.tag(n + 1) not in ("NN", "JJ", "NNS", "VBG") or behind in cues("out_of_offence")

    def trimmed(self, first: int, end: int) -> int:
        """Leave out what is no part of a name at its end: "charges", "scheme", a preposition."""
        tokens = self.tokens
        while end - first > 1:
            low, tag = tokens.low(end - 1), tokens.tag(end - 1)
            loose = tag in ("IN", "CC", "DT", "TO", "PRP$", "HYPH", ",", "RB", "PRP", "WDT", "WP") or low in (
                "-",
                ",",
                "“",
                "’",
            )
            loose = loose or (low in cues("loose_end") and not self._is_broken_law(first, end - 1))
            loose = loose and not self._is_lewd_act(end - 1)
            loose = loose or self._is_loose_participle(end - 1)
            noun = low in cues("offence_noun_stop") and low != "conspiracy" and not self._is_law(end - 1)
            noun = noun and not self._is_aimed_at(first, end - 1) and not self._is_broken_law(first, end - 1)
            noun = noun and not self._is_lewd_act(end - 1)
            if not loose and not (noun and end - first > 1 and self._head(first) is not None):
                break
            end -= 1
        return end

    def _is_aimed_at(self, first: int, n: int) -> bool:
        """Tell whether an offence is what another serves: "use of a telephone to facilitate a drug offense"."""
        tokens = self.tokens
        if tokens.low(n) not in cues("offence_word"):
            return False
        return "to" in (tokens.low(k) for k in range(first + 1, n - 1))

    def _is_broken_law(self, first: int, n: int) -> bool:
        """Tell whether a law is what an offence violates: "violation of labor law"."""
        law = self.tokens.low(n) in cues("law_noun")
        return law and any(self.tokens.low(k).startswith("violat") for k in range(first, n))

    def _is_law(self, n: int) -> bool:
        """Tell whether a word closes the name of a law: "the Foreign Corrupt Practices Act"."""
        tokens = self.tokens
        while tokens.is_capital(n) and tokens.is_capital(n + 1):
            n += 1  # "the Hate Crimes Prevention Act"
        return tokens.word(n) == "Act" and tokens.is_capital(n - 1)

    def _is_loose_participle(self, n: int) -> bool:
        """Tell whether a participle leads out of a name at its end: "distributing pills purchased" by customers."""
        tokens = self.tokens
        if tokens.lower[n] in cues("while_goes_on"):
            return False  # "driving while ability impaired"
        led = tokens.tag(n) in ("VBN", "VBG") and tokens.tag(n + 1) == "IN"
        return led and tokens.tag(n - 1) in ("NN", "NNS") and tokens.low(n) not in offence_words()

    def _is_vague(self, offence: Offence) -> bool:
        """Tell whether a name tells no offence: "federal charges", "the offense", "the superseding indictment"."""
        tokens = self.tokens
        lows = [tokens.lower[n] for n in range(offence.first, offence.end)]
        # an incident of a year is an event, as in "charged in 2021 harbour shooting"
        # not "making public restricted information", "access to a computer to obtain information"
        if offence.deed and lows[-2:-1] == ["the"] and lows[-1] in cues("whole_scheme"):
            return True  # "charged for participating in the scheme"
        paper = lows[-1] in cues("no_offence") and (not offence.deed or len(lows) <= _PAPER) and "to" not in lows
        if (
            paper
            or lows in (["these"], ["those"])
            or lows[0] == "following"
            or (lows[0].isdigit() and len(lows[0]) == 4)
        ):
            return True
        law = lows[-1] in cues("law_word") and tokens.is_capital(offence.end - 1) and "of" not in lows
        if law and not offence.deed and not any(low.startswith("violat") for low in lows):
            return True  # "violating the Trade Act and Export Regulations"
        if self._is_told_before(lows, deed=offence.deed):
            return True
        lacks_object = lows[-2:-1] == ["to"] and lows[-1] in cues("needs_object") and "intent" not in lows
        if lacks_object and tokens.tag(offence.end - 1) == "VB":
            return True  # "conspiring with others to submit" so many claims
        plain = [low for low in lows if low not in cues("count_lead") and low not in cues("offence_lead")]
        if lows[0] == "other" and (len(lows) == 1 or lows[-1] in cues("any_crime")) and is_on("charges.other-crimes"):
            return True
        if "class" in lows and lows[-1] in ("felony", "misdemeanor") and is_on("charges.class-of-felony"):
            return True  # "burglary, a Class Two Dangerous Felony"
        if offence.deed and len(lows) > 1 and all(low in ("and", "or") or low.endswith("ing") for low in lows):
            return offence_words().get(lows[-1], "deed") == "deed"  # "using, carrying and brandishing" a rifle
        bare = offence.deed and len(plain) == 1 and lows[0].endswith("ing")
        if bare and offence_words().get(lows[0], "deed") == "deed":
            return True  # "pleaded guilty to paying", a headline's "for Possessing"
        return not plain or (len(plain) == 1 and plain[0] in cues("offence_vague"))

    def _is_told_before(self, lows: Sequence[str], *, deed: bool) -> bool:
        """Tell what points back, or only says how grave it is: "making that threat", "a first-degree felony"."""
        if not is_on("charges.points-back"):
            return False
        if deed and len(lows) <= _POINTED and lows[1:2] in (["that"], ["this"]):
            return True
        if lows[0] in ("similar", "all") and offence_words().keys().isdisjoint({*lows} - cues("any_crime")):
            return True
        grade = {*lows[:-1]} <= {*cues("ordinal_of_degree"), "-", "degree"} and len(lows) > 1
        return grade and lows[-1] in cues("any_crime")

    # statutes --------------------------------------------------------------------------

    def _statute(self, end: int, following: int | None, stop: int) -> tuple[str | None, int | None]:
        """Return the law behind a name, and where the next offence begins behind it."""
        tokens = self.tokens
        if following is not None or not is_on("charges.statute"):
            return None, following
        at = end + 1 if tokens.low(end) == "," else end
        leads = (phrase.split() for phrase in cues("statute_lead"))
        lead = next((len(w) for w in leads if all(tokens.low(at + k) == x for k, x in enumerate(w))), 0)
        if not lead or at + lead >= stop:
            return None, following
        first = n = at + lead
        while n < min(stop, first + 40):
            low = tokens.lower[n]
            if low in (";",) or tokens.is_space(n) or tokens.tags[n] in _FINITE:
                break
            if low in (",", "and") and self._next_named(n, stop):
                break
            if low == "," and tokens.low(n + 1) in cues("law_goes_on"):
                break
            n += 1
        last = n
        while last > first and tokens.low(last - 1) in cues("law_end"):
            last -= 1
        words = " ".join(tokens.text[tokens.starts[first] : tokens.ends[last - 1]].split()) if last > first else ""
        if cues("law_word").isdisjoint(tokens.lower[first:last]):
            words = ""  # "a child under 14"
        return words or None, self._next_named(n, stop)

    def _next_named(self, n: int, stop: int) -> int | None:
        tokens = self.tokens
        m = past_run(tokens.low, n, cues("list_comma"))
        return m if n < m < stop and self.past_counts(m)[2] else None

    # lists -----------------------------------------------------------------------------

    def _with_shared(self, found: Sequence[Offence]) -> list[Offence]:
        """Give bare deeds what the last of their list has: "production and possession of child pornography"."""
        kept: list[Offence] = []
        shared: tuple[int, int] | None = None
        graded = False
        for offence in reversed(found):
            of = self._complement(offence)
            if of is not None:
                shared, graded = of, self._is_of_degree(offence)
            elif graded and self._is_of_degree(offence):
                shared = None  # "third-degree coercion, and fourth-degree possession of a weapon"
            elif shared is not None and self._is_bare_deed(offence) and is_on("charges.shared"):
                begun = self.tokens.low(offence.end - 1)
                again = begun in cues("begun_deed") and begun == self.tokens.low(offence.end + 1)
                # not "conspiracy, conspiracy to commit fraud"
                offence = offence if again else replace(offence, shared=shared)
            else:
                shared = None
            kept.insert(0, offence)
        return kept

    def _is_of_degree(self, offence: Offence) -> bool:
        """Tell whether a degree opens a name: "first-degree coercion"."""
        return "degree" in self.tokens.lower[offence.first : min(offence.first + _TO_DEGREE, offence.end)]

    def _complement(self, offence: Offence) -> tuple[int, int] | None:
        tokens = self.tokens
        for n in range(offence.first + 1, offence.end):
            if tokens.lower[n] in ("of", "with") and offence_words().get(tokens.lower[n - 1]) == "deed":
                return n, offence.end
            if tokens.lower[n] == "to" and tokens.lower[n - 1] in cues("begun_deed"):
                return n, offence.end
        return None

    def _is_bare_deed(self, offence: Offence) -> bool:
        last = self.tokens.lower[offence.end - 1]
        if "IN" in self.tokens.tags[offence.first : offence.end]:
            return False  # "sex trafficking by force and coercion"
        return offence_words().get(last) == "deed" or (last in cues("begun_deed") and offence.end - offence.first == 1)

    def words_of(self, offence: Offence) -> str:
        """Return the name as worded, one blank between words, with what it shares."""
        tokens = self.tokens
        spans = [(offence.first, offence.end), *([offence.shared] if offence.shared else [])]
        words = (" ".join(tokens.text[tokens.starts[a] : tokens.ends[b - 1]].split()) for a, b in spans)
        return " ".join(words).replace("- degree", "-degree")
