"""Finds boxes inside a page's main text: about the author, contents, appeals, and parts that stand there twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pipeline.clean_text.debris import heads_box, is_head_line
from pipeline.clean_text.html import BREAK, Block, Page, is_block_of, leads_into_page
from pipeline.spans import Edit

REPEATED_PART = "repeated-part"
CONTENTS = "contents-list"
RULES = (REPEATED_PART, CONTENTS)

MAX_HEADING = 80  # characters of a box's heading
MAX_BOX, MAX_OPEN = 8, 3  # blocks below it in an element of the box's own, and in one that holds other text, too
MAX_SHARE = 0.3  # share of the running text that a box may have
MAX_ENTRY = 120  # characters of an entry of a list of contents
MAX_HEAD, MAX_HEAD_LINE = 12, 160  # paragraphs of a page's head, and characters of one
MIN_ENTRIES = 3  # links into the page, one below the other, that are one without a heading
MIN_REPEATED, MIN_COPIED = 100, 2  # characters of a paragraph that tells something, and how many of a copy do


def find_boxes(page: Page, kept: Sequence[int], disabled: Collection[str]) -> dict[int, str]:
    """Return the blocks of the main text that are boxes beside the article, each with the name of its rule.

    Args:
        kept: numbers of the blocks of the main text, in order.
        disabled: names of rules to leave out.
    """
    found: dict[int, str] = {}
    whole = 0
    for at, n in enumerate(kept):
        block = page.blocks[n]
        if block.good or block.n_chars > MAX_HEADING or n in found:
            continue
        rule = heads_box(page.text(block).strip("*# "))
        if rule is None or rule in disabled:
            continue
        whole = whole or sum(page.blocks[m].n_chars for m in kept if page.blocks[m].good)
        box = _contents(page, kept, at) if rule == CONTENTS else _box(page, kept, at)
        if sum(page.blocks[m].n_chars for m in box if page.blocks[m].good) <= MAX_SHARE * whole:
            found.update(dict.fromkeys(box, rule))
    finders: tuple[tuple[str, Callable[[Page, Sequence[int]], list[int]]], ...] = (
        (CONTENTS, _links_into_page),
        (REPEATED_PART, _repeated),
    )
    for name, find in finders:
        if name not in disabled:
            found = {**dict.fromkeys(find(page, kept), name), **found}
    return found


def _box(page: Page, kept: Sequence[int], at: int) -> list[int]:
    """Return a heading with what stands below it in the element that it begins, or with the next few blocks."""
    nodes, n = page.nodes, kept[at]
    own = page.blocks[n].node
    while own > 0 and (nodes[own].last_block or len(page.blocks)) <= n + 1:
        own = nodes[own].parent
    apart = nodes[own].first_block == n
    end = nodes[own].last_block or len(page.blocks)
    box = [n]
    for m in kept[at + 1 :]:
        if m >= end or (not apart and is_block_of(page.blocks[m], "subheading")):
            return box
        box.append(m)
        if len(box) > (MAX_BOX if apart else MAX_OPEN):
            return [n] if apart else box
    return box


def _contents(page: Page, kept: Sequence[int], at: int) -> list[int]:
    """Return the heading of a list of contents with its entries."""
    found = [kept[at]]
    for n in kept[at + 1 :]:
        block = page.blocks[n]
        if block.good or block.n_chars > MAX_ENTRY or is_block_of(block, "subheading"):
            break
        found.append(n)
    return found


def _links_into_page(page: Page, kept: Sequence[int]) -> list[int]:
    """Return runs of links to places in the page itself."""
    found: list[int] = []
    run: list[int] = []
    for n in kept:
        if _is_link(page.blocks[n]) and leads_into_page(page, page.blocks[n]):
            run.append(n)
            continue
        found += run if len(run) >= MIN_ENTRIES else []
        run = []
    return found + (run if len(run) >= MIN_ENTRIES else [])


def _is_link(block: Block) -> bool:
    return block.n_link_chars >= block.n_chars > 0


def _repeated(page: Page, kept: Sequence[int]) -> list[int]:
    """Return runs of blocks that stand above already in the same order, as for a narrower screen.

    A release repeats a charge or a sentence, but not two paragraphs one below the other.
    """
    long = [page.source[page.blocks[n].start : page.blocks[n].end] for n in kept if page.blocks[n].good]
    if len(long) - len(set(long)) < MIN_COPIED:
        return []
    texts = [page.text(page.blocks[n]) for n in kept]
    first: dict[str, int] = {}
    found: list[int] = []
    run: list[int] = []
    for at, text in enumerate([*texts, ""]):
        if run and first.get(text, -1) == first[texts[run[-1]]] + 1:
            run.append(at)
            continue
        n_told = sum(page.blocks[kept[m]].good and len(texts[m]) >= MIN_REPEATED for m in run)
        found += [kept[m] for m in run] if n_told >= MIN_COPIED else []
        run = [at] if text in first else []
        first.setdefault(text, at)
    return found


def head_edits(text: str, disabled: Collection[str]) -> list[Edit]:
    """Return the edits that take out the lines above a page's first paragraph that tell who wrote it, or when."""
    edits: list[Edit] = []
    at = 0
    for part in text.split(BREAK, MAX_HEAD)[:MAX_HEAD]:
        if len(part) > MAX_HEAD_LINE:
            break
        rule = is_head_line(" ".join(part.split()))
        if rule and rule not in disabled:
            edits.append(Edit(at, min(at + len(part) + len(BREAK), len(text)), "", rule))
        at += len(part) + len(BREAK)
    return edits
