"""Which reader takes which file, by the ending of its name."""

from __future__ import annotations

import contextlib
import functools
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest import (
    archives,
    delimited,
    doc,
    documents,
    epub,
    mail,
    mails,
    opendocument,
    records,
    rtf,
    scans,
    sheets,
    warc,
    word,
    xml,
)
from pipeline.ingest.inputs import Blob, Part, RawInput, refused
from pipeline.ingest.sidecars import SIDECAR, is_ignored, sidecar_names, stated_fields, with_fallback, with_stated

# What a reader leaves to another it yields as a part.
Reader = Callable[[str, bytes, Settings], Iterator[RawInput | Part]]

# Ending (lower case, longest first when several fit) to format name and reader.
READERS: Mapping[str, tuple[str, Reader]] = {
    ".txt": ("txt", documents.read_text),
    ".md": ("txt", documents.read_text),
    ".html": ("html", documents.read_html),
    ".htm": ("html", documents.read_html),
    ".json": ("json", records.read_json),
    ".xml": ("xml", xml.read_xml),
    ".eml": ("eml", mail.read_mail),
    ".docx": ("docx", word.read_docx),
    ".doc": ("doc", doc.read_doc),
    ".odt": ("odt", opendocument.read_odt),
    ".rtf": ("rtf", rtf.read_rtf),
    ".pdf": ("pdf", scans.read_pdf_or_scan),
    ".epub": ("epub", epub.read_epub),
    ".msg": ("msg", mails.read_msg),
    **dict.fromkeys((".mhtml", ".mht"), ("mhtml", mails.read_mhtml)),
    **{ending: (ending[1:], sheets.read_sheets) for ending in (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")},
    **{ending: (ending[1:], scans.read_image) for ending in (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")},
}

# The same for files of many records, which are read in passing, as long as they may be.
STREAMED: Mapping[str, tuple[str, Callable[[str, Blob, Settings], Iterator[RawInput | Part]]]] = {
    ".jsonl": ("jsonl", records.read_jsonl),
    ".ndjson": ("jsonl", records.read_jsonl),
    ".csv": ("csv", delimited.read_csv),
    ".tsv": ("tsv", delimited.read_tsv),
    ".parquet": ("parquet", records.read_parquet),
    **dict.fromkeys((".warc", ".warc.gz"), ("warc", warc.read_warc)),
}

# Mailboxes, each mail of which is read as an input of its own.
MAILBOXES: Mapping[str, str] = {".mbox": "mbox"}

# The same for archives, whose members are read as inputs of their own.
ARCHIVES: Mapping[str, tuple[str, archives.Members]] = {
    ".zip": ("zip", archives.zip_members),
    ".gz": ("gz", archives.gzip_members),
    **dict.fromkeys((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"), ("tar", archives.tar_members)),
}
# Files of these endings are one release each, and nothing lies in them.
_ONE_DOCUMENT = frozenset((".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".doc", ".odt", ".rtf", ".mhtml", ".mht"))
_ENDINGS = sorted((*READERS, *STREAMED, *MAILBOXES, *ARCHIVES), key=len, reverse=True)


@functools.lru_cache(maxsize=256)
def _ending(name: str) -> str | None:
    folded = name.lower()
    return next((e for e in _ENDINGS if folded.endswith(e)), None)


def is_one_document(name: str) -> bool:
    """Return whether a file of this name is one release, so that the limit of a document is that of the file."""
    return _ending(name) in _ONE_DOCUMENT


def is_read_whole(name: str) -> bool:
    """Return whether a file of this name is held in memory to be read; archives and records are read in passing."""
    return _ending(name) not in (*STREAMED, *MAILBOXES, *ARCHIVES)


def tools() -> str:
    """Return what reads inputs here and may be missing elsewhere; where it changes, all is read again."""
    return scans.engine_version() or ""


def read_input(
    source: str, data: bytes | Blob, settings: Settings, *, scratch: Path | None = None
) -> Iterator[RawInput]:
    """Yield everything one file holds; never raises for what is in the file.

    A container yields its records or members. One that breaks off yields what was read
    before and then itself, refused, so that its owner learns of it.

    Args:
        scratch: a folder for archives found in archives while they are read; without one they are held in memory.
    """
    blob = Blob(data) if isinstance(data, bytes) else data
    yield from _read(source, source, blob, settings, depth=0, budget=None, scratch=scratch)


def _read(
    source: str,
    name: str,
    blob: Blob,
    settings: Settings,
    *,
    depth: int,
    budget: archives.Budget | None,
    scratch: Path | None,
) -> Iterator[RawInput]:
    ending = _ending(name)
    if ending is None:
        error = InputError("unsupported", f"No reader for the ending of {name.rpartition('/')[2]!r}.")
        yield refused(source, "unknown", error, blob)
        return
    format = MAILBOXES.get(ending) or (READERS.get(ending) or STREAMED.get(ending) or ARCHIVES[ending])[0]
    try:
        if not blob.size:
            raise InputError("empty", "The file is empty.")
        if ending in MAILBOXES:
            for n, mail_found in enumerate(mails.mails_of(blob, settings), 1):
                inner = f"{source}#{n}"
                if isinstance(mail_found, InputError):
                    yield refused(inner, format, mail_found)
                else:
                    yield from _read(
                        inner, "mail.eml", Blob(mail_found), settings, depth=depth, budget=budget, scratch=scratch
                    )
        elif ending not in ARCHIVES:
            reader = READERS.get(ending)
            found = reader[1](source, blob.read(), settings) if reader else STREAMED[ending][1](source, blob, settings)
            names = _Names()
            for item in found:
                if isinstance(item, RawInput):
                    yield item
                else:
                    yield from _read_part(source, item, names, settings, depth=depth, budget=budget, scratch=scratch)
        else:
            budget = budget or archives.new_budget(blob.size, settings)
            members = ARCHIVES[ending][1]
            yield from _read_archive(source, blob, members, settings, depth=depth + 1, budget=budget, scratch=scratch)
    except InputError as error:
        yield refused(source, format, error, blob)
    except MemoryError:
        limit = settings.limits.memory_bytes // 2**20
        memory = InputError("out-of-memory", f"Reading it took more than {limit:,} MiB of memory.")
        yield refused(source, format, memory, blob)
    except Exception as error:  # the per-input boundary: whatever a reader meets stops one input only
        yield refused(source, format, InputError("failed", f"{type(error).__name__}: {error}"), blob)


class _Names:
    """The sources of the members of one container: none stands twice, and none is that of a record of another."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def source(self, container: str, name: str) -> str:
        """Return the source of a member of this name."""
        base = inner = f"{container}!{_escaped(name)}"
        n = 1
        while inner in self._seen:
            n += 1
            # "c.jsonl#2" would be the second record of "c.jsonl".
            inner = f"{base}#{n}" if is_one_document(name) else f"{base}%{n}"
        self._seen.add(inner)
        return inner


_MARKED = re.compile(
    "(" + "|".join(re.escape(e) for e in _ENDINGS if e not in _ONE_DOCUMENT) + ")([#!])", re.IGNORECASE
)


def _escaped(name: str) -> str:
    """Return a member's name in which no mark stands behind a container's name ("c.jsonl#1"): that is a record's."""
    return _MARKED.sub(lambda m: f"{m[1]}%{ord(m[2]):02X}", name)


def _read_part(
    container: str,
    part: Part,
    names: _Names,
    settings: Settings,
    *,
    depth: int,
    budget: archives.Budget | None,
    scratch: Path | None,
) -> Iterator[RawInput]:
    """Yield what one attachment holds, with what its mail states of it as a fallback."""
    source = names.source(container, part.name)
    limits = settings.limits
    depth += 1
    try:
        if part.refusal:
            raise part.refusal
        if is_ignored(part.name, settings):
            raise InputError("ignored", "Set aside by the setting `ignore`.")
        if depth > limits.archive_depth:
            raise InputError("too-deep", f"More than {limits.archive_depth} containers lie inside one another.")
        if is_one_document(part.name) and len(part.data) > limits.document_bytes:
            raise InputError("too-large", f"The part exceeds the limit of {limits.document_bytes:,} bytes.")
    except InputError as error:
        yield refused(source, "unknown", error, part.data)
        return
    items = _read(source, part.name, Blob(part.data), settings, depth=depth, budget=budget, scratch=scratch)
    yield from with_fallback(items, part.stated)


def _read_archive(
    source: str,
    blob: Blob,
    members: archives.Members,
    settings: Settings,
    *,
    depth: int,
    budget: archives.Budget,
    scratch: Path | None,
) -> Iterator[RawInput]:
    limits = settings.limits
    if depth > limits.archive_depth:
        raise InputError("too-deep", f"More than {limits.archive_depth} archives lie inside one another.")
    sidecars = archives.sidecars_of(members, source, blob, settings)
    owned: set[str] = set()
    names = _Names()
    if sidecars:
        for member in members(source, blob, archives.new_budget(blob.size, settings), settings):
            if member.name and not member.name.endswith(("/", SIDECAR)):
                owned.update(sidecar_names(member.name))
    n = 0
    for member in members(source, blob, budget, settings):
        if member.name in sidecars and member.name in owned:
            continue
        budget.n_members -= 1
        if budget.n_members < 0:
            raise InputError("too-large", f"The archive holds more than {limits.archive_members:,} members.")
        n += 1
        inner = names.source(source, member.name)
        with contextlib.ExitStack() as kept:
            try:
                if is_ignored(member.name.rpartition("/")[2], settings):
                    raise InputError("ignored", "Set aside by the setting `ignore`.")
                if not is_read_whole(member.name) and scratch is not None:
                    file = kept.enter_context(tempfile.NamedTemporaryFile(dir=scratch, prefix="member-"))
                    member.copy(limits.input_bytes, file)
                    file.flush()
                    found = Blob(Path(file.name))
                else:
                    whole = is_read_whole(member.name)
                    found = Blob(member.read(limits.document_bytes if whole else limits.input_bytes))
                beside = next((sidecars[c] for c in sidecar_names(member.name) if c in sidecars), None)
                stated = {} if beside is None else stated_fields(beside)
            except InputError as error:
                yield refused(inner, "unknown", error)
                continue
            items = _read(inner, member.name, found, settings, depth=depth, budget=budget, scratch=scratch)
            yield from with_stated(items, stated)
    if not n:
        raise InputError("empty", "The archive holds no files.")
