"""Outcomes without a figure: "a leader was killed", "several insurgents were detained", "he was jailed"."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from pipeline.extract.annotations import mentions
from pipeline.extract.counts.companions import Patient, settled
from pipeline.extract.counts.events import Event, is_next_in_list
from pipeline.extract.counts.repeats import are_distinct
from pipeline.extract.mentions import Outcome
from pipeline.extract.model.entities import entity_label
from pipeline.extract.reading.actions import action_table, happens_to_people
from pipeline.extract.reading.blocks import headline_end, lead_end
from pipeline.extract.reading.categories import category_of
from pipeline.extract.reading.clauses import ALLEGED, DONE, has_child, heads_above, objects_of, subjects
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.lists import past_joint
from pipeline.extract.reading.phrases import Phrase, Phrases
from pipeline.extract.reading.tokens import NAME_TAGS, NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens
from pipeline.extract.rules import RuleList, is_on
from pipeline.lookups import words

# Introductions are looked for this many tokens back, and a vague word so many characters before its noun.
MAX_BACK = 400
_VAGUE_REACH = 34
# A name shorter than this is an initial.
_MIN_LETTERS = 3
_DATELINE = re.compile(r"[A-Z][A-Z.,' ]{2,40}(?:, [A-Z][A-Za-z. ]{1,20})?\s*[–—-]{1,2}\s")
# A title stands within so many tokens behind the name of whom it is.
_TO_NAME = 30
# How far behind whom a firm charges the sum stands: "charged his clients approximately $3,000".
_TO_FEE = 4
# How many heads up from an action the verb is looked for that tells whether it was done.
_CLIMB = 6


@functools.cache
def _vague_pattern() -> re.Pattern[str]:
    phrases = sorted(words("vague_quantities"), key=lambda p: (-len(p), p))
    forms = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases)
    return re.compile(rf"(?<!\w)({forms})(?:\s+of)?\s+(?:\w+ly[\s-]+)?$", re.IGNORECASE)


def _vague_before(text: str, at: int) -> tuple[str, int] | None:
    """Return the vague quantity that ends at an offset, and where it begins."""
    match = _vague_pattern().search(text, max(0, at - _VAGUE_REACH), at)
    return (" ".join(match.group(1).lower().split()), match.start(1)) if match else None


class _Scene:
    """A release as the rules see it.

    Attributes:
        covered: tokens that belong to counts.
        person_tokens: tokens of people's names.
        system_tokens: tokens of names of platforms, services and tools.
        headline_end, lead_end: where headlines and lead end, as offsets.
    """

    def __init__(self, doc: Doc, phrases: Phrases, covered: frozenset[int]) -> None:
        self.doc, self.phrases, self.covered = doc, phrases, covered
        self.tokens: Tokens = phrases.tokens
        self.headline_end, self.lead_end = headline_end(self.tokens.text), lead_end(self.tokens.text)
        of_spans = self.tokens.of_spans
        self.person_tokens = of_spans((m.start, m.end) for m in mentions(doc, "person_mentions"))
        self.system_tokens = of_spans((m.start, m.end) for m in mentions(doc, "systems") if m.kind == "tool")

    def label(self, n: int) -> str:
        """Return the entity label over a token."""
        return entity_label(self.doc, self.tokens.starts[n])


def find_uncounted(
    doc: Doc, events: Sequence[Event], phrases: Phrases, covered: frozenset[int]
) -> Iterator[tuple[Outcome, bool, Event]]:
    """Yield outcomes of singulars and of plurals without a figure, whether they are parts, and what happened.

    Args:
        covered: tokens that belong to counts.
    """
    scene = _Scene(doc, phrases, covered)
    families = action_table().families
    seen: set[tuple[int, str]] = set()
    for event in events:
        if not is_told(event) or not _is_reportable(event) or event.rule == "attributive":
            continue
        family = families[event.action]
        told: list[Patient] = []
        for patient in event.patients:
            if patient in covered or (patient, family) in seen or patient == event.trigger:
                continue
            row = _row_of(scene, event, patient)
            if row is None:
                continue
            if _is_indefinite(scene.tokens, patient):
                seen.update((n, family) for n in event.patients if row.start <= scene.tokens.starts[n] < row.end)
                told.append(Patient(row, patient, False, event))
            else:
                seen.add((patient, family))
                is_part = patient in event.parts and row.rule != "implied-pronoun"
                told.append(Patient(row, patient, is_part, event))
        for one in settled(scene.tokens, told):
            yield one.row, one.is_part, event


def is_told(event: Event) -> bool:
    """Tell whether an action makes an outcome: it was done, or it is a harm that is said to have been done."""
    return event.status == DONE or (event.status == ALLEGED and event.action in cues("told_if_alleged"))


def _is_reportable(event: Event) -> bool:
    return event.reported or event.action in cues("single_harm") or event.action in cues("single_person_harm")


def _row_of(scene: _Scene, event: Event, patient: int) -> Outcome | None:
    tokens = scene.tokens
    if tokens.lower[patient] == "both" and happens_to_people(event.action):
        if tokens.deps[patient] == "appos":
            return None  # "Ada Lind, 31, and Omar Khel, 36, both of Leeds, were arrested"
        start, end = tokens.starts[patient], tokens.ends[patient]
        return Outcome(event.action, start, end, "both", value=2.0) if is_on("outcomes.both") else None
    if _is_meanwhile(tokens, event):
        return None
    his = tokens.lower[patient] == "his" and tokens.deps[patient] == "poss"
    let_go = event.action == "released" and tokens.lower[patient] in cues("he_or_she")
    if (his or tokens.lower[patient] in cues("person_pronoun")) and (happens_to_people(event.action) or let_go):
        if not is_on("outcomes.implied-pronoun") or _charges_in_plea(tokens, event) or _are_allegations(tokens, event):
            return None
        if _was_so_often(tokens, event):
            return None
        start, end = tokens.starts[patient], tokens.ends[patient]
        return Outcome(event.action, start, end, "implied-pronoun", value=1.0, implied=True)
    if _is_indefinite(tokens, patient):
        return _indefinite(scene, event, patient)
    phrase = scene.phrases.phrase_before(patient + 1)
    if phrase is None or any(rule.read(scene, event, patient, phrase) for rule in GUARDS.active()):
        return None
    return _of_phrase(scene, event, patient, phrase)


def _is_meanwhile(tokens: Tokens, event: Event) -> bool:
    """Tell whether custody is only the time of something else: "he wrote it while he was incarcerated"."""
    n = event.trigger
    under_way = event.action == "charged" and has_child(tokens, n, "being")
    if (
        not (under_way or event.action in cues("custody"))
        or tokens.deps[n] != "advcl"
        or not is_on("outcomes.meanwhile")
    ):
        return False
    return has_child(tokens, n, "while", "whilst")


def _is_indefinite(tokens: Tokens, patient: int) -> bool:
    """Tell whether a patient is the pronoun of "several of their associates", "one of his men"."""
    low = tokens.lower[patient]
    return (low == "one" or low in cues("indefinite")) and has_child(tokens, patient, "of")


# who is none -----------------------------------------------------------------------------

GUARDS: RuleList[Callable[[_Scene, Event, int, Phrase], bool]] = RuleList("outcomes")


@GUARDS.rule("apposition")
def _is_apposition(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The commander Omar Khel: a second name of one thing, no member of a list taken for one."""
    tokens, head = scene.tokens, scene.tokens.heads[patient]
    if any(
        ":" in tokens.lower[above:patient] for above in heads_above(tokens, patient, _CLIMB) if above in event.patients
    ):
        return True  # "the following two men were charged: Ana Lind, 31; and Omar Khel, 36"
    if tokens.deps[patient] != "appos" or head not in event.patients or tokens.lower[head] == "one":
        return False  # "killing one, a 12-year-old boy"
    if tokens.tags[patient] in NAME_TAGS and tokens.low(patient + 1) == "," and tokens.tag(patient + 2) == "CD":
        return False  # "Ana Lind, 31, Omar Khel, 36, were arrested": each has an age
    if any(tokens.children_as(patient, "det")) and scene.label(head) == "PERSON":
        return True  # "Ana Ruiz, a supplier of pills, needles and scales, was arrested"
    if any(tokens.children_as(patient, "conj")):
        return False
    return all(_is_second_role(scene, c, head) for c in tokens.children_as(head, "conj"))


