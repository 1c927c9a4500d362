"""The extract stage: clean releases to rows of mentions, in several processes."""

from __future__ import annotations

import datetime
import itertools
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import lookups
from pipeline.config import Limits, Settings
from pipeline.errors import InputError, PipelineError
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.load import load
from pipeline.extract.publishers import publisher_country
from pipeline.fingerprints import code_fingerprint
from pipeline.stages import StageCount
from pipeline.store import WorkStore, digest, pack, unpack
from pipeline.watchdog import kill_workers, memory_limit, start_worker, time_limit

Progress = Callable[[int, int], None]
Row = tuple[str, str, str | None, str | None, bytes | None]
Task = tuple[str, str, dict[str, Any]]

# The model's memory grows with a batch's text: long releases go in small batches.
BATCH_CHARS = 100_000
# The language model of this process; set before workers are forked, so that they share its memory.
_nlp: Language | None = None


def release_context(release: dict[str, Any]) -> ReleaseContext:
    """Return what the clean-text stage knows of a release, for the extractors."""
    published = release["published"]
    return ReleaseContext(
        title=release["title"],
        published=datetime.date.fromisoformat(published) if published else None,
        publisher=release["publisher"],
        publisher_country=publisher_country(release["publisher"], release["url"]),
        url=release["url"],
        dateline_place=release["dateline_place"],
        dateline_country=release["dateline_country"],
        dateline_end=release["dateline_end"],
    )


def make_doc(nlp: Language, release: dict[str, Any]) -> Doc:
    """Return an unannotated doc of a release's clean text, with its context."""
    doc = nlp.make_doc(release["text"])
    doc._.release = release_context(release)
    return doc


def _extraction(doc: Doc) -> dict[str, Any]:
    """Return what was found in a doc as plain JSON values."""
    rows = rows_from_doc(doc)
    for row in rows["dates"]:
        for name in ("date_start", "date_end"):
            row[name] = row[name].isoformat() if row[name] else None
    return {"n_sentences": sum(1 for _ in doc.sents), "rows": rows}


