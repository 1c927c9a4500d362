"""Reader of e-mail."""

from __future__ import annotations

import email
import email.policy
import functools
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from pipeline import lookups
from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.ingest.decoding import decode, valid_text
from pipeline.ingest.inputs import RawInput, document

_ANSWERED = re.compile(r"\A(?:(?:re|fwd?|aw|wg) ?: ?)+", re.IGNORECASE)  # "Fwd: Two held"


def read_mail(source: str, data: bytes, settings: Settings) -> Iterator[RawInput]:
    """Yield an e-mail as one release: its plain text, else its HTML; of a mail attached to it, where that is longer.

    The day a mail was sent need not be the release's day, so no date is stated.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise InputError("malformed", "The file has no mail headers.")
    message, part, body = max(_bodies_in(message), key=lambda found: len(found[2]), default=(message, None, b""))
    if part is None:
        raise InputError("empty", "The mail has no text part.")
    try:
        raw = body.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):  # No such encoding, a name that none can have, or other bytes than it allows.
        raw = decode(body, declared=True)
    stated = {"title": _ANSWERED.sub("", valid_text(str(message.get("subject", ""))).strip())}
    sender = " ".join(valid_text(parseaddr(str(message.get("from", "")))[0]).split())
    if _is_organisation(sender):
        stated["publisher"] = sender
    markup = part.get_content_type() == "text/html"
    stated = {k: v for k, v in stated.items() if v}
    yield document(source, "eml", data, valid_text(raw), markup=markup, stated=stated, settings=settings)


def _bodies_in(message: EmailMessage) -> Iterator[tuple[EmailMessage, MIMEPart | None, bytes]]:
    """Yield a mail and each mail attached to it with its text part and that part's bytes, as far as they have one."""
    attached = (part.get_payload(0) for part in message.walk() if part.get_content_type() == "message/rfc822")
    for mail in (message, *attached):
        part = mail.get_body(preferencelist=("plain", "html")) if isinstance(mail, EmailMessage) else None
        if isinstance(mail, EmailMessage) and part is not None:
            payload = part.get_payload(decode=True)
            yield mail, part, payload if isinstance(payload, bytes) else b""


def _is_organisation(sender: str) -> bool:
    """Return whether the name of a mail's sender is a body's and not a person's ("Lind, Ada")."""
    names, words = _bodies()
    folded = sender.casefold()
    return folded in names or not words.isdisjoint(re.findall(r"[^\W\d_]+", folded))


@functools.cache
def _bodies() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of known bodies, and the words that only names of bodies hold."""
    names = {
        name.casefold()
        for row in lookups.table("organisations", key=("name", "country"))
        for name in (row["name"], row["acronym"], *row["aliases"].split(";"))
        if name
    }
    phrases = (row["phrase"].casefold() for row in lookups.table("organisation_words", key=("phrase",)))
    return frozenset(names), frozenset(phrase for phrase in phrases if " " not in phrase)
