"""Columns too narrow for their words: names and cells whose lines break inside these."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.torn import is_cut_group, torn_lines
from pipeline.writing.cut_lines import breaks_words, glued_lines
from tests.extract.spaced.test_spaced import document

NARROW = """
TT    Tên nhiệm vụ       Cơ quan     Cơ quan      Kết quả     Thờ    Lưu ý
                          chủ trì    phối hợp                  i
                                                              gia
                                                               n
                                                              hoà
                                                               n
                                                              thà
                                                              nh
1.    Tổ chức các        Bộ Khoa     Văn phòng    Phiên họp,  Hàn
      phiên họp, hội     học và      Chính phủ    hội nghị    g
      nghị của Ban Chỉ   Công nghệ                            thán
      đạo                                                     g
2.    Tổ chức họp, rà    Bộ Công     Văn phòng    Phiên họp   Hàn
      soát, đánh giá     an          Chính phủ                g
                                                              tuần
3.    Xây dựng chương    Bộ Y tế     Bộ Nội vụ    Chương      Thư
      trình chuyên                                trình       ờng
      biệt về khoa học                                        xuy
                                                              ên
4.    Ban hành nghị      Bộ Tư       Bộ Nội vụ    Nghị định   Thán
      định quy định      pháp                                 g
      chi tiết                                                12/2
                                                              025
"""


def test_a_column_narrower_than_its_words_has_its_name_and_cells_whole() -> None:
    read = document(NARROW)
    assert read.tables[0].columns[5] == "deadline"
    cells = [cell.text for cell in read.cells if cell.column == "deadline"]
    assert cells == ["Hàng tháng", "Hàng tuần", "Thường xuyên", "Tháng 12/2025"]


@pytest.mark.parametrize(
    ("lines", "torn"),
    [
        (["Thời gian", "hoàn thành"], [False]),
        (["Thờ", "i gian", "hoàn", "thành"], [True, False, False]),
        (["Tiến đ", "ộ đặc biệt"], [False]),
        (["Kết quả"], []),
    ],
)
def test_a_name_is_torn_where_its_letters_are_those_of_a_known_one(
    lines: list[str], torn: list[bool]
) -> None:
    assert list(torn_lines(lines)) == torn


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Thá", "ng", "9/2025", "thí", "điể", "m"], "Tháng 9/2025 thí điểm"),
        (["202", "5"], "2025"),
        (["Bộ", "Y tế"], "Bộ Y tế"),
        (["12", "/202", "5"], "12/2025"),
        (["2025", "2026"], "2025 2026"),
        (["năm 2025", "- thí điểm"], "năm 2025 - thí điểm"),
    ],
)
def test_lines_of_cells_go_on_where_they_tear_a_word(lines: list[str], whole: str) -> None:
    ends = [*(glued for glued, _ in glued_lines(lines)), True]
    joined = "".join(line + ("" if glued else " ") for line, glued in zip(lines, ends, strict=True))
    assert joined == whole


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        (["12/202", "5"], False),
        (["110.00", "0"], False),
        (["2025", "2026"], True),
        (["1", "2"], True),
    ],
)
def test_digits_that_no_date_or_amount_joins_are_in_doubt(lines: list[str], doubted: bool) -> None:
    assert [bool(doubt) for _, doubt in glued_lines(lines)] == [doubted]


def test_columns_with_room_break_no_words() -> None:
    assert not breaks_words([["Bộ Khoa học", "và Công nghệ"], ["Văn phòng", "Chính phủ"]] * 5)


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        (["13.00", "0"], True),
        (["(5.00", "0)"], True),
        (["1,200,0", "00"], True),
        (["12", "000"], False),
        (["13.000", "14.000"], False),
        (["3,5", "4,0"], False),
        (["13.00", "0", "0"], False),
    ],
)
def test_an_amount_cut_inside_its_last_group_of_thousands(lines: list[str], cut: bool) -> None:
    assert is_cut_group(lines) == cut


def test_amounts_that_a_narrow_column_cuts_are_one() -> None:
    rows = [
        f"{n:<5}{f'Gạo số {n}':<18}{f'1{n}.00':>9}{f'2{n}.00':>12}\n{'0':>32}{'0':>12}"
        for n in range(1, 8)
    ]
    found = document("\n".join(["TT   Tên hàng hóa           Giá cũ     Giá mới", *rows]))
    assert len(found.rows) == 7
    assert {f"1{n}.000" for n in range(1, 8)} <= {cell.text for cell in found.cells}
