"""Merged cells that a page break cuts, as the grids on both sides of the break show them."""

from __future__ import annotations

import pytest

from pipeline.model import Cell, Fragment, Grid, GridRow, Place
from pipeline.normalize.tables.overhang import (
    cut_inside,
    deepened,
    joined,
    last_rests,
    may_be_rests,
    reaching_down,
)


def row(*texts: str) -> GridRow:
    """A row: `^` marks a cell that repeats one merged down, `a/b` two fragments."""
    return tuple(
        Cell(
            tuple(Fragment(t, Place(1)) for t in text.lstrip("^").split("/") if t),
            merged=text.startswith("^"),
        )
        for text in texts
    )


def shown(rows: list[GridRow]) -> list[list[str]]:
    return [
        [("^" if c.merged else "") + "/".join(f.text for f in c.fragments) for c in line]
        for line in rows
    ]


LAST = row("3", "ba", "A")
# what it shows, last row above, rows below, columns open at the bottom, columns that reach down
REACHING = [
    ("open below, blank above the next row", LAST, [row("4", "bốn", "")], {2}, (2,)),
    ("closed, blank over two rows", LAST, [row("4", "bốn", ""), row("5", "năm", "^")], set(), (2,)),
    ("closed, blank over one row", LAST, [row("4", "bốn", "")], set(), ()),
    ("open below, a text of its own", LAST, [row("4", "bốn", "B")], {2}, ()),
    ("open below, a text that is merged down", LAST, [row("4", "bốn", "B"), row("5", "", "^B")],
     {2}, (2,)),
    ("a text under a merged one", row("3", "ba", "^A"), [row("4", "bốn", "B")], {2}, (2,)),
    ("nothing above", None, [row("4", "bốn", "")], {2}, ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "above", "below", "cut", "columns"), REACHING, ids=[case[0] for case in REACHING]
)
def test_which_cells_reach_over_a_break(
    name: str, above: GridRow | None, below: list[GridRow], cut: set[int], columns: tuple[int, ...]
) -> None:
    assert reaching_down(above, Grid(tuple(below)), below, cut) == columns


def test_a_row_that_goes_on_is_no_merged_cell() -> None:
    below = [row("", "tiếp", ""), row("5", "năm", "^")]
    assert reaching_down(LAST, Grid(tuple(below), open_top=True), below, set()) == ()


def test_one_cell_on_both_pages_has_the_whole_text_in_every_row() -> None:
    above = [row("2", "hai", "Bộ Khoa học"), row("3", "ba", "^Bộ Khoa học")]
    below = [row("4", "bốn", "và Công nghệ"), row("5", "năm", "^và Công nghệ"), row("6", "", "B")]
    upper, lower = joined(above, below, 2)
    whole = "Bộ Khoa học/và Công nghệ"
    assert [line[2] for line in shown(upper)] == [whole, f"^{whole}"]
    assert [line[2] for line in shown(lower)] == [f"^{whole}", f"^{whole}", "B"]


def test_a_cell_shared_by_a_cut_row_has_the_text_of_both_pages() -> None:
    above = [row("2", "hai", "Các bộ"), row("3", "ba", "^Các bộ")]
    below = [row("", "tiếp", "liên quan"), row("4", "bốn", "^liên quan")]
    upper, lower = deepened(above, below)
    assert [line[2] for line in shown(upper)] == ["Các bộ/liên quan", "^Các bộ"]
    assert [line[2] for line in shown(lower)] == ["liên quan", "^Các bộ/liên quan"]


def test_a_cell_shared_by_a_row_over_three_pages() -> None:
    above = [row("3", "ba", "Các bộ"), row("", "tiếp", "")]
    _, lower = deepened(above, [row("", "hết", ""), row("4", "bốn", "^")], parts=2)
    assert [line[2] for line in shown(lower)] == ["", "^Các bộ"]


