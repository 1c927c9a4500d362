"""A Frictionless data package: what each table and column means, for tools that read `datapackage.json`.

Source: https://datapackage.org/standard/data-package/ (version 2.0)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.tables import TABLES, Column, Table

_TYPES = {"string": "string", "int64": "integer", "float64": "number", "bool": "boolean", "date": "date"}
# Tables whose rows point to rows of another: column, table, column there.
_REFERENCES = (("release_id", "releases", "release_id"),)


def build_package(files: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """Return the description of the CSV tables.

    Args:
        files: size in bytes and SHA-256 of each CSV that stands, by table.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "press-releases",
        "title": "What press releases say: people, dates, counts, countries, crime areas, quotes and outcomes",
        "resources": [_resource(table, *files[name]) for name, table in TABLES.items() if name in files],
    }


def _resource(table: Table, n_bytes: int, sha256: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.unique and not any(c.null for c in table.columns if c.name in table.key):
        schema["primaryKey"] = list(table.key)
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": [there]}}
        for column, other, there in _REFERENCES
        if column in table.column_names and table.name != other
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": table.name,
        "path": f"tables/{table.name}.csv",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": n_bytes,
        "hash": f"sha256:{sha256}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    description = column.meaning + (f" Empty: {column.null}." if column.null else "")
    # An empty text and no text look the same in CSV, so a free text cannot be required there.
    free_text = column.type == "string" and not column.values and not column.pattern
    constraints: dict[str, Any] = {} if column.null or free_text else {"required": True}
    if column.values and not column.codes:
        constraints["enum"] = list(column.values)
    if column.minimum is not None:
        constraints["minimum"] = int(column.minimum)
    if column.maximum is not None:
        constraints["maximum"] = int(column.maximum)
    if column.pattern:
        constraints["pattern"] = column.pattern
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": description}
    return {**field, "constraints": constraints} if constraints else field
