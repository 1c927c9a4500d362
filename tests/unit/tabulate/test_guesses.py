"""What was read in an encoding that was a guess is marked in the tables, and debris still gives the clean text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.config import Settings
from pipeline.evaluate.run import run_stages
from pipeline.guesses import RULE, find_guesses
from pipeline.spans import Edit, MappedText
from pipeline.store import read_table


def test_marks_stand_between_edits() -> None:
    mapped = MappedText.from_raw("café  na\xefve Ä").apply([Edit(4, 6, " ", "blanks"), Edit(12, 13, "A", "mojibake")])
    rows = find_guesses(mapped, encoding="utf-8, windows-1252", guessed="3-4 8-9 12-13")
    assert [tuple(row) for row in rows] == [(3, 4, RULE, "é", "é"), (8, 9, RULE, "ï", "ï")]
    whole = find_guesses(mapped, encoding="windows-1252", guessed="")
    assert [tuple(row) for row in whole] == [(3, 4, RULE, "é", "é")]
    assert find_guesses(mapped, encoding=None, guessed="") == []


@pytest.mark.parametrize("disabled", [(), (RULE,)])
def test_a_run_marks_guesses_and_nothing_else(tmp_path: Path, disabled: tuple[str, ...]) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    texts = {
        "polish.txt": "Police of Łódź arrested nine men, a court was told.".encode("cp1250"),
        "russian.txt": "Полиция задержала двенадцать подозреваемых в Москве.".encode("cp1251"),
        "stray.txt": "Police of Łódź held six men in a caf".encode() + b"\xe9 on Monday, a court was told.",
        "plain.txt": "Police of Łódź held ten men in a café on Friday, a court was told.".encode(),
        "a.jsonl": '{"text": "Lech Wałęsa spoke to the police."}\n{"text": "Nobody else spoke."}\n'.encode("cp1250"),
    }
    for name, data in texts.items():
        (raw / name).write_bytes(data)
    run_stages(raw, tmp_path / "out", settings=Settings(workers=1, disabled_rules=disabled))
    releases = read_table(tmp_path / "out", "releases").set_index("source")
    assert {k: v if isinstance(v, str) else None for k, v in releases["encoding"].items()} == {
        "a.jsonl#1": "windows-1250", "a.jsonl#2": None, "plain.txt": None, "polish.txt": "windows-1250",
        "russian.txt": "windows-1251", "stray.txt": "utf-8, windows-1252",
    }  # fmt: skip
    debris = read_table(tmp_path / "out", "debris")
    marked = debris[debris["rule"] == RULE].merge(releases.reset_index(), on="release_id")
    expected = {"a.jsonl#1": "łę", "polish.txt": "Łó", "russian.txt": "Полиция", "stray.txt": "é"}
    assert dict(zip(marked["source"], marked["text_x"], strict=True)) == ({} if disabled else expected)
    assert check(tmp_path / "out") == []


def test_the_facts_of_a_mail_are_a_fallback(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    head = "From: Harbour Police <press@police.example>\nSubject: Pumps found\nDate: Tue, 4 Jun 2024 10:00:00 +0000\n"
    parts = (
        ("a.txt", "Nine pumps were found in a shed by the harbour, and two men were held by officers there."),
        (
            "b.txt",
            "Two fishing boats seized\n\n3 May 2024\n\nTwo boats were seized in the harbour, and two men were held.",
        ),
    )
    body = "".join(
        f'--B\nContent-Type: text/plain; name="{n}"\nContent-Disposition: attachment\n\n{t}\n' for n, t in parts
    )
    mail = f'{head}Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/plain\n\nSee below, please.\n{body}--B--\n'
    (raw / "m.eml").write_text(mail, encoding="utf-8")
    run_stages(raw, tmp_path / "out", settings=Settings(workers=1))
    releases = read_table(tmp_path / "out", "releases").set_index("source")
    found = {
        source: (row.title, str(row.published)[:10], row.published_via, row.publisher)
        for source, row in releases.iterrows()
    }
    assert found == {
        "m.eml": ("Pumps found", "2024-06-04", "mail-date", "Harbour Police"),
        "m.eml!a.txt": ("Pumps found", "2024-06-04", "mail-date", "Harbour Police"),
        "m.eml!b.txt": ("Two fishing boats seized", "2024-05-03", "date-line", "Harbour Police"),
    }
