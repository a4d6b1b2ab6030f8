"""The pictures of a PDF page in their own pixels, as the page shows them turned.

A picture is taken as the file holds it. Only a page put together from several pictures, or one
whose picture cannot be taken out, is drawn.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium_c

from pipeline.extract.pdf.drawn.askew import straightened
from pipeline.extract.pdf.drawn.pictured import (
    COARSEST,
    MAX_PARTS,
    area,
    buffer_of,
    destroy,
    format_of,
    height_of,
    image_size,
    pixels_a_point,
    stride_of,
    width_of,
)
from pipeline.extract.pdf.drawn.rules import Box, Matrix, PageRules, Painted, read_rules
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame, page_frame
from pipeline.extract.scan.engine import Gray
from pipeline.extract.scan.page import Picture
from pipeline.extract.scan.wanted import Wanted

DRAWN = 200 / 72
"""Pixels a point at which a page is drawn where its pictures do not say otherwise."""
FINEST = 300 / 72
"""The finest."""
MAX_PIXELS = 120_000_000
"""Of one picture: a sheet of A0 at 300 dpi has 140 million."""
ALONE = 0.9
"""Share of all pictures' area that one must have to stand for the page."""
LARGE = 0.05
"""Share of the largest picture's area from which on another one says how fine the page is."""
_CHANNELS = {pdfium_c.FPDFBitmap_Gray: 1, pdfium_c.FPDFBitmap_BGR: 3, pdfium_c.FPDFBitmap_BGRx: 4,
             pdfium_c.FPDFBitmap_BGRA: 4}  # fmt: skip

_image_bitmap = raw.function("FPDFImageObj_GetBitmap", raw.PTR, raw.PTR)
_image_metadata = raw.function("FPDFImageObj_GetImageMetadata", raw.INT, raw.PTR, raw.PTR, raw.PTR)
_new_bitmap = raw.function("FPDFBitmap_CreateEx", raw.PTR, raw.INT, raw.INT, raw.INT, raw.PTR,
                           raw.INT)  # fmt: skip
_fill = raw.function("FPDFBitmap_FillRect", raw.INT, raw.PTR, raw.INT, raw.INT, raw.INT, raw.INT,
                     ctypes.c_ulong)  # fmt: skip
_render = raw.function("FPDF_RenderPageBitmap", None, raw.PTR, raw.PTR, raw.INT, raw.INT, raw.INT,
                       raw.INT, raw.INT, raw.INT)  # fmt: skip
_remove = raw.function("FPDFPage_RemoveObject", raw.INT, raw.PTR, raw.PTR)
_destroy_object = raw.function("FPDFPageObj_Destroy", None, raw.PTR)
_pair = raw.Out("I", 2)


FEWEST_PIXELS = 8
"""Pixels across of a picture that can show a letter."""
SAME_PLACE = 0.5
"""Points by which a picture may be moved and stand at the same place."""


def page_pixels(page: int, frame: Frame, rules: PageRules) -> Picture | None:
    """What the pictures of a page show: the one that covers it in its own pixels, or several as
    the page draws them. None where they are too large."""
    painted = sorted(rules.painted, key=lambda one: -area(one.box))
    if not painted:
        return None
    whole = sum(area(one.box) for one in painted)
    if area(painted[0].box) >= ALONE * whole:
        own = own_pixels(page, painted[0], frame)
        if own is not None and np.ptp(own.pixels):  # else its print may be in its mask
            return own
    _remove_text(page)
    return drawn(page, frame, _union(painted), _fineness(painted))


def _remove_text(page: int) -> None:
    """Take the text off a page that is going to be drawn: it is read as text."""
    objects = [raw.page_object(page, index) for index in range(raw.count_objects(page))]
    for item in objects:
        if raw.object_type(item) == raw.TEXT and _remove(page, item):
            _destroy_object(item)


def own_pixels(page: int, one: Painted, frame: Frame) -> Picture | None:
    """A picture of a page in its own pixels, a stencil as dark on white; None where the file does
    not give them, or too many."""
    if not image_size(one.item, *_pair.at):
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
        destroy(bitmap)
    if array is None:
        return None
    if _is_stencil(page, one.item):  # its pixels say where paint goes
        array = np.bitwise_not(array)
    return _as_shown(array, one.matrix, frame)


def _is_stencil(page: int, item: int) -> bool:
    """Whether a picture is a stencil that paint goes through (an image mask), as scanners store
    print in: one bit a pixel, and no colours."""
    facts = pdfium_c.FPDF_IMAGEOBJ_METADATA()
    if not _image_metadata(item, page, ctypes.addressof(facts)):
        return False
    unknown = facts.colorspace == pdfium_c.FPDF_COLORSPACE_UNKNOWN
    return bool(facts.bits_per_pixel == 1 and unknown)


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
        destroy(bitmap)
    return None if array is None else Picture(array, per_point, x0, y0)


def _pixels_of(bitmap: int) -> Gray | None:
    """The pixels of a bitmap, channels last, in its own memory; None where it gives none."""
    channels = _CHANNELS.get(format_of(bitmap))
    address = buffer_of(bitmap)
    if channels is None or not address:
        return None
    width, height, stride = width_of(bitmap), height_of(bitmap), stride_of(bitmap)
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


def _union(painted: list[Painted]) -> Box:
    boxes = [one.box for one in painted]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return x0, y0, max(b[2] for b in boxes), max(b[3] for b in boxes)


def _fineness(painted: list[Painted]) -> float:
    """Pixels a point of the finest of the larger pictures: compact scans lay print over a coarse
    ground."""
    large = [one for one in painted if area(one.box) >= LARGE * area(painted[0].box)]
    fine = max(map(pixels_a_point, large), default=0.0) or DRAWN
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
            page, _ = straightened(document, page, wanted.number - 1)
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
            own_pixels(page, one, frame)
            for box in wanted.boxes
            for one in painted[:MAX_PARTS]
            if _is_at(one.box, box)
        ]
    else:
        found = [page_pixels(page, frame, read_rules(page, frame))]
    return [picture for picture in found if picture is not None]


def _is_at(one: Box, other: Box) -> bool:
    return all(abs(a - b) < SAME_PLACE for a, b in zip(one, other, strict=True))
