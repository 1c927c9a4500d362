"""Mailboxes, pages saved as mail, and Outlook messages."""

from __future__ import annotations

import mailbox
import struct
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest.mails import unpacked_rtf
from pipeline.ingest.readers import read_input
from tests.torture.compound import compound, message

BEGIN = b"From press@x.example Tue Mar 14 10:00:00 2023\n"
HEADERS = b"From: Harbour Police <press@x.example>\nSubject: Two held\n\n"


def rows(name: str, data: bytes, settings: Settings = Settings()) -> list[tuple[str, str | None]]:
    found = read_input(name, data, settings)
    return [(i.source, (i.raw or "").strip() if i.reason is None else i.reason) for i in found]


def test_each_mail_of_a_mailbox_is_an_input(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    for text in ("Police held two men.\n\nFrom Monday on, they are in prison.\n", "Police freed one man.\n"):
        mail = EmailMessage()
        mail["Subject"], mail["From"] = "Two held at sea", "Harbour Police <press@x.example>"
        mail.set_content(text)
        box.add(mail)
    box.close()
    items = list(read_input("a.mbox", (tmp_path / "a.mbox").read_bytes(), Settings()))
    assert [(i.source, i.raw) for i in items] == [
        ("a.mbox#1", "Police held two men.\n\nFrom Monday on, they are in prison.\n"),
        ("a.mbox#2", "Police freed one man.\n"),
    ]
    assert all(i.stated["title"] == "Two held at sea" for i in items)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (BEGIN + HEADERS + b"One.\n\n" + BEGIN + HEADERS + b"Two.\n", ["One.", "Two."]),
        (BEGIN.replace(b"\n", b"\r\n") + HEADERS + b"One.\r\n\r\nFrom - Mon Jan 01 10:00:00 2024\r\n" + HEADERS + b"Two.", ["One.", "Two."]),
        (BEGIN + HEADERS + b"One.\n\nFrom 3 to 5 May, police held two.\n", ["One.\n\nFrom 3 to 5 May, police held two."]),
        (BEGIN + HEADERS + b"One.\n\nFrom Monday 10:00 to 2024, police held two.\n", ["One.\n\nFrom Monday 10:00 to 2024, police held two."]),
        (BEGIN + HEADERS + b"One.\n" + BEGIN, ["One.\n" + BEGIN.decode().strip()]),  # no blank line before it
        (BEGIN + b"\n\n" + BEGIN + HEADERS + b"Two.\n", ["malformed", "Two."]),
    ],
)  # fmt: skip
def test_where_mails_begin(data: bytes, expected: list[str]) -> None:
    assert rows("a.mbox", data) == [(f"a.mbox#{n}", text) for n, text in enumerate(expected, 1)]


def test_a_mail_beyond_the_limit_costs_itself() -> None:
    data = BEGIN + HEADERS + b"x" * 5_000 + b"\n\n" + BEGIN + HEADERS + b"Two.\n"
    limited = Settings(limits=Limits(document_bytes=1_000))
    assert rows("a.mbox", data, limited) == [("a.mbox#1", "too-large"), ("a.mbox#2", "Two.")]


@pytest.mark.parametrize(("data", "reason"), [(b"no mailbox\n" * 9, "malformed"), (b"\n\n", "empty")])
def test_what_is_no_mailbox_is_refused(data: bytes, reason: str) -> None:
    assert rows("a.mbox", data) == [("a.mbox", reason)]


def saved(html: str, *, charset: str = "utf-8", cte: str = "quoted-printable", frame: str = "") -> bytes:
    url = "https://police.example/news/1"
    whole, page = EmailMessage(), EmailMessage()
    whole["From"], whole["Snapshot-Content-Location"], whole["Subject"] = "<Saved by Blink>", url, "Two held"
    whole["Date"] = "Wed, 1 May 2024 10:00:00 -0000"
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = 'multipart/related; type="text/html"; boundary="--x--"'
    page.set_content(html, subtype="html", charset=charset, cte=cte)
    page["Content-Location"] = url
    whole.attach(page)
    if frame:
        inner = EmailMessage()
        inner.set_content(frame, subtype="html")
        inner["Content-Location"] = "https://ads.example/"
        whole.attach(inner)
    return whole.as_bytes()


