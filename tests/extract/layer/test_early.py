"""Rows that begin above a page break, their number below it."""

from __future__ import annotations

import pytest

from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.early import early_starts
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
NAMES = ["y tế", "nội vụ", "tư pháp", "công an", "tài chính", "xây dựng"]
TITLE = ["Rà soát các quy định về {} và", "đề xuất sửa đổi, bổ sung"]


def _titles(text: str) -> list[tuple[str, list[str]]]:
    """The number and the lines of the title of each row of each page."""
    pages, _ = read_layer(list(split_lines(text)))
    grids = [block for page in pages for block in page.blocks if isinstance(block, Grid)]
    cells = [[[line.text for line in cell.fragments] for cell in r] for g in grids for r in g.rows]
    return [("".join(row[0]), row[1]) for row in cells if row[0] != ["TT"]]


@pytest.mark.parametrize("above", [1, 2])
def test_a_row_whose_number_stands_on_the_next_page_has_its_first_lines_all_the_same(
    above: int,
) -> None:
    lines, want = ["Phụ lục I", *HEADER], list[tuple[str, list[str]]]()
    for at, name in enumerate(NAMES * 4, start=1):
        title = [*(line.format(name) for line in TITLE), "theo thẩm quyền"]
        cut = above if at in (9, 17) else 0
        want += [(f"{at}.", title[:cut]), ("", title[cut:])] if cut else [(f"{at}.", title)]
        lines += title[:cut]
        lines += ["\f" + HEADER[0], *HEADER[1:]] if cut else []
        lines += [f"{at}.", *title[cut:], f"Bộ {name.title()}", "Quý II/2026"]
    assert _titles("\n".join(lines)) == want


def _row(number: str, *lines: str, opens: bool = False) -> UndividedRow:
    pieces = tuple(LinePiece(text, at, "") for at, text in enumerate(lines, start=1))
    return UndividedRow((LinePiece(number, 0, "", opens),), "number", (pieces,))


@pytest.mark.parametrize(
    ("lines", "opens", "sure", "begins"),
    [
        (("đề xuất", "Bộ Y tế"), True, True, [["Xây dựng đề án"]]),
        (("đề xuất", "Bộ Y tế"), False, True, []),
        (("Trung tâm", "Bộ Y tế"), True, True, []),
        (("Trung tâm", "Bộ Y tế"), True, False, [["Xây dựng đề án"]]),
    ],
)
def test_a_row_may_begin_in_the_last_lines_before_a_number_that_opens_a_page(
    lines: tuple[str, ...], opens: bool, sure: bool, begins: list[list[str]]
) -> None:
    row = _row("1.", "Rà soát quy định,", "Bộ Y tế, Bộ", "Nội vụ", "Xây dựng đề án")
    offers = [*early_starts(7, row, _row("2.", *lines, opens=opens), sure)]
    found = [[piece.text for piece in offer.rows[1].parts[0]] for offer in offers]
    assert [one for one in found if len(one) == 1] == begins
    assert all(offer.place == 7 and offer.rows[1].early for offer in offers)
    assert bool(found) is bool(begins)
