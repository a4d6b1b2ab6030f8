"""Which rows are headers, and what the columns stand for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Cell, Fragment, GridRow, Place
from pipeline.normalize.tables.header_rows import Top, read_top
from pipeline.normalize.tables.headers import name_columns, read_header


def row(*texts: str | Cell) -> GridRow:
    return tuple(
        text if isinstance(text, Cell) else cell(text) if text else Cell() for text in texts
    )


def cell(text: str, span: int = 1, merged: bool = False) -> Cell:
    return Cell((Fragment(text, Place(1)),), span, merged)


NAMES = [
    (["TT", "Tên nhiệm vụ", "Chủ trì", "Phối hợp", "Kết quả", "Thời hạn", "Căn cứ giao"],
     "tasks", ["stt", "title", "lead", "coordination", "result", "deadline", "basis"]),
    (["STT", "Nội dung, nhiệm vụ", "Đơn vị thực hiện", "Đơn vị phối hợp", "Thời gian hoàn thành"],
     "tasks", ["stt", "title", "lead", "coordination", "deadline"]),
    (["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì theo dõi, đánh giá"],
     "indicators", ["stt", "title", "unit", "target", "lead"]),
    (["STT", "NHIỆM VỤ", "CƠ QUAN CHỦ TRÌ", "CƠ QUAN PHỐI HỢP", "SẢN PHẨM", "GHI CHÚ"],
     "tasks", ["stt", "title", "lead", "coordination", "result", "note"]),
    (["STT", "Tên nhiệm vụ", "Văn bản giao", "Cơ quan chủ trì", "Thời hạn"],
     "tasks", ["stt", "title", "basis", "lead", "deadline"]),
    (["STT", "Họ và tên", "Chức vụ", "Điện thoại"],
     "other", ["stt", "ho_va_ten", "chuc_vu", "dien_thoai"]),
    (["STT", "Nhiệm vụ", "Cơ quan thực hiện / Chủ trì", "Cơ quan thực hiện / Phối hợp", "Tiến độ"],
     "tasks", ["stt", "title", "lead", "coordination", "deadline"]),
    (["TT", "Nhiệm vụ", "Thời hạn", "Thời hạn"],
     "tasks", ["stt", "title", "deadline", "thoi_han"]),
    (["ST T", "Nhiệm vụ", "Chủ trì"], "tasks", ["stt", "title", "lead"]),
    (["STT", "TT", "Nhiệm vụ", "Chủ trì"], "tasks", ["stt", "stt_2", "title", "lead"]),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "kind", "columns"), NAMES)
def test_columns_get_their_canonical_names(
    printed: list[str], kind: str, columns: list[str]
) -> None:
    header = name_columns(printed)
    assert (header.kind, list(header.columns)) == (kind, columns)


def test_an_unknown_header_keeps_its_own_name_and_is_reported() -> None:
    header = name_columns(["TT", "Nhiệm vụ", "Chủ trì", "Kinh phí (triệu đồng)"])
    assert header.columns[-1] == "kinh_phi_trieu_dong"
    assert header.unknown == ("kinh_phi_trieu_dong",)


DATA = row("1", "Xây dựng đề án", "Bộ Tài chính", "Tháng 12/2025")
HEADERS: list[tuple[list[GridRow], int]] = [
    ([row("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), DATA], 1),
    ([row("TT", "Nhiệm vụ", "Cơ quan", "Thời hạn"), row("", "", "chủ trì", ""), DATA], 2),
    ([row("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"), row("", "", "điều kiện", "")], 1),
    ([row("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), row("(1)", "(2)", "(3)", "(4)"), DATA], 2),
    ([row("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), row("A", "B", "1", "2"), DATA], 2),
    ([row("TT", "Nhiệm vụ", "Mức", "Thời hạn"), row("", "", "(%)", "(tháng)"), DATA], 2),
    ([DATA], 0),
    ([row("TT", "Nhiệm vụ", cell("Cơ quan thực hiện", 2), ""),
      row(cell("TT", merged=True), cell("Nhiệm vụ", merged=True), "Chủ trì", "Phối hợp"), DATA], 2),
    ([row("Nội dung", "Chủ trì", "Thời hạn"), row("Xây dựng", "Bộ Y tế", "2025")], 1),
    ([row("TT", "Nhiệm vụ", "Mức chi", "Thời hạn"), row("", "", "(đồng)", ""), DATA], 2),
    ([row("Họ và tên", "Chức danh, đơn vị", "Chức vụ trong Ban Chỉ đạo"),
      row("Ông Lê Văn A", "Chủ tịch xã", "Trưởng ban"), row("Bà Hồ B", "Kế toán", "Ủy viên")], 1),
    ([row("Họ và tên:", "Chức vụ:"), row("Địa chỉ:", "Ngày cấp:")], 0),
    ([row("Mã hàng", "Mô tả", "Đơn vị tính", "Thuế"), row("0101.21.00", "Ngựa", "con", "0"),
      row("0101.29.00", "Loại khác", "con", "5")], 1),
    ([row("Mã", "Mô tả", "Đơn vị tính", "Thuế"), row("1", "Ngựa", "con", "thấp"),
      row("2", "Loại khác", "con", "cao")], 0),
    ([row("Ký hiệu", "Chủng loại", "Xuất xứ"),
      *(row(f"TB-{n}", f"Máy đo kiểu {n}", "Việt Nam") for n in range(5))], 1),
    ([*(row(f"TB-{n}", f"Máy đo kiểu {n}", "Việt Nam") for n in range(5))], 0),
    ([row("TT", "Nhiệm vụ", "Bảo trì", "", ""), row("", "", "Vốn", "Nhà thầu", "Hạn"), DATA], 2),
    ([row("TT", "Nhiệm vụ", "Bảo trì", "", ""), row("", "", "35,5", "Nhà thầu", "Hạn"), DATA], 1),
    ([row("TT", "Nhiệm vụ", "Chủ trì", ""), row("", "Bảo trì", "", "Hạn"), DATA], 1),
    ([row("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), row("I", "II", "1", "2"), DATA], 2),
    ([row("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), row("I", "II", "III", "IV"), DATA], 1),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "count"), HEADERS)
def test_header_rows_are_counted(rows: list[GridRow], count: int) -> None:
    assert read_top(rows) == Top(0, count)


def test_a_text_over_the_row_numbers_and_others_is_a_title() -> None:
    names = row("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")
    assert read_top([row(cell("DANH MỤC", 2), Cell(), "", ""), names, DATA]) == Top(1, 1)
    assert read_top([row("", cell("Tổ chức", 2), Cell(), ""), names, DATA]) == Top(0, 2)
    numbers = row("STT", "TT", "Nhiệm vụ", "Thời hạn")
    assert read_top([row(cell("Số thứ tự", 2), Cell(), "", ""), numbers, DATA]) == Top(0, 2)


def test_a_shade_sets_a_header_apart_where_not_all_is_shaded() -> None:
    plain = [row("Nội dung", "Đối tượng"), row("Cây giống", "Hộ nghèo"), row("Tập huấn", "Cán bộ")]
    shaded = [tuple(replace(one, shaded=True) for one in cells) for cells in plain]
    assert read_top([shaded[0], *plain[1:]]).headers == 1
    assert read_top(shaded) == read_top(plain) == Top()


def test_levels_of_a_header_are_joined() -> None:
    header = read_header(HEADERS[7][0][:2])
    assert header.printed == (
        "TT", "Nhiệm vụ", "Cơ quan thực hiện / Chủ trì", "Cơ quan thực hiện / Phối hợp",
    )  # fmt: skip


def test_a_header_cut_in_two_rows_is_one_name() -> None:
    header = read_header(HEADERS[1][0][:2])
    assert header.printed[2] == "Cơ quan chủ trì"
    assert header.columns[2] == "lead"


def test_a_unit_below_a_name_goes_on_with_it() -> None:
    header = read_header([row("TT", "Tên dịch vụ", "Mức giá"), row("", "", "(đồng)")])
    assert header.printed == ("TT", "Tên dịch vụ", "Mức giá (đồng)")


def test_a_row_of_units_goes_on_with_the_names_above_it() -> None:
    rows = [
        row("STT", "Xã", cell("Lúa", 2), "", "Ngô"),
        row(cell("STT", merged=True), cell("Xã", merged=True), "Diện tích", "Sản lượng",
            cell("Ngô", merged=True)),
        row("", "", "(ha)", "(tấn)", "(ha)"),
        row("(1)", "(2)", "(3)", "(4)", "(5)"),
        row("1", "Tà Hộc", "10,5", "40", "3"),
    ]  # fmt: skip
    assert read_top(rows) == Top(0, 4)
    assert read_header(rows[:4]).printed == (
        "STT", "Xã", "Lúa / Diện tích / (ha)", "Lúa / Sản lượng / (tấn)", "Ngô (ha)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "header"),
    [
        (["(1)", "(2)", "", "(4)", "(5)"], 2),  # a seal lies over the third
        (["(1)", "(3)", "", "(4)", "(5)"], 1),
        (["(9)", "(10)", "", "(12)", "(13)"], 1),  # figures below zero, as accounts print them
        (["(1)", "", "", "", "(5)"], 1),
        (["1", "2", "", "4", "5"], 1),
    ],
)
def test_numbers_that_count_their_columns_are_a_row_of_them_though_one_is_lost(
    counts: list[str], header: int
) -> None:
    names = row("STT", "Loại chứng chỉ", "Số chứng chỉ", "Ngày cấp", "Mã số")
    assert read_top([names, row(*counts), row("1", "A", "", "", "")]) == Top(0, header)


def test_a_marker_in_a_header_is_kept() -> None:
    header = read_header([row("TT", "Nhiệm vụ ³", "Chủ trì")])
    assert header.printed[1] == "Nhiệm vụ"
    assert header.markers == (("Nhiệm vụ", 3),)


def test_goals_by_years_are_indicators_though_goals_name_the_row() -> None:
    header = name_columns(["TT", "Mục tiêu", "Đơn vị tính", "2026", "2027", "2028"])
    assert (header.kind, header.columns[1]) == ("indicators", "title")


def test_a_unit_stands_behind_what_it_measures() -> None:
    assert name_columns(["STT", "Đơn vị", "Chỉ tiêu (vụ)", "Thời gian"]).kind == "other"
    assert name_columns(["STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch"]).kind == "indicators"
