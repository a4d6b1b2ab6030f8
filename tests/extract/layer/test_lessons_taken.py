"""What a table is learned from: which of its pages, and how wide its columns are at first."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.extract.layer.columns.first_model import limit_others
from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import CAPITAL, UndividedRow
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import role_of, width
from pipeline.extract.layer.table import pages_to_learn

TITLE = "Nghiên cứu, đề xuất sửa đổi, bổ sung một số quy định về"
NAMES = ("Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")


def _lines(texts: list[str]) -> tuple[LinePiece, ...]:
    return tuple(LinePiece(text, line, "") for line, text in enumerate(texts, start=1))


def test_a_heading_above_rows_without_page_breaks_is_not_all_that_is_learned_from() -> None:
    """It was every fourth page of two: the first one, of one line, and nothing was learned."""
    heading = UndividedRow((), CAPITAL, (_lines(["NHIỆM VỤ CHUNG"]),))
    rows = UndividedRow((), "", (_lines([TITLE] * 470),), tail=True)
    taken = list(pages_to_learn([heading, rows], 120))
    assert [page.height for page in taken] == [1, 470]


@pytest.mark.parametrize("lines", [100, 200])
def test_pages_of_one_height_are_taken_evenly(lines: int) -> None:
    parts = tuple(_lines([TITLE] * 50) for _ in range(20))
    taken = list(pages_to_learn([UndividedRow((), "", parts, tail=True)], lines))
    assert sum(page.height for page in taken) == lines


def test_a_table_ends_on_the_last_of_the_pages_that_are_learned_from() -> None:
    parts = tuple(_lines([TITLE] * 50) for _ in range(4))
    taken = list(pages_to_learn([UndividedRow((), "", parts, tail=True)], 200))
    assert [page.tail for page in taken] == [False, False, False, True]


@pytest.mark.parametrize(
    ("ends", "known"),
    [
        (["Bộ Khoa học và Công"] * 14 + ["Bộ Tài chính, Bộ Công"] * 2, True),
        (["Bộ Khoa học và Công"] * 5, False),
        (["Bộ", "Bộ Y", "Bộ Y tế", "Bộ Y tế, Bộ", "Bộ Y tế, Bộ Nội", "Bộ Khoa học và Công"] * 3,
         False),
    ],
)  # fmt: skip
def test_narrow_columns_are_as_wide_as_lines_that_break_at_one_width(
    ends: list[str], known: bool
) -> None:
    """Of few such lines nothing was taken, and the rests of titles taught how wide columns are."""
    texts = [TITLE, "giao dịch điện tử"] * 120
    for at, end in enumerate(ends):
        texts[6 * at + 6 : 6 * at + 6] = [end, "nghệ"]
    pieces = _lines(texts)
    ground = Background.of(texts)
    model = TableModel([role_of(name) for name in NAMES], ground, Counter({"": 1}), firm=True)
    model.set_first_limit(width(TITLE) * 1.02)
    limit_others(model, pieces)
    assert (model.columns[1].limit < width(TITLE)) is known
