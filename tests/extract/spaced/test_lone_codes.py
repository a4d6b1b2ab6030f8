"""Codes one blank before the titles beside them."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.columns.lone_codes import with_lone_codes
from tests.extract.spaced.test_shifted import cells_of, sheet_of

ALONE = [(f"{n}   60,00{n}   Siêu âm số {n}   đ/lượt", (1, 2, 5)) for n in range(1, 7)]


@pytest.mark.parametrize("ends", [(1, 1, 4), (1, 3, 4)])
def test_a_code_behind_the_number_of_a_row_has_its_column(ends: tuple[int, ...]) -> None:
    """In the column of titles, or with the first word of one in its own."""
    lines = [*ALONE, ("7   60,007 Khám bệnh   đ/lượt", ends)]
    [page] = with_lone_codes([sheet_of([one for one, _ in lines], [cut for _, cut in lines])])
    assert cells_of(page)[-1] == ["7", "60,007", "Khám bệnh", "đ/lượt"]


@pytest.mark.parametrize("begin", ["60,007", "60,007 300", "Khám"])
def test_what_is_no_code_before_a_title_stays(begin: str) -> None:
    line = f"7   {begin} bệnh   đ/lượt" if begin[0] == "K" else f"{'':12}{begin} bệnh   đ/lượt"
    count = len(begin.split()) + 1
    cut = (1, 1, 1 + count) if begin[0] == "K" else (0, 0, count)
    lines = [*ALONE, (line, cut)]
    before = sheet_of([one for one, _ in lines], [own for _, own in lines])
    [page] = with_lone_codes([before])
    assert cells_of(page) == cells_of(before)


def test_titles_that_begin_with_codes_have_no_column_for_them() -> None:
    lines = [f"{n}   60,00{n} Siêu âm số {n}   đ/lượt" for n in range(1, 9)]
    before = sheet_of(lines, [(1, 1, 5)] * 8)
    [page] = with_lone_codes([before])
    assert cells_of(page) == cells_of(before)
