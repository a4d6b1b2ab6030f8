"""Cells that are blank where a picture was read, in a column that hardly ever is: print that was
lost under a seal, or a cell merged over rows that came apart, looks the same as no print."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.data.records import CellRecord, RowRecord
from pipeline.writing.columns import NUMBER
from pipeline.writing.labels import parse_label
from pipeline.writing.left_out import gaps_of

LOST = 0.85
"""How sure such a cell is to be blank: on scans to learn on 22 of 26 are."""
FULL = 0.9
"""Share of the other rows of its kind in which a column is filled, from which a blank is odd, …"""
FEWEST = 2
"""… how many there are at least, …"""
MOST = 2
"""… and how many odd blanks a row has at most: one with more is of a kind of its own, unless it
says nothing at all."""

Spot = tuple[str | None, str | None]
"""Row and column of a cell."""


def blanks_doubted(
    cells: Sequence[CellRecord],
    rows: Sequence[RowRecord],
    told: Collection[Spot] = (),
    wide: Collection[Spot] = (),
) -> Iterator[CellRecord]:
    """The cells of a table, those with a confidence that are blank and hardly can be, or of which
    a doubt is `told`; `rows` are those of the table, `wide` the cells printed over several columns,
    whose text may be that of the blanks behind them."""
    odd = _odd(cells, {row.row_id: row.kind for row in rows})
    read = {cell.row_id for cell in cells if cell.confidence is not None}
    blanks = Counter(row for row, _ in odd)
    silent = _silent(cells) | set(_skipped([c for c in cells if c.column == NUMBER], read))
    silent |= set(_covered(cells, wide)) | set(_broken_off(cells, rows))
    for cell in cells:
        is_odd = (cell.row_id, cell.column) in odd and blanks[cell.row_id] <= MOST
        is_odd |= _is_blank(cell, read) and (cell.row_id, cell.column) in silent
        is_odd |= _is_blank(cell, read) and (cell.row_id, cell.column) in told
        yield replace(cell, confidence=LOST) if is_odd else cell


def _covered(cells: Sequence[CellRecord], wide: Collection[Spot]) -> Iterator[Spot]:
    """The blanks right behind cells that are printed over several columns."""
    row, is_behind = "", False
    for cell in cells:
        is_behind &= cell.row_id == row and not cell.text
        if is_behind:
            yield cell.row_id, cell.column
        row, is_behind = cell.row_id, is_behind or (cell.row_id, cell.column) in wide


def _broken_off(cells: Sequence[CellRecord], rows: Sequence[RowRecord]) -> Iterator[Spot]:
    """The blanks of the first row of each page below a text, in columns with cells merged over
    rows: the text of one that goes on over the page is printed above the break alone."""
    merged = {cell.column for cell in cells if cell.merged}
    texts = {(cell.row_id, cell.column): cell.text for cell in cells}
    for above, row in pairwise(rows):
        if above.kind == row.kind and (above.last_page or 0) < (row.first_page or 0):
            yield from (
                (row.row_id, column)
                for column in merged
                if texts[above.row_id, column] and not texts[row.row_id, column]
            )


def _is_blank(cell: CellRecord, read: Collection[str]) -> bool:
    """Whether a cell of a row that was read from a picture is blank."""
    return not cell.text and cell.confidence is None and cell.row_id in read


def _silent(cells: Sequence[CellRecord]) -> set[Spot]:
    """Row and column of the texts that rows lack which have a read number and nothing else, in
    a table whose other rows nearly all have one there: headings of which nothing was read. It is
    the first such column: a heading has no more."""
    worded = {cell.row_id for cell in cells if cell.text and cell.column != NUMBER}
    read = {cell.row_id for cell in cells if cell.confidence is not None}
    rows = {cell.row_id for cell in cells}
    filled = Counter(cell.column for cell in cells if cell.text and cell.column != NUMBER)
    most = next((c for c, n in filled.items() if n >= max(FEWEST, FULL * len(worded))), None)
    return {(row, most) for row in (rows & read) - worded if most is not None}


def _skipped(numbers: Sequence[CellRecord], read: Collection[str]) -> Iterator[Spot]:
    """Row and column of the blank number cells of rows that were read, where the numbers around
    them leave out as many as there are such rows: `4.`, a blank, `6.`."""
    blanks = [at for at, cell in enumerate(numbers) if _is_blank(cell, read)]
    for gap in gaps_of(parse_label(cell.text) for cell in numbers):
        between = blanks[bisect_left(blanks, gap.start + 1) : bisect_left(blanks, gap.end)]
        if len(between) == gap.missing:
            yield from ((numbers[at].row_id, NUMBER) for at in between)


def _odd(cells: Sequence[CellRecord], kinds: Mapping[str, str]) -> set[tuple[str, str]]:
    """Row and column of the blank cells of rows that were read, in columns that are filled."""
    read = {cell.row_id for cell in cells if cell.confidence is not None}
    every = Counter((kinds[cell.row_id], cell.column) for cell in cells)
    filled = Counter((kinds[cell.row_id], cell.column) for cell in cells if cell.text)
    odd = set()
    for cell in cells:
        others = every[kinds[cell.row_id], cell.column] - 1
        full = filled[kinds[cell.row_id], cell.column] >= max(FEWEST, FULL * others)
        if full and _is_blank(cell, read):
            odd.add((cell.row_id, cell.column))
    return odd
