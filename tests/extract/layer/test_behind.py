"""Texts of a column that stand behind others, in a cell of another column or in their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipeline.extract.layer.doubts.behind import (
    BEFORE_BODY,
    GROUPS,
    JOINED,
    REST,
    WITH_AMOUNT,
    behind_others,
)
from pipeline.extract.layer.signs.words import role_of
from tests.extract.layer.test_misfits import divided

NAMES = ("Nhiệm vụ", "Địa điểm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả")
USUAL = (
    ("Rà soát quy định", "Xã An Bình", "Bộ Y tế", "Bộ Nội vụ", "Báo cáo"),
    ("Lập danh mục", "Xã Tân Lập", "Sở Xây dựng", "Sở Tài chính", "Danh mục"),
) * 4


def told(row: Sequence[str], names: Sequence[str] = NAMES) -> Mapping[int, str]:
    """What is in doubt of a row below eight usual ones."""
    found = behind_others(
        [divided(*one) for one in (*USUAL, row)], [role_of(name) for name in names]
    )
    assert found[:-1] == [{}] * 8
    return found[-1]


@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        (("Sửa chữa", "Xã An Bình", "Bộ Y tế Bộ Nội vụ", "", "Đề án"), {2: JOINED, 3: JOINED}),
        (("Sửa chữa", "Xã An Bình", "Bộ Y tế; Bộ Nội vụ", "", "Đề án"), {}),
        (("Sửa chữa", "Xã An Bình", "Bộ Y tế và Bộ Nội vụ", "", "Đề án"), {}),
        (("Sửa chữa", "Xã An Bình", "Bộ Y tế", "", "Đề án"), {}),
        (
            ("Sửa chữa", "Đặc khu Phú", "Quý Sở Xây dựng", "Bộ Nội vụ", "Đề án"),
            {1: BEFORE_BODY, 2: BEFORE_BODY},
        ),
        (
            ("Sửa chữa", "Xã An Bình", "Bộ Y tế", "Bộ Nội vụ Thư ký", "hằng tuần"),
            {3: REST, 4: REST},
        ),
    ],
)
def test_what_other_rows_have_as_a_cell_ends_none(
    row: Sequence[str], doubts: Mapping[int, str]
) -> None:
    assert told(row) == doubts


def test_posts_are_named_with_their_bodies() -> None:
    names = ("Nhiệm vụ", "Người đứng đầu", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả")
    assert told(("Sửa chữa", "Bộ trưởng Bộ Y tế", "", "Sở Tài chính", "Đề án"), names) == {}


def test_no_body_is_named_with_an_amount() -> None:
    """`Tổng dự toán` and `Ngân sách trung ương` were read as one name: nothing was told."""
    row = ("Sửa chữa", "Xã An Bình", "Bộ Y tế 669.511", "466.392", "803.668")
    names = ("Nhiệm vụ", "Địa điểm", "Cơ quan chủ trì", "Tổng dự toán", "Vốn năm 2026")
    assert told(row, names) == dict.fromkeys((2, 3, 4), WITH_AMOUNT)


@pytest.mark.parametrize(("name", "doubts"), [("Nguồn vốn", {2, 3}), ("Vốn năm 2026", set())])
def test_the_groups_of_one_amount_are_told_in_two_columns(name: str, doubts: set[int]) -> None:
    rows = [divided("Sửa chữa", "Bộ Y tế", f"{n}48", f"{n}76") for n in range(1, 6)]
    roles = [role_of(one) for one in ("Nhiệm vụ", "Cơ quan chủ trì", "Kinh phí (đồng)", name)]
    assert behind_others(rows, roles) == [dict.fromkeys(sorted(doubts), GROUPS)] * 5
