"""Which outcomes state one result twice, and which are parts of another."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.counts.events import Event
from pipeline.extract.mentions import Outcome
from pipeline.extract.reading.actions import action_table
from pipeline.extract.reading.blocks import lead_end
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.sentences import paragraph_breaks
from pipeline.extract.reading.tokens import Tokens
from pipeline.extract.reading.words import low_words
from pipeline.extract.rules import RuleList, is_on
from pipeline.lookups import table

# Repetitions are looked for among this many rows.
MAX_KEPT = 200
# "a leader along with one other man": the second stands within so many characters behind the first.
MAX_JOINED = 100
# "several" and the like stand for no more than so many.
FEW = 10
# Rows behind a total whose figures may add up to it.
_MAX_SUMMED = 12
# An equal figure from so many on is no chance; a smaller one is told again where so many of the words around it are the
# same, which are looked at so many characters to either side.
_LARGE = 10
_ALIKE = 0.7
_CONTEXT = 70
_MIN_WORDS = 5
# An exact figure makes a round one of the lead precise up to this many times its size.
_ROUNDED = 1.15
# "approximately $159,821.90" is exact beside "nearly $160,000": it has so many digits more.
_MORE_DIGITS = 3
FURTHER = re.compile(r"\b(?:other|others|additional|further|more(?!\s+than)|another|second)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:was|were|is|are)\s+among\s+(?:the|those)\s+(?:\w+\s+)?(\w+)")
# Families whose results a release's body details, after its lead has summed them up.
_DETAILED = frozenset(("custody", "death"))
# Rules of one person without a name: "a leader", "the leader".
_UNNAMED_RULES = frozenset(("implied", "implied-definite"))
# Rules by which the text takes something up as known: "the leader", "both men".
_KNOWN_RULES = frozenset(("implied-definite", "implied-pronoun", "definite-plural", "both"))


def _noun(row: Outcome) -> str:
    return row.item.lower().split(" of ")[0].split()[-1] if row.item else ""


@functools.cache
def _person_kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in table("person_kinds", key=("word",))}


def are_distinct(noun: str, other: str) -> bool:
    """Tell whether two nouns name people who cannot be the same: women and men."""
    kinds = _person_kinds()
    return noun in kinds and other in kinds and kinds[noun] != kinds[other]


def _same_family(row: Outcome, other: Outcome) -> bool:
    return action_table().same_family(row.action, other.action)


def _same_counted(earlier: Outcome, row: Outcome) -> bool:
    """Tell whether two equal figures count the same: same noun, or one names only the action ("267 arrests")."""
    a, b = _noun(earlier), _noun(row)
    nouns = action_table().nouns
    return not a or not b or a.rstrip("s") == b.rstrip("s") or a in nouns or b in nouns or row.category == "money"


def _same_thing(earlier: Outcome, row: Outcome) -> bool:
    """Tell whether an uncounted singular may be what an earlier row is about."""
    a, b = (earlier.item or "").lower(), (row.item or "").lower()
    return bool(a and b) and (a.split()[-1] == b.split()[-1] or f" {a} " in f" {b} " or f" {b} " in f" {a} ")


def _are_two(earlier: Outcome, row: Outcome) -> bool:
    """Tell whether two names of one surname are full names of two people: Jan Roth, Ewa Roth."""
    a, b = (earlier.item or "").lower(), (row.item or "").lower()
    both_full = earlier.rule == row.rule == "implied-named" and " " in a and " " in b
    return both_full and a not in b and b not in a and a.split()[0] != b.split()[0]


# repetitions -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Telling:
    """One place of the text that tells an outcome; one outcome may be told at several."""

    row: Outcome
    event: Event | None


@dataclass(frozen=True)
class Told:
    """A row and what was told before it.

    Attributes:
        definite: whether the text presents the things as known.
        kept: the rows before.
        lead_end, headline_end: where the lead and the headlines end, as offsets; 0 where there is none to look at.
        named_as: the name by which a row told without one was told later, by its id.
        tellings: the places that told a row kept before, its own first, by its id.
    """

    row: Outcome
    definite: bool
    kept: Sequence[Outcome]
    text: str
    lead_end: int
    headline_end: int
    named_as: Mapping[int, str] = field(default_factory=dict)
    tellings: Mapping[int, Sequence[Telling]] = field(default_factory=dict)

    @property
    def is_people(self) -> bool:
        return self.row.category == "people"

    @functools.cached_property
    def is_further(self) -> bool:
        """Whether the words say that it comes on top: "one other man"."""
        return FURTHER.search(self.text, self.row.start, self.row.end) is not None

    @functools.cached_property
    def paragraph_before(self) -> str:
        """The words before the row in its paragraph, in small letters: among them is whom "him" stands for."""
        return self.text[: self.row.start].rpartition("\n\n")[2].lower()

    @property
    def is_known(self) -> bool:
        return self.definite or self.row.rule in _KNOWN_RULES

    def same_people_apart(self) -> Iterator[Outcome]:
        """Yield earlier rows of the same action and number of people, two or more, that another paragraph tells."""
        row = self.row
        if row.implied or not self.is_people or row.value is None or row.value < 2:
            return
        for earlier in self.before():
            same = (earlier.value, earlier.qualifier, earlier.action) == (row.value, row.qualifier, row.action)
            if same and self.text.find("\n\n", earlier.end, row.start) >= 0:
                yield earlier

    def before(self) -> Iterator[Outcome]:
        """Yield earlier rows of the same family and category, the last first."""
        for row in reversed(self.kept[-MAX_KEPT:]):
            if row.category == self.row.category and _same_family(row, self.row):
                yield row


def repeated(told: Told) -> tuple[int | None, int | None]:
    """Return the id of an earlier row that states the same result, and that of one which this row makes precise.

    A result is repeated where the text takes it up as known ("the leader", "the 19 victims"), or where headline and
    first paragraphs have told it before.
    """
    rules = FURTHER_TWINS if told.is_further and told.row.value is not None else TWINS
    twin = next(filter(None, (rule.read(told) for rule in rules.active())), None)
    return (twin, None) if twin is not None else (None, _bare_before(told))


Twin = Callable[[Told], int | None]
TWINS: RuleList[Twin] = RuleList("outcomes")
FURTHER_TWINS: RuleList[Twin] = RuleList("outcomes")


@FURTHER_TWINS.rule("further-twin")
def _told_as_further(told: Told) -> int | None:
    """One additional courier, whom headline or lead told of as such before."""
    row, before = told.row, None
    for other in told.kept[-MAX_KEPT:]:
        joined = before is not None and before.action == other.action and 0 <= other.start - before.end < MAX_JOINED
        further = joined or FURTHER.search(told.text, other.start, other.end) is not None
        apart = told.text.count("\n\n", other.end, row.start)
        if further and apart and other.action == row.action and _same_further(other, row):
            return other.outcome_id
        before = other
    return None


def _same_further(other: Outcome, row: Outcome) -> bool:
    if other.value != row.value or other.category != row.category or other.implied:
        return False
    return not are_distinct(_noun(other), _noun(row)) and (row.category == "people" or _same_counted(other, row))


@TWINS.rule("summed-up")
def _summed_up(told: Told) -> int | None:
    """Killing all three; both men were held: they are those told before."""
    row = told.row
    if not told.is_known or row.value is None or row.value <= 1 or not (row.item is None or told.is_people):
        return None
    before = [other for other in told.kept[-MAX_KEPT:] if _same_family(other, row) and other.part_of is None]
    if any(other.value is None for other in before) or sum(other.value or 0 for other in before) != row.value:
        return None
    return before[0].outcome_id if before else None


def _first(rows: Iterable[Outcome], fits: Callable[[Outcome], bool]) -> int | None:
    return next((row.outcome_id for row in rows if fits(row)), None)


@TWINS.rule("named-twin")
def _named_twin(told: Told) -> int | None:
    """John Doe was jailed; Doe was jailed."""
    if not told.row.implied or told.row.rule != "implied-named":
        return None

    def fits(earlier: Outcome) -> bool:
        named = told.named_as.get(earlier.outcome_id)
        known = replace(earlier, item=named) if named else earlier
        return earlier.value == 1 and _same_thing(known, told.row) and not _are_two(known, told.row)

    return _first(told.before(), fits)


@TWINS.rule("singular-twin")
def _singular_twin(told: Told) -> int | None:
    """A leader was killed; the leader was killed."""
    row = told.row
    if not row.implied or row.rule == "implied-named":
        return None

    def fits(earlier: Outcome) -> bool:
        if earlier.value != 1 or not (told.is_known or earlier.start < told.lead_end):
            return False
        if row.action in cues("bodily_harm") and row.rule == "implied-pronoun" and earlier.rule == "implied-named":
            return _noun(earlier) in told.paragraph_before
        return told.is_known or _same_thing(earlier, row)

    return _first(told.before(), fits)


@TWINS.rule("vague-twin")
def _vague_twin(told: Told) -> int | None:
    """Several insurgents were detained; the insurgents were detained."""
    row = told.row
    if row.implied or row.value is not None:
        return None

    def fits(earlier: Outcome) -> bool:
        if row.rule == "definite-plural" and earlier.value != 1:
            return True
        if earlier.value is not None or earlier.vague != row.vague:
            return False
        nouns = (_noun(earlier), _noun(row))
        alike = nouns[0] == nouns[1] or (row.vague is not None and "others" in nouns and told.is_people)
        return alike and (not told.is_further or FURTHER.search(earlier.item or "") is not None)

    return _first(told.before(), fits)


@TWINS.rule("figure-twin")
def _figure_twin(told: Told) -> int | None:
    """19 victims were freed; the 19 victims were freed."""
    row = told.row
    if row.implied or row.value is None:
        return None

    def fits(earlier: Outcome) -> bool:
        if (earlier.value, earlier.unit) != (row.value, row.unit) or (earlier.implied and not told.definite):
            return False
        if not (told.is_known or earlier.start < told.lead_end or row.item is None):
            return False
        # "both men" are whichever two people were told of
        whoever = told.is_known and told.is_people and not are_distinct(_noun(earlier), _noun(row))
        return whoever or _same_counted(earlier, row)

    return _first(told.before(), fits)


@TWINS.rule("rounded-twin")
def _rounded_twin(told: Told) -> int | None:
    """1,003 people were arrested; more than 1,000 people were arrested."""
    row = told.row
    if row.implied or row.value is None or row.qualifier == "exact":
        return None
    return _first(told.before(), lambda earlier: earlier.qualifier == "exact" and _rounds(row, earlier))


@TWINS.rule("headline-twin")
def _headline_twin(told: Told) -> int | None:
    """Man jailed; a driver was jailed; John Doe was jailed: the headline's one person, whom the body names first."""
    row = told.row
    if not row.implied or not told.is_people or row.start < told.headline_end:
        return None
    named = row.rule == "implied-named"
    if not named and row.start >= told.lead_end:
        return None
    before = [other for other in told.kept if _same_family(other, row) and other.category == "people"]
    if len(before) != 1 or before[0].start >= told.headline_end or before[0].value != 1 or not before[0].item:
        return None
    if before[0].outcome_id in told.named_as or _is_step_of_others(told, before[0]):
        return None
    places = (telling.row for telling in told.tellings.get(before[0].outcome_id, ()))
    below = (other for other in places if other.start >= told.headline_end)
    if not named and any(not _same_thing(other, row) for other in below):
        return None  # "the murder of his wife and his son": the headline's one is one of them
    # two names that share no word are two people
    both_named = named and before[0].rule == row.rule
    if are_distinct(_noun(before[0]), _noun(row)) or (both_named and not _same_thing(before[0], row)):
        return None
    return before[0].outcome_id


