"""Finds the lines of a release that are page furniture, by the rules of `resources/debris.yaml`."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline import lookups
from pipeline.errors import ResourceError

KINDS = ("line", "weak", "opens", "counter", "start", "block", "notes", "mail")
BOX, HEAD, NOTE = (
    "box",
    "head",
    "note",
)  # only pages have boxes, a head told from the body, and say that they are articles
PAGE_KINDS = (*KINDS, BOX, HEAD, NOTE)
MAX_KNOWN = 1000  # characters of a text that is remembered in a form fit to be compared
MAX_LINE = 240  # a longer line is prose; no rule looks at it
SECTION = "menu"  # "News releases" below a list of links heads what is not of it
MAX_TEASER = 400  # characters of a title or teaser that has its day below it
MAX_BLOCK = 14  # lines of a block of furniture; a longer one is a page without blank lines
MIN_PICTURES = 2  # counters that show by their likeness what stands below each
MIN_TOLD = 10  # words of a sentence that is none of a menu's lines
MAX_MENU_WORDS = 4  # of a menu's entry that stands between blank lines
MAX_LINKS = 60  # a list of links longer than this was never seen; what follows is body again


class Line(NamedTuple):
    """One line of the text with something on it: its place without outer blanks, and its block."""

    start: int
    end: int
    text: str
    block: int


@dataclass(frozen=True)
class Rule:
    """One named rule: how it applies, and the expression a line must match."""

    name: str
    kind: str
    pattern: re.Pattern[str]


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in file order.

    Raises:
        ResourceError: a rule lacks a field, names an unknown kind, or has a broken pattern.
    """
    path = lookups.RESOURCES / "debris.yaml"
    found: list[Rule] = []
    for n, row in enumerate(lookups.document("debris"), 1):
        if not isinstance(row, dict) or set(row) != {"name", "kind", "patterns"} or row["kind"] not in PAGE_KINDS:
            raise ResourceError(f"{path}: rule {n} needs a name, patterns and a kind of {', '.join(PAGE_KINDS)}.")
        try:
            pattern = re.compile("|".join(f"(?:{p})" for p in row["patterns"]), re.IGNORECASE)
        except re.error as error:
            raise ResourceError(f"{path}: rule {n} ({row['name']}) has a broken pattern: {error}.") from error
        found.append(Rule(row["name"], row["kind"], pattern))
    return tuple(found)


def rule_names() -> tuple[str, ...]:
    """Return the names of the debris rules, sorted."""
    return tuple(sorted({rule.name for rule in rules()} | {"menu-line", "repeated-title"}))


@functools.lru_cache(maxsize=8192)
def heads_list(text: str) -> bool:
    """Return whether a heading stands over a list of links to other pages ("Related news")."""
    return any(rule.pattern.fullmatch(text) for rule in _rules_of("opens"))


@functools.lru_cache(maxsize=8192)
def heads_box(text: str) -> str | None:
    """Return the rule of a heading over a box beside an article ("About the author"), None where it is none."""
    return next((rule.name for rule in _rules_of(BOX) if rule.pattern.fullmatch(text)), None)


def is_head_line(text: str) -> str | None:
    """Return the rule of a line above a page's first paragraph that tells who wrote it, or when, None for another."""
    return next((rule.name for rule in _rules_of(HEAD) if rule.pattern.fullmatch(text)), None)


def is_note(text: str) -> str | None:
    """Return the rule of a line of a news page that calls to act, or tells of site or page, None for another."""
    return next((rule.name for rule in _rules_of(NOTE) if rule.pattern.match(text)), None)


_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
RELEASED = re.compile(r"\W*(?:for )?immediate release\b", re.IGNORECASE)  # the mark above a release
# Asked whether there is one, not where: it may have a plus sign or bracket before it.
_PHONE = re.compile(r"\d(?:\d{0,3}\)?(?:[ ./-]?\(?\d{2,5}\)?){2,5}|(?<=\b\d)\d\d-\d{4}\b)")
MAX_CONTACT = 8  # lines of a contact block
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’)\]]*$")
# Arrows and pictures that stand before a link; the dots of lists are none of them.
_ICON = re.compile(
    r"[\u2039\u203a\u2190-\u23ff\u25b2-\u25c5\u2600-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f? ?"
)
_PIPES = re.compile(r" ?[|•·] ?")
_DATE_LINE = re.compile(
    r"(?:\w{3,6}day,? )?(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? "
    r"(?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}",
    re.IGNORECASE,
)


