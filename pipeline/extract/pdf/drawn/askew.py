"""Pages set askew: a sheet whose texts all lean by the same few degrees is turned level before it
is read, as cells and lines are told by what runs straight across and down.

A page that is a picture is left as it is: its picture is set straight by itself (`scan`).
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator

from pipeline.extract.pdf.drawn.objects import top_objects
from pipeline.extract.pdf.drawn.rules import SCANNED, Box
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame, page_frame

LEAST, MOST = math.radians(0.05), math.radians(5)
"""Lean of a page that is turned level: less does no harm, more is meant."""
SAME = math.radians(0.05)
"""Steps in which leans are counted."""
FEWEST, SAMPLE = 8, 200
"""Text objects of a page that tell its lean at least, and how many are looked at."""
AGREED = 0.9
"""Share of them that lean alike."""
_matrix = raw.Out("f", 6)
_bounds = raw.Out("f", 4)
_transform = raw.function("FPDFPage_TransFormWithClip", raw.INT, raw.PTR, raw.PTR, raw.PTR)


def straightened(document: int, page: int, index: int) -> tuple[int, float]:
    """A page turned level, and by how much it leaned (radians, counterclockwise; 0 where it is
    left as it is). The page is closed if it is replaced."""
    lean = lean_of(page)
    if not lean:
        return page, 0.0
    frame = page_frame(page)
    x, y = (frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2
    cos, sin = math.cos(lean), math.sin(lean)
    values = cos, -sin, sin, cos, x - cos * x - sin * y, y + sin * x - cos * y
    matrix = (ctypes.c_float * 6)(*values)
    if not _transform(page, ctypes.addressof(matrix), None):
        return page, 0.0
    level = raw.load_page(document, index)
    if not level:
        return page, 0.0
    raw.close_page(page)
    return level, lean


def lean_of(page: int) -> float:
    """By how much all that is set on a page leans, in radians; 0 where it does not."""
    leans: list[float] = []
    for item in _texts(page):
        raw.object_matrix(item, _matrix.at[0])
        a, b, *_ = _matrix.read()
        lean = (math.atan2(b, a) + math.pi / 4) % (math.pi / 2) - math.pi / 4
        if not leans and abs(lean) < LEAST:
            return 0.0  # nearly all pages
        leans.append(lean)
        if len(leans) == SAMPLE:
            break
    if len(leans) < FEWEST:
        return 0.0
    usual, _ = Counter(round(lean / SAME) for lean in leans).most_common(1)[0]
    alike = sorted(lean for lean in leans if abs(lean / SAME - usual) <= 1)
    middle = alike[len(alike) // 2]
    agreed = len(alike) >= AGREED * len(leans) and LEAST <= abs(middle) <= MOST
    return middle if agreed and not _has_picture(page) else 0.0


def leaning(box: Box, lean: float, frame: Frame) -> Box:
    """Where a box of a page turned level stands on the page as it is shown: the box around it."""
    cos, sin = math.cos(lean), math.sin(lean)
    x, y = frame.size[0] / 2, frame.size[1] / 2
    corners = [(h - x, v - y) for h in (box[0], box[2]) for v in (box[1], box[3])]
    xs = [x + cos * h + sin * v for h, v in corners]
    ys = [y - sin * h + cos * v for h, v in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _texts(page: int) -> Iterator[int]:
    return (item for item in top_objects(page) if raw.object_type(item) == raw.TEXT)


def _has_picture(page: int) -> bool:
    """Whether a picture covers so much of a page that it may be a scan."""
    frame = page_frame(page)
    for item in top_objects(page):
        if raw.object_type(item) == raw.IMAGE and raw.object_bounds(item, *_bounds.at):
            left, bottom, right, top = _bounds.read()
            if frame.share((right - left) * (top - bottom)) > SCANNED:
                return True
    return False
