"""Which first row of a page goes on with the row before: cases as the pages show them."""

from __future__ import annotations

import pytest

from pipeline.model import Cell, Fragment, Place
from pipeline.normalize.tables.joins import Beginnings, Break, Edge, judge
from pipeline.normalize.tables.rows import at_bottom

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
    ("no title below", Break(title=1, numbered=False, titled=True),
     edges(("", ""), ("Việc.", ""), ("Bộ Nội vụ;", "Bộ Y tế"))),
    ("a rule is missing that others have", Break(title=1, open_edge=True, edges_tell=True),
     edges(("", ""), Edge("Việc", "", at_bottom=True),
           Edge("Nghị định của", "Chính phủ", at_bottom=False))),
    ("filled to the break, no rule there", Break(title=1, open_edge=True),
     edges(("", ""), Edge("Việc lớn,", "Bộ Y tế", at_bottom=True), ("A", ""))),
]  # fmt: skip

IS_NEW = [
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
