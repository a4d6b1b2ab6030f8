"""Dots that stand for a blank in a cell."""

from __future__ import annotations

import pytest

from pipeline.extract.scan.dots import dotted, rows_of_dots
from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.print import lines_in

UNIT = 18.0


def dot(x: int, foot: int = 100, side: int = 4) -> Mark:
    return Mark(x, x, foot - side, x + side, foot, side * side)


THREE = [dot(20), dot(29, 101), dot(38)]


def test_dots_at_even_distances_are_a_word() -> None:
    found = dotted(THREE, UNIT)
    assert found is not None
    assert found.text == "..."
    assert (found.x0, found.x1) == (20, 42)
    (line,) = lines_in(THREE, UNIT, within_cell=True)
    assert line.marks == tuple(THREE)


NONE = {
    "two": THREE[:2],
    "not level": [dot(20), dot(29, 110), dot(38)],
    "not even": [dot(20), dot(29), dot(50)],
    "not alike": [dot(20), dot(29, side=7), dot(38)],
    "a leader": [dot(20 + 9 * at) for at in range(9)],
    "far apart": [dot(20), dot(60), dot(100)],
}


@pytest.mark.parametrize("marks", NONE.values(), ids=NONE)
def test_other_small_marks_are_no_blank(marks: list[Mark]) -> None:
    assert dotted(marks, UNIT) is None
    assert not lines_in(marks, UNIT, within_cell=True)


def test_two_rows_of_dots_are_two() -> None:
    below = [dot(20, 140), dot(29, 140), dot(38, 140)]
    found = rows_of_dots([*below, *THREE], UNIT)
    assert sorted(found) == sorted([THREE, below])


def test_dots_beside_print_and_outside_of_cells_are_none() -> None:
    assert not lines_in(THREE, UNIT, within_cell=False)
    letter = Mark(99, 45, 82, 57, 100, 150)
    (line,) = lines_in([*THREE, letter], UNIT, within_cell=True)
    assert letter in line.marks
