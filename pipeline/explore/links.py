"""Datasette plugin: a release's id leads to the page that shows it."""

from __future__ import annotations

import re
from typing import Any

from datasette import hookimpl
from markupsafe import Markup, escape

REPORT_PATH = "/report/"
_RELEASE_COLUMNS = ("release_id", "near_duplicate_of")


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str) -> Markup | None:
    """Return a release's id as a link; Datasette shows every other cell as text."""
    if column in _RELEASE_COLUMNS and isinstance(value, str) and re.fullmatch("[0-9a-f]{16}", value):
        return Markup(f'<a href="{REPORT_PATH}release.html#{escape(value)}">{escape(value)}</a>')
    return None
