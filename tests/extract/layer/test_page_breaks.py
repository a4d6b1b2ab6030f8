"""Rows without a number that a page break parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.layer.cycle import rows_of
from pipeline.extract.layer.rows import UndividedRow
from tests.extract.layer.test_side_by_side import rows_and_model, taught


@pytest.mark.parametrize("number", range(2, 8))
@pytest.mark.parametrize("above", [1, 2])
def test_a_page_may_end_inside_the_title_of_a_row(number: int, above: int) -> None:
    """It was read as cells of the row before, and that row was lost."""
    rows, model = rows_and_model(shares=False)
    model = taught(taught(model, rows), rows)
    one, broken, other = (replace(rows[at], label=()) for at in (number - 1, number, number + 1))
    lines = broken.parts[0]
    first = (*rows[0].parts[0], *one.parts[0], *lines[:above])
    second = (*lines[above:], *other.parts[0], *rows[1].parts[0])
    [(found, left, _)] = rows_of(model, [UndividedRow((), "", (first, second))])
    assert not left
    begun = [row.parts[0] for row in found][:3]
    assert begun == [rows[0].parts[0], one.parts[0], lines[:above]]
