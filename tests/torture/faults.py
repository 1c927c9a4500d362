"""Breaks runs in every way a machine can, and compares what they leave: python -m tests.torture.faults

After each fault the same command is given once more, and the tables must be, byte for byte, those of a run that
nobody disturbed, with no temporary file left. A figure for each kind of fault goes to standard output.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import io
import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.cli
import pipeline.extract.stage
from pipeline.config import Limits
from tests.torture.documents import docxs, pdfs

ROOT = Path(__file__).parents[2]
STAGES = ("ingest", "clean-text", "extract", "tabulate", "analyse", "report")
# What is killed: each stage, and a whole run, where the first two work beside the loading of the model.
KILLED = (*STAGES, "run")
# Workers, the working file that is there when they are at work, and of which generation they are.
WORKERS = {"reader": ("ingest", 3), "cleaner": ("clean", 3), "extractor": ("extract", 2)}
TEXTS = (
    "VIENNA, Austria – Police arrested 12 suspects on 3 May 2023 and seized some 40 kg of cocaine.",
    "“We will not stop,” said Director Maria Kowalewska of the Example Police on 4 June 2021. She thanked Spain.",
    "Twenty officers from France and Italy searched five houses. A man, 34, was charged with money laundering.",
)


def fill(raw: Path, n_files: int = 12) -> Path:
    """Write a few releases that differ."""
    raw.mkdir(parents=True)
    (raw.parent / "press.toml").write_text("batch_size = 2\n", encoding="utf-8")
    for n in range(n_files):
        text = "\n\n".join(TEXTS[(n + k) % len(TEXTS)] for k in range(1 + n % 3))
        (raw / f"release-{n:02d}.txt").write_text(f"{text} Case number {n}.", encoding="utf-8")
    (raw / "broken.json").write_text("{", encoding="utf-8")
    return raw


def command(raw: Path, out: Path, *, workers: int = 2, stage: str = "run", force: bool = False) -> list[str]:
    """Return the command of a run or of one stage."""
    words = [sys.executable, "-m", "pipeline", stage, "--out", str(out)]
    if stage in ("run", "ingest"):
        words += ["--raw", str(raw)]
    if stage in ("run", "extract"):
        # Small batches, so that a few releases keep several workers busy.
        words += ["--workers", str(workers), "--settings", str(raw.parent / "press.toml")]
    return [*words, "--force"] if force else words


def tables(out: Path) -> dict[str, str]:
    """Return the digest of each final table."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((out / "tables").glob("*.*"))}


def remains(out: Path) -> list[str]:
    """Return the temporary files and folders under OUT."""
    kinds = (".partial", "-journal", "-wal", "-shm", ".wal", ".tmp")
    return sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.name.endswith(kinds))


@dataclass
class Figures:
    """What was tried, and what came of it."""

    tried: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    longest: float = 0.0
    stall: float = 0.0

    def note(self, kind: str, fault: str | None) -> None:
        """Count one fault; `fault` says what was wrong afterwards, None when nothing was."""
        self.tried[kind] = self.tried.get(kind, 0) + 1
        if fault:
            self.failures.append(f"{kind}: {fault}")
        sys.stderr.write(f"{sum(self.tried.values())} {kind}: {fault or 'survived'}\n")


