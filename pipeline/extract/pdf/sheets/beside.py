"""Which sheets show further columns of the rows of another, told by their lines.

::

    sheet 1                sheet 2                 a spreadsheet sets the lines of one row at one
    STT  Nhiệm vụ          Chủ trì    Thời hạn     height, on whichever sheet: at the first line,
     1   Rà soát …         Sở Y tế    30/6/2026    the middle or the last line of its cells. What
     2   Xây dựng …        Sở Nội vụ  Quý III      stands beside a header names other columns, and
         …                                         counts no rows.

Rules say it where they close the cells (`sideways`); here they may be missing, or stand on one
sheet alone (names over two lines, rows that are blank on the other).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.pdf.sheets.sideways import FEWEST_LEVELS, Blocks, PageTable, pairs_of
from pipeline.model import Block, Cell, Fragment, Grid, GridRow, Prose
from pipeline.writing.columns import names_row_numbers
from pipeline.writing.labels import is_next, parse_label

_SAME_LINE = 0.75
"""Points by which lines of one row may stand apart on two sheets, and what is printed on both: the
same program sets them at the same place, and rounds it."""
_OWN = 0.8
"""Share of the lines of a sheet that stand as the rows of the one before it do: a line that was cut
by its cell may not."""
_MET = 0.5
"""Share of the rows of a sheet beside which the other one prints something: a column of results has
blanks."""
_MOST_ABOVE = 5
"""Rows in which the header is looked for: titles are printed above it in cells of the sheet."""
_LEADING = 1.7
"""Line heights from one line of a cell to the next, at most."""
_UPPER = 2.0
"""Line heights by which a name over several others may stand above one that has both rows of the
header to itself."""
_HEADER = 40.0
"""Points by which the names on a sheet may begin above those on the sheet before it, which have
fewer lines: two lines and their leading."""


_IN_ORDER = 0.8
"""Share of the first sheets whose further ones stand in the order of the pages: of a published list
of 170 pages with 18 sheets found by chance none did, of prints of workbooks all do."""
_SKIPPED = 1
"""Pages by which that order may be off: blank sheets are not printed."""


class Line(NamedTuple):
    """A line of a sheet, and the height of its middle."""

    y: float
    x0: float
    x1: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Strips:
    """Pages that show columns of the same rows, counted from 0, the first columns first, between
    which heights those rows stand, and from where to where the columns of each page reach, as far
    as they reach on any page of the file: so that they stand at the same places on all."""

    pages: tuple[int, ...]
    top: float
    bottom: float
    reach: tuple[tuple[float, float], ...] = ()


class _Sheet:
    """A page by its lines."""

    def __init__(self, blocks: Blocks) -> None:
        own = (block.fragments if isinstance(block, Grid) else _outside(block) for block in blocks)
        self._pieces = [piece for pieces in own for piece in pieces]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines from top to bottom."""
        return sorted(set(map(_line, self._pieces)))

    @cached_property
    def heights(self) -> list[float]:
        """The heights of the lines."""
        return [line.y for line in self.lines]

    @cached_property
    def cells(self) -> list[list[Line]]:
        """The lines that stand right under each other: those of one cell, or of several."""
        return _cells(self.lines)

    def between(self, top: float, bottom: float) -> list[Line]:
        """The lines between two heights."""
        return self.lines[bisect_right(self.heights, top) : bisect_left(self.heights, bottom)]


class _First:
    """A sheet that may hold the first columns of its rows, and others go on with them."""

    def __init__(self, table: PageTable, blocks: Blocks) -> None:
        rows = table.grid.rows
        self._header = next((k for k, r in enumerate(rows[:_MOST_ABOVE]) if _is_header(r)), -1)
        self._table = table
        self._blocks = blocks
        self.page = table.page
        self.bottom = table.ys[-1]

    @cached_property
    def names(self) -> tuple[Line, ...]:
        """The lines of its header, none where it has none."""
        cells = self._table.grid.rows[self._header] if self._header >= 0 else ()
        return tuple(_line(piece) for cell in cells for piece in cell.fragments)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """What the header prints."""
        return tuple(line.text for line in self.names)

    @cached_property
    def last(self) -> Line | None:
        """The name of the last column."""
        return max(self.names, key=lambda line: line.x0, default=None)

    @cached_property
    def rows(self) -> list[list[float]]:
        """The heights at which the cells of each row below the header stand."""
        return [_heights(row) for row in self._table.grid.rows[self._header + 1 :]]

    @cached_property
    def heights(self) -> list[float]:
        """The heights of all of them, and of the header."""
        header = [line.y for line in self.names]
        middle = [(min(header) + max(header)) / 2] if header else []
        return sorted([*header, *middle, *(y for row in self.rows for y in row)])

    @cached_property
    def body(self) -> float:
        """Where the rows begin below the header."""
        return min((y for row in self.rows for y in row), default=self.bottom)

    @cached_property
    def above(self) -> list[Line]:
        """The lines above the table."""
        at = next(k for k, block in enumerate(self._blocks) if isinstance(block, Grid))
        return sorted(_line(b.fragment) for b in self._blocks[:at] if isinstance(b, Prose))

    @cached_property
    def top(self) -> float:
        """Above which no name of a column stands."""
        highest = self._table.ys[0] - _HEADER
        title = max((line.y + line.high / 2 for line in self.above), default=highest)
        return min(max(title, highest), self._table.ys[0])

    def has_own_rows(self, names: Collection[str]) -> bool:
        """Whether the table plainly holds other rows than one whose last column has one of some
        names: it names its last column so, or has no header and counts rows."""
        if self.last is not None:
            return self.last.text in names
        first = [row[0].fragments for row in self._table.grid.rows if row and row[0].fragments]
        labels = [parse_label(pieces[0].text) for pieces in first[:2]]
        return len(labels) > 1 and is_next(*labels)


