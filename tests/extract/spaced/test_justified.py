"""Cells whose lines are set to both edges: white inside them parts nothing."""

from __future__ import annotations

import textwrap
from itertools import pairwise, zip_longest

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.spaced.lines.justified import with_lines_closed
from pipeline.extract.spaced.lines.words import WIDE, SpacedLine, Word, words_of

HEADER = ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả"]
WIDTHS = [4, 30, 18, 18, 18]
ROWS = [
    ["1.", "Lập bản đồ hồ chứa nhỏ, đánh dấu những đập đất cần gia cố trước mùa lũ và nơi tránh "
     "trú cho dân ở hạ lưu", "Sở Nông nghiệp và Môi trường", "Ủy ban nhân dân các xã, phường",
     "Bản đồ hồ chứa được công bố"],
    ["2.", "Thay biển báo mờ trên đường đèo, cắm cọc tiêu phản quang ở các khúc cua khuất tầm nhìn",
     "Sở Xây dựng và Ban An toàn giao thông", "Công an tỉnh, Ủy ban nhân dân các xã, phường",
     "Biên bản nghiệm thu biển báo"],
    ["3.", "Mở lớp tập huấn sửa máy bơm cho tổ thủy nông, phát sổ tay vận hành bằng hai thứ tiếng",
     "Sở Nông nghiệp và Môi trường", "Hội Nông dân tỉnh và Liên minh Hợp tác xã",
     "Danh sách người dự lớp tập huấn"],
    ["4.", "Đo độ mặn ở cửa sông hằng ngày, nhắn tin cho hộ nuôi tôm khi nước vượt ngưỡng cho phép",
     "Đài Khí tượng Thủy văn tỉnh", "Sở Nông nghiệp và Môi trường", "Bản tin độ mặn hằng ngày"],
    ["5.", "Trồng bù rừng ngập mặn ven đê, giao cho các tổ cộng đồng chăm sóc trong năm năm đầu",
     "Ủy ban nhân dân các xã, phường", "Sở Nông nghiệp và Môi trường",
     "Diện tích rừng được trồng bù"],
]  # fmt: skip


def justified(text: str, width: int) -> list[str]:
    """The lines of a cell, all but the last one stretched to its width."""
    lines = textwrap.wrap(text, width - 1)
    return [*(stretched(line, width - 1) for line in lines[:-1]), *lines[-1:]]


def stretched(line: str, width: int) -> str:
    words = line.split()
    for extra in range(width - len(line)):
        words[extra % max(1, len(words) - 1)] += " "
    return " ".join(words)


def page(rows: list[list[str]]) -> str:
    lines = ["".join(name.ljust(width) for name, width in zip(HEADER, WIDTHS, strict=True))]
    for row in rows:
        cells = [justified(text, width) for text, width in zip(row, WIDTHS, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            lines.append("".join(t.ljust(w) for t, w in zip(line, WIDTHS, strict=True)).rstrip())
    return "\n".join(lines) + "\n"


def test_white_inside_cells_is_closed_and_that_between_them_is_not() -> None:
    rows = [SpacedLine(at, words_of(line)) for at, line in enumerate(page(ROWS).splitlines())]
    closed, is_justified = with_lines_closed(rows, [])
    begins = {sum(WIDTHS[:column]) for column in range(len(WIDTHS))}
    gaps = [pair for row in rows for pair in pairwise(row.words) if is_wide(*pair)]
    left = [pair for row in closed for pair in pairwise(row.words) if is_wide(*pair)]
    between = [pair for pair in gaps if pair[1].x0 in begins]
    assert is_justified
    assert [b.x0 for _, b in left if b.x0 in begins] == [b.x0 for _, b in between]
    assert len(gaps) - len(left) > (len(gaps) - len(between)) / 3


def is_wide(one: Word, other: Word) -> bool:
    return other.x0 - one.x1 >= WIDE


def test_cells_with_ragged_lines_are_left_as_they_are() -> None:
    lines = [" ".join(line.split("  ")) for line in page(ROWS).splitlines()]
    rows = [SpacedLine(at, words_of(line)) for at, line in enumerate(lines)]
    assert with_lines_closed(rows, []) == (rows, False)


@given(st.lists(st.lists(st.sampled_from(["một", "Bộ", "90", "%"]), min_size=1), min_size=40))
def test_texts_without_wide_white_stay_as_they_are(lines: list[list[str]]) -> None:
    rows = [SpacedLine(at, words_of(" ".join(words))) for at, words in enumerate(lines)]
    assert with_lines_closed(rows, [20]) == (rows, False)
