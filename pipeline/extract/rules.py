"""The register of rules: every rule of every extractor, its name, what it says, an example, and whether it is on.

What a rule says stands in `resources/rules.csv`; what it does is a function, in the module of its subject, that is
marked with its name:

    ITEMS = RuleList("counts")

    @ITEMS.rule("stands-at")
    def _standing(place: Place) -> Item | None: ...

    for rule in ITEMS.active():
        found = rule.read(place)

A list is asked in the order in which its functions are written. A rule that is switched off in the settings
(`disabled_rules = ["counts.stands-at"]`) is not asked. Kinds of rules: `finds` (makes a row and stands in its
column `rule`), `item` (says what is counted: column `item_rule`), `guards` (keeps a row from being made), `joins`
(says what belongs together) and `values` (settles a cell).

In an example the words that the rule is about stand in double square brackets: words of a row that bears the rule where
the rule makes rows, words that are in no row of the table where it guards.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pipeline.errors import ResourceError, SettingsError
from pipeline.lookups import table
from pipeline.vocabulary import SHARED

F = TypeVar("F", bound=Callable[..., object])
KINDS = ("finds", "item", "guards", "joins", "values")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the register tells it.

    Attributes:
        table: the table whose rows it shapes.
        name: unique within the table.
        kind: one of `KINDS`.
        says: one sentence.
        examples: texts that it works on, the words it is about in double square brackets.
    """

    table: str
    name: str
    kind: str
    says: str
    examples: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name by which settings know the rule."""
        return f"{self.table}.{self.name}"


@functools.cache
def register() -> dict[str, Rule]:
    """Return all rules by full name, in the order of the file.

    Raises:
        ResourceError: a row has an unknown kind.
    """
    found: dict[str, Rule] = {}
    for row in table("rules", key=("table", "rule", "example")):
        rule = Rule(row["table"], row["rule"], row["kind"], row["says"], (row["example"].replace("\\n", "\n"),))
        if rule.kind not in KINDS:
            raise ResourceError(f"rules.csv: {rule.kind!r} of {rule.full_name} is no kind of rule.")
        same = found.get(rule.full_name)
        if same is not None and (same.kind, same.says) != (rule.kind, rule.says):
            raise ResourceError(f"rules.csv: the rows of {rule.full_name} say different things.")
        found[rule.full_name] = replace(rule, examples=same.examples + rule.examples) if same else rule
    return found


def names_of(table_name: str, kind: str) -> tuple[str, ...]:
    """Return the names that can stand in a column: those of the rules of a table of one kind."""
    return tuple(rule.name for rule in register().values() if (rule.table, rule.kind) == (table_name, kind))


def says(table_name: str, rule: str) -> str:
    """Return the sentence of a rule of a table, or "" where the register has none of that name."""
    tables = (table_name, *SHARED.get(table_name, ()))
    found = (register().get(f"{name}.{rule}") for name in tables)
    return next((known.says for known in found if known), "")


def marked(example: str) -> tuple[str, str]:
    """Return an example without its brackets, and the words that stood in them."""
    return example.replace("[[", "").replace("]]", ""), example.partition("[[")[2].partition("]]")[0]


_off: frozenset[str] = frozenset()


def switch_off(names: Iterable[str]) -> None:
    """Switch off these rules, by full name, and all others on, in this process.

    Raises:
        SettingsError: a name is none of a rule.
    """
    global _off
    names = frozenset(names)
    unknown = sorted(names - register().keys())
    if unknown:
        raise SettingsError(f"No rule is named {', '.join(unknown)}; docs/rules.md lists them all.")
    _off = names


def is_on(full_name: str) -> bool:
    """Tell whether a rule is on."""
    return full_name not in _off


def by_name(*full_names: str) -> dict[str, str]:
    """Return full names of rules by the names that stand in the tables.

    >>> by_name("dates.age-old")
    {'age-old': 'dates.age-old'}
    """
    return {full_name.partition(".")[2]: full_name for full_name in full_names}


def of_extractors(names: Collection[str]) -> tuple[str, ...]:
    """Return those of the names that are of extractors, sorted: a table and a point come before them."""
    return tuple(sorted(name for name in names if "." in name))


@dataclass(frozen=True, slots=True)
class Marked(Generic[F]):
    """A function that is a rule."""

    name: str
    full_name: str
    read: F


class RuleList(Generic[F]):
    """Rules of a table that are asked one after another, until one knows."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.rules: list[Marked[F]] = []
        self._asked: tuple[frozenset[str], tuple[Marked[F], ...]] | None = None

    def rule(self, name: str) -> Callable[[F], F]:
        """Mark a function as the next rule of the list."""

        def mark(read: F) -> F:
            self.rules.append(Marked(name, f"{self.table}.{name}", read))
            self._asked = None
            return read

        return mark

    def active(self) -> tuple[Marked[F], ...]:
        """Return the rules that are on, in order."""
        if self._asked is None or self._asked[0] is not _off:
            self._asked = (_off, tuple(rule for rule in self.rules if rule.full_name not in _off))
        return self._asked[1]
