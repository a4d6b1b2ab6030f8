"""The rows of a sheet as blocks of a page: tables, notes and lines of text in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.extract.placed import SheetRow
from pipeline.extract.runs import text_blocks
from pipeline.extract.workbook.regions import grids, regions
from pipeline.model import Block
from pipeline.writing.page_numbers import is_named_number, is_page_number

_MIN_COLUMNS: Final = 2


def blocks_of(rows: Sequence[SheetRow], first: bool = True) -> Iterator[Block]:
    """What stands on a sheet. Its first table goes on with none of another sheet; one with a number
    column of its own goes on with the one above where the number of a page alone is between.
    `first` says that no other rows of the sheet stand above."""
    paged = False
    for region in regions(rows):
        if not region.table:
            texts = [cell.text for row in region.rows for cell in row.filled]
            paged = all(is_page_number(text) or is_named_number(text) for text in texts)
            yield from text_blocks(p for r in region.rows for c in r.filled for p in c.fragments)
            continue
        own = region.rows[0].heads_numbers and not paged
        for grid in grids(region, apart=first or own):
            first = paged = False
            if len(grid.rows[0]) >= _MIN_COLUMNS:
                yield grid
            else:
                yield from text_blocks(p for row in grid.rows for p in row[0].fragments)
