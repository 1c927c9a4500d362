"""Loads the data files under `resources/`, and a user's own beside them.

A table is a CSV file whose head is comment lines (`# source: …`, `# licence: …`,
`# date: …`) above the header row. Loaders refuse missing heads, unknown columns,
ragged rows and repeated keys. Files are read once per process.

A user's own folder (`use_folder`) holds files of the same names and columns, whose rows add
to the project's, change or remove them; `overlay.py` says how. There is one such folder per
process: naming another one empties what was remembered of the first.
"""

from __future__ import annotations

import csv
import functools
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from pipeline import overlay
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
    text = _read_text(path)
    _, lines = _split_head(path, text)
    reader = csv.reader((line for line in lines if line.strip() and not line.startswith("#")), strict=True)
    rows: list[dict[str, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    try:
        names = next(reader, [])
        if missing := [name for name in key if name not in names]:
            raise ResourceError(f"{path}: the column {missing[0]!r} is missing.")
        for cells in reader:
            n = reader.line_num
            if len(cells) != len(names):
                raise ResourceError(f"{path}, line {_line(text, n)}: {len(cells)} cells under {len(names)} columns.")
            values = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
            identity = tuple(values[name] for name in key)
            if identity in seen:
                shown = ", ".join(filter(None, identity))
                raise ResourceError(
                    f"{path}, line {_line(text, n)}: {shown!r} stands in line {_line(text, seen[identity])} too."
                )
            seen[identity] = n
            rows.append(values)
    except csv.Error as error:
        raise ResourceError(f"{path}, line {_line(text, reader.line_num)}: {error}.") from error
    return rows


def _line(text: str, n: int) -> int:
    """Return the number of the nth line of a table, from 1, that is no comment and not blank."""
    told = [at for at, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")]
    return told[min(n, len(told)) - 1]


@functools.cache
def column_checks() -> tuple[overlay.Check, ...]:
    """Return what the columns of the tables must hold where a user gives rows (`resource_columns.csv`)."""
    rows = read_csv(RESOURCES / "resource_columns.csv", key=("table", "column", "rule"))
    return tuple(overlay.Check(row["table"], row["column"], row["rule"], row["value"]) for row in rows)


def table_key(name: str) -> tuple[str, ...]:
    """Return the columns that together identify a row of a table."""
    return tuple(check.column for check in column_checks() if check.table == name and check.rule == "key")


# The user's folder, and the rows and documents that hold there in place of the project's.
_folder: Path | None = None
_state: tuple[tuple[str, bytes], ...] = ()
_tables: dict[str, tuple[dict[str, str], ...]] = {}
_documents: dict[str, Any] = {}


def use_folder(folder: Path | None) -> None:
    """Lay the files of a user's folder over the project's, for this process; None leaves the project's alone.

    Calling it again is cheap where nothing has changed.

    Raises:
        ResourceError: the folder is missing, or its rows contradict each other or the project's;
            one message names all of them, each with its file and line.
    """
    global _folder, _state
    folder = folder.resolve() if folder is not None else None
    if folder is not None and not folder.is_dir():
        raise ResourceError(f"The folder of resources {folder} does not exist; check the setting resources.folder.")
    paths = _user_paths(folder)
    state = tuple((path.name, path.read_bytes()) for path in paths)
    if (folder, state) == (_folder, _state):
        return
    tables, documents, problems = _lay_over(paths)
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise ResourceError(f"The folder of resources {folder} cannot be used:\n{listed}")
    _folder, _state = folder, state
    for held, new in ((_tables, tables), (_documents, documents)):
        held.clear()
        held.update(new)
    _forget()


def user_file(path: Path) -> Path | None:
    """Return the file of the user's folder that lies over a file of `resources/`, if there is one."""
    if _folder is None or path.parent != RESOURCES:
        return None
    own = _folder / path.name
    return own if own.is_file() else None


def _user_paths(folder: Path | None) -> list[Path]:
    """Return the resource files of a user's folder, sorted; notes and hidden files are passed over."""
    if folder is None:
        return []
    found = (path for path in folder.iterdir() if path.suffix in (".csv", ".yaml", ".yml") and path.name[0] != ".")
    return sorted(path for path in found if path.is_file())


def _forget() -> None:
    """Empty the caches of the package: matchers and tables built from other rows."""
    for name in sorted(sys.modules):
        if name.startswith("pipeline."):
            for value in list(vars(sys.modules[name]).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear) and not isinstance(value, type):
                    clear()


def _shipped(name: str, key: tuple[str, ...]) -> list[dict[str, str]]:
    return read_csv(RESOURCES / f"{name}.csv", key=key)


def _lay_over(
    paths: Sequence[Path],
) -> tuple[dict[str, tuple[dict[str, str], ...]], dict[str, Any], list[str]]:
    """Return the tables and documents that hold under a user's files, and what is wrong with these."""
    problems: list[str] = []
    checks = column_checks()
    own: dict[str, list[tuple[overlay.UserRow, dict[str, str]]]] = {}
    tables: dict[str, tuple[dict[str, str], ...]] = {}
    documents: dict[str, Any] = {}
    for path in paths:
        if not (RESOURCES / path.name).is_file():
            known = ", ".join(sorted(p.name for p in RESOURCES.glob(f"*{path.suffix}")))
            problems.append(f"{path}: there is no resource of this name; there are {known}.")
            continue
        if path.suffix != ".csv":
            documents[path.stem] = _merged_document(path, problems)
            continue
        key = table_key(path.stem)
        rows = _shipped(path.stem, key)
        given = overlay.read_user_table(path, list(rows[0]), key, problems)
        merged, own[path.stem] = overlay.merge_rows(rows, given, key, problems)
        tables[path.stem] = tuple(merged)
    surfaces = [check for check in checks if check.rule == "surface"]
    groups = {check.value.split()[0] for check in surfaces if check.table in own}
    codes: dict[str, frozenset[str]] = {}
    wanted = {check.value for check in checks if check.rule == "code" and check.table in own}
    for value in sorted(wanted):
        name, column = value.split(".")
        listed = tables.get(name) or _shipped(name, table_key(name))
        codes[value] = frozenset(row[column] for row in listed)
    for name in sorted(own):
        overlay.check_values(own[name], [check for check in checks if check.table == name], codes, problems)
    in_groups = [check for check in surfaces if check.value.split()[0] in groups]
    beside = {
        check.table: tables.get(check.table) or _shipped(check.table, table_key(check.table)) for check in in_groups
    }
    overlay.check_surfaces(beside, own, in_groups, problems)
    return tables, documents, problems


def _merged_document(path: Path, problems: list[str]) -> Any:
    shipped = read_yaml(RESOURCES / path.name)
    n_problems = len(problems)
    user = overlay.UserDocument(path, problems)
    if len(problems) > n_problems:
        return shipped
    if isinstance(shipped, list):
        return overlay.merge_rules(shipped, user, problems)
    if "areas" in shipped:
        codes = frozenset(row["code"] for row in _shipped("iccs", table_key("iccs")))
        return overlay.merge_taxonomy(shipped, user, codes, problems)
    return overlay.merge_lists(shipped, user, problems)


@functools.cache
def table(name: str, *, key: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return the rows of `resources/NAME.csv`, with the user's. The rows are shared: do not change them."""
    return _tables[name] if name in _tables else tuple(_shipped(name, key))


@functools.cache
def lines(name: str) -> list[str]:
    """Return the rows of `resources/NAME.csv`, with the user's, as sorted lines whose cells hold no comma.

    For tables so large that most of their rows are never looked at: what begins with a cell is found by bisection.
    """
    if name in _tables:
        return sorted(",".join(cell.replace(",", " ") for cell in row.values()) for row in _tables[name])
    path = RESOURCES / f"{name}.csv"
    _, rows = _split_head(path, _read_text(path))
    return rows[1:-1] if rows[-1] == "" else rows[1:]


def lines_of(name: str, first: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of `lines` that begin with a cell."""
    rows = lines(name)
    begins = first + ","
    n = bisect_left(rows, begins)
    while n < len(rows) and rows[n].startswith(begins):
        yield rows[n].split(",")
        n += 1


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
    """Return the parsed YAML of `resources/NAME.yaml`, with the user's; its head is comment lines as in a table."""
    return _documents[name] if name in _documents else read_yaml(RESOURCES / f"{name}.yaml")


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
