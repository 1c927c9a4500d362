"""The ingest stage: every file under RAW to its decoded text, or the reason there is none."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Container, Iterator
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import InputError, UsageError
from pipeline.extras import require
from pipeline.fingerprints import code_fingerprint
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import Blob, RawInput, refused
from pipeline.ingest.readers import is_one_document, is_read_whole, read_input, tools
from pipeline.ingest.sidecars import is_ignored, sidecar_names, stated_fields, with_stated
from pipeline.stages import StageCount
from pipeline.store import WorkStore, digest, pack_text
from pipeline.watchdog import Worker, WorkerDied

# A commit waits for the disk; this many files cost less to read again than a wait each.
FILES_PER_COMMIT = 200
FILES_PER_TOLD = 50
# Processor time granted to a file on top of the limit, for its size: a tenth of the slowest reader's pace.
BYTES_PER_SECOND = 200_000


def _safe(name: str) -> str:
    """Return a file name as valid text: bytes that are not UTF-8 stand as U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _list_files(raw: Path) -> list[tuple[str, Path]]:
    """Return every entry under `raw` that is no folder, as (source, path), in order of source.

    A folder that cannot be opened is an entry of its own, so that its owner learns of it. `raw` may be one file.
    """
    if not raw.is_dir():
        return [(_safe(raw.name), raw)]
    found: list[tuple[str, Path]] = []
    pending = [("", raw)]
    while pending:
        within, folder = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing]
        except OSError:
            if folder == raw:
                raise
            found.append((_safe(within.removesuffix("/")), folder))
            continue
        for name, is_folder in entries:
            if is_folder:
                pending.append((f"{within}{name}/", folder / name))
            else:
                found.append((_safe(within + name), folder / name))
    return _distinct(sorted(found))


