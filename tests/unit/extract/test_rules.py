"""Every rule of the register does what it says: its example bears it, and nothing bears it where it is switched off."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import pipeline.extract.rules
from pipeline import lookups
from pipeline.errors import SettingsError
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.people.name_evidence import weights
from pipeline.extract.rules import Rule, RuleList, is_on, marked, of_extractors, register, switch_off

EXTRACT = Path(pipeline.extract.rules.__file__).parent
RELEASE = ReleaseContext(published=datetime.date(2024, 6, 13))  # a Thursday


@pytest.fixture(autouse=True)
def _all_on() -> Iterator[None]:
    yield
    switch_off(())


def rows(nlp: Language, text: str) -> dict[str, list[dict[str, Any]]]:
    doc = nlp.make_doc(text)
    doc._.release = RELEASE
    return rows_from_doc(nlp(doc))


EXAMPLES = [
    pytest.param(r, example, id=f"{r.full_name}-{n}")
    for r in register().values()
    for n, example in enumerate(r.examples)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_is_witnessed_by_its_examples(nlp: Language, rule: Rule, example: str) -> None:
    text, words = marked(example)
    found = rows(nlp, text)
    told = [row for row in found[rule.table] if text[row["start"] : row["end"]] == words]
    column = {"finds": "rule", "item": "item_rule"}.get(rule.kind)
    if column:
        assert rule.name in [row[column] for row in told], found[rule.table]
    elif rule.kind == "guards":
        assert told == []
    switch_off([rule.full_name])
    assert rows(nlp, text) != found


def test_every_rule_of_the_code_is_in_the_register_and_every_one_of_the_register_in_the_code() -> None:
    in_code = {name for path in sorted(EXTRACT.rglob("*.py")) for name in _names_in(path.read_text(encoding="utf-8"))}
    # Names that stand in data: of what weighs for and against a name, and of how strong a term is.
    in_code |= {f"people.{weight.rule}" for weight in weights().values() if weight.rule}
    in_code |= {f"crime_areas.{grade}-term" for grade in lookups.document("crime_areas")["strengths"]}
    assert in_code == register().keys()


def _names_in(source: str) -> Iterator[str]:
    tables = "|".join(sorted({rule.table for rule in register().values()}))
    yield from re.findall(rf'"((?:{tables})\.[a-z-]+)"', source)
    lists = dict(re.findall(r'^([A-Z_]+): RuleList\[.*\] = RuleList\("([a-z_]+)"\)', source, re.MULTILINE))
    for name, rule in re.findall(r'^@([A-Z_]+)\.rule\("([a-z-]+)"\)', source, re.MULTILINE):
        yield f"{lists[name]}.{rule}"


def test_rules_are_asked_in_order_and_not_when_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {f"counts.{name}": Rule("counts", name, "item", "", ()) for name in ("first", "second")}
    monkeypatch.setattr("pipeline.extract.rules.register", lambda: names)
    listed: RuleList[Any] = RuleList("counts")
    for name in ("first", "second"):
        listed.rule(name)(str)
    assert [rule.name for rule in listed.active()] == ["first", "second"]
    switch_off(["counts.first"])
    assert [rule.name for rule in listed.active()] == ["second"]
    assert not is_on("counts.first")
    switch_off(())
    assert [rule.name for rule in listed.active()] == ["first", "second"]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"No rule is named counts\.nonsense"):
        switch_off(["counts.nonsense"])


def test_rules_of_cleaning_are_none_of_extractors() -> None:
    assert of_extractors(("menu-line", "dates.year", "counts.noun-phrase")) == ("counts.noun-phrase", "dates.year")
