"""Rows that begin behind the rest of the row that a page break cuts.

Where no numbers tell the rows, each page is cut into rows by itself. What stands at its top may
then be one rest, though it is that of a title and all of the next row: of the rest of a row any
cells may be left. Beside the lines above the page break, which have those cells already, two rows
read better than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TypeAlias

from pipeline.extract.layer.numbered.early import begins_behind
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow

_GAIN = 6.0
"""How much better (log odds) two rows must read than one: in texts for learning those that were two
did so by 9 and more."""
_MOST_OFFERS = 6
"""Lines below a page break at which the next row is tried to begin."""
_Pair: TypeAlias = tuple[UndividedRow, UndividedRow]
_Scores: TypeAlias = Callable[[Sequence[UndividedRow]], Sequence[float]]
"""What tells how well rows read (log odds)."""


def with_rows_apart(rows: Sequence[UndividedRow], scores_of: _Scores) -> list[UndividedRow]:
    """The rows, those over a page break as two where these read better than the one."""
    offers = [list(_rows_behind_rest(row)) for row in rows]
    tried = [
        one
        for row, pairs in zip(rows, offers, strict=True)
        if pairs
        for one in (row, *chain.from_iterable(pairs))
    ]
    scores = iter(scores_of(tried))
    found: list[UndividedRow] = []
    for row, pairs in zip(rows, offers, strict=True):
        best: tuple[UndividedRow, ...] = (row,)
        least = next(scores) + _GAIN if pairs else 0.0
        for pair in pairs:
            score = next(scores) + next(scores)
            if score > least:
                best, least = pair, score
        found += best
    return found


def _rows_behind_rest(row: UndividedRow) -> Iterator[_Pair]:
    """The ways in which a row over a page break may be two, the second of which begins below the
    break."""
    if row.style in HEADING_STYLES or row.tail:
        return
    for number, (above, lines) in enumerate(zip(row.parts, row.parts[1:], strict=False), start=1):
        befores = (*above[-1:], *lines)
        begins = (
            at
            for at, (before, piece) in enumerate(zip(befores, lines, strict=False))
            if begins_behind(before, piece)
        )
        for at in islice(begins, _MOST_OFFERS):
            rest = (lines[:at],) if at else ()
            behind = UndividedRow((), "", (lines[at:], *row.parts[number + 1 :]))
            yield replace(row, parts=(*row.parts[:number], *rest)), behind
