"""Small marks that stand alone: stops of row numbers on lines of their own, dashes for no value."""

from __future__ import annotations

import random

import pytest

from pipeline.extract.scan.lone import Filled, lone_marks
from pipeline.extract.scan.marks import Mark
from pipeline.extract.scan.print import lines_in

UNIT, SPECK = 18.0, 3.0
NEXT_LINE = 45
HIGH = 300


def figures(count: int, foot: int) -> list[Mark]:
    """A number of figures that stand on a line."""
    return [Mark(at, 20 + 14 * at, foot - 26, 31 + 14 * at, foot, 150) for at in range(count)]


def dot(foot: int, x: int = 24, wide: int = 5, high: int = 5) -> Mark:
    return Mark(90 + x, x, foot - high, x + wide, foot, wide * high)


def cell(row: int, marks: list[Mark], column: int = 0) -> Filled:
    box = (0.0, float(HIGH * row), 120.0, float(HIGH * (row + 1)))
    return Filled(column, box, marks, lines_in(marks, UNIT, within_cell=True))


def found(cells: list[Filled]) -> list[tuple[int, str]]:
    """In which rows which words are found."""
    return [(int(one.box[1]) // HIGH, word.text) for one, _, word in lone_marks(cells, UNIT, SPECK)]


def numbers(stops: list[int | None]) -> list[Filled]:
    """Cells with a number of two figures, some with a dot so far below its baseline."""
    return [
        cell(row, [*figures(2, 100 + HIGH * row), *_fallen(fall, row)])
        for row, fall in enumerate(stops)
    ]


def _fallen(fall: int | None, row: int) -> list[Mark]:
    return [] if fall is None else [dot(100 + HIGH * row + fall)]


def test_a_dot_a_line_below_each_number_is_its_stop() -> None:
    cells = numbers([NEXT_LINE, NEXT_LINE + 1, NEXT_LINE - 2, None])
    assert found(cells) == [(0, "."), (1, "."), (2, ".")]
    _, line, word = next(lone_marks(cells, UNIT, SPECK))
    assert line.base == word.y1 == 100 + NEXT_LINE


SPECKS = {
    "few": [NEXT_LINE, NEXT_LINE, None],
    "below a few of many numbers": [NEXT_LINE, NEXT_LINE, NEXT_LINE, *[None] * 4],
    "far below": [90, 90, 90],
    "right below": [20, 20, 20],
}


@pytest.mark.parametrize("stops", SPECKS.values(), ids=SPECKS)
def test_other_dots_below_numbers_are_specks(stops: list[int | None]) -> None:
    assert not found(numbers(stops))


def test_a_dot_on_no_line_of_the_others_is_a_speck() -> None:
    stops = found(numbers([NEXT_LINE, NEXT_LINE, NEXT_LINE, NEXT_LINE + 15]))
    assert [row for row, _ in stops] == [0, 1, 2]


def test_words_have_no_stop_on_the_next_line() -> None:
    wordy = [cell(one, [*figures(9, 100), dot(100 + NEXT_LINE)]) for one in range(4)]
    assert not found(wordy)


def test_two_dots_below_a_number_are_specks() -> None:
    cells = [
        cell(0, [*figures(2, 100), dot(100 + NEXT_LINE), dot(100 + NEXT_LINE, x=60)])
        for _ in range(4)
    ]
    assert not found(cells)


@pytest.mark.parametrize("place", [3, 58, 110], ids=["left", "centred", "right"])
def test_flat_marks_at_one_place_of_their_cells_are_dashes(place: int) -> None:
    cells = [cell(row, [dot(HIGH * row + 150, place, 5, 3)], row % 3) for row in range(6)]
    assert found(cells) == [(row, "-") for row in range(6)]
    speck = cell(6, [dot(HIGH * 6 + 40, 70, 5, 3)])
    assert found([*cells, speck]) == [(row, "-") for row in range(6)]


def test_round_marks_and_few_ones_are_no_dashes() -> None:
    assert not found([cell(row, [dot(HIGH * row + 150, 58, 4, 4)]) for row in range(6)])
    assert not found([cell(row, [dot(HIGH * row + 150, 58, 5, 3)]) for row in range(4)])


def test_dirt_is_no_print() -> None:
    rng = random.Random(7)
    for _ in range(200):
        marks = [
            dot(HIGH * row + rng.randrange(10, HIGH), rng.randrange(2, 112), rng.randint(3, 7), 3)
            for row in range(rng.randint(5, 40))
        ]
        assert not found([cell(row, [mark]) for row, mark in enumerate(marks)])
