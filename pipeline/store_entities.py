"""The working file of entities, `work/entities.sqlite`: what releases name, sorted, and what it was joined to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.store import clear_partial, partial_path

_SCHEMA = """
CREATE TABLE meanwhile.named (kind TEXT, key TEXT, day TEXT, release_id TEXT, local TEXT, facts TEXT,
  PRIMARY KEY (kind, key, day, release_id, local)) WITHOUT ROWID;
CREATE TABLE ids (name TEXT, release_id TEXT, local TEXT, entity_id TEXT,
  PRIMARY KEY (name, release_id, local)) WITHOUT ROWID;
CREATE TABLE entities (entity_id TEXT PRIMARY KEY, facts TEXT) WITHOUT ROWID;
CREATE TABLE aliases (entity_id TEXT, alias TEXT, n INTEGER, PRIMARY KEY (entity_id, alias)) WITHOUT ROWID;
"""


# A file that is always made anew needs no journal.
_UNSAFE = "".join(
    f"PRAGMA {file}.{name}=OFF;" for file in ("main", "meanwhile") for name in ("journal_mode", "synchronous")
)


class EntityStore:
    """The file under an output folder; with `anew` an empty one in its place."""

    def __init__(self, out: Path, *, anew: bool = False) -> None:
        path = out / "work" / "entities.sqlite"
        if anew:
            path.unlink(missing_ok=True)
            self._meanwhile = partial_path(path)
        self._db = sqlite3.connect(path)
        if anew:
            # What is needed only until the end stands in a file of its own: its room would not be given back.
            self._meanwhile.unlink(missing_ok=True)
            self._db.execute("ATTACH ? AS meanwhile", (str(self._meanwhile),))
            self._db.executescript(_UNSAFE + _SCHEMA)

    def close(self) -> None:
        """Close the file; what was not ended is lost."""
        self._db.close()

    def add_named(self, rows: Iterable[tuple[str, str, str, str, str, str]]) -> None:
        """Add kind, key, day, release, local id and facts of things that releases name."""
        self._db.executemany("INSERT INTO named VALUES (?, ?, ?, ?, ?, ?)", rows)

    def named(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Yield what was added, in order of kind, key and day."""
        yield from self._db.execute("SELECT * FROM named ORDER BY kind, key, day, release_id, local")

    def end(self) -> None:
        """Forget what releases name, and let the entities stand."""
        self._db.commit()
        self._db.execute("DETACH meanwhile")
        clear_partial([self._meanwhile.parent])

    def add_entity(self, entity_id: str, facts: str, aliases: Iterable[tuple[str, int]]) -> None:
        """Add an entity with the forms of its name and how often each stands."""
        self._db.execute("INSERT INTO entities VALUES (?, ?)", (entity_id, facts))
        self._db.executemany("INSERT INTO aliases VALUES (?, ?, ?)", [(entity_id, form, n) for form, n in aliases])

    def add_ids(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Add table, release and local id of rows with the entity that they name."""
        self._db.executemany("INSERT INTO ids VALUES (?, ?, ?, ?)", rows)

    def ids(self, table: str, ends: tuple[str, str]) -> Iterator[tuple[str, str, str]]:
        """Yield release, local id and entity of the rows of a table from one release on to before another."""
        within = "SELECT release_id, local, entity_id FROM ids WHERE name = ? AND release_id >= ? AND release_id < ?"
        yield from self._db.execute(within, (table, *ends))

    def facts(self) -> Iterator[str]:
        """Yield the facts of all entities, in order of id."""
        for (facts,) in self._db.execute("SELECT facts FROM entities ORDER BY entity_id"):
            yield facts

    def aliases(self) -> Iterator[tuple[str, str, int]]:
        """Yield entity, form and how often it stands, in order."""
        yield from self._db.execute("SELECT * FROM aliases ORDER BY entity_id, alias")
