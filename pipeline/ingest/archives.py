"""Members of ZIP, TAR and GZIP archives, read one at a time, within the limits of the settings.

Nothing is ever written to disk. A member that cannot be read is yielded with the reason, and its
archive goes on; only an archive that itself breaks off stops.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import valid_text
from pipeline.ingest.inputs import Blob
from pipeline.ingest.sidecars import SIDECAR

# Small archives of repetitive text pack better than any sensible ratio; up to this size the ratio is not asked.
_ALWAYS_ALLOWED = 2**20
_SIDECAR_BYTES = 2**20
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")


@dataclass
class Budget:
    """How much one input may still unpack, all its nested archives together.

    Attributes:
        n_bytes: unpacked bytes left.
        n_members: members left.
    """

    n_bytes: int
    n_members: int

    def spend(self, n_bytes: int) -> None:
        """Take unpacked bytes off the budget.

        Raises:
            InputError: `too-large`, when it is spent.
        """
        self.n_bytes -= n_bytes
        if self.n_bytes < 0:
            raise InputError("too-large", "The archive unpacks to more than the limit archive_ratio allows.")


@dataclass(frozen=True)
class Member:
    """One member: its name inside the archive and how to read it.

    Attributes:
        copy: writes the bytes, at most `limit`, to a file; raises InputError. To be called before the next member is
            taken.
    """

    name: str
    copy: Callable[[int, IO[bytes]], None]

    def read(self, limit: int) -> bytes:
        """Return the bytes, at most `limit`.

        Raises:
            InputError: the member is larger, or cannot be read.
        """
        buffer = io.BytesIO()
        self.copy(limit, buffer)
        return buffer.getvalue()


Members = Callable[[str, Blob, Budget, Settings], Iterator[Member]]


def new_budget(size: int, settings: Settings) -> Budget:
    """Return what an outermost archive of so many bytes may unpack."""
    limits = settings.limits
    return Budget(max(_ALWAYS_ALLOWED, size * limits.archive_ratio), limits.archive_members)


def _refuse(reason: str, detail: str) -> Callable[[int, IO[bytes]], None]:
    def copy(limit: int, target: IO[bytes]) -> None:
        raise InputError(reason, detail)

    return copy


def _is_unsafe(name: str) -> bool:
    return not name or _ABSOLUTE.match(name) is not None or ".." in re.split(r"[/\\]", name)


_UNSAFE = "The member's name is empty or points outside the archive."
_LINK = "The member is a link or a device, not a file."


def _over(limit: int) -> InputError:
    return InputError("too-large", f"The member exceeds the limit of {limit:,} bytes.")


def _copy_stream(stream: IO[bytes], target: IO[bytes], limit: int, budget: Budget | None = None) -> int:
    """Copy a stream and return its size; what is read off a budget elsewhere names none."""
    size = 0
    while part := stream.read(min(2**16, limit + 1 - size)):
        size += len(part)
        if budget is not None:
            budget.spend(len(part))
        if size > limit:
            raise _over(limit)
        target.write(part)
    return size


def zip_members(source: str, blob: Blob, budget: Budget, settings: Settings) -> Iterator[Member]:
    """Yield the files of a ZIP archive in the order of its directory."""
    try:
        file = blob.open()
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        if blob.head(4) == b"PK\x03\x04" and b"PK\x05\x06" not in blob.tail(66_000):
            raise InputError("truncated", "The ZIP archive ends before its directory.") from error
        raise InputError("malformed", f"The file is not a valid ZIP archive: {error}.") from error
    with file, archive:
        for info in archive.infolist():
            # ZipInfo.is_dir raises where the name is empty.
            if info.filename.endswith("/"):
                continue
            yield Member(valid_text(info.filename), _zip_reader(archive, info, budget, settings))


def _zip_reader(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, settings: Settings
) -> Callable[[int, IO[bytes]], None]:
    mode = info.external_attr >> 16
    if _is_unsafe(info.filename):
        return _refuse("unsafe-path", _UNSAFE)
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return _refuse("unsafe-path", _LINK)
    if info.flag_bits & 1:
        return _refuse("encrypted", "The member is locked with a password.")
    if info.file_size > max(_ALWAYS_ALLOWED, info.compress_size * settings.limits.archive_ratio):
        return _refuse("too-large", "The member unpacks to more than the limit archive_ratio allows.")

    def copy(limit: int, target: IO[bytes]) -> None:
        if info.file_size > limit:
            raise _over(limit)
        try:
            with archive.open(info) as stream:
                _copy_stream(stream, target, limit, budget)
        except EOFError as error:
            raise InputError("truncated", "The member ends before its stated size.") from error
        except NotImplementedError as error:
            raise InputError("unsupported", f"The member's packing method is not read: {error}.") from error
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError, ValueError) as error:
            raise InputError("malformed", f"The member does not unpack: {error}.") from error

    return copy


class _Counted(io.RawIOBase):
    """A stream that takes what is read through it off a budget, skipped members included."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self._budget.spend(len(part))
        return part