@TWINS.rule("lead-figure-twin")
def _lead_figure_twin(told: Told) -> int | None:
    """Four members of a gang charged; four Peruvians were charged: headline and lead tell of the same people."""
    same = told.same_people_apart() if told.row.start < told.lead_end else ()
    return _first(same, lambda earlier: not are_distinct(_noun(earlier), _noun(told.row)))


@TWINS.rule("same-dead")
def _same_dead(told: Told) -> int | None:
    """A fire that killed six members of a family; six people were killed: the body tells of the lead's dead again.

    Larger figures are told again wherever they stand.
    """
    row = told.row
    large = row.value is not None and row.value >= _LARGE
    if (row.qualifier != "exact" and not large) or action_table().families[row.action] != "death":
        return None

    def fits(earlier: Outcome) -> bool:
        nouns = {_noun(earlier), _noun(row)}
        return (large or earlier.start < told.lead_end) and not nouns.isdisjoint({"people", *cues("anybody")})

    return _first(told.same_people_apart(), fits)


@TWINS.rule("lead-twin")
def _lead_twin(told: Told) -> int | None:
    """A 28-year-old man was charged; Kearns is charged: whom the lead does not name, the body does."""
    row = told.row
    if row.rule != "implied-named" or row.start < told.headline_end:
        return None
    before = [other for other in told.kept if _same_family(other, row) and other.category == "people"]
    lead = range(told.headline_end, told.lead_end)
    unnamed = [other for other in before if other.rule in _UNNAMED_RULES and other.start in lead]
    if len(unnamed) != 1 or len(before) != 1 or unnamed[0].outcome_id in told.named_as:
        return None
    if _is_step_of_others(told, unnamed[0]):
        return None
    return None if are_distinct(_noun(unnamed[0]), _noun(row)) else unnamed[0].outcome_id


