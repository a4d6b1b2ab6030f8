"""Words at the end of a line that are of the cell beside it."""

from __future__ import annotations

import pytest

from pipeline.extract.spaced.doubts.doubts import PrintedRow, doubts, habits
from pipeline.extract.spaced.doubts.strangers import STRANGER, pairs_in, stranger_ends
from pipeline.extract.spaced.lines.words import Word, words_of

KNOWN = ["Rà soát, ban hành văn bản quy định", "Tổ chức thực hiện hiệu quả", "Bộ Công an"]


def lines(cell: str) -> list[tuple[Word, ...]]:
    return [words_of(line) for line in cell.split("|")]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Trình cấp có thẩm quyền ban hành an|văn bản quy phạm pháp luật", True),
        ("Trình cấp có thẩm quyền ban hành|văn bản quy phạm pháp luật", False),
        ("Trình cấp có thẩm quyền ban hành|quyết định thay thế", False),
        ("Trình ban hành an|văn bản quy phạm pháp luật hiện có", False),
        ("Rà soát, ban hành văn|bản quy định", False),
    ],
)
def test_a_word_that_no_line_has_between_two_that_others_have(cell: str, told: bool) -> None:
    cells = [*map(lines, KNOWN), lines(cell)]
    assert stranger_ends(lines(cell), pairs_in(cells)) == told


def test_a_cell_of_many_rows_that_always_breaks_so_is_no_doubt() -> None:
    names = ["TT", "Tên nhiệm vụ", "Cơ quan phối hợp", "Kết quả"]

    def in_doubt(result: str) -> bool:
        cells = ["1.", "Rà soát các bộ, ngành liên đới", "Các bộ, ngành có|liên quan", result]
        row = PrintedRow(tuple(tuple(lines(cell)) if cell else () for cell in cells), True)
        why = doubts(row, habits(names, [row] * 8), [None] * len(names))
        return why.get(2) == STRANGER

    assert not in_doubt("Báo cáo")
    assert in_doubt("")