def _unpacked(head: bytes, file: IO[bytes]) -> IO[bytes]:
    if head.startswith(b"\x1f\x8b"):
        return gzip.open(file)  # type: ignore[return-value]
    if head.startswith(b"BZh"):
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if head == b"\xfd7zXZ\x00" else file


def tar_members(source: str, blob: Blob, budget: Budget, settings: Settings) -> Iterator[Member]:
    """Yield the files, links and devices of a TAR archive, packed or not, in its order."""
    file = blob.open()
    try:
        stream: IO[bytes] = _Counted(_unpacked(blob.head(6), file), budget)  # type: ignore[assignment]
        with file, tarfile.open(fileobj=stream, mode="r|", errors="replace") as archive:
            for info in archive:
                # A stream can be read once; tarfile would keep every header for a second reading.
                archive.members = []  # type: ignore[attr-defined]
                if not info.isdir():
                    yield Member(valid_text(info.name), _tar_reader(archive, info))
    except EOFError as error:
        raise InputError("truncated", "The packed data end early.") from error
    except tarfile.ReadError as error:
        reason = "truncated" if "end of data" in str(error) else "malformed"
        raise InputError(reason, f"The TAR archive breaks off: {error}.") from error
    except (tarfile.TarError, zlib.error, lzma.LZMAError, OSError) as error:
        raise InputError("malformed", f"The file is not a valid TAR archive: {error}.") from error


def _tar_reader(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[int, IO[bytes]], None]:
    if _is_unsafe(info.name):
        return _refuse("unsafe-path", _UNSAFE)
    if not info.isreg():
        return _refuse("unsafe-path", _LINK)

    def copy(limit: int, target: IO[bytes]) -> None:
        if info.size > limit:
            raise _over(limit)
        try:
            stream = archive.extractfile(info)
            size = _copy_stream(stream, target, limit) if stream is not None else 0
        except (EOFError, tarfile.ReadError) as error:
            raise InputError("truncated", f"The archive ends inside the member: {error}.") from error
        except (zlib.error, lzma.LZMAError, OSError) as error:
            raise InputError("malformed", f"The member does not unpack: {error}.") from error
        if size < info.size:
            raise InputError("truncated", "The archive ends inside the member.")

    return copy


def gzip_members(source: str, blob: Blob, budget: Budget, settings: Settings) -> Iterator[Member]:
    """Yield the one file of a GZIP file, under the file's own name without `.gz`."""
    name = re.split(r"[/!]", source)[-1]

    def copy(limit: int, target: IO[bytes]) -> None:
        try:
            with blob.open() as file, gzip.GzipFile(fileobj=file) as stream:
                _copy_stream(stream, target, limit, budget)  # type: ignore[arg-type]
        except EOFError as error:
            raise InputError("truncated", "The packed data end early.") from error
        except (zlib.error, OSError) as error:
            raise InputError("malformed", f"The file does not unpack: {error}.") from error

    yield Member(name[:-3] or "content", copy)


def sidecars_of(members: Members, source: str, blob: Blob, settings: Settings) -> dict[str, bytes]:
    """Return the sidecars among the members by name; what cannot be read is left out.

    Sidecars may stand behind their files, so they are gathered in a pass of their own.
    """
    found: dict[str, bytes] = {}
    try:
        for n, member in enumerate(members(source, blob, new_budget(blob.size, settings), settings)):
            if n >= settings.limits.archive_members:
                break
            if member.name.endswith(SIDECAR):
                try:
                    found[member.name] = member.read(_SIDECAR_BYTES)
                except InputError:
                    continue
    except InputError:
        pass  # The second pass meets the same fault and reports it.
    return found
