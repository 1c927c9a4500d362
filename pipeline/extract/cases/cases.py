"""The cases of a release: charges, penalties, and the part, age and home of its people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.annotations import set_mentions, set_rows
from pipeline.extract.cases.charges import Charge, ChargeReader, charge_rows, charged_with, dealt_with_before
from pipeline.extract.cases.defendants import DESCRIBED, NAMED, Cast, Party, all_of
from pipeline.extract.cases.parts import described_ages, with_parts
from pipeline.extract.cases.penalties import IMPOSED, Penalty, PenaltyReader, penalty_rows
from pipeline.extract.cases.setting import Speech
from pipeline.extract.cases.steps import add_steps
from pipeline.extract.counts.circumstances import with_the_rest
from pipeline.extract.reading.blocks import lead_end
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.tokens import Tokens, tokens_of
from pipeline.extract.rules import is_on


def annotate(doc: Doc) -> None:
    """Set charges and penalties on a doc, and tell part, age and home of its people."""
    tokens = tokens_of(doc)
    cast, speech = Cast(doc, tokens), Speech(doc, tokens)
    charging = ChargeReader(doc, tokens, cast, speech)
    # "he" is rather whom the defendant is identified as than the man last told of
    identified = cast.identified()
    cast.set_accused(identified)
    accused = charging.accused() | identified
    cast.set_accused(accused)
    penalties = PenaltyReader(doc, tokens, cast, speech).read()
    # "Hale received nine years": whom nothing else accuses
    cast.set_accused(accused | all_of(p.party for p in penalties if p.status == IMPOSED and p.party.told == NAMED))
    charges = charging.read()
    penalties = [_of_offence(tokens, p, charges) for p in penalties if not _is_of_other_firm(cast, p)]
    aside = _aside(cast, charging, charges, penalties)
    sentenced = frozenset(_sentenced(tokens, charges, penalties))
    set_mentions(
        doc,
        "charges",
        charge_rows(
            doc,
            charging.offences,
            charges,
            sentenced=sentenced,
            indicted=frozenset(charging.indicted),
            aside=aside,
        ),
    )
    charged = all_of(c.party for c in charges if not c.is_earlier)
    set_mentions(doc, "penalties", penalty_rows(tokens, penalties, sentenced=sentenced, charged=charged, aside=aside))
    suspects = cast.accused | all_of(p.party for p in penalties) | all_of(c.party for c in charges)
    set_rows(doc, "people", with_parts(doc, cast, suspects, described_ages(doc, tokens, cast, cast.descriptions)))
    fresh = (c for c in charges if not c.is_earlier and c.stage not in ("alleged", "wanted"))
    charged = all_of(c.party for c in fresh) - aside
    set_rows(doc, "outcome_people", with_the_rest(doc, tokens, set(charged)))
    add_steps(doc, tokens, cast, charges, penalties, aside=aside, days=charging.days)


def _sentenced(tokens: Tokens, charges: Sequence[Charge], penalties: Sequence[Penalty]) -> Iterator[int]:
    """Yield the persons on whom a court passed a sentence; what somebody agreed to pay is none."""
    for penalty in penalties:
        passed = penalty.status == IMPOSED and not penalty.is_of_other_case
        if passed and tokens.lower[penalty.cue] not in cues("no_verdict"):
            yield from penalty.party.people
    for charge in charges:
        if charge.stage == "sentenced" and not charge.is_earlier:
            yield from charge.party.people


def _of_offence(tokens: Tokens, penalty: Penalty, charges: Sequence[Charge]) -> Penalty:
    """Give what an offence carries to those who are charged with it: "each count of arson carries ten years"."""
    if penalty.status == IMPOSED or penalty.party.told == NAMED or not is_on("penalties.of-offence"):
        return penalty
    first = tokens.sentence_of[penalty.first]
    carrying = [n for n in range(first, penalty.first) if tokens.lower[n] in cues("carries")]
    if len(carrying) > 1:  # "arson carries ten years, while theft carries five"
        parts = (n for n in range(carrying[-1], first, -1) if tokens.lower[n] in cues("parts_clauses"))
        first = next(parts, first)
    lows = tokens.lower[first : penalty.first]
    if not cues("firms").isdisjoint(lows) or not cues("suspect_noun").isdisjoint(lows):
        return penalty
    people = charged_with(charges, tokens.text[tokens.starts[first] : tokens.starts[penalty.first]])
    return replace(penalty, party=Party(people, None, DESCRIBED)) if people else penalty


def _is_of_other_firm(cast: Cast, penalty: Penalty) -> bool:
    """Tell what a firm paid long before the news, or in a case against persons whose lead does not name it."""
    if penalty.status != IMPOSED or penalty.party.people or not is_on("penalties.other-firm"):
        return False
    if penalty.is_earlier or penalty.is_of_other_case:
        return True
    firm = cast.subject_of(penalty.cue)
    text = cast.tokens.text
    return bool(cast.accused) and cast.is_firm(firm) and not cast.is_of_lead(firm, lead_end(text, 1))


def _aside(cast: Cast, reader: ChargeReader, charges: Sequence[Charge], penalties: Sequence[Penalty]) -> frozenset[int]:
    """Return the persons dealt with before the news of the release."""
    imposed = [penalty for penalty in penalties if penalty.status == IMPOSED]
    earlier = reader.earlier | all_of(p.party for p in imposed if p.is_earlier) | _told_beside(cast, imposed)
    # whom the lead tells of is the news, however long ago a day told of them is
    called = reader.called_earlier | all_of(p.party for p in imposed if p.is_of_other_case)
    earlier = earlier - (reader.lead_people() - called)
    since = all_of(p.party for p in imposed if not p.is_earlier)
    return dealt_with_before(charges, frozenset(earlier), since)


def _told_beside(cast: Cast, imposed: Sequence[Penalty]) -> frozenset[int]:
    """Return those whose sentences are told without a day where the news is no sentence: accomplices."""
    tokens = cast.tokens
    lead = tokens.first_from(lead_end(tokens.text))
    title = (tokens.doc._.release.title or "").lower().split()
    told = {*tokens.lower[:lead], *title}
    if told & cues("of_sentence") or not told & cues("of_trial") or not is_on("penalties.beside"):
        return frozenset()
    return all_of(p.party for p in imposed) - all_of(p.party for p in imposed if p.is_news)
