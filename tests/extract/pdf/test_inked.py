"""Strokes of ink over the text of a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.pdf.reader import read_pdf
from pipeline.model import Grid
from tests.support.make_pdfs import Sheet, build

XS, YS = [20.0, 60.0, 200.0, 300.0], [20.0, 44.0, 68.0, 92.0]
ROWS = [["STT", "Chỉ tiêu", "Mục tiêu"], ["1", "Số xã", "5"], ["2", "Số nhà", "7"]]


def with_ink(*points: tuple[float, float]) -> bytes:
    """A table, with a stroke of ink through points (from the top left corner)."""
    sheet = Sheet().grid(XS, YS).cells(XS, YS, ROWS)
    sheet.annotations.append(((0, 0, 400, 300), ""))
    stroke = " ".join(f"{x} {sheet.y(y)}" for x, y in points)
    ink = f"/Subtype /Ink /InkList [[{stroke}]]".encode()
    return build([sheet]).replace(b"/Subtype /Widget /FT /Sig", ink)


@pytest.mark.parametrize(
    ("points", "is_struck"),
    [
        ([(203.0, 53.0), (206.0, 52.0), (211.0, 53.0)], True),
        ([(206.0, 53.0), (206.0, 53.0)], False),  # a dot of the pen
        ([(205.5, 53.0), (207.0, 53.2)], False),
    ],
)
def test_a_stroke_strikes_out_a_figure_and_a_dot_does_not(
    tmp_path: Path, points: list[tuple[float, float]], is_struck: bool
) -> None:
    (page,) = read_pdf(tmp_path / "a.pdf", with_ink(*points)).pages
    (grid,) = (block for block in page.blocks if isinstance(block, Grid))
    (figure,) = list(grid.rows[1])[2].fragments
    assert (figure.text, figure.struck) == ("5", is_struck)
