"""Finds the countries and regions a release names, and the part each country plays.

A gazetteer gives the candidates; guards (longer names, seas, foods), the words around a
candidate and the rest of the release decide the doubtful ones: Georgia, Jordan, Chad,
"US" in capitals, languages, towns. Who is counted follows the annotation guide: names,
adjectives and abbreviations, also inside names of bodies; not what a city implies.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline import lookups
from pipeline.errors import ResourceError
from pipeline.extract.annotations import ReleaseContext, doc_text, set_mentions
from pipeline.extract.mentions import CountryMention, RegionMention
from pipeline.extract.model.entities import entity_around
from pipeline.extract.reading.cues import cues
from pipeline.extract.reading.gazetteer import Gazetteer, Match, Word, doc_words, key
from pipeline.extract.reading.lists import goes_on, list_gap
from pipeline.extract.reading.words import low_words
from pipeline.extract.rules import RuleList, is_on


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the gazetteer stands for.

    Attributes:
        kind: country, region or guard (a phrase that holds a country's name and is none).
        code: ISO 3166-1 alpha-3, or M49 code of a region ("" without one).
        via: as in `countries.via`.
        person: whether the word names a person of the country ("a Serb").
        reading: what else the word may be (person, state, word), or "".
    """

    kind: str
    code: str = ""
    name: str = ""
    via: str = "name"
    person: bool = False
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """One row of `countries.csv`."""

    iso3: str
    iso2: str
    name: str
    region: str


@functools.cache
def countries() -> dict[str, Country]:
    """Return the countries by ISO 3166-1 alpha-3 code."""
    rows = lookups.table("countries", key=("iso3",))
    return {row["iso3"]: Country(row["iso3"], row["iso2"], row["name"], row["region"]) for row in rows}


_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_PLURAL_ENDINGS = ("n", "i")  # Albanian, Iraqi: a person too, with a plural in s


@functools.cache
def gazetteer() -> Gazetteer[Entry]:
    """Return the matcher of country names, demonyms, regions and guards.

    Raises:
        ResourceError: a row has a code that `countries.csv` lacks.
    """
    found: Gazetteer[Entry] = Gazetteer()
    readings = {row["word"]: row["reading"] for row in lookups.table("country_homonyms", key=("word",))}

    def check(code: str, where: str) -> str:
        if code not in countries():
            raise ResourceError(f"{where} has the country code {code!r}, which countries.csv lacks.")
        return code

    for row in lookups.table("country_guards", key=("phrase", "case")):
        found.add(row["phrase"], Entry("guard"), case=row["case"])
    for row in lookups.table("country_names", key=("name",)):
        name, code = row["name"], check(row["iso3"], "country_names.csv")
        entry = Entry("country", code, name, row["via"], reading=readings.get(name, ""))
        for spelling in _spellings(name):
            found.add(spelling, entry, case=row["case"])
            if row["case"] == "capital" and name[-1].isalpha() and name[-1] != "s" and name != "America":
                # "Germanys economy": the apostrophe was lost on the way.
                found.add(spelling + "s", entry)
    for row in lookups.table("country_official_names", key=("name", "iso3")):
        name, code = row["name"], check(row["iso3"], "country_official_names.csv")
        if name == "Réunion":
            found.add(name, Entry("country", code, name, reading="word"))
            continue
        entry = Entry("country", code, name, reading=readings.get(name, ""))
        for spelling in _spellings(name):
            found.add(spelling, entry)
            if name[-1].isalpha() and name[-1] != "s":
                found.add(spelling + "s", entry)
    found.add("United Kingdoms", Entry("country", "GBR", "United Kingdom"))
    for row in lookups.table("regions", key=("phrase",)):
        found.add(row["phrase"], Entry("region", row["m49"], row["name"]), case="capital")
    for row in lookups.table("demonyms", key=("iso3",)):
        code = check(row["iso3"], "demonyms.csv")
        for word in filter(None, row["adjectives"].split(";")):
            found.add(word, Entry("country", code, word, "demonym", reading=readings.get(word, "")))
            if word.endswith(_PLURAL_ENDINGS):
                found.add(word + "s", Entry("country", code, word, "demonym", person=True))
        for word in filter(None, row["people"].split(";")):
            found.add(word, Entry("country", code, word, "demonym", person=True, reading=readings.get(word, "")))
    return found


