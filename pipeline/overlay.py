"""Lays a user's own resource files over the project's: rows added, changed or removed, conflicts named.

A user's folder holds files with the names and columns of `resources/`. Nothing here opens the
project's files or remembers anything: the functions take what was read and give back what holds,
and append each contradiction to `problems`, with its file and line.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, str]

# The column of a user's table, and the field of a user's YAML entry, that says what it does.
CHANGE = "change"
ADD, REPLACE, REMOVE = "add", "replace", "remove"
CHANGES = (ADD, REPLACE, REMOVE)
# In a user's table "" does not say whether a cell is empty or its column is left out.
_LEFT_OUT = "\x00"

_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Check:
    """What one column of a table must hold; a row of `resources/resource_columns.csv`.

    Attributes:
        rule: key | code | one_of | surface.
        value: for a code the table and column that lists it, for one_of the words allowed,
            for a surface form the group within which it has one meaning and the column that tells it.
    """

    table: str
    column: str
    rule: str
    value: str


@dataclass(frozen=True)
class UserRow:
    """A row of a user's table: where it stands, what it does, its cells."""

    path: Path
    line: int
    change: str
    cells: Row

    @property
    def where(self) -> str:
        return f"{self.path}, line {self.line}"


def read_user_table(path: Path, columns: Sequence[str], key: Sequence[str], problems: list[str]) -> list[UserRow]:
    """Read a user's table; comment lines and blank ones are passed over, a head is not needed.

    Args:
        columns: those of the project's table; all but the key may be left out.
    """
    lines = [
        (n, line)
        for n, line in enumerate(read_user_text(path, problems).split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    reader = csv.reader((line for _, line in lines), strict=True)
    rows: list[UserRow] = []
    names: list[str] | None = None
    try:
        for cells in reader:
            line = lines[reader.line_num - 1][0]
            if names is None:
                names = [cell.strip() for cell in cells]
                unknown = [name for name in names if name not in (*columns, CHANGE)]
                missing = [name for name in key if name not in names]
                if unknown or missing or len(set(names)) != len(names):
                    problems.append(
                        f"{path}, line {line}: the columns are {', '.join(columns)} and {CHANGE}; "
                        f"{', '.join(key)} must be among them."
                    )
                    return []
                continue
            if len(cells) != len(names):
                problems.append(f"{path}, line {line}: {len(cells)} cells under {len(names)} columns.")
                continue
            given = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
            change = given.pop(CHANGE, "") or ADD
            if change not in CHANGES:
                problems.append(f"{path}, line {line}: {CHANGE} is {change!r}; it may be {', '.join(CHANGES)}.")
                continue
            rows.append(UserRow(path, line, change, {name: given.get(name, _LEFT_OUT) for name in columns}))
    except csv.Error as error:
        problems.append(f"{path}, line {lines[min(reader.line_num, len(lines)) - 1][0]}: {error}.")
    return rows


def read_user_text(path: Path, problems: list[str]) -> str:
    """Return a user's file, without the mark that some programs put before UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path} cannot be read as UTF-8 text: {error}.")
        return ""


def merge_rows(
    shipped: Sequence[Row], given: Sequence[UserRow], key: Sequence[str], problems: list[str]
) -> tuple[list[Row], list[tuple[UserRow, Row]]]:
    """Return the rows that hold, changed ones in their place and new ones last, and those the user gave.

    A row that repeats the project's word for word does nothing.
    """

    def identity(cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(cells[name] for name in key)

    rows: dict[tuple[str, ...], Row] = {identity(row): row for row in shipped}
    seen: dict[tuple[str, ...], UserRow] = {}
    own: dict[tuple[str, ...], tuple[UserRow, Row]] = {}
    for user in given:
        name = identity(user.cells)
        shown = ", ".join(filter(None, name))
        whole = {column: "" if cell == _LEFT_OUT else cell for column, cell in user.cells.items()}
        if name in seen:
            problems.append(f"{user.where}: {shown!r} stands in line {seen[name].line} too.")
            continue
        seen[name] = user
        if not shown:
            problems.append(f"{user.where}: {' and '.join(key)} must not be empty.")
        elif user.change == ADD and name not in rows:
            rows[name] = whole
            own[name] = (user, whole)
        elif user.change == ADD:
            kept = {c: rows[name][c] if cell == _LEFT_OUT else cell for c, cell in user.cells.items()}
            if kept != rows[name]:
                held = ", ".join(cell for column, cell in rows[name].items() if column not in key and cell)
                problems.append(
                    f"{user.where}: {shown!r} is known already ({held}); write {REPLACE} in the column {CHANGE} "
                    "to put this row in its place."
                )
        elif name not in rows:
            problems.append(f"{user.where}: there is no {shown!r} to {user.change}.")
        elif user.change == REMOVE:
            del rows[name]
        else:
            rows[name] = {c: rows[name][c] if cell == _LEFT_OUT else cell for c, cell in user.cells.items()}
            own[name] = (user, rows[name])
    return list(rows.values()), list(own.values())


def check_values(
    own: Iterable[tuple[UserRow, Row]],
    checks: Sequence[Check],
    codes: Mapping[str, frozenset[str]],
    problems: list[str],
) -> None:
    """Report cells of the user's rows that are no known code or word.

    Args:
        codes: for each `value` of a code check, the codes there are.
    """
    for user, row in own:
        for check in checks:
            cell = row[check.column]
            if check.rule == "code" and cell and cell not in codes[check.value]:
                problems.append(f"{user.where}: {check.column} {cell!r} is no known code.")
            elif check.rule == "one_of" and cell not in check.value.split():
                problems.append(
                    f"{user.where}: {check.column} is {cell!r}; it may be {', '.join(check.value.split())}."
                )


def fold(phrase: str) -> str:
    """Return a phrase as matchers compare it: no case, no diacritics, one blank for other marks.

    >>> fold("Cote d’Ivoire") == fold("CÔTE D'IVOIRE")
    True
    """
    plain = unicodedata.normalize("NFKD", phrase.casefold().replace("ı", "i"))
    return _NOT_LETTERS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def check_surfaces(
    tables: Mapping[str, Sequence[Row]],
    own: Mapping[str, Sequence[tuple[UserRow, Row]]],
    checks: Sequence[Check],
    problems: list[str],
) -> None:
    """Report surface forms of the user's rows that have another meaning in the same group of tables.

    Args:
        tables: the rows that hold, by table, of all tables of the groups.
        own: the user's rows among them.
        checks: those of rule "surface".
    """
    meanings: dict[tuple[str, str], dict[str, str]] = {}
    for check in checks:
        group, meant_by = check.value.split()
        for row in tables.get(check.table, ()):
            for form in filter(None, row[check.column].split(";")):
                meanings.setdefault((group, fold(form)), {}).setdefault(row[meant_by], check.table)
    for check in checks:
        group, meant_by = check.value.split()
        for user, row in own.get(check.table, ()):
            for form in filter(None, row[check.column].split(";")):
                others = {m: t for m, t in meanings[group, fold(form)].items() if m != row[meant_by]}
                for meaning, table in list(others.items())[:1]:
                    problems.append(
                        f"{user.where}: {form!r} would mean both {row[meant_by]!r} and {meaning!r} "
                        f"(of {table}.csv); remove or change one of them."
                    )


# --- YAML -------------------------------------------------------------------------------------------


class UserDocument:
    """A user's YAML file, parsed, with the line of each entry."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.path = path
        self.value: Any = None
        self._root: yaml.Node | None = None
        try:
            text = read_user_text(path, problems)
            self.value = yaml.safe_load(text)
            self._root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "not valid"
            problems.append(f"{path}, line {mark.line + 1 if mark else 1}: YAML: {problem}.")

    def where(self, *steps: str | int, phrase: str = "") -> str:
        """Return file and line of the value reached by keys and numbers, or of a phrase listed in it."""
        node = self._root
        for step in steps:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == step), node)
        line = node.start_mark.line + 1 if node is not None else 1
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            listed = [" ".join(part.split()) for part in node.value.split("\n")]
            line += 1 + (listed.index(phrase) if phrase in listed else 0)
        return f"{self.path}, line {line}"


