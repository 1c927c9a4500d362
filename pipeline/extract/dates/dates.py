"""The extractor of dates, durations and ages.

Reads the whole text with the grammar of `date_grammar` and completes what it finds with
`date_values`. Dates that nothing completes are kept without a value (`basis` unresolved).

Bases: "explicit" where all of the value stands in the release's words (the year may stand
elsewhere in its sentence), "resolved" where the release's own date was needed, or what is known
of a day that is spoken of without its year ("the attacks of September 11").
"""

from __future__ import annotations

import datetime
import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from pipeline import lookups
from pipeline.extract.annotations import ReleaseContext, doc_text, set_mentions
from pipeline.extract.dates import calendar
from pipeline.extract.dates import grammar as date_grammar
from pipeline.extract.dates import values as date_values
from pipeline.extract.dates.durations import find_durations
from pipeline.extract.dates.grammar import Expression
from pipeline.extract.dates.lexicon import lexicon
from pipeline.extract.dates.values import FUTURE, PAST, UNKNOWN, Place, Story, Value
from pipeline.extract.mentions import DateMention
from pipeline.extract.model.entities import entity_label
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.sentences import paragraph_breaks, sentence_starts
from pipeline.extract.reading.words import doc_pieces, low_words
from pipeline.extract.rules import is_on

# The head of a release, within which a full date standing alone is the release's own.
HEAD_PARAGRAPHS = 6
HEAD_LABEL = 45
# Units that are neither a day nor a week nor a month.
RANGES = ("weekend", "past-week", "past-fortnight", "past-month")
# Steps up the parse from a date to the verb that governs it.
MAX_CLIMB = 12


def annotate(doc: Doc) -> None:
    """Find the dates, durations and ages of a release and keep them as `dates`."""
    release: ReleaseContext = doc._.release
    set_mentions(doc, "dates", [date for date in find_dates(doc) if not release.doubts(date.start)])


def find_dates(doc: Doc) -> Iterator[DateMention]:
    """Yield every date, duration and age of a release; they never overlap, and no order is promised.

    Args:
        doc: one release; `doc._.release` gives its own date. Tense is read from tags and parse
            where there are any.
    """
    text = doc_text(doc)
    tokens, expressions, taken = date_grammar.parse(text, doc_pieces(doc))
    yield from find_durations(text, tokens, taken, label_at=functools.partial(entity_label, doc))
    if not expressions:
        return
    release: ReleaseContext = doc._.release
    paragraphs = [0, *(end for _, end in paragraph_breaks(text))]
    sentences = sentence_starts(doc) if doc.has_annotation("SENT_START") else paragraphs
    day_first = _day_first(expressions, release.publisher_country)
    told_by = _told_by(text, expressions)
    published = release.published or _head_date(text, expressions, paragraphs, day_first)
    published = published or _published_by(told_by, expressions, day_first)
    story = Story(
        published=published,
        names_today=any(e.first.unit == "day" and e.first.shift == 0 and e.first.weekday is None for e in expressions),
        day_first=day_first,
        direction=_direction(doc),
        year_before=_years_before(text, expressions),
        known=frozenset(
            e.start
            for e in expressions
            if _IS_KNOWN.search(text[max(0, e.start - 6) : e.start]) and _NOUN.match(text, e.end)
        ),
    )
    places = [Place(bisect_right(sentences, e.start), bisect_right(paragraphs, e.start)) for e in expressions]
    births = _collect(text, expressions, places, story)
    teasers = _teasers(text, paragraphs)
    for n, (expression, place) in enumerate(zip(expressions, places, strict=True)):
        own = replace(story, published=None) if place.paragraph in teasers else story
        value = _known_by_name(expression, text, own.published) or date_values.resolve(expression, place, own)
        if n in told_by and is_on("dates.from-apposition"):
            day = date_values.resolve(expressions[n + 1], places[n + 1], story)
            if day and day.start and date_values.may_be(expression.first, day.start):
                value = Value(day.start, day.end, day.source or "apposition")
        if value is not None and value.start and value.end and expression.start not in births:
            story.previous = (expression.first.unit, (value.start, value.end))
        if _names_law(text, expression) or _means_nowadays(text, expression):
            continue
        if expression.first.valid or is_on("dates.impossible"):
            yield _mention(expression, value)


# Beginnings of other releases: how many make a list of them, and how long the shortest is.
_MIN_TEASERS, _MIN_TEASER = 3, 60


def _teasers(text: str, paragraphs: Sequence[int]) -> frozenset[int]:
    """Return the numbers of paragraphs that break off ("…"), where a page lists other releases, each of its own day."""
    if text.count("...") + text.count("…") < _MIN_TEASERS or not is_on("dates.teaser"):
        return frozenset()
    parts = enumerate(pairwise([*paragraphs, len(text)]), start=1)
    cut = [
        n for n, (start, end) in parts if end - start >= _MIN_TEASER and text[start:end].rstrip().endswith(("...", "…"))
    ]
    return frozenset(cut) if len(cut) >= _MIN_TEASERS else frozenset()


