"""Specks among words, and words run together."""

from __future__ import annotations

import pytest

from pipeline.normalize.ocr.marks import mark_fixes
from pipeline.normalize.ocr.pieces import fixed
from tests.normalize.ocr.lines import line

MENDED = [
    ("công bố rộng. rãi trên mạng", "công bố rộng rãi trên mạng"),
    ("các biện,pháp bảo vệ", "các biện pháp bảo vệ"),
    ("căn hộ cho công nhân thuê. giá dưới", "căn hộ cho công nhân thuê, giá dưới"),
    ("chức.năng của Bộ", "chức năng của Bộ"),
    ("Thông tư kèm theo' quy định", "Thông tư kèm theo quy định"),
    ("khơi 'thông nguồn lực", "khơi thông nguồn lực"),
    ("Ban Chỉ đạo _ kết quả", "Ban Chỉ đạo kết quả"),
    ("trong tháng 12/2025)..", "trong tháng 12/2025)."),
    ("Tháng.3/2026", "Tháng 3/2026"),
    ("các cơquan liên quan", "các cơ quan liên quan"),
    ("04-TB/BCĐT Wngày 30/5/2025", "04-TB/BCĐTW ngày 30/5/2025"),
    ("BCĐTW Wngày 30/5/2025", "BCĐTW ngày 30/5/2025"),
    ("W Wngày 30/5/2025", "W ngày 30/5/2025"),
    ("Nghị quyết số. 71/NQ-CP ngày: 01/4/2025", "Nghị quyết số 71/NQ-CP ngày 01/4/2025"),
    ("Quyết định của, Thủ tướng Chính phủ", "Quyết định của Thủ tướng Chính phủ"),
    ("các cấp: độ an ninh", "các cấp độ an ninh"),
    ("Ủy ban nhân -dân tỉnh", "Ủy ban nhân dân tỉnh"),
    ("12/TT-BC Ttrình Quốc hội", "12/TT-BCT trình Quốc hội"),
]
KEPT = [
    "Bộ, ngành, địa phương",
    "đã hoàn thành. các bộ",
    "đã hoàn thành. Lãnh đạo Bộ",
    "ngôn ngữ thứ hai: thí điểm tại 310 trường",
    "gọi là 'dữ liệu mở' và",
    "công nghệ chiến lược...",
    "VNeID và VssID",
    "UBND Hà Nội",
    "QH Khoá XV",
    "Bộ Xlab",
    "kinh tế-xã hội",
    "gồm: xây dựng, rà soát",
    "nếu có, các bộ",
    "Bộ và.",
    "5.000 tỷ đồng",
]


def mended(text: str) -> str:
    """A line as it reads when its marks are mended."""
    lines = (line(text),)
    return fixed(lines, mark_fixes(lines))[0].text


@pytest.mark.parametrize(("read", "meant"), MENDED)
def test_specks_are_no_marks(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize("text", KEPT)
def test_what_is_written_stays(text: str) -> None:
    assert mended(text) == text
