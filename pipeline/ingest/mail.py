"""Reader of e-mail: one mail from bytes, with each of its attachments as a part to be read by its own reader.

Headers are taken as they are and read with patterns: a broken one costs what it says, never the mail.
"""

from __future__ import annotations

import binascii
import datetime
import email
import html
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_tz
from typing import Any

from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.bodies import is_organisation
from pipeline.ingest.decoding import Decoded, decode, valid_text
from pipeline.ingest.inputs import Part, RawInput, document, refused

_ANSWERED = re.compile(r"\A(?:(?:re|fwd?|aw|wg|tr|rv|vs) ?: ?)+", re.IGNORECASE)  # "Fwd: Two held"
_FORWARDED = re.compile(r"\A(?:(?:re|aw|vs) ?: ?)*(?:fwd?|wg|tr|rv) ?:", re.IGNORECASE)
# The day of the mail that was passed on, in the lines above its text.
_PASSED_ON = re.compile(r"(?mi)^[ \t>*]{0,10}(?:date|sent|datum|gesendet|envoyé|enviado)\*? ?:\*? ?(.{6,80})$")
_FOLD = re.compile(r"(?:\r\n?|\n)(?=[ \t])|[\r\n]")
_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,10000})\?=")
_NAMED = re.compile(r"\A\s{0,50}\"?([^\"<>@]{2,300})\"?\s{0,50}<")
_GROUP = re.compile(r"\A\s*\"?([^:;<>@\"]{2,100})\"?\s*:[^;]*;?")
_ADDRESS = re.compile(r"<[^<>]{0,300}>|[\w.+-]{1,100}@[\w.-]{1,200}")
_IN_BRACKETS = re.compile(r"\(([^()]{2,100})\)")
_TAG = re.compile(r"<style\b.{0,100000}?</style>|<script\b.{0,100000}?</script>|<[^<>]{0,2000}>", re.I | re.S)
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]+")
_SEVEN_BIT = re.compile(r"(?i)(?:iso-2022|utf-?7|utf-?16|utf-?32|hz)")
_YEARS = range(1980, 2101)
MAX_DEPTH = 50  # of parts in parts
MAX_NAME = 150
MAX_SENDER = 1_000  # characters of a From header that is read
STUB_SHARE = 0.2  # plain text with a smaller share of the letters of its HTML only says that there is HTML
MIN_LETTERS = 200

# What a part is by its type, where its name does not say it.
_ENDINGS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/msword": ".doc",
    "application/vnd.ms-outlook": ".msg",
    "application/rtf": ".rtf",
    "application/json": ".json",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/xhtml+xml": ".html",
    "text/rtf": ".rtf",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/tab-separated-values": ".tsv",
}
_HAS_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,6}\Z")
# Parts that hold no text of anybody's: seals, invitations, cards, receipts.
_NO_DOCUMENTS = frozenset(
    f"{main}/{sub}"
    for main, subs in {
        "application": "pgp-signature pgp-keys pgp-encrypted pkcs7-signature x-pkcs7-signature ics",
        "text": "calendar vcard x-vcard directory rfc822-headers",
        "message": "delivery-status disposition-notification external-body partial feedback-report",
    }.items()
    for sub in subs.split()
)
_NO_DOCUMENT_ENDINGS = (".p7s", ".asc", ".sig", ".ics", ".vcf")


