"""Columns printed on a later sheet join their rows."""

from pipeline.extract.pdf.sheets.sideways import PageTable, with_columns_beside
from pipeline.model import Block, Cell, Fragment, Grid, Place, Prose


def grid(page: int, *rows: str) -> Grid:
    return Grid(
        tuple(
            tuple(Cell((Fragment(text, Place(page)),)) for text in row.split("|")) for row in rows
        )
    )


def texts(block: Block) -> list[str]:
    assert isinstance(block, Grid)
    return ["|".join(cell.raw for cell in row) for row in block.rows]


LEFT = ("STT|Tên nhiệm vụ", "1|Xây dựng", "2|Nâng cấp")
RIGHT = ("Kết quả|Thời hạn", "Nghị định|2026", "Báo cáo|2027")
YS = (50.0, 70.0, 90.0, 120.0)


def joined(*sheets: tuple[tuple[str, ...], tuple[float, ...]]) -> list[list[Block]]:
    found = [
        PageTable(page, grid(page, *rows), ys, (40.0, 300.0))
        for page, (rows, ys) in enumerate(sheets)
    ]
    return with_columns_beside([[sheet.grid] for sheet in found], found)


def test_columns_of_the_next_sheet() -> None:
    first, second = joined((LEFT, YS), (RIGHT, YS))
    assert texts(first[0])[1] == "1|Xây dựng|Nghị định|2026"
    assert second == []


def test_strip_after_strip() -> None:
    more = ("STT|Tên nhiệm vụ", "3|Rà soát", "4|Đào tạo")
    beside = ("Kết quả|Thời hạn", "Báo cáo|2028", "Lớp học|2029")
    pages = joined((LEFT, YS), (more, YS), (RIGHT, YS), (beside, YS))
    assert texts(pages[1][0])[2] == "4|Đào tạo|Lớp học|2029"
    assert pages[2:] == [[], []]


def test_columns_printed_again_stand_once() -> None:
    again = tuple(f"{row.split('|')[0]}|{rest}" for row, rest in zip(LEFT, RIGHT, strict=True))
    first, second = joined((LEFT, YS), (again, YS))
    assert texts(first[0])[0] == "STT|Tên nhiệm vụ|Kết quả|Thời hạn"
    assert [block.running for block in second if isinstance(block, Prose)] == [True] * 3


def test_rows_that_count_on_are_no_columns() -> None:
    more = ("3|Rà soát", "4|Đào tạo", "5|Tập huấn")
    pages = joined((LEFT, YS), (more, YS))
    assert [len(blocks) for blocks in pages] == [1, 1]


def test_other_heights_are_another_table() -> None:
    pages = joined((LEFT, YS), (RIGHT, (50.0, 70.0, 99.0, 120.0)))
    assert [len(blocks) for blocks in pages] == [1, 1]
