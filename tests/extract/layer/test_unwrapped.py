"""Rows that a program printed as one line beside rows whose cells it wrapped."""

from __future__ import annotations

from textwrap import wrap

from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid

HEADER = "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời hạn"
ROWS = [
    ("Rà soát mạng lưới cơ sở giáo dục đại học; sáp nhập, giải thể các cơ sở không đạt chuẩn",
     "Bộ Giáo dục và Đào tạo", "Bộ Nội vụ, các bộ, ngành có liên quan", "Quý III/2026"),
    ("Số hóa di sản văn hóa vật thể, phi vật thể; xây dựng kho dữ liệu dùng chung",
     "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Khoa học và Công nghệ", "Tháng 12/2026"),
    ("Chuẩn hóa vị trí việc làm, chuẩn nghề nghiệp nhà giáo ở các cấp học và trình độ đào tạo",
     "Bộ Giáo dục và Đào tạo", "Bộ Nội vụ, Bộ Tài chính", "Tháng 5/2026"),
    ("Tháo gỡ khó khăn cho các dự án giao thông theo phương thức đối tác công tư",
     "Bộ Xây dựng", "Bộ Tài chính, Ngân hàng Nhà nước Việt Nam", "Quý II/2026"),
    ("Kiểm tra, xử lý vi phạm về dạy thêm, học thêm ngoài nhà trường",
     "Sở Giáo dục và Đào tạo các tỉnh", "Ủy ban nhân dân cấp xã", "Thường xuyên"),
    ("Ban hành quy chuẩn về phương tiện giao thông điện, trạm sạc và lộ trình chuyển đổi",
     "Bộ Xây dựng", "Bộ Công Thương", "Tháng 11/2026"),
    ("Xây dựng thiết chế văn hóa, thể thao cho công nhân tại các khu công nghiệp, khu chế xuất",
     "Tổng Liên đoàn Lao động Việt Nam", "Ủy ban nhân dân các tỉnh, thành phố", "2026 - 2030"),
    ("Biên soạn một bộ sách giáo khoa phổ thông thống nhất trong toàn quốc cho năm học mới",
     "Bộ Giáo dục và Đào tạo", "Các cơ quan, tổ chức có liên quan", "Tháng 8/2026"),
]  # fmt: skip
WIDTHS = 40, 16, 18, 14
WRAPPED = 3


def wrapped(number: int, row: tuple[str, ...]) -> list[str]:
    """The lines of a row with all its cells wrapped."""
    first, *rest = [
        line for cell, width in zip(row, WIDTHS, strict=True) for line in wrap(cell, width)
    ]
    return [f"{number} {first}", *rest]


def cells(lines: list[str]) -> list[tuple[str, ...]]:
    """The rows read from lines below the header."""
    pages, problems = read_layer(list(split_lines("\n".join([HEADER, *lines]) + "\n")))
    assert not [problem for problem in problems if problem.severity == "error"]
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    rows = [row for grid in grids for row in grid.rows]
    return [tuple(cell.raw.replace("\n", " ") for cell in row) for row in rows[1:]]


def test_cells_of_rows_on_one_line_are_wider_than_their_columns() -> None:
    lines = [line for number, row in enumerate(ROWS[:WRAPPED], 1) for line in wrapped(number, row)]
    lines += [" ".join((str(number), *row)) for number, row in enumerate(ROWS, WRAPPED + 1)]
    rows = [*ROWS[:WRAPPED], *ROWS]
    assert cells(lines) == [(str(number), *row) for number, row in enumerate(rows, 1)]


def test_lines_behind_a_title_may_be_left_unwrapped() -> None:
    lines: list[str] = []
    for number, row in enumerate(ROWS, 1):
        if number % 2:
            lines += wrapped(number, row)
        else:
            first, *rest = wrap(row[0], WIDTHS[0])
            lines += [f"{number} {first}", *rest, " ".join(row[1:])]
    assert cells(lines) == [(str(number), *row) for number, row in enumerate(ROWS, 1)]