class Torture:
    """A small corpus, the tables an undisturbed run makes of it, and faults to survive.

    Args:
        work: an empty folder.
    """

    def __init__(self, work: Path) -> None:
        # A shell starts what runs in its background deaf to Ctrl-C, and commands inherit that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.work, self.figures = work, Figures()
        self.raw, self.whole = fill(work / "raw"), work / "whole"
        start = time.monotonic()
        self.run(self.whole)
        self.seconds = time.monotonic() - start
        self.expected = tables(self.whole)

    def run(self, out: Path, raw: Path | None = None, **options: bool | int | str) -> subprocess.CompletedProcess[str]:
        words = command(raw or self.raw, out, **options)  # type: ignore[arg-type]
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._attend(out, lambda: process.poll() is not None)
        said, complained = process.communicate()
        return subprocess.CompletedProcess(words, process.returncode, said, complained)

    def _attend(self, out: Path, is_over: Callable[[], bool]) -> None:
        """Wait for a run; note the longest time in which it changed no file under OUT."""
        seen, since = -1, time.monotonic()
        while not is_over():
            changed = last_change(out)
            if changed != seen:
                seen, since = changed, time.monotonic()
            self.figures.stall = max(self.figures.stall, time.monotonic() - since)
            time.sleep(0.02)

    def _finish(self, pid: int, out: Path) -> int:
        """Wait for a forked command; return its wait status."""
        ended: list[int] = []

        def is_over() -> bool:
            found, status = os.waitpid(pid, os.WNOHANG)
            ended.extend([status] if found else [])
            return bool(ended)

        self._attend(out, is_over)
        return ended[0]

    def start(self, out: Path, **options: bool | int | str) -> subprocess.Popen[bytes]:
        words = command(self.raw, out, **options)  # type: ignore[arg-type]
        return subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )

    def recovers(self, kind: str, out: Path) -> None:
        """Run once more and note whether the tables are those of an undisturbed run."""
        again = self.run(out)
        self.compare(kind, out, f"the next run failed: {again.stderr.strip()[-300:]}" if again.returncode else None)

    def compare(self, kind: str, out: Path, fault: str | None = None) -> None:
        """Note whether the tables are those of an undisturbed run, and nothing else is left."""
        if not fault and tables(out) != self.expected:
            fault = f"tables differ: {sorted(k for k, v in tables(out).items() if self.expected.get(k) != v)}"
        elif not fault and remains(out):
            fault = f"left behind: {remains(out)}"
        self.figures.note(kind, fault)

    def copy(self, name: str) -> Path:
        out = self.work / name
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.whole, out)
        return out

    def kills(self, n: int, seed: int = 0) -> None:
        """SIGKILL each stage and whole runs, redone from the start, at random moments after its imports."""
        chance = random.Random(seed)
        took: dict[str, float] = {}
        for k in range(n):
            stage = KILLED[k % len(KILLED)]
            out = self.copy("killed")
            if stage not in took:
                start = time.monotonic()
                finish(forked(command(self.raw, out, stage=stage, force=True)))
                took[stage] = time.monotonic() - start
                out = self.copy("killed")
            pid = forked(command(self.raw, out, stage=stage, force=True))
            time.sleep(chance.uniform(0, took[stage] * 0.8))
            os.kill(pid, signal.SIGKILL)
            kind = f"kill {stage}" if os.WIFSIGNALED(finish(pid)) else f"kill {stage} that came too late"
            for path in sorted((out / "tables").glob("*.parquet")):
                # What a reader finds just then is a whole table.
                if path.read_bytes()[-4:] != b"PAR1":
                    self.figures.note(kind, f"{path.name} is half written")
            again = self._finish(forked(command(self.raw, out)), out)
            self.compare(kind, out, f"the next run ended with {again}" if again else None)

    def _wait_for_lock(self, process: subprocess.Popen[bytes], out: Path) -> None:
        """Wait until the run holds the folder: a kill before that proves nothing."""
        before = (out / ".lock").stat().st_mtime_ns if (out / ".lock").exists() else 0
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if (out / ".lock").exists() and (out / ".lock").stat().st_mtime_ns != before:
                return
            time.sleep(0.01)

    def interrupt(self) -> None:
        """Ctrl-C, to the whole group as a terminal sends it: gone within 5 seconds with one line said."""
        for delay in (0.2, 0.6):
            out = self.work / "interrupted"
            shutil.rmtree(out, ignore_errors=True)
            process = self.start(out)
            self._wait_for_lock(process, out)
            time.sleep(delay * self.seconds)
            start = time.monotonic()
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=60)
            took = time.monotonic() - start
            self.figures.longest = max(self.figures.longest, took)
            lines = [line for line in said.decode().splitlines() if line.split(":")[0] not in STAGES]
            if process.returncode == 0:
                self.figures.note("Ctrl-C that came too late", None)
            elif process.returncode != 130 or took > 5 or len(lines) != 1:
                self.figures.note("Ctrl-C", f"status {process.returncode}, {took:.1f} s, said {lines}")
            self.recovers("Ctrl-C", out)

    def killed_worker(self, kind: str) -> None:
        """SIGKILL a worker (a key of `WORKERS`) of one stage: the run itself goes on to its end."""
        out = self.work / "worker"
        shutil.rmtree(out, ignore_errors=True)
        stage, generation = WORKERS[kind]
        process = self.start(out)
        killed = False
        while process.poll() is None and not killed:
            for child in descendants(process.pid, generation):
                if (out / "work" / f"{stage}.sqlite").exists():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                        killed = True
                        break
            time.sleep(0.001)
        process.communicate()
        fault = None if process.returncode == 0 else f"the run ended with {process.returncode}"
        self.compare(f"killed {kind}" if killed else f"killed {kind} (too late)", out, fault)

    def faulty_component(self) -> None:
        """A component raises on one release: that one is set aside, no other loses a row, and the next run tries again."""
        kind, out = "component that raises", self.work / "faulty"
        shutil.rmtree(out, ignore_errors=True)
        status = self._finish(forked(command(self.raw, out), spoil=add_faulty_component), out)
        if status:
            self.figures.note(kind, f"the run ended with {status}")
            return
        sources = pq.read_table(out / "tables" / "sources.parquet").to_pylist()
        aside = {row["source"]: (row["reason"], row["detail"]) for row in sources if row["status"] == "quarantined"}
        whole = pq.read_table(self.whole / "tables" / "sources.parquet").to_pylist()
        rid = next(row["release_id"] for row in whole if row["source"] == FAULTY)
        fault = None
        if aside.get(FAULTY) != ("failed", f"ValueError: {MADE_TO_FAIL}") or len(sources) != len(whole):
            fault = f"set aside were {aside}"
        for path in sorted((out / "tables").glob("*.parquet")):
            kept, wanted = pq.read_table(path), pq.read_table(self.whole / "tables" / path.name)
            if "release_id" in wanted.column_names and path.stem != "sources":
                wanted = wanted.filter(pc.not_equal(wanted["release_id"], rid))
                fault = fault or (None if kept.equals(wanted) else f"{path.name} lost rows of other releases")
        self.figures.note(kind, fault)
        self.recovers(kind, out)

    def costly(self, n_members: int) -> None:
        """Archives of so many members and documents that unpack without end: each accounted for within its memory."""
        raw, out = self.work / "costly-raw", self.work / "costly"
        raw.mkdir()
        (self.work / "press.toml").touch()
        write_archives(raw, n_members)
        words = itertools.repeat("Police in Spain arrested twelve suspects on 3 May 2023.")
        fates = {}
        for ending, made in ((".pdf", pdfs(words)), (".docx", docxs(words))):
            for name, fate, data in made:
                (raw / f"{name}{ending}").write_bytes(data)
                fates[f"{name}{ending}"] = fate
        read = self.run(out, raw, stage="ingest")
        # What one input may cost; later stages also hold what grows with the number of inputs.
        peak = peak_memory()
        done = self.run(out, raw) if not read.returncode else read
        if done.returncode:
            self.figures.note(f"archive of {n_members:,} members", done.stderr[-300:])
            return
        found = pq.read_table(out / "tables" / "sources.parquet", columns=["source", "reason"]).to_pydict()
        reasons = dict(zip(found["source"], found["reason"], strict=True))
        n_found = sum(source.startswith("many.") and why == "unsupported" for source, why in reasons.items())
        fault = None
        if n_found != 2 * n_members:
            fault = f"{n_found:,} of {2 * n_members:,} members are accounted for"
        elif wrong := {s for s, fate in fates.items() if (reasons[s] or "released") not in (fate, "duplicate")}:
            fault = f"another fate: {sorted(wrong)}"
        elif peak > Limits().memory_bytes + OWN_MEMORY:
            fault = f"reading took {peak / 2**20:,.0f} MiB"
        self.figures.note(f"archive of {n_members:,} members", fault)
        shutil.rmtree(raw)
        shutil.rmtree(out)

    def two_runs(self) -> None:
        """A second run at the same time is refused with one sentence, and the first is not disturbed."""
        out = self.work / "twice"
        shutil.rmtree(out, ignore_errors=True)
        first = self.start(out)
        self._wait_for_lock(first, out)
        second = self.run(out)
        first.communicate()
        refused = second.returncode == 2 and "Another run is writing" in second.stderr
        fault = None if refused or second.returncode == 0 else second.stderr
        self.figures.note("two runs at once", fault or (None if tables(out) == self.expected else "tables differ"))

    def lost_input(self) -> None:
        """The input folder is gone: one sentence, and the tables stand."""
        out = self.copy("lost")
        hidden = self.raw.rename(self.work / "hidden")
        gone = self.run(out)
        hidden.rename(self.raw)
        fault = None if gone.returncode == 2 and tables(out) == self.expected else gone.stderr
        self.figures.note("lost input", fault)
        self.recovers("lost input", out)

    def full_disk(self) -> None:
        """A disk of a few sizes fills up in the middle; with room again the run ends well."""
        for n_mib in (1, 2, 3):
            disk = self.work / "disk"
            disk.mkdir(exist_ok=True)
            mount = ["mount", "-t", "tmpfs", "-o", f"size={n_mib}m", "tmpfs", str(disk)]
            if subprocess.run(mount, capture_output=True, check=False).returncode:
                self.figures.note("full disk (skipped: mount is not permitted)", None)
                return
            try:
                failed = self.run(disk / "out")
                if failed.returncode:
                    one = len(failed.stderr.strip().splitlines()) <= len(STAGES)
                    said = "could not be written" in failed.stderr and "Traceback" not in failed.stderr
                    if not (one and said):
                        self.figures.note("full disk", failed.stderr[-400:])
                subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
                self.recovers("full disk", disk / "out")
            finally:
                subprocess.run(["umount", str(disk)], check=True)

    def read_only(self) -> None:
        """An output that cannot be written is refused; root writes anywhere but on a read-only mount."""
        out = self.copy("read-only")
        bind = ["mount", "--bind", str(out), str(out)]
        if subprocess.run(bind, capture_output=True, check=False).returncode:
            self.figures.note("read-only output (skipped: mount is not permitted)", None)
            return
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(out)], check=True)
            refused = self.run(out, force=True)
            ok = refused.returncode == 2 and "cannot be written" in refused.stderr and tables(out) == self.expected
            self.figures.note("read-only output", None if ok else refused.stderr)
        finally:
            subprocess.run(["umount", str(out)], check=True)
        self.recovers("read-only output", out)


