"""Rows before their cells are known."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow, find_labels, parts_of
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.layer.uncounted.cycle import rows_of


def test_a_row_without_a_label_begins_on_the_first_line_it_has() -> None:
    lines = [LinePiece("Phố Huế", 7, "0", opens_page=True), LinePiece("25.600", 8, "0")]
    row = UndividedRow((), "", parts_of(lines))
    assert row.parts[0] == ()  # nothing of it below the header that ends a page
    assert row.line == 7


def test_headings_below_roman_ones_are_rows() -> None:
    """They stood at the ends of the cells above them, and were lost."""
    lines = (
        "I Nhóm tiêu chuẩn đường sắt", "I.1 Khảo sát, đo đạc", "1 Công tác trắc địa",
        "I.2 Thiết kế", "I.2.1 Nền đường", "2 Nền đường sắt", "nêu tại mục",
        "I.1 của Phụ lục này", "I.2.2 Cầu, hầm", "3 Cầu thép", "II Nhóm tiêu chuẩn đường bộ",
        "II.1 Mặt đường", "4 Mặt đường bê tông", "5 Mặt đường mềm",
    )  # fmt: skip
    found = find_labels([LinePiece(text, at, "0") for at, text in enumerate(lines)])
    assert [label.text for label in found] == [
        "I", "I.1", "1", "I.2", "I.2.1", "2", "I.2.2", "3", "II", "II.1", "4", "5",
    ]  # fmt: skip


def test_a_number_cut_behind_its_stop_is_one() -> None:
    texts = (
        "1.",
        "Giao",
        "2.1",
        "Rà soát",
        "3.",
        "1",
        "Đề án tăng cường",
        "3.",
        "2",
        "Đề án đầu tư",
        "3.",
    )
    lines = [LinePiece(text, at, "0") for at, text in enumerate((*texts, "Lập báo cáo"))]
    assert [label.text for label in find_labels(lines)] == ["1.", "2.1", "3.1", "3.2", "3."]


def test_the_ends_of_cut_numbers_are_no_list_of_their_own() -> None:
    """`1` over `8.` costs more than `8.`: the ends of cut numbers counted on, and the headings
    between them were lost."""
    texts = ["I MỘT"]
    for number in range(1, 30):
        texts += ["II HAI"] if number == 18 else ["III BA"] if number == 25 else []
        texts += [f"{number}."] if number < 10 else [str(number // 10), f"{number % 10}."]
        texts += ["Rà soát", "Bộ Công an"]
    lines = [LinePiece(text, at, "0") for at, text in enumerate(texts)]
    found = [label.text for label in find_labels(lines)]
    assert found == [
        "I", *(f"{n}." for n in range(1, 18)), "II", *(f"{n}." for n in range(18, 25)), "III",
        *(f"{n}." for n in range(25, 30)),
    ]  # fmt: skip


def test_a_number_of_two_levels_cut_into_three_lines_is_one() -> None:
    texts = [f"{number}. Rà soát" for number in range(1, 10)]
    texts += ["1", "0.", "1", "Đề án tăng cường", "1", "0.", "2", "Đề án đầu tư", "1", "1.", "Lập"]
    lines = [LinePiece(text, at, "0") for at, text in enumerate(texts)]
    assert [(label.text, label.span) for label in find_labels(lines)][-3:] == [
        ("10.1", 3),
        ("10.2", 3),
        ("11.", 2),
    ]


@pytest.mark.parametrize("opens", [True, False])
def test_small_letters_behind_a_number_that_opens_a_page_may_go_on_with_its_row(
    opens: bool,
) -> None:
    """The number stands on the second page of its row where it is centred in it."""
    texts = ["1 Rà soát", "quy định", "2.1 Đề án", "Bộ Y tế", "2.2 Đề án", "Bộ Y tế", "Triển khai"]
    texts += ["2 nền tảng đã ban hành", "Bộ Y tế", "3.1 Lập báo cáo", "4 Tổng hợp", "Bộ Y tế"]
    pieces = [LinePiece(text, at, "0", opens and at == 7) for at, text in enumerate(texts)]
    found = [label.text for label in find_labels(pieces)]
    assert found == ["1", "2.1", "2.2", *(["2"] if opens else []), "3.1", "4"]


def test_the_last_digit_of_a_year_is_no_number_of_a_row() -> None:
    """A narrow column cuts it; it was counted behind the row 4 above it."""
    texts = ["4. Rà soát", "Tháng", "12/202", "5", "Xây dựng", "12/2025", "5. Lập báo cáo"]
    lines = [LinePiece(text, at, "0") for at, text in enumerate(["1. A", "2. B", "3. C", *texts])]
    assert [(label.text, label.index) for label in find_labels(lines)][-2:] == [
        ("4.", 3),
        ("5.", 9),
    ]


def test_a_heading_in_capitals_goes_on_over_short_lines() -> None:
    texts = ["I THỂ CHẾ", "1. Rà soát", "II ĐÀO TẠO,", "NHÂN", "LỰC, KỸ NĂNG SỐ", "2. Xây dựng"]
    pieces = [LinePiece(text, line, "1") for line, text in enumerate(texts, start=1)]
    assert [label.text for label in find_labels(pieces)] == ["I", "1.", "II", "2."]


def test_lines_in_capitals_behind_a_heading_with_a_label_are_part_of_it() -> None:
    pieces = tuple(
        LinePiece(text, line, "1") for line, text in enumerate(["ĐÀO TẠO BỒI DƯỠNG", "KỸ NĂNG SỐ"])
    )
    model = TableModel(
        [role_of("Nhiệm vụ"), role_of("Thời hạn")], Background(), Counter(), firm=True
    )
    stretch = UndividedRow((LinePiece("VII", 0, "0"),), "roman", (pieces,), tail=True)
    [(rows, left, _)] = rows_of(model, [stretch])
    assert [[piece.text for part in row.parts for piece in part] for row in rows] == [
        ["ĐÀO TẠO BỒI DƯỠNG", "KỸ NĂNG SỐ"]
    ]
    assert not left


def test_a_number_whose_last_digit_stands_on_the_line_of_the_title_is_one() -> None:
    """`1` over `2 Máy`: row 12 was a blank row 1 and a row 2."""
    texts = [f"{number} Máy đo" for number in range(1, 10)]
    for number in range(10, 24):
        ten, one = divmod(number, 10)
        texts += [str(ten), f"{one} Máy đo"] if number % 3 else [str(ten), str(one), "Máy đo"]
    lines = [LinePiece(text, at, "0") for at, text in enumerate(texts)]
    assert [label.text for label in find_labels(lines)] == [str(n) for n in range(1, 24)]
