"""How sure it is that a run of words is the name of a person, by what it holds and what stands around it.

The evidence is a sum: each feature that a run shows has a weight in `resources/name_weights.csv`, and the rule that
stands in the tables where the feature is the strongest. The weights were set by hand on the development gold; after a
change, score `people` again. What the model's labels may change of a sum follows from the weights of the features
that ask them (`Reading.doubt`).

`tools/fit_name_weights.py` fits them to gold: logistic, with a ridge towards these. On the 623 runs of 80 development
releases that finds the same people by cross-validation, and others, no better, in texts unseen. Of the runs that the
gold does not hold most are persons it leaves out (who to ring, whom a note thanks); it needs labels of all persons.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import ResourceError
from pipeline.extract.people.name_runs import is_common_given, is_seat
from pipeline.extract.people.names import ANY, Lexicon, NameSpan, Reading, is_adjacent, is_slashed, title_before
from pipeline.extract.places.gazetteer import find_places, key_of
from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word
from pipeline.extract.rules import is_on
from pipeline.lookups import table

# Context that is as good as a verb of speech beside the name.
TELLING = 1.0
# So much before a name makes it needless to look for an office further away.
ENOUGH_BEFORE = 0.5
# Labels of what is no person: of a place, of a body or people, and of other things.
PLACES = frozenset(("GPE", "LOC", "FAC"))
BODIES = frozenset(("GPE", "ORG", "LOC", "NORP"))
THINGS = PLACES | {"ORG", "NORP", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"}
NO_SURNAMES = frozenset(("ORG", "GPE", "NORP", "LOC", "DATE"))
# Titles that make the single word behind them a name.
NAMING_TITLES = frozenset(("honorific", "rank", "office"))


class Weight(NamedTuple):
    """What a feature of a run weighs.

    Attributes:
        value: positive for a person, negative against one.
        rule: the rule of the register that it is of, which stands in the column `rule` where this is the strongest
            evidence for a person; empty where it is of none.
    """

    value: float
    rule: str

    @property
    def counts(self) -> bool:
        """Whether its rule is on."""
        return not self.rule or is_on(f"people.{self.rule}")


# Longest way from a name to the word that closes a law's name, in words.
_LONGEST_LAW = 10


@functools.cache
def weights() -> Mapping[str, Weight]:
    """Return the weights by feature.

    Raises:
        ResourceError: a weight is no number.
    """
    found = {}
    for row in table("name_weights", key=("feature",)):
        try:
            found[row["feature"]] = Weight(float(row["weight"]), row["rule"])
        except ValueError as error:
            raise ResourceError(f"name_weights.csv: the weight of {row['feature']} is no number.") from error
    return found


def weigh(features: Sequence[str]) -> float:
    """Return the sum of what features weigh."""
    known = weights()
    return sum(known[feature].value for feature in features if known[feature].counts)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of name words, and what the word lists say of it.

    Attributes:
        first, last: its first word and one past its last.
        named: one past the last word of the name itself; degrees may follow.
        core: numbers of its words that are no initials, particles or suffixes; at least one.
        title: what kind of title stands before it, as `title_before` tells.
        given, surname: how strong a given name its first and a surname its last word is, None where it is none.
    """

    reading: Reading
    lex: Lexicon
    first: int
    last: int
    named: int
    core: tuple[int, ...]
    title: str
    given: str | None
    surname: str | None

    @property
    def words(self) -> Sequence[Word]:
        """All words of the release."""
        return self.reading.words

    @property
    def head(self) -> Word:
        """The first word of the core."""
        return self.reading.words[self.core[0]]

    @property
    def tail(self) -> Word:
        """The last word of the core."""
        return self.reading.words[self.core[-1]]

    @property
    def shouted(self) -> bool:
        """Whether it stands in a line of capitals."""
        return self.reading.shouted[self.first]

    @property
    def before(self) -> Word | None:
        """The word before it."""
        return self.reading.words[self.first - 1] if self.first else None

    @property
    def behind(self) -> Word | None:
        """The word behind it."""
        return self.reading.words[self.last] if self.last < len(self.reading.words) else None

    @property
    def runs_on(self) -> bool:
        """Whether a capitalised word follows in the same phrase."""
        word = self.behind
        return (
            word is not None
            and word.kind == "word"
            and word.cap
            and not (self.words[self.last - 1].possessive or word.joined or word.newline)
            and not is_slashed(self.words, self.last)
        )

    @property
    def has_initial(self) -> bool:
        """Whether an initial stands in it."""
        return any(word.kind == "abbr" for word in self.words[self.first : self.last])

    def low(self, n: int) -> str:
        """Return the folded text of a word."""
        return self.reading.words[n].low

    def span(self, score: float, rule: str) -> NameSpan:
        """Return it as a candidate."""
        items, first, named = self.words, self.first, self.named
        return NameSpan(
            first,
            self.last,
            items[first].start,
            items[named - 1].end,
            name_parts(items, first, named),
            self.title,
            rule,
            score,
            self.shouted,
            named,
        )


