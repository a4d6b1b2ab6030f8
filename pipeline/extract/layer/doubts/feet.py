"""Rows whose last cell may be what was taken for a running head or foot.

A text keeps no place of its lines: the last cell of a row that ends its page, and says the same on
every page, looks as a running line does. The rows above such lines tell: all of them lack a cell
that the other rows of their table have.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.words import Role

_FEWEST = 3
"""Rows above running lines of the same words that tell something; as few pages show a foot."""
_SELDOM = 0.3
"""Share of the other rows that may have a column blank that is blank in all of these."""

TAKEN_OUT = "a line that seems to be a running foot stands behind this row: it may be this cell"
"""Why a blank cell is in doubt above what was taken for a running line."""


def lost_to_feet(
    rows: Sequence[DividedRow], running: Sequence[LinePiece], roles: Sequence[Role]
) -> list[Mapping[int, str]]:
    """For each row the columns that may have lost their cell to a running line, and why."""
    found: list[dict[int, str]] = [{} for _ in rows]
    items = [at for at, row in enumerate(rows) if row.division and not _is_heading(row)]
    for ended in _ended(rows, running).values():
        above = ended & {*items}
        if len(above) < _FEWEST:
            continue
        others = [rows[at] for at in items if at not in above]
        for column, role in enumerate(roles):
            blank = [_is_blank(row, column) for row in others]
            share = sum(blank) / len(blank) if blank else role.blank
            if share <= _SELDOM and all(_is_blank(rows[at], column) for at in above):
                for at in above:
                    found[at][column] = TAKEN_OUT
    return list(found)


def _ended(rows: Sequence[DividedRow], running: Sequence[LinePiece]) -> dict[str, set[int]]:
    """The rows that end right above running lines, by the words of these."""
    spans = [
        (min(lines), max(lines), at) for at, row in enumerate(rows) if (lines := [*_lines(row)])
    ]
    found: dict[str, set[int]] = {}
    for piece in running:
        place = bisect_left(spans, (piece.line,)) - 1
        if place >= 0 and spans[place][1] < piece.line:
            found.setdefault(piece.single_spaced, set()).add(spans[place][2])
    return found


def _lines(row: DividedRow) -> Iterator[int]:
    yield from (piece.line for piece in chain(row.row.label, *row.row.parts))


def _is_heading(row: DividedRow) -> bool:
    return row.row.style in HEADING_STYLES


def _is_blank(row: DividedRow, column: int) -> bool:
    return row.division is None or not any(row.division.cells[column])
