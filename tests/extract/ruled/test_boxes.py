"""Boxes that stand apart, told by the strokes that bound each."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.aligned.drawn import Box, boxed
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.apart import tables_apart
from pipeline.extract.ruled import boxes as ruled_boxes
from pipeline.extract.ruled.boxes import boxes_apart
from pipeline.extract.ruled.gaps import with_filled_sides
from pipeline.extract.ruled.lattice import lattice_of
from pipeline.extract.ruled.lines import Rule

Sides = list[tuple[float, float, float, float]]
Strokes = tuple[list[Rule], list[Rule]]


def _grid(widths: list[float], heights: list[float], across: float, down: float) -> Sides:
    """Boxes in rows and columns with white between: x0, y0, x1, y1 of each, row by row."""
    lefts = list(accumulate((w + across for w in widths), initial=50.0))[:-1]
    tops = list(accumulate((h + down for h in heights), initial=40.0))[:-1]
    return [
        (x, y, x + w, y + h)
        for y, h in zip(tops, heights, strict=True)
        for x, w in zip(lefts, widths, strict=True)
    ]


def _strokes(boxes: Sides) -> Strokes:
    across = [Rule(y, x0, x1) for x0, y0, x1, y1 in boxes for y in (y0, y1)]
    return across, [Rule(x, y0, y1) for x0, y0, x1, y1 in boxes for x in (x0, x1)]


def _dotted(rules: list[Rule], pitch: float = 1.5) -> list[Rule]:
    """Rules as dots of half their pitch."""
    return [
        Rule(rule.at, rule.lo + n * pitch, rule.lo + n * pitch + pitch / 2)
        for rule in rules
        for n in range(round((rule.hi - rule.lo) / pitch))
    ]


def _printed(boxes: Sides) -> list[Piece]:
    return [
        Piece("x", x0 + 2, x0 + 8, y0 + 10, 8.0, False, False, False, 0, 1, y0=y0 + 2, y1=y0 + 10)
        for x0, y0, _, _ in boxes
    ]


whites = st.floats(1.2, 12.0)
grids = st.builds(
    _grid,
    st.lists(st.floats(16.0, 200.0), min_size=2, max_size=6),
    st.lists(st.floats(14.0, 90.0), min_size=2, max_size=8),
    whites,
    whites,
)


@given(grids)
def test_each_box_of_a_grid_is_found_however_wide_the_white(boxes: Sides) -> None:
    found = boxes_apart(*_strokes(boxes))
    places = [place for box in sorted(one.box for one in found) for place in box]
    assert places == pytest.approx([place for box in sorted(boxes) for place in box])
    assert all(one.top and one.bottom for one in found)


@given(grids)
def test_a_grid_of_boxes_is_one_table_with_a_cell_for_each(boxes: Sides) -> None:
    across, down = _strokes(boxes)
    apart = tables_apart(across, down, _printed(boxes), lambda _: False)
    (table,) = apart.lattices
    cells = {table.cell_at((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in boxes}
    assert cells == set(range(len(boxes))) == set(range(len(table.cells)))
    assert not apart.across
    assert not apart.down
    assert not table.open_top
    assert not table.open_bottom


def test_a_heading_over_several_columns_is_one_cell() -> None:
    boxes = _grid([30, 90, 60], [20, 20, 30], 3.0, 3.0)
    number, first, last = boxes[3:6]
    boxes[3:6] = [number, (first[0], first[1], last[2], last[3])]
    (table,) = tables_apart(*_strokes(boxes), _printed(boxes), lambda _: False).lattices
    assert [len(set(row)) for row in table.owner] == [3, 2, 3]


def test_dots_of_one_side_are_a_stroke_and_those_of_the_next_box_another() -> None:
    boxes = _grid([30, 90, 60], [30, 45], 3.0, 3.0)
    across, down = _strokes(boxes)
    found = boxes_apart(_dotted(across), _dotted(down))
    assert len(found) == len(boxes)
    (table,) = boxed(Box(*one.box) for one in found)
    assert (len(table.xs), len(table.ys)) == (4, 3)


def test_boxes_that_the_page_cuts_leave_the_table_open() -> None:
    boxes = _grid([30, 90, 60], [20, 20, 30], 3.0, 5.0)
    across, down = _strokes(boxes)
    last = max(rule.at for rule in across)
    whole, part = ([r for r in across if r.at < last or r.lo > left] for left in (1e9, 60.0))
    (table,) = tables_apart(whole, down, _printed(boxes), lambda _: False).lattices
    assert table.open_bottom
    assert table.cut == ()
    (table,) = tables_apart(part, down, _printed(boxes), lambda _: False).lattices
    assert not table.open_bottom
    assert table.cut == (0,)


def test_cells_that_share_their_walls_are_no_boxes_apart() -> None:
    boxes = _grid([30, 90, 60], [20, 20], 0.0, 0.0)
    assert boxes_apart(*_strokes(boxes)) == []
    (first, *_, last) = boxes
    row = [(x0, first[1], x1, last[3]) for x0, _, x1, _ in boxes[:3]]
    assert boxes_apart(*_strokes(row)) == []


def test_a_single_row_is_a_table_only_where_it_goes_on_with_one() -> None:
    boxes = _grid([30, 90, 60, 40], [20], 3.0, 3.0)
    across, down = _strokes(boxes)
    alone = tables_apart(across, down, _printed(boxes), lambda _: False)
    assert (alone.lattices, alone.across, alone.down) == ([], across, down)
    assert len(tables_apart(across, down, _printed(boxes), lambda _: True).lattices) == 1


def test_boxes_on_one_line_are_not_each_held_against_every_stroke(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[object] = []

    def counted(*args: object) -> float:
        calls.append(args)
        return abs(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(ruled_boxes, "abs", counted, raising=False)
    boxes = _grid([16.0] * 400, [14.0], 2.0, 2.0)
    assert len(boxes_apart(*_strokes(boxes))) == len(boxes)
    assert len(calls) <= 10 * len(boxes)


def test_the_outer_cells_of_a_row_that_white_rules_part_are_of_it_though_they_are_blank() -> None:
    row = lattice_of((30, 130, 200), (0, 400), [[0, 1]], (True, True))
    filled = [(0.0, 0.0, 31.0, 400.0), (29.0, 0.0, 131.0, 400.0), (129.0, 0.0, 201.0, 400.0)]
    assert with_filled_sides(row, filled).xs == (0, 30, 130, 200)
    assert with_filled_sides(row, [*filled, (199.0, 0.0, 260.0, 400.0)]).xs[-1] == 260
    assert with_filled_sides(row, [(0.0, 0.0, 31.0, 90.0), *filled[1:]]) == row
    assert with_filled_sides(row, [(0.0, 0.0, 260.0, 400.0)]) == row  # a frame around all
