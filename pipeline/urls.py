"""Splits addresses that strangers wrote: one that no program could follow has no parts, and is never an error.

>>> host_of("https://www.Police.example:8080/news"), host_of("http://[police.example/1"), path_of("/news/1?page=2")
('police.example', '', '/news/1')
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_NOTHING = SplitResult("", "", "", "", "")
# Labels of letters, digits, hyphens and underscores; letters of any script, as people write them.
_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){0,20}")


def split_url(url: str | None) -> SplitResult:
    """Return the parts of an address, all of them empty where it is none ("http://[police.example/1")."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return _NOTHING


def host_of(url: str | None) -> str:
    """Return the host of an address with a scheme, in lower case and without "www.", or an empty string."""
    host = (split_url(url).hostname or "").rstrip(".").removeprefix("www.")
    return host if len(host) <= 253 and _HOST.fullmatch(host) else ""


def path_of(url: str | None) -> str:
    """Return the path of an address, or an empty string."""
    return split_url(url).path