def score(reading: Reading, first: int, last: int, lex: Lexicon) -> NameSpan | None:
    """Return a run of name words as a candidate with its evidence, or None where it is surely no name."""
    run = _read_run(reading, first, last, lex)
    if run is None:
        return None
    thing = run.behind is not None and run.runs_on and run.behind.low in lex.after and not run.shouted
    named_after = weights()["named-after"]
    if named_after.counts and (thing or (len(run.core) > 1 and _is_named_after(run))):
        return run.span(named_after.value, named_after.rule)
    if len(run.core) == 1:
        return _score_single(run)
    total = weigh([*_word_features(run), *_list_features(run), *_model_features(run)])
    around, why = _context(run)
    if run.head.upper and not run.shouted and not run.title and around < TELLING and run.head.low not in lex.surnames:
        return None
    total += around
    if run.given is not None and around >= TELLING and all(reading.label(n) in BODIES for n in run.core):
        # the words around a name know better than the model what it is
        total += weights()["context-against-label"].value
    rule = _rule(run, why)
    return run.span(total, rule) if rule != "name-words" or is_on("people.name-words") else None


def _rule(run: Run, why: str) -> str:
    if run.title:
        return f"{run.title}-before"
    return why or ("given-name" if run.given is not None else "name-words")


def _read_run(reading: Reading, first: int, last: int, lex: Lexicon) -> Run | None:
    """Return a run of words without what does not end a name; None where no name is left."""
    items = reading.words
    # a trailing initial or particle is no end of a name
    while last > first + 1 and items[last - 1].kind == "abbr" and items[last - 1].low not in lex.suffixes:
        last -= 1
    named = last
    while named > first + 1 and (items[named - 1].kind == "mark" or items[named - 1].low.rstrip(".") in cues("degree")):
        named -= 1
    core = tuple(n for n in range(first, named) if _is_core(items[n], lex))
    if not core:
        return None
    if tuple(p for part in name_parts(items, first, named) for p in part.split("-")) in lex.phrases:
        return None
    title = title_before(items, first, lex)
    if (reading.shouted[first] and title == "office") or (title and not is_on(f"people.{title}-before")):
        title = ""
    given = _given(items[core[0]].low, lex) if is_on("people.given-name") else None
    surname = lex.surnames.get(items[core[-1]].low)
    return Run(reading, lex, first, last, named, core, title, given, surname)


def _is_core(word: Word, lex: Lexicon) -> bool:
    return word.kind == "word" and (word.cap or "-" in word.text or "'" in word.low) and word.low not in lex.suffixes


def _given(low: str, lex: Lexicon) -> str | None:
    """Return how strong a given name a word is; one with hyphens is a strong one where each of its parts is one."""
    given = lex.given.get(low)
    if given is None and "-" in low:
        return "strong" if all(part in lex.given for part in low.split("-")) else None
    return given


def _is_named_after(run: Run) -> bool:
    """Tell whether a run is what bears somebody's name: "the Robert F. Kennedy Bridge"."""
    if run.first and _is_of_saint(run):
        return True
    if not run.first or run.title:
        return False
    before = run.low(run.first - 1)
    if run.tail.low in run.lex.after and before == "the" and (len(run.core) > 2 or run.has_initial):
        return True
    if before in ("the", "and") and _is_in_law(run):
        return True
    return f"{before} {run.head.low}" in run.lex.before


def _is_of_saint(run: Run) -> bool:
    """Tell whether a run is a school or parish of a saint: "St. David School"."""
    thing = run.tail.low in run.lex.bodies or run.tail.low in run.lex.common
    return thing and (run.low(run.first - 1) in cues("saint") or run.low(run.first) in cues("saint"))


