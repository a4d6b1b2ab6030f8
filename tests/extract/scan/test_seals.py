"""Seals as black as the print: found by their rings, which are taken out of the ink."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from pipeline.extract.scan.engine import engine
from pipeline.extract.scan.page import Page
from pipeline.extract.scan.picture import sheet_of
from pipeline.extract.scan.seals import find_seals, without_seals
from tests.conftest import ROOT
from tests.support.printed import PER_POINT, pixels, sheet, table, write

ROWS = [["STT", "Nhiệm vụ", "Cơ quan"], *[[str(n), "Rà soát dữ liệu", "Bộ Nội vụ"] for n in "123"]]
XS = [20, 60, 200, 300]
MIDDLE = (150.0, 90.0)


def sealed(radius: float) -> Image.Image:
    """A table under a seal of two rings."""
    page = sheet(330, 200)
    table(page, ROWS, XS, 20)
    draw, (x, y) = ImageDraw.Draw(page), (value * PER_POINT for value in MIDDLE)
    for ring in (radius * PER_POINT, 0.7 * radius * PER_POINT):
        draw.ellipse([x - ring, y - ring, x + ring, y + ring], outline=0, width=6)
    return page


@pytest.mark.parametrize("radius", [44.0, 58.0])
def test_a_black_seal_is_found_and_its_rings_are_gone(radius: float) -> None:
    found = sheet_of(pixels(sealed(radius)), PER_POINT)
    (seal,) = find_seals(found.ink, PER_POINT)
    assert (seal.x / PER_POINT, seal.y / PER_POINT) == pytest.approx(MIDDLE, abs=1)
    assert seal.radius / PER_POINT == pytest.approx(radius, abs=2)
    plain = sheet(330, 200)
    table(plain, ROWS, XS, 20)
    print_, left = pixels(plain) < 128, without_seals(found).ink > 0
    assert (left & print_).sum() >= 0.95 * print_.sum()
    rings = (found.ink > 0) & ~print_
    assert (left & rings).sum() <= 0.1 * rings.sum()


def test_what_is_solid_in_a_black_seal_joins_no_lines() -> None:
    page = sealed(50.0)
    draw, (x, y) = ImageDraw.Draw(page), (value * PER_POINT for value in MIDDLE)
    ring, turns = 50 * PER_POINT, np.arange(10) * np.pi / 5 - np.pi / 2
    draw.ellipse([x - ring, y - ring, x + ring, y + ring], outline=0, width=round(6 * PER_POINT))
    reach = np.where(np.arange(10) % 2 == 0, 16, 7) * PER_POINT
    star = zip(x + reach * np.cos(turns), y + reach * np.sin(turns), strict=True)
    draw.polygon([(float(across), float(down)) for across, down in star], fill=0)
    found = Page(sheet_of(pixels(page), PER_POINT))
    assert max(mark.height for mark in found.marks.marks) < 14 * PER_POINT
    bases = [line.base for line, walls in found.lines if walls and walls[0] < 70 < walls[1]]
    assert len(bases) == len(ROWS)
    (lattice,) = found.lattices
    hidden = lattice.cell_at(*MIDDLE)
    lost = found.read(engine(), PER_POINT).lost
    assert hidden in {lattice.cell_at(*place) for place in lost}


def test_half_a_seal_over_the_edge_of_the_page_is_found() -> None:
    page = sheet(330, 200)
    table(page, ROWS, XS, 20)
    draw = ImageDraw.Draw(page)
    x, y = 328 * PER_POINT, 70 * PER_POINT
    for ring in (50 * PER_POINT, 38 * PER_POINT):
        draw.ellipse([x - ring, y - ring, x + ring, y + ring], outline=0, width=6)
    found = sheet_of(pixels(page), PER_POINT)
    (seal,) = find_seals(found.ink, PER_POINT)
    assert (seal.x / PER_POINT, seal.y / PER_POINT) == pytest.approx((328, 70), abs=1)
    arc = pixels(page)[:, round(302 * PER_POINT) :] < 128
    left = without_seals(found).ink[:, round(302 * PER_POINT) :] > 0
    assert (left & arc).sum() <= 0.1 * arc.sum()


def test_what_a_seal_leaves_does_not_hang_on_what_stood_in_memory() -> None:
    asked = (
        "from tests.extract.scan.test_seals import *;"
        "left = without_seals(sheet_of(pixels(sealed(58.0)), PER_POINT)).ink;"
        "print(int((left > 0).sum()))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", asked], check=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_PERTURB_": fill},
        ).stdout
        for fill in ("0", "85")  # what glibc fills memory with that it hands out
    }  # fmt: skip
    assert len(told) == 1


def test_words_in_a_black_seal_are_less_sure_and_its_table_is_whole() -> None:
    page = Page(sheet_of(pixels(sealed(50.0)), PER_POINT))
    (lattice,) = page.lattices
    assert (len(lattice.xs) - 1, len(lattice.ys) - 1) == (3, 4)
    assert page.sheet.stamped is not None
    x, y = (round(value * PER_POINT) for value in MIDDLE)
    assert page.sheet.stamped[y, x]
    assert page.sheet.stamped[5, 5] == 0


def test_print_is_no_seal() -> None:
    page = sheet(330, 400)
    for line in range(18):
        write(page, 20, 15 + 20 * line, "Đổi mới sáng tạo quốc gia, OOO 0 8 §")
    ink = np.where(pixels(page) < 128, 255, 0).astype(np.uint8)
    assert find_seals(ink, PER_POINT) == []


def test_a_seal_with_a_thick_ring_is_no_rule() -> None:
    page = sheet(330, 200)
    table(page, ROWS, XS, 20)
    colour, red = page.convert("RGB"), Image.new("RGB", page.size, "white")
    x, y, ring = (value * PER_POINT for value in (*MIDDLE, 60.0))
    ImageDraw.Draw(red).ellipse(
        [x - ring, y - ring, x + ring, y + ring], outline=(214, 60, 66), width=9
    )
    found = sheet_of(pixels(ImageChops.multiply(colour, red)), PER_POINT)
    assert found.stamped is not None
    plain = pixels(page) < 128
    assert (found.gray[(found.stamped > 0) & ~plain] > 222).mean() > 0.9
    (lattice,) = Page(found).lattices
    assert (len(lattice.xs) - 1, len(lattice.ys) - 1) == (3, 4)


def test_a_star_inside_a_red_ring_goes_with_it() -> None:
    page = sheet(330, 200)
    table(page, ROWS, XS, 20)
    seal = Image.new("RGB", page.size, "white")
    draw, (x, y) = ImageDraw.Draw(seal), (value * PER_POINT for value in MIDDLE)
    for reach, width in ((50 * PER_POINT, 20), (9 * PER_POINT, 60)):  # a thick ring, a blot in it
        draw.ellipse(
            [x - reach, y - reach, x + reach, y + reach], outline=(214, 40, 58), width=width
        )
    found = sheet_of(np.asarray(ImageChops.multiply(page.convert("RGB"), seal)), PER_POINT)
    print_ = pixels(page) < 128
    assert (found.ink[print_] > 0).mean() >= 0.95
    assert (found.ink[~print_] > 0).sum() <= 0.05 * print_.sum()
