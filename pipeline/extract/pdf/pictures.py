"""The pictures of a PDF page in their own pixels, as the page shows them turned.

A picture is taken as the file holds it. Only a page put together from several pictures, or one
whose picture cannot be taken out, is drawn.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium_c

from pipeline.extract.pdf import raw
from pipeline.extract.pdf.frame import Frame, page_frame
from pipeline.extract.pdf.rules import Box, Matrix, PageRules, Painted, read_rules
from pipeline.extract.ruled.lattice import find_lattices
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.page import Picture
from pipeline.extract.scan.pool import Wanted

DRAWN = 200 / 72
"""Pixels a point at which a page is drawn where its pictures do not say otherwise."""
FINEST, COARSEST = 300 / 72, 60 / 72
"""Bounds of that; print in a coarser picture cannot be read, it is a shade."""
MAX_PIXELS = 120_000_000
"""Of one picture: a sheet of A0 at 300 dpi has 140 million."""
ALONE = 0.9
"""Share of all pictures' area that one must have to stand for the page."""
WIDE, HIGH, LOWEST = 220.0, 60.0, 6.0
"""Points: a table is drawn no narrower and no lower, a line of print no lower."""
MAX_PARTS = 400
"""Pictures of a page that are looked at."""
_CHANNELS = {pdfium_c.FPDFBitmap_Gray: 1, pdfium_c.FPDFBitmap_BGR: 3, pdfium_c.FPDFBitmap_BGRx: 4,
             pdfium_c.FPDFBitmap_BGRA: 4}  # fmt: skip

_image_bitmap = raw.function("FPDFImageObj_GetBitmap", raw.PTR, raw.PTR)
_image_rendered = raw.function("FPDFImageObj_GetRenderedBitmap", raw.PTR, raw.PTR, raw.PTR, raw.PTR)
_image_size = raw.function("FPDFImageObj_GetImagePixelSize", raw.INT, raw.PTR, raw.PTR, raw.PTR)
_new_bitmap = raw.function("FPDFBitmap_CreateEx", raw.PTR, raw.INT, raw.INT, raw.INT, raw.PTR,
                           raw.INT)  # fmt: skip
_fill = raw.function("FPDFBitmap_FillRect", raw.INT, raw.PTR, raw.INT, raw.INT, raw.INT, raw.INT,
                     ctypes.c_ulong)  # fmt: skip
_render = raw.function("FPDF_RenderPageBitmap", None, raw.PTR, raw.PTR, raw.INT, raw.INT, raw.INT,
                       raw.INT, raw.INT, raw.INT)  # fmt: skip
_buffer = raw.function("FPDFBitmap_GetBuffer", raw.PTR, raw.PTR)
_format = raw.function("FPDFBitmap_GetFormat", raw.INT, raw.PTR)
_width = raw.function("FPDFBitmap_GetWidth", raw.INT, raw.PTR)
_height = raw.function("FPDFBitmap_GetHeight", raw.INT, raw.PTR)
_stride = raw.function("FPDFBitmap_GetStride", raw.INT, raw.PTR)
_destroy = raw.function("FPDFBitmap_Destroy", None, raw.PTR)
_remove = raw.function("FPDFPage_RemoveObject", raw.INT, raw.PTR, raw.PTR)
_destroy_object = raw.function("FPDFPageObj_Destroy", None, raw.PTR)
_pair = raw.Out("I", 2)


OPAQUE, _SOLID = 0.95, 255
"""Share of the pixels of a picture that must be solid for it to hide a text; its edges are not."""
FEWEST_PIXELS = 8
"""Pixels across of a picture that can show a letter."""
SAME_PLACE = 0.5
"""Points by which a picture may be moved and stand at the same place."""


def page_pixels(page: int, frame: Frame, rules: PageRules) -> Picture | None:
    """What the pictures of a page show: the one that covers it in its own pixels, or several as
    the page draws them. None where they are too large."""
    painted = sorted(rules.painted, key=lambda one: -_area(one.box))
    if not painted:
        return None
    whole = sum(_area(one.box) for one in painted)
    if _area(painted[0].box) >= ALONE * whole:
        own = own_pixels(painted[0], frame)
        if own is not None:
            return own
    _remove_text(page)
    return drawn(page, frame, _union(painted), _fineness(painted))


