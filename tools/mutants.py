"""Switches off named rules one at a time and tells which no unit test notices: python -m tools.mutants [--beyond]

A sample of the rules of the extractors (`resources/rules.csv`) and of those of cleaning that can be switched off is
drawn by a seed. With each of them off in turn, the unit tests of its subject run in this one process until one fails:
the rule's own examples first, then the tests in which it did anything when all rules were on. What is left is told;
no test would notice if it were lost. The gold and its floors have no part in this.

With `--beyond` the rules' own examples are left out: what is told is then noticed by its example alone, or by nothing.
The exit status is 1 where fewer than `LEAST` of the rules are caught.
"""

from __future__ import annotations

import argparse
import inspect
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from pipeline.clean_text import (
    broken,
    characters,
    clean,
    debris,
    furniture,
    lines,
    lost_values,
    marks,
    mojibake,
    page_boxes,
    pages,
    repair,
    text,
)
from pipeline.extract import rules

ROOT = Path(__file__).parents[1]
EXAMPLES = "tests/unit/extract/test_rules.py"
UNIT = "tests/unit"
# Where the tests of a table's rules stand; the rules of cleaning have no table.
ROOMS = {
    "charges": ("extract/cases",),
    "countries": ("extract/places",),
    "counts": ("extract/counts", "extract/reading"),
    "crime_areas": ("extract/areas",),
    "dates": ("extract/dates",),
    "organisations": ("extract/bodies",),
    "outcomes": ("extract/counts",),
    "penalties": ("extract/cases",),
    "people": ("extract/cases", "extract/people"),
    "person_mentions": ("extract/people",),
    "places": ("extract/places",),
    "quotes": ("extract/people",),
    "regions": ("extract/places",),
    "systems": ("extract/bodies",),
    "": ("clean_text",),
}
# What finds the edits and lines of cleaning, in its module.
FINDERS: tuple[tuple[ModuleType, str], ...] = (
    (debris, "find_debris"),
    (furniture, "find_furniture"),
    (repair, "find_glue"),
    (broken, "find_broken"),
    (broken, "find_dropped"),
    (characters, "find_odd_characters"),
    (marks, "find_marks"),
    (mojibake, "find_mojibake"),
    (pages, "find_running_heads"),
    (lines, "find_collected"),
    (lines, "find_lost_lines"),
    (lost_values, "find_lost_values"),
    (lines, "find_split_counters"),
    (page_boxes, "find_boxes"),
    (page_boxes, "head_edits"),
)
# Of cleaning: these make paragraphs of lines, and are not asked whether they are on.
LASTING = {"blank-lines", "blanks", "line-ends", "wrapped-line"}
SEED, MOST, LEAST = 20261130, 200, 0.85


def all_rules() -> list[str]:
    """Return the names of all rules that can be switched off, sorted: those of extractors have a table and a point."""
    cleaning = {*debris.rule_names(), *furniture.RULES, furniture.DOUBTFUL, *text.TEXT_RULES} - LASTING
    return sorted({*rules.register(), *cleaning})


def sample(names: Iterable[str], most: int = MOST, seed: int = SEED) -> list[str]:
    """Return at most so many of the names, drawn by the seed, sorted."""
    names = sorted(names)
    return sorted(random.Random(seed).sample(names, min(most, len(names))))


