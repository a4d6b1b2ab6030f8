"""Letters that a page prints nowhere, put together from those that it does."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract.scan.composed import Shape, with_composed
from tests.support.printed import FONT

FACE = ImageFont.truetype(str(FONT), 40)
BASE = 50
TOP = BASE + round(FACE.getbbox("x", anchor="ls")[1])


def drawn(letter: str) -> Shape:
    """A letter on its baseline, as wide as its ink is."""
    image = Image.new("L", (80, 70), 0)
    ImageDraw.Draw(image).text((20, BASE), letter, 255, FACE, anchor="ls")
    shape = (np.asarray(image) > 127).astype(np.uint8)
    columns = np.flatnonzero(shape.any(axis=0))
    return shape[:, columns[0] : columns[-1] + 1]


def lacking(shape: Shape, printed: Shape) -> int:
    """The pixels of a shape that are not within one of what is printed, where it lies best."""
    width = printed.shape[1] + 8
    ink = np.pad(printed, ((0, 0), (4, 4)))
    beside = 1 - cv2.dilate(ink, np.ones((3, 3), np.uint8))
    laid = (
        np.pad(shape, ((0, 0), (left, width - left - shape.shape[1])))
        for left in range(width - shape.shape[1] + 1)
    )
    return min(int((one & beside).sum()) for one in laid)


@pytest.mark.parametrize(
    ("letter", "known"),
    [("ễ", "êỗ"), ("ữ", "ưã"), ("ọ", "oậ"), ("ý", "yé"), ("ĩ", "iã"), ("ẹ", "eộ"), ("ờ", "ơà")],
)
def test_a_letter_has_the_body_of_one_and_the_tone_of_another(letter: str, known: str) -> None:
    made = with_composed({one: drawn(one) for one in known}, TOP, BASE)
    printed = drawn(letter)
    assert lacking(made[letter], printed) <= 0.02 * int(printed.sum())
    assert lacking(printed, made[letter]) <= 0.05 * int(printed.sum())


def test_what_the_page_prints_stays_and_no_tone_is_made_up() -> None:
    known = {one: drawn(one) for one in "ôốê"}
    made = with_composed(known, TOP, BASE)
    assert made["ố"] is known["ố"]
    assert set(made) == {*known, "ế"}