def _is_in_law(run: Run) -> bool:
    """Tell whether a run is part of a law's name: "the Ana Ruiz and Jan Berg Jr. Harbour Safety Act"."""
    items, first = run.words, run.first
    while first > 0 and run.first - first < _LONGEST_LAW and (items[first - 1].cap or items[first - 1].low == "and"):
        first -= 1
    if first == 0 or items[first - 1].text != "the":
        return False
    for word in items[run.last : run.last + _LONGEST_LAW]:
        if word.low in cues("law_head") and word.cap:
            return True
        if word.kind == "break" or word.newline or not (word.cap or word.low in cues("inside_name")):
            return False
    return False


def _word_features(run: Run) -> Iterator[str]:
    """Yield what the words of a run tell by their forms and as given names and surnames."""
    lex, items, given = run.lex, run.words, run.given
    yield "two-words"
    if run.title:
        yield f"{run.title}-before"
    if given is not None:
        yield f"{given}-given"
    if run.surname is not None:
        yield f"{run.surname}-surname"
    if run.has_initial:
        yield "initial"
    if any(items[n].low in lex.particles and not items[n].cap for n in range(run.first + 1, run.last)):
        yield "particle"
    elif len(run.core) >= 3 and given is None:
        yield "three-words"
    if given is None:
        yield from _order_features(run)
    if is_seat(items, run.named):
        yield "seat-behind"
    if run.shouted:
        yield "shouted"


def _order_features(run: Run) -> Iterator[str]:
    """Yield what tells of a name whose first word is no given name: surnames stand first, or in capitals."""
    lex, head, tail = run.lex, run.head, run.tail
    if lex.surnames.get(head.low) == "strong" and any(run.low(n) in lex.given for n in run.core[1:]):
        yield "surname-first"
    if head.upper != tail.upper and not run.shouted and (head.low in lex.surnames or tail.low in lex.surnames):
        yield "surname-in-capitals"


def _list_features(run: Run) -> Iterator[str]:
    """Yield what speaks against a run because its words are those of other things, or of nothing at all."""
    lex, tail = run.lex, run.tail
    for n in run.core:
        yield from _unlisted_features(run, n)
    if (tail.low in lex.after or tail.low in lex.bodies) and (
        run.surname is None or (run.given is None and not run.title)
    ):
        yield "thing-at-end"
    if not run.title:
        yield from _opening_features(run)
    if (tail.low.endswith("bank") and run.surname is None) or _is_address(run.words, run.first, tail):
        yield "bank-or-street"
    if not run.title and (_is_known_town(run) or _is_street(run)):
        yield "place-by-name"
    if all(run.low(n) in lex.common for n in run.core) and not (run.given and tail.low in cues("function_surname")):
        # "said U.S. Attorney Bill Nettles"
        known = run.given is not None and run.title in ("rank", "office")
        yield "common-words-titled-given" if known else "common-words-titled" if run.title else "common-words"
    if not any(run.low(n) in known for n in run.core for known in _lists(lex)):
        yield "words-of-no-list"
    if _runs_into_prose(run):
        yield "runs-into-common-word"


def _is_known_town(run: Run) -> bool:
    """Tell whether a run of two words or more is a town's name in the gazetteer: "Laguna Niguel"."""
    placed = _is_placed(run) or (run.before is not None and run.before.low in ("a", "an"))
    if run.has_initial or run.last - run.first != len(run.core) or (run.given and not placed):
        return False
    return any(entry.country == "USA" for entry in find_places(key_of([run.low(n) for n in run.core])))


def _is_street(run: Run) -> bool:
    """Tell whether a run ends as a street and stands where one does: "near Fulton Street"."""
    if run.tail.low not in cues("way") or len(run.core) < 2 or run.tail.low in cues("no_way"):
        return False
    before = run.before.low if run.before is not None else ""
    return _is_placed(run) or run.surname is None or before in cues("before_street")


def _is_placed(run: Run) -> bool:
    """Tell whether a preposition of place stands right before a run."""
    before = run.before
    return before is not None and before.low in cues("place_before_name") and is_adjacent(run.words, run.first)


def _lists(lex: Lexicon) -> tuple[frozenset[str] | Mapping[str, str], ...]:
    return (lex.common, lex.vocabulary, lex.places, lex.given, lex.surnames)


