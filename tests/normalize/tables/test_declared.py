"""Headers that a file declares though they are rows of data."""

from __future__ import annotations

import pytest

from pipeline.model import Cell, Fragment, Grid, GridRow, Place
from pipeline.normalize.tables.declared import without_data
from pipeline.normalize.tables.part_columns import are_made_up

BEFORE = (("1", "Xã Y Tý", "4.103"), ("2", "Xã Võ Lao", "8.877"))
CODES = (("NM-01", "Cầu Cốc Lếu", "pH"), ("NM-02", "Cầu Kim Tân", "COD"))


def row(*texts: str) -> GridRow:
    return tuple(Cell((Fragment(t, Place(1)),) if t else ()) for t in texts)


@pytest.mark.parametrize(
    ("first", "columns", "before"),
    [
        (("3", "Xã Bản Qua", "2.985"), ("stt", "a", "b"), BEFORE),
        (("", "Bản Qua", ""), ("stt", "a", "b"), BEFORE),
        (("NM-03", "Hồ Nhạc Sơn", "Tổng N"), ("a", "b", "c"), CODES),
        (("3", "Xã Bản Qua"), ("stt", "a", "b"), BEFORE),
    ],
)
def test_the_next_row_of_the_table_before_is_no_header(
    first: tuple[str, ...], columns: tuple[str, ...], before: tuple[tuple[str, ...], ...]
) -> None:
    grid = Grid((row(*first),), header_rows=1)
    found, goes_on = without_data(grid, columns, [row(*texts) for texts in before])
    assert found.header_rows is None
    assert goes_on


@pytest.mark.parametrize(
    "first",
    [
        ("STT", "Tên xã", "Dân số"),
        ("", "Kế hoạch", "Thực hiện"),
        ("Ngành", "2025", "2026"),
        ("7", "Xã Bản Qua", "2.985"),
    ],
)
def test_names_stay_a_header(first: tuple[str, ...]) -> None:
    columns = ("indicator", "a", "b") if not first[0] else ("stt", "a", "b")
    grid = Grid((row(*first), row("1", "Xã Tả Van", "980")), header_rows=1)
    assert without_data(grid, columns, [row(*texts) for texts in BEFORE]) == (grid, False)


def test_a_row_before_the_next_number_is_no_header_of_the_first_table_either() -> None:
    grid = Grid((row("5", "Xã Tả Van"), row("6", "Xã Y Tý")), header_rows=1)
    assert without_data(grid, None, ())[0].header_rows is None


def test_made_up_names() -> None:
    assert are_made_up(("Col1", "Col2", ""))
    assert are_made_up(("0", "1", "2"))
    assert not are_made_up(("Col1", "Tên xã"))
