"""The stages in order: what each reads, writes and is shaped by.

The command line, the Makefile and the fingerprints that decide what must be redone are
derived from this list or checked against it; a test takes away what a stage does not declare, and looks at what it
leaves. The order in which they run, and `press.duckdb`, which is filled beside them, stand in `run.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_SHARED = (
    "tables.py",
    "vocabulary.py",
    "errors.py",
    "lookups.py",
    "overlay.py",
    "fingerprints.py",
    "stages.py",
    "store.py",
    "store_queries.py",
)


@dataclass(frozen=True)
class Stage:
    """One stage.

    Attributes:
        reads, writes: what its function reads and leaves under OUT (`RAW` is the input folder), its own earlier work
            and records aside.
        shaped_by: globs under `pipeline/` of the code and data that shape its result.
    """

    name: str
    help: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    shaped_by: tuple[str, ...]


@dataclass(frozen=True)
class StageCount:
    """What a stage did: rows reused as they stood, rows made anew, rows dropped."""

    reused: int
    redone: int
    dropped: int = 0


_STAGES = (
    Stage(
        "ingest",
        "Read every file under RAW to its decoded text.",
        ("RAW",),
        ("work/ingest.sqlite",),
        (*_SHARED, "ingest/*.py", "config.py", "watchdog.py", "resources/organisation*.csv"),
    ),
    Stage(
        "clean-text",
        "Strip the debris, repair the text, find title, date, place and language.",
        ("work/ingest.sqlite",),
        ("work/clean.sqlite",),
        (*_SHARED, "clean_text/*.py", "spans.py", "urls.py", "watchdog.py", "resources/**/*"),
    ),
    Stage(
        "extract",
        "Find people, dates, counts, countries, crime areas and the rest in each release.",
        ("work/ingest.sqlite", "work/clean.sqlite"),
        ("work/extract.sqlite",),
        (*_SHARED, "extract/**/*.py", "urls.py", "watchdog.py", "resources/**/*"),
    ),
    Stage(
        "tabulate",
        "Write the tidy tables and the database.",
        ("work/ingest.sqlite", "work/clean.sqlite", "work/extract.sqlite"),
        ("tables", "work/tables.sqlite", "work/entities.sqlite"),
        (
            *(*_SHARED, "store_entities.py", "tabulate/*.py", "spans.py", "resources/given_names.csv"),
            *("resources/surnames.csv", "resources/words.csv", "resources/office_words.csv", "resources/gazetteer.csv"),
        ),
    ),
    Stage(
        "analyse",
        "Write the analysis tables.",
        ("tables", "work/extract.sqlite"),
        ("tables",),
        (*_SHARED, "analyse/*.py", "resources/money_words.csv"),
    ),
    Stage(
        "report",
        "Write the report.",
        ("tables",),
        ("report/index.html", "report/releases.html", "report/release.html", "report/data", "work/drawings.json"),
        (*_SHARED, "report/*.*"),
    ),
)

STAGES: Mapping[str, Stage] = {stage.name: stage for stage in _STAGES}
