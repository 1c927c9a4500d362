"""What is asked of the working files, by file and name; with `pipeline.store` the only place that speaks SQL to them.

`WorkStore.ask` runs a query, `WorkStore.change` a change for each row of values. A question mark stands for a value.
"""

from __future__ import annotations

from collections.abc import Mapping

# Of the rows that hold a release, the first of each.
_FIRSTS = "SELECT min(source) FROM rows WHERE release_id IS NOT NULL GROUP BY release_id"
_SHARED = "SELECT release_id FROM rows WHERE release_id IS NOT NULL GROUP BY release_id HAVING count(*) > 1"
_FACTS = f"SELECT release_id, source, facts FROM rows WHERE release_id IN ({_SHARED})"
_WITHIN = "release_id >= ? AND release_id < ?"

QUERIES: Mapping[str, Mapping[str, str]] = {
    "ingest": {
        "keys of files": "SELECT file, max(key) FROM rows GROUP BY file",
        "keys of sources": "SELECT source, key FROM rows ORDER BY source",
        "readable": "SELECT source, content FROM rows WHERE reason IS NULL ORDER BY source",
        "raw": "SELECT raw FROM rows WHERE source = ?",
        "raw and stated": "SELECT raw, markup, stated FROM rows WHERE source = ?",
        "sources": "SELECT source, sha256, n_bytes, format, reason, detail FROM rows ORDER BY source",
    },
    "clean": {
        "keys of sources": "SELECT source, key FROM rows",
        "payload": "SELECT payload FROM rows WHERE source = ?",
        "contents": "SELECT release_id, content FROM rows WHERE release_id IS NOT NULL ORDER BY release_id, source",
        "first content": "SELECT content, payload FROM rows WHERE release_id = ? ORDER BY source LIMIT 1",
        "first payload": "SELECT source, payload FROM rows WHERE release_id = ? ORDER BY source LIMIT 1",
        # What a release was before other inputs changed it.
        "base": "SELECT key, coalesce(base, payload) FROM rows WHERE source = ?",
        "set aside with text": "SELECT source, payload FROM rows WHERE reason = ? AND payload IS NOT NULL",
        "facts of shared": f"{_FACTS} ORDER BY release_id, source",
        # A release may have lost its other inputs since.
        "facts of joined": f"{_FACTS} OR (release_id IS NOT NULL AND base IS NOT NULL) ORDER BY release_id, source",
        "first sources": "SELECT release_id, min(source) FROM rows WHERE release_id IS NOT NULL GROUP BY release_id",
        "signatures": (
            "SELECT release_id, signature FROM rows "
            f"WHERE source IN ({_FIRSTS}) ORDER BY coalesce(published, ?), source"
        ),
        "paragraphs": (
            "SELECT publisher, source, key, paragraphs, release_id IN (SELECT release_id FROM near) FROM rows "
            f"WHERE source IN ({_FIRSTS}) ORDER BY publisher, coalesce(published, ?), source"
        ),
        # The last column tells whether an earlier input holds the same release.
        "fates": (
            "SELECT source, release_id, reason, detail, source > (SELECT min(source) FROM rows AS same "
            "WHERE same.release_id = rows.release_id) FROM rows ORDER BY source"
        ),
        # The last that is kept of several sources is the first of them.
        "keys within": f"SELECT release_id, source, key FROM rows WHERE {_WITHIN} ORDER BY release_id, source DESC",
        "near within": f"SELECT release_id, of FROM near WHERE {_WITHIN}",
        "near": "SELECT of FROM near WHERE release_id = ?",
    },
    "extract": {
        "keys": "SELECT release_id, key FROM rows",
        "payload": "SELECT payload FROM rows WHERE release_id = ?",
        "set aside": "SELECT release_id, reason, detail FROM rows WHERE reason IS NOT NULL",
        "contents within": (
            f"SELECT release_id, content FROM rows WHERE {_WITHIN} AND reason IS NULL ORDER BY release_id"
        ),
    },
    "tables": {
        "packed": "SELECT packed FROM rows WHERE name = ?",
        "packed between": "SELECT part, packed FROM rows WHERE name BETWEEN ? AND ? ORDER BY name",
        "keys between": "SELECT part, key FROM rows WHERE name BETWEEN ? AND ?",
        "keys": "SELECT DISTINCT part, key FROM rows ORDER BY part",
        "of part": "SELECT name, table_name, part, key, packed FROM rows WHERE part = ?",
        "sizes": "SELECT table_name, sum(length(packed)) FROM rows GROUP BY table_name",
    },
}

CHANGES: Mapping[str, Mapping[str, str]] = {
    "clean": {
        "give release": "UPDATE rows SET release_id = ?, reason = NULL, detail = NULL WHERE source = ?",
        "set aside": (
            "UPDATE rows SET release_id = NULL, reason = ?, detail = ?, key = ?, payload = ?, base = NULL, "
            "content = ? WHERE source = ?"
        ),
        "forget details": "UPDATE rows SET detail = NULL WHERE reason IS NULL AND detail IS NOT NULL",
        "note detail": "UPDATE rows SET detail = ? WHERE source = ?",
        "set published": "UPDATE rows SET published = ?, publisher = ? WHERE source = ?",
        "set payload": "UPDATE rows SET key = ?, payload = ?, base = ?, content = ? WHERE source = ?",
        "make near": "CREATE TABLE IF NOT EXISTS near (release_id TEXT PRIMARY KEY, of TEXT NOT NULL) WITHOUT ROWID",
        "empty near": "DELETE FROM near",
        "add near": "INSERT INTO near VALUES (?, ?)",
    },
}
