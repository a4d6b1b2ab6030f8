"""Which pictures of a page may say something: told by where they stand, without their pixels.

What takes the pixels (`pictures`) and reads them takes longer to load than most files to read, so
it is loaded where a picture is asked for.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import pypdfium2.raw as pdfium_c

from pipeline.extract.pdf.drawn.rules import Box, PageRules, Painted
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.ruled.lattice import find_lattices

COARSEST = 60 / 72
"""Pixels a point: print in a coarser picture cannot be read, it is a shade."""
WIDE, HIGH, LOWEST = 220.0, 60.0, 6.0
"""Points: a table is drawn no narrower and no lower, a line of print no lower."""
OPAQUE, _SOLID = 0.95, 255
"""Share of the pixels of a picture that must be solid for it to hide a text; its edges are not."""
MAX_PARTS = 400
"""Pictures of a page that are looked at."""
image_size = raw.function("FPDFImageObj_GetImagePixelSize", raw.INT, raw.PTR, raw.PTR, raw.PTR)
buffer_of = raw.function("FPDFBitmap_GetBuffer", raw.PTR, raw.PTR)
format_of = raw.function("FPDFBitmap_GetFormat", raw.INT, raw.PTR)
width_of = raw.function("FPDFBitmap_GetWidth", raw.INT, raw.PTR)
height_of = raw.function("FPDFBitmap_GetHeight", raw.INT, raw.PTR)
stride_of = raw.function("FPDFBitmap_GetStride", raw.INT, raw.PTR)
destroy = raw.function("FPDFBitmap_Destroy", None, raw.PTR)
_image_rendered = raw.function("FPDFImageObj_GetRenderedBitmap", raw.PTR, raw.PTR, raw.PTR, raw.PTR)
_image_filter = raw.function("FPDFImageObj_GetImageFilter", raw.INT, raw.PTR, raw.INT, raw.PTR,
                             raw.INT)  # fmt: skip
_image_data = raw.function("FPDFImageObj_GetImageDataRaw", raw.INT, raw.PTR, raw.PTR, raw.INT)
_pair = raw.Out("I", 2)
_image_bitmap = raw.function("FPDFImageObj_GetBitmap", raw.PTR, raw.PTR)
_JPEG, _FAX = b"DCTDecode", b"CCITTFaxDecode"
_END = b"\xff\xd9"
"""What a JPEG ends with."""
_PADDED = 1024
"""Bytes behind it at most."""
_LINE_END = "000000000001"
"""The bits that end the lines of a fax of group 3 (ITU-T T.4: EOL); no code holds eleven zeros."""
_FAX_END = _LINE_END * 2
"""Those a fax of group 4 ends with (ITU-T T.6: EOFB), of which no line has such an end."""
_BLANKS = 4096
"""Bytes at the end of a fax that may hold nothing but blank rows."""
_ROWS_LOST = 8
"""Rows of pixels at the end of a fax that must be lost for it to be told."""


def scanned_share(frame: Frame, rules: PageRules) -> float:
    """How much of a page pictures cover that are fine enough for print to be read in them."""
    fine = [one.box for one in rules.painted if pixels_a_point(one) >= COARSEST]
    return frame.share(sum(map(area, fine)))


def pixels_a_point(one: Painted) -> float:
    """How fine a picture is on the page; 0 where that is not known."""
    across = math.hypot(one.matrix[0], one.matrix[1])
    if across < 1 or not image_size(one.item, *_pair.at):
        return 0.0
    return float(_pair.read()[0] / across)


def cut_off(painted: Sequence[Painted]) -> bool:
    """Whether the data of the largest picture end before the picture does: a file that was not
    fetched whole. PDFium shows what there is. Told of JPEGs, which say where they end, and of
    faxes of group 4."""
    one = max(painted, key=lambda each: area(each.box), default=None)
    kind = _image_filters(one.item) if one is not None else b""
    if one is None or kind not in (_JPEG, _FAX):
        return False
    size = int(_image_data(one.item, None, 0))
    data = ctypes.create_string_buffer(size)
    _image_data(one.item, ctypes.addressof(data), size)
    if kind == _JPEG:
        return _END not in data.raw[-_PADDED:]
    if has_fax_end(data.raw) or has_line_ends(data.raw):
        return False
    return _rows_at_end(one.item) - blanks_at_end(data.raw) >= _ROWS_LOST


def has_fax_end(data: bytes) -> bool:
    """Whether a fax ends as one of group 4 does: not all that write them say so.

    >>> has_fax_end(bytes.fromhex("ffffe0020020")), has_fax_end(bytes.fromhex("ffffffffffff"))
    (True, False)
    """
    return _FAX_END in _bits(data[-_PADDED:])


def has_line_ends(data: bytes) -> bool:
    """Whether a fax is of group 3, whose lines end with a code: its blank rows take many bits, so
    that they do not tell whether it is whole.

    >>> has_line_ends(bytes.fromhex("00135080")), has_line_ends(bytes.fromhex("ffe01350"))
    (True, False)
    """
    return _LINE_END in _bits(data[:_PADDED])


def blanks_at_end(data: bytes) -> int:
    """How many blank rows a fax may end with: each that follows another one is a bit that is set.

    >>> blanks_at_end(bytes.fromhex("00efff00")), blanks_at_end(b"")
    (12, 0)
    """
    end = int.from_bytes(data[-_BLANKS:])
    bare = end >> max(0, (end & -end).bit_length() - 1)  # the bits that fill the last byte
    return ((bare + 1) & ~bare).bit_length() - 1


def _bits(data: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in data)


def _rows_at_end(item: int) -> int:
    """How many rows of pixels at the end of a picture have one colour, the same for all."""
    bitmap = _image_bitmap(item)
    if not bitmap:
        return 0
    try:
        height, stride, wide = height_of(bitmap), stride_of(bitmap), width_of(bitmap)
        if format_of(bitmap) != pdfium_c.FPDFBitmap_Gray or not buffer_of(bitmap):
            return 0
        store = memoryview((ctypes.c_ubyte * (stride * height)).from_address(buffer_of(bitmap)))
        last = bytes(store[stride * (height - 1) :][:wide])
        if last.count(last[:1]) < wide:
            return 0
        rows = (bytes(store[at * stride : at * stride + wide]) for at in reversed(range(height)))
        return next((count for count, row in enumerate(rows) if row != last), height)
    finally:
        destroy(bitmap)


def _image_filters(item: int) -> bytes:
    """The one filter of a picture, "" where it has none or several."""
    name = ctypes.create_string_buffer(32)
    _image_filter(item, 0, ctypes.addressof(name), len(name))
    return b"" if _image_filter(item, 1, None, 0) else name.value


def area(box: Box) -> float:
    """Square points of a box."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def is_opaque(document: int, page: int, item: int) -> bool:
    """Whether a picture of a page hides what is beneath: hardly any of it is transparent."""
    bitmap = _image_rendered(document, page, item)
    if not bitmap:
        return False
    try:
        if format_of(bitmap) != pdfium_c.FPDFBitmap_BGRA:
            return bool(buffer_of(bitmap))
        return _is_solid(bitmap)
    finally:
        destroy(bitmap)


