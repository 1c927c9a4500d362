"""Clauses: a verb's subjects, its voice, what is joined to it, and whether what it tells was done.

All is read off the parse, as far as `Tokens` hold it; words are told by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.homes import noun_behind_home
from pipeline.extract.reading.tokens import NAME_TAGS, NOUN_TAGS, PLURAL_TAGS, VERB_TAGS, Tokens

DONE, PLANNED, NEGATED, ALLEGED = "done", "planned", "negated", "alleged"
# tried, plotted, feared or believed: not claimed to have been done
OPEN = "open"
# How many verbs up a chain of joined ones a subject or a modal is looked for.
_CHAIN = 4
# How far before what it is for a warrant stands.
_TO_WARRANT = 8


def is_joined_verb(tokens: Tokens, n: int) -> bool:
    """Tell whether a verb is joined to another: "were found and arrested"."""
    return tokens.deps[n] == "conj" and tokens.tags[tokens.heads[n]] in VERB_TAGS


def subjects(tokens: Tokens, n: int, *labels: str) -> list[int]:
    """Return the subjects of a verb, its own or those of the verb it is joined to; relatives are resolved.

    Args:
        labels: what the subjects are to the verb: nsubj, nsubjpass.
    """
    for _ in range(_CHAIN):
        found = [*tokens.children_as(n, *labels)]
        if found:
            relative = tokens.deps[n] == "relcl"
            told = [
                _antecedent(tokens, n) if relative and tokens.lower[c] in cues("relative_of_person") else c
                for c in found
            ]
            return [_behind_dateline(tokens, _behind_home(tokens, c, n)) for c in told]
        if not is_joined_verb(tokens, n):
            return []
        n = tokens.heads[n]
    return []


def _antecedent(tokens: Tokens, n: int) -> int:
    """Return the noun that the verb of a relative clause tells of: "two founders, A and B, who were indicted"."""
    noun = tokens.heads[n]
    if has_child(tokens, n, "who"):
        noun = _titled(tokens, noun)
    plural = has_child(tokens, n, "were", "are", "have")
    while plural and tokens.deps[noun] == "conj" and tokens.tags[noun] not in PLURAL_TAGS:
        noun = tokens.heads[noun]
    above = tokens.heads[noun]
    several = noun != tokens.heads[n] or any(tokens.children_as(noun, "conj"))
    listed = plural and several and tokens.deps[noun] == "appos"
    return above if listed and (tokens.tags[above] in PLURAL_TAGS or tokens.tags[above] == "CD") else noun


def _titled(tokens: Tokens, noun: int) -> int:
    """Return the name before a title that "who" stands behind: "Ada Lind, former head of the firm, who was jailed"."""
    title = noun
    if tokens.deps[noun] == "pobj" and tokens.tags[noun] in NAME_TAGS:
        title = tokens.heads[tokens.heads[noun]]
    name = tokens.heads[title]
    bare = tokens.tags[title] == "NN" and not any(tokens.children_as(title, "det"))
    # "Ada Lind, an aide to Governor Khel, who was shot"
    titles = tokens.children_as(noun, "compound") if title != noun else ()
    bare = bare or any(tokens.lower[c] in cues("office_holder") for c in titles)
    return name if bare and tokens.deps[title] == "appos" and tokens.tags[name] in NAME_TAGS else noun


def _behind_home(tokens: Tokens, subject: int, verb: int) -> int:
    """Return the noun that is a subject where the parse takes a home before it for one: "an Elmford, Ohio, broker"."""
    noun = past_home(tokens, subject)
    return noun if noun < verb else subject


def past_home(tokens: Tokens, n: int) -> int:
    """Return the noun for which the parse takes the home before it: "held a Lima, Ohio, clerk"."""
    noun = noun_behind_home(tokens, n) if tokens.tags[n] in NAME_TAGS else None
    return n if noun is None else noun


def _behind_dateline(tokens: Tokens, subject: int) -> int:
    """Return the name that is a subject where the parse takes a dateline's place for one: "LIMA – Ada Lind pled"."""
    if tokens.low(subject + 1) not in ("–", "—", "-", "--") or not tokens.word(subject).isupper():
        return subject
    return next((c for c in tokens.children_as(subject, "appos") if c > subject), subject)