def has_address(text: str) -> bool:
    """Return whether a text holds an address of mail or a telephone number."""
    # Most texts have no such sign, and looking for what may stand before it takes long.
    if "@" in text and _MAIL.search(text):
        return True
    return _PHONE.search(text) is not None


@functools.cache
def _rules_of(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.kind == kind)


def _matching(kind: str, text: str, disabled: Collection[str]) -> str | None:
    for rule in _rules_of(kind):
        if rule.name not in disabled:
            match = rule.pattern.match(text) if kind == "start" else rule.pattern.fullmatch(text)
            if match:
                return rule.name
    return None


@functools.lru_cache(maxsize=8192)
def _kinds(text: str, disabled: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return (kind, rule) for each kind of rule that the line matches."""
    found = []
    for kind in KINDS:
        name = _matching(kind, text, disabled)
        if name:
            found.append((kind, name))
    return tuple(found)


def is_furniture(text: str) -> bool:
    """Return whether a line is furniture wherever it stands ("Share")."""
    return any(kind == "line" for kind, _ in _kinds(text, frozenset())) if len(text) <= MAX_LINE else False


def _is_menu_line(text: str, disabled: frozenset[str]) -> bool:
    """Return whether the line is three short names or more, parted by bars ("Home | News | Search").

    Two will do where each is debris by itself ("Unsubscribe | Privacy policy").
    """
    if not ("|" in text or "•" in text or "·" in text):
        return False
    parts = _PIPES.split(text)
    if len(parts) == 2:
        return all(any(kind == "line" for kind, _ in _kinds(part.strip(), disabled)) for part in parts)
    return len(parts) >= 3 and all(0 < len(p) <= 32 and not _SENTENCE_END.search(p) for p in parts)


def _is_linklike(text: str) -> bool:
    """Return whether a line under "Related news" can be one of its links, and not prose."""
    if len(text) > 180:
        return False
    return not re.search(r"[.!?][\"”’]?$", text) or bool(_DATE_LINE.match(text)) or text.endswith("...")


def find_debris(
    lines: Sequence[Line], prose: Collection[int], *, title: str | None, disabled: frozenset[str] = frozenset()
) -> dict[int, str]:
    """Return the rule of each line that is debris, by the line's number.

    Args:
        lines: the lines of the text that are not blank, in order.
        prose: numbers of the lines that belong to hard-wrapped prose; never debris.
        title: the release's headline, where known.
        disabled: names of rules to leave out.
    """
    found: dict[int, str] = {}
    kinds: list[dict[str, str]] = []
    for n, line in enumerate(lines):
        if n in prose or len(line.text) > MAX_LINE:
            kinds.append({})
            continue
        text, matched = _read_line(line.text, disabled)
        kinds.append(matched)
        rule = _own_rule(lines, n, text, matched, disabled)
        if rule:
            found[n] = rule
    headline = _headline_of_page_title(lines)
    _add_around(lines, prose, kinds, found, headline)
    _add_blocks(lines, prose, found, headline)
    _add_titles(lines, found, title, disabled)
    return found


def _read_line(line: str, disabled: frozenset[str]) -> tuple[str, dict[str, str]]:
    """Return a line without brackets around it, and the rule of each kind that it matches, an icon before it aside."""
    text = " ".join(line.split())
    if text[0] == "[" and text[-1] == "]" and "[" not in text[1:]:
        text = text[1:-1].strip() or text
    matched = _kinds(text, disabled)
    if not matched and text[0] > "\u2000" and (icon := _ICON.match(text)):
        matched = _kinds(text[icon.end() :], disabled)
    return text, dict(matched)


def _own_rule(
    lines: Sequence[Line], n: int, text: str, matched: Mapping[str, str], disabled: frozenset[str]
) -> str | None:
    """Return the rule by which a line is debris wherever it stands."""
    if "counter" in matched:
        return matched["counter"]
    if "line" in matched:
        return None if matched["line"] == "release-mark" and _labels_date(lines, n) else matched["line"]
    if "start" in matched:
        return matched["start"]
    return "menu-line" if "menu-line" not in disabled and _is_menu_line(text, disabled) else None


def _add_around(
    lines: Sequence[Line],
    prose: Collection[int],
    kinds: list[dict[str, str]],
    found: dict[int, str],
    headline: int | None,
) -> None:
    """Add the lines that are debris by what stands around them."""
    present = set().union(*kinds)
    if "block" in present:
        _add_contacts(lines, prose, kinds, found)
    if "notes" in present:
        _add_notes(lines, kinds, found)
    if "mail" in present:
        _add_mail_heads(lines, kinds, found)
    if "counter" in present:
        _add_captions(lines, prose, kinds, found)
    if "opens" in present:
        _add_links(lines, prose, kinds, found, headline)
    if "weak" in present:
        _add_weak(lines, kinds, found)


def _is_prose(text: str) -> bool:
    return len(text) >= 80 and bool(_SENTENCE_END.search(text))


def _add_contacts(
    lines: Sequence[Line], prose: Collection[int], kinds: list[dict[str, str]], found: dict[int, str]
) -> None:
    """Take contact blocks below the body, and a contact line with its address anywhere."""
    prose_end = max(
        (
            n
            for n, line in enumerate(lines)
            if n in prose or (n not in found and "block" not in kinds[n] and _is_prose(line.text))
        ),
        default=-1,
    )
    for n, line in enumerate(lines):
        rule = kinds[n].get("block")
        if rule is None or n in found:
            continue
        last = n if has_address(line.text) else -1
        if n > prose_end:
            for m in range(n + 1, min(n + MAX_CONTACT, len(lines))):
                if "block" not in kinds[m] and _says_more(lines[m].text):
                    break
                last = m if has_address(lines[m].text) else last
        elif line.text.rstrip("* ").endswith(":"):
            # "For further information, please contact:" above a footnote: only the lines with addresses.
            for m in range(n + 1, min(n + MAX_CONTACT, len(lines))):
                if len(lines[m].text) > 100 or not has_address(lines[m].text):
                    break
                last = m
        for m in range(n, last + 1):
            found.setdefault(m, rule)


def _says_more(text: str) -> bool:
    """Return whether a line below a contact is none of its name, office and addresses."""
    return len(text) > 100 or (_SENTENCE_END.search(text) is not None and len(text) > 60)


def _add_notes(lines: Sequence[Line], kinds: list[dict[str, str]], found: dict[int, str]) -> None:
    """Take an appendix for editors, which explains the issuing body and not the news."""
    for n in range(len(lines) // 2, len(lines)):
        rule = kinds[n].get("notes")
        if rule:
            for m in range(n, len(lines)):
                found.setdefault(m, rule)
            return


_MAIL_FIELD = re.compile(r"\*?(?:from|to|cc|bcc|sent|date|subject|reply-to|importance|attachments) ?:", re.IGNORECASE)
MAX_MAIL_HEAD = 12  # lines of the head of a mail


def _add_mail_heads(lines: Sequence[Line], kinds: list[dict[str, str]], found: dict[int, str]) -> None:
    """Take the line above a mail that was passed on, and the fields of its head."""
    for n in range(len(lines)):
        rule = kinds[n].get("mail")
        if rule:
            found.setdefault(n, rule)
            for m in range(n + 1, min(n + 1 + MAX_MAIL_HEAD, len(lines))):
                if not _MAIL_FIELD.match(lines[m].text):
                    break
                found.setdefault(m, rule)


def _labels_date(lines: Sequence[Line], n: int) -> bool:
    """Return whether the line ("For immediate release") is the label of a date in the next line."""
    below = " ".join(line.text for line in lines[n + 1 : n + 3])
    return bool(_DATE_LINE.match(below)) and len(lines[n + 1].text) <= 40


# A caption is one sentence and may end with a credit.
_TWO_SENTENCES = re.compile(
    r"[a-z]{3}[.!?]['\"”’)\]]*\s+(?!(?:photo|picture|image|video|credit|source|courtesy)s?\b)(?-i:[A-Z0-9“])",
    re.IGNORECASE,
)


def _is_caption(line: Line) -> bool:
    if len(line.text) > 160 or _TWO_SENTENCES.search(line.text):
        return False
    return not (len(line.text) > 90 and _SENTENCE_END.search(line.text))


def _is_sentence(line: Line) -> bool:
    return line.text.endswith((".", "!", "?"))


def _is_long(line: Line) -> bool:
    return len(line.text.split()) >= MIN_TOLD


def _all_captioned(lines: Sequence[Line], counters: list[int]) -> bool:
    """Return whether each of several counters heads a block of its own with one line more, which is its caption."""
    if len(counters) < MIN_PICTURES:
        return False
    for n in counters:
        around = [lines[m].block == lines[n].block if 0 <= m < len(lines) else False for m in (n - 1, n + 1, n + 2)]
        if around != [False, True, False]:
            return False
    return True


def _add_captions(
    lines: Sequence[Line], prose: Collection[int], kinds: list[dict[str, str]], found: dict[int, str]
) -> None:
    """Take the lines of a counter's block that read as captions.

    Below its last counter a block may go on with the release: a sentence there is none of its captions.
    """
    counters = [n for n in found if "counter" in kinds[n]]
    shown = _all_captioned(lines, sorted(counters))
    last_of = {lines[n].block: n for n in sorted(counters)}
    for n in counters:
        for step in (-1, 1):
            m = n + step
            while 0 <= m < len(lines) and lines[m].block == lines[n].block:
                if m in prose or m in found or not _is_caption(lines[m]):
                    break
                if m > last_of[lines[n].block] and _is_sentence(lines[m]) and not shown:
                    break
                found[m] = "caption"
                m += step


def _is_dated(lines: Sequence[Line], n: int) -> bool:
    """Return whether a line's day stands below it, as below the titles in a list of links."""
    return n + 1 < len(lines) and len(lines[n].text) <= MAX_TEASER and bool(_DATE_LINE.fullmatch(lines[n + 1].text))


def _begins_release(text: str) -> bool:
    """Return whether a line is the mark above a release, alone or with its day; in a list of links titles follow it."""
    mark = RELEASED.match(text)
    rest = " ".join(text[mark.end() :].split()).lstrip(": ") if mark else ""
    return mark is not None and (not rest or _DATE_LINE.match(rest) is not None)


def _add_links(
    lines: Sequence[Line],
    prose: Collection[int],
    kinds: list[dict[str, str]],
    found: dict[int, str],
    headline: int | None,
) -> None:
    """Take headings of link lists with the links below them."""
    n = 0
    while n < len(lines):
        rule = kinds[n].get("opens")
        if rule is None:
            n += 1
            continue
        m = n + 1
        while m < len(lines) and m - n <= MAX_LINKS and m not in prose:
            if (
                m == headline
                or found.get(m) == SECTION
                or _begins_release(lines[m].text)
                or (m not in found and not _is_linklike(lines[m].text) and not _is_dated(lines, m))
            ):
                break
            m += 1
        # A heading over prose ("Related information" in a report) heads a section, not a list.
        followed = m > n + 1 or m == len(lines) or _begins_release(lines[m].text)
        if followed:
            for k in range(n, m):
                found.setdefault(k, rule)
        n = max(m, n + 1)


def _add_weak(lines: Sequence[Line], kinds: list[dict[str, str]], found: dict[int, str]) -> None:
    """Take lines that are debris only beside debris, spreading both ways."""
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        last = None
        for n in order:
            if n in found:
                last = n
            elif "weak" in kinds[n] and last is not None and abs(n - last) <= 2 and not _is_told_of(lines, n):
                found[n] = kinds[n]["weak"]
                last = n


def _is_told_of(lines: Sequence[Line], n: int) -> bool:
    """Return whether the line above says what an address is ("The opinion can be found here:")."""
    above = lines[n - 1].text if n and lines[n].text.startswith("http") else ""
    return above.endswith(":") and len(above.split()) > MAX_MENU_WORDS


def _add_blocks(lines: Sequence[Line], prose: Collection[int], found: dict[int, str], headline: int | None) -> None:
    """Take the rest of a block most of whose lines are debris, and single short lines between two of them."""
    if not found:
        return
    blocks: dict[int, list[int]] = {}
    for n, line in enumerate(lines):
        blocks.setdefault(line.block, []).append(n)
    for members in blocks.values():
        rest = [n for n in members if n not in found and n != headline and not RELEASED.match(lines[n].text)]
        if 3 <= len(members) <= MAX_BLOCK and rest and 2 * len(rest) <= len(members):
            taken = [n for n in members if n in found]
            pictured = any(found[n] == "counter" for n in taken)
            for n in rest:
                told = _is_sentence(lines[n]) and (n > taken[-1] or (_is_long(lines[n]) and not pictured))
                if n not in prose and _is_caption(lines[n]) and not told:
                    found[n] = found[min((m for m in members if m in found), key=lambda m: abs(m - n))]
    for n in range(1, len(lines) - 1):
        if n in found or n in prose or n == headline or n - 1 not in found or n + 1 not in found:
            continue
        text = lines[n].text
        if found[n - 1] not in _FURNITURE or found[n + 1] not in _FURNITURE or RELEASED.match(text):
            continue
        # A headline may stand between a menu and the share links below it.
        apart = lines[n - 1].block != lines[n].block != lines[n + 1].block
        if apart and len(text.split()) > MAX_MENU_WORDS:
            continue
        if _DATE_LINE.fullmatch(text) or (len(text) <= 60 and not _SENTENCE_END.search(text)):
            found[n] = found[n - 1]


# Rules whose lines stand in runs; a short line between two of them is one more of the run.
_FURNITURE = frozenset(
    {"menu", "menu-line", "share", "skip-link", "breadcrumb", "follow", "footer", "by-line", "read-more"}
)


MIN_HEADLINE_WORDS, MAX_HEADLINE_LINE = 4, 250


def _headline_of_page_title(lines: Sequence[Line]) -> int | None:
    """Return the last line that the first repeats with more beside it ("Two held" of "Two held - Harbour Police").

    Below the first paragraph it is the page's foot that names it again.
    """
    if not lines:
        return None
    whole = f" {squeeze(lines[0].text)} "
    last = min(len(lines) - 1, MAX_HEADLINE_LINE)
    last = next((n for n in range(1, last) if _is_prose(lines[n].text)), last)
    for n in range(last, 0, -1):
        key = squeeze(lines[n].text) if len(lines[n].text) < len(lines[0].text) else ""
        if len(key.split()) >= MIN_HEADLINE_WORDS and f" {key} " in whole:
            return n
    return None


_WORD = re.compile(r"[^\W_]+")


def squeeze(text: str) -> str:
    """Return the letters and digits of a text in lower case, for comparing titles."""
    return _squeezed(text) if len(text) <= MAX_KNOWN else _squeezed.__wrapped__(text)


@functools.lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _add_titles(lines: Sequence[Line], found: dict[int, str], title: str | None, disabled: frozenset[str]) -> None:
    """Take the title where it stands again among furniture, whole or cut off with dots.

    A title that stands alone is a heading of the release, also where it repeats.
    """
    key = squeeze(title or "")
    if not key or "repeated-title" in disabled:
        return
    sizes = Counter(line.block for line in lines)
    seen = False
    for n, line in enumerate(lines):
        if n in found or len(line.text) > len(title or "") + 10 or sizes[line.block] > MAX_BLOCK:
            continue
        text = squeeze(line.text)
        above, below = (m in found and lines[m].block == line.block for m in (n - 1, n + 1))
        beside = n - 1 in found or n + 1 in found
        cut = line.text.endswith(("...", "\u2026")) and len(text) >= 20 and key.startswith(text.rsplit(" ", 1)[0])
        if (text == key and (below or (above and seen))) or (cut and beside):
            found[n] = "repeated-title"
        seen = seen or text == key
