"""The closed lists of the contract that stand in code: formats, encodings, and rules that are not in the register.

What stands in data files is listed there: actions, units and currencies, and the rules of `rules.csv`, which the
contract adds to those here. A name that a module puts into a column and that stands in neither costs the releases
that meet it, so put it here first. `tests/unit/test_vocabulary.py` compares the lists with the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Of `sources.format`: what the readers call what they read; archives and mailboxes stand with what they hold, or alone
# where they cannot be opened.
FORMATS: tuple[str, ...] = (
    *("txt", "html", "json", "jsonl", "csv", "tsv", "xml", "parquet", "eml", "msg", "mbox", "mhtml", "docx", "doc"),
    *("odt", "rtf", "pdf", "epub", "warc", "xlsx", "xlsm", "xlsb", "xls", "ods", "png", "jpg", "jpeg", "tif", "tiff"),
    *("webp", "zip", "gz", "tar", "unknown"),
)

# Of `releases.encoding`: code pages by the names of browsers, and UTF-8 in which single bytes are strays.
ENCODINGS: tuple[str, ...] = (
    *("utf-16-le", "utf-16-be", "utf-8, windows-1252", "windows-1252", "macintosh", "windows-1250", "windows-1254"),
    *("windows-1257", "windows-1251", "koi8-r", "iso-8859-2", "iso-8859-5", "cp850", "cp866"),
)

_SPANS = ("day", "week", "weekend", "fortnight", "month", "quarter", "season", "year", "decade")
_DATE_FORMS = (
    *("full-date", "day-month", "month-year", "month", "weekday", "weekday-number", "weekday-of-month", "day-range"),
    *("week-of-day", "weekend-of-day", "part-of-period", "days-from-date", "day-of-relative-month", "year-list"),
    *("impossible-date", "range", "since", "until", "habit", "past-week", "past-month", "past-fortnight"),
    *(unit for unit in _SPANS if unit not in ("day", "month")),
    *(
        f"relative-{unit}"
        for unit in (*_SPANS, "past-week", "past-month", "past-fortnight", "hour", "minute", "second")
    ),
)
# What completed a date that its own words leave open.
_COMPLETED_FROM = ("sentence", "paragraph", "release", "mention", "published", "apposition", "event")
_LENGTHS = (
    *("duration", "duration-range", "duration-long", "duration-list", "duration-article"),
    *("age-old", "age-old-range", "age-aged", "age-of", "age-named"),
)
_NAMES = (
    *("name-words", "given-name", "honorific-before", "rank-before", "office-before", "description-before"),
    *("named-after", "surname-alone", "speech-verb", "firm-before", "fate-of-person", "alias-behind", "make-of-thing"),
    *("body-in-brackets", "age-behind", "who-behind", "office-behind"),
)


def _of_dates() -> Iterable[str]:
    yield from _DATE_FORMS
    yield from (f"{form}-from-{source}" for form in _DATE_FORMS for source in _COMPLETED_FROM)
    yield from _LENGTHS


# Of the column `rule`, by table; those of counts and outcomes stand in the register (`rules.csv`).
RULES: Mapping[str, tuple[str, ...]] = {
    "dates": tuple(_of_dates()),
    "people": (*_NAMES, "pronoun-of-speaker"),
    "person_mentions": (*_NAMES, "pronoun-of-speaker"),
    "quotes": (
        *("speaker-behind", "speaker-before", "split-quotation", "quotation-goes-on", "sentence-before", "block"),
        *("marks", "marks-lost", "reported", "according-to"),
    ),
    "countries": ("country-gazetteer", "country-context"),
    "regions": ("region-gazetteer",),
    "crime_areas": ("strong-term", "firm-term", "medium-term", "weak-term"),
    "organisations": (
        *(
            "organisation-gazetteer",
            "acronym-introduced",
            "acronym-behind",
            "company-described",
            "company-legal-form",
            "unit-word",
            "listed-bodies",
            "gang-named",
        ),
        *(
            f"organisation-{kind}-word"
            for kind in ("police", "judicial", "international", "government", "company", "ngo", "criminal", "other")
        ),
    ),
    "systems": (
        *("system-gazetteer", "acronym-introduced", "acronym-behind", "definite-reference"),
        *("operation-name", "project-name", "operation-name-alone", "project-name-alone"),
        *(
            f"system-{kind}-word"
            for kind in ("database", "tool", "notice", "operation", "project", "event", "facility")
        ),
    ),
}
