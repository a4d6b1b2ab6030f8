"""Lines that were broken at one width are put together, and pages stay where they begin."""

from __future__ import annotations

import pytest

from pipeline.extract.lined.wrapped import unwrapped
from pipeline.extract.text.lines import split_lines

WIDTH = 12
LINES = ("1.", "Xây dựng Đề", "án đào tạo", "Bộ Y tế", "2.", "Ban hành")


@pytest.mark.parametrize(("first", "opens"), [("án đào tạo", 3), ("Bộ Y tế", 3), ("2.", 4)])
def test_a_page_that_begins_inside_a_paragraph_opens_with_the_next(first: str, opens: int) -> None:
    text = "\n".join(f"\f{line}" if line == first else line for line in LINES)
    lines, real = unwrapped(list(split_lines(text)), 0, WIDTH)
    assert [line.text for line in lines] == ["1.", "Xây dựng Đề án đào tạo", *LINES[3:]]
    assert [line.number for line in lines if line.new_page] == [opens]
    assert real == {1: 1, 2: 2, 3: 4, 4: 5, 5: 6}
