"""Everything in order: from raw files to tables, database and report, and what goes on beside.

The order of the stages stands here once; the command line, evaluation and tests call it.
"""

from __future__ import annotations

import functools
import importlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.errors import ContractError, PipelineError
from pipeline.extras import require
from pipeline.stages import StageCount
from pipeline.workers import Beside

# So many releases at which a later stage fails are set aside one after another; more are no fault of single releases.
MAX_GUILTY = 20


Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Watcher:
    """Who is told how a run gets on.

    Attributes:
        progress: for a stage, in the process that does its work: what is told how much is done, and of how much
            where that is known.
        ended: stage, and what it did.
        set_aside: release id and detail of a release at which a later stage failed.
    """

    progress: Callable[[str], AbstractContextManager[Progress]] = lambda stage: nullcontext(lambda done, total: None)
    ended: Callable[[str, StageCount], None] = lambda stage, count: None
    set_aside: Callable[[str, str], None] = lambda release_id, detail: None


QUIET = Watcher()


def run(
    raw: Path,
    out: Path,
    *,
    settings: Settings = Settings(),
    force: bool = False,
    with_report: bool = True,
    in_processes: bool = True,
    watcher: Watcher = QUIET,
) -> dict[str, StageCount]:
    """Bring OUT up to date with RAW, and return what each stage did.

    A release at which a stage fails is set aside, whatever the stage; the others go on.

    Args:
        in_processes: whether stages that hold much memory get processes of their own, and what need not wait goes on
            beside; otherwise all but the stages' own workers is done in this process, one thing after another.

    Raises:
        UsageError: RAW or the settings cannot be used, or an extra that this needs is not installed.
        ContractError: the tables break the contract, and no single release can be named as the cause.
    """
    require("readers", "database", *(("report",) if with_report else ()))
    steps = _Steps(raw, out, settings, force, watcher)
    done = steps.to_extractions() if in_processes else {**steps.read_and_clean(lambda: None), **steps.extract()}
    done |= steps.tabulate({})
    for n in range(MAX_GUILTY + 1):
        try:
            return done | steps.analyse_and_report(with_report)
        except Exception as error:
            if n == MAX_GUILTY or not _may_be_one_release(error):
                raise
            guilty = _guilty(out, _failing(type(error), settings, with_report))
            if guilty is None:
                raise
            reason = "inconsistent" if isinstance(error, ContractError) else "failed"
            detail = f"{type(error).__name__}: {' '.join(str(error).split())}"
            watcher.set_aside(guilty, detail)
            done |= steps.tabulate({guilty: (reason, detail)})
    raise AssertionError("unreachable")


class _Steps:
    """The stages of one run, each telling the watcher when it has ended."""

    def __init__(self, raw: Path, out: Path, settings: Settings, force: bool, watcher: Watcher) -> None:
        self._raw, self._out, self._settings, self._force, self._watcher = raw, out, settings, force, watcher

    def _end(self, stage: str, count: StageCount) -> dict[str, StageCount]:
        self._watcher.ended(stage, count)
        return {stage: count}

    def read_and_clean(self, begun: Callable[[], None]) -> dict[str, StageCount]:
        from pipeline.clean_text.stage import clean_text
        from pipeline.ingest.stage import ingest

        options: dict[str, Any] = {"settings": self._settings, "force": self._force, "begun": begun}
        with self._watcher.progress("ingest") as progress:
            count = ingest(self._raw, self._out, progress=progress, **options)
        done = self._end("ingest", count)
        with self._watcher.progress("clean-text") as progress:
            count = clean_text(self._out, progress=progress, **options)
        return done | self._end("clean-text", count)

    def extract(self) -> dict[str, StageCount]:
        from pipeline.extract.stage import extract

        with self._watcher.progress("extract") as progress:
            count = extract(self._out, settings=self._settings, force=self._force, progress=progress)
        return self._end("extract", count)

    def _reading_beside(self) -> dict[str, StageCount]:
        """Read and clean; with several workers beside this process, which loads the model if something is redone."""

        def work(tell: Callable[[Any], None]) -> dict[str, StageCount]:
            return self.read_and_clean(functools.cache(lambda: tell("something is to be redone")))

        if self._settings.n_workers == 1:
            return work(lambda word: None)
        with Beside("reads and cleans", work) as reading:
            from pipeline.extract.stage import prepare

            if reading.word():
                prepare(self._settings)
            return reading.result()

    def to_extractions(self) -> dict[str, StageCount]:
        """Ingest, clean and extract in a process of its own: the model's memory goes with it."""

        def work(tell: Callable[[Any], None]) -> dict[str, StageCount]:
            return {**self._reading_beside(), **self.extract()}

        with Beside("extracts", work) as extracting:
            # Meanwhile what the other stages need is imported.
            for module in ("tabulate.stage", "analyse.stage", "report.stage"):
                importlib.import_module(f"pipeline.{module}")
            return extracting.result()

    def tabulate(self, aside: dict[str, tuple[str, str]]) -> dict[str, StageCount]:
        from pipeline.tabulate.stage import tabulate

        count = tabulate(self._out, settings=self._settings, force=self._force and not aside, aside=aside)
        return self._end("tabulate", count)

    def analyse_and_report(self, with_report: bool) -> dict[str, StageCount]:
        from pipeline.analyse.stage import analyse
        from pipeline.database import updated_database
        from pipeline.report.stage import report

        with updated_database(self._out) as database:
            done = self._end("analyse", analyse(self._out, settings=self._settings, force=self._force))
            database.add_analyses()
            if with_report:
                done |= self._end("report", report(self._out, force=self._force))
        return done


def _may_be_one_release(error: Exception) -> bool:
    from pipeline.store import storage_errors

    return isinstance(error, ContractError) or not isinstance(error, (PipelineError, *storage_errors()))


def _failing(kind: type[Exception], settings: Settings, with_report: bool) -> Callable[[Path], bool]:
    """Return what tells whether the stages after tabulation fail on the tidy tables of a folder, by the same error."""
    from pipeline.analyse.stage import analyse
    from pipeline.report.stage import report

    def fails(out: Path) -> bool:
        try:
            analyse(out, settings=settings.model_copy(update={"workers": 1}))
            if with_report:
                report(out)
        except Exception as error:
            return type(error) is kind
        return False

    return fails


def _guilty(out: Path, fails: Callable[[Path], bool]) -> str | None:
    """Return the release on whose rows alone the stages after tabulation fail, or None where no single one does.

    The releases are halved again and again, so that the search costs a few times what the stages cost.
    """
    from pipeline.store import copy_releases, read_column

    def fails_on(ids: Sequence[str]) -> bool:
        with tempfile.TemporaryDirectory(prefix="press-fault-") as folder:
            copy_releases(out, Path(folder), ids)
            return fails(Path(folder))

    ids: list[str] = read_column(out, "releases", "release_id").to_pylist()
    while len(ids) > 1:
        halves = ids[: len(ids) // 2], ids[len(ids) // 2 :]
        found = next((half for half in halves if fails_on(half)), None)
        if found is None:
            return None
        ids = found
    return ids[0] if ids and fails_on(ids) else None