def _is_step_of_others(told: Told, first: Outcome) -> bool:
    """Tell whether others by name stand before a step: whom the body names first is whom headline and lead meant."""
    row = told.row
    if row.action not in cues("case_step") or row.rule != "implied-named":
        return False
    return any(_is_others(other, row) for other in told.kept if other.start >= first.end)


def _is_others(other: Outcome, row: Outcome) -> bool:
    """Tell whether an earlier row is a step of a case of somebody else by name."""
    return other.rule == "implied-named" and other.action in cues("case_step") and not _same_thing(other, row)


@TWINS.rule("retold")
def _retold(told: Told) -> int | None:
    """Three cars were seized … three cars were seized: a caption or a summary tells the body's facts again."""
    row = told.row

    def fits(earlier: Outcome) -> bool:
        if (earlier.action, earlier.value, earlier.unit, earlier.vague) != (row.action, row.value, row.unit, row.vague):
            return False
        if (earlier.item or "").lower() != (row.item or "").lower() or earlier.qualifier != row.qualifier:
            return False
        apart = told.text.find("\n\n", earlier.end, row.start) >= 0
        large = row.value is not None and row.value >= _LARGE and row.rule == "count"
        return apart and (large or _alike(_around(told.text, earlier), _around(told.text, row)))

    return _first(told.before(), fits)


