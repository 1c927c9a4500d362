"""Every rule of the register does what it says: its example bears it, and nothing bears it where it is switched off."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from spacy.language import Language

from pipeline.errors import SettingsError
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.rules import Rule, RuleList, is_on, of_extractors, register, switch_off

RELEASE = ReleaseContext(published=datetime.date(2024, 6, 13))  # a Thursday


@pytest.fixture(autouse=True)
def _all_on() -> Iterator[None]:
    yield
    switch_off(())


def rows(nlp: Language, text: str) -> dict[str, list[dict[str, Any]]]:
    doc = nlp.make_doc(text)
    doc._.release = RELEASE
    return rows_from_doc(nlp(doc))


@pytest.mark.parametrize("rule", register().values(), ids=lambda rule: rule.full_name)
def test_a_rule_is_witnessed_by_its_example(nlp: Language, rule: Rule) -> None:
    text = rule.example_text
    found = rows(nlp, text)
    column = {"finds": "rule", "item": "item_rule"}.get(rule.kind)
    if column:
        bearing = [row for row in found[rule.table] if row[column] == rule.name]
        assert bearing, [row[column] for row in found[rule.table]]
        assert rule.marked in [text[row["start"] : row["end"]] for row in bearing]
    elif rule.kind == "guards":
        assert rule.marked not in [text[row["start"] : row["end"]] for row in found[rule.table]]
    switch_off([rule.full_name])
    assert rows(nlp, text) != found


def test_rules_are_asked_in_order_and_not_when_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {f"counts.{name}": Rule("counts", name, "item", "", "") for name in ("first", "second")}
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