def _unlisted_features(run: Run, n: int) -> Iterator[str]:
    """Yield what a word that is no known name tells."""
    low, lex = run.low(n), run.lex
    if low in lex.given or low in lex.surnames:
        return
    if n == run.first and run.title and is_common_given(run.reading, n, lex):
        return
    if n == run.core[-1] and run.given is not None and low in cues("function_surname"):
        return  # "Lily Do"
    if low in lex.common or low in lex.places:
        yield "common-word"
    elif low in lex.vocabulary and run.reading.label(n) != "PERSON":
        run.reading.doubt(0.0, -weights()["dictionary-word"].value)
        yield "dictionary-word"


def _opening_features(run: Run) -> Iterator[str]:
    """Yield what the first word of a run without a title speaks against."""
    low, lex = run.head.low, run.lex
    if low in lex.before and low not in lex.particles and run.given is None and run.surname is None:
        yield "thing-in-front"  # "Tropical Storm Isaac"
    if low in lex.openers and not (run.given == "strong" and run.words[run.first + 1].kind == "abbr"):
        yield "opener"  # but "Beverly S. Beavers"


def _runs_into_prose(run: Run) -> bool:
    """Tell whether a capitalised common word follows that is no verb."""
    word = run.behind
    if word is None or not run.runs_on or run.shouted or is_seat(run.words, run.named):
        return False
    return word.low in run.lex.common and word.low not in run.lex.speech and not word.low.endswith("ed")


def _score_single(run: Run) -> NameSpan | None:
    """One word counts as a name only behind an honorific, rank or capitalised office."""
    reading, lex, n = run.reading, run.lex, run.core[0]
    word, before = run.words[n], run.low(n - 1)
    if run.title not in NAMING_TITLES or word.upper or reading.taken[n] in ("countries", "systems"):
        return None
    held = before in cues("office_honorific") and word.low in lex.heads and word.low not in lex.given
    if held or (run.title != "honorific" and word.low in lex.bodies):
        return None  # "our Lord Mayor", "INTERPOL’s General Secretariat"
    if word.low in lex.places or (run.runs_on and run.title != "honorific" and run.low(n + 1) not in lex.speech):
        return None
    if before in cues("saint") and _is_saint(run, n):
        return None
    known = lex.surnames.get(word.low) is not None or lex.given.get(word.low) is not None
    if run.title == "honorific":
        if _is_ship(run, n):
            return None
        weak = (before in cues("noble_title") or word.low in lex.common) and not known
        feature = "single-behind-weak-honorific" if weak else "honorific-before"
        return run.span(weights()[feature].value, "honorific-before")
    return run.span(weigh([*_single_features(run, n, known)]), f"{run.title}-before")


def _is_saint(run: Run, n: int) -> bool:
    """Tell whether a word behind "Saint" is of a place or a church."""
    before, reading = run.low(n - 1), run.reading
    reading.doubt(ANY, ANY)
    return (
        (before, run.low(n)) in run.lex.phrases
        or before != "saint"
        or (is_adjacent(run.words, n - 1) and run.words[n - 2].cap)
        or reading.label(n) in PLACES
    )


def _is_ship(run: Run, n: int) -> bool:
    """Tell whether a ship is named: "the yacht Lady Diana"."""
    if n < 2:
        return False
    word = run.words[n - 2]
    return word.low in run.lex.before and word.low != "the" and word.text != "Ms"


def _single_features(run: Run, n: int, known: bool) -> Iterator[str]:
    """Yield what tells of a single word behind a rank or office."""
    lex, word, known_weights = run.lex, run.words[n], weights()
    label = run.reading.label(n)
    run.reading.doubt(-known_weights["single-labelled-thing"].value, known_weights["single-labelled-person"].value)
    yield "single"
    if known:
        yield "single-known"
    if label == "PERSON":
        yield "single-labelled-person"
    if not known and word.low not in lex.vocabulary and run.low(n - 1) != "justice":
        yield "single-of-no-list"
    if any(w.kind == "abbr" for w in run.words[run.first : n]):
        yield "initial"
    if word.low in lex.common:
        yield "single-common"
    if label in NO_SURNAMES and not known:
        yield "single-labelled-thing"


