"""Which first row of a page goes on with the row before: cases as the pages show them."""

from __future__ import annotations

import pytest

from pipeline.model import Cell, Fragment, Place
from pipeline.normalize.tables.cut_rows import at_bottom
from pipeline.normalize.tables.joins import WHOLE_CELLS, Beginnings, Break, Edge, judge

KNOWN = Beginnings([["", "Xây dựng đề án", "Bộ Y tế", "Tháng 12/2025"]] * 12)
NUMBERED, LOST = Break(title=1), Break(title=1, numbered=False)
SPACED = Break(title=1, spaces_tell=True)


def edges(*columns: tuple[str, str] | Edge) -> list[Edge]:
    return [c if isinstance(c, Edge) else Edge(*c) for c in columns]


GOES_ON = [
    ("a word that goes on", NUMBERED, edges(("", ""), ("khai thác sử", "dụng"), ("Bộ Y tế", ""))),
    ("a repeated end", NUMBERED, edges(("", ""), ("khai thác sử dụng", "dụng"), ("Bộ", ""))),
    ("a capital inside a name", NUMBERED,
     edges(("", ""), ("Quyết định của Thủ tướng", "Chính phủ"), ("Bộ Y tế", ""))),
    ("a number after `số`", NUMBERED, edges(("", ""), ("văn bản số", "43/BGDĐT"), ("Bộ", ""))),
    ("a closing bracket", LOST, edges(("", ""), ("(thay thế Nghị định số", "97/2023/NĐ-CP)"))),
    ("lost numbers, lower case", LOST, edges(("", ""), ("Xây dựng", "và ban hành"), ("A", ""))),
    ("a line that breaks at a space", SPACED,
     edges(("", ""), Edge("Bộ Tài chính,", "Bộ Y tế", "spaced"), ("Bộ", ""))),
    ("a number and no title above", Break(title=1, titled=True),
     edges(("4.", ""), ("", "Xây dựng mới"), ("", "Bộ Công an"), ("", "Quý II"))),
    ("the middle line of a row alone above, all the rest below", Break(title=1, numbered=False,
                                                                       titled=True),
     edges(("", ""), ("", "Xây dựng đề án"), ("", "Bộ Y tế"), ("", "Báo cáo"), ("2025", ""))),
    ("no title below", Break(title=1, numbered=False, titled=True),
     edges(("", ""), ("Việc.", ""), ("Bộ Nội vụ;", "Bộ Y tế"))),
    ("a rule is missing that others have", Break(title=1, open_edge=True, edges_tell=True),
     edges(("", ""), Edge("Việc", "", at_bottom=True),
           Edge("Nghị định của", "Chính phủ", at_bottom=False))),
    ("filled to the break, no rule there", Break(title=1, open_edge=True),
     edges(("", ""), Edge("Việc lớn,", "Bộ Y tế", at_bottom=True), ("A", ""))),
]  # fmt: skip

