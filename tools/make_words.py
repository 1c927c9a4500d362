"""Makes `pipeline/resources/words.csv` and `common_words.csv` from Debian's word lists.

Run `python tools/make_words.py` after `apt-get install wamerican wbritish wamerican-small wbritish-small`.
The lists are SCOWL's (Kevin Atkinson; free use with its notice). They keep the case of names, so that a
word listed in lower case is a common word. Words of the field that the lists lack stand in
`field_words.csv`, written by hand.
"""

from __future__ import annotations

from pathlib import Path

from pipeline import lookups

DICT = Path("/usr/share/dict")
LISTS = {
    "words": ("american-english", "british-english"),
    "common_words": ("american-english-small", "british-english-small"),
}
HEAD = """# source: SCOWL word lists ({lists}; Debian, 2020.12.07), lower-case words, and field_words.csv
#   made by tools/make_words.py; do not edit by hand
# licence: SCOWL's (free use with notice: Copyright 2000-2018 by Kevin Atkinson); MIT (field_words.csv)
# date: 2026-11-24
"""


def render(name: str, folder: Path = DICT) -> str:
    """Return the text of one list's file."""
    found = set(lookups.words("field_words"))
    for listed in LISTS[name]:
        lines = (folder / listed).read_text(encoding="utf-8").splitlines()
        found.update(w for w in lines if len(w) > 1 and w.isascii() and w.isalpha() and w.islower())
    found |= {"a", "i"}
    return HEAD.format(lists=", ".join(LISTS[name])) + "\n".join(["word", *sorted(found)]) + "\n"


if __name__ == "__main__":
    for name in LISTS:
        (lookups.RESOURCES / f"{name}.csv").write_text(render(name), encoding="utf-8")
