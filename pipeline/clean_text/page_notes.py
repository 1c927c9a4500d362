"""Finds lines about or beside a page's article, where the page states that it is one: links, captions, its author."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from pipeline.clean_text.debris import is_note
from pipeline.clean_text.html import MAX_LINK_TAG, Block, Page, attributes, is_block_of
from pipeline.clean_text.metadata import linked_articles, names_of
from pipeline.urls import host_of, path_of

LINKED_LINE, AUTHOR_NOTE, PICTURE_LINE = "linked-line", "author-note", "picture-line"
HEADINGS = ("read-more", "appeal-line")  # what a heading may say, too
RULES = (LINKED_LINE, AUTHOR_NOTE, PICTURE_LINE)

MIN_LINKED, MIN_LABELLED = 6, 4  # words of a line that is the headline of another page, and with a label before it
MAX_LINKED = 250  # characters of it
MIN_ABOVE = 2  # paragraphs of running text above it
MIN_PICTURE_LINE, MAX_PICTURE_LINE = 3, 200  # words of a line below a picture, and characters
MAX_PICTURE = 4000  # characters of the source between the start of a picture's element and its line
MAX_PICTURE_DEPTH = 3  # elements about that line that hold nothing else
MAX_BELOW = 8  # paragraphs at the end among which one about the author stands
MAX_NOTE = 900  # characters of it
MAX_WORDED = 300  # characters of a line that is told by its words
MAX_SHARE = 0.3  # of the text that such lines may be

_SIGNS = "*•>»➡️([ "  # before the words of a line
_OF_ARTICLES = ("article:", "news_keywords", "parsely-")  # how names of metadata begin that only articles have
_ARTICLE = re.compile(r"\w*(?:article|posting)$", re.IGNORECASE)
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|picture)\b", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|jpe?g|png|mp[34])$", re.IGNORECASE)
_NO_PAGE = re.compile(r"#|(?!https?:)[a-z]+:", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LABEL = re.compile(r"[^.!?]{0,30}[:|»>][\s\"“„'«]*$")


def states_article(page: Page) -> bool:
    """Return whether a page states that it shows an article."""
    if "article" in page.meta.get("og:type", ()) or any(name.startswith(_OF_ARTICLES) for name in page.meta):
        return True
    return any(_is_article(item.get("@type")) for item in linked_articles(page.json_ld))


def _is_article(kind: object) -> bool:
    return any(_ARTICLE.match(str(one)) for one in (kind if isinstance(kind, list) else [kind]))


def find_notes(page: Page, kept: Sequence[int], disabled: Collection[str]) -> dict[int, str]:
    """Return the blocks of the main text that are such lines, each with the name of its rule.

    Args:
        kept: numbers of the blocks of the main text, in order.
        disabled: names of rules to leave out.
    """
    found: dict[int, str] = {}
    if not states_article(page):
        return found
    finders: tuple[tuple[str, Callable[[Page, Sequence[int]], list[int]]], ...] = (
        (LINKED_LINE, _linked_lines),
        (PICTURE_LINE, _picture_lines),
        (AUTHOR_NOTE, _author_notes),
    )
    for name, find in finders:
        if name not in disabled:
            found = {**dict.fromkeys(find(page, kept), name), **found}
    return {**_told_by_words(page, kept, disabled), **found}


def _told_by_words(page: Page, kept: Sequence[int], disabled: Collection[str]) -> dict[int, str]:
    """Return the lines whose words say what they are, none where they are much of the text, which is about them."""
    found: dict[int, str] = {}
    for n in kept:
        block = page.blocks[n]
        if block.n_chars > MAX_WORDED or is_block_of(block, "item") or is_block_of(block, "cell"):
            continue
        rule = is_note(page.text(block).lstrip(_SIGNS))
        if rule and rule not in disabled and (rule in HEADINGS or not is_block_of(block, "subheading")):
            found[n] = rule
    whole = sum(page.blocks[n].n_chars for n in kept)
    return found if sum(page.blocks[n].n_chars for n in found) <= MAX_SHARE * whole else {}


def _linked_lines(page: Page, kept: Sequence[int]) -> list[int]:
    """Return lines inside the text that are nothing but a link to another page of the site, with a label or without."""
    found: list[int] = []
    own = _own_host(page)
    n_good = 0
    for n, below in zip(kept, (*kept[1:], None), strict=True):
        block = page.blocks[n]
        n_good += block.good
        if n_good < MIN_ABOVE or 2 * block.n_link_chars < block.n_chars or block.n_chars > MAX_LINKED:
            continue
        heads = is_block_of(block, "subheading") and below is not None and page.blocks[below].good
        if not (heads or is_block_of(block, "item") or is_block_of(block, "cell")) and _is_teaser(page, block, own):
            found.append(n)
    return found


def _own_host(page: Page) -> str:
    addresses = (page.canonical, *page.meta.get("og:url", ()))
    return next((host for host in map(host_of, addresses) if host), "")


def _is_teaser(page: Page, block: Block, own: str) -> bool:
    """Return whether a line is a link to another page of the site that reads as that page's headline."""
    text = page.text(block)
    if block.n_links != 1 or text.endswith("."):
        return False
    inside = _LINK.search(page.source, block.start, block.end)
    n_words = len(text.split())
    if inside is None:
        link = page.source.rfind("<a", max(0, block.start - MAX_LINK_TAG), block.start)
        reads = link >= 0 and block.n_link_chars >= block.n_chars and n_words >= MIN_LINKED
    else:
        link = inside.start()
        label = _TAG.sub("", page.source[block.start : link])
        reads = _LABEL.match(" ".join(label.split())) is not None and n_words >= MIN_LABELLED
    return reads and _leads_to_site(page.source[link : link + MAX_LINK_TAG].partition(">")[0], own)


