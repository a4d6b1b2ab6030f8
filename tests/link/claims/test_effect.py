"""From when a document counts."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.link.claims.effect import effect_of

ISSUED = date(2025, 1, 9)
DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Nghị quyết này có hiệu lực thi hành kể từ ngày ký ban hành."], ISSUED),
        (["Điều 3. Nghị quyết này có hiệu lực thi", "hành từ ngày 01 tháng 7 năm 2025."], DAY),
        (["Nghị quyết này có hiệu lực từ 1/7/2025 và thay thế Nghị quyết số 5/NQ-CP."], DAY),
        (["Nghị quyết này có hiệu lực sau 45 ngày kể từ ngày ký."], date(2025, 2, 23)),
        (["Nghị quyết này có hiệu lực kể từ ngày được Quốc hội thông qua."], ISSUED),
        (["NGHỊ QUYẾT NÀY CÓ HIỆU LỰC KỂ TỪ NGÀY 01.07.2025"], DAY),
        (["Quy chế này có hiệu lực từ ngày 01/8/2025.",
          "Nghị quyết này có hiệu lực từ ngày 01/7/2025."], DAY),
        (["Nghị quyết này có hiệu lực từ ngày 01/7/2025.",
          "Nghị quyết này có hiệu lực từ ngày 01/8/2025."], None),
        (["Luật Dữ liệu có hiệu lực từ ngày 01/7/2025."], None),
        (["Điều 2 của Nghị quyết số 3/NQ-CP có hiệu lực từ ngày 01/7/2025."], None),
        (["Nghị quyết này có hiệu lực từ ngày 31/02/2025."], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_first_day_a_document_counts(lines: list[str], day: date | None) -> None:
    assert effect_of(lines, "Nghị quyết", ISSUED) == day