def strips_of(pages: Sequence[Blocks], sheets: Sequence[PageTable]) -> dict[int, Strips]:
    """The pages to be read as one, by the first of each; none where the rules across of the sheets
    say all of it (`sheets` are the pages with a single table)."""
    own = {sheet.page: _First(sheet, pages[sheet.page]) for sheet in sheets}
    firsts: list[_First] = []
    beside: dict[int, list[int]] = {}
    bottoms: dict[int, float] = {}
    known: dict[tuple[str, ...], set[str]] = {}
    lasts: set[str] = set()
    shown = [_Sheet(blocks) for blocks in pages]
    for page, sheet in enumerate(shown):
        plain = page in own and own[page].has_own_rows(lasts)
        first = None if plain else _owner(firsts, sheet, beside, known)
        if first is not None:
            beside.setdefault(first.page, []).append(page)
            known.setdefault(first.header, set()).update(one.text for one in _head(first, sheet))
            bottoms[first.page] = max(bottoms.get(first.page, first.bottom), _bottom(first, sheet))
        elif page in own:
            firsts.append(own[page])
            lasts.update(line.text for line in (own[page].last,) if line)
    if not _is_in_order(beside):
        return {}
    told = {(one.page, other.page) for one, other in pairs_of(sheets)[1]}
    if told.issuperset((one, other) for one, others in beside.items() for other in others):
        return {}
    found = [
        Strips((page, *others), own[page].top, bottoms[page]) for page, others in beside.items()
    ]
    reach = _reach(found, shown, own)
    return {one.pages[0]: replace(one, reach=reach[: len(one.pages)]) for one in found}


def _is_in_order(beside: dict[int, list[int]]) -> bool:
    """Whether most pages found beside another stand as a program prints them: right behind it, or
    behind all first ones, as far away as those of others near by. Lists that count on over many
    pages have lines at the same heights by chance."""
    apart = {
        first: [other - one for one, other in pairwise((first, *others))]
        for first, others in beside.items()
    }
    even = {
        first: steps[0] for first, steps in apart.items() if max(steps) - min(steps) <= _SKIPPED
    }
    regular = [
        first
        for first, step in even.items()
        if step == 1
        or any(
            0 < abs(near - first) <= 2 * step and abs(other - step) <= _SKIPPED
            for near, other in even.items()
        )
    ]
    return bool(beside) and len(regular) >= _IN_ORDER * len(beside)


def _reach(
    strips: Sequence[Strips], shown: Sequence[_Sheet], firsts: dict[int, _First]
) -> tuple[tuple[float, float], ...]:
    """From where to where the lines of first pages reach, of second ones, and so on."""
    own: dict[int, list[Line]] = {}
    for one in strips:
        first = firsts[one.pages[0]]
        for at, page in enumerate(one.pages):
            edge = _edge_of_repeated(first, shown[page]) if at else 0.0
            inside = shown[page].between(one.top, one.bottom)
            own.setdefault(at, []).extend(line for line in inside if line.x0 >= edge)
    return tuple(
        (min(line.x0 for line in own[at]), max(line.x1 for line in own[at])) for at in sorted(own)
    )


def _owner(
    firsts: Sequence[_First],
    sheet: _Sheet,
    beside: dict[int, list[int]],
    known: dict[tuple[str, ...], set[str]],
) -> _First | None:
    """The sheet whose rows a page goes on with, None where it has rows of its own. `known` are the
    names that stood beside a header before."""
    found = []
    for one in firsts:
        again = False
        if one.last is not None:
            if not _has_other_names(one, sheet):
                continue
            names = known.get(one.header, set())
            again = any(line.text in names for line in _head(one, sheet))
        elif not known or one.page in beside:
            continue
        if _has_same_rows(one, sheet, is_known=again):
            found.append(one)
    return min(found, key=lambda one: len(beside.get(one.page, ())), default=None)


def _outside(block: Block) -> tuple[Fragment, ...]:
    return (block.fragment,) if isinstance(block, Prose) else ()


def _line(piece: Fragment) -> Line:
    place = piece.place
    y0, y1 = place.y0 or 0.0, place.y1 or 0.0
    return Line((y0 + y1) / 2, place.x0 or 0.0, place.x1 or 0.0, y1 - y0, piece.text)


