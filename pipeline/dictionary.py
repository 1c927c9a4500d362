"""The data dictionary, made from the table contract and the reason codes."""

from __future__ import annotations

from pipeline.errors import REASONS
from pipeline.tables import TABLES, Column, Table


def render_dictionary() -> str:
    """Return `docs/data-dictionary.md`."""
    parts = [
        "# Data dictionary\n",
        "Generated from `pipeline/tables.py` by `make docs`; do not edit by hand.\n",
        "Offsets are counted in characters (Unicode code points), from 0, the end exclusive. In a mention table "
        "`releases.text[start:end] == text`.\n",
        "In CSV a text that a spreadsheet would take for a formula stands behind an apostrophe, and control "
        "characters stand as U+FFFD (see SECURITY.md); Parquet and the database hold the exact text.\n",
        *(f"* [{name}](#{name}): {table.meaning}" for name, table in TABLES.items()),
        "",
        *(_render_table(table) for table in TABLES.values()),
        "## Reason codes\n",
        "Why an input was not released (`sources.reason`), and what its owner can do.\n",
        *(f"* `{code}`: {advice}" for code, advice in REASONS.items()),
        "",
    ]
    return "\n".join(parts)


def _render_table(table: Table) -> str:
    lines = [
        f"## {table.name}\n",
        f"{table.meaning} Rows are sorted by {', '.join(f'`{k}`' for k in table.key)}.\n",
        "| column | type | meaning | empty when |",
        "|---|---|---|---|",
        *(f"| `{c.name}` | {c.type} | {_meaning(c)} | {c.null or 'never'} |" for c in table.columns),
        "",
    ]
    return "\n".join(lines)


def _meaning(column: Column) -> str:
    values = f" One of: {', '.join(column.values)}." if column.values and len(column.values) <= 12 else ""
    if len(column.values) > 12:
        values = " A code of the list below."
    return (column.meaning + values).replace("|", "\\|")
