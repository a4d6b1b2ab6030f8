"""Sheets whose lines stand at the heights of the rows of another show further columns of them."""

from pipeline.extract.pdf.sheets.beside import strips_of
from pipeline.extract.pdf.sheets.sideways import PageTable
from pipeline.model import Block, Cell, Fragment, Grid, Place, Prose

LEFT = ("STT|Tên nhiệm vụ", "1|Xây dựng", "2|Nâng cấp", "3|Rà soát")
RIGHT = ("Kết quả|Thời hạn", "Nghị định|2026", "|Quý III", "Báo cáo|2027")
HEIGHTS = (60.0, 95.0, 118.0, 160.0)


def fragment(text: str, page: int, x: float, y: float) -> Fragment:
    return Fragment(text, Place(page, None, x, y - 6, x + 6 * len(text), y + 6))


def sheet(page: int, rows: tuple[str, ...], heights: tuple[float, ...] = HEIGHTS) -> PageTable:
    """A page of a table without rules, its cells 120 points apart."""
    grid = Grid(
        tuple(
            tuple(
                Cell((fragment(text, page + 1, 50 + 120 * at, y),) if text else ())
                for at, text in enumerate(row.split("|"))
            )
            for row, y in zip(rows, heights, strict=True)
        ),
        ground="alignment",
    )
    edges = (heights[0] - 8, *(y + 9 + 3 * page for y in heights))  # white between rows is a guess
    return PageTable(page, grid, edges, (40.0, 160.0, 300.0))


def found(*sheets: PageTable, above: dict[int, str] | None = None) -> list[tuple[int, ...]]:
    lines = {page: [Prose(fragment(t, page, 50, 20))] for page, t in (above or {}).items()}
    pages: list[list[Block]] = [[*lines.get(one.page, []), one.grid] for one in sheets]
    return [one.pages for one in strips_of(pages, sheets).values()]


def test_sheet_after_sheet_and_strip_after_strip() -> None:
    assert found(sheet(0, LEFT), sheet(1, RIGHT)) == [(0, 1)]
    more = ("STT|Tên nhiệm vụ", "4|Cấp phép", "5|Đào tạo", "6|Kiểm tra")
    four = (sheet(0, LEFT), sheet(1, more), sheet(2, RIGHT), sheet(3, RIGHT))
    assert found(*four) == [(0, 2), (1, 3)]


def test_three_strips_whose_rows_are_alike() -> None:
    third = ("Ghi chú", "Mới", "Cũ", "Mới")
    more = ("STT|Tên nhiệm vụ", "4|Cấp phép", "5|Đào tạo", "6|Kiểm tra")
    pages = (LEFT, more, RIGHT, RIGHT, third, third)
    assert found(*(sheet(at, rows) for at, rows in enumerate(pages))) == [(0, 2, 4), (1, 3, 5)]


def test_first_column_printed_again() -> None:
    again = tuple(f"{row.split('|')[0]}|{rest}" for row, rest in zip(LEFT, RIGHT, strict=True))
    assert found(sheet(0, LEFT), sheet(1, again)) == [(0, 1)]


def test_sheets_that_stand_in_no_order_are_alike_by_chance() -> None:
    elsewhere = (60.0, 101.0, 131.0, 149.0)
    other = ("STT|Tên nhiệm vụ", "4|Cấp phép", "5|Đào tạo", "6|Kiểm tra")
    pages = [sheet(0, LEFT), *(sheet(at, other, elsewhere) for at in (1, 2)), sheet(3, RIGHT)]
    assert found(*pages) == []


def test_what_is_no_sheet_beside() -> None:
    elsewhere = (60.0, 101.0, 131.0, 149.0)
    assert found(sheet(0, LEFT), sheet(1, RIGHT, elsewhere)) == []
    goes_on = ("4|Cấp phép", "5|Đào tạo", "6|Kiểm tra", "7|Công bố")
    assert found(sheet(0, LEFT), sheet(1, goes_on)) == []
    assert found(sheet(0, LEFT), sheet(1, LEFT)) == []
    assert found(sheet(0, LEFT), sheet(1, RIGHT), above={1: "Biểu 2. Kinh phí"}) == []
