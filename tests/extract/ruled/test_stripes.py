"""Stripes over every second row tell where the rows of a table end that has rules down alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.extract.ruled.lines import Rule
from pipeline.extract.ruled.stripes import Shade, Text, stripe_edges

LEFT, RIGHT = 20.0, 320.0
WALLS = [Rule(x, 0.0, 200.0) for x in (60.0, 160.0, 240.0)]
ROW = 20.0
"""Points of a row."""


def stripes(*rows: int, high: float = ROW) -> list[Shade]:
    """Rows that are filled, by their number."""
    return [(LEFT, row * ROW, RIGHT, row * ROW + high) for row in rows]


def filled(count: int) -> list[Text]:
    """A text in each cell of so many rows."""
    return [(x, x + 10, row * ROW + 10) for row in range(count) for x in (25.0, 70.0, 170.0, 250.0)]


def edges(shades: list[Shade], texts: list[Text], across: tuple[Rule, ...] = ()) -> list[float]:
    """The heights at which rows are found to end."""
    return [rule.at for rule in stripe_edges(shades, across, WALLS, texts, ())]


def test_edges_of_stripes_part_the_rows_between_them_too() -> None:
    assert edges(stripes(0, 1, 3, 5), filled(6)) == [0, 20, 40, 60, 80, 100, 120]


def test_cells_filled_one_by_one_are_a_stripe() -> None:
    sides = (LEFT, 60.0, 160.0, 240.0, RIGHT)
    cells = [
        (x0, row * ROW, x1, (row + 1) * ROW) for row in (0, 2, 4) for x0, x1 in pairwise(sides)
    ]
    assert edges(cells, filled(5)) == [0, 20, 40, 60, 80, 100]


@pytest.mark.parametrize(
    ("shades", "texts"),
    [
        pytest.param(stripes(0, 4, 8), filled(9), id="several rows between"),
        pytest.param(
            stripes(0, 2, 4), [(x0, x1, y) for x0, x1, y in filled(5) if x0 < 80], id="headings"
        ),
        pytest.param(stripes(0, 2), filled(3), id="few"),
        pytest.param(stripes(0, 1, 2, high=2 * ROW), filled(4), id="one upon another"),
        pytest.param([(LEFT, 0, 60, 20), (160, 0, RIGHT, 20)] * 3, filled(1), id="cells alone"),
    ],
)
def test_other_shades_are_no_stripes(shades: list[Shade], texts: list[Text]) -> None:
    assert edges(shades, texts) == []


def test_a_table_with_rules_across_has_its_own() -> None:
    across = tuple(Rule(y * ROW, LEFT, RIGHT) for y in range(7))
    assert edges(stripes(0, 2, 4), filled(6), across) == []


def test_few_stripes_do_where_the_table_goes_on() -> None:
    columns = (LEFT, *(wall.at for wall in WALLS), RIGHT)
    found = stripe_edges(stripes(1), [], WALLS, filled(3), columns)
    assert [rule.at for rule in found] == [20, 40]


def test_stripes_whose_ends_differ_by_little_are_of_one_table() -> None:
    shades = [
        (LEFT + 1.5 * (row % 2), row * ROW, RIGHT - 1.5 * (row % 3), (row + 1) * ROW)
        for row in (0, 1, 3, 5)
    ]
    assert edges(shades, filled(6)) == [0, 20, 40, 60, 80, 100, 120]
