"""Rows without a number below the rest of one that a page break cuts."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.resumed import with_rows_apart
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid

HEADER = "TT Nội dung nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời hạn"
WORKS = [
    ["Rà soát quy định của pháp luật về giao", "dịch điện tử và chữ ký số"],
    ["Xây dựng nền tảng số dùng chung của các", "bộ, ngành, địa phương"],
    ["Hoàn thiện hệ thống thông tin giải quyết", "thủ tục hành chính"],
    ["Nghiên cứu mô hình trung tâm dữ liệu của", "quốc gia và các vùng"],
    ["Đề xuất cơ chế thử nghiệm sản phẩm mới", "của doanh nghiệp"],
]
BODIES = ["Bộ Tài chính", "Bộ Tư pháp", "Bộ Nội vụ"]


def test_a_row_below_the_rest_of_a_title_is_not_read_as_that_rest() -> None:
    lines, want = [HEADER], list[str]()
    for n in range(60):
        title, others = WORKS[n % 5], [BODIES[n % 3], f"Tháng {n % 9 + 1}/2025"]
        want.append(" ".join(title))
        if n % 10 == 9:
            lines += [title[0], *others, "\f" + HEADER, title[1]]
        else:
            lines += [*title, *others]
    grids = [
        block
        for page in read_layer(list(split_lines("\n".join(lines))))[0]
        for block in page.blocks
        if isinstance(block, Grid)
    ]
    titles = [row[1].raw.replace("\n", " ") for grid in grids for row in grid.rows]
    found = " ".join(title for title in titles if not title.startswith("Nội dung"))
    assert found == " ".join(want)
    deadlines = [row[-1].raw for grid in grids for row in grid.rows]
    assert sum(deadline.startswith("Tháng") for deadline in deadlines) == len(want)


ABOVE = ("Rà soát quy định", "Bộ Y tế", "2025")


@pytest.mark.parametrize(
    ("below", "height", "parted"),
    [
        (("của pháp luật", "Xây dựng đề án", "Bộ Nội vụ", "2026"), 4, [4, 3]),
        (("của pháp luật", "Xây dựng đề án", "Bộ Nội vụ", "2026"), 7, [7]),
        (("của pháp luật và", "Xây dựng đề án", "Bộ Nội vụ, Bộ"), 4, [6]),
        (("Xây dựng đề án", "Bộ Nội vụ", "2026"), 3, [3, 3]),
    ],
)
def test_a_row_is_parted_where_a_line_begins_as_a_title_and_two_read_better(
    below: tuple[str, ...], height: int, parted: list[int]
) -> None:
    parts = tuple(
        tuple(LinePiece(text, 10 * number + at, "") for at, text in enumerate(part))
        for number, part in enumerate((ABOVE, below))
    )

    def lines(row: UndividedRow) -> int:
        return sum(map(len, row.parts))

    rows = with_rows_apart(
        [UndividedRow((), "", parts)],
        lambda some: [-10.0 * (lines(row) > height) - abs(lines(row) - 3) for row in some],
    )
    assert [lines(row) for row in rows] == parted
    assert [piece for row in rows for part in row.parts for piece in part] == [*parts[0], *parts[1]]