def _remove_text(page: int) -> None:
    """Take the text off a page that is going to be drawn: it is read as text."""
    objects = [raw.page_object(page, index) for index in range(raw.count_objects(page))]
    for item in objects:
        if raw.object_type(item) == raw.TEXT and _remove(page, item):
            _destroy_object(item)


def scanned_share(frame: Frame, rules: PageRules) -> float:
    """How much of a page pictures cover that are fine enough for print to be read in them."""
    area = sum(_area(one.box) for one in rules.painted if _pixels_a_point(one) >= COARSEST)
    return frame.share(area)


def _pixels_a_point(one: Painted) -> float:
    across = math.hypot(one.matrix[0], one.matrix[1])
    if across < 1 or not _image_size(one.item, *_pair.at):
        return 0.0
    return float(_pair.read()[0] / across)


def own_pixels(one: Painted, frame: Frame) -> Picture | None:
    """A picture in its own pixels; None where the file does not give them, or too many."""
    if not _image_size(one.item, *_pair.at):
        return None
    width, height = _pair.read()
    if not width >= FEWEST_PIXELS or not height >= FEWEST_PIXELS or width * height > MAX_PIXELS:
        return None
    bitmap = _image_bitmap(one.item)
    if not bitmap:
        return None
    try:
        array = _array_of(bitmap)
    finally:
        _destroy(bitmap)
    return None if array is None else _as_shown(array, one.matrix, frame)


def is_opaque(document: int, page: int, item: int) -> bool:
    """Whether a picture of a page hides what is beneath: hardly any of it is transparent."""
    bitmap = _image_rendered(document, page, item)
    if not bitmap:
        return False
    try:
        if _format(bitmap) != pdfium_c.FPDFBitmap_BGRA:
            return bool(_buffer(bitmap))
        pixels = _pixels_of(bitmap)
        return pixels is not None and bool((pixels[:, :, 3] == _SOLID).mean() >= OPAQUE)
    finally:
        _destroy(bitmap)


