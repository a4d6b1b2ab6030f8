"""Texts that run over a wall between two of their words, into a blank cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.pdf import read_pdf
from pipeline.extract.pdf.lines.gone_over import GONE_OVER
from pipeline.model import Grid
from tests.support.make_pdfs import Sheet, build

XS, YS = (20.0, 60.0, 157.5, 260.0, 360.0), (40.0, 60.0, 90.0, 120.0)


def page(text: str, beside: str = "") -> bytes:
    """A table of two rows; the text of the second column is one string from 70 points on, its
    letters and blanks 5 points wide: the third wall stands in the blank behind 17 letters."""
    sheet = Sheet(width=400, height=300)
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])
    for x, name in zip(XS, ("STT", "Nhiem vu", "Co quan", "Thoi han"), strict=False):
        sheet.text(x + 3, 54, name)
    for number, y in ("1", 72), ("2", 102):
        sheet.text(23, y, number).text(70, y, text).text(263, y, "Quy I")
        if beside:
            sheet.text(160, y + 12, beside)
    return build([sheet])


@pytest.mark.parametrize(
    ("text", "beside", "cells", "doubt"),
    [
        ("Trinh ban hanh an Bo Y te", "", ("Trinh ban hanh an Bo Y te", ""), GONE_OVER),
        ("Trinh ban hanh an bo y te", "", ("Trinh ban hanh an bo y te", ""), ""),
        ("Trinh ban hanh an Bo Y te", "va", ("Trinh ban hanh an", "Bo Y te\nva"), ""),
        ("Trinh ban hanh anh Bo Y te", "", ("Trinh ban hanh anh Bo Y te", ""), ""),  # crossed
    ],
)
def test_words_beyond_a_wall_that_may_be_a_cell_are_in_doubt(
    text: str, beside: str, cells: tuple[str, str], doubt: str
) -> None:
    reading = read_pdf(Path("a.pdf"), page(text, beside))
    (grid,) = [b for page in reading.pages for b in page.blocks if isinstance(b, Grid)]
    assert [(row[1].raw, row[2].raw, row[1].doubt) for row in grid.rows[1:]] == [
        (*cells, doubt)
    ] * 2
