"""What happened: actions, to whom or what, and whether they were done.

`find_events` reads the verbs, participles and nominalisations of `resources/actions.csv`
off the parse and says what each happened to. `find_outcomes` makes the rows of the table
`outcomes` from the counts that have an action, from uncounted singulars ("a suspect was
arrested") and from plurals without a number ("several insurgents were detained").

Planned, denied and alleged actions are no outcomes. Repetitions of one result in headline
and body make one row; parts of a total point to it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.attrs import DEP, TAG
from spacy.tokens import Doc, Token

from pipeline.extract.counts.items import NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, ItemFinder, Phrase, category_of
from pipeline.extract.mentions import CountMention, Outcome
from pipeline.extract.model.entities import entity_label
from pipeline.extract.reading.cues import cues
from pipeline.lookups import table, words

DONE, PLANNED, NEGATED, ALLEGED = "done", "planned", "negated", "alleged"
# The clause behind a subject-less participle is searched for a particle this far, in tokens.
PARTICLE_REACH = 12
# Shorter paragraphs, in characters, are headlines and reference lines.
PROSE = 120
# Repetitions are looked for among this many rows, and introductions this many tokens back.
MAX_KEPT = 200
MAX_BACK = 400
# "a leader along with one other man": the second stands within so many characters behind the first.
MAX_JOINED = 100
# "several" and the like stand for no more than so many.
FEW = 10
_FEW_WORDS = frozenset(
    ("several", "a few", "few", "some", "a couple of", "couple", "a handful of", "handful", "multiple")
)
# Actions that happen to people only.
PEOPLE_ACTIONS = frozenset(
    (
        "arrested",
        "captured",
        "detained",
        "jailed",
        "killed",
        "murdered",
        "injured",
        "rescued",
        "charged",
        "indicted",
        "arraigned",
        "convicted",
        "pleaded_guilty",
        "acquitted",
        "sentenced",
        "fined",
        "extradited",
        "deported",
        "surrendered",
    )
)


@dataclass(frozen=True)
class Event:
    """One action of the text.

    Attributes:
        trigger: index of the verb or noun.
        patients: indices of the nouns or numbers it happened to, conjuncts included.
        status: done, planned, negated or alleged.
        reported: whether an uncounted singular makes an outcome of its own.
        rule: active, passive, attributive, nominal, headline or subject.
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


@dataclass(frozen=True)
class _Verb:
    action: str
    subject: bool
    particle: tuple[str, ...]
    reported: bool


@dataclass(frozen=True)
class ActionTable:
    """`resources/actions.csv` by form: verbs with their particles (longest first), and nouns.

    Attributes:
        triggers: all the words at which an event may stand: verbs, nouns, the last words of "guilty pleas".
    """

    verbs: dict[str, tuple[_Verb, ...]]
    nouns: dict[str, tuple[str, str, bool]]
    participles: frozenset[str]
    families: dict[str, str]
    triggers: frozenset[str]
    gerunds: frozenset[str]


@functools.cache
def action_table() -> ActionTable:
    """Return the table of actions, built once."""
    verbs: dict[str, list[_Verb]] = {}
    nouns: dict[str, tuple[str, str, bool]] = {}
    participles: set[str] = set()
    families: dict[str, str] = {}
    for row in table("actions", key=("action", "verbs", "particle", "nouns")):
        reported = row["reported"] == "1"
        families[row["action"]] = row["family"] or row["action"]
        entry = _Verb(row["action"], row["patient"] == "subject", tuple(row["particle"].split()), reported)
        for form in filter(None, row["verbs"].split("|")):
            verbs.setdefault(form, []).append(entry)
            if (
                not form.endswith(("ing", "s"))
                and form.endswith(("ed", "en", "n", "t", "d", "k"))
                and not entry.subject
            ):
                participles.add(form)
        for noun in filter(None, row["nouns"].split("|")):
            nouns.setdefault(noun, (row["action"], row["category"], reported))
    ordered = {form: tuple(sorted(rows, key=lambda r: -len(r.particle))) for form, rows in verbs.items()}
    return ActionTable(
        ordered,
        nouns,
        frozenset(participles - {"arrest", "find", "hold", "attend", "identify", "wound"}),
        families,
        frozenset((*ordered, *(noun.split()[-1] for noun in nouns))),
        frozenset(form for form in ordered if form.endswith("ing")),
    )


def _conjuncts(token: Token) -> Iterator[Token]:
    """Yield a token and all that is joined to it, in text order of discovery."""
    todo, seen = [token], set()
    while todo:
        current = todo.pop(0)
        if current.i in seen:
            continue
        seen.add(current.i)
        yield current
        todo.extend(
            child for child in current.children if child.dep_ in ("conj", "appos") and child.tag_ not in VERB_TAGS
        )


def _spread(token: Token, finder: ItemFinder) -> Iterator[int]:
    """Yield what an action on `token` reaches: conjuncts, "a total of X", "kilograms of X", "including X"."""
    for part in _conjuncts(token):
        yield part.i
        for child in part.children:
            if child.dep_ == "nummod" or child.tag_ == "CD":
                yield child.i
            elif child.lower_ in ("along", "together", "with") and child.dep_ in ("prep", "advmod"):
                yield from _companions(child)
            elif child.dep_ == "prep" and child.lower_ in ("of", "including", "worth"):
                through = (
                    child.lower_ == "including"
                    or part.lower_ in cues("total")
                    or part.lower_ in cues("container")
                    or (part.tag_ in PLURAL_TAGS and any(c.tag_ == "CD" for c in part.children))
                )
                if through:
                    for target in child.children:
                        if target.dep_ == "pobj":
                            for reached in _conjuncts(target):
                                yield reached.i
                                yield from (c.i for c in reached.children if c.dep_ == "nummod")


