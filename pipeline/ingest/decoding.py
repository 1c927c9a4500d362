"""Bytes to text: byte-order marks, UTF-16 without one, strict UTF-8, a declared charset, then the likeliest code page.

What was guessed is told with the text, so that a reader of the tables sees which encoding was assumed.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import IO, NamedTuple

from pipeline.errors import InputError
from pipeline.ingest.charsets import DEFAULT, codec_of, guess_encoding

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
# In UTF-16 of a European language every other byte is NUL for most characters, and next to none of the others is.
_NUL_SHARE, _OTHER_SHARE, _SCRIPT_SHARE = 0.3, 0.02, 0.95
_STRAY = re.compile(r"[\udc80-\udcff]+")  # bytes that are no UTF-8, as "surrogateescape" keeps them
_BY_CHANCE = 5  # so many bytes that are no UTF-8 to one character that is: it is one by chance
_SAMPLE = 2**20  # bytes of lines that are not all ASCII: they speak for the whole file
_CHUNK = 2**18
MAX_GUESSES = 200  # stretches of one text that are told one by one

Spans = tuple[tuple[int, int], ...]


class Decoded(NamedTuple):
    """A text with what was assumed to read it.

    Attributes:
        encoding: what was assumed; None where the bytes are UTF-8 or state what they are.
        guessed: the stretches that were read so; none where it is the whole text.
    """

    text: str
    encoding: str | None = None
    guessed: Spans = ()


class Assumed(NamedTuple):
    """How a file of records is read.

    Attributes:
        codec: name for Python.
        mark: the byte-order mark it begins with.
        guess: the encoding assumed of the whole file, where it states none and is no UTF-8.
    """

    codec: str
    mark: bytes
    guess: str | None


def assumed_encoding(file: IO[bytes]) -> Assumed:
    """Return how an open file of records is to be read, and leave the file at its beginning.

    A file that is no UTF-8 throughout is UTF-8 with stray bytes, or all in one code page.

    Raises:
        InputError: `undecodable`, when the first bytes are not text.
    """
    head = file.read(4096)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Assumed(name, mark, None)
    if wide := _wide_encoding(head):
        return Assumed(wide, b"", wide)
    if is_binary(head.replace(b"\x00", b"")):
        raise InputError("undecodable", "The bytes are binary data, not text.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(_CHUNK):
            decoder.decode(part)
        return Assumed("utf-8", b"", None)
    except UnicodeDecodeError:
        page = _page_of(_other_lines(file))
    finally:
        file.seek(0)
    return Assumed(codec_of(page), b"", page) if page else Assumed("utf-8", b"", None)


def _other_lines(file: IO[bytes]) -> bytes:
    """Return the lines of a file that are not all ASCII, as many as are needed to tell its code page."""
    file.seek(0)
    lines: list[bytes] = []
    size = 0
    while size < _SAMPLE and (part := file.read(_CHUNK)):
        lines += [line for line in part.split(b"\n") if not line.isascii()]
        size = sum(map(len, lines))
    return b"\n".join(lines)


def open_text(file: IO[bytes], *, newline: str) -> tuple[io.TextIOWrapper, Assumed]:
    """Return an open file as text, with how it is read; the wrapper closes the file.

    Bytes that are no UTF-8 in a file that is, stand as lone surrogates; `settled` makes characters of them.

    Args:
        newline: as for `open`.

    Raises:
        InputError: `undecodable`, when the first bytes are not text. Reading on raises UnicodeDecodeError where a file
            is not in the encoding its byte-order mark says.
    """
    assumed = assumed_encoding(file)
    file.seek(len(assumed.mark))
    if assumed.mark:
        errors = "strict"
    else:
        errors = "surrogateescape" if assumed.codec == "utf-8" else "replace"
    return io.TextIOWrapper(file, encoding=assumed.codec, errors=errors, newline=newline), assumed


def is_binary(head: bytes) -> bool:
    """Return whether the first bytes of a file are no text."""
    return bool(head) and len(_CONTROLS.findall(head)) > _CONTROL_SHARE * len(head)


def _wide_encoding(data: bytes) -> str | None:
    """Return the kind of UTF-16 that bytes without a mark are in, told by where their NULs stand."""
    head = data[:4096]
    pairs = len(head) // 2
    if pairs < 4:
        return None
    even, odd = head[: 2 * pairs : 2], head[1 : 2 * pairs : 2]
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        n_nul = high.count(0)
        # Greek, Cyrillic, Hebrew and Arabic letters have a high byte of their own; their blanks have NUL.
        of_script = max(high.count(byte) for byte in range(3, 7))
        if n_nul < _NUL_SHARE * pairs and not (n_nul and n_nul + of_script >= _SCRIPT_SHARE * pairs):
            continue
        if low.count(0) > _OTHER_SHARE * pairs:
            continue
        try:
            text = head[: 2 * pairs].decode(encoding, "strict" if len(data) <= 4096 else "ignore")
        except UnicodeDecodeError:
            continue
        if not is_binary(text.encode("utf-8", "replace")):
            return encoding
    return None


def _page_of(data: bytes) -> str | None:
    """Return the code page of a text that is no UTF-8, or None where it is UTF-8 with stray bytes in it."""
    text = data.decode("utf-8", "surrogateescape")
    strays = sum(len(match.group()) for match in _STRAY.finditer(text))
    whole = sum(not c.isascii() for c in text) - strays
    return guess_encoding(data) if _BY_CHANCE * whole <= strays else None


def decode(data: bytes, *, declared: bool = False, stated: str | None = None) -> Decoded:
    """Return the text of `data`, without its byte-order mark; line ends are kept as they are.

    Args:
        declared: whether a charset that the first kilobytes declare (`<meta charset>`) is tried.
        stated: a charset that is stated elsewhere (in the headers of a mail, say).

    Raises:
        InputError: `undecodable`, when the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(valid_text(data[len(mark) :].decode(encoding)))
            except UnicodeDecodeError as error:
                raise InputError(
                    "undecodable", f"The file says it is {encoding} but is not ({error.reason})."
                ) from error
    head = data[:4096]
    if wide := _wide_encoding(data):
        try:
            return Decoded(valid_text(data.decode(wide)), wide)
        except UnicodeDecodeError:
            pass
    if is_binary(head.replace(b"\x00", b"")) or head.count(0) > len(head) // 4:
        raise InputError("undecodable", "The bytes are binary data, not text.")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(head) if declared else None
    for name in (stated, found and found.group(1).decode("ascii")):
        if name and (text := _as_stated(data, name)) is not None:
            return Decoded(text)
    if page := _page_of(data):
        return Decoded(data.decode(codec_of(page), "replace"), page)
    return settled(data.decode("utf-8", "surrogateescape"))