def _leads_to_site(link: str, own: str) -> bool:
    """Return whether a link leads to another page of the site, not to a file, an address or a place of this page."""
    target = attributes(link).get("href", "")
    if not target or _NO_PAGE.match(target) or _FILE.search(path_of(target)):
        return False
    if target.lower().startswith(("http", "//")):
        return bool(own) and host_of(target if target[0] != "/" else f"https:{target}") == own
    return True


def _picture_lines(page: Page, kept: Sequence[int]) -> list[int]:
    """Return lines that stand alone with a picture in an element of their own."""
    return [n for n in kept if _is_picture_line(page, n)]


def _is_picture_line(page: Page, n: int) -> bool:
    block, nodes = page.blocks[n], page.nodes
    if block.n_chars > MAX_PICTURE_LINE or 2 * block.n_link_chars >= block.n_chars:
        return False
    if any(is_block_of(block, kind) for kind in ("subheading", "item")):
        return False
    if len(page.text(block).split()) < MIN_PICTURE_LINE:
        return False
    at = block.node
    for _ in range(MAX_PICTURE_DEPTH):
        node = nodes[at]
        if at <= 0 or (node.first_block, node.last_block) != (n, n + 1) or node.tag in ("li", "td", "body", "article"):
            return False
        if node.tag != "p" and _has_picture(page, node.start, block.start):
            return True
        at = node.parent
    return False


def _has_picture(page: Page, start: int, end: int) -> bool:
    return start >= 0 and end - start <= MAX_PICTURE and _PICTURE.search(page.source, start, end) is not None


def _author_notes(page: Page, kept: Sequence[int]) -> list[int]:
    """Return paragraphs near the end that begin with the name of the author whom the page states."""
    names = {name for name in names_of(page, "author") if len(name.split()) > 1}
    if not names:
        return []
    return [
        n
        for n in kept[-MAX_BELOW:]
        if page.blocks[n].n_chars <= MAX_NOTE and page.text(page.blocks[n]).lstrip("*– ").startswith(tuple(names))
    ]