def _spellings(name: str) -> list[str]:
    """Return a name as it is and with St. for Saint, or the other way round."""
    bare = _ARTICLE.sub("", name)
    for one, other in (("St. ", "Saint "), ("Saint ", "St. ")):
        if bare.startswith(one):
            return [bare, other + bare.removeprefix(one)]
    return [bare]


@functools.cache
def _states() -> Gazetteer[str]:
    found: Gazetteer[str] = Gazetteer()
    for row in lookups.table("us_states", key=("name",)):
        found.add(row["name"], row["name"])
        for short in row["abbreviation"].split():
            found.add(short, row["name"], case="exact")
    return found


@functools.cache
def _cues() -> Gazetteer[tuple[str, str]]:
    found: Gazetteer[tuple[str, str]] = Gazetteer()
    for row in lookups.table("country_cues", key=("word", "iso3")):
        found.add(row["word"], (row["iso3"], row["points_to"]))
    return found


@functools.cache
def _part_cues() -> dict[str, str]:
    return {row["word"]: row["part"] for row in lookups.table("country_part_cues", key=("word",))}


@functools.cache
def _names(table: str) -> frozenset[str]:
    return frozenset(key(row["name"]) for row in lookups.table(table, key=("name",)) if row["strength"] == "strong")


# Words that name a force only inside its name: "Secret Services", not "banking services".
_NAMED_ONLY = frozenset(["services"])
_NATIVE = re.compile(r"\b(?:[Tt]ribe|[Tt]ribal|[Rr]eservation|Navajo|Cherokee|Pueblo|Sioux|Choctaw|Ojibwe)\b")
_ACRONYM = re.compile(r" \(([A-Z]{2,5})\)")
_DATELINE = re.compile(
    r"(?:\d{1,2} \w+ \d{4} ?[-–—,]? )?[^\W\d_][\w.'’ \u00a0-]{1,38}(?:, [\w.'’() \u00a0-]{2,45}){0,2} ?"
    r"(?:\([^)\n]{1,30}\) ?)?(?: [-–—]+ |[–—])"
)
_JOINING = re.compile(
    r"\b(?:participat\w+|took part|taking part|takes? part|involv\w+|joined|joining|countries|attend\w+|member states|"
    r"came from|(?:officers|police|authorities|investigators|experts|agencies|officials) (?:from|of|in)|"
    r"supported by|support from|cooperat\w+ with|delegates|representatives|brought together)\b",
    re.IGNORECASE,
)
MAX_DATELINE_LINES = 12
LONG_LIST = 6
MAX_GAP = 39  # characters between two members of a list


@dataclass
class _Text:
    """A release as the rules see it."""

    text: str
    words: list[Word]
    matches: list[Match[Entry]]
    doc: Doc
    release: ReleaseContext

    def in_person(self, start: int, end: int) -> bool:
        """Tell whether the entity recogniser sees one person in a stretch of the text."""
        first, last, label = entity_around(self.doc, start)
        return label == "PERSON" and first <= start and end <= last

    def word(self, n: int) -> Word | None:
        return self.words[n] if 0 <= n < len(self.words) else None

    def before(self, match: Match[Entry]) -> str:
        """The word before, folded, or "" where other than a blank, hyphen or apostrophe stands between."""
        gap = self.words[match.first].gap
        return self.words[match.first - 1].fold if match.first and gap == "" else ""

    def after(self, match: Match[Entry]) -> Word | None:
        """The word after, or None where other than a blank, hyphen or apostrophe stands between."""
        word = self.word(match.last + 1)
        return word if word is not None and word.gap == "" else None


