"""Digits that a font draws otherwise than its table of code points says: `3` where an 8 is seen.

The outline of each digit of a font in the file is laid on a small grid and compared with those of
common faces (`digit_shapes.toml`). Letters that a table swaps come out as words that are none;
digits come out as other numbers, and nothing else tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from math import ceil
from typing import NamedTuple

from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.letters.aside import Lost
from pipeline.extract.pdf.letters.chars import PageChars
from pipeline.extract.pdf.letters.pieces import middle_of
from pipeline.writing.datafiles import load_beside

OTHERWISE = "the font draws other digits than the file says in this cell; compare with the page"
ROWS, COLUMNS = 11, 8
"""Points of the grid that is laid over the outline of a digit."""
NEAR, CLEARLY = 16.0, 5.0
"""Points of difference up to which an outline is that of another digit, and by which it is nearer
to that than to its own. Of 3,577 digits in the fonts of real and made files none was so by chance;
the nearest were a 7 of DejaVu Sans (2 nearer to 1) and none more."""
WIDE = 20.0
"""What the outline's breadth, as a share of its height, counts beside the points."""
_SIZE = 100.0
"""Points in which an outline is asked for: fine enough whatever PDFium rounds."""
_STEPS = (1 / 3, 2 / 3, 1.0)
"""Where a curve is looked at: digits are told apart by coarse shapes."""
_CURVE = 3
"""Points that describe a curve."""
FLAT = 2.5
"""Times its height from which on an outline is too broad for a digit: a minus is ten times as
broad, the broadest digits of common faces are as broad as high."""
_DIGIT = re.compile(
    "[0-9\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2460-\u2468\u2474-\u247c\u2776-\u277e]"
)
"""Digits, raised ones, and those in rings, in brackets or on discs."""
_LAST_PLAIN = "\u2079"
"""The last of those that stand alone."""
_Point = tuple[float, float]

_glyph_path = raw.function("FPDFFont_GetGlyphPath", raw.PTR, raw.PTR, raw.UINT, raw.FLOAT)
_count_segments = raw.function("FPDFGlyphPath_CountGlyphSegments", raw.INT, raw.PTR)
_segment = raw.function("FPDFGlyphPath_GetGlyphPathSegment", raw.PTR, raw.PTR, raw.INT)
_is_embedded = raw.function("FPDFFont_GetIsEmbedded", raw.INT, raw.PTR)
_point = raw.Out("f", 2)


class Shape(NamedTuple):
    """An outline: which points of the grid lie in it, and its breadth as a share of its height."""

    points: int
    breadth: float

    def distance(self, other: Shape) -> float:
        """How much two outlines differ."""
        return (self.points ^ other.points).bit_count() + WIDE * abs(self.breadth - other.breadth)


def drawn_otherwise(chars: PageChars, known: dict[tuple[int, str], bool]) -> list[Lost]:
    """Where a page shows digits that their font draws as others; `known` is what was found out
    about the digits of the document's fonts."""
    if chars.numbers:
        return []
    fonts: dict[int, int] = {}
    lost = []
    for match in _DIGIT.finditer(chars.text):
        at = match.start()
        owner = chars.owners[at]
        if owner is None:
            continue
        font = fonts.get(owner)
        if font is None:
            font = fonts[owner] = raw.text_font(owner) or 0
        key = font, match.group()
        otherwise = known.get(key)
        if otherwise is None:
            otherwise = known[key] = bool(font) and _is_otherwise(font, match.group())
        if otherwise:
            x = (chars.starts[at] + chars.ends[at]) / 2 + chars.frame.shift
            lost.append(Lost(x, middle_of(chars.inks[owner], chars.frame), OTHERWISE))
    return lost


def _is_otherwise(font: int, char: str) -> bool:
    """Whether the outline of a digit is clearly that of another, that of none, or has no ring
    where the file says that it has one."""
    digit = str(unicodedata.digit(char))
    shape = (shape_of(font, char) or shape_of(font, digit)) if _is_embedded(font) == 1 else None
    if shape is None:
        return False
    distances = {other: min(map(shape.distance, shapes)) for other, shapes in _references().items()}
    own = distances.pop(digit)
    nearest = min(distances.values())
    if _is_ringed(char):
        return own <= NEAR
    return shape.breadth >= FLAT or (nearest <= NEAR and own - nearest >= CLEARLY)


def _is_ringed(char: str) -> bool:
    """Whether a digit has a ring or brackets around it, or is white on a disc."""
    return char > _LAST_PLAIN


@cache
def _references() -> Mapping[str, Sequence[Shape]]:
    data = load_beside(__file__, "digit_shapes.toml")
    return {
        digit: [Shape(int(points, 16), breadth) for points, breadth in faces]
        for digit, faces in data["digits"].items()
    }


def shape_of(font: int, char: str) -> Shape | None:
    """The outline of a character of a font, None where it has none."""
    path = _glyph_path(font, ord(char), _SIZE)
    loops = _loops(path) if path else []
    xs = [x for loop in loops for x, _ in loop]
    ys = [y for loop in loops for _, y in loop]
    if not xs or max(xs) <= min(xs) or max(ys) <= min(ys):
        return None
    left, bottom, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    points = 0
    for crossings in _crossings(loops, bottom, height / ROWS):
        for column in range(COLUMNS):
            x = left + (column + 0.5) / COLUMNS * width
            points = points << 1 | (sum([turn for at, turn in crossings if at < x]) != 0)
    return Shape(points, width / height)


def _loops(path: int) -> list[list[_Point]]:
    """The closed lines of an outline, curves as a few straight pieces."""
    loops: list[list[_Point]] = []
    curve: list[_Point] = []
    for index in range(_count_segments(path)):
        segment = _segment(path, index)
        raw.segment_point(segment, *_point.at)
        x, y = _point.read()
        kind = raw.segment_type(segment)
        if kind == raw.MOVE or not loops:
            loops.append([(x, y)])
        elif kind == raw.CURVE:
            curve.append((x, y))
            if len(curve) == _CURVE:
                loops[-1] += _curve(loops[-1][-1], curve)
                curve = []
        else:
            loops[-1].append((x, y))
    return loops


def _curve(start: _Point, ends: Sequence[_Point]) -> list[_Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = start, *ends
    out = []
    for t in _STEPS:
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        out.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return out


def _crossings(
    loops: Sequence[Sequence[_Point]], bottom: float, step: float
) -> list[list[tuple[float, int]]]:
    """Where the lines of an outline cross the middle of each row of the grid, and which way."""
    rows: list[list[tuple[float, int]]] = [[] for _ in range(ROWS)]
    for loop in loops:
        x0, y0 = loop[-1]
        for x1, y1 in loop:
            first, last = ceil((y0 - bottom) / step - 0.5), ceil((y1 - bottom) / step - 0.5)
            turn = 1 if last > first else -1
            for row in range(first, last) if turn > 0 else range(last, first):
                at = (bottom + (row + 0.5) * step - y0) / (y1 - y0)
                rows[row].append((x0 + at * (x1 - x0), turn))
            x0, y0 = x1, y1
    return rows
