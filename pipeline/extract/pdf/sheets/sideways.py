"""Tables printed over sheets side by side: the columns on a later sheet join their rows.

A spreadsheet too wide for the paper is printed in strips: the first columns of all rows, then the
next ones, either sheet after sheet or strip after strip. Sheets of the same rows have their rules
across at the same heights; where they have not, their lines stand at the same heights, and they are
read as one page (`beside`, `strips`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.ruled.lines import same_places
from pipeline.model import Block, Cell, Fragment, Grid, Prose
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import is_next, parse_label

SAME = 1.5
"""Points by which rules across of two sheets may differ."""

Blocks = list[Block]


_MOST_ABOVE = 5
"""Rows in which the header is looked for: titles are printed above it in cells of the sheet."""
_MOST = 0.75
"""Share of the rows beside which a column prints something."""
FEWEST_LEVELS = 3
"""Levels that say two tables have the same rows: of one row they agree by chance."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """The one table of a page: its place among the pages and its rules, across and down."""

    page: int
    grid: Grid
    ys: tuple[float, ...]
    xs: tuple[float, ...]


def with_columns_beside(pages: Sequence[Blocks], sheets: Iterable[PageTable]) -> list[Blocks]:
    """The blocks of all pages, the columns of a sheet beside another joined to their rows.

    `sheets` are the pages with a single table, in order.
    """
    first, pairs = pairs_of(sheets)
    out = [list(blocks) for blocks in pages]
    for one, other in sorted(pairs, key=lambda pair: pair[0].page):
        _join(out, one.page, other.page)
    for one in first:
        if one.grid.ground == "alignment" and not any(one is left for left, _ in pairs):
            _join_lines(out, one)
    return out


def pairs_of(
    sheets: Iterable[PageTable],
) -> tuple[list[PageTable], list[tuple[PageTable, PageTable]]]:
    """The sheets with the first columns of their rows, and each sheet of further ones with that to
    which it belongs: of several, the first of those that have the fewest."""
    first: list[PageTable] = []
    count: dict[int, int] = {}
    pairs: list[tuple[PageTable, PageTable]] = []
    for sheet in sheets:
        found = [one for one in first if _is_beside(one, sheet)]
        if not found:
            alone = [one for one in first if one.page not in count]
            found = [one for one in alone if _goes_on(one, sheet, pairs)][:1]
        if found:
            least = min(found, key=lambda one: count.get(one.page, 0))
            count[least.page] = count.get(least.page, 0) + 1
            pairs.append((least, sheet))
        else:
            first.append(sheet)
    return first, pairs


def _join_lines(pages: list[Blocks], one: PageTable) -> None:
    """Join the lines of the next page to the rows of a table without rules, where they are one
    further column of it: its name at the height of the header, a line or more beside most rows."""
    if one.page + 1 >= len(pages):
        return
    lines = [block.fragment for block in pages[one.page + 1] if isinstance(block, Prose)]
    rows = [_row_at(one.ys, piece) for piece in lines]
    grid = next(block for block in pages[one.page] if isinstance(block, Grid))
    filled = {row for row in rows if row is not None}
    if (
        len(lines) != len(pages[one.page + 1])
        or None in rows
        or 0 not in filled
        or len(filled) < max(FEWEST_LEVELS, _MOST * len(grid.rows))
        or max(piece.place.x0 or 0.0 for piece in lines)
        >= min(piece.place.x1 or 0.0 for piece in lines)
    ):
        return
    cells = [
        Cell(tuple(piece for piece, at in zip(lines, rows, strict=True) if at == row))
        for row in range(len(grid.rows))
    ]
    joined = tuple((*row, cell) for row, cell in zip(grid.rows, cells, strict=True))
    pages[one.page] = [
        replace(grid, rows=joined) if block is grid else block for block in pages[one.page]
    ]
    pages[one.page + 1] = []


def _row_at(ys: Sequence[float], piece: Fragment) -> int | None:
    """The row at whose height a line stands."""
    place = piece.place
    if place.y0 is None or place.y1 is None:
        return None
    row = bisect_right(ys, (place.y0 + place.y1) / 2) - 1
    return row if 0 <= row < len(ys) - 1 else None


def _is_beside(one: PageTable, other: PageTable) -> bool:
    """Whether the second sheet shows further columns of the rows of the first."""
    if not same_levels(one.ys, other.ys):
        return False
    heads = zip(one.grid.rows[:_MOST_ABOVE], other.grid.rows[:_MOST_ABOVE], strict=False)
    texts = ((list(map(_text, row)), list(map(_text, more))) for row, more in heads)
    header = next((pair for pair in texts if any(map(names_row_numbers, pair[0]))), None)
    if header is None:
        return False
    names, more = header
    numbers = next(at for at, name in enumerate(names) if names_row_numbers(name))
    if _counts_on(one.grid, other.grid, numbers):
        return False
    new = more[_repeated(one.grid, other.grid) :]
    return bool(new) and not any(n in names or names_row_numbers(n) for n in new if n)


def _counts_on(one: Grid, other: Grid, column: int) -> bool:
    """Whether the first row of a sheet has the number after the last one of another, in the same
    column: a form of as many rows as fill the page goes on, its rules at the same heights."""
    numbers = [
        parse_label(_text(row[column])) if len(row) > column else None
        for row in (*one.rows, other.rows[0])
    ]
    before = next((label for label in reversed(numbers[:-1]) if label), None)
    return bool(before and numbers[-1] and is_next(before, numbers[-1]))


def _goes_on(
    one: PageTable, other: PageTable, pairs: Sequence[tuple[PageTable, PageTable]]
) -> bool:
    """Whether two sheets without a header go on below two that stand beside each other: the same
    columns, and the same rows."""
    return same_levels(one.ys, other.ys) and any(
        same_places(one.xs, left.xs, SAME) and same_places(other.xs, right.xs, SAME)
        for left, right in pairs
    )


def same_levels(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the rules across of two tables stand at the same heights."""
    return len(one) >= FEWEST_LEVELS and same_places(one, other, SAME)


def _text(cell: Cell) -> str:
    return " ".join(piece.text for piece in cell.fragments)


def _repeated(one: Grid, other: Grid) -> int:
    """How many first columns of a grid are printed on the second sheet again."""
    count = 0
    width = min(len(one.rows[0]), len(other.rows[0]))
    while count < width and all(
        len(a) > count and len(b) > count and _text(a[count]) == _text(b[count])
        for a, b in zip(one.rows, other.rows, strict=False)
    ):
        count += 1
    return count


def _join(pages: list[Blocks], page: int, other: int) -> None:
    """Move the columns of the table of one page to the rows of that of another."""
    at = next(i for i, block in enumerate(pages[page]) if isinstance(block, Grid))
    beside = next(i for i, block in enumerate(pages[other]) if isinstance(block, Grid))
    one, more = pages[page][at], pages[other][beside]
    assert isinstance(one, Grid)
    assert isinstance(more, Grid)
    again = _repeated(one, more)
    rows = tuple((*a, *b[again:]) for a, b in zip(one.rows, more.rows, strict=True))
    pages[page][at] = replace(one, rows=rows)
    dropped = [piece for row in more.rows for cell in row[:again] for piece in cell.fragments]
    pages[other][beside : beside + 1] = [Prose(piece, running=True) for piece in dropped]
