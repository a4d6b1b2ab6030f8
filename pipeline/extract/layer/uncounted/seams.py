"""How much worse the rows of a page would read with the line between two of them elsewhere.

One measure for every table whose rows no rule parts: a cell is as sure as the next best way to
cut the lines beside it is worse. Two rows that meet may meet at another line, or be one; a row may
be two. What a way is worth is said by the cells it makes and the white it leaves (`uncounted`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.uncounted.gridded import Lines, Span
from pipeline.extract.layer.uncounted.uncounted import RowSearch

SURE = 20.0
"""The most that a way to cut the lines is held to be worse."""
NO_MARGIN = 0.0
"""The least: another way may be as good."""
_HOPELESS = -8.0
"""Rows do not meet where the texts above and below go on so much likelier than they part."""
_FAR = 60
"""Lines from the cut of two rows up to which another one is looked for."""
_TALL = 240
"""Lines of the tallest row that is weighed against others: a page of paper has fewer, and what is
weighed grows by the square of it."""

Margins = list[list[float]]
"""Per row and column how much worse (log odds) the next best way is that changes the cell."""


def seams_of(
    lines: Lines,
    model: TableModel,
    centred: bool,
    follows: bool,
    rows: Sequence[Span],
    apart: Set[int] = frozenset(),
) -> Margins:
    """The margins of the cells of a page whose columns are known; `follows` says that a page of
    the table is before, `apart` which rows are certain not to be one with that above them."""
    search = RowSearch(lines, model, centred, follows)
    return seam_margins(search, [(row.start, row.end) for row in rows], apart)


def seam_margins(
    search: RowSearch, rows: Sequence[tuple[int, int]], apart: Set[int] = frozenset()
) -> Margins:
    """The margins of the cells of a page; `rows` are its first lines and those behind its last,
    `apart` are those that are certain not to be one with the row above. A row too tall to be
    weighed is no better than any other, and so are those beside it."""
    low = [end - start <= _TALL for start, end in rows]
    search.weigh_near([row for row, is_low in zip(rows, low, strict=True) if is_low])
    found = [[SURE if is_low else NO_MARGIN] * (search.columns + 1) for is_low in low]
    for place, (start, end) in enumerate(rows):
        if not low[place]:
            continue
        for margin, columns in _split(search, start, end):
            _lower(found[place], margin, columns)
    for place, ((start, middle), (_, end)) in enumerate(pairwise(rows)):
        if not (low[place] and low[place + 1]):
            for beside in (place, place + 1):
                found[beside] = [NO_MARGIN] * (search.columns + 1)
            continue
        if place + 1 not in apart:
            as_one = search.row(start, middle) + search.row(middle, end) - search.row(start, end)
            for beside in (place, place + 1):
                _lower(found[beside], as_one, search.filled(start, end))
        for margin, columns in _elsewhere(search, start, middle, end):
            _lower(found[place], margin, columns)
            _lower(found[place + 1], margin, columns)
    return found


def _lower(own: list[float], margin: float, columns: Sequence[int]) -> None:
    for column in columns:
        own[column] = min(own[column], margin)


def _elsewhere(
    search: RowSearch, start: int, middle: int, end: int
) -> Iterator[tuple[float, list[int]]]:
    """How much worse two rows are that meet at another line, and the columns that would be
    others."""
    read = search.row(start, middle) + search.row(middle, end)
    for cut in range(max(start + 1, middle - _FAR), min(end, middle + _FAR + 1)):
        if cut != middle and search.meeting(cut) > _HOPELESS:
            other = search.row(start, cut) + search.row(cut, end)
            yield read - other, search.filled(min(cut, middle), max(cut, middle))


def _split(search: RowSearch, start: int, end: int) -> Iterator[tuple[float, list[int]]]:
    """How much worse a row is as two, and the columns that would be others."""
    read = search.row(start, end)
    for cut in range(start + 1, min(end, start + _FAR)):
        if search.meeting(cut) > _HOPELESS:
            other = search.row(start, cut) + search.row(cut, end)
            yield read - other, search.filled(start, end)