IS_NEW = [
    ("numbers below numbers", LOST,
     edges(("", ""), ("Giống lúa", "giống ngô"), ("đ/kg", "đ/kg"), ("15.500", "14.000"))),
    ("a full row", NUMBERED,
     edges(("", ""), ("Việc.", "Xây dựng mới"), ("Bộ Y tế", "Bộ Công an"), ("2025", "Quý II"))),
    ("lost numbers and a full row", LOST,
     edges(("", ""), ("Việc", "Nâng cấp hạ tầng"), ("Bộ Y tế", "Bộ Y tế"), ("2025", "2025"))),
    ("a heading in capitals", NUMBERED, edges(("", ""), ("Việc", "NHIỆM VỤ CHUNG"), ("A", ""))),
    ("a heading over all columns", LOST,
     edges(("", ""), Edge("nguồn nhân lực", "Tăng cường đầu tư", spans=(1, 6)), ("Bộ Y tế", ""))),
    ("rows without a title are usual", LOST,
     edges(("Thời hạn", ""), ("", "Trường hợp 1: 27 ngày"))),
    ("a sentence ends, another begins", Break(title=1, open_edge=True, numbered=False),
     edges(("", ""), Edge("Việc lớn.", "Xây dựng mới", at_bottom=True), ("2025", "2025"))),
    ("a rule where cut rows have none", Break(title=1, edges_tell=True),
     edges(("", ""), ("Việc", "Nâng cấp hạ tầng"), ("Bộ Y tế", "Bộ Công an"))),
    ("whole cells of other rows on both sides", Break(title=1, open_edge=True, numbered=False),
     edges(("", ""), ("Xây dựng đề án", "Xây dựng đề án"), ("Bộ Y tế", "Bộ Y tế"),
           ("Tháng 12/2025", "Tháng 12/2025"))),
    ("cells that end before the break", NUMBERED,
     edges(("", ""), Edge("Việc", "Xây dựng mới", at_bottom=True),
           Edge("Bộ Y tế", "Bộ Công an", at_bottom=False))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "at", "columns"), GOES_ON, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_row_that_goes_on_is_joined(name: str, at: Break, columns: list[Edge]) -> None:
    join = judge(columns, at, KNOWN)
    assert join.joined, join.reasons


@pytest.mark.parametrize(
    ("name", "at", "columns"), IS_NEW, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_row_of_its_own_is_not_joined(name: str, at: Break, columns: list[Edge]) -> None:
    join = judge(columns, at, KNOWN)
    assert not join.joined, join.reasons


def cell(*tops: float) -> Cell:
    lines = (Fragment("x", Place(1, None, 0, top, 9, top + 12)) for top in tops)
    return Cell(tuple(lines))


def test_a_cut_cell_is_filled_to_the_bottom_of_its_row() -> None:
    assert at_bottom([Cell(), cell(100, 115, 130), cell(100, 115), cell(100, 115, 131)]) == [
        None, True, False, True,
    ]  # fmt: skip


def test_centred_cells_and_texts_without_boxes_say_nothing() -> None:
    assert at_bottom([cell(100, 115, 130), cell(115)]) == [None, None]
    assert at_bottom([Cell((Fragment("x", Place(1, 3)),))]) == [None]


def test_a_cell_of_another_row_on_one_side_alone_says_nothing() -> None:
    columns = edges(("", ""), ("Xây dựng đề án", "số"), ("Bộ Y tế", "Bộ Công an"), ("Tháng", "12"))
    at = Break(title=1, numbered=False)
    assert WHOLE_CELLS not in judge(columns, at, KNOWN).reasons


DRAFT, REVIEW = ("Nâng cấp hạ tầng số", "Xây dựng đề án"), ("Rà soát quy định của", "Chính phủ")
PLAIN = Break(title=1)
OPEN, WHOLE = Break(title=1, open_edge=True), Break(title=1, titled=True)
TELLING = Break(title=1, edges_tell=True)
# The evidence that decides, the break, its columns, whether the rows are one: with half of that
# evidence each of them would be decided the other way.
DECIDED = [
    ("its cells are of other widths", OPEN, False,
     edges(("", ""), Edge(*REVIEW, spans=(1, 3)), ("Bộ Y tế", "Bộ Công an"))),
    ("begins inside a sentence", PLAIN, True,
     edges(("", ""), Edge("Số hóa dữ liệu", "và khai thác đất đai", at_bottom=False), ("", ""),
           ("Tháng 12/2025", "Tháng 6/2026"))),
    ("the text above is not finished", PLAIN, True,
     edges(("", ""), Edge("Số hóa dữ liệu", "và khai thác đất đai", at_bottom=False), ("", ""),
           ("Tháng 12/2025", "Tháng 6/2026"))),
    ("repeats the end of the text above", LOST, True,
     edges(("", ""), DRAFT, ("", ""), Edge("Hoàn thành sử dụng", "dụng", at_bottom=False))),
    ("says the same as the row above", PLAIN, False,
     edges(("", ""), ("Rà soát quy định của", "Chính phủ"), ("Bộ Y tế", "Bộ Y tế"))),
    ("no cell of the column begins so", PLAIN, True,
     edges(("", ""), ("Xây dựng đề án", ""), ("", ""), ("Quý II", "Quý II"))),
    ("fewer cells than the row above", Break(title=1, open_edge=True, numbered=False), True,
     edges(("", ""), ("Đề án A", ""), ("", "Bộ Nội vụ"), ("Tháng 12/2025", ""))),
    ("fills a cell that was blank above", PLAIN, False,
     edges(("", ""), REVIEW, ("", "Bộ Nội vụ"))),
    ("a sentence ends above, another begins", Break(title=1, numbered=False, spaces_tell=True),
     False, edges(("", ""), Edge("Hoàn thiện dữ liệu.", "Xây dựng hệ thống", "spaced"))),
    ("the row above has no title", Break(title=1, numbered=False, titled=True), True,
     edges(("", ""), ("", "Xây dựng đề án"), ("", "Bộ Nội vụ"))),
    ("the row below has no title", WHOLE, True,
     edges(("", ""), ("Đề án", ""), ("", "Bộ Nội vụ"), ("", ""))),
    ("a full row that begins anew", OPEN, False,
     edges(("", ""), DRAFT, ("Bộ Y tế", "Bộ Công an"), ("Tháng 12/2025", "Tháng 6/2026"))),
    ("begins anew", PLAIN, False,
     edges(("", ""), DRAFT, ("", ""), ("Tháng 12/2025", "Tháng 6/2026"))),
    ("a heading in capitals", OPEN, False,
     edges(("", ""), ("Xây dựng đề án", "XÂY DỰNG NGUỒN NHÂN LỰC"))),
    ("no rule at the page edge",
     Break(title=1, open_edge=True, numbered=False, spaces_tell=True), True,
     edges(("", ""), DRAFT)),
    ("others have one", Break(title=1, open_edge=True, edges_tell=True), True,
     edges(("", ""), REVIEW, Edge("Bộ Y tế", "Bộ Công an", spans=(1, 3)))),
    ("the cells above are filled to the break", PLAIN, True,
     edges(("", ""), Edge("Hoàn thiện dữ liệu.", "Xây dựng hệ thống", at_bottom=True))),
    ("a cell above ends before the break",
     Break(title=1, numbered=False, spaces_tell=True), False,
     edges(("", ""), Edge(*DRAFT, "spaced", at_bottom=False), ("Bộ Tài", "chính"))),
    ("the lines above break at a space",
     Break(title=1, numbered=False, titled=True, spaces_tell=True), True,
     edges(("", ""), Edge(*REVIEW, "spaced"), ("", "Bộ Nội vụ"),
           Edge("Tháng 12/2025", "Tháng 6/2026", "spaced"))),
    ("the lines above end a text", SPACED, False, edges(("", ""), DRAFT)),
    ("a rule at the page edge", TELLING, False, edges(("", ""), DRAFT)),
    ("leaves blank what nearly all rows fill",
     Break(title=1, edges_tell=True, numbered=False, lacks=True), True,
     edges(("", ""), Edge("tạo động lực thúc đẩy", "phát triển khoa học", at_bottom=False),
           Edge("Bộ Y tế", "", at_bottom=False), Edge("14-TB/TGV ngày", "21/4", at_bottom=True))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "at", "joined", "columns"), DECIDED, ids=[case[0] for case in DECIDED]
)
def test_what_decides(reason: str, at: Break, joined: bool, columns: list[Edge]) -> None:
    join = judge(columns, at, KNOWN)
    assert (reason in join.reasons, join.joined) == (True, joined), join


def test_a_row_with_more_cells_than_a_full_one_is_full() -> None:
    columns = edges(("", ""), DRAFT, ("Bộ Y tế", "Bộ Công an"), ("", "Báo cáo"), ("2025", "2026"))
    assert "a full row that begins anew" in judge(columns, OPEN, KNOWN).reasons


def test_one_word_in_capitals_is_no_heading() -> None:
    """It may be an abbreviation that goes on with the cell above."""
    one, two = (
        judge(edges(("", ""), ("Quyết định của", text)), OPEN, KNOWN)
        for text in ("UBND", "UBND TP")
    )
    assert "a heading in capitals" not in one.reasons
    assert "a heading in capitals" in two.reasons


def test_a_text_in_lower_case_begins_otherwise_than_one_with_a_capital() -> None:
    known = Beginnings([["Cho vay vốn"]] * 12)
    assert known.is_usual(0, "CHO vay")
    assert not known.is_usual(0, "cho người từ đủ 75 tuổi")


def test_one_cell_that_begins_in_lower_case_is_no_habit() -> None:
    row = ["", "Xây dựng đề án", "Bộ Y tế", "Tháng 12/2025"]
    rest = edges(("", ""), ("người lao động nước ngoài làm", "việc tại Việt Nam"), ("sử", "dụng"))
    slip = ["", "việc ký kết", "dụng", ""]
    assert judge(rest, NUMBERED, Beginnings([row] * 12 + [slip])).joined
    assert not judge(rest, NUMBERED, Beginnings([row] * 12 + [slip] * 2)).joined
