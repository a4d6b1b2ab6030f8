"""A picture that stands in a document of another form: what is written in it, as a page."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from pipeline.extract.pdf.drawn.pictures import FEWEST_PIXELS
from pipeline.extract.pdf.layout import Layout
from pipeline.extract.pdf.lost import in_doubt
from pipeline.extract.pdf.scanned import Scan
from pipeline.extract.pdf.tables.tables import Carried, find_tables
from pipeline.extract.scan.engine import Gray, shared_engine
from pipeline.extract.scan.kept import recognised
from pipeline.extract.scan.page import Picture, ReadPage
from pipeline.extract.scan.shelf import shelf
from pipeline.model import Page, Reading

MAX_PIXELS = 120_000_000
"""Of one picture."""
USUAL = 96 / 72
"""Pixels a point of a picture whose size is not told."""


def read_picture_file(data: bytes, width: float = 0.0) -> Reading | None:
    """What is written in a picture file shown `width` points wide; None where nothing is.

    Raises `InputError` `needs-ocr`.
    """
    pixels = _pixels(data)
    if pixels is None:
        return None
    per_point = pixels.shape[1] / width if width > 0 else USUAL
    engine = shared_engine()
    read = recognised(Picture(pixels, per_point), lambda: engine, shelf.get())
    return Reading("pdf-scan", engine.name, (page_of(read),)) if Scan(read).speaks else None


def _pixels(data: bytes) -> Gray | None:
    """The pixels of a file, grey or red, green and blue; None where it is no picture of pixels."""
    try:
        with Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > MAX_PIXELS or min(file.size) < FEWEST_PIXELS:
                return None
            image: Image.Image = file
            if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
                image = _on_paper(image.convert("RGBA"))
            return np.asarray(image.convert("L" if image.mode in ("1", "L") else "RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _on_paper(image: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image)


def page_of(read: ReadPage, number: int = 1) -> Page:
    """The blocks of a picture that is a page of its own."""
    layout, scan = Layout(), Scan(read)
    pieces, rules = scan.pieces(), scan.rules()
    tables = in_doubt(find_tables(rules, pieces, scan.split, Carried()), scan.lost())
    blocks = layout.blocks_of(
        pieces, tables, rules.horizontal, scan.split, scan.placer(number, layout), read.size
    )  # fmt: skip
    layout.add(blocks, sum(len("".join(piece.text.split())) for piece in pieces), read.size[1])
    return layout.pages()[0]
