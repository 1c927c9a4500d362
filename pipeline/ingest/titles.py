"""Titles that documents state of themselves, as far as they are titles."""

from __future__ import annotations

_JUNK = {"document", "microsoft word", "news release", "press release", "title", "untitled", "word document"}
_FILES = (".doc", ".docx", ".odt", ".rtf", ".htm", ".html", ".pdf")


def stated_title(title: str) -> dict[str, str]:
    """Return the field of a document's own title; none where it is a file's name, a template's or a single word."""
    title = " ".join(title.split())
    is_junk = title.lower() in _JUNK or title.lower().endswith(_FILES) or " " not in title
    return {} if is_junk else {"title": title}
