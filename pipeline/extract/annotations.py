"""How a release's mentions are kept on a spaCy `Doc`, and read back as rows.

Every mention is a frozen dataclass with the character offsets `start` and `end`
(half-open, into `doc.text`), a `rule`, and one field per value column of its table
in `pipeline.tables`. A component hands its mentions to `set_mentions`, which also
shows them as `doc.spans[table]`: spans whose values are extension attributes of the
column's name (`span._.date_start`, `span._.iso3`, …).
"""

from __future__ import annotations

import datetime
import functools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from spacy.tokens import Doc, Span

from pipeline.extract.reading.sentences import doc_text as doc_text
from pipeline.extract.reading.sentences import sentence_starts
from pipeline.tables import MENTION_TABLES, TABLES


class Mention(Protocol):
    """What all mention dataclasses share: offsets into the clean text, and their origin."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def rule(self) -> str: ...


@dataclass(frozen=True)
class ReleaseContext:
    """What is known of a release besides its text; all of it may be missing.

    Attributes:
        published: the release's own date, against which relative dates are resolved.
        publisher_country: ISO 3166-1 alpha-3 code of the publisher, where known.
        dateline_end: length of the dateline at the head of the text, 0 without one.
        doubtful: where lines stand in the text that may be page furniture.
    """

    title: str | None = None
    published: datetime.date | None = None
    publisher: str | None = None
    publisher_country: str | None = None
    url: str | None = None
    dateline_place: str | None = None
    dateline_country: str | None = None
    dateline_end: int = 0
    doubtful: tuple[tuple[int, int], ...] = ()

    def doubts(self, at: int) -> bool:
        """Return whether what stands at `at` is of a line that may be page furniture."""
        return any(start <= at < end for start, end in self.doubtful)


# Tables whose rows come from a Doc but are no mentions of their own.
DOC_TABLES = ("people", "release_crime_areas", "outcomes", "outcome_people")


def register_extensions() -> None:
    """Declare `doc._.release`, `doc._.press` and one span attribute per value column."""
    if not Doc.has_extension("release"):
        Doc.set_extension("release", default=ReleaseContext())
        Doc.set_extension("press", getter=_records)
    names = {c.name for t in MENTION_TABLES for c in TABLES[t].columns} - {"release_id", "text", "start", "end"}
    for name in sorted(names - {"raw_start", "raw_end", "sentence"}):
        if not Span.has_extension(name):
            Span.set_extension(name, getter=_value_getter(name))


def _records(doc: Doc) -> dict[str, list[Any]]:
    records: dict[str, list[Any]] = doc.user_data.setdefault("press", {})
    return records


def _value_getter(name: str) -> Any:
    def value(span: Span) -> Any:
        mentions = _records(span.doc).get(span.label_)
        if mentions is None or not span.id_.isdigit():
            return None
        return getattr(mentions[int(span.id_)], name, None)

    return value


def set_mentions(doc: Doc, table: str, mentions: Sequence[Any]) -> None:
    """Keep `mentions` on the doc under the name of their table, in text order.

    Spans are widened to whole tokens where a mention starts or ends inside one
    ("11–13June"); the mention keeps its exact offsets.
    """
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    _records(doc)[table] = ordered
    spans = []
    for n, mention in enumerate(ordered):
        wide = doc.char_span(mention.start, mention.end, label=table, span_id=str(n), alignment_mode="expand")
        if wide is None:
            raise ValueError(f"{mention} is no stretch of a text of {len(doc.text)} characters")
        spans.append(wide)
    doc.spans[table] = spans


def set_rows(doc: Doc, table: str, rows: Sequence[Any]) -> None:
    """Keep rows of a table that is not made of spans (`people`, `outcomes` …)."""
    _records(doc)[table] = list(rows)


def mentions(doc: Doc, table: str) -> list[Any]:
    """Return what a component has kept for `table`; an empty list before it has run."""
    return _records(doc).get(table, [])


def sentence_number(starts: Sequence[int], offset: int) -> int:
    """Return the 0-based number of the sentence that holds `offset`."""
    return max(0, bisect_right(starts, offset) - 1)


@functools.cache
def _columns(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def rows_from_doc(doc: Doc) -> dict[str, list[dict[str, Any]]]:
    """Return the doc's rows per table, as plain values, in text order.

    Mention rows carry `text`, `start`, `end`, `sentence`, their value columns and
    `rule`; `release_id` and the raw offsets are added by the tabulate stage.
    """
    starts = sentence_starts(doc)
    text = doc_text(doc)
    out: dict[str, list[dict[str, Any]]] = {}
    for table in (*MENTION_TABLES, *DOC_TABLES):
        rows = []
        for mention in mentions(doc, table):
            row = {name: getattr(mention, name) for name in _columns(mention.__class__)}
            if table in MENTION_TABLES:
                row["text"] = text[mention.start : mention.end]
                row["sentence"] = sentence_number(starts, mention.start)
            rows.append(row)
        out[table] = rows
    return out


register_extensions()
