"""Sidecars: what a file beside an input states of it."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import RawInput

SIDECAR = ".meta.json"
_STATED = ("title", "published", "url", "publisher", "language", "id")


def sidecar_names(name: str) -> tuple[str, str]:
    """Return the names a file's sidecar may have, first choice first: `x.txt.meta.json`, `x.meta.json`."""
    folder, slash, base = name.rpartition("/")
    stem, _, ending = base.rpartition(".")
    return name + SIDECAR, folder + slash + (stem if stem and ending else base) + SIDECAR


def stated_fields(data: bytes) -> dict[str, str]:
    """Return the known fields of a sidecar.

    Raises:
        InputError: `malformed`, when it is no JSON object.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("malformed", f"The sidecar is not valid JSON: {error}.") from error
    if not isinstance(value, dict):
        raise InputError("malformed", "The sidecar is not a JSON object.")
    return {k: valid_text(str(value[k])) for k in _STATED if value.get(k) is not None}


def with_stated(items: Iterator[RawInput], stated: dict[str, str]) -> Iterator[RawInput]:
    """Yield the inputs with a sidecar's fields over their own."""
    for item in items:
        yield replace(item, stated={**item.stated, **stated}) if stated else item


def with_fallback(items: Iterator[RawInput], stated: Mapping[str, str]) -> Iterator[RawInput]:
    """Yield the inputs with a container's fields under their own."""
    for item in items:
        yield replace(item, stated={**stated, **item.stated}) if stated else item


def is_ignored(name: str, settings: Settings) -> bool:
    """Return whether the setting `ignore` sets a file of this name (without folders) aside."""
    return any(fnmatch.fnmatch(name, pattern) for pattern in settings.ignore)
