"""Tables in which a strip from top to bottom has no toner."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract.scan.page import Page
from pipeline.extract.scan.picture import sheet_of
from pipeline.extract.scan.strips import TABLE, goes_on, hidden
from tests.support.printed import PER_POINT, pixels, sheet, table

ROWS = [
    ["STT", "Nhiệm vụ", "Cơ quan", "Thời hạn"],
    *([str(at), "Rà soát dữ liệu của\ncác ngành", "Bộ Nội vụ", "2026"] for at in range(1, 8)),
]
XS = [20, 60, 200, 300, 360]
TOP = 20


def without_toner(x0: float, x1: float, specks: float | None = None) -> Page:
    """A table without what stands from `x0` to `x1` points; at `specks` points a dot of a wall is
    left here and there."""
    image = sheet(390, 420)
    table(image, ROWS, XS, TOP)
    page = pixels(image).copy()
    page[:, round(x0 * PER_POINT) : round(x1 * PER_POINT)] = 255
    if specks is not None:
        at = round(specks * PER_POINT)
        for y in range(60, page.shape[0] - 200, 17):
            page[y : y + 2, at - 1 : at + 2] = 0
    return Page(sheet_of(page, PER_POINT))


@pytest.mark.parametrize("strip", [(90.0, 112.0), (160.0, 190.0), (215.0, 260.0)])
def test_rules_go_on_over_a_strip_without_toner(strip: tuple[float, float]) -> None:
    page = without_toner(*strip)
    (lattice,) = page.lattices
    assert (len(lattice.xs) - 1, len(lattice.ys) - 1) == (4, 8)
    (found,) = page.strips
    assert found.x0 / PER_POINT == pytest.approx(strip[0], abs=1.5)
    assert found.x1 / PER_POINT == pytest.approx(strip[1], abs=1.5)


def test_a_wall_of_which_a_strip_left_specks_parts_columns() -> None:
    (lattice,) = without_toner(270, 320, specks=300).lattices
    assert len(lattice.xs) - 1 == 4
    (lattice,) = without_toner(270, 320).lattices
    assert len(lattice.xs) - 1 == 3


def test_letters_that_a_strip_cuts_are_no_wall() -> None:
    (lattice,) = without_toner(100, 130).lattices
    assert len(lattice.xs) - 1 == 4


def test_print_at_a_strip_and_cells_that_it_covers_are_in_doubt() -> None:
    page = without_toner(303, 335)
    unit = page.marks.x_height
    ((x0, y0, x1, y1),) = page.strips
    assert goes_on((x0 - 40, y0 + 40, x0 - unit, y0 + 50), page.strips, unit)
    assert not goes_on((x0 - 40, y0 + 40, x0 - 2 * unit, y0 + 50), page.strips, unit)
    assert not goes_on((x0, y1 + 5, x1, y1 + 20), page.strips, unit)
    boxes = list(hidden(page.lattices, page.strips, PER_POINT, set()))
    assert [round(box[0]) for box in boxes] == [300] * 7  # the header reaches beyond it
    filled = set(range(32)) | set(range(TABLE, TABLE + 32))
    assert not list(hidden(page.lattices, page.strips, PER_POINT, filled))


def test_rules_that_end_at_walls_leave_merged_cells_whole() -> None:
    image = sheet(390, 420)
    rows = [[text if at % 2 == 0 or column != 1 else "" for column, text in enumerate(row)]
            for at, row in enumerate(ROWS)]  # fmt: skip
    table(image, rows, XS, TOP)
    page = pixels(image).copy()
    left, right = (round(x * PER_POINT) for x in (60, 200))
    inner = np.flatnonzero((page[:, left + 20 : right - 20] < 128).mean(axis=1) > 0.9)
    for y in inner[len(inner) // 4 : -len(inner) // 4]:
        page[y, left + 4 : right - 3] = 255
    assert Page(sheet_of(page, PER_POINT)).strips == ()
