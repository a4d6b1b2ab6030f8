"""Tables that are typed with tabs: paragraphs parted alike below the names of a number column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.placed import MIN_CELLS, PlacedCell, SheetRow, grid_of
from pipeline.model import Block, Prose

_LEAST = 2
"""Rows with a number below the names."""

Placed = tuple[int, Block]
"""A block with the page it stands on."""


def with_tab_tables(blocks: Sequence[Placed], parted: Mapping[int, Sequence[str]]) -> list[Placed]:
    """The blocks of a file, those that tabs part into the cells of a table made one. `parted` are
    the texts between the tabs of a block that has some, by its place."""
    out: list[Placed] = []
    at = 0
    while at < len(blocks):
        rows = _rows_from(blocks, parted, at) if at in parted else []
        grid = grid_of(rows, 1) if sum(row.labelled for row in rows) >= _LEAST else None
        if grid is None:
            out.append(blocks[at])
            at += 1
            continue
        out.append((blocks[at][0], grid))
        at += len(rows)
    return out


def _rows_from(
    blocks: Sequence[Placed], parted: Mapping[int, Sequence[str]], start: int
) -> list[SheetRow]:
    """The rows of a table whose names stand in block `start`, the names first; none where it has no
    name of a number column."""
    names = _row(blocks[start][1], parted[start], 1)
    if names is None or not names.heads_numbers or len(names.cells) < MIN_CELLS:
        return []
    rows = [names]
    for at in range(start + 1, len(blocks)):
        row = _row(blocks[at][1], parted.get(at, ()), len(rows) + 1)
        if row is None or not row.labelled or row.cells[-1].column >= len(names.cells):
            break
        rows.append(row)
    return rows


def _row(block: Block, texts: Sequence[str], number: int) -> SheetRow | None:
    """A block as a row of the texts between its tabs."""
    if not isinstance(block, Prose):
        return None
    piece = block.fragment
    cells = [
        PlacedCell(column, (replace(piece, text=text),))
        for column, text in enumerate(texts)
        if text
    ]
    return SheetRow(number, tuple(cells)) if cells else None