# "the Law of 28 November 2000 on Harbours": the day is a part of its name.
_LAW_OF = re.compile(r"([^\W\d_]+) of (?:the )?$")
_BEHIND_TODAY = re.compile(r"[’']s? +((?:[a-z]+[ -]){0,2}[a-z]+)")


def _names_law(text: str, expression: Expression) -> bool:
    """Tell whether a day or year is part of a law's name: an act is one with a capital, or an act done then."""
    found = _LAW_OF.search(text, max(0, expression.start - NAMED_BEFORE), expression.start)
    if found is None or expression.form != "point" or not is_on("dates.law-of"):
        return False
    return found[1].lower() in cues("law_by_day") or (found[1][0].isupper() and found[1].lower() in cues("law_word"))


def _means_nowadays(text: str, expression: Expression) -> bool:
    """Tell whether "today" means these times: "in today's world"."""
    if text[expression.start : expression.end].lower() != "today" or not is_on("dates.nowadays"):
        return False
    found = _BEHIND_TODAY.match(text, expression.end)
    return found is not None and not cues("of_these_times").isdisjoint(low_words(found[1]))


# What parts "yesterday" from the day that it is ("yesterday (6 June)", "the following day, on 22 October").
_APPOSITION = re.compile(r" ?\((?:on )?|, (?:on )?|: ?")
# Characters before and behind a day among which the words stand that name what happened on it.
NAMED_BEFORE, NAMED_BEHIND = 40, 30
# What parts a year from the dates in it ("In 2018, from February to December").
_IN_YEAR = re.compile(r", (?:on |in |by |the )?")


# What stands before and behind a month of which the text speaks as known ("the October trip").
_IS_KNOWN = re.compile(r"(?:\bthe|\bThe|\bthat|\bThat) $")
_NOUN = re.compile(r" [A-Za-z]")


def _told_by(text: str, expressions: Sequence[Expression]) -> set[int]:
    """Return the numbers of the relative days that the date right behind them explains."""
    found = set()
    for n, (one, other) in enumerate(pairwise(expressions)):
        first, day = one.first, other.first
        is_relative = first.unit == "day" and first.month is None and one.form == "point"
        is_day = day.unit == "day" and day.month is not None and day.last_day is None and other.form == "point"
        if is_relative and is_day and _APPOSITION.fullmatch(text, one.end, other.start):
            found.add(n)
    return found


def _published_by(told_by: set[int], expressions: Sequence[Expression], day_first: bool | None) -> datetime.date | None:
    """Return the release's own day where "yesterday (6 June 2019)" tells it."""
    for n in sorted(told_by):
        first = expressions[n].first
        day = date_values.explicit(expressions[n + 1].first, day_first)
        if day and first.shift is not None and first.weekday is None and first.origin == "published":
            return calendar.move(day[0], -first.shift)
    return None


def _years_before(text: str, expressions: Sequence[Expression]) -> dict[int, int]:
    return {
        other.start: one.first.year
        for one, other in pairwise(expressions)
        if one.form == "point" and one.first.unit == "year" and one.first.year and not one.first.part
        if _IN_YEAR.fullmatch(text, one.end, other.start)
    }


@functools.cache
def _named_days() -> dict[tuple[int, int], tuple[int, frozenset[str]]]:
    """Return the year of days that are spoken of without it, and the words that stand beside them then."""
    days: dict[tuple[int, int], tuple[int, set[str]]] = {}
    for row in lookups.table("named_days", key=("month", "day", "cue")):
        at = int(row["month"]), int(row["day"])
        days.setdefault(at, (int(row["year"]), set()))[1].add(row["cue"])
    return {at: (year, frozenset(cues)) for at, (year, cues) in days.items()}


def _known_by_name(expression: Expression, text: str, published: datetime.date | None) -> Value | None:
    """Return the day that a name of it means ("the attacks of September 11"), in a text of a later year."""
    one = expression.first
    if expression.form != "point" or one.month is None or one.day is None or one.year is not None:
        return None
    if not is_on("dates.from-event"):
        return None
    year, cues = _named_days().get((one.month, one.day), (None, frozenset()))
    if year is None or one.last_day or one.weekday is not None or (published is not None and published.year <= year):
        return None
    around = text[max(0, expression.start - NAMED_BEFORE) : expression.end + NAMED_BEHIND]
    if cues.isdisjoint(low_words(around)):
        return None
    day = datetime.date(year, one.month, one.day)
    return Value(day, day, "event")