def _is_header(row: GridRow) -> bool:
    return any(names_row_numbers(" ".join(f.text for f in cell.fragments)) for cell in row)


def _heights(row: Iterable[Cell]) -> list[float]:
    """The heights at which the cells of a row stand: of their lines and of their middles."""
    found: list[float] = []
    for cell in row:
        lines = [] if cell.merged else [_line(piece).y for piece in cell.fragments]
        found += [*lines, (min(lines) + max(lines)) / 2] if lines else []
    return found


def _is_again(one: _First, line: Line) -> bool:
    """Whether a line of a header is printed at the same place on the sheet before."""
    return any(
        line.text == own.text
        and abs(line.y - own.y) <= _SAME_LINE
        and abs(line.x0 - own.x0) <= _SAME_LINE
        for own in one.names
    )


def _head(one: _First, sheet: _Sheet) -> list[Line]:
    """The lines of a page that stand at the height of the header of another, other than its."""
    inside = sheet.between(one.top, one.body - _SAME_LINE)
    return [line for line in inside if not _is_again(one, line)]


def _has_other_names(one: _First, sheet: _Sheet) -> bool:
    """Whether a page names other columns at the height of the header of a sheet, and none of row
    numbers; what stands farther above is a title."""
    head = _head(one, sheet)
    top = min(line.y for line in one.names)
    return (
        bool(head)
        and not any(line.text in one.header or names_row_numbers(line.text) for line in head)
        and all(cell[-1].y >= top - _UPPER * cell[-1].high for cell in _cells(head))
    )


def _has_same_rows(one: _First, sheet: _Sheet, is_known: bool) -> bool:
    """Whether the lines of a page stand at the heights of the rows of a sheet, count no rows of
    their own and have no title of their own above them; where its names are known to stand beside
    that header, it may be few rows."""
    above = [line.y for line in one.above]
    if not all(_has(above, y) for y in sheet.heights[: bisect_right(sheet.heights, one.top)]):
        return False
    bottom = _bottom(one, sheet)
    edge = _edge_of_repeated(one, sheet)
    first = one.body - _SAME_LINE
    cells = [
        cell
        for cell in sheet.cells
        if cell[-1].y >= first and one.top < cell[0].y <= bottom and cell[0].x0 >= edge
    ]
    own = [line for cell in cells for line in cell]
    if not own or _counts(own):
        return False
    stand = sum(
        len(cell)
        if any(_has(one.heights, y) for y in _places(cell))
        else sum(_has(one.heights, line.y) for line in cell)
        for cell in cells
    )
    if stand < _OWN * len(own):
        return False
    places = sorted(y for cell in cells for y in (*_places(cell), *(line.y for line in cell)))
    met = sum(any(_has(places, y) for y in row) for row in one.rows)
    fewest = 1 if is_known else max(FEWEST_LEVELS, _MET * sum(map(bool, one.rows)))
    return met >= fewest


def _edge_of_repeated(one: _First, sheet: _Sheet) -> float:
    """Where the columns of a page begin that are not those of the sheet before, printed again."""
    inside = sheet.between(one.top, one.body - _SAME_LINE)
    again = [line for line in inside if _is_again(one, line)]
    return max((line.x1 for line in again), default=0.0)


def _bottom(one: _First, sheet: _Sheet) -> float:
    """The bottom of the rows of a sheet, with the rest of cells of another that begin above it."""
    bottom = one.bottom
    for cell in sheet.cells:
        if cell[0].y <= one.bottom < cell[-1].y:
            bottom = max(bottom, cell[-1].y + cell[-1].high / 2)
    return bottom


def _cells(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines that stand right under each other: those of one cell, or of several."""
    cells: list[list[Line]] = []
    open_cells: list[list[Line]] = []
    for line in lines:
        reach = [cell for cell in open_cells if line.y - cell[-1].y <= _LEADING * line.high]
        over = [c for c in reach if c[-1].y < line.y and c[-1].x0 < line.x1 and line.x0 < c[-1].x1]
        open_cells = reach
        if over:
            over[-1].append(line)
        else:
            open_cells.append([line])
            cells.append(open_cells[-1])
    return cells


def _places(cell: Sequence[Line]) -> tuple[float, float, float]:
    """The heights of the first line of a cell, of its middle and of its last line."""
    return cell[0].y, (cell[0].y + cell[-1].y) / 2, cell[-1].y


def _has(heights: Sequence[float], at: float) -> bool:
    """Whether one of some heights, in order, is that of a line."""
    found = bisect_left(heights, at - _SAME_LINE)
    return found < len(heights) and heights[found] <= at + _SAME_LINE


def _counts(lines: Sequence[Line]) -> bool:
    """Whether most lines of the first column are the numbers of rows."""
    left = min(lines, key=lambda line: line.x0)
    column = [line for line in lines if line.x0 < left.x1 and left.x0 < line.x1]
    labels = [label for line in column if (label := parse_label(line.text))]
    steps = sum(is_next(a, b) for a, b in pairwise(labels))
    return 2 * len(labels) > len(column) and 2 * steps >= len(labels)