def is_passive(tokens: Tokens, n: int) -> bool:
    """Tell whether a verb stands in the passive voice."""
    return any(
        tokens.deps[c] in ("auxpass", "nsubjpass") or tokens.lower[c] in ("been", "being") for c in tokens.children(n)
    )


def before_auxiliary(tokens: Tokens, n: int) -> list[int]:
    """Return the noun right before "were" in a passive clause to which the parse gives no subject."""
    auxiliary = next(tokens.children_as(n, "auxpass"), 0)
    subject = auxiliary - 1
    if tokens.low(subject) == "," and tokens.deps[subject - 1] == "conj":
        subject -= 1  # "Roe, Lind, and Khel, were arrested"
    if subject < 0 or tokens.tags[subject] not in NOUN_TAGS or tokens.sentence_of[subject] == subject:
        return []
    if tokens.deps[subject] not in ("conj", "appos"):
        return []
    for _ in range(6):
        if tokens.deps[subject] != "conj" or tokens.tags[tokens.heads[subject]] not in NOUN_TAGS:
            return [subject]
        if tokens.deps[tokens.heads[subject]] in ("pobj", "dobj") and tokens.deps[n] == "conj":
            # "was taken into care and Roe and Lind were arrested"; not "linked to the forum and shops was closed"
            agrees = tokens.lower[auxiliary] != "was" or tokens.tags[subject] not in PLURAL_TAGS
            return [subject] if agrees else []
        subject = tokens.heads[subject]
    return []


def joined_to(tokens: Tokens, n: int) -> Iterator[int]:
    """Yield a noun and all that is joined to it, the nearest first."""
    todo, seen = [n], set()
    while todo:
        current = todo.pop(0)
        if current in seen:
            continue
        seen.add(current)
        yield current
        todo.extend(c for c in tokens.children_as(current, "conj", "appos") if tokens.tags[c] not in VERB_TAGS)


def objects_of(tokens: Tokens, n: int, *prepositions: str) -> Iterator[int]:
    """Yield the nouns that a token's prepositions of these words govern: "members of the police"."""
    for prep in tokens.children_as(n, "prep"):
        if tokens.lower[prep] in prepositions:
            yield from tokens.children_as(prep, "pobj")


def heads_above(tokens: Tokens, n: int, reach: int) -> Iterator[int]:
    """Yield so many heads up from a token, the nearest first."""
    for _ in range(reach):
        n = tokens.heads[n]
        yield n


def has_child(tokens: Tokens, n: int, *words: str) -> bool:
    """Tell whether a token has one of these words for a child."""
    return any(tokens.lower[c] in words for c in tokens.children(n))


def _child_status(tokens: Tokens, child: int, verb: int) -> str:
    """Return what a child of a verb tells of its status, or an empty string."""
    dep, low = tokens.deps[child], tokens.lower[child]
    if dep == "neg" or (low in cues("negating") and child < verb):
        return NEGATED
    if low in ("nearly", "almost") and dep == "advmod" and child == verb - 1:
        return NEGATED
    if low in cues("hearsay"):
        return ALLEGED
    if dep == "aux" and tokens.tags[child] == "MD":
        return PLANNED
    if dep == "aux" and tokens.tags[child] == "TO":
        return _infinitive_status(tokens, verb)
    if dep == "auxpass" and low == "be" and not any(tokens.children_as(verb, "aux")):
        # "asks that he be held"; but prosecutors "authorised they be charged"
        return DONE if tokens.lower[tokens.heads[verb]] in cues("announcing") else PLANNED
    if dep == "mark" and low in cues("conditional"):
        return PLANNED
    if dep == "auxpass" and low in ("is", "are") and tokens.deps[verb] == "advcl":
        return (
            PLANNED if has_child(tokens, verb, "when", "once", "before", "after", "until") else ""
        )  # "when he is sentenced"
    return ""


