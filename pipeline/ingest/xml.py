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

# A named entity, or an ampersand that begins nothing.
_AMPERSAND = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};))")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = "<![CDATA["
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_PREFIX = re.compile(r"</?([A-Za-z][\w.-]{0,30}):[A-Za-z]")
_DECLARED = re.compile(r"\bxmlns:([A-Za-z][\w.-]{0,30})\s*=")
_ROOT = re.compile(r"<[A-Za-z][\w.:-]{0,60}")
_ITEM = re.compile(r"<((?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry))(?=[\s>])")
_OWN = {"amp", "lt", "gt", "quot", "apos"}
_BODIES = ("encoded", "content", "description", "summary")
_CHUNK = 2**16


def xml_text(data: bytes) -> str:
    """Return the text of an XML document without its declaration, refusing one that declares entities.

    The declared encoding is that of the bytes; a parser gets decoded text, whatever they were.

    Without declarations nothing can expand or be fetched: expat loads no external subset by itself.

    Raises:
        InputError: `malformed`, when entities are declared.
    """
    text = decode(data, declared=True)
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise InputError("malformed", "The XML declares entities, which are not expanded for safety.")
    return text[found.end() :] if (found := _DECLARATION.match(text := text.lstrip())) else text


def _resolved(match: re.Match[str]) -> str:
    if match[1] is None:
        return "&amp;"
    if match[1] in _OWN:
        return match[0]
    value = html.unescape(match[0])
    return f"&amp;{match[1]};" if value == match[0] else "".join(f"&#{ord(c)};" for c in value)


def _repaired(text: str) -> str:
    """Return the text with what most often makes a feed no XML put right: ampersands, controls, undeclared prefixes."""
    text = _CONTROLS.sub(" ", text)
    parts: list[str] = []
    at = 0
    while at < len(text):
        start = text.find(_CDATA, at)
        stop = text.find("]]>", start) if start >= 0 else -1
        plain_end = len(text) if stop < 0 else start
        parts.append(_AMPERSAND.sub(_resolved, text[at:plain_end]))
        at = len(text) if stop < 0 else stop + 3
        parts.append(text[plain_end:at])
    text = "".join(parts)
    missing = sorted(set(_PREFIX.findall(text)) - set(_DECLARED.findall(text)) - {"xml", "xmlns"})
    root = _ROOT.search(text)
    if missing and root:
        declared = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in missing)
        text = text[: root.end()] + declared + text[root.end() :]
    return text


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
            for inner in child.iter():
                inner.tag = _local(inner)  # <html:p> is no tag of a page
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
    """Yield each item of an RSS or Atom feed; a broken item is refused alone.

    A feed that breaks off yields the items before the break, and then its fault.
    """
    text = _repaired(xml_text(data)).lstrip()
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("end",))
    n = 0
    try:
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
        before = n
        for item in _items_apart(source, text, before, settings):
            n += 1
            yield item
        if n == before:
            cut = "no element found" in str(error) or "unclosed token" in str(error)
            raise InputError("truncated" if cut else "malformed", f"The XML breaks off: {error}.") from error
    if not n:
        raise InputError("unsupported", "The XML holds no items of an RSS or Atom feed.")


def _items_apart(source: str, text: str, n_known: int, settings: Settings) -> Iterator[RawInput]:
    """Yield the items behind the first `n_known`, each parsed by itself.

    Raises:
        InputError: `truncated`, when items were found and the last has no end.
    """
    root = "".join(f' xmlns:{prefix}="urn:any:{prefix}"' for prefix in sorted(set(_PREFIX.findall(text))))
    n = at = 0
    while match := _ITEM.search(text, at):
        end = text.find(f"</{match[1]}>", match.end())
        if end < 0:
            if n > n_known:
                raise InputError("truncated", f"The feed ends inside item {n + 1}.")
            return
        n += 1
        at = end + len(match[1]) + 3
        if n <= n_known:
            continue
        part, name = text[match.start() : at], f"{source}#{n}"
        try:
            element = ElementTree.fromstring(f"<feed{root}>{part}</feed>")[0]
        except (ElementTree.ParseError, IndexError) as error:
            fault = InputError("malformed", f"The item is not valid XML: {error}.")
            yield refused(name, "xml", fault, part.encode("utf-8", "replace"))
            continue
        yield _item(name, element, settings)