def _distinct(files: list[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """Return the files with sources that no other file, record or member can have.

    A file may be called `c.jsonl#2` beside a `c.jsonl`, and two names may differ in bytes that are no text.
    """
    names = {source for source, _ in files}
    taken: set[str] = set()
    distinct = []
    for source, path in files:
        name = source
        if "#" in source or "!" in source:
            marks = [n for n, c in enumerate(source) if c in "#!" and source[:n] in names]
            name = "".join(f"%{ord(c):02X}" if n in marks else c for n, c in enumerate(source))
        while name in taken or (name != source and name in names):
            folder, slash, base = name.rpartition("/")
            stem, dot, endings = base.partition(".")
            name = f"{folder}{slash}{stem}%{dot}{endings}"
        taken.add(name)
        distinct.append((name, path))
    return sorted(distinct)


def check_raw(raw: Path, out: Path) -> None:
    """Refuse a RAW folder or file that is missing or mixed up with OUT.

    Raises:
        UsageError: with what to do.
    """
    if not raw.is_dir() and not raw.is_file():
        raise UsageError(f"The input {raw} does not exist; name an existing folder or file with --raw (make: RAW=…).")
    inside, outside = raw.resolve(), out.resolve()
    if inside == outside or outside in inside.parents or inside in outside.parents:
        raise UsageError(
            f"RAW {raw} and OUT {out} lie inside one another; choose an output folder apart from the input."
        )


def _open_file(path: Path, settings: Settings) -> Blob:
    """Return the bytes of a regular file; those of archives and records stay on the disk, and may be any number.

    Raises:
        InputError: no regular file, too large, unreadable, gone or changed meanwhile.
    """
    whole = is_read_whole(path.name)
    data = _read_file(path, settings, whole=whole)
    return Blob(data if whole else path)


def _read_file(path: Path, settings: Settings, *, whole: bool = True) -> bytes:
    """Return the bytes of a regular file, or none of them where it only has to be seen that it can be read."""
    limits = settings.limits
    limit = min(limits.document_bytes, limits.input_bytes) if is_one_document(path.name) else limits.input_bytes
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise InputError("not-a-file", "A link, pipe, socket or device is not read; copy the file itself.")
        # What stood here may have been exchanged since: no link is followed, no pipe waited for.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as handle:
            status = os.fstat(handle.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise InputError("vanished", "The file was exchanged while it was read; run again.")
            if not whole:
                handle.read(1)
                return b""
            if status.st_size > limit:
                raise InputError("too-large", f"{status.st_size:,} bytes exceed the limit of {limit:,}.")
            data = handle.read(limit + 1)
            after = os.fstat(handle.fileno())
        if (status.st_size, status.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != status.st_size:
            raise InputError("vanished", "The file changed while it was read; run again.")
        return data
    except FileNotFoundError as error:
        raise InputError("vanished", "The file was gone when it was to be read.") from error
    except (OSError, ValueError) as error:
        raise InputError("unreadable", f"The system refused to read the file: {error}.") from error


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _sidecar(path: Path, settings: Settings, present: Container[str] | None = None) -> bytes | None:
    """Return the sidecar of a file, `NAME.ext.meta.json` or `NAME.meta.json`, where there is one.

    Args:
        present: the paths of the files there are, where they are known.
    """
    for candidate in sidecar_names(str(path)):
        if present is not None and candidate not in present:
            continue
        try:
            return _read_file(Path(candidate), settings)
        except InputError:
            continue
    return None


def _inputs(
    source: str, data: Blob, sidecar: bytes | None, settings: Settings, scratch: Path | None = None
) -> Iterator[RawInput]:
    try:
        stated = stated_fields(sidecar) if sidecar else {}
    except InputError as error:
        yield refused(source, "unknown", error, data)
        return
    yield from with_stated(read_input(source, data, settings, scratch=scratch), stated)


def read_one(path: Path, settings: Settings = Settings()) -> RawInput:
    """Return the first input of one file, whatever became of it."""
    source = _safe(path.name)
    try:
        data = _open_file(path, settings)
    except InputError as error:
        return refused(source, "unknown", error)
    return next(_inputs(source, data, _sidecar(path, settings), settings))


def ingest(
    raw: Path,
    out: Path,
    *,
    settings: Settings = Settings(),
    force: bool = False,
    begun: Callable[[], None] | None = None,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> StageCount:
    """Read every file under `raw` into `OUT/work/ingest.sqlite`, one row per input.

    Files whose bytes, sidecar, reader code and limits are as before are left as they stand.

    Args:
        begun: called as soon as it is known that a file is to be read, perhaps more than once.
        progress: told how many of the files have been looked at.

    Raises:
        UsageError: `raw` is missing or holds no file, or the extra is not installed.
    """
    require("readers")
    check_raw(raw, out)
    files = _list_files(raw)
    if not files:
        raise UsageError(f"The input folder {raw} holds no files; put releases there or name another with --raw.")
    present = {str(path) for _, path in files}
    if raw.is_file():
        present |= {name for name in sidecar_names(str(raw)) if Path(name).is_file()}
    sidecars = {name for path in present for name in sidecar_names(path) if name in present}
    code = digest(code_fingerprint("ingest"), settings.limits.model_dump(), settings.fields, settings.ignore, tools())
    reused = redone = 0

    def read(task: tuple[str, Blob, bytes | None, str]) -> Iterator[list[tuple[object, ...]]]:
        source, data, sidecar, key = task
        return _batched(_rows(_inputs(source, data, sidecar, settings, scratch), source, key))

    with (
        WorkStore(out, "ingest") as store,
        _scratch_folder(out) as scratch,
        Worker(read, seconds=settings.limits.seconds) as worker,
    ):
        before: dict[str, str] = dict(store.ask("keys of files"))
        lost = set(store.lost("file"))
        store.set_state("finished", None)
        if begun and any(source not in before and str(path) not in sidecars for source, path in files):
            begun()
        seen: set[str] = set()
        for n, (source, path) in enumerate(files):
            if n % FILES_PER_TOLD == 0:
                progress(n, len(files))
            if str(path) in sidecars and _is_file(path):
                continue
            seen.add(source)
            try:
                if is_ignored(path.name, settings):
                    raise InputError("ignored", "Set aside by the setting `ignore`.")
                data = _open_file(path, settings)
                sidecar = _sidecar(path, settings, sidecars)
                key = digest(code, data.sha256, sidecar and sidecar.hex())
                if not force and source not in lost and before.get(source) == key:
                    reused += 1
                    continue
            except InputError as error:
                key = digest(code, error.reason, error.detail)
                store.delete("file", [source])
                store.put(_rows([refused(source, "unknown", error)], source, key))
            else:
                if begun:
                    begun()
                _put_guarded(store, worker, source, data, sidecar, key, settings)
            redone += 1
            if redone % FILES_PER_COMMIT == 0:
                store.commit()
        dropped = sorted(set(before) - seen)
        store.delete("file", dropped)
        store.commit()
        content = digest(list(store.ask("keys of sources")), store.lost("source"))
        store.finish(content)
    return StageCount(reused, redone, len(dropped))


@contextlib.contextmanager
def _scratch_folder(out: Path) -> Iterator[Path]:
    """Yield an empty folder for what is unpacked in passing; what a killed run left there goes first."""
    folder = out / "work" / "scratch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_guarded(
    store: WorkStore, worker: Worker, source: str, data: Blob, sidecar: bytes | None, key: str, settings: Settings
) -> None:
    """Put the rows of one file, read by the worker; where it is lost at the file, the one row that says so.

    A worker that dies is given the file once more: it may have been killed for another's sake.
    """
    error = InputError("crashed", "The process that read it died.")
    for _ in range(2):
        store.delete("file", [source])
        try:
            seconds = data.size / BYTES_PER_SECOND
            task = (source, data, sidecar, key)
            for rows in worker.run(task, more_seconds=seconds, n_bytes=settings.limits.memory_bytes):
                store.put(rows)
            return
        except WorkerDied as died:
            error = InputError("crashed", f"{died} It was tried twice.")
        except InputError as limit:
            error = limit
            break
    store.delete("file", [source])
    store.put(_rows([refused(source, "unknown", error, data)], source, key))


def _batched(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    """Yield rows by the hundred, or sooner where they are long: a message costs more than a row."""
    batch: list[tuple[object, ...]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row[-1]) if isinstance(row[-1], bytes) else 0
        if len(batch) >= 100 or size >= 2**20:
            yield batch
            batch, size = [], 0
    yield batch


def _known(item: RawInput) -> dict[str, str]:
    """Return what an input states, with how it was decoded where that was a guess."""
    known = {name: valid_text(value) for name, value in item.stated.items()}
    if item.encoding:
        known["encoding"] = item.encoding
        known["guessed"] = " ".join(f"{start}-{end}" for start, end in item.guessed)
    return known


def _rows(items: Iterator[RawInput] | list[RawInput], file: str, key: str) -> Iterator[tuple[object, ...]]:
    for item in items:
        raw = None if item.raw is None else pack_text(item.raw)
        stated = json.dumps(_known(item), sort_keys=True, ensure_ascii=False)
        # What later stages see of an input, so that a record is redone only when it changes itself.
        content = None if item.raw is None else digest(item.raw, item.markup, stated)
        yield (
            item.source, file, key, content, item.format, item.sha256, item.n_bytes, int(item.markup), stated,
            item.reason, item.detail, raw,
        )  # fmt: skip
