"""Rows of ruled cells that hold what looks like two rows: the rule between these is missing.

In every cell of such a row a line stands at one height, and more white above it than between the
lines of a cell. Cells of one row have lines at one height too, but no white above them.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.ruled.lattice import Lattice

TWO_ROWS = "the lines of all cells of this row part at one height: it may be two rows"
_FEWEST = 4
"""Cells of a row that print something: those of fewer have paragraphs beside each other."""
_MOST = 200
"""Lines of a cell that are looked at: a page has fewer."""
_SAME = 0.15
"""Ems by which lines at one height differ."""
_NEXT = 1.6
"""Ems from one line of a cell to the next, at most."""


def doubled_rows(lattice: Lattice, pieces: Iterable[Piece]) -> dict[int, str]:
    """Cell → why it is doubtful, for the cells of rows that may be two."""
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        cell = lattice.cell_at((piece.x0 + piece.x1) / 2, piece.middle)
        if cell is not None and lattice.cells[cell].rows == 1:
            lines.setdefault(cell, []).append(piece)
    rows: dict[int, list[int]] = {}
    for cell in lines:
        rows.setdefault(lattice.cells[cell].row, []).append(cell)
    return {
        cell: TWO_ROWS
        for cells in rows.values()
        if len(cells) >= _FEWEST and _is_doubled([lines[cell] for cell in cells])
        for cell in cells
    }


def _is_doubled(cells: list[list[Piece]]) -> bool:
    """Whether some line of the first cell has one at its height in all others, with white above
    most of them and text above all."""
    if any(len(cell) <= 1 for cell in cells) or len(cells[0]) > _MOST:
        return False
    return any(
        sum(gap > _NEXT * line.size for gap in gaps) * 2 > len(gaps)
        for line in cells[0]
        if len(gaps := [gap for cell in cells if (gap := _gap(cell, line)) > 0]) == len(cells)
    )


def _gap(cell: list[Piece], line: Piece) -> float:
    """How far above the height of a line the one before stands in a cell; 0 where the cell has no
    line at that height, or none above."""
    slack = _SAME * line.size
    if not any(abs(piece.base - line.base) <= slack for piece in cell):
        return 0.0
    above = [piece.base for piece in cell if piece.base < line.base - slack]
    return line.base - max(above) if above else 0.0
