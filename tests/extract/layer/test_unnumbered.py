"""Bare text of tables without a column of numbers: their headers, rows, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.layer.lines.lines import read_pieces
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.uncounted.unnumbered import find_all_headers
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid
from tests.extract.layer.test_text_layer import document, grid_rows

TITLE = "Phụ lục 2\nNHIỆM VỤ GIAO CÁC ĐƠN VỊ THUỘC BỘ\n"
HEADER = "Nhiệm vụ Đơn vị thực hiện Đơn vị phối hợp Thời hạn\nhoàn thành\nSản phẩm\n"
NAMES = ["Nhiệm vụ", "Đơn vị thực hiện", "Đơn vị phối hợp", "Thời hạn hoàn thành", "Sản phẩm"]
TASKS = [
    ("Rà soát quy định của pháp luật về giao\ndịch điện tử", "Vụ Pháp chế", "Văn phòng Bộ"),
    ("Xây dựng nền tảng số dùng chung của\ncác đơn vị thuộc Bộ", "Cục Thủy sản", "Vụ Pháp chế"),
    ("Hoàn thiện hệ thống thông tin giải\nquyết thủ tục hành chính", "Vụ Tài chính", "Các vụ"),
    ("Nghiên cứu mô hình trung tâm dữ liệu\ncủa các vùng", "Văn phòng Bộ", "Cục Lâm nghiệp"),
]
TIMES = ["Quý III/2026", "Tháng 12/2026", "31/12/2026", "Năm 2027"]
RESULTS = ["Báo cáo Bộ trưởng", "Phần mềm", "Quyết định"]


def rows(count: int) -> list[tuple[str, ...]]:
    return [(*TASKS[n % 4], TIMES[n % 3], RESULTS[(n + n // 4) % 3]) for n in range(count)]


def text(count: int) -> str:
    return TITLE + HEADER + "".join("\n".join(row) + "\n" for row in rows(count))


def test_a_table_without_numbers_is_read_by_the_words_of_its_header() -> None:
    names, *found = grid_rows(text(12))
    assert names == NAMES
    assert found == [[cell.replace("\n", " ") for cell in row] for row in rows(12)]


def test_a_title_in_capitals_that_reads_like_a_name_is_none_of_its_names() -> None:
    titled = text(12).replace("NHIỆM VỤ GIAO CÁC ĐƠN VỊ THUỘC BỘ", "DANH MỤC NHIỆM VỤ")
    assert grid_rows(titled) == grid_rows(text(12))


def test_its_columns_are_named_and_nothing_of_it_is_a_number() -> None:
    read = document(text(12))
    assert [table.columns[0] for table in read.tables] == ["title"]
    assert len(read.rows) == 12
    assert not any(row.label for row in read.rows)


def test_points_that_its_cells_count_begin_no_rows() -> None:
    counted = text(12).replace("Rà soát quy định", "1. Rà soát quy định")
    assert grid_rows(counted)[1][0].startswith("1. Rà soát quy định")
    assert len(grid_rows(counted)) == 13


@pytest.mark.parametrize(
    "above",
    [
        "Danh mục các nhiệm vụ của năm\n",  # no title: prose may stand above
        "Phụ lục 2\nSTT Nhiệm vụ Cơ quan chủ trì Thời hạn\n1 Rà soát\nBộ Y tế\n2026\n",
    ],
)
def test_it_is_looked_for_below_titles_of_annexes_without_numbers_alone(above: str) -> None:
    pieces = read_pieces(list(split_lines(above + text(4).removeprefix(TITLE))))
    assert all(header.counts for header in find_all_headers(pieces))


@pytest.mark.parametrize(
    "line",
    [
        "Nhiệm vụ và giải pháp của các bộ, cơ quan trong thời gian tới.",
        "Đơn vị tính: 1000 đồng Đoạn đường Giá đất ở Từ Đến",
        "Nhiệm vụ Giải pháp Mục tiêu",  # three names of one kind
    ],
)
def test_other_lines_below_a_title_are_no_header(line: str) -> None:
    body = "".join("\n".join(row) + "\n" for row in rows(6))
    pieces = read_pieces(list(split_lines(f"{TITLE}{line}\n{body}")))
    assert find_all_headers(pieces) == []


@pytest.mark.parametrize(("lines", "found"), [(12, 1), (400, 0)])
def test_lines_of_prose_in_brackets_are_no_titles_without_end(lines: int, found: int) -> None:
    prose = "Nhiệm vụ và giải pháp được giao cho các cơ quan, đơn vị (kèm theo)\n" * lines
    pieces = read_pieces(list(split_lines(f"Phụ lục 2\n{prose}{text(6)[10:]}")))
    assert len(find_all_headers(pieces)) == found


def test_a_header_printed_again_is_no_row() -> None:
    pages = [TITLE + HEADER, HEADER, HEADER]
    bodies = ["".join("\n".join(row) + "\n" for row in rows(12)[n : n + 4]) for n in (0, 4, 8)]
    bare = "\f".join(head + body for head, body in zip(pages, bodies, strict=True))
    assert len(document(bare).rows) == 12


def test_a_table_whose_rows_cannot_be_told_is_left_as_prose_and_told() -> None:
    mixed = "Vụ Pháp chế Rà soát quy định Văn phòng Bộ Xây dựng nền tảng số\n" * 9
    read = document(TITLE + HEADER + mixed)
    assert read.rows == ()
    assert {"rows-uncertain"} <= {problem.code for problem in read.problems}


def test_long_texts_below_units_show_that_its_rows_are_wrong() -> None:
    names = "Tên chỉ tiêu Đơn vị tính Kết quả năm 2025 Chỉ tiêu năm 2026 Cơ quan chủ trì\n"
    lines = "Sở Khoa học và\nCông nghệ Tỷ lệ hồ sơ được số hóa toàn trình Ngày 76,3\n71,6\n" * 9
    assert document(TITLE + names + lines).rows == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*TASKS, tuple(TIMES), tuple(RESULTS)]), max_size=8))
def test_no_line_of_such_a_table_is_lost(cells: list[tuple[str, ...]]) -> None:
    bare = TITLE + HEADER + "".join("\n".join(row) + "\n" for row in cells)
    read = read_layer(list(split_lines(bare)))[0]
    kept = [
        fragment.text
        for page in read
        for block in page.blocks
        for fragment in (block.fragments if isinstance(block, Grid) else (block.fragment,))
    ]
    assert sorted(" ".join(kept).split()) == sorted(bare.split())
