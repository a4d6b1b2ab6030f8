"""Rows without a number: where their cells and they themselves end."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.signs.words import DAY, ink
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid, Prose

HEADER = "TT Nội dung nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời hạn Lưu ý\n"
WORKS = [
    "Rà soát quy định của pháp luật về giao\ndịch điện tử và chữ ký số",
    "Xây dựng nền tảng số dùng chung của các\nbộ, ngành, địa phương",
    "Hoàn thiện hệ thống thông tin giải quyết\nthủ tục hành chính",
    "Nghiên cứu mô hình trung tâm dữ liệu của\nquốc gia và các vùng",
    "Đề xuất cơ chế thử nghiệm sản phẩm mới\ncủa doanh nghiệp",
]
BODIES = ["Bộ Tài chính\n", "Bộ Tư pháp\n", "Bộ Nội vụ\n"]


def cells(text: str) -> list[list[str]]:
    """The rows of all grids but the headers, the lines of a cell joined with a space."""
    return [
        [cell.raw.replace("\n", " ") for cell in line][1:]
        for page in read_layer(list(split_lines(text)))[0]
        for block in page.blocks
        if isinstance(block, Grid)
        for line in block.rows
        if line[0].raw != "TT"
    ]


def test_the_date_of_a_document_below_its_symbol_begins_no_cell() -> None:
    assert ink("ngày 06/3/2025").begin == "lower"
    assert ink("06/3/2025").begin == ink("Ngày 06/3/2025").begin == DAY
    rows = "".join(
        f"{WORKS[n % 5]}\n{BODIES[n % 3]}2025 0{n % 9 + 1}-TB/BCĐTW\nngày {n + 1:02}/3/2025\n"
        for n in range(24)
    )
    found = cells(HEADER.replace(" Cơ quan phối hợp", "") + rows)
    assert [line[2:] for line in found] == [
        ["2025", f"0{n % 9 + 1}-TB/BCĐTW ngày {n + 1:02}/3/2025"] for n in range(24)
    ]


def test_rows_behind_a_single_number_are_told_by_years_beside_other_cells() -> None:
    header = HEADER.replace(" Cơ quan phối hợp", "")
    bodies = [BODIES[n % 3].strip() for n in range(24)]
    rows = [
        f"{WORKS[n % 5]}\n{body} 2025 0{n % 9 + 1}-TB/BCĐTW ngày {n + 1:02}/3/2025\n"
        for n, body in enumerate(bodies)
    ]
    found = cells(header + "1 " + "".join(rows))
    assert [line[1] for line in found] == bodies


def _unnumbered(start: int, end: int) -> str:
    return "".join(
        f"{WORKS[n % 5]}\n{BODIES[n % 3]}{BODIES[(n + 1) % 3]}Tháng {n % 12 + 1}/2025\n"
        for n in range(start, end)
    )


def _printed(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@pytest.mark.parametrize("below", ["II. Phát triển hạ tầng\n", "1. Rà soát\n", "A. Hạ tầng\n"])
@pytest.mark.parametrize("heading", ["Phụ lục III\n", "PHỤ LỤC II\nDANH MỤC NHIỆM VỤ\n"])
def test_nothing_is_lost_below_the_heading_of_an_annex_among_rows(heading: str, below: str) -> None:
    text = HEADER.replace(" Lưu ý", "") + "I. Hoàn thiện thể chế\n" + _unnumbered(0, 9) + heading
    text += _unnumbered(9, 20) + below + _unnumbered(20, 35) + "III. Nhân lực\n"
    text += _unnumbered(35, 50)
    found = Counter[str]()
    for page in read_layer(list(split_lines(text)))[0]:
        for block in page.blocks:
            if isinstance(block, Grid):
                found += sum((_printed(c.raw) for line in block.rows for c in line), Counter())
            elif isinstance(block, Prose):
                found += _printed(block.fragment.text)
    assert not _printed(text) - found
