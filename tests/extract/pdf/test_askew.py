"""Pages set askew are read level, and what is read is placed where it stands."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipeline.extract.pdf import read_pdf
from pipeline.extract.pdf.drawn.askew import leaning
from pipeline.extract.pdf.file.frame import Frame
from pipeline.model import Grid

INPUT = Path(__file__).resolve().parents[2] / "inputs" / "page-askew" / "in"


def test_texts_of_a_page_askew_are_placed_where_they_stand() -> None:
    [path] = INPUT.glob("*.pdf")
    [page] = read_pdf(path, path.read_bytes()).pages
    [grid] = [block for block in page.blocks if isinstance(block, Grid)]
    sheet = pdfium.PdfDocument(path)[0]
    text = sheet.get_textpage()
    for piece in grid.fragments:
        at = piece.place
        x0, y0, x1, y1 = (side or 0.0 for side in (at.x0, at.y0, at.x1, at.y1))
        height = sheet.get_height()
        found = text.get_text_bounded(x0 - 1, height - y1, x1 + 1, height - y0)
        assert piece.text in " ".join(found.split())


@pytest.mark.parametrize("lean", [0.01, -0.01])
def test_a_box_that_leans_goes_up_where_text_goes_up(lean: float) -> None:
    x0, y0, x1, y1 = leaning((700, 100, 800, 110), lean, Frame(0, 0, 0, 842, 595))
    middle = (y0 + y1) / 2
    assert (middle < 105) == (lean > 0)
    assert x1 - x0 == pytest.approx(100, abs=0.2)
    assert y1 - y0 > 10
