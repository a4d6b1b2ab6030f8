"""Doubts of columns none of whose cells stands below their name: they are those of another column.

Where full cells close the corridor between two columns, the borders of a page may all run one
column too far to the right, and nothing in the cells tells it. The names above them do.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.lines.words import Word, meet
from pipeline.extract.spaced.names.header import HeaderLines

_FEWEST = 3
"""Cells of a column on a page that show where it runs."""
_BESIDE = 1
"""Characters that cells may begin behind the end of their name, or end before it: programs move
lines by some."""

_OFF = "no cell of this column stands below its name: they may be those of the next one"

Why = Sequence[Sequence[dict[int, str]]]


def add_off_names(
    sheets: Sequence[Sheet], bodies: Sequence[Sequence[PrintedRow]], why: Why
) -> None:
    """Add to the doubts of the rows, page by page, the columns that do not stand below their names;
    on pages without a header those of the last one."""
    off: set[int] = set()
    for sheet, page, reasons in zip(sheets, bodies, why, strict=True):
        if sheet.header is not None:
            off = _off(sheet.header, page)
        for body, doubts in zip(page, reasons, strict=True):
            for column in off:
                if body.columns[column] and not body.is_heading:
                    doubts.setdefault(column, _OFF)


def _off(header: HeaderLines, page: Sequence[PrintedRow]) -> set[int]:
    """The columns of a page none of whose cells stands below its name, where the one beside them is
    such too, and one of the two stands below the name of another: one alone may be set aside,
    borders that run elsewhere part two. Names that are moved beside all cells tell nothing."""
    found: dict[int, bool] = {}
    astray: set[int] = set()
    for column in range(1, len(header.columns)):
        lines = [own for body in page if not body.is_heading for own in body.columns[column]]
        if len(lines) < _FEWEST:
            continue
        begin, end = _reach([words for _, words in header.columns[column]])
        cells = _reach(lines)
        if cells[0] < end + _BESIDE and cells[1] + _BESIDE > begin:
            continue
        found[column] = cells[0] >= end
        beside = header.columns[column + 1 if found[column] else column - 1 :][:1]
        if any(meet(own, words) for name in beside for _, words in name for own in lines):
            astray.add(column)
    pairs = [(k, k + 1) for k, side in found.items() if found.get(k + 1) is side]
    return {k for pair in pairs if astray & {*pair} for k in pair}


def _reach(lines: Sequence[Sequence[Word]]) -> tuple[int, int]:
    """Where the leftmost line begins and the rightmost one ends."""
    return min(words[0].x0 for words in lines), max(words[-1].x1 for words in lines)
