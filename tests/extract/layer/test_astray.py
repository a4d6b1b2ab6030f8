"""Cells that hold what stands in those of another row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import process_time

import pytest

from pipeline.extract.layer.doubts.astray import (
    NO_REMARK,
    NO_TITLE,
    SELDOM_FILLED,
    SENTENCE,
    TIMED,
    TWO_TITLES,
    astray,
)
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.text.lines import NumberedLine
from tests.extract.layer.test_misfits import divided

NAMES = ("Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Lưu ý")
USUAL = ("Rà soát quy định|về hợp tác", "Bộ Y tế", "", "2026", "03-TB/TGV ngày 06/3/2025")


def told(*rows: Sequence[str], label: str = "") -> list[Mapping[int, str]]:
    """What is in doubt of rows below five usual ones."""
    every = [*[USUAL] * 9, *rows]
    found = astray([divided(*row, label=label) for row in every], [role_of(n) for n in NAMES])
    assert found[:9] == [{}] * 9
    return found[9:]


@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        (("Rà soát", "Bộ Công an 2025", "", "", ""), {1: TIMED, 3: TIMED}),
        (("Rà soát", "Bộ Y tế 2025|Xây dựng kế hoạch", "", "2026", ""), {1: TIMED}),
        (("Rà soát", "Các bộ, ngành năm|2025 và sau", "", "2026", ""), {}),
        (
            ("Rà soát", "nhân dân và doanh|nghiệp cấp tỉnh.", "", "2026", ""),
            {0: SENTENCE, 1: SENTENCE, 2: SENTENCE},
        ),
        (("Rà soát quy định về dữ liệu|cấp xã.|Xây dựng", "Bộ Y tế", "", "", ""), {0: TWO_TITLES}),
        (("Rà soát quy định về dữ liệu|cấp xã. Xây dựng|cơ sở", "Bộ Y tế", "", "", ""), {}),
        (("80/2020/NĐ-CP về quản lý", "Bộ Y tế", "", "2026", ""), {0: NO_TITLE}),
        (("Rà soát", "Bộ Y tế", "Bộ Nội vụ", "2026", ""), {}),
        (("Rà soát", "tế cấp xã", "Bộ Nội vụ", "2026", ""), {1: SELDOM_FILLED, 2: SELDOM_FILLED}),
    ],
)
def test_what_no_body_and_no_title_is(row: Sequence[str], doubts: Mapping[int, str]) -> None:
    assert told(row) == [doubts]


def test_a_remark_that_may_begin_the_next_title() -> None:
    row = ("Rà soát", "Bộ Y tế", "", "2026", "Sửa đổi Nghị|định số")
    assert told(row, USUAL) == [{4: NO_REMARK}, {0: NO_REMARK}]
    assert told(*[row] * 3) == [{}] * 3  # remarks are plain texts here


def test_a_table_without_rows_has_nothing_astray() -> None:
    """Headings below a header that ends with remarks: there was no row to look at."""
    assert astray([], [role_of(name) for name in NAMES]) == []
    names = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Ghi chú", "I. NÂNG CAO", "II. ĐỔI MỚI"]
    lines = [NumberedLine(number, text, False) for number, text in enumerate(names, start=1)]
    blocks = [block for page in read_layer(lines)[0] for block in page.blocks]
    assert any("ĐỔI MỚI" in str(block) for block in blocks)


def test_a_title_of_many_lines_takes_no_longer_than_it_has_lines() -> None:
    begin = process_time()
    told(("|".join(["Rà soát quy định về nhà nước", "Xây dựng"] * 10_000), "Bộ Y tế", "", "", ""))
    assert process_time() - begin < 5.0


def test_rows_with_numbers_hold_their_own() -> None:
    rows = (
        ("80/2020/NĐ-CP về quản lý", "Bộ Y tế chủ trì bố trí ngân sách.", "", "2026", ""),
        ("Rà soát quy định về dữ liệu|cấp xã.|Xây dựng", "Bộ Y tế", "Bộ Nội vụ", "", "Đã xong"),
    )
    assert told(*rows, label="1.") == [{}, {}]
