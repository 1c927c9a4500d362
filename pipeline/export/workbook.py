"""The tables as one Excel workbook, in which no cell is ever a formula or a link.

A title that begins with "=" would be run by a spreadsheet that takes it for a formula: every text
is written as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.extras import needs
from pipeline.store import partial_path, read_rows
from pipeline.tables import TABLES, Table

# The limits of the format.
MAX_ROWS = 1_048_576
MAX_CHARS = 32_767
_CUT = " […]"
# Characters XML cannot hold, even escaped.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"date": 11, "bool": 8, "int64": 10, "float64": 14, "string": 24}
# Debris and mentions of a large corpus do not fit a spreadsheet and are of no use in one.
LEFT_OUT = ("debris",)


def write_workbook(out: Path, path: Path) -> list[str]:
    """Write the workbook to the partial place of `path`; return what did not fit, in sentences.

    Raises:
        UsageError: the extra is not installed.
    """
    with needs("export"):
        import xlsxwriter
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(partial_path(path)), options)
    # A fixed day, so that the same tables give the same bytes.
    book.set_properties({"title": "Press releases", "created": datetime(2000, 1, 1)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    notes: list[str] = []
    _write_contents(book.add_worksheet("contents"), formats)
    for name, table in TABLES.items():
        if name not in LEFT_OUT:
            notes += _write_sheet(book.add_worksheet(name[:31]), table, read_rows(out, name), formats)
    book.close()
    return notes


def _write_contents(sheet: Any, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 3, 70)
    for column, word in enumerate(("table", "column", "meaning", "empty when")):
        sheet.write_string(0, column, word, formats["head"])
    row = 1
    for name, table in TABLES.items():
        if name in LEFT_OUT:
            continue
        for cells in (
            (name, "", table.meaning, ""),
            *(("", c.name, c.meaning, c.null or "never") for c in table.columns),
        ):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
            row += 1


def _write_sheet(sheet: Any, table: Table, rows: Iterable[Mapping[str, Any]], formats: Mapping[str, Any]) -> list[str]:
    notes = []
    n_cut = 0
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, _WIDTHS[column.type])
        sheet.write_string(0, n, column.name, formats["head"])
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        if last >= MAX_ROWS:
            notes.append(
                f"{table.name}: a sheet holds {MAX_ROWS - 1:,} rows; the rest stand in tables/{table.name}.csv"
            )
            last -= 1
            break
        for n, column in enumerate(table.columns):
            n_cut += _write_cell(sheet, last, n, row[column.name], formats)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    if n_cut:
        notes.append(
            f"{table.name}: {n_cut:,} cells longer than {MAX_CHARS:,} characters are cut, marked {_CUT.strip()}"
        )
    return notes


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> int:
    """Write one cell by its type; return 1 where its text had to be cut."""
    if value is None:
        return 0
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        # A spreadsheet has no days before 1900.
        if value.year > 1900:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
        else:
            sheet.write_string(row, column, value.isoformat())
    else:
        text = _UNWRITABLE.sub("\ufffd", value)
        # The format counts UTF-16 units, of which a character may take two.
        cut = len(text.encode("utf-16-le")) // 2 > MAX_CHARS
        sheet.write_string(row, column, text[: MAX_CHARS // 2] + _CUT if cut else text)
        return int(cut)
    return 0