def merge_lists(shipped: Mapping[str, Any], user: UserDocument, problems: list[str]) -> dict[str, Any]:
    """Lay a user's lists over a document of named lists: items are added, those under `remove` taken out."""
    merged = {name: list(items) for name, items in shipped.items()}
    given = user.value or {}
    if not isinstance(given, dict):
        problems.append(f"{user.path}: the file must hold lists named {', '.join(shipped)}.")
        return merged
    removed = given.get(REMOVE) or {}
    for name, items, path in (
        *((name, items, (name,)) for name, items in given.items() if name != REMOVE),
        *((name, items, (REMOVE, name)) for name, items in removed.items()),
    ):
        if name not in merged or not isinstance(items, list):
            problems.append(f"{user.where(*path)}: there is no list {name!r}; the lists are {', '.join(shipped)}.")
        elif path[0] == REMOVE:
            for item in items:
                if item not in merged[name]:
                    problems.append(f"{user.where(*path)}: there is no {item!r} in {name} to {REMOVE}.")
            merged[name] = [item for item in merged[name] if item not in items]
        else:
            merged[name] += [item for item in items if item not in merged[name]]
    return merged


def merge_rules(shipped: Sequence[Mapping[str, Any]], user: UserDocument, problems: list[str]) -> list[dict[str, Any]]:
    """Lay a user's rules (name, kind, patterns) over the project's.

    A rule of a known name and kind adds its patterns to it, or with `change` takes its place or removes it.
    """
    merged = {(str(rule["name"]), str(rule["kind"])): dict(rule) for rule in shipped}
    kinds = sorted({kind for _, kind in merged})
    given = user.value or []
    if not isinstance(given, list):
        problems.append(f"{user.path}: the file must hold a list of rules.")
        return list(merged.values())
    for n, rule in enumerate(given):
        where = user.where(n)
        if not isinstance(rule, dict) or not {"name", "kind"} <= set(rule) <= {"name", "kind", "patterns", CHANGE}:
            problems.append(f"{where}: a rule has a name, a kind, patterns, and may have {CHANGE}.")
            continue
        name, change = (str(rule["name"]), str(rule["kind"])), str(rule.get(CHANGE, ADD))
        patterns = rule.get("patterns") or []
        broken = [p for p in patterns if not _compiles(p)]
        if change not in CHANGES:
            problems.append(f"{where}: {CHANGE} is {change!r}; it may be {', '.join(CHANGES)}.")
        elif change != ADD and name not in merged:
            problems.append(f"{where}: there is no rule {name[0]!r} of kind {name[1]!r} to {change}.")
        elif change == REMOVE:
            del merged[name]
        elif name[1] not in kinds:
            problems.append(f"{where}: the kind is {name[1]!r}; it may be {', '.join(kinds)}.")
        elif not patterns or broken:
            problems.append(f"{where}: a pattern is missing or no regular expression: {broken!r}.")
        elif change == ADD and name in merged:
            known = merged[name]["patterns"]
            merged[name] = {**merged[name], "patterns": [*known, *(p for p in patterns if p not in known)]}
        else:
            merged[name] = {"name": name[0], "kind": name[1], "patterns": list(patterns)}
    return list(merged.values())


