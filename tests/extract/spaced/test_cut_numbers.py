"""Numbers that a narrow column cuts, read as those of two rows."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.cut_numbers import add_cut_numbers
from pipeline.extract.spaced.doubts.doubts import HALVED
from tests.extract.spaced.printed_rows import printed_row

OTHER = "the cell ends inside a sentence"

NUMBERS = [
    ("8. 9. 1 0. 11.", {2, 3}),
    ("8. 9. 1 0. 1 1. 1 2.", {2, 3, 4, 5, 6, 7}),
    ("9. II. 1 0. 11.", {2, 3}),  # a heading between them
    ("9. 1 1. 12.", {1, 2}),  # a row before it is lost
    ("104. 105. 1 06.", {2, 3}),
    ("1. 2. 3.", set()),
    ("1 1. 2. 2 1. 2.", set()),  # parts, each with items of its own
    ("7. 8. 1 2. 3.", set()),  # twelve is not what comes next
]


@pytest.mark.parametrize(("numbers", "halved"), NUMBERS)
def test_rows_whose_numbers_together_are_the_next_one_are_in_doubt(
    numbers: str, halved: set[int]
) -> None:
    page = [printed_row(number, "Lập báo cáo", "Bộ Y tế") for number in numbers.split()]
    why: list[dict[int, str]] = [{1: OTHER} for _ in page]

    add_cut_numbers([page], [why])

    for at, reasons in enumerate(why):
        assert reasons == ({0: HALVED, 1: OTHER, 2: HALVED} if at in halved else {1: OTHER})


def test_the_two_rows_may_stand_on_two_pages() -> None:
    pages = [[printed_row(one, "Lập báo cáo") for one in own] for own in (["9.", "1"], ["0."])]
    why: list[list[dict[int, str]]] = [[{}, {}], [{}]]

    add_cut_numbers(pages, why)

    assert [[bool(row) for row in own] for own in why] == [[False, True], [True]]
