"""Bytes to text: byte-order marks, strict UTF-8, a declared charset, then Windows-1252."""

from __future__ import annotations

import codecs
import io
import re
from typing import IO

from pipeline.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.I)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# More control bytes than this share of the first 4,096 is a binary file, not text.
_CONTROL_SHARE = 0.02


def open_text(file: IO[bytes], *, newline: str) -> io.TextIOWrapper:
    """Return an open file as text, decoded in passing as `decode` does it at once; the wrapper closes the file.

    Args:
        newline: as for `open`.

    Raises:
        InputError: `undecodable`, when the first bytes are not text. Reading on raises UnicodeDecodeError where a file
            is not in the encoding its byte-order mark says.
    """
    head = file.read(4096)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", ""))
    if not mark and _is_binary(head):
        raise InputError("undecodable", "The bytes are binary data, not text.")
    file.seek(len(mark))
    errors = "strict" if mark else "press-cp1252"
    return io.TextIOWrapper(file, encoding=encoding or "utf-8", errors=errors, newline=newline)


def _is_binary(head: bytes) -> bool:
    return bool(head) and len(_CONTROLS.findall(head)) > _CONTROL_SHARE * len(head)


def decode(data: bytes, *, declared: bool = False) -> str:
    """Return the text of `data`, without its byte-order mark; line ends are kept as they are.

    Args:
        declared: whether a charset that the first kilobytes declare (`<meta charset>`) is tried.

    Raises:
        InputError: `undecodable`, when the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return valid_text(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError as error:
                raise InputError(
                    "undecodable", f"The file says it is {encoding} but is not ({error.reason})."
                ) from error
    head = data[:4096]
    if _is_binary(head):
        raise InputError("undecodable", "The bytes are binary data, not text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (found := _DECLARED.search(head)):
        try:
            return valid_text(data.decode(found.group(1).decode("ascii")))
        except (LookupError, ValueError):  # Some codecs of Python raise more than the error of a decoder.
            pass
    return _decode_mixed(data)


def _decode_mixed(data: bytes) -> str:
    """Decode UTF-8 where it is, and each other byte as Windows-1252."""
    return data.decode("utf-8", errors="press-cp1252")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([b]).decode("cp1252", errors="replace") for b in wrong), error.end


codecs.register_error("press-cp1252", _as_cp1252)


def valid_text(text: str) -> str:
    """Return a string without lone surrogates (JSON can hold them; files cannot), as U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