def _compiles(pattern: Any) -> bool:
    try:
        re.compile(pattern)
    except (re.error, TypeError):
        return False
    return True


_TEXTS = ("label", "definition")
_CODES = ("iccs", "iccs_names", "iccs_unconfirmed", "yields_to")
_PHRASES = ("units", "exclude", "boilerplate", "outcomes", "ceremony", "denials", "denials_after")
_FOLDED = ("units",)  # words on one line, not one phrase a line
# How long the stem before a "*" may be in a term.
SHORTEST_STEM, LONGEST_STEM = 3, 20


def term_fault(term: str, sets: Mapping[str, Any]) -> str | None:
    """Return what keeps a term of the taxonomy from being read, None where nothing does."""
    parts = term.removeprefix("=").replace("-", " ").split()
    unknown = [name for name in re.findall(r"<(\w+)>", term) if name not in sets]
    if unknown:
        return f"there is no set <{unknown[0]}>"
    for slot in (word for part in parts for word in part.strip("[]").split("/")):
        if slot.endswith("*") and not SHORTEST_STEM <= len(slot) - 1 <= LONGEST_STEM:
            return "a stem before * is too short or too long"
        if slot.startswith("..") and not slot[2:].isdigit():
            return "a gap is written .. with a number"
    if parts[0].startswith("..") or parts[-1].startswith(".."):
        return "it does not begin and end with a word"
    return None


