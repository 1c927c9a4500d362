"""The extract stage: clean releases to rows of mentions, in several processes."""

from __future__ import annotations

import datetime
import functools
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import lookups
from pipeline.config import Limits, Settings
from pipeline.errors import InputError, PipelineError
from pipeline.extract.annotations import ReleaseContext, rows_from_doc
from pipeline.extract.areas.areas import use_classifier
from pipeline.extract.load import load
from pipeline.extract.model.matrices import MatrixLibrary
from pipeline.extract.places.publishers import publisher_country
from pipeline.extract.reading.sentences import keep_text, sentence_starts
from pipeline.extract.rules import of_extractors, switch_off
from pipeline.fingerprints import code_fingerprint
from pipeline.spans import read_spans
from pipeline.stages import StageCount
from pipeline.store import WorkStore, bytes_digest, digest, file_digest, pack, unpack
from pipeline.tables import own_codes
from pipeline.watchdog import memory_limit, time_limit
from pipeline.workers import map_batches

Progress = Callable[[int, int | None], None]
# Release id, key, reason and detail of what was set aside, or packed findings and their digest.
Row = tuple[str, str, str | None, str | None, bytes | None, str | None]
# Of packed releases, some 100,000 characters of text: long releases go in small batches.
BATCH_BYTES = 60_000
# Words that the model may keep: 1,500 releases have some 40,000, and each takes a few hundred bytes.
MOST_WORDS = 100_000
# Release id, key, and the packed release of the clean-text stage.
Task = tuple[str, str, bytes]


@functools.lru_cache(maxsize=1)
def _pipeline(model: str, resources: Path | None, classifier: Path | None, matrix_library: MatrixLibrary) -> Language:
    """Return this process's pipeline: loaded once, before workers are forked, so that they share its memory."""
    return load(model, resources=resources, classifier=classifier, matrix_library=matrix_library)


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
        dateline_end=release["dateline_end"] or 0,
        doubtful=read_spans(release["doubtful"]),
    )


def make_doc(nlp: Language, release: dict[str, Any]) -> Doc:
    """Return an unannotated doc of a release's clean text, with its context."""
    doc = nlp.make_doc(release["text"])
    doc._.release = release_context(release)
    keep_text(doc, release["text"])
    return doc


def _extraction(doc: Doc) -> dict[str, Any]:
    """Return what was found in a doc as plain JSON values."""
    rows = rows_from_doc(doc)
    for row in (*rows["dates"], *rows["outcomes"]):
        for name in ("date_start", "date_end"):
            row[name] = row[name].isoformat() if row[name] else None
    # A release that was not analysed has no text here, and its number of sentences is not known.
    return {"n_sentences": len(sentence_starts(doc)) or None, "rows": rows}


