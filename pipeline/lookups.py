"""Loads the data files under `resources/`, and a user's own beside them.

A table is a CSV file whose head is comment lines (`# source: …`, `# licence: …`,
`# date: …`) above the header row. Loaders refuse missing heads, unknown columns,
ragged rows and repeated keys. Files are read once per process.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import ResourceError

RESOURCES = Path(__file__).parent / "resources"
HEAD_FIELDS = ("source", "licence", "date")


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError(f"The resource file {path} is missing; install the package again.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"The resource file {path} cannot be read as UTF-8 text: {error}.") from error


def _split_head(path: Path, text: str) -> tuple[dict[str, str], list[str]]:
    """Return the head's fields and the lines below it."""
    lines = text.split("\n")
    head: dict[str, str] = {}
    n = 0
    while n < len(lines) and lines[n].startswith("#"):
        name, _, value = lines[n].lstrip("# ").partition(":")
        head.setdefault(name.strip().lower(), value.strip())
        n += 1
    missing = [name for name in HEAD_FIELDS if not head.get(name)]
    if missing:
        raise ResourceError(f"The resource file {path} lacks the head line(s) {', '.join(missing)}.")
    return head, lines[n:]


def read_csv(path: Path, *, key: tuple[str, ...]) -> list[dict[str, str]]:
    """Read one resource table as a list of rows, in file order.

    Args:
        path: the CSV file, UTF-8, with its head.
        key: columns that together identify a row.

    Raises:
        ResourceError: a missing head, a ragged row, an unknown or repeated key.
    """
    _, lines = _split_head(path, _read_text(path))
    reader = csv.DictReader((line for line in lines if line.strip() and not line.startswith("#")), strict=True)
    rows: list[dict[str, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    try:
        for n, row in enumerate(reader, 1):
            if None in row or None in row.values():
                raise ResourceError(f"{path}: row {n} does not have {len(reader.fieldnames or ())} cells.")
            values = {name: cell.strip() for name, cell in row.items()}
            try:
                identity = tuple(values[name] for name in key)
            except KeyError as error:
                raise ResourceError(f"{path}: the column {error} is missing.") from error
            if identity in seen:
                raise ResourceError(f"{path}: row {n} repeats the key {identity} of row {seen[identity]}.")
            seen[identity] = n
            rows.append(values)
    except csv.Error as error:
        raise ResourceError(f"{path}: {error}.") from error
    return rows


@functools.cache
def table(name: str, *, key: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return the rows of `resources/NAME.csv`. The rows are shared: do not change them."""
    return tuple(read_csv(RESOURCES / f"{name}.csv", key=key))


@functools.cache
def words(name: str) -> frozenset[str]:
    """Return the first column of `resources/NAME.csv`, lower-cased, as a set of words or phrases."""
    path = RESOURCES / f"{name}.csv"
    _, lines = _split_head(path, _read_text(path))
    header = next((line for line in lines if line.strip()), "")
    first = next(csv.reader([header]), [""])[0].strip()
    return frozenset(row[first].lower() for row in table(name, key=(first,)))


@functools.cache
def document(name: str) -> Any:
    """Return the parsed YAML of `resources/NAME.yaml`, whose head is comment lines as in a table."""
    return read_yaml(RESOURCES / f"{name}.yaml")


def read_yaml(path: Path) -> Any:
    """Read one YAML resource with its head.

    Raises:
        ResourceError: a missing head, or no YAML.
    """
    text = _read_text(path)
    _split_head(path, text)
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ResourceError(f"{path} is not valid YAML: {str(error).splitlines()[0]}.") from error
