"""Names over several columns that are printed above their header, and those that run together."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.figures.figure_forms import misfit, unlike
from tests.extract.layer.test_figured import as_figured
from tests.extract.layer.test_text_layer import document, grid_rows

TITLE = "PHỤ LỤC I\nGIÁ DỊCH VỤ KHÁM BỆNH\n(Kèm theo Nghị quyết số 8/2026/NQ-HĐND)\n"
FEES = [
    (1, "Siêu âm ổ bụng tổng quát", "04.0022.0030", "43.500 1.740.200 73.600", ""),
    (2, "Chụp X-quang khớp gối", "11.0246.0051", "730.900 511.700 744.400", "Áp dụng 1 lần"),
    (3, "Xét nghiệm tim thai", "01.0665.0035", "768.200 759.400 232.400", ""),
    (4, "Định lượng glucose máu", "16.0471.0095", "97.100 147.200 51.100", "Áp dụng 1 lần"),
    (5, "Siêu âm dạ dày", "23.0453.0095", "64.700 198.000 20.300", ""),
    (6, "Phẫu thuật khớp gối", "25.0640.0059", "243.100 352.200 831.700", ""),
]
HEADER = "STT Tên dịch vụ Mã dịch vụ Ghi chú\nHạng I Hạng II Hạng III\n"
READ = [
    "STT",
    "Tên dịch vụ",
    "Mã dịch vụ",
    "Mức giá (đồng) / Hạng I",
    "Mức giá (đồng) / Hạng II",
    "Mức giá (đồng) / Hạng III",
    "Ghi chú",
]


def rows(first: int, last: int) -> str:
    return "".join(f"{' '.join(map(str, row))}".rstrip() + "\n" for row in FEES[first:last])


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}Mức giá (đồng)\n{HEADER}{rows(0, 6)}",
        f"{TITLE}Mức giá (đồng)\n{HEADER}{rows(0, 3)}\fMức giá (đồng)\n{HEADER}{rows(3, 6)}",
    ],
    ids=["once", "on each page"],
)
def test_a_name_above_the_header_stands_over_its_columns_of_figures(text: str) -> None:
    found = document(text)
    [table] = found.tables
    assert list(table.headers) == READ
    values = {(cell.row_id, cell.column): cell.text for cell in found.cells}
    last = found.rows[-1].row_id
    assert [values.get((last, column), "") for column in table.columns[3:]] == [
        "243.100", "352.200", "831.700", "",
    ]  # fmt: skip
    assert not any("Mức giá" in cell.text for cell in found.cells)


def test_the_title_of_a_table_stands_over_none_of_its_columns() -> None:
    below = "STT Tên dịch vụ Mã dịch vụ\nHạng I Hạng II Hạng III\n"
    plain = "".join(f"{number} {title} {code} {fees}\n" for number, title, code, fees, _ in FEES)
    found = document(f"Phụ lục I\nGiá dịch vụ khám bệnh\n{below}{plain}")
    assert not any("/" in name for name in found.tables[0].headers)


def test_names_that_run_together_are_two() -> None:
    text = "STT Tên dịch vụ Mã dịch vụ Mức giá (đồng) Ghi chúHạng I Hạng II Hạng III\n" + rows(0, 6)
    assert list(document(text).tables[0].headers) == READ


CLASSES = [
    "1 Bồi dưỡng kỹ năng lãnh đạo 3 119 Quý I/2026 Sở Y tế Sở Nội vụ 596",
    "2 Nghiệp vụ đấu thầu qua mạng 2 75 Quý II/2026 Sở Nội vụ 811",
    "3 Kiến thức quốc phòng 5 31 Quý II/2026 Sở Y tế Công an tỉnh 522",
    "4 Ứng dụng trí tuệ nhân tạo 4 60 Quý I/2026 Sở Tài chính Sở Y tế 310",
    "5 Chuyển đổi số cấp xã 6 42 Quý III/2026 Sở Nội vụ Sở Y tế 120",
]


def test_a_name_of_figures_stands_over_no_bodies() -> None:
    header = (
        "TT Tên khóa bồi dưỡng Số lớp Số học viên Thời gian thực hiện "
        "Đơn vị chủ trì Đơn vị phối hợp Kinh phí (triệu đồng)\n"
    )
    found = as_figured(header + "\n".join(CLASSES) + "\n")
    assert not found.upper
    assert found.titles[2:4] == ("Số lớp", "Số học viên")


BUDGET = [
    "1 Chi sự nghiệp giáo dục 2.021 1.586 5.789 141 648 129,1",
    "2 Mua sắm, sửa chữa đường 1.778 3.811 2.762 796 681 118,4",
    "3 Hỗ trợ quốc phòng 4.398 4.629 8.284 302 140 73,2",
    "4 Chi hoạt động của Đảng ủy 6.447 8.827 2.488 118 629 146,4",
    "5 Chế độ cho người có công 3.120 4.410 3.977 205 377 101,5",
]


def test_years_sums_and_decimals_tell_which_name_stands_over_others() -> None:
    header = (
        "STT Nội dung chi\nDự toán\nnăm 2025\nƯớc thực hiện\nnăm 2025\nDự toán năm 2026\n"
        "So sánh (%)\nTổng số Chi đầu tư Chi thường xuyên\n"
    )
    found = as_figured(header + "\n".join(BUDGET) + "\n")
    assert [
        (one.first, one.end, " ".join(text for _, text in one.name)) for one in found.upper
    ] == [(4, 7, "Dự toán năm 2026")]
    assert found.titles[4:] == ("Tổng số", "Chi đầu tư", "Chi thường xuyên", "So sánh (%)")


def test_increases_and_mixed_decimals_are_told() -> None:
    assert misfit("Hợp đồng", "Năm 2026", ["+1", "-2", "+3", "0"]) == 0.5
    assert misfit("Tăng (+), giảm (-)", "", ["+1", "-2", "+3", "0"]) == 0.0
    assert unlike([["1", "2"], ["3,5", "4,5"]]) == 1.0
    assert unlike([["1,5", "2"], ["3", "4,5"], []]) == 0.0


@pytest.mark.parametrize("line", ["Áp dụng từ năm 2026", "Các cơ sở công lập", "Sở Y tế"])
def test_the_second_line_of_a_title_stands_over_no_columns(line: str) -> None:
    """It was their name, silently."""
    rows = "".join(
        f"{at} Khám bệnh thông thường {at}0.000 {at}5.000 {at}7.000\n" for at in range(1, 9)
    )
    text = f"DANH MỤC GIÁ\n{line}\nSTT Tên dịch vụ Hạng I Hạng II Hạng III\n{rows}"
    assert grid_rows(text)[0] == ["STT", "Tên dịch vụ", "Hạng I", "Hạng II", "Hạng III"]
