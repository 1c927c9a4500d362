"""Tells the headline in a page's title from the names of its site and section, wherever they stand.

>>> split_title("Cross-border ring - 12 held | Harbour Police")
TitleParts(headline='Cross-border ring - 12 held', site='Harbour Police')
>>> split_title("Harbour Police – Twelve held at the weir").headline
'Twelve held at the weir'
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipeline import lookups
from pipeline.clean_text.debris import squeeze

# These stand between a headline and its site, and hardly ever in a headline.
_BAR = re.compile(r"\s*[|¦｜│»]\s*|\s+(?:[«›‹•·]|::|//)\s+")
# These stand in headlines, too ("Ring broken up – 40 held").
_DASH = re.compile(r"\s+[-–—―:~]{1,2}\s+")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s\d,–-]*(?:(?:by|the) )?(?P<name>[^\W\d_][^|•·©.;:\n]{2,60})", re.IGNORECASE
)
_RIGHTS = re.compile(r"[\s,–-]*\ball rights\b.*", re.IGNORECASE)
MAX_SITE = 45  # characters of a site's name
MAX_SMALL = 3  # letters of a word that names write small ("of", "the", "des")
MAX_MORE = 2  # words that a site's name has more in one place than in another
MIN_HEADLINE_WORDS = 3


_key = functools.lru_cache(maxsize=2048)(squeeze)  # names of sites come again on page after page


class TitleParts(NamedTuple):
    """A page's title taken apart.

    Attributes:
        site: the name of a body or of the site that stands beside the headline, None without one.
    """

    headline: str
    site: str | None


@functools.cache
def _sections() -> frozenset[str]:
    rows = lookups.table("site_words", key=("phrase",))
    return frozenset(squeeze(row["phrase"]) for row in rows if row["kind"] == "section")


@functools.cache
def _bodies() -> re.Pattern[str]:
    own = [row["phrase"] for row in lookups.table("site_words", key=("phrase",)) if row["kind"] == "body"]
    rows = lookups.table("organisation_words", key=("phrase",))
    # The longest first, so that one look is enough.
    words = sorted({*own, *(row["phrase"] for row in rows)}, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _is_named(part: str) -> bool:
    """Return whether a part is written as names are: short, in capitals, without figures."""
    words = part.split()
    return (
        0 < len(part) <= MAX_SITE
        and not any(c.isdigit() or c in ":;?!" for c in part)
        and all(w[:1].isupper() or len(w) <= MAX_SMALL or not w[:1].isalpha() for w in words)
    )


def is_section(part: str) -> bool:
    """Return whether a text is the name of a part of a site ("Press releases", "Main menu")."""
    return _key(part) in _sections()


@functools.lru_cache(maxsize=4096)
def is_body(part: str) -> bool:
    """Return whether a text is the name of an issuing body ("Harbour Police")."""
    return _is_named(part) and _bodies().search(part) is not None


def is_site(part: str, names: Iterable[str]) -> bool:
    """Return whether a text is one of the names a site is known by, or holds one as names do."""
    key = _key(part)
    joined = key.replace(" ", "")
    for name in names:
        known = _key(name)
        if not key or not known:
            continue
        if key == known or joined == known.replace(" ", ""):
            return True
        # "Lund Times Online", and "Lund Times" of a "Lund Times Online"; "Lund Times Editor Fined in Spain" is neither.
        longer, shorter = sorted((key, known), key=len, reverse=True)
        more = len(longer.split()) - len(shorter.split())
        inside = longer.startswith(shorter + " ") or longer.endswith(" " + shorter)
        if inside and len(shorter) >= 4 and more <= MAX_MORE and _is_named(part):
            return True
    return False


def title_parts(title: str) -> list[str]:
    """Return what bars part in a page's title, and each part without the names that dashes part from it.

    >>> title_parts("District of Quay | Two held over boats — Harbour Police")
    ['District of Quay', 'Two held over boats — Harbour Police', 'Two held over boats']
    """
    parts = [part for part in map(str.strip, _BAR.split(title)) if part]
    return list(dict.fromkeys(name for part in parts for name in (part, split_title(part).headline)))


def _rank(part: str, names: Collection[str]) -> int:
    """Return how little a part looks like a headline."""
    if is_site(part, names) or is_section(part):
        return 3
    if is_body(part):
        return 2
    return 1 if _is_named(part) else 0


@functools.lru_cache(maxsize=256)
def split_title(title: str, names: tuple[str, ...] = ()) -> TitleParts:
    """Return the headline of a page's title, and the name of the site or body beside it.

    Args:
        title: its words, blanks squeezed.
        names: what the site is called elsewhere: in its metadata, its host, its copyright line.
    """
    parts = [part for part in map(str.strip, _BAR.split(title)) if part]
    headline = parts[0] if parts else title
    beside: list[str] = []
    if len(parts) > 1:
        ranks = [_rank(part, names) for part in parts]
        best = [n for n, rank in enumerate(ranks) if rank == min(ranks)]
        long = [n for n in best if len(parts[n].split()) >= MIN_HEADLINE_WORDS]
        chosen = long[0] if long else max(best, key=lambda n: (len(parts[n].split()), -n))
        headline = parts[chosen]
        beside = [part for n, part in enumerate(parts) if n != chosen]
    headline, more = _without_dashed(headline, names, sure_only=bool(beside))
    beside += more
    site = next((part for part in beside if is_site(part, names) and not is_section(part)), None)
    return TitleParts(headline, site or next((part for part in beside if is_body(part)), None))


def _without_dashed(title: str, names: Collection[str], *, sure_only: bool) -> tuple[str, list[str]]:
    """Return a title without names that dashes part from it at its ends, and those names.

    Args:
        sure_only: whether a name was found already, so that only names known for certain go.
    """
    gone: list[str] = []
    while cuts := list(_DASH.finditer(title)):
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        known = is_site(tail, names) or is_section(tail)
        if not known and (sure_only or not _is_named(tail) or len(tail) >= len(head)):
            break
        title = head
        gone.append(tail)
        sure_only = sure_only or not is_section(tail)
    if cuts := list(_DASH.finditer(title)):
        head, tail = title[: cuts[0].start()], title[cuts[0].end() :]
        known = is_site(head, names) or is_section(head)
        says_more = not _is_named(tail) and len(tail.split()) >= MIN_HEADLINE_WORDS
        if says_more and (known or (not sure_only and is_body(head))):
            return tail, [*gone, head]
    return title, gone


def publisher_of(site: str | None, names: Collection[str]) -> str | None:
    """Return the body that a name beside a headline stands for, None where it may be no body.

    >>> publisher_of("Harbour Police Newsroom", ()), publisher_of("Politics", ())
    ('Harbour Police', None)
    """
    if site is None:
        return None
    words = site.split()
    for n in (1, 2):
        if len(words) > n and is_section(" ".join(words[-n:])):
            site = " ".join(words[:-n]).rstrip(" ,–-")
            break
    return site.removeprefix("The ") if is_body(site) or is_site(site, names) else None


def copyright_name(line: str) -> str | None:
    """Return whom a copyright line names ("© 2024 Harbour Police. All rights reserved."), None if no one."""
    match = _COPYRIGHT.search(line)
    name = _RIGHTS.sub("", match["name"]).strip(" ,–-") if match else ""
    return name or None
