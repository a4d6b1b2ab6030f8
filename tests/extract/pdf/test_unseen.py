"""What the page does not show whole makes its cell doubtful; what stands at the end of a line is
read as the document writes it elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.extract.layer.signs.doubtful_words import LACKS_BLANK
from pipeline.extract.pdf import read_pdf
from pipeline.extract.pdf.letters.aside import CLIPPED, COVERED, PICTURE
from pipeline.extract.pdf.letters.attached_marks import UNSAID, with_blanks
from pipeline.model import Cell, Fragment, Grid, Place
from pipeline.normalize.text import clean

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


@pytest.mark.parametrize(
    ("slug", "doubts"),
    [
        (
            "picture-over-text",
            {"": COVERED, "Lam duong cao toc xuyen qua nui rung Tay Bac": CLIPPED},
        ),
        ("covered-black", {"": COVERED}),
        ("picture-in-cell", {"Tháng 9/2026": PICTURE}),
    ],
)
def test_a_cell_that_lost_a_text_is_in_doubt(slug: str, doubts: dict[str, str]) -> None:
    [path] = (INPUTS / slug / "in").glob("*.pdf")
    pages = read_pdf(path, path.read_bytes()).pages
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    cells = [cell for grid in grids for row in grid.rows for cell in row]
    assert {cell.raw: cell.doubt for cell in cells if cell.doubt} == doubts


def grid(*cells: str) -> Grid:
    """One row; a line feed parts the lines of a cell."""
    lines = [
        [Fragment(t, Place(1, None, x, y, x + 1, y + 1)) for y, t in enumerate(cell.split("\n"))]
        for x, cell in enumerate(cells)
    ]
    return Grid((tuple(Cell(tuple(own)) for own in lines),))


@pytest.mark.parametrize(
    ("cell", "elsewhere", "text"),
    [
        ("Tháng 12/\n2026", "trước 12/ 2026", "Tháng 12/ 2026"),
        ("Tháng 12/\n2026", "trước 11/2026", "Tháng 12/2026"),
        ("Tháng 12/\n2026", "01/ 2026; 02/ 2026; 03/ 2025", "Tháng 12/ 2026"),
        ("01/2025/TT-\nBTC", "05/2024/TT- BTC", "01/2025/TT- BTC"),
        ("01/2025/TT-\nBTC", "05/2024/TT-BTC", "01/2025/TT-BTC"),
        ("kinh tế -\nxã hội", "kinh tế - xã hội", "kinh tế - xã hội"),
        ("kinh tế -\nxã hội", "phát triển kinh tế -xã hội", "kinh tế -xã hội"),
        ("công tác/\nvăn bản", "tỉnh/ thành; sở/ ban; xã/ phường", "công tác/ văn bản"),
        ("công tác/\nvăn bản", "tỉnh/thành; sở/ban; xã/phường", "công tác/văn bản"),
        ("100 đồng/\nkm", "tỉnh/ thành; sở/ ban; xã/ phường", "100 đồng/km"),
    ],
)
def test_a_mark_at_a_line_end_is_read_as_elsewhere(cell: str, elsewhere: str, text: str) -> None:
    [[found]] = with_blanks([[grid(cell, elsewhere)]])
    assert isinstance(found, Grid)
    assert clean(found.rows[0][0].fragments).text == text
    assert found.rows[0][0].doubt == (UNSAID if cell.startswith("công") else "")


@pytest.mark.parametrize(
    "elsewhere", ["", "các tỉnh/ thành; các sở/ban; công tác/ văn bản, công tác/văn bản"]
)
def test_two_words_around_a_mark_of_which_nothing_tells_are_in_doubt(elsewhere: str) -> None:
    [[found]] = with_blanks([[grid("công tác/\nvăn bản", elsewhere)]])
    assert isinstance(found, Grid)
    assert clean(found.rows[0][0].fragments).text == "công tác/văn bản"
    assert found.rows[0][0].doubt == UNSAID


def test_what_the_document_tells_of_a_mark_leaves_no_doubt() -> None:
    [row] = grid("công tác/\nvăn bản", "; ".join(["mọi công tác/ văn bản"] * 3)).rows
    doubted = Grid(((replace(row[0], doubt=LACKS_BLANK), row[1]),))
    [[found]] = with_blanks([[doubted]])
    assert isinstance(found, Grid)
    assert not found.rows[0][0].doubt
