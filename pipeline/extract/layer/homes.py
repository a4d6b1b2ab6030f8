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

from pipeline.extract.layer.model import foreign_forms
from pipeline.extract.layer.strips import Division
from pipeline.extract.layer.words import Role, one_text, shape

_SELDOM = 0.15
"""Share of the rows that name no leading body up to which one without may be an error: where more
do, one is named for several rows."""

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