def _mention(expression: Expression, value: Value | None) -> DateMention:
    granularity = _granularity(expression)
    if value is None:
        return DateMention(
            expression.start,
            expression.end,
            expression.rule,
            granularity=granularity,
            basis="unresolved",
            basis_rule=None if expression.first.valid else "impossible",
        )
    return DateMention(
        expression.start,
        expression.end,
        expression.rule,
        date_start=value.start,
        date_end=value.end,
        granularity=granularity,
        basis="resolved" if value.source in ("published", "event") else "explicit",
        basis_rule=f"from-{value.source}" if value.source else None,
    )


def _granularity(expression: Expression) -> str:
    first = expression.first
    if expression.form != "point" or first.last_day or first.unit in RANGES:
        return "range"
    if first.part and first.unit != "week":
        return first.part.unit if first.part.n == 1 else "range"
    if first.unit == "decade":
        return "range" if first.year else "year"
    return first.unit


def _collect(text: str, expressions: Sequence[Expression], places: Sequence[Place], story: Story) -> set[int]:
    """Note in the story the dates whose year stands in the text; return where births stand."""
    births = set()
    cues = lexicon().cues
    for expression, place in zip(expressions, places, strict=True):
        words = low_words(text[max(0, expression.start - 12) : expression.start])
        if any("born" in cues.get(word, ()) for word in words[-2:]):
            births.add(expression.start)
            continue
        for partial in (expression.first, expression.last):
            if partial is None or partial.month is None:
                continue
            interval = date_values.explicit(partial, story.day_first)
            if interval is None:
                continue
            story.complete.append((expression.start, place, interval))
            story.by_month.setdefault(interval[0].month, set()).add(interval[0].year)
            if partial.day is not None and partial.last_day is None:
                story.by_day.setdefault((interval[0].month, interval[0].day), set()).add(interval[0].year)
    return births


def _day_first(expressions: Sequence[Expression], country: str | None) -> bool | None:
    """Tell the order of numeric dates from the publisher's country, else from how the release writes others."""
    if country is not None and country not in cues("either_order_country"):
        return country not in cues("month_first_country")
    month_first = day_first = 0
    for expression in expressions:
        partial = expression.first
        if partial.day is None or not partial.valid:
            continue
        if partial.other is None and partial.style:
            month_first += partial.style == "month-first"
            day_first += partial.style == "day-first"
    if bool(month_first) == bool(day_first):
        return None
    return bool(day_first)


def _head_date(
    text: str, expressions: Sequence[Expression], paragraphs: Sequence[int], day_first: bool | None
) -> datetime.date | None:
    """Return the full date that stands alone, or almost, in the head of a release that came without one."""
    for expression in expressions:
        number = bisect_right(paragraphs, expression.start)
        if number > HEAD_PARAGRAPHS:
            return None
        partial = expression.first
        interval = date_values.explicit(partial, day_first) if expression.form == "point" and partial.day else None
        if interval is None or partial.last_day:
            continue
        start = paragraphs[number - 1]
        if expression.start - start > 2 * HEAD_LABEL:
            continue
        end = paragraphs[number] if number < len(paragraphs) else len(text)
        before, after = text[start : expression.start].strip(), text[expression.end : end].strip()
        alone = not after and len(before) <= HEAD_LABEL and "." not in before
        dateline = before.endswith("(") and after.startswith(")") and len(before) <= HEAD_LABEL and "." not in before
        if alone or dateline:
            return interval[0]
    return None


def _direction(doc: Doc) -> Callable[[Expression], str]:
    """Return a function that tells whether an expression lies before or after the release, by tense."""
    if not doc.has_annotation("TAG"):
        return lambda expression: UNKNOWN
    known: dict[int, str] = {}
    verbs = _Verbs()

    def direction(expression: Expression) -> str:
        if expression.start not in known:
            span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
            known[expression.start] = UNKNOWN if span is None else _tense(span.root, verbs)
        return known[expression.start]

    return direction


def _has(token: Token, cue: str) -> bool:
    return cue in lexicon().cues.get(token.lower_, ())


