"""PDF to pages through pdfplumber: its characters (pdfminer) and its table finder.

pdfplumber does not tell invisible text from visible, and ends a table at its last rule: a row
without a rule beyond it stands below the table, as prose.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipeline.extract.second.boxes import level_boxes
from pipeline.extract.second.glyphs import Glyph, quarter_of
from pipeline.extract.second.needs import readable
from pipeline.extract.second.sheets import ReadSheet, Side, reading_of
from pipeline.model import Reading

ENGINE = "pdfplumber"
THIN = 2.0
"""A filled box no higher than this many points is a rule."""

WHITE = 0.98
"""A fill whose every part is at least this is white."""


def read_with_pdfplumber(path: Path, data: bytes, only: Collection[int] | None = None) -> Reading:
    """Read a PDF through pdfplumber. `path` is for messages only; of `only` some pages (from 1),
    the others are blank.

    Raises `InputError` as the reader of PDFs does (`not-pdf`, `encrypted`, `damaged`, `no-pages`).
    """
    import pdfplumber

    plain = level_boxes(data)
    with readable(path, ENGINE), pdfplumber.open(io.BytesIO(plain)) as document:
        return reading_of(_sheets(document, only), ENGINE)


def _sheets(document: Any, only: Collection[int] | None) -> Iterator[ReadSheet]:
    for number, page in enumerate(document.pages, 1):
        wanted = only is None or number in only
        yield _sheet(page) if wanted else ReadSheet(float(page.width), float(page.height), (), ())
        page.close()


def _sheet(page: Any) -> ReadSheet:
    left, top = page.bbox[0], page.bbox[1]
    ruled = page.filter(_may_rule)
    return ReadSheet(
        float(page.width),
        float(page.height),
        [_glyph(char, left, top, float(page.height)) for char in page.chars],
        [list(_sides(table, left, top)) for table in ruled.find_tables()],
        [
            (item["x0"] - left, item["top"] - top, item["x1"] - left, item["top"] - top)
            for item in (*page.lines, *page.rects)
            if item["height"] <= THIN < item["width"]
        ],
        bool(page.images),
    )


def _may_rule(item: dict[str, Any]) -> bool:
    """False for a white box behind text, whose sides are no rules."""
    if item["object_type"] != "rect" or not item["fill"] or item["stroke"]:
        return True
    if min(item["width"], item["height"]) <= THIN:
        return True
    color = item["non_stroking_color"]
    parts = color if isinstance(color, tuple | list) else (color,)
    return len(parts) not in (1, 3) or not all(
        isinstance(part, int | float) and part >= WHITE for part in parts
    )


def _glyph(char: dict[str, Any], left: float, top: float, height: float) -> Glyph:
    a, b, _, _, x, y = char["matrix"]
    quarter = quarter_of(a, b)
    box = (char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
    return Glyph(
        "\ufffd" if char["text"].startswith("(cid:") else char["text"],
        *box,
        x if quarter % 2 else height - y,
        box[2] - box[0] if quarter % 2 else box[3] - box[1],
        char["fontname"].partition("+")[2] or char["fontname"],
        quarter,
    )


def _sides(table: Any, left: float, top: float) -> Iterator[Side]:
    for x0, y0, x1, y1 in table.cells:
        x0, x1, y0, y1 = x0 - left, x1 - left, y0 - top, y1 - top
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
