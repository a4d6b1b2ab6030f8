"""What is told of headers whose names may be divided otherwise."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.columns.guessed_names import HEADER_UNCERTAIN
from tests.extract.spaced.test_spaced import read

ROWS = """
1     Máy xét nghiệm HIV      2019     Nhật Bản      Tốt         02
2     Máy ly tâm              2020     Đức           Tốt         01
3     Tủ lạnh                 2021     Việt Nam      Hỏng        01
"""


def told(header: str, rows: str = ROWS) -> list[str]:
    _, problems = read(header.strip("\n") + rows)
    return [one.evidence for one in problems if one.code == HEADER_UNCERTAIN]


def test_names_apart_are_sure() -> None:
    assert told("STT   Tên thiết bị            Năm      Nước      Tình trạng      Số lượng") == []


def test_names_one_blank_apart_are_told_once_for_their_table() -> None:
    close = told(
        """
STT   Tên thiết bị            Ký hiệu Nước sản      Tình trạng      Số lượng
                               thiết    xuất
"""
    )
    assert len(close) == 1
    assert close[0].split(" | ")[0].startswith("Ký hiệu")


def test_lines_of_several_names_read_as_one_are_told() -> None:
    """`Năm sản xuất` and `Nước sản xuất` beside each other."""
    twice = told(
        """
STT   Tên thiết bị            Năm Nước      Tình trạng      Số lượng
                              sản sản
                              xuất xuất
"""
    )
    assert len(twice) == 1


FIGURES = """
Xã Phú Mỹ            19          159          341          851          815
Xã Tân Thành         30          154          207          482          767
Xã Hòa Bình          26          216          305          760          834
Xã Long Điền         91          518          711          533          526
Xã Vĩnh Hòa          20          247          479          481          503
"""
NAMES = "Đơn vị             Số thôn      Đầu kỳ    Thoát nghèo   Tái nghèo    Cuối kỳ"
MARKS = "  A                  1            2            3            4            5"


@pytest.mark.parametrize("marks", ["", "\n" + MARKS])
@pytest.mark.parametrize(
    ("place", "doubtful"),
    [
        pytest.param(50, set(), id="over-the-last-four"),
        pytest.param(46, {"Số thôn", "Đầu kỳ", "Tái nghèo", "Cuối kỳ"}, id="five-three-or-one"),
    ],
)
def test_columns_below_a_name_that_may_stand_over_others_are_told(
    marks: str, place: int, doubtful: set[str]
) -> None:
    found = told(" " * place + "Hộ nghèo\n" + NAMES + marks, FIGURES)
    assert {name.split(" / ")[-1] for one in found for name in one.split(" | ")} == doubtful


@pytest.mark.parametrize(
    ("lower", "doubtful"),
    [
        pytest.param("Tái nghèo", ["Hộ nghèo Tái nghèo"], id="two-names-one-above-the-other"),
        pytest.param("   2025  ", [], id="year"),
    ],
)
def test_a_name_that_begins_twice_is_told(lower: str, doubtful: list[str]) -> None:
    below = NAMES.replace("Tái nghèo", lower)
    assert told(" " * 56 + "Hộ nghèo\n" + below, FIGURES) == doubtful


def test_two_columns_of_one_name_below_columns_of_figures_are_told() -> None:
    twice = told(NAMES.replace("Cuối kỳ", "Đầu kỳ"), FIGURES)
    assert twice == ["Đầu kỳ | Đầu kỳ"]
