"""Compares what two versions of the code make of the same releases: python -m tools.compare_commits BASE [FOLDER ...]

BASE is a commit; it is checked out beside, and both versions run over the samples, 600 composed releases and, where
PRESS_SHARED names the shared development data, its gold and benchmarks; FOLDERs of raw releases are added. What differs
is told cell by cell. Outputs are kept in `.compare/`, so that the same BASE is run once. The exit status is 1 where any
cell differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.compare import compare, say_changes
from tests.benchmarks.corpus import write_corpus
from tools.raw_sets import prepare_shared

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".compare"
N_COMPOSED = 600


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _digest(folder: Path) -> str:
    """Return a digest of the names and bytes of a folder."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def prepare(folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """Yield name and folder of each set of raw releases, prepared by the code that stands here."""
    raw = KEPT / "raw"
    shutil.rmtree(raw, ignore_errors=True)
    write_corpus(raw / "composed", N_COMPOSED)
    shared = os.environ.get("PRESS_SHARED")
    if shared:
        prepare_shared(Path(shared), raw)
    yield "samples", ROOT / "data" / "raw"
    for path in sorted(raw.iterdir()):
        yield path.name, path
    for folder in folders:
        yield folder.resolve().name, folder.resolve()


def run(code: Path, raw: Path, out: Path) -> None:
    """Run the code of one folder over raw releases.

    Raises:
        SystemExit: the run fails; what it said is told.
    """
    command = [sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--out", str(out)]
    done = subprocess.run(
        command, cwd=code, env={**os.environ, "PYTHONPATH": str(code)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{code}: the run over {raw} ended with {done.returncode}:\n{done.stderr[-3000:]}")


def _same_digests(before: Path, after: Path) -> bool:
    """Return whether all tables of two outputs are the same bytes."""
    names = {path.name for out in (before, after) for path in (out / "tables").glob("*.parquet")}
    files = [[out / "tables" / name for out in (before, after)] for name in sorted(names)]
    return all(all(p.is_file() for p in both) and both[0].read_bytes() == both[1].read_bytes() for both in files)


def _say(line: str) -> None:
    sys.stdout.write("".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line) + "\n")


def main() -> int:
    """Run both versions over every set and tell what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="a commit, branch or tag")
    parser.add_argument("folders", nargs="*", type=Path, help="more folders of raw releases")
    parser.add_argument("--limit", type=int, default=40, help="changes told for each table of a set; 0 tells all")
    parser.add_argument("--only", help="comma-separated names of sets")
    given = parser.parse_args()
    commit = _git("rev-parse", "--verify", f"{given.base}^{{commit}}")
    code = KEPT / "code" / commit
    if not code.is_dir():
        _git("worktree", "prune")
        _git("worktree", "add", "--detach", "--force", str(code), commit)
    n_changes = 0
    for name, raw in prepare(given.folders):
        if given.only and name not in given.only.split(","):
            continue
        before = KEPT / "out" / f"{commit[:12]}-{name}-{_digest(raw)}"
        if not (before / "done").is_file():
            shutil.rmtree(before, ignore_errors=True)
            run(code, raw, before)
            (before / "done").touch()
        after = KEPT / "out" / f"here-{name}"
        run(ROOT, raw, after)
        if _same_digests(before, after):
            sys.stdout.write(f"== {name}: every table the same bytes\n")
            continue
        sys.stdout.write(f"== {name}\n")
        n_changes += say_changes(compare(before, after), _say, given.limit)
        sys.stdout.flush()
    return bool(n_changes)


if __name__ == "__main__":
    sys.exit(main())
