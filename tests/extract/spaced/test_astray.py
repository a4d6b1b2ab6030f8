"""Rows with words in the column of numbers that are no number."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.astray import add_astray
from tests.extract.spaced.printed_rows import printed_row

ROWS = [printed_row(f"{number}", "Giống lúa", "kg", "12,500") for number in range(1, 10)]

OTHERS: list[tuple[tuple[str, ...], bool]] = [
    (("Chess 50 WG", "đồng/gói", "bán lẻ", "40,000"), True),
    (("02.0052", "Lọ 10 liều", "Đồng/liều", "22,000"), True),
    (("Tổng cộng", "", "", "52,500"), False),  # over the column of titles too
    (("-", "Giống ngô", "kg", "9,000"), False),
    (("2.10", "Giống ngô", "kg", "9,000"), False),
    (("", "Giống ngô", "kg", "9,000"), False),
]


@pytest.mark.parametrize(("cells", "is_astray"), OTHERS)
def test_all_cells_of_a_row_with_something_else_for_its_number_are_in_doubt(
    cells: tuple[str, ...], is_astray: bool
) -> None:
    page = [*ROWS, printed_row(*cells)]
    why: list[dict[int, str]] = [{} for _ in page]
    add_astray([page], [why])
    assert not any(why[:-1])
    assert set(why[-1]) == (set(range(4)) if is_astray else set())


def test_codes_that_all_rows_have_are_their_numbers() -> None:
    page = [printed_row(f"0{number}.0051", "Giống lúa", "kg") for number in range(1, 6)]
    why: list[dict[int, str]] = [{} for _ in page]
    add_astray([page], [why])
    assert not any(why)
