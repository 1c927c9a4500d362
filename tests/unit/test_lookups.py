"""Resource files: their form is checked when they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import lookups
from pipeline.errors import ResourceError

HEAD = "# source: test\n# licence: MIT\n# date: 2024-01-01\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "words.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_come_in_file_order(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + 'word,code\n"b, c",1\na,2\n')
    assert lookups.read_csv(path, key=("word",)) == [{"word": "b, c", "code": "1"}, {"word": "a", "code": "2"}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word,code\na,1\n", "lacks the head"),
        (HEAD + "word,code\na\n", r"words\.csv, line 5: 1 cells under 2 columns"),
        (HEAD + "# note\nword,code\n\na,1\nb,1\na,2\n", r"words\.csv, line 9: 'a' stands in line 7 too"),
        (HEAD + 'word,code\na,1\n"b,1\n', r"words\.csv, line 6: "),
        (HEAD + "name,code\na,1\n", "column 'word' is missing"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        lookups.read_csv(write(tmp_path, text), key=("word",))


@pytest.mark.parametrize("path", sorted(lookups.RESOURCES.rglob("*.csv")), ids=lambda p: p.stem)
def test_every_shipped_table_has_its_head_and_whole_rows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # With an empty key only the second row would repeat it, so each line is its own key here.
    first = next(line for line in text.split("\n") if line and not line.startswith("#"))
    assert lookups.read_csv(path, key=tuple(first.split(",")))


@pytest.mark.parametrize("path", sorted(p for p in lookups.RESOURCES.rglob("*.yaml")), ids=lambda p: p.stem)
def test_every_shipped_document_parses(path: Path) -> None:
    name = str(path.relative_to(lookups.RESOURCES).with_suffix(""))
    assert lookups.document(name)
