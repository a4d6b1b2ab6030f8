"""Tables whose rows have no numbers: read where known names stand side by side, and told."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.spaced.columns.sheets import read_text
from pipeline.extract.spaced.names.unnumbered import unnumbered_headers
from pipeline.extract.text.lines import split_lines
from tests.extract.spaced.test_spaced import document, grid_rows, read

TASKS = """
        DANH MỤC NHIỆM VỤ
                                                                      Thời gian
         Nội dung nhiệm vụ             Đơn vị chủ trì    Sản phẩm
                                                                     hoàn thành
Xây dựng phương án sơ tán dân ở 312   Sở Nông nghiệp    Phương án   Quý II/2027
điểm có nguy cơ sạt lở                và Môi trường     được duyệt
Mua sắm xuồng, áo phao, máy đẩy       Công an tỉnh      Xuồng       Tháng 6/2027
Lắp đặt 150 trạm đo mưa chuyên        Sở Tài chính      Trạm đo     31/12/2026
dùng tại các xã vùng cao                                mưa
Cắm biển cảnh báo tại ngầm tràn       Sở Xây dựng       Biển báo    Quý I/2027
Thống kê thiệt hại sau bão            Sở Nội vụ                     Thường xuyên
"""


def test_a_table_without_numbers_is_read_and_told() -> None:
    rows = grid_rows(TASKS)
    assert rows[0] == ["Nội dung nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời gian hoàn thành"]
    assert rows[1] == [
        "Xây dựng phương án sơ tán dân ở 312 điểm có nguy cơ sạt lở",
        "Sở Nông nghiệp và Môi trường",
        "Phương án được duyệt",
        "Quý II/2027",
    ]
    assert [row[3] for row in rows[2:]] == [
        "Tháng 6/2027",
        "31/12/2026",
        "Quý I/2027",
        "Thường xuyên",
    ]
    assert ROWS_UNCERTAIN in [problem.code for problem in read(TASKS)[1]]
    assert [row.kind for row in document(TASKS).rows] == ["item"] * 5


LETTER = """
ỦY BAN NHÂN DÂN TỈNH         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 318/UBND                 Độc lập - Tự do - Hạnh phúc

Nơi nhận:                    KT. CHỦ TỊCH          Người ký
- Như trên;                  PHÓ CHỦ TỊCH          Nguyễn Văn A
- Lưu: VT.                   Ngày ký               12/9/2026
"""
NUMBERED = """
Nhiệm vụ                     Cơ quan chủ trì       Thời hạn
1    Xây dựng phương án      Sở Y tế               Quý I/2027
2    Mua sắm xuồng           Công an tỉnh          Quý II/2027
3    Lắp đặt trạm            Sở Nội vụ             Quý I/2027
4    Cắm biển                Sở Tư pháp            Quý I/2027
"""
PROSE = """
Nhiệm vụ                     Cơ quan chủ trì       Thời hạn
Các cơ quan thực hiện nhiệm vụ theo thời hạn được giao tại Kế hoạch này.
Định kỳ báo cáo kết quả về Văn phòng Ủy ban nhân dân tỉnh để tổng hợp.
Quá trình thực hiện nếu có vướng mắc thì kịp thời phản ánh.
"""
LIST = """
Nhiệm vụ                     Cơ quan chủ trì
Xây dựng phương án           Sở Y tế
Mua sắm xuồng                Công an tỉnh
Lắp đặt trạm                 Sở Nội vụ
Cắm biển                     Sở Tư pháp
"""


@pytest.mark.parametrize("text", [LETTER, NUMBERED, PROSE, LIST])
def test_what_is_no_table_without_numbers(text: str) -> None:
    """Heads and signatures of a letter, rows with numbers below names, prose, and two columns."""
    found = read_text(list(split_lines(text)))
    assert list(unnumbered_headers(found.rows, set(found.opening), set())) == []