def _is_second_role(scene: _Scene, n: int, head: int) -> bool:
    """Tell whether a noun joined to another is a second name for one person: "her aide and accomplice, Omar Khel"."""
    tokens = scene.tokens
    if tokens.is_joined(n) or tokens.lower[n] == "-" or tokens.low(n + 1) == "-":
        return True  # "co-conspirator", cut in three by the parse
    named = any(c in scene.person_tokens for c in tokens.children_as(head, "appos"))
    bare = tokens.tags[n] == "NN" and not any(tokens.children_as(n, "det", "poss", "nummod"))
    return named and bare and tokens.tags[head] == "NN"


@GUARDS.rule("told-one-by-one")
def _are_told_singly(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The victims, a man and a woman, were shot dead: who they are is told one by one."""
    tokens = scene.tokens
    if tokens.tags[patient] not in PLURAL_TAGS or patient in scene.covered:
        return False
    told = [c for c in tokens.children_as(patient, "appos") if c in event.patients and tokens.low(patient + 1) == ","]
    return any(has_child(tokens, c, "a", "an") for c in told)


@GUARDS.rule("doer")
def _is_doer(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """He was shot by a guard and a driver: the doer of a passive and those joined to him."""
    own = event.rule == "nominal" and scene.tokens.lower[event.trigger] in cues("own_doing")  # "the plea by Ada Lind"
    return not own and patient > event.trigger and "by" in scene.tokens.lower[event.trigger : patient]


@GUARDS.rule("total-of")
def _is_total(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """A total of 12 people."""
    return scene.tokens.lower[patient] in cues("total") and has_child(scene.tokens, patient, "of")


@GUARDS.rule("state")
def _is_state(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Shops were located in the harbour, the yard where the car was located: nobody found them."""
    tokens, n = scene.tokens, event.trigger
    if event.action == "located" and has_child(tokens, n, "where"):
        return True
    if event.rule != "passive" or event.action != "located":
        return False
    low = tokens.lower[patient]
    fixed = category_of(low) == "organisations" or low in cues("searched_place") or tokens.tags[patient] in PLURAL_TAGS
    return fixed and has_child(tokens, n, "in", "outside", "at", "within", "near", "next")


@GUARDS.rule("identified-as")
def _is_identified_as(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The prosecutor identified the defendant as Jon Roe: he says who it is."""
    tokens = scene.tokens
    if event.action != "identified" or not has_child(tokens, event.trigger, "as"):
        return False
    # "DNA identified Jon Roe as the suspect": he was unknown before
    suspect = any(tokens.lower[c] in cues("suspect_noun") for c in objects_of(tokens, event.trigger, "as"))
    return not (suspect and patient in scene.person_tokens)


@GUARDS.rule("charged-a-fee")
def _is_charged_a_fee(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """A company charged its customers a fee: nobody is accused."""
    tokens = scene.tokens
    if event.action != "charged" or event.rule != "active":
        return False
    asked = (tokens.lower[c] for c in tokens.children_as(event.trigger, "dobj", "oprd", "npadvmod"))
    return not cues("fee").isdisjoint(asked) or "$" in tokens.lower[patient : patient + _TO_FEE]


@GUARDS.rule("whenever")
def _is_whenever(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Funds were accepted when accounts were closed: whenever that was, and whichever they were."""
    tokens, n = scene.tokens, event.trigger
    bare = tokens.tags[patient] in PLURAL_TAGS and not _is_vague(scene, phrase)
    known = has_child(tokens, patient, "the", "these", "those", "his", "her", "their")
    return bare and not known and tokens.deps[n] == "advcl" and has_child(tokens, n, "when", "whenever", "if")


@GUARDS.rule("suspended-person")
def _is_suspended_from_work(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The officer was suspended: from work, and not by the police as an account is."""
    tokens = scene.tokens
    person = patient in scene.person_tokens or category_of(tokens.lower[patient]) == "people"
    return tokens.lower[event.trigger].startswith("suspen") and person


@GUARDS.rule("intercepted-talk")
def _is_intercepted_talk(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Agents intercepted telephone calls: evidence, and no goods."""
    return event.action == "intercepted" and scene.tokens.lower[patient] in cues("overheard")


@GUARDS.rule("trace")
def _is_trace(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Police recovered DNA and fingerprints: evidence, and no goods."""
    found = event.action == "recovered" or event.action in cues("find_action")
    return found and scene.tokens.lower[patient] in cues("trace_evidence")


@GUARDS.rule("threat-of-it")
def _is_threat(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Threats to rape and kill victims: nobody was killed."""
    tokens, n = scene.tokens, event.trigger
    if tokens.tags[n] not in ("VB", "NN"):
        return False
    return any(
        tokens.lower[k] in cues("threat") or (tokens.lower[k] == "to" and tokens.low(k - 1) in cues("threat"))
        for k in heads_above(tokens, n, _CLIMB)
    )


@GUARDS.rule("sought-identity")
def _is_sought(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Police seek help identifying victims, a paper identifies her as a member: nobody has been found out."""
    tokens, n = scene.tokens, event.trigger
    if event.action == "identified" and not cues("seeking_help").isdisjoint((tokens.low(n - 1), tokens.low(n - 2))):
        return True
    if event.action != "identified" or tokens.tags[n] not in ("VBG", "VB"):
        return False
    while tokens.deps[n] == "conj" and tokens.tags[tokens.heads[n]] == tokens.tags[n]:
        n = tokens.heads[n]  # "operations that included searching for shops, identifying soldiers"
    governor = tokens.lower[tokens.heads[n]]
    if tokens.tags[n] == "VB" and governor in cues("working"):
        return True  # "have worked to identify members of the ring"
    return governor in cues("seeking_help") or governor in cues("paper")


@GUARDS.rule("taken-down-person")
def _is_person_taken_down(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The disruption and arrest of a botnet administrator: networks are taken down, and people are not."""
    if action_table().families[event.action] != "takedown":
        return False
    return patient in scene.person_tokens or category_of(scene.tokens.lower[patient]) == "people"


@GUARDS.rule("offence-as-worded")
def _is_offence(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """She was charged with damaging a computer: the words of the offence tell of no computer."""
    tokens, n = scene.tokens, event.trigger
    if tokens.tags[n] != "VBG" or category_of(tokens.lower[patient]) == "people" or event.rule != "active":
        return False
    before = tokens.lower[tokens.sentence_of[n] : n]
    return "with" in before and not cues("charging").isdisjoint(before)


@GUARDS.rule("habit")
def _is_habit(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The unit identifies, disrupts and dismantles gangs: what it is for, not what it did; but headlines tell so."""
    tokens = scene.tokens
    if tokens.tags[patient] not in PLURAL_TAGS or tokens.starts[patient] < scene.headline_end:
        return False
    return tokens.tags[event.trigger] in ("VBZ", "VBP") and tokens.deps[event.trigger] not in ("auxpass", "amod")


@GUARDS.rule("habit-undergone")
def _is_undergone_habit(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Victims who are identified in the course of raids get help: whoever they will be; but "have been"."""
    tokens, n = scene.tokens, event.trigger
    if tokens.tags[patient] not in PLURAL_TAGS or event.action in cues("case_step") or _in_headline(scene, patient):
        return False
    general = any(tokens.lower[c] in cues("general_be") for c in tokens.children_as(n, "auxpass"))
    return general and not has_child(tokens, n, "have", "has", "had", "'ve", "were")


@GUARDS.rule("any-of-a-kind")
def _is_any_of_a_kind(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """It publishes the names of men convicted of fraud; people harmed by it: whoever these are."""
    tokens = scene.tokens
    if tokens.tags[patient] not in PLURAL_TAGS or tokens.heads[event.trigger] != patient or scene.covered & {patient}:
        return False
    if tokens.deps[event.trigger] not in ("acl", "relcl") or not happens_to_people(event.action):
        return False
    if _in_headline(scene, patient) or has_child(tokens, patient, "the", "these") or _is_vague(scene, phrase):
        return False
    dated = any(
        tokens.deps[c] == "npadvmod" or tokens.lower[c] in ("on", "during") for c in tokens.children(event.trigger)
    )
    return not dated and tokens.deps[patient] not in ("nsubj", "nsubjpass", "ROOT")


@GUARDS.rule("aim")
def _is_aim(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The unit targets the arrest of smugglers; partners matter in solving cases: what is meant to be done."""
    tokens, n = scene.tokens, event.trigger
    if tokens.tags[patient] == "NNP" or _in_headline(scene, patient) or _is_vague(scene, phrase):
        return False
    while tokens.deps[n] == "conj" and event.rule != "nominal":
        n = tokens.heads[n]  # "finding and stopping these gangs is vital"
    main = tokens.heads[n]
    modal = any(tokens.tags[c] == "MD" for c in tokens.children(main))
    valued = tokens.tags[main] in ("VBZ", "VBP") and tokens.tags[patient] in PLURAL_TAGS
    may_be = tokens.deps[n] == "csubj" and (modal or valued)
    if has_child(tokens, patient, "this", "these") and not may_be:
        return False  # "a step in dismantling this gang"; but "identifying these men can be hard"
    if event.rule == "nominal":
        return tokens.tags[patient] in PLURAL_TAGS and not _is_reported(tokens, n)
    if tokens.tags[n] not in ("VBG", "VB"):
        return False
    if tokens.deps[n] == "csubj":
        return True
    if tokens.deps[n] != "pcomp":
        return tokens.tags[patient] in PLURAL_TAGS and tokens.tags[n] in ("VBG", "VB") and not _is_past_above(tokens, n)
    governor = tokens.heads[n]
    if tokens.lower[governor] in cues("means"):
        return False
    # "in addition to detaining the men"
    above = tokens.heads[governor]
    return tokens.lower[above] != "addition" and not _is_past(tokens, above)


def _is_vague(scene: _Scene, phrase: Phrase) -> bool:
    tokens = scene.tokens
    if tokens.lower[phrase.first] in words("vague_quantities"):
        return True
    return _vague_before(tokens.text, tokens.starts[phrase.first]) is not None


def _in_headline(scene: _Scene, patient: int) -> bool:
    return scene.tokens.starts[patient] < scene.headline_end


def _is_past(tokens: Tokens, n: int) -> bool:
    """Tell whether a word tells of what was: a verb in the past, or one like "leads to"."""
    if tokens.lower[n] in cues("leads_to") or tokens.lower[n] in cues("announcing"):
        return True
    return tokens.tags[n] in ("VBD", "VBN") and tokens.lower[n] not in cues("purpose")


def _is_past_above(tokens: Tokens, n: int) -> bool:
    """Tell whether a gerund or infinitive hangs on a verb that tells of what was: "helped to arrest smugglers"."""
    for _ in range(_CLIMB):
        helpers = {tokens.lower[c] for c in tokens.children_as(n, "aux", "auxpass")}
        if not helpers.isdisjoint(cues("past_auxiliary")):
            return True
        if tokens.heads[n] == n:
            return False
        n = tokens.heads[n]
        if tokens.tags[n] in VERB_TAGS and tokens.tags[n] not in ("VBG", "VB"):
            return _is_past(tokens, n)
    return False


def _is_reported(tokens: Tokens, n: int) -> bool:
    """Tell whether the clause that holds an action tells of what was; a heading without a verb does."""
    for _ in range(_CLIMB):
        head = tokens.heads[n]
        if head == n:
            return True
        if tokens.lower[head] in cues("purpose"):
            return False
        if tokens.tags[head] in VERB_TAGS or tokens.lower[head] in cues("leads_to"):
            had = any(tokens.tags[c] in ("VBD", "VBZ", "VBP") for c in tokens.children_as(head, "aux", "auxpass"))
            if tokens.tags[head] == "VBG" and _is_to_come(tokens, head):
                return False  # "in determining the sentence the court will consider"
            return _is_past(tokens, head) or (tokens.tags[head] == "VBG" and tokens.deps[head] != "ROOT" and not had)
        n = head
    return True


@GUARDS.rule("plural-harm")
def _is_plural_harm(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """It harmed homeowners: what befell nobody knows how many of a kind is narrated, no fact of its own."""
    tokens = scene.tokens
    described = event.rule == "passive" and tokens.deps[event.trigger] == "acl"  # "to benefit the people harmed by"
    if not (event.rule == "active" or described) or tokens.lower[event.trigger] not in cues("harming"):
        return False
    if category_of(tokens.lower[patient]) not in ("people", "organisations"):
        return True  # "ecosystems and bird habitats harmed by the spill"
    return tokens.tags[patient] in PLURAL_TAGS and not _is_vague(scene, phrase)


@GUARDS.rule("single-victim")
def _is_no_single_victim(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Those who defraud the taxpayer; a victim who was targeted: general words, or no harm that was done."""
    if event.reported or event.action not in cues("single_person_harm"):
        return False
    tokens, n = scene.tokens, event.trigger
    general = tokens.tags[n] in ("VBP", "VB", "VBZ") and tokens.starts[patient] >= scene.headline_end
    return general or tokens.lower[n] in cues("targeting")


@GUARDS.rule("identification")
def _is_identification(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """It requires the identification of students: work that nobody says was done."""
    tokens = scene.tokens
    n = event.trigger
    if event.rule != "nominal" or not tokens.lower[n].startswith("identification"):
        return False
    if tokens.low(n - 1) == "of" and tokens.low(n - 2) in cues("means_noun"):
        return True  # "he sold means of identification of a client"
    return tokens.tags[patient] in PLURAL_TAGS and not _is_vague(scene, phrase)


@GUARDS.rule("solved-what")
def _is_no_case(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Conflicts over a group were resolved: cases and crimes are solved, not groups."""
    return event.action == "solved" and category_of(scene.tokens.lower[patient]) in ("people", "organisations")


@GUARDS.rule("charging-paper")
def _is_charging_paper(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """She pleaded guilty to an information charging her: the plea is what happened."""
    return _charges_in_plea(scene.tokens, event)


def _charges_in_plea(tokens: Tokens, event: Event) -> bool:
    n = event.trigger
    if tokens.lower[n] != "charging" or tokens.deps[n] != "acl" or not is_on("outcomes.charging-paper"):
        return False
    pleas = cues("plea_word")
    return any(tokens.lower[k] in pleas for k in range(tokens.sentence_of[n], n))


@GUARDS.rule("mere-charges")
def _is_mere_charge(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The charges against her are allegations: nobody is charged anew."""
    return _are_allegations(scene.tokens, event)


def _are_allegations(tokens: Tokens, event: Event) -> bool:
    n = event.trigger
    if event.rule != "nominal" or not is_on("outcomes.mere-charges"):
        return False
    verb = tokens.heads[n]
    said = (tokens.lower[c] for c in tokens.children_as(verb, "attr", "acomp"))
    return tokens.deps[n] == "nsubj" and any(low in cues("allegation") for low in said)


def _is_to_come(tokens: Tokens, n: int) -> bool:
    """Tell whether the verb that a gerund hangs on stands behind "will" or the like."""
    verb = next((k for k in heads_above(tokens, n, _CLIMB) if tokens.tags[k] in VERB_TAGS), None)
    return verb is not None and any(tokens.tags[c] == "MD" for c in tokens.children_as(verb, "aux"))


@GUARDS.rule("own-kin")
def _is_own_kin(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The man who murdered my brother: a victim's kin speak of whom the text has told."""
    return has_child(scene.tokens, patient, "my", "our", "your")


@GUARDS.rule("kin-who-died")
def _is_kin_who_died(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """She met him after her mother died: a loss that a witness tells of."""
    told = event.rule == "subject" and has_child(scene.tokens, patient, "his", "her", "their")
    return told and event.action == "killed" and scene.tokens.lower[patient] in cues("relation")


@GUARDS.rule("standing-term")
def _is_standing_term(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Ada Lind is currently incarcerated for another fraud: a state, no step of this case."""
    standing = has_child(scene.tokens, event.trigger, "currently", "presently", "already", "still")
    return standing and event.action == "jailed"


@GUARDS.rule("held-by-criminals")
def _is_held_by_criminals(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The gang imprisoned the hostages: whom criminals hold is in no custody."""
    held = event.action in cues("custody") or event.action == "restrained"
    return held and scene.tokens.lower[patient] in cues("held_captive")


@GUARDS.rule("not-only")
def _is_not_only(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """By prosecuting not only hunters but also dealers: whoever they are."""
    tokens, n = scene.tokens, phrase.first
    bare = tokens.tags[patient] in PLURAL_TAGS and not _is_vague(scene, phrase)
    return bare and (tokens.low(n - 2), tokens.low(n - 1)) in (("not", "only"), ("but", "also"))


@GUARDS.rule("depicted")
def _is_depicted(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Officers discovered images of minors: whom pictures show was not found."""
    tokens = scene.tokens
    shown = tokens.deps[patient] == "pobj" and tokens.lower[tokens.heads[patient]] == "of"
    return shown and tokens.lower[tokens.heads[tokens.heads[patient]]] in cues("picture_noun")


@GUARDS.rule("credited")
def _is_credited(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Trial Attorney Ada Lind prosecuted Omar Khel: who worked on the case, no charge."""
    active = event.rule == "active" and scene.tokens.lower[event.trigger] == "prosecuted"
    return active and patient in scene.person_tokens


@GUARDS.rule("no-person")
def _is_no_person(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The extradition of Ada Lind and collection of evidence: things to which no step of a case happens."""
    return happens_to_people(event.action) and scene.tokens.lower[patient] in cues("no_person")


@GUARDS.rule("examined-paper")
def _is_examined_paper(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The investigation included an examination of police reports: work on evidence is no check."""
    return event.action == "checked" and scene.tokens.lower[patient] in cues("evidence_noun")


@GUARDS.rule("anybody")
def _is_anybody(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Agents will work to arrest anyone who steals."""
    tokens, low = scene.tokens, scene.tokens.lower[patient]
    if any(tokens.lower[c] in cues("every") for c in tokens.children_as(patient, "det")):
        return True
    if low in cues("anybody") and has_child(tokens, patient, "a", "an", "any") and event.rule == "passive":
        return tokens.deps[event.trigger] in ("relcl", "advcl", "acl")  # "cases where a person was arrested"
    return low in cues("nobody") or low in cues("anyone")


@GUARDS.rule("member-of")
def _is_group_of_member(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Omar Khel, a member of the Port Gang, was jailed: he was, and the gang was not."""
    tokens, of = scene.tokens, scene.tokens.heads[patient]
    shown = tokens.deps[patient] == "pobj" and tokens.lower[of] == "of" and happens_to_people(event.action)
    return shown and tokens.lower[tokens.heads[of]] in cues("group_member") and tokens.heads[of] != event.trigger


@GUARDS.rule("one-of-those")
def _is_one_of_those(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """One of the first recruiters ever captured here was convicted: what kind she is of."""
    tokens, n = scene.tokens, event.trigger
    return tokens.deps[n] == "acl" and tokens.low(n - 1) == "ever" and tokens.tags[patient] in PLURAL_TAGS


@GUARDS.rule("condolence")
def _is_condolence(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """A minister's statement on the death of a statesman: nobody killed him."""
    tokens, n = scene.tokens, event.trigger
    if event.rule != "nominal" or tokens.lower[n] not in cues("passing_away"):
        return False
    return not cues("mourning").isdisjoint(tokens.sentence_words(tokens.starts[n]))


@GUARDS.rule("times-before")
def _is_times_before(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    return _was_so_often(scene.tokens, event)


def _was_so_often(tokens: Tokens, event: Event) -> bool:
    """Tell a record: "he has been convicted four times for theft"."""
    n = event.trigger + 1
    if not is_on("outcomes.times-before") or event.action not in cues("case_step"):
        return False
    return tokens.low(n) in cues("so_often") or (tokens.tag(n) in ("CD", "JJ") and tokens.low(n + 1) == "times")


@GUARDS.rule("term-changed")
def _is_term_changed(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    return _changes_term(scene.tokens, event)


def _changes_term(tokens: Tokens, event: Event) -> bool:
    """Tell whether terms are only changed: "a reform that reduces the sentences of thousands"."""
    if event.rule != "nominal" or not is_on("outcomes.term-changed"):
        return False
    return tokens.deps[event.trigger] == "dobj" and tokens.lower[tokens.heads[event.trigger]] in cues("easing")


@GUARDS.rule("people-seized")
def _is_person_seized(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Purchases from the dealer which were seized: things are, and people are not."""
    text = scene.phrases.text_of(phrase)
    return event.action in cues("taking_of_things") and category_of(text) == "people"


@GUARDS.rule("alias")
def _is_alias(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Kojo Lee, aka Juan and Smoke, was held."""
    tokens, n = scene.tokens, phrase.first - 1
    while n > 0 and (tokens.lower[n] in cues("between_aliases") or tokens.tags[n] in NAME_TAGS):
        if tokens.lower[n] in cues("alias"):
            return True
        n -= 1
    return tokens.low(n) in cues("alias")


@GUARDS.rule("on-camera")
def _is_on_camera(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The robbery was captured on video."""
    tokens = scene.tokens
    preps = (c for c in tokens.children_as(event.trigger, "prep", "agent") if tokens.lower[c] in ("on", "by"))
    filmed = [t for prep in preps for t in tokens.children_as(prep, "pobj")]
    filmed += subjects(tokens, event.trigger, "nsubj")  # "a video that captured the victim"
    if tokens.deps[event.trigger] in ("acl", "relcl"):
        filmed.append(tokens.heads[event.trigger])
    return event.action == "captured" and any(tokens.lower[t] in cues("footage") for t in filmed)


@GUARDS.rule("no-find")
def _is_no_find(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Uncovered fraud, examined cases, detected violations: activities are no finds."""
    sought = event.action in cues("find_action") or action_table().families[event.action] == "takedown"
    return sought and scene.tokens.lower[patient] in cues("no_find")


@GUARDS.rule("dateline")
def _is_dateline(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """OLD TOWN – A man was held: the place before the dash suffers nothing."""
    tokens = scene.tokens
    start = tokens.text.rfind("\n", 0, tokens.starts[patient]) + 1
    match = _DATELINE.match(tokens.text, start)
    return match is not None and tokens.starts[patient] < match.end()


@GUARDS.rule("whole-case")
def _is_whole_case(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Thanks to all who helped in the prosecution of Ada Lind: the case as a whole, not the charge."""
    return scene.tokens.lower[event.trigger] in ("prosecution", "prosecutions") and not _in_headline(scene, patient)


@GUARDS.rule("some-of-it")
def _is_some_of_it(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Some of the fish was seized: no singular of one."""
    tokens = scene.tokens
    at = phrase.first - 2 if tokens.low(phrase.first - 1) in cues("some_determiner") else phrase.first - 1
    if tokens.lower[patient] in cues("a_share") and has_child(tokens, patient, "of"):
        return True  # "a significant portion of the proceeds"
    return tokens.low(at) == "of" and tokens.low(at - 1) in cues("some_of")


@GUARDS.rule("named-thing")
def _is_named_thing(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Officers shut down Bumblebee and found Tom Ford: names of things by what is done to things."""
    if has_child(scene.tokens, patient, "a", "an") or _is_service(scene, event, patient):
        return False  # "stole a Kia"
    return event.action in cues("thing_action") and scene.tokens.tags[patient] in NAME_TAGS and phrase.first == patient


def _is_service(scene: _Scene, event: Event, patient: int) -> bool:
    """Tell whether what was taken down is a system by name: "the takedown of DoubleVPN"."""
    return action_table().families[event.action] == "takedown" and patient in scene.system_tokens


@GUARDS.rule("action-as-patient")
def _is_action(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The arrest of two men and the seizure of three cars: an action is no patient."""
    low = scene.tokens.lower[patient]
    return low in action_table().nouns and category_of(low) != "people"


@GUARDS.rule("counted-inside")
def _is_covered(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    return any(n in scene.covered for n in range(phrase.first, phrase.end))


@GUARDS.rule("listed-behind")
def _is_listed_behind(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """The suspects, three men and a woman, were held: the list tells who."""
    if scene.tokens.tags[patient] not in PLURAL_TAGS or scene.tokens.low(patient + 1) != ",":
        return False
    return any(
        other in scene.covered
        and 0 < other - patient < MAX_BACK
        and not (event.rule == "active" and _is_member(scene.tokens, other, patient))
        for other in event.patients
    )


def _is_member(tokens: Tokens, n: int, patient: int) -> bool:
    """Tell whether a noun is a later member of the list that another opens: "phones, cash and three cars"."""
    if tokens.tags[n] == "CD":
        n = tokens.heads[n]
    for _ in range(MAX_BACK):
        if tokens.deps[n] != "conj":
            break
        n = tokens.heads[n]
    return n == patient


@GUARDS.rule("named-behind-number")
def _is_named_behind(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Two men, A and B, were charged: the number tells how many, and the names tell who."""
    tokens, n = scene.tokens, patient
    if has_child(tokens, n, "a", "an") and category_of(tokens.lower[n]) not in ("people", "other"):
        return False  # "2 kg of heroin, £45,000 in cash and a handgun"
    while tokens.deps[n] == "conj":
        n = tokens.heads[n]
    return (
        tokens.deps[n] == "appos"
        and tokens.heads[n] in scene.covered
        and not is_next_in_list(tokens, tokens.heads[n], n)
    )


@GUARDS.rule("named-behind-noun")
def _is_named_at_once(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """His accomplices, Ada Lind and Omar Khel, were jailed: the names tell who they are."""
    tokens = scene.tokens
    if tokens.tags[patient] not in PLURAL_TAGS or scene.covered & {patient}:
        return False
    above = tokens.heads[patient]
    while tokens.deps[above] == "conj":
        above = tokens.heads[above]
    if tokens.deps[patient] == "appos" and above in scene.person_tokens and above in event.patients:
        return True  # "Ada Lind and Omar Khel, the owners, were jailed"
    names = [c for c in tokens.children_as(patient, "appos") if c in scene.person_tokens and c in event.patients]
    return any(any(tokens.children_as(name, "conj")) for name in names)


@GUARDS.rule("second-office")
def _second_office(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """A leader and facilitator was killed: one person; a man and woman, and a list, are not."""
    tokens, head = scene.tokens, scene.tokens.heads[patient]
    if tokens.deps[patient] != "conj" or tokens.tags[patient] != "NN" or tokens.tags[head] not in ("NN", "NNP"):
        return False
    if any(c in scene.person_tokens for c in tokens.children_as(head, "appos")) and _is_second_role(
        scene, patient, head
    ):
        return True  # "Lind's boyfriend and accomplice, Omar Khel, was jailed"
    if any(tokens.children_as(patient, "det", "poss", "nummod", "conj")) or not happens_to_people(event.action):
        return False
    if are_distinct(tokens.lower[patient], tokens.lower[head]):
        return False
    return has_child(tokens, head, "a", "an", "the") and not has_child(tokens, event.trigger, "were", "are", "have")


@GUARDS.rule("title-behind-name")
def _is_title_behind_name(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Ada Lind, 60, former chairman, secretary and owner of the firm, was jailed: one person."""
    tokens = scene.tokens
    if tokens.tags[patient] != "NN" or any(tokens.children_as(patient, "det", "poss", "nummod")):
        return False
    first = max(tokens.sentence_of[phrase.first], phrase.first - _TO_NAME)
    for n in range(phrase.first - 1, first - 1, -1):
        if n in scene.person_tokens:
            return tokens.low(n + 1) == "," and n in event.patients
        if tokens.tags[n] in VERB_TAGS or tokens.lower[n] in (";", ":"):
            return False
    return False


@GUARDS.rule("such-as")
def _is_example(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """An event such as a shooting, arrest of a family member or theft: whatever may happen."""
    tokens, n = scene.tokens, event.trigger
    if event.rule != "nominal" or any(tokens.children_as(n, "det", "poss", "nummod")):
        return False
    before = tokens.lower[tokens.sentence_of[n] : n]
    return any(pair == ("such", "as") for pair in itertools.pairwise(before))


@GUARDS.rule("two-titles")
def _has_two_titles(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> bool:
    """Ada Lind, the former head and a former member of the board, pleaded guilty: one person."""
    tokens, n = scene.tokens, phrase.first
    n -= tokens.low(n - 1) in cues("article")
    if tokens.tags[patient] != "NN" or tokens.low(n - 1) != "and":
        return False
    first = max(tokens.sentence_of[n], n - _TO_NAME)
    comma = next((i for i in range(n - 2, first, -1) if tokens.lower[i] == "," or tokens.tags[i] in VERB_TAGS), first)
    named = comma - 1 in scene.person_tokens and comma - 1 in event.patients
    return named and comma < n - 2 and tokens.lower[comma + 1] in cues("article")


# "several of their associates" -------------------------------------------------------------


def _indefinite(scene: _Scene, event: Event, patient: int) -> Outcome | None:
    """Read "several of their associates", "a number of insurgents", "several of them", "one of his men"."""
    tokens = scene.tokens
    preps = (c for c in tokens.children(patient) if tokens.lower[c] == "of")
    target = next((c for prep in preps for c in tokens.children_as(prep, "pobj")), None)
    if target is None or target in scene.covered:
        return None
    noun = tokens.tags[target] in NOUN_TAGS
    if not noun and tokens.lower[target] != "them":
        return None
    phrase = scene.phrases.phrase_before(target + 1) if noun else None
    item = scene.phrases.text_of(phrase) if phrase else None
    category = category_of(item) if item else "people" if happens_to_people(event.action) else "other"
    if (
        not _may_suffer(event, item, category)
        or _changes_term(tokens, event)
        or _is_more_of_whole(tokens, event, target)
    ):
        return None
    single = tokens.lower[patient] == "one"
    named = _vague_before(tokens.text, tokens.starts[phrase.first if phrase else target])
    first = scene.doc[patient].left_edge.i
    return Outcome(
        event.action,
        tokens.starts[first if tokens.tags[first] in ("DT", "JJ") else patient],
        tokens.ends[target],
        "implied" if single else "vague",
        item=item,
        category=category,
        value=1.0 if single else None,
        implied=single,
        vague=None if single else named[0] if named else tokens.lower[patient],
    )


def _is_more_of_whole(tokens: Tokens, event: Event, target: int) -> bool:
    """Tell what else some of those told of face: "several of the defendants face multiple charges"."""
    faced = tokens.lower[event.trigger] in cues("facing") or tokens.lower[tokens.heads[event.trigger]] in cues("facing")
    known = has_child(tokens, target, "the", "these", "those", "them")
    return event.action == "charged" and faced and known and is_on("outcomes.more-of-whole")


def _may_suffer(event: Event, item: str | None, category: str) -> bool:
    if category == "countries" or (happens_to_people(event.action) and category != "people"):
        return False
    return category != "other" or (action_table().families[event.action] == "seizure" and item is not None)


# a noun phrase ---------------------------------------------------------------------------


def _of_phrase(scene: _Scene, event: Event, patient: int, phrase: Phrase) -> Outcome | None:
    if phrase.first <= event.trigger < phrase.head:
        phrase = Phrase(event.trigger + 1, phrase.end, phrase.head, phrase.heads)
    item = scene.phrases.text_of(phrase)
    if max(map(len, item.replace(".", " ").split()), default=0) < _MIN_LETTERS:
        return None
    category = category_of(item)
    named = _is_named(scene, event, patient, phrase, category)
    inner = None if named or category == "people" else _person_inside(scene, event, phrase)
    if inner is not None:
        phrase = inner
        item, category = scene.phrases.text_of(phrase), "people"
    elif named or _is_held(scene.tokens, event, patient, category) or _is_group(scene.tokens, event, patient):
        category = "people"
    view = _View(scene, event, patient, phrase, item, category, named)
    by_warrant = event.rule == "warrant-at"
    if not by_warrant and not _is_told(scene.tokens, event, category) and not _is_thing(view):
        return None
    row = next(filter(None, (rule.read(view) for rule in AMOUNTS.active())), None)
    return row if row is None or _is_single(view) or _may_be_many(event) else None


def _is_group(tokens: Tokens, event: Event, patient: int) -> bool:
    return tokens.lower[patient] in cues("two_people") | cues("three_people") and happens_to_people(event.action)


def _is_thing(view: _View) -> bool:
    """Tell whether what has no known noun is a thing that was taken or shut down: a holster, a botnet."""
    tokens, patient, action = view.tokens, view.patient, view.event.action
    low = tokens.lower[patient]
    if view.category != "other" or happens_to_people(action):
        return False
    if action_table().families[action] == "takedown":
        return low in cues("takedown_thing") or _is_service(view.scene, view.event, patient)
    if action == "searched":
        return low in cues("searched_place") and tokens.tags[patient] == "NN"
    if action in cues("single_harm"):
        return view.has_article and tokens.tags[patient] == "NNP"  # "stole a Kia"
    if low in cues("no_find") or low in cues("no_thing") or tokens.tags[patient] not in ("NN", "NNS"):
        return False
    if action == "found" and not any(
        tokens.lower[s] in cues("agent") or tokens.lower[s] in cues("finding_work")
        for s in subjects(tokens, view.event.trigger, "nsubj")
    ):
        return False
    return action in cues("taking") and (view.has_article or (view.is_plural and action == "seized"))


def _may_be_many(event: Event) -> bool:
    """Tell whether several uncounted things make an outcome: what is claimed, and goods stolen, do so one by one."""
    return event.status == DONE and event.reported


def _is_single(view: _View) -> bool:
    """Tell whether one person or thing is meant that the text tells apart: "a car", "Ada Lind", "his wife"."""
    if view.is_plural or view.vague is not None:
        return False
    if _is_service(view.scene, view.event, view.patient):
        return True
    whose = has_child(view.tokens, view.patient, "'s", "’s") or any(view.tokens.children_as(view.patient, "poss"))
    if whose and (view.category in cues("owned_category") or view.event.action == "searched"):
        return True  # "the victim's phone"
    if view.event.rule == "warrant-at":
        return True
    return view.category == "people" or view.has_article


def _is_held(tokens: Tokens, event: Event, patient: int, category: str) -> bool:
    """Tell whether what has no known noun is a person by what happened to it."""
    if category != "other" or tokens.tags[patient] not in ("NN", "NNS") or tokens.low(patient + 1) in ("-", ":"):
        return False
    doer = event.rule == "active" and tokens.lower[patient].endswith(tuple(cues("agent_ending")))
    told = doer or event.rule in ("passive", "subject")
    alone = tokens.tags[patient] == "NN" and told and _is_someone(tokens, patient)
    tried = event.action in cues("tried_step") or (
        event.action == "charged" and tokens.lower[patient].endswith(tuple(cues("agent_ending")))
    )
    return (alone and tried) or event.action in cues("custody")


def _is_someone(tokens: Tokens, n: int) -> bool:
    """Tell whether an article, a home or nothing at all in a headline stands before a noun that may be a person's."""
    if any(tokens.children_as(n, "det")):
        return True
    first = n
    while first > 0 and tokens.tags[first - 1] in ("JJ", "NN", "VBN", "VBD", "HYPH"):
        first -= 1
    return tokens.is_capital(first - 1) if first else False


def _person_inside(scene: _Scene, event: Event, phrase: Phrase) -> Phrase | None:
    """Return the person behind "of": "an Islamic Movement of Somewhere facilitator"."""
    tokens = scene.tokens
    if not happens_to_people(event.action) or tokens.low(phrase.end) != "of":
        return None
    found = (c for c in tokens.children_as(phrase.end, "pobj") if tokens.tags[c] in ("NN", "NNP"))
    inner = next(found, None)
    if inner is None or category_of(tokens.lower[inner]) != "people":
        return None
    return Phrase(phrase.first, inner + 1, inner, (inner,))


def _is_told(tokens: Tokens, event: Event, category: str) -> bool:
    """Tell whether an action on a thing of this category is an outcome."""
    if category in ("other", "countries") or (happens_to_people(event.action) and category != "people"):
        return False
    if category != "people":
        return event.action not in cues("single_person_harm")
    if event.action in cues("single_harm"):
        return False
    # "was found with 300 tablets" tells of the tablets
    in_possession = any(tokens.lower[c] == "possession" for c in objects_of(tokens, event.trigger, "in"))
    found_with = event.action == "found" and (has_child(tokens, event.trigger, "with") or in_possession)
    body_search = event.rule == "nominal" and event.action == "searched"  # "the search of a passenger"
    return (event.action not in ("searched", "checked") or body_search) and not found_with


def _is_named(scene: _Scene, event: Event, patient: int, phrase: Phrase, category: str) -> bool:
    """Tell whether what something happened to is a person by name."""
    tokens = scene.tokens
    doe = tokens.lower[patient] == "doe" and tokens.low(patient - 1) in ("jane", "john")
    harmed = event.action in cues("single_person_harm") or event.action in cues("bodily")
    if patient in scene.person_tokens or (doe and harmed):
        return True
    if _is_in_capitals(scene, patient):
        return False  # "KILLING TEEN ON BIKE": any word may be taken for a name there
    if category_of(tokens.lower[patient]) == "people":
        return False  # "Wakefield Man"
    name, first = tokens.tags[patient] == "NNP", phrase.first == patient
    if name and first and happens_to_people(event.action) and _has_companion(tokens, patient):
        return True
    if not tokens.is_capital(patient):
        return False
    label = scene.label(patient)
    unknown = not label and name and first and category == "other"
    return (label == "PERSON" and tokens.tags[patient] not in PLURAL_TAGS) or (
        unknown and event.action in cues("bodily")
    )


def _is_in_capitals(scene: _Scene, n: int) -> bool:
    """Tell whether a word stands in a headline in capitals."""
    word = scene.tokens.word(n)
    return len(word) > _MIN_LETTERS and word.isupper() and scene.tokens.word(n - 1).isupper()


def _has_companion(tokens: Tokens, n: int) -> bool:
    """Tell whether a name is a person's by what is joined to it: "Rustam and his driver"."""
    return any(c > n and has_child(tokens, c, "his", "her") for c in tokens.children_as(n, "conj"))


@dataclass(frozen=True)
class _View:
    """A noun phrase to which something happened."""

    scene: _Scene
    event: Event
    patient: int
    phrase: Phrase
    item: str
    category: str
    is_named: bool

    @property
    def tokens(self) -> Tokens:
        return self.scene.tokens

    @cached_property
    def first_word(self) -> str:
        return self.tokens.lower[self.phrase.first]

    @cached_property
    def is_plural(self) -> bool:
        if self.is_named:
            return False
        low = self.tokens.lower[self.patient]
        # in headlines plurals are tagged as names: "Owners of two hotels charged"
        owners = self.tokens.tags[self.patient] == "NNP" and low.endswith("s") and category_of(low) == "people"
        return self.tokens.tags[self.patient] in PLURAL_TAGS or (owners and category_of(low[:-1]) == "people")

    @cached_property
    def vague(self) -> tuple[str, int] | None:
        """The vague quantity before the phrase: "a number of", "several"."""
        found = _vague_before(self.tokens.text, self.tokens.starts[self.phrase.first])
        return found if found is None or found[0] != "some" or self.is_plural else None

    @cached_property
    def determiner(self) -> str:
        tokens, first = self.tokens, self.phrase.first
        found = (n for n in (first - 1, first - 2) if tokens.tag(n) in ("DT", "PRP$", "PDT", "CD"))
        n = next(found, None)
        if n is not None:
            return tokens.lower[n]
        # "the brokers and couriers were detained": the article is of both
        joined = tokens.deps[self.patient] == "conj"
        return "the" if joined and has_child(tokens, tokens.heads[self.patient], "the", "these", "those") else ""

    @cached_property
    def shares_article(self) -> bool:
        """Whether the noun is joined to one with an article that is its own, too: "a magazine and holster"."""
        tokens, n = self.tokens, self.patient
        bare = tokens.deps[n] == "conj" and not any(tokens.children_as(n, "det", "poss", "nummod"))
        return bare and has_child(tokens, tokens.heads[n], "a", "an")

    @cached_property
    def has_article(self) -> bool:
        """Whether the phrase tells of one by an article, its own or a shared one."""
        return self.determiner in cues("one_article") or self.shares_article

    def outcome(
        self, rule: str, *, start: int | None = None, item: str | None = None, value: float | None = None,
        implied: bool = False, vague: str | None = None,
    ) -> Outcome:  # fmt: skip
        """Return the row of the phrase."""
        begin = self.tokens.starts[self.phrase.first] if start is None else start
        end, item = self.tokens.ends[self.phrase.end - 1], item or self.item
        more = {"category": self.category, "value": value, "implied": implied, "vague": vague}
        return Outcome(self.event.action, begin, end, rule, item=item, **more)  # type: ignore[arg-type]


# How many: the first rule that knows settles it.
AMOUNTS: RuleList[Callable[[_View], Outcome | None]] = RuleList("outcomes")


@AMOUNTS.rule("vague")
def _vague(view: _View) -> Outcome | None:
    """Several insurgents; a number of insurgents."""
    if view.vague is not None:
        return view.outcome("vague", start=view.vague[1], vague=view.vague[0])
    before = _vague_before(view.tokens.text, view.tokens.starts[view.phrase.first])
    if before is not None or view.first_word not in words("vague_quantities"):
        return None
    return view.outcome("vague", item=" ".join(view.item.split()[1:]), vague=view.first_word)


@AMOUNTS.rule("both")
def _both(view: _View) -> Outcome | None:
    return view.outcome("both", value=2.0) if view.is_plural and view.determiner == "both" else None


@AMOUNTS.rule("pair")
def _pair(view: _View) -> Outcome | None:
    """A couple were arrested; a trio was jailed."""
    low = view.tokens.lower[view.patient]
    if not _is_group(view.tokens, view.event, view.patient) or view.is_plural:
        return None
    return view.outcome("pair", value=2.0 if low in cues("two_people") else 3.0, implied=True)


@AMOUNTS.rule("definite-plural")
def _definite_plural(view: _View) -> Outcome | None:
    """The insurgents, of whom the text spoke before."""
    if not view.is_plural or view.determiner not in cues("known_determiner"):
        return None
    gerund = view.tokens.tags[view.event.trigger] == "VBG" and view.event.rule == "active"
    if gerund and view.event.action in cues("court_step") and is_on("outcomes.narrated-step"):
        return None  # "prosecuting these offenders makes stores safer"
    return view.outcome("definite-plural", vague=_introduced(view.scene, view.patient))


def _introduced(scene: _Scene, patient: int) -> str | None:
    """Return the vague word with which the text first named "the insurgents", None where there was none."""
    tokens = scene.tokens
    noun = tokens.lower[patient]
    for n in range(patient - 1, max(-1, patient - MAX_BACK), -1):
        if tokens.lower[n] != noun or tokens.tags[n] not in PLURAL_TAGS:
            continue
        phrase = scene.phrases.phrase_before(n + 1)
        if phrase is None:
            continue
        if tokens.lower[phrase.first] in words("vague_quantities"):
            return tokens.lower[phrase.first]
        vague = _vague_before(tokens.text, tokens.starts[phrase.first])
        if vague:
            return vague[0]
    return None


@AMOUNTS.rule("names-behind")
def _names_behind(view: _View) -> Outcome | None:
    """His brother and fellow clerks, Ada Lind and Omar Khel, pleaded guilty: as many clerks as are named."""
    tokens, n = view.tokens, view.patient + 1
    if not view.is_plural or tokens.low(n) != "," or n + 1 not in view.scene.person_tokens:
        return None
    named = 0
    while (n := past_joint(tokens.low, n, by=("and",))) in view.scene.person_tokens:
        named += 1
        n = next(k for k in range(n, len(tokens) + 1) if k not in view.scene.person_tokens)
    return view.outcome("names-behind", value=float(named)) if named > 1 and tokens.low(n - 1) == "," else None


@AMOUNTS.rule("bare")
def _bare(view: _View) -> Outcome | None:
    """Police detained insurgents."""
    if not view.is_plural or view.determiner in cues("any_determiner") or _is_narrated(view):
        return None
    return view.outcome("bare")


def _is_narrated(view: _View) -> bool:
    """Tell whether a step of a case of nobody knows how many is told behind the lead, or those are named beside it."""
    tokens, n = view.tokens, view.patient
    if view.event.action not in cues("court_step") or not is_on("outcomes.narrated-step"):
        return False
    named = tokens.word(n + 1)[:1].isupper() if n + 1 < len(tokens) else False
    return tokens.starts[n] >= view.scene.lead_end or named or tokens.low(n - 1) == "-"


@AMOUNTS.rule("named-service")
def _named_service(view: _View) -> Outcome | None:
    """The takedown of DoubleVPN."""
    one = not view.is_plural and _is_service(view.scene, view.event, view.patient)
    return view.outcome("named-service", value=1.0, implied=True) if one else None


@AMOUNTS.rule("implied-named")
def _implied_named(view: _View) -> Outcome | None:
    """John Doe was jailed."""
    return view.outcome("implied-named", value=1.0, implied=True) if view.is_named else None


@AMOUNTS.rule("implied-definite")
def _implied_definite(view: _View) -> Outcome | None:
    """The leader was killed; but "a dealer and his driver": the second is told of for the first time."""
    new = view.determiner in cues("possessor") and view.tokens.deps[view.patient] == "conj"
    if view.is_plural or view.determiner not in cues("singular_determiner") or new:
        return None
    return view.outcome("implied-definite", value=1.0, implied=True)


@AMOUNTS.rule("implied")
def _implied(view: _View) -> Outcome | None:
    """A leader was killed; headlines drop articles: "Taliban facilitator detained in Kandahar"."""
    new = view.determiner in cues("new_determiner") or view.event.rule == "warrant-at"
    # "a pistol and magazine": what has a plural is one thing, too
    new = new or (view.shares_article and category_of(f"{view.tokens.lower[view.patient]}s") != "other")
    place = view.tokens.lower[view.patient] in cues("searched_place")
    new = new or (view.event.action == "searched" and place and any(view.tokens.children_as(view.patient, "poss")))
    if view.is_plural:
        return None
    # headlines drop articles: "Andromeda botnet dismantled"
    alone = not view.determiner and view.tokens.lower[view.patient] in cues("takedown_thing")
    if new or view.category == "people" or (alone and _in_headline(view.scene, view.patient)):
        return view.outcome("implied", value=1.0, implied=True)
    return None if view.determiner else view.outcome("bare")
