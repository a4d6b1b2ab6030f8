"""Tables laid over others: copies of their columns are left out, all else is read."""

from __future__ import annotations

import pytest

from pipeline.extract.web.reader import page_of
from pipeline.model import Grid

ROWS = [["TT", "Xã", "Số hộ"], ["1", "Bố Hạ", "20"], ["2", "Yên Thế", "31"]]
OVER = "<div style='position:absolute;left:0'>{}</div>"


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def widths(body: str) -> list[int]:
    """How many columns each table of a page has."""
    page, _ = page_of(f"<html><body>{body}</body></html>")
    return [len(block.rows[0]) for block in page.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("first", [0, 1])
def test_columns_laid_over_their_table_are_read_once(first: int) -> None:
    copy = table([row[first : first + 2] for row in ROWS])
    assert widths(table(ROWS) + OVER.format(copy)) == [3]


@pytest.mark.parametrize(
    "other",
    [
        [["TT", "Xã"], ["1", "Bố Hạ"], ["2", "Tam Tiến"]],  # says something else
        [["TT", "Xã"], ["2", "Yên Thế"], ["1", "Bố Hạ"]],  # in another order
        [["TT", "Số hộ"], ["1", "20"], ["2", "31"]],  # of columns that are not beside each other
    ],
)
def test_a_table_over_another_that_is_no_copy_is_read(other: list[list[str]]) -> None:
    assert widths(table(ROWS) + OVER.format(table(other))) == [3, 2]


def test_columns_repeated_in_the_flow_of_the_page_are_a_table() -> None:
    assert widths(table(ROWS) + table([row[:2] for row in ROWS])) == [3, 2]
