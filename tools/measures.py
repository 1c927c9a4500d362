"""Measures everything that the shared development data can measure: python -m tools.measures [--write]

Needs PRESS_SHARED. Runs the pipeline over the development gold and benchmarks, asks the scorers that come with them,
and compares each figure with its floor in `tests/data/floors.json`: what was reached when the floor was written. A
figure below its floor is told, and the exit status is 1. `--write` makes what is reached now the floor, and refuses
where any figure would sink, unless `--allow-regression` says that it may. The digest of each gold stands beside its
floors: other gold has other figures, and its floors must be written anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from pipeline.evaluate.run import evaluate, run_stages
from pipeline.store import read_table
from tools.raw_sets import DIRECTORY_OF, prepare_shared

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "tests" / "data" / "floors.json"
# Figures are counts over counts and come out the same on every machine; the last digit may round either way.
TOLERANCE = 0.00011

Figures = dict[str, float]


def _said(*command: str | Path) -> str:
    whole = [sys.executable, *map(str, command)]
    return subprocess.run(whole, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _json_lines(said: str) -> Figures:
    """Return the figures of a scorer that tells a field a line: F1 of what is found, accuracy of values."""
    figures: Figures = {}
    for line in said.splitlines():
        for name, value in json.loads(line).items():
            if isinstance(value, dict):
                figures[name] = value["f1"] if "f1" in value else value["accuracy"]
    return figures


def _percent(said: str, pattern: str) -> Figures:
    """Return figures told as "name 12.3"; names are group 1, percentages group 2."""
    return {name.strip(): round(float(value) / 100, 4) for name, value in re.findall(pattern, said, re.MULTILINE)}


def _gold(folder: Path, out: Path, shared: Path) -> Figures:
    first = _json_lines(_said(shared / "gold" / "score.py", "score", out, folder))
    try:
        second = _json_lines(_said(shared / "gold" / "score2.py", out, folder))
    except subprocess.CalledProcessError:  # a gold without the second part
        second = {}
    return {**first, **{f"2:{name}": value for name, value in second.items()}}


def _topics(folder: Path, out: Path) -> Figures:
    areas = read_table(out, "release_crime_areas").sort_values("primary", ascending=False, kind="stable")
    of = areas.groupby("release_id", sort=False)["area"].agg(list).to_dict()
    sources = read_table(out, "sources")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
        for row in sources.itertuples(index=False):
            handle.write(json.dumps({"id": Path(str(row.source)).stem, "areas": of.get(row.release_id, [])}) + "\n")
        handle.flush()
        said = _said(folder / "score.py", handle.name, "--gold", folder / "dev.jsonl")
    return _percent(said, r"(?<!\S)(F1|any|top1|exact|\(found\)) ([\d.]+)")


def _pages(folder: Path, out: Path) -> Figures:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
        for row in read_table(out, "releases").to_dict("records"):
            day = None if pd.isna(row["published"]) else str(row["published"])[:10]
            record = {"id": Path(row["source"]).stem, "text": row["text"], "title": row["title"], "published": day}
            handle.write(json.dumps(record) + "\n")
        handle.flush()
        return _percent(_said(folder / "score.py", handle.name, "--half", "dev"), r"^(\S.*?)\s+([\d.]+)%")


def _incidents(folder: Path) -> Figures:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
        handle.write(_said("-m", "tests.benchmarks.isaf", folder / "dev.jsonl"))
        handle.flush()
        said = _said(folder / "score.py", handle.name)
    figures = _percent(said, r"^(\w+)\s+([\d.]+)%")
    return {name: figures[name] for name in ("start_date", "start_date_fixed", "min_killed", "min_captured")}


def _reports(folder: Path, out: Path) -> Figures:
    last = json.loads(_said(folder / "check.py", "score", folder, out).splitlines()[-1])
    return {name: value for name, value in last.items() if name not in ("cases", "right")}


def digest(folder: Path) -> str:
    """Return the digest of the files of a folder, by name and content."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".json", ".jsonl", ".html")):
        whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def measure(shared: Path, work: Path) -> dict[str, dict[str, float | str]]:
    """Return for each set of the shared data its figures, and the digest of its gold."""
    prepare_shared(shared, work / "raw")
    found: dict[str, dict[str, float | str]] = {}
    for raw in sorted((work / "raw").iterdir()):
        name, out = raw.name, work / "out" / raw.name
        folder = shared / DIRECTORY_OF[name.partition("-")[0]] / (name.partition("-")[2] or name)
        figures: Figures
        if name == "isaf":
            figures = _incidents(folder)
        else:
            run_stages(raw, out)
            if name == "doj_topics":
                figures = _topics(folder, out)
            elif name == "cleaning":
                figures = _pages(folder, out)
            elif name == "reports":
                figures = _reports(folder, out)
            else:
                figures = _gold(folder, out, shared)
        found[name] = {"digest": digest(folder), **figures}
    scores = evaluate(shared / "gold" / "dev").as_json()
    found["evaluate-dev"] = {
        "digest": digest(shared / "gold" / "dev"),
        **{k: v["f1"] for k, v in scores["fields"].items()},
        **{k: v["accuracy"] for k, v in scores["values"].items()},
    }
    return found


def sunk(found: dict[str, dict[str, float | str]], floors: dict[str, dict[str, float | str]]) -> list[str]:
    """Return what lies below its floor, or has none, a sentence each."""
    faults = []
    for name, wanted in floors.items():
        here = found.get(name, {})
        if here.get("digest") != wanted["digest"]:
            faults.append(f"{name}: the gold is not the one its floors were measured on; write them anew.")
            continue
        for measure_name, floor in wanted.items():
            value = here.get(measure_name)
            if isinstance(floor, float | int) and (not isinstance(value, float | int) or value < floor - TOLERANCE):
                faults.append(f"{name}, {measure_name}: {value} is below its floor of {floor}.")
    faults += [f"{name} has no floors." for name in found if name not in floors]
    return faults


def main() -> int:
    """Measure, print, and compare with the floors or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="make what is reached now the floor")
    parser.add_argument("--allow-regression", action="store_true", help="write floors even where they sink")
    given = parser.parse_args()
    shared = os.environ.get("PRESS_SHARED")
    if not shared:
        sys.stderr.write("Set PRESS_SHARED to the folder of shared development data.\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="press-measures-") as work:
        found = measure(Path(shared).resolve(), Path(work))
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    for name, figures in found.items():
        for measure_name, value in figures.items():
            floor = floors.get(name, {}).get(measure_name)
            if measure_name != "digest":
                mark = "" if floor is None or value == floor else f"  (floor {floor})"
                sys.stdout.write(f"{name:<15} {measure_name:<24} {value}{mark}\n")
    faults = sunk(found, floors)
    if given.write and (given.allow_regression or all("below" not in fault for fault in faults)):
        FLOORS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"written to {FLOORS}\n")
        return 0
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
