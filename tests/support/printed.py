"""Pictures of print for tests: text and ruled tables drawn with a font that matplotlib carries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = Path(matplotlib.__file__).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSerif.ttf"
DPI = 200
PER_POINT = DPI / 72


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    """The font at so many points."""
    return ImageFont.truetype(str(FONT), round(size * PER_POINT))


def sheet(width: float, height: float) -> Image.Image:
    """White paper of so many points."""
    return Image.new("L", (round(width * PER_POINT), round(height * PER_POINT)), 255)


def write(image: Image.Image, x: float, y: float, text: str, size: float = 11) -> None:
    """Set a line of text, its top left corner in points."""
    ImageDraw.Draw(image).text((x * PER_POINT, y * PER_POINT), text, font=font(size), fill=0)


def rule(image: Image.Image, x0: float, y0: float, x1: float, y1: float, gray: int = 0) -> None:
    """Draw a rule of 0.7 points."""
    box = [side * PER_POINT for side in (x0, y0, x1, y1)]
    ImageDraw.Draw(image).line(box, fill=gray, width=2)


def table(
    image: Image.Image, rows: Sequence[Sequence[str]], xs: Sequence[float], y: float, gray: int = 0
) -> None:
    """Draw a ruled table; a line feed breaks a cell's text."""
    top = y
    for row in rows:
        rule(image, xs[0], y, xs[-1], y, gray)
        for x, text in zip(xs, row, strict=False):
            for at, line in enumerate(text.split("\n")):
                write(image, x + 5, y + 4 + 17 * at, line)
        y += 8 + 17 * max(text.count("\n") + 1 for text in row)
    rule(image, xs[0], y, xs[-1], y, gray)
    for x in xs:
        rule(image, x, top, x, y, gray)


def pixels(image: Image.Image) -> np.ndarray:
    """The pixels of a picture."""
    return np.asarray(image)
