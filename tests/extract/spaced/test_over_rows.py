"""Blank cells of numbered rows beside one that stands over several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import UNCERTAIN
from tests.extract.spaced.test_spaced import document

HEAD = ["TT     Tên hàng hóa          Đơn vị      Giá bán     Nguồn thông tin"]


def _lines(count: int, source: Mapping[int, str]) -> list[str]:
    """Rows with titles of two lines about their numbers, and words of the last column by line."""
    lines = []
    for number in range(1, count + 1):
        lines += [
            f"{'':7}{f'Giống lúa thứ {number}':22}",
            f"{number:<7}{'':22}{'kg':12}{number},500",
        ]
        lines += [f"{'':7}{'cấp xác nhận':22}"]
    return [f"{line:53}{source.get(at, '')}".rstrip() for at, line in enumerate(lines)]


def _doubtful(source: Mapping[int, str]) -> Sequence[str]:
    """The numbers of the rows whose source is blank and in doubt."""
    found = document("\n".join([*HEAD, *_lines(9, source)]))
    labels = {row.row_id: row.label for row in found.rows}
    return [
        labels[one.row_id]
        for one in found.problems
        if one.code == UNCERTAIN and one.row_id and "merged" in one.message
    ]


def test_cells_as_far_above_a_cell_over_rows_as_below_it_are_in_doubt() -> None:
    """Its words stand on lines of rows 4 and 5; the row of 7 has a cell of its own."""
    over = {10: "Do trực tiếp", 11: "điều tra,", 12: "thu thập", 13: "tại chỗ"}
    assert _doubtful(over | {19: "Sở Tài chính"}) == ["3", "6"]


def test_cells_beside_those_of_rows_of_their_own_are_not() -> None:
    own = dict.fromkeys((4, 13, 22), "Sở Tài chính")
    assert _doubtful(own) == []


def test_lines_of_a_cell_over_rows_with_those_of_rows_between_are_one_cell() -> None:
    """Its words stand on every second line, beside rows 3 to 5; those of rows 2 and 6 as far off
    as its ends are nearer than the cell of row 8."""
    over = {7: "Do cơ quan", 9: "trực tiếp", 12: "điều tra"}
    assert _doubtful(over | {22: "Sở Tài chính"}) == ["1", "2", "6", "7"]
