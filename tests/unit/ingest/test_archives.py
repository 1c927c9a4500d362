"""Archives: members are read under their own names, and hostile ones cost no more than themselves."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import warnings
import zipfile

import pytest

from pipeline.config import Limits, Settings
from pipeline.ingest.readers import read_input


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def rows(name: str, data: bytes, settings: Settings = Settings()) -> list[tuple[str, str | None]]:
    return [(item.source, item.reason) for item in read_input(name, data, settings)]


def limited(**limits: int) -> Settings:
    return Settings(limits=Limits(**limits))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.txz", "w:xz")],
)
def test_a_tar_yields_its_members(name: str, mode: str) -> None:
    data = tarred({"x/one.txt": b"One.", "two.html": b"<p>Two.</p>"}, mode)
    items = list(read_input(name, data, Settings()))
    assert [(i.source, i.format, i.raw, i.markup) for i in items] == [
        (f"{name}!x/one.txt", "txt", "One.", False),
        (f"{name}!two.html", "html", "<p>Two.</p>", True),
    ]


def test_archives_nest_and_records_are_numbered() -> None:
    data = zipped(
        {"b.zip": zipped({"c.jsonl": b'{"text": "One."}\n{"text": "Two."}\n'}), "d.txt.gz": gzip.compress(b"D")}
    )
    assert rows("a.zip", data) == [
        ("a.zip!b.zip!c.jsonl#1", None),
        ("a.zip!b.zip!c.jsonl#2", None),
        ("a.zip!d.txt.gz!d.txt", None),
    ]


def test_archives_nested_too_deeply_are_refused() -> None:
    data = zipped({"c.zip": zipped({"d.zip": zipped({"x.txt": b"X"})}), "ok.txt": b"X"})
    assert rows("a.zip", data, limited(archive_depth=2)) == [("a.zip!c.zip!d.zip", "too-deep"), ("a.zip!ok.txt", None)]


@pytest.mark.parametrize("sidecar", ["x.meta.json", "x.txt.meta.json"])
@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_sidecars_inside_are_applied(name: str, pack: object, sidecar: str) -> None:
    data = pack({"f/x.txt": b"X", f"f/{sidecar}": b'{"title": "T"}', "y.txt": b"Y"})  # type: ignore[operator]
    items = list(read_input(name, data, Settings()))
    assert [(i.source, dict(i.stated)) for i in items] == [(f"{name}!f/x.txt", {"title": "T"}), (f"{name}!y.txt", {})]


@pytest.mark.parametrize("bad", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:\\x.txt", "..\\x.txt"])
@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_a_member_outside_is_refused_alone(name: str, pack: object, bad: str) -> None:
    data = pack({bad: b"X", "ok.txt": b"X"})  # type: ignore[operator]
    assert rows(name, data) == [(f"{name}!{bad}", "unsafe-path"), (f"{name}!ok.txt", None)]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(kind: bytes) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert rows("a.tar", buffer.getvalue()) == [("a.tar!link.txt", "unsafe-path")]


def test_a_link_in_a_zip_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert rows("a.zip", buffer.getvalue()) == [("a.zip!link.txt", "unsafe-path")]


def test_a_nameless_member_stops_nothing() -> None:
    assert rows("a.zip", zipped({"q": b"X", "ok.txt": b"X"}).replace(b"q", b"\0")) == [
        ("a.zip!", "unsafe-path"),
        ("a.zip!ok.txt", None),
    ]


def test_an_encrypted_member_is_refused_alone() -> None:
    data = bytearray(zipped({"x.txt": b"X", "ok.txt": b"X"}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert rows("a.zip", bytes(data)) == [("a.zip!x.txt", "encrypted"), ("a.zip!ok.txt", None)]


def test_a_broken_member_is_refused_alone() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.txt", b"ABCDEFGH")
        archive.writestr("ok.txt", b"X")
    assert rows("a.zip", buffer.getvalue().replace(b"ABCD", b"ABCE")) == [
        ("a.zip!x.txt", "malformed"),
        ("a.zip!ok.txt", None),
    ]


def test_a_bomb_is_refused_alone() -> None:
    data = zipped({"bomb.txt": b"x" * 8_000_000, "ok.txt": b"X"})
    assert rows("a.zip", data, limited(archive_ratio=20)) == [("a.zip!bomb.txt", "too-large"), ("a.zip!ok.txt", None)]


@pytest.mark.parametrize(
    ("name", "pack"), [("a.txt.gz", gzip.compress), ("a.tgz", lambda d: tarred({"x.txt": d}, "w:gz"))]
)
def test_a_packed_stream_that_swells_is_refused(name: str, pack: object) -> None:
    found = rows(name, pack(b"x" * 8_000_000), limited(archive_ratio=20))  # type: ignore[operator]
    # A stream cannot be read on behind such a member, so its archive is refused with it.
    assert found[-1] == (name, "too-large") or len(found) == 1
    assert {reason for _, reason in found} == {"too-large"}


def test_nested_archives_share_one_budget() -> None:
    inner = zipped({f"{n}.txt": b"x" * 900_000 for n in range(20)})
    found = rows("a.zip", zipped({"b.zip": inner}), limited(archive_ratio=20))
    assert found[0][1] is None and found[-1][1] == "too-large"


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_a_member_over_the_limit_is_refused_alone(name: str, pack: object) -> None:
    data = pack({"x.txt": b"0123456789", "ok.txt": b"X"})  # type: ignore[operator]
    assert rows(name, data, limited(document_bytes=5)) == [(f"{name}!x.txt", "too-large"), (f"{name}!ok.txt", None)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"x.txt": b"X" * 99})[:-30]),
        ("a.tar", tarred({"x.txt": b"X" * 9_000})[:2_000]),
        ("a.tgz", tarred({"x.txt": bytes(range(256)) * 99}, "w:gz")[:-20]),
        ("a.txt.gz", gzip.compress(b"X" * 999)[:-9]),
    ],
)
def test_a_truncated_archive_says_so(name: str, data: bytes) -> None:
    found = rows(name, data)
    assert found[-1][1] == "truncated"
    assert len({source for source, _ in found}) == len(found)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_what_is_no_archive_is_malformed(name: str) -> None:
    assert rows(name, b"Nothing of the kind. " * 99) == [(name, "malformed")]


@pytest.mark.parametrize(
    ("name", "data"), [("a.zip", zipped({})), ("a.tar", tarred({})), ("b.zip", zipped({"d/": b""}))]
)
def test_an_archive_without_files_is_empty(name: str, data: bytes) -> None:
    assert rows(name, data) == [(name, "empty")]


def test_a_name_held_twice_gives_two_sources() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("x.txt", "One.")
        archive.writestr("x.txt", "Two.")
    assert rows("a.zip", buffer.getvalue()) == [("a.zip!x.txt", None), ("a.zip!x.txt#2", None)]


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_ten_thousand_members_are_read_and_more_than_the_limit_are_not(name: str, pack: object) -> None:
    data = pack({f"{n}.txt": b"X" for n in range(10_000)})  # type: ignore[operator]
    assert len(rows(name, data)) == 10_000
    found = rows(name, data, limited(archive_members=9))
    assert len(found) == 10 and found[-1] == (name, "too-large")


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_a_member_named_as_a_record_of_another_is_another_input(name: str, pack: object) -> None:
    lines = b'{"text": "One."}\n{"text": "Two."}\n'
    members = {
        "c.jsonl": lines, "c.jsonl#1": b"x", "c.jsonl#1.txt": b"Three.", "b.zip": zipped({"x.txt": b"Four."}),
        "b.zip!x.txt": b"Five.", "d#1.txt": b"Six.", "m.eml!a.txt": b"Seven.",
    }  # fmt: skip
    found = list(read_input(name, pack(members), Settings()))  # type: ignore[operator]
    sources = [item.source for item in found]
    assert len(set(sources)) == len(sources) == 8
    assert {item.raw for item in found} - {None} == {"One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven."}
    assert f"{name}!d#1.txt" in sources


def test_a_container_held_twice_gives_each_record_a_source() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("c.jsonl", '{"text": "One."}\n{"text": "Two."}\n')
        archive.writestr("c.jsonl", '{"text": "Three."}\n')
    assert rows("a.zip", buffer.getvalue()) == [
        ("a.zip!c.jsonl#1", None), ("a.zip!c.jsonl#2", None), ("a.zip!c.jsonl%2#1", None),
    ]  # fmt: skip