def _companions(preposition: Token) -> Iterator[int]:
    """Yield the nouns of "along with three of his associates"."""
    if preposition.lower_ == "with":
        before = preposition.doc[preposition.i - 1].lower_ if preposition.i else ""
        if before not in ("along", "together"):
            return
    for inner in (preposition, *preposition.children):
        for target in inner.children:
            if target.dep_ == "pobj" and inner.lower_ == "with":
                yield from (reached.i for reached in _conjuncts(target))


def _parts(patients: Sequence[Token]) -> frozenset[int]:
    """Return the nouns behind "including" in what an action reaches."""
    return frozenset(
        reached.i
        for patient in patients
        for part in _conjuncts(patient)
        for prep in part.children
        if prep.dep_ == "prep" and prep.lower_ == "including"
        for target in prep.children
        if target.dep_ == "pobj"
        for reached in _conjuncts(target)
    )


def _particle_at(doc: Doc, n: int, particle: tuple[str, ...]) -> bool:
    """Tell whether the particle follows the verb at `n`, directly or behind its object."""
    size = len(particle)
    for start in range(n + 1, min(n + 1 + PARTICLE_REACH, len(doc) - size + 1)):
        token = doc[start]
        if token.is_sent_start or token.lower_ in (".", ";"):
            return False
        if all(doc[start + k].lower_ == particle[k] for k in range(size)):
            return True
        if token.tag_ in ("VBD", "VBZ", "MD") or (size == 1 and start > n + 1 and token.tag_ in ("IN", "CC")):
            return False
    return False


def _match_verb(doc: Doc, n: int) -> _Verb | None:
    for entry in action_table().verbs.get(doc[n].lower_, ()):
        if not entry.particle or _particle_at(doc, n, entry.particle):
            return entry
    return None


def status_of(token: Token) -> str:
    """Tell whether the action at `token` was done, planned, negated or alleged, from its clause."""
    current: Token = token
    for _ in range(4):
        for child in current.children:
            if child.dep_ == "neg" or (child.lower_ in ("never", "without") and child.i < current.i):
                return NEGATED
            if child.lower_ in ("allegedly", "reportedly", "purportedly"):
                return ALLEGED
            if child.dep_ == "aux" and child.tag_ == "MD":
                return PLANNED
            if child.dep_ == "aux" and child.tag_ == "TO":
                if any(c.lower_ == "yet" for c in current.head.children if c.i < current.i):
                    return NEGATED  # "have yet to be arrested"
                attained = current.head is not current and current.head.lower_ in cues("attained")
                return DONE if attained else PLANNED
            if child.dep_ == "mark" and child.lower_ in ("if", "unless", "until", "whether"):
                return PLANNED
        if current.dep_ == "conj" and current.head.tag_ in VERB_TAGS:
            if current.tag_ != current.head.tag_ and current.tag_ in ("VBD", "VBZ"):
                return DONE
            current = current.head
            continue
        break
    if current.dep_ == "ccomp" and current.head.lower_ in cues("supposed"):
        return ALLEGED
    if current.tag_ == "VBG" and current.dep_ in ("pcomp", "pobj", "acl", "advcl"):
        governor = current.head
        if governor.lower_ in ("of", "for", "with", "in", "without", "from", "to") and governor.head is not governor:
            if governor.lower_ == "without":
                return NEGATED
            if governor.head.lower_ in cues("alleged"):
                return ALLEGED
    return DONE


def _nominal_status(token: Token) -> str:
    """Tell the status of a nominalisation ("the arrest of") from its article and what governs it."""
    for child in token.children:
        if child.dep_ in ("det", "neg") and child.lower_ in ("no", "any"):
            return NEGATED
        if child.lower_ in ("alleged", "attempted", "planned", "possible", "potential", "future", "further"):
            return ALLEGED if child.lower_ == "alleged" else PLANNED
    current: Token = token
    if token.lower_ == "search" and token.head.lower_ == "in":
        return PLANNED
    for _ in range(5):
        head = current.head
        if head is current:
            return DONE
        if head.lower_ in cues("wanted") and current.dep_ in ("prep", "dobj", "pobj"):
            return PLANNED
        if head.lower_ in cues("alleged") and current.dep_ in ("prep", "pobj", "dobj", "compound"):
            return ALLEGED
        if head.tag_ in VERB_TAGS:
            return status_of(head)
        current = head
    return DONE


