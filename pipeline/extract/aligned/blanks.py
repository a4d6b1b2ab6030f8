"""Blank cells that betray words dealt to a neighbour: their column prints something in nearly all
other rows, and what stands beside, above or below them is in doubt or longer than is usual there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

USUAL = 0.75
"""Share of the rows that a column fills in which a blank is unusual."""
FEWEST = 3
"""Rows that fill such a column."""
NEVER = 5
"""Rows that a column fills which is never blank but for one."""
LONGER = 1.8
"""Times the usual length of a column that a cell has which may hold the words of two."""
LACKS = "the cell is blank where its column seldom is: its words may stand in a neighbour"
HOLDS = "the cell beside it is blank where its column seldom is, and this one is long"

Place = tuple[int, int]
"""A row and a column."""


def odd_blanks(
    texts: Sequence[Sequence[str]], doubted: frozenset[Place], items: Sequence[bool]
) -> dict[Place, str]:
    """The cells in doubt for a blank, with the reason.

    `texts` are those of each row and column, `doubted` the cells that are in doubt already, `items`
    tells which rows are whole ones, not headings.
    """
    rows = [row for row, item in enumerate(items) if item]
    found: dict[Place, str] = {}
    for column in range(len(texts[0]) if texts else 0):
        own = [row for row in rows if texts[row][column]]
        if len(own) < max(FEWEST, USUAL * len(rows)):
            continue
        for row in rows:
            if texts[row][column] or (row, column) in doubted:
                continue
            beside = list(_beside(row, column, texts))
            if any(place in doubted for place in beside):
                found[row, column] = LACKS
            only = len(own) == len(rows) - 1 >= NEVER
            long = [place for place in beside if only and _is_long(place, texts, rows)]
            if long:
                found[row, column] = LACKS
                found |= {place: HOLDS for place in long if place not in doubted}
    return found


def _beside(row: int, column: int, texts: Sequence[Sequence[str]]) -> Iterator[Place]:
    """The cells above, below and on both sides of one."""
    places = (row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)
    for at, beside in places:
        if 0 <= at < len(texts) and 0 <= beside < len(texts[at]) and texts[at][beside]:
            yield at, beside


def _is_long(place: Place, texts: Sequence[Sequence[str]], rows: Sequence[int]) -> bool:
    """Whether a cell is much longer than those of its column."""
    row, column = place
    others = [len(texts[at][column]) for at in rows if at != row and texts[at][column]]
    return len(others) >= FEWEST and len(texts[row][column]) >= LONGER * median(others)
