"""Blank cells of rows without a number over which a merged cell may stand.

Where cells are centred, one that is merged over several rows stands at the middle of all of them:
beside the line that fills most columns in none, or in the middle one. Cells of several lines about
that line of their own row, clear of the rows above and below, are merged over none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.layer.uncounted.gridded import Span
from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.doubts.grids import filled_lines

_MOST = 0.5
"""Share of the numbered rows that have a column filled from which on it is blank in one without a
number beside a merged cell."""
_OWN, _OVER = 3, 0.25
"""Cells of a column of rows of their own that show that none is merged, and how many others come on
each of them at most."""
_OFF = 0.5
"""Lines off the middle of its row from which on a cell may be of several rows."""

MERGED = "a cell merged over several rows may stand over this blank one"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a page as printed, and the lines of it that each of its columns fills."""

    body: PrintedRow
    filled: dict[int, list[int]]

    def is_open(self, column: int) -> bool:
        """Whether a cell merged over others may stand over the row too."""
        return not (self.body.labelled or self.body.is_heading or self.filled.get(column))

    def is_off(self, column: int) -> bool:
        """Whether a cell does not stand beside the line on which most columns are filled."""
        [(main, _)] = Counter(at for own in self.filled.values() for at in own).most_common(1)
        own = self.filled[column]
        return abs(own[0] + own[-1] - 2 * main) >= 2 * _OFF


@dataclass(frozen=True, slots=True)
class _Blank:
    """A blank cell, and the rows whose cells of its column may be merged over it; whether one that
    begins on the page before may be."""

    row: int
    column: int
    beside: tuple[int, ...]
    cut: bool


def add_merged(
    sheets: Sequence[Sheet],
    divided: Sequence[Sequence[Span]],
    pages: Sequence[Sequence[PrintedRow]],
    why: Sequence[Sequence[dict[int, str]]],
) -> None:
    """Doubt the blank cells of rows without a number in columns that most numbered rows have
    filled, where a cell merged over several rows may stand over them."""
    rows = [
        [_Row(body, filled_lines(sheet, span)) for body, span in zip(bodies, spans, strict=True)]
        for sheet, bodies, spans in zip(sheets, pages, divided, strict=True)
    ]
    columns = _columns(pages)
    found = [list(_blank_cells(page, columns)) for page in rows]
    alone = {column for column in columns if _are_alone(rows, found, column)}
    for blanks, reasons in zip(found, why, strict=True):
        for blank in blanks:
            if blank.column not in alone and (blank.beside or blank.cut):
                reasons[blank.row].setdefault(blank.column, MERGED)


def _columns(pages: Sequence[Sequence[PrintedRow]]) -> list[int]:
    """The columns that most numbered rows have filled."""
    numbered = [b for page in pages for b in page if b.labelled and not b.is_heading]
    return [
        column
        for column in range(1, len(numbered[0].columns) if numbered else 0)
        if sum(bool(body.columns[column]) for body in numbered) >= _MOST * len(numbered)
    ]


def _blank_cells(page: Sequence[_Row], columns: Sequence[int]) -> Iterator[_Blank]:
    """The blank cells of the rows of a page that have no number."""
    for place, row in enumerate(page):
        for column in columns:
            if row.is_open(column) and not row.body.top:
                ends = [_nearest(page, place, column, step) for step in (-1, 1)]
                beside = tuple(at for at in ends if at is not None and page[at].filled.get(column))
                yield _Blank(place, column, beside, ends[0] is None)


def _nearest(page: Sequence[_Row], place: int, column: int, step: int) -> int | None:
    """The next row above or below one over which no cell merged over that stands; None where the
    page ends before."""
    at = place + step
    while 0 <= at < len(page) and page[at].is_open(column):
        at += step
    return at if 0 <= at < len(page) else None


def _are_alone(
    pages: Sequence[Sequence[_Row]], found: Sequence[Sequence[_Blank]], column: int
) -> bool:
    """Whether the cells of a column beside blank ones show that none is merged over these: enough
    have several lines about the middle of their own row, and few stand off it."""
    beside = [
        page[at]
        for page, blanks in zip(pages, found, strict=True)
        for at in {at for blank in blanks if blank.column == column for at in blank.beside}
    ]
    off = sum(row.is_off(column) for row in beside)
    own = sum(len(row.filled[column]) > 1 and not row.is_off(column) for row in beside)
    return own >= _OWN and off <= _OVER * own
