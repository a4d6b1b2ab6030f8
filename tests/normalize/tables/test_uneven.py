"""Columns that fill on all pages but one, and names that say more on a later page."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Cell, Fragment, Place
from pipeline.normalize.tables.outline import Position
from pipeline.normalize.tables.rows import TableCell, TableRow
from pipeline.normalize.tables.uneven import ALONE, ELSEWHERE, swallowed, uneven_columns


def row(page: int, *texts: str) -> TableRow:
    cells = tuple(TableCell(text, (), False, (), ()) for text in texts)
    return TableRow("item", texts[0], None, cells, Position(None, None, 0), (page, page))


FIRST = [row(1, str(at), "Trồng rừng", "Bộ Y tế", "Quý I", "") for at in (1, 2, 3)]


def test_a_column_blank_on_one_page_and_one_filled_there_alone_are_told() -> None:
    moved = [row(2, str(at), "Trồng rừng", "", "Quý I", "Bộ Y tế") for at in (4, 5, 6)]
    found = set(uneven_columns([*FIRST, *moved]))
    assert found >= {(3, 2, ELSEWHERE), (3, 4, ALONE), (5, 2, ELSEWHERE)}


def test_few_rows_of_a_page_tell_where_each_is_in_doubt_for_another_cell() -> None:
    plain = [row(2, str(at), "Trồng rừng Bộ Y tế", "", "Quý I", "") for at in (4, 5)]
    short = row(2, "6", "Trồng rừng Bộ Y tế", "", "", "")
    doubted = [
        replace(one, cells=(one.cells[0], replace(one.cells[1], doubts=("near",)), *one.cells[2:]))
        for one in [*plain, short]
    ]
    assert not list(uneven_columns([*FIRST, *plain]))
    told = {(at, column) for at, column, _ in uneven_columns([*FIRST, *doubted])}
    assert told >= {(3, 2), (4, 2), (5, 2)}


def test_pages_that_fill_the_same_columns_are_not_told() -> None:
    same = [row(2, str(at), "Trồng rừng", "Bộ Y tế", "Quý I", "") for at in (4, 5, 6)]
    assert not list(uneven_columns([*FIRST, *same]))
    assert not list(uneven_columns([*FIRST, row(2, "4", "Trồng rừng", "", "Quý I", "x")]))


def test_names_printed_again_with_more_words_put_the_last_row_before_in_doubt() -> None:
    again = Cell((Fragment("Chủ trì khác", Place(2)),)), Cell((Fragment("Thời hạn", Place(2)),))
    assert list(swallowed(FIRST, again, ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"))) == [(2, 2)]
