"""Page numbers in cells: in tables without a row, on the second page of two."""

from __future__ import annotations

import pytest

from pipeline.extract.pdf.sheets.folios import without_folios
from pipeline.model import Cell, Fragment, Grid, Place


def test_a_table_without_rows_has_no_page_number() -> None:
    pages = [[Grid(())], [Grid(())]]
    assert without_folios(pages, [842.0, 842.0]) == pages


@pytest.mark.parametrize(
    ("number", "x", "pages", "is_folio"),
    [
        ("2", 295.0, 2, True),
        ("3", 295.0, 2, False),
        ("2", 200.0, 2, False),
        ("2", 295.0, 3, False),
    ],
)
def test_the_number_of_the_second_page_of_two(
    number: str, x: float, pages: int, is_folio: bool
) -> None:
    text = Fragment("Bộ Y tế", Place(2, None, 260.0, 50.0, 300.0, 60.0))
    cell = Cell((Fragment(number, Place(2, None, x, 40.0, x + 5.0, 50.0)), text))
    blocks: list[list[Grid]] = [[], [Grid(((cell,),))], []][:pages]
    read = without_folios(blocks, [842.0] * pages, [595.0] * pages)
    left = read[1][0]
    assert isinstance(left, Grid)
    assert (left.rows[0][0].fragments == (text,)) is is_folio
