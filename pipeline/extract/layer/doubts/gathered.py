"""Why cells of a divided table are in doubt, gathered from all that tells of it: each cell has one
reason, that of the last sign that tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import takewhile

from pipeline.extract.layer.doubts.astray import astray
from pipeline.extract.layer.doubts.behind import behind_others
from pipeline.extract.layer.doubts.feet import lost_to_feet
from pipeline.extract.layer.doubts.misfits import misfits
from pipeline.extract.layer.doubts.promises import unkept
from pipeline.extract.layer.doubts.settled import guessed_amounts, guessed_places
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.names.headers import HeaderPieces
from pipeline.extract.layer.numbered.rows import HEADING_STYLES
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.signs.words import Role

OTHERWISE_NAMED = "the names of these columns could be read otherwise; compare with the page"
"""Why the cells of columns are in doubt that another way to read the header names otherwise."""
UNKEPT = "most cells of a column beside are not what its name promises; compare with the page"
"""Why the cells of columns are in doubt beside one whose cells have not the form of their kind."""
_MOVED = 2
"""Columns before one of figures with words whose cells may be wrong too: the words are those of the
one before, and theirs those of the one before that."""
SHIFTED = "words stand among the figures of this row: its cells may be those of the columns beside"
"""Why the cells of a row are in doubt that stand in a column of figures and have words, and those
before them."""
GROUPED = "blanks part the thousands of amounts side by side: they could be read otherwise"
"""Why amounts are in doubt that only those of other rows tell from each other."""
FEWER = "this row has fewer figures than its table has columns of them: which is blank is a guess"
"""Why the figures of a row are in doubt among which one is missing."""
_FEWEST, _SELDOM_BLANK = 4, 0.1
"""Rows of which one has something in every column, and the share of blank cells of those columns in
which that may not be so."""


def why_in_doubt(
    rows: Sequence[DividedRow], header: HeaderPieces, strays: Sequence[LinePiece]
) -> list[dict[int, str]]:
    """Per row of a table the columns whose cells are in doubt, and why; `strays` are the lines
    among its rows that are no part of it."""
    roles, figures = header.roles, header.figures
    columns = header.unsure | doubted_beside(rows, roles, figures)
    broken = around(unkept(rows, roles), len(roles), figures)
    unsure = dict.fromkeys(broken, UNKEPT) | dict.fromkeys(columns, OTHERWISE_NAMED)
    signs = (
        [unsure if row.row.label or header.counts else {} for row in rows],
        lost_to_feet(rows, strays, roles),
        _each(SHIFTED, (shifted(row, figures) for row in rows)),
        _each(GROUPED, (guessed_amounts(row, header) for row in rows)),
        _each(FEWER, (guessed_places(row, header) for row in rows)),
        behind_others(rows, roles),
        astray(rows, roles),
        misfits(rows, roles),
    )
    return [
        {column: why for own in of_row for column, why in own.items()}
        for of_row in zip(*signs, strict=True)
    ]


def _each(why: str, columns: Iterable[Iterable[int]]) -> list[dict[int, str]]:
    """Columns in doubt for one reason, per row."""
    return [dict.fromkeys(own, why) for own in columns]


def never_filled(rows: Sequence[DividedRow], roles: Sequence[Role]) -> frozenset[int]:
    """The columns in which no row has anything, though such columns are seldom blank: their names
    may be parts of others, or stand over others."""
    items = [
        row.division.cells for row in rows if row.division and row.row.style not in HEADING_STYLES
    ]
    if len(items) < _FEWEST:
        return frozenset()
    seldom = (at for at, role in enumerate(roles) if role.blank <= _SELDOM_BLANK)
    return frozenset(at for at in seldom if not any(any(cells[at]) for cells in items))


def doubted_beside(
    rows: Sequence[DividedRow], roles: Sequence[Role], figures: Set[int]
) -> frozenset[int]:
    """The columns whose cells may be those of others because one is never filled: all on either
    side of it up to the next column of `figures`, which the figures side by side settle."""
    return around(never_filled(rows, roles), len(roles), figures)


def around(wrong: Set[int], count: int, figures: Set[int]) -> frozenset[int]:
    """Of `count` columns some that are wrong and all on either side of these up to the next one of
    `figures`; no such column ends it where one of them is wrong itself."""
    held = frozenset() if wrong & figures else figures
    doubted = set[int]()
    for at in wrong:
        before = takewhile(lambda column: column not in held, reversed(range(at)))
        behind = takewhile(lambda column: column not in held, range(at, count))
        doubted |= {*before, *behind}
    return frozenset(doubted)


def shifted(row: DividedRow, figures: frozenset[int]) -> set[int]:
    """The columns of figures of a row that have words, and the two before each, whose cells may
    have moved by one."""
    if row.division is None or row.row.style in HEADING_STYLES:
        return set()
    cells = row.division.cells
    worded = [
        at
        for at in figures
        if any(map(str.isalpha, "".join(line for run in cells[at] if run for line in run.lines)))
    ]
    return {beside for at in worded for beside in range(max(0, at - _MOVED), at + 1)}
