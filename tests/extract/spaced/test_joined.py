"""Words of two cells that a program prints with no blank between them."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.lines.words import text_of, words_of
from pipeline.model import UNCERTAIN
from tests.extract.spaced.test_spaced import document


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ảnh giữaBộ Văn hóa", "ảnh|giữa|Bộ|Văn|hóa"),
        ("Kết luận thanh2026 - tra", "Kết|luận|thanh|2026|-|tra"),
        ("VNeID giấy mời12 QCVN2026 m3 CO2", "VNeID|giấy|mời12|QCVN2026|m3|CO2"),
    ],
)
def test_two_words_without_a_blank_are_two(text: str, words: str) -> None:
    found = words_of(text)
    assert [word.text for word in found] == words.split("|")
    assert text_of(found) == text


def test_small_letters_part_words_that_stand_elsewhere_in_the_text() -> None:
    known = {"phố", "năm"}
    assert [word.text for word in words_of("thành phốnăm; rơle, panô", known)] == [
        "thành",
        "phố",
        "năm;",
        "rơle,",
        "panô",
    ]


TABLE = """
TT   Nội dung nhiệm vụ                 Cơ quan chủ trì            Thời hạn
1    Liên thông kết quả xét nghiệm giữaBộ Văn hóa, Thể thao       Quý IV/2026
     các bệnh viện                     và Du lịch
2    Khám sức khỏe định kỳ             Bộ Y tế                    Quý II/2027
3    Kiểm soát bệnh tật cấp            Bộ Quốc phòng              Quý II/2027
     vùng
4    Phát triển ngành dược             Bộ Công Thương             Quý I/2027
5    Đào tạo bác sĩ nội trú            Bộ Giáo dục và Đào tạo     Quý I/2027
"""


def test_they_are_of_the_cells_they_stand_in_and_printed_slips_stay() -> None:
    found = document(TABLE)
    cells = {(cell.row_id, cell.column): cell.text for cell in found.cells}
    first = found.rows[0].row_id
    assert cells[first, "title"] == "Liên thông kết quả xét nghiệm giữa các bệnh viện"
    assert cells[first, "lead"] == "Bộ Văn hóa, Thể thao và Du lịch"
    slip = document(TABLE.replace("Phát triển ngành", "Phát triểnNgành "))
    row = next(row.row_id for row in slip.rows if row.label == "4")
    assert any(cell.text == "Phát triểnNgành dược" for cell in slip.cells if cell.row_id == row)
    assert any(p.code == UNCERTAIN and p.row_id == row for p in slip.problems)
