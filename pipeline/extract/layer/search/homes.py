"""Cells of divided rows that stand one column beside their own, moved there.

A model that divides the rows it learns from may take a value one column on again and again, and is
sure of it then. What does not depend on it: a year is no result where the column of times beside it
is blank, and the body of a row is the one that leads where none would lead. The latter is no proof:
both cells are in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.columns.strips import Division, Taken, strips_of
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.words import DASHES, Role, foreign_forms, one_text, shape

_SELDOM = 0.15
"""Share of the rows that name no leading body up to which one without may be an error: where more
do, one is named for several rows."""

_SEVERAL = 2
"""Cells that begin with a dash and are no lists from which on the program makes them."""
_MOVED = 1.0
"""How likely a cell is wrong at least into which or out of which a body was moved (log odds over
what is sure enough)."""


def moved_home(divisions: Sequence[Division], roles: Sequence[Role]) -> list[list[int]]:
    """Per row the column whose cell each column has: itself, or the one beside it."""
    texts = [_texts(division) for division in divisions]
    leads = [
        column
        for column, (role, other) in enumerate(pairwise(roles))
        if (role.name, other.name) == ("agency", "support")
        and sum(not own[column] for own in texts) <= _SELDOM * len(texts)
    ]
    return [_order(own, roles, leads) for own in texts]


def _texts(division: Division) -> list[str]:
    lines = ([line for run in runs if run for line in run.lines] for runs in division.cells)
    return [one_text(own) if own else "" for own in lines]


def _order(texts: Sequence[str], roles: Sequence[Role], leads: Sequence[int]) -> list[int]:
    order = list(range(len(texts)))
    for column, text in enumerate(texts):
        form = shape(text) if text else ""
        if form and form in foreign_forms(roles, column):
            for other in (column + 1, column - 1):
                if 0 <= other < len(texts) and _may_take(texts[other], roles[other], form):
                    order[column], order[other] = other, column
                    break
    for column in leads:
        untouched = order[column] == column and order[column + 1] == column + 1
        if untouched and not texts[column] and texts[column + 1]:
            order[column], order[column + 1] = column + 1, column
    return order


def _may_take(text: str, role: Role, form: str) -> bool:
    """Whether a column is blank whose header promises such a form."""
    return not text and form in role.shapes


def lost_dashes(divisions: Sequence[Division]) -> list[list[int]]:
    """Per row the columns that are blank, and whose dash stands at the beginning of the next cell:
    where no cell of that column is a list of points, several are no lists of one (`-` and `Đề án`,
    which a program prints on one line), nor is one where other rows have dashes alone there."""
    found: list[list[int]] = [[] for _ in divisions]
    texts = [_texts(division) for division in divisions]
    for column in range(len(texts[0]) - 1 if texts else 0):
        points = [_points(division.cells[column + 1]) for division in divisions]
        dashed = [at for at, own in enumerate(points) if own and not texts[at][column]]
        alone = sum(own[column] in DASHES for own in texts)
        if dashed and len(dashed) + alone >= _SEVERAL and max(points) == 1:
            for at in dashed:
                found[at].append(column)
    return found


def _points(cell: Taken) -> int:
    """How many lines of a cell begin with a dash, where the first one does so before a capital, and
    a blank parts the two: what has none is one word, of one cell."""
    lines = [line for run in cell if run for line in run.lines]
    first, *others = lines[0].split() if lines else [""]
    if first not in DASHES or not others or not others[0][0].isupper():
        return 0
    return sum(line[:1] in DASHES for line in lines)


def with_own_dashes(row: UndividedRow, division: Division, columns: Sequence[int]) -> Division:
    """A division with these columns' dashes in their own cells; what stood there is what else they
    may hold."""
    cells, others = list(division.cells), list(division.others)
    before = _texts(division)
    for column in columns:
        part = next(at for at, run in enumerate(cells[column + 1]) if run)
        strip, run = strips_of(row)[part], cells[column + 1][part]
        if run is None or run.until is not None:
            continue
        cut = next(
            (c.run for c in strip.cut_runs(run.begin, 1) if c.run.end == run.begin + 1), None
        )
        if cut is None:
            continue
        rest = strip.run(run.begin + 1, run.count)
        for at, own in ((column, cut), (column + 1, rest)):
            cells[at] = (*cells[at][:part], own, *cells[at][part + 1 :])
            others[at] = before[at]
    return replace(division, cells=tuple(cells), others=tuple(others))


def led(order: Sequence[int], roles: Sequence[Role]) -> frozenset[int]:
    """The columns of a row between which its only body was moved: no form tells that, and a row
    may print one that takes part without one that leads."""
    return frozenset(
        at
        for column, (role, other) in enumerate(pairwise(roles))
        if (role.name, other.name) == ("agency", "support") and order[column] == column + 1
        for at in (column, column + 1)
    )


def in_order(
    division: Division, order: Sequence[int], doubtful: Set[int] = frozenset()
) -> Division:
    """A division with its cells in another order; of the `doubtful` columns what stood there is
    what else they may hold."""
    before = _texts(division)
    return replace(
        division,
        cells=tuple(division.cells[at] for at in order),
        margins=tuple(division.margins[at] for at in order),
        others=tuple(
            before[column] if column in doubtful else division.others[at]
            for column, at in enumerate(order)
        ),
    )


def odds_in_order(
    odds: Sequence[float], order: Sequence[int], doubtful: Set[int]
) -> tuple[float, ...]:
    """How likely cells are wrong once they stand in another order."""
    return tuple(
        max(odds[at], _MOVED) if column in doubtful else odds[at] for column, at in enumerate(order)
    )
