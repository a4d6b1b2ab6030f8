"""Rows with words in the column of numbers that are no number, among rows that have one.

Where the lines of a page are set at other columns than the rest of it, words of the title stand
where numbers do, and every cell behind them may be of the next column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.writing.labels import parse_label

_NUMBERS = 0.8
"""Share of the rows with words in the column of numbers that have a number there, from which on
the others have something else there: codes of goods may be all that a table has for numbers."""
_WORD = re.compile(r"[^\W\d_]{2}")
"""What no bullet and no mark has."""
_CODE = re.compile(r"0\d*\.\d")
"""A code with a leading zero (`02.0052`); no row is numbered like that."""

_ASTRAY = (
    "what stands in the column of numbers in this row is no number: its cells may be of the next "
    "columns"
)


def add_astray(
    pages: Sequence[Sequence[PrintedRow]], why: Sequence[Sequence[dict[int, str]]]
) -> None:
    """Doubt all cells of such rows. A text over the columns of numbers and titles is none of them:
    nothing stands beside it (`Tổng cộng`)."""
    rows = [
        (body, doubts)
        for page, reasons in zip(pages, why, strict=True)
        for body, doubts in zip(page, reasons, strict=True)
        if body.columns[0]
    ]
    found = [(body, doubts) for body, doubts in rows if _is_no_number(body.text(0))]
    if len(rows) - len(found) < _NUMBERS * len(rows):
        return
    for body, doubts in found:
        if body.columns[1]:
            for column in range(len(body.columns)):
                doubts.setdefault(column, _ASTRAY)


def _is_no_number(text: str) -> bool:
    """Whether a text in the column of numbers is none for certain."""
    if parse_label(text) is None:
        return _WORD.search(text) is not None
    return _CODE.match(text) is not None
