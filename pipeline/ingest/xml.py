"""XML without entity expansion, and the reader of RSS and Atom feeds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import decode, valid_text
from pipeline.ingest.inputs import RawInput, document, refused

_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN = {"amp", "lt", "gt", "quot", "apos"}
_BODIES = ("encoded", "content", "description", "summary")
_CHUNK = 2**16


def xml_text(data: bytes) -> str:
    """Return the text of an XML document, refusing one that declares entities.

    Without declarations nothing can expand or be fetched: expat loads no external subset by itself.

    Raises:
        InputError: `malformed`, when entities are declared.
    """
    text = decode(data, declared=True)
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise InputError("malformed", "The XML declares entities, which are not expanded for safety.")
    return text


def _resolved(match: re.Match[str]) -> str:
    if match[1] in _OWN:
        return match[0]
    value = html.unescape(match[0])
    return match[0] if value == match[0] else "".join(f"&#{ord(c)};" for c in value)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _published(value: str) -> str:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError):
        return value


def _item(source: str, element: ElementTree.Element, settings: Settings) -> RawInput:
    data = ElementTree.tostring(element)
    parts: dict[str, str] = {}
    for child in element:
        name, value = _local(child), "".join(child.itertext()).strip()
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            value = str(child.get("href"))
        if name in ("content", "summary") and child.get("type") == "xhtml":
            value = "".join(ElementTree.tostring(c, encoding="unicode", method="html") for c in child)
        if value:
            parts.setdefault(name, value)
    names = (("title", "title"), ("url", "link"), ("id", "guid"), ("id", "id"), ("language", "language"))
    stated: dict[str, str] = {}
    for field, name in names:
        if name in parts:
            stated.setdefault(field, html.unescape(parts[name]) if field == "title" else parts[name])
    date = parts.get("pubdate") or parts.get("published") or parts.get("date")
    if date:
        stated["published"] = _published(date)
    body = next((parts[name] for name in _BODIES if name in parts), "")
    try:
        return document(source, "xml", data, valid_text(body), markup=True, stated=stated, settings=settings)
    except InputError as error:
        return refused(source, "xml", error, data)


def read_xml(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield each item of an RSS or Atom feed; a feed that breaks off yields the items before the break."""
    text = _NAMED.sub(_resolved, xml_text(data)).lstrip()
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("end",))
    n = 0
    try:
        # The declared encoding is that of the bytes; the parser gets decoded text.
        text = re.sub(r"^<\?xml[^>]{0,200}\?>", "", text)
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
            events: Iterator[tuple[Any, ...]] = parser.read_events()
            for _, element in events:
                if isinstance(element, ElementTree.Element) and _local(element) in ("item", "entry"):
                    n += 1
                    yield _item(f"{source}#{n}", element, settings)
                    element.clear()
        parser.close()
    except ElementTree.ParseError as error:
        reason = "truncated" if "no element found" in str(error) or "unclosed token" in str(error) else "malformed"
        raise InputError(reason, f"The XML breaks off: {error}.") from error
    if not n:
        raise InputError("unsupported", "The XML holds no items of an RSS or Atom feed.")
