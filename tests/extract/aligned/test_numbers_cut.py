"""Tables between rules across whose narrow first column cuts the numbers of rows."""

from __future__ import annotations

import pytest

from pipeline.extract.aligned.rows import crowded_rows
from pipeline.extract.aligned.strips import ColumnText, TableLine, number_column
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.aligned.words import TEXT, Stretch
from pipeline.extract.ruled.lattice import lattice_of
from tests.extract.aligned.test_table import lines

ROW = """\
1    Tham mưu       Bộ Công an    Nghị quyết
2.   Chính phủ                    được ban
     xây dựng                     hành
"""


def test_the_only_number_of_a_page_is_one_though_its_column_cuts_it() -> None:
    header = "TT   Nội dung       Chủ trì       Kết quả\n"
    rest = "     quả việc sử\n     dụng\n"
    table = walled_table(lines(header + rest + ROW), (-0.1, 1.0, 3.0), (-1, 45), TEXT)
    assert table is not None
    assert table.number == 0
    assert [band.first for band in table.bands] == [0, 1, 3]


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ([("6", 1.0), ("9.", 2.0)], 0),  # right below each other
        ([("4", 1.0), ("1.", 2.0), ("4", 9.0), ("1.", 10.0), ("1", 11.0)], 0),
        ([("6", 1.0), ("60", 9.0), ("9.", 17.0)], None),
    ],
)
def test_numbers_are_told_by_how_near_their_parts_stand(
    texts: list[tuple[str, float]], number: int | None
) -> None:
    name = TableLine(0.0, 1.0, (ColumnText(0, 0, Stretch("TT", 0, 2, y=0.5)),))
    rows = [TableLine(y, y + 1, (ColumnText(0, 0, Stretch(t, 0, 1, y=y + 0.5)),)) for t, y in texts]
    assert number_column([name, *rows], 3) == number


def test_a_number_beside_a_row_of_several_lines_is_put_together() -> None:
    own = tuple(
        ColumnText(0, 0, Stretch(text, 0, 5, y=y)) for text, y in (("1", 8.0), ("1.", 18.0))
    )
    assert TableLine(0.0, 60.0, own).number_text(0) == "11."


@pytest.mark.parametrize(
    ("numbers", "crowded"),
    [
        (["120", "121", "122", "123"], set()),
        (["99", "100", "101"], set()),
        (["101"], {0}),  # nothing beside it tells it from rows that begin to count anew
        (["123", "456"], {0, 1}),
        (["123", "123"], {0, 1}),  # two headings with three rows each
    ],
)
def test_boxes_that_count_on_hold_one_number_each(numbers: list[str], crowded: set[int]) -> None:
    height = 10.0
    boxes = [[2 * row, 2 * row + 1] for row in range(len(numbers))]
    ys = [height * row for row in range(len(numbers) + 1)]
    lattice = lattice_of((0.0, 5.0, 50.0), ys, boxes, (False, False))
    digits = [
        (2.5, height * row + 3 * at + 1, digit)
        for row, number in enumerate(numbers)
        for at, digit in enumerate(number)
    ]
    assert crowded_rows(lattice, digits) == crowded