def _model_features(run: Run) -> Iterator[str]:
    """Yield what the model's labels over the words of a run tell, and what other readers have taken them for."""
    reading, core, known = run.reading, run.core, weights()
    labels = [reading.label(n) for n in core]
    persons = labels.count("PERSON")
    whole = known["labelled-person"].value
    if persons:
        end = reading.person_end(run.first)
        exact = persons == len(core) and end is not None and abs(end - run.last) <= 1
        yield "labelled-person" if exact else "labelled-person-in-part"
        return
    # "Deputy Secretary Ana Ruiz" taken whole for a body says nothing against the name at its end
    if all(reading.taken[n] == "organisations" for n in core):
        reading.doubt(0.0, whole - known["in-body"].value)
        yield "in-body"
        return
    in_system = all(reading.taken[n] == "systems" for n in core)
    reading.doubt(-known["labelled-thing"].value, whole - known["in-system"].value * in_system)
    if run.first and reading.label(run.first - 1) == "ORG" and is_adjacent(run.words, run.first):
        return
    if all(label in THINGS for label in labels):
        lenient = _is_given_and_unheard(run) or title_before(run.words, run.first, run.lex)
        yield "labelled-thing-but-given" if lenient else "labelled-thing"
    if in_system:
        yield "in-system"


def _is_given_and_unheard(run: Run) -> bool:
    """Tell whether a known given name stands before an initial or a word of no list: better evidence than a label."""
    lex, tail = run.lex, run.tail.low
    if run.has_initial and len(run.core) == 2 and tail not in lex.bodies and tail not in lex.after:
        return lex.given.get(run.head.low) == "strong"
    lists = (lex.common, lex.vocabulary, lex.places, lex.bodies, lex.after)
    return lex.given.get(run.head.low) == "strong" and not any(tail in words for words in lists)


def _context(run: Run) -> tuple[float, str]:
    """Return the evidence of the words around a run, and the rule of its strongest piece."""
    known = weights()
    found = [feature for feature in _before_features(run) if known[feature].counts]
    found += [feature for feature in _further_before(run, weigh(found)) if known[feature].counts]
    if "firm-before" not in found:
        behind = _behind_feature(run)
        found += [behind] if behind else []
    rules = [known[feature].rule for feature in found if known[feature].rule and known[feature].value > 0]
    return weigh(found), rules[-1] if rules else ""


def _before_features(run: Run) -> Iterator[str]:
    """Yield what the word right before a run tells."""
    before, lex = run.before, run.lex
    if before is None or before.kind != "word" or run.words[run.first].newline:
        return
    low = before.low
    two = f"{run.low(run.first - 2)} {low}" if run.first > 1 else ""
    if low in lex.foreign and is_adjacent(run.words, run.first):
        yield "thing-before"  # "Zentralstelle Cybercrime Bayern"
    elif (low in lex.before or two in lex.before) and not (low == "ms" and not before.upper):
        # "MS Aurora" is a ship, "Ms Aurora" a woman
        yield "thing-before" if low != "the" else "the-before"
    elif low in cues("before_name"):
        yield "cue-before"
    if lex.speech.get(low) == "strong":
        yield "speech-verb"
    elif low in cues("place_before_name"):
        yield "place-before"


def _further_before(run: Run, so_far: float) -> list[str]:
    """Return what stands further before a run: an office, a firm, a relation or office before a comma."""
    items, first, lex = run.words, run.first, run.lex
    if so_far <= ENOUGH_BEFORE and not title_before(items, first, lex) and office_precedes(items, first, lex):
        return ["office-far-before"]
    if _is_firm(items, first):
        return ["firm-before"]
    before = run.before
    if before is None or before.text != "," or first < 2:
        return []
    low = run.low(first - 2)
    return ["relation-before"] if low in cues("relation") or low in lex.heads else []


def _behind_feature(run: Run) -> str:
    """Return the first feature that what stands behind a run shows, or ""."""
    word = run.behind
    if word is None or run.words[run.last - 1].possessive:
        return ""
    known = weights()
    features = (read(run, word) for read in BEHIND)
    return next((feature for feature in features if feature and known[feature].counts), "")


def _speech_behind(run: Run, word: Word) -> str:
    spoken = word.kind == "word" and not word.joined and run.lex.speech.get(word.low) == "strong"
    return "speech-verb" if spoken else ""