def find_countries(doc: Doc) -> tuple[list[CountryMention], list[RegionMention]]:
    """Return the countries and the regions a release names, in text order, without overlaps."""
    source = doc_text(doc)
    words = doc_words(doc)
    matches = list(gazetteer().find(source, words))
    if not matches:
        return [], []
    release: ReleaseContext = doc._.release
    text = _Text(source, words, matches, doc, release)
    regions = [
        RegionMention(m.start, m.end, "region-gazetteer", m.value.code or None, m.value.name)
        for m in matches
        if m.value.kind == "region" and is_on("regions.region-gazetteer")
    ]
    kept = _resolve(text, [m for m in matches if m.value.kind == "country" and _is_read(m)])
    datelines = find_datelines(source, release)
    runs, heads = _list_runs(source, kept)
    mentions: list[CountryMention] = []
    for n, (match, iso3) in enumerate(kept):
        inside = any(start <= match.start and match.end <= end for start, end in datelines)
        last = kept[n - 1][0] if mentions and mentions[-1].part == "force" else None
        last_force = last if last is not None and last.value.via == "demonym" else None
        part = "dateline" if inside else _part(text, match, runs[n], last_force)
        if part == "mention" and mentions and runs[n] > 1 and n not in heads and mentions[-1].part != "dateline":
            # "police in Romania and Hungary": the list shares the part of its first member.
            part = mentions[-1].part
        if part == "place" and mentions and mentions[-1].part in cues("people_part"):
            # "Police in Dominica and in Haiti".
            shared = goes_on(source, kept[n - 1][0].end, match.start)
            part = mentions[-1].part if shared else part
        mentions.append(_mention(match.start, match.end, iso3, "dateline" if inside else match.value.via, part, match))
    _share_backwards(source, mentions)
    if is_on("countries.acronym-introduced"):
        mentions += _acronyms(source, kept, mentions)
    return sorted(mentions, key=lambda m: m.start), regions


def _share_backwards(text: str, found: list[CountryMention]) -> None:
    """Give adjectives before the last of a list its part: "Dutch, French and Canadian police"."""
    for n in range(len(found) - 2, -1, -1):
        first, second = found[n], found[n + 1]
        listed = first.via == second.via == "demonym" and list_gap(text, first.end, second.start, most=MAX_GAP)
        if listed and first.part == "mention":
            found[n] = replace(first, part=second.part)


def _mention(start: int, end: int, iso3: str, via: str, part: str, match: Match[Entry] | None = None) -> CountryMention:
    country = countries()[iso3]
    rule = "acronym-introduced" if match is None else _rule(match)
    return CountryMention(start, end, rule, iso3, country.iso2, country.name, country.region, via, part)


def _rule(match: Match[Entry]) -> str:
    """Name the rule that reads a name: one that is a country's alone, or one that the words around it tell."""
    return "country-context" if match.value.reading else "country-gazetteer"


def _is_read(match: Match[Entry]) -> bool:
    return is_on("countries.country-context" if match.value.reading else "countries.country-gazetteer")


def find_datelines(text: str, release: ReleaseContext) -> list[tuple[int, int]]:
    """Return the stretches that are datelines: the release's own, and any at the head of an early line."""
    if release.dateline_end:
        return [(0, release.dateline_end)]
    found = []
    position = 0
    for _ in range(MAX_DATELINE_LINES):
        while position < len(text) and text[position].isspace():
            position += 1
        match = _DATELINE.match(text, position, position + 140)
        if match and re.match(r"(?:\d{1,2} \w+ \d{4} ?[-–—,]? )?[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+\b", match[0]):
            found.append(match.span())
        position = text.find("\n", position)
        if position < 0:
            break
    return found


@dataclass
class _Scene:
    """A release with what of it tells countries from their namesakes.

    Attributes:
        named_as_person: where each name first stands as a person's: before that it is none, for people are named in
            full first.
        cues: what the release holds of words that speak for one or another namesake.
        states: states of the USA, by the number of their first word; `state_names` are theirs, folded.
        native: whether the release speaks of the native peoples of the Americas.
        language_end: where the last name of a language ends.
    """

    text: _Text
    named_as_person: dict[str, int]
    cues: set[tuple[str, str]]
    states: dict[int, str]
    state_names: frozenset[str]
    native: bool
    language_end: int = -1


@dataclass(frozen=True)
class _Named:
    """A name that may be a country's; `beside` tells whether it stands in a list with another country."""

    scene: _Scene
    match: Match[Entry]
    beside: bool

    @property
    def text(self) -> _Text:
        return self.scene.text


NO_COUNTRY: RuleList[Callable[[_Named], bool]] = RuleList("countries")


