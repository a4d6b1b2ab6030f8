"""Walls of a header that a scan does not show: a seal lies over the top of a table more often than
anywhere else, and two names without a wall between them stand in one cell.

Where the row below begins the numbering of the table the header has no second level, so that no
name of it can stand over several columns: the walls of the rows below part it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Cell, Fragment, Grid, GridRow, ReadWord
from pipeline.normalize.ocr.pieces import is_read
from pipeline.normalize.tables.header_levels import begins_numbering
from pipeline.writing.columns import is_number_header

LOST_WALL = "no wall parts this name from the one beside it; it is parted where the rows below are"
_FEWEST_COLUMNS = 3
"""Columns of a table at least, for a cell over two of them to have lost a wall."""


def with_walls(grid: Grid) -> Grid:
    """The grid, names that stand in one cell over several columns of a header of one level parted
    as the rows below them are."""
    if len(grid.rows) <= 1 or not begins_numbering(grid.rows, 1):
        return grid
    top = grid.rows[0]
    if len(top) < _FEWEST_COLUMNS or not _is_header(top):
        return grid
    parted = list(top)
    for at, cell in enumerate(top):
        if 1 < cell.span < len(top) and all(map(is_read, cell.fragments)):
            parted[at : at + cell.span] = _parted(cell, at, grid.rows[1:])
    return grid if parted == list(top) else replace(grid, rows=(tuple(parted), *grid.rows[1:]))


def _is_header(row: GridRow) -> bool:
    """Whether a row begins with the name of the row numbers, alone or before another one."""
    words = "".join(line.text for line in row[0].fragments[:1]).split()
    return bool(words) and is_number_header(words[0])


def _parted(cell: Cell, at: int, below: Sequence[GridRow]) -> list[Cell]:
    """The cells of a name over several columns, its words dealt by the walls below it; the cell as
    it is and what it covers where these are not seen."""
    columns = range(at, at + cell.span)
    walls = [_wall(column, below) for column in columns[:-1]]
    if any(wall is None for wall in walls):
        return [cell, *[Cell()] * (cell.span - 1)]
    edges = [wall for wall in walls if wall is not None]
    dealt: list[list[Fragment]] = [[] for _ in columns]
    for line in cell.fragments:
        for lines, words in zip(dealt, _runs(line.words, edges), strict=True):
            if words:
                lines.append(_line(line, words))
    return [
        replace(cell, fragments=tuple(lines), span=1, doubt=cell.doubt or LOST_WALL)
        for lines in dealt
    ]


def _wall(column: int, below: Sequence[GridRow]) -> float | None:
    """Where the wall behind a column stands, between what the rows print on both sides of it."""
    left = [word.x1 for word in _words_over(column, below)]
    right = [word.x0 for word in _words_over(column + 1, below)]
    if not left or not right or max(left) > min(right):
        return None
    return (max(left) + min(right)) / 2


def _words_over(column: int, rows: Sequence[GridRow]) -> list[ReadWord]:
    """The words that rows print in cells over one column alone."""
    cells = [row[column] for row in rows if column < len(row) and row[column].span == 1]
    return [word for cell in cells for line in cell.fragments for word in line.words]


def _runs(words: Sequence[ReadWord], edges: Sequence[float]) -> list[list[ReadWord]]:
    """The words of a line by the column they stand over."""
    runs: list[list[ReadWord]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        runs[sum(_middle(word) > edge for edge in edges)].append(word)
    return runs


def _middle(word: ReadWord) -> float:
    return (word.x0 + word.x1) / 2


def _line(line: Fragment, words: Sequence[ReadWord]) -> Fragment:
    """The part of a line that some of its words are."""
    text = " ".join(word.text for word in words)
    return replace(line, text=text, words=tuple(words), mends=())
