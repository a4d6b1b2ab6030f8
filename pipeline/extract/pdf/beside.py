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

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.pdf.sideways import FEWEST_LEVELS, Blocks, PageTable, pairs_of
from pipeline.model import Cell, Fragment, Grid, GridRow, Prose
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


@dataclass(frozen=True, slots=True)
class _First:
    """A sheet with the first columns of its rows: where its header begins and its first row, the
    lines of the header, and the heights at which its rows and the lines above it stand."""

    page: int
    top: float
    body: float
    bottom: float
    names: tuple[Line, ...]
    rows: tuple[tuple[float, ...], ...]
    heights: tuple[float, ...]
    above: tuple[float, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """What the header prints."""
        return tuple(line.text for line in self.names)


def strips_of(pages: Sequence[Blocks], sheets: Sequence[PageTable]) -> dict[int, Strips]:
    """The pages to be read as one, by the first of each; none where the rules across of the sheets
    say all of it (`sheets` are the pages with a single table)."""
    tables = {sheet.page: sheet for sheet in sheets}
    firsts: list[_First] = []
    beside: dict[int, list[int]] = {}
    bottoms: dict[int, float] = {}
    known: dict[tuple[str, ...], set[str]] = {}
    for page, blocks in enumerate(pages):
        lines = _lines(blocks)
        own = _owner(firsts, lines, beside, known)
        if own is None:
            if page in tables:
                firsts.append(_first(tables[page], blocks))
            continue
        beside.setdefault(own.page, []).append(page)
        known.setdefault(own.header, set()).update(_names(own, lines))
        bottoms[own.page] = max(bottoms.get(own.page, own.bottom), _bottom(own, lines))
    told = {(one.page, other.page) for one, other in pairs_of(sheets)[1]}
    if told.issuperset((one, other) for one, others in beside.items() for other in others):
        return {}
    by_page = {one.page: one for one in firsts}
    found = [
        Strips((page, *others), by_page[page].top, bottoms[page]) for page, others in beside.items()
    ]
    reach = _reach(found, [_lines(blocks) for blocks in pages], by_page)
    return {one.pages[0]: replace(one, reach=reach[: len(one.pages)]) for one in found}


def _reach(
    strips: Sequence[Strips], lines: Sequence[Sequence[Line]], firsts: dict[int, _First]
) -> tuple[tuple[float, float], ...]:
    """From where to where the lines of first pages reach, of second ones, and so on."""
    own: dict[int, list[Line]] = {}
    for one in strips:
        first = firsts[one.pages[0]]
        for at, page in enumerate(one.pages):
            edge = _edge_of_repeated(first, lines[page]) if at else 0.0
            inside = (line for line in lines[page] if one.top < line.y <= one.bottom)
            own.setdefault(at, []).extend(line for line in inside if line.x0 >= edge)
    return tuple(
        (min(line.x0 for line in own[at]), max(line.x1 for line in own[at])) for at in sorted(own)
    )


def _owner(
    firsts: Sequence[_First],
    lines: Sequence[Line],
    beside: dict[int, list[int]],
    known: dict[tuple[str, ...], set[str]],
) -> _First | None:
    """The sheet whose rows a page goes on with, None where it has rows of its own. `known` are the
    names that stood beside a header before."""
    heads: dict[tuple[float, tuple[Line, ...]], bool] = {}
    found = []
    for one in firsts:
        key = (one.top, one.names)
        if key not in heads:
            heads[key] = _has_other_names(one, lines) if one.names else bool(known)
        if not heads[key] or (not one.names and one.page in beside):
            continue
        again = not known.get(one.header, set()).isdisjoint(_names(one, lines))
        if _has_same_rows(one, lines, is_known=again):
            found.append(one)
    return min(found, key=lambda one: len(beside.get(one.page, ())), default=None)


def _lines(blocks: Blocks) -> list[Line]:
    """The lines of a page from top to bottom."""
    own = (block.fragments if isinstance(block, Grid) else _outside(block) for block in blocks)
    return sorted({_line(piece) for pieces in own for piece in pieces})


def _outside(block: object) -> tuple[Fragment, ...]:
    return (block.fragment,) if isinstance(block, Prose) else ()


def _line(piece: Fragment) -> Line:
    place = piece.place
    y0, y1 = place.y0 or 0.0, place.y1 or 0.0
    return Line((y0 + y1) / 2, place.x0 or 0.0, place.x1 or 0.0, y1 - y0, piece.text)


def _first(sheet: PageTable, blocks: Blocks) -> _First:
    """A sheet as one with the first columns of its rows; without names where it has no header."""
    rows = sheet.grid.rows
    at = next((k for k, row in enumerate(rows[:_MOST_ABOVE]) if _is_header(row)), -1)
    names = tuple(_line(piece) for cell in rows[at] for piece in cell.fragments) if at >= 0 else ()
    body = [_heights(row) for row in rows[at + 1 :]]
    above = [_line(piece) for piece in _above(blocks)]
    top = max([line.y + line.high / 2 for line in above], default=sheet.ys[0] - _HEADER)
    first = min((y for row in body for y in row), default=sheet.ys[-1])
    heights = sorted(y for row in [*body, _heights(rows[at])] for y in row)
    return _First(
        sheet.page, min(max(top, sheet.ys[0] - _HEADER), sheet.ys[0]), first, sheet.ys[-1],
        names, tuple(map(tuple, body)), tuple(heights), tuple(line.y for line in above),
    )  # fmt: skip


def _is_header(row: GridRow) -> bool:
    return any(names_row_numbers(" ".join(f.text for f in cell.fragments)) for cell in row)


def _above(blocks: Blocks) -> list[Fragment]:
    """The lines above the table of a page."""
    at = next(k for k, block in enumerate(blocks) if isinstance(block, Grid))
    return [block.fragment for block in blocks[:at] if isinstance(block, Prose)]


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


def _head(one: _First, lines: Sequence[Line]) -> list[Line]:
    """The lines of a page that stand at the height of the header of another, other than its."""
    inside = (line for line in lines if one.top < line.y < one.body - _SAME_LINE)
    return [line for line in inside if not _is_again(one, line)]


def _names(one: _First, lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in _head(one, lines))


def _has_other_names(one: _First, lines: Sequence[Line]) -> bool:
    """Whether a page names other columns at the height of the header of a sheet, and none of row
    numbers; what stands farther above is a title."""
    head = _head(one, lines)
    top = min(line.y for line in one.names)
    return (
        bool(head)
        and not any(line.text in one.header or names_row_numbers(line.text) for line in head)
        and all(cell[-1].y >= top - _UPPER * cell[-1].high for cell in _cells(head))
    )


def _has_same_rows(one: _First, lines: Sequence[Line], is_known: bool) -> bool:
    """Whether the lines of a page stand at the heights of the rows of a sheet, count no rows of
    their own and have no title of their own above them; where its names are known to stand beside
    that header, it may be few rows."""
    bottom = _bottom(one, lines)
    edge = _edge_of_repeated(one, lines)
    inside = [line for line in lines if one.top < line.y <= bottom and line.x0 >= edge]
    first = one.body - _SAME_LINE
    cells = [cell for cell in _cells(inside) if cell[-1].y >= first]
    own = [line for cell in cells for line in cell]
    if not own or _counts(own):
        return False
    whole = [cell for cell in cells if any(_has(one.heights, y) for y in _places(cell))]
    stand = sum(map(len, whole))
    stand += sum(_has(one.heights, line.y) for cell in cells if cell not in whole for line in cell)
    places = sorted(y for cell in cells for y in (*_places(cell), *(line.y for line in cell)))
    met = sum(any(_has(places, y) for y in row) for row in one.rows)
    fewest = 1 if is_known else max(FEWEST_LEVELS, _MET * sum(map(bool, one.rows)))
    titles = [line.y for line in lines if line.y <= one.top]
    return (
        stand >= _OWN * len(own)
        and met >= fewest
        and all(_has(sorted(one.above), y) for y in titles)
    )


def _edge_of_repeated(one: _First, lines: Sequence[Line]) -> float:
    """Where the columns of a page begin that are not those of the sheet before, printed again."""
    inside = [line for line in lines if one.top < line.y < one.body - _SAME_LINE]
    again = [line for line in inside if _is_again(one, line)]
    return max((line.x1 for line in again), default=0.0)


def _bottom(one: _First, lines: Sequence[Line]) -> float:
    """The bottom of the rows of a sheet, with the rest of cells of another that begin above it."""
    bottom = one.bottom
    for cell in _cells(lines):
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