def _is_solid(bitmap: int) -> bool:
    """Whether nearly all pixels of a bitmap of four channels are."""
    width, height, stride = width_of(bitmap), height_of(bitmap), stride_of(bitmap)
    address = buffer_of(bitmap)
    if not address or not width * height:
        return False
    store = memoryview((ctypes.c_ubyte * (stride * height)).from_address(address)).cast("B")
    rows = (store[at + 3 : at + 4 * width : 4] for at in range(0, stride * height, stride))
    solid = sum(bytes(row).count(_SOLID) for row in rows)
    return bool(solid / (width * height) >= OPAQUE)


def parts_to_read(
    frame: Frame, rules: PageRules, texts: Sequence[tuple[float, float]]
) -> tuple[Box, ...]:
    """The pictures of a page of text that may say something: those in which a table has room, and
    those that are all a ruled cell holds. `texts` are the middles of what is printed."""
    fine = [one.box for one in rules.painted[:MAX_PARTS] if pixels_a_point(one) >= COARSEST]
    bare = [box for box in fine if not any(_holds(box, x, y) for x, y in texts)]
    small = [box for box in bare if not is_large(box) and min(_sides(box)) >= LOWEST]
    cells = _cells(rules) if small else []
    alone = [
        box
        for box in small
        if any(_in_cell(box, cell) and not any(_holds(cell, *at) for at in texts) for cell in cells)
    ]
    return tuple(box for box in bare if is_large(box) or box in alone)


def _cells(rules: PageRules) -> list[Box]:
    lattices = find_lattices(rules.horizontal, rules.vertical)
    return [lat.cell_box(index) for lat in lattices for index in range(len(lat.cells))]


def _in_cell(box: Box, cell: Box) -> bool:
    return _holds(cell, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _sides(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def is_large(box: Box) -> bool:
    """Whether a table has room in a picture."""
    width, height = _sides(box)
    return width >= WIDE and height >= HIGH