def extract_one(release: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return what is found in one release of `clean_text.stage.clean_one`, in this process."""
    nlp = load(settings.model, resources=settings.resources.folder, classifier=settings.resources.classifier)
    switch_off(of_extractors(settings.disabled_rules))
    return _extraction(nlp(make_doc(nlp, release)))


def _extract_batch(settings: Settings, tasks: list[Task]) -> list[Row]:
    """Return one row per release, in order; a release that the extractors fail on carries the reason."""
    own, limits = settings.resources, settings.limits
    nlp = _pipeline(settings.model, own.folder, own.classifier, settings.matrix_library)
    use_classifier(own.classifier)
    switch_off(of_extractors(settings.disabled_rules))
    with _words_of_a_batch(nlp):
        try:
            with time_limit(limits.seconds), memory_limit(limits.memory_bytes):
                docs = [_bounded(make_doc(nlp, _release(payload, settings)), limits) for _, _, payload in tasks]
                return [
                    _found(rid, key, doc)
                    for (rid, key, _), doc in zip(tasks, nlp.pipe(docs, batch_size=len(tasks)), strict=True)
                ]
        except InputError as error:
            if len(tasks) == 1:
                return [_set_aside(tasks[0], error.reason, error.detail)]
        except PipelineError:
            raise
        except Exception as error:  # the per-input boundary: find the release that fails, keep the others
            if len(tasks) == 1:
                return [_set_aside(tasks[0], "failed", f"{type(error).__name__}: {error}")]
    return [row for task in tasks for row in _extract_batch(settings, [task])]


def _words_of_a_batch(nlp: Language) -> AbstractContextManager[Any]:
    """Return the context for a batch: its new words stay known for the next ones, or, with `MOST_WORDS`, are forgotten.

    The tokenizer remembers how a word is cut only where words stay.
    """
    return nlp.memory_zone() if len(nlp.vocab) >= MOST_WORDS else nullcontext()


def _found(rid: str, key: str, doc: Doc) -> Row:
    payload = pack(_extraction(doc))
    return (rid, key, None, None, payload, bytes_digest(payload))


def _set_aside(task: Task, reason: str, detail: str) -> Row:
    return (*task[:2], reason, detail, None, None)


def _release(payload: bytes, settings: Settings) -> dict[str, Any]:
    """Return a release as the clean-text stage packed it; one in another language than the model's has no text."""
    release: dict[str, Any] = unpack(payload)
    if release["language"] is not None and release["language"] not in settings.languages:
        release["text"] = ""
    return release


def _bounded(doc: Doc, limits: Limits) -> Doc:
    """Return the doc, unless it has more words and signs than the model can take within its memory."""
    if len(doc) > limits.release_tokens:
        detail = f"{len(doc):,} words and signs exceed the limit of {limits.release_tokens:,}."
        raise InputError("too-large", detail)
    return doc


def prepare(settings: Settings) -> None:
    """Load what extraction needs into this process, whose workers then share it; a scheduler's load it themselves.

    Raises:
        UsageError: the model is not installed.
    """
    lookups.use_folder(settings.resources.folder)
    if settings.scheduler is None:
        own = settings.resources
        _pipeline(settings.model, own.folder, own.classifier, settings.matrix_library)


def extract(
    out: Path, *, settings: Settings = Settings(), force: bool = False, progress: Progress | None = None
) -> StageCount:
    """Annotate every release of the clean-text stage into `OUT/work/extract.sqlite`.

    Releases whose text, metadata, model and extractors are as before are left as they stand.
    Releases in other languages than the model's get no rows.

    Raises:
        UsageError: the model is not installed, or the stages before were not run.
        SettingsError: a rule to be switched off does not exist.
    """
    lookups.use_folder(settings.resources.folder)
    classifier = settings.resources.classifier
    disabled = of_extractors(settings.disabled_rules)
    switch_off(disabled)
    code = digest(
        code_fingerprint("extract"),
        settings.languages,
        disabled,
        settings.limits.release_tokens,
        _model_identity(settings.model),
        *([file_digest(classifier)] if classifier is not None else []),
    )
    with (
        WorkStore(out, "ingest", readonly=True) as inputs,
        WorkStore(out, "clean", readonly=True) as clean,
        WorkStore(out, "extract") as store,
    ):
        content = clean.finished()
        clean.check_made_from(inputs)
        store.set_state("finished", None)
        todo, reused, dropped = _compare(clean, store, code, force=force)
        done = 0
        for rows in map_batches(
            functools.partial(_extract_batch, settings),
            _tasks(clean, code, todo),
            n_items=len(todo),
            settings=settings,
            prepare=lambda: prepare(settings),
            crashed=_crashed,
            weigh=_weight,
        ):
            store.put(rows)
            store.commit()
            done += len(rows)
            if progress:
                progress(done, len(todo))
        store.delete("release_id", dropped)
        store.commit()
        # The stages behind know the contract, but not a user's resources.
        store.set_state("own_codes", json.dumps(own_codes(), sort_keys=True))
        store.finish(digest(content, code, store.lost("release_id")), made_from=content)
    return StageCount(reused, len(todo), len(dropped))


def _compare(clean: WorkStore, store: WorkStore, code: str, *, force: bool) -> tuple[list[str], int, list[str]]:
    """Return the ids of the releases to be extracted, how many stand as they are, and the ids no longer there."""
    before: dict[str, str] = dict(store.ask("keys"))
    lost = set(store.lost("release_id"))
    todo: list[str] = []
    reused = 0
    for rid, versions in itertools.groupby(clean.ask("contents"), key=lambda row: row[0]):
        _, content = next(versions)
        if before.pop(rid, None) == digest(code, content) and not force and rid not in lost:
            reused += 1
        else:
            todo.append(rid)
    return todo, reused, sorted(before)


def _model_identity(model: str) -> str:
    """Return what tells one version of a model from another."""
    import importlib.metadata

    try:
        return f"{model} {importlib.metadata.version(model)}"
    except importlib.metadata.PackageNotFoundError:
        meta = Path(model) / "meta.json"
        return meta.read_text(encoding="utf-8") if meta.is_file() else model


def _tasks(clean: WorkStore, code: str, todo: list[str]) -> Iterator[Task]:
    for rid in todo:
        content, payload = clean.ask_one("first content", rid)
        yield rid, digest(code, content), payload


def _weight(task: Task) -> float:
    """Return the share of a batch that a release may take: the model's memory grows with a batch's text."""
    return len(task[2]) / BATCH_BYTES


def _crashed(task: Task) -> list[Row]:
    return [_set_aside(task, "crashed", "The process that analysed it died twice.")]
