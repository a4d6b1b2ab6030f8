"""Names one blank apart on all their lines, told apart by the cells of later pages."""

from __future__ import annotations

from tests.extract.spaced.test_spaced import document

HEADER = """\
 STT   Tên tiếng Việt      Loại, nhóm Số hiệu Nhãn hiệu, Số hiệu
                              hàng   nguy hiểm biểu trưng nguy hiểm
"""
FIRST, LATER = (
    "{:>3}    Chất thứ {:<12}    1                 1",
    "{:>3}    Chất thứ {:<12}    3         339      3        339",
)


def _names(later: int) -> tuple[str, ...]:
    """The names of a table of two pages: the first one leaves two columns blank, the second one
    has some lines with a cell for each column."""
    first = [FIRST.format(n, n) for n in range(1, 31)]
    others = [(LATER if n <= later else FIRST).format(n + 30, n + 30) for n in range(1, 31)]
    return document(HEADER + "\n".join(first) + "\f" + "\n".join(others)).tables[0].headers


def test_a_name_is_two_where_lines_of_later_pages_have_one_cell_more() -> None:
    assert _names(30)[-3:] == ("Số hiệu nguy hiểm", "Nhãn hiệu, biểu trưng", "Số hiệu nguy hiểm")


def test_a_line_here_and_there_with_one_cell_more_parts_no_name() -> None:
    """White space inside a cell gives a line one more."""
    assert _names(5)[-2:] == ("Số hiệu nguy hiểm", "Nhãn hiệu, Số hiệu biểu trưng nguy hiểm")