def _around(text: str, row: Outcome) -> frozenset[str]:
    """Return the words around a row, within its paragraph."""
    before = text[max(0, row.start - _CONTEXT) : row.start].rpartition("\n\n")[2]
    behind = text[row.end : row.end + _CONTEXT].partition("\n\n")[0]
    return frozenset(low_words(f"{before}{text[row.start : row.end]}{behind}"))


def _alike(words: frozenset[str], others: frozenset[str]) -> bool:
    least = min(len(words), len(others))
    return least >= _MIN_WORDS and len(words & others) >= _ALIKE * least


def _bare_before(told: Told) -> int | None:
    """Return the id of a bare plural told before which this row makes precise: "detained insurgents", then "two"."""
    row = told.row
    if row.implied or (row.value is None and row.vague is None) or not is_on("outcomes.made-precise"):
        return None
    for earlier in told.kept[-MAX_KEPT:]:
        if earlier.start < told.lead_end and _rounds(earlier, row):
            return earlier.outcome_id
        alike = earlier.rule == "bare" and _same_family(earlier, row) and _noun(earlier) == _noun(row)
        if alike and (earlier.start < told.lead_end or row.value is None):
            return earlier.outcome_id
    return None


def _rounds(earlier: Outcome, row: Outcome) -> bool:
    """Tell whether a figure of the lead is a rounder one for an exact figure: "more than 70 arrests", then 75."""
    if earlier.value is None or row.value is None or earlier.qualifier not in cues("inexact"):
        return False
    exact = row.qualifier == "exact" or _digits(row.value) >= _digits(earlier.value) + _MORE_DIGITS
    if not exact or earlier.value < _LARGE or earlier.value == row.value:
        return False
    near = earlier.value < row.value <= _ROUNDED * earlier.value
    if earlier.qualifier == "less_than":
        near = row.value < earlier.value <= _ROUNDED * row.value
    if earlier.qualifier == "about":
        near = earlier.value <= _ROUNDED * row.value and row.value <= _ROUNDED * earlier.value
    same = (earlier.action, earlier.unit, earlier.category) == (row.action, row.unit, row.category)
    return near and same and _same_counted(earlier, row)


