"""Tables that begin inside a row, and the numbers of their first rows and headings."""

from __future__ import annotations

import pytest

from pipeline.extract.aligned.corridors import Corridor, refitted
from pipeline.extract.aligned.region import heads_rows
from pipeline.extract.aligned.table import Before
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.aligned.words import TEXT
from tests.extract.aligned.test_table import cells, lines

NAMES = ("TT", "Nội dung", "Chủ trì", "Thời gian")
WHITES = (Corridor(3.2, 3.8), Corridor(22.2, 22.8), Corridor(35.2, 35.8))


def test_the_rest_of_a_row_above_a_heading_over_several_columns_is_of_the_table() -> None:
    text = """\
    và các đơn vị      Tư pháp
    có liên quan
III Chuyển đổi số, hạ tầng, kiến trúc, nền tảng
32  Nâng cấp hệ thống  Bộ Y tế      2026
33  Xây dựng quy chế   Bộ Y tế      2027
34  Phát sóng di động  Bộ Y tế      2027
"""
    before = Before(WHITES, NAMES, cut=True)
    table = walled_table(lines(text), (1.9, 2.9, 3.9, 4.9, 5.9), (-1, 45), TEXT, before)
    assert table is not None
    first, heading, *rows = cells(table)
    assert first == ["", "và các đơn vị có liên quan", "Tư pháp", ""]
    assert heading[0].startswith("III")
    assert [row[0] for row in rows] == ["32", "33", "34"]


def test_a_number_beside_the_middle_line_of_its_title_is_no_part_of_the_title() -> None:
    text = """\
TT  Nội dung           Chủ trì      Thời gian
    Nâng cao nhận thức
 I. xung lực mới trong
    toàn xã hội
    Xây dựng quy chế   Bộ Y tế      2027
    về dữ liệu
"""
    table = walled_table(lines(text), (-0.1, 0.9, 3.9, 6), (-1, 45), TEXT, Before(WHITES, NAMES))
    assert table is not None
    heading = cells(table)[1]
    assert heading[:2] == ["I.", "Nâng cao nhận thức xung lực mới trong toàn xã hội"]


def test_a_short_number_right_of_all_numbers_of_the_page_before_is_in_their_column() -> None:
    wide = (Corridor(2.0, 9.0), *WHITES[1:])
    page = lines("     1   Tham mưu xây dựng  Bộ Y tế      2026\n")
    first, *others = refitted(wide, page, TEXT)
    assert first == Corridor(6.0, 9.0)
    assert others == list(WHITES[1:])
    words = lines("     của các đơn vị\n")
    assert refitted(wide, words, TEXT)[0].lo == 2.0


@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_heading_that_ends_a_page_is_a_row_wherever_its_blanks_stand(
    bold: bool, count: int
) -> None:
    text = """\
32  Nâng cấp hệ thống  Bộ Y tế      2026
33  Xây dựng quy chế   Bộ Y tế      2027
34  Phát sóng di động  Bộ Y tế      2027
"""
    printed = ["IV  Phát triển, trọng, dụng nhân lực trẻ tại địa phương"]
    printed += ["    chất lượng cao, các chuyên gia đầu ngành, các", "    nhà khoa học và thợ giỏi"]
    rows = lines(text)
    heading = [
        line._replace(words=tuple(word._replace(bold=bold) for word in line.words))
        for line in lines("\n" * len(rows) + "\n".join(printed[:count]))
    ]
    table = walled_table(
        [*rows, *heading], (-0.1, 0.9, 1.9, 2.9), (-1, 55), TEXT, Before(WHITES, NAMES)
    )
    assert table is not None
    *_, last = cells(table)
    assert " ".join(filter(None, last)) == " ".join(" ".join(printed[:count]).split())


def test_a_heading_of_any_number_of_lines_is_followed_to_its_first() -> None:
    text = "9   Rà soát\n10  Chuyển đổi\n" + "    và hạ tầng\n" * 3_000
    rows = lines(text)
    assert heads_rows(rows, len(rows) - 1, rows[-1].words, TEXT)
    assert not heads_rows(rows[2:], len(rows) - 3, rows[-1].words, TEXT)
