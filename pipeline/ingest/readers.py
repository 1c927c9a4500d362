"""Which reader takes which file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest import archives, documents, office, records, xml
from pipeline.ingest.inputs import RawInput, refused
from pipeline.ingest.sidecars import SIDECAR, is_ignored, sidecar_names, stated_fields, with_stated

Reader = Callable[[str, bytes, Settings], Iterator[RawInput]]

# Ending (lower case, longest first when several fit) to format name and reader.
READERS: Mapping[str, tuple[str, Reader]] = {
    ".txt": ("txt", documents.read_text),
    ".md": ("txt", documents.read_text),
    ".html": ("html", documents.read_html),
    ".htm": ("html", documents.read_html),
    ".json": ("json", records.read_json),
    ".jsonl": ("jsonl", records.read_jsonl),
    ".ndjson": ("jsonl", records.read_jsonl),
    ".csv": ("csv", records.read_csv),
    ".tsv": ("tsv", records.read_tsv),
    ".parquet": ("parquet", records.read_parquet),
    ".xml": ("xml", xml.read_xml),
    ".eml": ("eml", office.read_mail),
    ".docx": ("docx", office.read_docx),
    ".pdf": ("pdf", office.read_pdf),
    ".warc": ("warc", office.read_warc),
    ".warc.gz": ("warc", office.read_warc),
}

# The same for archives, whose members are read as inputs of their own.
ARCHIVES: Mapping[str, tuple[str, archives.Members]] = {
    ".zip": ("zip", archives.zip_members),
    ".gz": ("gz", archives.gzip_members),
    **dict.fromkeys((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"), ("tar", archives.tar_members)),
}
_ENDINGS = sorted((*READERS, *ARCHIVES), key=len, reverse=True)


def read_input(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield everything one file holds; never raises for what is in the file.

    A container yields its records or members. One that breaks off yields what was read
    before and then itself, refused, so that its owner learns of it.
    """
    yield from _read(source, source, data, settings, depth=0, budget=None)


def _read(
    source: str, name: str, data: bytes, settings: Settings, *, depth: int, budget: archives.Budget | None
) -> Iterator[RawInput]:
    folded = name.lower()
    ending = next((e for e in _ENDINGS if folded.endswith(e)), None)
    if ending is None:
        error = InputError("unsupported", f"No reader for the ending of {name.rpartition('/')[2]!r}.")
        yield refused(source, "unknown", error, data)
        return
    format = (READERS.get(ending) or ARCHIVES[ending])[0]
    try:
        if not data:
            raise InputError("empty", "The file is empty.")
        if ending in READERS:
            yield from READERS[ending][1](source, data, settings)
        else:
            budget = budget or archives.new_budget(data, settings)
            yield from _read_archive(source, data, ARCHIVES[ending][1], settings, depth=depth + 1, budget=budget)
    except InputError as error:
        yield refused(source, format, error, data)
    except Exception as error:  # the per-input boundary: whatever a reader meets stops one input only
        yield refused(source, format, InputError("failed", f"{type(error).__name__}: {error}"), data)


def _read_archive(
    source: str,
    data: bytes,
    members: archives.Members,
    settings: Settings,
    *,
    depth: int,
    budget: archives.Budget,
) -> Iterator[RawInput]:
    limits = settings.limits
    if depth > limits.archive_depth:
        raise InputError("too-deep", f"More than {limits.archive_depth} archives lie inside one another.")
    sidecars = archives.sidecars_of(members, source, data, settings)
    owned: set[str] = set()
    seen: set[str] = set()
    if sidecars:
        for member in members(source, data, archives.new_budget(data, settings), settings):
            if member.name and not member.name.endswith(("/", SIDECAR)):
                owned.update(sidecar_names(member.name))
    n = 0
    for member in members(source, data, budget, settings):
        if member.name in sidecars and member.name in owned:
            continue
        budget.n_members -= 1
        if budget.n_members < 0:
            raise InputError("too-large", f"The archive holds more than {limits.archive_members:,} members.")
        n += 1
        inner = f"{source}!{member.name}"
        # Archives may hold a name twice; a source may not stand twice.
        while inner in seen:
            inner = f"{source}!{member.name}#{n}"
            n += 1
        seen.add(inner)
        try:
            if is_ignored(member.name.rpartition("/")[2], settings):
                raise InputError("ignored", "Set aside by the setting `ignore`.")
            nested = member.name.lower().endswith((*ARCHIVES, ".warc", ".warc.gz"))
            content = member.read(limits.input_bytes if nested else limits.document_bytes)
            beside = next((sidecars[c] for c in sidecar_names(member.name) if c in sidecars), None)
            stated = {} if beside is None else stated_fields(beside)
        except InputError as error:
            yield refused(inner, "unknown", error)
            continue
        yield from with_stated(_read(inner, member.name, content, settings, depth=depth, budget=budget), stated)
    if not n:
        raise InputError("empty", "The archive holds no files.")
