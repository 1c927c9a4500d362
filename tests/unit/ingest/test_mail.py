"""E-mails: the text part before the HTML part, and no date."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input


@pytest.mark.parametrize(
    ("text", "html", "raw", "markup"),
    [
        ("Caf\xe9 raided.\n", "<p>No.</p>", "Caf\xe9 raided.\n", False),
        (None, "<p>Caf\xe9.</p>", "<p>Caf\xe9.</p>\n", True),
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
    message.add_attachment(b"\x00", maintype="image", subtype="png")
    (item,) = read_input("m.eml", message.as_bytes(), Settings())
    assert (item.raw, item.markup, item.format) == (raw, markup, "eml")
    assert dict(item.stated) == {"title": "Caf\xe9 raid", "publisher": "Example Police"}


@pytest.mark.parametrize(
    ("sender", "publisher"),
    [
        ("Europol <press@x.example>", "Europol"),
        ("Porto Alto Harbour Police <press@x.example>", "Porto Alto Harbour Police"),
        ('"Ministry of the Sea" <press@x.example>', "Ministry of the Sea"),
        ("Ada Lind <ada@x.example>", None),
        ('"Lind, Ada" <ada@x.example>', None),
        ("press@x.example", None),
    ],
)
def test_a_person_is_no_publisher(sender: str, publisher: str | None) -> None:
    message = EmailMessage()
    message["From"] = sender
    message.set_content("Two held.")
    (item,) = read_input("m.eml", message.as_bytes(), Settings())
    assert item.stated.get("publisher") == publisher


def test_a_mail_that_is_attached_is_read_where_it_is_the_longer() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"], outer["Subject"] = "Eleven held", "Fwd: RE: Eleven held at sea"
    inner.set_content("Harbour police arrested eleven people.")
    outer.set_content("See below.")
    outer.add_attachment(inner)
    (item,) = read_input("m.eml", outer.as_bytes(), Settings())
    assert (item.raw, item.stated["title"]) == ("Harbour police arrested eleven people.\n", "Eleven held")
    outer = EmailMessage()
    outer["Subject"] = "Fwd: RE: Eleven held at sea"
    outer.set_content("Harbour police arrested eleven people in the port and at sea.")
    outer.add_attachment(inner)
    (item,) = read_input("m.eml", outer.as_bytes(), Settings())
    assert item.stated["title"] == "Eleven held at sea"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00\x01\x02", "malformed"),
        (b"Subject: x\nContent-Type: image/png\n\nx", "empty"),
        (b"Subject: x\n\n", "empty"),
    ],
)
def test_a_mail_without_text_is_refused(data: bytes, reason: str) -> None:
    assert [item.reason for item in read_input("m.eml", data, Settings())] == [reason]
