"""What a line tells by itself: where a time begins or ends it."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.signs.times import ends_with_deadline, holds_deadline
from pipeline.extract.layer.signs.words import DATED, DAY, ink, one_text, role_of, shape


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Chính phủ Quý I/2026", True),
        ("hội 6/2025", True),
        ("Quốc hội 2025", True),
        ("kết nối 2025-2026", True),
        ("trong năm 2025", False),
        ("triển đến năm 2030", False),
        ("giai đoạn 2025-2030", False),
        ("Tháng 12/2025", False),
        ("quy định tại 2025", False),
        ("Luật số 12/2025", False),
        ("Nghị quyết số 71/NQ-CP", False),
        ("đạt 2025", True),
    ],
)
def test_a_line_that_ends_with_a_time_behind_another_cell(line: str, ends: bool) -> None:
    assert ends_with_deadline(line) is ends


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("Bộ Tài chính Các bộ, ngành, địa phương 2025 03-TB/BCĐTW ngày 06/3/2025", True),
        ("2025 08-TB/TGV ngày 01/4/2025", True),
        ("Luật của Quốc hội 6/2025", True),
        ("Xã Mường Than Tháng 2 Sở Nội vụ", True),
        ("lên 2% GDP trong 5 năm tiếp theo.", False),
        ("bố trí trong năm 2025 cho Bộ Tài chính", False),
        ("Nghị quyết số 71/NQ-CP Bộ Công an", False),
    ],
)
def test_a_line_of_several_cells_that_holds_a_time(line: str, holds: bool) -> None:
    assert holds_deadline(line) is holds


@pytest.mark.parametrize(
    ("line", "begin"),
    [
        ("2025 03-", DATED),
        ("12/2025 Bộ Công an", DATED),
        ("2025", DAY),
        ("2025-2026", DAY),
        ("2025 và những năm tiếp theo", DAY),
        ("2025, 2026", "digit"),
        ("2025 cơ sở", "digit"),
        ("300 Bộ", "digit"),
    ],
)
def test_a_line_that_begins_with_a_time_and_goes_on_with_another_cell(
    line: str, begin: str
) -> None:
    assert ink(line).begin == begin


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("Sửa đổi Nghị định số", "link"),
        ("theo quyết định số", "link"),
        ("Luật số", "link"),
        ("thực hiện chuyển đổi số", "word"),
        ("kinh tế số", "word"),
    ],
)
def test_the_kind_of_a_document_and_its_number_go_on(line: str, end: str) -> None:
    assert ink(line).end == end


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        (["Thườ", "ng", "xuyên"], "period"),
        (["Thán", "g 12/", "2025"], "month"),
        (["Cơ", "sở", "dữ liệu"], "text"),
    ],
)
def test_words_and_numbers_that_lines_tear_are_whole_for_the_form_of_a_cell(
    lines: list[str], form: str
) -> None:
    assert shape(one_text(lines)) == form


def test_a_name_that_says_from_which_day_on_promises_figures() -> None:
    assert role_of("Từ 01/01/2027").name == role_of("Từ năm 2026").name == "target"
    assert role_of("Đoạn từ").name == "place"


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("Đặc khu Phú Quý", "word"),
        ("Xã Tân Thành", "word"),
        ("Ủy ban nhân dân Thành", "link"),
        ("Bộ Tài chính, Thanh", "link"),
        ("Trước Quý", "link"),
        ("Chủ tịch Hội", "link"),
    ],
)
def test_words_that_begin_bodies_and_times_end_names_of_places(line: str, end: str) -> None:
    assert ink(line).end == end
