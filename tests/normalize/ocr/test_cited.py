"""Words of citations that are misread in their marks, and numbers read as letters behind them."""

from __future__ import annotations

import pytest

from pipeline.normalize.ocr.cited import citation_fixes
from pipeline.normalize.ocr.pieces import fixed
from tests.normalize.ocr.lines import line

MENDED = [
    ("Điêu 28; Điểu 30", "Điều 28; Điều 30"),
    ("Khoán 11 Điều I", "Khoản 11 Điều 1"),
    ("khoản I, khoăn 3 Điếu 11", "khoản 1, khoản 3 Điều 11"),
    ("Điếm b khoản 3 Điều 16", "Điểm b khoản 3 Điều 16"),
    ("Khoản † Điều 147", "Khoản 1 Điều 147"),
    ("Thông tư sõ 02/2022/TT-BTNMT", "Thông tư số 02/2022/TT-BTNMT"),
    ("theo khoán 2, khoán 3 Điều 4", "theo khoản 2, khoản 3 Điều 4"),
    ("trong thảng 12/2026", "trong tháng 12/2026"),
]
KEPT = [
    "điếm canh đê",
    "Chương I",
    "điều kiện 2 bên",
    "khoan 12 giếng",
    "khoan 12m",
    "giao khoán 120 ha rừng, mức khoán 12 triệu đồng",
    "Khoán 10",
    "cơ sở 2",
    "thăng 45 bậc",
    "sổ 12 trang",
    "ĐIỀU I",
    "Mục I Phụ lục II",
]


def mended(text: str) -> str:
    """A line as it reads when its citations are mended."""
    lines = (line(text),)
    return fixed(lines, citation_fixes(lines))[0].text


@pytest.mark.parametrize(("read", "meant"), MENDED)
def test_what_a_number_tells_is_mended(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize("text", [*KEPT, *(meant for _, meant in MENDED)])
def test_what_no_number_tells_stays(text: str) -> None:
    assert mended(text) == text