def _as_stated(data: bytes, name: str) -> str | None:
    """Return the text in the encoding that it says it is in, or None where it is not or there is no such."""
    try:
        # Who says Latin-1 means Windows-1252, as browsers know.
        latin = codecs.lookup(name).name in ("iso8859-1", "ascii")
        return valid_text(data.decode("cp1252" if latin else name))
    except (LookupError, ValueError):  # Some codecs of Python raise more than the error of a decoder.
        return None


def settled(text: str) -> Decoded:
    """Return a text read with "surrogateescape", its stray bytes read as Windows-1252, with where they stand."""
    try:
        text.encode("utf-8")
        return Decoded(text)
    except UnicodeEncodeError:
        pass
    if not _STRAY.search(text):
        return Decoded(valid_text(text))
    spans: list[tuple[int, int]] = []

    def character(match: re.Match[str]) -> str:
        # Each byte gives one character, so the places stay the same.
        if len(spans) < MAX_GUESSES:
            spans.append(match.span())
        return bytes(ord(c) - 0xDC00 for c in match.group()).decode("cp1252", "replace")

    text = _STRAY.sub(character, text)
    return Decoded(valid_text(text), f"utf-8, {DEFAULT}", tuple(spans))


def valid_text(text: str) -> str:
    """Return a string without lone surrogates (JSON can hold them; files cannot), as U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
