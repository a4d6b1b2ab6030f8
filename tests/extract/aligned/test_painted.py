"""Rows whose cells are painted one by one: their edges part the columns, whatever the white."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.extract.aligned.drawn import Box, Walls, columns_between
from pipeline.extract.aligned.table import SQUEEZED
from pipeline.extract.aligned.walled import walled_table
from pipeline.extract.pdf.drawn.rules import PageRules
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.tables.tables import Carried, find_tables
from tests.extract.aligned.test_table import TEXT, cells, lines

COLUMNS = (4.0, 24.0, 40.0)
WALLS = (-0.1, 1.0, 3.0, 5.0)


def _row(top: float, bottom: float, edges: tuple[float, ...] = (-1.0, *COLUMNS, 62.0)) -> list[Box]:
    return [Box(x0, top, x1, bottom) for x0, x1 in pairwise(edges)]


def _apart(top: float, bottom: float) -> list[Box]:
    """The same with white between the cells."""
    return [
        Box(box.x0 + (box.x0 > 0), top, box.x1 - (box.x1 < COLUMNS[-1] + 1), bottom)
        for box in _row(top, bottom)
    ]


@pytest.mark.parametrize(
    ("boxes", "columns"),
    [
        pytest.param(_row(-0.1, 1.0), COLUMNS, id="a header"),
        pytest.param([*_row(1.0, 3.0), *_row(1.0, 3.0)], COLUMNS, id="stripes painted twice"),
        pytest.param([*_row(-0.1, 1, (-1, 4, 62)), *_row(1, 3)], COLUMNS, id="a heading over all"),
        pytest.param(_row(1.0, 3.0)[:3], (), id="not from end to end"),
        pytest.param(_row(1.0, 3.0)[::2], (), id="not side by side"),
        pytest.param(_row(1.0, 3.0, (-1.0, 62.0)), (), id="a stripe of one piece"),
        pytest.param(_row(8.0, 9.0), (), id="another table's"),
        pytest.param(
            [*_apart(-0.1, 1.0), *_apart(1.0, 3.0)], COLUMNS, id="two rows of cells apart"
        ),
        pytest.param(_apart(-0.1, 1.0), (), id="one row of boxes apart"),
    ],
)
def test_columns_of_painted_cells(boxes: list[Box], columns: tuple[float, ...]) -> None:
    assert columns_between(boxes, Walls(WALLS, -1.0, 62.0)) == list(columns)


def test_texts_that_touch_are_parted_by_the_edge_of_painted_cells() -> None:
    rows = [
        ("TT", "Nội dung", "Chủ trì", "Thời gian"),
        ("1", "Tham mưu nghị định", "Bộ Công an", "2025"),
        ("", "về các cơ chế", "Bộ Tư pháp", ""),
        ("2", "Hoàn thiện đề án", "Bộ Y tế", "2026"),
        ("", "và phát triển sàn,", "các bộ", ""),
    ]
    text = "\n".join(f"{a:<4}{b:<18} {c:<16} {d}" for a, b, c, d in rows)
    table = walled_table(lines(text), WALLS, (-1, 62), TEXT, drawn=(3.5, 22.5, 39.5))
    assert table is not None
    assert [row[1] for row in cells(table)][1:] == [
        "Tham mưu nghị định về các cơ chế",
        "Hoàn thiện đề án và phát triển sàn,",
    ]
    assert SQUEEZED not in table.doubts.values()


def _piece(text: str, x0: float, y: float) -> Piece:
    width = 5.0 * len(text)
    return Piece(text, x0, x0 + width, y + 3, 10.0, False, False, False, 0, 1, y0=y - 5, y1=y + 5)


def test_a_row_below_painted_ones_that_is_set_to_its_middle_is_part_of_their_table() -> None:
    edges = (50.0, 90.0, 250.0, 400.0, 520.0)
    shades = [*_row(50, 70, edges), *_row(70, 90, edges)]
    printed = [(60, ("TT", "Việc", "Cơ quan", "Hạn")), (80, "1abc"), (124, "2de")]
    texts = [
        _piece(text, x + 4, y) for y, row in printed for text, x in zip(row, edges, strict=False)
    ]
    long = [_piece("lines", 404, y) for y in range(100, 150, 12)]
    rules = PageRules(shades=[(b.x0, b.y0, b.x1, b.y1) for b in shades])
    found = find_tables(rules, [*texts, *long], lambda piece: [piece], Carried())
    assert [len(table.lattice.ys) for table in found] == [4]
