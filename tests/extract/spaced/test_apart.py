"""Rows whose numbers count on are certain not to be one."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.uncounted.gridded import Lines, Span
from pipeline.extract.spaced.rows.apart import rows_apart

COUNTS: list[tuple[list[str], set[int]]] = [
    (["1", "2", "3"], {1, 2}),
    (["I", "1", "1.1", "1.2", "2", "II", "3"], {1, 2, 3, 4, 5, 6}),
    (["10", "10.1", "10.2", "23", "11", "11.1"], {1, 2, 5}),  # `23` is of a text beside it
    (["1", "", "2"], set()),  # the row between may be of either
    (["4", "-", "-", "5"], {3}),
    (["4", "6"], set()),
    (["a)", "b)", "1"], {1, 2}),
]


@pytest.mark.parametrize(("numbers", "apart"), COUNTS)
def test_numbers_that_count_on_part_rows(numbers: list[str], apart: set[int]) -> None:
    page = Lines(tuple((number, "Tên") for number in numbers), (0,) * len(numbers))
    rows = [Span(at, at + 1, at if number else None) for at, number in enumerate(numbers)]
    assert rows_apart([page], [rows]) == [apart]


def test_the_count_goes_on_over_pages() -> None:
    pages = [Lines((("3", "Tên"),), (0,)), Lines((("3.1", "Tên"), ("4", "Tên")), (0, 0))]
    rows = [[Span(0, 1, 0)], [Span(0, 1, 0), Span(1, 2, 1)]]
    assert rows_apart(pages, rows) == [frozenset(), frozenset({1})]
