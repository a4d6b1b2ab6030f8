"""What is told of headers whose names may be divided otherwise."""

from __future__ import annotations

from pipeline.extract.spaced.guessed_names import HEADER_UNCERTAIN
from tests.extract.spaced.test_spaced import read

ROWS = """
1     Máy xét nghiệm HIV      2019     Nhật Bản      Tốt         02
2     Máy ly tâm              2020     Đức           Tốt         01
3     Tủ lạnh                 2021     Việt Nam      Hỏng        01
"""


def told(header: str) -> list[str]:
    _, problems = read(header.strip("\n") + ROWS)
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
