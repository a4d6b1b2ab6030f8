"""Cells under a black seal: what is the seal's leaves their lines, and what may be lost is told."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from pipeline.extract.pdf import read_pdf
from pipeline.extract.scan.page import Page
from pipeline.extract.scan.picture import sheet_of
from pipeline.model import Grid
from tests.extract.scan.test_reading import as_pdf
from tests.support.printed import PER_POINT, pixels, sheet, table, write

NAMES = ["STT", "Nhiệm vụ", "Cơ quan"]
XS = [20, 60, 330, 480]
MIDDLE = 250.0, 110.0


def sealed(rows: list[list[str]]) -> Image.Image:
    """A table under a black seal in whose middle a word stands."""
    page = sheet(500, 260)
    table(page, [NAMES, *rows], XS, 20)
    draw, (x, y) = ImageDraw.Draw(page), (value * PER_POINT for value in MIDDLE)
    for ring in (50 * PER_POINT, 36 * PER_POINT):
        draw.ellipse([x - ring, y - ring, x + ring, y + ring], outline=0, width=6)
    return page


def test_letters_of_a_seal_behind_the_text_of_a_cell_are_none_of_it() -> None:
    page = sealed([[str(n), "Rà soát", "Bộ Nội vụ"] for n in range(1, 6)])
    write(page, MIDDLE[0] - 22, 99, "SỞ VX")
    write(page, MIDDLE[0] - 15, 124, "CỤC")
    found = Page(sheet_of(pixels(page), PER_POINT))
    ends = [
        line.box[2] / PER_POINT
        for line, walls in found.lines
        if walls and abs(walls[0] - XS[1]) < 2
    ]
    assert len(ends) == len(NAMES) + 3
    assert max(ends) < 130


def test_a_text_that_is_lost_under_a_seal_is_told() -> None:
    rows = [[str(n), "Rà soát dữ liệu", "Bộ Nội vụ" if n != 3 else ""] for n in range(1, 6)]
    page = sealed(rows)
    x, y = 205 * PER_POINT, 104 * PER_POINT
    ImageDraw.Draw(page).rectangle([x, y, x + 230, y + 30], fill=0)
    reading = read_pdf(Path("sealed.pdf"), as_pdf(page))
    (grid,) = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    doubts = [[bool(cell.doubt) for cell in row] for row in grid.rows]
    assert [row[0].raw for row in grid.rows] == ["STT", *"12345"]
    assert doubts[3][1]
    assert sum(map(sum, doubts)) == 1
