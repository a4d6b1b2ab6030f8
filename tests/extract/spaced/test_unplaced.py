"""Blank cells of rows in which no cell stands for certain where it is read."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.doubts import GUESSED
from pipeline.extract.spaced.doubts.unplaced import add_unplaced
from tests.extract.spaced.printed_rows import printed_row

MOVED = ("", "Chess 50 WG", "đồng/gói", "bán lẻ", "40,000", "", "Syngenta", "")
ABOVE = ("Giống lúa", "kg", "bán lẻ", "12,500", "", "", "")
OTHER = "the cell ends inside a sentence"

ROWS: list[tuple[tuple[str, ...], dict[int, str], bool]] = [
    (MOVED, {1: OTHER, 2: GUESSED, 3: GUESSED, 4: GUESSED, 6: GUESSED}, True),
    (MOVED, dict.fromkeys((1, 2, 3, 4, 6), GUESSED), False),  # in their columns, whichever its row
    (MOVED, {1: OTHER, 2: GUESSED, 3: GUESSED, 4: GUESSED}, False),  # one stands for certain
    (MOVED, {}, False),
    (("24", *MOVED[1:]), dict.fromkeys((0, 1, 2, 3, 4, 6), OTHER), False),
    (("", "LĨNH VỰC CHĂN NUÔI", "", "", "", "", "", ""), {1: OTHER}, False),
]


@pytest.mark.parametrize(("cells", "doubts", "is_unplaced"), ROWS)
def test_the_blank_cells_of_a_row_all_whose_filled_ones_are_in_doubt_are_so_too(
    cells: tuple[str, ...], doubts: dict[int, str], is_unplaced: bool
) -> None:
    page = [
        printed_row("1", "Giống lúa", "kg", "bán lẻ", "12,500", "", "", ""),
        printed_row(*cells),
    ]
    why: list[dict[int, str]] = [{}, dict(doubts)]

    add_unplaced([page], [why])

    assert not why[0]
    blank = {5, 7} if is_unplaced else set()
    assert set(why[1]) == doubts.keys() | blank
    assert all(why[1][column] == reason for column, reason in doubts.items())
