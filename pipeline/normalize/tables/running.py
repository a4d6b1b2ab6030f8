"""Lines that head nothing: running heads, what a program prints around pages, lists of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Block, Fragment, Grid, Page, Prose
from pipeline.writing.letters import fold, plain
from pipeline.writing.patterns import compiled

_DIGITS = re.compile(r"\d+")
_PAGE_OF = re.compile(r"\d+\s*/\s*\d+\s*\Z")
"""The number of a page and how many there are, at the end of a line."""
_LEADERS = re.compile(r"[.…]{4,}\s*\d{1,4}\s*\Z")
_SAME_HEIGHT = 2.0
"""Points by which the parts of one line may differ in height."""
_FEWEST_PAGES = 2
"""Pages from which on what each of them prints is printed around them."""
_LONGEST_ENTRY = 5
"""Lines from the end of one entry of a list of contents to that of the next."""
_PAGE_AT_END = re.compile(r"[\s.…]+\d{1,4}\s*\Z")
_NUMBERED = compiled(r"\s*(?:bảng|biểu|mẫu|phụ lục|hình)\s", any_case=True)
"""Captions that differ by their number."""
_BEFORE_NUMBER = compiled(
    r"\s*(?:bảng|biểu|biểu mẫu|mẫu|phụ lục|hình|chương|phần|mục|điều)(?:\s+số)?[\s.:]*",
    any_case=True,
)
"""What stands before the number of a heading: the number may be its own."""


def running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Lines that stand between more than one pair of successive grids: running heads, and
    headings repeated on every page. Numbers in them may count."""
    gaps: Counter[str] = Counter()
    gap: set[str] = set()
    seen_grid = False
    for block in (block for page in pages for block in page.blocks):
        if isinstance(block, Grid):
            gaps.update(gap)
            gap, seen_grid = set(), True
        elif isinstance(block, Prose) and seen_grid:
            gap.add(line_key(block.fragment.text))
    repeated = {line for line, times in gaps.items() if times > 1}
    return frozenset(repeated | _at_edges(pages))


def _at_edges(pages: Sequence[Page]) -> set[str]:
    """First and last lines of pages that every page prints at the same height: what a program
    prints around a page, on two pages as on twenty; at the foot the lines above as long as every
    page prints them too. Below the first line of a page stand the titles of tables, which may be
    the same again. Of their numbers only that of the page may differ."""
    if len(pages) < _FEWEST_PAGES:
        return set()
    heads = [_by_height(page.blocks)[:1] for page in pages]
    feet = [_by_height(page.blocks[::-1]) for page in pages]
    edges = _shared_from_edge(heads) | _shared_from_edge(feet)
    texts = (b.fragment.text for page in pages for b in page.blocks if isinstance(b, Prose))
    return {line_key(text) for text in texts if _PAGE_OF.sub("", text) in edges}


def _shared_from_edge(pages: Sequence[Sequence[Sequence[Fragment]]]) -> set[str]:
    """The lines that all pages have in common, from the edge inwards to the first height of which
    they share none."""
    shared: set[str] = set()
    for heights in zip(*pages, strict=False):
        keys = [{(_PAGE_OF.sub("", f.text), round(f.place.y0 or 0.0)) for f in h} for h in heights]
        common = keys[0].intersection(*keys[1:])
        if not common:
            break
        shared.update(text for text, height in common if height)
    return shared


def _by_height(blocks: Sequence[Block]) -> list[list[Fragment]]:
    """The lines before the first block that is none, those on one height together: a running head
    has several parts."""
    found: list[list[Fragment]] = []
    for block in blocks:
        if not isinstance(block, Prose):
            break
        place = block.fragment.place
        if found and abs((place.y0 or 0.0) - (found[-1][0].place.y0 or 0.0)) <= _SAME_HEIGHT:
            found[-1].append(block.fragment)
        else:
            found.append([block.fragment])
    return found


def contents_again(pages: Sequence[Page]) -> frozenset[str]:
    """Lines of a list of contents: one that ends in a page number and is printed again without
    it. They head nothing. `Phụ lục 2` is `Phụ lục` on page 2 only beside other such lines."""
    lines = [b.fragment.text for page in pages for b in page.blocks if isinstance(b, Prose)]
    keys = set(map(fold, lines))
    bare = [_PAGE_AT_END.sub("", line) for line in lines]
    again = [b != line and fold(b) in keys for line, b in zip(lines, bare, strict=True)]
    sure = [found and not _BEFORE_NUMBER.fullmatch(b) for found, b in zip(again, bare, strict=True)]
    return frozenset(
        line
        for at, line in enumerate(lines)
        if again[at] and any(sure[max(0, at - _LONGEST_ENTRY) : at + _LONGEST_ENTRY + 1])
    )


def listed_blocks(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """Where lists of contents stand, by page and block: lines that end in leaders and a page
    number, and the few between two of them, for an entry may take several lines and begin on the
    page before."""
    places = [
        (number, at, block.fragment.text if isinstance(block, Prose) else "")
        for number, page in enumerate(pages)
        for at, block in enumerate(page.blocks)
    ]
    ends = [i for i, (_, _, text) in enumerate(places) if _LEADERS.search(text)]
    return {
        places[i][:2]
        for one, other in pairwise(ends)
        if other - one <= _LONGEST_ENTRY
        for i in range(one, other + 1)
    }


def line_key(text: str) -> str:
    """For comparing lines that stand on many pages; their numbers may count, those of captions
    do not."""
    if _NUMBERED.match(text):
        return plain(text).casefold()
    return _DIGITS.sub("0", plain(text)).casefold()
