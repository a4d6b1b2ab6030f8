"""Who signs a form right below the last row of a table with numbers."""

from __future__ import annotations

import pytest

from tests.extract.spaced.test_spaced import grid_rows

TABLE = """
STT   Nội dung                          Dự toán     Thực hiện      Ghi chú
1     Thu ngân sách xã                  4.236       7.129          Thủ trưởng đơn vị
2     Chi đầu tư phát triển             1.786       2.546          Quyết định
                                                                   ngày 05 tháng 01 năm 2026
3     Kết dư ngân sách                  5.932       2.544          Kế toán trưởng
"""
SIGNED = """
                                                    Ngày 05 tháng 01 năm 2026
      Người lập biểu                    Kế toán trưởng             Thủ trưởng đơn vị
      (Ký, họ tên)                      (Ký, họ tên)               (Ký, họ tên, đóng dấu)
"""


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_who_signs_is_no_row(between: str) -> None:
    """Nor are cells that say the same taken for it."""
    signed = grid_rows(TABLE + between + SIGNED.lstrip("\n"))
    assert signed == grid_rows(TABLE)
    assert [row[0] for row in signed] == ["STT", "1", "2", "3"]
    assert signed[2][-1] == "Quyết định ngày 05 tháng 01 năm 2026"