def _digits(value: float) -> int:
    """Return how many digits tell a figure: 2 for 160,000, 7 for 159,821.90."""
    return len(f"{value:.2f}".replace(".", "").strip("0"))


# parts -------------------------------------------------------------------------------------


def link_groups(rows: list[Outcome], tokens: Tokens) -> list[Outcome]:
    """Return the rows with what is part of another linked to it."""
    for name, link in _LINKS:
        if is_on(name):
            rows = link(rows, tokens)
    return rows


def _link_among(rows: list[Outcome], tokens: Tokens) -> list[Outcome]:
    """Link a person to the group of which the text counts him: "Rustam … Rustam was among those killed"."""
    linked = list(rows)
    for match in _AMONG.finditer(tokens.text):
        verb = action_table().plain_verb(match.group(1).lower())
        if verb is None:
            continue
        at = tokens.token_at(match.start())
        names = set(tokens.lower[tokens.sentence_of[at] : at])
        families = action_table().families
        told = [r for r in rows if families[r.action] == families[verb.action] and r.category == "people"]
        groups = [r for r in told if r.start < match.start() and r.value != 1 and r.part_of is None]
        if not groups:
            continue
        for row in told:
            if row.rule == "implied-named" and row.part_of is None and _noun(row) in names:
                linked[row.outcome_id - 1] = replace(row, part_of=groups[-1].outcome_id)
    return linked


def _link_sums(rows: list[Outcome], tokens: Tokens) -> list[Outcome]:
    """Link to a total the rows behind it whose figures add up to it exactly: 267, 53, 214."""
    linked = list(rows)
    for n, total in enumerate(rows):
        for m in _summands(linked, n, total):
            linked[m] = replace(linked[m], part_of=total.outcome_id)
    return linked


def _summands(rows: Sequence[Outcome], n: int, total: Outcome) -> list[int]:
    """Return the rows behind a total that add up to it, or none."""
    if total.value is None or total.implied or total.value < 3:
        return []
    running, parts = 0.0, []
    for m in range(n + 1, min(n + 1 + _MAX_SUMMED, len(rows))):
        part = rows[m]
        if (part.action, part.unit, part.category) != (total.action, total.unit, total.category):
            continue
        if part.value is None or part.implied or part.part_of is not None or part.value >= total.value:
            break
        running += part.value
        parts.append(m)
        if running >= total.value:
            break
    return parts if len(parts) > 1 and running == total.value else []


def _link_details(rows: list[Outcome], tokens: Tokens) -> list[Outcome]:
    """Link to a group told in headline or lead what later paragraphs tell of it: "several men", then "a courier".

    The body of a release gives the details of what its lead sums up. Figures that together exceed the lead's are no
    details of it.
    """
    details = _Details(rows, tokens.text)
    linked = list(rows)
    for total_id, parts in details.by_total().items():
        for row in details.fitting(rows[total_id - 1], parts):
            linked[row.outcome_id - 1] = replace(row, part_of=total_id)
    return linked