@dataclass
class Switch:
    """Holds one rule off, whatever tests and settings switch, and notes which rules do anything.

    Attributes:
        off: the rule that is off, if any.
        noted: the rules that did something since this was emptied.
    """

    off: str | None = None
    noted: set[str] = field(default_factory=set)

    @property
    def off_names(self) -> frozenset[str]:
        return frozenset((self.off,) if self.off else ())

    def hold(self, name: str | None) -> None:
        """Switch this rule off and all others on; None switches all on."""
        self.off = name
        rules.switch_off(())

    def put_in(self) -> None:
        """Put the switch before the places that ask whether a rule is on; tests must be imported after this."""
        self._hold_extractors()
        self._hold_cleaning()

    def _hold_extractors(self) -> None:
        switch_off, is_on, active = rules.switch_off, rules.is_on, rules.RuleList.active

        def held(names: Iterable[str]) -> None:
            switch_off({name for name in self.off_names if "." in name}.union(names))

        def asked(name: str) -> bool:
            self.noted.add(name)
            return is_on(name)

        def noting(listed: rules.RuleList[Any]) -> tuple[rules.Marked[Any], ...]:
            return tuple(replace(rule, read=self._noted(rule.full_name, rule.read)) for rule in active(listed))

        for owner, name, put in (
            (rules, "switch_off", held),
            (rules, "is_on", asked),
            (rules.RuleList, "active", noting),
        ):
            setattr(owner, name, put)

    def _noted(self, name: str, read: Callable[..., object]) -> Callable[..., object]:
        def noted(*args: Any) -> object:
            found = read(*args)
            if found is not None and found is not False:
                self.noted.add(name)
            return found

        return noted

    def _hold_cleaning(self) -> None:
        for home, name in FINDERS:
            find = getattr(home, name)
            for module in (home, text, lines, clean):
                if hasattr(module, name):
                    setattr(module, name, self._held(find))

    def _held(self, find: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that finds what the other finds but for what the rule that is off does."""
        signature = inspect.signature(find)
        choosing = "disabled" in signature.parameters

        def held(*args: Any, **named: Any) -> Any:
            if not choosing:
                edits = find(*args, **named)
                self.noted.update(edit.rule for edit in edits)
                return [edit for edit in edits if edit.rule != self.off]
            given = signature.bind(*args, **named)
            given.apply_defaults()
            given.arguments["disabled"] = frozenset(given.arguments["disabled"]) | self.off_names
            found = find(*given.args, **given.kwargs)
            self.noted.update(_rules_in(found))
            return found

        return held


def _rules_in(found: Any) -> Iterator[str]:
    """Yield the rules that what a finder returns is by: edits, or places to rules."""
    if isinstance(found, list):
        yield from (edit.rule for edit in found)
        return
    yield from getattr(found, "rules", found).values()
    if getattr(found, "doubtful", None):
        yield furniture.DOUBTFUL


@dataclass
class Mutants:
    """A pytest plugin that runs the collected tests once with all rules on, then those that a rule concerns without it.

    Attributes:
        chosen: the rules to switch off.
        beyond: whether the rules' own examples are left out.
        caught: for each rule that is noticed, the test that notices it first.
    """

    switch: Switch
    chosen: Sequence[str]
    beyond: bool = False
    caught: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, dict[str, list[pytest.Item]]] = field(default_factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests in this plugin's order instead of pytest's."""
        own = self._examples(session.items)
        for name in self.chosen:
            self.switch.hold(name)
            failed = None if self.beyond else self._first_failure(own[name], session.items)
            if failed is None:
                tests = self._tests_of(name, session.items)
                self.switch.hold(name)
                failed = self._first_failure(tests, session.items)
            if failed is not None:
                self.caught[name] = failed.nodeid
        self.switch.hold(None)
        session.testsfailed = 0
        return True

    def _first_failure(self, tests: Iterable[pytest.Item], items: Sequence[pytest.Item]) -> pytest.Item | None:
        return next((item for item in tests if not self._passes(item, items)), None)

    def _tests_of(self, name: str, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Return the tests of the rule's rooms in which it does anything, all rules being on."""
        found = []
        for room in _rooms_of(name):
            if room not in self._seen:
                own = [i for i in items if i.nodeid.startswith(f"{UNIT}/{room}/")]
                self._seen[room] = self._first_pass(own, items)
            found += self._seen[room].get(name, [])
        return found

    def _examples(self, items: Sequence[pytest.Item]) -> dict[str, list[pytest.Item]]:
        found: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in items:
            if _is_example(item) and "[" in item.name:
                found[item.name.partition("[")[2].rpartition("-")[0]].append(item)
        return found

    def _first_pass(self, own: Sequence[pytest.Item], items: Sequence[pytest.Item]) -> dict[str, list[pytest.Item]]:
        """Return for each rule those of the tests that pass and in which it does anything, all rules being on."""
        sees: dict[str, list[pytest.Item]] = defaultdict(list)
        self.switch.hold(None)
        for item in own:
            self.switch.noted.clear()
            if self._passes(item, items):
                for name in sorted(self.switch.noted):
                    sees[name].append(item)
        return sees

    @staticmethod
    def _passes(item: pytest.Item, items: Sequence[pytest.Item]) -> bool:
        """Run a test; what whole sessions share is kept for the next, what a module shares is not."""
        keep = next((other for other in items if other.path != item.path), None)
        return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=keep))


def _is_example(item: pytest.Item) -> bool:
    return item.nodeid.startswith(EXAMPLES)


def _rooms_of(name: str) -> tuple[str, ...]:
    return ROOMS[name.partition(".")[0] if "." in name else ""]


def run(chosen: Sequence[str], *, beyond: bool = False) -> dict[str, str]:
    """Return for each of the rules that a unit test notices the first test that does."""
    switch = Switch()
    rooms = sorted({room for name in chosen for room in _rooms_of(name)})
    with _switched(switch):
        mutants = Mutants(switch, chosen, beyond)
        paths = [EXAMPLES, *(f"{UNIT}/{room}" for room in rooms)]
        pytest.main(["-q", "-q", "--no-header", "--no-summary", "-m", "not slow", *paths], plugins=[mutants])
    return mutants.caught


@contextmanager
def _switched(switch: Switch) -> Iterator[None]:
    switch.put_in()
    try:
        yield
    finally:
        switch.hold(None)


def say(chosen: Collection[str], caught: Collection[str]) -> str:
    """Return the sentence that tells how many rules were caught, and the names of the others below it."""
    lost = sorted(set(chosen) - set(caught))
    share = 1 - len(lost) / len(chosen) if chosen else 1.0
    return "\n".join([f"{len(chosen) - len(lost)} of {len(chosen)} rules caught ({share:.1%}); uncaught:", *lost])


def main() -> int:
    """Draw the rules, switch them off one at a time, and tell which are missed by no test."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beyond", action="store_true", help="leave the rules' own examples out")
    parser.add_argument("--most", type=int, default=MOST, help="how many rules at most")
    parser.add_argument("--seed", type=int, default=SEED, help="by which the rules are drawn")
    parser.add_argument("--rules", nargs="*", help="these rules instead of a sample")
    wants = parser.parse_args()
    chosen = wants.rules or sample(all_rules(), wants.most, wants.seed)
    caught = run(chosen, beyond=wants.beyond)
    print(say(chosen, caught))
    return int(len(caught) < LEAST * len(chosen))


if __name__ == "__main__":
    sys.exit(main())