def _infinitive_status(tokens: Tokens, verb: int) -> str:
    """Tell "managed to arrest" from "plans to arrest" and "have yet to be arrested"."""
    head = tokens.heads[verb]
    if any(tokens.lower[c] == "yet" and c < verb for c in tokens.children(head)):
        return NEGATED
    thought = tokens.lower[head] in cues("supposed") and not tokens.lower[head].startswith("claim")
    if thought and any(tokens.lower[c] == "have" for c in tokens.children_as(verb, "aux")):
        return ALLEGED  # "are believed to have harmed 40 clients"
    if (
        tokens.deps[verb] == "conj"
        and tokens.tags[head] == "VB"
        and any(tokens.tags[c] == "TO" for c in tokens.children_as(head, "aux"))
    ):
        return _infinitive_status(tokens, head)  # "worked to close a shop and to free a hostage"
    if head == verb or tokens.lower[head] not in cues("attained"):
        return PLANNED
    # "will continue to work to arrest", "meant to fire, causing it to fall": what is attained in time to come
    to_come = any(tokens.tags[c] == "MD" for c in tokens.children_as(head, "aux"))
    if any(tokens.tags[c] == "TO" for c in tokens.children_as(head, "aux")) and tokens.heads[head] != head:
        return _infinitive_status(tokens, head)  # "had to work to stop it"
    above = tokens.children_as(tokens.heads[head], "aux") if tokens.tags[head] == "VBG" else ()
    return PLANNED if to_come or any(tokens.tags[c] == "TO" for c in above) else DONE


def status_of(tokens: Tokens, n: int) -> str:
    """Tell whether what a verb says was done, planned, negated or alleged, from its clause."""
    for _ in range(_CHAIN):
        told = next(filter(None, (_child_status(tokens, child, n) for child in tokens.children(n))), "")
        if told:
            return told
        if not is_joined_verb(tokens, n):
            break
        other = tokens.tags[n] != tokens.tags[tokens.heads[n]] and tokens.tags[n] in ("VBD", "VBZ")
        if other and not _shares_passive(tokens, n):
            return DONE
        if tokens.tags[n] == "VB" and tokens.tags[tokens.heads[n]] in ("VBZ", "VBP", "VBD"):
            return PLANNED  # "the work goes on to find victims, recover funds": an infinitive joined too high
        n = tokens.heads[n]
    head = tokens.heads[n]
    if tokens.tags[n] == "VB" and tokens.deps[n] == "conj" and tokens.tags[head] in NOUN_TAGS:
        return PLANNED  # "to serve three years of release and pay $9,000": an infinitive joined to a noun
    if tokens.deps[n] == "acl" and tokens.lower[head] == "fact" and tokens.lower[tokens.heads[head]] in ("is", "’s"):
        return OPEN  # "the fact that a defendant has been charged is merely an accusation"
    told = _status_in_clause(tokens, n, head)
    if told:
        return told
    if tokens.tags[n] == "VBG" and tokens.deps[n] in ("pcomp", "pobj", "acl", "advcl"):
        return _gerund_status(tokens, head)
    return PLANNED if _is_imperative(tokens, n) else DONE


def _shares_passive(tokens: Tokens, n: int) -> bool:
    """Tell a participle taken for a past tense: "will be jailed and ordered to pay"."""
    head = tokens.heads[n]
    if tokens.tags[n] != "VBD" or tokens.tags[head] != "VBN" or any(tokens.children_as(n, "nsubj", "auxpass", "aux")):
        return False
    behind = any(tokens.deps[c] == "xcomp" for c in tokens.children(n)) or has_child(tokens, n, "to")
    return behind and has_child(tokens, head, "be") and not any(tokens.children_as(n, "nsubjpass"))


def _status_in_clause(tokens: Tokens, n: int, head: int) -> str:
    """Return what the word above a clause tells of the status of its verb, or an empty string."""
    if tokens.deps[n] in ("acl", "ccomp") and tokens.lower[head] in cues("claim_noun") and has_child(tokens, n, "that"):
        return ALLEGED  # "complaints that deputies have searched homes without a warrant"
    if tokens.deps[n] in ("ccomp", "xcomp") and tokens.tags[n] == "VB" and tokens.lower[head] in cues("helping"):
        # "will help find children": a bare infinitive; what helps do it now does so time and again
        return PLANNED if tokens.tags[head] == "VBZ" else status_of(tokens, head)
    if tokens.deps[n] == "ccomp" and tokens.tags[n] in ("VB", "VBP") and has_child(tokens, head, *cues("needful")):
        return PLANNED  # "it is essential that we find a site"
    if tokens.deps[n] == "ccomp" and tokens.tags[n] in ("VB", "VBP") and tokens.lower[head] in cues("requiring"):
        return PLANNED  # "the agreement requires that the firm pay a fine"
    if tokens.deps[n] == "ccomp" and tokens.lower[head] in cues("ensuring"):
        return PLANNED  # "the bill ensures that traffickers are jailed"
    if tokens.deps[n] == "ccomp" and has_child(tokens, head, "falsely"):
        return OPEN  # "she was falsely told that a grandchild had been arrested"
    if tokens.deps[n] == "ccomp" and tokens.lower[head] in cues("supposed"):
        return _claimed(tokens.lower[head])
    return ""