class _Details:
    def __init__(self, rows: Sequence[Outcome], text: str) -> None:
        self.rows, self.text = rows, text
        self.breaks = [end for _, end in paragraph_breaks(text)]
        self.detailed = [r for r in rows if r.part_of is None and action_table().families[r.action] in _DETAILED]
        end = lead_end(text)
        self.groups = [row for row in self.detailed if row.start < end and not row.implied]

    def is_further(self, row: Outcome) -> bool:
        return FURTHER.search(self.text, row.start, row.end) is not None

    def is_joined(self, row: Outcome) -> bool:
        """Tell whether a row is a later member of a list: "a courier and several suspects"."""
        before = self.rows[row.outcome_id - 2] if row.outcome_id > 1 else None
        return before is not None and before.action == row.action and 0 <= row.start - before.end < MAX_JOINED

    def by_total(self) -> dict[int, list[Outcome]]:
        """Return for each group of the lead, by id, the rows that may be details of it."""
        chosen: dict[int, list[Outcome]] = {}
        for row in self.detailed:
            totals = [total for total in self.groups if self._may_detail(row, total)]
            if self.is_further(row):
                totals = [total for total in totals if total.value is not None or self.is_joined(total)]
            same = [total for total in totals if _noun(total).rstrip("s") == _noun(row).rstrip("s")]
            # what another noun names may be any of a list's groups: the last is the least definite
            found = same[:1] or totals[-1:]
            if found:
                chosen.setdefault(found[0].outcome_id, []).append(row)
        return chosen

    def _may_detail(self, row: Outcome, total: Outcome) -> bool:
        if total.outcome_id >= row.outcome_id or (row.category, row.unit) != (total.category, total.unit):
            return False
        if not _same_family(row, total) or (row.value is not None and row.value > _most(total)):
            return False
        n = bisect_left(self.breaks, total.end)
        paragraph_end = self.breaks[n] if n < len(self.breaks) else len(self.text)
        return paragraph_end <= row.start and not are_distinct(_noun(row), _noun(total))

    def fitting(self, total: Outcome, parts: list[Outcome]) -> list[Outcome]:
        """Return those of the details that the group's figure has room for."""
        inside = sum(row.value or 0 for row in self.rows if row.part_of == total.outcome_id)
        exact = total.value is not None and total.qualifier == "exact"
        known = inside or any(not self.is_further(row) for row in parts)
        if exact and (not known or inside + _sum(parts) != total.value):
            # only where they add up is "one other man" known to be one of the group
            parts = [row for row in parts if not self.is_further(row)]
        return [] if exact and _sum(parts) > (total.value or 0) else parts


def _sum(rows: Iterable[Outcome]) -> float:
    return sum(row.value or 0 for row in rows)


def _most(row: Outcome) -> float:
    """Return how many a row can stand for at most: "several" are no dozen."""
    if row.value is not None:
        return row.value
    return FEW if row.vague in cues("few") else float("inf")


def _link_named(rows: list[Outcome], tokens: Tokens) -> list[Outcome]:
    """Link to a number of people the rows behind it that name as many: three men were jailed; A was, B was, C was."""
    linked = list(rows)
    named: dict[str, list[int]] = {}
    for row in rows:
        if row.rule == "implied-named" and row.part_of is None:
            named.setdefault(row.action, []).append(row.outcome_id)
    for total in rows:
        if total.category != "people" or total.value is None or total.value < 2 or total.qualifier != "exact":
            continue
        own = named.get(total.action, [])
        first = bisect_left(own, total.outcome_id)
        last = first + int(total.value)
        if total.part_of is None and last <= len(own) and _stand_apart(rows, own[first:last], own[last:], tokens.text):
            for outcome_id in own[first:last]:
                linked[outcome_id - 1] = replace(linked[outcome_id - 1], part_of=total.outcome_id)
            del own[first:last]
    return linked


def _stand_apart(rows: Sequence[Outcome], these: Sequence[int], others: Sequence[int], text: str) -> bool:
    """Tell whether no further row follows these, or these stand in one paragraph and the others in later ones."""
    if not others:
        return True
    first, last, behind = (rows[number - 1].start for number in (these[0], these[-1], others[0]))
    return text.find("\n\n", first, last) < 0 <= text.find("\n\n", last, behind)


_LINKS = (
    ("outcomes.each-named", _link_named),
    ("outcomes.among-those", _link_among),
    ("outcomes.sum", _link_sums),
    ("outcomes.details", _link_details),
)
