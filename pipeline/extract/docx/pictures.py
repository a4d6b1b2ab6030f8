"""Pictures in a Word file: how large they are, what is written in them, and whether a table may be
lost in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.errors import InputError
from pipeline.extract.docx.xml import REL, whole
from pipeline.extract.scan.engine import MISSING, REMEDY, installed
from pipeline.model import Block, Grid, Problem, Prose, Reading
from pipeline.writing.headings import is_annex_heading

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_EMU_PER_POINT: Final = 12_700
_MIN_WIDTH: Final = 220.0
"""Points: a table is drawn no narrower; seals, logos and signatures are."""
_MIN_HEIGHT: Final = 60.0
_MIN_LINE: Final = 6.0
"""Points: no line of print is lower."""
_LENGTH: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm|px)?")
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, None: 0.75}
_ANNOUNCED: Final = re.compile(r"\s*(?:bảng|biểu|danh mục|phụ lục)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A picture, the page it stands on and the part that holds it; lengths in points."""

    page: int
    width: float
    height: float
    ident: str = ""

    @property
    def large(self) -> bool:
        """Whether a table could be read in it."""
        return self.width >= _MIN_WIDTH and self.height >= _MIN_HEIGHT

    @property
    def legible(self) -> bool:
        """Whether a line of print has room in it."""
        return self.height >= _MIN_LINE and self.width >= _MIN_LINE


def pictures(drawing: etree._Element, page: int) -> Iterator[EmbeddedPicture]:
    """The pictures of a drawing, with the size they are shown in."""
    blip = next(drawing.iter(_BLIP), None)
    if blip is not None:
        ident = blip.get(REL + "embed", "")
        for extent in drawing.iter(_WP + "extent"):
            sides = (whole(extent.get("cx")) or 0, whole(extent.get("cy")) or 0)
            yield EmbeddedPicture(page, sides[0] / _EMU_PER_POINT, sides[1] / _EMU_PER_POINT, ident)
    for image in drawing.iter(_VML + "imagedata"):
        shape = image.getparent()
        style = "" if shape is None else shape.get("style", "").lower()
        sides_of = {
            name: float(n) * _POINTS[unit or None] for name, n, unit in _LENGTH.findall(style)
        }
        width, height = sides_of.get("width", 0.0), sides_of.get("height", 0.0)
        yield EmbeddedPicture(page, width, height, image.get(REL + "id", ""))


def read_shown(data: bytes, shown: EmbeddedPicture) -> Reading | None:
    """What is written in a picture; None where nothing is, or nothing at hand reads it."""
    from pipeline.extract.pdf.alone import read_picture_file  # loads PDFium and OpenCV

    try:
        return read_picture_file(data, shown.width)
    except InputError:
        return None


def told_of(pictures: Sequence[EmbeddedPicture]) -> list[Problem]:
    """What to say of pictures that were read: it is no text of the file."""
    if not pictures:
        return []
    many = f"{len(pictures)} pictures" if len(pictures) > 1 else "a picture"
    message = f"what is written in {many} was read as print; compare it with the file"
    return [Problem("info", "picture-read", message, page=pictures[0].page)]


def unread_pictures(found: Sequence[EmbeddedPicture], blocks: Sequence[Block]) -> list[Problem]:
    """What to say of pictures that may hold a table.

    A file without any table and with a large picture has lost one; in a file with tables only a
    picture on a page whose text announces a table and shows none is doubted.
    """
    large = [picture for picture in found if picture.large]
    if not large:
        return []
    if not any(isinstance(block, Grid) for block in blocks):
        message = f"{len(large)} pictures and no table: what is written in them was not read"
        if not installed():
            return [Problem("error", MISSING, f"{message}; {REMEDY}", page=large[0].page)]
        return [Problem("error", "picture-not-read", message, page=large[0].page)]
    return [
        Problem(
            "warning",
            "picture-not-read",
            "a picture stands where the text announces a table; it is not read",
            page=picture.page,
        )
        for picture in large
        if _announced(blocks, picture.page)
    ]


def _announced(blocks: Sequence[Block], page: int) -> bool:
    """Whether the text of a page announces a table and the page has none."""
    lines = [
        block.fragment.text
        for block in blocks
        if isinstance(block, Prose) and block.fragment.place.page == page and not block.running
    ]
    grids = any(
        piece.place.page == page
        for block in blocks
        if isinstance(block, Grid)
        for piece in block.fragments
    )
    return not grids and any(is_annex_heading(t) or _ANNOUNCED.match(t) for t in lines)
