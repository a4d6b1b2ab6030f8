"""Two rows without numbers that meet near a page break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layer.columns.model import TableModel
from pipeline.extract.layer.columns.strips import Division, Taken, strip_of
from pipeline.extract.layer.lines.lines import LinePiece
from pipeline.extract.layer.numbered.rows import UndividedRow
from pipeline.extract.layer.signs.ground import Background
from pipeline.extract.layer.signs.words import role_of
from pipeline.extract.layer.uncounted.breaks import met_again

Parts = Sequence[Sequence[str]]
WHOLE = (
    ("Rà soát quy định", "của pháp luật", "Bộ Y tế", "2025"),
    ("Xây dựng đề án", "và trình", "Bộ Nội vụ", "2026"),
)
"""Two rows as they are printed: titles, bodies, times."""


def _row(parts: Parts, *, opens: bool = False) -> UndividedRow:
    pieces = tuple(
        tuple(
            LinePiece(text, 0, "", opens_page=not at and (number > 0 or opens))
            for at, text in enumerate(part)
        )
        for number, part in enumerate(parts)
    )
    return UndividedRow((), "", pieces)


def _lines(row: UndividedRow) -> tuple[str, ...]:
    return tuple(piece.text for part in row.parts for piece in part)


NAMES = ("Nhiệm vụ", "Cơ quan chủ trì", "Kết quả", "Lưu ý")
MODEL = TableModel([role_of(name) for name in NAMES], Background(), Counter(), firm=True)
LACKING = ((None,),) * len(NAMES)


def _divide(
    rows: Sequence[UndividedRow], scores: Sequence[float] = (), remark: int = 0
) -> list[Division]:
    """Whole rows read better than others, which lack cells; where there is one, all rows have
    their last lines as a `remark` and lack none."""
    found = []
    for row in rows:
        lines = _lines(row)
        score = scores[len(lines) % len(scores)] if scores else 5.0 * (lines in WHOLE)
        cells: tuple[Taken, ...] = LACKING
        if remark:
            strip = strip_of(row.parts[-1], later=False)
            last = min(remark, len(row.parts[-1]))
            cells = ((strip.run(0, 1),),) * 3 + ((strip.run(strip.line_start[-last - 1], last),),)
        found.append(Division(cells, (), (), score, ()))
    return found


@pytest.mark.parametrize("cut", [1, 2])
def test_the_lines_of_a_row_above_a_page_break_are_no_cell_of_the_row_before(cut: int) -> None:
    one, other = WHOLE
    rows = [_row([[*one, *other[:cut]]]), _row([other[cut:]], opens=True)]
    found = met_again(rows, MODEL, _divide)
    assert [*map(_lines, found)] == [*WHOLE]
    assert [len(part) for part in found[1].parts] == [cut, 4 - cut]


def test_a_remark_above_a_page_break_may_be_the_title_of_the_next_row_though_no_row_lacks_any() -> (
    None
):
    one, other = WHOLE
    rows = [_row([[*one, *other[:2]]]), _row([other[2:]], opens=True)]
    found = met_again(rows, MODEL, partial(_divide, remark=2))
    assert [*map(_lines, found)] == [*WHOLE]
    assert met_again(rows, MODEL, partial(_divide, remark=1)) == rows  # it begins inside the title


def test_the_last_lines_of_a_row_above_a_page_break_are_no_other_row() -> None:
    one, other = WHOLE
    rows = [_row([one[:2]]), _row([["Bộ Y tế"], ["2025"]]), _row([other])]
    found = met_again(rows, MODEL, _divide)
    assert [*map(_lines, found)] == [*WHOLE]
    assert [len(part) for part in found[0].parts] == [3, 1]


def test_rows_on_one_page_and_rows_with_numbers_meet_where_they_do() -> None:
    one, other = WHOLE
    label = (LinePiece("1.", 0, "", opens_page=True),)
    numbered = UndividedRow(label, "number", _row([other[1:]]).parts)
    for below in (_row([other[1:]]), numbered):
        rows = [_row([[*one, other[0]]]), below]
        assert met_again(rows, MODEL, _divide) == rows


WORDS = st.lists(st.sampled_from(["Rà soát", "và", "Bộ Y tế,", "2025", "của"]), min_size=1)


@given(
    st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=3), st.booleans()), max_size=6),
    st.lists(st.floats(-9, 9), min_size=1),
)
def test_no_line_is_lost_or_moved(
    parts: list[tuple[list[list[str]], bool]], scores: list[float]
) -> None:
    rows = [_row(own, opens=opens) for own, opens in parts]
    found = met_again(rows, MODEL, partial(_divide, scores=scores))
    assert [line for row in found for line in _lines(row)] == [
        line for row in rows for line in _lines(row)
    ]
