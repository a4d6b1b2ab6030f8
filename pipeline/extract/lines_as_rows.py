"""Tables of which each row is a line of a page: what one cell is goes on in the cells below it.

`tabulate`, and pandas with it, writes a cell of several lines so (`to_markdown(index=False)`), and
programs that look for columns by white space find nothing else in a PDF (tabula without rules,
camelot's stream). Rows begin where a number stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.placed import PlacedCell, SheetRow
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.labels import parse_label

_FEWEST_NUMBERED, _FEWEST_LINES = 2, 5
"""Rows with a number and lines without one that tell it."""
_SHARE_OF_LINES: Final = 0.4
"""Share of the rows without a number from which on they are lines: a narrow table has few more."""
_GO_ON: Final = 0.5
"""Share of such lines with a cell inside a sentence: of rows that only lack their number hardly
one begins in small letters where the numbered ones do not."""
_CAPITALS: Final = 0.8
"""Share of the cells of numbered rows that begin no word in small letters, from which on a column
is one of sentences; one of units (`đồng/m³`) is none."""
_CLOSED: Final = ".;:"
_FEWEST_CELLS, _FEWEST_COLUMNS = 10, 2
"""Cells of a column of several words, and such columns, that tell rows without numbers apart."""
_MOST_NUMBERED: Final = 0.05
"""Share of rows with a number up to which nothing counts the rows: a line may begin with one."""
_CUT: Final = 0.35
"""Share of such cells that begin in small letters from which on they are lines of cells."""


def are_lines(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cells, the number first, are lines of rows.

    >>> are_lines([["1", "Rà soát,"], ["", "sửa đổi"], ["", "quy chế"], ["2", "Nâng"],
    ...            ["", "cấp cổng"], ["", "dịch vụ"], ["", "công"]])
    True
    >>> are_lines([["1", "Cát"], ["", "Đá"], ["", "Sỏi"], ["2", "Gạch"], ["", "Ngói"], ["", "Vôi"],
    ...            ["", "Sơn"]])
    False
    """
    if any("\n" in cell for row in rows for cell in row):
        return False
    numbered = [row for row in rows if row and parse_label(row[0].strip()) is not None]
    lines = [row for row in rows if row and not row[0].strip() and any(map(str.strip, row))]
    few = len(numbered) < _FEWEST_NUMBERED or len(lines) < _FEWEST_LINES
    if few or len(lines) < _SHARE_OF_LINES * len(rows):
        return False
    sentences = _of_sentences(numbered)
    going_on = sum(
        any(is_inside(cell) for column, cell in enumerate(row) if column in sentences)
        for row in lines
    )
    return going_on >= _GO_ON * len(lines)


def are_loose_lines(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows hardly one of which has a number are lines of cells: in several columns the
    texts of several words begin inside sentences. Which of them are one row nothing tells."""
    numbered = sum(bool(row) and parse_label(row[0].strip()) is not None for row in rows)
    if numbered > _MOST_NUMBERED * len(rows):
        return False
    columns: dict[int, list[str]] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if " " in cell.strip():
                columns.setdefault(at, []).append(cell)
    cut = [
        sum(map(is_inside, cells)) >= _CUT * len(cells)
        for cells in columns.values()
        if len(cells) >= _FEWEST_CELLS
    ]
    return sum(cut) >= _FEWEST_COLUMNS


def _of_sentences(rows: Sequence[Sequence[str]]) -> set[int]:
    """The columns whose cells in numbered rows begin sentences or names."""
    filled: Counter[int] = Counter()
    inside: Counter[int] = Counter()
    for row in rows:
        for column, cell in enumerate(row):
            filled[column] += bool(cell.strip())
            inside[column] += is_inside(cell)
    return {at for at, count in filled.items() if count - inside[at] >= _CAPITALS * count > 0}


def is_inside(cell: str) -> bool:
    """Whether a text begins inside a sentence: with a small letter."""
    return cell.strip()[:1].islower()


def whole(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The rows, each with the lines below it that have no number. A line that may begin a row of
    its own leaves its cells in doubt."""
    found: list[SheetRow] = []
    for row in rows:
        if found and found[-1].filled and is_line(row):
            found[-1] = with_line(found[-1], row)
        else:
            found.append(row)
    return found


def is_line(row: SheetRow) -> bool:
    """Whether a row has nothing in the first column; the heading of an annex has none either."""
    first = row.filled[0] if row.filled else None
    return first is not None and first.column > 0 and not is_annex_heading(first.text)


def with_line(row: SheetRow, line: SheetRow) -> SheetRow:
    """A row with one more line of its cells."""
    cells = {cell.column: cell for cell in row.cells}
    why = _MAY_BEGIN if _may_begin(row, line) else ""
    for cell in line.filled:
        above = cells.get(cell.column)
        pieces = (*(above.fragments if above else ()), *cell.fragments)
        cells[cell.column] = replace(above or cell, fragments=pieces)
    marked = (_doubted(cell, why) for _, cell in sorted(cells.items()))
    return SheetRow(row.number, tuple(marked))


def doubted(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Lines of a table in which no number tells where a row begins, as they are and in doubt, what
    is blank in them too."""
    width = max((cell.column for row in rows for cell in row.cells), default=-1) + 1
    return [_in_doubt(row, width) if row.filled else row for row in rows]


def _in_doubt(row: SheetRow, width: int) -> SheetRow:
    held = {cell.column for cell in row.cells}
    blank = (PlacedCell(at, (), doubt=NO_NUMBERS) for at in range(width) if at not in held)
    cells = (*(_doubted(cell, NO_NUMBERS) for cell in row.cells), *blank)
    return SheetRow(row.number, tuple(sorted(cells, key=lambda cell: cell.column)))


NO_NUMBERS: Final = "lines of cells stand as rows here; which of them are one row nothing tells"
_MAY_BEGIN: Final = "a line without a number was added that may be a row of its own"


def _may_begin(row: SheetRow, line: SheetRow) -> bool:
    """Whether a line may be a row without a number: all of its cells begin sentences or names, or
    the first does below one that ended, or below nothing."""
    first = line.filled[0]
    if len(line.filled) > 1 and not any(is_inside(cell.text) for cell in line.filled):
        return True
    above = next((cell.text for cell in row.cells if cell.column == first.column), "")
    return first.text[:1].isupper() and (not above or above.rstrip()[-1:] in _CLOSED)


def _doubted(cell: PlacedCell, why: str) -> PlacedCell:
    return cell if not why or cell.doubt else replace(cell, doubt=why)
