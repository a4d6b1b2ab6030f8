"""Rules of which a copier left dots and dashes, and what is none though it lines up."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.extract.scan.page import Page
from pipeline.extract.scan.picture import sheet_of
from pipeline.extract.scan.upright import quarter_turn
from tests.support.printed import PER_POINT, pixels, sheet, table, write

ROWS = [
    ["STT", "Nhiệm vụ", "Cơ quan"],
    *(
        [str(at), "Rà soát dữ liệu của\ncác ngành, lĩnh vực", "Bộ Nội vụ,\nBộ Công an"]
        for at in range(1, 9)
    ),
]
XS = [20, 60, 200, 300]
TOP, HEADER, ROW = 20, 25, 42


def copied(down: float, across: float, seed: int = 1) -> np.ndarray:
    """A table of which a copier left so much of the walls of its rows and of the rules between
    them; the rules around its header are whole."""
    image = sheet(330, 420)
    table(image, ROWS, XS, TOP)
    page = pixels(image).copy()
    bare = sheet(330, 420)
    table(bare, [[text if at else "" for at, text in enumerate(row)] for row in ROWS], XS, TOP)
    chance = np.random.default_rng(seed)
    first, last = round((TOP + HEADER) * PER_POINT), round((TOP + HEADER + 8 * ROW) * PER_POINT)
    for x in XS:
        at = round(x * PER_POINT)
        lost = chance.random((last - first - 6) // 3 + 1) > down
        page[first + 3 : last - 3, at - 1 : at + 2][np.repeat(lost, 3)[: last - first - 6]] = 255
    for row in range(1, 8):
        at = round((TOP + HEADER + row * ROW) * PER_POINT)
        wide = page.shape[1]
        lost = np.repeat(chance.random(wide // 3 + 1) > across, 3)[:wide]
        for x in XS:  # the walls stay
            lost[round(x * PER_POINT) - 3 : round(x * PER_POINT) + 4] = False
        page[at - 1 : at + 2, lost] = 255
    return page


@pytest.mark.parametrize(("down", "across"), [(1.0, 1.0), (0.5, 1.0), (1.0, 0.08), (0.5, 0.3)])
def test_rules_of_which_dots_are_left_part_columns_and_rows(down: float, across: float) -> None:
    (lattice,) = Page(sheet_of(copied(down, across), PER_POINT)).lattices
    assert (len(lattice.xs) - 1, len(lattice.ys) - 1) == (3, 9)


def test_the_dots_of_walls_turn_no_page() -> None:
    ink = np.where(copied(0.4, 1.0) < 128, 255, 0).astype(np.uint8)
    assert quarter_turn(ink, PER_POINT) == 0
    assert quarter_turn(np.ascontiguousarray(np.rot90(ink)), PER_POINT) == 1


@pytest.mark.parametrize("text", ["1", "l", "- 1", "Il."])
def test_letters_below_each_other_are_no_wall(text: str) -> None:
    image = sheet(330, 420)
    table(image, [["STT", "Số"], *([["1", ""]] * 14)], [20, 60, 300], TOP)
    for at in range(14):
        write(image, 150, TOP + HEADER * (at + 1) + 4, text)
    (lattice,) = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert len(lattice.xs) == 3


def test_specks_beside_print_are_no_rule() -> None:
    image = sheet(330, 420)
    rows = [["STT", "Nhiệm vụ", "Cơ quan"], ["1", "Rà soát dữ liệu\n" * 7 + "của ngành", "Bộ"]]
    table(image, rows, XS, TOP)
    draw = ImageDraw.Draw(image)
    at = round(90 * PER_POINT)  # print of one column stands at that height
    for x in range(230, 540, 23):
        draw.rectangle([x, at, x + 2, at + 1], fill=0)
    for x in range(570, 820, 23):
        draw.rectangle([x, at, x + 2, at + 1], fill=0)
    (lattice,) = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert len(lattice.ys) == 3


def test_dots_below_the_letters_of_one_cell_are_no_rule() -> None:
    image = sheet(330, 420)
    table(image, [["STT", "Nhiệm vụ", "Cơ quan"], ["1", "", "Bộ\nNội vụ\ncủa tỉnh"]], XS, TOP)
    at = round(72 * PER_POINT)
    for x in range(70, 190, 9):
        write(image, x, 56, "o", 11)
        ImageDraw.Draw(image).rectangle(
            [round((x + 3) * PER_POINT), at, round((x + 3) * PER_POINT) + 2, at + 2], fill=0
        )
    (lattice,) = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert len(lattice.ys) == 3


def test_a_dash_between_two_boxes_joins_them_to_no_table() -> None:
    """As on the first page of a signed file: two stamps in boxes, a letterhead between."""
    image = sheet(620, 300)
    for left in (20, 420):
        rows = [["ĐẾN", ""], ["Số:", "12"], ["Ngày", "3"]]
        table(image, rows, [left, left + 60, left + 140], 40)
    at = round(65 * PER_POINT)
    box = [round(250 * PER_POINT), at, round(275 * PER_POINT), at + 2]
    ImageDraw.Draw(image).rectangle(box, fill=0)
    lattices = Page(sheet_of(pixels(image), PER_POINT)).lattices
    assert [[round(x) for x in one.xs] for one in lattices] == [[20, 80, 160], [420, 480, 560]]


def dashes(image: Image.Image, seed: int, left: float) -> np.ndarray:
    """A page of which a copier left so much of its rules, in dashes and gaps of up to a line's
    height; its print stays."""
    page = pixels(image).copy()
    chance = np.random.default_rng(seed)
    for x in XS:
        at = round(x * PER_POINT)
        page[lost(chance, page.shape[0], left), at - 1 : at + 2] = 255
    for row in range(10):
        at = round((TOP + (HEADER + (row - 1) * ROW if row else 0)) * PER_POINT)
        page[at - 1 : at + 2, lost(chance, page.shape[1], left)] = 255
    return page


def lost(chance: np.random.Generator, length: int, left: float) -> np.ndarray:
    """Where along a rule a copier lost it: in gaps of 4 to 11 points."""
    out = np.zeros(length, bool)
    at = 0.0
    while at < length:
        gap = chance.uniform(4, 11) * PER_POINT
        at += gap * left / (1 - left) * chance.uniform(0.6, 1.4)
        out[round(at) : round(at + gap)] = True
        at += gap
    return out


@pytest.mark.parametrize("seed", range(4))
def test_rules_of_which_dashes_are_left_bound_every_cell(seed: int) -> None:
    image = sheet(330, 420)
    table(image, ROWS, XS, TOP)
    (lattice,) = Page(sheet_of(dashes(image, seed, 0.75), PER_POINT)).lattices
    assert len(lattice.cells) == 3 * len(ROWS)


@pytest.mark.parametrize("left", [0.75, 1.0])
def test_a_side_without_a_dash_is_none(left: float) -> None:
    image = sheet(330, 420)
    table(image, ROWS, XS, TOP)
    page = dashes(image, 1, left) if left < 1 else pixels(image).copy()
    x, y0, y1 = (round(v * PER_POINT) for v in (XS[2], TOP + HEADER + ROW, TOP + HEADER + 2 * ROW))
    page[y0 + 4 : y1 - 3, x - 1 : x + 2] = 255  # the wall of one row
    (lattice,) = Page(sheet_of(page, PER_POINT)).lattices
    assert len(lattice.cells) == 3 * len(ROWS) - 1
