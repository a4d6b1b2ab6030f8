"""Text whose columns are mixed line by line is refused."""

from __future__ import annotations

from itertools import zip_longest

from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid

ROWS = [
    (f"{number}.", ["Xây dựng nền tảng số dùng", "chung của ngành, bảo đảm", "kết nối và chia sẻ"],
     ["Bộ Khoa học", "và Công nghệ"], ["Bộ Tài chính"], ["Tháng 12/2026"])
    for number in range(1, 9)
]  # fmt: skip
HEADER = "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn thành\n"


def across() -> str:
    """The lines of each row straight across its columns."""
    lines = []
    for number, *cells in ROWS:
        for place, parts in enumerate(zip_longest(*cells, fillvalue="")):
            label = number if place == 0 else ""
            lines.append(" ".join(part for part in (label, *parts) if part))
    return HEADER + "\n".join(lines) + "\n"


def in_order() -> str:
    """The same cells one after the other."""
    lines = []
    for number, *cells in ROWS:
        first, *rest = [line for cell in cells for line in cell]
        lines += [f"{number} {first}", *rest]
    return HEADER + "\n".join(lines) + "\n"


def test_lines_across_the_columns_are_refused() -> None:
    pages, problems = read_layer(list(split_lines(across())))
    assert [(p.severity, p.code) for p in problems] == [("error", "text-interleaved")]
    assert not [block for page in pages for block in page.blocks if isinstance(block, Grid)]


def test_cells_in_order_are_not() -> None:
    pages, problems = read_layer(list(split_lines(in_order())))
    assert not [p for p in problems if p.severity == "error"]
    assert sum(len(b.rows) for p in pages for b in p.blocks if isinstance(b, Grid)) == 9