@NO_COUNTRY.rule("other-word")
def _as_other_word(named: _Named) -> bool:
    return _is_other_word(named.text, named.match)


@NO_COUNTRY.rule("language")
def _as_language(named: _Named) -> bool:
    scene, match, end = named.scene, named.match, named.scene.language_end
    listed = end >= 0 and list_gap(scene.text.text, end, match.start, most=MAX_GAP) is not None
    if _is_language(scene.text, match) or (listed and _ends_phrase(scene.text, match)):
        scene.language_end = match.end
        return True
    return False


@NO_COUNTRY.rule("town")
def _as_town(named: _Named) -> bool:
    match, scene = named.match, named.scene
    return bool(match.value.reading) and not named.beside and _is_town(scene.text, match, scene.states)


@NO_COUNTRY.rule("person")
def _as_person(named: _Named) -> bool:
    match, text = named.match, named.text
    if match.value.reading not in ("person", "state") or named.beside:
        return False
    first = named.scene.named_as_person.get(match.value.name, match.start)
    return _is_person(text, match) or (match.start > first and text.before(match) not in cues("locative"))


@NO_COUNTRY.rule("state")
def _as_state(named: _Named) -> bool:
    scene, match = named.scene, named.match
    return match.value.reading == "state" and _is_state(
        scene.text, match, scene.states, scene.state_names, scene.cues, beside=named.beside
    )


@NO_COUNTRY.rule("common-word")
def _as_common_word(named: _Named) -> bool:
    return named.match.value.reading == "word" and not named.beside and not _is_placed(named.text, named.match)


@NO_COUNTRY.rule("native-people")
def _as_native_people(named: _Named) -> bool:
    return named.match.value.name == "Indian" and named.scene.native


def _resolve(text: _Text, candidates: Sequence[Match[Entry]]) -> list[tuple[Match[Entry], str]]:
    """Return the candidates that name a country, each with its code."""
    scene = _scene_of(text, candidates)
    full = {m.value.code for m in candidates if m.value.name not in cues("shared_name")}
    rules = NO_COUNTRY.active()
    kept: list[tuple[Match[Entry], str]] = []
    for n, match in enumerate(candidates):
        named = _Named(scene, match, _beside_country(text, candidates, n))
        if not any(rule.read(named) for rule in rules):
            kept.append((match, _code(match.value, full, scene.cues, beside=named.beside)))
    return kept


def _scene_of(text: _Text, candidates: Sequence[Match[Entry]]) -> _Scene:
    named_as_person: dict[str, int] = {}
    for m in candidates:
        homonym = m.value.reading in ("person", "state")
        if homonym and m.value.name not in named_as_person and _is_person(text, m):
            named_as_person[m.value.name] = m.start
    states: dict[int, str] = {}
    if any(m.value.reading for m in candidates):
        states = {s.first: s.value for s in _states().find(text.text, text.words)}
    india = any(m.value.code == "IND" and m.value.name != "Indian" for m in candidates)
    indian = any(m.value.name == "Indian" for m in candidates)
    return _Scene(
        text,
        named_as_person,
        cues={m.value for m in _cues().find(text.text, text.words)},
        states=states,
        state_names=frozenset(key(state) for state in states.values()),
        native=indian and not india and _NATIVE.search(text.text) is not None,
    )


def _code(entry: Entry, full: set[str], cues: set[tuple[str, str]], *, beside: bool) -> str:
    """Settle the names that two countries share by what else the release names."""
    if entry.name in ("Congo", "Congos"):
        if ("COG", "country") in cues or (beside and "COD" in full):
            return "COG"
        return "COD" if ("COD", "country") in cues or "COD" in full else "COG"
    if entry.name == "Congolese":
        return "COG" if ("COG", "country") in cues or ("COG" in full and "COD" not in full) else "COD"
    if entry.name == "Dominican":
        return "DMA" if "DMA" in full and "DOM" not in full else "DOM"
    if entry.name == "Korean":
        return "PRK" if "PRK" in full and "KOR" not in full else "KOR"
    return entry.code


def _capital(text: _Text, word: Word) -> bool:
    return text.text[word.start].isupper()


_AGE_BEHIND = re.compile(r", [1-9]\d(?:,| of\b)")


