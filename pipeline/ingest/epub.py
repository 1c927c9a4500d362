"""Reader of EPUB books: each document of the book's reading order is an input, as a member of an archive is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import decode, valid_text
from pipeline.ingest.inputs import RawInput, document, refused
from pipeline.ingest.packed import Parts, opened
from pipeline.ingest.titles import stated_title
from pipeline.ingest.xml import xml_text
from pipeline.urls import split_url

_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
# What a document is where it is no text of the book (EPUB 3 Structural Semantics, and the guide of EPUB 2).
_FURNITURE = {
    "cover": "the book's cover", "toc": "the book's table of contents", "nav": "the book's table of contents",
    "titlepage": "the book's title page", "title-page": "the book's title page",
    "landmarks": "a list of the book's parts",
    "page-list": "a list of the book's pages", "copyright-page": "the book's imprint", "index": "the book's index",
}  # fmt: skip
_TYPE = re.compile(rb"""<(?:body|section|nav)\b[^>]{0,500}\bepub:type\s{0,5}=\s{0,5}["']([^"'>]{1,100})""", re.I)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _tree(parts: Parts, name: str) -> ElementTree.Element:
    data = parts.read(name)
    if data is None:
        raise InputError("malformed", f"The book lacks its part {name[:200]!r}.")
    try:
        return ElementTree.fromstring(xml_text(data).encode("utf-8"))
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError("malformed", f"The book's part {name[:200]!r} is not valid XML: {error}.") from error


def _resolved(folder: str, href: str) -> str:
    """Return the name of a part that a reference names, or nothing where it leaves the book."""
    if split_url(href).scheme:
        return ""
    name = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
    return "" if name.startswith(("/", "..")) else name


def read_epub(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield each document of the reading order, named `a.epub!chapter.xhtml`; covers, title pages and lists are told.

    Of what the book states of itself only the title is taken, where it has one text: language and day are most often
    those of the program that made it.
    """
    with opened(data, "EPUB book", settings) as parts:
        container = _tree(parts, "META-INF/container.xml")
        package = next((e.get("full-path", "") for e in container.iter() if _local(e) == "rootfile"), "")
        root = _tree(parts, package)
        locked = _locked(parts)
        folder = posixpath.dirname(package)
        items = {e.get("id", ""): e for e in root.iter() if _local(e) == "item"}
        order = [items.get(e.get("idref", "")) for e in root.iter() if _local(e) == "itemref"]
        guide = {
            _resolved(folder, e.get("href", "")): e.get("type", "") for e in root.iter() if _local(e) == "reference"
        }
        if not order:
            raise InputError("empty", "The book's reading order names no document.")
        title = next((e.text or "" for e in root.iter() if _local(e) == "title"), "")
        found: list[RawInput] = []
        seen: set[str] = set()
        for n, item in enumerate(order, 1):
            name = _resolved(folder, item.get("href", "")) if item is not None else ""
            inner = f"{source}!{valid_text(name) or f'document {n}'}"
            if inner in seen:
                continue
            seen.add(inner)
            try:
                found.append(_chapter(inner, name, item, parts, guide, locked, settings))
            except InputError as error:
                found.append(refused(inner, "epub", error))
    texts = [n for n, item in enumerate(found) if item.raw is not None]
    for n, one in enumerate(found):
        if texts == [n] and (stated := stated_title(title)):
            one = replace(one, stated=stated)
        yield one


def _locked(parts: Parts) -> frozenset[str]:
    """Return the names of the parts that are encrypted; of a book with rights management, all."""
    if "META-INF/encryption.xml" not in parts.names:
        return frozenset()
    found = _tree(parts, "META-INF/encryption.xml")
    return frozenset(unquote(e.get("URI", "")) for e in found.iter() if _local(e) == "CipherReference")


def _chapter(
    source: str,
    name: str,
    item: ElementTree.Element | None,
    parts: Parts,
    guide: dict[str, str],
    locked: frozenset[str],
    settings: Settings,
) -> RawInput:
    if item is None or name not in parts.names:
        raise InputError("malformed", "The book's reading order names a document that is not in the book.")
    if name in locked:
        raise InputError("encrypted", "The document is locked against copying.")
    if item.get("media-type", _PAGES[0]) not in _PAGES:
        raise InputError("unsupported", f"The document is {item.get('media-type', '')[:100]}, not a page.")
    data = parts.read(name) or b""
    typed = _TYPE.search(data[:20_000])
    kinds = [
        *(item.get("properties") or "").split(),
        guide.get(name, ""),
        *(typed[1].decode("latin-1").split() if typed else ()),
    ]
    told = next((_FURNITURE[kind.lower()] for kind in kinds if kind.lower() in _FURNITURE), None)
    if told:
        raise InputError("not-a-page", f"The document is {told}.")
    return document(source, "epub", data, decode(data, declared=True), markup=True, settings=settings)
