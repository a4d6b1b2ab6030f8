"""The place of a cell or a row on its page, as a picture small enough to put into a report.

Only PDF sources have pages to show. A file is opened when its first picture is asked for, and
only while it is the file that was extracted (by its SHA-256); a picture is a grey PNG of the cell
with what stands around it.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from pipeline.data.records import PlaceRecord

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner of the page."""

_MARGIN = 30.0
_SCALE = 1.5
_LARGEST = 700.0
"""Longest side of what is shown of a cell, in points; a longer cell shows its beginning."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a data URI; `boxes` mark what is meant, in shares of the picture's sides, and
    `names` say which column each of them is."""

    page: int
    uri: str
    boxes: tuple[Box, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A source file by its name under the folder of sources, and the digest it was read with."""

    source: str
    sha256: str


class Album:
    """Pictures of cells and rows, until `most` are made or `most_bytes` are used; `refused` counts
    those there was no room for."""

    def __init__(self, raw: Path, most: int = 400, most_bytes: int = 9_000_000) -> None:
        self.raw = raw
        self.left = most
        self.bytes_left = most_bytes
        self.refused = 0
        self._file: tuple[Paper, Any] | None = None

    def of(
        self, paper: Paper, places: Iterable[PlaceRecord], names: Sequence[str] = ()
    ) -> list[Picture]:
        """One picture per page the places stand on; none where the source has no pages.

        With a name for each place the whole of it is shown, however long; else its beginning.
        """
        pages: dict[int, list[tuple[Box, str]]] = {}
        for place, name in zip(places, names or repeat(""), strict=False):
            box = box_of(place)
            if box and place.page is not None:
                pages.setdefault(place.page, []).append((box, name))
        return list(self._pictures(paper, pages, bool(names))) if pages else []

    def _pictures(
        self, paper: Paper, pages: Mapping[int, Sequence[tuple[Box, str]]], whole: bool
    ) -> Iterator[Picture]:
        opened = self._open(paper)
        for number, boxes in pages.items():
            if opened is None or not 1 <= number <= len(opened):
                continue
            if self.left <= 0 or self.bytes_left <= 0:
                self.refused += 1
                continue
            picture = _picture(opened[number - 1], number, boxes, whole)
            self.left -= 1
            self.bytes_left -= len(picture.uri)
            yield picture

    def _open(self, paper: Paper) -> Any:
        """The document's PDF, kept open for its next picture; None where there is none."""
        if self._file is None or self._file[0] != paper:
            self.close()
            self._file = (paper, _open_pdf(self.raw / paper.source, paper.sha256))
        return self._file[1]

    def close(self) -> None:
        """Close the file that is open."""
        if self._file and self._file[1] is not None:
            self._file[1].close()
        self._file = None


def box_of(place: PlaceRecord) -> Box | None:
    """The box of a place, None where the source has no pages."""
    if place.x0 is None or place.y0 is None or place.x1 is None or place.y1 is None:
        return None
    return place.x0, place.y0, place.x1, place.y1


def _open_pdf(path: Path, sha256: str) -> Any:
    if not path.is_file() or path.suffix.lower() != ".pdf":
        return None
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return None


def _picture(page: Any, number: int, named: Sequence[tuple[Box, str]], whole: bool) -> Picture:
    width, height = page.get_size()
    boxes = [box for box, _ in named]
    largest = max(width, height) if whole else _LARGEST
    left, top, right, bottom = _frame(boxes, width, height, largest)
    crop = (left, height - bottom, width - right, top)
    bitmap = page.render(scale=_SCALE, crop=crop, grayscale=True)
    png = io.BytesIO()
    bitmap.to_pil().save(png, "PNG", optimize=True)
    uri = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode("ascii")
    shown_width, shown_height = right - left, bottom - top
    marks = tuple(
        (
            round((x0 - left) / shown_width, 4),
            round((y0 - top) / shown_height, 4),
            round((x1 - left) / shown_width, 4),
            round((y1 - top) / shown_height, 4),
        )
        for x0, y0, x1, y1 in boxes
    )
    return Picture(number, uri, marks, tuple(name for _, name in named) if whole else ())


def _frame(boxes: Sequence[Box], width: float, height: float, largest: float) -> Box:
    """What is shown: the boxes and a margin, inside the page, whole points."""
    left = max(0.0, min(box[0] for box in boxes) - _MARGIN)
    top = max(0.0, min(box[1] for box in boxes) - _MARGIN)
    right = min(width, max(box[2] for box in boxes) + _MARGIN, left + largest)
    bottom = min(height, max(box[3] for box in boxes) + _MARGIN, top + largest)
    if right - left < 1 or bottom - top < 1:
        return 0.0, 0.0, width, height
    return left, top, right, bottom
