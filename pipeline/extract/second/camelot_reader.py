"""PDF to pages through camelot: its tables (lattice, found on the picture of the page and in its
drawings) and the characters of playa, the reader camelot itself is built on.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.extract.second.boxes import level_boxes
from pipeline.extract.second.glyphs import Glyph, quarter_of
from pipeline.extract.second.needs import readable
from pipeline.extract.second.sheets import ReadSheet, Side, reading_of
from pipeline.model import Reading

ENGINE = "camelot"
THIN = 2.0
"""A drawing no higher than this many points is a rule."""
INVISIBLE = (3, 7)
"""Text render modes that print nothing."""


def read_with_camelot(path: Path, data: bytes) -> Reading:
    """Read a PDF through camelot. `path` is for messages only.

    Raises `InputError` as the reader of PDFs does (`not-pdf`, `encrypted`, `damaged`, `no-pages`).
    """
    import camelot
    import playa

    plain = level_boxes(data)
    with readable(path, ENGINE):
        tables = _tables(camelot, plain)
        with playa.parse(plain, space="screen") as document:
            return reading_of(_sheets(document, tables), ENGINE)


def _tables(camelot: Any, data: bytes) -> dict[int, list[Any]]:
    """The tables camelot finds, by page from 1."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = camelot.read_pdf(
            io.BytesIO(data), pages="all", flavor="lattice", suppress_stdout=True
        )
    tables: dict[int, list[Any]] = {}
    for table in found:
        tables.setdefault(table.page, []).append(table)
    return tables


def _sheets(document: Any, tables: dict[int, list[Any]]) -> Iterator[ReadSheet]:
    for number, page in enumerate(document.pages, 1):
        width, height = float(page.width), float(page.height)
        if page.rotate % 180:
            width, height = height, width
        yield ReadSheet(
            width,
            height,
            list(_glyphs(page)),
            [list(_sides(table, width, height)) for table in tables.get(number, ())],
            list(_rules(page)),
            next(iter(page.images), None) is not None,
        )


def _glyphs(page: Any) -> Iterator[Glyph]:
    for glyph in page.glyphs:
        if glyph.gstate.render_mode in INVISIBLE:
            continue
        a, b, _, _, x, y = glyph.matrix
        quarter = quarter_of(a, -b)
        x0, y0, x1, y1 = glyph.bbox
        text = glyph.text
        yield Glyph(
            "\ufffd" if text is None else text.strip("\x00") or "\ufffd",
            x0,
            y0,
            x1,
            y1,
            x if quarter % 2 else y,
            glyph.size,
            glyph.font.fontname.partition("+")[2] or glyph.font.fontname,
            quarter,
        )


def _rules(page: Any) -> Iterator[Side]:
    for path in page.paths:
        x0, y0, x1, y1 = path.bbox
        if abs(y1 - y0) <= THIN < abs(x1 - x0):
            middle = (y0 + y1) / 2
            yield min(x0, x1), middle, max(x0, x1), middle


def _sides(table: Any, width: float, height: float) -> Iterator[Side]:
    """The ruled sides of a table's cells, on the page as shown.

    camelot counts y upwards, and turns a page whose text lies on its side before it looks.
    """
    for row in table.cells:
        for cell in row:
            for ruled, (x0, y0), (x1, y1) in (
                (cell.left, cell.lb, cell.lt),
                (cell.right, cell.rb, cell.rt),
                (cell.top, cell.lt, cell.rt),
                (cell.bottom, cell.lb, cell.rb),
            ):
                if ruled:
                    yield _shown((x0, y0, x1, y1), table.rotation, width, height)


def _shown(side: Side, rotation: str, width: float, height: float) -> Side:
    x0, y0, x1, y1 = side
    if rotation == "anticlockwise":
        return (width - y0, height - x0, width - y1, height - x1)
    if rotation == "clockwise":
        return (y0, x0, y1, x1)
    return (x0, height - y0, x1, height - y1)
