"""E-mails: their own text, what their headers state, and each attachment as an input of its own."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest import scans
from pipeline.ingest.inputs import RawInput
from pipeline.ingest.mail import decoded_words
from pipeline.ingest.readers import read_input
from tests.unit.ingest.test_pdf import pdf
from tests.unit.ingest.test_word import docx

HEAD = "From: Harbour Police <press@police.example>\nSubject: {}\nDate: Tue, 4 Jun 2024 23:30:00 -0500\nMIME-Version: 1.0\n"


def read(data: bytes | str, settings: Settings = Settings()) -> list[RawInput]:
    return list(read_input("m.eml", data.encode() if isinstance(data, str) else data, settings))


def mixed(*parts: str, subject: str = "Notice of the week", kind: str = "mixed") -> str:
    body = "".join(f"--B\n{part}\n" for part in parts)
    return f'{HEAD.format(subject)}Content-Type: multipart/{kind}; boundary="B"\n\n{body}--B--\n'


def attached(name: str, data: bytes, kind: str = "application/octet-stream", how: str = "attachment") -> str:
    packed = base64.encodebytes(data).decode()
    place = f'Content-Disposition: {how}; filename="{name}"\n' if name else f"Content-Disposition: {how}\n"
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n{place}\n{packed}"


NOTE = "Content-Type: text/plain\n\nPlease find our notice attached.\n"


@pytest.mark.parametrize(
    ("text", "html", "raw", "markup"),
    [
        ("Caf\xe9 raided.\n", "<p>No.</p>", "Caf\xe9 raided.\n", False),
        (None, "<p>Caf\xe9.</p>", "<p>Caf\xe9.</p>\n", True),
        # A plain part that only says that there is another.
        ("See the page.\n", f"<p>{'Nine men were held. ' * 20}</p>", f"<p>{'Nine men were held. ' * 20}</p>\n", True),
    ],
)
def test_the_text_part_is_preferred(text: str | None, html: str, raw: str, markup: bool) -> None:
    message = EmailMessage()
    message["Subject"], message["Date"] = "Caf\xe9 raid", "Thu, 13 Jun 2024 10:00:00 +0200"
    message["From"] = "Example Police <press@example.org>"
    if text is None:
        message.set_content(html, subtype="html")
    else:
        message.set_content(text)
        message.add_alternative(html, subtype="html")
    item, *others = read(message.as_bytes())
    assert others == []
    assert (item.raw, item.markup, item.format) == (raw, markup, "eml")
    assert dict(item.stated) == {"title": "Caf\xe9 raid", "publisher": "Example Police", "mail-date": "2024-06-13"}


@pytest.mark.parametrize(
    ("sender", "publisher"),
    [
        ("Europol <press@x.example>", "Europol"),
        ("Porto Alto Harbour Police <press@x.example>", "Porto Alto Harbour Police"),
        ('"Ministry of the Sea" <press@x.example>', "Ministry of the Sea"),
        ("Northern Coast Guard <press@x.example>", "Northern Coast Guard"),
        ("Ada Lind <ada@x.example>", None),
        ('"Lind, Ada" <ada@x.example>', None),
        ("press@x.example", None),
        # Broken ones, and groups.
        ("Harbour Police press@x.example>", "Harbour Police"),
        ("Harbour Police: press@x.example, desk@x.example;", "Harbour Police"),
        ("press@x.example (Harbour Police)", "Harbour Police"),
        ("=?utf-8?q?Harbour_Police?= <press@x.example", "Harbour Police"),
        ("<<>>, @;:", None),
        ('"Harbour Police <press@x.example>', "Harbour Police"),
    ],
)
def test_a_person_is_no_publisher(sender: str, publisher: str | None) -> None:
    (item,) = read(f"From: {sender}\nSubject: x\n\nTwo held.\n")
    assert (item.raw, item.stated.get("publisher")) == ("Two held.\n", publisher)


@pytest.mark.parametrize(
    ("name", "data", "kind", "raw"),
    [
        ("notice.docx", docx(), "application/octet-stream", "One\ttwo.\n\nA\tB"),
        ("notice.pdf", pdf("Nine pumps were found."), "application/pdf", "Nine pumps were found."),
        ("notice.txt", b"Nine pumps were found.", "text/plain", "Nine pumps were found."),
        ("notice.html", b"<p>Nine pumps were found.</p>", "text/html", "<p>Nine pumps were found.</p>"),
        ("notice", b"Nine pumps were found.", "text/plain", "Nine pumps were found."),
    ],
)
def test_what_is_attached_is_an_input_with_the_mails_facts_as_a_fallback(
    name: str, data: bytes, kind: str, raw: str
) -> None:
    note, item = read(mixed(NOTE, attached(name, data, kind), subject="Pumps stolen"))
    assert (note.source, note.raw) == ("m.eml", "Please find our notice attached.\n")
    assert item.source == f"m.eml!{name}" + ("" if "." in name else ".txt")
    assert (item.raw, item.reason) == (raw, None)
    assert dict(item.stated) == {
        "mail-subject": "Pumps stolen", "mail-sender": "Harbour Police", "mail-date": "2024-06-04",
    }  # fmt: skip


def test_a_mail_that_is_attached_is_an_input_with_its_own_headers() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"], outer["Subject"] = "Eleven held", "Fwd: RE: Eleven held at sea"
    inner["Date"], outer["Date"] = "Mon, 3 Jun 2024 10:00:00 +0200", "Fri, 7 Jun 2024 10:00:00 +0200"
    inner.set_content("Harbour police arrested eleven people.")
    outer.set_content("See below.")
    outer.add_attachment(inner)
    first, second = read(outer.as_bytes())
    assert (first.source, first.raw, dict(first.stated)) == ("m.eml", "See below.\n", {"title": "Eleven held at sea"})
    assert (second.source, second.raw) == ("m.eml!part-1.eml", "Harbour police arrested eleven people.\n")
    assert (second.stated["title"], second.stated["mail-date"]) == ("Eleven held", "2024-06-03")


def test_two_attached_mails_of_one_name_are_two_inputs() -> None:
    mails = [
        f"Content-Type: message/rfc822; name=a.eml\n\nSubject: {n}\n\n{n} boats were found.\n" for n in ("Two", "Six")
    ]
    assert [(i.source, i.raw) for i in read(mixed(NOTE, *mails))[1:]] == [
        ("m.eml!a.eml", "Two boats were found.\n"),
        ("m.eml!a.eml%2", "Six boats were found.\n"),
    ]


def test_a_mail_attached_in_base64_is_read() -> None:
    inner = attached("a.eml", b"Subject: Two held\n\nTwo men were held.\n", "message/rfc822")
    assert read(mixed(NOTE, inner))[1].raw == "Two men were held.\n"


@pytest.mark.parametrize(
    "part",
    [
        attached("logo.png", b"\x89PNG", "image/png", how="inline"),
        attached("", b"\x89PNG", "image/png"),
        attached("smime.p7s", b"x", "application/pkcs7-signature"),
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n",
        "Content-Type: message/delivery-status\n\nAction: delivered\n",
        attached("card.vcf", b"BEGIN:VCARD", "application/octet-stream"),
    ],
)
def test_a_part_that_is_no_document_is_told(part: str) -> None:
    note, item = read(mixed(NOTE, part))
    assert (note.reason, item.reason) == (None, "not-a-document")


@pytest.mark.parametrize(
    ("name", "reason"), [("boats.exe", "unsupported"), ("scan.png", "not-recognised"), ("a.docx", "malformed")]
)
def test_an_attachment_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, name: str, reason: str) -> None:
    monkeypatch.setattr(scans, "engine_version", lambda: None)
    kind = "image/png" if name.endswith("png") else "application/octet-stream"
    assert [i.reason for i in read(mixed(NOTE, attached(name, b"MZ\x90", kind)))] == [None, reason]


def test_a_mail_of_attachments_alone_says_so() -> None:
    first, second = read(mixed(attached("a.txt", b"Two men were held.", "text/plain")))
    assert (first.source, first.reason, second.raw) == ("m.eml", "empty", "Two men were held.")
    assert "attached" in (first.detail or "")


def test_texts_between_pictures_are_one_text() -> None:
    one, two = ("Content-Type: text/plain\n\nTwo boats.\n", "Content-Type: text/plain\n\nSix oars.\n")
    first, picture = read(mixed(one, attached("a.png", b"x", "image/png", how="inline"), two))
    assert first.raw is not None and first.raw.split() == ["Two", "boats.", "Six", "oars."]
    assert picture.reason == "not-a-document"


def test_mails_in_mails_end_at_the_limit() -> None:
    mail = "Subject: 0\n\nThe last.\n"
    for n in range(1, 5):
        mail = f'Subject: {n}\nContent-Type: multipart/mixed; boundary="B{n}"\n\n--B{n}\nContent-Type: message/rfc822\n\n{mail}\n--B{n}--\n'
    found = read(mail, Settings(limits=Limits(archive_depth=2)))
    assert [i.reason for i in found] == ["empty", "empty", "empty", "too-deep"]


@pytest.mark.parametrize("n", [60, 3_000])
def test_parts_in_parts_without_end_are_refused(n: int) -> None:
    lines = "".join(f'Content-Type: multipart/mixed; boundary="b{m}"\n\n--b{m}\n' for m in range(n))
    assert [i.reason for i in read(f"Subject: x\n{lines}Content-Type: text/plain\n\nTwo held.\n")] == ["malformed"]


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("Date: Tue, 4 Jun 2024 23:30:00 -0500", "2024-06-04"),
        ("Date: 4 Jun 2024 23:30", "2024-06-04"),
        ("Date: Tue, 31 Feb 2024 10:00:00 +0000", None),
        ("Date: Tue, 4 Jun 99999 10:00:00 +0000", None),
        ("Date: x\nReceived: from a by b; Wed, 5 Jun 2024 01:00:00 +0000", "2024-06-05"),
        ("Date: Tue, 4 Jun 2024 10:00:00 +9999", "2024-06-04"),
        ("X-Date: 4 Jun 2024", None),
    ],
)
def test_the_day_a_mail_was_sent(header: str, day: str | None) -> None:
    (item,) = read(f"Subject: x\n{header}\n\nTwo held.\n")
    assert item.stated.get("mail-date") == day


def test_a_forwarded_mail_has_the_day_of_the_one_it_passes_on() -> None:
    text = "See below.\n\n> From: Press Desk\n> Sent: 3 June 2024 10:00\n> Subject: Two held\n>\n> Two men were held.\n"
    (item,) = read(HEAD.format("WG: Two held") + "\n" + text)
    assert (item.stated["title"], item.stated["mail-date"]) == ("Two held", "2024-06-03")


@pytest.mark.parametrize(
    "head", ["From press@x Mon Jun  3 10:00:00 2024\n", "Status: RO\n", "\ufeff", "\n\n", "X-Mozilla-Status: 0001\n"]
)
def test_what_stands_above_the_headers_does_no_harm(head: str) -> None:
    (item,) = read(f"{head}Subject: Two held\nDate: Mon, 3 Jun 2024 10:00:00 +0000\n\nTwo men were held.\n")
    assert (item.raw, dict(item.stated)) == ("Two men were held.\n", {"title": "Two held", "mail-date": "2024-06-03"})


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("=?utf-8?B?w5w=?= =?utf-8?Q?berfall_in_=C5?= =?utf-8?Q?=81=C3=B3d=C5=BA?=", "Überfall in Łódź"),
        ("Two =?iso-8859-1?Q?caf=E9s?= raided", "Two cafés raided"),
        ("=?utf-8?B?not base64!?= x", "not base64! x"),
        ("=?bogus?Q?a=E9?=", "aé"),
        ("plain", "plain"),
        ("=?utf-8?Q?a_?= =?iso-8859-1?Q?=E9?=", "a é"),
    ],
)
def test_encoded_words(header: str, text: str) -> None:
    assert decoded_words(header) == text


def test_headers_in_plain_utf8_are_read() -> None:
    (item,) = read("Subject: Überfall in Łódź\n\nZwei.\n")
    assert item.stated["title"] == "Überfall in Łódź"


def test_a_charset_that_the_bytes_are_not_in_is_a_guess() -> None:
    head = b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n"
    (item,) = read(head + "Two cafés – “raided”.".encode("cp1252"))
    assert (item.raw, item.encoding) == ("Two cafés – “raided”.", "windows-1252")
    (item,) = read(head.replace(b"utf-8", b"windows-1250") + "Łódź".encode("cp1250"))
    assert (item.raw, item.encoding) == ("Łódź", None)


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (b"\x00\x01\x02", ["malformed"]),
        (b"Subject: x\nContent-Type: image/png\n\nx", ["empty", "not-a-document"]),
        (b"Subject: x\n\n", ["empty"]),
    ],
)
def test_a_mail_without_text_is_refused(data: bytes, reasons: list[str]) -> None:
    assert [item.reason for item in read(data)] == reasons
