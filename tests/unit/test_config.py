"""The settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings, load_settings
from pipeline.errors import SettingsError


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings(None) == Settings()


def test_values_of_the_file_win_and_other_fields_stay(tmp_path: Path) -> None:
    path = tmp_path / "press.toml"
    path.write_text('workers = 3\n[fields]\ntext = ["corps"]\n[limits]\nrelease_chars = 10\n', encoding="utf-8")
    settings = load_settings(path)
    assert (settings.n_workers, settings.fields["text"], settings.limits.release_chars) == (3, ("corps",), 10)
    assert settings.fields["title"] == Settings().fields["title"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("workers = ", "not valid TOML"),
        ("wrokers = 3", "wrong value at 'wrokers'"),
        ("workers = -1", "wrong value at 'workers'"),
        ("[limits]\nrelease_chars = 'many'", "limits.release_chars"),
        ('languages = ["en", "fr"]', "no rules for 'fr', only for en"),
        ('languages = ["EN"]', "no rules for 'EN'"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "press.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_settings(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "none.toml")
