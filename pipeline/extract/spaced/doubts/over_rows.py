"""Blank cells beside one that stands over several rows.

Where cells are centred, one that is merged over rows is printed at the middle of all of these: it
stands off the middle of the row that it is taken for, or goes on inside a sentence from one row to
the next. As far as it reaches on the one side it does on the other, up to the next cell of its
column; where that one stands beyond the page, as far as the page goes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from pipeline.extract.layer.signs.words import OPEN_ENDS, ink
from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet, SpacedText
from pipeline.extract.spaced.doubts.doubts import Habit, PrintedRow
from pipeline.extract.spaced.doubts.grids import filled_lines
from pipeline.extract.spaced.doubts.lined import are_lined
from pipeline.extract.spaced.doubts.merged import MERGED
from pipeline.extract.spaced.lines.words import text_of
from pipeline.frozen import dataclass

_OFF, _OFF_LINE = 0.5, 1.0
"""Lines off the line on which its row has most cells behind which a cell is of several rows, and
one of a single line: one of two lines stands half a line off, a word that strays into a column
stands on a line of the cell beside it."""

_APART = 3
"""Lines from one of a cell of several rows to the next at most, where it goes on inside a sentence:
the lines of the rows beside it stand between its own."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """The words of a column in rows `first` to `last`, and the lines of the text on which they
    begin and end."""

    first: int
    last: int
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        """The line in its middle."""
        return (self.top + self.bottom) / 2


def add_over_rows(
    text: SpacedText,
    sheets: Sequence[Sheet],
    divided: Sequence[Sequence[Span]],
    pages: Sequence[Sequence[PrintedRow]],
    usual: Sequence[Habit],
    why: Sequence[Sequence[dict[int, str]]],
) -> None:
    """Doubt the blank cells beside those that stand over several rows, on pages whose cells are
    centred; not where each row is a line: cells off it are words astray."""
    if are_lined(divided):
        return
    shown = [
        (_filled(text, sheet, span), number, row, reasons)
        for number, (sheet, spans, rows, own) in enumerate(
            zip(sheets, divided, pages, why, strict=True)
        )
        if sheet.centred
        for span, row, reasons in zip(spans, rows, own, strict=True)
    ]
    if shown:
        lines, numbers, rows, reasons = zip(*shown, strict=True)
        for row, column in _beside(_Rows.of(rows, numbers, lines), usual):
            reasons[row].setdefault(column, MERGED)


def _filled(text: SpacedText, sheet: Sheet, span: Span) -> dict[int, list[int]]:
    """The lines of the text that each column of a row fills."""
    filled = filled_lines(sheet, span).items()
    return {column: [text.rows[sheet.body[at]].line for at in own] for column, own in filled}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table, per row the lines of the text that each of its columns fills, and that
    which most of them do; `heads` are the headings among them."""

    rows: Sequence[PrintedRow]
    pages: Sequence[int]
    filled: Sequence[dict[int, list[int]]]
    main: Sequence[int]
    heads: list[int]

    @classmethod
    def of(
        cls,
        rows: Sequence[PrintedRow],
        pages: Sequence[int],
        filled: Sequence[dict[int, list[int]]],
    ) -> _Rows:
        """Rows, their pages, and the lines that their columns fill."""
        main = [Counter(at for own in row.values() for at in own).most_common(1) for row in filled]
        heads = [at for at, row in enumerate(rows) if row.is_heading]
        return cls(rows, pages, filled, [most[0][0] if most else 0 for most in main], heads)

    def cells(self, column: int, usual: frozenset[str]) -> list[_Cell]:
        """The cells of a column, those that go on inside a sentence in the next row as one, but for
        texts that are `usual`."""
        found: list[_Cell] = []
        for row, filled in enumerate(self.filled):
            if column not in filled:
                continue
            own = filled[column]
            whole = self.rows[row].text(column) in usual
            if found and not whole and self._goes_on(found[-1], row, column):
                found[-1] = replace(found[-1], last=row, bottom=own[-1])
            else:
                found.append(_Cell(row, row, own[0], own[-1]))
        return found

    def _goes_on(self, cell: _Cell, row: int, column: int) -> bool:
        """Whether the words of a row go on inside the sentence of a cell above: right below it, or
        in small letters some lines below, whatever rows are between."""
        apart = self.filled[row][column][0] - cell.bottom
        if apart > _APART or self.pages[row] != self.pages[cell.last]:
            return False
        above = text_of(self.rows[cell.last].columns[column][-1])
        below = text_of(self.rows[row].columns[column][0])
        if apart > 1 or row > cell.last + 1:
            return below[0].islower() and not any(map(self._heads, range(cell.last, row)))
        return below[0].islower() or (above[-1].isalpha() and ink(above).end in OPEN_ENDS)

    def _heads(self, row: int) -> bool:
        return self.rows[row].is_heading

    def is_over(self, cell: _Cell) -> bool:
        """Whether a cell stands over several rows."""
        off = abs(cell.middle - self.main[cell.first])
        return cell.last > cell.first or off > (_OFF_LINE if cell.top == cell.bottom else _OFF)

    def reach(self, cell: _Cell, before: _Cell | None, after: _Cell | None) -> float:
        """How many lines a cell may reach above and below its middle: as far as the nearer one of
        those beside it in its column, or heading; one on another page tells nothing."""
        page = self.pages[cell.first], self.pages[cell.last]
        above, below = bisect_left(self.heads, cell.first), bisect_right(self.heads, cell.last)
        heads = self.heads[max(0, above - 1) : above] + self.heads[below : below + 1]
        ends = [
            *((one.last, one.bottom) for one in (before,) if one),
            *((one.first, one.top) for one in (after,) if one),
            *((at, self.main[at]) for at in heads),
        ]
        near = (abs(line - cell.middle) for row, line in ends if self.pages[row] in page)
        return min(near, default=inf)


def _beside(rows: _Rows, usual: Sequence[Habit]) -> Iterator[tuple[int, int]]:
    """The blank cells (row, column) over which a cell of several rows may stand."""
    for column in range(1, len(rows.rows[0].columns)):
        cells = rows.cells(column, usual[column].usual)
        for before, cell, after in zip([None, *cells], cells, [*cells[1:], None], strict=False):
            if not rows.is_over(cell):
                continue
            reach = rows.reach(cell, before, after)
            if reach == inf and cell.first == cell.last:
                continue
            for step, start in ((-1, cell.first), (1, cell.last)):
                at = start + step
                while 0 <= at < len(rows.rows) and abs(rows.main[at] - cell.middle) < reach:
                    if column in rows.filled[at] or rows.rows[at].is_heading:
                        break
                    yield at, column
                    at += step
