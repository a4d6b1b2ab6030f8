"""Where two rows without numbers meet near a page break.

The lines of each page are cut into rows by themselves. What begins in the last lines of one shows
little of itself: the title of a row of which all else stands on the next page reads as the last
cell of the row above, and the last cells of a row as another one that goes on there. Beside the
lines of the next page, other rows may read better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import TypeAlias

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, together
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.early import begins_behind
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.words import PLAIN

_GAIN = 2.0
"""How much better (log odds) rows must read that meet elsewhere, or are one."""
_LACKS = -1.5
"""What a blank cell tells (log odds) where a row seems to lack it: three rows in four have one."""
_LAST_LINES = 12
"""Lines above a page break that may be the end of the row above: taller rows are rows of their own.
"""
_Rows: TypeAlias = tuple[UndividedRow, ...]
_Divide: TypeAlias = Callable[[Sequence[UndividedRow]], Sequence[Division | None]]
"""What divides rows; None where it cannot."""


def met_again(
    rows: Sequence[UndividedRow], model: TableModel, divide: _Divide
) -> list[UndividedRow]:
    """The rows, each two that meet near a page break as they read best: as they are, at an earlier
    line, or as one."""
    pairs = [place for place, (row, below) in enumerate(pairwise(rows)) if _meet_near(row, below)]
    beside = sorted({at for place in pairs for at in (place, place + 1)})
    read = dict(zip(beside, divide([rows[at] for at in beside]), strict=True))
    offers = [
        (place, way)
        for place in pairs
        for way in _otherwise(model, (rows[place], read[place]), (rows[place + 1], read[place + 1]))
    ]
    scores = iter(divide(list(chain.from_iterable(way for _, way in offers))))
    better: list[tuple[float, int, _Rows]] = []
    for place, way in offers:
        gain = sum(_score(next(scores)) for _ in way)
        gain -= _score(read[place]) + _score(read[place + 1]) + _GAIN
        better += [(gain, place, way)] if gain > 0 else []
    found: dict[int, _Rows] = {}
    for _, place, way in sorted(better, key=lambda one: -one[0]):
        if found.keys().isdisjoint((place - 1, place, place + 1)):
            found[place] = way
    return [
        own
        for place, row in enumerate(rows)
        if place - 1 not in found
        for own in found.get(place, (row,))
    ]


def _score(division: Division | None) -> float:
    """How well a row reads; hopelessly where it has no division."""
    return -1e9 if division is None else division.score


def _meet_near(row: UndividedRow, below: UndividedRow) -> bool:
    """Whether two rows meet near a page break, so that they may meet elsewhere: one of them stands
    on several pages, or the lower one begins a page."""
    if below.label or below.tail or {row.style, below.style} & HEADING_STYLES:
        return False
    if not (row.parts[-1] and below.parts[0]):
        return False
    return below.parts[0][0].opens_page or len(row.parts) > 1 or len(below.parts) > 1


def _otherwise(
    model: TableModel,
    upper: tuple[UndividedRow, Division | None],
    lower: tuple[UndividedRow, Division | None],
) -> Iterator[_Rows]:
    """The ways in which two rows that are divided so may be one, or meet at an earlier line: where
    one lacks a cell that most have, or the last cell of the upper one may be the lower one's."""
    (row, own), (below, other) = upper, lower
    *whole, last = row.parts
    first, *later = below.parts
    lack = _lacks(model, own) or _lacks(model, other)
    opens = first[0].opens_page
    if lack and (opens or (later and len(first) <= _LAST_LINES)):
        yield (replace(row, parts=(*whole, *_joined(last, first), *later)),)
    begin = _last_begin(whole, last) if lack else _last_cell(model, last, own)
    if begin is not None:
        rest = (*whole, last[:begin]) if begin else (*whole,)
        begun = _joined(last[begin:], first)
        yield replace(row, parts=rest), replace(below, parts=(*begun, *later))


def _lacks(model: TableModel, division: Division | None) -> bool:
    """Whether a row lacks a cell that most rows have."""
    return division is None or any(
        not any(cell) and model.blank(column, False) < _LACKS
        for column, cell in enumerate(division.cells)
    )


def _last_cell(
    model: TableModel, lines: tuple[LinePiece, ...], division: Division | None
) -> int | None:
    """The line on which the cell in the last column begins, where it has no form that its header
    promises, and a row may begin there; None where there is none."""
    run = division.cells[-1][-1] if division else None
    if run is None:
        return None
    form = together((run,)).form
    begin = len(lines) - len(run.lines)
    if (form != PLAIN and form in model.columns[-1].role.shapes) or begin <= 0:
        return None
    return begin if begins_behind(lines[begin - 1], lines[begin]) else None


def _joined(
    above: tuple[LinePiece, ...], below: tuple[LinePiece, ...]
) -> tuple[tuple[LinePiece, ...], ...]:
    """Lines of one row, page by page."""
    return (above, below) if below[0].opens_page else ((*above, *below),)


def _last_begin(
    before: Sequence[tuple[LinePiece, ...]], lines: tuple[LinePiece, ...]
) -> int | None:
    """The last line of the last page of a row that may begin another."""
    above = before[-1][-1:] if before else ()
    every = (*above, *lines)
    return next(
        (
            at - len(above)
            for at in range(len(every) - 1, 0, -1)
            if begins_behind(every[at - 1], every[at])
        ),
        None,
    )