def _is_person(text: _Text, match: Match[Entry]) -> bool:
    """Tell whether a name is part of a person's: a given name or title before it, a surname after it."""
    if match.first != match.last:
        return False
    n = match.first
    before, after = text.word(n - 1), text.after(match)
    if before is not None and before.fold in ("al", "el") and text.text[before.end : match.start] == "-":
        return True
    adjective = match.value.via == "demonym"
    surnamed = after is not None and _capital(text, after) and text.text[match.end : after.start] == " "
    if surnamed and after is not None and (after.fold in _part_cues() or after.fold in cues("street_or_county")):
        return False
    if before is not None and text.words[n].gap == "" and _capital(text, before):
        between = text.text[before.end : match.start]
        initial = before.end - before.start == 1 and "." in between
        if before.fold in cues("title_before_country"):
            return not adjective or not surnamed
        if (initial and before.fold != "s") or (between == " " and before.fold in _names("given_names")):
            return not (adjective and surnamed) or before.fold not in _part_cues()
        # "Ilka Jordan, 35,": a name of no dictionary before it, and an age behind
        unheard = match.value.reading == "person" and between == " " and before.fold not in lookups.words("words")
        if unheard and (_AGE_BEHIND.match(text.text, match.end) or text.in_person(match.start, match.end)):
            return True
    if surnamed and after is not None and not adjective:
        middle = after.end - after.start == 1 and text.text[after.end : after.end + 1] == "."
        if gazetteer().begins(after.fold):
            return middle or text.in_person(match.start, after.end)
        # "Cuba Dawkins": what follows is a name, being no word of the language.
        name = text.text[after.start : after.end]
        unknown = match.value.reading == "person" and name[1:].islower() and after.fold not in lookups.words("words")
        return middle or unknown or after.fold in _names("surnames") or text.in_person(match.start, after.end)
    if adjective and before is not None and _capital(text, before) and not surnamed:
        # "Trial Attorney Mark Irish": the entity recogniser saw a name that ends in the word.
        start, end, label = entity_around(text.doc, match.start)
        return label == "PERSON" and start <= before.start and match.end == end
    return False


def _is_other_word(text: _Text, match: Match[Entry]) -> bool:
    """Tell the pronoun "US", gigabytes, currencies and streets from countries."""
    entry = match.value
    after = text.after(match)
    if after is not None and after.fold in cues("street_or_county") and _capital(text, after):
        return entry.via == "name" or after.fold in cues("county_word")
    before = text.word(match.first - 1)
    if before is not None and entry.name in cues("after_new") and text.text[before.start : before.end].endswith("New"):
        # "District ofNew Mexico": words run together.
        return True
    surface = text.text[match.start : match.end]
    if surface in ("US", "GB"):
        if text.text[match.end : match.end + 1] == "$":
            return True
        if before is not None and surface == "GB" and before.fold[-1].isdigit():
            return True
        if before is not None and surface == "US" and text.words[match.first].gap == "":
            shouted = text.text[before.start : before.end].isupper() and before.end - before.start > 1
            if after is not None and (before.fold in cues("word_before_place") or after.fold in _part_cues()):
                return False
            return shouted and before.fold in cues("before_us")
    return False


def _is_language(text: _Text, match: Match[Entry]) -> bool:
    """Tell "in Spanish" and "Spanish-speaking" from "in Spanish waters"."""
    if match.value.via != "demonym" or match.value.person:
        return False
    after = text.word(match.last + 1)
    if after is not None and after.gap == "" and after.fold in cues("talk"):
        return True
    return (text.before(match) in cues("speaking") or text.before(match) == "in") and _ends_phrase(text, match)


def _ends_phrase(text: _Text, match: Match[Entry]) -> bool:
    """Tell whether an adjective stands alone, without the noun that would make it one of origin."""
    after = text.word(match.last + 1)
    return match.value.via == "demonym" and (after is None or after.gap != "" or after.fold in cues("closes_people"))


def _is_town(text: _Text, match: Match[Entry], states: dict[int, str]) -> bool:
    """Tell Lebanon, Pennsylvania from the country; Georgia after it says nothing."""
    following = text.word(match.last + 1)
    return following is not None and following.gap == "," and states.get(match.last + 1, "Georgia") != "Georgia"


