"""Rows that begin on the page before the one their number stands on.

Some programs centre the number in its row, or move it to the next page where it has not room, while
the first lines of the row stay above the page break. Read in order these lines are the end of the
row before, whose cells are full: nothing tells of the other row but that both read better apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.words import OPEN_ENDS, ink
from pipeline.frozen import dataclass

_MOST_LINES, _MOST_OFFERS = 12, 2
"""Lines above a page break among which the next row may begin, and places where that is tried."""


@dataclass(frozen=True, slots=True)
class EarlyStart:
    """Row `place` and the next one, as they are if the second begins on the page before."""

    place: int
    rows: tuple[UndividedRow, UndividedRow]


def early_starts(
    place: int, row: UndividedRow, below: UndividedRow, sure: bool
) -> Iterator[EarlyStart]:
    """The ways in which the row below may begin in the last lines of a row.

    Its number must open a page, and what stands behind that go on with something: it begins in
    small letters, or the rows are not `sure` as they are.
    """
    if not below.label or not below.label[0].opens_page or below.tail or not below.parts[0]:
        return
    if below.style in HEADING_STYLES or (sure and ink(below.parts[0][0].text).begin != "lower"):
        return
    *whole, last = row.parts
    for at in _begins(last, bool(whole)):
        rest = (*whole, last[:at]) if at else tuple(whole)
        begun = replace(below, parts=(last[at:], *below.parts), early=True)
        yield EarlyStart(place, (replace(row, parts=rest), begun))


def _begins(lines: tuple[LinePiece, ...], may_be_all: bool) -> list[int]:
    """Where a row may begin in the lines of another: behind one of them, or with all of them, where
    these stand on a page of their own."""
    found = [0] if may_be_all and lines and _begins_title(lines[0]) else []
    for at in range(len(lines) - 1, max(0, len(lines) - _MOST_LINES), -1):
        if len(found) >= _MOST_OFFERS:
            break
        if begins_behind(lines[at - 1], lines[at]):
            found.append(at)
    return found


def begins_behind(before: LinePiece, piece: LinePiece) -> bool:
    """Whether a row may begin with a line: it begins as titles do, and the one before it does not
    go on."""
    return _begins_title(piece) and ink(before.text).end not in OPEN_ENDS


def _begins_title(piece: LinePiece) -> bool:
    """Whether a line begins as titles do."""
    return ink(piece.text).begin == "upper"
