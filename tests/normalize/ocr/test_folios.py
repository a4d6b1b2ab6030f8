"""Page numbers misread from a picture part no table."""

from __future__ import annotations

import pytest

from pipeline.model import Block, Fragment, Grid, Page, Prose
from pipeline.normalize.ocr.apply import mend_pages
from pipeline.normalize.ocr.folios import with_folios
from pipeline.normalize.tables.stitch import stitch
from tests.normalize.ocr.lines import cell, line

HEADER = "STT|Nội dung|Thời gian thực hiện|Cơ quan chủ trì"
ROWS = ("1.|Lễ hội trà|Quý I|UBND xã Mường Khoa", "2.|Lễ hội hoa|Quý II|UBND xã Tả Lèng")
GO_ON = ("II.|Lễ hội Xòe|Quý I|UBND xã Mường Kim", "4.|Lễ hội Đua|Quý I|UBND xã Lê Lợi")


def grid(rows: tuple[str, ...]) -> Grid:
    cells = [tuple(cell(t, y=90.0 + 20 * at) for t in r.split("|")) for at, r in enumerate(rows)]
    return Grid(tuple(cells))


def page(number: int, *blocks: Block) -> Page:
    return Page(number, blocks, chars=100)


def running(found: Page) -> list[str]:
    return [b.fragment.text for b in found.blocks if isinstance(b, Prose) and b.running]


@pytest.mark.parametrize("read", ["Q", "9", "~*"])
def test_a_table_goes_on_below_a_page_number_however_it_is_read(read: str) -> None:
    """`Q` for 9 stands alone above the rest of the table; its first number is misread too."""
    first = page(1, grid((HEADER, *ROWS)))
    second = page(2, Prose(line(read, y=40.0)), grid(GO_ON))
    pages, _ = mend_pages([first, second])
    (table,) = stitch(pages).tables
    assert len(table.rows) == len(ROWS) + len(GO_ON)


def test_what_stands_where_other_pages_have_their_number_is_one() -> None:
    pages = with_folios(
        [
            page(1, Prose(line("10", y=40.0)), Prose(line("Phụ lục", y=90.0))),
            page(2, Prose(line("- H -", y=44.0)), Prose(line("Một dòng", y=90.0))),
            page(3, Prose(line("Mục H", y=80.0)), grid(ROWS)),
        ]
    )
    assert list(map(running, pages)) == [[], ["- H -"], []]


@pytest.mark.parametrize(
    "lines",
    [
        (line("II", y=40.0),),  # the number of a section
        (line("BIỂU", y=40.0),),
        (line("Q", y=40.0), line("12", y=42.0)),  # beside another line
        (Fragment("Q", line("Q", y=40.0).place),),  # printed so
    ],
)
def test_other_lines_above_a_table_may_head_it(lines: tuple[Fragment, ...]) -> None:
    (found,) = with_folios([page(1, *map(Prose, lines), grid(ROWS))])
    assert running(found) == []