def merge_taxonomy(
    shipped: Mapping[str, Any], user: UserDocument, codes: frozenset[str], problems: list[str]
) -> dict[str, Any]:
    """Lay a user's crime areas over the project's.

    An entry of a new slug adds an area. One of a known slug adds its terms and exclusions; with
    `change: replace` what it gives takes the place of what there was, with `change: remove` its
    terms and exclusions are taken out, or the whole area where it gives none.

    Args:
        codes: the codes of the classification.
    """
    given = user.value or {}
    merged: dict[str, Any] = {**shipped, "areas": [dict(area) for area in shipped["areas"]]}
    if not isinstance(given, dict):
        problems.append(f"{user.path}: the file must be a mapping of the shape of crime_areas.yaml.")
        return merged
    allowed = ("areas", "sets", REMOVE, *_PHRASES)
    parts = ", ".join(allowed)
    problems += [f"{user.where(n)}: {n!r} is unknown; the parts are {parts}." for n in given if n not in allowed]
    for name in _PHRASES:
        merged[name] = _merge_phrases(name, shipped.get(name, ""), given, user, problems)
    sets = dict(shipped.get("sets", {}))
    for name, listed in (given.get("sets") or {}).items():
        sets[name] = f"{sets.get(name, '')} {listed}".strip()
    merged["sets"] = sets
    areas: dict[str, dict[str, Any]] = {area["slug"]: area for area in merged["areas"]}
    for n, entry in enumerate(given.get("areas") or ()):
        fault = _fault_of_area(entry, areas, shipped["strengths"], codes)
        if fault:
            problems.append(f"{user.where('areas', n)}: {fault}")
        elif entry["slug"] in areas:
            _merge_area(areas, entry, str(entry.get(CHANGE, ADD)), user, n, problems)
        else:
            areas[entry["slug"]] = {name: value for name, value in entry.items() if name != CHANGE}
    merged["areas"] = list(areas.values())
    for n, entry in enumerate(given.get("areas") or ()):
        others = (entry.get("yields_to") or ()) if isinstance(entry, dict) else ()
        unknown = [other for other in others if other not in areas]
        problems += [f"{user.where('areas', n)}: it yields to {other!r}, which is no area." for other in unknown]
    for area in areas.values():
        if "yields_to" in area:
            area["yields_to"] = [other for other in area["yields_to"] if other in areas]
    _check_terms(areas, merged["exclude"], user, problems)
    _check_form(given, sets, user, problems)
    return merged


def _check_form(given: Mapping[str, Any], sets: Mapping[str, Any], user: UserDocument, problems: list[str]) -> None:
    """Report the user's terms and phrases that cannot be read."""
    lists: list[tuple[tuple[str | int, ...], str]] = [
        ((name,), given.get(name) or "") for name in _PHRASES if name not in _FOLDED
    ]
    for n, entry in enumerate(given.get("areas") or ()):
        if isinstance(entry, dict):
            lists += [(("areas", n, "terms", grade), listed) for grade, listed in (entry.get("terms") or {}).items()]
            lists.append((("areas", n, "exclude"), entry.get("exclude") or ""))
    for path, listed in lists:
        for phrase in _phrases("terms", listed):
            fault = term_fault(phrase, sets)
            if fault:
                problems.append(f"{user.where(*path, phrase=phrase)}: {phrase!r}: {fault}.")


def _merge_phrases(name: str, shipped: str, given: Mapping[str, Any], user: UserDocument, problems: list[str]) -> str:
    """Return the phrases of one list, with the user's added and those under `remove` taken out."""
    kept = _phrases(name, shipped)
    for phrase in _phrases(name, (given.get(REMOVE) or {}).get(name) or ""):
        if phrase in kept:
            kept.remove(phrase)
        else:
            problems.append(f"{user.where(REMOVE, name, phrase=phrase)}: there is no {phrase!r} in {name} to {REMOVE}.")
    kept += [phrase for phrase in _phrases(name, given.get(name) or "") if phrase not in kept]
    return "\n".join(kept)


def _phrases(name: str, listed: str) -> list[str]:
    parts = listed.split() if name in _FOLDED else listed.split("\n")
    return [phrase for part in parts if (phrase := " ".join(part.split()))]


