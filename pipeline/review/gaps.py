"""What a page prints between two rows of a table, column by column: there a row may be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.data.records import CellRecord, PlaceRecord, RowRecord
from pipeline.review.shelf import Opened

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left corner of the page."""
_BELOW = 90.0
"""Points below the last row of a page in which a further row is looked for."""
_LOWEST = 100_000.0
"""Points that are further down than any page."""
_BESIDE = 12.0
"""Points beside the outer columns that belong to them."""
_FEW = 8
"""One line in so many may stand elsewhere than the others of its column."""
_EDGE = 1.5
"""Points that a line stands out of its box."""


def lines_beside(opened: Opened, row: RowRecord, above: bool) -> tuple[int, int]:
    """The lines of a text between which a row may be missing: the last one of the row and the first
    of the next, or the last of the row before and its own first. Rows that people added have
    none, and count as the row they stand beside."""
    rows = opened.rows_of[row.table_id]
    lines = {one.row_id: _lines_of(opened, one) for one in rows}
    higher = [n for one in rows[: row.ordinal - above] for n in lines[one.row_id]]
    lower = [n for one in rows[row.ordinal - above :] for n in lines[one.row_id]]
    return max(higher, default=0), min((n for n in lower if n > max(higher, default=0)), default=0)


def added_above(opened: Opened, row: RowRecord) -> int:
    """How many rows above one, itself among them, people added after the last that is printed."""
    rows = opened.rows_of[row.table_id][: row.ordinal]
    return next((n for n, one in enumerate(reversed(rows)) if _lines_of(opened, one)), len(rows))


def _lines_of(opened: Opened, row: RowRecord) -> list[int]:
    cells = (cell for cell in opened.cells_of[row.row_id] if not cell.merged)
    return [place.line for cell in cells for place in cell.places if place.line is not None]


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a row may be missing: the empty place of each column from left to right, what stands in
    cells that were read, and the number printed above it (blank where its place is known)."""

    boxes: Mapping[str, Box]
    taken: tuple[Box, ...] = ()
    after: str = ""


def gap_of(opened: Opened, row: RowRecord, page: int, above: bool) -> Gap | None:
    """The place below a row, or above it, on a page; None where the page does not say where its
    columns stand."""
    rows = opened.rows_of[row.table_id]
    edges = _edges(opened, rows, _nearest(opened, rows, page))
    if not edges or edges != sorted(edges):
        return None
    top, bottom = _between(opened, rows, row, page, above)
    names = opened.tables[row.table_id].columns
    boxes = {
        column: (left, top + _EDGE, right, bottom - _EDGE)
        for column, (left, right) in zip(names, pairwise(edges), strict=False)
    }
    taken = tuple(
        (place.x0 or 0.0, place.y0 or 0.0, place.x1 or 0.0, place.y1 or 0.0)
        for one in opened.document.rows
        for _, place in _places(opened, one, page)
    )
    added = not _places(opened, row, page) and row.first_page == page
    return Gap(boxes, taken, row.label if added and not above else "")


def _between(
    opened: Opened, rows: Sequence[RowRecord], row: RowRecord, page: int, above: bool
) -> tuple[float, float]:
    """How far down a page the place begins and ends; all of it where no row is printed there."""
    spans = {one.row_id: span for one in rows if (span := _span(opened, one, page))}
    own = spans.get(row.row_id)
    if own is None:
        higher = [
            s[1] for one in rows if one.ordinal < row.ordinal and (s := spans.get(one.row_id))
        ]
        lower = [s[0] for one in rows if one.ordinal > row.ordinal and (s := spans.get(one.row_id))]
        return max(higher, default=0.0), min(lower, default=_LOWEST)
    if above:
        return max((s[1] for s in spans.values() if s[1] <= own[0]), default=0.0), own[0]
    return own[1], min((s[0] for s in spans.values() if s[0] >= own[1]), default=own[1] + _BELOW)


def _nearest(opened: Opened, rows: Sequence[RowRecord], page: int) -> int:
    """The page nearest to one on which the table has print."""
    places = (p for row in rows for cell in opened.cells_of[row.row_id] for p in cell.places)
    pages = {place.page for place in places if place.page is not None and place.x0 is not None}
    return min(pages, key=lambda one: (abs(one - page), one), default=page)


def _places(opened: Opened, row: RowRecord, page: int) -> list[tuple[CellRecord, PlaceRecord]]:
    return [
        (cell, place)
        for cell in opened.cells_of[row.row_id]
        for place in cell.places
        if place.page == page and place.x0 is not None and not cell.merged
    ]


def _span(opened: Opened, row: RowRecord, page: int) -> tuple[float, float] | None:
    """How far down a page the print of a row begins and ends; a cell that covers rows below says
    it only where nothing else does."""
    own = _places(opened, row, page)
    alone = [place for cell, place in own if not _covers(opened, row, cell)]
    places = alone or [place for _, place in own]
    if not places:
        return None
    return min(p.y0 or 0.0 for p in places), max(p.y1 or 0.0 for p in places)


def _covers(opened: Opened, row: RowRecord, cell: CellRecord) -> bool:
    rows = opened.rows_of[row.table_id]
    below = opened.cell(rows[row.ordinal].row_id, cell.column) if row.ordinal < len(rows) else None
    return below is not None and below.merged and below.raw == cell.raw


def _edges(opened: Opened, rows: Sequence[RowRecord], page: int) -> list[float]:
    """Where the columns of a table part on a page: between the print of one and that of the next.
    A few cells that stand elsewhere do not count."""
    lefts: dict[str, list[float]] = {}
    rights: dict[str, list[float]] = {}
    for row in rows:
        for cell, place in _places(opened, row, page):
            lefts.setdefault(cell.column, []).append(place.x0 or 0.0)
            rights.setdefault(cell.column, []).append(place.x1 or 0.0)
    names = opened.tables[rows[0].table_id].columns
    if any(name not in lefts for name in names):
        return []
    first = [sorted(lefts[name])[len(lefts[name]) // _FEW] for name in names]
    last = [sorted(rights[name])[-1 - len(rights[name]) // _FEW] for name in names]
    inner = [(min(end, start) + start) / 2 for end, start in zip(last, first[1:], strict=False)]
    return [first[0] - _BESIDE, *inner, last[-1] + _BESIDE]
