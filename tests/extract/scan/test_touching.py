"""Lines set so tight that their letters touch are lines of their own."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract.scan.marks import Mark, Marks, deal_marks, dust_of, marks_of
from pipeline.extract.scan.page import Page
from pipeline.extract.scan.picture import sheet_of
from pipeline.extract.scan.print import lines_in
from pipeline.extract.scan.touching import parted
from tests.support.printed import PER_POINT, pixels, rule, sheet, write

UNIT = 16


def cell(*rows: str, pitch: float) -> Page:
    """A page with one ruled cell of a few lines that are so many points apart."""
    page = sheet(240, 120)
    for y in (10, 110):
        rule(page, 10, y, 230, y)
    for x in (10, 230):
        rule(page, x, 10, x, 110)
    for at, row in enumerate(rows):
        write(page, 15, 20 + pitch * at, row)
    return Page(sheet_of(pixels(page), PER_POINT))


@pytest.mark.parametrize("pitch", [11.5, 12, 12.5, 14])
def test_tight_lines_in_a_cell_are_lines_apart(pitch: float) -> None:
    rows = ("Bộ Quốc phòng; ghi nhớ", "Ủy ban nhân dân ấp", "dân các tỉnh Đắk Lắk")
    found = cell(*rows, pitch=pitch)
    assert len(found.lines) == len(rows)
    assert not found.down[1:-1]  # the stems of `p` and `h` are no wall


def picture(*boxes: tuple[int, int, int, int]) -> Marks:
    """The marks of some ink."""
    ink = np.zeros((160, 260), np.uint8)
    for x0, y0, x1, y1 in boxes:
        ink[y0:y1, x0:x1] = 255
    marks = marks_of(ink, PER_POINT)
    return Marks(marks.labels, marks.marks, UNIT)


LETTERS = [(x, y, x + 12, y + 16) for y in (20, 54) for x in range(10, 240, 18)]


@pytest.mark.parametrize("bridge", [(50, 36, 53, 54), (50, 36, 53, 46), (50, 44, 53, 70)])
def test_a_mark_of_two_lines_is_cut_where_they_touch(bridge: tuple[int, int, int, int]) -> None:
    marks = picture(*LETTERS, bridge)
    groups = deal_marks(marks, lambda x, y: 1)
    cut = parted(groups, marks)
    lines = lines_in(groups[1], UNIT, within_cell=True)
    assert len(lines) == 2
    assert sum(mark.area for mark in cut.marks) == sum(mark.area for mark in marks.marks)
    for mark in cut.marks:
        assert int(cut.shape_of(mark).sum()) == mark.area


def test_letters_of_one_line_are_left_whole() -> None:
    tall = (50, 0, 53, 30)  # an accent on a capital, or a bracket
    marks = picture(*LETTERS, tall)
    groups = deal_marks(marks, lambda x, y: 1)
    assert parted(groups, marks) is marks


def test_an_accent_between_tight_lines_stands_on_the_letter_below() -> None:
    lines = [
        Mark(x * 100 + y, x, y, x + 12, y + 16, 90) for y in (20, 52) for x in range(10, 200, 18)
    ]
    hook = Mark(1, 30, 38, 38, 46, 30)
    first, second = lines_in([*lines, hook], UNIT, within_cell=True)
    assert hook in second.marks
    assert hook not in first.marks


def test_many_specks_as_large_as_dots_put_stops_in_doubt() -> None:
    dots = [(x + 4, 12, x + 8, 16) for x in range(10, 240, 18)]
    dust = [(x, y, x + 4, y + 4) for y in range(110, 150, 12) for x in range(10, 240, 60)]
    assert not dust_of(picture(*LETTERS, *dots)).is_thick
    assert dust_of(picture(*LETTERS, *dots, *dust)).is_thick
