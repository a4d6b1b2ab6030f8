"""Figures that were read with the text of the blank column beside them."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.beside_figures import add_beside_figures
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from pipeline.extract.spaced.lines.words import Word


def _body(*cells: str) -> PrintedRow:
    columns = tuple(
        ([Word(at, at + len(one), one) for at, one in enumerate(text.split())],) if text else ()
        for text in cells
    )
    return PrintedRow(columns, labelled=True)


PRICES = [
    _body("1", "Quặng", "5,650,000", "05/VBHN-BTC"),
    _body("2", "Vàng", "875,000", "05/VBHN-BTC"),
    _body("3", "Bạc", "", "12/TT-BTC"),
]

CELLS: list[tuple[tuple[str, ...], set[int]]] = [
    (("4", "Sắt", "9,000,000 05/VBHN-BTC", ""), {2, 3}),
    (("4", "Sắt", "", "9,000,000 05/VBHN-BTC"), {2, 3}),
    (("4", "Sắt", "9,000,000", "05/VBHN-BTC"), set()),
    (("4", "Sắt", "9,000,000", ""), set()),
    (("4", "Sắt", "9,000,000 đồng", ""), set()),  # a unit, no cell of the next column
    (("4", "Sắt", "9,000,000 12/TT-BTC", ""), set()),  # one row alone has it
    (("4", "Sắt", "9,000,000 05/VBHN-BTC", "12/TT-BTC"), set()),  # nothing is missing beside it
]


@pytest.mark.parametrize(("cells", "doubted"), CELLS)
def test_a_figure_with_the_text_of_the_next_column_is_in_doubt(
    cells: tuple[str, ...], doubted: set[int]
) -> None:
    page = [*PRICES, _body(*cells)]
    why: list[dict[int, str]] = [{} for _ in page]
    add_beside_figures([page], [why])
    assert [set(own) for own in why] == [set() for _ in PRICES] + [doubted]
