"""Durations ("three-day", "20 years") and ages ("aged 43", "a 43-year-old", "Jo Roe, 43, of …").

Both are read from the tokens that no date has taken. A range ("five to ten years") gives one
mention per end. Amounts stay in the unit that is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from spacy.tokens import Doc

from pipeline.extract.annotations import doc_text
from pipeline.extract.dates.lexicon import Lexicon, lexicon
from pipeline.extract.dates.look_up import LookUp
from pipeline.extract.mentions import DateMention
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_joint
from pipeline.extract.reading.small_numbers import MAX_AGE, small_number
from pipeline.extract.reading.words import Piece
from pipeline.extract.rules import by_name, is_on

# "Jo Roe, 7," is rather a rank or a list; people named with their age are hardly ever below ten.
MIN_NAMED_AGE = 10
# "of 2019 and three weeks": a year or a large figure shares no unit.
MOST_LISTED = 1000


# The rules of durations and ages, by their names in the tables.
RULES = by_name(
    *("dates.duration", "dates.duration-range", "dates.duration-long", "dates.duration-list"),
    *("dates.duration-article", "dates.age-old", "dates.age-old-range", "dates.age-aged", "dates.age-of"),
    "dates.age-named",
)


def find_durations(
    text: str, tokens: Sequence[Piece], taken: Collection[int], *, label_at: Callable[[int], str] = lambda offset: ""
) -> Iterator[DateMention]:
    """Yield durations and ages in text order.

    Args:
        tokens: the tokens of the whole text.
        taken: numbers of tokens that belong to dates.
        label_at: the entity label at a character offset, where the text was analysed.
    """
    words = lexicon()
    reader = _Reader(text, tokens, words, taken, label_at)
    i = 0
    while i < len(tokens):
        starts = tokens[i].kind == "n" or tokens[i].low in words.measures
        found = reader.at(i) if starts and i not in taken else None
        if found is None:
            i += 1
            continue
        mentions, after = found
        yield from (mention for mention in mentions if is_on(RULES[mention.rule]))
        i = max(after, i + 1)


# "Roe, 43," "Roe (43)": where the entity label of the word in front may be asked for.
_NAMED_AGE = re.compile(r"[^\W\d_a-z][^\W\d_]*[)\"”’'.,]{0,2} ?[,(] ?\d\d(?=\s*[,;)\n])")


def named_ages(doc: Doc) -> list[tuple[int, int]]:
    """Return start and end characters of what looks like a name with an age."""
    return [match.span() for match in _NAMED_AGE.finditer(doc_text(doc))]


Found = tuple[list[DateMention], int]


class _Reader(LookUp):
    def __init__(
        self,
        text: str,
        tokens: Sequence[Piece],
        words: Lexicon,
        taken: Collection[int],
        label_at: Callable[[int], str],
    ) -> None:
        super().__init__(text, tokens, words)
        self.taken = taken
        self.label_at = label_at

    def unit(self, i: int) -> str | None:
        roles = self.words.roles.get(self.low(i), {})
        unit = roles.get("unit") or roles.get("clock")
        return None if unit in ("quarter", "weekend") else unit

    def mention(self, first: int, after: int, kind: str, amount: float, unit: str, rule: str) -> DateMention:
        return DateMention(
            self.tokens[first].start, self.tokens[after - 1].end, rule, kind=kind, amount=amount, amount_unit=unit
        )

    # -- numbers -----------------------------------------------------------------------------------

    def number(self, i: int) -> tuple[float, int] | None:
        """Return the amount at `i` ("2.5", "1,000", "twenty-one", "one and a half") and the token after it."""
        return small_number(self.text, self.tokens, i)

    # -- expressions ---------------------------------------------------------------------------------

    def at(self, i: int) -> Found | None:
        low = self.low(i)
        if low in cues("aged"):
            return self.aged(i)
        if self.kind(i) == "n":
            named = self.named_age(i)
            if named:
                return named
        number = self.number(i)
        if number is not None:
            return self.listed(i, number) or self.measured(i, number)
        if low in ("a", "an"):
            return self.article(i)
        if self.unit(i) and self.dash(i + 1) and self.low(i + 2) == "long":
            return [self.mention(i, i + 3, "duration", 1.0, str(self.unit(i)), "duration-long")], i + 3
        return None

    def listed(self, i: int, number: tuple[float, int]) -> Found | None:
        """Several numbers with one unit: "sentenced to 12 and nine years", "terms of 12, nine and seven years"."""
        if not self.cue(i - 1, "before_durations") and (self.low(i - 2), self.low(i - 1)) != ("sentenced", "to"):
            return None
        places, numbers, after = [i], [number], number[1]
        while (step := past_joint(self.low, after)) > after:
            following = self.number(step)
            if following is None:
                return None
            places.append(step)
            numbers.append(following)
            after = following[1]
        unit = self.unit(after)
        if unit is None or after in self.taken or self.cue(after + 1, "tells_when"):
            return None
        if len(numbers) == 1 or (len(numbers) == 2 and self.low(number[1]) == "or"):
            return None  # "seven or eight months" is a range
        if max(value for value, _ in numbers) >= MOST_LISTED:
            return None
        ends = [end for _, end in numbers[:-1]] + [after + 1]
        return [
            self.mention(place, end, "duration", value, unit, "duration-list")
            for place, end, (value, _) in zip(places, ends, numbers, strict=True)
        ], after + 1

    def measured(self, i: int, number: tuple[float, int]) -> Found | None:
        """A number with its unit, or two numbers with one."""
        amount, after = number
        k = after
        second: tuple[float, int] | None = None
        if self.low(k) in ("to", "or") or self.dash(k) or (self.low(k) == "and" and self.low(i - 1) == "between"):
            second = self.number(k + 1)
            if second:
                k = second[1]
        joined = self.dash(k)
        if joined:
            k += 1
        while self.cue(k, "span_adjective") and not joined and k < after + 4:
            k += 1
        unit = self.unit(k)
        if unit is None or k in self.taken:
            return None
        low = self.low(k)
        if low == "second" and not joined:
            return None  # "the 2 second suspects": an ordinal
        if low in ("min", "hr") and not (self.glued(k) or self.kind(i) == "n"):
            return None
        end = k + 1
        old = end + 1 if self.dash(end) else end
        kind, rule = "duration", "duration"
        if self.low(old) in ("old", "olds"):
            kind, rule, end = "age", "age-old", old + 1
        elif self.low(end) == "of" and self.low(end + 1) == "age":
            kind, rule, end = "age", "age-old", end + 2
        if not second:
            return [self.mention(i, end, kind, amount, unit, rule)], end
        first = self.mention(i, after, kind, amount, unit, rule + "-range")
        return [first, self.mention(after + 1, end, kind, second[0], unit, rule + "-range")], end

    def article(self, i: int) -> Found | None:
        """ "for a year", "less than an hour"; "USD 3 million a year" is a rate, no duration."""
        unit = self.unit(i + 1)
        # "in a week of checks", but "a dinner in a week"
        spent = self.low(i - 1) == "in" and self.low(i + 2) == "of"
        if unit is None or self.low(i + 1) == "second" or not (spent or self.cue(i - 1, "span_article")):
            return None
        amount = 0.5 if self.low(i - 1) == "half" else 1.0
        start = i - 1 if amount == 0.5 else i
        if self.low(i + 1).endswith("s") or (self.dash(i + 2) and self.glued(i + 2)):
            return None
        return [self.mention(start, i + 2, "duration", amount, unit, "duration-article")], i + 2

    def aged(self, i: int) -> Found | None:
        """ "aged 43", "aged between 18 and 25", "the age of 16", "ages 9 and 11"."""
        j = i + 1
        while self.low(j) in cues("within_age"):
            j += 1
        found: list[DateMention] = []
        while len(found) < 8:
            number = self.number(j)
            if number is None or number[0] > MAX_AGE or j in self.taken:
                break
            after, unit = number[1], self.unit(number[1])
            end = after + 1 if unit else after
            found.append(self.mention(j if found else i, end, "age", number[0], unit or "year", "age-aged"))
            j = end
            step = j + 1 if self.low(j) == "to" or self.dash(j) else past_joint(self.low, j)
            if step == j or self.number(step) is None or (self.low(i) == "aged" and self.low(j) == ","):
                break
            j = step
        return (found, j) if found else None

    def named_age(self, i: int) -> Found | None:
        """ "Jo Roe, 43, of Leeds", "Roe (43)", "a girl of 14"."""
        if len(self.low(i)) > 3 or not 1 <= int(self.low(i)) <= MAX_AGE:
            return None
        after = self.low(i + 1)
        if self.low(i - 1) == "of" and self.cue(i - 2, "young"):
            if self.kind(i + 1) == "w" and self.unit(i + 1):
                return None
            return [self.mention(i, i + 1, "age", float(self.low(i)), "year", "age-of")], i + 1
        if int(self.low(i)) < MIN_NAMED_AGE or (self.glued(i + 1) and self.kind(i + 2) == "n" and self.glued(i + 2)):
            return None
        opened = self.low(i - 1)
        if opened not in (",", "(") or (self.glued(i) and opened == ","):
            return None
        k = i - 2
        while k >= 0 and self.low(k) in (")", '"', "”", "’", "'", ".", ","):
            k -= 1
        if not self.is_capital(k) or (len(self.low(k)) < 2 and not self.is_capital(k - 1)):
            return None
        roles = self.words.roles.get(self.low(k), {})
        if {"month", "month_short", "weekday", "weekday_short"} & roles.keys() or self.cue(k, "reference"):
            return None
        if opened == "(":
            fits = after == ")" and self.is_capital(k - 1)
        else:
            fits = after in (",", ";", ")") or (self.kind(i + 1) == "b")
        if not fits:
            return None
        label = self.label_at(self.tokens[k].start)
        alone = opened == "(" or not self.is_capital(k - 1)
        if label != "PERSON" and (alone or label in ("GPE", "LOC", "NORP", "FAC")):
            return None
        return [self.mention(i, i + 1, "age", float(self.low(i)), "year", "age-named")], i + 1
