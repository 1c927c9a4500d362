"""CSV and TSV as they are really written."""

from __future__ import annotations

import pytest

from pipeline.config import Settings
from pipeline.ingest.readers import read_input

ROWS = 'One;2024-05-01;"Nine; or ten."\nTwo;2024-05-02;"""No,"" he said.\n\nThen he left."\n'
READ = [("One", "2024-05-01", "Nine; or ten."), ("Two", "2024-05-02", '"No," he said.\n\nThen he left.')]


def read(text: str, name: str = "a.csv") -> list[tuple[str | None, str | None, str | None]]:
    items = read_input(name, text.encode(), Settings())
    return [(i.stated.get("title"), i.stated.get("published"), i.raw if i.reason is None else i.reason) for i in items]


@pytest.mark.parametrize(
    "above",
    [
        "", "Export of 6 January\n", "sep=;\n", '"sep=;"\n', "\n\n", "# made by a program\n# 2 rows\n",
        "Press releases;;\n;;\n", 'Title of an export, "quoted", and more\n\n', "\ufeff", "\ufeffsep=;\n", "//\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_headings_are_found_below_what_stands_above_them(above: str, mark: str) -> None:
    text = above.replace(";", mark) + "title;published;text\n".replace(";", mark)
    text += "".join(mark.join((a, b, '"' + c.replace('"', '""') + '"')) + "\n" for a, b, c in READ)
    assert read(text) == READ
    assert read(text, "a.tsv") == READ


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_headings_with_line_breaks(end: str) -> None:
    text = end.join(['"title","press', 'contact","text"', '"One","desk","Nine."', '"Two","","Ten."', ""])
    assert [(a, c) for a, _, c in read(text)] == [("One", "Nine."), ("Two", "Ten.")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # Certain: days stand under days.
        ("3,Net, hook and line,2024-04-02,Nine held.", ("Net, hook and line", "2024-04-02", "Nine held.")),
        ("3,Nets,2024-04-02,Nine held, two fled, one swam.", ("Nets", "2024-04-02", "Nine held, two fled, one swam.")),
        ("3,Nets,2024-04-02,Worth EUR 4,000 in all.", ("Nets", "2024-04-02", "Worth EUR 4,000 in all.")),
        # Not certain: which field does the comma belong to?
        ("3,Net,hook,2 April,Nine held.", (None, None, "malformed")),
        ("x y,Net,hook,2024-04-02,Nine, ten.", (None, None, "malformed")),
        # Fields too many that are empty lose nothing.
        ("3,Nets,2024-04-02,Nine held.,,,", ("Nets", "2024-04-02", "Nine held.")),
        # An open quotation mark.
        ('3,"Net, hook,2024-04-02,Nine held.', ("Net, hook", "2024-04-02", "Nine held.")),
        ('3,Nets,2024-04-02,"Nine held.', ("Nets", "2024-04-02", "Nine held.")),
        ('3,"Nets,2024-04-02,Nine held.', ("Nets", "2024-04-02", "Nine held.")),
        # One inside, that nobody doubled.
        ('3,Nets,2024-04-02,"He said "no" to us."', ("Nets", "2024-04-02", 'He said "no" to us.')),
        ('3,Nets,2024-04-02,A 5" pipe', ("Nets", "2024-04-02", 'A 5" pipe')),
    ],
)
def test_a_row_at_fault_costs_no_other(row: str, expected: tuple[str | None, str | None, str]) -> None:
    before = '1,"Net, hook",2024-04-01,"Two\n\nheld."'
    after = '4,"Closed","2024-04-04","Five ""freed""."\n5,Plain,2024-04-05,Seven sunk.'
    found = read(f"id,title,published,text\n{before}\n{row}\n{after}\n")
    assert found == [
        ("Net, hook", "2024-04-01", "Two\n\nheld."),
        expected,
        ("Closed", "2024-04-04", 'Five "freed".'),
        ("Plain", "2024-04-05", "Seven sunk."),
    ]


def test_an_open_quotation_mark_before_rows_without_any() -> None:
    rows = "".join(f"{n},Row {n},2024-04-01,Boat {n} was found.\n" for n in range(50))
    found = read(f'id,title,published,text\n0,"Open,2024-04-01,Nine held.\n{rows}')
    assert len(found) == 51
    assert found[0] == ("Open", "2024-04-01", "Nine held.")


def test_a_column_alone_needs_no_quotes() -> None:
    found = read('text\nNine were fined, two had nets.\nFour; five.\n"Six, seven."\nEight|nine\tten\n')
    assert [raw for _, _, raw in found] == [
        "Nine were fined, two had nets.",
        "Four; five.",
        "Six, seven.",
        "Eight|nine\tten",
    ]


@pytest.mark.parametrize("n", [50, 3_000])
def test_many_open_quotation_marks_are_read_in_time(n: int) -> None:
    found = read("title,text\n" + "".join(f'Row,"Boat {m} was found.\n' for m in range(n)))
    assert len(found) == n
    assert all(raw == f"Boat {m} was found." for m, (_, _, raw) in enumerate(found))


def test_nuls_stay_in_their_row() -> None:
    assert read("title,text\nOne,fi\x00ned\nTwo,held\n") == [("One", None, "fi\x00ned"), ("Two", None, "held")]


def test_a_table_without_a_text_is_told_row_by_row() -> None:
    assert [raw for _, _, raw in read("a,b\n1,2\n3,4\n")] == ["no-text-field", "no-text-field"]
    assert [raw for _, _, raw in read("text\n")] == ["empty"]


def test_a_row_too_short_keeps_what_it_has() -> None:
    assert read("text,title\nNine held.\n") == [(None, None, "Nine held.")]
