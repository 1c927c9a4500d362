"""Repairs letters of UTF-8 that were misread in another encoding ("KlaipÄ—da"), where the words show that they were."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.extras import needs
from pipeline.letters import is_broken, known_names
from pipeline.spans import Edit

with needs("readers"):
    import ftfy

RULE = "mojibake"
# Bytes of UTF-8 read as cp1252 or Latin-1 begin with one of these; ftfy looks at nothing else.
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_MISREAD = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
# The last byte of a closing mark has no sign in cp1252, and many programs drop it.
_CUT_QUOTE = "\u00e2\u20ac"
_AFTER_QUOTE = " \t\r\n.,;:!?)"
MAX_RUN = 1000  # a longer run without an ASCII character is another script, not a misread word
MAX_WORD = 40  # letters on either side that are looked at
# In order: the first of equals is taken.
_PAGES = ("cp1252", "latin-1", "cp1250", "cp1254", "cp1257", "mac_roman", "cp1251", "cp437")
_LOST = "\ufffd"  # stands where a program could not show a byte
_LOST_BYTES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # those that cp1252 has no sign for
_LETTERS = ((0xC0, 0x17F), (0x218, 0x21B), (0x386, 0x3CE), (0x400, 0x45F), (0x490, 0x491))
_SIGNS = frozenset("“”‘’„‚–—…•€™°§©®«»½¼¾·£¥¢×±²³ºª¿¡†‡\u00a0")
# Letters beyond ASCII by the languages in which a lost byte is most often met.
_ALPHABETS = (
    "ąćęłńóśźż", "áéíóöőúüű", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "āčēģīķļņšūž", "ąčęėįšųūž", "çğıiöşü",
)  # fmt: skip


class _Found(NamedTuple):
    """A misread character: where it stands, what it is, and whether its word shows that it was misread."""

    start: int
    end: int
    put: str
    is_sure: bool


def find_mojibake(text: str) -> list[Edit]:
    """Return the runs of characters that are UTF-8 misread in another encoding, each with its repair.

    ftfy is shown the run itself only, so that the rest of the text cannot change. What it leaves is repaired where the
    word is one that nobody writes, and is whole afterwards; in a text with such words, other misread letters, too.
    """
    if text.isascii():
        return []
    edits = []
    runs = list(_RUN.finditer(text))
    for match in runs:
        run = match.group()
        if run == _CUT_QUOTE and (match.end() == len(text) or text[match.end()] in _AFTER_QUOTE):
            edits.append(Edit(match.start(), match.end(), "\u201d", RULE))
            continue
        if len(run) > MAX_RUN or _LOST in run or not _MISREAD.search(run):
            continue
        fixed = ftfy.fix_encoding(run)
        if fixed != run and len(fixed) < len(run):
            edits.append(Edit(match.start(), match.end(), fixed, RULE))
    taken = [(edit.start, edit.end) for edit in edits]
    others = [edit for edit in _by_words(text, runs, known=bool(edits)) if not _overlaps(edit, taken)]
    return sorted([*edits, *others])


def _overlaps(edit: Edit, taken: list[tuple[int, int]]) -> bool:
    n = bisect_left(taken, (edit.start, edit.end))
    return any(low < edit.end and edit.start < high for low, high in taken[max(0, n - 1) : n + 1])


def _by_words(text: str, runs: Sequence[re.Match[str]], *, known: bool) -> list[Edit]:
    """Return the repairs in the one page in which most words are shown to be misread.

    Args:
        runs: of characters that are not ASCII, two or more each.
        known: whether it is known already that letters of the text were misread as Windows-1252.
    """
    runs = [match for match in runs if match.end() - match.start() <= MAX_RUN]
    if not runs:
        return []
    best: list[_Found] = []
    most = 0
    for page in _PAGES:
        found = [one for match in runs for one in _in_run(text, match.start(), match.end(), page)]
        sure = sum(one.is_sure for one in found)
        sure += known and page == "cp1252"
        if sure > most:
            best, most = found, sure
    return [Edit(one.start, one.end, one.put, RULE) for one in best]


def _in_run(text: str, start: int, end: int, page: str) -> Iterator[_Found]:
    """Yield the characters of a run that are whole in their words when they are read anew."""
    parts = [*_characters(text[start:end], page)]
    if not any(size > 1 for _, size in parts):
        return
    at = start
    for options, size in parts:
        if size > 1:
            choices = [put for put in options if _is_plain(put)]
            put = _chosen(text, at, at + size, choices, page)
            if put:
                yield _Found(at, at + size, put, _is_sure(text, at, at + size, put))
        at += size


def _is_sure(text: str, start: int, end: int, put: str) -> bool:
    """Return whether the word in which a misread character stands shows that it was misread."""
    before, behind = _around(text, start, end)
    run = text[start:end]
    if run[-1] == "\u00a0":
        # "Škoda"; but "Å gjøre" begins many a sentence.
        return behind[:1].islower() and (run[0] not in "ÅÃÄ" or (put + behind[:-1]).lower() in known_names())
    if not put.isalpha() and len(run) < 3:
        return False
    if put.isalpha() and (before[1:] + put + behind[:-1]).lower() in known_names():
        return True
    if run.endswith(_LOST) or is_broken(before[:1], before[1:] + run + behind[:-1], behind[-1:]):
        return True
    # One capital, a mark and small letters without a blank between: nobody writes "Ă–zil".
    return run[0].isupper() and not before[1:] and not run[1].isalnum() and behind[:1].islower()


def _characters(run: str, page: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield what a run is when its bytes are read as UTF-8: each character, or what it can be, and its signs here."""
    table = _bytes_of(page)
    n = 0
    while n < len(run):
        lead = table.get(run[n], 0)
        size = 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if 0xF0 <= lead <= 0xF4 else 1
        rest = run[n + 1 : n + size]
        if size == 2 and rest == _LOST and page == "cp1252":
            yield tuple(bytes((lead, byte)).decode("utf-8") for byte in _LOST_BYTES), 2
            n += 2
            continue
        data = bytes((lead, *(table.get(c, 0) for c in rest)))
        try:
            put = data.decode("utf-8") if len(rest) == size - 1 and size > 1 else ""
        except UnicodeDecodeError:
            put = ""
        yield ((put,), size) if put else ((run[n],), 1)
        n += size if put else 1


