"""Which words can follow one another as the name of a person."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pipeline.extract.people.names import (
    Lexicon,
    Reading,
    is_adjacent,
    is_initial,
    is_office_acronym,
    is_slashed,
    title_before,
)
from pipeline.extract.reading import states
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.words import Word

MAX_NAME_WORDS = 8
MAX_WORD_LENGTH = 40
# Marks around a nickname.
_OPENING, _CLOSING = ('"', "“", "‘", "(", "'"), ('"', "”", "’", ")", "'")


def _is_name_word(word: Word, lex: Lexicon, *, inside: bool, shouted: bool, taken: str) -> bool:
    """Tell whether a word can be part of a name.

    Args:
        inside: whether the words before it already look like a name's beginning; a word
            that is also a common one ("Woods") is then let in.
    """
    if word.kind != "word" or not 2 <= len(word.text) <= MAX_WORD_LENGTH or taken == "companies":
        return False
    low = word.low
    if not word.cap:
        return _has_capital_inside(word, lex)
    if low in lex.never or _is_co_word(low, lex) or low in cues("title_only"):
        return False
    if word.upper and not shouted:
        return _is_name_in_capitals(word, lex, inside=inside, taken=taken)
    if _is_title_or_verb(low, lex, inside=inside):
        return False
    given, surname = lex.given.get(low), lex.surnames.get(low)
    if low in lex.particles:
        return inside or given is not None or surname is not None
    if low in lex.places and not (given or (inside and surname)):
        return False
    if low in lex.common:
        return bool(given or (inside and surname))
    if taken == "countries":
        return given is not None
    return "-" not in low or _is_hyphened_name(word, lex, inside=inside)


def _has_capital_inside(word: Word, lex: Lexicon) -> bool:
    """Tell whether a word in small letters is a name behind a particle: "al-Mannai", "dell'Acqua", "d'Souza"."""
    head, mark, tail = word.low.partition("-")
    if not mark:
        head, mark, tail = word.low.partition("'")
    capital = len(tail) > 1 and word.text[len(head) + 1 :][:1].isupper()
    return bool(mark) and capital and (head in lex.particles or head in cues("elided_particle"))


def _is_name_in_capitals(word: Word, lex: Lexicon, *, inside: bool, taken: str) -> bool:
    """Tell whether a word in capitals is a surname ("KANG Kitaek"), which no acronym's look tells from a body's."""
    low = word.low
    if len(word.text) <= 2 or low in lex.places:
        return False
    spelled = not inside and any(c in "aeiouy" for c in low) and taken != "organisations"
    unlisted = low not in lex.common and low not in lex.heads
    return low in lex.given or low in lex.surnames or (spelled and unlisted)


def _is_title_or_verb(low: str, lex: Lexicon, *, inside: bool) -> bool:
    """Tell whether a word is a verb of speech, or an office, rank or honorific that is no name here."""
    surname = lex.surnames.get(low)
    if low in lex.speech or (low.endswith("s") and low[:-1] in lex.heads and surname is None):
        return True
    if low in lex.particles:
        return False
    if not inside and low in lex.ranks and low not in lex.given and surname is None:
        return True
    titled = low in lex.heads or (low in lex.honorifics and low != "don")
    return titled and not (inside and (surname is not None or low in cues("inner_title")))


def _is_hyphened_name(word: Word, lex: Lexicon, *, inside: bool) -> bool:
    """Tell whether a word with hyphens can be a name."""
    parts = word.low.split("-")
    # "Mardi Gras-type", "Madrid-based": the last part makes an adjective of the whole
    if f"-{parts[-1]}" in lex.never:
        return False
    if all(part in lex.common for part in parts):
        # "Aminata Sow-Fall"
        return inside and all(part[:1].isupper() for part in word.text.split("-"))
    return True


def _is_co_word(low: str, lex: Lexicon) -> bool:
    """Tell whether a word tells what somebody is beside another ("Co-defendant", "Co-Head")."""
    base = low.removeprefix("co-")
    return base != low and (base in lex.heads or base in lex.criminal or low in cues("relation"))


def _goes_on_with_rank(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether a word that is no known name goes on with the rank before it ("Grand Tidewarden Ana Ruiz")."""
    low = items[n].low
    return (items[n - 1].low, low) in lex.rank_pairs and low not in lex.given and low not in lex.surnames


