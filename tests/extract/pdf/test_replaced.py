"""Letters that a file gives in the place of a ligature stand where that is printed."""

from __future__ import annotations

from pathlib import Path

from pipeline.extract.pdf import read_pdf
from pipeline.model import Grid
from tests.support import make_pdfs


def test_the_letters_of_a_ligature_in_a_form_stay_in_their_word() -> None:
    (page,) = read_pdf(Path("a.pdf"), make_pdfs.replaced_in_form()).pages
    (grid,) = page.blocks
    assert isinstance(grid, Grid)
    texts = [[" ".join(part.text for part in cell.fragments) for cell in row] for row in grid.rows]
    assert texts == [
        ["STT", "Nhiệm vụ", "Chủ trì"],
        ["1", "Cơ sở Vnfishbase", "Bộ Nội vụ"],
        ["2", "Rà soát", ""],
    ]
