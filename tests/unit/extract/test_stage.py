"""What the extract stage does with a batch."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.extract import stage
from pipeline.extract.stage import Task
from pipeline.store import pack

SETTINGS = Settings()


def _task(text: str, *, language: str | None = "en") -> Task:
    of_title = (
        "title",
        "published",
        "publisher",
        "url",
        "dateline_place",
        "dateline_country",
        "dateline_end",
        "doubtful",
    )
    release: dict[str, Any] = {"text": text, "language": language, **dict.fromkeys(of_title)}
    return text[:8], "key", pack(release)


def _vocabulary() -> Any:
    own = SETTINGS.resources
    return stage._pipeline(SETTINGS.model, own.folder, own.classifier, SETTINGS.matrix_library).vocab


def test_words_stay_known_from_batch_to_batch_until_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = _vocabulary()
    kept = stage._extract_batch(SETTINGS, [_task("Police in Quillabamboo arrested 12 suspects.")])
    assert "Quillabamboo" in vocabulary
    monkeypatch.setattr(stage, "MOST_WORDS", 0)
    (forgotten,) = stage._extract_batch(SETTINGS, [_task("Police in Zorbelworth arrested 12 suspects.")])
    assert "Zorbelworth" not in vocabulary
    assert forgotten[2] is None and forgotten[4] is not None
    # What is found is the same either way.
    assert stage._extract_batch(SETTINGS, [_task("Police in Quillabamboo arrested 12 suspects.")]) == kept


def test_a_release_in_another_language_does_not_break_its_batch_up(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    whole = stage._extract_batch

    def noted(settings: Settings, tasks: list[Task]) -> list[stage.Row]:
        sizes.append(len(tasks))
        return whole(settings, tasks)

    monkeypatch.setattr(stage, "_extract_batch", noted)
    texts = [_task("Police arrested 12 suspects."), _task("La policía detuvo a 12 personas.", language="es")]
    rows = noted(SETTINGS, texts)
    assert sizes == [2]
    assert [row[2] for row in rows] == [None, None]