def run_end(reading: Reading, n: int, lex: Lexicon) -> int:
    """Return one past the last word of the run of name words that begins at `n`, or `n` if none does."""
    items = reading.words
    word = items[n]
    titled = bool(title_before(items, n, lex))
    if is_initial(word):
        if word.kind == "word" or not (n + 1 < len(items) and is_adjacent(items, n + 1)):
            return n
        inside = True
    elif not is_office_acronym(items, n) and (
        _is_name_word(word, lex, inside=titled, shouted=reading.shouted[n], taken=reading.taken[n])
        or (titled and is_common_given(reading, n, lex))
        or _opens_arabic(reading, n, lex)
    ):
        inside = True
    else:
        return n
    last = n + 1
    while last < len(items) and last - n < MAX_NAME_WORDS and not items[last - 1].possessive:
        step = last
        # up to three particles ("van der", "bin") before the next part
        elided = False
        while (
            step < len(items)
            and step - last < 3
            and is_adjacent(items, step)
            and items[step].low in lex.particles
            and not items[step].cap
        ):
            step += 1
            if step < len(items) and items[step].text in ("'", "’") and items[step].joined:
                # "de’ Medici"
                elided, step = True, step + 1
                break
        step = _skip_nickname(items, step, lex)
        if step >= len(items) or _breaks_off(items, step):
            break
        nxt = items[step]
        quoted = elided or (step > last and items[step - 1].kind == "mark")
        if not (quoted or is_adjacent(items, step)):
            if step == last and _is_suffix(items, last, lex):
                last += 2
            break
        if step == last and nxt.low in lex.suffixes and nxt.cap:
            last = step + 1
            break
        if (
            is_initial(nxt)
            or _is_name_word(
                nxt,
                lex,
                inside=inside,
                # "GRIGOR SANTELMO" in an ordinary line
                shouted=reading.shouted[step] or (nxt.upper and items[last - 1].upper),
                taken=reading.taken[step],
            )
            or _is_common_surname(reading, step, last - n, lex)
            or _is_barred_surname(reading, step, lex)
            or _is_place_surname(reading, step, lex)
            or _is_legislator(items, step, lex)
        ):
            last = step + 1
            continue
        break
    return last


