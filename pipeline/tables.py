"""The table contract as code: every table's columns, keys, meaning and checks.

From this module come the validation before each write, the DuckDB catalogue and
`docs/data-dictionary.md`. Add a column or table here first; nothing else defines one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import lookups
from pipeline.errors import REASONS, ContractError
from pipeline.vocabulary import ENCODINGS, FORMATS, SHARED

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
}


class Codes(NamedTuple):
    """A column of a resource file that lists allowed values, in the rows that hold `where` (column and cell)."""

    resource: str
    field: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and what an empty cell means.

    Attributes:
        type: a key of `ARROW_TYPES`.
        meaning: one plain sentence.
        null: what a null says; the empty string where a null is refused.
        values: the closed list of allowed values, or empty for any; with `codes`, those beside them.
        minimum: the smallest allowed number.
        maximum: the largest allowed number.
        codes: columns of resource files that list the allowed values, or empty for any.
        pattern: a regular expression (RE2) that every value matches from start to end.
    """

    name: str
    type: str
    meaning: str
    null: str = ""
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    codes: tuple[Codes, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its columns in order and the key columns that sort and identify rows.

    Attributes:
        kind: "base" (one row per thing), "mention" (a span of a release's text), "corpus" (of all releases together,
            written with the tidy tables) or "analysis".
        unique: whether the key identifies a row.
        ordered: pairs of columns of which the first may not exceed the second.
    """

    name: str
    meaning: str
    kind: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    unique: bool = True
    ordered: tuple[tuple[str, str], ...] = ()

    @functools.cached_property
    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(c.name, ARROW_TYPES[c.type], nullable=bool(c.null)) for c in self.columns])

    @functools.cached_property
    def column_names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


TEXT_VIAS = ("read", "recognised")
STATUSES = ("released", "duplicate", "quarantined")
QUALIFIERS = ("exact", "about", "more_than", "less_than")
GRANULARITIES = ("day", "week", "month", "quarter", "season", "year", "range")
BASES = ("explicit", "resolved", "unresolved")
DATE_KINDS = ("date", "duration", "age")
CATEGORIES = (
    "people",
    "money",
    "drugs",
    "firearms",
    "goods",
    "animals_plants",
    "vehicles",
    "countries",
    "organisations",
    "operations",
    "records",
    "other",
)
ORGANISATION_KINDS = (
    "police",
    "judicial",
    "international",
    "government",
    "company",
    "ngo",
    "criminal",
    "other",
)
ENTITY_KINDS = ("person", "organisation", "system", "operation")
SYSTEM_KINDS = ("database", "tool", "notice", "operation", "project", "event", "facility")
MONEY_KINDS = (
    *("bribe", "fine", "forfeiture", "frozen", "laundered", "loss", "ransom", "restitution", "seized", "settlement"),
)
SCOPES = ("event", "cumulative", "background")
PARTS = ("suspect", "victim", "official", "other")
# How far a case has come, the furthest last.
STAGES = (
    *("alleged", "wanted", "arrested", "charged", "indicted", "dismissed", "acquitted"),
    *("pleaded_guilty", "convicted", "sentenced"),
)
PENALTY_KINDS = (
    *("prison", "suspended_prison", "probation", "supervised_release", "fine", "restitution", "forfeiture"),
    *("community_service", "disqualification", "deportation", "death", "other"),
)
PENALTY_STATUSES = ("imposed", "maximum", "minimum", "sought")
PLACE_KINDS = ("town", "county", "state", "district", "region", "island", "water", "port", "airport")
COUNTRY_PARTS = ("dateline", "force", "nationality", "place", "participant", "mention")

_ID, _SHA = "[0-9a-f]{16}", "[0-9a-f]{64}"


_ACTIONS = (Codes("actions", "action"),)
_SUBSTANCES = (Codes("substances", "substance"),)
_UNITS = (Codes("units", "unit"), Codes("currencies", "code"))


def _rule(table: str, meaning: str, *, kind: str = "finds", null: str = "", name: str = "rule") -> Column:
    """Return the column that holds rules of a table: those of one kind in the register."""
    tables = (table, *SHARED.get(table, ()))
    listed = tuple(Codes("rules", "rule", (("table", shared), ("kind", kind))) for shared in tables)
    return Column(name, "string", meaning, null, codes=listed)


def _release_id(null: str = "") -> Column:
    return Column("release_id", "string", "The release, by an id made from its content.", null, pattern=_ID)


def _entity_id() -> Column:
    return Column("entity_id", "string", "What is named, the same over the corpus: see `entities`.", pattern=_ID)


def _sums(prefix: str, what: str) -> tuple[Column, ...]:
    """Return the columns of sums that are kept apart by the bounds of what is added up."""
    bounds = {"exact": "exact", "about": "approximate", "at_least": "lower bounds", "at_most": "upper bounds"}
    return tuple(
        _col(f"{prefix}_{bound}", "float64", f"Sum of the {what} stated as {words}.", minimum=0)
        for bound, words in bounds.items()
    )


def _mention_table(
    name: str,
    meaning: str,
    columns: Iterable[Column],
    *,
    more_key: tuple[str, ...] = (),
    ordered: tuple[tuple[str, str], ...] = (),
) -> Table:
    lead = (
        _release_id(),
        Column("text", "string", "The words as they stand in the clean text."),
        Column("start", "int64", "First character, as an offset into `releases.text`.", minimum=0),
        Column("end", "int64", "One past the last character.", minimum=0),
        Column("raw_start", "int64", "Where the words begin in the decoded raw text.", minimum=0),
        Column("raw_end", "int64", "One past where the words end in the decoded raw text.", minimum=0),
        Column("sentence", "int64", "Number of the sentence in the release, from 0.", minimum=0),
    )
    tail = (_rule(name, "The rule or model that made this row."),)
    return Table(
        name,
        meaning,
        "mention",
        ("release_id", "start", "end", *more_key),
        (*lead, *columns, *tail),
        ordered=(("start", "end"), ("raw_start", "raw_end"), *ordered),
    )


def _col(name: str, type: str, meaning: str, null: str = "", **more: Any) -> Column:
    return Column(name, type, meaning, null, **more)


_ISO3: dict[str, Any] = {"pattern": "[A-Z]{3}", "codes": (Codes("countries", "iso3"),)}
# Where the day of issue was read, the most trusted first: what the input states, the page's data, the text, names.
PUBLISHED_VIA: tuple[str, ...] = (
    *("stated", "json-ld", "opengraph", "dublin-core", "microdata", "meta", "time", "date-line", "dateline"),
    *("publish-line", "end-line", "today", "mail-date", "url", "file-name", "folder-name"),
)
_LANGUAGE: dict[str, Any] = {"pattern": "[a-z]{2}", "codes": (Codes("languages", "code"),)}
_SLUG = "[a-z][a-z0-9-]*"
_FEW = "fewer than 10 releases in the five months"

_TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        "Every input found under RAW, with what became of it.",
        "base",
        ("source",),
        (
            _col("source", "string", "Path under RAW; archive members as a.zip!b.txt, records as c.jsonl#12."),
            _col("sha256", "string", "SHA-256 of the input's bytes.", "the bytes could not be read", pattern=_SHA),
            _col("n_bytes", "int64", "Size of the input in bytes.", "the size could not be read", minimum=0),
            _col("format", "string", "Format the input was read as.", values=FORMATS),
            _col("status", "string", "What became of it.", values=STATUSES),
            _release_id("the input was quarantined"),
            _col("reason", "string", "Short code of why it was not released.", "released", values=tuple(REASONS)),
            _col("detail", "string", "The same in one sentence for a person.", "released"),
        ),
    ),
    Table(
        "releases",
        "One row per distinct release, with its clean text.",
        "base",
        ("release_id",),
        (
            _release_id(),
            _col("source", "string", "The first input, in order of path, that holds the release."),
            _col("publisher", "string", "The body that issued the release.", "not known"),
            _col("url", "string", "Where the release was published.", "not known"),
            _col("title", "string", "The headline.", "none found"),
            _col("published", "date", "The day the release was issued; never a guess.", "cannot be known"),
            _col("published_via", "string", "Where the day was read.", "no day is known", values=PUBLISHED_VIA),
            _col("dateline_place", "string", "The place the dateline names.", "no dateline"),
            _col("dateline_country", "string", "Country of the dateline.", "none named or known", **_ISO3),
            _col(
                "language",
                "string",
                "Language of most of its sentences.",
                "too short to tell",
                codes=(Codes("languages", "code"),),
            ),
            _col(
                "encoding",
                "string",
                "The encoding that was assumed: the input states none and is no UTF-8. In debris: decoding-guess.",
                "nothing was assumed",
                values=ENCODINGS,
            ),
            _col("text", "string", "The clean text; paragraphs are separated by a blank line."),
            _col(
                "text_via",
                "string",
                "Whether the text stood in the input (read) or was recognised, all or some of it, in pictures of it.",
                values=TEXT_VIAS,
            ),
            _col("n_chars_raw", "int64", "Characters of the decoded raw text.", minimum=0),
            _col("n_chars", "int64", "Characters of the clean text.", minimum=0),
            _col("n_sentences", "int64", "Sentences of the clean text.", "the text was not analysed", minimum=0),
            _col("near_duplicate_of", "string", "The earlier release this one repeats.", "none", pattern=_ID),
            _col(
                "n_repeated",
                "int64",
                "Paragraphs taken out because the publisher repeats them; those that tell something stand in its "
                "earliest release that has them.",
                minimum=0,
            ),
            _col(
                "doubtful",
                "string",
                "Where lines stand in the text that may be page furniture, as start-end, parted by blanks; their dates "
                "and counts are left out.",
                "none",
                pattern="[0-9]+-[0-9]+( [0-9]+-[0-9]+)*",
            ),
        ),
    ),
    Table(
        "debris",
        "What cleaning took out or put in: replaying the rows on the raw text gives the clean text.",
        "base",
        ("release_id", "raw_start", "raw_end"),
        (
            _release_id(),
            _col("raw_start", "int64", "Where the replaced raw text begins.", minimum=0),
            _col("raw_end", "int64", "One past where it ends; equal to raw_start for an insertion.", minimum=0),
            _col("rule", "string", "Name of the cleaning rule."),
            _col("text", "string", "The characters as they stood in the raw text."),
            _col("replacement", "string", "What stands in their place in the clean text."),
        ),
        ordered=(("raw_start", "raw_end"),),
    ),
    Table(
        "contacts",
        "Whom journalists are told to call: the contact blocks of the releases, taken out of the text or not.",
        "base",
        ("release_id", "raw_start", "raw_end"),
        (
            _release_id(),
            _col("raw_start", "int64", "Where the block begins in the decoded raw text.", minimum=0),
            _col("raw_end", "int64", "One past where it ends.", minimum=0),
            _col("text", "string", "The lines of the block, one below the other."),
            _col("name", "string", "The one person named.", "none, or several"),
            _col("email", "string", "The one e-mail address.", "none, or several"),
            _col("phone", "string", "The one telephone number, as written.", "none, or several"),
        ),
        ordered=(("raw_start", "raw_end"),),
    ),
    Table(
        "people",
        "One row per person per release.",
        "base",
        ("release_id", "person_id"),
        (
            _release_id(),
            _col("person_id", "string", "The person within the table.", pattern=_ID + "-p[0-9]+"),
            _col("name", "string", "Fullest form used, without honorifics and ranks."),
            _col("role", "string", "Office, rank or title as worded.", "none stated"),
            _col("organisation", "string", "The body the role belongs to.", "none named"),
            _col("country", "string", "Country of the office.", "none named", **_ISO3),
            _col("n_mentions", "int64", "Mentions of the person in the release.", minimum=1),
            _col("speaks", "bool", "Whether words of theirs are quoted or reported."),
            _col("part", "string", "The part the person plays in the release.", values=PARTS),
            _col("age", "float64", "Age in years.", "not told", minimum=0, maximum=120),
            _col("home", "string", "Where the person lives, as worded.", "not told"),
            _entity_id(),
            _col("start", "int64", "First character of the first mention.", minimum=0),
            _col("end", "int64", "One past the last character of the first mention.", minimum=0),
            _rule("people", "The rule or model that found the person."),
        ),
        ordered=(("start", "end"),),
    ),
    _mention_table(
        "person_mentions",
        "Each naming of a person, resolved to the person.",
        (_col("person_id", "string", "The person, as in `people`.", pattern=_ID + "-p[0-9]+"),),
    ),
    _mention_table(
        "quotes",
        "Words quoted or reported, with who said them.",
        (
            _col("person_id", "string", "The speaker, as in `people`.", "not told, or not a named person"),
            _col("speaker", "string", "The speaker as named.", "not told"),
            _col("kind", "string", "Words in quotation, or reported.", values=("direct", "indirect")),
        ),
        more_key=("kind",),
    ),
    _mention_table(
        "dates",
        "Calendar dates, durations and ages.",
        (
            _col("date_start", "date", "First day.", "open, unknown, or not a date"),
            _col("date_end", "date", "Last day, inclusive.", "open, unknown, or not a date"),
            _col("granularity", "string", "How fine the wording is.", "not a date", values=GRANULARITIES),
            _col("basis", "string", "Where the value comes from.", "not a date", values=BASES),
            _rule(
                "dates",
                "The rule that completed what the words leave open, or that says why nothing can.",
                kind="values",
                null="the words tell all of it, nothing completes it, or not a date",
                name="basis_rule",
            ),
            _col("kind", "string", "What the expression is.", values=DATE_KINDS),
            _col("amount", "float64", "Length of a duration, or an age.", "a date", minimum=0),
            _col("amount_unit", "string", "Unit of the amount.", "a date"),
        ),
        ordered=(("date_start", "date_end"),),
    ),
    _mention_table(
        "counts",
        "Quantities with what they count or measure.",
        (
            _col("value", "float64", "The number, scale applied; the lower end of a range.", minimum=0),
            _col("value_max", "float64", "Upper end of a range.", "not a range", minimum=0),
            _col("qualifier", "string", "How the number is hedged.", values=QUALIFIERS),
            _col(
                "unit",
                "string",
                "ISO 4217 code for money, else a unit of measure.",
                "things are counted",
                values=("fraction",),
                codes=_UNITS,
            ),
            _col("item", "string", "What is counted or measured, as worded.", "the text does not say"),
            _rule(
                "counts",
                "The rule that told the item, or that there is none to tell.",
                kind="item",
                null="denied by “no”",
                name="item_rule",
            ),
            _col("category", "string", "Kind of thing counted.", values=CATEGORIES),
            _col("action", "string", "What happened to it.", "nothing is said to have happened", codes=_ACTIONS),
            _col("negated", "bool", "Whether the text denies it (value 0, or it did not happen)."),
        ),
        ordered=(("value", "value_max"),),
    ),
    _mention_table(
        "countries",
        "Countries named, by name, demonym or abbreviation.",
        (
            _col("iso3", "string", "ISO 3166-1 alpha-3 code (XKX for Kosovo).", **_ISO3),
            _col(
                "iso2",
                "string",
                "ISO 3166-1 alpha-2 code (XK for Kosovo).",
                pattern="[A-Z]{2}",
                codes=(Codes("countries", "iso2"),),
            ),
            _col("name", "string", "Short English name."),
            _col("region", "string", "Sub-region of the UN M49 standard."),
            _col("via", "string", "How it is named.", values=("name", "demonym", "abbreviation", "dateline")),
            _col("part", "string", "The part it plays in the release.", values=COUNTRY_PARTS),
        ),
        more_key=("iso3",),
    ),
    _mention_table(
        "regions",
        "Regions of several countries named in the text; they are never counted as countries.",
        (
            _col("m49", "string", "UN M49 code.", "the region is no M49 region", pattern="[0-9]{3}"),
            _col("name", "string", "Name of the region."),
        ),
    ),
    _mention_table(
        "places",
        "Places named that are no countries: towns, counties, states, districts, islands, waters, ports, airports; "
        "none inside the names of bodies, systems, roles and persons.",
        (
            _col("name", "string", "Name, as the gazetteer spells it where the place is known."),
            _col("kind", "string", "Kind of place.", "not told", values=PLACE_KINDS),
            _col("country", "string", "Its country.", "neither told nor certain", **_ISO3),
            _col("admin1", "string", "Its state or province.", "the place cannot be told apart, or is none's"),
            _col("latitude", "float64", "Degrees north.", "the place cannot be told apart", minimum=-90, maximum=90),
            _col("longitude", "float64", "Degrees east.", "the place cannot be told apart", minimum=-180, maximum=180),
            _col("geoname_id", "int64", "Its number in GeoNames.", "the place cannot be told apart", minimum=1),
            _col("via", "string", "Where it is named.", values=("dateline", "text")),
        ),
    ),
    _mention_table(
        "crime_areas",
        "Words that name a crime area.",
        (
            _col("area", "string", "Slug of the taxonomy.", pattern=_SLUG),
            _col("label", "string", "Name of the area."),
        ),
        more_key=("area",),
    ),
    Table(
        "release_crime_areas",
        "The crime areas of each release.",
        "base",
        ("release_id", "area"),
        (
            _release_id(),
            _col("area", "string", "Slug of the taxonomy.", pattern=_SLUG),
            _col("n_mentions", "int64", "Mentions of the area in the text.", minimum=0),
            _col("score", "float64", "Weight of evidence that the release is about it, 0 to 1.", minimum=0, maximum=1),
            _col("primary", "bool", "Whether the release is about it."),
        ),
    ),
    _mention_table(
        "organisations",
        "Bodies named in the text.",
        (
            _col("organisation_id", "string", "The body, the same across releases."),
            _col("name", "string", "Canonical name."),
            _col("acronym", "string", "Its acronym.", "none known"),
            _col("kind", "string", "Kind of body.", values=ORGANISATION_KINDS),
            _col("country", "string", "Its country.", "international, or not known", **_ISO3),
            _entity_id(),
        ),
    ),
    _mention_table(
        "systems",
        "Named databases, tools, notices, operations, projects, events and facilities.",
        (
            _col("name", "string", "Fullest name used."),
            _col("acronym", "string", "Its acronym.", "none given"),
            _col("kind", "string", "Kind of system.", values=SYSTEM_KINDS),
            _entity_id(),
        ),
    ),
    _mention_table(
        "charges",
        "Offences that the release lays to the persons of its case, one row per person and offence.",
        (
            _col("charge_id", "string", "The row within the table.", pattern=_ID + "-c[0-9]+"),
            _col("person_id", "string", "The person, as in `people`.", "the persons are not named"),
            _col("n_people", "int64", "Of how many unnamed persons.", "named, or not told", minimum=1),
            _col("offence", "string", "The offence as worded, with what it shares with others of its list."),
            _col("area", "string", "Slug of the crime area that its words name.", "none named", pattern=_SLUG),
            _col("statute", "string", "The law it is against, as worded.", "not told"),
            _col("n_counts", "int64", "Of how many counts.", "not told", minimum=1),
            _col("stage", "string", "How far it has come: the furthest that the release reports.", values=STAGES),
        ),
        more_key=("charge_id",),
    ),
    _mention_table(
        "penalties",
        "Penalties imposed, possible or asked for in the release's case, one row per person and penalty.",
        (
            _col("penalty_id", "string", "The row within the table.", pattern=_ID + "-s[0-9]+"),
            _col("person_id", "string", "The person, as in `people`.", "the persons are not named"),
            _col("n_people", "int64", "Of how many unnamed persons.", "named, or not told", minimum=1),
            _col("kind", "string", "Kind of penalty.", values=PENALTY_KINDS),
            _col(
                "amount", "float64", "Length or sum; the lower end of a range.", "life, death, or not told", minimum=0
            ),
            _col("amount_unit", "string", "day, month, year, hour, life, or the ISO 4217 code of a sum.", "not told"),
            _col(
                "status",
                "string",
                "Whether it was imposed, may be at most or at least, or is asked for.",
                values=PENALTY_STATUSES,
            ),
        ),
        more_key=("penalty_id",),
    ),
    Table(
        "outcomes",
        "What the release says happened, counted or not.",
        "base",
        ("release_id", "outcome_id"),
        (
            _release_id(),
            _col("outcome_id", "string", "The row within the table.", pattern=_ID + "-o[0-9]+"),
            _col("action", "string", "What happened.", codes=_ACTIONS),
            _col("item", "string", "To what, as worded.", "not said"),
            _col("category", "string", "Kind of thing.", values=CATEGORIES),
            _col("value", "float64", "How many or how much.", "no number can be given", minimum=0),
            _col(
                "unit",
                "string",
                "ISO 4217 code or unit of measure.",
                "things are counted",
                values=("fraction",),
                codes=_UNITS,
            ),
            _col("qualifier", "string", "How the number is hedged.", values=QUALIFIERS),
            _col("implied", "bool", "Whether the 1 stands for an uncounted singular."),
            _col("vague", "string", "The word in place of a number.", "a number, or a bare plural"),
            _col("part_of", "string", "The outcome of which this is a part.", "not a part"),
            _col(
                "scope",
                "string",
                "Whether it is news of this release, a running total of a programme, unit or area, or background: "
                "other cases, history, general statistics. Totals add up events only.",
                values=SCOPES,
            ),
            _rule(
                "outcomes",
                "The rule that told the scope.",
                kind="values",
                null="news of this release",
                name="scope_rule",
            ),
            _col("date_start", "date", "First day on which it happened.", "the text does not tell"),
            _col("date_end", "date", "Last day on which it happened.", "the text does not tell"),
            _col(
                "substance",
                "string",
                "The drug, by one name for all its names.",
                "no drug, or several",
                codes=_SUBSTANCES,
            ),
            _col("value_kg", "float64", "The mass in kilograms.", "no mass", minimum=0),
            _col("start", "int64", "First character of the evidence.", minimum=0),
            _col("end", "int64", "One past its last character.", minimum=0),
            _rule("outcomes", "The rule that made this row."),
        ),
        ordered=(("start", "end"), ("date_start", "date_end")),
    ),
    Table(
        "outcome_people",
        "Persons whom outcomes are about, where the release names them.",
        "base",
        ("release_id", "outcome_id", "person_id"),
        (
            _release_id(),
            _col("outcome_id", "string", "The outcome.", pattern=_ID + "-o[0-9]+"),
            _col("person_id", "string", "The person.", pattern=_ID + "-p[0-9]+"),
        ),
    ),
    Table(
        "entities",
        "Persons, bodies, systems and operations over the whole corpus; namings that may be two things stay apart.",
        "corpus",
        ("entity_id",),
        (
            _col("entity_id", "string", "The entity, by a digest of what it is known by.", pattern=_ID),
            _col("kind", "string", "What it is.", values=ENTITY_KINDS),
            _col("name", "string", "The name that most releases give it."),
            _col("n_releases", "int64", "Releases that name it; near-duplicates are left out.", minimum=1),
            _col("n_mentions", "int64", "Mentions in them.", minimum=1),
            _col("first_published", "date", "First dated release that names it.", "no release is dated"),
            _col("last_published", "date", "Last dated release that names it.", "no release is dated"),
            _col("country", "string", "Country of the body or office.", "none told, or several", **_ISO3),
        ),
        ordered=(("n_releases", "n_mentions"), ("first_published", "last_published")),
    ),
    Table(
        "entity_aliases",
        "The words by which releases name each entity; near-duplicates are left out.",
        "corpus",
        ("entity_id", "alias"),
        (
            _col("entity_id", "string", "The entity, as in `entities`.", pattern=_ID),
            _col("alias", "string", "Words that name it, as they stand in the texts."),
            _col("n_mentions", "int64", "How often they do.", minimum=1),
        ),
    ),
    Table(
        "crime_area_by_month",
        "Releases per crime area and month of publication; near-duplicates are left out.",
        "analysis",
        ("month", "area"),
        (
            _col(
                "month", "string", "Month of publication as YYYY-MM, or unknown.", pattern="[0-9]{4}-[0-9]{2}|unknown"
            ),
            _col("area", "string", "Slug of the taxonomy.", pattern=_SLUG),
            _col("n_releases", "int64", "Releases that name the area.", minimum=0),
            _col("n_primary", "int64", "Releases about the area.", minimum=0),
            _col("n_releases_month", "int64", "All releases of the month: the denominator.", minimum=0),
            _col("share", "float64", "n_primary / n_releases_month.", minimum=0, maximum=1),
        ),
        ordered=(("n_primary", "n_releases"), ("n_releases", "n_releases_month")),
    ),
    Table(
        "crime_area_trend",
        "Share of the releases about each crime area, month by month, smoothed, with its uncertainty.",
        "analysis",
        ("month", "area"),
        (
            _col("month", "string", "Month of publication as YYYY-MM.", pattern="[0-9]{4}-[0-9]{2}"),
            _col("area", "string", "Slug of the taxonomy.", pattern=_SLUG),
            _col("n_primary", "int64", "Releases about the area.", minimum=0),
            _col("n_releases_month", "int64", "All releases of the month: the denominator.", minimum=0),
            _col("n_window", "int64", "Releases of the five months around, which the smoothed share reads.", minimum=0),
            _col("share", "float64", "n_primary / n_releases_month.", "no release in the month", minimum=0, maximum=1),
            _col(
                "smoothed",
                "float64",
                "Share over the five months, the middle ones weighing more.",
                _FEW,
                minimum=0,
                maximum=1,
            ),
            _col("low", "float64", "Lower end of its 95 % interval (Wilson).", _FEW, minimum=0, maximum=1),
            _col("high", "float64", "Upper end of its 95 % interval.", _FEW, minimum=0, maximum=1),
        ),
        ordered=(
            ("n_primary", "n_releases_month"),
            ("n_releases_month", "n_window"),
            ("low", "smoothed"),
            ("smoothed", "high"),
        ),
    ),
    Table(
        "country_by_crime_area",
        "Releases in which a country and a crime area stand together.",
        "analysis",
        ("iso3", "area"),
        (
            _col("iso3", "string", "ISO 3166-1 alpha-3 code.", **_ISO3),
            _col("area", "string", "Slug of the taxonomy.", pattern=_SLUG),
            _col("n_releases", "int64", "Releases that name both.", minimum=0),
            _col("n_primary", "int64", "Of these, releases about the area.", minimum=0),
            _col("n_releases_country", "int64", "Releases that name the country.", minimum=0),
            _col("expected", "float64", "Releases expected if the two were independent.", minimum=0),
            _col("lift", "float64", "n_releases / expected.", minimum=0),
        ),
        ordered=(("n_primary", "n_releases"), ("n_releases", "n_releases_country")),
    ),
    Table(
        "country_pairs",
        "Pairs of countries named in the same releases.",
        "analysis",
        ("iso3_a", "iso3_b"),
        (
            _col("iso3_a", "string", "The first country, in order of code.", **_ISO3),
            _col("iso3_b", "string", "The second country.", **_ISO3),
            _col("n_releases", "int64", "Releases that name both.", minimum=0),
            _col("n_a", "int64", "Releases that name the first.", minimum=0),
            _col("n_b", "int64", "Releases that name the second.", minimum=0),
            _col("expected", "float64", "Releases expected if the two were independent.", minimum=0),
            _col("lift", "float64", "n_releases / expected.", minimum=0),
            _col("pmi", "float64", "Pointwise mutual information, base 2."),
        ),
        ordered=(("iso3_a", "iso3_b"), ("n_releases", "n_a"), ("n_releases", "n_b")),
    ),
    Table(
        "person_pairs",
        "Pairs of people, by name, named in the same releases.",
        "analysis",
        ("person_a", "person_b"),
        (
            _col("person_a", "string", "The first name, in order of the alphabet."),
            _col("person_b", "string", "The second name."),
            _col("n_releases", "int64", "Releases that name both.", minimum=0),
            _col("n_a", "int64", "Releases that name the first.", minimum=0),
            _col("n_b", "int64", "Releases that name the second.", minimum=0),
            _col("expected", "float64", "Releases expected if the two were independent.", minimum=0),
            _col("lift", "float64", "n_releases / expected.", minimum=0),
            _col("pmi", "float64", "Pointwise mutual information, base 2."),
        ),
        ordered=(("person_a", "person_b"), ("n_releases", "n_a"), ("n_releases", "n_b")),
    ),
    Table(
        "people_activity",
        "People by name over the corpus.",
        "analysis",
        ("name",),
        (
            _col("name", "string", "Name as in `people`."),
            _col("role", "string", "The role stated most often.", "none stated"),
            _col("organisation", "string", "The body stated most often.", "none named"),
            _col("n_releases", "int64", "Releases that name the person.", minimum=0),
            _col("n_releases_speaking", "int64", "Releases in which the person speaks.", minimum=0),
            _col("n_quotes", "int64", "Quotes of the person.", minimum=0),
            _col("first_published", "date", "First dated release.", "no release is dated"),
            _col("last_published", "date", "Last dated release.", "no release is dated"),
        ),
        ordered=(("n_releases_speaking", "n_releases"), ("first_published", "last_published")),
    ),
    Table(
        "outcome_totals",
        "Sums of outcomes that are news of their release, by action, category, unit and year; running totals, "
        "background, parts of a total, near-duplicates and what a release of the same case told before are left out.",
        "analysis",
        ("action", "category", "unit", "year"),
        (
            _col("action", "string", "What happened."),
            _col("category", "string", "Kind of thing."),
            _col("unit", "string", "ISO 4217 code or unit of measure.", "things are counted"),
            _col("year", "string", "Year of publication, or unknown.", pattern="[0-9]{4}|unknown"),
            _col("n_rows", "int64", "Outcomes added up.", minimum=0),
            _col("n_releases", "int64", "Releases they stand in.", minimum=0),
            _col("n_releases_year", "int64", "All releases of the year: the denominator of a rate.", minimum=0),
            *_sums("total", "figures"),
            _col("n_exact", "int64", "Figures stated as exact.", minimum=0),
            _col("n_about", "int64", "Figures stated as approximate.", minimum=0),
            _col("n_at_least", "int64", "Figures that are lower bounds.", minimum=0),
            _col("n_at_most", "int64", "Figures that are upper bounds.", minimum=0),
            _col("n_vague", "int64", "Outcomes for which no number can be given.", minimum=0),
            _col("n_implied", "int64", "Of the exact figures, uncounted singulars.", minimum=0),
            _col("n_told_again", "int64", "Outcomes left out: a release of the same case told them before.", minimum=0),
            _col(
                "largest_share",
                "float64",
                "Share of the total that stands in one release.",
                "nothing is added up",
                minimum=0,
                maximum=1,
            ),
            _col("statement", "string", "The total in words, bounds included."),
        ),
        ordered=(("n_releases", "n_rows"), ("n_releases", "n_releases_year"), ("n_implied", "n_exact")),
    ),
    Table(
        "running_totals",
        "Running totals of programmes, units and areas, as each release states them; they are never added up.",
        "analysis",
        ("publisher", "action", "category", "unit", "item", "as_of", "since", "value", "qualifier"),
        (
            _col("publisher", "string", "Who states it.", "not known"),
            _col("action", "string", "What happened."),
            _col("category", "string", "Kind of thing."),
            _col("unit", "string", "ISO 4217 code or unit of measure.", "things are counted"),
            _col("item", "string", "To what, as worded.", "not said"),
            _col("as_of", "date", "Day of publication.", "the release is not dated"),
            _col("since", "date", "First day of the time it is for.", "the text does not tell"),
            _col("value", "float64", "How many or how much.", minimum=0),
            _col("qualifier", "string", "How the number is hedged.", values=QUALIFIERS),
            _col("n_releases", "int64", "Releases of that day that state it.", minimum=1),
            _col("release_id", "string", "The first of them.", pattern=_ID),
            _col("outcome_id", "string", "Its row of outcomes.", pattern=_ID + "-o[0-9]+"),
        ),
    ),
    Table(
        "charges_by_area",
        "Charges and the people charged, by crime area, year of publication and stage; near-duplicates left out, and "
        "enhancements.",
        "analysis",
        ("area", "year", "stage"),
        (
            _col("area", "string", "Crime area of the offence.", "its words name none"),
            _col("year", "string", "Year of publication, or unknown.", pattern="[0-9]{4}|unknown"),
            _col("stage", "string", "How far it has come.", values=STAGES),
            _col("n_charges", "int64", "Rows of charges.", minimum=0),
            _col(
                "n_people", "int64", "People: the named ones of each release, and unnamed ones where told.", minimum=0
            ),
            _col("n_releases", "int64", "Releases.", minimum=0),
        ),
        ordered=(("n_releases", "n_charges"),),
    ),
    Table(
        "penalties_by_area",
        "Prison terms imposed, by crime area and year of publication: median and quartiles in months; life apart.",
        "analysis",
        ("area", "year"),
        (
            _col("area", "string", "Crime area: of the person's charges, else what the release is about."),
            _col("year", "string", "Year of publication, or unknown.", pattern="[0-9]{4}|unknown"),
            _col("n_terms", "int64", "Terms with a length: the longest of each person and release.", minimum=0),
            _col("median_months", "float64", "Median.", "no term has a length", minimum=0),
            _col("q1_months", "float64", "First quartile.", "no term has a length", minimum=0),
            _col("q3_months", "float64", "Third quartile.", "no term has a length", minimum=0),
            _col("longest_months", "float64", "The longest.", "no term has a length", minimum=0),
            _col("n_life", "int64", "Life terms.", minimum=0),
            _col("n_releases", "int64", "Releases.", minimum=0),
        ),
        ordered=(("q1_months", "median_months"), ("median_months", "q3_months"), ("q3_months", "longest_months")),
    ),
    Table(
        "money",
        "Sums of money by what they are, currency and year of publication; only news of the releases, no parts.",
        "analysis",
        ("kind", "currency", "year"),
        (
            _col("kind", "string", "What the money is.", values=MONEY_KINDS),
            _col("currency", "string", "ISO 4217 code, or the ticker of a cryptocurrency."),
            _col("year", "string", "Year of publication, or unknown.", pattern="[0-9]{4}|unknown"),
            _col("n_figures", "int64", "Figures added up.", minimum=0),
            _col("n_releases", "int64", "Releases they stand in.", minimum=0),
            *_sums("total", "figures"),
            _col(
                "largest",
                "float64",
                "The largest single figure, upper bounds left out.",
                "only upper bounds",
                minimum=0,
            ),
            _col("largest_release", "string", "The release that tells it.", "only upper bounds", pattern=_ID),
        ),
        ordered=(("n_releases", "n_figures"),),
    ),
    Table(
        "seizures",
        "Drugs taken by authorities, by substance and year, in kilograms; only news of the releases, no parts.",
        "analysis",
        ("substance", "year"),
        (
            _col("substance", "string", "The drug."),
            _col("year", "string", "Year of publication, or unknown.", pattern="[0-9]{4}|unknown"),
            _col("n_rows", "int64", "Outcomes.", minimum=0),
            _col("n_releases", "int64", "Releases they stand in.", minimum=0),
            *_sums("kg", "kilograms"),
            _col("n_weighed", "int64", "Outcomes with a mass.", minimum=0),
            _col("n_other", "int64", "Outcomes in other measures, or without a number.", minimum=0),
            _col("largest_kg", "float64", "The largest single mass.", "none is weighed", minimum=0),
            _col("largest_release", "string", "The release that tells it.", "none is weighed", pattern=_ID),
        ),
        ordered=(("n_releases", "n_rows"), ("n_weighed", "n_rows")),
    ),
    Table(
        "corpus_profile",
        "What was read, what was quarantined or not analysed, what was cleaned and how full each field is.",
        "analysis",
        ("section", "measure"),
        (
            _col("section", "string", "Group of measures."),
            _col("measure", "string", "What is measured."),
            _col("value", "float64", "The figure.", minimum=0),
            _col("of", "float64", "The figure it is a share of.", "not a share", minimum=0),
        ),
        ordered=(("value", "of"),),
    ),
)

TABLES: Mapping[str, Table] = {table.name: table for table in _TABLES}
TIDY_TABLES: tuple[str, ...] = tuple(t.name for t in _TABLES if t.kind != "analysis")
ANALYSIS_TABLES: tuple[str, ...] = tuple(t.name for t in _TABLES if t.kind == "analysis")
MENTION_TABLES: tuple[str, ...] = tuple(t.name for t in _TABLES if t.kind == "mention")

MAX_NAMED_ROWS = 5


def _broken_cells(column: Column, cells: pa.ChunkedArray) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """Yield each rule of a column, and for each of its cells whether it breaks the rule."""
    if not column.null:
        yield f"{column.name} is empty", pc.is_null(cells)
    if allowed := allowed_values(column):
        unlisted = pc.and_(pc.is_valid(cells), pc.invert(pc.is_in(cells, value_set=_array(allowed))))
        yield _not_listed(column), unlisted
    if column.minimum is not None:
        yield f"{column.name} is below {column.minimum:g}", pc.less(cells, column.minimum)
    if column.maximum is not None:
        yield f"{column.name} is above {column.maximum:g}", pc.greater(cells, column.maximum)
    if column.type == "float64":
        yield f"{column.name} is no finite number", pc.invert(pc.is_finite(cells))
    if column.pattern:
        matches = pc.match_substring_regex(cells, f"^(?:{column.pattern})$")
        yield f"{column.name} does not look like {column.pattern}", pc.invert(matches)


def check_table(name: str, frame: pa.Table, *, after: tuple[Any, ...] | None = None) -> tuple[Any, ...] | None:
    """Check a batch of rows against the contract of its table.

    Args:
        frame: rows with exactly the table's schema, in order of the key.
        after: the key of the last row of the batch before, which these rows must follow.

    Returns:
        The key of the last row, or `after` when there are no rows.

    Raises:
        ContractError: with every broken rule and the first rows that break it.
    """
    table = TABLES[name]
    if frame.schema != table.schema:
        raise ContractError(f"{name}: the columns or types differ from the contract: {frame.schema} ≠ {table.schema}")
    if not len(frame):
        return after
    broken: list[str] = []

    def report(rule: str, bad: pa.Array | pa.ChunkedArray) -> None:
        rows = pc.indices_nonzero(pc.fill_null(bad, False)).to_pylist()
        if rows:
            keys = [tuple(frame[k][row].as_py() for k in table.key) for row in rows[:MAX_NAMED_ROWS]]
            more = f" and {len(rows) - MAX_NAMED_ROWS} more" if len(rows) > MAX_NAMED_ROWS else ""
            broken.append(f"{name}: {rule} in the row(s) {', '.join(map(str, keys))}{more}")

    for column in table.columns:
        for rule, bad in _broken_cells(column, frame[column.name]):
            report(rule, bad)
    for low, high in table.ordered:
        report(f"{low} is after {high}", pc.greater(frame[low], frame[high]))
    if table.kind == "mention":
        width = pc.subtract(frame["end"], frame["start"])
        report("text is not as long as its span", pc.not_equal(pc.utf8_length(frame["text"]).cast(pa.int64()), width))
    last = _check_order(table, frame, after, broken)
    if broken:
        raise ContractError("\n".join(broken))
    return last


def allowed_values(column: Column) -> tuple[str, ...]:
    """Return what a cell of a column may hold, those of a user's resources too; empty where it may hold anything."""
    return (
        *column.values,
        *(value for codes in column.codes for value in (*_codes(codes), *_own.get(_name(codes), ()))),
    )


def closed_lists() -> dict[str, tuple[str, ...]]:
    """Return what the cells of columns with a closed list may hold, by table and column ("outcomes.action")."""
    return {
        f"{table.name}.{column.name}": allowed_values(column)
        for table in _TABLES
        for column in table.columns
        if column.codes
    }


def own_codes() -> dict[str, list[str]]:
    """Return the values that a user's resources add to the closed lists, by file and column ("actions.action")."""
    added: dict[str, list[str]] = {}
    for codes in sorted({codes for table in _TABLES for column in table.columns for codes in column.codes}):
        if more := set(_codes(codes)) - set(_shipped_codes(codes)):
            added.setdefault(_name(codes), []).extend(sorted(more))
    return added


# What resources added that this process does not know, but the one that extracted did.
_own: dict[str, tuple[str, ...]] = {}


def allow_codes(added: Mapping[str, Iterable[str]]) -> None:
    """Let the closed lists hold these as well, in this process, and none that were allowed so before.

    Args:
        added: as `own_codes` gave it where the releases were extracted.
    """
    _own.clear()
    _own.update({name: tuple(values) for name, values in added.items()})


def _name(codes: Codes) -> str:
    return f"{codes.resource}.{codes.field}"


@functools.cache
def _array(values: tuple[str, ...]) -> pa.Array:
    return pa.array(values, pa.string())


def _listed(rows: Iterable[Mapping[str, str]], codes: Codes) -> set[str]:
    return {row[codes.field] for row in rows if all(row[column] == cell for column, cell in codes.where)}


@functools.cache
def _codes(codes: Codes) -> tuple[str, ...]:
    """Return the project's values, those that a user's resources take out, too, and those that they add."""
    rows = lookups.table(codes.resource, key=lookups.table_key(codes.resource))
    return tuple(sorted({*_listed(rows, codes), *_shipped_codes(codes)}))


@functools.cache
def _shipped_codes(codes: Codes) -> tuple[str, ...]:
    path = lookups.RESOURCES / f"{codes.resource}.csv"
    return tuple(sorted(_listed(lookups.read_csv(path, key=lookups.table_key(codes.resource)), codes)))


def _not_listed(column: Column) -> str:
    if not column.codes:
        return f"{column.name} is not one of {', '.join(column.values)}"
    return f"{column.name} is no code of {' or '.join(f'{codes.resource}.csv' for codes in column.codes)}"


def _check_order(
    table: Table, frame: pa.Table, after: tuple[Any, ...] | None, broken: list[str]
) -> tuple[Any, ...] | None:
    """Report keys that repeat or stand out of order; return the last key. Null sorts last, as pandas does."""

    def key_of(row: int) -> tuple[Any, ...]:
        return tuple(frame[k][row].as_py() for k in table.key)

    def report(row: int, repeated: bool) -> None:
        fault = "repeats a key" if repeated else "is out of order"
        broken.append(f"{table.name}: the row {key_of(row)} {fault} ({', '.join(table.key)})")

    first = _comparable(key_of(0))
    if after is not None and (first < after or (table.unique and first == after)):
        report(0, first == after)
    elif len(frame) > 1:
        less, same = _compare_neighbours([frame[k] for k in table.key])
        right = less if table.unique else pc.or_(less, same)
        wrong = pc.index(right, False).as_py()
        if wrong >= 0:
            report(wrong + 1, same[wrong].as_py())
    return _comparable(key_of(len(frame) - 1))


def _comparable(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple((cell is None, "" if cell is None else cell) for cell in key)


def _compare_neighbours(columns: list[pa.ChunkedArray]) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Return for each row but the last whether its key is less than the next row's, and whether it is the same.

    Args:
        columns: of the key, each of the same length, at least two rows.
    """
    less = same = None
    for column in reversed(columns):
        low, high = column.slice(0, len(column) - 1), column.slice(1)
        low_null, high_null = pc.is_null(low), pc.is_null(high)
        column_less = pc.if_else(pc.or_(low_null, high_null), pc.greater(high_null, low_null), pc.less(low, high))
        column_same = pc.if_else(pc.or_(low_null, high_null), pc.and_(low_null, high_null), pc.equal(low, high))
        less = column_less if less is None else pc.or_(column_less, pc.and_(column_same, less))
        same = column_same if same is None else pc.and_(column_same, same)
    return less, same
