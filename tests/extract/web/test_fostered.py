"""What stands in a table outside of its cells is shown before it."""

from __future__ import annotations

import pytest

from pipeline.extract.web.reader import page_of
from pipeline.model import Grid, Prose

HEAD = "<tr><th>TT</th><th>Xã</th></tr>"
ROWS = "<tr><td>1</td><td>Bố Hạ</td></tr><tr><td>2</td><td>Yên Thế</td></tr>"


@pytest.mark.parametrize(
    ("table", "before"),
    [
        (f"<table>Đơn vị: đồng{HEAD}{ROWS}</table>", ["Đơn vị: đồng"]),
        (f"<table>{HEAD}<p>Đợt 1</p>{ROWS}Hết</table>", ["Đợt 1", "Hết"]),
        (f"<table><tbody>{HEAD}<div>{ROWS}</div></tbody></table>", []),
        (f"<table>{HEAD}<tr><form><td>1</td><td>Bố Hạ</td></form></tr>{ROWS[33:]}</table>", []),
        (f"<table>{HEAD}<input type=hidden value=a>{ROWS}<script>x()</script></table>", []),
    ],
)
def test_texts_outside_of_cells_stand_before_the_table(table: str, before: list[str]) -> None:
    page, _ = page_of(f"<html><body>{table}</body></html>", 1)
    *prose, grid = page.blocks
    assert [block.fragment.text for block in prose if isinstance(block, Prose)] == before
    assert isinstance(grid, Grid)
    assert [[cell.raw for cell in row] for row in grid.rows] == [
        ["TT", "Xã"],
        ["1", "Bố Hạ"],
        ["2", "Yên Thế"],
    ]


def test_a_table_that_begins_outside_of_cells_ends_the_one_around_it() -> None:
    page, _ = page_of(f"<table>{HEAD}{ROWS}<table>{HEAD}{ROWS}</table>", 1)
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    assert [[row[0].raw for row in grid.rows] for grid in grids] == [
        ["TT", "1", "2"],
        ["TT", "1", "2"],
    ]
