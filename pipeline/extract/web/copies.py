"""Copies of the columns of a table that a page lays over it, so that they stay while the others
scroll: the same cells are seen once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from pipeline.extract.comments import LEFT_OUT
from pipeline.extract.runs import count_chars
from pipeline.extract.web.look import StyleSheet
from pipeline.model import EVIDENCE, Block, Grid, Problem

_OVER: Final = re.compile(r"(?<![\w-])position\s*:\s*(?:absolute|fixed|sticky)")

_MOST: Final = 50
"""Tables over others that are looked at; pages have one or two."""

_Texts = list[list[str]]
"""What the cells of a grid say, row by row."""


def is_set_over(table: etree._Element, sheet: StyleSheet) -> bool:
    """Whether a table, or what it stands in, lies over others or is none for who hears the page
    read aloud."""
    around = (table, *table.iterancestors())
    return any(
        one.get("aria-hidden") == "true" or _OVER.search(sheet.style(one)) is not None
        for one in around
    )


def without_copies(
    blocks: Sequence[Block], over: Sequence[Grid], number: int
) -> tuple[list[Block], int, list[Problem]]:
    """The blocks of a page without the tables of `over` that say no more than columns of another
    one, how many characters these print, and what is said of them."""
    marked = {id(grid) for grid in over}
    others = [_texts(b) for b in blocks if isinstance(b, Grid) and id(b) not in marked]
    copies = [
        grid for grid in over[:_MOST] if any(_repeats(_texts(grid), other) for other in others)
    ]
    if not copies:
        return list(blocks), 0, []
    gone = {id(grid) for grid in copies}
    pieces = [p for grid in copies for row in grid.rows for cell in row for p in cell.fragments]
    message = f"{len(copies)} tables that repeat columns of one they lie over are left out"
    evidence = " | ".join(piece.text for piece in pieces)[:EVIDENCE]
    told = Problem("info", LEFT_OUT, message, evidence, number)
    return [b for b in blocks if id(b) not in gone], count_chars(pieces), [told]


def _texts(grid: Grid) -> _Texts:
    return [[" ".join(cell.raw.split()) for cell in row] for row in grid.rows]


def _repeats(one: _Texts, other: _Texts) -> bool:
    """Whether each row of a table is a stretch of the same columns of a row of another, in the
    order of these."""
    if not one or not other or len(one) > len(other):
        return False
    width = len(one[0])
    for first in range(len(other[0]) - width + 1):
        rows = iter([row[first : first + width] for row in other])
        if all(row in rows for row in one):  # each is looked for behind the one before
            return True
    return False
