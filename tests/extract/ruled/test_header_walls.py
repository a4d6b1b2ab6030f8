"""Walls of a boxed header go on below it, as far as rules across or its columns do."""

import pytest

from pipeline.extract.ruled.header_walls import Box, Text, walls_below_header
from pipeline.extract.ruled.lines import Rule

XS = (0.0, 30.0, 130.0, 200.0)
BOXED = [Rule(x, 10.0, 30.0) for x in XS]
ACROSS = [Rule(y, 0.0, 200.0) for y in (10.0, 30.0, 60.0, 90.0)]
CELLS: list[Text] = [(5, 10, 45, 10), (35, 90, 45, 10), (35, 80, 75, 10), (140, 190, 75, 10)]


def named(_: Box) -> bool:
    return True


def unnamed(_: Box) -> bool:
    return False


def test_walls_through_the_strips_between_rules() -> None:
    found = walls_below_header(ACROSS, BOXED, CELLS, unnamed)
    assert found == [Rule(x, *strip) for x in XS for strip in ((30.0, 60.0), (60.0, 90.0))]


def test_no_wall_where_a_heading_runs_over_it() -> None:
    heading: Text = (35, 180, 45, 10)
    found = walls_below_header(ACROSS, BOXED, [heading, *CELLS[2:]], unnamed)
    assert Rule(130.0, 30.0, 60.0) not in found
    assert Rule(130.0, 60.0, 90.0) in found


def test_the_row_that_the_page_cuts() -> None:
    cut: list[Text] = [(5, 10, 105, 10), (35, 120, 105, 10), (35, 90, 117, 10)]
    assert Rule(30.0, 90.0, 127.0) in walls_below_header(ACROSS, BOXED, [*CELLS, *cut], unnamed)
    note: Text = (5, 28, 105, 10)
    assert all(r.hi <= 90 for r in walls_below_header(ACROSS, BOXED, [*CELLS, note], unnamed))


@pytest.mark.parametrize("walls", [[Rule(0.0, 30.0, 90.0)], [Rule(60.0, 30.0, 60.0)]])
def test_none_where_walls_are_drawn_below(walls: list[Rule]) -> None:
    assert walls_below_header(ACROSS, sorted([*BOXED, *walls]), CELLS, named) == []


def test_without_rules_below_the_number_column_must_be_named() -> None:
    assert walls_below_header(ACROSS[:2], BOXED, CELLS, unnamed) == []
    assert {rule.at for rule in walls_below_header(ACROSS[:2], BOXED, CELLS, named)} == set(XS)


def test_none_below_the_foot_of_a_ruled_table() -> None:
    ruled = [Rule(x, 10.0, 60.0) for x in XS]
    assert walls_below_header(ACROSS[:3], ruled, CELLS[2:], named) == []
