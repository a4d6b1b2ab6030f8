"""The rows of a sheet as blocks of a page: tables, notes and lines of text in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.extract.placed import SheetRow
from pipeline.extract.runs import text_blocks
from pipeline.extract.workbook.regions import grids, regions
from pipeline.model import Block

_MIN_COLUMNS: Final = 2


def blocks_of(rows: Sequence[SheetRow]) -> Iterator[Block]:
    """What stands on a sheet. Its first table goes on with none of another sheet."""
    first = True
    for region in regions(rows):
        if not region.table:
            yield from text_blocks(p for r in region.rows for c in r.filled for p in c.fragments)
            continue
        for grid in grids(region, apart=first or region.rows[0].heads_numbers):
            first = False
            if len(grid.rows[0]) >= _MIN_COLUMNS:
                yield grid
            else:
                yield from text_blocks(p for row in grid.rows for p in row[0].fragments)
