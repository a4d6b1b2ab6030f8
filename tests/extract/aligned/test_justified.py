"""Cells set to both edges of their columns, and columns that the header does not name."""

from pathlib import Path

import pytest

from pipeline.extract.aligned.corridors import Corridor
from pipeline.extract.aligned.region import find_tables
from pipeline.extract.aligned.strips import strips_of
from pipeline.extract.aligned.table import BESIDE, Before
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.aligned.words import TEXT, Stretch, TextLine
from pipeline.model import UNCERTAIN, Source
from tests.extract.aligned.test_table import lines
from tests.support.once import reading

INPUT = Path(__file__).parents[2] / "inputs" / "across-justified" / "in" / "input.pdf"


def test_white_within_lines_set_to_both_edges_is_no_doubt() -> None:
    document = reading(Source(INPUT, INPUT.name))
    assert not [p for p in document.problems if p.code == UNCERTAIN]


@pytest.mark.parametrize(("name", "doubted"), [("", {2, 3}), ("Phối hợp", set())])
def test_what_stands_in_a_column_without_a_name_is_in_doubt(name: str, doubted: set[int]) -> None:
    rows = [("TT", "Tên nhiệm vụ", "Chủ trì", name, "Thời hạn")]
    rows += [(str(n), f"Việc thứ {n} của năm", f"Bộ {n}", f"Sở {n}", "2026") for n in range(1, 7)]
    rows[4] = (*rows[4][:3], "", rows[4][4])
    lines = [
        TextLine(
            float(at),
            at + 1.0,
            tuple(
                Stretch(text, 30.0 * column, 30.0 * column + len(text), y=at + 0.5)
                for column, text in enumerate(row)
                if text
            ),
        )
        for at, row in enumerate(rows)
    ]
    ((_, table),) = find_tables(lines, TEXT)
    cells = [table.lattice.cells[index] for index in table.doubts]
    assert {cell.col for cell in cells if cell.row not in (0, 4)} == doubted
    assert 2 not in {cell.col for cell in cells if cell.row == 4}


def test_the_last_line_of_a_cell_beside_one_set_to_both_edges_is_parted_from_it() -> None:
    def line(at: int, *texts: tuple[str, float, float]) -> TextLine:
        words: list[Stretch] = []
        for text, x0, gap in texts:
            for word in text.split():
                words.append(Stretch(word, x0, x0 + len(word), y=at + 0.5))
                x0 += len(word) + gap
        return TextLine(float(at), at + 1.0, tuple(words))

    stretched = [("kỹ sư của các bộ và", 0, 2.4), ("và công", 28, 9.0)]
    lines = [line(at, *stretched) for at in range(12)]
    lines.append(line(12, ("công nghệ số cơ bản cho", 0, 1.6), ("nghệ", 28, 0)))
    texts = strips_of(lines, [27.0], TEXT)[-1].texts
    assert [(text.first, text.last, text.word.text) for text in texts] == [
        (0, 0, "công nghệ số cơ bản cho"),
        (1, 1, "nghệ"),
    ]


@pytest.mark.parametrize("first", ["3   ", "    "])
def test_the_first_row_of_a_page_without_a_header_prints_no_names_side_by_side(first: str) -> None:
    text = f"""\
{first}Các    bộ, ngành   Bộ Công an   2025
    và                 các bộ


4   Các cơ quan thuộc  Bộ Y tế      2026
    Chính phủ          Bộ Tư pháp


5   Các đơn vị của bộ  Sở Y tế      2027
    ở địa phương       các sở
"""
    names = ("TT", "Nội dung", "Chủ trì", "Thời gian")
    before = Before((Corridor(3.5, 3.5), Corridor(22.5, 22.5), Corridor(35.5, 35.5)), names)
    found = walled_table(lines(text), (-0.1, 2.9, 6.9, 10), (-1, 45), TEXT, before)
    assert found is not None
    assert BESIDE not in found.doubts.values()
