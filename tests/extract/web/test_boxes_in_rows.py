"""Boxes beside each other in boxes below each other are rows of a table."""

from __future__ import annotations

import pytest

from pipeline.extract.web.reader import page_of
from pipeline.model import Grid, Prose

ROWS = [["STT", "Xã", "Số hộ"], ["1", "Bố Hạ", "20"], ["2", "Yên Thế", "31"]]
FLEX = "<style>.r{display:flex}.c{display:flex;flex-direction:column}</style>"
LINK = '<link rel="stylesheet" href="a.css">'


def boxes(rows: list[list[str]], name: str = "r") -> str:
    cells = ("".join(f"<div>{text}</div>" for text in row) for row in rows)
    return "".join(f'<div class="{name}">{row}</div>' for row in cells)


@pytest.mark.parametrize(
    "page",
    [
        FLEX + boxes(ROWS),
        FLEX + f"<div>{boxes(ROWS[:1])}</div><div>{boxes(ROWS[1:])}</div>",
        LINK + boxes(ROWS),
        FLEX + f"<p>Trước</p>{boxes(ROWS)}<p>Sau</p>",
    ],
)
def test_boxes_in_rows_are_a_table(page: str) -> None:
    (grid,) = (block for block in page_of(f"<body>{page}", 1)[0].blocks if isinstance(block, Grid))
    assert [[cell.raw for cell in row] for row in grid.rows] == ROWS


def test_a_heading_between_rows_is_a_row() -> None:
    page = f"{FLEX}{boxes(ROWS[:2])}<div>II. Vùng cao</div>{boxes(ROWS[2:])}<div>Hết</div>"
    *_, grid, last = page_of(f"<body>{page}", 1)[0].blocks
    assert isinstance(grid, Grid)
    assert isinstance(last, Prose)
    assert [row[0].raw for row in grid.rows] == ["STT", "1", "II. Vùng cao", "2"]


def test_names_that_are_not_shown_and_boxes_without_any_make_no_table() -> None:
    names = "".join(f'<b style="display:none">{name}</b>' for name in ROWS[0])
    page = f"<body>{LINK}<div>{names}</div><div></div><div></div><p>Hết</p>"
    (block,) = page_of(page, 1)[0].blocks
    assert isinstance(block, Prose)


def test_what_is_not_shown_between_rows_is_none() -> None:
    unseen = "<script>var a = 1;</script><template><b>Mẫu</b></template><p hidden>Ẩn</p>"
    page = f"<body>{FLEX}{boxes(ROWS[:2])}{unseen}{boxes(ROWS[2:])}"
    (grid,) = page_of(page, 1)[0].blocks
    assert isinstance(grid, Grid)
    assert [row[0].raw for row in grid.rows] == ["STT", "1", "2"]


@pytest.mark.parametrize("head", [FLEX, LINK])
def test_names_begin_a_table_of_their_own(head: str) -> None:
    page = f"<body>{head}{boxes(ROWS)}<p>Phụ lục II</p>{boxes(ROWS)}"
    first, title, other = page_of(page, 1)[0].blocks
    assert isinstance(title, Prose)
    assert isinstance(first, Grid)
    assert isinstance(other, Grid)
    assert len(first.rows) == len(other.rows) == len(ROWS)


@pytest.mark.parametrize(
    "page",
    [
        boxes(ROWS),
        FLEX + boxes(ROWS, "c"),
        FLEX + boxes(ROWS[:2]),
        FLEX + boxes([row[:2] for row in ROWS]),
        LINK + boxes([ROWS[0], ["Cao", "Xã", "4"], ["Thấp", "Xã", "5"]]),
    ],
)
def test_boxes_of_another_kind_are_none(page: str) -> None:
    assert not any(isinstance(b, Grid) for b in page_of(f"<body>{page}", 1)[0].blocks)
