"""Cells of divided rows that stand one column beside their own, moved there.

A model that divides the rows it learns from may take a value one column on again and again, and is
sure of it then. What does not depend on it: a year is no result where the column of times beside it
is blank, and the body of a row is the one that leads where none would lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.model import foreign_forms
from pipeline.extract.layer.strips import Division
from pipeline.extract.layer.words import Role, one_text, shape

_SELDOM = 0.15
"""Share of the rows that name no leading body up to which one without may be an error: where more
do, one is named for several rows."""


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


def in_order(division: Division, order: Sequence[int]) -> Division:
    """A division with its cells in another order."""
    return replace(
        division,
        cells=tuple(division.cells[at] for at in order),
        margins=tuple(division.margins[at] for at in order),
        others=tuple(division.others[at] for at in order),
    )
