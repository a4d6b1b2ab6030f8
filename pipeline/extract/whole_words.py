"""Words that the lines of narrow columns broke, whole: in files that a program made of a PDF the
lines of a cell are those of the page (`Thườn` over `g xuyên`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.model import Block, Cell, Grid
from pipeline.writing.cut_lines import breaks_words, glued_lines


def with_whole_words(blocks: Sequence[tuple[int, Block]]) -> list[tuple[int, Block]]:
    """The blocks of pages, the words whole that the lines of columns break: of all tables of so
    many columns, for such a program makes one of each page."""
    columns: dict[tuple[int, int], list[list[str]]] = {}
    for grid in (one for _, one in blocks if isinstance(one, Grid)):
        for row in grid.rows:
            for at, cell in enumerate(row):
                lines = [line.text for line in cell.fragments]
                columns.setdefault((len(row), at), []).append(lines)
    broken = {key for key, cells in columns.items() if breaks_words(cells)}
    return [(at, _whole(one, broken) if isinstance(one, Grid) else one) for at, one in blocks]


def _whole(grid: Grid, broken: Collection[tuple[int, int]]) -> Grid:
    rows = (
        tuple(_glued(cell) if (len(row), at) in broken else cell for at, cell in enumerate(row))
        for row in grid.rows
    )
    return replace(grid, rows=tuple(rows))


def _glued(cell: Cell) -> Cell:
    """A cell whose lines go on with the words of those above."""
    lines = cell.fragments
    if len(lines) == 1 or not lines:
        return cell
    ends = [*glued_lines([line.text for line in lines]), (False, "")]
    doubt = next((doubt for _, doubt in ends if doubt), "")
    pieces = (replace(line, glued=own) for line, (own, _) in zip(lines, ends, strict=True))
    return replace(cell, fragments=tuple(pieces), doubt=cell.doubt or doubt)