def _is_imperative(tokens: Tokens, n: int) -> bool:
    """Tell "please check the box" from "police arrest three": a plain form without a subject that asks."""
    if tokens.tags[n] != "VB" or any(tokens.children_as(n, "nsubj", "nsubjpass", "aux", "auxpass")):
        return False
    return tokens.deps[n] == "ROOT" or has_child(tokens, n, "please") or tokens.low(n - 1) == "please"


def _gerund_status(tokens: Tokens, governor: int) -> str:
    """Tell the status of an action behind a preposition: "accused of killing", "without harming"."""
    if tokens.lower[governor] not in cues("governs_gerund") or tokens.heads[governor] == governor:
        return DONE
    if tokens.lower[governor] == "without":
        return NEGATED
    above = tokens.lower[tokens.heads[governor]]
    if above in cues("purpose"):
        return PLANNED
    return _claimed(above) if above in cues("alleged") else DONE


def _claimed(word: str) -> str:
    """Tell "accused of killing", which is claimed to have been done, from "attempted", "feared" and "plotting"."""
    return OPEN if word in cues("not_claimed") else ALLEGED


def is_duty(tokens: Tokens, n: int) -> bool:
    """Tell "charged with keeping the records", which is somebody's work, from a charge; whom "has been" is accused."""
    if any(tokens.lower[c] in ("have", "has") for c in tokens.children_as(n, "aux")):
        return False
    return tokens.lower[n] == "charged" and tokens.low(n + 1) == "with" and tokens.low(n + 2) in cues("duty_verb")


def nominal_status(tokens: Tokens, n: int) -> str:
    """Tell the status of a nominalisation ("the arrest of") from its article and what governs it."""
    for child in tokens.children(n):
        low = tokens.lower[child]
        if tokens.deps[child] in ("det", "neg") and low in ("no", "any"):
            return NEGATED
        if low in cues("not_yet"):
            return ALLEGED if low == "alleged" else PLANNED
    if tokens.lower[n] == "search" and tokens.lower[tokens.heads[n]] == "in":
        return PLANNED
    if tokens.deps[n] == "pobj" and tokens.lower[tokens.heads[n]] == "for" and _is_of_warrant(tokens, tokens.heads[n]):
        return PLANNED
    linked_loss = tokens.lower[n] in cues("loss_noun")  # "a fraud linked to losses of $8 million"
    for _ in range(5):
        head = tokens.heads[n]
        if head == n:
            return DONE
        if tokens.lower[head] in cues("wanted") and tokens.deps[n] in ("prep", "dobj", "pobj"):
            return PLANNED
        alleged = tokens.lower[head] in cues("alleged") and not (linked_loss and tokens.lower[head] == "linked")
        if alleged and tokens.deps[n] in ("prep", "pobj", "dobj", "compound"):
            return _claimed(tokens.lower[head])
        if tokens.tags[head] in VERB_TAGS and tokens.lower[head] != "including":
            return PLANNED if _is_wanted_information(tokens, head) else status_of(tokens, head)
        n = head
    return DONE


def _is_of_warrant(tokens: Tokens, n: int) -> bool:
    """Tell what a warrant is for: "a warrant was issued for her arrest"."""
    return any(
        tokens.lower[k] in ("warrant", "warrants") for k in range(max(tokens.sentence_of[n], n - _TO_WARRANT), n)
    )


def _is_wanted_information(tokens: Tokens, verb: int) -> bool:
    """Tell what information is asked to lead to: "a reward for information leading to the arrest of"."""
    noun = tokens.heads[verb]
    if tokens.deps[verb] != "acl" or tokens.lower[noun] != "information":
        return False
    return tokens.deps[noun] == "pobj" and tokens.lower[tokens.heads[noun]] == "for"