@pytest.mark.parametrize(
    ("charset", "cte"), [("utf-8", "quoted-printable"), ("iso-8859-1", "base64"), ("utf-8", "8bit")]
)
@pytest.mark.parametrize("ending", ["mhtml", "mht"])
def test_a_saved_page_is_one_input_and_its_frames_belong_to_it(charset: str, cte: str, ending: str) -> None:
    data = saved("<html><p>Café raided.</p></html>", charset=charset, cte=cte, frame="<p>Buy this.</p>")
    (item,) = read_input(f"a.{ending}", data, Settings())
    assert ((item.raw or "").strip(), item.markup, item.format) == ("<html><p>Café raided.</p></html>", True, "mhtml")
    # The day a page was saved is none of its own.
    assert dict(item.stated) == {"url": "https://police.example/news/1"}
    assert item.n_bytes == len(data)


def test_the_part_named_as_the_start_is_the_page() -> None:
    data = saved("<p>Frame.</p>", frame="<p>Page.</p>").replace(b'type="text/html"', b'start="<b@x>"')
    data = data.replace(b"Content-Location: https://ads", b"Content-ID: <b@x>\nContent-Location: https://ads")
    assert rows("a.mht", data) == [("a.mht", "<p>Page.</p>")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><p>x</p></html>", "malformed"),
        (saved("<p>x</p>")[:-20], "truncated"),
        (b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "empty"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 3_000, "empty"),
    ],
)  # fmt: skip
def test_what_is_no_saved_page_is_refused(data: bytes, reason: str) -> None:
    assert rows("a.mhtml", data) == [("a.mhtml", reason)]


@pytest.mark.parametrize("narrow", ["", "cp1250"])
def test_a_message_is_read_as_the_mail_it_was(narrow: str) -> None:
    data = compound(
        message("FW: Zásah v přístavu", "Zásah.\r\n\r\nDva muži.\r\n", sender="Harbour Police", narrow=narrow)
    )
    (item,) = read_input("a.msg", data, Settings())
    assert ((item.raw or "").split(), item.format, item.n_bytes) == (["Zásah.", "Dva", "muži."], "msg", len(data))
    assert dict(item.stated) == {"title": "Zásah v přístavu", "publisher": "Harbour Police"}


def test_a_message_of_html_or_of_packed_text_is_read() -> None:
    page = "<html><meta charset='utf-8'><p>Café raided.</p></html>"
    (item,) = read_input("a.msg", compound(message("Raid", "", html=page.encode())), Settings())
    assert (item.raw, item.markup) == (page, True)
    rtf = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}Caf\'e9 raided.\par }"
    packed = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    assert rows("a.msg", compound(message("Raid", "", packed=packed))) == [("a.msg", "Café raided.")]


def test_packed_text_is_unpacked_as_its_specification_shows() -> None:
    # [MS-OXRTFCP] 3.1.1, compressed example of simple RTF.
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(data) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no message", "malformed"),
        (compound({"WordDocument": b"x" * 99}), "malformed"),
        (compound(message("Secret", "", kind="IPM.Note.SMIME")), "encrypted"),
        (compound(message("Raid", "", packed=b"x" * 40)), "malformed"),
        (compound(message("Raid", "")), "empty"),
        (compound(message("Raid", "x"))[:700], "malformed"),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, reason: str) -> None:
    assert rows("a.msg", data) == [("a.msg", reason)]


def test_messages_inside_one_another_without_end_are_refused() -> None:
    inner = message("x", "Police held a man.", inner=True)
    for _ in range(12):
        inner = message("x", "Police held a man.", inner=True, attached=[("m", inner)])
    assert [reason for _, reason in rows("a.msg", compound(message("x", "y", attached=[("m", inner)])))] == ["too-deep"]


def test_what_is_attached_is_read_by_its_own_reader() -> None:
    inner = message("Inner", "Police freed one man.", inner=True)
    attached: list[tuple[str, Any]] = [("notice.rtf", rb"{\rtf1\ansi Police held two men.\par}"), ("m", inner)]
    data = compound(message("Two held", "See below.", attached=attached))
    found = [(i.source, (i.raw or "").strip(), i.reason) for i in read_input("a.msg", data, Settings())]
    assert found[:2] == [("a.msg", "See below.", None), ("a.msg!notice.rtf", "Police held two men.", None)]
    assert found[2][0].startswith("a.msg!")
    assert found[2][1:] == ("Police freed one man.", None)
    mail = EmailMessage()
    mail["Subject"] = "Two held"
    mail.set_content("See below.\n")
    mail.add_attachment(b"Police held two men.", maintype="text", subtype="plain", filename="notice.txt")
    sources = [source for source, _ in rows("a.mbox", BEGIN + mail.as_bytes() + b"\n" + BEGIN + mail.as_bytes())]
    assert sources == ["a.mbox#1", "a.mbox#1!notice.txt", "a.mbox#2", "a.mbox#2!notice.txt"]
