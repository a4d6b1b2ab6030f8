"""Rows that neither rules nor numbers tell: cut by what the cells of their columns would be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.aligned.shape import Band, Shape
from pipeline.extract.aligned.strips import TableLine
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.layer.uncounted.gridded import Lines
from pipeline.writing.columns import names_row_numbers

_FEWEST, _SHORTEST = 3, 8
"""Columns, and lines, that tell what cells are like."""


def uncounted_rows(
    strips: Sequence[TableLine], shape: Shape, titles: Sequence[str], follows: bool
) -> list[Band]:
    """The rows of lines that neither rules nor numbers tell, by what their cells would be; none
    where numbers tell them, or where nothing is known of the columns.

    `titles` name the columns, the numbers first if there are any; `follows` says that a page of the
    table is before.
    """
    if len(titles) != shape.columns or len(titles) < _FEWEST or len(strips) < _SHORTEST:
        return []
    # Loaded here and not above: most files have no such rows.
    from pipeline.extract.layer.uncounted.uncounted import is_uncounted, rows_by_cells

    before = () if with_numbers(shape, titles) else ("",)
    titles = (*before, *titles)
    page = Lines(
        tuple((*before, *_texts(strip, shape)) for strip in strips),
        tuple(int(gap) for gap in _wide(strips, shape)),
    )
    if not is_uncounted([page], [role_of(title) for title in titles]):
        return []
    cutting = rows_by_cells(page, titles, follows)
    return [
        Band(row.start, row.end - 1, resumes=cutting.resumes and place == 0)
        for place, row in enumerate(cutting.rows)
    ]


def _texts(strip: TableLine, shape: Shape) -> list[str]:
    """What a line prints in each column."""
    return [
        strip.number_text(column) if column == shape.number else strip.text(column)
        for column in range(shape.columns)
    ]


def with_numbers(shape: Shape, titles: Sequence[str]) -> bool:
    """Whether the first column of a table is that of row numbers, though it may print none."""
    return shape.number is not None or not titles or any(map(names_row_numbers, titles[:2]))


def _wide(strips: Sequence[TableLine], shape: Shape) -> list[bool]:
    """Before which lines more white stands than between the lines of a cell."""
    gaps = [below.top - above.bottom for above, below in pairwise(strips)]
    return [False, *map(shape.is_wide, gaps)]