class _AsIs(Compat32):
    """Headers as text, unfolded; nothing of them is parsed, so that nothing of them can fail."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        text = _FOLD.sub("", str(value))
        if text.isascii():
            return text
        try:
            return decode(text.encode("ascii", "surrogateescape")).text
        except (InputError, UnicodeEncodeError):
            return valid_text(text)


_POLICY = _AsIs(mangle_from_=False)


@dataclass
class _Found:
    """What stands in a mail: its own texts in order, each with whether it is HTML, and its parts."""

    texts: list[tuple[Decoded, bool]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


def read_mail(source: str, data: bytes, settings: Settings) -> Iterator[RawInput | Part]:
    """Yield a mail's own text as one release, then each attachment as a part.

    The text is the plain text, or the HTML where there is none (or only a line that says so). The day a mail was sent
    need not be the release's day: it is a fallback, `mail-date`, as are subject and sender for what is attached.
    A forwarded mail gives the day of the mail it passes on, as far as that stands in it.
    """
    try:
        message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "), policy=_POLICY)
        if not message.keys():
            raise InputError("malformed", "The file has no mail headers.")
        found = _Found()
        _collect(message, found, depth=0, related=False)
    except RecursionError as error:
        raise InputError("malformed", "The mail's parts lie too deep inside one another.") from error
    text, markup = _joined(found.texts)
    stated, inherited = _statements(message, text.text)
    if not text.text.strip():
        detail = "The mail has no text part." + (" What is attached to it is read apart." if found.parts else "")
        yield refused(source, "eml", InputError("empty", detail), data)
    else:
        try:
            size = text.text.encode("utf-8", "replace")
            item = document(source, "eml", size, text, markup=markup, stated=stated, settings=settings)
            whole = refused(source, "eml", InputError("empty", ""), data)
            yield replace(item, sha256=whole.sha256, n_bytes=whole.n_bytes)
        except InputError as error:
            yield refused(source, "eml", error, data)
    for part in found.parts:
        yield replace(part, stated=inherited)


def _statements(message: Message, text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a mail states of its text, and what it hands on to its attachments."""
    subject = " ".join(decoded_words(str(message.get("subject", ""))).split())
    title = _ANSWERED.sub("", subject).strip()
    sender = _sender(str(message.get("from", "")))
    day = _day_passed_on(text) if _FORWARDED.match(subject) else _day_sent(message)
    publisher = sender if is_organisation(sender) else ""
    stated = {"title": title, "publisher": publisher, "mail-date": day}
    inherited = {"mail-subject": title, "mail-sender": publisher, "mail-date": day}
    return {k: v for k, v in stated.items() if v}, {k: v for k, v in inherited.items() if v}


