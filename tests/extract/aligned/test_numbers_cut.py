"""Tables between rules across whose narrow first column cuts the numbers of rows."""

from __future__ import annotations

import pytest

from pipeline.extract.aligned.strips import ColumnText, TableLine, number_column
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.aligned.words import TEXT, Stretch
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