FAULTY, MADE_TO_FAIL = "release-11.txt", "made to fail"
# What a process holds before its input: the interpreter, the libraries, the model.
OWN_MEMORY = 400 * 2**20


def add_faulty_component() -> None:
    """Make the pipeline of this process fail at one release."""
    module: Any = pipeline.extract.stage
    load = module.load

    @Language.component("faulty")
    def faulty(doc: Doc) -> Doc:
        if "Case number 11." in doc.text:
            raise ValueError(MADE_TO_FAIL)
        return doc

    def load_faulty(*names: Any, **options: Any) -> Language:
        nlp: Language = load(*names, **options)
        nlp.add_pipe("faulty")
        return nlp

    module.load = load_faulty


def write_archives(raw: Path, n_members: int) -> None:
    """Write a ZIP and a packed TAR archive of so many members that no reader takes."""
    with zipfile.ZipFile(raw / "many.zip", "w") as packed:
        for n in range(n_members):
            packed.writestr(zipfile.ZipInfo(f"{n}.exe"), b"MZ")
    with tarfile.open(raw / "many.tar.gz", "w:gz", compresslevel=1) as archive:
        for n in range(n_members):
            info = tarfile.TarInfo(f"{n}.exe")
            info.size = 2
            archive.addfile(info, io.BytesIO(b"MZ"))
            archive.members = []  # type: ignore[attr-defined]


