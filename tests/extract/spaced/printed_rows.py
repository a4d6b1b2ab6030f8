"""Rows as printed, for the tests of what is told about them."""

from __future__ import annotations

from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.lines.words import Word
from pipeline.writing.labels import parse_label


def printed_row(*cells: str) -> PrintedRow:
    """A row whose cells are texts of one line, the first that of its number."""
    columns = tuple(
        ([Word(at, at + len(one), one) for at, one in enumerate(text.split())],) if text else ()
        for text in cells
    )
    return PrintedRow(columns, labelled=parse_label(cells[0]) is not None)
