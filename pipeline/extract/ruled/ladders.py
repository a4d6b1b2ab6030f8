"""Columns of boxes that touch above each other and stand apart from the next column.

Where the white beside boxes is wider than a rule may be broken and that below them is not, each
column is a network of its own: two rules down with rules across between. Such ladders with the same
rungs beside each other are the columns of one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.ruled.gaps import MAX_GAP, SAME
from pipeline.extract.ruled.lattice import ONE_COLUMN, ONE_ROW, Lattice, grid_lines, lattice_of
from pipeline.extract.ruled.lines import Rule, networks

FEWEST_LADDERS = 3
"""Columns that make a table: two beside each other may be frames of signatures."""


class _Ladder(NamedTuple):
    """A column of boxes: its sides, the heights of its rungs, whether it is open above, below."""

    x0: float
    x1: float
    ys: tuple[float, ...]
    opened: tuple[bool, bool]


def columns_apart(across: list[Rule], down: list[Rule]) -> list[Lattice]:
    """The tables whose columns are ladders with the same rungs, beside each other."""
    ladders = sorted(_ladders(across, down), key=lambda one: (round(one.ys[0]), one.x0))
    groups: list[list[_Ladder]] = []
    for ladder in ladders:
        group = next((g for g in groups if _is_next(g[-1], ladder)), None)
        if group is None:
            groups.append([ladder])
        else:
            group.append(ladder)
    return [_table(group) for group in groups if len(group) >= FEWEST_LADDERS]


def _ladders(across: list[Rule], down: list[Rule]) -> Iterator[_Ladder]:
    for network in networks(across, down):
        if len(network.vertical) <= 1 or not network.horizontal:
            continue
        xs, ys, (left, right, top, bottom) = grid_lines(network)
        if len(xs) == ONE_COLUMN and len(ys) > ONE_ROW and not left and not right:
            yield _Ladder(xs[0], xs[1], tuple(ys), (top, bottom))


def _is_next(ladder: _Ladder, other: _Ladder) -> bool:
    """Whether a ladder stands right beside another and has rungs at the same heights; where the
    page cuts one of them, the other may have one more at the page's end."""
    few, many = sorted((ladder, other), key=lambda one: len(one.ys))
    more = len(many.ys) - len(few.ys)
    return (
        -SAME <= other.x0 - ladder.x1 <= MAX_GAP
        and other.opened[0] == ladder.opened[0]
        and (more == 0 or (more == 1 and few.opened[1]))
        and all(abs(y - own) <= SAME for y, own in zip(few.ys, many.ys, strict=False))
    )


def _table(ladders: Sequence[_Ladder]) -> Lattice:
    inner = [(one.x1 + other.x0) / 2 for one, other in pairwise(ladders)]
    ys = min((one.ys for one in ladders), key=len)
    xs = [ladders[0].x0, *inner, ladders[-1].x1]
    columns = len(ladders)
    boxes = [range(row * columns, (row + 1) * columns) for row in range(len(ys) - 1)]
    cut = tuple(col for col, ladder in enumerate(ladders) if ladder.opened[1])
    whole = len(cut) == columns
    return lattice_of(xs, ys, boxes, (ladders[0].opened[0], whole), () if whole else cut)
