"""Columns whose cells are not what their names promise."""

from __future__ import annotations

from pipeline.extract.layer.printed import around
from pipeline.model import UNCERTAIN
from tests.extract.layer.test_text_layer import document

TITLES = ("Khu du lịch sinh thái", "Cụm công nghiệp", "Khu đô thị", "Trung tâm", "Nhà máy")
CUT = (
    "TT Tên dự án\nĐịa điểm\nQuy mô\nMục tiêu\nDự kiến vốn\n(tỷ đồng)\nHình thức đầu tư\n"
    + "".join(
        f"{n} {title} số {n}\nXã Lộc Hà\n8{n} ha Nâng cao giá trị 1.9\n3{n} Đấu thầu lựa chọn 202\n"
        f"{n}\n"
        for n, title in enumerate(TITLES, 1)
    )
)


def test_cells_beside_amounts_that_are_none_are_in_doubt() -> None:
    found = document(CUT)
    wrong = {
        (cell.row_id, cell.column)
        for cell in found.cells
        if cell.text and cell.column == "du_kien_von_ty_dong" and any(map(str.isalpha, cell.text))
    }
    told = {(one.row_id, one.column) for one in found.problems if one.code == UNCERTAIN}
    assert wrong <= told


def test_doubt_spreads_up_to_the_figures_beside() -> None:
    assert around({2}, 6, {4, 5}) == {0, 1, 2, 3}
    assert around({4}, 6, {3, 4}) == {0, 1, 2, 3, 4, 5}
    assert around(set(), 6, {4}) == set()
