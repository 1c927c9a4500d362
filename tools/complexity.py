"""Holds the complexity of functions down: python -m tools.complexity [--write]

No function may have more than `MOST` ways through it (McCabe's number, which ruff counts). Those that were above it
when this was begun stand in `tests/data/complexity.csv`, each with its number, which may only fall: a function that
has more now, or is new above the limit, is told, and so is one that has fewer, until `--write` has put its number
down. The exit status is 1 where anything is told.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
HELD = ROOT / "tests" / "data" / "complexity.csv"
MOST = 12
# Of one file: functions of the same name in different classes stand together, by their sum.
Held = dict[tuple[str, str], int]


def measure(root: Path = ROOT, most: int = MOST) -> Held:
    """Return the functions above the limit, by file and name, with their numbers."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--isolated", "--select", "C901", "--exit-zero"]
    options = ["--config", f"lint.mccabe.max-complexity={most}", "--output-format", "json", "--exclude", "notebooks"]
    said = subprocess.run([*command, *options, str(root)], capture_output=True, text=True, check=True).stdout
    found: Counter[tuple[str, str]] = Counter()
    for told in json.loads(said):
        match = re.fullmatch(r"`(.+)` is too complex \((\d+) > \d+\)", told["message"])
        if match is None:
            raise RuntimeError(f"ruff says something else than before: {told['message']}")
        found[Path(told["filename"]).relative_to(root).as_posix(), match[1]] += int(match[2])
    return dict(sorted(found.items()))


def read(path: Path = HELD) -> Held:
    """Return the numbers that are held."""
    with path.open(encoding="utf-8", newline="") as handle:
        return {(row["file"], row["function"]): int(row["complexity"]) for row in csv.DictReader(handle)}


def write(numbers: Held, path: Path = HELD) -> None:
    """Hold these numbers from now on."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("file", "function", "complexity"))
        writer.writerows((*place, number) for place, number in sorted(numbers.items()))


def risen(found: Held, held: Held) -> list[str]:
    """Return what is more complex than it may be, a sentence each."""
    return [
        f"{file}: {function} has {number} ways through it; {held.get((file, function), MOST)} are held: divide it."
        for (file, function), number in found.items()
        if number > held.get((file, function), MOST)
    ]


def fallen(found: Held, held: Held) -> list[str]:
    """Return what is less complex than is held, a sentence each."""
    return [
        f"{file}: {function} no longer has {number} ways through it; run python -m tools.complexity --write."
        for (file, function), number in held.items()
        if found.get((file, function), 0) < number
    ]


def main() -> None:
    """Compare, or put the numbers down; they are never put up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the numbers down that have fallen")
    wants = parser.parse_args()
    found, held = measure(), read()
    told = risen(found, held)
    if wants.write and not told:
        write(found)
        return
    told += [] if wants.write else fallen(found, held)
    for line in told:
        print(line)
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
