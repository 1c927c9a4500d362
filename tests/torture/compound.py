"""Compound files (OLE) as old Office programs and Outlook write them, for tests: Word documents, messages, locked files."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

Tree = Mapping[str, "bytes | Tree"]

_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096


def compound(tree: Tree) -> bytes:
    """Return a compound file of streams (bytes) and storages (mappings) by name."""
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = bytearray(), list[int]()
    entries: list[list[object]] = []

    def chain(data: bytes, size: int, links: list[int]) -> tuple[int, list[bytes]]:
        parts = [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]
        start = len(links)
        links += [*range(start + 1, start + len(parts)), _END] if parts else []
        return (start if parts else _END), parts

    def put(data: bytes) -> int:
        start, parts = chain(data, _SECTOR, fat)
        sectors.extend(parts)
        return start

    def add(name: str, content: bytes | Tree, *, root: bool = False) -> int:
        number = len(entries)
        entries.append([name, 5 if root else 1, _NONE, _NONE, 0, 0])
        if isinstance(content, bytes):
            small = len(content) < _CUTOFF
            if small:
                start, parts = chain(content, _MINI, mini_fat)
                mini.extend(b"".join(parts))
            entries[number][1] = 2
            entries[number][4:6] = [start if small else put(content), len(content)]
            return number
        last = None
        for inner in sorted(content, key=lambda n: (len(n), n.upper())):
            child = add(inner, content[inner])
            if last is None:
                entries[number][2] = child
            else:
                entries[last][3] = child
            last = child
        return number

    add("Root Entry", tree, root=True)
    entries[0][4:6] = [put(bytes(mini)), len(mini)]
    mini_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(-len(mini_fat) * 4 % _SECTOR, b"\xff"))
    rows = b"".join(
        struct.pack(
            "<64sHBBIII36xIQ",
            str(name).encode("utf-16-le"), 2 * len(str(name)) + 2, kind, 1, _NONE, right, child, start, size,
        )
        for name, kind, child, right, start, size in entries
    )  # fmt: skip
    rows += (b"\0" * 68 + b"\xff" * 12 + b"\0" * 48) * (-len(entries) % 4)
    directory = put(rows)
    n_fat = 1
    while n_fat * 128 < len(fat) + n_fat:
        n_fat += 1
    first = len(fat)
    fat += [_FAT] * n_fat
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(n_fat * _SECTOR, b"\xff")
    sectors += [table[at : at + _SECTOR] for at in range(0, len(table), _SECTOR)]
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, n_fat, directory, 0, _CUTOFF,
        mini_start if mini_fat else _END, 1 if mini_fat else 0, _END, 0,
    )  # fmt: skip
    places = [*range(first, first + n_fat)]
    return head + struct.pack("<109I", *places, *[_FREE] * (109 - n_fat)) + b"".join(sectors)


def message(subject: str, body: str, *, sender: str = "", html: bytes = b"", narrow: str = "", kind: str = "IPM.Note", attached: Sequence[tuple[str, bytes | Tree]] = (), packed: bytes = b"", inner: bool = False) -> dict[str, bytes | Tree]:  # fmt: skip
    """Return the streams of an Outlook message.

    Args:
        narrow: a code page; texts then stand as its bytes, not as UTF-16.
        attached: names and bytes of files, or the streams of other messages.
        inner: whether it is attached to another.
    """
    pages = {"cp1250": 1250, "cp1251": 1251, "cp1252": 1252}
    tag, encoding = ("001E", narrow) if narrow else ("001F", "utf-16-le")
    fixed = struct.pack("<HHIQ", 0x0003, 0x3FFD, 6, pages.get(narrow, 1252))
    streams: dict[str, bytes | Tree] = {
        "__properties_version1.0": b"\0" * (24 if inner else 32) + fixed,
        f"__substg1.0_001A{tag}": kind.encode(encoding),
        f"__substg1.0_0037{tag}": subject.encode(encoding),
    }
    for number, text in (("1000", body), ("0C1A", sender)):
        if text:
            streams[f"__substg1.0_{number}{tag}"] = text.encode(encoding)
    if html:
        streams["__substg1.0_10130102"] = html
    if packed:
        streams["__substg1.0_10090102"] = packed
    for n, (name, content) in enumerate(attached):
        data: dict[str, bytes | Tree] = {"__properties_version1.0": b"\0" * 8}
        data[f"__substg1.0_3701{'0102' if isinstance(content, bytes) else '000D'}"] = content
        data["__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"__attach_version1.0_#{n:08X}"] = data
    return streams


def word(text: str, *, wide: bool = False, flags: int = 0, version: int = 0xC1, lengths: Sequence[int] = (), deleted: Sequence[tuple[int, int]] = (), claims: int | None = None) -> bytes:  # fmt: skip
    """Return a Word document of one piece of text.

    Args:
        wide: whether its characters take two bytes each.
        lengths: of the parts of the text; without them all is the body's.
        deleted: stretches marked as deleted.
        claims: how many characters the table of pieces claims, where that is not true.
    """
    begin, width = 1024, 2 if wide else 1
    data = text.encode("utf-16-le" if wide else "cp1252")
    page = bytearray(512)
    edges = sorted({0, len(text), *(edge for pair in deleted for edge in pair)})
    places = [begin + edge * width for edge in edges]
    struct.pack_into(f"<{len(places)}I", page, 0, *places)
    for n, edge in enumerate(edges[:-1]):
        if any(a <= edge < b for a, b in deleted):
            page[4 * len(places) + n] = 250
    page[500:504] = b"\x03\x00\x08\x01"
    page[511] = len(edges) - 1
    main = bytearray(begin)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into(f"<{len(lengths) or 1}I", main, 0x4C, *(lengths or (len(text),)))
    pieces = struct.pack("<II", 0, claims if claims is not None else len(text))
    pieces += struct.pack("<HIH", 0, begin if wide else begin * 2 | 0x40000000, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    main += data.ljust(-(-len(data) // 512) * 512, b"\0")
    number = len(main) // 512
    main += page
    runs = struct.pack("<III", places[0], places[-1], number)
    struct.pack_into("<II", main, 0xFA, 0, len(runs))
    struct.pack_into("<II", main, 0x1A2, len(runs), len(clx))
    return compound({"WordDocument": bytes(main), "0Table": runs + clx})
