"""Tells in which of the old code pages a text was written that is no UTF-8, from the words it gives in each.

Windows-1252 is assumed unless the whole text speaks for another page: its words come out broken in Windows-1252
("cafŽ", "Wa³êsa", "Ïðèâåò") and whole in the other, or are known names in the other and none in Windows-1252.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.letters import is_broken, known_names

DEFAULT = "windows-1252"
# In order of how common they are: the first of equals is taken only where it is Windows-1252.
CODE_PAGES = (
    DEFAULT, "macintosh", "windows-1250", "windows-1254", "windows-1257", "windows-1251", "koi8-r", "iso-8859-2",
    "iso-8859-5", "cp850", "cp866",
)  # fmt: skip
_CODECS = {"macintosh": "mac_roman"}
MAX_TOKENS = 20_000  # words looked at: those of some 400 pages
MAX_LENGTH = 60  # bytes of one word
# So many times fewer broken words than in Windows-1252: a page that breaks some words, too, may be right by chance.
MUCH_BETTER = 4
MIN_BROKEN = 0.1  # share of broken words below which a text is in Windows-1252 with a few misprints
_TOKEN = re.compile(rb"[A-Za-z\x80-\xff'-]{0,60}[\x80-\xff][A-Za-z\x80-\xff'-]{0,60}")
# In a text that is not in Windows-1252 for certain ("£ódŸ") this is more likely a letter in another page.
_DOUBTFUL = re.compile(r"[€£¥¢§©®°µ][^\W\d_]")
_RUSSIAN = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_COMMON_RUSSIAN = frozenset("оеаинтсрвлкмдпу")


def codec_of(page: str) -> str:
    """Return Python's name of a code page."""
    return _CODECS.get(page, page)


def guess_encoding(data: bytes) -> str:
    """Return the code page that a text which is no UTF-8 is most likely written in.

    >>> guess_encoding("Das Café in München".encode("cp1252")), guess_encoding("“Café”, he said".encode("mac_roman"))
    ('windows-1252', 'macintosh')
    """
    tokens = _tokens(data)
    total = sum(tokens.values())
    if not total:
        return DEFAULT
    broken = _n_broken(tokens, DEFAULT)
    if broken:
        if broken < MIN_BROKEN * total:
            return DEFAULT
        scores = {page: _n_broken(tokens, page) for page in CODE_PAGES[1:]}
        least = min(scores.values())
        best = [page for page in CODE_PAGES[1:] if scores[page] == least]
        if least * MUCH_BETTER > broken:
            return DEFAULT
        doubtful = {page: sum(bool(_DOUBTFUL.search(_decoded(t[1], page))) for t in tokens) for page in best}
        best = [page for page in best if doubtful[page] == min(doubtful.values())]
        known = {page: _n_known(tokens, page) for page in best}
        most = max(known.values())
        best = [page for page in best if known[page] == most]
        return best[0] if len(best) == 1 or _same(tokens, best) else _by_letters(tokens, best)
    return _by_names(tokens)


def _tokens(data: bytes) -> Counter[tuple[bytes, bytes, bytes]]:
    """Count the words with other bytes than ASCII, each with the byte before and behind it."""
    found: Counter[tuple[bytes, bytes, bytes]] = Counter()
    for n, match in enumerate(_TOKEN.finditer(data)):
        if n >= MAX_TOKENS:
            break
        start, end = match.span()
        found[data[max(0, start - 1) : start], match.group()[:MAX_LENGTH], data[end : end + 1]] += 1
    return found


def _decoded(word: bytes, page: str) -> str:
    return word.decode(codec_of(page), "replace")


def _n_broken(tokens: Counter[tuple[bytes, bytes, bytes]], page: str) -> int:
    return sum(n for token, n in tokens.items() if _is_broken(token, page))


def _is_broken(token: tuple[bytes, bytes, bytes], page: str) -> bool:
    before, word, behind = token
    return is_broken(before.decode("latin-1"), _decoded(word, page), behind.decode("latin-1"))


def _is_known(token: tuple[bytes, bytes, bytes], page: str) -> bool:
    text = _decoded(token[1], page)
    return any(word in known_names() for word in re.split(r"[\W\d_]+", text.lower()) if word and not word.isascii())


def _n_known(tokens: Counter[tuple[bytes, bytes, bytes]], page: str) -> int:
    return sum(_is_known(token, page) for token in tokens)


def _same(tokens: Counter[tuple[bytes, bytes, bytes]], pages: list[str]) -> bool:
    """Return whether all words are the same in these pages."""
    return all(len({_decoded(word, page) for page in pages}) == 1 for _, word, _ in tokens)


def _by_letters(tokens: Counter[tuple[bytes, bytes, bytes]], pages: list[str]) -> str:
    """Return the page whose letters are the most common: Cyrillic ones by frequency, Western before Eastern ones."""

    def share(page: str) -> float:
        letters = "".join(_decoded(word, page) * n for (_, word, _), n in tokens.items()).lower()
        cyrillic = [c for c in letters if c in _RUSSIAN]
        if cyrillic:
            return sum(c in _COMMON_RUSSIAN for c in cyrillic) / len(cyrillic)
        accented = [c for c in letters if not c.isascii() and c.isalpha()]
        return sum(c in "éèáàâäãåçíîñóôöõúüøæ" for c in accented) / max(1, len(accented))

    return max(pages, key=lambda page: (share(page), -CODE_PAGES.index(page)))


def _by_names(tokens: Counter[tuple[bytes, bytes, bytes]]) -> str:
    """Return the one page in which words are known names that are none in Windows-1252, which reads well, too."""
    gains: dict[str, int] = {}
    for page in ("windows-1250", "windows-1254", "windows-1257"):
        if _n_broken(tokens, page):
            continue
        differing = [token for token in tokens if _decoded(token[1], page) != _decoded(token[1], DEFAULT)]
        if any(_is_known(token, DEFAULT) for token in differing):
            continue
        gains[page] = sum(_is_known(token, page) for token in differing)
    most = max(gains.values(), default=0)
    best = [page for page, gain in gains.items() if gain == most]
    return best[0] if most and (len(best) == 1 or _same(tokens, best)) else DEFAULT