def drawn(page: int, frame: Frame, box: Box, per_point: float) -> Picture | None:
    """A part of a page as it is drawn."""
    x0, y0, x1, y1 = (max(0.0, side) for side in box)
    x1, y1 = min(x1, frame.size[0]), min(y1, frame.size[1])
    width, height = round((x1 - x0) * per_point), round((y1 - y0) * per_point)
    if width < FEWEST_PIXELS or height < FEWEST_PIXELS or width * height > MAX_PIXELS:
        return None
    bitmap = _new_bitmap(width, height, pdfium_c.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    try:
        _fill(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        _render(
            bitmap, page, round(-x0 * per_point), round(-y0 * per_point),
            round(frame.size[0] * per_point), round(frame.size[1] * per_point), 0, 0,
        )  # fmt: skip
        array = _array_of(bitmap)
    finally:
        _destroy(bitmap)
    return None if array is None else Picture(array, per_point, x0, y0)


def _pixels_of(bitmap: int) -> Gray | None:
    """The pixels of a bitmap, channels last, in its own memory; None where it gives none."""
    channels = _CHANNELS.get(_format(bitmap))
    address = _buffer(bitmap)
    if channels is None or not address:
        return None
    width, height, stride = _width(bitmap), _height(bitmap), _stride(bitmap)
    store = (ctypes.c_ubyte * (stride * height)).from_address(address)
    rows = np.frombuffer(store, np.uint8).reshape(height, stride)[:, : width * channels]
    return rows.reshape(height, width, channels)


def _array_of(bitmap: int) -> Gray | None:
    pixels = _pixels_of(bitmap)
    if pixels is None:
        return None
    if pixels.shape[2] == 1:
        return pixels[:, :, 0].copy()
    colours = pixels[:, :, 2::-1]
    if np.array_equal(colours[::7, ::7, 0], colours[::7, ::7, 1]) and np.array_equal(
        colours[::7, ::7, 1], colours[::7, ::7, 2]
    ):
        return np.ascontiguousarray(colours[:, :, 1])
    return np.ascontiguousarray(colours)


def _as_shown(array: Gray, matrix: Matrix, frame: Frame) -> Picture:
    """A picture turned and mirrored as its matrix and the page have it, with square pixels."""
    height, width = array.shape[:2]
    corner, right, below = (_shown(matrix, frame, *at) for at in ((0, 1), (1, 1), (0, 0)))
    across = right[0] - corner[0], right[1] - corner[1]
    down = below[0] - corner[0], below[1] - corner[1]
    fine_across = width / max(1e-6, math.hypot(*across))
    fine_down = height / max(1e-6, math.hypot(*down))
    if across[0] * down[1] - across[1] * down[0] < 0:
        array, across = array[:, ::-1], (-across[0], -across[1])
    turns = round(math.degrees(math.atan2(across[1], across[0])) / 90) % 4
    if turns:
        array = np.rot90(array, -turns)
        if turns % 2:
            fine_across, fine_down = fine_down, fine_across
    array, fine = _square(np.ascontiguousarray(array), fine_across, fine_down)
    xs, ys = zip(*(_shown(matrix, frame, u, v) for u in (0, 1) for v in (0, 1)), strict=True)
    return Picture(array, fine, min(xs), min(ys))


def _square(array: Gray, across: float, down: float) -> tuple[Gray, float]:
    """A picture with as many pixels a point across as down; those of a fax differ."""
    if abs(across - down) <= 0.02 * max(across, down):
        return array, (across + down) / 2
    import cv2

    fine = max(across, down)
    out: Gray = cv2.resize(
        array, None, fx=fine / across, fy=fine / down, interpolation=cv2.INTER_CUBIC
    )
    return out, fine


def _shown(matrix: Matrix, frame: Frame, u: float, v: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return frame.point(a * u + c * v + e, b * u + d * v + f)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _union(painted: list[Painted]) -> Box:
    boxes = [one.box for one in painted]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return x0, y0, max(b[2] for b in boxes), max(b[3] for b in boxes)


def _fineness(painted: list[Painted]) -> float:
    """Pixels a point of the largest picture that says."""
    fine = next((fine for one in painted if (fine := _pixels_a_point(one))), DRAWN)
    return min(max(fine, COARSEST), FINEST)


@dataclass(frozen=True, slots=True)
class FromPdf:
    """Takes the picture of a page out of a file, in the process that reads it."""

    data: bytes

    def __call__(self, wanted: Wanted) -> list[Picture]:
        """The pictures of a page; none where it has none that can be taken."""
        with raw.open_document(self.data) as document:
            page = raw.load_page(document, wanted.number - 1)
            if not page:
                return []
            try:
                return _taken(page, wanted)
            finally:
                raw.close_page(page)


def _taken(page: int, wanted: Wanted) -> list[Picture]:
    frame = page_frame(page)
    if wanted.look == "drawn":
        found = [drawn(page, frame, (0.0, 0.0, *frame.size), DRAWN)]
    elif wanted.look == "parts":
        painted = read_rules(page, frame).painted
        found = [
            own_pixels(one, frame)
            for box in wanted.boxes
            for one in painted[:MAX_PARTS]
            if _is_at(one.box, box)
        ]
    else:
        found = [page_pixels(page, frame, read_rules(page, frame))]
    return [picture for picture in found if picture is not None]


def _is_at(one: Box, other: Box) -> bool:
    return all(abs(a - b) < SAME_PLACE for a, b in zip(one, other, strict=True))


def parts_to_read(
    frame: Frame, rules: PageRules, texts: Sequence[tuple[float, float]]
) -> tuple[Box, ...]:
    """The pictures of a page of text that may say something: those in which a table has room, and
    those that are all a ruled cell holds. `texts` are the middles of what is printed."""
    fine = [one.box for one in rules.painted[:MAX_PARTS] if _pixels_a_point(one) >= COARSEST]
    bare = [box for box in fine if not any(_holds(box, x, y) for x, y in texts)]
    small = [box for box in bare if not _is_large(box) and min(_sides(box)) >= LOWEST]
    cells = _cells(rules) if small else []
    alone = [
        box
        for box in small
        if any(_in_cell(box, cell) and not any(_holds(cell, *at) for at in texts) for cell in cells)
    ]
    return tuple(box for box in bare if _is_large(box) or box in alone)


def _cells(rules: PageRules) -> list[Box]:
    lattices = find_lattices(rules.horizontal, rules.vertical)
    return [lat.cell_box(index) for lat in lattices for index in range(len(lat.cells))]


def _in_cell(box: Box, cell: Box) -> bool:
    return _holds(cell, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _sides(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _is_large(box: Box) -> bool:
    width, height = _sides(box)
    return width >= WIDE and height >= HIGH
