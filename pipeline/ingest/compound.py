"""Compound files (OLE), the container of old Office documents and Outlook messages, read through olefile."""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Iterator
from typing import Any

from pipeline.errors import InputError

# What olefile and its callers raise on damaged files.
_BROKEN = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error)


@contextlib.contextmanager
def opened(data: bytes, kind: str) -> Iterator[Any]:
    """Open a compound file.

    Args:
        kind: what it should hold, as messages name it.

    Raises:
        InputError: `encrypted`, or `malformed`, also for what fails inside.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            if file.exists("EncryptedPackage"):
                raise InputError("encrypted", "The document is locked with a password.")
            yield file
    except _BROKEN as error:
        detail = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
        raise InputError("malformed", f"The file is not a valid {kind}: {detail}.") from error
