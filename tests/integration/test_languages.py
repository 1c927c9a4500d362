"""Releases in languages that are not analysed are kept, and the run says how many."""

from __future__ import annotations

from pathlib import Path

from pipeline.store import count_unanalysed, read_table
from tests.integration.test_run import press

TEXTS = {
    "en": "Wardens fined two poachers at the weir on 3 May 2024 and took twelve nets from their boat.",
    "fr": "Les gardes ont verbalisé deux braconniers au barrage le 3 mai 2024 et saisi douze filets dans leur barque.",
    "sv": "Tillsynsmän bötfällde två tjuvfiskare vid dammen den 3 maj 2024 och tog tolv nät ur deras båt.",
}


def test_what_was_not_analysed_is_said(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for code, text in TEXTS.items():
        (raw / f"{code}.txt").write_text(text, encoding="utf-8")
    (raw / "sv2.txt").write_text(TEXTS["sv"].replace("tolv", "sju"), encoding="utf-8")
    result = press("run", "--raw", raw, "--out", out, "--workers", "1")
    assert result.returncode == 0
    said = (
        "4 read: 4 released, 0 duplicate, 0 quarantined (3 kept but not analysed, being in other languages: 2 sv, 1 fr)"
    )
    assert said in result.stderr
    releases = read_table(out, "releases").set_index("language")
    assert releases["n_sentences"].isna().to_dict() == {"en": False, "fr": True, "sv": True}
    assert set(read_table(out, "counts")["release_id"]) == {releases.loc["en", "release_id"]}
    assert count_unanalysed(out) == {"sv": 2, "fr": 1}
    profile = read_table(out, "corpus_profile")
    rows = profile[profile["section"] == "kept but not analysed"]
    assert rows[["measure", "value", "of"]].to_numpy().tolist() == [["fr", 1, 4], ["sv", 2, 4]]
    page = (out / "report" / "index.html").read_text(encoding="utf-8")
    assert "3 of the releases were kept but not analysed</strong>, being in other languages: 1 fr, 2 sv." in page


def test_where_all_is_analysed_nothing_is_said(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "en.txt").write_text(TEXTS["en"], encoding="utf-8")
    result = press("run", "--raw", raw, "--out", out, "--workers", "1")
    assert "1 read: 1 released, 0 duplicate, 0 quarantined;" in result.stderr
    assert "not analysed" not in (out / "report" / "index.html").read_text(encoding="utf-8")
    assert count_unanalysed(out) == {}
