"""Columns whose cells are not what their names promise."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.doubts.gathered import UNKEPT, around
from tests.extract.layer.test_text_layer import document

MEETINGS = (
    "TT Nội dung công việc Thời gian Địa điểm Lãnh đạo chủ trì Thành phần tham dự\n"
    "1 Kiểm tra công tác chuyển đổi số cấp xã 14h00 ngày 15/02/2026 Trụ sở "
    "UBND xã Phó Chủ tịch Hoàng Minh Đức Các phòng chuyên môn; trưởng thôn\n"
    "2 Họp giao ban an toàn thực phẩm 8h00 ngày 03/02/2026 Trụ sở UBND xã P"
    "hó Chủ tịch Hoàng Minh Đức Đại diện Mặt trận Tổ quốc và các đoàn thể\n"
    "3 Kiểm tra công tác giải phóng mặt bằng dự\n"
    "án\n"
    "14h00 ngày 05/02/2026 Hội trường lớn Chủ tịch Vũ Thu Hà Công an xã, Ban CHQS xã\n"
    "4 Họp giao ban an toàn thực phẩm 15h30 ngày 26/02/2026 Hội trường lớn "
    "Phó Chủ tịch Nguyễn Văn An Đại diện Mặt trận Tổ quốc và các đoàn thể\n"
    "5 Họp giao ban chuẩn bị Tết Nguyên đán 14h00 ngày 23/02/2026 Phòng họp"
    " số 1 Phó Chủ tịch Dương Văn Khoa Toàn thể cán bộ, công chức\n"
    "6 Kiểm tra công tác giải phóng mặt bằng dự\n"
    "án\n"
    "14h00 ngày 24/02/2026 Phòng họp số 1 Chủ tịch Lý Thị Nga Đại diện Mặt "
    "trận Tổ quốc và các đoàn thể\n"
    "7 Tiếp công dân định kỳ tại chuyển đổi số\n"
    "cấp xã\n"
    "8h00 ngày 01/02/2026 Trụ sở UBND xã Chủ tịch Vũ Thu Hà Đại diện Mặt tr"
    "ận Tổ quốc và các đoàn thể\n"
)


def test_cells_beside_times_that_are_none_are_in_doubt() -> None:
    found = document(MEETINGS)
    assert any(problem.message.endswith(UNKEPT) for problem in found.problems)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Định mức", "{}0.000 đồng/người/ngày"),
        ("Tỷ lệ", "Trên {}0%"),
        ("Số lượng", "{} người"),
        ("Số văn bản", "Quyết định số {}2/QĐ-UBND"),
    ],
)
def test_figures_with_words_beside_them_are_what_their_column_promises(
    name: str, cell: str
) -> None:
    """All cells around such a column were in doubt, right ones."""
    found = document(
        f"STT Nội dung nhiệm vụ {name} Cơ quan chủ trì Thời gian hoàn thành\n"
        + "".join(
            f"{at} Sửa đổi quy chế làm việc {cell.format(at)} Sở Nội vụ Quý I/2026\n"
            for at in range(1, 9)
        )
    )
    assert len(found.rows) == 8
    assert not any(problem.message.endswith(UNKEPT) for problem in found.problems)


def test_doubt_spreads_up_to_the_figures_beside() -> None:
    assert around({2}, 6, {4, 5}) == {0, 1, 2, 3}
    assert around({4}, 6, {3, 4}) == {0, 1, 2, 3, 4, 5}
    assert around(set(), 6, {4}) == set()