def _passive(token: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") or child.lower_ in ("been", "being") for child in token.children)


def _subjects(token: Token, labels: tuple[str, ...]) -> list[Token]:
    """Return the subjects of a verb, its own or those of the verb it is joined to; relatives are resolved."""
    current: Token = token
    for _ in range(4):
        found = [child for child in current.children if child.dep_ in labels]
        if found:
            owner = current.head
            return [
                owner if c.lower_ in ("who", "which", "that", "whom") and current.dep_ == "relcl" else c for c in found
            ]
        if current.dep_ == "conj" and current.head.tag_ in VERB_TAGS:
            current = current.head
            continue
        break
    return []


def _before_auxiliary(token: Token) -> list[Token]:
    """Return the noun right before "were" in a passive clause to which the parse gives no subject."""
    auxiliary = next((c for c in token.children if c.dep_ == "auxpass"), None)
    if auxiliary is None or auxiliary.i == 0:
        return []
    subject = auxiliary.nbor(-1)
    if subject.tag_ not in NOUN_TAGS or subject.is_sent_start or subject.dep_ not in ("conj", "appos"):
        return []
    for _ in range(6):
        if subject.dep_ != "conj" or subject.head.tag_ not in NOUN_TAGS:
            return [subject]
        subject = subject.head
    return []


def _in_venture(token: Token, finder: ItemFinder) -> bool:
    """Tell "an operation involving 30 countries" from "a scheme involving 30 victims"."""
    owners = (
        [*_subjects(token, ("nsubj",)), token.head]
        if token.dep_ in ("acl", "relcl", "prep")
        else _subjects(token, ("nsubj",))
    )
    return any(owner.lower_ in cues("venture") for owner in owners)


def _acted_upon(subject: Token, action: str, finder: ItemFinder) -> bool:
    """Tell whether a subject before a verb without object suffers the action ("five men arrested") or does it."""
    if subject.lower_ in cues("agent"):
        return False
    if action in PEOPLE_ACTIONS:
        return True
    return category_of(subject.lower_, kind="thing") not in ("people", "organisations", "countries")


def _verb_event(doc: Doc, n: int, entry: _Verb, finder: ItemFinder) -> Event | None:
    token = doc[n]
    if token.lower_.startswith("involv") and not _in_venture(token, finder):
        return None
    objects = [c for c in token.children if c.dep_ in ("dobj", "dative") and c.lower_ not in ("who", "which", "that")]
    rule = "active"
    patients: list[Token] = []
    if entry.subject:
        rule = "subject"
        patients = _subjects(token, ("nsubj",))
        if not patients and token.dep_ in ("acl", "relcl"):
            patients = [token.head]
    elif _passive(token):
        rule = "passive"
        patients = _subjects(token, ("nsubjpass", "nsubj")) or _before_auxiliary(token)
        if not patients and token.dep_ == "xcomp" and token.head.lower_ in ("have", "has", "had"):
            patients = _subjects(token.head, ("nsubj",))
    elif token.dep_ == "acomp" and token.tag_ == "JJ":
        # "assets were frozen", a participle taken for an adjective
        rule, patients = "passive", _subjects(token.head, ("nsubj", "nsubjpass"))
    elif token.dep_ == "amod" or (token.dep_ == "acl" and token.tag_ in ("VBN", "VBD")):
        # "the two wounded were detained" tells of the detention
        rule = "attributive" if token.dep_ == "amod" or token.head.tag_ == "CD" else "passive"
        patients = [token.head]
    elif token.tag_ == "VBN" and token.dep_ == "pcomp" and (own := [c for c in token.children if c.dep_ == "nsubj"]):
        # "ended with six men captured"
        rule, patients = "headline", own
    elif token.tag_ == "VBN" and token.head.lower_ in ("confirmed", "found") and _passive(token.head) and not objects:
        # "was confirmed killed", "were found murdered"
        rule, patients = "passive", _subjects(token.head, ("nsubjpass", "nsubj"))
    elif objects:
        patients = objects
    elif token.tag_ in ("VBN", "VBD", "NNP", "NNPS", "JJ") and token.lower_ in action_table().participles:
        subjects = _subjects(token, ("nsubjpass",)) or (
            [] if token.dep_ == "conj" and token.tag_ == "VBD" else _subjects(token, ("nsubj",))
        )
        conjunct = next((c for c in token.children if c.dep_ == "conj" and c.tag_ == token.tag_), None)
        shared = [c for c in conjunct.children if c.dep_ == "dobj"] if conjunct is not None else []
        if shared and not _passive(conjunct):  # type: ignore[arg-type]
            patients = shared
        elif subjects:
            rule, patients = "headline", [s for s in subjects if _acted_upon(s, entry.action, finder)]
    else:
        conjunct = next((c for c in token.children if c.dep_ == "conj" and c.tag_ == token.tag_), None)
        if conjunct is not None:
            patients = [c for c in conjunct.children if c.dep_ == "dobj"]
    # a verb joined to a passive one shares its subject: "were identified and taken into custody"
    if not patients and token.dep_ == "conj" and token.tag_ == "VBN":
        rule, patients = "passive", _subjects(token, ("nsubjpass",))
    if rule == "active" and entry.action == "released" and not patients:
        return None
    with_others = (
        [i for c in token.children if c.lower_ in ("along", "together", "with") for i in _companions(c)]
        if patients
        else []
    )
    reached = tuple(sorted({*with_others, *(i for patient in patients for i in _spread(patient, finder))}))
    if not reached:
        return None
    status = status_of(token)
    if status == DONE and token.head.lower_ in ("confirmed", "found"):
        status = status_of(token.head)
    own_status = status
    if any(c.lower_ == "no" and c.dep_ == "det" for p in patients for c in p.children) or any(
        p.lower_ in cues("nobody") for p in patients
    ):
        status = NEGATED
    return Event(entry.action, n, reached, status, entry.reported, rule, _parts(patients), own_status)


def find_events(doc: Doc, finder: ItemFinder) -> list[Event]:
    """Return the actions of a release in text order, each with what it happened to.

    Args:
        doc: a parsed release (tags and dependencies).
        finder: the release's noun phrases.
    """
    actions = action_table()
    events: list[Event] = []
    for n in (n for n, low in enumerate(finder.lower) if low in actions.triggers):
        low, tag = finder.lower[n], finder.tags[n]
        if low in actions.verbs and (tag in VERB_TAGS or (tag in ("JJ", "NNP", "NNPS") and low in actions.participles)):
            entry = _match_verb(doc, n)
            event = _verb_event(doc, n, entry, finder) if entry else None
            if event is not None:
                events.append(event)
                continue
        if n and f"{finder.lower[n - 1]} {low}" in actions.nouns:
            low = f"{finder.lower[n - 1]} {low}"
        if low in actions.nouns and (tag in NOUN_TAGS or low.endswith("s")) and doc[n].dep_ not in ("compound",):
            action, category, reported = actions.nouns[low]
            of = [
                c
                for prep in doc[n].children
                if prep.dep_ == "prep" and prep.lower_ in ("of", "against")
                for c in prep.children
                if c.dep_ in ("pobj", "pcomp")
            ]
            reached = {i for target in of for i in _spread(target, finder)}
            if category:
                reached.add(n)
            if reached:
                events.append(Event(action, n, tuple(sorted(reached)), _nominal_status(doc[n]), reported, "nominal"))
    return events


class EventIndex:
    """Finds the event that reached a token."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._by_token: dict[int, list[Event]] = {}
        for event in events:
            for patient in event.patients:
                self._by_token.setdefault(patient, []).append(event)

    def of(self, anchors: Sequence[int], head: int | None) -> Event | None:
        """Return the event for a counted phrase: its own nominal first, done before planned, then the nearest."""
        candidates = [event for anchor in anchors for event in self._by_token.get(anchor, ())]
        if not candidates:
            return None
        at = head if head is not None else anchors[0]
        return min(
            candidates,
            key=lambda e: (
                e.trigger != head,
                e.rule == "attributive",
                e.status != DONE,
                abs(e.trigger - at),
                e.trigger,
            ),
        )


@dataclass(frozen=True)
class CountedEvent:
    """A count with its item and the event that happened to it.

    Attributes:
        definite: whether the text presents the things as known.
        end: where the counted phrase ends.
        whole: index of the count of which this is a part, else None.
        anchors: tokens that stand for the counted things.
    """

    mention: CountMention
    event: Event | None
    definite: bool
    kind: str
    end: int
    whole: int | None = None
    anchors: tuple[int, ...] = ()


def find_outcomes(
    doc: Doc, counted: Sequence[CountedEvent], events: Sequence[Event], finder: ItemFinder
) -> list[Outcome]:
    """Return the rows of `outcomes` in text order.

    Args:
        counted: the counts in text order.
        events: all actions of the text.
    """
    lead_end = _lead_end(finder.text)
    covered = _covered(counted, finder)
    rows: list[tuple[Outcome, int | None, bool]] = []
    from_count: dict[int, int] = {}
    wholes: dict[int, int] = {}
    for n, entry in enumerate(counted):
        mention = entry.mention
        if mention.action is None or mention.negated or entry.kind in ("percent", "fraction"):
            continue
        if entry.event is not None and entry.event.status != DONE:
            continue
        end = max(mention.end, entry.end)
        category = mention.category
        if entry.kind == "money" and mention.rule.endswith(("-worth", "-valued")):
            # "seized cars worth EUR 1.4 million": the amount is no money that was seized, it is what the cars are worth
            category = category_of(mention.item, kind="thing")
        outcome = Outcome(
            0,
            mention.action,
            mention.item,
            category,
            mention.value,
            mention.unit,
            mention.qualifier,
            False,
            None,
            None,
            mention.start,
            end,
            f"count-{mention.rule}",
        )
        rows.append((outcome, n, False))
    rows += [(row, None, part) for row, part in _uncounted(doc, events, finder, covered)]
    rows += [(row, None, False) for row in _of_them(doc, counted, events, finder)]
    rows.sort(key=lambda r: (r[0].start, r[0].end))
    kept: list[Outcome] = []
    headline_end = _headline_end(finder.text)
    repeated: set[int] = set()
    for outcome, origin, part in rows:
        definite = origin is not None and counted[origin].definite
        further = _FURTHER.search(finder.text, outcome.start, outcome.end) is not None
        if further and outcome.value is not None:
            twin = _told_as_further(outcome, kept, finder.text)
        else:
            twin = _twin(outcome, kept, definite=definite, further=further, lead_end=lead_end)
            if twin is None and not repeated:
                twin = _headline_twin(outcome, kept, headline_end=headline_end)
        if twin is not None:
            repeated.add(twin)
            if part and kept[-1].outcome_id != twin and kept[-1].action == outcome.action:
                # "the gunmen were killed, including their leader", of whom the headline told
                whole_id = kept[-1].part_of or kept[-1].outcome_id
                if kept[twin - 1].part_of is None and whole_id != twin:
                    kept[twin - 1] = replace(kept[twin - 1], part_of=whole_id)
            if origin is not None:
                from_count[origin] = twin
            continue
        vaguer = _bare_twin(outcome, kept, lead_end=lead_end)
        if vaguer is not None:
            kept[vaguer - 1] = replace(outcome, outcome_id=vaguer)
            if origin is not None:
                from_count[origin] = vaguer
            continue
        outcome = replace(outcome, outcome_id=len(kept) + 1)
        if origin is not None:
            from_count[origin] = outcome.outcome_id
            whole = counted[origin].whole
            if whole is not None:
                wholes[outcome.outcome_id] = whole
        elif part and kept and kept[-1].action == outcome.action:
            whole_id = kept[-1].part_of or kept[-1].outcome_id
            outcome = replace(outcome, part_of=whole_id)
        kept.append(outcome)
    for outcome_id, whole in wholes.items():
        total = from_count.get(whole)
        families = action_table().families
        related = total is not None and families[kept[total - 1].action] == families[kept[outcome_id - 1].action]
        if total is not None and related and total != outcome_id:
            kept[outcome_id - 1] = replace(kept[outcome_id - 1], part_of=total)
    linked = _link_details(_link_sums(_link_among(kept, finder)), finder, lead_end=lead_end)
    # a name is no kind of thing to count by
    return [replace(row, item=None) if row.rule == "implied-named" else row for row in linked]


def _of_them(
    doc: Doc, counted: Sequence[CountedEvent], events: Sequence[Event], finder: ItemFinder
) -> Iterator[Outcome]:
    """Yield what happened to "them": "found three wounded men … before detaining them".

    They are the people counted last, no further back than the sentence before and with no other people between.
    """
    for event in events:
        them = next((n for n in event.patients if finder.lower[n] == "them"), None)
        if them is None or event.status != DONE or not event.reported or event.action not in PEOPLE_ACTIONS:
            continue
        start = finder.starts[them]
        entry = next((e for e in reversed(counted) if e.end <= start and e.mention.category == "people"), None)
        if entry is None or entry.mention.value < 2 or entry.mention.negated or entry.mention.item is None:
            continue
        last = finder.token_at(entry.end)
        families = action_table().families
        if entry.event is not None and families[entry.event.action] == families[event.action]:
            continue
        near = finder.sentence_number[them] - finder.sentence_number[min(last, len(doc) - 1)] <= 1
        between = any(
            finder.tags[n] in PLURAL_TAGS and category_of(finder.lower[n], kind="thing") == "people"
            for n in range(last, them)
        )
        if near and not between:
            yield Outcome(
                0,
                event.action,
                entry.mention.item,
                "people",
                entry.mention.value,
                None,
                entry.mention.qualifier,
                False,
                None,
                None,
                start,
                finder.ends[them],
                "pronoun",
            )


def _covered(counted: Sequence[CountedEvent], finder: ItemFinder) -> frozenset[int]:
    """Return the tokens that belong to counts, which are no uncounted singulars."""
    tokens: set[int] = set()
    for entry in counted:
        first = finder.token_at(entry.mention.start)
        tokens.update(range(first, max(first + 1, finder.first_from(entry.end))))
        tokens.update(entry.anchors)
    return frozenset(tokens)


def _lead_end(text: str) -> int:
    """Return the end of headlines and the first two paragraphs of prose, which the body repeats."""
    end, n = 0, 0
    for match in re.finditer(r"\n\n|\Z", text):
        n += len(text[end : match.start()].strip()) > PROSE
        end = match.end()
        if n >= 2:
            return end
    return end


def _noun(item: str | None) -> str:
    return item.lower().split(" of ")[0].split()[-1] if item else ""


_FURTHER = re.compile(r"\b(?:other|others|additional|further|more(?!\s+than)|another|second)\b", re.IGNORECASE)


def _twin(outcome: Outcome, kept: Sequence[Outcome], *, definite: bool, further: bool, lead_end: int) -> int | None:
    """Return the id of an earlier row that states the same result, None where this one is new.

    A result is repeated where the text takes it up as known ("the leader", "the 19 victims"), or
    where headline and first paragraphs have told it before.
    """
    families = action_table().families
    family = families[outcome.action]
    known = definite or outcome.rule in ("implied-definite", "implied-pronoun", "definite-plural", "both")
    people = outcome.category == "people"
    if known and outcome.value is not None and outcome.value > 1 and (outcome.item is None or people):
        # "killing all three", "both men were held" sums up those told before
        before = [row for row in kept[-MAX_KEPT:] if families[row.action] == family and row.part_of is None]
        if (
            before
            and all(row.value is not None for row in before)
            and sum(row.value or 0 for row in before) == outcome.value
        ):
            return before[0].outcome_id
    for earlier in reversed(kept[-MAX_KEPT:]):
        if families[earlier.action] != family or earlier.category != outcome.category:
            continue
        told = known or earlier.start < lead_end
        if outcome.implied and outcome.rule == "implied-named":
            if earlier.value == 1 and _same_thing(earlier, outcome):
                return earlier.outcome_id
        elif outcome.implied:
            if (
                told
                and earlier.value == 1
                and (outcome.rule == "implied-pronoun" or _same_thing(earlier, outcome) or known)
            ):
                return earlier.outcome_id
        elif outcome.value is None:
            if outcome.rule == "definite-plural" and earlier.value != 1:
                return earlier.outcome_id
            nouns = (_noun(earlier.item), _noun(outcome.item))
            if (
                earlier.value is None
                and earlier.vague == outcome.vague
                and (nouns[0] == nouns[1] or (outcome.vague is not None and "others" in nouns and people))
                and (not further or _FURTHER.search(earlier.item or ""))
            ):
                return earlier.outcome_id
        else:
            same = (earlier.value, earlier.unit) == (outcome.value, outcome.unit)
            alike = _same_counted(earlier, outcome) or (
                # "both men" are whichever two people were told of
                known and people and not _distinct(_noun(earlier.item), _noun(outcome.item))
            )
            if same and (told or outcome.item is None) and (not earlier.implied or definite) and alike:
                return earlier.outcome_id
    return None


def _told_as_further(outcome: Outcome, kept: Sequence[Outcome], text: str) -> int | None:
    """Return the id of the row that told of "one additional courier" before, None where there is none."""
    before: Outcome | None = None
    for row in kept[-MAX_KEPT:]:
        same = row.value == outcome.value and row.category == outcome.category and not row.implied
        same = same and not _distinct(_noun(row.item), _noun(outcome.item))
        same = same and (outcome.category == "people" or _same_counted(row, outcome))
        joined = before is not None and before.action == row.action and 0 <= row.start - before.end < MAX_JOINED
        further = joined or _FURTHER.search(text, row.start, row.end) is not None
        if same and further and row.action == outcome.action and text.count("\n\n", row.end, outcome.start):
            return row.outcome_id
        before = row
    return None


def _headline_end(text: str) -> int:
    """Return where the first paragraph of prose begins: before it stand headlines."""
    start = 0
    for match in re.finditer(r"\n\n|\Z", text):
        if len(text[start : match.start()].strip()) > PROSE:
            return start
        start = match.end()
    return 0


def _headline_twin(outcome: Outcome, kept: Sequence[Outcome], *, headline_end: int) -> int | None:
    """Return the id of the headline's one person whom the body names first: "Man jailed", "John Doe was jailed".

    Two names that share no word are two people.
    """
    if not outcome.implied or outcome.category != "people" or outcome.start < headline_end:
        return None
    family = action_table().families[outcome.action]
    told = [row for row in kept if action_table().families[row.action] == family and row.category == "people"]
    if len(told) != 1 or told[0].start >= headline_end or told[0].value != 1 or not told[0].item:
        return None
    named = told[0].rule == outcome.rule == "implied-named"
    if _distinct(_noun(told[0].item), _noun(outcome.item)) or (named and not _same_thing(told[0], outcome)):
        return None
    return told[0].outcome_id


def _same_counted(earlier: Outcome, outcome: Outcome) -> bool:
    """Tell whether two equal figures count the same: same noun, or one names only the action ("267 arrests")."""
    a, b = _noun(earlier.item), _noun(outcome.item)
    nouns = action_table().nouns
    return (
        not a
        or not b
        or a == b
        or a.rstrip("s") == b.rstrip("s")
        or a in nouns
        or b in nouns
        or outcome.category == "money"
    )


def _bare_twin(outcome: Outcome, kept: Sequence[Outcome], *, lead_end: int) -> int | None:
    """Return the id of a bare plural told before which this row makes precise: "detained insurgents", then "two"."""
    families = action_table().families
    for earlier in kept[-MAX_KEPT:]:
        if (
            earlier.rule == "bare"
            and families[earlier.action] == families[outcome.action]
            and (outcome.value is not None or outcome.vague is not None)
            and not outcome.implied
            and _noun(earlier.item) == _noun(outcome.item)
            and (earlier.start < lead_end or outcome.value is None)
        ):
            return earlier.outcome_id
    return None


def _same_thing(earlier: Outcome, outcome: Outcome) -> bool:
    """Tell whether an uncounted singular may be what an earlier row is about."""
    a, b = (earlier.item or "").lower(), (outcome.item or "").lower()
    return bool(a and b) and (a.split()[-1] == b.split()[-1] or f" {a} " in f" {b} " or f" {b} " in f" {a} ")


_AMONG = re.compile(r"\b(?:was|were|is|are)\s+among\s+(?:the|those)\s+(?:\w+\s+)?(\w+)")


def _link_among(rows: list[Outcome], finder: ItemFinder) -> list[Outcome]:
    """Link a person to the group of which the text counts him: "Rustam … Rustam was among those killed"."""
    families = action_table().families
    linked = list(rows)
    for match in _AMONG.finditer(finder.text):
        entry = next((e for e in action_table().verbs.get(match.group(1).lower(), ()) if not e.particle), None)
        if entry is None:
            continue
        family = families[entry.action]
        at = finder.token_at(match.start())
        names = set(finder.lower[finder.sentence_of[at] : at])
        told = [row for row in rows if families[row.action] == family and row.category == "people"]
        group = next(
            (r for r in reversed(told) if r.start < match.start() and r.value != 1 and r.part_of is None), None
        )
        if group is None:
            continue
        for row in told:
            if row.rule == "implied-named" and row.part_of is None and _noun(row.item) in names:
                linked[row.outcome_id - 1] = replace(row, part_of=group.outcome_id)
    return linked


def _link_sums(rows: list[Outcome]) -> list[Outcome]:
    """Link to a total the rows behind it whose figures add up to it exactly: 267, 53, 214."""
    linked = list(rows)
    for n, total in enumerate(rows):
        if total.value is None or total.implied or total.value < 3:
            continue
        running, parts = 0.0, []
        for m in range(n + 1, min(n + 13, len(rows))):
            part = linked[m]
            if part.action != total.action or part.unit != total.unit or part.category != total.category:
                continue
            if part.value is None or part.implied or part.part_of is not None or part.value >= total.value:
                break
            running += part.value
            parts.append(m)
            if running >= total.value:
                break
        if len(parts) > 1 and running == total.value:
            for m in parts:
                linked[m] = replace(linked[m], part_of=total.outcome_id)
    return linked


def _link_details(rows: list[Outcome], finder: ItemFinder, *, lead_end: int) -> list[Outcome]:
    """Link to a group told in headline or lead what later paragraphs tell of it: "several men", then "a courier".

    The body of a release gives the details of what its lead sums up. Figures that together exceed
    the lead's are no details of it.
    """
    families = action_table().families
    breaks = [match.end() for match in re.finditer(r"\n\n", finder.text)]
    groups = [
        row
        for row in rows
        if row.start < lead_end and not row.implied and row.part_of is None and families[row.action] in _DETAILED
    ]
    chosen: dict[int, list[Outcome]] = {}
    for row in rows:
        if row.part_of is not None or families[row.action] not in _DETAILED:
            continue
        further = _FURTHER.search(finder.text, row.start, row.end) is not None
        told = [
            total
            for total in groups
            if total.outcome_id < row.outcome_id
            and next((b for b in breaks if b >= total.end), len(finder.text)) <= row.start
            and families[row.action] == families[total.action]
            and (row.category, row.unit) == (total.category, total.unit)
            and not _distinct(_noun(row.item), _noun(total.item))
            and not (row.value is not None and row.value > _most(total))
        ]
        if further:
            told = [total for total in told if total.value is not None or _joined(total, rows)]
        same = [total for total in told if _noun(total.item).rstrip("s") == _noun(row.item).rstrip("s")]
        # what another noun names may be any of a list's groups: the last is the least definite
        found = same[0] if same else told[-1] if told else None
        if found is not None:
            chosen.setdefault(found.outcome_id, []).append(row)
    linked = list(rows)
    for total_id, parts in chosen.items():
        total = rows[total_id - 1]
        inside = sum(row.value or 0 for row in rows if row.part_of == total_id)
        exact = total.value is not None and total.qualifier == "exact"
        known = inside or any(not _FURTHER.search(finder.text, r.start, r.end) for r in parts)
        if not exact or not known or inside + sum(row.value or 0 for row in parts) != total.value:
            # only where they add up is "one other man" known to be one of the group
            parts = [r for r in parts if not exact or not _FURTHER.search(finder.text, r.start, r.end)]
        if exact and sum(row.value or 0 for row in parts) > (total.value or 0):
            continue
        for row in parts:
            linked[row.outcome_id - 1] = replace(row, part_of=total_id)
    return linked


def _most(row: Outcome) -> float:
    """Return how many a row can stand for at most: "several" are no dozen."""
    if row.value is not None:
        return row.value
    return FEW if row.vague in _FEW_WORDS else float("inf")


def _joined(row: Outcome, rows: Sequence[Outcome]) -> bool:
    """Tell whether a row is a later member of a list: "a courier and several suspects"."""
    before = rows[row.outcome_id - 2] if row.outcome_id > 1 else None
    return before is not None and before.action == row.action and 0 <= row.start - before.end < MAX_JOINED


# Families whose results a release's body details, after its lead has summed them up.
_DETAILED = frozenset(("custody", "death"))


def _distinct(noun: str, other: str) -> bool:
    """Tell whether two nouns name people who cannot be the same: women and men."""
    kinds = {row["word"]: row["kind"] for row in table("person_kinds", key=("word",))}
    return noun in kinds and other in kinds and kinds[noun] != kinds[other]


@functools.cache
def _vague_pattern() -> re.Pattern[str]:
    phrases = sorted(words("vague_quantities"), key=lambda p: (-len(p), p))
    return re.compile(
        r"(?<!\w)("
        + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases)
        + r")(?:\s+of)?\s+(?:\w+ly[\s-]+)?$",
        re.IGNORECASE,
    )


def _uncounted(
    doc: Doc, events: Sequence[Event], finder: ItemFinder, covered: frozenset[int]
) -> Iterator[tuple[Outcome, bool]]:
    """Yield outcomes of singulars ("a leader was killed") and of bare plurals, and whether they are parts."""
    seen: set[int] = set()
    for event in events:
        if event.status != DONE or not event.reported or event.rule == "attributive":
            continue
        for patient in event.patients:
            if patient in covered or patient in seen or patient == event.trigger:
                continue
            token = doc[patient]
            if token.lower_ in _PRONOUNS and event.action in PEOPLE_ACTIONS:
                seen.add(patient)
                yield (
                    Outcome(
                        0,
                        event.action,
                        None,
                        "people",
                        1.0,
                        None,
                        "exact",
                        True,
                        None,
                        None,
                        token.idx,
                        token.idx + len(token),
                        "implied-pronoun",
                    ),
                    False,
                )
                continue
            of = any(child.lower_ == "of" for child in token.children)
            if of and (token.lower_ in cues("indefinite") or token.lower_ == "one"):
                row = _indefinite(doc, event, token, finder, covered)
                if row is not None:
                    seen.update(n for n in event.patients if row.start <= finder.starts[n] < row.end)
                    yield row, False
                continue
            if token.tag_ not in NOUN_TAGS or token.dep_ in ("compound", "nmod") or _is_apposition(token):
                continue
            if doc[patient].whitespace_ == "" and finder.lower[patient + 1 : patient + 2] in (["-"], ["–"]):
                continue
            if patient > event.trigger and "by" in finder.lower[event.trigger : patient]:
                # the doer of a passive and those joined to him
                continue
            if token.lower_ in cues("total") and any(c.lower_ == "of" for c in token.children):
                # "a total of 12 people"
                continue
            if token.lower_ in action_table().nouns and category_of(token.lower_, kind="thing") != "people":
                # "the arrest of two men and the seizure of three cars": an action is no patient
                continue
            phrase = finder.phrase_before(patient + 1)
            if phrase is None or any(n in covered for n in range(phrase.first, phrase.end)):
                continue
            summed = token.tag_ in PLURAL_TAGS and finder.lower[patient + 1 : patient + 2] == [","]
            if summed and any(other in covered and 0 < other - patient < MAX_BACK for other in event.patients):
                # "the suspects, three men and a woman": the list tells who
                continue
            row = None if _second_office(doc, event, token) else _row_of(doc, event, patient, phrase, finder)
            if row is not None:
                seen.add(patient)
                yield row, patient in event.parts


def _introduced(doc: Doc, patient: int, finder: ItemFinder) -> str | None:
    """Return the vague word with which the text first named "the insurgents", None where there was none."""
    noun = finder.lower[patient]
    for n in range(patient - 1, max(-1, patient - MAX_BACK), -1):
        if finder.lower[n] == noun and finder.tags[n] in PLURAL_TAGS:
            phrase = finder.phrase_before(n + 1)
            if phrase is None:
                continue
            if finder.lower[phrase.first] in words("vague_quantities"):
                return finder.lower[phrase.first]
            start = finder.starts[phrase.first]
            vague = _vague_pattern().search(finder.text, max(0, start - 34), start)
            if vague:
                return " ".join(vague.group(1).lower().split())
    return None


_PRONOUNS = frozenset(("he", "she", "him", "her"))
_KNOWN = frozenset(("the", "these", "those"))


def _is_apposition(token: Token) -> bool:
    """Tell a second name of one thing ("the commander Omar Khel") from a member of a list taken for one."""
    if token.dep_ != "appos":
        return False
    if any(c.dep_ == "det" for c in token.children) and entity_label(token.doc, token.head.idx) == "PERSON":
        # "Ana Ruiz, a supplier of pills, needles and scales, was arrested"
        return True
    return not any(c.dep_ == "conj" for c in (*token.children, *token.head.children))


def _second_office(doc: Doc, event: Event, token: Token) -> bool:
    """Tell "a leader and facilitator was killed", who is one person, from "a man and woman" and from a list."""
    if token.dep_ != "conj" or token.tag_ != "NN" or token.head.tag_ not in ("NN", "NNP"):
        return False
    if any(child.dep_ in ("det", "poss", "nummod", "conj") for child in token.children):
        return False
    if event.action not in PEOPLE_ACTIONS or _distinct(token.lower_, token.head.lower_):
        return False
    plural = any(child.lower_ in ("were", "are", "have") for child in doc[event.trigger].children)
    return not plural and any(child.lower_ in ("a", "an", "the") for child in token.head.children)


def _indefinite(doc: Doc, event: Event, token: Token, finder: ItemFinder, covered: frozenset[int]) -> Outcome | None:
    """Read "several of their associates", "a number of insurgents", "several of them", "one of his men"."""
    target = next(
        (c for prep in token.children if prep.lower_ == "of" for c in prep.children if c.dep_ == "pobj"), None
    )
    if target is None or target.i in covered:
        return None
    item: str | None = None
    phrase: Phrase | None = None
    if target.tag_ in NOUN_TAGS:
        phrase = finder.phrase_before(target.i + 1)
        item = finder.text_of(phrase) if phrase else None
    elif target.lower_ != "them":
        return None
    people = event.action in PEOPLE_ACTIONS
    category = category_of(item, kind="thing") if item else "people" if people else "other"
    seized = action_table().families[event.action] == "seizure" and item is not None
    if (category == "other" and not seized) or category == "countries" or (people and category != "people"):
        return None
    single = token.lower_ == "one"
    opening = finder.starts[phrase.first] if phrase else finder.starts[target.i]
    named = _vague_pattern().search(finder.text, max(0, opening - 34), opening)
    word = " ".join(named.group(1).lower().split()) if named else token.lower_
    first = token.left_edge.i if doc[token.left_edge.i].tag_ in ("DT", "JJ") else token.i
    return Outcome(
        0,
        event.action,
        item,
        category,
        1.0 if single else None,
        None,
        "exact",
        single,
        None if single else word,
        None,
        finder.starts[first],
        finder.starts[target.i] + len(target),
        "implied" if single else "vague",
    )


def _has_companion(token: Token) -> bool:
    """Tell whether a name is a person's by what is joined to it: "Rustam and his driver"."""
    return any(
        child.dep_ == "conj" and child.i > token.i and any(c.lower_ in ("his", "her") for c in child.children)
        for child in token.children
    )


def named_patients(doc: Doc) -> list[tuple[int, int]]:
    """Return start and end characters of capitalised words that something happened to, whose label may be asked for.

    They are guessed from tags and dependencies alone, before people are known.
    """
    verbs = action_table().verbs
    strings = doc.vocab.strings
    rows = doc.to_array([TAG, DEP])
    capital = np.isin(rows[:, 0], [strings[tag] for tag in ("NNP", "NNPS")])
    patient = np.isin(rows[:, 1], [strings[dep] for dep in ("nsubjpass", "nsubj", "dobj")])
    tokens = (doc[int(n)] for n in np.flatnonzero(capital & patient))
    return [(token.idx, token.idx + len(token)) for token in tokens if token.head.lower_ in verbs]


def _is_named(doc: Doc, event: Event, patient: int, phrase: Phrase, finder: ItemFinder, category: str) -> bool:
    """Tell whether what something happened to is a person by name."""
    token = doc[patient]
    if patient in finder.person_tokens:
        return True
    if token.tag_ == "NNP" and event.action in PEOPLE_ACTIONS and phrase.first == patient and _has_companion(token):
        return True
    if not token.text[:1].isupper():
        return False
    label = entity_label(doc, token.idx)
    return label == "PERSON" or (
        not label
        and token.tag_ == "NNP"
        and event.action in cues("bodily")
        and phrase.first == patient
        and category == "other"
    )


def _row_of(doc: Doc, event: Event, patient: int, phrase: Phrase, finder: ItemFinder) -> Outcome | None:
    token = doc[patient]
    if phrase.first <= event.trigger < phrase.head:
        phrase = Phrase(event.trigger + 1, phrase.end, phrase.head, phrase.heads)
    item = finder.text_of(phrase)
    if max(map(len, item.replace(".", " ").split()), default=0) < 3:
        return None
    category = category_of(item, kind="thing")
    named = _is_named(doc, event, patient, phrase, finder, category)
    if named:
        category = "people"
    if (
        category != "people"
        and event.action in PEOPLE_ACTIONS
        and phrase.end < len(doc)
        and doc[phrase.end].lower_ == "of"
    ):
        # "an Islamic Movement of Somewhere facilitator"
        inner = next((c for c in doc[phrase.end].children if c.dep_ == "pobj" and c.tag_ in ("NN", "NNP")), None)
        if inner is not None and category_of(inner.lower_, kind="thing") == "people":
            phrase = Phrase(phrase.first, inner.i + 1, inner.i, (inner.i,))
            item, category = finder.text_of(phrase), "people"
    if category == "other" and event.action in cues("custody") and token.tag_ in ("NN", "NNS"):
        category = "people"
    if category in ("other", "countries") or (event.action in PEOPLE_ACTIONS and category != "people"):
        return None
    if event.action in ("searched", "checked") and category == "people":
        return None
    if (
        event.action == "found"
        and category == "people"
        and any(c.lower_ == "with" for c in doc[event.trigger].children)
    ):
        # "was found with 300 tablets" tells of the tablets
        return None
    start = finder.starts[phrase.first]
    vague = _vague_pattern().search(finder.text, max(0, start - 34), start)
    determiner = next(
        (
            doc[n].lower_
            for n in range(phrase.first - 1, max(-1, phrase.first - 3), -1)
            if doc[n].tag_ in ("DT", "PRP$", "PDT", "CD")
        ),
        "",
    )
    if not determiner and token.dep_ == "conj" and any(c.lower_ in _KNOWN for c in token.head.children):
        # "the brokers and couriers were detained": the article is of both
        determiner = "the"
    first_modifier = finder.lower[phrase.first]
    plural = token.tag_ in PLURAL_TAGS and not named
    value: float | None = None
    word: str | None = None
    implied, rule = False, "bare"
    if first_modifier in words("vague_quantities") and not vague:
        word = first_modifier
        rule = "vague"
        item = " ".join(item.split()[1:]) or item
    elif vague and not (vague.group(1).lower() == "some" and not plural):
        start, word, rule = vague.start(1), " ".join(vague.group(1).lower().split()), "vague"
    elif plural:
        if determiner in ("any", "no", "all"):
            return None
        if determiner == "both":
            end = finder.starts[phrase.end - 1] + len(doc[phrase.end - 1])
            return Outcome(0, event.action, item, category, 2.0, None, "exact", False, None, None, start, end, "both")
        if determiner in ("the", "these", "those", "his", "her", "their", "its"):
            word, rule = _introduced(doc, patient, finder), "definite-plural"
    elif named or determiner in ("a", "an", "another", "one"):
        value, implied, rule = 1.0, True, "implied-named" if named else "implied"
    elif determiner in ("the", "this", "that", "his", "her", "its", "their"):
        # "a dealer and his driver": the second is told of for the first time
        new = determiner in ("his", "her", "their") and token.dep_ == "conj"
        value, implied, rule = 1.0, True, "implied" if new else "implied-definite"
    elif category == "people":
        # headlines drop articles: "Taliban facilitator detained in Kandahar"
        value, implied, rule = 1.0, True, "implied"
    elif determiner:
        return None
    end = finder.starts[phrase.end - 1] + len(doc[phrase.end - 1])
    return Outcome(0, event.action, item, category, value, None, "exact", implied, word, None, start, end, rule)
