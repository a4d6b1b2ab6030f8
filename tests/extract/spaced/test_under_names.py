"""Columns whose cells stand below the names of those behind them."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.columns.sheets import Sheet
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.doubts.under_names import add_off_names
from pipeline.extract.spaced.lines.words import Word
from pipeline.extract.spaced.names.header import HeaderLines

NAMES = [(0, "TT"), (6, "Nhiệm vụ"), (30, "Sản phẩm"), (42, "Nhóm"), (52, "Điểm")]


def _word(x0: int, text: str) -> tuple[Word, ...]:
    return (Word(x0, x0 + len(text), text),)


def _columns_in_doubt(places: list[int]) -> set[int]:
    """Those of a page whose cells begin at places."""
    header = HeaderLines(0, 1, tuple(((0, _word(x0, name)),) for x0, name in NAMES))
    row = PrintedRow(tuple((_word(x0, "1"),) for x0 in places), labelled=True)
    why: list[dict[int, str]] = [{} for _ in range(4)]
    add_off_names([Sheet(header, ()), Sheet(None, ())], [[row] * 3, [row]], [why[:3], why[3:]])
    assert why[0] == {} or why[0] == why[-1]
    return set(why[0])


@pytest.mark.parametrize(
    ("places", "doubted"),
    [
        ([0, 6, 30, 42, 52], set()),
        ([0, 6, 40, 42, 52], set()),
        ([0, 6, 43, 53, 60], {2, 3, 4}),
        ([0, 6, 28, 39, 52], set()),  # between the names, below none
    ],
)
def test_two_columns_beside_their_names_are_in_doubt(places: list[int], doubted: set[int]) -> None:
    assert _columns_in_doubt(places) == doubted
