"""Rows without a number that a page break parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.uncounted.cycle import rows_of
from tests.extract.layer.test_side_by_side import BEHIND, rows_and_model, taught


@pytest.mark.parametrize("number", range(2, 8))
@pytest.mark.parametrize("above", [1, 2])
def test_a_page_may_end_inside_the_title_of_a_row(number: int, above: int) -> None:
    """It was read as cells of the row before, and that row was lost."""
    rows, model = rows_and_model(shares=False)
    model = taught(taught(model, rows), rows)
    one, broken, other = (replace(rows[at], label=()) for at in (number - 1, number, number + 1))
    lines = broken.parts[0]
    first = (*rows[0].parts[0], *one.parts[0], *lines[:above])
    second = (*lines[above:], *other.parts[0], *rows[1].parts[0])
    [(found, left, _)] = rows_of(model, [UndividedRow((), "", (first, second))])
    assert not left
    begun = [row.parts[0] for row in found][:3]
    assert begun == [rows[0].parts[0], one.parts[0], lines[:above]]


def test_a_line_that_fits_no_cell_ends_no_table_whose_rows_go_on_below() -> None:
    """It was the end, wherever the header is not printed again, and all rows behind were lost."""
    rows, model = rows_and_model(shares=False)
    lines = [row.parts[0] for row in rows[:8]]
    model = taught(taught(model, rows), rows)
    strange = replace(lines[0][-1], text="W ngày")
    pages = ((*lines[0], *lines[1], strange), (*lines[2], *lines[3]), (*lines[4], *lines[5]))
    [(found, left, _)] = rows_of(model, [UndividedRow((), "", pages, tail=True)])
    assert not left
    begun = [row.parts[0][0] for row in found]
    assert {own[0] for own in lines[2:6]} <= set(begun)


def test_what_stands_on_the_pages_behind_a_table_is_left() -> None:
    rows, model = rows_and_model(shares=False)
    lines = [row.parts[0] for row in rows[:4]]
    model = taught(taught(model, rows), rows)
    pages = ((*lines[0], *lines[1]), (*lines[2], *BEHIND), BEHIND * 4)
    [(found, left, _)] = rows_of(model, [UndividedRow((), "", pages, tail=True)])
    assert left == [*BEHIND, *BEHIND * 4]
    assert found[-1].parts[-1][-1] == lines[2][-1]


def test_a_page_below_a_table_that_holds_the_heading_of_the_next_one_has_no_row_of_it() -> None:
    """It had to have one, so that the two tables became one."""
    rows, model = rows_and_model(shares=False)
    lines = [row.parts[0] for row in rows[:4]]
    model = taught(taught(model, rows), rows)
    heading = tuple(
        replace(lines[0][0], text=text)
        for text in ("V", "NHIỆM VỤ CỦA ĐỀ ÁN 06, CẢI CÁCH THỦ TỤC HÀNH CHÍNH, CHUYỂN ĐỔI", "SỐ")
    )
    pages = ((*lines[0], *lines[1]), (*lines[2], *lines[3]), heading)
    [(_, left, _)] = rows_of(model, [UndividedRow((), "", pages, tail=True)])
    assert tuple(left) == heading
