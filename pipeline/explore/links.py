"""Datasette plugin: ids lead to the pages that show releases, any words can be searched, and fields have names."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from datasette import hookimpl
from datasette.views.base import DatasetteError
from jinja2 import Environment
from markupsafe import Markup, escape

REPORT_PATH = "/report/"
_RELEASE_COLUMNS = ("release_id", "near_duplicate_of")
# A question's column of this name holds the address of the list of releases behind a figure.
_EVIDENCE_COLUMN = "evidence"
# A phrase of many words is sought word by word in every text that repeats one of them.
AROUND = 100  # characters of a text shown on either side of what was sought
MAX_ASKED, MAX_TERMS, MAX_PHRASE = 1_000, 16, 12
_WORDS = re.compile(r'"([^"]*)"|([^\s"]+)')
# What Datasette's pages lack: names of fields, headings in order, tables that the keyboard can scroll.
_NAMES = (
    ("Custom SQL query returning", "Answer:"),
    ("<h3>", "<h2>"),
    ("<h3 ", "<h2 "),
    ("</h3>", "</h2>"),
    ('<select name="_filter_column', '<select aria-label="Column to filter by" name="_filter_column'),
    ('<select name="_filter_op', '<select aria-label="How to compare" name="_filter_op'),
    ('<select name="_sort"', '<select aria-label="Column to sort by" name="_sort"'),
    (
        '<input type="text" name="_filter_value',
        '<input type="text" aria-label="Value" name="_filter_value',
    ),
    ('<textarea id="sql-editor"', '<textarea aria-label="SQL" id="sql-editor"'),
    ('class="cross">', 'class="cross" aria-label="Drop this">'),
    ('<div class="table-wrapper">', '<div class="table-wrapper" role="region" aria-label="Rows" tabindex="0">'),
)


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(exception: Exception) -> None:
    """Call what a request asked wrongly (an unknown column to sort by) its fault, not the server's."""
    if isinstance(exception, DatasetteError) and exception.status == 500:
        exception.status = 400


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str) -> Markup | None:
    """Return a release's id or a list of releases as a link; Datasette shows every other cell as text."""
    if column in _RELEASE_COLUMNS and isinstance(value, str) and re.fullmatch("[0-9a-f]{16}", value):
        return Markup(f'<a href="{REPORT_PATH}release.html#{escape(value)}">{escape(value)}</a>')
    if column == _EVIDENCE_COLUMN and isinstance(value, str) and value.startswith("releases.html#"):
        return Markup(f'<a href="{REPORT_PATH}{escape(value)}">releases</a>')
    return None


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Put the project's reading of search words in place of Datasette's, which fails on a lone quotation mark."""
    conn.create_function("escape_fts", 1, search_words, deterministic=True)
    conn.create_function("excerpt", 2, excerpt, deterministic=True)
    bound(conn)


# The longest cell of the explorer's database is a quarter of it (`database.MAX_CELL`).
MAX_VALUE = 4 * 2**20
MAX_HEAP = 256 * 2**20
MAX_PATTERN = 200
# One call of these on a text of one word again and again takes hours, which no time limit can cut short.
_UNBOUNDED = ("snippet", "highlight", "load_extension", "fts3_tokenizer")


def bound(conn: sqlite3.Connection) -> None:
    """Bound what a statement may cost beside its time: the size of a value, the memory of all, single slow calls."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, MAX_VALUE // 8)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, MAX_PATTERN)
    conn.execute(f"PRAGMA hard_heap_limit = {MAX_HEAP}")
    conn.set_authorizer(_allow)


def _allow(action: int, one: str | None, two: str | None, database: str | None, trigger: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (two or "").lower() in _UNBOUNDED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """Give the templates the filter `accessible`."""
    env.filters["accessible"] = accessible


def search_words(words: str | None) -> str:
    """Return a full-text query for words as they are typed: each as it stands, those within quotation marks together.

    >>> search_words('cocaine "armed robbery" OR "port')
    '"cocaine" "armed robbery" "OR" "port"'
    """
    return " ".join(f'"{term}"' for term in _terms(words)) or '""'


def _terms(words: str | None) -> list[str]:
    found = (phrase or word for phrase, word in _WORDS.findall((words or "").replace("\0", " ")[:MAX_ASKED]))
    return [" ".join(term.split()[:MAX_PHRASE]) for term in found if term.strip()][:MAX_TERMS]


def excerpt(text: str | None, words: str | None) -> str | None:
    """Return the words around the first place of a text that holds one of the words sought, in time linear in it.

    >>> excerpt("Police seized 40 kg of cocaine in the port.", "cocaine")
    'Police seized 40 kg of cocaine in the port.'
    """
    if text is None:
        return None
    sought = _terms(words)
    found = re.search("|".join(rf"\b{re.escape(term)}" for term in sought), text, re.IGNORECASE) if sought else None
    at = found.start() if found else 0
    start, end = max(0, at - AROUND), min(len(text), at + AROUND)
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def accessible(html: str) -> Markup:
    """Return a page's content with names for its fields; what strangers wrote is escaped in it, and stays as it is."""
    html = str(html)  # Markup would escape what is put in.
    for stands, better in _NAMES:
        html = html.replace(stands, better)
    return Markup(html)