@functools.cache
def _bytes_of(page: str) -> Mapping[str, int]:
    """Return the byte of each character of a page from 0x80 on; bytes that it has no sign for stand for themselves."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        sign = bytes([byte]).decode(page, "ignore")
        if sign:
            table[sign] = byte
    return table


def _is_plain(put: str) -> bool:
    return len(put) == 1 and (
        put in _SIGNS or (put.isalpha() and any(low <= ord(put) <= high for low, high in _LETTERS))
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the signs of the word before and behind a stretch, each with the one sign beyond it."""
    low = start
    while low > 0 and start - low < MAX_WORD and _is_of_word(text[low - 1]):
        low -= 1
    high = end
    while high < len(text) and high - end < MAX_WORD and _is_of_word(text[high]):
        high += 1
    before = text[low - 1 : start] if low else " " + text[:start]
    return before, text[end : high + 1] if high < len(text) else text[end:] + " "


def _is_of_word(c: str) -> bool:
    return c.isalpha() or (not c.isascii() and not c.isspace())


def _chosen(text: str, start: int, end: int, choices: list[str], page: str) -> str | None:
    """Return the choice that leaves a whole word, where there is one and no more."""
    before, behind = (_reread(part, page) for part in _around(text, start, end))
    whole = [put for put in choices if not is_broken(before[:1], before[1:] + put + behind[:-1], behind[-1:])]
    if not whole and len(choices) == 1 and _is_whole_again(before, choices[0], behind):
        return choices[0]
    if len(whole) < 2:
        return whole[0] if whole else None
    words = {put: (before[1:] + put + behind[:-1]).lower() for put in whole}
    known = [put for put, word in words.items() if word in known_names()]
    spoken = [put for put, word in words.items() if _is_of_one_language(word)]
    for likely in (known, spoken):
        if len(likely) == 1:
            return likely[0]
    return None


def _is_whole_again(before: str, put: str, behind: str) -> bool:
    """Return whether a word that was misread twice is whole when it is read anew once more."""
    word = before[1:] + put + behind[:-1]
    return any(
        (again := _reread(word, page)) != word and not is_broken(before[:1], again, behind[-1:]) for page in _PAGES
    )


def _reread(part: str, page: str) -> str:
    """Return a part of a word with its own misread letters read anew."""
    return _RUN.sub(lambda run: "".join(options[0] for options, _ in _characters(run.group(), page)), part)


def _is_of_one_language(word: str) -> bool:
    letters = {c for c in unicodedata.normalize("NFC", word) if not c.isascii()}
    return len(letters) > 1 and any(letters <= set(alphabet) for alphabet in _ALPHABETS)
