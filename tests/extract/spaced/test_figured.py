"""Tables found by their columns of figures: reports without row numbers or column marks."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.heads import headers_of
from pipeline.extract.text.lines import split_lines
from tests.extract.spaced.test_spaced import grid_rows

INDEX = """
    Cụ thể chỉ số giá của các nhóm hàng chính trong tháng như sau:

                                              Chỉ số giá so với (%)

         NHÓM HÀNG                             Cùng kỳ                 Bình
                                     Kỳ gốc                Tháng
                                                 năm                   quân
                                      2019                 trước
                                                trước                 cùng kỳ

CHỈ SỐ GIÁ TIÊU DÙNG                 110,51     104,94      99,79     103,44

I. Hàng ăn và dịch vụ ăn uống        115,18     105,52     100,09     100,81

1. Lương thực                        116,56      99,16     100,49      98,58

IV. Nhà ở, điện nước, chất đốt và    105,57     103,58     100,45     104,13
VLXD

VII. Giao thông                      108,57      99,73      96,25     111,54

Chỉ số giá vàng                      140,69     103,38          -     102,21

       1. Diễn biến cụ thể tình hình giá cả thị trường tháng 12 và Quý IV năm
2022
"""
RIGHT = """
                       QUYẾT TOÁN CHI NGÂN SÁCH CHO TỪNG CƠ QUAN
                                                                       Đơn vị: Triệu đồng
                                   Dự toán                       Quyết toán
        Tên đơn vị                       Chi thường                     Chi thường
                            Tổng số                        Tổng số
                                            xuyên                          xuyên
Văn phòng Hội đồng              57.690        8.936          59.156        68.342
Sở Nông nghiệp                   1.426                        5.361           312
Ban Quản lý Khu kinh tế              -        6.644           3.602         8.831
Trường Cao đẳng Y tế             2.452        4.423           3.799         6.970
Liên minh Hợp tác xã               185        3.472           7.059         2.126
Hội Liên hiệp Phụ nữ             7.381        6.155           2.980         5.387
"""

_LONG = 20.0
"""Seconds that no such text takes, by far."""


def _titles(text: str) -> list[tuple[str, ...]]:
    return [header.titles[1:] for header in headers_of(read_text([*split_lines(text)]))]


def test_names_stand_over_columns_of_figures() -> None:
    over = "Chỉ số giá so với (%) / "
    names = ("Kỳ gốc 2019", "Cùng kỳ năm trước", "Tháng trước", "Bình quân cùng kỳ")
    assert _titles(INDEX) == [("NHÓM HÀNG", *(over + name for name in names))]


def test_figures_set_to_the_right_end_where_their_columns_do() -> None:
    names = ("Tổng số", "Chi thường xuyên")
    told = [f"{over} / {name}" for over in ("Dự toán", "Quyết toán") for name in names]
    assert _titles(RIGHT) == [("Tên đơn vị", *told)]
    assert grid_rows(RIGHT)[-5] == ["Sở Nông nghiệp", "1.426", "", "5.361", "312"]


def test_rows_are_read_down_to_the_prose() -> None:
    rows = [row for row in grid_rows(INDEX) if row[1][:1].isdigit()]
    assert [row[1] for row in rows] == ["110,51", "115,18", "116,56", "105,57", "108,57", "140,69"]
    assert rows[3][0] == "IV. Nhà ở, điện nước, chất đốt và VLXD"
    assert rows[-1] == ["Chỉ số giá vàng", "140,69", "103,38", "-", "102,21"]


CONTENTS = "".join(f"Chương {n}. Quy định chung      {n}      {n + 1}\n" for n in range(1, 9))
UNNAMED = RIGHT[RIGHT.index("Văn phòng") :]
ONE_NAME = "        Tên đơn vị\n" + UNNAMED


@pytest.mark.parametrize("text", [CONTENTS, UNNAMED, ONE_NAME])
def test_figures_without_names_over_each_column_are_no_table(text: str) -> None:
    assert _titles(text) == []


def test_a_sentence_above_is_no_line_of_a_name() -> None:
    sentence = "Số liệu các huyện như sau:"
    rows = "".join(f"Huyện {name:<34}{at}11       {at}7\n" for at, name in enumerate("ABCDEF", 1))
    text = f"{sentence}\nHuyện                                   Nam       Nữ\n{rows}"
    assert _titles(text) == [("Huyện", "Nam", "Nữ")]


def test_a_post_beside_figures_is_no_signature() -> None:
    posts = ("Giám đốc", "Phó giám đốc", "Chuyên viên", "Trưởng phòng", "Phó phòng")
    rows = "".join(f"{post:<30}3         4\n" for post in (*posts, "Kế toán trưởng", "Thủ kho"))
    read = grid_rows(f"{'Chức danh':<30}Số người  Hệ số\n{rows}\n{'Kế toán trưởng':<30}Giám đốc\n")
    assert [row[0] for row in read] == ["Chức danh", *posts, "Kế toán trưởng", "Thủ kho"]


def test_many_dashes_take_no_time() -> None:
    rows = "\n".join(
        f"Hàng hóa {at:<12}{'-' if at % 2 else '2'}           {'3' if at % 2 else '-'}         5"
        for at in range(10_000)
    )
    started = process_time()
    assert _titles(f"Nhóm hàng            Tháng 1     Tháng 2   Năm\n{rows}") == [
        ("Nhóm hàng", "Tháng 1", "Tháng 2", "Năm")
    ]
    assert process_time() - started < _LONG


def test_many_names_take_no_time() -> None:
    """Every two columns may stand below a name, and each line of a header has one per column."""
    names = "".join(f"Tên {number:<8}" for number in range(200))
    rows = "".join(f"{'Hàng hóa':<12}{'12,5        ' * 199}\n" for _ in range(8))
    started = process_time()
    assert _titles(f"{names}\n" * 5 + rows) == []
    assert process_time() - started < _LONG
