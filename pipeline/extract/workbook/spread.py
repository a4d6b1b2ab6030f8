"""The visible rows of a sheet with their merged cells spread over the rows they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from pipeline.errors import InputError
from pipeline.extract.workbook.sheets import RawCell, Sheet
from pipeline.frozen import dataclass

MAX_OVERLAPPING: Final = 2000
"""Merged ranges over one row; no more fit beside each other."""


@dataclass(frozen=True, slots=True)
class SpreadCell:
    """A cell where it is shown: the column counts visible ones from 0, `raw` holds its value."""

    column: int
    raw: RawCell | None
    span: int = 1
    merged: bool = False
    bordered: bool = False


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A visible row: its number among those shown, its cells from left to right."""

    number: int
    cells: tuple[SpreadCell, ...]


@dataclass(slots=True)
class _Range:
    """A merged range; `shown` once a visible row has printed it."""

    left: int
    top: int
    right: int
    bottom: int
    anchor: RawCell | None = None
    shown: bool = False


@dataclass(slots=True)
class _Spreader:
    sheet: Sheet
    waiting: list[_Range]
    active: list[_Range] = field(default_factory=list)

    def enter(self, number: int) -> dict[int, _Range]:
        """The ranges over a row, by column."""
        while self.waiting and self.waiting[-1].top <= number:
            self.active.append(self.waiting.pop())
        self.active = [r for r in self.active if r.bottom >= number]
        if len(self.active) > MAX_OVERLAPPING:
            raise InputError("too-large", f"{self.sheet.title} merges too many cells; not read")
        over: dict[int, _Range] = {}
        for found in self.active:
            if not any(column in over for column in (found.left, found.right)):
                over.update(dict.fromkeys(range(found.left, found.right + 1), found))
        return over

    def row(self, number: int) -> SpreadRow | None:
        """A row, None for a hidden one."""
        over = self.enter(number)
        own: list[SpreadCell] = []
        inside: dict[int, list[RawCell]] = {}
        hidden = number in self.sheet.hidden_rows
        for cell in self.sheet.rows.get(number, ()):
            found = over.get(cell.column)
            if found is not None:
                inside.setdefault(id(found), []).append(cell)
                if (cell.row, cell.column) == (found.top, found.left):
                    found.anchor = cell
            elif not hidden and not self.sheet.is_hidden_column(cell.column):
                own.append(self._single(cell))
        if hidden:
            return None
        ranges = {id(found): found for found in over.values()}
        shown = [self._range(found, inside.get(ident, [])) for ident, found in ranges.items()]
        own += [cell for cell in shown if cell is not None]
        return SpreadRow(number, tuple(sorted(own, key=lambda cell: cell.column)))

    def _single(self, cell: RawCell) -> SpreadCell:
        return SpreadCell(self.sheet.position(cell.column), cell, bordered=cell.bordered)

    def _range(self, found: _Range, inside: list[RawCell]) -> SpreadCell | None:
        """The part of a merged range that a row shows, None where its columns are hidden."""
        start = self.sheet.position(found.left)
        span = self.sheet.position(found.right + 1) - start
        if span <= 0:
            return None
        bordered = any(cell.bordered for cell in inside)
        merged, found.shown = found.shown, True
        return SpreadCell(start, found.anchor, span, merged, bordered)


def _lowered(sheet: Sheet) -> set[int]:
    """The rows in which merged cells show the text of a hidden row above: these may hold nothing of
    their own."""
    shown: dict[int, int] = {}
    for number in sorted(sheet.hidden_rows, reverse=True):
        shown[number] = shown.get(number + 1, number + 1)
    printed = {
        (cell.column, cell.row)
        for number in sheet.rows.keys() & sheet.hidden_rows
        for cell in sheet.rows[number]
        if cell.value is not None
    }
    return {
        shown[top]
        for left, top, _, bottom in sheet.merged
        if (left, top) in printed and shown[top] <= bottom
    }


def spread_rows(sheet: Sheet) -> Iterator[SpreadRow]:
    """The visible rows of a sheet that hold anything, in order."""
    widest = max((cell.column for cells in sheet.rows.values() for cell in cells), default=0)
    ranges = [
        _Range(left, top, min(right, widest), bottom)
        for left, top, right, bottom in sheet.merged
        if left <= widest
    ]
    ranges.sort(key=lambda r: (r.top, r.left), reverse=True)
    spreader = _Spreader(sheet, ranges)
    hidden = sorted(sheet.hidden_rows)
    for number in sorted(sheet.rows.keys() | _lowered(sheet)):
        row = spreader.row(number)
        if row is not None:
            yield SpreadRow(number - bisect_left(hidden, number), row.cells)
