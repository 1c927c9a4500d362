"""The weights of names are fitted to runs of words whose labels are known."""

from __future__ import annotations

import pytest

from pipeline.extract.people import name_evidence
from pipeline.extract.people.name_evidence import weigh
from pipeline.lookups import RESOURCES
from tools.fit_name_weights import KEPT, MIN_RUNS, Example, Traced, _names_person, fit, present, rewrite, weighing


def test_a_sum_knows_what_it_is_of() -> None:
    with weighing({"two-words": 0.5, "shouted": -1.0}, traced=True):
        total = weigh(["two-words", "shouted", "shouted"])
    assert total == -1.5
    assert getattr(total, "parts", None) == {"two-words": 1, "shouted": 2}
    assert (2 + Traced(1.0, {"a": 1})).parts == {"a": 1}


def test_the_reader_weighs_as_before_behind_a_trial() -> None:
    before = weigh(["two-words"])
    with weighing({"two-words": 9.0}):
        assert weigh(["two-words"]) == 9
    assert weigh(["two-words"]) == before == name_evidence.weights()["two-words"].value


def test_what_persons_show_gains_and_what_others_show_loses() -> None:
    start = {"two-words": 1.0, "shouted": 1.0, "particle": 1.0, "named-after": -4.0}
    examples = [Example(n, {"two-words": 1}, True) for n in range(20)]
    examples += [Example(n, {"shouted": 1, "named-after": 1}, False) for n in range(20)]
    examples += [Example(n, {"particle": 1}, True) for n in range(MIN_RUNS - 1)]
    fitted = fit(examples, start, ridge=0.5)
    assert fitted["two-words"] > 2 > 1 > fitted["shouted"]
    # too few runs show it, or it is no part of a sum
    assert fitted["particle"] == 1
    assert {fitted[name] for name in KEPT} == {-4}


def test_a_strong_draw_keeps_the_weights() -> None:
    start = {"two-words": 1.0}
    examples = [Example(n, {"two-words": 1}, True) for n in range(20)]
    assert fit(examples, start, ridge=1e6) == start
    assert fit([], start) == start


@pytest.mark.parametrize(
    ("parts", "person"),
    [(("ana", "ruiz"), True), (("ruiz",), True), (("ana", "maria", "ruiz"), True), (("ana", "berg"), False)],
)
def test_a_run_names_a_person_by_all_words_of_either(parts: tuple[str, ...], person: bool) -> None:
    assert _names_person(parts, [frozenset(("ana", "ruiz"))]) is person


def test_only_weights_are_rewritten() -> None:
    text = (RESOURCES / "name_weights.csv").read_text(encoding="utf-8")
    assert rewrite(text, present()) == text
    changed = rewrite(text, {"the-before": -2.5})
    assert 'the-before,-2.5,,"""the"" stands before it"' in changed
    assert len(changed.splitlines()) == len(text.splitlines())
