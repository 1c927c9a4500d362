"""Shows one release: its clean text with entities marked, each value's origin, and what cleaning did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import lookups
from pipeline.clean_text.duplicates import release_id
from pipeline.clean_text.stage import clean_one
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.extract.rules import says
from pipeline.extract.stage import extract_one
from pipeline.ingest.stage import read_one
from pipeline.report.reader import pack_release
from pipeline.report.stage import render_reader
from pipeline.store import WorkStore, unpack, unpack_text
from pipeline.tables import MENTION_TABLES, TABLES
from pipeline.tabulate.stage import release_rows

Row = dict[str, Any]

# Marks differ in underline and weight too, for readers who do not tell the colours apart.
STYLES = {
    "quotes": "italic",
    "organisations": "cyan",
    "systems": "cyan underline",
    "crime_areas": "red",
    "charges": "red underline",
    "penalties": "bold red underline",
    "regions": "blue",
    "places": "bold blue",
    "countries": "blue underline",
    "counts": "green underline",
    "dates": "magenta underline",
    "person_mentions": "bold yellow",
}
_RULES = ("rule", "item_rule", "scope_rule", "basis_rule")
_POSITION = ("release_id", "text", "start", "end", "raw_start", "raw_end", "sentence", *_RULES)
_SHOWN_CHARS = 60
_CONTROL_NAMES = {0x0A: "⏎", 0x09: "⇥", 0x0D: "␍", 0xA0: "⍽"}


@dataclass(frozen=True)
class Explanation:
    """Everything known of one release: its rows by table, as in the contract."""

    source: str
    rows: dict[str, list[Row]]

    @property
    def release(self) -> Row:
        return self.rows["releases"][0]


def explain_release(out: Path, release: str) -> Explanation:
    """Return a release of an output folder.

    Raises:
        UsageError: there is no such release.
    """
    with (
        WorkStore(out, "ingest", readonly=True) as inputs,
        WorkStore(out, "clean", readonly=True) as clean,
        WorkStore(out, "extract", readonly=True) as extracted,
    ):
        found, extraction = clean.ask_one("first payload", release), extracted.ask_one("payload", release)
        if found is None or extraction is None or extraction[0] is None:
            raise UsageError(f"{release!r} is neither a file nor a release_id in {out}; see the table `releases`.")
        source, cleaned = found
        (raw,) = inputs.ask_one("raw", source)
        near = clean.ask_one("near", release)
        rows = release_rows(
            release, source, unpack_text(raw), unpack(cleaned), unpack(extraction[0]), near[0] if near else None
        )
    return Explanation(source, rows)


def explain_file(path: Path, *, settings: Settings = Settings()) -> Explanation:
    """Return the first release of a file, read, cleaned and annotated here and now.

    Raises:
        UsageError: the file holds no release that can be read.
    """
    lookups.use_folder(settings.resources.folder)
    item = read_one(path, settings)
    if item.raw is None:
        raise UsageError(f"{path} cannot be read: {item.detail}")
    cleaned = clean_one(item.raw, item.markup, dict(item.stated), settings, source=item.source)
    rid = release_id(cleaned["text"])
    return Explanation(
        item.source, release_rows(rid, item.source, item.raw, cleaned, extract_one(cleaned, settings), None)
    )


def _values(table: str, row: Row) -> Iterator[tuple[str, str]]:
    for name in TABLES[table].column_names:
        value = row.get(name)
        if name not in _POSITION and value is not None and value is not False:
            yield name, f"{value:g}" if isinstance(value, float) else str(value)


def rule_cell(table: str, row: Row) -> str:
    """Return the rules that made a row, a line each, with what the register says of them."""
    told = []
    for column in _RULES:
        if isinstance(row.get(column), str):
            sentence = says(table, row[column])
            told.append(f"{row[column]}: {sentence}" if sentence else row[column])
    return "\n".join(told)


def visible(text: str, limit: int = _SHOWN_CHARS) -> str:
    """Return a text on one line, with blanks and control characters shown, cut in the middle."""
    shown = "".join(_CONTROL_NAMES.get(ord(c), c if c.isprintable() else f"\\u{ord(c):04x}") for c in text)
    return shown if len(shown) <= limit else f"{shown[: limit // 2]} … {shown[-limit // 2 :]}"


def render_terminal(explanation: Explanation, console: Console) -> None:
    """Print the marked text, the values with their origin, and the edits of cleaning."""
    release = explanation.release
    for name in (
        "release_id",
        "source",
        "title",
        "published",
        "published_via",
        "publisher",
        "dateline_place",
        "language",
        "text_via",
    ):
        if release.get(name) is not None:
            console.print(f"{name}: {visible(str(release[name]), 200)}")
    console.print()
    printable = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in release["text"])
    text = Text(printable)
    for table, style in STYLES.items():
        for row in explanation.rows.get(table, []):
            text.stylize(style, row["start"], row["end"])
    console.print(text)
    for table, rows in _tables(explanation):
        console.print()
        grid = Table(title=table, title_justify="left", box=None, pad_edge=False)
        for column in ("words", "values", "rule", "raw"):
            grid.add_column(column, overflow="fold")
        for words, values, rule, where in rows:
            grid.add_row(Text(words), Text(values), Text(rule), where)
        console.print(grid)


def _tables(explanation: Explanation) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    """Yield each table that has rows as (words, values, rule, raw offsets)."""
    for table in ("people", *MENTION_TABLES, "outcomes", "release_crime_areas", "debris"):
        lines = []
        for row in explanation.rows.get(table, []):
            words = row.get("text") or explanation.release["text"][row["start"] : row["end"]] if "start" in row else ""
            values = ", ".join(f"{k}={v}" for k, v in _values(table, row)) if table != "debris" else ""
            if table == "debris":
                words, values = visible(row["text"]), f"→ {visible(row['replacement'])!r}"
            where = f"{row['raw_start']}–{row['raw_end']}" if "raw_start" in row else ""
            lines.append((visible(words), visible(values, 200), rule_cell(table, row), where))
        if lines:
            yield table, lines


def render_html(explanation: Explanation) -> str:
    """Return the same as one HTML page that stands alone: the report's page of a release, with the release in it."""
    return render_reader(packed=pack_release(explanation.rows))
