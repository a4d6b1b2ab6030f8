"""Pages that were read a column too far, by what their columns have on the other pages."""

from __future__ import annotations

from pipeline.extract.spaced.doubts.displaced import add_displaced
from pipeline.extract.spaced.doubts.doubts import PrintedRow
from tests.extract.spaced.printed_rows import printed_row

BEFORE = [printed_row(f"{number}", "Khám bệnh", "lượt", "", "35,000") for number in range(1, 5)]


def _doubted(*pages: list[PrintedRow]) -> list[list[set[int]]]:
    why: list[list[dict[int, str]]] = [[{} for _ in page] for page in pages]
    add_displaced(pages, why)
    return [[set(own) for own in page] for page in why]


def test_units_beside_the_column_that_has_them_elsewhere_are_in_doubt() -> None:
    units = ("lượt", "lượt", "ngày")
    page = [printed_row("5", "Siêu âm", "", unit, "49,000") for unit in units]
    assert _doubted(BEFORE, page)[1] == [{2, 3}] * 3
    before, _, own = _doubted(BEFORE, BEFORE, page)
    assert (before, own) == ([set()] * 4, [{2, 3}] * 3)  # two pages agree


def test_one_such_cell_says_nothing_of_the_others() -> None:
    page = [
        printed_row("5", "Siêu âm", "", "lượt", "49,000"),
        printed_row("6", "Giường", "", "Loại một", "49,000"),
    ]
    assert _doubted(BEFORE, page) == [[set()] * 4, [{2, 3}, set()]]


def test_cells_of_texts_that_their_own_column_has_elsewhere_are_not() -> None:
    page = [printed_row("5", "Siêu âm", "lượt", "", "35,000")] * 3
    assert _doubted(BEFORE, page)[1] == [set()] * 3
