"""The ingest stage: every file under RAW to its decoded text, or the reason there is none."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import InputError, UsageError
from pipeline.fingerprints import code_fingerprint
from pipeline.ingest.inputs import Blob, RawInput, refused
from pipeline.ingest.readers import is_read_whole, read_input
from pipeline.ingest.sidecars import SIDECAR, is_ignored, sidecar_names, stated_fields, with_stated
from pipeline.stages import StageCount
from pipeline.store import WorkStore, digest, pack

# A commit waits for the disk; this many files cost less to read again than a wait each.
FILES_PER_COMMIT = 200


def _safe(name: str) -> str:
    """Return a file name as valid text: bytes that are not UTF-8 stand as U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _list_files(raw: Path) -> list[tuple[str, Path]]:
    """Return every entry under `raw` that is no folder, as (source, path), in order of source."""
    found: list[tuple[str, Path]] = []
    pending = [raw]
    while pending:
        folder = pending.pop()
        for entry in os.scandir(folder):
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                pending.append(path)
            else:
                found.append((_safe(str(path.relative_to(raw))), path))
    return sorted(found)


def check_raw(raw: Path, out: Path) -> None:
    """Refuse a RAW folder that is missing, empty of files, or mixed up with OUT.

    Raises:
        UsageError: with what to do.
    """
    if not raw.is_dir():
        raise UsageError(f"The input folder {raw} does not exist; name an existing folder with --raw (make: RAW=…).")
    inside, outside = raw.resolve(), out.resolve()
    if inside == outside or outside in inside.parents or inside in outside.parents:
        raise UsageError(
            f"RAW {raw} and OUT {out} lie inside one another; choose an output folder apart from the input."
        )


def _open_file(path: Path, settings: Settings) -> Blob:
    """Return the bytes of a regular file; those of an archive stay on the disk, and may be any number.

    Raises:
        InputError: no regular file, too large, unreadable or gone.
    """
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not-a-file", "A link, pipe, socket or device is not read; copy the file itself.")
        whole = is_read_whole(path.name)
        if whole and status.st_size > settings.limits.input_bytes:
            limit = settings.limits.input_bytes
            raise InputError("too-large", f"{status.st_size:,} bytes exceed the limit of {limit:,}.")
        blob = Blob(path.read_bytes() if whole else path)
        # Opened once here, so that a file that cannot be read is refused as such.
        blob.head(1)
        return blob
    except FileNotFoundError as error:
        raise InputError("vanished", "The file was gone when it was to be read.") from error
    except OSError as error:
        raise InputError("unreadable", f"The system refused to read the file: {error.strerror}.") from error


def _sidecar(path: Path) -> tuple[Path, bytes] | None:
    """Return the sidecar of a file, `NAME.ext.meta.json` or `NAME.meta.json`, where there is one."""
    for candidate in map(path.with_name, sidecar_names(path.name)):
        try:
            return candidate, candidate.read_bytes()
        except OSError:
            continue
    return None


def _inputs(path: Path, source: str, data: Blob, sidecar: bytes | None, settings: Settings) -> Iterator[RawInput]:
    try:
        stated = stated_fields(sidecar) if sidecar else {}
    except InputError as error:
        yield refused(source, "unknown", error, data)
        return
    yield from with_stated(read_input(source, data, settings), stated)


def read_one(path: Path, settings: Settings = Settings()) -> RawInput:
    """Return the first input of one file, whatever became of it."""
    source = _safe(path.name)
    try:
        data = _open_file(path, settings)
    except InputError as error:
        return refused(source, "unknown", error)
    sidecar = _sidecar(path)
    return next(_inputs(path, source, data, sidecar and sidecar[1], settings))


def ingest(raw: Path, out: Path, *, settings: Settings = Settings(), force: bool = False) -> StageCount:
    """Read every file under `raw` into `OUT/work/ingest.sqlite`, one row per input.

    Files whose bytes, sidecar, reader code and limits are as before are left as they stand.

    Raises:
        UsageError: `raw` is missing or holds no file.
    """
    check_raw(raw, out)
    files = _list_files(raw)
    if not files:
        raise UsageError(f"The input folder {raw} holds no files; put releases there or name another with --raw.")
    owners = {str(path.with_name(n)) for _, path in files for n in (path.name, path.stem)}
    code = digest(code_fingerprint("ingest"), settings.limits.model_dump(), settings.fields, settings.ignore)
    reused = redone = 0
    with WorkStore(out, "ingest") as store:
        before: dict[str, str] = dict(store.execute("SELECT file, max(key) FROM rows GROUP BY file"))
        store.set_state("finished", None)
        seen: set[str] = set()
        for source, path in files:
            if str(path).endswith(SIDECAR) and str(path).removesuffix(SIDECAR) in owners:
                continue
            seen.add(source)
            items: Iterator[RawInput] | list[RawInput]
            try:
                if is_ignored(path.name, settings):
                    raise InputError("ignored", "Set aside by the setting `ignore`.")
                data = _open_file(path, settings)
                sidecar = _sidecar(path)
                key = digest(code, data.sha256, sidecar and sidecar[1].hex())
                if not force and before.get(source) == key:
                    reused += 1
                    continue
                items = _inputs(path, source, data, sidecar and sidecar[1], settings)
            except InputError as error:
                key = digest(code, error.reason, error.detail)
                items = [refused(source, "unknown", error)]
            store.delete("file", [source])
            store.put(_rows(items, source, key))
            redone += 1
            if redone % FILES_PER_COMMIT == 0:
                store.commit()
        dropped = sorted(set(before) - seen)
        store.delete("file", dropped)
        store.commit()
        content = digest(list(store.execute("SELECT source, key FROM rows ORDER BY source")))
        store.set_state("finished", content)
    return StageCount(reused, redone, len(dropped))


def _rows(items: Iterator[RawInput] | list[RawInput], file: str, key: str) -> Iterator[tuple[object, ...]]:
    for item in items:
        raw = None if item.raw is None else pack(item.raw)
        stated = json.dumps(dict(item.stated), sort_keys=True, ensure_ascii=False)
        # What later stages see of an input, so that a record is redone only when it changes itself.
        content = None if item.raw is None else digest(item.raw, item.markup, stated)
        yield (
            item.source, file, key, content, item.format, item.sha256, item.n_bytes, int(item.markup), stated,
            item.reason, item.detail, raw,
        )  # fmt: skip