def _speech_behind_of(run: Run, word: Word) -> str:
    """Look for "Ana Ruiz of Peru’s customs service said"."""
    items, n = run.words, run.last
    if word.low != "of":
        return ""
    m = n + 1
    while m < len(items) and m - n < 9 and items[m].kind != "break" and (items[m].cap or items[m].low in ("the", "of")):
        m += 1
    spoken = n + 1 < m < len(items) and run.lex.speech.get(items[m].low) == "strong"
    return "speech-verb" if spoken else ""


def _fate_behind(run: Run, word: Word) -> str:
    if word.kind != "word":
        return ""
    if word.low in cues("before_fate"):
        fate = any(w.low in cues("fate") for w in run.words[run.last + 1 : run.last + 4])
        return "fate-of-person" if fate else "verb-behind"
    return "fate-right-behind" if word.low in cues("fate") else ""


def _is_known_as(items: Sequence[Word], n: int) -> bool:
    """Tell whether "a/k/a" or "a.k.a." stands at a word."""
    return " ".join(word.low for word in items[n : n + 3]) in cues("alias_begun")


def _second_name_behind(run: Run, word: Word) -> str:
    short = word.low == "a" and _is_known_as(run.words, run.last)
    known = word.kind == "word" and word.low in cues("alias_behind")
    return "alias-right-behind" if known or short else ""


def _thing_behind(run: Run, word: Word) -> str:
    """Look for "a Taurus Millennium .40 pistol", "Oak Park, Ill.,"."""
    is_thing = _is_make(run.words, run.last) or _is_town(run.words, run.first, run.last, run.lex)
    is_thing = is_thing or (word.text == "-" and _is_numbered(run.words, run.last))
    return "make-of-thing" if is_thing else ""


def _is_numbered(items: Sequence[Word], n: int) -> bool:
    """Tell whether a letter and a number are joined at word n: "Bill C-13"."""
    if n + 1 >= len(items) or not (items[n].joined and items[n + 1].joined):
        return False
    return len(items[n - 1].text) == 1 and items[n + 1].kind == "num"


def _kind_behind(run: Run, word: Word) -> str:
    """Look for "Bedford Stuyvesant Man", "a Mira Mesa dentist": a place before whom it is the home of."""
    of_place = word.kind == "word" and not word.newline and word.low in cues("townsman")
    return "kind-behind" if of_place else ""


def _bracket_behind(run: Run, word: Word) -> str:
    """Look for "the Dutch prosecution service (Openbaar Ministerie)"."""
    return "body-in-brackets" if word.text == ")" and _explains_body(run.reading, run.first, run.lex) else ""


def _apposition_behind(run: Run, word: Word) -> str:
    if word.text not in (",", "(", "–", "—", "-") or run.last + 1 >= len(run.words):
        return ""
    return next(filter(None, (read(run, run.last + 1) for read in APPOSITIONS)), "")


def _age_in(run: Run, n: int) -> str:
    items = run.words
    if items[n].kind == "num" and len(items[n].text) == 2 and items[n].text.isdigit():
        after = items[n + 1] if n + 1 < len(items) else None
        if after is None or after.kind != "word" or after.low in cues("behind_age"):
            return "age-behind"
    following = [word.low for word in items[n : n + 4]]
    in_years = any(low.startswith("year") for low in following[1:]) and any(low.isdigit() for low in following)
    return "age-behind" if in_years else ""


def _accused_in(run: Run, n: int) -> str:
    criminal = any(word.low in run.lex.criminal for word in run.words[n + 1 : n + 3])
    return "who-behind" if run.low(n) in cues("article") and criminal else ""


def _alias_in(run: Run, n: int) -> str:
    items, low = run.words, run.low(n)
    known = low == "also" and n + 1 < len(items) and items[n + 1].low == "known"
    short = low == "a" and _is_known_as(items, n)
    return "alias-behind" if low in cues("alias_in_apposition") or known or short else ""


def _birth_in(run: Run, n: int) -> str:
    return "age-behind" if run.low(n) == "dob" else ""


def _office_in(run: Run, n: int) -> str:
    return "office-behind" if _office_follows(run.words, n, run.lex) else ""


def _who_in(run: Run, n: int) -> str:
    return "who-behind" if run.low(n) in cues("who_behind") else ""


# What may stand behind a name, in the order in which it is looked for; the first that is found decides.
BEHIND: tuple[Callable[[Run, Word], str], ...] = (
    *(
        _kind_behind,
        _speech_behind,
        _speech_behind_of,
        _fate_behind,
        _second_name_behind,
        _thing_behind,
        _bracket_behind,
    ),
    _apposition_behind,
)
APPOSITIONS: tuple[Callable[[Run, int], str], ...] = (_age_in, _accused_in, _alias_in, _birth_in, _office_in, _who_in)


