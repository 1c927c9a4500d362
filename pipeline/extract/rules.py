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
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.errors import ResourceError, SettingsError
from pipeline.lookups import table

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
        example: a text that it works on, the words it is about in double square brackets.
    """

    table: str
    name: str
    kind: str
    says: str
    example: str

    @property
    def full_name(self) -> str:
        """The name by which settings know the rule."""
        return f"{self.table}.{self.name}"

    @property
    def example_text(self) -> str:
        """The example without its brackets."""
        return self.example.replace("[[", "").replace("]]", "").replace("\\n", "\n")

    @property
    def marked(self) -> str:
        """The words of the example that the rule is about, or an empty string."""
        return self.example.partition("[[")[2].partition("]]")[0].replace("\\n", "\n")


@functools.cache
def register() -> dict[str, Rule]:
    """Return all rules by full name, in the order of the file.

    Raises:
        ResourceError: a row has an unknown kind.
    """
    found = {}
    for row in table("rules", key=("table", "rule")):
        rule = Rule(row["table"], row["rule"], row["kind"], row["says"], row["example"])
        if rule.kind not in KINDS:
            raise ResourceError(f"rules.csv: {rule.kind!r} of {rule.full_name} is no kind of rule.")
        found[rule.full_name] = rule
    return found


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