def _beside_country(text: _Text, candidates: Sequence[Match[Entry]], n: int) -> bool:
    """Tell whether a name stands in a list beside another country's name."""
    match = candidates[n]
    for other in [*candidates[max(0, n - 1) : n], *candidates[n + 1 : n + 2]]:
        if other.value.reading == "state" or other.value.via == "demonym":
            continue
        first, second = (other, match) if other.start < match.start else (match, other)
        if list_gap(text.text, first.end, second.start, most=MAX_GAP) is not None:
            return True
    return False


def _is_state(
    text: _Text,
    match: Match[Entry],
    states: dict[int, str],
    state_names: frozenset[str],
    cues: set[tuple[str, str]],
    *,
    beside: bool,
) -> bool:
    """Tell the US state of Georgia from the country.

    The nearest evidence decides: a city before it, a list it stands in, then cues
    anywhere in the release, then whose release it is.
    """
    before = text.word(match.first - 1)
    gap = text.words[match.first].gap
    if before is not None and gap == ",":
        span = _cues().find(text.text[before.start : before.end])
        for cue in span:
            return cue.value[1] != "country"
        if before.fold in state_names:
            return True
    after = text.word(match.last + 1)
    if after is not None and after.gap in ("", ",") and (match.last + 1 in states or match.last + 2 in states):
        return True
    if beside:
        return False
    geo = {side for iso3, side in cues if iso3 == match.value.code}
    if "country" in geo:
        return False
    if text.release.publisher_country == "USA" or "other" in geo:
        return True
    return bool(state_names - {"georgia"})


def _is_placed(text: _Text, match: Match[Entry]) -> bool:
    """Tell whether a word that is mostly something else stands where a place would."""
    after = text.after(match)
    if not text.text[match.start : match.end].isascii():
        return True
    if after is not None and _capital(text, after) and after.fold not in _part_cues():
        return False
    before = text.before(match)
    if match.value.person:
        return before in cues("one_of_people") or (match.first > 0 and before == "old")
    if match.value.code == "JEY" and text.release.publisher_country == "USA":
        return False
    gap = text.words[match.first].gap
    return before in cues("word_before_place") or gap == "," or (after is not None and after.fold in _part_cues())


def _list_runs(text: str, kept: Sequence[tuple[Match[Entry], str]]) -> tuple[list[int], set[int]]:
    """Return for each kept country the length of the list it stands in, and the numbers of those that begin one."""
    runs = [1] * len(kept)
    heads = {0}
    first = 0
    for n in range(1, len(kept) + 1):
        joined = n < len(kept) and kept[n][0].value.via != "demonym" and kept[n - 1][0].value.via != "demonym"
        if joined:
            start, end = kept[n - 1][0].end, kept[n][0].start
            joined = list_gap(text, start, end, most=MAX_GAP) is not None
        if not joined:
            runs[first:n] = [n - first] * (n - first)
            first = n
            heads.add(n)
    return runs, heads


