"""Which reader takes which file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest import documents, records
from pipeline.ingest.inputs import RawInput, refused

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
}


def read_input(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield everything one file holds; never raises for what is in the file.

    A container yields its records or members. One that breaks off yields what was read
    before and then itself, refused, so that its owner learns of it.
    """
    name = source.lower()
    ending = next((e for e in sorted(READERS, key=len, reverse=True) if name.endswith(e)), None)
    if ending is None:
        error = InputError("unsupported", f"No reader for the ending of {source.rpartition('/')[2]!r}.")
        yield refused(source, "unknown", error, data)
        return
    format, reader = READERS[ending]
    try:
        if not data:
            raise InputError("empty", "The file is empty.")
        yield from reader(source, data, settings)
    except InputError as error:
        yield refused(source, format, error, data)
    except Exception as error:  # the per-input boundary: whatever a reader meets stops one input only
        yield refused(source, format, InputError("failed", f"{type(error).__name__}: {error}"), data)
