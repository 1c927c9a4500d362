"""What was done, and to whom or what: verbs, participles and nominalisations, read off the parse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.attrs import DEP, TAG
from spacy.tokens import Doc

from pipeline.extract.reading.actions import Verb, action_table, happens_to_people
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import (
    DONE,
    NEGATED,
    PLANNED,
    before_auxiliary,
    has_child,
    is_duty,
    is_passive,
    joined_to,
    nominal_status,
    objects_of,
    past_home,
    status_of,
    subjects,
)
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import FINITE_TAGS, NAME_TAGS, NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import RuleList, is_on

# The clause behind a subject-less participle is searched for a particle this far, in tokens.
PARTICLE_REACH = 12
# Whom a jury finds guilty may be several people with their ages and homes.
# From a list to the verb of which it is the subject.
_TO_VERB = 8
_FAR_REACH = 60
# How far behind a sentence about a hospital a death is told, in tokens.
_TO_DEATH = 20
# Within how many tokens behind "stopped at" the light or sign stands.
_TO_LIGHT = 6
_WARRANTS = frozenset(("warrant", "warrants"))
# How many verbs up a chain of joined ones a passive one is looked for.
_CHAIN = 3
# "the search and arrest of": actions as nouns are joined within so many tokens.
_JOINED_NOUNS = 3


@dataclass(frozen=True)
class Event:
    """One action of the text.

    Attributes:
        trigger: the verb or noun, as a token.
        patients: the nouns or numbers it happened to, conjuncts included.
        status: done, planned, negated or alleged.
        reported: whether an uncounted singular makes an outcome of its own.
        rule: how patients were told: active, passive, attributive, nominal, headline or subject.
        parts: those of the patients that stand behind "including".
        own_status: what the verb tells where the status is that of a patient that "no" is said of ("found no drugs,
            three phones"); it holds for the others.
    """

    action: str
    trigger: int
    patients: tuple[int, ...]
    status: str
    reported: bool
    rule: str
    parts: frozenset[int] = frozenset()
    own_status: str = ""


# what an action reaches ------------------------------------------------------------------


def _objects_of(tokens: Tokens, n: int, *words: str) -> Iterator[int]:
    """Yield the nouns behind a token's prepositions of these words, with all that is joined to them."""
    for target in objects_of(tokens, n, *words):
        yield from joined_to(tokens, target)


def _reaches_through(tokens: Tokens, n: int, prep: int) -> bool:
    """Tell whether what happens to a noun happens to what its preposition governs: "a total of X", "kilos of X"."""
    low = tokens.lower[n]
    if tokens.lower[prep] == "including" or low in cues("total") or low in cues("container"):
        return True
    return tokens.tags[n] in PLURAL_TAGS and any(tokens.tags[c] == "CD" for c in tokens.children(n))


def spread(tokens: Tokens, n: int) -> Iterator[int]:
    """Yield what an action on a noun reaches: conjuncts, "a total of X", "kilograms of X", "including X"."""
    for part in joined_to(tokens, n):
        yield part
        for child in tokens.children(part):
            dep, low = tokens.deps[child], tokens.lower[child]
            if dep == "nummod" or tokens.tags[child] == "CD":
                yield child
            elif low in cues("along_with") and dep in ("prep", "advmod"):
                yield from _companions(tokens, child)
            elif dep == "quantmod" and low in cues("about_adverb"):
                # "over 900 cards, $4,000 in cash": the parse hangs the first on the second
                for target in tokens.children_as(child, "pobj"):
                    yield target
                    yield from tokens.children_as(target, "nummod")
            elif dep == "prep" and low == "in" and tokens.tags[part] == "CD":
                yield from _behind_cash(tokens, child)
            elif dep == "acl" and low in cues("holding"):
                yield from _held_in(tokens, child)
            elif dep == "appos" and is_next_in_list(tokens, part, child):
                yield from joined_to(tokens, child)
            elif dep == "prep" and low in cues("reaches_through") and _reaches_through(tokens, part, child):
                yield from _governed(tokens, part, child)


def _held_in(tokens: Tokens, n: int) -> Iterator[int]:
    """Yield what is in what was taken: "seized a suitcase containing 12 kilograms of cocaine"."""
    if not is_on("outcomes.held-in"):
        return
    for target in (*tokens.children_as(n, "dobj"), *objects_of(tokens, n, "with")):
        for reached in joined_to(tokens, target):
            yield reached
            yield from _numbers_of(tokens, reached)


def _governed(tokens: Tokens, n: int, prep: int) -> Iterator[int]:
    """Yield what a preposition governs, with its numbers; "$3,000 of $90,000" is the first sum alone."""
    for target in tokens.children_as(prep, "pobj"):
        if tokens.lower[prep] == "of" and {tokens.tags[n], tokens.tags[target]} <= {"CD", "$"}:
            continue
        for reached in joined_to(tokens, target):
            yield reached
            yield from tokens.children_as(reached, "nummod")


def _behind_cash(tokens: Tokens, prep: int) -> Iterator[int]:
    """Yield what a list joins to a sum of money by the parse of its last word: "$4,000 in cash and a car"."""
    for target in tokens.children_as(prep, "pobj"):
        for other in tokens.children_as(target, "conj"):
            if has_child(tokens, other, "a", "an") and is_on("outcomes.next-in-list"):
                yield from joined_to(tokens, other)


def is_next_in_list(tokens: Tokens, n: int, child: int) -> bool:
    """Tell whether an apposition is the next thing of a list: "two phones, a laptop and a wallet"."""
    if not has_child(tokens, child, "a", "an") or category_of(tokens.lower[n]) == "people":
        return False
    counted = any(tokens.tags[c] == "CD" for c in tokens.children(n)) or has_child(tokens, n, "a", "an")
    return counted and any(tokens.children_as(child, "conj")) and is_on("outcomes.next-in-list")


def _companions(tokens: Tokens, prep: int) -> Iterator[int]:
    """Yield the nouns of "along with three of his associates"."""
    if tokens.lower[prep] == "with" and tokens.low(prep - 1) not in ("along", "together"):
        return
    for inner in (prep, *tokens.children(prep)):
        if tokens.lower[inner] == "with":
            for target in tokens.children_as(inner, "pobj"):
                yield from joined_to(tokens, target)


def _parts(tokens: Tokens, patients: Sequence[int]) -> frozenset[int]:
    """Return the nouns behind "including" in what an action reaches."""
    members = (part for patient in patients for part in joined_to(tokens, patient))
    return frozenset(reached for part in members for reached in _objects_of(tokens, part, "including"))


def _may_be_part(tokens: Tokens, n: int, action: str) -> bool:
    """Tell whether what stands behind "including" at a verb can suffer its action: letters are not arrested."""
    return not happens_to_people(action) or category_of(tokens.lower[n]) == "people" or tokens.tags[n] in NAME_TAGS


def _behind_including(tokens: Tokens, n: int, action: str) -> Iterator[int]:
    """Yield what stands behind "including" at an action, with its numbers: "the seizure of funds, including $9,000"."""
    for member in _objects_of(tokens, n, "including"):
        if _may_be_part(tokens, member, action):
            yield member
            yield from _numbers_of(tokens, member)


def _numbers_of(tokens: Tokens, n: int) -> Iterator[int]:
    return tokens.children_as(n, "nummod")


# verbs -----------------------------------------------------------------------------------


def _particle_at(tokens: Tokens, n: int, particle: tuple[str, ...]) -> bool:
    """Tell whether the particle follows the verb at `n`, directly or behind its object."""
    size, is_noun = len(particle), particle[-1] in cues("far_particle")
    judged = particle[-1] == "guilty" and tokens.lower[n] in cues("finding")
    reach = _FAR_REACH if judged else PARTICLE_REACH
    for start in range(n + 1, min(n + 1 + reach, len(tokens) - size + 1)):
        if tokens.sentence_of[start] == start or tokens.lower[start] in (".", ";"):
            return False
        if tuple(tokens.lower[start : start + size]) == particle:
            # "pleaded not guilty" is told by a particle of its own, or not at all
            return tokens.lower[start - 1] != "not"
        tag = tokens.tags[start]
        if tag in ("VBD", "VBZ", "MD") or (size == 1 and not is_noun and start > n + 1 and tag in ("IN", "CC")):
            return False
    return False


def _match_verb(tokens: Tokens, n: int) -> Verb | None:
    for entry in action_table().verbs.get(tokens.lower[n], ()):
        if not entry.particle or _particle_at(tokens, n, entry.particle) or _is_fatal(tokens, n, entry.particle):
            return entry
    return None


def _is_fatal(tokens: Tokens, n: int, particle: tuple[str, ...]) -> bool:
    """Tell whether "fatally" stands for "to death": "fatally stabbed a guest"."""
    return particle == ("to", "death") and has_child(tokens, n, "fatally", "mortally")


def _is_venture(tokens: Tokens, n: int) -> bool:
    """Tell "an operation involving 30 countries" from "a scheme involving 30 victims"."""
    owners = subjects(tokens, n, "nsubj")
    if tokens.deps[n] in ("acl", "relcl", "prep"):
        owners.append(tokens.heads[n])
    return any(tokens.lower[owner] in cues("venture") for owner in owners)


def _suffers(tokens: Tokens, subject: int, action: str) -> bool:
    """Tell whether a subject before a verb without object suffers the action ("five men arrested") or does it."""
    low = tokens.lower[subject]
    if low in cues("agent"):
        return False
    return happens_to_people(action) or category_of(low) not in cues("acting_category")


def direct_objects(tokens: Tokens, n: int) -> list[int]:
    found = [
        past_home(tokens, c)
        for c in tokens.children_as(n, "dobj", "dative")
        if tokens.lower[c] not in cues("subject_relative")
    ]
    if found or tokens.lower[n] not in cues("finding"):
        return found
    # "a jury found Ada Lind guilty": the parse makes a clause of it
    verdicts = (c for c in tokens.children_as(n, "ccomp") if tokens.lower[c] == "guilty")
    return [c for verdict in verdicts for c in tokens.children_as(verdict, "nsubj")]


def _judged(tokens: Tokens, n: int, verb: Verb) -> Iterator[int]:
    """Yield the names with an age before "guilty": "found Ada Lind, 44, of Leeds, and Omar Khel, 46, guilty"."""
    if verb.particle != ("guilty",) or tokens.lower[n] not in cues("finding"):
        return
    for k in range(n + 1, min(n + _FAR_REACH, len(tokens) - 2)):
        if tokens.lower[k] == "guilty":
            return
        if tokens.tags[k] in NAME_TAGS and tokens.lower[k + 1] == "," and tokens.tags[k + 2] == "CD":
            yield k


def _like_conjunct(tokens: Tokens, n: int) -> int | None:
    """Return the verb of the same form that is joined to a verb: "seized and destroyed the pills".

    What has a place or clause of its own shares no object: "returned to the harbour and shot a man".
    """
    found = next((c for c in tokens.children_as(n, "conj") if tokens.tags[c] == tokens.tags[n]), None)
    own = tokens.children_as(n, "prep", "ccomp", "xcomp", "advcl", "dobj")
    return None if found is not None and any(n < c < found for c in own) else found


# Each tells what a verb happened to and how, or nothing; the first that knows settles it.
Told = tuple[str, list[int]]
VOICES: RuleList[Callable[[Tokens, int, Verb], Told | None]] = RuleList("outcomes")


@VOICES.rule("subject")
def _subject_suffers(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """Twelve men died."""
    if not verb.subject:
        return None
    found = subjects(tokens, n, "nsubj") or _subject_above(tokens, n) or _of_passive_before(tokens, n)
    return "subject", found or ([tokens.heads[n]] if tokens.deps[n] in ("acl", "relcl") else [])


def _of_passive_before(tokens: Tokens, n: int) -> list[int]:
    """Return the subject of the passive verb before a verb: "was arrested, sent to Peru and pleaded guilty"."""
    for _ in range(_CHAIN):
        above = tokens.heads[n]
        clause = (
            tokens.deps[n] == "advcl"
            and tokens.tags[n] in ("VBN", "VBD")
            and not has_child(tokens, n, *cues("clause_opener"))
        )
        if above >= n or not (tokens.deps[n] == "conj" or clause) or any(tokens.children_as(n, "nsubj", "nsubjpass")):
            return []
        if is_passive(tokens, above):
            return subjects(tokens, above, "nsubjpass")
        n = above
    return []


@VOICES.rule("passive")
def _passive(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """Twelve men were arrested; they had three of them held."""
    if not is_passive(tokens, n):
        return None
    told, beside = subjects(tokens, n, "nsubjpass", "nsubj"), before_auxiliary(tokens, n)
    if tokens.deps[n] == "conj" and not any(tokens.children_as(n, "nsubjpass", "nsubj")):
        told, beside = beside, told  # the noun before "were" is nearer than the subject of the verb it is joined to
    found = told or beside or _subject_above(tokens, n)
    if not found and tokens.deps[n] == "xcomp" and tokens.lower[tokens.heads[n]] in cues("have_form"):
        found = subjects(tokens, tokens.heads[n], "nsubj")
    return "passive", found


def _subject_above(tokens: Tokens, n: int) -> list[int]:
    """Return the subject of the verb that a gerund hangs on: "she was jailed after pleading guilty"."""
    if not is_on("outcomes.after-doing"):
        return []
    above = tokens.heads[n]
    if tokens.deps[n] == "pcomp" and tokens.lower[above] in cues("after_word"):
        return subjects(tokens, tokens.heads[above], "nsubj", "nsubjpass")
    gerund = tokens.tags[n] == "VBG" or has_child(tokens, n, "being", "having")
    return subjects(tokens, above, "nsubj", "nsubjpass") if gerund and tokens.deps[n] == "advcl" else []


@VOICES.rule("predicate-adjective")
def _adjective(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """Assets were frozen: a participle taken for an adjective."""
    if tokens.deps[n] != "acomp" or tokens.tags[n] != "JJ":
        return None
    return "passive", _nouns_before(tokens, tokens.heads[n]) or subjects(tokens, tokens.heads[n], "nsubj", "nsubjpass")


def _nouns_before(tokens: Tokens, verb: int) -> list[int]:
    """Return the first of the nouns right before "were" where the parse joins it to a verb of another clause."""
    n = verb - 1
    if tokens.deps[verb] != "conj" or any(tokens.children_as(verb, "nsubj", "nsubjpass")) or not tokens.is_noun(n):
        return []
    while tokens.deps[n] == "conj" and tokens.tags[tokens.heads[n]] in NOUN_TAGS:
        n = tokens.heads[n]
    return [n]


@VOICES.rule("attributive")
def _attributive(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """The seized boat; two men arrested on Monday. "The two wounded were detained" tells of the detention."""
    dep, head = tokens.deps[n], tokens.heads[n]
    if listed := _listed_under(tokens, n) or _found_by(tokens, n):
        return "active", listed
    if dep != "amod" and (dep != "acl" or tokens.tags[n] not in ("VBN", "VBD")):
        return None
    if dep == "acl" and tokens.lower[head] in cues("before_court"):
        return "passive", _who_appears(tokens, head)
    if tokens.tags[n] == "VBG":
        return "attributive", []  # "identifying information": nobody identified it
    return ("attributive" if dep == "amod" or tokens.tags[head] == "CD" else "passive"), [head]


def _who_appears(tokens: Tokens, n: int) -> list[int]:
    """Return who stands before a court: "Lind appeared before magistrates charged with theft"."""
    prep = tokens.heads[n]
    told = tokens.deps[n] == "pobj" and is_on("outcomes.before-court")
    return subjects(tokens, tokens.heads[prep], "nsubj", "nsubjpass") if told else []


def _found_by(tokens: Tokens, n: int) -> list[int]:
    """Return what a search found where the parse takes its verb for a participle: "a search uncovered 900 cards"."""
    if tokens.deps[n] != "acl" or tokens.lower[tokens.heads[n]] not in cues("finding_work"):
        return []
    return [*tokens.children_as(n, "dobj")]


def _listed_under(tokens: Tokens, n: int) -> list[int]:
    """Return what a verb like "included" lists under what was seized: "the seized items included a car and a phone"."""
    if tokens.deps[n] not in ("amod", "acl") or not is_on("outcomes.listed-under"):
        return []
    if tokens.low(n + 1) in cues("list") and tokens.tag(n + 1) in VERB_TAGS:
        return [*tokens.children_as(n, "dobj")]  # the parse hangs them on "seized"
    noun = tokens.heads[n]
    verb = tokens.heads[noun]
    listing = tokens.deps[noun] == "nsubj" and tokens.lower[verb] in cues("list")
    return [*tokens.children_as(verb, "dobj")] if listing else []


@VOICES.rule("ended-with")
def _ended_with(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """The raid ended with six men captured."""
    if tokens.tags[n] != "VBN" or tokens.deps[n] != "pcomp":
        return None
    own = [*tokens.children_as(n, "nsubj")]
    return ("headline", own) if own else None


@VOICES.rule("found-killed")
def _found_killed(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """He was confirmed killed; two were found murdered."""
    head = tokens.heads[n]
    told = cues("told_through")
    if tokens.tags[n] != "VBN" or tokens.lower[head] not in told or not is_passive(tokens, head):
        return None
    return None if direct_objects(tokens, n) else ("passive", subjects(tokens, head, "nsubjpass", "nsubj"))


@VOICES.rule("active")
def _active(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """Police arrested twelve men."""
    found = direct_objects(tokens, n)
    return ("active", found) if found else None


@VOICES.rule("headline")
def _headline(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """Twelve men arrested."""
    if tokens.tags[n] not in ("VBN", "VBD", "JJ", *NAME_TAGS) or tokens.lower[n] not in action_table().participles:
        return None
    other = _like_conjunct(tokens, n)
    shared = [*tokens.children_as(other, "dobj")] if other is not None and not is_passive(tokens, other) else []
    if shared:
        return "active", shared
    found = subjects(tokens, n, "nsubjpass")
    if not found and tokens.lower[n] == "found" and any(tokens.children_as(n, "ccomp")):
        return "active", []  # "a study found that"
    if not found and tokens.tags[n] == "VBD" and tokens.lower[n] in cues("needs_no_object"):
        return "active", []
    if not found and not (tokens.deps[n] == "conj" and tokens.tags[n] == "VBD"):
        found = subjects(tokens, n, "nsubj")
    if not found:
        return "active", []
    return "headline", [s for s in found if _suffers(tokens, s, verb.action)]


@VOICES.rule("shared-object")
def _shared_object(tokens: Tokens, n: int, verb: Verb) -> Told | None:
    """Police searched and seized two boats: the object of the second verb."""
    other = _like_conjunct(tokens, n)
    return "active", [*tokens.children_as(other, "dobj")] if other is not None else []


def _told_by_verb(tokens: Tokens, n: int, verb: Verb) -> Told:
    told = next(filter(None, (rule.read(tokens, n, verb) for rule in VOICES.active())), ("active", []))
    if not told[1] and tokens.deps[n] == "conj" and tokens.tags[n] == "VBN":
        # a verb joined to a passive one shares its subject: "were identified and taken into custody"
        above = tokens.heads[n]
        described = [tokens.heads[above]] if tokens.deps[above] == "acl" and tokens.tags[above] == "VBN" else []
        return "passive", subjects(tokens, n, "nsubjpass") or described
    if not told[1] and tokens.deps[n] == "advcl" and verb.action in cues("case_step"):
        return "passive", _of_passive_before(tokens, n)  # "was arrested in Lima, sent to Peru"
    return told


def _verb_event(tokens: Tokens, n: int, verb: Verb) -> Event | None:
    if (tokens.lower[n].startswith("involv") and not _is_venture(tokens, n)) or _is_situated(tokens, n):
        return None
    if is_in_other_sense(tokens, n, [*tokens.children_as(n, "dobj", "nsubjpass")]):
        return None
    if is_finding(tokens, n, verb) or _is_paper_returned(tokens, n) or (is_duty(tokens, n) and is_on("outcomes.duty")):
        return None
    rule, patients = _told_by_verb(tokens, n, verb)
    if not patients or _is_habit(tokens, n):
        return None
    others = [c for c in tokens.children(n) if tokens.lower[c] in cues("along_with")]
    if tokens.lower[n].startswith("prosecut"):
        others = []  # "prosecuted the case together with Ada Lind"
    reached = {i for c in others for i in _companions(tokens, c)}
    reached.update(i for patient in patients for i in spread(tokens, patient))
    reached -= _of_next_clause(tokens, n)
    if verb.action in cues("case_step") and rule in ("passive", "subject", "headline"):
        reached -= _announcers(tokens, n, reached)
    if rule == "passive":
        reached.update(_as_well(tokens, n))
    reached.update(_aged_before(tokens, n, patients))
    reached.update(_judged(tokens, n, verb))
    behind = [*_behind_including(tokens, n, verb.action)]
    reached.update(behind)
    own = status = _status(tokens, n)
    if _is_by_nobody(tokens, n, rule):
        own = status = NEGATED
    if any(_is_denied(tokens, patient) for patient in patients):
        status = NEGATED
    parts = _parts(tokens, patients) | frozenset(behind)
    fatal = verb.action == "injured" and has_child(tokens, n, "fatally", "mortally")
    return Event("killed" if fatal else verb.action, n, tuple(sorted(reached)), status, verb.reported, rule, parts, own)


def _is_habit(tokens: Tokens, n: int) -> bool:
    """Tell what is done time and again: "a log that is regularly inspected"."""
    return (
        has_child(tokens, n, *cues("habitually")) and has_child(tokens, n, "is", "are") and is_on("outcomes.regularly")
    )


def _announcers(tokens: Tokens, n: int, reached: Iterable[int]) -> set[int]:
    """Return who announces what befell others: "a broker pleaded guilty, announced Prosecutor Lind; Omar Khel"."""
    if not is_on("outcomes.announcers"):
        return set()
    last = max(reached, default=n)
    told = next((k for k in range(n + 1, last) if tokens.lower[k] == "announced"), None)
    return set() if told is None else {k for k in reached if k > told}


def is_in_other_sense(tokens: Tokens, n: int, patients: Iterable[int]) -> bool:
    """Tell "caught up to him", "returned two shots", "stopped at a red light" from arrests, returns and stops."""
    low = tokens.lower[n]
    if not is_on("outcomes.other-sense"):
        return False
    # "he seized on the chance", not "keys were seized on Thursday", "police seized on 5 May three keys"
    if f"{low} {tokens.low(n + 1)}" in cues("phrasal"):
        by_day = tokens.is_capital(n + 2) or tokens.low(n + 2).isdigit()
        if not by_day and not (low == "seized" and (is_passive(tokens, n) or tokens.deps[n] == "acl")):
            return True
    if low == "stopped" and tokens.low(n + 1) == "at":
        return any(tokens.low(k) in cues("road_stop") for k in range(n + 2, n + _TO_LIGHT))
    home = low == "returned" and tokens.low(n + 1) == "to" and has_child(tokens, n, "has", "have", "had")
    gunfire = low.startswith("return") and any(tokens.lower[c] in cues("gunfire") for c in patients)
    home = home or (low == "returned" and tokens.low(n - 1) in cues("goes_back"))
    banking = low == "checking" and tokens.low(n + 1) in ("account", "accounts")
    return gunfire or banking or (home and not is_passive(tokens, n))


def _is_situated(tokens: Tokens, n: int) -> bool:
    """Tell "accounts located abroad", "sums traced to a bank", "who are incarcerated" from what was done."""
    low = tokens.lower[n]
    if low not in cues("state_word") or not is_on("outcomes.state"):
        return False
    if low == "traced":
        return tokens.deps[n] == "acl" and tokens.low(n + 1) == "to"
    now = has_child(tokens, n, "is", "are")
    if low == "located":
        return now or tokens.deps[n] in ("acl", "amod")
    return now and tokens.deps[n] == "relcl"


def is_finding(tokens: Tokens, n: int, verb: Verb) -> bool:
    """Tell "was found to have lied", "the jury found that" from what was found by somebody who looked for it."""
    if verb.action != "found" or not is_on("outcomes.finding-of-fact"):
        return False
    if any(tokens.lower[s] in cues("finder_of_fact") for s in subjects(tokens, n, "nsubj")):
        return True
    held = (c for prep in tokens.children_as(n, "prep") for c in tokens.children_as(prep, "pobj"))
    if any(tokens.lower[c] in cues("state_of_breach") for c in held) or tokens.lower[n + 2 : n + 3] == ["contempt"]:
        return True  # "a judge found Roe in contempt"
    passive = tokens.deps[n] == "acl" or any(tokens.children_as(n, "auxpass"))
    return passive and any(has_child(tokens, c, "to") for c in tokens.children_as(n, "xcomp"))


def _is_paper_returned(tokens: Tokens, n: int) -> bool:
    """Tell whether a jury returned an indictment: the charge that the paper tells is the event."""
    if not tokens.lower[n].startswith("return") or not is_on("outcomes.paper-returned"):
        return False
    told = [*tokens.children_as(n, "dobj", "nsubjpass"), *([tokens.heads[n]] if tokens.deps[n] == "acl" else [])]
    return any(tokens.lower[c] in cues("paper") or tokens.lower[c] == "one" for c in told) or any(
        tokens.lower[s] in cues("finder_of_fact") for s in subjects(tokens, n, "nsubj")
    )


def _as_well(tokens: Tokens, n: int) -> Iterator[int]:
    """Yield the nouns joined to a passive verb: "cash was seized, as well as 4 kg of drugs and two guns"."""
    for noun in tokens.children_as(n, "conj"):
        if tokens.tags[noun] in NOUN_TAGS and any(tokens.lower[c] == "as" for c in tokens.children_as(n, "cc")):
            for part in joined_to(tokens, noun):
                yield part
                yield from _numbers_of(tokens, part)


def _aged_before(tokens: Tokens, n: int, patients: Sequence[int]) -> Iterator[int]:
    """Yield names with an age before a verb of several: "A, 48, of Lima, and B, 40, of Oslo, each pleaded"."""
    first = next((c for c in tokens.children(n) if tokens.lower[c] in cues("each_be")), None)
    if first is None or first > n or not any(tokens.tags[p] in NAME_TAGS for p in patients):
        return
    for k in range(first - 1, tokens.sentence_of[first] - 1, -1):
        if tokens.tags[k] in VERB_TAGS:
            return
        if tokens.tags[k] in NAME_TAGS and tokens.low(k + 1) == "," and tokens.tag(k + 2) == "CD":
            yield k


def _of_next_clause(tokens: Tokens, n: int) -> set[int]:
    """Return what suffers a passive verb joined to this one: "police stopped the car and Lind and Khel were held"."""
    passives = [c for c in tokens.children_as(n, "conj") if any(tokens.children_as(c, "auxpass"))]
    bare = (c for c in passives if not any(tokens.children_as(c, "nsubjpass", "nsubj")))
    return {i for c in bare for subject in before_auxiliary(tokens, c) for i in joined_to(tokens, subject)}


def _status(tokens: Tokens, n: int) -> str:
    status, head = status_of(tokens, n), tokens.heads[n]
    # "to have her killed": what is to be had done
    if tokens.lower[head] == "ordered" and tokens.deps[n] == "ccomp" and tokens.tags[n] in ("VB", "VBP"):
        return PLANNED  # "ordered that he pay"
    through = tokens.lower[head] in cues("told_through") or (
        tokens.lower[head] == "have" and tokens.tags[head] == "VB" and tokens.deps[n] in ("ccomp", "xcomp")
    )
    return status_of(tokens, head) if status == DONE and through else status


def _is_by_nobody(tokens: Tokens, n: int, rule: str) -> bool:
    """Tell what nobody did: "no one identified the two suspects"."""
    doers = subjects(tokens, n, "nsubj") if rule == "active" else ()
    return any(tokens.lower[d] in cues("nobody") or _says_no(tokens, d) for d in doers)


def _says_no(tokens: Tokens, n: int) -> bool:
    return any(tokens.lower[c] == "no" for c in tokens.children_as(n, "det"))


def _is_denied(tokens: Tokens, patient: int) -> bool:
    """Tell whether "no" is said of a noun, or it is "nobody"."""
    if tokens.lower[patient] in cues("nobody"):
        return True
    return _says_no(tokens, patient)


# all events ------------------------------------------------------------------------------


def find_events(tokens: Tokens) -> list[Event]:
    """Return the actions of a release in text order, each with what it happened to."""
    triggers = action_table().triggers
    others = _WARRANTS | cues("suffering") | cues("on_bail") | cues("removing") | cues("taking_to")
    told = {n: _event_at(tokens, n) for n, low in enumerate(tokens.lower) if low in triggers or low in others}
    if is_on("outcomes.wounded"):
        verbs = cues("wounding")
        wounding = (n for n, low in enumerate(tokens.lower) if low in verbs and told.get(n) is None)
        deaths = _deaths(tokens)
        told.update((n, _wound_event(tokens, n, deaths)) for n in wounding)
    return [event for _, event in sorted(told.items()) if event is not None]


def _event_at(tokens: Tokens, n: int) -> Event | None:
    actions, low, tag = action_table(), tokens.lower[n], tokens.tags[n]
    if _is_inside_compound(tokens, n) or (low == "return" and tokens.low(n + 1) in cues("tax_worker")):
        return None
    if low in _WARRANTS:
        return _warrant_event(tokens, n)
    if low in cues("suffering"):
        return _injury_event(tokens, n)
    if low in cues("on_bail"):
        return _bail_event(tokens, n)
    if low in cues("removing") and low not in actions.verbs:
        return _removal_event(tokens, n)
    if low in cues("taking_to") and (injured := _hospital_event(tokens, n)) is not None:
        return injured
    taken_for_noun = tag in ("JJ", *NAME_TAGS) and low in actions.participles
    if low in actions.verbs and (tag in VERB_TAGS or taken_for_noun):
        verb = _match_verb(tokens, n)
        event = _verb_event(tokens, n, verb) if verb else None
        if event is not None:
            return event
    pair = f"{tokens.low(n - 1)} {low}"
    return _nominal_event(tokens, n, pair if pair in actions.nouns else low)


def _warrant_event(tokens: Tokens, n: int) -> Event | None:
    """Read "executed a search warrant at his home": the home was searched; two warrants are two warrants."""
    if tokens.low(n - 1) != "search":
        return None
    verb = tokens.heads[n]
    if tokens.lower[verb] not in cues("serving") or any(tokens.tags[c] == "CD" for c in tokens.children(n)):
        return None
    if status_of(tokens, verb) != DONE or not is_on("outcomes.warrant-at"):
        return None
    preps = [p for m in (n, verb) for p in tokens.children_as(m, "prep") if tokens.lower[p] in cues("at_place")]
    places = [c for p in preps for c in tokens.children_as(p, "pobj") if tokens.lower[c] in cues("searched_place")]
    return Event("searched", verb, tuple(places), DONE, True, "warrant-at") if places else None


def _injury_event(tokens: Tokens, n: int) -> Event | None:
    """Read "the two victims suffered stab wounds": so many were injured."""
    harm = [part for c in tokens.children_as(n, "dobj") for part in joined_to(tokens, c)]
    if tokens.tags[n] not in VERB_TAGS or not any(tokens.lower[c] in cues("wound_noun") for c in harm):
        return None
    if not is_on("outcomes.suffered"):
        return None
    suffering = [part for s in subjects(tokens, n, "nsubj") for part in spread(tokens, s)]
    return Event("injured", n, tuple(suffering), status_of(tokens, n), True, "subject") if suffering else None


def _bail_event(tokens: Tokens, n: int) -> Event | None:
    """Read "is out of custody on $9,000 bail", "was released from jail on bond", "posted bail": so many went free."""
    if not is_on("outcomes.on-bail"):
        return None
    prep = n
    while tokens.deps[prep] in ("pobj", "prep", "pcomp") and tokens.heads[prep] != prep:
        prep = tokens.heads[prep]
    verb = prep if tokens.tags[prep] in VERB_TAGS else tokens.heads[prep]
    between = {*tokens.lower[verb + 1 : n]}
    free = "out" in between if tokens.lower[n] == "custody" else bool({"on", "free"} & between)
    let_go = tokens.lower[verb] in cues("letting_go") and "on" in between and is_passive(tokens, verb)
    posted = tokens.lower[verb] in cues("posting") and tokens.deps[n] == "dobj" and tokens.heads[n] == verb
    be = tokens.lower[verb] in cues("custody_be") and free
    if not (be or let_go or posted) or n < verb:
        return None
    who = [part for s in subjects(tokens, verb, "nsubj", "nsubjpass") for part in spread(tokens, s)]
    people = [c for c in who if is_person(tokens, c) or tokens.tags[c] == "DT"]
    return Event("released", verb, tuple(people), status_of(tokens, verb), True, "passive") if people else None


def _removal_event(tokens: Tokens, n: int) -> Event | None:
    """Read "the officer removed a pistol from his boot": it was seized."""
    things = [c for c in direct_objects(tokens, n) if category_of(tokens.lower[c]) != "people"]
    preps = [p for m in (n, *things) for p in tokens.children_as(m, "prep") if tokens.lower[p] == "from"]
    doers = subjects(tokens, n, "nsubj")
    police = any(tokens.lower[d] in cues("authority") for d in doers)
    if tokens.tags[n] not in ("VBD", "VBN") or not things or not preps or not police or not is_on("outcomes.removed"):
        return None
    reached = [part for thing in things for part in spread(tokens, thing)]
    return Event("seized", n, tuple(reached), status_of(tokens, n), True, "active")


def _deaths(tokens: Tokens) -> list[int]:
    """Return the words by which a release tells of a death; who is only tried for murder may not have killed."""
    dying = cues("dying")
    dead = (n for n, low in enumerate(tokens.lower) if low in dying)
    return [n for n in dead if tokens.low(n - 1) not in cues("tried")]


def _wound_event(tokens: Tokens, n: int, deaths: Sequence[int]) -> Event | None:
    """Read "stabbed his son in the neck", "shot a clerk": injured, where the release tells of nobody's death.

    Where it does, who is shot in the arm was injured, and who is named and in no sentence of a death.
    """
    if tokens.tags[n] not in VERB_TAGS:
        return None
    hurt = subjects(tokens, n, "nsubjpass") if is_passive(tokens, n) else direct_objects(tokens, n)
    people = [c for c in hurt if is_person(tokens, c)]
    if deaths and not any(tokens.lower[c] in cues("limb") for c in objects_of(tokens, n, "in")):
        of_death = {tokens.lower[k] for d in deaths for k in tokens.sentences()[tokens.sentence_number[d]]}
        people = [c for c in people if tokens.tags[c] == "NNP" and tokens.lower[c] not in of_death]
    reached = [part for c in people for part in spread(tokens, c)]
    return Event("injured", n, tuple(reached), _status(tokens, n), True, "active") if reached else None


def _hospital_event(tokens: Tokens, n: int) -> Event | None:
    """Read "was taken to hospital with a broken arm", "to be treated for burns": so many were injured."""
    hurt = subjects(tokens, n, "nsubjpass")
    if not hurt or not is_passive(tokens, n) or not is_on("outcomes.to-hospital"):
        return None
    sentence = tokens.sentences()[tokens.sentence_number[n]]
    behind = tokens.lower[n : sentence.stop]
    near = tokens.lower[n : min(len(tokens), sentence.stop + _TO_DEATH)]
    if cues("hospital").isdisjoint(behind) or not (cues("dying") | cues("lifeless")).isdisjoint(near):
        return None
    if not any(low in cues("wound_noun") or low in cues("treating") for low in behind):
        return None
    people = [c for c in hurt if is_person(tokens, c)]
    reached = [part for c in people for part in spread(tokens, c)]
    return Event("injured", n, tuple(reached), status_of(tokens, n), True, "passive") if reached else None


def _is_inside_compound(tokens: Tokens, n: int) -> bool:
    """Tell whether a hyphen goes on behind a word: "arrest-related", "robbers-arrested-in-spain" in an address."""
    text, end = tokens.text, tokens.ends[n]
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()


def _nominal_event(tokens: Tokens, n: int, noun: str) -> Event | None:
    """Read "12 arrests", "the seizure of three cars"."""
    told = action_table().nouns.get(noun)
    if noun == "charge" and tokens.low(n - 1) == "in":
        return None  # "the agent in charge of the office"
    if told is None or tokens.deps[n] == "compound" or not (tokens.tags[n] in NOUN_TAGS or noun.endswith("s")):
        return None
    preps = [p for m in (n, *_twin_nouns(tokens, n)) for p in tokens.children_as(m, "prep")]
    links = cues("nominal_link_for" if noun in cues("has_for") else "nominal_link")
    preps = [p for p in preps if tokens.lower[p] in links or (tokens.lower[p] == "by" and noun in cues("own_doing"))]
    if action_table().families[told.action] == "death":
        preps = [p for p in preps if tokens.lower[p] != "against"]  # "charges of murder against Jon Roe"
    of = [c for prep in preps for c in tokens.children_as(prep, "pobj", "pcomp") if _may_be_meant(tokens, prep, c)]
    reached = {i for target in of for i in spread(tokens, target)}
    if len(reached) > 1 and _is_before_subjects(tokens, n, max(reached)):
        reached = {min(reached)}
    own = _whose(tokens, n, noun)
    if own is not None and not any(_is_somebody(tokens, k) for k in reached):
        reached = set()  # "his conviction of assault": what of is no one to whom it happened
    if not reached and own is not None:
        return Event(told.action, n, (own,), nominal_status(tokens, n), told.reported, "nominal")
    parts = frozenset(_behind_including(tokens, n, told.action)) if of else frozenset()
    reached |= parts
    if told.category:
        reached.add(n)
    if not reached or (noun.startswith("charge") and tokens.lower[tokens.heads[n]] in cues("undoing")):
        return None
    return Event(told.action, n, tuple(sorted(reached)), nominal_status(tokens, n), told.reported, "nominal", parts)


def _is_before_subjects(tokens: Tokens, n: int, last: int) -> bool:
    """Tell what opens a sentence from its subjects: "On the eve of the murder of Roe, Lind and Khel met"."""
    first = tokens.sentence_of[n]
    if tokens.tags[first] != "IN" or any(tokens.tags[k] in FINITE_TAGS for k in range(first, n)):
        return False
    behind = next(
        (k for k in range(last + 1, min(last + _TO_VERB, len(tokens))) if tokens.tags[k] in FINITE_TAGS), None
    )
    if behind is None or "," not in tokens.lower[n:last]:
        return False
    apart = any(tokens.lower[k] in cues("parts_subjects") for k in range(last + 1, behind))
    return not apart and is_on("outcomes.next-subjects")


def _whose(tokens: Tokens, n: int, noun: str) -> int | None:
    """Return whose step of a case a noun tells: "her arrest", "Duval's guilty plea"; earlier convictions are none."""
    if noun not in cues("own_step") or not is_on("outcomes.own-step"):
        return None
    told = [tokens.lower[c] for c in tokens.children(n)]
    if not cues("earlier").isdisjoint(told) or any(tokens.tags[c] == "CD" for c in tokens.children(n)):
        return None
    if not cues("believed").isdisjoint(told):
        return None  # "his deep religious conviction"
    if any(tokens.lower[c] in cues("wanted") for c in tokens.children(tokens.heads[n])):
        return None  # "his extradition is pending"
    return next((c for c in tokens.children_as(n, "poss") if _is_somebody(tokens, c)), None)


def is_person(tokens: Tokens, n: int) -> bool:
    """Tell whether a word may stand for somebody: a noun for people, a name, a pronoun."""
    return category_of(tokens.lower[n]) == "people" or tokens.tags[n] in ("NNP", "PRP")


def _is_somebody(tokens: Tokens, n: int) -> bool:
    return tokens.lower[n] in ("his", "her") or category_of(tokens.lower[n]) == "people" or tokens.tags[n] == "NNP"


def _may_be_meant(tokens: Tokens, prep: int, n: int) -> bool:
    """Tell whether a step of a case behind "for" is somebody's: "a sentence for a broker", not "for assault"."""
    named = tokens.tags[n] == "NNP" and any(tokens.tags[c] == "NNP" for c in tokens.children_as(n, "compound"))
    return tokens.lower[prep] != "for" or named or category_of(tokens.lower[n]) == "people"


def _twin_nouns(tokens: Tokens, n: int) -> list[int]:
    """Return the actions joined to one that has no "of" of its own: "the search and arrest of a suspect"."""
    if any(tokens.lower[p] == "of" for p in tokens.children_as(n, "prep")):
        return []
    joined = [*tokens.children_as(n, "conj"), *([tokens.heads[n]] if tokens.deps[n] == "conj" else [])]
    return [m for m in joined if tokens.lower[m] in action_table().nouns and 0 < abs(m - n) <= _JOINED_NOUNS]


class EventIndex:
    """Finds the event that reached a token."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._by_token: dict[int, list[Event]] = {}
        for event in events:
            for patient in event.patients:
                self._by_token.setdefault(patient, []).append(event)

    def all_of(self, anchors: Sequence[int]) -> list[Event]:
        """Return the events that reach these tokens."""
        return [event for anchor in anchors for event in self._by_token.get(anchor, ())]

    def of(self, anchors: Sequence[int], head: int | None) -> Event | None:
        """Return the event for a counted phrase: its own nominal first, done before planned, then the nearest."""
        candidates = self.all_of(anchors)
        at = head if head is not None else anchors[0] if anchors else 0

        def order(e: Event) -> tuple[bool, bool, bool, int, int]:
            apart = abs(e.trigger - at)
            own = e.trigger == head and e.status != PLANNED  # "prevented $9 million in potential losses"
            return not own, e.rule == "attributive", e.status != DONE, apart, e.trigger

        return min(candidates, key=order, default=None)


def named_patients(doc: Doc) -> list[tuple[int, int]]:
    """Return start and end characters of capitalised words that something happened to, whose label may be asked for.

    They are guessed from tags and dependencies alone, before people are known.
    """
    verbs, strings = action_table().verbs, doc.vocab.strings
    rows = doc.to_array([TAG, DEP])
    capital = np.isin(rows[:, 0], [strings[tag] for tag in sorted(NAME_TAGS)])
    patient = np.isin(rows[:, 1], [strings[dep] for dep in ("nsubjpass", "nsubj", "dobj")])
    tokens = (doc[int(n)] for n in np.flatnonzero(capital & patient))
    return [(token.idx, token.idx + len(token)) for token in tokens if token.head.lower_ in verbs]
