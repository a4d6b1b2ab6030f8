"""Cells merged over several rows that a page break cuts: one cell again, repeated in each row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pipeline.model import Cell, Fragment, Grid, GridRow
from pipeline.writing.pairs import is_word

_FULL_ROW = 3
"""A row with so many printed cells is no heading and no rest of one."""
_MANY = 6
"""Rows from which on a column without a blank cell is one that every row fills."""
_HARDLY = 0.1
"""Share of the rows that begin otherwise than the rest of a cell cannot but begin."""


def reaching_down(
    above: GridRow | None, grid: Grid, body: Sequence[GridRow], cut: Collection[int]
) -> tuple[int, ...]:
    """The columns in which the cell at the end of the page before goes on in the first row.

    `above` is the last row of that page, `body` are the rows of `grid` under its header; `cut`
    the columns that the page before leaves open at its bottom though it closes the others.
    Without such a mark a blank cell over several rows is the rest of one; a cell with text of its
    own is the rest of one only where either part is over several rows. Where the whole row is
    open it is a row that goes on, not a cell.
    """
    if above is None or not body or grid.open_top:
        return ()
    first = body[0]
    columns = []
    for i, cell in enumerate(first[: len(above)]):
        tall = _is_tall(body, i)
        marked = i in cut and (not cell.fragments or tall or above[i].merged)
        if not cell.merged and (marked or (tall and not cell.fragments)):
            columns.append(i)
    return tuple(columns) if len(columns) < len(first) else ()


def _is_tall(body: Sequence[GridRow], column: int) -> bool:
    return len(body) > 1 and column < len(body[1]) and body[1][column].merged


def last_rests(rows: Sequence[GridRow], breaks: Collection[int]) -> list[tuple[int, int]]:
    """Row and column of the blank cells under a page break that are the last of a merged one.

    Where one row of a merged cell is left to the next page, a blank cell is all that shows of it.
    It is taken for that in a column that has no other blank one, and merged ones, be it above the
    break; where only other columns of a long table have those, in a row that lacks nothing else.
    `breaks` are
    the rows that begin a page with a row of their own; one of them that reads as the rest of a
    row has no such cells.
    """
    whole, begins = _whole_and_first(rows, breaks)
    merges = len(whole) >= _MANY and any(cell.merged for row in whole for cell in row)
    found: set[tuple[int, int]] = set()
    for column in range(len(rows[0]) if begins else 0):
        cells = [row[column] for row in whole]
        own = any(cell.merged for cell in cells) or any(rows[i - 1][column].merged for i in begins)
        if not (own or merges) or not all(cell.fragments for cell in cells):
            continue
        for i in begins:
            if not own and not _is_whole_but(rows[i], {column, *(c for at, c in found if at == i)}):
                continue
            above = rows[i - 1][column].fragments or (i - 1, column) in found
            if above and not rows[i][column].fragments:
                found.add((i, column))
    return sorted(found)


def first_parts(rows: Sequence[GridRow], breaks: Collection[int]) -> list[tuple[int, int]]:
    """Row and column of the texts under a page break that stand in the lower part of a cell merged
    over the rows above it: that cell is blank on its page, and no other of the column is."""
    whole, begins = _whole_and_first(rows, breaks)
    return [
        (i, column)
        for i in begins
        for column, above in enumerate(rows[i - 1])
        if above.merged and not above.fragments and rows[i][column].fragments
        if _all_filled(whole, column, rows[first_of(rows, i - 1, column)])
    ]


def cut_inside(
    rows: Sequence[GridRow], breaks: Collection[int], columns: Sequence[str]
) -> list[tuple[int, int]]:
    """Row and column of the texts under a page break that go on inside a word of the language
    (`Môi`, `trường`) from the cell above, in a row that has a number of its own: that cell is
    merged over both rows. Hardly any row begins in lower case there."""
    if "stt" not in columns:
        return []
    number = columns.index("stt")
    full = [row for i, row in enumerate(rows) if i not in breaks and i + 1 not in breaks]
    whole = [row for row in full if sum(bool(cell.fragments) for cell in row) >= _FULL_ROW]
    lower = {i: _begun_lower(rows[i]) for i in breaks if rows[i][number].fragments}
    seldom = _seldom_lower(whole, set().union(*lower.values()))
    return [
        (i, column)
        for i, begun in lower.items()
        for column in sorted(begun & seldom - {number})
        if whole and _goes_on(rows[i - 1][column], rows[i][column])
    ]


def _goes_on(above: Cell, below: Cell) -> bool:
    """Whether the last word of a cell and the first of another make a word of the language."""
    last, first = above.raw.split()[-1:], below.raw.split()[:1]
    return bool(last and first) and is_word(last[0].lower(), first[0])


def _all_filled(rows: Sequence[GridRow], column: int, but: GridRow) -> bool:
    """Whether a column has no blank cell besides the one that begins in a row."""
    cells = [row[column] for row in rows if row is not but]
    return bool(cells) and all(cell.fragments or cell.merged for cell in cells)


def first_of(rows: Sequence[GridRow], at: int, column: int) -> int:
    """The first row of the merged cell that a row is part of."""
    while at and rows[at][column].merged:
        at -= 1
    return at


def is_long(rows: Sequence[GridRow], breaks: Collection[int]) -> bool:
    """Whether so many rows stand whole on their pages that a column they all fill has no blanks."""
    return len(_whole_and_first(rows, breaks)[0]) >= _MANY


def may_be_rests(rows: Sequence[GridRow], breaks: Collection[int]) -> list[tuple[int, int]]:
    """Row and column of the blank cells under a page break, in columns that all other rows fill:
    a cell of the row above may reach down into them though nothing else shows it."""
    whole, begins = _whole_and_first(rows, breaks)
    if len(whole) < _MANY:
        return []
    filled = [c for c in range(len(rows[0])) if all(row[c].fragments for row in whole)]
    return [
        (i, column)
        for i in begins
        for column in filled
        if rows[i - 1][column].fragments and not rows[i][column].fragments
    ]


def _whole_and_first(
    rows: Sequence[GridRow], breaks: Collection[int]
) -> tuple[list[GridRow], list[int]]:
    """The rows that no page break touches, headings apart, and which rows begin a page as rows of
    their own."""
    full = [i for i, row in enumerate(rows) if sum(bool(c.fragments) for c in row) >= _FULL_ROW]
    whole = [rows[i] for i in full if i not in breaks and i + 1 not in breaks]
    lower = {i: _begun_lower(rows[i]) for i in full if i in breaks}
    seldom = _seldom_lower(whole, set().union(*lower.values()))
    return whole, [i for i, columns in lower.items() if not columns & seldom]


def _is_whole_but(row: GridRow, columns: Collection[int]) -> bool:
    return all(cell.fragments for at, cell in enumerate(row) if at not in columns)


def _begun_lower(row: GridRow) -> set[int]:
    """The columns in which a row begins in lower case. One under a page break that does so where
    hardly any whole row does goes on inside a sentence."""
    return {at for at, cell in enumerate(row) if not cell.merged and cell.raw[:1].islower()}


def _seldom_lower(rows: Sequence[GridRow], columns: Iterable[int]) -> set[int]:
    """Those of some columns in which hardly any row begins in lower case."""
    return {
        column
        for column in columns
        if sum(row[column].raw[:1].islower() for row in rows) <= _HARDLY * len(rows)
    }


def deepened(
    above: Sequence[GridRow], below: Sequence[GridRow], parts: int = 1
) -> tuple[list[GridRow], list[GridRow]]:
    """The rows on both sides of a break where the first below is the rest of the last above.

    `parts` is how many of the rows above are that one row, cut before. A cell that it shares
    with rows before or after it has its text on all these pages.
    """
    start = len(above) - parts
    upper, lower = list(above), list(below)
    for column, cell in enumerate(below[0]):
        if cell.merged:
            continue
        printed = [row[column] for row in above[start:]]
        whole = printed[0].fragments + cell.fragments
        for part in printed[1:]:
            whole = whole if part.merged else whole + part.fragments
        for at in range(1, len(lower)):
            if not lower[at][column].merged:
                break
            lower[at] = _with(lower[at], column, whole, True)
        at = start
        while cell.fragments and at and upper[at][column].merged:
            at -= 1
            upper[at] = _with(upper[at], column, whole, upper[at][column].merged)
    return upper, lower


def joined(
    above: Sequence[GridRow], below: Sequence[GridRow], column: int
) -> tuple[list[GridRow], list[GridRow]]:
    """The rows on both sides of a break with the cell of a column that reaches over it made one.

    Nothing changes where the cell above the break is blank, unless it is a merged one whose text
    stands below: what reaches down is no text.
    """
    if not above or not _speaks(above[-1][column], below[0][column]):
        return list(above), list(below)
    start = first_of(above, len(above) - 1, column)
    end = 1
    while end < len(below) and below[end][column].merged:
        end += 1
    whole = above[start][column].fragments + below[0][column].fragments
    upper = [
        row if at < start else _with(row, column, whole, row[column].merged)
        for at, row in enumerate(above)
    ]
    lower = [_with(row, column, whole, True) if at < end else row for at, row in enumerate(below)]
    return upper, lower


def _speaks(above: Cell, below: Cell) -> bool:
    return bool(above.fragments) or (above.merged and bool(below.fragments))


def _with(row: GridRow, column: int, fragments: tuple[Fragment, ...], merged: bool) -> GridRow:
    cells = list(row)
    cells[column] = replace(cells[column], fragments=fragments, merged=merged)
    return tuple(cells)
