"""A column that is filled cell by cell tells the rows of its whole table."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.extract.aligned.drawn import Box, Walls, walls_of, with_filled_columns
from pipeline.extract.ruled.lines import Rule

YS = (20.0, 30.0, 50.0, 60.0, 75.0, 85.0)
TEXTS = [(5.0, 300.0, 12.0), (10.0, 20.0, 25.0), (120.0, 280.0, 40.0), (0.0, 400.0, 200.0)]


def column(x0: float, x1: float, ys: tuple[float, ...] = YS) -> list[Box]:
    """Boxes upon each other."""
    return [Box(x0, a, x1, b) for a, b in pairwise(ys)]


def walls(boxes: list[Box]) -> list[Walls]:
    """The walls that boxes show."""
    groups = walls_of(Rule(y, box.x0, box.x1) for box in boxes for y in (box.y0, box.y1))
    return with_filled_columns(groups, boxes, TEXTS)


def test_the_rows_of_a_filled_column_reach_over_all_texts_beside_it() -> None:
    assert walls(column(5, 60)) == [Walls(YS, 5, 300)]


def test_below_a_filled_header_they_are_those_of_its_table() -> None:
    header = Box(5, 8, 320, 20)
    assert walls([header, *column(5, 60)]) == [Walls((8.0, *YS), 5, 320)]


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param(column(5, 60)[::2], id="stripes"),
        pytest.param(column(5, 60)[:2], id="few"),
    ],
)
def test_other_boxes_tell_nothing(boxes: list[Box]) -> None:
    assert [(own.x0, own.x1) for own in walls(boxes)] == [(5, 60)]
