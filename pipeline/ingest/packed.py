"""Documents that are ZIP archives of XML (OpenDocument, EPUB, workbooks): their parts, within the limits."""

from __future__ import annotations

import contextlib
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.archives import Budget, new_budget

# What a damaged container can raise, besides running out of data.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Up to this size the ratio of packing is not asked.
_ALWAYS_ALLOWED = 2**20


def is_ole(data: bytes) -> bool:
    """Return whether bytes are a compound file, as old Office files and locked new ones are."""
    return data.startswith(_OLE)


class Parts:
    """The parts of a packed document; all that is read of it together stays within one budget.

    Attributes:
        names: of the parts, in the order of the archive.
    """

    def __init__(self, archive: zipfile.ZipFile, budget: Budget, settings: Settings) -> None:
        self._archive, self._budget, self._settings = archive, budget, settings
        self.names = archive.namelist()

    def spend(self, name: str, limit: int) -> None:
        """Take a part's size, as the archive says, off the budget.

        Args:
            limit: what the part may unpack to, in bytes.

        Raises:
            InputError: `encrypted` or `too-large`.
        """
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise InputError("encrypted", "The document is locked with a password.")
        allowed = max(_ALWAYS_ALLOWED, info.compress_size * self._settings.limits.archive_ratio)
        if info.file_size > min(limit, allowed):
            raise InputError("too-large", "The document unpacks to more than the limits allow.")
        self._budget.spend(info.file_size)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a part, or None where there is none of the name.

        Raises:
            InputError: `encrypted`, `too-large`, `unsupported` or `malformed`.
        """
        try:
            self.spend(name, self._settings.limits.document_bytes)
            return self._archive.read(name)
        except KeyError:
            return None
        except NotImplementedError as error:
            raise InputError("unsupported", f"The document is packed by a method that is not read: {error}.") from error
        except _BROKEN as error:
            raise InputError("malformed", f"A part of the document does not unpack: {error}.") from error


@contextlib.contextmanager
def opened(data: bytes, kind: str, settings: Settings) -> Iterator[Parts]:
    """Open a packed document.

    Args:
        kind: what it should be, as messages name it: "workbook".

    Raises:
        InputError: `encrypted`, `truncated` or `malformed`, when it is no archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except NotImplementedError as error:
        raise InputError("unsupported", f"The {kind} is packed by a method that is not read: {error}.") from error
    except _BROKEN as error:
        cut = data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[-66_000:]
        raise InputError("truncated" if cut else "malformed", f"The file is not a valid {kind}: {error}.") from error
    with archive:
        if len(archive.infolist()) > settings.limits.archive_members:
            raise InputError("too-large", f"The {kind} holds more than {settings.limits.archive_members:,} parts.")
        yield Parts(archive, new_budget(len(data), settings), settings)