def _fault_of_area(entry: Any, areas: Container[str], strengths: Mapping[str, Any], codes: frozenset[str]) -> str:
    """Return what is wrong with a user's entry of an area, or ""."""
    if not isinstance(entry, dict) or not re.fullmatch(r"[a-z][a-z0-9-]*", str(entry.get("slug", ""))):
        return "an area needs a slug of small letters, digits and hyphens."
    slug, change = entry["slug"], str(entry.get(CHANGE, ADD))
    if change not in CHANGES:
        return f"{CHANGE} is {change!r}; it may be {', '.join(CHANGES)}."
    known = ("slug", CHANGE, "terms", "exclude", *_TEXTS, *_CODES)
    if unknown := [name for name in entry if name not in known]:
        return f"an area has no {unknown[0]!r}."
    if unknown := [name for name in entry.get("terms") or {} if name not in strengths]:
        return f"the strength {unknown[0]!r} is unknown; use {', '.join(strengths)}."
    if unknown := [str(code) for code in entry.get("iccs") or () if str(code) not in codes]:
        return f"{unknown[0]!r} is no code of the ICCS (iccs.csv)."
    if slug in areas:
        return ""
    if change != ADD:
        return f"there is no area {slug!r} to {change}."
    missing = [name for name in (*_TEXTS, "iccs") if name not in entry]
    return f"the new area {slug!r} lacks {', '.join(missing)}." if missing else ""


def _merge_area(
    areas: dict[str, dict[str, Any]],
    entry: Mapping[str, Any],
    change: str,
    user: UserDocument,
    n: int,
    problems: list[str],
) -> None:
    """Change one known area in `areas` by a user's entry, the `n`th."""
    slug = str(entry["slug"])
    area = areas[slug]
    if change == REMOVE and "terms" not in entry and "exclude" not in entry:
        del areas[slug]
        return
    lists: list[tuple[tuple[str, ...], str, str]] = [
        (("terms", grade), (area.get("terms") or {}).get(grade, ""), listed)
        for grade, listed in (entry.get("terms") or {}).items()
    ]
    if "exclude" in entry:
        lists.append((("exclude",), area.get("exclude", ""), entry["exclude"]))
    changed = {**area, "terms": dict(area.get("terms") or {})}
    for path, known, listed in lists:
        kept = _phrases("terms", known)
        phrases = _phrases("terms", listed)
        if change == REMOVE:
            for phrase in phrases:
                if phrase not in kept:
                    where = user.where("areas", n, *path, phrase=phrase)
                    problems.append(f"{where}: {slug} has no {phrase!r} there to {REMOVE}.")
            kept = [phrase for phrase in kept if phrase not in phrases]
        elif change == REPLACE:
            kept = phrases
        else:
            kept += [phrase for phrase in phrases if phrase not in kept]
        if path[0] == "terms":
            changed["terms"][path[1]] = "\n".join(kept)
        else:
            changed["exclude"] = "\n".join(kept)
    for name in (*_TEXTS, *_CODES):
        if name not in entry or change == REMOVE:
            continue
        known_value, value = area.get(name), entry[name]
        if change == REPLACE or name == "yields_to":
            changed[name] = value if change == REPLACE else list(dict.fromkeys([*(known_value or ()), *value]))
        elif value != known_value:
            problems.append(
                f"{user.where('areas', n, name)}: {slug} has another {name} already; write {CHANGE}: {REPLACE} "
                "to put this one in its place."
            )
    areas[slug] = changed


def _check_terms(
    areas: Mapping[str, Mapping[str, Any]], excluded: str, user: UserDocument, problems: list[str]
) -> None:
    """Report the user's terms that have two strengths in their area, or are excluded as well."""
    barred = set(_phrases("exclude", excluded))
    given = user.value.get("areas") or ()
    for n, entry in enumerate(given):
        if not isinstance(entry, dict) or entry.get(CHANGE) == REMOVE or entry.get("slug") not in areas:
            continue
        area = areas[entry["slug"]]
        own_barred = barred | set(_phrases("exclude", area.get("exclude", "")))
        for grade, listed in (entry.get("terms") or {}).items():
            for phrase in _phrases("terms", listed):
                where = user.where("areas", n, "terms", grade, phrase=phrase)
                others = [
                    other
                    for other, terms in (area.get("terms") or {}).items()
                    if other != grade and phrase in _phrases("terms", terms)
                ]
                if others:
                    problems.append(f"{where}: {phrase!r} is {grade} and {others[0]} in {area['slug']}.")
                if phrase in own_barred:
                    problems.append(f"{where}: {phrase!r} is a term of {area['slug']} and excluded as well.")
