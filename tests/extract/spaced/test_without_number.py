"""Rows without a number between numbered ones, in tables whose cells are centred."""

from __future__ import annotations

from tests.extract.spaced.test_spaced import document

TABLE = """
TT    Nhiệm vụ                   Cơ quan chủ trì           Thời hạn
      Khởi công các khu tái
1                                Bộ Xây dựng               Quý IV/2026
      định cư dọc tuyến
      Quy hoạch mỏ vật liệu
      xây dựng thông thường;     Bộ Nông nghiệp
2                                                          Quý II/2027
      cấp phép theo cơ chế       và Môi trường
      đặc thù
      Xây dựng dự thảo, lấy ý    Ngân hàng Nhà nước
                                                           Quý IV/2026
      kiến góp ý                 Việt Nam
      Đàm phán Hiệp định vay
3     vốn với phía Trung         Bộ Tài chính              Tháng 12/2026
      Quốc
      NHÓM NHIỆM VỤ KHÁC
      Đào tạo kỹ sư, công nhân
4                                Bộ Giáo dục và Đào tạo    Năm 2027
      vận hành, bảo trì
"""


def test_a_row_without_a_number_is_no_part_of_the_ones_beside_it() -> None:
    found = document(TABLE)
    cells = {(cell.row_id, cell.column): cell.text for cell in found.cells}
    rows = [
        (row.label, cells.get((row.row_id, "title"), ""), cells.get((row.row_id, "deadline"), ""))
        for row in found.rows
    ]
    assert rows == [
        ("1", "Khởi công các khu tái định cư dọc tuyến", "Quý IV/2026"),
        (
            "2",
            "Quy hoạch mỏ vật liệu xây dựng thông thường; cấp phép theo cơ chế đặc thù",
            "Quý II/2027",
        ),
        ("", "Xây dựng dự thảo, lấy ý kiến góp ý", "Quý IV/2026"),
        ("3", "Đàm phán Hiệp định vay vốn với phía Trung Quốc", "Tháng 12/2026"),
        ("", "NHÓM NHIỆM VỤ KHÁC", ""),
        ("4", "Đào tạo kỹ sư, công nhân vận hành, bảo trì", "Năm 2027"),
    ]
