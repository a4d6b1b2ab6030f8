"""Rows whose beginning is on no page: told by the numbers around them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.model import Cell, Fragment, Place
from pipeline.normalize.tables.cut_rows import LACKS_START, join_cut_rows
from pipeline.normalize.tables.lost_starts import lost_starts
from pipeline.normalize.tables.raw_table import PhysicalRow
from pipeline.normalize.tables.shape import Shape

REST = "vào bến cá Cồn Nhạn"


def rows_of(numbers: Sequence[str], breaks: Sequence[int]) -> list[PhysicalRow]:
    """Rows of a number and a title, of which those at `breaks` begin a page; one without a number
    has the rest of a title."""
    place = Place(1)
    return [
        PhysicalRow(
            tuple(
                Cell((Fragment(text, place),)) if text else Cell()
                for text in (number, "Nạo vét luồng" if number else REST)
            ),
            1 + sum(at >= one for one in breaks),
            2,
            opens_part=at in breaks,
        )
        for at, number in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("numbers", "breaks", "lost"),
    [
        (["1", "2", "", "4"], [2], [2]),
        (["1", "2", "", "3"], [2], []),
        (["1", "2", "", "5"], [2], []),
        (["1", "2", "", "4"], [], []),
        (["1", "2", "", "II", "", "5"], [2, 4], [2, 4]),
        (["1.1", "1.2", "", "2"], [2], []),
        (["1.", "1.1", "1.2", "", "1.4", "2."], [3], [3]),
        (["1", "2", ""], [2], []),
    ],
)
def test_numbers_left_out_tell_of_rows_without_a_beginning(
    numbers: Sequence[str], breaks: Sequence[int], lost: Sequence[int]
) -> None:
    assert lost_starts(rows_of(numbers, breaks), 0) == frozenset(lost)


def test_without_numbers_nothing_tells() -> None:
    assert not lost_starts(rows_of(["1", "2", "", "4"], [2]), None)


def test_such_a_row_is_one_of_its_own_and_in_doubt() -> None:
    opened = join_cut_rows(rows_of(["1", "2", "", "4"], [2]), Shape(0, 1))
    assert len(opened) == 4
    assert opened[2].unstarted
    assert {cell.doubt for cell in opened[2].parts[0].cells} == {LACKS_START}


def test_the_rest_of_the_row_before_is_joined() -> None:
    opened = join_cut_rows(rows_of(["1", "2", "", "3"], [2]), Shape(0, 1))
    assert [row.texts[1][-1].text for row in opened] == ["Nạo vét luồng", REST, "Nạo vét luồng"]
