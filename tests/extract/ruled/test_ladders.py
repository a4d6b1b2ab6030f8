"""Columns of boxes that touch above each other and stand apart from the next column."""

from __future__ import annotations

import pytest

from pipeline.extract.ruled.ladders import columns_apart
from pipeline.extract.ruled.lattice import find_ruled
from pipeline.extract.ruled.lines import Rule, join_rules

SIDES = ((50.0, 90.0), (98.0, 300.0), (308.0, 410.0))
RUNGS = (40.0, 80.0, 200.0)


def _rules(
    sides: tuple[tuple[float, float], ...], bottoms: tuple[float, ...]
) -> tuple[list[Rule], list[Rule]]:
    """Rules across and down of columns of boxes; each column's sides end at its bottom."""
    across = [Rule(y, x0, x1) for x0, x1 in sides for y in RUNGS]
    down = [
        Rule(x, RUNGS[0], bottom) for side, bottom in zip(sides, bottoms, strict=True) for x in side
    ]
    return join_rules(across), join_rules(down)


def test_columns_with_the_same_rungs_are_one_table() -> None:
    across, down = _rules(SIDES, (200.0, 200.0, 200.0))
    assert find_ruled(across, down)[0] == []
    (table,) = columns_apart(across, down)
    assert table.xs == (50.0, 94.0, 304.0, 410.0)
    assert table.ys == RUNGS
    assert len(table.cells) == 6
    assert not table.open_bottom
    assert table.cut == ()


def test_a_last_row_that_the_page_cuts_is_open() -> None:
    (table,) = columns_apart(*_rules(SIDES, (300.0, 300.0, 300.0)))
    assert table.ys == (*RUNGS, 300.0)
    assert table.open_bottom
    assert table.cut == ()


@pytest.mark.parametrize("sides", [SIDES[:2], (SIDES[0], SIDES[2], (420.0, 500.0))])
def test_two_columns_or_such_far_apart_are_no_table(
    sides: tuple[tuple[float, float], ...],
) -> None:
    assert columns_apart(*_rules(sides, (200.0,) * len(sides))) == []


def test_columns_with_other_rungs_are_no_table() -> None:
    across, down = _rules(SIDES, (200.0, 200.0, 200.0))
    moved = [
        Rule(rule.at + 30, rule.lo, rule.hi) if rule.lo > 300 and rule.at == 80 else rule
        for rule in across
    ]
    assert columns_apart(sorted(moved), down) == []
