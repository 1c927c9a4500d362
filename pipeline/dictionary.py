"""The data dictionary, made from the table contract and the reason codes, and the list of rules of the register."""

from __future__ import annotations

from pipeline.errors import REASONS
from pipeline.extract.rules import Rule, marked, register
from pipeline.tables import TABLES, Column, Table, allowed_values

# Values of a closed list that are shown; the rest is counted.
MAX_SHOWN = 16


def render_dictionary() -> str:
    """Return `docs/data-dictionary.md`."""
    parts = [
        "# Data dictionary\n",
        "Generated from `pipeline/tables.py` by `make docs`; do not edit by hand.\n",
        "Offsets are counted in characters (Unicode code points), from 0, the end exclusive. In a mention table "
        "`releases.text[start:end] == text`.\n",
        "In CSV a text that a spreadsheet would take for a formula stands behind an apostrophe, and control "
        "characters stand as U+FFFD (see SECURITY.md); Parquet and the database hold the exact text. "
        "Of `debris` a CSV is written only with `csv_of_debris = true` in the settings.\n",
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
    return (column.meaning + _allowed(column)).replace("|", "\\|")


def _allowed(column: Column) -> str:
    files = " or ".join(f"{codes.resource}.csv" for codes in column.codes)
    if column.values == tuple(REASONS):
        return " A code of the list below."
    if column.codes and column.pattern:
        return f" A code of {files}."
    allowed = list(dict.fromkeys(allowed_values(column)))
    if not allowed:
        return ""
    more = f" and {len(allowed) - MAX_SHOWN} more" if len(allowed) > MAX_SHOWN else ""
    where = f" ({files})" if more and len(allowed) > len(column.values) else ""
    return f" One of: {', '.join(allowed[:MAX_SHOWN])}{more}{where}."


_KINDS = {
    "finds": "makes rows, and stands in their column `rule`",
    "item": "says what is counted, and stands in the column `item_rule`",
    "guards": "keeps rows from being made",
    "joins": "says what belongs together",
    "values": "settles a cell (of scopes and of what completes dates the columns `scope_rule` and `basis_rule` tell)",
}


def render_rules() -> str:
    """Return `docs/rules.md`."""
    rules = list(register().values())
    tables = list(dict.fromkeys(rule.table for rule in rules))
    parts = [
        "# Rules\n",
        "Generated from `pipeline/resources/rules.csv` by `make docs`; do not edit by hand. Each rule is tried on its "
        "examples by a test: the words in bold are those it is about.\n",
        'A rule is switched off by its full name in the settings: `disabled_rules = ["counts.stands-at"]`. Kinds: '
        + "; ".join(f"*{kind}* {says}" for kind, says in _KINDS.items())
        + ". What rules of `people` find stands in `person_mentions` as well.\n",
    ]
    for table in tables:
        rows = [rule for rule in rules if rule.table == table]
        parts += [
            f"## {table}\n",
            "| rule | kind | what it says | example |",
            "|---|---|---|---|",
            *(f"| `{rule.name}` | {rule.kind} | {_escaped(rule.says)} | {_example(rule)} |" for rule in rows),
            "",
        ]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("\n", " ¶ ")


def _example(rule: Rule) -> str:
    text, words = marked(rule.examples[0])
    before, _, behind = rule.examples[0].partition(f"[[{words}]]")
    return _escaped(text) if not words else f"{_escaped(before)}**{_escaped(words)}**{_escaped(behind)}"
