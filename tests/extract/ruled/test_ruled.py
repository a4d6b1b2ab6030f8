"""Rules to cells: the geometry alone, as pictures in characters and as properties."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.ruled.cells import deal, grid_of, shaded_cells
from pipeline.extract.ruled.gaps import headings_below, parted_by_gap, stacked
from pipeline.extract.ruled.half_walls import rules_over_half_walls
from pipeline.extract.ruled.lattice import Lattice, find_lattices
from pipeline.extract.ruled.lines import Rule, join_rules
from pipeline.model import Fragment, Place

STEP_X, STEP_Y = 10.0, 20.0

PICTURES = [
    # (what it shows, the rules, cells as (row, col, rows, cols), open top, open bottom)
    (
        "full grid",
        ["+--+--+", "|  |  |", "+--+--+", "|  |  |", "+--+--+"],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
        False,
        False,
    ),
    (
        "merged down on the left, across at the top",
        ["+--+--+--+", "|  |     |", "|  +--+--+", "|  |  |  |", "+--+--+--+"],
        [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)],
        False,
        False,
    ),
    (
        "last row without bottom rule",
        ["+--+--+", "|  |  |", "+--+--+", "|  |  |", "|  |  |"],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
        False,
        True,
    ),
    (
        "first row without top rule",
        ["|  |  |", "|  |  |", "+--+--+", "|  |  |", "+--+--+"],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
        True,
        False,
    ),
    (
        "heading in an open last row, with none of the many walls over it",
        [
            "+--+--+--+--+--+--+--+",
            "|  |  |  |  |  |  |  |",
            "+--+--+--+--+--+--+--+",
            "|  |                 |",
            "|  |                 |",
        ],
        [*((0, col, 1, 1) for col in range(7)), (1, 0, 1, 1), (1, 1, 1, 6)],
        False,
        True,
    ),
    (
        "open last row under group rows that break the walls",
        [
            "+--+--+--+",
            "|  |  |  |",
            "+--+--+--+",
            "|        |",
            "+--+--+--+",
            "|  |  |  |",
            "+--+--+--+",
            "|        |",
            "+--+--+--+",
            "|  |  |  |",
            "|  |  |  |",
        ],
        [
            (0, 0, 1, 1),
            (0, 1, 1, 1),
            (0, 2, 1, 1),
            (1, 0, 1, 3),
            (2, 0, 1, 1),
            (2, 1, 1, 1),
            (2, 2, 1, 1),
            (3, 0, 1, 3),
            (4, 0, 1, 1),
            (4, 1, 1, 1),
            (4, 2, 1, 1),
        ],
        False,
        True,
    ),
    (
        "no outer borders left and right",
        ["---+---", "   |   ", "---+---", "   |   ", "---+---"],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
        False,
        False,
    ),
    (
        "rows that cells merged on both sides of a wall end with are those of the columns beside",
        [
            "+--+--+--+--+--+--+",
            "|  |  |  |  |  |  |",
            "+--+--+--+--+--+--+",
            "|  |  |  |  |  |  |",
            "+--+--+  +--+--+--+",
            "|  |  |  |  |  |  |",
            "+--+--+--+  +--+  +",
            "|  |  |  |  |  |  |",
            "+--+--+  +--+--+--+",
            "|  |  |  |  |  |  |",
            "+--+--+--+  +--+  +",
            "|  |  |  |  |  |  |",
            "+--+--+--+--+--+--+",
        ],
        [
            *((0, col, 1, 1) for col in range(6)),
            *((1, col, 1, 1) for col in (0, 1)),
            (1, 2, 2, 1),
            *((1, col, 1, 1) for col in (3, 4, 5)),
            *((2, col, 1, 1) for col in (0, 1)),
            (2, 3, 2, 1),
            (2, 4, 1, 1),
            (2, 5, 2, 1),
            *((3, col, 1, 1) for col in (0, 1)),
            (3, 2, 2, 1),
            (3, 4, 1, 1),
            *((4, col, 1, 1) for col in (0, 1)),
            (4, 3, 2, 1),
            (4, 4, 1, 1),
            (4, 5, 2, 1),
            *((5, col, 1, 1) for col in (0, 1, 2)),
            (5, 4, 1, 1),
        ],
        False,
        False,
    ),
    (
        "a rule that breaks off inside a cell makes no row",
        ["+-----+--+", "|     |  |", "| --- |  |", "|     |  |", "+-----+--+"],
        [(0, 0, 1, 1), (0, 1, 1, 1)],
        False,
        False,
    ),
    (
        "only walls: one row over the page",
        ["|  |  |", "|  |  |", "|  |  |"],
        [(0, 0, 1, 1), (0, 1, 1, 1)],
        True,
        True,
    ),
    (
        "only walls, one of them below a name over two columns",
        ["|  |     |", *["|  |  |  |"] * 4],
        [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)],
        True,
        True,
    ),
    (
        "only walls, one of them broken by a heading",
        [*["|  |  |  |"] * 3, "|  |     |", *["|  |  |  |"] * 3],
        [
            *((0, column, 1, 1) for column in range(3)),
            *[(1, 0, 1, 1), (1, 1, 1, 2)],
            *((2, column, 1, 1) for column in range(3)),
        ],
        True,
        True,
    ),
    (
        "only walls, all but the outer ones ended by a heading at the end of the page",
        [*["|  |  |  |  |"] * 5, "|           |", "|           |"],
        [*((0, column, 1, 1) for column in range(4)), (1, 0, 1, 4)],
        True,
        True,
    ),
]
NO_TABLE = [
    ("frame", ["+-----+", "|     |", "+-----+"]),
    ("stacked frames", ["+-----+", "|     |", "+-----+", "|     |", "+-----+"]),
    ("lines of a letterhead", ["-------", "       ", "  ---  "]),
    ("one wall", ["|", "|", "|"]),
    ("nothing", [""]),
]


def rules_of(picture: list[str]) -> tuple[list[Rule], list[Rule]]:
    """The rules of a picture: `-` and `+` across, `|` and `+` down."""
    horizontal = [
        Rule(row * STEP_Y, start * STEP_X, (end - 1) * STEP_X)
        for row, line in enumerate(picture)
        for start, end in runs(line, "-+")
        if end - start > 1
    ]
    width = max(map(len, picture))
    columns = ["".join(line.ljust(width)[col] for line in picture) for col in range(width)]
    vertical = [
        Rule(col * STEP_X, start * STEP_Y, (end - 1) * STEP_Y)
        for col, line in enumerate(columns)
        for start, end in runs(line, "|+")
        if end - start > 1
    ]
    return horizontal, vertical


def runs(line: str, marks: str) -> list[tuple[int, int]]:
    """Where the marks stand without a break, as (start, end)."""
    out, start = [], None
    for index, char in enumerate(line + " "):
        if char in marks and start is None:
            start = index
        elif char not in marks and start is not None:
            out.append((start, index))
            start = None
    return out


@pytest.mark.parametrize(
    ("picture", "cells", "top", "bottom"), [case[1:] for case in PICTURES],
    ids=[case[0] for case in PICTURES],
)  # fmt: skip
def test_pictures(
    picture: list[str], cells: list[tuple[int, int, int, int]], top: bool, bottom: bool
) -> None:
    (lattice,) = find_lattices(*rules_of(picture))
    assert [tuple(cell) for cell in lattice.cells] == cells
    assert (lattice.open_top, lattice.open_bottom) == (top, bottom)


@pytest.mark.parametrize("picture", [case[1] for case in NO_TABLE], ids=[c[0] for c in NO_TABLE])
def test_no_table(picture: list[str]) -> None:
    assert find_lattices(*rules_of(picture)) == []


@pytest.mark.parametrize(
    ("rules", "joined"),
    [
        ([(5, 0, 10), (5, 10, 20)], [(5, 0, 20)]),
        ([(5, 0, 10), (5.4, 12, 20)], [(5.2, 0, 20)]),
        ([(5, 0, 10), (5, 30, 40)], [(5, 0, 10), (5, 30, 40)]),
        ([(5, 0, 40), (5, 10, 20)], [(5, 0, 40)]),
        ([(9, 0, 4), (5, 0, 4)], [(5, 0, 4), (9, 0, 4)]),
    ],
)
def test_join(rules: list[tuple[float, float, float]], joined: list[tuple[float, ...]]) -> None:
    assert [tuple(rule) for rule in join_rules(Rule(*rule) for rule in rules)] == joined


def test_double_rules_are_one() -> None:
    horizontal = [Rule(at + shift, 0, 100) for at in (0, 30, 60) for shift in (-1, 1)]
    vertical = [Rule(at + shift, -1, 61) for at in (0, 50, 100) for shift in (-1, 1)]
    (lattice,) = find_lattices(horizontal, vertical)
    assert (len(lattice.xs), len(lattice.ys), len(lattice.cells)) == (3, 3, 4)


def test_a_table_inside_a_cell_is_left_to_it() -> None:
    outer = rules_of(["+-+---------+", "| |         |", "| |         |", "+-+---------+"])
    inner = [Rule(at, 40, 100) for at in (15, 30, 45)], [Rule(at, 15, 45) for at in (40, 70, 100)]
    (lattice,) = find_lattices(outer[0] + inner[0], outer[1] + inner[1])
    assert lattice.xs == (0, 20, 120)


class Word(NamedTuple):
    """A placed text for `deal`."""

    text: str
    x0: float
    x1: float
    middle: float


def test_text_over_a_rule_is_dealt_word_by_word() -> None:
    (lattice,) = find_lattices(*rules_of(["+---+---+", "|   |   |", "+---+---+"]))
    line = Word("ab cd", 10, 70, 10)
    words = [Word("ab", 10, 30, 10), Word("cd", 50, 70, 10)]
    dealt, rest = deal([lattice], [line], lambda _: words)
    assert dealt == [{0: [words[0]], 1: [words[1]]}]
    assert not rest


@pytest.mark.parametrize(
    ("starts", "own"),
    [
        ((6, 16, 26, 41), [0, 0, 0, 0]),  # the wall at 40 stands in a blank like the others
        ((6, 16, 26, 45), [0, 0, 0, 1]),  # in a wider one
        ((28, 42), [0, 1]),  # in the only one
    ],
)
def test_a_wall_between_two_words_parts_them_where_the_blank_is_wider_than_others(
    starts: tuple[int, ...], own: list[int]
) -> None:
    (lattice,) = find_lattices(*rules_of(["+---+---+", "|   |   |", "+---+---+"]))
    words = [Word(str(x0), x0, x0 + (7 if x0 < 26 else 12), 10) for x0 in starts]
    dealt, _ = deal([lattice], [Word("line", words[0].x0, words[-1].x1, 10)], lambda _: words)
    assert [cell for word in words for cell in dealt[0] if word in dealt[0][cell]] == own


def test_a_text_goes_over_into_no_cell_that_prints_something() -> None:
    (lattice,) = find_lattices(*rules_of(["+---+---+", "|   |   |", "|   |   |", "+---+---+"]))
    starts = (6, 16, 26, 41)
    words = [Word(str(x0), x0, x0 + (7 if x0 < 26 else 12), 10) for x0 in starts]
    line, other = Word("line", 6, 53, 10), Word("other", 43, 60, 20)
    dealt, _ = deal([lattice], [line, other], lambda item: words if item is line else [item])
    assert dealt == [{0: words[:3], 1: [words[3], other]}]


def test_what_stands_behind_a_wider_blank_does_not_go_over() -> None:
    (lattice,) = find_lattices(*rules_of(["+---+---+---+", "|   |   |   |", "+---+---+---+"]))
    places = ((6, 13), (16, 23), (26, 38), (41, 53), (56, 68), (83, 90))
    words = [Word(str(x0), x0, x1, 10) for x0, x1 in places]
    dealt, _ = deal([lattice], [Word("line", 6, 90, 10)], lambda _: words)
    assert dealt == [{0: words[:5], 2: words[5:]}]


def test_merged_cells_repeat_and_spans_leave_blanks() -> None:
    (lattice,) = find_lattices(*rules_of(PICTURES[1][1]))
    texts = {index: (Fragment(str(index), Place(1)),) for index in range(len(lattice.cells))}
    rows = grid_of(lattice, texts).rows
    shown = [[(cell.raw, cell.span, cell.merged) for cell in row] for row in rows]
    assert shown == [
        [("0", 1, False), ("1", 2, False), ("", 1, False)],
        [("0", 1, True), ("2", 1, False), ("3", 1, False)],
    ]


def test_a_shade_is_that_of_the_cells_it_mostly_covers() -> None:
    lattice = find_lattices(*rules_of(["+--+--+", "|  |  |", "+--+--+", "|  |  |", "+--+--+"]))[0]
    x0, y0, x1, y1 = lattice.cell_box(0)
    middle = lattice.cell_box(1)[2]
    assert shaded_cells(lattice, [(x0, y0, middle, y1)]) == {0, 1}
    assert shaded_cells(lattice, [(x0 + 1, y0, x1 - 1, (y0 + y1) / 2)]) == frozenset()
    assert shaded_cells(lattice, [(x0, y0, x1, (y0 + y1) / 2), (x0, (y0 + y1) / 2, x1, y1)]) == {0}


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A table cut at random into rectangular cells: rows, columns, the cells."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for col in range(columns):
            if (row, col) in taken:
                continue
            down = draw(st.integers(1, rows - row))
            across = draw(st.integers(1, columns - col))
            while any((row, col + step) in taken for step in range(across)):
                across -= 1
            cells.append((row, col, down, across))
            taken |= {(row + i, col + j) for i in range(down) for j in range(across)}
    return rows, columns, cells


def sides(cells: list[tuple[int, int, int, int]]) -> tuple[list[Rule], list[Rule]]:
    """Each cell drawn with its own four rules."""
    horizontal, vertical = [], []
    for row, col, down, across in cells:
        x0, x1 = col * STEP_X, (col + across) * STEP_X
        y0, y1 = row * STEP_Y, (row + down) * STEP_Y
        horizontal += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
        vertical += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
    return horizontal, vertical


@settings(max_examples=200)
@given(tables())
def test_every_cell_comes_back(table: tuple[int, int, list[tuple[int, int, int, int]]]) -> None:
    _, _, cells = table
    found = find_lattices(*sides(cells))
    boxes = {
        (col * STEP_X, row * STEP_Y, (col + across) * STEP_X, (row + down) * STEP_Y)
        for row, col, down, across in cells
    }
    if len({box[0] for box in boxes}) < 2:
        assert found == []
        return
    (lattice,) = found
    assert {lattice.cell_box(index) for index in range(len(lattice.cells))} == boxes


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(0, 200)), max_size=12),
    st.lists(st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(0, 200)), max_size=12),
)
def test_any_rules_give_rectangles_that_tile(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> None:
    horizontal = [Rule(at, min(lo, hi), max(lo, hi)) for at, lo, hi in across]
    vertical = [Rule(at, min(lo, hi), max(lo, hi)) for at, lo, hi in down]
    for lattice in find_lattices(horizontal, vertical):
        assert_tiles(lattice)


def assert_tiles(lattice: Lattice) -> None:
    """The cells cover every box once, and grid lines are in order."""
    assert list(lattice.xs) == sorted(lattice.xs)
    assert list(lattice.ys) == sorted(lattice.ys)
    covered = [
        (row, col, index)
        for index, cell in enumerate(lattice.cells)
        for row in range(cell.row, cell.row + cell.rows)
        for col in range(cell.col, cell.col + cell.cols)
    ]
    assert len(covered) == (len(lattice.xs) - 1) * (len(lattice.ys) - 1)
    assert all(lattice.owner[row][col] == index for row, col, index in covered)


@pytest.mark.parametrize(("share", "cells"), [(0.45, 3), (0.65, 4), (0.85, 4), (1.0, 4)])
def test_a_rule_that_is_broken_is_a_wall_from_three_fifths_on(share: float, cells: int) -> None:
    """Two rows, two columns; the inner rule covers only a share of the upper row."""
    horizontal = [Rule(at, 0, 200) for at in (0, 100, 200)]
    outer = [Rule(at, 0, 200) for at in (0, 200)]
    (lattice,) = find_lattices(
        horizontal, [*outer, Rule(100, 100 * (1 - share), 100), Rule(100, 100, 200)]
    )
    assert len(lattice.cells) == cells


def test_rules_down_that_break_off_together_make_a_heading() -> None:
    outer = [Rule(x, 0.0, 100.0) for x in (0.0, 200.0)]
    inner = [Rule(x, lo, hi) for x in (30.0, 90.0) for lo, hi in ((0.0, 40.0), (60.0, 100.0))]
    (lattice,) = find_lattices([Rule(0.0, 0.0, 200.0), Rule(100.0, 0.0, 200.0)], outer + inner)
    assert [len(set(row)) for row in lattice.owner] == [3, 1, 3]


def test_arrows_that_end_at_one_height_make_no_row() -> None:
    outer = [Rule(x, 0.0, 100.0) for x in (0.0, 50.0, 200.0)]
    arrows = [Rule(x, lo, lo + 12.0) for x, lo in ((80.0, 30.0), (140.0, 30.0), (80.0, 55.0))]
    level = [Rule(y, 0.0, 200.0) for y in (0.0, 100.0)]
    (lattice,) = find_lattices(level, outer + arrows)
    assert len(lattice.ys) == 2


@pytest.mark.parametrize(
    ("below", "tables"), [((0, 20, 90, 120), 2), ((0, 30, 60, 120), 1), ((0, 60, 120), 1)]
)
def test_a_table_of_other_walls_right_below_is_one_of_its_own(
    below: tuple[float, ...], tables: int
) -> None:
    """Boxes below have the walls of those above; a heading has fewer, and none of its own."""
    above = (0, 30, 60, 120)
    level = [Rule(y, 0, 120) for y in (0, 20, 40, 43.2, 60, 80)]
    upright = [Rule(x, 0, 40) for x in above] + [Rule(x, 43.2, 80) for x in below]
    found = [one for lattice in find_lattices(level, upright) for one in parted_by_gap(lattice)]
    assert len(found) == tables
    if tables > 1:
        assert [lattice.xs for lattice in found] == [above, below]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([(40, 80, 5), (32, 58, 15), (62, 88, 15)], [Rule(10, 30, 90)]),
        ([(32, 58, 15), (62, 88, 15)], []),  # nothing above: the wall is drawn short
        ([(32, 58, 5), (32, 58, 15), (62, 88, 15)], []),  # the text above is that of one column
        ([(40, 80, 5), (32, 58, 15)], []),  # the wall parts nothing
    ],
)
def test_a_wall_that_begins_below_a_text_over_it_closes_that_text(
    texts: list[tuple[float, float, float]], found: list[Rule]
) -> None:
    level = [Rule(y, 0, 120) for y in (0, 20, 60)]
    upright = [Rule(x, 0, 60) for x in (0, 30, 90, 120)] + [Rule(60, 10, 60)]
    assert rules_over_half_walls(level, upright, texts) == found


def test_the_side_of_a_box_drawn_inside_a_cell_closes_no_text() -> None:
    level, upright = [Rule(y, 0, 120) for y in (0, 60)], [Rule(x, 0, 60) for x in (0, 30, 90, 120)]
    texts = [(40.0, 80.0, 5.0), (32.0, 58.0, 15.0), (62.0, 88.0, 15.0)]
    assert rules_over_half_walls(level, [*upright, Rule(60, 10, 40)], texts) == []
    assert rules_over_half_walls(level, [*upright, Rule(60, 10, 60)], texts) != []


def test_a_heading_in_boxes_between_rows_of_boxes_is_a_row_of_their_table() -> None:
    def row_of(at: float, *xs: float) -> Lattice:
        walls = [Rule(x, at, at + 20) for x in xs]
        return find_lattices([Rule(y, xs[0], xs[-1]) for y in (at, at + 20)], walls)[0]

    rows = [row_of(0, 0, 20, 80, 120), row_of(46, 0, 20, 80, 120)]
    heading = row_of(23, 0, 20, 120)
    assert [len(one.ys) for one in stacked(rows, [heading], [])] == [4]
    whole = headings_below(rows, [(0, 23, 120, 43), (0, 70, 90, 90)])
    (table,) = stacked(rows, whole, [])
    assert table.owner == ((0, 1, 2), (3, 3, 3), (4, 5, 6))
