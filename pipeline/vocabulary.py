"""The closed lists of the contract that stand in code: formats and encodings.

What stands in data files is listed there: actions, units and currencies, and the rules of `rules.csv`. A name that a
module puts into a column and that stands in neither costs the releases that meet it, so put it here first.
`tests/unit/test_vocabulary.py` compares the lists with the code.
"""

from __future__ import annotations

from collections.abc import Mapping

# Of `sources.format`: what the readers call what they read; archives and mailboxes stand with what they hold, or alone
# where they cannot be opened.
FORMATS: tuple[str, ...] = (
    *("txt", "html", "json", "jsonl", "csv", "tsv", "xml", "parquet", "eml", "msg", "mbox", "mhtml", "docx", "doc"),
    *("odt", "rtf", "pdf", "epub", "warc", "xlsx", "xlsm", "xlsb", "xls", "ods", "png", "jpg", "jpeg", "tif", "tiff"),
    *("webp", "zip", "gz", "tar", "unknown"),
)

# Of `releases.encoding`: code pages by the names of browsers, and UTF-8 in which single bytes are strays.
ENCODINGS: tuple[str, ...] = (
    *("utf-16-le", "utf-16-be", "utf-8, windows-1252", "windows-1252", "macintosh", "windows-1250", "windows-1254"),
    *("windows-1257", "windows-1251", "koi8-r", "iso-8859-2", "iso-8859-5", "cp850", "cp866"),
)

# The rule of charges that finds what makes a sentence longer: a row of its own, but no offence that analysis counts.
ENHANCEMENT = "enhancement"

# Tables whose rows rules of another table make as well: a naming is found by the rules that find people.
SHARED: Mapping[str, tuple[str, ...]] = {"person_mentions": ("people",)}
