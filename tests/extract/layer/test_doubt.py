"""How likely a cell is wrong, and what a table says that is in doubt as a whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, Strip
from pipeline.extract.layer.doubts.gathered import doubted_beside
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.crowded import ROWS_UNCERTAIN
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.printed import SHAKY, is_shaky
from pipeline.extract.layer.reader import read_layer
from pipeline.extract.layer.search.dividing import DividedRow
from pipeline.extract.layer.search.doubt import Signs, odds_of, signs_of
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.weights import WEIGHTS
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.text.lines import split_lines
from pipeline.model import Grid

PIECES = (LinePiece("Rà soát quy định", 1, "0"), LinePiece("Bộ Y tế", 2, "1"))
ROW = UndividedRow((LinePiece("1.", 0, "0"),), "number", (PIECES,))
MODEL = TableModel(
    [role_of("Nhiệm vụ"), role_of("Cơ quan")],
    Background.of([piece.text for piece in PIECES]),
    Counter(),
)
MARGINS = st.floats(min_value=0, max_value=1e6)


def doubts(one: float, other: float) -> tuple[float, ...]:
    """The doubts of a row of two cells with these margins."""
    strip = Strip(PIECES, False)
    runs = (strip.run(0, 1),), (strip.run(strip.line_start[1], 1),)
    division = Division(runs, (one, other), ("", ""), 0.0, (strip.end,))
    return odds_of(list(signs_of(MODEL, ROW, division)), WEIGHTS.doubt)


@settings(max_examples=25)
@given(MARGINS, MARGINS)
def test_the_surer_a_cell_is_the_less_it_is_in_doubt(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert doubts(low, 3.0)[0] >= doubts(high, 3.0)[0]
    assert doubts(0.0, 3.0)[0] > doubts(30.0, 3.0)[0]
    assert doubts(low, 3.0)[1] == doubts(high, 3.0)[1]


@pytest.mark.parametrize("name", Signs._fields)
def test_each_sign_makes_a_cell_likelier_wrong(name: str) -> None:
    none = Signs(*[0.0] * len(Signs._fields))
    without, with_it = odds_of([none, none._replace(**{name: 1.0})], WEIGHTS.doubt)
    assert without < with_it


def line_by_line(*lines: str) -> tuple[UndividedRow, Division]:
    """A row of one line a cell, of which some are blank, and how it is divided."""
    pieces = tuple(LinePiece(text, at, "0") for at, text in enumerate(filter(None, lines)))
    strip = Strip(pieces, False)
    starts = iter(strip.line_start)
    cells = tuple((strip.run(next(starts), 1),) if text else (None,) for text in lines)
    division = Division(cells, (9.0,) * len(lines), ("",) * len(lines), 0.0, (strip.end,))
    return UndividedRow((LinePiece("1.", 9, "0"),), "number", (pieces,)), division


def test_a_border_inside_a_name_of_the_document_tells_against_both_its_cells() -> None:
    lines = ("Rà soát quy định của Ban Cơ yếu Chính phủ", "Ban Cơ yếu", "Chính phủ", "Bộ Y tế")
    model = TableModel(
        [role_of("Nhiệm vụ"), role_of("Cơ quan"), role_of("Ghi chú")],
        Background.of([*lines, *["theo yêu cầu của Ban Cơ yếu Chính phủ"] * 20]),
        Counter(),
    )
    told = signs_of(model, *line_by_line(*lines[1:]))
    first, second, third = [signs.goes_on for signs in told]
    assert first == second > third


def test_a_border_inside_a_word_of_other_documents_tells_against_both_its_cells() -> None:
    lines = ("Ngân hàng Nhà nước Việt", "Nam; các cơ quan liên quan", "Báo cáo")
    model = TableModel([role_of(name) for name in ("Nhiệm vụ", "Cơ quan", "Kết quả")],
                       Background.of(lines), Counter())  # fmt: skip
    told = signs_of(model, *line_by_line(*lines))
    assert [signs.words for signs in told] == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(("wrong", "shaky"), [(64, False), (65, True)])
def test_a_table_is_in_doubt_as_a_whole_by_the_share_of_its_cells(wrong: int, shaky: bool) -> None:
    odds = [1.0] * wrong + [-1.0] * (100 - wrong)
    rows = [DividedRow(ROW, None, doubts=tuple(odds[at : at + 4])) for at in range(0, 100, 4)]
    assert is_shaky(rows) == shaky


@pytest.mark.parametrize(
    ("figures", "doubted"),
    [({3}, {0, 1, 2}), (set(), {0, 1, 2, 3}), ({0, 3}, {1, 2}), ({2, 3}, {0, 1, 2, 3})],
)
def test_a_column_never_filled_doubts_those_up_to_the_figures_that_rows_settle(
    figures: set[int], doubted: set[int]
) -> None:
    """Names of four columns, of which the third is blank in every row."""
    rows = [DividedRow(*line_by_line("Thuốc", "Viên", "", "25"), doubts=(-1.0,) * 4)] * 4
    roles = [role_of(name) for name in ("Tên thuốc", "Dạng", "Đơn vị tính", "Số lượng")]
    assert doubted_beside(rows, roles, figures) == doubted
    assert doubted_beside(rows[:3], roles, figures) == set()


TABLE = "TT Nội dung nhiệm vụ Cơ quan chủ trì Thời hạn\n" + "".join(
    f"{n}. Xây dựng kế hoạch thứ {n}\nBộ Tài chính\n{n}/2025\n" for n in range(1, 7)
)


@pytest.mark.parametrize("base", [-100.0, 100.0])
def test_a_table_that_is_told_whole_doubts_every_cell_and_says_so_once(base: float) -> None:
    weights = replace(WEIGHTS, doubt=replace(WEIGHTS.doubt, base=base))
    pages, problems = read_layer(list(split_lines(TABLE)), weights)
    grid = next(block for block in pages[0].blocks if isinstance(block, Grid))
    told = {cell.doubt for row in grid.rows[1:] for cell in row[1:]}
    assert told == ({SHAKY} if base > 0 else {""})
    assert len(grid.rows) == 7
    assert [problem.code for problem in problems] == [ROWS_UNCERTAIN] * (base > 0)