def extract_one(release: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return what is found in one release of `clean_text.stage.clean_one`, in this process."""
    nlp = load(settings.model, resources=settings.resources.folder)
    return _extraction(nlp(make_doc(nlp, release)))


def _extract_batch(tasks: list[Task], limits: Limits) -> list[Row]:
    """Return one row per release, in order; a release that the extractors fail on carries the reason."""
    if _nlp is None:
        raise PipelineError("The language model is not loaded in this process.")
    with _nlp.memory_zone():
        try:
            with time_limit(limits.seconds), memory_limit(limits.memory_bytes):
                docs = [_bounded(make_doc(_nlp, release), limits) for _, _, release in tasks]
                return [
                    (rid, key, None, None, pack(_extraction(doc)))
                    for (rid, key, _), doc in zip(tasks, _nlp.pipe(docs, batch_size=len(tasks)), strict=True)
                ]
        except InputError as error:
            if len(tasks) == 1:
                return [(*tasks[0][:2], error.reason, error.detail, None)]
        except PipelineError:
            raise
        except Exception as error:  # the per-input boundary: find the release that fails, keep the others
            if len(tasks) == 1:
                return [(*tasks[0][:2], "failed", f"{type(error).__name__}: {error}", None)]
    return [row for task in tasks for row in _extract_batch([task], limits)]


def _bounded(doc: Doc, limits: Limits) -> Doc:
    """Return the doc, unless it has more words and signs than the model can take within its memory."""
    if len(doc) > limits.release_tokens:
        detail = f"{len(doc):,} words and signs exceed the limit of {limits.release_tokens:,}."
        raise InputError("too-large", detail)
    return doc


def extract(
    out: Path, *, settings: Settings = Settings(), force: bool = False, progress: Progress | None = None
) -> StageCount:
    """Annotate every release of the clean-text stage into `OUT/work/extract.sqlite`.

    Releases whose text, metadata, model and extractors are as before are left as they stand.
    Releases in other languages than the model's get no rows.

    Raises:
        UsageError: the model is not installed.
    """
    lookups.use_folder(settings.resources.folder)
    model = _model_identity(settings.model)
    code = digest(code_fingerprint("extract"), settings.languages, model, settings.limits.release_tokens)
    with (
        WorkStore(out, "clean", readonly=True) as clean,
        WorkStore(out, "extract") as store,
    ):
        content = clean.finished()
        store.set_state("finished", None)
        before: dict[str, str] = dict(store.execute("SELECT release_id, key FROM rows"))
        firsts = clean.execute(
            "SELECT release_id, min(source) FROM rows WHERE release_id IS NOT NULL "
            "GROUP BY release_id ORDER BY release_id"
        ).fetchall()
        todo: list[tuple[str, str, str]] = []
        reused = 0
        keys = dict(clean.execute("SELECT source, key FROM rows WHERE release_id IS NOT NULL"))
        for rid, source in firsts:
            key = digest(code, keys[source])
            if not force and before.get(rid) == key:
                reused += 1
            else:
                todo.append((rid, source, key))
        done = 0
        for rows in _run(_batches(clean, todo, settings), settings, len(todo)):
            store.put(rows)
            store.commit()
            done += len(rows)
            if progress:
                progress(done, len(todo))
        dropped = sorted(set(before) - {rid for rid, _ in firsts})
        store.delete("release_id", dropped)
        store.commit()
        store.set_state("finished", digest(content, code))
    return StageCount(reused, len(todo), len(dropped))


def _model_identity(model: str) -> str:
    """Return what tells one version of a model from another."""
    import importlib.metadata

    try:
        return f"{model} {importlib.metadata.version(model)}"
    except importlib.metadata.PackageNotFoundError:
        meta = Path(model) / "meta.json"
        return meta.read_text(encoding="utf-8") if meta.is_file() else model


def _batches(clean: WorkStore, todo: list[tuple[str, str, str]], settings: Settings) -> Iterator[list[Task]]:
    batch: list[Task] = []
    n_chars = 0
    for rid, source, key in todo:
        (payload,) = clean.execute("SELECT payload FROM rows WHERE source = ?", (source,)).fetchone()
        release = unpack(payload)
        del release["pieces"]
        if release["language"] is not None and release["language"] not in settings.languages:
            release["text"] = ""
        n_chars += len(release["text"])
        batch.append((rid, key, release))
        if len(batch) >= settings.batch_size or n_chars >= BATCH_CHARS:
            yield batch
            batch, n_chars = [], 0
    if batch:
        yield batch


def _run(batches: Iterator[list[Task]], settings: Settings, n_tasks: int) -> Iterator[list[Row]]:
    """Yield each batch's rows as they come; at most two batches a worker wait at a time."""
    global _nlp
    if not n_tasks:
        return
    _nlp = load(settings.model, resources=settings.resources.folder)
    n_workers = min(settings.n_workers, -(-n_tasks // settings.batch_size))
    limits = settings.limits
    if n_workers == 1:
        for batch in batches:
            yield _extract_batch(batch, limits)
        return
    lost: list[list[Task]] = []
    current: list[Task] = []
    with _pool(n_workers) as pool:
        waiting: list[tuple[list[Task], Future[list[Row]]]] = []
        try:
            for current in batches:
                waiting.append((current, pool.submit(_extract_batch, current, limits)))
                current = []
                if len(waiting) >= 2 * n_workers:
                    yield waiting[0][1].result()
                    waiting.pop(0)
            while waiting:
                yield waiting[0][1].result()
                waiting.pop(0)
        except BrokenProcessPool:
            lost = [*(batch for batch, _ in waiting), current]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kill_workers()
            raise
    # One death breaks the whole pool. What it held is done one at a time, to find whose it was;
    # the rest goes on in a new pool.
    for batch in lost:
        for task in batch:
            yield [_extract_alone(task, limits)]
    if lost and (rest := next(batches, None)) is not None:
        yield from _run(itertools.chain([rest], batches), settings, n_tasks)


def _pool(n_workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(n_workers, mp_context=multiprocessing.get_context("fork"), initializer=start_worker)


def _extract_alone(task: Task, limits: Limits) -> Row:
    """Return the row of one release, made in a process of its own; one that dies twice is set aside."""
    for _ in range(2):
        with _pool(1) as pool:
            try:
                return pool.submit(_extract_batch, [task], limits).result()[0]
            except BrokenProcessPool:
                continue
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                kill_workers()
                raise
    return (*task[:2], "crashed", "The process that analysed it died twice.", None)
