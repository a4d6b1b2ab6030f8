"""Sheets that a program wrote of a PDF, one for each page or table it found: which of them go on
with the one before, and what stands on each.

Scripts write what pdfplumber, camelot or tabula found into a workbook, a sheet a page
(`Page3_1`, `page-3-table-1`, `Table 7`). Whether the header comes again at the head of a page is as
the PDF had it, and a row that the page cut stands on two sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from pipeline.extract.placed import SheetRow
from pipeline.extract.workbook.blocks import blocks_of
from pipeline.model import Block, GridRow, Note, Prose
from pipeline.writing.labels import Label, is_next

_PAGE: Final = re.compile(
    r"(?:page|pg|trang)[-_ .]*(\d+)(?:[-_ .]+(?:table|tbl|bảng|t)?[-_ .]*(\d+))?", re.IGNORECASE
)
"""The name of a sheet for a page, or for a table of one."""
_COUNTED: Final = re.compile(r"(?:table|tbl|bảng|sheet|trang tính)[-_ .]*(\d+)", re.IGNORECASE)
"""The name of a sheet that is only counted: it may be a person's as well."""


def runs(sheets: Sequence[tuple[str, Sequence[SheetRow]]]) -> list[int]:
    """How many sheets after each other are the pages of one table or several, for sheets of a title
    and rows each; 1 for a sheet by itself."""
    found: list[int] = []
    for at, (title, rows) in enumerate(sheets):
        if at and _goes_on(sheets[at - 1], (title, rows)):
            found[-1] += 1
        else:
            found.append(1)
    return found


def _goes_on(above: tuple[str, Sequence[SheetRow]], below: tuple[str, Sequence[SheetRow]]) -> bool:
    """Whether a sheet may go on with the one before: both are named as a program names pages, and
    the columns are named again or as many. Where the names only count the sheets, the numbers of
    the rows must go on too, with nothing above them but the names."""
    first = next((row for row in below[1] if row.filled), None)
    if first is None or not above[1]:
        return False
    if not _counts_on(_PAGE, above[0], below[0]):
        titled = not (first.heads_numbers or first.labelled or first.filled[0].column)
        counted = _counts_on(_COUNTED, above[0], below[0])
        if titled or not counted or not _numbers_go_on(above[1], below[1]):
            return False
    return first.heads_numbers or _width(above[1]) == _width(below[1])


def _counts_on(pattern: re.Pattern[str], above: str, below: str) -> bool:
    """Whether two sheets are named by a pattern, the second with a higher number."""
    one, other = _place(pattern, above), _place(pattern, below)
    return one is not None and other is not None and one < other


def _place(pattern: re.Pattern[str], title: str) -> tuple[int, ...] | None:
    """The page that a sheet is named for, and which of its tables."""
    found = pattern.fullmatch(title.strip())
    return tuple(int(number or 0) for number in found.groups()) if found else None


def _width(rows: Sequence[SheetRow]) -> int:
    return max((cell.column + cell.span for row in rows for cell in row.cells), default=0)


def _numbers_go_on(above: Sequence[SheetRow], below: Sequence[SheetRow]) -> bool:
    """Whether the first number of a sheet follows the last one of its kind on the sheet before."""
    first = next(_labels(below), None)
    alike = (
        label
        for label in _labels(reversed(above))
        if first is not None and (label.style, label.depth) == (first.style, first.depth)
    )
    return first is not None and is_next(next(alike, None), first)


def _labels(rows: Iterable[SheetRow]) -> Iterator[Label]:
    return (row.label for row in rows if row.label is not None and not row.counts_columns)


def blocks_by_page(sheets: Sequence[Sequence[SheetRow]]) -> list[tuple[int, Block]]:
    """What stands on sheets that go on with each other, each with the number of its sheet: read as
    rows right below each other, then parted where a sheet ends, as pages are."""
    rows = [row for sheet in sheets for row in sheet if not row.blank]
    blocks = blocks_of([SheetRow(at, row.cells) for at, row in enumerate(rows, 1)])
    return [part for block in blocks for part in _parts(block)]


def _parts(block: Block) -> Iterator[tuple[int, Block]]:
    """A block parted where a sheet ends, each part with the number of its sheet."""
    if isinstance(block, Prose):
        yield block.fragment.place.page, block
        return
    if isinstance(block, Note):
        yield block.fragments[0].place.page, block
        return
    parts = groupby(block.rows, _page)
    for at, (page, rows) in enumerate(parts):
        part = tuple(rows)
        head = block.header_rows if not at else None
        yield page, replace(block, rows=part, header_rows=head, apart=block.apart and not at)


def _page(row: GridRow) -> int:
    """The sheet on which a row stands: none of `grid_of` is blank."""
    return next(c.fragments[0].place.page for c in row if c.fragments and not c.merged)
