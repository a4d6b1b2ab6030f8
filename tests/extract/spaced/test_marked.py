"""Tables found by the row of column marks below their names: forms without numbered rows."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.spaced.names.marks import marks_at
from pipeline.extract.text.lines import split_lines
from tests.extract.spaced.test_spaced import document, grid_rows

FORM = """
                         BÁO CÁO THỐNG KÊ TRƯỜNG TRUNG HỌC CƠ SỞ
                                                              Đơn vị tính: trường, lớp
                                                              Chia theo lớp
                  Tên chỉ tiêu         Mã số   Tổng số
                                                         Lớp 6     Lớp 7     Lớp 8
                       A                 B      1=2+3      2         3         4
1. Số trường                             01     5.186                665     4.536
Công lập                                 02     3.508    8.520     7.414     4.557
Tư thục                                  03     5.804      314     3.112     3.890
2. Số lớp ghép, lớp học nhiều trình
độ                                       04     6.041    3.267       177       593
Lớp mở mới                               05
Khuyết tật học hòa nhập                  06     8.154    8.245     8.820     6.564
       Người lập biểu                       Ngày 05 tháng 01 năm 2026
        (Ký, họ tên)                            Thủ trưởng đơn vị
"""
NAMES = ("Tên chỉ tiêu", "Mã số", "Tổng số", *(f"Chia theo lớp / Lớp {n}" for n in (6, 7, 8)))

PRICES = """
                       BẢNG GIÁ ĐẤT NÔNG NGHIỆP
                                                                       Mức giá
        Đơn vị hành chính              Khu vực
                                                      Vị trí 1         Vị trí 2        Vị trí 3
               (1)                       (2)            (3)              (4)             (5)
Phường Phú Hội                 Miền núi                       84.000          80.000          77.000
Phường Vĩnh Ninh               Đồng bằng                      44.000          40.000          37.000
Xã Thủy Bằng                   Đồng bằng                      81.000          77.000          74.000
"""

LEFT = """
                                                               Thực hiện
         Nguồn vốn, dự án          Kế hoạch
                                                  Quý này                 Lũy kế

I                                  II             1                       2

Vốn ngân sách trung ương           35.889         29.832                  72.288

Vốn của cộng đồng                  3.084                                  47.804
"""


_LONG = 10.0
"""Seconds that no such text takes, by far."""


def _titles(text: str) -> list[tuple[str, ...]]:
    return [header.titles[1:] for header in headers_of(read_text([*split_lines(text)]))]


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("A   B   1   2   3=1+2", 5),
        ("(1)  (2)  (3) = (1) + (2)  (4)", 4),
        ("I   II   1   2", 4),
        ("1   2   3   (4=3/2)", 4),
        ("A   1   2   B", 4),
        ("1   2", 0),
        ("A   B   C   D", 0),
        ("A   B   2   3", 0),
        ("1   Xã   3", 0),
        ("1   3   2", 0),
    ],
)
def test_marks_count_columns(line: str, columns: int) -> None:
    found = marks_at(read_text([*split_lines(line)]).rows, 0, set())
    assert (len(found.places) if found else 0) == columns


def test_marks_reckoned_on_a_second_line_are_one_row() -> None:
    text = "A    1=2+3    2     3\n       +4\n"
    found = marks_at(read_text([*split_lines(text)]).rows, 0, set())
    assert found is not None
    assert (found.start, found.end) == (0, 2)


def test_each_name_stands_over_the_mark_of_its_column() -> None:
    assert _titles(FORM) == [NAMES]
    assert _titles(LEFT) == [
        ("Nguồn vốn, dự án", "Kế hoạch", "Thực hiện / Quý này", "Thực hiện / Lũy kế")
    ]


def test_a_form_is_read_row_by_row_down_to_who_signs_it() -> None:
    rows = [row for row in grid_rows(FORM) if row[1][:1] == "0"]
    assert [row[1] for row in rows] == ["01", "02", "03", "04", "05", "06"]
    assert rows[0] == ["1. Số trường", "01", "5.186", "", "665", "4.536"]
    assert rows[3][0] == "2. Số lớp ghép, lớp học nhiều trình độ"
    assert rows[4] == ["Lớp mở mới", "05", "", "", "", ""]
    assert not any("Người lập" in cell for row in grid_rows(FORM) for cell in row)


def test_a_figure_left_of_the_next_mark_is_of_its_own_column() -> None:
    assert grid_rows(PRICES)[-1] == ["Xã Thủy Bằng", "Đồng bằng", "81.000", "77.000", "74.000"]


def test_a_title_in_capitals_over_the_middle_column_is_no_line_of_its_name() -> None:
    titled = """
                     DANH MỤC THUỐC TRÚNG THẦU
     Tên thuốc       Nồng độ, hàm lượng       Số lượng
        (1)                 (2)                  (3)
Amoxicilin           250mg                       500
Paracetamol          500mg                       900
"""
    assert _titles(titled) == [("Tên thuốc", "Nồng độ, hàm lượng", "Số lượng")]
    assert document(titled).tables[0].columns == ("ten_thuoc", "nong_do_ham_luong", "so_luong")


def test_the_first_name_may_be_blank() -> None:
    names = _titles(FORM.replace("Tên chỉ tiêu", " " * 12))
    assert names == [("", *NAMES[1:])]


def test_that_rows_have_no_numbers_is_told() -> None:
    assert [p.code for p in document(FORM).problems].count("rows-uncertain") == 1


EMPTY = """
            Tên đơn vị        Số lượng     Đơn giá     Ghi chú
                 A               1            2           B



  Người lập biểu                             Thủ trưởng đơn vị
   (Ký, họ tên)                                (Ký, họ tên)
"""
EXPLAINED = """
Các cột ghi như sau:
     A     B     1     2     3
  1. Cột A ghi tên đơn vị báo cáo theo quyết định thành lập.
  2. Cột 1 ghi số lượng đơn vị tại thời điểm báo cáo.
  3. Cột 2 ghi giá trị thực hiện trong kỳ báo cáo.
"""


@pytest.mark.parametrize("text", [EMPTY, EXPLAINED])
def test_marks_without_a_table_below_are_none(text: str) -> None:
    assert _titles(text) == []


COUNTING = """
Nhóm                          Số cũ     Số mới
A                             1         2
Nhóm Bảy                      7         14
Nhóm Ba                       3         4
A                             1         2
Nhóm Chín                     15        16
Nhóm Tám                      8         9
"""


def test_a_row_that_counts_is_none_of_marks() -> None:
    assert _titles(COUNTING) == [("Nhóm", "Số cũ", "Số mới")]
    assert grid_rows(COUNTING)[1:] == [
        ["Nhóm Bảy", "7", "14"],
        ["Nhóm Ba", "3", "4"],
        ["A", "1", "2"],
        ["Nhóm Chín", "15", "16"],
        ["Nhóm Tám", "8", "9"],
    ]


def test_rows_that_all_count_take_no_time() -> None:
    text = COUNTING + "A                             1         2\n" * 3_000
    started = process_time()
    assert _titles(text) == [("Nhóm", "Số cũ", "Số mới")]
    assert process_time() - started < _LONG