def is_seat(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` is the letters behind the name of a member of a parliament ("MP")."""
    return n < len(items) and items[n].low in cues("seat") and items[n].upper and is_adjacent(items, n)


@functools.cache
def _state_forms() -> frozenset[str]:
    """Words that a US state's name or short form begins with, folded and without points."""
    return states.opening_words() | states.single_words() | cues("state_initial")


def _is_party(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` is a legislator's party before the state, its marks lost ("Jan Berg D CT")."""
    if items[n].text not in cues("party_letter") or n == 0 or n + 1 >= len(items):
        return False
    behind = items[n + 1]
    return (
        is_adjacent(items, n)
        and items[n - 1].kind == "word"
        and behind.cap
        and not behind.joined
        and behind.low.rstrip(".") in _state_forms()
    )


def goes_with_before(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether word `n` belongs to what stands before it: a party, its state, a country's name, a rank."""
    items, taken = reading.words, reading.taken
    if _is_party(items, n) or (n > 0 and _is_party(items, n - 1) and items[n].low in _state_forms()):
        return True
    if n > 0 and _goes_on_with_rank(items, n, lex):
        return True
    # "State President of Viet Nam Lan Cuong"
    return n > 0 and taken[n] == "countries" == taken[n - 1] and is_adjacent(items, n)


def _breaks_off(items: Sequence[Word], n: int) -> bool:
    """Tell whether no name goes on at word `n`, whatever it looks like."""
    return _begins_anew(items, n) or _is_party(items, n) or is_slashed(items, n)


def _begins_anew(items: Sequence[Word], n: int) -> bool:
    """Tell whether word `n` begins a sentence whose stop was lost."""
    low = items[n].low
    behind = items[n + 1] if n + 1 < len(items) and is_adjacent(items, n + 1) else None
    return low in cues("sentence_opener") and behind is not None and not behind.cap


def _opens_arabic(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a particle that can begin a name does so ("Abd al-Rahman", "Abu Bakr")."""
    items = reading.words
    if not items[n].cap or items[n].low not in cues("opening_particle") or not is_adjacent(items, n + 1):
        return False
    behind = items[n + 1]
    return reading.taken[n] != "countries" and _is_name_word(
        behind, lex, inside=True, shouted=False, taken=reading.taken[n + 1]
    )


def is_common_given(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a common word behind a title begins a name ("Sheriff Summer Lindqvist", "Constable Hone Tane")."""
    items = reading.words
    word, before = items[n], items[n - 1]
    if word.upper and len(word.text) == 2 and is_adjacent(items, n + 1):
        # "Gov. JB Pritzker"
        behind = items[n + 1]
        known = behind.low not in lex.given and (behind.low in lex.surnames or behind.low not in lex.vocabulary)
        return known and items[n + 1].cap and not items[n + 1].upper and not reading.taken[n] and word.kind == "word"
    if word.low not in lex.common or word.kind != "word" or not word.cap or word.upper or reading.taken[n]:
        return False
    if before.low not in lex.honorifics and before.low not in lex.ranks and before.low not in lex.heads:
        return False
    head = word.low in lex.heads or word.low.removesuffix("s") in lex.heads  # "Assistant Chiefs Ana Ruiz and …"
    if head or word.low in lex.never or word.low in lex.bodies or word.low in lex.places:
        return False
    if not is_adjacent(items, n + 1) or word.possessive:
        return False
    behind = items[n + 1]
    known = behind.low in lex.surnames and behind.low not in lex.common
    return (
        behind.kind == "word"
        and behind.cap
        and not behind.upper
        and (known or not any(behind.low in words for words in (lex.common, lex.vocabulary, lex.places, lex.heads)))
    )


def _is_common_surname(reading: Reading, n: int, length: int, lex: Lexicon) -> bool:
    """Tell whether a common word that no list of surnames knows ends a name ("Ann Sessions")."""
    items = reading.words
    word, before = items[n], items[n - 1]
    if (
        length > 2
        or word.kind != "word"
        or not word.cap
        or word.upper
        or word.low in lex.heads
        or word.low in lex.never
    ):
        return False
    if word.low in lex.places or word.low in lex.honorifics or word.low.endswith("ed"):
        return False
    if word.low in lex.speech and not (
        n + 1 < len(items) and (items[n + 1].kind == "mark" or items[n + 1].low in cues("behind_common_surname"))
    ):
        return False
    led = length == 1 and before.low in lex.given and title_before(items, n - 1, lex) in ("office", "rank")
    if before.kind != "abbr" and lex.given.get(before.low) != "strong" and not led:
        return False
    behind = items[n + 1] if n + 1 < len(items) else None
    return behind is None or not (behind.cap and behind.kind == "word" and is_adjacent(items, n + 1))


def _is_barred_surname(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a word that is no name by itself ends one behind a given name ("Gwen Ford", "Ann Winter")."""
    items = reading.words
    word = items[n]
    if word.low not in lex.never or word.low not in lex.surnames or word.upper or not word.cap:
        return False
    behind = items[n + 1] if n + 1 < len(items) else None
    ends = behind is None or behind.kind != "word" or behind.newline
    acts = behind is not None and (behind.low in lex.speech or behind.low in cues("what_people_do"))
    if n > 1 and items[n - 1].kind == "abbr" and lex.given.get(items[n - 2].low) == "strong":
        return ends or (behind is not None and not behind.cap)  # "Aaron T. Ford of"
    return lex.given.get(items[n - 1].low) == "strong" and (
        ends or acts or (behind is not None and behind.low == "and")
    )


def _is_place_surname(reading: Reading, n: int, lex: Lexicon) -> bool:
    """Tell whether a country or town ends a name: a first name is before it and an age behind ("Karl England, 61,")."""
    items = reading.words
    word, before = items[n], items[n - 1]
    place = reading.taken[n] == "countries" or word.low in lex.places
    if not place or not word.cap or word.upper or lex.given.get(before.low) != "strong":
        return False
    if n + 2 >= len(items) or items[n + 1].text not in (",", "("):
        return False
    return items[n + 2].kind == "num" and items[n + 2].text.isdigit() and len(items[n + 2].text) == 2


def _is_legislator(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell a surname that is an office, too, by the party and state behind it: "Barbara Boxer (D-CA)"."""
    if n + 2 >= len(items) or items[n + 1].text != "(" or not items[n].cap or items[n].upper:
        return False
    return lex.given.get(items[n - 1].low) == "strong" and items[n + 2].text[:2] in cues("party_start")


def _skip_nickname(items: Sequence[Word], n: int, lex: Lexicon) -> int:
    """Return the word behind a nickname in quotation marks, brackets or both that begins at `n`, else `n`."""
    if n + 3 >= len(items) or items[n].text not in _OPENING or items[n].joined:
        return n
    first = n + 2 if items[n].text == "(" and items[n + 1].text in _OPENING else n + 1
    for m in range(first + 1, min(first + 5, len(items) - 1)):
        if items[m].text in _CLOSING and items[m].joined:
            behind = m + 2 if items[m + 1].text == ")" and first == n + 2 else m + 1
            return behind if _goes_on_behind(items, range(first, m), behind, lex) else n
        if items[m].kind == "break":
            return n
    return n


def _goes_on_behind(items: Sequence[Word], nick: range, behind: int, lex: Lexicon) -> bool:
    """Tell whether a nickname is made of names and a name goes on behind it."""
    if behind >= len(items) or items[behind].kind != "word" or not items[behind].cap or items[behind].joined:
        return False
    inner = (items[k] for k in nick)
    named = all(w.kind == "word" and (w.cap or w.low in lex.particles or w.low in cues("in_nickname")) for w in inner)
    return named and (items[behind].low in lex.surnames or items[behind].low not in lex.common)


def _is_suffix(items: Sequence[Word], n: int, lex: Lexicon) -> bool:
    """Tell whether ", Jr." or the like stands at word `n`."""
    return n + 1 < len(items) and items[n].text == "," and items[n].joined and items[n + 1].low in lex.suffixes
