"""The ratchet on the complexity of functions turns one way."""

from __future__ import annotations

from pathlib import Path

from tools.complexity import MOST, fallen, measure, read, risen, write

HELD = {("a.py", "walk"): 20, ("a.py", "read"): 15}


def branching(name: str, n_ways: int) -> str:
    tests = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(n_ways - 1))
    return f"def {name}(x: int) -> int:\n{tests}    return 0\n"


def test_functions_above_the_limit_are_measured(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(branching("walk", MOST + 2) + "\n\n" + branching("plain", MOST), encoding="utf-8")
    assert measure(tmp_path) == {("a.py", "walk"): MOST + 2}


def test_what_rises_or_is_new_is_told() -> None:
    assert risen(HELD, HELD) == []
    assert risen({("a.py", "walk"): 21}, HELD) == ["a.py: walk has 21 ways through it; 20 are held: divide it."]
    assert risen({("b.py", "walk"): MOST + 1}, HELD) == [
        f"b.py: walk has {MOST + 1} ways through it; {MOST} are held: divide it."
    ]


def test_what_falls_is_to_be_put_down() -> None:
    assert fallen(HELD, HELD) == []
    (told,) = fallen({("a.py", "walk"): 20}, HELD)
    assert told.startswith("a.py: read no longer has 15 ways through it")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(HELD, tmp_path / "held.csv")
    assert read(tmp_path / "held.csv") == HELD
