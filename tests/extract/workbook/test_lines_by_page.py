"""Pages written as lines: what is put together, what stays as it is and in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.workbook.lines_by_page import by_page
from tests.support.sheets import sheet

NAMES = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
ROW = [
    ["1", "Nạo vét", "Sở Y tế", "Tháng 5"],
    ["", "kênh tiêu", "và", ""],
    ["", "nội đồng"],
    ["", "và ao hồ"],
]
OTHER = [
    ["2", "Đào ao", "Sở Nội vụ", "Tháng 6"],
    ["", "nuôi cá", "và", ""],
    ["", "nước ngọt"],
    ["", "ven sông"],
]
WORDS = ["Nạo vét", "kênh", "Tổ chức", "lớp học", "vận hành", "Sở Y tế"]


def first_two(rows: list[list[str]]) -> list[tuple[str, bool]]:
    """What stands in the second column of each row, and whether it is in doubt."""
    found = by_page(sheet(rows)).rows
    return [(c.text, bool(c.doubt)) for row in found for c in row.filled if c.column == 1]


@pytest.mark.parametrize(
    ("below", "read"),
    [
        ([], []),
        ([["", "Trồng cây", "Hội Phụ nữ", "Tháng 9"]], [("Trồng cây", True)]),
        (
            [["II", "Các việc khác"], ["", "Trồng cây", "Hội"], ["", "che bóng"]],
            [("Các việc khác", True), ("Trồng cây", True), ("che bóng", True)],
        ),
    ],
)
def test_rows_are_put_together_where_their_columns_prove_it(
    below: list[list[str]], read: list[tuple[str, bool]]
) -> None:
    whole = [("Nhiệm vụ", False), ("Nạo vét kênh tiêu nội đồng và ao hồ", False)]
    last = ("Đào ao nuôi cá nước ngọt ven sông", False)
    assert first_two([NAMES, *ROW, *OTHER, *below]) == [*whole, last, *read]


def test_a_row_goes_on_below_names_that_the_next_page_repeats() -> None:
    names = [NAMES, ["", "cụ thể"]]
    read = first_two([*names, *ROW, *names, ["", "ven đê"], *OTHER])
    head = "Nhiệm vụ cụ thể"
    texts = [
        head,
        "Nạo vét kênh tiêu nội đồng và ao hồ ven đê",
        head,
        "Đào ao nuôi cá nước ngọt ven sông",
    ]
    assert [text for text, _ in read] == texts


def test_pages_of_whole_rows_stand_beside_pages_of_lines() -> None:
    rows = [NAMES, ["1", "Đắp đê\nbiển"], ["", "Trồng cây"], NAMES, *ROW, *OTHER]
    assert first_two(rows)[:3] == [
        ("Nhiệm vụ", False),
        ("Đắp đê\nbiển", False),
        ("Trồng cây", False),
    ]


def test_numbers_at_the_middle_of_their_rows_prove_nothing() -> None:
    middle = [["", "Nạo vét", ""], ["1", "kênh tiêu", "Sở Y tế"], ["", "nội đồng", ""]]
    read = first_two([NAMES, *middle * 5])
    assert read[1:] == [("Nạo vét", True), ("kênh tiêu", True), ("nội đồng", True)] * 5


@given(st.lists(st.lists(st.sampled_from(["", *WORDS]), min_size=3, max_size=3), max_size=20))
def test_no_word_is_lost(bodies: list[list[str]]) -> None:
    rows = [NAMES, *([str(at) if at % 4 == 0 else "", *row] for at, row in enumerate(bodies))]
    kept = [p.text for row in by_page(sheet(rows)).rows for c in row.cells for p in c.fragments]
    assert sorted(kept) == sorted(text for row in rows for text in row if text)