def name_parts(items: Sequence[Word], first: int, last: int) -> tuple[str, ...]:
    """Return the folded words and initials of a name, without stops and marks."""
    return tuple(
        w.low.rstrip(".") if w.kind == "abbr" else w.low for w in items[first:last] if w.kind in ("word", "abbr")
    )


def office_precedes(items: Sequence[Word], first: int, lex: Lexicon) -> bool:
    """Tell whether a capitalised office with what it is of stands before a word."""
    n = first - 1
    if n >= 1 and items[n].text == "," and items[n].joined:
        n -= 1
    for m in range(n, max(-1, n - 10), -1):
        word = items[m]
        if word.kind in ("break", "num") or word.newline:
            return False
        if word.cap and word.low in lex.heads and word.low != "justice":
            return not word.possessive
        if word.kind == "mark" and word.text not in (",", "&", "(", ")"):
            return False
        if word.kind == "word" and not word.cap and word.low not in cues("within_office"):
            return False
    return False


def _is_town(items: Sequence[Word], first: int, last: int, lex: Lexicon) -> bool:
    """Tell whether a state behind a run ("Oak Park, Ill.,") or a dash behind it in capitals makes it a town."""
    head, word = items[first], items[last]
    if title_before(items, first, lex):
        return False
    named = lex.given.get(head.low) is not None and lex.surnames.get(items[last - 1].low) == "strong"
    opens = first == 0 or items[first - 1].kind == "break" or head.newline
    if word.text in ("–", "—", "-") and not word.joined:
        return opens and not named and all(w.upper for w in items[first:last] if w.kind == "word")
    if word.text != "," or last + 1 >= len(items) or not items[last + 1].cap:
        return False
    if items[last + 1].low.rstrip(".") not in states.single_words():
        return False
    n = last + 2
    closed = n >= len(items) or not (items[n].cap and items[n].kind == "word" and not items[n].newline)
    where = not opens and items[first - 1].low in cues("place_preposition")
    return closed and (where or not named)


def _is_address(items: Sequence[Word], first: int, tail: Word) -> bool:
    """Tell whether a house's number stands before a street ("654A Halsey Street")."""
    numbered = first > 0 and (
        items[first - 1].kind == "num" or (items[first - 1].joined and items[first - 2].kind == "num")
    )
    return numbered and tail.low in cues("way")


def _is_firm(items: Sequence[Word], first: int) -> bool:
    """Tell whether words before a run make it a firm: "a fifth firm, Roe Poe", "the law firm of", "accountants"."""
    before, second = items[first - 1] if first else None, items[first - 2] if first > 1 else None
    if before is None or items[first].newline:
        return False
    if second is not None and (before.text == "," or before.low in cues("before_second_name")):
        return second.low in cues("firm") and second.kind == "word"
    return before.low in cues("firm") or (before.low in cues("firm_trade") and before.kind == "word")


def _is_make(items: Sequence[Word], n: int) -> bool:
    """Tell whether a weapon, vehicle or the like is named behind a run, with at most its calibre between."""
    while n < len(items) and (items[n].kind == "num" or items[n].text in (".", "-")) and not items[n].newline:
        n += 1
    return n < len(items) and items[n].low in cues("make_of")


def _explains_body(reading: Reading, first: int, lex: Lexicon) -> bool:
    """Tell whether a bracket that opens before a run of words follows a body: its words are the body's other name."""
    items = reading.words
    n = first - 1
    while n > 0 and first - n < 5 and items[n].kind == "word" and items[n].text != "(":
        n -= 1
    if n < 1 or items[n].text != "(":
        return False
    before = items[n - 1]
    return reading.taken[n - 1] == "organisations" or (before.low in lex.bodies and before.low not in lex.heads)


def _office_follows(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether a noun phrase with an office in its head begins at word `n`."""
    for m in range(n, min(n + 9, len(items))):
        word = items[m]
        if word.kind in ("break", "mark") and word.text not in ("-", "(", ")", "’", "'"):
            return False
        if word.kind == "word" and word.low in cues("ends_office"):
            return False
        if word.low in lex.heads and not word.possessive:
            return True
    return False
