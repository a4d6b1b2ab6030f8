"""Seals in greys, paler than the print they lie over."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from pipeline.extract.scan.pale_seals import without_pale_seals
from pipeline.extract.scan.picture import sheet_of
from tests.support.printed import PER_POINT, pixels, sheet, table, write

TASK = "Rà soát dữ liệu, lập danh mục các cơ sở"
ROWS = [["STT", "Nhiệm vụ", "Cơ quan"], *[[n, TASK, "Bộ Nội vụ"] for n in "12345678"]]
XS = [20, 60, 350, 450]


def sealed(gray: int) -> tuple[Image.Image, Image.Image]:
    """A table under a seal of such a grey: a thick ring, a thin one, a word; and without."""
    plain = sheet(470, 260)
    table(plain, ROWS, XS, 20)
    seal = Image.new("L", plain.size, 255)
    draw = ImageDraw.Draw(seal)
    x, y = 150.0 * PER_POINT, 90.0 * PER_POINT
    for radius, width in ((50 * PER_POINT, 9), (34 * PER_POINT, 3)):
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], outline=gray, width=width)
    word = Image.new("L", plain.size, 255)
    write(word, 130, 80, "CỤC", 14)
    seal = ImageChops.darker(seal, word.point(lambda level: gray if level < 128 else 255))
    return ImageChops.multiply(plain, seal), plain


def test_a_pale_seal_is_made_paper_and_the_print_under_it_stays() -> None:
    stamped, plain = sealed(135)
    found = without_pale_seals(sheet_of(pixels(stamped), PER_POINT))
    print_, left = pixels(plain) < 128, found.ink > 0
    assert (left & print_).sum() >= 0.98 * print_.sum()
    seal = (pixels(stamped) < 200) & (pixels(plain) > 200)
    assert (left & seal).sum() <= 0.05 * seal.sum()
    assert found.stamped is not None
    assert found.stamped[round(90 * PER_POINT), round(150 * PER_POINT)] == 255


def test_a_seal_as_dark_as_the_print_is_none_of_these() -> None:
    stamped, _ = sealed(20)
    sheet_ = sheet_of(pixels(stamped), PER_POINT)
    assert without_pale_seals(sheet_) is sheet_


def test_pale_print_is_no_seal() -> None:
    page = sheet(330, 400)
    for line in range(18):
        write(page, 20, 15 + 20 * line, "Đổi mới sáng tạo quốc gia, OOO 0 8 §")
    upper = np.arange(page.height)[:, None] < page.height / 2
    pale = np.where(upper & (pixels(page) < 200), np.uint8(120), pixels(page))
    found = sheet_of(pale, PER_POINT)
    assert without_pale_seals(found) is found
