"""Cells with words that may be of the column beside theirs, for where they stand is reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet, SpacedText

_LOOSE = "where words of this cell stand on the page is reckoned: they may be of the next column"


def add_loose(
    text: SpacedText,
    sheets: Sequence[Sheet],
    divided: Sequence[Sequence[Span]],
    why: Sequence[Sequence[dict[int, str]]],
) -> None:
    """Put the cells with such words among those in doubt: by page and row, why by column."""
    if not text.loose:
        return
    for sheet, spans, rows in zip(sheets, divided, why, strict=True):
        for span, row in zip(spans, rows, strict=True):
            for at in range(span.start, span.end):
                for column in _columns_of(sheet, at, _loose(text, sheet.body[at])):
                    row.setdefault(column, _LOOSE)


def _loose(text: SpacedText, index: int) -> frozenset[str]:
    """The loose words of a line."""
    return text.loose.get(text.rows[index].line, frozenset())


def _columns_of(sheet: Sheet, at: int, loose: frozenset[str]) -> list[int]:
    """The columns of a line that hold some of its loose words."""
    cut, words = sheet.cuts[at], sheet.told[at].words
    return [
        column
        for column in range(len(cut.ends) + 1)
        if any(word.text in loose for word in cut.column(words, column))
    ]
