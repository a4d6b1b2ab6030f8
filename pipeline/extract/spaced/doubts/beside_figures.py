"""Figures with the text of the column beside them.

Where one blank alone parts a figure from the next cell (`9,000,000 05/VBHN-BTC`), the two were read
as one and the other column is blank. That other rows have the text as the whole cell of that
column, and no more beside their figures, tells it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extract.spaced.doubts.doubts import PrintedRow, whole_cells

_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{3})*(?:[.,]\d+)?")
"""A figure; of a number with letters (`05/VBHN-BTC`) it is no part."""
_FEWEST = 2
"""Rows that have a text as the whole cell of a column: it is one of its cells, and no slip."""

_TAKEN = "this cell may have the text of the column beside it, which is blank"


def add_beside_figures(
    pages: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt the cells of a table that are a figure and the text of the blank column beside it, or
    a text behind the figure of the blank column before it, and these blank cells."""
    usual = whole_cells(body for page in pages for body in page)
    figures = {column for column, text in usual if _FIGURE.fullmatch(text)}
    for page, reasons in zip(pages, why, strict=True):
        for body, doubts in zip(page, reasons, strict=True):
            for column in _in_doubt(body, usual, figures):
                doubts.setdefault(column, _TAKEN)


def _in_doubt(
    body: PrintedRow, usual: Counter[tuple[int, str]], figures: set[int]
) -> Iterator[int]:
    """The columns of a row with a figure and a text that are the cells of two columns, one of them
    blank."""
    last = len(body.columns) - 1
    for column in range(1, last + 1):
        figure, _, text = body.text(column).partition(" ")
        if not text or not _FIGURE.fullmatch(figure):
            continue
        if column < last and not body.columns[column + 1] and usual[column + 1, text] >= _FEWEST:
            yield from (column, column + 1)
        before = column - 1
        if before in figures and not body.columns[before] and usual[column, text] >= _FEWEST:
            yield from (before, column)