class _Verbs:
    """The auxiliaries of each verb and whether it awaits something ("is to be expected"), looked up once."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[list[Token], bool]] = {}

    def look_up(self, token: Token) -> tuple[list[Token], bool]:
        if token.i not in self.known:
            children = list(token.children)
            helpers = [child for child in children if child.dep_ in ("aux", "auxpass")]
            awaits = any(child.dep_ == "xcomp" and _has(child, "prospect") for child in children)
            self.known[token.i] = helpers, awaits
        return self.known[token.i]


def _tense(root: Token, verbs: _Verbs) -> str:
    """Climb from a date to the verbs above it; the first whose tense is plain decides."""
    token = root
    asked_for = through_noun = False
    for _ in range(MAX_CLIMB):
        verdict = _verb_tense(token, root, asked_for, through_noun, verbs)
        if verdict or token.head.i == token.i:
            return verdict or UNKNOWN
        if token is not root:
            asked_for = asked_for or token.lower_ == "for"
            through_noun = through_noun or token.tag_.startswith("NN")
        token = token.head
    return UNKNOWN


def _verb_tense(token: Token, root: Token, asked_for: bool, through_noun: bool, verbs: _Verbs) -> str:
    """Return the direction one word above a date gives; empty where it tells nothing.

    Args:
        asked_for: whether the climb has passed "for" ("asked for a course in June").
        through_noun: whether the date belongs to a noun, whose time the verb's need not be.
    """
    tag = token.tag_
    helpers, awaits = verbs.look_up(token)
    if _looks_ahead(token, helpers, asked_for) or (through_noun and _appoints(token, helpers)):
        return FUTURE
    if not tag.startswith(("VB", "MD")):
        return ""
    have = any(_has(helper, "have") for helper in helpers)
    if tag == "MD" or any(_has(helper, "future_aux") or _has(helper, "modal") for helper in helpers):
        # "will stand trial for a theft in May": the noun's time, not the verb's.
        return PAST if have else "" if through_noun and not _is_weekday(root) else FUTURE
    if tag in ("VB", "VBN") and any(helper.tag_ == "TO" for helper in helpers):
        return PAST if have else _tense_of_infinitive(token)
    if tag == "VBD" and not helpers and token.i and token.doc[token.i - 1].tag_ in ("VBZ", "VBP"):
        return ""  # "stays closed through Sunday", where the tagger takes the participle for a past tense
    if have or tag == "VBD":
        return PAST
    if awaits:
        return FUTURE
    if tag in ("VBN", "VBG"):
        return (_tense_of_participle if tag == "VBN" else _tense_of_gerund)(token, root, helpers)
    if any(child.dep_ == "xcomp" and any(_has(c, "have") for c in child.children) for child in token.children):
        return PAST  # "appears to have answered"
    is_plan = tag in ("VBZ", "VBP") and not through_noun and not _has(token, "report")
    return FUTURE if is_plan else ""


def _looks_ahead(token: Token, helpers: Sequence[Token], asked_for: bool) -> bool:
    """Tell whether a word by itself tells of what is to come: it awaits something, or asks for it."""
    active_past = token.tag_ == "VBD" and not helpers
    if _has(token, "prospect") and not token.tag_.startswith("NN") and not active_past:
        return True
    return asked_for and _has(token, "ask")


def _appoints(token: Token, helpers: Sequence[Token]) -> bool:
    """Tell "scheduled a 5 June hearing": what a court appoints lies ahead."""
    if helpers or not _has(token, "appoints"):
        return False
    return any(child.dep_ == "dobj" and _has(child, "appointment") for child in token.children)


def _tense_of_infinitive(token: Token) -> str:
    head = token.head
    if token.dep_ == "acl" and _has(head, "crime_plan"):
        return ""  # "pleaded guilty to conspiracy to commit fraud in February"
    if _has(head, "prospect") and any(child.lower_ == "had" for child in head.children):
        return PAST  # "had been scheduled to stand trial in April"
    ordered = (_has(head, "prospect") or _has(head, "order")) and head.tag_ != "VBD"
    return FUTURE if token.dep_ in ("acl", "relcl") or _has(head, "be") or ordered else ""


def _tense_of_participle(token: Token, root: Token, helpers: Sequence[Token]) -> str:
    if not helpers and token.dep_ in ("acomp", "oprd", "xcomp"):
        return ""  # "stays closed through Sunday"
    if token.dep_ == "advcl" and _is_present(helpers) and any(child.lower_ == "when" for child in token.children):
        return FUTURE  # "a fine when he is sentenced on 17 April"
    planned = _has(token, "order") or (_is_weekday(root) and not _has(token, "report"))
    if planned and _is_present(helpers):
        return FUTURE
    # "When sentenced on 5 June, he faces …" leaves the time to the main verb.
    return "" if token.dep_ == "advcl" and not helpers else PAST


def _tense_of_gerund(token: Token, root: Token, helpers: Sequence[Token]) -> str:
    owned = any(child.tag_ == "PRP$" for child in root.head.children)
    if owned and root.dep_ in ("compound", "nmod", "npadvmod") and not _is_weekday(root):
        return ""  # "under his November order he is closing"
    if _is_present(helpers):
        return FUTURE
    return PAST if helpers else ""


def _is_present(helpers: Sequence[Token]) -> bool:
    return any(helper.tag_ in ("VBZ", "VBP") for helper in helpers)


def _is_weekday(token: Token) -> bool:
    return "weekday" in lexicon().roles.get(token.lower_, ())