def _collect(part: Message, found: _Found, *, depth: int, related: bool) -> None:
    """Put the texts and parts below a part of a mail where they belong.

    Args:
        related: whether the part belongs to a page beside it, as its pictures do.
    """
    if depth > MAX_DEPTH:
        raise InputError("malformed", "The mail's parts lie too deep inside one another.")
    kind = part.get_content_type()
    payload = part.get_payload()
    below = [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []
    if kind == "message/rfc822" and below:
        found.parts.append(_mail_within(part, below[0], len(found.parts) + 1))
    elif kind == "multipart/alternative":
        _choose(below, found, depth=depth)
    elif below and part.get_content_maintype() == "multipart":
        for n, child in enumerate(below):
            inside = kind == "multipart/related" and n > 0
            _collect(child, found, depth=depth + 1, related=related or inside)
    else:
        _collect_leaf(part, kind, found, related=related)


def _choose(children: list[Message], found: _Found, *, depth: int) -> None:
    """Put one of several forms of a text, the plain one unless it is a stub; what else they hold all stays."""
    forms: list[list[tuple[Decoded, bool]]] = []
    for child in children:
        one = _Found(parts=found.parts)
        _collect(child, one, depth=depth + 1, related=False)
        if any(text.text.strip() for text, _ in one.texts):
            forms.append(one.texts)
    plain = next((form for form in forms if not any(markup for _, markup in form)), None)
    page = next((form for form in forms if any(markup for _, markup in form)), None)
    if plain and page:
        letters, of = (sum(sum(map(str.isalpha, _TAG.sub(" ", t.text))) for t, _ in form) for form in (plain, page))
        if of >= MIN_LETTERS and letters < STUB_SHARE * of:
            plain = None
    found.texts += plain or page or []


def _collect_leaf(part: Message, kind: str, found: _Found, *, related: bool) -> None:
    name = decoded_words(part.get_filename() or "")
    disposition = part.get_content_disposition()
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    is_text = kind in ("text/plain", "text/html") or part.get_content_maintype() == "multipart"
    named = bool(name) and (disposition is not None or bool(found.texts))
    if is_text and disposition != "attachment" and not named and not related:
        found.texts.append((_text_of(part, data, markup=kind == "text/html"), kind == "text/html"))
        return
    number = len(found.parts) + 1
    refusal = None
    is_picture = part.get_content_maintype() in ("image", "audio", "video")
    if kind in _NO_DOCUMENTS or name.lower().endswith(_NO_DOCUMENT_ENDINGS):
        refusal = InputError("not-a-document", f"A part of a mail that holds no text ({kind}).")
    elif is_picture and (related or disposition != "attachment" or part.get("content-id") or not name):
        refusal = InputError("not-a-document", "A picture or sound that belongs to the look of a mail.")
    found.parts.append(Part(_name(name, kind, number), data, refusal=refusal))


def _name(name: str, kind: str, number: int) -> str:
    """Return the name of a part, by whose ending its reader is found; numbered where it has none."""
    clean = _UNFIT.sub("_", valid_text(name)).strip()
    clean = clean or f"part-{number}"
    clean = clean if len(clean) <= MAX_NAME else clean[: MAX_NAME - 20] + clean[-20:]
    ending = ".eml" if kind == "message/rfc822" else _ENDINGS.get(kind, "")
    known = clean.lower().endswith(".eml") if ending == ".eml" else _HAS_ENDING.search(clean) is not None
    return clean if known else clean + ending


def _mail_within(part: Message, inner: Message, number: int) -> Part:
    name = _name(decoded_words(part.get_filename() or ""), "message/rfc822", number)
    if not inner.keys() and str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        # No standard allows it, some programs do it.
        try:
            return Part(name, binascii.a2b_base64(str(inner.get_payload())))
        except (binascii.Error, ValueError):
            pass
    try:
        return Part(name, inner.as_bytes(policy=_POLICY))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return Part(name, b"", refusal=InputError("malformed", f"The attached mail cannot be taken out: {error}."))


def _text_of(part: Message, data: bytes, *, markup: bool) -> Decoded:
    charset = str(part.get_content_charset() or "")
    if _SEVEN_BIT.match(charset):
        try:
            return Decoded(valid_text(data.decode(charset)))
        except (LookupError, ValueError):
            pass
    return decode(data, declared=markup, stated=charset or None)


def _joined(texts: list[tuple[Decoded, bool]]) -> tuple[Decoded, bool]:
    """Return the texts of a mail as one: a page where any of them is one."""
    texts = [(text, markup) for text, markup in texts if text.text.strip()]
    if len(texts) == 1:
        return texts[0]
    page = any(markup for _, markup in texts)
    parts: list[str] = []
    guessed: list[tuple[int, int]] = []
    encoding: str | None = None
    at = 0
    for text, markup in texts:
        value = text.text if markup or not page else f"<pre>{html.escape(text.text, quote=False)}</pre>"
        if text.encoding:
            encoding = encoding or text.encoding
            spans = text.guessed or ((0, len(value)),)
            guessed += [(at + start, at + end) for start, end in spans if markup or not page]
        parts.append(value)
        at += len(value) + 2
    return Decoded("\n\n".join(parts), encoding, tuple(guessed)), page


def decoded_words(text: str) -> str:
    """Return a header with its encoded words read; a character may be cut in two by the end of a word.

    >>> decoded_words("=?utf-8?B?w5w=?= =?utf-8?Q?berfall_in_=C5?= =?utf-8?Q?=81=C3=B3d=C5=BA?=")
    'Überfall in Łódź'
    """
    parts: list[str] = []
    waiting, charset, at = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[at : match.start()]
        if between.strip() or (between and not waiting) or match[1].lower() != charset:
            parts.append(_as_text(waiting, charset))
            waiting = b""
        if between.strip() or not parts or not charset:
            parts.append(between)
        charset, at = match[1].lower(), match.end()
        waiting += _bytes_of(match[2].lower(), match[3])
    parts.append(_as_text(waiting, charset))
    parts.append(text[at:])
    return valid_text("".join(parts))


def _bytes_of(kind: str, word: str) -> bytes:
    data = word.encode("utf-8", "replace")
    if kind == "q":
        # The decoder takes blanks at the end for padding.
        return quopri.decodestring(data.replace(b"_", b"=20").replace(b"\n", b" "))
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def _as_text(data: bytes, charset: str) -> str:
    if not data:
        return ""
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        try:
            return decode(data).text
        except InputError:
            return ""


def _day_sent(message: Message) -> str:
    """Return the day in the Date header, in the sender's own zone, or of the first server that saw the mail."""
    if day := _day(str(message.get("date", ""))):
        return day
    for received in reversed(message.get_all("received", [])):
        if day := _day(str(received).rpartition(";")[2]):
            return day
    return ""


def _day_passed_on(text: str) -> str:
    match = _PASSED_ON.search(text[:5_000])
    return (_day(match[1]) or match[1].strip()) if match else ""


def _day(value: str) -> str:
    try:
        parsed = parsedate_tz(value.strip()[:200])
        day = datetime.date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return ""
    return day.isoformat() if day and day.year in _YEARS else ""


def _sender(value: str) -> str:
    """Return the name in a From header, as far as it has one; of a group its name."""
    value = value[:MAX_SENDER]
    text = decoded_words(value)
    named = _NAMED.match(value)
    name = decoded_words(named[1]).strip() if named else ""
    if not name and (group := _GROUP.match(text)):
        name = group[1]
    if not name and (bracket := _IN_BRACKETS.search(text)):
        name = bracket[1]
    if not name:
        name = _ADDRESS.sub(" ", text)
    return " ".join(name.strip(" \t\"'<>,;:").split())[:200]
