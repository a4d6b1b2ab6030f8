"""What a page prints between two rows of a table, column by column: there a row may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.data.records import CellRecord, PlaceRecord, RowRecord
from pipeline.review.shelf import Opened

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left corner of the page."""
_BELOW = 90.0
"""Points below the last row of a page in which a further row is looked for."""
_BESIDE = 12.0
"""Points beside the outer columns that belong to them."""
_FEW = 8
"""One line in so many may stand elsewhere than the others of its column."""
_EDGE = 1.5
"""Points that a line stands out of its box."""


def gap_boxes(opened: Opened, row: RowRecord, page: int, above: bool) -> dict[str, Box]:
    """The empty place of each column below a row, or above it, on a page; none where the page does
    not say where its columns stand."""
    rows = opened.rows_of[row.table_id]
    spans = {one.row_id: span for one in rows if (span := _span(opened, one, page))}
    own = spans.get(row.row_id)
    if own is None:
        return {}
    if above:
        bottom = own[0]
        top = max((s[1] for s in spans.values() if s[1] <= bottom), default=bottom - _BELOW)
    else:
        top = own[1]
        bottom = min((s[0] for s in spans.values() if s[0] >= top), default=top + _BELOW)
    edges = _edges(opened, rows, page)
    if edges != sorted(edges):
        return {}
    names = opened.tables[row.table_id].columns
    return {
        column: (left, top + _EDGE, right, bottom - _EDGE)
        for column, (left, right) in zip(names, pairwise(edges), strict=False)
    }


def _places(opened: Opened, row: RowRecord, page: int) -> list[tuple[CellRecord, PlaceRecord]]:
    return [
        (cell, place)
        for cell in opened.cells_of[row.row_id]
        for place in cell.places
        if place.page == page and place.x0 is not None and not cell.merged
    ]


def _span(opened: Opened, row: RowRecord, page: int) -> tuple[float, float] | None:
    places = [place for _, place in _places(opened, row, page)]
    if not places:
        return None
    return min(p.y0 or 0.0 for p in places), max(p.y1 or 0.0 for p in places)


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