def test_the_last_row_of_a_merged_cell_is_found_where_no_cell_is_blank_otherwise() -> None:
    rows = [
        row("1", "một", "A"), row("2", "hai", "^A"), row("3", "ba", "B"), row("4", "bốn", "^B"),
        row("5", "năm", "", "C"),
    ]  # fmt: skip
    full = [line if len(line) == 4 else (*line, *row("C")) for line in rows]
    assert last_rests(full, {4}) == [(4, 2)]
    assert last_rests([*full, row("6", "sáu", "", "C")], {4, 5}) == [(4, 2), (5, 2)]
    assert last_rests(full, set()) == []
    assert last_rests([*full, row("6", "sáu", "", "C")], {4}) == []


def test_the_rest_of_a_cut_row_has_no_rest_of_a_merged_cell() -> None:
    rows = [
        row("1", "Đắp đê", "A", "Bộ"), row("^1", "Xây kè", "B", "Sở"),
        row("2", "Trồng cây sao", "C", "Hội Sinh vật"), row("", "ven phố", "đen", "Cảnh"),
    ]  # fmt: skip
    assert last_rests(rows, {3}) == []
    own = row("", "Ven phố", "Đen", "Cảnh")
    assert last_rests([*rows[:3], own], {3}) == [(3, 0)]


def test_the_last_row_of_the_only_merged_cell_of_a_column() -> None:
    rows = [row("1", "một", "A", "x"), row("2", "hai", "A", "^x")]
    rows += [row(str(at), f"việc {at}", "A", "y") for at in range(3, 8)]
    assert last_rests([*rows, row("8", "tám", "", "y")], {7}) == [(7, 2)]
    assert last_rests([*rows, row("8", "", "", "y")], {7}) == []  # it lacks more
    wide = [(*line[:2], line[3], line[2], *row("q")) for line in rows]  # merged, never merged
    assert last_rests([*wide, row("8", "tám", "", "", "q")], {7}) == [(7, 2), (7, 3)]
    assert last_rests([*rows[2:], row("8", "tám", "", "y")], {5}) == []  # nothing is merged


def test_a_row_all_of_whose_cells_go_on_is_a_row_not_cells() -> None:
    below = [row("", "", ""), row("^", "^", "^")]
    assert reaching_down(LAST, Grid(tuple(below)), below, set()) == ()


def test_a_blank_cell_under_a_break_where_all_others_are_filled_is_told() -> None:
    rows = [row(str(at), f"việc {at}", "A", "y") for at in range(1, 8)]
    assert may_be_rests([*rows, row("8", "tám", "", "y")], {7}) == [(7, 2)]
    assert may_be_rests([*rows, row("8", "tám", "B", "")], set()) == []
    assert may_be_rests([*rows, row("8", "tám và", "", "")], {7}) == []  # a heading, or a rest
    assert may_be_rests([*rows[:3], row("8", "tám", "", "y")], {3}) == []  # little is known
    blank = [*rows[:3], row("4", "bốn", "", "y"), *rows[3:]]
    assert may_be_rests([*blank, row("8", "tám", "", "y")], {8}) == []


COLUMNS = ("stt", "title", "coordination", "note")


def test_a_text_that_a_page_break_cuts_inside_a_word_is_one_cell_over_two_rows() -> None:
    rows = [row(str(at), f"Việc {at}", "Sở Y tế", "x") for at in range(1, 5)]
    rows.append(row("5", "Việc 5", "Sở Nông nghiệp và Môi", "x"))
    below = row("6", "Việc 6", "trường", "x")
    assert cut_inside([*rows, below], {5}, COLUMNS) == [(5, 2)]
    assert cut_inside([*rows, below], set(), COLUMNS) == []  # on one page it is a cell of its own
    for other in (
        row("6", "Việc 6", "tỉnh", "x"),  # no word with `Môi`
        row("6", "Việc 6", "Trường", "x"),
        row("", "Việc 6", "trường", "x"),  # the rest of a row
    ):
        assert cut_inside([*rows, other], {5}, COLUMNS) == []
    lower = [row(str(at), f"Việc {at}", "sở", "x") for at in range(1, 5)]
    assert cut_inside([*lower, rows[4], below], {5}, COLUMNS) == []  # all begin so
    assert cut_inside([*rows, below], {5}, ("title", "lead", "result", "note")) == []
