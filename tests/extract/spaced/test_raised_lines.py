"""Calls of notes that stand on lines of their own."""

# ruff: noqa: E501 (lines of texts)

from __future__ import annotations

import textwrap

from pipeline.extract.spaced.lines.raised_lines import with_calls_joined
from pipeline.extract.spaced.lines.words import SpacedLine, words_of
from pipeline.model import Note
from tests.extract.spaced.test_spaced import grid_rows, read

RAISED = textwrap.dedent(
    """
    TT          Tên nhiệm vụ                                      Cơ quan chủ trì       Thời gian

    7           Xây dựng, hoàn thiện quy định pháp luật để        Các bộ, ngành         Tháng 12/2025
                bảo đảm hành lang pháp lý cho hoạt động

    8           Hướng dẫn lập dự toán chi phí các hoạt động       Bộ Khoa học và
                                                                                                      7
                liên quan đến chuyển đổi số, làm căn cứ           Công nghệ             Tháng 12/2026

    9           Hướng dẫn rà soát, điều chỉnh, số hóa quy         Văn phòng Chính       Thường xuyên
                trình nội bộ; hồ sơ tài liệu                      phủ

    10          Rà soát, điều chỉnh các quy trình nội bộ để       Các bộ, ngành         Thường xuyên
                                          8
                đáp ứng các quy định của Luật

    7     Điều chỉnh từ nhiệm vụ: “Xây dựng Nghị định sửa đổi, bổ sung một số điều Nghị định số
          109/2022/NĐ-CP”.
    8     Điều chỉnh từ nhiệm vụ: “Rà soát, điều chỉnh các quy trình nội bộ để đáp ứng các quy định”.
    """
).lstrip("\n")


def test_calls_above_their_cells_are_of_these_and_their_notes_are_no_rows() -> None:
    assert grid_rows(RAISED)[1:] == [
        ["7", "Xây dựng, hoàn thiện quy định pháp luật để bảo đảm hành lang pháp lý cho hoạt động",
         "Các bộ, ngành", "Tháng 12/2025"],
        ["8", "Hướng dẫn lập dự toán chi phí các hoạt động liên quan đến chuyển đổi số, làm căn cứ",
         "Bộ Khoa học và Công nghệ", "Tháng 12/2026⁷"],
        ["9", "Hướng dẫn rà soát, điều chỉnh, số hóa quy trình nội bộ; hồ sơ tài liệu",
         "Văn phòng Chính phủ", "Thường xuyên"],
        ["10", "Rà soát, điều chỉnh các quy trình nội bộ để đáp ứng các quy định của Luật⁸",
         "Các bộ, ngành", "Thường xuyên"],
    ]  # fmt: skip
    notes = [
        block.number for page in read(RAISED)[0] for block in page.blocks if isinstance(block, Note)
    ]
    assert notes == [7, 8]


def _joined(*lines: str, opening: tuple[int, ...] = ()) -> list[str]:
    rows = [SpacedLine(at, words_of(line)) for at, line in enumerate(lines)]
    return [row.text for row in with_calls_joined(rows, opening)[0]]


def test_digits_alone_are_calls_only_of_notes_that_stand_below_or_on_the_next_page() -> None:
    cells = ("1     Lập báo cáo", "              30", "      tổng kết   Bộ Y tế")
    assert _joined(*cells) == ["1 Lập báo cáo", "30", "tổng kết Bộ Y tế"]
    note = "30 Điều chỉnh từ nhiệm vụ"
    assert _joined(*cells, note) == ["1 Lập báo cáo", "tổng kết³⁰ Bộ Y tế", note]
    assert _joined(*cells, note, opening=(3,)) == ["1 Lập báo cáo", "tổng kết³⁰ Bộ Y tế", note]


def test_the_number_of_a_page_is_no_call() -> None:
    page = ("1     Lập báo cáo   Bộ Y tế", "              3")
    below = ("2     Tổng kết   Bộ Y tế", "3 Điều chỉnh từ nhiệm vụ")
    assert _joined(*page, *below, opening=(2,))[1] == "3"
    assert _joined(page[1], page[0], *below[1:])[0] == "3"


def lines_of_text(*texts: str) -> list[SpacedLine]:
    return [SpacedLine(at, words_of(text)) for at, text in enumerate(texts)]


def test_calls_on_two_lines_are_both_of_the_cell_above() -> None:
    rows = lines_of_text(
        "1    Bộ Tài chính       12/2026", "            1", "            2",
        "2    Bộ Nội vụ          12/2026", "1 Ghi chú một", "2 Ghi chú hai",
    )  # fmt: skip
    rows[3] = SpacedLine(3, rows[3].words, blanks=1)
    assert with_calls_joined(rows, [0])[0][0].text == "1 Bộ Tài chính¹² 12/2026"


def test_a_line_of_more_digits_than_a_number_may_have_is_no_call() -> None:
    rows = lines_of_text("1    Bộ Tài chính", "            " + "9" * 5000, "", "1 Ghi chú một")
    rows = [row for row in rows if row.words]
    assert with_calls_joined(rows, [0])[0] == rows
