"""XML without entity expansion, and the reader of RSS and Atom feeds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.bodies import organisation_of
from pipeline.ingest.decoding import Decoded, decode, valid_text
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
_ITEMS = ("item", "entry")
_MEDIA = "search.yahoo.com/mrss"
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
FULLER = 2  # so many times as long as what should be the full text: it is the full text itself
_CHUNK = 2**16


def xml_text(data: bytes) -> str:
    """Return the text of an XML document as `decoded_xml` does."""
    return decoded_xml(data).text


def decoded_xml(data: bytes) -> Decoded:
    """Return the text of an XML document without its declaration, refusing one that declares entities.

    The declared encoding is that of the bytes; a parser gets decoded text, whatever they were.

    Without declarations nothing can expand or be fetched: expat loads no external subset by itself.

    Raises:
        InputError: `malformed`, when entities are declared.
    """
    decoded = decode(data, declared=True)
    text = decoded.text
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise InputError("malformed", "The XML declares entities, which are not expanded for safety.")
    text = text.lstrip()
    found = _DECLARATION.match(text)
    return Decoded(text[found.end() :] if found else text, decoded.encoding)


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
    """Return a day as ISO 8601 where it is written as mails write it, else as it stands; absurd ones say nothing."""
    value = " ".join(value.split())[:100]
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return value


def _bare(value: str) -> str:
    """Return a value without the marks of CDATA that stand in it as text: who escaped them meant the text inside."""
    while "<![CDATA[" in value:
        value = value.replace("<![CDATA[", "").replace("]]>", "")
    return value.strip()


def _unescaped(title: str) -> str:
    """Return a title that was escaped once or twice more than XML does; a third time nobody does it."""
    for _ in range(2):
        title = html.unescape(title)
    return " ".join(_TAGS.sub("", title).split()) if "</" in title else title


def _item(
    source: str, element: ElementTree.Element, settings: Settings, channel: Mapping[str, str], guess: str | None
) -> RawInput:
    """Return an item of a feed as an input.

    Args:
        channel: what the feed says of itself, and so of the items that do not.
        guess: the encoding that was assumed of the feed.
    """
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
        if _MEDIA in child.tag:
            continue  # the title of a picture
        if value := _bare(value):
            parts.setdefault(name, value)
    names = (("title", "title"), ("url", "link"), ("id", "guid"), ("id", "id"), ("language", "language"))
    stated: dict[str, str] = {}
    for field, name in (*names, ("publisher", "publisher")):
        if name in parts:
            stated.setdefault(field, _unescaped(parts[name]) if field in ("title", "publisher") else parts[name])
    stated = {**channel, **stated}
    date = parts.get("pubdate") or parts.get("published") or parts.get("date")
    if date:
        stated["published"] = _published(date)
    bodies = [parts[name] for name in _BODIES if name in parts]
    # The full text stands before its teaser, but in some feeds it is the other way round.
    body = next((b for b in bodies if all(len(b) * FULLER >= len(other) for other in bodies)), "")
    try:
        raw = Decoded(valid_text(body), guess)
        return document(source, "xml", data, raw, markup=True, stated=stated, settings=settings)
    except InputError as error:
        return refused(source, "xml", error, data)


def read_xml(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield each item of an RSS or Atom feed; a broken item is refused alone.

    A feed that breaks off yields the items before the break, and then its fault.
    """
    decoded = decoded_xml(data)
    text = _repaired(decoded.text).lstrip()
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("start", "end"))
    channel: dict[str, str] = {}
    n = inside = 0
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
            events: Iterator[tuple[Any, ...]] = parser.read_events()
            for event, element in events:
                name = _local(element) if isinstance(element, ElementTree.Element) else ""
                if event == "start":
                    inside += name in _ITEMS
                elif name == "title" and not inside and not channel:
                    body = organisation_of(_unescaped(_bare("".join(element.itertext()))))
                    channel = {"feed-name": body} if body else {}
                elif name in _ITEMS:
                    inside -= 1
                    n += 1
                    yield _item(f"{source}#{n}", element, settings, channel, decoded.encoding)
                    element.clear()
        parser.close()
    except ElementTree.ParseError as error:
        before = n
        for item in _items_apart(source, text, before, settings, channel, decoded.encoding):
            n += 1
            yield item
        if n == before:
            cut = "no element found" in str(error) or "unclosed token" in str(error)
            raise InputError("truncated" if cut else "malformed", f"The XML breaks off: {error}.") from error
    if not n:
        raise InputError("unsupported", "The XML holds no items of an RSS or Atom feed.")


def _items_apart(
    source: str, text: str, n_known: int, settings: Settings, channel: Mapping[str, str], guess: str | None
) -> Iterator[RawInput]:
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
        yield _item(name, element, settings, channel, guess)