def peak_memory() -> int:
    """Return the most memory that any process started here has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def last_change(out: Path) -> int:
    """Return when a file under OUT was last changed, 0 where there is none."""
    newest = 0
    for folder in (out, out / "work", out / "tables", out / "report"):
        with contextlib.suppress(OSError):
            for entry in os.scandir(folder):
                with contextlib.suppress(OSError):
                    newest = max(newest, entry.stat().st_mtime_ns)
    return newest


def forked(words: list[str], spoil: Callable[[], None] | None = None) -> int:
    """Start a command as a fork of this process, which has all modules imported; return its id.

    Args:
        spoil: what the fork does to itself first.
    """
    warm()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        if spoil is not None:
            spoil()
        sys.argv = ["pipeline", *words[3:]]
        pipeline.cli.main()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        os._exit(status)


def finish(pid: int) -> int:
    """Wait for a forked command; return its wait status."""
    return os.waitpid(pid, 0)[1]


def warm() -> None:
    """Import what the stages import, once."""
    for stage in ("ingest", "clean_text", "extract", "tabulate", "analyse", "report"):
        importlib.import_module(f"pipeline.{stage}.stage")


def descendants(pid: int, generation: int) -> Iterator[int]:
    """Yield the child processes of a process, or their children in the second generation, and so on."""
    if generation == 0:
        yield pid
        return
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text(encoding="ascii").split()):
                yield from descendants(child, generation - 1)


def main() -> int:
    """Try every fault and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--members", type=int, default=1_000_000, help="members of the largest archives")
    parser.add_argument("--only-kills", action="store_true", help="leave the other faults out")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="press-torture-") as folder:
        torture = Torture(Path(folder))
        if not given.only_kills:
            torture.interrupt()
            for kind in WORKERS:
                torture.killed_worker(kind)
            torture.faulty_component()
            torture.two_runs()
            torture.lost_input()
            torture.full_disk()
            torture.read_only()
            torture.costly(given.members)
        torture.kills(given.kills, given.seed)
    figures = torture.figures
    for kind, n in figures.tried.items():
        sys.stdout.write(f"{n:5} {kind}\n")
    for failure in figures.failures:
        sys.stdout.write(f"FAILED {failure}\n")
    sys.stdout.write(f"{sum(figures.tried.values())} faults, {len(figures.failures)} failures, ")
    sys.stdout.write(f"slowest Ctrl-C {figures.longest:.1f} s, longest stall {figures.stall:.1f} s, ")
    sys.stdout.write(f"peak memory of a process {peak_memory() / 2**20:,.0f} MiB\n")
    return bool(figures.failures)


if __name__ == "__main__":
    sys.exit(main())
