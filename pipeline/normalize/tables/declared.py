"""Header rows that a file declares though they print a row of data.

Converters write the table of each page by itself and set its first row over the dashes, or as
`<th>`: on the second page that is the next row of the table before, or the rest of its last one.
Some make names up where they find none (`Col1`, `Col2`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.model import Grid, GridRow
from pipeline.normalize.tables.cut_labels import LOOK_BACK, follows
from pipeline.normalize.tables.header_cells import texts_of
from pipeline.normalize.tables.part_columns import label_of
from pipeline.writing.columns import is_known, is_number_header

_DIGITS: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_SEEN: Final = 2
"""Cells of a column from which it is seen to write them in one form."""


def counts_on(rows: Sequence[GridRow]) -> bool:
    """Whether the first of some rows has the number before that of the second: a row, no header."""
    if not rows or not rows[0] or (first := label_of(rows[0][0])) is None:
        return False
    below = next((label for row in rows[1:] if row and (label := label_of(row[0]))), None)
    return below is not None and follows(below, [first])


def without_data(
    grid: Grid, columns: Sequence[str] | None, before: Sequence[GridRow]
) -> tuple[Grid, bool]:
    """The grid, declaring no header where the row it declares is one of data; and whether that row
    goes on with the table before.

    `columns` are those of the table before, None where no table may go on; `before` its rows.
    """
    if not grid.header_rows or not grid.rows:
        return grid, False
    goes_on = columns is not None and _goes_on(grid.rows[0], columns, before)
    if not goes_on and not counts_on(grid.rows):
        return grid, False
    return replace(grid, header_rows=None), goes_on


def _goes_on(row: GridRow, columns: Sequence[str], before: Sequence[GridRow]) -> bool:
    """Whether a row that is declared a header is one of the table before: its number comes next,
    its number is blank though the table has them (the rest of a row), or it writes values as
    their column does (`1.004122` below `2.001738`)."""
    if not 1 < len(row) <= len(columns) or any(cell.merged for cell in row):
        return False
    texts = texts_of(row)
    if any(is_number_header(text) for text in texts if text):
        return False
    if row[0].fragments and (label := label_of(row[0])) is not None:
        near = before[-LOOK_BACK:]
        return follows(label, [one for r in near if r and (one := label_of(r[0]))])
    if len(row) < len(columns):
        return False
    if not row[0].fragments and columns[0] == "stt":
        return any(texts) and not any(is_known(text) for text in texts if text)
    return any(_is_as_above(text, i, before) for i, text in enumerate(texts))


def _is_as_above(text: str, column: int, before: Sequence[GridRow]) -> bool:
    """Whether a text with digits has the form that all cells of its column have."""
    if not _DIGITS.search(text) or _YEAR.match(text):
        return False
    cells = (row[column : column + 1] for row in before if column < len(row))
    above = list(filter(None, (texts_of(cell)[0] for cell in cells)))
    forms = {_DIGITS.sub("9", one) for one in above}
    return len(above) >= _SEEN and forms == {_DIGITS.sub("9", text)}
