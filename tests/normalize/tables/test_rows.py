"""Rows of a table put together from its parts on successive pages."""

from __future__ import annotations

from pipeline.model import Cell, Fragment, Grid, GridRow, Page, Place
from pipeline.normalize.tables.rows import TableRow, build_rows
from pipeline.normalize.tables.stitch import stitch

HEAD = ("STT", "Chủ trì", "Nhiệm vụ", "Thời hạn")


def row(*texts: str | Cell) -> GridRow:
    return tuple(t if isinstance(t, Cell) else cell(t) if t else Cell() for t in texts)


def cell(text: str, span: int = 1) -> Cell:
    return Cell((Fragment(text, Place(1)),), span)


def rows_of(*parts: Grid) -> tuple[TableRow, ...]:
    pages = [Page(number, (grid,), 0) for number, grid in enumerate(parts, 1)]
    return build_rows(stitch(pages).tables[0])


def items(count: int) -> list[GridRow]:
    return [row(f"{i}.", "Bộ Y tế", f"Xây dựng đề án {i}", "2026") for i in range(1, count + 1)]


def test_a_heading_beside_its_number_that_reaches_over_the_title_is_a_group() -> None:
    heading = row("I", cell("HOÀN THIỆN THỂ CHẾ", 3), Cell(), Cell())
    found = rows_of(Grid((row(*HEAD), heading, *items(2))))[0]
    assert (found.kind, found.label, found.cells[2].text) == ("group", "I", "HOÀN THIỆN THỂ CHẾ")


def test_the_number_of_a_cut_row_may_stand_on_the_second_page() -> None:
    one = Grid((row(*HEAD), *items(3), row("", "Bộ", "Huy động các nguồn", "")), open_bottom=True)
    two = Grid((row("4.", "Nội vụ", "tài nguyên khoáng sản", "2027"),))
    found = rows_of(one, two)
    assert [r.label for r in found] == ["1.", "2.", "3.", "4."]
    assert [c.text for c in found[-1].cells[1:]] == [
        "Bộ Nội vụ", "Huy động các nguồn tài nguyên khoáng sản", "2027",
    ]  # fmt: skip


def test_a_heading_over_all_columns_is_never_the_rest_of_a_row() -> None:
    rows = [row("", *line[1:]) for line in items(3)]
    heading = row(cell("III. Tăng cường đầu tư", 4), Cell(), Cell(), Cell())
    found = rows_of(Grid((row(*HEAD), *rows)), Grid((heading, *rows)))
    assert [r.kind for r in found] == ["item"] * 3 + ["group"] + ["item"] * 3