def _part(text: _Text, match: Match[Entry], run: int, last_force: Match[Entry] | None) -> str:
    """Return the part a country plays, told from the words around its name.

    Args:
        run: length of the list it stands in.
        last_force: the country named before, where its force was meant by an adjective.
    """
    parts = _part_cues()
    entry = match.value
    after = text.after(match)
    if entry.person:
        return "nationality"
    following: list[str] = []
    n = match.last + 1
    while (word := text.word(n)) is not None and word.gap == "" and len(following) < 5:
        if word.fold in cues("locative") or word.fold in cues("ends_people"):
            break
        if word.fold == "and" and not _goes_on(text, n + 1):
            break
        # "Colombian National Police" and "Border Police", not "a Colombian national", "the border".
        named = _capital(text, word)
        odd = parts.get(word.fold) in ("nationality", "place") if named else word.fold in _NAMED_ONLY
        shown = "" if odd else word.fold
        following.append(shown)
        n += 1
    if run >= 3 and _joins(text, match, run):
        return "participant"
    possessive = bool(following) and following[0] == "s"
    named = after is not None and (_capital(text, after) or parts.get(after.fold) == "force")
    if entry.via != "name" or possessive or named:
        for word_fold in following:
            if word_fold in parts:
                return parts[word_fold]
    before = [text.words[k].fold for k in range(max(0, match.first - 6), match.first)]
    near = before[-1] if before and text.words[match.first].gap in ("", ",") else ""
    if near == "the" and len(before) > 1:
        near = before[-2]
        before = before[:-1]
    told = before[:-1]
    while near == "from" and len(told) > 1 and told[-1] in cues("some_of_people"):
        told = told[:-1]
    owner = told[-1] if told else ""
    role = parts.get(owner, "")
    if near in ("of", "in") and role == "force":
        return "place" if near == "in" and _is_owned(text, match, last_force) else "force"
    if near == "from" and owner in cues("sent_by_country"):
        return "force"
    if near == "by" and owner in cues("led_by_country"):
        return "force"
    if near in cues("between_places") and role == "place":
        return "place"
    if near == "of" and owner.isdigit():
        return "nationality"  # "Tobi Okran, 26, of Moldova"
    if near in ("of", "from") and role == "nationality":
        return "nationality"
    if entry.via == "demonym" and (near == "old" or (near in cues("counting") and _stands_alone(text, match))):
        return "nationality"
    if entry.via == "demonym" and after is not None and after.fold not in cues("function_word"):
        return "mention"  # "from American creativity": a thing of the country's, no place
    moved = near in cues("moved") or (near == "for" and not cues("moved").isdisjoint(told))
    if near in cues("locative") or moved or (text.words[match.first].gap == "," and entry.via == "name" and run == 1):
        return "place"
    return "mention"


def _goes_on(text: _Text, n: int) -> bool:
    """Tell whether a name goes on after "and": "Fish and Wildlife Service", not "police and French judges"."""
    word = text.word(n)
    return word is not None and word.gap == "" and _capital(text, word) and not gazetteer().begins(word.fold)


def _is_owned(text: _Text, match: Match[Entry], last_force: Match[Entry] | None) -> bool:
    """Tell whether the force named before a country is another's: "French officers in Mali"."""
    if last_force is None or not 0 < match.first - last_force.last <= 7:
        return False
    return all(text.words[n].gap == "" for n in range(last_force.last + 1, match.first + 1))


def _stands_alone(text: _Text, match: Match[Entry]) -> bool:
    """Tell whether an adjective after a number names a person: "a Serb and two Basotho were"."""
    after = text.after(match)
    if after is None or after.fold in cues("behind_people"):
        return True
    further = text.word(match.last + 2)
    return after.fold in ("and", "or") and further is not None and further.fold in cues("counting")


def _joins(text: _Text, match: Match[Entry], run: int) -> bool:
    """Tell whether a list of countries is one of those that took part."""
    if run >= LONG_LIST:
        return True
    earliest = max(match.start - 300, 0)
    start = max(text.text.rfind("\n\n", earliest, match.start), earliest)
    return _JOINING.search(text.text, start, min(len(text.text), match.end + 200)) is not None


def _acronyms(
    text: str, kept: Sequence[tuple[Match[Entry], str]], known: Sequence[CountryMention]
) -> list[CountryMention]:
    """Return mentions by an acronym the release itself introduces: "Central African Republic (CAR)"."""
    introduced: dict[str, str] = {}
    for match, iso3 in kept:
        found = _ACRONYM.match(text, match.end)
        if found is None or match.value.via != "name":
            continue
        initials = "".join(w[0] for w in low_words(match.value.name) if w not in cues("small_in_title")).upper()
        if found[1] == initials and found[1] not in gazetteer():
            introduced.setdefault(found[1], iso3)
    if not introduced:
        return []
    taken = {m.start for m in known}
    pattern = re.compile(r"\b(?:" + "|".join(sorted(introduced)) + r")\b")
    return [
        _mention(m.start(), m.end(), introduced[m[0]], "abbreviation", "mention")
        for m in pattern.finditer(text)
        if m.start() not in taken
    ]


def annotate(doc: Doc) -> None:
    """Set the mentions of `countries` and `regions`."""
    found, regions = find_countries(doc)
    set_mentions(doc, "countries", found)
    set_mentions(doc, "regions", regions)
